//! Files of machines of the simulated host that are no disks, where libvirt and swtpm keep them.

use std::borrow::Cow;

use super::storage::{Storage, plain};
use super::world::World;
use crate::domain_xml::kept::{place, saved_memory, tpm_folder};
use crate::model::{ImageFormat, KeptFile, Uuid, Vm, VmState};

/// What edk2 has for its variables.
const VARIABLES: u64 = 528 << 10;
/// What a TPM holds that was just made.
const TPM: u64 = 6 << 10;

impl World {
    /// All that is stored, with the memory of the machines that are saved.
    pub(super) fn storage_now(&self) -> Cow<'_, Storage> {
        let mut storage = Cow::Borrowed(&self.storage);
        let vms = self.state.vms.iter();
        for vm in vms.filter(|vm| vm.state == VmState::Saved) {
            let path = saved_memory(&vm.name);
            if !storage.images.contains_key(&path) {
                let memory = plain(ImageFormat::Raw, vm.memory, vm.memory);
                storage.to_mut().images.insert(path, memory);
            }
        }
        storage
    }

    /// A machine that starts gets the variables of its firmware and what its TPM holds, where it has none yet. The memory that it goes on
    /// with is no more.
    pub(super) fn furnish_machine(&mut self, vm: &Vm) {
        self.forget_memory(vm);
        for (what, length) in [(KeptFile::Variables, VARIABLES), (KeptFile::Tpm, TPM)] {
            if let Some(path) = place(vm, what).filter(|path| path.starts_with('/')) {
                let new = || plain(ImageFormat::Raw, length, length);
                self.storage.images.entry(path).or_insert_with(new);
            }
        }
    }

    /// The variables of its firmware are called as a machine is, and get another name with it.
    pub(super) fn move_variables(&mut self, before: &Vm) {
        let now = self.state.vm(before.id);
        let named = |vm: &Vm| place(vm, KeptFile::Variables);
        if let (Some(old), Some(new)) = (named(before), now.and_then(named))
            && let Some(file) = self.storage.images.remove(&old)
        {
            self.storage.images.insert(new, file);
        }
    }

    /// The memory of a machine is thrown away.
    pub(super) fn forget_memory(&mut self, vm: &Vm) {
        self.storage.images.remove(&saved_memory(&vm.name));
    }

    /// The variables of the firmware of a machine go where that is asked for.
    pub(super) fn forget_variables(&mut self, vm: &Vm) {
        if let Some(path) = place(vm, KeptFile::Variables) {
            self.storage.images.remove(&path);
        }
    }

    /// What a TPM holds goes with its machine, as libvirt does it by itself.
    pub(super) fn forget_tpm(&mut self, id: Uuid) {
        let folder = format!("{}/", tpm_folder(id));
        self.storage
            .images
            .retain(|path, _| !path.starts_with(&folder));
    }
}
