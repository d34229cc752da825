//! The interpreter: sessions, scopes, pipelines, statements and expressions.

mod access;
mod alias_value;
mod answers;
mod arguments;
mod assignment;
mod automatic;
mod classes;
mod cmdlet_stage;
mod command;
mod command_view;
mod confirm;
mod context;
mod data_file;
mod deferred;
mod drives;
mod dynamic;
mod errors;
mod expressions;
mod function;
mod gate;
pub mod hangup;
mod help_call;
mod history;
mod host;
mod import;
mod in_place;
mod interpreter;
mod invocation;
mod jobs;
mod manifest;
mod member;
mod module;
mod native;
mod one_command;
mod output;
mod own_module;
mod pipeline;
mod postponed;
mod preference;
mod property_hint;
mod ps_style;
mod psobjects;
mod publish;
mod received;
mod redirect;
mod requirements;
mod rounds;
mod scope;
mod script_file;
mod script_stage;
mod session;
mod sink;
mod stage;
mod standard_input;
mod statements;
mod static_member;
mod streams;
mod switch;

use std::rc::Rc;

pub use alias_value::AliasValue;
pub use answers::refusal;
pub use automatic::VERSION;
pub use command::{CmdletInfo, CommandInfo, CommandValue, Found};
pub use context::{Context, Frame};
pub use data_file::read_data_file;
pub use deferred::Deferred;
pub use function::{Function, Script, block_text, parameters};
pub use gate::Gate;
pub use history::{History, HistoryEntry, HistoryState, PIPELINE_STATE};
pub use import::{ImportRequest, ModuleFile};
pub use in_place::makes as makes_in_place;
pub use interpreter::Interpreter;
pub use invocation::{Action, CommonParameters, Invocation};
pub use jobs::{FarScript, job_sessions};
pub use manifest::{Manifest, WantedModule, version_value};
pub use module::{Exported, Exports, Module, ModuleKind, ModuleValue};
pub use one_command::cmdlet_of_gnu_name;
pub use output::{
    InformationRecord, Output, Progress, Prompt, Question, Record, TextRecord, TextStream, answer,
    nobody_types, not_interactive,
};
pub use own_module::{OWN_VERSION, own_modules};
pub use preference::action_of;
pub use received::FoundAgain;
pub use rounds::{Round, Rounds};
pub use scope::{Alias, ItemOptions, Scope, Variable, VariableInfo};
pub use script_file::decode as decode_script;
pub use session::{IdleHook, Outcome, Session, VariableReader};
pub use sink::{Collector, Door, Drain, Sink, collapse};
pub use standard_input::{InputLines, StandardInput};
pub use static_member::construct;

use crate::bind::{self, CommandMeta};
use crate::cmdlet::CmdletSpec;
use crate::error::Flow;
use crate::value::{Value, members};

/// The elements that a pipeline takes a value apart into; `None` for what stays whole.
pub fn enumerate(value: &Value) -> Option<Vec<Value>> {
    members::enumerate(value)
}

/// The declaration of a cmdlet in the binder's form.
pub fn spec_meta(spec: &CmdletSpec) -> CommandMeta {
    let mut meta = bind::declared_meta(
        spec.parameters,
        spec.default_set,
        spec.should_process,
        spec.impact,
    );
    meta.fallback_set = meta.set_named(spec.fallback_set);
    meta
}

/// The declaration of a command, as far as it can be told without running script.
pub fn meta_of(command: &CommandInfo) -> Option<Rc<CommandMeta>> {
    match command {
        CommandInfo::Cmdlet(cmdlet) => Some(Rc::clone(
            cmdlet.meta.get_or_init(|| Rc::new(spec_meta(cmdlet.spec))),
        )),
        CommandInfo::Function(function) => function.meta.get().cloned(),
        CommandInfo::Script(script) => script.meta.get().cloned(),
        CommandInfo::Block(_) | CommandInfo::Application(_) => None,
    }
}

/// The declaration of a command; that of a function is made at its first call.
pub(crate) fn meta_for(
    inner: &mut Interpreter<'_>,
    command: &CommandInfo,
) -> Flow<Rc<CommandMeta>> {
    if let Some(meta) = meta_of(command) {
        return Ok(meta);
    }
    match command {
        CommandInfo::Function(function) => {
            let meta = inner.script_declaration(&function.block)?;
            Ok(Rc::clone(function.meta.get_or_init(|| meta)))
        }
        CommandInfo::Script(script) => {
            let meta = inner.script_declaration(&script.block)?;
            Ok(Rc::clone(script.meta.get_or_init(|| meta)))
        }
        CommandInfo::Block(block) => inner.script_declaration(block),
        CommandInfo::Cmdlet(_) | CommandInfo::Application(_) => {
            Ok(Rc::new(bind::script_meta(inner, &[], None)?))
        }
    }
}
