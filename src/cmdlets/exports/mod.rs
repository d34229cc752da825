//! Virtual machines as folders.

mod asked;
mod export_vm;
mod import_vm;
mod order;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use asked::ImportAsked;
pub use order::emit_report;

/// The cmdlets of this family.
pub const SPECS: &[&CmdletSpec] = &[export_vm::ExportVm::SPEC, import_vm::ImportVm::SPEC];
