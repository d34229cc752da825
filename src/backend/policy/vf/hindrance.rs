//! What keeps an adapter that asked for a VF from having one: a code, a sentence, and the command to type next.

use crate::model::{Adapter, HostReason, InterfaceName, IovReason, SriovSupport, State, Vm};
use crate::policy::guard;
use crate::policy::vf::acls;
use crate::policy::vf::obstacle::{self, Obstacle};
use crate::policy::vf::support::{adapter_support, switch_view};
use crate::policy::word::pattern;

/// A setting that no VF can enforce.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::policy) struct Blocked {
    /// The name of its parameter.
    pub parameter: &'static str,
    /// What is in the way, where the name alone does not say it.
    pub why: Option<String>,
}

impl Blocked {
    /// One whose name says it all.
    pub(in crate::policy) fn plain(parameter: &'static str) -> Self {
        Self {
            parameter,
            why: None,
        }
    }
}

impl std::fmt::Display for Blocked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.why {
            Some(why) => write!(f, "{} ({why})", self.parameter),
            None => f.write_str(self.parameter),
        }
    }
}

/// What keeps an adapter from having a VF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::policy) enum Hindrance {
    /// It is connected to no switch.
    Unconnected,
    /// It is an emulated model, which no VF can stand in for.
    Emulated,
    /// Another tool made it, and no VF can join it as it is.
    NoPair,
    /// It is connected to a bridge of somebody else.
    OtherBridge,
    /// The switch was made without IOV mode.
    NoIovMode {
        /// The switch.
        switch: String,
        /// Whether a network adapter of the host is below it.
        external: bool,
    },
    /// The host cannot do SR-IOV.
    Host(HostReason),
    /// The switch's NIC is not there.
    NicMissing,
    /// The switch's NIC cannot do SR-IOV.
    Nic {
        /// The NIC.
        nic: InterfaceName,
        /// Why it cannot.
        support: SriovSupport,
    },
    /// The way behind the one NIC with VFs does not work, and that of another member of the team does.
    PathDead {
        /// The NIC.
        nic: InterfaceName,
        /// The switch.
        switch: String,
    },
    /// Settings that no VF of these NICs can enforce.
    Policies(Vec<Blocked>),
    /// Another adapter of the guest's team is on the same NIC already.
    TeamPartner,
    /// SR-IOV was switched off on the NIC.
    Disabled {
        /// The NIC.
        nic: InterfaceName,
    },
    /// The NIC has no VFs.
    NoVfs {
        /// The NIC.
        nic: InterfaceName,
        /// How many it can have.
        most: u32,
    },
    /// No VF is left.
    Exhausted {
        /// A NIC of the switch.
        nic: Option<InterfaceName>,
        /// How many VFs there are.
        total: u32,
        /// What is in the way, for each of them.
        obstacles: Vec<Obstacle>,
        /// Those that adapters of lower weight have, where they may keep them.
        lighter: usize,
        /// How many the NIC can have, where that is more.
        most: Option<u32>,
    },
    /// A VF is free, but it has not been attached so far.
    Waiting,
    /// A VF is free, but the kernel, libvirt or a driver refused it the last time; in their words.
    Refused(String),
    /// The adapter has a VF for which the PF no longer holds what the adapter asks for: somebody else has written to it.
    Drift {
        /// The VF, in words.
        vf: String,
        /// What differs, by the names of parameters.
        settings: Vec<&'static str>,
    },
}

impl Hindrance {
    /// Hyper-V's code.
    pub(in crate::policy) fn reason(&self) -> IovReason {
        match self {
            Self::OtherBridge | Self::NoIovMode { .. } => IovReason::SwitchNotInIovMode,
            Self::Host(_) => IovReason::NoIommu,
            Self::NicMissing | Self::Nic { .. } => IovReason::NoIovSupportInNic,
            Self::Policies(_) | Self::Emulated | Self::NoPair | Self::Drift { .. } => {
                IovReason::IovBlockedByPolicy
            }
            // Hyper-V has no code of its own for an adapter that is plugged into nothing. That its switch is not in IOV mode
            // would be untrue, and scripts look for that code after they moved an adapter.
            Self::Unconnected
            | Self::TeamPartner
            | Self::PathDead { .. }
            | Self::Disabled { .. }
            | Self::NoVfs { .. }
            | Self::Exhausted { .. }
            | Self::Refused(_)
            | Self::Waiting => IovReason::IovNoAvailResources,
        }
    }

    /// What is the matter, in a sentence.
    pub(in crate::policy) fn text(&self) -> String {
        match self {
            Self::Unconnected => "The adapter is connected to no switch.".to_owned(),
            Self::Emulated => {
                "The adapter is an emulated model; only a virtio adapter can be paired with a virtual function.".to_owned()
            }
            Self::NoPair => {
                "Another tool made the adapter, and not as half of a failover pair; it becomes one when the virtual machine is off.".to_owned()
            }
            Self::OtherBridge => {
                "The adapter is connected to a bridge that was not made by New-VMSwitch.".to_owned()
            }
            Self::NoIovMode {
                switch,
                external: true,
            } => format!(
                "The switch '{switch}' is not in IOV mode; that is chosen when it is made (New-VMSwitch -EnableIov)."
            ),
            Self::NoIovMode {
                switch,
                external: false,
            } => format!(
                "The switch '{switch}' has no network adapter, and so no virtual functions; who stays on it asks for none with -IovWeight 0."
            ),
            Self::Host(reason) => format!("{} {}", reason.text(), reason.next_step()),
            Self::NicMissing => "The switch's network adapter is missing.".to_owned(),
            Self::Nic { support, .. } => format!("{} {}", support.text(), support.next_step()),
            Self::PathDead { nic, .. } => format!(
                "No target of the team answers by {nic}, so the paravirtual path by another member is used."
            ),
            Self::Policies(blocked) => {
                let names: Vec<String> = blocked.iter().map(ToString::to_string).collect();
                format!("A virtual function cannot enforce: {}.", names.join(", "))
            }
            Self::Refused(text) => {
                format!("A virtual function is free, but could not be attached: {text}")
            }
            Self::TeamPartner => {
                "Another adapter of the guest's team has a virtual function of the same network adapter; connect this one to a switch on another.".to_owned()
            }
            Self::Disabled { nic } => {
                format!("SR-IOV is disabled on the switch's network adapter {nic}.")
            }
            Self::NoVfs { nic, .. } => {
                format!("The switch's network adapter {nic} has no virtual functions.")
            }
            Self::Exhausted {
                total,
                obstacles,
                lighter,
                ..
            } => exhausted(*total, obstacles, *lighter),
            Self::Waiting => {
                "A virtual function is free and will be attached at the next repair.".to_owned()
            }
            Self::Drift { vf, settings } => format!(
                "{vf} does not hold what the adapter asks for, as somebody else has changed it: {}.",
                settings.join(", ")
            ),
        }
    }

    /// The command that leads on.
    pub(in crate::policy) fn next_step(&self, state: &State, vm: &Vm, adapter: &Adapter) -> String {
        let of_nic = |nic: &InterfaceName| pattern(nic.as_str());
        match self {
            Self::Unconnected | Self::OtherBridge | Self::NoIovMode { .. } | Self::TeamPartner => {
                other_switch(state, vm, adapter)
            }
            Self::Emulated => format!("Add-VMNetworkAdapter -VMName {}", pattern(&vm.name)),
            Self::NoPair => format!("Stop-VM {0}; Start-VM {0}", pattern(&vm.name)),
            Self::Host(_) => "Get-VMHost | Format-List Iov*".to_owned(),
            Self::NicMissing => "Get-NetAdapter -Physical".to_owned(),
            Self::Nic { nic, .. } if state.function_of(nic).is_some() => {
                format!("Get-NetAdapterSriov {} | Format-List *Sriov*", of_nic(nic))
            }
            Self::Nic { .. } => "Get-NetAdapterSriov".to_owned(),
            Self::PathDead { switch, .. } => format!(
                "Get-VMSwitchTeam {} | Format-List *NetAdapterName, ArpTarget",
                pattern(switch)
            ),
            Self::Policies(blocked) => without_policies(blocked, vm, adapter),
            Self::Disabled { nic } => format!("Enable-NetAdapterSriov {}", of_nic(nic)),
            Self::NoVfs { nic, most } => {
                format!("Set-NetAdapterSriov {} -NumVFs {most}", of_nic(nic))
            }
            // More of them take nobody's away.
            Self::Exhausted {
                nic: Some(nic),
                most: Some(most),
                ..
            } => format!("Set-NetAdapterSriov {} -NumVFs {most} -Force", of_nic(nic)),
            Self::Exhausted { lighter, .. } if *lighter > 0 => {
                "Set-VMHost -IovPreemptionEnabled $true".to_owned()
            }
            // New VFs are bound to nothing.
            Self::Exhausted {
                nic: Some(nic),
                obstacles,
                ..
            } if obstacles.contains(&Obstacle::OnVfio) => format!(
                "Disable-NetAdapterSriov {0} -Force; Enable-NetAdapterSriov {0}",
                of_nic(nic)
            ),
            Self::Exhausted { nic: Some(nic), .. } => {
                format!("Get-NetAdapterSriovVf {}", of_nic(nic))
            }
            Self::Exhausted { .. } => "Get-NetAdapterSriovVf".to_owned(),
            Self::Waiting | Self::Refused(_) | Self::Drift { .. } => format!(
                "Set-VMNetworkAdapter {} -IovWeight {}",
                meant(vm, adapter),
                adapter.settings.iov_weight
            ),
        }
    }
}

/// The parameters that mean this adapter and no other one of its VM.
fn meant(vm: &Vm, adapter: &Adapter) -> String {
    let vm_name = pattern(&vm.name);
    if vm.adapters.len() > 1 {
        format!(
            "-VMName {vm_name} -Name {}",
            pattern(&adapter.settings.name)
        )
    } else {
        format!("-VMName {vm_name}")
    }
}

/// The way to a switch on which a VF may be had: one that is there, else one that can be made, else a look at the NICs.
fn other_switch(state: &State, vm: &Vm, adapter: &Adapter) -> String {
    let there = state.desired.switches.iter().find(|switch| {
        switch.iov_enabled
            && Some(&switch.bridge) != adapter.bridge.as_ref()
            && switch_view(state, switch).iov_support
    });
    if let Some(switch) = there {
        return format!(
            "Connect-VMNetworkAdapter {} -SwitchName {}",
            meant(vm, adapter),
            pattern(&switch.name)
        );
    }
    let nic = state.functions.iter().find_map(|function| {
        let link = state.link(function.interface.as_ref()?)?;
        let able = adapter_support(state, function).is_usable();
        (able && guard::may_take(state, link, false).is_ok()).then_some(&link.name)
    });
    match nic {
        Some(nic) => format!(
            "New-VMSwitch {} -NetAdapterName {} -EnableIov $true",
            new_name(state),
            pattern(nic.as_str())
        ),
        None => "Get-NetAdapterSriov | Format-List *Sriov*, SwitchName".to_owned(),
    }
}

/// A name for a switch that no switch and no network of libvirt has.
fn new_name(state: &State) -> String {
    let taken = |name: &str| {
        state.desired.switch_named(name).is_some() || state.networks.iter().any(|n| n.name == name)
    };
    let numbered = (2..1000_u32).map(|number| format!("iov{number}"));
    std::iter::once("iov".to_owned())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or_else(|| "iov".to_owned())
}

/// The commands that take back the settings that no VF can enforce; where it is not a setting, a new adapter that is made for it.
fn without_policies(blocked: &[Blocked], vm: &Vm, adapter: &Adapter) -> String {
    let meant = meant(vm, adapter);
    let mut settings = Vec::new();
    let mut commands = Vec::new();
    let mut add = |command: String| {
        if !commands.contains(&command) {
            commands.push(command);
        }
    };
    for name in blocked.iter().map(|blocked| blocked.parameter) {
        match name {
            "DhcpGuard" | "RouterGuard" | "MacAddressSpoofing" | "AllowTeaming" => {
                settings.push(format!("-{name} Off"));
            }
            "PortMirroring" => settings.push("-PortMirroring None".to_owned()),
            "MaximumBandwidth" | "MinimumBandwidthAbsolute" | "StormLimit" => {
                settings.push(format!("-{name} 0"));
            }
            "VlanId" | "AllowedVlanIdList" => {
                let meant = meant.replace(" -Name ", " -VMNetworkAdapterName ");
                add(format!("Set-VMNetworkAdapterVlan {meant} -Untagged"));
            }
            "Acl" | "ExtendedAcl" => {
                let meant = meant.replace(" -Name ", " -VMNetworkAdapterName ");
                acls::removals(name, &meant, adapter)
                    .into_iter()
                    .for_each(&mut add);
            }
            "MacAddress" => add("Get-NetAdapterSriov | Format-List Name, DriverName".to_owned()),
            _ => add(format!(
                "Add-VMNetworkAdapter -VMName {}",
                pattern(&vm.name)
            )),
        }
    }
    if !settings.is_empty() {
        add(format!(
            "Set-VMNetworkAdapter {meant} {}",
            settings.join(" ")
        ));
    }
    commands.join("; ")
}

fn exhausted(total: u32, obstacles: &[Obstacle], lighter: usize) -> String {
    let one = total == 1;
    let way_out = if lighter > 0 && one {
        "; an adapter of lower IovWeight keeps it unless Set-VMHost -IovPreemptionEnabled allows otherwise".to_owned()
    } else if lighter > 0 {
        format!(
            "; adapters of lower IovWeight keep {lighter} of them unless Set-VMHost -IovPreemptionEnabled allows otherwise"
        )
    } else {
        String::new()
    };
    let of_vms = |o: &Obstacle| matches!(o, Obstacle::OfVm | Obstacle::Claimed);
    let who = match (obstacles.iter().all(of_vms), one) {
        (true, true) => "The one virtual function of the switch is in use".to_owned(),
        (true, false) => format!("All {total} virtual functions of the switch are in use"),
        (false, true) => format!(
            "The one virtual function of the switch is not free: {}",
            obstacle::counted(obstacles)
        ),
        (false, false) => format!(
            "None of the {total} virtual functions of the switch is free: {}",
            obstacle::counted(obstacles)
        ),
    };
    format!("{who}{way_out}.")
}
