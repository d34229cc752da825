//! Which host is meant: what `--host` and `IOVSH_HOST` say.

use std::sync::Arc;

use super::remote::{RemoteHost, SshAddress};
use super::way::rehearsed;
use super::{Host, LocalHost, Way};
use crate::linux::LinuxMachine;
use crate::sim::{FIXTURES, FLEET, SimMachine, check_fixture, first_of, fleet};
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

    /// The host that a name means beside this one, as `-ComputerName` has it: a host of the same simulated fleet, or one that ssh reaches.
    /// What `--host` takes is taken here too. `user` is whom ssh is to log in as, where the name does not say.
    ///
    /// # Errors
    /// `Host.Unknown`: it is a pattern. `Host.NotInFleet`: a simulated host has no such neighbour. Those of [`HostAddress::parse`].
    pub fn beside(&self, name: &str, user: Option<&str>) -> Result<Self, HostError> {
        if name.contains(['*', '?', '[', ']']) {
            return Err(of_pattern(name, &self.neighbours()));
        }
        let mut address = match (self, name.split_once(':')) {
            (_, Some((kind, _)))
                if ["sim", "ssh"]
                    .iter()
                    .any(|known| kind.eq_ignore_ascii_case(known)) =>
            {
                Self::parse(name)?
            }
            (Self::Simulated(spec), _) => {
                let hosts = fleet(spec);
                let short = name.split('.').next().unwrap_or_default();
                let found = hosts
                    .iter()
                    .find(|(known, _)| known.eq_ignore_ascii_case(name))
                    .or_else(|| {
                        let mut hosts = hosts.iter();
                        hosts.find(|(known, _)| known.eq_ignore_ascii_case(short))
                    });
                match found {
                    Some((_, spec)) => Self::Simulated(spec.clone()),
                    None => return Err(not_in_fleet(name, &hosts)),
                }
            }
            (Self::Local | Self::Ssh(_), _) => Self::Ssh(SshAddress::parse(name)?),
        };
        if let (Self::Ssh(address), Some(user)) = (&mut address, user)
            && address.user.is_none()
        {
            *address = SshAddress::parse(&format!("{user}@{address}"))?;
        }
        Ok(address)
    }

    /// Whether the other one means the same host, as far as the names tell: where a simulated fleet is named, its first host is meant.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Simulated(one), Self::Simulated(other)) => first_of(one) == first_of(other),
            (one, other) => one == other,
        }
    }

    /// Whether a simulated host of this name can be there: an embedded one, or a file or folder.
    ///
    /// # Errors
    /// `Sim.NoSuchFixture`, with what there is.
    pub fn check(&self) -> Result<(), HostError> {
        match self {
            Self::Simulated(spec) => check_fixture(spec),
            Self::Local | Self::Ssh(_) => Ok(()),
        }
    }

    /// Other hosts that names can mean here: those of the same simulated fleet.
    #[must_use]
    pub fn neighbours(&self) -> Vec<String> {
        match self {
            Self::Simulated(spec) => fleet(spec).into_iter().map(|(name, _)| name).collect(),
            Self::Local | Self::Ssh(_) => Vec::new(),
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

    /// The host there. Where it is reached by ssh and `asks` is true, ssh may ask for a password or about an unknown key.
    ///
    /// # Errors
    /// Those of [`HostAddress::machine`] and of [`RemoteHost::open`].
    pub fn open(&self, asks: bool) -> Result<Arc<dyn Host>, HostError> {
        Ok(match self {
            Self::Ssh(address) => Arc::new(RemoteHost::open(address.clone(), asks)?),
            Self::Local => Arc::new(LocalHost::new(self.machine()?)),
            Self::Simulated(spec) => {
                let machine = SimMachine::open(spec, &user_directory()?)?;
                match machine.has_way_fault()? {
                    true => rehearsed(machine, &format!("sim:{spec}"))?,
                    false => Arc::new(LocalHost::new(Arc::new(machine))),
                }
            }
        })
    }

    /// The machine there with a way to it, for those who come over a connection to a host that is here.
    ///
    /// # Errors
    /// Those of [`HostAddress::machine`] and of [`Way::to`].
    pub fn way(&self) -> Result<(Arc<dyn Machine>, Way), HostError> {
        if let Self::Simulated(spec) = self {
            let machine = SimMachine::open(spec, &user_directory()?)?;
            let way = Way::to(&machine)?;
            return Ok((Arc::new(machine), way));
        }
        let machine = self.machine()?;
        let way = Way::straight(machine.name())?;
        Ok((machine, way))
    }

    /// Puts a simulated host back to its fixture, with all of its fleet; `false` for any other.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn reset(&self) -> Result<bool, HostError> {
        match self {
            Self::Local | Self::Ssh(_) => Ok(false),
            Self::Simulated(fixture) => {
                let folder = user_directory()?;
                SimMachine::forget(fixture, &folder)?;
                for (_, neighbour) in fleet(fixture) {
                    SimMachine::forget(&neighbour, &folder)?;
                }
                Ok(true)
            }
        }
    }
}

impl std::fmt::Display for HostAddress {
    /// As `--host` takes it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Local => f.write_str("local"),
            Self::Simulated(spec) if spec.is_empty() => f.write_str("sim"),
            Self::Simulated(spec) => write!(f, "sim:{spec}"),
            Self::Ssh(address) => write!(f, "ssh://{address}"),
        }
    }
}

impl HostAddress {
    /// The same without its fleet.
    ///
    /// # Errors
    /// `State.WriteFailed`.
    pub fn reset_alone(&self) -> Result<bool, HostError> {
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

/// A pattern where hosts are named: nobody knows all hosts that ssh could reach.
fn of_pattern(name: &str, neighbours: &[String]) -> HostError {
    let all = match neighbours {
        [] => "hv1,hv2".to_owned(),
        known => known.join(","),
    };
    HostError::new(
        "Host.Unknown",
        Category::InvalidArgument,
        format!("'{name}' names no host: hosts are named one by one, without wildcards."),
    )
    .target(name)
    .next_step(format!("Name each, for example: -ComputerName {all}"))
}

fn not_in_fleet(name: &str, hosts: &[(String, String)]) -> HostError {
    let error = HostError::new(
        "Host.NotInFleet",
        Category::ObjectNotFound,
        format!("This simulated host has no neighbour '{name}'."),
    )
    .target(name);
    if hosts.is_empty() {
        return error.next_step(format!(
            "Start iovsh with --host sim:{FLEET} to have several simulated hosts. A real one is named ssh://{name}."
        ));
    }
    let names: Vec<&str> = hosts.iter().map(|(name, _)| name.as_str()).collect();
    error.next_step(format!(
        "Its fleet has {}. A real host is named ssh://{name}.",
        names.join(", ")
    ))
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
    fn a_name_means_a_host_of_the_fleet_or_one_behind_ssh() {
        let fleet = HostAddress::parse("sim:fleet").unwrap();
        let hv2 = HostAddress::Simulated("fleet/hv2".to_owned());
        for name in ["hv2", "HV2", "hv2.example", "sim:fleet/hv2"] {
            assert_eq!(fleet.beside(name, Some("root")), Ok(hv2.clone()), "{name}");
        }
        assert_eq!(
            hv2.beside("hv1", None).unwrap(),
            HostAddress::Simulated("fleet/hv1".to_owned())
        );
        let hv1 = fleet.beside("hv1", None).unwrap();
        assert!(hv1.is_same(&fleet) && fleet.is_same(&hv1) && !hv2.is_same(&fleet));
        for (from, name) in [
            (&fleet, "hv9"),
            (&HostAddress::Simulated(String::new()), "hv2"),
        ] {
            let error = from.beside(name, None).err();
            assert_eq!(
                error.map(|error| error.id.to_string()).as_deref(),
                Some("Host.NotInFleet")
            );
        }
        let ssh = |text| HostAddress::parse(&format!("ssh://{text}"));
        assert_eq!(HostAddress::Local.beside("hv2", None), ssh("hv2"));
        assert_eq!(
            HostAddress::Local.beside("hv2", Some("admin")),
            ssh("admin@hv2")
        );
        assert_eq!(
            HostAddress::Local.beside("root@hv2:22", Some("admin")),
            ssh("root@hv2:22")
        );
        assert_eq!(fleet.beside("ssh://hv2", Some("admin")), ssh("admin@hv2"));
        let bad = HostAddress::Local.beside("-oProxyCommand=x", None).err();
        assert!(bad.is_some_and(|error| error.id == "Host.BadName"));
    }

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
