//! `Disable-NetAdapterRss`.

use super::change::SettingNics;
use super::queues;
use crate::types::NetAdapterRss;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Takes what network adapters receive to one queue, and so to one processor (`ethtool -L NAME combined 1`).
///
/// # Examples
/// ```iovsh
/// PS> Disable-NetAdapterRss enp1s0f1
/// PS> (Get-NetAdapterRss enp1s0f1).Enabled
/// False
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Disable-NetAdapterRss enp1s0f1 -WhatIf
/// What if: Performing the operation "Disable-NetAdapterRss" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set receive queues of enp1s0f1
///     ethtool -L enp1s0f1 combined 1
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Disable-NetAdapterRss $_.Name }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Disable", noun = "NetAdapterRss", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRss)]
pub struct DisableNetAdapterRss {
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for DisableNetAdapterRss {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.change(
            cx,
            &|link, details| queues::ask(link, details, Some(false), None),
            queues::show,
        )
    }
}
