//! Hyper-V's enumerations, with its names and numbers.

use iovsh_derive::PsEnum;

use iovsh_backend::model::{self, NetworkTool, SriovSupport};
use iovsh_backend::state::{self, BandwidthMode};

/// What a virtual machine is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMState")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VmState {
    Other = 1,
    Running = 2,
    Off = 3,
    Stopping = 4,
    Saved = 6,
    Paused = 9,
    Starting = 10,
    Reset = 11,
    Saving = 32773,
    Pausing = 32776,
    Resuming = 32777,
    FastSaved = 32779,
    FastSaving = 32780,
    ForceShutdown = 32781,
    ForceReboot = 32782,
    Hibernated = 32783,
    ComponentServicing = 32784,
    RunningCritical = 32785,
    OffCritical = 32786,
    StoppingCritical = 32787,
    SavedCritical = 32788,
    PausedCritical = 32789,
    StartingCritical = 32790,
    ResetCritical = 32791,
    SavingCritical = 32792,
    PausingCritical = 32793,
    ResumingCritical = 32794,
    FastSavedCritical = 32795,
    FastSavingCritical = 32796,
}

/// The condition of a virtual machine; 32785 to 32790 say why an adapter is not on a virtual function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMOperationalStatus")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VmOperationalStatus {
    Ok = 2,
    Degraded = 3,
    PredictiveFailure = 5,
    InService = 11,
    Dormant = 15,
    SupportingEntityInError = 16,
    ApplyingSnapshot = 23769,
    CreatingSnapshot = 32768,
    DeletingSnapshot = 32770,
    WaitingToStart = 32771,
    MergingDisks = 32772,
    ExportingVirtualMachine = 32773,
    MigratingVirtualMachine = 32774,
    BackingUpVirtualMachine = 32776,
    ModifyingUpVirtualMachine = 32777,
    StorageMigrationPhaseOne = 32778,
    StorageMigrationPhaseTwo = 32779,
    MigratingPlannedVm = 32780,
    CheckingCompatibility = 32781,
    ApplicationCriticalState = 32782,
    CommunicationTimedOut = 32783,
    CommunicationFailed = 32784,
    NoIommu = 32785,
    NoIovSupportInNic = 32786,
    SwitchNotInIovMode = 32787,
    IovBlockedByPolicy = 32788,
    IovNoAvailResources = 32789,
    IovGuestDriversNeeded = 32790,
    CriticalIoError = 32795,
}

/// What a switch connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMSwitchType", mirrors = model::SwitchType)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VmSwitchType {
    Private = 0,
    Internal = 1,
    External = 2,
}

/// Linux only: the tool in whose files what is made is described too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.NetworkTool")]
pub enum PersistIn {
    /// None: what describes it in their files is removed.
    None = 0,
    /// systemd-networkd and udev.
    Networkd = 1,
    /// NetworkManager.
    NetworkManager = 2,
    /// netplan.
    Netplan = 3,
}

impl PersistIn {
    /// The tool.
    pub fn tool(self) -> Option<NetworkTool> {
        match self {
            Self::None => None,
            Self::Networkd => Some(NetworkTool::Networkd),
            Self::NetworkManager => Some(NetworkTool::NetworkManager),
            Self::Netplan => Some(NetworkTool::Netplan),
        }
    }
}

/// How minimum bandwidth is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMSwitchBandwidthMode")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VmSwitchBandwidthMode {
    Default = 0,
    Weight = 1,
    Absolute = 2,
    None = 3,
}

impl VmSwitchBandwidthMode {
    /// What a switch is to keep to; `Default` leaves it open.
    pub fn chosen(self) -> Option<BandwidthMode> {
        match self {
            Self::Default => None,
            Self::Weight => Some(BandwidthMode::Weight),
            Self::Absolute => Some(BandwidthMode::Absolute),
            Self::None => Some(BandwidthMode::None),
        }
    }
}

impl From<BandwidthMode> for VmSwitchBandwidthMode {
    fn from(mode: BandwidthMode) -> Self {
        match mode {
            BandwidthMode::Weight => Self::Weight,
            BandwidthMode::Absolute => Self::Absolute,
            BandwidthMode::None => Self::None,
        }
    }
}

/// How a switch's team works with the switch on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMSwitchTeamingMode")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VmSwitchTeamingMode {
    SwitchIndependent = 1,
}

/// How a switch's team shares the work among its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMSwitchLoadBalancingAlgorithm")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VmSwitchLoadBalancingAlgorithm {
    HyperVPort = 4,
    Dynamic = 5,
}

/// On and off, in Hyper-V's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.OnOffState")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum OnOffState {
    On = 0,
    Off = 1,
}

/// A path that the frames of a guest take (Linux only).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.NetworkPath")]
pub enum GuestPath {
    /// An emulated NIC.
    Emulated = 0,
    /// virtio, by the host.
    Paravirtual = 1,
    /// A virtual function, past the host.
    VirtualFunction = 2,
}

/// Who told the addresses of an adapter (Linux only).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.IPAddressSource", mirrors = model::AddressSource)]
pub enum IpAddressSource {
    /// The agent in the guest.
    Agent = 0,
    /// The DHCP server of a libvirt network.
    Lease = 1,
    /// The host's neighbour tables, ARP and NDP.
    Neighbour = 2,
}

/// Interrupt moderation of a virtual function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.IovInterruptModerationValue", mirrors = model::InterruptModeration)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum IovInterruptModerationValue {
    Default = 0,
    Adaptive = 1,
    Off = 2,
    Low = 100,
    Medium = 200,
    High = 300,
}

/// Port mirroring of an adapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterPortMirroringMode", mirrors = model::PortMirroring)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum PortMirroringMode {
    None = 0,
    Destination = 1,
    Source = 2,
}

/// What is turned off when a member of a team fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.Virtualization.Client.Management.DisableOnFailoverFeature")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum DisableOnFailoverFeature {
    None = 0,
    #[psenum(name = "RDMA")]
    Rdma = 1,
}

/// What a port ACL does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterAclAction", mirrors = model::AclAction)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum AclAction {
    Allow = 1,
    Deny = 2,
    Meter = 3,
}

/// Which way a port ACL looks, seen from the virtual machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterAclDirection")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum AclDirection {
    Inbound = 1,
    Outbound = 2,
    Both = 3,
}

/// What kind of address a port ACL has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterAclType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum AclType {
    Mac = 1,
    IPv4 = 2,
    IPv6 = 3,
    WildcardIPv4 = 4,
    WildcardIPv6 = 5,
    WildcardBoth = 6,
    WildcardMac = 7,
}

/// What an extended port ACL does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterExtendedAclAction")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ExtendedAclAction {
    Allow = 1,
    Deny = 2,
}

/// Which way an extended port ACL looks, seen from the virtual machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterExtendedAclDirection", mirrors = model::AclDirection)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ExtendedAclDirection {
    Inbound = 1,
    Outbound = 2,
}

/// The condition of a network adapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterOperationalStatus")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum AdapterOperationalStatus {
    Unknown = 0,
    Other = 1,
    Ok = 2,
    Degraded = 3,
    Stressed = 4,
    PredictiveFailure = 5,
    Error = 6,
    NonRecoverableError = 7,
    Starting = 8,
    Stopping = 9,
    Stopped = 10,
    InService = 11,
    NoContact = 12,
    LostCommunication = 13,
    Aborted = 14,
    Dormant = 15,
    SupportingEntity = 16,
    Completed = 17,
    PowerMode = 18,
    ProtocolVersion = 32775,
}

/// Isolation of an adapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterIsolationMode")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum IsolationMode {
    None = 0,
    NativeVirtualSubnet = 1,
    ExternalVirtualSubnet = 2,
    Vlan = 3,
}

/// What happens to a virtual machine when the host starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.StartAction")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum StartAction {
    Nothing = 2,
    StartIfRunning = 3,
    Start = 4,
}

/// What happens to a virtual machine when the host stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.StopAction", mirrors = model::StopAction)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum StopAction {
    TurnOff = 2,
    Save = 3,
    ShutDown = 4,
}

/// What happens to a virtual machine when its storage fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.CriticalErrorAction")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum CriticalErrorAction {
    None = 0,
    Pause = 1,
}

/// The kind of checkpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.CheckpointType", mirrors = model::CheckpointType)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum CheckpointType {
    Disabled = 2,
    Production = 3,
    ProductionOnly = 4,
    Standard = 5,
}

/// The kind of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.SnapshotType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum SnapshotType {
    Standard = 0,
    Recovery = 1,
    Planned = 2,
    Missing = 5,
    Replica = 6,
    AppConsistentReplica = 7,
    SyncedReplica = 8,
}

/// What a new virtual machine boots from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.BootDevice")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum BootDevice {
    Floppy = 0,
    CD = 1,
    IDE = 2,
    LegacyNetworkAdapter = 3,
    NetworkAdapter = 4,
    VHD = 5,
}

/// How receive queues are scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VrssQueueSchedulingModeType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VrssQueueSchedulingMode {
    Dynamic = 0,
    StaticVmq = 1,
    StaticVrss = 2,
}

/// How channels are bound to processors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VrssVmbusChannelAffinityPolicyType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VrssChannelAffinityPolicy {
    None = 1,
    Weak = 2,
    Strong = 3,
    Strict = 4,
}

/// Whether a machine is real or planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VirtualMachineType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VirtualMachineType {
    RealizedVirtualMachine = 3,
    PlannedVirtualMachine = 4,
}

/// The generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VirtualMachineSubType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VirtualMachineSubType {
    Unknown = 0,
    Generation1 = 1,
    Generation2 = 2,
}

/// The guest's heartbeat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMHeartbeatStatus")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VmHeartbeatStatus {
    Unknown = 0,
    Disabled = 1,
    NoContact = 2,
    Error = 3,
    LostCommunication = 4,
    OkApplicationsUnknown = 5,
    OkApplicationsHealthy = 6,
    OkApplicationsCritical = 7,
    Paused = 8,
}

/// Health of the replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMReplicationHealthState")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ReplicationHealth {
    NotApplicable = 0,
    Normal = 1,
    Warning = 2,
    Critical = 3,
}

/// Role in the replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMReplicationMode")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ReplicationMode {
    None = 0,
    Primary = 1,
    Replica = 2,
    TestReplica = 3,
    ExtendedReplica = 4,
}

/// State of the replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMReplicationState")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ReplicationState {
    Disabled = 0,
    ReadyForInitialReplication = 1,
    InitialReplicationInProgress = 2,
    WaitingForInitialReplication = 3,
    Replicating = 4,
    PreparedForFailover = 5,
    FailedOverWaitingCompletion = 6,
    FailedOver = 7,
    Suspended = 8,
    Error = 9,
    WaitingForStartResynchronize = 10,
    Resynchronizing = 11,
    ResynchronizeSuspended = 12,
    RecoveryInProgress = 13,
    FailbackInProgress = 14,
    FailbackComplete = 15,
    WaitingForUpdateCompletion = 16,
    UpdateError = 17,
    WaitingForRepurposeCompletion = 18,
    PreparedForSyncReplication = 19,
    PreparedForGroupReverseReplication = 20,
    FiredrillInProgress = 21,
}

/// Transport of enhanced sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.EnhancedSessionTransportType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum EnhancedSessionTransport {
    VMBus = 0,
    HvSocket = 1,
}

/// How hosts prove themselves for migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.MigrationAuthenticationType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum MigrationAuthentication {
    CredSSP = 0,
    Kerberos = 1,
}

impl From<state::MigrationAuthentication> for MigrationAuthentication {
    fn from(value: state::MigrationAuthentication) -> Self {
        match value {
            state::MigrationAuthentication::CredSsp => Self::CredSSP,
            state::MigrationAuthentication::Kerberos => Self::Kerberos,
        }
    }
}

impl From<MigrationAuthentication> for state::MigrationAuthentication {
    fn from(value: MigrationAuthentication) -> Self {
        match value {
            MigrationAuthentication::CredSSP => Self::CredSsp,
            MigrationAuthentication::Kerberos => Self::Kerberos,
        }
    }
}

/// How memory travels in a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMMigrationPerformance")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum MigrationPerformance {
    TCPIP = 0,
    Compression = 1,
    SMB = 2,
}

impl From<state::MigrationPerformance> for MigrationPerformance {
    fn from(value: state::MigrationPerformance) -> Self {
        match value {
            state::MigrationPerformance::Tcpip => Self::TCPIP,
            state::MigrationPerformance::Compression => Self::Compression,
            state::MigrationPerformance::Smb => Self::SMB,
        }
    }
}

impl From<MigrationPerformance> for state::MigrationPerformance {
    fn from(value: MigrationPerformance) -> Self {
        match value {
            MigrationPerformance::TCPIP => Self::Tcpip,
            MigrationPerformance::Compression => Self::Compression,
            MigrationPerformance::SMB => Self::Smb,
        }
    }
}

/// What a report of Compare-VM is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.OperationType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum OperationType {
    MoveVirtualMachine = 0,
    ImportVirtualMachine = 1,
    MoveVirtualMachineAndStorage = 2,
}

/// What an adapter does with VLAN tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMNetworkAdapterVlanMode")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VlanMode {
    Untagged = 0,
    Access = 1,
    Trunk = 2,
    Private = 3,
}

/// How a machine is restarted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.Commands.RestartVM+RestartType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum RestartType {
    Reset = 0,
}

/// What of a guest can be waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.Commands.RestartVM+WaitVMTypes")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum WaitVmTypes {
    Heartbeat = 0,
    IPAddress = 1,
}

/// What a drive is plugged into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.ControllerType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ControllerType {
    IDE = 0,
    SCSI = 1,
    PMEM = 2,
}

/// How a disk's writes are hardened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.CacheAttributes")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum CacheAttributes {
    Default = 0,
    WriteCacheEnabled = 1,
    WriteCacheAndFUAEnabled = 2,
    WriteCacheDisabled = 3,
}

/// The format of a disk image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.Vhd.PowerShell.VhdFormat")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VhdFormat {
    Unknown = 0,
    VHD = 2,
    VHDX = 3,
    VHDSet = 4,
}

/// How a disk image grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.Vhd.PowerShell.VhdType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VhdType {
    Unknown = 0,
    Fixed = 2,
    Dynamic = 3,
    Differencing = 4,
}

/// How a disk image is made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.Vhd.PowerShell.VhdCompactMode")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum VhdCompactMode {
    Full = 0,
    Quick = 1,
    Retrim = 2,
    Pretrimmed = 3,
    Prezeroed = 4,
}

/// Linux only: the format of an image, by QEMU's name of it; `vhd` is the one that QEMU calls `vpc`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.ImageFormat", mirrors = model::ImageFormat)]
#[allow(missing_docs)] // The names are those of the formats.
pub enum ImageFormat {
    Raw = 0,
    Qcow2 = 1,
    Vhdx = 2,
    Vhd = 3,
}

/// What is in a disc drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.DvdMediaType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum DvdMediaType {
    None = 0,
    ISO = 1,
    PassThrough = 2,
}

/// Whether SR-IOV can work on a network adapter. 0 to 7 are Microsoft's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetAdapter.SriovSupport")]
#[allow(missing_docs)] // The names are Microsoft's own.
pub enum SriovSupportValue {
    Unknown = 0,
    Supported = 1,
    MissingAcs = 2,
    MissingPfDriver = 3,
    NoBusResources = 4,
    NoIoMmuSupport = 5,
    NoVfBarSpace = 6,
    NoOscSupport = 7,
    /// Linux only: the adapter itself is bound to vfio-pci.
    PfOnVfio = 101,
    /// Linux only: the firmware of the adapter allows no virtual functions.
    FirmwareVfLimit = 102,
    /// Linux only: the adapter shows no SR-IOV capability, which its driver could use.
    HiddenByFirmware = 103,
}

impl From<SriovSupport> for SriovSupportValue {
    fn from(support: SriovSupport) -> Self {
        match support {
            SriovSupport::Unknown => Self::Unknown,
            SriovSupport::Supported => Self::Supported,
            SriovSupport::MissingAcs => Self::MissingAcs,
            SriovSupport::MissingPfDriver => Self::MissingPfDriver,
            SriovSupport::NoBusResources => Self::NoBusResources,
            SriovSupport::NoIoMmuSupport => Self::NoIoMmuSupport,
            SriovSupport::NoVfBarSpace => Self::NoVfBarSpace,
            SriovSupport::NoOscSupport => Self::NoOscSupport,
            SriovSupport::PfOnVfio => Self::PfOnVfio,
            SriovSupport::FirmwareVfLimit => Self::FirmwareVfLimit,
            SriovSupport::HiddenByFirmware => Self::HiddenByFirmware,
        }
    }
}
