//! From a place in a text to its line and column.

/// Bytes between two known columns of one long line.
const STRIDE: usize = 1024;

/// Line and column of places in a text, each found in a time that does not grow with the text.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    /// Known places in order: the byte offset, its line from 0, and its column in characters from 0.
    known: Vec<(usize, usize, usize)>,
}

impl Lines {
    /// Finds the lines of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut known = vec![(0, 0, 0)];
        let (mut line, mut column, mut last) = (0, 0, 0);
        for (offset, character) in text.char_indices() {
            if offset - last >= STRIDE {
                known.push((offset, line, column));
                last = offset;
            }
            column += 1;
            if character == '\n' {
                (line, column, last) = (line + 1, 0, offset + 1);
                known.push((last, line, column));
            }
        }
        Self { known }
    }

    /// Line and column of a byte offset, both from 1, the column in characters.
    pub(crate) fn position(&self, text: &str, offset: usize) -> (u32, u32) {
        let next = self.known.partition_point(|(known, ..)| *known <= offset);
        let (known, line, column) =
            next.checked_sub(1).and_then(|last| self.known.get(last)).copied().unwrap_or_default();
        let column = column + text.get(known..offset).map_or(0, |between| between.chars().count());
        let from_one = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        (from_one(line), from_one(column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_characters_however_long_the_line() {
        let text = format!("é\n{}\nx", "日".repeat(2000));
        let lines = Lines::of(&text);
        for (place, _) in text.char_indices() {
            let before = &text[..place];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            assert_eq!(lines.position(&text, place), (line as u32, column as u32), "{place}");
        }
        assert_eq!(lines.position(&text, text.len()), (3, 2));
        assert_eq!(Lines::of("").position("", 0), (1, 1));
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
}
