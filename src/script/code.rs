//! A script as other parts ask about it: which expression is which binding, which text a name stands for, what is
//! called on what.

use std::collections::HashMap;

use super::language::{
    AssignOperator, LanguageLevel, Meaning, NodeId, NodeKind, Reading, ScopeId, Script, Span, SyntaxError,
    Visit,
};

/// The tree of a script and what its variables are given.
///
/// The script is read at the level that takes it, ES6 first. Of one that both levels refuse, all that can be read is
/// there: statements of later editions of the language in part, as [`Script::read`] says.
#[derive(Debug, Clone)]
pub struct Code {
    script: Script,
    error: Option<SyntaxError>,
    /// The nodes in the order of the text, the outer before the inner.
    in_order: Vec<NodeId>,
    given: HashMap<Variable, Vec<Given>>,
}

/// A variable: its scope, none where the script does not declare it, and its name.
pub type Variable = (Option<ScopeId>, Box<str>);

/// What a variable is given at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The value of an expression.
    Value(NodeId),
    /// The element of that place of a value.
    Element(NodeId, usize),
    /// The member of that name of a value; the name is a node.
    Member(NodeId, NodeId),
    /// Something that only a run can tell: an argument, a turn of a loop, a sum.
    Unknown,
}

/// A call of a method.
#[derive(Debug, Clone, Copy)]
pub struct MethodCall<'c> {
    /// What it is called on.
    pub object: NodeId,
    /// Its name.
    pub method: &'c str,
    /// The arguments.
    pub arguments: &'c [NodeId],
}

/// How many variables are followed to what they were given.
const MAX_STEPS: usize = 8;

impl Code {
    /// Reads a script.
    pub fn read(text: &str) -> Self {
        let es6 = Script::read(text, LanguageLevel::Es6);
        let Reading { script, error } = match es6.error {
            Some(_) => match Script::parse(text, LanguageLevel::Default) {
                Ok(script) => Reading { script, error: None },
                Err(_) => es6,
            },
            None => es6,
        };
        let mut in_order: Vec<NodeId> = script.nodes().map(|(id, _)| id).collect();
        in_order.sort_by_key(|id| (script.span(*id).start, std::cmp::Reverse(*id)));
        let mut code = Self { script, error, in_order, given: HashMap::new() };
        code.collect();
        code
    }

    /// The tree.
    pub fn script(&self) -> &Script {
        &self.script
    }

    /// Why the engine compiles the script at neither level.
    pub fn error(&self) -> Option<&SyntaxError> {
        self.error.as_ref()
    }

    /// All nodes in the order of the text, the outer before the inner.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.in_order.iter().copied()
    }

    fn collect(&mut self) {
        let mut found: Vec<(NodeId, Given)> = Vec::new();
        for id in self.nodes() {
            match self.script.kind(id) {
                NodeKind::Declarator { target, value } => {
                    let is_looped = self.script.parent(id).is_some_and(|list| self.is_loop_target(list));
                    match value {
                        _ if is_looped => self.take_apart(*target, None, &mut found),
                        Some(value) => self.take_apart(*target, Some(*value), &mut found),
                        None => {}
                    }
                }
                NodeKind::Assign { operator: AssignOperator::Assign, target, value } => {
                    self.take_apart(*target, Some(*value), &mut found);
                }
                NodeKind::Assign { target, .. } | NodeKind::Update { operand: target, .. } => {
                    self.take_apart(*target, None, &mut found);
                }
                NodeKind::ForIn { target, .. } | NodeKind::ComprehensionLoop { target, .. } => {
                    self.take_apart(*target, None, &mut found);
                }
                NodeKind::Function(function) => {
                    found.extend(function.name.map(|name| (name, Given::Unknown)));
                    for parameter in &function.parameters {
                        self.take_apart(*parameter, None, &mut found);
                    }
                }
                NodeKind::Catch { parameter: Some(name), .. } => found.push((*name, Given::Unknown)),
                _ => {}
            }
        }
        for (name, given) in found {
            if let Some(variable) = self.variable(name) {
                self.given.entry(variable).or_default().push(given);
            }
        }
    }

    fn is_loop_target(&self, declaration: NodeId) -> bool {
        let parent = self.script.parent(declaration).map(|parent| self.script.kind(parent));
        matches!(parent, Some(NodeKind::ForIn { target, .. }) if *target == declaration)
    }

    /// The names of a target with what each is given of a value.
    fn take_apart(&self, target: NodeId, value: Option<NodeId>, found: &mut Vec<(NodeId, Given)>) {
        let target = self.script.without_parentheses(target);
        match (self.script.kind(target), value) {
            (NodeKind::Name(_), value) => found.push((target, value.map_or(Given::Unknown, Given::Value))),
            (NodeKind::Array(elements), Some(value)) => {
                for (place, element) in elements.iter().enumerate() {
                    match element {
                        Some(name) if self.name(*name).is_some() => {
                            found.push((*name, Given::Element(value, place)));
                        }
                        Some(inner) => self.take_apart(*inner, None, found),
                        None => {}
                    }
                }
            }
            (NodeKind::Object(properties), value) => {
                for property in properties {
                    match self.script.kind(*property) {
                        NodeKind::Property { key, value: part, .. } => match value {
                            Some(value) if self.name(*part).is_some() => {
                                found.push((*part, Given::Member(value, *key)));
                            }
                            _ => self.take_apart(*part, None, found),
                        },
                        _ => self.take_apart(*property, None, found),
                    }
                }
            }
            (NodeKind::Array(elements), None) => {
                elements.iter().flatten().for_each(|element| self.take_apart(*element, None, found));
            }
            (NodeKind::Refused(parts), _) => {
                parts.iter().for_each(|part| self.take_apart(*part, None, found));
            }
            (NodeKind::Assign { target, .. }, _) => self.take_apart(*target, None, found),
            _ => {}
        }
    }

    /// The name that an expression is.
    pub fn name(&self, id: NodeId) -> Option<&str> {
        match self.script.kind(self.script.without_parentheses(id)) {
            NodeKind::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The variable that a name means. A `with` around it is not looked at: of the objects that scripts open, none
    /// has the names of bindings.
    pub fn variable(&self, name: NodeId) -> Option<Variable> {
        let text = self.name(name)?;
        let scope = match self.script.declaration(text, name) {
            Meaning::Declared(scope, _) => Some(scope),
            _ => None,
        };
        Some((scope, text.into()))
    }

    /// What a variable is given, at each place.
    pub fn given(&self, variable: &Variable) -> &[Given] {
        self.given.get(variable).map_or(&[], Vec::as_slice)
    }

    /// Whether a name is one that the script does not make itself.
    pub fn is_free(&self, name: NodeId) -> bool {
        self.variable(name).is_some_and(|variable| variable.0.is_none() && self.given(&variable).is_empty())
    }

    /// The expression behind parentheses and variables that are given one value only.
    pub fn origin(&self, id: NodeId) -> NodeId {
        let mut id = self.script.without_parentheses(id);
        for _ in 0..MAX_STEPS {
            let Some(variable) = self.variable(id) else { break };
            let [Given::Value(value)] = self.given(&variable) else { break };
            id = self.script.without_parentheses(*value);
        }
        id
    }

    /// The binding that an expression is: a name that the script does not make itself, a variable that is given
    /// nothing else, or a member of that name, as an object has that is handed around.
    pub fn binding(&self, id: NodeId) -> Option<&str> {
        let origin = self.origin(id);
        if self.is_free(origin) {
            return self.name(origin);
        }
        self.member(origin).map(|(_, name)| name)
    }

    /// Object and name of `a.b` and `a["b"]`.
    pub fn member(&self, id: NodeId) -> Option<(NodeId, &str)> {
        match self.script.kind(self.script.without_parentheses(id)) {
            NodeKind::Member { object, property } => match self.script.kind(*property) {
                NodeKind::Key(name) => Some((*object, name)),
                _ => None,
            },
            NodeKind::Index { object, index } => Some((*object, self.text(*index)?)),
            _ => None,
        }
    }

    /// What is called on what.
    pub fn method_call(&self, id: NodeId) -> Option<MethodCall<'_>> {
        let NodeKind::Call { callee, arguments } = self.script.kind(self.script.without_parentheses(id))
        else {
            return None;
        };
        let (object, method) = self.member(*callee)?;
        Some(MethodCall { object, method, arguments })
    }

    /// The text that an expression stands for: written there, or given to the variable that is there, and nothing
    /// else.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.script.kind(self.origin(id)) {
            NodeKind::String(text) => Some(text),
            NodeKind::Template { texts, values } if values.is_empty() => {
                match self.script.kind(*texts.first()?) {
                    NodeKind::TemplateText(text) => text.as_deref(),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The key of a property or of a pattern.
    pub fn key(&self, id: NodeId) -> Option<&str> {
        match self.script.kind(id) {
            NodeKind::Key(text) | NodeKind::String(text) | NodeKind::BigInt(text) => Some(text),
            NodeKind::Number(_) => Some(self.script.slice(self.script.span(id))),
            _ => None,
        }
    }

    /// The tokens of a span, one behind the other.
    pub fn compact(&self, span: Span) -> String {
        let tokens = self.script.tokens();
        let first = tokens.partition_point(|token| token.span.start < span.start);
        let inside = tokens.iter().skip(first).take_while(|token| span.contains(token.span));
        inside.map(|token| self.script.slice(token.span)).collect()
    }

    /// The nodes around a node, the nearest first.
    pub fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.script.parent(id), |id| self.script.parent(*id))
    }

    /// The nodes below a node, itself first.
    pub fn below(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        self.script.walk(id).filter_map(|visit| match visit {
            Visit::Enter(id) => Some(id),
            Visit::Leave(_) => None,
        })
    }
}
