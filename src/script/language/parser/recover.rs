//! Going on after a complaint: the rest of a script is still worth reading. Constructs of later editions of the
//! language are read as far as their parts matter; whatever else is refused is skipped to the end of its statement.

use super::{Parse, Parser};
use crate::script::language::scope::SymbolKind;
use crate::script::language::span::Span;
use crate::script::language::token::{Token, TokenKind as T};
use crate::script::language::tree::{NodeId, NodeKind};

impl Parser<'_> {
    /// Reads a statement; where it is refused and all is to be read, skips the rest of it.
    pub(super) fn recovering(
        &mut self,
        read: impl FnOnce(&mut Self) -> Parse<NodeId>,
    ) -> Parse<Option<NodeId>> {
        let (scopes, functions, nesting) = (self.scopes.depth(), self.functions.len(), self.nesting);
        let (tokens, was_strict) = (self.tokens.len(), self.is_strict());
        match read(self) {
            Ok(statement) => Ok(Some(statement)),
            Err(_) if self.goes_on => {
                self.scopes.truncate(scopes);
                self.functions.truncate(functions);
                self.nesting = nesting;
                self.lexer.is_strict = was_strict;
                self.in_for_start = false;
                self.in_pattern = false;
                self.skip_statement(self.tokens.len() > tokens);
                Ok(None)
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn skip_statement(&mut self, has_moved: bool) {
        let mut has_moved = has_moved;
        let mut depth = 0_u32;
        loop {
            let Ok(token) = self.peek_token() else {
                has_moved = true;
                continue;
            };
            match token.kind {
                T::End => return,
                _ if depth == 0 && has_moved && token.after_line_end => return,
                T::RightBrace if depth == 0 => return,
                T::LeftBrace | T::LeftParen | T::LeftBracket | T::DotParen => depth += 1,
                T::RightBrace | T::RightParen | T::RightBracket => depth = depth.saturating_sub(1),
                T::Backtick => {
                    // The template and its holes; a hole that is refused ends it.
                    has_moved = true;
                    self.template(true).map(drop).unwrap_or_default();
                    continue;
                }
                T::Slash | T::SlashAssign if self.tokens.last().is_none_or(precedes_value) => {
                    has_moved = true;
                    let tokens = self.tokens.len();
                    self.primary().map(drop).unwrap_or_default();
                    if self.tokens.len() > tokens {
                        continue;
                    }
                }
                _ => {}
            }
            has_moved = true;
            let ended = depth == 0 && token.kind == T::Semicolon;
            if self.next().is_err() || ended {
                return;
            }
        }
    }

    /// Notes what the engine says of what comes next, which is read in another way afterwards.
    fn rehearse(&mut self, read: impl FnOnce(&mut Self) -> Parse<NodeId>) {
        if self.complaint.is_some() {
            return;
        }
        let (lexer, ahead, after) = (self.lexer.clone(), self.ahead, self.after_ahead);
        let (tokens, nodes, scopes) = (self.tokens.len(), self.nodes.len(), self.scopes.clone());
        let (functions, nesting) = (self.functions.len(), self.nesting);
        self.goes_on = false;
        let result = read(self);
        self.goes_on = true;
        if result.is_ok() {
            self.refuse("invalid property id").unwrap_or_default();
        }
        (self.lexer, self.ahead, self.after_ahead) = (lexer, ahead, after);
        self.tokens.truncate(tokens);
        self.nodes.truncate(nodes);
        self.depths.truncate(nodes);
        self.functions.truncate(functions);
        (self.scopes, self.nesting) = (scopes, nesting);
    }

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
                let form = crate::script::language::tree::FunctionForm::Method;
                parts.push(self.function_rest(form, false)?);
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
            _ => Err(super::Refusal),
        }
    }
}

/// Whether a `/` after this token begins a regular expression.
fn precedes_value(token: &Token) -> bool {
    !matches!(
        token.kind,
        T::Name
            | T::Number
            | T::BigInt
            | T::String
            | T::RegExp
            | T::RightParen
            | T::RightBracket
            | T::RightBrace
            | T::Backtick
            | T::This
            | T::Null
            | T::True
            | T::False
            | T::Reserved
            | T::Increment
            | T::Decrement
    )
}
