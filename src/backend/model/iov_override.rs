//! The file of modprobe that has VFIO hand out devices whose interrupts nothing remaps, also after a start of the host.

/// Where it is.
pub const OVERRIDE_FILE: &str = "/etc/modprobe.d/iovsh-iov-override.conf";

/// What is in it (`man 5 modprobe.d`).
pub const OVERRIDE_TEXT: &str = "# Written by iovsh (Enable-VMHostIovOverride); Disable-VMHostIovOverride removes it.\n# Virtual machines with a device of the host can send interrupts to the host itself.\noptions vfio_iommu_type1 allow_unsafe_interrupts=1\n";
