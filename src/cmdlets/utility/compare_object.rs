//! `Compare-Object`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::{EntryKey, PropertyArgument};
use iovsh_shell::value::compare::{Case, compare_for_sort};
use iovsh_shell::value::{MemberKind, Name, PsObject, Value};

/// Compares two sets of objects: what is only in the one (<=), only in the other (=>), or in both (==).
///
/// # Examples
/// ```iovsh
/// PS> Compare-Object 'web1', 'web2' 'web2', 'db1'
///
/// InputObject SideIndicator
/// ----------- -------------
/// db1         =>
/// web1        <=
///
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Compare",
    noun = "Object",
    module = "Microsoft.PowerShell.Utility",
    alias("diff", "compare")
)]
pub struct CompareObject {
    /// The objects that are compared with.
    #[param(position = 0, mandatory, allow_empty_collection)]
    reference_object: Vec<Value>,
    /// The objects that are compared.
    #[param(position = 1, mandatory, allow_empty_collection, from_pipeline)]
    difference_object: Vec<Value>,
    /// How far an equal object may be away.
    #[param(range = 0..=2147483647, value = i32::MAX)]
    sync_window: i32,
    /// The properties that are compared.
    property: Vec<Value>,
    /// Shows only what is equal.
    exclude_different: bool,
    /// Shows what is equal too.
    include_equal: bool,
    /// Gives the objects themselves.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// The culture whose rules hold. Only en-US is known.
    culture: String,
    /// With regard to case.
    case_sensitive: bool,
    #[state]
    arguments: Vec<PropertyArgument>,
    #[state]
    reference: Vec<Entry>,
    #[state]
    difference: Vec<Entry>,
    #[state]
    reached: usize,
}

#[derive(Clone)]
struct Entry {
    value: Value,
    keys: Vec<Option<Value>>,
}

impl CompareObject {
    fn entry(&self, cx: &mut Context, value: &Value) -> Flow<Entry> {
        let mut keys = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            keys.push(argument.first(value, cx)?);
        }
        Ok(Entry {
            value: value.clone(),
            keys,
        })
    }

    fn same(&self, a: &Entry, b: &Entry) -> bool {
        let case = if self.case_sensitive {
            Case::Respect
        } else {
            Case::Ignore
        };
        if self.arguments.is_empty() {
            return compare_for_sort(&a.value, &b.value, case).is_eq();
        }
        a.keys
            .iter()
            .zip(&b.keys)
            .all(|(left, right)| match (left, right) {
                (Some(left), Some(right)) => compare_for_sort(left, right, case).is_eq(),
                (None, None) => true,
                _ => false,
            })
    }

    /// Takes the pair at the place that has been reached: what has no partner within the window comes out.
    fn step(
        &mut self,
        cx: &mut Context,
        reference: Option<Entry>,
        difference: Option<Entry>,
    ) -> Flow {
        cx.go_on()?;
        if let (Some(r), Some(d)) = (&reference, &difference)
            && self.same(r, d)
        {
            return self.emit_equal(cx, &r.clone());
        }
        let matched = |list: &[Entry], wanted: &Option<Entry>, this: &Self| {
            let wanted = wanted.as_ref()?;
            list.iter().position(|entry| this.same(entry, wanted))
        };
        if let Some(at) = matched(&self.reference, &difference, self) {
            let entry = self.reference.remove(at);
            self.emit_equal(cx, &entry)?;
        } else if let Some(entry) = difference {
            self.difference.push(entry);
        }
        if let Some(at) = matched(&self.difference, &reference, self) {
            self.difference.remove(at);
            if let Some(entry) = &reference {
                self.emit_equal(cx, entry)?;
            }
        } else if let Some(entry) = reference {
            self.reference.push(entry);
        }
        let window = usize::try_from(self.sync_window).unwrap_or(usize::MAX);
        while self.difference.len() > window {
            let entry = self.difference.remove(0);
            self.emit_different(cx, &entry, "=>")?;
        }
        while self.reference.len() > window {
            let entry = self.reference.remove(0);
            self.emit_different(cx, &entry, "<=")?;
        }
        Ok(())
    }

    fn emit_equal(&self, cx: &mut Context, entry: &Entry) -> Flow {
        if self.include_equal || self.exclude_different {
            return self.write(cx, entry, "==");
        }
        Ok(())
    }

    fn emit_different(&self, cx: &mut Context, entry: &Entry, side: &'static str) -> Flow {
        if self.exclude_different {
            return Ok(());
        }
        self.write(cx, entry, side)
    }

    fn write(&self, cx: &mut Context, entry: &Entry, side: &'static str) -> Flow {
        if self.pass_thru {
            let out = super::extended(entry.value.clone());
            if let Value::Object(object) = &out {
                object.set("SideIndicator", MemberKind::Note(side.into()));
            }
            return cx.emit(out);
        }
        let out = PsObject::custom();
        if self.arguments.is_empty() {
            out.push("InputObject", MemberKind::Note(entry.value.clone()));
        }
        for (argument, key) in self.arguments.iter().zip(&entry.keys) {
            let name: Name = argument.title();
            out.push(name, MemberKind::Note(key.clone().unwrap_or_default()));
        }
        out.push("SideIndicator", MemberKind::Note(side.into()));
        cx.emit(Value::object(out))
    }
}

impl Cmdlet for CompareObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        self.arguments.clear();
        for value in &self.property {
            self.arguments
                .push(PropertyArgument::parse(value, &[EntryKey::Expression], cx)?);
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        for value in std::mem::take(&mut self.difference_object) {
            let difference = self.entry(cx, &value)?;
            let reference = match self.reference_object.get(self.reached).cloned() {
                Some(value) => Some(self.entry(cx, &value)?),
                None => None,
            };
            self.reached += 1;
            self.step(cx, reference, Some(difference))?;
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        while let Some(value) = self.reference_object.get(self.reached).cloned() {
            let reference = self.entry(cx, &value)?;
            self.reached += 1;
            self.step(cx, Some(reference), None)?;
        }
        for entry in std::mem::take(&mut self.difference) {
            self.emit_different(cx, &entry, "=>")?;
        }
        for entry in std::mem::take(&mut self.reference) {
            self.emit_different(cx, &entry, "<=")?;
        }
        Ok(())
    }
}
