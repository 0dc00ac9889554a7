//! Reads the text of a query filter.
//!
//! ```text
//! or    = and { "or" and }            and = not { "and" not }
//! not   = [ "!" ] one                 one = "(" or ")" | "true" | "false" | path "pr" | path op value
//! op    = eq | co | sw | lt | le | gt | ge
//! path  = [ "/" ] name { "/" name }   value = 'text' | "text" | number | true | false
//! ```

use super::filter::{Expr, FilterError, Op};

/// How deep parentheses and `!` may nest.
const MAX_DEPTH: usize = 100;

pub(super) struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    pub(super) fn all(mut self) -> Result<Expr, FilterError> {
        let expr = self.or()?;
        if self.rest().is_empty() { Ok(expr) } else { Err(self.wrong("expected `and`, `or` or the end")) }
    }

    /// What is left, from the next character that is no space.
    fn rest(&mut self) -> &'t str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn wrong(&mut self, what: impl Into<String>) -> FilterError {
        let end = self.rest().is_empty();
        self.wrong_at(self.at, if end { format!("{}, found the end", what.into()) } else { what.into() })
    }

    fn wrong_at(&self, at: usize, what: String) -> FilterError {
        let position = self.text.get(..at).map_or(0, |before| before.chars().count()) + 1;
        FilterError { position, what }
    }

    /// Eats a character.
    fn eat(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    /// The next word, up to a space, a parenthesis or a quote; without eating it.
    fn peek_word(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '\'' | '"'))
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or("")
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.peek_word() == word;
        if found {
            self.at += word.len();
        }
        found
    }

    fn or(&mut self) -> Result<Expr, FilterError> {
        let mut parts = vec![self.and()?];
        while self.eat_word("or") {
            parts.push(self.and()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Or(parts) })
    }

    fn and(&mut self) -> Result<Expr, FilterError> {
        let mut parts = vec![self.not()?];
        while self.eat_word("and") {
            parts.push(self.not()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::And(parts) })
    }

    fn not(&mut self) -> Result<Expr, FilterError> {
        if !self.eat('!') {
            return self.one();
        }
        let inner = self.deeper(Self::not)?;
        Ok(Expr::Not(Box::new(inner)))
    }

    fn deeper(&mut self, read: fn(&mut Self) -> Result<Expr, FilterError>) -> Result<Expr, FilterError> {
        if self.depth == MAX_DEPTH {
            return Err(self.wrong(format!("nested more than {MAX_DEPTH} deep")));
        }
        self.depth += 1;
        let expr = read(self)?;
        self.depth -= 1;
        Ok(expr)
    }

    fn one(&mut self) -> Result<Expr, FilterError> {
        if self.eat('(') {
            let inner = self.deeper(Self::or)?;
            return if self.eat(')') { Ok(inner) } else { Err(self.wrong("expected `)`")) };
        }
        let word = self.peek_word();
        if word.is_empty() {
            return Err(self.wrong("expected a property, `!`, `(`, `true` or `false`"));
        }
        let path = path(word).ok_or_else(|| self.wrong("this is no JSON pointer"))?;
        self.at += word.len();
        let operator = self.peek_word();
        if matches!(word, "true" | "false") && Op::named(operator).is_none() && operator != "pr" {
            return Ok(Expr::Literal(word == "true"));
        }
        if self.eat_word("pr") {
            return Ok(Expr::Present(path));
        }
        let Some(op) = Op::named(operator) else {
            return Err(self.wrong("expected an operator: eq, co, sw, pr, lt, le, gt or ge"));
        };
        self.at += operator.len();
        Ok(Expr::Compare(path, op, self.value()?))
    }

    fn value(&mut self) -> Result<serde_json::Value, FilterError> {
        if self.rest().starts_with(['\'', '"']) {
            return self.quoted().map(serde_json::Value::String);
        }
        let word = self.peek_word();
        let value = serde_json::from_str(word).ok().filter(|value: &serde_json::Value| !value.is_null());
        let value = value.filter(|value| !value.is_object() && !value.is_array());
        let Some(value) = value else {
            return Err(self.wrong("expected a value: 'text', \"text\", a number, true or false"));
        };
        self.at += word.len();
        Ok(value)
    }

    fn quoted(&mut self) -> Result<String, FilterError> {
        let start = self.at;
        let mut chars = self.rest().char_indices();
        let quote = chars.next().map_or('\'', |(_, c)| c);
        let mut out = String::new();
        while let Some((offset, c)) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some((_, 'n')) => out.push('\n'),
                    Some((_, 't')) => out.push('\t'),
                    Some((_, escaped)) => out.push(escaped),
                    None => break,
                },
                c if c == quote => {
                    self.at += offset + quote.len_utf8();
                    return Ok(out);
                }
                c => out.push(c),
            }
        }
        Err(self.wrong_at(start, format!("this text has no closing {quote}")))
    }
}

/// A JSON pointer, with or without its first slash; `~1` is a slash and `~0` a tilde.
pub(super) fn path(pointer: &str) -> Option<Vec<String>> {
    let names = pointer.strip_prefix('/').unwrap_or(pointer);
    names
        .split('/')
        .map(|name| (!name.is_empty()).then(|| name.replace("~1", "/").replace("~0", "~")))
        .collect()
}
