//! The help of one command: as an object whose parts scripts read, and as the page that a person reads.

use std::rc::Rc;
use std::sync::Arc;

use crate::shell::format::Access;
use crate::shell::value::{MemberKind, PsObject, Value};

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
    /// The parameter as an object.
    pub fn object(&self) -> Value {
        let position = self
            .position
            .map_or_else(|| "named".to_owned(), |position| position.to_string());
        let input = match (self.from_pipeline, self.by_property_name) {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            (false, false) => "False",
        };
        object(
            &["MamlCommandHelpInfo#parameter"],
            [
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
                (
                    "required",
                    Value::from(if self.mandatory { "true" } else { "false" }),
                ),
                ("globbing", Value::from("false")),
                ("pipelineInput", Value::from(input)),
                ("position", Value::from(position)),
                ("aliases", Value::from(self.aliases.join(", "))),
            ],
        )
    }

    fn lines(&self, full: bool, out: &mut Vec<String>) {
        let ty = if self.ty == "switch" {
            String::new()
        } else {
            format!(" <{}>", self.ty)
        };
        out.push(format!("    -{}{ty}", self.name));
        out.extend(self.text.lines().map(|line| format!("        {line}")));
        if full {
            let yes = |value: bool| if value { "true" } else { "false" };
            let position = self
                .position
                .map_or_else(|| "named".to_owned(), |position| position.to_string());
            out.push(String::new());
            out.push(format!(
                "        Required?                    {}",
                yes(self.mandatory)
            ));
            out.push(format!("        Position?                    {position}"));
            out.push(format!(
                "        Default value                {}",
                self.default
            ));
            out.push(format!(
                "        Accept pipeline input?       {}",
                yes(self.from_pipeline || self.by_property_name)
            ));
            out.push(format!(
                "        Aliases                      {}",
                self.aliases.join(", ")
            ));
        }
        out.push(String::new());
    }
}

impl HelpPage {
    /// The page as an object. How much of it is shown depends on `part`; all of it can be read.
    pub fn object(&self, part: Part) -> Value {
        let parameters: Vec<Value> = self.parameters.iter().map(PageParameter::object).collect();
        let examples: Vec<Value> = self
            .examples
            .iter()
            .enumerate()
            .map(|(index, example)| {
                object(
                    &["MamlCommandHelpInfo#example"],
                    [
                        ("title", Value::from(heading(index, &example.title))),
                        ("introduction", paragraphs("PS >")),
                        ("code", Value::from(example.code.as_str())),
                        ("remarks", paragraphs(&example.remarks)),
                    ],
                )
            })
            .collect();
        let ty: &'static [&'static str] = &["MamlCommandHelpInfo", "HelpInfo"];
        let page = PsObject::of(ty).with_payload(Arc::new(self.lines(part)));
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

    /// The line of a list of commands.
    pub fn info(&self) -> Value {
        object(
            &["HelpInfoShort"],
            [
                ("Name", Value::Str(self.name.clone())),
                ("Category", Value::from(self.category)),
                ("Module", Value::Str(self.module.clone())),
                ("Synopsis", Value::from(self.synopsis.as_str())),
            ],
        )
    }

    fn lines(&self, part: Part) -> Vec<String> {
        let mut out = Vec::new();
        let section = |out: &mut Vec<String>, title: &str, text: &str| {
            out.push(title.to_owned());
            out.extend(text.trim().lines().map(|line| format!("    {line}")));
            out.push(String::new());
        };
        section(&mut out, "NAME", &self.name);
        section(&mut out, "SYNOPSIS", &self.synopsis);
        if part != Part::Examples {
            section(&mut out, "SYNTAX", &self.syntax.join("\n\n"));
            if !self.description.is_empty() {
                section(&mut out, "DESCRIPTION", &self.description);
            }
        }
        if matches!(part, Part::Detailed | Part::Full) {
            out.push("PARAMETERS".to_owned());
            for parameter in &self.parameters {
                parameter.lines(part == Part::Full, &mut out);
            }
        }
        if part == Part::Full && !self.notes.is_empty() {
            section(&mut out, "NOTES", &self.notes);
        }
        if part != Part::Short {
            for (index, example) in self.examples.iter().enumerate() {
                out.push(format!("    {}", heading(index, &example.title)));
                out.push(String::new());
                out.extend(example.code.lines().map(|line| format!("    {line}")));
                if !example.remarks.is_empty() {
                    out.push(String::new());
                    out.extend(example.remarks.lines().map(|line| format!("    {line}")));
                }
                out.push(String::new());
            }
        }
        if !self.links.is_empty() && part != Part::Examples {
            section(&mut out, "RELATED LINKS", &self.links.join("\n"));
        }
        if part == Part::Short {
            section(
                &mut out,
                "REMARKS",
                &format!(
                    "To see the examples, type: \"Get-Help {} -Examples\"",
                    self.name
                ),
            );
        }
        out
    }
}

fn heading(index: usize, title: &str) -> String {
    let number = format!(
        "-------------------------- EXAMPLE {} --------------------------",
        index + 1
    );
    if title.is_empty() {
        number
    } else {
        format!("{number} {title}")
    }
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
