//! `-ComputerName`, `-CimSession` and `-Credential`: at which hosts a command acts.

use crate::complete;
use crate::types::{CimSession, Credential};
use iovsh_derive::Parameters;

/// At which hosts a command acts. Nothing of it is read here: see `places.rs`.
#[derive(Parameters)]
pub struct Remote {
    /// Sessions with other hosts, of New-CimSession.
    #[param(not_null_or_empty)]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(not_null_or_empty)]
    credential: Vec<Credential>,
}
