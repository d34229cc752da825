//! `New-CimInstance`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::cim;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Hashtable, MemberKind, PsObject, TypeNames, Value, convert};

/// Makes an instance of a management class in memory, as an argument or as the name of one that is there.
///
/// Without -ClientOnly an instance would have to be made on the host. No class of this host can be written to: cmdlets make what it stands for.
///
/// # Examples
/// ```iovsh
/// PS> (New-CimInstance -ClassName Win32_Process -Property @{ Handle = '1' } -ClientOnly).Handle
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "CimInstance",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.NewCimInstanceCommand",
    alias = "ncim",
    impact = Medium,
    output = "Microsoft.Management.Infrastructure.CimInstance"
)]
pub struct NewCimInstance {
    /// The class.
    #[param(position = 0, mandatory, by_property_name)]
    class_name: String,
    /// Its properties.
    #[param(position = 1, by_property_name, alias = "Arguments")]
    property: Option<Rc<Hashtable>>,
    /// The properties that tell one instance from another: every property may.
    #[param(by_property_name)]
    key: Vec<String>,
    /// `root/cimv2`, or `root/virtualization/v2` for Hyper-V's own classes.
    #[param(by_property_name)]
    namespace: Option<String>,
    /// In memory only.
    #[param(alias = "Local")]
    client_only: bool,
    /// Only this host can be asked.
    #[param(alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// Accepted: answers come at once.
    #[param(alias = "OT")]
    operation_timeout_sec: Option<u32>,
}

/// The error of a class that cannot be written to.
pub(super) fn not_written(class: &str, what: &str) -> ShellError {
    let instead = match class.to_ascii_lowercase().as_str() {
        "win32_process" => "Start one: Start-Process, or Invoke-CimMethod Win32_Process Create.",
        "win32_service" => "Change it: Set-Service, Start-Service, Stop-Service.",
        "win32_networkadapter" | "win32_networkadapterconfiguration" => {
            "Change it: Set-NetAdapter, New-NetIPAddress, Remove-NetIPAddress."
        }
        name if name.starts_with("msvm_") => {
            "Change it by Hyper-V's cmdlets: Get-Command -Module Hyper-V."
        }
        _ => "Look for the cmdlet that does it: Get-Command.",
    };
    ShellError::new(
        "HRESULT 0x8004100c",
        ErrorCategory::NotImplemented,
        format!("Instances of '{class}' cannot be {what} on this host."),
    )
    .exception("Microsoft.Management.Infrastructure.CimException")
    .target(class)
    .help(instead)
}

impl Cmdlet for NewCimInstance {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        let known = cim::names(self.namespace.as_deref().unwrap_or("root/cimv2"))
            .find(|name| name.eq_ignore_ascii_case(&self.class_name));
        if !self.client_only {
            let Some(name) = known else {
                return cx.error(cim::no_class(&self.class_name, self.namespace.as_deref()));
            };
            return cx.error(not_written(name, "made"));
        }
        let name = known.unwrap_or(self.class_name.as_str()).to_owned();
        if !cx.should_process(&name, "Create CimInstance")? {
            return Ok(());
        }
        let instance = PsObject::custom();
        instance.set_type_names(TypeNames::Own(Rc::new(vec![
            format!(
                "Microsoft.Management.Infrastructure.CimInstance#{}/{name}",
                self.namespace.as_deref().unwrap_or("root/cimv2")
            )
            .into(),
            "Microsoft.Management.Infrastructure.CimInstance".into(),
            "System.Object".into(),
        ])));
        if let Some(table) = &self.property {
            for (key, value) in table.entries().iter() {
                instance.push(
                    convert::to_text(key.value()).to_string(),
                    MemberKind::Note(value.clone()),
                );
            }
        }
        for key in &self.key {
            if !instance.has(key) {
                instance.push(key.clone(), MemberKind::Note(Value::Null));
            }
        }
        cx.emit(Value::object(instance))
    }
}
