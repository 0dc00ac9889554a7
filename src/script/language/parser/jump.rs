//! Statements that leave their place, what they may leave, and labels.

use super::function::Label;
use super::{Limits, Parse, Parser};
use crate::script::language::scope::{ScopeKind, SymbolKind};
use crate::script::language::span::Span;
use crate::script::language::token::TokenKind as T;
use crate::script::language::tree::{NodeId, NodeKind};

impl Parser<'_> {
    pub(super) fn throw(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        if self.peek_token()?.after_line_end {
            self.refuse("Line terminator is not allowed between the throw keyword and throw expression.")?;
        }
        let value = self.expression()?;
        self.node(self.since(start), NodeKind::Throw(value))
    }

    /// The label of a jump, and whether it belongs to a loop.
    fn jump_label(&mut self) -> Parse<Option<(NodeId, bool)>> {
        if self.peek_on_line()? != Some(T::Name) {
            return Ok(None);
        }
        let token = self.next()?;
        let name = self.name_text(token);
        let label = self.state().labels.iter().find(|label| label.name == name).map(|label| label.bundle);
        if label.is_none() {
            self.refuse("undefined label")?;
        }
        let is_loop = label.is_none_or(|bundle| self.state().loops_of_bundles.contains(&bundle));
        Ok(Some((self.node(token.span, NodeKind::Label(name.into()))?, is_loop)))
    }

    pub(super) fn break_statement(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        let label = self.jump_label()?.map(|(label, _)| label);
        if label.is_none() && self.state().breakable == 0 {
            self.refuse("unlabelled break must be inside loop or switch")?;
        }
        self.node(self.since(start), NodeKind::Break(label))
    }

    pub(super) fn continue_statement(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        let label = self.jump_label()?;
        match label {
            None if self.state().loops == 0 => self.refuse("continue must be inside loop")?,
            Some((_, false)) => self.refuse("continue can only use labeles of iteration statements")?,
            _ => {}
        }
        self.node(self.since(start), NodeKind::Continue(label.map(|(label, _)| label)))
    }

    pub(super) fn return_statement(&mut self, start: Span) -> Parse<NodeId> {
        if !self.is_in_function() {
            self.refuse("invalid return")?;
        }
        self.next()?;
        let value = self.optional_value()?;
        if value.is_some() {
            self.state().returns_value = true;
            self.check_old_generator()?;
        }
        self.node(self.since(start), NodeKind::Return(value))
    }

    pub(super) fn yield_expression(&mut self) -> Parse<NodeId> {
        let start = self.here()?;
        if !self.is_in_function() {
            self.refuse("yield must be in a function.")?;
        }
        self.next()?;
        let delegate = self.level.is_es6() && self.takes(T::Star)?;
        let value = self.nested(Self::optional_value)?;
        self.state().yields = true;
        self.check_old_generator()?;
        self.node(self.since(start), NodeKind::Yield { delegate, value })
    }

    fn optional_value(&mut self) -> Parse<Option<NodeId>> {
        match self.peek_on_line()? {
            None | Some(T::Semicolon | T::RightBrace | T::RightBracket | T::RightParen | T::End) => Ok(None),
            Some(_) => self.expression().map(Some),
        }
    }

    /// A generator without `*` gives no value back.
    fn check_old_generator(&mut self) -> Parse<()> {
        let state = self.state();
        if !(state.yields && state.returns_value) || state.is_generator || state.was_told_apart {
            return Ok(());
        }
        state.was_told_apart = true;
        let words = match state.name.as_deref() {
            Some(name) => format!("TypeError: generator function {name} returns a value"),
            None => "TypeError: anonymous generator function returns a value".to_owned(),
        };
        self.refuse(words)
    }

    pub(super) fn try_statement(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        if self.peek()? != T::LeftBrace {
            return self.stop("missing { before try block");
        }
        let block = self.statement()?;
        let mut catches = Vec::new();
        let mut takes_all = false;
        while self.peek()? == T::Catch {
            let start = self.next()?.span;
            if takes_all {
                self.refuse("any catch clauses following an unqualified catch are unreachable")?;
            }
            let handler = self.scoped(ScopeKind::Catch, |parser| parser.catch_rest(start))?;
            takes_all |= matches!(self.kind(handler), NodeKind::Catch { condition: None, .. });
            catches.push(handler);
        }
        let mut finally = None;
        if self.takes(T::Finally)? {
            finally = Some(self.statement()?);
        } else if catches.is_empty() {
            self.refuse("'try' without 'catch' or 'finally'")?;
        }
        self.node(self.since(start), NodeKind::Try { block, catches: catches.into(), finally })
    }

    fn catch_rest(&mut self, start: Span) -> Parse<NodeId> {
        let (mut parameter, mut condition) = (None, None);
        if self.takes(T::LeftParen)? {
            let name = self.declared_name("invalid catch block condition")?;
            if let NodeKind::Name(text) = self.kind(name) {
                let text = text.clone();
                let scope = self.scopes.current();
                self.scopes.add(scope, SymbolKind::Caught, &text, name);
            }
            parameter = Some(name);
            if self.takes(T::If)? {
                condition = Some(self.expression()?);
            }
            self.expect(T::RightParen, "invalid catch block condition")?;
        } else {
            self.refuse("missing ( before catch-block condition")?;
        }
        let body = self.braces("missing { before catch-block body", "missing } after function body")?;
        self.node(self.since(start), NodeKind::Catch { parameter, condition, body })
    }

    /// A statement that begins with a name: labels, or an expression.
    pub(super) fn name_or_label(&mut self, start: Span) -> Parse<NodeId> {
        if !self.is_label()? {
            return self.expression_statement(start);
        }
        let bundle = self.state().next_bundle();
        let before = self.state().labels.len();
        let mut labels = Vec::new();
        while self.peek()? == T::Name && self.is_label()? {
            let token = self.next()?;
            if self.state().labels.len() >= Limits::LABELS {
                return self.limit(token.span);
            }
            self.next()?;
            let name = self.name_text(token);
            if self.state().labels.iter().any(|label| label.name == name) {
                self.refuse("duplicated label")?;
            }
            labels.push(self.node(token.span, NodeKind::Label(name.as_str().into()))?);
            self.state().labels.push(Label { name, bundle });
        }
        self.state().current_bundle = Some(bundle);
        let body = if self.peek()? == T::Name {
            let start = self.here()?;
            self.expression_statement(start)
        } else {
            self.statement()
        };
        self.state().current_bundle = None;
        self.state().labels.truncate(before);
        let mut statement = body?;
        while let Some(label) = labels.pop() {
            let span = self.span(label).to(self.span(statement));
            statement = self.node(span, NodeKind::Labelled { label, body: statement })?;
        }
        Ok(statement)
    }

    fn expression_statement(&mut self, start: Span) -> Parse<NodeId> {
        let value = self.expression()?;
        let statement = self.node(self.since(start), NodeKind::Expression(value))?;
        self.end_statement(statement)
    }

    /// Whether a colon follows the name that comes next.
    fn is_label(&mut self) -> Parse<bool> {
        Ok(self.peek_second()? == T::Colon)
    }

    /// The token after a next one that is no punctuator.
    pub(super) fn peek_second(&mut self) -> Parse<T> {
        self.peek()?;
        if let Some(token) = self.after_ahead {
            return Ok(token.kind);
        }
        let scanned = self.lexer.token();
        let token = self.scan(scanned)?;
        self.after_ahead = Some(token);
        Ok(token.kind)
    }
}
