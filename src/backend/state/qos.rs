//! Quality of service on the wire (data center bridging), as it was asked for of the host: one set of rules for all network adapters that take
//! part.

use serde::{Deserialize, Serialize};

use crate::model::{AppKind, AppPriority, Dcb, NicIdentity};

/// The rules, and the adapters that keep them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Qos {
    /// Which frames have which priority, sorted by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<QosPolicy>,
    /// Traffic classes besides the default one, in the order in which they were made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<QosClass>,
    /// Priorities whose frames are not dropped (802.1Qbb): one bit each.
    pub lossless: u8,
    /// The other end of the wire may say how the bandwidth is shared; `None` leaves that to the adapter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub willing: Option<bool>,
    /// The adapters that keep the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nics: Vec<NicIdentity>,
}

/// Which frames a policy means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QosMatch {
    /// Shared folders: TCP port 445.
    Smb,
    /// NFS: TCP port 2049.
    Nfs,
    /// iSCSI: TCP ports 860 and 3260.
    Iscsi,
    /// Fibre Channel over Ethernet: frames of the types 0x8906 and 0x8914.
    Fcoe,
    /// The heartbeats of a cluster: UDP port 5405 (corosync).
    Cluster,
    /// RDMA to a port: by iWARP the port of TCP itself, by RoCE UDP port 4791.
    NetDirect(u16),
    /// A port of TCP.
    Tcp(u16),
    /// A port of UDP.
    Udp(u16),
    /// A port of either.
    Port(u16),
    /// Every frame that no other policy means.
    Default,
}

impl QosMatch {
    /// What the adapters are told.
    #[must_use]
    pub fn applications(self) -> Vec<(AppKind, u16)> {
        match self {
            Self::Smb => vec![(AppKind::Stream, 445)],
            Self::Nfs => vec![(AppKind::Stream, 2049)],
            Self::Iscsi => vec![(AppKind::Stream, 860), (AppKind::Stream, 3260)],
            Self::Fcoe => vec![(AppKind::EtherType, 0x8906), (AppKind::EtherType, 0x8914)],
            Self::Cluster => vec![(AppKind::Datagram, 5405)],
            Self::NetDirect(port) => vec![(AppKind::Stream, port), (AppKind::Datagram, 4791)],
            Self::Tcp(port) => vec![(AppKind::Stream, port)],
            Self::Udp(port) => vec![(AppKind::Datagram, port)],
            Self::Port(port) => vec![(AppKind::Any, port)],
            Self::Default => vec![(AppKind::EtherType, 0)],
        }
    }
}

/// A policy: frames, and their priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QosPolicy {
    /// Name.
    pub name: String,
    /// Which frames.
    pub frames: QosMatch,
    /// Their priority, 0 to 7.
    pub priority: u8,
}

/// A traffic class: priorities, and what they share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QosClass {
    /// Name.
    pub name: String,
    /// Its priorities: one bit each.
    pub priorities: u8,
    /// Percent of the bandwidth that it is sure to get; `None`: it goes before all others (strict).
    pub percent: Option<u8>,
}

impl Qos {
    /// Whether nothing was asked for.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Percent that the default class gets.
    #[must_use]
    pub fn rest(&self) -> u8 {
        let given: u32 = self.shares().map(u32::from).sum();
        u8::try_from(100_u32.saturating_sub(given)).unwrap_or(0)
    }

    /// The priorities of the default class: one bit each.
    #[must_use]
    pub fn default_priorities(&self) -> u8 {
        let taken = self.classes.iter().map(|class| class.priorities);
        !taken.fold(0, |all, one| all | one)
    }

    fn shares(&self) -> impl Iterator<Item = u8> {
        self.classes.iter().filter_map(|class| class.percent)
    }

    /// What an adapter is set to that is set to `now`: class 0 is the default one, and has what the others leave.
    #[must_use]
    pub fn dcb(&self, now: &Dcb) -> Dcb {
        let mut dcb = Dcb {
            pfc: self.lossless,
            classes: now.classes,
            willing: self.willing.unwrap_or(now.willing),
            ..Dcb::default()
        };
        if self.shares().next().is_some() {
            (dcb.percent[0], dcb.shared[0]) = (self.rest(), true);
        }
        for (at, class) in (1_u8..).zip(&self.classes) {
            for (priority, own) in (0..).zip(&mut dcb.class_of) {
                if class.priorities >> priority & 1 == 1 {
                    *own = at;
                }
            }
            let place = usize::from(at);
            if let (Some(percent), Some(to)) = (class.percent, dcb.percent.get_mut(place)) {
                *to = percent;
            }
            if let Some(shared) = dcb.shared.get_mut(place) {
                *shared = class.percent.is_some();
            }
        }
        dcb
    }

    /// The priorities of applications that the adapters are told. Of two policies about the same frames the first one counts.
    pub fn applications(&self) -> impl Iterator<Item = AppPriority> {
        let mut told: Vec<(AppKind, u16)> = Vec::new();
        let all = self.policies.iter().flat_map(|policy| {
            let frames = policy.frames.applications().into_iter();
            frames.map(|(kind, number)| AppPriority {
                kind,
                number,
                priority: policy.priority,
            })
        });
        all.filter(move |app| {
            let new = !told.contains(&(app.kind, app.number));
            told.push((app.kind, app.number));
            new
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_class_has_what_the_others_leave() {
        let class = |name: &str, priorities, percent| QosClass {
            name: name.to_owned(),
            priorities,
            percent,
        };
        let qos = Qos {
            classes: vec![
                class("smb", 0b1000, Some(50)),
                class("beat", 0b1000_0000, None),
            ],
            lossless: 0b1000,
            ..Qos::default()
        };
        let now = Dcb {
            classes: 8,
            willing: true,
            ..Dcb::default()
        };
        let dcb = qos.dcb(&now);
        assert_eq!(dcb.class_of, [0, 0, 0, 1, 0, 0, 0, 2]);
        assert_eq!(dcb.percent, [50, 50, 0, 0, 0, 0, 0, 0]);
        assert_eq!(&dcb.shared[..3], [true, true, false]);
        assert_eq!((dcb.pfc, dcb.classes, dcb.willing), (8, 8, true));
        assert_eq!(qos.default_priorities(), 0b0111_0111);
        // Strict classes alone: nobody has a share.
        let strict = Qos {
            classes: vec![class("beat", 1, None)],
            willing: Some(false),
            ..Qos::default()
        };
        let dcb = strict.dcb(&now);
        assert_eq!((dcb.percent, dcb.shared), ([0; 8], [false; 8]));
        assert!(!dcb.willing);
    }
}
