//! `Get-NetQosDcbxSetting`.

use super::rules::{Common, OneInterface, rules};
use super::types::NetQosDcbxSetting;
use crate::host_access::computer_name;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets whether the other end of the wire may say how the bandwidth is shared.
///
/// Willing is $null where nobody said so: each adapter has then what its driver began with (Get-NetAdapterQos).
///
/// # Examples
/// ```iovsh
/// PS> Set-NetQosDcbxSetting -Willing $false -Confirm:$false
/// PS> (Get-NetQosDcbxSetting).Willing
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetQosDcbxSetting", module = "DcbQos", output = NetQosDcbxSetting)]
pub struct GetNetQosDcbxSetting {
    #[flatten]
    interface: OneInterface,
    #[flatten]
    common: Common,
}

impl Cmdlet for GetNetQosDcbxSetting {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let found = NetQosDcbxSetting {
            willing: rules(cx)?.willing,
            computer_name: computer_name(cx)?,
        };
        cx.emit(found.into_value())
    }
}
