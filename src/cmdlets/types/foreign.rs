//! Parameter types of which this program makes no objects, or does not look into them.

use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::ShellError;
use iovsh_shell::value::Value;

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident, $kind:ident $shown:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name(pub Value);

        impl Argument for $name {
            const TYPE: ParameterType = ParameterType::$kind($shown);
            fn from_value(value: &Value) -> Result<Self, ShellError> {
                Ok(Self(value.clone()))
            }
        }
    )*};
}

opaque! {
    /// A session with another host, or the host's name.
    CimSession, Opaque "Microsoft.Management.Infrastructure.CimSession";
    /// Whom ssh logs in as: a user name, or a credential without a password.
    Credential, Opaque "System.Management.Automation.PSCredential";
    /// An object of a CIM class.
    CimInstance, Opaque "Microsoft.Management.Infrastructure.CimInstance";
    /// How persistent memory is addressed.
    PmemAbstraction, Opaque "Microsoft.Virtualization.Client.Management.VirtualHardDiskPmemAddressAbstractionType";
    /// A version.
    Version, Named "version";
    /// An extension of a switch; there are none on Linux.
    SwitchExtension, Opaque "Microsoft.HyperV.PowerShell.VMSwitchExtension";
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
    /// A mapping of a routing domain; network virtualization is not part of this host.
    RoutingDomain, "Microsoft.HyperV.PowerShell.VMNetworkAdapterRoutingDomainSetting", "routing domain mapping";
    /// A virtual machine of a failover cluster; there are none on Linux.
    ClusterObject, "Microsoft.FailoverClusters.PowerShell.ClusterObject", "cluster object";
}
