//! `Enable-NetQosFlowControl`.

use super::rules::Common;
use super::set_net_qos_flow_control::Priorities;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes priorities lossless on the wire (802.1Qbb, priority flow control): the adapter and the switch stop each other instead of dropping frames.
///
/// Adapters that keep the rules (Enable-NetAdapterQos) are set at once: `dcb pfc set`.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetQosFlowControl -Priority 3, 4
/// PS> (Get-NetQosFlowControl | Where-Object Enabled).Priority
/// 3
/// 4
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-NetQosFlowControl 3 -WhatIf
/// What if: Performing the operation "Enable-NetQosFlowControl" on target "3".
///   # Drop no frames of priority 3 (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetQosFlowControl", module = "DcbQos", default_set = "ByPriority", impact = Medium)]
pub struct EnableNetQosFlowControl {
    #[flatten]
    priorities: Priorities,
    #[flatten]
    common: Common,
}

impl Cmdlet for EnableNetQosFlowControl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.priorities.make(cx, true)
    }
}
