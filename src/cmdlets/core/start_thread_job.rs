//! `Start-ThreadJob`.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use iovsh_derive::Cmdlet;

use super::start_job::{Wish, begin};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::job::Job;
use iovsh_shell::value::{ScriptBlock, Value};

/// Runs script in the background, in a session of its own on another thread. Jobs of Start-Job do the same here.
///
/// # Examples
/// ```iovsh
/// PS> $first = 20; Start-ThreadJob { $using:first + 3 } | Receive-Job -Wait -AutoRemoveJob
/// 23
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "ThreadJob",
    module = "ThreadJob",
    class = "ThreadJob.StartThreadJobCommand",
    default_set = "ScriptBlock",
    output = "System.Management.Automation.PSRemotingJob"
)]
pub struct StartThreadJob {
    /// What runs.
    #[param(set = "ScriptBlock", position = 0, mandatory)]
    script_block: Option<Rc<ScriptBlock>>,
    /// A script file that runs.
    #[param(set = "FilePath", position = 0, mandatory)]
    file_path: Option<String>,
    /// The name of the job; JobN without one.
    name: Option<String>,
    /// What runs before it.
    initialization_script: Option<Rc<ScriptBlock>>,
    /// Objects for the block, as $input.
    #[param(from_pipeline, not_null)]
    input_object: Value,
    /// Values for the parameters of the block.
    argument_list: Vec<Value>,
    /// How many of these jobs run at once: while so many run, the command waits for one of them to end. Without it all run.
    #[param(range = 1..=1_000_000)]
    throttle_limit: Option<i32>,
    /// The host that the job writes to: its output is received like any other.
    #[param(no_effect = "what a job writes to its host is received with its output.")]
    streaming_host: Option<Value>,
    #[state]
    input: Vec<Value>,
}

thread_local! {
    /// The jobs of this session that may still run.
    static STARTED: RefCell<Vec<Weak<Job>>> = const { RefCell::new(Vec::new()) };
}

/// How long to wait between two looks at Ctrl+C.
const GLANCE: Duration = Duration::from_millis(20);

fn running() -> Vec<Rc<Job>> {
    STARTED.with_borrow_mut(|jobs| {
        let running: Vec<Rc<Job>> = jobs
            .iter()
            .filter_map(Weak::upgrade)
            .filter(|job| !job.state().is_finished())
            .collect();
        *jobs = running.iter().map(Rc::downgrade).collect();
        running
    })
}

impl Cmdlet for StartThreadJob {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if cx.is_bound("InputObject") {
            self.input.push(self.input_object.clone());
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if let Some(limit) = self
            .throttle_limit
            .and_then(|limit| usize::try_from(limit).ok())
        {
            loop {
                let running = running();
                match running.first() {
                    Some(oldest) if running.len() >= limit => oldest.wait_for_end(GLANCE),
                    _ => break,
                }
                if cx.is_cancelled() {
                    return Err(Interrupt::Cancelled);
                }
            }
        }
        let job = begin(
            cx,
            &Wish {
                block: self.script_block.as_ref(),
                file: self.file_path.as_deref().unwrap_or_default(),
                name: self.name.as_ref(),
                initialization: self.initialization_script.as_ref(),
                folder: None,
                arguments: &self.argument_list,
                input: &self.input,
            },
        )?;
        if let Some(made) = cx.session().jobs.list.last() {
            let made = Rc::downgrade(made);
            STARTED.with_borrow_mut(|jobs| jobs.push(made));
        }
        cx.emit(job)
    }
}
