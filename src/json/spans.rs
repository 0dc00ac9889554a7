//! Where every value of a JSON text stands, found in one pass: for a reader that has many places
//! to name in one file.

use std::ops::Range;

use indexmap::IndexMap;

use super::locate::{Scan, Segment};

/// A value, and the values in it.
#[derive(Clone, Debug)]
pub(crate) struct Spans {
    /// The member's name with its quotes, if it is a member.
    pub(crate) key: Option<Range<usize>>,
    /// The value.
    pub(crate) value: Range<usize>,
    inner: Inner,
}

#[derive(Clone, Debug)]
enum Inner {
    Plain,
    Object(IndexMap<String, Spans>),
    List(Vec<Spans>),
}

/// A member that an object has twice: where it stands the second time, and its name.
pub(crate) type DuplicateKey = (Range<usize>, String);

impl Spans {
    /// Finds all values of a text that a parser has accepted, and the members that are there twice.
    /// `None` for other texts.
    pub(crate) fn of(text: &str) -> Option<(Self, Vec<DuplicateKey>)> {
        let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
        let mut twice = Vec::new();
        let spans = read(&mut scan, None, &mut twice, 0)?;
        Some((spans, twice))
    }

    /// The value at a path.
    pub(crate) fn at(&self, path: &[Segment<'_>]) -> Option<&Spans> {
        path.iter().try_fold(self, |spans, segment| match (&spans.inner, segment) {
            (Inner::Object(members), Segment::Key(key)) => members.get(*key),
            (Inner::List(items), Segment::Index(index)) => items.get(*index),
            _ => None,
        })
    }
}

/// A parser has accepted the text, so that it is nested less than this.
const MAX_DEPTH: usize = 200;

fn read(
    scan: &mut Scan<'_>,
    key: Option<Range<usize>>,
    twice: &mut Vec<DuplicateKey>,
    depth: usize,
) -> Option<Spans> {
    scan.space();
    let from = scan.at;
    let inner = match scan.peek()? {
        _ if depth > MAX_DEPTH => return None,
        b'{' => Inner::Object(members(scan, twice, depth)?),
        b'[' => Inner::List(items(scan, twice, depth)?),
        _ => {
            scan.skip()?;
            Inner::Plain
        }
    };
    Some(Spans { key, value: from..scan.at, inner })
}

fn members(
    scan: &mut Scan<'_>,
    twice: &mut Vec<DuplicateKey>,
    depth: usize,
) -> Option<IndexMap<String, Spans>> {
    let mut members = IndexMap::new();
    scan.eat(b'{')?;
    if scan.eat(b'}').is_some() {
        return Some(members);
    }
    loop {
        scan.space();
        let (from, to) = scan.string()?;
        let name: String = serde_json::from_slice(scan.bytes.get(from..to)?).ok()?;
        scan.eat(b':')?;
        let value = read(scan, Some(from..to), twice, depth + 1)?;
        // The last of several members of one name is the one that counts.
        if members.insert(name.clone(), value).is_some() {
            twice.push((from..to, name));
        }
        if scan.eat(b',').is_none() {
            scan.eat(b'}')?;
            return Some(members);
        }
    }
}

fn items(scan: &mut Scan<'_>, twice: &mut Vec<DuplicateKey>, depth: usize) -> Option<Vec<Spans>> {
    let mut items = Vec::new();
    scan.eat(b'[')?;
    if scan.eat(b']').is_some() {
        return Some(items);
    }
    loop {
        items.push(read(scan, None, twice, depth + 1)?);
        if scan.eat(b',').is_none() {
            scan.eat(b']')?;
            return Some(items);
        }
    }
}

/// Where the lines of a text begin, and how many characters stand before some of its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    starts: Vec<usize>,
    /// The characters before each [`STRIDE`] bytes.
    characters: Vec<usize>,
}

/// A text in one line of many megabytes is not counted anew for each place in it.
const STRIDE: usize = 1024;

impl Lines {
    /// Finds them.
    pub(crate) fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut characters = vec![0];
        for (index, chunk) in text.as_bytes().chunks(STRIDE).enumerate() {
            characters.push(characters[index] + characters_in(chunk));
        }
        Self { characters, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub(crate) fn position(&self, text: &str, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.before(text, offset).saturating_sub(self.before(text, start)) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// How many characters begin before a byte offset.
    fn before(&self, text: &str, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let known = self.characters.get(stride).copied().unwrap_or(0);
        known + text.as_bytes().get(stride * STRIDE..offset).map_or(0, characters_in)
    }
}

/// How many characters begin in some bytes of a text.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use Segment::{Index, Key};

    #[test]
    fn values_and_names_are_found_where_they_stand() {
        let text = "{\n \"a\": [1, {\"x\": \"}\\\"]\"}, {}, []],\n  \"é\": {\"b c\": null}}";
        let (spans, twice) = Spans::of(text).unwrap();
        let show = |path: &[Segment<'_>]| spans.at(path).map(|found| &text[found.value.clone()]);
        assert_eq!(show(&[]), Some(text));
        assert_eq!(show(&[Key("a"), Index(1), Key("x")]), Some("\"}\\\"]\""));
        assert_eq!(show(&[Key("é"), Key("b c")]), Some("null"));
        assert_eq!(show(&[Key("a"), Index(9)]), None);
        assert_eq!(spans.at(&[Key("é")]).unwrap().key.clone().map(|key| &text[key]), Some("\"é\""));
        assert!(twice.is_empty());
        let lines = Lines::of(text);
        assert_eq!(lines.position(text, spans.at(&[Key("é"), Key("b c")]).unwrap().value.start), (3, 16));
    }

    #[test]
    fn a_place_far_behind_in_a_long_line_has_its_column() {
        let text = format!("\n{}x\n{}", "é".repeat(3_000), "€".repeat(1_024));
        let lines = Lines::of(&text);
        for (offset, position) in
            [(0, (1, 1)), (1, (2, 1)), (3, (2, 2)), (6_001, (2, 3_001)), (6_002, (2, 3_002)), (6_003, (3, 1))]
        {
            assert_eq!(lines.position(&text, offset), position, "{offset}");
        }
        assert_eq!(lines.position(&text, text.len()), (3, 1_025));
        let full = "x".repeat(2 * STRIDE);
        assert_eq!(Lines::of(&full).position(&full, full.len()), (1, 2 * 1024 + 1));
    }

    #[test]
    fn members_that_are_there_twice_are_told_and_the_last_counts() {
        let text = "{\"a\": 1, \"\\u0061\": 2}";
        let (spans, twice) = Spans::of(text).unwrap();
        assert_eq!(twice, [(9..17, "a".to_owned())]);
        assert_eq!(&text[spans.at(&[Key("a")]).unwrap().value.clone()], "2");
    }

    #[test]
    fn texts_that_are_no_json_give_nothing() {
        for text in ["", "{", "{\"a\"", "{\"a\":", "[1", "{\"a\\", "]", &"[".repeat(100_000)] {
            assert!(Spans::of(text).is_none(), "{text:.20}");
        }
    }
}
