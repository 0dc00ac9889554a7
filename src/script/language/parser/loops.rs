//! Loops.

use super::{Parse, Parser};
use crate::script::language::scope::ScopeKind;
use crate::script::language::span::Span;
use crate::script::language::token::TokenKind as T;
use crate::script::language::tree::{DeclarationKind, ForInKind, NodeId, NodeKind};

impl Parser<'_> {
    fn in_loop<R>(&mut self, read: impl FnOnce(&mut Self) -> Parse<R>) -> Parse<R> {
        self.state().enter_loop();
        let result = read(self);
        self.state().leave_loop();
        result
    }

    pub(super) fn while_loop(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        self.scoped(ScopeKind::Loop, |parser| {
            let (test, body) = parser.in_loop(|parser| Ok((parser.condition()?, parser.statement()?)))?;
            parser.node(parser.since(start), NodeKind::While { test, body })
        })
    }

    pub(super) fn do_loop(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        self.scoped(ScopeKind::Loop, |parser| {
            let (body, test) = parser.in_loop(|parser| {
                let body = parser.statement()?;
                parser.expect(T::While, "missing while after do-loop body")?;
                Ok((body, parser.condition()?))
            })?;
            parser.take(T::Semicolon)?;
            parser.node(parser.since(start), NodeKind::DoWhile { body, test })
        })
    }

    pub(super) fn for_loop(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        self.scoped(ScopeKind::Loop, |parser| parser.for_rest(start))
    }

    fn for_rest(&mut self, start: Span) -> Parse<NodeId> {
        let mut is_each = false;
        if let Some(word) = self.take(T::Name)? {
            is_each = self.text(word.span) == "each";
            if !is_each {
                self.refuse("missing ( after for")?;
            }
        }
        self.expect(T::LeftParen, "missing ( after for")?;
        self.in_for_start = true;
        let first = self.for_start();
        self.in_for_start = false;
        let first = first?;
        if self.takes(T::In)? {
            let kind = if is_each { ForInKind::Each } else { ForInKind::In };
            return self.for_in_rest(start, kind, first);
        }
        if self.level.is_es6()
            && let Some(word) = self.take(T::Name)?
            && self.text(word.span) == "of"
        {
            return self.for_in_rest(start, if is_each { ForInKind::Each } else { ForInKind::Of }, first);
        }
        self.defer_head(first);
        self.expect(T::Semicolon, "missing ; after for-loop initializer")?;
        let test = if self.peek()? == T::Semicolon { None } else { Some(self.expression()?) };
        self.expect(T::Semicolon, "missing ; after for-loop condition")?;
        let update = if self.peek()? == T::RightParen { None } else { Some(self.expression()?) };
        self.expect(T::RightParen, "missing ) after for-loop control")?;
        let body = self.in_loop(Self::statement)?;
        self.node(self.since(start), NodeKind::For { start: first, test, update, body })
    }

    fn for_start(&mut self) -> Parse<Option<NodeId>> {
        let start = self.here()?;
        let kind = match self.peek()? {
            T::Semicolon => return Ok(None),
            T::Var => DeclarationKind::Var,
            T::Let => DeclarationKind::Let,
            T::Const if self.goes_on => {
                self.refuse("syntax error")?;
                DeclarationKind::Const
            }
            _ => return self.expression().map(Some),
        };
        self.next()?;
        self.declaration(kind, start).map(Some)
    }

    fn for_in_rest(&mut self, start: Span, kind: ForInKind, first: Option<NodeId>) -> Parse<NodeId> {
        let is_of = self.tokens.last().is_some_and(|token| token.kind == T::Name);
        let object = self.expression()?;
        self.expect(T::RightParen, "missing ) after for-loop control")?;
        if let Some(first) = first
            && matches!(self.kind(first), NodeKind::Declaration(_, parts) if parts.len() > 1)
        {
            self.refuse("Only one variable allowed in for..in loop.")?;
        }
        if is_of && kind == ForInKind::Each {
            self.refuse("invalid for each loop")?;
        }
        let body = self.in_loop(Self::statement)?;
        self.defer_head(first);
        let target = match first {
            Some(first) => first,
            None => self.node(start, NodeKind::Empty)?,
        };
        self.defer_loop_target(kind, target);
        self.node(self.since(start), NodeKind::ForIn { kind, target, object, body })
    }

    /// The names of patterns in the head of a loop; those of a loop over an object come after its body.
    fn defer_head(&mut self, head: Option<NodeId>) {
        let Some(NodeKind::Declaration(kind, parts)) = head.map(|head| self.kind(head)) else { return };
        let (symbol, parts) = (kind.symbol(), parts.clone());
        for part in parts {
            if let NodeKind::Declarator { target, .. } = self.kind(part)
                && matches!(self.kind(*target), NodeKind::Array(_) | NodeKind::Object(_))
            {
                self.defer_pattern_names(symbol, *target);
            }
        }
    }
}
