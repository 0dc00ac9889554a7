//! What the engine refuses in a regular expression: it reads the pattern in UTF-16 units.

/// Why the engine does not compile a regular expression; none where it does.
pub(super) fn refusal(pattern: &str, flags: &str) -> Option<String> {
    let is_flag = |(place, flag): (usize, char)| {
        matches!(flag, 'g' | 'i' | 'm') && !flags.get(..place).is_some_and(|before| before.contains(flag))
    };
    if !flags.char_indices().all(is_flag) {
        return Some("invalid flag after regular expression".to_owned());
    }
    let pattern: Vec<u16> = pattern.encode_utf16().collect();
    Pattern { units: &pattern, at: 0 }.read().err()
}

/// The largest number that counts something.
const MAX_COUNT: u32 = 0xffff;

struct Pattern<'p> {
    units: &'p [u16],
    at: usize,
}

impl Pattern<'_> {
    fn peek(&self) -> Option<char> {
        self.units.get(self.at).map(|unit| as_char(*unit))
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        Some(next)
    }

    fn read(&mut self) -> Result<(), String> {
        let mut nesting = 0_u32;
        while let Some(character) = self.next() {
            match character {
                '^' | '$' | '|' => continue,
                '\\' => {
                    let Some(escaped) = self.next() else {
                        return Err("Trailing \\ in regular expression.".to_owned());
                    };
                    match escaped {
                        'b' | 'B' => continue,
                        '1'..='9' => {
                            self.at -= 1;
                            self.number("Overly large back reference")?;
                        }
                        _ => {}
                    }
                }
                '(' => {
                    let rest = self.units.get(self.at..).unwrap_or_default();
                    let is_marked = matches!(
                        rest,
                        [mark, kind, ..] if as_char(*mark) == '?' && matches!(as_char(*kind), '=' | '!' | ':')
                    );
                    if is_marked {
                        self.at += 2;
                    }
                    nesting += 1;
                    continue;
                }
                ')' if nesting > 0 => nesting -= 1,
                ')' => return Err("unmatched ) in regular expression.".to_owned()),
                '[' => self.class()?,
                '*' | '+' | '?' => return Err(format!("Invalid quantifier {character}")),
                _ => {}
            }
            self.quantifier()?;
        }
        if nesting > 0 {
            return Err("Unterminated parenthetical ".to_owned());
        }
        Ok(())
    }

    fn quantifier(&mut self) -> Result<(), String> {
        match self.peek() {
            Some('*' | '+' | '?') => self.at += 1,
            Some('{') => {
                let start = self.at;
                self.at += 1;
                if !self.repetition()? {
                    self.at = start;
                    return Ok(());
                }
            }
            _ => return Ok(()),
        }
        if self.peek() == Some('?') {
            self.at += 1;
        }
        Ok(())
    }

    /// `2}`, `2,}` or `2,3}`; anything else is no quantifier.
    fn repetition(&mut self) -> Result<bool, String> {
        if !self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
            return Ok(false);
        }
        let least = self.number("Overly large minimum")?;
        if self.peek() == Some(',') {
            self.at += 1;
            if self.peek().is_some_and(|digit| digit.is_ascii_digit()) {
                let most = self.number("Overly large maximum")?;
                if let Some(next) = self.peek().filter(|_| least > most) {
                    return Err(format!("Maximum {next} less than minimum"));
                }
            }
        }
        Ok(self.next() == Some('}'))
    }

    fn number(&mut self, too_large: &str) -> Result<u32, String> {
        let start = self.at;
        let mut value = 0_u32;
        while let Some(digit) = self.peek().and_then(|digit| digit.to_digit(10)) {
            value = (value * 10 + digit).min(MAX_COUNT + 1);
            self.at += 1;
        }
        if value > MAX_COUNT {
            // The engine leaves out the first when it says so.
            let digits = self.units.get(start + 1..self.at).unwrap_or_default();
            return Err(format!("{too_large} {}", String::from_utf16_lossy(digits)));
        }
        Ok(value)
    }

    /// After `[`: to its end, with its ranges looked at.
    fn class(&mut self) -> Result<(), String> {
        let start = self.at;
        loop {
            match self.next() {
                None => return Err("Unterminated character class ".to_owned()),
                Some('\\') => self.at += 1,
                Some(']') => break,
                Some(_) => {}
            }
        }
        let inside = self.units.get(start..self.at - 1).unwrap_or_default();
        let inside = inside.strip_prefix(&[u16::from(b'^')]).unwrap_or(inside);
        if ranges_are_ordered(inside) { Ok(()) } else { Err("Invalid range in character class.".to_owned()) }
    }
}

fn as_char(unit: u16) -> char {
    char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn ranges_are_ordered(inside: &[u16]) -> bool {
    let mut class = Pattern { units: inside, at: 0 };
    let mut from = None;
    while let Some(unit) = inside.get(class.at).copied() {
        class.at += 1;
        let value = if as_char(unit) == '\\' {
            match class.escaped() {
                Some(value) => value,
                None => {
                    from = None;
                    continue;
                }
            }
        } else {
            u32::from(unit)
        };
        if let Some(from) = from.take() {
            if from > value {
                return false;
            }
        } else if class.at + 1 < inside.len() && class.peek() == Some('-') {
            class.at += 1;
            from = Some(value);
        }
    }
    true
}

impl Pattern<'_> {
    /// The unit that an escape in a class stands for; none for a set of them.
    fn escaped(&mut self) -> Option<u32> {
        let Some(letter) = self.next() else { return Some(u32::from('\\')) };
        Some(match letter {
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => return None,
            // The engine takes a control letter for the backslash.
            'c' => {
                let is_control = self.peek().is_some_and(|letter| letter.is_ascii_alphabetic());
                self.at = if is_control { self.at + 1 } else { self.at - 1 };
                u32::from('\\')
            }
            'x' | 'u' => {
                let wanted = if letter == 'x' { 2 } else { 4 };
                let digits = self.units.get(self.at..self.at + wanted).unwrap_or_default();
                let value = digits
                    .iter()
                    .try_fold(0, |value, digit| Some(value * 16 + as_char(*digit).to_digit(16)?));
                match value.filter(|_| !digits.is_empty()) {
                    Some(value) => {
                        self.at += wanted;
                        value
                    }
                    None => u32::from('\\'),
                }
            }
            '0'..='7' => {
                let mut value = letter.to_digit(8).unwrap_or_default();
                for limit in [0o7, 0o37] {
                    match self.peek().and_then(|digit| digit.to_digit(8)).filter(|_| value <= limit) {
                        Some(digit) => {
                            self.at += 1;
                            value = value * 8 + digit;
                        }
                        None => break,
                    }
                }
                value
            }
            other => u32::from(other),
        })
    }
}
