//! What the engine looks for only when it has read the whole script: what is assigned to, names in patterns, and at
//! last regular expressions.

use super::{Complaint, Parser};
use crate::script::language::error::SyntaxErrorKind;
use crate::script::language::lexer::Fault;
use crate::script::language::operator::AssignOperator;
use crate::script::language::regexp;
use crate::script::language::scope::{ScopeId, SymbolKind, redeclaration};
use crate::script::language::span::Span;
use crate::script::language::token::TokenKind;
use crate::script::language::tree::{ForInKind, NodeId, NodeKind};

#[derive(Debug, Default)]
pub(super) struct Deferred {
    items: Vec<Item>,
    e4x: Option<Span>,
    /// In the order in which the engine compiles them: functions before what is around them.
    pub(super) regexps: Vec<(Span, Span, Span)>,
}

#[derive(Debug)]
enum Item {
    Fault(SyntaxErrorKind, Span, String),
    /// A name of a pattern, and the scope that it stands in.
    Declared(SymbolKind, ScopeId, NodeId),
    /// `eval` or `arguments`, refused where the whole script is strict.
    Assigned(NodeId),
    /// The name of a loop of an array comprehension.
    Looped(ScopeId, NodeId),
}

impl Parser<'_> {
    fn defer(&mut self, span: Span, words: impl Into<String>) {
        self.deferred.items.push(Item::Fault(SyntaxErrorKind::Grammar, span, words.into()));
    }

    /// What the engine takes and we do not is told only where it complains of nothing.
    pub(super) fn defer_e4x(&mut self, span: Span) {
        self.deferred.e4x.get_or_insert(span);
    }

    /// Makes up for what was put off, and notes the first fault of it where there is none yet.
    pub(super) fn check_deferred(&mut self) {
        let script = std::mem::take(&mut self.state().regexps);
        self.deferred.regexps.extend(script);
        let mut first = None;
        for item in std::mem::take(&mut self.deferred.items) {
            let fault = self.check(item);
            first = first.or(fault);
        }
        if self.complaint.is_some() {
            return;
        }
        let fault = first.or_else(|| {
            self.deferred.regexps.iter().find_map(|(whole, pattern, flags)| {
                let words = regexp::refusal(self.text(*pattern), self.text(*flags))?;
                Some((SyntaxErrorKind::RegExp, *whole, format!("SyntaxError: {words}")))
            })
        });
        self.complaint = fault
            .map(|(kind, span, message)| Complaint { fault: Fault { message, span, kind }, read_to: None })
            .or_else(|| {
                let (span, message) = (self.deferred.e4x?, super::NO_E4X.to_owned());
                let fault = Fault { message, span, kind: SyntaxErrorKind::E4x };
                Some(Complaint { fault, read_to: Some(span.end) })
            });
    }

    fn check(&mut self, item: Item) -> Option<(SyntaxErrorKind, Span, String)> {
        let (node, words) = match item {
            Item::Fault(kind, span, words) => return Some((kind, span, words)),
            Item::Assigned(name) if self.is_strict() => {
                let text = self.text(self.span(name));
                (name, format!("\"{text}\" is not a valid identifier for this use in strict mode."))
            }
            Item::Assigned(_) => return None,
            Item::Declared(kind, scope, name) => {
                let NodeKind::Name(text) = self.kind(name) else { return None };
                let text = text.clone();
                (name, self.scopes.declare(kind, &text, name, scope, true).err()?)
            }
            Item::Looped(scope, name) => {
                let NodeKind::Name(text) = self.kind(name) else { return None };
                let own = self.scopes.get(scope)?;
                let is_first = own.symbols.get(text)?.declarations.first() == Some(&name);
                let around = own.parent.and_then(|parent| self.scopes.declaring(text, parent));
                let earlier = match around {
                    _ if !is_first => SymbolKind::Let,
                    Some((_, SymbolKind::Const)) => SymbolKind::Const,
                    _ => return None,
                };
                (name, redeclaration(earlier, text))
            }
        };
        Some((SyntaxErrorKind::Grammar, self.span(node), words))
    }

    fn without_parentheses(&self, id: NodeId) -> NodeId {
        let mut id = id;
        while let NodeKind::Parenthesized(inside) = self.kind(id) {
            id = *inside;
        }
        id
    }

    /// Whether a value may be changed: a call is found out only when it is run.
    pub(super) fn is_reference(&self, id: NodeId) -> bool {
        let kind = self.kind(self.without_parentheses(id));
        matches!(
            kind,
            NodeKind::Name(_) | NodeKind::Member { .. } | NodeKind::Index { .. } | NodeKind::Call { .. }
        )
    }

    pub(super) fn defer_assignment(&mut self, operator: AssignOperator, target: NodeId) {
        let inside = self.without_parentheses(target);
        let span = self.span(target);
        match self.kind(inside) {
            NodeKind::Array(_) | NodeKind::Object(_) => {
                if operator == AssignOperator::Assign {
                    self.defer_pattern(inside);
                } else {
                    self.defer_crash(inside);
                    self.defer(span, "Invalid destructuring assignment operator");
                }
            }
            NodeKind::Name(_) if operator == AssignOperator::Assign => self.defer_strict_name(inside),
            // Of E4X; anything else of this kind has been complained of.
            NodeKind::Refused(_) => {}
            _ if self.is_reference(inside) => {}
            _ => self.defer(span, BAD_TARGET),
        }
    }

    pub(super) fn defer_strict_name(&mut self, id: NodeId) {
        if matches!(self.kind(id), NodeKind::Name(name) if matches!(&**name, "eval" | "arguments")) {
            self.deferred.items.push(Item::Assigned(id));
        }
    }

    /// The parts of a pattern that is assigned to.
    fn defer_pattern(&mut self, pattern: NodeId) {
        self.defer_crash(pattern);
        self.defer_target_parts(pattern);
    }

    fn defer_target_parts(&mut self, pattern: NodeId) {
        let other = self.other_part(pattern, |kind| {
            matches!(kind, NodeKind::Name(_) | NodeKind::Member { .. } | NodeKind::Index { .. })
        });
        if let Some(part) = other {
            self.defer(self.span(part), BAD_TARGET);
        }
    }

    fn defer_crash(&mut self, pattern: NodeId) {
        if let Some(part) = self.unprintable_part(pattern) {
            let words = "FAILED ASSERTION: unexpected token".to_owned();
            self.deferred.items.push(Item::Fault(SyntaxErrorKind::Crash, self.span(part), words));
        }
    }

    /// The first part of a pattern that the engine cannot put into words, which it does before it looks at the pattern.
    fn unprintable_part(&self, pattern: NodeId) -> Option<NodeId> {
        let mut open = vec![pattern];
        while let Some(id) = open.pop() {
            match self.kind(id) {
                NodeKind::Array(elements) => open.extend(elements.iter().rev().flatten()),
                NodeKind::Object(parts) => open.extend(parts.iter().rev()),
                NodeKind::Property { value, .. } => open.push(*value),
                NodeKind::Member { object, .. } if !matches!(self.kind(*object), NodeKind::String(_)) => {
                    open.push(*object);
                }
                NodeKind::Index { object, index } => {
                    let index_kind = self.kind(*index);
                    if matches!(
                        index_kind,
                        NodeKind::String(_) | NodeKind::Member { .. } | NodeKind::Index { .. }
                    ) {
                        return Some(*index);
                    }
                    open.extend([*index, *object]);
                }
                NodeKind::Name(_)
                | NodeKind::Number(_)
                | NodeKind::BigInt(_)
                | NodeKind::String(_)
                | NodeKind::This
                | NodeKind::Refused(_) => {}
                _ => return Some(id),
            }
        }
        None
    }

    /// The parts of a pattern that declares: names.
    fn defer_declared_pattern(&mut self, pattern: NodeId) {
        self.defer_crash(pattern);
        if let Some(part) = self.other_part(pattern, |kind| matches!(kind, NodeKind::Name(_))) {
            self.defer(self.span(part), BAD_TARGET);
        }
    }

    pub(super) fn declares_more_than_names(&self, pattern: NodeId) -> bool {
        self.other_part(pattern, |kind| matches!(kind, NodeKind::Name(_))).is_some()
    }

    /// The first part of a pattern that may not stand in it.
    fn other_part(&self, pattern: NodeId, may_stand: impl Fn(&NodeKind) -> bool) -> Option<NodeId> {
        let mut open = vec![pattern];
        while let Some(id) = open.pop() {
            match self.kind(id) {
                NodeKind::Array(elements) => open.extend(elements.iter().rev().flatten()),
                NodeKind::Object(parts) => open.extend(parts.iter().rev()),
                NodeKind::Property { value, .. } => open.push(*value),
                kind if may_stand(kind) => {}
                _ => return Some(id),
            }
        }
        None
    }

    pub(super) fn defer_loop_target(&mut self, kind: ForInKind, target: NodeId) {
        let span = self.span(target);
        let is_declaration = matches!(self.kind(target), NodeKind::Declaration(..));
        let pattern = match self.kind(target) {
            NodeKind::Declaration(_, parts) => match parts.first().map(|part| self.kind(*part)) {
                Some(NodeKind::Declarator { target, .. }) => *target,
                _ => return,
            },
            _ => self.without_parentheses(target),
        };
        match self.kind(pattern) {
            NodeKind::Array(_) | NodeKind::Object(_) if kind != ForInKind::In || self.is_pair(pattern) => {
                if !is_declaration {
                    self.defer_target_parts(pattern);
                    self.defer_crash(pattern);
                }
            }
            NodeKind::Array(_) | NodeKind::Object(_) => self.defer(
                span,
                "Left hand side of for..in loop must be an array of length 2 to accept key/value pair.",
            ),
            NodeKind::Name(_) => self.defer_strict_name(pattern),
            NodeKind::Refused(_) => self.defer(span, BAD_TARGET),
            _ if self.is_reference(pattern) => {}
            _ => self.defer(span, "Invalid left-hand side of for..in loop."),
        }
    }

    /// Whether an array has two elements, a comma at its end counted as one.
    fn is_pair(&self, pattern: NodeId) -> bool {
        let NodeKind::Array(elements) = self.kind(pattern) else { return false };
        let end = self.tokens.partition_point(|token| token.span.end < self.span(pattern).end);
        let last = end.checked_sub(1).and_then(|last| self.tokens.get(last));
        let has_comma = last.is_some_and(|token| token.kind == TokenKind::Comma);
        elements.len() + usize::from(has_comma) == 2
    }

    /// The names of a declared pattern: the engine declares them late.
    pub(super) fn defer_pattern_names(&mut self, kind: SymbolKind, pattern: NodeId) {
        let scope = self.scopes.current();
        let names = self.pattern_names(pattern);
        self.deferred.items.extend(names.into_iter().map(|name| Item::Declared(kind, scope, name)));
        self.defer_declared_pattern(pattern);
    }

    /// The pattern of a comprehension hides what is around it; it may assign to properties as well.
    pub(super) fn defer_looped_pattern(&mut self, pattern: NodeId) {
        let scope = self.scopes.current();
        for name in self.pattern_names(pattern) {
            if let NodeKind::Name(text) = self.kind(name) {
                let text = text.clone();
                self.scopes.add(scope, SymbolKind::Let, &text, name);
            }
        }
        self.defer_pattern(pattern);
    }

    pub(super) fn defer_looped_name(&mut self, name: NodeId) {
        self.deferred.items.push(Item::Looped(self.scopes.current(), name));
    }
}

const BAD_TARGET: &str = "Invalid assignment left-hand side.";
