//! Where a virtual machine is to go.

use iovsh_derive::Parameters;

use crate::complete;
use crate::host_access::{services, shell_error};
use crate::places::{computer_of, user_of};
use crate::types::{CimSession, Credential};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// The host that a virtual machine is to go to.
#[derive(Parameters)]
pub struct Destination {
    /// A session with the host that it is to go to, of New-CimSession.
    #[param(
        set = "NameSingleDestinationAndCimSession",
        set = "NameMultipleDestinationsAndCimSession",
        set = "VMSingleDestinationAndCimSession",
        set = "VMMultipleDestinationsAndCimSession",
        position = 1,
        mandatory
    )]
    destination_cim_session: Option<CimSession>,
    /// The host that it is to go to: a name that ssh knows there, or a host of the same simulated fleet.
    #[param(
        set = "NameSingleDestination",
        set = "NameMultipleDestinations",
        set = "VMSingleDestination",
        set = "VMMultipleDestinations",
        position = 1,
        mandatory,
        complete = complete::hosts
    )]
    destination_host: Option<String>,
    /// Whom ssh logs in as at the target: a user name.
    #[param(
        set = "NameSingleDestination",
        set = "NameMultipleDestinations",
        set = "VMSingleDestination",
        set = "VMMultipleDestinations"
    )]
    destination_credential: Option<Credential>,
}

impl Destination {
    /// The number of its place in the session.
    ///
    /// # Errors
    /// No host is meant by the name.
    pub fn place(&self, cx: &mut Context) -> Flow<usize> {
        let user = match &self.destination_credential {
            Some(credential) => user_of(&credential.0)?,
            None => None,
        };
        let name = match (&self.destination_host, &self.destination_cim_session) {
            (Some(name), _) => Some(name.trim().to_owned()),
            (None, Some(session)) => match computer_of(cx, &session.0)? {
                Some(name) => Some(name),
                None => session.0.as_str().map(str::to_owned),
            },
            (None, None) => None,
        };
        let name = name.filter(|name| !name.is_empty()).ok_or_else(|| {
            ShellError::new(
                "Host.NoName",
                ErrorCategory::InvalidArgument,
                "No host is named that it is to go to.",
            )
            .help("Name it: -DestinationHost NAME")
        })?;
        let services = services(cx)?;
        services
            .named(&name, user.as_deref())
            .map_err(|error| shell_error(&error).into())
    }
}
