//! Query results that are taken for granted.

mod guards;

use guards::{Guards, MAX_PATH, is_result, path};

use super::{Pass, finding};
use crate::check::finding::{Lint, Severity};
use crate::script::code::{Code, Given};
use crate::script::language::{NodeId, NodeKind};

static UNCHECKED: Lint = Lint {
    id: "unchecked-result",
    severity: Severity::Warning,
    title: "A script uses the first result of a query without looking whether there is one",
    why: "A query that finds nothing has no result[0]: the script throws, and the journey fails instead of taking an outcome.",
    mend: "Look at result.length first, and take an outcome of its own when it is 0.",
    bad: r#"
journey Main
  find: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome"]}
    outcome -> Failure
script s
  var found = openidm.query("managed/alpha_user", { "_queryFilter": "/userName eq 'demo'" }, ["_id"]);
  nodeState.putShared("_id", found.result[0]._id);
  outcome = "outcome";
"#,
    good: r#"
journey Main
  find: ScriptedDecisionNode {"script": "s", "outcomes": ["outcome", "nobody"]}
    outcome -> Failure
    nobody -> Failure
script s
  var found = openidm.query("managed/alpha_user", { "_queryFilter": "/userName eq 'demo'" }, ["_id"]);
  if (found.result.length === 0) {
    outcome = "nobody";
  } else {
    nodeState.putShared("_id", found.result[0]._id);
    outcome = "outcome";
  }
"#,
};

pub(super) static LINTS: &[&Lint] = &[&UNCHECKED];
pub(super) const PASS: Pass = |project, _, findings| {
    for script in &project.scripts {
        if !script.names().any(|name| name.to_lowercase().contains("query")) {
            continue;
        }
        for (id, text) in unchecked(script.code()) {
            let span = script.code().script().span(id);
            let what = format!(
                "script \"{}\", line {}: {text} is used, but the query may find nothing",
                script.def.name,
                script.at(span).0
            );
            findings.push(finding(&UNCHECKED, project.script_span(script, span), what));
        }
    }
};

/// The uses of a first result that nothing in the script guards, with their text.
fn unchecked(code: &Code) -> Vec<(NodeId, String)> {
    let guards = Guards::of(code);
    let is_open = |id: NodeId, list: NodeId| !is_in_try(code, id) && !guards.has(code, list);
    let mut found = Vec::new();
    for id in code.nodes() {
        let is_taken_for_granted = if let Some(list) = first_of(code, id) {
            let is_used = match name_given(code, id) {
                Some(name) => guards.is_used_unseen(code, name),
                None => is_looked_into(code, id),
            };
            is_used && is_open(id, list) && !guards.firsts.contains(&path(code, id, MAX_PATH))
        } else if let Some((list, name)) = taken_apart(code, id) {
            guards.is_used_unseen(code, name) && is_open(id, list)
        } else {
            false
        };
        if is_taken_for_granted {
            found.push((id, code.compact(code.script().span(id))));
        }
    }
    found
}

/// Whether an expression is the list of a result, or a variable that is given it.
fn is_list(code: &Code, id: NodeId) -> bool {
    let gives = |given: &Given| match given {
        Given::Value(value) => is_result(code, *value),
        Given::Member(_, key) => code.key(*key) == Some("result"),
        _ => false,
    };
    let variable = code.variable(id);
    is_result(code, id) || variable.is_some_and(|variable| code.given(&variable).iter().any(gives))
}

/// The list of `list[0]`, `list.get(0)` or `list.shift()`.
fn first_of(code: &Code, id: NodeId) -> Option<NodeId> {
    let is_zero = |id: NodeId| matches!(code.script().kind(id), NodeKind::Number(0.0));
    let list = match code.script().kind(id) {
        NodeKind::Index { object, index } if is_zero(*index) => *object,
        NodeKind::Call { .. } => {
            let call = code.method_call(id)?;
            match (call.method, call.arguments) {
                ("get", [index]) if is_zero(*index) => call.object,
                ("shift", []) => call.object,
                _ => return None,
            }
        }
        _ => return None,
    };
    is_list(code, list).then_some(list)
}

/// List and name of `[name] = list`.
fn taken_apart(code: &Code, id: NodeId) -> Option<(NodeId, NodeId)> {
    let (target, list) = match code.script().kind(id) {
        NodeKind::Declarator { target, value: Some(list) } => (*target, *list),
        NodeKind::Assign { target, value, .. } => (*target, *value),
        _ => return None,
    };
    match code.script().kind(target) {
        NodeKind::Array(elements) => match elements.first() {
            Some(Some(name)) if code.name(*name).is_some() && is_list(code, list) => Some((list, *name)),
            _ => None,
        },
        _ => None,
    }
}

/// The node with the parentheses around it.
fn with_parentheses(code: &Code, id: NodeId) -> NodeId {
    let mut id = id;
    for around in code.around(id) {
        if !matches!(code.script().kind(around), NodeKind::Parenthesized(_)) {
            break;
        }
        id = around;
    }
    id
}

/// Whether what comes after an expression asks first whether it is there.
fn asks(code: &Code, id: NodeId) -> bool {
    let after =
        code.script().text().get(code.script().span(id).end as usize..).unwrap_or_default().trim_start();
    after.starts_with("?.") || after.starts_with("??")
}

/// Whether a member of an expression is used.
fn is_looked_into(code: &Code, id: NodeId) -> bool {
    let id = with_parentheses(code, id);
    let parent = code.script().parent(id).map(|parent| code.script().kind(parent));
    let is_object = match parent {
        Some(NodeKind::Member { object, .. } | NodeKind::Index { object, .. }) => *object == id,
        _ => false,
    };
    is_object && !asks(code, id)
}

/// The name that an expression is given: `var user = answer.result[0];`.
fn name_given(code: &Code, id: NodeId) -> Option<NodeId> {
    let id = with_parentheses(code, id);
    match code.script().kind(code.script().parent(id)?) {
        NodeKind::Declarator { target, value: Some(value) } if *value == id => Some(*target),
        NodeKind::Assign { target, value, .. } if *value == id => Some(*target),
        _ => None,
    }
    .filter(|target| code.name(*target).is_some())
}

/// Whether an error there is caught.
fn is_in_try(code: &Code, id: NodeId) -> bool {
    let span = code.script().span(id);
    code.around(id).any(|around| match code.script().kind(around) {
        NodeKind::Try { block, .. } => code.script().span(*block).contains(span),
        _ => false,
    })
}

#[cfg(test)]
mod tests_of_scripts {
    use super::unchecked;
    use crate::script::code::Code;

    #[test]
    fn guarded_results_are_left_alone_and_others_told() {
        for guarded in [
            "var a = openidm.query(b); if (a.result.length > 0) { c(a.result[0]._id); }",
            "return answer.result.length > 0 ? answer.result[0] : null;",
            "if (a.resultCount === 1) x(a.result[0].y)",
            "if (a.result && a.result[0]) x(a.result[0].y)",
            "if (!a.result[0]) { return; } x(a.result[0].y)",
            "x(a.result[0]?.y)",
            "try { x(a.result[0].y); } catch (e) { outcome = 'no'; }",
            "var user = a.result[0]; if (user) { x(user._id); }",
            "var user = a.result[0]; if (user == null) { y(); } else { x(user._id); }",
            "var list = a.result; if (list.length) { x(list[0]._id); }",
            "x(a.result[0])",
            "if (a.result.isEmpty()) { y() } else { x(a.result.get(0).z) }",
            "while (a.result.length) { x(a.result.shift().z) }",
            "callbacks.getNameCallbacks()[0].x; other[0].y",
            "var r = query(b); if (r['result'].length) x(r.result[0].y)",
            "var {result} = query(b); if (result.length) x(result[0].y)",
            "var [user] = a.result; if (user) x(user.y)",
            "var list = a.result; if (a.result.length) x(list[0].y)",
            "// a.result[0].y\nx('a.result[0].y', /a.result[0].y/)",
            "var {length} = a.result; if (length) x(a.result[0].y)",
            "x(a.result[0]?.y ?? 'z'); var u = a.result[0]; x(u?.y)",
        ] {
            assert!(unchecked(&Code::read(guarded)).is_empty(), "{guarded}");
        }
        for (open, shown) in [
            ("var q = openidm.query(b); var id = q.result[0]._id", "q.result[0]"),
            ("x(q.result.get(0)._id)", "q.result.get(0)"),
            ("x(q.result.shift()._id)", "q.result.shift()"),
            ("var user = q.result[0]; x(user._id);", "q.result[0]"),
            ("var list = q.result; x(list[0]._id);", "list[0]"),
            ("if (other.result.length) { x(q.result[0]._id); }", "q.result[0]"),
            ("var id = openidm.query(a, (b)).result[0]._id;", "openidm.query(a,(b)).result[0]"),
            ("r = query(b); x(r[\"result\"][0].y)", "r[\"result\"][0]"),
            ("var {result} = query(b); x(result[0].y)", "result[0]"),
            ("var {result: list} = query(b); x((list)[0]['y'])", "(list)[0]"),
            ("var [user] = a.result; x(user.y)", "[user]=a.result"),
            ("function f(list) { return list.length } var list = a.result; x(list[0].y)", "list[0]"),
        ] {
            let found: Vec<String> = unchecked(&Code::read(open)).into_iter().map(|(_, text)| text).collect();
            assert_eq!(found, [shown], "{open}");
        }
    }

    #[test]
    fn every_use_is_told() {
        let code = Code::read(
            "var q = query(b); x(q.result[0].a); /* c */ y(q.result[0].b); z(q['result'].get(0).c)",
        );
        let found: Vec<String> = unchecked(&code).into_iter().map(|(_, text)| text).collect();
        assert_eq!(found, ["q.result[0]", "q.result[0]", "q['result'].get(0)"]);
    }
}
