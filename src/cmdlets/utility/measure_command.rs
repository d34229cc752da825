//! `Measure-Command`.

use std::rc::Rc;
use std::time::Instant;

use iovsh_derive::Cmdlet;

use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::Flow;
use crate::shell::eval::Context;
use crate::shell::value::{ScriptBlock, Value};

/// Measures how long a script block runs. What it writes is dropped.
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
    /// Objects for the block, as $_.
    #[param(from_pipeline)]
    input_object: Value,
    /// What is measured.
    #[param(position = 0, mandatory)]
    expression: Option<Rc<ScriptBlock>>,
    #[state]
    ticks: i64,
}

impl Cmdlet for MeasureCommand {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let Some(block) = &self.expression else {
            return Ok(());
        };
        let item = cx
            .is_bound("InputObject")
            .then(|| self.input_object.clone());
        let start = Instant::now();
        cx.invoke(block, item, &[])?;
        let ticks = i64::try_from(start.elapsed().as_nanos() / 100).unwrap_or(i64::MAX);
        self.ticks = self.ticks.saturating_add(ticks);
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        cx.emit(Value::TimeSpan(self.ticks))
    }
}
