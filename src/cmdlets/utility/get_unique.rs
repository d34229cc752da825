//! `Get-Unique`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::Access;
use iovsh_shell::value::Value;

/// Drops objects that are equal to the one before them: for sorted lists.
///
/// # Examples
/// ```iovsh
/// PS> 1, 1, 2, 1 | Get-Unique
/// 1
/// 2
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Unique",
    module = "Microsoft.PowerShell.Utility",
    alias("gu"),
    default_set = "AsString"
)]
pub struct GetUnique {
    /// The objects.
    #[param(from_pipeline, allow_null)]
    input_object: Value,
    /// Compares the texts of the objects.
    #[param(set = "AsString")]
    as_string: bool,
    /// Compares the types of the objects.
    #[param(set = "UniqueByType", mandatory)]
    on_type: bool,
    /// Without regard to case.
    case_insensitive: bool,
    #[state]
    last: Option<String>,
}

impl Cmdlet for GetUnique {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let mut text = if self.on_type {
            let names = cx.type_names(&self.input_object);
            names
                .first()
                .map_or_else(String::new, |name| name.as_str().to_owned())
        } else {
            cx.text(&self.input_object)
        };
        if self.case_insensitive {
            text = text.to_lowercase();
        }
        if self.last.as_ref() != Some(&text) {
            self.last = Some(text);
            cx.emit(self.input_object.clone())?;
        }
        Ok(())
    }
}
