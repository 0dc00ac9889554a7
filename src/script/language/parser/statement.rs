//! Statements; loops, declarations and jumps have files of their own.

use super::{Parse, Parser};
use crate::script::language::scope::ScopeKind;
use crate::script::language::span::Span;
use crate::script::language::token::TokenKind as T;
use crate::script::language::tree::{DeclarationKind, FunctionForm, NodeId, NodeKind};

impl Parser<'_> {
    pub(super) fn script_body(&mut self) -> Vec<NodeId> {
        let mut body = Vec::new();
        let mut in_prologue = true;
        loop {
            match self.peek() {
                Ok(T::End) => return body,
                Ok(T::RightBrace) if self.complaint.is_some() => {
                    // Left over by a statement that was refused.
                    self.next().map(drop).unwrap_or_default();
                    continue;
                }
                Ok(_) => {}
                Err(_) if self.goes_on => continue,
                Err(_) => return body,
            }
            match self.recovering(|parser| parser.body_statement(&mut in_prologue)) {
                Ok(statement) => body.extend(statement),
                Err(_) => return body,
            }
        }
    }

    /// A statement among those of a script or function.
    pub(super) fn body_statement(&mut self, in_prologue: &mut bool) -> Parse<NodeId> {
        if self.peek()? == T::Function {
            // The engine looks for directives after functions too.
            return self.nested(|parser| parser.function(FunctionForm::Declaration));
        }
        let statement = self.statement()?;
        if *in_prologue {
            match self.directive(statement) {
                None => *in_prologue = false,
                Some("use strict") => self.lexer.is_strict = true,
                Some(_) => {}
            }
        }
        Ok(statement)
    }

    fn directive(&self, statement: NodeId) -> Option<&str> {
        let NodeKind::Expression(expression) = self.kind(statement) else { return None };
        let NodeKind::String(value) = self.kind(*expression) else { return None };
        Some(value)
    }

    /// Statements up to the token that ends them.
    pub(super) fn statements(&mut self, ends: &[T]) -> Parse<Vec<NodeId>> {
        let mut statements = Vec::new();
        loop {
            match self.peek() {
                Ok(T::End) => return Ok(statements),
                Ok(kind) if ends.contains(&kind) => return Ok(statements),
                Ok(_) => {}
                Err(_) if self.goes_on => continue,
                Err(refusal) => return Err(refusal),
            }
            statements.extend(self.recovering(Self::statement)?);
        }
    }

    pub(super) fn statement(&mut self) -> Parse<NodeId> {
        let statement = self.nested(Self::bare_statement)?;
        // The engine looks at what follows; the statement itself is whole.
        match self.peek() {
            Err(refusal) if !self.goes_on => Err(refusal),
            _ => Ok(statement),
        }
    }

    fn bare_statement(&mut self) -> Parse<NodeId> {
        let start = self.here()?;
        let statement = match self.peek()? {
            T::If => return self.if_statement(start),
            T::Switch => return self.switch(start),
            T::While => return self.while_loop(start),
            T::Do => return self.do_loop(start),
            T::For => return self.for_loop(start),
            T::Try => return self.try_statement(start),
            T::With => return self.with(start),
            T::LeftBrace => return self.block(),
            T::Function => return self.function(FunctionForm::Statement),
            T::Name => return self.name_or_label(start),
            T::Semicolon => {
                self.next()?;
                return self.node(start, NodeKind::Empty);
            }
            T::Let => {
                self.next()?;
                let statement = self.let_statement(start)?;
                let is_declaration = matches!(self.kind(statement), NodeKind::Declaration(..));
                if !(is_declaration && self.peek()? == T::Semicolon) {
                    return Ok(statement);
                }
                statement
            }
            T::Throw => self.throw(start)?,
            T::Break => self.break_statement(start)?,
            T::Continue => self.continue_statement(start)?,
            T::Return => self.return_statement(start)?,
            T::Yield => {
                let value = self.yield_expression()?;
                self.node(self.since(start), NodeKind::Expression(value))?
            }
            T::Var | T::Const => {
                let kind = match self.next()?.kind {
                    T::Var => DeclarationKind::Var,
                    _ => DeclarationKind::Const,
                };
                self.declaration(kind, start)?
            }
            T::Debugger => {
                self.next()?;
                self.node(start, NodeKind::Debugger)?
            }
            T::Default => self.default_xml_namespace()?,
            _ => {
                let value = self.expression()?;
                self.node(self.since(start), NodeKind::Expression(value))?
            }
        };
        self.end_statement(statement)
    }

    /// A semicolon, or what stands for one.
    pub(super) fn end_statement(&mut self, statement: NodeId) -> Parse<NodeId> {
        let next = self.peek_token()?;
        match next.kind {
            T::Semicolon => {
                self.next()?;
                let span = self.since(self.span(statement));
                if let Some(node) = self.nodes.get_mut(statement.0 as usize) {
                    node.span = span;
                }
            }
            T::End | T::RightBrace => {}
            _ if next.after_line_end => {}
            // What follows is read as a statement of its own.
            _ => self.refuse("missing ; before statement")?,
        }
        Ok(statement)
    }

    pub(super) fn block(&mut self) -> Parse<NodeId> {
        self.scoped(ScopeKind::Block, |parser| {
            parser.braces("missing { before block", "missing } in compound statement")
        })
    }

    /// Statements in braces.
    pub(super) fn braces(&mut self, no_start: &str, no_end: &str) -> Parse<NodeId> {
        let start = self.expect(T::LeftBrace, no_start)?.span;
        let body = self.statements(&[T::RightBrace])?;
        self.expect(T::RightBrace, no_end)?;
        self.node(self.since(start), NodeKind::Block(body.into()))
    }

    pub(super) fn condition(&mut self) -> Parse<NodeId> {
        self.expect(T::LeftParen, "missing ( before condition")?;
        let test = self.expression()?;
        self.expect(T::RightParen, "missing ) after condition")?;
        Ok(test)
    }

    /// An `else if` is no level further in: the chain is read first and joined from its end.
    fn if_statement(&mut self, start: Span) -> Parse<NodeId> {
        let mut heads = Vec::new();
        let mut start = start;
        let mut last = loop {
            self.next()?;
            let test = self.condition()?;
            let then = self.statement()?;
            heads.push((start, test, then));
            if !self.takes(T::Else)? {
                break None;
            }
            if self.peek()? != T::If {
                break Some(self.statement()?);
            }
            start = self.here()?;
        };
        let end = self.last_span();
        while let Some((start, test, then)) = heads.pop() {
            let kind = NodeKind::If { test, then, otherwise: last };
            last = Some(self.node(start.to(end), kind)?);
        }
        last.map_or_else(|| self.stop("syntax error"), Ok)
    }

    fn switch(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        self.expect(T::LeftParen, "missing ( before switch expression")?;
        let subject = self.expression()?;
        self.expect(T::RightParen, "missing ) after switch expression")?;
        self.expect(T::LeftBrace, "missing { before switch body")?;
        self.state().breakable += 1;
        let mut cases = Vec::new();
        let mut has_default = false;
        loop {
            let head = self.next()?;
            let test = match head.kind {
                T::RightBrace => break,
                T::Case => Some(self.expression()?),
                T::Default => {
                    if has_default {
                        self.refuse("double default label in the switch statement")?;
                    }
                    has_default = true;
                    None
                }
                _ => return self.stop("invalid switch statement"),
            };
            self.expect(T::Colon, "missing : after case expression")?;
            let body = self.statements(&[T::RightBrace, T::Case, T::Default])?.into();
            cases.push(self.node(self.since(head.span), NodeKind::Case { test, body })?);
        }
        self.state().breakable -= 1;
        self.node(self.since(start), NodeKind::Switch { subject, cases: cases.into() })
    }

    fn with(&mut self, start: Span) -> Parse<NodeId> {
        self.next()?;
        if self.is_strict() {
            self.refuse("with statements not allowed in strict mode")?;
        }
        self.expect(T::LeftParen, "missing ( before with-statement object")?;
        let object = self.expression()?;
        self.expect(T::RightParen, "missing ) after with-statement object")?;
        let body = self.statement()?;
        self.node(self.since(start), NodeKind::With { object, body })
    }

    fn let_statement(&mut self, start: Span) -> Parse<NodeId> {
        if self.peek()? == T::LeftParen {
            self.let_rest(start, true)
        } else {
            self.declaration(DeclarationKind::Let, start)
        }
    }

    /// `let (..)` from its parenthesis on.
    pub(super) fn let_rest(&mut self, start: Span, is_statement: bool) -> Parse<NodeId> {
        self.expect(T::LeftParen, "missing ( after let")?;
        self.scoped(ScopeKind::Let, |parser| {
            let declarators = parser.declarators(DeclarationKind::Let)?.into();
            parser.expect(T::RightParen, "missing ) after variable list")?;
            let body = if is_statement && parser.peek()? == T::LeftBrace {
                parser.braces("missing { before block", "missing } after let statement")?
            } else {
                parser.expression()?
            };
            parser.node(parser.since(start), NodeKind::Let { declarators, body })
        })
    }
}
