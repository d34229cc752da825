//! A Linux host: sysfs, rtnetlink, VFIO and libvirt.

pub mod libvirt;
