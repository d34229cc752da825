use std::net::IpAddr;
use std::process::Stdio;
use std::time::Duration;

use iovsh_derive::{Cmdlet, PsObject};

use super::simulated;
use iovsh_backend::programs;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::network;

/// One answer to a ping, or the lack of one.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.PowerShell.Commands.TestConnectionCommand+PingStatus",
    base = "Microsoft.PowerShell.Commands.TestConnectionCommand+PingReply"
)]
pub struct PingStatus {
    ping: u32,
    source: String,
    #[property(alias = "ComputerName")]
    destination: String,
    #[property(alias = "IPV4Address")]
    address: Option<String>,
    #[property(alias = "ResponseTime")]
    latency: Option<i64>,
    buffer_size: u32,
    status: String,
    #[property(alias = "StatusCode")]
    status_number: i32,
}

/// Tells whether hosts answer: by `ping`, or by a connection to a TCP port.
///
/// # Examples
/// ```iovsh
/// PS> Test-Connection 127.0.0.1 -TcpPort 1
/// False
/// ```
/// Simulated hosts answer too, by their names and addresses:
/// ```iovsh
/// PS> Test-Connection hv1, hv2 -Count 1 | Format-Table Destination, Address, Status
///
/// Destination Address    Status
/// ----------- -------    ------
/// hv1         192.0.2.11 Success
/// hv2         192.0.2.12 Success
///
/// PS> Test-Connection hv3 -TcpPort 22
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "Connection",
    module = "Microsoft.PowerShell.Management",
    default_set = "DefaultPing",
    output = PingStatus,
    output = "System.Boolean"
)]
pub struct TestConnection {
    /// The hosts: names or addresses.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias("ComputerName", "CN", "Server", "Destination", "IPAddress")
    )]
    target_name: Vec<String>,
    /// How many times.
    #[param(set = "DefaultPing", range = 1..=i32::MAX, value = 4)]
    count: u32,
    /// Accepted: ping is what is done.
    #[param(set = "DefaultPing")]
    ping: bool,
    /// Only whether all of them answered.
    quiet: bool,
    /// Seconds between two pings.
    #[param(range = 1..=i32::MAX)]
    delay: Option<u32>,
    /// Bytes of a ping.
    #[param(alias("Size", "Bytes", "BS"), range = 0..=65500, value = 32)]
    buffer_size: u32,
    /// How many routers a ping may pass.
    #[param(alias("Ttl", "TimeToLive", "Hops"), range = 1..=128)]
    max_hops: Option<u32>,
    /// Seconds to wait for an answer.
    #[param(range = 1..=i32::MAX, value = 5)]
    timeout_seconds: u32,
    /// Only IPv4.
    #[param(name = "IPv4")]
    ipv4: bool,
    /// Only IPv6.
    #[param(name = "IPv6")]
    ipv6: bool,
    /// A TCP port to connect to, instead of a ping.
    #[param(set = "TcpPort", mandatory, range = 1..=65535)]
    tcp_port: Option<u16>,
    /// Only this host can be the one that asks.
    source: Vec<String>,
}

impl Cmdlet for TestConnection {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.source, "The connections")?;
        for target in &self.target_name {
            if let Some(port) = self.tcp_port {
                let open = match simulated::port(cx.session(), target, port) {
                    Some(open) => open,
                    None => self.connects(target, port),
                };
                cx.emit(open)?;
                continue;
            }
            if target.is_empty() || target.starts_with('-') {
                // It would be taken for an option.
                cx.error(unresolved(target, "no host name"))?;
                continue;
            }
            self.ping(cx, target)?;
        }
        Ok(())
    }
}

fn unresolved(target: &str, reason: &str) -> ShellError {
    ShellError::new(
        "TestConnectionException",
        ErrorCategory::ResourceUnavailable,
        format!(
            "Testing connection to computer '{target}' failed: Cannot resolve the target name."
        ),
    )
    .exception("System.Net.NetworkInformation.PingException")
    .target(target)
    .cause(reason)
}

impl TestConnection {
    fn connects(&self, target: &str, port: u16) -> bool {
        let limit = Duration::from_secs(u64::from(self.timeout_seconds));
        network::addresses(target, port)
            .unwrap_or_default()
            .into_iter()
            .filter(|address| !(self.ipv4 && address.is_ipv6() || self.ipv6 && address.is_ipv4()))
            .any(|address| network::connect(address, limit).is_ok())
    }

    fn ping(&self, cx: &mut Context, target: &str) -> Flow {
        let mut all = true;
        let simulated = simulated::at(cx.session(), target);
        for number in 1..=self.count {
            if cx.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            if number > 1 {
                cx.pause(Duration::from_secs(u64::from(self.delay.unwrap_or(1))))?;
            }
            let answer = match &simulated {
                Some(simulated::Found::Machine(address, _)) => Ok(Some((address.to_string(), 0))),
                Some(simulated::Found::Nobody) => Ok(None),
                None => self.one(target)?,
            };
            let answer = match answer {
                Ok(answer) => answer,
                Err(reason) => {
                    if self.quiet {
                        return cx.emit(false);
                    }
                    return cx.error(unresolved(target, &reason));
                }
            };
            all &= answer.is_some();
            if self.quiet {
                continue;
            }
            let status = if answer.is_some() {
                ("Success", 0)
            } else {
                ("TimedOut", 11010)
            };
            let (address, latency) = match answer {
                Some((address, latency)) => (Some(address), Some(latency)),
                None => (None, None),
            };
            cx.emit(
                PingStatus {
                    ping: number,
                    source: std::fs::read_to_string("/proc/sys/kernel/hostname")
                        .unwrap_or_default()
                        .trim()
                        .to_owned(),
                    destination: target.to_owned(),
                    address,
                    latency,
                    buffer_size: self.buffer_size,
                    status: status.0.to_owned(),
                    status_number: status.1,
                }
                .into_value(),
            )?;
        }
        if self.quiet {
            cx.emit(all)?;
        }
        Ok(())
    }

    fn one(&self, target: &str) -> Result<Answer, ShellError> {
        let (timeout, size) = (
            self.timeout_seconds.to_string(),
            self.buffer_size.to_string(),
        );
        let mut options = vec!["-W", &timeout, "-s", &size];
        let hops = self.max_hops.map(|hops| hops.to_string());
        if let Some(hops) = &hops {
            options.extend(["-t", hops]);
        }
        options.extend(self.ipv4.then_some("-4"));
        options.extend(self.ipv6.then_some("-6"));
        once(target, &options)
    }
}

/// Address and whole milliseconds of an answer, `None` without one, `Err` when there is no such host.
pub(super) type Answer = Result<Option<(String, i64)>, String>;

/// One ping. The error is for a host without the program.
pub(super) fn once(target: &str, options: &[&str]) -> Result<Answer, ShellError> {
    // The kernel answers itself what is sent to this computer.
    if let Some(address) = loopback(target)
        && options.iter().all(|option| *option != "-t")
    {
        return Ok(Ok(Some((address.to_string(), 0))));
    }
    let output = programs::command("ping")
        .args(["-n", "-c", "1"])
        .args(options)
        .args(["--", target])
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            ShellError::new(
                "PingNotFound",
                ErrorCategory::NotInstalled,
                "The program 'ping' is not on this host.",
            )
            .exception("System.PlatformNotSupportedException")
            .cause(error.to_string())
            .help("Install iputils-ping (or iputils), or test a port with -TcpPort of Test-Connection.")
        })?;
    let text = String::from_utf8_lossy(&output.stdout);
    if let Some(answer) = answer(&text) {
        return Ok(Ok(Some(answer)));
    }
    // Exit code 1 is "no answer"; 2 is everything else, an unknown name above all.
    if output.status.code() == Some(1) {
        return Ok(Ok(None));
    }
    let reason = String::from_utf8_lossy(&output.stderr);
    Ok(Err(reason.trim().to_owned()))
}

/// The address of this computer that a target means: every one of 127.0.0.0/8, `::1`, and `localhost`.
fn loopback(target: &str) -> Option<IpAddr> {
    if target.eq_ignore_ascii_case("localhost") {
        let found = network::addresses(target, 0).ok()?;
        return found
            .into_iter()
            .map(|address| address.ip())
            .find(|address| address.is_loopback());
    }
    target.parse().ok().filter(IpAddr::is_loopback)
}

/// The address and the milliseconds of `64 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=0.045 ms`.
fn answer(text: &str) -> Option<(String, i64)> {
    text.lines().find_map(|line| {
        let rest = line.split_once(" bytes from ")?.1;
        let address = rest.split_whitespace().next()?.trim_end_matches(':');
        let time = rest.split_once("time=")?.1;
        let time: f64 = time.split_whitespace().next()?.parse().ok()?;
        Some((address.to_owned(), time.round() as i64))
    })
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn an_answer_of_ping() {
        let text = "PING 10.0.0.1\n40 bytes from 10.0.0.1: icmp_seq=1 ttl=64 time=1.6 ms\n";
        assert_eq!(answer(text), Some(("10.0.0.1".to_owned(), 2)));
        assert_eq!(answer("1 packets transmitted, 0 received"), None);
    }
}
