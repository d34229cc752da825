//! The host itself.

mod get_vm_host;

use crate::shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[get_vm_host::GetVmHost::SPEC];
