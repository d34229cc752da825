//! One command with words as its arguments: `iovsh VERB-NOUN ARGUMENTS`. No text of the language is made of the words.

use std::rc::Rc;
use std::sync::atomic::Ordering;

use super::command::CommandInfo;
use super::interpreter::Interpreter;
use super::output::Output;
use super::session::{Outcome, Session};
use super::sink::Door;
use super::symbol::Symbol;
use crate::shell::bind::word_arguments;
use crate::shell::error::{Flow, ShellError};

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
        let flow = {
            let mut door = Door(output);
            Interpreter::new(self, &mut door).run_words(name, words)
        };
        self.finish_run(flow, output)
    }

    fn command_of_its_own(&self, name: &str) -> Result<CommandInfo, ShellError> {
        let alias = Symbol::find(name).and_then(|symbol| self.global.alias(symbol));
        let wanted = alias.map_or_else(|| Rc::from(name), |alias| alias.definition);
        let function = Symbol::find(&wanted).and_then(|symbol| self.global.function(symbol));
        function
            .map(CommandInfo::Function)
            .or_else(|| self.find_cmdlet(&wanted).map(CommandInfo::Cmdlet))
            .ok_or_else(|| {
                let error = self.command_not_found(name);
                match is_name(name) {
                    true => error,
                    false => error.help("A line of script is run with: iovsh -Command 'LINE'"),
                }
            })
    }
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
        self.call_with(command, arguments, None, true, None, None)
    }
}
