//! The fidelity ledger: every behaviour has a rule, every rule a source.

use std::fmt;

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The vendor page this project started from: Backchannel Status node, with its example.
    Seed,
    /// The vendor's documentation; the page's name.
    Doc(&'static str),
    /// The public source of AM 8.0.2; the class.
    Src(&'static str),
    /// Verified by the vendor's SDK end-to-end tests against a live tenant.
    Live,
    /// A decision of this project where nothing is documented; why it was taken.
    Assumed(&'static str),
}

impl Source {
    /// `documented` or `assumed`: the label that is shown wherever the rule decides something.
    pub fn label(self) -> &'static str {
        match self {
            Self::Assumed(_) => "assumed",
            _ => "documented",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seed => f.write_str("vendor page: Backchannel Status node"),
            Self::Doc(page) => write!(f, "vendor documentation: {page}"),
            Self::Src(class) => write!(f, "AM 8.0.2 source: {class}"),
            Self::Live => f.write_str("vendor SDK end-to-end tests on a live tenant"),
            Self::Assumed(why) => write!(f, "decision of this project: {why}"),
        }
    }
}

/// One behaviour that the simulator follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// A stable id such as `polling-wait.exit-first`: `<node or area>.<what>`.
    pub id: &'static str,
    /// The behaviour in one sentence.
    pub text: &'static str,
    /// Where it comes from.
    pub source: Source,
}

impl Rule {
    /// A rule, for the `RULES` tables of node files.
    pub const fn new(id: &'static str, text: &'static str, source: Source) -> Self {
        Self { id, text, source }
    }

    /// The rule of a table with an id, for code that refers to it. Use it in a constant: a table
    /// without the rule does not compile then.
    ///
    /// # Panics
    /// When the table has no such rule.
    pub const fn of(table: &'static [Rule], id: &str) -> &'static Rule {
        let mut index = 0;
        while index < table.len() {
            if same(table[index].id.as_bytes(), id.as_bytes()) {
                return &table[index];
            }
            index += 1;
        }
        panic!("no rule of this table has this id");
    }
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut index = 0;
    while index < one.len() {
        if one[index] != other[index] {
            return false;
        }
        index += 1;
    }
    true
}
