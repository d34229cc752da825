//! `[Microsoft.PowerShell.PSConsoleReadLine]`: what scripts of keys do with the line.

use super::{Call, StaticMember, language, static_method};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::ReferenceValue;
use crate::types::console_line::{self, ConsoleLine, Then};
use crate::value::Value;

/// The line, which is only there while a key runs a script.
fn line<T>(f: impl FnOnce(&mut ConsoleLine) -> T) -> Flow<T> {
    console_line::with(f).ok_or_else(|| {
        ShellError::new(
            "InvalidOperationException",
            ErrorCategory::InvalidOperation,
            "No line is being edited.",
        )
        .exception("System.InvalidOperationException")
        .help("These methods are for the script of a key: Set-PSReadLineKeyHandler -Chord Ctrl+b -ScriptBlock { ... }")
        .into()
    })
}

fn number(at: usize) -> Value {
    Value::Int(i32::try_from(at).unwrap_or(i32::MAX))
}

fn give(call: &Call<'_>, at: usize, value: Value) {
    if let Some(place) = call.arg(at).downcast::<ReferenceValue>() {
        place.0.set(value);
    }
}

/// Changes the line, and gives nothing.
fn change(f: impl FnOnce(&mut ConsoleLine)) -> Flow<Value> {
    line(f)?;
    Ok(Value::Null)
}

fn out_of_line(name: &str) -> ShellError {
    super::out_of_range(name)
}

fn buffer_state(call: &mut Call<'_>) -> Flow<Value> {
    let now = line(|line| line.clone())?;
    let cursor = number(now.units_of(now.cursor));
    if call.count() == 2 {
        give(call, 0, Value::from(now.text));
        give(call, 1, cursor);
        return Ok(Value::Null);
    }
    // The tree, the tokens, the errors and the cursor.
    let [tree, tokens, errors] = language::parts_of(&now.text);
    for (at, value) in [tree, tokens, errors, cursor].into_iter().enumerate() {
        give(call, at, value);
    }
    Ok(Value::Null)
}

fn replace(call: &mut Call<'_>) -> Flow<Value> {
    let (start, length) = (call.index(0, "start")?, call.index(1, "length")?);
    let text = call.text(2)?;
    match line(|line| line.replace(start, length, &text))? {
        true => Ok(Value::Null),
        false => Err(out_of_line("length").into()),
    }
}

fn delete(call: &mut Call<'_>) -> Flow<Value> {
    let (start, length) = (call.index(0, "start")?, call.index(1, "length")?);
    match line(|line| line.replace(start, length, ""))? {
        true => Ok(Value::Null),
        false => Err(out_of_line("length").into()),
    }
}

fn set_cursor(call: &mut Call<'_>) -> Flow<Value> {
    let to = call.index(0, "cursor")?;
    // PSReadLine takes a place behind the end for the end.
    change(|line| line.cursor = line.byte_of(to).unwrap_or(line.text.len()))
}

/// What a key does by itself is also a method, with the key and its argument or without them.
macro_rules! functions {
    ($($name:literal $run:expr;)*) => {
        &[$(StaticMember::Method(super::void($name, 0, 2, concat!("static void ", $name, "([System.Nullable[System.ConsoleKeyInfo]] key = default, System.Object arg = null)"), |_| change($run)))),*]
    };
}

/// Those that move, cut, or end the line.
pub const FUNCTIONS: &[StaticMember] = functions! {
    "AcceptLine" |line| line.then = Then::Accept;
    "ValidateAndAcceptLine" |line| line.then = Then::Accept;
    "CancelLine" |line| line.then = Then::Cancel;
    "CopyOrCancelLine" |line| line.then = Then::Cancel;
    "RevertLine" |line| line.cut(0, line.text.len());
    "BeginningOfLine" |line| line.cursor = 0;
    "EndOfLine" |line| line.cursor = line.text.len();
    "BackwardChar" |line| line.cursor = line.before();
    "ForwardChar" |line| line.cursor = line.behind();
    "BackwardWord" |line| line.cursor = line.word_before();
    "ForwardWord" |line| line.cursor = line.word_behind();
    "BackwardDeleteChar" |line| line.cut(line.before(), line.cursor);
    "DeleteChar" |line| line.cut(line.cursor, line.behind());
    "BackwardKillWord" |line| line.cut(line.word_before(), line.cursor);
    "BackwardDeleteWord" |line| line.cut(line.word_before(), line.cursor);
    "KillWord" |line| line.cut(line.cursor, line.word_behind());
    "KillLine" |line| line.cut(line.cursor, line.text.len());
    "ForwardDeleteInput" |line| line.cut(line.cursor, line.text.len());
    "ForwardDeleteLine" |line| line.cut(line.cursor, line.text.len());
    "BackwardKillLine" |line| line.cut(0, line.cursor);
    "BackwardDeleteLine" |line| line.cut(0, line.cursor);
    "BackwardKillInput" |line| line.cut(0, line.cursor);
    "BackwardDeleteInput" |line| line.cut(0, line.cursor);
    "AddLine" |line| line.insert("\n");
    // The prompt and the line are drawn anew when the script has ended in any case; nothing rings.
    "InvokePrompt" |_| {};
    "Ding" |_| {};
};

/// Those with arguments of their own.
pub const STATICS: &[StaticMember] = &[
    StaticMember::Method(super::void(
        "GetBufferState",
        2,
        4,
        "static void GetBufferState([ref] string input, [ref] int cursor), static void GetBufferState([ref] System.Management.Automation.Language.Ast ast, [ref] System.Management.Automation.Language.Token[] tokens, [ref] System.Management.Automation.Language.ParseError[] parseErrors, [ref] int cursor)",
        buffer_state,
    )),
    StaticMember::Method(super::void(
        "GetSelectionState",
        2,
        2,
        "static void GetSelectionState([ref] int start, [ref] int length)",
        |call| {
            // A script of a key runs without a selection.
            line(|_| ())?;
            give(call, 0, Value::Int(-1));
            give(call, 1, Value::Int(-1));
            Ok(Value::Null)
        },
    )),
    StaticMember::Method(super::void(
        "Insert",
        1,
        1,
        "static void Insert(char c), static void Insert(string s)",
        |call| {
            let text = call.text(0)?;
            change(|line| line.insert(&text))
        },
    )),
    StaticMember::Method(super::void(
        "Replace",
        3,
        5,
        "static void Replace(int start, int length, string replacement)",
        replace,
    )),
    StaticMember::Method(super::void(
        "Delete",
        2,
        2,
        "static void Delete(int start, int length)",
        delete,
    )),
    StaticMember::Method(super::void(
        "SetCursorPosition",
        1,
        1,
        "static void SetCursorPosition(int cursor)",
        set_cursor,
    )),
    StaticMember::Method(super::void(
        "AddToHistory",
        1,
        1,
        "static void AddToHistory(string command)",
        |call| {
            let text = call.text(0)?;
            change(|line| line.remembered.push(text.to_string()))
        },
    )),
    static_method(
        "TryGetArgAsInt",
        3,
        3,
        "static bool TryGetArgAsInt(System.Object arg, [ref] int numericArg, int defaultNumericArg)",
        |call| {
            let value = match call.arg(0) {
                Value::Null => call.arg(2).clone(),
                given => given.clone(),
            };
            give(call, 1, value);
            Ok(Value::Bool(true))
        },
    ),
];
