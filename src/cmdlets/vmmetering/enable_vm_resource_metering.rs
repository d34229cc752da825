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
/// What the web servers use, per machine:
/// ```iovsh
/// PS> Get-VM web* | Enable-VMResourceMetering
/// PS> Get-VM web* | Measure-VM | ForEach-Object VMName
/// web1
/// web2
/// ```
/// Which machines are metered:
/// ```iovsh
/// PS> Enable-VMResourceMetering -VM (Get-VM web1)
/// PS> Get-VM | Where-Object ResourceMeteringEnabled | ForEach-Object Name
/// web1
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
