//! `Set-NetQosTrafficClass`.

use std::sync::Arc;

use super::new_net_qos_traffic_class::share;
use super::rules::{Common, OneInterface, act, mask_of, named, rules};
use super::types::{Algorithm, NetQosTrafficClass};
use crate::host_access::computer_name;
use iovsh_backend::policy::QosAct;
use iovsh_backend::state::QosClass;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes traffic classes. That of [Default] follows from the others, and cannot be set.
///
/// # Examples
/// ```iovsh
/// PS> New-NetQosTrafficClass SMB -Priority 3 -BandwidthPercentage 50 -Algorithm ETS | Out-Null
/// PS> Set-NetQosTrafficClass SMB -BandwidthPercentage 60
/// PS> (Get-NetQosTrafficClass).BandwidthPercentage
/// 40
/// 60
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetQosTrafficClass SMB -Priority 3 -BandwidthPercentage 50 -Algorithm ETS | Out-Null
/// PS> Set-NetQosTrafficClass SMB -Priority 3, 4 -WhatIf
/// What if: Performing the operation "Set-NetQosTrafficClass" on target "SMB".
///   # Set the traffic class 'SMB' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetQosTrafficClass", module = "DcbQos", default_set = "ByName", impact = Medium, output = NetQosTrafficClass)]
pub struct SetNetQosTrafficClass {
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
    /// Their priorities, 0 to 7.
    #[param(not_null_or_empty, alias = "PriorityList")]
    priority: Vec<u8>,
    /// ETS: it is sure to get a share; Strict: it goes before all others.
    algorithm: Option<Algorithm>,
    /// Percent of the bandwidth that it is sure to get, 1 to 99.
    #[param(alias = "Bandwidth", range = 1..=99)]
    bandwidth_percentage: Option<u8>,
    /// Hands on the classes.
    pass_thru: bool,
    #[flatten]
    interface: OneInterface,
    #[flatten]
    common: Common,
}

impl Cmdlet for SetNetQosTrafficClass {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let computer = computer_name(cx)?;
        let mut acts = Vec::new();
        for mut class in classes(cx, &self.name, &self.input_object)? {
            if !self.priority.is_empty() {
                class.priorities = mask_of(&self.priority)?;
            }
            class.percent = share(self.algorithm, self.bandwidth_percentage, class.percent)?;
            let shown = NetQosTrafficClass::new(&class, &computer);
            let act = QosAct::Class { class, known: true };
            acts.push((act, self.pass_thru.then(|| shown.into_value())));
        }
        act(cx, acts)
    }
}

/// The classes with these names, or behind these objects. A name that none has is an error that is written.
pub fn classes(
    cx: &mut Context,
    names: &[String],
    objects: &[Arc<NetQosTrafficClass>],
) -> Flow<Vec<QosClass>> {
    let known = rules(cx)?.classes;
    let own = objects.iter().map(|object| object.name.as_str()).collect();
    let told = ("traffic class", "Get-NetQosTrafficClass");
    named(cx, known, |one| &one.name, (names, own), told)
}
