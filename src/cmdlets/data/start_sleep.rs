use std::time::Duration;

use iovsh_derive::Cmdlet;

use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

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

impl StartSleep {
    /// Which end of the range the seconds are beyond.
    fn out_of_range(&self) -> String {
        let text = inspect::text(&Value::Double(self.seconds));
        let (beyond, end, inside, limit) = if self.seconds > 0.0 {
            ("greater", "maximum", "less", i32::MAX / 1000)
        } else {
            ("less", "minimum", "greater", 0)
        };
        format!(
            "Cannot validate argument on parameter 'Seconds'. The {text} argument is {beyond} than the {end} allowed range of {limit}. Supply an argument that is {inside} than or equal to {limit} and then try the command again."
        )
    }
}

impl Cmdlet for StartSleep {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let wait = if &*cx.parameter_set() == "Milliseconds" {
            Duration::from_millis(u64::try_from(self.milliseconds).unwrap_or(0))
        } else {
            let most = f64::from(i32::MAX / 1000);
            let given = Some(self.seconds).filter(|seconds| *seconds <= most);
            let wait = given.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            wait.ok_or_else(|| {
                ShellError::new(
                    "ParameterArgumentValidationError",
                    ErrorCategory::InvalidData,
                    self.out_of_range(),
                )
                .exception("System.Management.Automation.ParameterBindingValidationException")
            })?
        };
        cx.pause(wait)
    }
}
