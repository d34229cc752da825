//! The command line: what `iovsh ...` was asked to do.
//!
//! `clap` reads iovsh's own options. What stands after them is a script, a cmdlet with PowerShell parameters
//! (`-Name lan`, which `clap` cannot read), `-` or nothing.

pub mod completions;
pub mod fish;
mod help;
mod misplaced;
pub mod plain_line;
mod powershell;
pub mod proxy;
pub mod reference;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::screen::Objects;
pub use help::{help_line, may_ask_for_help};

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Read lines from the terminal.
    Prompt,
    /// Run a script with arguments.
    Script {
        /// Its path.
        path: String,
        /// Its arguments.
        arguments: Vec<String>,
    },
    /// Run text.
    Text(String),
    /// Run what standard input holds, with arguments.
    StandardInput(Vec<String>),
    /// Run one cmdlet: its name and the words after it.
    Cmdlet(Vec<String>),
    /// Print the candidates for the word of a parameter of a cmdlet.
    Complete {
        /// The cmdlet.
        command: String,
        /// The parameter, with its dash, or a number for a positional argument.
        parameter: String,
        /// What has been typed of the argument.
        word: String,
        /// The value of `-ComputerName` on the line.
        computer: Option<String>,
    },
    /// Print a generated file.
    Generate(String),
    /// Follow the host and keep it as it was asked for, until stopped.
    Agent,
    /// Put back, once, what a start of the host has taken away.
    Restore,
    /// Takes the VFs back from running machines, before the host goes down.
    TakeBack,
    /// Write figures of the host for Prometheus: to standard output (`-`), a file, a Unix socket or a loopback address.
    Metrics(String),
    /// Show the full-screen manager of the host, and of these beside it.
    Manager(Vec<String>),
    /// Answer the requests of an iovsh on another host, on standard input and output.
    Serve,
    /// Do with a virtual machine what a cluster asks for: an action of the resource agent.
    Ocf(String),
}

/// How objects are written, by the words of `--output`.
const FORMATS: [(&str, Objects); 8] = [
    ("text", Objects::Views),
    ("table", Objects::Table),
    ("list", Objects::List),
    ("json", Objects::Json),
    ("jsonl", Objects::JsonLines),
    ("csv", Objects::Csv),
    ("yaml", Objects::Yaml),
    ("markdown", Objects::Markdown),
];

/// The words of `--output`, with this between them.
fn formats(between: &str) -> String {
    FORMATS.map(|(word, _)| word).join(between)
}

/// The command line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    /// What to do.
    pub mode: Mode,
    /// Which host: `--host`, else `IOVSH_HOST`, else `None`.
    pub host: Option<String>,
    /// How objects are written.
    pub objects: Objects,
    /// What the command line says of options that the configuration has too: name and value.
    pub given: Vec<(String, String)>,
    /// Whether the prompt leaves `$PROFILE` alone.
    pub no_profile: bool,
    /// The folder to work in, when another than the current one is wanted.
    pub working_directory: Option<String>,
    /// Whether questions are answered with an error instead of being asked.
    pub non_interactive: bool,
    /// Whether a command that is not there ends a script.
    pub strict: bool,
    /// The file of the role that limits the session.
    pub role: Option<String>,
}

fn command() -> Command {
    let hidden = |name: &'static str| Arg::new(name).long(name).hide(true);
    Command::new("iovsh")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A PowerShell-like administration shell for SR-IOV networking on Linux KVM/VFIO hosts")
        .override_usage(
            "iovsh [OPTIONS]                          a prompt\n       \
             iovsh [OPTIONS] FILE.ps1 [ARGUMENTS]     a script\n       \
             iovsh [OPTIONS] -Command 'TEXT'          a line of script\n       \
             iovsh [OPTIONS] VERB-NOUN [PARAMETERS]   one cmdlet, as in: iovsh Get-VMSwitch -Name lan --json\n       \
             ... | iovsh -                            a script from standard input\n       \
             iovsh [OPTIONS] manager [-ComputerName NAME,NAME]\n       \
                                                      the full-screen manager: see docs/manager.md\n       \
             iovsh [OPTIONS] --agent | --restore | --take-back | --metrics[=WHERE]\n       \
                                                      a service: see docs/agent.md\n       \
             iovsh --tour                             SR-IOV on a simulated host, step by step\n       \
             iovsh [OPTIONS] serve                    the far end of --host ssh://NAME, on standard input and output\n       \
             iovsh [OPTIONS] ocf ACTION               the resource agent of a cluster: see docs/cluster.md",
        )
        .after_help(
            "Hosts:\n  local      this machine: sysfs, rtnetlink, VFIO and libvirt (the default)\n  \
             sim        a simulated host that needs nothing; it keeps its state between commands\n  \
             sim:NAME   another one: default, no-iommu, no-sriov, large\n  \
             sim:fleet  several simulated hosts at once: hv1, hv2, hv3 and hv4\n  \
             sim:FILE   one read from a fixture file\n  \
             ssh://USER@NAME   another machine that has iovsh, by ssh\n\n\
             Exit code: 0 success, 1 an error happened, 2 the command line was not understood.\n\
             Try: iovsh --host sim -Command 'Get-NetAdapterSriov'; then: iovsh --host sim Get-Help",
        )
        .arg(
            Arg::new("host")
                .long("host")
                .value_name("HOST")
                .help("The host to work on: local, sim, sim:NAME, sim:FILE, sim:fleet or ssh://USER@NAME [default: $IOVSH_HOST, else local]"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .conflicts_with("output")
                .help("Write objects as a JSON array: the same as --output json"),
        )
        .arg(
            Arg::new("output")
                .long("output")
                .value_name("FORMAT")
                .ignore_case(true)
                .value_parser(FORMATS.map(|(word, _)| word))
                .help("How objects are written: text, table, list, json, jsonl (a line each), csv, yaml, or markdown, a table for a document [default: text]"),
        )
        .arg(
            Arg::new("command")
                .long("command")
                .short('c')
                .value_name("TEXT")
                .help("Run a line of script (also: -Command)"),
        )
        .arg(
            Arg::new("file")
                .long("file")
                .short('f')
                .value_name("FILE")
                .help("Run a script (also: -File); the words after it are its arguments"),
        )
        .arg(
            Arg::new("non-interactive")
                .long("non-interactive")
                .action(ArgAction::SetTrue)
                .help("Never ask: a question is an error (also: -NonInteractive)"),
        )
        .arg(
            Arg::new("strict")
                .long("strict")
                .action(ArgAction::SetTrue)
                .help("A command that is not there ends a script, instead of only its line"),
        )
        .arg(
            Arg::new("agent")
                .long("agent")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["command", "file", "restore", "take-back"])
                .help("Follow the host and keep it as it was asked for, until stopped"),
        )
        .arg(
            Arg::new("restore")
                .long("restore")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["command", "file", "take-back"])
                .help("After a start of the host, before libvirt: make the VFs and switches again, once"),
        )
        .arg(
            Arg::new("take-back")
                .long("take-back")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["command", "file"])
                .help("Before the host goes down: take the VFs back from running machines, once"),
        )
        .arg(
            Arg::new("tour")
                .long("tour")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["command", "file", "agent", "restore", "take-back"])
                .help("SR-IOV on a simulated host, step by step: the same as Start-Tour"),
        )
        .arg(
            Arg::new("metrics")
                .long("metrics")
                .value_name("WHERE")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("-")
                .conflicts_with_all(["command", "file", "agent", "restore", "take-back"])
                .help("Write figures of the host for Prometheus: to standard output, --metrics=FILE, or for whoever asks at --metrics=unix:PATH or --metrics=127.0.0.1:PORT"),
        )
        .arg(
            Arg::new("no-profile")
                .long("no-profile")
                .action(ArgAction::SetTrue)
                .help("The prompt does not run $PROFILE (also: -NoProfile)"),
        )
        .arg(
            Arg::new("role")
                .long("role")
                .value_name("FILE")
                .conflicts_with_all(["agent", "restore", "take-back", "file", "host"])
                .help("Limit the session to what this file grants: one cmdlet at a time, no script (docs/security.md)"),
        )
        .arg(hidden("working-directory").value_name("FOLDER"))
        .arg(hidden("no-logo").action(ArgAction::SetTrue))
        .arg(hidden("generate").value_name("WHAT"))
        .arg(hidden("complete").num_args(3..=4).allow_hyphen_values(true))
        .arg(
            Arg::new("words")
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .value_name("WORDS")
                .hide(true),
        )
}

/// The options that `--help` shows: how each is written, its spellings with what follows it, and what it does.
pub fn options() -> Vec<(Vec<String>, String)> {
    let mut command = command();
    command.build();
    let shown = command
        .get_arguments()
        .filter(|argument| !argument.is_hide_set());
    let described = shown.map(|argument| {
        let value = argument.get_value_names().unwrap_or_default().first();
        let value = match value {
            Some(name) if argument.is_require_equals_set() => format!("[={name}]"),
            Some(name) if argument.get_action().takes_values() => format!(" {name}"),
            _ => String::new(),
        };
        let short = argument.get_short().map(|letter| format!("-{letter}"));
        let long = argument.get_long().map(|word| format!("--{word}"));
        let spellings = short.into_iter().chain(long);
        (
            spellings.map(|spelling| spelling + &value).collect(),
            argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )
    });
    described.collect()
}

/// Reads the command line.
///
/// # Errors
/// What `clap` has to say: a usage error, or the text of `--help` and `--version`.
pub fn read(
    arguments: impl IntoIterator<Item = impl Into<OsString>>,
) -> Result<Invocation, clap::Error> {
    let mut given: Vec<String> = Vec::new();
    for word in arguments {
        // A name that is not the one that was given must never be acted on.
        let word = word.into().into_string().map_err(|word| {
            let message = format!("the argument {word:?} is not UTF-8");
            command().error(ErrorKind::InvalidUtf8, message)
        })?;
        given.push(word);
    }
    let role = role_of_name(given.first());
    let own = powershell::translate(&mut given)
        .map_err(|message| command().error(ErrorKind::InvalidValue, message))?;
    // Everything after -File FILE and -Command TEXT belongs to the script.
    if let Some(index) = own.filter(|index| index + 2 < given.len()) {
        given.insert(index + 2, "--".to_owned());
    }
    let matches = command().try_get_matches_from(given)?;
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let mut words = strings(&matches, "words");
    let mut invocation = Invocation {
        mode: Mode::Prompt,
        host: text("host"),
        objects: match text("output") {
            Some(word) => format_named(&word)?,
            None if matches.get_flag("json") => Objects::Json,
            None => Objects::Views,
        },
        given: Vec::new(),
        no_profile: matches.get_flag("no-profile"),
        working_directory: text("working-directory"),
        non_interactive: matches.get_flag("non-interactive"),
        strict: matches.get_flag("strict"),
        role: text("role").or(role),
    };
    let service = ["agent", "restore", "take-back", "tour"]
        .into_iter()
        .find(|name| matches.get_flag(name));
    if let (Some(service), Some(word)) = (service, words.first()) {
        let message = format!("'--{service}' takes nothing after it, but '{word}' was given");
        return Err(command().error(ErrorKind::UnknownArgument, message));
    }
    invocation.mode = if let Some(service) = service {
        match service {
            "agent" => Mode::Agent,
            "restore" => Mode::Restore,
            "tour" => Mode::Cmdlet(vec!["Start-Tour".to_owned()]),
            _ => Mode::TakeBack,
        }
    } else if let Some(place) = text("metrics") {
        if let Some(word) = words.first() {
            let message = format!("'--metrics' takes nothing after it, but '{word}' was given");
            return Err(command().error(ErrorKind::UnknownArgument, message));
        }
        Mode::Metrics(place)
    } else if let Some(what) = text("generate") {
        Mode::Generate(what)
    } else if let [command, parameter, word, at @ ..] = strings(&matches, "complete").as_slice() {
        Mode::Complete {
            command: command.clone(),
            parameter: parameter.clone(),
            word: word.clone(),
            computer: at.first().filter(|name| !name.is_empty()).cloned(),
        }
    } else if let Some(mut line) = text("command") {
        misplaced::refuse(&words, "the text of -Command", "-Command TEXT")?;
        // As in PowerShell, everything after -Command belongs to the text; `-` means standard input.
        for word in words {
            line.push(' ');
            line.push_str(&word);
        }
        if line == "-" {
            Mode::StandardInput(Vec::new())
        } else {
            Mode::Text(line)
        }
    } else if let Some(path) = text("file") {
        misplaced::refuse(&words, "the script", &path)?;
        Mode::Script {
            path,
            arguments: words,
        }
    } else {
        match words.first().map(String::as_str) {
            None => Mode::Prompt,
            Some("-") => {
                let arguments = words.split_off(1);
                misplaced::refuse(&arguments, "the '-' of standard input", "-")?;
                Mode::StandardInput(arguments)
            }
            Some("serve") => {
                take_options(&mut words, &mut invocation)?;
                if let Some(word) = words.get(1) {
                    let message = format!("'serve' takes nothing after it, but '{word}' was given");
                    return Err(command().error(ErrorKind::UnknownArgument, message));
                }
                Mode::Serve
            }
            Some("ocf") => {
                take_options(&mut words, &mut invocation)?;
                match words.get(1..) {
                    Some([action]) => Mode::Ocf(action.clone()),
                    _ => {
                        let message = "'ocf' takes one word after it: start, stop, monitor, migrate_to, migrate_from, validate-all or meta-data";
                        return Err(command().error(ErrorKind::InvalidValue, message));
                    }
                }
            }
            Some("manager") => {
                take_options(&mut words, &mut invocation)?;
                Mode::Manager(computers(&words)?)
            }
            Some(option) if option.starts_with('-') => {
                let mut message = format!("unexpected option '{option}' found");
                if let Some(near) = nearest_option(option) {
                    message.push_str(&format!("; did you mean '{near}'?"));
                }
                return Err(command().error(ErrorKind::UnknownArgument, message));
            }
            Some(first) if is_script(first) => {
                let path = words.remove(0);
                misplaced::refuse(&words, "the script", &path)?;
                Mode::Script {
                    path,
                    arguments: words,
                }
            }
            Some(_) => {
                take_options(&mut words, &mut invocation)?;
                Mode::Cmdlet(words)
            }
        }
    };
    if let Some(host) = &invocation.host {
        let given = ("Host".to_owned(), host.clone());
        invocation.given.push(given);
    }
    if invocation.no_profile {
        let given = ("Profile".to_owned(), "false".to_owned());
        invocation.given.push(given);
    }
    invocation.host = invocation.host.or_else(|| {
        std::env::var_os("IOVSH_HOST")
            .map(|host| host.to_string_lossy().into_owned())
            .filter(|host| !host.is_empty())
    });
    Ok(invocation)
}

/// The role that the name of the program stands for: as a login shell it gets no options of its own. `iovsh-role-operator` is the
/// role in `/etc/iovsh/roles/operator.json`.
fn role_of_name(program: Option<&String>) -> Option<String> {
    let name = program?.rsplit('/').next()?;
    let role = name
        .strip_prefix('-')
        .unwrap_or(name)
        .strip_prefix("iovsh-role-")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    // A name that is none is no reason to have no limits.
    let role = if role.chars().all(plain) { role } else { "" };
    Some(format!("/etc/iovsh/roles/{role}.json"))
}

fn strings(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches
        .get_many::<String>(name)
        .map(|values| values.cloned().collect())
        .unwrap_or_default()
}

/// The hosts behind `manager -ComputerName`.
fn computers(words: &[String]) -> Result<Vec<String>, clap::Error> {
    let hosts = match words {
        [_] => "",
        [_, option, hosts] if is_computer_name(option) => hosts,
        [_, rest @ ..] => {
            let message = format!(
                "'manager' takes -ComputerName NAME,NAME after it, but '{}' was given",
                rest.join(" ")
            );
            return Err(command().error(ErrorKind::UnknownArgument, message));
        }
        [] => "",
    };
    let hosts = hosts.split(',').map(str::trim);
    Ok(hosts
        .filter(|host| !host.is_empty())
        .map(str::to_owned)
        .collect())
}

fn is_computer_name(option: &str) -> bool {
    ["-computername", "--computer-name"].contains(&&*option.to_ascii_lowercase())
}

/// Whether the first word names a script file rather than a cmdlet.
fn is_script(word: &str) -> bool {
    word.to_ascii_lowercase().ends_with(".ps1") || word.contains('/') || word.contains('\\')
}

/// The option whose name is nearly this one.
fn nearest_option(option: &str) -> Option<String> {
    let known = command();
    let names = known.get_arguments().filter_map(clap::Arg::get_long);
    let near = names.map(|name| format!("--{name}"));
    near.filter(|name| strsim::damerau_levenshtein(name, option) <= 2)
        .min_by_key(|name| strsim::damerau_levenshtein(name, option))
}

/// iovsh's own options may stand behind a cmdlet too. A word after `--` is never one.
fn take_options(words: &mut Vec<String>, invocation: &mut Invocation) -> Result<(), clap::Error> {
    let mut index = 1;
    while let Some(word) = words.get(index) {
        if word == "--" {
            break;
        }
        if word == "--json" {
            invocation.objects = Objects::Json;
            words.remove(index);
        } else if let Some(format) = word.strip_prefix("--output=") {
            invocation.objects = format_named(format)?;
            words.remove(index);
        } else if word == "--output" {
            words.remove(index);
            invocation.objects = format_named(&value_of("--output", words, index)?)?;
        } else if let Some(host) = word.strip_prefix("--host=").map(str::to_owned) {
            invocation.host = Some(host);
            words.remove(index);
        } else if word == "--host" {
            words.remove(index);
            invocation.host = Some(value_of("--host", words, index)?);
        } else {
            index += 1;
        }
    }
    Ok(())
}

/// Takes the options that say how objects are written out of the words of a line. `None`: one of them names no format.
pub fn take_format(words: &mut Vec<String>) -> Option<Option<Objects>> {
    let mut found = None;
    let mut index = 0;
    while let Some(word) = words.get(index).filter(|word| *word != "--") {
        if word == "--json" {
            found = Some(Objects::Json);
        } else if let Some(format) = word.strip_prefix("--output=") {
            found = Some(format_named(format).ok()?);
        } else if word == "--output" {
            words.remove(index);
            found = Some(format_named(words.get(index)?).ok()?);
        } else {
            index += 1;
            continue;
        }
        words.remove(index);
    }
    Some(found)
}

/// The word behind an option, which has been taken away.
fn value_of(option: &str, words: &mut Vec<String>, index: usize) -> Result<String, clap::Error> {
    if index < words.len() {
        return Ok(words.remove(index));
    }
    let (values, example) = match option {
        "--output" => (formats(", "), "json"),
        _ => (
            "local, sim, sim:NAME, sim:FILE, sim:fleet, ssh://USER@NAME".to_owned(),
            "sim",
        ),
    };
    let message = format!(
        "a value is required for '{option}'; there are: {values}. As in: {option} {example}"
    );
    Err(command().error(ErrorKind::InvalidValue, message))
}

fn format_named(word: &str) -> Result<Objects, clap::Error> {
    // As files of them are called.
    let name = match word.to_ascii_lowercase().as_str() {
        "md" => "markdown".to_owned(),
        "yml" => "yaml".to_owned(),
        word => word.to_owned(),
    };
    let mut known = FORMATS.iter();
    match known.find(|(known, _)| **known == name) {
        Some((_, objects)) => Ok(*objects),
        None => {
            let names = formats(", ");
            let message = format!("'--output {word}' is not known; there are: {names}");
            Err(command().error(ErrorKind::InvalidValue, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_of_objects_stands_before_or_behind_the_cmdlet() {
        for words in [
            &["--output", "markdown", "Get-X", "-A"][..],
            &["Get-X", "-A", "--output", "Markdown"],
            &["Get-X", "--output=markdown", "-A"],
            &["Get-X", "-A", "--output", "md"],
        ] {
            let read = invocation(words);
            assert_eq!(read.objects, Objects::Markdown, "{words:?}");
            assert_eq!(read.mode, Mode::Cmdlet(owned(&["Get-X", "-A"])));
        }
        assert_eq!(invocation(&["--output", "text"]).objects, Objects::Views);
        assert_eq!(
            invocation(&["Get-X", "--output", "json"]).objects,
            Objects::Json
        );
        for words in [
            &["--output", "xml", "Get-X"][..],
            &["Get-X", "--output", "xml"],
            &["Get-X", "--output"],
            &["Get-X", "--host"],
            &["--json", "--output", "markdown", "Get-X"],
        ] {
            let words = std::iter::once("iovsh").chain(words.iter().copied());
            assert!(read(words.map(str::to_owned)).is_err());
        }
    }

    fn mode(words: &[&str]) -> Mode {
        invocation(words).mode
    }

    fn invocation(words: &[&str]) -> Invocation {
        read(
            std::iter::once("iovsh")
                .chain(words.iter().copied())
                .map(str::to_owned),
        )
        .expect("a readable command line")
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn each_way_in() {
        assert_eq!(mode(&[]), Mode::Prompt);
        assert_eq!(mode(&["-"]), Mode::StandardInput(Vec::new()));
        assert_eq!(
            mode(&["-", "-Name", "x"]),
            Mode::StandardInput(owned(&["-Name", "x"]))
        );
        assert_eq!(
            mode(&["-Command", "Get-X | fl"]),
            Mode::Text("Get-X | fl".into())
        );
        assert_eq!(mode(&["-c", "Get-X"]), Mode::Text("Get-X".into()));
        assert_eq!(
            mode(&["--host", "sim", "-Command", "Get-X"]),
            Mode::Text("Get-X".into())
        );
        assert_eq!(
            mode(&["a.ps1", "-Name", "x"]),
            Mode::Script {
                path: "a.ps1".into(),
                arguments: owned(&["-Name", "x"])
            }
        );
        assert_eq!(
            mode(&["-NoProfile", "-File", "a", "--", "--json"]),
            Mode::Script {
                path: "a".into(),
                arguments: owned(&["--", "--json"])
            }
        );
        assert_eq!(
            mode(&["Get-X", "-Name", "lan"]),
            Mode::Cmdlet(owned(&["Get-X", "-Name", "lan"]))
        );
    }

    #[test]
    fn own_options_stand_before_or_behind_a_cmdlet() {
        for words in [
            &["--host", "sim", "--json", "Get-X", "-A"],
            &["Get-X", "-A", "--json", "--host", "sim"],
        ] {
            let read = invocation(words);
            assert_eq!(read.mode, Mode::Cmdlet(owned(&["Get-X", "-A"])));
            assert_eq!(
                (read.host.as_deref(), read.objects),
                (Some("sim"), Objects::Json)
            );
        }
        let literal = invocation(&["Get-X", "--", "--json"]);
        assert_eq!(literal.objects, Objects::Views);
    }

    #[test]
    fn own_options_behind_a_script_or_a_text_are_refused_unless_they_stand_behind_two_dashes() {
        for way in [
            &["a.ps1", "-Name", "x"][..],
            &["-File", "a.ps1"],
            &["-Command", "Get-X"],
            &["-"],
        ] {
            for option in [
                &["--host", "sim"][..],
                &["--host=sim"],
                &["--json"],
                &["--output", "json"],
                &["--non-interactive"],
            ] {
                let words: Vec<&str> = [&["iovsh"], way, option].concat();
                let error = read(owned(&words)).expect_err("a refusal");
                let message = error.to_string();
                let before = format!("iovsh {}", option.join(" "));
                assert!(message.contains(&before), "{words:?}: {message}");
                assert_eq!(error.exit_code(), 2);
                let words: Vec<&str> = [&["iovsh"], way, &["--"], option].concat();
                assert!(read(owned(&words)).is_ok(), "{words:?}");
            }
            // One dash: a parameter of the script.
            let words: Vec<&str> = [&["iovsh"], way, &["-Host", "x", "-Json"]].concat();
            assert!(read(owned(&words)).is_ok(), "{words:?}");
        }
        // What a cmdlet is given is no option of iovsh.
        let words = ["Get-X", "--file", "a", "b"];
        assert_eq!(mode(&words), Mode::Cmdlet(owned(&words)));
    }

    #[test]
    fn a_service_takes_nothing_else() {
        assert_eq!(mode(&["--host", "sim", "--agent"]), Mode::Agent);
        assert_eq!(mode(&["--restore"]), Mode::Restore);
        assert_eq!(mode(&["--take-back"]), Mode::TakeBack);
        assert_eq!(mode(&["--tour"]), Mode::Cmdlet(owned(&["Start-Tour"])));
        assert_eq!(mode(&["--metrics"]), Mode::Metrics("-".to_owned()));
        let file = mode(&["--metrics=/run/x.prom"]);
        assert_eq!(file, Mode::Metrics("/run/x.prom".to_owned()));
        for wrong in [
            &["iovsh", "--agent", "Get-VM"][..],
            &["iovsh", "--agent", "--restore"],
            &["iovsh", "--tour", "Get-VM"],
            &["iovsh", "--restore", "-c", "1"],
        ] {
            assert!(read(owned(wrong)).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_unknown_option_is_a_usage_error() {
        assert!(read(owned(&["iovsh", "--hots", "sim"])).is_err());
    }

    #[test]
    fn a_word_that_is_not_utf_8_is_a_usage_error() {
        use std::os::unix::ffi::OsStringExt;
        for place in 1..4 {
            let mut words: Vec<OsString> =
                ["iovsh", "Get-X", "-Name", "x"].map(OsString::from).into();
            words[place] = OsString::from_vec(b"a\xff".to_vec());
            let error = read(words).expect_err("a refusal");
            assert_eq!(error.kind(), ErrorKind::InvalidUtf8);
        }
    }
}
