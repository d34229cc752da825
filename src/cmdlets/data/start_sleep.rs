use std::time::Duration;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Waits.
///
/// # Examples
/// ```iovsh
/// PS> Start-Sleep -Milliseconds 10
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Start",
    noun = "Sleep",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Seconds"
)]
pub struct StartSleep {
    /// How many seconds.
    #[param(
        set = "Seconds",
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    seconds: f64,
    /// How many thousandths of a second.
    #[param(
        set = "Milliseconds",
        mandatory,
        by_property_name,
        alias = "ms",
        range = 0..=i32::MAX
    )]
    milliseconds: i32,
}

impl Cmdlet for StartSleep {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let wait = if &*cx.parameter_set() == "Milliseconds" {
            Duration::from_millis(u64::try_from(self.milliseconds).unwrap_or(0))
        } else {
            Duration::try_from_secs_f64(self.seconds).map_err(|_| {
                ShellError::new(
                    "ParameterArgumentValidationError",
                    ErrorCategory::InvalidData,
                    format!("{} is not a number of seconds to wait.", self.seconds),
                )
                .exception("System.Management.Automation.ParameterBindingValidationException")
            })?
        };
        cx.pause(wait)
    }
}
