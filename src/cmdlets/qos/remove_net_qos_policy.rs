//! `Remove-NetQosPolicy`.

use std::sync::Arc;

use super::rules::{Common, act, only_store};
use super::set_net_qos_policy::policies;
use super::types::NetQosPolicy;
use iovsh_backend::policy::QosAct;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Removes policies of quality of service.
///
/// # Examples
/// ```iovsh
/// PS> New-NetQosPolicy SMB -SMB -PriorityValue8021Action 3 | Out-Null
/// PS> Remove-NetQosPolicy SMB -Confirm:$false
/// PS> @(Get-NetQosPolicy).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetQosPolicy SMB -SMB -PriorityValue8021Action 3 | Out-Null
/// PS> Get-NetQosPolicy | Remove-NetQosPolicy -WhatIf
/// What if: Performing the operation "Remove-NetQosPolicy" on target "SMB".
///   # Remove the QoS policy 'SMB' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetQosPolicy", module = "NetQos", default_set = "ByName", impact = High)]
pub struct RemoveNetQosPolicy {
    /// Names of policies. Wildcards are allowed.
    #[param(
        set = "ByName",
        position = 0,
        mandatory,
        by_property_name,
        not_null_or_empty
    )]
    name: Vec<String>,
    /// Policies that Get-NetQosPolicy gave.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetQosPolicy>>,
    /// ActiveStore or nothing.
    policy_store: Option<String>,
    #[flatten]
    common: Common,
}

impl Cmdlet for RemoveNetQosPolicy {
    fn process(&mut self, cx: &mut Context) -> Flow {
        only_store(self.policy_store.as_deref())?;
        let found = policies(cx, &self.name, &self.input_object)?;
        let acts = found
            .into_iter()
            .map(|p| (QosAct::RemovePolicy { name: p.name }, None));
        act(cx, acts.collect())
    }
}
