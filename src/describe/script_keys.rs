//! State keys that a script names, found by reading it, not by running it.

use std::sync::Arc;

use crate::node::Access;
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
    let tokens = tokens(source);
    let mut found: Vec<ScriptKey> = Vec::new();
    for (at, window) in tokens.windows(4).enumerate() {
        let [Token::Word(object), Token::Sign('.'), Token::Word(method), Token::Sign('(')] = window else {
            continue;
        };
        let Some((access, scope)) = meaning(object, method) else { continue };
        let arguments = &tokens[at + 4..];
        let keys = if method.starts_with("merge") { members(arguments) } else { vec![first(arguments)] };
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

/// The first argument, where it is a text and nothing else.
fn first<'s>(arguments: &[Token<'s>]) -> Option<&'s str> {
    match arguments {
        [Token::Text(text), Token::Sign(',' | ')'), ..] => Some(text),
        _ => None,
    }
}

/// The keys of an object that is written out as the argument.
fn members<'s>(arguments: &[Token<'s>]) -> Vec<Option<&'s str>> {
    let [Token::Sign('{'), rest @ ..] = arguments else { return vec![None] };
    let mut keys = Vec::new();
    let mut depth = 0usize;
    let mut expected = true;
    for (at, token) in rest.iter().enumerate() {
        match token {
            Token::Sign('}') if depth == 0 => return keys,
            Token::Sign('{' | '[' | '(') => {
                // A key that is computed stands in brackets.
                if depth == 0 && expected {
                    keys.push(None);
                    expected = false;
                }
                depth += 1;
            }
            Token::Sign('}' | ']' | ')') => depth = depth.saturating_sub(1),
            Token::Sign(',') if depth == 0 => expected = true,
            Token::Word(key) | Token::Text(key) if depth == 0 && expected => {
                expected = false;
                let plain = matches!(rest.get(at + 1), Some(Token::Sign(':' | ',' | '}')));
                keys.push(plain.then_some(*key));
            }
            _ => {}
        }
    }
    keys
}

/// A piece of a script: enough of the language to find calls, and not to take comments, texts or
/// regular expressions for code.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'s> {
    Word(&'s str),
    Text(&'s str),
    Sign(char),
    /// A number, a regular expression, a text with an escape or an insertion.
    Other,
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let (token, length) = match c {
            '/' if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (None, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            '/' if begins_expression(tokens.last()) => (Some(Token::Other), regex(rest)),
            '"' | '\'' | '`' => text(rest, c),
            c if is_word(c) => {
                let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
                let number = c.is_ascii_digit();
                (Some(if number { Token::Other } else { Token::Word(&rest[..end]) }), end)
            }
            c if c.is_whitespace() => (None, c.len_utf8()),
            c => (Some(Token::Sign(c)), c.len_utf8()),
        };
        tokens.extend(token);
        rest = &rest[length..];
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Whether a slash after this begins a regular expression; else it divides.
fn begins_expression(before: Option<&Token<'_>>) -> bool {
    match before {
        Some(Token::Word(word)) => matches!(*word, "return" | "typeof" | "case" | "in" | "of"),
        Some(Token::Text(_) | Token::Other | Token::Sign(')' | ']' | '}')) => false,
        Some(Token::Sign(_)) | None => true,
    }
}

/// The length of a regular expression.
fn regex(rest: &str) -> usize {
    let (mut escaped, mut class) = (false, false);
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '/' if !class => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// A text in quotes and its length.
fn text(rest: &str, quote: char) -> (Option<Token<'_>>, usize) {
    let mut escaped = false;
    let mut plain = true;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => (escaped, plain) = (true, false),
            '\n' if quote != '`' => return (Some(Token::Other), at),
            c if c == quote => {
                let inner = &rest[1..at];
                let plain = plain && !(quote == '`' && inner.contains("${"));
                return (Some(if plain { Token::Text(inner) } else { Token::Other }), at + 1);
            }
            _ => {}
        }
    }
    (Some(Token::Other), rest.len())
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
