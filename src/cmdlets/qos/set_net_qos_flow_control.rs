//! `Set-NetQosFlowControl`.

use std::sync::Arc;

use super::rules::{Common, OneInterface, act, mask_of};
use super::types::NetQosFlowControl;
use iovsh_backend::policy::QosAct;
use iovsh_derive::{Cmdlet, Parameters};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes priorities lossless on the wire, or lets their frames be dropped.
///
/// # Examples
/// ```iovsh
/// PS> Set-NetQosFlowControl 3 -Enabled $true
/// PS> (Get-NetQosFlowControl | Where-Object Enabled).Priority
/// 3
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-NetQosFlowControl 3 -Enabled $true -WhatIf
/// What if: Performing the operation "Set-NetQosFlowControl" on target "3".
///   # Drop no frames of priority 3 (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetQosFlowControl", module = "DcbQos", default_set = "ByPriority", impact = Medium)]
pub struct SetNetQosFlowControl {
    /// Whether they are lossless.
    enabled: Option<bool>,
    #[flatten]
    priorities: Priorities,
    #[flatten]
    common: Common,
}

impl Cmdlet for SetNetQosFlowControl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        match self.enabled {
            Some(on) => self.priorities.make(cx, on),
            None => self.priorities.named().map(drop),
        }
    }
}

/// Priorities that are meant.
#[derive(Parameters)]
pub struct Priorities {
    /// Priorities, 0 to 7.
    #[param(
        set = "ByPriority",
        position = 0,
        mandatory,
        by_property_name,
        not_null_or_empty
    )]
    priority: Vec<u8>,
    /// What Get-NetQosFlowControl gave.
    #[param(set = "InputObject", mandatory, from_pipeline, not_null)]
    input_object: Vec<Arc<NetQosFlowControl>>,
    #[flatten]
    interface: OneInterface,
}

impl Priorities {
    /// Makes them lossless, or lossy.
    pub fn make(&self, cx: &mut Context, on: bool) -> Flow {
        let priorities = self.named()?;
        act(cx, vec![(QosAct::Lossless { priorities, on }, None)])
    }

    /// The bit mask of those that are meant.
    ///
    /// # Errors
    /// None is named, or one above 7.
    fn named(&self) -> Flow<u8> {
        let objects = self.input_object.iter().map(|object| object.priority);
        let named: Vec<u8> = self.priority.iter().copied().chain(objects).collect();
        mask_of(&named)
    }
}
