//! The gate of a limited session: each cmdlet with what it was called with.

use std::rc::Rc;
use std::sync::Arc;

use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Gate;
use iovsh_shell::value::Value;

use super::Role;
use super::door::Grant;
use crate::looks::{changes, only_looks};

/// Lets through what a role grants, and tells the door of the host what that is.
pub(super) struct RoleGate {
    role: Role,
    grant: Arc<Grant>,
}

impl RoleGate {
    pub(super) fn new(role: Role, grant: Arc<Grant>) -> Self {
        Self { role, grant }
    }
}

impl Gate for RoleGate {
    fn may_run(&self, cmdlet: &'static CmdletSpec, bound: &[(Rc<str>, Value)]) -> Flow {
        // Whatever was granted before is over.
        self.grant.set(false);
        let Some(rule) = self.role.rule(cmdlet) else {
            return Err(refusal(format!("The role does not grant {}.", cmdlet.name))
                .target(cmdlet.name)
                .help(format!(
                    "It grants: {}.",
                    self.role.cmdlets().collect::<Vec<_>>().join(", ")
                ))
                .into());
        };
        if let Err(why) = rule.admits(bound) {
            return Err(refusal(format!("The role does not grant this: {why}."))
                .target(cmdlet.name)
                .help("Ask whoever wrote the role's file.")
                .into());
        }
        let changing = bound.iter().find(|(name, _)| changes(cmdlet, name));
        if let Some((name, _)) = changing
            && !rule.names(name)
        {
            return Err(refusal(format!(
                "The role does not grant this: -{name} makes {} more than a look, and is granted only where the role names it.",
                cmdlet.name
            ))
            .target(cmdlet.name)
            .help(format!("Leave out -{name}, or ask whoever wrote the role's file."))
            .into());
        }
        self.grant.set(changing.is_some() || !only_looks(cmdlet));
        Ok(())
    }

    fn no_language(&self) -> ShellError {
        refusal(
            "A session with a role runs one cmdlet with plain words, and nothing else.".to_owned(),
        )
        .help("Write the name of a cmdlet and its parameters: Get-VM -Name web1")
    }
}

fn refusal(message: String) -> ShellError {
    ShellError::new("Role.NotGranted", ErrorCategory::PermissionDenied, message)
}
