//! An alias as a value: `AliasInfo`.

use std::rc::Rc;

use super::command::{CommandInfo, Found};
use super::manifest::version_value;
use super::module::ModuleValue;
use super::scope::Alias;
use super::session::Session;
use crate::types::enums;
use crate::value::{Name, Native, Value};

/// What an alias stands for.
#[derive(Clone, Debug)]
enum Referenced {
    /// Another alias.
    Alias(Rc<AliasValue>),
    /// A command.
    Command(CommandInfo),
}

/// An alias, with what it stood for when it was asked for: what `Get-Alias`, `Get-Command` and `Alias:` give and `&` takes.
#[derive(Debug)]
pub struct AliasValue {
    alias: Alias,
    /// `None` when there is no command of that name, and in a circle of aliases.
    referenced: Option<Referenced>,
}

/// A command is not looked for behind more aliases than these.
const LONGEST_CHAIN: usize = 32;

/// The properties in the order in which a list shows them.
const PROPERTIES: [&str; 18] = [
    "HelpUri",
    "ResolvedCommandName",
    "DisplayName",
    "ReferencedCommand",
    "ResolvedCommand",
    "Definition",
    "Options",
    "Description",
    "OutputType",
    "Name",
    "CommandType",
    "Source",
    "Version",
    "Visibility",
    "ModuleName",
    "Module",
    "Parameters",
    "ParameterSets",
];

impl AliasValue {
    /// Its own name.
    pub fn name(&self) -> &Name {
        &self.alias.name
    }

    /// The command at the end of the chain of aliases.
    pub fn resolved(&self) -> Option<&CommandInfo> {
        match self.referenced.as_ref()? {
            Referenced::Alias(next) => next.resolved(),
            Referenced::Command(command) => Some(command),
        }
    }

    /// The module that declares the alias; those of the language itself belong to none.
    fn module(&self) -> &str {
        if let Some(module) = &self.alias.module {
            return &module.name;
        }
        match self.resolved() {
            Some(CommandInfo::Cmdlet(cmdlet))
                if !cmdlet.spec.module.starts_with("Microsoft.PowerShell.")
                    && cmdlet
                        .spec
                        .aliases
                        .iter()
                        .any(|alias| alias.eq_ignore_ascii_case(&self.alias.name)) =>
            {
                cmdlet.spec.module
            }
            _ => "",
        }
    }

    /// `a -> Get-ChildItem`; the name alone where it looks like that of a cmdlet.
    fn display_name(&self) -> Value {
        let name = &self.alias.name;
        if name.contains('-') {
            return Value::Str(name.shared());
        }
        let target = self
            .resolved()
            .map_or_else(|| self.alias.definition.shared(), CommandInfo::name);
        Value::from(format!("{name} -> {target}"))
    }

    /// A property of the command that it leads to.
    fn of_resolved(&self, name: &str) -> Value {
        let command = self.resolved().map(CommandInfo::to_value);
        match command {
            Some(Value::Native(command)) => command.property(name).unwrap_or_default(),
            _ => Value::Null,
        }
    }
}

impl Native for AliasValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.AliasInfo",
            "System.Management.Automation.CommandInfo",
            "System.Object",
        ]
    }

    fn to_text(&self) -> String {
        self.alias.name.to_string()
    }

    fn property(&self, name: &str) -> Option<Value> {
        let known = PROPERTIES
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name))?;
        Some(match *known {
            "HelpUri" => Value::from(""),
            "ResolvedCommandName" => self
                .resolved()
                .map_or(Value::Null, |command| Value::Str(command.name())),
            "DisplayName" => self.display_name(),
            "ReferencedCommand" => match &self.referenced {
                Some(Referenced::Alias(next)) => {
                    let next: Rc<dyn Native> = Rc::<AliasValue>::clone(next);
                    Value::Native(next)
                }
                Some(Referenced::Command(command)) => command.to_value(),
                None => Value::Null,
            },
            "ResolvedCommand" => self.resolved().map_or(Value::Null, CommandInfo::to_value),
            "Definition" => Value::Str(self.alias.definition.shared()),
            "Options" => enums::value(&enums::SCOPED_ITEM_OPTIONS, i64::from(self.alias.options.0)),
            "Description" => Value::Str(self.alias.description.shared()),
            "Name" => Value::Str(self.alias.name.shared()),
            "CommandType" => {
                let number = enums::COMMAND_TYPES.number("Alias").unwrap_or(1);
                enums::value(&enums::COMMAND_TYPES, number)
            }
            "Source" | "ModuleName" => Value::from(self.module()),
            // Those of the language itself are of no module, and of no version.
            "Version" | "Module" if self.module().is_empty() => Value::Null,
            "Version" => match &self.alias.module {
                Some(module) => version_value(&module.version),
                None => self.of_resolved("Version"),
            },
            "Module" => match &self.alias.module {
                Some(module) => Value::native(ModuleValue(Rc::clone(module))),
                None => self.of_resolved("Module"),
            },
            "Visibility" => Value::from("Public"),
            other => self.of_resolved(other),
        })
    }

    fn property_names(&self) -> Vec<Name> {
        PROPERTIES.into_iter().map(Name::Static).collect()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

impl Session {
    /// An alias as a value, with what it stands for now.
    pub fn alias_value(&mut self, alias: Alias) -> Value {
        Value::native(self.followed(alias, &mut Vec::new()))
    }

    /// The alias and what follows from it. An alias that was passed before ends the chain, and so does its length.
    fn followed(&mut self, alias: Alias, passed: &mut Vec<String>) -> AliasValue {
        passed.push(alias.name.to_ascii_lowercase());
        let referenced = match self.find_alias(&alias.definition) {
            Some(next)
                if passed.len() > LONGEST_CHAIN
                    || passed.contains(&next.name.to_ascii_lowercase()) =>
            {
                None
            }
            Some(next) => Some(Referenced::Alias(Rc::new(self.followed(next, passed)))),
            None => match self.find_command(&alias.definition) {
                Found::Command(command, _) => Some(Referenced::Command(command)),
                Found::Broken(_) | Found::Nothing => None,
            },
        };
        AliasValue { alias, referenced }
    }
}
