//! The bindings' source: one JavaScript file a binding, one function body together.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What the bindings are called in call stacks.
pub(super) const NAME: &str = "jsim-bindings.js";

/// Called with the one native function and whether the context is kept; answers
/// `{begin, evaluate, end, reset}`. A new binding is one more file here.
pub(super) const SOURCE: &str = concat!(
    "(function (host, keep) {\n\"use strict\";\n",
    include_str!("bindings/basics.js"),
    include_str!("bindings/values.js"),
    include_str!("bindings/meter.js"),
    include_str!("bindings/code.js"),
    include_str!("bindings/time.js"),
    include_str!("bindings/node_state.js"),
    include_str!("bindings/callbacks.js"),
    include_str!("bindings/action.js"),
    include_str!("bindings/logger.js"),
    include_str!("bindings/openidm.js"),
    include_str!("bindings/id_repository.js"),
    include_str!("bindings/utils.js"),
    include_str!("bindings/request.js"),
    include_str!("bindings/legacy.js"),
    include_str!("bindings/run.js"),
    "})",
);

/// Whether a name is one of the bindings'.
pub(super) fn binds(name: &str) -> bool {
    static BOUND: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let parts = SOURCE.split("bind(\"").skip(1);
        parts.filter_map(|rest| rest.split_once('"')).map(|(bound, _)| bound).collect()
    });
    BOUND.contains(name)
}
