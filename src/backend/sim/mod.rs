//! The simulated host: a state machine that refuses what the kernel and libvirt refuse.
