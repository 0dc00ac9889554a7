//! Why a visit comes to something, and why to nothing else: one sentence for each outcome.

use std::borrow::Cow;

use crate::value::{Rule, printable};

/// A reason: a clause that goes on after "because" or "Not Pending:", without a full stop, and the
/// rule it is an instance of.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The clause, naming the facts.
    pub text: String,
    /// The rule.
    pub rule: &'static Rule,
}

impl Reason {
    /// A reason. What came from outside is made printable, and loses its full stop.
    pub fn new(rule: &'static Rule, text: impl AsRef<str>) -> Self {
        Self { text: printable(text.as_ref().trim_end().trim_end_matches('.')).into_owned(), rule }
    }
}

/// Something that was looked at to decide. Secrets are never facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its name: a state key, a setting, a part of the transaction.
    pub name: Cow<'static, str>,
    /// Its value.
    pub value: String,
}

/// What a visit comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// An outcome, by id.
    Outcome(Cow<'static, str>),
    /// Callbacks are sent; the journey waits here.
    Sends,
    /// Another journey is run first.
    Enters,
    /// The node throws.
    Throws,
}

/// Why a node's visit comes to what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// What it comes to.
    pub came: Decision,
    /// Why.
    pub because: Reason,
    /// Why not to the other outcomes, by id.
    pub not: Vec<(Cow<'static, str>, Reason)>,
    /// The facts that were looked at.
    pub facts: Vec<Fact>,
}

impl Why {
    fn new(came: Decision, because: Reason) -> Self {
        Self { came, because, not: Vec::new(), facts: Vec::new() }
    }

    /// An outcome is taken.
    pub fn outcome(id: impl Into<Cow<'static, str>>, rule: &'static Rule, text: impl AsRef<str>) -> Self {
        Self::new(Decision::Outcome(id.into()), Reason::new(rule, text))
    }

    /// Callbacks are sent.
    pub fn sends(rule: &'static Rule, text: impl AsRef<str>) -> Self {
        Self::new(Decision::Sends, Reason::new(rule, text))
    }

    /// Another journey is entered.
    pub fn enters(rule: &'static Rule, text: impl AsRef<str>) -> Self {
        Self::new(Decision::Enters, Reason::new(rule, text))
    }

    /// The node throws.
    pub fn throws(rule: &'static Rule, text: impl AsRef<str>) -> Self {
        Self::new(Decision::Throws, Reason::new(rule, text))
    }

    /// Why not another outcome. For the one that is taken, and for one that has a reason, nothing
    /// is added: a node may list all it has.
    #[must_use]
    pub fn not(
        mut self,
        id: impl Into<Cow<'static, str>>,
        rule: &'static Rule,
        text: impl AsRef<str>,
    ) -> Self {
        let id = id.into();
        let taken = matches!(&self.came, Decision::Outcome(taken) if *taken == id);
        if !taken && !self.not.iter().any(|(known, _)| *known == id) {
            self.not.push((id, Reason::new(rule, text)));
        }
        self
    }

    /// A fact that was looked at.
    #[must_use]
    pub fn fact(mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.facts.push(Fact { name: name.into(), value: printable(&value.to_string()).into_owned() });
        self
    }
}
