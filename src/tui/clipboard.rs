//! The clipboard of the terminal, by OSC 52. Multiplexers keep the sequence to themselves unless it
//! is wrapped for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The bytes that put a text on the clipboard.
pub(super) fn sequence(text: &str, env: &dyn Fn(&str) -> Option<String>) -> String {
    let set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    let bare = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    if set("TMUX") {
        // tmux takes the bare one where set-clipboard is on, and passes the other one through where
        // allow-passthrough is on.
        let inner = bare.replace('\x1b', "\x1b\x1b");
        format!("{bare}\x1bPtmux;{inner}\x1b\\")
    } else if set("STY") {
        format!("\x1bP{bare}\x1b\\")
    } else {
        bare
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(variable: &str) -> String {
        sequence("a link", &|name| (name == variable).then(|| "1".to_owned()))
    }

    #[test]
    fn the_sequence_is_wrapped_for_multiplexers() {
        assert_eq!(made(""), "\x1b]52;c;YSBsaW5r\x07");
        assert_eq!(made("STY"), "\x1bP\x1b]52;c;YSBsaW5r\x07\x1b\\");
        assert_eq!(made("TMUX"), "\x1b]52;c;YSBsaW5r\x07\x1bPtmux;\x1b\x1b]52;c;YSBsaW5r\x07\x1b\\");
    }
}
