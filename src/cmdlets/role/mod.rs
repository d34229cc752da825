//! Roles: what a limited session may do, as a file says. The cmdlets of the session are gone through by `gate`, its host by `door`.

mod door;
mod gate;
mod rule;

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use iovsh_backend::host::HostAddress;
use iovsh_backend::plan::quote;
use iovsh_backend::{Category, CauseSource, HostError};
use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::eval::Session;
use serde::Deserialize;

use self::door::Grant;
use self::gate::RoleGate;
use self::rule::Rule;
use crate::Services;
pub use crate::place::Opener;

/// Modules whose cmdlets a role can grant: those that work on hosts. The others read and write files, start programs and run script.
const GRANTABLE: [&str; 9] = [
    "DcbQos",
    "FailoverClusters",
    "Hyper-V",
    "Iovsh",
    "NetAdapter",
    "NetLbfo",
    "NetQos",
    "NetSwitchTeam",
    "NetTCPIP",
];

/// No role is longer.
const LONGEST: u64 = 1 << 20;

/// A role, as its file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// What it is for, for whoever reads the file.
    #[serde(default, rename = "description")]
    _description: String,
    /// The host that its sessions work on; the one of the command line, or this one, when it is not given.
    #[serde(default)]
    host: Option<String>,
    /// The cmdlets that may be run.
    cmdlets: BTreeMap<String, Rule>,
}

/// What a limited session may do.
#[derive(Debug)]
pub struct Role {
    host: Option<String>,
    rules: BTreeMap<&'static str, Rule>,
}

impl Role {
    /// Reads a role's file.
    ///
    /// # Errors
    /// `Role.ReadFailed`, `Role.Unsafe` when somebody else than the user and root could have written it, and those of [`Role::parse`].
    pub fn read(path: &Path) -> Result<Self, HostError> {
        let failed = |error: std::io::Error| {
            HostError::new(
                "Role.ReadFailed",
                Category::ReadError,
                format!("The role {} cannot be read.", path.display()),
            )
            .because(CauseSource::File, error.to_string(), error.raw_os_error())
            .next_step("Name a file that is there: iovsh --role /etc/iovsh/roles/operator.json")
        };
        let whole = std::fs::canonicalize(path).map_err(failed)?;
        for place in whole.ancestors() {
            check(place).map_err(failed)??;
        }
        let data = std::fs::metadata(&whole).map_err(failed)?;
        if !data.is_file() || data.len() > LONGEST {
            return Err(bad("it is no file of at most 1 MiB"));
        }
        let text = std::fs::read_to_string(&whole).map_err(failed)?;
        Self::parse(&text)
    }

    /// A role from the text of its file.
    ///
    /// # Errors
    /// `Role.Invalid`: it is no JSON of this form, grants a cmdlet that does not exist or that runs more than itself, or names a parameter
    /// that the cmdlet does not have.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let written: Written =
            serde_json::from_str(text).map_err(|error| bad(&error.to_string()))?;
        let mut rules = BTreeMap::new();
        for (name, rule) in written.cmdlets {
            let known = crate::all().iter();
            let mut known = known.filter(|spec| spec.name.eq_ignore_ascii_case(&name));
            let Some(spec) = known.next() else {
                return Err(bad(&format!("there is no cmdlet '{name}'")));
            };
            if !GRANTABLE.contains(&spec.module) {
                return Err(bad(&format!(
                    "'{}' is none of the cmdlets that a role can grant, which are those of the modules {}",
                    spec.name,
                    GRANTABLE.join(", ")
                )));
            }
            rule.check(spec).map_err(|why| bad(&why))?;
            if rules.insert(spec.name, rule).is_some() {
                return Err(bad(&format!("'{}' stands there twice", spec.name)));
            }
        }
        Ok(Self {
            host: written.host,
            rules,
        })
    }

    /// The host that its sessions work on.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    fn rule(&self, cmdlet: &CmdletSpec) -> Option<&Rule> {
        self.rules.get(cmdlet.name)
    }

    /// The names of the cmdlets that it grants.
    pub fn cmdlets(&self) -> impl Iterator<Item = &'static str> {
        self.rules.keys().copied()
    }

    /// A session that may do what the role says, on the host at `address` and on no other.
    ///
    /// # Errors
    /// `Host.Unknown`: the name of the host means nothing.
    pub fn session(self, address: &str) -> Result<Session, HostError> {
        let address = HostAddress::parse(address)?;
        let opened = address.clone();
        let opener: Opener = Arc::new(move |asks| opened.open(asks));
        Ok(self.session_with(Some(address), opener))
    }

    /// The same for the host that `opener` opens.
    pub fn session_with(self, address: Option<HostAddress>, opener: Opener) -> Session {
        let grant = Arc::new(Grant::default());
        let door = Arc::clone(&grant);
        let guarded: Opener =
            Arc::new(move |asks| Ok(door::guarded(opener(asks)?, Arc::clone(&door))));
        let mut session = crate::session(Services::only(address, guarded));
        session.limit(Rc::new(RoleGate::new(self, grant)));
        session
    }
}

fn bad(why: &str) -> HostError {
    HostError::new(
        "Role.Invalid",
        Category::InvalidData,
        format!("The role cannot be used: {why}."),
    )
    .next_step("docs/security.md says what a role's file holds.")
}

/// Whether nobody but the user and root can put something else in the place of a file or folder.
fn check(place: &Path) -> std::io::Result<Result<(), HostError>> {
    let data = std::fs::symlink_metadata(place)?;
    let own = std::fs::metadata("/proc/self")?.uid();
    let sticky = data.is_dir() && data.mode() & 0o1000 != 0;
    let foreign = data.uid() != own && data.uid() != 0;
    let open = data.mode() & 0o022 != 0 && !sticky;
    if !foreign && !open {
        return Ok(Ok(()));
    }
    let name = place.display();
    let quoted = quote(&place.to_string_lossy()).into_owned();
    Ok(Err(HostError::new(
        "Role.Unsafe",
        Category::SecurityError,
        format!("The role is not used: others than the user and root can write {name}."),
    )
    .next_step(format!(
        "chown root {quoted}; chmod go-w {quoted}"
    ))))
}
