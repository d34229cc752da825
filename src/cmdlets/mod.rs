//! The cmdlets, one file each.
