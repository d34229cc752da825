use std::rc::Rc;
use std::time::{Duration, Instant};

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{ScriptBlock, Value};

/// Measures how long a script block runs. What it writes is thrown away.
///
/// # Examples
/// ```iovsh
/// PS> (Measure-Command { 1..10 }).GetType().Name
/// TimeSpan
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Measure",
    noun = "Command",
    module = "Microsoft.PowerShell.Utility",
    output = "System.TimeSpan"
)]
pub struct MeasureCommand {
    /// Objects for which the block runs, one after the other, as `$_`.
    #[param(from_pipeline)]
    input_object: Value,
    /// The block.
    #[param(position = 0, mandatory)]
    expression: Option<Rc<ScriptBlock>>,
    #[state]
    spent: Duration,
}

impl Cmdlet for MeasureCommand {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(block) = &self.expression else {
            return Ok(());
        };
        let item = (!self.input_object.is_null()).then(|| self.input_object.clone());
        let begun = Instant::now();
        let ran = cx.invoke(block, item, &[]);
        self.spent = self.spent.saturating_add(begun.elapsed());
        ran.map(drop)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let ticks = i64::try_from(self.spent.as_nanos() / 100).unwrap_or(i64::MAX);
        cx.emit(Value::TimeSpan(ticks))
    }
}
