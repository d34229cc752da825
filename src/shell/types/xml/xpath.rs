//! The part of XPath that scripts use: paths, `//`, `@name`, `text()`, predicates with comparisons, `and`, `or`,
//! `not`, `contains`, `starts-with`, `position`, `last`, `count`, `name` and `normalize-space`.

use std::collections::HashSet;
use std::rc::Rc;

use super::namespaces::NamespaceManagerValue;
use super::node::{Kind, Node};
use iovsh_base::interrupt;

/// How deep expressions may nest.
const MAX_DEPTH: u32 = 64;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(f64),
    Mark(&'static str),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    const MARKS: &[&str] = &[
        "//", "::", "..", "!=", "<=", ">=", "/", "@", "[", "]", "(", ")", "|", ",", "=", "<", ">",
        "*", ".", "+", "-", "$",
    ];
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = if c == '\'' || c == '"' {
            let body = rest.get(1..).unwrap_or("");
            let end = body.find(c).ok_or_else(|| invalid(text))?;
            found.push(Token::Text(body.get(..end).unwrap_or("").to_owned()));
            end + 2
        } else if c.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            let digits = rest.get(..end).unwrap_or("");
            found.push(Token::Number(digits.parse().map_err(|_| invalid(text))?));
            end
        } else if c.is_alphabetic() || c == '_' {
            let mut end = rest
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')))
                .unwrap_or(rest.len());
            // `axis::name` is three tokens.
            if let Some(at) = rest.get(..end).and_then(|name| name.find("::")) {
                end = at;
            }
            found.push(Token::Name(rest.get(..end).unwrap_or("").to_owned()));
            end
        } else {
            let mark = MARKS
                .iter()
                .find(|mark| rest.starts_with(**mark))
                .ok_or_else(|| invalid(text))?;
            found.push(Token::Mark(mark));
            mark.len()
        };
        rest = rest.get(length..).unwrap_or("").trim_start();
        if found.len() > 4096 {
            return Err(invalid(text));
        }
    }
    Ok(found)
}

fn invalid(text: &str) -> String {
    format!("'{text}' has an invalid token.")
}

#[derive(Clone, Debug)]
enum Axis {
    Child,
    Descendant,
    Attribute,
    Parent,
    Itself,
    Ancestor,
    FollowingSibling,
    PrecedingSibling,
}

#[derive(Clone, Debug)]
enum Test {
    /// A local name in a namespace; empty for none.
    Name {
        namespace: String,
        local: String,
    },
    /// Anything in a namespace.
    In(String),
    Any,
    Text,
    Node,
    Comment,
}

#[derive(Clone, Debug)]
struct Step {
    axis: Axis,
    test: Test,
    predicates: Vec<Expression>,
}

#[derive(Clone, Debug)]
enum Expression {
    Path { absolute: bool, steps: Vec<Step> },
    Text(String),
    Number(f64),
    Call(String, Vec<Expression>),
    Binary(&'static str, Box<Expression>, Box<Expression>),
}

enum Outcome {
    Nodes(Vec<Rc<Node>>),
    Text(String),
    Number(f64),
    Truth(bool),
}

struct Parser<'a> {
    text: &'a str,
    /// What prefixes stand for; `None` when nobody said so.
    prefixes: Option<&'a NamespaceManagerValue>,
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn take(&mut self, mark: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Mark(next)) if *next == mark);
        if found {
            self.at += 1;
        }
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(next)) if next == word);
        if found {
            self.at += 1;
        }
        found
    }

    fn expect(&mut self, mark: &str) -> Result<(), String> {
        if self.take(mark) {
            Ok(())
        } else {
            Err(invalid(self.text))
        }
    }

    fn or(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(invalid(self.text));
        }
        let mut left = self.and()?;
        while self.word("or") {
            left = Expression::Binary("or", Box::new(left), Box::new(self.and()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Result<Expression, String> {
        let mut left = self.comparison()?;
        while self.word("and") {
            left = Expression::Binary("and", Box::new(left), Box::new(self.comparison()?));
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Result<Expression, String> {
        let left = self.sum()?;
        for mark in ["!=", "<=", ">=", "=", "<", ">"] {
            if self.take(mark) {
                return Ok(Expression::Binary(
                    mark,
                    Box::new(left),
                    Box::new(self.sum()?),
                ));
            }
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Expression, String> {
        let mut left = self.union()?;
        loop {
            if self.take("+") {
                left = Expression::Binary("+", Box::new(left), Box::new(self.union()?));
            } else if self.take("-") {
                left = Expression::Binary("-", Box::new(left), Box::new(self.union()?));
            } else {
                return Ok(left);
            }
        }
    }

    fn union(&mut self) -> Result<Expression, String> {
        let mut left = self.primary()?;
        while self.take("|") {
            left = Expression::Binary("|", Box::new(left), Box::new(self.primary()?));
        }
        Ok(left)
    }

    fn primary(&mut self) -> Result<Expression, String> {
        match self.peek().cloned() {
            Some(Token::Text(text)) => {
                self.at += 1;
                Ok(Expression::Text(text))
            }
            Some(Token::Number(number)) => {
                self.at += 1;
                Ok(Expression::Number(number))
            }
            Some(Token::Mark("(")) => {
                self.at += 1;
                let inner = self.or()?;
                self.expect(")")?;
                Ok(inner)
            }
            Some(Token::Name(name))
                if self.tokens.get(self.at + 1) == Some(&Token::Mark("("))
                    && !matches!(name.as_str(), "text" | "node" | "comment") =>
            {
                self.at += 2;
                let mut arguments = Vec::new();
                while !self.take(")") {
                    arguments.push(self.or()?);
                    if !self.take(",") {
                        self.expect(")")?;
                        break;
                    }
                }
                Ok(Expression::Call(name, arguments))
            }
            Some(_) => self.path(),
            None => Err(invalid(self.text)),
        }
    }

    fn path(&mut self) -> Result<Expression, String> {
        let mut steps = Vec::new();
        let mut absolute = false;
        if self.take("//") {
            absolute = true;
            steps.push(anything());
        } else if self.take("/") {
            absolute = true;
            if self.peek().is_none() {
                return Ok(Expression::Path { absolute, steps });
            }
        }
        loop {
            steps.push(self.step()?);
            if self.take("//") {
                steps.push(anything());
            } else if !self.take("/") {
                return Ok(Expression::Path { absolute, steps });
            }
        }
    }

    fn step(&mut self) -> Result<Step, String> {
        let mut step = if self.take("..") {
            Step {
                axis: Axis::Parent,
                test: Test::Node,
                predicates: Vec::new(),
            }
        } else if self.take(".") {
            Step {
                axis: Axis::Itself,
                test: Test::Node,
                predicates: Vec::new(),
            }
        } else {
            let mut axis = Axis::Child;
            if self.take("@") {
                axis = Axis::Attribute;
            } else if self.tokens.get(self.at + 1) == Some(&Token::Mark("::"))
                && let Some(Token::Name(name)) = self.peek()
            {
                axis = match name.as_str() {
                    "child" => Axis::Child,
                    "attribute" => Axis::Attribute,
                    "descendant" | "descendant-or-self" => Axis::Descendant,
                    "parent" => Axis::Parent,
                    "self" => Axis::Itself,
                    "ancestor" | "ancestor-or-self" => Axis::Ancestor,
                    "following-sibling" => Axis::FollowingSibling,
                    "preceding-sibling" => Axis::PrecedingSibling,
                    _ => return Err(invalid(self.text)),
                };
                self.at += 2;
            }
            Step {
                axis,
                test: self.test()?,
                predicates: Vec::new(),
            }
        };
        while self.take("[") {
            step.predicates.push(self.or()?);
            self.expect("]")?;
        }
        Ok(step)
    }

    fn test(&mut self) -> Result<Test, String> {
        if self.take("*") {
            return Ok(Test::Any);
        }
        let Some(Token::Name(name)) = self.peek().cloned() else {
            return Err(invalid(self.text));
        };
        self.at += 1;
        if self.take("(") {
            self.expect(")")?;
            return match name.as_str() {
                "text" => Ok(Test::Text),
                "node" => Ok(Test::Node),
                "comment" => Ok(Test::Comment),
                _ => Err(invalid(self.text)),
            };
        }
        if let Some(prefix) = name.strip_suffix(':')
            && self.take("*")
        {
            return self.namespace(prefix).map(Test::In);
        }
        match name.split_once(':') {
            None => Ok(Test::Name {
                namespace: String::new(),
                local: name,
            }),
            Some((prefix, local)) => Ok(Test::Name {
                namespace: self.namespace(prefix)?,
                local: local.to_owned(),
            }),
        }
    }

    fn namespace(&self, prefix: &str) -> Result<String, String> {
        match (self.prefixes, prefix) {
            (None, "xml") => Ok("http://www.w3.org/XML/1998/namespace".to_owned()),
            (None, _) => Err(
                "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function."
                    .to_owned(),
            ),
            (Some(prefixes), _) => prefixes
                .namespace(prefix)
                .ok_or_else(|| format!("Namespace prefix '{prefix}' is not defined.")),
        }
    }
}

/// The step that `//` stands for.
fn anything() -> Step {
    Step {
        axis: Axis::Descendant,
        test: Test::Node,
        predicates: Vec::new(),
    }
}

/// The nodes that an expression selects from a node, in document order. The error is a sentence.
pub fn select(
    node: &Rc<Node>,
    expression: &str,
    prefixes: Option<&NamespaceManagerValue>,
) -> Result<Vec<Rc<Node>>, String> {
    let mut parser = Parser {
        text: expression,
        prefixes,
        tokens: tokens(expression)?,
        at: 0,
        depth: 0,
    };
    let parsed = parser.or()?;
    if parser.peek().is_some() {
        return Err(invalid(expression));
    }
    let outcome = evaluate(&parsed, node, 1, 1);
    // What was cut short by Ctrl+C is no answer.
    interrupt::check()?;
    match outcome {
        Outcome::Nodes(nodes) => Ok(nodes),
        _ => Err("Expression must evaluate to a node-set.".to_owned()),
    }
}

fn evaluate(expression: &Expression, node: &Rc<Node>, position: usize, size: usize) -> Outcome {
    match expression {
        Expression::Text(text) => Outcome::Text(text.clone()),
        Expression::Number(number) => Outcome::Number(*number),
        Expression::Path { absolute, steps } => {
            let start = if *absolute { node.root() } else { node.clone() };
            let mut nodes = vec![start];
            for step in steps {
                // The one who asked looks again: nothing of this counts any more.
                if interrupt::is_requested() {
                    nodes.clear();
                }
                nodes = apply(step, &nodes);
            }
            Outcome::Nodes(nodes)
        }
        Expression::Call(name, arguments) => call(name, arguments, node, position, size),
        Expression::Binary(operator, left, right) => {
            let left = evaluate(left, node, position, size);
            if *operator == "and" && !truth(&left) {
                return Outcome::Truth(false);
            }
            if *operator == "or" && truth(&left) {
                return Outcome::Truth(true);
            }
            let right = evaluate(right, node, position, size);
            match *operator {
                "and" | "or" => Outcome::Truth(truth(&right)),
                "|" => match (left, right) {
                    (Outcome::Nodes(mut nodes), Outcome::Nodes(more)) => {
                        let mut known: HashSet<_> = nodes.iter().map(Rc::as_ptr).collect();
                        nodes.extend(more.into_iter().filter(|n| known.insert(Rc::as_ptr(n))));
                        Outcome::Nodes(nodes)
                    }
                    (other, _) => other,
                },
                "+" => Outcome::Number(number(&left) + number(&right)),
                "-" => Outcome::Number(number(&left) - number(&right)),
                comparison => Outcome::Truth(compare(comparison, &left, &right)),
            }
        }
    }
}

fn descendants(node: &Rc<Node>, out: &mut Vec<Rc<Node>>) {
    out.push(node.clone());
    for child in node.children.borrow().iter() {
        descendants(child, out);
    }
}

fn apply(step: &Step, from: &[Rc<Node>]) -> Vec<Rc<Node>> {
    let mut result: Vec<Rc<Node>> = Vec::new();
    let many = from.len() > 1;
    let mut known = HashSet::new();
    for node in from {
        if interrupt::is_requested() {
            break;
        }
        let mut found: Vec<Rc<Node>> = match step.axis {
            Axis::Child => node.children.borrow().clone(),
            Axis::Attribute => node.attributes.borrow().clone(),
            Axis::Itself => vec![node.clone()],
            Axis::Parent => node.parent().into_iter().collect(),
            Axis::Descendant => {
                let mut all = Vec::new();
                descendants(node, &mut all);
                all
            }
            Axis::Ancestor => {
                let mut all = Vec::new();
                let mut current = node.parent();
                while let Some(parent) = current {
                    current = parent.parent();
                    all.push(parent);
                }
                all
            }
            Axis::FollowingSibling | Axis::PrecedingSibling => {
                match (node.parent(), node.position()) {
                    (Some(parent), Some(at)) => {
                        let children = parent.children.borrow();
                        match step.axis {
                            Axis::FollowingSibling => {
                                children.get(at + 1..).unwrap_or(&[]).to_vec()
                            }
                            _ => children
                                .get(..at)
                                .unwrap_or(&[])
                                .iter()
                                .rev()
                                .cloned()
                                .collect(),
                        }
                    }
                    _ => Vec::new(),
                }
            }
        };
        found.retain(|node| fits(&step.test, node, &step.axis));
        for predicate in &step.predicates {
            let size = found.len();
            let mut position = 0;
            found.retain(|node| {
                position += 1;
                match evaluate(predicate, node, position, size) {
                    Outcome::Number(wanted) => wanted == position as f64,
                    other => truth(&other),
                }
            });
        }
        for node in found {
            if !many || known.insert(Rc::as_ptr(&node)) {
                result.push(node);
            }
        }
    }
    result
}

fn fits(test: &Test, node: &Rc<Node>, axis: &Axis) -> bool {
    let main = match axis {
        Axis::Attribute => Kind::Attribute,
        _ => Kind::Element,
    };
    match test {
        Test::Node => true,
        Test::Any => node.kind == main,
        Test::Text => matches!(node.kind, Kind::Text | Kind::CData),
        Test::Comment => node.kind == Kind::Comment,
        Test::In(namespace) => node.kind == main && node.namespace() == *namespace,
        Test::Name { namespace, local } => {
            node.kind == main && node.local_name() == local && node.namespace() == *namespace
        }
    }
}

fn text(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Nodes(nodes) => nodes
            .first()
            .map_or(String::new(), |node| node.inner_text()),
        Outcome::Text(text) => text.clone(),
        Outcome::Number(number) => crate::value::convert::double_g(*number, 15),
        Outcome::Truth(truth) => truth.to_string(),
    }
}

fn number(outcome: &Outcome) -> f64 {
    match outcome {
        Outcome::Number(number) => *number,
        Outcome::Truth(truth) => f64::from(u8::from(*truth)),
        other => text(other).trim().parse().unwrap_or(f64::NAN),
    }
}

fn truth(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Nodes(nodes) => !nodes.is_empty(),
        Outcome::Text(text) => !text.is_empty(),
        Outcome::Number(number) => *number != 0.0 && !number.is_nan(),
        Outcome::Truth(truth) => *truth,
    }
}

fn compare(operator: &str, left: &Outcome, right: &Outcome) -> bool {
    let numeric = matches!(left, Outcome::Number(_))
        || matches!(right, Outcome::Number(_))
        || matches!(operator, "<" | ">" | "<=" | ">=");
    let pairwise = |left: &Outcome, right: &Outcome| {
        if numeric {
            let (a, b) = (number(left), number(right));
            match operator {
                "=" => a == b,
                "!=" => a != b,
                "<" => a < b,
                ">" => a > b,
                "<=" => a <= b,
                _ => a >= b,
            }
        } else if operator == "=" {
            text(left) == text(right)
        } else {
            text(left) != text(right)
        }
    };
    // One node of a set is enough.
    match (left, right) {
        (Outcome::Nodes(nodes), other) => nodes
            .iter()
            .any(|node| pairwise(&Outcome::Text(node.inner_text()), other)),
        (other, Outcome::Nodes(nodes)) => nodes
            .iter()
            .any(|node| pairwise(other, &Outcome::Text(node.inner_text()))),
        (left, right) => pairwise(left, right),
    }
}

fn call(
    name: &str,
    arguments: &[Expression],
    node: &Rc<Node>,
    position: usize,
    size: usize,
) -> Outcome {
    let values: Vec<Outcome> = arguments
        .iter()
        .map(|argument| evaluate(argument, node, position, size))
        .collect();
    let text_at = |at: usize| values.get(at).map_or_else(|| node.inner_text(), text);
    match name {
        "position" => Outcome::Number(position as f64),
        "last" => Outcome::Number(size as f64),
        "count" => Outcome::Number(match values.first() {
            Some(Outcome::Nodes(nodes)) => nodes.len() as f64,
            _ => 0.0,
        }),
        "not" => Outcome::Truth(!values.first().is_some_and(truth)),
        "boolean" => Outcome::Truth(values.first().is_some_and(truth)),
        "true" => Outcome::Truth(true),
        "false" => Outcome::Truth(false),
        "contains" => Outcome::Truth(text_at(0).contains(&text_at(1))),
        "starts-with" => Outcome::Truth(text_at(0).starts_with(&text_at(1))),
        "normalize-space" => {
            Outcome::Text(text_at(0).split_whitespace().collect::<Vec<_>>().join(" "))
        }
        "string" => Outcome::Text(text_at(0)),
        "number" => Outcome::Number(values.first().map_or(f64::NAN, number)),
        "string-length" => Outcome::Number(text_at(0).chars().count() as f64),
        "concat" => Outcome::Text(values.iter().map(text).collect()),
        "translate" => {
            let (from, to): (Vec<char>, Vec<char>) =
                (text_at(1).chars().collect(), text_at(2).chars().collect());
            Outcome::Text(
                text_at(0)
                    .chars()
                    .filter_map(|c| match from.iter().position(|other| *other == c) {
                        Some(at) => to.get(at).copied(),
                        None => Some(c),
                    })
                    .collect(),
            )
        }
        "name" | "local-name" => {
            let target = match values.first() {
                Some(Outcome::Nodes(nodes)) => nodes.first().cloned(),
                _ => Some(node.clone()),
            };
            Outcome::Text(target.map_or(String::new(), |node| match name {
                "name" => node.name.to_string(),
                _ => node.local_name().to_owned(),
            }))
        }
        _ => Outcome::Nodes(Vec::new()),
    }
}
