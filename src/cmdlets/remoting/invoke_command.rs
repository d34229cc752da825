//! `Invoke-Command`.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::chosen::{SshWords, targets, throttle};
use super::far::DEPTH;
use super::near::{AtHosts, Target};
use super::sessions::ScriptSession;
use crate::complete;
use crate::core::replay;
use crate::data::clixml::Writer;
use crate::types::Credential;
use crate::vm::each;
use iovsh_backend::host::remote::script::ScriptWork;
use iovsh_shell::argument::Guid;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, block_text};
use iovsh_shell::job::{Jobs, SessionFactory};
use iovsh_shell::value::convert::to_text;
use iovsh_shell::value::{ScriptBlock, Value};

/// Runs a script block, here or at other hosts.
///
/// At other hosts it runs in iovsh there, which ssh reaches as the user's own configuration says; what it writes comes back as data,
/// with the host's name as PSComputerName, in the order of the hosts. It sees nothing of this session but its arguments, its input, and
/// the variables that it reads with `$using:`. What goes wrong at one host is an error, and does not stop the others.
///
/// With -VMName it runs by the shell of a guest (/bin/sh), which the agent in the guest is asked for: no network is needed. Its
/// arguments are $1, $2 and so on there.
///
/// # Examples
/// ```iovsh
/// PS> Invoke-Command { param($a, $b) $a + $b } -ArgumentList 1, 2
/// 3
/// ```
/// At two hosts of a simulated fleet:
/// ```iovsh
/// PS> $state = 'Off'
/// PS> Invoke-Command -ComputerName hv1, hv2 { Get-VM | Where-Object State -eq $using:state } | ForEach-Object { "$($_.PSComputerName): $($_.Name)" }
/// hv1: app1
/// hv1: app2
/// hv2: build1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "Command",
    module = "Microsoft.PowerShell.Core",
    alias("icm"),
    default_set = "InProcess",
    own_jobs
)]
pub struct InvokeCommand {
    /// What is run.
    #[param(set = "InProcess", mandatory, position = 0, alias("Command"))]
    #[param(set = "ComputerName", mandatory, position = 1)]
    #[param(set = "Session", mandatory, position = 1)]
    #[param(set = "SSHHost", mandatory, position = 1)]
    #[param(set("VMName", "VMId"), mandatory, position = 1)]
    script_block: Option<Rc<ScriptBlock>>,
    /// A script file of this host that is run there.
    #[param(set = "FilePathComputerName", mandatory, position = 1, alias("PSPath"))]
    #[param(set = "FilePathRunspace", mandatory, position = 1)]
    #[param(set = "FilePathSSHHost", mandatory)]
    #[param(set("FilePathVMName", "FilePathVMId"), mandatory)]
    file_path: Option<String>,
    /// In the current scope instead of one of its own.
    #[param(set = "InProcess")]
    no_new_scope: bool,
    /// The hosts.
    #[param(set = "ComputerName", position = 0, mandatory, alias("Cn"), complete = complete::hosts, not_null_or_empty)]
    #[param(set = "FilePathComputerName", position = 0, mandatory)]
    computer_name: Vec<String>,
    /// The sessions, of New-PSSession.
    #[param(set = "Session", position = 0, mandatory, not_null_or_empty)]
    #[param(set = "FilePathRunspace", position = 0, mandatory)]
    session: Vec<ScriptSession>,
    /// Names that ssh knows.
    #[param(set("SSHHost", "FilePathSSHHost"), mandatory, complete = complete::hosts, not_null_or_empty)]
    host_name: Vec<String>,
    /// Virtual machines of the host: the script runs by /bin/sh in their guests, which qemu-guest-agent must be in.
    #[param(set("VMName", "FilePathVMName"), mandatory, complete = complete::vms, not_null_or_empty)]
    vm_name: Vec<String>,
    /// The same by the ids of the machines.
    #[param(
        name = "VMId",
        set("VMId", "FilePathVMId"),
        mandatory,
        alias("VMGuid"),
        not_null_or_empty
    )]
    vm_id: Vec<Guid>,
    #[flatten(set = "SSHHost", set = "FilePathSSHHost")]
    ssh: SshWords,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set("ComputerName", "FilePathComputerName"), by_property_name)]
    #[param(set("VMName", "FilePathVMName", "VMId", "FilePathVMId"))]
    credential: Option<Credential>,
    /// As a job, which Receive-Job reads.
    #[param(set(
        "ComputerName",
        "Session",
        "SSHHost",
        "FilePathComputerName",
        "FilePathRunspace",
        "FilePathSSHHost"
    ))]
    as_job: bool,
    /// The name of the job.
    #[param(set(
        "ComputerName",
        "Session",
        "SSHHost",
        "FilePathComputerName",
        "FilePathRunspace",
        "FilePathSSHHost"
    ))]
    job_name: Option<String>,
    /// How many hosts at once; 32 without it, or with 0.
    #[param(set("ComputerName", "Session", "FilePathComputerName", "FilePathRunspace"), range = 0..=2147483647)]
    throttle_limit: i32,
    /// Leaves the names of the hosts out of what is shown.
    #[param(
        set(
            "ComputerName",
            "Session",
            "SSHHost",
            "FilePathComputerName",
            "FilePathRunspace",
            "FilePathSSHHost"
        ),
        alias("HCN"),
        no_effect = "tables and lists show the names of hosts only when they are asked for them."
    )]
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

/// How long to wait for what hosts write before Ctrl+C is looked at.
const GLANCE: Duration = Duration::from_millis(20);

impl Cmdlet for InvokeCommand {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if cx.is_bound("InputObject") {
            self.input.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let given = cx.expects_input() || cx.is_bound("InputObject");
        let input = given.then(|| std::mem::take(&mut self.input));
        if &*cx.parameter_set() == "InProcess" {
            let Some(block) = self.script_block.clone() else {
                return Ok(());
            };
            return cx.call_block(&block, &self.argument_list, input, !self.no_new_scope);
        }
        if !self.vm_name.is_empty() || !self.vm_id.is_empty() {
            return self.in_guests(cx);
        }
        let targets = self.targets(cx)?;
        if targets.is_empty() {
            return Ok(());
        }
        let work = self.work(cx, input)?;
        let command = work.script.clone();
        let runs: Arc<dyn SessionFactory> = Arc::new(AtHosts {
            work,
            targets,
            throttle: throttle(self.throttle_limit),
        });
        let mut job = cx.session().work(command);
        job.name.clone_from(&self.job_name);
        if self.as_job || self.job_name.is_some() {
            let started = cx.start_job_in(job, &runs)?;
            return cx.emit(started);
        }
        let running = Jobs::start_aside(job, Some(&runs))?;
        loop {
            // Whether it has ended is asked first: what it wrote before is there then.
            let ended = running.state().is_finished();
            for item in running.receive(false) {
                if let Err(interrupt) = replay(cx, item) {
                    running.stop();
                    return Err(interrupt);
                }
            }
            if ended {
                return cx.go_on();
            }
            if cx.is_cancelled() {
                running.stop();
            }
            cx.release();
            running.wait(GLANCE);
        }
    }
}

impl InvokeCommand {
    /// Runs it by the shells of guests.
    fn in_guests(&self, cx: &mut Context) -> Flow {
        if self.credential.is_some() {
            cx.warning(
                "-Credential is not needed: the script runs as the user of the agent in the guest.",
            )?;
        }
        let script = match (&self.script_block, &self.file_path) {
            (Some(block), _) => block_text(block),
            (None, Some(path)) => read_script(cx, path)?,
            (None, None) => return Ok(()),
        };
        let arguments: Vec<String> = self
            .argument_list
            .iter()
            .map(|value| to_text(value).to_string())
            .collect();
        let ids = match self.vm_id.as_slice() {
            [] => each(cx, &self.vm_name, &[])?,
            ids => super::guest::with_ids(cx, ids)?,
        };
        super::guest::run(cx, ids, &script, &arguments)
    }

    fn targets(&self, cx: &mut Context) -> Flow<Vec<Target>> {
        if !self.session.is_empty() {
            let mut targets = Vec::new();
            for session in &self.session {
                match session.opened() {
                    Ok(session) => targets.push(session.target.clone()),
                    Err(error) => cx.error(error)?,
                }
            }
            return Ok(targets);
        }
        let hosts = self.host_name.iter().map(|name| self.ssh.whole(name));
        let names: Vec<String> = self.computer_name.iter().cloned().chain(hosts).collect();
        let targets = targets(cx, &names)?;
        Ok(targets.into_iter().map(|(_, target)| target).collect())
    }

    /// What is sent.
    fn work(&self, cx: &mut Context, input: Option<Vec<Value>>) -> Flow<ScriptWork> {
        let (script, file) = match (&self.script_block, &self.file_path) {
            (Some(block), _) => (block_text(block), None),
            (None, Some(name)) => {
                let text = read_script(cx, name)?;
                // There it is no file: nothing of this host's names means anything.
                (text, None)
            }
            (None, None) => (String::new(), None),
        };
        let mut using = Vec::new();
        let read = cx.with_interpreter(|interpreter| interpreter.using_variables(&script, false));
        for (name, detached) in read {
            let mut interpreter = cx.interpreter();
            let value = detached.unpack(&mut interpreter)?;
            using.push((name, Writer::document(&mut interpreter, &[value], DEPTH)?));
        }
        let mut document =
            |values: &[Value]| Writer::document(&mut cx.interpreter(), values, DEPTH);
        let arguments = match self.argument_list.is_empty() {
            true => None,
            false => Some(document(&self.argument_list)?),
        };
        Ok(ScriptWork {
            script,
            file,
            arguments,
            input: input.map(|input| document(&input)).transpose()?,
            using,
            stays: !self.session.is_empty(),
            watched: false,
            asks: !self.as_job && self.job_name.is_none() && cx.output().is_interactive(),
            width: u16::try_from(cx.output().width()).ok(),
        })
    }
}

/// The text of a script of this computer.
fn read_script(cx: &mut Context, name: &str) -> Flow<String> {
    let path = cx.session().locations.native(name);
    let text = iovsh_shell::file_read::text(&path).map_err(|error| {
        ShellError::new(
            "PathNotFound",
            ErrorCategory::ObjectNotFound,
            format!("The script '{name}' cannot be read: {error}"),
        )
        .target(name)
    })?;
    Ok(text)
}
