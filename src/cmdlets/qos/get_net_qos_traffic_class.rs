//! `Get-NetQosTrafficClass`.

use super::rules::{Common, OneInterface, absent, is_meant, rules};
use super::types::NetQosTrafficClass;
use crate::host_access::computer_name;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::wildcard::has_wildcards;

/// Gets the traffic classes of the host: priorities, and what they share.
///
/// [Default] has the priorities and the bandwidth that no other class has. What each adapter is set to is shown by Get-NetAdapterQos.
///
/// # Examples
/// ```iovsh
/// PS> New-NetQosTrafficClass SMB -Priority 3 -BandwidthPercentage 50 -Algorithm ETS | Out-Null
/// PS> Get-NetQosTrafficClass | ForEach-Object { "$($_.Name) $($_.BandwidthPercentage) $($_.Priority)" }
/// [Default] 50 0 1 2 4 5 6 7
/// SMB 50 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetQosTrafficClass", module = "DcbQos", default_set = "ByName", output = NetQosTrafficClass)]
pub struct GetNetQosTrafficClass {
    /// Names of traffic classes. Wildcards are allowed.
    #[param(position = 0, by_property_name, not_null)]
    name: Given<Vec<String>>,
    #[flatten]
    interface: OneInterface,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetQosTrafficClass {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let qos = rules(cx)?;
        let all = NetQosTrafficClass::all(&qos, &computer_name(cx)?);
        let wanted = self.name.as_deref();
        for name in wanted.unwrap_or_default() {
            let one = Some(std::slice::from_ref(name));
            if !has_wildcards(name) && !all.iter().any(|class| is_meant(one, &class.name)) {
                cx.error(absent("traffic class", name, "Get-NetQosTrafficClass"))?;
            }
        }
        for class in all
            .into_iter()
            .filter(|class| is_meant(wanted, &class.name))
        {
            cx.emit(class.into_value())?;
        }
        Ok(())
    }
}
