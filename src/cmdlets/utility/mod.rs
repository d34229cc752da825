//! The cmdlets of `Microsoft.PowerShell.Utility`.

mod add_member;
mod compare_object;
mod convert_to_json;
mod format_custom;
mod format_list;
mod format_table;
mod format_wide;
mod formatting;
mod get_member;
mod get_unique;
mod group_object;
mod measure_object;
mod sort_object;
mod views;
mod write_debug;
mod write_host;
mod write_information;
mod write_progress;
mod write_verbose;
mod write_warning;

use std::rc::Rc;

use crate::shell::cmdlet::{CmdletSpec, Declared};
use crate::shell::eval::Context;
use crate::shell::value::{Hashtable, Key, PsObject, Value, compare};

pub use views::VIEWS;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <add_member::AddMember as Declared>::SPEC,
    <compare_object::CompareObject as Declared>::SPEC,
    <convert_to_json::ConvertToJson as Declared>::SPEC,
    <format_custom::FormatCustom as Declared>::SPEC,
    <format_list::FormatList as Declared>::SPEC,
    <format_table::FormatTable as Declared>::SPEC,
    <format_wide::FormatWide as Declared>::SPEC,
    <get_member::GetMember as Declared>::SPEC,
    <get_unique::GetUnique as Declared>::SPEC,
    <group_object::GroupObject as Declared>::SPEC,
    <measure_object::MeasureObject as Declared>::SPEC,
    <sort_object::SortObject as Declared>::SPEC,
    <write_debug::WriteDebug as Declared>::SPEC,
    <write_host::WriteHost as Declared>::SPEC,
    <write_information::WriteInformation as Declared>::SPEC,
    <write_progress::WriteProgress as Declared>::SPEC,
    <write_verbose::WriteVerbose as Declared>::SPEC,
    <write_warning::WriteWarning as Declared>::SPEC,
];

/// `$FormatEnumerationLimit`: how many elements of a collection a cell shows. Negative for all.
pub fn enumeration_limit(_cx: &mut Context) -> i32 {
    4
}

/// A value that members can be added to: objects stay what they are, everything else gets a place for members.
pub fn extended(value: Value) -> Value {
    match value {
        Value::Object(_) => value,
        other => {
            let mut object = PsObject::custom();
            object.base = Some(other);
            Value::object(object)
        }
    }
}

/// Sets an entry of a dictionary by a key of any type.
pub fn set_entry(table: &Rc<Hashtable>, key: &Value, value: Value, case_sensitive: bool) {
    table.version.set(table.version.get().wrapping_add(1));
    let folded = compare::fold(key, case_sensitive);
    table
        .entries
        .borrow_mut()
        .insert(Key::new(folded, key.clone()), value);
}

/// Takes the read-only mark off a file's permissions, for its owner.
pub fn make_writable(permissions: &mut std::fs::Permissions) {
    use std::os::unix::fs::PermissionsExt;
    permissions.set_mode(permissions.mode() | 0o200);
}
