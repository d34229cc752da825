//! Where libvirt's system daemon and swtpm keep what a machine has besides disks.

use super::SAVED_MEMORY;
use crate::model::{KeptFile, Uuid, Vm, VmState};

/// Where the variables of UEFI firmware are, unless a definition says otherwise.
pub const VARIABLES: &str = "/var/lib/libvirt/qemu/nvram";
/// Where the TPMs of machines have their folders, by the machines' ids (`qemuTPMEmulatorInitPaths`).
const TPMS: &str = "/var/lib/libvirt/swtpm";

/// The folder of a machine's TPM.
#[must_use]
pub fn tpm_folder(vm: Uuid) -> String {
    format!("{TPMS}/{vm}")
}

/// Where a machine has a file of this kind, when it has one: it may not have been made yet. The empty text where its definition names no
/// file for it. `None`: a machine like it has none.
#[must_use]
pub fn place(vm: &Vm, what: KeptFile) -> Option<String> {
    match what {
        KeptFile::Variables => {
            let usual = || format!("{VARIABLES}/{}_VARS.fd", vm.name);
            let said = vm.facts.variables.clone();
            vm.hardware
                .firmware
                .uefi
                .then(|| said.unwrap_or_else(usual))
        }
        KeptFile::Tpm => {
            let version = vm.hardware.tpm.as_deref()?;
            // swtpm calls what a TPM keeps for good so (`SWTPM_NVRAM_Store_Dir`).
            let file = match version {
                "1.2" => "tpm1.2/tpm-00.permall",
                _ => "tpm2/tpm2-00.permall",
            };
            Some(format!("{}/{file}", tpm_folder(vm.id)))
        }
        KeptFile::Memory => (vm.state == VmState::Saved).then(|| saved_memory(&vm.name)),
    }
}

/// Where the memory of the domain of this name is saved (`qemuDomainManagedSavePath`).
#[must_use]
pub fn saved_memory(name: &str) -> String {
    format!("{SAVED_MEMORY}/{name}.save")
}
