//! `System.Diagnostics.Process` as scripts start one, and `ProcessStartInfo`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::rarities::EncodingValue;
use super::streams::{ByteStream, TextReaderValue, TextWriterValue};
use crate::error::{Flow, Interrupt, ShellError};
use crate::os_text;
use crate::value::convert::{raise, to_bool, to_text};
use crate::value::members::enumerate;
use crate::value::{Engine, Hashtable, List, Name, Native, Value};
use iovsh_base::interrupt;

/// What a program is started with: `System.Diagnostics.ProcessStartInfo`.
#[derive(Debug)]
pub struct StartInfoValue {
    file: RefCell<String>,
    arguments: RefCell<String>,
    list: Rc<List>,
    folder: RefCell<String>,
    /// The variables that the program gets: those of the session, until they are changed.
    environment: Rc<Hashtable>,
    /// Settings that are true or false, by their place in [`SWITCHES`].
    switches: [Cell<bool>; 6],
    /// Settings that mean nothing without windows, as they were set.
    others: RefCell<Vec<(&'static str, Value)>>,
}

const SWITCHES: [&str; 6] = [
    "RedirectStandardInput",
    "RedirectStandardOutput",
    "RedirectStandardError",
    "UseShellExecute",
    "CreateNoWindow",
    "ErrorDialog",
];

/// They are kept and change nothing: a program on Linux has no window and no profile to load.
const OTHERS: [&str; 6] = [
    "WindowStyle",
    "Verb",
    "StandardOutputEncoding",
    "StandardErrorEncoding",
    "UserName",
    "LoadUserProfile",
];

impl StartInfoValue {
    /// For a program with the text of its arguments.
    pub fn new(file: &str, arguments: &str, engine: &dyn Engine) -> Self {
        let environment = Hashtable {
            case_sensitive: true,
            ..Hashtable::default()
        };
        for (name, value) in engine.environment_variables() {
            environment.set_text(&name, Value::from(value));
        }
        Self {
            file: RefCell::new(file.to_owned()),
            arguments: RefCell::new(arguments.to_owned()),
            list: Rc::new(List {
                element: Some(Name::Static("System.String")),
                items: RefCell::default(),
            }),
            folder: RefCell::default(),
            environment: Rc::new(environment),
            switches: Default::default(),
            others: RefCell::default(),
        }
    }

    /// Puts arguments to the list of them.
    pub fn add(&self, arguments: &[Value]) {
        let mut items = self.list.items.borrow_mut();
        items.extend(arguments.iter().map(|value| Value::Str(to_text(value))));
    }

    fn redirects(&self, at: usize) -> bool {
        self.switches.get(at).is_some_and(Cell::get)
    }

    fn arguments(&self) -> Vec<String> {
        let list = self.list.items.borrow();
        if list.is_empty() {
            return words(&self.arguments.borrow());
        }
        list.iter()
            .map(|value| to_text(value).to_string())
            .collect()
    }
}

/// The words of an argument text, as .NET splits it on Linux: blanks part, double quotes hold together, `\"` is a quote.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let mut count = 1;
                while chars.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                let word = word.get_or_insert_default();
                if chars.peek() == Some(&'"') {
                    word.push_str(&"\\".repeat(count / 2));
                    if count % 2 == 1 {
                        chars.next();
                        word.push('"');
                    }
                } else {
                    word.push_str(&"\\".repeat(count));
                }
            }
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                word.get_or_insert_default().push('"');
            }
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' | '\t' if !quoted => found.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    found.extend(word);
    found
}

impl Native for StartInfoValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Diagnostics.ProcessStartInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Diagnostics.ProcessStartInfo".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        if let Some(at) = SWITCHES
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
        {
            return Some(Value::Bool(self.redirects(at)));
        }
        if let Some(known) = OTHERS.iter().find(|known| known.eq_ignore_ascii_case(name)) {
            let others = self.others.borrow();
            let set = others.iter().find(|(of, _)| of == known);
            return Some(set.map_or(Value::Null, |(_, value)| value.clone()));
        }
        Some(match name.to_ascii_lowercase().as_str() {
            "filename" => Value::str(self.file.borrow().as_str()),
            "arguments" => Value::str(self.arguments.borrow().as_str()),
            "argumentlist" => Value::List(Rc::clone(&self.list)),
            "workingdirectory" => Value::str(self.folder.borrow().as_str()),
            "environment" | "environmentvariables" => {
                Value::Hashtable(Rc::clone(&self.environment))
            }
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Arguments",
            "ArgumentList",
            "Environment",
            "EnvironmentVariables",
            "FileName",
            "WorkingDirectory",
        ]
        .into_iter()
        .chain(SWITCHES)
        .chain(OTHERS)
        .map(Name::Static)
        .collect()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        if let Some(at) = SWITCHES
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name))
        {
            if let Some(place) = self.switches.get(at) {
                place.set(to_bool(value));
            }
            return Ok(true);
        }
        if let Some(known) = OTHERS.iter().find(|known| known.eq_ignore_ascii_case(name)) {
            let mut others = self.others.borrow_mut();
            others.retain(|(of, _)| of != known);
            others.push((known, value.clone()));
            return Ok(true);
        }
        let text = || to_text(value).to_string();
        match name.to_ascii_lowercase().as_str() {
            "filename" => *self.file.borrow_mut() = text(),
            // A list is a text here: its elements with blanks between them.
            "arguments" => *self.arguments.borrow_mut() = text(),
            "workingdirectory" => *self.folder.borrow_mut() = text(),
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Debug)]
struct Running {
    child: Child,
    id: u32,
    name: String,
    status: Option<ExitStatus>,
    began: Instant,
    ended: Option<Instant>,
}

/// `System.Diagnostics.Process`: one that is to be started, or that was.
#[derive(Debug)]
pub struct ProcessValue {
    info: RefCell<Value>,
    running: RefCell<Option<Running>>,
    input: RefCell<Value>,
    output: RefCell<Value>,
    errors: RefCell<Value>,
}

fn not_started() -> ShellError {
    raise(
        "System.InvalidOperationException",
        "No process is associated with this object.",
    )
}

fn pipe(from: Option<impl Into<OwnedFd>>) -> Option<Rc<ByteStream>> {
    from.map(|from| Rc::new(ByteStream::of_file(File::from(from.into()), "pipe")))
}

impl ProcessValue {
    /// One that is to be started so.
    pub fn with(info: Value) -> Self {
        Self {
            info: RefCell::new(info),
            running: RefCell::default(),
            input: RefCell::default(),
            output: RefCell::default(),
            errors: RefCell::default(),
        }
    }

    /// Starts the program.
    ///
    /// # Errors
    /// `Win32Exception` when there is no such program, or the system does not run it.
    pub fn start(&self, engine: &dyn Engine) -> Result<(), ShellError> {
        let info = self.info.borrow();
        let Some(info) = info.downcast::<StartInfoValue>() else {
            return Err(not_started());
        };
        let file = info.file.borrow().clone();
        if file.is_empty() {
            return Err(raise(
                "System.InvalidOperationException",
                "Cannot start process because a file name has not been provided.",
            ));
        }
        let folder = match info.folder.borrow().as_str() {
            "" => engine.location(),
            folder => engine.resolve_path(folder),
        };
        let failed = |reason: &str| {
            raise(
                "System.ComponentModel.Win32Exception",
                format!(
                    "An error occurred trying to start process '{file}' with working directory '{}'. {reason}",
                    folder.display()
                ),
            )
        };
        let program =
            program(&file, &folder, engine).ok_or_else(|| failed("No such file or directory"))?;
        let mut command = Command::new(&program);
        command
            .args(info.arguments())
            .current_dir(&folder)
            .env_clear();
        for (key, value) in info.environment.entries().iter() {
            let (key, value) = (to_text(key.value()), to_text(value));
            command.env(
                os_text::path_of(&key).as_os_str(),
                os_text::path_of(&value).as_os_str(),
            );
        }
        let stdio = |on| if on { Stdio::piped() } else { Stdio::inherit() };
        let mut child = command
            .stdin(stdio(info.redirects(0)))
            .stdout(stdio(info.redirects(1)))
            .stderr(stdio(info.redirects(2)))
            .spawn()
            .map_err(|error| failed(&error.to_string()))?;
        let reader = |stream: Option<Rc<ByteStream>>| {
            stream.map_or(Value::Null, |stream| {
                Value::native(TextReaderValue::of(stream, EncodingValue::Utf8))
            })
        };
        *self.output.borrow_mut() = reader(pipe(child.stdout.take()));
        *self.errors.borrow_mut() = reader(pipe(child.stderr.take()));
        *self.input.borrow_mut() = pipe(child.stdin.take()).map_or(Value::Null, |stream| {
            let writer = TextWriterValue::new(Some(stream), EncodingValue::Utf8);
            writer.flushes_always();
            Value::native(writer)
        });
        let name = program
            .file_stem()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        *self.running.borrow_mut() = Some(Running {
            id: child.id(),
            child,
            name,
            status: None,
            began: Instant::now(),
            ended: None,
        });
        Ok(())
    }

    /// Whether it has ended; `None` when it was never started.
    fn look(&self) -> Option<bool> {
        let mut running = self.running.borrow_mut();
        let running = running.as_mut()?;
        if running.status.is_none() {
            running.status = running.child.try_wait().ok().flatten();
            if running.status.is_some() {
                running.ended = Some(Instant::now());
            }
        }
        Some(running.status.is_some())
    }

    /// Waits until it has ended, but no longer than so; whether it has.
    ///
    /// # Errors
    /// It was not started, or the wait was ended with Ctrl+C.
    pub fn wait(&self, limit: Option<Duration>) -> Flow<bool> {
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut pause = Duration::from_millis(1);
        loop {
            if self.look().ok_or_else(not_started)? {
                return Ok(true);
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            if left == Some(Duration::ZERO) {
                return Ok(false);
            }
            if interrupt::is_requested() {
                return Err(Interrupt::Cancelled);
            }
            std::thread::sleep(left.map_or(pause, |left| left.min(pause)));
            pause = (pause * 2).min(interrupt::SLICE);
        }
    }

    fn kill(&self) -> Result<(), ShellError> {
        let mut running = self.running.borrow_mut();
        let running = running.as_mut().ok_or_else(not_started)?;
        if running.status.is_none() {
            running.child.kill().map_err(|error| {
                raise("System.ComponentModel.Win32Exception", error.to_string())
            })?;
        }
        Ok(())
    }
}

/// Where a program is: beside the caller, or in the folders of `PATH`.
fn program(name: &str, folder: &Path, engine: &dyn Engine) -> Option<PathBuf> {
    let runs = |path: &Path| path.is_file();
    if name.contains('/') {
        let path = engine.resolve_path(name);
        return runs(&path).then_some(path);
    }
    let path = engine.environment_variable("PATH").unwrap_or_default();
    let mut places = path.split(':').map(|place| Path::new(place).join(name));
    places.find(|path| runs(path)).or_else(|| {
        let here = folder.join(name);
        runs(&here).then_some(here)
    })
}

impl Native for ProcessValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Diagnostics.Process",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        match &*self.running.borrow() {
            Some(running) => format!("System.Diagnostics.Process ({})", running.name),
            None => "System.Diagnostics.Process".to_owned(),
        }
    }
    fn property(&self, name: &str) -> Option<Value> {
        let ended = self.look();
        let running = self.running.borrow();
        let running = running.as_ref();
        Some(match name.to_ascii_lowercase().as_str() {
            "startinfo" => self.info.borrow().clone(),
            "standardinput" => self.input.borrow().clone(),
            "standardoutput" => self.output.borrow().clone(),
            "standarderror" => self.errors.borrow().clone(),
            "hasexited" => ended.map_or(Value::Null, Value::Bool),
            "exitcode" => running
                .and_then(|running| running.status)
                .map_or(Value::Null, |status| Value::Int(code(status))),
            "id" => running.map_or(Value::Null, |running| {
                Value::Int(i32::try_from(running.id).unwrap_or(i32::MAX))
            }),
            "processname" | "name" => {
                running.map_or(Value::Null, |running| Value::str(running.name.as_str()))
            }
            "starttime" => running.map_or(Value::Null, |running| ago(running.began.elapsed())),
            "exittime" => running
                .and_then(|running| running.ended)
                .map_or(Value::Null, |ended| ago(ended.elapsed())),
            "enableraisingevents" => Value::Bool(false),
            "machinename" => Value::from("."),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Id",
            "ProcessName",
            "StartInfo",
            "HasExited",
            "ExitCode",
            "StartTime",
            "ExitTime",
            "StandardInput",
            "StandardOutput",
            "StandardError",
            "MachineName",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        match name.to_ascii_lowercase().as_str() {
            "startinfo" if value.downcast::<StartInfoValue>().is_some() => {
                *self.info.borrow_mut() = value.clone();
            }
            // Nobody is told of the end: scripts that want to know wait.
            "enableraisingevents" if !to_bool(value) => {}
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("kill", 0 | 1) => self.kill().map(|()| None),
            ("refresh" | "close" | "dispose", 0) => Ok(None),
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &["Kill", "Refresh", "Close", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The exit code; 128 and the signal for one that a signal ended.
fn code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    match (status.code(), status.signal()) {
        (Some(code), _) => code,
        (None, signal) => 128 + signal.unwrap_or(0),
    }
}

fn ago(time: Duration) -> Value {
    let time = chrono::Local::now() - chrono::Duration::from_std(time).unwrap_or_default();
    Value::from(crate::value::DateTimeValue {
        time: time.fixed_offset(),
        kind: crate::value::DateTimeKind::Local,
    })
}

/// `[Process]::Start(...)`: starts what the arguments name.
///
/// # Errors
/// As [`ProcessValue::start`].
pub fn started(args: &[Value], engine: &dyn Engine) -> Result<Value, ShellError> {
    let first = args.first().cloned().unwrap_or_default();
    let info = if first.downcast::<StartInfoValue>().is_some() {
        first
    } else {
        let info = StartInfoValue::new(&to_text(&first), "", engine);
        match args.get(1) {
            None => {}
            Some(list) if enumerate(list).is_some() => {
                info.add(&enumerate(list).unwrap_or_default());
            }
            Some(text) => *info.arguments.borrow_mut() = to_text(text).to_string(),
        }
        Value::native(info)
    };
    let process = ProcessValue::with(info);
    process.start(engine)?;
    Ok(Value::native(process))
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn arguments_are_split_as_dotnet_does() {
        let split = |text: &str| words(text).join("|");
        assert_eq!(split("-c \"echo a b\" c"), "-c|echo a b|c");
        assert_eq!(split(r#"a\"b "c\\" d\e"#), r#"a"b|c\|d\e"#);
        assert_eq!(split("  \"\"  x "), "|x");
    }
}
