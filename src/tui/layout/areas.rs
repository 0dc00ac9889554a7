//! Where everything is, for a size.

use ratatui::layout::Rect;

use super::super::page::Side;

/// From this width on the transaction stands between the two sides.
const WIDE: u16 = 120;

/// The places of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Layout {
    /// One row.
    pub header: Rect,
    /// One row, where only one side fits.
    pub tabs: Option<Rect>,
    /// The panes of the sides.
    pub sides: [Option<Rect>; 2],
    /// The transaction: a pane between the sides, or a strip below them.
    pub transaction: Rect,
    /// Panes for node state: none, one for the focus, or one for each side.
    pub states: Vec<Rect>,
    /// The event log.
    pub events: Option<Rect>,
    /// Whether the lower panes are boxes, not strips.
    pub boxed: bool,
    /// The timeline: one row, two lanes, or two lanes under a title.
    pub timeline: Rect,
    /// One row for the reason of the last outcome and for news.
    pub why: Option<Rect>,
    /// One row for what to do next.
    pub next: Option<Rect>,
    /// One row.
    pub hints: Rect,
    /// Everything between header and hints.
    pub middle: Rect,
}

/// The places for a screen of at least the floor's size.
pub(in super::super) fn layout(area: Rect, focus: Side) -> Layout {
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
    let (states, events) = lower_row(lower, boxed);
    Layout {
        header: row(0, 1),
        tabs: (tab_rows > 0).then(|| row(1, 1)),
        sides,
        transaction: between.unwrap_or(strip),
        states,
        events: Some(events),
        boxed,
        timeline,
        why: (why_rows > 0).then_some(why),
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

fn lower_row(lower: Rect, boxed: bool) -> (Vec<Rect>, Rect) {
    let column = |x: u16, width: u16| Rect { x: lower.x + x, width, ..lower };
    let width = lower.width;
    match (boxed, width) {
        (true, 180..) => {
            // From 200 columns on an id fits behind its name.
            let state = width * 33 / 100;
            (vec![column(0, state), column(state, state)], column(2 * state, width - 2 * state))
        }
        (true, _) => (vec![column(0, width / 2)], column(width / 2, width - width / 2)),
        (false, _) => (Vec::new(), lower),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(layout: &Layout) -> Vec<Rect> {
        let mut all = vec![layout.header, layout.transaction, layout.timeline, layout.hints];
        all.extend(
            [layout.tabs, layout.sides[0], layout.sides[1], layout.events, layout.why, layout.next]
                .into_iter()
                .flatten(),
        );
        all.extend(&layout.states);
        all
    }

    #[test]
    fn the_design_size_has_room_for_everything() {
        let layout = layout(Rect::new(0, 0, 80, 24), Side::Main);
        assert_eq!(layout.sides[0], Some(Rect::new(0, 1, 40, 14)));
        assert_eq!(layout.sides[1], Some(Rect::new(40, 1, 40, 14)));
        assert_eq!(layout.transaction, Rect::new(0, 15, 80, 1));
        assert_eq!(layout.events, Some(Rect::new(0, 16, 80, 4)));
        assert_eq!(layout.next, Some(Rect::new(0, 22, 80, 1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_places_cover_the_screen_once(width in 60u16..260, height in 16u16..120, back in any::<bool>()) {
            let area = Rect::new(0, 0, width, height);
            let focus = if back { Side::Back } else { Side::Main };
            let layout = layout(area, focus);
            let places = all(&layout);
            let covered: u32 = places.iter().map(|place| place.area()).sum();
            prop_assert_eq!(covered, area.area());
            for (index, one) in places.iter().enumerate() {
                prop_assert_eq!(one.intersection(area), *one);
                for other in &places[index + 1..] {
                    prop_assert!(!one.intersects(*other), "{:?} {:?}", one, other);
                }
            }
            prop_assert!(layout.sides[focus.index()].is_some_and(|pane| pane.height >= 8));
            prop_assert_eq!(layout.sides.iter().flatten().count(), if width < 80 { 1 } else { 2 });
        }
    }
}
