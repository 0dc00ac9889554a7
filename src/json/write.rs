//! Writes JSON in which nothing that controls a terminal or a reader stands raw.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::value::is_unprintable;

/// Writes a value as one line.
///
/// # Errors
/// The line cannot be written, or a map of the value has keys that are no texts.
pub fn write_line(value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> io::Result<()> {
    write_with(value, CompactFormatter, out)
}

/// Writes a value in lines that people can read.
///
/// # Errors
/// As of [`write_line`].
pub fn write_pretty(value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> io::Result<()> {
    write_with(value, PrettyFormatter::new(), out)
}

/// Writes a value and a line end.
///
/// # Errors
/// As of [`write_line`].
pub(crate) fn write_with(
    value: &(impl Serialize + ?Sized),
    layout: impl Formatter,
    out: &mut dyn Write,
) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Escaping(layout)))?;
    out.write_all(b"\n")
}

/// Writes a part of a text that needs no escape of JSON's own; what [`is_unprintable`] becomes `\u` and
/// four digits, twice where it has more.
fn write_fragment<W: ?Sized + Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    let mut rest = fragment;
    while let Some(at) = rest.find(is_unprintable) {
        let (before, after) = rest.split_at(at);
        writer.write_all(before.as_bytes())?;
        let mut after = after.chars();
        for unit in after.next().into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
            write!(writer, "\\u{unit:04x}")?;
        }
        rest = after.as_str();
    }
    writer.write_all(rest.as_bytes())
}

/// A layout whose texts are escaped further.
struct Escaping<F>(F);

/// Hands what a layout decides on to it.
macro_rules! laid_out {
    ($($name:ident($($argument:ident: $kind:ty),*);)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, writer: &mut W $(, $argument: $kind)*) -> io::Result<()> {
            self.0.$name(writer $(, $argument)*)
        })*
    };
}

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        write_fragment(writer, text)
    }

    laid_out! {
        begin_array();
        end_array();
        begin_array_value(first: bool);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first: bool);
        end_object_key();
        begin_object_value();
        end_object_value();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::{Value, json};

    fn line(value: &Value) -> String {
        let mut out = Vec::new();
        write_line(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_controls_a_terminal_is_escaped_in_texts_and_keys_and_reads_back_the_same() {
        let odd = "\u{0}\u{1b}\u{7f}\u{9b}\u{85}\u{2028}\u{2029}\u{202e}\u{2066}\u{200f}\u{feff}\u{e0001}";
        let value = json!({ odd: [odd, "日本 é \u{1f600} \"\\"] });
        let text = line(&value);
        assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "{text:?}");
        assert!(
            text.contains("\\u009b\\u0085\\u2028\\u2029\\u202e\\u2066\\u200f\\ufeff\\udb40\\udc01"),
            "{text}"
        );
        assert!(text.contains("日本 é \u{1f600} \\\"\\\\"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn layouts_are_those_of_serde_json() {
        let value = json!({"a": [1, {"b": []}, {}], "c": null});
        assert_eq!(line(&value), format!("{value}\n"));
        let mut out = Vec::new();
        write_pretty(&value, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{value:#}\n"));
    }
}
