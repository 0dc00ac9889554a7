//! Signs, the longest first.

use super::{Lexer, Scan, illegal};
use crate::script::language::token::TokenKind;

impl Lexer<'_> {
    pub(super) fn punctuator(&mut self, first: char, start: usize) -> Scan<TokenKind> {
        use TokenKind as T;
        Ok(match first {
            ';' => T::Semicolon,
            ',' => T::Comma,
            '{' => T::LeftBrace,
            '}' => T::RightBrace,
            '(' => T::LeftParen,
            ')' => T::RightParen,
            '[' => T::LeftBracket,
            ']' => T::RightBracket,
            '?' => T::Question,
            '@' => T::At,
            '`' => T::Backtick,
            '~' => T::Tilde,
            ':' => self.longest(T::Colon, &[(":", T::ColonColon)]),
            '.' => self.longest(T::Dot, &[(".", T::DotDot), ("(", T::DotParen)]),
            '=' => self.longest(T::Assign, &[("==", T::StrictEqual), ("=", T::Equal), (">", T::Arrow)]),
            '!' => self.longest(T::Not, &[("==", T::StrictNotEqual), ("=", T::NotEqual)]),
            '<' => {
                self.longest(T::Less, &[("<=", T::ShiftLeftAssign), ("<", T::ShiftLeft), ("=", T::LessEqual)])
            }
            '>' => self.longest(
                T::Greater,
                &[
                    (">>=", T::UnsignedShiftRightAssign),
                    (">>", T::UnsignedShiftRight),
                    (">=", T::ShiftRightAssign),
                    (">", T::ShiftRight),
                    ("=", T::GreaterEqual),
                ],
            ),
            '+' => self.longest(T::Plus, &[("+", T::Increment), ("=", T::PlusAssign)]),
            '-' => self.longest(T::Minus, &[("-", T::Decrement), ("=", T::MinusAssign)]),
            '*' if self.level.is_es6() => {
                self.longest(T::Star, &[("*=", T::PowerAssign), ("*", T::Power), ("=", T::StarAssign)])
            }
            '*' => self.longest(T::Star, &[("=", T::StarAssign)]),
            '/' => self.longest(T::Slash, &[("=", T::SlashAssign)]),
            '%' => self.longest(T::Percent, &[("=", T::PercentAssign)]),
            '&' => self.longest(T::And, &[("&", T::AndAnd), ("=", T::AndAssign)]),
            '|' => self.longest(T::Or, &[("|", T::OrOr), ("=", T::OrAssign)]),
            '^' => self.longest(T::Xor, &[("=", T::XorAssign)]),
            other => return self.fault(start, illegal(other)),
        })
    }

    fn longest(&mut self, short: TokenKind, longer: &[(&str, TokenKind)]) -> TokenKind {
        longer.iter().find(|(rest, _)| self.take_text(rest)).map_or(short, |(_, kind)| *kind)
    }
}
