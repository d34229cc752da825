//! What the language itself has names for: keywords, arguments of attributes, values of preference variables.

use crate::cmdlet::Candidate;

fn candidates(words: &[&str]) -> Vec<Candidate> {
    let candidate = |word: &&str| Candidate {
        text: (*word).to_owned(),
        description: String::new(),
    };
    words.iter().map(candidate).collect()
}

/// The words that a statement can begin with, or a part of one.
const KEYWORDS: &[(&str, &str)] = &[
    ("begin", "what a function does before the first object"),
    ("break", "leaves the loop"),
    ("catch", "what is done with an error of try"),
    ("class", "makes a type"),
    ("continue", "on to the next turn of the loop"),
    ("do", "a block, and then again while or until"),
    ("else", "what is done when nothing of if held"),
    ("elseif", "another condition of if"),
    ("end", "what a function does after the last object"),
    ("enum", "makes a type of names"),
    ("exit", "leaves the shell or the script, with a code"),
    ("filter", "makes a function that is called for each object"),
    ("finally", "what is done behind try in any case"),
    ("for", "a block with a counter"),
    ("foreach", "a block for each of several values"),
    ("function", "makes a function"),
    ("if", "a block where a condition holds"),
    ("param", "the parameters of a function or a script"),
    ("process", "what a function does for each object"),
    ("return", "leaves the function, with a value"),
    ("switch", "the block whose value fits"),
    ("throw", "makes an error"),
    ("trap", "what is done with any error"),
    ("try", "a block whose errors catch gets"),
    ("until", "the end of do"),
    ("using", "names a module or a namespace"),
    ("while", "a block as long as a condition holds"),
];

/// Whether a text ends in a keyword that a block must follow, where no command can stand.
pub(super) fn wants_block(before: &str) -> bool {
    const BEFORE_A_BLOCK: &[&str] = &[
        "begin",
        "clean",
        "do",
        "dynamicparam",
        "else",
        "end",
        "finally",
        "process",
        "try",
    ];
    let words = before.trim_end();
    let begins = words.rfind(|c: char| !c.is_ascii_alphabetic());
    let word = words.get(begins.map_or(0, |at| at + 1)..).unwrap_or("");
    // `@try` and `$end` are variables, `.end` and `-end` something else.
    let is_word = begins.is_none_or(|at| {
        let sign = words.as_bytes().get(at);
        sign.is_some_and(|sign| b" \t\r\n;{}()".contains(sign))
    });
    is_word
        && BEFORE_A_BLOCK
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word))
}

/// The keywords that begin as `typed` does.
pub(super) fn keywords(typed: &str) -> Vec<Candidate> {
    let typed = typed.to_lowercase();
    let fitting = KEYWORDS.iter();
    let fitting = fitting.filter(|(word, _)| !typed.is_empty() && word.starts_with(&typed));
    fitting
        .map(|(word, meaning)| Candidate {
            text: (*word).to_owned(),
            description: (*meaning).to_owned(),
        })
        .collect()
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
