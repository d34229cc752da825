//! Which kinds of event there are.
//!
//! Ids, providers and channels are Hyper-V's where it has one for the operation (12584 to 12614: the virtual NIC's provider;
//! 18500 to 18590: the worker's; 20417 to 21502: the management service's). Acts that Hyper-V has no event for are under the provider `iovsh`, with ids from 100.
//! Its documentation does not give the texts of its own; ours are our own.

/// How grave an event is, in Windows's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something failed.
    Error = 2,
    /// Something is less than was asked for.
    Warning = 3,
    /// Something was done.
    Information = 4,
}

impl Level {
    /// What `LevelDisplayName` shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Warning => "Warning",
            Self::Information => "Information",
        }
    }

    /// The priority of the systemd journal (`man 3 syslog`).
    pub fn priority(self) -> u8 {
        match self {
            Self::Error => 3,
            Self::Warning => 4,
            Self::Information => 6,
        }
    }
}

/// A kind of event.
#[derive(Debug)]
pub struct Kind {
    /// Its number.
    pub id: u32,
    /// Who reports it.
    pub provider: &'static str,
    /// The log that it is in.
    pub channel: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What has happened.
    pub meaning: &'static str,
}

const NIC: &str = "Microsoft-Windows-Hyper-V-SynthNic";
const NIC_LOG: &str = "Microsoft-Windows-Hyper-V-SynthNic-Admin";
const WORKER: &str = "Microsoft-Windows-Hyper-V-Worker";
const WORKER_LOG: &str = "Microsoft-Windows-Hyper-V-Worker-Admin";
const MANAGEMENT: &str = "Microsoft-Windows-Hyper-V-VMMS";
const MANAGEMENT_LOG: &str = "Microsoft-Windows-Hyper-V-VMMS-Admin";
/// Where Windows writes about teams of the host. Which numbers it gives to what happens there is documented nowhere, so that ours are
/// under our own provider.
const TEAM_LOG: &str = "Microsoft-Windows-MsLbfoProvider/Operational";
/// Where Hyper-V writes about switches; the same holds for teams in them.
const SWITCH_LOG: &str = "Microsoft-Windows-Hyper-V-VmSwitch-Operational";
const OWN: &str = "iovsh";
const OWN_LOG: &str = "iovsh/Operational";

const fn kind(
    id: u32,
    (provider, channel): (&'static str, &'static str),
    level: Level,
    meaning: &'static str,
) -> Kind {
    Kind {
        id,
        provider,
        channel,
        level,
        meaning,
    }
}

/// No dynamic MAC address was left for a network adapter.
pub const MAC_NOT_ASSIGNED: u32 = 12572;
/// A virtual function was allocated to an adapter.
pub const VF_ALLOCATED: u32 = 12584;
/// A virtual function was freed.
pub const VF_FREED: u32 = 12586;
/// A virtual function was given to a running virtual machine.
pub const VF_ASSIGNED: u32 = 12588;
/// A virtual function was taken from a running virtual machine.
pub const VF_UNASSIGNED: u32 = 12590;
/// An adapter asks for a virtual function and has none.
pub const VF_DELAYED: u32 = 12614;
/// A virtual machine was started.
pub const VM_STARTED: u32 = 18500;
/// A migration ended, and the virtual machine stood still for long.
pub const MIGRATION_BLACKOUT: u32 = 20417;
/// A virtual machine was migrated, and lost its network by that.
pub const MIGRATION_NETWORK_LOST: u32 = 21024;
/// So many migrations as the host allows are under way.
pub const MIGRATION_LIMIT: u32 = 21501;
/// A migration failed.
pub const MIGRATION_FAILED: u32 = 21502;
/// A virtual machine was turned off.
pub const VM_TURNED_OFF: u32 = 18502;
/// A virtual machine was shut down.
pub const VM_SHUT_DOWN: u32 = 18504;
/// A virtual machine was shut down by its guest.
pub const GUEST_SHUT_DOWN: u32 = 18508;
/// A virtual machine was reset.
pub const VM_RESET: u32 = 18512;
/// A virtual machine was reset by its guest.
pub const GUEST_RESET: u32 = 18514;
/// The guest of a virtual machine has crashed.
pub const GUEST_CRASHED: u32 = 18590;
/// A checkpoint of a virtual machine was made.
pub const CHECKPOINT_MADE: u32 = 122;
/// A virtual machine was put back to a checkpoint.
pub const CHECKPOINT_APPLIED: u32 = 123;
/// A checkpoint of a virtual machine was removed.
pub const CHECKPOINT_REMOVED: u32 = 124;
/// A switch was made or changed.
pub const SWITCH_SET: u32 = 100;
/// A switch was removed.
pub const SWITCH_REMOVED: u32 = 101;
/// A team of the host was made or changed.
pub const TEAM_SET: u32 = 102;
/// A team of the host was removed.
pub const TEAM_REMOVED: u32 = 103;
/// A network adapter joined a team of the host.
pub const TEAM_JOINED: u32 = 104;
/// A network adapter left a team of the host.
pub const TEAM_LEFT: u32 = 105;
/// A member of a team of the host carries nothing any more.
pub const TEAM_MEMBER_FAILED: u32 = 106;
/// A member of a team of the host works again.
pub const TEAM_MEMBER_WORKS: u32 = 107;
/// A network adapter joined the team of a switch.
pub const SWITCH_TEAM_JOINED: u32 = 114;
/// A network adapter left the team of a switch.
pub const SWITCH_TEAM_LEFT: u32 = 115;
/// A member of the team of a switch carries nothing any more.
pub const SWITCH_MEMBER_FAILED: u32 = 116;
/// A member of the team of a switch works again.
pub const SWITCH_MEMBER_WORKS: u32 = 117;
/// The number of virtual functions of a NIC was changed.
pub const VF_COUNT: u32 = 110;
/// A setting of a NIC's driver was changed.
pub const NIC_SETTINGS: u32 = 111;
/// The addresses of a virtual machine were announced on the wire.
pub const ADAPTERS_ANNOUNCED: u32 = 112;
/// Which networks the host translates was changed.
pub const NAT_SET: u32 = 113;
/// A virtual machine was made or removed, or its settings were changed.
pub const VM_SETTINGS: u32 = 120;
/// A virtual machine was saved, paused or resumed.
pub const VM_STATE: u32 = 121;
/// A migration has begun.
pub const MIGRATION_BEGUN: u32 = 125;
/// A virtual machine was migrated.
pub const MIGRATED: u32 = 126;
/// An entry of a NIC's filter was made or removed.
pub const FILTER: u32 = 130;
/// A PCI device was taken from the host, or given back.
pub const PCI_DEVICE: u32 = 140;
/// An admin decided what the desired state is, after it was damaged or gone.
pub const STATE_REPAIRED: u32 = 150;
/// An operation was refused; nothing was changed.
pub const REFUSED: u32 = 190;
/// An operation failed; what had been done was undone.
pub const UNDONE: u32 = 191;
/// What an earlier process had left unfinished was finished or undone.
pub const RECOVERED: u32 = 192;
/// A best-effort part of an operation failed; the operation continued without it.
pub const WISH_DROPPED: u32 = 193;

/// All kinds, by number.
pub static KINDS: &[Kind] = &[
    kind(
        SWITCH_SET,
        (OWN, OWN_LOG),
        Level::Information,
        "A switch was made or changed",
    ),
    kind(
        SWITCH_REMOVED,
        (OWN, OWN_LOG),
        Level::Information,
        "A switch was removed",
    ),
    kind(
        TEAM_SET,
        (OWN, TEAM_LOG),
        Level::Information,
        "A team of the host was made or changed",
    ),
    kind(
        TEAM_REMOVED,
        (OWN, TEAM_LOG),
        Level::Information,
        "A team of the host was removed",
    ),
    kind(
        TEAM_JOINED,
        (OWN, TEAM_LOG),
        Level::Information,
        "A network adapter joined a team of the host",
    ),
    kind(
        TEAM_LEFT,
        (OWN, TEAM_LOG),
        Level::Information,
        "A network adapter left a team of the host",
    ),
    kind(
        TEAM_MEMBER_FAILED,
        (OWN, TEAM_LOG),
        Level::Warning,
        "A member of a team of the host carries nothing any more",
    ),
    kind(
        TEAM_MEMBER_WORKS,
        (OWN, TEAM_LOG),
        Level::Information,
        "A member of a team of the host works again",
    ),
    kind(
        VF_COUNT,
        (OWN, OWN_LOG),
        Level::Information,
        "The number of virtual functions of a NIC was changed",
    ),
    kind(
        NIC_SETTINGS,
        (OWN, OWN_LOG),
        Level::Information,
        "A setting of a NIC was changed",
    ),
    kind(
        ADAPTERS_ANNOUNCED,
        (OWN, OWN_LOG),
        Level::Information,
        "The addresses of a virtual machine were announced on the wire",
    ),
    kind(
        NAT_SET,
        (OWN, OWN_LOG),
        Level::Information,
        "The address translation of the host was changed",
    ),
    kind(
        SWITCH_TEAM_JOINED,
        (OWN, SWITCH_LOG),
        Level::Information,
        "A network adapter joined the team of a switch",
    ),
    kind(
        SWITCH_TEAM_LEFT,
        (OWN, SWITCH_LOG),
        Level::Information,
        "A network adapter left the team of a switch",
    ),
    kind(
        SWITCH_MEMBER_FAILED,
        (OWN, SWITCH_LOG),
        Level::Warning,
        "A member of the team of a switch carries nothing any more",
    ),
    kind(
        SWITCH_MEMBER_WORKS,
        (OWN, SWITCH_LOG),
        Level::Information,
        "A member of the team of a switch works again",
    ),
    kind(
        VM_SETTINGS,
        (OWN, OWN_LOG),
        Level::Information,
        "A virtual machine was made or removed, or its settings were changed",
    ),
    kind(
        VM_STATE,
        (OWN, OWN_LOG),
        Level::Information,
        "A virtual machine was saved, paused or resumed",
    ),
    kind(
        CHECKPOINT_MADE,
        (OWN, OWN_LOG),
        Level::Information,
        "A checkpoint of a virtual machine was made",
    ),
    kind(
        CHECKPOINT_APPLIED,
        (OWN, OWN_LOG),
        Level::Information,
        "A virtual machine was put back to a checkpoint",
    ),
    kind(
        CHECKPOINT_REMOVED,
        (OWN, OWN_LOG),
        Level::Information,
        "A checkpoint of a virtual machine was removed",
    ),
    kind(
        MIGRATION_BEGUN,
        (OWN, OWN_LOG),
        Level::Information,
        "A migration has begun",
    ),
    kind(
        MIGRATED,
        (OWN, OWN_LOG),
        Level::Information,
        "A virtual machine was migrated to another host",
    ),
    kind(
        FILTER,
        (OWN, OWN_LOG),
        Level::Information,
        "An entry of a NIC's address filter was made or removed",
    ),
    kind(
        PCI_DEVICE,
        (OWN, OWN_LOG),
        Level::Information,
        "A PCI device was taken from the host, or given back",
    ),
    kind(
        STATE_REPAIRED,
        (OWN, OWN_LOG),
        Level::Warning,
        "An admin decided what the desired state is, after it was damaged or gone",
    ),
    kind(
        REFUSED,
        (OWN, OWN_LOG),
        Level::Error,
        "An operation was refused; nothing was changed",
    ),
    kind(
        UNDONE,
        (OWN, OWN_LOG),
        Level::Error,
        "An operation failed, and what had been done was undone",
    ),
    kind(
        RECOVERED,
        (OWN, OWN_LOG),
        Level::Warning,
        "What an earlier process had left unfinished was finished or undone",
    ),
    kind(
        WISH_DROPPED,
        (OWN, OWN_LOG),
        Level::Warning,
        "A best-effort part of an operation failed; the operation continued without it",
    ),
    kind(
        MAC_NOT_ASSIGNED,
        (NIC, NIC_LOG),
        Level::Error,
        "No dynamic MAC address was left for a network adapter",
    ),
    kind(
        VF_ALLOCATED,
        (NIC, NIC_LOG),
        Level::Information,
        "A virtual function was allocated to an adapter",
    ),
    kind(
        VF_FREED,
        (NIC, NIC_LOG),
        Level::Information,
        "A virtual function was freed",
    ),
    kind(
        VF_ASSIGNED,
        (NIC, NIC_LOG),
        Level::Information,
        "A virtual function was given to a running virtual machine",
    ),
    kind(
        VF_UNASSIGNED,
        (NIC, NIC_LOG),
        Level::Warning,
        "A virtual function was taken from a running virtual machine",
    ),
    kind(
        VF_DELAYED,
        (NIC, NIC_LOG),
        Level::Warning,
        "An adapter asks for a virtual function and has none",
    ),
    kind(
        VM_STARTED,
        (WORKER, WORKER_LOG),
        Level::Information,
        "A virtual machine was started",
    ),
    kind(
        VM_TURNED_OFF,
        (WORKER, WORKER_LOG),
        Level::Information,
        "A virtual machine was turned off",
    ),
    kind(
        VM_SHUT_DOWN,
        (WORKER, WORKER_LOG),
        Level::Information,
        "A virtual machine was shut down",
    ),
    kind(
        GUEST_SHUT_DOWN,
        (WORKER, WORKER_LOG),
        Level::Information,
        "A virtual machine was shut down by its guest",
    ),
    kind(
        VM_RESET,
        (WORKER, WORKER_LOG),
        Level::Information,
        "A virtual machine was reset",
    ),
    kind(
        GUEST_RESET,
        (WORKER, WORKER_LOG),
        Level::Information,
        "A virtual machine was reset by its guest",
    ),
    kind(
        GUEST_CRASHED,
        (WORKER, WORKER_LOG),
        Level::Error,
        "The guest of a virtual machine has crashed",
    ),
    kind(
        MIGRATION_BLACKOUT,
        (MANAGEMENT, MANAGEMENT_LOG),
        Level::Warning,
        "A migration ended, and the virtual machine had stood still for long",
    ),
    kind(
        MIGRATION_NETWORK_LOST,
        (MANAGEMENT, MANAGEMENT_LOG),
        Level::Warning,
        "A virtual machine was migrated, and an adapter of it lost its network by that",
    ),
    kind(
        MIGRATION_LIMIT,
        (MANAGEMENT, MANAGEMENT_LOG),
        Level::Warning,
        "A migration has to wait: as many as the host allows are under way",
    ),
    kind(
        MIGRATION_FAILED,
        (MANAGEMENT, MANAGEMENT_LOG),
        Level::Error,
        "A migration failed",
    ),
];

/// Numbers that Hyper-V has and this host never writes, and why.
pub static NEVER_WRITTEN: &[(u32, &str)] = &[(
    18_560,
    "QEMU does not tell a reset after a triple fault from another one that the guest asked for; 18514 has both.",
)];

/// The kind with this number.
pub fn kind_of(id: u32) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_documented_as_it_is() {
        let page = include_str!("../../../docs/events.md");
        for kind in KINDS {
            let row = format!(
                "| {} | {} | {} | {} |",
                kind.id,
                kind.provider,
                kind.level.name(),
                kind.meaning
            );
            assert!(page.lines().any(|line| line == row), "{row}");
        }
    }

    #[test]
    fn ids_are_in_order_and_each_is_there_once() {
        assert!(KINDS.windows(2).all(|pair| pair[0].id < pair[1].id));
    }
}
