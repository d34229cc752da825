//! `Format-Custom`.

use iovsh_derive::Cmdlet;

use super::formatting::Common;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::{EntryKey, Shape};
use iovsh_shell::value::Value;

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
    #[flatten]
    common: Common,
}

impl Cmdlet for FormatCustom {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        self.common.begin(
            cx,
            Shape::Custom(usize::try_from(self.depth).unwrap_or(5)),
            &[EntryKey::Expression, EntryKey::Depth],
            &self.property,
        )
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        self.common.object(cx)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        self.common.end(cx)
    }
}
