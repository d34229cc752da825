//! `Get-NetAdapterRsc`.

use super::change::LOOK;
use crate::host_access::{HostAccess, computer_name};
use crate::netadapter::Query;
use crate::types::NetAdapterRsc;
use iovsh_derive::{Cmdlet, PsEnum};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Why what is received is not coalesced, as Windows numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(
    type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetAdapterRsc.FailureReason"
)]
pub enum FailureReason {
    /// It is.
    NoFailure = 0,
    /// It is switched off.
    NicPropertyDisabled = 1,
    /// A filter of packets forbids it.
    #[psenum(name = "WFPCompatibility")]
    WfpCompatibility = 2,
    /// A driver above the adapter forbids it.
    #[psenum(name = "NDISCompatibility")]
    NdisCompatibility = 3,
    /// The host forwards packets.
    ForwardingEnabled = 4,
    /// It is switched off for all adapters.
    NetOffloadGlobalDisabled = 5,
    /// The adapter cannot do it.
    Capability = 6,
    /// It is not known.
    Unknown = 7,
}

/// Gets how what network adapters receive is coalesced (receive segment coalescing).
///
/// By the kernel (`rx-gro` of `ethtool -k`), and where the driver has it by the hardware (`rx-gro-hw`, `rx-lro`). IPv4 and IPv6 have one switch.
///
/// # Examples
/// ```iovsh
/// PS> (Get-NetAdapterRsc enp1s0f0).IPv4Enabled
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "NetAdapterRsc", module = "NetAdapter", default_set = "ByName", output = NetAdapterRsc)]
pub struct GetNetAdapterRsc {
    #[param(
        name = "IPv4FailureReason",
        by_property_name,
        no_effect = "the kernel tells no reason why what is received is not coalesced."
    )]
    ipv4_failure_reason: Vec<FailureReason>,
    /// Only those whose IPv4 packets are coalesced, or are not.
    #[param(name = "IPv4OperationalState", by_property_name)]
    ipv4_operational_state: Vec<bool>,
    #[param(
        name = "IPv6FailureReason",
        by_property_name,
        no_effect = "the kernel tells no reason why what is received is not coalesced."
    )]
    ipv6_failure_reason: Vec<FailureReason>,
    /// Only those whose IPv6 packets are coalesced, or are not.
    #[param(name = "IPv6OperationalState", by_property_name)]
    ipv6_operational_state: Vec<bool>,
    #[flatten]
    query: Query,
}

impl Cmdlet for GetNetAdapterRsc {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&LOOK)?;
        let computer = computer_name(cx)?;
        for link in self.query.links(cx, &state)? {
            match NetAdapterRsc::new(&state, link, &computer) {
                Some(found) => {
                    let fits = |parameter: &str, wanted: &[bool], state| {
                        !cx.is_bound(parameter) || wanted.contains(&state)
                    };
                    let v4 = (&self.ipv4_operational_state, found.ipv4_operational_state);
                    let v6 = (&self.ipv6_operational_state, found.ipv6_operational_state);
                    if fits("IPv4OperationalState", v4.0, v4.1)
                        && fits("IPv6OperationalState", v6.0, v6.1)
                    {
                        cx.emit(found.into_value())?;
                    }
                }
                None => self.query.lacks(
                    cx,
                    link,
                    "coalescing",
                    "Those that do are listed by Get-NetAdapterRsc.",
                )?,
            }
        }
        Ok(())
    }
}
