//! `Format-Wide`.

use iovsh_derive::Cmdlet;

use super::formatting::{Common, Running, only_one};
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::format::{EntryKey, Shape};
use crate::shell::value::Value;

/// Shows one property of each object, in columns.
///
/// # Examples
/// ```iovsh
/// PS> 'eth0', 'eth1', 'lo' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Format-Wide -Column 3 | Out-String -Width 20
///
/// eth0   eth1   lo
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Wide",
    module = "Microsoft.PowerShell.Utility",
    alias("fw")
)]
pub struct FormatWide {
    /// What is shown of the objects. Wildcards and calculated properties are allowed.
    #[param(position = 0)]
    property: Vec<Value>,
    /// Makes as many columns as fit.
    auto_size: bool,
    /// The number of columns; two when nothing is said.
    #[param(range = 1..=2147483647)]
    column: Option<i32>,
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

impl Cmdlet for FormatWide {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        only_one(&self.property)?;
        let columns = match (self.auto_size, self.column) {
            (true, _) => 0,
            (false, Some(columns)) => usize::try_from(columns).unwrap_or(2),
            (false, None) => 2,
        };
        let common = Common {
            property: &self.property,
            group_by: &self.group_by,
            view: &self.view,
            show_error: self.show_error,
            display_error: self.display_error,
        };
        self.running.begin(
            cx,
            Shape::Wide(columns),
            &[EntryKey::Expression, EntryKey::FormatString],
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
