use iovsh_derive::Cmdlet;

use super::get_module::listing;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{MemberKind, Value};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Lists the modules of the folders of `$env:PSModulePath`. No gallery of modules is known, so that none came from one.
///
/// # Examples
/// ```iovsh
/// PS> $env:PSModulePath = "$PWD"; [void](New-Item Lab -ItemType Directory); Set-Content Lab/Lab.psm1 'function Get-Lab { 1 }'
/// PS> (Get-InstalledModule).Name
/// Lab
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "InstalledModule",
    module = "PowerShellGet",
    class = "Get-InstalledModule"
)]
pub struct GetInstalledModule {
    /// The names. Wildcards are allowed.
    #[param(position = 0, from_pipeline, by_property_name, not_null_or_empty)]
    name: Vec<String>,
    /// The least version.
    #[param(by_property_name)]
    minimum_version: Option<String>,
    /// The only version.
    #[param(by_property_name)]
    required_version: Option<String>,
    /// The greatest version.
    #[param(by_property_name)]
    maximum_version: Option<String>,
    /// All versions: each folder has one.
    all_versions: bool,
    /// Also versions that are not the last ones.
    allow_prerelease: bool,
}

impl Cmdlet for GetInstalledModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let names = if self.name.is_empty() {
            vec!["*".to_owned()]
        } else {
            self.name.clone()
        };
        let files = cx.session().available_modules();
        for name in names {
            let pattern = WildcardPattern::new(&name);
            let wanted = iovsh_shell::eval::WantedModule {
                name: name.as_str().into(),
                minimum: self.minimum_version.as_deref().map(Into::into),
                maximum: self.maximum_version.as_deref().map(Into::into),
                required: self.required_version.as_deref().map(Into::into),
            };
            let mut any = false;
            for file in &files {
                if !pattern.is_match(&file.name) || !wanted.accepts(&file.version) {
                    continue;
                }
                any = true;
                let found = listing(file);
                if let Value::Object(object) = &found {
                    let folder = object.get("ModuleBase").unwrap_or_default();
                    object.push("InstalledLocation", MemberKind::Property(folder));
                    object.push("Repository", MemberKind::Property(Value::Null));
                }
                cx.emit(found)?;
            }
            if !any && !has_wildcards(&name) {
                cx.error(
                    ShellError::new(
                        "NoMatchFound",
                        ErrorCategory::ObjectNotFound,
                        format!("No match was found for the specified search criteria and module names '{name}'."),
                    )
                    .exception("System.Exception")
                    .target(name),
                )?;
            }
        }
        Ok(())
    }
}
