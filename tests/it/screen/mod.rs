//! The screen, drawn without a terminal.
//!
//! After a wanted change of the screen: `INSTA_UPDATE=always cargo test --test it screen` makes every
//! picture anew, the README's too. Then read the difference.

mod advice;
mod contrast;
mod habits;
mod mouse;
mod pictures;
mod readme;
mod shot;
mod states;

/// Told where a picture differs.
const HOW: &str =
    "A wanted change? INSTA_UPDATE=always cargo test --test it screen, then read the difference.";

/// Whether pictures are to be made anew instead of compared.
fn updating() -> bool {
    std::env::var_os("INSTA_UPDATE").is_some_and(|wanted| wanted == "always")
}
