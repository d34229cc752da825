//! `Reset-NetAdapterAdvancedProperty`.

use super::advanced_change::{Properties, Value};
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
#[derive(Cmdlet)]
#[cmdlet(verb = "Reset", noun = "NetAdapterAdvancedProperty", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterAdvancedProperty)]
pub struct ResetNetAdapterAdvancedProperty {
    /// The settings with these names. Wildcards are allowed.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "DispN"
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
