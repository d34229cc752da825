//! What a command asks: whether to make a change, whether to go on although something was said.

use std::rc::Rc;

use super::invocation::{Action, Invocation};
use super::output::{Question, TextStream};
use super::preference;
use super::session::Session;
use super::sink::Sink;
use super::streams::{stopped, write_text};
use crate::error::{Flow, Interrupt};

/// What PowerShell asks where there is nothing more exact to ask.
pub(super) const GO_ON: &str = "Continue with this operation?";

/// An answer that can be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    Yes,
    YesToAll,
    No,
    NoToAll,
    Halt,
}

impl Choice {
    /// The label, with `&` before the letter that stands for it, and the help.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Yes => ("&Yes", "Continue with only the next step."),
            Self::YesToAll => ("Yes to &All", "Continue with all the steps."),
            Self::No => ("&No", "Skip this step and go on with the next."),
            Self::NoToAll => ("No to A&ll", "Skip this step and all that follow."),
            Self::Halt => ("&Halt Command", "Stop this command."),
        }
    }

    fn is_yes(self) -> bool {
        matches!(self, Self::Yes | Self::YesToAll)
    }

    /// The answer to all that follow, where it is one.
    fn to_all(self) -> Option<bool> {
        match self {
            Self::YesToAll => Some(true),
            Self::NoToAll => Some(false),
            Self::Yes | Self::No | Self::Halt => None,
        }
    }
}

/// Asks; the first choice is the default.
fn ask(out: &mut dyn Sink, caption: &str, message: &str, choices: &[Choice]) -> Flow<Choice> {
    let words = choices.iter().map(|choice| choice.words());
    let question = Question {
        caption: if caption.is_empty() {
            "Confirm"
        } else {
            caption
        }
        .to_owned(),
        message: message.to_owned(),
        choices: words
            .map(|(label, help)| (label.to_owned(), help.to_owned()))
            .collect(),
        default: 0,
    };
    let chosen = out.output().choose(&question)?;
    choices.get(chosen).copied().ok_or(Interrupt::Cancelled)
}

/// A change that is announced or asked about.
pub(super) struct Change<'a> {
    /// What `What if:` and verbose text say.
    pub description: &'a str,
    /// The question, and the line above it; nothing: whether the user is sure about what is described.
    pub question: Option<(&'a str, &'a str)>,
}

impl<'a> Change<'a> {
    pub(super) fn described(description: &'a str) -> Self {
        Self {
            description,
            question: None,
        }
    }
}

/// What is said of a change that does this to that.
pub(super) fn performing(action: &str, target: &str) -> String {
    format!("Performing the operation \"{action}\" on target \"{target}\".")
}

/// `ShouldProcess`: whether to make a change. Says `What if:` under `-WhatIf`; asks under `-Confirm` or when the impact is high.
pub(super) fn should_process(
    session: &mut Session,
    out: &mut dyn Sink,
    call: &Rc<Invocation>,
    change: &Change<'_>,
) -> Flow<bool> {
    if let Some(answer) = call.answer_to_all.get() {
        return Ok(answer);
    }
    let description = change.description;
    if preference::what_if(session, call) {
        out.output().sentence(&format!("What if: {description}"));
        return Ok(false);
    }
    if preference::must_confirm(session, call) {
        let sure = format!("Are you sure you want to perform this action?\n{description}");
        let (question, caption) = change.question.unwrap_or((&sure, ""));
        let choices = [Choice::Yes, Choice::YesToAll, Choice::No, Choice::NoToAll];
        let chosen = ask(out, caption, question, &choices)?;
        call.answer_to_all.set(chosen.to_all());
        return Ok(chosen.is_yes());
    }
    let action = preference::verbose(session, call);
    if action != Action::SilentlyContinue {
        let description = description.to_owned();
        write_text(session, out, call, TextStream::Verbose, description, action)?;
    }
    Ok(true)
}

/// `ShouldContinue`: whether to go on. With `to_all` the user may answer for all that follow: what is in it already is the answer, and what
/// is answered so is put into it.
pub(super) fn should_continue(
    out: &mut dyn Sink,
    query: &str,
    caption: &str,
    to_all: Option<&mut Option<bool>>,
) -> Flow<bool> {
    let Some(to_all) = to_all else {
        return Ok(ask(out, caption, query, &[Choice::Yes, Choice::No])?.is_yes());
    };
    if let Some(answer) = *to_all {
        return Ok(answer);
    }
    let choices = [Choice::Yes, Choice::YesToAll, Choice::No, Choice::NoToAll];
    let chosen = ask(out, caption, query, &choices)?;
    *to_all = chosen.to_all();
    Ok(chosen.is_yes())
}

/// What the preference `Inquire` asks about. "Yes to all" is said of each by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inquired {
    Error,
    Warning,
    Verbose,
    Debug,
    Information,
}

/// Asks whether to go on, as the preference `Inquire` wants it.
///
/// # Errors
/// `ActionPreferenceStop`: the user wants to stop.
pub(super) fn inquire(
    out: &mut dyn Sink,
    call: &Invocation,
    about: Inquired,
    message: &str,
) -> Flow {
    if call.goes_on.borrow().contains(&about) {
        return Ok(());
    }
    let choices = [Choice::Yes, Choice::YesToAll, Choice::Halt];
    match ask(out, "", message, &choices)? {
        Choice::Yes => Ok(()),
        Choice::YesToAll => {
            call.goes_on.borrow_mut().push(about);
            Ok(())
        }
        Choice::Halt | Choice::No | Choice::NoToAll => {
            let why = "The running command stopped because the user selected the Stop option.";
            Err(stopped(why.to_owned()).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::rc::Rc;

    use crate::error::Flow;
    use crate::error_record::ErrorRecord;
    use crate::eval::{InformationRecord, Output, Question, Session, TextRecord};
    use crate::value::{Value, convert};

    /// Somebody who answers with these letters, and what is seen meanwhile.
    struct Person {
        answers: VecDeque<char>,
        seen: Vec<String>,
    }

    impl Output for Person {
        fn object(&mut self, _session: &mut Session, value: Value) -> Flow {
            self.seen.push(convert::to_text(&value).to_string());
            Ok(())
        }
        fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
            self.seen.push(record.full_id.to_string());
        }
        fn text(&mut self, record: &TextRecord) {
            self.seen.push(record.message.to_string());
        }
        fn information(&mut self, record: &InformationRecord) {
            self.seen.push(record.text.to_string());
        }
        fn host_line(&mut self, text: &str) {
            self.seen.push(text.to_owned());
        }
        fn choose(&mut self, question: &Question) -> Flow<usize> {
            let labels: Vec<&str> = question.choices.iter().map(|(label, _)| &**label).collect();
            self.seen.push(format!(
                "{}: {} {}",
                question.caption,
                question.message.replace('\n', " "),
                labels.join(" ")
            ));
            let answer = self.answers.pop_front().expect("an answer more");
            let chosen = labels.iter().position(|label| {
                let letter = label.split('&').nth(1).and_then(|rest| rest.chars().next());
                letter.is_some_and(|letter| letter.eq_ignore_ascii_case(&answer))
            });
            Ok(chosen.expect("a choice of this letter"))
        }
    }

    fn seen(script: &str, answers: &str) -> Vec<String> {
        let mut session = Session::new(&[], Rc::new(()));
        let mut person = Person {
            answers: answers.chars().collect(),
            seen: Vec::new(),
        };
        session.run_text(script, None, &mut person);
        assert!(
            person.answers.is_empty(),
            "asked too seldom: {:?}",
            person.seen
        );
        person.seen
    }

    const ASKED: &str = "Confirm: Continue with this operation? &Yes Yes to &All &Halt Command";

    fn warnings(answers: &str) -> Vec<String> {
        seen(
            "function f { [CmdletBinding()] param() foreach ($n in 1..3) { $PSCmdlet.WriteWarning(\"$n\") } 'end' }
             f -WarningAction Inquire",
            answers,
        )
    }

    #[test]
    fn yes_to_all_of_inquire_is_asked_once_and_halt_ends_the_command() {
        assert_eq!(warnings("YA"), ["1", ASKED, "2", ASKED, "3", "end"]);
        assert_eq!(warnings("H"), ["1", ASKED, "ActionPreferenceStop"]);
    }

    /// What is answered about warnings is not said of errors.
    #[test]
    fn each_stream_is_asked_about_by_itself() {
        let script = "function f { [CmdletBinding()] param()
                foreach ($n in 1, 2) {
                    $PSCmdlet.WriteWarning(\"w$n\")
                    $wrong = [Exception]::new(\"e$n\")
                    $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new($wrong, \"Id$n\", 'NotSpecified', $null))
                } }
            f -WarningAction Inquire -ErrorAction Inquire";
        let about = |text: &str| format!("Confirm: {text} &Yes Yes to &All &Halt Command");
        assert_eq!(
            seen(script, "AYY"),
            [
                "w1",
                ASKED,
                &*about("e1"),
                "Id1,f",
                "w2",
                &*about("e2"),
                "Id2,f"
            ]
        );
    }

    const CONTINUING: &str = "Sure?: Go on? &Yes Yes to &All &No No to A&ll";

    fn continuing(before: &str, answers: &str) -> Vec<String> {
        let script = format!(
            "function f {{ [CmdletBinding()] param() $yes = $false; $no = $false; {before}
                foreach ($n in 1, 2) {{ $PSCmdlet.ShouldContinue('Go on?', 'Sure?', [ref]$yes, [ref]$no) }}
                \"$yes $no\" }}
             f"
        );
        seen(&script, answers)
    }

    #[test]
    fn should_continue_answers_for_all_that_follow() {
        assert_eq!(
            continuing("", "YN"),
            [CONTINUING, "True", CONTINUING, "False", "False False"]
        );
        assert_eq!(
            continuing("", "A"),
            [CONTINUING, "True", "True", "True False"]
        );
        assert_eq!(
            continuing("", "L").last().map(String::as_str),
            Some("False True")
        );
        assert_eq!(
            continuing("$yes = $true", ""),
            ["True", "True", "True False"]
        );
    }

    #[test]
    fn a_change_is_asked_about_in_the_words_that_a_script_has_for_it() {
        let script = "function f { [CmdletBinding(SupportsShouldProcess)] param() $PSCmdlet.ShouldProcess('It is done.', 'Do it?', 'Careful') }";
        assert_eq!(
            seen(&format!("{script}; f -Confirm"), "N"),
            ["Careful: Do it? &Yes Yes to &All &No No to A&ll", "False"]
        );
        assert_eq!(
            seen(&format!("{script}; f -WhatIf"), ""),
            ["What if: It is done.", "False"]
        );
    }
}
