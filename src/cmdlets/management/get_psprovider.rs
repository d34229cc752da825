use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::location::ProviderKind;
use iovsh_shell::value::{MemberKind, PsObject, Value};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Lists what can be walked through like files: files, environment variables, variables, functions, aliases.
///
/// # Examples
/// ```iovsh
/// PS> (Get-PSProvider Env*).Name
/// Environment
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "PSProvider",
    module = "Microsoft.PowerShell.Management",
    output = "System.Management.Automation.ProviderInfo"
)]
pub struct GetPsProvider {
    /// The names. Wildcards are allowed.
    #[param(
        position = 0,
        from_pipeline,
        by_property_name,
        not_null_or_empty,
        name = "PSProvider"
    )]
    ps_provider: Vec<String>,
}

/// The providers, with what PowerShell's can do beside the rest.
const ALL: [(ProviderKind, &str); 5] = [
    (ProviderKind::Alias, "ShouldProcess"),
    (ProviderKind::Environment, "ShouldProcess"),
    (
        ProviderKind::FileSystem,
        "Filter, ShouldProcess, Credentials",
    ),
    (ProviderKind::Function, "ShouldProcess"),
    (ProviderKind::Variable, "ShouldProcess"),
];

impl Cmdlet for GetPsProvider {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let drives = cx.session().locations.drives().to_vec();
        let names = if self.ps_provider.is_empty() {
            vec!["*".to_owned()]
        } else {
            self.ps_provider.clone()
        };
        for name in names {
            let pattern = WildcardPattern::new(name.rsplit('\\').next().unwrap_or(&name));
            let mut any = false;
            for (kind, capabilities) in ALL {
                if !pattern.is_match(kind.name()) {
                    continue;
                }
                any = true;
                let mut made =
                    PsObject::of(&["System.Management.Automation.ProviderInfo", "System.Object"]);
                made.text = Some(format!("Microsoft.PowerShell.Core\\{}", kind.name()).into());
                let own: Vec<Value> = drives
                    .iter()
                    .filter(|drive| drive.provider == kind)
                    .map(|drive| Value::from(drive.name.to_string()))
                    .collect();
                for (property, value) in [
                    ("Name", Value::from(kind.name())),
                    ("Capabilities", Value::from(capabilities)),
                    ("Drives", Value::array(own)),
                ] {
                    made.push(property, MemberKind::Property(value));
                }
                cx.emit(Value::object(made))?;
            }
            if !any && !has_wildcards(&name) {
                cx.error(
                    ShellError::new(
                        "ProviderNotFound",
                        ErrorCategory::ObjectNotFound,
                        format!("Cannot find a provider with the name '{name}'."),
                    )
                    .exception("System.Management.Automation.ProviderNotFoundException")
                    .target(name)
                    .help("There are Alias, Environment, FileSystem, Function and Variable."),
                )?;
            }
        }
        Ok(())
    }
}
