//! The words of a JavaScript text: enough to ask simple questions of a script that has compiled.
//! No grammar; a question that needs one is not asked.

/// What kind of word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Word,
    /// A number.
    Number,
    /// A string; its text is without the quotes.
    Text,
    /// A piece of a template, without what stands in `${}`: that follows in words of its own.
    Template,
    /// A regular expression.
    Regex,
    /// Punctuation.
    Mark,
}

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// What kind.
    pub(super) kind: Kind,
    /// Its text.
    pub(super) text: String,
    /// Line and column in the script, from 1, the column in characters.
    pub(super) at: (u32, u32),
}

impl Token {
    /// Whether it is this word or mark (not the text of a string).
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Mark | Kind::Number) && self.text == text
    }
}

/// The words, and the comments with the line on which each ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// The words.
    pub(super) tokens: Vec<Token>,
    /// The comments.
    pub(super) comments: Vec<(u32, String)>,
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: u32,
    column: u32,
    words: Words,
    /// For each open template: how many braces are open in its `${}`.
    templates: Vec<usize>,
}

/// Marks of more than one character, longest first.
const MARKS: [&str; 22] = [
    ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "=>", "==", "!=", "<=", ">=", "&&", "||", "??",
    "?.", "++", "--", "+=", "-=", "**",
];
/// Words after which a `/` begins a regular expression.
const BEFORE_REGEX: [&str; 11] =
    ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do"];

/// Splits a text into words. Never fails: what it does not know is a mark.
pub(super) fn words(source: &str) -> Words {
    let mut lexer = Lexer {
        chars: source.chars().collect(),
        at: 0,
        line: 1,
        column: 1,
        words: Words::default(),
        templates: Vec::new(),
    };
    while lexer.step() {}
    lexer.words
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
        Some(c)
    }

    fn take_while(&mut self, mut wanted: impl FnMut(char) -> bool) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek(0).filter(|c| wanted(*c)) {
            self.next();
            text.push(c);
        }
        text
    }

    fn push(&mut self, kind: Kind, text: String, at: (u32, u32)) {
        self.words.tokens.push(Token { kind, text, at });
    }

    fn step(&mut self) -> bool {
        let Some(c) = self.peek(0) else { return false };
        let at = (self.line, self.column);
        match (c, self.peek(1)) {
            (c, _) if c.is_whitespace() => {
                self.next();
            }
            ('/', Some('/')) => {
                let text = self.take_while(|c| c != '\n');
                self.words.comments.push((self.line, text));
            }
            ('/', Some('*')) => self.block_comment(),
            ('"' | '\'', _) => {
                self.next();
                let text = self.until(c);
                self.push(Kind::Text, text, at);
            }
            ('`', _) => {
                self.next();
                self.template(at);
            }
            ('}', _) if self.templates.last() == Some(&0) => {
                self.next();
                self.templates.pop();
                self.template(at);
            }
            ('/', _) if self.regex_may_begin() => {
                let text = self.regex();
                self.push(Kind::Regex, text, at);
            }
            (c, next) if c.is_ascii_digit() || (c == '.' && next.is_some_and(|n| n.is_ascii_digit())) => {
                let text = self.take_while(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
                self.push(Kind::Number, text, at);
            }
            (c, _) if is_name(c) => {
                let text = self.take_while(is_name);
                self.push(Kind::Word, text, at);
            }
            _ => self.mark(at),
        }
        true
    }

    fn mark(&mut self, at: (u32, u32)) {
        let here = |mark: &str| mark.chars().enumerate().all(|(ahead, c)| self.peek(ahead) == Some(c));
        let length = MARKS.iter().find(|mark| here(mark)).map_or(1, |mark| mark.len());
        let text: String = (0..length).filter_map(|_| self.next()).collect();
        if let Some(open) = self.templates.last_mut() {
            match text.as_str() {
                "{" => *open += 1,
                "}" => *open = open.saturating_sub(1),
                _ => {}
            }
        }
        self.push(Kind::Mark, text, at);
    }

    fn block_comment(&mut self) {
        let mut text = String::new();
        while let Some(c) = self.next() {
            text.push(c);
            if text.len() > 3 && text.ends_with("*/") {
                break;
            }
        }
        self.words.comments.push((self.line, text));
    }

    /// The text up to a closing quote.
    fn until(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                '\\' => {
                    if let Some(escaped) = self.next() {
                        text.push(match escaped {
                            'n' => '\n',
                            't' => '\t',
                            other => other,
                        });
                    }
                }
                c if c == quote => break,
                c => text.push(c),
            }
        }
        text
    }

    /// A piece of a template, up to its end or to the next `${`.
    fn template(&mut self, at: (u32, u32)) {
        let mut text = String::new();
        while let Some(c) = self.next() {
            match c {
                '\\' => text.extend(self.next()),
                '`' => break,
                '$' if self.peek(0) == Some('{') => {
                    self.next();
                    self.templates.push(0);
                    break;
                }
                c => text.push(c),
            }
        }
        self.push(Kind::Template, text, at);
    }

    fn regex_may_begin(&self) -> bool {
        match self.words.tokens.last() {
            None => true,
            Some(token) => match token.kind {
                Kind::Mark => !matches!(token.text.as_str(), ")" | "]" | "}"),
                Kind::Word => BEFORE_REGEX.contains(&token.text.as_str()),
                _ => false,
            },
        }
    }

    fn regex(&mut self) -> String {
        let mut text = String::new();
        let mut class = false;
        text.extend(self.next());
        while let Some(c) = self.peek(0).filter(|c| *c != '\n') {
            self.next();
            text.push(c);
            match c {
                '\\' => text.extend(self.next()),
                '[' => class = true,
                ']' => class = false,
                '/' if !class => break,
                _ => {}
            }
        }
        text.push_str(&self.take_while(|c| c.is_ascii_alphabetic()));
        text
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str) -> Vec<String> {
        words(source).tokens.into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_strings_templates_and_regular_expressions_are_told_apart() {
        assert_eq!(shown("a.b[0] !== 'c\\'d'"), ["a", ".", "b", "[", "0", "]", "!==", "c'd"]);
        assert_eq!(
            shown("x = /a[/]\\/b/g.test(y) / 2"),
            ["x", "=", "/a[/]\\/b/g", ".", "test", "(", "y", ")", "/", "2"]
        );
        assert_eq!(
            shown("`a${ {b: `c${d}`} }e` + 1"),
            ["a", "{", "b", ":", "c", "d", "", "}", "e", "+", "1"]
        );
        assert_eq!(shown("1 // x\n/* y */ + 2"), ["1", "+", "2"]);
    }

    #[test]
    fn places_and_comments_are_kept() {
        let words = words("// é\n  'é' + b /* c\nd */");
        assert_eq!(words.tokens.iter().map(|token| token.at).collect::<Vec<_>>(), [(2, 3), (2, 7), (2, 9)]);
        assert_eq!(words.comments.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3]);
    }

    #[test]
    fn broken_texts_end() {
        for source in ["'", "`${", "`", "/*", "/a", "\\", "#", "}", "a\u{0}"] {
            let _ = words(source);
        }
    }
}
