//! Candidates for arguments: the names of what is on the host now.

use std::any::Any;
use std::path::Path;

use crate::help::topics::{self, TOPICS};
use crate::management::provider::own_storage::{Side, name_in, side_of};
use crate::netadapter::{LOOK, setting_words};
use crate::services::Services;
use crate::ssh_names;
use iovsh_backend::journal::KINDS;
use iovsh_backend::model::{PciDetail, VfDetail, VmDetail};
use iovsh_backend::{Scope, State, policy};
use iovsh_shell::cmdlet::{Candidate, CmdletSpec};
use iovsh_shell::complete::{fits, paths};

/// The state of the selected host, or nothing when it cannot be had: completion never fails.
fn state(services: &dyn Any, scope: &Scope) -> State {
    services
        .downcast_ref::<Services>()
        .map(|services| services.glimpse(scope))
        .unwrap_or_default()
}

/// The candidates that begin with `word`, without regard to case, or match its wildcards.
pub(crate) fn matching(word: &str, all: impl Iterator<Item = (String, String)>) -> Vec<Candidate> {
    let word = word.to_lowercase();
    let mut found: Vec<Candidate> = all
        .filter(|(text, _)| fits(&text.to_lowercase(), &word))
        .map(|(text, description)| Candidate { text, description })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found.dedup();
    found
}

/// Hosts: those of a simulated fleet, those that were named before, and those that ssh knows.
pub fn hosts(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let known = services.downcast_ref::<Services>();
    let mut names: Vec<(String, String)> = known
        .map(Services::known_names)
        .unwrap_or_default()
        .into_iter()
        .map(|name| (name, "host".to_owned()))
        .collect();
    if known.is_none_or(|services| !services.is_simulated()) {
        let ssh = ssh_names::known();
        names.extend(
            ssh.into_iter()
                .map(|name| (name, "known to ssh".to_owned())),
        );
    }
    matching(word, names.into_iter())
}

/// Virtual machines.
pub fn vms(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        vms: VmDetail::Named,
        ..Scope::default()
    };
    let state = state(services, &scope);
    matching(
        word,
        state
            .vms
            .iter()
            .map(|vm| (vm.name.clone(), format!("{:?}", vm.state))),
    )
}

/// Checkpoints of virtual machines.
pub fn checkpoints(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        vms: VmDetail::Named,
        checkpoints: true,
        ..Scope::default()
    };
    let state = state(services, &scope);
    let named = state.checkpoints.iter().filter_map(|checkpoint| {
        let vm = state.vm(checkpoint.vm)?;
        Some((checkpoint.name.clone(), vm.name.clone()))
    });
    matching(word, named)
}

/// Network adapters of virtual machines.
pub fn adapters(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        vms: VmDetail::Full,
        ..Scope::default()
    };
    let state = state(services, &scope);
    let own = state.desired.all_host_adapters().into_iter();
    matching(
        word,
        state
            .vms
            .iter()
            .flat_map(|vm| &vm.adapters)
            .map(|adapter| (adapter.settings.name.clone(), "network adapter".to_owned()))
            .chain(own.map(|own| (own.settings.name, "of the host".to_owned()))),
    )
}

/// Virtual switches.
pub fn switches(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let state = state(services, &Scope::default());
    matching(
        word,
        state
            .desired
            .switches
            .iter()
            .map(|switch| (switch.name.clone(), format!("{:?}", switch.switch_type))),
    )
}

/// Network adapters of the host.
pub fn nics(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let state = state(services, &Scope::LINKS);
    matching(
        word,
        state
            .links
            .iter()
            .filter(|link| link.is_listed())
            .map(|link| (link.shown().to_owned(), link.description.clone())),
    )
}

/// The settings that network adapters of the host have, by their names for people.
pub fn setting_names(services: &dyn Any, word: &str) -> Vec<Candidate> {
    settings(services, word, |name, keyword| (name, keyword))
}

/// The same by their keywords.
pub fn setting_keywords(services: &dyn Any, word: &str) -> Vec<Candidate> {
    settings(services, word, |name, keyword| (keyword, name))
}

fn settings(
    services: &dyn Any,
    word: &str,
    shown: fn(String, String) -> (String, String),
) -> Vec<Candidate> {
    let names = setting_words(&state(services, &LOOK)).into_iter();
    matching(word, names.map(|(name, keyword)| shown(name, keyword)))
}

/// Teams of the host.
pub fn host_teams(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        links: true,
        bridges: true,
        ..Scope::default()
    };
    let state = state(services, &scope);
    let teams = crate::hostteam::host_teams(&state).into_iter();
    matching(
        word,
        teams.map(|team| (state.shown(&team.name), team.mode.clone())),
    )
}

/// Network adapters of the host that a switch can be made of.
pub fn free_nics(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let state = state(services, &Scope::LINKS);
    matching(
        word,
        policy::free_nics(&state).map(|link| (link.name.to_string(), link.description.clone())),
    )
}

/// Network adapters of the host that have SR-IOV.
pub fn sriov_nics(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        functions: VfDetail::Inventory,
        ..Scope::default()
    };
    let state = state(services, &scope);
    matching(
        word,
        state.functions.iter().filter_map(|pf| {
            let name = pf.interface.as_ref()?;
            Some((
                name.to_string(),
                format!("{} of {} VFs", pf.num_vfs, pf.most_vfs()),
            ))
        }),
    )
}

/// PCI devices of the host.
pub fn pci_devices(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let scope = Scope {
        pci: PciDetail::Named,
        ..Scope::default()
    };
    let state = state(services, &scope);
    matching(
        word,
        state
            .pci
            .iter()
            .map(|device| (device.address.to_string(), device.description.clone())),
    )
}

/// The cmdlets, with what they do.
fn cmdlets() -> impl Iterator<Item = (String, String)> {
    crate::all()
        .iter()
        .map(|spec| (spec.name.to_owned(), spec.synopsis.trim().to_owned()))
}

/// The names of commands.
pub fn commands(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    matching(word, cmdlets())
}

/// What there is help for: commands, the topics of the documentation, and, once something was typed, ids and reasons.
pub fn help_names(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    let topics = TOPICS
        .iter()
        .map(|topic| (topic.name.to_owned(), topic.synopsis()));
    let ids = match word.is_empty() {
        true => Vec::new(),
        false => topics::entries(|_| true),
    };
    let ids = ids.into_iter().map(|entry| {
        let synopsis = entry.synopsis();
        (entry.id, synopsis)
    });
    matching(word, cmdlets().chain(topics).chain(ids))
}

/// One half of the names of cmdlets, each once.
fn halves(word: &str, half: fn((&'static str, &'static str)) -> &'static str) -> Vec<Candidate> {
    let names = crate::all()
        .iter()
        .filter_map(|spec| spec.name.split_once('-'));
    matching(
        word,
        names.map(|parts| (half(parts).to_owned(), String::new())),
    )
}

/// The verbs of commands.
pub fn verbs(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    halves(word, |(verb, _)| verb)
}

/// The nouns of commands.
pub fn nouns(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    halves(word, |(_, noun)| noun)
}

/// The aliases that are there from the beginning.
pub fn aliases(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    let of = |spec: &&'static CmdletSpec| {
        let name = spec.name;
        spec.aliases
            .iter()
            .map(move |alias| ((*alias).to_owned(), name.to_owned()))
    };
    matching(word, crate::all().iter().flat_map(of))
}

/// The modules that the cmdlets are of.
pub fn modules(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    let names = crate::all().iter().map(|spec| spec.module);
    matching(
        word,
        names.map(|name| (name.to_owned(), "module".to_owned())),
    )
}

/// What can be imported: modules, and files of modules where `word` is a path.
pub fn importable(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let Some((folder, name)) = word.rsplit_once('/') else {
        return modules(services, word);
    };
    let entries = std::fs::read_dir(if folder.is_empty() { "/" } else { folder });
    let files = entries.into_iter().flatten().flatten().filter_map(|entry| {
        let file = entry.file_name().into_string().ok()?;
        let is_folder = entry.path().is_dir();
        let is_module = [".psm1", ".psd1", ".ps1"]
            .iter()
            .any(|end| file.to_lowercase().ends_with(end));
        let end = if is_folder { "/" } else { "" };
        (file.starts_with(name) && (is_folder || is_module))
            .then(|| (format!("{folder}/{file}{end}"), String::new()))
    });
    matching(word, files)
}

/// Files and folders: of the simulated host, where a path leads to what that has for itself, else of this computer.
pub fn files(services: &dyn Any, word: &str) -> Vec<Candidate> {
    let known = services.downcast_ref::<Services>();
    let own = known
        .and_then(Services::own_files)
        .filter(|_| word.starts_with('/'));
    let (Some(own), Some((folder, prefix))) = (own, word.rsplit_once('/')) else {
        return paths::beginning_with(word, |_| true);
    };
    let place = if folder.is_empty() { "/" } else { folder };
    let mut found = match side_of(&own, place.into()) {
        Side::Computer(_) | Side::Both(_) => paths::beginning_with(word, |_| true),
        Side::Host(_) | Side::Nothing(_) => Vec::new(),
    };
    for file in &own {
        let name = name_in(place, &file.path).filter(|name| fits(name, prefix));
        let slash = if file.length.is_none() { "/" } else { "" };
        found.extend(name.map(|name| Candidate {
            text: format!("{folder}/{name}{slash}"),
            description: "of the simulated host".to_owned(),
        }));
    }
    found.sort_by(|left, right| left.text.cmp(&right.text));
    found.dedup_by(|left, right| left.text == right.text);
    found
}

/// Folders.
pub fn folders(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    paths::beginning_with(word, Path::is_dir)
}

/// The logs that events are in.
pub fn logs(_services: &dyn Any, word: &str) -> Vec<Candidate> {
    matching(
        word,
        KINDS
            .iter()
            .map(|kind| (kind.channel.to_owned(), "log".to_owned())),
    )
}

#[cfg(test)]
mod tests {
    use super::{files, nics, setting_keywords, setting_names, sriov_nics, switches, vms};
    use crate::services::Services;

    #[test]
    fn live_names_begin_with_the_word() {
        let services = Services::in_memory("default").unwrap();
        let texts = |found: Vec<iovsh_shell::cmdlet::Candidate>| {
            found.into_iter().map(|c| c.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(vms(&services, "WEB")), ["web1", "web2"]);
        assert_eq!(
            texts(nics(&services, "en")),
            ["eno1", "enp1s0f0", "enp1s0f1"]
        );
        assert_eq!(texts(sriov_nics(&services, "")), ["enp1s0f0", "enp1s0f1"]);
        assert!(switches(&services, "").is_empty());
        assert_eq!(texts(setting_keywords(&services, "*SR")), ["*SRIOV"]);
        assert_eq!(
            texts(setting_names(&services, "num")),
            ["Number of Virtual Functions"]
        );
        assert!(vms(&42, "").is_empty());
        assert_eq!(
            texts(files(&services, "/var/lib/libvirt/images/web")),
            [
                "/var/lib/libvirt/images/web1.qcow2",
                "/var/lib/libvirt/images/web2.qcow2"
            ]
        );
        assert_eq!(texts(files(&services, "/srv/vm")), ["/srv/vms/"]);
    }
}
