//! A virtual machine out of an export.

use crate::model::{DomainDefinition, KeptFile, State};
use crate::plan::{AutostartChange, DomainChange, PlanBuilder};
use crate::policy::export::compare::compared;
use crate::policy::export::disk::Copied;
use crate::policy::export::folders;
use crate::policy::export::read::manifest;
use crate::policy::export::wanted::Import;
use crate::policy::focus::Focus;
use crate::policy::migration::ids;
use crate::policy::word::word;
use crate::{Category, HostError};

/// Defines the virtual machine of an export here, with its disks where they are or with copies of them.
///
/// # Errors
/// `Export.NotFound`, `Export.Unreadable`, `Vm.NameInvalid`, `Import.Incompatible`, `Vhd.NoSpace`.
pub(in crate::policy) fn import(
    state: &State,
    plan: &mut PlanBuilder,
    import: &Import,
) -> Result<Focus, HostError> {
    let export = manifest(state, &import.path)?;
    let compared = compared(state, import, &export)?;
    let vm = &compared.arriving.vm;
    plan.about(
        format!("Import '{}' from '{}'", vm.name, import.path),
        vm.name.clone(),
    );
    if let Some(reason) = compared.found.iter().find(|found| found.id < ids::NOTES) {
        let error = HostError::new(
            "Import.Incompatible",
            Category::InvalidOperation,
            format!("'{}' is not imported: {}", vm.name, reason.message),
        );
        let all = || {
            format!(
                "See all there is against it: (Compare-VM -Path {}).Incompatibilities",
                word(&import.path)
            )
        };
        return Err(error
            .target(import.path.clone())
            .next_step(reason.next_step.clone().unwrap_or_else(all)));
    }
    for found in &compared.found {
        plan.warn("Import.Changed", found.message.clone());
    }
    for disk in compared.arriving.disks.iter().filter(|d| d.from != d.to) {
        let folder = disk.to.rsplit_once('/').map_or("/", |(folder, _)| folder);
        folders::make(state, plan, folder)?;
        let copy = Copied::of(state, &disk.from, &disk.to, disk.format)?;
        copy.has_room(plan)?;
        copy.step(plan, false);
    }
    for copy in &compared.kept {
        let folder = copy.to.rsplit_once('/').map_or("/", |(folder, _)| folder);
        folders::make(state, plan, folder)?;
        copy.has_room(plan)?;
        copy.step(plan);
    }
    let text = compared.definition.unwrap_or_default();
    plan.step(
        format!("Define '{}'", vm.name),
        DomainChange::Define {
            name: vm.name.clone(),
            id: vm.id,
            definition: DomainDefinition::Text(text),
        },
    );
    let mut memory = compared.kept.iter();
    if let Some(memory) = memory.find(|copy| copy.what == KeptFile::Memory) {
        plan.step(
            format!("Let '{}' go on with its saved memory", vm.name),
            DomainChange::AdoptSaved {
                vm: vm.id,
                file: memory.to.clone(),
                arrival: Box::new(compared.arriving.arrival()),
            },
        );
    }
    if vm.autostart {
        plan.step(
            format!("Let '{}' start with the host", vm.name),
            AutostartChange::Set {
                vm: vm.id,
                on: true,
            },
        );
    }
    Ok(Focus::default())
}
