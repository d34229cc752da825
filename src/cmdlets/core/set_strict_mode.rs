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
    /// Which mistakes: 1.0, 2.0, 3.0 or Latest; a later version of PowerShell is as 3.0.
    #[param(set = "Version", mandatory, alias("v"))]
    version: StrictVersion,
}

/// A version of strict mode, as `-Version` takes it: that of a PowerShell there was, up to this one. What is above 3 is as 3.
#[derive(Clone, Copy, Debug, Default)]
pub struct StrictVersion(u8);

/// The versions of PowerShell with minor ones that there were.
const VERSIONS: [(u32, u32); 11] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 0),
    (5, 1),
    (6, 0),
    (6, 1),
    (6, 2),
    (7, 0),
    (7, 1),
];

impl Argument for StrictVersion {
    const TYPE: ParameterType = ParameterType::Object;
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        let text = to_text(value);
        if text.eq_ignore_ascii_case("latest") {
            return Ok(Self(3));
        }
        let parts: Result<Vec<u32>, _> = text.split('.').map(str::parse).collect();
        let (major, minor) = match parts.as_deref() {
            Ok([0]) => return Ok(Self(0)),
            Ok([major]) => (*major, 0),
            Ok([major, minor, rest @ ..]) if rest.len() <= 2 => (*major, *minor),
            _ => {
                return Err(refused(
                    "CannotConvertArgumentNoMessage",
                    format!("Cannot convert \"{text}\" to a version."),
                ));
            }
        };
        if (major, minor) == (0, 0) {
            return Ok(Self(0));
        }
        if !VERSIONS.contains(&(major, minor)) {
            return Err(refused(
                "ParameterArgumentValidationError",
                format!(
                    "\"{text}\" is not a version of strict mode. Use 1.0, 2.0, 3.0, a later version of PowerShell, or Latest."
                ),
            ));
        }
        Ok(Self(u8::try_from(major.min(3)).unwrap_or(3)))
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
