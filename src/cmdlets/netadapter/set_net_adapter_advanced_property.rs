//! `Set-NetAdapterAdvancedProperty`.

use super::advanced_change::{Properties, Value};
use crate::complete;
use crate::invalid;
use crate::types::NetAdapterAdvancedProperty;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes settings of network adapters by their keywords.
///
/// `*SRIOV` and `*NumVFs` are what Enable-, Disable- and Set-NetAdapterSriov change. `*JumboPacket` is the bytes of the largest frame,
/// the MTU and 14; a team and a bridge follow their adapters.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *JumboPacket -RegistryValue 9014 -WarningAction SilentlyContinue
/// PS> (Get-NetAdapter enp1s0f1).MtuSize
/// 9000
/// PS> Set-NetAdapterAdvancedProperty enp1s0f0 -DisplayName SR-IOV -DisplayValue Disabled
/// PS> (Get-NetAdapterSriov enp1s0f0).Enabled
/// False
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *JumboPacket -RegistryValue 9014 -WhatIf
/// What if: Performing the operation "Set-NetAdapterAdvancedProperty" on target "enp1s0f1".
///   # Set the MTU of enp1s0f1 to 9000
///     ip link set dev enp1s0f1 mtu 9000
/// WARNING: The MTU of 'enp1s0f1' lasts until the host starts again; write it into the files of the tool that brings the network up to keep it.
/// ```
/// The same on several network adapters:
/// ```iovsh
/// PS> Set-NetAdapterAdvancedProperty enp1s0f* -RegistryKeyword *JumboPacket -RegistryValue 9014 -WarningAction SilentlyContinue
/// PS> (Get-NetAdapter enp1s0f*).MtuSize
/// 9000
/// 9000
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterAdvancedProperty", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterAdvancedProperty)]
pub struct SetNetAdapterAdvancedProperty {
    /// Also settings that no administrator would change.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "all settings can be changed in any case."
    )]
    all_properties: bool,
    /// The settings with these names. Wildcards are allowed.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        by_property_name,
        alias = "DispN",
        complete = complete::setting_names
    )]
    display_name: Given<Vec<String>>,
    /// The value, as it is shown.
    #[param(by_property_name)]
    display_value: Option<String>,
    /// The settings with these keywords. Wildcards are allowed.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        by_property_name,
        alias = "RegKey",
        complete = complete::setting_keywords
    )]
    registry_keyword: Given<Vec<String>>,
    /// The value, as it is written.
    #[param(by_property_name)]
    registry_value: Given<Vec<String>>,
    /// Linux only: go on although virtual functions are in use, or although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    properties: Properties,
}

impl Cmdlet for SetNetAdapterAdvancedProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let written = self.registry_value.as_deref().and_then(<[String]>::first);
        // An object from the pipeline has both, of which only one was typed.
        let typed = cx.is_bound("DisplayValue") && !cx.is_bound("RegistryValue");
        let value = match (written, &self.display_value) {
            (_, Some(shown)) if typed => shown.clone(),
            (Some(written), _) => written.clone(),
            (None, Some(shown)) => shown.clone(),
            (None, None) => {
                return Err(invalid::parameter(
                    "No value was given.",
                    "Give -RegistryValue or -DisplayValue.",
                )
                .into());
            }
        };
        self.properties.change(
            cx,
            self.registry_keyword.as_deref(),
            self.display_name.as_deref(),
            &Value::Given(value),
            self.force,
        )
    }
}
