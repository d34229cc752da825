//! `Get-History`.

use std::rc::Rc;
use std::time::SystemTime;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, HistoryEntry, PIPELINE_STATE};
use iovsh_shell::value::{DateTimeValue, EnumValue, MemberKind, PsObject, Value};

/// Lists the lines that were run at the prompt of this session: with number, state, begin and end. A line is listed when it has
/// run. The lines of other sessions are found with Ctrl+R.
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "History",
    module = "Microsoft.PowerShell.Core",
    alias("h", "history", "ghy")
)]
pub struct GetHistory {
    /// The numbers of the lines.
    #[param(position = 0, from_pipeline)]
    id: Vec<i64>,
    /// How many lines from the end.
    #[param(position = 1, range = 0..=32767)]
    count: Option<i32>,
}

fn entry_object(entry: &HistoryEntry) -> Value {
    let took = entry.ended.duration_since(entry.began).unwrap_or_default();
    let object = PsObject::of(&["Microsoft.PowerShell.Commands.HistoryInfo", "System.Object"]);
    let state = Value::Enum(Rc::new(EnumValue {
        ty: &PIPELINE_STATE,
        number: entry.state as i64,
    }));
    let moment = |time: SystemTime| DateTimeValue::of_system(time).map_or(Value::Null, Value::from);
    for (name, value) in [
        (
            "Id",
            Value::Long(i64::try_from(entry.id).unwrap_or(i64::MAX)),
        ),
        ("CommandLine", Value::Str(entry.line.clone())),
        ("ExecutionStatus", state),
        ("StartExecutionTime", moment(entry.began)),
        ("EndExecutionTime", moment(entry.ended)),
        (
            "Duration",
            Value::TimeSpan(i64::try_from(took.as_nanos() / 100).unwrap_or(i64::MAX)),
        ),
    ] {
        object.push(name, MemberKind::Property(value));
    }
    Value::object(object)
}

impl Cmdlet for GetHistory {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let entries: Vec<Value> = cx.session().history.entries().map(entry_object).collect();
        let ids: Vec<u64> = cx
            .session()
            .history
            .entries()
            .map(|entry| entry.id)
            .collect();
        if self.id.is_empty() {
            let count = self
                .count
                .map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(0));
            let skip = entries.len().saturating_sub(count);
            return cx.emit_all(entries.into_iter().skip(skip));
        }
        for id in &self.id {
            let at = ids
                .iter()
                .position(|known| i64::try_from(*known) == Ok(*id));
            match at.and_then(|at| entries.get(at)) {
                Some(entry) => cx.emit(entry.clone())?,
                None => cx.error(
                    ShellError::new(
                        "GetHistoryNoHistoryForId",
                        ErrorCategory::ObjectNotFound,
                        format!("Cannot locate the history for Id {id}."),
                    )
                    .exception("System.ArgumentException")
                    .target(*id),
                )?,
            }
        }
        Ok(())
    }
}
