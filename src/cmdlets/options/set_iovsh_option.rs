//! `Set-IovshOption`.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;

use iovsh_derive::{Cmdlet, PsEnum};

use super::names;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::options::{self, KNOWN, Source, checked, known};
use iovsh_shell::value::{Value, convert};

/// Whose file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.OptionScope")]
pub enum OptionScope {
    /// That of the user.
    #[default]
    User = 0,
    /// That of the computer, `/etc/iovsh/config.toml`.
    System = 1,
}

/// Sets one of iovsh's own options in the configuration file, or takes it out.
///
/// Comments and order of the file stay. It holds for what is started afterwards; what the prompt has now, `Set-PSReadLineOption` changes. Where a
/// stronger place says otherwise (the environment, the command line), a warning says so.
///
/// # Examples
/// The keys of vi, from the next prompt on:
/// ```iovsh
/// PS> $env:XDG_CONFIG_HOME = "$PWD"
/// PS> Set-IovshOption EditMode vi
/// PS> Get-Content iovsh/config.toml
/// edit_mode = "vi"
/// ```
/// A simulated host, unless a command line says another; then the file as it was:
/// ```iovsh
/// PS> $env:XDG_CONFIG_HOME = "$PWD"
/// PS> Set-IovshOption Host sim
/// PS> (Get-IovshOption Host).Source
/// User
/// PS> Set-IovshOption Host -Default
/// PS> (Get-IovshOption Host).Source
/// Default
/// ```
/// What is no value is refused, and nothing is written:
/// ```iovsh
/// PS> $env:XDG_CONFIG_HOME = "$PWD"
/// PS> try { Set-IovshOption Hints perhaps -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
/// OptionValueInvalid
/// PS> Test-Path iovsh/config.toml
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "IovshOption", module = "Iovsh", default_set = "Value", impact = Low)]
pub struct SetIovshOption {
    /// Its name.
    #[param(position = 0, mandatory, not_null_or_empty, complete = names)]
    name: String,
    /// What it is to be: `Get-IovshOption` says what is allowed.
    #[param(position = 1, mandatory, set = "Value")]
    value: Value,
    /// Takes it out of the file, so that the next weaker place holds.
    #[param(mandatory, set = "Default")]
    default: bool,
    /// Whose file: User or System.
    scope: Option<OptionScope>,
}

impl Cmdlet for SetIovshOption {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(option) = known(&self.name) else {
            let names: Vec<&str> = KNOWN.iter().map(|known| known.name).collect();
            let error = ShellError::new(
                "OptionNotFound",
                ErrorCategory::ObjectNotFound,
                format!("There is no option '{}'.", self.name),
            );
            let help = format!("There are: {}.", names.join(", "));
            return cx.error(error.target(self.name.as_str()).help(help));
        };
        let value = match self.default {
            true => None,
            false => match checked(option, &convert::to_text(&self.value)) {
                Ok(value) => Some(value),
                Err(allowed) => {
                    let error = ShellError::new(
                        "OptionValueInvalid",
                        ErrorCategory::InvalidArgument,
                        format!(
                            "'{}' is no value of {}.",
                            convert::to_text(&self.value),
                            option.name
                        ),
                    );
                    return cx.error(error.target(option.name).help(allowed));
                }
            },
        };
        let scope = self.scope.unwrap_or_default();
        let file = {
            let environment = &cx.session_ref().environment;
            let variable = |name: &str| environment.get(name).map(str::to_owned);
            options::file_of(scope == OptionScope::System, &variable)
        };
        let Some(file) = file else {
            return cx.error(
                ShellError::new(
                    "ConfigurationFault",
                    ErrorCategory::WriteError,
                    "There is no folder for the configuration of this user: HOME is not set.",
                )
                .help("Set HOME or XDG_CONFIG_HOME, or choose -Scope System."),
            );
        };
        let action = match &value {
            Some(value) => format!("Set {} to '{value}'", option.name),
            None => format!("Take {} out", option.name),
        };
        if !cx.should_process(&file.display().to_string(), &action)? {
            return Ok(());
        }
        if let Err(error) = options::write(&file, option, value.as_deref()) {
            return cx.error(error);
        }
        // Whatever the umask says: what others can write is not read.
        let _ = std::fs::set_permissions(&file, Permissions::from_mode(0o644));
        let now = super::of(cx.session_ref());
        let own = match scope {
            OptionScope::User => Source::User,
            OptionScope::System => Source::System,
        };
        let holds = now.all().iter().find(|setting| setting.known == option);
        if let (Some(setting), Some(_)) = (holds, &value)
            && setting.source > own
        {
            cx.warning(format!(
                "{} stays '{}' here: {} is stronger.",
                option.name,
                setting.value,
                match setting.source {
                    Source::Environment => format!("the variable {}", option.variable),
                    Source::CommandLine => "the command line".to_owned(),
                    _ => "the user's file".to_owned(),
                }
            ))?;
        }
        Ok(())
    }
}
