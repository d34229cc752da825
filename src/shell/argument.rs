//! Between values and Rust: what a parameter or a property of a Rust type is in the language.
//!
//! The binder has converted and validated before [`Argument::from_value`] sees a value, so the conversions here only
//! take apart what is already of the right kind; they answer an error, never a guess, when it is not.

use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use super::declaration::{Argument, Emit, ParameterType};
use super::error::{ErrorCategory, ShellError};
use super::error_record::category_of;
use super::types::VersionValue;
use super::types::enums::ERROR_CATEGORY;
use super::value::{DateTimeValue, EnumType, EnumValue, Hashtable, Native, ScriptBlock, Value};

/// `Nullable[T]`: a parameter whose absence (or `$null`) is something else than `$false` or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nullable<T>(pub Option<T>);

impl<T> Default for Nullable<T> {
    fn default() -> Self {
        Self(None)
    }
}

/// What a parameter was given, when "not written" means something else than "nothing": a name that is left out chooses
/// all, a name that is `$null` chooses none.
///
/// `None` inside is: not written. An empty list is: written, and nothing in it. A plain `Vec` cannot tell the two apart,
/// and an `Option` takes `$null` for not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given<T>(pub Option<T>);

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Deref for Given<T> {
    type Target = Option<T>;
    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T: Argument> Argument for Given<T> {
    const TYPE: ParameterType = T::INNER;
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        T::from_value(value).map(|value| Self(Some(value)))
    }
}

impl<T> Deref for Nullable<T> {
    type Target = Option<T>;
    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

/// An enumeration of the language: what `#[derive(PsEnum)]` implements.
pub trait PsEnum: Copy + Sized + 'static {
    /// The type with its members.
    const TYPE: &'static EnumType;
    /// The member's number.
    fn number(self) -> i64;
    /// The member with this number.
    fn from_number(number: i64) -> Option<Self>;
    /// The member as a value.
    fn value(self) -> Value {
        Value::Enum(Rc::new(EnumValue {
            ty: Self::TYPE,
            number: self.number(),
        }))
    }
}

/// A Rust type that a property of an emitted object can have.
pub trait Property {
    /// The .NET name of the type, for arrays of it.
    const NET: &'static str = "System.Object";
    /// The value that scripts see.
    fn to_value(&self) -> Value;
}

/// An error for a value of another kind than the parameter takes. The binder prevents it for everything that is typed.
pub fn mismatch(value: &Value, wanted: &str) -> ShellError {
    let shown = match value {
        Value::Str(text) => format!("the text \"{text}\""),
        Value::Null => "$null".to_owned(),
        Value::Object(object) => format!("an object of type {}", object.type_names().first()),
        Value::Array(_) | Value::List(_) => "a collection".to_owned(),
        _ => "a value of another type".to_owned(),
    };
    ShellError::new(
        "ParameterArgumentTransformationError",
        ErrorCategory::InvalidData,
        format!("A {wanted} is wanted here, not {shown}."),
    )
    .exception("System.Management.Automation.ParameterBindingArgumentTransformationException")
    .target(value.clone())
}

/// Says which parameter an error of [`Argument::from_value`] is about.
pub fn about(mut error: ShellError, parameter: &str) -> ShellError {
    error.message = format!(
        "Cannot process argument transformation on parameter '{parameter}'. {}",
        error.message
    );
    error
}

/// The Rust value inside an object that a cmdlet has emitted.
fn payload<T: Send + Sync + 'static>(value: &Value, type_name: &str) -> Result<Arc<T>, ShellError> {
    match value {
        Value::Object(object) => match (object.payload::<T>(), &object.base) {
            (Some(payload), _) => Ok(payload),
            (None, Some(base)) => payload(base, type_name),
            (None, None) => Err(mismatch(value, type_name)),
        },
        _ => Err(mismatch(value, type_name)),
    }
}

impl<T: Emit + Send + Sync + 'static> Argument for Arc<T> {
    const TYPE: ParameterType = ParameterType::Of(T::TYPE_NAMES[0]);

    fn from_value(value: &Value) -> Result<Self, ShellError> {
        payload(value, T::TYPE_NAMES[0])
    }
}

/// A member of an enumeration.
pub fn enumeration<T: PsEnum>(value: &Value) -> Result<T, ShellError> {
    let number = match value {
        Value::Enum(member) => Some(member.number),
        Value::Str(text) => T::TYPE.number(text.trim()),
        other => integer(other).and_then(|wide| i64::try_from(wide).ok()),
    };
    number
        .and_then(T::from_number)
        .ok_or_else(|| mismatch(value, T::TYPE.name))
}

/// Any whole number.
fn integer(value: &Value) -> Option<i128> {
    Some(match value {
        Value::SByte(n) => i128::from(*n),
        Value::Byte(n) => i128::from(*n),
        Value::Int16(n) => i128::from(*n),
        Value::UInt16(n) => i128::from(*n),
        Value::Int(n) => i128::from(*n),
        Value::UInt32(n) => i128::from(*n),
        Value::Long(n) => i128::from(*n),
        Value::ULong(n) => i128::from(*n),
        Value::Enum(member) => i128::from(member.number),
        _ => return None,
    })
}

macro_rules! integers {
    ($($rust:ty, $named:literal, $net:literal, $variant:ident;)*) => {$(
        impl Argument for $rust {
            const TYPE: ParameterType = ParameterType::Named($named);
            fn from_value(value: &Value) -> Result<Self, ShellError> {
                integer(value)
                    .and_then(|wide| <$rust>::try_from(wide).ok())
                    .ok_or_else(|| mismatch(value, concat!("number of type ", $named)))
            }
        }
        impl Property for $rust {
            const NET: &'static str = $net;
            fn to_value(&self) -> Value {
                Value::$variant(*self)
            }
        }
    )*};
}

integers! {
    i8, "sbyte", "System.SByte", SByte;
    u8, "byte", "System.Byte", Byte;
    i16, "int16", "System.Int16", Int16;
    u16, "uint16", "System.UInt16", UInt16;
    i32, "int", "System.Int32", Int;
    u32, "uint32", "System.UInt32", UInt32;
    i64, "long", "System.Int64", Long;
    u64, "uint64", "System.UInt64", ULong;
}

/// A field of type `bool` is a switch; inside `Option`, `Vec` and `Nullable` it is a Boolean that wants a value.
impl Argument for bool {
    const TYPE: ParameterType = ParameterType::Switch;
    const INNER: ParameterType = ParameterType::Named("bool");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Bool(flag) => Ok(*flag),
            other => Err(mismatch(other, "Boolean")),
        }
    }
}

impl Property for bool {
    const NET: &'static str = "System.Boolean";
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Argument for f64 {
    const TYPE: ParameterType = ParameterType::Named("double");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Double(number) => Ok(*number),
            Value::Single(number) => Ok(f64::from(*number)),
            other => integer(other)
                .map(|wide| wide as f64)
                .ok_or_else(|| mismatch(value, "number")),
        }
    }
}

impl Property for f64 {
    const NET: &'static str = "System.Double";
    fn to_value(&self) -> Value {
        Value::Double(*self)
    }
}

impl Argument for Rc<str> {
    const TYPE: ParameterType = ParameterType::Named("string");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Str(text) => Ok(text.clone()),
            Value::Null => Ok("".into()),
            other => Err(mismatch(other, "text")),
        }
    }
}

impl Property for Rc<str> {
    const NET: &'static str = "System.String";
    fn to_value(&self) -> Value {
        Value::Str(self.clone())
    }
}

impl Argument for String {
    const TYPE: ParameterType = ParameterType::Named("string");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Rc::<str>::from_value(value).map(|text| text.to_string())
    }
}

impl Property for String {
    const NET: &'static str = "System.String";
    fn to_value(&self) -> Value {
        Value::str(self.as_str())
    }
}

impl Property for &'static str {
    const NET: &'static str = "System.String";
    fn to_value(&self) -> Value {
        Value::str(*self)
    }
}

impl Argument for char {
    const TYPE: ParameterType = ParameterType::Named("char");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Char(c) => Ok(*c),
            other => Err(mismatch(other, "character")),
        }
    }
}

impl Argument for Value {
    const TYPE: ParameterType = ParameterType::Object;
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Ok(value.clone())
    }
}

impl Property for Value {
    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl Argument for ErrorCategory {
    const TYPE: ParameterType = ParameterType::Enum(&ERROR_CATEGORY);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        category_of(value).ok_or_else(|| mismatch(value, ERROR_CATEGORY.name))
    }
}

impl Argument for Rc<ScriptBlock> {
    const TYPE: ParameterType = ParameterType::Named("scriptblock");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::ScriptBlock(block) => Ok(block.clone()),
            other => Err(mismatch(other, "script block")),
        }
    }
}

impl Argument for Rc<Hashtable> {
    const TYPE: ParameterType = ParameterType::Named("hashtable");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::Hashtable(table) => Ok(table.clone()),
            _ => Err(mismatch(value, "hashtable")),
        }
    }
}

impl Argument for Rc<DateTimeValue> {
    const TYPE: ParameterType = ParameterType::Named("datetime");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::DateTime(time) => Ok(time.clone()),
            _ => Err(mismatch(value, "date")),
        }
    }
}

/// A span of time, in ticks of 100 ns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticks(pub i64);

impl Argument for Ticks {
    const TYPE: ParameterType = ParameterType::Named("timespan");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::TimeSpan(ticks) => Ok(Self(*ticks)),
            _ => Err(mismatch(value, "time span")),
        }
    }
}

/// A point in time that is shown in the local zone: `System.DateTime`, or `$null` where it is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub std::time::SystemTime);

impl Property for Moment {
    const NET: &'static str = "System.DateTime";
    fn to_value(&self) -> Value {
        DateTimeValue::of_system(self.0).map_or(Value::Null, Value::from)
    }
}

impl Property for Ticks {
    const NET: &'static str = "System.TimeSpan";
    fn to_value(&self) -> Value {
        Value::TimeSpan(self.0)
    }
}

/// A GUID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Guid(pub [u8; 16]);

impl Argument for Guid {
    const TYPE: ParameterType = ParameterType::Named("guid");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Guid(bytes) => Ok(Self(**bytes)),
            other => Err(mismatch(other, "GUID")),
        }
    }
}

impl Property for Guid {
    const NET: &'static str = "System.Guid";
    fn to_value(&self) -> Value {
        Value::Guid(Rc::new(self.0))
    }
}

impl Argument for Rc<dyn Native> {
    const TYPE: ParameterType = ParameterType::Object;
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Native(native) => Ok(native.clone()),
            other => Err(mismatch(other, "object")),
        }
    }
}

impl<T: Argument> Argument for Option<T> {
    const TYPE: ParameterType = T::INNER;
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

impl Property for VersionValue {
    const NET: &'static str = "System.Version";
    fn to_value(&self) -> Value {
        Value::Native(Rc::new(self.clone()))
    }
}

impl<T: Property> Property for Option<T> {
    const NET: &'static str = T::NET;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
}

impl<T: Argument> Argument for Nullable<T> {
    const TYPE: ParameterType = ParameterType::Nullable(&T::INNER);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        Option::<T>::from_value(value).map(Nullable)
    }
}

impl<T: Argument> Argument for Vec<T> {
    const TYPE: ParameterType = ParameterType::Array(&T::INNER);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value {
            Value::Array(array) => array.items.borrow().iter().map(T::from_value).collect(),
            Value::List(list) => list.items.borrow().iter().map(T::from_value).collect(),
            Value::Null => Ok(Vec::new()),
            single => Ok(vec![T::from_value(single)?]),
        }
    }
}

impl<T: Property> Property for Vec<T> {
    fn to_value(&self) -> Value {
        Value::typed_array(T::NET, self.iter().map(T::to_value).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cmdlet::{Cmdlet, Declared, Emit, Instance, Validation};
    use crate::error::Flow;
    use crate::eval::Context;
    use crate::value::{MemberKind, PsObject};
    use iovsh_derive::{Cmdlet, PsEnum, PsObject};
    use std::rc::Rc;

    #[derive(Clone, Copy, Debug, PartialEq, PsEnum)]
    #[psenum(type_name = "Sample.Colour")]
    enum Colour {
        Red = 0,
        Green = 4,
    }

    #[derive(Clone, PsObject)]
    #[psobject(type_name = "Sample.Thing", base = "Sample.Base")]
    struct Thing {
        vm_name: String,
        #[property(name = "Tint")]
        colour: Colour,
        parts: Vec<String>,
        #[property(skip)]
        secret: u32,
    }

    /// Gets things.
    ///
    /// All of them.
    ///
    /// # Examples
    /// The red ones:
    /// ```iovsh
    /// PS> Get-Sample -Colour Red
    /// thing
    /// ```
    #[derive(Cmdlet)]
    #[cmdlet(verb = "Get", noun = "Sample", module = "Sample", alias("gs"), impact = High, output = Thing)]
    struct GetSample {
        /// Names of machines.
        #[param(set = "Name", position = 0, mandatory, from_pipeline)]
        #[param(set = "Other", by_property_name)]
        #[param(set = "Third", alias = "Name")]
        vm_name: Vec<String>,
        /// How much.
        #[param(range = 0..=100, value = 7)]
        weight: u32,
        /// A wish.
        enable_iov: Nullable<bool>,
        /// Only this colour.
        colour: Option<Colour>,
        /// A switch.
        force: bool,
        /// A thing.
        thing: Option<std::sync::Arc<Thing>>,
        #[state]
        seen: usize,
    }

    impl Cmdlet for GetSample {
        fn process(&mut self, _cx: &mut Context) -> Flow {
            self.seen += 1;
            Ok(())
        }
    }

    #[test]
    fn the_declaration_is_what_was_written() {
        let spec = GetSample::SPEC;
        assert_eq!(spec.name, "Get-Sample");
        assert_eq!(spec.class, "Get-Sample");
        assert_eq!(spec.synopsis, "Gets things.");
        assert_eq!(spec.description, "All of them.");
        assert_eq!(spec.examples[0].title, "The red ones:");
        assert_eq!(
            spec.examples[0].transcript,
            "PS> Get-Sample -Colour Red\nthing"
        );
        assert_eq!(spec.outputs, ["Sample.Thing"]);
        assert!(spec.should_process);
        let names: Vec<_> = spec.parameters.iter().map(|p| p.name).collect();
        assert_eq!(
            names,
            ["VMName", "Weight", "EnableIov", "Colour", "Force", "Thing"]
        );
        let name = &spec.parameters[0];
        assert_eq!(name.aliases, ["Name"]);
        assert_eq!(name.sets.len(), 3);
        assert!(name.sets[0].mandatory && name.sets[0].from_pipeline);
        assert_eq!(name.sets[0].position, Some(0));
        assert!(name.sets[1].by_property_name && !name.sets[1].mandatory);
        assert!(matches!(
            name.ty,
            ParameterType::Array(ParameterType::Named("string"))
        ));
        assert!(matches!(
            spec.parameters[1].validate,
            [Validation::Range(0, 100)]
        ));
        assert_eq!(spec.parameters[1].default, "7");
        assert!(matches!(
            spec.parameters[2].ty,
            ParameterType::Nullable(ParameterType::Named("bool"))
        ));
        assert!(matches!(spec.parameters[3].ty, ParameterType::Enum(_)));
        assert!(matches!(spec.parameters[4].ty, ParameterType::Switch));
        assert!(matches!(
            spec.parameters[5].ty,
            ParameterType::Of("Sample.Thing")
        ));
        let _ = (spec.new)();
    }

    #[test]
    fn parameters_are_set_and_reset() {
        let mut sample = GetSample {
            vm_name: Vec::new(),
            weight: 7,
            enable_iov: Nullable(None),
            colour: None,
            force: false,
            thing: None,
            seen: 0,
        };
        sample.set(0, &Value::strings(["a", "b"])).unwrap();
        sample.set(1, &Value::UInt32(9)).unwrap();
        sample.set(2, &Value::Bool(false)).unwrap();
        sample.set(3, &Value::str("green")).unwrap();
        assert_eq!(sample.vm_name, ["a", "b"]);
        assert_eq!(sample.weight, 9);
        assert_eq!(*sample.enable_iov, Some(false));
        assert_eq!(sample.colour, Some(Colour::Green));
        sample.reset(1);
        sample.reset(2);
        assert_eq!(sample.weight, 7);
        assert_eq!(*sample.enable_iov, None);
        let error = sample.set(1, &Value::str("x")).unwrap_err();
        assert!(error.message.contains("'Weight'"), "{}", error.message);
    }

    /// What two cmdlets share.
    #[derive(iovsh_derive::Parameters)]
    struct Where {
        /// Machines.
        #[param(set = "Name", position = 0)]
        machine: Vec<String>,
        /// How many.
        #[param(value = 3)]
        count: i32,
    }

    /// Shares parameters.
    #[derive(iovsh_derive::Cmdlet)]
    #[cmdlet(verb = "Get", noun = "Shared", module = "Sample")]
    struct GetShared {
        #[flatten]
        place: Where,
        /// Its own.
        own: String,
        #[flatten]
        other: Elsewhere,
    }

    /// And more.
    #[derive(iovsh_derive::Parameters)]
    struct Elsewhere {
        /// A flag.
        flag: bool,
    }

    impl Cmdlet for GetShared {
        fn process(&mut self, _cx: &mut Context) -> Flow {
            Ok(())
        }
    }

    #[test]
    fn groups_of_parameters_are_the_cmdlets_own() {
        let names: Vec<_> = GetShared::SPEC.parameters.iter().map(|p| p.name).collect();
        assert_eq!(names, ["Own", "Machine", "Count", "Flag"]);
        assert_eq!(GetShared::SPEC.parameters[1].sets[0].position, Some(0));
        let mut shared = GetShared {
            place: Where::default(),
            own: String::new(),
            other: Elsewhere::default(),
        };
        shared.set(0, &Value::str("a")).unwrap();
        shared.set(1, &Value::strings(["b"])).unwrap();
        shared.set(2, &Value::Int(9)).unwrap();
        shared.set(3, &Value::Bool(true)).unwrap();
        assert_eq!(shared.own, "a");
        assert_eq!((shared.place.machine.len(), shared.place.count), (1, 9));
        assert!(shared.other.flag);
        shared.reset(2);
        shared.reset(3);
        assert_eq!(shared.place.count, 3);
        assert!(!shared.other.flag);
        assert!(
            shared
                .set(2, &Value::str("x"))
                .unwrap_err()
                .message
                .contains("'Count'")
        );
    }

    #[test]
    fn an_object_keeps_what_it_was_made_from() {
        let value = Thing {
            vm_name: "web1".into(),
            colour: Colour::Green,
            parts: vec!["x".into()],
            secret: 42,
        }
        .into_value();
        assert_eq!(Thing::PROPERTIES, ["VMName", "Tint", "Parts"]);
        let Value::Object(object) = &value else {
            panic!("an object")
        };
        assert_eq!(object.get("vmname").unwrap().as_str(), Some("web1"));
        assert!(object.get("secret").is_none());
        assert_eq!(object.type_names().first(), "Sample.Thing");
        let back = std::sync::Arc::<Thing>::from_value(&value).unwrap();
        assert_eq!(back.secret, 42);
        assert!(std::sync::Arc::<Thing>::from_value(&Value::str("web1")).is_err());
    }

    /// A property that counts how often it is made.
    #[derive(Clone, Default)]
    struct Counted(std::sync::Arc<std::sync::atomic::AtomicUsize>);

    impl Counted {
        fn times(&self) -> usize {
            self.0.load(std::sync::atomic::Ordering::Relaxed)
        }
    }

    impl Property for Counted {
        const NET: &'static str = "System.Object";

        fn to_value(&self) -> Value {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Value::object(PsObject::custom())
        }
    }

    #[derive(Clone, PsObject)]
    #[psobject(part)]
    struct Label {
        #[property(alias = "Caption")]
        title: String,
    }

    #[derive(Clone, PsObject)]
    #[psobject(type_name = "Sample.Dear")]
    struct Dear {
        name: String,
        #[flatten]
        label: Label,
        #[property(alias = "Cost")]
        #[then("Currency" = "XDR")]
        price: Counted,
    }

    #[test]
    fn a_property_is_made_once_and_when_it_is_asked_for() {
        let price = Counted::default();
        let dear = Dear {
            name: "a".into(),
            label: Label { title: "b".into() },
            price: price.clone(),
        };
        let Value::Object(object) = dear.into_value() else {
            panic!("an object")
        };
        assert_eq!(object.get("Name").unwrap().as_str(), Some("a"));
        assert_eq!(object.get("caption").unwrap().as_str(), Some("b"));
        assert_eq!(object.get("Currency").unwrap().as_str(), Some("XDR"));
        assert!(object.has("Price") && price.times() == 0);
        let (Some(Value::Object(one)), Some(Value::Object(other))) =
            (object.get("price"), object.get("Cost"))
        else {
            panic!("objects")
        };
        assert!(Rc::ptr_eq(&one, &other), "the same one each time");
        let members = object.members();
        let names: Vec<&str> = members.iter().map(|member| &*member.name).collect();
        assert_eq!(
            names,
            ["Name", "Title", "Caption", "Price", "Cost", "Currency"]
        );
        assert_eq!(Dear::PROPERTIES, ["Name", "Title", "Price", "Currency"]);
        assert_eq!(price.times(), 1);
        // A copy makes what it lacks of the same value; what is put in the place of a property stays.
        let copy = Dear::clone(&object.payload().unwrap());
        let copy = crate::cmdlet::object(copy);
        copy.set("Name", MemberKind::Note("c".into()));
        let copy = copy.clone();
        assert_eq!(copy.get("Name").unwrap().as_str(), Some("c"));
        assert_eq!(copy.get("Title").unwrap().as_str(), Some("b"));
    }

    /// Every member that an object names can be made.
    #[test]
    fn no_member_is_only_a_name() {
        fn check<T: Emit>(value: &T) {
            for name in T::MEMBERS {
                assert!(value.member(name).is_some(), "{name}");
            }
            assert!(value.member("Nothing").is_none());
        }
        check(&Dear {
            name: String::new(),
            label: Label {
                title: String::new(),
            },
            price: Counted::default(),
        });
    }
}
