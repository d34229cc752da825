//! What the language itself has names for: arguments of attributes, values of preference variables.

use crate::cmdlet::Candidate;

fn candidates(words: &[&str]) -> Vec<Candidate> {
    let candidate = |word: &&str| Candidate {
        text: (*word).to_owned(),
        description: String::new(),
    };
    words.iter().map(candidate).collect()
}

/// The arguments that an attribute has by name.
pub(super) fn arguments_of(attribute: &str) -> Vec<Candidate> {
    candidates(match attribute.to_ascii_lowercase().as_str() {
        "parameter" => &[
            "Mandatory",
            "Position",
            "ParameterSetName",
            "ValueFromPipeline",
            "ValueFromPipelineByPropertyName",
            "ValueFromRemainingArguments",
            "HelpMessage",
            "DontShow",
        ],
        "cmdletbinding" => &[
            "SupportsShouldProcess",
            "ConfirmImpact",
            "DefaultParameterSetName",
            "PositionalBinding",
            "SupportsPaging",
            "HelpUri",
        ],
        "validateset" | "validatepattern" | "validatescript" => &["ErrorMessage"],
        _ => &[],
    })
}

/// The values of a preference variable, by its name in small letters.
pub(super) fn preferences(name: &str) -> Vec<Candidate> {
    candidates(match name {
        "confirmpreference" => &["High", "Medium", "Low", "None"],
        "whatifpreference" => &["$true", "$false"],
        _ => &[
            "Continue",
            "SilentlyContinue",
            "Stop",
            "Ignore",
            "Inquire",
            "Break",
        ],
    })
}
