//! `[powershell]::Create()`: script that is put together and run in this session, in a scope of its own.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::interpreter::Interpreter;
use super::psobjects::Answer;
use super::scope::Scope;
use crate::bind::Argument;
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::types::{Known, TypeRef};
use crate::value::{List, Name, Native, Value, convert};

/// A part of the pipeline.
#[derive(Clone, Debug)]
struct Part {
    /// A command's name, or the text of a script.
    text: Rc<str>,
    is_script: bool,
    arguments: Vec<(Option<Rc<str>>, Value)>,
    /// Whether a statement begins with it: nothing of the one before goes into it.
    begins: bool,
}

/// `System.Management.Automation.PowerShell`.
#[derive(Debug)]
pub(super) struct PowerShellValue {
    parts: RefCell<Vec<Part>>,
    begins: Cell<bool>,
    failed: Cell<bool>,
    errors: Rc<List>,
    pool: RefCell<Value>,
    /// What ran when it was begun.
    begun: RefCell<Option<Flow<Vec<Value>>>>,
}

impl Native for PowerShellValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.PowerShell", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.PowerShell".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "haderrors" => Value::Bool(self.failed.get()),
            "streams" => Value::native(StreamsValue(Rc::clone(&self.errors))),
            "runspace" | "runspacepool" => self.pool.borrow().clone(),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["HadErrors", "Streams", "Runspace", "RunspacePool"]
            .map(Name::Static)
            .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        if !["runspace", "runspacepool"].contains(&name.to_ascii_lowercase().as_str()) {
            return Ok(false);
        }
        *self.pool.borrow_mut() = value.clone();
        Ok(true)
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "AddScript",
            "AddCommand",
            "AddParameter",
            "AddParameters",
            "AddArgument",
            "AddStatement",
            "Invoke",
            "BeginInvoke",
            "EndInvoke",
            "Stop",
            "Dispose",
        ]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What a run has written beside its output.
#[derive(Debug)]
struct StreamsValue(Rc<List>);

impl Native for StreamsValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.PSDataStreams",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.PSDataStreams".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Error")
            .then(|| Value::List(Rc::clone(&self.0)))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Error")]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What `BeginInvoke` gives: the run is over by then.
#[derive(Debug)]
struct DoneValue;

impl Native for DoneValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.PowerShellAsyncResult",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.PowerShellAsyncResult".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "iscompleted" => Some(Value::Bool(true)),
            "asyncwaithandle" => Some(Value::native(DoneValue)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["IsCompleted", "AsyncWaitHandle"]
            .map(Name::Static)
            .to_vec()
    }
    fn call(&self, name: &str, _: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        name.eq_ignore_ascii_case("WaitOne")
            .then(|| Ok(Some(Value::Bool(true))))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["WaitOne"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `Runspace` and `RunspacePool`: there is one place where script runs, this session.
#[derive(Debug, Default)]
pub(super) struct RunspaceValue {
    state: Cell<&'static str>,
}

impl RunspaceValue {
    pub(super) fn new() -> Self {
        Self {
            state: Cell::new("BeforeOpen"),
        }
    }
}

impl Native for RunspaceValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.Runspaces.Runspace",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.Runspaces.Runspace".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "runspacestateinfo" | "runspacepoolstateinfo" => Some(Value::from(self.state.get())),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("RunspaceStateInfo")]
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("open", 0) => self.state.set("Opened"),
            ("close" | "dispose", 0) => self.state.set("Closed"),
            _ => return None,
        }
        Some(Ok(None))
    }
    fn methods(&self) -> &'static [&'static str] {
        &["Open", "Close", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Default for PowerShellValue {
    fn default() -> Self {
        Self {
            parts: RefCell::default(),
            begins: Cell::new(false),
            failed: Cell::new(false),
            errors: Rc::new(List::untyped(Vec::new())),
            pool: RefCell::default(),
            begun: RefCell::new(None),
        }
    }
}

impl PowerShellValue {
    fn add(&self, text: Rc<str>, is_script: bool) {
        let mut parts = self.parts.borrow_mut();
        let begins = parts.is_empty() || self.begins.replace(false);
        parts.push(Part {
            text,
            is_script,
            arguments: Vec::new(),
            begins,
        });
    }

    fn argument(&self, name: Option<Rc<str>>, value: Value) {
        if let Some(part) = self.parts.borrow_mut().last_mut() {
            part.arguments.push((name, value));
        }
    }
}

fn no_command() -> ShellError {
    ShellError::new(
        "InvalidOperationException",
        ErrorCategory::InvalidOperation,
        "No commands are specified.",
    )
    .exception("System.Management.Automation.InvalidPowerShellStateException")
}

/// What the static methods that make such objects give: `[powershell]::Create()`, `[runspacefactory]::CreateRunspacePool(..)`.
pub(super) fn made_by(ty: &TypeRef, method: &str) -> Option<Value> {
    let is = |name: &str| method.eq_ignore_ascii_case(name);
    match ty {
        TypeRef::Known(Known::PowerShell) if is("Create") => {
            Some(Value::native(PowerShellValue::default()))
        }
        TypeRef::Known(Known::RunspaceFactory)
            if is("CreateRunspace") || is("CreateRunspacePool") =>
        {
            Some(Value::native(RunspaceValue::new()))
        }
        _ => None,
    }
}

/// Whether a type has a static method that makes such an object.
pub fn makes(ty: &TypeRef, method: &str) -> bool {
    made_by(ty, method).is_some()
}

/// Methods of `[powershell]`. `this` is given back by those that can be chained.
pub(super) fn method(
    inner: &mut Interpreter<'_>,
    this: &Value,
    shell: &PowerShellValue,
    name: &str,
    args: &[Value],
) -> Flow<Answer> {
    let text = |at: usize| args.get(at).map(convert::to_text);
    let chained = Ok(Some(Some(this.clone())));
    match (name.to_ascii_lowercase().as_str(), args.len()) {
        ("addscript", 1 | 2) => {
            shell.add(text(0).unwrap_or_else(|| "".into()), true);
            chained
        }
        ("addcommand", 1 | 2) => {
            shell.add(text(0).unwrap_or_else(|| "".into()), false);
            chained
        }
        ("addstatement", 0) => {
            shell.begins.set(true);
            chained
        }
        ("addargument", 1) => {
            shell.argument(None, args.first().cloned().unwrap_or_default());
            chained
        }
        ("addparameter", 1 | 2) => {
            let value = args.get(1).cloned().unwrap_or(Value::Bool(true));
            shell.argument(text(0), value);
            chained
        }
        ("addparameters", 1) => {
            match args.first().map(Value::base) {
                Some(Value::Hashtable(table)) => {
                    for (key, value) in table.entries().iter() {
                        shell.argument(Some(convert::to_text(key.value())), value.clone());
                    }
                }
                Some(other) => {
                    for item in super::enumerate(other).unwrap_or_default() {
                        shell.argument(None, item);
                    }
                }
                None => {}
            }
            chained
        }
        ("invoke", _) => {
            let items = run(inner, shell)?;
            Ok(Some(Some(Value::List(Rc::new(List::of_objects(items))))))
        }
        ("begininvoke", _) => {
            let outcome = run(inner, shell);
            *shell.begun.borrow_mut() = Some(outcome);
            Ok(Some(Some(Value::native(DoneValue))))
        }
        ("endinvoke", 1) => match shell.begun.borrow_mut().take() {
            Some(outcome) => Ok(Some(Some(Value::List(Rc::new(List::of_objects(outcome?)))))),
            None => Err(no_command().into()),
        },
        ("stop" | "dispose", 0) => Ok(Some(None)),
        _ => Ok(None),
    }
}

/// Runs the parts: each statement is a pipeline.
fn run(inner: &mut Interpreter<'_>, shell: &PowerShellValue) -> Flow<Vec<Value>> {
    let parts = shell.parts.borrow().clone();
    if parts.is_empty() {
        return Err(no_command().into());
    }
    // The caller's variables are not seen, as in a runspace of its own.
    let scope = Rc::new(Scope::inside(Rc::clone(&inner.s.global)));
    let outer = std::mem::replace(&mut inner.s.scope, scope);
    let module = inner.s.module.take();
    let before = inner.s.errors.items.borrow().len();
    let outcome = run_parts(inner, &parts);
    let known = inner.s.errors.items.borrow();
    let new = known.len().saturating_sub(before);
    let written: Vec<Value> = known.iter().take(new).rev().cloned().collect();
    drop(known);
    inner.s.scope = outer;
    inner.s.module = module;
    shell.failed.set(!written.is_empty() || outcome.is_err());
    shell.errors.items.borrow_mut().extend(written);
    outcome.map_err(|interrupt| match interrupt {
        Interrupt::Error(error) => crate::types::members::wrap_any(*error, "Invoke", 0).into(),
        other => other,
    })
}

fn run_parts(inner: &mut Interpreter<'_>, parts: &[Part]) -> Flow<Vec<Value>> {
    let mut all = Vec::new();
    let mut input: Option<Vec<Value>> = None;
    for (at, part) in parts.iter().enumerate() {
        let arguments: Vec<Argument> = part
            .arguments
            .iter()
            .map(|(name, value)| match name {
                Some(name) => Argument::named(name, value.clone()),
                None => Argument::Value {
                    value: value.clone(),
                    span: None,
                    quoted: true,
                },
            })
            .collect();
        let command = if part.is_script {
            use crate::value::Engine as _;
            super::CommandInfo::Block(inner.compile(&part.text)?)
        } else {
            match inner.find_or_import(&part.text)? {
                super::Found::Command(command, _) => command,
                super::Found::Broken(error) => return Err((*error).into()),
                super::Found::Nothing => {
                    return Err(inner.s.command_not_found(&part.text).into());
                }
            }
        };
        let given = if part.begins { None } else { input.take() };
        let items =
            inner.collect(|inner| inner.call_with(command, arguments, given, true, None, None))?;
        if parts.get(at + 1).is_none_or(|next| next.begins) {
            all.extend(items);
            input = None;
        } else {
            input = Some(items);
        }
    }
    Ok(all)
}
