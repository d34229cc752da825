use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::types::CultureValue;
use iovsh_shell::value::Value;

/// Gets the culture that numbers and dates are written in: always en-US, so that scripts mean the same on every host.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Culture).Name
/// en-US
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Culture",
    module = "Microsoft.PowerShell.Utility",
    default_set = "CurrentCulture",
    output = "System.Globalization.CultureInfo"
)]
pub struct GetCulture {
    /// Cultures by their names.
    #[param(set = "Name", position = 0, from_pipeline)]
    name: Vec<String>,
    /// Accepted for scripts that leave out what the user has changed; nothing can be changed.
    no_user_overrides: bool,
}

impl Cmdlet for GetCulture {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.name.is_empty() {
            return cx.emit(Value::native(CultureValue::new("en-US")));
        }
        cx.emit_all(
            self.name
                .iter()
                .map(|name| Value::native(CultureValue::new(name))),
        )
    }
}
