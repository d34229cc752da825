//! `Remove-NetQosTrafficClass`.

use std::sync::Arc;

use super::rules::{Common, OneInterface, act};
use super::set_net_qos_traffic_class::classes;
use super::types::{DEFAULT_CLASS, NetQosTrafficClass};
use iovsh_backend::policy::QosAct;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Removes traffic classes; their priorities go to the default one.
///
/// # Examples
/// ```iovsh
/// PS> New-NetQosTrafficClass SMB -Priority 3 -BandwidthPercentage 50 -Algorithm ETS | Out-Null
/// PS> Get-NetQosTrafficClass SMB | Remove-NetQosTrafficClass -Confirm:$false
/// PS> (Get-NetQosTrafficClass).Name
/// [Default]
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetQosTrafficClass SMB -Priority 3 -BandwidthPercentage 50 -Algorithm ETS | Out-Null
/// PS> Remove-NetQosTrafficClass SMB -WhatIf
/// What if: Performing the operation "Remove-NetQosTrafficClass" on target "SMB".
///   # Remove the traffic class 'SMB' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Remove", noun = "NetQosTrafficClass", module = "DcbQos", default_set = "ByName", impact = High)]
pub struct RemoveNetQosTrafficClass {
    /// Names of traffic classes. Wildcards are allowed.
    #[param(
        set = "ByName",
        position = 0,
        mandatory,
        by_property_name,
        not_null_or_empty
    )]
    name: Vec<String>,
    /// Traffic classes that Get-NetQosTrafficClass gave.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetQosTrafficClass>>,
    #[flatten]
    interface: OneInterface,
    #[flatten]
    common: Common,
}

impl Cmdlet for RemoveNetQosTrafficClass {
    fn process(&mut self, cx: &mut Context) -> Flow {
        // Who removes all classes means those that can be removed.
        let objects = self
            .input_object
            .iter()
            .filter(|class| class.name != DEFAULT_CLASS);
        let objects: Vec<_> = objects.cloned().collect();
        if objects.is_empty() && !self.input_object.is_empty() {
            return Ok(());
        }
        let found = classes(cx, &self.name, &objects)?;
        let acts = found
            .into_iter()
            .map(|class| (QosAct::RemoveClass { name: class.name }, None));
        act(cx, acts.collect())
    }
}
