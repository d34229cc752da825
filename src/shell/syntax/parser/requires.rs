//! `#Requires` lines: what a script needs before it can run.

use std::rc::Rc;

use super::super::ast::{
    CommandElement, CommandParameter, Expression, ExpressionKind, RequiredModule,
    ScriptRequirements, StatementKind,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Input, Mode};
use super::super::report::Report;
use super::super::span::Span;
use super::Parser;
use super::loops::abbreviates;

/// Reads the `#Requires` lines at `spans`, each a whole comment. `None` when there are none.
pub(super) fn requirements(
    text: &str,
    spans: &[Span],
    report: &mut Report,
) -> Option<Box<ScriptRequirements>> {
    let mut requirements = ScriptRequirements::default();
    for span in spans {
        // The line without its `#` is read as a command named `requires`.
        let line = text.get(..span.end as usize).unwrap_or("");
        let input = Input {
            text: line,
            start: span.start as usize + 1,
            offsets: None,
            nested: true,
        };
        let mut parser = Parser::new(input, Mode::Command, report);
        let Some(command) = parser.command() else {
            continue;
        };
        let mut elements = command.elements.iter().skip(1).peekable();
        while let Some(element) = elements.next() {
            let CommandElement::Parameter(parameter) = element else {
                parser.error(ErrorId::ScriptRequiresInvalidFormat, element.span(), "");
                continue;
            };
            let argument = match parameter.argument.as_deref() {
                Some(argument) => Some(argument),
                None => elements
                    .next_if(|next| matches!(next, CommandElement::Argument(_)))
                    .and_then(argument_of),
            };
            parser.requirement(parameter, argument, &mut requirements);
        }
    }
    (!spans.is_empty()).then(|| Box::new(requirements))
}

fn argument_of(element: &CommandElement) -> Option<&Expression> {
    match element {
        CommandElement::Argument(argument) => Some(argument),
        CommandElement::Parameter(_) => None,
    }
}

impl Parser<'_, '_> {
    fn requirement(
        &mut self,
        parameter: &CommandParameter,
        argument: Option<&Expression>,
        requirements: &mut ScriptRequirements,
    ) {
        let name = &*parameter.name;
        if abbreviates(name, "runasadministrator") {
            requirements.run_as_administrator = true;
            if argument.is_some() {
                self.error(ErrorId::ParameterCannotHaveArgument, parameter.span, name);
            }
            return;
        }
        let Some(argument) = argument else {
            self.error(ErrorId::ParameterRequiresArgument, parameter.span, name);
            return;
        };
        if !is_constant(argument) {
            self.error(ErrorId::RequiresArgumentMustBeConstant, argument.span, "");
            return;
        }
        if abbreviates(name, "version") {
            self.required_version(parameter, argument, requirements);
        } else if abbreviates(name, "psedition") {
            for value in elements_of(argument) {
                self.required_edition(value, requirements);
            }
        } else if abbreviates(name, "modules") {
            for value in elements_of(argument) {
                match self.required_module(value) {
                    Some(module) => requirements.modules.push(module),
                    None => self.error(ErrorId::RequiresModuleInvalid, argument.span, ""),
                }
            }
        } else if !["shellid", "pssnapin", "assembly"]
            .iter()
            .any(|known| abbreviates(name, known))
        {
            self.error(ErrorId::ScriptRequiresInvalidFormat, parameter.span, "");
        } else if string_value(argument).is_none() {
            self.error(ErrorId::RequiresInvalidStringArgument, argument.span, name);
        }
    }

    fn required_version(
        &mut self,
        parameter: &CommandParameter,
        argument: &Expression,
        requirements: &mut ScriptRequirements,
    ) {
        let written = self.report().source.slice(argument.span);
        let version: Rc<str> = string_value(argument).unwrap_or_else(|| Rc::from(written));
        if !is_version(&version) {
            self.error(ErrorId::RequiresVersionInvalid, argument.span, "");
        } else if requirements
            .version
            .as_ref()
            .is_some_and(|other| *other != version)
        {
            self.error(ErrorId::ParameterAlreadyBound, parameter.span, "version");
        } else {
            requirements.version = Some(version);
        }
    }

    /// A module: a string, or a hashtable with `ModuleName` and versions.
    fn required_module(&mut self, expression: &Expression) -> Option<RequiredModule> {
        let ExpressionKind::Hashtable(hashtable) = &expression.kind else {
            return Some(RequiredModule {
                name: string_value(expression)?,
                ..RequiredModule::default()
            });
        };
        let mut entry = |name: &str| -> Option<Rc<str>> {
            let (_, value) = hashtable.pairs.iter().find(|(key, _)| {
                string_value(key).is_some_and(|key| key.eq_ignore_ascii_case(name))
            })?;
            let StatementKind::Pipeline(pipeline) = &value.kind else {
                return None;
            };
            let value = pipeline.pure_expression()?;
            // A version may be written as a number.
            let written = || Rc::from(self.report().source.slice(value.span));
            Some(string_value(value).unwrap_or_else(written))
        };
        Some(RequiredModule {
            name: entry("ModuleName")?,
            minimum: entry("ModuleVersion"),
            maximum: entry("MaximumVersion"),
            required: entry("RequiredVersion"),
        })
    }

    fn required_edition(&mut self, value: &Expression, requirements: &mut ScriptRequirements) {
        let Some(edition) = string_value(value) else {
            self.error(
                ErrorId::RequiresInvalidStringArgument,
                value.span,
                "psedition",
            );
            return;
        };
        if !["Core", "Desktop"]
            .iter()
            .any(|known| edition.eq_ignore_ascii_case(known))
        {
            self.error(ErrorId::RequiresPSEditionInvalid, value.span, "");
        }
        requirements.editions.push(edition);
    }
}

/// The values of a list, or the one value.
fn elements_of(argument: &Expression) -> &[Expression] {
    match &argument.kind {
        ExpressionKind::ArrayLiteral(elements) => elements,
        _ => std::slice::from_ref(argument),
    }
}

fn string_value(expression: &Expression) -> Option<Rc<str>> {
    match &expression.kind {
        ExpressionKind::StringConstant(string) => Some(Rc::clone(&string.value)),
        _ => None,
    }
}

fn is_constant(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Constant(_) | ExpressionKind::StringConstant(_) => true,
        ExpressionKind::ArrayLiteral(elements) => elements.iter().all(is_constant),
        ExpressionKind::Hashtable(hashtable) => {
            hashtable.pairs.iter().all(|(_, value)| match &value.kind {
                StatementKind::Pipeline(pipeline) => {
                    pipeline.pure_expression().is_some_and(is_constant)
                }
                _ => false,
            })
        }
        _ => false,
    }
}

/// One to four numbers with points between them.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() <= 4 && parts.iter().all(|part| part.parse::<u32>().is_ok())
}
