//! The terminal as it is drawn on: never larger than what is drawn.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::model::drawn;

/// A terminal of which at most `MAX_COLUMNS` and `MAX_ROWS` are used, whatever size it claims: a frame keeps
/// every cell in memory, twice.
#[derive(Debug)]
pub(super) struct Capped<B>(pub B);

impl<B: Backend> Backend for Capped<B> {
    type Error = B::Error;

    fn size(&self) -> Result<Size, B::Error> {
        let size = self.0.size()?;
        Ok(drawn((size.width, size.height)).into())
    }

    fn draw<'a, I>(&mut self, content: I) -> Result<(), B::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.0.draw(content)
    }

    fn append_lines(&mut self, count: u16) -> Result<(), B::Error> {
        self.0.append_lines(count)
    }

    fn hide_cursor(&mut self) -> Result<(), B::Error> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), B::Error> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, B::Error> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), B::Error> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), B::Error> {
        self.0.clear()
    }

    fn clear_region(&mut self, what: ClearType) -> Result<(), B::Error> {
        self.0.clear_region(what)
    }

    fn window_size(&mut self) -> Result<WindowSize, B::Error> {
        self.0.window_size()
    }

    fn flush(&mut self) -> Result<(), B::Error> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;
    use ratatui::layout::Rect;

    use super::super::model::{MAX_COLUMNS, MAX_ROWS};
    use super::*;

    /// The size of the frames on a terminal that claims one.
    fn frame(width: u16, height: u16) -> Rect {
        let mut area = Rect::ZERO;
        let mut terminal = Terminal::new(Capped(TestBackend::new(width, height))).unwrap();
        terminal.draw(|frame| area = frame.area()).unwrap();
        area
    }

    #[test]
    fn a_frame_is_as_large_as_the_terminal_up_to_a_bound() {
        assert_eq!(frame(80, 24), Rect::new(0, 0, 80, 24));
        assert_eq!(frame(MAX_COLUMNS, 2), Rect::new(0, 0, MAX_COLUMNS, 2));
        assert_eq!(frame(u16::MAX, 2), Rect::new(0, 0, MAX_COLUMNS, 2));
        assert_eq!(frame(2, u16::MAX), Rect::new(0, 0, 2, MAX_ROWS));
    }
}
