//! The list of node types.

use super::api::NodeType;

/// Every node type the simulator knows.
pub fn all() -> &'static [&'static dyn NodeType] {
    &[]
}

/// The node type with a name, as exports spell it.
pub fn find(name: &str) -> Option<&'static dyn NodeType> {
    all().iter().copied().find(|kind| kind.name() == name)
}

/// Whether two outcome ids agree in letters and digits, ignoring case. Rule `engine.outcome-spelling`.
pub fn same_outcome(one: &str, other: &str) -> bool {
    let folded = |text: &'_ str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    folded(one) == folded(other)
}
