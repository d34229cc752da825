//! Methods of management classes: each is carried out by the cmdlets that do the same.

use std::rc::Rc;

use super::{Asker, Question};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Engine, Hashtable, MemberKind, PsObject, Value, convert};

/// A method.
struct Method {
    class: &'static str,
    name: &'static str,
    /// Whether it belongs to the class: it needs no instance.
    is_static: bool,
    /// The names of its arguments, in their order.
    arguments: &'static [&'static str],
    /// What carries it out: `$args[0]` is the instance, `$args[1]` a hashtable of the arguments. It gives a hashtable of the
    /// results; without one the method has succeeded.
    script: &'static str,
}

const fn method(
    class: &'static str,
    name: &'static str,
    arguments: &'static [&'static str],
    script: &'static str,
) -> Method {
    Method {
        class,
        name,
        is_static: false,
        arguments,
        script,
    }
}

/// Hyper-V's state numbers, and the cmdlet for each.
const REQUEST_STATE: &str = r"
param($vm, $with)
$name = $vm.ElementName
switch ([int]$with.RequestedState) {
    2 { Start-VM -Name $name -ErrorAction Stop }
    3 { Stop-VM -Name $name -TurnOff -Force -ErrorAction Stop }
    4 { Stop-VM -Name $name -Force -ErrorAction Stop }
    10 { Restart-VM -Name $name -Force -Confirm:$false -ErrorAction Stop }
    11 { Restart-VM -Name $name -Force -Confirm:$false -ErrorAction Stop }
    { $_ -in 6, 32769, 32773 } { Save-VM -Name $name -ErrorAction Stop }
    { $_ -in 9, 32768, 32776 } { Suspend-VM -Name $name -ErrorAction Stop }
    default { @{ ReturnValue = [uint32]32773 }; return }
}
@{ ReturnValue = [uint32]0; Job = $null }";

/// What `Win32Shutdown` does by its flags; logging off has no meaning for a host.
const SHUTDOWN: &str = r"
param($system, $with)
switch ([int]$with.Flags -band 0xB) {
    2 { Restart-Computer -Confirm:$false -ErrorAction Stop }
    1 { Stop-Computer -Confirm:$false -ErrorAction Stop }
    8 { Stop-Computer -Confirm:$false -ErrorAction Stop }
    9 { Stop-Computer -Confirm:$false -ErrorAction Stop }
    default { @{ ReturnValue = [uint32]50 } }
}";

static METHODS: &[Method] = &[
    Method {
        class: "Win32_Process",
        name: "Create",
        is_static: true,
        arguments: &[
            "CommandLine",
            "CurrentDirectory",
            "ProcessStartupInformation",
        ],
        script: r#"
param($class, $with)
$words = [string]$with.CommandLine
if (-not $words.Trim()) { return @{ ReturnValue = [uint32]21; ProcessId = $null } }
$start = [System.Diagnostics.ProcessStartInfo]::new('/bin/sh')
$start.ArgumentList.Add('-c')
# One program, which is the process that is told of, and has no terminal.
$start.ArgumentList.Add("exec $words </dev/null >/dev/null 2>&1")
if ($with.CurrentDirectory) { $start.WorkingDirectory = $with.CurrentDirectory }
$process = [System.Diagnostics.Process]::Start($start)
@{ ProcessId = [uint32]$process.Id; ReturnValue = [uint32]0 }"#,
    },
    method(
        "Win32_Process",
        "Terminate",
        &["Reason"],
        "Stop-Process -Id $args[0].ProcessId -Confirm:$false -ErrorAction Stop",
    ),
    method(
        "Win32_Process",
        "GetOwner",
        &[],
        r"
$found = ''
foreach ($line in Get-Content -LiteralPath ('/proc/{0}/status' -f $args[0].ProcessId) -ErrorAction Stop) { if ($line -match '^Uid:\s+(\d+)') { $uid = $Matches[1] } }
foreach ($line in Get-Content /etc/passwd -ErrorAction Ignore) { $part = $line -split ':'; if ($part[2] -eq $uid) { $found = $part[0] } }
@{ User = $(if ($found) { $found } else { $uid }); Domain = [Environment]::MachineName; ReturnValue = [uint32]0 }",
    ),
    method(
        "Win32_Service",
        "StartService",
        &[],
        "Start-Service -Name $args[0].Name -ErrorAction Stop",
    ),
    method(
        "Win32_Service",
        "StopService",
        &[],
        "Stop-Service -Name $args[0].Name -ErrorAction Stop",
    ),
    method(
        "Win32_Service",
        "ChangeStartMode",
        &["StartMode"],
        "Set-Service -Name $args[0].Name -StartupType $args[1].StartMode -ErrorAction Stop",
    ),
    method(
        "Win32_OperatingSystem",
        "Reboot",
        &[],
        "Restart-Computer -Confirm:$false -ErrorAction Stop",
    ),
    method(
        "Win32_OperatingSystem",
        "Shutdown",
        &[],
        "Stop-Computer -Confirm:$false -ErrorAction Stop",
    ),
    method(
        "Win32_OperatingSystem",
        "Win32Shutdown",
        &["Flags", "Reserved"],
        SHUTDOWN,
    ),
    method(
        "Win32_NetworkAdapter",
        "Enable",
        &[],
        "Enable-NetAdapter -Name $args[0].NetConnectionID -Confirm:$false -ErrorAction Stop",
    ),
    method(
        "Win32_NetworkAdapter",
        "Disable",
        &[],
        "Disable-NetAdapter -Name $args[0].NetConnectionID -Confirm:$false -ErrorAction Stop",
    ),
    method(
        "CIM_DataFile",
        "Delete",
        &[],
        "Remove-Item -LiteralPath $args[0].Name -Confirm:$false -ErrorAction Stop",
    ),
    method(
        "CIM_DataFile",
        "Copy",
        &["FileName"],
        "if (Test-Path -LiteralPath $args[1].FileName) { @{ ReturnValue = [uint32]10 } } else { Copy-Item -LiteralPath $args[0].Name -Destination $args[1].FileName -ErrorAction Stop }",
    ),
    method(
        "CIM_DataFile",
        "Rename",
        &["FileName"],
        "if (Test-Path -LiteralPath $args[1].FileName) { @{ ReturnValue = [uint32]10 } } else { Move-Item -LiteralPath $args[0].Name -Destination $args[1].FileName -ErrorAction Stop }",
    ),
    method(
        "Msvm_ComputerSystem",
        "RequestStateChange",
        &["RequestedState", "TimeoutPeriod"],
        REQUEST_STATE,
    ),
];

/// Whom a method is called of.
pub enum Of {
    /// A class, for methods that need no instance.
    Class(String),
    /// An instance.
    Instance(Value),
}

fn class_of(of: &Of) -> String {
    match of {
        Of::Class(name) => name.clone(),
        Of::Instance(Value::Object(object)) => {
            let name = object.type_names().first().to_owned();
            name.rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .to_owned()
        }
        Of::Instance(_) => String::new(),
    }
}

fn not_found(class: &str, name: &str) -> ShellError {
    let known: Vec<&str> = METHODS
        .iter()
        .filter(|method| method.class.eq_ignore_ascii_case(class))
        .map(|method| method.name)
        .collect();
    let error = ShellError::new(
        "HRESULT 0x80041054",
        ErrorCategory::NotImplemented,
        format!("The class '{class}' has no method '{name}' on a Linux host."),
    )
    .exception("Microsoft.Management.Infrastructure.CimException")
    .target(name);
    if known.is_empty() {
        error
    } else {
        error.help(format!("There are {}.", known.join(", ")))
    }
}

/// The names of the methods of a class.
pub fn names_of(class: &str) -> impl Iterator<Item = &'static str> + use<'_> {
    METHODS
        .iter()
        .filter(move |method| method.class.eq_ignore_ascii_case(class))
        .map(|method| method.name)
}

/// Calls a method; the results are an object with `ReturnValue`, which is 0 when it was done.
///
/// # Errors
/// There is no such method, an instance is wanted, or what the cmdlet that carries it out says.
pub fn call(cx: &mut Context, of: &Of, name: &str, arguments: &Value) -> Flow<Value> {
    let class = class_of(of);
    let method = METHODS
        .iter()
        .find(|method| {
            method.class.eq_ignore_ascii_case(&class) && method.name.eq_ignore_ascii_case(name)
        })
        .ok_or_else(|| not_found(&class, name))?;
    if matches!(of, Of::Class(_)) && !method.is_static {
        return Err(ShellError::new(
            "HRESULT 0x80041063",
            ErrorCategory::InvalidOperation,
            format!(
                "'{}' is a method of an instance of '{}'.",
                method.name, method.class
            ),
        )
        .exception("Microsoft.Management.Infrastructure.CimException")
        .help(format!(
            "Get-CimInstance {} | Invoke-CimMethod -MethodName {}",
            method.class, method.name
        ))
        .into());
    }
    let table = named(method, arguments);
    let instance = match of {
        Of::Instance(value) => value.clone(),
        Of::Class(name) => Value::str(name.as_str()),
    };
    let block = cx.interpreter().compile(method.script)?;
    let given = cx.invoke(&block, None, &[instance, Value::Hashtable(table)])?;
    let results = PsObject::custom();
    let set = |name: &str, value: Value| {
        results.set(name.to_owned(), MemberKind::Property(value));
    };
    let told = given.iter().rev().find_map(|value| match value.base() {
        Value::Hashtable(table) => Some(Rc::clone(table)),
        _ => None,
    });
    match told {
        Some(table) => {
            for (key, value) in table.entries().iter() {
                set(&convert::to_text(key.value()), value.clone());
            }
        }
        None => set("ReturnValue", Value::UInt32(0)),
    }
    set("PSComputerName", Value::Null);
    Ok(Value::object(results))
}

/// The arguments by their names: as they are in a hashtable, by their order in a list.
fn named(method: &Method, arguments: &Value) -> Rc<Hashtable> {
    let table = Hashtable::default();
    match arguments.base() {
        Value::Null => {}
        Value::Hashtable(given) => {
            for (key, value) in given.entries().iter() {
                table.set(key.value(), value.clone());
            }
        }
        other => {
            let list = iovsh_shell::value::members::enumerate(other);
            let list = list.unwrap_or_else(|| vec![other.clone()]);
            for (name, value) in method.arguments.iter().zip(list) {
                table.set_text(name, value);
            }
        }
    }
    Rc::new(table)
}

/// Gives an object of `Get-WmiObject` its methods.
pub fn put_methods(cx: &mut Context, object: &PsObject, class: &str) -> Flow {
    for method in METHODS {
        if method.is_static || !method.class.eq_ignore_ascii_case(class) || object.has(method.name)
        {
            continue;
        }
        // `$args` are those of the call; what the method needs is asked of `$this`.
        let script = format!(
            "Invoke-WmiMethod -InputObject $this -Name {} -ArgumentList $args",
            method.name
        );
        let block = cx.interpreter().compile(&script)?;
        object.set(method.name, MemberKind::Method(block));
    }
    Ok(())
}

/// The instances that a class, a condition or a query names, for methods of each of them.
///
/// # Errors
/// As [`super::answer`].
pub fn instances(cx: &mut Context, question: &Question<'_>, asker: Asker) -> Flow<Vec<Of>> {
    let found = super::answer(cx, question, asker)?;
    Ok(found.into_iter().map(Of::Instance).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_is_of_a_class_that_is_there() {
        for method in METHODS {
            assert!(
                super::super::CLASSES
                    .iter()
                    .any(|class| class.name == method.class),
                "{}",
                method.class
            );
        }
    }
}
