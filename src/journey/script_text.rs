//! Scripts of an export, and the forms their text comes in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::model::{Evaluator, Language, ScriptDef};
use crate::json::Cursor;
use crate::json::Diagnostic;

/// Reads one script.
pub(crate) fn read(script: &Cursor<'_>, key: &str) -> Result<ScriptDef, Diagnostic> {
    script.object()?;
    let id = script.get("_id").map_or(Ok(key), |id| id.str())?;
    let name = script.get("name").map_or(Ok(id), |name| name.str())?;
    let source = match script.get("script") {
        Some(text) => read_text(&text)?,
        None => String::new(),
    };
    Ok(ScriptDef {
        id: id.into(),
        name: name.into(),
        file: script.file().into(),
        source: source.into(),
        language: script.get("language").map_or(Ok(Language::JavaScript), |word| language(&word))?,
        evaluator: script.get("evaluatorVersion").map_or(Ok(Evaluator::Legacy), |word| evaluator(&word))?,
    })
}

fn language(word: &Cursor<'_>) -> Result<Language, Diagnostic> {
    match word.str()? {
        name if name.eq_ignore_ascii_case("JAVASCRIPT") => Ok(Language::JavaScript),
        name if name.eq_ignore_ascii_case("GROOVY") => Ok(Language::Groovy),
        _ => Err(word.wrong("is no language", "use JAVASCRIPT or GROOVY")),
    }
}

/// `"2.0"`, or the number 2, is next generation; `"1.0"` and none at all are legacy.
fn evaluator(word: &Cursor<'_>) -> Result<Evaluator, Diagnostic> {
    let version = match word.value.as_f64() {
        Some(number) => Some(number),
        None => word.str()?.trim().parse().ok(),
    };
    match version {
        Some(1.0) => Ok(Evaluator::Legacy),
        Some(2.0) => Ok(Evaluator::NextGeneration),
        _ => Err(word.wrong("is no evaluator version", "use \"1.0\" or \"2.0\"")),
    }
}

/// The text: a list of lines, a plain string, a string that is itself JSON, or base64.
fn read_text(text: &Cursor<'_>) -> Result<String, Diagnostic> {
    if text.value.is_array() {
        let lines: Result<Vec<&str>, Diagnostic> = text.items()?.map(|line| line.str()).collect();
        return Ok(lines?.join("\n"));
    }
    let Ok(plain) = text.str() else {
        return Err(text.wrong(
            "is not the text of a script",
            "make it a list of lines, a string, a JSON-encoded string or base64",
        ));
    };
    Ok(from_json(plain).or_else(|| from_base64(plain)).unwrap_or_else(|| plain.to_owned()))
}

/// A string (or a list of lines) inside the string.
fn from_json(text: &str) -> Option<String> {
    let trimmed = text.trim();
    if !trimmed.starts_with(['"', '[']) {
        return None;
    }
    serde_json::from_str::<String>(trimmed)
        .or_else(|_| serde_json::from_str::<Vec<String>>(trimmed).map(|lines| lines.join("\n")))
        .ok()
}

/// What AM's REST interface gives. JavaScript has blanks, brackets or semicolons, which base64
/// has not; a single short word that is both is taken as written.
fn from_base64(text: &str) -> Option<String> {
    let packed: String = text.split_ascii_whitespace().collect();
    if packed.len() < 16 {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(packed).ok()?).ok()?;
    let is_text = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    decoded.chars().all(is_text).then_some(decoded)
}

/// Where each character of a script stands in the file: the text between `from` and `to` of
/// `document` is the script's value. `None` when the value's form hides its lines (base64).
pub(crate) fn places(document: &str, from: usize, to: usize, source: &str) -> Option<Vec<usize>> {
    let region = document.get(from..to)?;
    let mut chars: Vec<(char, usize)> = region.char_indices().map(|(at, c)| (c, from + at)).collect();
    // A string inside a string is decoded twice.
    for _ in 0..2 {
        chars = decoded(&chars)?;
        if chars.iter().map(|(c, _)| *c).eq(source.chars()) {
            return Some(chars.into_iter().map(|(_, at)| at).collect());
        }
    }
    None
}

/// A JSON string, or a list of them as lines, with the place of each character.
fn decoded(chars: &[(char, usize)]) -> Option<Vec<(char, usize)>> {
    let mut out: Vec<(char, usize)> = Vec::new();
    let mut lines = 0;
    let mut at = 0;
    while let Some((c, place)) = chars.get(at) {
        at += 1;
        match c {
            '"' => {
                if lines > 0 {
                    out.push(('\n', *place));
                }
                lines += 1;
                at = string(chars, at, &mut out)?;
            }
            '[' | ']' | ',' => {}
            c if c.is_ascii_whitespace() => {}
            _ => return None,
        }
    }
    Some(out)
}

/// Decodes what follows an opening quote; answers where the text after the closing one begins.
fn string(chars: &[(char, usize)], mut at: usize, out: &mut Vec<(char, usize)>) -> Option<usize> {
    loop {
        let (c, place) = *chars.get(at)?;
        at += 1;
        let plain = match c {
            '"' => return Some(at),
            '\\' => {
                let (escaped, _) = *chars.get(at)?;
                at += 1;
                match escaped {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'u' => {
                        let (c, after) = unicode(chars, at)?;
                        at = after;
                        c
                    }
                    other => other,
                }
            }
            other => other,
        };
        out.push((plain, place));
    }
}

/// The character whose `\u` stands before `at`; it may be a pair of them.
fn unicode(chars: &[(char, usize)], at: usize) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits: String = chars.get(at..at + 4)?.iter().map(|(c, _)| *c).collect();
        u16::from_str_radix(&digits, 16).ok()
    };
    let first = unit(at)?;
    if let Some(c) = char::from_u32(first.into()) {
        return Some((c, at + 4));
    }
    let pair = char::decode_utf16([first, unit(at + 6)?]).next()?.ok()?;
    Some((pair, at + 10))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::json::Document;
    use serde_json::json;

    fn script(json: serde_json::Value) -> Result<ScriptDef, Diagnostic> {
        let text = json.to_string();
        read(&Document::parse("x.json", &text).unwrap().top(), "key")
    }

    fn source(json: serde_json::Value) -> String {
        script(json!({"script": json})).unwrap().source.to_string()
    }

    /// Proves journey.script-forms.
    #[test]
    fn every_form_gives_the_same_text() {
        let text = "// é\noutcome = \"true\";";
        assert_eq!(source(json!(text)), text);
        assert_eq!(source(json!(["// é", "outcome = \"true\";"])), text);
        assert_eq!(source(json!(json!(text).to_string())), text);
        assert_eq!(source(json!(json!(["// é", "outcome = \"true\";"]).to_string())), text);
        assert_eq!(source(json!(STANDARD.encode(text))), text);
    }

    #[test]
    fn each_character_of_a_script_is_found_again_in_the_file() {
        let twice = serde_json::to_string(&json!("var é = \"a\\tb\";\nx(😀);").to_string()).unwrap();
        for (value, source) in [
            (r#"["var a;", "", "b(\"c\");"]"#.to_owned(), "var a;\n\nb(\"c\");"),
            (r#""a\n\u00e9\ud83d\ude00z""#.to_owned(), "a\né😀z"),
            (twice, "var é = \"a\\tb\";\nx(😀);"),
        ] {
            let document = format!("{{\"script\": {value}}}");
            let places = places(&document, 11, 11 + value.len(), source).unwrap();
            assert_eq!(places.len(), source.chars().count());
            for (c, at) in source.chars().zip(&places).filter(|(c, _)| c.is_ascii_alphanumeric()) {
                assert!(document[*at..].starts_with(c), "{c} at {at} of {document}");
            }
        }
        assert_eq!(places("\"b3V0Y29tZSA9ICd4Jzs=\"", 0, 22, "outcome = 'x';"), None);
    }

    #[test]
    fn what_only_looks_like_another_form_is_taken_as_written() {
        for text in
            ["\"use strict\"; outcome = 1;", "[1, 2].map(f)", "outcome", "", "abcdefghijklmnopqrstuvwxyz"]
        {
            assert_eq!(source(json!(text)), text);
        }
    }

    /// Proves journey.script-version.
    #[test]
    fn language_and_version_are_read_and_missing_ones_tolerated() {
        let plain = script(json!({})).unwrap();
        assert_eq!((plain.id.as_ref(), plain.name.as_ref(), plain.source.as_ref()), ("key", "key", ""));
        assert_eq!((plain.language, plain.evaluator), (Language::JavaScript, Evaluator::Legacy));
        let full = script(json!({"_id": "i", "name": "n", "language": "GROOVY", "evaluatorVersion": "2.0"}))
            .unwrap();
        assert_eq!((full.id.as_ref(), full.name.as_ref()), ("i", "n"));
        assert_eq!((full.language, full.evaluator), (Language::Groovy, Evaluator::NextGeneration));
        for wrong in [
            json!([]),
            json!({"script": 5}),
            json!({"script": [5]}),
            json!({"language": "COBOL"}),
            json!({"evaluatorVersion": "3.0"}),
            json!({"evaluatorVersion": {}}),
            json!({"name": 5}),
        ] {
            assert!(!script(wrong.clone()).unwrap_err().help.is_empty(), "{wrong}");
        }
    }
}
