//! Types as values: `[int]`, `$x.GetType()`.

use std::any::Any;
use std::rc::Rc;

use super::{Known, TypeRef, is_instance};
use crate::value::{Name, Native, Value};

/// `System.RuntimeType`.
#[derive(Clone, Debug)]
pub struct TypeValue(pub TypeRef);

impl Native for TypeValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.RuntimeType",
            "System.Reflection.TypeInfo",
            "System.Type",
            "System.Reflection.MemberInfo",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        match &self.0 {
            TypeRef::Known(Known::PsCustomObject) => "psobject".to_owned(),
            other => other.display_name().to_string(),
        }
    }
    fn dotnet_text(&self) -> String {
        match &self.0 {
            TypeRef::Known(Known::PsCustomObject) => TypeRef::Known(Known::PsObject).dotnet_name(),
            other => other.dotnet_name(),
        }
        .to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let ty = match &self.0 {
            TypeRef::Known(Known::PsCustomObject) => &TypeRef::Known(Known::PsObject),
            other => other,
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(ty.name()),
            "fullname" => Value::Str(ty.full_name()),
            "namespace" => Value::Str(ty.namespace()),
            "basetype" => {
                let base = ty.base_name();
                if base.is_empty() {
                    Value::Null
                } else {
                    Value::native(Self(
                        super::resolve(&base).unwrap_or(TypeRef::Emitted(base)),
                    ))
                }
            }
            "isarray" => Value::Bool(matches!(ty, TypeRef::Array(..))),
            "isvaluetype" => Value::Bool(ty.is_value_type()),
            "isenum" => Value::Bool(matches!(ty, TypeRef::Enum(_))),
            "isclass" => Value::Bool(!ty.is_value_type()),
            "isinterface" => Value::Bool(
                matches!(ty, TypeRef::Known(known) if known.info().base.is_empty() && *known != Known::Object),
            ),
            "isgenerictype" => Value::Bool(ty.full_name().contains('`')),
            "isabstract" | "issealed" => Value::Bool(false),
            "ispublic" => Value::Bool(true),
            "isserializable" => Value::Bool(serializable(ty)),
            "isprimitive" => Value::Bool(matches!(
                ty,
                TypeRef::Known(
                    Known::Bool
                        | Known::Char
                        | Known::SByte
                        | Known::Byte
                        | Known::Int16
                        | Known::UInt16
                        | Known::Int32
                        | Known::UInt32
                        | Known::Int64
                        | Known::UInt64
                        | Known::Single
                        | Known::Double
                )
            )),
            "assemblyqualifiedname" => Value::from(format!(
                "{}, System.Private.CoreLib, Version=8.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e",
                ty.full_name()
            )),
            "membertype" => Value::from("TypeInfo"),
            "underlyingsystemtype" => Value::native(self.clone()),
            "generictypearguments" => Value::typed_array("System.Type", Vec::new()),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Name",
            "FullName",
            "Namespace",
            "BaseType",
            "IsArray",
            "IsClass",
            "IsEnum",
            "IsPublic",
            "IsSerializable",
            "IsValueType",
            "IsPrimitive",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other
            .downcast::<Self>()
            .is_some_and(|other| other.0 == self.0)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What `.NET` says of the built-in types: nearly all but the newer ones and PowerShell's own.
fn serializable(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Known(known) => !matches!(
            known,
            Known::ScriptBlock
                | Known::PsCustomObject
                | Known::Regex
                | Known::IPAddress
                | Known::SwitchParameter
                | Known::Math
                | Known::Convert
                | Known::Environment
        ),
        TypeRef::Emitted(_) => false,
        _ => true,
    }
}

impl TypeValue {
    /// Whether a value is of this type: `[int].IsInstanceOfType(5)`.
    pub fn covers(&self, value: &Value) -> bool {
        is_instance(value, &self.0)
    }
}

/// The name of a type that was not found: what an error about it is about.
#[derive(Debug)]
pub struct TypeNameValue(pub Rc<str>);

impl Native for TypeNameValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.Language.TypeName",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        self.0.to_string()
    }
    fn property(&self, name: &str) -> Option<Value> {
        (name.eq_ignore_ascii_case("Name") || name.eq_ignore_ascii_case("FullName"))
            .then(|| Value::Str(self.0.clone()))
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("FullName"), Name::Static("Name")]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
