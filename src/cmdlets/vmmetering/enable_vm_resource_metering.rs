//! `Enable-VMResourceMetering`.

use super::measured::{Counting, Metered};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Begins to count what virtual machines use; Measure-VM tells it. Where it is counted already, that goes on.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMResourceMetering web1
/// PS> (Get-VM web1).ResourceMeteringEnabled
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "VMResourceMetering", module = "Hyper-V", default_set = "VMName", impact = Medium)]
pub struct EnableVmResourceMetering {
    #[flatten]
    metered: Metered,
}

impl Cmdlet for EnableVmResourceMetering {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.metered.count(cx, Counting::On)
    }
}
