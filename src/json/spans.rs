//! Where every value of a JSON text stands, and which keys are there twice: the one walk over a text
//! besides parsing it. It takes time and memory in proportion to the text, however deeply it is nested.

use std::collections::HashMap;
use std::ops::Range;

use super::path::Segment;

/// A value of a text.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// The member's name with its quotes, if it is a member.
    pub(crate) key: Option<Range<usize>>,
    /// The value.
    pub(crate) value: Range<usize>,
    /// The index of the first span after this one that is not in it.
    end: usize,
}

/// A key that an object has twice: where it stands the second time, and its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DuplicateKey {
    /// Where it stands the second time, with its quotes.
    pub(crate) key: Range<usize>,
    /// Its name.
    pub(crate) name: Box<str>,
    /// The object's index.
    object: usize,
}

/// The values of a text.
#[derive(Clone, Debug)]
pub(crate) struct Spans {
    /// In the order in which they begin: a value's members or items follow it.
    all: Vec<Span>,
    /// An object's index and a name to the last member of that name: the one that counts.
    members: HashMap<(usize, Box<str>), usize>,
    duplicates: Vec<DuplicateKey>,
}

impl Spans {
    /// Finds all values of a text that a parser has accepted; `None` for another text.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut spans = Self { all: Vec::new(), members: HashMap::new(), duplicates: Vec::new() };
        let mut scan = Scan { text, at: 0 };
        // The objects and lists that are not closed yet, and whether each is an object.
        let mut open: Vec<(usize, bool)> = Vec::new();
        loop {
            scan.skip_space();
            let index = spans.all.len();
            let key = match open.last() {
                Some((object, true)) => Some(spans.add_member(*object, index, &mut scan)?),
                _ => None,
            };
            let from = scan.at;
            spans.all.push(Span { key, value: from..from, end: index + 1 });
            if let Some(is_object) = scan.open()? {
                open.push((index, is_object));
                scan.skip_space();
                if !scan.closes(is_object) {
                    continue;
                }
            } else {
                spans.all[index].value.end = scan.at;
            }
            loop {
                scan.skip_space();
                let Some((parent, is_object)) = open.last().copied() else {
                    return scan.peek().is_none().then_some(spans);
                };
                if scan.eat(b',').is_some() {
                    break;
                }
                scan.eat(if is_object { b'}' } else { b']' })?;
                open.pop();
                let end = spans.all.len();
                let parent = spans.all.get_mut(parent)?;
                (parent.value.end, parent.end) = (scan.at, end);
            }
        }
    }

    /// Reads the name of a member up to its value.
    fn add_member(&mut self, object: usize, index: usize, scan: &mut Scan<'_>) -> Option<Range<usize>> {
        let key = scan.string()?;
        let name = name(scan.text.get(key.clone())?)?;
        scan.skip_space();
        scan.eat(b':')?;
        scan.skip_space();
        if self.members.insert((object, name.clone()), index).is_some() {
            self.duplicates.push(DuplicateKey { key: key.clone(), name, object });
        }
        Some(key)
    }

    /// The value at a path. Of several members of one name it is the last, as for a parser.
    pub(crate) fn at(&self, path: &[Segment<'_>]) -> Option<&Span> {
        self.all.get(self.index(path)?)
    }

    fn index(&self, path: &[Segment<'_>]) -> Option<usize> {
        path.iter().try_fold(0, |here, segment| match segment {
            Segment::Key(key) => self.members.get(&(here, Box::from(*key))).copied(),
            Segment::Index(index) => {
                let end = self.all.get(here)?.end;
                let mut item = here + 1;
                for _ in 0..*index {
                    item = self.all.get(item).filter(|span| span.end < end)?.end;
                }
                let is_item = |span: &&Span| item < end && span.key.is_none();
                self.all.get(item).filter(is_item).map(|_| item)
            }
        })
    }

    /// The keys that objects have twice, in the order of the text.
    pub(crate) fn duplicates(&self) -> &[DuplicateKey] {
        &self.duplicates
    }

    /// The first key that the object at a path has twice.
    pub(crate) fn duplicate_in(&self, path: &[Segment<'_>]) -> Option<&DuplicateKey> {
        let object = self.index(path)?;
        self.duplicates.iter().find(|duplicate| duplicate.object == object)
    }
}

/// The text of a quoted name.
fn name(quoted: &str) -> Option<Box<str>> {
    if quoted.contains('\\') {
        return serde_json::from_str(quoted).ok();
    }
    quoted.get(1..quoted.len() - 1).map(Box::from)
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn closes(&self, is_object: bool) -> bool {
        self.peek() == Some(if is_object { b'}' } else { b']' })
    }

    /// Goes into an object (`true`) or a list (`false`), or past any other value.
    fn open(&mut self) -> Option<Option<bool>> {
        match self.peek()? {
            open @ (b'{' | b'[') => {
                self.at += 1;
                Some(Some(open == b'{'))
            }
            b'"' => self.string().map(|_| None),
            _ => {
                let from = self.at;
                while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
                    self.at += 1;
                }
                (self.at > from).then_some(None)
            }
        }
    }

    /// Goes past a string and returns where it stands, quotes included.
    fn string(&mut self) -> Option<Range<usize>> {
        let from = self.at;
        self.eat(b'"')?;
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some(from..self.at);
                }
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Segment::{Index, Key};
    use super::*;

    #[test]
    fn values_and_names_are_found_where_they_stand() {
        let text = "{\n \"a\": [1, {\"x\": \"}\\\"]\"}, {}, [] ],\n  \"é\": {\"b c\": null, \"\": [[2]]}}";
        let spans = Spans::of(text).unwrap();
        let show = |path: &[Segment<'_>]| spans.at(path).map(|found| &text[found.value.clone()]);
        for (path, value) in [
            (&[][..], Some(text)),
            (&[Key("a")], Some("[1, {\"x\": \"}\\\"]\"}, {}, [] ]")),
            (&[Key("a"), Index(0)], Some("1")),
            (&[Key("a"), Index(1), Key("x")], Some("\"}\\\"]\"")),
            (&[Key("a"), Index(2)], Some("{}")),
            (&[Key("a"), Index(3)], Some("[]")),
            (&[Key("a"), Index(4)], None),
            (&[Key("a"), Index(9)], None),
            (&[Key("a"), Index(3), Index(0)], None),
            (&[Key("a"), Key("x")], None),
            (&[Key("é"), Key("b c")], Some("null")),
            (&[Key("é"), Index(0)], None),
            (&[Key("é"), Key(""), Index(0), Index(0)], Some("2")),
            (&[Key("z")], None),
        ] {
            assert_eq!(show(path), value, "{path:?}");
        }
        assert_eq!(spans.at(&[Key("é")]).unwrap().key.clone().map(|key| &text[key]), Some("\"é\""));
        assert_eq!(spans.duplicates(), []);
    }

    #[test]
    fn keys_that_are_there_twice_are_found_at_any_depth_and_the_last_counts() {
        let text = "[{\"a\": \"a\", \"b\": [{\"a\": 1}, {\"a\": 2}]},\n {\"c\": {\"x\": [\"x\", \"x\"], \"\\u0078\": 2}, \"c\": 1}]";
        let spans = Spans::of(text).unwrap();
        let found: Vec<_> =
            spans.duplicates().iter().map(|one| (&*one.name, &text[one.key.clone()])).collect();
        assert_eq!(found, [("x", "\"\\u0078\""), ("c", "\"c\"")]);
        assert_eq!(spans.duplicate_in(&[Index(1)]).map(|one| &*one.name), Some("c"));
        assert_eq!(spans.duplicate_in(&[Index(0)]), None);
        assert_eq!(spans.at(&[Index(1), Key("c")]).map(|span| &text[span.value.clone()]), Some("1"));
    }

    #[test]
    fn texts_that_are_no_json_give_nothing_and_depth_does_no_harm() {
        for text in [
            "",
            " ",
            "{",
            "{\"a",
            "{\"a\":",
            "{\"a\":@}",
            "[",
            "[1",
            "{\"a\\",
            "]",
            "{\"a\":1 \"b\":2}",
            "{} {}",
        ] {
            assert!(Spans::of(text).is_none(), "{text}");
        }
        assert!(Spans::of(&"[".repeat(100_000)).is_none());
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(
            Spans::of(&deep).unwrap().at(&[Index(0), Index(0)]).map(|span| span.value.len()),
            Some(199_996)
        );
    }

    #[test]
    fn a_text_of_a_megabyte_is_walked_once_for_all_its_places() {
        let members: Vec<String> =
            (0..40_000).map(|number| format!("\"k{number}\": [{number}, {{}}]")).collect();
        let text = format!("{{{}}}", members.join(","));
        let spans = Spans::of(&text).unwrap();
        for number in 0..40_000 {
            let key = format!("k{number}");
            let found = spans.at(&[Key(&key), Index(0)]).unwrap();
            assert_eq!(text[found.value.clone()], number.to_string());
        }
    }
}
