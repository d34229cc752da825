//! `Format-Custom` without a view: an object as nested braces.

use super::{Access, cell};
use crate::types::members::{DictionaryEntryValue, entries};
use crate::value::{Name, Value};

/// How deep objects are opened when `-Depth` is not given.
pub const DEPTH: usize = 5;

/// The lines of one object.
pub fn lines(
    value: &Value,
    only: Option<&[Name]>,
    depth: usize,
    limit: i32,
    access: &mut dyn Access,
) -> Vec<String> {
    let mut out = Vec::new();
    let mut writer = Writer {
        depth,
        limit,
        out: &mut out,
    };
    writer.object(value, only, At::default(), access);
    out.push(String::new());
    out
}

/// Where a value stands: how far it is indented, and how many objects and collections are around it.
#[derive(Clone, Copy, Default)]
struct At {
    indent: usize,
    level: usize,
}

impl At {
    /// One indentation further, within the same.
    fn indented(self) -> Self {
        Self {
            indent: self.indent + 1,
            ..self
        }
    }

    /// Within one more.
    fn inside(self) -> Self {
        Self {
            level: self.level + 1,
            ..self
        }
    }
}

struct Writer<'a> {
    depth: usize,
    limit: i32,
    out: &'a mut Vec<String>,
}

impl Writer<'_> {
    fn line(&mut self, at: At, text: &str) {
        self.out.push(format!("{}{text}", "  ".repeat(at.indent)));
    }

    fn object(&mut self, value: &Value, only: Option<&[Name]>, at: At, access: &mut dyn Access) {
        let name = access
            .type_names(value)
            .first()
            .map_or_else(String::new, |name| name.as_str().to_owned());
        let short = name.rsplit('.').next().unwrap_or(&name).to_owned();
        self.line(at, &format!("class {short}"));
        self.line(at, "{");
        let names = match only {
            Some(names) => names.to_vec(),
            None => access.shown_names(value),
        };
        for name in names {
            let property = access
                .property(value, &name)
                .ok()
                .flatten()
                .unwrap_or_default();
            self.property(&name, &property, at.indented(), access);
        }
        self.line(at, "}");
    }

    fn property(&mut self, name: &str, value: &Value, at: At, access: &mut dyn Access) {
        if let Some(items) = elements(value) {
            self.line(at, &format!("{name} ="));
            self.items(&items, at.indented().inside(), access);
        } else if is_opened(value) && at.level < self.depth {
            self.line(at, &format!("{name} ="));
            self.object(value, None, at.indented().inside(), access);
        } else {
            let text = cell::text(value, self.limit, access);
            self.line(at, &format!("{name} = {text}"));
        }
    }

    /// A collection in brackets. It is always taken apart; what is in it only as deep as was asked for.
    fn items(&mut self, items: &[Value], at: At, access: &mut dyn Access) {
        self.line(at, "[");
        let inner = at.indented();
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        for item in items.iter().take(shown) {
            let within = elements(item).filter(|_| at.level < self.depth);
            if let Some(within) = within {
                self.out.push(String::new());
                self.items(&within, inner.indented().inside(), access);
            } else if is_opened(item) && at.level < self.depth {
                self.object(item, None, inner.inside(), access);
            } else {
                let text = cell::text(item, self.limit, access);
                self.line(inner, &text);
            }
        }
        if items.len() > shown {
            self.line(inner, "…");
        }
        self.line(at, "]");
        self.out.push(String::new());
    }
}

/// Whether a value is shown as what it consists of.
fn is_opened(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.base.as_ref().is_none_or(is_opened),
        other => other.downcast::<DictionaryEntryValue>().is_some(),
    }
}

/// What formatting takes a collection apart into: of a dictionary its entries.
fn elements(value: &Value) -> Option<Vec<Value>> {
    match value.base() {
        Value::Array(array) => Some(array.items.borrow().clone()),
        Value::List(list) => Some(list.items.borrow().clone()),
        Value::Hashtable(table) => Some(entries(table)),
        Value::Native(native) => native.items(),
        _ => None,
    }
}
