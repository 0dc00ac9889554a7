//! Names come from exports that nobody vouches for; a picture's own language must survive them.

use std::fmt::Write as _;

use crate::value::printable;

/// A name inside a quoted Mermaid label.
///
/// Mermaid reads labels as Markdown and HTML and ends them at quotes and semicolons. Everything but
/// letters, digits and a few harmless signs becomes one of its character codes, `#35;`.
pub(super) fn mermaid(text: &str) -> String {
    coded(text, " ,/")
}

/// A message of a Mermaid sequence diagram, which is no Markdown and goes up to the end of its line.
pub(super) fn mermaid_message(text: &str) -> String {
    coded(text, " ,/.:()-=_")
}

fn coded(text: &str, harmless: &str) -> String {
    let mut out = String::new();
    for c in printable(text).trim().chars() {
        if c.is_alphanumeric() || harmless.contains(c) || !c.is_ascii() {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    if out.is_empty() { "#32;".to_owned() } else { out }
}

/// A text inside double quotes in DOT, where a backslash starts an escape and an ampersand an
/// HTML character.
pub(super) fn dot(text: &str) -> String {
    let text = printable(text);
    text.trim().replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_languages_are_escaped_and_the_rest_stays() {
        for (text, expected) in [
            ("plain, text", "plain, text"),
            ("a & b", "a &amp; b"),
            ("&lt;", "&amp;lt;"),
            ("a \"b\"", r#"a \"b\""#),
            (r"C:\n", r"C:\\n"),
            (r#"\""#, r#"\\\""#),
            (" é ", "é"),
            ("", ""),
        ] {
            assert_eq!(dot(text), expected, "{text}");
        }
        for (text, label, message) in [
            ("a b,c/d", "a b,c/d", "a b,c/d"),
            ("x;y", "x#59;y", "x#59;y"),
            ("(a.b):c-d=e_f", "#40;a#46;b#41;#58;c#45;d#61;e#95;f", "(a.b):c-d=e_f"),
            ("é\"#", "é#34;#35;", "é#34;#35;"),
            ("  ", "#32;", "#32;"),
        ] {
            assert_eq!((mermaid(text).as_str(), mermaid_message(text).as_str()), (label, message), "{text}");
        }
    }
}
