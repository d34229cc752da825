//! `Enable-NetAdapterRss`.

use super::change::SettingNics;
use super::queues;
use crate::types::NetAdapterRss;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Spreads what network adapters receive over several processors: as many queues as there are processors, as far as the adapter has them.
///
/// # Examples
/// ```iovsh
/// PS> Enable-NetAdapterRss enp1s0f1
/// PS> (Get-NetAdapterRss enp1s0f1).Enabled
/// True
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Enable-NetAdapterRss enp1s0f1 -WhatIf
/// What if: Performing the operation "Enable-NetAdapterRss" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Enable-NetAdapterRss $_.Name }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Enable", noun = "NetAdapterRss", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRss)]
pub struct EnableNetAdapterRss {
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for EnableNetAdapterRss {
    fn process(&mut self, cx: &mut Context) -> Flow {
        self.nics.change(
            cx,
            &|link, details| queues::ask(link, details, Some(true), None),
            queues::show,
        )
    }
}
