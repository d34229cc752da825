//! What a command is about, for the part of the plan that works out its consequences.

use std::collections::BTreeSet;

use crate::model::{AdapterAlias, MacAddress, Uuid};

/// What a command is about. What follows from the command there must succeed, or the command is undone; elsewhere a consequence
/// is a best-effort group: one that fails does not keep the others back.
#[derive(Debug, Clone, Default)]
pub(in crate::policy) struct Focus {
    /// The VMs whose adapters must be as asked for.
    pub vms: BTreeSet<Uuid>,
    /// The VMs whose users are told why an adapter has no VF.
    pub told: BTreeSet<Uuid>,
    /// The one adapter of theirs that the command is about: of the others nothing is said, as nothing was asked of them.
    pub adapter: Option<AdapterAlias>,
    /// VMs that the same command starts later: their wishes count already, so that of all the heaviest is served.
    pub upcoming: BTreeSet<Uuid>,
    /// The command is about switches or NICs: the files of other tools must say so.
    pub network: bool,
    /// The switches that the command makes: all of each must be there, and the user is told why it has no VFs to give.
    pub new_switches: BTreeSet<Uuid>,
    /// The switches whose devices the command changes: they must be there as it says.
    pub built_switches: BTreeSet<Uuid>,
    /// The network adapters of the host that the command is about: their devices must be as it says.
    pub host_adapters: BTreeSet<Uuid>,
    /// The teams of the host that the command is about: their bonds must be as it says.
    pub built_teams: BTreeSet<Uuid>,
    /// The addresses of adapters that the command removes.
    pub removed: Vec<MacAddress>,
    /// libvirt was not asked, as at boot: which VM has which VF is not known, so claims stay and only a NIC without VFs gets some.
    pub vms_unknown: bool,
    /// Nothing new is asked for: what is missing on the host is told.
    pub repair: bool,
    /// Only what is written down changes, and nothing of the host follows from it: of the host not more has to be known.
    pub records_only: bool,
}

impl Focus {
    /// A command about the adapters of a VM.
    pub fn on_vm(vm: Uuid) -> Self {
        Self {
            vms: BTreeSet::from([vm]),
            ..Self::telling(vm)
        }
    }

    /// A command about one adapter of a VM.
    pub fn on_adapter(vm: Uuid, adapter: AdapterAlias) -> Self {
        Self {
            adapter: Some(adapter),
            ..Self::on_vm(vm)
        }
    }

    /// Whether the command is about this adapter, as far as it is about adapters. Half of a failover pair has another alias than before.
    pub fn is_about(&self, vm: Uuid, alias: &AdapterAlias) -> bool {
        self.adapter
            .as_ref()
            .is_none_or(|own| alias == own || *alias == AdapterAlias::paired(vm, own))
    }

    /// A command about a VM that succeeds whatever becomes of its adapters.
    pub fn telling(vm: Uuid) -> Self {
        Self {
            told: BTreeSet::from([vm]),
            ..Self::default()
        }
    }

    /// A command about a switch or a NIC.
    pub fn on_network() -> Self {
        Self {
            network: true,
            ..Self::default()
        }
    }

    /// A command that makes a switch.
    pub fn on_new_switch(id: Uuid) -> Self {
        Self {
            new_switches: BTreeSet::from([id]),
            ..Self::on_network()
        }
    }

    /// A command that changes which devices a switch is made of.
    pub fn on_built_switch(id: Uuid) -> Self {
        Self {
            built_switches: BTreeSet::from([id]),
            ..Self::on_network()
        }
    }

    /// A command about a network adapter of the host.
    pub fn on_host_adapter(id: Uuid) -> Self {
        Self {
            host_adapters: BTreeSet::from([id]),
            ..Self::on_network()
        }
    }

    /// A command that changes a team of the host.
    pub fn on_built_team(id: Uuid) -> Self {
        Self {
            built_teams: BTreeSet::from([id]),
            ..Self::on_network()
        }
    }

    /// The command is about what this switch is made of.
    pub fn must_build(&self, switch: Uuid) -> bool {
        self.new_switches.contains(&switch) || self.built_switches.contains(&switch)
    }

    /// A command that removes adapters with these addresses.
    pub fn removing(addresses: Vec<MacAddress>) -> Self {
        Self {
            removed: addresses,
            ..Self::default()
        }
    }

    /// A command that changes what is written down about the host, and nothing else.
    pub fn on_records() -> Self {
        Self {
            records_only: true,
            ..Self::default()
        }
    }

    /// Nothing new is asked for: what differs from what was asked for is repaired.
    pub fn on_repair() -> Self {
        Self {
            repair: true,
            ..Self::default()
        }
    }

    /// The same at boot, before libvirt runs. It takes a state of [`Scope::BOOT`](crate::Scope::BOOT).
    pub fn on_restore() -> Self {
        Self {
            vms_unknown: true,
            ..Self::on_repair()
        }
    }
}
