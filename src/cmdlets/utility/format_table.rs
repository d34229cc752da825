//! `Format-Table`.

use iovsh_derive::Cmdlet;

use super::formatting::{Common, Running};
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::format::{EntryKey, Shape, TableRequest};
use crate::shell::value::Value;

/// Shows objects as a table.
///
/// Columns are as wide as their values. What does not fit on the screen is cut, and columns that have no room are left out;
/// -Wrap continues long values on the next line instead.
///
/// # Examples
/// ```iovsh
/// PS> [pscustomobject]@{ Name = 'web1'; IovWeight = 100 } | Format-Table Name, IovWeight
///
/// Name IovWeight
/// ---- ---------
/// web1       100
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Table",
    module = "Microsoft.PowerShell.Utility",
    alias("ft")
)]
pub struct FormatTable {
    /// What is shown of the objects. Wildcards and calculated properties are allowed.
    #[param(position = 0)]
    property: Vec<Value>,
    /// Sizes the columns from all values.
    auto_size: bool,
    /// Repeats the headings on each screen.
    repeat_header: bool,
    /// Leaves the headings out.
    hide_table_headers: bool,
    /// Continues long values on the next line.
    wrap: bool,
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
    running: Running,
}

impl Cmdlet for FormatTable {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let shape = Shape::Table(TableRequest {
            auto_size: self.auto_size,
            wrap: self.wrap,
            hide_headers: self.hide_table_headers,
        });
        let common = Common {
            property: &self.property,
            group_by: &self.group_by,
            view: &self.view,
            show_error: self.show_error,
            display_error: self.display_error,
        };
        self.running.begin(
            cx,
            shape,
            &[
                EntryKey::Expression,
                EntryKey::Label,
                EntryKey::FormatString,
                EntryKey::Width,
                EntryKey::Alignment,
            ],
            &common,
        )
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        self.running.object(cx, &self.input_object)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        self.running.end(cx)
    }
}
