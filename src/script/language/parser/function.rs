//! Functions in all their forms.

use std::collections::HashSet;

use super::{Parse, Parser};
use crate::script::language::scope::{ScopeKind, SymbolKind};
use crate::script::language::span::Span;
use crate::script::language::token::TokenKind as T;
use crate::script::language::tree::{Function, FunctionForm, NodeId, NodeKind};

/// What the parser knows of the function, or of the script, that it is in.
#[derive(Debug, Default)]
pub(super) struct FunctionState {
    pub(super) name: Option<String>,
    pub(super) is_generator: bool,
    pub(super) yields: bool,
    pub(super) returns_value: bool,
    /// Whether the two have been refused together.
    pub(super) was_told_apart: bool,
    pub(super) loops: u32,
    /// Loops and `switch`es.
    pub(super) breakable: u32,
    pub(super) labels: Vec<Label>,
    bundles: u32,
    /// The labels whose statement has not begun yet.
    pub(super) current_bundle: Option<u32>,
    /// The labels that belong to a loop.
    pub(super) loops_of_bundles: HashSet<u32>,
    /// Where regular expressions stand: the whole, the pattern, the flags.
    pub(super) regexps: Vec<(Span, Span, Span)>,
}

#[derive(Debug)]
pub(super) struct Label {
    pub(super) name: String,
    /// Labels of one statement have the same.
    pub(super) bundle: u32,
}

impl FunctionState {
    pub(super) fn next_bundle(&mut self) -> u32 {
        self.bundles += 1;
        self.bundles
    }

    /// A loop takes the labels before it: `continue` may name them from here on.
    pub(super) fn enter_loop(&mut self) {
        self.loops += 1;
        self.breakable += 1;
        self.loops_of_bundles.extend(self.current_bundle.take());
    }

    pub(super) fn leave_loop(&mut self) {
        self.loops = self.loops.saturating_sub(1);
        self.breakable = self.breakable.saturating_sub(1);
    }
}

impl Parser<'_> {
    pub(super) fn state(&mut self) -> &mut FunctionState {
        if self.functions.is_empty() {
            self.functions.push(FunctionState::default());
        }
        let last = self.functions.len() - 1;
        &mut self.functions[last]
    }

    pub(super) fn is_in_function(&self) -> bool {
        self.functions.len() > 1
    }

    /// At the word `function`.
    pub(super) fn function(&mut self, form: FunctionForm) -> Parse<NodeId> {
        self.next()?;
        self.function_rest(form, false)
    }

    /// After the word, or after the name of a method.
    pub(super) fn function_rest(&mut self, form: FunctionForm, is_generator: bool) -> Parse<NodeId> {
        let start = if form == FunctionForm::Method { self.here()? } else { self.last_span() };
        let mut is_generator = is_generator;
        let mut name = None;
        loop {
            if let Some(token) = self.take(T::Name)? {
                let node = self.name_node(token)?;
                self.check_strict_name(node)?;
                self.expect(T::LeftParen, "missing ( before function parameters.")?;
                name = Some(node);
                break;
            }
            if self.takes(T::LeftParen)? {
                break;
            }
            let has_star = self.takes(T::Star)?;
            if !(has_star && self.level.is_es6()) {
                // Version 0 reads over the star of a function without a name.
                self.expect(T::LeftParen, "missing ( before function parameters.")?;
                break;
            }
            is_generator = true;
        }
        match (name, form) {
            (Some(name), FunctionForm::Declaration | FunctionForm::Statement) => {
                self.declare_function(name)?;
                self.function_scope(start, form, Some(name), is_generator)
            }
            (Some(node), _) => {
                let NodeKind::Name(text) = self.kind(node) else { return self.stop("syntax error") };
                let text = text.clone();
                let scope = self.scopes.push(ScopeKind::FunctionName);
                self.scopes.add(scope, SymbolKind::Function, &text, node);
                let result = self.function_scope(start, form, Some(node), is_generator);
                self.scopes.pop();
                if let Ok(function) = result {
                    self.scopes.own(scope, function);
                }
                result
            }
            (None, _) => self.function_scope(start, form, None, is_generator),
        }
    }

    fn declare_function(&mut self, name: NodeId) -> Parse<()> {
        self.declare(SymbolKind::Function, name)
    }

    fn function_scope(
        &mut self,
        start: Span,
        form: FunctionForm,
        name: Option<NodeId>,
        is_generator: bool,
    ) -> Parse<NodeId> {
        let label = name.map(|name| self.text(self.span(name)).to_owned());
        let state = FunctionState { name: label, is_generator, ..FunctionState::default() };
        self.within(state, |parser| {
            let parameters = parser.parameters()?;
            let (body, is_strict) = parser.function_body(false)?;
            let yields = parser.state().yields;
            let function = Function { form, name, parameters, body, is_generator, yields, is_strict };
            parser.node(parser.since(start), NodeKind::Function(Box::new(function)))
        })
    }

    /// Reads a function in a scope and with a state of its own.
    fn within(
        &mut self,
        state: FunctionState,
        read: impl FnOnce(&mut Self) -> Parse<NodeId>,
    ) -> Parse<NodeId> {
        let was_strict = self.is_strict();
        let was_in_for_start = std::mem::replace(&mut self.in_for_start, false);
        self.functions.push(state);
        let result = self.scoped(ScopeKind::Function, read);
        if let Some(state) = self.functions.pop() {
            self.deferred.regexps.extend(state.regexps);
        }
        self.lexer.is_strict = was_strict;
        self.in_for_start = was_in_for_start;
        result
    }

    /// After the parenthesis.
    fn parameters(&mut self) -> Parse<Box<[NodeId]>> {
        let mut parameters = Vec::new();
        if self.takes(T::RightParen)? {
            return Ok(parameters.into());
        }
        let mut patterns = Vec::new();
        let mut names = HashSet::new();
        loop {
            if matches!(self.peek()?, T::LeftBracket | T::LeftBrace) {
                let pattern = self.pattern()?;
                patterns.push(pattern);
                parameters.push(self.defaulted(pattern)?);
            } else {
                match self.refused_parameter()? {
                    Some(refused) => parameters.extend(refused),
                    None => {
                        let token = self.expect(T::Name, "missing formal parameter")?;
                        let name = self.name_node(token)?;
                        self.parameter(name, &mut names)?;
                        parameters.push(self.defaulted(name)?);
                    }
                }
            }
            if !self.takes(T::Comma)? {
                break;
            }
        }
        for pattern in patterns {
            self.declare_pattern(SymbolKind::Var, pattern)?;
        }
        self.expect(T::RightParen, "missing ) after formal parameters")?;
        Ok(parameters.into())
    }

    fn parameter(&mut self, name: NodeId, names: &mut HashSet<Box<str>>) -> Parse<()> {
        self.declare(SymbolKind::Parameter, name)?;
        self.check_strict_name(name)?;
        if let NodeKind::Name(text) = self.kind(name) {
            let text = text.clone();
            if self.is_strict() && names.contains(&text) {
                self.refuse(format!("Parameter \"{text}\" already declared in this function."))?;
            }
            names.insert(text);
        }
        Ok(())
    }

    /// A block, or at ES6 and for arrow functions an expression; and whether it is strict code.
    fn function_body(&mut self, is_arrow: bool) -> Parse<(NodeId, bool)> {
        if self.peek()? != T::LeftBrace {
            if !is_arrow && !self.level.is_es6() {
                self.refuse("missing { before function body")?;
            }
            let body = self.assignment()?;
            return Ok((body, self.is_strict()));
        }
        let start = self.next()?.span;
        let mut body = Vec::new();
        let mut in_prologue = true;
        loop {
            match self.peek() {
                Ok(T::RightBrace | T::End) => break,
                Ok(_) => {}
                Err(_) if self.goes_on => continue,
                Err(refusal) => return Err(refusal),
            }
            body.extend(self.recovering(|parser| parser.body_statement(&mut in_prologue))?);
        }
        let is_strict = self.is_strict();
        self.expect(T::RightBrace, "missing } after function body")?;
        Ok((self.node(self.since(start), NodeKind::Block(body.into()))?, is_strict))
    }

    /// After `=>`.
    pub(super) fn arrow_function(&mut self, head: NodeId) -> Parse<NodeId> {
        let start = self.span(head);
        self.within(FunctionState::default(), |parser| {
            let parameters = parser.arrow_parameters(head)?;
            let (body, is_strict) = parser.function_body(true)?;
            let yields = parser.state().yields;
            if yields {
                parser.refuse("arrow function can not become generator")?;
            }
            let form = FunctionForm::Arrow;
            let function =
                Function { form, name: None, parameters, body, is_generator: false, yields, is_strict };
            parser.node(parser.since(start), NodeKind::Function(Box::new(function)))
        })
    }

    fn arrow_parameters(&mut self, head: NodeId) -> Parse<Box<[NodeId]>> {
        let inside = match self.kind(head) {
            NodeKind::Parenthesized(inside) => *inside,
            _ => head,
        };
        let parameters: Vec<NodeId> = match self.kind(inside) {
            NodeKind::Sequence(parts) => parts.to_vec(),
            _ => vec![inside],
        };
        let mut names = HashSet::new();
        let mut patterns = Vec::new();
        for parameter in &parameters {
            match self.kind(*parameter) {
                NodeKind::Name(_) => self.parameter(*parameter, &mut names)?,
                NodeKind::Array(_) | NodeKind::Object(_) => patterns.push(*parameter),
                _ => {
                    self.refuse_at(self.span(*parameter), "missing formal parameter")?;
                    patterns.push(*parameter);
                }
            }
        }
        for pattern in patterns {
            self.declare_pattern(SymbolKind::Var, pattern)?;
        }
        Ok(parameters.into())
    }
}
