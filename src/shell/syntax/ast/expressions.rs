//! Expressions.

use std::cell::Cell;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::super::span::Span;
use super::{Attribute, ScriptBlockAst, Statement, StatementBlock, TypeConstraint, TypeName};

/// A `slot` that nobody has resolved yet.
pub const UNRESOLVED: u32 = u32::MAX;

/// An expression with its place.
#[derive(Debug)]
pub struct Expression {
    /// The whole expression.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// All kinds of expressions.
#[derive(Debug)]
pub enum ExpressionKind {
    /// Text that is not an expression, with what could be read of it; it was reported.
    Error(Vec<Expression>),
    /// A number.
    Constant(Constant),
    /// A string without expansion, or a bare word.
    StringConstant(StringConstant),
    /// `"text $variable $(expression)"`.
    ExpandableString(Box<ExpandableString>),
    /// `$name`, `@name`.
    Variable(VariableExpression),
    /// `left OPERATOR right`. Long chains lean to the left: walk the left side in a loop.
    Binary(Box<Binary>),
    /// `OPERATOR operand`, `operand++`.
    Unary(Box<Unary>),
    /// `condition ? a : b`.
    Ternary(Box<Ternary>),
    /// `[type]operand`.
    Convert(Box<Convert>),
    /// `[Attribute()]operand`, only before a variable.
    Attributed(Box<Attributed>),
    /// `[type]` as a value.
    Type(Box<TypeName>),
    /// `target.member`, `target::member`, `target?.member`.
    Member(Box<Member>),
    /// `target.member(arguments)`.
    InvokeMember(Box<InvokeMember>),
    /// `target[index]`, `target?[index]`.
    Index(Box<Index>),
    /// `a, b` or `, a`.
    ArrayLiteral(Vec<Expression>),
    /// `@( )`.
    ArrayExpression(Box<StatementBlock>),
    /// `$( )`.
    SubExpression(Box<StatementBlock>),
    /// `( )`.
    Paren(Box<Statement>),
    /// `@{ }`.
    Hashtable(Box<Hashtable>),
    /// `{ }`.
    ScriptBlock(Rc<ScriptBlockAst>),
    /// `$using:name`: the variable inside has no scope prefix.
    Using(Box<Expression>),
}

/// A number; the variant is the type that PowerShell gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// Only for attribute arguments whose value was left out.
    Boolean(bool),
    /// `y`.
    SByte(i8),
    /// `uy`.
    Byte(u8),
    /// `s`.
    Int16(i16),
    /// `us`.
    UInt16(u16),
    /// No suffix and small enough.
    Int32(i32),
    /// `u` and small enough.
    UInt32(u32),
    /// `l`, or too large for 32 bits.
    Int64(i64),
    /// `ul`, or `u` and too large for 32 bits.
    UInt64(u64),
    /// With a point or exponent, or too large for a decimal.
    Double(f64),
    /// `d`, or a whole number too large for 64 bits.
    Decimal(Decimal),
    /// `n`: decimal digits with an optional minus sign.
    BigInteger(Rc<str>),
}

/// A string without expansion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringConstant {
    /// The value, escapes resolved.
    pub value: Rc<str>,
    /// How it was written.
    pub kind: StringKind,
}

/// How a string was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StringKind {
    /// Without quotes.
    BareWord,
    /// `'text'`.
    SingleQuoted,
    /// `"text"`.
    DoubleQuoted,
    /// `@' ... '@`.
    SingleQuotedHereString,
    /// `@" ... "@`.
    DoubleQuotedHereString,
}

/// A string with expressions in it.
#[derive(Debug)]
pub struct ExpandableString {
    /// The text as written, escapes resolved, expressions unexpanded.
    pub value: Rc<str>,
    /// How it was written (also [`StringKind::BareWord`], for `a$b` as an argument).
    pub kind: StringKind,
    /// Texts and expressions, in order.
    pub parts: Vec<StringPart>,
}

/// A piece of an expandable string.
#[derive(Debug)]
pub enum StringPart {
    /// Text, escapes resolved.
    Text(Rc<str>),
    /// `$name` or `$( )`.
    Expression(Expression),
}

/// `$name` with its scope.
#[derive(Clone, Debug)]
pub struct VariableExpression {
    /// Unique in one parse; for side tables.
    pub id: u32,
    /// Free for the interpreter: the place it resolved the name to. [`UNRESOLVED`] at first.
    pub slot: Cell<u32>,
    /// The name without scope or drive.
    pub name: Rc<str>,
    /// Scope or drive; seldom written, so it takes one word of every variable.
    pub prefix: Option<Box<VariablePrefix>>,
    /// `@name`.
    pub splatted: bool,
    /// `${name}`.
    pub braced: bool,
}

impl VariableExpression {
    /// The name with its prefix, as in `script:x` or `env:PATH`.
    #[must_use]
    pub fn user_path(&self) -> Rc<str> {
        match &self.prefix {
            None => Rc::clone(&self.name),
            Some(prefix) => format!("{}:{}", prefix.text, self.name).into(),
        }
    }

    /// The scope of the prefix.
    #[must_use]
    pub fn scope(&self) -> Option<ScopeName> {
        self.prefix.as_ref()?.scope
    }

    /// The drive of the prefix, as written without the colon: `env`.
    #[must_use]
    pub fn drive(&self) -> Option<&Rc<str>> {
        let prefix = self.prefix.as_ref()?;
        prefix.scope.is_none().then_some(&prefix.text)
    }

    /// Whether the name has no prefix and equals `name` (ASCII case ignored).
    #[must_use]
    pub fn is_plain(&self, name: &str) -> bool {
        self.prefix.is_none() && self.name.eq_ignore_ascii_case(name)
    }
}

/// The prefix of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariablePrefix {
    /// As written, without the colon.
    pub text: Rc<str>,
    /// The scope that it names; `None`: it names a drive.
    pub scope: Option<ScopeName>,
}

/// The named scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeName {
    /// `global:`.
    Global,
    /// `local:`.
    Local,
    /// `script:`.
    Script,
    /// `private:`.
    Private,
    /// `variable:`: the variable drive, which means no particular scope.
    Variable,
    /// `using:`.
    Using,
    /// `workflow:`.
    Workflow,
}

/// `left OPERATOR right`.
#[derive(Debug)]
pub struct Binary {
    /// Left operand.
    pub left: Expression,
    /// The operator.
    pub operator: BinaryOperator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// Right operand.
    pub right: Expression,
}

/// Binary operators, named as PowerShell's token kinds: `I` ignores case, `C` does not. Plain `-eq` is `Ieq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the operator of its name")]
pub enum BinaryOperator {
    And,
    Or,
    Xor,
    Band,
    Bor,
    Bxor,
    Ieq,
    Ine,
    Ige,
    Igt,
    Ilt,
    Ile,
    Ilike,
    Inotlike,
    Imatch,
    Inotmatch,
    Ireplace,
    Icontains,
    Inotcontains,
    Iin,
    Inotin,
    Isplit,
    Ceq,
    Cne,
    Cge,
    Cgt,
    Clt,
    Cle,
    Clike,
    Cnotlike,
    Cmatch,
    Cnotmatch,
    Creplace,
    Ccontains,
    Cnotcontains,
    Cin,
    Cnotin,
    Csplit,
    Is,
    IsNot,
    As,
    Join,
    Plus,
    Minus,
    Multiply,
    Divide,
    Rem,
    Shl,
    Shr,
    Format,
    DotDot,
    QuestionQuestion,
}

/// `OPERATOR operand`, `operand++`.
#[derive(Debug)]
pub struct Unary {
    /// The operator.
    pub operator: UnaryOperator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// The operand.
    pub operand: Expression,
}

/// Unary operators, named as PowerShell's token kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each variant is the operator of its name")]
pub enum UnaryOperator {
    Not,
    Exclaim,
    Bnot,
    Plus,
    Minus,
    Join,
    Isplit,
    Csplit,
    PlusPlus,
    MinusMinus,
    PostfixPlusPlus,
    PostfixMinusMinus,
}

/// `condition ? if_true : if_false`.
#[derive(Debug)]
pub struct Ternary {
    /// The condition.
    pub condition: Expression,
    /// Its value when true.
    pub if_true: Expression,
    /// Its value when false.
    pub if_false: Expression,
}

/// `[type]operand`.
#[derive(Debug)]
pub struct Convert {
    /// The type.
    pub constraint: TypeConstraint,
    /// What is converted.
    pub operand: Expression,
}

/// `[Attribute()]operand`.
#[derive(Debug)]
pub struct Attributed {
    /// The attribute.
    pub attribute: Attribute,
    /// What it stands before.
    pub operand: Expression,
}

/// `target.member`.
#[derive(Debug)]
pub struct Member {
    /// The object.
    pub target: Expression,
    /// The member: a string constant, or an expression that gives the name.
    pub member: Expression,
    /// `::`.
    pub is_static: bool,
    /// `?.`.
    pub null_conditional: bool,
}

/// `target.member(arguments)`; also `target.Where{ ... }`.
#[derive(Debug)]
pub struct InvokeMember {
    /// The object.
    pub target: Expression,
    /// The member: a string constant, or an expression that gives the name.
    pub member: Expression,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// `::`.
    pub is_static: bool,
    /// `?.`.
    pub null_conditional: bool,
}

/// `target[index]`.
#[derive(Debug)]
pub struct Index {
    /// The object.
    pub target: Expression,
    /// The index; an array literal for several.
    pub index: Expression,
    /// `?[`.
    pub null_conditional: bool,
}

/// `@{ key = value }`.
#[derive(Debug)]
pub struct Hashtable {
    /// Keys and values, in order.
    pub pairs: Vec<(Expression, Statement)>,
}

impl std::fmt::Display for Constant {
    /// The value in digits, without suffix.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Constant::Boolean(value) => f.write_str(if *value { "True" } else { "False" }),
            Constant::SByte(value) => value.fmt(f),
            Constant::Byte(value) => value.fmt(f),
            Constant::Int16(value) => value.fmt(f),
            Constant::UInt16(value) => value.fmt(f),
            Constant::Int32(value) => value.fmt(f),
            Constant::UInt32(value) => value.fmt(f),
            Constant::Int64(value) => value.fmt(f),
            Constant::UInt64(value) => value.fmt(f),
            Constant::Double(value) => value.fmt(f),
            Constant::Decimal(value) => value.fmt(f),
            Constant::BigInteger(digits) => f.write_str(digits),
        }
    }
}
