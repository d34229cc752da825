//! `Remove-NetAdapterAdvancedProperty`.

use super::advanced_change::{Properties, Value};
use crate::complete;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Forgets settings of network adapters: each is again as it was before it was set.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *LsoV2IPv4 -RegistryValue 0
/// PS> Remove-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *LsoV2IPv4
/// PS> (Get-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *LsoV2IPv4).DisplayValue
/// Enabled
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Remove-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *LsoV2IPv4 -WhatIf
/// What if: Performing the operation "Remove-NetAdapterAdvancedProperty" on target "enp1s0f1".
///   # Nothing has to be done.
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Remove-NetAdapterAdvancedProperty $_.Name -RegistryKeyword *LsoV2IPv4 }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetAdapterAdvancedProperty", module = "NetAdapter", default_set = "ByName", impact = Medium)]
pub struct RemoveNetAdapterAdvancedProperty {
    /// Also settings that no administrator would change.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        no_effect = "all settings are there in any case."
    )]
    all_properties: bool,
    /// The settings with these keywords. Wildcards are allowed.
    #[param(
        set = "ByName",
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "RegKey",
        complete = complete::setting_keywords
    )]
    registry_keyword: Given<Vec<String>>,
    /// Linux only: go on although virtual functions are in use, or although the host itself depends on the adapter.
    force: bool,
    #[flatten]
    properties: Properties,
}

impl Cmdlet for RemoveNetAdapterAdvancedProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let keywords = self.registry_keyword.as_deref();
        self.properties
            .change(cx, keywords, None, &Value::Default, self.force)
    }
}
