//! `Disable-NetAdapterQos`.

use super::set_net_adapter_qos::keep;
use super::types::NetAdapterQos;
use crate::nicsettings::SettingNics;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Frees network adapters from the host's rules of quality of service: what was changed for them is put back.
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterQos enp1s0f0
/// PS> @(Get-NetAdapterQos).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Disable-NetAdapterQos enp1s0f0 -WhatIf
/// ```
/// On each adapter that has data center bridging:
/// ```iovsh
/// PS> Get-NetAdapterQos | Disable-NetAdapterQos
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterQos", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterQos)]
pub struct DisableNetAdapterQos {
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for DisableNetAdapterQos {
    fn process(&mut self, cx: &mut Context) -> Flow {
        keep(&self.nics, cx, Some(false))
    }
}
