//! Conversions and data: CSV, HTML, dates, random numbers, credentials ... of `Microsoft.PowerShell.Utility` and
//! `Microsoft.PowerShell.Security`.

mod acl;
pub(crate) mod clixml;
mod column;
mod convert_from_csv;
mod convert_from_secure_string;
mod convert_from_string_data;
mod convert_to_csv;
mod convert_to_html;
mod convert_to_secure_string;
mod convert_to_xml;
mod csv_text;
mod export_clixml;
mod export_csv;
pub(crate) mod files;
mod get_acl;
mod get_credential;
mod get_culture;
mod get_date;
mod get_execution_policy;
mod get_file_hash;
mod get_host;
mod get_random;
mod get_ui_culture;
mod import_clixml;
mod import_csv;
mod import_localized_data;
mod import_powershell_data_file;
mod invoke_web_request;
mod join_string;
mod match_info;
mod measure_command;
mod new_guid;
mod new_temporary_file;
mod new_time_span;
mod random;
mod select_string;
mod select_xml;
mod set_acl;
mod set_date;
mod set_execution_policy;
mod start_sleep;
mod start_transcript;
mod stop_transcript;
pub(crate) mod transcript;
mod unblock_file;
mod unix_format;
mod views;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub use views::VIEWS;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <convert_from_csv::ConvertFromCsv as Declared>::SPEC,
    <convert_from_secure_string::ConvertFromSecureString as Declared>::SPEC,
    <convert_from_string_data::ConvertFromStringData as Declared>::SPEC,
    <convert_to_csv::ConvertToCsv as Declared>::SPEC,
    <convert_to_html::ConvertToHtml as Declared>::SPEC,
    <convert_to_secure_string::ConvertToSecureString as Declared>::SPEC,
    <convert_to_xml::ConvertToXml as Declared>::SPEC,
    <export_clixml::ExportClixml as Declared>::SPEC,
    <export_csv::ExportCsv as Declared>::SPEC,
    <get_acl::GetAcl as Declared>::SPEC,
    <get_credential::GetCredential as Declared>::SPEC,
    <get_culture::GetCulture as Declared>::SPEC,
    <get_date::GetDate as Declared>::SPEC,
    <get_execution_policy::GetExecutionPolicy as Declared>::SPEC,
    <get_file_hash::GetFileHash as Declared>::SPEC,
    <get_host::GetHost as Declared>::SPEC,
    <get_random::GetRandom as Declared>::SPEC,
    <get_ui_culture::GetUiCulture as Declared>::SPEC,
    <import_clixml::ImportClixml as Declared>::SPEC,
    <import_csv::ImportCsv as Declared>::SPEC,
    <import_localized_data::ImportLocalizedData as Declared>::SPEC,
    <import_powershell_data_file::ImportPowerShellDataFile as Declared>::SPEC,
    <invoke_web_request::InvokeWebRequest as Declared>::SPEC,
    <join_string::JoinString as Declared>::SPEC,
    <measure_command::MeasureCommand as Declared>::SPEC,
    <new_guid::NewGuid as Declared>::SPEC,
    <new_temporary_file::NewTemporaryFile as Declared>::SPEC,
    <new_time_span::NewTimeSpan as Declared>::SPEC,
    <select_string::SelectString as Declared>::SPEC,
    <select_xml::SelectXml as Declared>::SPEC,
    <set_acl::SetAcl as Declared>::SPEC,
    <set_date::SetDate as Declared>::SPEC,
    <set_execution_policy::SetExecutionPolicy as Declared>::SPEC,
    <start_sleep::StartSleep as Declared>::SPEC,
    <start_transcript::StartTranscript as Declared>::SPEC,
    <stop_transcript::StopTranscript as Declared>::SPEC,
    <unblock_file::UnblockFile as Declared>::SPEC,
];

/// Said once when headings of delimited text have no name.
const UNNAMED_COLUMNS: &str = "One or more headers were not specified. Default names starting with \"H\" have been used in \
                               place of any missing headers.";
