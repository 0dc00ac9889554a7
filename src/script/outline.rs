//! The outline of a script: where its loops and its throws are. The engine notes no place for a bare
//! jump, nor for a thrown value that is no error; with the outline such an end has a line too.

/// What is known of a script's text. Offsets are in bytes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Outline {
    /// Start and end of each loop, in the order of their starts.
    loops: Vec<(usize, usize)>,
    /// Where each `throw` is, and the word after it.
    throws: Vec<(usize, String)>,
    /// Where the first whole number of any size (`5n`) is.
    big: Option<usize>,
}

/// Why a script with such a number is not run: nothing counts the work that it makes.
pub(super) const BIG_INTEGER: &str = "BigInt numbers, such as 5n, are not supported by the simulator";

impl Outline {
    pub(super) fn of(source: &str) -> Self {
        let tokens = tokens(source);
        let mut outline = Self::default();
        for (at, token) in tokens.iter().enumerate() {
            let number = token.text.starts_with(|first: char| first.is_ascii_digit());
            if number && token.text.ends_with('n') && outline.big.is_none() {
                outline.big = Some(token.offset);
            }
            match token.text {
                "for" | "while" | "do" => {
                    let body = if token.text == "do" { at + 1 } else { after_parentheses(&tokens, at + 1) };
                    let end = statement_end(&tokens, body).unwrap_or(source.len());
                    outline.loops.push((token.offset, end));
                }
                "throw" => {
                    let thrown = tokens.get(at + 1).map_or("", |next| next.text);
                    outline.throws.push((token.offset, thrown.to_owned()));
                }
                _ => {}
            }
        }
        outline
    }

    /// Where a run that was stopped at a jump is, given the last place that the engine noted: that
    /// place if it is in a loop, else the loop that comes next.
    pub(super) fn looping(&self, source: &str, line: u32, column: u32) -> Option<(u32, u32)> {
        let noted = offset(source, line, column)?;
        if self.loops.iter().any(|(start, end)| (*start..*end).contains(&noted)) {
            return None;
        }
        let (start, _) = self.loops.iter().find(|(start, _)| *start >= noted)?;
        Some(place(source, *start))
    }

    /// Where a value that is no error was thrown, if only one place throws.
    pub(super) fn only_throw(&self, source: &str) -> Option<(u32, u32)> {
        let [(at, _)] = &self.throws[..] else { return None };
        Some(place(source, *at))
    }

    /// Where the first whole number of any size is.
    pub(super) fn big_integer(&self, source: &str) -> Option<(u32, u32)> {
        self.big.map(|at| place(source, at))
    }

    /// Whether the script throws something other than a new error.
    pub(super) fn throws_values(&self) -> bool {
        self.throws.iter().any(|(_, thrown)| thrown != "new")
    }
}

struct Token<'s> {
    offset: usize,
    text: &'s str,
}

/// Words and single characters; texts, comments and regular expressions are passed over.
fn tokens(source: &str) -> Vec<Token<'_>> {
    let bytes = source.as_bytes();
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let rest = &source[at..];
        let skip = match byte {
            b'"' | b'\'' | b'`' => quoted(rest, byte),
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            b'/' if found.last().is_none_or(|last| begins_value(last.text)) => quoted(rest, b'/'),
            _ if rest.starts_with(word) => {
                let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
                let member = found.last().is_some_and(|last| last.text == ".");
                found.push(Token { offset: at, text: if member { "" } else { &rest[..length] } });
                length
            }
            _ => {
                let length = rest.chars().next().map_or(1, char::len_utf8);
                if !byte.is_ascii_whitespace() {
                    found.push(Token { offset: at, text: &rest[..length] });
                }
                length
            }
        };
        at += skip;
    }
    found
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Whether a slash after this token begins a regular expression.
fn begins_value(token: &str) -> bool {
    matches!(token, "return" | "typeof" | "case")
        || (!token.starts_with(word) && !matches!(token, ")" | "]" | "}"))
}

/// The length of a text with its quotes, up to the end of the script if it has no end.
fn quoted(text: &str, quote: u8) -> usize {
    let mut escaped = false;
    let mut class = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'\n' if quote != b'`' => return index,
            b'[' if quote == b'/' => class = true,
            b']' => class = false,
            _ if byte == quote && !class => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// The token after the parentheses that begin here.
fn after_parentheses(tokens: &[Token<'_>], at: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// The offset behind the statement that begins here.
fn statement_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let block = tokens.get(at)?.text == "{";
    let mut depth = 0_usize;
    for token in &tokens[at..] {
        match token.text {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 && token.text == if block { "}" } else { ";" } {
            return Some(token.offset + 1);
        }
    }
    None
}

/// Line and column, from 1, of an offset.
fn place(source: &str, offset: usize) -> (u32, u32) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

fn offset(source: &str, line: u32, column: u32) -> Option<usize> {
    let mut start = 0;
    for _ in 1..line {
        start += source[start..].find('\n')? + 1;
    }
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    Some(start + source[start..].char_indices().nth(column).map_or(source.len() - start, |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_at_a_jump_is_in_the_loop_around_or_the_next_one() {
        let source =
            "f();\n// while (a)\nvar s = 'for (;;)', r = /[/]do {/;\nwhile (true) { }\nfor (;;) n++;\n";
        let outline = Outline::of(source);
        assert_eq!(outline.looping(source, 1, 1), Some((4, 1)));
        assert_eq!(outline.looping(source, 4, 8), None);
        assert_eq!(outline.looping(source, 4, 17), Some((5, 1)));
        assert_eq!(Outline::of("a.for; b.while();").looping("a.for; b.while();", 1, 1), None);
    }

    #[test]
    fn texts_and_places_that_do_not_fit_are_no_panic() {
        for source in ["", "'", "`${", "/", "for", "while (", "do {", "throw", "/*", "é for (", "\\", "}})]"]
        {
            let outline = Outline::of(source);
            for (line, column) in [(0, 0), (1, 1), (1, 99), (9, 9)] {
                let _ = outline.looping(source, line, column);
            }
            let _ = (outline.only_throw(source), outline.throws_values());
        }
    }

    #[test]
    fn numbers_of_any_size_are_found_outside_texts() {
        for (source, found) in [
            ("var a = 1;\n b = 0xfn + 2;", Some((2, 6))),
            ("5_000n", Some((1, 1))),
            ("`${5n}`", None),
            ("'5n'; a5n; 5; // 5n", None),
        ] {
            assert_eq!(Outline::of(source).big_integer(source), found, "{source}");
        }
    }

    #[test]
    fn the_only_throw_is_found() {
        let source = "if (a) {\n  throw 'x';\n}";
        let outline = Outline::of(source);
        assert_eq!(outline.only_throw(source), Some((2, 3)));
        assert!(outline.throws_values() && !Outline::of("throw new Error('x')").throws_values());
        assert_eq!(Outline::of("throw 1; throw 2;").only_throw("throw 1; throw 2;"), None);
    }
}
