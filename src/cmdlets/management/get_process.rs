use iovsh_derive::Cmdlet;

use super::process_info::ProcessInfo;
use super::processes;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Gets the processes of the host.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Process -Id $PID).Id -eq $PID
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Process",
    module = "Microsoft.PowerShell.Management",
    alias = "gps",
    default_set = "Name",
    output = "System.Diagnostics.Process"
)]
pub struct GetProcess {
    /// Names. Wildcards are allowed.
    #[param(set = "Name", position = 0, by_property_name, alias = "ProcessName", complete = processes::names)]
    name: Vec<String>,
    /// Numbers.
    #[param(set = "Id", mandatory, by_property_name, alias = "PID")]
    id: Vec<i32>,
    /// Processes, to look at them again.
    #[param(set = "InputObject", mandatory, from_pipeline)]
    input_object: Vec<Value>,
    /// Accepted: the user is not shown.
    include_user_name: bool,
    /// Only this host's processes can be seen.
    #[param(alias = "Cn")]
    computer_name: Vec<String>,
}

impl Cmdlet for GetProcess {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Processes")?;
        let none = self.name.is_empty() && self.id.is_empty() && self.input_object.is_empty();
        let found = if none {
            ProcessInfo::all()
        } else {
            processes::chosen(cx, &self.name, &self.id, &self.input_object)?
        };
        cx.emit_all(found.into_iter().map(Value::native))
    }
}
