//! Whole PCI devices that are given to virtual machines.

pub mod assign;
