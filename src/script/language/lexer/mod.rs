//! Text into tokens, one at a time: what a `/`, a `<` or a backtick begins depends on where it stands, so the
//! parser asks.

mod literal;
mod number;
mod punctuation;
mod template;

pub use literal::text_units;
pub use number::number_value;

use super::chars::{continues_name, is_ignored, is_space, starts_name};
use super::error::SyntaxErrorKind;
use super::level::LanguageLevel;
use super::span::{Span, is_line_end, offset};
use super::token::{Comment, CommentKind, Token, TokenKind};

/// A fault of the text, before its line is looked up.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) span: Span,
    pub(crate) kind: SyntaxErrorKind,
}

pub(crate) type Scan<T> = Result<T, Box<Fault>>;

#[derive(Debug, Clone)]
pub(crate) struct Lexer<'t> {
    pub(crate) text: &'t str,
    pub(crate) level: LanguageLevel,
    pub(crate) is_strict: bool,
    pub(crate) comments: Vec<Comment>,
    /// Up to where the text has been read.
    at: usize,
    /// Whether the end of the text was read inside a template: the engine is on the line after the last line end then.
    is_past_end: bool,
    /// The word, text or number that was read last.
    last_word: Span,
    /// Whether something other than white space stands on the line.
    line_is_used: bool,
}

impl<'t> Lexer<'t> {
    pub(crate) fn new(text: &'t str, level: LanguageLevel) -> Self {
        Self {
            text,
            level,
            is_strict: false,
            comments: Vec::new(),
            at: 0,
            is_past_end: false,
            last_word: Span::new(0, 0),
            line_is_used: false,
        }
    }

    /// Up to where the text has been read, for the engine's line.
    pub(crate) fn offset(&self) -> u32 {
        offset(self.at + usize::from(self.is_past_end))
    }

    /// The next character, over those that the engine does not see.
    fn peek(&mut self) -> Option<char> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if byte.is_ascii() {
                return Some(char::from(byte));
            }
            let character = self.text.get(self.at..)?.chars().next()?;
            if !is_ignored(character) {
                return Some(character);
            }
            self.at += character.len_utf8();
        }
    }

    /// The next character as it stands: inside texts the engine sees all.
    fn peek_raw(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next_raw(&mut self) -> Option<char> {
        let character = self.peek_raw()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        Some(character)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn take_text(&mut self, wanted: &str) -> bool {
        let found = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(wanted));
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(offset(start), offset(self.at))
    }

    fn fault<T>(&self, start: usize, message: impl Into<String>) -> Scan<T> {
        self.fault_of(SyntaxErrorKind::Grammar, start, message)
    }

    fn fault_of<T>(&self, kind: SyntaxErrorKind, start: usize, message: impl Into<String>) -> Scan<T> {
        Err(Box::new(Fault { message: message.into(), span: self.span_from(start), kind }))
    }

    /// The next token. A `/` is a division here, a backtick stands alone.
    pub(crate) fn token(&mut self) -> Scan<Token> {
        let mut after_line_end = false;
        loop {
            let Some(character) = self.peek() else {
                let span = self.span_from(self.at);
                return Ok(Token { kind: TokenKind::End, span, after_line_end });
            };
            let start = self.at;
            self.at += character.len_utf8();
            if is_line_end(character) {
                after_line_end = true;
                self.line_is_used = false;
                continue;
            }
            if is_space(character) {
                continue;
            }
            let line_was_used = std::mem::replace(&mut self.line_is_used, true);
            if self.comment(character, start, line_was_used)? {
                continue;
            }
            let kind = if character == '\\' || starts_name(character) {
                self.word(character, start)?
            } else if character.is_ascii_digit()
                || character == '.' && self.peek().is_some_and(|next| next.is_ascii_digit())
            {
                self.number(character, start)?
            } else if matches!(character, '"' | '\'') {
                self.string(character, start)?
            } else {
                self.punctuator(character, start)?
            };
            let span = self.span_from(start);
            if kind == TokenKind::Name || kind.is_keyword() || is_literal(kind) {
                self.last_word = span;
            }
            return Ok(Token { kind, span, after_line_end });
        }
    }

    /// Whether the word or text that was read last is the text of a keyword.
    pub(crate) fn last_word_is_keyword(&self) -> bool {
        let word = self.text.get(self.last_word.range()).unwrap_or_default();
        let quoted = word.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
        TokenKind::is_word(quoted.unwrap_or(word), self.level, self.is_strict)
    }

    fn comment(&mut self, first: char, start: usize, line_was_used: bool) -> Scan<bool> {
        let kind = match first {
            '/' if self.take('/') => CommentKind::Line,
            '/' if self.take('*') => {
                let Some(length) = self.text.get(self.at..).and_then(|rest| rest.find("*/")) else {
                    self.at = self.text.len();
                    return self.fault(start, "unterminated comment");
                };
                self.at += length + 2;
                CommentKind::Block
            }
            '<' if self.take_text("!--") => CommentKind::Html,
            '-' if !line_was_used && self.take_text("->") => CommentKind::Html,
            _ => return Ok(false),
        };
        if kind != CommentKind::Block {
            let rest = self.text.get(self.at..).unwrap_or_default();
            self.at += rest.find(is_line_end).unwrap_or(rest.len());
        }
        self.comments.push(Comment { kind, span: self.span_from(start) });
        Ok(true)
    }

    fn word(&mut self, first: char, start: usize) -> Scan<TokenKind> {
        let mut has_escape = false;
        if first == '\\' {
            if !self.take('u') {
                self.next();
                return self.fault(start, illegal('\\'));
            }
            has_escape = true;
            self.name_escape(start)?;
        }
        while let Some(next) = self.peek() {
            if next == '\\' {
                self.at += 1;
                if !self.take('u') {
                    let next = self.peek().unwrap_or('\u{ffff}');
                    return self.fault(start, illegal(next));
                }
                has_escape = true;
                self.name_escape(start)?;
            } else if continues_name(next) {
                self.at += next.len_utf8();
            } else {
                break;
            }
        }
        let word = self.text.get(start..self.at).unwrap_or_default();
        if has_escape {
            return Ok(TokenKind::Name);
        }
        Ok(TokenKind::of_word(word, self.level, self.is_strict))
    }

    /// Four hexadecimal digits after `\u`.
    fn name_escape(&mut self, start: usize) -> Scan<()> {
        for _ in 0..4 {
            if !self.next().is_some_and(|digit| digit.is_ascii_hexdigit()) {
                return self.fault(start, "invalid Unicode escape sequence");
            }
        }
        Ok(())
    }
}

fn is_literal(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Reserved | TokenKind::String | TokenKind::Number | TokenKind::BigInt)
}

pub(crate) fn illegal(character: char) -> String {
    format!("illegal character: {character}")
}

/// What a name means: without its escapes and the characters that the engine does not see.
pub(crate) fn name_value(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            if !is_ignored(character) {
                value.push(character);
            }
            continue;
        }
        let digits: String = characters.by_ref().filter(|c| !is_ignored(*c)).skip(1).take(4).collect();
        let code = u32::from_str_radix(&digits, 16).unwrap_or_default();
        value.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    value
}
