//! What somebody meant to write.

use strsim::levenshtein;

/// A word longer than this, in characters, is no mistyped one, and must cost nothing.
const MAX_WORD: usize = 64;

/// The known word that a mistyped one most likely stands for: at most a third of its characters
/// and one more are wrong, missing or too many. Upper and lower case are the same.
pub(crate) fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word: String = word.chars().take(MAX_WORD).collect::<String>().to_lowercase();
    known
        .iter()
        .map(|known| (levenshtein(&word, &known.to_lowercase()), *known))
        .min()
        .filter(|(distance, known)| *distance <= known.chars().count() / 3 + 1)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistyped_keys_get_a_suggestion() {
        assert_eq!(nearest("usrName", &["userName", "password"]), Some("userName"));
        assert_eq!(nearest("colour", &["userName", "password"]), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), &["userName"]), None);
        assert_eq!(nearest("success", &["Sucess", "Failure"]), Some("Sucess"));
    }
}
