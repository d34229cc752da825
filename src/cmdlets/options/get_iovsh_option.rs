//! `Get-IovshOption`.

use iovsh_derive::{Cmdlet, PsObject};

use super::names;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::options::{KNOWN, Setting};
use iovsh_shell::wildcard::WildcardPattern;

/// An option, as the user sees it.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Iovsh.Option")]
struct IovshOption {
    /// Its name.
    name: String,
    /// What it is.
    value: String,
    /// Where that is from: Default, System, User, Environment or CommandLine.
    source: String,
    /// The file and the line, where it is from a file.
    place: Option<String>,
    /// What else it may be.
    allowed: Vec<String>,
    /// What it does.
    description: String,
}

impl IovshOption {
    fn new(setting: &Setting) -> Self {
        let place = setting.place.as_ref();
        let allowed = super::words_of(setting.known.name);
        Self {
            name: setting.known.name.to_owned(),
            value: setting.value.clone(),
            source: setting.source.name().to_owned(),
            place: place.map(|(file, line)| format!("{}:{line}", file.display())),
            allowed: allowed.into_iter().map(str::to_owned).collect(),
            description: setting.known.help.to_owned(),
        }
    }
}

/// Gets iovsh's own options, and where each is from.
///
/// From the weakest: what is built in, the file of the computer (`/etc/iovsh/config.toml`), that of the user (`~/.config/iovsh/config.toml`),
/// variables of the environment, options of the command line. What is wrong in a file is a warning with its place. `Get-Help about_Configuration`
/// says more.
///
/// # Examples
/// One of them, and where it is from:
/// ```iovsh
/// PS> Get-IovshOption EditMode | Format-List Name, Value, Source, Allowed
/// Name    : EditMode
/// Value   : emacs
/// Source  : Default
/// Allowed : {emacs, vi, windows}
/// ```
/// Those that somebody has set:
/// ```iovsh
/// PS> $env:IOVSH_HOST = 'sim:large'
/// PS> Get-IovshOption H* | Where-Object Source -eq Environment | ForEach-Object { "$($_.Name) = $($_.Value)" }
/// Host = sim:large
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "IovshOption", module = "Iovsh", output = IovshOption)]
pub struct GetIovshOption {
    /// Its name. Wildcards are allowed.
    #[param(position = 0, not_null_or_empty, complete = names)]
    name: Vec<String>,
}

impl Cmdlet for GetIovshOption {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let options = super::of(cx.session_ref());
        for fault in &options.faults {
            let place = fault.position.as_ref().map(|position| {
                let line = position.source.position(position.span.start).line;
                let name = position.source.name().map_or("", |name| name);
                format!(" ({name}:{line})")
            });
            let help = fault.help.as_deref().unwrap_or_default();
            cx.warning(format!(
                "{}{} {help}",
                fault.message,
                place.unwrap_or_default()
            ))?;
        }
        let wanted: Vec<&str> = match self.name.as_slice() {
            [] => vec!["*"],
            names => names.iter().map(String::as_str).collect(),
        };
        for name in wanted {
            let pattern = WildcardPattern::new(name);
            let fits = |setting: &&Setting| pattern.is_match(setting.known.name);
            let found: Vec<&Setting> = options.all().iter().filter(fits).collect();
            if found.is_empty() {
                let names: Vec<&str> = KNOWN.iter().map(|known| known.name).collect();
                cx.error(
                    ShellError::new(
                        "OptionNotFound",
                        ErrorCategory::ObjectNotFound,
                        format!("There is no option '{name}'."),
                    )
                    .target(name)
                    .help(format!("There are: {}.", names.join(", "))),
                )?;
            }
            for setting in found {
                cx.emit(IovshOption::new(setting).into_value())?;
            }
        }
        Ok(())
    }
}
