//! `Set-NetAdapterVmq`.

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
/// PS> Set-NetAdapterVmq enp1s0f1 -WarningAction SilentlyContinue
/// PS> (Get-NetAdapterVmq enp1s0f1).Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterVmq enp1s0f1 -WhatIf
/// WARNING: 'enp1s0f1': there are no queues for virtual machines on Linux, and nothing is changed: a virtual function has queues of its own, and Set-NetAdapterRss sets those of the adapter.
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterVmq $_.Name -WarningAction SilentlyContinue }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterVmq", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterVmq)]
pub struct SetNetAdapterVmq {
    #[param(
        alias = "BaseG",
        no_effect = "there are no queues for virtual machines on Linux."
    )]
    base_processor_group: Option<u16>,
    #[param(
        alias = "BaseN",
        no_effect = "there are no queues for virtual machines on Linux."
    )]
    base_processor_number: Option<u8>,
    #[param(no_effect = "there are no queues for virtual machines on Linux.")]
    enabled: Option<bool>,
    #[param(
        alias = "MaxN",
        no_effect = "there are no queues for virtual machines on Linux."
    )]
    max_processor_number: Option<u8>,
    #[param(
        alias = "Max",
        no_effect = "there are no queues for virtual machines on Linux."
    )]
    max_processors: Option<u32>,
    #[param(
        alias = "NumaN",
        no_effect = "there are no queues for virtual machines on Linux."
    )]
    numa_node: Option<u16>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterVmq {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.answer(cx, vmq::NONE, vmq::show)
    }
}
