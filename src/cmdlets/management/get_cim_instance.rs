use iovsh_derive::Cmdlet;

use super::cim::{self, Asker};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Gets what is known of this host under the names of Windows's management classes: the operating system, the computer, its
/// firmware, memory, processors, disks, processes, services and network adapters; in the namespace `root/virtualization/v2` its virtual machines.
///
/// # Examples
/// ```iovsh
/// PS> @(Get-CimInstance Win32_OperatingSystem).Count
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "CimInstance",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.GetCimInstanceCommand",
    alias = "gcim",
    default_set = "ClassNameSet"
)]
pub struct GetCimInstance {
    /// The class.
    #[param(set = "ClassNameSet", position = 0, mandatory, by_property_name)]
    class_name: Option<String>,
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
    #[param(set = "ClassNameSet", alias = "SelectProperties")]
    property: Vec<String>,
    /// Only this host can be asked.
    #[param(alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// Only this host can be asked.
    cim_session: Option<Value>,
    /// Only the keys: all properties are given.
    key_only: bool,
    /// Accepted: answers come at once.
    #[param(alias = "OT")]
    operation_timeout_sec: Option<u32>,
}

impl Cmdlet for GetCimInstance {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        if let Some(session) = &self.cim_session {
            let name = match session {
                Value::Object(object) => object.get("ComputerName").unwrap_or_default(),
                other => other.clone(),
            };
            let name = iovsh_shell::value::convert::to_text(&name).to_string();
            super::this_host_only(&[name], "Management classes")?;
        }
        let question = cim::Question {
            query: self.query.as_deref(),
            class: self.class_name.as_deref().unwrap_or_default(),
            namespace: self.namespace.as_deref(),
            filter: self.filter.as_deref().unwrap_or_default(),
            properties: &self.property,
        };
        match cim::answer(cx, &question, Asker::Cim) {
            Ok(found) => cx.emit_all(found),
            // The next object of a pipeline may ask for another class.
            Err(Interrupt::Error(error)) if !error.ends_script => cx.error(*error),
            Err(other) => Err(other),
        }
    }
}
