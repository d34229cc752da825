//! `Get-NetQosPolicy`.

use super::rules::{Common, absent, is_meant, only_store, rules};
use super::types::NetQosPolicy;
use crate::host_access::computer_name;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// Gets the policies of quality of service: which frames have which priority on the wire.
///
/// # Examples
/// ```iovsh
/// PS> New-NetQosPolicy SMB -NetDirectPortMatchCondition 445 -PriorityValue8021Action 3 | Out-Null
/// PS> (Get-NetQosPolicy SMB).PriorityValue
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetQosPolicy", module = "NetQos", default_set = "ByName", output = NetQosPolicy)]
pub struct GetNetQosPolicy {
    /// Names of policies. Wildcards are allowed.
    #[param(position = 0, by_property_name, not_null)]
    name: Given<Vec<String>>,
    /// ActiveStore: what is in effect, which is all that there is here.
    policy_store: Option<String>,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetQosPolicy {
    fn process(&mut self, cx: &mut Context) -> Flow {
        only_store(self.policy_store.as_deref())?;
        let qos = rules(cx)?;
        let computer = computer_name(cx)?;
        let wanted = self.name.as_deref();
        let found = qos.policies.iter().filter(|p| is_meant(wanted, &p.name));
        let found: Vec<NetQosPolicy> = found.map(|p| NetQosPolicy::new(p, &computer)).collect();
        for name in wanted.unwrap_or_default() {
            let known = found
                .iter()
                .any(|p| is_meant(Some(std::slice::from_ref(name)), &p.name));
            if !known && !has_wildcards(name) {
                cx.error(absent("QoS policy", name, "Get-NetQosPolicy"))?;
            }
        }
        for policy in found {
            cx.emit(policy.into_value())?;
        }
        Ok(())
    }
}
