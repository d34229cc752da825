//! Network adapters that the host itself has on a switch (Hyper-V: of the management operating system). A switch's first one may be the
//! bridge itself; every other is a pair of virtual Ethernet devices, one end with the host's addresses, the other a port of the bridge.

pub(in crate::policy) mod add;
pub(in crate::policy) mod addresses;
pub(in crate::policy) mod build;
pub(in crate::policy) mod change;
pub(in crate::policy) mod leave;
pub(in crate::policy) mod record;
pub(in crate::policy) mod remove;

pub use add::NewHostAdapter;
