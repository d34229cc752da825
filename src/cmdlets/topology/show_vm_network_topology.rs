//! `Show-VMNetworkTopology`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::{dot, mermaid, svg, text};
use crate::adapters::found;
use crate::complete;
use crate::host_access::HostAccess;
use crate::remote::Remote;
use crate::selection;
use crate::types::{VirtualMachine, VmSwitch, uuid};
use iovsh_backend::policy::topology::topology;
use iovsh_backend::{Scope, policy};
use iovsh_derive::{Cmdlet, PsEnum};
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.TopologyFormat")]
pub enum TopologyFormat {
    /// Lines for a terminal.
    Text = 0,
    /// A picture for browsers.
    Svg = 1,
    /// Graphviz.
    Dot = 2,
    /// Mermaid.
    Mermaid = 3,
    /// All of it, for programs.
    Json = 4,
}

/// So many adapters of a switch are drawn before the rest is told in a line.
const DRAWN: usize = 24;

/// Draws what hangs on what: network adapters, teams, switches, virtual functions and paravirtual ports, virtual machines.
///
/// Of a switch with many adapters those with something the matter are drawn, and the rest is told in a line, unless -Full is given; Json has
/// all in any case. Linux only; Hyper-V has no such command.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web1, web2 -SwitchName lan
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1
/// PS> Show-VMNetworkTopology
/// lan (External, IOV mode)
/// ├─ enp1s0f0, 1 Gbit/s, up, 1 of 7 VFs in use
/// ├─ web1: Network Adapter  active
/// │  ├─ VF 0 of enp1s0f0 (0000:01:10.0)
/// │  └─ tap io10010001
/// ├─ web2: Network Adapter  off
/// └─ free on enp1s0f0: VF 1-6
/// (no switch)
/// ├─ eno1, 1 Gbit/s, up
/// └─ enp1s0f1, 1 Gbit/s, up, no VFs
/// ```
/// Of one switch:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f1 | Show-VMNetworkTopology
/// lan (External)
/// └─ enp1s0f1, 1 Gbit/s, up, no VFs
/// ```
/// A picture for a browser:
/// ```iovsh
/// PS> (Show-VMNetworkTopology -As Svg).StartsWith('<svg')
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Show",
    noun = "VMNetworkTopology",
    module = "Iovsh",
    default_set = "Names",
    output = "System.String"
)]
pub struct ShowVmNetworkTopology {
    /// Only these virtual machines and the switches that they are at.
    #[param(name = "VMName", set = "Names", position = 0, complete = complete::vms)]
    vm_name: Given<Vec<String>>,
    /// Only these switches.
    #[param(set = "Names", complete = complete::switches)]
    switch_name: Given<Vec<String>>,
    /// The same of virtual machines that Get-VM gave, a picture for each that a pipeline hands on.
    #[param(name = "VM", set = "VMObject", mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The same of switches that Get-VMSwitch gave.
    #[param(name = "VMSwitch", set = "SwitchObject", mandatory, from_pipeline)]
    vm_switch: Vec<Arc<VmSwitch>>,
    /// How it is written.
    #[param(name = "As", default = "Text")]
    format: Option<TopologyFormat>,
    /// The lines for a terminal have its colours.
    color: bool,
    /// Every adapter, however many there are.
    full: bool,
    /// Draws it again whenever it has changed, below an empty line, until Ctrl+C.
    watch: bool,
    #[flatten]
    remote: Remote,
}

const SCOPE: Scope = Scope::PLAN;

impl Cmdlet for ShowVmNetworkTopology {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut drawn = self.draw(cx)?;
        loop {
            for line in &drawn {
                cx.emit(line.clone())?;
            }
            if !self.watch {
                return Ok(());
            }
            let next = loop {
                cx.pause(AGAIN)?;
                let next = self.draw(cx)?;
                if next != drawn {
                    break next;
                }
            };
            cx.emit(String::new())?;
            drawn = next;
        }
    }
}

/// With -Watch the host is looked at again after so long.
const AGAIN: Duration = Duration::from_secs(1);

impl ShowVmNetworkTopology {
    /// The picture as it is now: one text, or for a terminal one for each line.
    fn draw(&self, cx: &mut Context) -> Flow<Vec<String>> {
        let state = cx.snapshot(&SCOPE)?;
        let vms: Option<BTreeSet<String>> = match self.vm_name.as_deref() {
            None if !self.vm.is_empty() => {
                let found = found(cx, &state, &[], &self.vm)?;
                Some(found.iter().map(|vm| vm.name.clone()).collect())
            }
            Some(names) => {
                let found = selection::by_name(cx, &state.vms, names)?;
                Some(found.iter().map(|vm| vm.name.clone()).collect())
            }
            None => None,
        };
        let switches: Option<BTreeSet<String>> = match self.switch_name.as_deref() {
            None if !self.vm_switch.is_empty() => {
                let objects = self.vm_switch.iter();
                let known = objects.filter_map(|object| state.desired.switch(uuid(object.id)));
                Some(known.map(|switch| switch.name.clone()).collect())
            }
            Some(names) => {
                let all = policy::switches(&state);
                let found = selection::by_name(cx, &all, names)?;
                Some(found.iter().map(|switch| switch.name.clone()).collect())
            }
            None => None,
        };
        let whole = topology(&state, switches.as_ref(), vms.as_ref());
        let format = self.format.unwrap_or(TopologyFormat::Text);
        if format == TopologyFormat::Json {
            return Ok(vec![whole.json()]);
        }
        let drawn = if self.full {
            whole
        } else {
            whole.folded(DRAWN)
        };
        Ok(match format {
            TopologyFormat::Svg => vec![svg::draw(&drawn)],
            TopologyFormat::Dot => vec![dot::draw(&drawn)],
            TopologyFormat::Mermaid => vec![mermaid::draw(&drawn)],
            TopologyFormat::Text | TopologyFormat::Json => text::draw(&drawn, self.color),
        })
    }
}
