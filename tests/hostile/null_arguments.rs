//! A null argument never means "all".
//!
//! Every parameter of every cmdlet of a host is given `$null`, an empty text, an empty array, an array of `$null` and a
//! blank, in each parameter set that it is in. The lists come from the declarations, so a new cmdlet is tried as soon as it
//! is there.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::state::DesiredNic;
use iovsh::backend::{Machine, Scope, State};
use iovsh::cmdlets::{self, Services};
use iovsh::shell::cli::reference::{membership, parameter_sets};
use iovsh::shell::cmdlet::{CmdletSpec, ParameterSpec, ParameterType, Validation};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{InformationRecord, Output, Session, TextRecord};
use iovsh::shell::stack::with_large_stack;
use iovsh::shell::value::Value;

/// Nothing, as it is written.
const NOTHING: &[&str] = &["$null", "@()", "@($null)"];
/// Text without anything in it.
const BLANK: &[&str] = &["''", "' '"];

/// What stands on the host besides its hardware: a switch with a VM on it that has a VF, another switch, and other VMs.
const FURNITURE: &str = "
    New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true
    New-VMSwitch inner -SwitchType Internal
    Get-VM | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName lan
    Set-VMNetworkAdapter web1 -IovWeight 100
    Set-VMNetworkAdapter web2 -IovWeight 100
    Add-VMNetworkAdapterAcl web1 -RemoteIPAddress ANY -Direction Both -Action Deny
    Add-VMNetworkAdapterAcl web2 -RemoteIPAddress ANY -Direction Both -Action Deny
    Start-VM web2
    Dismount-VMHostAssignableDevice -LocationPath 0000:02:00.0 -Force
    Add-VMAssignableDevice -VMName web1 -LocationPath 0000:02:00.0";

/// Counts what comes, and keeps the ids of the errors.
#[derive(Default)]
struct Counter {
    objects: usize,
    errors: Vec<String>,
}

impl Output for Counter {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        self.objects += 1;
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        self.errors.push(record.full_id.to_string());
    }
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}

struct Trial {
    host: Arc<SimMachine>,
    session: Session,
    before: BTreeMap<String, String>,
}

impl Trial {
    fn new() -> Self {
        let host = Arc::new(SimMachine::in_memory(
            fixture("default").expect("the default fixture"),
        ));
        let session = cmdlets::session(Services::of(host.clone()));
        let mut trial = Self {
            host,
            session,
            before: BTreeMap::new(),
        };
        let made = trial.run(FURNITURE);
        assert!(made.errors.is_empty(), "{:?}", made.errors);
        trial.before = trial.picture();
        assert!(trial.before.contains_key("switch inner"));
        trial
    }

    fn run(&mut self, line: &str) -> Counter {
        let mut counter = Counter::default();
        self.session.run_text(line, None, &mut counter);
        counter
    }

    /// What is on the host, by its name.
    fn picture(&self) -> BTreeMap<String, String> {
        let state: State = self.host.snapshot(&Scope::REMOVE).expect("a snapshot");
        let mut lines = BTreeMap::new();
        for vm in &state.vms {
            let what = format!(
                "{:?} {:?} {:?} {:?}",
                vm.state, vm.adapters, vm.assigned, vm.facts.drives
            );
            lines.insert(format!("vm {}", vm.name), what);
        }
        for switch in &state.desired.switches {
            lines.insert(format!("switch {}", switch.name), format!("{switch:?}"));
        }
        for function in &state.functions {
            let name = function.interface.as_ref().map(ToString::to_string);
            let of_it = |nic: &&DesiredNic| Some(nic.interface.to_string()) == name;
            let record = state.desired.nics.iter().find(of_it);
            let what = format!("{} {record:?}", function.num_vfs);
            lines.insert(format!("nic {}", name.clone().unwrap_or_default()), what);
        }
        lines
    }

    /// The names of what is not as it was before. What a command leaves is cleared away for the next one.
    fn changed(&mut self) -> Vec<String> {
        let now = self.picture();
        let names: Vec<String> = self
            .before
            .iter()
            .filter(|(name, what)| now.get(*name) != Some(*what))
            .map(|(name, _)| name.clone())
            .chain(
                now.keys()
                    .filter(|name| !self.before.contains_key(*name))
                    .cloned(),
            )
            .collect();
        if !names.is_empty() {
            *self = Self::new();
        }
        names
    }
}

/// The cmdlets that read or change a host.
fn cmdlets_of_hosts() -> impl Iterator<Item = &'static CmdletSpec> {
    cmdlets::all()
        .iter()
        .copied()
        .filter(|spec| ["Hyper-V", "NetAdapter"].contains(&spec.module))
}

/// A value that a parameter takes, as it is written: something of the host where there is something.
fn sample(spec: &CmdletSpec, parameter: &ParameterSpec) -> String {
    if let Some(Validation::Set(values)) = parameter
        .validate
        .iter()
        .find(|v| matches!(v, Validation::Set(_)))
    {
        return values[0].to_owned();
    }
    match parameter.ty.element() {
        ParameterType::Switch => return "$true".into(),
        ParameterType::Enum(ty) => return ty.members[0].0.to_owned(),
        ParameterType::Of(name) => {
            let command = match name.rsplit('.').next().unwrap_or_default() {
                "VirtualMachine" => "Get-VM web1",
                "VMSwitch" => "Get-VMSwitch lan",
                "VMNetworkAdapter" | "VMNetworkAdapterBase" => "Get-VMNetworkAdapter web1",
                "CimInstance" => "Get-NetAdapterSriov enp1s0f0",
                "VMNetworkAdapterAclSetting" => "Get-VMNetworkAdapterAcl web1",
                "VMHostAssignableDevice" => "Get-VMHostAssignableDevice",
                "VMAssignedDevice" => "Get-VMAssignableDevice web1",
                _ => "'none'",
            };
            return format!("({command})");
        }
        ParameterType::Named("bool") => return "$true".into(),
        ParameterType::Named("guid") => return format!("'{}'", "0".repeat(32)),
        ParameterType::Named("string") => {}
        _ => return "1".into(),
    }
    let noun = spec.name.split('-').nth(1).unwrap_or_default();
    match (parameter.name, noun) {
        ("VMName", _) | ("Name", "VM") => "web1",
        ("SwitchName", _) | ("Name", "VMSwitch") => "lan",
        ("NetAdapterName" | "PhysicalNetAdapterName", _)
        | ("Name", "NetAdapter" | "NetAdapterSriov") => "enp1s0f0",
        ("Name" | "VMNetworkAdapterName", _) => "'Network Adapter'",
        ("NewName", _) => "renamed",
        ("LocationPath", _) => "0000:02:00.0",
        _ => "10.0.0.1",
    }
    .to_owned()
}

/// The line that gives one parameter `value`, with what else its set must have.
fn line(spec: &CmdletSpec, set: &str, parameter: &ParameterSpec, value: &str) -> String {
    let mut words = vec![spec.name.to_owned(), format!("-{} {value}", parameter.name)];
    for other in spec.parameters {
        let needed = membership(other, set).is_some_and(|member| member.mandatory);
        if needed && other.name != parameter.name {
            words.push(format!("-{}:{}", other.name, sample(spec, other)));
        }
    }
    for switch in ["Force", "TurnOff"] {
        let known = spec
            .parameters
            .iter()
            .find(|other| other.name == switch && other.is_switch());
        if known.is_some_and(|other| membership(other, set).is_some()) {
            words.push(format!("-{switch}"));
        }
    }
    if spec.should_process {
        words.push("-Confirm:$false".to_owned());
    }
    words.join(" ")
}

/// Whether the parameter says which things are meant: nothing of it must then mean nothing.
fn chooses(spec: &CmdletSpec, set: &str, parameter: &ParameterSpec) -> bool {
    let refused = parameter
        .validate
        .iter()
        .any(|check| matches!(check, Validation::NotNull | Validation::NotNullOrEmpty));
    let mandatory = membership(parameter, set).is_some_and(|member| member.mandatory);
    let object = matches!(parameter.ty.element(), ParameterType::Of(_));
    let live = parameter.complete.is_some() && !spec.name.starts_with("New-");
    refused || mandatory || object || live
}

/// Whether its elements are numbers: null among them is 0, as in PowerShell.
fn is_number(parameter: &ParameterSpec) -> bool {
    matches!(parameter.ty.element(), ParameterType::Named(name) if name.contains("int") || *name == *"byte")
}

fn is_read(spec: &CmdletSpec) -> bool {
    spec.name.starts_with("Get-") || spec.name.starts_with("Test-")
}

/// Each parameter in each of its sets, but switches, which choose nothing, and what has no effect anyway.
fn trials() -> Vec<(&'static CmdletSpec, &'static str, &'static ParameterSpec)> {
    let mut found = Vec::new();
    for spec in cmdlets_of_hosts() {
        for set in parameter_sets(spec) {
            for parameter in spec.parameters {
                let counts = !parameter.is_switch() && parameter.answer.is_none();
                if counts && membership(parameter, set).is_some() {
                    found.push((spec, set, parameter));
                }
            }
        }
    }
    found
}

#[test]
fn nothing_given_to_a_changing_cmdlet_changes_nothing() {
    with_large_stack(|| {
        let mut trial = Trial::new();
        let mut wrong = Vec::new();
        let mut tried = 0;
        // Wait-VM changes nothing, and waits for a guest that may never start anew.
        let changes = |spec: &CmdletSpec| !is_read(spec) && spec.name != "Wait-VM";
        for (spec, set, parameter) in trials().into_iter().filter(|(spec, ..)| changes(spec)) {
            for value in NOTHING.iter().chain(BLANK) {
                let line = line(spec, set, parameter, value);
                let ran = trial.run(&line);
                tried += 1;
                let mut changed = trial.changed();
                // A text that is empty may be what is wanted (notes), and a value that may be left out may be null: then the
                // command does the rest of what it was told, to what it was told, and to nothing else.
                let is_zero = *value == "@($null)" && is_number(parameter);
                if BLANK.contains(value) || is_zero || !chooses(spec, set, parameter) {
                    let meant = |name: &String| {
                        ["vm web1", "switch lan", "nic enp1s0f0"].contains(&name.as_str())
                            || !Trial::known(name)
                    };
                    changed.retain(|name| !meant(name));
                } else if ran.errors.is_empty() && changed.is_empty() {
                    wrong.push(format!("{line}: no error"));
                }
                if !changed.is_empty() {
                    wrong.push(format!("{line}: changed {changed:?}"));
                }
            }
        }
        assert!(tried > 800, "{tried} lines were tried");
        assert!(
            wrong.is_empty(),
            "{} of {tried}:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    })
    .expect("a thread");
}

#[test]
fn nothing_given_to_a_reading_cmdlet_gives_nothing() {
    with_large_stack(|| {
        let mut trial = Trial::new();
        let mut wrong = Vec::new();
        for (spec, set, parameter) in trials().into_iter().filter(|(spec, ..)| is_read(spec)) {
            for value in NOTHING.iter().chain(BLANK) {
                // A blank is the number 0, as in PowerShell.
                let number = matches!(parameter.ty.element(), ParameterType::Named(name) if name.contains("int"));
                if number && !["$null", "@()"].contains(value) {
                    continue;
                }
                // What tests something has an answer for everything.
                if spec.name.starts_with("Test-") {
                    continue;
                }
                let line = line(spec, set, parameter, value);
                let ran = trial.run(&line);
                if ran.objects > 0 {
                    wrong.push(format!("{line}: {} objects", ran.objects));
                }
            }
        }
        assert!(trial.changed().is_empty());
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    })
    .expect("a thread");
}

/// What is not there, and what comes of it behind a pipe.
#[test]
fn what_was_not_found_is_not_everything() {
    with_large_stack(|| {
        let mut trial = Trial::new();
        for line in [
            "Get-VM $typo | Remove-VM -Force",
            "$null | Remove-VM -Force",
            "@() | Remove-VM -Force",
            "$null | Get-VM | Stop-VM -TurnOff -Force",
            "Get-VM none | Remove-VM -Force",
            "Get-VMSwitch -Id $net.Id | Remove-VMSwitch -Force",
            "Get-VMSwitch -SwitchType $null | Remove-VMSwitch -Force",
            "$vm = $null; Stop-VM -VM $vm -TurnOff -Force",
            "$p = @{ VMName = $null }; Disconnect-VMNetworkAdapter @p",
            "Remove-VMNetworkAdapter -ManagementOS -Name Other -SwitchName lan",
            "Remove-VMNetworkAdapter -ManagementOS -Name Other",
            "Remove-VMNetworkAdapter -ManagementOS -Name $null",
            "Remove-VMNetworkAdapter -ManagementOS",
            "Get-NetAdapterSriov -Name $null | Disable-NetAdapterSriov",
            "Get-NetAdapter -Name $null | Disable-NetAdapterSriov",
            "[pscustomobject]@{ Name = $null } | Disable-NetAdapterSriov",
            "[pscustomobject]@{ Name = '' } | Disable-NetAdapterSriov",
            "Get-VMNetworkAdapterAcl -VMName $null | Remove-VMNetworkAdapterAcl",
            "Get-VMNetworkAdapterVlan $null | Out-Null",
            "Get-VMAssignableDevice web1 -LocationPath $null | Remove-VMAssignableDevice",
            "Get-VMHardDiskDrive web1 -ControllerType $null | Remove-VMHardDiskDrive",
            "Get-VMHardDiskDrive web1 -ControllerNumber $null | Remove-VMHardDiskDrive",
            "Get-VMHardDiskDrive web1 -ControllerLocation $null | Remove-VMHardDiskDrive",
            "Get-VMScsiController web1 -ControllerNumber $typo | Remove-VMScsiController",
        ] {
            trial.run(line);
            let changed = trial.changed();
            assert!(changed.is_empty(), "{line} changed {changed:?}");
        }
        // The test can fail: what is meant is done.
        trial.run("Get-VM | Stop-VM -TurnOff -Force; Get-VM | Remove-VM -Force");
        assert_eq!(trial.changed().len(), 3);
    })
    .expect("a thread");
}

#[test]
fn the_ids_are_those_of_the_binder() {
    with_large_stack(|| {
        let mut trial = Trial::new();
        for (line, id) in [
            ("Get-VM -Name $null", "ParameterArgumentValidationError"),
            ("Get-VM -Id $null", "ParameterArgumentValidationError"),
            ("Get-VM ''", "ParameterArgumentValidationError"),
            ("Get-VM @()", "ParameterArgumentValidationError"),
            ("Get-VM web1, ''", "ParameterArgumentValidationError"),
            (
                "Set-VMNetworkAdapter web1 -IovWeight $null",
                "ParameterArgumentValidationError",
            ),
            (
                "Remove-VM -Name $null",
                "ParameterArgumentValidationErrorNullNotAllowed",
            ),
            (
                "Remove-VM -Name ''",
                "ParameterArgumentValidationErrorEmptyStringNotAllowed",
            ),
            (
                "Remove-VM -Name @()",
                "ParameterArgumentValidationErrorEmptyArrayNotAllowed",
            ),
            (
                "Remove-VM -VM $null",
                "ParameterArgumentValidationErrorNullNotAllowed",
            ),
            (
                "Stop-VM -VM @($null)",
                "ParameterArgumentValidationErrorNullNotAllowed",
            ),
            (
                "Disable-NetAdapterSriov -Name $null",
                "ParameterArgumentValidationError",
            ),
            (
                "Get-NetAdapter -Name $null",
                "ParameterArgumentValidationError",
            ),
        ] {
            let ran = trial.run(line);
            let words: Vec<&str> = ran
                .errors
                .iter()
                .filter_map(|id| id.split(',').next())
                .collect();
            assert_eq!(words, [id], "{line}");
        }
    })
    .expect("a thread");
}

impl Trial {
    /// Whether something of that name was there from the start.
    fn known(name: &str) -> bool {
        [
            "vm web1",
            "vm web2",
            "vm legacy1",
            "switch lan",
            "switch inner",
            "nic enp1s0f0",
            "nic enp1s0f1",
        ]
        .contains(&name)
    }
}
