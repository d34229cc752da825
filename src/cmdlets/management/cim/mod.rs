//! Management classes: a table of them, each with what makes its instances, and the questions that are asked of it.

mod machines;
pub mod methods;
mod network;
mod processes;
pub mod query;
mod system;

use std::rc::Rc;

use self::query::{Condition, Query};
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::members::{self, PropertyInfo};
use iovsh_shell::value::{MemberKind, PsObject, TypeNames, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Who asks: the two cmdlets give their objects different type names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// `Get-CimInstance`.
    Cim,
    /// `Get-WmiObject`.
    Wmi,
}

/// What is asked of a class, for those that need not make all instances.
#[derive(Debug)]
pub struct Asked {
    condition: Condition,
}

impl Asked {
    /// The value that a property has to have.
    fn value_of(&self, property: &str) -> Option<String> {
        self.condition.value_of(property).map(str::to_owned)
    }
}

/// A class.
struct Class {
    name: &'static str,
    namespace: &'static str,
    instances: fn(&mut Context, &Asked) -> Flow<Vec<PsObject>>,
}

const CIMV2: &str = "root/cimv2";
const VIRTUALIZATION: &str = "root/virtualization/v2";

const fn windows(
    name: &'static str,
    instances: fn(&mut Context, &Asked) -> Flow<Vec<PsObject>>,
) -> Class {
    Class {
        name,
        namespace: CIMV2,
        instances,
    }
}

const fn hyper_v(
    name: &'static str,
    instances: fn(&mut Context, &Asked) -> Flow<Vec<PsObject>>,
) -> Class {
    Class {
        name,
        namespace: VIRTUALIZATION,
        instances,
    }
}

/// All classes.
static CLASSES: &[Class] = &[
    windows("CIM_DataFile", system::data_file),
    windows("Win32_BIOS", system::bios),
    windows("Win32_ComputerSystem", system::computer_system),
    windows("Win32_LogicalDisk", system::logical_disk),
    windows("Win32_NetworkAdapter", network::adapter),
    windows("Win32_NetworkAdapterConfiguration", network::configuration),
    windows("Win32_OperatingSystem", system::operating_system),
    windows("Win32_PhysicalMemory", system::physical_memory),
    windows("Win32_Process", processes::process),
    windows("Win32_Processor", system::processor),
    windows("Win32_Service", system::service),
    hyper_v("Msvm_ComputerSystem", machines::computer_system),
    hyper_v("Msvm_EthernetSwitchPortOffloadData", machines::offload),
    hyper_v(
        "Msvm_EthernetSwitchPortOffloadSettingData",
        machines::offload_setting,
    ),
    hyper_v("Msvm_KvpExchangeComponent", machines::kvp_exchange),
    hyper_v(
        "Msvm_SyntheticEthernetPortSettingData",
        machines::port_setting,
    ),
    hyper_v("Msvm_VirtualSystemSettingData", machines::system_setting),
];

/// The names of the classes of a namespace.
pub fn names(namespace: &str) -> impl Iterator<Item = &'static str> {
    let wanted = plain(namespace);
    CLASSES
        .iter()
        .filter(move |class| plain(class.namespace) == wanted)
        .map(|class| class.name)
}

fn plain(namespace: &str) -> String {
    let text = namespace.replace('\\', "/").to_lowercase();
    let text = text.trim_matches('/');
    // The older namespace has the same classes.
    match text {
        "" => CIMV2.to_owned(),
        "root/virtualization" => VIRTUALIZATION.to_owned(),
        other => other.to_owned(),
    }
}

fn class(name: &str, namespace: Option<&str>) -> Result<&'static Class, ShellError> {
    let found = CLASSES
        .iter()
        .find(|class| class.name.eq_ignore_ascii_case(name))
        .filter(|class| plain(namespace.unwrap_or(CIMV2)) == plain(class.namespace));
    found.ok_or_else(|| unknown(name, namespace))
}

fn unknown(name: &str, namespace: Option<&str>) -> ShellError {
    let error = ShellError::new(
        "HRESULT 0x80041010",
        ErrorCategory::MetadataError,
        format!("Invalid class: '{name}' is not there on a Linux host."),
    )
    .exception("Microsoft.Management.Infrastructure.CimException")
    .target(name);
    let elsewhere = CLASSES
        .iter()
        .find(|class| class.name.eq_ignore_ascii_case(name));
    if let Some(class) = elsewhere {
        return error.help(format!(
            "It is in another namespace: -Namespace {}",
            class.namespace
        ));
    }
    if name.to_lowercase().starts_with("msft_netadapter") {
        return error
            .help("Network adapters are listed by Get-NetAdapter and Get-NetAdapterSriov.");
    }
    let known: Vec<&str> = names(namespace.unwrap_or(CIMV2)).collect();
    if known.is_empty() {
        return error.help(format!("The namespaces are {CIMV2} and {VIRTUALIZATION}."));
    }
    error.help(format!("There are {}.", known.join(", ")))
}

/// What is asked: a query, or the parameters of a cmdlet.
#[derive(Debug, Default)]
pub struct Question<'a> {
    /// `-Query`.
    pub query: Option<&'a str>,
    /// `-ClassName`.
    pub class: &'a str,
    /// `-Namespace`.
    pub namespace: Option<&'a str>,
    /// `-Filter`.
    pub filter: &'a str,
    /// `-Property`.
    pub properties: &'a [String],
}

/// Answers a question.
///
/// # Errors
/// The class is not there, the text is no query, or the host does not answer.
pub fn answer(cx: &mut Context, question: &Question<'_>, asker: Asker) -> Flow<Vec<Value>> {
    let asked = match question.query {
        Some(text) => query::query(text).ok_or_else(|| query::invalid(text))?,
        None => Query::Select(
            question.properties.to_vec(),
            question.class.to_owned(),
            query::condition(question.filter).ok_or_else(|| query::invalid(question.filter))?,
        ),
    };
    match asked {
        Query::Select(properties, name, condition) => {
            let class = class(&name, question.namespace)?;
            let found = instances(cx, class, condition)?;
            found
                .into_iter()
                .map(|object| dressed(cx, only(object, &properties), class, asker))
                .collect()
        }
        Query::Associators(name, condition, result) => {
            let source = class(&name, question.namespace)?;
            let sources = instances(cx, source, condition)?;
            let results: Vec<&Class> = match &result {
                Some(name) => vec![class(name, question.namespace)?],
                None => CLASSES
                    .iter()
                    .filter(|class| {
                        class.namespace == source.namespace && class.name != source.name
                    })
                    .collect(),
            };
            let sources: Vec<&PsObject> = sources.iter().collect();
            with_relation(cx, &sources, &results, asker)
        }
    }
}

/// The instances of these classes that belong to one of the sources.
fn with_relation(
    cx: &mut Context,
    sources: &[&PsObject],
    results: &[&Class],
    asker: Asker,
) -> Flow<Vec<Value>> {
    let mut found = Vec::new();
    for class in results {
        for object in instances(cx, class, Condition::Always)? {
            if sources.iter().any(|source| are_related(source, &object)) {
                found.push(dressed(cx, object, class, asker)?);
            }
        }
    }
    Ok(found)
}

/// What belongs to an instance, of one class or of all.
///
/// # Errors
/// The value is no instance, or there is no such class.
pub fn related(cx: &mut Context, of: &Value, result: Option<&str>) -> Flow<Vec<Value>> {
    let Value::Object(object) = of.base() else {
        return Err(unknown(&crate::inspect::text(of), None).into());
    };
    let names = object.type_names();
    let name = names.first().rsplit(['/', '\\']).next().unwrap_or_default();
    let source = CLASSES
        .iter()
        .find(|class| class.name.eq_ignore_ascii_case(name))
        .ok_or_else(|| unknown(name, None))?;
    let results: Vec<&Class> = match result {
        Some(name) => vec![class(name, Some(source.namespace))?],
        None => CLASSES
            .iter()
            .filter(|class| class.namespace == source.namespace && class.name != source.name)
            .collect(),
    };
    with_relation(cx, &[object], &results, Asker::Cim)
}

/// The instances that a cmdlet is to change: those that a query finds, or else the one that was given.
///
/// # Errors
/// Those of [`answer`].
pub fn meant(
    cx: &mut Context,
    query: Option<&str>,
    namespace: Option<&str>,
    instance: Option<&Value>,
) -> Flow<Vec<Value>> {
    if query.is_none() {
        return Ok(instance.into_iter().cloned().collect());
    }
    let question = Question {
        query,
        namespace,
        ..Question::default()
    };
    answer(cx, &question, Asker::Cim)
}

/// What is known of a class.
#[derive(Debug)]
pub struct Described {
    /// Its name.
    pub name: &'static str,
    /// Where it is.
    pub namespace: &'static str,
    /// The properties of an instance; none where there is no instance.
    pub properties: Vec<PropertyInfo>,
    /// The names of its methods.
    pub methods: Vec<&'static str>,
}

/// What is known of the classes of a namespace whose names a pattern fits.
///
/// # Errors
/// Ctrl+C.
pub fn described(cx: &mut Context, pattern: &str, namespace: &str) -> Flow<Vec<Described>> {
    let wanted = WildcardPattern::new(pattern);
    let place = plain(namespace);
    let mut found = Vec::new();
    for class in CLASSES {
        if plain(class.namespace) != place || !wanted.is_match(class.name) {
            continue;
        }
        // The properties are those of an instance; without one they are not known.
        let sample = match class.name {
            "CIM_DataFile" => Vec::new(),
            _ => match instances(cx, class, Condition::Always) {
                Ok(found) => found,
                // What this host cannot say now is a class all the same.
                Err(Interrupt::Error(_)) => Vec::new(),
                Err(other) => return Err(other),
            },
        };
        let properties = sample
            .into_iter()
            .next()
            .map(|object| members::properties(&Value::object(object)))
            .unwrap_or_default();
        found.push(Described {
            name: class.name,
            namespace: class.namespace,
            properties,
            methods: methods::names_of(class.name).collect(),
        });
    }
    Ok(found)
}

/// The error of a class that is not there.
pub fn no_class(name: &str, namespace: Option<&str>) -> ShellError {
    unknown(name, namespace)
}

/// The name of the class of an instance.
pub fn class_name(instance: &Value) -> Option<String> {
    let Value::Object(object) = instance.base() else {
        return None;
    };
    let names = object.type_names();
    let name = names.first().rsplit(['/', '\\', '#']).next()?;
    Some(name.to_owned())
}

fn instances(cx: &mut Context, class: &Class, condition: Condition) -> Flow<Vec<PsObject>> {
    let asked = Asked { condition };
    let mut found = (class.instances)(cx, &asked)?;
    // A file was found by its name already, however that was written.
    if class.name != "CIM_DataFile" {
        found.retain(|object| asked.condition.holds(object, class.name));
    }
    Ok(found)
}

/// The ids by which an object says what it belongs to.
fn owners(object: &PsObject) -> Vec<String> {
    let text = |name: &str| crate::inspect::text(&object.get(name).unwrap_or_default()).to_string();
    let id = text("InstanceID");
    // `Microsoft:MACHINE\ADAPTER`.
    let machine = id.strip_prefix("Microsoft:").unwrap_or("");
    let machine = machine.split('\\').next().unwrap_or("");
    [
        text("SystemName"),
        text("VirtualSystemIdentifier"),
        text("Name"),
        machine.to_owned(),
        text("ProcessId"),
        text("InterfaceIndex"),
    ]
    .into_iter()
    .filter(|id| !id.is_empty())
    .collect()
}

/// Whether both are parts of one thing: of one virtual machine, of one adapter.
fn are_related(a: &PsObject, b: &PsObject) -> bool {
    let of_b = owners(b);
    owners(a)
        .iter()
        .any(|id| of_b.iter().any(|other| other.eq_ignore_ascii_case(id)))
}

/// The object with only some of its properties, when some were named.
fn only(object: PsObject, properties: &[String]) -> PsObject {
    if properties.is_empty() {
        return object;
    }
    let part = PsObject::custom();
    for member in object.members() {
        if properties
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&member.name))
        {
            part.push(member.name, member.kind);
        }
    }
    part
}

/// A text as it stands in the path of an object.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The object under the type names of who asks, with what both put to it.
fn dressed(cx: &mut Context, mut object: PsObject, class: &Class, asker: Asker) -> Flow<Value> {
    let (own, base): (String, &str) = match asker {
        Asker::Cim => (
            format!(
                "Microsoft.Management.Infrastructure.CimInstance#{}/{}",
                class.namespace, class.name
            ),
            "Microsoft.Management.Infrastructure.CimInstance",
        ),
        Asker::Wmi => {
            let namespace = class.namespace.replace('/', "\\");
            object.set("__CLASS", MemberKind::Property(Value::from(class.name)));
            let key = ["Name", "InstanceID", "DeviceID", "Handle"]
                .into_iter()
                .find_map(|key| {
                    let value = object.get(key)?;
                    Some(format!("{key}={}", quoted(&crate::inspect::text(&value))))
                })
                .unwrap_or_default();
            let path = format!("\\\\.\\{namespace}:{}.{key}", class.name);
            object.set("__PATH", MemberKind::Property(Value::str(path.as_str())));
            object.text = Some(path.into());
            (
                format!(
                    "System.Management.ManagementObject#{namespace}\\{}",
                    class.name
                ),
                "System.Management.ManagementObject",
            )
        }
    };
    if !object.has("PSComputerName") {
        object.set("PSComputerName", MemberKind::Property(Value::Null));
    }
    object.set_type_names(TypeNames::Own(Rc::new(vec![
        own.into(),
        base.into(),
        "System.Object".into(),
    ])));
    if asker == Asker::Wmi {
        methods::put_methods(cx, &object, class.name)?;
    }
    Ok(Value::object(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_that_is_not_there_names_those_that_are() {
        let help = |name: &str, namespace: Option<&str>| {
            class(name, namespace)
                .err()
                .and_then(|error| error.help)
                .unwrap_or_default()
        };
        assert!(help("Win32_Fan", None).contains("Win32_Processor"));
        assert!(help("Msvm_ComputerSystem", None).contains(VIRTUALIZATION));
        assert!(class("msvm_computersystem", Some("root\\virtualization\\v2")).is_ok());
        assert!(class("win32_bios", None).is_ok());
    }
}
