//! `New-NetAdapterAdvancedProperty`.

use super::advanced::{SCOPE, Which, change, properties};
use super::query::links;
use super::targets::Chosen;
use crate::complete;
use crate::host_access::{HostAccess, Outcome, computer_name};
use crate::types::{CimSession, NetAdapterAdvancedProperty};
use iovsh_derive::{Cmdlet, PsEnum};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// How a value is kept in the registry of Windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetAdapterAdvancedProperty.RegDataType"
)]
pub enum RegDataType {
    /// Unknown.
    None = 0,
    /// A text.
    #[psenum(name = "REG_SZ")]
    Sz = 1,
    /// A number of 32 bits.
    #[psenum(name = "REG_DWORD")]
    Dword = 4,
    /// Texts.
    #[psenum(name = "REG_MULTI_SZ")]
    MultiSz = 7,
    /// A number of 64 bits.
    #[psenum(name = "REG_QWORD")]
    Qword = 11,
}

/// Sets a setting of a network adapter by its keyword.
///
/// Windows keeps any keyword for a driver to read or to leave; here a driver has its settings and no others, so one that it does not have
/// is an error, and one that it has is set.
///
/// # Examples
/// ```iovsh
/// PS> New-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *LsoV2IPv6 -RegistryValue 0 | Out-Null
/// PS> (Get-NetAdapterLso enp1s0f1).IPv6Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> New-NetAdapterAdvancedProperty enp1s0f1 -RegistryKeyword *LsoV2IPv6 -RegistryValue 0 -WhatIf
/// What if: Performing the operation "New-NetAdapterAdvancedProperty" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set tx-tcp6-segmentation of enp1s0f1
///     ethtool -K enp1s0f1 tx-tcp6-segmentation off
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { New-NetAdapterAdvancedProperty $_.Name -RegistryKeyword *LsoV2IPv6 -RegistryValue 0 | Out-Null }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetAdapterAdvancedProperty", module = "NetAdapter", default_set = "Name", impact = Medium, output = NetAdapterAdvancedProperty)]
pub struct NewNetAdapterAdvancedProperty {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Linux only: go on although the host itself depends on the adapter.
    force: bool,
    #[param(no_effect = "an adapter that is hidden has none of these settings.")]
    include_hidden: bool,
    /// The product name of the adapter.
    #[param(
        set = "InstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID",
        not_null
    )]
    interface_description: Option<String>,
    /// The interface name.
    #[param(set = "Name", position = 0, mandatory, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::nics, not_null)]
    name: Option<String>,
    /// Leaves the adapter up where a change would take it down for a moment.
    no_restart: bool,
    #[param(
        by_property_name,
        no_effect = "there is no registry; the value is taken as the driver wants it."
    )]
    registry_data_type: Option<RegDataType>,
    /// The keyword.
    #[param(mandatory, by_property_name)]
    registry_keyword: String,
    /// The value, as it is written.
    #[param(mandatory, by_property_name)]
    registry_value: Vec<String>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl Cmdlet for NewNetAdapterAdvancedProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&SCOPE)?;
        let computer = computer_name(cx)?;
        let descriptions: Option<Vec<String>> = self.interface_description.clone().map(|d| vec![d]);
        let names: Option<Vec<String>> = self.name.clone().map(|name| vec![name]);
        let chosen = Chosen::of(descriptions.as_deref(), names.as_deref());
        let keywords = [self.registry_keyword.clone()];
        let which = Which {
            keywords: Some(&keywords),
            display_names: None,
        };
        let value = self.registry_value.first().cloned().unwrap_or_default();
        let mut intents = Vec::new();
        let mut named = Vec::new();
        for link in links(cx, &state, chosen, false)? {
            let found = properties(&state, link, which, &computer)
                .into_iter()
                .next();
            let Some(property) = found else {
                let error = ShellError::new(
                    "NetAdapter.SettingUnknown",
                    ErrorCategory::ObjectNotFound,
                    format!(
                        "No driver reads '{}' for '{}'.",
                        self.registry_keyword,
                        link.shown()
                    ),
                );
                cx.error(error.target(link.shown()).help(
                    "'Get-NetAdapterAdvancedProperty' lists the settings that its driver has.",
                ))?;
                continue;
            };
            intents.extend(change(
                &state,
                &property,
                &value,
                !self.no_restart,
                self.force,
            )?);
            named.push(link.name.clone());
        }
        let then = move |cx: &mut Context, outcomes: &[Outcome]| {
            let state = cx.snapshot(&SCOPE)?;
            let done = named
                .iter()
                .zip(outcomes)
                .filter(|(_, outcome)| outcome.is_done());
            for (name, _) in done {
                let which = Which {
                    keywords: Some(&keywords),
                    display_names: None,
                };
                let link = state.links.iter().find(|link| link.name == *name);
                for property in link
                    .into_iter()
                    .flat_map(|l| properties(&state, l, which, &computer))
                {
                    cx.emit(property.into_value())?;
                }
            }
            Ok(())
        };
        cx.change_all(&SCOPE, false, intents, Box::new(then))
    }
}
