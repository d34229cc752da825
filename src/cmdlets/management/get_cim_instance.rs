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
        if self.cim_session.is_some() {
            return Err(super::unsupported(
                "There are no CIM sessions to Linux hosts.",
                "Leave out -CimSession to ask this host.",
            )
            .into());
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
                self.class_name.clone().unwrap_or_default(),
                self.filter.clone().unwrap_or_default(),
            ),
        };
        let found = match cim_classes::instances(&class, Asker::Cim) {
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
