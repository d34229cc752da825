use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, OWN_VERSION, WantedModule, own_modules};
use iovsh_shell::value::Value;

/// Makes sure that a module is there. No gallery of modules is known: a module that is not in a folder of `$env:PSModulePath` has to be put there, and the
/// error says so.
///
/// # Examples
/// ```iovsh
/// PS> Install-Module Lab -ErrorAction SilentlyContinue; $?
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Install",
    noun = "Module",
    module = "PowerShellGet",
    class = "Install-Module",
    alias = "inmo",
    default_set = "NameParameterSet",
    impact = Medium
)]
pub struct InstallModule {
    /// The modules.
    #[param(
        set = "NameParameterSet",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        not_null_or_empty
    )]
    name: Vec<String>,
    /// What Find-Module gave.
    #[param(set = "InputObject", position = 0, mandatory, from_pipeline)]
    input_object: Vec<Value>,
    /// The least version.
    #[param(set = "NameParameterSet", by_property_name)]
    minimum_version: Option<String>,
    /// The greatest version.
    #[param(set = "NameParameterSet", by_property_name)]
    maximum_version: Option<String>,
    /// The only version.
    #[param(set = "NameParameterSet", by_property_name)]
    required_version: Option<String>,
    /// The gallery.
    #[param(set = "NameParameterSet", refused = "no gallery of modules is known.")]
    repository: Vec<String>,
    /// For whom.
    #[param(
        validate_set("CurrentUser", "AllUsers"),
        no_effect = "nothing is put anywhere: a module is where it stands in $env:PSModulePath."
    )]
    scope: Option<String>,
    /// Commands of the module may hide others: they may always.
    allow_clobber: bool,
    /// Signatures are not looked at.
    skip_publisher_check: bool,
    /// Also versions that are not the last ones.
    allow_prerelease: bool,
    /// Its licence is accepted.
    accept_license: bool,
    /// Asks nothing.
    force: bool,
    /// Gives the module.
    #[param(name = "PassThru")]
    pass_thru: bool,
}

impl Cmdlet for InstallModule {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let given = self
            .input_object
            .iter()
            .map(|value| crate::inspect::text(value).to_string());
        let names: Vec<String> = self.name.iter().cloned().chain(given).collect();
        let files = cx.session().available_modules();
        for name in names {
            let wanted = WantedModule {
                name: name.as_str().into(),
                minimum: self.minimum_version.as_deref().map(Into::into),
                maximum: self.maximum_version.as_deref().map(Into::into),
                required: self.required_version.as_deref().map(Into::into),
            };
            let found = files.iter().find(|file| {
                file.name.eq_ignore_ascii_case(&name) && wanted.accepts(&file.version)
            });
            if let Some(file) = found {
                cx.verbose(format!(
                    "The module '{name}' is there: {}",
                    file.path.display()
                ))?;
                if self.pass_thru {
                    cx.emit(super::get_module::listing(file))?;
                }
                continue;
            }
            let registry = cx.session().registry();
            let mut own = own_modules(registry, |own| own.eq_ignore_ascii_case(&name));
            let is_own = !own.is_empty();
            if is_own && wanted.accepts(OWN_VERSION) {
                cx.verbose(format!("The module '{name}' is part of this shell."))?;
                if let Some(own) = own.pop().filter(|_| self.pass_thru) {
                    cx.emit(own)?;
                }
                continue;
            }
            let others = files
                .iter()
                .filter(|file| file.name.eq_ignore_ascii_case(&name));
            let others: Vec<String> = others
                .map(|file| format!("{} in {}", file.version, file.path.display()))
                .chain(is_own.then(|| format!("{OWN_VERSION}, which is part of this shell")))
                .collect();
            cx.error(
                ShellError::new(
                    "NoMatchFoundForCriteria",
                    ErrorCategory::ObjectNotFound,
                    format!("No match was found for the specified search criteria and module name '{name}': no gallery of modules is known here."),
                )
                .exception("System.Exception")
                .target(name)
                .help(match others.as_slice() {
                    [] => "Put its folder into one of $env:PSModulePath; Get-Module -ListAvailable lists what is there.".to_owned(),
                    other => format!(
                        "There is another version: {}. Ask for that one, or put the wanted one into a folder of $env:PSModulePath.",
                        other.join("; ")
                    ),
                }),
            )?;
        }
        Ok(())
    }
}
