//! Templates: pieces of text and the marks between them.

use super::{Lexer, Scan};
use crate::script::language::span::is_line_end;
use crate::script::language::token::{Token, TokenKind};

/// A piece of a template, and what it means in units of JavaScript's texts: nothing where it has an escape that is
/// none, which only a tag takes.
pub(crate) struct TemplateText {
    pub(crate) token: Token,
    pub(crate) units: Option<Vec<u16>>,
}

impl Lexer<'_> {
    /// The text of a template from here to its next hole or its end; the mark that follows is not read.
    pub(crate) fn template_text(&mut self, is_tagged: bool) -> Scan<TemplateText> {
        let start = self.at;
        let mut units = Some(Vec::new());
        loop {
            let from = self.at;
            let Some(character) = self.next_raw() else {
                self.is_past_end = true;
                return self.fault(start, "Unexpected end of file");
            };
            let unit = match character {
                '`' => {
                    self.at = from;
                    break;
                }
                '$' if self.peek_raw() == Some('{') => {
                    self.at = from;
                    break;
                }
                '\\' if self.peek_raw().is_none() => {
                    self.is_past_end = true;
                    return self.fault(start, "Unexpected end of file");
                }
                '\\' => match self.template_escape() {
                    Some(meaning) => meaning,
                    None if is_tagged => {
                        units = None;
                        self.at = from + 1;
                        self.escaped_character();
                        continue;
                    }
                    None => return self.fault(from, "syntax error"),
                },
                '\r' => {
                    self.take('\n');
                    Some('\n')
                }
                other => Some(other),
            };
            if let (Some(units), Some(unit)) = (&mut units, unit) {
                units.extend_from_slice(unit.encode_utf16(&mut [0; 2]));
            }
        }
        let span = self.span_from(start);
        self.last_word = span;
        let token = Token { kind: TokenKind::TemplateText, span, after_line_end: false };
        Ok(TemplateText { token, units })
    }

    /// What an escape means, which may be nothing; none where it is no escape.
    fn template_escape(&mut self) -> Option<Option<char>> {
        Some(Some(match self.next_raw()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'x' => self.hexadecimal(2)?,
            'u' if self.take('{') => self.code_point()?,
            'u' => self.hexadecimal(4)?,
            '0' if !self.peek_raw().is_some_and(|digit| digit.is_ascii_digit()) => '\0',
            '0'..='9' => return None,
            '\r' => {
                self.take('\n');
                return Some(None);
            }
            line_end if is_line_end(line_end) => return Some(None),
            other => other,
        }))
    }

    fn hexadecimal(&mut self, digits: u32) -> Option<char> {
        let mut code = 0;
        for _ in 0..digits {
            code = code * 16 + self.next_raw()?.to_digit(16)?;
        }
        Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn code_point(&mut self) -> Option<char> {
        let mut code = 0_u32;
        loop {
            match self.next_raw()? {
                '}' => return Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
                digit => code = code * 16 + digit.to_digit(16)?,
            }
            if code > u32::from(char::MAX) {
                return None;
            }
        }
    }

    /// The mark after a piece of a template: a backtick or the start of a hole.
    pub(crate) fn template_mark(&mut self) -> Token {
        let start = self.at;
        let kind = if self.take('`') {
            TokenKind::Backtick
        } else {
            self.take_text("${");
            TokenKind::TemplateHole
        };
        Token { kind, span: self.span_from(start), after_line_end: false }
    }
}
