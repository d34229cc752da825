//! The far end: answers the requests that come over a connection, on the host that is here.
//!
//! Lock, plan, record and undo are at this end. When the connection is lost the change under way is undone, as by Ctrl+C, and the
//! lock is released; what had been done by then stands.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};

use iovsh_base::interrupt;

use super::remote::files::Files;
use super::remote::frame;
use super::remote::protocol::{Hello, Reply, Request, ToFar, ToNear, Told, VERSION};
use super::remote::script::{
    Listener, ScriptAnswer, ScriptError, ScriptItem, ScriptQuestion, Scripts,
};
use crate::commit::{Options, Progress};
use crate::model::Sent;
use crate::{Category, Host, HostError};

/// Which request is carried out, and whether it is to end.
#[derive(Default)]
struct Work {
    current: AtomicU64,
    /// The last request that was to end; the word may come before the request is begun.
    cancelled: AtomicU64,
    ends: Arc<AtomicBool>,
    is_lost: AtomicBool,
}

impl Work {
    fn begin(&self, id: u64) {
        self.current.store(id, Ordering::SeqCst);
        self.ends.store(false, Ordering::SeqCst);
        // Looked at afterwards, so that nothing that is said meanwhile is lost.
        if self.is_lost.load(Ordering::SeqCst) || self.cancelled.load(Ordering::SeqCst) >= id {
            self.ends.store(true, Ordering::SeqCst);
        }
    }

    fn cancel(&self, id: u64) {
        self.cancelled.fetch_max(id, Ordering::SeqCst);
        if self.current.load(Ordering::SeqCst) == id {
            self.ends.store(true, Ordering::SeqCst);
        }
    }

    fn lose(&self) {
        self.is_lost.store(true, Ordering::SeqCst);
        self.ends.store(true, Ordering::SeqCst);
    }
}

/// Serves until the near end goes away. `program` is the version of this program; `scripts` runs scripts, where there is somebody who
/// can.
///
/// # Errors
/// The near end cannot be told anything any more.
pub fn serve(
    host: &dyn Host,
    program: &str,
    scripts: Option<&mut dyn Scripts>,
    from: impl Read + Send + 'static,
    to: impl Write,
) -> io::Result<()> {
    serve_as(VERSION, host, program, scripts, from, to)
}

/// The same, as an end that speaks this version.
///
/// # Errors
/// Those of [`serve`].
pub fn serve_as(
    protocol: (u32, u32),
    host: &dyn Host,
    program: &str,
    scripts: Option<&mut dyn Scripts>,
    mut from: impl Read + Send + 'static,
    mut to: impl Write,
) -> io::Result<()> {
    frame::begin(&mut to)?;
    let hello = Hello {
        protocol,
        program: program.to_owned(),
        host: host.name().to_owned(),
    };
    frame::write(&mut to, &hello)?;
    let work = Arc::new(Work::default());
    let (send, requests) = mpsc::sync_channel(1);
    let (say, answers) = mpsc::sync_channel(1);
    let listens = Arc::clone(&work);
    std::thread::Builder::new()
        .name("requests".to_owned())
        .spawn(move || {
            while let Ok(Some(message)) = frame::read(&mut from) {
                match message {
                    ToFar::Ask { id, request } => {
                        if send.send((id, request)).is_err() {
                            break;
                        }
                    }
                    ToFar::Cancel(id) => listens.cancel(id),
                    // One that nobody asked for stays where it is, and so does whoever sends more of them.
                    ToFar::Say(id, answer) => drop(say.try_send((id, answer))),
                }
            }
            listens.lose();
        })?;
    let near = Mutex::new(to);
    let mut scripts = scripts;
    let mut files = Files::default();
    for (id, request) in requests {
        work.begin(id);
        let reply = match (*request, &mut scripts) {
            (Request::Script(script), Some(scripts)) => {
                let mut listener = NearEnd {
                    near: &near,
                    id,
                    answers: &answers,
                    ends: &work.ends,
                };
                Ok(Reply::Script(scripts.run(
                    *script,
                    &work.ends,
                    &mut listener,
                )))
            }
            (Request::File(work), _) => files.carry_out(work).map(Reply::File),
            (request, _) => {
                let _watch = interrupt::watch(Arc::clone(&work.ends));
                answer(host, id, request, &work, &near)
            }
        };
        match tell(&near, &ToNear::Done(id, reply)) {
            // Nothing of it was written: the near end is told why.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                tell(&near, &ToNear::Done(id, Err(too_large(&error))))?;
            }
            told => told?,
        }
    }
    Ok(())
}

fn too_large(error: &io::Error) -> HostError {
    HostError::new(
        "Host.BadAnswer",
        Category::LimitsExceeded,
        format!("The answer cannot be sent: {error}."),
    )
    .next_step("Run the command on that host.")
}

fn tell(near: &Mutex<impl Write>, message: &ToNear) -> io::Result<()> {
    let mut near = near.lock().unwrap_or_else(PoisonError::into_inner);
    frame::write(&mut *near, message)
}

/// The near end of a script.
struct NearEnd<'a, W> {
    near: &'a Mutex<W>,
    id: u64,
    answers: &'a mpsc::Receiver<(u64, ScriptAnswer)>,
    ends: &'a AtomicBool,
}

impl<W: Write> Listener for NearEnd<'_, W> {
    /// Tells what a script wrote; in the place of what is too large an error.
    fn tell(&mut self, item: ScriptItem) -> bool {
        match tell(self.near, &ToNear::Item(self.id, Box::new(item))) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let item = ScriptItem::Error(Box::new(ScriptError::of(&too_large(&error))));
                tell(self.near, &ToNear::Item(self.id, Box::new(item))).is_ok()
            }
            Err(_) => false,
        }
    }

    fn ask(&mut self, question: ScriptQuestion) -> ScriptAnswer {
        // An answer that came unasked answers nothing.
        while self.answers.try_recv().is_ok() {}
        let question = ToNear::Item(self.id, Box::new(ScriptItem::Question(question)));
        if tell(self.near, &question).is_err() {
            return ScriptAnswer::None;
        }
        while !self.ends.load(Ordering::SeqCst) {
            match self.answers.recv_timeout(interrupt::SLICE) {
                Ok((id, answer)) if id == self.id => return answer,
                Ok(_) | Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
        ScriptAnswer::None
    }
}

fn answer(
    host: &dyn Host,
    id: u64,
    request: Request,
    work: &Work,
    near: &Mutex<impl Write>,
) -> Result<Reply, HostError> {
    Ok(match request {
        Request::Snapshot(scope) => Reply::Snapshot(Box::new(host.snapshot(&scope)?)),
        Request::Preview(scope, intent) => Reply::Preview(Box::new(host.preview(&scope, &intent)?)),
        Request::Transact {
            scope,
            intents,
            patience,
            stops_at_first_failure,
        } => {
            let mut observer = |progress: &Progress<'_>| {
                let told = Box::new(Told::from(progress));
                if tell(near, &ToNear::Progress(id, told)).is_err() {
                    work.lose();
                }
            };
            let mut options = Options::new(&mut observer)
                .cancelled_by(&work.ends)
                .stopping_at_first_failure(stops_at_first_failure);
            options.patience = patience;
            Reply::Transact(Box::new(host.transact(&scope, &intents, &mut options)?))
        }
        Request::Recover => Reply::Recover(host.recover()?),
        Request::NoteRefusal(error) => {
            host.note_refusal(&error);
            Reply::NoteRefusal
        }
        Request::Events(scope) => {
            for event in host.events(&scope)? {
                if tell(near, &ToNear::Event(id, event)).is_err() || interrupt::is_requested() {
                    break;
                }
            }
            Reply::Events
        }
        Request::Journal => Reply::Journal(host.journal()?),
        Request::NewestEntries(most) => Reply::NewestEntries(host.newest_entries(most)?),
        Request::HasFile(path) => Reply::HasFile(host.has_file(&path)?),
        Request::AskGuest(vm, service, question) => {
            Reply::AskGuest(Box::new(host.ask_guest(vm, service, &question)?))
        }
        Request::Trust => Reply::Trust(Box::new(host.trust()?)),
        Request::Decide(source) => Reply::Decide(Box::new(host.decide(source)?)),
        Request::Describe(vm) => Reply::Describe(Box::new(host.describe(vm)?)),
        Request::Compare(guest) => Reply::Compare(Box::new(host.compare(&guest)?)),
        Request::Presence(vm) => Reply::Presence(host.presence(vm)?),
        Request::Send(sending) => {
            let mut watch = |sent: &Sent| {
                if tell(near, &ToNear::Sent(id, sent.clone())).is_err() {
                    work.lose();
                }
            };
            Reply::Send(host.send(&sending, &mut watch, &work.ends)?)
        }
        Request::Adopt => Reply::Adopt(host.adopt()?),
        Request::LetGo(migrations) => {
            host.let_go(&migrations);
            Reply::LetGo
        }
        Request::Cluster => Reply::Cluster(Box::new(host.cluster()?)),
        Request::ChangeCluster(change) => {
            host.change_cluster(&change)?;
            Reply::ChangeCluster
        }
        Request::ClusterLog(lines) => Reply::ClusterLog(host.cluster_log(lines)?),
        Request::File(work) => Reply::File(Files::default().carry_out(work)?),
        Request::Script(_) => {
            return Err(HostError::new(
                "Host.NoScripts",
                Category::NotImplemented,
                "There is nobody at this far end who runs scripts.",
            )
            .next_step("Install the same version of iovsh on both ends."));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_that_is_to_end_ends_whenever_the_word_comes() {
        let ends = |work: &Work| work.ends.load(Ordering::SeqCst);
        let work = Work::default();
        work.begin(1);
        assert!(!ends(&work));
        work.cancel(2);
        assert!(!ends(&work), "the word is for the next one");
        work.begin(2);
        assert!(ends(&work));
        work.begin(3);
        assert!(!ends(&work));
        work.lose();
        assert!(ends(&work));
        work.begin(4);
        assert!(ends(&work), "nobody waits for it any more");
    }
}
