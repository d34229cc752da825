//! `Get-NetQosFlowControl`.

use super::rules::{Common, OneInterface, rules};
use super::types::NetQosFlowControl;
use crate::host_access::computer_name;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets which priorities are lossless on the wire (802.1Qbb, priority flow control).
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetQosFlowControl 3
/// PS> (Get-NetQosFlowControl | Where-Object Enabled).Priority
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetQosFlowControl", module = "DcbQos", output = NetQosFlowControl)]
pub struct GetNetQosFlowControl {
    /// Only these priorities, 0 to 7.
    #[param(position = 0, by_property_name, not_null)]
    priority: Given<Vec<u8>>,
    #[flatten]
    interface: OneInterface,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetQosFlowControl {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let qos = rules(cx)?;
        let all = NetQosFlowControl::all(&qos, &computer_name(cx)?);
        let wanted = self.priority.as_deref();
        for one in all {
            if wanted.is_none_or(|wanted| wanted.contains(&one.priority)) {
                cx.emit(one.into_value())?;
            }
        }
        Ok(())
    }
}
