use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// Says which scripts may run: all, as always on Linux.
///
/// # Examples
/// ```iovsh
/// PS> Get-ExecutionPolicy
/// Unrestricted
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ExecutionPolicy",
    module = "Microsoft.PowerShell.Security",
    output = "Microsoft.PowerShell.ExecutionPolicy"
)]
pub struct GetExecutionPolicy {
    /// For whom.
    #[param(
        position = 0,
        by_property_name,
        validate_set(
            "Process",
            "CurrentUser",
            "LocalMachine",
            "UserPolicy",
            "MachinePolicy"
        )
    )]
    scope: Option<String>,
    /// For everybody.
    list: bool,
}

impl Cmdlet for GetExecutionPolicy {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.list {
            return cx.emit(Value::from("Unrestricted"));
        }
        for scope in [
            "MachinePolicy",
            "UserPolicy",
            "Process",
            "CurrentUser",
            "LocalMachine",
        ] {
            let object = PsObject::custom();
            object.push("Scope", MemberKind::Note(Value::from(scope)));
            object.push(
                "ExecutionPolicy",
                MemberKind::Note(Value::from("Unrestricted")),
            );
            cx.emit(Value::object(object))?;
        }
        Ok(())
    }
}
