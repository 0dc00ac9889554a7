//! A script that was read: text, tokens, tree and scopes.

use super::error::{SyntaxError, SyntaxErrorKind};
use super::level::LanguageLevel;
use super::parser::{Complaint, Parsed, parse};
use super::scope::{Meaning, Scope, ScopeId, ScopeKind};
use super::span::{Lines, Position, Span};
use super::token::{Comment, Token};
use super::tree::{FunctionForm, Node, NodeId, NodeKind};
use super::walk::{Visit, Walk};

/// A script that was read.
#[derive(Debug, Clone)]
pub struct Script {
    text: Box<str>,
    lines: Lines,
    tokens: Vec<Token>,
    comments: Vec<Comment>,
    nodes: Vec<Node>,
    root: NodeId,
    parents: Vec<Option<NodeId>>,
    scopes: Vec<Scope>,
    scope_of: Vec<ScopeId>,
}

/// What could be read of a script, and why the engine refuses it if it does.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The script. Statements that were refused are left out of its tree, and constructs that the engine does not
    /// know stand in it as [`NodeKind::Refused`] or, where they only add a question mark, as what they resemble.
    pub script: Script,
    /// The engine's first complaint.
    pub error: Option<SyntaxError>,
}

impl Script {
    /// Reads a script as the engine does.
    ///
    /// # Errors
    /// With the engine's first complaint where it does not compile the script.
    pub fn parse(text: &str, level: LanguageLevel) -> Result<Self, SyntaxError> {
        let reading = Self::assemble(text, parse(text, level, false));
        match reading.error {
            None => Ok(reading.script),
            Some(error) => Err(error),
        }
    }

    /// Reads as much of a script as can be, and says what the engine complains of first.
    pub fn read(text: &str, level: LanguageLevel) -> Reading {
        Self::assemble(text, parse(text, level, true))
    }

    fn assemble(text: &str, parsed: Parsed) -> Reading {
        let Parsed { nodes, root, tokens, comments, scopes, complaint } = parsed;
        let lines = Lines::new(text);
        let error = complaint.map(|complaint| lines.error(text, complaint));
        let mut script = Self {
            text: text.into(),
            lines,
            tokens,
            comments,
            parents: vec![None; nodes.len()],
            scope_of: vec![ScopeId(0); nodes.len()],
            nodes,
            root,
            scopes: scopes.scopes,
        };
        script.link(&scopes.owners);
        Reading { script, error }
    }

    /// Finds the parent of each node and the scope that it stands in.
    fn link(&mut self, owners: &[Option<NodeId>]) {
        let mut owned: Vec<(NodeId, ScopeId)> =
            (0..).map(ScopeId).zip(owners).filter_map(|(scope, owner)| Some(((*owner)?, scope))).collect();
        owned.sort();
        let mut parents = std::mem::take(&mut self.parents);
        let mut scope_of = std::mem::take(&mut self.scope_of);
        for (id, node) in (0..).map(NodeId).zip(&self.nodes) {
            node.kind.each_child(|child| parents[child.0 as usize] = Some(id));
        }
        let mut added = Vec::new();
        let mut parent_of_scope = Vec::new();
        let mut open: Vec<(NodeId, ScopeId)> = Vec::new();
        for visit in self.walk(self.root) {
            match visit {
                Visit::Enter(id) => {
                    let mut current = open.last().map_or(ScopeId(0), |(_, scope)| *scope);
                    scope_of[id.0 as usize] = current;
                    let parent = parents[id.0 as usize].map(|parent| self.kind(parent));
                    if matches!(parent, Some(NodeKind::With { body, .. }) if *body == id) {
                        let scope = ScopeId(super::span::offset(self.scopes.len() + added.len()));
                        added.push(Scope {
                            kind: ScopeKind::With,
                            parent: Some(current),
                            symbols: Default::default(),
                        });
                        open.push((id, scope));
                        current = scope;
                    }
                    let first = owned.partition_point(|(owner, _)| *owner < id);
                    for (_, scope) in owned[first..].iter().take_while(|(owner, _)| *owner == id) {
                        if *scope != current {
                            parent_of_scope.push((*scope, current));
                        }
                        open.push((id, *scope));
                        current = *scope;
                    }
                }
                Visit::Leave(id) => while open.pop_if(|(owner, _)| *owner == id).is_some() {},
            }
        }
        for node in &self.nodes {
            if let NodeKind::Function(function) = &node.kind
                && matches!(function.form, FunctionForm::Declaration | FunctionForm::Statement)
                && let Some(name) = function.name
            {
                // Declared around the function, whatever its parameters are called.
                let body = self.scopes_around(&scope_of, function.body);
                scope_of[name.0 as usize] = body;
            }
        }
        self.scopes.extend(added);
        for (scope, parent) in parent_of_scope {
            self.scopes[scope.0 as usize].parent = Some(parent);
        }
        self.parents = parents;
        self.scope_of = scope_of;
    }

    fn scopes_around(&self, scope_of: &[ScopeId], body: NodeId) -> ScopeId {
        let inside = scope_of[body.0 as usize];
        self.scopes.get(inside.0 as usize).and_then(|scope| scope.parent).unwrap_or(inside)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span of this script.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte.
    pub fn position(&self, at: u32) -> Position {
        self.lines.position(&self.text, at)
    }

    /// All tokens that were read, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// All comments, in order.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The node of the whole script.
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// All nodes, children before their parents. Those of statements that were refused are among them.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(place, node)| (NodeId(super::span::offset(place)), node))
    }

    /// A node of this script.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// What a node of this script is.
    pub fn kind(&self, id: NodeId) -> &NodeKind {
        &self.node(id).kind
    }

    /// Where a node of this script stands.
    pub fn span(&self, id: NodeId) -> Span {
        self.node(id).span
    }

    /// The node that a node is part of.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.parents[id.0 as usize]
    }

    /// The node and all below it, without recursion.
    pub fn walk(&self, from: NodeId) -> Walk<'_> {
        Walk::new(self, from)
    }

    /// A scope of this script.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The scope that a node stands in.
    pub fn scope_of(&self, id: NodeId) -> ScopeId {
        self.scope_of[id.0 as usize]
    }

    /// What a name means where a node stands.
    pub fn meaning(&self, name: &str, at: NodeId) -> Meaning<'_> {
        self.look_up(name, at, true)
    }

    /// What a name means where a node stands if no object of a `with` around it has that name.
    pub fn declaration(&self, name: &str, at: NodeId) -> Meaning<'_> {
        self.look_up(name, at, false)
    }

    fn look_up(&self, name: &str, at: NodeId, stops_at_with: bool) -> Meaning<'_> {
        let mut next = Some(self.scope_of(at));
        while let Some(id) = next {
            let scope = self.scope(id);
            if let Some(symbol) = scope.symbols.get(name) {
                return Meaning::Declared(id, symbol);
            }
            if scope.kind == ScopeKind::With && stops_at_with {
                return Meaning::Dynamic;
            }
            next = scope.parent;
        }
        Meaning::Free
    }

    /// The node without the parentheses around it.
    pub fn without_parentheses(&self, id: NodeId) -> NodeId {
        let mut id = id;
        while let NodeKind::Parenthesized(inside) = self.kind(id) {
            id = *inside;
        }
        id
    }
}

impl Lines {
    fn error(&self, text: &str, complaint: Complaint) -> SyntaxError {
        let Complaint { fault, read_to } = complaint;
        let position = self.position(text, fault.span.start);
        let engine_line = match (read_to, fault.kind) {
            (Some(at), _) => self.line_read(at),
            (None, SyntaxErrorKind::RegExp) => 0,
            (None, _) => 1,
        };
        // The end of a text stands behind what was read last.
        let position = match read_to {
            Some(at) if position.line > engine_line => {
                Position { line: engine_line, column: self.column_read(text, at) + 1 }
            }
            _ => position,
        };
        SyntaxError { message: fault.message, span: fault.span, position, engine_line, kind: fault.kind }
    }
}
