//! Rows of Backchannel Initialize, Status and Notification, and of the transaction.

use serde_json::json;

use crate::conformance::fixture::{Fixture, pair, plain};
use crate::conformance::{Row, row, sketched};

fn strict() -> Fixture {
    pair(json!({"allowRetry": false}), json!({}), json!({}))
}

fn brief() -> Fixture {
    pair(json!({"timeout": 12}), json!({}), json!({}))
}

fn tied() -> Fixture {
    // Polls at 5.001 s and 10.002 s; the second falls on the expiry exactly when life is 10.002 s,
    // which seconds cannot say; so the wait is made of whole milliseconds of the client's clock.
    pair(json!({"timeout": 5}), json!({}), json!({"secondsToWait": 4}))
}

fn anyone() -> Fixture {
    pair(json!({"idType": "none"}), json!({}), json!({}))
}

fn agent() -> Fixture {
    pair(json!({"idType": "AGENT"}), json!({}), json!({}))
}

fn no_key() -> Fixture {
    pair(json!({"usernameKey": "absent"}), json!({}), json!({}))
}

fn no_journey() -> Fixture {
    pair(json!({"tree": "Nowhere"}), json!({}), json!({}))
}

fn get() -> Fixture {
    pair(json!({"redirectUrlType": "Get"}), json!({}), json!({}))
}

fn custom() -> Fixture {
    pair(
        json!({"redirectUrlType": "Custom", "customRedirectUrl": "https://app.example.com/go?x=1"}),
        json!({}),
        json!({}),
    )
}

fn no_link() -> Fixture {
    pair(json!({"redirectUrlType": "None"}), json!({}), json!({}))
}

fn with_data() -> Fixture {
    pair(json!({"dataKey": "pageNodeCallbacks"}), json!({}), json!({}))
}

fn recording() -> Fixture {
    pair(json!({}), json!({"recordData": true}), json!({}))
}

const STATUS_ALONE: &str = r#"
journey Main
  status: BackChannelStatusNode
    Pending -> Failure
    In Progress -> Failure
    Success -> Success
    Failure -> Failure
    Unknown -> Failure
    Error -> Failure
"#;

const NOTIFY_ALONE: &str = r#"
journey Main
  tell: BackChannelNotificationNode {"dataKey": "progress"}
    Success -> Success
    Error -> Failure
"#;

pub(crate) const ROWS: &[Row] = &[
    row(
        "backchannel-init.created",
        plain,
        "main ann",
        &[
            "created (Pending)",
            "main init -> Created",
            "=",
            "main shared backchannel-transaction = \"",
            "transaction CREATED UNKNOWN",
        ],
    ),
    row(
        "backchannel-init.unknown-subject",
        plain,
        "main nobody",
        &["main init -> Unknown Subject", "main unknown sent TextOutputCallback", "!transaction "],
    ),
    row("backchannel-init.unknown-subject", plain, "main ghost", &["main init -> Unknown Subject"]),
    row(
        "backchannel-init.unknown-subject",
        plain,
        "main nobody; main press 0; main ann",
        &["main unknown -> True", "main name sent", "main init -> Created"],
    ),
    row(
        "backchannel-init.error-subject",
        no_key,
        "main ann",
        &[
            "main log warning: Error retrieving subject from node state.",
            "main init -> Error",
            "main ended at Failure",
        ],
    ),
    row(
        "backchannel-init.error-journey",
        no_journey,
        "main ann",
        &["main log error: Error initializing back channel transaction.", "main init -> Error"],
    ),
    row("backchannel-init.order", no_journey, "main nobody", &["main init -> Unknown Subject"]),
    row(
        "backchannel-init.id-type",
        anyone,
        "main whoever",
        &["main init -> Created", "=", "transaction subject anyone"],
    ),
    row(
        "backchannel-init.id-type",
        agent,
        "main desk",
        &["main init -> Created", "=", "transaction subject desk"],
    ),
    row("backchannel-init.id-type", agent, "main ann", &["main init -> Unknown Subject"]),
    row(
        "backchannel-init.redirect-uri",
        plain,
        "main ann",
        &[
            "main shared backchannel-redirectUri = \"https://am.example.com/am/UI/Login?realm=/alpha&authIndexType=transaction&authIndexValue=",
        ],
    ),
    row(
        "backchannel-init.redirect-uri",
        get,
        "main ann",
        &["\"https://am.example.com/am/XUI/?realm=/alpha&authIndexType=transaction&authIndexValue="],
    ),
    row(
        "backchannel-init.redirect-uri",
        custom,
        "main ann",
        &["\"https://app.example.com/go?x=1&realm=/alpha&authIndexType=transaction&authIndexValue="],
    ),
    row(
        "backchannel-init.redirect-uri",
        no_link,
        "main ann",
        &["main init -> Created", "=", "!backchannel-redirectUri"],
    ),
    row("backchannel-init.redirect-uri", get, "main ann; open", &["bc Login started by the link"]),
    row("backchannel-init.redirect-uri", custom, "main ann; open", &["bc Login started by the link"]),
    row("backchannel-init.data", plain, "main ann", &["main init -> Created", "!backchannel-data"]),
    row("backchannel-init.data", with_data, "main ann", &["main init -> Created", "!backchannel-data"]),
    row("transaction.life", plain, "main ann", &["transaction lives 180000 ms"]),
    row("transaction.life", brief, "main ann", &["transaction lives 12000 ms"]),
    row("transaction.states", plain, "main ann", &["transaction CREATED UNKNOWN"]),
    row("transaction.states", plain, "main ann; open", &["transaction IN_PROGRESS UNKNOWN"]),
    row("transaction.states", plain, "main ann; open; bc ann right-ann", &["transaction COMPLETED APPROVED"]),
    row("transaction.states", strict, "main ann; open; bc ann wrong", &["transaction COMPLETED DENIED"]),
    row("backchannel-status.pending", plain, "main ann", &["main status -> Pending"]),
    row(
        "backchannel-status.pending",
        plain,
        "main ann; skip; skip",
        &["main status -> Pending", "main status -> Pending", "main status -> Pending"],
    ),
    row(
        "backchannel-status.in-progress",
        plain,
        "main ann; open",
        &["main status -> Pending", "!In Progress"],
    ),
    row(
        "backchannel-status.in-progress",
        plain,
        "main ann; open; skip",
        &["> skip", "main status -> In Progress", "main wait sent"],
    ),
    row(
        "backchannel-status.success",
        plain,
        "main ann; open; bc ann right-ann",
        &["bc ended at Success", "!status -> Success"],
    ),
    row(
        "backchannel-status.success",
        plain,
        "main ann; open; bc ann right-ann; skip",
        &["main status -> Success", "main ended at Success"],
    ),
    row(
        "backchannel-status.failure",
        strict,
        "main ann; open; bc ann wrong; skip",
        &["COMPLETED, DENIED", "main status -> Failure"],
    ),
    row(
        "backchannel-status.failure",
        plain,
        "main ann; open; bc ann wrong; skip",
        &["left open for another try", "main status -> In Progress", "!status -> Failure"],
    ),
    row(
        "backchannel-status.unknown",
        brief,
        "main ann; skip; skip; skip; skip",
        &[
            "expired: it is gone",
            "main log error: Error checking back channel transaction status.",
            "main status -> Unknown",
            "main gone sent",
        ],
    ),
    row(
        "backchannel-status.unknown",
        brief,
        "main ann; open; wait 12000; skip",
        &["main status -> In Progress", "main status -> Unknown", "=", "IN_PROGRESS UNKNOWN, gone"],
    ),
    row(
        "backchannel-status.unknown",
        brief,
        "main ann; open; bc ann right-ann; main close; wait 12000",
        &["COMPLETED APPROVED, gone"],
    ),
    sketched(
        "backchannel-status.error-no-id",
        STATUS_ALONE,
        "",
        &["main status -> Error", "main ended at Failure"],
    ),
    row(
        "backchannel-status.error-store",
        plain,
        "main ann; store fails; skip",
        &[
            "store the transaction store fails",
            "main log error: Error checking back channel transaction status.",
            "main status -> Error",
        ],
    ),
    row(
        "backchannel-status.error-store",
        plain,
        "main ann; store fails; store works; skip",
        &["store the transaction store works again", "main status -> Pending", "!status -> Error"],
    ),
    row(
        "backchannel-status.session-info",
        recording,
        "main ann; open; bc ann right-ann; skip",
        &["main transient backchannel-sessionProperties = {\"AMCtxId\"", "bc reads Login successful"],
    ),
    row(
        "backchannel-status.session-info",
        plain,
        "main ann; open; bc ann right-ann; skip",
        &["main status -> Success", "!backchannel-sessionProperties"],
    ),
    sketched(
        "backchannel-notification.no-transaction",
        NOTIFY_ALONE,
        "",
        &["main log error: Transaction ID not found in context", "main tell -> Error"],
    ),
    row(
        "transaction.open-moves",
        plain,
        "main ann; open",
        &["opened: CREATED -> IN_PROGRESS", "bc Login started by the link", "bc page sent"],
    ),
    row(
        "transaction.open-moves",
        plain,
        "main ann; open; open",
        &["opened: CREATED -> IN_PROGRESS", "opened again", "=", "transaction IN_PROGRESS UNKNOWN"],
    ),
    row(
        "transaction.open-gone",
        plain,
        "open",
        &[
            "bc the link was refused: Unable to read transaction.",
            "=",
            "bc reads Unable to read transaction.",
        ],
    ),
    row(
        "transaction.open-gone",
        plain,
        "open https://am.example.com/am/UI/Login?authIndexType=transaction&authIndexValue=00000000-0000-4000-8000-000000000000",
        &["bc reads Unable to read transaction."],
    ),
    row(
        "transaction.open-gone",
        brief,
        "main ann; wait 12000; open",
        &["bc reads Unable to read transaction."],
    ),
    row("transaction.open-gone", brief, "main ann; wait 11999; open", &["bc page sent"]),
    row(
        "transaction.open-gone",
        plain,
        "main ann; store fails; open",
        &["bc reads Unable to read transaction."],
    ),
    row(
        "transaction.open-completed",
        plain,
        "main ann; open; bc ann right-ann; open",
        &["COMPLETED, APPROVED", "opened again", "bc page sent NameCallback, PasswordCallback"],
    ),
    row(
        "transaction.approve",
        plain,
        "main ann; open; bc ann right-ann",
        &["COMPLETED, APPROVED", "bc ended at Success: Login successful"],
    ),
    row(
        "transaction.approve-completed",
        plain,
        "main ann; open; bc ann right-ann; open; bc ann right-ann",
        &[
            "bc ended at Success",
            "bc check -> True",
            "not approved by this login",
            "bc ended at Failure: Unable to approve transaction",
        ],
    ),
    row(
        "transaction.approve-denied",
        strict,
        "main ann; open; bc ann wrong; open; bc ann right-ann",
        &[
            "COMPLETED, DENIED",
            "bc check -> True",
            "bc ended at Failure: Unable to approve transaction",
            "=",
            "COMPLETED DENIED",
        ],
    ),
    row(
        "transaction.approve-gone",
        brief,
        "main ann; open; wait 12000; bc ann right-ann",
        &["bc check -> True", "bc ended at Failure: Unable to read transaction."],
    ),
    row(
        "transaction.subject",
        plain,
        "main ann; open; bc bob right-bob",
        &[
            "bc check -> True",
            "not approved by this login",
            "bc reads Unable to approve transaction",
            "transaction IN_PROGRESS UNKNOWN",
        ],
    ),
    row("transaction.subject", plain, "main id-ann; open; bc ann right-ann", &["COMPLETED, APPROVED"]),
    row("transaction.subject", plain, "main ANN; open; bc ann right-ann", &["COMPLETED, APPROVED"]),
    row("transaction.subject", anyone, "main ann; open; bc bob right-bob", &["COMPLETED, APPROVED"]),
    row(
        "transaction.subject",
        plain,
        "main ann; open; bc bob right-bob; open; bc ann right-ann",
        &["not approved", "COMPLETED, APPROVED"],
    ),
    row(
        "transaction.deny",
        strict,
        "main ann; open; bc ann wrong",
        &["COMPLETED, DENIED", "bc ended at Failure: Login failure"],
    ),
    row(
        "transaction.retry",
        plain,
        "main ann; open; bc ann wrong",
        &["left open for another try", "=", "transaction IN_PROGRESS UNKNOWN"],
    ),
    row(
        "transaction.retry",
        plain,
        "main ann; open; bc ann wrong; open; bc ann right-ann; skip",
        &["left open", "opened again", "COMPLETED, APPROVED", "main status -> Success"],
    ),
    row(
        "transaction.store-fault",
        plain,
        "main ann; open; store fails; bc ann right-ann; open",
        &[
            "bc check -> True",
            "bc ended at Failure: Unable to read transaction.",
            "bc the link was refused",
            "=",
            "transaction IN_PROGRESS UNKNOWN",
        ],
    ),
    row(
        "transaction.expiry-wins",
        tied,
        "main ann; wait 4999; wait 1",
        &["expired: it is gone", "!status -> Unknown"],
    ),
    row(
        "transaction.expiry-wins",
        tied,
        "main ann; wait 5000; open",
        &["bc reads Unable to read transaction."],
    ),
];
