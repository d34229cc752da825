//! `Set-NetQosDcbxSetting`.

use super::rules::{Common, OneInterface, act};
use super::types::NetQosDcbxSetting;
use crate::host_access::computer_name;
use iovsh_backend::policy::QosAct;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets the other end of the wire say how the bandwidth is shared (DCBX), or not.
///
/// The bit goes to the adapters that keep the rules. What the other end says is taken by an agent (lldpad), or by the firmware of the adapter.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetQosDcbxSetting -Willing $false -Confirm:$false
/// PS> (Get-NetQosDcbxSetting).Willing
/// False
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-NetQosDcbxSetting -Willing $false -WhatIf
/// What if: Performing the operation "Set-NetQosDcbxSetting" on target "DCBX".
///   # Share out the bandwidth here (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetQosDcbxSetting", module = "DcbQos", impact = High, output = NetQosDcbxSetting)]
pub struct SetNetQosDcbxSetting {
    /// Whether it may.
    #[param(position = 0, mandatory)]
    willing: Option<bool>,
    /// Hands on the setting.
    pass_thru: bool,
    #[flatten]
    interface: OneInterface,
    #[flatten]
    common: Common,
}

impl Cmdlet for SetNetQosDcbxSetting {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(willing) = self.willing else {
            return Ok(());
        };
        let now = NetQosDcbxSetting {
            willing: Some(willing),
            computer_name: computer_name(cx)?,
        };
        let shown = self.pass_thru.then(|| now.into_value());
        act(cx, vec![(QosAct::Willing(willing), shown)])
    }
}
