//! What the four `Format-` cmdlets share: from parameters to a request, and from objects to records.

use iovsh_derive::Parameters;

use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::{EntryKey, Formatter, PropertyArgument, Record, Request, Shape};
use iovsh_shell::value::Value;

/// What is shown of the objects, and how. `-Property` is the cmdlets' own, which have it first.
#[derive(Parameters)]
pub struct Common {
    /// Begins anew, with a heading, when this property changes.
    group_by: Value,
    /// The view that is used.
    view: String,
    /// Shows the errors of calculated properties after the object.
    show_error: bool,
    /// Shows #ERR where a calculated property fails.
    display_error: bool,
    /// Shows what is hidden otherwise.
    force: bool,
    /// Which part of a collection is shown: the elements always are.
    #[param(validate_set("CoreOnly", "EnumOnly", "Both"))]
    expand: String,
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    #[state]
    formatter: Option<Formatter>,
}

impl Common {
    /// Begins to format.
    pub fn begin(
        &mut self,
        cx: &mut Context,
        shape: Shape,
        keys: &[EntryKey],
        property: &[Value],
    ) -> Flow {
        if !self.view.is_empty() && !property.is_empty() {
            return Err(ShellError::new(
                "FormatCannotSpecifyViewAndProperty",
                ErrorCategory::InvalidArgument,
                "Cmdlet parameters View and Property are mutually exclusive.",
            )
            .exception("System.IO.InvalidDataException")
            .help("Leave one of the two out: a view has its own properties.")
            .into());
        }
        let mut properties = Vec::new();
        for value in property {
            properties.push(PropertyArgument::parse(value, keys, cx)?);
        }
        let group_by = match &self.group_by {
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
            view: (!self.view.is_empty()).then(|| self.view.as_str().into()),
            show_error: self.show_error,
            display_error: self.display_error,
            enumeration_limit: super::enumeration_limit(cx),
        };
        self.formatter = Some(Formatter::new(request, crate::views()));
        Ok(())
    }

    /// Formats the object that has come.
    pub fn object(&mut self, cx: &mut Context) -> Flow {
        let mut records = Vec::new();
        if let Some(formatter) = &mut self.formatter {
            formatter.push(&self.input_object, cx, &mut |record| {
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
