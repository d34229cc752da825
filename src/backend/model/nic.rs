//! What a NIC is beyond its interface: its slot, its counters, and the settings of its driver.

use serde::{Deserialize, Serialize};

use super::{Dcb, InterfaceName, NicSetting, NicSettings, NumaNode};

/// What is known of one interface beyond [`super::NetAdapter`]. Filled by [`super::Scope::nics`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NicDetails {
    /// The interface.
    pub interface: InterfaceName,
    /// The slot of a NIC that is a PCI function.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<PciSlot>,
    /// The largest MTU that its driver takes, in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_mtu: Option<u32>,
    /// Traffic since the interface was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counters: Option<LinkCounters>,
    /// Its queues, where the driver tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queues: Option<Queues>,
    /// How it spreads over them what it receives, where the driver tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spreading: Option<Spreading>,
    /// Settings of its driver.
    #[serde(default)]
    pub settings: NicSettings,
}

impl NicDetails {
    /// The value that a setting has now; `None` where the driver does not tell it.
    #[must_use]
    pub fn setting(&self, like: &NicSetting) -> Option<NicSetting> {
        let settings = &self.settings;
        Some(match like {
            NicSetting::Feature { name, .. } => NicSetting::Feature {
                name: name.clone(),
                on: settings.features.get(name)?.on,
            },
            NicSetting::ReceiveQueues(_) => NicSetting::ReceiveQueues(self.queues?.receive),
            NicSetting::Indirection(_) => {
                let table = &self.spreading.as_ref()?.table;
                NicSetting::Indirection((!table.is_empty()).then(|| table.clone())?)
            }
            NicSetting::ReceiveRing(_) => NicSetting::ReceiveRing(settings.rings?.receive),
            NicSetting::TransmitRing(_) => NicSetting::TransmitRing(settings.rings?.transmit),
            NicSetting::Pause(_) => NicSetting::Pause(settings.pause?),
            NicSetting::Speed(_) => NicSetting::Speed(settings.modes.as_ref()?.set.clone()?),
            NicSetting::Wake(_) => NicSetting::Wake(settings.wake.as_ref()?.on.clone()),
            NicSetting::AdaptiveModeration(_) => {
                NicSetting::AdaptiveModeration(settings.adaptive_moderation?)
            }
            NicSetting::EnergyEfficient(_) => {
                NicSetting::EnergyEfficient(settings.energy_efficient?)
            }
            NicSetting::Ipv6(_) => NicSetting::Ipv6(settings.ipv6?),
            NicSetting::Dcb(_) => NicSetting::Dcb(settings.dcb?),
            NicSetting::Applications(_) => NicSetting::Applications(settings.applications.clone()?),
        })
    }

    /// Gives a setting this value; one that the driver does not have stays away.
    pub fn put(&mut self, setting: &NicSetting) {
        let settings = &mut self.settings;
        match setting {
            NicSetting::Feature { name, on } => settings.ask_for(name, *on),
            NicSetting::ReceiveQueues(count) => {
                if let Some(queues) = &mut self.queues {
                    queues.receive = *count;
                }
                // Drivers fill the table anew.
                if let Some(spread) = &mut self.spreading {
                    let entries = spread.table.iter_mut().zip(0..);
                    for (entry, at) in entries {
                        *entry = u32::checked_rem(at, *count).unwrap_or(0);
                    }
                }
            }
            NicSetting::Indirection(table) => {
                if let Some(spread) = &mut self.spreading {
                    spread.table.clone_from(table);
                }
            }
            NicSetting::ReceiveRing(count) => {
                if let Some(rings) = &mut settings.rings {
                    rings.receive = *count;
                }
            }
            NicSetting::TransmitRing(count) => {
                if let Some(rings) = &mut settings.rings {
                    rings.transmit = *count;
                }
            }
            NicSetting::Pause(pause) => settings.pause = settings.pause.map(|_| *pause),
            NicSetting::Speed(speed) => {
                if let Some(modes) = &mut settings.modes {
                    modes.set = Some(speed.clone());
                }
            }
            NicSetting::Wake(on) => {
                if let Some(wake) = &mut settings.wake {
                    wake.on.clone_from(on);
                }
            }
            NicSetting::AdaptiveModeration(on) => {
                settings.adaptive_moderation = settings.adaptive_moderation.map(|_| *on);
            }
            NicSetting::EnergyEfficient(on) => {
                settings.energy_efficient = settings.energy_efficient.map(|_| *on);
            }
            NicSetting::Ipv6(on) => settings.ipv6 = settings.ipv6.map(|_| *on),
            NicSetting::Dcb(dcb) => {
                settings.dcb = settings.dcb.map(|known| Dcb {
                    classes: known.classes,
                    ..*dcb
                });
            }
            NicSetting::Applications(wanted) => {
                if let Some(table) = &mut settings.applications {
                    table.clone_from(wanted);
                }
            }
        }
    }
}

/// The receive queues of a NIC (`ethtool -l`): those that only receive, and those that do both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Queues {
    /// Those in use.
    pub receive: u32,
    /// The most that there can be.
    pub most: u32,
}

/// Receive side scaling (`ethtool -x`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spreading {
    /// The queue of each entry of the indirection table.
    pub table: Vec<u32>,
    /// Bytes of the hash key.
    pub key_bytes: u16,
    /// The hash function is Toeplitz's; `None` when that is not told.
    pub toeplitz: Option<bool>,
}

/// A PCI function and the way to it. What only root may read (the configuration space beyond 64 bytes), and what the function
/// does not have, is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct PciSlot {
    /// Number of the slot as the firmware names it.
    pub number: Option<u32>,
    /// The firmware's label of the device, as it is printed on the board.
    pub label: Option<String>,
    /// Number of that label.
    pub label_index: Option<u32>,
    /// NUMA node.
    pub numa: Option<NumaNode>,
    /// Speed of the PCI Express link now, in MT/s (8000 is 8 GT/s).
    pub speed: Option<u32>,
    /// The most that the device can do.
    pub max_speed: Option<u32>,
    /// Lanes in use.
    pub width: Option<u16>,
    /// Lanes that the device has.
    pub max_width: Option<u16>,
    /// Version of the PCI Express capability.
    pub express_version: Option<u8>,
    /// Largest payload of a packet now, in bytes.
    pub payload: Option<u32>,
    /// The most that the device can do.
    pub max_payload: Option<u32>,
    /// Largest read request, in bytes.
    pub max_read_request: Option<u32>,
    /// It has an interrupt pin.
    pub line_interrupt: Option<bool>,
    /// MSI.
    pub msi: Option<Interrupts>,
    /// MSI-X.
    pub msix: Option<Interrupts>,
    /// The device reaches more than 4 GiB.
    pub dma_64_bit: Option<bool>,
    /// Alternative Routing-ID Interpretation: more than eight functions on one device.
    pub ari: Option<bool>,
    /// Access Control Services at every port from the device up to the root.
    pub acs: Option<bool>,
    /// Address Translation Services.
    pub ats: Option<bool>,
}

/// One kind of message-signalled interrupts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Interrupts {
    /// They are in use.
    pub enabled: bool,
    /// How many the device can have.
    pub messages: u32,
}

/// Counters of an interface, as `ip -s link` shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default)]
pub struct LinkCounters {
    /// Bytes received.
    pub rx_bytes: u64,
    /// Frames received, of any kind.
    pub rx_packets: u64,
    /// Frames received that broke.
    pub rx_errors: u64,
    /// Frames received that nobody took.
    pub rx_dropped: u64,
    /// Frames received for groups of receivers.
    pub multicast: u64,
    /// Bytes sent.
    pub tx_bytes: u64,
    /// Frames sent, of any kind.
    pub tx_packets: u64,
    /// Frames that could not be sent.
    pub tx_errors: u64,
    /// Frames that were given up before they were sent.
    pub tx_dropped: u64,
}
