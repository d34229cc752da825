//! Commands: what a name can stand for, and how it is found.

use std::cell::OnceCell;
use std::rc::Rc;

use super::function::{Function, Script, block_text};
use super::manifest::version_value;
use super::own_module::{own_modules, own_version};
use super::session::Session;
use crate::bind::CommandMeta;
use crate::cmdlet::CmdletSpec;
use crate::error::{ErrorCategory, ShellError};
use crate::syntax::ast::{AttributeBase, ExpressionKind};
use crate::syntax::symbol::Symbol;
use crate::types::TypeValue;
use crate::value::{MemberKind, Name, Native, PsObject, ScriptBlock, Value};

/// A cmdlet with its declaration in the binder's form.
#[derive(Debug)]
pub struct CmdletInfo {
    /// The declaration.
    pub spec: &'static CmdletSpec,
    /// The same for the binder, made at the first call.
    pub meta: OnceCell<Rc<CommandMeta>>,
    /// All cmdlets: those of the same module are among them.
    registry: &'static [&'static CmdletSpec],
}

impl CmdletInfo {
    /// The module that it belongs to.
    fn module(&self) -> Value {
        let mut own = own_modules(self.registry, |name| name == self.spec.module);
        own.pop().unwrap_or_default()
    }
}

/// Something that can be called.
#[derive(Clone, Debug)]
pub enum CommandInfo {
    /// A cmdlet of the registry.
    Cmdlet(Rc<CmdletInfo>),
    /// A function or filter.
    Function(Rc<Function>),
    /// A script block.
    Block(Rc<ScriptBlock>),
    /// A script file.
    Script(Rc<Script>),
    /// A program, by its path.
    Application(Rc<str>),
}

impl CommandInfo {
    /// Its name.
    pub fn name(&self) -> Rc<str> {
        match self {
            CommandInfo::Cmdlet(cmdlet) => cmdlet.spec.name.into(),
            CommandInfo::Function(function) => Rc::clone(&function.name),
            CommandInfo::Block(_) => "".into(),
            CommandInfo::Script(script) => Rc::clone(&script.name),
            CommandInfo::Application(path) => path
                .rsplit('/')
                .next()
                .map_or_else(|| Rc::clone(path), Rc::from),
        }
    }

    /// The `CommandInfo` object that `Get-Command` and `$MyInvocation.MyCommand` show.
    pub fn to_value(&self) -> Value {
        Value::native(CommandValue {
            command: self.clone(),
        })
    }
}

/// A command as a value: what `Get-Command` gives and `&` takes. An alias is an [`AliasValue`](super::AliasValue).
#[derive(Debug)]
pub struct CommandValue {
    /// The command.
    pub command: CommandInfo,
}

impl CommandValue {
    fn module(&self) -> Rc<str> {
        match &self.command {
            CommandInfo::Cmdlet(cmdlet) => cmdlet.spec.module.into(),
            CommandInfo::Function(function) => function
                .module
                .as_ref()
                .map_or_else(|| "".into(), |module| Rc::clone(&module.name)),
            _ => "".into(),
        }
    }

    fn kind(&self) -> &'static str {
        match &self.command {
            CommandInfo::Cmdlet(_) => "Cmdlet",
            CommandInfo::Function(function) if function.is_filter => "Filter",
            CommandInfo::Function(_) => "Function",
            CommandInfo::Block(_) => "Script",
            CommandInfo::Script(_) => "ExternalScript",
            CommandInfo::Application(_) => "Application",
        }
    }
}

impl Native for CommandValue {
    fn type_names(&self) -> &'static [&'static str] {
        match &self.command {
            CommandInfo::Cmdlet(_) => &[
                "System.Management.Automation.CmdletInfo",
                "System.Management.Automation.CommandInfo",
                "System.Object",
            ],
            CommandInfo::Function(function) if function.is_filter => &[
                "System.Management.Automation.FilterInfo",
                "System.Management.Automation.FunctionInfo",
                "System.Management.Automation.CommandInfo",
                "System.Object",
            ],
            CommandInfo::Function(_) => &[
                "System.Management.Automation.FunctionInfo",
                "System.Management.Automation.CommandInfo",
                "System.Object",
            ],
            CommandInfo::Block(_) => &[
                "System.Management.Automation.ScriptInfo",
                "System.Management.Automation.CommandInfo",
                "System.Object",
            ],
            CommandInfo::Script(_) => &[
                "System.Management.Automation.ExternalScriptInfo",
                "System.Management.Automation.CommandInfo",
                "System.Object",
            ],
            CommandInfo::Application(_) => &[
                "System.Management.Automation.ApplicationInfo",
                "System.Management.Automation.CommandInfo",
                "System.Object",
            ],
        }
    }

    fn to_text(&self) -> String {
        match &self.command {
            CommandInfo::Block(block) => block_text(block),
            command => command.name().to_string(),
        }
    }

    fn property(&self, name: &str) -> Option<Value> {
        let verb_and_noun = |first: bool| {
            let name = self.command.name();
            match name.split_once('-') {
                Some((verb, noun)) => Value::str(if first { verb } else { noun }),
                None => Value::from(""),
            }
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => match &self.command {
                CommandInfo::Block(_) => Value::from(""),
                command => Value::Str(command.name()),
            },
            "displayname" => Value::Str(self.command.name()),
            "commandtype" => {
                let number = crate::types::enums::COMMAND_TYPES
                    .number(self.kind())
                    .unwrap_or(0);
                crate::types::enums::value(&crate::types::enums::COMMAND_TYPES, number)
            }
            "source" | "modulename" => match &self.command {
                CommandInfo::Application(path) => Value::Str(Rc::clone(path)),
                CommandInfo::Script(script) => Value::Str(Rc::clone(&script.path)),
                _ => Value::Str(self.module()),
            },
            "version" => match &self.command {
                CommandInfo::Cmdlet(_) => own_version(),
                CommandInfo::Function(function) => match &function.module {
                    Some(module) => version_value(&module.version),
                    None => Value::Null,
                },
                _ => Value::Null,
            },
            "path" => match &self.command {
                CommandInfo::Application(path) => Value::Str(Rc::clone(path)),
                CommandInfo::Script(script) => Value::Str(Rc::clone(&script.path)),
                _ => return None,
            },
            "definition" => match &self.command {
                CommandInfo::Function(function) => Value::from(function.definition()),
                CommandInfo::Block(block) => Value::from(block_text(block)),
                CommandInfo::Application(path) => Value::Str(Rc::clone(path)),
                CommandInfo::Script(script) => Value::Str(Rc::clone(&script.path)),
                CommandInfo::Cmdlet(cmdlet) => Value::from(cmdlet.spec.name),
            },
            "scriptblock" => match &self.command {
                CommandInfo::Function(function) => Value::ScriptBlock(Rc::clone(&function.block)),
                CommandInfo::Block(block) => Value::ScriptBlock(Rc::clone(block)),
                CommandInfo::Script(script) => Value::ScriptBlock(Rc::clone(&script.block)),
                _ => return None,
            },
            "verb" => verb_and_noun(true),
            "noun" => verb_and_noun(false),
            "module" => match &self.command {
                CommandInfo::Function(function) => {
                    let module = function.module.clone();
                    module.map_or(Value::Null, |module| {
                        Value::native(super::ModuleValue(module))
                    })
                }
                CommandInfo::Cmdlet(cmdlet) => cmdlet.module(),
                _ => Value::Null,
            },
            "cmdletbinding" => match super::meta_of(&self.command) {
                Some(meta) => Value::Bool(meta.advanced),
                None => Value::Null,
            },
            "defaultparameterset" => match super::meta_of(&self.command) {
                Some(meta) => Value::Str(meta.default_set_name()),
                None => Value::Null,
            },
            "parameters" => match super::meta_of(&self.command) {
                Some(meta) => super::command_view::parameters(&meta),
                None => Value::Null,
            },
            "parametersets" => match super::meta_of(&self.command) {
                Some(meta) => super::command_view::parameter_sets(&meta),
                None => Value::Null,
            },
            "outputtype" => Value::array(output_types(&self.command)),
            "options" => {
                let number = match &self.command {
                    CommandInfo::Function(function) => i64::from(function.options.0),
                    _ => 0,
                };
                crate::types::enums::value(&crate::types::enums::SCOPED_ITEM_OPTIONS, number)
            }
            "description" => match &self.command {
                CommandInfo::Function(function) => {
                    Value::Str(Rc::clone(&function.description.borrow()))
                }
                _ => Value::from(""),
            },
            "visibility" => Value::from("Public"),
            _ => return None,
        })
    }

    fn property_names(&self) -> Vec<Name> {
        let mut names: Vec<&'static str> = vec!["CommandType", "Name", "Version", "Source"];
        if matches!(
            self.command,
            CommandInfo::Function(_) | CommandInfo::Script(_)
        ) {
            names.push("ScriptBlock");
        }
        names.extend([
            "Definition",
            "ModuleName",
            "Parameters",
            "ParameterSets",
            "OutputType",
            "Options",
        ]);
        if matches!(
            self.command,
            CommandInfo::Cmdlet(_) | CommandInfo::Function(_)
        ) {
            names.extend(["Verb", "Noun"]);
        }
        names.into_iter().map(Name::Static).collect()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// What a command says that it writes: `PSTypeName` objects.
fn output_types(command: &CommandInfo) -> Vec<Value> {
    let named = |name: Rc<str>, ty: Value| {
        let mut made = PsObject::of(&["System.Management.Automation.PSTypeName", "System.Object"]);
        made.text = Some(Rc::clone(&name));
        made.push("Name", MemberKind::Property(Value::Str(name)));
        made.push("Type", MemberKind::Property(ty));
        Value::object(made)
    };
    let of_name = |name: &str| match crate::types::resolve(name) {
        Some(ty) => named(ty.full_name(), Value::native(TypeValue(ty))),
        None => named(name.into(), Value::Null),
    };
    let block = match command {
        CommandInfo::Cmdlet(cmdlet) => {
            return cmdlet
                .spec
                .outputs
                .iter()
                .map(|name| of_name(name))
                .collect();
        }
        CommandInfo::Function(function) => &function.block,
        CommandInfo::Script(script) => &script.block,
        _ => return Vec::new(),
    };
    let attributes = block
        .ast
        .param_block
        .as_ref()
        .map(|block| &block.attributes);
    attributes
        .into_iter()
        .flatten()
        .filter_map(|attribute| match attribute {
            AttributeBase::Attribute(attribute)
                if attribute
                    .type_name
                    .full_name
                    .eq_ignore_ascii_case("OutputType") =>
            {
                Some(&attribute.positional)
            }
            _ => None,
        })
        .flatten()
        .filter_map(|argument| match &argument.kind {
            ExpressionKind::Type(name) => Some(of_name(&name.full_name)),
            ExpressionKind::StringConstant(text) => Some(of_name(&text.value)),
            _ => None,
        })
        .collect()
}

/// How a look-up of a command ended.
pub enum Found {
    /// There is one; the second part is the alias that led to it.
    Command(CommandInfo, Option<(Name, Name)>),
    /// A script file whose text does not parse, or cannot be read.
    Broken(Box<ShellError>),
    /// There is none.
    Nothing,
}

impl Session {
    /// Finds what a command name stands for: alias, function, cmdlet, script file or program, in this order.
    pub fn find_command(&mut self, name: &str) -> Found {
        let mut alias: Option<(Name, Name)> = None;
        let mut wanted: Name = Rc::<str>::from(name).into();
        for _ in 0..32 {
            match self.find_alias(&wanted) {
                Some(found) => {
                    if alias
                        .as_ref()
                        .is_some_and(|(_, target)| **target == *found.definition)
                    {
                        break;
                    }
                    let first = alias.map_or(found.name, |(first, _)| first);
                    wanted = found.definition.clone();
                    alias = Some((first, found.definition));
                }
                None => break,
            }
        }
        if let Some(function) = self.find_function(&wanted) {
            return Found::Command(CommandInfo::Function(function), alias);
        }
        if let Some(cmdlet) = self.find_cmdlet(&wanted) {
            return Found::Command(CommandInfo::Cmdlet(cmdlet), alias);
        }
        if let Some((module, plain)) = wanted.split_once('\\')
            && !module.is_empty()
            && !module.contains(['/', '.', ':', '~'])
            && let Some(command) = self.find_in_module(module, plain)
        {
            return Found::Command(command, alias);
        } else if let Some((module, plain)) = wanted.rsplit_once('\\')
            && let Some(command) = self.find_in_module(module, plain)
        {
            return Found::Command(command, alias);
        }
        match self.find_file_command(&wanted) {
            Ok(Some(command)) => Found::Command(command, alias),
            Ok(None) => {
                // `Get-` is what a bare noun means when nothing else is found.
                if !wanted.contains(['-', '/', '\\', '.'])
                    && let Some(command) = self.find_plain(&format!("Get-{wanted}"))
                {
                    return Found::Command(command, alias);
                }
                Found::Nothing
            }
            Err(error) => Found::Broken(Box::new(error)),
        }
    }

    fn find_plain(&self, name: &str) -> Option<CommandInfo> {
        self.find_function(name)
            .map(CommandInfo::Function)
            .or_else(|| self.find_cmdlet(name).map(CommandInfo::Cmdlet))
    }

    fn find_in_module(&self, module: &str, name: &str) -> Option<CommandInfo> {
        if let Some(cmdlet) = self.find_cmdlet(name)
            && cmdlet.spec.module.eq_ignore_ascii_case(module)
        {
            return Some(CommandInfo::Cmdlet(cmdlet));
        }
        let loaded = self
            .modules
            .iter()
            .find(|loaded| loaded.name.eq_ignore_ascii_case(module))?;
        let symbol = Symbol::find(name)?;
        loaded.scope.function(symbol).map(CommandInfo::Function)
    }

    /// A cmdlet of the registry.
    pub fn find_cmdlet(&self, name: &str) -> Option<Rc<CmdletInfo>> {
        let known = Symbol::find(name).and_then(|name| self.cmdlets.borrow().get(&name).cloned());
        if known.is_some() {
            return known;
        }
        let mut all = self.registry().iter();
        let spec = all.find(|spec| spec.name.eq_ignore_ascii_case(name))?;
        let info = Rc::new(CmdletInfo {
            spec,
            meta: OnceCell::new(),
            registry: self.registry(),
        });
        let mut cmdlets = self.cmdlets.borrow_mut();
        cmdlets.insert(Symbol::of(spec.name), Rc::clone(&info));
        Some(info)
    }

    /// The error for a command that there is not, with what to do instead.
    pub fn command_not_found(&self, name: &str) -> ShellError {
        if let Some(alias) = self.find_alias(name) {
            return self.alias_not_resolved(&alias);
        }
        let error = ShellError::new(
            "CommandNotFoundException",
            ErrorCategory::ObjectNotFound,
            format!(
                "The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again."
            ),
        )
        .exception("System.Management.Automation.CommandNotFoundException")
        .target(name)
        .property("CommandName", name)
        .command("");
        match (self.advice)(self, name) {
            Some(advice) => error.help(advice),
            None => error,
        }
    }

    /// The error for an alias of a command that there is not; the help is for what it should have led to.
    fn alias_not_resolved(&self, alias: &super::scope::Alias) -> ShellError {
        let (name, term) = (&alias.name, &alias.definition);
        let error = ShellError::new(
            "AliasNotResolvedException",
            ErrorCategory::ObjectNotFound,
            format!(
                "Cannot resolve alias '{name}' because it refers to term '{term}', which is not recognized as a cmdlet, function, executable program, or script file. Verify the term and try again."
            ),
        )
        .exception("System.Management.Automation.CommandNotFoundException")
        .target(name.as_str())
        .property("CommandName", name.as_str())
        .command("");
        let help = (self.advice)(self, term);
        error.help(help.unwrap_or_else(|| {
            format!("Set-Alias {name} COMMAND gives it another command, Remove-Alias {name} takes it away.")
        }))
    }
}
