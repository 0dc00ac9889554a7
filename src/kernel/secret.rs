//! A string that cannot be printed.

use std::sync::Arc;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What stands in for a secret wherever one would have been shown.
pub const MASK: &str = "********";

/// A password or any other value that must never reach an event, a log, a trace or an error.
///
/// It has no `Display` and no `Serialize`; its `Debug` is the mask. The text is reachable only
/// through [`Secret::expose`], whose callers are few and easy to review. The memory is wiped
/// when the last copy goes.
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Takes a text into custody.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// The text itself: for a password check, for a script that asks for it, and for nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether the secret is the empty text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(MASK)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

/// Masks known secrets inside free text, for text that a script wrote and that may quote one.
#[derive(Clone, Debug, Default)]
pub struct Redactor(Vec<Secret>);

impl Redactor {
    /// Adds a secret to look for. The empty text is ignored.
    pub fn learn(&mut self, secret: &Secret) {
        if !secret.is_empty() && !self.0.contains(secret) {
            self.0.push(secret.clone());
            // Longest first, so that a secret that contains another one is masked whole.
            self.0.sort_by_key(|known| std::cmp::Reverse(known.expose().len()));
        }
    }

    /// The text with every known secret replaced by [`MASK`].
    pub fn redact(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for secret in &self.0 {
            if out.contains(secret.expose()) {
                out = out.replace(secret.expose(), MASK);
            }
        }
        out
    }

    /// Whether the text is, or contains, a known secret.
    pub fn taints(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.expose()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_secret_is_the_mask() {
        let secret = Secret::new("hunter2");
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "******** Some(********)");
    }

    #[test]
    fn redaction_masks_the_longest_secret_whole() {
        let mut redactor = Redactor::default();
        redactor.learn(&Secret::new("pass"));
        redactor.learn(&Secret::new("password"));
        assert_eq!(redactor.redact("my password, a pass"), "my ********, a ********");
        assert!(redactor.taints("xpassx") && !redactor.taints("word"));
    }
}
