//! `Reset-VMResourceMetering`.

use super::measured::{Counting, Metered};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Counts what virtual machines use from now on.
///
/// # Examples
/// ```iovsh
/// PS> Enable-VMResourceMetering web1
/// PS> Reset-VMResourceMetering web1
/// ```
/// At the beginning of a month, for all that are metered:
/// ```iovsh
/// PS> Get-VM web* | Enable-VMResourceMetering
/// PS> Get-VM | Where-Object ResourceMeteringEnabled | Reset-VMResourceMetering
/// PS> (Get-VM web* | Measure-VM).Count
/// 2
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-VMResourceMetering web1
/// PS> Reset-VMResourceMetering web1 -WhatIf
/// What if: Performing the operation "Reset-VMResourceMetering" on target "web1".
///   # Nothing has to be done.
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Reset", noun = "VMResourceMetering", module = "Hyper-V", default_set = "VMName", impact = Medium)]
pub struct ResetVmResourceMetering {
    #[flatten]
    metered: Metered,
}

impl Cmdlet for ResetVmResourceMetering {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.metered.count(cx, Counting::Anew)
    }
}
