//! WQL: the queries that scripts ask.

use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::value::{PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Always true.
    Always,
    /// `Name = 'x'`: property, operator, value.
    Compare(String, Operator, String),
    /// `Name IS NULL`, `Name IS NOT NULL`.
    IsNull(String, bool),
    /// `NOT x`.
    Not(Box<Condition>),
    /// `a AND b`.
    And(Box<Condition>, Box<Condition>),
    /// `a OR b`.
    Or(Box<Condition>, Box<Condition>),
}

/// How a property is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`.
    Equal,
    /// `<>`, `!=`.
    Unequal,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    More,
    /// `>=`.
    AtLeast,
    /// `LIKE`, with `%` and `_`.
    Like,
    /// `ISA`.
    Isa,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    /// `SELECT properties FROM class WHERE condition`; no properties are all.
    Select(Vec<String>, String, Condition),
    /// `ASSOCIATORS OF {class.key='value'} WHERE ResultClass = class`.
    Associators(String, Condition, Option<String>),
}

/// The error for a text that is no query.
pub fn invalid(text: &str) -> ShellError {
    ShellError::new(
        "HRESULT 0x80041017",
        ErrorCategory::InvalidArgument,
        format!("Invalid query: '{text}'."),
    )
    .exception("Microsoft.Management.Infrastructure.CimException")
    .target(text)
    .help("Queries look like this: SELECT * FROM Win32_Processor WHERE Name LIKE '%Xeon%', or ASSOCIATORS OF {Msvm_ComputerSystem.Name='ID'} WHERE ResultClass = Msvm_KvpExchangeComponent")
}

#[derive(Clone, Debug, PartialEq)]
enum Word {
    Name(String),
    Text(String),
    Sign(&'static str),
    /// What stands between braces.
    Path(String),
}

const SIGNS: [&str; 10] = ["<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ","];

fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            words.push(Word::Sign(sign));
            rest = rest.get(sign.len()..)?.trim_start();
            continue;
        }
        if first == '{' {
            let end = rest.find('}')?;
            words.push(Word::Path(rest.get(1..end)?.trim().to_owned()));
            rest = rest.get(end + 1..)?.trim_start();
            continue;
        }
        if first == '\'' || first == '"' {
            let mut value = String::new();
            let mut letters = rest.char_indices().skip(1);
            let end = loop {
                let (at, letter) = letters.next()?;
                if letter == first {
                    break at + letter.len_utf8();
                }
                if letter == '\\' {
                    value.push(letters.next()?.1);
                } else {
                    value.push(letter);
                }
            };
            words.push(Word::Text(value));
            rest = rest.get(end..)?.trim_start();
            continue;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || "<>=!(),{'\"".contains(c))
            .unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        words.push(Word::Name(rest.get(..end)?.to_owned()));
        rest = rest.get(end..)?.trim_start();
    }
    Some(words)
}

struct Reader {
    words: Vec<Word>,
    at: usize,
    depth: u32,
}

/// How deep conditions may be nested.
const MAX_DEPTH: u32 = 64;

impl Reader {
    fn next(&mut self) -> Option<Word> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word
    }

    fn keyword(&mut self, wanted: &str) -> bool {
        let found = matches!(self.words.get(self.at), Some(Word::Name(name)) if name.eq_ignore_ascii_case(wanted));
        if found {
            self.at += 1;
        }
        found
    }

    fn sign(&mut self, wanted: &str) -> bool {
        let found = matches!(self.words.get(self.at), Some(Word::Sign(sign)) if *sign == wanted);
        if found {
            self.at += 1;
        }
        found
    }

    fn name(&mut self) -> Option<String> {
        match self.next()? {
            Word::Name(name) => Some(name),
            _ => None,
        }
    }

    fn or(&mut self) -> Option<Condition> {
        let mut left = self.and()?;
        while self.keyword("or") {
            left = Condition::Or(Box::new(left), Box::new(self.and()?));
        }
        Some(left)
    }

    fn and(&mut self) -> Option<Condition> {
        let mut left = self.factor()?;
        while self.keyword("and") {
            left = Condition::And(Box::new(left), Box::new(self.factor()?));
        }
        Some(left)
    }

    fn factor(&mut self) -> Option<Condition> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let found = self.factor_here();
        self.depth -= 1;
        found
    }

    fn factor_here(&mut self) -> Option<Condition> {
        if self.keyword("not") {
            return Some(Condition::Not(Box::new(self.factor()?)));
        }
        if self.sign("(") {
            let inner = self.or()?;
            return self.sign(")").then_some(inner);
        }
        let name = self.name()?;
        if self.keyword("is") {
            let negated = self.keyword("not");
            return self
                .keyword("null")
                .then_some(Condition::IsNull(name, !negated));
        }
        let operator = match self.next()? {
            Word::Sign("=") => Operator::Equal,
            Word::Sign("<>" | "!=") => Operator::Unequal,
            Word::Sign("<") => Operator::Less,
            Word::Sign("<=") => Operator::AtMost,
            Word::Sign(">") => Operator::More,
            Word::Sign(">=") => Operator::AtLeast,
            Word::Name(word) if word.eq_ignore_ascii_case("like") => Operator::Like,
            Word::Name(word) if word.eq_ignore_ascii_case("isa") => Operator::Isa,
            _ => return None,
        };
        let value = match self.next()? {
            Word::Name(value) | Word::Text(value) => value,
            _ => return None,
        };
        Some(Condition::Compare(name, operator, value))
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.words.len()
    }
}

/// Reads a condition; nothing is always true.
pub fn condition(text: &str) -> Option<Condition> {
    if text.trim().is_empty() {
        return Some(Condition::Always);
    }
    let mut reader = Reader {
        words: words(text)?,
        at: 0,
        depth: 0,
    };
    let found = reader.or()?;
    reader.is_at_end().then_some(found)
}

/// Reads a query.
pub fn query(text: &str) -> Option<Query> {
    let mut reader = Reader {
        words: words(text)?,
        at: 0,
        depth: 0,
    };
    if reader.keyword("associators") {
        return associators(&mut reader);
    }
    if !reader.keyword("select") {
        return None;
    }
    let mut properties = Vec::new();
    loop {
        let name = reader.name()?;
        if name != "*" {
            properties.push(name);
        }
        if !reader.sign(",") {
            break;
        }
    }
    if !reader.keyword("from") {
        return None;
    }
    let class = reader.name()?;
    let condition = if reader.keyword("where") {
        reader.or()?
    } else {
        Condition::Always
    };
    reader
        .is_at_end()
        .then_some(Query::Select(properties, class, condition))
}

fn associators(reader: &mut Reader) -> Option<Query> {
    if !reader.keyword("of") {
        return None;
    }
    let Word::Path(path) = reader.next()? else {
        return None;
    };
    let (class, condition) = object_path(&path)?;
    let mut result = None;
    if reader.keyword("where") {
        // Pairs of a word and a class follow one another without anything between them.
        while !reader.is_at_end() {
            let word = reader.name()?;
            if word.eq_ignore_ascii_case("ClassDefsOnly") {
                continue;
            }
            if !reader.sign("=") {
                return None;
            }
            let (Word::Name(value) | Word::Text(value)) = reader.next()? else {
                return None;
            };
            if word.eq_ignore_ascii_case("ResultClass") {
                result = Some(value);
            }
        }
    }
    Some(Query::Associators(class, condition, result))
}

/// `\\HOST\root\virtualization\v2:Class.Key="value",Other="value"`.
pub fn object_path(path: &str) -> Option<(String, Condition)> {
    // The host and the namespace may stand before the class.
    let path = match path.strip_prefix("\\\\") {
        Some(rest) => rest.split_once(':')?.1,
        None => path,
    };
    let dot = path.find('.')?;
    let class = path.get(..dot)?;
    let class = class.rsplit([':', '\\', '/']).next().unwrap_or(class);
    let mut condition = Condition::Always;
    let keys = path.get(dot + 1..)?;
    let mut reader = Reader {
        words: words(keys)?,
        at: 0,
        depth: 0,
    };
    while !reader.is_at_end() {
        let name = reader.name()?;
        if !reader.sign("=") {
            return None;
        }
        let (Word::Name(value) | Word::Text(value)) = reader.next()? else {
            return None;
        };
        let one = Condition::Compare(name, Operator::Equal, value);
        condition = match condition {
            Condition::Always => one,
            other => Condition::And(Box::new(other), Box::new(one)),
        };
        reader.sign(",");
    }
    Some((class.to_owned(), condition))
}

impl Condition {
    /// Whether an object meets it. `class` is its class.
    pub fn holds(&self, object: &PsObject, class: &str) -> bool {
        match self {
            Condition::Always => true,
            Condition::Not(inner) => !inner.holds(object, class),
            Condition::And(a, b) => a.holds(object, class) && b.holds(object, class),
            Condition::Or(a, b) => a.holds(object, class) || b.holds(object, class),
            Condition::IsNull(name, wanted) => {
                object.get(name).unwrap_or_default().is_null() == *wanted
            }
            Condition::Compare(_, Operator::Isa, wanted) => class.eq_ignore_ascii_case(wanted),
            Condition::Compare(name, operator, wanted) => {
                let value = object.get(name).unwrap_or_default();
                let text = match &value {
                    Value::Bool(on) => on.to_string(),
                    other => crate::inspect::text(other).to_string(),
                };
                compares(&text, *operator, wanted)
            }
        }
    }

    /// The value that it asks a property to have.
    pub fn value_of(&self, property: &str) -> Option<&str> {
        match self {
            Condition::Compare(name, Operator::Equal | Operator::Like, value)
                if name.eq_ignore_ascii_case(property) =>
            {
                Some(value)
            }
            Condition::And(a, b) => a.value_of(property).or_else(|| b.value_of(property)),
            _ => None,
        }
    }
}

fn compares(text: &str, operator: Operator, wanted: &str) -> bool {
    let numbers = text.parse::<f64>().ok().zip(wanted.parse::<f64>().ok());
    let order = numbers
        .and_then(|(a, b)| a.partial_cmp(&b))
        .unwrap_or_else(|| text.to_lowercase().cmp(&wanted.to_lowercase()));
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::Unequal => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::AtMost => order.is_le(),
        Operator::More => order.is_gt(),
        Operator::AtLeast => order.is_ge(),
        Operator::Like => {
            WildcardPattern::new(&wanted.replace('%', "*").replace('_', "?")).is_match(text)
        }
        Operator::Isa => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(object: &PsObject, text: &str) -> bool {
        condition(text).expect("a condition").holds(object, "C")
    }

    #[test]
    fn conditions() {
        let object = PsObject::custom()
            .with("A", "It's B")
            .with("C", 10)
            .with("N", Value::Null);
        assert!(holds(&object, "A = \"It's B\" AND C >= 2"));
        assert!(holds(&object, "A='It\\'s B'"));
        assert!(holds(&object, "A LIKE '%b' and not C < 9"));
        assert!(holds(&object, "(A = 'x' OR C = 10) AND N IS NULL"));
        assert!(holds(&object, "A IS NOT NULL AND C <> 11"));
        assert!(!holds(&object, "A = 'x' OR C = 9"));
        assert!(condition("A = ").is_none());
        assert!(condition("A = 'b' C").is_none());
    }

    #[test]
    fn queries() {
        let Some(Query::Select(properties, class, _)) =
            query("select Name, Status from Win32_X where A='b'")
        else {
            panic!("a query")
        };
        assert_eq!(properties, ["Name", "Status"]);
        assert_eq!(class, "Win32_X");
        let text = "Associators of {Msvm_ComputerSystem.CreationClassName=\"Msvm_ComputerSystem\",Name=\"AB-1\"} where AssocClass=Msvm_SystemDevice ResultClass=Msvm_KvpExchangeComponent";
        let Some(Query::Associators(class, condition, result)) = query(text) else {
            panic!("a query")
        };
        assert_eq!(class, "Msvm_ComputerSystem");
        assert_eq!(condition.value_of("name"), Some("AB-1"));
        assert_eq!(result.as_deref(), Some("Msvm_KvpExchangeComponent"));
        assert!(query("delete from X").is_none());
    }
}
