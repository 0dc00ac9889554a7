//! Constructs of later editions of the language: refused, and read as far as their parts matter.

use super::{Parse, Parser};
use crate::script::language::scope::SymbolKind;
use crate::script::language::span::Span;
use crate::script::language::token::{Token, TokenKind as T};
use crate::script::language::tree::{FunctionForm, NodeId, NodeKind};

impl Parser<'_> {
    fn refused(&mut self, start: Span, parts: Vec<NodeId>) -> Parse<NodeId> {
        self.node(self.since(start), NodeKind::Refused(parts.into()))
    }

    /// Whether three dots stand here, which the engine reads as two and one.
    fn is_spread(&mut self) -> bool {
        self.goes_on
            && self.ahead.is_some_and(|token| {
                token.kind == T::DotDot
                    && self
                        .lexer
                        .text
                        .get(token.span.start as usize..)
                        .is_some_and(|rest| rest.starts_with("..."))
            })
    }

    fn take_spread(&mut self, words: &str) -> Parse<Option<Span>> {
        self.peek()?;
        if !self.is_spread() {
            return Ok(None);
        }
        let start = self.here()?;
        self.refuse(words)?;
        self.next()?;
        self.next()?;
        Ok(Some(start))
    }

    /// An element of an array or an argument.
    pub(super) fn element(&mut self) -> Parse<NodeId> {
        match self.take_spread("syntax error")? {
            Some(start) => {
                let value = self.assignment()?;
                self.refused(start, vec![value])
            }
            None => self.assignment(),
        }
    }

    /// `...rest` among parameters, or a comma before the end.
    pub(super) fn refused_parameter(&mut self) -> Parse<Option<Option<NodeId>>> {
        let words = "missing formal parameter";
        if let Some(start) = self.take_spread(words)? {
            let token = self.expect(T::Name, words)?;
            let name = self.name_node(token)?;
            self.declare(SymbolKind::Parameter, name)?;
            return self.refused(start, vec![name]).map(|node| Some(Some(node)));
        }
        if self.goes_on && self.peek()? == T::RightParen {
            self.refuse(words)?;
            return Ok(Some(None));
        }
        Ok(None)
    }

    /// A parameter that may have a default value.
    pub(super) fn defaulted(&mut self, parameter: NodeId) -> Parse<NodeId> {
        if !(self.goes_on && self.peek()? == T::Assign) {
            return Ok(parameter);
        }
        self.refuse("missing ) after formal parameters")?;
        self.next()?;
        let value = self.assignment()?;
        self.refused(self.span(parameter), vec![parameter, value])
    }

    /// `(a, ...b) =>` and what else may stand in parentheses.
    pub(super) fn arrow_parameters_or_expression(&mut self) -> Parse<NodeId> {
        let start = self.here()?;
        let first = self.element()?;
        let mut parts = vec![first];
        while self.takes(T::Comma)? {
            if self.peek()? == T::Yield {
                self.refuse("yield expression must be parenthesized.")?;
            }
            if self.peek()? == T::RightParen {
                self.refuse("syntax error")?;
                break;
            }
            parts.push(self.element()?);
        }
        if parts.len() == 1 {
            return Ok(first);
        }
        self.node(self.since(start), NodeKind::Sequence(parts.into()))
    }

    /// `...a`, `[a]: b`, `async a() {}`, `*a() {}` and `a = b` in an object.
    pub(super) fn refused_property(&mut self) -> Parse<Option<NodeId>> {
        self.peek()?;
        if self.is_spread() {
            self.rehearse(Self::property);
        }
        if let Some(start) = self.take_spread("invalid property id")? {
            let value = self.assignment()?;
            return self.refused(start, vec![value]).map(Some);
        }
        if self.goes_on && self.peek()? == T::LeftBracket {
            let start = self.here()?;
            self.rehearse(Self::property);
            self.next()?;
            let mut parts = vec![self.assignment()?];
            self.expect(T::RightBracket, "missing ] in index expression")?;
            if self.takes(T::Colon)? {
                parts.push(self.assignment()?);
            } else {
                parts.push(self.function_rest(FunctionForm::Method, false)?);
            }
            return self.refused(start, parts).map(Some);
        }
        Ok(None)
    }

    /// At `?`: whether it is that of `a?.b`.
    pub(super) fn chains_optionally(&self) -> bool {
        let rest = self.ahead.and_then(|token| self.lexer.text.get(token.span.end as usize..));
        let mut rest = rest.unwrap_or_default().chars();
        rest.next() == Some('.') && !rest.next().is_some_and(|next| next.is_ascii_digit())
    }

    /// After the `?` of `a?.b`, `a?.[b]` or `a?.(b)`.
    pub(super) fn optional_link(&mut self, object: NodeId, may_call: bool) -> Parse<NodeKind> {
        let dot = self.next()?;
        self.refuse("syntax error")?;
        if dot.kind == T::DotParen {
            return Ok(NodeKind::Call { callee: object, arguments: self.arguments()?.into() });
        }
        match self.peek()? {
            T::LeftBracket => {
                self.next()?;
                let index = self.expression()?;
                self.expect(T::RightBracket, "missing ] in index expression")?;
                Ok(NodeKind::Index { object, index })
            }
            T::LeftParen if may_call => {
                self.next()?;
                Ok(NodeKind::Call { callee: object, arguments: self.arguments()?.into() })
            }
            _ => Ok(NodeKind::Member { object, property: self.property_name()? }),
        }
    }

    /// `a ?? b` and `a ??= b`.
    pub(super) fn coalescing(&mut self, left: NodeId) -> Parse<Option<NodeId>> {
        let Token { kind, span, .. } = self.peek_token()?;
        let follows = self.lexer.text.get(span.end as usize..).is_some_and(|rest| rest.starts_with('?'));
        if kind != T::Question || !follows {
            return Ok(None);
        }
        self.next()?;
        self.next()?;
        self.refuse("syntax error")?;
        self.take(T::Assign)?;
        let right = self.nested(Self::power)?;
        self.refused(self.span(left), vec![left, right]).map(Some)
    }

    /// A word that has no use for the engine.
    pub(super) fn reserved(&mut self, token: Token) -> Parse<NodeId> {
        self.next()?;
        let word = self.text(token.span);
        self.refuse(format!("identifier is a reserved word: {word}"))?;
        match word {
            "await" => {
                let value = self.nested(Self::unary)?;
                self.refused(token.span, vec![value])
            }
            "super" => self.name_node(token),
            "class" => self.class_rest(token.span),
            _ => Err(super::Refusal),
        }
    }

    /// After the word `class`: what it extends, and what its members are made of.
    fn class_rest(&mut self, start: Span) -> Parse<NodeId> {
        let mut parts = Vec::new();
        if let Some(token) = self.take(T::Name)? {
            let name = self.name_node(token)?;
            self.declare(SymbolKind::Function, name)?;
        }
        if self.takes(T::Reserved)? {
            parts.push(self.nested(Self::unary)?);
        }
        self.expect(T::LeftBrace, "syntax error")?;
        while !self.takes(T::RightBrace)? {
            if !self.takes(T::Semicolon)? {
                self.nested(|parser| parser.class_member(&mut parts))?;
            }
        }
        self.refused(start, parts)
    }

    fn class_member(&mut self, parts: &mut Vec<NodeId>) -> Parse<()> {
        loop {
            let is_word = matches!(self.peek()?, T::Name | T::Reserved | T::Star);
            let next = self.peek_second()?;
            let is_key = matches!(next, T::LeftParen | T::Assign | T::Semicolon | T::RightBrace);
            if !is_word || is_key && self.peek()? != T::Star {
                break;
            }
            self.next()?;
        }
        if self.takes(T::LeftBracket)? {
            parts.push(self.assignment()?);
            self.expect(T::RightBracket, "syntax error")?;
        } else {
            self.property_key()?;
        }
        if self.peek()? == T::LeftParen {
            parts.push(self.function_rest(FunctionForm::Method, false)?);
        } else if self.takes(T::Assign)? {
            parts.push(self.assignment()?);
        }
        Ok(())
    }
}
