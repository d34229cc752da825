//! The hardware of the simulated machine's NICs: what a slot is like follows from the product, unless the fixture says otherwise.

use super::world::World;
use crate::model::{
    Interrupts, LinkCounters, NetAdapter, NicDetails, PciAddress, PciSlot, Queues, Spreading,
};

impl World {
    /// What is known of the interfaces beyond their links, in order of index.
    pub(super) fn nics(&self) -> Vec<NicDetails> {
        let links = self.links();
        let each = links.iter().map(|link| {
            let own = self.state.nic(&link.name).cloned();
            own.unwrap_or_else(|| NicDetails {
                interface: link.name.clone(),
                slot: link.pci.map(|pci| self.slot(link, pci)),
                max_mtu: Some(max_mtu(link)),
                // Nothing is sent on a simulated wire.
                counters: Some(LinkCounters::default()),
                queues: self.queues(link),
                spreading: self.queues(link).map(spreading),
                settings: super::nic_settings::settings(link),
            })
        });
        each.collect()
    }

    /// Drivers take a queue for each processor, as far as the hardware has them.
    fn queues(&self, link: &NetAdapter) -> Option<Queues> {
        let most = match link.driver.as_deref()? {
            "igb" => 8,
            "ixgbe" | "i40e" | "ice" | "mlx5_core" | "bnxt_en" => 64,
            "e1000e" => 2,
            _ => return None,
        };
        let processors = self.state.host.processors.max(1);
        Some(Queues {
            receive: processors.min(most),
            most,
        })
    }

    fn slot(&self, link: &NetAdapter, pci: PciAddress) -> PciSlot {
        // On the root bus: part of the chipset, without a link of its own.
        if pci.bus == 0 {
            return PciSlot {
                line_interrupt: Some(true),
                msi: interrupts(true, 1),
                msix: interrupts(false, 0),
                dma_64_bit: Some(true),
                ari: Some(false),
                ats: Some(false),
                ..PciSlot::default()
            };
        }
        let (speed, width, vectors) = match link.driver.as_deref() {
            Some("igb") => (5_000, 4, 10),
            Some("ixgbe" | "i40e") => (8_000, 8, 129),
            Some("ice" | "mlx5_core" | "bnxt_en") => (16_000, 16, 512),
            Some("r8169") => (2_500, 1, 4),
            _ => (8_000, 8, 64),
        };
        let function = self.state.function(pci);
        PciSlot {
            number: Some(u32::from(pci.bus)),
            numa: function.and_then(|f| f.numa),
            speed: Some(speed),
            max_speed: Some(speed),
            width: Some(width),
            max_width: Some(width),
            express_version: Some(2),
            payload: Some(256),
            max_payload: Some(512),
            max_read_request: Some(512),
            line_interrupt: Some(true),
            msi: interrupts(false, 1),
            msix: interrupts(true, vectors),
            dma_64_bit: Some(true),
            ari: Some(function.is_some()),
            acs: function.map_or(self.state.iommu.acs, |f| {
                f.isolated.or(self.state.iommu.acs)
            }),
            ats: Some(link.driver.as_deref() == Some("mlx5_core")),
            ..PciSlot::default()
        }
    }
}

/// The largest MTU that a driver takes: `max_mtu` of the kernel's drivers, and of virtual devices the most that there is.
pub(super) fn max_mtu(link: &NetAdapter) -> u32 {
    match link.driver.as_deref() {
        Some("igb") => 9_216,
        Some("ixgbe" | "i40e" | "ice") => 9_702,
        Some("mlx5_core") => 9_978,
        Some("bnxt_en") => 9_500,
        Some("e1000e") => 9_000,
        Some("r8169") => 9_194,
        _ => 65_535,
    }
}

/// Entries one after the other, as drivers fill the table.
fn spreading(queues: Queues) -> Spreading {
    let each = (0..128).map(|entry: u32| entry.checked_rem(queues.receive).unwrap_or(0));
    Spreading {
        table: each.collect(),
        key_bytes: 40,
        toeplitz: Some(true),
    }
}

fn interrupts(enabled: bool, messages: u32) -> Option<Interrupts> {
    Some(Interrupts { enabled, messages })
}
