//! Parse errors: PowerShell's ids, our words.

use super::span::Span;

/// One error of a parse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// PowerShell's id, for example `MissingEndCurlyBrace`. Stable.
    pub id: &'static str,
    /// Where it is. It may lie one past the end of the text.
    pub span: Span,
    /// What is wrong, in words for people.
    pub message: String,
    /// Whether more text could repair it.
    pub incomplete: bool,
}

macro_rules! error_ids {
    ($($id:ident: $message:literal,)*) => {
        /// The ids, each with its message; `{}` in a message is the offending text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(super) enum ErrorId {
            $($id,)*
        }

        impl ErrorId {
            /// The id's text.
            pub(super) fn name(self) -> &'static str {
                match self {
                    $(ErrorId::$id => stringify!($id),)*
                }
            }

            /// All ids.
            const ALL: &[ErrorId] = &[$(ErrorId::$id,)*];

            fn template(self) -> &'static str {
                match self {
                    $(ErrorId::$id => $message,)*
                }
            }
        }
    };
}

error_ids! {
    // Text that ends too early, or tokens that cannot be.
    BadNumericConstant: "The number {} does not fit the type that its size or suffix asks for.",
    EmptyVariableReference: "There is no name between the braces of this variable.",
    IncompleteDollarSubexpressionReference: "The `$(` in this string has no closing `)`.",
    IncompleteDollarVariableReference: "The braced variable name has no closing `}`.",
    IncompleteString: "The text ends after a backtick; put the escaped character or the next line after it.",
    InvalidBracedVariableReference: "The braced variable has a scope but no name after the colon.",
    InvalidUnicodeEscapeSequence: "This is no Unicode escape; write `u{ followed by one to six hexadecimal digits and }.",
    InvalidUnicodeEscapeSequenceValue: "There is no Unicode character with this number; the highest is 10FFFF.",
    InvalidVariableReference: "The variable has a scope but no name after the colon; to end the name before a colon, write ${name}.",
    InvalidVariableReferenceWithDrive: "There is no name after the colon of this variable; to end the name before a colon, write ${name}.",
    MissingTerminatorMultiLineComment: "The comment that begins with <# has no closing #>.",
    MissingUnicodeEscapeSequenceTerminator: "The Unicode escape has no closing }.",
    OpenBraceNeedsToBeBackTickedInVariableName: "An opening brace in a variable's name needs a backtick before it.",
    TerminatorExpectedAtEndOfString: "The string has no closing {}.",
    TooManyDigitsInUnicodeEscapeSequence: "A Unicode escape has at most six digits.",
    UnexpectedCharactersAfterHereStringHeader: "Nothing may follow the opening of a here-string on its line.",
    UnrecognizedToken: "This character begins nothing that could stand here.",
    WhitespaceBeforeHereStringFooter: "The closing of a here-string must be the first thing on its line.",

    // Statements.
    DuplicateScriptCommandClause: "There is more than one '{}' block.",
    EmptyPipeElement: "There is no command on one side of the pipe.",
    EmptyPipelineChainElement: "There is no command after '{}'.",
    BackgroundOperatorInPipelineChain: "A background operator can only stand at the end of a chain of commands.",
    ExpressionsMustBeFirstInPipeline: "An expression can only be the first element of a pipeline.",
    IfStatementMissingCondition: "There is no condition after '{} ('.",
    InvalidForeachFlag: "'foreach' knows no parameter '-{}'.",
    InvalidFunctionParameter: "An attribute or type in a parameter list must be followed by a parameter's name, for example $Name.",
    InvalidParameterForDataSectionStatement: "A data section knows no parameter '-{}'.",
    InvalidSwitchFlag: "'switch' knows no parameter '-{}'; there are -Regex, -Wildcard, -Exact, -CaseSensitive and -File.",
    KeywordParameterReservedForFutureUse: "The parameter '-{}' is reserved.",
    MissingCatchHandlerBlock: "There is no block { } after 'catch'.",
    MissingCatchOrFinally: "A 'try' needs a 'catch' or a 'finally' block.",
    MissingConfigurationName: "There is no name after 'configuration'.",
    MissingCurlyBraceInSwitchStatement: "There is no { after the condition of 'switch'.",
    MissingEndCurlyBrace: "There is no closing } for this opening brace.",
    MissingEndParenthesisAfterForeach: "There is no closing ) after the values of 'foreach'.",
    MissingEndParenthesisAfterStatement: "There is no closing ) after the condition of '{}'.",
    MissingEndParenthesisInFunctionParameterList: "There is no closing ) at the end of the parameter list.",
    MissingEndParenthesisInSwitchStatement: "There is no closing ) after the condition of 'switch'.",
    MissingExpressionAfterKeyword: "There is no expression after '{} ('.",
    MissingFilenameOption: "There is no file name after '-File'.",
    MissingFinallyStatementBlock: "There is no block { } after 'finally'.",
    MissingForeachExpression: "There are no values after 'in'.",
    MissingForeachStatement: "There is no block { } after 'foreach ( )'.",
    MethodHasCodePathNotReturn: "Not all code path returns value within method.",
    MissingFunctionBody: "There is no body { } after the function's name and parameters.",
    MissingInInForeach: "There is no 'in' after the variable of 'foreach'.",
    MissingLoopStatement: "There is no block { } for '{}'.",
    MissingNameAfterKeyword: "There is no name after '{}'.",
    MissingNamedBlocks: "'{}' cannot stand beside begin, process and end blocks; put it into one of them.",
    MissingNamedStatementBlock: "There is no block { } after '{}'.",
    MissingOpenParenthesisAfterKeyword: "There is no ( after '{}'.",
    MissingOpenParenthesisInIfStatement: "There is no ( after '{}'.",
    MissingStatementAfterKeyword: "There is no block { } after '{}'.",
    MissingStatementBlock: "There is no block { } after the condition of '{}'.",
    MissingStatementBlockAfterElse: "There is no block { } after 'else'; another condition is written elseif ( ) { }.",
    MissingStatementBlockForDataSection: "There is no block { } for the data section.",
    MissingSwitchConditionExpression: "There is no value, pattern or block in this clause of 'switch'.",
    MissingSwitchStatementClause: "There is no block { } after the value of this 'switch' clause.",
    MissingThrottleLimit: "There is no value after '-ThrottleLimit'.",
    MissingTrapStatement: "There is no block { } after 'trap'.",
    MissingTryStatementBlock: "There is no block { } after 'try'.",
    MissingTypeLiteralToken: "There is no type after the comma of 'catch'.",
    MissingValueForSupportedCommandInDataSectionStatement: "There is no command name after '-SupportedCommand'.",
    MissingVariableNameAfterForeach: "There is no variable after 'foreach ('.",
    MissingWhileOrUntilInDoWhile: "There is no 'while' or 'until' after the block of 'do'.",
    MultipleSwitchDefaultClauses: "A 'switch' can have only one 'default' clause.",
    PipelineValueRequired: "There is no value for 'switch' to look at.",
    ReservedKeywordNotAllowed: "The word '{}' is reserved.",
    ThrottleLimitRequiresParallelFlag: "'-ThrottleLimit' needs '-Parallel'.",
    TypeNotAllowedBeforeParam: "The type [{}] cannot stand before 'param'; only attributes can.",
    TypeNotAllowedBeforeStatement: "The type [{}] cannot stand before this statement; only attributes can.",
    UnexpectedAttribute: "The attribute [{}] cannot stand here.",
    UnexpectedKeyword: "The word '{}' cannot begin a statement here.",
    UnexpectedToken: "'{}' was not expected here.",
    WorkflowNotSupportedInPowerShellCore: "Workflows are not part of this language.",

    // `using`.
    InvalidValueForUsingItemName: "'{}' is no name that 'using' can take.",
    MissingEqualsInUsingAlias: "There is no = after the alias.",
    MissingNamespaceAlias: "There is no name after the = of 'using'.",
    MissingStatementTerminator: "Only a line end or a semicolon can follow here.",
    MissingUsingItemName: "There is no name after the kind of 'using'.",
    MissingUsingStatementDirective: "'using' must be followed by namespace, module or assembly.",
    UnexpectedUnaryOperator: "The operator '{}' was not expected here.",
    UsingMustBeAtStartOfScript: "A 'using' statement must come before all other statements.",

    // Commands.
    MissingArgument: "There is no argument between the commas.",
    MissingFileSpecification: "There is no file name after the redirection.",
    ParameterRequiresArgument: "There is no value after '{}'.",
    RedirectionNotSupported: "The redirection '{}' does not exist.",
    StreamAlreadyRedirected: "The {} stream is redirected twice.",

    // Expressions.
    ArrayHasTooManyDimensions: "An array has at most 32 dimensions, not {}.",
    EndSquareBracketExpectedAtEndOfAttribute: "There is no closing ] after the type or attribute.",
    EndSquareBracketExpectedAtEndOfType: "There is no closing ] after the type.",
    ExpectedExpression: "There is no expression after the opening parenthesis.",
    ExpectedValueExpression: "There is no value after '{}'.",
    MissingArrayIndexExpression: "There is no index after the opening bracket.",
    MissingAssemblyNameSpecification: "There is no assembly name after the comma.",
    MissingColonInTernaryExpression: "There is no : after the first value of '? :'.",
    MissingEndParenthesisInExpression: "There is no closing ) in this expression.",
    MissingEndParenthesisInMethodCall: "There is no closing ) after the arguments.",
    MissingEndParenthesisInSubexpression: "There is no closing ) for $( or @(.",
    MissingEndSquareBracket: "There is no closing ] after the index.",
    MissingEqualsInHashLiteral: "There is no = after the key.",
    MissingExpression: "There is no expression after '{}'.",
    MissingExpressionAfterOperator: "There is no value after '{}'.",
    MissingExpressionAfterToken: "There is no expression after '{}'.",
    MissingExpressionInNamedArgument: "There is no value after the = of the named argument.",
    MissingPropertyName: "There is no member name after the operator.",
    MissingStatementInHashLiteral: "There is no value after the = of the key.",
    MissingTypename: "There is no type name after the [.",
    ScriptNestingTooDeep: "The text nests too deep; take parts of it out into functions or variables.",
    ScriptTooComplicated: "This is too complicated to be read to its end.",

    // Found when the whole tree is there.
    AssignmentStatementToAutomaticNotSupported: "The automatic variable ${} cannot be given a type.",
    ControlLeavingFinally: "Control cannot leave a 'finally' block.",
    DuplicateFormalParameter: "There are two parameters named ${}.",
    DuplicateKeyInHashLiteral: "The key '{}' stands twice in this hashtable.",
    DuplicateNamedArgument: "The argument '{}' stands twice.",
    EmptyCatchNotLast: "A 'catch' without a type takes everything, so it must come last.",
    ExceptionTypeAlreadyCaught: "The exception [{}] is already taken by a 'catch' before.",
    InvalidLeftHandSide: "Nothing can be assigned to this; put a variable or a property on the left. What is compared is compared with -eq.",
    InvalidUsingExpression: "Only a variable with properties and constant indexes can follow '$using:'.",
    OnlyOneParameterListAllowed: "The function has parameters after its name; a 'param' block cannot be added.",
    OperatorRequiresVariableOrProperty: "The operator '{}' needs a variable or a property.",
    OrderedAttributeOnlyOnHashLiteralNode: "[{}] can only stand before a hashtable @{ }.",
    ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock: "An attribute's argument must be a constant or a script block.",
    ReferenceNeedsToBeByItselfInTypeConstraint: "[ref] cannot be combined with other types.",
    ReferenceNeedsToBeByItselfInTypeSequence: "[ref] cannot stand twice.",
    ReferenceNeedsToBeLastTypeInTypeConversion: "[ref] must be the last type of a conversion.",
    SplattingNotPermitted: "@{} can only be an argument of a command; for the value itself write ${}.",
    SplattingNotPermittedInArgumentList: "@{} cannot be an element of a list of arguments.",
    VoidTypeConstraintNotAllowed: "[void] cannot be the type of a variable or parameter.",

    // `#Requires`.
    ParameterAlreadyBound: "The parameter '{}' stands twice.",
    ParameterCannotHaveArgument: "The parameter '{}' takes no value.",
    RequiresArgumentMustBeConstant: "The values of #Requires must be constants.",
    RequiresInvalidStringArgument: "The value of '{}' must be a string.",
    RequiresModuleInvalid: "The module of #Requires must be a name or a hashtable with ModuleName and a version.",
    RequiresPSEditionInvalid: "The edition must be Core or Desktop.",
    RequiresVersionInvalid: "The version of #Requires is not a version number.",
    ScriptRequiresInvalidFormat: "#Requires knows -Version, -Modules, -PSEdition and -RunAsAdministrator.",

    // Parts of PowerShell that are left out.
    IncompleteMemberDefinition: "The member of the type is not complete.",
    MissingMethodParameterList: "There is no parameter list after the method's name.",
    MissingPropertyTerminator: "Only a line end or a semicolon can follow a member.",
    MissingTypeBody: "There is no body { } after the name of the {}.",
    NotPartOfThisLanguage: "'{}' is PowerShell, but not part of this language.",
    TypeNameExpected: "There is no type name here.",
}

impl ErrorId {
    /// The message with the offending text in it.
    pub(super) fn message(self, argument: &str) -> String {
        let template = self.template();
        // `{}` is the place for the text; `{ }` and single braces stand for themselves.
        let message = template.replace("{}", argument);
        match (self, argument) {
            (Self::UnexpectedToken, "!=") => {
                format!("{message} What is not equal is asked with -ne.")
            }
            _ => message,
        }
    }
}

/// All ids that a parse can report, each with its message; `{}` in a message is the offending text.
pub fn parse_error_ids() -> impl Iterator<Item = (&'static str, &'static str)> {
    ErrorId::ALL.iter().map(|id| (id.name(), id.template()))
}
