//! `System.Text.StringBuilder`: text that is changed where it stands.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

use crate::error::ShellError;
use crate::value::convert::{raise, to_int};
use crate::value::{Engine, Name, Native, Value, limits};

/// What a builder has room for when nothing else was said.
const CAPACITY: usize = 16;

/// UTF-16 code units in two parts, with the place of the last change between them. Both parts grow and shrink at both ends, so that
/// a change at the beginning, at the end or beside the last one moves nothing else, and every unit is found at once.
#[derive(Debug, Default)]
pub struct Units {
    before: VecDeque<u16>,
    after: VecDeque<u16>,
    /// How many units were moved from one part to the other.
    #[cfg(test)]
    moved: usize,
}

impl Units {
    /// The units of a text.
    pub fn of(text: &str) -> Self {
        let mut units = Self::default();
        units.insert(0, text);
        units
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.before.len() + self.after.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The unit at a place.
    pub fn get(&self, at: usize) -> Option<u16> {
        match at.checked_sub(self.before.len()) {
            None => self.before.get(at).copied(),
            Some(at) => self.after.get(at).copied(),
        }
    }

    /// Puts another unit at a place; `false` when there is no such place.
    pub fn set(&mut self, at: usize, unit: u16) -> bool {
        let place = match at.checked_sub(self.before.len()) {
            None => self.before.get_mut(at),
            Some(at) => self.after.get_mut(at),
        };
        place.map(|place| *place = unit).is_some()
    }

    /// Moves the border between the parts to a place.
    fn go_to(&mut self, at: usize) {
        #[cfg(test)]
        {
            self.moved += self.before.len().abs_diff(at);
        }
        while self.before.len() > at
            && let Some(unit) = self.before.pop_back()
        {
            self.after.push_front(unit);
        }
        while self.before.len() < at
            && let Some(unit) = self.after.pop_front()
        {
            self.before.push_back(unit);
        }
    }

    /// Puts a text before a place; behind everything when there is no such place.
    pub fn insert(&mut self, at: usize, text: &str) {
        let ascii = text.is_ascii();
        if at == 0 && !self.is_empty() {
            let units: Vec<u16> = text.encode_utf16().collect();
            self.before.reserve(units.len());
            for unit in units.into_iter().rev() {
                self.before.push_front(unit);
            }
            return;
        }
        let part = if at >= self.len() {
            &mut self.after
        } else {
            self.go_to(at);
            &mut self.before
        };
        match ascii {
            true => part.extend(text.as_bytes().iter().map(|byte| u16::from(*byte))),
            false => part.extend(text.encode_utf16()),
        }
    }

    /// Takes so many units out from a place on, or as many as there are.
    pub fn remove(&mut self, at: usize, count: usize) {
        let at = at.min(self.len());
        let end = at + count.min(self.len() - at);
        if at == 0 || end == self.len() {
            // Nothing has to move at either end.
        } else if end < self.before.len() {
            self.go_to(end);
        } else if at > self.before.len() {
            self.go_to(at);
        }
        let border = self.before.len();
        let (from, to) = (at.min(border), end.min(border));
        self.before.drain(from..to);
        let (from, to) = (at.max(border) - border, end.max(border) - border);
        self.after.drain(from..to);
    }

    /// The text of so many units from a place on. Half a pair is U+FFFD.
    pub fn text(&self, at: usize, count: usize) -> String {
        let units = || {
            let units = self.before.iter().chain(&self.after);
            units.skip(at).take(count).copied()
        };
        let bytes: Option<Vec<u8>> = units()
            .map(|unit| u8::try_from(unit).ok().filter(u8::is_ascii))
            .collect();
        if let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            return text;
        }
        char::decode_utf16(units())
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }
}

/// A `StringBuilder`.
#[derive(Debug)]
pub struct StringBuilderValue {
    /// The text so far.
    pub units: RefCell<Units>,
    /// What room was asked for, in code units.
    pub capacity: Cell<usize>,
}

impl StringBuilderValue {
    /// A builder that begins with a text and has room for so many code units.
    pub fn new(text: &str, capacity: usize) -> Self {
        let capacity = if capacity == 0 { CAPACITY } else { capacity };
        Self {
            units: RefCell::new(Units::of(text)),
            capacity: Cell::new(capacity),
        }
    }

    /// For how many code units there is room.
    pub fn room(&self) -> usize {
        let length = self.units.borrow().len();
        match self.capacity.get() {
            enough if length <= enough => enough,
            _ => length.next_power_of_two(),
        }
    }

    /// Cuts the text off, or fills it up with characters of code 0.
    fn set_length(&self, length: usize) -> Result<(), ShellError> {
        limits::text(length)?;
        let mut units = self.units.borrow_mut();
        let now = units.len();
        units.remove(length, usize::MAX);
        if let Some(more) = length.checked_sub(now) {
            units.insert(now, &"\0".repeat(more));
        }
        Ok(())
    }
}

fn number(n: usize) -> Value {
    Value::Int(i32::try_from(n).unwrap_or(i32::MAX))
}

fn out_of_range(reason: &str) -> ShellError {
    raise("System.ArgumentOutOfRangeException", reason)
}

impl Native for StringBuilderValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Text.StringBuilder", "System.Object"]
    }
    fn to_text(&self) -> String {
        self.units.borrow().text(0, usize::MAX)
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "length" => Some(number(self.units.borrow().len())),
            "capacity" => Some(number(self.room())),
            "maxcapacity" => Some(Value::Int(i32::MAX)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["Capacity", "MaxCapacity", "Length"]
            .map(Name::Static)
            .to_vec()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        let wanted = || to_int(value).map(|n| usize::try_from(n).ok());
        match name.to_ascii_lowercase().as_str() {
            "length" => {
                let length = wanted()?.ok_or_else(|| {
                    out_of_range("Length cannot be less than zero. (Parameter 'value')")
                })?;
                self.set_length(length)?;
            }
            "capacity" => {
                let capacity = wanted()?
                    .filter(|room| *room >= self.units.borrow().len())
                    .ok_or_else(|| {
                        out_of_range("capacity was less than the current size. (Parameter 'value')")
                    })?;
                self.capacity.set(capacity);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
    fn index(&self, key: &Value) -> Option<Value> {
        let at = usize::try_from(to_int(key).ok()?).ok();
        let unit = at.and_then(|at| self.units.borrow().get(at));
        Some(unit.map_or(Value::Null, |unit| {
            let c = char::from_u32(u32::from(unit));
            Value::Char(c.unwrap_or(char::REPLACEMENT_CHARACTER))
        }))
    }
    fn set_index(
        &self,
        key: &Value,
        value: &Value,
        _engine: &mut dyn Engine,
    ) -> Option<Result<(), ShellError>> {
        let set = || {
            let at = usize::try_from(to_int(key)?).ok();
            let ty = crate::types::TypeRef::Known(crate::types::Known::Char);
            let Value::Char(c) = crate::value::convert::cast(value, &ty)? else {
                return Ok(());
            };
            let mut buffer = [0; 2];
            let unit = match c.encode_utf16(&mut buffer) {
                [unit] => *unit,
                _ => 0xFFFD,
            };
            match at.is_some_and(|at| self.units.borrow_mut().set(at, unit)) {
                true => Ok(()),
                false => Err(out_of_range(
                    "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
                )),
            }
        };
        Some(set())
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Edit {
        Insert(usize, String),
        Remove(usize, usize),
        Set(usize, u16),
    }

    fn edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            (0_usize..60, "[aä€😀]{0,6}").prop_map(|(at, text)| Edit::Insert(at, text)),
            (0_usize..60, 0_usize..9).prop_map(|(at, count)| Edit::Remove(at, count)),
            (0_usize..60, 0_u16..128).prop_map(|(at, unit)| Edit::Set(at, unit)),
        ]
    }

    proptest! {
        /// A plain list of units is changed alike.
        #[test]
        fn every_change_is_that_of_a_plain_list(edits in prop::collection::vec(edit(), 0..40)) {
            let (mut units, mut plain) = (Units::default(), Vec::<u16>::new());
            for edit in edits {
                match edit {
                    Edit::Insert(at, text) => {
                        units.insert(at, &text);
                        let at = at.min(plain.len());
                        plain.splice(at..at, text.encode_utf16());
                    }
                    Edit::Remove(at, count) => {
                        units.remove(at, count);
                        let from = at.min(plain.len());
                        let to = (from + count).min(plain.len());
                        plain.drain(from..to);
                    }
                    Edit::Set(at, unit) => {
                        prop_assert_eq!(units.set(at, unit), at < plain.len());
                        if let Some(place) = plain.get_mut(at) {
                            *place = unit;
                        }
                    }
                }
                prop_assert_eq!(units.len(), plain.len());
                prop_assert_eq!(units.text(0, usize::MAX), String::from_utf16_lossy(&plain));
                let middle = plain.len() / 2;
                prop_assert_eq!(units.text(middle, 5), String::from_utf16_lossy(plain.get(middle..(middle + 5).min(plain.len())).unwrap()));
                for at in 0..=plain.len() {
                    prop_assert_eq!(units.get(at), plain.get(at).copied());
                }
            }
        }
    }

    /// How many units are moved aside by what is done `times` times to a text that is as long.
    fn moved(times: usize, mut change: impl FnMut(&mut Units, usize)) -> usize {
        let mut units = Units::of(&"ä".repeat(times));
        for at in 0..times {
            change(&mut units, at);
        }
        units.moved
    }

    #[test]
    fn changes_that_go_on_from_place_to_place_move_each_unit_a_few_times_at_most() {
        type Loop = (&'static str, fn(&mut Units, usize));
        let loops: [Loop; 8] = [
            ("at the front", |units, _| units.insert(0, "x")),
            ("away at the front", |units, _| units.remove(0, 1)),
            ("away at the end", |units, _| {
                units.remove(units.len() - 1, 1)
            }),
            ("at both ends", |units, at| {
                units.insert(if at % 2 == 0 { 0 } else { units.len() }, "x")
            }),
            ("away at both ends", |units, at| {
                units.remove(if at % 2 == 0 { 0 } else { units.len() - 1 }, 1)
            }),
            ("a mark behind every letter", |units, at| {
                units.insert(2 * at + 1, "-")
            }),
            ("every second away, from behind", |units, at| {
                units.remove((units.len() - 1).saturating_sub(at), 1);
            }),
            ("one away and another there", |units, at| {
                units.remove(at, 1);
                units.insert(at, "y");
            }),
        ];
        for (what, change) in loops {
            let moved = moved(2000, change);
            assert!(moved <= 3 * 2000, "{what}: {moved} units were moved");
        }
    }
}
