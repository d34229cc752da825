//! The shape of the house: which part may name which, who prints, and how large a file may grow.
//!
//! `shell` knows no host and no cmdlet, `backend` knows no shell: that much Cargo holds, as each is a package. Here stands what Cargo
//! cannot hold: the floors inside a package, and that only the printer writes to the terminal.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it expects, and fails where it is not so"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file below `dir`, with its text.
fn sources(dir: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(dir);
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable source folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a readable source file");
                files.push((path, text));
            }
        }
    }
    assert!(!files.is_empty(), "no sources below {dir}");
    files
}

/// The lines of `text` that are code: no comments, and no items under `#[cfg(test)]`.
///
/// Rustfmt has laid the files out, so an item ends on its own line or with a brace at the depth where it began.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut lines = text.lines().enumerate();
    let mut read = Vec::new();
    while let Some((index, line)) = lines.next() {
        if !line.trim_start().starts_with("#[cfg(test)]") {
            if !line.trim_start().starts_with("//") {
                read.push((index + 1, line));
            }
            continue;
        }
        let depth = line.len() - line.trim_start().len();
        let end = format!("{}}}", &line[..depth]);
        for (_, line) in lines.by_ref() {
            let whole = line.len() > depth
                && !line[depth..].starts_with([' ', '#'])
                && line.ends_with([';', '}', ',']);
            if whole || line.starts_with(&end) {
                break;
            }
        }
    }
    read.into_iter()
}

#[test]
fn the_code_of_every_file_is_read() {
    let (mut all, mut read) = (0, 0);
    for (path, text) in sources("src") {
        let file = path
            .file_name()
            .expect("a file name")
            .to_string_lossy()
            .into_owned();
        if file == "tests.rs" || file == "properties.rs" {
            continue;
        }
        let inline = text.contains("mod tests {");
        let lines: Vec<_> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let seen = code(&text).count();
        all += lines.len();
        read += seen;
        // Where the tests stand in a file of their own, no more than a helper of theirs is left out.
        assert!(
            inline || lines.len() - seen <= lines.len() / 3,
            "{}: {seen} of {} lines were read",
            path.display(),
            lines.len()
        );
    }
    assert!(read * 10 > all * 9, "{read} of {all} lines were read");
}

/// Lines below `dir` that contain one of `words`, but for files that `allowed` lets pass.
fn offenders(dir: &str, words: &[&str], allowed: impl Fn(&Path) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in sources(dir) {
        // Modules that are only there for tests, in files of their own.
        let test_module = path
            .file_name()
            .is_some_and(|name| name == "tests.rs" || name == "properties.rs");
        if allowed(&path) || test_module {
            continue;
        }
        for (number, line) in code(&text) {
            // Asking whether somebody watches is not printing.
            if words.iter().any(|word| line.contains(word)) && !line.contains("is_terminal(") {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    found
}

fn none(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

/// A name that begins with a dash, is a number or has a quote in it is a word of `virsh` by one function alone.
#[test]
fn one_door_for_names_that_virsh_is_given() {
    let mut found = Vec::new();
    for dir in ["src/backend", "src/cmdlets", "src/manager", "src/shell"] {
        for (path, text) in sources(dir) {
            for (number, line) in code(&text) {
                let mut calls = line.split("virsh ").skip(1);
                let named = calls.any(|call| {
                    let mut words = call.split(' ');
                    let is_verb = |word: &&str| {
                        !word.is_empty()
                            && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                    };
                    words.next().as_ref().is_some_and(is_verb)
                        && words
                            .find(|word| !is_verb(word))
                            .is_some_and(|word| word.starts_with('{'))
                });
                if named {
                    found.push(format!("{}:{number}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    none(&found, "a line of virsh is written by plan::virsh");
}

/// The packages, from the ground, each with those of this workspace that it may name outside its tests. That nothing else is named
/// is Cargo's to hold.
const PACKAGES: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("derive", &[]),
    ("shell", &["base"]),
    ("backend", &["base"]),
    ("cmdlets", &["backend", "base", "derive", "shell"]),
    // It knows hosts and the words of cmdlets, and nothing of the interpreter.
    ("manager", &["backend", "base"]),
];

#[test]
fn the_packages_name_each_other_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = fs::read_dir(&root).expect("a readable folder");
    let mut found: Vec<_> = folders
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.join("Cargo.toml").is_file())
        .map(|path| path.file_name().expect("a name").to_owned())
        .collect();
    found.sort();
    let mut listed: Vec<_> = PACKAGES.iter().map(|(name, _)| *name).collect();
    listed.sort_unstable();
    assert_eq!(found, listed, "the packages that are there");
    for (package, may) in PACKAGES {
        let manifest = fs::read_to_string(root.join(package).join("Cargo.toml"))
            .expect("a readable Cargo.toml");
        let (_, dependencies) = manifest
            .split_once("[dependencies]")
            .expect("a list of dependencies");
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        let named: Vec<_> = dependencies
            .lines()
            .filter_map(|line| line.strip_prefix("iovsh-"))
            .filter_map(|line| line.split(['.', ' ']).next())
            .collect();
        assert_eq!(named, *may, "what iovsh-{package} depends on");
    }
}

#[test]
fn only_the_linux_host_names_the_kernel_and_libvirt() {
    let outside = |path: &Path| path.components().any(|part| part.as_os_str() == "linux");
    none(
        &offenders(
            "src/backend",
            &["rtnetlink::", "netlink_packet", "libvirt::"],
            outside,
        ),
        "netlink or libvirt outside src/backend/linux",
    );
    none(
        &offenders("src/cmdlets", &["backend::linux::", "rtnetlink"], |path| {
            path.ends_with("services.rs")
        }),
        "a cmdlet goes around the Host trait",
    );
}

#[test]
fn one_door_for_output() {
    let words = [
        "println!",
        "print!(",
        "io::stdout()",
        "io::stderr()",
        "stdout().",
        "stderr().",
    ];
    const PARTS: [&str; 5] = [
        "src/base",
        "src/shell",
        "src/backend",
        "src/cmdlets",
        "src/manager",
    ];
    // The screen of the manager is drawn by the one file that has the terminal.
    let doors =
        |path: &Path| path.ends_with("shell/printer.rs") || path.ends_with("manager/terminal.rs");
    for part in PARTS {
        none(
            &offenders(part, &words, doors),
            "something prints past the printer",
        );
    }
}

/// Rust's formatting macros take widths and precisions of 16 bits, and panic above that: one that a script or a name can
/// choose must not reach them.
#[test]
fn no_width_is_chosen_at_run_time() {
    /// Where a width is bounded on the line before.
    const BOUNDED: &[(&str, &str)] = &[("convert/text.rs", "{value:.digits$e}")];
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        for (number, line) in code(&text) {
            let chosen = line.match_indices('{').any(|(at, _)| {
                let inside = line[at + 1..].split('}').next().unwrap_or_default();
                inside.split_once(':').is_some_and(|(name, how)| {
                    name.chars()
                        .all(|c| c.is_alphanumeric() || c == '_' || c == '.')
                        && (how.contains(".*")
                            || how.split_once('$').is_some_and(|(width, _)| {
                                width.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                            }))
                })
            });
            let allowed = BOUNDED
                .iter()
                .any(|(file, what)| path.ends_with(file) && line.contains(what));
            if chosen && !allowed {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    none(&found, "a width or precision is chosen at run time");
}

#[test]
fn one_door_for_change() {
    none(
        &offenders(
            "src/manager",
            &[".transact(", ".apply(", ".decide("],
            |_| false,
        ),
        "the manager changes a host past the cmdlets",
    );
    none(
        &offenders("src/cmdlets", &[".apply("], |_| false),
        "a cmdlet changes a host without a plan",
    );
    /// The engine, the simulated kernel, and the restore at the start of a host, which may have to go without a record.
    const OWN: [&str; 3] = ["commit", "sim", "agent"];
    let engine = |path: &Path| {
        path.components()
            .any(|part| OWN.iter().any(|own| part.as_os_str() == *own))
    };
    none(
        &offenders("src/backend", &[".apply("], engine),
        "a part of the backend changes a host without a plan",
    );
}

/// The files below `root` that the file at `path` names, by their paths of modules (`network::switch`). Every name is written
/// from the package's root, so that it can be told which file is meant.
fn named_files(root: &Path, prefix: &str, path: &Path, text: &str) -> Vec<PathBuf> {
    let mut code: String = code(text).map(|(_, line)| format!("{line}\n")).collect();
    code.retain(|c| !c.is_whitespace() || c == '\n');
    assert!(
        !code.contains("super::"),
        "{}: a name that does not begin at the package's root",
        path.display()
    );
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let names = code[at + prefix.len()..].split("::");
        let mut module = root.to_owned();
        let mut file = None;
        for name in names {
            let name: String = name
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '_')
                .collect();
            module.push(&name);
            let (own, folder) = (module.with_extension("rs"), module.join("mod.rs"));
            match (name.is_empty(), own.is_file(), folder.is_file()) {
                (false, true, _) => file = Some(own),
                (false, _, true) => {
                    file = Some(folder);
                    continue;
                }
                _ => {}
            }
            break;
        }
        let file = file.unwrap_or_else(|| {
            let rest: String = code[at..].chars().take(80).collect();
            panic!("{}: which file is {rest}?", path.display())
        });
        if file != path {
            found.push(file);
        }
    }
    found
}

/// The first circle of files that is found: each names the next, and the last names the first.
fn circle(edges: &[(PathBuf, Vec<PathBuf>)]) -> Option<Vec<PathBuf>> {
    fn visit(
        edges: &[(PathBuf, Vec<PathBuf>)],
        at: &Path,
        way: &mut Vec<PathBuf>,
        done: &mut Vec<PathBuf>,
    ) -> bool {
        if let Some(begin) = way.iter().position(|file| file == at) {
            way.drain(..begin);
            return true;
        }
        if done.iter().any(|file| file == at) {
            return false;
        }
        way.push(at.to_owned());
        let named = edges.iter().find(|(file, _)| file == at);
        for next in named.into_iter().flat_map(|(_, named)| named) {
            if visit(edges, next, way, done) {
                return true;
            }
        }
        way.pop();
        done.push(at.to_owned());
        false
    }
    let (mut way, mut done) = (Vec::new(), Vec::new());
    edges
        .iter()
        .any(|(file, _)| visit(edges, file, &mut way, &mut done))
        .then_some(way)
}

#[test]
fn a_circle_is_found() {
    let file = PathBuf::from;
    let edges = |back: &'static str| {
        [
            (file("a"), vec![file("b"), file("c")]),
            (file("b"), vec![file("c")]),
            (file("c"), vec![file(back)]),
        ]
    };
    assert_eq!(circle(&edges("d")), None);
    assert_eq!(circle(&edges("b")), Some(vec![file("b"), file("c")]));
}

#[test]
fn the_files_of_policy_name_each_other_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/backend/policy");
    let edges: Vec<_> = sources("src/backend/policy")
        .into_iter()
        .filter(|(path, _)| !path.ends_with("policy/mod.rs") && !path.ends_with("tests.rs"))
        .map(|(path, text)| {
            let named = named_files(&root, "crate::policy::", &path, &text);
            (path, named)
        })
        .collect();
    assert!(edges.iter().any(|(_, named)| named.len() > 3), "{edges:?}");
    let circle = circle(&edges);
    assert!(circle.is_none(), "a circle: {circle:?}");
}

/// The floors of the shell, from the ground. A part names its own floor and those below, nothing above. Parts that stand together
/// on a floor are one thing in several folders: a value is of a type, its operations end in errors, and an error carries values;
/// what a cmdlet is called with is the interpreter's context.
const FLOORS: &[&[&str]] = &[
    &["os_text"],
    &["random"],
    &["visible"],
    &["wildcard"],
    &["chord"],
    &["environment"],
    &["location"],
    &["file_read"],
    &["file_write"],
    &["network"],
    &["printer"],
    &["fault"],
    &["syntax"],
    &["value", "types", "error", "error_record"],
    &["options"],
    &["editing"],
    &["terminal"],
    &["relay"],
    &["stack"],
    &["declaration"],
    &["argument"],
    &["host_message"],
    &["question"],
    &["stream"],
    &["format"],
    &["bind"],
    &["excerpt"],
    &["diagnostic"],
    &["job"],
    &["eval", "cmdlet"],
    &["screen"],
    &["complete"],
    &["cli"],
    &["repl"],
];

/// The first names in a path that follows: `a` of `a::b`, and `a` and `b` of `{a::c, b::{d}}`.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut depth = 0;
    let mut names = vec![name(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

/// The parts of the shell that a file of it names: from the root of the package, or with `super`.
fn named_parts(file: &Path, text: &str) -> Vec<(usize, String)> {
    const ROOT: &str = "crate::";
    const UP: &str = "super::";
    let module: Vec<_> = file
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .filter(|part| part != "mod")
        .collect();
    let lines: Vec<(usize, &str)> = code(text).collect();
    let whole: String = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    let line_of = |at: usize| lines[whole[..at].matches('\n').count()].0;
    let mut found = Vec::new();
    let mut add = |at: usize, path: &str| {
        for name in first_names(path) {
            found.push((line_of(at), name));
        }
    };
    for (at, _) in whole.match_indices(ROOT) {
        add(at, &whole[at + ROOT.len()..]);
    }
    for (at, _) in whole.match_indices(UP) {
        if whole[..at].ends_with("::") {
            continue;
        }
        let mut rest = &whole[at..];
        let mut up = 0;
        while let Some(after) = rest.strip_prefix(UP) {
            rest = after;
            up += 1;
        }
        if module.len() == up + 1 {
            add(at, rest);
        }
    }
    found
}

#[test]
fn the_first_names_of_a_path_are_read() {
    assert_eq!(first_names("eval::{Context, Sink};"), ["eval"]);
    assert_eq!(
        first_names("{bind::{self, Kind},\n    error, value::Value};"),
        ["bind", "error", "value"]
    );
    let text = "use super::super::eval::A;\nuse super::B;\nlet x = crate::{job, repl::C};\n";
    let named = named_parts(Path::new("shell/value/mod.rs"), text);
    let deep = named_parts(Path::new("shell/value/convert.rs"), text);
    let parts = |all: &[(usize, String)]| -> Vec<String> {
        all.iter().map(|(_, part)| part.clone()).collect()
    };
    assert_eq!(parts(&named), ["job", "repl", "B"]);
    assert_eq!(parts(&deep), ["job", "repl", "eval"]);
    assert_eq!(deep[2].0, 1);
}

#[test]
fn no_floor_of_the_shell_looks_up() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let floor = |part: &str| FLOORS.iter().position(|parts| parts.contains(&part));
    let (mut edges, mut upward) = (0, Vec::new());
    let mut seen = std::collections::BTreeSet::new();
    for (path, text) in sources("src/shell") {
        let file = path.strip_prefix(&root).expect("a file of the package");
        let is_test = file.iter().any(|part| part == "tests") || file.ends_with("tests.rs");
        let part = match file.iter().nth(1).map(Path::new) {
            Some(part) if !is_test && !file.ends_with("shell/lib.rs") => part.with_extension(""),
            _ => continue,
        };
        let part = part.to_string_lossy().into_owned();
        let own = floor(&part).unwrap_or_else(|| panic!("src/shell/{part} is on no floor"));
        for (line, other) in named_parts(file, &text) {
            match floor(&other) {
                Some(floor) if floor > own => {
                    upward.push(format!("{}:{line}: {other}", path.display()));
                }
                Some(_) if other != part => edges += 1,
                _ => {}
            }
        }
        seen.insert(part);
    }
    let listed: std::collections::BTreeSet<String> = FLOORS
        .iter()
        .flat_map(|parts| parts.iter().map(ToString::to_string))
        .collect();
    assert_eq!(seen, listed, "the floors and the parts that are there");
    assert!(edges > 300, "only {edges} names were read");
    none(&upward, "a part of the shell names one above it");
}

#[test]
fn nothing_is_unfinished() {
    let words = [
        "todo!(",
        "unimplemented!(",
        "TODO",
        "FIXME",
        "not implemented yet",
    ];
    none(&offenders("src", &words, |_| false), "unfinished work");
}

#[test]
fn each_cmdlet_stands_in_a_file_of_its_own() {
    for (path, text) in sources("src/cmdlets") {
        let declared = code(&text)
            .filter(|(_, line)| line.trim_start().starts_with("#[cmdlet("))
            .count();
        assert!(
            declared <= 1,
            "{} declares {declared} cmdlets",
            path.display()
        );
    }
}

/// The arms for "any other" of a `match` over one of `values`: their lines, with the number of each.
fn wildcard_arms(text: &str, values: &[&str]) -> Vec<(usize, String)> {
    let lines: Vec<(usize, &str)> = code(text).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        let begins = |value: &&str| line.trim_end().ends_with(&format!("match {value} {{"));
        if !values.iter().any(begins) {
            continue;
        }
        let arms = lines[at + 1..]
            .iter()
            .take_while(|(_, arm)| arm.trim().is_empty() || indent(arm) > indent(line));
        for (number, arm) in arms.filter(|(_, arm)| indent(arm) == indent(line) + 4) {
            let pattern = arm.trim_start();
            let name = pattern.split([' ', '@']).next().unwrap_or_default();
            let is_any = name == "_"
                || (name.starts_with(|c: char| c.is_ascii_lowercase())
                    && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
            if is_any && pattern.contains("=>") {
                found.push((*number, pattern.to_owned()));
            }
        }
    }
    found
}

/// The compiler says what a new change lacks.
#[test]
fn no_arm_stands_for_any_other_change() {
    let sample = "fn f() {\n    match change {\n        A::B => 1,\n        other if x => 2,\n        _ => 3,\n    }\n}\n";
    let found = wildcard_arms(sample, &["change"]);
    assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [4, 5]);
    let mut found = Vec::new();
    let mut read = 0;
    for (folder, values) in [
        ("src/backend/plan/change", &["self"][..]),
        ("src/backend/commit", &["change", "&step.change", "undo"]),
        ("src/backend/journal", &["change"]),
        ("src/backend/sim", &["change"]),
        ("src/backend/linux/apply", &["change"]),
    ] {
        for (path, text) in sources(folder) {
            read += 1;
            for (number, arm) in wildcard_arms(&text, values) {
                found.push(format!("{}:{number}: {arm}", path.display()));
            }
        }
    }
    assert!(read > 60, "{read} files were read");
    none(&found, "an arm stands for any other change");
}

/// What is known of a setting of an adapter: the model, the part of the policy that it has an effect in, the cmdlet that sets it, and
/// the object that shows it. The manager's dialog shows some of them beside that.
#[test]
fn a_setting_of_an_adapter_stands_in_four_files() {
    const FILES: [&str; 4] = [
        "src/backend/model/adapter.rs",
        "src/backend/policy/network/filters.rs",
        "src/cmdlets/types/adapter.rs",
        "src/cmdlets/vmnetworkadapter/set_vm_network_adapter.rs",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for setting in ["dhcp_guard", "router_guard", "storm_limit"] {
        let mut found = Vec::new();
        for dir in ["src/backend", "src/cmdlets"] {
            for (path, text) in sources(dir) {
                let is_tests = path.ends_with("tests.rs");
                if !is_tests && code(&text).any(|(_, line)| line.contains(setting)) {
                    let path = path.strip_prefix(root).expect("a file of the repository");
                    found.push(path.to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        assert_eq!(found, FILES, "files that know {setting}");
    }
}

/// The text between backquotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Every file that is named in the pages for contributors is there, and in the list that follows one request each function stands in a
/// file that its item names.
#[test]
fn the_pages_for_contributors_name_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |page: &str| fs::read_to_string(root.join(page)).expect("a readable page");
    /// Where a path on these pages may begin.
    const BEGIN: [&str; 8] = [
        "",
        "src",
        "src/backend",
        "src/shell",
        "src/cmdlets",
        "src/backend/policy",
        "src/backend/linux",
        "src/backend/host",
    ];
    /// What the examples of these pages would make.
    const EXAMPLES: [&str; 1] = ["src/cmdlets/utility/get_greeting.rs"];
    let mut missing = Vec::new();
    let mut named = 0;
    for page in [
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/adding-a-change.md",
        "docs/adding-a-cmdlet.md",
    ] {
        let text = read(page);
        for name in quoted(&text.replace("```", "")) {
            let is_path =
                name.ends_with(".rs") && name.contains('/') && !name.contains([' ', '<', '*', '{']);
            if !is_path || EXAMPLES.contains(&name) {
                continue;
            }
            named += 1;
            if !BEGIN
                .iter()
                .any(|begin| root.join(begin).join(name).is_file())
            {
                missing.push(format!("{page}: {name}"));
            }
        }
    }
    assert!(named > 40, "{named} files were named");
    none(&missing, "a page names a file that is not there");

    let page = read("docs/architecture.md");
    let (_, list) = page
        .split_once("### One request")
        .expect("the list that follows one request");
    let list = list.split("\n## ").next().unwrap_or_default();
    let mut functions = 0;
    let mut item = String::new();
    let ends = std::iter::once("1. ");
    for line in list.lines().chain(ends) {
        let begins = line.starts_with(|c: char| c.is_ascii_digit());
        if !begins {
            if !item.is_empty() {
                item.push_str(line);
            }
            continue;
        }
        let names = quoted(&item);
        let texts: Vec<String> = names
            .iter()
            .filter(|name| name.ends_with(".rs"))
            .map(|name| read(name))
            .collect();
        for function in names.iter().filter_map(|name| name.strip_suffix("()")) {
            functions += 1;
            let defined = |text: &String| {
                text.contains(&format!("fn {function}("))
                    || text.contains(&format!("fn {function}<"))
            };
            if !texts.iter().any(defined) {
                missing.push(format!("{function}() in: {item}"));
            }
        }
        line.clone_into(&mut item);
    }
    assert!(functions >= 20, "{functions} functions were named");
    none(&missing, "a function does not stand where the page has it");
}

/// The page about changes has every subject, and names no change that there is not.
#[test]
fn the_page_about_changes_lists_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/adding-a-change.md")).expect("a readable page");
    let (table, _) = page
        .split_once("## The files")
        .expect("the table of subjects stands first");
    let listed: std::collections::BTreeSet<_> = quoted(table).into_iter().collect();
    let folder = sources("src/backend/plan/change");
    let (_, text) = folder
        .iter()
        .find(|(path, _)| path.ends_with("mod.rs"))
        .expect("the enum of changes");
    let (_, text) = text.split_once("pub enum Change {").expect("the enum");
    let subjects = text
        .lines()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.trim().split_once('('))
        .map(|(subject, _)| subject)
        .filter(|subject| subject.chars().all(char::is_alphanumeric));
    let subjects: Vec<_> = subjects.collect();
    assert!(subjects.len() > 15, "{subjects:?}");
    for subject in &subjects {
        assert!(listed.contains(subject), "{subject} is not in the table");
    }
    let changes: String = folder.iter().map(|(_, text)| text.as_str()).collect();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    for name in rows
        .flat_map(quoted)
        .filter(|name| !subjects.contains(name))
    {
        assert!(
            changes.contains(&format!("\"{name}\"")),
            "there is no change {name}"
        );
    }
}

#[test]
fn files_stay_small() {
    for dir in [
        "src/base",
        "src/shell",
        "src/backend",
        "src/cmdlets",
        "src/manager",
    ] {
        for (path, text) in sources(dir) {
            let lines = text.lines().count();
            assert!(
                lines <= 900,
                "{} has {lines} lines: does it have one reason to exist?",
                path.display()
            );
        }
    }
}

/// Whether a text looks like an id of an error or a code: two words with a dot between.
fn is_id(text: &str) -> bool {
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_ascii_alphabetic())
    };
    let names = [
        "System.",
        "Microsoft.",
        "Iovsh.",
        "ThreadJob.",
        "PowerShell.",
    ];
    text.split_once('.')
        .is_some_and(|(family, what)| word(family) && word(what))
        && !names.iter().any(|name| text.starts_with(name))
}

/// Who meets an id finds it on a page of the documentation: `docs/error-ids.md`, `docs/debugging.md`, or for a code that is called as a reason
/// is, `docs/reasons.md`.
#[test]
fn every_id_of_an_error_is_documented() {
    let pages: String = ["error-ids.md", "debugging.md", "reasons.md"]
        .iter()
        .map(|page| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("docs")
                .join(page);
            fs::read_to_string(path).expect("a page")
        })
        .collect();
    let mut seen = 0;
    let mut absent = Vec::new();
    for folder in ["src/backend", "src/cmdlets", "src/manager"] {
        for (path, text) in sources(folder) {
            // A comparison with the beginning of several names none.
            let lines = code(&text).filter(|(_, line)| !line.contains("starts_with("));
            for (line, text) in lines {
                let literals = text.split('"').skip(1).step_by(2);
                for id in literals.filter(|text| is_id(text)) {
                    seen += 1;
                    let reason = id.split_once('.').map_or("", |(_, reason)| reason);
                    let known = [id, reason].map(|word| pages.contains(&format!("`{word}`")));
                    if !known.contains(&true) {
                        absent.push(format!("{id} ({}:{line})", path.display()));
                    }
                }
            }
        }
    }
    assert!(seen > 400, "only {seen} ids were found");
    assert!(absent.is_empty(), "no page has {absent:#?}");
}
