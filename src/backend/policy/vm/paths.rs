//! The paths that the traffic of an adapter takes: through an emulated or a paravirtual device, which the host carries, or by a VF, past it.

use crate::model::{Adapter, State};

/// A path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataPath {
    /// An emulated NIC: QEMU plays a chip, and the guest leaves for it with every frame.
    Emulated,
    /// virtio: the kernel of the host carries the frames (vhost).
    Paravirtual,
    /// A VF: the NIC itself carries them.
    VirtualFunction,
}

/// What a path has carried since its device was made, as the guest counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Carried {
    /// Bytes to the guest.
    pub received: u64,
    /// Bytes from the guest.
    pub sent: u64,
    /// Frames, both ways.
    pub packets: u64,
}

impl Carried {
    /// What came since `before`; `None` where a counter has gone back, as the device was made anew meanwhile.
    #[must_use]
    pub fn since(self, before: Self) -> Option<Self> {
        Some(Self {
            received: self.received.checked_sub(before.received)?,
            sent: self.sent.checked_sub(before.sent)?,
            packets: self.packets.checked_sub(before.packets)?,
        })
    }
}

/// A path of an adapter, as one look sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathLook {
    /// Which.
    pub path: DataPath,
    /// The guest sends by it.
    pub active: bool,
    /// What it has carried; `None` where nobody counts.
    pub carried: Option<Carried>,
}

/// The paths of an adapter of a running VM. Needs a state with [`crate::Scope::nics`] and [`crate::VfDetail::Counters`].
#[must_use]
pub fn paths(state: &State, adapter: &Adapter) -> Vec<PathLook> {
    let vf = adapter
        .vf
        .as_ref()
        .map(|attached| state.vf(attached.address));
    let on_vf = vf.is_some_and(|vf| vf.is_some_and(|vf| vf.driven == Some(true)));
    let tap = adapter.tap.as_ref();
    let nic = state.nics.iter().find(|nic| Some(&nic.interface) == tap);
    // What the host receives from a tap its guest has sent.
    let through_host = nic.and_then(|nic| nic.counters).map(|counters| Carried {
        received: counters.tx_bytes,
        sent: counters.rx_bytes,
        packets: counters.rx_packets.saturating_add(counters.tx_packets),
    });
    let path = match adapter.virtio {
        true => DataPath::Paravirtual,
        false => DataPath::Emulated,
    };
    let mut all = vec![PathLook {
        path,
        active: !on_vf,
        carried: through_host,
    }];
    if let Some(vf) = vf {
        let counters = vf.and_then(|vf| vf.counters);
        all.push(PathLook {
            path: DataPath::VirtualFunction,
            active: on_vf,
            carried: counters.map(|counters| Carried {
                received: counters.rx_bytes,
                sent: counters.tx_bytes,
                packets: counters.rx_packets.saturating_add(counters.tx_packets),
            }),
        });
    }
    all
}

/// What a path is good for, in round figures. Nothing of it was measured here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model {
    /// Megabits a second to the guest, and from it.
    pub megabits: (f64, f64),
    /// Frames a second, both ways.
    pub packets: f64,
    /// Microseconds there and back.
    pub latency: f64,
    /// Percent of one processor of the host.
    pub processor: f64,
}

/// The figures that the simulated host shows: one stream over a NIC of 10 Gbit/s, with full frames, in round numbers of the size that is
/// usual. They teach what to expect of each path, and are no measurement of any host. Over a slower link (`speed`, in Mbit/s) no path
/// carries more than the link does.
#[must_use]
pub fn model(path: DataPath, speed: Option<u32>) -> Model {
    let (megabits, packets, latency, processor) = match path {
        DataPath::Emulated => (1_000.0, 90_000.0, 250.0, 150.0),
        DataPath::Paravirtual => (9_000.0, 800_000.0, 70.0, 110.0),
        DataPath::VirtualFunction => (9_400.0, 820_000.0, 25.0, 10.0),
    };
    // What is left of a link's rate for what is in the frames.
    let most = speed.map_or(f64::INFINITY, |speed| f64::from(speed) * 0.94);
    let part = (most / megabits).min(1.0);
    let megabits = megabits * part;
    Model {
        megabits: (megabits, megabits / 100.0),
        packets: (packets * part / 1000.0).round() * 1000.0,
        latency,
        // A path that waits for the link works the less for it.
        processor: (processor * part).round(),
    }
}

/// The speed of the link that an adapter's switch has, in Mbit/s, of the fastest where there are several.
#[must_use]
pub fn uplink_speed(state: &State, adapter: &Adapter) -> Option<u32> {
    let switch = state.desired.switch_on(adapter.bridge.as_ref()?)?;
    let links = switch.uplinks.iter().filter_map(|nic| state.link_of(nic));
    links.filter_map(|link| link.speed).max()
}

/// The middle of the times, in microseconds, that `ping -q` tells in its last line: iputils' and busybox's.
#[must_use]
pub fn round_trip(output: &str) -> Option<f64> {
    let line = output.lines().find(|line| line.contains("min/avg/max"))?;
    let (_, figures) = line.split_once(" = ")?;
    let middle = figures.split('/').nth(1)?;
    let milliseconds: f64 = middle.trim().parse().ok()?;
    Some(milliseconds * 1_000.0).filter(|time| time.is_finite() && *time >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LinkCounters, NicDetails, NicSettings, Vm};

    #[test]
    fn what_the_host_receives_from_a_tap_the_guest_has_sent() {
        let nic = NicDetails {
            interface: "io1".parse().unwrap(),
            slot: None,
            max_mtu: None,
            counters: Some(LinkCounters {
                rx_bytes: 10,
                rx_packets: 1,
                tx_bytes: 2000,
                tx_packets: 3,
                ..LinkCounters::default()
            }),
            queues: None,
            spreading: None,
            settings: NicSettings::default(),
        };
        let state = State {
            nics: vec![nic],
            ..State::default()
        };
        let vm: Vm = serde_json::from_value(serde_json::json!({
            "name": "a", "id": crate::model::Uuid::default(), "memory": 1, "vcpus": 1
        }))
        .unwrap();
        assert!(vm.adapters.is_empty());
        let spec = crate::model::NicSpec {
            alias: "ua-00000001".parse().unwrap(),
            mac: "52:54:00:11:11:11".parse().unwrap(),
            bridge: None,
            tap: None,
            link_up: true,
            teaming: true,
            queues: 1,
            naming_index: None,
            mtu: None,
            emulated: false,
        };
        let mut adapter = Adapter::from_spec(&spec, crate::model::AdapterSettings::default());
        assert_eq!(paths(&state, &adapter)[0].carried, None);
        adapter.tap = "io1".parse().ok();
        let look = paths(&state, &adapter)[0];
        let carried = look.carried.unwrap();
        assert_eq!(
            (carried.received, carried.sent, carried.packets),
            (2000, 10, 4)
        );
        assert_eq!((look.path, look.active), (DataPath::Paravirtual, true));
        // A device that was made anew counts from nothing.
        assert_eq!(Carried::default().since(carried), None);
        assert_eq!(carried.since(Carried::default()), Some(carried));
    }

    #[test]
    fn the_middle_of_what_ping_says_is_read() {
        let iputils = "5 packets transmitted, 5 received, 0% packet loss, time 804ms\nrtt min/avg/max/mdev = 0.021/0.034/0.060/0.013 ms\n";
        assert_eq!(round_trip(iputils).map(f64::round), Some(34.0));
        let busybox = "round-trip min/avg/max = 0.100/0.250/0.400 ms\n";
        assert_eq!(round_trip(busybox).map(f64::round), Some(250.0));
        for other in [
            "",
            "5 packets transmitted, 0 received",
            "min/avg/max = a/b/c",
            "min/avg/max = 1/-2/3 ms",
        ] {
            assert_eq!(round_trip(other), None, "{other}");
        }
    }
}
