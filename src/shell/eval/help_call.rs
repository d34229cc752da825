//! A call that asks for the help of what it calls: `Get-X -?`, `./x.ps1 --help`. Nothing else of it is looked at, and nothing runs.

use std::rc::Rc;

use super::command::{CommandInfo, Found};
use super::function::parameters;
use super::interpreter::Interpreter;
use super::pipeline::Call;
use crate::bind::Argument;
use crate::error::Position;
use crate::syntax::ast::AttributeBase;
use crate::value::{ScriptBlock, Value};

impl Interpreter<'_> {
    /// The call of `Get-Help`, where the words behind the command, as they were written, ask for it.
    pub(super) fn help_call<'w>(
        &mut self,
        found: &CommandInfo,
        words: impl IntoIterator<Item = &'w str>,
        position: Option<Position>,
    ) -> Option<Call> {
        let mut words = words.into_iter().take_while(|word| *word != "--");
        let topic = match found {
            CommandInfo::Cmdlet(_) | CommandInfo::Function(_) => {
                words.any(|word| word == "-?").then(|| found.name())
            }
            CommandInfo::Script(script) => words
                .any(|word| word == "-?" || word == "--help" && !takes_the_rest(&script.block))
                .then(|| Rc::clone(&script.path)),
            _ => None,
        }?;
        let Found::Command(help, _) = self.s.find_command("Get-Help") else {
            return None;
        };
        Some(Call {
            name: help.name(),
            command: help,
            arguments: vec![Argument::Value {
                value: Value::Str(topic),
                span: None,
                quoted: true,
            }],
            position,
            new_scope: true,
        })
    }
}

/// Whether a script takes words that it does not declare: `--help` may then mean something to it.
fn takes_the_rest(block: &ScriptBlock) -> bool {
    let text = block.ast.text().to_ascii_lowercase();
    text.contains("$args")
        || text.contains("@args")
        || parameters(block).iter().any(|parameter| {
            parameter
                .attributes
                .iter()
                .any(|attribute| match attribute {
                    AttributeBase::Attribute(attribute) => attribute.named.iter().any(|named| {
                        named
                            .name
                            .eq_ignore_ascii_case("ValueFromRemainingArguments")
                    }),
                    AttributeBase::Type(_) => false,
                })
        })
}
