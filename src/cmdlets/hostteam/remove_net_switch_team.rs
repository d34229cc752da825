//! `Remove-NetSwitchTeam`.

use super::change::Run;
use crate::types::{Instance, NetSwitchTeam};
use crate::{complete, unsupported};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Not supported: taking the team away from under a switch.
///
/// It is there so that scripts get a clear answer: the team goes with its switch.
#[derive(Cmdlet)]
#[cmdlet(
    unsupported,
    verb = "Remove",
    noun = "NetSwitchTeam",
    module = "NetSwitchTeam",
    default_set = "ByName",
    impact = Medium,
    output = NetSwitchTeam
)]
pub struct RemoveNetSwitchTeam {
    /// The switch's name. Wildcards are allowed.
    #[param(set = "ByName", position = 0, mandatory, by_property_name, complete = complete::switches)]
    name: Vec<String>,
    /// Teams that Get-NetSwitchTeam gave.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Instance<NetSwitchTeam>>,
    /// Hands on what was removed.
    pass_thru: bool,
    #[flatten]
    run: Run,
}

impl Cmdlet for RemoveNetSwitchTeam {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        unsupported::refuse_cmdlet(
            "Remove-NetSwitchTeam",
            "the team goes with its switch: Remove-VMSwitch. Its members but the last go with Remove-VMSwitchTeamMember.",
        )
    }
}
