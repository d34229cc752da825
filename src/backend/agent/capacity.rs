//! Tells the cluster how many VFs this node can give away, whenever that has changed.

use std::time::{Duration, Instant};

use super::Report;
use crate::Machine;
use crate::cluster::{ClusterChange, free_vfs};
use crate::model::State;

/// A host without a cluster is asked again after so long.
const NO_CLUSTER: Duration = Duration::from_mins(5);
/// A cluster that forgot it, as one that was started anew has, is told again after so long.
const TOLD: Duration = Duration::from_mins(5);

/// What the cluster was told last.
#[derive(Debug, Default)]
pub(super) struct Capacity {
    told: Option<(u32, Instant)>,
    /// Until then there is nobody to tell.
    rests_until: Option<Instant>,
}

impl Capacity {
    /// Tells it, when it is news.
    pub(super) fn tell(
        &mut self,
        machine: &dyn Machine,
        state: &State,
        tell: &mut dyn FnMut(Report),
    ) {
        let now = Instant::now();
        if self.rests_until.is_some_and(|until| now < until) {
            return;
        }
        let free_vfs = free_vfs(state);
        let is_known = |(known, at): (u32, Instant)| known == free_vfs && now < at + TOLD;
        if self.told.is_some_and(is_known) {
            return;
        }
        let change = ClusterChange::Publish {
            node: machine.name().to_owned(),
            free_vfs,
        };
        match machine.change_cluster(&change) {
            Ok(()) => {
                self.told = Some((free_vfs, now));
                self.rests_until = None;
            }
            Err(error) => {
                self.rests_until = Some(now + NO_CLUSTER);
                // Most hosts are in none.
                if error.id != "Cluster.None" {
                    tell(Report::Warning(format!(
                        "The cluster cannot be told how many VFs are free: {error}"
                    )));
                }
            }
        }
    }
}
