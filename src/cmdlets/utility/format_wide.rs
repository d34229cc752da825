//! `Format-Wide`.

use iovsh_derive::Cmdlet;

use super::formatting::{Common, only_one};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::{EntryKey, Shape};
use iovsh_shell::value::Value;

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
    #[flatten]
    common: Common,
}

impl Cmdlet for FormatWide {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        only_one(&self.property)?;
        let columns = match (self.auto_size, self.column) {
            (true, _) => 0,
            (false, Some(columns)) => usize::try_from(columns).unwrap_or(2),
            (false, None) => 2,
        };
        self.common.begin(
            cx,
            Shape::Wide(columns),
            &[EntryKey::Expression, EntryKey::FormatString],
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
