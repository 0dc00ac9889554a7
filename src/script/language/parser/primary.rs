//! Values that are no operation on others.

use super::{Parse, Parser};
use crate::script::language::lexer::{name_value, number_value, text_units};
use crate::script::language::span::Span;
use crate::script::language::token::{Token, TokenKind as T};
use crate::script::language::tree::{FunctionForm, NodeId, NodeKind};

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Parse<NodeId> {
        let token = self.peek_token()?;
        let span = token.span;
        let kind = match token.kind {
            T::Function => return self.function(FunctionForm::Expression),
            T::LeftBracket => return self.array(),
            T::LeftBrace => return self.object(),
            T::LeftParen => return self.parenthesized(),
            T::Backtick => return self.template(false),
            T::Slash | T::SlashAssign => return self.regexp(),
            T::At => return self.e4x_attribute(),
            T::Let => {
                self.next()?;
                return self.let_rest(span, false);
            }
            T::Name => {
                self.next()?;
                if self.peek()? == T::ColonColon {
                    return self.e4x_qualified();
                }
                return self.name_node(token);
            }
            T::Number | T::BigInt => {
                self.next()?;
                return self.number_node(token);
            }
            T::String => self.string_kind(span),
            T::Null => NodeKind::Null,
            T::True => NodeKind::Boolean(true),
            T::False => NodeKind::Boolean(false),
            T::This => NodeKind::This,
            T::Reserved => return self.reserved(token),
            T::End => {
                self.next()?;
                return self.stop("Unexpected end of file");
            }
            _ => {
                self.next()?;
                return self.stop("syntax error");
            }
        };
        self.next()?;
        self.node(span, kind)
    }

    /// The node of a number that was just read.
    pub(super) fn number_node(&mut self, token: Token) -> Parse<NodeId> {
        let Token { kind, span, .. } = token;
        let text = self.text(span);
        let is_big = kind == T::BigInt;
        if self.is_strict() && is_old_octal(text) {
            let of = if is_big { "BigInt" } else { "strict mode" };
            self.refuse(format!("Old octal numbers prohibited in {of}."))?;
        }
        let kind = if is_big {
            NodeKind::BigInt(big_int_digits(text))
        } else {
            NodeKind::Number(number_value(text))
        };
        self.node(span, kind)
    }

    pub(super) fn string_kind(&self, span: Span) -> NodeKind {
        let inside = self.text(Span::new(span.start + 1, span.end.saturating_sub(1).max(span.start + 1)));
        NodeKind::String(text_value(inside))
    }

    pub(super) fn name_text(&self, token: Token) -> String {
        name_value(self.text(token.span))
    }

    pub(super) fn name_node(&mut self, token: Token) -> Parse<NodeId> {
        let name = self.name_text(token).into();
        self.node(token.span, NodeKind::Name(name))
    }

    pub(super) fn key_node(&mut self, token: Token) -> Parse<NodeId> {
        let name = self.name_text(token).into();
        self.node(token.span, NodeKind::Key(name))
    }

    /// After a dot: any word will do.
    pub(super) fn property_name(&mut self) -> Parse<NodeId> {
        let token = self.next()?;
        match token.kind {
            T::At => self.e4x_after_at(),
            T::Star => self.e4x(token.span, Vec::new()),
            kind if kind.is_keyword() || matches!(kind, T::Name | T::Reserved) => {
                let name = self.key_node(token)?;
                if self.peek()? == T::ColonColon {
                    return self.e4x_qualified();
                }
                Ok(name)
            }
            _ => self.stop("missing name after . operator"),
        }
    }

    fn parenthesized(&mut self) -> Parse<NodeId> {
        let was_in_for_start = std::mem::replace(&mut self.in_for_start, false);
        let result = self.parenthesized_rest();
        self.in_for_start = was_in_for_start;
        result
    }

    fn parenthesized_rest(&mut self) -> Parse<NodeId> {
        let start = self.next()?.span;
        if self.takes(T::RightParen)? {
            if self.peek()? != T::Arrow {
                self.refuse("syntax error")?;
            }
            return self.node(self.since(start), NodeKind::Sequence(Box::default()));
        }
        let value = if self.goes_on { self.arrow_parameters_or_expression()? } else { self.expression()? };
        if self.peek()? == T::For {
            return self.generator_of(value, Some(start));
        }
        self.expect(T::RightParen, "missing ) in parenthetical")?;
        self.node(self.since(start), NodeKind::Parenthesized(value))
    }

    pub(super) fn template(&mut self, is_tagged: bool) -> Parse<NodeId> {
        let start = self.next()?.span;
        let (mut texts, mut values) = (Vec::new(), Vec::new());
        loop {
            let scanned = self.lexer.template_text(is_tagged);
            let text = self.scan(scanned)?;
            self.tokens.push(text.token);
            let value = text.units.map(|units| String::from_utf16_lossy(&units).into());
            texts.push(self.node(text.token.span, NodeKind::TemplateText(value))?);
            let mark = self.lexer.template_mark();
            self.tokens.push(mark);
            if mark.kind == T::Backtick {
                return self.node(
                    self.since(start),
                    NodeKind::Template { texts: texts.into(), values: values.into() },
                );
            }
            values.push(self.expression()?);
            self.expect(T::RightBrace, "syntax error")?;
        }
    }

    fn regexp(&mut self) -> Parse<NodeId> {
        let slash = self.peek_token()?;
        self.ahead = None;
        let scanned = self.lexer.regexp(slash);
        let regexp = self.scan(scanned)?;
        self.tokens.push(regexp.token);
        self.state().regexps.push((regexp.token.span, regexp.pattern, regexp.flags));
        let kind = NodeKind::RegExp { pattern: regexp.pattern, flags: regexp.flags };
        self.node(regexp.token.span, kind)
    }

    fn e4x_attribute(&mut self) -> Parse<NodeId> {
        self.next()?;
        self.e4x_after_at()
    }

    fn e4x_after_at(&mut self) -> Parse<NodeId> {
        let at = self.last_span();
        self.e4x_name(at, "missing name after .@")
    }

    /// At `::`.
    fn e4x_qualified(&mut self) -> Parse<NodeId> {
        let colons = self.next()?.span;
        self.e4x_name(colons, "missing name after :: operator")
    }

    fn e4x_name(&mut self, start: Span, no_name: &str) -> Parse<NodeId> {
        let mut parts = Vec::new();
        match self.next()?.kind {
            T::Name | T::Star => {
                if self.peek()? == T::ColonColon {
                    parts.push(self.nested(Self::e4x_qualified)?);
                }
            }
            T::LeftBracket => {
                parts.push(self.expression()?);
                self.expect(T::RightBracket, "missing ] in index expression")?;
            }
            _ => return self.stop(no_name),
        }
        self.e4x(start, parts)
    }

    /// At `..` or `.(`.
    pub(super) fn e4x_member(&mut self, object: NodeId) -> Parse<NodeKind> {
        let dots = self.next()?;
        let part = if dots.kind == T::DotDot {
            self.property_name()?
        } else {
            let part = self.expression()?;
            self.expect(T::RightParen, "missing ) in parenthetical")?;
            part
        };
        self.defer_e4x(dots.span);
        Ok(NodeKind::Refused([object, part].into()))
    }

    fn e4x(&mut self, start: Span, parts: Vec<NodeId>) -> Parse<NodeId> {
        self.defer_e4x(start);
        self.node(self.since(start), NodeKind::Refused(parts.into()))
    }

    pub(super) fn default_xml_namespace(&mut self) -> Parse<NodeId> {
        let start = self.next()?.span;
        for word in ["xml", "namespace"] {
            if self.take(T::Name)?.is_none_or(|token| self.text(token.span) != word) {
                return self.stop(BAD_NAMESPACE);
            }
        }
        self.expect(T::Assign, BAD_NAMESPACE)?;
        let value = self.expression()?;
        self.e4x(start, vec![value])
    }
}

const BAD_NAMESPACE: &str =
    "not a valid default namespace statement. Syntax is: default xml namespace = EXPRESSION;";

fn text_value(inside: &str) -> Box<str> {
    if inside.is_ascii() && !inside.contains('\\') {
        return inside.into();
    }
    String::from_utf16_lossy(&text_units(inside)).into()
}

fn big_int_digits(text: &str) -> Box<str> {
    text.chars().filter(|digit| digit.is_ascii_alphanumeric() && *digit != 'n').collect::<String>().into()
}

/// A 0 before another digit.
fn is_old_octal(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0', second, ..] if second.is_ascii_digit())
}
