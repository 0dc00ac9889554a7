//! The rules of scripts.

use crate::value::{Rule, Source};

/// Rules that the sandbox follows.
pub const RULES: &[Rule] = &[
    Rule::new(
        "script.callbacks",
        "callbacks holds the answers of the callbacks that came back, by type, as lists; it is empty on a first visit.",
        Source::Src("ScriptedCallbacksWrapper"),
    ),
    Rule::new(
        "script.untouched-confirmation",
        "A confirmation that comes back untouched is 0, whatever its default.",
        Source::Src("ScriptedCallbacksBuilder, on the ConfirmationCallback of the JDK"),
    ),
    Rule::new(
        "script.untouched-hidden-value",
        "A hidden value that comes back untouched is its id: the input that clients fill in starts with it.",
        Source::Src("the REST handler of HiddenValueCallback"),
    ),
    Rule::new(
        "script.untouched-text-input",
        "A text input that comes back untouched is empty: its default text is only shown.",
        Source::Src("the REST handler of TextInputCallback"),
    ),
    Rule::new(
        "script.option-types",
        "A confirmation of a predefined option type is answered by the constants YES 0, NO 1, CANCEL 2 and OK 3, and its default is one of them.",
        Source::Src("ScriptedCallbacksBuilder, on the ConfirmationCallback of the JDK"),
    ),
    Rule::new(
        "script.callbacks-builder",
        "callbacksBuilder adds one callback for each call, in order.",
        Source::Src("ScriptedCallbacksBuilder"),
    ),
    Rule::new(
        "script.empty-text",
        "A callback with a null or empty prompt, message or default throws.",
        Source::Assumed("the callback classes of the JDK refuse them, and AM builds on those"),
    ),
    Rule::new(
        "script.action",
        "action collects outcome, session properties, times, messages, identity and suspension; times must be at least one minute.",
        Source::Src("ActionWrapper"),
    ),
    Rule::new(
        "script.suspend-logic",
        "The additional logic handed to action.suspend is not run.",
        Source::Assumed("it needs the resume link, which exists only after the script has ended"),
    ),
    Rule::new(
        "script.node-state",
        "nodeState.get reads transient, then secure, then shared state; getObject merges the objects of the three; remove removes from all.",
        Source::Src("NodeState"),
    ),
    Rule::new(
        "script.merge",
        "mergeShared and mergeTransient set keys, and members of objectAttributes, in one scope and take them out of the others; another key with an object as its value throws.",
        Source::Src("NodeState"),
    ),
    Rule::new(
        "script.legacy-state",
        "A legacy script (evaluatorVersion 1.0) has sharedState and transientState, copies of the scopes: what it puts there and declares as output reaches node state, what it removes there stays.",
        Source::Src("ScriptedDecisionNode"),
    ),
    Rule::new(
        "script.legacy-action",
        "A legacy script may set action to what Action.goTo or Action.send of callbacks built; the bindings of the next generation are there too.",
        Source::Assumed("a legacy script of the product has the legacy bindings only"),
    ),
    Rule::new(
        "script.legacy-java",
        "Of Java, Action, String and the usual callback classes are there; using any other class throws and says which.",
        Source::Assumed("no Java runs here"),
    ),
    Rule::new(
        "script.node-state-copy",
        "A value read from node state is a copy: changing it changes nothing until it is put back.",
        Source::Assumed("whether it is the stored object is not documented"),
    ),
    Rule::new(
        "script.object-text",
        "An object used as a callback's text is written as {key=value, ...}.",
        Source::Assumed("the text Java gives a map; the vendor's sample hands one to textOutputCallback"),
    ),
    Rule::new(
        "script.openidm",
        "openidm serves query, read, create, update, patch and delete of managed users; anything else throws.",
        Source::Assumed("only the realm's users are simulated"),
    ),
    Rule::new(
        "script.identity-name",
        "idRepository.getIdentity(id).getName() is the user name; of a user the store does not know, the id that was given.",
        Source::Seed,
    ),
    Rule::new(
        "script.config-provider",
        "The script of a Configuration Provider sets config and has no callbacks, callbacksBuilder or action.",
        Source::Seed,
    ),
    Rule::new(
        "script.clock",
        "Date shows the world's time in UTC; Math.random and utils.crypto draw from the world's generator.",
        Source::Assumed("so that a run can be repeated"),
    ),
    Rule::new(
        "script.limits",
        "A script is stopped after a fixed amount of work (250 ms of processor time at most), at 32 MiB of memory or when it calls itself too deep; the error names script and line.",
        Source::Assumed("the tenant's limits are settings of the tenant"),
    ),
    Rule::new(
        "script.big-integer",
        "A script with a BigInt number, such as 5n, ends in an error that says where.",
        Source::Assumed("their arithmetic cannot be limited"),
    ),
    Rule::new(
        "script.code-from-text",
        "eval and Function run code under the same limits; it sees the global names only.",
        Source::Assumed("the text must be looked at first"),
    ),
    Rule::new(
        "script.secret",
        "A text that comes back from a script and holds a known secret is kept as a secret, and masked wherever it is shown.",
        Source::Assumed("a simulator must not print passwords"),
    ),
    Rule::new(
        "script.secret-public",
        "A text that is exactly a secret stays readable where everybody may read it anyway: as a user name, in shared state, in the script itself.",
        Source::Assumed("a password may equal the user name, and the journey must run on"),
    ),
    Rule::new(
        "script.secret-short",
        "Secrets of fewer than four characters are looked for as whole words only.",
        Source::Assumed("a password of one letter is part of nearly every text"),
    ),
    Rule::new("script.groovy", "A Groovy script ends in an error.", Source::Assumed("only JavaScript runs")),
];
