//! The numbers of incompatibilities. 33012 is Hyper-V's; the others are iovsh's own (docs/migration.md).

/// There is no switch of that name.
pub const SWITCH_MISSING: u32 = 33012;
/// Migrations are not allowed at the source or the target.
pub const DISABLED: u32 = 90001;
/// As many migrations as are allowed are under way.
pub const LIMIT: u32 = 90002;
/// The target is the source.
pub const SAME_HOST: u32 = 90003;
/// The name or the id is taken.
pub const NAME_IN_USE: u32 = 90004;
/// Too little memory.
pub const MEMORY: u32 = 90005;
/// The processor lacks what the guest was started with.
pub const PROCESSOR: u32 = 90006;
/// The machine type is not known there.
pub const MACHINE: u32 = 90007;
/// A disk cannot be reached there.
pub const DISK: u32 = 90008;
/// It has a device of its host.
pub const DEVICE: u32 = 90009;
/// Something keeps it where it is.
pub const BLOCKED: u32 = 90010;
/// A guest that stands still cannot let its VF go.
pub const HOLDS_VF: u32 = 90011;
/// It is already on its way.
pub const UNDER_WAY: u32 = 90012;
/// The target has no KVM.
pub const NO_KVM: u32 = 90013;
/// An address of it is taken there.
pub const ADDRESS: u32 = 90014;
/// The target has no address in the networks that it has chosen for migrations.
pub const NETWORK: u32 = 90015;
/// Memory is to travel under TLS, and a host has no certificate for that.
pub const CERTIFICATE: u32 = 90016;
/// It is paused, and has not run since it came: its clock would be lost.
pub const NOT_RUN: u32 = 90017;
/// From here on they are notes: they keep nobody from migrating.
pub const NOTES: u32 = 90900;
/// No VF will be there for an adapter.
pub const NO_VF: u32 = 90901;
/// An adapter reaches the wire where it is, and would not there.
pub const NO_LINK: u32 = 90904;
/// Something is otherwise than it was: an address, a drive, a port.
pub const CHANGED: u32 = 90903;
/// The guest sees the processor of its host, which is another one there.
pub const OTHER_PROCESSOR: u32 = 90902;
/// The target has an old definition of a role of its cluster, which this one replaces.
pub const OLD_DEFINITION: u32 = 90905;
