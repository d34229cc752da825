//! `System.Collections.Concurrent`: collections that a session shares with its jobs.
//!
//! What is in them is kept as it travels between threads ([`Detached`]), so what is taken out is a copy: of an object that is changed afterwards
//! the collection knows nothing until it is put in again.

use std::any::Any;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use indexmap::IndexMap;

use super::{TypeRef, resolve};
use crate::error::{Flow, ShellError};
use crate::value::detached::Detached;
use crate::value::{Engine, Name, Native, NoEngine, Value, compare, convert};

/// Which collection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcurrentKind {
    /// First in, first out.
    Queue,
    /// Last in, first out.
    Stack,
    /// In no order; what went in last comes first.
    Bag,
    /// Values by keys.
    Dictionary,
}

/// What it holds.
#[derive(Debug)]
enum Content {
    /// In the order in which it is enumerated.
    Line(VecDeque<Detached>),
    /// By the key as it is compared.
    Table(Table),
}

/// The entries of a dictionary.
#[derive(Debug, Default)]
struct Table {
    entries: IndexMap<String, Entry>,
    /// How often a value was set, of whichever key: an entry that is made anew never looks like the one before it.
    version: u64,
}

impl Table {
    fn set(&mut self, folded: String, key: Detached, value: Detached) {
        self.version = self.version.wrapping_add(1);
        let version = self.version;
        match self.entries.get_mut(&folded) {
            // The key stays as it was first written.
            Some(entry) => (entry.value, entry.version) = (value, version),
            None => {
                let entry = Entry {
                    key,
                    value,
                    version,
                };
                self.entries.insert(folded, entry);
            }
        }
    }
}

/// An entry of a dictionary.
#[derive(Debug)]
struct Entry {
    key: Detached,
    value: Detached,
    /// That of the table when the value was set: who changes what it has read sees whether another was quicker.
    version: u64,
}

/// What sessions share of it.
#[derive(Clone, Debug)]
pub struct Shared {
    kind: ConcurrentKind,
    /// The names of the types that it is of.
    arguments: Arc<[String]>,
    ignores_case: bool,
    content: Arc<Mutex<Content>>,
}

/// A concurrent collection in one session.
#[derive(Debug)]
pub struct ConcurrentValue {
    shared: Shared,
    arguments: Vec<TypeRef>,
}

impl Shared {
    /// The collection in this session.
    pub fn to_value(&self) -> Value {
        let arguments = self
            .arguments
            .iter()
            .map(|name| resolve(name).unwrap_or(TypeRef::Known(super::Known::Object)))
            .collect();
        Value::native(ConcurrentValue {
            shared: self.clone(),
            arguments,
        })
    }
}

impl ConcurrentValue {
    /// An empty one of these types: one for a line, key and value for a dictionary.
    pub fn new(kind: ConcurrentKind, arguments: Vec<TypeRef>, ignores_case: bool) -> Self {
        let content = match kind {
            ConcurrentKind::Dictionary => Content::Table(Table::default()),
            _ => Content::Line(VecDeque::new()),
        };
        let names = arguments
            .iter()
            .map(|ty| ty.display_name().to_string())
            .collect();
        Self {
            shared: Shared {
                kind,
                arguments: names,
                ignores_case,
                content: Arc::new(Mutex::new(content)),
            },
            arguments,
        }
    }

    /// Which one it is.
    pub fn kind(&self) -> ConcurrentKind {
        self.shared.kind
    }

    /// What may go to another thread.
    pub fn shared(&self) -> &Shared {
        &self.shared
    }

    fn content(&self) -> MutexGuard<'_, Content> {
        self.shared
            .content
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A value in one of the types that it is of.
    fn converted(&self, at: usize, value: &Value) -> Result<Value, ShellError> {
        match self.arguments.get(at) {
            Some(ty) => convert::cast(value, ty),
            None => Ok(value.clone()),
        }
    }

    fn folded(&self, key: &Value) -> String {
        compare::fold(key, !self.shared.ignores_case)
    }

    /// How many elements there are.
    pub fn count(&self) -> usize {
        match &*self.content() {
            Content::Line(items) => items.len(),
            Content::Table(table) => table.entries.len(),
        }
    }

    /// Takes everything out.
    pub fn clear(&self) {
        match &mut *self.content() {
            Content::Line(items) => items.clear(),
            Content::Table(table) => table.entries.clear(),
        }
    }

    /// Puts an element in.
    ///
    /// # Errors
    /// It cannot be converted to the type of the elements.
    pub fn put(&self, value: &Value, engine: &mut dyn Engine) -> Result<(), ShellError> {
        let packed = Detached::pack(&self.converted(0, value)?, engine);
        if let Content::Line(items) = &mut *self.content() {
            match self.shared.kind {
                ConcurrentKind::Queue => items.push_back(packed),
                _ => items.push_front(packed),
            }
        }
        Ok(())
    }

    /// The next element, which stays or goes.
    ///
    /// # Errors
    /// A script block in it does not parse here.
    pub fn next(&self, takes: bool, engine: &mut dyn Engine) -> Flow<Option<Value>> {
        let found = match &mut *self.content() {
            Content::Line(items) if takes => items.pop_front(),
            Content::Line(items) => items.front().cloned(),
            Content::Table(_) => None,
        };
        found.map(|packed| packed.unpack(engine)).transpose()
    }

    /// The value of a key.
    ///
    /// # Errors
    /// The key cannot be converted, or a script block in the value does not parse here.
    pub fn value_of(&self, key: &Value, engine: &mut dyn Engine) -> Flow<Option<Value>> {
        Ok(self.read(key, engine)?.map(|(value, _)| value))
    }

    /// The value of a key, and its version.
    ///
    /// # Errors
    /// As for [`ConcurrentValue::value_of`].
    pub fn read(&self, key: &Value, engine: &mut dyn Engine) -> Flow<Option<(Value, u64)>> {
        let folded = self.folded(&self.converted(0, key)?);
        let found = match &*self.content() {
            Content::Table(table) => table
                .entries
                .get(&folded)
                .map(|entry| (entry.value.clone(), entry.version)),
            Content::Line(_) => None,
        };
        found
            .map(|(packed, version)| Ok((packed.unpack(engine)?, version)))
            .transpose()
    }

    /// Sets the value of a key, whether there is one or not.
    ///
    /// # Errors
    /// Key or value cannot be converted.
    pub fn set(
        &self,
        key: &Value,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Result<(), ShellError> {
        let key = self.converted(0, key)?;
        let folded = self.folded(&key);
        let key = Detached::pack(&key, engine);
        let value = Detached::pack(&self.converted(1, value)?, engine);
        if let Content::Table(table) = &mut *self.content() {
            table.set(folded, key, value);
        }
        Ok(())
    }

    /// Sets the value of a key that has none; whether it did.
    ///
    /// # Errors
    /// Key or value cannot be converted.
    pub fn try_add(
        &self,
        key: &Value,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Result<bool, ShellError> {
        Ok(self.add(key, value, engine)?.1)
    }

    /// As [`ConcurrentValue::try_add`], and what the key has then: both of one moment, whatever other threads do before and after.
    ///
    /// # Errors
    /// Key or value cannot be converted, or a script block in the value does not parse here.
    pub fn get_or_add(
        &self,
        key: &Value,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Flow<(Value, bool)> {
        let (is, added) = self.add(key, value, engine)?;
        Ok((is.unpack(engine)?, added))
    }

    fn add(
        &self,
        key: &Value,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Result<(Detached, bool), ShellError> {
        let key = self.converted(0, key)?;
        let folded = self.folded(&key);
        let key = Detached::pack(&key, engine);
        let value = Detached::pack(&self.converted(1, value)?, engine);
        let found = match &mut *self.content() {
            Content::Table(table) => match table.entries.get(&folded) {
                Some(entry) => Some(entry.value.clone()),
                None => {
                    table.set(folded, key, value.clone());
                    None
                }
            },
            Content::Line(_) => None,
        };
        let added = found.is_none();
        Ok((found.unwrap_or(value), added))
    }

    /// Sets the value of a key where its version still is this one. What was set; `None` where another was quicker.
    ///
    /// # Errors
    /// Those of [`ConcurrentValue::get_or_add`].
    pub fn replace(
        &self,
        key: &Value,
        version: u64,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Flow<Option<Value>> {
        let key = self.converted(0, key)?;
        let folded = self.folded(&key);
        let key = Detached::pack(&key, engine);
        let value = Detached::pack(&self.converted(1, value)?, engine);
        let done = match &mut *self.content() {
            Content::Table(table) => {
                let entry = table.entries.get(&folded);
                let same = entry.is_some_and(|entry| entry.version == version);
                if same {
                    table.set(folded, key, value.clone());
                }
                same
            }
            Content::Line(_) => false,
        };
        done.then(|| value.unpack(engine)).transpose()
    }

    /// Takes the value of a key out.
    ///
    /// # Errors
    /// As for [`ConcurrentValue::value_of`].
    pub fn take(&self, key: &Value, engine: &mut dyn Engine) -> Flow<Option<Value>> {
        let folded = self.folded(&self.converted(0, key)?);
        let found = match &mut *self.content() {
            Content::Table(table) => table.entries.swap_remove(&folded).map(|entry| entry.value),
            Content::Line(_) => None,
        };
        found.map(|packed| packed.unpack(engine)).transpose()
    }

    /// The keys or the values of a dictionary.
    fn column(&self, keys: bool) -> Vec<Value> {
        let packed: Vec<Detached> = match &*self.content() {
            Content::Table(table) => table
                .entries
                .values()
                .map(|entry| match keys {
                    true => entry.key.clone(),
                    false => entry.value.clone(),
                })
                .collect(),
            Content::Line(_) => Vec::new(),
        };
        unpacked(packed)
    }
}

/// The values again, which needs no interpreter: the text of a script block parsed where it was put in.
fn unpacked(packed: Vec<Detached>) -> Vec<Value> {
    packed
        .into_iter()
        .map(|packed| packed.unpack(&mut NoEngine).unwrap_or_default())
        .collect()
}

impl Native for ConcurrentValue {
    fn type_names(&self) -> &'static [&'static str] {
        match self.shared.kind {
            ConcurrentKind::Queue => &[
                "System.Collections.Concurrent.ConcurrentQueue`1",
                "System.Object",
            ],
            ConcurrentKind::Stack => &[
                "System.Collections.Concurrent.ConcurrentStack`1",
                "System.Object",
            ],
            ConcurrentKind::Bag => &[
                "System.Collections.Concurrent.ConcurrentBag`1",
                "System.Object",
            ],
            ConcurrentKind::Dictionary => &[
                "System.Collections.Concurrent.ConcurrentDictionary`2",
                "System.Object",
            ],
        }
    }
    fn type_ref(&self) -> Option<TypeRef> {
        Some(TypeRef::Concurrent(
            self.shared.kind,
            self.arguments.as_slice().into(),
        ))
    }
    fn to_text(&self) -> String {
        self.type_ref()
            .map_or_else(String::new, |ty| ty.full_name().to_string())
    }
    fn property(&self, name: &str) -> Option<Value> {
        let is_table = self.shared.kind == ConcurrentKind::Dictionary;
        Some(match name.to_ascii_lowercase().as_str() {
            "count" => Value::Int(i32::try_from(self.count()).unwrap_or(i32::MAX)),
            "isempty" => Value::Bool(self.count() == 0),
            "keys" if is_table => Value::array(self.column(true)),
            "values" if is_table => Value::array(self.column(false)),
            // As for a table, a name that is a key stands for its value.
            _ if is_table => self
                .value_of(&Value::from(name), &mut NoEngine)
                .ok()
                .flatten()?,
            _ => return None,
        })
    }
    fn set_property_in(
        &self,
        name: &str,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Result<bool, ShellError> {
        if self.shared.kind != ConcurrentKind::Dictionary {
            return Ok(false);
        }
        self.set(&Value::from(name), value, engine)?;
        Ok(true)
    }
    fn property_names(&self) -> Vec<Name> {
        match self.shared.kind {
            ConcurrentKind::Dictionary => ["Count", "IsEmpty", "Keys", "Values"]
                .map(Name::Static)
                .to_vec(),
            _ => ["Count", "IsEmpty"].map(Name::Static).to_vec(),
        }
    }
    fn items(&self) -> Option<Vec<Value>> {
        let packed: Vec<Detached> = match &*self.content() {
            Content::Line(items) => items.iter().cloned().collect(),
            // A pipeline takes no dictionary apart.
            Content::Table(_) => return None,
        };
        Some(unpacked(packed))
    }
    fn index(&self, key: &Value) -> Option<Value> {
        if self.shared.kind != ConcurrentKind::Dictionary {
            return None;
        }
        Some(
            self.value_of(key, &mut NoEngine)
                .ok()
                .flatten()
                .unwrap_or_default(),
        )
    }
    fn set_index(
        &self,
        key: &Value,
        value: &Value,
        engine: &mut dyn Engine,
    ) -> Option<Result<(), ShellError>> {
        if self.shared.kind != ConcurrentKind::Dictionary {
            return None;
        }
        Some(self.set(key, value, engine))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl ConcurrentValue {
    /// Key and value of each entry, as a pipeline gets them from `GetEnumerator()`.
    ///
    /// # Errors
    /// A script block in one does not parse here.
    pub fn entries(&self, engine: &mut dyn Engine) -> Flow<Vec<(Value, Value)>> {
        let packed: Vec<(Detached, Detached)> = match &*self.content() {
            Content::Table(table) => table
                .entries
                .values()
                .map(|entry| (entry.key.clone(), entry.value.clone()))
                .collect(),
            Content::Line(_) => Vec::new(),
        };
        packed
            .into_iter()
            .map(|(key, value)| Ok((key.unpack(engine)?, value.unpack(engine)?)))
            .collect()
    }

    /// Whether there is a value of this key.
    ///
    /// # Errors
    /// The key cannot be converted.
    pub fn has(&self, key: &Value) -> Result<bool, ShellError> {
        let folded = self.folded(&self.converted(0, key)?);
        Ok(match &*self.content() {
            Content::Table(table) => table.entries.contains_key(&folded),
            Content::Line(_) => false,
        })
    }

    /// The types of key and value.
    pub fn pair(&self) -> Option<Rc<(TypeRef, TypeRef)>> {
        match self.arguments.as_slice() {
            [key, value] => Some(Rc::new((key.clone(), value.clone()))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn table() -> ConcurrentValue {
        ConcurrentValue::new(ConcurrentKind::Dictionary, Vec::new(), false)
    }

    /// The collection here, as another thread gets it.
    fn on(shared: &Shared, work: impl FnOnce(&ConcurrentValue)) {
        let value = shared.to_value();
        work(value.downcast::<ConcurrentValue>().unwrap());
    }

    #[test]
    fn a_key_is_enumerated_with_its_own_value() {
        let table = table();
        let (shared, ended) = (table.shared().clone(), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                on(&shared, |table| {
                    for number in 0..20_000 {
                        let key = Value::Int(number % 7);
                        table.set(&key, &key, &mut NoEngine).unwrap();
                        let gone = Value::Int((number + 3) % 7);
                        table.take(&gone, &mut NoEngine).unwrap();
                    }
                });
                ended.store(true, Ordering::SeqCst);
            });
            while !ended.load(Ordering::SeqCst) {
                for (key, value) in table.entries(&mut NoEngine).unwrap() {
                    assert_eq!(convert::to_text(&key), convert::to_text(&value));
                }
            }
        });
    }

    /// Whatever became of it before anybody looked again.
    #[test]
    fn what_was_set_is_given_back_and_not_what_is_there_afterwards() {
        let table = table();
        let key = Value::from("k");
        let number = |value: Value| convert::to_int(&value).unwrap();
        let (is, added) = table
            .get_or_add(&key, &Value::Int(1), &mut NoEngine)
            .unwrap();
        assert_eq!((number(is), added), (1, true));
        let (is, added) = table
            .get_or_add(&key, &Value::Int(2), &mut NoEngine)
            .unwrap();
        assert_eq!((number(is), added), (1, false));
        let (_, version) = table.read(&key, &mut NoEngine).unwrap().unwrap();
        let done = table.replace(&key, version, &Value::Int(3), &mut NoEngine);
        assert_eq!(done.unwrap().map(number), Some(3));
        let stale = table.replace(&key, version, &Value::Int(4), &mut NoEngine);
        assert!(stale.unwrap().is_none());
    }

    /// A key that was taken out and put in again is not the one that was read.
    #[test]
    fn an_entry_that_was_made_anew_is_another_one() {
        let table = table();
        let key = Value::from("k");
        table.set(&key, &Value::Int(1), &mut NoEngine).unwrap();
        let (_, version) = table.read(&key, &mut NoEngine).unwrap().unwrap();
        for clears in [false, true] {
            match clears {
                true => table.clear(),
                false => drop(table.take(&key, &mut NoEngine).unwrap()),
            }
            table.set(&key, &Value::Int(1), &mut NoEngine).unwrap();
            let done = table.replace(&key, version, &Value::Int(2), &mut NoEngine);
            assert!(done.unwrap().is_none());
        }
    }
}
