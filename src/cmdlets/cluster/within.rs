//! The one door through which cmdlets change a cluster: asked, shown, told to the engine, and waited for.
//!
//! An engine carries out by itself what it was told. Success is the state of the cluster afterwards.

use std::time::{Duration, Instant};

use super::asked::Seen;
use crate::host_access::{HostAccess, shell_error, show_step};
use iovsh_backend::HostError;
use iovsh_backend::cluster::{ClusterChange, ClusterFailure};
use iovsh_base::interrupt;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Progress};

/// How long is waited, as `-Wait` has it: seconds; `None` for as long as it takes.
#[derive(Clone, Copy)]
pub struct Patience(Option<Duration>);

/// Between two looks.
const AGAIN: Duration = Duration::from_millis(500);

impl Patience {
    /// From the argument of `-Wait`: seconds, 0 for not at all.
    pub fn seconds(wait: Option<i32>) -> Self {
        Self(wait.map(|seconds| Duration::from_secs(u64::try_from(seconds).unwrap_or(0))))
    }

    /// As long as it takes, or not at all.
    pub fn whole(waits: bool) -> Self {
        Self((!waits).then_some(Duration::ZERO))
    }
}

/// Asks, and under `-WhatIf` shows what would be done.
pub fn may(cx: &mut Context, target: &str, changes: &[ClusterChange], force: bool) -> Flow<bool> {
    if force && !cx.is_what_if() && !cx.is_bound("Confirm") {
        return Ok(true);
    }
    let name = cx.spec().name;
    if cx.should_process(target, name)? {
        return Ok(true);
    }
    if cx.is_what_if() {
        for change in changes {
            show_step(cx, &change.sentence(), &change.equivalent())?;
        }
        if changes.is_empty() {
            cx.host_line("  # Nothing has to be done.")?;
        }
    }
    Ok(false)
}

/// Tells the engine. `false`: it refused, which was written.
pub fn tell(cx: &mut Context, seen: &Seen, changes: &[ClusterChange]) -> Flow<bool> {
    for change in changes {
        cx.go_on()?;
        cx.verbose(format!("{}.", change.sentence()))?;
        if let Err(error) = seen.host.change_cluster(change) {
            cx.refuse(&error)?;
            return Ok(false);
        }
    }
    Ok(true)
}

/// Tells the engine, and waits until the cluster is so. `false`: it is not, which was written.
pub fn carry_out(
    cx: &mut Context,
    seen: &mut Seen,
    changes: &[ClusterChange],
    patience: Patience,
) -> Flow<bool> {
    let before = seen.state.failures.clone();
    if !tell(cx, seen, changes)? {
        return Ok(false);
    }
    if patience.0 == Some(Duration::ZERO) {
        if let Err(error) = seen.again() {
            cx.refuse(&error)?;
        }
        return Ok(true);
    }
    let until = patience.0.map(|patience| Instant::now() + patience);
    loop {
        if let Err(error) = seen.again() {
            cx.refuse(&error)?;
            return Ok(false);
        }
        let waits = |change: &&ClusterChange| change.is_satisfied(&seen.state) == Some(false);
        let Some(left) = changes.iter().find(waits) else {
            return end(cx).map(|()| true);
        };
        let new = seen.state.failures.iter().rfind(|failure| {
            about(left).is_none_or(|id| id == failure.role) && !before.contains(failure)
        });
        // A simulated engine has done what it does before it answers.
        let is_over = seen.state.is_settled || (new.is_some() && !is_pending(seen, left));
        if is_over {
            let error = stuck(left, new.or_else(|| last(seen, left)));
            end(cx)?;
            cx.error(error)?;
            return Ok(false);
        }
        if until.is_some_and(|until| Instant::now() >= until) {
            end(cx)?;
            cx.warning(format!(
                "{}: this is not done yet, and goes on. See Get-ClusterGroup.",
                left.sentence()
            ))?;
            return Ok(true);
        }
        let status = left.sentence();
        cx.progress(Progress {
            activity: cx.spec().name.to_owned(),
            status,
            ..Progress::default()
        })?;
        std::thread::sleep(AGAIN);
        if interrupt::is_requested() {
            cx.go_on()?;
        }
    }
}

fn end(cx: &mut Context) -> Flow {
    cx.progress(Progress {
        activity: cx.spec().name.to_owned(),
        completed: true,
        ..Progress::default()
    })
}

/// The resource that a change is about.
fn about(change: &ClusterChange) -> Option<&str> {
    match change {
        ClusterChange::SetWanted { id, .. } | ClusterChange::Move { id, .. } => Some(id),
        ClusterChange::AddRole(role) => Some(&role.id),
        _ => None,
    }
}

fn is_pending(seen: &Seen, change: &ClusterChange) -> bool {
    let role = about(change).and_then(|id| seen.state.role(id));
    role.is_some_and(|role| role.pending)
}

fn last<'s>(seen: &'s Seen, change: &ClusterChange) -> Option<&'s ClusterFailure> {
    about(change).and_then(|id| seen.state.last_failure(id))
}

/// The engine has done what it does, and the cluster is not as it was to be.
fn stuck(change: &ClusterChange, failure: Option<&ClusterFailure>) -> ShellError {
    let message = match failure {
        Some(failure) => format!(
            "{}: this did not take effect. {} on {} failed: {}",
            change.sentence(),
            failure.action,
            failure.node,
            failure.reason
        ),
        None => format!(
            "{}: this did not take effect; the cluster lets it run nowhere else.",
            change.sentence()
        ),
    };
    let error = ShellError::new(
        "Cluster.DidNotTakeEffect",
        ErrorCategory::InvalidOperation,
        message,
    )
    .help("See Test-Cluster, which says what keeps a virtual machine from a node; and Get-ClusterLog.");
    match about(change) {
        Some(id) => error.target(id),
        None => error,
    }
}

/// A refusal, as the shell's error.
pub fn refusal(error: &HostError) -> ShellError {
    shell_error(error)
}
