//! The tour: `docs/tour.md` as steps that can be gone through, and the session that they run in.

use std::rc::Rc;

use super::markdown;
use super::topics::topic_of;
use iovsh_shell::diagnostic::{self, Style};
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::error_record::ErrorRecord;
use iovsh_shell::eval::{
    Context, Door, InformationRecord, Interpreter, Output, Prompt, Question, Session, TextRecord,
    TextStream,
};
use iovsh_shell::format;
use iovsh_shell::value::Value;

/// The text of the tour.
const TEXT: &str = include_str!("../../../docs/tour.md");

/// A step of the tour: what is told, and what is typed, in their order.
pub struct Step {
    /// The heading; that of the first is the name of the whole.
    pub title: &'static str,
    /// The parts.
    pub parts: Vec<Part>,
}

/// A part of a step.
pub enum Part {
    /// Text, in Markdown.
    Text(&'static str),
    /// Lines to run.
    Lines(Vec<&'static str>),
}

/// The steps of the tour.
pub fn steps() -> Vec<Step> {
    let sections = TEXT.split("\n## ");
    sections.map(step).collect()
}

fn step(section: &'static str) -> Step {
    let (title, mut rest) = section.split_once('\n').unwrap_or((section, ""));
    let mut parts = Vec::new();
    while let Some((before, after)) = rest.split_once("```iovsh\n") {
        let (example, behind) = after.split_once("```").unwrap_or((after, ""));
        parts.push(Part::Text(before.trim()));
        let typed = example.lines().filter_map(|line| line.strip_prefix("PS> "));
        parts.push(Part::Lines(typed.collect()));
        rest = behind;
    }
    parts.push(Part::Text(rest.trim()));
    Step {
        title: title.trim_start_matches("# ").trim(),
        parts,
    }
}

/// Text of the tour as lines for a screen of this width.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    markdown::render(text, width, "", topic_of)
}

/// Shows a line, or hands it on.
///
/// # Errors
/// The reader is gone, or Ctrl+C.
pub fn say(cx: &mut Context, emits: bool, text: &str) -> Flow {
    match emits {
        true => cx.emit(text),
        false => cx.host_line(text),
    }
}

/// The screen of the session that the tour runs in: it shows on that of the session in which the tour was started.
pub struct Shown<'a, 'b> {
    cx: &'a mut Context<'b>,
    /// Whether lines are emitted as objects, for a pipe, instead of being shown.
    emits: bool,
    table: Option<format::Output>,
    /// What ended the showing.
    ended: Flow,
}

impl<'a, 'b> Shown<'a, 'b> {
    /// A screen on that of `cx`.
    pub fn on(cx: &'a mut Context<'b>, emits: bool) -> Self {
        Self {
            cx,
            emits,
            table: None,
            ended: Ok(()),
        }
    }

    /// Whether everything could be shown.
    ///
    /// # Errors
    /// The reader is gone, or Ctrl+C.
    pub fn end(self) -> Flow {
        self.ended
    }

    fn line(&mut self, text: &str) {
        if self.ended.is_ok() {
            self.ended = say(self.cx, self.emits, text);
        }
    }

    fn drain(&mut self) {
        let lines = self.table.as_mut().map(format::Output::take_lines);
        for line in lines.unwrap_or_default() {
            self.line(&line);
        }
    }
}

impl Output for Shown<'_, '_> {
    fn object(&mut self, session: &mut Session, value: Value) -> Flow {
        let width = self.cx.output().width();
        let table = self.table.get_or_insert_with(|| {
            format::Output::whole(width, crate::views(), session.enumeration_limit())
        });
        let mut nowhere = Nowhere;
        let mut door = Door(&mut nowhere);
        table.push(&value, &mut Interpreter::new(session, &mut door))
    }

    fn finish(&mut self, _session: &mut Session) -> Flow {
        if let Some(table) = &mut self.table {
            table.finish()?;
        }
        self.drain();
        self.table = None;
        Ok(())
    }

    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        self.drain();
        let style = Style {
            colours: false,
            width: self.cx.output().width(),
        };
        let (id, activity) = (&record.full_id, Some(&*record.activity));
        let text = diagnostic::render(&record.error, id, activity, style);
        for line in text.lines() {
            self.line(line);
        }
    }

    fn text(&mut self, record: &TextRecord) {
        self.drain();
        let label = match record.stream {
            TextStream::Warning => "WARNING",
            TextStream::Verbose => "VERBOSE",
            TextStream::Debug => "DEBUG",
        };
        self.line(&format!("{label}: {}", record.message));
    }

    fn information(&mut self, record: &InformationRecord) {
        self.drain();
        for line in record.text.split('\n') {
            self.line(line);
        }
    }

    fn host_line(&mut self, text: &str) {
        self.drain();
        self.line(text);
    }

    fn choose(&mut self, question: &Question) -> Flow<usize> {
        self.drain();
        self.cx.output().choose(question)
    }

    fn read_line(&mut self, prompt: &Prompt) -> Flow<Option<String>> {
        self.drain();
        self.cx.output().read_line(prompt)
    }

    fn width(&self) -> usize {
        80
    }

    fn is_interactive(&self) -> bool {
        true
    }
}

/// What script properties write while they are read is not shown.
struct Nowhere;

impl Output for Nowhere {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, _record: &Rc<ErrorRecord>) {}
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
    fn choose(&mut self, _question: &Question) -> Flow<usize> {
        Err(Interrupt::Cancelled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_title_a_text_and_something_to_type() {
        let steps = steps();
        assert!(steps.len() > 8);
        for step in &steps[1..] {
            assert!(!step.title.is_empty());
            let typed = step
                .parts
                .iter()
                .any(|part| matches!(part, Part::Lines(lines) if !lines.is_empty()));
            let told = step
                .parts
                .iter()
                .any(|part| matches!(part, Part::Text(text) if text.contains("Underneath:")));
            assert!(typed && told, "{}", step.title);
        }
        // Nothing of the page is lost.
        let typed: usize = steps
            .iter()
            .flat_map(|step| &step.parts)
            .map(|part| match part {
                Part::Lines(lines) => lines.len(),
                Part::Text(_) => 0,
            })
            .sum();
        assert_eq!(typed, TEXT.matches("\nPS> ").count());
    }
}
