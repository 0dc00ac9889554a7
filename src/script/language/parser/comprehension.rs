//! Array comprehensions and generator expressions.

use super::{Parse, Parser};
use crate::script::language::scope::{ScopeKind, SymbolKind, redeclaration};
use crate::script::language::span::Span;
use crate::script::language::token::TokenKind as T;
use crate::script::language::tree::{ComprehensionKind, ForInKind, NodeId, NodeKind};

impl Parser<'_> {
    /// From its first `for` on.
    pub(super) fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        element: NodeId,
        start: Span,
    ) -> Parse<NodeId> {
        self.scoped(ScopeKind::Comprehension, |parser| {
            let (loops, condition) = parser.loops(kind)?;
            if kind == ComprehensionKind::Array {
                parser.expect(T::RightBracket, "missing ] after element list")?;
            } else {
                parser.expect(T::RightParen, "missing ) after variable list")?;
            }
            let kind = NodeKind::Comprehension { kind, element, loops, condition };
            parser.node(parser.since(start), kind)
        })
    }

    /// A generator expression: in its own parentheses, or as an argument, where these end the list.
    pub(super) fn generator_of(&mut self, element: NodeId, parenthesis: Option<Span>) -> Parse<NodeId> {
        let kind = ComprehensionKind::Generator;
        if let Some(start) = parenthesis {
            return self.comprehension(kind, element, start);
        }
        let start = self.span(element);
        self.scoped(ScopeKind::Comprehension, |parser| {
            let (loops, condition) = parser.loops(kind)?;
            let kind = NodeKind::Comprehension { kind, element, loops, condition };
            parser.node(parser.since(start), kind)
        })
    }

    fn loops(&mut self, kind: ComprehensionKind) -> Parse<(Box<[NodeId]>, Option<NodeId>)> {
        let mut loops = Vec::new();
        while self.peek()? == T::For {
            loops.push(self.comprehension_loop(kind)?);
        }
        let mut condition = None;
        if self.takes(T::If)? {
            condition = Some(self.condition()?);
        }
        Ok((loops.into(), condition))
    }

    fn comprehension_loop(&mut self, comprehension: ComprehensionKind) -> Parse<NodeId> {
        let start = self.next()?.span;
        let in_array = comprehension == ComprehensionKind::Array;
        let mut kind = ForInKind::In;
        if in_array && let Some(word) = self.take(T::Name)? {
            if self.text(word.span) != "each" {
                self.refuse("missing ( after for")?;
            }
            kind = ForInKind::Each;
        }
        self.expect(T::LeftParen, "missing ( after for")?;
        let target = match self.peek()? {
            T::LeftBracket | T::LeftBrace => {
                let pattern = self.pattern()?;
                self.defer_looped_pattern(pattern);
                pattern
            }
            T::Name => {
                let token = self.next()?;
                let name = self.name_node(token)?;
                self.declare_looped(name, in_array)?;
                name
            }
            _ => return self.stop("missing variable name"),
        };
        let word = self.next()?;
        match word.kind {
            T::In => {}
            T::Name if in_array && self.text(word.span) == "of" => {
                if kind == ForInKind::Each {
                    self.refuse("invalid for each loop")?;
                }
                kind = ForInKind::Of;
            }
            _ => return self.stop("missing in after for"),
        }
        let object = self.expression()?;
        self.expect(T::RightParen, "missing ) after for-loop control")?;
        self.node(self.since(start), NodeKind::ComprehensionLoop { kind, target, object })
    }

    /// The name of a loop hides what is around it, a `const` excepted.
    fn declare_looped(&mut self, name: NodeId, in_array: bool) -> Parse<()> {
        let NodeKind::Name(text) = self.kind(name) else { return Ok(()) };
        let text = text.clone();
        let scope = self.scopes.current();
        if let Some((_, SymbolKind::Const)) = self.scopes.declaring(&text, scope) {
            self.refuse_at(self.span(name), redeclaration(SymbolKind::Const, &text))?;
        }
        self.scopes.add(scope, SymbolKind::Let, &text, name);
        if in_array {
            self.defer_looped_name(name);
        }
        self.defer_strict_name(name);
        Ok(())
    }
}
