//! `-FilterXPath`: the part of XPath 1.0 that event logs take (Microsoft, "XPath 1.0 limitations" of the event log), over what an
//! event is as XML.

use std::time::{SystemTime, UNIX_EPOCH};

use iovsh_backend::journal::Entry;
use iovsh_shell::error::{ErrorCategory, ShellError};

use super::xml::Element;

/// So deep may expressions be in each other.
const DEEPEST: usize = 32;

/// An expression.
#[derive(Debug, Clone)]
enum Expression {
    /// One of these, at least two.
    Or(Vec<Self>),
    /// All of these, at least two.
    And(Vec<Self>),
    Compare(Box<Self>, Comparison, Box<Self>),
    Path(Vec<Step>),
    Text(String),
    Number(f64),
    /// Milliseconds since a point in time.
    Since(Box<Self>),
    /// Bits that two numbers have in common.
    Bits(Box<Self>, Box<Self>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A step of a path: an element or an attribute by its name, or any of them, and what must hold there.
#[derive(Debug, Clone)]
struct Step {
    attribute: bool,
    /// `None` is any.
    name: Option<String>,
    conditions: Vec<Expression>,
}

/// Milliseconds since 1970 of a point in time as it is written, with or without fractions.
fn moment(text: &str) -> Option<f64> {
    let (date, time) = text.trim().trim_end_matches(['Z', 'z']).split_once('T')?;
    let mut date = date.splitn(3, '-').map(str::parse::<u64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mut time = time.splitn(3, ':');
    let hour: f64 = time.next()?.parse().ok()?;
    let minute: f64 = time.next()?.parse().ok()?;
    let second: f64 = time.next().unwrap_or("0").parse().ok()?;
    // Days from the civil calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted / 400;
    let of_era = shifted % 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    #[allow(
        clippy::cast_precision_loss,
        reason = "days of ten thousand years are exact"
    )]
    let days = days as f64 - 719_468.0;
    Some(((days * 24.0 + hour) * 60.0 + minute) * 60_000.0 + second * 1000.0)
}

/// What a path leads to.
#[derive(Clone, Copy)]
enum Node<'e> {
    Document(&'e Element),
    Element(&'e Element),
    Attribute(&'e str),
}

/// What an expression is in an event.
enum Found<'e> {
    Nodes(Vec<Node<'e>>),
    Text(String),
    Number(f64),
    Truth(bool),
}

impl Node<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Document(element) | Self::Element(element) => &element.text,
            Self::Attribute(text) => text,
        }
    }
}

impl Found<'_> {
    fn is_true(&self) -> bool {
        match self {
            Self::Nodes(nodes) => !nodes.is_empty(),
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0,
            Self::Truth(truth) => *truth,
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Self::Nodes(nodes) => nodes.iter().map(|node| node.text().to_owned()).collect(),
            Self::Text(text) => vec![text.clone()],
            Self::Number(number) => vec![number.to_string()],
            Self::Truth(truth) => vec![truth.to_string()],
        }
    }

    fn number(&self) -> Option<f64> {
        self.texts().first()?.trim().parse().ok()
    }
}

/// A number, or a point in time, of a text.
fn measure(text: &str) -> Option<f64> {
    let text = text.trim();
    let hexadecimal = text.strip_prefix("0x").and_then(|digits| {
        let number = u64::from_str_radix(digits, 16).ok()?;
        number.to_string().parse().ok()
    });
    hexadecimal
        .or_else(|| text.parse().ok())
        .or_else(|| moment(text))
}

impl Comparison {
    fn holds(self, left: &str, right: &str) -> bool {
        if let (Some(left), Some(right)) = (measure(left), measure(right)) {
            return match self {
                Self::Equal => left == right,
                Self::Unequal => left != right,
                Self::Less => left < right,
                Self::LessOrEqual => left <= right,
                Self::Greater => left > right,
                Self::GreaterOrEqual => left >= right,
            };
        }
        match self {
            Self::Equal => left.eq_ignore_ascii_case(right),
            Self::Unequal => !left.eq_ignore_ascii_case(right),
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => false,
        }
    }
}

impl Expression {
    fn evaluate<'e>(&self, at: Node<'e>, now: f64) -> Found<'e> {
        match self {
            Self::Or(all) => Found::Truth(all.iter().any(|one| one.evaluate(at, now).is_true())),
            Self::And(all) => Found::Truth(all.iter().all(|one| one.evaluate(at, now).is_true())),
            Self::Compare(left, comparison, right) => {
                let (left, right) = (
                    left.evaluate(at, now).texts(),
                    right.evaluate(at, now).texts(),
                );
                let mut pairs = left.iter().flat_map(|l| right.iter().map(move |r| (l, r)));
                Found::Truth(pairs.any(|(left, right)| comparison.holds(left, right)))
            }
            Self::Path(steps) => Found::Nodes(follow(steps, at, now)),
            Self::Text(text) => Found::Text(text.clone()),
            Self::Number(number) => Found::Number(*number),
            Self::Since(path) => {
                let texts = path.evaluate(at, now).texts();
                let then = texts.first().and_then(|text| moment(text));
                then.map_or(Found::Nodes(Vec::new()), |then| Found::Number(now - then))
            }
            Self::Bits(left, right) => {
                let both = left
                    .evaluate(at, now)
                    .number()
                    .zip(right.evaluate(at, now).number());
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a number that is no mask has no bits in common with one"
                )]
                let common = both.map_or(0, |(left, right)| left as u64 & right as u64);
                Found::Truth(common != 0)
            }
        }
    }
}

fn follow<'e>(steps: &[Step], from: Node<'e>, now: f64) -> Vec<Node<'e>> {
    let mut nodes = vec![from];
    for step in steps {
        let fits = |name: &str| step.name.as_deref().is_none_or(|wanted| wanted == name);
        let mut next = Vec::new();
        for node in nodes {
            match node {
                Node::Document(root) if !step.attribute && fits(root.name) => {
                    next.push(Node::Element(root));
                }
                Node::Element(element) if step.attribute => {
                    let own = element.attributes.iter().filter(|(name, _)| fits(name));
                    next.extend(own.map(|(_, value)| Node::Attribute(value)));
                }
                Node::Element(element) => {
                    let own = element.children.iter().filter(|child| fits(child.name));
                    next.extend(own.map(Node::Element));
                }
                Node::Document(_) | Node::Attribute(_) => {}
            }
        }
        next.retain(|node| {
            let mut conditions = step.conditions.iter();
            conditions.all(|condition| condition.evaluate(*node, now).is_true())
        });
        nodes = next;
    }
    nodes
}

/// A filter of events.
#[derive(Debug, Clone)]
pub struct XPath(Expression);

impl XPath {
    /// Reads a filter.
    ///
    /// # Errors
    /// `InvalidXPath`, with the place that is not understood.
    pub fn parse(text: &str) -> Result<Self, ShellError> {
        let mut parser = Parser { text, at: 0 };
        let read = parser.or(0);
        let read = read.and_then(|expression| {
            parser.blanks();
            parser.rest().is_empty().then_some(expression)
        });
        read.map(Self).ok_or_else(|| {
            let rest = parser.rest();
            let message = if rest.is_empty() {
                "The filter ends too early.".to_owned()
            } else {
                format!("The filter is not understood from '{rest}' on.")
            };
            ShellError::new("InvalidXPath", ErrorCategory::InvalidArgument, message)
                .exception("System.Diagnostics.Eventing.Reader.EventLogException")
                .target(text)
                .help("Event logs take filters like *[System[(EventID=12588 or EventID=12590) and TimeCreated[timediff(@SystemTime) <= 3600000]]] and *[EventData[Data[@Name='VMName']='web1']].")
        })
    }

    /// Whether an entry is meant.
    pub fn is_match(&self, entry: &Entry, computer: &str) -> bool {
        let event = Element::of(entry, computer);
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0.0, |since| since.as_secs_f64() * 1000.0);
        self.0.evaluate(Node::Document(&event), now).is_true()
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        self.blanks();
        let is_there = self.rest().starts_with(token);
        if is_there {
            self.at += token.len();
        }
        is_there
    }

    /// A word that is no part of a longer one.
    fn take_word(&mut self, word: &str) -> bool {
        self.blanks();
        let rest = self.rest();
        let is_there = rest.starts_with(word)
            && !rest
                .get(word.len()..)
                .unwrap_or_default()
                .starts_with(is_of_name);
        if is_there {
            self.at += word.len();
        }
        is_there
    }

    fn name(&mut self) -> Option<String> {
        self.blanks();
        let rest = self.rest();
        let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| !name.is_empty())?;
        self.at += end;
        Some(name.to_owned())
    }

    fn or(&mut self, depth: usize) -> Option<Expression> {
        let first = self.and(depth)?;
        let mut more = Vec::new();
        while self.take_word("or") {
            more.push(self.and(depth)?);
        }
        Some(joined(first, more, Expression::Or))
    }

    fn and(&mut self, depth: usize) -> Option<Expression> {
        let first = self.comparison(depth)?;
        let mut more = Vec::new();
        while self.take_word("and") {
            more.push(self.comparison(depth)?);
        }
        Some(joined(first, more, Expression::And))
    }

    fn comparison(&mut self, depth: usize) -> Option<Expression> {
        let left = self.operand(depth)?;
        let comparisons = [
            ("!=", Comparison::Unequal),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("&lt;=", Comparison::LessOrEqual),
            ("&gt;=", Comparison::GreaterOrEqual),
            ("&lt;", Comparison::Less),
            ("&gt;", Comparison::Greater),
            ("=", Comparison::Equal),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        for (token, comparison) in comparisons {
            if self.take(token) {
                let right = self.operand(depth)?;
                return Some(Expression::Compare(
                    Box::new(left),
                    comparison,
                    Box::new(right),
                ));
            }
        }
        Some(left)
    }

    fn operand(&mut self, depth: usize) -> Option<Expression> {
        if depth > DEEPEST {
            return None;
        }
        self.blanks();
        let first = self.rest().chars().next()?;
        match first {
            '(' => {
                self.at += 1;
                let inner = self.or(depth + 1)?;
                self.take(")").then_some(inner)
            }
            '\'' | '"' => {
                let inside = self.rest().get(1..)?;
                let end = inside.find(first)?;
                let text = inside.get(..end)?.to_owned();
                self.at += end + 2;
                Some(Expression::Text(text))
            }
            '0'..='9' | '-' => {
                let rest = self.rest();
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, c)| !(c.is_ascii_alphanumeric() || *c == '.'))
                    .map_or(rest.len(), |(at, _)| at);
                let text = rest.get(..end)?;
                let number = measure(text)?;
                self.at += end;
                Some(Expression::Number(number))
            }
            _ => self.function_or_path(depth),
        }
    }

    fn function_or_path(&mut self, depth: usize) -> Option<Expression> {
        let begun = self.at;
        if let Some(name) = self.name()
            && self.take("(")
        {
            return match name.as_str() {
                "timediff" => {
                    let of = self.or(depth + 1)?;
                    self.take(")").then(|| Expression::Since(Box::new(of)))
                }
                "band" => {
                    let left = self.or(depth + 1)?;
                    if !self.take(",") {
                        return None;
                    }
                    let right = self.or(depth + 1)?;
                    let both = Expression::Bits(Box::new(left), Box::new(right));
                    self.take(")").then_some(both)
                }
                _ => {
                    self.at = begun;
                    None
                }
            };
        }
        self.at = begun;
        self.path(depth)
    }

    fn path(&mut self, depth: usize) -> Option<Expression> {
        let mut steps = Vec::new();
        let _ = self.take("/");
        loop {
            let attribute = self.take("@");
            let name = if self.take("*") {
                None
            } else {
                Some(self.name()?)
            };
            let mut conditions = Vec::new();
            while self.take("[") {
                conditions.push(self.or(depth + 1)?);
                if !self.take("]") {
                    return None;
                }
            }
            steps.push(Step {
                attribute,
                name,
                conditions,
            });
            if !self.take("/") {
                return Some(Expression::Path(steps));
            }
        }
    }
}

/// Expressions side by side, however many: none is in another, which would go as deep as there are.
fn joined(
    first: Expression,
    more: Vec<Expression>,
    all: fn(Vec<Expression>) -> Expression,
) -> Expression {
    if more.is_empty() {
        return first;
    }
    let mut together = vec![first];
    together.extend(more);
    all(together)
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')
}

#[cfg(test)]
mod tests {
    use super::super::xml::written;
    use super::*;

    fn entry() -> Entry {
        Entry {
            id: 12_588,
            record: 7,
            time: 1_700_000_000_000,
            vm_name: Some("web1".to_owned()),
            user: "root".to_owned(),
            ..Entry::default()
        }
    }

    fn fits(text: &str) -> bool {
        XPath::parse(text).unwrap().is_match(&entry(), "hv1")
    }

    #[test]
    fn filters_of_scripts_are_understood() {
        for text in [
            "*",
            "*[System[EventID=12588]]",
            "*[System[(EventID=12588 or EventID=12590)]]",
            "*[System/EventID=12588]",
            "Event/System[EventID=12588]",
            "Event[System[Provider[@Name='Microsoft-Windows-Hyper-V-SynthNic'] and (Level=4 or Level=0)]]",
            "*[System[Provider[@Name=\"microsoft-windows-hyper-v-synthnic\"]]]",
            "*[System[(EventID >= 12580) and (EventID <= 12600)]]",
            "*[System[TimeCreated[@SystemTime>='2023-11-14T00:00:00.000Z' and @SystemTime<='2023-11-15T00:00:00Z']]]",
            "*[System[TimeCreated[timediff(@SystemTime) &gt; 86400000]]]",
            "*[EventData[Data[@Name='VMName']='web1']]",
            "*[EventData[Data='web1']]",
            "*[EventData/Data[@Name='VMName']='web1'] and *[System[EventRecordID=7]]",
            "*[System[Channel='Microsoft-Windows-Hyper-V-SynthNic-Admin' and Computer='hv1']]",
        ] {
            assert!(fits(text), "{text}");
        }
        for text in [
            "*[System[EventID=12590]]",
            "*[System[EventID!=12588]]",
            "*[System[TimeCreated[timediff(@SystemTime) <= 3600000]]]",
            "*[EventData[Data[@Name='VMName']='web2']]",
            "*[System[band(Keywords,36028797018963968)]]",
            "*[UserData]",
            "*[System[Level=1 or Level=2 or Level=3]]",
        ] {
            assert!(!fits(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_filter_says_from_where_on() {
        for (text, rest) in [
            ("*[System[EventID=]]", "]]"),
            (
                "*[System[contains(Provider,'x')]]",
                "contains(Provider,'x')]]",
            ),
            ("*[System] nonsense", "nonsense"),
        ] {
            let error = XPath::parse(text).unwrap_err();
            assert!(error.message.contains(rest), "{}", error.message);
        }
        assert!(
            XPath::parse("*[System[EventID=1")
                .unwrap_err()
                .message
                .contains("early")
        );
    }

    #[test]
    fn a_point_in_time_is_read_as_it_is_written() {
        for milliseconds in [0, 951_782_400_000, 1_700_000_000_123, 4_102_444_799_999] {
            let text = written(milliseconds);
            let read = moment(&text).unwrap();
            assert!(
                (read - milliseconds.to_string().parse::<f64>().unwrap()).abs() < 0.5,
                "{text}"
            );
        }
        assert_eq!(written(951_782_400_000), "2000-02-29T00:00:00.000Z");
    }

    #[test]
    fn no_text_breaks_the_parser() {
        let whole =
            "*[System[(EventID=1 or Level<=2) and TimeCreated[timediff(@SystemTime) <= 5]]]";
        let odd = [
            "",
            "[",
            "'",
            "@",
            "//",
            "*[",
            "(((((",
            "é[ü='",
            "0x",
            "-",
            "band(",
            "*[System[EventID=0xffffffffffffffffff]]",
        ];
        let cuts = (0..whole.len()).filter_map(|end| whole.get(..end));
        let nested = "(".repeat(200);
        for text in odd.into_iter().chain(cuts).chain([nested.as_str()]) {
            if let Ok(filter) = XPath::parse(text) {
                let _ = filter.is_match(&entry(), "hv1");
            }
        }
    }
}
