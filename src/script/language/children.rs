//! The children of a node.

use super::tree::{NodeId, NodeKind, PropertyKind};

impl NodeKind {
    /// Calls `visit` for each child in the order of the text.
    pub fn each_child(&self, mut visit: impl FnMut(NodeId)) {
        let mut all = |nodes: &[NodeId]| nodes.iter().copied().for_each(&mut visit);
        match self {
            Self::Empty
            | Self::Debugger
            | Self::Name(_)
            | Self::Label(_)
            | Self::Number(_)
            | Self::BigInt(_)
            | Self::String(_)
            | Self::TemplateText(_)
            | Self::RegExp { .. }
            | Self::Null
            | Self::Boolean(_)
            | Self::This
            | Self::Key(_) => {}
            Self::Script(nodes)
            | Self::Declaration(_, nodes)
            | Self::Block(nodes)
            | Self::Object(nodes)
            | Self::Sequence(nodes)
            | Self::Refused(nodes) => all(nodes),
            Self::Expression(node)
            | Self::Throw(node)
            | Self::Unary(_, node)
            | Self::Parenthesized(node)
            | Self::Update { operand: node, .. } => all(&[*node]),
            Self::Return(node)
            | Self::Break(node)
            | Self::Continue(node)
            | Self::Yield { value: node, .. } => all(node.as_slice()),
            Self::Declarator { target, value } => {
                all(&[*target]);
                all(value.as_slice());
            }
            Self::If { test, then, otherwise } => {
                all(&[*test, *then]);
                all(otherwise.as_slice());
            }
            Self::While { test, body } => all(&[*test, *body]),
            Self::DoWhile { body, test } => all(&[*body, *test]),
            Self::For { start, test, update, body } => {
                for part in [start, test, update] {
                    all(part.as_slice());
                }
                all(&[*body]);
            }
            Self::ForIn { target, object, body, .. } => all(&[*target, *object, *body]),
            Self::Switch { subject, cases } => {
                all(&[*subject]);
                all(cases);
            }
            Self::Case { test, body } => {
                all(test.as_slice());
                all(body);
            }
            Self::Try { block, catches, finally } => {
                all(&[*block]);
                all(catches);
                all(finally.as_slice());
            }
            Self::Catch { parameter, condition, body } => {
                all(parameter.as_slice());
                all(condition.as_slice());
                all(&[*body]);
            }
            Self::With { object, body } => all(&[*object, *body]),
            Self::Labelled { label, body } => all(&[*label, *body]),
            Self::Let { declarators, body } => {
                all(declarators);
                all(&[*body]);
            }
            Self::Function(function) => {
                all(function.name.as_slice());
                all(&function.parameters);
                all(&[function.body]);
            }
            Self::Template { texts, values } => {
                let mut values = values.iter();
                for text in texts {
                    all(&[*text]);
                    all(values.next().copied().as_slice());
                }
            }
            Self::TaggedTemplate { tag, template } => all(&[*tag, *template]),
            Self::Array(elements) => elements.iter().flatten().copied().for_each(visit),
            Self::Property { kind: PropertyKind::Shorthand, value, .. } => all(&[*value]),
            Self::Property { key, value, .. } => all(&[*key, *value]),
            Self::Call { callee, arguments } => {
                all(&[*callee]);
                all(arguments);
            }
            Self::New { callee, arguments, initializer } => {
                all(&[*callee]);
                all(arguments.as_deref().unwrap_or_default());
                all(initializer.as_slice());
            }
            Self::Member { object, property } => all(&[*object, *property]),
            Self::Index { object, index } => all(&[*object, *index]),
            Self::Binary { first, rest } => {
                all(&[*first]);
                rest.iter().for_each(|(_, operand)| all(&[*operand]));
            }
            Self::Assign { target, value, .. } => all(&[*target, *value]),
            Self::Conditional { test, then, otherwise } => all(&[*test, *then, *otherwise]),
            Self::Comprehension { element, loops, condition, .. } => {
                all(&[*element]);
                all(loops);
                all(condition.as_slice());
            }
            Self::ComprehensionLoop { target, object, .. } => all(&[*target, *object]),
        }
    }
}
