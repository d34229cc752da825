//! Automatic variables: those that are set when a session begins, and those that are computed when asked for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::host::HostValue;
use super::ps_style::ps_style;
use super::psobjects::{EngineValue, PsCmdletValue};
use super::scope::{ItemOptions, Scope, Variable, VariableInfo};
use super::session::Session;
use super::standard_input::InputLines;
use crate::bind::{Kind, ParameterMeta, SetMeta};
use crate::error_record::InvocationInfo;
use crate::os_text;
use crate::syntax::ast::StatementBlock;
use crate::syntax::span::SourceText;
use crate::syntax::symbol::Symbol;
use crate::types::enums::{ACTION_PREFERENCE, CONFIRM_IMPACT, ERROR_VIEW, value as enum_value};
use crate::types::rarities::EncodingValue;
use crate::types::{Known, Place, TypeRef};
use crate::value::{EnumType, Hashtable, Name, Native, Value};

/// The version that `$PSVersionTable.PSVersion` tells scripts: that of the language that is understood.
pub const VERSION: &str = "7.4.0";

/// The computed variables, for listings.
pub(super) const COMPUTED: &[(Symbol, &str)] = &[
    (Symbol::NULL, "null"),
    (Symbol::TRUE, "true"),
    (Symbol::FALSE, "false"),
    (Symbol::QUESTION, "?"),
    (Symbol::MY_INVOCATION, "MyInvocation"),
    (Symbol::PS_BOUND_PARAMETERS, "PSBoundParameters"),
    (Symbol::PS_SCRIPT_ROOT, "PSScriptRoot"),
    (Symbol::PS_COMMAND_PATH, "PSCommandPath"),
    (Symbol::PWD, "PWD"),
    (Symbol::LAST_TOKEN, "$"),
    (Symbol::FIRST_TOKEN, "^"),
    (Symbol::EXECUTION_CONTEXT, "ExecutionContext"),
    (Symbol::HOST, "Host"),
    (Symbol::ERROR, "Error"),
    (Symbol::STACK_TRACE, "StackTrace"),
    (Symbol::PS_VERSION_TABLE, "PSVersionTable"),
    (Symbol::PS_STYLE, "PSStyle"),
];

fn constrained(name: &str, ty: &'static EnumType) -> Rc<VariableInfo> {
    let meta = ParameterMeta {
        name: name.into(),
        symbol: Symbol::of(name),
        aliases: Vec::new(),
        kind: Kind::Type(TypeRef::Enum(ty)),
        casts: Vec::new(),
        mask: u32::MAX,
        sets: Vec::<SetMeta>::new(),
        checks: Vec::new(),
        allow_null: false,
        allow_null_property: false,
        allow_empty_string: false,
        allow_empty_collection: false,
        common: None,
        is_script: true,
        hidden: false,
        dynamic: false,
    };
    Rc::new(VariableInfo {
        constraint: Some(Rc::new(meta)),
        ..VariableInfo::default()
    })
}

/// Sets the variables that a session begins with.
pub(super) fn install(session: &mut Session) {
    let global = Rc::clone(&session.global);
    let plain = |name: &str, value: Value| {
        global.put(Variable::new(Symbol::of(name), name, value));
    };
    let fixed = |name: &str, value: Value, options: ItemOptions| {
        let mut variable = Variable::new(Symbol::of(name), name, value);
        variable.info = Some(Rc::new(VariableInfo {
            options,
            ..VariableInfo::default()
        }));
        global.put(variable);
    };
    let preference = |name: &str, ty: &'static EnumType, member: &str| {
        let number = ty.number(member).unwrap_or(0);
        let mut variable = Variable::new(Symbol::of(name), name, enum_value(ty, number));
        variable.info = Some(constrained(name, ty));
        global.put(variable);
    };
    preference("ErrorActionPreference", &ACTION_PREFERENCE, "Continue");
    preference("WarningPreference", &ACTION_PREFERENCE, "Continue");
    preference("VerbosePreference", &ACTION_PREFERENCE, "SilentlyContinue");
    preference("DebugPreference", &ACTION_PREFERENCE, "SilentlyContinue");
    preference(
        "InformationPreference",
        &ACTION_PREFERENCE,
        "SilentlyContinue",
    );
    preference("ProgressPreference", &ACTION_PREFERENCE, "Continue");
    preference("ConfirmPreference", &CONFIRM_IMPACT, "High");
    preference("ErrorView", &ERROR_VIEW, "ConciseView");
    plain("WhatIfPreference", Value::Bool(false));
    plain("FormatEnumerationLimit", Value::Int(4));
    plain("MaximumHistoryCount", Value::Int(4096));
    plain("NestedPromptLevel", Value::Int(0));
    plain(
        "PSDefaultParameterValues",
        Value::Hashtable(Rc::new(Hashtable {
            class: Some(Known::DefaultParameterDictionary),
            ..Hashtable::default()
        })),
    );
    plain("args", Value::array(Vec::new()));
    plain("OutputEncoding", Value::native(EncodingValue::Utf8));
    plain(
        "PSNativeCommandUseErrorActionPreference",
        Value::Bool(false),
    );
    plain("PSEmailServer", Value::from(""));
    plain("PSSessionApplicationName", Value::from("wsman"));
    plain("PROFILE", Value::from(profile(session)));
    let all = ItemOptions::CONSTANT.with(ItemOptions::ALL_SCOPE);
    fixed(
        "PID",
        Value::Int(i32::try_from(std::process::id()).unwrap_or(i32::MAX)),
        all,
    );
    fixed("ShellId", Value::from("Microsoft.PowerShell"), all);
    fixed("PSHOME", Value::from(program_directory()), all);
    fixed("PSEdition", Value::from("Core"), all);
    fixed(
        "HOME",
        Value::from(os_text::text_of(crate::location::home_directory())),
        ItemOptions::READ_ONLY.with(ItemOptions::ALL_SCOPE),
    );
    for (name, on) in [
        ("IsLinux", cfg!(target_os = "linux")),
        ("IsWindows", cfg!(target_os = "windows")),
        ("IsMacOS", cfg!(target_os = "macos")),
        ("IsCoreCLR", true),
    ] {
        fixed(name, Value::Bool(on), all);
    }
    fixed(
        "PSCulture",
        Value::from("en-US"),
        ItemOptions::READ_ONLY.with(ItemOptions::ALL_SCOPE),
    );
    fixed(
        "PSUICulture",
        Value::from("en-US"),
        ItemOptions::READ_ONLY.with(ItemOptions::ALL_SCOPE),
    );
    fixed("EnabledExperimentalFeatures", Value::array(Vec::new()), all);
}

fn profile(session: &Session) -> String {
    let base = session.environment.get("XDG_CONFIG_HOME").map_or_else(
        || crate::location::home_directory().join(".config"),
        std::path::PathBuf::from,
    );
    os_text::text_of(base.join("iovsh/profile.ps1"))
}

fn program_directory() -> String {
    std::env::current_exe()
        .ok()
        .and_then(|path| Some(os_text::text_of(path.parent()?)))
        .unwrap_or_default()
}

pub(super) fn version_table() -> Value {
    let version = |text: &str, ty: &str| {
        crate::types::resolve(ty)
            .and_then(|ty| crate::value::convert::try_cast(&Value::from(text), &ty))
            .unwrap_or_else(|| Value::from(text))
    };
    let table = Hashtable {
        class: Some(Known::PsVersionTable),
        ..Hashtable::default()
    };
    table.set_text("PSVersion", version(VERSION, "semver"));
    table.set_text("PSEdition", Value::from("Core"));
    table.set_text("GitCommitId", Value::from(env!("CARGO_PKG_VERSION")));
    table.set_text("OS", Value::from(os_name()));
    table.set_text("Platform", Value::from("Unix"));
    table.set_text(
        "PSCompatibleVersions",
        Value::typed_array(
            "System.Version",
            ["1.0", "2.0", "3.0", "4.0", "5.0", "5.1", "6.0", "7.0"]
                .into_iter()
                .map(|text| version(text, "version"))
                .collect(),
        ),
    );
    table.set_text("PSRemotingProtocolVersion", version("2.3", "version"));
    table.set_text("SerializationVersion", version("1.1.0.1", "version"));
    table.set_text("WSManStackVersion", version("3.0", "version"));
    Value::Hashtable(Rc::new(table))
}

/// The name of the distribution, else that of the kernel.
fn os_name() -> String {
    let facts = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = facts
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="));
    if let Some(name) = name.map(|name| name.trim_matches('"')) {
        return name.to_owned();
    }
    let release = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("Linux {}", release.trim())
}

/// A computed variable, with the options that it carries.
pub(super) fn computed_variable(session: &Session, symbol: Symbol, name: &str) -> Option<Variable> {
    let mut variable = Variable::new(symbol, name, computed(session, symbol)?);
    let options = match symbol {
        Symbol::NULL
        | Symbol::TRUE
        | Symbol::FALSE
        | Symbol::ERROR
        | Symbol::HOST
        | Symbol::PS_VERSION_TABLE
        | Symbol::PS_STYLE
        | Symbol::EXECUTION_CONTEXT => ItemOptions::CONSTANT.with(ItemOptions::ALL_SCOPE),
        Symbol::QUESTION => ItemOptions::READ_ONLY.with(ItemOptions::ALL_SCOPE),
        _ => return Some(variable),
    };
    variable.info = Some(Rc::new(VariableInfo {
        options,
        ..VariableInfo::default()
    }));
    Some(variable)
}

/// A variable that is computed when it is asked for.
pub(super) fn computed(session: &Session, symbol: Symbol) -> Option<Value> {
    Some(match symbol {
        Symbol::NULL => Value::Null,
        Symbol::TRUE => Value::Bool(true),
        Symbol::FALSE => Value::Bool(false),
        Symbol::QUESTION => Value::Bool(session.success),
        Symbol::ERROR => Value::List(Rc::clone(&session.errors)),
        Symbol::STACK_TRACE => return None,
        Symbol::PS_VERSION_TABLE => session.version_table.get_or_init(version_table).clone(),
        Symbol::PS_STYLE => session.ps_style.get_or_init(ps_style).clone(),
        Symbol::PWD => Value::Native(Rc::new(super::psobjects::PathInfo {
            text: session.locations.current().text().into(),
            drive: Rc::clone(&session.locations.current().drive.name),
        })),
        Symbol::LAST_TOKEN => Value::Str(Rc::clone(&session.first_and_last_token.1)),
        Symbol::FIRST_TOKEN => Value::Str(Rc::clone(&session.first_and_last_token.0)),
        Symbol::EXECUTION_CONTEXT => Value::native(EngineValue),
        Symbol::HOST => Value::native(HostValue),
        Symbol::INPUT => input(session),
        Symbol::PS_SCRIPT_ROOT => match script_path(session) {
            Some(path) => Value::str(
                std::path::Path::new(&*path)
                    .parent()
                    .map(os_text::text_of)
                    .unwrap_or_default(),
            ),
            None => Value::from(""),
        },
        Symbol::PS_COMMAND_PATH => match script_path(session) {
            Some(path) => Value::Str(path),
            None => Value::from(""),
        },
        Symbol::MY_INVOCATION => match invocation_in(&session.scope) {
            Some(call) => Value::Native(Rc::new(InvocationInfo {
                site: Rc::new(call.site()),
                position: call.position.clone(),
                command: script_path(session),
            })),
            None => return None,
        },
        Symbol::PS_BOUND_PARAMETERS => match invocation_in(&session.scope) {
            Some(call) => Value::Hashtable(call.bound_table()),
            None => Value::Hashtable(Rc::new(super::invocation::bound_parameters())),
        },
        Symbol::PS_CMDLET => match invocation_in(&session.scope) {
            Some(call) if call.meta.as_ref().is_some_and(|meta| meta.advanced) => {
                Value::native(PsCmdletValue { call })
            }
            _ => return None,
        },
        _ => return None,
    })
}

/// `$input` of the running function, block or script, and not that of its caller: what came down the pipeline, or nothing at all.
pub(super) fn input(session: &Session) -> Value {
    let mut scope = Some(&session.scope);
    while let Some(current) = scope {
        let found = current
            .find(Symbol::INPUT, usize::MAX)
            .and_then(|at| current.with(at, |found| found.value.clone()));
        if let Some(found) = found {
            return found;
        }
        if current.invocation.borrow().is_some() {
            break;
        }
        scope = current.parent.as_ref();
    }
    if session.takes_input && is_main(session) {
        return Value::native(InputLines(Rc::clone(&session.standard_input)));
    }
    input_enumerator(Vec::new())
}

/// Whether the running code is that which the program was started for, and not a function, block or script of it.
fn is_main(session: &Session) -> bool {
    match invocation_in(&session.scope) {
        None => true,
        Some(call) => match &call.command {
            super::CommandInfo::Script(script) => session
                .top_script
                .as_ref()
                .is_some_and(|top| Rc::ptr_eq(top, script)),
            super::CommandInfo::Block(_) => session.calls.is_empty(),
            _ => false,
        },
    }
}

fn invocation_in(scope: &Rc<Scope>) -> Option<Rc<super::Invocation>> {
    let mut scope = Some(scope);
    while let Some(current) = scope {
        if let Some(call) = &*current.invocation.borrow() {
            return Some(Rc::clone(call));
        }
        scope = current.parent.as_ref();
    }
    None
}

/// The file that the running script was read from.
fn script_path(session: &Session) -> Option<Rc<str>> {
    for call in session.calls.iter().rev() {
        match &call.command {
            super::CommandInfo::Script(script) => return Some(Rc::clone(&script.path)),
            super::CommandInfo::Function(function) => {
                if let Some(name) = function.block.ast.source.name() {
                    return Some(Rc::clone(name));
                }
            }
            super::CommandInfo::Block(block) => {
                if let Some(name) = block.ast.source.name() {
                    return Some(Rc::clone(name));
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether the text of a block mentions a variable: only then is an enumerator kept for it.
pub(super) fn mentions(
    block: &StatementBlock,
    source: Option<&Rc<SourceText>>,
    variable: &str,
) -> bool {
    let Some(source) = source else {
        return false;
    };
    let text = source.slice(block.span).as_bytes();
    text.windows(variable.len())
        .any(|window| window.eq_ignore_ascii_case(variable.as_bytes()))
}

/// `$foreach` and `$switch`: where a loop stands, and a way to move it on.
#[derive(Debug)]
pub(super) struct Enumerator {
    items: Vec<Value>,
    next: Cell<usize>,
    current: RefCell<Value>,
}

impl Enumerator {
    pub(super) fn new(items: Vec<Value>) -> Self {
        Enumerator {
            items,
            next: Cell::new(0),
            current: RefCell::default(),
        }
    }

    /// Moves on; the item it then stands at.
    pub(super) fn advance(&self) -> Option<Value> {
        let item = self.items.get(self.next.get()).cloned()?;
        self.next.set(self.next.get() + 1);
        *self.current.borrow_mut() = item.clone();
        Some(item)
    }

    /// Back to before the first item.
    pub(super) fn reset(&self) {
        self.next.set(0);
        *self.current.borrow_mut() = Value::Null;
    }
}

impl Native for Enumerator {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Array+ArrayEnumerator", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Array+ArrayEnumerator".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Current")
            .then(|| self.current.borrow().clone())
    }
    fn property_names(&self) -> Vec<Name> {
        vec!["Current".into()]
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// An enumerator that stands at its only item.
pub(super) fn enumerator(item: Value) -> Value {
    let made = Enumerator::new(vec![item]);
    let _ = made.advance();
    Value::native(made)
}

/// `$input`: the objects that came down the pipeline, which can be gone through once.
#[derive(Debug)]
pub(super) struct InputEnumerator(pub Enumerator);

/// `$input` for these objects.
pub(super) fn input_enumerator(items: Vec<Value>) -> Value {
    Value::native(InputEnumerator(Enumerator::new(items)))
}

impl Native for InputEnumerator {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Collections.ArrayList+ArrayListEnumeratorSimple",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        let items = self.items().unwrap_or_default();
        let texts: Vec<String> = items
            .iter()
            .map(|item| crate::value::convert::to_text(item).to_string())
            .collect();
        texts.join(" ")
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "current" => Some(self.0.current.borrow().clone()),
            // An enumerator cannot be counted: each of its elements answers.
            "count" | "length" => {
                let items = self.items().unwrap_or_default();
                let counts: Vec<Value> = items.iter().map(|_| Value::Int(1)).collect();
                super::sink::collapse(counts)
            }
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        vec!["Current".into()]
    }
    fn items(&self) -> Option<Vec<Value>> {
        let rest = self
            .0
            .items
            .get(self.0.next.get()..)
            .unwrap_or(&[])
            .to_vec();
        Some(rest)
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// Where `[ref]$x` points.
pub(super) struct VariableReference {
    pub scope: Rc<Scope>,
    pub symbol: Symbol,
}

impl std::fmt::Debug for VariableReference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VariableReference")
    }
}

impl Place for VariableReference {
    fn get(&self) -> Value {
        self.scope
            .get(self.symbol)
            .map(|variable| variable.value)
            .unwrap_or_default()
    }
    fn set(&self, value: Value) {
        if let Some(at) = self.scope.find(self.symbol, usize::MAX) {
            let old = self.scope.change(at, |variable| {
                variable.nothing = false;
                std::mem::replace(&mut variable.value, value)
            });
            drop(old);
        }
    }
}
