//! `Update-FormatData`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Reads the views of objects anew. There are no files of views here, so that there is nothing to be read.
///
/// # Examples
/// ```iovsh
/// PS> Update-FormatData
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Update",
    noun = "FormatData",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FileSet",
    impact = Medium
)]
pub struct UpdateFormatData {
    /// Files of views (.ps1xml). Without any, the known files are read anew, of which there are none.
    #[param(
        set = "FileSet",
        position = 0,
        from_pipeline,
        by_property_name,
        alias("PSPath", "FilePath")
    )]
    append_path: Vec<String>,
    /// Files of views (.ps1xml) that come before the others.
    #[param(set = "FileSet")]
    prepend_path: Vec<String>,
}

impl Cmdlet for UpdateFormatData {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let files: Vec<String> = self
            .prepend_path
            .iter()
            .chain(&self.append_path)
            .cloned()
            .collect();
        if files.is_empty() {
            return Ok(());
        }
        cx.error(super::update_type_data::no_files(
            "views",
            &files,
            "Say which properties a type shows: Update-TypeData -TypeName TYPE -DefaultDisplayPropertySet NAME, NAME",
        ))
    }
}
