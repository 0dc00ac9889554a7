//! What a node is to those who read journeys: asked instead of the names of types.

use super::registry;
use crate::journey::{Journey, static_node};

/// What a node type is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Makes a transaction and the link that starts a journey on another device.
    Initialize,
    /// Reads the transaction.
    Status,
    /// Writes an object into the transaction by whose link its journey was started.
    Notify,
    /// Sends a page that its client sends back by itself after some time.
    Wait,
    /// Runs another journey inside its own.
    Inner,
    /// Behaves as another type, by a configuration that a script makes.
    Provider,
    /// Shows its children as one page.
    Page,
    /// Does what a script says.
    Script,
    /// Asks for a part of a credential.
    Collect,
    /// Checks a credential.
    Check,
    /// Shows something.
    Show,
    /// Says what the session to come holds.
    Session,
    /// Ends the journey.
    End(StaticEnd),
    /// The simulator does not know the type.
    Unknown,
}

impl Role {
    /// Whether a page may hold a node of this role. Rule `page.child`.
    pub fn may_stand_on_page(self) -> bool {
        !matches!(self, Self::Page | Self::Inner)
    }
}

/// The node that every journey ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StaticEnd {
    /// Success.
    Success,
    /// Failure.
    Failure,
}

impl StaticEnd {
    /// The end that a node type stands for: `success` or `failure`, in any case.
    pub fn of_type(node_type: &str) -> Option<Self> {
        if node_type.eq_ignore_ascii_case("success") {
            Some(Self::Success)
        } else if node_type.eq_ignore_ascii_case("failure") {
            Some(Self::Failure)
        } else {
            None
        }
    }
}

/// The end that an id of a journey stands for: one of the ids that every journey has, or that of
/// a node of such a type.
pub fn static_end(journey: &Journey, id: &str) -> Option<StaticEnd> {
    match id {
        static_node::SUCCESS => Some(StaticEnd::Success),
        static_node::FAILURE => Some(StaticEnd::Failure),
        id => StaticEnd::of_type(&journey.nodes.get(id)?.node_type),
    }
}

/// The role of a type, by its name in exports.
pub fn role(node_type: &str) -> Role {
    match (registry::find(node_type), StaticEnd::of_type(node_type)) {
        (Some(kind), _) => kind.role(),
        (None, Some(end)) => Role::End(end),
        (None, None) => Role::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey;

    #[test]
    fn ends_are_known_by_id_and_by_type_in_any_case() {
        let text = r#"{"tree": {"_id": "J", "entryNodeId": "a", "nodes": {
            "a": {"nodeType": "SUCCESS"}, "b": {"nodeType": "fAILURE"}, "c": {"nodeType": "Successful"}}}}"#;
        let loaded = journey::load("j.json", text).expect("it loads");
        let end = |id: &str| static_end(&loaded.journeys["J"], id);
        assert_eq!([end("a"), end("b")], [Some(StaticEnd::Success), Some(StaticEnd::Failure)]);
        assert_eq!(end(static_node::SUCCESS), Some(StaticEnd::Success));
        assert_eq!(end(static_node::FAILURE), Some(StaticEnd::Failure));
        assert_eq!([end("c"), end("gone"), end("")], [None; 3]);
        assert_eq!(role("success"), Role::End(StaticEnd::Success));
        assert_eq!([role("Successful"), role("")], [Role::Unknown; 2]);
    }
}
