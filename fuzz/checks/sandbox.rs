//! A session that cannot reach much: no programs, few cmdlets, a host of its own, and little time.

use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use iovsh::cmdlets::{self, Services};
use iovsh::shell::cmdlet::CmdletSpec;
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{Door, InformationRecord, Interpreter, Output, Session, TextRecord};
use iovsh::shell::format;
use iovsh::shell::location::Locations;
use iovsh::shell::value::Value;

/// How long an input may run before it is told to end, as Ctrl+C would.
const LIMIT: Duration = Duration::from_millis(300);

/// How many objects are shown.
const SHOWN: usize = 1000;

/// Nouns of cmdlets that reach out of the process, wait for somebody, or could take the fuzzer's own files away.
const OUTSIDE: &[&str] = &[
    "Process",
    "Service",
    "Computer",
    "Connection",
    "Host",
    "Sleep",
    "Transcript",
    "Item",
    "Content",
    "Job",
    "IovshOption",
    "Tour",
];

fn without(nouns: &[&str], wanted: impl Fn(&CmdletSpec) -> bool) -> Vec<&'static CmdletSpec> {
    cmdlets::all()
        .iter()
        .copied()
        .filter(|spec| wanted(spec))
        .filter(|spec| {
            let noun = spec.name.split_once('-').map_or("", |(_, noun)| noun);
            !nouns.contains(&noun) || spec.name == "Write-Host"
        })
        .collect()
}

/// Cmdlets of the language itself.
pub static HARMLESS: LazyLock<Vec<&'static CmdletSpec>> = LazyLock::new(|| {
    without(OUTSIDE, |spec| {
        spec.module.ends_with(".Core") || spec.module.ends_with(".Utility")
    })
});

/// All cmdlets but those that reach out of the process.
pub static SIMULATED: LazyLock<Vec<&'static CmdletSpec>> =
    LazyLock::new(|| without(OUTSIDE, |_| true));

/// The runs that are watched, as tests make them side by side: when each began, and the flag that ends it.
static WATCHED: Mutex<Vec<(Instant, Arc<AtomicBool>)>> = Mutex::new(Vec::new());

static WATCH: LazyLock<()> = LazyLock::new(|| {
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(LIMIT / 6);
            let Ok(watched) = WATCHED.lock() else { return };
            for (began, flag) in &*watched {
                if began.elapsed() > LIMIT {
                    flag.store(true, Ordering::Relaxed);
                }
            }
        }
    });
});

/// A run is watched as long as this value lives.
struct Watched(Arc<AtomicBool>);

fn watch(flag: Arc<AtomicBool>) -> Watched {
    LazyLock::force(&WATCH);
    if let Ok(mut watched) = WATCHED.lock() {
        watched.push((Instant::now(), Arc::clone(&flag)));
    }
    Watched(flag)
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Ok(mut watched) = WATCHED.lock() {
            watched.retain(|(_, flag)| !Arc::ptr_eq(flag, &self.0));
        }
    }
}

/// No programs, and a folder of its own for the files that a word may name.
fn make_harmless(session: &mut Session) {
    let folder = std::env::temp_dir().join(format!("iovsh-sandbox-{}", std::process::id()));
    let _ = std::fs::create_dir_all(&folder);
    session.locations = Locations::starting_at(&folder);
    session.views = cmdlets::views();
    session.environment.set("PATH", "/nonexistent");
}

/// Runs a script in a new session with these cmdlets and a simulated host in memory.
pub fn run(text: &str, registry: &'static LazyLock<Vec<&'static CmdletSpec>>) {
    let Ok(services) = Services::in_memory("default") else {
        return;
    };
    let mut session = Session::new(registry.as_slice(), Rc::new(services));
    make_harmless(&mut session);
    let watched = watch(session.cancel_flag());
    let mut output = Nowhere::default();
    let _ = session.run_text(text, None, &mut output);
    let _ = session.run_text("$Error | Format-List * -Force", None, &mut output);
    drop(watched);
}

/// Runs one command with these words, as `iovsh VERB-NOUN WORDS` does. Gives whether something else was run than that: a
/// function of the session's that nothing calls.
pub fn run_command(
    name: &str,
    words: &[String],
    registry: &'static LazyLock<Vec<&'static CmdletSpec>>,
) -> bool {
    let Ok(services) = Services::in_memory("default") else {
        return false;
    };
    let mut session = Session::new(registry.as_slice(), Rc::new(services));
    make_harmless(&mut session);
    let watched = watch(session.cancel_flag());
    let mut output = Nowhere::default();
    let _ = session.run_text(
        &format!("function {TRIPWIRE} {{ $global:tripped = $true }}"),
        None,
        &mut output,
    );
    let _ = session.run_command(name, words, &mut output);
    drop(watched);
    session.get_variable("tripped").is_some()
}

/// The name of the function that [`run_command`] looks for.
pub const TRIPWIRE: &str = "Trip";

/// Formats what comes, and shows it to nobody.
#[derive(Default)]
pub struct Nowhere {
    shown: usize,
}

impl Output for Nowhere {
    fn object(&mut self, session: &mut Session, value: Value) -> Flow {
        self.shown += 1;
        if self.shown > SHOWN {
            return Ok(());
        }
        let views = Rc::clone(&session.views);
        let limit = session.enumeration_limit();
        let mut inner = Nowhere { shown: SHOWN };
        let mut door = Door(&mut inner);
        let mut interpreter = Interpreter::new(session, &mut door);
        format::render(&[value], 100, views, limit, &mut interpreter).map(drop)
    }
    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        let style = iovsh::shell::diagnostic::Style {
            colours: false,
            width: 80,
        };
        let _ = iovsh::shell::diagnostic::render(&record.error, &record.full_id, None, style);
    }
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}
