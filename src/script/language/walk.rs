//! Going through a tree without recursion.

use super::script::Script;
use super::tree::NodeId;

/// A step of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    /// The node, before its children.
    Enter(NodeId),
    /// The node, after its children.
    Leave(NodeId),
}

/// A node and all below it, in the order of the text.
#[derive(Debug, Clone)]
pub struct Walk<'s> {
    script: &'s Script,
    open: Vec<Visit>,
}

impl<'s> Walk<'s> {
    pub(crate) fn new(script: &'s Script, from: NodeId) -> Self {
        Self { script, open: vec![Visit::Enter(from)] }
    }

    /// Leaves out what is below the node that was entered last.
    pub fn skip_children(&mut self) {
        while matches!(self.open.last(), Some(Visit::Enter(_))) {
            self.open.pop();
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Visit;

    fn next(&mut self) -> Option<Visit> {
        let visit = self.open.pop()?;
        if let Visit::Enter(id) = visit {
            self.open.push(Visit::Leave(id));
            let first = self.open.len();
            let open = &mut self.open;
            self.script.kind(id).each_child(|child| open.push(Visit::Enter(child)));
            self.open[first..].reverse();
        }
        Some(visit)
    }
}
