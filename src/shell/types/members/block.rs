//! Members of script blocks.

use super::{Call, Method, Property, StaticMember, method, property, static_method};
use crate::error::Flow;
use crate::value::members::enumerate;
use crate::value::{BlockCall, List, Value};

/// Properties of script blocks.
pub const PROPERTIES: &[Property] = &[
    property(
        "Attributes",
        "System.Collections.Generic.List[System.Attribute] Attributes {get;}",
        |_| Value::array(Vec::new()),
    ),
    property("File", "string File {get;}", |value| match value {
        Value::ScriptBlock(block) => block
            .ast
            .source
            .name()
            .map_or(Value::Null, |name| Value::Str(name.clone())),
        _ => Value::Null,
    }),
    property("IsFilter", "bool IsFilter {get;set;}", |_| {
        Value::Bool(false)
    }),
    property("IsConfiguration", "bool IsConfiguration {get;set;}", |_| {
        Value::Bool(false)
    }),
    property("Module", "psmoduleinfo Module {get;}", |_| Value::Null),
    property("DebuggerHidden", "bool DebuggerHidden {get;set;}", |_| {
        Value::Bool(false)
    }),
    property(
        "Ast",
        "System.Management.Automation.Language.Ast Ast {get;}",
        |value| Value::from(crate::value::convert::to_text(value).as_ref()),
    ),
];

/// Methods of script blocks.
pub const METHODS: &[Method] = &[
    method(
        "Invoke",
        0,
        usize::MAX,
        "System.Collections.ObjectModel.Collection[psobject] Invoke(Params System.Object[] args)",
        |call| {
            let written = run(call)?;
            Ok(Value::List(std::rc::Rc::new(List::of_objects(written))))
        },
    ),
    method(
        "InvokeReturnAsIs",
        0,
        usize::MAX,
        "System.Object InvokeReturnAsIs(Params System.Object[] args)",
        |call| {
            let mut written = run(call)?;
            Ok(match written.len() {
                0 => Value::Null,
                1 => written.pop().unwrap_or_default(),
                _ => Value::array(written),
            })
        },
    ),
    method(
        "InvokeWithContext",
        2,
        usize::MAX,
        "System.Collections.ObjectModel.Collection[psobject] InvokeWithContext(System.Collections.IDictionary functionsToDefine, System.Collections.Generic.List[psvariable] variablesToDefine, Params System.Object[] args)",
        |call| {
            let Value::ScriptBlock(block) = call.this.base() else {
                return Ok(Value::Null);
            };
            let args = call.args.get(2..).unwrap_or(&[]);
            // Only `$_` can be handed over this way.
            let item = enumerate(call.arg(1))
                .unwrap_or_default()
                .iter()
                .find_map(|variable| match variable.base() {
                    Value::Native(native)
                        if native
                            .property("Name")
                            .is_some_and(|name| name.as_str() == Some("_")) =>
                    {
                        native.property("Value")
                    }
                    _ => None,
                });
            let written = call.engine.run_block(
                block,
                BlockCall {
                    item,
                    this: None,
                    args,
                },
            )?;
            Ok(Value::array(written))
        },
    ),
    method(
        "GetNewClosure",
        0,
        0,
        "scriptblock GetNewClosure()",
        |call| match call.this.base() {
            Value::ScriptBlock(block) => call.engine.closure(block),
            other => Ok(other.clone()),
        },
    ),
    method("ToString", 0, 0, "string ToString()", |call| {
        Ok(Value::Str(call.this_text()))
    }),
];

fn run(call: &mut Call<'_>) -> Flow<Vec<Value>> {
    match call.this.base() {
        Value::ScriptBlock(block) => call.engine.run_block(
            block,
            BlockCall {
                args: call.args,
                ..BlockCall::default()
            },
        ),
        _ => Ok(Vec::new()),
    }
}

/// Static members of `[scriptblock]`.
pub const STATICS: &[StaticMember] = &[static_method(
    "Create",
    1,
    1,
    "scriptblock Create(string script)",
    |call| {
        let text = call.text(0)?;
        Ok(Value::ScriptBlock(call.engine.compile(&text)?))
    },
)];
