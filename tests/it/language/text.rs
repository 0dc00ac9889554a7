//! Any text at all: no panic, no endless reading, positions that lie in the text.

use journey_sim::script::code::Code;
use journey_sim::script::language::{LanguageLevel, NodeKind, Script, SyntaxErrorKind, TokenKind, Visit};
use proptest::prelude::*;

use super::rows;

const PIECES: &[&str] = &[
    "var", "let", "const", "function", "for", "each", "in", "of", "if", "else", "while", "do", "switch",
    "case", "default", "break", "continue", "return", "throw", "try", "catch", "finally", "with", "new",
    "delete", "typeof", "this", "null", "yield", "class", "extends", "await", "async", "get", "set",
    "static", "a", "b", "(", ")", "{", "}", "[", "]", ";", ",", ".", "..", ".(", ":", "::", "?", "?.", "??",
    "=>", "=", "==", "!", "+", "++", "-", "--", "*", "**", "/", "/=", "%", "&&", "||", "||=", "~", "<", ">",
    "<<", ">>>", "+=", "`", "${", "@", "#", "\\", "...", "1", "08", "0x1", "1n", "1e", "'a'", "\"b\"", "'",
    "/re/g", "/[/", "<!--", "-->", "//", "/*", "*/", "\n", "\r\n", "\u{2028}", " ", "é", "\u{feff}",
    "\u{200d}", "𝒳", "\\u0061",
];

/// A script with one or two of its pieces taken out, doubled, replaced, or others put in.
pub(super) fn mutated(script: &str, seed: u64) -> String {
    let tokens: Vec<String> = match Script::read(script, LanguageLevel::Es6).script {
        read if read.tokens().is_empty() => vec![script.to_owned()],
        read => {
            let mut at = 0;
            let mut pieces = Vec::new();
            for token in read.tokens() {
                pieces.push(script[at..token.span.start as usize].to_owned());
                pieces.push(script[token.span.range()].to_owned());
                at = token.span.end as usize;
            }
            pieces.push(script[at..].to_owned());
            pieces
        }
    };
    let mut random = seed;
    let mut draw = move |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below.max(1)
    };
    let mut pieces = tokens;
    for _ in 0..=draw(2) {
        let place = draw(pieces.len());
        let other = PIECES[draw(PIECES.len())];
        match draw(4) {
            0 => drop(pieces.remove(place)),
            1 => pieces.insert(place, pieces[place].clone()),
            2 => pieces[place] = other.to_owned(),
            _ => pieces.insert(place, format!(" {other} ")),
        }
        if pieces.is_empty() {
            break;
        }
    }
    pieces.concat()
}

/// What holds of every text at every level.
fn check(text: &str) {
    for level in LanguageLevel::ALL {
        let reading = Script::read(text, level);
        assert_eq!(Script::parse(text, level).err(), reading.error, "{text:?} at {level:?}");
        let script = reading.script;
        let mut end = 0;
        for token in script.tokens() {
            assert!(token.span.start >= end && token.span.start <= token.span.end, "{text:?}: {token:?}");
            end = token.span.end;
            let slice = text.get(token.span.range()).unwrap();
            if let Some(fixed) = token.kind.text() {
                let seen: String = slice.chars().filter(|character| *character != '\u{200d}').collect();
                assert_eq!(seen, fixed, "{text:?}");
            }
            assert!(!slice.is_empty() || matches!(token.kind, TokenKind::End | TokenKind::TemplateText));
        }
        for comment in script.comments() {
            assert!(text.get(comment.span.range()).is_some_and(|slice| slice.len() >= 2));
        }
        for (id, node) in script.nodes() {
            assert!(text.get(node.span.range()).is_some(), "{text:?}: {node:?}");
            node.kind.each_child(|child| {
                assert!(
                    node.span.contains(script.span(child)),
                    "{text:?}: {node:?} {:?}",
                    script.node(child)
                );
                assert!(child < id);
            });
        }
        if let Some(error) = &reading.error {
            assert!(text.get(error.span.range()).is_some(), "{text:?}: {error:?}");
            assert!(error.position.line >= 1 && error.position.column >= 1);
        } else {
            assert!(!script.nodes().any(|(_, node)| matches!(node.kind, NodeKind::Refused(_))), "{text:?}");
        }
        check_code(text);
        let visits = script.walk(script.root()).count();
        assert!(visits <= 2 * script.nodes().len());
    }
}

/// The questions that others ask of a script have an answer for each node of any.
fn check_code(text: &str) {
    let code = Code::read(text);
    for id in code.nodes() {
        let _ = (code.binding(id), code.text(id), code.member(id), code.key(id));
        if let Some(call) = code.method_call(id) {
            assert!(call.object < id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_soup_of_tokens(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)) {
        check(&pieces.concat());
        check(&pieces.join(" "));
    }

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        check(&text);
    }

    #[test]
    fn a_script_with_mistakes(row in 0_usize..1000, seed in any::<u64>()) {
        let rows = rows();
        check(&mutated(&rows[row % rows.len()].script, seed));
    }
}

#[test]
fn every_script_of_the_table() {
    for row in rows() {
        check(&row.script);
        // A text may end anywhere.
        let middle = row.script.char_indices().nth(row.script.chars().count() / 2).map_or(0, |(at, _)| at);
        check(&row.script[..middle]);
    }
}

/// Texts that nest, at a depth that any reader without a limit pays for with its stack.
#[test]
fn nesting_ends_in_an_error() {
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "", "]"),
        ("{", "", "}"),
        ("x = {a:", "1", "}"),
        ("function f() {", "", "}"),
        ("(function() {", "", "})()"),
        ("a => ", "a", ""),
        ("!", "a", ""),
        ("- ", "a", ""),
        ("new ", "a", ""),
        ("a ? ", "b", " : c"),
        ("a ? b : ", "c", ""),
        ("a = ", "b", ""),
        ("a ** ", "b", ""),
        ("if (a) ", ";", ""),
        ("if (a) ; else ", ";", ""),
        ("while (a) ", ";", ""),
        ("for (;;) ", ";", ""),
        ("with (a) ", ";", ""),
        ("do ", ";", " while (a)"),
        ("a[", "b", "]"),
        ("a(", "b", ")"),
        ("`${", "a", "}`"),
        ("try {", "", "} finally {}"),
        ("switch (a) { case 1: ", "", "}"),
        ("let (a = 1) ", "a", ""),
        ("[a for (a in ", "b", ")]"),
        ("x = [[a] = ", "b", "]"),
        ("var [", "a", "] = b"),
        ("@", "a", ""),
        ("a::", "b", ""),
        ("...", "a", ""),
        ("class A { m() {", "", "}}"),
        ("a.", "b", ""),
        ("a?.", "b", ""),
        ("a ?? ", "b", ""),
    ] {
        let text = format!("{}{middle}{}", open.repeat(3_000), close.repeat(3_000));
        for level in LanguageLevel::ALL {
            assert!(Script::parse(&text, level).is_err(), "{open}");
            let error = Script::read(&text, level).error.unwrap();
            assert!(!error.message.is_empty(), "{open}: {error:?}");
        }
    }
    let labels: String = (0..3_000).map(|label| format!("l{label}: ")).collect();
    let error = Script::parse(&format!("{labels};"), LanguageLevel::Es6).unwrap_err();
    assert_eq!(error.kind, SyntaxErrorKind::Limit);
}

#[test]
fn a_script_may_nest_as_deep_as_people_write() {
    let script = format!("{}{}", "if (a) { f(function () { ".repeat(30), "}) }".repeat(30));
    assert_eq!(Script::parse(&script, LanguageLevel::Default).err(), None);
    let sum = format!("x = 'a'{}", " + 'b'".repeat(50_000));
    assert_eq!(Script::parse(&sum, LanguageLevel::Default).err(), None);
    let chain = format!("x{}", ".then(f)".repeat(300));
    assert_eq!(Script::parse(&chain, LanguageLevel::Default).err(), None);
    let choices = format!("if (a) b; {}", "else if (c) d; ".repeat(300));
    assert_eq!(Script::parse(&choices, LanguageLevel::Default).err(), None);
}

/// Each shape, twice as long, makes no more than twice the tokens, nodes and visits; and a longer
/// text is read at all.
#[test]
fn reading_grows_with_the_text() {
    for shape in [
        "f(a, 'b', [1, 2], {c: d}); ",
        "if (a) { b } else { c } ",
        "x = /a[/]b/g; ",
        "`a${b}c`; ",
        "// c\n/* d */ ",
        "a b; ",
        "#",
        "(",
        "a => ",
        "class A { m() { } } ",
        "var v = a?.b ?? c; ",
        "{[a]: 1} ",
        "\"",
        "'a\\\n",
        "l: ",
        "<!-- \n",
    ] {
        let steps = |times: usize| {
            let script = Script::read(&shape.repeat(times), LanguageLevel::Es6).script;
            let visits = script.walk(script.root()).filter(|visit| matches!(visit, Visit::Enter(_))).count();
            script.tokens().len() + script.nodes().len() + script.comments().len() + visits
        };
        let (once, twice) = (steps(200), steps(400));
        assert!(twice <= 2 * once + 100, "{shape}: {once} and {twice}");
        steps(30_000 / shape.len());
    }
}
