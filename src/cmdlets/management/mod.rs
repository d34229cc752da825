//! Items and paths, processes and services: the cmdlets of `Microsoft.PowerShell.Management`.

mod add_content;
mod cim;
mod clear_content;
mod clear_dns_client_cache;
mod clear_item;
mod clipboard;
mod content_writer;
mod convert_path;
mod copy_item;
mod drive_info;
pub mod encoding;
mod get_child_item;
mod get_cim_associated_instance;
mod get_cim_class;
mod get_cim_instance;
mod get_clipboard;
mod get_computer_info;
mod get_content;
mod get_hot_fix;
mod get_item;
mod get_item_property;
mod get_item_property_value;
mod get_location;
mod get_process;
mod get_psdrive;
mod get_psprovider;
mod get_service;
mod get_time_zone;
mod get_uptime;
mod get_wmi_object;
mod hardware;
mod invoke_cim_method;
mod invoke_item;
mod invoke_wmi_method;
mod item_properties;
mod join_path;
mod make_directory;
mod move_item;
mod moving;
mod new_cim_instance;
mod new_item;
mod new_item_property;
mod new_psdrive;
mod output;
mod path_info;
pub mod paths;
mod pop_location;
mod process_info;
mod processes;
pub mod provider;
mod push_location;
mod register_cim_indication_event;
mod remove_cim_instance;
mod remove_item;
mod remove_item_property;
mod remove_psdrive;
mod rename_item;
mod rename_item_property;
mod resolve_dns_name;
mod resolve_path;
mod restart_computer;
mod restart_service;
mod service_control;
mod service_info;
mod set_cim_instance;
mod set_clipboard;
mod set_content;
mod set_item;
mod set_item_property;
mod set_location;
mod set_service;
pub mod simulated;
mod split_path;
mod start_process;
mod start_service;
mod stop_computer;
mod stop_process;
mod stop_service;
pub mod targets;
mod test_connection;
mod test_net_connection;
mod test_path;
mod transfer;
mod tree;
mod views;
mod wait_process;

pub use content_writer::make_writable;
pub use output::emit as emit_item;
pub use views::VIEWS;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};
use iovsh_shell::error::{ErrorCategory, ShellError};

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <add_content::AddContent as Declared>::SPEC,
    <clear_content::ClearContent as Declared>::SPEC,
    <clear_dns_client_cache::ClearDnsClientCache as Declared>::SPEC,
    <clear_item::ClearItem as Declared>::SPEC,
    <convert_path::ConvertPath as Declared>::SPEC,
    <copy_item::CopyItem as Declared>::SPEC,
    <get_child_item::GetChildItem as Declared>::SPEC,
    <get_clipboard::GetClipboard as Declared>::SPEC,
    <get_cim_associated_instance::GetCimAssociatedInstance as Declared>::SPEC,
    <get_cim_class::GetCimClass as Declared>::SPEC,
    <get_cim_instance::GetCimInstance as Declared>::SPEC,
    <get_computer_info::GetComputerInfo as Declared>::SPEC,
    <get_content::GetContent as Declared>::SPEC,
    <get_hot_fix::GetHotFix as Declared>::SPEC,
    <get_item::GetItem as Declared>::SPEC,
    <get_item_property::GetItemProperty as Declared>::SPEC,
    <get_item_property_value::GetItemPropertyValue as Declared>::SPEC,
    <get_location::GetLocation as Declared>::SPEC,
    <get_process::GetProcess as Declared>::SPEC,
    <get_psdrive::GetPsDrive as Declared>::SPEC,
    <get_psprovider::GetPsProvider as Declared>::SPEC,
    <get_service::GetService as Declared>::SPEC,
    <get_time_zone::GetTimeZone as Declared>::SPEC,
    <get_uptime::GetUptime as Declared>::SPEC,
    <get_wmi_object::GetWmiObject as Declared>::SPEC,
    <invoke_cim_method::InvokeCimMethod as Declared>::SPEC,
    <invoke_item::InvokeItem as Declared>::SPEC,
    <invoke_wmi_method::InvokeWmiMethod as Declared>::SPEC,
    <join_path::JoinPath as Declared>::SPEC,
    <make_directory::MakeDirectory as Declared>::SPEC,
    <move_item::MoveItem as Declared>::SPEC,
    <new_cim_instance::NewCimInstance as Declared>::SPEC,
    <new_item::NewItem as Declared>::SPEC,
    <new_item_property::NewItemProperty as Declared>::SPEC,
    <new_psdrive::NewPsDrive as Declared>::SPEC,
    <pop_location::PopLocation as Declared>::SPEC,
    <push_location::PushLocation as Declared>::SPEC,
    <register_cim_indication_event::RegisterCimIndicationEvent as Declared>::SPEC,
    <remove_cim_instance::RemoveCimInstance as Declared>::SPEC,
    <remove_item::RemoveItem as Declared>::SPEC,
    <remove_item_property::RemoveItemProperty as Declared>::SPEC,
    <remove_psdrive::RemovePsDrive as Declared>::SPEC,
    <rename_item::RenameItem as Declared>::SPEC,
    <rename_item_property::RenameItemProperty as Declared>::SPEC,
    <resolve_path::ResolvePath as Declared>::SPEC,
    <restart_computer::RestartComputer as Declared>::SPEC,
    <restart_service::RestartService as Declared>::SPEC,
    <set_cim_instance::SetCimInstance as Declared>::SPEC,
    <set_content::SetContent as Declared>::SPEC,
    <set_clipboard::SetClipboard as Declared>::SPEC,
    <set_item::SetItem as Declared>::SPEC,
    <set_item_property::SetItemProperty as Declared>::SPEC,
    <set_location::SetLocation as Declared>::SPEC,
    <set_service::SetService as Declared>::SPEC,
    <split_path::SplitPath as Declared>::SPEC,
    <start_process::StartProcess as Declared>::SPEC,
    <start_service::StartService as Declared>::SPEC,
    <stop_computer::StopComputer as Declared>::SPEC,
    <stop_process::StopProcess as Declared>::SPEC,
    <stop_service::StopService as Declared>::SPEC,
    <test_connection::TestConnection as Declared>::SPEC,
    <resolve_dns_name::ResolveDnsName as Declared>::SPEC,
    <test_net_connection::TestNetConnection as Declared>::SPEC,
    <test_path::TestPath as Declared>::SPEC,
    <wait_process::WaitProcess as Declared>::SPEC,
];

/// Something that Windows has and this host does not, with what to do instead.
pub fn unsupported(what: &str, instead: &str) -> ShellError {
    ShellError::new("NotSupported", ErrorCategory::NotImplemented, what)
        .exception("System.NotSupportedException")
        .help(instead)
}

/// Refuses `-ComputerName` for what only this host can be asked.
///
/// # Errors
/// `NotSupported` when another host is named.
pub fn this_host_only(computers: &[String], what: &str) -> Result<(), ShellError> {
    let own = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let local = |name: &str| {
        name == "."
            || name.eq_ignore_ascii_case("localhost")
            || name.eq_ignore_ascii_case(own.trim())
            || name.is_empty()
    };
    match computers.iter().find(|name| !local(name)) {
        None => Ok(()),
        Some(name) => Err(unsupported(
            &format!("{what} of the host '{name}' cannot be seen from here."),
            "Run the command there: ssh HOST iovsh -Command '...'.",
        )
        .target(name.as_str())),
    }
}
