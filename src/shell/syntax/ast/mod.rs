//! The syntax tree. Node names follow PowerShell's own (`System.Management.Automation.Language`).
//!
//! The tree is made once and then shared: script blocks and function definitions are `Rc`, names and strings are
//! `Rc<str>`. Its height is bounded by [`super::MAX_TREE_HEIGHT`], so walking or dropping it cannot exhaust the stack.

mod definitions;
mod expressions;

use std::cell::Cell;
use std::rc::Rc;

pub use definitions::*;
pub use expressions::*;

use super::span::{SourceText, Span};

/// A script, a function's body or a `{ ... }` expression.
#[derive(Debug)]
pub struct ScriptBlockAst {
    /// From the opening to the closing brace, or the whole text for a script.
    pub span: Span,
    /// The text that all spans in this tree refer to.
    pub source: Rc<SourceText>,
    /// Unique in one parse; for side tables.
    pub id: u32,
    /// `using module ...`, `using namespace ...` at the start of a script.
    pub usings: Vec<UsingStatement>,
    /// `[CmdletBinding()] param(...)`, if there is one.
    pub param_block: Option<ParamBlock>,
    /// `dynamicparam { }`.
    pub dynamic_param: Option<NamedBlock>,
    /// `begin { }`.
    pub begin: Option<NamedBlock>,
    /// `process { }`; the whole body of a filter.
    pub process: Option<NamedBlock>,
    /// `end { }`; also the body when no block is named.
    pub end: Option<NamedBlock>,
    /// `clean { }`: runs last, however the others ended.
    pub clean: Option<NamedBlock>,
    /// The classes and enumerations anywhere in the text; only in the outermost block of a script.
    pub types: Vec<Rc<TypeDefinition>>,
    /// `#Requires` lines; only in the outermost block of a script.
    pub requirements: Option<Box<ScriptRequirements>>,
    /// One more than the highest `id` in this parse; the same for all blocks of one parse. Set when the parse ends.
    pub id_count: Rc<Cell<u32>>,
}

impl ScriptBlockAst {
    /// The source text of the block, braces included.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.slice(self.span)
    }

    /// Whether `end` is all that runs: there is no `begin`, `process` or `clean`.
    #[must_use]
    pub fn has_end_only(&self) -> bool {
        self.begin.is_none() && self.process.is_none() && self.clean.is_none()
    }
}

/// What `#Requires` lines ask for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ScriptRequirements {
    /// `-Version`, as written.
    pub version: Option<Rc<str>>,
    /// `-PSEdition`.
    pub editions: Vec<Rc<str>>,
    /// `-Modules`: names, and hashtables that say more.
    pub modules: Vec<RequiredModule>,
    /// `-RunAsAdministrator`.
    pub run_as_administrator: bool,
}

/// A module that `#Requires -Modules` asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RequiredModule {
    /// Its name or file.
    pub name: Rc<str>,
    /// `ModuleVersion`: the least version.
    pub minimum: Option<Rc<str>>,
    /// `MaximumVersion`.
    pub maximum: Option<Rc<str>>,
    /// `RequiredVersion`: the only version.
    pub required: Option<Rc<str>>,
}

/// `using KIND NAME`.
#[derive(Debug)]
pub struct UsingStatement {
    /// The whole statement.
    pub span: Span,
    /// What is used.
    pub kind: UsingKind,
    /// The module, namespace or assembly: a string or a hashtable.
    pub name: Expression,
}

/// The kind of a `using` statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsingKind {
    /// `using assembly`.
    Assembly,
    /// `using command`.
    Command,
    /// `using module`.
    Module,
    /// `using namespace`.
    Namespace,
    /// `using type`.
    Type,
}

/// `param(...)` with the attributes before it.
#[derive(Debug)]
pub struct ParamBlock {
    /// From `param` to the closing parenthesis; the attributes stand before it.
    pub span: Span,
    /// `[CmdletBinding()]` and the like.
    pub attributes: Vec<AttributeBase>,
    /// The parameters, in order.
    pub parameters: Vec<Parameter>,
}

/// One parameter of a script block or function.
#[derive(Debug)]
pub struct Parameter {
    /// Attributes, name and default value.
    pub span: Span,
    /// The parameter's variable.
    pub name: VariableExpression,
    /// Where the name stands.
    pub name_span: Span,
    /// Types and attributes, in order of writing.
    pub attributes: Vec<AttributeBase>,
    /// `= value`.
    pub default: Option<Expression>,
}

/// What stands in `[ ]` before a parameter, variable or param block.
#[derive(Debug)]
pub enum AttributeBase {
    /// `[int]`.
    Type(TypeConstraint),
    /// `[Parameter(Mandatory)]`.
    Attribute(Attribute),
}

impl AttributeBase {
    /// The whole bracketed text.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            AttributeBase::Type(constraint) => constraint.span,
            AttributeBase::Attribute(attribute) => attribute.span,
        }
    }
}

/// `[int]` as a constraint or cast.
#[derive(Debug)]
pub struct TypeConstraint {
    /// With the brackets.
    pub span: Span,
    /// The type.
    pub type_name: TypeName,
}

/// `[Name(positional, Named = value)]`.
#[derive(Debug)]
pub struct Attribute {
    /// With the brackets.
    pub span: Span,
    /// The attribute's type.
    pub type_name: TypeName,
    /// Positional arguments.
    pub positional: Vec<Expression>,
    /// Named arguments.
    pub named: Vec<NamedAttributeArgument>,
}

/// `Name = value` or a lone `Name` in an attribute.
#[derive(Debug)]
pub struct NamedAttributeArgument {
    /// Name and value.
    pub span: Span,
    /// The name.
    pub name: Rc<str>,
    /// The value; `true` when it was left out.
    pub argument: Expression,
    /// Whether the value was left out.
    pub expression_omitted: bool,
}

/// A type's name as written between `[` and `]`.
#[derive(Debug)]
pub struct TypeName {
    /// Without the outer brackets.
    pub span: Span,
    /// The text as PowerShell would print it, for example `int[]` or `System.Collections.Generic.List[string]`.
    pub full_name: Rc<str>,
    /// How the name is built.
    pub kind: TypeNameKind,
    /// `, Assembly` after the name.
    pub assembly: Option<Rc<str>>,
}

/// The shape of a type name.
#[derive(Debug)]
pub enum TypeNameKind {
    /// A plain name: `int`, `System.String`.
    Simple(Rc<str>),
    /// `element[,,]` with its rank.
    Array {
        /// The element type.
        element: Box<TypeName>,
        /// Number of dimensions, from 1.
        rank: u32,
    },
    /// `definition[arguments]`.
    Generic {
        /// The generic type.
        definition: Box<TypeName>,
        /// Its arguments.
        arguments: Vec<TypeName>,
    },
}

/// `begin`, `process`, `end`, or the unnamed body.
#[derive(Debug)]
pub struct NamedBlock {
    /// The block; for an unnamed one, its statements.
    pub span: Span,
    /// Whether no keyword was written.
    pub unnamed: bool,
    /// The statements without the traps.
    pub statements: Vec<Statement>,
    /// `trap` statements: they hold for the whole block.
    pub traps: Vec<Trap>,
}

/// `{ ... }` as part of a statement, or what stands in `$( )` and `@( )`.
#[derive(Debug)]
pub struct StatementBlock {
    /// With braces or, inside `$( )`, the statements only.
    pub span: Span,
    /// The statements without the traps.
    pub statements: Vec<Statement>,
    /// `trap` statements: they hold for the whole block.
    pub traps: Vec<Trap>,
}

/// `trap [Type] { ... }`.
#[derive(Debug)]
pub struct Trap {
    /// The whole statement.
    pub span: Span,
    /// The exception type, if one is named.
    pub type_constraint: Option<TypeConstraint>,
    /// What runs.
    pub body: StatementBlock,
}

/// A statement with its place.
#[derive(Debug)]
pub struct Statement {
    /// The whole statement without its terminator.
    pub span: Span,
    /// What it is.
    pub kind: StatementKind,
}

/// All kinds of statements.
#[derive(Debug)]
pub enum StatementKind {
    /// Commands and expressions joined by `|`; also a lone expression.
    Pipeline(Pipeline),
    /// Pipelines joined by `&&` and `||`.
    PipelineChain(Box<PipelineChain>),
    /// `left = right` and the compound assignments.
    Assignment(Box<Assignment>),
    /// `if`.
    If(Box<If>),
    /// `switch`.
    Switch(Box<Switch>),
    /// `foreach`.
    ForEach(Box<ForEach>),
    /// `for`.
    For(Box<For>),
    /// `while`.
    While(Box<While>),
    /// `do { } while ( )`.
    DoWhile(Box<DoLoop>),
    /// `do { } until ( )`.
    DoUntil(Box<DoLoop>),
    /// `try`.
    Try(Box<Try>),
    /// `function` and `filter`.
    Function(Rc<FunctionDefinition>),
    /// `class` and `enum`.
    Type(Rc<TypeDefinition>),
    /// `data`.
    Data(Box<DataSection>),
    /// `return`.
    Return(Option<Box<Statement>>),
    /// `return` in a method of a class: what it gives is all that the method gives.
    MethodReturn(Option<Box<Statement>>),
    /// `exit`.
    Exit(Option<Box<Statement>>),
    /// `throw`.
    Throw(Option<Box<Statement>>),
    /// `break` with its label.
    Break(Option<Box<Expression>>),
    /// `continue` with its label.
    Continue(Option<Box<Expression>>),
    /// Text that is not a whole statement; it was reported.
    Error(Box<ErrorStatement>),
}

/// What could be understood of a broken statement.
#[derive(Debug)]
pub struct ErrorStatement {
    /// The keyword it began with, in lower case.
    pub keyword: Option<&'static str>,
    /// The parts that were read, in order.
    pub parts: Vec<ErrorPart>,
}

/// A part of a broken statement.
#[derive(Debug)]
pub enum ErrorPart {
    /// An expression.
    Expression(Expression),
    /// A statement.
    Statement(Statement),
    /// A block.
    Block(StatementBlock),
    /// A parameter.
    Parameter(Parameter),
    /// An attribute or type.
    Attribute(AttributeBase),
}

/// Commands and expressions joined by `|`.
#[derive(Debug)]
pub struct Pipeline {
    /// The whole pipeline.
    pub span: Span,
    /// At least one element, unless the text was broken.
    pub elements: Vec<PipelineElement>,
    /// Whether `&` ended it.
    pub background: bool,
}

impl Pipeline {
    /// The expression, when the pipeline is nothing but one expression without redirections.
    #[must_use]
    pub fn pure_expression(&self) -> Option<&Expression> {
        match self.elements.as_slice() {
            [PipelineElement::Expression(element)]
                if element.redirections.is_empty() && !self.background =>
            {
                Some(&element.expression)
            }
            _ => None,
        }
    }
}

/// One element of a pipeline.
#[derive(Debug)]
pub enum PipelineElement {
    /// A command with its arguments.
    Command(Command),
    /// An expression; only the first element can be one.
    Expression(CommandExpression),
}

impl PipelineElement {
    /// The element with its redirections.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            PipelineElement::Command(command) => command.span,
            PipelineElement::Expression(expression) => expression.span,
        }
    }

    /// The element's redirections.
    #[must_use]
    pub fn redirections(&self) -> &[Redirection] {
        match self {
            PipelineElement::Command(command) => &command.redirections,
            PipelineElement::Expression(expression) => &expression.redirections,
        }
    }
}

/// `first && second || third`: all operators have the same precedence and bind to the left.
#[derive(Debug)]
pub struct PipelineChain {
    /// The first pipeline.
    pub first: Pipeline,
    /// Operators and the pipelines after them; never empty.
    pub rest: Vec<(ChainOperator, Pipeline)>,
    /// Whether `&` ended it.
    pub background: bool,
}

/// How a pipeline hangs on the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainOperator {
    /// `&&`: runs when the one before succeeded.
    And,
    /// `||`: runs when the one before failed.
    Or,
}

/// A command with its arguments.
#[derive(Debug)]
pub struct Command {
    /// Operator, name, arguments and redirections.
    pub span: Span,
    /// Unique in one parse; for side tables.
    pub id: u32,
    /// `&`, `.` or nothing before the name.
    pub invocation: InvocationOperator,
    /// The name (always an argument) and then parameters and arguments, in order.
    pub elements: Vec<CommandElement>,
    /// Redirections, in order.
    pub redirections: Vec<Redirection>,
}

impl Command {
    /// The expression that names the command.
    #[must_use]
    pub fn name_expression(&self) -> Option<&Expression> {
        match self.elements.first() {
            Some(CommandElement::Argument(expression)) => Some(expression),
            _ => None,
        }
    }

    /// The command's name when it is a constant.
    #[must_use]
    pub fn name(&self) -> Option<&Rc<str>> {
        match &self.name_expression()?.kind {
            ExpressionKind::StringConstant(string) => Some(&string.value),
            _ => None,
        }
    }
}

/// What stands before a command's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvocationOperator {
    /// Nothing.
    #[default]
    None,
    /// `.`: run in the current scope.
    Dot,
    /// `&`: run what the expression names.
    Ampersand,
}

/// One word of a command.
#[derive(Debug)]
pub enum CommandElement {
    /// `-Name` or `-Name:value`.
    Parameter(CommandParameter),
    /// Anything else.
    Argument(Expression),
}

impl CommandElement {
    /// Where the word stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            CommandElement::Parameter(parameter) => parameter.span,
            CommandElement::Argument(expression) => expression.span,
        }
    }
}

/// `-Name` or `-Name:value`.
#[derive(Debug)]
pub struct CommandParameter {
    /// With dash, colon and value.
    pub span: Span,
    /// The dash and the name only (and the colon, if there is one).
    pub name_span: Span,
    /// The name without dash and colon, as written.
    pub name: Rc<str>,
    /// The value after a colon.
    pub argument: Option<Box<Expression>>,
}

/// An expression as an element of a pipeline.
#[derive(Debug)]
pub struct CommandExpression {
    /// Expression and redirections.
    pub span: Span,
    /// The expression.
    pub expression: Expression,
    /// Redirections, in order.
    pub redirections: Vec<Redirection>,
}

/// `2>&1`, `> file`, `*>> file`.
#[derive(Debug)]
pub struct Redirection {
    /// Operator and target.
    pub span: Span,
    /// The stream that is redirected.
    pub from: RedirectionStream,
    /// Where it goes.
    pub target: RedirectionTarget,
}

/// Where a stream goes.
#[derive(Debug)]
pub enum RedirectionTarget {
    /// `n>&m`: into another stream.
    Stream(RedirectionStream),
    /// `> file` or `>> file`.
    File {
        /// The file.
        location: Box<Expression>,
        /// Whether text is added to the file.
        append: bool,
    },
}

/// The numbered streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedirectionStream {
    /// `*`.
    All,
    /// 1.
    Output,
    /// 2.
    Error,
    /// 3.
    Warning,
    /// 4.
    Verbose,
    /// 5.
    Debug,
    /// 6.
    Information,
}

/// `left OPERATOR right`.
#[derive(Debug)]
pub struct Assignment {
    /// What is assigned to.
    pub left: Expression,
    /// Which assignment.
    pub operator: AssignmentOperator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// The value: a pipeline, or a statement whose output is taken.
    pub right: Statement,
}

/// `=` and the compound assignments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignmentOperator {
    /// `=`.
    Equals,
    /// `+=`.
    PlusEquals,
    /// `-=`.
    MinusEquals,
    /// `*=`.
    MultiplyEquals,
    /// `/=`.
    DivideEquals,
    /// `%=`.
    RemainderEquals,
    /// `??=`.
    QuestionQuestionEquals,
}

/// `if (c) { } elseif (c) { } else { }`.
#[derive(Debug)]
pub struct If {
    /// Conditions with their blocks, in order.
    pub clauses: Vec<(Statement, StatementBlock)>,
    /// `else`.
    pub else_block: Option<StatementBlock>,
}

/// `switch`.
#[derive(Debug)]
pub struct Switch {
    /// `:label`, without the colon.
    pub label: Option<Rc<str>>,
    /// `-Regex` and its like.
    pub flags: SwitchFlags,
    /// The value; the file name with `-File`.
    pub condition: Statement,
    /// Patterns with their blocks, in order.
    pub clauses: Vec<(Expression, StatementBlock)>,
    /// `default`.
    pub default: Option<StatementBlock>,
}

/// The flags of `switch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SwitchFlags {
    /// `-File`.
    pub file: bool,
    /// `-Regex`.
    pub regex: bool,
    /// `-Wildcard`.
    pub wildcard: bool,
    /// `-Exact`.
    pub exact: bool,
    /// `-CaseSensitive`.
    pub case_sensitive: bool,
}

/// `foreach ($x in values) { }`.
#[derive(Debug)]
pub struct ForEach {
    /// `:label`, without the colon.
    pub label: Option<Rc<str>>,
    /// The loop variable (a [`ExpressionKind::Variable`]).
    pub variable: Expression,
    /// What is iterated.
    pub values: Statement,
    /// The body.
    pub body: StatementBlock,
}

/// `for (initializer; condition; iterator) { }`.
#[derive(Debug)]
pub struct For {
    /// `:label`, without the colon.
    pub label: Option<Rc<str>>,
    /// Runs once.
    pub initializer: Option<Statement>,
    /// Left out means true.
    pub condition: Option<Statement>,
    /// Runs after each round.
    pub iterator: Option<Statement>,
    /// The body.
    pub body: StatementBlock,
}

/// `while (condition) { }`.
#[derive(Debug)]
pub struct While {
    /// `:label`, without the colon.
    pub label: Option<Rc<str>>,
    /// The condition.
    pub condition: Statement,
    /// The body.
    pub body: StatementBlock,
}

/// `do { } while (condition)` or `until`.
#[derive(Debug)]
pub struct DoLoop {
    /// `:label`, without the colon.
    pub label: Option<Rc<str>>,
    /// The body.
    pub body: StatementBlock,
    /// The condition.
    pub condition: Statement,
}

/// `try { } catch [T] { } finally { }`.
#[derive(Debug)]
pub struct Try {
    /// What is tried.
    pub body: StatementBlock,
    /// `catch` clauses, in order.
    pub catches: Vec<Catch>,
    /// `finally`.
    pub finally: Option<StatementBlock>,
}

/// `catch [T1], [T2] { }`.
#[derive(Debug)]
pub struct Catch {
    /// The whole clause.
    pub span: Span,
    /// The exception types; empty catches all.
    pub types: Vec<TypeConstraint>,
    /// What runs.
    pub body: StatementBlock,
}

/// `function NAME(parameters) { }` or `filter`.
#[derive(Debug)]
pub struct FunctionDefinition {
    /// The whole definition.
    pub span: Span,
    /// The name, with a scope prefix if one was written.
    pub name: Rc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Whether it was written as `filter`.
    pub is_filter: bool,
    /// Parameters in parentheses after the name; `None` when there are no parentheses.
    pub parameters: Option<Vec<Parameter>>,
    /// The body.
    pub body: Rc<ScriptBlockAst>,
}
