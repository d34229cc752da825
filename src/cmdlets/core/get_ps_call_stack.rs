//! `Get-PSCallStack`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// Lists the functions and scripts that are running, the innermost first.
///
/// # Examples
/// ```iovsh
/// PS> function Get-It { (Get-PSCallStack)[0].Command }; Get-It
/// Get-It
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    name = "Get-PSCallStack",
    module = "Microsoft.PowerShell.Utility",
    class = "Microsoft.PowerShell.Commands.GetPSCallStackCommand",
    alias("gcs"),
    output = "System.Management.Automation.CallStackFrame"
)]
pub struct GetPsCallStack {}

impl Cmdlet for GetPsCallStack {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for frame in cx.call_stack() {
            let object = PsObject::of(&[
                "System.Management.Automation.CallStackFrame",
                "System.Object",
            ]);
            let script = match &frame.script {
                Some(name) => Value::str(&**name),
                None => Value::Null,
            };
            let place = match (&frame.script, frame.line) {
                (Some(name), line) => {
                    let leaf = name.rsplit('/').next().unwrap_or(name);
                    format!("{leaf}: line {line}")
                }
                (None, _) => "<No file>".to_owned(),
            };
            for (name, value) in [
                ("Command", Value::str(&*frame.command)),
                ("Location", Value::from(place)),
                ("FunctionName", Value::str(&*frame.function)),
                ("ScriptName", script),
                (
                    "ScriptLineNumber",
                    Value::Int(i32::try_from(frame.line).unwrap_or(i32::MAX)),
                ),
            ] {
                object.push(name, MemberKind::Property(value));
            }
            cx.emit(Value::object(object))?;
        }
        Ok(())
    }
}
