//! Settings of the host as a whole.

use serde::{Deserialize, Serialize};

use crate::model::{MacAddress, MacPool, State};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::export::folders;
use crate::state::{DesiredEdit, IMAGES};
use crate::{Category, HostError};

use crate::policy::focus::Focus;

/// What is to be changed; `None` leaves a setting alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// First address of the pool for dynamic MAC addresses.
    pub mac_minimum: Option<MacAddress>,
    /// Last address of the pool.
    pub mac_maximum: Option<MacAddress>,
    /// A running VM's VF may be given to an adapter of higher weight.
    pub preemption: Option<bool>,
    /// The folder of new disks that name none, which is made where it is missing. Needs a state with the folders on the way to it in
    /// [`Scope::stored`](crate::Scope::stored).
    #[serde(default)]
    pub disk_folder: Option<String>,
}

/// Changes the host's settings. Adapters keep the addresses that they have; adapters that wait get VFs at once when
/// preemption is allowed.
///
/// # Errors
/// `Host.MacPoolInvalid`: the pool would begin behind its end, or hold an address that no adapter can have. Of the folder of new disks
/// `Vhd.PathInvalid`, `Export.NotAFolder`.
pub(in crate::policy) fn set(
    state: &State,
    plan: &mut PlanBuilder,
    changes: &Changes,
) -> Result<Focus, HostError> {
    plan.about("Change the host's settings", state.host.name.clone());
    let old = state.mac_pool();
    let pool = MacPool {
        minimum: changes.mac_minimum.unwrap_or(old.minimum),
        maximum: changes.mac_maximum.unwrap_or(old.maximum),
    };
    if pool != old {
        let usable = pool.minimum.is_usable() && pool.maximum.is_usable();
        if !usable || pool.minimum.to_u64() > pool.maximum.to_u64() {
            return Err(HostError::new(
                "Host.MacPoolInvalid",
                Category::InvalidArgument,
                format!(
                    "{} to {} is not a pool of addresses that adapters can have.",
                    pool.minimum.hyphenated(),
                    pool.maximum.hyphenated()
                ),
            )
            .target(pool.minimum.plain())
            .next_step("Give both ends, the lower one as the minimum, for example 00155D010000 and 00155D0100FF."));
        }
        // The host's own pool needs no remembering.
        let chosen = (pool != state.host.mac_pool).then_some(pool);
        plan.step(
            "Remember the pool of MAC addresses",
            DesiredChange::Set {
                edit: DesiredEdit::SetMacPool(chosen),
            },
        );
    }
    if let Some(folder) = &changes.disk_folder {
        let folder = folder.trim_end_matches('/');
        folders::make(state, plan, folder)?;
        // libvirt's own needs no remembering.
        let chosen = (folder != IMAGES).then(|| folder.to_owned());
        plan.step(
            format!("Remember that new disks come to '{folder}'"),
            DesiredChange::Set {
                edit: DesiredEdit::SetDiskFolder(chosen),
            },
        );
    }
    if let Some(on) = changes.preemption {
        let what = if on {
            "Let heavier adapters take VFs from lighter ones"
        } else {
            "Leave VFs where they are"
        };
        plan.step(
            what,
            DesiredChange::Set {
                edit: DesiredEdit::SetPreemption(on),
            },
        );
    }
    // Who may take a VF from whom decides who gets one; the addresses of adapters stay as they are.
    Ok(match changes.preemption {
        Some(_) => Focus::default(),
        None => Focus::on_records(),
    })
}
