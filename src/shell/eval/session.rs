//! A session: everything that outlives a line. Variables, functions, aliases, `$Error`, modules, preferences.

use std::any::Any;
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::automatic;
use super::command::CmdletInfo;
use super::function::Function;
use super::history::History;
use super::interpreter::Interpreter;
use super::invocation::Invocation;
use super::module::Module;
use super::output::Output;
use super::ps_style::ps_style;
use super::scope::{Alias, ItemOptions, Scope, Variable, is_inner};
use super::sink::Door;
use super::standard_input::StandardInput;
use crate::bind::CommandMeta;
use crate::cmdlet::CmdletSpec;
use crate::environment::Environment;
use crate::error::{Flow, Interrupt, ShellError, parse_failure};
use crate::error_record::ErrorRecord;
use crate::format::Views;
use crate::job::{Jobs, SessionFactory};
use crate::location::Locations;
use crate::stack::StackGuard;
use crate::syntax::ast::ScriptBlockAst;
use crate::syntax::symbol::{Symbol, SymbolMap};
use crate::syntax::{self};
use crate::value::{List, PsObject, ScriptBlock, Value};
use iovsh_base::interrupt;

/// What is to be warned of before a program runs, by the name that was typed and its path: that it acts elsewhere than the cmdlets, for
/// example; or why it is not run.
pub type BeforeProgram = fn(&mut Session, &str, &str) -> Result<Option<String>, Box<ShellError>>;

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All statements ran (some may have failed without ending the run).
    Done,
    /// An error ended the run; it has been shown.
    Failed,
    /// `exit` with its code.
    Exit(i32),
    /// Ctrl+C.
    Cancelled,
}

/// Rewrites an error of a cmdlet before its record is made.
pub type ErrorWords = fn(&Session, &CmdletSpec, &mut ShellError);

/// A shell session.
pub struct Session {
    /// Where it is, and the drives that it knows: what every relative path is resolved against.
    pub locations: Locations,
    /// What `$env:` reads and writes, and what programs that it starts are given.
    pub environment: Environment,
    /// Where relative paths of .NET's own members start, when a script has set that.
    pub(super) file_directory: Option<std::path::PathBuf>,
    /// The cmdlets that were asked for so far.
    pub(super) cmdlets: RefCell<SymbolMap<Rc<CmdletInfo>>>,
    registry: &'static [&'static CmdletSpec],
    services: Rc<dyn Any>,
    /// How many programs were started, and how many lines they wrote: each may have changed what was seen before.
    pub(super) programs_started: u64,
    pub(super) global: Rc<Scope>,
    pub(super) scope: Rc<Scope>,
    pub(super) module: Option<Rc<Module>>,
    pub(super) modules: Vec<Rc<Module>>,
    /// The files of modules that are being loaded now.
    pub(super) importing: Vec<Rc<str>>,
    /// `$PSVersionTable`, once it was asked for.
    pub(super) version_table: Rc<OnceCell<Value>>,
    /// `$PSStyle`, once somebody has asked for it.
    pub(super) ps_style: Rc<OnceCell<Value>>,
    /// `$?`.
    pub(super) success: bool,
    pub(super) errors: Rc<List>,
    pub(super) cancel: Arc<AtomicBool>,
    /// Whether errors of statements go up to a `try` or `trap` instead of being reported where they happen.
    pub(super) propagate: bool,
    pub(super) stages: u64,
    pub(super) stack: StackGuard,
    pub(super) calls: Vec<Rc<Invocation>>,
    /// Where each module (`None`: the session itself) stood when another one's code was entered, the latest last.
    pub(super) left_scopes: Vec<(Option<Rc<Module>>, Rc<Scope>)>,
    /// The script that the program runs: its `exit` ends the program, that of other scripts only themselves.
    pub(super) top_script: Option<Rc<super::function::Script>>,
    /// Declarations of script blocks with parameters, by their tree.
    pub(super) metas: HashMap<usize, (Rc<ScriptBlockAst>, Rc<CommandMeta>)>,
    /// The declaration of a block without parameters, which all such blocks share.
    pub(super) no_parameters: Option<Rc<CommandMeta>>,
    /// The classes and enumerations that scripts have defined.
    pub(super) types: Rc<crate::types::TypeTable>,
    /// What the method of a class that runs now gives.
    pub(super) method_value: Option<Value>,
    /// `using namespace` lines.
    pub(super) namespaces: Vec<Rc<str>>,
    /// Whether it is that of a job, or of a script of another computer: `$using:` means something, and the terminal is not for its
    /// programs.
    pub is_detached: bool,
    /// Whether a command that is not there ends the script that names it.
    pub missing_ends: bool,
    /// The caller's variables that script reads with `$using:`. They are no variables of this session.
    pub using: Rc<Scope>,
    /// How objects are shown, by their type.
    pub views: Rc<Views>,
    /// The lines that were run at the prompt, for `Get-History`.
    pub history: History,
    pub(super) first_and_last_token: (Rc<str>, Rc<str>),
    /// The jobs that were started here.
    pub jobs: Jobs,
    /// What makes the sessions of jobs; without it there are none.
    pub job_sessions: Option<Arc<dyn SessionFactory>>,
    /// Says at which places commands run; `None`: all run where the session is.
    pub rounds: Option<Rc<dyn super::Rounds>>,
    /// The name of the place where the running command acts, when that has to be said.
    pub place_name: Option<Rc<str>>,
    /// A sentence with a next step, as it is said here of the place with this name.
    pub place_words: fn(&str, &str) -> String,
    /// What to say of a command that does not exist: what may have been meant, or what to do instead.
    pub advice: fn(&Session, &str) -> Option<String>,
    /// What is to be warned of before a program runs.
    pub before_program: BeforeProgram,
    /// Has an object that follows what it shows read anew, where that is due.
    pub follow: fn(&mut Session, &PsObject, &str) -> Flow,
    /// Knows the paths that files can be named by; without it they are those of this computer.
    pub path_completer: Option<crate::cmdlet::Completer>,
    /// Whether a port of a host answers that is simulated; `None` for hosts of the real network.
    pub simulated_port: fn(&mut Session, &str, u16) -> Option<bool>,
    /// Puts the words of Microsoft's cmdlets into an error of a cmdlet: id, category, exception.
    pub error_words: Option<ErrorWords>,
    /// Standard input of the process as text.
    pub standard_input: Rc<StandardInput>,
    /// How objects that another iovsh has written are found again.
    pub found_again: &'static [super::received::FoundAgain],
    /// Whether that is `$input` of what the program runs.
    pub takes_input: bool,
    /// What decides what runs, where the session is limited.
    pub(super) gate: Option<Rc<dyn super::Gate>>,
    /// What is to be looked at between two statements, and while the session waits: events that scripts have subscribed to.
    pub idle: Option<IdleHook>,
    /// Where all errors are said to have happened, when what runs is nothing that anybody wrote.
    pub(super) errors_at: Option<crate::error::Position>,
    /// Whatever cmdlets keep between two calls, by their own key (transcripts, events).
    pub kept: HashMap<&'static str, Rc<dyn Any>>,
}

/// Looks at what has happened meanwhile.
pub type IdleHook = for<'a, 'b> fn(&'a mut Interpreter<'b>) -> Flow<bool>;

/// Reads the global variables of a session without being a second owner of their values.
pub struct VariableReader {
    global: Rc<Scope>,
    version_table: Rc<OnceCell<Value>>,
    ps_style: Rc<OnceCell<Value>>,
    /// Those that are no variables of a scope, as they are now.
    computed: Vec<(Symbol, Value)>,
}

impl VariableReader {
    /// What the variable holds now.
    pub fn value(&self, name: &str) -> Option<Value> {
        let symbol = Symbol::find(name)?;
        if symbol == Symbol::PS_VERSION_TABLE {
            let table = self.version_table.get_or_init(automatic::version_table);
            return Some(table.clone());
        }
        if symbol == Symbol::PS_STYLE {
            return Some(self.ps_style.get_or_init(ps_style).clone());
        }
        let computed = self.computed.iter().find(|(known, _)| *known == symbol);
        match computed {
            Some((_, value)) => Some(value.clone()),
            None => self.global.get(symbol).map(|variable| variable.value),
        }
    }
}

impl Session {
    /// A session with these cmdlets. `services` is what cmdlets get back from [`super::Context::services`].
    pub fn new(registry: &'static [&'static CmdletSpec], services: Rc<dyn Any>) -> Self {
        let global = Rc::new(Scope::default());
        global.is_script.set(true);
        for spec in registry {
            for alias in spec.aliases {
                global.set_alias(
                    Symbol::of(alias),
                    Alias {
                        name: (*alias).into(),
                        definition: spec.name.into(),
                        options: ItemOptions::NONE,
                        description: "".into(),
                        module: None,
                    },
                );
            }
        }
        let directory = std::env::current_dir().unwrap_or_else(|_| std::path::PathBuf::from("/"));
        let cancel = Arc::new(AtomicBool::new(false));
        let mut environment = Environment::of_process();
        if environment.get("PSModulePath").is_none() {
            let path = super::import::default_path(environment.get("HOME"));
            environment.set("PSModulePath", &path);
        }
        let mut session = Session {
            locations: Locations::starting_at(&directory),
            environment,
            file_directory: None,
            cmdlets: RefCell::default(),
            registry,
            services,
            programs_started: 0,
            scope: Rc::clone(&global),
            global,
            module: None,
            modules: Vec::new(),
            importing: Vec::new(),
            types: crate::types::class::begin_session(),
            method_value: None,
            version_table: Rc::default(),
            ps_style: Rc::default(),
            success: true,
            errors: Rc::new(List::untyped(Vec::new())),
            standard_input: Rc::new(StandardInput::new(Arc::clone(&cancel))),
            cancel,
            propagate: false,
            stages: 0,
            stack: StackGuard::new(),
            left_scopes: Vec::new(),
            top_script: None,
            calls: Vec::new(),
            metas: HashMap::new(),
            no_parameters: None,
            namespaces: Vec::new(),
            is_detached: false,
            missing_ends: false,
            using: Rc::default(),
            views: Rc::new(Views::builtin()),
            history: History::default(),
            first_and_last_token: ("".into(), "".into()),
            jobs: Jobs::default(),
            job_sessions: None,
            rounds: None,
            place_name: None,
            place_words: |_, text| text.to_owned(),
            advice: |_, _| None,
            before_program: |_, _, _| Ok(None),
            follow: |_, _, _| Ok(()),
            path_completer: None,
            simulated_port: |_, _, _| None,
            error_words: None,
            found_again: &[],
            takes_input: false,
            gate: None,
            idle: None,
            errors_at: None,
            kept: HashMap::new(),
        };
        automatic::install(&mut session);
        session
    }

    /// The cmdlets of this session.
    pub fn registry(&self) -> &'static [&'static CmdletSpec] {
        self.registry
    }

    /// Has an object that follows what it shows read anew, where that is due.
    ///
    /// # Errors
    /// What it shows cannot be read.
    pub fn catch_up(&mut self, object: &PsObject, name: &str) -> Flow {
        match object.read_at() {
            Some(_) => (self.follow)(self, object, name),
            None => Ok(()),
        }
    }

    /// The services that the session was made with.
    pub fn services(&self) -> Rc<dyn Any> {
        Rc::clone(&self.services)
    }

    /// The flag that ends what is running: set it from a signal handler. A run clears it when it begins.
    pub fn cancel_flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.cancel)
    }

    /// What runs here is ended by the flag of another session: the one from which this one is used.
    pub fn share_cancel(&mut self, flag: Arc<AtomicBool>) {
        self.cancel = flag;
    }

    /// Whether Ctrl+C was pressed.
    pub fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// `$?`.
    pub fn succeeded(&self) -> bool {
        self.success
    }

    /// `$LASTEXITCODE`; 0 when no program ran yet.
    pub fn last_exit_code(&self) -> i32 {
        match self.get_variable("LASTEXITCODE") {
            Some(Value::Int(code)) => code,
            _ => 0,
        }
    }

    /// Parses and runs a text in the session's own scope, as the prompt does. `name` is the file it came from, if any.
    /// Everything that it writes, errors included, goes to `output`.
    pub fn run_text(&mut self, text: &str, name: Option<&str>, output: &mut dyn Output) -> Outcome {
        self.run_named_text(text, name, &[], output)
    }

    /// Runs a text with arguments given as text, as a script that has no file: `... | iovsh - ARGUMENTS`.
    pub fn run_text_with(
        &mut self,
        text: &str,
        arguments: &[String],
        output: &mut dyn Output,
    ) -> Outcome {
        self.run_named_text(text, None, arguments, output)
    }

    fn run_named_text(
        &mut self,
        text: &str,
        name: Option<&str>,
        arguments: &[String],
        output: &mut dyn Output,
    ) -> Outcome {
        self.cancel.store(false, Ordering::Relaxed);
        let _watched = interrupt::watch(self.cancel_flag());
        if let refused @ Err(_) = self.may_run_text() {
            return self.finish_run(refused, output);
        }
        let parsed = syntax::parse_script(text, name);
        if !parsed.errors.is_empty() {
            let error = parse_failure(&parsed.errors, &parsed.ast.source);
            self.success = false;
            let record = self.record_error(error);
            output.error(self, &record);
            return Outcome::Failed;
        }
        let block = super::function::block_of(parsed.ast, None, None);
        let flow = {
            let mut door = Door(output);
            Interpreter::new(self, &mut door).run_top(&block, arguments)
        };
        self.finish_run(flow, output)
    }

    /// Runs a block on the shell's own behalf, as [`run_aside`](Self::run_aside) runs a text: what a key of the prompt does.
    pub fn run_block_aside(
        &mut self,
        block: &Rc<ScriptBlock>,
        arguments: &[Value],
        output: &mut dyn Output,
    ) -> Outcome {
        let (success, tokens) = (self.success, self.first_and_last_token.clone());
        let code = self.get_variable("LASTEXITCODE");
        self.cancel.store(false, Ordering::Relaxed);
        let watched = interrupt::watch(self.cancel_flag());
        let flow = {
            let mut door = Door(output);
            Interpreter::new(self, &mut door).call_block(block, arguments, None, true)
        };
        let outcome = self.finish_run(flow, output);
        drop(watched);
        self.success = success;
        self.first_and_last_token = tokens;
        if let Some(code) = code {
            self.set_global("LASTEXITCODE", code);
        }
        outcome
    }

    /// Runs a text on the shell's own behalf: `$?` and `$LASTEXITCODE` stay what the user's last line made them.
    pub fn run_aside(&mut self, text: &str, output: &mut dyn Output) -> Outcome {
        let success = self.success;
        let code = self.get_variable("LASTEXITCODE");
        let tokens = self.first_and_last_token.clone();
        let outcome = self.run_text(text, None, output);
        self.success = success;
        self.first_and_last_token = tokens;
        if let Some(code) = code {
            self.set_global("LASTEXITCODE", code);
        }
        outcome
    }

    /// Runs a script file with arguments given as text: `iovsh FILE ARGUMENTS`.
    pub fn run_file(
        &mut self,
        path: &str,
        arguments: &[String],
        output: &mut dyn Output,
    ) -> Outcome {
        self.cancel.store(false, Ordering::Relaxed);
        let _watched = interrupt::watch(self.cancel_flag());
        if let refused @ Err(_) = self.may_run_text() {
            return self.finish_run(refused, output);
        }
        let flow = {
            let mut door = Door(output);
            Interpreter::new(self, &mut door).run_file(path, arguments)
        };
        self.finish_run(flow, output)
    }

    pub(super) fn finish_run(&mut self, flow: Flow, output: &mut dyn Output) -> Outcome {
        let outcome = match flow {
            Ok(())
            | Err(
                Interrupt::Return
                | Interrupt::Break(_)
                | Interrupt::Continue(_)
                | Interrupt::StopUpstream(_),
            ) => Outcome::Done,
            Err(Interrupt::Exit(code)) => Outcome::Exit(code),
            Err(Interrupt::Cancelled) => Outcome::Cancelled,
            Err(Interrupt::Error(error)) => {
                self.success = false;
                let record = self.record_error(*error);
                output.error(self, &record);
                Outcome::Failed
            }
            Err(Interrupt::StopPipeline(stopped)) => {
                return self.finish_run(Err(stopped.cause), output);
            }
        };
        self.leave_all();
        match output.finish(self) {
            Ok(()) => outcome,
            Err(Interrupt::Error(error)) => {
                let record = self.record_error(*error);
                output.error(self, &record);
                Outcome::Failed
            }
            Err(_) => outcome,
        }
    }

    /// Back to where a line of the prompt begins, whatever was running.
    pub fn leave_all(&mut self) {
        self.scope = Rc::clone(&self.global);
        self.module = None;
        self.propagate = false;
        self.calls.clear();
        self.left_scopes.clear();
    }

    /// Makes the record of an error and puts it into `$Error`, once.
    pub fn record_error(&mut self, error: ShellError) -> Rc<ErrorRecord> {
        if let Some(record) = &error.record {
            let record = Rc::clone(record);
            self.remember_error(&record);
            return record;
        }
        let record = self.make_record(error);
        self.remember_error(&record);
        record
    }

    /// Makes the record of an error without putting it into `$Error`.
    pub fn make_record(&mut self, mut error: ShellError) -> Rc<ErrorRecord> {
        if let Some(record) = error.record.take() {
            return record;
        }
        let call = self.calls.last().cloned();
        let mut record = ErrorRecord::new(error, "");
        if let Some(call) = call {
            record.site = Some(Rc::new(call.site()));
        }
        record.stack = self.stack_trace(record.error.position.as_ref());
        record.set_thrown();
        Rc::new(record)
    }

    /// Puts a record at the front of `$Error`, unless it is there already.
    pub fn remember_error(&mut self, record: &Rc<ErrorRecord>) {
        let native: Rc<dyn crate::value::Native> = record.clone();
        let mut items = self.errors.items.borrow_mut();
        let known = items.iter().take(16).any(|item| match item {
            Value::Native(other) => std::ptr::addr_eq(Rc::as_ptr(other), Rc::as_ptr(&native)),
            _ => false,
        });
        if !known {
            items.insert(0, Value::Native(native));
            items.truncate(256);
        }
    }

    /// `$Error`.
    pub fn errors(&self) -> Rc<List> {
        Rc::clone(&self.errors)
    }

    /// `at f, FILE: line 1`, one line for each call that is under way; the first line is of the place.
    pub(super) fn stack_trace(&self, position: Option<&crate::error::Position>) -> Rc<str> {
        let mut lines = Vec::new();
        let mut place = position.cloned();
        for call in self.calls.iter().rev() {
            if call.spec().is_some() {
                place = place.or_else(|| call.position.clone());
                continue;
            }
            let name = call.command.name();
            let is_file = matches!(call.command, super::CommandInfo::Script(_));
            lines.push(stack_line(
                if name.is_empty() || is_file {
                    "<ScriptBlock>"
                } else {
                    &name
                },
                place.as_ref(),
            ));
            place = call.position.clone();
        }
        lines.push(stack_line("<ScriptBlock>", place.as_ref()));
        lines.join("\n").into()
    }

    /// A new number for a stage of a pipeline.
    pub(super) fn next_stage(&mut self) -> u64 {
        self.stages = self.stages.wrapping_add(1);
        self.stages
    }

    /// Goes into a new scope inside the current one; give the result to [`Session::leave`].
    pub(super) fn enter(&mut self, script: bool) -> Rc<Scope> {
        let scope = Rc::new(Scope::inside(Rc::clone(&self.scope)));
        scope.is_script.set(script);
        std::mem::replace(&mut self.scope, scope)
    }

    /// Back to the scope that [`Session::enter`] gave.
    pub(super) fn leave(&mut self, scope: Rc<Scope>) {
        self.scope = scope;
    }

    /// A function by name; a scope prefix (`global:f`) is understood.
    pub fn find_function(&self, name: &str) -> Option<Rc<Function>> {
        let symbol = Symbol::find(name);
        let mut scope = Some(Rc::clone(&self.scope));
        while let (Some(current), Some(symbol)) = (scope, symbol) {
            if let Some(function) = current.function(symbol) {
                return Some(function);
            }
            scope = current.next_defining();
        }
        let (prefix, plain) = name.split_once(':')?;
        let scope = self.scope_named(prefix)?;
        scope.function(Symbol::find(plain)?)
    }

    /// All functions that can be seen from here, inner ones first.
    pub fn functions(&self) -> Vec<Rc<Function>> {
        let mut found: Vec<Rc<Function>> = Vec::new();
        let mut seen = HashSet::new();
        let mut scope = Some(&self.scope);
        while let Some(current) = scope {
            for function in current.functions() {
                if seen.insert(function.name.to_ascii_lowercase()) {
                    found.push(function);
                }
            }
            scope = current.parent.as_ref();
        }
        found.sort_by_cached_key(|found| found.name.to_lowercase());
        found
    }

    /// Takes a function away, from the nearest scope that has it; whether there was one.
    pub fn remove_function(&mut self, name: &str) -> bool {
        let Some(symbol) = Symbol::find(name) else {
            return false;
        };
        let mut scope = Some(&self.scope);
        while let Some(current) = scope {
            if current.remove_function(symbol).is_some() {
                return true;
            }
            scope = current.parent.as_ref();
        }
        false
    }

    /// An alias by name.
    pub fn find_alias(&self, name: &str) -> Option<Alias> {
        let symbol = Symbol::find(name)?;
        let mut scope = Some(Rc::clone(&self.scope));
        while let Some(current) = scope {
            if let Some(alias) = current.alias(symbol) {
                return Some(alias);
            }
            scope = current.next_defining();
        }
        None
    }

    /// All aliases that can be seen from here, sorted by name.
    pub fn aliases(&self) -> Vec<Alias> {
        let mut found: Vec<Alias> = Vec::new();
        let mut seen = HashSet::new();
        let mut scope = Some(&self.scope);
        while let Some(current) = scope {
            for alias in current.aliases() {
                if seen.insert(alias.name.to_ascii_lowercase()) {
                    found.push(alias);
                }
            }
            scope = current.parent.as_ref();
        }
        found.sort_by_cached_key(|found| found.name.to_lowercase());
        found
    }

    /// Makes or changes an alias. `scope` is as `-Scope` takes it; the current one when `None`.
    pub fn set_alias(&mut self, alias: Alias, scope: Option<&str>) {
        let scope = scope
            .and_then(|name| self.scope_named(name))
            .unwrap_or_else(|| Rc::clone(&self.scope));
        scope.set_alias(Symbol::of(&alias.name), alias);
    }

    /// Takes an alias away; whether there was one.
    pub fn remove_alias(&mut self, name: &str) -> bool {
        let Some(symbol) = Symbol::find(name) else {
            return false;
        };
        let mut scope = Some(&self.scope);
        while let Some(current) = scope {
            if current.remove_alias(symbol).is_some() {
                return true;
            }
            scope = current.parent.as_ref();
        }
        false
    }

    /// The scope that `global`, `local`, `script`, or a number of levels up stands for.
    pub fn scope_named(&self, name: &str) -> Option<Rc<Scope>> {
        match name.to_ascii_lowercase().as_str() {
            "global" => Some(Rc::clone(&self.global)),
            "local" | "private" | "variable" => Some(Rc::clone(&self.scope)),
            "script" => Some(self.script_scope()),
            number => {
                let levels: usize = number.parse().ok()?;
                let mut scope = Rc::clone(&self.scope);
                for _ in 0..levels {
                    let parent = scope.parent.clone()?;
                    scope = parent;
                }
                Some(scope)
            }
        }
    }

    /// The scope of the running script, or the global one.
    pub(super) fn script_scope(&self) -> Rc<Scope> {
        let mut scope = &self.scope;
        while !scope.is_script.get() {
            match &scope.parent {
                Some(parent) => scope = parent,
                None => break,
            }
        }
        Rc::clone(scope)
    }

    /// The strict mode that is in force: 0 (off) to 3.
    pub fn strict_mode(&self) -> u8 {
        let mut scope = Some(Rc::clone(&self.scope));
        while let Some(current) = scope {
            if let Some(level) = current.strict() {
                return level;
            }
            scope = current.next_defining();
        }
        0
    }

    /// `Set-PSDebug -Strict`: in the outermost scope.
    pub fn set_global_strict_mode(&mut self, level: u8) {
        self.global.set_strict(level);
    }

    /// `Set-StrictMode` in the current scope.
    pub fn set_strict_mode(&mut self, level: u8) {
        self.scope.set_strict(level);
    }

    /// Modules that were imported.
    pub fn modules(&self) -> &[Rc<Module>] {
        &self.modules
    }

    /// Finds a variable: the scope that has it, and its place there.
    #[inline]
    pub(super) fn locate(&self, symbol: Symbol, hint: usize) -> Option<(&Rc<Scope>, usize)> {
        let mut scope = &self.scope;
        let mut first = true;
        loop {
            if let Some(at) = scope.find(symbol, hint)
                && (first
                    || scope.with(at, |variable| {
                        variable.info.is_none() || !variable.options().has(ItemOptions::PRIVATE)
                    }) == Some(true))
            {
                return Some((scope, at));
            }
            first = false;
            scope = match scope.parent.as_ref()? {
                // Nothing between here and there has it.
                parent if parent.parent.is_some() && !is_inner(symbol) => &self.global,
                parent => parent,
            };
        }
    }

    /// A copy of a variable with its attributes, from the nearest scope or the one that is named.
    pub fn variable(&self, name: &str, scope: Option<&str>) -> Option<Variable> {
        let symbol = Symbol::find(name)?;
        if let Some(variable) = automatic::computed_variable(self, symbol, name) {
            return Some(variable);
        }
        match scope {
            Some(scope) => self.scope_named(scope)?.get(symbol),
            None => {
                let (scope, at) = self.locate(symbol, usize::MAX)?;
                scope.with(at, Clone::clone)
            }
        }
    }

    /// All variables that can be seen, inner ones first; those of one scope when it is named.
    pub fn variables(&self, scope: Option<&str>) -> Vec<Variable> {
        if let Some(scope) = scope {
            return self
                .scope_named(scope)
                .map_or_else(Vec::new, |scope| scope.variables());
        }
        let mut found: Vec<Variable> = Vec::new();
        let mut known = HashSet::new();
        let mut current = Some(&self.scope);
        while let Some(scope) = current {
            for variable in scope.variables() {
                if known.insert(variable.symbol) {
                    found.push(variable);
                }
            }
            current = scope.parent.as_ref();
        }
        for (symbol, name) in automatic::COMPUTED {
            if !known.contains(symbol)
                && let Some(variable) = automatic::computed_variable(self, *symbol, name)
            {
                found.push(variable);
            }
        }
        found.sort_by_cached_key(|found| found.name.to_lowercase());
        found
    }

    /// Reads global variables later, when the session itself is out of reach.
    pub fn variable_reader(&self) -> VariableReader {
        VariableReader {
            global: Rc::clone(&self.global),
            version_table: Rc::clone(&self.version_table),
            ps_style: Rc::clone(&self.ps_style),
            computed: [Symbol::ERROR, Symbol::HOST, Symbol::PWD]
                .into_iter()
                .filter_map(|symbol| Some((symbol, automatic::computed(self, symbol)?)))
                .collect(),
        }
    }

    /// The value of a variable, by its plain name.
    pub fn get_variable(&self, name: &str) -> Option<Value> {
        self.variable(name, None).map(|variable| variable.value)
    }

    /// Sets a variable of the current scope, without regard to its attributes.
    pub fn set_variable(&mut self, name: &str, value: impl Into<Value>) {
        let symbol = Symbol::of(name);
        self.scope.put(Variable::new(symbol, name, value.into()));
    }

    /// Sets a variable of the global scope, without regard to its attributes.
    pub fn set_global(&mut self, name: &str, value: impl Into<Value>) {
        let symbol = Symbol::of(name);
        self.global.put(Variable::new(symbol, name, value.into()));
    }

    /// Takes a variable away from the current scope, or the one that is named; whether there was one.
    pub fn remove_variable(&mut self, name: &str, scope: Option<&str>) -> bool {
        let Some(symbol) = Symbol::find(name) else {
            return false;
        };
        match scope {
            Some(scope) => self
                .scope_named(scope)
                .is_some_and(|scope| scope.remove(symbol).is_some()),
            None => match self.locate(symbol, usize::MAX) {
                Some((scope, _)) => scope.remove(symbol).is_some(),
                None => false,
            },
        }
    }

    /// A preference variable or another plain variable by its symbol.
    pub(crate) fn value_of(&self, symbol: Symbol) -> Value {
        self.locate(symbol, usize::MAX)
            .and_then(|(scope, at)| scope.with(at, |variable| variable.value.clone()))
            .unwrap_or_default()
    }
}

fn stack_line(name: &str, position: Option<&crate::error::Position>) -> String {
    match position {
        Some(position) => format!(
            "at {name}, {}: line {}",
            position.source.name().map_or("<No file>", |name| name),
            position.source.position(position.span.start).line
        ),
        None => format!("at {name}, <No file>: line 1"),
    }
}
