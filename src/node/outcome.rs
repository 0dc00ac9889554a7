//! Outcomes as exports spell them.

use super::api::OutcomeDef;
use crate::journey::NodeDef;

/// Whether two outcome ids agree in letters and digits, ignoring case. Rule `engine.outcome-spelling`.
pub fn same_outcome(one: &str, other: &str) -> bool {
    folded_outcome(one) == folded_outcome(other)
}

/// What outcome ids that agree have in common: letters and digits, in lower case; all of an id that
/// has neither.
pub fn folded_outcome(id: &str) -> String {
    let folded: String = id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if folded.is_empty() { id.to_owned() } else { folded }
}

/// The outcomes of a node whose type the simulator does not know, as the export tells them: those it
/// declares, else those it connects.
pub fn outcomes_in_export(node: &NodeDef) -> Vec<OutcomeDef> {
    if node.declared_outcomes.is_empty() {
        return node.connections.keys().map(|id| OutcomeDef::new(id, id)).collect();
    }
    node.declared_outcomes.iter().map(|(id, name)| OutcomeDef::new(id, name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_agree_in_letters_and_digits_and_signs_only_as_they_are() {
        for (one, other, same) in [
            ("In Progress", "IN_PROGRESS", true),
            ("true", "True", true),
            ("yes", "no", false),
            ("+", "-", false),
            ("+", "+", true),
            ("", "-", false),
        ] {
            assert_eq!(same_outcome(one, other), same, "{one} {other}");
        }
    }
}
