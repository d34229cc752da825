//! Objects that another iovsh has written as lines of JSON: what stands on standard input of one cmdlet.
//!
//! A line that is an object of JSON becomes an object with these properties, and with the type that it names. Where the cmdlet
//! wants the thing itself (`-VM`), the host is asked for it again: the line only says which one is meant.

use std::rc::Rc;

use super::interpreter::Interpreter;
use crate::bind::{CommandMeta, Kind};
use crate::error::{ErrorCategory, Flow, ShellError};
use crate::format::json::TYPE_NAME;
use crate::format::json_reader::{JsonReaderOptions, from_json};
use crate::syntax;
use crate::value::{ScriptBlock, TypeNames, Value, members};

/// How an object is found again from what was written of it: the name of its type, and a block that is given the written object
/// as `$_` and writes the thing itself.
pub type FoundAgain = (&'static str, &'static str);

/// How deep a written object may be.
const DEPTH: usize = 64;

/// What a line of standard input is for a command: an object where it is one and the command does not want text.
pub(super) fn object_of_line(line: &str) -> Option<Value> {
    if !line.starts_with('{') {
        return None;
    }
    let options = JsonReaderOptions {
        as_hashtable: false,
        depth: DEPTH,
    };
    let value = from_json(line, options).ok()?;
    let Value::Object(object) = &value else {
        return None;
    };
    if let Some(Value::Str(name)) = object.get(TYPE_NAME) {
        object.remove(TYPE_NAME);
        let mut names: Vec<Rc<str>> = vec![Rc::from(&*name)];
        names.extend(object.type_names().iter().map(Into::into));
        object.set_type_names(TypeNames::Own(Rc::new(names)));
    }
    Some(value)
}

/// The objects of a text that is one list of JSON, as `--json` writes it; nothing says what they are.
pub(super) fn objects_of_list(text: &str) -> Option<Vec<Value>> {
    let options = JsonReaderOptions {
        as_hashtable: false,
        depth: DEPTH,
    };
    let list = members::enumerate(&from_json(text, options).ok()?)?;
    let all = list.iter().all(|item| matches!(item, Value::Object(_)));
    all.then_some(list)
}

/// The error where a command has to know what objects are, and got a list that does not say it.
pub(super) fn untyped() -> ShellError {
    ShellError::new(
        "ReceivedObjectUntyped",
        ErrorCategory::InvalidData,
        "Standard input is a list of JSON, which does not say what its objects are.",
    )
    .help("Hand objects on as lines, which do: --output jsonl in place of --json.")
}

/// Whether a command has to know what the objects are that it gets.
pub(super) fn wants_types(meta: &CommandMeta) -> bool {
    piped(meta).any(|kind| matches!(inner(kind), Kind::Of(_) | Kind::Opaque(_)))
}

/// Whether a command takes text from the pipeline and nothing else.
pub(super) fn wants_text(meta: &CommandMeta) -> bool {
    let mut piped = piped(meta).peekable();
    piped.peek().is_some()
        && piped.all(|kind| matches!(inner(kind), Kind::Type(_)))
        && !by_name(meta)
}

/// What one of many is, and what may be nothing is when it is something.
fn inner(kind: &Kind) -> &Kind {
    match kind {
        Kind::Array(inner_kind) | Kind::Nullable(inner_kind) => inner(inner_kind),
        kind => kind,
    }
}

/// Whether a property of what comes can be a parameter.
fn by_name(meta: &CommandMeta) -> bool {
    let sets = meta.parameters.iter().flat_map(|known| &known.sets);
    sets.into_iter().any(|set| set.by_property_name)
}

/// The kinds of what a command takes from the pipeline.
fn piped(meta: &CommandMeta) -> impl Iterator<Item = &Kind> {
    meta.parameters
        .iter()
        .filter(|known| known.sets.iter().any(|set| set.from_pipeline))
        .map(|known| &known.kind)
}

impl Interpreter<'_> {
    /// What was written of an object, or the thing itself where the command wants that.
    ///
    /// # Errors
    /// The host does not have it any more, or cannot be asked.
    pub(super) fn thing_itself(&mut self, written: Value, meta: &CommandMeta) -> Flow<Value> {
        let Value::Object(object) = &written else {
            return Ok(written);
        };
        let name = object.type_names().first().to_owned();
        // What is derived from what is another thing, the binder knows of the thing itself.
        let wanted = wants_types(meta);
        let known = self.s.found_again.iter().find(|(known, _)| *known == name);
        let Some((_, text)) = known.filter(|_| wanted) else {
            return Ok(written);
        };
        let block = Rc::new(ScriptBlock {
            ast: syntax::parse_script(text, None).ast,
            scope: None,
        });
        let item = Some(written.clone());
        let found =
            self.collect(|inner| inner.call_block_with(&block, &[], None, true, item, None))?;
        match found.into_iter().next() {
            Some(found) => Ok(found),
            None => {
                let kind = name.rsplit('.').next().unwrap_or(&name);
                let shown = ["VMName", "Name"].iter().find_map(|key| object.get(key));
                let shown = shown.unwrap_or_default();
                Err(ShellError::new(
                    "ReceivedObjectNotFound",
                    ErrorCategory::ObjectNotFound,
                    format!(
                        "The {kind} of '{shown}' that standard input names is not on this host.",
                        shown = crate::value::convert::to_display(&shown)
                    ),
                )
                .target(written)
                .help("Both commands must work on the same host: give both the same --host.")
                .into())
            }
        }
    }
}
