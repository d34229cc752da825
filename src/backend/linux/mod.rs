//! A Linux host: sysfs, rtnetlink, VFIO and libvirt.

#[cfg(test)]
mod fixture;
pub mod kernel_log;
pub mod libvirt;
pub mod netlink;
pub mod sysfs;
mod vfio;
