use iovsh_derive::Cmdlet;

use super::cim::{self, Asker};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{PsObject, Value};

/// Gets what is known of this host under the names of Windows's management classes: the operating system, the computer, its
/// firmware, memory, processors, disks, processes, services and network adapters; in the namespace `root/virtualization/v2` its virtual machines.
///
/// # Examples
/// ```iovsh
/// PS> @(Get-WmiObject Win32_OperatingSystem).Count
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "WmiObject",
    module = "Microsoft.PowerShell.Management",
    alias = "gwmi",
    default_set = "ClassNameSet"
)]
pub struct GetWmiObject {
    /// The class.
    #[param(
        set = "ClassNameSet",
        position = 0,
        mandatory,
        by_property_name,
        alias = "ClassName"
    )]
    class: Option<String>,
    /// `root/cimv2`, or `root/virtualization/v2` for Hyper-V's own classes.
    #[param(by_property_name, alias = "NS")]
    namespace: Option<String>,
    /// A query: `SELECT * FROM Win32_Processor`.
    #[param(set = "QuerySet", mandatory, by_property_name)]
    query: Option<String>,
    /// A condition: `Name = 'x' AND Status = 'OK'`.
    #[param(set = "ClassNameSet", by_property_name)]
    filter: Option<String>,
    /// Only these properties.
    #[param(set = "ClassNameSet", position = 1)]
    property: Vec<String>,
    /// Only this host can be asked.
    #[param(alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// As whom: the user of the session.
    credential: Option<Value>,
    /// Lists the classes that are there.
    #[param(set = "list")]
    list: bool,
    /// Accepted for scripts that set it.
    enable_all_privileges: bool,
    /// Accepted for scripts that set it.
    authentication: Option<Value>,
    /// Accepted for scripts that set it.
    impersonation: Option<Value>,
}

impl Cmdlet for GetWmiObject {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        if self.list {
            return cx.emit_all(
                cim::names(self.namespace.as_deref().unwrap_or_default())
                    .map(|name| Value::object(PsObject::custom().with("Name", name))),
            );
        }
        let question = cim::Question {
            query: self.query.as_deref(),
            class: self.class.as_deref().unwrap_or_default(),
            namespace: self.namespace.as_deref(),
            filter: self.filter.as_deref().unwrap_or_default(),
            properties: &self.property,
        };
        match cim::answer(cx, &question, Asker::Wmi) {
            Ok(found) => cx.emit_all(found),
            // The next object of a pipeline may ask for another class.
            Err(Interrupt::Error(error)) if !error.ends_script => cx.error(*error),
            Err(other) => Err(other),
        }
    }
}
