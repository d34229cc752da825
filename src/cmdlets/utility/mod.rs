//! The cmdlets of `Microsoft.PowerShell.Utility`.

mod add_member;
mod add_type;
mod aliases;
mod clear_variable;
mod compare_object;
mod convert_from_json;
mod convert_to_json;
mod format_custom;
mod format_hex;
mod format_list;
mod format_table;
mod format_wide;
mod formatting;
mod get_alias;
mod get_member;
mod get_type_data;
mod get_unique;
mod get_variable;
mod get_verb;
mod group_object;
mod invoke_expression;
mod json_schema;
mod measure_object;
mod new_alias;
mod new_object;
mod new_variable;
mod out_file;
mod out_string;
mod read_host;
mod remove_alias;
mod remove_type_data;
mod remove_variable;
mod select_object;
mod set_alias;
mod set_variable;
mod sort_object;
mod tee_object;
mod test_json;
mod text_file;
mod update_format_data;
mod update_type_data;
mod variables;
mod views;
mod write_debug;
mod write_error;
mod write_host;
mod write_information;
mod write_output;
mod write_progress;
mod write_verbose;
mod write_warning;

use std::rc::Rc;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Hashtable, Key, PsObject, Value, compare};

pub use get_verb::is_approved;
pub use views::VIEWS;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <add_member::AddMember as Declared>::SPEC,
    <add_type::AddType as Declared>::SPEC,
    <clear_variable::ClearVariable as Declared>::SPEC,
    <compare_object::CompareObject as Declared>::SPEC,
    <convert_from_json::ConvertFromJson as Declared>::SPEC,
    <convert_to_json::ConvertToJson as Declared>::SPEC,
    <format_custom::FormatCustom as Declared>::SPEC,
    <format_hex::FormatHex as Declared>::SPEC,
    <format_list::FormatList as Declared>::SPEC,
    <format_table::FormatTable as Declared>::SPEC,
    <format_wide::FormatWide as Declared>::SPEC,
    <get_alias::GetAlias as Declared>::SPEC,
    <get_member::GetMember as Declared>::SPEC,
    <get_type_data::GetTypeData as Declared>::SPEC,
    <get_unique::GetUnique as Declared>::SPEC,
    <get_variable::GetVariable as Declared>::SPEC,
    <get_verb::GetVerb as Declared>::SPEC,
    <group_object::GroupObject as Declared>::SPEC,
    <invoke_expression::InvokeExpression as Declared>::SPEC,
    <measure_object::MeasureObject as Declared>::SPEC,
    <new_alias::NewAlias as Declared>::SPEC,
    <new_object::NewObject as Declared>::SPEC,
    <new_variable::NewVariable as Declared>::SPEC,
    <out_file::OutFile as Declared>::SPEC,
    <out_string::OutString as Declared>::SPEC,
    <read_host::ReadHost as Declared>::SPEC,
    <remove_alias::RemoveAlias as Declared>::SPEC,
    <remove_type_data::RemoveTypeData as Declared>::SPEC,
    <remove_variable::RemoveVariable as Declared>::SPEC,
    <select_object::SelectObject as Declared>::SPEC,
    <set_alias::SetAlias as Declared>::SPEC,
    <set_variable::SetVariable as Declared>::SPEC,
    <sort_object::SortObject as Declared>::SPEC,
    <tee_object::TeeObject as Declared>::SPEC,
    <test_json::TestJson as Declared>::SPEC,
    <update_format_data::UpdateFormatData as Declared>::SPEC,
    <update_type_data::UpdateTypeData as Declared>::SPEC,
    <write_debug::WriteDebug as Declared>::SPEC,
    <write_error::WriteError as Declared>::SPEC,
    <write_host::WriteHost as Declared>::SPEC,
    <write_information::WriteInformation as Declared>::SPEC,
    <write_output::WriteOutput as Declared>::SPEC,
    <write_progress::WriteProgress as Declared>::SPEC,
    <write_verbose::WriteVerbose as Declared>::SPEC,
    <write_warning::WriteWarning as Declared>::SPEC,
];

/// `$FormatEnumerationLimit`: how many elements of a collection a cell shows. Negative for all.
pub fn enumeration_limit(cx: &mut Context) -> i32 {
    cx.session().enumeration_limit()
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
    let folded = compare::fold(key, case_sensitive);
    table.insert(Key::new(folded, key.clone()), value);
}

/// Takes the read-only mark off a file's permissions, for its owner.
pub fn make_writable(permissions: &mut std::fs::Permissions) {
    use std::os::unix::fs::PermissionsExt;
    permissions.set_mode(permissions.mode() | 0o200);
}
