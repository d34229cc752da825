//! The parameters of `New-ModuleManifest` and `Update-ModuleManifest` that are entries of the file.

use std::rc::Rc;

use iovsh_derive::Parameters;

use crate::invalid;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::value::{Hashtable, Value};

/// What a manifest is to say.
#[derive(Parameters)]
pub struct ManifestEntries {
    /// Which script the module is.
    #[param(alias = "ModuleToProcess")]
    root_module: Option<String>,
    /// Its version.
    module_version: Option<String>,
    /// Its identity.
    guid: Option<String>,
    /// Who wrote it.
    author: Option<String>,
    /// For which company.
    company_name: Option<String>,
    /// Who has the rights.
    copyright: Option<String>,
    /// What it is for.
    description: Option<String>,
    /// The editions that it runs on.
    #[param(name = "CompatiblePSEditions")]
    compatible_ps_editions: Vec<String>,
    /// The least version of PowerShell.
    power_shell_version: Option<String>,
    /// The host program that it wants.
    power_shell_host_name: Option<String>,
    /// The least version of the host program.
    power_shell_host_version: Option<String>,
    /// The least version of .NET Framework.
    dot_net_framework_version: Option<String>,
    /// The least version of the runtime.
    #[param(name = "ClrVersion")]
    clr_version: Option<String>,
    /// The processor that it wants.
    processor_architecture: Option<String>,
    /// Modules that are imported before it.
    required_modules: Vec<Value>,
    /// Libraries of .NET.
    required_assemblies: Vec<String>,
    /// Scripts that run where it is imported.
    scripts_to_process: Vec<String>,
    /// Files of types.
    types_to_process: Vec<String>,
    /// Files of views.
    formats_to_process: Vec<String>,
    /// Modules inside of it.
    nested_modules: Vec<Value>,
    /// Functions that it gives.
    #[param(allow_empty_string)]
    functions_to_export: Option<Vec<String>>,
    /// Cmdlets that it gives.
    #[param(allow_empty_string)]
    cmdlets_to_export: Option<Vec<String>>,
    /// Variables that it gives.
    #[param(allow_empty_string)]
    variables_to_export: Option<Vec<String>>,
    /// Aliases that it gives.
    #[param(allow_empty_string)]
    aliases_to_export: Option<Vec<String>>,
    /// Resources of DSC that it gives.
    dsc_resources_to_export: Vec<String>,
    /// Modules that come with it.
    module_list: Vec<Value>,
    /// Files that come with it.
    file_list: Vec<String>,
    /// What it is told.
    private_data: Option<Value>,
    /// Words to find it by.
    tags: Vec<String>,
    /// Where its licence is.
    license_uri: Option<String>,
    /// Where its project is.
    project_uri: Option<String>,
    /// Where its picture is.
    icon_uri: Option<String>,
    /// What is new.
    release_notes: Option<String>,
    /// The name of a version that is not the last one.
    prerelease: Option<String>,
    /// Whether its licence has to be accepted.
    require_license_acceptance: bool,
    /// Modules that come from elsewhere.
    external_module_dependencies: Vec<String>,
    /// Where its help is.
    #[param(name = "HelpInfoUri")]
    help_info_uri: Option<String>,
    /// What stands before the nouns of its commands.
    default_command_prefix: Option<String>,
}

fn text(table: &Hashtable, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        table.set_text(key, Value::from(value));
    }
}

fn list(table: &Hashtable, key: &str, value: &[String]) {
    if !value.is_empty() {
        table.set_text(key, Value::strings(value.iter().map(String::as_str)));
    }
}

fn values(table: &Hashtable, key: &str, value: &[Value]) {
    if !value.is_empty() {
        table.set_text(key, Value::array(value.to_vec()));
    }
}

/// A copy that is changed without the one who gave it seeing it.
fn copy_of(table: &Hashtable) -> Rc<Hashtable> {
    Rc::new(table.shallow_copy())
}

/// What stands in `PrivateData.PSData` cannot be put into a value that is no table.
fn no_place_for(parameters: &[&str]) -> ShellError {
    invalid::parameter(
        format!(
            "{} are written into PrivateData.PSData, and PrivateData is no hashtable.",
            parameters.join(", ")
        ),
        "Give -PrivateData a hashtable, @{ Mine = 1 }, or leave these out.",
    )
}

impl ManifestEntries {
    /// Puts what was given into the entries of a manifest.
    ///
    /// # Errors
    /// Something stands in `PrivateData.PSData`, and `PrivateData` is no table.
    pub(super) fn put_into(&self, table: &Hashtable) -> Flow {
        text(table, "RootModule", self.root_module.as_deref());
        text(table, "ModuleVersion", self.module_version.as_deref());
        text(table, "GUID", self.guid.as_deref());
        text(table, "Author", self.author.as_deref());
        text(table, "CompanyName", self.company_name.as_deref());
        text(table, "Copyright", self.copyright.as_deref());
        text(table, "Description", self.description.as_deref());
        list(table, "CompatiblePSEditions", &self.compatible_ps_editions);
        text(
            table,
            "PowerShellVersion",
            self.power_shell_version.as_deref(),
        );
        text(
            table,
            "PowerShellHostName",
            self.power_shell_host_name.as_deref(),
        );
        text(
            table,
            "PowerShellHostVersion",
            self.power_shell_host_version.as_deref(),
        );
        text(
            table,
            "DotNetFrameworkVersion",
            self.dot_net_framework_version.as_deref(),
        );
        text(table, "ClrVersion", self.clr_version.as_deref());
        text(
            table,
            "ProcessorArchitecture",
            self.processor_architecture.as_deref(),
        );
        values(table, "RequiredModules", &self.required_modules);
        list(table, "RequiredAssemblies", &self.required_assemblies);
        list(table, "ScriptsToProcess", &self.scripts_to_process);
        list(table, "TypesToProcess", &self.types_to_process);
        list(table, "FormatsToProcess", &self.formats_to_process);
        values(table, "NestedModules", &self.nested_modules);
        if let Some(names) = &self.functions_to_export {
            table.set_text(
                "FunctionsToExport",
                Value::strings(names.iter().map(String::as_str)),
            );
        }
        if let Some(names) = &self.cmdlets_to_export {
            table.set_text(
                "CmdletsToExport",
                Value::strings(names.iter().map(String::as_str)),
            );
        }
        if let Some(names) = &self.variables_to_export {
            table.set_text(
                "VariablesToExport",
                Value::strings(names.iter().map(String::as_str)),
            );
        }
        if let Some(names) = &self.aliases_to_export {
            table.set_text(
                "AliasesToExport",
                Value::strings(names.iter().map(String::as_str)),
            );
        }
        list(table, "DscResourcesToExport", &self.dsc_resources_to_export);
        values(table, "ModuleList", &self.module_list);
        list(table, "FileList", &self.file_list);
        text(table, "HelpInfoURI", self.help_info_uri.as_deref());
        text(
            table,
            "DefaultCommandPrefix",
            self.default_command_prefix.as_deref(),
        );
        self.put_private(table)
    }

    /// What galleries read stands in `PrivateData.PSData`.
    fn put_private(&self, table: &Hashtable) -> Flow {
        let private = match self
            .private_data
            .as_ref()
            .or(table.get_text("PrivateData").as_ref())
        {
            // What was given stays the caller's own.
            Some(Value::Hashtable(known)) => copy_of(known),
            Some(other) if !other.is_null() => {
                table.set_text("PrivateData", other.clone());
                return match self.psdata_parameters().as_slice() {
                    [] => Ok(()),
                    given => Err(no_place_for(given).into()),
                };
            }
            _ => Rc::new(Hashtable::new_ordered()),
        };
        let data = match private.get_text("PSData") {
            Some(Value::Hashtable(known)) => copy_of(&known),
            _ => Rc::new(Hashtable::new_ordered()),
        };
        list(&data, "Tags", &self.tags);
        text(&data, "LicenseUri", self.license_uri.as_deref());
        text(&data, "ProjectUri", self.project_uri.as_deref());
        text(&data, "IconUri", self.icon_uri.as_deref());
        text(&data, "ReleaseNotes", self.release_notes.as_deref());
        text(&data, "Prerelease", self.prerelease.as_deref());
        if self.require_license_acceptance {
            data.set_text("RequireLicenseAcceptance", Value::Bool(true));
        }
        list(
            &data,
            "ExternalModuleDependencies",
            &self.external_module_dependencies,
        );
        private.set_text("PSData", Value::Hashtable(data));
        table.set_text("PrivateData", Value::Hashtable(private));
        Ok(())
    }

    /// The parameters that were given and stand in `PrivateData.PSData`.
    fn psdata_parameters(&self) -> Vec<&'static str> {
        let given = [
            (!self.tags.is_empty(), "-Tags"),
            (self.license_uri.is_some(), "-LicenseUri"),
            (self.project_uri.is_some(), "-ProjectUri"),
            (self.icon_uri.is_some(), "-IconUri"),
            (self.release_notes.is_some(), "-ReleaseNotes"),
            (self.prerelease.is_some(), "-Prerelease"),
            (self.require_license_acceptance, "-RequireLicenseAcceptance"),
            (
                !self.external_module_dependencies.is_empty(),
                "-ExternalModuleDependencies",
            ),
        ];
        let given = given.into_iter().filter(|(is_given, _)| *is_given);
        given.map(|(_, name)| name).collect()
    }
}
