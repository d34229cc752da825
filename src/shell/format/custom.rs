//! `Format-Custom` without a view: an object as nested braces.

use super::{Access, cell};
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
    writer.object("class ", value, only, 0, access);
    out.push(String::new());
    out
}

struct Writer<'a> {
    depth: usize,
    limit: i32,
    out: &'a mut Vec<String>,
}

impl Writer<'_> {
    fn line(&mut self, level: usize, text: &str) {
        self.out.push(format!("{}{text}", "  ".repeat(level)));
    }

    fn object(
        &mut self,
        before: &str,
        value: &Value,
        only: Option<&[Name]>,
        level: usize,
        access: &mut dyn Access,
    ) {
        let name = access
            .type_names(value)
            .first()
            .map_or_else(String::new, |name| name.as_str().to_owned());
        let short = name.rsplit('.').next().unwrap_or(&name).to_owned();
        self.line(level, &format!("{before}{short}"));
        self.line(level, "{");
        let names = match only {
            Some(names) => names.to_vec(),
            None => access.property_names(value),
        };
        for name in names {
            let property = access
                .property(value, &name)
                .ok()
                .flatten()
                .unwrap_or_default();
            self.property(&name, &property, level + 1, access);
        }
        self.line(level, "}");
    }

    fn property(&mut self, name: &str, value: &Value, level: usize, access: &mut dyn Access) {
        let open = matches!(value, Value::Object(_)) && level < self.depth;
        if open {
            self.line(level, &format!("{name} ="));
            self.object("class ", value, None, level + 1, access);
            return;
        }
        let text = match value {
            Value::Array(array) if level < self.depth => {
                let items = array.items.borrow().clone();
                self.items(name, &items, level, access);
                return;
            }
            other => cell::text(other, self.limit, access),
        };
        self.line(level, &format!("{name} = {text}"));
    }

    fn items(&mut self, name: &str, items: &[Value], level: usize, access: &mut dyn Access) {
        self.line(level, &format!("{name} ="));
        self.line(level + 1, "[");
        let shown = usize::try_from(self.limit).unwrap_or(usize::MAX);
        for item in items.iter().take(shown) {
            if matches!(item, Value::Object(_)) && level + 1 < self.depth {
                self.object("class ", item, None, level + 2, access);
            } else {
                let text = cell::text(item, self.limit, access);
                self.line(level + 2, &text);
            }
        }
        if items.len() > shown {
            self.line(level + 2, "…");
        }
        self.line(level + 1, "]");
        self.line(level, "");
    }
}
