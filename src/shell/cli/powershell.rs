//! The options of PowerShell's own program, as scheduled jobs and other tools give them: those that iovsh has too are
//! spelt its way, those that change nothing here are taken away, the others are refused with a reason.

use iovsh_base::base64::from_base64;

/// What an option of PowerShell is here.
enum Meaning {
    /// An option of iovsh.
    Ours(&'static str),
    /// Nothing: there is nothing that it could change.
    Nothing,
    /// Nothing, and neither does the value after it, if the value is one of these (empty: any).
    Value(&'static [&'static str], &'static str),
    /// `-Version` shows the version, but before a number it says which version of Windows PowerShell is wanted.
    Version,
    /// A script as Base64 of UTF-16LE.
    Encoded,
    /// Refused, with this reason.
    Refused(&'static str),
}

/// The whole name, the shortest beginning of it that is taken, another name, and what it means.
const OPTIONS: &[(&str, &str, &str, Meaning)] = &[
    ("command", "c", "", Meaning::Ours("--command")),
    ("file", "f", "", Meaning::Ours("--file")),
    ("encodedcommand", "e", "ec", Meaning::Encoded),
    (
        "noninteractive",
        "noni",
        "",
        Meaning::Ours("--non-interactive"),
    ),
    ("noprofile", "nop", "", Meaning::Ours("--no-profile")),
    ("nologo", "nol", "", Meaning::Ours("--no-logo")),
    (
        "workingdirectory",
        "wo",
        "wd",
        Meaning::Ours("--working-directory"),
    ),
    ("help", "help", "?", Meaning::Ours("--help")),
    ("version", "v", "", Meaning::Version),
    (
        "executionpolicy",
        "ex",
        "ep",
        Meaning::Value(
            &[
                "bypass",
                "unrestricted",
                "remotesigned",
                "default",
                "undefined",
            ],
            "iovsh checks no signatures: a script may be run by who can read it",
        ),
    ),
    ("windowstyle", "w", "", Meaning::Value(&[], "")),
    (
        "inputformat",
        "inp",
        "if",
        Meaning::Value(
            &["text"],
            "iovsh reads text; ConvertFrom-Json and Import-Clixml make objects of it",
        ),
    ),
    (
        "outputformat",
        "o",
        "of",
        Meaning::Value(
            &["text"],
            "iovsh writes text, or what --output says: json, jsonl, csv, yaml, markdown",
        ),
    ),
    ("interactive", "i", "", Meaning::Nothing),
    ("login", "l", "", Meaning::Nothing),
    ("sta", "sta", "", Meaning::Nothing),
    ("mta", "mta", "", Meaning::Nothing),
    (
        "noexit",
        "noe",
        "",
        Meaning::Refused(
            "a prompt after a command is not there; a function in $PROFILE, or a dot before a script at the prompt, does the same",
        ),
    ),
    (
        "configurationname",
        "config",
        "",
        Meaning::Refused(
            "there are no session configurations; ssh HOST iovsh works on another host",
        ),
    ),
    (
        "configurationfile",
        "configurationf",
        "",
        Meaning::Refused("there are no session configurations"),
    ),
    (
        "custompipename",
        "cus",
        "",
        Meaning::Refused("there is no pipe for debuggers"),
    ),
    (
        "settingsfile",
        "settings",
        "",
        Meaning::Refused("there is no settings file; $PROFILE is a script that the prompt runs"),
    ),
    (
        "sshservermode",
        "sshs",
        "",
        Meaning::Refused("remoting over ssh is not there; ssh HOST iovsh -Command ... runs a line"),
    ),
];

/// The meaning of a word with one dash, in any case and as short as PowerShell allows.
fn meaning(word: &str) -> Option<&'static Meaning> {
    let name = word
        .strip_prefix('-')
        .filter(|name| !name.starts_with('-'))?
        .to_ascii_lowercase();
    OPTIONS
        .iter()
        .find(|(whole, least, other, _)| {
            (whole.starts_with(&*name) && name.starts_with(least))
                || (!other.is_empty() && name == *other)
        })
        .map(|(.., meaning)| meaning)
}

/// Translates the options before the first word that is none (or before the script or text, which take all that follows).
/// Gives back where `--command` or `--file` stands, if one of the two was given.
///
/// # Errors
/// What is wrong with the command line, for the user.
pub(super) fn translate(given: &mut Vec<String>) -> Result<Option<usize>, String> {
    let mut index = 1;
    while let Some(word) = given
        .get(index)
        .filter(|word| word.starts_with('-') && *word != "-")
        .cloned()
    {
        let value = given.get(index + 1).cloned();
        match meaning(&word) {
            Some(Meaning::Ours(option)) => {
                if let Some(place) = given.get_mut(index) {
                    *place = (*option).to_owned();
                }
            }
            Some(Meaning::Nothing) => {
                given.remove(index);
                continue;
            }
            Some(Meaning::Value(allowed, reason)) => {
                let value = value.ok_or_else(|| format!("a value is required for '{word}'"))?;
                if !allowed.is_empty()
                    && !allowed.iter().any(|one| one.eq_ignore_ascii_case(&value))
                {
                    return Err(format!("'{word} {value}' is not supported: {reason}"));
                }
                given.drain(index..index + 2);
                continue;
            }
            Some(Meaning::Version) => {
                if value.is_some_and(|value| value.starts_with(|c: char| c.is_ascii_digit())) {
                    given.drain(index..index + 2);
                    continue;
                }
                if let Some(place) = given.get_mut(index) {
                    *place = "--version".to_owned();
                }
            }
            Some(Meaning::Encoded) => {
                let value = value.ok_or_else(|| format!("a value is required for '{word}'"))?;
                let text = decoded(&value).ok_or_else(|| {
                    format!("the value of '{word}' is not Base64 of a text in UTF-16LE")
                })?;
                given.splice(index..index + 2, ["--command".to_owned(), text]);
            }
            Some(Meaning::Refused(reason)) => {
                return Err(format!("'{word}' is not supported: {reason}"));
            }
            None => {}
        }
        match given.get(index).map(String::as_str) {
            Some("--host" | "--output" | "--working-directory") => index += 2,
            // All that stands behind belongs to the text or the script.
            Some("--command" | "--file") => return Ok(Some(index)),
            _ => index += 1,
        }
    }
    Ok(None)
}

/// The text of `-EncodedCommand`.
fn decoded(base64: &str) -> Option<String> {
    let bytes = from_base64(base64)?;
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    let text = String::from_utf16(&units).ok()?;
    Some(text.trim_start_matches('\u{feff}').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(words: &[&str]) -> Result<Vec<String>, String> {
        let mut given: Vec<String> = std::iter::once("iovsh")
            .chain(words.iter().copied())
            .map(str::to_owned)
            .collect();
        translate(&mut given).map(|_| given.split_off(1))
    }

    #[test]
    fn command_lines_of_scheduled_jobs_are_understood() {
        for (words, ours) in [
            (
                &[
                    "-NoProfile",
                    "-ExecutionPolicy",
                    "Bypass",
                    "-File",
                    "x.ps1",
                    "-ep",
                    "a",
                ][..],
                &["--no-profile", "--file", "x.ps1", "-ep", "a"][..],
            ),
            (
                &[
                    "-nop", "-noni", "-ep", "bypass", "-w", "hidden", "-c", "Get-X",
                ],
                &["--no-profile", "--non-interactive", "--command", "Get-X"],
            ),
            (
                &["-EncodedCommand", "RwBlAHQALQBYAA=="],
                &["--command", "Get-X"],
            ),
            (&["-enc", "RwBlAHQALQBYAA=="], &["--command", "Get-X"]),
            (&["-Version", "5.1", "-Command", "1"], &["--command", "1"]),
            (&["-Version"], &["--version"]),
            (
                &["-Sta", "-Interactive", "Get-X", "-File", "y"],
                &["Get-X", "-File", "y"],
            ),
            (
                &["--host", "sim", "-wd", "/tmp", "x.ps1"],
                &["--host", "sim", "--working-directory", "/tmp", "x.ps1"],
            ),
            (
                &["--output", "markdown", "-Command", "x"],
                &["--output", "markdown", "--command", "x"],
            ),
        ] {
            assert_eq!(translated(words).unwrap(), ours, "{words:?}");
        }
    }

    #[test]
    fn what_cannot_be_had_is_refused_with_a_reason() {
        for words in [
            &["-ExecutionPolicy", "AllSigned", "x.ps1"][..],
            &["-OutputFormat", "XML"],
            &["-NoExit", "-Command", "1"],
            &["-EncodedCommand", "!!"],
            &["-EncodedCommand", "QQ=="],
            &["-ExecutionPolicy"],
        ] {
            assert!(translated(words).is_err(), "{words:?}");
        }
    }
}
