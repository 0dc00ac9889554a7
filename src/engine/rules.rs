//! The rules of the tree engine, the client and the end of a run.

use crate::value::{Rule, Source};

/// Rules by name, for the code that follows them.
pub(super) mod rule {
    use super::{Rule, Source};

    pub(in crate::engine) const OUTCOME_NOT_WIRED: Rule = Rule::new(
        "engine.outcome-not-wired",
        "An outcome with no connection is a configuration error: the journey fails and the log says which outcome.",
        Source::Assumed("the product's editor does not let one save such a journey"),
    );
    pub(in crate::engine) const OUTCOME_UNKNOWN: Rule = Rule::new(
        "engine.outcome-unknown",
        "An outcome that is not among the node's outcomes is a configuration error: the journey fails.",
        Source::Src("ScriptedDecisionNode"),
    );
    pub(in crate::engine) const NODE_MISSING: Rule = Rule::new(
        "engine.node-missing",
        "A connection to a node that the journey does not have is a configuration error: the journey fails.",
        Source::Assumed("the product's editor does not let one save such a journey"),
    );
    pub(in crate::engine) const JOURNEY_MISSING: Rule = Rule::new(
        "engine.journey-missing",
        "An inner journey that does not exist makes its node throw: the journey fails.",
        Source::Src("InnerTreeEvaluatorNode"),
    );
    pub(in crate::engine) const NODE_UNUSABLE: Rule = Rule::new(
        "engine.node-unusable",
        "A node of an unknown type, or with a configuration that does not fit its type, fails the journey when it is visited, not before.",
        Source::Assumed("lets the rest of a real export run"),
    );
    pub(in crate::engine) const LOOP: Rule = Rule::new(
        "engine.loop-limit",
        "A request that visits 1000 nodes without sending callbacks fails the journey.",
        Source::Assumed("the simulator must answer; the product has no documented limit"),
    );
    pub(in crate::engine) const EMPTY_PAGE: Rule = Rule::new(
        "engine.empty-page",
        "A node that sends no callbacks at all cannot be answered: the journey fails.",
        Source::Assumed("the product's client would have nothing to send back"),
    );
    pub(in crate::engine) const INNER_DONE: Rule = Rule::new(
        "engine.inner-outcome",
        "An inner journey's Success is its node's outcome true, its Failure false, its error \"error\" where the node shows that outcome.",
        Source::Src("InnerTreeEvaluatorNode"),
    );
    pub(in crate::engine) const NOT_APPROVED: Rule = Rule::new(
        "engine.success-not-approved",
        "A backchannel journey that reaches Success but may not approve its transaction ends as a failure with the store's message.",
        Source::Live,
    );
}

/// All of them.
pub const RULES: &[Rule] = &[
    Rule::new(
        "engine.request-response",
        "A client sends callbacks; nodes run until one sends callbacks or the journey ends.",
        Source::Doc("Authentication trees"),
    ),
    Rule::new(
        "engine.state-reads",
        "Reads look in transient, then secure, then shared state.",
        Source::Src("NodeState"),
    ),
    Rule::new(
        "engine.get-object",
        "getObject merges the maps of the three scopes, transient winning.",
        Source::Src("NodeState"),
    ),
    Rule::new(
        "engine.transient-dropped",
        "Transient state is dropped when callbacks are sent to the client.",
        Source::Doc("Store values in a tree's node states"),
    ),
    Rule::new(
        "engine.promotion",
        "Transient keys that this node or one behind it declares as input are promoted to secure state at a round trip.",
        Source::Doc("Store values in a tree's node states"),
    ),
    Rule::new(
        "engine.promotion-wildcard",
        "An input of * promotes every transient key.",
        Source::Assumed("* stands for all inputs; the promotion of it is not spelled out"),
    ),
    Rule::new(
        "engine.node-throws",
        "A node that throws fails the journey: the client reads \"Login failure\", the cause goes to the log.",
        Source::Src("ScriptedDecisionNode"),
    ),
    Rule::new(
        "engine.login-failure",
        "A journey that ends at Failure tells its client \"Login failure\", or the message a script set.",
        Source::Live,
    ),
    Rule::new(
        "engine.outcome-spelling",
        "Outcome ids are matched by letters and digits only, ignoring case, when no exact match exists.",
        Source::Assumed("exports spell In Progress in several ways"),
    ),
    Rule::new(
        "engine.inner-state",
        "An inner journey works on the outer one's shared state; of the transient state it sees the keys its nodes declare, and its own transient state ends with it.",
        Source::Src("InnerTreeEvaluatorNode"),
    ),
    Rule::new(
        "engine.session-properties",
        "A session has AM's usual properties (AMCtxId, Principal, UserId, Organization, Service, AuthLevel, authInstant, …) besides those that nodes set.",
        Source::Assumed("the set of properties of a real session depends on the realm"),
    ),
    Rule::new(
        "engine.error-fails-transaction",
        "A backchannel journey that ends in an error counts as failed for its transaction.",
        Source::Assumed("the client cannot tell the two apart"),
    ),
    Rule::new(
        "client.polls",
        "A client re-submits a PollingWaitCallback by itself after waitTime.",
        Source::Doc("Backend callbacks: PollingWaitCallback"),
    ),
    Rule::new(
        "client.latency",
        "A client's request takes 1 ms, so that a poll after the whole wait is never early.",
        Source::Assumed("a request at exactly end_time is early"),
    ),
    Rule::new(
        "client.close",
        "Closing the tab leaves the session unfinished and its transaction as it is.",
        Source::Assumed("nothing tells the server that a tab was closed"),
    ),
    rule::OUTCOME_NOT_WIRED,
    rule::OUTCOME_UNKNOWN,
    rule::NODE_MISSING,
    rule::JOURNEY_MISSING,
    rule::NODE_UNUSABLE,
    rule::LOOP,
    rule::EMPTY_PAGE,
    rule::INNER_DONE,
    rule::NOT_APPROVED,
];
