//! Expressions from the comma down to calls.

use super::{Parse, Parser};
use crate::script::language::operator::{AssignOperator, BinaryOperator, UnaryOperator, UpdateOperator};
use crate::script::language::token::TokenKind as T;
use crate::script::language::tree::{NodeId, NodeKind};

/// Operands of one precedence while the rest is still to come.
struct Chain {
    precedence: u8,
    first: NodeId,
    rest: Vec<(BinaryOperator, NodeId)>,
    pending: BinaryOperator,
}

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parse<NodeId> {
        let first = self.assignment()?;
        if self.peek()? != T::Comma {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.takes(T::Comma)? {
            if self.peek()? == T::Yield {
                self.refuse("yield expression must be parenthesized.")?;
            }
            parts.push(self.assignment()?);
        }
        self.node(self.since(self.span(first)), NodeKind::Sequence(parts.into()))
    }

    pub(super) fn assignment(&mut self) -> Parse<NodeId> {
        self.nested(Self::bare_assignment)
    }

    fn bare_assignment(&mut self) -> Parse<NodeId> {
        if self.peek()? == T::Yield {
            return self.yield_expression();
        }
        let target = self.conditional()?;
        let next = self.peek_token()?;
        if next.kind == T::Arrow && !next.after_line_end {
            self.next()?;
            return self.arrow_function(target);
        }
        let Some(operator) = AssignOperator::of(next.kind) else { return Ok(target) };
        if self.in_pattern {
            self.refuse("Default values in destructuring declarations are not supported")?;
        }
        self.next()?;
        let value = self.assignment()?;
        self.defer_assignment(operator, target);
        let span = self.since(self.span(target));
        self.node(span, NodeKind::Assign { operator, target, value })
    }

    fn conditional(&mut self) -> Parse<NodeId> {
        let test = self.binary()?;
        if !self.takes(T::Question)? {
            return Ok(test);
        }
        let was_in_for_start = std::mem::replace(&mut self.in_for_start, false);
        let then = self.assignment();
        self.in_for_start = was_in_for_start;
        let then = then?;
        self.expect(T::Colon, "missing : in conditional expression")?;
        let otherwise = self.assignment()?;
        let span = self.since(self.span(test));
        self.node(span, NodeKind::Conditional { test, then, otherwise })
    }

    fn binary(&mut self) -> Parse<NodeId> {
        let mut operand = self.power()?;
        let mut chains: Vec<Chain> = Vec::new();
        loop {
            if self.goes_on
                && let Some(refused) = self.coalescing(operand)?
            {
                operand = refused;
                continue;
            }
            let operator = BinaryOperator::of(self.peek()?)
                .filter(|operator| *operator != BinaryOperator::Power)
                .filter(|operator| !(self.in_for_start && *operator == BinaryOperator::In));
            let precedence = operator.map_or(0, BinaryOperator::precedence);
            while let Some(chain) = chains.pop_if(|chain| chain.precedence > precedence) {
                operand = self.close(chain, operand)?;
            }
            let Some(operator) = operator else { return Ok(operand) };
            match chains.last_mut().filter(|chain| chain.precedence == precedence) {
                Some(chain) => chain.rest.push((std::mem::replace(&mut chain.pending, operator), operand)),
                None => {
                    chains.push(Chain { precedence, first: operand, rest: Vec::new(), pending: operator });
                }
            }
            self.next()?;
            if self.goes_on && self.peek()? == T::Assign {
                // `||=` and `&&=`
                self.stop_unless_logical(operator)?;
                self.next()?;
            }
            operand = self.power()?;
        }
    }

    fn stop_unless_logical(&mut self, operator: BinaryOperator) -> Parse<()> {
        match operator {
            BinaryOperator::Or | BinaryOperator::And => self.refuse("syntax error"),
            _ => self.stop("syntax error"),
        }
    }

    fn close(&mut self, chain: Chain, last: NodeId) -> Parse<NodeId> {
        let Chain { first, mut rest, pending, .. } = chain;
        rest.push((pending, last));
        let span = self.span(first).to(self.span(last));
        self.node(span, NodeKind::Binary { first, rest: rest.into() })
    }

    pub(super) fn power(&mut self) -> Parse<NodeId> {
        let base = self.unary()?;
        if self.peek()? != T::Power {
            return Ok(base);
        }
        if let NodeKind::Unary(operator, _) = self.kind(base) {
            let words =
                format!("\"{}\" is not allowed on the left-hand side of \"**\".", operator.engine_name());
            self.refuse(words)?;
        }
        self.next()?;
        let exponent = self.nested(Self::power)?;
        let span = self.span(base).to(self.span(exponent));
        let rest = [(BinaryOperator::Power, exponent)].into();
        self.node(span, NodeKind::Binary { first: base, rest })
    }

    pub(super) fn unary(&mut self) -> Parse<NodeId> {
        let token = self.peek_token()?;
        if let Some(operator) = UnaryOperator::of(token.kind) {
            self.next()?;
            let operand = self.nested(Self::unary)?;
            return self.node(self.since(token.span), NodeKind::Unary(operator, operand));
        }
        if let Some(operator) = UpdateOperator::of(token.kind) {
            self.next()?;
            let operand = self.member(true)?;
            self.check_update(operator, operand)?;
            let kind = NodeKind::Update { operator, prefix: true, operand };
            return self.node(self.since(token.span), kind);
        }
        if token.kind == T::Less {
            self.next()?;
            if self.lexer.is_xml_start() {
                return self.stop_at_e4x(token.span);
            }
            return self.stop("illegally formed XML syntax");
        }
        let operand = self.member(true)?;
        let Some(operator) = self.peek_on_line()?.and_then(UpdateOperator::of) else { return Ok(operand) };
        self.next()?;
        self.check_update(operator, operand)?;
        let kind = NodeKind::Update { operator, prefix: false, operand };
        self.node(self.since(self.span(operand)), kind)
    }

    fn check_update(&mut self, operator: UpdateOperator, operand: NodeId) -> Parse<()> {
        if self.is_reference(operand) {
            return Ok(());
        }
        self.refuse(match operator {
            UpdateOperator::Increment => "Invalid increment operand.",
            UpdateOperator::Decrement => "Invalid decrement operand.",
        })
    }

    /// `new ..`, or a value with what is read of it and called.
    fn member(&mut self, may_call: bool) -> Parse<NodeId> {
        let base = if self.peek()? == T::New { self.nested(Self::new_expression)? } else { self.primary()? };
        self.member_rest(base, may_call)
    }

    fn new_expression(&mut self) -> Parse<NodeId> {
        let start = self.next()?.span;
        let callee = self.member(false)?;
        let arguments = if self.takes(T::LeftParen)? { Some(self.arguments()?.into()) } else { None };
        let initializer = if self.peek()? == T::LeftBrace { Some(self.object()?) } else { None };
        self.node(self.since(start), NodeKind::New { callee, arguments, initializer })
    }

    fn member_rest(&mut self, base: NodeId, may_call: bool) -> Parse<NodeId> {
        let mut base = base;
        loop {
            let next = self.peek_token()?;
            let kind = match next.kind {
                T::Dot => {
                    self.next()?;
                    NodeKind::Member { object: base, property: self.property_name()? }
                }
                T::LeftBracket => {
                    self.next()?;
                    let index = self.expression()?;
                    self.expect(T::RightBracket, "missing ] in index expression")?;
                    NodeKind::Index { object: base, index }
                }
                T::LeftParen if may_call => {
                    self.next()?;
                    NodeKind::Call { callee: base, arguments: self.arguments()?.into() }
                }
                T::Backtick => {
                    let template = self.template(true)?;
                    NodeKind::TaggedTemplate { tag: base, template }
                }
                T::DotDot | T::DotParen => self.e4x_member(base)?,
                T::Question if self.goes_on && self.chains_optionally() => {
                    self.next()?;
                    self.optional_link(base, may_call)?
                }
                _ => return Ok(base),
            };
            base = self.node(self.since(self.span(base)), kind)?;
        }
    }

    /// After the parenthesis.
    pub(super) fn arguments(&mut self) -> Parse<Vec<NodeId>> {
        let was_in_for_start = std::mem::replace(&mut self.in_for_start, false);
        let arguments = self.argument_list();
        self.in_for_start = was_in_for_start;
        arguments
    }

    fn argument_list(&mut self) -> Parse<Vec<NodeId>> {
        let mut arguments = Vec::new();
        if self.takes(T::RightParen)? {
            return Ok(arguments);
        }
        loop {
            if self.peek()? == T::RightParen {
                break;
            }
            if self.peek()? == T::Yield {
                self.refuse("yield expression must be parenthesized.")?;
            }
            let argument = self.element()?;
            let is_generator = self.peek()? == T::For;
            arguments.push(if is_generator { self.generator_of(argument, None)? } else { argument });
            if !self.takes(T::Comma)? {
                break;
            }
        }
        self.expect(T::RightParen, "missing ) after argument list")?;
        Ok(arguments)
    }
}
