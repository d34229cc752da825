//! What a person is asked, and answers.

/// A question with choices, as `-Confirm` asks.
#[derive(Clone, Debug)]
pub struct Question {
    /// The heading.
    pub caption: String,
    /// What is asked.
    pub message: String,
    /// The choices: `&Yes`, `Yes to &All` ..., each with its help.
    pub choices: Vec<(String, String)>,
    /// The choice that Enter takes.
    pub default: usize,
}

/// A line to be read, as `Read-Host` asks.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// What stands before the cursor.
    pub text: String,
    /// Whether the input is hidden.
    pub secret: bool,
}

/// Either of them.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A line.
    Line(Prompt),
    /// One of several choices.
    Choice(Question),
}

/// What a person answered.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// A line; `None` at the end of the input.
    Line(Option<String>),
    /// The number of the choice.
    Choice(usize),
    /// The question was called off, or nobody can be asked.
    None,
}
