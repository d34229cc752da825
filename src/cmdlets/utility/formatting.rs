//! What the four `Format-` cmdlets share: from parameters to a request, and from objects to records.

use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use crate::shell::format::{EntryKey, Formatter, PropertyArgument, Record, Request, Shape};
use crate::shell::value::Value;

/// The parameters that all of them have.
pub struct Common<'a> {
    /// `-Property`.
    pub property: &'a [Value],
    /// `-GroupBy`.
    pub group_by: &'a Value,
    /// `-View`.
    pub view: &'a str,
    /// `-ShowError`.
    pub show_error: bool,
    /// `-DisplayError`.
    pub display_error: bool,
}

/// The formatter of one `Format-` command in a pipeline, and the object that comes next.
#[derive(Default)]
pub struct Running {
    formatter: Option<Formatter>,
}

impl Running {
    /// Begins to format.
    pub fn begin(
        &mut self,
        cx: &mut Context,
        shape: Shape,
        keys: &[EntryKey],
        common: &Common,
    ) -> Flow {
        let mut properties = Vec::new();
        for value in common.property {
            properties.push(PropertyArgument::parse(value, keys, cx)?);
        }
        let group_by = match common.group_by {
            Value::Null => None,
            value => Some(PropertyArgument::parse(
                value,
                &[
                    EntryKey::Expression,
                    EntryKey::Label,
                    EntryKey::FormatString,
                ],
                cx,
            )?),
        };
        let request = Request {
            shape: Some(shape),
            properties,
            group_by,
            view: (!common.view.is_empty()).then(|| common.view.into()),
            show_error: common.show_error,
            display_error: common.display_error,
            enumeration_limit: super::enumeration_limit(cx),
        };
        self.formatter = Some(Formatter::new(request, crate::cmdlets::views()));
        Ok(())
    }

    /// Formats one object.
    pub fn object(&mut self, cx: &mut Context, value: &Value) -> Flow {
        let mut records = Vec::new();
        if let Some(formatter) = &mut self.formatter {
            formatter.push(value, cx, &mut |record| {
                records.push(record);
                Ok(())
            })?;
        }
        emit(cx, records)
    }

    /// Ends.
    pub fn end(&mut self, cx: &mut Context) -> Flow {
        let mut records = Vec::new();
        if let Some(formatter) = &mut self.formatter {
            formatter.finish(&mut |record| {
                records.push(record);
                Ok(())
            })?;
        }
        emit(cx, records)
    }
}

fn emit(cx: &mut Context, records: Vec<Record>) -> Flow {
    for record in records {
        cx.emit(record.into_value())?;
    }
    Ok(())
}

/// `Format-Wide` takes one property only.
pub fn only_one(property: &[Value]) -> Result<(), ShellError> {
    if property.len() < 2 {
        return Ok(());
    }
    Err(ShellError::new(
        "DictionaryKeyUnknownType",
        ErrorCategory::InvalidArgument,
        "Format-Wide takes one property.",
    )
    .exception("System.NotSupportedException"))
}
