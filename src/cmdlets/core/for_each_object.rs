//! `ForEach-Object`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::parallel::{THROTTLE_LIMIT, Tasks};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::Access;
use iovsh_shell::types::method_names;
use iovsh_shell::value::{MemberKind, ScriptBlock, Value, members};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Runs script blocks for each object, or reads a property or calls a method of it.
///
/// The object is $_ in the blocks. -Begin runs before the first, -End after the last object; with several blocks and no
/// -Begin, the first of several runs before and the last after. With -Parallel several blocks run at once.
///
/// # Examples
/// ```iovsh
/// PS> 1..3 | ForEach-Object { $_ * 2 }
/// 2
/// 4
/// 6
/// PS> 'web1', 'db1' | ForEach-Object ToUpper
/// WEB1
/// DB1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ForEach",
    noun = "Object",
    module = "Microsoft.PowerShell.Core",
    alias("foreach", "%"),
    default_set = "ScriptBlockSet",
    own_jobs,
    impact = Low
)]
pub struct ForEachObject {
    /// The objects.
    #[param(from_pipeline)]
    input_object: Value,
    /// Runs before the first object.
    #[param(set = "ScriptBlockSet")]
    begin: Option<Rc<ScriptBlock>>,
    /// Runs for each object.
    #[param(
        set = "ScriptBlockSet",
        mandatory,
        position = 0,
        allow_null,
        allow_empty_collection
    )]
    process: Vec<Option<Rc<ScriptBlock>>>,
    /// Runs after the last object.
    #[param(set = "ScriptBlockSet")]
    end: Option<Rc<ScriptBlock>>,
    /// More blocks that run for each object.
    #[param(set = "ScriptBlockSet", remaining, allow_null, allow_empty_collection)]
    remaining_scripts: Vec<Option<Rc<ScriptBlock>>>,
    /// The property that is read or the method that is called. Wildcards are allowed.
    #[param(
        set = "PropertyAndMethodSet",
        mandatory,
        position = 0,
        not_null_or_empty
    )]
    member_name: String,
    /// The arguments of the method.
    #[param(set = "PropertyAndMethodSet", remaining, alias("Args"))]
    argument_list: Vec<Value>,
    /// Runs for each object in a session of its own, several at once. Variables of the caller are read with $using:. What
    /// the blocks write comes in any order.
    #[param(set = "ParallelParameterSet", mandatory)]
    parallel: Option<Rc<ScriptBlock>>,
    /// How many blocks run at once; 5 without it.
    #[param(set = "ParallelParameterSet", range = 1..=2147483647)]
    throttle_limit: Option<i32>,
    /// After how many seconds all of them are stopped; 0: never.
    #[param(set = "ParallelParameterSet", range = 0..=2147483)]
    timeout_seconds: i32,
    /// As a job.
    #[param(set = "ParallelParameterSet")]
    as_job: bool,
    /// A new session for each object. It always is.
    #[param(set = "ParallelParameterSet")]
    use_new_runspace: bool,
    #[state]
    tasks: Option<Tasks>,
    #[state]
    before: Option<Rc<ScriptBlock>>,
    #[state]
    each: Vec<Rc<ScriptBlock>>,
    #[state]
    after: Option<Rc<ScriptBlock>>,
}

impl ForEachObject {
    /// Which block runs when: with more than one block and no `-Begin`, the first runs before; with more than two and no
    /// `-End`, the last runs after.
    fn arrange(&mut self, cx: &mut Context) {
        let mut blocks: Vec<Rc<ScriptBlock>> = self
            .process
            .iter()
            .chain(&self.remaining_scripts)
            .flatten()
            .cloned()
            .collect();
        let (begin_given, end_given) = (cx.is_bound("Begin"), cx.is_bound("End"));
        self.before = self.begin.clone();
        self.after = self.end.clone();
        if !begin_given && blocks.len() > 1 {
            self.before = Some(blocks.remove(0));
        }
        if !end_given && blocks.len() > 1 {
            self.after = blocks.pop();
        }
        self.each = blocks;
    }

    /// The one member that a name with wildcards stands for.
    fn resolved(&self, cx: &mut Context) -> Result<String, ShellError> {
        if !has_wildcards(&self.member_name) {
            return Ok(self.member_name.clone());
        }
        let pattern = WildcardPattern::new(&self.member_name);
        let mut found: Vec<String> = cx
            .property_names(&self.input_object)
            .iter()
            .map(|name| name.as_str().to_owned())
            .chain(
                method_names(&self.input_object)
                    .into_iter()
                    .map(str::to_owned),
            )
            .filter(|name| pattern.is_match(name))
            .collect();
        found.dedup();
        match found.len() {
            0 => Ok(self.member_name.clone()),
            1 => Ok(found.remove(0)),
            _ => Err(ShellError::new(
                "AmbiguousPropertyOrMethodName",
                ErrorCategory::InvalidOperation,
                format!(
                    "The name \"{}\" stands for several members: {}.",
                    self.member_name,
                    found.join(", ")
                ),
            )
            .exception("System.Management.Automation.PSArgumentException")
            .target(self.input_object.clone())),
        }
    }

    fn member(&self, cx: &mut Context) -> Flow {
        let member_name = match self.resolved(cx) {
            Ok(name) => name,
            Err(error) => return cx.error(error),
        };
        let target = cx.text(&self.input_object);
        let is_method = !members::has_property(&self.input_object, &member_name)
            && is_method(&self.input_object, &member_name);
        if is_method || !self.argument_list.is_empty() {
            let with = match self.argument_list.len() {
                0 => String::new(),
                _ => format!(" with arguments: {}", self.arguments_text(cx)),
            };
            let action = format!("Invoke method '{}'{with}", member_name);
            if cx.should_process(&format!("InputObject: {target}"), &action)? {
                let result = members::call_method(
                    &self.input_object,
                    &member_name,
                    &self.argument_list,
                    &mut cx.interpreter(),
                )?;
                if let Some(result) = result {
                    cx.emit_enumerated(&result)?;
                }
            }
            return Ok(());
        }
        let action = format!("Retrieve the value for property '{}'", member_name);
        if !cx.should_process(&format!("InputObject: {target}"), &action)? {
            return Ok(());
        }
        match cx.property(&self.input_object, &member_name)? {
            Some(value) => cx.emit_enumerated(&value),
            None if cx.session().strict_mode() >= 2 => cx.error(
                ShellError::new(
                    "PropertyOrMethodNotFound",
                    ErrorCategory::InvalidOperation,
                    format!("The object has no property or method \"{}\".", member_name),
                )
                .exception("System.Management.Automation.PSArgumentException")
                .target(self.input_object.clone()),
            ),
            None => cx.emit(Value::Null),
        }
    }

    fn arguments_text(&self, cx: &mut Context) -> String {
        let texts: Vec<String> = self
            .argument_list
            .iter()
            .map(|value| cx.text(value))
            .collect();
        texts.join(", ")
    }
}

/// Whether a value has a method of this name.
fn is_method(value: &Value, name: &str) -> bool {
    if let Value::Object(object) = value
        && matches!(object.member(name), Some(MemberKind::Method(_)))
    {
        return true;
    }
    method_names(value)
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

impl Cmdlet for ForEachObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        if !self.member_name.is_empty() {
            return Ok(());
        }
        if let Some(block) = &self.parallel {
            self.tasks = Some(Tasks::new(
                cx,
                block,
                self.throttle_limit.unwrap_or(THROTTLE_LIMIT),
                self.timeout_seconds,
                self.as_job,
            ));
            return Ok(());
        }
        if cx.is_bound("WhatIf") || cx.is_bound("Confirm") {
            return Err(ShellError::new(
                "NoShouldProcessForScriptBlockSet",
                ErrorCategory::InvalidOperation,
                "-WhatIf and -Confirm have no meaning for script blocks; use them on the commands inside.",
            )
            .exception("System.InvalidOperationException")
            .into());
        }
        self.arrange(cx);
        if let Some(block) = &self.before {
            cx.invoke_through(block, None, &[])?;
        }
        Ok(())
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.member_name.is_empty() {
            return self.member(cx);
        }
        if let Some(tasks) = &mut self.tasks {
            return tasks.add(cx, &self.input_object);
        }
        for block in &self.each {
            cx.invoke_through(block, Some(self.input_object.clone()), &[])?;
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        if let Some(tasks) = &mut self.tasks {
            return tasks.finish(cx);
        }
        match &self.after {
            Some(block) => cx.invoke_through(block, None, &[]),
            None => Ok(()),
        }
    }
}
