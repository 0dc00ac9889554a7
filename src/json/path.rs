//! The path to a value of a document.

/// A step down into a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segment<'a> {
    /// Into a member of an object.
    Key(&'a str),
    /// Into an item of a list, counted from 0.
    Index(usize),
}

/// A path as messages show it: `trees.A.nodes["a b"][3]`.
pub(crate) fn show_path(path: &[Segment<'_>]) -> String {
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Index(index) => out.push_str(&format!("[{index}]")),
            Segment::Key(key) => {
                let plain = !key.is_empty()
                    && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$'));
                match (plain, out.is_empty()) {
                    (true, true) => out.push_str(key),
                    (true, false) => {
                        out.push('.');
                        out.push_str(key);
                    }
                    (false, _) => out.push_str(&format!("[{key:?}]")),
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Segment::{Index, Key};
    use super::*;

    #[test]
    fn paths_read_well() {
        assert_eq!(show_path(&[Key("trees"), Key("a b"), Key("nodes"), Index(3)]), "trees[\"a b\"].nodes[3]");
    }
}
