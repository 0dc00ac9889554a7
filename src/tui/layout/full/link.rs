//! The link from the first column on, without a frame, as a mouse would select it.

use ratatui::text::Line;

use super::FullView;
use crate::tui::layout::spans::span;
use crate::tui::model::Model;
use crate::tui::text::{hard_wrap, printable, wrap};
use crate::tui::theme::Role;

pub(super) const VIEW: FullView = FullView { title: |_| String::new(), lines, of_side: false, framed: false };

fn lines(model: &Model, columns: usize) -> Vec<Line<'static>> {
    let says = "The link alone. Most terminals select text while Shift is held; or press m first: jsim then leaves the mouse to the terminal.";
    let mut all: Vec<Line<'_>> =
        wrap(says, columns).into_iter().map(|part| Line::from(span(model, Role::Dim, part))).collect();
    all.push(Line::default());
    let link = model.run.link().unwrap_or_default();
    let clean = printable(&link).into_owned();
    all.extend(hard_wrap(&clean, columns).into_iter().map(|part| Line::from(span(model, Role::Link, part))));
    all
}
