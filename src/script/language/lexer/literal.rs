//! Texts in quotes, templates and regular expressions.

use super::{Lexer, Scan};
use crate::script::language::span::{Span, is_line_end, offset};
use crate::script::language::token::{Token, TokenKind};

impl Lexer<'_> {
    pub(super) fn string(&mut self, quote: char, start: usize) -> Scan<TokenKind> {
        loop {
            match self.peek_raw() {
                None => return self.fault(start, "unterminated string literal"),
                Some(end) if is_line_end(end) => {
                    return self.fault(start, "unterminated string literal");
                }
                Some('\\') => {
                    self.at += 1;
                    self.escaped_character();
                }
                Some(character) => {
                    self.at += character.len_utf8();
                    if character == quote {
                        return Ok(TokenKind::String);
                    }
                }
            }
        }
    }

    /// Steps over the character after a backslash; CR LF is one.
    pub(super) fn escaped_character(&mut self) {
        if self.next_raw() == Some('\r') {
            self.take('\n');
        }
    }

    /// The rest of the regular expression that this `/` or `/=` begins.
    pub(crate) fn regexp(&mut self, slash: Token) -> Scan<RegExpToken> {
        let start = slash.span.start as usize;
        self.at = start + 1;
        let mut in_class = false;
        loop {
            match self.peek() {
                None => return self.fault(start, UNTERMINATED_REGEXP),
                Some(end) if is_line_end(end) => return self.fault(start, UNTERMINATED_REGEXP),
                Some('/') if !in_class => break,
                Some('\\') => {
                    self.at += 1;
                    if self.peek().is_none_or(is_line_end) {
                        return self.fault(start, UNTERMINATED_REGEXP);
                    }
                }
                Some('[') => in_class = true,
                Some(']') => in_class = false,
                Some(_) => {}
            }
            self.next();
        }
        let pattern = Span::new(offset(start + 1), self.offset());
        self.at += 1;
        let flags_start = self.at;
        while matches!(self.peek(), Some('g' | 'i' | 'm' | 'y')) {
            self.at += 1;
        }
        if self.peek().is_some_and(|letter| letter.is_ascii_alphabetic()) {
            self.at += 1;
            return self.fault(start, "invalid flag after regular expression");
        }
        self.last_word = pattern;
        let token = Token { kind: TokenKind::RegExp, span: self.span_from(start), ..slash };
        Ok(RegExpToken { token, pattern, flags: self.span_from(flags_start) })
    }

    /// Whether a `<` that stands where a value is due may begin an XML literal.
    pub(crate) fn is_xml_start(&mut self) -> bool {
        while self.peek().is_some_and(|next| super::is_space(next) || is_line_end(next)) {
            self.next();
        }
        self.peek().is_some_and(|next| super::starts_name(next) || matches!(next, '>' | '{' | '!' | '?'))
    }
}

const UNTERMINATED_REGEXP: &str = "unterminated regular expression literal";

pub(crate) struct RegExpToken {
    pub(crate) token: Token,
    pub(crate) pattern: Span,
    pub(crate) flags: Span,
}

/// What the text between quotes means, in the units of JavaScript's texts. An escape that is none stands for its
/// letters.
pub fn text_units(inside: &str) -> Vec<u16> {
    let mut units = Vec::with_capacity(inside.len());
    let mut rest = inside.chars().peekable();
    while let Some(character) = rest.next() {
        if character == '\\' {
            escape(&mut rest, &mut units);
        } else {
            push(&mut units, character);
        }
    }
    units
}

fn push(units: &mut Vec<u16>, character: char) {
    units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
}

fn escape(rest: &mut std::iter::Peekable<impl Iterator<Item = char> + Clone>, units: &mut Vec<u16>) {
    let Some(letter) = rest.next() else { return };
    match letter {
        'b' => units.push(8),
        'f' => units.push(12),
        'n' => units.push(10),
        'r' => units.push(13),
        't' => units.push(9),
        'v' => units.push(11),
        'u' | 'x' => {
            let wanted = if letter == 'u' { 4 } else { 2 };
            let digits: Vec<u32> = rest.clone().map_while(|digit| digit.to_digit(16)).take(wanted).collect();
            if digits.len() < wanted {
                return push(units, letter);
            }
            rest.by_ref().take(wanted).for_each(drop);
            let code = digits.iter().fold(0, |code, digit| code * 16 + digit);
            units.push(u16::try_from(code).unwrap_or_default());
        }
        '0'..='7' => {
            let mut code = letter.to_digit(8).unwrap_or_default();
            for limit in [u32::MAX, 0o37] {
                let Some(digit) = rest.peek().and_then(|digit| digit.to_digit(8)).filter(|_| code <= limit)
                else {
                    break;
                };
                code = code * 8 + digit;
                rest.next();
            }
            units.push(u16::try_from(code).unwrap_or_default());
        }
        '\r' => {
            rest.next_if_eq(&'\n');
        }
        line_end if is_line_end(line_end) => {}
        other => push(units, other),
    }
}
