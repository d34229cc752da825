//! A device gets another name.

use crate::model::{InterfaceName, NetAdapter, State};
use crate::plan::{LinkChange, PlanBuilder};
use crate::policy::network::team::set_link;

/// Whether a device goes down for another name: from 6.2 on the kernel renames one that is up.
pub(in crate::policy) fn takes_down(state: &State, link: &NetAdapter) -> bool {
    link.up && !kernel_is_at_least(&state.host.kernel, (6, 2))
}

/// The steps, for a device that is there.
pub(in crate::policy) fn name(
    plan: &mut PlanBuilder,
    (from, to): (&InterfaceName, &InterfaceName),
    takes_down: bool,
) {
    if takes_down {
        set_link(plan, from, false);
    }
    plan.step(
        format!("Name {from} {to}"),
        LinkChange::Rename {
            from: from.clone(),
            to: to.clone(),
        },
    );
    if takes_down {
        set_link(plan, to, true);
    }
}

/// Whether a kernel's release is this version or a later one; what cannot be read is not.
fn kernel_is_at_least(release: &str, wanted: (u32, u32)) -> bool {
    let mut numbers = release.split(|c: char| !c.is_ascii_digit());
    let mut next = || numbers.next()?.parse::<u32>().ok();
    next().zip(next()).is_some_and(|version| version >= wanted)
}

#[cfg(test)]
mod tests {
    use super::kernel_is_at_least;

    #[test]
    fn a_release_is_read_as_far_as_it_has_numbers() {
        assert!(!kernel_is_at_least("unknown", (6, 2)));
        assert!(kernel_is_at_least("6.12.0", (6, 2)));
        assert!(kernel_is_at_least("10.0", (6, 2)));
        assert!(!kernel_is_at_least("5.15.0-91-generic", (6, 2)));
    }
}
