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
