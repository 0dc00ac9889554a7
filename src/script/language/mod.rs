//! The reading of a script: the grammar of Rhino 1.7.14, the product's engine, at its two language levels.
//!
//! [`Script::parse`] takes what the engine compiles and refuses the rest in the engine's words, the first complaint
//! first. [`Script::read`] says the same and goes on, so that the rest of a refused script can be looked at.
//!
//! - Each token, comment and node has the [`Span`] of bytes that it stands in; [`Script::position`] counts lines and
//!   characters. A child lies inside its parent, tokens follow each other.
//! - Nodes are a list, children before their parents; [`Script::walk`] goes through a tree without recursion. Of
//!   [`Script::parse`] the tree is no deeper than 1000 levels and has no [`NodeKind::Refused`].
//! - Nothing is lost that a printer needs: numbers and texts keep their spelling in the text, templates their pieces,
//!   parentheses, holes of arrays and comments stay.
//! - [`Script::meaning`] says which declaration a name means. Scopes are the engine's: a `const` belongs to its
//!   function, the bodies of `switch` and `catch` are no scopes of their own.
//! - Reading takes time in proportion to the text, ends at a depth of nesting with an error, and does not panic.
//!
//! What the engine takes and we refuse is E4X (`<a/>`, `a.@b`, `a..b`, `a::b`, `a.(b)`): that is said only where the
//! engine has no complaint of its own. Of XML literals we read no further than their first sign, so a script with an
//! ill-formed one may be refused in other words. A line end after a `$` inside a template counts once here and twice
//! in the engine.
//!
//! ```
//! use journey_sim::script::language::{LanguageLevel, Meaning, NodeKind, Script};
//!
//! let text = "var ns = nodeState;\nlet user = ns.get('username');";
//! let script = Script::parse(text, LanguageLevel::Es6)?;
//! let free: Vec<&str> = script
//!     .nodes()
//!     .filter_map(|(id, node)| match &node.kind {
//!         NodeKind::Name(name) if script.meaning(name, id) == Meaning::Free => Some(&**name),
//!         _ => None,
//!     })
//!     .collect();
//! assert_eq!(free, ["nodeState"]);
//!
//! let error = Script::parse(text, LanguageLevel::Default).unwrap_err();
//! assert_eq!(error.to_string(), "missing ; before statement");
//! assert_eq!((error.position.line, error.position.column), (2, 5));
//! # Ok::<(), journey_sim::script::language::SyntaxError>(())
//! ```

mod chars;
mod children;
mod error;
mod level;
mod lexer;
mod operator;
mod parser;
mod regexp;
mod scope;
mod script;
mod span;
mod token;
mod tree;
mod walk;

pub use error::{SyntaxError, SyntaxErrorKind};
pub use level::LanguageLevel;
pub use lexer::{number_value, text_units};
pub use operator::{AssignOperator, BinaryOperator, UnaryOperator, UpdateOperator};
pub use scope::{Meaning, Scope, ScopeId, ScopeKind, Symbol, SymbolKind};
pub use script::{Reading, Script};
pub use span::{Position, Span};
pub use token::{Comment, CommentKind, Token, TokenKind};
pub use tree::*;
pub use walk::{Visit, Walk};

/// How far a script may go.
pub(crate) struct Limits;

impl Limits {
    /// How deeply statements and expressions may be nested in each other.
    pub(crate) const NESTING: u32 = 256;
    /// How deep the tree may be: a chain of calls is one level a link.
    pub(crate) const DEPTH: u32 = 1000;
    /// How many labels may stand around a statement.
    pub(crate) const LABELS: usize = 100;
    /// How many nodes a tree may have.
    pub(crate) const NODES: usize = 1 << 24;
}
