//! From objects to records: which view an object gets, and the text of its cells.

use std::rc::Rc;

use super::property::{PropertyArgument, Selector};
use super::record::{Entry, Layout, Record, TableColumn, TableLayout, WideLayout};
use super::style::TableStyle;
use super::view::{Control, Field, View, Views};
use super::{Access, Align, cell, custom};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::types::extension;
use crate::value::{Name, Value};

/// With more properties than this, an object without a view is shown as a list.
const MOST_TABLE_PROPERTIES: usize = 4;

/// The columns that `Format-Table` without `-Property` shows of an object without a view.
const MOST_COLUMNS: usize = 10;

/// What an object that came from another host has: the name of that host. A view shows it behind its own columns or lines.
const OF_HOST: &str = "PSComputerName";

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The kind of layout; `None` leaves it to the object's type.
    pub shape: Option<Shape>,
    /// `-Property`; empty for what the view says.
    pub properties: Vec<PropertyArgument>,
    /// `-GroupBy`.
    pub group_by: Option<PropertyArgument>,
    /// `-View`.
    pub view: Option<Rc<str>>,
    /// `-ShowError`: errors of calculated properties follow the object.
    pub show_error: bool,
    /// `-DisplayError`: a calculated property that fails shows `#ERR`.
    pub display_error: bool,
    /// `$FormatEnumerationLimit`; negative for no limit.
    pub enumeration_limit: i32,
}

/// The kind of layout that a `Format-` command makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `Format-Table`.
    Table(TableRequest),
    /// `Format-List`.
    List,
    /// `Format-Wide`, with its number of columns: 0 for as many as fit.
    Wide(usize),
    /// `Format-Custom`, with its depth.
    Custom(usize),
}

/// The switches of `Format-Table`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableRequest {
    /// `-AutoSize`.
    pub auto_size: bool,
    /// `-Wrap`.
    pub wrap: bool,
    /// `-HideTableHeaders`.
    pub hide_headers: bool,
    /// `-Style`.
    pub style: TableStyle,
}

/// Where records go.
pub type Sink<'a> = &'a mut dyn FnMut(Record) -> Flow;

/// Turns objects into records. The first object decides the layout; a later one of a type that the view is not for
/// begins a new one.
#[derive(Debug)]
pub struct Formatter {
    request: Request,
    views: Rc<Views>,
    open: Option<Document>,
}

/// What the first object has decided.
#[derive(Debug)]
struct Document {
    /// The view, when there is one for the type.
    view: Option<&'static View>,
    /// The type that was seen last, so that the view is looked up once a type.
    last_type: Option<Name>,
    body: Body,
    group: Group,
}

#[derive(Debug)]
enum Body {
    Table { columns: Vec<Source>, tall: bool },
    List(ListSource),
    Wide(Source),
    Custom,
}

#[derive(Debug)]
enum ListSource {
    View(&'static [super::view::Line]),
    Arguments,
    All,
}

/// Where a column gets its values.
#[derive(Debug)]
struct Source {
    field: SourceField,
    format: Option<Rc<str>>,
}

#[derive(Debug)]
enum SourceField {
    Property(Name),
    Block(Rc<crate::value::ScriptBlock>),
    View(Field),
}

#[derive(Debug, Default)]
struct Group {
    current: Value,
    label: Option<Name>,
}

/// Whether an object says which host it came from.
fn comes_from_host(value: &Value) -> bool {
    matches!(value, Value::Object(object) if object.get(OF_HOST).is_some_and(|host| !host.is_null()))
}

impl Formatter {
    /// A formatter for one pipeline.
    pub fn new(request: Request, views: Rc<Views>) -> Self {
        Self {
            request,
            views,
            open: None,
        }
    }

    /// Takes an object; collections are taken apart.
    pub fn push(&mut self, value: &Value, access: &mut dyn Access, out: Sink) -> Flow {
        for_each(value, &mut |item| self.one(item, access, out))
    }

    /// Ends what is open.
    pub fn finish(&mut self, out: Sink) -> Flow {
        if self.open.take().is_some() {
            out(Record::GroupEnd)?;
            out(Record::End)?;
        }
        Ok(())
    }

    fn one(&mut self, value: &Value, access: &mut dyn Access, out: Sink) -> Flow {
        if value.is_null() {
            return Ok(());
        }
        if let Some(record) = Record::of(value) {
            self.finish(out)?;
            return out(record.clone());
        }
        if is_scalar(value) {
            let lines = lines_of(&[access.text(value)]);
            return out(Record::Entry(Rc::new(Entry::Data(lines))));
        }
        if let Some(done) = self.try_out_of_band(value, access, out) {
            return done;
        }
        if !self.fits(value, access) {
            self.finish(out)?;
        }
        let mut errors = Vec::new();
        match self.open.take() {
            Some(mut document) => {
                if self.next_group(&mut document.group, document.view, value, access)? {
                    let heading = self.heading(&document, access);
                    self.open = Some(document);
                    out(Record::GroupEnd)?;
                    out(Record::GroupStart(heading))?;
                } else {
                    self.open = Some(document);
                }
            }
            None => {
                let Some((document, layout)) = self.begin(value, access, &mut errors)? else {
                    return self.out_of_band(vec![access.text(value)], out);
                };
                let heading = self.heading(&document, access);
                self.open = Some(document);
                out(Record::Start(Rc::new(layout)))?;
                out(Record::GroupStart(heading))?;
            }
        }
        let Some(document) = self.open.take() else {
            return Ok(());
        };
        errors.clear();
        let entry = self.entry(&document, value, access, &mut errors);
        self.open = Some(document);
        out(Record::Entry(Rc::new(entry?)))?;
        if self.request.show_error {
            for text in errors {
                let lines = vec![
                    String::new(),
                    format!("InvalidArgument: Failed to evaluate expression \"{text}\"."),
                ];
                out(Record::Entry(Rc::new(Entry::OutOfBand(lines))))?;
            }
        }
        Ok(())
    }

    fn out_of_band(&mut self, texts: Vec<String>, out: Sink) -> Flow {
        out(Record::Entry(Rc::new(Entry::OutOfBand(lines_of(&texts)))))
    }

    /// Types whose view is out of band are shown so whatever was asked.
    fn try_out_of_band(
        &mut self,
        value: &Value,
        access: &mut dyn Access,
        out: Sink,
    ) -> Option<Flow> {
        if let (
            Some(Document {
                last_type: Some(last),
                ..
            }),
            Some(name),
        ) = (&self.open, quick_type(value))
            && last.as_str() == name.as_str()
        {
            return None;
        }
        if !self.request.properties.is_empty() {
            return None;
        }
        let types = access.type_names(value);
        let view = self.views.find(&types, |_| true)?;
        match view.control {
            Control::OutOfBand(lines) => {
                let lines = lines(value, access);
                Some(self.out_of_band(lines, out))
            }
            _ => None,
        }
    }

    /// Whether the open layout takes this object. Without a view it takes any.
    fn fits(&mut self, value: &Value, access: &mut dyn Access) -> bool {
        let Some(document) = &mut self.open else {
            return true;
        };
        let Some(view) = document.view else {
            return true;
        };
        let quick = quick_type(value);
        if let (Some(last), Some(name)) = (&document.last_type, &quick)
            && last.as_str() == name.as_str()
        {
            return true;
        }
        document.last_type = quick;
        access
            .type_names(value)
            .iter()
            .any(|name| view.types.iter().any(|ty| ty.eq_ignore_ascii_case(name)))
    }

    fn begin(
        &mut self,
        value: &Value,
        access: &mut dyn Access,
        errors: &mut Vec<String>,
    ) -> Flow<Option<(Document, Layout)>> {
        let types = access.type_names(value);
        let view = self.choose_view(&types)?;
        let chosen = match (view, self.request.shape) {
            (Some(view), None) => self.body_of_view(view, None),
            (Some(view), Some(shape)) => self.body_of_view(view, Some(shape)),
            (None, Some(shape)) => self.body_of_properties(value, &types, shape, access, errors)?,
            (None, None) => {
                let names = self.default_names(value, &types, access);
                if names.is_empty() {
                    return Ok(None);
                }
                let shape = if names.len() <= MOST_TABLE_PROPERTIES {
                    Shape::Table(TableRequest::default())
                } else {
                    Shape::List
                };
                self.body_of_properties(value, &types, shape, access, errors)?
            }
        };
        let Some((mut body, mut layout)) = chosen else {
            return Ok(None);
        };
        if let (Body::Table { columns, .. }, Layout::Table(table), Some(_)) =
            (&mut body, &mut layout, view)
            && comes_from_host(value)
        {
            columns.push(Source {
                field: SourceField::Property(Name::Static(OF_HOST)),
                format: None,
            });
            table.columns.push(TableColumn {
                label: Name::Static(OF_HOST),
                width: 0,
                align: Align::Left,
                never_cut: true,
            });
        }
        let mut document = Document {
            view,
            last_type: quick_type(value),
            body,
            group: Group::default(),
        };
        self.next_group(&mut document.group, view, value, access)?;
        Ok(Some((document, layout)))
    }

    fn choose_view(&self, types: &[Name]) -> Flow<Option<&'static View>> {
        if !self.request.properties.is_empty() {
            return Ok(None);
        }
        let shape = self.request.shape;
        let kind = |view: &View| {
            matches!(
                (&view.control, shape),
                (_, None)
                    | (Control::Table(_), Some(Shape::Table(_)))
                    | (Control::List(_), Some(Shape::List))
                    | (Control::Wide(_), Some(Shape::Wide(_)))
                    | (Control::Custom(_), Some(Shape::Custom(_)))
            )
        };
        match &self.request.view {
            None => Ok(self.views.find(types, kind)),
            Some(name) => {
                let found = self.views.find(types, |view| {
                    kind(view) && view.name.eq_ignore_ascii_case(name)
                });
                match found {
                    Some(view) => Ok(Some(view)),
                    None => Err(ShellError::new(
                        "FormatViewNotFound",
                        ErrorCategory::ObjectNotFound,
                        format!("The view \"{name}\" does not exist for this type."),
                    )
                    .exception("System.Management.Automation.PSInvalidOperationException")
                    .into()),
                }
            }
        }
    }

    fn body_of_view(&self, view: &'static View, shape: Option<Shape>) -> Option<(Body, Layout)> {
        Some(match &view.control {
            Control::Table(table) => {
                let asked = match shape {
                    Some(Shape::Table(asked)) => asked,
                    _ => TableRequest::default(),
                };
                let columns = table.columns.iter().map(|column| TableColumn {
                    label: Name::Static(column.label),
                    width: column.width,
                    align: column.align,
                    never_cut: column.never_cut,
                });
                let columns: Vec<TableColumn> = columns.collect();
                let sized = columns.iter().any(|column| column.width > 0);
                let tall = table.wrap || asked.wrap;
                let layout = Layout::Table(TableLayout {
                    auto_size: asked.auto_size || table.auto_size || !sized,
                    waits_for_all: asked.auto_size,
                    columns,
                    named: false,
                    wrap: tall,
                    hide_headers: table.hide_headers || asked.hide_headers,
                    style: asked.style,
                });
                let sources = table.columns.iter().map(|column| Source {
                    field: SourceField::View(column.field),
                    format: (!column.format.is_empty()).then(|| column.format.into()),
                });
                (
                    Body::Table {
                        columns: sources.collect(),
                        tall,
                    },
                    layout,
                )
            }
            Control::List([]) => (Body::List(ListSource::All), Layout::List),
            Control::List(lines) => (Body::List(ListSource::View(lines)), Layout::List),
            Control::Wide(field) => {
                let columns = match shape {
                    Some(Shape::Wide(columns)) => columns,
                    _ => 2,
                };
                let source = Source {
                    field: SourceField::View(*field),
                    format: None,
                };
                (Body::Wide(source), Layout::Wide(WideLayout { columns }))
            }
            Control::Custom(_) => (Body::Custom, Layout::Custom),
            Control::OutOfBand(_) => return None,
        })
    }

    /// The properties that an object without a view shows.
    fn default_names(&self, value: &Value, types: &[Name], access: &mut dyn Access) -> Vec<Name> {
        if let Some(names) = extension::display(value) {
            return names;
        }
        match self.views.default_properties(types) {
            Some(names) => names.iter().map(|name| Name::Static(name)).collect(),
            None => access.shown_names(value),
        }
    }

    /// `-Property` with wildcards replaced by what the object has.
    fn resolve(
        &self,
        value: &Value,
        types: &[Name],
        access: &mut dyn Access,
    ) -> Vec<(PropertyArgument, Name)> {
        if self.request.properties.is_empty() {
            return self
                .default_names(value, types, access)
                .into_iter()
                .map(|name| (PropertyArgument::named(&*name), name))
                .collect();
        }
        let mut all: Option<Vec<Name>> = None;
        let mut out = Vec::new();
        for argument in &self.request.properties {
            let Selector::Name(name) = &argument.selector else {
                out.push((argument.clone(), argument.title()));
                continue;
            };
            let all = all.get_or_insert_with(|| access.property_names(value));
            for found in matching(name, all) {
                let title = argument.label.clone().unwrap_or_else(|| found.clone());
                let mut one = argument.clone();
                one.selector = Selector::Name(found.as_str().into());
                out.push((one, title));
            }
        }
        out
    }

    fn body_of_properties(
        &mut self,
        value: &Value,
        types: &[Name],
        shape: Shape,
        access: &mut dyn Access,
        errors: &mut Vec<String>,
    ) -> Flow<Option<(Body, Layout)>> {
        match shape {
            Shape::List => Ok(Some((
                Body::List(if self.request.properties.is_empty() {
                    ListSource::All
                } else {
                    ListSource::Arguments
                }),
                Layout::List,
            ))),
            Shape::Custom(_) => Ok(Some((Body::Custom, Layout::Custom))),
            Shape::Wide(columns) => {
                let first = match self.request.properties.first() {
                    Some(_) => self.resolve(value, types, access).into_iter().next(),
                    None => wide_default(value, access),
                };
                let Some((argument, _)) = first else {
                    return Ok(None);
                };
                let source = Source::of(&argument);
                Ok(Some((
                    Body::Wide(source),
                    Layout::Wide(WideLayout { columns }),
                )))
            }
            Shape::Table(asked) => {
                let mut found = self.resolve(value, types, access);
                if self.request.properties.is_empty() {
                    found.truncate(MOST_COLUMNS);
                }
                if found.is_empty() && self.request.properties.is_empty() {
                    return Ok(None);
                }
                let mut columns = Vec::with_capacity(found.len());
                let mut sources = Vec::with_capacity(found.len());
                for (argument, label) in found {
                    let source = Source::of(&argument);
                    let align = match argument.align {
                        Align::Auto => match source.read(value, access, errors)? {
                            Some(first) if is_number_like(&first) => Align::Right,
                            _ => Align::Left,
                        },
                        given => given,
                    };
                    columns.push(TableColumn {
                        label,
                        width: argument.width,
                        align,
                        never_cut: false,
                    });
                    sources.push(source);
                }
                let sized = columns.iter().all(|column| column.width > 0);
                let layout = Layout::Table(TableLayout {
                    auto_size: asked.auto_size || !sized,
                    waits_for_all: asked.auto_size,
                    columns,
                    named: !self.request.properties.is_empty(),
                    wrap: asked.wrap,
                    hide_headers: asked.hide_headers,
                    style: asked.style,
                });
                Ok(Some((
                    Body::Table {
                        columns: sources,
                        tall: asked.wrap,
                    },
                    layout,
                )))
            }
        }
    }

    fn entry(
        &self,
        document: &Document,
        value: &Value,
        access: &mut dyn Access,
        errors: &mut Vec<String>,
    ) -> Flow<Entry> {
        Ok(match &document.body {
            Body::Table { columns, tall } => {
                let mut cells = Vec::with_capacity(columns.len());
                for source in columns {
                    cells.push(self.cell(source, value, access, errors)?);
                }
                Entry::Row(cells, *tall)
            }
            Body::Wide(source) => Entry::Wide(self.cell(source, value, access, errors)?),
            Body::List(ListSource::View(lines)) => {
                let mut properties = Vec::with_capacity(lines.len());
                for line in *lines {
                    if line.when.is_some_and(|holds| !holds(value, access)) {
                        continue;
                    }
                    let read = line.field.read(value, access);
                    let text = cell::text(&read, self.request.enumeration_limit, access);
                    properties.push((Name::Static(line.label), text));
                }
                if comes_from_host(value) {
                    let host = Field::Property(OF_HOST).read(value, access);
                    let text = cell::text(&host, self.request.enumeration_limit, access);
                    properties.push((Name::Static(OF_HOST), text));
                }
                Entry::List(properties)
            }
            Body::List(source) => {
                let types = match source {
                    ListSource::All => access.type_names(value),
                    _ => Vec::new(),
                };
                let mut properties = Vec::new();
                for (argument, label) in self.resolve(value, &types, access) {
                    let source = Source::of(&argument);
                    if let SourceField::Property(name) = &source.field
                        && !has_property(value, name, access)
                    {
                        continue;
                    }
                    properties.push((label, self.cell(&source, value, access, errors)?));
                }
                Entry::List(properties)
            }
            Body::Custom => match document.view.map(|view| &view.control) {
                Some(Control::Custom(lines)) => Entry::Custom(lines(value, access)),
                _ => {
                    let depth = match self.request.shape {
                        Some(Shape::Custom(depth)) => depth,
                        _ => custom::DEPTH,
                    };
                    let only: Option<Vec<Name>> =
                        (!self.request.properties.is_empty()).then(|| {
                            self.resolve(value, &[], access)
                                .into_iter()
                                .map(|(_, name)| name)
                                .collect()
                        });
                    let limit = self.request.enumeration_limit;
                    Entry::Custom(custom::lines(value, only.as_deref(), depth, limit, access))
                }
            },
        })
    }

    fn cell(
        &self,
        source: &Source,
        value: &Value,
        access: &mut dyn Access,
        errors: &mut Vec<String>,
    ) -> Flow<String> {
        let before = errors.len();
        let read = source.read(value, access, errors)?;
        if errors.len() > before && self.request.display_error {
            return Ok("#ERR".to_owned());
        }
        Ok(match (read, &source.format) {
            (None | Some(Value::Null), _) => String::new(),
            (Some(read), Some(format)) => access.format(&read, format),
            (Some(read), None) => cell::text(&read, self.request.enumeration_limit, access),
        })
    }

    /// Whether the object begins a new group; the first object's key decides the heading of the first one.
    fn next_group(
        &self,
        group: &mut Group,
        view: Option<&'static View>,
        value: &Value,
        access: &mut dyn Access,
    ) -> Flow<bool> {
        let (key, label) = match (
            &self.request.group_by,
            view.and_then(|view| view.group_by.as_ref()),
        ) {
            (Some(argument), _) => {
                let source = Source::of(argument);
                let Some(key) = source.read(value, access, &mut Vec::new())? else {
                    return Ok(false);
                };
                let label = match (&argument.label, &argument.selector) {
                    (None, Selector::Name(name)) => access
                        .property_names(value)
                        .into_iter()
                        .find(|known| known.eq_ignore_ascii_case(name))
                        .unwrap_or_else(|| Name::Shared(name.clone())),
                    _ => argument.title(),
                };
                (key, label)
            }
            (None, Some(grouping)) => (
                grouping.field.read(value, access),
                Name::Static(grouping.label),
            ),
            (None, None) => return Ok(false),
        };
        let changed = !access.same(&key, &group.current);
        group.current = key;
        if changed {
            group.label = Some(label);
        }
        Ok(changed)
    }

    fn heading(&self, document: &Document, access: &mut dyn Access) -> Option<Rc<str>> {
        if self.request.group_by.is_none()
            && document.view.is_none_or(|view| view.group_by.is_none())
        {
            return None;
        }
        let label = document.group.label.as_ref().map_or("", Name::as_str);
        let text = cell::text(
            &document.group.current,
            self.request.enumeration_limit,
            access,
        );
        Some(format!("{label}: {text}").into())
    }
}

impl Source {
    fn of(argument: &PropertyArgument) -> Self {
        Self {
            field: match &argument.selector {
                Selector::Name(name) => SourceField::Property(Name::Shared(name.clone())),
                Selector::Block(block) => SourceField::Block(block.clone()),
            },
            format: argument.format.clone(),
        }
    }

    /// The value, or `None` when there is no such property or it cannot be read. The text of a script block that failed
    /// is put into `errors`.
    fn read(
        &self,
        value: &Value,
        access: &mut dyn Access,
        errors: &mut Vec<String>,
    ) -> Flow<Option<Value>> {
        Ok(match &self.field {
            SourceField::Property(name) => access.property(value, name).ok().flatten(),
            SourceField::View(field) => Some(field.read(value, access)),
            SourceField::Block(block) => match access.evaluate(block, value)? {
                Ok(value) => Some(value),
                Err(_) => {
                    errors.push(super::block_text(block));
                    None
                }
            },
        })
    }
}

fn lines_of(texts: &[String]) -> Vec<String> {
    texts
        .iter()
        .flat_map(|text| super::cells::lines(text).map(str::to_owned))
        .collect()
}

/// Calls `each` for the elements of a collection, or for the value itself.
fn for_each(value: &Value, each: &mut dyn FnMut(&Value) -> Flow) -> Flow {
    match value {
        Value::Array(array) => {
            let items = array.items.borrow().clone();
            items.iter().try_for_each(each)
        }
        Value::List(list) => {
            let items = list.items.borrow().clone();
            items.iter().try_for_each(each)
        }
        Value::Hashtable(table) => {
            let entries: Vec<(Value, Value)> = table
                .entries()
                .iter()
                .map(|(key, value)| (key.value().clone(), value.clone()))
                .collect();
            let make = if table.generic.is_some() {
                super::builtin::key_value_pair
            } else {
                super::builtin::dictionary_entry
            };
            entries
                .into_iter()
                .try_for_each(|(key, value)| each(&make(key, value)))
        }
        Value::Native(native) => match native.items() {
            Some(items) => items.iter().try_for_each(each),
            None => each(value),
        },
        other => each(other),
    }
}

/// Values that are shown as their text, whatever was asked.
fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Str(_)
        | Value::Bool(_)
        | Value::Char(_)
        | Value::SByte(_)
        | Value::Byte(_)
        | Value::Int16(_)
        | Value::UInt16(_)
        | Value::Int(_)
        | Value::UInt32(_)
        | Value::Long(_)
        | Value::ULong(_)
        | Value::Single(_)
        | Value::Double(_)
        | Value::Decimal(_)
        | Value::Enum(_)
        | Value::ScriptBlock(_) => true,
        Value::Object(object) => object.base.as_ref().is_some_and(is_scalar),
        _ => false,
    }
}

/// Values that stand on the right of their column.
fn is_number_like(value: &Value) -> bool {
    match value {
        Value::Char(_) | Value::Str(_) | Value::ScriptBlock(_) => false,
        other => is_scalar(other),
    }
}

/// The type of a value when it can be had without asking.
fn quick_type(value: &Value) -> Option<Name> {
    match value {
        Value::Object(object) if object.base.is_none() => {
            Some(Name::from(object.type_names().first().to_owned()))
        }
        Value::Native(native) => native.type_names().first().map(|name| Name::Static(name)),
        _ => None,
    }
}

fn has_property(value: &Value, name: &str, access: &mut dyn Access) -> bool {
    match access.property(value, name) {
        Ok(found) => found.is_some(),
        Err(_) => true,
    }
}

/// The names that a pattern stands for. A name without wildcards stands for itself, found or not, in the object's spelling.
fn matching(pattern: &str, names: &[Name]) -> Vec<Name> {
    if crate::wildcard::has_wildcards(pattern) {
        let pattern = crate::wildcard::WildcardPattern::new(pattern);
        return names
            .iter()
            .filter(|name| pattern.is_match(name))
            .cloned()
            .collect();
    }
    let found = names.iter().find(|name| name.eq_ignore_ascii_case(pattern));
    vec![
        found
            .cloned()
            .unwrap_or_else(|| Name::from(pattern.to_owned())),
    ]
}

/// What `Format-Wide` shows by default: the property that names the object, else the first.
fn wide_default(value: &Value, access: &mut dyn Access) -> Option<(PropertyArgument, Name)> {
    let names = access.shown_names(value);
    let by_name = ["name", "id", "key"].iter().find_map(|wanted| {
        names
            .iter()
            .find(|name| name.eq_ignore_ascii_case(wanted))
            .or_else(|| {
                names
                    .iter()
                    .find(|name| name.to_lowercase().ends_with(wanted))
            })
    });
    let name = by_name.or_else(|| names.first())?.clone();
    Some((PropertyArgument::named(name.as_str()), name))
}
