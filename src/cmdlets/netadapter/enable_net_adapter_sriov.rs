//! `Enable-NetAdapterSriov`.

use super::changing::{SriovChange, change};
use crate::cmdlets::complete;
use crate::cmdlets::remote::{self, CimSession};
use crate::cmdlets::types::{NetAdapterSriov, SriovObject};
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use iovsh_derive::Cmdlet;

/// Lets SR-IOV be used on a network adapter.
///
/// Adapters of running virtual machines that ask for a virtual function get one as soon as the switch has some.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterSriov -Name enp1s0f0 -PassThru | Format-List Name, Enabled, NumVFs
/// Name    : enp1s0f0
/// Enabled : True
/// NumVFs  : 7
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterSriov", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterSriov)]
pub struct EnableNetAdapterSriov {
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    /// Sessions to other hosts. Only the selected host can be managed so far.
    #[param(alias = "Session")]
    cim_session: Vec<CimSession>,
    /// Also adapters that are hidden: taps and other virtual devices.
    #[param(set = "ByName", set = "ByInstanceID")]
    include_hidden: bool,
    /// Adapters that Get-NetAdapterSriov or Get-NetAdapter gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<SriovObject>,
    /// Product names of the adapters. Wildcards are allowed.
    #[param(
        set = "ByInstanceID",
        mandatory,
        by_property_name,
        alias = "ifDesc",
        alias = "InstanceID"
    )]
    interface_description: Vec<String>,
    /// Interface names. Wildcards are allowed.
    #[param(set = "ByName", position = 0, mandatory, by_property_name, alias = "ifAlias", alias = "InterfaceAlias", complete = complete::sriov_nics)]
    name: Vec<String>,
    /// Accepted; nothing is restarted on Linux.
    no_restart: bool,
    /// Hands on the object that was changed.
    pass_thru: bool,
    /// Accepted; there is only one host to ask.
    throttle_limit: Option<i32>,
}

impl Cmdlet for EnableNetAdapterSriov {
    fn process(&mut self, cx: &mut Context) -> Flow {
        remote::check(cx, &[], &self.cim_session)?;
        let by_description = !self.interface_description.is_empty();
        let names: Vec<String> = if by_description {
            self.interface_description.clone()
        } else if !self.input_object.is_empty() {
            self.input_object
                .iter()
                .map(|object| object.name().to_owned())
                .collect()
        } else {
            self.name.clone()
        };
        change(
            cx,
            &names,
            by_description,
            &SriovChange {
                persist: None,
                enabled: Some(true),
                num_vfs: None,
                force: false,
            },
            self.pass_thru,
        )
    }
}
