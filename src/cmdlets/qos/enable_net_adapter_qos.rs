//! `Enable-NetAdapterQos`.

use super::set_net_adapter_qos::keep;
use super::types::NetAdapterQos;
use crate::nicsettings::SettingNics;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Lets network adapters keep the host's rules of quality of service: traffic classes, lossless priorities, priorities of applications.
///
/// The rules go to the adapter by data center bridging (`dcb`), and to every adapter that keeps them when they change. An adapter whose driver
/// has no data center bridging is left as it is, with a warning, and a script goes on. The link may be interrupted for a moment.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterQos enp1s0f0 -WarningAction SilentlyContinue
/// PS> @(Get-NetAdapterQos).Count
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Enable-NetAdapterQos enp1s0f0 -WhatIf
/// WARNING: 'enp1s0f0' has no data center bridging (driver igb): it cannot keep rules of quality of service.
/// ```
/// On each adapter that has data center bridging:
/// ```iovsh
/// PS> Get-NetAdapterQos | Enable-NetAdapterQos
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterQos", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterQos)]
pub struct EnableNetAdapterQos {
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterQos {
    fn process(&mut self, cx: &mut Context) -> Flow {
        keep(&self.nics, cx, Some(true))
    }
}
