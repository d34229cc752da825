use iovsh_derive::Cmdlet;

use super::paths::Selection;
use super::provider;
use super::transfer::{self, is_file_system, landing};
use super::{output, targets};
use crate::remoting::{Copying, ScriptSession};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Copies files and directories.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content web1.xml '<domain/>'
/// PS> Copy-Item web1.xml web2.xml
/// PS> Get-Content web2.xml
/// <domain/>
/// ```
/// To another host of a simulated fleet, or one behind ssh, and back. Files of a fleet are this computer's, which a warning would say:
/// ```iovsh
/// PS> Set-Content web1.xml '<domain/>' -WarningAction Ignore
/// PS> $session = New-PSSession hv2
/// PS> Copy-Item web1.xml /tmp/iovsh-copy.xml -ToSession $session
/// PS> Copy-Item /tmp/iovsh-copy.xml web3.xml -FromSession $session
/// PS> Get-Content web3.xml
/// <domain/>
/// PS> Invoke-Command $session { Remove-Item /tmp/iovsh-copy.xml -WarningAction Ignore }
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Copy",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias("cpi", "copy"),
    default_set = "Path",
    impact = Medium
)]
pub struct CopyItem {
    /// What is copied. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// What is copied, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Where to: into it when it is a directory. The current location when left out.
    #[param(position = 1, by_property_name)]
    destination: Option<String>,
    /// Keeps directories as directories. Without it (`-Container:$false`) all files land in one place.
    #[param(value = true, default = "$true")]
    container: bool,
    /// Directories with all that is in them.
    recurse: bool,
    /// Over read-only files too.
    force: bool,
    /// Only items whose names match, with regard to case.
    filter: Option<String>,
    /// Only items whose names match one of these patterns.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
    /// Hands on the copies.
    pass_thru: bool,
    /// To the host of this session, of New-PSSession. The destination is a path there, from the root on.
    #[param(not_null)]
    to_session: Option<ScriptSession>,
    /// From the host of this session, of New-PSSession. The paths are those there, from the root on.
    #[param(not_null)]
    from_session: Option<ScriptSession>,
}

impl Cmdlet for CopyItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        match (&self.to_session, &self.from_session) {
            (None, None) => {}
            (Some(_), Some(_)) => {
                return Err(ShellError::new(
                    "InvalidInput",
                    ErrorCategory::InvalidArgument,
                    "-FromSession and -ToSession cannot be given together.",
                )
                .exception("System.ArgumentException")
                .help("Copy to this host first, and from here to the other one.")
                .into());
            }
            (Some(session), None) => return self.between(cx, session, true),
            (None, Some(session)) => return self.between(cx, session, false),
        }
        let selection = Selection::new(
            &self.include,
            &self.exclude,
            self.filter.as_deref(),
            self.force,
        );
        let destination = targets::destination(cx, self.destination.as_deref().unwrap_or("."))?;
        for source in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            if !is_file_system(&source) {
                self.value(cx, &source, &destination)?;
                continue;
            }
            let copying = transfer::Copying {
                recurse: self.recurse,
                force: self.force,
                selection: Selection::new(&[], &self.exclude, None, true),
            };
            let target = landing(cx.session(), &source, &destination);
            let copied = copying.copy(cx, &source, &target)?;
            if let (Some(at), true) = (copied, self.pass_thru) {
                output::emit(cx, &at)?;
            }
        }
        Ok(())
    }
}

impl CopyItem {
    /// Copies through the connection of a session.
    fn between(&self, cx: &mut Context, session: &ScriptSession, is_to: bool) -> Flow {
        let filter = self.filter.as_deref();
        Copying {
            session: session.opened()?,
            is_to,
            path: &self.path,
            literal_path: &self.literal_path,
            destination: self.destination.as_deref(),
            container: self.container,
            recurse: self.recurse,
            force: self.force,
            selection: Selection::new(&self.include, &self.exclude, filter, self.force),
            inside: Selection::new(&[], &self.exclude, None, true),
            pass_thru: self.pass_thru,
        }
        .run(cx)
    }

    /// A variable, function or alias under another name.
    fn value(
        &self,
        cx: &mut Context,
        source: &iovsh_shell::location::Location,
        destination: &iovsh_shell::location::Location,
    ) -> Flow {
        let what = format!(
            "Item: {} Destination: {}",
            source.text(),
            destination.text()
        );
        if !cx.should_process(&what, "Copy Item")? {
            return Ok(());
        }
        let content = provider::of(source.drive.provider).content(cx.session(), source);
        let done = content.and_then(|mut values| {
            let value = match values.len() {
                1 => values.swap_remove(0),
                _ => Value::array(values),
            };
            provider::of(destination.drive.provider).set(cx.session(), destination, &value)
        });
        match done {
            Ok(()) if self.pass_thru => output::emit(cx, destination),
            Ok(()) => Ok(()),
            Err(error) => cx.error(error),
        }
    }
}
