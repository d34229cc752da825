//! `Get-Random`.

use iovsh_derive::Cmdlet;

use super::chance::Chance;
use crate::shell::cmdlet::Cmdlet;
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::Context;
use crate::shell::value::Value;
use crate::shell::value::convert::{number_from_text, to_double, to_long};

/// Gives a random number, or picks objects at random.
///
/// The numbers are not fit for passwords and keys.
///
/// # Examples
/// ```iovsh
/// PS> (Get-Random -Maximum 10) -lt 10
/// True
/// PS> (1..3 | Get-Random -Count 3 | Sort-Object) -join ','
/// 1,2,3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Random",
    module = "Microsoft.PowerShell.Utility",
    default_set = "RandomNumberParameterSet"
)]
pub struct GetRandom {
    /// Where the numbers start from: the same seed gives the same numbers.
    set_seed: Option<i32>,
    /// The number stays below this.
    #[param(set = "RandomNumberParameterSet", position = 0)]
    maximum: Value,
    /// The least number.
    #[param(set = "RandomNumberParameterSet")]
    minimum: Value,
    /// The objects that are picked from.
    #[param(
        set("RandomListItemParameterSet", "ShuffleParameterSet"),
        mandatory,
        position = 0,
        from_pipeline,
        allow_null,
        allow_empty_collection
    )]
    input_object: Vec<Value>,
    /// How many.
    #[param(set("RandomNumberParameterSet", "RandomListItemParameterSet"), range = 1..=2147483647, value = 1)]
    count: i32,
    /// All objects, in random order.
    #[param(set = "ShuffleParameterSet", mandatory)]
    shuffle: bool,
    #[state]
    chance: Option<Chance>,
    #[state]
    objects: Vec<Value>,
}

fn number(value: &Value) -> Option<Value> {
    match value.base() {
        Value::Str(text) => number_from_text(text),
        other => Some(other.clone()),
    }
}

impl GetRandom {
    fn numbers(&self, cx: &mut Context, chance: &mut Chance) -> Flow {
        let default = |value: &Value, other: Value| {
            if value.is_null() {
                Some(other)
            } else {
                number(value)
            }
        };
        let (Some(low), Some(high)) = (
            default(&self.minimum, Value::Int(0)),
            default(&self.maximum, Value::Int(i32::MAX)),
        ) else {
            return Err(ShellError::new(
                "CannotConvertArgumentNoMessage",
                ErrorCategory::InvalidArgument,
                "-Minimum and -Maximum are numbers.",
            )
            .into());
        };
        for _ in 0..self.count {
            let value = if matches!(low, Value::Double(_)) || matches!(high, Value::Double(_)) {
                let (low, high) = (to_double(&low)?, to_double(&high)?);
                check(low < high)?;
                Value::Double(low + (high - low) * chance.fraction())
            } else {
                let (from, to) = (to_long(&low)?, to_long(&high)?);
                check(from < to)?;
                let picked =
                    from.wrapping_add_unsigned(chance.below(to.wrapping_sub(from).unsigned_abs()));
                match (
                    matches!(low, Value::Long(_)) || matches!(high, Value::Long(_)),
                    i32::try_from(picked),
                ) {
                    (false, Ok(small)) => Value::Int(small),
                    _ => Value::Long(picked),
                }
            };
            cx.emit(value)?;
        }
        Ok(())
    }
}

fn check(ordered: bool) -> Result<(), ShellError> {
    if ordered {
        return Ok(());
    }
    Err(ShellError::new(
        "MinGreaterThanOrEqualMax",
        ErrorCategory::InvalidArgument,
        "-Minimum must be less than -Maximum.",
    )
    .exception("System.ArgumentException"))
}

impl Cmdlet for GetRandom {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        let mut chance = self.set_seed.map_or_else(Chance::new, Chance::seeded);
        if &*cx.parameter_set() == "RandomNumberParameterSet" {
            self.numbers(cx, &mut chance)?;
        }
        self.chance = Some(chance);
        Ok(())
    }

    fn process(&mut self, _cx: &mut Context) -> Flow {
        self.objects.append(&mut self.input_object);
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let count = if self.shuffle {
            usize::MAX
        } else {
            usize::try_from(self.count).unwrap_or(1)
        };
        let mut objects = std::mem::take(&mut self.objects);
        let chance = self.chance.get_or_insert_default();
        let mut picked = Vec::new();
        while picked.len() < count && !objects.is_empty() {
            let at = chance.below(u64::try_from(objects.len()).unwrap_or(0));
            picked.push(objects.swap_remove(usize::try_from(at).unwrap_or(0)));
        }
        cx.emit_all(picked)
    }
}
