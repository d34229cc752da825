//! SR-IOV on a host that does not remap interrupts: a risk that somebody may accept, as with Microsoft's `IOVEnableOverride`.

use crate::model::{HostReason, OVERRIDE_FILE, OVERRIDE_TEXT, State};
use crate::plan::{FileChange, PciChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::vf::support::host_reasons;
use crate::{Category, HostError};

/// Accepts the risk, or no longer: now, and for the next start of the host.
///
/// # Errors
/// `IovOverride.NotNeeded`: the host remaps interrupts, so there would be a risk and nothing gained. `IovOverride.InVain`: it lacks
/// something else that an override does not make up for.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    on: bool,
) -> Result<Focus, HostError> {
    let host = state.host.name.as_str();
    plan.about(
        match on {
            true => "Allow SR-IOV without interrupt remapping",
            false => "Demand interrupt remapping for SR-IOV",
        },
        host,
    );
    if on {
        check(state)?;
    }
    let text = on.then(|| OVERRIDE_TEXT.to_owned());
    if state.files.get(OVERRIDE_FILE) != text.as_ref() {
        let what = match on {
            true => format!("Write {OVERRIDE_FILE}"),
            false => format!("Remove {OVERRIDE_FILE}"),
        };
        let path = OVERRIDE_FILE.to_owned();
        plan.step(what, FileChange::Set { path, text });
    }
    if state.iommu.unsafe_interrupts_allowed != on {
        let what = match on {
            true => "Let VFIO hand out devices whose interrupts nothing remaps",
            false => "Have VFIO demand that interrupts are remapped",
        };
        plan.step(what, PciChange::AllowUnsafeInterrupts { on });
    }
    let in_use = state.functions.iter().flat_map(|f| &f.vfs);
    let in_use = in_use.filter(|vf| vf.owner.is_some()).count();
    match on {
        true => plan.warn(
            "IovOverride.Risk",
            "A virtual machine with a virtual function can now send interrupts to the host itself: give them only to virtual machines that are trusted. Disable-VMHostIovOverride takes it back.",
        ),
        false if in_use > 0 && state.iommu.interrupt_remapping == Some(false) => plan.warn(
            "IovOverride.InUse",
            "Virtual machines that have a virtual function keep it until they stop.",
        ),
        false => {}
    }
    // Who waits for a virtual function may get one now.
    Ok(Focus::default())
}

fn check(state: &State) -> Result<(), HostError> {
    let host = state.host.name.as_str();
    if state.iommu.interrupt_remapping == Some(true) {
        return Err(HostError::new(
            "IovOverride.NotNeeded",
            Category::InvalidOperation,
            "This host remaps interrupts: nothing would be gained, and a protection lost.",
        )
        .target(host)
        .next_step(
            "Nothing has to be done for it; 'Test-VMHostIov' says what else is in the way.",
        ));
    }
    let mut others = host_reasons(state);
    others.retain(|reason| *reason != HostReason::NoInterruptRemapping);
    match others.first() {
        Some(other) => Err(HostError::new(
            "IovOverride.InVain",
            Category::InvalidOperation,
            format!(
                "An override makes up for interrupt remapping alone, and this host lacks something else: {}",
                other.text()
            ),
        )
        .target(host)
        .next_step(other.next_step())),
        None => Ok(()),
    }
}
