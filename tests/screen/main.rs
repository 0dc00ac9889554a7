//! The screen, drawn without a terminal.
//!
//! `INSTA_UPDATE=always cargo test --test screen` makes every picture anew, the README's too.

mod readme;

/// Whether pictures are to be made anew instead of compared.
fn updating() -> bool {
    std::env::var_os("INSTA_UPDATE").is_some_and(|wanted| wanted == "always")
}
