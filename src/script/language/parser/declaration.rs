//! Names that are declared.

use super::{Parse, Parser};
use crate::script::language::scope::SymbolKind;
use crate::script::language::span::Span;
use crate::script::language::token::TokenKind as T;
use crate::script::language::tree::{DeclarationKind, NodeId, NodeKind};

impl Parser<'_> {
    pub(super) fn declaration(&mut self, kind: DeclarationKind, start: Span) -> Parse<NodeId> {
        let parts = self.declarators(kind)?;
        self.node(self.since(start), NodeKind::Declaration(kind, parts.into()))
    }

    pub(super) fn declarators(&mut self, kind: DeclarationKind) -> Parse<Vec<NodeId>> {
        let mut parts = Vec::new();
        loop {
            let start = self.here()?;
            let is_pattern = matches!(self.peek()?, T::LeftBracket | T::LeftBrace);
            let target = if is_pattern {
                self.pattern()?
            } else {
                let name = self.declared_name("missing variable name")?;
                self.declare(kind.symbol(), name)?;
                name
            };
            let value = if self.takes(T::Assign)? { Some(self.assignment()?) } else { None };
            if is_pattern {
                if value.is_none() && !self.in_for_start {
                    self.refuse("Missing = in destructuring declaration")?;
                }
                if !self.in_for_start {
                    self.defer_pattern_names(kind.symbol(), target);
                }
            }
            parts.push(self.node(self.since(start), NodeKind::Declarator { target, value })?);
            if !self.takes(T::Comma)? {
                return Ok(parts);
            }
        }
    }

    /// A name that is about to be declared.
    pub(super) fn declared_name(&mut self, no_name: &str) -> Parse<NodeId> {
        let token = self.expect(T::Name, no_name)?;
        let name = self.name_node(token)?;
        self.check_strict_name(name)?;
        Ok(name)
    }

    pub(super) fn check_strict_name(&mut self, name: NodeId) -> Parse<()> {
        if let NodeKind::Name(text) = self.kind(name)
            && self.is_strict()
            && matches!(&**text, "eval" | "arguments")
        {
            let words = format!("\"{text}\" is not a valid identifier for this use in strict mode.");
            self.refuse_at(self.span(name), words)?;
        }
        Ok(())
    }
}

impl DeclarationKind {
    pub(super) fn symbol(self) -> SymbolKind {
        match self {
            Self::Var => SymbolKind::Var,
            Self::Let => SymbolKind::Let,
            Self::Const => SymbolKind::Const,
        }
    }
}
