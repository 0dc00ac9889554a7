//! The tabs of narrow screens, which have room for one side.

use ratatui::layout::Rect;

use crate::tui::facts;
use crate::tui::model::Model;
use crate::tui::page::Side;
use crate::tui::text::width;

/// The tab of a side.
pub(in crate::tui) struct Tab {
    pub side: Side,
    pub area: Rect,
    pub label: String,
}

/// The tabs in their row, one behind the other.
pub(super) fn tabs(model: &Model, row: Rect) -> Vec<Tab> {
    let mut x = row.x.saturating_add(1);
    let place = |side: Side| {
        let label = label(model, side);
        let columns = u16::try_from(width(&label)).unwrap_or(u16::MAX);
        let area = Rect { x, width: columns, ..row };
        x = x.saturating_add(columns).saturating_add(2);
        Tab { side, area, label }
    };
    Side::BOTH.into_iter().map(place).collect()
}

/// The name of a side and how it stands; the one shown is marked.
fn label(model: &Model, side: Side) -> String {
    let name = format!("{} {}", side.name(), short(model, side));
    if side == model.focus { format!("> {name} ") } else { format!("[ {name} ]") }
}

/// The letter of the node and the countdown, or how it ended.
fn short(model: &Model, side: Side) -> String {
    let run = &model.run;
    let Some(session) = side.session(run) else { return "-".into() };
    if let Some(end) = session.end() {
        return end.kind.name().into();
    }
    let letter = session.current(run.program()).map_or("", |node| &node.letter);
    match facts::wait(run, side) {
        Some(wait) => format!("{letter} {}s", wait.left),
        None => letter.to_owned(),
    }
}
