use iovsh_derive::Cmdlet;

use super::cim_classes::{self, Asker};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{PsObject, Value};

/// Gets what is known of this host under the names of Windows's management classes: the operating system, the computer, its
/// firmware, memory and processors.
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
    /// `root/cimv2`; there are no others.
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
                cim_classes::CLASSES
                    .iter()
                    .map(|name| Value::object(PsObject::custom().with("Name", *name))),
            );
        }
        let (properties, class, condition) = match &self.query {
            Some(text) => cim_classes::query(text).ok_or_else(|| {
                ShellError::new(
                    "HRESULT 0x80041017",
                    ErrorCategory::InvalidArgument,
                    format!("Invalid query: '{text}'."),
                )
                .exception("Microsoft.Management.Infrastructure.CimException")
                .help("A query looks like this: SELECT * FROM Win32_Processor WHERE Name LIKE '%Xeon%'")
            })?,
            None => (
                self.property.clone(),
                self.class.clone().unwrap_or_default(),
                self.filter.clone().unwrap_or_default(),
            ),
        };
        let found = match cim_classes::instances(&class, Asker::Wmi) {
            Ok(found) => found,
            Err(error) => return cx.error(error),
        };
        for object in found {
            if !cim_classes::meets(&object, &condition)? {
                continue;
            }
            cx.emit(only(object, &properties))?;
        }
        Ok(())
    }
}

/// The object with only some of its properties, when some were named.
fn only(object: Value, properties: &[String]) -> Value {
    let Value::Object(full) = &object else {
        return object;
    };
    if properties.is_empty() {
        return object;
    }
    let part = PsObject::custom();
    part.set_type_names(full.type_names());
    for member in full.members() {
        if properties
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&member.name))
        {
            part.push(member.name, member.kind);
        }
    }
    Value::object(part)
}
