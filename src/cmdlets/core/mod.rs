//! The cmdlets of `Microsoft.PowerShell.Core`.

mod out_null;

use crate::shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[<out_null::OutNull as Declared>::SPEC];
