//! Objects of the engine itself and their methods: `$PSCmdlet`, `$ExecutionContext`, `$Host`, script blocks, errors.

use std::any::Any;
use std::rc::Rc;

use super::automatic::{Enumerator, InputEnumerator};
use super::confirm::{self, Change};
use super::function::home;
use super::host::{self, HostUi, HostValue, RawUi};
use super::in_place::PowerShellValue;
use super::interpreter::{Interpreter, runtime_error};
use super::invocation::Invocation;
use super::output::TextStream;
use super::sink::Sink;
use super::streams::{self, complete};
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::error_record::{ErrorRecord, InvocationInfo, category_of, error_of_value};
use crate::os_text;
use crate::types::{ExceptionValue, Known, ReferenceValue, TypeRef};
use crate::value::{Engine, List, MemberKind, Name, Native, PsObject, ScriptBlock, Value, convert};

/// `$PSCmdlet`.
#[derive(Debug)]
pub(super) struct PsCmdletValue {
    pub call: Rc<Invocation>,
}

impl PsCmdletValue {
    /// Which pages are asked for; `$null` for a function that has no pages.
    fn paging(&self) -> Value {
        if !self.call.meta.as_ref().is_some_and(|meta| meta.pages()) {
            return Value::Null;
        }
        let given = |name: &str, otherwise: Value| self.call.bound_value(name).unwrap_or(otherwise);
        let made = PsObject::of(&[
            "System.Management.Automation.PagingParameters",
            "System.Object",
        ]);
        for (name, value) in [
            (
                "IncludeTotalCount",
                given(
                    "IncludeTotalCount",
                    Value::native(crate::types::SwitchValue(false)),
                ),
            ),
            ("Skip", given("Skip", Value::ULong(0))),
            ("First", given("First", Value::ULong(u64::MAX))),
        ] {
            made.push(name, MemberKind::Property(value));
        }
        Value::object(made)
    }
}

impl Native for PsCmdletValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.PSScriptCmdlet",
            "System.Management.Automation.PSCmdlet",
            "System.Management.Automation.Cmdlet",
            "System.Management.Automation.Internal.InternalCommand",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.PSScriptCmdlet".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "parametersetname" => Value::Str(Rc::clone(&self.call.parameter_set.borrow())),
            "myinvocation" => Value::native(InvocationInfo {
                site: Rc::new(self.call.site()),
                position: self.call.position.clone(),
                command: None,
            }),
            "commandruntime"
            | "currentpstransaction"
            | "events"
            | "jobmanager"
            | "jobrepository"
            | "invokeprovider" => Value::Null,
            "pagingparameters" => self.paging(),
            "commandorigin" => Value::from("Internal"),
            "host" => Value::native(HostValue),
            "sessionstate" | "invokecommand" => Value::native(EngineValue),
            "stopping" => Value::Bool(false),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "ParameterSetName",
            "MyInvocation",
            "PagingParameters",
            "InvokeCommand",
            "Host",
            "SessionState",
            "Events",
            "JobRepository",
            "JobManager",
            "InvokeProvider",
            "Stopping",
            "CommandRuntime",
            "CurrentPSTransaction",
            "CommandOrigin",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `$ExecutionContext`, and the parts of it that scripts use.
#[derive(Debug)]
pub(super) struct EngineValue;

impl Native for EngineValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.EngineIntrinsics",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Management.Automation.EngineIntrinsics".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "host" => Value::native(HostValue),
            "invokecommand" | "sessionstate" | "invokeprovider" | "events" | "psvariable"
            | "path" => Value::native(EngineValue),
            "languagemode" => Value::from("FullLanguage"),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Host",
            "Events",
            "InvokeProvider",
            "SessionState",
            "InvokeCommand",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `$PWD`.
#[derive(Debug)]
pub struct PathInfo {
    /// The location.
    pub text: Rc<str>,
    /// The drive's name.
    pub drive: Rc<str>,
}

impl Native for PathInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Management.Automation.PathInfo", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.text.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "path" | "providerpath" => Value::Str(Rc::clone(&self.text)),
            "drive" => Value::Str(Rc::clone(&self.drive)),
            "provider" => Value::from("Microsoft.PowerShell.Core/FileSystem"),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["Drive", "Provider", "ProviderPath", "Path"]
            .map(Name::Static)
            .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A list of syntax nodes, as far as `$block.Ast` is looked at.
fn ast_value(block: &Rc<ScriptBlock>) -> Value {
    let statements = |named: &Option<crate::syntax::ast::NamedBlock>| match named {
        None => Value::Null,
        Some(named) => {
            let list = named
                .statements
                .iter()
                .map(|statement| {
                    Value::object(
                        PsObject::of(&[
                            "System.Management.Automation.Language.StatementAst",
                            "System.Object",
                        ])
                        .with("Extent", Value::str(block.ast.source.slice(statement.span)))
                        .with("Text", Value::str(block.ast.source.slice(statement.span))),
                    )
                })
                .collect();
            Value::object(
                PsObject::of(&[
                    "System.Management.Automation.Language.NamedBlockAst",
                    "System.Object",
                ])
                .with("Unnamed", named.unnamed)
                .with("Statements", Value::array(list)),
            )
        }
    };
    Value::object(
        PsObject::of(&[
            "System.Management.Automation.Language.ScriptBlockAst",
            "System.Object",
        ])
        .with("ParamBlock", Value::Null)
        .with("BeginBlock", statements(&block.ast.begin))
        .with("ProcessBlock", statements(&block.ast.process))
        .with("EndBlock", statements(&block.ast.end))
        .with("CleanBlock", statements(&block.ast.clean))
        .with("Extent", Value::str(block.ast.text())),
    )
}

/// Properties that only the interpreter can answer.
pub(super) fn property(
    inner: &mut Interpreter<'_>,
    target: &Value,
    name: &str,
) -> Flow<Option<Value>> {
    Ok(match target {
        Value::ScriptBlock(block) => match name.to_ascii_lowercase().as_str() {
            "ast" => Some(ast_value(block)),
            "file" => Some(
                block
                    .ast
                    .source
                    .name()
                    .map_or(Value::Null, |name| Value::Str(Rc::clone(name))),
            ),
            "module" => Some(
                home(block)
                    .and_then(|home| home.module.clone())
                    .map_or(Value::Null, |module| {
                        Value::native(super::ModuleValue(module))
                    }),
            ),
            "attributes" => Some(Value::array(Vec::new())),
            "isfilter" => Some(Value::Bool(false)),
            "startposition" => Some(Value::Null),
            _ => None,
        },
        Value::Native(native)
            if name.eq_ignore_ascii_case("Module") && native.as_any().is::<EngineValue>() =>
        {
            let module = inner.s.module.clone();
            Some(module.map_or(Value::Null, |module| {
                Value::native(super::ModuleValue(module))
            }))
        }
        Value::Native(native)
            if (name.eq_ignore_ascii_case("CurrentLocation")
                || name.eq_ignore_ascii_case("CurrentFileSystemLocation"))
                && native.as_any().is::<EngineValue>() =>
        {
            inner.value_of("PWD")
        }
        _ => None,
    })
}

/// The outcome of a method of ours: `None` when the method is not ours.
pub(super) type Answer = Option<Option<Value>>;

/// Methods that only the interpreter can carry out.
pub(super) fn call(
    inner: &mut Interpreter<'_>,
    target: &Value,
    name: &str,
    arguments: &[Value],
) -> Flow<Answer> {
    match target {
        Value::ScriptBlock(block) => block_method(inner, block, name, arguments),
        Value::Native(native) => {
            let any = native.as_any();
            if let Some(cmdlet) = any.downcast_ref::<PsCmdletValue>() {
                return cmdlet_method(inner, &cmdlet.call, name, arguments);
            }
            if let Some(shell) = any.downcast_ref::<PowerShellValue>() {
                return super::in_place::method(inner, target, shell, name, arguments);
            }
            if any.is::<EngineValue>() {
                return engine_method(inner, name, arguments);
            }
            if any.is::<HostValue>() {
                return host::method(name, arguments);
            }
            if any.is::<HostUi>() {
                return host::ui_method(inner, name, arguments);
            }
            if any.is::<RawUi>() {
                return host::raw_method(inner, name, arguments);
            }
            if let Some(enumerator) = any.downcast_ref::<Enumerator>() {
                return Ok(enumerator_method(enumerator, name));
            }
            if let Some(InputEnumerator(enumerator)) = any.downcast_ref::<InputEnumerator>() {
                return Ok(enumerator_method(enumerator, name));
            }
            Ok(None)
        }
        Value::List(list) if Rc::ptr_eq(list, &inner.s.errors) => Ok(None),
        _ => Ok(None),
    }
}

fn enumerator_method(enumerator: &Enumerator, name: &str) -> Answer {
    match name.to_ascii_lowercase().as_str() {
        "movenext" => Some(Some(Value::Bool(enumerator.advance().is_some()))),
        "reset" => {
            enumerator.reset();
            Some(None)
        }
        _ => None,
    }
}

fn collection(items: Vec<Value>) -> Value {
    Value::List(Rc::new(List::of_objects(items)))
}

fn block_method(
    inner: &mut Interpreter<'_>,
    block: &Rc<ScriptBlock>,
    name: &str,
    arguments: &[Value],
) -> Flow<Answer> {
    match name.to_ascii_lowercase().as_str() {
        "invoke" => {
            let items = invoke_from_method(inner, block, arguments, "Invoke")?;
            Ok(Some(Some(collection(items))))
        }
        "invokereturnasis" => {
            let items = invoke_from_method(inner, block, arguments, "InvokeReturnAsIs")?;
            Ok(Some(super::sink::collapse(items)))
        }
        "invokewithcontext" => {
            let rest: Vec<Value> = arguments
                .get(2)
                .and_then(super::enumerate)
                .unwrap_or_default();
            let items = invoke_from_method(inner, block, &rest, "InvokeWithContext")?;
            Ok(Some(Some(collection(items))))
        }
        "getnewclosure" => {
            let closure = inner.closure(block)?;
            Ok(Some(Some(closure)))
        }
        "getsteppablepipeline" => Err(runtime_error(
            "NotSupported",
            ErrorCategory::NotImplemented,
            "Steppable pipelines are not part of this language.",
        )
        .into()),
        "tostring" if arguments.is_empty() => Ok(Some(Some(Value::from(super::block_text(block))))),
        "checkrestrictedlanguage" => Ok(Some(None)),
        _ => Ok(None),
    }
}

fn invoke_from_method(
    inner: &mut Interpreter<'_>,
    block: &Rc<ScriptBlock>,
    arguments: &[Value],
    method: &str,
) -> Flow<Vec<Value>> {
    let result = inner.collect(|inner| inner.call_block(block, arguments, None, true));
    result.map_err(|interrupt| match interrupt {
        Interrupt::Error(error) => {
            crate::types::members::wrap_any(*error, method, arguments.len()).into()
        }
        other => other,
    })
}

pub(super) fn text_at(arguments: &[Value], at: usize) -> String {
    arguments
        .get(at)
        .map(|value| convert::to_text(value).to_string())
        .unwrap_or_default()
}

/// `ShouldContinue(query, caption, [security impact,] [ref] yes to all, [ref] no to all)`; without the references the user answers for
/// this one only.
fn should_continue(out: &mut dyn Sink, arguments: &[Value]) -> Flow<bool> {
    let (query, caption) = (text_at(arguments, 0), text_at(arguments, 1));
    let mut references = arguments
        .iter()
        .skip(2)
        .filter_map(|value| value.downcast::<ReferenceValue>());
    let (Some(yes), Some(no)) = (references.next(), references.next()) else {
        return confirm::should_continue(out, &query, &caption, None);
    };
    let is_set = |reference: &ReferenceValue| convert::to_bool(&reference.0.get());
    let mut to_all = match (is_set(yes), is_set(no)) {
        (_, true) => Some(false),
        (true, false) => Some(true),
        (false, false) => None,
    };
    let go = confirm::should_continue(out, &query, &caption, Some(&mut to_all))?;
    yes.0.set(Value::Bool(to_all == Some(true)));
    no.0.set(Value::Bool(to_all == Some(false)));
    Ok(go)
}

fn cmdlet_method(
    inner: &mut Interpreter<'_>,
    call: &Rc<Invocation>,
    name: &str,
    arguments: &[Value],
) -> Flow<Answer> {
    match name.to_ascii_lowercase().as_str() {
        "shouldprocess" => {
            let [first, second, third] = [0, 1, 2].map(|at| text_at(arguments, at));
            let name = || call.command.name();
            let (description, question) = match arguments.len() {
                0 | 1 => (confirm::performing(&name(), &first), None),
                2 => (confirm::performing(&second, &first), None),
                _ => (first, Some((&*second, &*third))),
            };
            let change = Change {
                description: &description,
                question,
            };
            let go = confirm::should_process(inner.s, inner.out, call, &change)?;
            Ok(Some(Some(Value::Bool(go))))
        }
        "shouldcontinue" => {
            let go = should_continue(inner.out, arguments)?;
            Ok(Some(Some(Value::Bool(go))))
        }
        "writeerror" => {
            let error = error_argument(arguments.first());
            streams::write_error(inner.s, inner.out, call, signed(error, call))?;
            Ok(Some(None))
        }
        "throwterminatingerror" => {
            let error = signed(error_argument(arguments.first()), call);
            let record = complete(inner.s, call, error);
            let mut error = record.error.clone();
            error.record = Some(record);
            // It ends the function, and its caller sees an error of that command.
            Err(Interrupt::StopPipeline(Box::new(
                crate::error::StoppedPipeline {
                    pipeline: call.number,
                    cause: Interrupt::Error(Box::new(error)),
                },
            )))
        }
        "writeobject" => {
            let value = arguments.first().cloned().unwrap_or_default();
            let apart = arguments.get(1).is_some_and(convert::to_bool);
            if apart {
                inner.write_value(value)?;
            } else {
                inner.out.write(inner.s, value)?;
            }
            Ok(Some(None))
        }
        "writewarning" | "writeverbose" | "writedebug" => {
            let (stream, action) = match name.to_ascii_lowercase().as_str() {
                "writewarning" => (
                    TextStream::Warning,
                    super::preference::warning(inner.s, call),
                ),
                "writeverbose" => (
                    TextStream::Verbose,
                    super::preference::verbose(inner.s, call),
                ),
                _ => (TextStream::Debug, super::preference::debug(inner.s, call)),
            };
            streams::write_text(
                inner.s,
                inner.out,
                call,
                stream,
                text_at(arguments, 0),
                action,
            )?;
            Ok(Some(None))
        }
        "writeinformation" => {
            let data = arguments.first().cloned().unwrap_or_default();
            streams::write_information(inner.s, inner.out, call, data, &[], false)?;
            Ok(Some(None))
        }
        "writeprogress" | "writecommanddetail" => Ok(Some(None)),
        "getunresolvedproviderpathfrompspath" | "getresolvedproviderpathfrompspath" => {
            let path = inner.s.locations.native(&text_at(arguments, 0));
            Ok(Some(Some(Value::from(os_text::text_of(path)))))
        }
        "getvariablevalue" => Ok(Some(Some(
            inner
                .s
                .get_variable(&text_at(arguments, 0))
                .unwrap_or_default(),
        ))),
        _ => Ok(None),
    }
}

/// The error that a script hands to `WriteError` or `ThrowTerminatingError`.
fn error_argument(value: Option<&Value>) -> ShellError {
    let Some(value) = value else {
        return ShellError::new("", ErrorCategory::NotSpecified, "");
    };
    if let Some(mut error) = error_of_value(value) {
        error.record = None;
        error.command = None;
        return error;
    }
    ShellError::new(
        "Error",
        ErrorCategory::NotSpecified,
        convert::to_text(value).to_string(),
    )
}

fn signed(mut error: ShellError, call: &Rc<Invocation>) -> ShellError {
    if error.command.as_deref().is_none_or(str::is_empty) {
        error.command = Some(call.id_suffix());
    }
    error.position = call.position.clone();
    error
}

fn engine_method(inner: &mut Interpreter<'_>, name: &str, arguments: &[Value]) -> Flow<Answer> {
    match name.to_ascii_lowercase().as_str() {
        "expandstring" => {
            let text = text_at(arguments, 0);
            let quoted = format!("@\"\n{}\n\"@", text);
            let items = inner.collect(|inner| inner.run_string(&quoted))?;
            Ok(Some(super::sink::collapse(items)))
        }
        "invokescript" => {
            let text = text_at(arguments, 0);
            let items = inner.collect(|inner| inner.run_string(&text))?;
            Ok(Some(Some(collection(items))))
        }
        "newscriptblock" => {
            let block = inner.compile(&text_at(arguments, 0))?;
            Ok(Some(Some(Value::ScriptBlock(block))))
        }
        "getcommand" => {
            let found = match inner.s.find_command(&text_at(arguments, 0)) {
                super::Found::Command(command, _) => command.to_value(),
                _ => Value::Null,
            };
            Ok(Some(Some(found)))
        }
        "get" | "getvalue" => {
            let value = inner.s.get_variable(&text_at(arguments, 0));
            Ok(Some(Some(
                value
                    .or_else(|| arguments.get(1).cloned())
                    .unwrap_or_default(),
            )))
        }
        "set" => {
            let name = text_at(arguments, 0);
            inner
                .s
                .set_variable(&name, arguments.get(1).cloned().unwrap_or_default());
            Ok(Some(None))
        }
        "getunresolvedproviderpathfrompspath" => {
            let path = inner.s.locations.native(&text_at(arguments, 0));
            Ok(Some(Some(Value::from(os_text::text_of(path)))))
        }
        _ => Ok(None),
    }
}

/// Objects of the engine that scripts make.
pub(super) fn construct(
    inner: &mut Interpreter<'_>,
    ty: &TypeRef,
    arguments: &[Value],
) -> Flow<Option<Value>> {
    let name = ty.full_name();
    match &*name {
        "System.Management.Automation.ErrorRecord" => {
            let [exception, id, category, target, ..] = arguments else {
                return Ok(None);
            };
            let mut error = match exception.downcast::<ExceptionValue>() {
                Some(inside) => {
                    let mut error = inside.to_error();
                    error.exception_object = Some(exception.clone());
                    error
                }
                None => ShellError::new(
                    "",
                    ErrorCategory::NotSpecified,
                    convert::to_text(exception).to_string(),
                )
                .exception("System.Exception"),
            };
            error.id = convert::to_text(id);
            error.category = category_of(category).unwrap_or_default();
            error.target = target.clone();
            error.command = Some("".into());
            Ok(Some(Value::native(ErrorRecord::new(error, ""))))
        }
        "System.Management.Automation.ErrorDetails" => Ok(Some(Value::object(
            PsObject::of(&["System.Management.Automation.ErrorDetails", "System.Object"])
                .with("Message", Value::str(text_at(arguments, 0)))
                .with("RecommendedAction", ""),
        ))),
        "System.Management.Automation.Language.Parser" => Ok(None),
        _ if matches!(
            ty,
            TypeRef::Known(Known::PsObject | Known::PsCustomObject | Known::Object)
        ) =>
        {
            let _ = inner;
            Ok(match arguments.first() {
                None => Some(Value::object(PsObject::custom())),
                Some(_) => None,
            })
        }
        _ => Ok(None),
    }
}
