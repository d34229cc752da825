//! `Set-NetQosPolicy`.

use std::sync::Arc;

use super::new_net_qos_policy::Frames;
use super::rules::{Common, act, named, rules};
use super::types::NetQosPolicy;
use crate::host_access::computer_name;
use iovsh_backend::policy::QosAct;
use iovsh_backend::state::QosPolicy;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes policies of quality of service: their frames, or the priority of these.
///
/// # Examples
/// ```iovsh
/// PS> New-NetQosPolicy SMB -SMB -PriorityValue8021Action 3 | Out-Null
/// PS> Set-NetQosPolicy SMB -PriorityValue8021Action 4 -PassThru | ForEach-Object PriorityValue
/// 4
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetQosPolicy SMB -SMB -PriorityValue8021Action 3 | Out-Null
/// PS> Get-NetQosPolicy | Set-NetQosPolicy -PriorityValue8021Action 4 -WhatIf
/// What if: Performing the operation "Set-NetQosPolicy" on target "SMB".
///   # Set the QoS policy 'SMB' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetQosPolicy", module = "NetQos", default_set = "ByName", impact = Medium, output = NetQosPolicy)]
pub struct SetNetQosPolicy {
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
    /// The priority of their frames, 0 to 7.
    #[param(name = "PriorityValue8021Action", alias = "PriorityValue", range = 0..=7)]
    priority: Option<u8>,
    /// Hands on the policies.
    pass_thru: bool,
    #[flatten]
    frames: Frames,
    #[flatten]
    common: Common,
}

impl Cmdlet for SetNetQosPolicy {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let frames = self.frames.chosen()?;
        let computer = computer_name(cx)?;
        let mut acts = Vec::new();
        for mut policy in policies(cx, &self.name, &self.input_object)? {
            policy.frames = frames.unwrap_or(policy.frames);
            policy.priority = self.priority.unwrap_or(policy.priority);
            let shown = NetQosPolicy::new(&policy, &computer);
            let act = QosAct::Policy {
                policy,
                known: true,
            };
            acts.push((act, self.pass_thru.then(|| shown.into_value())));
        }
        act(cx, acts)
    }
}

/// The policies with these names, or behind these objects. A name that none has is an error that is written.
pub fn policies(
    cx: &mut Context,
    names: &[String],
    objects: &[Arc<NetQosPolicy>],
) -> Flow<Vec<QosPolicy>> {
    let known = rules(cx)?.policies;
    let own = objects.iter().map(|object| object.name.as_str()).collect();
    let told = ("QoS policy", "Get-NetQosPolicy");
    named(cx, known, |one| &one.name, (names, own), told)
}
