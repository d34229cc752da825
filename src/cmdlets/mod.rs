//! The cmdlets, one file each.
pub mod types;
