//! `Get-NetAdapterAdvancedProperty`.

use super::advanced::{LOOK, Which, properties};
use super::query::links;
use super::targets::Chosen;
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::types::{CimSession, NetAdapterAdvancedProperty};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the settings of network adapters that scripts know by keywords of the registry.
///
/// There are `*JumboPacket` (the bytes of the largest frame: the MTU and 14), `NetworkAddress` (an address in place of the one burnt
/// in), of an adapter with SR-IOV `*SRIOV` and `*NumVFs`, and whatever its driver has of offloads, queues, rings, flow control, speed,
/// interrupt moderation and waking. docs/nics.md has them all, with what each is for `ethtool`.
///
/// # Examples
/// ```iovsh
/// PS> Get-NetAdapterAdvancedProperty enp1s0f0 -RegistryKeyword *JumboPacket, NetworkAddress, *NumVFs, *SRIOV, *SpeedDuplex
/// Name     DisplayName                  DisplayValue     RegistryKeyword RegistryValue
/// ----     -----------                  ------------     --------------- -------------
/// enp1s0f0 Jumbo Packet                 Disabled         *JumboPacket    {1514}
/// enp1s0f0 Locally Administered Address --               NetworkAddress  {}
/// enp1s0f0 Number of Virtual Functions  7                *NumVFs         {7}
/// enp1s0f0 Speed & Duplex               Auto Negotiation *SpeedDuplex    {0}
/// enp1s0f0 SR-IOV                       Enabled          *SRIOV          {1}
/// PS> (Get-NetAdapterAdvancedProperty enp1s0f0 -RegistryKeyword *SRIOV).DisplayValue
/// Enabled
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterAdvancedProperty", module = "NetAdapter", default_set = "ByName", output = NetAdapterAdvancedProperty)]
pub struct GetNetAdapterAdvancedProperty {
    /// Also settings that no administrator would change.
    #[param(no_effect = "all settings are shown in any case.")]
    all_properties: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Only settings with these names. Wildcards are allowed.
    #[param(
        set = "ByNameDisplayName",
        set = "ByInstanceIDDisplayName",
        mandatory,
        by_property_name,
        alias = "DispN",
        complete = complete::setting_names
    )]
    display_name: Given<Vec<String>>,
    /// Also adapters that are hidden.
    #[param(no_effect = "an adapter that is hidden has none of these settings.")]
    include_hidden: bool,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceIDKeyword",
        set = "ByInstanceIDDisplayName",
        set = "ByInstanceID",
        mandatory,
        alias = "ifDesc",
        alias = "InstanceID",
        not_null
    )]
    interface_description: Given<Vec<String>>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", set = "ByNameRegistryKeyword", set = "ByNameDisplayName", position = 0, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::nics, not_null)]
    name: Given<Vec<String>>,
    /// Only settings with these keywords. Wildcards are allowed.
    #[param(
        set = "ByNameRegistryKeyword",
        set = "ByInstanceIDKeyword",
        mandatory,
        by_property_name,
        alias = "RegKey",
        complete = complete::setting_keywords
    )]
    registry_keyword: Given<Vec<String>>,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetAdapterAdvancedProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        let chosen = Chosen::of(self.interface_description.as_deref(), self.name.as_deref());
        let which = Which {
            keywords: self.registry_keyword.as_deref(),
            display_names: self.display_name.as_deref(),
        };
        for link in links(cx, &state, chosen, false)? {
            for property in properties(&state, link, which, &computer) {
                cx.emit(property.into_value())?;
            }
        }
        Ok(())
    }
}
