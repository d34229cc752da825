//! `Get-CimClass`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::cim;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{MemberKind, PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Lists the management classes that this host answers for, with their properties and methods.
///
/// The properties are those of an instance: a class without one has none here.
///
/// # Examples
/// ```iovsh
/// PS> (Get-CimClass Win32_Processo*).CimClassName
/// Win32_Processor
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "CimClass",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.GetCimClassCommand",
    alias = "gcls",
    output = "Microsoft.Management.Infrastructure.CimClass"
)]
pub struct GetCimClass {
    /// The names of the classes. Wildcards are allowed.
    #[param(position = 0, by_property_name)]
    class_name: Option<String>,
    /// `root/cimv2`, or `root/virtualization/v2` for Hyper-V's own classes.
    #[param(position = 1, by_property_name)]
    namespace: Option<String>,
    /// Only classes with a method of this name. Wildcards are allowed.
    #[param(by_property_name)]
    method_name: Option<String>,
    /// Only classes with a property of this name. Wildcards are allowed.
    #[param(by_property_name)]
    property_name: Option<String>,
    /// Only classes with a qualifier of this name: none has any here.
    #[param(by_property_name, refused = "classes have no qualifiers here.")]
    qualifier_name: Option<String>,
    /// Only this host can be asked.
    #[param(alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// Accepted: answers come at once.
    #[param(alias = "OT")]
    operation_timeout_sec: Option<u32>,
}

fn declared(name: &str, definition: &str) -> Value {
    let mut made = PsObject::of(&[
        "Microsoft.Management.Infrastructure.CimPropertyDeclaration",
        "System.Object",
    ]);
    made.text = Some(name.into());
    made.push("Name", MemberKind::Property(Value::from(name)));
    let word = definition.split(' ').next().unwrap_or_default();
    made.push("CimType", MemberKind::Property(Value::from(word)));
    Value::object(made)
}

impl Cmdlet for GetCimClass {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        let pattern = self.class_name.as_deref().unwrap_or("*");
        let namespace = self.namespace.as_deref().unwrap_or("root/cimv2");
        let found = cim::described(cx, pattern, namespace)?;
        let plain = !pattern.contains(['*', '?', '[']);
        if found.is_empty() && plain {
            return cx.error(cim::no_class(pattern, self.namespace.as_deref()));
        }
        let fits = |wanted: &Option<String>, name: &str| {
            wanted
                .as_ref()
                .is_none_or(|wanted| WildcardPattern::new(wanted).is_match(name))
        };
        for described in found {
            let cim::Described {
                name,
                namespace,
                properties,
                methods,
            } = described;
            if self.method_name.is_some()
                && !methods.iter().any(|method| fits(&self.method_name, method))
                || self.property_name.is_some()
                    && !properties
                        .iter()
                        .any(|property| fits(&self.property_name, &property.name))
            {
                continue;
            }
            let mut class = PsObject::of(&[
                "Microsoft.Management.Infrastructure.CimClass",
                "System.Object",
            ]);
            class.text = Some(name.into());
            let properties: Vec<Value> = properties
                .iter()
                .map(|property| declared(&property.name, &property.definition))
                .collect();
            let methods: Vec<Value> = methods.iter().map(|name| declared(name, "")).collect();
            let server = PsObject::custom();
            server.push("Namespace", MemberKind::Property(Value::from(namespace)));
            server.push("ClassName", MemberKind::Property(Value::from(name)));
            for (property, value) in [
                ("CimClassName", Value::from(name)),
                ("CimClassMethods", Value::array(methods)),
                ("CimClassProperties", Value::array(properties)),
                ("CimSystemProperties", Value::Object(Rc::new(server))),
            ] {
                class.push(property, MemberKind::Property(value));
            }
            cx.emit(Value::object(class))?;
        }
        Ok(())
    }
}
