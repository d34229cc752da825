//! A session whose output is kept apart by streams.

use std::rc::Rc;

use iovsh::cmdlets::{self, Services};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{InformationRecord, Output, Session, TextRecord, TextStream};
use iovsh::shell::value::Value;
use iovsh::shell::value::convert::to_text;

/// What came of a piece of script.
#[derive(Debug, Default)]
pub struct Run {
    /// The objects, as text.
    pub objects: Vec<String>,
    /// The warnings.
    pub warnings: Vec<String>,
    /// Errors: id and message.
    pub errors: Vec<(String, String)>,
    /// The next steps of the errors.
    pub help: Vec<String>,
}

impl Run {
    /// The objects as text, one a line.
    pub fn text(&self) -> String {
        self.objects.join("\n")
    }
}

impl Output for Run {
    fn object(&mut self, _session: &mut Session, value: Value) -> Flow {
        self.objects.push(to_text(&value).to_string());
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        let error = (record.full_id.to_string(), record.error.message.to_string());
        self.errors.push(error);
        self.help
            .extend(record.error.help.iter().map(ToString::to_string));
    }
    fn text(&mut self, record: &TextRecord) {
        if record.stream == TextStream::Warning {
            self.warnings.push(record.message.to_string());
        }
    }
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}

/// A new session on these services.
pub fn session(services: Services) -> Session {
    cmdlets::session(services)
}

/// Runs a piece of script.
pub fn run(session: &mut Session, text: &str) -> Run {
    let mut run = Run::default();
    session.run_text(text, None, &mut run);
    run
}
