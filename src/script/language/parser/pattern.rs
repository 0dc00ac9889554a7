//! Arrays and objects that are taken apart.

use super::{Parse, Parser};
use crate::script::language::scope::SymbolKind;
use crate::script::language::tree::{NodeId, NodeKind};

impl Parser<'_> {
    /// A pattern in a declaration, a parameter or a comprehension.
    pub(super) fn pattern(&mut self) -> Parse<NodeId> {
        let was_in_pattern = std::mem::replace(&mut self.in_pattern, true);
        let result = self.nested(Self::primary);
        self.in_pattern = was_in_pattern;
        result
    }

    /// The `Name`s that a pattern declares, in order.
    pub(super) fn pattern_names(&self, pattern: NodeId) -> Vec<NodeId> {
        let mut names = Vec::new();
        let mut open = vec![pattern];
        while let Some(id) = open.pop() {
            match self.kind(id) {
                NodeKind::Name(_) => names.push(id),
                NodeKind::Array(elements) => open.extend(elements.iter().rev().flatten()),
                NodeKind::Object(parts) => open.extend(parts.iter().rev()),
                NodeKind::Property { value, .. } => open.push(*value),
                // A default value or a rest, which the engine refuses.
                NodeKind::Assign { target, .. } => open.push(*target),
                NodeKind::Refused(parts) => open.extend(parts.first()),
                _ => {}
            }
        }
        names
    }

    /// Declares the names of a pattern at once.
    pub(super) fn declare_pattern(&mut self, kind: SymbolKind, pattern: NodeId) -> Parse<()> {
        for name in self.pattern_names(pattern) {
            self.declare(kind, name)?;
        }
        if self.declares_more_than_names(pattern) {
            self.refuse("Invalid assignment left-hand side.")?;
        }
        Ok(())
    }
}
