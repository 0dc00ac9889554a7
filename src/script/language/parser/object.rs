//! Arrays and objects.

use super::{Parse, Parser};
use crate::script::language::span::Span;
use crate::script::language::token::{Token, TokenKind as T};
use crate::script::language::tree::{ComprehensionKind, FunctionForm, NodeId, NodeKind, PropertyKind};

impl Parser<'_> {
    pub(super) fn array(&mut self) -> Parse<NodeId> {
        let start = self.next()?.span;
        let mut elements = Vec::new();
        let mut needs_comma = false;
        loop {
            match self.peek()? {
                T::Comma => {
                    self.next()?;
                    if !needs_comma {
                        elements.push(None);
                    }
                    needs_comma = false;
                }
                T::RightBracket => {
                    self.next()?;
                    break;
                }
                T::For if needs_comma && elements.len() == 1 => {
                    let Some(Some(element)) = elements.pop() else { break };
                    return self.comprehension(ComprehensionKind::Array, element, start);
                }
                T::End => return self.stop("missing ] after element list"),
                _ => {
                    if needs_comma {
                        return self.stop("missing ] after element list");
                    }
                    elements.push(Some(self.element()?));
                    needs_comma = true;
                }
            }
        }
        self.node(self.since(start), NodeKind::Array(elements.into()))
    }

    pub(super) fn object(&mut self) -> Parse<NodeId> {
        let start = self.next()?.span;
        let mut properties = Vec::new();
        let mut names = StrictNames::default();
        while self.peek()? != T::RightBrace {
            let property = match self.refused_property()? {
                Some(refused) => refused,
                None => self.property()?,
            };
            if self.is_strict() {
                self.check_twice(property, &mut names)?;
            }
            properties.push(property);
            if !self.takes(T::Comma)? {
                break;
            }
        }
        self.expect(T::RightBrace, "missing } after property list")?;
        self.node(self.since(start), NodeKind::Object(properties.into()))
    }

    pub(super) fn property(&mut self) -> Parse<NodeId> {
        let start = self.here()?;
        let first = self.property_key()?;
        let key = self.key(first)?;
        let next = self.peek()?;
        if matches!(next, T::Comma | T::Colon | T::RightBrace) {
            return self.plain_property(start, first, key);
        }
        let mut kind = PropertyKind::Method;
        let mut key = key;
        if next != T::LeftParen && first.kind == T::Name {
            kind = match self.text(first.span) {
                "get" => PropertyKind::Getter,
                "set" => PropertyKind::Setter,
                _ => kind,
            };
            if kind != PropertyKind::Method {
                let name = self.property_key()?;
                key = self.key(name)?;
            }
        }
        let value = self.method()?;
        if matches!(self.kind(value), NodeKind::Function(function) if function.name.is_some()) {
            self.refuse("invalid property id")?;
        }
        self.node(self.since(start), NodeKind::Property { kind, key, value })
    }

    fn method(&mut self) -> Parse<NodeId> {
        self.nested(|parser| parser.function_rest(FunctionForm::Method, false))
    }

    fn plain_property(&mut self, start: Span, first: Token, key: NodeId) -> Parse<NodeId> {
        let is_short = self.level.is_es6() && first.kind == T::Name && self.peek()? != T::Colon;
        if is_short {
            let value = self.name_node(first)?;
            let kind = PropertyKind::Shorthand;
            return self.node(first.span, NodeKind::Property { kind, key, value });
        }
        if self.peek()? != T::Colon {
            self.refuse("missing : after property id")?;
            let value = self.name_node(first)?;
            return self.node(first.span, NodeKind::Property { kind: PropertyKind::Shorthand, key, value });
        }
        self.next()?;
        let value = self.assignment()?;
        self.node(self.since(start), NodeKind::Property { kind: PropertyKind::Value, key, value })
    }

    /// A name, a text or a number. Of anything else the engine thinks that it is a keyword if the word before it was
    /// one.
    pub(super) fn property_key(&mut self) -> Parse<Token> {
        let token = self.peek_token()?;
        let is_key = matches!(token.kind, T::Name | T::Reserved | T::String | T::Number | T::BigInt);
        if !is_key && !token.kind.is_keyword() && !self.lexer.last_word_is_keyword() {
            return self.stop("invalid property id");
        }
        self.next()
    }

    fn key(&mut self, token: Token) -> Parse<NodeId> {
        match token.kind {
            T::String => self.node(token.span, self.string_kind(token.span)),
            T::Number | T::BigInt => {
                let was_strict = self.is_strict();
                self.lexer.is_strict &= self.level.is_es6();
                let key = self.number_node(token);
                self.lexer.is_strict = was_strict;
                key
            }
            _ => self.key_node(token),
        }
    }

    fn check_twice(&mut self, property: NodeId, names: &mut StrictNames) -> Parse<()> {
        let NodeKind::Property { kind, key, .. } = self.kind(property) else { return Ok(()) };
        let name = match self.kind(*key) {
            NodeKind::Key(name) | NodeKind::String(name) => name.to_string(),
            _ => self.text(self.span(*key)).to_owned(),
        };
        let (gets, sets) = match kind {
            PropertyKind::Getter => (true, false),
            PropertyKind::Setter => (false, true),
            _ => (true, true),
        };
        let twice = gets && names.getters.contains(&name) || sets && names.setters.contains(&name);
        if twice {
            self.refuse(format!("Property \"{name}\" already defined in this object literal."))?;
        }
        if gets {
            names.getters.insert(name.clone());
        }
        if sets {
            names.setters.insert(name);
        }
        Ok(())
    }
}

#[derive(Default)]
struct StrictNames {
    getters: std::collections::HashSet<String>,
    setters: std::collections::HashSet<String>,
}
