//! `Test-ScriptCompatibility`.

use std::collections::HashSet;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{CommandInfo, Context, Found, decode_script, meta_of, spec_meta};
use iovsh_shell::os_text;
use iovsh_shell::syntax::ast::ScriptBlockAst;
use iovsh_shell::syntax::outline::{OutlineRow, outline};
use iovsh_shell::syntax::parse_script;
use iovsh_shell::syntax::span::Span;
use iovsh_shell::types;
use iovsh_shell::value::{MemberKind, PsObject, Value};

/// Says what of a script file is not here, before it runs. There is no such cmdlet in PowerShell.
///
/// It lists constructs of the language, commands, parameters, types and static members that are not known, with their lines. Functions and types that
/// the file defines itself count as known, and so does what the session knows: import the modules of the script first. What a
/// script makes up while it runs (`& $name`, `Invoke-Expression`) cannot be seen. Nothing of the file runs.
///
/// # Examples
/// A command that is not there:
/// ```iovsh
/// PS> Set-Content check.ps1 'Get-VM web1 -Wrong 1', 'Get-Nothing'
/// PS> Test-ScriptCompatibility check.ps1 | ForEach-Object { "$($_.Line) $($_.Kind) $($_.Name)" }
/// 1 Parameter -Wrong
/// 2 Command Get-Nothing
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "ScriptCompatibility",
    module = "Microsoft.PowerShell.Core",
    output = "Iovsh.ScriptFinding"
)]
pub struct TestScriptCompatibility {
    /// The files. Wildcards are allowed.
    #[param(
        mandatory,
        position = 0,
        from_pipeline,
        by_property_name,
        alias("FullName", "PSPath")
    )]
    path: Vec<String>,
}

/// What is not here.
struct Finding {
    span: Span,
    kind: &'static str,
    name: String,
    message: String,
}

impl Cmdlet for TestScriptCompatibility {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for path in crate::data::files::readable(cx, &self.path, &[])? {
            let text = os_text::text_of(&path);
            let bytes = match iovsh_shell::file_read::bytes(&path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    cx.error(
                        ShellError::new(
                            "FileReadError",
                            ErrorCategory::ReadError,
                            format!("The script '{text}' cannot be read: {error}."),
                        )
                        .target(text.as_str()),
                    )?;
                    continue;
                }
            };
            let parsed = parse_script(&decode_script(&bytes), Some(&text));
            let mut findings: Vec<Finding> = parsed
                .errors
                .iter()
                .map(|error| Finding {
                    span: error.span,
                    kind: "Syntax",
                    name: error.id.to_owned(),
                    message: error.message.clone(),
                })
                .collect();
            findings.extend(missing(cx, &parsed.ast));
            findings.sort_by_key(|finding| finding.span.start);
            for finding in findings {
                let object = PsObject::of(&["Iovsh.ScriptFinding", "System.Object"]);
                let line = parsed.ast.source.position(finding.span.start).line;
                for (name, value) in [
                    ("Path", Value::str(text.as_str())),
                    ("Line", Value::Int(i32::try_from(line).unwrap_or(i32::MAX))),
                    ("Kind", Value::from(finding.kind)),
                    ("Name", Value::from(finding.name)),
                    ("Message", Value::from(finding.message)),
                ] {
                    object.push(name, MemberKind::Property(value));
                }
                cx.emit(Value::object(object))?;
            }
        }
        Ok(())
    }
}

/// Names that a file defines, in lower case.
#[derive(Default)]
struct Own {
    functions: HashSet<String>,
    types: HashSet<String>,
}

fn own_names(rows: &[OutlineRow], ast: &ScriptBlockAst) -> Own {
    let mut own = Own::default();
    for (at, row) in rows.iter().enumerate() {
        match row.node {
            "FunctionDefinitionAst" => {
                let name = row.text.to_lowercase();
                let plain = name.split_once(':').map_or(name.as_str(), |(_, rest)| rest);
                own.functions.insert(plain.to_owned());
            }
            "TypeDefinitionAst" => {
                own.types.insert(row.text.to_lowercase());
            }
            "CommandAst" => {
                let words = words_of(rows, at, ast);
                let defines = words.first().is_some_and(|word| {
                    ["set-alias", "new-alias", "sal", "nal"].contains(&word.to_lowercase().as_str())
                });
                let name = words.iter().skip(1).find(|word| !word.starts_with('-'));
                if let (true, Some(name)) = (defines, name) {
                    own.functions.insert(unquoted(name).to_lowercase());
                }
            }
            _ => {}
        }
    }
    own
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['\'', '"'])
}

/// The rows right below a row.
fn children(rows: &[OutlineRow], at: usize) -> impl Iterator<Item = (usize, &OutlineRow)> {
    let depth = rows.get(at).map_or(0, |row| row.depth);
    rows.iter()
        .enumerate()
        .skip(at + 1)
        .take_while(move |(_, row)| row.depth > depth)
        .filter(move |(_, row)| row.depth == depth + 1)
}

fn words_of<'a>(rows: &[OutlineRow], at: usize, ast: &'a ScriptBlockAst) -> Vec<&'a str> {
    children(rows, at)
        .map(|(_, row)| ast.source.slice(row.span))
        .collect()
}

/// Everything that is not here.
fn missing(cx: &mut Context, ast: &ScriptBlockAst) -> Vec<Finding> {
    let rows = outline(ast);
    let own = own_names(&rows, ast);
    let mut findings = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match row.node {
            "CommandAst" => command(cx, &rows, at, ast, &own, &mut findings),
            "TypeExpressionAst" | "TypeConstraintAst" if !is_known_type(&row.text, &own) => {
                findings.push(Finding {
                    span: row.span,
                    kind: "Type",
                    name: row.text.clone(),
                    message: types::type_not_found(&row.text)
                        .help
                        .unwrap_or_else(|| "The type is not known.".to_owned()),
                });
            }
            "InvokeMemberExpressionAst" | "MemberExpressionAst" => {
                findings.extend(member(&rows, at, ast, &own));
            }
            _ => {}
        }
    }
    findings
}

fn is_known_type(name: &str, own: &Own) -> bool {
    let plain = name.trim_end_matches("[]").to_lowercase();
    own.types.contains(&plain)
        || types::resolve(name).is_some()
        || own
            .types
            .iter()
            .any(|own| plain.contains(&format!("[{own}]")))
}

/// A static member that a type does not have.
fn member(rows: &[OutlineRow], at: usize, ast: &ScriptBlockAst, own: &Own) -> Option<Finding> {
    let row = rows.get(at)?;
    let mut parts = children(rows, at);
    let (_, target) = parts.next()?;
    let (_, name) = parts.next()?;
    if target.node != "TypeExpressionAst" || name.node != "StringConstantExpressionAst" {
        return None;
    }
    let between = ast
        .source
        .text()
        .get(target.span.end as usize..name.span.start as usize)?;
    let ty = types::resolve(&target.text)?;
    let name = ast.source.slice(name.span);
    if !between.contains("::") || own.types.contains(&target.text.to_lowercase()) {
        return None;
    }
    let is_call = row.node == "InvokeMemberExpressionAst";
    let known = name.eq_ignore_ascii_case("new")
        || types::static_members(&ty)
            .into_iter()
            .flatten()
            .any(|member| member.name().eq_ignore_ascii_case(name))
        || matches!(&ty, types::TypeRef::Enum(members) if members.number(name).is_some())
        || iovsh_shell::eval::makes_in_place(&ty, name)
        || (is_call && matches!(&ty, types::TypeRef::Known(types::Known::ScriptBlock)));
    (!known).then(|| Finding {
        span: row.span,
        kind: "Member",
        name: format!("[{}]::{name}", target.text),
        message: "The type has no such static member here.".to_owned(),
    })
}

/// A command, or a parameter of it.
fn command(
    cx: &mut Context,
    rows: &[OutlineRow],
    at: usize,
    ast: &ScriptBlockAst,
    own: &Own,
    findings: &mut Vec<Finding>,
) {
    let Some((_, first)) = children(rows, at).next() else {
        return;
    };
    if first.node != "StringConstantExpressionAst" {
        return;
    }
    let name = unquoted(ast.source.slice(first.span)).to_owned();
    // What is reached by a path is another file.
    if name.is_empty() || name.contains(['/', '\\']) || own.functions.contains(&name.to_lowercase())
    {
        return;
    }
    let Ok(found) = cx.interpreter().find_or_import(&name) else {
        return;
    };
    let command = match found {
        Found::Command(command, _) => command,
        Found::Broken(_) => return,
        Found::Nothing => {
            let advice = crate::advice::of(cx.session_ref(), &name);
            findings.push(Finding {
                span: first.span,
                kind: "Command",
                name,
                message: advice.unwrap_or_else(|| "The command is not known.".to_owned()),
            });
            return;
        }
    };
    let meta = match &command {
        CommandInfo::Cmdlet(cmdlet) => std::rc::Rc::new(spec_meta(cmdlet.spec)),
        other => match meta_of(other) {
            Some(meta) if meta.advanced => meta,
            _ => return,
        },
    };
    for (_, row) in children(rows, at).filter(|(_, row)| row.node == "CommandParameterAst") {
        let written = row.text.trim_start_matches('-').to_lowercase();
        let known = meta.parameters.iter().any(|parameter| {
            parameter.name.to_lowercase().starts_with(&written)
                || parameter
                    .aliases
                    .iter()
                    .any(|alias| alias.to_lowercase().starts_with(&written))
        });
        if !known {
            findings.push(Finding {
                span: row.span,
                kind: "Parameter",
                name: row.text.clone(),
                message: format!("{} has no such parameter.", command.name()),
            });
        }
    }
}
