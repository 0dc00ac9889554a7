//! What the person on a side sees: the page with its fields and buttons, or what stands in its
//! place. Lines, and where on them each element is.

mod callbacks;
mod without_page;

use ratatui::text::{Line, Span};

use super::labels::label;
use super::spans::span;
use crate::engine::Status;
use crate::tui::model::Model;
use crate::tui::page::{Element, Side, default_button};
use crate::tui::text::{pad, width, wrap};
use crate::tui::theme::Role;

/// Columns before the text: the mark of the focus and a blank.
const INDENT: usize = 2;

/// Where an element is on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageBox {
    /// Its index among the side's elements.
    pub element: usize,
    pub x: usize,
    pub y: usize,
    pub width: usize,
}

/// The page of a side, laid out for a width.
pub(super) struct PageLayout {
    pub lines: Vec<Line<'static>>,
    /// How many of the last lines are the countdown and the buttons: they stay in view while the
    /// others scroll.
    pub pinned: usize,
    /// Where the elements are.
    pub boxes: Vec<PageBox>,
    /// The cursor: column and row.
    pub cursor: Option<(usize, usize)>,
}

struct Builder<'a> {
    model: &'a Model,
    side: Side,
    columns: usize,
    page: PageLayout,
    /// Buttons of the row that is being filled.
    row: Vec<(usize, String)>,
    /// The countdown, which stands above the last buttons.
    countdown: Option<Line<'static>>,
}

/// Lays out what a side shows.
pub(super) fn page_layout(model: &Model, side: Side, columns: usize) -> PageLayout {
    let page = PageLayout { lines: Vec::new(), pinned: 0, boxes: Vec::new(), cursor: None };
    let mut builder = Builder { model, side, columns, page, row: Vec::new(), countdown: None };
    builder.build();
    let before = builder.page.lines.len();
    if let Some(countdown) = builder.countdown.take() {
        builder.page.lines.push(countdown);
        builder.page.lines.push(Line::default());
    }
    builder.flush();
    builder.page.pinned = builder.page.lines.len() - before;
    builder.page
}

impl PageLayout {
    /// Leaves out as many blank lines as needed to come down to a number of rows, the upper ones first.
    pub(super) fn squeeze(&mut self, rows: usize) {
        while self.lines.len() > rows {
            let Some(blank) = self.lines.iter().position(|line| line.spans.is_empty()) else { return };
            self.lines.remove(blank);
            self.pinned -= usize::from(blank >= self.lines.len() + 1 - self.pinned);
            let below = self.boxes.iter_mut().map(|at| &mut at.y);
            for y in below.chain(self.cursor.as_mut().map(|(_, y)| y)) {
                *y -= usize::from(*y > blank);
            }
        }
    }
}

impl Builder<'_> {
    fn build(&mut self) {
        let model = self.model;
        match self.side.session(&model.run).map(|session| &session.status) {
            Some(Status::Waiting) => self.callbacks(),
            Some(Status::Running) => self.in_flight(),
            Some(Status::Ended(_)) => self.ended(),
            None => self.nothing(),
        }
        // Buttons that belong to no callback.
        let form = &model.forms[self.side.index()];
        for (index, element) in form.elements.iter().enumerate() {
            let placed =
                matches!(element, Element::Field { .. } | Element::Option { .. } | Element::Confirm { .. });
            if !placed {
                self.button(index, *element);
            }
        }
    }

    fn elements_of(&self, index: usize) -> Vec<(usize, Element)> {
        let belongs = |element: &Element| match *element {
            Element::Field { callback }
            | Element::Option { callback, .. }
            | Element::Confirm { callback, .. } => callback == index,
            _ => false,
        };
        let elements = self.model.forms[self.side.index()].elements.iter().copied().enumerate();
        elements.filter(|(_, element)| belongs(element)).collect()
    }

    fn is_focused(&self, element: usize) -> bool {
        self.side == self.model.focus && self.model.forms[self.side.index()].focus == element
    }

    /// A button; one that is longer than the row takes several rows, all of them its.
    fn button(&mut self, element: usize, what: Element) {
        let room = self.columns.saturating_sub(INDENT + 4);
        // Where a field has the focus, Enter may press one of several buttons.
        let form = &self.model.forms[self.side.index()];
        let default =
            form.any_field(true).is_some() && default_button(&self.model.run, self.side) == Some(what);
        let (open, close) = if default { ("(*", "*)") } else { ("( ", " )") };
        let parts = wrap(&label(self.model, self.side, what), room);
        let last = parts.len().saturating_sub(1);
        if parts.is_empty() {
            self.row.push((element, format!("{open}{close}")));
        }
        for (row, part) in parts.into_iter().enumerate() {
            let open = if row == 0 { open } else { "  " };
            let close = if row == last { close } else { "  " };
            let part = if last > 0 { pad(&part, room) } else { part };
            self.row.push((element, format!("{open}{part}{close}")));
        }
    }

    /// Writes the buttons that have been collected, in as many rows as they need.
    fn flush(&mut self) {
        let row = std::mem::take(&mut self.row);
        let mut spans = Vec::new();
        let mut x = INDENT;
        for (element, words) in row {
            if x > INDENT && x + width(&words) > self.columns {
                self.page.lines.push(Line::from(std::mem::take(&mut spans)));
                x = INDENT;
            }
            let focused = self.is_focused(element);
            let marked = focused && words.starts_with('(');
            let mark = if x > INDENT { " >" } else { "> " };
            spans.push(if marked { span(self.model, Role::Focus, mark) } else { Span::raw("  ") });
            let role = if focused { Role::Selected } else { Role::Text };
            self.page.boxes.push(PageBox { element, x, y: self.page.lines.len(), width: width(&words) });
            x += width(&words) + 2;
            spans.push(span(self.model, role, words));
        }
        if x > INDENT {
            self.page.lines.push(Line::from(spans));
        }
    }

    fn push(&mut self, line: Line<'static>) {
        self.flush();
        self.page.lines.push(line);
    }

    fn paragraph(&mut self, role: Role, words: &str) {
        // A margin on the right, unless the last column saves a line or a word that is broken needs it.
        let room = self.columns.saturating_sub(INDENT);
        let (tight, airy) = (wrap(words, room), wrap(words, room.saturating_sub(1)));
        let broken = words.split_whitespace().any(|word| width(word) >= room);
        let links: Vec<&str> = words.split_whitespace().filter(|word| word.starts_with("http")).collect();
        for part in if broken || tight.len() < airy.len() { tight } else { airy } {
            let in_link = !part.is_empty() && links.iter().any(|link| link.contains(&part));
            let role = if in_link { Role::Link } else { role };
            let line = vec![Span::raw(" ".repeat(INDENT)), span(self.model, role, part)];
            self.push(Line::from(line));
        }
    }

    fn blank(&mut self) {
        self.flush();
        let after_blank = self.page.lines.last().is_some_and(|line| line.spans.is_empty());
        if !after_blank {
            self.page.lines.push(Line::default());
        }
    }
}
