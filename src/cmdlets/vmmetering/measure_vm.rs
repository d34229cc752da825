//! `Measure-VM`.

use super::measured::{USAGE, not_metered, now};
use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::remote::Remote;
use crate::types::{VirtualMachine, VmMeteringReport};
use crate::vhd::images_at;
use crate::vm::found;
use iovsh_backend::policy::vm::metering::{measured, uncounted};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Tells what virtual machines have used since Enable-VMResourceMetering: processors, memory, disks, and the network with what went by
/// virtual functions, which Hyper-V cannot count.
///
/// The averages are of the time since then, or since the machine was started: processors in percent of one of the host's, memory as it is now in MiB, latency in
/// microseconds, traffic in MiB. The counters of a machine begin anew when it is started. `TotalDiskAllocation` are the sizes of its hard disks together in MiB,
/// and `HardDiskMetrics` has the figures of each of them.
///
/// # Examples
/// ```iovsh
/// PS> Start-VM web1
/// PS> Enable-VMResourceMetering web1
/// PS> Measure-VM web1 | ForEach-Object VMName
/// web1
/// PS> (Measure-VM web1).HardDiskMetrics | ForEach-Object { $_.VirtualHardDisk.Path }
/// /var/lib/libvirt/images/web1.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Measure", noun = "VM", module = "Hyper-V", default_set = "Name", output = VmMeteringReport)]
pub struct MeasureVm {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, from_pipeline, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    #[flatten(set = "Name")]
    remote: Remote,
}

impl Cmdlet for MeasureVm {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&USAGE)?;
        let machines = found(cx, &state, &self.name, &self.vm)?;
        let computer = computer_name(cx)?;
        let metered = machines
            .iter()
            .filter(|vm| vm.settings().metering.is_some());
        let drives = metered.flat_map(|vm| &vm.facts.drives);
        let disks = drives.filter(|drive| drive.is_disk());
        let paths: Vec<String> = disks.filter_map(|disk| disk.path.clone()).collect();
        let images = match paths.is_empty() {
            true => Arc::clone(&state),
            false => cx.snapshot(&images_at(paths))?,
        };
        for vm in machines {
            let Some(metering) = vm.settings().metering else {
                cx.error(not_metered(vm))?;
                continue;
            };
            for name in uncounted(&state, vm) {
                let text = format!(
                    "The traffic of '{name}' of '{}' goes by a virtual function whose driver does not count it.",
                    vm.name
                );
                cx.warning(&text)?;
            }
            let now = now();
            let used = measured(&state, vm, &metering, now);
            let seconds = now.saturating_sub(metering.since);
            let report = VmMeteringReport::new(vm, seconds, used.as_ref(), &images, &computer);
            cx.emit(report.into_value())?;
        }
        Ok(())
    }
}
