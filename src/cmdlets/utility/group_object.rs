//! `Group-Object`.

use std::collections::HashMap;
use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::{Access, EntryKey, PropertyArgument};
use iovsh_shell::value::compare::{Case, compare_for_sort, group_key};
use iovsh_shell::value::{Hashtable, List, MemberKind, PsObject, Value};

/// Puts objects with the same values into groups.
///
/// The groups come sorted by their values. Text is compared without regard to case unless -CaseSensitive is given.
///
/// # Examples
/// ```iovsh
/// PS> 'web1', 'db1', 'web2' | Group-Object { $_ -replace '\d' } -NoElement
///
/// Count Name
/// ----- ----
///     1 db
///     2 web
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Group",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    alias("group"),
    default_set = "HashTable",
    output = "Microsoft.PowerShell.Commands.GroupInfo"
)]
pub struct GroupObject {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// What the objects of a group have in common.
    #[param(position = 0)]
    property: Vec<Value>,
    /// Leaves the objects out of the result.
    no_element: bool,
    /// Gives a hashtable with a key a group.
    #[param(set = "HashTable", alias("AHT"))]
    as_hash_table: bool,
    /// The keys of the hashtable are texts.
    #[param(set = "HashTable")]
    as_string: bool,
    /// With regard to case.
    case_sensitive: bool,
    /// The culture whose rules hold. Only en-US is known.
    culture: String,
    #[state]
    arguments: Vec<PropertyArgument>,
    #[state]
    groups: Vec<Group>,
    #[state]
    places: HashMap<String, usize>,
}

struct Group {
    keys: Vec<Value>,
    count: i32,
    members: Vec<Value>,
}

const INFO: &[&str] = &["Microsoft.PowerShell.Commands.GroupInfo", "System.Object"];
const INFO_WITHOUT: &[&str] = &[
    "Microsoft.PowerShell.Commands.GroupInfoNoElement",
    "Microsoft.PowerShell.Commands.GroupInfo",
    "System.Object",
];

impl GroupObject {
    fn case(&self) -> Case {
        if self.case_sensitive {
            Case::Respect
        } else {
            Case::Ignore
        }
    }

    fn hashtable(&self, cx: &mut Context, groups: Vec<Group>) -> Flow {
        let table = Rc::new(Hashtable {
            case_sensitive: self.case_sensitive,
            ..Hashtable::default()
        });
        for group in groups {
            let key = group.keys.into_iter().next().unwrap_or_default();
            let key = match (self.as_string, key.base()) {
                (true, _) => Value::from(cx.text(&key)),
                (false, Value::Null) => {
                    return Err(ShellError::new(
                        "InvalidOperation",
                        ErrorCategory::InvalidArgument,
                        "The objects of one group have no value to use as a key.",
                    )
                    .into());
                }
                (false, base) => base.clone(),
            };
            super::set_entry(
                &table,
                &key,
                Value::array(group.members),
                self.case_sensitive,
            );
        }
        cx.emit(Value::Hashtable(table))
    }
}

impl Cmdlet for GroupObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        self.arguments.clear();
        for value in &self.property {
            self.arguments
                .push(PropertyArgument::parse(value, &[EntryKey::Expression], cx)?);
        }
        let complaint = if self.as_string && !self.as_hash_table {
            "-AsString needs -AsHashTable."
        } else if self.as_hash_table && self.arguments.len() > 1 {
            "-AsHashTable takes one property only."
        } else {
            return Ok(());
        };
        Err(ShellError::new(
            "ArgumentException",
            ErrorCategory::InvalidArgument,
            complaint,
        )
        .exception("System.ArgumentException")
        .into())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.input_object.is_null() {
            return Ok(());
        }
        let mut keys = Vec::with_capacity(self.arguments.len().max(1));
        if self.arguments.is_empty() {
            keys.push(self.input_object.clone());
        }
        let mut failed = Vec::new();
        for argument in &self.arguments {
            let key = argument.key(&self.input_object, cx, &mut failed)?;
            keys.push(key.unwrap_or_default());
        }
        for error in failed {
            cx.error(error)?;
        }
        let mut place = String::new();
        for key in &keys {
            place.push_str(&group_key(key, self.case()));
            place.push('\u{1}');
        }
        let next = self.groups.len();
        let at = *self.places.entry(place).or_insert(next);
        if at == next {
            self.groups.push(Group {
                keys,
                count: 0,
                members: Vec::new(),
            });
        }
        if let Some(group) = self.groups.get_mut(at) {
            group.count = group.count.saturating_add(1);
            if !self.no_element {
                group.members.push(self.input_object.clone());
            }
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let case = self.case();
        let mut groups = std::mem::take(&mut self.groups);
        groups.sort_by(|a, b| {
            a.keys
                .iter()
                .zip(&b.keys)
                .map(|(left, right)| compare_for_sort(left, right, case))
                .find(|ordering| ordering.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        if self.as_hash_table {
            if groups.is_empty() {
                return Ok(());
            }
            return self.hashtable(cx, groups);
        }
        for group in groups {
            let names: Vec<String> = group.keys.iter().map(|key| cx.text(key)).collect();
            let list = |items: Vec<Value>, element: &'static str| {
                Value::List(Rc::new(List {
                    element: Some(element.into()),
                    items: std::cell::RefCell::new(items),
                }))
            };
            let info = PsObject::of(if self.no_element { INFO_WITHOUT } else { INFO });
            info.push(
                "Values",
                MemberKind::Property(Value::List(Rc::new(List {
                    element: None,
                    items: std::cell::RefCell::new(group.keys),
                }))),
            );
            info.push("Count", MemberKind::Property(Value::Int(group.count)));
            info.push(
                "Group",
                MemberKind::Property(list(group.members, "System.Management.Automation.PSObject")),
            );
            info.push("Name", MemberKind::Property(Value::from(names.join(", "))));
            cx.emit(Value::object(info))?;
        }
        Ok(())
    }
}
