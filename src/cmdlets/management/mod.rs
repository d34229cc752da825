//! Items and paths, processes and services: the cmdlets of `Microsoft.PowerShell.Management`.

mod add_content;
mod clear_content;
mod clear_item;
mod content_writer;
mod convert_path;
mod copy_item;
mod drive_info;
pub mod encoding;
mod get_child_item;
mod get_content;
mod get_item;
mod get_location;
mod get_psdrive;
mod join_path;
mod move_item;
mod moving;
mod new_item;
mod new_psdrive;
mod path_info;
pub mod paths;
mod pop_location;
pub mod provider;
mod push_location;
mod remove_item;
mod remove_psdrive;
mod rename_item;
mod resolve_path;
mod set_content;
mod set_item;
mod set_location;
mod split_path;
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
    <convert_path::ConvertPath as Declared>::SPEC,
    <copy_item::CopyItem as Declared>::SPEC,
    <get_child_item::GetChildItem as Declared>::SPEC,
    <get_content::GetContent as Declared>::SPEC,
    <get_item::GetItem as Declared>::SPEC,
    <get_location::GetLocation as Declared>::SPEC,
    <get_psdrive::GetPsDrive as Declared>::SPEC,
    <join_path::JoinPath as Declared>::SPEC,
    <move_item::MoveItem as Declared>::SPEC,
    <new_item::NewItem as Declared>::SPEC,
    <new_psdrive::NewPsDrive as Declared>::SPEC,
    <pop_location::PopLocation as Declared>::SPEC,
    <push_location::PushLocation as Declared>::SPEC,
    <remove_item::RemoveItem as Declared>::SPEC,
    <remove_psdrive::RemovePsDrive as Declared>::SPEC,
    <rename_item::RenameItem as Declared>::SPEC,
    <resolve_path::ResolvePath as Declared>::SPEC,
    <set_content::SetContent as Declared>::SPEC,
    <set_item::SetItem as Declared>::SPEC,
    <set_location::SetLocation as Declared>::SPEC,
    <split_path::SplitPath as Declared>::SPEC,
    <test_path::TestPath as Declared>::SPEC,
];

/// Something that Windows has and this host does not, with what to do instead.
pub fn unsupported(what: &str, instead: &str) -> ShellError {
    ShellError::new("NotSupported", ErrorCategory::NotImplemented, what)
        .exception("System.NotSupportedException")
        .help(instead)
}
