//! `Enable-NetAdapterVmq`.

use super::change::SettingNics;
use super::vmq;
use crate::types::NetAdapterVmq;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Answers that there are no queues for virtual machines on Linux.
///
/// A warning says so and the script goes on: a virtual function has queues of its own, and a machine on the bridge needs none.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterVmq enp1s0f1 -WarningAction SilentlyContinue
/// PS> (Get-NetAdapterVmq enp1s0f1).Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterVmq enp1s0f1 -WhatIf
/// WARNING: 'enp1s0f1': there are no queues for virtual machines on Linux, and nothing is changed: a virtual function has queues of its own, and Set-NetAdapterRss sets those of the adapter.
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterVmq $_.Name -WarningAction SilentlyContinue }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterVmq", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterVmq)]
pub struct EnableNetAdapterVmq {
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterVmq {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.answer(cx, vmq::NONE, vmq::show)
    }
}
