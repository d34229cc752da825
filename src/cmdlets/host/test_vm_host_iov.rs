//! `Test-VMHostIov`.

use crate::elsewhere;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::complete;
use crate::host_access::{HostAccess, computer_name, shell_error};
use crate::remote::Remote;
use crate::selection;
use crate::types::{SriovObject, VirtualMachine, VmSwitch, uuid};
use iovsh_backend::model::VmDetail;
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::diagnosis::{About, Finding, Layer, Severity, diagnose};
use iovsh_backend::{Scope, State};
use iovsh_derive::{Cmdlet, PsEnum, PsObject};
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::escape;

/// Where something is the matter, in the order of the walk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.IovLayer", mirrors = Layer)]
pub enum IovLayer {
    /// Processor, firmware, kernel.
    Platform = 0,
    /// The card and its slot.
    Nic = 1,
    /// The driver of the card, and its virtual functions.
    Driver = 2,
    /// Virtual switches and teams.
    Switch = 3,
    /// Adapters of virtual machines.
    Adapter = 4,
    /// Virtual machines.
    Vm = 5,
    /// The system in a virtual machine.
    Guest = 6,
}

/// What came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.IovResult")]
pub enum IovResult {
    /// Nothing is the matter.
    Passed = 0,
    /// It is good to know.
    Note = 1,
    /// It works, but less well than it could, or at a risk.
    Warning = 2,
    /// It does not work.
    Obstacle = 3,
}

impl From<Severity> for IovResult {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Obstacle => Self::Obstacle,
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Iovsh.IovFinding")]
struct IovFinding {
    /// What came out.
    result: IovResult,
    /// The code, which never changes.
    code: String,
    /// Where.
    layer: IovLayer,
    /// What it is about.
    target: String,
    /// What is the matter.
    problem: String,
    /// The file or the property that shows it.
    evidence: String,
    /// What to do, or the command to type.
    next_step: Option<String>,
    /// What vendors call the switch in the menus of the firmware.
    firmware_menu: Option<String>,
    /// The machine has to be switched off and on.
    cold_restart: bool,
    /// -Fix does something about it.
    can_fix: bool,
    /// Why -Fix does nothing about it.
    why_no_fix: Option<String>,
    /// The host.
    computer_name: String,
}

impl IovFinding {
    fn new(finding: &Finding, computer: &str) -> Self {
        Self {
            result: finding.severity.into(),
            code: finding.code.to_owned(),
            layer: finding.layer.into(),
            target: finding.target.clone(),
            problem: finding.text.clone(),
            evidence: finding.evidence.clone(),
            next_step: Some(finding.next_step.clone()).filter(|step| !step.is_empty()),
            firmware_menu: finding.firmware_menu.map(str::to_owned),
            cold_restart: finding.cold_restart,
            can_fix: !finding.repairs.is_empty(),
            why_no_fix: Some(finding.by_hand.to_owned()).filter(|why| !why.is_empty()),
            computer_name: computer.to_owned(),
        }
    }

    fn passed(state: &State, computer: &str, target: String) -> Self {
        let on_vfs = state.functions.iter().flat_map(|f| &f.vfs);
        let used = on_vfs.filter(|vf| vf.owner.is_some()).count();
        Self {
            result: IovResult::Passed,
            code: "Ready".to_owned(),
            layer: IovLayer::Guest,
            target,
            problem: "Nothing stands in the way of SR-IOV.".to_owned(),
            evidence: match used {
                0 => "no virtual function is with a virtual machine".to_owned(),
                1 => "1 virtual function is with a virtual machine".to_owned(),
                _ => format!("{used} virtual functions are with virtual machines"),
            },
            next_step: None,
            firmware_menu: None,
            cold_restart: false,
            can_fix: false,
            why_no_fix: None,
            computer_name: computer.to_owned(),
        }
    }
}

/// Walks from the platform to the guests and says what keeps SR-IOV from working, the first obstacle first.
///
/// It is the place to start where something is to be diagnosed: the whole troubleshooting of a host is one command.
/// The order is that in which one thing needs the one before: platform, NIC, driver and virtual functions, switches and teams, adapters,
/// virtual machines, guests. Each finding has a code that never changes, what shows it, what to do next, and, where it is a switch in the
/// firmware, what vendors call that and whether the machine must be switched off and on. Where nothing is the matter there is one object
/// whose Result is Passed.
///
/// -Fix does what can be done from here and takes nothing from anybody: it makes virtual functions, switches SR-IOV or a network adapter
/// on again, connects an adapter that is on no switch where one switch is meant, asks for a virtual function for a machine that was named, and
/// repairs what differs from what was asked for. What is left it shows, and WhyNoFix says why. With -WhatIf it shows the steps, and what
/// would be left. Linux only; Hyper-V has no such command.
///
/// # Examples
/// What a host is told that could, and so far does not:
/// ```iovsh
/// PS> Test-VMHostIov | Format-List Result, Code, NextStep
/// Result   : Note
/// Code     : Switch.NoIovSwitch
/// NextStep : New-VMSwitch iov -NetAdapterName enp1s0f0 -EnableIov $true
/// ```
/// A switch whose virtual functions somebody took away, and the way back:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Disable-NetAdapterSriov enp1s0f0 -Confirm:$false
/// PS> (Test-VMHostIov)[0].Code
/// Driver.SriovDisabled
/// PS> Test-VMHostIov -Fix -Confirm:$false | Format-Table Result, Code
/// Result Code
/// ------ ----
/// Passed Ready
/// ```
/// Why one machine is not on a virtual function:
/// ```iovsh
/// PS> Connect-VMNetworkAdapter web1 -SwitchName (New-VMSwitch lan -SwitchType Private).Name
/// PS> Set-VMNetworkAdapter web1 -IovWeight 100
/// PS> Start-VM web1 -WarningAction SilentlyContinue
/// PS> Test-VMHostIov web1 | Format-List Result, Code, Target
/// Result : Obstacle
/// Code   : Adapter.SwitchNotInIovMode
/// Target : web1: Network Adapter
///
/// Result : Note
/// Code   : Switch.NoIovSwitch
/// Target : sim
/// ```
/// A machine that asks for no virtual function, and what -Fix would do:
/// ```iovsh
/// PS> New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web2 -SwitchName lan
/// PS> (Test-VMHostIov web2).Code
/// Adapter.NotAskedFor
/// PS> Test-VMHostIov web2 -Fix -Confirm:$false | Format-Table Result, Code
/// Result Code
/// ------ ----
/// Passed Ready
/// ```
/// A NIC that cannot do SR-IOV, and the machines of a pipeline:
/// ```iovsh
/// PS> (Get-NetAdapter eno1 | Test-VMHostIov).Code
/// Nic.NoSriov
/// PS> Get-VM web1, web2 | Test-VMHostIov | Format-Table Result, Code, Target
/// Result Code                Target
/// ------ ----                ------
///   Note Switch.NoIovSwitch  sim
///   Note Adapter.NotAskedFor web1: Network Adapter
///   Note Adapter.NotAskedFor web2: Network Adapter
/// ```
/// For monitoring, the exit code is 0, 1 with warnings, 2 with obstacles, and 3 where a host, or what was named on it, could not be
/// looked at: `iovsh Test-VMHostIov -ExitCode`.
#[derive(Cmdlet)]
#[cmdlet(verb = "Test", noun = "VMHostIov", module = "Iovsh", default_set = "VM", impact = Medium, output = IovFinding)]
pub struct TestVmHostIov {
    /// The same of virtual machines that Get-VM gave.
    #[param(name = "VM", set = "VMObject", mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The same of switches that Get-VMSwitch gave.
    #[param(name = "VMSwitch", set = "SwitchObject", mandatory, from_pipeline)]
    vm_switch: Vec<Arc<VmSwitch>>,
    /// The same of network adapters that Get-NetAdapter or Get-NetAdapterSriov gave.
    #[param(set = "NetAdapterObject", mandatory, from_pipeline)]
    input_object: Vec<SriovObject>,
    /// Only what has to do with these virtual machines: they, their switches, and the network adapters under those.
    #[param(name = "VMName", position = 0, set = "VM", complete = complete::vms)]
    vm_name: Given<Vec<String>>,
    /// Only what has to do with these switches.
    #[param(set = "Switch", mandatory, complete = complete::switches)]
    switch_name: Given<Vec<String>>,
    /// Only what has to do with these network adapters.
    #[param(set = "NetAdapter", mandatory, complete = complete::nics)]
    net_adapter_name: Given<Vec<String>>,
    /// Does what can be done about it from here.
    fix: bool,
    /// Ends the session, after the last host, with 0, with 1 where there are warnings, with 2 where there are obstacles, and with 3 where
    /// something could not be looked at.
    exit_code: bool,
    #[flatten]
    remote: Remote,
    /// The worst that was found on any host.
    #[state]
    worst: Option<Severity>,
    /// A host was asked about what is not there.
    #[state]
    looked_at_nothing: bool,
    /// What was said already: of objects of a pipeline several have the same in their way.
    #[state]
    told: BTreeSet<[String; 4]>,
}

impl Cmdlet for TestVmHostIov {
    fn process(&mut self, cx: &mut Context) -> Flow {
        match self.walk(cx) {
            // Monitoring is told by the exit code, which is given at the end.
            Err(Interrupt::Error(error)) if self.exit_code && !error.ends_script => {
                cx.error(*error)
            }
            walked => walked,
        }
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if !self.exit_code || cx.is_what_if() {
            return Ok(());
        }
        let is_unknown = self.looked_at_nothing || cx.has_failed();
        Err(Interrupt::Exit(match self.worst {
            Some(Severity::Obstacle) => 2,
            _ if is_unknown => 3,
            Some(Severity::Warning) => 1,
            None | Some(Severity::Note) => 0,
        }))
    }
}

impl TestVmHostIov {
    /// Walks over the host where the command is.
    fn walk(&mut self, cx: &mut Context) -> Flow {
        let mut seen = Seen::look(cx)?;
        let Some(about) = self.about(cx, &seen.state)? else {
            self.looked_at_nothing = true;
            return Ok(());
        };
        if self.fix {
            let mut intents: Vec<Intent> = Vec::new();
            let repairs = seen
                .findings(&about)
                .into_iter()
                .flat_map(|finding| finding.repairs);
            for intent in repairs {
                if !intents.contains(&intent) {
                    intents.push(intent);
                }
            }
            for intent in &intents {
                cx.change(&Scope::DIAGNOSIS, intent)?;
            }
            if !cx.is_what_if() {
                seen = Seen::look(cx)?;
            }
        }
        let mut found = seen.findings(&about);
        if self.fix && cx.is_what_if() {
            // The others were told of as steps.
            found.retain(|finding| finding.repairs.is_empty());
            if found.is_empty() {
                return Ok(());
            }
        }
        self.worst = found.iter().map(|f| f.severity).chain(self.worst).max();
        let computer = computer_name(cx)?;
        for finding in &found {
            let (target, text) = (finding.target.as_str(), finding.text.as_str());
            let said = [computer.as_str(), finding.code, target, text];
            if !self.told.insert(said.map(str::to_owned)) {
                continue;
            }
            let mut object = IovFinding::new(finding, &computer);
            object.next_step = object.next_step.map(|step| elsewhere::step(cx, &step));
            cx.emit(object.into_value())?;
        }
        if found.is_empty() {
            let target = about.label().unwrap_or_else(|| computer.clone());
            cx.emit(IovFinding::passed(&seen.state, &computer, target).into_value())?;
        }
        Ok(())
    }

    /// What is to be looked at; `None` where nothing of what was named is there.
    fn about(&self, cx: &mut Context, state: &State) -> Flow<Option<About>> {
        if !self.vm.is_empty() {
            let ids = crate::adapters::machines(cx, &[], &self.vm)?;
            let ids: BTreeSet<_> = ids.into_iter().collect();
            return Ok((!ids.is_empty()).then(|| About::vms(state, ids)));
        }
        if !self.vm_switch.is_empty() {
            let wanted = self.vm_switch.iter();
            let wanted = wanted.filter_map(|object| state.desired.switch(uuid(object.id)));
            let names: BTreeSet<_> = wanted.map(|switch| switch.name.clone()).collect();
            return Ok((!names.is_empty()).then(|| About::switches(state, names)));
        }
        if !self.input_object.is_empty() {
            let names = self.input_object.iter().map(|o| o.name().to_owned());
            let names: Vec<String> = names.map(|name| escape(&name)).collect();
            let found = selection::nics(cx, state, &names, false)?;
            let names: BTreeSet<_> = found.iter().map(|link| link.name.to_string()).collect();
            return Ok((!names.is_empty()).then(|| About::nics(state, names)));
        }
        if let Some(names) = self.vm_name.as_deref() {
            let vms = selection::by_name(cx, &state.vms, names)?;
            let ids: BTreeSet<_> = vms.iter().map(|vm| vm.id).collect();
            return Ok((!ids.is_empty()).then(|| About::vms(state, ids)));
        }
        if let Some(names) = self.switch_name.as_deref() {
            let all = iovsh_backend::policy::switches(state);
            let found = selection::by_name(cx, &all, names)?;
            let names: BTreeSet<_> = found.iter().map(|switch| switch.name.clone()).collect();
            return Ok((!names.is_empty()).then(|| About::switches(state, names)));
        }
        if let Some(names) = self.net_adapter_name.as_deref() {
            let found = selection::nics(cx, state, names, false)?;
            let names: BTreeSet<_> = found.iter().map(|link| link.name.to_string()).collect();
            return Ok((!names.is_empty()).then(|| About::nics(state, names)));
        }
        Ok(Some(About::everything()))
    }
}

/// What was seen of the host.
struct Seen {
    state: Arc<State>,
    /// libvirt did not answer, and so much is to be said of it.
    libvirt: Option<Finding>,
}

impl Seen {
    fn look(cx: &mut Context) -> Flow<Self> {
        match cx.try_snapshot(&Scope::DIAGNOSIS)? {
            Ok(state) => Ok(Self {
                state,
                libvirt: None,
            }),
            Err(error) if error.id == "Host.LibvirtUnavailable" => {
                let without = Scope {
                    vms: VmDetail::None,
                    networks: false,
                    ..Scope::DIAGNOSIS
                };
                let state = cx.snapshot(&without)?;
                let libvirt = Some(Finding::no_libvirt(&error, &state));
                Ok(Self { state, libvirt })
            }
            Err(error) => Err(shell_error(&error).into()),
        }
    }

    /// What is the matter. Without libvirt it is not known what differs from what was asked for.
    fn findings(&self, about: &About) -> Vec<Finding> {
        let mut found = diagnose(&self.state, about);
        if let Some(libvirt) = &self.libvirt {
            found.retain(|finding| finding.code != "Switch.Drift");
            let at = found
                .iter()
                .take_while(|finding| finding.layer == Layer::Platform)
                .count();
            found.insert(at, libvirt.clone());
        }
        found
    }
}
