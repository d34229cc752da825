//! `New-Object`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::extended;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::{Context, construct};
use iovsh_shell::types;
use iovsh_shell::value::members::{enumerate, set_property};
use iovsh_shell::value::{Hashtable, MemberKind, PsObject, Value, convert};

/// Makes an object of a type, and sets its properties.
///
/// # Examples
/// ```iovsh
/// PS> (New-Object psobject -Property @{ Name = 'lan' }).Name
/// lan
/// PS> (New-Object datetime 2024, 2, 3).ToString('yyyy-MM-dd')
/// 2024-02-03
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Net"
)]
pub struct NewObject {
    /// The type.
    #[param(set = "Net", mandatory, position = 0)]
    type_name: String,
    /// The COM class. There are none on Linux.
    #[param(set = "Com", mandatory, position = 0)]
    com_object: String,
    /// The arguments of the constructor.
    #[param(set = "Net", position = 1, alias("Args"))]
    argument_list: Vec<Value>,
    /// Fails when a COM object is a .NET one.
    #[param(set = "Com")]
    strict: bool,
    /// Properties to set, with their values.
    property: Option<Rc<Hashtable>>,
}

impl NewObject {
    fn entries(&self) -> Vec<(String, Value)> {
        self.property.as_ref().map_or_else(Vec::new, |table| {
            table
                .entries()
                .iter()
                .map(|(key, value)| (convert::to_text(key.value()).to_string(), value.clone()))
                .collect()
        })
    }

    fn make(&self, cx: &mut Context) -> Flow<Value> {
        let plain = self.type_name.to_ascii_lowercase();
        if matches!(
            plain.as_str(),
            "psobject"
                | "pscustomobject"
                | "object"
                | "system.object"
                | "system.management.automation.psobject"
                | "system.management.automation.pscustomobject"
                | "management.automation.psobject"
        ) {
            return Ok(match self.argument_list.first() {
                Some(base) if plain.contains("psobject") => extended(base.clone()),
                _ => Value::object(PsObject::custom()),
            });
        }
        let Some(ty) = types::resolve(&self.type_name) else {
            return Err(ShellError::new(
                "TypeNotFound",
                ErrorCategory::InvalidType,
                format!("Cannot find type [{}]: verify that the assembly containing this type is loaded.", self.type_name),
            )
            .exception("System.Management.Automation.PSArgumentException")
            .into());
        };
        // An argument that is one collection stands for the list of arguments.
        let arguments = match self.argument_list.as_slice() {
            [only] => enumerate(only).unwrap_or_else(|| vec![only.clone()]),
            several => several.to_vec(),
        };
        construct(&mut cx.interpreter(), &ty, &arguments).map_err(|interrupt| match interrupt {
            Interrupt::Error(mut error) => {
                let uncounted = &*error.id == "MethodCountCouldNotFindBest";
                let missing = &*error.id == "MethodNotFound" || uncounted && arguments.is_empty();
                if uncounted {
                    error.message = format!(
                        "Cannot find an overload for \"{}\" and the argument count: \"{}\".",
                        ty.name(),
                        arguments.len()
                    );
                }
                error.id = if missing {
                    "CannotFindAppropriateCtor"
                } else {
                    "ConstructorInvokedThrowException"
                }
                .into();
                Interrupt::Error(error)
            }
            other => other,
        })
    }
}

impl Cmdlet for NewObject {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.com_object.is_empty() {
            return Err(ShellError::new(
                "NoCOMClassIdentified",
                ErrorCategory::ResourceUnavailable,
                "There are no COM objects on Linux.",
            )
            .exception("System.Management.Automation.PSArgumentException")
            .into());
        }
        let value = self.make(cx)?;
        for (name, new) in self.entries() {
            if let Value::Object(object) = &value
                && object.class.is_none()
            {
                object.set(name, MemberKind::Note(new));
                continue;
            }
            if let Err(Interrupt::Error(error)) =
                set_property(&value, &name, new, &mut cx.interpreter())
            {
                return cx.error(
                    ShellError::new(
                        "InvalidOperationException",
                        ErrorCategory::InvalidOperation,
                        format!("The property {name} cannot be set: {}", error.message),
                    )
                    .exception("System.InvalidOperationException"),
                );
            }
        }
        cx.emit(value)
    }
}
