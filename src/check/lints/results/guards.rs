//! What a script looks at before it uses a first result.

use std::collections::HashSet;

use super::{asks, first_of, is_looked_into, with_parentheses};
use crate::script::code::{Code, Given, Variable};
use crate::script::language::{BinaryOperator, NodeId, NodeKind, UnaryOperator};

/// What a script looks at before it uses a first result.
#[derive(Default)]
pub(super) struct Guards {
    /// The paths of lists of which it asks the length or the like.
    lists: HashSet<String>,
    /// The paths of answers of which it asks a count.
    answers: HashSet<String>,
    /// The paths of first results and variables that it tests.
    pub(super) firsts: HashSet<String>,
    /// The variables of which it uses a member.
    looked_into: HashSet<Variable>,
}

impl Guards {
    pub(super) fn of(code: &Code) -> Self {
        const LOOKS: [&str; 6] = ["length", "size", "isEmpty", "forEach", "map", "some"];
        let mut guards = Self::default();
        let mut look = |object: NodeId, name: &str| {
            if LOOKS.contains(&name) {
                guards.lists.insert(path(code, object, MAX_PATH));
            }
            if name.to_lowercase().contains("count") {
                guards.answers.insert(path(code, object, MAX_PATH));
            }
        };
        let mut tested = Vec::new();
        let mut looked_into = HashSet::new();
        for id in code.nodes() {
            if let Some((object, name)) = code.member(id) {
                look(object, name);
            }
            match code.script().kind(id) {
                NodeKind::Declarator { target, value: Some(value) }
                | NodeKind::Assign { target, value, .. } => {
                    if let NodeKind::Object(properties) = code.script().kind(*target) {
                        for property in properties {
                            if let NodeKind::Property { key, .. } = code.script().kind(*property)
                                && let Some(name) = code.key(*key)
                            {
                                look(*value, name);
                            }
                        }
                    }
                }
                NodeKind::Name(_) if is_tested(code, id) => tested.push(id),
                NodeKind::Name(_) if is_looked_into(code, id) => looked_into.extend(code.variable(id)),
                _ if first_of(code, id).is_some() && is_tested(code, id) => tested.push(id),
                _ => {}
            }
        }
        guards.looked_into = looked_into;
        guards.firsts = tested.into_iter().map(|id| path(code, id, MAX_PATH)).collect();
        guards
    }

    /// Whether members of a variable are used that is nowhere tested.
    pub(super) fn is_used_unseen(&self, code: &Code, name: NodeId) -> bool {
        let is_used = code.variable(name).is_some_and(|variable| self.looked_into.contains(&variable));
        is_used && !self.firsts.contains(&path(code, name, MAX_PATH))
    }

    /// Whether the script looks at a list somewhere, or at its count.
    pub(super) fn has(&self, code: &Code, list: NodeId) -> bool {
        let list = path(code, list, MAX_PATH);
        self.lists.contains(&list)
            || list.strip_suffix(".result").is_some_and(|answer| self.answers.contains(answer))
    }
}

/// Whether an expression is tested: `if (x)`, `x ?`, `x &&`, `!x`, `x === null`.
fn is_tested(code: &Code, id: NodeId) -> bool {
    use BinaryOperator as Operator;
    let id = with_parentheses(code, id);
    let Some(parent) = code.script().parent(id) else { return false };
    asks(code, id)
        || match code.script().kind(parent) {
            NodeKind::If { test, .. }
            | NodeKind::While { test, .. }
            | NodeKind::DoWhile { test, .. }
            | NodeKind::For { test: Some(test), .. }
            | NodeKind::Conditional { test, .. } => *test == id,
            NodeKind::Unary(operator, _) => matches!(operator, UnaryOperator::Not | UnaryOperator::TypeOf),
            NodeKind::Binary { rest, .. } => match rest.first().map(|(operator, _)| operator) {
                Some(Operator::Or) => rest.last().is_none_or(|(_, last)| *last != id),
                Some(
                    Operator::And
                    | Operator::Equal
                    | Operator::NotEqual
                    | Operator::StrictEqual
                    | Operator::StrictNotEqual
                    | Operator::InstanceOf,
                ) => true,
                _ => false,
            },
            _ => false,
        }
}

/// How many links of a chain tell one expression from another.
pub(super) const MAX_PATH: usize = 32;

/// What names an expression: two with one path mean the same thing, as far as can be seen.
pub(super) fn path(code: &Code, id: NodeId, links: usize) -> String {
    let script = code.script();
    let id = script.without_parentheses(id);
    let Some(links) = links.checked_sub(1) else { return code.compact(script.span(id)) };
    if let Some(variable) = code.variable(id) {
        return match code.given(&variable) {
            [Given::Value(value)] if is_result(code, *value) => path(code, *value, links),
            [Given::Member(object, key)] if code.key(*key) == Some("result") => {
                format!("{}.result", path(code, *object, links))
            }
            _ => format!("{}@{:?}", variable.1, variable.0),
        };
    }
    if let Some((object, name)) = code.member(id) {
        return format!("{}.{name}", path(code, object, links));
    }
    match script.kind(id) {
        NodeKind::Index { object, index } => {
            format!("{}[{}]", path(code, *object, links), code.compact(script.span(*index)))
        }
        NodeKind::Call { callee, arguments } => {
            let arguments = arguments.iter().map(|argument| code.compact(script.span(*argument)));
            format!("{}({})", path(code, *callee, links), arguments.collect::<Vec<_>>().join(","))
        }
        _ => code.compact(script.span(id)),
    }
}

/// `answer.result`
pub(super) fn is_result(code: &Code, id: NodeId) -> bool {
    code.member(id).is_some_and(|(_, name)| name == "result")
}
