//! `New-NetQosPolicy`.

use super::rules::{Common, act, only_store};
use super::types::{NetQosPolicy, Protocol};
use crate::host_access::computer_name;
use crate::invalid::parameter;
use iovsh_backend::policy::QosAct;
use iovsh_backend::state::{QosMatch, QosPolicy};
use iovsh_derive::{Cmdlet, Parameters};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Makes a policy of quality of service: frames, and the priority that they have on the wire.
///
/// Adapters that keep the rules (Enable-NetAdapterQos) are told of it: `dcb app add`. RDMA devices and the agents of DCBX read that. The kernel
/// does not mark the frames of programs by it; a program's own are marked by SO_PRIORITY, or by nft ("meta priority set").
///
/// # Examples
/// RDMA gets priority 3, as hosts with converged networks have it:
/// ```iovsh
/// PS> (New-NetQosPolicy SMB -NetDirectPortMatchCondition 445 -PriorityValue8021Action 3).Template
/// NetDirect
/// ```
/// What no other policy means:
/// ```iovsh
/// PS> (New-NetQosPolicy Rest -Default -PriorityValue8021Action 0).PriorityValue
/// 0
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> New-NetQosPolicy SMB -SMB -PriorityValue8021Action 3 -WhatIf
/// What if: Performing the operation "New-NetQosPolicy" on target "SMB".
///   # Set the QoS policy 'SMB' (in iovsh's own records)
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "New", noun = "NetQosPolicy", module = "NetQos", impact = Medium, output = NetQosPolicy)]
pub struct NewNetQosPolicy {
    /// Its name.
    #[param(position = 0, mandatory, not_null_or_empty)]
    name: String,
    /// The priority of its frames, 0 to 7.
    #[param(name = "PriorityValue8021Action", alias = "PriorityValue", by_property_name, range = 0..=7)]
    priority: Option<u8>,
    #[flatten]
    frames: Frames,
    #[flatten]
    common: Common,
}

impl Cmdlet for NewNetQosPolicy {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(priority) = self.priority else {
            let step = "Say which: -PriorityValue8021Action 3";
            return Err(parameter("The policy gives its frames no priority.", step).into());
        };
        let Some(frames) = self.frames.chosen()? else {
            let step = "Say which: -SMB, -NetDirectPortMatchCondition 445, -IPPortMatchCondition 22, -Default ...";
            return Err(parameter("The policy means no frames.", step).into());
        };
        let policy = QosPolicy {
            name: self.name.clone(),
            frames,
            priority,
        };
        let shown = NetQosPolicy::new(&policy, &computer_name(cx)?);
        let new = QosAct::Policy {
            policy,
            known: false,
        };
        act(cx, vec![(new, Some(shown.into_value()))])
    }
}

/// The frames that a policy means.
#[derive(Parameters)]
pub struct Frames {
    #[param(refused = "the kernel does not tell frames by the program that sends them.")]
    app_path_name_match_condition: Option<String>,
    #[param(
        name = "DSCPAction",
        refused = "code points are set with nft: nft add rule inet filter output tcp dport 445 ip dscp set cs3."
    )]
    dscp_action: Option<i8>,
    #[param(
        refused = "a share belongs to a traffic class: New-NetQosTrafficClass -BandwidthPercentage."
    )]
    min_bandwidth_weight_action: Option<u8>,
    #[param(
        name = "ThrottleRateActionBitsPerSecond",
        refused = "a limit of a program is set with tc; one of a virtual machine with Set-VMNetworkAdapter -MaximumBandwidth."
    )]
    throttle_rate_action: Option<u64>,
    #[param(no_effect = "there are no network profiles here.")]
    network_profile: Option<String>,
    #[param(no_effect = "of two policies about the same frames the first by name counts.")]
    precedence: Option<u32>,
    /// ActiveStore or nothing: the policies are kept over restarts in any case.
    policy_store: Option<String>,
    /// The heartbeats of a cluster: UDP port 5405, which corosync uses.
    cluster: bool,
    /// Every frame that no other policy means.
    default: bool,
    /// Fibre Channel over Ethernet.
    #[param(name = "FCOE")]
    fcoe: bool,
    /// iSCSI: TCP ports 860 and 3260.
    #[param(name = "iSCSI")]
    iscsi: bool,
    /// Only with -IPPortMatchCondition or -IPDstPortMatchCondition: whose port it is.
    #[param(name = "IPProtocolMatchCondition", alias = "IPProtocol")]
    ip_protocol: Option<Protocol>,
    /// A port.
    #[param(name = "IPPortMatchCondition", alias = "IPPort", range = 1..=65535)]
    ip_port: Option<u16>,
    /// The same: adapters do not tell the two ends apart.
    #[param(name = "IPDstPortStartMatchCondition", alias = "IPDstPortMatchCondition", alias = "IPDstPort", range = 1..=65535)]
    ip_dst_port: Option<u16>,
    #[param(
        refused = "migrations of libvirt use ports from 49152 on, and those of iovsh go through ssh: -IPProtocolMatchCondition TCP -IPPortMatchCondition 22."
    )]
    live_migration: bool,
    /// A port of RDMA, as Windows names it: 445 is shared folders. RoCE is told by its own port, UDP 4791, as well.
    #[param(name = "NetDirectPortMatchCondition", alias = "NetDirectPort", range = 1..=65535)]
    net_direct_port: Option<u16>,
    /// NFS: TCP port 2049.
    #[param(name = "NFS")]
    nfs: bool,
    /// Shared folders: TCP port 445.
    #[param(name = "SMB")]
    smb: bool,
}

impl Frames {
    /// The frames; `None` where none are named.
    ///
    /// # Errors
    /// Several are named.
    pub fn chosen(&self) -> Flow<Option<QosMatch>> {
        only_store(self.policy_store.as_deref())?;
        if self.ip_port.is_some() && self.ip_dst_port.is_some() {
            let step = "Name one port: -IPPortMatchCondition or -IPDstPortMatchCondition, and make a policy for each.";
            return Err(parameter("Frames of one kind only are named for a policy.", step).into());
        }
        let protocol = self.ip_protocol.unwrap_or(Protocol::Both);
        let port = self
            .ip_port
            .or(self.ip_dst_port)
            .map(|port| match protocol {
                Protocol::Tcp => QosMatch::Tcp(port),
                Protocol::Udp => QosMatch::Udp(port),
                Protocol::Both | Protocol::None => QosMatch::Port(port),
            });
        if port.is_none() && self.ip_protocol.is_some() {
            let step = "Name a port too: -IPPortMatchCondition 445";
            return Err(parameter(
                "Adapters tell frames by ports, not by protocols alone.",
                step,
            )
            .into());
        }
        let given = [
            self.cluster.then_some(QosMatch::Cluster),
            self.default.then_some(QosMatch::Default),
            self.fcoe.then_some(QosMatch::Fcoe),
            self.iscsi.then_some(QosMatch::Iscsi),
            self.nfs.then_some(QosMatch::Nfs),
            self.smb.then_some(QosMatch::Smb),
            self.net_direct_port.map(QosMatch::NetDirect),
            port,
        ];
        let given: Vec<QosMatch> = given.into_iter().flatten().collect();
        match given.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            _ => Err(parameter(
                "A policy means frames of one kind.",
                "Make a policy for each.",
            )
            .into()),
        }
    }
}
