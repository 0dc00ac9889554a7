//! The rules of users, agents and queries.

use crate::value::{Rule, Source};

const IDM: Source = Source::Doc("IDM: Construct queries; Patch operations");

/// Rules that the identities follow.
pub const RULES: &[Rule] = &[
    Rule::new(
        "identity.filter-grammar",
        "A query filter is made of eq, co, sw, pr, lt, le, gt, ge, and, or, !, true, false and parentheses; properties are names or JSON pointers, texts stand in single or double quotes.",
        IDM,
    ),
    Rule::new(
        "identity.filter-case",
        "Texts are compared without regard to case.",
        Source::Assumed(
            "the identity store of a tenant matches attributes case-insensitively; a page that says so for queries is not known",
        ),
    ),
    Rule::new(
        "identity.filter-types",
        "A comparison of different types, or with a missing property, does not hold; of a list one matching item is enough.",
        Source::Assumed("the pages do not say"),
    ),
    Rule::new(
        "identity.query-order",
        "A query answers users in the order of their ids.",
        Source::Assumed("without a sort key the order is not documented; a fixed one makes runs repeatable"),
    ),
    Rule::new(
        "identity.query-fields",
        "No field or * means all; _id always comes along; the password never does.",
        IDM,
    ),
    Rule::new(
        "identity.query-ghost",
        "A query also answers a record with inStore false; the identity store, and so Backchannel Initialize and logins, does not know it.",
        Source::Assumed(
            "stands for a managed object that never reached the identity store: the way from the vendor's sample script to Unknown Subject",
        ),
    ),
    Rule::new(
        "identity.find",
        "The store knows a user by _id, by user name in any case, and by universal id.",
        Source::Doc("idRepository; Backchannel Initialize node"),
    ),
    Rule::new(
        "identity.patch",
        "A patch applies add, replace, remove and increment in order, all or none.",
        IDM,
    ),
    Rule::new("identity.unique", "Two users cannot have one user name, whatever its case.", IDM),
    Rule::new("identity.login-wrong", "A wrong password is a failed login.", Source::Src("LdapDecisionNode")),
    Rule::new(
        "identity.login-locked",
        "A locked or inactive account answers locked, whatever the password.",
        Source::Src("LdapDecisionNode"),
    ),
    Rule::new(
        "identity.login-reset",
        "A password that was reset must be changed, and says so only when it is the right one.",
        Source::Src("LdapDecisionNode"),
    ),
    Rule::new(
        "identity.login-expired",
        "An expired password answers expired only when it is the right one.",
        Source::Src("LdapDecisionNode"),
    ),
    Rule::new(
        "identity.realm-strict",
        "An unknown key or a wrong type in realm.json is an error with path and line.",
        Source::Assumed("the file is this project's own; a mistyped key must not pass in silence"),
    ),
];
