//! The outline of a script: where its loops and its throws are. The engine notes no place for a bare
//! jump, nor for a thrown value that is no error; with the outline such an end has a line too.

use super::code::Code;
use super::language::{NodeKind, Span, TokenKind};

/// What is known of a script's text.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Outline {
    /// The loops, in the order of their starts.
    loops: Vec<Span>,
    /// Where each `throw` is, and whether it throws a new error.
    throws: Vec<(Span, bool)>,
    /// Where the first whole number of any size (`5n`) is.
    big: Option<Span>,
}

/// Why a script with such a number is not run: nothing counts the work that it makes.
pub(super) const BIG_INTEGER: &str = "BigInt numbers, such as 5n, are not supported by the simulator";

impl Outline {
    pub(super) fn of(source: &str) -> Self {
        let code = Code::read(source);
        let mut outline = Self::default();
        for id in code.nodes() {
            let node = code.script().node(id);
            match node.kind {
                NodeKind::For { .. }
                | NodeKind::ForIn { .. }
                | NodeKind::While { .. }
                | NodeKind::DoWhile { .. } => outline.loops.push(node.span),
                NodeKind::Throw(value) => {
                    let is_new = matches!(code.script().kind(value), NodeKind::New { .. });
                    outline.throws.push((node.span, is_new));
                }
                _ => {}
            }
        }
        let mut tokens = code.script().tokens().iter();
        outline.big = tokens.find(|token| token.kind == TokenKind::BigInt).map(|token| token.span);
        outline
    }

    /// Where a run that was stopped at a jump is, given the last place that the engine noted: that
    /// place if it is in a loop, else the loop that comes next.
    pub(super) fn looping(&self, source: &str, line: u32, column: u32) -> Option<(u32, u32)> {
        let noted = offset(source, line, column)?;
        if self.loops.iter().any(|span| span.range().contains(&noted)) {
            return None;
        }
        let next = self.loops.iter().find(|span| span.start as usize >= noted)?;
        Some(place(source, *next))
    }

    /// Where a value that is no error was thrown, if only one place throws.
    pub(super) fn only_throw(&self, source: &str) -> Option<(u32, u32)> {
        let [(span, _)] = &self.throws[..] else { return None };
        Some(place(source, *span))
    }

    /// Where the first whole number of any size is.
    pub(super) fn big_integer(&self, source: &str) -> Option<(u32, u32)> {
        self.big.map(|span| place(source, span))
    }

    /// Whether the script throws something other than a new error.
    pub(super) fn throws_values(&self) -> bool {
        self.throws.iter().any(|(_, is_new)| !is_new)
    }
}

/// Line and column of the start of a span as the engine that runs scripts counts them: from 1, a line ends with LF.
fn place(source: &str, span: Span) -> (u32, u32) {
    let before = source.get(..span.start as usize).unwrap_or(source);
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
            ("`${5n}`", Some((1, 4))),
            ("throw /5n/; b = 6n", Some((1, 17))),
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
