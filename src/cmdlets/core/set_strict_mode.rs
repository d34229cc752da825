//! `Set-StrictMode`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::{Argument, Cmdlet, ParameterType};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::to_text;

/// Makes mistakes in scripts errors: variables that are not set (1), properties that are not there (2), indexes outside of
/// an array (3).
///
/// # Examples
/// ```iovsh
/// PS> Set-StrictMode -Version 1; try { $nosuch } catch { $_.FullyQualifiedErrorId }
/// VariableIsUndefined
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "StrictMode",
    module = "Microsoft.PowerShell.Core",
    default_set = "Version"
)]
pub struct SetStrictMode {
    /// No mistake is an error.
    #[param(set = "Off", mandatory)]
    off: bool,
    /// Which mistakes: 1.0, 2.0, 3.0 or Latest.
    #[param(set = "Version", mandatory, alias("v"))]
    version: StrictVersion,
}

/// A version of strict mode, as `-Version` takes it.
#[derive(Clone, Copy, Debug, Default)]
pub struct StrictVersion(u8);

impl Argument for StrictVersion {
    const TYPE: ParameterType = ParameterType::Object;
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        let text = to_text(value);
        if text.eq_ignore_ascii_case("latest") {
            return Ok(Self(3));
        }
        let major = text.split('.').next().unwrap_or("").parse::<u32>();
        let well_formed = text.split('.').all(|part| part.parse::<u32>().is_ok());
        match major {
            Ok(0..=3) if well_formed => Ok(Self(
                major
                    .ok()
                    .and_then(|major| u8::try_from(major).ok())
                    .unwrap_or(0),
            )),
            Ok(_) if well_formed => Err(refused(
                "ParameterArgumentValidationError",
                format!("\"{text}\" is not a version of strict mode. Use 1.0, 2.0, 3.0 or Latest."),
            )),
            _ => Err(refused(
                "CannotConvertArgumentNoMessage",
                format!("Cannot convert \"{text}\" to a version."),
            )),
        }
    }
}

fn refused(id: &'static str, message: String) -> ShellError {
    ShellError::new(id, ErrorCategory::InvalidArgument, message)
        .exception("System.Management.Automation.ParameterBindingException")
}

impl Cmdlet for SetStrictMode {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let level = if self.off { 0 } else { self.version.0 };
        cx.session().set_strict_mode(level);
        Ok(())
    }
}
