//! The gate of a limited session: each cmdlet with what it was called with.

use std::rc::Rc;
use std::sync::Arc;

use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Gate;
use iovsh_shell::value::Value;

use super::Role;
use super::door::Grant;

/// The verbs of cmdlets that change nothing.
const LOOKS: [&str; 6] = ["Compare-", "Get-", "Measure-", "Show-", "Test-", "Wait-"];

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
        // What only looks has one of these verbs, and asks nothing.
        let looks = LOOKS.iter().any(|verb| cmdlet.name.starts_with(verb));
        self.grant.set(cmdlet.should_process || !looks);
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
