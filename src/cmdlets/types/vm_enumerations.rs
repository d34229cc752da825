//! Enumerations of what a virtual machine is made of, with Hyper-V's names and numbers.

use iovsh_derive::PsEnum;

/// Where firmware writes what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.ConsoleModeType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ConsoleMode {
    Default = 0,
    COM1 = 1,
    COM2 = 2,
    None = 3,
}

/// Which addresses a boot over the network asks for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.IPProtocolPreference")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum IpProtocolPreference {
    IPv4 = 0,
    IPv6 = 1,
}

/// Which resolutions a display offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.ResolutionType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ResolutionType {
    Maximum = 2,
    Single = 3,
    Default = 4,
}

/// How a service between guest and host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMIntegrationComponentOperationalStatus")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ServiceStatus {
    Ok = 2,
    Degraded = 3,
    Error = 6,
    NonRecoverableError = 7,
    NoContact = 12,
    LostCommunication = 13,
    ProtocolMismatch = 32775,
    ApplicationCritical = 32782,
    CommunicationTimedOut = 32783,
    CommunicationFailed = 32784,
    Disabled = 32896,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.WaitVMTypes")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum WaitFor {
    Heartbeat = 0,
    IPAddress = 1,
    Reboot = 2,
    MemoryOperations = 3,
}

/// What a group has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.GroupType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum GroupType {
    VMCollectionType = 0,
    ManagementCollectionType = 1,
}

/// Where a file that is copied into a guest is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.CopyFileSourceType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum CopyFileSource {
    Host = 0,
}

/// What becomes of the memory of a running machine that is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.CaptureLiveState")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum CaptureLiveState {
    CaptureCrashConsistentState = 0,
    CaptureSavedState = 1,
    CaptureDataConsistentState = 2,
}
