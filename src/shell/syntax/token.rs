//! Tokens: kinds, traits and flags, named as PowerShell's own.

use std::fmt;

use super::span::Span;

/// What a token tells beside its kind: traits of the kind and roles found by the parser.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct TokenFlags(u32);

impl TokenFlags {
    /// No flags.
    pub const NONE: TokenFlags = TokenFlags(0);
    /// A keyword.
    pub const KEYWORD: TokenFlags = TokenFlags(0x10);
    /// `begin`, `process`, `end`, `clean` or `dynamicparam`.
    pub const SCRIPT_BLOCK_BLOCK_NAME: TokenFlags = TokenFlags(0x20);
    /// A binary operator.
    pub const BINARY_OPERATOR: TokenFlags = TokenFlags(0x100);
    /// A unary operator.
    pub const UNARY_OPERATOR: TokenFlags = TokenFlags(0x200);
    /// A case-sensitive operator such as `-ceq`.
    pub const CASE_SENSITIVE_OPERATOR: TokenFlags = TokenFlags(0x400);
    /// `?` of a ternary expression.
    pub const TERNARY_OPERATOR: TokenFlags = TokenFlags(0x800);
    /// `&`, `|` and the member access operators.
    pub const SPECIAL_OPERATOR: TokenFlags = TokenFlags(0x1000);
    /// `=` and the compound assignments.
    pub const ASSIGNMENT_OPERATOR: TokenFlags = TokenFlags(0x2000);
    /// Read the same in command mode and expression mode.
    pub const PARSE_MODE_INVARIANT: TokenFlags = TokenFlags(0x8000);
    /// Broken, for example a string without its closing quote.
    pub const TOKEN_IN_ERROR: TokenFlags = TokenFlags(0x10000);
    /// Not allowed in restricted language.
    pub const DISALLOWED_IN_RESTRICTED_MODE: TokenFlags = TokenFlags(0x20000);
    /// `++` or `--`.
    pub const PREFIX_OR_POSTFIX_OPERATOR: TokenFlags = TokenFlags(0x40000);
    /// Names a command.
    pub const COMMAND_NAME: TokenFlags = TokenFlags(0x80000);
    /// Names a member, a key or a label.
    pub const MEMBER_NAME: TokenFlags = TokenFlags(0x100000);
    /// Names a type.
    pub const TYPE_NAME: TokenFlags = TokenFlags(0x200000);
    /// Names an attribute.
    pub const ATTRIBUTE_NAME: TokenFlags = TokenFlags(0x400000);
    /// An operator whose constant operands may be folded.
    pub const CAN_CONSTANT_FOLD: TokenFlags = TokenFlags(0x800000);
    /// A keyword of a statement before which attributes cannot stand.
    pub const STATEMENT_DOESNT_SUPPORT_ATTRIBUTES: TokenFlags = TokenFlags(0x1000000);

    const PRECEDENCE_MASK: u32 = 0xf;

    /// Whether all flags of `other` are set.
    #[must_use]
    pub fn contains(self, other: TokenFlags) -> bool {
        self.0 & other.0 == other.0
    }

    /// The precedence of a binary operator; 0 for anything else. Higher binds tighter.
    #[must_use]
    pub fn binary_precedence(self) -> u32 {
        self.0 & Self::PRECEDENCE_MASK
    }

    pub(super) fn insert(&mut self, other: TokenFlags) {
        self.0 |= other.0;
    }

    pub(super) fn remove(&mut self, other: TokenFlags) {
        self.0 &= !other.0;
    }
}

impl fmt::Display for TokenFlags {
    /// The flags as .NET prints them: names in order of value, joined by commas.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(u32, &str); 18] = [
            (0x10, "Keyword"),
            (0x20, "ScriptBlockBlockName"),
            (0x100, "BinaryOperator"),
            (0x200, "UnaryOperator"),
            (0x400, "CaseSensitiveOperator"),
            (0x800, "TernaryOperator"),
            (0x1000, "SpecialOperator"),
            (0x2000, "AssignmentOperator"),
            (0x8000, "ParseModeInvariant"),
            (0x10000, "TokenInError"),
            (0x20000, "DisallowedInRestrictedMode"),
            (0x40000, "PrefixOrPostfixOperator"),
            (0x80000, "CommandName"),
            (0x100000, "MemberName"),
            (0x200000, "TypeName"),
            (0x400000, "AttributeName"),
            (0x800000, "CanConstantFold"),
            (0x1000000, "StatementDoesntSupportAttributes"),
        ];
        let precedence = match self.binary_precedence() {
            0x1 => Some("BinaryPrecedenceLogical"),
            0x2 => Some("BinaryPrecedenceBitwise"),
            0x5 => Some("BinaryPrecedenceComparison"),
            0x7 => Some("BinaryPrecedenceCoalesce"),
            0x9 => Some("BinaryPrecedenceAdd"),
            0xa => Some("BinaryPrecedenceMultiply"),
            0xc => Some("BinaryPrecedenceFormat"),
            0xd => Some("BinaryPrecedenceRange"),
            _ => None,
        };
        let set = NAMES
            .iter()
            .filter(|(bit, _)| self.0 & bit != 0)
            .map(|(_, name)| *name);
        let names: Vec<&str> = precedence.into_iter().chain(set).collect();
        if names.is_empty() {
            f.write_str("None")
        } else {
            f.write_str(&names.join(", "))
        }
    }
}

impl fmt::Debug for TokenFlags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are PowerShell's own and say it all")]
pub enum TokenKind {
    Unknown,
    Variable,
    SplattedVariable,
    Parameter,
    Number,
    Label,
    Identifier,
    Generic,
    NewLine,
    LineContinuation,
    Comment,
    EndOfInput,
    StringLiteral,
    StringExpandable,
    HereStringLiteral,
    HereStringExpandable,
    LParen,
    RParen,
    LCurly,
    RCurly,
    LBracket,
    RBracket,
    AtParen,
    AtCurly,
    DollarParen,
    Semi,
    AndAnd,
    OrOr,
    Ampersand,
    Pipe,
    Comma,
    MinusMinus,
    PlusPlus,
    DotDot,
    ColonColon,
    Dot,
    Exclaim,
    Multiply,
    Divide,
    Rem,
    Plus,
    Minus,
    Equals,
    PlusEquals,
    MinusEquals,
    MultiplyEquals,
    DivideEquals,
    RemainderEquals,
    Redirection,
    RedirectInStd,
    Format,
    Not,
    Bnot,
    And,
    Or,
    Xor,
    Band,
    Bor,
    Bxor,
    Join,
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
    Shl,
    Shr,
    Colon,
    QuestionMark,
    QuestionQuestionEquals,
    QuestionQuestion,
    QuestionDot,
    QuestionLBracket,
    Begin,
    Break,
    Catch,
    Class,
    Continue,
    Data,
    Define,
    Do,
    Dynamicparam,
    Else,
    ElseIf,
    End,
    Exit,
    Filter,
    Finally,
    For,
    Foreach,
    From,
    Function,
    If,
    In,
    Param,
    Process,
    Return,
    Switch,
    Throw,
    Trap,
    Try,
    Until,
    Using,
    Var,
    While,
    Workflow,
    Parallel,
    Sequence,
    Configuration,
    Public,
    Private,
    Static,
    Interface,
    Enum,
    Namespace,
    Module,
    Type,
    Assembly,
    Command,
    Hidden,
    Base,
    Clean,
}

struct Traits {
    name: &'static str,
    flags: u32,
    text: &'static str,
}

const fn traits(name: &'static str, flags: u32, text: &'static str) -> Traits {
    Traits { name, flags, text }
}

/// One row a kind, in the order of the enum.
#[rustfmt::skip]
const TRAITS: [Traits; 152] = [
    traits("Unknown", 0x0, "unknown"),
    traits("Variable", 0x0, "var"),
    traits("SplattedVariable", 0x0, "@var"),
    traits("Parameter", 0x0, "param"),
    traits("Number", 0x0, "number"),
    traits("Label", 0x0, "label"),
    traits("Identifier", 0x0, "ident"),
    traits("Generic", 0x0, "generic"),
    traits("NewLine", 0x8000, "newline"),
    traits("LineContinuation", 0x8000, "line continuation"),
    traits("Comment", 0x8000, "comment"),
    traits("EndOfInput", 0x8000, "eof"),
    traits("StringLiteral", 0x8000, "sqstr"),
    traits("StringExpandable", 0x8000, "dqstr"),
    traits("HereStringLiteral", 0x8000, "sq here string"),
    traits("HereStringExpandable", 0x8000, "dq here string"),
    traits("LParen", 0x8000, "("),
    traits("RParen", 0x8000, ")"),
    traits("LCurly", 0x8000, "{"),
    traits("RCurly", 0x8000, "}"),
    traits("LBracket", 0x0, "["),
    traits("RBracket", 0x8000, "]"),
    traits("AtParen", 0x8000, "@("),
    traits("AtCurly", 0x8000, "@{"),
    traits("DollarParen", 0x8000, "$("),
    traits("Semi", 0x8000, ";"),
    traits("AndAnd", 0x8000, "&&"),
    traits("OrOr", 0x8000, "||"),
    traits("Ampersand", 0x9000, "&"),
    traits("Pipe", 0x9000, "|"),
    traits("Comma", 0x8200, ","),
    traits("MinusMinus", 0x60200, "--"),
    traits("PlusPlus", 0x60200, "++"),
    traits("DotDot", 0x2010d, ".."),
    traits("ColonColon", 0x21000, "::"),
    traits("Dot", 0x21000, "."),
    traits("Exclaim", 0x800200, "!"),
    traits("Multiply", 0x80010a, "*"),
    traits("Divide", 0x80010a, "/"),
    traits("Rem", 0x80010a, "%"),
    traits("Plus", 0x800309, "+"),
    traits("Minus", 0x800309, "-"),
    traits("Equals", 0x2000, "="),
    traits("PlusEquals", 0x2000, "+="),
    traits("MinusEquals", 0x2000, "-="),
    traits("MultiplyEquals", 0x2000, "*="),
    traits("DivideEquals", 0x2000, "/="),
    traits("RemainderEquals", 0x2000, "%="),
    traits("Redirection", 0x20000, "redirection"),
    traits("RedirectInStd", 0x28000, "<"),
    traits("Format", 0x2010c, "-f"),
    traits("Not", 0x800200, "-not"),
    traits("Bnot", 0x800200, "-bnot"),
    traits("And", 0x800101, "-and"),
    traits("Or", 0x800101, "-or"),
    traits("Xor", 0x800101, "-xor"),
    traits("Band", 0x800102, "-band"),
    traits("Bor", 0x800102, "-bor"),
    traits("Bxor", 0x800102, "-bxor"),
    traits("Join", 0x20305, "-join"),
    traits("Ieq", 0x105, "-eq"),
    traits("Ine", 0x105, "-ne"),
    traits("Ige", 0x105, "-ge"),
    traits("Igt", 0x105, "-gt"),
    traits("Ilt", 0x105, "-lt"),
    traits("Ile", 0x105, "-le"),
    traits("Ilike", 0x105, "-like"),
    traits("Inotlike", 0x105, "-notlike"),
    traits("Imatch", 0x20105, "-match"),
    traits("Inotmatch", 0x20105, "-notmatch"),
    traits("Ireplace", 0x20105, "-replace"),
    traits("Icontains", 0x105, "-contains"),
    traits("Inotcontains", 0x105, "-notcontains"),
    traits("Iin", 0x105, "-in"),
    traits("Inotin", 0x105, "-notin"),
    traits("Isplit", 0x20305, "-split"),
    traits("Ceq", 0x505, "-ceq"),
    traits("Cne", 0x505, "-cne"),
    traits("Cge", 0x505, "-cge"),
    traits("Cgt", 0x505, "-cgt"),
    traits("Clt", 0x505, "-clt"),
    traits("Cle", 0x505, "-cle"),
    traits("Clike", 0x505, "-clike"),
    traits("Cnotlike", 0x505, "-cnotlike"),
    traits("Cmatch", 0x20505, "-cmatch"),
    traits("Cnotmatch", 0x20505, "-cnotmatch"),
    traits("Creplace", 0x20505, "-creplace"),
    traits("Ccontains", 0x505, "-ccontains"),
    traits("Cnotcontains", 0x505, "-cnotcontains"),
    traits("Cin", 0x505, "-cin"),
    traits("Cnotin", 0x505, "-cnotin"),
    traits("Csplit", 0x20705, "-csplit"),
    traits("Is", 0x105, "-is"),
    traits("IsNot", 0x105, "-isnot"),
    traits("As", 0x20105, "-as"),
    traits("Shl", 0x800105, "-shl"),
    traits("Shr", 0x800105, "-shr"),
    traits("Colon", 0x21000, ":"),
    traits("QuestionMark", 0x20800, "?"),
    traits("QuestionQuestionEquals", 0x2000, "??="),
    traits("QuestionQuestion", 0x107, "??"),
    traits("QuestionDot", 0x21000, "?."),
    traits("QuestionLBracket", 0x0, "?["),
    traits("Begin", 0x30, "begin"),
    traits("Break", 0x1000010, "break"),
    traits("Catch", 0x10, "catch"),
    traits("Class", 0x10, "class"),
    traits("Continue", 0x1000010, "continue"),
    traits("Data", 0x1000010, "data"),
    traits("Define", 0x1000010, "define"),
    traits("Do", 0x1000010, "do"),
    traits("Dynamicparam", 0x30, "dynamicparam"),
    traits("Else", 0x10, "else"),
    traits("ElseIf", 0x10, "elseif"),
    traits("End", 0x30, "end"),
    traits("Exit", 0x1000010, "exit"),
    traits("Filter", 0x1000010, "filter"),
    traits("Finally", 0x10, "finally"),
    traits("For", 0x1000010, "for"),
    traits("Foreach", 0x1000010, "foreach"),
    traits("From", 0x1000010, "from"),
    traits("Function", 0x1000010, "function"),
    traits("If", 0x1000010, "if"),
    traits("In", 0x10, "in"),
    traits("Param", 0x10, "param"),
    traits("Process", 0x30, "process"),
    traits("Return", 0x1000010, "return"),
    traits("Switch", 0x1000010, "switch"),
    traits("Throw", 0x1000010, "throw"),
    traits("Trap", 0x1000010, "trap"),
    traits("Try", 0x1000010, "try"),
    traits("Until", 0x10, "until"),
    traits("Using", 0x1000010, "using"),
    traits("Var", 0x1000010, "var"),
    traits("While", 0x1000010, "while"),
    traits("Workflow", 0x1000010, "workflow"),
    traits("Parallel", 0x1000010, "parallel"),
    traits("Sequence", 0x1000010, "sequence"),
    traits("Configuration", 0x10, "configuration"),
    traits("Public", 0x10, "public"),
    traits("Private", 0x10, "private"),
    traits("Static", 0x10, "static"),
    traits("Interface", 0x10, "interface"),
    traits("Enum", 0x10, "enum"),
    traits("Namespace", 0x10, "namespace"),
    traits("Module", 0x10, "module"),
    traits("Type", 0x10, "type"),
    traits("Assembly", 0x10, "assembly"),
    traits("Command", 0x10, "command"),
    traits("Hidden", 0x10, "hidden"),
    traits("Base", 0x10, "base"),
    traits("Clean", 0x30, "clean"),
];

impl TokenKind {
    fn row(self) -> Option<&'static Traits> {
        TRAITS.get(self as usize)
    }

    /// The traits that every token of this kind has.
    #[must_use]
    pub fn flags(self) -> TokenFlags {
        self.row()
            .map_or(TokenFlags::NONE, |row| TokenFlags(row.flags))
    }

    /// The kind's name, as PowerShell spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("Unknown", |row| row.name)
    }

    /// The text of a keyword, operator or punctuator; a word for the other kinds.
    #[must_use]
    pub fn text(self) -> &'static str {
        self.row().map_or("unknown", |row| row.text)
    }

    /// Whether every token of this kind has `trait_flag`.
    #[must_use]
    pub fn has(self, trait_flag: TokenFlags) -> bool {
        self.flags().contains(trait_flag)
    }
}

/// One token of the text, for colouring and completion.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// The kind.
    pub kind: TokenKind,
    /// Traits of the kind and roles found by the parser.
    pub flags: TokenFlags,
    /// Where it stands.
    pub span: Span,
    /// The tokens inside an expandable string.
    pub nested: Vec<Token>,
}
