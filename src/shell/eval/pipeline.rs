//! From the tree of a pipeline to stages that run.

use std::rc::Rc;

use super::alias_value::AliasValue;
use super::cmdlet_stage::CmdletStage;
use super::command::{CommandInfo, CommandValue, Found};
use super::function::Function;
use super::interpreter::{Interpreter, runtime_error};
use super::invocation::Invocation;
use super::native::{Destination, NativeStage, Program};
use super::output::TextStream;
use super::postponed::Postponed;
use super::preference;
use super::redirect::{FileTarget, Redirections, Route};
use super::scope::Alias;
use super::script_stage::ScriptStage;
use super::sink::Sink;
use super::stage::{self, Input, Running, Stage, StageIo, StreamVariable};
use super::streams::write_text;
use crate::bind::{self, Argument, Binding, Common};
use crate::cmdlet::CmdletSpec;
use crate::error::{ErrorCategory, Flow, Interrupt, Position};
use crate::syntax::ast::{
    AttributeBase, BinaryOperator, Command, CommandElement, CommandExpression, Expression,
    ExpressionKind, FunctionDefinition, InvocationOperator, Pipeline, PipelineElement, Redirection,
    RedirectionStream, RedirectionTarget, StatementKind,
};
use crate::syntax::symbol::Symbol;
use crate::value::{List, Name, ScriptBlock, Value, convert};

/// What is to be called, and how.
pub(super) struct Call {
    pub command: CommandInfo,
    pub name: Rc<str>,
    pub arguments: Vec<Argument>,
    pub position: Option<Position>,
    pub new_scope: bool,
}

impl Interpreter<'_> {
    /// Runs a pipeline; what it writes goes to the output.
    pub(super) fn pipeline(&mut self, pipeline: &Pipeline) -> Flow {
        if pipeline.background {
            return self.background(pipeline);
        }
        let count = i32::try_from(pipeline.elements.len()).unwrap_or(i32::MAX);
        let number = self.s.next_stage();
        let mut elements = pipeline.elements.as_slice();
        let mut source = None;
        if let Some(PipelineElement::Expression(first)) = elements.first() {
            elements = elements.get(1..).unwrap_or(&[]);
            if elements.is_empty() {
                return self.redirected_expression(first);
            }
            source = Some(first);
        }
        let mut stages: Vec<Stage> = Vec::with_capacity(elements.len());
        for (at, element) in elements.iter().enumerate() {
            let PipelineElement::Command(command) = element else {
                continue;
            };
            let place = at + usize::from(source.is_some());
            let call = match self.prepare(command) {
                Ok(call) => call,
                Err(interrupt) => {
                    dispose_all(self, &mut stages);
                    return Err(self.at(interrupt, command.span));
                }
            };
            let made = self.stage(
                call,
                number,
                (count, i32::try_from(place + 1).unwrap_or(i32::MAX)),
                place > 0,
                stages.last_mut(),
                &command.redirections,
            );
            match made {
                Ok(stage) => stages.extend(stage),
                Err(interrupt) => {
                    dispose_all(self, &mut stages);
                    return Err(self.at(interrupt, command.span));
                }
            }
        }
        let Some(source) = source else {
            return stage::run(self.s, self.out, number, &mut stages, Input::None);
        };
        let traps = self.traps;
        let text = self.source;
        let mut produce = |session: &mut super::Session, sink: &mut dyn Sink| {
            Interpreter {
                s: session,
                out: sink,
                traps,
                source: text,
            }
            .feed(source)
        };
        stage::run(
            self.s,
            self.out,
            number,
            &mut stages,
            Input::Items(&mut produce),
        )
    }

    /// Writes what the first expression of a pipeline gives.
    fn feed(&mut self, source: &CommandExpression) -> Flow {
        if !source.redirections.is_empty() {
            return self.redirected_expression(source);
        }
        match &source.expression.kind {
            ExpressionKind::Binary(binary) if binary.operator == BinaryOperator::DotDot => {
                let left = self.eval(&binary.left)?;
                let right = self.eval(&binary.right)?;
                if let (Value::Int(from), Value::Int(to)) = (&left, &right) {
                    return self.write_range(*from, *to);
                }
                let value = crate::value::operators::binary(binary.operator, &left, &right, self)
                    .map_err(|interrupt| self.at(interrupt, source.expression.span))?;
                self.write_value(value)
            }
            ExpressionKind::SubExpression(block) => {
                let items = self.block_items(block)?;
                for item in items {
                    self.out.write(self.s, item)?;
                }
                Ok(())
            }
            _ => match self.eval_output(&source.expression)? {
                Some(value) => self.write_value(value),
                None => Ok(()),
            },
        }
    }

    fn redirected_expression(&mut self, expression: &CommandExpression) -> Flow {
        if expression.redirections.is_empty() {
            return self.expression_statement(&expression.expression);
        }
        let redirections = self.redirections(&expression.redirections)?;
        self.redirected(redirections, |inner| {
            inner.expression_statement(&expression.expression)
        })
    }

    /// What redirections say, with their files opened.
    fn redirections(&mut self, list: &[Redirection]) -> Flow<Redirections> {
        let mut made = Redirections::new();
        for redirection in list {
            let stream = match redirection.from {
                RedirectionStream::All => 0,
                RedirectionStream::Output => 1,
                RedirectionStream::Error => 2,
                RedirectionStream::Warning => 3,
                RedirectionStream::Verbose => 4,
                RedirectionStream::Debug => 5,
                RedirectionStream::Information => 6,
            };
            match &redirection.target {
                RedirectionTarget::Stream(_) => made.set(stream, Route::Merge),
                RedirectionTarget::File { location, append } => {
                    let value = self.eval(location)?;
                    if value.is_null() {
                        made.set(stream, Route::Drop);
                        continue;
                    }
                    let name = convert::to_text(&value);
                    if name.eq_ignore_ascii_case("/dev/null") {
                        made.set(stream, Route::Drop);
                        continue;
                    }
                    let path = self.s.locations.native(&name);
                    let file = FileTarget::open(&path, *append)
                        .map_err(|error| self.at(error.into(), location.span))?;
                    let route = made.add_file(file);
                    made.set(stream, route);
                }
            }
        }
        Ok(made)
    }

    /// Finds what a command calls and computes its arguments.
    pub(super) fn prepare(&mut self, command: &Command) -> Flow<Call> {
        let Some(name_expression) = command.name_expression() else {
            return Err(runtime_error(
                "BadExpression",
                ErrorCategory::InvalidOperation,
                "There is no command here.",
            )
            .into());
        };
        let position = self.position(command.span);
        let (found, name) = match command.name() {
            Some(name) if !name.is_empty() => {
                (self.lookup(name, name_expression)?, Rc::clone(name))
            }
            _ => {
                let value = self.eval(name_expression)?;
                if let Some(call) = self.call_in_module(command, &value)? {
                    return Ok(call);
                }
                self.dynamic_command(&value, name_expression)?
            }
        };
        if self.s.strict_mode() >= 2 && called_like_a_method(command) {
            return Err(runtime_error(
                "StrictModeFunctionCallWithParens",
                ErrorCategory::InvalidOperation,
                "The function or command was called as if it were a method. Parameters should be separated by spaces. For information about parameters, see the about_Parameters Help topic.",
            )
            .into());
        }
        if command.elements.len() > 1
            && let Some(place) = &position
        {
            let words = command.elements.iter().skip(1);
            let words = words.map(|element| place.source.slice(element.span()));
            if let Some(call) = self.help_call(&found, words, position.clone()) {
                return Ok(call);
            }
        }
        let mut arguments = Vec::with_capacity(command.elements.len().saturating_sub(1));
        let native = matches!(found, CommandInfo::Application(_));
        self.command_arguments(command, native, &mut arguments)?;
        Ok(Call {
            command: found,
            name,
            arguments,
            position,
            new_scope: command.invocation != InvocationOperator::Dot,
        })
    }

    /// `& $module { }`: a command whose first word is a module. `None` for any other.
    fn call_in_module(&mut self, command: &Command, value: &Value) -> Flow<Option<Call>> {
        let Some(super::ModuleValue(module)) = value.downcast::<super::ModuleValue>() else {
            return Ok(None);
        };
        let module = Rc::clone(module);
        let Some(CommandElement::Argument(what)) = command.elements.get(1) else {
            return Ok(None);
        };
        let what = self.eval(what)?;
        let found = self.command_in_module(&module, &what)?;
        let mut arguments = Vec::new();
        self.command_arguments(command, false, &mut arguments)?;
        if !arguments.is_empty() {
            arguments.remove(0);
        }
        Ok(Some(Call {
            name: found.name(),
            command: found,
            arguments,
            position: self.position(command.span),
            new_scope: command.invocation != InvocationOperator::Dot,
        }))
    }

    fn lookup(&mut self, name: &Rc<str>, expression: &Expression) -> Flow<CommandInfo> {
        match self.find_or_import(name)? {
            Found::Command(command, _) => Ok(command),
            Found::Broken(error) => Err(Interrupt::Error(error)),
            Found::Nothing => {
                let mut error = self.s.command_not_found(name);
                error.ends_script = self.s.missing_ends;
                Err(self.at(error.into(), expression.span))
            }
        }
    }

    fn dynamic_command(
        &mut self,
        value: &Value,
        expression: &Expression,
    ) -> Flow<(CommandInfo, Rc<str>)> {
        let value = match value {
            Value::Array(array) if array.items.borrow().len() == 1 => {
                array.items.borrow().first().cloned().unwrap_or_default()
            }
            other => other.clone(),
        };
        match value.base() {
            Value::ScriptBlock(block) => Ok((CommandInfo::Block(Rc::clone(block)), "&".into())),
            Value::Null => Err(bad_expression()),
            Value::Native(native) => {
                if let Some(command) = native.as_any().downcast_ref::<CommandValue>() {
                    return Ok((command.command.clone(), command.command.name()));
                }
                if let Some(alias) = native.as_any().downcast_ref::<AliasValue>()
                    && let Some(command) = alias.resolved()
                {
                    return Ok((command.clone(), alias.name().shared()));
                }
                let name = convert::to_text(&value);
                Ok((self.lookup(&name, expression)?, name))
            }
            _ => {
                let name = convert::to_text(&value);
                if name.trim().is_empty() {
                    return Err(bad_expression());
                }
                Ok((self.lookup(&name, expression)?, name))
            }
        }
    }

    /// Makes a stage of a call: its arguments are bound here. `None` when the call is a program that was joined to the one
    /// of the stage before.
    pub(super) fn stage(
        &mut self,
        call: Call,
        pipeline: u64,
        place: (i32, i32),
        expecting_input: bool,
        before: Option<&mut Stage>,
        redirections: &[Redirection],
    ) -> Flow<Option<Stage>> {
        let last = place.1 == place.0;
        let mut io = StageIo {
            pipeline,
            ..StageIo::default()
        };
        if !redirections.is_empty() {
            io.redirections = Some(Box::new(self.redirections(redirections)?));
        }
        let Call {
            command,
            name,
            arguments,
            position,
            new_scope,
        } = call;
        self.s.may_call(&command)?;
        if let CommandInfo::Application(path) = &command {
            let mut invocation = Invocation::new(command.clone(), name, position);
            invocation.pipeline = place;
            invocation.expecting_input = expecting_input;
            invocation.stage = self.s.next_stage();
            invocation.number = pipeline;
            let call = Rc::new(invocation);
            self.warn_of_program(&call, path)?;
            let routes = io.redirections.as_deref();
            let merged = routes.is_some_and(Redirections::merges_errors);
            let program = Program::new(self, &call.name, path, &arguments, merged)?;
            let file = io
                .redirections
                .as_deref()
                .and_then(Redirections::output_file);
            let destination = match file {
                Some(file) => Destination::File(file),
                None if !last || !self.is_screen() || io.redirections.is_some() => {
                    Destination::Pipeline
                }
                None => Destination::Terminal,
            };
            let joined = before.filter(|before| {
                before
                    .io
                    .redirections
                    .as_deref()
                    .is_none_or(Redirections::only_merges_errors)
            });
            if let Some(before) = joined
                && let Running::Native(stage) = &mut before.running
            {
                stage.join(program, destination);
                before.io = io;
                return Ok(None);
            }
            let stage = NativeStage::new(program, call, destination);
            return Ok(Some(Stage::new(
                self.s,
                Running::Native(Box::new(stage)),
                io,
            )));
        }
        let meta = super::meta_for(self, &command)?;
        let mut invocation = Invocation::new(command.clone(), name, position);
        invocation.meta = Some(Rc::clone(&meta));
        invocation.pipeline = place;
        invocation.expecting_input = expecting_input;
        invocation.to_screen = last && redirections.is_empty() && self.out.is_door();
        invocation.stage = self.s.next_stage();
        invocation.number = pipeline;
        let invocation = Rc::new(invocation);
        let running = match command {
            CommandInfo::Cmdlet(cmdlet) => {
                let mut binding = bind::bind(self, &*invocation, &meta, arguments, expecting_input)
                    .map_err(|refused| self.in_words_of(cmdlet.spec, refused))?;
                self.s.may_run(cmdlet.spec, binding.bound())?;
                invocation.take_over(&mut binding);
                self.apply_common(&invocation, &mut io, &mut binding)?;
                let instance = if Postponed::is_wanted(&invocation) {
                    Box::new(Postponed::default())
                } else {
                    (cmdlet.spec.new)()
                };
                Running::Cmdlet(Box::new(CmdletStage::new(instance, binding, invocation)))
            }
            CommandInfo::Function(function) => {
                let block = Rc::clone(&function.block);
                let module = function.module.clone();
                let mut stage =
                    ScriptStage::new(self, block, module, invocation, arguments, new_scope)?;
                let call = Rc::clone(&stage.call);
                self.apply_common(&call, &mut io, stage.binding())?;
                Running::Script(Box::new(stage))
            }
            CommandInfo::Block(block) => {
                let module = super::function::home(&block).and_then(|home| home.module.clone());
                let mut stage =
                    ScriptStage::new(self, block, module, invocation, arguments, new_scope)?;
                let call = Rc::clone(&stage.call);
                self.apply_common(&call, &mut io, stage.binding())?;
                Running::Script(Box::new(stage))
            }
            CommandInfo::Script(script) => {
                self.make_ready(&script.block.ast)?;
                let mut stage = ScriptStage::new(
                    self,
                    Rc::clone(&script.block),
                    None,
                    invocation,
                    arguments,
                    new_scope,
                )?;
                let call = Rc::clone(&stage.call);
                self.apply_common(&call, &mut io, stage.binding())?;
                Running::Script(Box::new(stage))
            }
            CommandInfo::Application(_) => {
                return Err(runtime_error(
                    "InvalidOperation",
                    ErrorCategory::InvalidOperation,
                    "A program cannot be bound.",
                )
                .into());
            }
        };
        Ok(Some(Stage::new(self.s, running, io)))
    }

    /// Says what is to be said before a program runs, or why it is not run.
    fn warn_of_program(&mut self, call: &Rc<Invocation>, path: &str) -> Flow {
        let said = (self.s.before_program)(self.s, &call.name, path);
        let Some(warning) = said.map_err(|error| match &call.position {
            Some(position) => error.at(position.clone()),
            None => *error,
        })?
        else {
            return Ok(());
        };
        let (stream, action) = (TextStream::Warning, preference::warning(self.s, call));
        write_text(self.s, self.out, call, stream, warning, action)
    }

    /// Whether output goes straight to the screen: a program may then keep the terminal.
    fn is_screen(&mut self) -> bool {
        self.out.is_door() && self.out.output().is_interactive()
    }

    /// Why arguments are refused, with the next step that the cmdlet's own domain knows.
    fn in_words_of(&self, spec: &'static CmdletSpec, refused: Interrupt) -> Interrupt {
        match (refused, self.s.error_words) {
            (Interrupt::Error(mut error), Some(words)) => {
                words(self.s, spec, &mut error);
                Interrupt::Error(error)
            }
            (refused, _) => refused,
        }
    }

    /// What common parameters ask for: lists that streams are copied into. Then what binding has to say is said.
    fn apply_common(
        &mut self,
        call: &Rc<Invocation>,
        io: &mut StageIo,
        binding: &mut Binding,
    ) -> Flow {
        for (parameter, value) in binding.take_common() {
            let mut settings = call.common.borrow_mut();
            let truth = convert::to_bool(&value);
            match parameter {
                Common::Verbose => settings.verbose = Some(truth),
                Common::Debug => settings.debug = Some(truth),
                Common::WhatIf => settings.what_if = Some(truth),
                Common::Confirm => settings.confirm = Some(truth),
                Common::ErrorAction => {
                    settings.error_action = super::preference::action_of(&value);
                }
                Common::WarningAction => {
                    settings.warning_action = super::preference::action_of(&value);
                }
                Common::InformationAction => {
                    settings.information_action = super::preference::action_of(&value);
                }
                // The function asks $PSCmdlet for what pages it is to give.
                Common::OutBuffer | Common::IncludeTotalCount | Common::Skip | Common::First => {}
                Common::OutVariable => io.out_variable = self.stream_variable(&value),
                Common::ErrorVariable => io.error_variable = self.stream_variable(&value),
                Common::WarningVariable => io.warning_variable = self.stream_variable(&value),
                Common::InformationVariable => {
                    io.information_variable = self.stream_variable(&value);
                }
                Common::PipelineVariable => {
                    let name = convert::to_text(&value);
                    io.pipeline_variable =
                        Some((Rc::clone(&self.s.scope), Symbol::of(&name), name));
                }
            }
        }
        for warning in binding.take_warnings() {
            self.warn(call, warning)?;
        }
        Ok(())
    }

    /// The list behind `-OutVariable x` (new) or `+x` (kept).
    fn stream_variable(&mut self, value: &Value) -> Option<StreamVariable> {
        let text = convert::to_text(value);
        let (keep, name) = match text.strip_prefix('+') {
            Some(name) => (true, name),
            None => (false, &*text),
        };
        if name.is_empty() {
            return None;
        }
        let symbol = Symbol::of(name);
        let old = keep
            .then(|| self.s.locate(symbol, usize::MAX))
            .flatten()
            .and_then(|(scope, at)| scope.with(at, |found| found.value.clone()));
        let list = match old {
            Some(Value::List(list)) => list,
            Some(Value::Null) | None => Rc::new(List::untyped(Vec::new())),
            Some(other) => Rc::new(List::untyped(
                super::enumerate(&other).unwrap_or_else(|| vec![other]),
            )),
        };
        self.s.scope.put(super::scope::Variable::new(
            symbol,
            name,
            Value::List(Rc::<List>::clone(&list)),
        ));
        Some(StreamVariable { list })
    }

    /// Calls a script block with arguments and pipeline input.
    pub fn call_block(
        &mut self,
        block: &Rc<ScriptBlock>,
        args: &[Value],
        input: Option<Vec<Value>>,
        new_scope: bool,
    ) -> Flow {
        self.call_block_with(block, args, input, new_scope, None, None)
    }

    /// Calls a script block, with `$_` and `$this` set in its scope.
    pub(super) fn call_block_with(
        &mut self,
        block: &Rc<ScriptBlock>,
        args: &[Value],
        input: Option<Vec<Value>>,
        new_scope: bool,
        item: Option<Value>,
        this: Option<Value>,
    ) -> Flow {
        let arguments = args
            .iter()
            .map(|value| Argument::Value {
                value: value.clone(),
                span: None,
                quoted: true,
            })
            .collect();
        self.call_with(
            CommandInfo::Block(Rc::clone(block)),
            arguments,
            input,
            new_scope,
            item,
            this,
        )
    }

    /// Calls a command with arguments that were made at run time.
    pub(super) fn call_with(
        &mut self,
        command: CommandInfo,
        arguments: Vec<Argument>,
        input: Option<Vec<Value>>,
        new_scope: bool,
        item: Option<Value>,
        this: Option<Value>,
    ) -> Flow {
        let number = self.s.next_stage();
        let position = self.calls_position();
        let name = command.name();
        let call = Call {
            command,
            name,
            arguments,
            position,
            new_scope,
        };
        let Some(mut made) = self.stage(call, number, (1, 1), input.is_some(), None, &[])? else {
            return Ok(());
        };
        if let Running::Script(script) = &mut made.running {
            script.preset(item, this);
        }
        let mut stages = [made];
        match input {
            None => stage::run(self.s, self.out, number, &mut stages, Input::None),
            Some(items) => {
                let mut items = Some(items);
                let mut produce = |session: &mut super::Session, sink: &mut dyn Sink| {
                    for item in items.take().into_iter().flatten() {
                        sink.write(session, item)?;
                    }
                    Ok(())
                };
                stage::run(
                    self.s,
                    self.out,
                    number,
                    &mut stages,
                    Input::Items(&mut produce),
                )
            }
        }
    }

    fn calls_position(&self) -> Option<Position> {
        self.s.calls.last().and_then(|call| call.position.clone())
    }

    /// Runs a script file with words as arguments.
    pub(super) fn run_file(&mut self, path: &str, words: &[String]) -> Flow {
        let native = self.s.locations.native(path);
        let script = self.s.load_script(&native)?;
        let command = CommandInfo::Script(Rc::clone(&script));
        let asked = words.iter().map(String::as_str);
        if let Some(help) = self.help_call(&command, asked, None) {
            return self.call_with(help.command, help.arguments, None, true, None, None);
        }
        // Its `exit` is the program's.
        self.s.top_script = Some(script);
        let arguments = self.arguments_of_words(&command, words)?;
        self.call_with(command, arguments, None, true, None, None)
    }

    /// Runs a script that has no file, in the running scope, with words as arguments.
    pub(super) fn run_block_with_words(
        &mut self,
        block: &Rc<ScriptBlock>,
        words: &[String],
    ) -> Flow {
        let command = CommandInfo::Block(Rc::clone(block));
        let arguments = self.arguments_of_words(&command, words)?;
        self.call_with(command, arguments, None, false, None, None)
    }

    /// `function` and `filter`.
    pub(super) fn define_function(&mut self, definition: &Rc<FunctionDefinition>) -> Flow {
        let module = self.s.module.clone();
        let block = super::function::block_of(
            Rc::clone(&definition.body),
            module.as_ref(),
            Some(definition),
        );
        let (scope, name) = match definition.name.split_once(':') {
            Some((prefix, plain)) => match self.s.scope_named(prefix) {
                Some(scope) => (scope, Rc::from(plain)),
                None => (Rc::clone(&self.s.scope), Rc::clone(&definition.name)),
            },
            None => (Rc::clone(&self.s.scope), Rc::clone(&definition.name)),
        };
        let symbol = Symbol::of(&name);
        if let Some(old) = scope.function(symbol)
            && (old.options.has(super::scope::ItemOptions::READ_ONLY)
                || old.options.has(super::scope::ItemOptions::CONSTANT))
        {
            return Err(runtime_error(
                "FunctionNotWritable",
                ErrorCategory::WriteError,
                format!("Cannot write to function {name} because it is read-only or constant."),
            )
            .exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
            .target(&*name)
            .into());
        }
        let function = Rc::new(Function::new(name, block, definition.is_filter));
        scope.set_function(symbol, Rc::clone(&function));
        for alias in self.declared_aliases(definition)? {
            let alias = Alias {
                name: alias.into(),
                definition: Rc::clone(&function.name).into(),
                options: super::scope::ItemOptions::NONE,
                description: Name::Static(""),
                module: None,
            };
            scope.set_alias(Symbol::of(&alias.name), alias);
        }
        self.s.success = true;
        Ok(())
    }

    /// The other names that `[Alias()]` before the parameters of a function gives it.
    fn declared_aliases(&mut self, definition: &FunctionDefinition) -> Flow<Vec<Rc<str>>> {
        let mut names = Vec::new();
        let block = definition.body.param_block.as_ref();
        for base in block.map_or(&[][..], |block| &block.attributes) {
            let AttributeBase::Attribute(attribute) = base else {
                continue;
            };
            let name = attribute.type_name.full_name.rsplit('.').next();
            if !name.is_some_and(|name| {
                name.eq_ignore_ascii_case("Alias") || name.eq_ignore_ascii_case("AliasAttribute")
            }) {
                continue;
            }
            for argument in &attribute.positional {
                let value = crate::bind::Runtime::constant(self, argument)?;
                match super::enumerate(&value) {
                    Some(items) => names.extend(items.iter().map(convert::to_text)),
                    None => names.push(convert::to_text(&value)),
                }
            }
        }
        Ok(names)
    }

    /// `command &`: a job that sees the variables which the command names.
    fn background(&mut self, pipeline: &Pipeline) -> Flow {
        let text = self
            .source
            .map_or("", |source| source.slice(pipeline.span))
            .trim_end_matches('&')
            .trim()
            .to_owned();
        let variables = self.using_variables(&text, true);
        let work = crate::job::Work {
            variables,
            ..self.s.work(text)
        };
        let value = self.s.start_job(work)?;
        self.out.write(self.s, value)
    }
}

fn dispose_all(inner: &mut Interpreter<'_>, stages: &mut [Stage]) {
    for stage in stages {
        if let Running::Script(script) = &mut stage.running {
            script.dispose();
        }
    }
    inner.s.success = false;
}

/// `f(1, 2)`: a list in parentheses, right behind the name, as the only argument.
fn called_like_a_method(command: &Command) -> bool {
    let [name, CommandElement::Argument(argument)] = command.elements.as_slice() else {
        return false;
    };
    let CommandElement::Argument(name) = name else {
        return false;
    };
    let ExpressionKind::Paren(inside) = &argument.kind else {
        return false;
    };
    let StatementKind::Pipeline(pipeline) = &inside.kind else {
        return false;
    };
    name.span.end == argument.span.start
        && pipeline
            .pure_expression()
            .is_some_and(|list| matches!(list.kind, ExpressionKind::ArrayLiteral(_)))
}

fn bad_expression() -> crate::error::Interrupt {
    runtime_error(
        "BadExpression",
        ErrorCategory::InvalidOperation,
        "The expression after '&' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object.",
    )
    .into()
}
