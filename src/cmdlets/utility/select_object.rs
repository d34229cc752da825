//! `Select-Object`.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::{Access, EntryKey, Found, PropertyArgument};
use iovsh_shell::types::type_of;
use iovsh_shell::value::compare::{Case, group_key};
use iovsh_shell::value::members::enumerate;
use iovsh_shell::value::{MemberKind, Name, PsObject, TypeNames, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Takes some of the objects, or some of their properties.
///
/// -Property makes new objects of properties and calculated properties (@{ Name = ..; Expression = .. }), -ExpandProperty
/// gives what a property holds, -First, -Last, -Skip and -Index count objects. -First ends the commands before it as soon
/// as it has what it needs.
///
/// # Examples
/// ```iovsh
/// PS> 1..10 | Select-Object -First 2
/// 1
/// 2
/// PS> 'web1' | Select-Object Length, @{ Name = 'Upper'; Expression = { $_.ToUpper() } }
///
/// Length Upper
/// ------ -----
///      4 WEB1
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    alias("select"),
    default_set = "DefaultParameter"
)]
pub struct SelectObject {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// The properties of the new objects. Wildcards and calculated properties are allowed.
    #[param(
        set("DefaultParameter", "SkipLastParameter", "SkipIndexParameter"),
        position = 0
    )]
    property: Vec<Value>,
    /// Properties that are left out. Wildcards are allowed.
    #[param(set("DefaultParameter", "SkipLastParameter", "SkipIndexParameter"))]
    exclude_property: Vec<String>,
    /// The property whose value takes the place of the object.
    #[param(set("DefaultParameter", "SkipLastParameter", "SkipIndexParameter"))]
    expand_property: String,
    /// Only objects that differ from all before them.
    unique: bool,
    /// How many objects from the end.
    #[param(set = "DefaultParameter", range = 0..=2147483647)]
    last: i32,
    /// How many objects from the beginning.
    #[param(set = "DefaultParameter", range = 0..=2147483647)]
    first: i32,
    /// How many objects are left out: at the beginning, or at the end with -Last alone.
    #[param(set = "DefaultParameter", range = 0..=2147483647)]
    skip: i32,
    /// How many objects are left out at the end.
    #[param(set = "SkipLastParameter", range = 0..=2147483647)]
    skip_last: i32,
    /// Does not end the commands before it early.
    #[param(set("DefaultParameter", "IndexParameter"))]
    wait: bool,
    /// The numbers of the objects, counted from 0. They come in the order of the input.
    #[param(set = "IndexParameter", range = 0..=2147483647)]
    index: Vec<i32>,
    /// The numbers of the objects that are left out, counted from 0.
    #[param(set = "SkipIndexParameter", mandatory, range = 0..=2147483647)]
    skip_index: Vec<i32>,
    #[state]
    arguments: Vec<PropertyArgument>,
    #[state]
    expand: Option<PropertyArgument>,
    #[state]
    exclude: Vec<WildcardPattern>,
    #[state]
    queue: VecDeque<Value>,
    #[state]
    streamed: i32,
    #[state]
    seen: i64,
    #[state]
    known: HashSet<String>,
    #[state]
    firsts: Vec<Value>,
    #[state]
    counted: bool,
    /// The type names of the last object, and of what was made of it.
    #[state]
    selected: Option<(TypeNames, TypeNames)>,
}

impl SelectObject {
    /// Makes what one input object stands for, and writes it.
    fn project(&mut self, cx: &mut Context, object: &Value) -> Flow {
        if self.arguments.is_empty() && self.expand.is_none() {
            return self.write(cx, object.clone(), &[]);
        }
        if object.is_null() {
            return Ok(());
        }
        let mut notes: Vec<(Name, Value)> = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            if let Some((name, value)) = argument.plain(object) {
                if !self.exclude.iter().any(|pattern| pattern.is_match(&name)) {
                    notes.push((name, value));
                }
                continue;
            }
            let found = argument.read(object, cx)?;
            if argument.label.is_some() && found.len() > 1 {
                return cx.error(
                    ShellError::new(
                        "RenamingMultipleResults",
                        ErrorCategory::InvalidOperation,
                        "A property with a name of its own cannot stand for several properties.",
                    )
                    .target(object.clone()),
                );
            }
            for Found { name, value } in found {
                if self.exclude.iter().any(|pattern| pattern.is_match(&name)) {
                    continue;
                }
                notes.push((name, value.ok().flatten().unwrap_or_default()));
            }
        }
        match self.expand.clone() {
            None => self.write_new(cx, object, notes),
            Some(expand) => self.write_expanded(cx, object, &expand, &notes),
        }
    }

    fn write_new(&mut self, cx: &mut Context, object: &Value, notes: Vec<(Name, Value)>) -> Flow {
        let made = PsObject::with_room(notes.len());
        made.set_type_names(self.selected_names(object));
        let mut doubled = Vec::new();
        for (name, value) in notes {
            if made.has(&name) {
                doubled.push(name);
            } else {
                made.push(name, MemberKind::Note(value));
            }
        }
        for name in doubled {
            cx.error(exists(
                &name,
                "AlreadyExistingUserSpecifiedPropertyNoExpand",
                object,
            ))?;
        }
        let mut values = Vec::new();
        if self.unique {
            made.for_each_member(|_, kind| {
                if let MemberKind::Note(value) = kind {
                    values.push(value.clone());
                }
            });
        }
        self.write(cx, Value::object(made), &values)
    }

    /// The type names of what is made of an object: those of the object before, where that was of the same type.
    fn selected_names(&mut self, object: &Value) -> TypeNames {
        let names = match object {
            Value::Object(object) if object.base.is_none() => Some(object.type_names()),
            _ => None,
        };
        if let (Some(names), Some((known, selected))) = (&names, &self.selected)
            && names.is(known)
        {
            return selected.clone();
        }
        let selected = TypeNames::Own(Rc::new(vec![
            selected_name(object),
            "System.Management.Automation.PSCustomObject".into(),
            "System.Object".into(),
        ]));
        self.selected = names.map(|names| (names, selected.clone()));
        selected
    }

    fn write_expanded(
        &mut self,
        cx: &mut Context,
        object: &Value,
        expand: &PropertyArgument,
        notes: &[(Name, Value)],
    ) -> Flow {
        let mut found: Vec<Found> = expand
            .read(object, cx)?
            .into_iter()
            .filter(|found| !matches!(found.value, Ok(None)))
            .collect();
        let value = match (found.pop(), found.is_empty()) {
            (None, _) => {
                return cx.error(
                    ShellError::new(
                        "ExpandPropertyNotFound",
                        ErrorCategory::InvalidArgument,
                        format!("Property \"{}\" cannot be found.", self.expand_property),
                    )
                    .exception("System.Management.Automation.PSArgumentException")
                    .target(object.clone()),
                );
            }
            (Some(_), false) => {
                return cx.error(
                    ShellError::new(
                        "MutlipleExpandProperties",
                        ErrorCategory::InvalidArgument,
                        "Several properties match; only one can be expanded.",
                    )
                    .exception("System.Management.Automation.PSArgumentException")
                    .target(object.clone()),
                );
            }
            (
                Some(Found {
                    value: Ok(value), ..
                }),
                true,
            ) => value.unwrap_or_default(),
            (
                Some(Found {
                    value: Err(error), ..
                }),
                true,
            ) => return cx.error(error),
        };
        let items = match value.base() {
            Value::Hashtable(_) => None,
            _ => enumerate(&value),
        };
        match items {
            Some(items) => {
                for item in items.into_iter().filter(|item| !item.is_null()) {
                    self.write_with_notes(cx, object, item, notes)?;
                }
                Ok(())
            }
            None => self.write_with_notes(cx, object, value, notes),
        }
    }

    fn write_with_notes(
        &mut self,
        cx: &mut Context,
        object: &Value,
        value: Value,
        notes: &[(Name, Value)],
    ) -> Flow {
        let mut out = value;
        for (name, note) in notes {
            let there = matches!(cx.property(&out, name), Ok(Some(_)) | Err(_));
            if there {
                mark_selected(&out, object);
                cx.error(exists(
                    name,
                    "AlreadyExistingUserSpecifiedPropertyExpand",
                    object,
                ))?;
            } else {
                out = super::extended(out);
                mark_selected(&out, object);
                if let Value::Object(made) = &out {
                    made.set(name.clone(), MemberKind::Note(note.clone()));
                }
            }
        }
        let values: Vec<Value> = notes.iter().map(|(_, value)| value.clone()).collect();
        self.write(cx, out, &values)
    }

    fn write(&mut self, cx: &mut Context, value: Value, notes: &[Value]) -> Flow {
        if !self.unique {
            return cx.emit(value);
        }
        let mut key = String::new();
        let case = match value.base() {
            Value::Object(_) if notes.is_empty() => Case::Ignore,
            _ => Case::Respect,
        };
        if notes.is_empty() || !matches!(value.base(), Value::Object(_)) {
            key.push_str(&group_key(&value, case));
        }
        for note in notes {
            key.push('\u{1}');
            key.push_str(&group_key(note, Case::Respect));
        }
        if self.known.insert(key) {
            mark_selected(&value, &value);
            self.firsts.push(value);
        }
        Ok(())
    }

    /// Takes an object into account that counts from the beginning or the end; projects those whose turn has come.
    fn count(&mut self, cx: &mut Context, object: Value) -> Flow {
        self.queue.push_back(object);
        let held = i64::try_from(self.queue.len()).unwrap_or(i64::MAX);
        if self.last > 0 {
            let most = i64::from(self.last)
                + if self.first == 0 {
                    i64::from(self.skip)
                } else {
                    0
                };
            if held > most && (self.first == 0 || (self.skip == 0 && self.streamed >= self.first)) {
                self.queue.pop_front();
            }
        }
        let ready = if self.skip > 0 && (self.last == 0 || self.first != 0) {
            self.skip -= 1;
            self.queue.pop_front();
            None
        } else if self.skip_last > 0 {
            (held > i64::from(self.skip_last))
                .then(|| self.queue.pop_front())
                .flatten()
        } else if self.skip == 0 && (!self.counted || self.streamed < self.first) {
            self.streamed += 1;
            self.queue.pop_front()
        } else {
            if self.last == 0 {
                self.queue.pop_front();
            }
            None
        };
        if let Some(object) = ready {
            self.project(cx, &object)?;
        }
        if self.first > 0 && self.last == 0 && self.streamed >= self.first && !self.wait {
            self.finish_unique(cx)?;
            return Err(cx.stop_upstream());
        }
        Ok(())
    }

    fn finish_unique(&mut self, cx: &mut Context) -> Flow {
        cx.emit_all(std::mem::take(&mut self.firsts))
    }
}

/// The type name of what is made of an object.
fn selected_name(object: &Value) -> Rc<str> {
    format!("Selected.{}", type_of(object).full_name()).into()
}

/// A free-standing object that goes through says so in its type names.
fn mark_selected(value: &Value, input: &Value) {
    let Value::Object(object) = value else { return };
    if object.base.is_some() || object.payload.is_some() {
        return;
    }
    let name = selected_name(input);
    let names = object.type_names();
    if names.first().starts_with("Selected.") {
        return;
    }
    let all = std::iter::once(name)
        .chain(names.iter().map(Rc::from))
        .collect();
    object.set_type_names(TypeNames::Own(Rc::new(all)));
}

fn exists(name: &str, id: &'static str, object: &Value) -> ShellError {
    ShellError::new(
        id,
        ErrorCategory::InvalidOperation,
        format!("The property cannot be processed because the property \"{name}\" already exists."),
    )
    .exception("System.Management.Automation.PSArgumentException")
    .target(object.clone())
}

impl Cmdlet for SelectObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        const KEYS: [EntryKey; 2] = [EntryKey::Expression, EntryKey::Label];
        self.arguments.clear();
        for value in &self.property {
            self.arguments
                .push(PropertyArgument::parse(value, &KEYS, cx)?);
        }
        if !self.expand_property.is_empty() {
            self.expand = Some(PropertyArgument::named(self.expand_property.as_str()));
        }
        if self.arguments.is_empty() && self.expand.is_none() && !self.exclude_property.is_empty() {
            self.arguments.push(PropertyArgument::named("*"));
        }
        self.exclude = self
            .exclude_property
            .iter()
            .map(|pattern| WildcardPattern::new(pattern))
            .collect();
        self.counted = cx.is_bound("First") || cx.is_bound("Last");
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        let object = self.input_object.clone();
        if !self.index.is_empty() {
            let wanted = self
                .index
                .iter()
                .any(|index| i64::from(*index) == self.seen);
            self.seen += 1;
            if wanted {
                self.project(cx, &object)?;
            }
            let last = self.index.iter().copied().max().unwrap_or(0);
            if self.seen > i64::from(last) && !self.wait {
                self.finish_unique(cx)?;
                return Err(cx.stop_upstream());
            }
            return Ok(());
        }
        if !self.skip_index.is_empty() {
            let left_out = self
                .skip_index
                .iter()
                .any(|index| i64::from(*index) == self.seen);
            self.seen += 1;
            return if left_out {
                Ok(())
            } else {
                self.project(cx, &object)
            };
        }
        if !self.counted && self.skip == 0 && self.skip_last == 0 {
            return self.project(cx, &object);
        }
        self.count(cx, object)
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if self.last > 0 {
            let skip = if self.first == 0 {
                usize::try_from(self.skip).unwrap_or(0)
            } else {
                0
            };
            let keep = self.queue.len().saturating_sub(skip);
            let rest: Vec<Value> = self.queue.drain(..).take(keep).collect();
            for object in rest {
                self.project(cx, &object)?;
            }
        }
        self.finish_unique(cx)
    }
}
