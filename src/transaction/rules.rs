//! The rules of the transaction.

use crate::value::{Rule, Source};

const PAGE: Source = Source::Doc("Backchannel authentication; Backchannel Initialize node");

/// Rules that the store follows.
pub const RULES: &[Rule] = &[
    Rule::new(
        "transaction.states",
        "A transaction is CREATED, IN_PROGRESS or COMPLETED; its result is UNKNOWN, APPROVED or DENIED.",
        PAGE,
    ),
    Rule::new(
        "transaction.life",
        "A transaction lives for Max Time of its Initialize node, else for the realm's transaction time to live.",
        PAGE,
    ),
    Rule::new(
        "transaction.default-life",
        "The realm's transaction time to live is 180 s unless realm.json says otherwise.",
        Source::Assumed("no default is documented"),
    ),
    Rule::new("transaction.open-moves", "Opening the link moves a CREATED transaction to IN_PROGRESS.", PAGE),
    Rule::new(
        "transaction.open-data",
        "Opening the link starts its journey with the data object's keys at the root of shared state.",
        PAGE,
    ),
    Rule::new(
        "transaction.open-gone",
        "Opening an unknown or expired transaction gives the error \"Unable to read transaction.\" (HTTP 401).",
        Source::Live,
    ),
    Rule::new(
        "transaction.open-completed",
        "Opening a COMPLETED transaction again shows the login page again.",
        Source::Live,
    ),
    Rule::new(
        "transaction.approve",
        "A backchannel journey that succeeds makes its transaction COMPLETED and APPROVED.",
        PAGE,
    ),
    Rule::new(
        "transaction.approve-completed",
        "Finishing a COMPLETED transaction again fails with \"Unable to approve transaction\".",
        Source::Live,
    ),
    Rule::new(
        "transaction.approve-denied",
        "A DENIED transaction retried with the right password fails with \"Unable to approve transaction\".",
        Source::Live,
    ),
    Rule::new(
        "transaction.approve-gone",
        "Finishing a transaction whose life has ended fails with \"Unable to read transaction.\".",
        Source::Assumed("the live tests cover opening only; the same text is used"),
    ),
    Rule::new(
        "transaction.subject",
        "With a subject set only that subject may approve; anybody else who logs in gets \"Unable to approve transaction\" and the transaction stays as it was.",
        Source::Assumed("the documentation says who may approve, not what the other person sees"),
    ),
    Rule::new(
        "transaction.deny",
        "With allowRetry false a failed backchannel journey makes its transaction COMPLETED and DENIED.",
        PAGE,
    ),
    Rule::new(
        "transaction.retry",
        "With allowRetry true, the default, a failed backchannel journey leaves its transaction open until it expires.",
        PAGE,
    ),
    Rule::new(
        "transaction.expiry-wins",
        "When a poll and the expiry fall on one instant the expiry wins.",
        Source::Assumed("the order is not documented"),
    ),
    Rule::new(
        "transaction.store-fault",
        "While the store is made to fail, no transaction can be read, opened or approved.",
        Source::Assumed("a fault that explorers inject; what a real store does then is not documented"),
    ),
];
