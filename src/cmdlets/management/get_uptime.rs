//! `Get-Uptime`.

use iovsh_derive::Cmdlet;

use super::hardware;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{DateTimeValue, Value};

/// Says for how long this machine has been running.
///
/// It is the machine that iovsh runs on, also when a simulated host is worked on.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Uptime) -gt 0
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Uptime",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Timespan",
    output = "System.TimeSpan"
)]
pub struct GetUptime {
    /// The time at which the machine was started instead.
    #[param(set = "Since")]
    since: bool,
}

/// Ticks of 100 ns in a second.
const SECOND: i64 = 10_000_000;

impl Cmdlet for GetUptime {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.since {
            let booted = DateTimeValue::of_unix(hardware::booted(), 0);
            return cx.emit(booted.map_or(Value::Null, Value::from));
        }
        let seconds = hardware::uptime();
        cx.emit(Value::TimeSpan(seconds.saturating_mul(SECOND)))
    }
}
