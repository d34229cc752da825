//! A Linux host: sysfs, rtnetlink, VFIO and libvirt.

mod apply;
mod cluster;
mod cpu;
mod errno;
#[cfg(test)]
mod fixture;
mod guest;
mod image;
mod journald;
pub mod kernel_log;
pub mod libvirt;
mod listeners;
mod machine;
mod migration;
mod name_servers;
mod nat;
pub mod netlink;
mod observe;
mod pci_ids;
mod refusal;
mod saved;
pub mod sysfs;
mod vfio;
mod watch;

pub use machine::LinuxMachine;
