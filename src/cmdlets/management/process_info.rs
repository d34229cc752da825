//! `System.Diagnostics.Process`: a process as `/proc` describes it.

use std::any::Any;
use std::cell::RefCell;
use std::fs;
use std::process::{Child, ExitStatus};

use rustix::param::{clock_ticks_per_second, page_size};

use iovsh_shell::error::ShellError;
use iovsh_shell::os_text;
use iovsh_shell::value::{DateTimeValue, Name, Native, Value};

/// A process: what was known of it when it was looked at, and the handle when this session has started it.
#[derive(Debug)]
pub struct ProcessInfo {
    /// Its number.
    pub id: i32,
    /// Its name: the file that it runs, at most 15 characters for those of other users.
    pub name: String,
    parent: i32,
    session: i32,
    threads: i32,
    /// Seconds of processor time.
    cpu: f64,
    /// Clock ticks after the start of the machine.
    started: f64,
    virtual_size: i64,
    resident: i64,
    command_line: String,
    path: Option<String>,
    child: Option<RefCell<Running>>,
}

/// Clock ticks a second, in which `/proc/PID/stat` counts.
fn ticks() -> f64 {
    clock_ticks_per_second() as f64
}

/// A process that this session has started.
#[derive(Debug)]
struct Running {
    child: Child,
    status: Option<ExitStatus>,
}

impl ProcessInfo {
    /// The process of a number; `None` when there is none.
    pub fn read(id: i32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name stands in parentheses and may itself hold any character, also parentheses.
        let (head, rest) = stat.rsplit_once(')')?;
        let short = head.split_once('(')?.1;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |index: usize| -> i64 {
            fields
                .get(index)
                .and_then(|field| field.parse().ok())
                .unwrap_or(0)
        };
        let small = |index: usize| i32::try_from(number(index)).unwrap_or(i32::MAX);
        let path = fs::read_link(format!("/proc/{id}/exe"))
            .ok()
            .map(os_text::text_of);
        let command_line = fs::read(format!("/proc/{id}/cmdline"))
            .map(|bytes| {
                String::from_utf8_lossy(&bytes)
                    .trim_end_matches('\0')
                    .replace('\0', " ")
            })
            .unwrap_or_default();
        // The name of a program is longer than the kernel's 15 characters when its path shows more of it.
        let name = path
            .as_deref()
            .and_then(|path| path.rsplit('/').next())
            .filter(|file| short.len() == 15 && file.starts_with(short))
            .unwrap_or(short)
            .to_owned();
        Some(Self {
            id,
            name,
            parent: small(1),
            session: small(3),
            threads: small(17),
            cpu: (number(11) as f64 + number(12) as f64) / ticks(),
            started: number(19) as f64,
            virtual_size: number(20),
            resident: number(21).saturating_mul(i64::try_from(page_size()).unwrap_or(i64::MAX)),
            command_line,
            path,
            child: None,
        })
    }

    /// All processes, by name and then by number.
    pub fn all() -> Vec<Self> {
        let mut found: Vec<Self> = fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .filter_map(|entry| Self::read(entry.ok()?.file_name().to_str()?.parse().ok()?))
            .collect();
        found.sort_by(|a, b| {
            let folded = a.name.to_lowercase().cmp(&b.name.to_lowercase());
            folded.then(a.id.cmp(&b.id))
        });
        found
    }

    /// The process that was just started.
    pub fn started(child: Child, path: &str) -> Self {
        let id = i32::try_from(child.id()).unwrap_or(i32::MAX);
        let mut info = Self::read(id).unwrap_or_else(|| Self {
            id,
            name: path.rsplit('/').next().unwrap_or(path).to_owned(),
            parent: 0,
            session: 0,
            threads: 0,
            cpu: 0.0,
            started: 0.0,
            virtual_size: 0,
            resident: 0,
            command_line: String::new(),
            path: Some(path.to_owned()),
            child: None,
        });
        info.child = Some(RefCell::new(Running {
            child,
            status: None,
        }));
        info
    }

    /// Seconds of processor time.
    pub fn processor_seconds(&self) -> f64 {
        self.cpu
    }

    /// Whether the process has ended.
    pub fn has_exited(&self) -> bool {
        match &self.child {
            Some(running) => running.try_borrow_mut().is_ok_and(|mut running| {
                if running.status.is_none() {
                    running.status = running.child.try_wait().ok().flatten();
                }
                running.status.is_some()
            }),
            None => {
                // A zombie has ended, even though it still has a number.
                let state = fs::read_to_string(format!("/proc/{}/stat", self.id))
                    .ok()
                    .and_then(|stat| {
                        stat.rsplit_once(')')
                            .map(|(_, rest)| rest.trim().to_owned())
                    });
                state.is_none_or(|state| state.starts_with(['Z', 'X']))
            }
        }
    }

    /// The exit code of a process that this session has started and that has ended; 128 and the signal when one ended it.
    pub fn exit_code(&self) -> Option<i32> {
        use std::os::unix::process::ExitStatusExt;
        if !self.has_exited() {
            return None;
        }
        let running = self.child.as_ref()?.try_borrow().ok()?;
        let status = running.status?;
        status
            .code()
            .or_else(|| status.signal().map(|signal| 128 + signal))
    }

    /// Waits until the process has ended, at most so many milliseconds; whether it has.
    fn wait(&self, limit: Option<u64>) -> bool {
        let begun = std::time::Instant::now();
        while !self.has_exited() {
            let spent = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            if limit.is_some_and(|limit| spent >= limit) {
                return false;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        true
    }

    fn start_time(&self) -> Value {
        let booted = fs::read_to_string("/proc/stat")
            .ok()
            .and_then(|stat| {
                stat.lines()
                    .find_map(|line| line.strip_prefix("btime ")?.trim().parse::<i64>().ok())
            })
            .unwrap_or(0);
        let millis = booted
            .saturating_mul(1000)
            .saturating_add((self.started / ticks() * 1000.0) as i64);
        let nanoseconds = u32::try_from(millis.rem_euclid(1000) * 1_000_000).unwrap_or(0);
        let started = DateTimeValue::of_unix(millis.div_euclid(1000), nanoseconds);
        started.map_or(Value::Null, Value::from)
    }
}

impl Native for ProcessInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Diagnostics.Process",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }

    fn to_text(&self) -> String {
        format!("System.Diagnostics.Process ({})", self.name)
    }

    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "id" => Some(Value::Int(self.id)),
            "name" | "processname" => Some(self.name.as_str().into()),
            "si" | "sessionid" => Some(Value::Int(self.session)),
            "handles" | "handlecount" => {
                // Of a process of somebody else only root may read it.
                let open = fs::read_dir(format!("/proc/{}/fd", self.id)).map(Iterator::count);
                Some(open.map_or(Value::Null, |open| {
                    Value::Int(i32::try_from(open).unwrap_or(i32::MAX))
                }))
            }
            "vm" | "virtualmemorysize64" | "virtualmemorysize" => {
                Some(Value::Long(self.virtual_size))
            }
            "ws" | "workingset64" | "workingset" => Some(Value::Long(self.resident)),
            "pm" | "pagedmemorysize64" | "npm" | "nonpagedsystemmemorysize64" => {
                Some(Value::Long(0))
            }
            "cpu" => Some(Value::Double(self.cpu)),
            "totalprocessortime" => Some(Value::TimeSpan((self.cpu * 10_000_000.0) as i64)),
            "path" => Some(self.path.clone().into()),
            "commandline" => Some(self.command_line.as_str().into()),
            "starttime" => Some(self.start_time()),
            "hasexited" => Some(Value::Bool(self.has_exited())),
            "exitcode" => Some(self.exit_code().map_or(Value::Null, Value::Int)),
            "responding" => Some(Value::Bool(!self.has_exited())),
            "threadcount" => Some(Value::Int(self.threads)),
            "parentid" => Some(Value::Int(self.parent)),
            "parent" => Some(Self::read(self.parent).map_or(Value::Null, Value::native)),
            "machinename" => Some(".".into()),
            "mainwindowtitle" => Some("".into()),
            _ => None,
        }
    }

    fn property_names(&self) -> Vec<Name> {
        [
            "Name",
            "SI",
            "Handles",
            "VM",
            "WS",
            "PM",
            "NPM",
            "CPU",
            "Path",
            "CommandLine",
            "Parent",
            "HasExited",
            "ExitCode",
            "StartTime",
            "TotalProcessorTime",
            "Id",
            "ProcessName",
            "SessionId",
            "ThreadCount",
            "WorkingSet64",
            "VirtualMemorySize64",
            "Responding",
            "MachineName",
        ]
        .map(Name::Static)
        .to_vec()
    }

    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match name.to_ascii_lowercase().as_str() {
            "kill" => Some(super::processes::kill(self).map(|()| None)),
            "waitforexit" => {
                let limit = args.first().map(|value| match value.base() {
                    Value::Int(number) => u64::try_from(*number).unwrap_or(u64::MAX),
                    _ => u64::MAX,
                });
                let ended = self.wait(limit);
                Some(Ok(limit.map(|_| Value::Bool(ended))))
            }
            "refresh" | "close" | "dispose" => Some(Ok(None)),
            _ => None,
        }
    }

    fn methods(&self) -> &'static [&'static str] {
        &["Kill", "WaitForExit", "Refresh", "Close", "Dispose"]
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>().is_some_and(|o| o.id == self.id)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_there() {
        let own = i32::try_from(std::process::id()).expect("a process number");
        let info = ProcessInfo::read(own).expect("this process");
        assert!(!info.has_exited());
        assert!(ProcessInfo::all().iter().any(|other| other.id == own));
        assert!(ProcessInfo::read(0).is_none());
    }

    #[test]
    fn open_files_that_cannot_be_read_are_null() {
        let own = i32::try_from(std::process::id()).expect("a process number");
        let info = ProcessInfo::read(own).expect("this process");
        assert!(matches!(info.property("Handles"), Some(Value::Int(open)) if open > 0));
        let gone = ProcessInfo {
            id: i32::MAX,
            ..info
        };
        assert!(matches!(gone.property("Handles"), Some(Value::Null)));
    }
}
