//! The one door through which a session speaks to the outside: objects, streams, host lines and questions.

use std::rc::Rc;

use super::session::Session;
use crate::chord::Stroke;
use crate::error::{Flow, Interrupt};
use crate::error_record::ErrorRecord;
use crate::job::Pending;
pub use crate::question::{Answer, Asked, Prompt, Question};
pub use crate::stream::{InformationRecord, TextRecord, TextStream};
use crate::value::Value;

/// What `Write-Progress` reports.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Which activity; activities nest by `parent`.
    pub id: i32,
    /// The activity it belongs to.
    pub parent: Option<i32>,
    /// What is going on.
    pub activity: String,
    /// How far it is.
    pub status: String,
    /// The step.
    pub operation: String,
    /// 0 to 100; `None` when unknown.
    pub percent: Option<u8>,
    /// Whether it is over.
    pub completed: bool,
}

/// What travels beside the objects.
#[derive(Clone, Debug)]
pub enum Record {
    /// Stream 2.
    Error {
        /// The error.
        record: Rc<ErrorRecord>,
        /// Only for `-ErrorVariable`: nobody shows it.
        silent: bool,
    },
    /// Streams 3, 4 and 5.
    Text {
        /// The line.
        record: Rc<TextRecord>,
        /// Only for `-WarningVariable`: nobody shows it.
        silent: bool,
    },
    /// Stream 6.
    Information {
        /// The record.
        record: Rc<InformationRecord>,
        /// Only for `-InformationVariable` and redirection: nobody shows it.
        silent: bool,
    },
    /// Progress.
    Progress(Progress),
}

/// Who receives what a session says. `main`, the prompt and tests each have theirs.
pub trait Output {
    /// An object of the success stream. `Err` stops the script.
    fn object(&mut self, session: &mut Session, value: Value) -> Flow;
    /// The run has ended: what is still held back (a table) is to be shown.
    fn finish(&mut self, _session: &mut Session) -> Flow {
        Ok(())
    }
    /// An error that nobody caught.
    fn error(&mut self, session: &mut Session, record: &Rc<ErrorRecord>);
    /// A line of the warning, verbose or debug stream.
    fn text(&mut self, record: &TextRecord);
    /// A record of the information stream that is to be shown.
    fn information(&mut self, record: &InformationRecord);
    /// A record of the information stream that is not to be shown: for who keeps streams, as a job does.
    fn quiet_information(&mut self, _record: &InformationRecord) {}
    /// Progress.
    fn progress(&mut self, _progress: &Progress) {}
    /// Shows what is held back: something else is to be shown, or nobody comes back here for long.
    fn settle(&mut self) {}
    /// Shows what has been held back for long enough: a wait goes on.
    fn release(&mut self) {}
    /// A line for the screen that cannot be redirected.
    fn host_line(&mut self, text: &str);
    /// A sentence of iovsh's own for the screen that cannot be redirected: it may be broken at words.
    fn sentence(&mut self, text: &str) {
        self.host_line(text);
    }
    /// Text of a script for the screen that cannot be redirected, with the line breaks that it has.
    fn host_data(&mut self, text: &str) {
        self.host_line(text.strip_suffix('\n').unwrap_or(text));
    }
    /// Text of a script for the standard error, with the line breaks that it has.
    fn error_data(&mut self, text: &str) {
        self.host_data(text);
    }
    /// Asks; the number of the choice. The default says that nobody can be asked.
    fn choose(&mut self, question: &Question) -> Flow<usize> {
        Err(not_interactive(&question.message))
    }
    /// Reads a line; `None` at the end of the input.
    fn read_line(&mut self, prompt: &Prompt) -> Flow<Option<String>> {
        Err(nobody_types(&prompt.text))
    }
    /// Copies all that is shown from now on into a file as well; `None` ends that. Nothing where nothing is shown.
    fn transcribe(&mut self, _file: Option<std::fs::File>) {}
    /// The width of the screen in columns.
    fn width(&self) -> usize {
        120
    }
    /// The rows of the terminal; `None` where objects do not go to a terminal.
    fn rows(&self) -> Option<usize> {
        None
    }
    /// Empties the terminal, where there is one.
    fn clear(&mut self) {}
    /// Gives the window of the terminal a title, where there is one.
    fn set_window_title(&mut self, _title: &str) {}
    /// Waits for a key, which is not shown; `None` at the end of the input.
    fn read_key(&mut self) -> Flow<Option<Stroke>> {
        Err(nobody_types("a key"))
    }
    /// Forgets the keys that were pressed and that nobody has read.
    fn forget_keys(&mut self) {}
    /// Asks the terminal to put a text into the clipboard of its desktop; `false` where there is no terminal. Whether it does so it does not say.
    fn to_clipboard(&mut self, _text: &str) -> bool {
        false
    }
    /// Whether somebody can be asked.
    fn is_interactive(&self) -> bool {
        false
    }
}

/// The error of a question that nobody can answer.
pub fn not_interactive(question: &str) -> Interrupt {
    nobody_answers(
        question,
        "Give the value as a parameter, or answer beforehand with -Confirm:$false (in bash: -Confirm:false), or -Force where the command has it.",
    )
}

/// The error of a line or a key that a script reads and nobody can type.
pub fn nobody_types(prompt: &str) -> Interrupt {
    nobody_answers(
        prompt,
        "Run it in a terminal; a script that also runs without one has a parameter for it, and asks only where [Console]::IsInputRedirected is $false.",
    )
}

fn nobody_answers(question: &str, help: &str) -> Interrupt {
    use crate::error::{ErrorCategory, ShellError};
    ShellError::new(
        "InvalidOperation",
        ErrorCategory::InvalidOperation,
        format!("The session is not interactive, and this was to be asked: {question}"),
    )
    .exception("System.Management.Automation.PSInvalidOperationException")
    .help(help)
    .into()
}

/// Has a question of another host's script answered.
///
/// # Errors
/// The person called it off, or nobody can be asked: the script is told, too.
pub fn answer(output: &mut dyn Output, pending: &Pending) -> Flow {
    let answer = match &pending.asked {
        Asked::Line(prompt) => output.read_line(prompt).map(Answer::Line),
        Asked::Choice(question) => output.choose(question).map(Answer::Choice),
    };
    match answer {
        Ok(answer) => {
            pending.answer(answer);
            Ok(())
        }
        Err(interrupt) => {
            pending.answer(Answer::None);
            Err(interrupt)
        }
    }
}
