//! Where everything is, for a size.

use ratatui::layout::Rect;

use crate::tui::page::Side;

/// From this width on the transaction stands between the two sides.
const WIDE: u16 = 120;

/// A part of the screen with a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Part {
    pub outer: Rect,
    pub title: Title,
    /// What the title leaves.
    pub inner: Rect,
}

/// Where the title of a part stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Title {
    /// On the frame around the part.
    Frame,
    /// In a row of its own, the first one.
    Row(Rect),
    /// Nowhere: there is no room for it.
    None,
}

impl Part {
    pub(super) fn framed(outer: Rect) -> Self {
        let inner = Rect {
            x: outer.x + 1,
            y: outer.y + 1,
            width: outer.width.saturating_sub(2),
            height: outer.height.saturating_sub(2),
        };
        Self { outer, title: Title::Frame, inner }
    }

    fn titled(outer: Rect) -> Self {
        let title = Rect { height: 1, ..outer };
        let inner = Rect { y: outer.y + 1, height: outer.height - 1, ..outer };
        Self { outer, title: Title::Row(title), inner }
    }

    fn bare(outer: Rect) -> Self {
        Self { outer, title: Title::None, inner: outer }
    }
}

/// The parts of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui) struct Areas {
    /// One row.
    pub header: Rect,
    /// One row, where only one side fits.
    pub tabs: Option<Rect>,
    /// The panes of the sides.
    pub sides: [Option<Rect>; 2],
    /// The transaction: a pane between the sides, or a strip below them, of one row or three.
    pub transaction: Part,
    /// Panes for node state: none, one for the focus, or one for each side, MAIN left.
    pub states: Vec<(Side, Part)>,
    /// The event log.
    pub events: Part,
    /// The timeline: one row, two lanes, or two lanes under a title.
    pub timeline: Part,
    /// One row for the reason of the last outcome and for news.
    pub why: Option<Rect>,
    /// Where news is told: on a screen without a row of its own, over the timeline.
    pub news: Rect,
    /// One row for what to do next.
    pub next: Option<Rect>,
    /// One row.
    pub hints: Rect,
    /// Everything between header and hints.
    pub middle: Rect,
}

/// The places for a screen of at least the floor's size.
pub(super) fn areas(area: Rect, focus: Side) -> Areas {
    let (width, height) = (area.width, area.height);
    let wide = width >= WIDE;
    let boxed = wide && height >= 30;
    let row = |y: u16, rows: u16| Rect { y: area.y + y, height: rows, ..area };

    let tab_rows = u16::from(width < 80);
    let timeline_rows = match height {
        34.. if wide => 3,
        28.. => 2,
        _ => 1,
    };
    let why_rows = u16::from(height >= 20);
    let next_rows = u16::from(height >= 22);
    let strip_rows = match height {
        _ if wide => 0,
        30.. => 3,
        _ => 1,
    };
    let rest = height - 2 - tab_rows - timeline_rows - why_rows - next_rows - strip_rows;
    let event_rows = match height {
        // The pages need no more than half of a tall screen; node state has long values.
        44.. if boxed => (rest * 45 / 100).clamp(14, 24),
        _ if boxed => (rest / 3).clamp(9, 20),
        // The pages come first: from here on they need no more.
        22.. => (rest - 14).clamp(4, rest / 3),
        20.. => 3,
        _ => 2,
    };
    let pane_rows = rest - event_rows;

    let panes = row(1 + tab_rows, pane_rows);
    let (sides, between) = columns(panes, wide, tab_rows > 0, focus);
    let mut y = 1 + tab_rows + pane_rows;
    let mut next = |rows: u16| {
        let place = row(y, rows);
        y += rows;
        place
    };
    let strip = next(strip_rows);
    let lower = next(event_rows);
    let timeline = next(timeline_rows);
    let why = next(why_rows);
    let advice = next(next_rows);
    let (states, events) = lower_row(lower, boxed, focus);
    Areas {
        header: row(0, 1),
        tabs: (tab_rows > 0).then(|| row(1, 1)),
        sides,
        transaction: between.map_or_else(|| Part::titled(strip), Part::framed),
        states: states.into_iter().map(|(side, area)| (side, Part::framed(area))).collect(),
        events: match events.height {
            _ if boxed => Part::framed(events),
            4.. => Part::titled(events),
            _ => Part::bare(events),
        },
        timeline: if timeline_rows >= 3 { Part::titled(timeline) } else { Part::bare(timeline) },
        why: (why_rows > 0).then_some(why),
        news: if why_rows > 0 { why } else { Rect { height: 1, ..timeline } },
        next: (next_rows > 0).then_some(advice),
        hints: row(height - 1, 1),
        middle: row(1, height - 2),
    }
}

fn columns(panes: Rect, wide: bool, tabs: bool, focus: Side) -> ([Option<Rect>; 2], Option<Rect>) {
    if tabs {
        let mut sides = [None, None];
        sides[focus.index()] = Some(panes);
        return (sides, None);
    }
    let between = if wide { (panes.width / 3).clamp(40, 72) } else { 0 };
    let left = (panes.width - between) / 2;
    let right = panes.width - between - left;
    let column = |x: u16, width: u16| Rect { x: panes.x + x, width, ..panes };
    let sides = [Some(column(0, left)), Some(column(left + between, right))];
    (sides, wide.then(|| column(left, between)))
}

fn lower_row(lower: Rect, boxed: bool, focus: Side) -> (Vec<(Side, Rect)>, Rect) {
    let column = |x: u16, width: u16| Rect { x: lower.x + x, width, ..lower };
    let width = lower.width;
    match (boxed, width) {
        (true, 180..) => {
            // From 200 columns on an id fits behind its name.
            let state = width * 33 / 100;
            let states = vec![(Side::Main, column(0, state)), (Side::Back, column(state, state))];
            (states, column(2 * state, width - 2 * state))
        }
        (true, _) => (vec![(focus, column(0, width / 2))], column(width / 2, width - width / 2)),
        (false, _) => (Vec::new(), lower),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tui::model::{MAX_COLUMNS, MAX_ROWS};

    fn all(areas: &Areas) -> Vec<Rect> {
        let mut all = vec![areas.header, areas.hints];
        let parts = [areas.transaction, areas.timeline, areas.events];
        all.extend(parts.map(|part| part.outer));
        all.extend([areas.tabs, areas.sides[0], areas.sides[1], areas.why, areas.next].into_iter().flatten());
        all.extend(areas.states.iter().map(|(_, part)| part.outer));
        all
    }

    #[test]
    fn the_design_size_has_room_for_everything() {
        let areas = areas(Rect::new(0, 0, 80, 24), Side::Main);
        assert_eq!(areas.sides[0], Some(Rect::new(0, 1, 40, 14)));
        assert_eq!(areas.sides[1], Some(Rect::new(40, 1, 40, 14)));
        assert_eq!(areas.transaction.outer, Rect::new(0, 15, 80, 1));
        assert_eq!(areas.events.outer, Rect::new(0, 16, 80, 4));
        assert_eq!(areas.next, Some(Rect::new(0, 22, 80, 1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_places_cover_the_screen_once(
            width in 60..=MAX_COLUMNS, height in 16..=MAX_ROWS, back in any::<bool>()) {
            let area = Rect::new(0, 0, width, height);
            let focus = if back { Side::Back } else { Side::Main };
            let areas = areas(area, focus);
            let places = all(&areas);
            let covered: u32 = places.iter().map(|place| place.area()).sum();
            prop_assert_eq!(covered, area.area());
            for (index, one) in places.iter().enumerate() {
                prop_assert_eq!(one.intersection(area), *one);
                for other in &places[index + 1..] {
                    prop_assert!(!one.intersects(*other), "{:?} {:?}", one, other);
                }
            }
            prop_assert!(areas.sides[focus.index()].is_some_and(|pane| pane.height >= 8));
            prop_assert_eq!(areas.sides.iter().flatten().count(), if width < 80 { 1 } else { 2 });
        }
    }
}
