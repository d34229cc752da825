//! `Format-Table`.

use iovsh_derive::{Cmdlet, PsEnum};

use super::formatting::Common;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::{EntryKey, Shape, TableRequest, TableStyle};
use iovsh_shell::value::Value;

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
/// For a document or a ticket:
/// ```iovsh
/// PS> [pscustomobject]@{ Name = 'web1'; IovWeight = 100 } | Format-Table -Style Markdown
///
/// | Name | IovWeight |
/// |------|----------:|
/// | web1 |       100 |
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
    /// Linux only: draws the table with lines, or as Markdown, which cuts nothing and can be copied into a document. Such a table
    /// is shown when its last object has come.
    style: Option<Style>,
    #[flatten]
    common: Common,
}

/// How a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.TableStyle", mirrors = TableStyle)]
#[allow(missing_docs)] // The names are those of the table's styles.
pub enum Style {
    Default = 0,
    Ascii = 1,
    AsciiRounded = 2,
    Blank = 3,
    Dots = 4,
    Extended = 5,
    Markdown = 6,
    Modern = 7,
    ModernRounded = 8,
    Psql = 9,
    ReStructuredText = 10,
    Rounded = 11,
    Sharp = 12,
}

impl Cmdlet for FormatTable {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let shape = Shape::Table(TableRequest {
            auto_size: self.auto_size,
            wrap: self.wrap,
            hide_headers: self.hide_table_headers,
            style: self.style.map_or(TableStyle::Default, Into::into),
        });
        self.common.begin(
            cx,
            shape,
            &[
                EntryKey::Expression,
                EntryKey::Label,
                EntryKey::FormatString,
                EntryKey::Width,
                EntryKey::Alignment,
            ],
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
