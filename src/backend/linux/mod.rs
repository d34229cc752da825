//! A Linux host: sysfs, rtnetlink, VFIO and libvirt.

pub mod libvirt;
pub mod netlink;
