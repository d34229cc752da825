use iovsh_derive::Cmdlet;

use super::processes;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Ends processes at once.
///
/// # Examples
/// ```iovsh
/// PS> $sleeper = Start-Process sleep 60 -PassThru
/// PS> Stop-Process -InputObject $sleeper
/// PS> Wait-Process -InputObject $sleeper
/// PS> $sleeper.HasExited
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Stop",
    noun = "Process",
    module = "Microsoft.PowerShell.Management",
    alias("spps", "kill"),
    default_set = "Id",
    impact = Medium,
    output = "System.Diagnostics.Process"
)]
pub struct StopProcess {
    /// Numbers.
    #[param(set = "Id", position = 0, mandatory, by_property_name)]
    id: Vec<i32>,
    /// Names. Wildcards are allowed.
    #[param(set = "Name", mandatory, by_property_name, alias = "ProcessName", complete = processes::names)]
    name: Vec<String>,
    /// Processes.
    #[param(set = "InputObject", position = 0, mandatory, from_pipeline)]
    input_object: Vec<Value>,
    /// Hands on the processes.
    pass_thru: bool,
    /// Does not ask about processes of other users; nothing is asked.
    force: bool,
}

impl Cmdlet for StopProcess {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for process in processes::chosen(cx, &self.name, &self.id, &self.input_object)? {
            let target = format!("{} ({})", process.name, process.id);
            if !cx.should_process(&target, "Stop-Process")? {
                continue;
            }
            if let Err(error) = processes::kill(&process) {
                cx.error(error)?;
                continue;
            }
            if self.pass_thru {
                cx.emit(Value::native(process))?;
            }
        }
        Ok(())
    }
}
