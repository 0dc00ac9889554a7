//! The rules of loading journeys.

use crate::value::{Rule, Source};

const EXPORTS: Source = Source::Doc("Journey exports; public exports of the frodo projects");

/// Rules that loading follows.
pub const RULES: &[Rule] = &[
    Rule::new(
        "journey.layout-multi",
        "An export with trees holds any number of journeys, each with its tree, nodes, innerNodes and scripts.",
        EXPORTS,
    ),
    Rule::new(
        "journey.layout-single",
        "An export with tree at the root holds one journey, named by the tree's _id; page children may be called innernodes.",
        EXPORTS,
    ),
    Rule::new(
        "journey.node-type",
        "A node's type is its _type, else the nodeType in the tree or in its page.",
        EXPORTS,
    ),
    Rule::new(
        "journey.node-order",
        "The nodes of a journey are those of the tree, in its order; a node without configuration gets an empty one.",
        Source::Assumed("exports of broken journeys have such nodes; the journey should still open"),
    ),
    Rule::new(
        "journey.script-forms",
        "A script's text is a list of lines, a string, a JSON-encoded string or base64.",
        EXPORTS,
    ),
    Rule::new(
        "journey.script-version",
        "A script without evaluatorVersion is legacy, one without language is JavaScript.",
        Source::Assumed("exports from before next-generation scripts have no version"),
    ),
    Rule::new(
        "journey.script-shared",
        "Scripts are known by id across all exports; the last one loaded counts, as on import.",
        EXPORTS,
    ),
    Rule::new("journey.enabled", "A journey is enabled unless its tree says otherwise.", EXPORTS),
    Rule::new(
        "journey.identity-resource",
        "A journey without identityResource uses managed/alpha_user.",
        Source::Assumed("what new journeys of the alpha realm get"),
    ),
    Rule::new(
        "journey.static-nodes",
        "Success, Failure and the start marker have the same ids in every journey.",
        Source::Src("Tree; static nodes"),
    ),
    Rule::new(
        "journey.loose-ends",
        "A connection that leads nowhere, an unknown node type or a missing script does not stop loading; the journey ends there with a configuration error.",
        Source::Assumed("the other ways through the journey can still be learned from"),
    ),
    Rule::new(
        "journey.duplicate",
        "Two journeys of one name cannot be loaded together.",
        Source::Assumed("a link could not tell them apart"),
    ),
];
