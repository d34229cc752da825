//! `Clear-DnsClientCache`.

use std::process::Stdio;

use iovsh_derive::Cmdlet;

use crate::Services;
use iovsh_backend::programs;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Has this computer forget the addresses of names that it has looked up.
///
/// systemd-resolved keeps them; a computer without it has nothing to forget, which `-Verbose` says. On a simulated host nothing is kept either.
///
/// # Examples
/// ```iovsh
/// PS> Clear-DnsClientCache -WhatIf
/// What if: Performing the operation "Clear-DnsClientCache" on target "DNS client cache".
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Clear",
    noun = "DnsClientCache",
    module = "DnsClient",
    impact = Medium
)]
pub struct ClearDnsClientCache {}

impl Cmdlet for ClearDnsClientCache {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !cx.should_process("DNS client cache", "Clear-DnsClientCache")? {
            return Ok(());
        }
        if Services::from_any(&cx.session().services()).is_some_and(|found| found.is_simulated()) {
            return cx.verbose("A simulated host keeps no addresses of names.");
        }
        let output = programs::command("resolvectl")
            .arg("flush-caches")
            .stdin(Stdio::null())
            .output();
        match output {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                cx.verbose("There is no systemd-resolved here, and so nothing is kept.")
            }
            Err(error) => cx.error(failed(&error.to_string())),
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => cx.error(failed(String::from_utf8_lossy(&output.stderr).trim())),
        }
    }
}

fn failed(reason: &str) -> ShellError {
    ShellError::new(
        "DnsClientCacheNotCleared",
        ErrorCategory::InvalidOperation,
        "The cache of systemd-resolved was not cleared.",
    )
    .cause(reason)
    .help("systemctl status systemd-resolved says whether it runs.")
}
