//! `-ComputerName`, `-CimSession` and `-Credential`: only the host that was selected at the start can be meant so far.

use super::door::Hosts;
use crate::shell::argument::mismatch;
use crate::shell::cmdlet::{Argument, ParameterType};
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use crate::shell::value::Value;

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident, $shown:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name(pub Value);

        impl Argument for $name {
            const TYPE: ParameterType = ParameterType::Opaque($shown);
            fn from_value(value: &Value) -> Result<Self, ShellError> {
                Ok(Self(value.clone()))
            }
        }
    )*};
}

opaque! {
    /// A CIM session: accepted, and refused with a reason when it is used.
    CimSession, "CimSession";
    /// A credential: accepted, and not needed on the local host.
    Credential, "PSCredential";
    /// A version.
    Version, "Version";
    /// An extension of a switch; there are none on Linux.
    SwitchExtension, "VMSwitchExtension";
}

macro_rules! foreign {
    ($($(#[$doc:meta])* $name:ident, $type_name:literal, $shown:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub enum $name {}

        impl Argument for $name {
            const TYPE: ParameterType = ParameterType::Of($type_name);
            fn from_value(value: &Value) -> Result<Self, ShellError> {
                Err(mismatch(value, $shown))
            }
        }
    )*};
}

// Nothing here makes such objects, so no object of the pipeline may be taken for one.
foreign! {
    /// A checkpoint; cmdlets for them do not exist yet.
    Checkpoint, "Microsoft.HyperV.PowerShell.VMSnapshot", "checkpoint";
    /// A mapping of a routing domain; network virtualization is not part of this host.
    RoutingDomain, "Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting", "routing domain mapping";
    /// A virtual machine of a failover cluster; there are none on Linux.
    ClusterObject, "Microsoft.FailoverClusters.PowerShell.ClusterObject", "cluster object";
}

/// Whether the command may go on: the named computers are all the selected host. The error for others is terminating.
pub fn check(cx: &mut Context, computers: &[String], sessions: &[CimSession]) -> Flow {
    if !sessions.is_empty() {
        return Err(refusal("CimSession", "a CIM session").into());
    }
    if computers.is_empty() {
        return Ok(());
    }
    let host = cx.host()?;
    let own = host.name().to_owned();
    let short = own.split('.').next().unwrap_or_default();
    for computer in computers {
        let local = [".", "localhost", "::1", "127.0.0.1", own.as_str(), short];
        if !local.iter().any(|name| name.eq_ignore_ascii_case(computer)) {
            return Err(refusal("ComputerName", computer)
                .target(computer.as_str())
                .into());
        }
    }
    Ok(())
}

fn refusal(parameter: &str, what: &str) -> ShellError {
    ShellError::new(
        "Host.RemoteNotSupported",
        ErrorCategory::NotImplemented,
        format!("-{parameter} names {what}, but only the selected host can be managed."),
    )
    .exception("System.NotSupportedException")
    .help("Run the command on that host, or choose the host with 'iovsh --host'.")
}
