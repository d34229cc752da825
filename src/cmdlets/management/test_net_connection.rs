//! `Test-NetConnection`.

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::time::Duration;

use iovsh_derive::{Cmdlet, PsEnum, PsObject};

use super::simulated;
use super::test_connection::once;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::network;
use iovsh_shell::value::Value;

/// How long a connection may take.
const LIMIT: Duration = Duration::from_secs(5);

/// A port that many know by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Commands.CommonTCPPort")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum CommonTcpPort {
    #[psenum(name = "HTTP")]
    Http = 80,
    #[psenum(name = "RDP")]
    Rdp = 3389,
    #[psenum(name = "SMB")]
    Smb = 445,
    #[psenum(name = "WINRM")]
    WinRm = 5985,
}

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Commands.InformationLevel")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum InformationLevel {
    Quiet = 0,
    Detailed = 1,
}

/// What came of a test.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "TestNetConnectionResult")]
pub struct TestNetConnectionResult {
    computer_name: String,
    remote_address: Option<String>,
    name_resolution_succeeded: bool,
    resolved_addresses: Vec<String>,
    /// `$null` where a ping was not tried.
    ping_succeeded: Option<bool>,
    /// Whole milliseconds; `$null` without an answer.
    #[property(name = "PingReplyRoundtripTime")]
    round_trip: Option<i64>,
    /// `$null` where no port was given.
    tcp_test_succeeded: Option<bool>,
    #[then("InterfaceAlias" = Value::Null)]
    remote_port: u16,
    source_address: Option<String>,
}

/// Tells whether a host answers: to a ping, or at a TCP port.
///
/// The test is made by the machine that the prompt runs on. Where a port does not answer, a ping tells whether the host does.
///
/// # Examples
/// ```iovsh
/// PS> Test-NetConnection 127.0.0.1 -Port 1 -InformationLevel Quiet -WarningAction SilentlyContinue
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Test", noun = "NetConnection", module = "NetTCPIP", alias("TNC"), default_set = "ICMP", output = TestNetConnectionResult, output = "System.Boolean")]
pub struct TestNetConnection {
    /// A port that has a name.
    #[param(set = "CommonTCPPort", position = 1, mandatory, name = "CommonTCPPort")]
    common_tcp_port: Option<CommonTcpPort>,
    /// The host: a name or an address.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias("RemoteAddress", "cn")
    )]
    computer_name: String,
    #[param(
        set = "NetRouteDiagnostics",
        refused = "the kernel tells the way itself: ip route get ADDRESS."
    )]
    constrain_interface: Option<u32>,
    #[param(
        set = "NetRouteDiagnostics",
        refused = "the kernel tells the way itself: ip route get ADDRESS from ADDRESS."
    )]
    constrain_source_address: Option<String>,
    #[param(
        set = "NetRouteDiagnostics",
        mandatory,
        refused = "the kernel tells the way itself: ip route get ADDRESS."
    )]
    diagnose_routing: bool,
    #[param(
        set = "ICMP",
        refused = "the way to a host is shown by tracepath HOST."
    )]
    hops: Option<i32>,
    /// Quiet: only whether it answered.
    information_level: Option<InformationLevel>,
    /// The TCP port.
    #[param(set = "RemotePort", mandatory, alias = "RemotePort", by_property_name, range = 1..=65535)]
    port: Option<u16>,
    #[param(
        set = "ICMP",
        refused = "the way to a host is shown by tracepath HOST."
    )]
    trace_route: bool,
}

impl Cmdlet for TestNetConnection {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = self.computer_name.as_str();
        let quiet = self.information_level == Some(InformationLevel::Quiet);
        let port = self.port.or(self.common_tcp_port.map(|port| port as u16));
        let guest = simulated::at(cx.session(), name);
        let addresses = match &guest {
            Some(simulated::Found::Machine(address, _)) => vec![*address],
            _ => resolved(name),
        };
        let Some(first) = addresses.first().copied() else {
            cx.warning(format!("Name resolution of {name} failed"))?;
            return match quiet {
                true => cx.emit(false),
                false => cx.emit(result(name, &addresses, port).into_value()),
            };
        };
        let mut found = result(name, &addresses, port);
        if let Some(port) = port {
            let told = simulated::port(cx.session(), name, port);
            let reached = addresses.iter().find(|address| {
                told.unwrap_or_else(|| {
                    network::connect(SocketAddr::new(**address, port), LIMIT).is_ok()
                })
            });
            found.tcp_test_succeeded = Some(reached.is_some());
            match reached {
                Some(address) => {
                    found.remote_address = Some(address.to_string());
                    found.source_address = source(*address);
                }
                None => cx.warning(format!("TCP connect to ({first} : {port}) failed"))?,
            }
        }
        let answered = found.tcp_test_succeeded == Some(true);
        if !answered && (port.is_none() || !quiet) {
            self.ping(cx, first, &mut found)?;
        }
        match quiet {
            true => cx.emit(answered || (port.is_none() && found.ping_succeeded == Some(true))),
            false => cx.emit(found.into_value()),
        }
    }
}

impl TestNetConnection {
    fn ping(&self, cx: &mut Context, address: IpAddr, found: &mut TestNetConnectionResult) -> Flow {
        let text = address.to_string();
        let limit = LIMIT.as_secs().to_string();
        let answer = match simulated::at(cx.session(), &text) {
            Some(simulated::Found::Machine(address, _)) => Ok(Ok(Some((address.to_string(), 0)))),
            Some(simulated::Found::Nobody) => Ok(Ok(None)),
            None => once(&text, &["-W", &limit]),
        };
        let answer = match answer {
            Ok(answer) => answer,
            // A port was asked about; what a ping would say is not known then.
            Err(error) if found.tcp_test_succeeded.is_some() => {
                return cx.warning(error.message.to_string());
            }
            Err(error) => return Err(error.into()),
        };
        let answer = answer.map_err(|reason| {
            ShellError::new(
                "PingFailed",
                ErrorCategory::ResourceUnavailable,
                format!("Ping of {text} failed."),
            )
            .target(text.as_str())
            .cause(reason)
        });
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                found.ping_succeeded = Some(false);
                return cx.error(error);
            }
        };
        found.ping_succeeded = Some(answer.is_some());
        match answer {
            Some((_, time)) => found.round_trip = Some(time),
            None => cx.warning(format!("Ping to {text} failed with status: TimedOut"))?,
        }
        Ok(())
    }
}

fn result(name: &str, addresses: &[IpAddr], port: Option<u16>) -> TestNetConnectionResult {
    TestNetConnectionResult {
        computer_name: name.to_owned(),
        remote_address: addresses.first().map(ToString::to_string),
        name_resolution_succeeded: !addresses.is_empty(),
        resolved_addresses: addresses.iter().map(ToString::to_string).collect(),
        ping_succeeded: None,
        round_trip: None,
        tcp_test_succeeded: None,
        remote_port: port.unwrap_or_default(),
        source_address: addresses.first().and_then(|address| source(*address)),
    }
}

/// The addresses of a name, each once.
pub(super) fn resolved(name: &str) -> Vec<IpAddr> {
    let found = network::addresses(name, 0).unwrap_or_default();
    let mut addresses: Vec<IpAddr> = found.iter().map(SocketAddr::ip).collect();
    let mut seen = std::collections::BTreeSet::new();
    addresses.retain(|address| seen.insert(*address));
    addresses
}

/// The address that this machine would send from; nothing is sent for it.
fn source(to: IpAddr) -> Option<String> {
    let any: SocketAddr = match to {
        IpAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
        IpAddr::V6(_) => ([0_u16; 8], 0).into(),
    };
    let socket = UdpSocket::bind(any).ok()?;
    socket.connect((to, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip().to_string())
}
