//! Something that a diagnosis finds.

use crate::HostError;
use crate::model::State;
use crate::policy::intent::Intent;

/// Where something is the matter, in the order of the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Processor, firmware, kernel.
    Platform,
    /// The card and its slot.
    Nic,
    /// The driver of the card, and its virtual functions.
    Driver,
    /// Virtual switches and teams.
    Switch,
    /// Adapters of virtual machines.
    Adapter,
    /// Virtual machines.
    Vm,
    /// The system in a virtual machine.
    Guest,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It is good to know.
    Note,
    /// It works, but less well than it could, or at a risk.
    Warning,
    /// It does not work.
    Obstacle,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub layer: Layer,
    /// How much it matters.
    pub severity: Severity,
    /// The code, which never changes: `Platform.NoSlat`.
    pub code: &'static str,
    /// What it is about: the host, a NIC, a switch, an adapter.
    pub target: String,
    /// What is the matter, in a sentence.
    pub text: String,
    /// The file or the property that shows it, and its value.
    pub evidence: String,
    /// What to do, or the command to type.
    pub next_step: String,
    /// What vendors call the switch in the menus of the firmware.
    pub firmware_menu: Option<&'static str>,
    /// The machine has to be switched off and on for it, which a restart does not do.
    pub cold_restart: bool,
    /// What iovsh can do about it by itself, in this order; empty where there is nothing.
    pub repairs: Vec<Intent>,
    /// Why there is nothing, in a sentence; empty where there is something.
    pub by_hand: &'static str,
}

impl Finding {
    pub(in crate::policy) fn new(
        layer: Layer,
        severity: Severity,
        code: &'static str,
        target: impl Into<String>,
    ) -> Self {
        Self {
            layer,
            severity,
            code,
            target: target.into(),
            text: String::new(),
            evidence: String::new(),
            next_step: String::new(),
            firmware_menu: None,
            cold_restart: false,
            repairs: Vec::new(),
            by_hand: "",
        }
    }

    /// libvirt does not answer, so nothing is known of virtual machines.
    #[must_use]
    pub fn no_libvirt(error: &HostError, state: &State) -> Self {
        Self::new(
            Layer::Platform,
            Severity::Obstacle,
            "Platform.NoLibvirt",
            state.host.name.as_str(),
        )
        .says(error.message.clone())
        .shown_by(
            error
                .cause
                .as_ref()
                .map_or_else(String::new, |cause| cause.text.clone()),
        )
        .then(error.next_step.clone().unwrap_or_default())
        .by_hand("Services of the host are started and stopped by whoever runs the host.")
    }

    pub(in crate::policy) fn says(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    pub(in crate::policy) fn shown_by(mut self, evidence: impl Into<String>) -> Self {
        self.evidence = evidence.into();
        self
    }

    pub(in crate::policy) fn then(mut self, next_step: impl Into<String>) -> Self {
        self.next_step = next_step.into();
        self
    }

    /// A switch in the firmware of the machine, which no running system turns.
    pub(in crate::policy) fn in_firmware(mut self, menu: &'static str) -> Self {
        self.firmware_menu = Some(menu);
        self.cold_restart = true;
        self.by_hand =
            "It is a switch in the firmware or the hardware, which no running system turns.";
        self
    }

    /// iovsh does nothing about it by itself, for this reason.
    pub(in crate::policy) fn by_hand(mut self, why: &'static str) -> Self {
        self.by_hand = why;
        self
    }

    pub(in crate::policy) fn repaired_by(mut self, intent: Intent) -> Self {
        self.repairs.push(intent);
        self
    }
}
