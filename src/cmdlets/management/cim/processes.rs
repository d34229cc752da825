//! `Win32_Process`: the processes of this computer.

use super::Asked;
use super::system::{set, time};
use crate::management::hardware;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::value::{PsObject, Value};

/// All processes, in the order of their numbers.
pub(super) fn process(_: &mut Context, _: &Asked) -> Flow<Vec<PsObject>> {
    let mut numbers: Vec<u32> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect();
    numbers.sort_unstable();
    // A process that has gone meanwhile is not there.
    Ok(numbers.into_iter().filter_map(one).collect())
}

fn one(number: u32) -> Option<PsObject> {
    let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    // The name may hold blanks and brackets: it ends at the last one.
    let (head, rest) = stat.rsplit_once(')')?;
    let name = head.split_once('(')?.1;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let field = |at: usize| fields.get(at).and_then(|word| word.parse::<u64>().ok());
    let words = std::fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
    let line = String::from_utf8_lossy(&words)
        .trim_end_matches('\0')
        .replace('\0', " ");
    let path = std::fs::read_link(format!("/proc/{number}/exe")).ok();
    let ticks = rustix::param::clock_ticks_per_second().max(1);
    let object = PsObject::custom();
    set(&object, "ProcessId", Value::UInt32(number));
    set(&object, "Name", name);
    set(&object, "Caption", name);
    set(&object, "CommandLine", line);
    set(
        &object,
        "ExecutablePath",
        path.map_or(Value::Null, |path| Value::from(os_text::text_of(path))),
    );
    let parent = field(1).and_then(|parent| u32::try_from(parent).ok());
    set(
        &object,
        "ParentProcessId",
        parent.map_or(Value::Null, Value::UInt32),
    );
    let number_of = |at: usize| field(at).map_or(Value::Null, Value::ULong);
    set(&object, "ThreadCount", number_of(17));
    set(&object, "VirtualSize", number_of(20));
    set(
        &object,
        "WorkingSetSize",
        field(21).map_or(Value::Null, |pages| {
            Value::ULong(pages.saturating_mul(rustix::param::page_size() as u64))
        }),
    );
    let started = field(19).and_then(|ticks_after| i64::try_from(ticks_after / ticks).ok());
    set(
        &object,
        "CreationDate",
        started.map_or(Value::Null, |seconds| {
            time(hardware::booted().saturating_add(seconds))
        }),
    );
    set(&object, "Handle", number.to_string());
    Some(object)
}
