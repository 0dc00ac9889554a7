//! Query results that are taken for granted.

use super::{Pass, finding};
use crate::check::finding::{Lint, Severity};
use crate::check::js::{Kind, Token};

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
        let tokens = &script.words().tokens;
        if !tokens.iter().any(|token| token.kind == Kind::Word && token.text.to_lowercase().contains("query"))
        {
            continue;
        }
        for (token, text) in unchecked(tokens) {
            let place = project.script_place(script, Some(token.at), text.chars().count());
            let what = format!(
                "script \"{}\", line {}: {text} is used, but the query may find nothing",
                script.def.name, token.at.0
            );
            findings.push(finding(&UNCHECKED, place, what));
        }
    }
};

/// A use of the first result: which tokens name the list, and where the use ends.
struct First {
    list: std::ops::Range<usize>,
    end: usize,
}

/// The uses of a first result that nothing in the script guards: the first token and the text.
fn unchecked(tokens: &[Token]) -> Vec<(&Token, String)> {
    let in_try = tries(tokens);
    let lists = aliases(tokens);
    let mut found = Vec::new();
    for index in 0..tokens.len() {
        let Some(first) = first_at(tokens, index, &lists) else { continue };
        if in_try.get(index).copied().unwrap_or(false) || is_guarded(tokens, &first) {
            continue;
        }
        let is_used = match tokens.get(first.end) {
            Some(next) if next.is(".") || next.is("[") => true,
            _ => named(tokens, &first).is_some_and(|name| uses(tokens, name) && !tests(tokens, &[name])),
        };
        if is_used {
            let shown: String =
                tokens[first.list.start..first.end].iter().map(|token| token.text.as_str()).collect();
            found.push((&tokens[first.list.start], shown));
        }
    }
    found
}

/// Names that stand for a whole result: `var list = answer.result;`.
fn aliases(tokens: &[Token]) -> Vec<&str> {
    let mut names = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let ends = tokens.get(index + 1).is_none_or(|next| next.is(";") || next.at.0 > token.at.0);
        if token.is("result") && ends && is_member(tokens, index) {
            let start = chain_start(tokens, index);
            if start >= 2 && tokens[start - 1].is("=") && tokens[start - 2].kind == Kind::Word {
                names.push(tokens[start - 2].text.as_str());
            }
        }
    }
    names
}

fn is_member(tokens: &[Token], index: usize) -> bool {
    index > 0 && tokens[index - 1].is(".")
}

/// Where `a.b.c`, of which a token is the last part, begins. A call in it is stepped over.
fn chain_start(tokens: &[Token], last: usize) -> usize {
    let mut start = last;
    while start >= 2 && tokens[start - 1].is(".") {
        let before = start - 2;
        if tokens[before].is(")") {
            let mut depth = 0;
            let mut at = before;
            loop {
                depth += i32::from(tokens[at].is(")")) - i32::from(tokens[at].is("("));
                if depth == 0 || at == 0 {
                    break;
                }
                at -= 1;
            }
            start = at.saturating_sub(1);
        } else {
            start = before;
        }
    }
    start
}

/// `….result[0]`, `….result.get(0)`, `….result.shift()` or `alias[0]`, of which a token is the list's last one.
fn first_at(tokens: &[Token], index: usize, aliases: &[&str]) -> Option<First> {
    let token = &tokens[index];
    let is_list = (token.is("result") && is_member(tokens, index))
        || (token.kind == Kind::Word && aliases.contains(&token.text.as_str()) && !is_member(tokens, index));
    if !is_list {
        return None;
    }
    let follows = |marks: &[&str]| {
        marks
            .iter()
            .enumerate()
            .all(|(ahead, mark)| tokens.get(index + 1 + ahead).is_some_and(|t| t.is(mark)))
    };
    let length = if follows(&["[", "0", "]"]) {
        3
    } else if follows(&[".", "get", "(", "0", ")"]) {
        5
    } else if follows(&[".", "shift", "(", ")"]) {
        4
    } else {
        return None;
    };
    Some(First { list: chain_start(tokens, index)..index + 1, end: index + 1 + length })
}

/// Whether the script looks at the list somewhere: its length, its count, or whether it has a
/// first one.
fn is_guarded(tokens: &[Token], first: &First) -> bool {
    const LOOKS: [&str; 6] = ["length", "size", "isEmpty", "forEach", "map", "some"];
    let list: Vec<&str> = tokens[first.list.clone()].iter().map(|token| token.text.as_str()).collect();
    let owner = list.get(..list.len().saturating_sub(2)).unwrap_or_default();
    let starts = |at: usize, words: &[&str]| {
        !is_member(tokens, at)
            && words
                .iter()
                .enumerate()
                .all(|(ahead, word)| tokens.get(at + ahead).is_some_and(|t| t.text == *word))
    };
    let after = |at: usize, length: usize| tokens.get(at + length);
    (0..tokens.len()).any(|at| {
        let counts = !owner.is_empty()
            && starts(at, owner)
            && after(at, owner.len() + 1).is_some_and(|token| token.text.to_lowercase().contains("count"));
        let looks = starts(at, &list)
            && after(at, list.len()).is_some_and(|token| token.is(".") || token.is("?."))
            && after(at, list.len() + 1).is_some_and(|token| LOOKS.iter().any(|look| token.is(look)));
        counts || looks
    }) || tests(tokens, &{
        let mut whole = list.clone();
        whole.extend(tokens[first.list.end..first.end].iter().map(|token| token.text.as_str()));
        whole
    })
}

/// The name that a first result is given: `var user = answer.result[0];`.
fn named<'t>(tokens: &'t [Token], first: &First) -> Option<&'t str> {
    let start = first.list.start;
    let ends =
        tokens.get(first.end).is_none_or(|next| !next.is("?.") && next.kind != Kind::Mark || next.is(";"));
    let is_named = ends && start >= 2 && tokens[start - 1].is("=") && tokens[start - 2].kind == Kind::Word;
    is_named.then(|| tokens[start - 2].text.as_str())
}

/// Whether a member of something is used.
fn uses(tokens: &[Token], name: &str) -> bool {
    tokens.windows(2).any(|pair| pair[0].is(name) && (pair[1].is(".") || pair[1].is("[")))
}

/// Whether an expression is tested somewhere: `if (x)`, `x ?`, `x &&`, `!x`, `x === null`.
fn tests(tokens: &[Token], words: &[&str]) -> bool {
    const AFTER: [&str; 10] = ["&&", "||", "?", "==", "!=", "===", "!==", "?.", "??", "instanceof"];
    tokens.windows(words.len()).enumerate().any(|(at, window)| {
        if is_member(tokens, at) || !window.iter().zip(words).all(|(token, word)| token.text == *word) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let after = tokens.get(at + words.len());
        let alone = before.is_some_and(|t| t.is("("))
            && after.is_some_and(|t| t.is(")"))
            && at.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|t| t.is("if") || t.is("while"));
        alone
            || before.is_some_and(|t| t.is("!") || t.is("typeof") || t.is("&&"))
            || after.is_some_and(|t| AFTER.iter().any(|mark| t.is(mark)))
    })
}

/// For each token, whether an error there is caught.
fn tries(tokens: &[Token]) -> Vec<bool> {
    let mut blocks: Vec<bool> = Vec::new();
    let mut caught = Vec::with_capacity(tokens.len());
    for (index, token) in tokens.iter().enumerate() {
        if token.is("{") {
            let is_try = index > 0 && tokens[index - 1].is("try");
            blocks.push(is_try || blocks.last() == Some(&true));
        } else if token.is("}") {
            blocks.pop();
        }
        caught.push(blocks.last() == Some(&true));
    }
    caught
}

#[cfg(test)]
mod tests_of_scripts {
    use super::unchecked;
    use crate::check::js::words;

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
        ] {
            assert!(unchecked(&words(guarded).tokens).is_empty(), "{guarded}");
        }
        for (open, shown) in [
            ("var q = openidm.query(b); var id = q.result[0]._id", "q.result[0]"),
            ("x(q.result.get(0)._id)", "q.result.get(0)"),
            ("x(q.result.shift()._id)", "q.result.shift()"),
            ("var user = q.result[0]; x(user._id);", "q.result[0]"),
            ("var list = q.result; x(list[0]._id);", "list[0]"),
            ("if (other.result.length) { x(q.result[0]._id); }", "q.result[0]"),
            ("var id = openidm.query(a, (b)).result[0]._id;", "openidm.query(a,(b)).result[0]"),
        ] {
            let words = words(open);
            let found: Vec<String> = unchecked(&words.tokens).into_iter().map(|(_, text)| text).collect();
            assert_eq!(found, [shown], "{open}");
        }
    }
}
