//! A dialog: fields, the cmdlets that they come to, and what became of running them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::command::{Command, Said};
use crate::listing::Section;

/// What a field holds.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Text that is typed.
    Text(String),
    /// A checkbox.
    Check(bool),
    /// One of these.
    Choice { options: Vec<String>, at: usize },
}

/// Why a field cannot be changed now; `None`: it can.
type Lock = Box<dyn Fn(&Form) -> Option<String>>;

/// A field.
pub(crate) struct Field {
    pub id: &'static str,
    pub label: String,
    /// A heading above it.
    pub heading: Option<&'static str>,
    pub value: Value,
    lock: Option<Lock>,
}

impl Field {
    fn new(id: &'static str, label: impl Into<String>, value: Value) -> Self {
        Self {
            id,
            label: label.into(),
            heading: None,
            value,
            lock: None,
        }
    }

    pub fn text(id: &'static str, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(id, label, Value::Text(text.into()))
    }

    pub fn check(id: &'static str, label: impl Into<String>, on: bool) -> Self {
        Self::new(id, label, Value::Check(on))
    }

    pub fn choice(
        id: &'static str,
        label: impl Into<String>,
        options: Vec<String>,
        at: usize,
    ) -> Self {
        Self::new(id, label, Value::Choice { options, at })
    }

    pub fn under(mut self, heading: &'static str) -> Self {
        self.heading = Some(heading);
        self
    }

    pub fn locked(mut self, lock: impl Fn(&Form) -> Option<String> + 'static) -> Self {
        self.lock = Some(Box::new(lock));
        self
    }
}

/// How far a dialog is.
pub(crate) enum Stage {
    /// It is being filled in.
    Filling,
    /// Its cmdlets run, or their plan is asked for.
    Working {
        cancel: Option<Arc<AtomicBool>>,
        cancelled: bool,
        /// How far they are.
        progress: String,
    },
    /// They have ended.
    Told { ok: bool, scroll: usize },
}

/// Makes the cmdlets of what was filled in, or says what is wrong with it.
type Build = Box<dyn Fn(&Form) -> Result<Vec<Command>, String>>;

/// A dialog.
pub(crate) struct Form {
    pub title: String,
    /// What it is about, above the fields.
    pub text: String,
    pub fields: Vec<Field>,
    /// The field that has the keys; behind the last one stands OK.
    pub focus: usize,
    /// How many characters of the field's text stand behind the cursor.
    pub behind: usize,
    /// In which list what it makes will stand, under the name in the field `name`.
    pub makes: Option<Section>,
    /// The keys of dialogs are shown over it.
    pub helps: bool,
    build: Build,
    /// Each cmdlet builds on what the one before it made.
    pub chained: bool,
    pub stage: Stage,
    /// Whether what was or is being said is a plan.
    pub preview: bool,
    /// What the cmdlets said, and whether it is a complaint.
    pub lines: Vec<(String, bool)>,
}

impl Form {
    pub fn new(
        title: impl Into<String>,
        fields: Vec<Field>,
        build: impl Fn(&Self) -> Result<Vec<Command>, String> + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            text: String::new(),
            fields,
            focus: 0,
            behind: 0,
            makes: None,
            helps: false,
            build: Box::new(build),
            chained: false,
            stage: Stage::Filling,
            preview: false,
            lines: Vec::new(),
        }
    }

    /// A question without fields.
    pub fn question(title: impl Into<String>, text: impl Into<String>, command: Command) -> Self {
        let mut form = Self::new(title, Vec::new(), move |_| Ok(vec![command.clone()]));
        form.text = text.into();
        form
    }

    /// The cmdlets.
    pub fn commands(&self) -> Result<Vec<Command>, String> {
        (self.build)(self)
    }

    fn value(&self, id: &str) -> Option<&Value> {
        let field = self.fields.iter().find(|field| field.id == id);
        field.map(|field| &field.value)
    }

    /// The text of a field, without blanks at its ends.
    pub fn words(&self, id: &str) -> &str {
        match self.value(id) {
            Some(Value::Text(text)) => text.trim(),
            Some(Value::Choice { options, at }) => options.get(*at).map_or("", String::as_str),
            _ => "",
        }
    }

    /// Whether a box is checked and can be.
    pub fn checked(&self, id: &str) -> bool {
        matches!(self.value(id), Some(Value::Check(true)))
    }

    /// Which choice is taken.
    pub fn choice(&self, id: &str) -> usize {
        match self.value(id) {
            Some(Value::Choice { at, .. }) => *at,
            _ => 0,
        }
    }

    /// A whole number in a field.
    pub fn number(&self, id: &str, what: &str) -> Result<u64, String> {
        let text = self.words(id);
        text.parse()
            .map_err(|_| format!("{what} is a whole number, not '{text}'."))
    }

    /// Why a field cannot be changed.
    pub fn lock_of(&self, at: usize) -> Option<String> {
        let field = self.fields.get(at)?;
        field.lock.as_ref().and_then(|lock| lock(self))
    }

    /// The number of the field with this id.
    pub fn field_named(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }

    /// Whether OK has the keys.
    pub fn is_at_end(&self) -> bool {
        self.focus >= self.fields.len()
    }

    /// To the next field that can be changed, or the one before.
    pub fn step(&mut self, forward: bool) {
        let places = self.fields.len() + 1;
        self.go_to(match forward {
            true => (self.focus + 1) % places,
            false => (self.focus + places - 1) % places,
        });
    }

    /// To a field, or to OK.
    pub fn go_to(&mut self, place: usize) {
        self.focus = place.min(self.fields.len());
        self.behind = 0;
    }

    /// The text that is being typed into, when a field of text has the keys and can be changed.
    fn text(&mut self) -> Option<&mut String> {
        if self.lock_of(self.focus).is_some() {
            return None;
        }
        match self
            .fields
            .get_mut(self.focus)
            .map(|field| &mut field.value)
        {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether a text has the keys.
    pub fn is_in_text(&mut self) -> bool {
        self.text().is_some()
    }

    /// Moves the cursor in a text; `usize::MAX` is to its beginning.
    pub fn set_behind(&mut self, behind: usize) {
        let length = self.text().map_or(0, |text| text.chars().count());
        self.behind = behind.min(length);
    }

    /// Where in its text, in bytes, the cursor is.
    pub fn cursor(text: &str, behind: usize) -> usize {
        let at = text.char_indices().rev().take(behind).last();
        at.map_or(text.len(), |(at, _)| at)
    }

    /// The other value of a box, or the next of a choice.
    pub fn turn(&mut self, forward: bool) {
        if self.lock_of(self.focus).is_some() {
            return;
        }
        match self.fields.get_mut(self.focus).map(|f| &mut f.value) {
            Some(Value::Check(on)) => *on = !*on,
            Some(Value::Choice { options, at }) if !options.is_empty() => {
                let count = options.len();
                *at = match forward {
                    true => (*at + 1) % count,
                    false => (*at + count - 1) % count,
                };
            }
            _ => {}
        }
    }

    /// A character is typed into the field.
    pub fn typed(&mut self, c: char) {
        if self.lock_of(self.focus).is_some() {
            return;
        }
        let behind = self.behind;
        match self.text() {
            Some(text) => text.insert(Self::cursor(text, behind), c),
            None if c == ' ' => self.turn(true),
            None => {}
        }
    }

    /// The character before the cursor goes, or all of the text.
    pub fn erase(&mut self, all: bool) {
        let behind = self.behind;
        let Some(text) = self.text() else { return };
        if all {
            text.clear();
            self.behind = 0;
        } else {
            let at = Self::cursor(text, behind);
            if let Some((before, _)) = text[..at].char_indices().next_back() {
                text.remove(before);
            }
        }
    }

    /// The character behind the cursor goes.
    pub fn erase_behind(&mut self) {
        let behind = self.behind;
        let Some(text) = self.text() else { return };
        let at = Self::cursor(text, behind);
        if at < text.len() {
            text.remove(at);
            self.behind -= 1;
        }
    }

    /// The cmdlets begin to run.
    pub fn begins(&mut self, preview: bool) {
        self.preview = preview;
        self.lines.clear();
        self.stage = Stage::Working {
            cancel: None,
            cancelled: false,
            progress: String::new(),
        };
    }

    /// Something is said by what runs.
    pub fn hears(&mut self, said: Said) {
        match said {
            Said::Began(flag) => {
                if let Stage::Working {
                    cancel, cancelled, ..
                } = &mut self.stage
                {
                    if *cancelled {
                        flag.store(true, Ordering::SeqCst);
                    }
                    *cancel = Some(flag);
                }
            }
            Said::Progress(text) => {
                if let Stage::Working { progress, .. } = &mut self.stage {
                    *progress = text;
                }
            }
            Said::Line(line) => self.lines.push((line, false)),
            Said::Complaint(line) => self.lines.push((line, true)),
        }
    }

    /// What runs is to end; what it did is undone.
    pub fn cancel(&mut self) {
        if let Stage::Working {
            cancel, cancelled, ..
        } = &mut self.stage
        {
            *cancelled = true;
            if let Some(flag) = cancel {
                flag.store(true, Ordering::SeqCst);
            }
        }
    }

    /// What ran has ended.
    pub fn ended(&mut self, ok: bool) {
        self.stage = Stage::Told { ok, scroll: 0 };
    }

    /// Whether nothing is left to be read.
    pub fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Told { ok: true, .. })
            && !self.preview
            && !self.lines.iter().any(|(_, complaint)| *complaint)
    }
}
