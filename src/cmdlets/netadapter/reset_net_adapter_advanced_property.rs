//! `Reset-NetAdapterAdvancedProperty`.

use super::advanced_change::{Properties, Value};
use crate::complete;
use crate::types::NetAdapterAdvancedProperty;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Puts settings of network adapters back to what they are without a setting.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *JumboPacket -RegistryValue 9014 -WarningAction SilentlyContinue
/// PS> Reset-NetAdapterAdvancedProperty enp1s0f1 -DisplayName 'Jumbo Packet' -WarningAction SilentlyContinue
/// PS> (Get-NetAdapter enp1s0f1).MtuSize
/// 1500
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *JumboPacket -RegistryValue 9014 -WarningAction SilentlyContinue
/// PS> Reset-NetAdapterAdvancedProperty enp1s0f1 -DisplayName 'Jumbo Packet' -WhatIf
/// What if: Performing the operation "Reset-NetAdapterAdvancedProperty" on target "enp1s0f1".
///   # Set the MTU of enp1s0f1 to 1500
///     ip link set dev enp1s0f1 mtu 1500
/// WARNING: The MTU of 'enp1s0f1' lasts until the host starts again; write it into the files of the tool that brings the network up to keep it.
/// ```
/// On several network adapters:
/// ```iovsh
/// PS> Set-NetAdapterAdvancedProperty enp1s0f* -RegistryKeyword *JumboPacket -RegistryValue 9014 -WarningAction SilentlyContinue
/// PS> Reset-NetAdapterAdvancedProperty enp1s0f* -DisplayName 'Jumbo Packet' -WarningAction SilentlyContinue
/// PS> (Get-NetAdapter enp1s0f*).MtuSize
/// 1500
/// 1500
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Reset", noun = "NetAdapterAdvancedProperty", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterAdvancedProperty)]
pub struct ResetNetAdapterAdvancedProperty {
    /// The settings with these names. Wildcards are allowed.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "DispN",
        complete = complete::setting_names
    )]
    display_name: Given<Vec<String>>,
    /// Linux only: go on although virtual functions are in use, or although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    properties: Properties,
}

impl Cmdlet for ResetNetAdapterAdvancedProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let names = self.display_name.as_deref();
        self.properties
            .change(cx, None, names, &Value::Default, self.force)
    }
}
