//! `Where-Object`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::format::Access;
use iovsh_shell::syntax::ast::BinaryOperator;
use iovsh_shell::value::convert::to_bool;
use iovsh_shell::value::operators::binary;
use iovsh_shell::value::{ScriptBlock, Value};

/// Lets the objects through for which a condition holds.
///
/// The condition is a script block with the object as $_, or, in the short form, a property, an operator and a value. A
/// property alone lets through the objects in which it is neither empty, nor 0, nor false.
///
/// # Examples
/// ```iovsh
/// PS> 1..10 | Where-Object { $_ % 3 -eq 0 }
/// 3
/// 6
/// 9
/// PS> 'eth0', 'eth1', 'lo' | Where-Object Length -gt 2
/// eth0
/// eth1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Where",
    noun = "Object",
    module = "Microsoft.PowerShell.Core",
    alias("where", "?"),
    default_set = "EqualSet"
)]
pub struct WhereObject {
    /// The objects that are looked at.
    #[param(from_pipeline)]
    input_object: Value,
    /// The condition.
    #[param(set = "ScriptBlockSet", mandatory, position = 0)]
    filter_script: Option<Rc<ScriptBlock>>,
    /// The property that is compared.
    #[param(
        set(
            "EqualSet",
            "CaseSensitiveEqualSet",
            "NotEqualSet",
            "CaseSensitiveNotEqualSet",
            "GreaterThanSet",
            "CaseSensitiveGreaterThanSet",
            "LessThanSet",
            "CaseSensitiveLessThanSet",
            "GreaterOrEqualSet",
            "CaseSensitiveGreaterOrEqualSet",
            "LessOrEqualSet",
            "CaseSensitiveLessOrEqualSet",
            "LikeSet",
            "CaseSensitiveLikeSet",
            "NotLikeSet",
            "CaseSensitiveNotLikeSet",
            "MatchSet",
            "CaseSensitiveMatchSet",
            "NotMatchSet",
            "CaseSensitiveNotMatchSet",
            "ContainsSet",
            "CaseSensitiveContainsSet",
            "NotContainsSet",
            "CaseSensitiveNotContainsSet",
            "InSet",
            "CaseSensitiveInSet",
            "NotInSet",
            "CaseSensitiveNotInSet",
            "IsSet",
            "IsNotSet",
            "Not"
        ),
        mandatory,
        position = 0,
        not_null_or_empty
    )]
    property: String,
    /// What it is compared with.
    #[param(
        set(
            "EqualSet",
            "CaseSensitiveEqualSet",
            "NotEqualSet",
            "CaseSensitiveNotEqualSet",
            "GreaterThanSet",
            "CaseSensitiveGreaterThanSet",
            "LessThanSet",
            "CaseSensitiveLessThanSet",
            "GreaterOrEqualSet",
            "CaseSensitiveGreaterOrEqualSet",
            "LessOrEqualSet",
            "CaseSensitiveLessOrEqualSet",
            "LikeSet",
            "CaseSensitiveLikeSet",
            "NotLikeSet",
            "CaseSensitiveNotLikeSet",
            "MatchSet",
            "CaseSensitiveMatchSet",
            "NotMatchSet",
            "CaseSensitiveNotMatchSet",
            "ContainsSet",
            "CaseSensitiveContainsSet",
            "NotContainsSet",
            "CaseSensitiveNotContainsSet",
            "InSet",
            "CaseSensitiveInSet",
            "NotInSet",
            "CaseSensitiveNotInSet",
            "IsSet",
            "IsNotSet"
        ),
        position = 1
    )]
    value: Value,
    /// Equal.
    #[param(name = "EQ", set = "EqualSet", alias("IEQ"))]
    eq: bool,
    /// Equal, with regard to case.
    #[param(name = "CEQ", set = "CaseSensitiveEqualSet", mandatory)]
    ceq: bool,
    /// Not equal.
    #[param(name = "NE", set = "NotEqualSet", mandatory, alias("INE"))]
    ne: bool,
    /// Not equal, with regard to case.
    #[param(name = "CNE", set = "CaseSensitiveNotEqualSet", mandatory)]
    cne: bool,
    /// Greater.
    #[param(name = "GT", set = "GreaterThanSet", mandatory, alias("IGT"))]
    gt: bool,
    /// Greater, with regard to case.
    #[param(name = "CGT", set = "CaseSensitiveGreaterThanSet", mandatory)]
    cgt: bool,
    /// Less.
    #[param(name = "LT", set = "LessThanSet", mandatory, alias("ILT"))]
    lt: bool,
    /// Less, with regard to case.
    #[param(name = "CLT", set = "CaseSensitiveLessThanSet", mandatory)]
    clt: bool,
    /// Greater or equal.
    #[param(name = "GE", set = "GreaterOrEqualSet", mandatory, alias("IGE"))]
    ge: bool,
    /// Greater or equal, with regard to case.
    #[param(name = "CGE", set = "CaseSensitiveGreaterOrEqualSet", mandatory)]
    cge: bool,
    /// Less or equal.
    #[param(name = "LE", set = "LessOrEqualSet", mandatory, alias("ILE"))]
    le: bool,
    /// Less or equal, with regard to case.
    #[param(name = "CLE", set = "CaseSensitiveLessOrEqualSet", mandatory)]
    cle: bool,
    /// Like a wildcard pattern.
    #[param(set = "LikeSet", mandatory, alias("ILike"))]
    like: bool,
    /// Like a wildcard pattern, with regard to case.
    #[param(name = "CLike", set = "CaseSensitiveLikeSet", mandatory)]
    clike: bool,
    /// Not like a wildcard pattern.
    #[param(set = "NotLikeSet", mandatory, alias("INotLike"))]
    not_like: bool,
    /// Not like a wildcard pattern, with regard to case.
    #[param(name = "CNotLike", set = "CaseSensitiveNotLikeSet", mandatory)]
    cnot_like: bool,
    /// Matches a regular expression.
    #[param(set = "MatchSet", mandatory, alias("IMatch"))]
    r#match: bool,
    /// Matches a regular expression, with regard to case.
    #[param(name = "CMatch", set = "CaseSensitiveMatchSet", mandatory)]
    cmatch: bool,
    /// Does not match a regular expression.
    #[param(set = "NotMatchSet", mandatory, alias("INotMatch"))]
    not_match: bool,
    /// Does not match a regular expression, with regard to case.
    #[param(name = "CNotMatch", set = "CaseSensitiveNotMatchSet", mandatory)]
    cnot_match: bool,
    /// Has the value as an element.
    #[param(set = "ContainsSet", mandatory, alias("IContains"))]
    contains: bool,
    /// Has the value as an element, with regard to case.
    #[param(name = "CContains", set = "CaseSensitiveContainsSet", mandatory)]
    ccontains: bool,
    /// Does not have the value as an element.
    #[param(set = "NotContainsSet", mandatory, alias("INotContains"))]
    not_contains: bool,
    /// Does not have the value as an element, with regard to case.
    #[param(name = "CNotContains", set = "CaseSensitiveNotContainsSet", mandatory)]
    cnot_contains: bool,
    /// Is one of the values.
    #[param(set = "InSet", mandatory, alias("IIn"))]
    r#in: bool,
    /// Is one of the values, with regard to case.
    #[param(name = "CIn", set = "CaseSensitiveInSet", mandatory)]
    cin: bool,
    /// Is none of the values.
    #[param(set = "NotInSet", mandatory, alias("INotIn"))]
    not_in: bool,
    /// Is none of the values, with regard to case.
    #[param(name = "CNotIn", set = "CaseSensitiveNotInSet", mandatory)]
    cnot_in: bool,
    /// Is of a type.
    #[param(set = "IsSet", mandatory)]
    is: bool,
    /// Is not of a type.
    #[param(set = "IsNotSet", mandatory)]
    is_not: bool,
    /// The property is empty, 0 or false.
    #[param(set = "Not", mandatory)]
    not: bool,
    #[state]
    operator: Option<BinaryOperator>,
}

impl WhereObject {
    fn chosen(&self) -> Option<BinaryOperator> {
        use BinaryOperator as B;
        [
            (self.eq, B::Ieq),
            (self.ceq, B::Ceq),
            (self.ne, B::Ine),
            (self.cne, B::Cne),
            (self.gt, B::Igt),
            (self.cgt, B::Cgt),
            (self.lt, B::Ilt),
            (self.clt, B::Clt),
            (self.ge, B::Ige),
            (self.cge, B::Cge),
            (self.le, B::Ile),
            (self.cle, B::Cle),
            (self.like, B::Ilike),
            (self.clike, B::Clike),
            (self.not_like, B::Inotlike),
            (self.cnot_like, B::Cnotlike),
            (self.r#match, B::Imatch),
            (self.cmatch, B::Cmatch),
            (self.not_match, B::Inotmatch),
            (self.cnot_match, B::Cnotmatch),
            (self.contains, B::Icontains),
            (self.ccontains, B::Ccontains),
            (self.not_contains, B::Inotcontains),
            (self.cnot_contains, B::Cnotcontains),
            (self.r#in, B::Iin),
            (self.cin, B::Cin),
            (self.not_in, B::Inotin),
            (self.cnot_in, B::Cnotin),
            (self.is, B::Is),
            (self.is_not, B::IsNot),
        ]
        .into_iter()
        .find_map(|(given, operator)| given.then_some(operator))
    }

    /// The object does not have the property, or is nothing at all.
    fn unresolved(&self) -> ShellError {
        let (id, message) = if self.input_object.is_null() {
            (
                "InputObjectIsNull",
                "The input object is null: it has no properties.".to_owned(),
            )
        } else {
            (
                "PropertyNotFound",
                format!(
                    "The input name \"{}\" cannot be resolved to a property.",
                    self.property
                ),
            )
        };
        ShellError::new(id, ErrorCategory::InvalidArgument, message)
            .exception("System.Management.Automation.PSArgumentException")
            .target(self.input_object.clone())
    }

    fn holds(&self, cx: &mut Context) -> Flow<bool> {
        if let Some(block) = &self.filter_script {
            return cx.invoke_test(block, Some(self.input_object.clone()));
        }
        let value = match cx.property(&self.input_object, &self.property) {
            Ok(Some(value)) => value,
            // A mistake in strict mode, and no object that is let through.
            Ok(None) if cx.session().strict_mode() >= 2 => {
                return cx.error(self.unresolved()).map(|()| false);
            }
            Ok(None) | Err(_) => Value::Null,
        };
        match self.operator {
            Some(operator) => {
                let result = binary(operator, &value, &self.value, &mut cx.interpreter())
                    .map_err(named_here)?;
                Ok(to_bool(&result))
            }
            None => Ok(to_bool(&value) != self.not),
        }
    }
}

/// A regular expression or type that cannot be used is this cmdlet's error, not the operator's.
fn named_here(interrupt: iovsh_shell::error::Interrupt) -> iovsh_shell::error::Interrupt {
    use iovsh_shell::error::Interrupt;
    match interrupt {
        // A match that was given up says so under its own name.
        Interrupt::Error(error) if error.id.contains("Timeout") => Interrupt::Error(error),
        Interrupt::Error(mut error) => {
            error.id = "BadOperatorArgument".into();
            error.category = ErrorCategory::InvalidArgument;
            Interrupt::Error(error)
        }
        other => other,
    }
}

impl Cmdlet for WhereObject {
    fn begin(&mut self, cx: &mut Context) -> Flow {
        if self.filter_script.is_some() || self.not {
            return Ok(());
        }
        self.operator = self.chosen();
        let value_given = cx.is_bound("Value");
        let complaint = match (self.operator.is_some(), value_given) {
            (true, false) => (
                "ValueNotSpecifiedForWhereObject",
                "The operator needs a value to compare with: give -Property, the operator and -Value.",
            ),
            (false, true) => (
                "OperatorNotSpecified",
                "The property and the value need an operator between them, such as -eq.",
            ),
            _ => return Ok(()),
        };
        Err(
            ShellError::new(complaint.0, ErrorCategory::InvalidArgument, complaint.1)
                .exception("System.Management.Automation.PSArgumentException")
                .into(),
        )
    }

    fn process(&mut self, cx: &mut Context) -> Flow {
        // Without a pipeline and without -InputObject there is nothing that could be let through.
        if !cx.expects_input() && !cx.is_bound("InputObject") {
            return Ok(());
        }
        if self.holds(cx)? {
            cx.emit(self.input_object.clone())?;
        }
        Ok(())
    }
}
