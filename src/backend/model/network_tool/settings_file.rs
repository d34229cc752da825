//! Files of sections with lines `Key=value`: those of systemd (`man 7 systemd.syntax`) and keyfiles (`man 5 nm-settings-keyfile`).

use std::fmt::Display;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// As it stands. It has no blanks at its ends and no backslash: systemd has no escape for them.
    Systemd,
    /// With GLib's escapes.
    Keyfile,
}

/// A file that is being written.
#[derive(Debug)]
pub(super) struct SettingsFile {
    text: String,
    dialect: Dialect,
}

impl SettingsFile {
    /// A file that begins with this comment.
    pub fn new(dialect: Dialect, note: &str) -> Self {
        Self {
            text: note.to_owned(),
            dialect,
        }
    }

    /// Begins a section.
    pub fn section(mut self, name: &str) -> Self {
        if self.text.contains('[') {
            self.text.push('\n');
        }
        self.text.push_str(&format!("[{name}]\n"));
        self
    }

    /// A line. The key is ours; the value may be anything.
    pub fn entry(mut self, key: &str, value: impl Display) -> Self {
        let value = match self.dialect {
            Dialect::Systemd => systemd_value(&value.to_string()),
            Dialect::Keyfile => keyfile_value(&value.to_string()),
        };
        self.text.push_str(&format!("{key}={value}\n"));
        self
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }
}

/// A value on one line. Names of interfaces have nothing in them that systemd could not be told; were it otherwise, the line would
/// name nothing rather than say something else.
fn systemd_value(value: &str) -> String {
    value
        .trim()
        .replace(|c: char| c.is_control() || c == '\\', "\u{fffd}")
}

fn keyfile_value(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for (at, c) in value.chars().enumerate() {
        match c {
            ' ' if at == 0 => out.push_str("\\s"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// What stands in such a file, as `Section/Key` with the values.
#[cfg(test)]
pub(super) fn read(text: &str, dialect: Dialect) -> std::collections::BTreeMap<String, String> {
    let mut found = std::collections::BTreeMap::new();
    let mut section = String::new();
    for line in text.lines() {
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            section = name.to_owned();
            continue;
        }
        assert!(!section.is_empty() && !line.ends_with('\\') || dialect == Dialect::Keyfile);
        let (key, value) = line.split_once('=').expect("a key");
        let mut chars = value.chars();
        let mut plain = String::new();
        while let Some(c) = chars.next() {
            plain.push(match (c, dialect) {
                ('\\', Dialect::Keyfile) => match chars.next().expect("an escape") {
                    's' => ' ',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '\\' => '\\',
                    other => panic!("an unknown escape: {other}"),
                },
                (c, _) => c,
            });
        }
        found.insert(format!("{section}/{key}"), plain);
    }
    found
}
