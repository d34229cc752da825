//! Which host is meant: what `--host` and `IOVSH_HOST` say.

use std::sync::Arc;

use super::remote::{RemoteHost, SshAddress};
use super::{Host, LocalHost};
use crate::linux::LinuxMachine;
use crate::sim::{FIXTURES, SimMachine};
use crate::state::user_directory;
use crate::{Category, HostError, Machine};

/// Where a host is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostAddress {
    /// This machine.
    Local,
    /// A simulated machine that keeps its state between commands: the name of its fixture or a file; empty for the usual one.
    Simulated(String),
    /// Another machine, by ssh.
    Ssh(SshAddress),
}

impl HostAddress {
    /// What `local`, `sim`, `sim:NAME`, `sim:FILE` and `ssh://USER@NAME` mean.
    ///
    /// # Errors
    /// `Host.Unknown`: the text is none of these. `Host.BadName`: ssh cannot be given such a name.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        match text.split_once(':') {
            None if text.eq_ignore_ascii_case("local") => Ok(Self::Local),
            None if text.eq_ignore_ascii_case("sim") => Ok(Self::Simulated(String::new())),
            Some((kind, fixture)) if kind.eq_ignore_ascii_case("sim") => {
                Ok(Self::Simulated(fixture.to_owned()))
            }
            Some((kind, name)) if kind.eq_ignore_ascii_case("ssh") && name.starts_with("//") => {
                SshAddress::parse(name.trim_start_matches('/')).map(Self::Ssh)
            }
            _ => Err(unknown(text)),
        }
    }

    /// The machine there, for those who follow or restore it.
    ///
    /// # Errors
    /// It cannot be opened (an unknown fixture, a corrupt state file, no permission). `Host.Elsewhere`: it is not here.
    pub fn machine(&self) -> Result<Arc<dyn Machine>, HostError> {
        match self {
            Self::Local => Ok(Arc::new(LinuxMachine::local())),
            Self::Simulated(fixture) => {
                Ok(Arc::new(SimMachine::open(fixture, &user_directory()?)?))
            }
            Self::Ssh(address) => Err(elsewhere(address)),
        }
    }

    /// The host there.
    ///
    /// # Errors
    /// Those of [`HostAddress::machine`] and of [`RemoteHost::open`].
    pub fn open(&self) -> Result<Arc<dyn Host>, HostError> {
        Ok(match self {
            Self::Ssh(address) => Arc::new(RemoteHost::open(address.clone())?),
            Self::Local | Self::Simulated(_) => Arc::new(LocalHost::new(self.machine()?)),
        })
    }

    /// Puts a simulated host back to its fixture; `false` for any other.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn reset(&self) -> Result<bool, HostError> {
        match self {
            Self::Local | Self::Ssh(_) => Ok(false),
            Self::Simulated(fixture) => {
                SimMachine::forget(fixture, &user_directory()?)?;
                Ok(true)
            }
        }
    }
}

fn elsewhere(address: &SshAddress) -> HostError {
    HostError::new(
        "Host.Elsewhere",
        Category::InvalidArgument,
        format!(
            "Only a host that is here can be followed, restored or served, and '{address}' is not."
        ),
    )
    .target(address.to_string())
    .next_step("Run the same on that host.")
}

fn unknown(text: &str) -> HostError {
    let simulated: Vec<String> = FIXTURES.iter().map(|name| format!("sim:{name}")).collect();
    HostError::new(
        "Host.Unknown",
        Category::InvalidArgument,
        format!("There is no host '{text}'."),
    )
    .target(text)
    .next_step(format!(
        "Choose local (this machine), sim (a simulated one), {}, sim:FILE, or ssh://USER@NAME (another machine that has iovsh).",
        simulated.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::HostAddress;

    #[test]
    fn a_host_is_named_without_regard_to_case() {
        assert_eq!(HostAddress::parse("Local"), Ok(HostAddress::Local));
        let sim = HostAddress::Simulated("no-iommu".to_owned());
        assert_eq!(HostAddress::parse("SIM:no-iommu"), Ok(sim));
        for unknown in ["moon", "", "local:", "ssh:a"] {
            let error = HostAddress::parse(unknown).err();
            assert!(
                error.is_some_and(|error| error.id == "Host.Unknown"),
                "{unknown}"
            );
        }
    }
}
