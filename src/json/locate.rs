//! Finds the line and column of a place in a JSON text: a second look at the text, taken only when
//! something is wrong, so that loading a good file pays nothing for it.

/// A step down into a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment<'a> {
    /// Into a member of an object.
    Key(&'a str),
    /// Into an item of a list, counted from 0.
    Index(usize),
}

/// A path as messages show it: `trees.A.nodes["a b"][3]`.
pub(crate) fn show_path(path: &[Segment<'_>]) -> String {
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Index(index) => out.push_str(&format!("[{index}]")),
            Segment::Key(key) => {
                let plain = !key.is_empty()
                    && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'));
                match (plain, out.is_empty()) {
                    (true, true) => out.push_str(key),
                    (true, false) => {
                        out.push('.');
                        out.push_str(key);
                    }
                    (false, _) => out.push_str(&format!("[{key:?}]")),
                }
            }
        }
    }
    out
}

/// Line and column, both from 1, the column in characters, of the value at a path. `None` when
/// the text has no such value.
pub(crate) fn locate(text: &str, path: &[Segment<'_>]) -> Option<(u32, u32)> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.space();
    for segment in path {
        scan.descend(*segment)?;
    }
    position(text, scan.at)
}

/// The first member of the object at a path whose name an earlier member has, with its line and
/// column.
pub(crate) fn repeated_member(text: &str, path: &[Segment<'_>]) -> Option<(String, u32, u32)> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.space();
    for segment in path {
        scan.descend(*segment)?;
    }
    let mut seen = std::collections::HashSet::new();
    scan.eat(b'{')?;
    loop {
        scan.space();
        let start = scan.at;
        let name = scan.name()?;
        if !seen.insert(name.clone()) {
            return position(text, start).map(|(line, column)| (name, line, column));
        }
        scan.skip()?;
        scan.eat(b',')?;
    }
}

/// The first member of any object in a text whose name an earlier member of that object has, with
/// its line and column. One pass over the text.
pub(crate) fn repeated_anywhere(text: &str) -> Option<(String, u32, u32)> {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    // For each open object the names it has so far; nothing for a list.
    let mut open: Vec<Option<std::collections::HashSet<String>>> = Vec::new();
    let mut name_is_next = false;
    loop {
        scan.space();
        match scan.peek()? {
            b'{' => {
                open.push(Some(Default::default()));
                name_is_next = true;
            }
            b'[' => {
                open.push(None);
                name_is_next = false;
            }
            b'}' | b']' => {
                open.pop();
                name_is_next = false;
            }
            b',' => name_is_next = matches!(open.last(), Some(Some(_))),
            b'"' => {
                let (from, to) = scan.string()?;
                if std::mem::take(&mut name_is_next) {
                    let name: String = serde_json::from_slice(scan.bytes.get(from..to)?).ok()?;
                    let names = open.last_mut()?.as_mut()?;
                    if !names.insert(name.clone()) {
                        return position(text, from).map(|(line, column)| (name, line, column));
                    }
                }
                continue;
            }
            _ => {}
        }
        scan.at += 1;
    }
}

/// Line and column of a byte offset.
fn position(text: &str, offset: usize) -> Option<(u32, u32)> {
    let before = text.get(..offset)?;
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Some((u32::try_from(line).ok()?, u32::try_from(column).ok()?))
}

pub(super) struct Scan<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
}

impl Scan<'_> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    pub(super) fn eat(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Skips a string and returns where it stands, quotes included.
    pub(super) fn string(&mut self) -> Option<(usize, usize)> {
        let start = self.at;
        self.eat(b'"')?;
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                b'"' => {
                    self.at += 1;
                    return Some((start, self.at));
                }
                _ => self.at += 1,
            }
        }
    }

    /// Reads a member's name and goes to its value.
    fn name(&mut self) -> Option<String> {
        let (from, to) = self.string()?;
        let name = serde_json::from_slice(self.bytes.get(from..to)?).ok()?;
        self.eat(b':')?;
        self.space();
        Some(name)
    }

    /// Skips a value of any kind, without recursion.
    pub(super) fn skip(&mut self) -> Option<()> {
        let mut depth = 0usize;
        loop {
            self.space();
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn descend(&mut self, segment: Segment<'_>) -> Option<()> {
        let mut found = None;
        match segment {
            Segment::Key(key) => {
                self.eat(b'{')?;
                loop {
                    self.space();
                    if self.name()? == key {
                        // The last of several members of one name is the one that counts.
                        found = Some(self.at);
                    }
                    self.skip()?;
                    if self.eat(b',').is_none() {
                        break;
                    }
                }
            }
            Segment::Index(index) => {
                self.eat(b'[')?;
                for _ in 0..index {
                    self.skip()?;
                    self.eat(b',')?;
                }
                self.space();
                found = Some(self.at);
            }
        }
        self.at = found?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use Segment::{Index, Key};

    #[test]
    fn places_are_found_past_strings_lists_and_escapes() {
        let text = "{\n \"a\": [1, {\"x\": \"}\\\"]\"},\n  {\"é\": {\"b c\": null}}]}";
        assert_eq!(locate(text, &[]), Some((1, 1)));
        assert_eq!(locate(text, &[Key("a"), Index(0)]), Some((2, 8)));
        assert_eq!(locate(text, &[Key("a"), Index(2), Key("é"), Key("b c")]), Some((3, 17)));
        assert_eq!(locate(text, &[Key("a"), Index(3)]), None);
        assert_eq!(locate(text, &[Key("z")]), None);
    }

    #[test]
    fn the_last_of_two_members_counts_as_it_does_for_the_parser() {
        assert_eq!(locate("{\"a\":1,\n\"a\":2}", &[Key("a")]), Some((2, 5)));
    }

    #[test]
    fn a_name_that_is_there_twice_is_found_at_any_depth() {
        let text = "[{\"a\": \"a\", \"b\": [{\"a\": 1}, {\"a\": 2}]},\n {\"c\": {\"x\": [\"x\", \"x\"], \"\\u0078\": 2}}]";
        assert_eq!(repeated_anywhere(text), Some(("x".into(), 2, 26)));
        assert_eq!(repeated_anywhere("{\"a\": {\"a\": \"a\"}, \"b\": [\"b\", \"a\"]}"), None);
        assert_eq!(repeated_anywhere("{\"a\": 1, \"a\""), Some(("a".into(), 1, 10)));
    }

    #[test]
    fn broken_texts_give_nothing_and_do_not_hang() {
        for text in ["", "{", "{\"a", "{\"a\":", "{\"a\":@}", "[", "[1", "{\"a\\", "]", "{\"a\":1 \"b\":2}"] {
            assert_eq!(locate(text, &[Key("b")]), None, "{text}");
        }
    }

    #[test]
    fn paths_read_well() {
        assert_eq!(show_path(&[Key("trees"), Key("a b"), Key("nodes"), Index(3)]), "trees[\"a b\"].nodes[3]");
    }
}
