//! A session's output on a terminal or in a pipe: objects through their views, errors as diagnostics, questions.

use std::borrow::Cow;
use std::ffi::OsString;
use std::rc::Rc;

use nu_ansi_term::{Color, Style};
use unicode_width::UnicodeWidthStr;

mod data;
mod peer;

use super::chord::Stroke;
use super::diagnostic;
use super::error::{ErrorCategory, Flow, Interrupt, ShellError};
use super::error_record::ErrorRecord;
use super::eval::{
    Door, InformationRecord, Interpreter, Output, Progress, Prompt, Question, Session, TextRecord,
    TextStream,
};
use super::format;
use super::format::wrap;
use super::host_message::HostMessage;
use super::printer::{Drawn, Printer, terminal_rows, terminal_width};
use super::terminal;
use super::value::Value;
use data::Data;

/// How objects are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objects {
    /// Tables and lists, as their views say.
    Views,
    /// Tables, of all objects.
    Table,
    /// Lists, of all objects.
    List,
    /// One JSON array when the run ends.
    Json,
    /// A line of JSON for each object, which names its type.
    JsonLines,
    /// The same for another iovsh that reads it; what is text stays text.
    Sent,
    /// Rows with commas between the fields; the first has the names.
    Csv,
    /// A list of YAML.
    Yaml,
    /// Tables of Markdown.
    Markdown,
}

/// The terminal, or the pipe that stands in its place.
pub struct Screen {
    printer: Printer,
    objects: Objects,
    /// What formats the objects of the run; made anew when the next run begins.
    table: Option<format::Output>,
    /// What writes the objects where they are data.
    data: Option<Data>,
    interactive: bool,
    /// Its columns, where they are not those of the terminal.
    columns: Option<usize>,
    /// Whether a reader with this command line takes objects; to be asked before the first one is written.
    sends_to: Option<fn(Vec<OsString>) -> bool>,
    /// What kind of error was shown last, if one was.
    pub last_error: Option<ErrorKind>,
    /// Whether this run had a command that does not exist or whose parameters do not fit, or does not parse.
    was_refused: bool,
}

/// What an error says of the one who gave the command: the exit code depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The text does not parse.
    Text,
    /// No such command, or its parameters do not fit.
    Command,
    /// Something failed.
    Failure,
}

impl Screen {
    /// The screen of the process. `interactive` says whether questions may be asked.
    pub fn new(printer: Printer, objects: Objects, interactive: bool) -> Self {
        if interactive {
            terminal::has_screen();
        }
        Self {
            printer,
            objects,
            table: None,
            data: Data::of(objects),
            interactive,
            columns: None,
            sends_to: None,
            last_error: None,
            was_refused: false,
        }
    }

    /// The same for a part of the terminal that is so wide.
    #[must_use]
    pub fn as_wide_as(mut self, columns: usize) -> Self {
        self.columns = Some(columns);
        self
    }

    fn columns(&self) -> usize {
        self.columns.unwrap_or_else(terminal_width)
    }

    /// Objects are written in this way from now on.
    pub fn writes(&mut self, objects: Objects) {
        self.objects = objects;
        self.data = Data::of(objects);
        self.sends_to = None;
    }

    /// Objects that are written for nobody in particular go as objects to a reader whose command line `takes` says yes to.
    pub fn sends_to(&mut self, takes: fn(Vec<OsString>) -> bool) {
        self.sends_to = Some(takes).filter(|_| self.objects == Objects::Views);
    }

    /// Chooses, once, how objects are written when a pipe may lead to another iovsh.
    fn choose_by_reader(&mut self) {
        if let Some(takes) = self.sends_to.take()
            && peer::reader_of_output().is_some_and(takes)
        {
            self.objects = Objects::Sent;
            self.data = Data::of(self.objects);
        }
    }

    /// Hands everything that was written to the kernel.
    pub fn flush(&mut self) {
        self.printer.flush();
    }

    /// A line on standard error that is no error of a script: usage, a host that cannot be opened.
    pub fn complain(&mut self, text: &str) {
        let text = at_words(text, self.printer.err_columns());
        self.printer.error_line(&text);
    }

    /// A line on standard output that is no object.
    pub fn say(&mut self, text: &str) {
        self.printer.line(text);
    }

    /// Sets the title of the terminal's window.
    pub fn title(&mut self, text: &str) {
        self.printer.title(text);
    }

    /// Says whether a line is being edited, below which the next text is to begin.
    pub fn begins_below(&mut self, line: bool) {
        self.printer.begins_below(line);
    }

    /// Whether standard output takes colours.
    pub fn has_colours(&self) -> bool {
        self.printer.out_colours
    }

    /// Writes the rows that are held back, so that what is shown next comes after them.
    fn settle_rows(&mut self) {
        if let Some(table) = &mut self.table {
            table.settle();
            // A reader that has gone is noticed at the next object.
            let _ = self.drain();
        }
    }

    /// A person has typed a line after a prompt: it stands in a transcript too.
    pub fn typed(&mut self, prompt: &str, line: &str) {
        self.printer.transcribe_typed(prompt, line);
    }

    /// Before a question: nobody has answered it yet.
    fn before_a_question(&mut self) {
        self.settle();
        if terminal::drop_typed_ahead() {
            self.printer
                .error_line("What was typed ahead is no answer to a question: it was dropped.");
        }
    }

    /// What was typed at the question that was written last; `None` at the end of the input.
    fn answer(&mut self, secret: bool) -> Flow<Option<String>> {
        let answer = terminal::read_line(secret);
        if !matches!(answer, Ok(Some(_))) {
            // What comes next begins on a line of its own.
            self.printer.question("\n");
        }
        answer
    }

    /// Writes what the formatter has ready. When the reader has gone, the run ends.
    fn drain(&mut self) -> Flow {
        let lines = self
            .table
            .as_mut()
            .map(format::Output::take_lines)
            .unwrap_or_default();
        for line in &lines {
            self.printer.data(line);
            self.printer.data("\n");
        }
        if self.printer.lost().is_some() {
            Err(Interrupt::Cancelled)
        } else {
            Ok(())
        }
    }

    /// Why standard output is no longer written, once that is so. `BrokenPipe` when its reader has gone.
    pub fn lost(&self) -> Option<&std::io::Error> {
        self.printer.lost()
    }
}

impl ErrorKind {
    /// The kind of an error with this exception.
    fn of(exception: &str) -> Self {
        match exception {
            "System.Management.Automation.ParseException" => Self::Text,
            "System.Management.Automation.CommandNotFoundException"
            | "System.Management.Automation.ParameterBindingException"
            | "System.Management.Automation.ParameterBindingValidationException"
            | "System.Management.Automation.ParameterBindingArgumentTransformationException" => {
                Self::Command
            }
            _ => Self::Failure,
        }
    }
}

impl Output for Screen {
    fn object(&mut self, session: &mut Session, value: Value) -> Flow {
        self.choose_by_reader();
        if let Some(data) = &mut self.data {
            // What a Format- command made is text for another iovsh as for any program.
            if format::Record::of(&value).is_none() {
                let text = with_access(session, |access| data.push(value, access))?;
                self.printer.data(&text);
                return self.drain();
            }
            if self.objects != Objects::Sent {
                return Err(formatted().into());
            }
        }
        let make = match self.objects {
            Objects::Markdown => format::Output::markdown,
            Objects::Table => format::Output::tables,
            Objects::List => format::Output::lists,
            _ => format::Output::streaming,
        };
        let given = self.columns;
        let table = self.table.get_or_insert_with(|| {
            let views = Rc::clone(&session.views);
            let columns = given.unwrap_or_else(terminal_width);
            make(columns, views, session.enumeration_limit())
        });
        with_access(session, |access| table.push(&value, access))?;
        self.drain()
    }

    fn finish(&mut self, session: &mut Session) -> Flow {
        // What was refused before it began has no answer, not even an empty one.
        let was_refused = std::mem::take(&mut self.was_refused);
        if let Some(data) = &mut self.data
            && !(was_refused && data.is_empty())
        {
            let text = with_access(session, |access| data.finish(access))?;
            self.printer.data(&text);
        }
        if let Some(table) = &mut self.table {
            table.finish()?;
        }
        let drained = self.drain();
        let left_out = self.table.take().map(|mut table| table.take_left_out());
        if let Some(left_out) = left_out.filter(|left_out| !left_out.is_empty())
            && session.shows_warnings()
        {
            let message = format!(
                "There was no room for: {}. Format-List shows them, or a wider window.",
                left_out.join(", ")
            );
            self.text(&TextRecord {
                stream: TextStream::Warning,
                message: message.into(),
            });
        }
        self.printer.progress(None);
        self.printer.flush();
        self.printer.leave_out_colours(session.wants_plain_text());
        drained
    }

    fn error(&mut self, session: &mut Session, record: &Rc<ErrorRecord>) {
        self.settle_rows();
        self.printer.leave_out_colours(session.wants_plain_text());
        // What a program says is shown as it said it, as in PowerShell: often it is no failure.
        if &*record.error.id == "NativeCommandError" {
            self.last_error = Some(ErrorKind::of(&record.error.exception));
            self.printer
                .error_painted(&record.error.message, Color::Red);
            return;
        }
        let style = diagnostic::Style {
            colours: self.printer.err_colours,
            width: self.columns(),
        };
        let site = record.site.as_ref().map(|site| &*site.invocation_name);
        // One that came from a job or from another host says by its activity which command it was.
        let far = Some(&*record.activity).filter(|activity| !activity.is_empty());
        let command = record.error.activity.as_deref().or(site).or(far);
        let text = match record.details_message() {
            // What was put over the message of the exception is what is read.
            Some(message) if message != record.error.message => {
                let mut shown = record.error.clone();
                shown.message = message;
                diagnostic::render(&shown, &record.full_id, command, style)
            }
            _ => diagnostic::render(&record.error, &record.full_id, command, style),
        };
        let kind = ErrorKind::of(&record.error.exception);
        self.was_refused |= kind != ErrorKind::Failure;
        self.last_error = Some(kind);
        self.printer.error_drawn(&text);
    }

    fn text(&mut self, record: &TextRecord) {
        self.settle_rows();
        let (label, colour) = match record.stream {
            TextStream::Warning => ("WARNING", Color::Yellow),
            TextStream::Verbose => ("VERBOSE", Color::DarkGray),
            TextStream::Debug => ("DEBUG", Color::DarkGray),
        };
        let line = format!("{label}: {}", record.message);
        // Verbose text has command lines in it, which are pasted elsewhere as they are.
        let columns = match record.stream {
            TextStream::Warning => self.printer.err_columns(),
            TextStream::Verbose | TextStream::Debug => None,
        };
        let line = at_words(&line, columns);
        self.printer.error_painted(&line, colour);
    }

    fn information(&mut self, record: &InformationRecord) {
        // What Write-Host wrote comes between the objects where it belongs: the rows before it first.
        if let Some(table) = &mut self.table {
            table.break_off();
        }
        self.settle_rows();
        let message = record.host_message();
        let style = message.map_or_else(Style::new, HostMessage::style);
        if self.data.is_some() {
            self.printer.error_drawn(&Drawn::painted(
                &record.text,
                style,
                self.printer.err_colours,
            ));
            return;
        }
        self.printer.coloured_data(&record.text, style);
        if !message.is_some_and(|message| message.no_new_line) {
            self.printer.data("\n");
        }
    }

    fn progress(&mut self, progress: &Progress) {
        if progress.completed {
            self.printer.progress(None);
            return;
        }
        let percent = progress
            .percent
            .map_or_else(String::new, |percent| format!(" {percent:3}%"));
        let parts: Vec<&str> = [&progress.activity, &progress.status, &progress.operation]
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        let line: String = format!("{}{percent}", parts.join(": "))
            .chars()
            .take(self.columns().saturating_sub(1))
            .collect();
        self.printer.progress(Some(&line));
    }

    fn settle(&mut self) {
        self.settle_rows();
        self.printer.flush();
    }

    fn release(&mut self) {
        if let Some(table) = &mut self.table {
            table.release();
            // A reader that has gone is noticed at the next object.
            let _ = self.drain();
        }
        self.printer.flush();
    }

    fn host_line(&mut self, text: &str) {
        self.settle_rows();
        // Standard output has the objects and nothing else then.
        if self.data.is_some() {
            self.printer.error_line(text);
        } else {
            self.printer.line(text);
        }
    }

    fn sentence(&mut self, text: &str) {
        let line = at_words(text, self.printer.out_columns());
        self.host_line(&line);
    }

    fn host_data(&mut self, text: &str) {
        self.settle_rows();
        if self.data.is_some() {
            self.printer.question(text);
        } else {
            self.printer.data(text);
        }
    }

    fn error_data(&mut self, text: &str) {
        self.settle_rows();
        self.printer.question(text);
    }

    fn choose(&mut self, question: &Question) -> Flow<usize> {
        if !self.interactive {
            return Err(super::eval::not_interactive(&question.message));
        }
        self.before_a_question();
        let mut text = String::from("\n");
        for line in [&question.caption, &question.message] {
            if !line.is_empty() {
                text.push_str(line);
                text.push('\n');
            }
        }
        for (index, (label, _)) in question.choices.iter().enumerate() {
            let (key, name) = choice(label);
            text.push_str(&format!("[{key}] {name}  "));
            if index + 1 == question.choices.len() {
                let default = question
                    .choices
                    .get(question.default)
                    .map_or(String::new(), |(label, _)| choice(label).0);
                text.push_str(&format!("[?] Help (default is \"{default}\"): "));
            }
        }
        loop {
            self.printer.question(&text);
            let Some(answer) = self.answer(false)? else {
                return Err(Interrupt::Cancelled);
            };
            let answer = answer.trim();
            if answer.is_empty() {
                return Ok(question.default);
            }
            if answer == "?" {
                for (label, help) in &question.choices {
                    self.printer
                        .error_line(&format!("{} - {help}", choice(label).0));
                }
                continue;
            }
            let found = question.choices.iter().position(|(label, _)| {
                let (key, name) = choice(label);
                key.eq_ignore_ascii_case(answer) || name.eq_ignore_ascii_case(answer)
            });
            if let Some(found) = found {
                return Ok(found);
            }
        }
    }

    fn read_line(&mut self, prompt: &Prompt) -> Flow<Option<String>> {
        if !self.interactive {
            return Err(super::eval::nobody_types(&prompt.text));
        }
        self.before_a_question();
        self.printer.question(&prompt.text);
        self.answer(prompt.secret)
    }

    fn read_key(&mut self) -> Flow<Option<Stroke>> {
        if !self.interactive {
            return Err(super::eval::nobody_types("a key"));
        }
        self.settle();
        self.printer.flush();
        terminal::read_key()
    }

    fn forget_keys(&mut self) {
        if self.interactive {
            terminal::forget_keys();
        }
    }

    fn set_window_title(&mut self, title: &str) {
        self.printer.title_of_script(title);
    }

    fn transcribe(&mut self, file: Option<std::fs::File>) {
        let _ = self.drain();
        self.printer.transcribe(file);
    }

    fn width(&self) -> usize {
        self.columns()
    }

    fn rows(&self) -> Option<usize> {
        terminal_rows()
    }

    fn to_clipboard(&mut self, text: &str) -> bool {
        self.printer.to_clipboard(text)
    }

    fn clear(&mut self) {
        self.settle_rows();
        if terminal_rows().is_some() {
            self.printer.clear_screen();
        }
    }

    fn is_interactive(&self) -> bool {
        self.interactive
    }
}

/// What a formatting command made has no properties: as JSON it would be `{}`.
fn formatted() -> ShellError {
    ShellError::new(
        "FormattedObjectsAsJson",
        ErrorCategory::InvalidOperation,
        "Data is made of objects, and a Format- command (ft, fl, fw) has made text for the screen of them.",
    )
    .help("Leave it out of the pipeline, or choose what is written with Select-Object.")
}

/// Runs what needs the interpreter to read objects. What script properties write beside their value goes nowhere.
fn with_access<T>(session: &mut Session, read: impl FnOnce(&mut dyn format::Access) -> T) -> T {
    let mut nowhere = Nowhere;
    let mut door = Door(&mut nowhere);
    read(&mut Interpreter::new(session, &mut door))
}

/// Where nothing is shown.
struct Nowhere;

impl Output for Nowhere {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, _record: &Rc<ErrorRecord>) {}
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}

/// Text whose lines are no wider than the terminal, broken at words; where there is none it stays as it is.
fn at_words(text: &str, columns: Option<usize>) -> Cow<'_, str> {
    let Some(columns) = columns.filter(|columns| text.lines().any(|line| line.width() > *columns))
    else {
        return Cow::Borrowed(text);
    };
    let wrapped = text.lines().flat_map(|line| {
        if line.width() > columns {
            wrap::lines(line, columns, "")
        } else {
            vec![line.to_owned()]
        }
    });
    Cow::Owned(wrapped.collect::<Vec<_>>().join("\n"))
}

/// The key and the name of a choice: `Yes to &All` is `A` and `Yes to All`.
fn choice(label: &str) -> (String, String) {
    let name = label.replace('&', "");
    let key = label
        .split_once('&')
        .and_then(|(_, rest)| rest.chars().next())
        .or_else(|| name.chars().next())
        .map_or_else(String::new, |key| key.to_uppercase().collect());
    (key, name)
}

#[cfg(test)]
mod tests {
    use super::at_words;

    #[test]
    fn a_sentence_is_broken_at_words_where_there_is_a_terminal_and_loses_none() {
        let text =
            "WARNING: one of them is as long as it can be\n  and \u{65e5}\u{672c}\u{8a9e} is wide";
        assert_eq!(at_words(text, None), text);
        assert_eq!(at_words(text, Some(80)), text);
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        for columns in 12..50 {
            let broken = at_words(text, Some(columns));
            assert_eq!(words(&broken), words(text), "{columns}");
            for line in broken.lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(width <= columns, "{columns}: {line}");
            }
        }
    }
}
