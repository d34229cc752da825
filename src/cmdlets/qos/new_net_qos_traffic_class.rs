//! `New-NetQosTrafficClass`.

use super::rules::{Common, OneInterface, act, mask_of};
use super::types::{Algorithm, NetQosTrafficClass};
use crate::host_access::computer_name;
use crate::invalid::parameter;
use iovsh_backend::policy::QosAct;
use iovsh_backend::state::QosClass;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes a traffic class: priorities, and the share of the bandwidth that they are sure to get.
///
/// Adapters that keep the rules (Enable-NetAdapterQos) are set at once: `dcb ets set`. What the classes leave of 100 percent is the default
/// class's, which keeps 1 percent at least.
///
/// # Examples
/// ```iovsh
/// PS> (New-NetQosTrafficClass SMB -Priority 3 -BandwidthPercentage 50 -Algorithm ETS).Algorithm
/// ETS
/// PS> (Get-NetQosTrafficClass)[0].BandwidthPercentage
/// 50
/// ```
/// A class that goes before all others:
/// ```iovsh
/// PS> New-NetQosTrafficClass Cluster -Priority 7 -Algorithm Strict | Out-Null
/// PS> (Get-NetQosTrafficClass Cluster).Priority
/// 7
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetQosTrafficClass SMB -Priority 3 -BandwidthPercentage 50 -Algorithm ETS -WhatIf
/// What if: Performing the operation "New-NetQosTrafficClass" on target "SMB".
///   # Set the traffic class 'SMB' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetQosTrafficClass", module = "DcbQos", impact = Medium, output = NetQosTrafficClass)]
pub struct NewNetQosTrafficClass {
    /// Its name.
    #[param(position = 0, mandatory, not_null_or_empty)]
    name: String,
    /// Its priorities, 0 to 7.
    #[param(mandatory, not_null_or_empty, alias = "PriorityList")]
    priority: Vec<u8>,
    /// ETS: it is sure to get a share; Strict: it goes before all others.
    #[param(mandatory)]
    algorithm: Option<Algorithm>,
    /// Percent of the bandwidth that it is sure to get, 1 to 99; of ETS only.
    #[param(alias = "Bandwidth", range = 1..=99)]
    bandwidth_percentage: Option<u8>,
    #[flatten]
    interface: OneInterface,
    #[flatten]
    common: Common,
}

impl Cmdlet for NewNetQosTrafficClass {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let class = QosClass {
            name: self.name.clone(),
            priorities: mask_of(&self.priority)?,
            percent: share(self.algorithm, self.bandwidth_percentage, None)?,
        };
        let shown = NetQosTrafficClass::new(&class, &computer_name(cx)?);
        let new = QosAct::Class {
            class,
            known: false,
        };
        act(cx, vec![(new, Some(shown.into_value()))])
    }
}

/// The share that is asked for, of a class that has `now`.
///
/// # Errors
/// A share that goes before all others, or one without a size.
pub fn share(
    algorithm: Option<Algorithm>,
    percent: Option<u8>,
    now: Option<u8>,
) -> Flow<Option<u8>> {
    let ets = match algorithm {
        Some(Algorithm::Ets) => true,
        Some(Algorithm::Strict) => false,
        None => now.or(percent).is_some(),
    };
    match (ets, percent.or(now)) {
        (true, Some(percent)) => Ok(Some(percent)),
        (true, None) => Err(parameter(
            "A class of the algorithm ETS has a share of the bandwidth.",
            "Say how much: -BandwidthPercentage 50",
        )
        .into()),
        (false, _) if percent.is_some() => Err(parameter(
            "A class of the algorithm Strict has no share: it goes before all others.",
            "Leave -BandwidthPercentage out, or say -Algorithm ETS.",
        )
        .into()),
        (false, _) => Ok(None),
    }
}
