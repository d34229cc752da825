//! `New-ModuleManifest`.

use iovsh_derive::Cmdlet;

use super::manifest_entries::ManifestEntries;
use super::manifest_file;
use crate::whole_file::replace;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::types;
use iovsh_shell::value::{Hashtable, Value};

/// Writes the manifest of a module: a file (.psd1) that says which script it is, its version and what it gives.
///
/// # Examples
/// ```iovsh
/// PS> New-ModuleManifest lab.psd1 -RootModule lab.psm1 -ModuleVersion 1.2 -FunctionsToExport Get-Lab
/// PS> (Import-PowerShellDataFile lab.psd1).ModuleVersion
/// 1.2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "ModuleManifest",
    module = "Microsoft.PowerShell.Core",
    impact = Medium,
    output = "System.String"
)]
pub struct NewModuleManifest {
    /// The file.
    #[param(position = 0, mandatory, not_null_or_empty)]
    path: String,
    #[flatten]
    entries: ManifestEntries,
    /// Gives the text of the file too.
    #[param(name = "PassThru")]
    pass_thru: bool,
}

/// Writes a manifest, and gives its text.
pub(super) fn write(cx: &mut Context, path: &str, table: &Hashtable) -> Flow<String> {
    let file = cx.session().locations.native(path);
    let name = file.file_stem().map(os_text::text_of).unwrap_or_default();
    let day = chrono::Local::now().format("%m/%d/%Y").to_string();
    let text = manifest_file::text(&name, &day, table);
    // A link to a manifest stays one.
    let place = file.canonicalize().unwrap_or_else(|_| file.clone());
    replace(&place, &text).map_err(|error| {
        ShellError::new(
            "FileWriteError",
            ErrorCategory::WriteError,
            format!(
                "The manifest '{}' cannot be written: {error}.",
                os_text::text_of(&file)
            ),
        )
        .exception("System.IO.IOException")
        .target(path)
        .cause(error.to_string())
    })?;
    Ok(text)
}

impl Cmdlet for NewModuleManifest {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.path.to_ascii_lowercase().ends_with(".psd1") {
            return Err(ShellError::new(
                "Modules_InvalidModuleManifestPath",
                ErrorCategory::InvalidArgument,
                format!(
                    "The specified path '{}' is not valid. The path must resolve to a file with the extension .psd1.",
                    self.path
                ),
            )
            .exception("System.InvalidOperationException")
            .target(self.path.as_str())
            .into());
        }
        let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
        let table = Hashtable::new_ordered();
        for (key, value) in [
            ("ModuleVersion", "0.0.1".to_owned()),
            (
                "GUID",
                iovsh_shell::value::convert::to_text(&Value::Guid(std::rc::Rc::new(
                    types::new_guid(),
                )))
                .to_string(),
            ),
            ("Author", user.clone()),
            ("CompanyName", "Unknown".to_owned()),
            ("Copyright", format!("(c) {user}. All rights reserved.")),
        ] {
            table.set_text(key, Value::from(value));
        }
        for key in [
            "FunctionsToExport",
            "CmdletsToExport",
            "VariablesToExport",
            "AliasesToExport",
        ] {
            table.set_text(key, Value::from("*"));
        }
        self.entries.put_into(&table)?;
        if !cx.should_process(&self.path, "Creating the module manifest file")? {
            return Ok(());
        }
        let text = write(cx, &self.path, &table)?;
        if self.pass_thru {
            cx.emit(text)?;
        }
        Ok(())
    }
}
