//! Disk images, the drives of VMs and their controllers.

pub(in crate::policy) mod controller;
pub mod drive;
pub mod image;
pub(in crate::policy) mod look;
pub mod place;
pub mod relocate;

pub use look::PATHS;
