//! `Sort-Object`.

use std::cmp::Ordering;
use std::collections::VecDeque;

use iovsh_derive::Cmdlet;

use iovsh_base::interrupt::{self, Interrupted, Pulse};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::{EntryKey, PropertyArgument};
use iovsh_shell::value::Value;
use iovsh_shell::value::compare::{Case, compare_for_sort};
use iovsh_shell::value::operators::order_by_class;

/// Sorts objects, by their properties or by themselves.
///
/// Equal objects keep their order. Each key can have a direction of its own: @{ Expression = ..; Descending = $true }.
///
/// # Examples
/// ```iovsh
/// PS> 'web2', 'db1', 'web1' | Sort-Object
/// db1
/// web1
/// web2
/// PS> 3, 10, 2 | Sort-Object -Descending -Top 2
/// 10
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Sort",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    alias("sort"),
    default_set = "Default"
)]
pub struct SortObject {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// What they are sorted by.
    #[param(position = 0)]
    property: Vec<Value>,
    /// From the greatest to the least.
    descending: bool,
    /// One object of those that are equal.
    unique: bool,
    /// Only this many from the beginning of the result.
    #[param(set = "Top", mandatory, range = 1..=2147483647)]
    top: Option<i32>,
    /// Only this many from the end of the result.
    #[param(set = "Bottom", mandatory, range = 1..=2147483647)]
    bottom: Option<i32>,
    /// Equal objects keep their order. They always do.
    #[param(set = "Default")]
    stable: bool,
    /// With regard to case.
    case_sensitive: bool,
    /// The culture whose rules hold. Only en-US is known.
    culture: String,
    #[state]
    arguments: Vec<PropertyArgument>,
    #[state]
    rows: Vec<Row>,
    #[state]
    failed: Vec<ShellError>,
}

struct Row {
    value: Value,
    /// A key each; `None` when the object does not have the property.
    keys: Vec<Option<Value>>,
}

impl SortObject {
    fn compare(&self, a: &Row, b: &Row, case: Case) -> Ordering {
        if self.arguments.is_empty() {
            let ordering = compare_for_sort(&a.value, &b.value, case);
            return if self.descending {
                ordering.reverse()
            } else {
                ordering
            };
        }
        for (argument, (left, right)) in self.arguments.iter().zip(a.keys.iter().zip(&b.keys)) {
            let ordering = match (left, right) {
                (Some(left), Some(right)) => {
                    let ordering = compare_for_sort(left, right, case);
                    if argument.descending.unwrap_or(self.descending) {
                        ordering.reverse()
                    } else {
                        ordering
                    }
                }
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            if ordering.is_ne() {
                return ordering;
            }
        }
        Ordering::Equal
    }
}

/// Up to this many rows are sorted by insertion, as .NET does: where values of different types have no common order, the
/// order of comparisons decides.
const FEW: usize = 16;

/// So many rows are sorted between two looks at Ctrl+C.
const RUN: usize = 1 << 14;

impl SortObject {
    /// Sorts runs, and merges them in pairs until one is left; equal rows keep their order.
    fn sorted(&self, mut rows: Vec<Row>, case: Case) -> Result<Vec<Row>, Interrupted> {
        if rows.len() <= RUN {
            self.sort(&mut rows, case);
            return Ok(rows);
        }
        let mut runs = VecDeque::new();
        while !rows.is_empty() {
            interrupt::check()?;
            let rest = rows.split_off(RUN.min(rows.len()));
            self.sort(&mut rows, case);
            runs.push_back(std::mem::replace(&mut rows, rest));
        }
        while runs.len() > 1 {
            let mut merged = VecDeque::new();
            while let Some(first) = runs.pop_front() {
                merged.push_back(match runs.pop_front() {
                    Some(second) => self.merged(first, second, case)?,
                    None => first,
                });
            }
            runs = merged;
        }
        Ok(runs.pop_front().unwrap_or_default())
    }

    fn merged(&self, a: Vec<Row>, b: Vec<Row>, case: Case) -> Result<Vec<Row>, Interrupted> {
        let mut pulse = Pulse::default();
        let mut out = Vec::with_capacity(a.len() + b.len());
        let (mut a, mut b) = (a.into_iter().peekable(), b.into_iter().peekable());
        while let (Some(left), Some(right)) = (a.peek(), b.peek()) {
            pulse.beat()?;
            let next = if self.compare(right, left, case).is_lt() {
                b.next()
            } else {
                a.next()
            };
            out.extend(next);
        }
        out.extend(a);
        out.extend(b);
        Ok(out)
    }

    fn sort(&self, rows: &mut [Row], case: Case) {
        if rows.len() > FEW {
            rows.sort_by(|a, b| self.compare(a, b, case));
            return;
        }
        if rows.len() == 3 {
            // Equal rows keep their order, as each knows the place where it stood; of one that is taken once it does not matter.
            let mut places = [0, 1, 2];
            for (low, high) in [(0, 1), (0, 2), (1, 2)] {
                let (Some(a), Some(b)) = (rows.get(low), rows.get(high)) else {
                    continue;
                };
                let mut order = self.compare(a, b, case);
                if !self.unique {
                    order = order.then(places.get(low).cmp(&places.get(high)));
                }
                if order.is_gt() {
                    rows.swap(low, high);
                    places.swap(low, high);
                }
            }
            return;
        }
        if let [a, b] = rows {
            if self.compare(a, b, case).is_gt() {
                rows.swap(0, 1);
            }
            return;
        }
        for at in 1..rows.len() {
            let place = (0..at)
                .rev()
                .take_while(|&before| match (rows.get(at), rows.get(before)) {
                    (Some(this), Some(other)) => self.compare(this, other, case).is_lt(),
                    _ => false,
                })
                .last();
            if let Some(place) = place
                && let Some(part) = rows.get_mut(place..=at)
            {
                part.rotate_right(1);
            }
        }
    }
}

impl SortObject {
    /// Whether a class of a script says how its objects are ordered.
    fn has_own_order(&self, row: &Row) -> bool {
        let own = |value: &Value| match value {
            Value::Object(object) => object
                .class
                .as_ref()
                .is_some_and(|class| !class.methods("CompareTo", false).is_empty()),
            _ => false,
        };
        own(&row.value) || row.keys.iter().flatten().any(own)
    }

    /// The same by `CompareTo` of classes: script runs for each comparison, so it is a merge sort of its own.
    fn sorted_by_class(&self, rows: Vec<Row>, case: Case, cx: &mut Context) -> Flow<Vec<Row>> {
        if rows.len() < 2 {
            return Ok(rows);
        }
        let mut left = rows;
        let right = left.split_off(left.len() / 2);
        let left = self.sorted_by_class(left, case, cx)?;
        let right = self.sorted_by_class(right, case, cx)?;
        let mut out = Vec::with_capacity(left.len() + right.len());
        let (mut a, mut b) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some(first), Some(second)) = (a.peek(), b.peek()) {
            let next = if self.class_order(second, first, case, cx)?.is_lt() {
                b.next()
            } else {
                a.next()
            };
            out.extend(next);
        }
        out.extend(a);
        out.extend(b);
        Ok(out)
    }

    fn class_order(&self, a: &Row, b: &Row, case: Case, cx: &mut Context) -> Flow<Ordering> {
        let pairs: Vec<(&Value, &Value, bool)> = if self.arguments.is_empty() {
            vec![(&a.value, &b.value, self.descending)]
        } else {
            self.arguments
                .iter()
                .zip(a.keys.iter().zip(&b.keys))
                .filter_map(|(argument, (left, right))| {
                    let down = argument.descending.unwrap_or(self.descending);
                    Some((left.as_ref()?, right.as_ref()?, down))
                })
                .collect()
        };
        for (left, right, down) in pairs {
            let ordering = match order_by_class(left, right, &mut cx.interpreter())? {
                Some(ordering) => ordering,
                None => compare_for_sort(left, right, case),
            };
            if ordering.is_ne() {
                return Ok(if down { ordering.reverse() } else { ordering });
            }
        }
        Ok(Ordering::Equal)
    }
}

impl Cmdlet for SortObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        const KEYS: [EntryKey; 3] = [
            EntryKey::Expression,
            EntryKey::Ascending,
            EntryKey::Descending,
        ];
        self.arguments.clear();
        for value in &self.property {
            self.arguments
                .push(PropertyArgument::parse(value, &KEYS, cx)?);
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.input_object.is_null() {
            return Ok(());
        }
        // Given as an argument, a collection is sorted as one object: it stays as it is.
        let mut keys = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            keys.push(argument.key(&self.input_object, cx, &mut self.failed)?);
        }
        self.rows.push(Row {
            value: self.input_object.clone(),
            keys,
        });
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let case = if self.case_sensitive {
            Case::Respect
        } else {
            Case::Ignore
        };
        for error in std::mem::take(&mut self.failed) {
            cx.error(error)?;
        }
        let mut rows = std::mem::take(&mut self.rows);
        rows = if rows.iter().any(|row| self.has_own_order(row)) {
            self.sorted_by_class(rows, case, cx)?
        } else {
            self.sorted(rows, case)?
        };
        if self.unique {
            rows.dedup_by(|later, earlier| self.compare(earlier, later, case).is_eq());
        }
        let count = |wanted: Option<i32>| usize::try_from(wanted.unwrap_or(0)).unwrap_or(0);
        let (skip, take) = match (self.top, self.bottom) {
            (Some(_), _) => (0, count(self.top)),
            (_, Some(_)) => (rows.len().saturating_sub(count(self.bottom)), usize::MAX),
            _ => (0, usize::MAX),
        };
        cx.emit_all(rows.into_iter().skip(skip).take(take).map(|row| row.value))
    }
}
