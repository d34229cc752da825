//! `Update-ModuleManifest`.

use iovsh_derive::Cmdlet;

use super::manifest_entries::ManifestEntries;
use super::new_module_manifest::write;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, Manifest};

/// Changes entries of the manifest of a module; all others stay. Its comments are written anew.
///
/// # Examples
/// ```iovsh
/// PS> New-ModuleManifest lab.psd1 -Author Ada; Update-ModuleManifest lab.psd1 -ModuleVersion 2.0
/// PS> (Import-PowerShellDataFile lab.psd1).ModuleVersion
/// 2.0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "ModuleManifest",
    module = "PowerShellGet",
    class = "Update-ModuleManifest",
    impact = Medium
)]
pub struct UpdateModuleManifest {
    /// The file.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        not_null_or_empty
    )]
    path: String,
    #[flatten]
    entries: ManifestEntries,
    /// Gives the text of the file too.
    #[param(name = "PassThru")]
    pass_thru: bool,
}

impl Cmdlet for UpdateModuleManifest {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let file = cx.session().locations.native(&self.path);
        let manifest = Manifest::read(&file)?;
        self.entries.put_into(manifest.table())?;
        if !cx.should_process(&self.path, "Update manifest file with new content")? {
            return Ok(());
        }
        let text = write(cx, &self.path, manifest.table())?;
        if self.pass_thru {
            cx.emit(text)?;
        }
        Ok(())
    }
}
