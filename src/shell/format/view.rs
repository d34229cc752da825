//! Views as data: which columns or lines an object of a type is shown with.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::Access;
use super::cells::Align;
use crate::value::{Name, Value};

/// How the objects of some types are shown.
#[derive(Debug)]
pub struct View {
    /// The name by which `Format-Table -View` asks for it.
    pub name: &'static str,
    /// The type names that it is for.
    pub types: &'static [&'static str],
    /// Whether a new table begins when this property changes.
    pub group_by: Option<Grouping>,
    /// What is shown.
    pub control: Control,
}

/// Where a new group begins, and what its heading says.
#[derive(Debug)]
pub struct Grouping {
    /// The value that the objects of a group share.
    pub field: Field,
    /// What stands before it in the heading.
    pub label: &'static str,
}

/// The layout of a view.
#[derive(Debug)]
pub enum Control {
    /// A table.
    Table(Table),
    /// A list of properties, one a line. Empty means all of the object's properties.
    List(&'static [Line]),
    /// One value an object, in columns.
    Wide(Field),
    /// Whole lines, made by a function.
    Custom(fn(&Value, &mut dyn Access) -> Vec<String>),
    /// Whole lines that interrupt the table or list that is being written, as a string does.
    OutOfBand(fn(&Value, &mut dyn Access) -> Vec<String>),
}

/// A table view.
#[derive(Debug)]
pub struct Table {
    /// The columns, from left to right.
    pub columns: &'static [Column],
    /// Whether the columns are sized from the values even though some have a width.
    pub auto_size: bool,
    /// Whether long values continue on the next line instead of being cut.
    pub wrap: bool,
    /// Whether the headings are left out.
    pub hide_headers: bool,
}

impl Table {
    /// A table of these columns.
    pub const fn of(columns: &'static [Column]) -> Self {
        Self {
            columns,
            auto_size: false,
            wrap: false,
            hide_headers: false,
        }
    }
}

/// A column of a table view.
#[derive(Debug)]
pub struct Column {
    /// The heading.
    pub label: &'static str,
    /// What the cells hold.
    pub field: Field,
    /// The width in cells; 0 means that it is made from the values or shares what is left.
    pub width: u16,
    /// Where the cells stand.
    pub align: Align,
    /// Whether a value is never cut: on a narrow screen the column keeps its width at the cost of others, or goes away
    /// as a whole.
    pub never_cut: bool,
    /// A .NET format string, or empty.
    pub format: &'static str,
}

impl Column {
    /// A column that shows the property of the same name.
    pub const fn of(property: &'static str) -> Self {
        Self {
            label: property,
            field: Field::Property(property),
            width: 0,
            align: Align::Auto,
            never_cut: false,
            format: "",
        }
    }

    /// With another heading.
    pub const fn label(mut self, label: &'static str) -> Self {
        self.label = label;
        self
    }

    /// With a fixed width.
    pub const fn width(mut self, cells: u16) -> Self {
        self.width = cells;
        self
    }

    /// On the given side.
    pub const fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// Never cut.
    pub const fn never_cut(mut self) -> Self {
        self.never_cut = true;
        self
    }

    /// With cells that are computed.
    pub const fn computed(mut self, compute: Compute) -> Self {
        self.field = Field::Computed(compute);
        self
    }

    /// With a .NET format string.
    pub const fn format(mut self, format: &'static str) -> Self {
        self.format = format;
        self
    }
}

/// A line of a list view.
#[derive(Debug)]
pub struct Line {
    /// The label.
    pub label: &'static str,
    /// The value.
    pub field: Field,
    /// Whether an object has the line at all; all have it when there is no question.
    pub when: Option<fn(&Value, &mut dyn Access) -> bool>,
}

impl Line {
    /// A line that shows the property of the same name.
    pub const fn of(property: &'static str) -> Self {
        Self {
            label: property,
            field: Field::Property(property),
            when: None,
        }
    }

    /// A line whose value is computed.
    pub const fn computed(label: &'static str, compute: Compute) -> Self {
        Self {
            label,
            field: Field::Computed(compute),
            when: None,
        }
    }

    /// Only for objects of which this is true.
    pub const fn when(mut self, holds: fn(&Value, &mut dyn Access) -> bool) -> Self {
        self.when = Some(holds);
        self
    }
}

/// Computes a cell from an object.
pub type Compute = fn(&Value, &mut dyn Access) -> Value;

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub enum Field {
    /// A property.
    Property(&'static str),
    /// A function of the object.
    Computed(Compute),
}

impl Field {
    /// The value for an object; `$null` when it has no such property.
    pub fn read(&self, object: &Value, access: &mut dyn Access) -> Value {
        match self {
            Self::Property(name) => access
                .property(object, name)
                .ok()
                .flatten()
                .unwrap_or_default(),
            Self::Computed(compute) => compute(object, access),
        }
    }
}

/// All views that are known, and the properties that types show by default.
#[derive(Debug, Default)]
pub struct Views {
    lists: Vec<&'static [View]>,
    /// Those of the types that were asked for so far: a command shows few of them.
    by_type: RefCell<HashMap<String, Rc<[&'static View]>>>,
    default_properties: HashMap<String, &'static [&'static str]>,
}

impl Views {
    /// The views of the built-in types.
    pub fn builtin() -> Self {
        let mut views = Self::default();
        views.register(super::builtin::VIEWS);
        views
    }

    /// Adds views. The first one that is registered for a type is its default.
    pub fn register(&mut self, views: &'static [View]) {
        self.lists.push(views);
        self.by_type.borrow_mut().clear();
    }

    /// The views of a type, in the order of their registration.
    fn of_type(&self, name: &str) -> Rc<[&'static View]> {
        let name = name.to_lowercase();
        if let Some(known) = self.by_type.borrow().get(&name) {
            return Rc::clone(known);
        }
        let all = self.lists.iter().copied().flatten();
        let found: Rc<[&'static View]> = all
            .filter(|view| view.types.iter().any(|ty| ty.eq_ignore_ascii_case(&name)))
            .collect();
        let mut by_type = self.by_type.borrow_mut();
        by_type.insert(name, Rc::clone(&found));
        found
    }

    /// Says which properties objects of a type show when nothing else is asked (`DefaultDisplayPropertySet`).
    pub fn register_default_properties(
        &mut self,
        type_name: &str,
        properties: &'static [&'static str],
    ) {
        self.default_properties
            .insert(type_name.to_lowercase(), properties);
    }

    /// The first view for one of the type names that `accept` agrees to.
    pub fn find(&self, types: &[Name], accept: impl Fn(&View) -> bool) -> Option<&'static View> {
        types.iter().find_map(|name| {
            let name = name.strip_prefix("Deserialized.").unwrap_or(name);
            let views = self.of_type(name);
            views.iter().copied().find(|view| accept(view))
        })
    }

    /// The properties that objects of these types show by default.
    pub fn default_properties(&self, types: &[Name]) -> Option<&'static [&'static str]> {
        types
            .iter()
            .find_map(|name| self.default_properties.get(&name.to_lowercase()).copied())
    }
}
