//! What a `Get-` cmdlet gives goes into the cmdlets of the same noun: nothing that an object has is refused there.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what it expects, and fails where it is not so"
)]

mod paper;

use iovsh::cmdlets::{self, Services};
use iovsh::shell::cmdlet::{CmdletSpec, ParameterSpec, SetMembership, Validation};
use iovsh::shell::stack::with_large_stack;

/// Something of every kind that the host can have.
const PREPARED: &str = "\
PS> New-VMSwitch lan -NetAdapterName enp1s0f1 -EnableIov $true | Out-Null
PS> New-VMSwitch own -SwitchType Private | Out-Null
PS> Connect-VMNetworkAdapter web1 -SwitchName lan
PS> Set-VMNetworkAdapter web1 -IovWeight 100
PS> Add-VMNetworkAdapterAcl web1 -RemoteIPAddress 192.0.2.0/24 -Direction Both -Action Deny
PS> Add-VMDvdDrive web1
PS> Checkpoint-VM web1 -SnapshotName one
PS> New-VMGroup group -GroupType VMCollectionType | Out-Null
PS> Add-VMMigrationNetwork 192.0.2.0/24
PS> New-NetQosTrafficClass bulk -Priority 3 -BandwidthPercentage 20 -Algorithm ETS | Out-Null";

/// Verbs of cmdlets that make something, or want another place: objects of their noun are no input for them.
const MAKES: [&str; 6] = ["Get", "New", "Add", "Import", "Compare", "Move"];

/// Cmdlets that PowerShell itself does not feed so: an alias has no `Value`, a policy no property, and a process of the kernel no `Path`.
const FED_OTHERWISE: [&str; 3] = ["Set-Alias", "Set-ExecutionPolicy", "Start-Process"];

fn parts(spec: &CmdletSpec) -> (&'static str, &'static str) {
    spec.name.split_once('-').unwrap_or(("", spec.name))
}

/// The pairs: what gives objects, and what gets them.
fn pairs() -> Vec<(String, &'static str)> {
    let all = cmdlets::all();
    let mut pairs = Vec::new();
    let gives = all
        .iter()
        .filter(|spec| parts(spec).0 == "Get" && spec.supported);
    for get in gives {
        let of_vm = get.parameters.iter().any(|known| known.name == "VMName");
        let source = match of_vm {
            true => format!("{} -VMName web1", get.name),
            false => get.name.to_owned(),
        };
        let takes = |spec: &&&CmdletSpec| {
            let (verb, noun) = parts(spec);
            noun == parts(get).1
                && spec.supported
                && spec.should_process
                && !MAKES.contains(&verb)
                && !FED_OTHERWISE.contains(&spec.name)
                && spec
                    .parameters
                    .iter()
                    .any(|known| is_piped(known, |set| set.from_pipeline || set.by_property_name))
        };
        pairs.extend(
            all.iter()
                .filter(takes)
                .map(|spec| (source.clone(), spec.name)),
        );
    }
    pairs
}

/// Whether a parameter takes objects of the pipeline (`of` says which way).
fn is_piped(parameter: &ParameterSpec, of: fn(&SetMembership) -> bool) -> bool {
    let sets = parameter.sets.iter();
    sets.chain(std::iter::once(&parameter.everywhere)).any(of)
}

#[test]
fn what_get_gives_is_taken_by_the_cmdlets_of_its_noun() {
    let pairs = pairs();
    assert!(pairs.len() > 60, "{}", pairs.len());
    let mut lines = vec![PREPARED.to_owned()];
    for (get, set) in &pairs {
        lines.push(format!(
            "PS> try {{ $null = {get} -WarningAction Ignore | {set} -WhatIf -Confirm:$false -ErrorAction Stop 3>$null }} catch {{ \"{set}: $($_.FullyQualifiedErrorId)\" }}"
        ));
    }
    let lines = lines.join("\n");
    let shown = with_large_stack(move || paper::play_on(&lines, "default")).expect("a thread");
    let refused: Vec<&str> = shown
        .lines()
        .filter(|line| !line.starts_with("PS> "))
        .filter(|line| {
            [
                ": ParameterArgumentValidationError",
                ": ParameterArgumentTransformationError",
                ": CannotConvertArgument",
                ": InputObjectNotBound",
            ]
            .iter()
            .any(|id| line.contains(id))
        })
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

/// Objects of this host have no session: where a parameter takes that of an object, `$null` says nothing.
#[test]
fn a_session_that_an_object_does_not_have_is_none() {
    let mut seen = 0;
    for spec in cmdlets::all() {
        for parameter in spec.parameters {
            if parameter.name != "CimSession" || !is_piped(parameter, |set| set.by_property_name) {
                continue;
            }
            seen += 1;
            let open = |check: &Validation| matches!(check, Validation::AllowNullProperty);
            assert!(parameter.validate.iter().any(open), "{}", spec.name);
        }
    }
    assert!(seen > 10, "{seen}");
}

/// What is written on the command line is another thing.
#[test]
fn a_session_that_is_written_is_never_null() {
    let shown = with_large_stack(|| {
        paper::play(
            "PS> try { Set-VMHost -CimSession $none -VirtualHardDiskPath /srv/x -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }\n\
             PS> Get-VMHost | Set-VMHost -VirtualHardDiskPath /srv/vms\n\
             PS> (Get-VMHost).VirtualHardDiskPath",
            Services::in_memory("default").unwrap(),
        )
    });
    let shown = shown.expect("a thread");
    let said: Vec<&str> = shown.lines().filter(|l| !l.starts_with("PS> ")).collect();
    assert!(
        said[0].starts_with("ParameterArgumentValidationErrorNull"),
        "{shown}"
    );
    assert_eq!(said.last(), Some(&"/srv/vms"), "{shown}");
}
