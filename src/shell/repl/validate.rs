//! Whether Enter ends the input: not while a bracket or a string is open.

use reedline::{ValidationResult, Validator};

use crate::syntax::parse;

/// Asks the parser whether more text could repair the line.
pub(super) struct OpenText;

impl Validator for OpenText {
    fn validate(&self, line: &str) -> ValidationResult {
        if parse(line).incomplete {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Complete
        }
    }
}
