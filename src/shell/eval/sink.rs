//! Where a running command writes: into the next stage, a list, nowhere, or out of the door.

use super::output::{Output, Record};
use super::session::Session;
use crate::error::Flow;
use crate::value::Value;

/// The receiver of everything that a running piece of script writes.
///
/// Sinks are linked: what is not for one (errors beside collected objects) goes to the one around it, and the outermost
/// is the door of the session.
pub trait Sink {
    /// An object of the success stream.
    fn write(&mut self, session: &mut Session, value: Value) -> Flow;
    /// A record of another stream.
    fn record(&mut self, session: &mut Session, record: Record) -> Flow;
    /// The door.
    fn output(&mut self) -> &mut dyn Output;
    /// Whether objects go straight to the door.
    fn is_door(&self) -> bool {
        false
    }
}

/// The outermost sink.
pub struct Door<'a>(pub &'a mut dyn Output);

impl Sink for Door<'_> {
    fn write(&mut self, session: &mut Session, value: Value) -> Flow {
        self.0.object(session, value)
    }
    fn record(&mut self, session: &mut Session, record: Record) -> Flow {
        match record {
            Record::Error { record, silent } => {
                if !silent {
                    self.0.error(session, &record);
                }
            }
            Record::Text { record, silent } => {
                if !silent {
                    self.0.text(&record);
                }
            }
            Record::Information { record, silent } => {
                if silent {
                    self.0.quiet_information(&record);
                } else {
                    self.0.information(&record);
                }
            }
            Record::Progress(progress) => self.0.progress(&progress),
        }
        Ok(())
    }
    fn output(&mut self) -> &mut dyn Output {
        self.0
    }
    fn is_door(&self) -> bool {
        true
    }
}

/// Collects objects; everything else goes on.
pub struct Collector<'a> {
    /// What was written.
    pub items: Vec<Value>,
    parent: &'a mut dyn Sink,
}

impl<'a> Collector<'a> {
    /// An empty collector inside `parent`.
    pub fn new(parent: &'a mut dyn Sink) -> Self {
        Collector {
            items: Vec::new(),
            parent,
        }
    }

    /// What was collected as one value: nothing, the only object, or an array.
    pub fn collapse(self) -> Option<Value> {
        collapse(self.items)
    }
}

/// Several objects as one value: nothing, the only one, or an array.
pub fn collapse(mut items: Vec<Value>) -> Option<Value> {
    match items.len() {
        0 => None,
        1 => items.pop(),
        _ => Some(Value::array(items)),
    }
}

impl Sink for Collector<'_> {
    fn write(&mut self, _session: &mut Session, value: Value) -> Flow {
        self.items.push(value);
        Ok(())
    }
    fn record(&mut self, session: &mut Session, record: Record) -> Flow {
        self.parent.record(session, record)
    }
    fn output(&mut self) -> &mut dyn Output {
        self.parent.output()
    }
}

/// Drops objects; everything else goes on.
pub struct Drain<'a>(pub &'a mut dyn Sink);

impl Sink for Drain<'_> {
    fn write(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn record(&mut self, session: &mut Session, record: Record) -> Flow {
        self.0.record(session, record)
    }
    fn output(&mut self) -> &mut dyn Output {
        self.0.output()
    }
}
