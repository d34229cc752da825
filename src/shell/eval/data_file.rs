//! Files of data: one hashtable of constants (.psd1).

use std::rc::Rc;

use crate::error::{ErrorCategory, ShellError};
use crate::os_text;
use crate::syntax::ast::{
    Constant, Expression, ExpressionKind, Statement, StatementKind, StringPart, UnaryOperator,
};
use crate::syntax::parse_script;
use crate::value::{Hashtable, Value, convert};

/// Reads a text that holds one hashtable of constants; `$PSScriptRoot` is the folder of `name`.
///
/// # Errors
/// `CouldNotParseAsPowerShellDataFile` and its like for any other text, and for one in which something would have to run.
pub fn read_data_file(source: &str, name: &str) -> Result<Value, ShellError> {
    let parsed = parse_script(source, Some(name));
    if let Some(error) = parsed.errors.first() {
        return Err(ShellError::new(
            "CouldNotParseAsPowerShellDataFile",
            ErrorCategory::InvalidData,
            format!("The file '{name}' cannot be parsed: {}", error.message),
        )
        .exception("System.InvalidOperationException")
        .target(name));
    }
    let ast = &parsed.ast;
    let root = ast
        .end
        .as_ref()
        .map(|block| block.statements.as_slice())
        .and_then(|statements| match statements {
            [one] => expression_of(one),
            _ => None,
        })
        .filter(|root| matches!(root.kind, ExpressionKind::Hashtable(_)));
    let Some(root) = root else {
        return Err(ShellError::new(
            "CouldNotParseAsPowerShellDataFileNoHashtableRoot",
            ErrorCategory::InvalidData,
            format!("The file '{name}' does not hold one hashtable, and nothing else."),
        )
        .exception("System.InvalidOperationException")
        .target(name));
    };
    let folder = std::path::Path::new(name)
        .parent()
        .map_or_else(String::new, os_text::text_of);
    constant(root, &folder, 0).ok_or_else(|| {
        ShellError::new(
            "System.InvalidOperationException",
            ErrorCategory::InvalidOperation,
            format!("The file '{name}' holds something that is no constant; a data file must not run anything."),
        )
        .exception("System.InvalidOperationException")
        .target(name)
    })
}

/// The expression that a statement consists of.
fn expression_of(statement: &Statement) -> Option<&Expression> {
    match &statement.kind {
        StatementKind::Pipeline(pipeline) => pipeline.pure_expression(),
        _ => None,
    }
}

/// How deep constants may be nested.
const MAX_DEPTH: u32 = 200;

/// The value of a constant expression; `None` for everything that would have to run.
fn constant(expression: &Expression, folder: &str, depth: u32) -> Option<Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    let inner = |expression: &Expression| constant(expression, folder, depth + 1);
    Some(match &expression.kind {
        ExpressionKind::Constant(number) => number_value(number)?,
        ExpressionKind::StringConstant(text) => Value::Str(text.value.clone()),
        ExpressionKind::ExpandableString(text) => {
            let mut made = String::new();
            for part in &text.parts {
                match part {
                    StringPart::Text(text) => made.push_str(text),
                    StringPart::Expression(part) => {
                        made.push_str(&convert::to_text(&inner(part)?));
                    }
                }
            }
            Value::from(made)
        }
        ExpressionKind::Variable(variable) if variable.prefix.is_none() => {
            match variable.name.to_ascii_lowercase().as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                "psscriptroot" => Value::str(folder),
                _ => return None,
            }
        }
        ExpressionKind::Unary(unary) => match (unary.operator, inner(&unary.operand)?) {
            (UnaryOperator::Minus, Value::Int(n)) => Value::Int(n.checked_neg()?),
            (UnaryOperator::Minus, Value::Long(n)) => Value::Long(n.checked_neg()?),
            (UnaryOperator::Minus, Value::Double(n)) => Value::Double(-n),
            (UnaryOperator::Plus, value) => value,
            _ => return None,
        },
        ExpressionKind::ArrayLiteral(items) => {
            Value::array(items.iter().map(inner).collect::<Option<_>>()?)
        }
        ExpressionKind::ArrayExpression(block) => {
            let mut items = Vec::new();
            for statement in &block.statements {
                match inner(expression_of(statement)?)? {
                    Value::Array(array) => items.extend(array.items.borrow().iter().cloned()),
                    one => items.push(one),
                }
            }
            Value::array(items)
        }
        ExpressionKind::Paren(statement) => inner(expression_of(statement)?)?,
        ExpressionKind::Hashtable(table) => {
            let values = Hashtable::default();
            for (key, value) in &table.pairs {
                values.set(&inner(key)?, inner(expression_of(value)?)?);
            }
            Value::Hashtable(Rc::new(values))
        }
        _ => return None,
    })
}

fn number_value(number: &Constant) -> Option<Value> {
    Some(match number {
        Constant::Boolean(flag) => Value::Bool(*flag),
        Constant::SByte(n) => Value::SByte(*n),
        Constant::Byte(n) => Value::Byte(*n),
        Constant::Int16(n) => Value::Int16(*n),
        Constant::UInt16(n) => Value::UInt16(*n),
        Constant::Int32(n) => Value::Int(*n),
        Constant::UInt32(n) => Value::UInt32(*n),
        Constant::Int64(n) => Value::Long(*n),
        Constant::UInt64(n) => Value::ULong(*n),
        Constant::Double(n) => Value::Double(*n),
        Constant::Decimal(n) => Value::Decimal(*n),
        Constant::BigInteger(_) => return None,
    })
}

#[cfg(test)]
#[allow(clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn constants_only() {
        let table =
            read_data_file("@{ A = 1; B = @('x', -2); C = @{ d = $true } }", "t").expect("a table");
        let Value::Hashtable(table) = table else {
            panic!("a hashtable")
        };
        assert_eq!(table.entries().len(), 3);
        let run = read_data_file("@{ A = (Get-Date) }", "t").expect_err("no command");
        assert_eq!(&*run.id, "System.InvalidOperationException");
        let text = read_data_file("'text'", "t").expect_err("no hashtable");
        assert_eq!(
            &*text.id,
            "CouldNotParseAsPowerShellDataFileNoHashtableRoot"
        );
    }
}
