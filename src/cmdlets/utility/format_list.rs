//! `Format-List`.

use iovsh_derive::Cmdlet;

use super::formatting::Common;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::{EntryKey, Shape};
use iovsh_shell::value::Value;

/// Shows objects as lists of their properties.
///
/// # Examples
/// ```iovsh
/// PS> [pscustomobject]@{ Name = 'web1'; IovWeight = 100 } | Format-List
///
/// Name      : web1
/// IovWeight : 100
///
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Format",
    noun = "List",
    module = "Microsoft.PowerShell.Utility",
    alias("fl")
)]
pub struct FormatList {
    /// What is shown of the objects. Wildcards and calculated properties are allowed.
    #[param(position = 0)]
    property: Vec<Value>,
    #[flatten]
    common: Common,
}

impl Cmdlet for FormatList {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        self.common.begin(
            cx,
            Shape::List,
            &[
                EntryKey::Expression,
                EntryKey::Label,
                EntryKey::FormatString,
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
