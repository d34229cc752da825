//! `Disable-NetQosFlowControl`.

use super::rules::Common;
use super::set_net_qos_flow_control::Priorities;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets frames of priorities be dropped on the wire where there is no room for them, which is the rule.
///
/// Adapters that keep the rules (Enable-NetAdapterQos) are set at once: `dcb pfc set`.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetQosFlowControl -Priority 3, 4
/// PS> Disable-NetQosFlowControl -Priority 0, 1, 2, 4, 5, 6, 7
/// PS> (Get-NetQosFlowControl | Where-Object Enabled).Priority
/// 3
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-NetQosFlowControl 3; Disable-NetQosFlowControl 3 -WhatIf
/// What if: Performing the operation "Disable-NetQosFlowControl" on target "3".
///   # Let frames of priority 3 be dropped (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetQosFlowControl", module = "DcbQos", default_set = "ByPriority", impact = Medium)]
pub struct DisableNetQosFlowControl {
    #[flatten]
    priorities: Priorities,
    #[flatten]
    common: Common,
}

impl Cmdlet for DisableNetQosFlowControl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.priorities.make(cx, false)
    }
}
