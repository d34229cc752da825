use iovsh_derive::Cmdlet;

use super::random;
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::value::convert::{number_from_text, to_double};

/// Gets a random number, or some of the objects that it is given.
///
/// # Examples
/// ```iovsh
/// PS> Get-Random -Minimum 5 -Maximum 6
/// 5
/// PS> (1..10 | Get-Random -Count 3).Count
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Random",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RandomNumberParameterSet",
    output = "System.Int32",
    output = "System.Int64",
    output = "System.Double"
)]
pub struct GetRandom {
    /// Where the sequence begins: the same seed gives the same numbers.
    set_seed: Option<i32>,
    /// Less than this.
    #[param(set = "RandomNumberParameterSet", position = 0)]
    maximum: Value,
    /// This or more.
    #[param(set = "RandomNumberParameterSet")]
    minimum: Value,
    /// The objects to choose from.
    #[param(
        set("RandomListItemParameterSet", "ShuffleParameterSet"),
        position = 0,
        mandatory,
        from_pipeline,
        allow_null
    )]
    input_object: Vec<Value>,
    /// How many numbers or objects.
    #[param(
        set("RandomNumberParameterSet", "RandomListItemParameterSet"),
        range = 1..=i32::MAX
    )]
    count: Option<i32>,
    /// All objects, in random order.
    #[param(set = "ShuffleParameterSet", mandatory)]
    shuffle: bool,
    #[state]
    objects: Vec<Value>,
}

impl Cmdlet for GetRandom {
    fn begin(&mut self, _cx: &mut Context) -> Flow {
        if let Some(seed) = self.set_seed {
            random::seed(i64::from(seed));
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if &*cx.parameter_set() != "RandomNumberParameterSet" {
            self.objects.append(&mut self.input_object);
            return Ok(());
        }
        for _ in 0..self.count.unwrap_or(1) {
            let number = self.number()?;
            cx.emit(number)?;
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if &*cx.parameter_set() == "RandomNumberParameterSet" {
            return Ok(());
        }
        let mut objects = std::mem::take(&mut self.objects);
        let wanted = match (self.shuffle, self.count) {
            (true, _) => objects.len(),
            (false, count) => usize::try_from(count.unwrap_or(1)).unwrap_or(1),
        };
        for _ in 0..wanted.min(objects.len()) {
            let chosen = random::below(objects.len() as u64);
            let chosen = usize::try_from(chosen).unwrap_or(0);
            cx.emit(objects.swap_remove(chosen))?;
        }
        Ok(())
    }
}

/// An end of the range: a whole number when it is written as one.
enum Bound {
    Int(i32),
    Long(i64),
    Real(f64),
}

impl Bound {
    fn value(&self) -> Value {
        match self {
            Self::Int(n) => Value::Int(*n),
            Self::Long(n) => Value::Long(*n),
            Self::Real(n) => Value::Double(*n),
        }
    }
}

fn bound(value: &Value, default: Bound) -> Result<Bound, ShellError> {
    let value = value.base();
    let number = match value {
        Value::Null => return Ok(default),
        Value::Str(text) => number_from_text(text).ok_or_else(|| {
            ShellError::new(
                "System.FormatException",
                ErrorCategory::NotSpecified,
                format!("'{text}' is not a number."),
            )
            .exception("System.FormatException")
        })?,
        other => other.clone(),
    };
    Ok(match number {
        Value::Int(n) => Bound::Int(n),
        Value::SByte(_) | Value::Byte(_) | Value::Int16(_) | Value::UInt16(_) => {
            Bound::Int(iovsh_shell::value::convert::to_int(&number)?)
        }
        Value::UInt32(n) => Bound::Long(i64::from(n)),
        Value::Long(n) => Bound::Long(n),
        other => Bound::Real(to_double(&other)?),
    })
}

impl GetRandom {
    fn number(&self) -> Result<Value, ShellError> {
        let low = bound(&self.minimum, Bound::Int(0))?;
        let high = bound(&self.maximum, Bound::Int(i32::MAX))?;
        let (least, most) = (low.value(), high.value());
        let refused = || {
            ShellError::new(
                "MinGreaterThanOrEqualMax",
                ErrorCategory::InvalidArgument,
                format!(
                    "The Minimum value ({}) cannot be greater than or equal to the Maximum value ({}).",
                    inspect::text(&least),
                    inspect::text(&most)
                ),
            )
            .exception("System.ArgumentException")
        };
        let whole = |low: i64, high: i64| {
            if low >= high {
                return Err(refused());
            }
            let offset = random::below(high.wrapping_sub(low) as u64);
            Ok(low.wrapping_add(offset as i64))
        };
        match (low, high) {
            (Bound::Int(low), Bound::Int(high)) => {
                let number = whole(i64::from(low), i64::from(high))?;
                Ok(Value::Int(i32::try_from(number).unwrap_or(low)))
            }
            (Bound::Real(low), high) => real(low, as_real(&high)).ok_or_else(refused),
            (low, Bound::Real(high)) => real(as_real(&low), high).ok_or_else(refused),
            (low, high) => Ok(Value::Long(whole(as_long(&low), as_long(&high))?)),
        }
    }
}

fn real(low: f64, high: f64) -> Option<Value> {
    (low < high).then(|| Value::Double(low + random::unit() * (high - low)))
}

fn as_real(bound: &Bound) -> f64 {
    match bound {
        Bound::Int(n) => f64::from(*n),
        Bound::Long(n) => *n as f64,
        Bound::Real(n) => *n,
    }
}

fn as_long(bound: &Bound) -> i64 {
    match bound {
        Bound::Int(n) => i64::from(*n),
        Bound::Long(n) => *n,
        Bound::Real(n) => *n as i64,
    }
}
