//! `Set-NetAdapterRss`.

use super::change::{SettingNics, Wanted};
use super::queues;
use crate::types::{NetAdapterRss, RssProfile};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Changes how many queues network adapters receive on (`ethtool -L`), and how what they receive is spread over them (`ethtool -X`).
///
/// # Examples
/// ```iovsh
/// PS> Set-NetAdapterRss enp1s0f1 -NumberOfReceiveQueues 2
/// PS> (Get-NetAdapterRss enp1s0f1).NumberOfReceiveQueues
/// 2
/// ```
/// Shown before it is done, as the lines that one would type:
/// ```iovsh
/// PS> Set-NetAdapterRss enp1s0f1 -NumberOfReceiveQueues 2 -WhatIf
/// What if: Performing the operation "Set-NetAdapterRss" on target "enp1s0f1".
///   # Remember the settings of enp1s0f1 (in iovsh's own records)
///   # Set receive queues of enp1s0f1
///     ethtool -L enp1s0f1 combined 2
/// ```
/// Most of what comes in on one queue, and what the table then says:
/// ```iovsh
/// PS> Set-NetAdapterRss enp1s0f1 -NumberOfReceiveQueues 2 -IndirectionTable 0, 0, 0, 1
/// PS> (Get-NetAdapterRss enp1s0f1).IndirectionTable | Group-Object | Format-Table Name, Count
/// Name Count
/// ---- -----
/// 0       96
/// 1       32
/// ```
/// On each adapter that may have virtual functions:
/// ```iovsh
/// PS> Get-NetAdapterSriov | ForEach-Object { Set-NetAdapterRss $_.Name -NumberOfReceiveQueues 2 }
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "NetAdapterRss", module = "NetAdapter", default_set = "ByName", impact = Medium, output = NetAdapterRss)]
pub struct SetNetAdapterRss {
    #[param(
        alias = "BaseG",
        no_effect = "which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it."
    )]
    base_processor_group: Option<u16>,
    #[param(
        alias = "BaseN",
        no_effect = "which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it."
    )]
    base_processor_number: Option<u8>,
    /// Whether there is more than one queue.
    enabled: Option<bool>,
    #[param(
        alias = "MaxG",
        no_effect = "which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it."
    )]
    max_processor_group: Option<u16>,
    #[param(
        alias = "MaxN",
        no_effect = "which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it."
    )]
    max_processor_number: Option<u8>,
    /// Linux only: the queue of each entry of the indirection table. A shorter list is repeated over the whole table, so that a queue that
    /// stands in it twice receives twice as much. It takes a kernel from 6.17 on.
    #[param(not_null_or_empty)]
    indirection_table: Vec<u32>,
    /// The most processors that receive: no more queues than that are made.
    #[param(alias = "Max")]
    max_processors: Option<u32>,
    #[param(
        no_effect = "which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it."
    )]
    numa_node: Option<u16>,
    /// How many queues there are to be.
    number_of_receive_queues: Option<u32>,
    #[param(
        no_effect = "which processor serves a queue the kernel and irqbalance decide; /proc/irq/N/smp_affinity sets it."
    )]
    profile: Option<RssProfile>,
    #[flatten]
    nics: SettingNics,
}

impl Cmdlet for SetNetAdapterRss {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let count = match (self.number_of_receive_queues, self.max_processors) {
            (Some(queues), Some(most)) => Some(queues.min(most)),
            (queues, most) => queues.or(most),
        };
        let enabled = self.enabled;
        let table = self.indirection_table.as_slice();
        self.nics.change(
            cx,
            &|link, details| {
                let only_table = enabled.is_none() && count.is_none() && !table.is_empty();
                let mut wanted = match only_table {
                    true => Wanted::default(),
                    false => queues::ask(link, details, enabled, count)?,
                };
                if !table.is_empty() {
                    wanted.settings.push(queues::table(details, table)?);
                }
                Ok(wanted)
            },
            queues::show,
        )
    }
}
