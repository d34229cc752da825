//! `Test-ModuleManifest`.

use iovsh_derive::Cmdlet;

use super::get_module::listing;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Manifest, ModuleFile, WantedModule};
use iovsh_shell::os_text;

/// Says whether the manifest of a module (.psd1) is right and whether the files that it names are there, and gives the module.
///
/// # Examples
/// ```iovsh
/// PS> New-ModuleManifest lab.psd1 -ModuleVersion 1.2; (Test-ModuleManifest lab.psd1).Name
/// lab
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "ModuleManifest",
    module = "Microsoft.PowerShell.Core",
    output = "System.Management.Automation.PSModuleInfo"
)]
pub struct TestModuleManifest {
    /// The file. Wildcards are allowed.
    #[param(position = 0, mandatory, from_pipeline, by_property_name)]
    path: String,
}

impl Cmdlet for TestModuleManifest {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for path in crate::data::files::readable(cx, std::slice::from_ref(&self.path), &[])? {
            let text = os_text::text_of(&path);
            if path
                .extension()
                .is_none_or(|ending| !ending.eq_ignore_ascii_case("psd1"))
            {
                cx.error(
                    ShellError::new(
                        "Modules_InvalidModuleManifestPath",
                        ErrorCategory::InvalidArgument,
                        format!("The specified path '{text}' is not valid. The path must resolve to a file with the extension .psd1."),
                    )
                    .exception("System.InvalidOperationException")
                    .target(text),
                )?;
                continue;
            }
            let manifest = match Manifest::read(&path) {
                Ok(manifest) => manifest,
                Err(error) => {
                    cx.error(error)?;
                    continue;
                }
            };
            let folder = path.parent().unwrap_or(std::path::Path::new("/"));
            let mut missing: Vec<(&str, String)> = Vec::new();
            if let Some(root) = manifest.root()
                && !folder.join(&*root).exists()
                && !folder.join(format!("{root}.psm1")).exists()
            {
                missing.push(("RootModule", root.to_string()));
            }
            for key in ["NestedModules", "ScriptsToProcess", "FileList"] {
                for item in manifest.list(key).unwrap_or_default() {
                    let name = WantedModule::of(&item).name;
                    let there = [&*name, &format!("{name}.psm1"), &format!("{name}.psd1")]
                        .iter()
                        .any(|name| folder.join(name).exists());
                    if !there {
                        missing.push((key, name.to_string()));
                    }
                }
            }
            for (key, name) in missing {
                cx.error(
                    ShellError::new(
                        if key == "RootModule" {
                            "Modules_InvalidRootModuleInModuleManifest"
                        } else {
                            "Modules_InvalidManifestMember"
                        },
                        ErrorCategory::ObjectNotFound,
                        format!("The member '{key}' of the module manifest '{text}' names '{name}', which is not there."),
                    )
                    .exception("System.IO.FileNotFoundException")
                    .target(text.as_str()),
                )?;
            }
            if manifest.text("ModuleVersion").is_none() {
                cx.error(
                    ShellError::new(
                        "Modules_InvalidManifest",
                        ErrorCategory::ResourceUnavailable,
                        format!(
                            "The module manifest '{text}' is missing the member 'ModuleVersion'."
                        ),
                    )
                    .exception("System.ArgumentException")
                    .target(text.as_str())
                    .help(format!(
                        "Add it: Update-ModuleManifest {} -ModuleVersion 1.0",
                        iovsh_shell::syntax::quote::quote_argument(&text)
                    )),
                )?;
                continue;
            }
            cx.emit(listing(&ModuleFile::of(&path)))?;
        }
        Ok(())
    }
}
