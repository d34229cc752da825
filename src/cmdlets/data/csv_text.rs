//! Delimited text: rows written and read as PowerShell's CSV cmdlets do.

use std::collections::HashSet;
use std::iter::Peekable;
use std::str::Chars;

use iovsh_derive::PsEnum;

use crate::inspect;
use iovsh_base::interrupt::{self, Pulse};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{MemberKind, Name, PsObject, TypeNames, Value};

/// Which fields are put into quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Microsoft.PowerShell.Commands.BaseCsvWritingCommand+QuoteKind")]
pub enum QuoteKind {
    /// None.
    Never = 0,
    /// All that have a value.
    #[default]
    Always = 1,
    /// Those that hold the delimiter.
    AsNeeded = 2,
}

/// How rows are written.
#[derive(Clone, Debug)]
pub struct Manner {
    /// What stands between two fields.
    pub delimiter: char,
    /// Which fields are quoted.
    pub quotes: QuoteKind,
    /// Only these fields are quoted, when there are any.
    pub quote_fields: Vec<String>,
}

impl Manner {
    /// A manner from the parameters of that name.
    ///
    /// # Errors
    /// `CannotSpecifyQuoteFieldsAndUseQuotes`, `CannotSpecifyIncludeTypeInformationAndNoTypeInformation`.
    pub fn new(
        delimiter: Option<char>,
        quotes: Option<QuoteKind>,
        quote_fields: &[String],
        type_information: (bool, bool),
    ) -> Result<Self, ShellError> {
        let refuse = |id: &'static str, message: &str| {
            Err(ShellError::new(id, ErrorCategory::InvalidData, message)
                .exception("System.InvalidOperationException"))
        };
        if quotes.is_some() && !quote_fields.is_empty() {
            return refuse(
                "CannotSpecifyQuoteFieldsAndUseQuotes",
                "You must specify either the -UseQuotes or -QuoteFields parameters, but not both.",
            );
        }
        if type_information == (true, true) {
            return refuse(
                "CannotSpecifyIncludeTypeInformationAndNoTypeInformation",
                "You must specify either the -IncludeTypeInformation or -NoTypeInformation parameters, but not both.",
            );
        }
        Ok(Self {
            delimiter: delimiter.unwrap_or(','),
            quotes: quotes.unwrap_or_default(),
            quote_fields: quote_fields.to_vec(),
        })
    }

    /// A row of fields; `None` is a field without a value.
    fn row<'a>(&self, fields: impl Iterator<Item = (&'a str, Option<String>)>) -> String {
        let mut out = String::new();
        for (index, (name, field)) in fields.enumerate() {
            if index > 0 {
                out.push(self.delimiter);
            }
            let Some(field) = field else { continue };
            let quoted = if self.quote_fields.is_empty() {
                match self.quotes {
                    QuoteKind::Always => true,
                    QuoteKind::Never => false,
                    QuoteKind::AsNeeded => field.contains(self.delimiter),
                }
            } else {
                self.quote_fields
                    .iter()
                    .any(|quoted| quoted.eq_ignore_ascii_case(name))
            };
            if quoted {
                out.push('"');
                out.push_str(&field.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&field);
            }
        }
        out
    }

    /// The row of headings.
    pub fn heading(&self, names: &[Name]) -> String {
        self.row(names.iter().map(|name| (&**name, Some(name.to_string()))))
    }

    /// The row of an object.
    ///
    /// # Errors
    /// A script property fails.
    pub fn object(&self, cx: &mut Context, object: &Value, names: &[Name]) -> Flow<String> {
        let mut fields = Vec::with_capacity(names.len());
        for name in names {
            let value = inspect::property(cx, object, name)?.unwrap_or_default();
            let text = (!value.is_null()).then(|| inspect::display(&value).to_string());
            fields.push((&**name, text));
        }
        Ok(self.row(fields.into_iter()))
    }
}

/// The line that names the type of the objects.
pub fn type_line(object: &Value) -> String {
    let name = iovsh_shell::types::type_names(object)
        .first()
        .map_or_else(|| "System.Object".into(), Clone::clone);
    format!("#TYPE {}", name.strip_prefix("CSV:").unwrap_or(&name))
}

/// Reads rows out of one text after the other; the first row is the headings unless they are given.
#[derive(Debug, Default)]
pub struct Reader {
    delimiter: char,
    header: Option<Vec<Name>>,
    type_name: Option<String>,
    /// A heading that stands there twice: no object can have both.
    doubled: Option<Name>,
    /// Whether a heading had no name.
    pub unnamed: bool,
}

impl Reader {
    /// A reader.
    pub fn new(delimiter: char, header: &[String]) -> Self {
        let mut reader = Self {
            delimiter,
            ..Self::default()
        };
        if !header.is_empty() {
            reader.take_header(header.iter().map(|name| Name::from(name.clone())).collect());
        }
        reader
    }

    fn take_header(&mut self, header: Vec<Name>) {
        let mut known = HashSet::with_capacity(header.len());
        self.doubled = header
            .iter()
            .find(|name| !known.insert(name.to_ascii_lowercase()))
            .cloned();
        self.header = Some(header);
    }

    /// The objects of a text.
    ///
    /// # Errors
    /// `AlreadyPresentPSMemberInfoInternalCollectionAdd` when two headings have the same name.
    pub fn read(&mut self, text: &str) -> Result<Vec<Value>, ShellError> {
        let mut objects = Vec::new();
        let mut rest = text.chars().peekable();
        while rest.peek().is_some() {
            interrupt::check()?;
            if rest.peek() == Some(&'#') {
                self.comment(&mut rest);
                continue;
            }
            let Some(row) = fields(&mut rest, self.delimiter) else {
                continue;
            };
            match &self.header {
                None => self.set_header(row),
                Some(header) => objects.push(self.object(header, row)?),
            }
        }
        Ok(objects)
    }

    /// The headings of a text.
    pub fn columns(&mut self, text: &str) -> Option<Vec<Name>> {
        let mut rest = text.chars().peekable();
        while self.header.is_none() && rest.peek().is_some() {
            if rest.peek() == Some(&'#') {
                self.comment(&mut rest);
            } else if let Some(row) = fields(&mut rest, self.delimiter) {
                self.set_header(row);
            }
        }
        self.header.clone()
    }

    /// A line that begins with `#`: the type of the objects when it stands before the headings.
    fn comment(&mut self, rest: &mut Peekable<Chars>) {
        let mut line = String::new();
        for c in rest.by_ref() {
            if c == '\n' {
                break;
            }
            line.push(c);
        }
        let line = line.trim_end();
        if self.header.is_none()
            && let Some((word, name)) = line.split_once(' ')
            && word.eq_ignore_ascii_case("#TYPE")
        {
            self.type_name = Some(name.trim().to_owned());
        }
    }

    fn set_header(&mut self, row: Vec<Option<String>>) {
        let names = row.into_iter().enumerate().map(|(index, name)| match name {
            Some(name) if !name.is_empty() => Name::from(name),
            _ => {
                self.unnamed = true;
                Name::from(format!("H{}", index + 1))
            }
        });
        let names = names.collect();
        self.take_header(names);
    }

    fn object(&self, header: &[Name], row: Vec<Option<String>>) -> Result<Value, ShellError> {
        if let Some(name) = &self.doubled {
            return Err(ShellError::new(
                "AlreadyPresentPSMemberInfoInternalCollectionAdd",
                ErrorCategory::NotSpecified,
                format!("The member \"{name}\" is already present."),
            )
            .exception("System.Management.Automation.ExtendedTypeSystemException"));
        }
        let object = PsObject::custom();
        let mut fields = row.into_iter();
        let mut pulse = Pulse::default();
        for name in header {
            pulse.beat()?;
            let value = fields.next().flatten().map_or(Value::Null, Value::from);
            object.push(name.clone(), MemberKind::Note(value));
        }
        if let Some(name) = &self.type_name {
            let mut names: Vec<_> = vec![name.as_str().into(), format!("CSV:{name}").into()];
            names.extend(object.type_names().iter().map(Into::into));
            object.set_type_names(TypeNames::Own(std::rc::Rc::new(names)));
        }
        Ok(Value::object(object))
    }
}

/// The fields of a row, and the line end behind them. `None` for an empty line. A last field that has nothing in it, not
/// even quotes, is left out.
fn fields(rest: &mut Peekable<Chars>, delimiter: char) -> Option<Vec<Option<String>>> {
    let mut row = Vec::new();
    loop {
        while rest
            .next_if(|c| matches!(c, ' ' | '\t') && *c != delimiter)
            .is_some()
        {}
        let mut text = String::new();
        let quoted = rest.next_if_eq(&'"').is_some();
        if quoted {
            while let Some(c) = rest.next() {
                if c != '"' {
                    text.push(c);
                } else if rest.next_if_eq(&'"').is_some() {
                    text.push('"');
                } else {
                    break;
                }
            }
            // Blanks behind the closing quote mean nothing.
            while rest
                .next_if(|c| matches!(c, ' ' | '\t') && *c != delimiter)
                .is_some()
            {}
        }
        while let Some(c) = rest.next_if(|c| *c != delimiter && !matches!(c, '\n' | '\r')) {
            text.push(c);
        }
        if rest.next_if_eq(&delimiter).is_some() {
            row.push(Some(text));
            continue;
        }
        let carriage = rest.next_if_eq(&'\r').is_some();
        let line_end = rest.next_if_eq(&'\n').is_some();
        let _ = (carriage, line_end);
        if quoted || !text.is_empty() {
            row.push(Some(text));
        } else if row.is_empty() {
            return None;
        }
        return Some(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<Option<String>>> {
        let mut rest = text.chars().peekable();
        let mut rows = Vec::new();
        while rest.peek().is_some() {
            rows.extend(fields(&mut rest, ','));
        }
        rows
    }

    #[test]
    fn quotes_blanks_and_line_ends() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows("a,\"b\"\"c\nd\" , e \r\n\r\n1,"),
            [
                vec![some("a"), some("b\"c\nd"), some("e ")],
                vec![some("1")]
            ]
        );
        assert_eq!(rows(",,x"), [vec![some(""), some(""), some("x")]]);
        assert_eq!(rows("\"open"), [vec![some("open")]]);
    }

    #[test]
    fn headings_are_counted_when_they_have_no_name() {
        let mut reader = Reader::new(',', &[]);
        let objects = reader.read("A,,C\n1,2,3").expect("objects");
        assert!(reader.unnamed);
        let Some(Value::Object(object)) = objects.first() else {
            panic!("an object")
        };
        assert_eq!(
            object.get("H2").and_then(|v| v.as_str().map(str::to_owned)),
            Some("2".into())
        );
    }
}
