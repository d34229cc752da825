//! iovsh's own options: what can be set, where it stands, and which place wins.
//!
//! From the weakest: what is built in, `/etc/iovsh/config.toml`, `$XDG_CONFIG_HOME/iovsh/config.toml` (`~/.config` without it), variables of the
//! environment, options of the command line. A value that is none is reported with its file and place, and the next weaker one holds.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use toml_edit::{Document, DocumentMut, Item, Value as TomlValue};

use crate::error::{ErrorCategory, Position, ShellError};
use crate::syntax::span::{SourceText, Span};

/// The file of the whole computer.
const OF_SYSTEM: &str = "/etc/iovsh/config.toml";

/// The most that a file may hold, in bytes: nobody writes so much, so it is no file of ours.
const MOST_BYTES: u64 = 64 << 10;

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text that is not empty.
    Text,
    /// One of these words, in any case.
    Words(&'static [&'static str]),
    /// `true` or `false`.
    Truth,
}

/// An option.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    /// Its name for people and cmdlets.
    pub name: &'static str,
    /// Its key in the file.
    pub key: &'static str,
    /// The variable of the environment that says it too; empty without one.
    pub variable: &'static str,
    /// What it may be.
    pub kind: Kind,
    /// What it is when nobody says it.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// All options, by name.
pub const KNOWN: &[Known] = &[
    Known {
        name: "Color",
        key: "color",
        variable: "",
        kind: Kind::Words(&["auto", "never"]),
        default: "auto",
        help: "Whether terminals get colours; NO_COLOR says never too.",
    },
    Known {
        name: "EditMode",
        key: "edit_mode",
        variable: "",
        kind: Kind::Words(&["emacs", "vi", "windows"]),
        default: "emacs",
        help: "The keys of the prompt; Set-PSReadLineOption -EditMode says it for a session.",
    },
    Known {
        name: "Events",
        key: "events",
        variable: "",
        kind: Kind::Truth,
        default: "true",
        help: "Whether the prompt tells of what happens on the host meanwhile, above the line that is typed.",
    },
    Known {
        name: "Hints",
        key: "hints",
        variable: "",
        kind: Kind::Truth,
        default: "true",
        help: "Whether the rest of an earlier line stands in grey behind the cursor.",
    },
    Known {
        name: "History",
        key: "history",
        variable: "",
        kind: Kind::Truth,
        default: "true",
        help: "Whether the lines of the prompt go into the history file.",
    },
    Known {
        name: "Host",
        key: "host",
        variable: "IOVSH_HOST",
        kind: Kind::Text,
        default: "local",
        help: "The host when --host is not given.",
    },
    Known {
        name: "Pager",
        key: "pager",
        variable: "PAGER",
        kind: Kind::Text,
        default: "less",
        help: "The program that shows a screen at a time.",
    },
    Known {
        name: "Profile",
        key: "profile",
        variable: "",
        kind: Kind::Truth,
        default: "true",
        help: "Whether the prompt runs $PROFILE; --no-profile says false.",
    },
    Known {
        name: "Theme",
        key: "theme",
        variable: "",
        kind: Kind::Words(&["dark", "light", "bright", "plain"]),
        default: "dark",
        help: "The colours of the manager: for a dark or a light background, of strong contrast, or none.",
    },
];

/// The option of this name or key, in any case.
#[must_use]
pub fn known(name: &str) -> Option<&'static Known> {
    let fits = |known: &&Known| known.name.eq_ignore_ascii_case(name) || known.key == name;
    KNOWN.iter().find(fits)
}

/// Where a value is from, from the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// It is built in.
    Default,
    /// The file of the computer.
    System,
    /// The file of the user.
    User,
    /// A variable of the environment.
    Environment,
    /// An option of the command line.
    CommandLine,
}

impl Source {
    /// The word that people see.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "Default",
            Self::System => "System",
            Self::User => "User",
            Self::Environment => "Environment",
            Self::CommandLine => "CommandLine",
        }
    }
}

/// An option with the value that holds.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Which.
    pub known: &'static Known,
    /// The value, as it stands in the file without quotes.
    pub value: String,
    /// Where it is from.
    pub source: Source,
    /// The file and the line, counted from 1, where it is from a file.
    pub place: Option<(PathBuf, u32)>,
}

/// The options that hold, and what was wrong in the files.
#[derive(Debug)]
pub struct Options {
    settings: Vec<Setting>,
    /// Each with its file and place.
    pub faults: Vec<ShellError>,
}

impl Options {
    /// Reads the files and the environment. `given` are options of the command line: name and value.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>, given: &[(String, String)]) -> Self {
        Self::of_files(&[system_file(), user_file(variable)], variable, given)
    }

    /// What is built in.
    #[must_use]
    pub fn none() -> Self {
        Self::of_files(&[None, None], &|_| None, &[])
    }

    fn of_files(
        files: &[Option<PathBuf>; 2],
        variable: &dyn Fn(&str) -> Option<String>,
        given: &[(String, String)],
    ) -> Self {
        let settings = KNOWN.iter().map(|known| Setting {
            known,
            value: known.default.to_owned(),
            source: Source::Default,
            place: None,
        });
        let mut options = Self {
            settings: settings.collect(),
            faults: Vec::new(),
        };
        for (file, source) in files.iter().zip([Source::System, Source::User]) {
            if let Some(file) = file {
                options.read_file(file, source);
            }
        }
        for known in KNOWN.iter().filter(|known| !known.variable.is_empty()) {
            if let Some(value) = variable(known.variable).filter(|value| !value.is_empty()) {
                options.put(known, value, Source::Environment, None);
            }
        }
        if variable("NO_COLOR").is_some_and(|value| !value.is_empty())
            && let Some(known) = known("Color")
        {
            options.put(known, "never".to_owned(), Source::Environment, None);
        }
        for (name, value) in given {
            if let Some(known) = known(name) {
                options.put(known, value.clone(), Source::CommandLine, None);
            }
        }
        options
    }

    fn put(
        &mut self,
        known: &'static Known,
        value: String,
        source: Source,
        place: Option<(PathBuf, u32)>,
    ) {
        let setting = self
            .settings
            .iter_mut()
            .find(|setting| setting.known.name == known.name);
        if let Some(setting) = setting {
            setting.value = value;
            setting.source = source;
            setting.place = place;
        }
    }

    fn read_file(&mut self, file: &Path, source: Source) {
        let text = match text_of(file) {
            Ok(Some(text)) => text,
            Ok(None) => return,
            Err(error) => return self.faults.push(error),
        };
        let name = file.display().to_string();
        let text = Rc::new(SourceText::new(text.into(), Some(name.as_str().into())));
        let document = match Document::parse(text.text()) {
            Ok(document) => document,
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let message = format!("{name} is no TOML: {}.", error.message().trim());
                return self.faults.push(fault(&text, span, message, String::new()));
            }
        };
        for (key, item) in document.iter() {
            let of_key = document
                .as_table()
                .get_key_value(key)
                .and_then(|(key, _)| key.span())
                .unwrap_or(0..0);
            let Some(known) = KNOWN.iter().find(|known| known.key == key) else {
                let message = format!("'{key}' is no option.");
                let keys: Vec<&str> = KNOWN.iter().map(|known| known.key).collect();
                let help = format!("There are: {}.", keys.join(", "));
                self.faults.push(fault(&text, of_key, message, help));
                continue;
            };
            match value_of(known, item) {
                Ok(value) => {
                    let start = u32::try_from(of_key.start).unwrap_or(0);
                    let line = text.position(start).line;
                    self.put(known, value, source, Some((file.to_owned(), line)));
                }
                Err(help) => {
                    let span = item.span().unwrap_or(of_key);
                    let message = format!("This is no value of '{key}'.");
                    self.faults.push(fault(&text, span, message, help));
                }
            }
        }
    }

    /// All options, by name.
    #[must_use]
    pub fn all(&self) -> &[Setting] {
        &self.settings
    }

    /// What the option of this name is.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        let mut settings = self.settings.iter();
        settings
            .find(|setting| setting.known.name == name)
            .map_or("", |setting| &setting.value)
    }

    /// Whether the option of this name is `true`.
    #[must_use]
    pub fn is_on(&self, name: &str) -> bool {
        self.value(name) == "true"
    }
}

fn fault(
    text: &Rc<SourceText>,
    span: std::ops::Range<usize>,
    message: String,
    help: String,
) -> ShellError {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let error =
        ShellError::new("ConfigurationFault", ErrorCategory::InvalidData, message).at(Position {
            source: Rc::clone(text),
            span: Span::new(place(span.start), place(span.end)),
        });
    match help.is_empty() {
        true => error,
        false => error.help(help),
    }
}

/// The text of a file; `None` where none is.
fn text_of(file: &Path) -> Result<Option<String>, ShellError> {
    let unreadable = |words: String| {
        ShellError::new(
            "ConfigurationFault",
            ErrorCategory::ReadError,
            format!("{} cannot be read: {words}.", file.display()),
        )
    };
    let Ok(data) = file.metadata() else {
        return Ok(None);
    };
    // It may name a program to be run: the pager.
    if (data.uid() != 0 && data.uid() != rustix::process::geteuid().as_raw())
        || data.mode() & 0o022 != 0
    {
        return Err(unreadable(
            "others than you and root can write it; chmod go-w if it is yours".to_owned(),
        ));
    }
    if !data.is_file() || data.len() > MOST_BYTES {
        return Err(unreadable("it is no file of less than 64 KiB".to_owned()));
    }
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) => Err(unreadable(error.to_string())),
    }
}

/// The value as text, or what it may be.
fn value_of(known: &Known, item: &Item) -> Result<String, String> {
    let value = item.as_value();
    let found = match (known.kind, value) {
        (Kind::Truth, Some(TomlValue::Boolean(value))) => Some(value.value().to_string()),
        (Kind::Text | Kind::Words(_), Some(TomlValue::String(value))) => {
            Some(value.value().clone())
        }
        _ => None,
    };
    match found.as_deref().map(|text| checked(known, text)) {
        Some(Ok(value)) => Ok(value),
        _ => Err(allowed(known)),
    }
}

/// The value of an option that a text says.
///
/// # Errors
/// What it may be, as a sentence.
pub fn checked(known: &Known, text: &str) -> Result<String, String> {
    let text = text.trim();
    let value = match known.kind {
        Kind::Text => (!text.is_empty() && !text.contains('\n')).then(|| text.to_owned()),
        Kind::Words(words) => words
            .iter()
            .find(|word| word.eq_ignore_ascii_case(text))
            .map(|word| (*word).to_owned()),
        Kind::Truth => ["true", "false"]
            .into_iter()
            .find(|word| word.eq_ignore_ascii_case(text.trim_start_matches('$')))
            .map(str::to_owned),
    };
    value.ok_or_else(|| allowed(known))
}

/// What an option may be, as a sentence.
fn allowed(known: &Known) -> String {
    match known.kind {
        Kind::Text => format!("{} is a text.", known.key),
        Kind::Words(words) => format!("{} is one of: {}.", known.key, words.join(", ")),
        Kind::Truth => format!("{} is true or false.", known.key),
    }
}

/// The file of the computer, where one is.
fn system_file() -> Option<PathBuf> {
    Some(PathBuf::from(OF_SYSTEM))
}

/// The file of the user; `None` where nobody is at home.
pub fn user_file(variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let set = |name: &str| variable(name).filter(|value| value.starts_with('/'));
    let folder = match set("XDG_CONFIG_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(set("HOME")?).join(".config"),
    };
    Some(folder.join("iovsh/config.toml"))
}

/// The file of the user or of the computer.
pub fn file_of(system: bool, variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    match system {
        true => system_file(),
        false => user_file(variable),
    }
}

/// Writes an option into a file, or takes it out (`None`). The comments and the order of the file stay; it is replaced as a whole, so that a
/// reader sees the old one or the new one.
///
/// # Errors
/// The file is no TOML, or cannot be written.
pub fn write(file: &Path, known: &Known, value: Option<&str>) -> Result<(), ShellError> {
    let failed = |words: String| {
        ShellError::new(
            "ConfigurationFault",
            ErrorCategory::WriteError,
            format!("{} cannot be written: {words}.", file.display()),
        )
    };
    let text = text_of(file)?.unwrap_or_default();
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        failed(format!("it is no TOML ({})", error.message().trim()))
    })?;
    match value {
        None => {
            document.remove(known.key);
        }
        Some(text) => {
            let value = match known.kind {
                Kind::Truth => toml_edit::value(text == "true"),
                Kind::Text | Kind::Words(_) => toml_edit::value(text),
            };
            // What stands behind the value, a comment for example, stays.
            match (
                document.get_mut(known.key).and_then(Item::as_value_mut),
                value,
            ) {
                (Some(old), Item::Value(mut new)) => {
                    *new.decor_mut() = old.decor().clone();
                    *old = new;
                }
                (_, value) => {
                    document.insert(known.key, value);
                }
            }
        }
    }
    let folder = file.parent().unwrap_or(Path::new("/"));
    std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    let new = folder.join(".config.toml.new");
    std::fs::write(&new, document.to_string())
        .and_then(|()| std::fs::rename(&new, file))
        .map_err(|error| failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        system: &str,
        user: &str,
        variables: &'static [(&'static str, &'static str)],
        given: &[(&str, &str)],
    ) -> Options {
        let folder = tempfile::tempdir().unwrap();
        let files = [("system.toml", system), ("user.toml", user)].map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            Some(path)
        });
        let variable = |name: &str| {
            let mut known = variables.iter();
            known
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        let given: Vec<_> = given
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Options::of_files(&files, &variable, &given)
    }

    #[test]
    fn the_stronger_place_wins() {
        let system = "host = 'sim:large'\npager = \"most\"\n";
        let user = "# mine\nhost = 'sim' # a comment\n";
        let host = |options: &Options| {
            let setting = options
                .all()
                .iter()
                .find(|s| s.known.name == "Host")
                .unwrap();
            (setting.value.clone(), setting.source)
        };
        let none: &[(&str, &str)] = &[];
        assert_eq!(
            host(&read("", "", none, &[])),
            ("local".to_owned(), Source::Default)
        );
        assert_eq!(
            host(&read(system, "", none, &[])),
            ("sim:large".to_owned(), Source::System)
        );
        let both = read(system, user, none, &[]);
        assert_eq!(host(&both), ("sim".to_owned(), Source::User));
        assert_eq!(
            both.all()
                .iter()
                .find(|s| s.known.name == "Host")
                .unwrap()
                .place
                .as_ref()
                .unwrap()
                .1,
            2
        );
        assert_eq!(both.value("Pager"), "most");
        const SET: &[(&str, &str)] = &[("IOVSH_HOST", "sim:fleet"), ("NO_COLOR", "1")];
        let all = read(system, user, SET, &[]);
        assert_eq!(host(&all), ("sim:fleet".to_owned(), Source::Environment));
        assert_eq!(all.value("Color"), "never");
        let given = read(system, user, SET, &[("host", "local")]);
        assert_eq!(host(&given), ("local".to_owned(), Source::CommandLine));
        assert!(given.faults.is_empty());
    }

    #[test]
    fn what_is_wrong_is_shown_where_it_stands_and_the_weaker_value_holds() {
        for (user, at, said) in [
            ("host = 5\n", "5", "host is a text"),
            ("hints = 'yes'\n", "'yes'", "true or false"),
            ("history = 0\n", "0", "true or false"),
            ("edit_mode = \"nano\"\n", "\"nano\"", "emacs, vi, windows"),
            ("colour = 'never'\n", "colour", "color"),
            ("[host]\nname = 'x'\n", "[host]", "host is a text"),
        ] {
            let options = read("host = 'sim'\n", user, &[], &[]);
            let [fault] = options.faults.as_slice() else {
                panic!("{user}: {:?}", options.faults);
            };
            let place = fault.position.as_ref().unwrap();
            assert_eq!(place.source.slice(place.span), at, "{user}");
            assert!(place.source.name().unwrap().ends_with("user.toml"));
            assert!(
                fault.help.as_ref().unwrap().contains(said),
                "{user}: {fault:?}"
            );
            assert_eq!(options.value("Host"), "sim");
        }
        let broken = read("", "host = \n", &[], &[]);
        assert_eq!(broken.faults.len(), 1);
        assert_eq!(broken.value("Host"), "local");
    }

    #[test]
    fn what_is_written_is_read_and_the_rest_of_the_file_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/config.toml");
        for (name, value) in [
            ("Host", "sim"),
            ("Hints", "false"),
            ("History", "false"),
            ("Host", "it's \"x\""),
        ] {
            write(&file, known(name).unwrap(), Some(value)).unwrap();
        }
        let mut text = std::fs::read_to_string(&file).unwrap();
        text.insert_str(0, "# a comment\n");
        std::fs::write(&file, text.replace("hints = false", "hints = false # why")).unwrap();
        write(&file, known("History").unwrap(), None).unwrap();
        write(&file, known("Hints").unwrap(), Some("true")).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with("# a comment\n") && text.contains("hints = true # why"),
            "{text}"
        );
        let options = Options::of_files(&[None, Some(file)], &|_| None, &[]);
        assert!(options.faults.is_empty());
        assert_eq!(options.value("Host"), "it's \"x\"");
        assert!(options.is_on("History"));
        assert!(options.is_on("Hints"));
    }
}
