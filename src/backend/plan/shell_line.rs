//! What a person types into a shell (`sh`, bash) to do the same as a change. A line is data: a program with its arguments, or a
//! file with its text. [`render`] is the only place where it becomes text, so a name that a tenant chose never is anything but
//! an argument.

use crate::model::is_hidden as is_invisible;
use std::borrow::Cow;

/// One command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShellLine {
    /// A program, with its arguments, and with a text on its standard input if there is one. Only when it succeeds the next
    /// line is run.
    Run {
        /// The program and its arguments.
        argv: Vec<String>,
        /// What it reads; the program is told to with `/dev/stdin`.
        input: Option<String>,
    },
    /// The same for a program that may fail: what it takes away may not be there.
    Try(Vec<String>),
    /// A text that is written into a file.
    Write {
        /// The file, by its whole path.
        path: String,
        /// The whole text.
        text: String,
    },
}

impl ShellLine {
    /// A program with these arguments.
    pub(super) fn run<S: Into<String>>(argv: impl IntoIterator<Item = S>) -> Self {
        ShellLine::Run {
            argv: argv.into_iter().map(Into::into).collect(),
            input: None,
        }
    }

    /// The same, with a text that it reads.
    pub(super) fn reading<S: Into<String>>(
        argv: impl IntoIterator<Item = S>,
        input: String,
    ) -> Self {
        ShellLine::Run {
            argv: argv.into_iter().map(Into::into).collect(),
            input: Some(input),
        }
    }

    /// One value and a line end, as sysfs takes it.
    pub(super) fn write_value(path: impl Into<String>, value: impl std::fmt::Display) -> Self {
        ShellLine::Write {
            path: path.into(),
            text: format!("{value}\n"),
        }
    }
}

/// Words that are ours and need no quotes.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The lines as text that can be pasted: joined so that a failure ends them, texts as here-documents behind them.
#[must_use]
pub fn render(lines: &[ShellLine]) -> String {
    let mut text = String::new();
    let mut bodies = String::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            let before = lines.get(at.saturating_sub(1));
            text.push_str(match before {
                Some(ShellLine::Try(_)) => " ; ",
                _ => " && ",
            });
        }
        match line {
            ShellLine::Run { argv, input: None } | ShellLine::Try(argv) => {
                text.push_str(&pasted_command(argv));
            }
            ShellLine::Run {
                argv,
                input: Some(input),
            } => give(
                &mut text,
                &mut bodies,
                input,
                &pasted_command(argv),
                " | ",
                "",
            ),
            ShellLine::Write { path, text: value } => {
                let to = format!("> {}", quote_path(path));
                match single_value(value) {
                    Some(value) => text.push_str(format!("echo {value}").trim_end()),
                    None => {
                        give(&mut text, &mut bodies, value, "cat", " ", &to);
                        continue;
                    }
                }
                text.push(' ');
                text.push_str(&to);
            }
        }
    }
    text + &bodies
}

/// A program that reads a file, as it can be pasted.
pub(super) fn render_reading<S: Into<String>>(
    argv: impl IntoIterator<Item = S>,
    file: &str,
) -> String {
    let argv: Vec<String> = argv.into_iter().map(Into::into).collect();
    format!("{} < {}", pasted_command(&argv), quote_path(file))
}

/// The lines without the texts that they read: what fits into a sentence.
#[must_use]
pub fn summary(lines: &[ShellLine]) -> String {
    let short: Vec<String> = lines
        .iter()
        .map(|line| match line {
            ShellLine::Run { argv, .. } | ShellLine::Try(argv) => command(argv),
            ShellLine::Write { path, text } => match single_value(text) {
                Some(value) => format!("echo {value} > {}", quote_path(path)),
                None => format!("cat > {}", quote_path(path)),
            },
        })
        .collect();
    short.join(" && ")
}

/// A program with its arguments, as text for a sentence.
#[must_use]
pub fn program<S: Into<String>>(argv: impl IntoIterator<Item = S>) -> String {
    summary(&[ShellLine::run(argv)])
}

/// Gives a command its input: a here-document, or, when that would put something invisible on the screen or could not say where
/// the text ends, one quoted word.
fn give(text: &mut String, bodies: &mut String, input: &str, command: &str, joint: &str, to: &str) {
    let visible = |c: char| c == '\n' || !is_invisible(c);
    if input.ends_with('\n') && input.chars().all(visible) {
        let end = delimiter(input);
        text.push_str(command);
        if !to.is_empty() {
            text.push(' ');
            text.push_str(to);
        }
        text.push_str(&format!(" <<'{end}'"));
        bodies.push_str(&format!("\n{input}{end}"));
    } else {
        text.push_str(&format!("printf %s {}", quote(input)));
        text.push_str(joint);
        text.push_str(if to.is_empty() { command } else { to });
    }
}

/// A word that no line of the text is.
fn delimiter(text: &str) -> String {
    let mut end = "EOF".to_owned();
    while text.lines().any(|line| line == end) {
        end.push('_');
    }
    end
}

/// The one plain value of a text, if it is that.
fn single_value(text: &str) -> Option<&str> {
    let value = text.strip_suffix('\n')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    (value.chars().all(plain) && !value.starts_with('-')).then_some(value)
}

fn command(argv: &[String]) -> String {
    let words: Vec<Cow<'_, str>> = argv.iter().map(|word| quote(word)).collect();
    words.join(" ")
}

/// The same as it is pasted: XML that a program takes as an argument keeps its lines, which a sentence has no room for.
fn pasted_command(argv: &[String]) -> String {
    let visible = |c: char| c == '\n' || !is_invisible(c);
    let is_xml = |word: &str| word.starts_with("--set=<") && word.ends_with('>');
    let words: Vec<Cow<'_, str>> = argv
        .iter()
        .map(|word| match is_xml(word) && word.chars().all(visible) {
            true => Cow::Owned(single_quoted(word)),
            false => quote(word),
        })
        .collect();
    words.join(" ")
}

fn single_quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// A word as a shell reads it back: as it is when nothing in it means anything, in quotes else; what cannot be seen is written
/// as an escape (`$'...'`, which bash, zsh and POSIX of 2024 know).
#[must_use]
pub fn quote(word: &str) -> Cow<'_, str> {
    let plain = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '-' | '_' | '.' | '/' | ':' | ',' | '+' | '@' | '%' | '=')
            || (!c.is_ascii() && c.is_alphanumeric())
    };
    // zsh looks up what begins with an equals sign as a program.
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with('=') {
        return Cow::Borrowed(word);
    }
    if !word.chars().any(is_invisible) {
        return Cow::Owned(single_quoted(word));
    }
    let mut out = String::from("$'");
    for c in word.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // The exclamation mark: some versions of bash look for their history in there.
            '\\' | '\'' | '!' => escape_bytes(&mut out, c),
            c if is_invisible(c) => escape_bytes(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('\'');
    Cow::Owned(out)
}

/// Bytes in octal: with at most three digits there is no question where they end.
fn escape_bytes(out: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push_str(&format!("\\{byte:03o}"));
    }
}

/// A path with quotes around only those of its parts that need them.
fn quote_path(path: &str) -> String {
    let parts: Vec<Cow<'_, str>> = path
        .split('/')
        .map(|part| match part {
            "" => Cow::Borrowed(""),
            part => quote(part),
        })
        .collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        for word in [
            "web1",
            "/dev/stdin",
            "52:54:00:00:00:01",
            "a,b",
            "--live",
            "größe",
        ] {
            assert_eq!(quote(word), word);
        }
        assert_eq!(quote(""), "''");
        // zsh takes `=ls` for the path of ls.
        assert_eq!(quote("=ls"), "'=ls'");
        assert_eq!(quote("a=b"), "a=b");
        assert_eq!(quote("it's $5"), r"'it'\''s $5'");
        assert_eq!(quote("a\nb!\u{1b}"), r"$'a\nb\041\033'");
        assert_eq!(quote("\u{2028}"), r"$'\342\200\250'");
        assert_eq!(quote_path("/etc/a b/c"), "/etc/'a b'/c");
    }

    #[test]
    fn lines_are_joined_and_texts_follow() {
        let lines = [
            ShellLine::Try(vec!["tc".into(), "a b".into()]),
            ShellLine::reading(["virsh", "define", "/dev/stdin"], "<a/>\nEOF\n".into()),
            ShellLine::write_value("/sys/x", 4),
            ShellLine::write_value("/sys/y", ""),
        ];
        assert_eq!(
            render(&lines),
            "tc 'a b' ; virsh define /dev/stdin <<'EOF_' && echo 4 > /sys/x && echo > /sys/y\n<a/>\nEOF\nEOF_"
        );
        assert_eq!(
            summary(&lines[1..3]),
            "virsh define /dev/stdin && echo 4 > /sys/x"
        );
    }

    #[test]
    fn xml_in_an_argument_keeps_its_lines_where_it_is_pasted() {
        let set = |text: &str| [ShellLine::run(["virsh", "metadata", text, "web1"])];
        let xml = set("--set=<vm>{\"a\":1,\n\"b\":\"it's\"}</vm>");
        assert_eq!(
            render(&xml),
            "virsh metadata '--set=<vm>{\"a\":1,\n\"b\":\"it'\\''s\"}</vm>' web1"
        );
        assert!(!summary(&xml).contains('\n'));
        // Nobody else's lines stand as lines of their own.
        assert!(!render(&set("a\nb")).contains('\n'));
        assert!(!render(&set("--set=<vm>\n\u{1b}</vm>")).contains('\n'));
    }

    #[test]
    fn a_text_that_cannot_be_seen_is_one_word() {
        let file = ShellLine::Write {
            path: "/etc/x".into(),
            text: "a\u{85}b\n".into(),
        };
        assert_eq!(render(&[file]), r"printf %s $'a\302\205b\n' > /etc/x");
        let read = ShellLine::reading(["virsh", "define", "/dev/stdin"], "<a/>".into());
        assert_eq!(
            render(&[read]),
            "printf %s '<a/>' | virsh define /dev/stdin"
        );
    }
}
