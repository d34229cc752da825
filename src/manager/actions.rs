//! What can be done with what is chosen, as Hyper-V Manager lists it on its right side.

use iovsh_backend::model::{Adapter, Drive, State, Vm, VmState};
use iovsh_backend::policy;

use crate::app::App;
use crate::command::{Argument, Command};
use crate::dialogs;
use crate::form::Form;
use crate::listing::{Section, nics, sriov_of};
use crate::shown::shown;

/// Makes a dialog, or finds that what it is about is gone.
type Opens = Box<dyn FnOnce(&State) -> Option<Form>>;

/// Something that can be done.
pub(crate) struct Action {
    /// The key that does it; `None`: it is done from the menu.
    pub key: Option<char>,
    pub label: String,
    /// Why it cannot be done now.
    pub refused: Option<String>,
    /// Makes the dialog from the host as it is; `None`: what it is about is gone.
    pub opens: Opens,
    /// Nothing has to be asked first.
    pub at_once: bool,
}

impl Action {
    fn new(
        key: impl Into<Option<char>>,
        label: impl Into<String>,
        opens: impl FnOnce(&State) -> Option<Form> + 'static,
    ) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            refused: None,
            opens: Box::new(opens),
            at_once: false,
        }
    }

    fn refused(mut self, reason: Option<String>) -> Self {
        self.refused = reason;
        self
    }

    fn at_once(mut self) -> Self {
        self.at_once = true;
        self
    }
}

/// The actions for what is chosen.
pub(crate) fn of(app: &App) -> Vec<Action> {
    let Some(seen) = app.seen() else {
        return Vec::new();
    };
    let state = &seen.state;
    let mut actions = Vec::new();
    let key = app.key_of_row();
    let key = key.as_deref().unwrap_or_default();
    match app.section {
        Section::Machines => {
            if let Some(vm) = state.vms.iter().find(|vm| vm.id.to_string() == key) {
                of_machine(state, vm, &mut actions);
            }
        }
        Section::Switches => of_switch(state, key, &mut actions),
        Section::Nics => of_nic(state, key, &mut actions),
        Section::Host | Section::Events | Section::Topology | Section::Diagnosis => {}
    }
    actions.push(Action::new('N', "New Virtual Machine...", |state| {
        Some(dialogs::new_machine(state))
    }));
    actions.push(Action::new('W', "New Virtual Switch...", |state| {
        Some(dialogs::new_switch(state))
    }));
    actions
}

/// One cmdlet on a VM.
fn simple(
    key: char,
    label: &'static str,
    vm: &Vm,
    command: Command,
    question: Option<&'static str>,
) -> Action {
    let name = shown(&vm.name).into_owned();
    let title = format!("{label} {name}");
    match question {
        None => Action::new(key, label, move |_| {
            Some(Form::question(title, String::new(), command))
        })
        .at_once(),
        Some(question) => Action::new(key, format!("{label}..."), move |_| {
            Some(Form::question(title, question, command))
        }),
    }
}

fn of_machine(state: &State, vm: &Vm, actions: &mut Vec<Action>) {
    let id = vm.id;
    let on = |command: &'static str| Command::new(command).on("Name", &vm.name);
    let sure = |command: Command| command.with("Confirm", Argument::Bool(false));
    match vm.state {
        VmState::Off | VmState::Saved => {
            actions.push(simple('s', "Start", vm, on("Start-VM"), None));
        }
        VmState::Running | VmState::Stopping => {
            actions.push(simple(
                'd',
                "Shut Down",
                vm,
                sure(on("Stop-VM")),
                Some("The guest is asked to shut down."),
            ));
            actions.push(simple(
                'o',
                "Turn Off",
                vm,
                sure(on("Stop-VM").flag("TurnOff")),
                Some("Like pulling the plug: what the guest has not written is lost."),
            ));
            actions.push(simple('v', "Save", vm, on("Save-VM"), None));
            actions.push(simple('p', "Pause", vm, on("Suspend-VM"), None));
            actions.push(simple(
                't',
                "Reset",
                vm,
                sure(on("Restart-VM").flag("Force")),
                Some("The machine is started anew; what the guest has not written is lost."),
            ));
        }
        VmState::Paused => {
            actions.push(simple('r', "Resume", vm, on("Resume-VM"), None));
            actions.push(simple(
                'o',
                "Turn Off",
                vm,
                sure(on("Stop-VM").flag("TurnOff")),
                Some("Like pulling the plug: what the guest has not written is lost."),
            ));
        }
    }
    actions.push(Action::new('S', "Settings...", move |state| {
        state.vm(id).map(dialogs::hardware)
    }));
    // The keys of the adapters' pages; there are more adapters than letters.
    let keys = "efghijkl".chars().map(Some).chain(std::iter::repeat(None));
    for (key, adapter) in keys.zip(&vm.adapters) {
        let label = format!("Settings: {}...", shown(&adapter.settings.name));
        let refused = twin_of(vm, adapter);
        let alias = adapter.alias.clone();
        let opens = move |state: &State| {
            let vm = state.vm(id)?;
            Some(dialogs::adapter(state, vm, vm.adapter(&alias)?))
        };
        actions.push(Action::new(key, label, opens).refused(refused));
    }
    actions.push(Action::new('a', "Add Network Adapter...", move |state| {
        Some(dialogs::add_adapter(state, state.vm(id)?))
    }));
    actions.push(Action::new('A', "Add Hard Drive...", move |state| {
        Some(dialogs::add_disk(state, state.vm(id)?))
    }));
    if vm.facts.drives.iter().any(Drive::is_disk) {
        actions.push(Action::new('R', "Remove Hard Drive...", move |state| {
            dialogs::remove_disk(state.vm(id)?)
        }));
    }
    actions.push(Action::new('C', "DVD Drive...", move |state| {
        state.vm(id).map(dialogs::disc)
    }));
    actions.push(Action::new('c', "Checkpoint...", move |state| {
        state.vm(id).map(dialogs::checkpoint)
    }));
    if state.checkpoints_of(vm.id).next().is_some() {
        actions.push(Action::new('b', "Apply Checkpoint...", move |state| {
            let names = state.checkpoints_of(id).map(|c| c.name.clone());
            Some(dialogs::apply_checkpoint(state.vm(id)?, names.collect()))
        }));
    }
    actions.push(Action::new('m', "Rename...", move |state| {
        state.vm(id).map(dialogs::rename_machine)
    }));
    actions.push(
        simple(
            'D',
            "Delete",
            vm,
            on("Remove-VM").flag("Force"),
            Some("The machine's definition and settings are removed. Its disks stay."),
        )
        .refused(
            vm.state
                .is_active()
                .then(|| "It runs: turn it off first.".to_owned()),
        ),
    );
    if let Some(why) = &vm.unreadable {
        let why = format!("This machine cannot be read: {}", shown(why));
        for action in actions {
            action.refused = Some(why.clone());
        }
    }
}

/// Two adapters of one name cannot be told apart by a cmdlet that takes names.
fn twin_of(vm: &Vm, adapter: &Adapter) -> Option<String> {
    let twins = vm.adapters.iter().filter(|other| {
        other
            .settings
            .name
            .eq_ignore_ascii_case(&adapter.settings.name)
    });
    (twins.count() > 1).then(|| {
        format!(
            "Several adapters are called '{}'. Next step: Rename-VMNetworkAdapter gives them names of their own.",
            shown(&adapter.settings.name)
        )
    })
}

fn of_switch(state: &State, key: &str, actions: &mut Vec<Action>) {
    let switches = policy::switches(state);
    let Some(switch) = switches.iter().find(|s| s.id.to_string() == key) else {
        return;
    };
    let id = switch.id;
    let found = move |state: &State| policy::switches(state).into_iter().find(|s| s.id == id);
    actions.push(Action::new('e', "Properties...", move |state| {
        found(state).as_ref().map(dialogs::switch)
    }));
    actions.push(Action::new('m', "Rename...", move |state| {
        found(state).as_ref().map(dialogs::rename_switch)
    }));
    let title = format!("Remove {}", shown(&switch.name));
    let command = Command::new("Remove-VMSwitch")
        .on("Name", &switch.name)
        .flag("Force");
    actions.push(Action::new('D', "Remove...", move |_| {
        Some(Form::question(
            title,
            "Its network adapters go back to the host, and adapters of machines are disconnected.",
            command,
        ))
    }));
}

fn of_nic(state: &State, key: &str, actions: &mut Vec<Action>) {
    let Some(link) = nics(state).find(|link| link.name.to_string() == key) else {
        return;
    };
    let name = link.name.to_string();
    let Some(sriov) = sriov_of(state, link) else {
        let support = policy::link_support(state, link);
        let reason = dialogs::reason_with(support.text(), support.next_step());
        actions.push(Action::new('v', "Virtual Functions...", |_| None).refused(Some(reason)));
        return;
    };
    let reason = (!sriov.support.is_usable())
        .then(|| dialogs::reason_with(sriov.support.text(), sriov.support.next_step()));
    let nic = link.name.clone();
    let opens = move |state: &State| {
        let sriov = sriov_of(state, state.link(&nic)?)?;
        Some(dialogs::virtual_functions(&sriov))
    };
    actions.push(Action::new('v', "Virtual Functions...", opens).refused(reason.clone()));
    let (label, cmdlet, text) = if sriov.enabled {
        (
            "Disable SR-IOV",
            "Disable-NetAdapterSriov",
            "Machines that have virtual functions of it go on on their paravirtual path.",
        )
    } else {
        (
            "Enable SR-IOV",
            "Enable-NetAdapterSriov",
            "Machines that ask for virtual functions get them.",
        )
    };
    let command = Command::new(cmdlet).on("Name", &name);
    let title = format!("{label} on {name}");
    actions.push(
        Action::new('x', format!("{label}..."), move |_| {
            Some(Form::question(title, text, command))
        })
        .refused(reason),
    );
}
