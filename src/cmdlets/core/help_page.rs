//! The help of one command: as an object whose parts scripts read, and as the page that a person reads.

use std::rc::Rc;
use std::sync::Arc;

use crate::help::markdown;
use crate::help::topics::topic_of;
use iovsh_shell::format::{Access, wrap};
use iovsh_shell::syntax::quote::quote_argument;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// The help of one command.
pub struct HelpPage {
    /// The command.
    pub name: Rc<str>,
    /// Cmdlet or function.
    pub category: &'static str,
    /// The module.
    pub module: Rc<str>,
    /// One sentence.
    pub synopsis: String,
    /// The rest.
    pub description: String,
    /// A line for each parameter set.
    pub syntax: Vec<String>,
    /// The parameters.
    pub parameters: Vec<PageParameter>,
    /// The examples.
    pub examples: Vec<PageExample>,
    /// Notes.
    pub notes: String,
    /// Where more is.
    pub links: Vec<String>,
    /// Members of the object that stand for themselves, or for those that are made of the above.
    pub members: Vec<(&'static str, Value)>,
}

/// A parameter.
pub struct PageParameter {
    /// Its name.
    pub name: Rc<str>,
    /// The short name of its type.
    pub ty: String,
    /// What it is.
    pub text: String,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Its position among the arguments without names.
    pub position: Option<i32>,
    /// Whether it takes pipeline objects.
    pub from_pipeline: bool,
    /// Whether it takes the property of its name from them.
    pub by_property_name: bool,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is when it is not given.
    pub default: String,
    /// Whether wildcards mean something in it.
    pub wildcards: bool,
    /// The values that are allowed, in words; empty when the type says it all.
    pub allowed: String,
}

/// An example.
pub struct PageExample {
    /// What it shows.
    pub title: String,
    /// What is typed.
    pub code: String,
    /// What there is to say.
    pub remarks: String,
}

/// How much of a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Synopsis, syntax, description.
    Short,
    /// With parameters and examples.
    Detailed,
    /// Everything.
    Full,
    /// Only examples.
    Examples,
}

fn object<const N: usize>(
    ty: &'static [&'static str],
    members: [(&'static str, Value); N],
) -> Value {
    let object = PsObject::of(ty);
    for (name, value) in members {
        object.push(name, MemberKind::Note(value));
    }
    Value::object(object)
}

/// Text as help objects have it: an array of paragraphs, each with `Text`.
fn paragraphs(text: &str) -> Value {
    if text.is_empty() {
        return Value::array(Vec::new());
    }
    let paragraph = object(
        &["MamlParaTextItem", "MamlTextItem"],
        [("Text", Value::from(text))],
    );
    Value::array(vec![paragraph])
}

fn one_or_list(mut values: Vec<Value>) -> Value {
    match values.len() {
        1 => values.pop().unwrap_or_default(),
        _ => Value::array(values),
    }
}

impl PageParameter {
    /// Where it takes pipeline objects from, as PowerShell says it.
    fn input(&self) -> &'static str {
        match (self.from_pipeline, self.by_property_name) {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            (false, false) => "False",
        }
    }

    fn position_text(&self) -> String {
        self.position
            .map_or_else(|| "named".to_owned(), |position| position.to_string())
    }

    /// The parameter as an object, which is shown in lines of at most `width` columns.
    pub fn object(&self, width: usize) -> Value {
        let truth = |value: bool| Value::from(if value { "true" } else { "false" });
        let mut lines = vec![String::new()];
        self.lines(true, width, "", &mut lines);
        let parameter =
            PsObject::of(&["MamlCommandHelpInfo#parameter"]).with_payload(Arc::new(lines));
        for (name, value) in [
            ("description", paragraphs(&self.text)),
            ("defaultValue", Value::from(self.default.as_str())),
            ("parameterValue", Value::from(self.ty.as_str())),
            ("name", Value::Str(self.name.clone())),
            (
                "type",
                object(
                    &["MamlCommandHelpInfo#type"],
                    [("name", Value::from(self.ty.as_str()))],
                ),
            ),
            ("required", truth(self.mandatory)),
            ("globbing", truth(self.wildcards)),
            ("pipelineInput", Value::from(self.input())),
            ("position", Value::from(self.position_text())),
            ("aliases", Value::from(self.aliases.join(", "))),
        ] {
            parameter.push(name, MemberKind::Note(value));
        }
        Value::object(parameter)
    }

    fn lines(&self, full: bool, width: usize, indent: &str, out: &mut Vec<String>) {
        let ty = if self.ty == "switch" {
            String::new()
        } else {
            format!(" <{}>", without_nullable(&self.ty))
        };
        out.push(format!("{indent}-{}{ty}", self.name));
        let inner = format!("{indent}    ");
        out.extend(wrap::lines(&self.text, width, &inner));
        if full {
            out.push(String::new());
            let default = if self.default.is_empty() {
                "None"
            } else {
                &self.default
            };
            let aliases = self.aliases.join(", ");
            for (label, text) in [
                ("Allowed values", self.allowed.as_str()),
                ("Required?", if self.mandatory { "true" } else { "false" }),
                ("Position?", &self.position_text()),
                ("Default value", default),
                ("Accept pipeline input?", self.input()),
                ("Aliases", &aliases),
                (
                    "Accept wildcard characters?",
                    if self.wildcards { "true" } else { "false" },
                ),
            ] {
                if text.is_empty() {
                    continue;
                }
                let start = format!("{inner}{label:<29}");
                let rest = " ".repeat(start.len());
                out.extend(wrap::words(text, width, &start, &rest));
            }
        }
        out.push(String::new());
    }
}

impl HelpPage {
    /// The page as an object, which is shown in lines of at most `width` columns. How much of it is shown depends on `part`;
    /// all of it can be read.
    pub fn object(&self, part: Part, width: usize) -> Value {
        let parameters: Vec<Value> = self
            .parameters
            .iter()
            .map(|parameter| parameter.object(width))
            .collect();
        let examples: Vec<Value> = self
            .examples
            .iter()
            .enumerate()
            .map(|(index, example)| {
                object(
                    &["MamlCommandHelpInfo#example"],
                    [
                        ("title", Value::from(heading(index))),
                        (
                            "introduction",
                            paragraphs(if example.title.is_empty() {
                                "PS >"
                            } else {
                                &example.title
                            }),
                        ),
                        ("code", Value::from(example.code.as_str())),
                        ("remarks", paragraphs(&example.remarks)),
                    ],
                )
            })
            .collect();
        let ty: &'static [&'static str] = &["MamlCommandHelpInfo", "HelpInfo"];
        let page = PsObject::of(ty).with_payload(Arc::new(self.lines(part, width)));
        let details = object(
            &["MamlCommandHelpInfo#details"],
            [
                ("name", Value::Str(self.name.clone())),
                ("description", paragraphs(&self.synopsis)),
            ],
        );
        let wrap = |name: &'static str, list: Vec<Value>| {
            object(&["MamlCommandHelpInfo#list"], [(name, one_or_list(list))])
        };
        for (name, value) in [
            ("examples", wrap("example", examples)),
            ("parameters", wrap("parameter", parameters)),
            ("description", paragraphs(&self.description)),
            ("details", details),
            (
                "syntax",
                Value::strings(self.syntax.iter().map(String::as_str)),
            ),
            ("alertSet", paragraphs(&self.notes)),
            (
                "relatedLinks",
                Value::strings(self.links.iter().map(String::as_str)),
            ),
            ("Name", Value::Str(self.name.clone())),
            ("Category", Value::from(self.category)),
            ("ModuleName", Value::Str(self.module.clone())),
            ("Synopsis", Value::from(self.synopsis.as_str())),
        ] {
            page.push(name, MemberKind::Note(value));
        }
        for (name, value) in &self.members {
            page.set(*name, MemberKind::Note(value.clone()));
        }
        Value::object(page)
    }

    /// The page as text.
    pub fn lines(&self, part: Part, width: usize) -> Vec<String> {
        let mut out = Vec::new();
        let section = |out: &mut Vec<String>, title: &str, lines: Vec<String>| {
            out.push(title.to_owned());
            out.extend(lines);
            out.push(String::new());
        };
        section(&mut out, "NAME", vec![format!("    {}", self.name)]);
        section(
            &mut out,
            "SYNOPSIS",
            wrap::lines(self.synopsis.trim(), width, "    "),
        );
        if part != Part::Examples {
            section(&mut out, "SYNTAX", self.syntax_text(width));
            if !self.description.is_empty() {
                section(&mut out, "DESCRIPTION", self.description_text(width));
            }
        }
        if matches!(part, Part::Detailed | Part::Full) {
            out.push("PARAMETERS".to_owned());
            for parameter in &self.parameters {
                parameter.lines(part == Part::Full, width, "    ", &mut out);
            }
        }
        if part == Part::Full && !self.notes.is_empty() {
            section(
                &mut out,
                "NOTES",
                wrap::lines(self.notes.trim(), width, "    "),
            );
        }
        if part != Part::Short {
            for (index, example) in self.examples.iter().enumerate() {
                out.push(format!("    {}", heading(index)));
                out.push(String::new());
                if !example.title.is_empty() {
                    out.extend(wrap::words(&example.title, width, "    ", "    "));
                    out.push(String::new());
                }
                out.extend(example.code.lines().map(|line| format!("    {line}")));
                if !example.remarks.is_empty() {
                    out.push(String::new());
                    out.extend(wrap::lines(&example.remarks, width, "    "));
                }
                out.push(String::new());
            }
        }
        if !self.links.is_empty() && part != Part::Examples {
            let links = self
                .links
                .iter()
                .map(|link| format!("    {link}"))
                .collect();
            section(&mut out, "RELATED LINKS", links);
        }
        if part == Part::Short {
            let name = quote_argument(&self.name);
            let mut remarks = Vec::new();
            if !self.examples.is_empty() {
                remarks.push(format!("    Examples:        Get-Help {name} -Examples"));
            }
            if !self.parameters.is_empty() {
                remarks.push(format!(
                    "    Parameters:      Get-Help {name} -Detailed, or -Full"
                ));
                let first = self
                    .parameters
                    .first()
                    .map_or("*", |parameter| &*parameter.name);
                remarks.push(format!(
                    "    One of them:     Get-Help {name} -Parameter {first}"
                ));
            }
            if !remarks.is_empty() {
                section(&mut out, "REMARKS", remarks);
            }
        }
        out
    }

    /// The description: the comments of a script as they are, those of a cmdlet as the Markdown that they are.
    fn description_text(&self, width: usize) -> Vec<String> {
        if self.category == "Cmdlet" {
            markdown::render(&self.description, width, "    ", topic_of)
        } else {
            wrap::lines(self.description.trim(), width, "    ")
        }
    }

    /// The syntax. Where several sets share many optional parameters, those stand there once.
    fn syntax_text(&self, width: usize) -> Vec<String> {
        /// Fewer than these are rather repeated.
        const WORTH_SHARING: usize = 4;
        const COMMON: &str = "[<CommonParameters>]";
        let lines: Vec<String> = self
            .syntax
            .iter()
            .map(|line| without_nullable(line))
            .collect();
        let sets: Vec<Vec<&str>> = lines.iter().map(|line| wrap::syntax_parts(line)).collect();
        let mut shared: Vec<&str> = Vec::new();
        if let [first, others @ ..] = sets.as_slice()
            && !others.is_empty()
        {
            // `[-Name <string>]` and `[-Force]`: optional and without a position.
            let optional = |part: &&str| part.starts_with("[-") && part.ends_with(']');
            let everywhere = |part: &&str| others.iter().all(|set| set.contains(part));
            shared = first
                .iter()
                .copied()
                .filter(optional)
                .filter(everywhere)
                .collect();
        }
        if shared.len() < WORTH_SHARING {
            shared.clear();
        }
        let mut out = Vec::new();
        // The parameters that choose another host mean little here, so they stand last.
        let remote = |part: &&str| {
            ["[-CimSession ", "[-ComputerName ", "[-Credential "]
                .iter()
                .any(|name| part.starts_with(name))
        };
        shared.sort_by_key(remote);
        for set in &sets {
            let own = set
                .iter()
                .copied()
                .filter(|part| *part != COMMON && !shared.contains(part));
            let mut parts: Vec<&str> = own.collect();
            parts.sort_by_key(remote);
            if !shared.is_empty() {
                parts.push("[<settings>]");
            }
            if set.contains(&COMMON) {
                parts.push(COMMON);
            }
            if !out.is_empty() {
                out.push(String::new());
            }
            out.extend(wrap::parts(parts, width, "    ", "        "));
        }
        if !shared.is_empty() {
            out.push(String::new());
            out.push("    <settings>, the same for all of these:".to_owned());
            out.extend(wrap::parts(shared, width, "        ", "        "));
        }
        out
    }
}

/// Types as people read them: `Nullable[bool]` is a `bool` that need not be given, which is said already.
fn without_nullable(text: &str) -> String {
    let mut parts = text.split("Nullable[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // The bracket that closes the type is the first one that nothing inside of it has opened.
        let mut depth = 0_i32;
        let close = part.char_indices().find(|(_, c)| {
            depth += match c {
                '[' => 1,
                ']' => -1,
                _ => 0,
            };
            depth < 0
        });
        match close {
            Some((at, _)) => {
                out.push_str(&part[..at]);
                out.push_str(&part[at + 1..]);
            }
            None => out.push_str(part),
        }
    }
    out
}

fn heading(index: usize) -> String {
    format!(
        "-------------------------- EXAMPLE {} --------------------------",
        index + 1
    )
}

pub(super) fn page_lines(value: &Value, access: &mut dyn Access) -> Vec<String> {
    match value {
        Value::Object(object) => match object.payload::<Vec<String>>() {
            Some(lines) => lines.to_vec(),
            None => vec![access.text(value)],
        },
        other => vec![access.text(other)],
    }
}
