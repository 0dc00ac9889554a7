//! How long a frame takes. `cargo bench --bench screen`
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use divan::Bencher;
use journey_sim::cli::load;
use journey_sim::drive::Run;
use journey_sim::tui::shot::{HeadlessScreen, parse};
use journey_sim::tui::{Palette, Theme, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn main() {
    divan::main();
}

/// Size, and the keys that lead to what is drawn: the waiting page, the password page, the log.
const FRAMES: [(u16, u16, &str); 4] = [
    (80, 24, "demo<Enter><wait 13s>"),
    (200, 55, "demo<Enter><wait 13s>"),
    (200, 55, "demo<Enter><wait 4s><Tab><Enter><wait 2s>Ch4ng"),
    (200, 55, "demo<Enter><wait 170s>e"),
];

/// The whole frame, as after a change: the model laid out and painted into a buffer, and the difference to the
/// last one found.
#[divan::bench(args = 0..FRAMES.len())]
fn frame(bencher: Bencher<'_, '_>, which: usize) {
    let (width, height, keys) = FRAMES[which];
    let run = Run::new(load(None).expect("the shipped journeys load"), 1, "BackchannelMain").unwrap();
    let theme = Theme { palette: Palette::Dark, ascii: false };
    let mut stage = HeadlessScreen::new(run, theme, (width, height));
    for step in parse(keys).expect("the keys are spelled right") {
        stage.play(&step.stroke);
    }
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    bencher.bench_local(|| {
        stage.set_theme(theme);
        terminal.draw(|frame| view(stage.model(), frame)).unwrap();
    });
}
