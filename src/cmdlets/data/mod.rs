//! Conversions and data: CSV, HTML, dates, random numbers, credentials ... of `Microsoft.PowerShell.Utility` and
//! `Microsoft.PowerShell.Security`.

mod convert_from_csv;
mod convert_to_csv;
mod csv_text;
mod export_csv;
mod files;
mod import_csv;

use crate::shell::cmdlet::{CmdletSpec, Declared};

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <convert_from_csv::ConvertFromCsv as Declared>::SPEC,
    <convert_to_csv::ConvertToCsv as Declared>::SPEC,
    <export_csv::ExportCsv as Declared>::SPEC,
    <import_csv::ImportCsv as Declared>::SPEC,
];

/// Said once when headings of delimited text have no name.
const UNNAMED_COLUMNS: &str = "One or more headers were not specified. Default names starting with \"H\" have been used in \
                               place of any missing headers.";
