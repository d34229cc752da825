//! What is declared of a cmdlet's parameters: plain data that binding, help, completion and the reference are read from.

use std::any::Any;
use std::sync::Arc;

use super::error::ShellError;
use super::value::{EnumType, MemberKind, PsObject, Value};

/// An example of the help.
#[derive(Debug)]
pub struct Example {
    /// What it shows.
    pub title: &'static str,
    /// `PS> ` lines and the expected output, as a transcript.
    pub transcript: &'static str,
}

/// `ConfirmImpact`: compared with `$ConfirmPreference`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Never asks.
    None,
    /// Asks when the preference is `Low`.
    Low,
    /// Asks when the preference is `Medium` or `Low`.
    Medium,
    /// Asks by default.
    High,
}

/// What is declared of a parameter.
#[derive(Clone, Copy, Debug)]
pub struct ParameterSpec {
    /// `IovWeight`.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// The doc comment.
    pub help: &'static str,
    /// The type that an argument is converted to.
    pub ty: ParameterType,
    /// The sets that it belongs to, and no others. Empty: it belongs to all of them, as `everywhere` says.
    pub sets: &'static [SetMembership],
    /// How it takes part in all sets, when `sets` is empty; without meaning otherwise.
    pub everywhere: SetMembership,
    /// What is checked after conversion.
    pub validate: &'static [Validation],
    /// Who knows candidates for completion.
    pub complete: Option<Completer>,
    /// Whether it takes all arguments that are left over.
    pub remaining: bool,
    /// Whether help and completion leave it out.
    pub hidden: bool,
    /// Whether PowerShell knows it only once a path leads to the file system: the beginning of a name means another parameter first.
    pub dynamic: bool,
    /// The default, for the help.
    pub default: &'static str,
    /// What is answered when it is given and cannot mean anything here.
    pub answer: Option<Answer>,
}

/// The answer to a parameter that is accepted for the sake of scripts and has no meaning here. The interpreter gives it
/// before the cmdlet runs; the reason is a sentence that goes on after a colon and ends in a full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A warning: the command does the rest.
    NoEffect(&'static str),
    /// A terminating error: going on would do something else than was asked.
    Refused(&'static str),
}

impl ParameterSpec {
    /// Whether it is a switch.
    #[must_use]
    pub fn is_switch(&self) -> bool {
        matches!(self.ty, ParameterType::Switch)
    }

    /// The help: the doc comment, and why the parameter has no effect where that is so.
    #[must_use]
    pub fn help(&self) -> std::borrow::Cow<'static, str> {
        let own = self.help.trim();
        let answer = match self.answer {
            None => return own.into(),
            Some(Answer::NoEffect(reason)) => {
                format!("Accepted, without effect on this host: {reason}")
            }
            Some(Answer::Refused(reason)) => format!("Not supported on this host: {reason}"),
        };
        if own.is_empty() {
            answer.into()
        } else {
            format!("{own} {answer}").into()
        }
    }

    /// Declares nothing.
    pub const NONE: Self = Self {
        name: "",
        aliases: &[],
        help: "",
        ty: ParameterType::Object,
        sets: &[],
        everywhere: SetMembership {
            set: "",
            mandatory: false,
            position: None,
            from_pipeline: false,
            by_property_name: false,
        },
        validate: &[],
        complete: None,
        remaining: false,
        hidden: false,
        dynamic: false,
        default: "",
        answer: None,
    };
}

/// Whether a parameter is taken from properties of pipeline objects in any of its sets.
const fn is_by_property_name(mut sets: &[SetMembership]) -> bool {
    while let Some((set, others)) = sets.split_first() {
        if set.by_property_name {
            return true;
        }
        sets = others;
    }
    false
}

/// The declarations of a group, in these sets instead of its own: `by_property` are the same sets for those of its parameters that are taken
/// from properties of pipeline objects.
#[must_use]
pub const fn placed<const N: usize>(
    group: &[ParameterSpec],
    plain: &'static [SetMembership],
    by_property: &'static [SetMembership],
) -> [ParameterSpec; N] {
    let mut all = [ParameterSpec::NONE; N];
    let mut room: &mut [ParameterSpec] = &mut all;
    let mut group = group;
    while let (Some((one, others)), Some((slot, after))) =
        (group.split_first(), room.split_first_mut())
    {
        let sets = match one.everywhere.by_property_name || is_by_property_name(one.sets) {
            true => by_property,
            false => plain,
        };
        *slot = ParameterSpec { sets, ..*one };
        room = after;
        group = others;
    }
    all
}

/// Several lists, `N` together, in one array; `none` stands where there is room for more.
#[must_use]
pub const fn joined<T: Copy, const N: usize>(none: T, groups: &[&[T]]) -> [T; N] {
    let mut all = [none; N];
    let mut room: &mut [T] = &mut all;
    let mut groups = groups;
    while let Some((group, later)) = groups.split_first() {
        let mut group = *group;
        while let Some((one, others)) = group.split_first() {
            let whole = room;
            let Some((slot, after)) = whole.split_first_mut() else {
                room = &mut [];
                break;
            };
            *slot = *one;
            room = after;
            group = others;
        }
        groups = later;
    }
    all
}

/// A group of parameters that several cmdlets share: what `#[derive(Parameters)]` makes of a struct. A cmdlet has it as a
/// field that is marked `#[flatten]`.
pub trait Parameters: Default {
    /// What was declared.
    const SPECS: &'static [ParameterSpec];
    /// Sets a parameter by its index in [`Parameters::SPECS`].
    ///
    /// # Errors
    /// A value that the field's type refuses.
    fn set(&mut self, parameter: usize, value: &Value) -> Result<(), ShellError>;
    /// Puts a parameter back to its default.
    fn reset(&mut self, parameter: usize);
}

impl ParameterSpec {
    /// Whether its values are patterns: its help says so, in the words that all of them have.
    #[must_use]
    pub fn takes_wildcards(&self) -> bool {
        self.help.contains("Wildcards are allowed") && !self.name.starts_with("Literal")
    }
}

/// How a parameter takes part in one parameter set.
#[derive(Clone, Copy, Debug)]
pub struct SetMembership {
    /// The set's name; empty for `everywhere`.
    pub set: &'static str,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Its position among the arguments without names.
    pub position: Option<u8>,
    /// Whether it takes whole pipeline objects.
    pub from_pipeline: bool,
    /// Whether it takes the property of its name from pipeline objects.
    pub by_property_name: bool,
}

/// The type that an argument is converted to.
#[derive(Clone, Copy, Debug)]
pub enum ParameterType {
    /// Anything.
    Object,
    /// `switch`.
    Switch,
    /// A .NET type by its name, as a cast would take it: `string`, `int`, `uint32`, `bool`, `datetime`, `scriptblock`,
    /// `hashtable`, `timespan` ...
    Named(&'static str),
    /// An enumeration.
    Enum(&'static EnumType),
    /// An object of a type that cmdlets emit (by type name, a base type included). Text is refused.
    Of(&'static str),
    /// Taken as it is, without conversion; the help shows this type name.
    Opaque(&'static str),
    /// An array of these.
    Array(&'static ParameterType),
    /// `Nullable[T]`: `$null` is allowed.
    Nullable(&'static ParameterType),
}

impl ParameterType {
    /// The type inside arrays and `Nullable`.
    #[must_use]
    pub fn element(self) -> Self {
        match self {
            Self::Array(inner) | Self::Nullable(inner) => inner.element(),
            other => other,
        }
    }
}

/// A check on an argument.
#[derive(Debug)]
pub enum Validation {
    /// `ValidateRange`, inclusive.
    Range(i64, i64),
    /// `ValidateSet`.
    Set(&'static [&'static str]),
    /// `ValidatePattern`: a regular expression without regard to case.
    Pattern(&'static str),
    /// `ValidateLength`, in characters.
    Length(usize, usize),
    /// `ValidateCount`.
    Count(usize, usize),
    /// `ValidateNotNull`.
    NotNull,
    /// `ValidateNotNullOrEmpty`.
    NotNullOrEmpty,
    /// `AllowNull`: on a mandatory parameter.
    AllowNull,
    /// A property of a pipeline object that is `$null` is taken as it is, whatever an argument must be: the object says nothing of it.
    AllowNullProperty,
    /// `AllowEmptyString`: on a mandatory parameter.
    AllowEmptyString,
    /// `AllowEmptyCollection`: on a mandatory parameter.
    AllowEmptyCollection,
}

/// Answers the candidates for an argument. `services` is what `Context::services` gives, `word` what has been typed of
/// the argument. It must not print, and be quick.
pub type Completer = fn(services: &dyn Any, word: &str) -> Vec<Candidate>;

/// A candidate for completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What would be inserted, not yet quoted.
    pub text: String,
    /// What it is, in a few words.
    pub description: String,
}

/// A Rust type that a parameter can have.
pub trait Argument: Sized {
    /// What the binder converts to before [`Argument::from_value`] is called.
    const TYPE: ParameterType;
    /// The same inside `Option`, `Vec` and `Nullable`. Differs for `bool` only: a bare one is a switch.
    const INNER: ParameterType = Self::TYPE;
    /// The value, taken out of what the binder has converted.
    fn from_value(value: &Value) -> Result<Self, ShellError>;
}

/// A Rust type that a cmdlet emits: what `#[derive(PsObject)]` implements.
pub trait Emit: Send + Sync + 'static {
    /// The type names, most derived first.
    const TYPE_NAMES: &'static [&'static str];
    /// The names of the properties, in the order in which a list view shows them.
    const PROPERTIES: &'static [&'static str];
    /// The same with the other names that some of them have.
    const MEMBERS: &'static [&'static str];
    /// The member of this name.
    fn member(&self, name: &str) -> Option<MemberKind>;
    /// The object. The Rust value stays inside as payload, so that a cmdlet which takes such objects gets it back.
    fn into_value(self) -> Value;
}

/// An object that shows this value. A table shows a few of a hundred properties, and some of them are objects with as many: each is
/// made of the value when it is asked for.
pub fn object<T: Emit>(value: T) -> PsObject {
    PsObject::showing(T::TYPE_NAMES, T::MEMBERS, Arc::new(value), |value, name| {
        value.downcast_ref::<T>()?.member(name)
    })
}

/// A part that several object types have in common: what `#[derive(PsObject)]` implements with `#[psobject(part)]`.
pub trait Part {
    /// The names of its properties, in their order.
    const PROPERTIES: &'static [&'static str];
    /// The same with the other names that some of them have.
    const MEMBERS: &'static [&'static str];
    /// The member of this name.
    fn member(&self, name: &str) -> Option<MemberKind>;
}
