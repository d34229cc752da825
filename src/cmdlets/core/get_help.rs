//! `Get-Help`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::comment_help::{self, CommentHelp};
use super::get_command::syntax_lines;
use super::help_page::{HelpPage, PageExample, PageParameter, Part};
use crate::shell::cli::reference;
use crate::shell::cmdlet::{Cmdlet, CmdletSpec};
use crate::shell::error::{ErrorCategory, Flow, ShellError};
use crate::shell::eval::{CommandInfo, Context, Found};
use crate::shell::value::ScriptBlock;
use crate::shell::wildcard::{WildcardPattern, has_wildcards};

/// Shows what a command does and how it is called.
///
/// The help of a function is in its comments (.SYNOPSIS, .DESCRIPTION, .PARAMETER, .EXAMPLE).
///
/// # Examples
/// ```iovsh
/// PS> (Get-Help Get-Unique).Synopsis
/// Drops objects that are equal to the one before them: for sorted lists.
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Help",
    module = "Microsoft.PowerShell.Core",
    alias("help", "man"),
    default_set = "AllUsersView"
)]
pub struct GetHelp {
    /// The command. Wildcards list commands.
    #[param(position = 0, by_property_name)]
    name: String,
    /// The kind of help.
    category: Vec<String>,
    /// Only help with this component.
    component: Vec<String>,
    /// Only help with this functionality.
    functionality: Vec<String>,
    /// Only help with this role.
    role: Vec<String>,
    /// Where help files are.
    path: String,
    /// Everything.
    #[param(set = "AllUsersView")]
    full: bool,
    /// With the parameters and examples.
    #[param(set = "DetailedView", mandatory)]
    detailed: bool,
    /// Only the examples.
    #[param(set = "Examples", mandatory)]
    examples: bool,
    /// Only these parameters. Wildcards are allowed.
    #[param(set = "Parameters", mandatory)]
    parameter: Vec<String>,
    /// Opens the page in a browser.
    #[param(set = "Online", mandatory)]
    online: bool,
    /// Opens the page in a window.
    #[param(set = "ShowWindow", mandatory)]
    show_window: bool,
}

impl GetHelp {
    fn part(&self) -> Part {
        if self.full {
            Part::Full
        } else if self.detailed {
            Part::Detailed
        } else if self.examples {
            Part::Examples
        } else {
            Part::Short
        }
    }
}

fn of_spec(spec: &'static CmdletSpec) -> HelpPage {
    HelpPage {
        name: spec.name.into(),
        category: "Cmdlet",
        module: spec.module.into(),
        synopsis: spec.synopsis.trim().to_owned(),
        description: spec.description.trim().to_owned(),
        syntax: reference::parameter_sets(spec)
            .into_iter()
            .map(|set| reference::syntax(spec, set))
            .collect(),
        parameters: spec
            .parameters
            .iter()
            .filter(|parameter| !parameter.hidden)
            .map(|parameter| {
                let first = parameter.sets.first().unwrap_or(&parameter.everywhere);
                PageParameter {
                    name: parameter.name.into(),
                    ty: reference::type_text(parameter.ty),
                    text: match reference::emptiness(parameter) {
                        Some(words) => format!("{} ({})", parameter.help(), words.replace('`', "")),
                        None => parameter.help().into_owned(),
                    },
                    mandatory: first.mandatory,
                    position: first.position.map(i32::from),
                    from_pipeline: first.from_pipeline,
                    by_property_name: first.by_property_name,
                    aliases: parameter
                        .aliases
                        .iter()
                        .map(|alias| (*alias).to_owned())
                        .collect(),
                    default: parameter.default.to_owned(),
                }
            })
            .collect(),
        examples: spec
            .examples
            .iter()
            .map(|example| PageExample {
                title: example.title.to_owned(),
                code: example.transcript.trim().to_owned(),
                remarks: String::new(),
            })
            .collect(),
        notes: String::new(),
        links: Vec::new(),
        members: Vec::new(),
    }
}

fn of_block(
    cx: &mut Context,
    name: &Rc<str>,
    block: &Rc<ScriptBlock>,
    syntax: Vec<String>,
) -> Flow<HelpPage> {
    let comment = comment_help::of_block(block);
    let written = comment.is_some();
    let members = comment.as_ref().map_or_else(Vec::new, CommentHelp::members);
    let CommentHelp {
        synopsis,
        description,
        parameters,
        examples,
        notes,
        links,
        ..
    } = comment.unwrap_or_default();
    let meta = cx.interpreter().script_declaration(block)?;
    let declared = crate::shell::eval::parameters(block);
    let described = |name: &str| {
        parameters
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or_else(String::new, |(_, text)| text.clone())
    };
    Ok(HelpPage {
        name: name.clone(),
        category: "Function",
        module: "".into(),
        synopsis: if written || syntax.is_empty() {
            synopsis
        } else {
            format!("\n{}\n", syntax.join("\n\n"))
        },
        description,
        syntax,
        parameters: meta
            .parameters
            .iter()
            .enumerate()
            .filter(|(_, parameter)| parameter.common.is_none())
            .map(|(at, parameter)| {
                let set = parameter.sets.first();
                // Comments count positions from 1, what is made without them from 0.
                let first = i32::from(written);
                PageParameter {
                    name: parameter.name.clone(),
                    ty: super::command_syntax::short(&parameter.kind),
                    text: described(&parameter.name),
                    mandatory: set.is_some_and(|set| set.mandatory),
                    position: set
                        .and_then(|set| set.position)
                        .map(|position| position + first),
                    from_pipeline: set.is_some_and(|set| set.from_pipeline),
                    by_property_name: set.is_some_and(|set| set.by_property_name),
                    aliases: parameter.aliases.iter().map(ToString::to_string).collect(),
                    default: comment_help::default_text(
                        declared.get(at),
                        &super::command_syntax::short(&parameter.kind),
                        &block.ast.source,
                    ),
                }
            })
            .collect(),
        examples: examples
            .into_iter()
            .map(|text| {
                let (code, remarks) = text.split_once("\n\n").unwrap_or((&text, ""));
                PageExample {
                    title: String::new(),
                    code: code.trim().to_owned(),
                    remarks: remarks.trim().to_owned(),
                }
            })
            .collect(),
        notes,
        links,
        members,
    })
}

impl GetHelp {
    fn page(&self, cx: &mut Context, name: &str) -> Flow<Option<HelpPage>> {
        let Found::Command(command, _) = cx.session().find_command(name) else {
            return Ok(None);
        };
        let syntax = syntax_lines(cx, &command)?;
        Ok(match &command {
            CommandInfo::Cmdlet(cmdlet) => Some(of_spec(cmdlet.spec)),
            CommandInfo::Function(function) => {
                Some(of_block(cx, &function.name, &function.block, syntax)?)
            }
            CommandInfo::Script(script) => Some(of_block(cx, &script.name, &script.block, syntax)?),
            _ => None,
        })
    }

    fn list(&self, cx: &mut Context, pattern: &str) -> Flow<bool> {
        let pattern = WildcardPattern::new(pattern);
        let mut specs: Vec<&'static CmdletSpec> = cx
            .session()
            .registry()
            .iter()
            .copied()
            .filter(|spec| pattern.is_match(spec.name))
            .collect();
        specs.sort_by_key(|spec| spec.name.to_ascii_lowercase());
        for spec in &specs {
            cx.emit(of_spec(spec).info())?;
        }
        Ok(!specs.is_empty())
    }
}

impl Cmdlet for GetHelp {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.name.is_empty() {
            self.name = "Get-Help".to_owned();
        }
        let name = self.name.clone();
        if has_wildcards(&name) {
            self.list(cx, &name)?;
            return Ok(());
        }
        let Some(page) = self.page(cx, &name)? else {
            // A word that is no command lists the commands that hold it.
            if self.list(cx, &format!("*{name}*"))? {
                return Ok(());
            }
            return cx.error(
                ShellError::new(
                    "HelpNotFound",
                    ErrorCategory::ResourceUnavailable,
                    format!("Get-Help could not find {name}."),
                )
                .exception("Microsoft.PowerShell.Commands.HelpNotFoundException")
                .target(name.as_str())
                .help("Get-Command lists all commands."),
            );
        };
        if self.parameter.is_empty() {
            return cx.emit(page.object(self.part()));
        }
        for wanted in &self.parameter {
            let pattern = WildcardPattern::new(wanted);
            let mut found = false;
            for parameter in page
                .parameters
                .iter()
                .filter(|parameter| pattern.is_match(&parameter.name))
            {
                found = true;
                cx.emit(parameter.object())?;
            }
            if !found {
                cx.error(
                    ShellError::new(
                        "NoParmsFound",
                        ErrorCategory::InvalidArgument,
                        format!("No parameter matches criteria {wanted}."),
                    )
                    .exception("System.Management.Automation.PSArgumentException"),
                )?;
            }
        }
        Ok(())
    }
}
