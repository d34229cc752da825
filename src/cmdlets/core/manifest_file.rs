//! What a manifest of a module (.psd1) looks like on the disk.

use iovsh_shell::syntax::quote::{quote_literal, quote_member};
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::members::enumerate;
use iovsh_shell::value::{Hashtable, Value};

/// The entries of a manifest in their order, each with what it means.
pub(super) const ENTRIES: &[(&str, &str)] = &[
    (
        "RootModule",
        "Script module file associated with this manifest.",
    ),
    ("ModuleVersion", "Version number of this module."),
    ("CompatiblePSEditions", "Supported PSEditions"),
    ("GUID", "ID used to uniquely identify this module"),
    ("Author", "Author of this module"),
    ("CompanyName", "Company or vendor of this module"),
    ("Copyright", "Copyright statement for this module"),
    (
        "Description",
        "Description of the functionality provided by this module",
    ),
    (
        "PowerShellVersion",
        "Minimum version of the PowerShell engine required by this module",
    ),
    (
        "PowerShellHostName",
        "Name of the PowerShell host required by this module",
    ),
    (
        "PowerShellHostVersion",
        "Minimum version of the PowerShell host required by this module",
    ),
    (
        "DotNetFrameworkVersion",
        "Minimum version of Microsoft .NET Framework required by this module",
    ),
    (
        "ClrVersion",
        "Minimum version of the common language runtime (CLR) required by this module",
    ),
    (
        "ProcessorArchitecture",
        "Processor architecture (None, X86, Amd64) required by this module",
    ),
    (
        "RequiredModules",
        "Modules that must be imported into the global environment prior to importing this module",
    ),
    (
        "RequiredAssemblies",
        "Assemblies that must be loaded prior to importing this module",
    ),
    (
        "ScriptsToProcess",
        "Script files (.ps1) that are run in the caller's environment prior to importing this module.",
    ),
    (
        "TypesToProcess",
        "Type files (.ps1xml) to be loaded when importing this module",
    ),
    (
        "FormatsToProcess",
        "Format files (.ps1xml) to be loaded when importing this module",
    ),
    (
        "NestedModules",
        "Modules to import as nested modules of the module specified in RootModule/ModuleToProcess",
    ),
    ("FunctionsToExport", "Functions to export from this module"),
    ("CmdletsToExport", "Cmdlets to export from this module"),
    ("VariablesToExport", "Variables to export from this module"),
    ("AliasesToExport", "Aliases to export from this module"),
    (
        "DscResourcesToExport",
        "DSC resources to export from this module",
    ),
    (
        "ModuleList",
        "List of all modules packaged with this module",
    ),
    ("FileList", "List of all files packaged with this module"),
    (
        "PrivateData",
        "Private data to pass to the module specified in RootModule/ModuleToProcess.",
    ),
    ("HelpInfoURI", "HelpInfo URI of this module"),
    (
        "DefaultCommandPrefix",
        "Default prefix for commands exported from this module.",
    ),
];

/// A value as a data file has it.
fn written(value: &Value, indent: usize) -> String {
    match value.base() {
        Value::Null => "$null".to_owned(),
        Value::Bool(true) => "$true".to_owned(),
        Value::Bool(false) => "$false".to_owned(),
        Value::Int(_) | Value::Long(_) | Value::Double(_) => to_text(value).to_string(),
        Value::Hashtable(table) => written_table(table, indent),
        other => match enumerate(other) {
            Some(items) if items.is_empty() => "@()".to_owned(),
            Some(items) => {
                let items: Vec<String> = items.iter().map(|item| written(item, indent)).collect();
                if items.len() == 1 && !matches!(other, Value::Hashtable(_)) {
                    format!("@({})", items.join(", "))
                } else {
                    items.join(", ")
                }
            }
            None => quote_literal(&to_text(value)),
        },
    }
}

fn written_table(table: &Hashtable, indent: usize) -> String {
    let inner = " ".repeat(indent + 4);
    let mut out = "@{\n".to_owned();
    for (key, value) in table.entries().iter() {
        let name = to_text(key.value());
        out.push_str(&format!(
            "{inner}{} = {}\n",
            quote_member(&name),
            written(value, indent + 4)
        ));
    }
    out.push_str(&" ".repeat(indent));
    out.push('}');
    out
}

/// The text of a manifest: the entries that are there, and all others as comments.
pub(super) fn text(name: &str, day: &str, table: &Hashtable) -> String {
    let mut out = format!(
        "#\n# Module manifest for module '{}'\n#\n# Generated on: {day}\n#\n\n@{{\n\n",
        name.replace(['\r', '\n'], " ")
    );
    let mut known: Vec<String> = Vec::new();
    for (key, meaning) in ENTRIES {
        known.push(key.to_lowercase());
        out.push_str(&format!("# {meaning}\n"));
        match table.get_text(key) {
            Some(value) => out.push_str(&format!("{key} = {}\n\n", written(&value, 0))),
            None => out.push_str(&format!("# {key} = ''\n\n")),
        }
    }
    for (key, value) in table.entries().iter() {
        let key = to_text(key.value());
        if !known.contains(&key.to_lowercase()) {
            out.push_str(&format!(
                "{} = {}\n\n",
                quote_member(&key),
                written(value, 0)
            ));
        }
    }
    out.push_str("}\n");
    out
}
