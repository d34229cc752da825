//! Commands: name, parameters, arguments.

use super::super::ast::{
    Command, CommandElement, CommandParameter, Expression, ExpressionKind, InvocationOperator,
    StringConstant, StringKind,
};
use super::super::errors::ErrorId;
use super::super::lexer::{Lexed, Mode, TokenValue};
use super::super::span::Span;
use super::super::token::{TokenFlags, TokenKind};
use super::Parser;

/// After this argument the rest of the line goes to a native command as it is.
const VERBATIM_ARGUMENT: &str = "--%";

/// Where an argument stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ArgumentContext {
    CommandName,
    CommandNameAfterOperator,
    FileName,
    CommandArgument,
    SwitchCondition,
}

impl ArgumentContext {
    fn is_command_name(self) -> bool {
        matches!(
            self,
            ArgumentContext::CommandName | ArgumentContext::CommandNameAfterOperator
        )
    }
}

fn bare_word(span: Span, value: std::rc::Rc<str>) -> Expression {
    let kind = ExpressionKind::StringConstant(StringConstant {
        value,
        kind: StringKind::BareWord,
    });
    Expression { span, kind }
}

/// What has been read of a command.
struct CommandParts {
    elements: Vec<CommandElement>,
    redirections: Vec<super::super::ast::Redirection>,
    end: Span,
    saw_dash_dash: bool,
}

impl Parser<'_, '_> {
    /// A command. `None`: nothing here can be one.
    pub(super) fn command(&mut self) -> Option<Command> {
        let entered = self.enter()?;
        let mode = self.set_mode(Mode::Command);
        let command = self.command_in_command_mode();
        self.set_mode(mode);
        self.leave(entered);
        command
    }

    fn command_in_command_mode(&mut self) -> Option<Command> {
        let mut token = self.next();
        let (first, first_kind) = (token.span, token.kind);
        let mut read = CommandParts {
            elements: Vec::new(),
            redirections: Vec::new(),
            end: first,
            saw_dash_dash: false,
        };
        let invocation = match first_kind {
            TokenKind::Dot => InvocationOperator::Dot,
            TokenKind::Ampersand => InvocationOperator::Ampersand,
            _ => InvocationOperator::None,
        };
        let mut context = ArgumentContext::CommandName;
        if invocation != InvocationOperator::None {
            token = self.next();
            context = ArgumentContext::CommandNameAfterOperator;
        }
        while self.command_element(context, token, &mut read) {
            context = ArgumentContext::CommandArgument;
            token = self.next();
        }
        if read.elements.is_empty() {
            if invocation != InvocationOperator::None {
                self.error(ErrorId::MissingExpression, first, first_kind.text());
            }
            return None;
        }
        let CommandParts {
            mut elements,
            mut redirections,
            end,
            ..
        } = read;
        elements.shrink_to_fit();
        redirections.sort_by_key(|redirection| redirection.from as u8);
        Some(Command {
            span: first.to(end),
            id: self.report().next_id(),
            invocation,
            elements,
            redirections,
        })
    }

    /// One word of a command. Gives whether the command may go on.
    fn command_element(
        &mut self,
        context: ArgumentContext,
        token: Lexed,
        read: &mut CommandParts,
    ) -> bool {
        match token.kind {
            TokenKind::Pipe
            | TokenKind::RCurly
            | TokenKind::RParen
            | TokenKind::EndOfInput
            | TokenKind::NewLine
            | TokenKind::Semi
            | TokenKind::AndAnd
            | TokenKind::OrOr
            | TokenKind::Ampersand => {
                self.unget(token);
                return false;
            }
            TokenKind::MinusMinus => {
                read.end = token.span;
                read.elements.push(if read.saw_dash_dash {
                    CommandElement::Argument(bare_word(token.span, "--".into()))
                } else {
                    // The first one ends the parameters.
                    CommandElement::Parameter(CommandParameter {
                        span: token.span,
                        name_span: token.span,
                        name: "-".into(),
                        argument: None,
                    })
                });
                read.saw_dash_dash = true;
            }
            TokenKind::Comma => {
                read.end = token.span;
                self.error(ErrorId::MissingArgument, token.span, "");
                self.skip_newlines();
            }
            TokenKind::Parameter => self.command_parameter(context, token, read),
            TokenKind::Redirection | TokenKind::RedirectInStd if !context.is_command_name() => {
                if let Some(end) = self.redirection(&token, &mut read.redirections) {
                    read.end = end;
                }
            }
            TokenKind::Redirection | TokenKind::RedirectInStd => {
                read.end = token.span;
                let name = self.name_of(&token);
                read.elements
                    .push(CommandElement::Argument(bare_word(token.span, name)));
            }
            _ => return self.command_argument(context, token, read),
        }
        true
    }

    fn command_parameter(
        &mut self,
        context: ArgumentContext,
        token: Lexed,
        read: &mut CommandParts,
    ) {
        let mut token = token;
        if context.is_command_name() || read.saw_dash_dash {
            self.add_flags(&mut token, TokenFlags::COMMAND_NAME);
            read.end = token.span;
            let name = self.name_of(&token);
            read.elements
                .push(CommandElement::Argument(bare_word(token.span, name)));
            return;
        }
        let name_span = token.span;
        let text = self.text_of(&token);
        let TokenValue::Parameter { name, colon } = token.value else {
            return;
        };
        let mut span = name_span;
        let mut argument = None;
        if colon && self.peek_kind() != TokenKind::Comma {
            let next = self.next();
            argument = self.argument(ArgumentContext::CommandArgument, next);
            match &argument {
                Some(argument) => span = span.to(argument.span),
                None => self.error(ErrorId::ParameterRequiresArgument, name_span.after(), text),
            }
        }
        read.end = span;
        read.elements
            .push(CommandElement::Parameter(CommandParameter {
                span,
                name_span,
                name,
                argument: argument.map(Box::new),
            }));
    }

    fn command_argument(
        &mut self,
        context: ArgumentContext,
        token: Lexed,
        read: &mut CommandParts,
    ) -> bool {
        let is_verbatim =
            token.kind == TokenKind::Generic && self.text_of(&token) == VERBATIM_ARGUMENT;
        let Some(argument) = self.argument(context, token) else {
            return !self.report().stopped();
        };
        read.end = argument.span;
        read.elements.push(CommandElement::Argument(argument));
        if !is_verbatim
            || !self
                .ungot
                .as_ref()
                .is_none_or(|token| token.kind == TokenKind::Parameter)
        {
            return true;
        }
        if let Some(token) = self.ungot.take() {
            self.resync_to(token.start);
        }
        let rest = self.lexer.verbatim_argument();
        read.end = rest.span;
        let value = self.name_of(&rest);
        read.elements
            .push(CommandElement::Argument(bare_word(rest.span, value)));
        false
    }

    /// One argument in command mode: a file name, a switch pattern.
    pub(super) fn single_argument(&mut self, context: ArgumentContext) -> Option<Expression> {
        if matches!(self.peek_kind(), TokenKind::Comma | TokenKind::EndOfInput) {
            return None;
        }
        let mode = self.set_mode(Mode::Command);
        let token = self.next();
        let argument = self.argument(context, token);
        self.set_mode(mode);
        argument
    }

    /// An argument that begins with `token`; as an argument of a command, also a list with commas.
    pub(super) fn argument(
        &mut self,
        context: ArgumentContext,
        token: Lexed,
    ) -> Option<Expression> {
        let mut token = token;
        let mut values: Vec<Expression> = Vec::new();
        let mut comma: Option<Span> = None;
        let last = loop {
            if cannot_be_argument(token.kind) {
                self.unget(token);
                let comma = comma?;
                self.incomplete(ErrorId::MissingExpression, comma.after(), ",");
                let span = values.first().map_or(comma, |first| first.span.to(comma));
                return Some(Expression {
                    span,
                    kind: ExpressionKind::Error(values),
                });
            }
            let is_verbatim =
                token.kind == TokenKind::Generic && self.text_of(&token) == VERBATIM_ARGUMENT;
            let value = self.argument_value(context, token)?;
            if context != ArgumentContext::CommandArgument || is_verbatim {
                break value;
            }
            let Some(comma_token) = self.accept(TokenKind::Comma) else {
                break value;
            };
            comma = Some(comma_token.span);
            values.push(value);
            self.skip_newlines();
            token = self.next();
        };
        if values.is_empty() {
            return Some(last);
        }
        values.push(last);
        let span = match (values.first(), values.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        };
        Some(Expression {
            span,
            kind: ExpressionKind::ArrayLiteral(values),
        })
    }

    fn argument_value(&mut self, context: ArgumentContext, token: Lexed) -> Option<Expression> {
        let mut token = token;
        match token.kind {
            TokenKind::SplattedVariable
            | TokenKind::Variable
            | TokenKind::Number
            | TokenKind::HereStringExpandable
            | TokenKind::StringExpandable
            | TokenKind::HereStringLiteral
            | TokenKind::StringLiteral
            | TokenKind::LParen
            | TokenKind::DollarParen
            | TokenKind::AtParen
            | TokenKind::AtCurly
            | TokenKind::LCurly => {
                self.unget(token);
                self.primary(true)
            }
            TokenKind::Generic => {
                if context.is_command_name() {
                    self.add_flags(&mut token, TokenFlags::COMMAND_NAME);
                }
                // A command's name is taken as written unless `&` or `.` stands before it.
                if matches!(token.value, TokenValue::Expandable(_))
                    && context != ArgumentContext::CommandName
                {
                    return Some(self.expandable(token, StringKind::BareWord));
                }
                let span = token.span;
                let value = match token.value {
                    TokenValue::Text(value) => value,
                    TokenValue::Expandable(raw) => raw.value,
                    _ => self.name_of(&token),
                };
                Some(bare_word(span, value))
            }
            _ => {
                let value = self.name_of(&token);
                self.remove_flags(&mut token, TokenFlags::KEYWORD);
                if context.is_command_name() {
                    self.add_flags(&mut token, TokenFlags::COMMAND_NAME);
                } else if token.kind != TokenKind::Identifier {
                    self.report().change_token(token.saved, token.span, |kept| {
                        kept.kind = TokenKind::Generic
                    });
                }
                Some(bare_word(token.span, value))
            }
        }
    }
}

fn cannot_be_argument(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Pipe
            | TokenKind::RCurly
            | TokenKind::RParen
            | TokenKind::EndOfInput
            | TokenKind::NewLine
            | TokenKind::Semi
            | TokenKind::Redirection
            | TokenKind::RedirectInStd
            | TokenKind::AndAnd
            | TokenKind::OrOr
            | TokenKind::Ampersand
            | TokenKind::MinusMinus
            | TokenKind::Comma
    )
}
