//! `Measure-Object`.

use std::collections::HashSet;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::{Access, EntryKey, PropertyArgument};
use iovsh_shell::value::compare::{Case, compare_for_sort};
use iovsh_shell::value::convert::{number_from_text, to_double};
use iovsh_shell::value::{MemberKind, Name, PsObject, Value};

/// Counts objects, and adds up, averages and compares their values.
///
/// With -Line, -Word or -Character it counts those in text.
///
/// # Examples
/// ```iovsh
/// PS> (1..5 | Measure-Object -Sum).Sum
/// 15
/// PS> 'one two', 'three' | Measure-Object -Word | ForEach-Object Words
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Measure",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    alias("measure"),
    default_set = "GenericMeasure",
    output = "Microsoft.PowerShell.Commands.GenericMeasureInfo"
)]
pub struct MeasureObject {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// The properties that are measured.
    #[param(position = 0, not_null_or_empty)]
    property: Vec<Value>,
    /// The standard deviation of the values.
    #[param(set = "GenericMeasure")]
    standard_deviation: bool,
    /// The sum of the values.
    #[param(set = "GenericMeasure")]
    sum: bool,
    /// All of it.
    #[param(set = "GenericMeasure")]
    all_stats: bool,
    /// The average of the values.
    #[param(set = "GenericMeasure")]
    average: bool,
    /// The greatest value.
    #[param(set = "GenericMeasure")]
    maximum: bool,
    /// The least value.
    #[param(set = "GenericMeasure")]
    minimum: bool,
    /// Counts lines.
    #[param(set = "TextMeasure")]
    line: bool,
    /// Counts words.
    #[param(set = "TextMeasure")]
    word: bool,
    /// Counts characters.
    #[param(set = "TextMeasure")]
    character: bool,
    /// Does not count white space.
    #[param(set = "TextMeasure")]
    ignore_white_space: bool,
    #[state]
    arguments: Vec<PropertyArgument>,
    #[state]
    results: Vec<Statistics>,
    #[state]
    found: HashSet<usize>,
    #[state]
    failed: bool,
}

#[derive(Default)]
struct Statistics {
    property: Option<Name>,
    count: i32,
    sum: f64,
    /// Welford's running mean and sum of squared differences.
    mean: f64,
    squares: f64,
    least: Option<Value>,
    greatest: Option<Value>,
    lines: i32,
    words: i32,
    characters: i32,
}

impl MeasureObject {
    fn is_text(&self) -> bool {
        self.line || self.word || self.character
    }

    fn measure(&mut self, cx: &mut Context, property: Option<Name>, value: &Value) -> Flow {
        let at =
            self.results
                .iter()
                .position(|statistics| match (&statistics.property, &property) {
                    (Some(known), Some(name)) => known.eq_ignore_ascii_case(name),
                    (None, None) => true,
                    _ => false,
                });
        let at = at.unwrap_or_else(|| {
            self.results.push(Statistics {
                property,
                ..Statistics::default()
            });
            self.results.len() - 1
        });
        let text = if self.is_text() {
            cx.text(value)
        } else {
            String::new()
        };
        let (is_text, ignore) = (self.is_text(), self.ignore_white_space);
        let numbers = self.sum || self.average || self.standard_deviation || self.all_stats;
        let extremes = self.maximum || self.minimum || self.all_stats;
        let Some(statistics) = self.results.get_mut(at) else {
            return Ok(());
        };
        statistics.count = statistics.count.saturating_add(1);
        if is_text {
            statistics.add_text(&text, ignore);
            return Ok(());
        }
        if extremes && !value.is_null() {
            statistics.add_extremes(value);
        }
        if !numbers {
            return Ok(());
        }
        match numeric(value) {
            Some(number) => statistics.add_number(number),
            None => {
                self.failed = true;
                let shown = cx.text(value);
                return cx.error(
                    ShellError::new(
                        "NonNumericInputObject",
                        ErrorCategory::InvalidType,
                        format!("Input object \"{shown}\" is not numeric."),
                    )
                    .exception("System.Management.Automation.PSInvalidCastException")
                    .target(value.clone()),
                );
            }
        }
        Ok(())
    }

    fn measure_properties(
        &mut self,
        cx: &mut Context,
        object: &Value,
        arguments: &[PropertyArgument],
    ) -> Flow {
        for (at, argument) in arguments.iter().enumerate() {
            if let Some((name, value)) = argument.plain(object) {
                self.found.insert(at);
                self.measure(cx, Some(name), &value)?;
                continue;
            }
            for found in argument.read(object, cx)? {
                if let Ok(Some(value)) = found.value {
                    self.found.insert(at);
                    self.measure(cx, Some(found.name), &value)?;
                }
            }
        }
        Ok(())
    }

    fn result(&self, statistics: &Statistics) -> Value {
        let property = statistics
            .property
            .as_ref()
            .map(|name| Value::from(name.as_str()));
        if self.is_text() {
            let count = |asked: bool, count: i32| Value::from(asked.then_some(count));
            return Value::object(object(
                &[
                    "Microsoft.PowerShell.Commands.TextMeasureInfo",
                    "Microsoft.PowerShell.Commands.MeasureInfo",
                    "System.Object",
                ],
                [
                    ("Lines", count(self.line, statistics.lines)),
                    ("Words", count(self.word, statistics.words)),
                    ("Characters", count(self.character, statistics.characters)),
                    ("Property", property.into()),
                ],
            ));
        }
        let numbers = !self.failed && statistics.count > 0;
        let count = f64::from(statistics.count);
        let number = |asked: bool, value: f64| Value::from((asked && numbers).then_some(value));
        let extreme = |asked: bool, value: &Option<Value>| match value {
            Some(value) if asked => numeric_base(value).unwrap_or_else(|| value.clone()),
            _ => Value::Null,
        };
        let plain = |value: &Option<Value>| {
            value
                .as_ref()
                .is_none_or(|value| numeric_base(value).is_some())
        };
        let deviation = if statistics.count > 1 {
            (statistics.squares / (count - 1.0)).sqrt()
        } else {
            0.0
        };
        let all = self.all_stats;
        let ty: &'static [&'static str] = if plain(&statistics.greatest) && plain(&statistics.least)
        {
            &[
                "Microsoft.PowerShell.Commands.GenericMeasureInfo",
                "Microsoft.PowerShell.Commands.MeasureInfo",
                "System.Object",
            ]
        } else {
            &[
                "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo",
                "Microsoft.PowerShell.Commands.MeasureInfo",
                "System.Object",
            ]
        };
        Value::object(object(
            ty,
            [
                ("Count", Value::Int(statistics.count)),
                (
                    "Average",
                    number(self.average || all, statistics.sum / count),
                ),
                ("Sum", number(self.sum || all, statistics.sum)),
                (
                    "Maximum",
                    extreme(self.maximum || all, &statistics.greatest),
                ),
                ("Minimum", extreme(self.minimum || all, &statistics.least)),
                (
                    "StandardDeviation",
                    number(self.standard_deviation || all, deviation),
                ),
                ("Property", property.into()),
            ],
        ))
    }
}

impl Statistics {
    fn add_number(&mut self, number: f64) {
        self.sum += number;
        let before = number - self.mean;
        self.mean += before / f64::from(self.count.max(1));
        self.squares += before * (number - self.mean);
    }

    fn add_extremes(&mut self, value: &Value) {
        let keep = |known: &mut Option<Value>, wanted: std::cmp::Ordering| match known {
            Some(old) if compare_for_sort(value, old, Case::Ignore) != wanted => {}
            _ => *known = Some(value.clone()),
        };
        keep(&mut self.greatest, std::cmp::Ordering::Greater);
        keep(&mut self.least, std::cmp::Ordering::Less);
    }

    fn add_text(&mut self, text: &str, ignore_white_space: bool) {
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        if !text.is_empty() {
            let feeds = text.matches('\n').count();
            let lines = if text.ends_with('\n') {
                feeds
            } else {
                feeds + 1
            };
            self.lines = self.lines.saturating_add(count(lines));
        }
        self.words = self
            .words
            .saturating_add(count(text.split_whitespace().count()));
        let characters = text
            .chars()
            .filter(|c| !ignore_white_space || !c.is_whitespace())
            .map(char::len_utf16)
            .sum();
        self.characters = self.characters.saturating_add(count(characters));
    }
}

/// An object with these properties.
fn object<const N: usize>(
    types: &'static [&'static str],
    properties: [(&'static str, Value); N],
) -> PsObject {
    let object = PsObject::of(types);
    for (name, value) in properties {
        object.push(name, MemberKind::Property(value));
    }
    object
}

/// A value as the number that sums are made of: text that holds a number counts.
fn numeric(value: &Value) -> Option<f64> {
    match value.base() {
        Value::Null => Some(0.0),
        Value::Str(text) => to_double(&number_from_text(text)?).ok(),
        Value::Char(_) | Value::DateTime(_) | Value::TimeSpan(_) | Value::Array(_) => None,
        other => to_double(other).ok(),
    }
}

/// A number as the double that `Maximum` shows; `None` for what is not a number.
fn numeric_base(value: &Value) -> Option<Value> {
    match value.base() {
        Value::SByte(_)
        | Value::Byte(_)
        | Value::Int16(_)
        | Value::UInt16(_)
        | Value::Int(_)
        | Value::UInt32(_)
        | Value::Long(_)
        | Value::ULong(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_) => to_double(value.base()).ok().map(Value::Double),
        _ => None,
    }
}

impl Cmdlet for MeasureObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        self.arguments.clear();
        for value in &self.property {
            self.arguments
                .push(PropertyArgument::parse(value, &[EntryKey::Expression], cx)?);
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        let object = self.input_object.clone();
        if object.is_null() {
            return Ok(());
        }
        if self.arguments.is_empty() {
            return self.measure(cx, None, &object);
        }
        let arguments = std::mem::take(&mut self.arguments);
        let flow = self.measure_properties(cx, &object, &arguments);
        self.arguments = arguments;
        flow
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        for (at, argument) in self.arguments.iter().enumerate() {
            let title = argument.title();
            if !self.found.contains(&at) {
                cx.error(
                    ShellError::new(
                        "GenericMeasurePropertyNotFound",
                        ErrorCategory::InvalidArgument,
                        format!(
                            "The property \"{title}\" cannot be found in the input for any objects."
                        ),
                    )
                    .exception("System.Management.Automation.PSArgumentException"),
                )?;
            }
        }
        if self.arguments.is_empty() && self.results.is_empty() {
            self.results.push(Statistics::default());
        }
        let results: Vec<Value> = self
            .results
            .iter()
            .map(|statistics| self.result(statistics))
            .collect();
        cx.emit_all(results)
    }
}
