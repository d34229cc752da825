//! Items and paths, processes and services: the cmdlets of `Microsoft.PowerShell.Management`.

mod add_content;
mod clear_content;
mod clear_item;
mod content_writer;
mod copy_item;
pub mod encoding;
mod get_child_item;
mod get_content;
mod get_item;
mod move_item;
mod new_item;
pub mod paths;
pub mod provider;
mod remove_item;
mod rename_item;
mod set_content;
mod set_item;
pub mod targets;
mod test_path;
mod transfer;

pub use content_writer::make_writable;

use crate::shell::cmdlet::{CmdletSpec, Declared};
use crate::shell::error::{ErrorCategory, ShellError};

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <add_content::AddContent as Declared>::SPEC,
    <clear_content::ClearContent as Declared>::SPEC,
    <clear_item::ClearItem as Declared>::SPEC,
    <copy_item::CopyItem as Declared>::SPEC,
    <get_child_item::GetChildItem as Declared>::SPEC,
    <get_content::GetContent as Declared>::SPEC,
    <get_item::GetItem as Declared>::SPEC,
    <move_item::MoveItem as Declared>::SPEC,
    <new_item::NewItem as Declared>::SPEC,
    <remove_item::RemoveItem as Declared>::SPEC,
    <rename_item::RenameItem as Declared>::SPEC,
    <set_content::SetContent as Declared>::SPEC,
    <set_item::SetItem as Declared>::SPEC,
    <test_path::TestPath as Declared>::SPEC,
];

/// Something that Windows has and this host does not, with what to do instead.
pub fn unsupported(what: &str, instead: &str) -> ShellError {
    ShellError::new("NotSupported", ErrorCategory::NotImplemented, what)
        .exception("System.NotSupportedException")
        .help(instead)
}
