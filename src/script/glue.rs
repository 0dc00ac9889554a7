//! The bindings' source: one JavaScript file a binding, one function body together.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What the bindings are called in call stacks.
pub(super) const NAME: &str = "jsim-bindings.js";

/// Called with the one native function and whether the context is kept; answers
/// `{begin, evaluate, end, reset}`. A new binding is one more file here.
pub(super) const SOURCE: &str = concat!(
    "(function (host, keep) {\n\"use strict\";\n",
    include_str!("glue/basics.js"),
    include_str!("glue/values.js"),
    include_str!("glue/meter.js"),
    include_str!("glue/code.js"),
    include_str!("glue/time.js"),
    include_str!("glue/node_state.js"),
    include_str!("glue/callbacks.js"),
    include_str!("glue/callbacks_builder.js"),
    include_str!("glue/action.js"),
    include_str!("glue/logger.js"),
    include_str!("glue/openidm.js"),
    include_str!("glue/id_repository.js"),
    include_str!("glue/utils.js"),
    include_str!("glue/request.js"),
    include_str!("glue/legacy.js"),
    include_str!("glue/run.js"),
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
