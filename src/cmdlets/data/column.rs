//! A property as `-Property` takes it: a name, a pattern, a script block, or a hashtable with a label and an expression.

use std::rc::Rc;

use crate::inspect;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Name, ScriptBlock, Value};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Where a column's values come from, and what it is called.
#[derive(Clone, Debug)]
pub struct Column {
    /// The heading.
    pub label: Name,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Property(Rc<str>),
    Block(Rc<ScriptBlock>),
}

impl Column {
    /// A column that shows the property of the same name.
    pub fn named(name: impl Into<Name>) -> Self {
        let label = name.into();
        let source = Source::Property(label.as_str().into());
        Self { label, source }
    }

    /// Reads an element of `-Property`.
    ///
    /// # Errors
    /// `DictionaryKeyIllegal`, `DictionaryKeyMandatoryEntry`, `DictionaryKeyUnknownType`.
    pub fn parse(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::ScriptBlock(block) => Ok(Self {
                label: block_text(block).into(),
                source: Source::Block(block.clone()),
            }),
            Value::Hashtable(table) => {
                let mut label = None;
                let mut source = None;
                for (key, value) in table.entries().iter() {
                    let key = inspect::text(key.value()).to_lowercase();
                    let is = |names: &[&str]| {
                        !key.is_empty() && names.iter().any(|name| name.starts_with(&key))
                    };
                    if is(&["name", "label"]) {
                        label = Some(inspect::text(value));
                    } else if is(&["expression"]) {
                        source = Some(match value.base() {
                            Value::ScriptBlock(block) => Source::Block(block.clone()),
                            Value::Str(name) => Source::Property(name.clone()),
                            _ => {
                                return Err(refused(
                                    "DictionaryKeyUnknownType",
                                    "An expression is a property name or a script block.".into(),
                                ));
                            }
                        });
                    } else if !is(&["alignment", "width", "formatstring"]) {
                        return Err(refused(
                            "DictionaryKeyIllegal",
                            format!("The key \"{key}\" is not known here."),
                        ));
                    }
                }
                let source = source.ok_or_else(|| {
                    refused(
                        "DictionaryKeyMandatoryEntry",
                        "A calculated property needs the key \"Expression\".".into(),
                    )
                })?;
                let label = label.map_or_else(
                    || match &source {
                        Source::Property(name) => Name::from(name.clone()),
                        Source::Block(block) => block_text(block).into(),
                    },
                    Name::from,
                );
                Ok(Self { label, source })
            }
            other => Ok(Self::named(inspect::text(other))),
        }
    }

    /// The columns of `-Property` for an object: patterns become the properties that match.
    ///
    /// # Errors
    /// See [`Column::parse`].
    pub fn expand(properties: &[Value], object: &Value) -> Result<Vec<Self>, ShellError> {
        let mut columns = Vec::new();
        for property in properties {
            let column = Self::parse(property)?;
            match &column.source {
                Source::Property(name) if has_wildcards(name) => {
                    let pattern = WildcardPattern::new(name);
                    let names = inspect::property_names(object);
                    columns.extend(
                        names
                            .into_iter()
                            .filter(|name| pattern.is_match(name))
                            .map(Self::named),
                    );
                }
                _ => columns.push(column),
            }
        }
        Ok(columns)
    }

    /// The value for an object: `$null` when it has no such property.
    ///
    /// # Errors
    /// The block was interrupted.
    pub fn read(&self, cx: &mut Context, object: &Value) -> Flow<Value> {
        match &self.source {
            Source::Property(name) => Ok(inspect::property(cx, object, name)?.unwrap_or_default()),
            Source::Block(block) => {
                let mut written = cx.invoke(block, Some(object.clone()), &[])?;
                Ok(match written.len() {
                    0 => Value::Null,
                    1 => written.swap_remove(0),
                    _ => Value::array(written),
                })
            }
        }
    }
}

/// The text between the braces.
fn block_text(block: &ScriptBlock) -> String {
    let text = block.ast.text();
    let inner = text.strip_prefix('{').unwrap_or(text);
    inner.strip_suffix('}').unwrap_or(inner).to_owned()
}

fn refused(id: &'static str, message: String) -> ShellError {
    ShellError::new(id, ErrorCategory::InvalidArgument, message)
        .exception("System.NotSupportedException")
}
