//! The far end of scripts: runs those that another computer sends, and tells what they write.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::look;
use crate::Services;
use crate::data::clixml::{self, Writer};
use iovsh_backend::HostError;
use iovsh_backend::host::remote::script::{
    Listener, ScriptAnswer, ScriptEnding, ScriptError, ScriptItem, ScriptQuestion, ScriptStream,
    ScriptWork, Scripts,
};
use iovsh_shell::error::{Flow, Interrupt, ShellError};
use iovsh_shell::error_record::ErrorRecord;
use iovsh_shell::eval::{
    FarScript, InformationRecord, Outcome, Output, Prompt, Question, Session, TextRecord,
    TextStream, nobody_types, not_interactive,
};
use iovsh_shell::format;
use iovsh_shell::job::DetachedInformation;
use iovsh_shell::value::Value;

/// How deep objects are sent: a VM with its adapters and what those have.
pub(super) const DEPTH: u32 = 4;

/// Runs scripts in a session that is made when the first comes.
pub struct FarScripts {
    services: Option<Services>,
    session: Option<Session>,
}

impl FarScripts {
    /// Scripts whose cmdlets work on these hosts.
    #[must_use]
    pub fn new(services: Services) -> Self {
        Self {
            services: Some(services),
            session: None,
        }
    }
}

impl Scripts for FarScripts {
    fn run(
        &mut self,
        work: ScriptWork,
        ends: &Arc<AtomicBool>,
        near: &mut dyn Listener,
    ) -> ScriptEnding {
        if let Some(services) = self.services.take() {
            self.session = Some(crate::session(services));
        }
        let Some(session) = &mut self.session else {
            return ScriptEnding::Failed(None);
        };
        let (watched, asks) = (work.watched, work.asks);
        let width = work.width.map_or(WIDTH, usize::from);
        let script = match unpacked(work) {
            Ok(script) => script,
            Err(error) => {
                let message = format!("What was sent along cannot be read: {}", error.message);
                let error = HostError::new("Host.BadAnswer", error.category, message.clone())
                    .next_step("Install the same version of iovsh on both ends.");
                near.tell(ScriptItem::Error(Box::new(ScriptError::of(&error))));
                return ScriptEnding::Failed(Some(message));
            }
        };
        let mut output = Telling {
            watched,
            asks,
            width,
            near,
            ends,
            last_error: None,
            formatted: None,
        };
        match session.run_far(script, ends, &mut output) {
            Outcome::Cancelled => ScriptEnding::Stopped,
            Outcome::Failed => ScriptEnding::Failed(output.last_error),
            Outcome::Done | Outcome::Exit(_) => ScriptEnding::Completed,
        }
    }
}

fn unpacked(work: ScriptWork) -> Result<FarScript, ShellError> {
    let values = |text: Option<String>| text.map(|text| clixml::read(&text)).transpose();
    let mut using = Vec::new();
    for (name, text) in work.using {
        let value = clixml::read(&text)?.into_iter().next();
        using.push((name, value.unwrap_or_default()));
    }
    Ok(FarScript {
        script: work.script,
        file: work.file,
        arguments: values(work.arguments)?.unwrap_or_default(),
        input: values(work.input)?,
        using,
        stays: work.stays,
    })
}

/// Tells the near end what a script writes.
struct Telling<'a> {
    near: &'a mut dyn Listener,
    ends: &'a Arc<AtomicBool>,
    /// Whether somebody watches at a prompt what is written.
    watched: bool,
    /// Whether somebody there answers what is asked.
    asks: bool,
    /// The columns of the near end's screen.
    width: usize,
    last_error: Option<String>,
    /// What `Format-Table` and its like have made, on its way to be text.
    formatted: Option<format::Output>,
}

/// The columns of what is formatted here when the near end's screen is not known.
const WIDTH: usize = 120;

/// How many elements of a collection are shown, as `$FormatEnumerationLimit` has it by default.
const ELEMENTS: i32 = 4;

/// Whether it is something that `Format-Table` and its like make for a screen.
fn is_formatted(value: &Value) -> bool {
    const MADE: &str = "Microsoft.PowerShell.Commands.Internal.Format.";
    let Value::Native(native) = value else {
        return false;
    };
    let names = native.type_names();
    names.first().is_some_and(|name| name.starts_with(MADE))
}

/// Whether it is a page of help: what is seen of it is made where the cmdlet is known.
fn is_page(value: &Value) -> bool {
    match value {
        Value::Object(page) => page.type_names().first().starts_with("MamlCommandHelpInfo"),
        _ => false,
    }
}

impl Telling<'_> {
    /// Tells the lines of what was formatted so far.
    fn tell_lines(&mut self, session: &mut Session) -> Flow {
        let lines = self.formatted.as_mut().map(format::Output::take_lines);
        for line in lines.unwrap_or_default() {
            let line = [Value::str(line)];
            let text = session.with_engine(|engine| Writer::document(engine, &line, DEPTH))?;
            self.tell(ScriptItem::Object(text));
        }
        Ok(())
    }

    /// Ends what is formatted: something else comes, or nothing more.
    fn end_formatted(&mut self, session: &mut Session) -> Flow {
        if let Some(formatted) = &mut self.formatted {
            formatted.finish()?;
        }
        self.tell_lines(session)?;
        self.formatted = None;
        Ok(())
    }

    fn tell(&mut self, item: ScriptItem) {
        if !self.near.tell(item) {
            // Nobody listens any more.
            self.ends.store(true, Ordering::Relaxed);
        }
    }
}

impl Output for Telling<'_> {
    fn finish(&mut self, session: &mut Session) -> Flow {
        self.end_formatted(session)
    }

    fn object(&mut self, session: &mut Session, value: Value) -> Flow {
        if is_formatted(&value) || self.watched && is_page(&value) {
            let formatted = self
                .formatted
                .get_or_insert_with(|| format::Output::whole(self.width, crate::views(), ELEMENTS));
            session.with_access(|access| formatted.push(&value, access))?;
            return self.tell_lines(session);
        }
        self.end_formatted(session)?;
        let text = session.with_engine(|engine| Writer::document(engine, &[value], DEPTH))?;
        self.tell(ScriptItem::Object(text));
        match self.ends.load(Ordering::Relaxed) {
            true => Err(Interrupt::Cancelled),
            false => Ok(()),
        }
    }

    fn error(&mut self, session: &mut Session, record: &Rc<ErrorRecord>) {
        self.last_error = Some(record.error.message.clone());
        let error = &record.error;
        let target = session
            .with_engine(|engine| Writer::document(engine, std::slice::from_ref(&error.target), 1));
        self.tell(ScriptItem::Error(Box::new(ScriptError {
            id: error.id.to_string(),
            full_id: record.full_id.to_string(),
            detail: error.detail.as_deref().map(str::to_owned),
            category: error.category,
            message: error.message.clone(),
            exception: error.exception.to_string(),
            target: target.ok(),
            help: error.help.clone(),
            cause: error.cause.clone(),
            command: error.command.as_deref().map(str::to_owned),
            activity: record.activity.to_string(),
            stack: record.stack.to_string(),
        })));
    }

    fn text(&mut self, record: &TextRecord) {
        let stream = match record.stream {
            TextStream::Warning => ScriptStream::Warning,
            TextStream::Verbose => ScriptStream::Verbose,
            TextStream::Debug => ScriptStream::Debug,
        };
        self.tell(ScriptItem::Text(stream, record.message.to_string()));
    }

    fn information(&mut self, record: &InformationRecord) {
        self.tell(look::packed(&DetachedInformation::pack(record, true)));
    }

    fn quiet_information(&mut self, record: &InformationRecord) {
        self.tell(look::packed(&DetachedInformation::pack(record, false)));
    }

    fn host_line(&mut self, text: &str) {
        self.tell(look::packed(&DetachedInformation::line(text)));
    }
    fn is_interactive(&self) -> bool {
        self.asks
    }

    fn width(&self) -> usize {
        self.width
    }

    fn choose(&mut self, question: &Question) -> Flow<usize> {
        if !self.asks {
            return Err(not_interactive(&question.message));
        }
        let Question {
            caption,
            message,
            choices,
            default,
        } = question.clone();
        let count = choices.len();
        match self.near.ask(ScriptQuestion::Choice {
            caption,
            message,
            choices,
            default,
        }) {
            ScriptAnswer::Choice(choice) if choice < count => Ok(choice),
            _ => Err(Interrupt::Cancelled),
        }
    }

    fn read_line(&mut self, prompt: &Prompt) -> Flow<Option<String>> {
        if !self.asks {
            return Err(nobody_types(&prompt.text));
        }
        let Prompt { text, secret } = prompt.clone();
        match self.near.ask(ScriptQuestion::Line { text, secret }) {
            ScriptAnswer::Line(line) => Ok(line),
            _ => Err(Interrupt::Cancelled),
        }
    }
}
