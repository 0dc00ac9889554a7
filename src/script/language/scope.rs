//! Scopes: which declaration a name means.

use indexmap::IndexMap;

use super::tree::NodeId;

/// The name of a scope of one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScopeId(pub(crate) u32);

/// A scope and the names that are declared in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    /// What it belongs to.
    pub kind: ScopeKind,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// What is declared in it, in the order of the text.
    pub symbols: IndexMap<Box<str>, Symbol>,
}

/// What a scope belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeKind {
    /// The script.
    Script,
    /// A function: its parameters, `var`, `const` and functions.
    Function,
    /// The name of a function expression, seen inside it.
    FunctionName,
    /// A block.
    Block,
    /// A loop, its body included where that is no block.
    Loop,
    /// A handler: the name of what was thrown.
    Catch,
    /// A let statement or expression.
    Let,
    /// A comprehension.
    Comprehension,
    /// The body of `with`: any name may be a property of its object.
    With,
}

/// A declared name.
#[derive(Debug, Clone, PartialEq)]
pub struct Symbol {
    /// How it was declared first, or by the last `let` or parameter of the name.
    pub kind: SymbolKind,
    /// The `Name` nodes that declare it.
    pub declarations: Vec<NodeId>,
}

/// How a name is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// `var`
    Var,
    /// `let`
    Let,
    /// `const`
    Const,
    /// A function.
    Function,
    /// A parameter.
    Parameter,
    /// What a handler caught.
    Caught,
}

/// What a name means at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning<'s> {
    /// Nothing of the script's own: a binding, a standard name, or a global that is assigned without declaration.
    Free,
    /// A declaration of the script.
    Declared(ScopeId, &'s Symbol),
    /// Only a run can tell: a `with` stands between.
    Dynamic,
}

/// The scopes while a script is read.
#[derive(Debug, Default, Clone)]
pub(crate) struct ScopeStack {
    pub(crate) scopes: Vec<Scope>,
    pub(crate) owners: Vec<Option<NodeId>>,
    stack: Vec<ScopeId>,
}

impl ScopeStack {
    pub(crate) fn push(&mut self, kind: ScopeKind) -> ScopeId {
        let id = ScopeId(super::span::offset(self.scopes.len()));
        self.scopes.push(Scope { kind, parent: self.stack.last().copied(), symbols: IndexMap::new() });
        self.owners.push(None);
        self.stack.push(id);
        id
    }

    pub(crate) fn pop(&mut self) {
        self.stack.pop();
    }

    pub(crate) fn depth(&self) -> usize {
        self.stack.len()
    }

    pub(crate) fn truncate(&mut self, depth: usize) {
        self.stack.truncate(depth);
    }

    pub(crate) fn own(&mut self, scope: ScopeId, node: NodeId) {
        if let Some(owner) = self.owners.get_mut(scope.0 as usize) {
            *owner = Some(node);
        }
    }

    pub(crate) fn current(&self) -> ScopeId {
        self.stack.last().copied().unwrap_or(ScopeId(0))
    }

    pub(crate) fn get(&self, id: ScopeId) -> Option<&Scope> {
        self.scopes.get(id.0 as usize)
    }

    fn around(&self, from: ScopeId) -> impl Iterator<Item = (ScopeId, &Scope)> {
        std::iter::successors(Some(from), |id| self.get(*id)?.parent)
            .filter_map(|id| Some((id, self.get(id)?)))
    }

    /// The scope that declares the name already, as far as the engine minds: inside the function, and names that
    /// were caught do not count.
    pub(crate) fn declaring(&self, name: &str, from: ScopeId) -> Option<(ScopeId, SymbolKind)> {
        for (id, scope) in self.around(from) {
            if let Some(symbol) = scope.symbols.get(name)
                && !matches!(scope.kind, ScopeKind::Catch | ScopeKind::FunctionName)
            {
                return Some((id, symbol.kind));
            }
            if scope.kind.is_function() {
                return None;
            }
        }
        None
    }

    /// Declares a name; the engine's words where it must not be declared again. A `let` that is the body of a loop is
    /// refused unless it belongs to the loop's head.
    pub(crate) fn declare(
        &mut self,
        kind: SymbolKind,
        name: &str,
        node: NodeId,
        from: ScopeId,
        is_in_head: bool,
    ) -> Result<(), String> {
        // A handler's block is no scope of its own for the engine.
        let is_own = |scope: &Scope| !matches!(scope.kind, ScopeKind::Catch | ScopeKind::FunctionName);
        let from = self.around(from).find(|(_, scope)| is_own(scope)).map_or(from, |(id, _)| id);
        let before = self.declaring(name, from);
        if let Some((scope, earlier)) = before
            && (earlier == SymbolKind::Const
                || kind == SymbolKind::Const
                || earlier == SymbolKind::Let && scope == from)
        {
            return Err(redeclaration(earlier, name));
        }
        let target = if kind == SymbolKind::Let {
            if !is_in_head && self.get(from).is_some_and(|scope| scope.kind == ScopeKind::Loop) {
                return Err("SyntaxError: let declaration not directly within block".to_owned());
            }
            from
        } else if let Some((scope, _)) = before {
            scope
        } else {
            self.around(from).find(|(_, scope)| scope.kind.is_function()).map_or(from, |(id, _)| id)
        };
        self.add(target, kind, name, node);
        Ok(())
    }

    /// Notes a declaration, whatever stands there already.
    pub(crate) fn add(&mut self, scope: ScopeId, kind: SymbolKind, name: &str, node: NodeId) {
        if let Some(scope) = self.scopes.get_mut(scope.0 as usize) {
            let symbol =
                scope.symbols.entry(name.into()).or_insert_with(|| Symbol { kind, declarations: Vec::new() });
            if matches!(kind, SymbolKind::Let | SymbolKind::Parameter) {
                symbol.kind = kind;
            }
            symbol.declarations.push(node);
        }
    }
}

/// The engine's words for a second declaration.
pub(crate) fn redeclaration(earlier: SymbolKind, name: &str) -> String {
    format!("TypeError: redeclaration of {} {name}.", earlier.words())
}

impl ScopeKind {
    fn is_function(self) -> bool {
        matches!(self, Self::Script | Self::Function)
    }
}

impl SymbolKind {
    fn words(self) -> &'static str {
        match self {
            Self::Var | Self::Caught => "var",
            Self::Let => "variable",
            Self::Const => "const",
            Self::Function => "function",
            Self::Parameter => "formal parameter",
        }
    }
}
