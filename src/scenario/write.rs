//! Writes a scenario as people write one: a step a line.

use std::io;

use serde_json::ser::Formatter;

use super::model::Scenario;
use crate::json::write_with;

/// The text of a scenario file.
pub fn to_text(scenario: &Scenario) -> String {
    let mut bytes = Vec::new();
    // Writing to memory does not fail, and the keys of a scenario are texts.
    let _ = write_with(scenario, Lines::default(), &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Breaks the line between members of the whole and between steps, and nowhere else.
#[derive(Default)]
struct Lines {
    depth: usize,
    empty: bool,
}

impl Lines {
    fn open<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        writer.write_all(bracket)
    }

    fn next<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool, brace: bool) -> io::Result<()> {
        self.empty = false;
        if !first {
            writer.write_all(b",")?;
        }
        match (self.depth, first) {
            (1 | 2, _) if !(self.depth == 2 && brace) => write!(writer, "\n{:1$}", "", self.depth * 2),
            (_, true) if !brace => Ok(()),
            _ => writer.write_all(b" "),
        }
    }

    fn close<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        bracket: &[u8],
        brace: bool,
    ) -> io::Result<()> {
        if !self.empty {
            match self.depth {
                1 => writer.write_all(b"\n")?,
                2 if !brace => writer.write_all(b"\n  ")?,
                _ if brace => writer.write_all(b" ")?,
                _ => {}
            }
        }
        self.depth -= 1;
        self.empty = false;
        writer.write_all(bracket)
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]", false)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first, false)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}", true)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.next(writer, first, true)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Step, read};

    #[test]
    fn a_step_is_a_line_and_the_text_reads_back() {
        let steps = vec![
            Step { wait: Some(5), ..Step::default() },
            Step { skip: Some(1), expect: read_expect(), ..Step::default() },
        ];
        let scenario = Scenario { seed: Some(1), steps, ..Scenario::default() };
        let text = to_text(&scenario);
        assert_eq!(
            text,
            "{\n  \"seed\": 1,\n  \"steps\": [\n    { \"wait\": 5 },\n    { \"skip\": 1, \"expect\": [{ \"node\": \"main/a\" }, { \"node\": \"main/b\" }] }\n  ]\n}\n"
        );
        assert_eq!(read("s.json", &text), Ok(scenario));
        assert_eq!(to_text(&Scenario::default()), "{}\n");
    }

    fn read_expect() -> Vec<crate::scenario::Expectation> {
        let text = "{\"expect\": [{\"node\": \"main/a\"}, {\"node\": \"main/b\"}]}";
        read("s.json", text).map(|scenario| scenario.expect).unwrap_or_default()
    }
}
