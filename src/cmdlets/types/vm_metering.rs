//! What virtual machines have used.

use iovsh_derive::{PsEnum, PsObject};

use super::{HardDiskDrive, guid};
use iovsh_backend::State;
use iovsh_backend::model::{DiskUsage, Drive, Usage, Vm};
use iovsh_backend::policy::vm::metering::Measured;
use iovsh_shell::argument::{Guid, Ticks};
use iovsh_shell::value::Value;

/// A kind of resource pool. There are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.HyperV.PowerShell.VMResourcePoolType")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub enum ResourcePoolType {
    Memory = 0,
    Processor = 1,
    Ethernet = 2,
    VHD = 3,
    ISO = 4,
    VFD = 5,
    FibreChannelPort = 6,
    FibreChannelConnection = 7,
    PciExpress = 8,
}

/// Traffic in one direction.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.HyperV.PowerShell.VMPortAclMeteringReport")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmTrafficReport {
    #[then("LocalAddress" = "*", "RemoteAddress" = "*")]
    pub direction: String,
    /// In MiB.
    pub total_traffic: u64,
}

/// What a hard disk of a virtual machine was used for.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.HyperV.PowerShell.VHDMetrics")]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VhdMetrics {
    pub virtual_hard_disk: HardDiskDrive,
    #[property(name = "AverageNormalizedIOPS")]
    pub average_iops: Option<u64>,
    /// In microseconds.
    pub average_latency: Option<u64>,
    /// In MiB.
    pub data_read: Option<u64>,
    /// In MiB.
    pub data_written: Option<u64>,
    #[property(name = "NormalizedIOCount")]
    pub io_count: Option<u64>,
}

impl VhdMetrics {
    fn new(vm: &Vm, drive: &Drive, measured: Option<&Measured>, computer: &str) -> Self {
        let mut disks = measured.iter().flat_map(|measured| &measured.used.disks);
        let used = disks.find(|disk| disk.target == drive.target);
        let of = |read: &dyn Fn(&DiskUsage) -> Option<u64>| used.and_then(read);
        Self {
            virtual_hard_disk: HardDiskDrive::new(vm, drive, computer),
            average_iops: of(&|disk| disk.operations.checked_div(measured?.seconds)),
            average_latency: of(&|disk| (disk.waited / 1_000).checked_div(disk.operations)),
            data_read: of(&|disk| Some(disk.read / MIB)),
            data_written: of(&|disk| Some(disk.written / MIB)),
            io_count: of(&|disk| Some(disk.operations)),
        }
    }
}

/// What a virtual machine has used.
#[derive(Clone, Debug, PsObject)]
#[psobject(
    type_name = "Microsoft.HyperV.PowerShell.VMMeteringReportForVirtualMachine",
    base = "Microsoft.HyperV.PowerShell.VMMeteringReport",
    base = "Microsoft.HyperV.PowerShell.VirtualizationObject"
)]
#[allow(missing_docs)] // The names are Hyper-V's own.
pub struct VmMeteringReport {
    pub vm_id: Guid,
    #[then("CimSession" = Value::Null)]
    pub vm_name: String,
    pub computer_name: String,
    pub metering_duration: Ticks,
    pub average_processor_usage: Option<u64>,
    #[then(
        "MaximumMemoryUsage" = Value::Null,
        "MinimumMemoryUsage" = Value::Null
    )]
    pub average_memory_usage: Option<u64>,
    /// The sizes of its hard disks together, in MiB; nothing where one of them cannot be read.
    pub total_disk_allocation: Option<u64>,
    #[property(name = "AggregatedAverageNormalizedIOPS")]
    pub average_iops: Option<u64>,
    pub aggregated_average_latency: Option<u64>,
    pub aggregated_disk_data_read: Option<u64>,
    pub aggregated_disk_data_written: Option<u64>,
    #[property(name = "AggregatedNormalizedIOCount")]
    pub io_count: Option<u64>,
    pub network_metered_traffic_report: Vec<VmTrafficReport>,
    pub hard_disk_metrics: Vec<VhdMetrics>,
}

/// Bytes of a mebibyte.
const MIB: u64 = 1 << 20;

impl VmMeteringReport {
    /// The report of a machine that was metered for so many seconds, and what it has used of that. `images` has its disks.
    pub fn new(
        vm: &Vm,
        seconds: u64,
        measured: Option<&Measured>,
        images: &State,
        computer: &str,
    ) -> Self {
        let disks = || vm.facts.drives.iter().filter(|drive| drive.is_disk());
        let mut sizes = disks().map(|drive| Some(images.image(drive.path.as_deref()?)?.size));
        let allocated = sizes.try_fold(0_u64, |all, size| Some(all.saturating_add(size?)));
        let used = measured.map(|measured| &measured.used);
        let of = |read: &dyn Fn(&Usage) -> Option<u64>| used.and_then(read);
        // Of less than a second no average is told.
        let for_each = |total: u64| total.checked_div(measured?.seconds);
        let traffic = |direction: &str, bytes: u64| VmTrafficReport {
            direction: direction.to_owned(),
            total_traffic: bytes / MIB,
        };
        Self {
            vm_id: guid(vm.id),
            vm_name: vm.name.clone(),
            computer_name: computer.to_owned(),
            metering_duration: Ticks(
                i64::try_from(seconds)
                    .unwrap_or(i64::MAX)
                    .saturating_mul(10_000_000),
            ),
            // Nanoseconds in a second, in percent of one processor.
            average_processor_usage: of(&|u| for_each(u.processor / 10_000_000)),
            average_memory_usage: vm
                .facts
                .memory
                .filter(|_| used.is_some())
                .map(|bytes| bytes / MIB),
            average_iops: of(&|u| for_each(u.operations?)),
            // Microseconds.
            aggregated_average_latency: of(&|u| (u.waited? / 1_000).checked_div(u.operations?)),
            aggregated_disk_data_read: of(&|u| Some(u.read? / MIB)),
            aggregated_disk_data_written: of(&|u| Some(u.written? / MIB)),
            io_count: of(&|u| u.operations),
            network_metered_traffic_report: used.map_or_else(Vec::new, |u| {
                vec![traffic("Inbound", u.received), traffic("Outbound", u.sent)]
            }),
            total_disk_allocation: allocated.map(|bytes| bytes / MIB),
            hard_disk_metrics: disks()
                .map(|drive| VhdMetrics::new(vm, drive, measured, computer))
                .collect(),
        }
    }
}
