//! `Start-Sleep`.

use std::time::{Duration, Instant};

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{Flow, Interrupt};
use crate::shell::eval::Context;

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
    alias("sleep"),
    default_set = "Seconds"
)]
pub struct StartSleep {
    /// How many seconds.
    #[param(set = "Seconds", mandatory, position = 0, from_pipeline, by_property_name, range = 0..=2147483)]
    seconds: f64,
    /// How many milliseconds.
    #[param(set = "Milliseconds", mandatory, by_property_name, alias("ms"), range = 0..=2147483647)]
    milliseconds: i32,
}

/// How often Ctrl+C is looked for.
const STEP: Duration = Duration::from_millis(50);

impl Cmdlet for StartSleep {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let wait = if &*cx.parameter_set() == "Milliseconds" {
            Duration::from_millis(u64::try_from(self.milliseconds).unwrap_or(0))
        } else {
            Duration::try_from_secs_f64(self.seconds).unwrap_or_default()
        };
        let start = Instant::now();
        loop {
            if cx.is_cancelled() {
                return Err(Interrupt::Cancelled);
            }
            let left = wait.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(STEP));
        }
    }
}
