//! A Linux host: sysfs, rtnetlink, VFIO and libvirt.

mod apply;
mod cpu;
mod errno;
#[cfg(test)]
mod fixture;
mod host;
mod journald;
pub mod kernel_log;
pub mod libvirt;
pub mod netlink;
mod observe;
mod pci_ids;
mod refusal;
pub mod sysfs;
mod vfio;
mod watch;

pub use host::LinuxHost;
