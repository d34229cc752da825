//! `Format-Custom`.

use iovsh_derive::Cmdlet;

use super::formatting::{Common, Running};
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::format::{EntryKey, Shape};
use crate::shell::value::Value;

/// Shows objects as nested braces.
///
/// # Examples
/// ```iovsh
/// PS> [pscustomobject]@{ A = 1 } | Format-Custom
///
/// class PSCustomObject
/// {
///   A = 1
/// }
///
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "Custom",
    module = "Microsoft.PowerShell.Utility",
    alias("fc")
)]
pub struct FormatCustom {
    /// What is shown of the objects. Wildcards and calculated properties are allowed.
    #[param(position = 0)]
    property: Vec<Value>,
    /// How deep objects inside objects are shown.
    #[param(range = 1..=2147483647, value = 5)]
    depth: i32,
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

impl Cmdlet for FormatCustom {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let common = Common {
            property: &self.property,
            group_by: &self.group_by,
            view: &self.view,
            show_error: self.show_error,
            display_error: self.display_error,
        };
        self.running.begin(
            cx,
            Shape::Custom(usize::try_from(self.depth).unwrap_or(5)),
            &[EntryKey::Expression, EntryKey::Depth],
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
