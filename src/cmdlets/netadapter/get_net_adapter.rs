//! `Get-NetAdapter`.

use super::targets::Chosen;
use crate::host_access::{HostAccess, computer_name};
use crate::types::{CimSession, NetAdapter};
use crate::{complete, selection};
use iovsh_backend::model::{self, LinkKind};
use iovsh_backend::{Scope, State};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the network adapters of the host.
///
/// Loopback is left out. Taps of virtual machines, bridges and teams that are a virtual switch, and other virtual devices are shown with
/// -IncludeHidden or when they are named; -Physical leaves only hardware.
///
/// # Examples
/// All adapters:
/// ```iovsh
/// PS> Get-NetAdapter
/// Name     InterfaceDescription                     ifIndex Status MacAddress        LinkSpeed
/// ----     --------------------                     ------- ------ ----------        ---------
/// eno1     Intel(R) Ethernet Connection I219-LM     2       Up     3C-EC-EF-10-20-30 1 Gbps
/// enp1s0f0 Intel(R) I350 Gigabit Network Connection 3       Up     A0-36-9F-00-10-00 1 Gbps
/// enp1s0f1 Intel(R) I350 Gigabit Network Connection 4       Up     A0-36-9F-00-10-01 1 Gbps
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapter", module = "NetAdapter", default_set = "ByName", output = NetAdapter)]
pub struct GetNetAdapter {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions with other hosts, of New-CimSession.
    #[param(alias = "Session", not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// Also adapters that are hidden: taps, virtual switches and other virtual devices.
    include_hidden: bool,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        not_null
    )]
    interface_description: Given<Vec<String>>,
    /// Interface indexes.
    #[param(
        set = "ByIfIndex",
        mandatory,
        by_property_name,
        alias = "ifIndex",
        not_null
    )]
    interface_index: Given<Vec<u32>>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::nics, not_null)]
    name: Given<Vec<String>>,
    /// Only hardware.
    physical: bool,
    /// How many hosts are asked at once; 0 is as many as usual, 32.
    #[param(not_null, range = 0..=2147483647)]
    throttle_limit: Option<i32>,
}

impl Cmdlet for GetNetAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&Scope::LINKS)?;
        let chosen = Chosen::of(self.interface_description.as_deref(), self.name.as_deref());
        let found: Vec<&model::NetAdapter> = match (self.interface_index.as_deref(), chosen) {
            (Some(indexes), _) => by_index(cx, &state, indexes)?,
            (None, Chosen::Described(names)) => selection::nics(cx, &state, names, true)?,
            (None, Chosen::Named(names)) => selection::nics(cx, &state, names, false)?,
            (None, Chosen::All) => state.links.iter().collect(),
        };
        let named = !matches!(chosen, Chosen::All);
        let computer = computer_name(cx)?;
        for link in found {
            if (self.physical && link.kind != LinkKind::Physical)
                || !(link.is_listed() || self.include_hidden || named)
            {
                continue;
            }
            cx.emit(NetAdapter::new(link, &state.links, &computer).into_value())?;
        }
        Ok(())
    }
}

fn by_index<'a>(
    cx: &mut Context,
    state: &'a State,
    indexes: &[u32],
) -> Flow<Vec<&'a model::NetAdapter>> {
    let mut found = Vec::new();
    for index in indexes {
        match state.links.iter().find(|link| link.index == *index) {
            Some(link) => found.push(link),
            None => cx.error(selection::absent(
                "InterfaceIndex",
                &index.to_string(),
                "Get-NetAdapter -IncludeHidden",
            ))?,
        }
    }
    Ok(found)
}
