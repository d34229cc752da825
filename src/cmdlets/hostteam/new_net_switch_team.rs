//! `New-NetSwitchTeam`.

use super::change::Run;
use crate::types::NetSwitchTeam;
use crate::{complete, unsupported};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Not supported: a team that waits for a switch.
///
/// It is there so that scripts get a clear answer: a switch is made with its team, and the team goes with it.
#[derive(Cmdlet)]
#[cmdlet(
    unsupported,
    verb = "New",
    noun = "NetSwitchTeam",
    module = "NetSwitchTeam",
    output = NetSwitchTeam
)]
pub struct NewNetSwitchTeam {
    /// The team's name.
    #[param(position = 0, mandatory)]
    name: String,
    /// Its members.
    #[param(position = 1, mandatory, complete = complete::free_nics)]
    team_members: Vec<String>,
    #[flatten]
    run: Run,
}

impl Cmdlet for NewNetSwitchTeam {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        unsupported::refuse_cmdlet(
            "New-NetSwitchTeam",
            "a switch is made with its team: New-VMSwitch -NetAdapterName with all of its network adapters.",
        )
    }
}
