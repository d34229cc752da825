//! The cmdlets of `Microsoft.PowerShell.Core`.

mod clear_history;
mod clear_host;
mod command_syntax;
mod comment_help;
mod export_module_member;
mod for_each_object;
mod get_command;
mod get_error;
mod get_help;
mod get_history;
mod get_installed_module;
mod get_job;
mod get_module;
mod get_ps_call_stack;
mod help_page;
mod import_module;
mod install_module;
mod install_package_provider;
mod invoke_history;
mod job_selection;
mod manifest_entries;
mod manifest_file;
mod new_module;
mod new_module_manifest;
mod out_default;
mod out_host;
mod out_null;
mod parallel;
mod receive_job;
mod register_argument_completer;
mod remove_job;
mod remove_module;
mod set_ps_debug;
mod set_strict_mode;
mod start_job;
mod start_thread_job;
mod stop_job;
mod test_module_manifest;
mod test_script_compatibility;
mod update_module_manifest;
mod views;
mod wait_job;
mod where_object;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub(crate) use receive_job::replay;
pub use views::VIEWS;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <clear_history::ClearHistory as Declared>::SPEC,
    <clear_host::ClearHost as Declared>::SPEC,
    <export_module_member::ExportModuleMember as Declared>::SPEC,
    <for_each_object::ForEachObject as Declared>::SPEC,
    <get_command::GetCommand as Declared>::SPEC,
    <get_error::GetError as Declared>::SPEC,
    <get_help::GetHelp as Declared>::SPEC,
    <get_history::GetHistory as Declared>::SPEC,
    <get_job::GetJob as Declared>::SPEC,
    <get_installed_module::GetInstalledModule as Declared>::SPEC,
    <get_module::GetModule as Declared>::SPEC,
    <get_ps_call_stack::GetPsCallStack as Declared>::SPEC,
    <import_module::ImportModule as Declared>::SPEC,
    <install_module::InstallModule as Declared>::SPEC,
    <install_package_provider::InstallPackageProvider as Declared>::SPEC,
    <invoke_history::InvokeHistory as Declared>::SPEC,
    <new_module::NewModule as Declared>::SPEC,
    <new_module_manifest::NewModuleManifest as Declared>::SPEC,
    <out_default::OutDefault as Declared>::SPEC,
    <out_host::OutHost as Declared>::SPEC,
    <out_null::OutNull as Declared>::SPEC,
    <receive_job::ReceiveJob as Declared>::SPEC,
    <register_argument_completer::RegisterArgumentCompleter as Declared>::SPEC,
    <remove_job::RemoveJob as Declared>::SPEC,
    <remove_module::RemoveModule as Declared>::SPEC,
    <set_ps_debug::SetPsDebug as Declared>::SPEC,
    <set_strict_mode::SetStrictMode as Declared>::SPEC,
    <start_job::StartJob as Declared>::SPEC,
    <start_thread_job::StartThreadJob as Declared>::SPEC,
    <stop_job::StopJob as Declared>::SPEC,
    <test_module_manifest::TestModuleManifest as Declared>::SPEC,
    <test_script_compatibility::TestScriptCompatibility as Declared>::SPEC,
    <update_module_manifest::UpdateModuleManifest as Declared>::SPEC,
    <wait_job::WaitJob as Declared>::SPEC,
    <where_object::WhereObject as Declared>::SPEC,
];
