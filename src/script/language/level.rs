//! The two language levels.

/// The language version that the product sets in its engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LanguageLevel {
    /// Version 0: a tenant of Advanced Identity Cloud.
    Default,
    /// Version 200: self-managed AM.
    Es6,
}

impl LanguageLevel {
    /// Both levels.
    pub const ALL: [Self; 2] = [Self::Default, Self::Es6];

    /// The product that sets it.
    pub fn product(self) -> &'static str {
        match self {
            Self::Default => "Advanced Identity Cloud",
            Self::Es6 => "self-managed AM",
        }
    }

    pub(crate) fn is_es6(self) -> bool {
        self == Self::Es6
    }
}
