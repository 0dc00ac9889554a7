//! Numbers.

use super::{Lexer, Scan};
use crate::script::language::token::TokenKind;

impl Lexer<'_> {
    pub(super) fn number(&mut self, first: char, start: usize) -> Scan<TokenKind> {
        let es6 = self.level.is_es6();
        let prefix = match self.peek() {
            Some('x' | 'X') => Some(16),
            Some('o' | 'O') if es6 => Some(8),
            Some('b' | 'B') if es6 => Some(2),
            _ => None,
        };
        let mut may_have_fraction = false;
        if let (Some(radix), '0') = (prefix, first) {
            self.at += 1;
            if !self.peek().is_some_and(|digit| digit.is_digit(radix)) {
                self.next_on_line();
                return self.fault(start, "number format error");
            }
            self.digits(radix, start)?;
        } else if first == '0' && self.peek().is_some_and(|next| next.is_ascii_digit()) {
            may_have_fraction = self.old_octal();
        } else if first == '0' {
            may_have_fraction = true;
        } else if first != '.' {
            self.digits(10, start)?;
            may_have_fraction = true;
        }
        if first != '.' && es6 && self.take('n') {
            return Ok(TokenKind::BigInt);
        }
        if first == '.' {
            self.digits(10, start)?;
            self.exponent(start)?;
        } else if may_have_fraction {
            if self.take('.') && self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                self.digits(10, start)?;
            }
            self.exponent(start)?;
        }
        Ok(TokenKind::Number)
    }

    /// Digits after a 0; whether they turn out to be decimal, because of an 8 or 9.
    fn old_octal(&mut self) -> bool {
        let mut is_decimal = false;
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            is_decimal |= digit >= '8';
            self.at += 1;
        }
        is_decimal
    }

    /// Digits with single `_` between them.
    fn digits(&mut self, radix: u32, start: usize) -> Scan<()> {
        loop {
            while self.peek().is_some_and(|digit| digit.is_digit(radix)) {
                self.at += 1;
            }
            if self.peek() != Some('_') {
                return Ok(());
            }
            let mut after = self.text.get(self.at + 1..).unwrap_or_default().chars();
            match after.next() {
                Some(digit) if digit.is_digit(radix) => self.at += 1,
                None | Some('\n' | '\r' | '\u{2028}' | '\u{2029}') => {
                    self.at += 1;
                    return self.fault(start, "number format error");
                }
                Some(_) => return Ok(()),
            }
        }
    }

    fn exponent(&mut self, start: usize) -> Scan<()> {
        if !matches!(self.peek(), Some('e' | 'E')) {
            return Ok(());
        }
        self.at += 1;
        if matches!(self.peek(), Some('+' | '-')) {
            self.at += 1;
        }
        if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
            self.next_on_line();
            return self.fault(start, "missing exponent");
        }
        self.digits(10, start)
    }

    /// Reads the character that is not a digit, as the engine has.
    fn next_on_line(&mut self) {
        if let Some(next) = self.peek() {
            self.at += next.len_utf8();
        }
    }
}

/// What the text of a number means, or of an integer with `n` without that letter.
pub fn number_value(text: &str) -> f64 {
    let plain: String = text.chars().filter(|character| character.is_ascii() && *character != '_').collect();
    let digits = plain.get(2..).unwrap_or_default();
    match plain.get(..2) {
        Some("0x" | "0X") => radix_value(digits, 16),
        Some("0o" | "0O") => radix_value(digits, 8),
        Some("0b" | "0B") => radix_value(digits, 2),
        _ if plain.len() > 1
            && plain.starts_with('0')
            && plain.bytes().all(|digit| digit.is_ascii_digit() && digit < b'8') =>
        {
            radix_value(&plain, 8)
        }
        _ => plain.parse().unwrap_or(f64::NAN),
    }
}

/// Rounded once, as the standard asks: the digits past 60 bits count only as a remainder.
fn radix_value(digits: &str, radix: u32) -> f64 {
    let bits = radix.trailing_zeros();
    let (mut head, mut rest, mut scale) = (0_u64, false, 0_u32);
    for digit in digits.chars().filter_map(|digit| digit.to_digit(radix)) {
        if head >> (64 - bits) == 0 {
            head = head << bits | u64::from(digit);
        } else {
            rest |= digit != 0;
            scale += bits;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "rounding to the nearest is what is wanted")]
    let value = (head | u64::from(rest)) as f64;
    value * 2_f64.powf(f64::from(scale))
}
