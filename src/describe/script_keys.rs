//! State keys that a script names, found by reading it, not by running it.

use std::sync::Arc;

use crate::node::Access;
use crate::script::code::Code;
use crate::script::language::{NodeId, NodeKind};
use crate::value::Scope;

/// A state key in a script; `key` is `None` where the script computes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptKey {
    /// The key, where it is a text in the script.
    pub key: Option<Arc<str>>,
    /// What is done with it.
    pub access: Access,
    /// In which state; `None` where it is looked for in all.
    pub scope: Option<Scope>,
}

/// The calls of `nodeState`, and of the states of legacy scripts, in the order of the text, each
/// key once for each kind of use.
pub fn script_keys(source: &str) -> Vec<ScriptKey> {
    let code = Code::read(source);
    let mut found: Vec<ScriptKey> = Vec::new();
    for call in code.nodes().filter_map(|id| code.method_call(id)) {
        let Some((access, scope)) = code.binding(call.object).and_then(|object| meaning(object, call.method))
        else {
            continue;
        };
        let first = call.arguments.first().copied();
        let keys = match first {
            Some(argument) if call.method.starts_with("merge") => members(&code, argument),
            _ => vec![first.and_then(|argument| code.text(argument))],
        };
        for key in keys {
            let one = ScriptKey { key: key.map(Arc::from), access, scope };
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// What a call does with state. Source: the vendor's documentation of scripted decision nodes, next
/// generation and legacy.
fn meaning(object: &str, method: &str) -> Option<(Access, Option<Scope>)> {
    let scope = match object {
        "nodeState" => None,
        "sharedState" => Some(Scope::Shared),
        "transientState" => Some(Scope::Transient),
        _ => return None,
    };
    Some(match (object, method) {
        (_, "get" | "getObject" | "isDefined") => (Access::Read, scope),
        ("nodeState", "putShared" | "mergeShared") => (Access::Write, Some(Scope::Shared)),
        ("nodeState", "putTransient" | "mergeTransient") => (Access::Write, Some(Scope::Transient)),
        ("nodeState", "putSecure") => (Access::Write, Some(Scope::Secure)),
        (_, "put") if object != "nodeState" => (Access::Write, scope),
        (_, "remove") => (Access::Write, scope),
        _ => return None,
    })
}

/// The keys of an object that is written out as the argument.
fn members(code: &Code, argument: NodeId) -> Vec<Option<&str>> {
    let script = code.script();
    let NodeKind::Object(properties) = script.kind(script.without_parentheses(argument)) else {
        return vec![None];
    };
    let key = |property: &NodeId| match script.kind(*property) {
        NodeKind::Property { key, .. } => code.key(*key),
        _ => None,
    };
    properties.iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        let one = |key: ScriptKey| {
            let access = if key.access == Access::Read { "r" } else { "w" };
            let scope = key.scope.map_or("any", Scope::name);
            format!("{access} {scope} {}", key.key.as_deref().unwrap_or("?"))
        };
        script_keys(source).into_iter().map(one).collect()
    }

    #[test]
    fn calls_with_texts_are_found_and_computed_keys_are_owned_up_to() {
        for (source, expected) in [
            ("nodeState.get(\"a\").asString()", &["r any a"][..]),
            ("nodeState . getObject ( 'a' )", &["r any a"]),
            ("if (nodeState.isDefined(`a`)) nodeState.remove('a')", &["r any a", "w any a"]),
            ("nodeState.putShared('a', x); nodeState.putShared('a', y)", &["w shared a"]),
            ("nodeState.putTransient('b', {c: nodeState.get('d')})", &["w transient b", "r any d"]),
            (
                "nodeState.mergeShared({a: 1, 'b': {c: 2}, [k]: 3, d, e: [f, g]})",
                &["w shared a", "w shared b", "w shared ?", "w shared d", "w shared e"],
            ),
            ("nodeState.mergeTransient(all)", &["w transient ?"]),
            ("nodeState.get('a' + b); nodeState.get(key)", &["r any ?"]),
            ("nodeState.get(`a${b}`)", &["r any ?"]),
            ("sharedState.get(\"x\"); transientState.put('y', 1)", &["r shared x", "w transient y"]),
            ("// nodeState.get('a')\n/* nodeState.get('b') */ 'nodeState.get(\"c\")'", &[]),
            ("x = /'/; nodeState.get('a'); y = 1 / 2; nodeState.get('b') / 3", &["r any a", "r any b"]),
            ("my.nodeState.get('a'); nodeStates.get('b'); nodeState.keys()", &["r any a"]),
            ("nodeState.get('日本')", &["r any 日本"]),
            ("throw /nodeState.get(\"q\")/", &[]),
            ("var ns = nodeState; ns.get('x'); ns.putShared('y', 1)", &["r any x", "w shared y"]),
            ("ns = nodeState; function f() { return ns.get('x') }", &["r any x"]),
            ("var ns = nodeState; ns = other; ns.get('x')", &[]),
            ("function f(nodeState) { return nodeState.get('x') } f(nodeState)", &[]),
            ("var nodeState = {get: f}; nodeState.get('x')", &[]),
            ("nodeState['get']('x'); (nodeState).get(('y'))", &["r any x", "r any y"]),
            (
                "var KEY = 'x'; nodeState.get(KEY); var other = 'y'; other += 'z'; nodeState.get(other)",
                &["r any x", "r any ?"],
            ),
            ("with (imports) { nodeState.get('x') }", &["r any x"]),
            ("for each (var x in y) { nodeState.get('a') }", &["r any a"]),
            (
                "class A { m() { nodeState.get('a') } } nodeState?.get('b') ?? nodeState.get(...c)",
                &["r any a", "r any b", "r any ?"],
            ),
            (
                "nodeState.mergeShared({if: 1, get a() {}, 'b'() {}, 2: c})",
                &["w shared if", "w shared a", "w shared b", "w shared 2"],
            ),
            ("var get = nodeState.get; get('x')", &[]),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }

    #[test]
    fn no_cut_of_a_script_makes_reading_panic() {
        let source = "a = /[/\\]]é/; nodeState.mergeShared({'k': `x${'y'}`, z: \"\\\"\"}); // é\n/* é";
        for end in 0..=source.len() {
            if let Some(cut) = source.get(..end) {
                script_keys(cut);
            }
        }
    }
}
