//! `Disable-VMResourceMetering`.

use super::measured::{Counting, Metered};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Ends counting what virtual machines use.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMResourceMetering web1
/// PS> Disable-VMResourceMetering web1
/// PS> (Get-VM web1).ResourceMeteringEnabled
/// False
/// ```
/// Of all machines that are metered:
/// ```iovsh
/// PS> Get-VM web* | Enable-VMResourceMetering
/// PS> Get-VM | Where-Object ResourceMeteringEnabled | Disable-VMResourceMetering
/// PS> (Get-VM).ResourceMeteringEnabled
/// False
/// False
/// False
/// ```
/// One that is at hand as an object:
/// ```iovsh
/// PS> Enable-VMResourceMetering web1
/// PS> Disable-VMResourceMetering -VM (Get-VM web1)
/// PS> (Get-VM web1).ResourceMeteringEnabled
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "VMResourceMetering", module = "Hyper-V", default_set = "VMName", impact = Medium)]
pub struct DisableVmResourceMetering {
    #[flatten]
    metered: Metered,
}

impl Cmdlet for DisableVmResourceMetering {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.metered.count(cx, Counting::Off)
    }
}
