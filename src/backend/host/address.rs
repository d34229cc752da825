//! Which host is meant: what `--host` and `IOVSH_HOST` say.

use std::sync::Arc;

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
}

impl HostAddress {
    /// What `local`, `sim`, `sim:NAME` and `sim:FILE` mean.
    ///
    /// # Errors
    /// `Host.Unknown`: the text is none of these.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        match text.split_once(':') {
            None if text.eq_ignore_ascii_case("local") => Ok(Self::Local),
            None if text.eq_ignore_ascii_case("sim") => Ok(Self::Simulated(String::new())),
            Some((kind, fixture)) if kind.eq_ignore_ascii_case("sim") => {
                Ok(Self::Simulated(fixture.to_owned()))
            }
            _ => Err(unknown(text)),
        }
    }

    /// The machine there, for those who follow or restore it.
    ///
    /// # Errors
    /// It cannot be opened (an unknown fixture, a corrupt state file, no permission).
    pub fn machine(&self) -> Result<Arc<dyn Machine>, HostError> {
        Ok(match self {
            Self::Local => Arc::new(LinuxMachine::local()),
            Self::Simulated(fixture) => Arc::new(SimMachine::open(fixture, &user_directory()?)?),
        })
    }

    /// The host there.
    ///
    /// # Errors
    /// Those of [`HostAddress::machine`].
    pub fn open(&self) -> Result<Arc<dyn Host>, HostError> {
        Ok(Arc::new(LocalHost::new(self.machine()?)))
    }

    /// Puts a simulated host back to its fixture; `false` for any other.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn reset(&self) -> Result<bool, HostError> {
        match self {
            Self::Local => Ok(false),
            Self::Simulated(fixture) => {
                SimMachine::forget(fixture, &user_directory()?)?;
                Ok(true)
            }
        }
    }
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
        "Choose local (this machine), sim (a simulated one), {} or sim:FILE; another machine is reached by ssh: 'ssh HOST iovsh'.",
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
        for unknown in ["moon", "", "local:", "ssh://a"] {
            let error = HostAddress::parse(unknown).err();
            assert!(
                error.is_some_and(|error| error.id == "Host.Unknown"),
                "{unknown}"
            );
        }
    }
}
