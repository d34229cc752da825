//! `Invoke-Command`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{ScriptBlock, Value};

/// Runs a script block.
///
/// # Examples
/// ```iovsh
/// PS> Invoke-Command { param($a, $b) $a + $b } -ArgumentList 1, 2
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Command",
    module = "Microsoft.PowerShell.Core",
    alias("icm"),
    default_set = "InProcess"
)]
pub struct InvokeCommand {
    /// What is run.
    #[param(set = "InProcess", mandatory, position = 0, alias("Command"))]
    #[param(set = "ComputerName", mandatory, position = 1)]
    #[param(set = "Session", mandatory, position = 1)]
    script_block: Option<Rc<ScriptBlock>>,
    /// In the current scope instead of one of its own.
    #[param(set = "InProcess")]
    no_new_scope: bool,
    /// The hosts.
    #[param(set = "ComputerName", position = 0, mandatory, alias("Cn"))]
    computer_name: Vec<String>,
    /// The sessions.
    #[param(set = "Session", position = 0, mandatory)]
    session: Vec<Value>,
    /// Who is asked for. Hosts are reached by ssh, which has its own keys.
    #[param(set = "ComputerName", by_property_name)]
    credential: Value,
    /// As a job.
    #[param(set("ComputerName", "Session"))]
    as_job: bool,
    /// The name of the job.
    #[param(set("ComputerName", "Session"))]
    job_name: String,
    /// How many hosts at once.
    #[param(set("ComputerName", "Session"))]
    throttle_limit: i32,
    /// Leaves the names of the hosts out of what is shown.
    #[param(set("ComputerName", "Session"), alias("HCN"))]
    hide_computer_name: bool,
    /// Values for the parameters of the block.
    #[param(alias("Args"))]
    argument_list: Vec<Value>,
    /// Objects for the block, as $input.
    #[param(from_pipeline)]
    input_object: Value,
    #[state]
    input: Vec<Value>,
}

impl Cmdlet for InvokeCommand {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if cx.is_bound("InputObject") {
            self.input.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let remote: Vec<&String> = self
            .computer_name
            .iter()
            .filter(|name| !is_here(name))
            .collect();
        if let Some(name) = remote.first() {
            return Err(ShellError::new(
                "NotSupported",
                ErrorCategory::NotImplemented,
                format!("Script blocks cannot be sent to \"{name}\"."),
            )
            .exception("System.NotSupportedException")
            .help("Run it there, by ssh: ssh HOST \"iovsh -Command 'Get-VM'\".")
            .into());
        }
        if !self.session.is_empty() {
            return Err(ShellError::new(
                "NotSupported",
                ErrorCategory::NotImplemented,
                "There are no remote sessions to run script blocks in.",
            )
            .exception("System.NotSupportedException")
            .help("Run it there, by ssh: ssh HOST \"iovsh -Command 'Get-VM'\".")
            .into());
        }
        let Some(block) = self.script_block.clone() else {
            return Ok(());
        };
        let input = cx.expects_input().then(|| std::mem::take(&mut self.input));
        cx.call_block(&block, &self.argument_list, input, !self.no_new_scope)
    }
}

/// Whether a name stands for this host.
fn is_here(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "." | "localhost" | "127.0.0.1" | "::1"
    )
}
