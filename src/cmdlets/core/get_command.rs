//! `Get-Command`.

use std::collections::HashSet;
use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::command_syntax;
use crate::complete;
use iovsh_shell::argument::mismatch;
use iovsh_shell::bind::{CommandMeta, ParameterMeta};
use iovsh_shell::cli::reference;
use iovsh_shell::cmdlet::{Argument, Cmdlet, ParameterType};
use iovsh_shell::error::{Flow, ShellError};
use iovsh_shell::eval::{Alias, CommandInfo, Context, Found, spec_meta};
use iovsh_shell::value::{EnumType, Value};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// `System.Management.Automation.CommandTypes`.
pub static COMMAND_TYPES: EnumType = EnumType {
    name: "System.Management.Automation.CommandTypes",
    members: &[
        ("Alias", 1),
        ("Function", 2),
        ("Filter", 4),
        ("Cmdlet", 8),
        ("ExternalScript", 16),
        ("Application", 32),
        ("Script", 64),
        ("Configuration", 256),
        ("All", 383),
    ],
    flags: true,
};

/// `-CommandType`.
#[derive(Clone, Copy, Debug)]
pub struct CommandTypes(i64);

impl Argument for CommandTypes {
    const TYPE: ParameterType = ParameterType::Enum(&COMMAND_TYPES);
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        match value.base() {
            Value::Enum(member) => Ok(Self(member.number)),
            other => Err(mismatch(other, COMMAND_TYPES.name)),
        }
    }
}

/// Finds commands: aliases, functions, cmdlets, scripts and programs.
///
/// # Examples
/// ```iovsh
/// PS> Get-Command Sort-Object | ForEach-Object CommandType
/// Cmdlet
/// PS> Get-Command -Noun VMSwitch -Verb Get | ForEach-Object Name
/// Get-VMSwitch
/// ```
/// Which cmdlets have a parameter of this name:
/// ```iovsh
/// PS> Get-Command -ParameterName IovWeight | ForEach-Object Name
/// Set-VMNetworkAdapter
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Command",
    module = "Microsoft.PowerShell.Core",
    alias("gcm"),
    default_set = "CmdletSet"
)]
pub struct GetCommand {
    /// The names. Wildcards are allowed.
    #[param(set = "AllCommandSet", position = 0, from_pipeline, by_property_name, complete = complete::commands)]
    name: Vec<String>,
    /// The verbs. Wildcards are allowed.
    #[param(set = "CmdletSet", by_property_name, complete = complete::verbs)]
    verb: Vec<String>,
    /// The nouns. Wildcards are allowed.
    #[param(set = "CmdletSet", by_property_name, complete = complete::nouns)]
    noun: Vec<String>,
    /// The modules. Wildcards are allowed.
    #[param(alias("PSSnapin"), complete = complete::modules)]
    module: Vec<String>,
    /// The kinds of commands.
    #[param(set = "AllCommandSet", by_property_name, alias("Type"))]
    command_type: Option<CommandTypes>,
    /// Only this many.
    total_count: Option<i32>,
    /// Shows how a command is called.
    syntax: bool,
    /// Shows a few properties.
    show_command_info: bool,
    /// Arguments that decide on parameters.
    #[param(position = 1, remaining, alias("Args"))]
    argument_list: Vec<Value>,
    /// All commands of that name, also those that are hidden by others.
    all: bool,
    /// Only commands of imported modules.
    list_imported: bool,
    /// Only commands with one of these parameters; another name of a parameter serves too. Wildcards are allowed.
    parameter_name: Vec<String>,
    /// Only commands with a parameter of one of these types, as Get-Help writes them or by their whole names. Wildcards are
    /// allowed.
    parameter_type: Vec<String>,
    /// The kinds and names of those that were written: a command that two patterns fit is written once.
    #[state]
    written: HashSet<(i64, String)>,
}

/// A command, and the alias that it was found by.
type Named = (CommandInfo, Option<Alias>);

impl GetCommand {
    fn kind(command: &CommandInfo, alias: bool) -> i64 {
        if alias {
            return 1;
        }
        match command {
            CommandInfo::Function(function) if function.is_filter => 4,
            CommandInfo::Function(_) => 2,
            CommandInfo::Cmdlet(_) => 8,
            CommandInfo::Script(_) => 16,
            CommandInfo::Application(_) => 32,
            CommandInfo::Block(_) => 64,
        }
    }

    /// The module of a command; of an alias that a module gave, that one.
    fn module(command: &CommandInfo, alias: Option<&Alias>) -> String {
        if let Some(module) = alias.and_then(|alias| alias.module.as_ref()) {
            return module.name.to_string();
        }
        match command {
            CommandInfo::Cmdlet(cmdlet) => cmdlet.spec.module.to_owned(),
            CommandInfo::Function(function) => function
                .module
                .as_ref()
                .map_or_else(String::new, |module| module.name.to_string()),
            _ => String::new(),
        }
    }

    fn accepts(&self, command: &CommandInfo, alias: Option<&Alias>) -> bool {
        let kind = Self::kind(command, alias.is_some());
        let module = Self::module(command, alias);
        self.command_type
            .is_none_or(|CommandTypes(wanted)| wanted & kind != 0)
            && (self.module.is_empty() || any(&self.module, &module))
    }

    /// Whether a command has the parameters that `-ParameterName` and `-ParameterType` ask for: one of either.
    fn has_parameters(&self, cx: &mut Context, command: &CommandInfo) -> Flow<bool> {
        if self.parameter_name.is_empty() && self.parameter_type.is_empty() {
            return Ok(true);
        }
        let Some(meta) = declaration(cx, command)? else {
            return Ok(false);
        };
        let named = |parameter: &Rc<ParameterMeta>| {
            let mut names = std::iter::once(&parameter.name).chain(&parameter.aliases);
            names.any(|name| any(&self.parameter_name, name))
        };
        let typed = |parameter: &Rc<ParameterMeta>| {
            let whole = parameter.kind.type_name();
            any(&self.parameter_type, &whole)
                || any(
                    &self.parameter_type,
                    &command_syntax::short(&parameter.kind),
                )
        };
        let shown = || meta.parameters.iter().filter(|parameter| !parameter.hidden);
        Ok((self.parameter_name.is_empty() || shown().any(named))
            && (self.parameter_type.is_empty() || shown().any(typed)))
    }

    fn write(&mut self, cx: &mut Context, command: CommandInfo, alias: Option<Alias>) -> Flow {
        let name = match &alias {
            Some(alias) => alias.name.shared(),
            None => command.name(),
        };
        let identity = (Self::kind(&command, alias.is_some()), name.to_lowercase());
        let most = self
            .total_count
            .map(|most| usize::try_from(most).unwrap_or(0));
        if most.is_some_and(|most| self.written.len() >= most)
            || self.written.contains(&identity)
            || !self.has_parameters(cx, &command)?
        {
            return Ok(());
        }
        self.written.insert(identity);
        if self.syntax {
            let lines = syntax_lines(cx, &command)?;
            let text: String = lines.iter().map(|line| format!("\n{line}\n")).collect();
            return cx.emit(text);
        }
        declaration(cx, &command)?;
        let value = match alias {
            Some(alias) => cx.session().alias_value(alias),
            None => command.to_value(),
        };
        cx.emit(value)
    }

    /// All commands whose names fit, sorted by kind and name.
    fn matching(&self, cx: &mut Context, fits: &dyn Fn(&str) -> bool) -> Vec<Named> {
        let mut found = Vec::new();
        for alias in cx.session().aliases() {
            if fits(&alias.name)
                && let Found::Command(command, Some(_)) = cx.session().find_command(&alias.name)
                && self.accepts(&command, Some(&alias))
            {
                found.push((command, Some(alias)));
            }
        }
        for function in cx.session().functions() {
            let command = CommandInfo::Function(function);
            if fits(&command.name()) && self.accepts(&command, None) {
                found.push((command, None));
            }
        }
        let mut names: Vec<&'static str> = cx
            .session()
            .registry()
            .iter()
            .map(|spec| spec.name)
            .collect();
        names.sort_unstable_by_key(|name| name.to_ascii_lowercase());
        for name in names {
            if fits(name)
                && let Some(cmdlet) = cx.session().find_cmdlet(name)
            {
                let command = CommandInfo::Cmdlet(cmdlet);
                if self.accepts(&command, None) {
                    found.push((command, None));
                }
            }
        }
        found
    }

    fn named(&mut self, cx: &mut Context, name: &str) -> Flow {
        if has_wildcards(name) && name != "?" {
            let pattern = WildcardPattern::new(name);
            for (command, alias) in self.matching(cx, &|name| pattern.is_match(name)) {
                self.write(cx, command, alias)?;
            }
            return Ok(());
        }
        match cx.interpreter().find_or_import(name)? {
            Found::Broken(error) => cx.error(*error),
            found => {
                if let Found::Command(command, by) = found {
                    let alias = by.and_then(|(alias, _)| cx.session().find_alias(&alias));
                    if self.accepts(&command, alias.as_ref()) {
                        return self.write(cx, command, alias);
                    }
                }
                // An alias is one also when it leads to nothing.
                if self
                    .command_type
                    .is_none_or(|CommandTypes(kinds)| kinds & 1 != 0)
                    && self.module.is_empty()
                    && !self.syntax
                    && let Some(alias) = cx.session().find_alias(name)
                {
                    let value = cx.session().alias_value(alias);
                    return cx.emit(value);
                }
                // A cmdlet may be hidden by an alias or function of another kind.
                if self.command_type.is_some()
                    && let Some(cmdlet) = cx.session().find_cmdlet(name)
                {
                    let command = CommandInfo::Cmdlet(cmdlet);
                    if self.accepts(&command, None) {
                        return self.write(cx, command, None);
                    }
                }
                let mut error = cx.session_ref().command_not_found(name);
                error.command = None;
                error.help = None;
                if let Some(advice) = crate::advice::of(cx.session_ref(), name) {
                    error = error.help(advice);
                }
                cx.error(error)
            }
        }
    }
}

fn any(patterns: &[String], text: &str) -> bool {
    patterns
        .iter()
        .any(|pattern| WildcardPattern::new(pattern).is_match(text))
}

/// The declaration of a command; `None` for what declares no parameters. It is kept, so that its parameters can be listed.
fn declaration(cx: &mut Context, command: &CommandInfo) -> Flow<Option<Rc<CommandMeta>>> {
    let (place, meta) = match command {
        CommandInfo::Cmdlet(cmdlet) => (&cmdlet.meta, Rc::new(spec_meta(cmdlet.spec))),
        CommandInfo::Function(function) => (
            &function.meta,
            cx.interpreter().script_declaration(&function.block)?,
        ),
        CommandInfo::Script(script) => (
            &script.meta,
            cx.interpreter().script_declaration(&script.block)?,
        ),
        _ => return Ok(None),
    };
    Ok(Some(Rc::clone(place.get_or_init(|| meta))))
}

/// How a command is called: a line for each parameter set.
pub fn syntax_lines(cx: &mut Context, command: &CommandInfo) -> Flow<Vec<String>> {
    Ok(match command {
        CommandInfo::Cmdlet(cmdlet) => reference::parameter_sets(cmdlet.spec)
            .into_iter()
            .map(|set| reference::syntax(cmdlet.spec, set))
            .collect(),
        CommandInfo::Function(function) => {
            let meta = cx.interpreter().script_declaration(&function.block)?;
            command_syntax::lines(&function.name, &meta)
        }
        CommandInfo::Script(script) => {
            let meta = cx.interpreter().script_declaration(&script.block)?;
            command_syntax::lines(&script.name, &meta)
        }
        other => vec![other.name().to_string()],
    })
}

impl Cmdlet for GetCommand {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if !self.name.is_empty() {
            for name in self.name.clone() {
                self.named(cx, &name)?;
            }
            return Ok(());
        }
        let (verbs, nouns) = (self.verb.clone(), self.noun.clone());
        let fits = move |name: &str| {
            if verbs.is_empty() && nouns.is_empty() {
                return true;
            }
            let Some((verb, noun)) = name.split_once('-') else {
                return false;
            };
            (verbs.is_empty() || any(&verbs, verb)) && (nouns.is_empty() || any(&nouns, noun))
        };
        for (command, alias) in self.matching(cx, &fits) {
            self.write(cx, command, alias)?;
        }
        Ok(())
    }
}
