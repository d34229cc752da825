use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::types::CultureValue;
use iovsh_shell::value::Value;

/// Gets the language of messages: always en-US.
///
/// # Examples
/// ```iovsh
/// PS> (Get-UICulture).Name
/// en-US
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "UICulture",
    module = "Microsoft.PowerShell.Utility",
    output = "System.Globalization.CultureInfo"
)]
pub struct GetUiCulture {}

impl Cmdlet for GetUiCulture {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.emit(Value::native(CultureValue::new("en-US")))
    }
}
