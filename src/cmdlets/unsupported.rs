//! Parameters that Hyper-V has and that cannot mean anything on KVM: accepted, and answered clearly.

use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::refusal;

/// A terminating error for a value of a parameter that cannot be obeyed: going on would do something else than asked. A
/// parameter that never can is declared so: `#[param(refused = "..")]`, or `no_effect` where a warning is enough.
pub fn refuse(parameter: &'static str, reason: &str) -> Flow {
    Err(refusal(parameter, reason).into())
}

/// A terminating error for a cmdlet that cannot do anything here, whatever it is given.
pub fn refuse_cmdlet(cmdlet: &'static str, reason: &str) -> Flow {
    Err(ShellError::new(
        "NotSupported",
        ErrorCategory::NotImplemented,
        format!("{cmdlet} is not supported on this host: {reason}"),
    )
    .exception("System.NotSupportedException")
    .target(cmdlet)
    .into())
}

/// Why VMQ and its kin have no effect.
pub const VMQ: &str =
    "a bridge has no queues; each adapter has its own: Set-VMNetworkAdapter -VrssMaxQueuePairs.";
/// Why vRSS settings have no effect.
pub const VRSS: &str = "receive scaling of a virtio adapter is the guest's own business.";
/// Why packet direct has no effect.
pub const PACKET_DIRECT: &str =
    "there is no packet direct on Linux; a virtual function is the direct path.";
/// Why resource pools have no effect.
pub const POOL: &str =
    "there are no resource pools; every switch and adapter belongs to the host itself.";
/// Why the settings of adapters in a checkpoint are not asked for one by one.
pub const CHECKPOINT: &str =
    "Get-VMNetworkAdapter -VMSnapshot gives the adapters of a checkpoint with all their settings.";
/// Why the memory of a checkpoint cannot be thrown away alone.
pub const CHECKPOINT_MEMORY: &str =
    "libvirt keeps a checkpoint with its memory or not at all; Remove-VMSnapshot removes it.";
/// Why resource pools of disks have none.
pub const POOL_OF_DISKS: &str = "there are no resource pools on Linux.";

/// Why policies of storage are not taken.
pub const QOS_POLICY: &str =
    "there are no storage policies of a cluster; limit the disk itself with -MaximumIOPS.";

/// Why the controllers of a checkpoint are not asked for.
pub const CHECKPOINT_CONTROLLERS: &str = "Get-VMHardDiskDrive -VMSnapshot and Get-VMDvdDrive -VMSnapshot give the drives of a checkpoint with their places.";

/// Why virtual subnets have none.
pub const SUBNETS: &str = "there are no virtual subnets; a VLAN isolates: -IsolationMode Vlan.";

/// Why routing domains have none.
pub const ROUTING_DOMAINS: &str =
    "there are no routing domains, which belong to network virtualization.";
