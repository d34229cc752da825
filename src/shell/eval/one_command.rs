//! One command with words as its arguments: `iovsh VERB-NOUN ARGUMENTS`. No text of the language is made of the words.

use std::rc::Rc;
use std::sync::atomic::Ordering;

use super::command::CommandInfo;
use super::interpreter::Interpreter;
use super::invocation::Invocation;
use super::output::Output;
use super::received;
use super::session::{Outcome, Session};
use super::sink::Door;
use crate::bind::{self, Argument, CommandMeta, ParameterMeta, word_arguments};
use crate::cmdlet::CmdletSpec;
use crate::error::{Flow, Interrupt, ShellError};
use crate::syntax::gnu::gnu_name;
use crate::syntax::symbol::Symbol;
use crate::value::Value;
use iovsh_base::interrupt;

impl Session {
    /// Runs the cmdlet or function `name` (or the one that an alias of that name stands for) with these words as its
    /// arguments. Programs and script files are not looked for. Everything that it writes, errors included, goes to
    /// `output`; a name that is none is the error `CommandNotFoundException`.
    pub fn run_command(
        &mut self,
        name: &str,
        words: &[String],
        output: &mut dyn Output,
    ) -> Outcome {
        self.cancel.store(false, Ordering::Relaxed);
        let _watched = interrupt::watch(self.cancel_flag());
        let flow = {
            let mut door = Door(output);
            Interpreter::new(self, &mut door).run_words(name, words)
        };
        self.finish_run(flow, output)
    }

    /// The cmdlet that has this name in the manner of GNU: `set-vm-network-adapter` is `Set-VMNetworkAdapter`.
    pub fn gnu_named(&self, name: &str) -> Option<&'static str> {
        cmdlet_of_gnu_name(self.registry(), name)
    }

    fn command_of_its_own(&self, name: &str) -> Result<CommandInfo, ShellError> {
        let alias = Symbol::find(name).and_then(|symbol| self.global.alias(symbol));
        let wanted = alias.map_or_else(|| Rc::from(name), |alias| alias.definition.shared());
        let function = Symbol::find(&wanted).and_then(|symbol| self.global.function(symbol));
        function
            .map(CommandInfo::Function)
            .or_else(|| {
                let cmdlet = self
                    .find_cmdlet(&wanted)
                    .or_else(|| self.find_cmdlet(self.gnu_named(&wanted)?));
                cmdlet.map(CommandInfo::Cmdlet)
            })
            .ok_or_else(|| {
                let error = self.command_not_found(name);
                if !is_name(name) {
                    return error.help("A line of script is run with: iovsh -Command 'LINE'");
                }
                match self.find_file_command(name) {
                    Ok(Some(CommandInfo::Application(path))) => error.help(format!(
                        "'{path}' is a program, and only cmdlets are run this way. In a line of script: iovsh -Command '{name} ...'"
                    )),
                    // The words of another tool: `iovsh list`, `iovsh vm start web1`.
                    _ if error.help.is_none() && !name.contains('-') => error.help(
                        "Cmdlets are called VERB-NOUN, as in: iovsh Get-VM. 'iovsh help' says where to begin.",
                    ),
                    _ => error,
                }
            })
    }
}

/// The cmdlet among `registry` whose name in the manner of GNU this is.
pub fn cmdlet_of_gnu_name(registry: &[&'static CmdletSpec], name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let letters = |text: &str| text.replace('-', "").to_lowercase();
    let wanted = letters(&name);
    // The longer comparison is made for the few that it can be.
    let mut fitting = registry.iter().filter(|spec| letters(spec.name) == wanted);
    fitting
        .find(|spec| gnu_name(spec.name) == name)
        .map(|spec| spec.name)
}

/// Whether a word could be the name of a command: letters, digits and dashes.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

impl Interpreter<'_> {
    fn run_words(&mut self, name: &str, words: &[String]) -> Flow {
        let command = self.s.command_of_its_own(name)?;
        let meta = super::meta_for(self, &command)?;
        let arguments = word_arguments(&meta, words)?;
        let input = match self.wish_for_input(&command, &meta, &arguments) {
            Wish::Nothing => None,
            Wish::Lines => Some(self.objects_of_input(&meta)?),
            // Of the command in front that wrote nothing there is nothing to do. Where there is none, and standard input is just empty, it
            // is as if nothing had been piped: the error says what is missing.
            Wish::Needed => Some(self.objects_of_input(&meta)?)
                .filter(|lines| !lines.is_empty() || self.s.standard_input.is_a_pipe()),
        };
        self.call_with(command, arguments, input, true, None, None)
    }

    /// The lines of standard input, those that are objects as objects where the command does not want text.
    fn objects_of_input(&mut self, meta: &CommandMeta) -> Flow<Vec<Value>> {
        let mut lines = Vec::new();
        let text = received::wants_text(meta);
        while let Some(line) = self.s.standard_input.line() {
            if !text && lines.is_empty() && line.starts_with('[') {
                let whole = format!("{line}\n{}", self.s.standard_input.rest());
                return match received::objects_of_list(&whole) {
                    Some(_) if received::wants_types(meta) => Err(received::untyped().into()),
                    Some(objects) => Ok(objects),
                    None => Ok(whole.lines().map(Value::from).collect()),
                };
            }
            let object = if text {
                None
            } else {
                received::object_of_line(&line)
            };
            lines.push(match object {
                Some(object) => self.thing_itself(object, meta)?,
                None => Value::from(line),
            });
        }
        if self.s.is_cancelled() {
            return Err(Interrupt::Cancelled);
        }
        Ok(lines)
    }

    /// Whether the cmdlet is to have the lines of standard input as its pipeline input. Only what is nothing without input
    /// reads it: a cmdlet that cannot be bound otherwise, or one that works on what comes in `-InputObject`. Others
    /// (`Get-VM`) would wait for ever where standard input is inherited and never ends, as under ssh, or eat what a loop
    /// of the calling script reads.
    fn wish_for_input(
        &mut self,
        command: &CommandInfo,
        meta: &Rc<CommandMeta>,
        arguments: &[Argument],
    ) -> Wish {
        if !self.s.takes_input || !matches!(command, CommandInfo::Cmdlet(_)) {
            return Wish::Nothing;
        }
        let mut call = Invocation::new(command.clone(), command.name(), None);
        call.meta = Some(Rc::clone(meta));
        let bound = bind::bind(self, &call, meta, arguments.to_vec(), false);
        let pipes =
            |parameter: &Rc<ParameterMeta>| parameter.sets.iter().any(|set| set.from_pipeline);
        match bound {
            Ok(bound) => {
                let by_default = |parameter: &Rc<ParameterMeta>| {
                    parameter.sets.iter().any(|set| {
                        set.from_pipeline
                            && (set.mask == u32::MAX || set.mask & meta.default_set != 0)
                    })
                };
                let is_bound =
                    |name: &Rc<str>| bound.bound().iter().any(|(known, _)| known == name);
                let works_on_input = meta.parameters.iter().any(|parameter| {
                    // One that says which things are meant takes no nothing: without it all are, or those that are named.
                    &*parameter.name == "InputObject"
                        && by_default(parameter)
                        && !parameter.refuses_null()
                        && !is_bound(&parameter.name)
                });
                if works_on_input {
                    Wish::Lines
                } else {
                    Wish::Nothing
                }
            }
            Err(Interrupt::Error(error))
                if matches!(
                    &*error.id,
                    "MissingMandatoryParameter" | "AmbiguousParameterSet"
                ) && meta.parameters.iter().any(pipes) =>
            {
                Wish::Needed
            }
            Err(_) => Wish::Nothing,
        }
    }
}

/// What a cmdlet makes of standard input.
enum Wish {
    /// It is left alone.
    Nothing,
    /// Its lines, none too, are what comes down the pipeline.
    Lines,
    /// The same, if there are any or a pipe brought none.
    Needed,
}
