//! The name of a node, or of a node's outcome, in a run: `main/"Backchannel Status"/Unknown`.

use std::fmt;
use std::sync::Arc;

use super::model::Side;
use crate::engine::{Event, EventKind};
use crate::json::nearest;
use crate::node::same_outcome;
use crate::program::Edge;
use crate::program::{NodeInfo, Program};

/// How many nodes a message lists.
const LISTED: usize = 12;

/// Names a node, or an outcome of one, or the end of a side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Whose.
    pub side: Side,
    /// The node's name, id or letter; or Success, Failure or Error for the end.
    pub node: Arc<str>,
    /// The outcome.
    pub outcome: Option<Arc<str>>,
}

impl Target {
    /// Reads `SIDE/NODE` or `SIDE/NODE/OUTCOME`. A part may stand in double quotes, and must when
    /// it has a slash in it.
    ///
    /// # Errors
    /// What is wrong, and what to write instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        const SHAPE: &str = "write SIDE/NODE/OUTCOME, such as main/\"Backchannel Status\"/Unknown";
        let mut parts = parts(text).ok_or_else(|| format!("a quote is not closed; {SHAPE}"))?.into_iter();
        let (side, node, outcome) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let side =
            side_named(&side).ok_or_else(|| format!("it must begin with main/ or backchannel/; {SHAPE}"))?;
        let node =
            node.filter(|node| !node.is_empty()).ok_or_else(|| format!("no node is named; {SHAPE}"))?;
        if outcome.as_ref().is_some_and(String::is_empty) {
            return Err(format!("the outcome is empty; {SHAPE}"));
        }
        if parts.next().is_some() {
            return Err(format!(
                "it has more than three parts: put a name with a slash in double quotes; {SHAPE}"
            ));
        }
        Ok(Self { side, node: node.into(), outcome: outcome.map(Into::into) })
    }

    /// Whether a journey has such a node, and the node such an outcome.
    ///
    /// # Errors
    /// What there is not, and what there is.
    pub fn known_in(&self, program: &Program) -> Result<(), String> {
        let journeys = &program.definitions().journeys;
        let nodes = || journeys.keys().flat_map(|journey| program.nodes(journey));
        let named: Vec<_> = nodes().filter(|node| self.is_node(node)).collect();
        let Some(first) = named.first() else {
            if self.outcome.is_none() && matches!(self.node.as_ref(), "Success" | "Failure" | "Error") {
                return Ok(());
            }
            let names: Vec<&str> = nodes().map(|node| node.name.as_ref()).collect();
            return Err(match nearest(&self.node, &names) {
                Some(near) => format!("no journey has a node \"{}\"; did you mean \"{near}\"?", self.node),
                None => {
                    let mut known: Vec<&str> = Vec::new();
                    for name in names {
                        if !known.contains(&name) && known.len() < LISTED {
                            known.push(name);
                        }
                    }
                    format!("no journey has a node \"{}\"; there are {}, …", self.node, known.join(", "))
                }
            });
        };
        let Some(wanted) = &self.outcome else { return Ok(()) };
        let has = |node: &NodeInfo| node.outcomes().iter().any(|outcome| is_outcome(outcome, wanted));
        if named.iter().any(|node| has(node)) {
            return Ok(());
        }
        let ids: Vec<&str> = first.outcomes().iter().map(|outcome| outcome.id.as_ref()).collect();
        let mend = nearest(wanted, &ids).map(|near| format!("did you mean \"{near}\"? "));
        let mend = mend.unwrap_or_default();
        Err(format!("{} has no outcome \"{wanted}\"; {mend}it has {}", first.name, ids.join(", ")))
    }

    /// Whether it names this node.
    pub fn is_node(&self, node: &NodeInfo) -> bool {
        *node.name == *self.node
            || *node.id == *self.node
            || *node.letter == *self.node
            || same_name(node, self)
    }

    /// Whether an event is the node being visited, the outcome being taken, or the end being reached.
    pub fn is_reached_by(&self, event: &Event) -> bool {
        if event.client != Some(self.side.client()) {
            return false;
        }
        match (&event.kind, &self.outcome) {
            (EventKind::Ended { kind, .. }, None) => kind.name() == self.node.as_ref(),
            (EventKind::Outcome { node, outcome, .. }, Some(wanted)) => {
                let taken = node.outcomes().get(usize::from(*outcome));
                self.is_node(node) && taken.is_some_and(|taken| is_outcome(taken, wanted))
            }
            (
                EventKind::Outcome { node, .. }
                | EventKind::CallbacksSent { node, .. }
                | EventKind::InnerEntered { node, .. }
                | EventKind::Log { node: Some(node), thrown: true, .. },
                None,
            ) => self.is_node(node),
            _ => false,
        }
    }
}

fn is_outcome(outcome: &Edge, wanted: &str) -> bool {
    same_outcome(&outcome.id, wanted) || same_outcome(&outcome.name, wanted)
}

fn same_name(node: &NodeInfo, target: &Target) -> bool {
    same_outcome(&node.name, &target.node) && target.node.chars().any(char::is_alphanumeric)
}

/// A side, by name or first letters as people type them.
pub fn side_named(name: &str) -> Option<Side> {
    match name.to_ascii_lowercase().as_str() {
        "main" => Some(Side::Main),
        "backchannel" | "bc" => Some(Side::Backchannel),
        _ => None,
    }
}

/// The parts between slashes, quotes taken off. `None` when a quote is not closed.
fn parts(text: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '/' if !quoted => parts.push(String::new()),
            c => parts.last_mut()?.push(c),
        }
    }
    (!quoted).then_some(parts)
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |name: &str| if name.contains('/') { format!("\"{name}\"") } else { name.to_owned() };
        write!(f, "{}/{}", self.side.name(), quoted(&self.node))?;
        if let Some(outcome) = &self.outcome {
            write!(f, "/{}", quoted(outcome))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_optional_and_slashes_inside_them_belong_to_the_name() {
        let plain = Target::parse("main/Backchannel Status/Unknown").expect("it is well-formed");
        assert_eq!(Target::parse("main/\"Backchannel Status\"/Unknown").as_ref(), Ok(&plain));
        let slash = Target::parse("bc/\"Log in / sign up\"").expect("it is well-formed");
        assert_eq!(
            (slash.side, slash.node.as_ref(), &slash.outcome),
            (Side::Backchannel, "Log in / sign up", &None)
        );
        assert_eq!(Target::parse(&slash.to_string()), Ok(slash));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, part) in [
            ("", "begin with main/"),
            ("left/Status", "begin with main/"),
            ("main", "no node"),
            ("main/", "no node"),
            ("main/a/", "outcome is empty"),
            ("main/a/b/c", "more than three"),
            ("main/\"a", "not closed"),
        ] {
            let wrong = Target::parse(text).expect_err(text);
            assert!(wrong.contains(part), "{text}: {wrong}");
        }
    }
}
