//! `ForEach-Object -Parallel`: a block for each object, several at once, each in a session of its own.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::receive_job::replay;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::{Context, block_text};
use iovsh_shell::job::{Job, Jobs};
use iovsh_shell::value::detached::Detached;
use iovsh_shell::value::{ScriptBlock, Value};

/// How many blocks run at once when nothing is said.
pub(super) const THROTTLE_LIMIT: i32 = 5;

/// How long to wait between two looks at what the blocks have written, and at Ctrl+C.
const GLANCE: Duration = Duration::from_millis(5);

/// The blocks that run, and what they are given.
pub(super) struct Tasks {
    script: String,
    using: Vec<(String, Detached)>,
    limit: usize,
    running: Vec<Rc<Job>>,
    deadline: Option<Instant>,
    timeout: i32,
    over: bool,
    /// The objects of a job that begins when all of them are there.
    held: Option<Vec<Detached>>,
}

/// Whoever leaves early leaves nothing running.
impl Drop for Tasks {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Tasks {
    pub(super) fn new(
        cx: &mut Context,
        block: &ScriptBlock,
        limit: i32,
        timeout: i32,
        as_job: bool,
    ) -> Self {
        let script = block_text(block);
        let using = cx.with_interpreter(|interpreter| interpreter.using_variables(&script, false));
        let seconds = u64::try_from(timeout).unwrap_or(0);
        Self {
            script,
            using,
            limit: usize::try_from(limit).unwrap_or(1).max(1),
            running: Vec::new(),
            deadline: (seconds > 0 && !as_job)
                .then(|| Instant::now() + Duration::from_secs(seconds)),
            timeout,
            over: false,
            held: as_job.then(Vec::new),
        }
    }

    /// Takes an object: its block begins as soon as there is room for it.
    pub(super) fn add(&mut self, cx: &mut Context, item: &Value) -> Flow {
        let item = cx.with_interpreter(|interpreter| Detached::pack(item, interpreter));
        if let Some(held) = &mut self.held {
            held.push(item);
            return Ok(());
        }
        self.wait(cx, self.limit.saturating_sub(1))?;
        if self.over {
            return Ok(());
        }
        let mut work = cx.session().work(self.script.clone());
        work.using.clone_from(&self.using);
        work.item = Some(item);
        let sessions = cx.session().job_sessions.clone();
        self.running
            .push(Jobs::start_aside(work, sessions.as_ref())?);
        Ok(())
    }

    /// Waits for the blocks that still run; with `-AsJob` begins the job instead.
    pub(super) fn finish(&mut self, cx: &mut Context) -> Flow {
        let Some(items) = self.held.take() else {
            return self.wait(cx, 0);
        };
        let mut work = cx.session().work(format!(
            "$input | ForEach-Object -Parallel {{{}}} -ThrottleLimit {} -TimeoutSeconds {}",
            self.script, self.limit, self.timeout
        ));
        work.command.clone_from(&self.script);
        work.is_task = true;
        work.using = std::mem::take(&mut self.using);
        work.input = Some(items);
        let started = cx.start_job(work)?;
        cx.emit(started)
    }

    /// Hands on what the blocks write until no more than `most` of them run.
    fn wait(&mut self, cx: &mut Context, most: usize) -> Flow {
        loop {
            let mut still = Vec::with_capacity(self.running.len());
            let jobs = std::mem::take(&mut self.running);
            for job in &jobs {
                // Whether it has ended is asked first: what it wrote before is there then.
                let ended = job.state().is_finished();
                let items = job.receive(false);
                if !ended {
                    still.push(Rc::clone(job));
                }
                for item in items {
                    if let Err(interrupt) = replay(cx, item) {
                        jobs.iter().for_each(|job| job.stop());
                        return Err(interrupt);
                    }
                }
            }
            self.running = still;
            if self.running.len() <= most {
                return Ok(());
            }
            if cx.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            if self
                .deadline
                .is_some_and(|deadline| Instant::now() >= deadline)
                && !self.over
            {
                self.over = true;
                self.stop();
                cx.warning(format!(
                    "What still ran after {} seconds was stopped, and no more objects are taken.",
                    self.timeout
                ))?;
            }
            cx.settle();
            if let Some(job) = self.running.first() {
                job.wait(GLANCE);
            }
        }
    }

    fn stop(&mut self) {
        for job in &self.running {
            job.stop();
        }
    }
}
