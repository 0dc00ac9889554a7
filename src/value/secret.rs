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

/// Shorter secrets are looked for as whole words only: one of a letter would be found everywhere.
const SHORTEST_PART: usize = 4;

/// Masks known secrets inside free text, for text that a script wrote and that may quote one.
///
/// A secret may also be a text that everybody may read: a password that equals the user name, or a
/// word of the script. A text that is exactly such a one stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Redactor(Vec<Known>);

#[derive(Clone, Debug)]
struct Known {
    secret: Secret,
    public: bool,
}

impl Redactor {
    /// Adds a secret to look for. The empty text is ignored.
    pub fn learn(&mut self, secret: &Secret) {
        if !secret.is_empty() && !self.0.iter().any(|known| known.secret == *secret) {
            self.0.push(Known { secret: secret.clone(), public: false });
            // Longest first, so that a secret that contains another one is masked whole.
            self.0.sort_by_key(|known| std::cmp::Reverse(known.secret.expose().len()));
        }
    }

    /// Notes which secrets are texts that everybody may read.
    pub fn allow(&mut self, is_public: impl Fn(&str) -> bool) {
        for known in &mut self.0 {
            known.public |= is_public(known.secret.expose());
        }
    }

    /// The text with every known secret replaced by [`MASK`].
    pub fn redact(&self, text: &str) -> String {
        if self.0.iter().any(|known| known.public && known.secret.expose() == text) {
            return text.to_owned();
        }
        let mut out = text.to_owned();
        for known in &self.0 {
            let secret = known.secret.expose();
            let mut from = 0;
            while let Some(at) = find(&out[from..], secret).map(|at| from + at) {
                out.replace_range(at..at + secret.len(), MASK);
                from = at + MASK.len();
            }
        }
        out
    }

    /// Whether the text is, or contains, a known secret.
    pub fn taints(&self, text: &str) -> bool {
        self.0.iter().any(|known| {
            let secret = known.secret.expose();
            if text == secret { !known.public } else { find(text, secret).is_some() }
        })
    }
}

/// Where a secret is in a text.
fn find(text: &str, secret: &str) -> Option<usize> {
    let short = secret.chars().nth(SHORTEST_PART - 1).is_none();
    text.match_indices(secret).map(|(at, _)| at).find(|at| {
        let bounds = [text[..*at].chars().next_back(), text[at + secret.len()..].chars().next()];
        !short || bounds.into_iter().flatten().all(|beside| !beside.is_alphanumeric())
    })
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

    /// Proves script.secret-public.
    #[test]
    fn a_secret_that_everybody_may_read_is_masked_only_inside_longer_texts() {
        let mut redactor = Redactor::default();
        redactor.learn(&Secret::new("demo"));
        redactor.learn(&Secret::new("hush-hush"));
        redactor.allow(|text| text == "demo");
        assert!(!redactor.taints("demo") && redactor.taints("my demo") && redactor.taints("hush-hush"));
        assert_eq!(redactor.redact("demo"), "demo");
        assert_eq!(redactor.redact("it is demo, hush-hush"), "it is ********, ********");
    }

    /// Proves script.secret-short.
    #[test]
    fn a_short_secret_is_masked_as_a_whole_word() {
        let mut redactor = Redactor::default();
        redactor.learn(&Secret::new("é"));
        redactor.learn(&Secret::new("a1"));
        assert_eq!(redactor.redact("ra1n a1, é été (é)"), "ra1n ********, ******** été (********)");
        assert!(redactor.taints("é") && redactor.taints("x a1") && !redactor.taints("xa1"));
    }
}
