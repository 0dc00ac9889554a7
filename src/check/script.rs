//! A script of an export: what it says, whether it compiles, and where it stands.

use std::cell::OnceCell;
use std::sync::Arc;

use super::finding::{Place, ScriptPlace};
use super::project::{Project, segment};
use crate::journey::{Language, ScriptDef, script_places};
use crate::json::Segment;
use crate::script::code::Code;
use crate::script::language::{self, LanguageLevel, NodeKind, Span, SyntaxError, TokenKind};
use crate::script::{ScriptError, syntax};

/// A script, where it stands first.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) document: usize,
    path: Vec<String>,
    pub(super) journey: Arc<str>,
    pub(super) def: Arc<ScriptDef>,
    code: OnceCell<Code>,
    refusals: OnceCell<[Option<SyntaxError>; 2]>,
    syntax: OnceCell<Result<(), ScriptError>>,
    places: OnceCell<Option<Vec<usize>>>,
    may_check: OnceCell<bool>,
    may_ask: OnceCell<bool>,
}

impl Script {
    /// A script of a journey; `path` leads to it in its document.
    pub(super) fn new(document: usize, path: Vec<String>, journey: Arc<str>, def: Arc<ScriptDef>) -> Self {
        Self {
            document,
            path,
            journey,
            def,
            code: OnceCell::new(),
            refusals: OnceCell::new(),
            syntax: OnceCell::new(),
            places: OnceCell::new(),
            may_check: OnceCell::new(),
            may_ask: OnceCell::new(),
        }
    }

    /// What it says. Of a script that does not run, nothing.
    pub(super) fn code(&self) -> &Code {
        self.code.get_or_init(|| Code::read(if self.runs() { &self.def.source } else { "" }))
    }

    /// What the product's engine complains of at each language level; nothing of a script that does not run.
    pub(super) fn refusals(&self) -> &[Option<SyntaxError>; 2] {
        self.refusals.get_or_init(|| match self.runs() {
            true => LanguageLevel::ALL.map(|level| language::Script::parse(&self.def.source, level).err()),
            false => [None, None],
        })
    }

    /// Line and column, from 1, of the start of a span of its text.
    pub(super) fn at(&self, span: Span) -> (u32, u32) {
        let before = self.def.source.get(..span.start as usize).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// Its comments that hold a text, with the line on which each ends.
    pub(super) fn comments_with(&self, text: &str) -> impl Iterator<Item = (u32, &str)> {
        let script = self.code().script();
        let comments = script.comments().iter().map(|comment| comment.span);
        comments.filter(move |span| script.slice(*span).contains(text)).map(move |span| {
            let end = Span { start: span.end, ..span };
            (self.at(end).0, script.slice(span))
        })
    }

    /// The names that stand in it, those of members in quotes included.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let script = self.code().script();
        script.nodes().filter_map(|(_, node)| match &node.kind {
            NodeKind::Name(name) | NodeKind::Key(name) => Some(&**name),
            NodeKind::Index { index, .. } => self.code().text(*index),
            _ => None,
        })
    }

    /// What the compiler says of it; nothing of a language that is not JavaScript.
    pub(super) fn syntax(&self) -> &Result<(), ScriptError> {
        self.syntax.get_or_init(|| match self.def.language {
            Language::JavaScript => syntax(&self.def.name, &self.def.source),
            Language::Groovy => Ok(()),
        })
    }

    /// Whether it does anything that could check a credential.
    pub(super) fn may_check(&self) -> bool {
        *self.may_check.get_or_init(|| may_check(self.code()))
    }

    /// Whether it does anything that could send callbacks.
    pub(super) fn may_ask(&self) -> bool {
        *self.may_ask.get_or_init(|| {
            self.names().any(|name| {
                let name = name.to_lowercase();
                let words = ["suspend", "send", "require", "javaimporter"];
                name.contains("callback") || words.contains(&name.as_str())
            })
        })
    }

    /// Whether it is JavaScript that compiles.
    pub(super) fn runs(&self) -> bool {
        self.def.language == Language::JavaScript && self.syntax().is_ok()
    }
}

impl Project<'_> {
    /// A place in a script, `length` characters long.
    pub(super) fn script_place(&self, script: &Script, at: Option<(u32, u32)>, length: usize) -> Place {
        let path: Vec<Segment<'_>> =
            script.path.iter().map(String::as_str).chain(["script"]).map(segment).collect();
        let document = &self.documents[script.document];
        let mut place = self.place(script.document, &path, false);
        let value =
            document.source.spans().and_then(|spans| spans.at(&path)).map(|spans| spans.value.clone());
        if let (Some(at), Some(value)) = (at, value) {
            let places = script.places.get_or_init(|| {
                script_places(document.source.text(), value.start, value.end, &script.def.source)
            });
            let first = offset(&script.def.source, at);
            if let Some(places) = places
                && let Some(from) = places.get(first).or(places.last())
            {
                let last = places.get(first + length.max(1) - 1).unwrap_or(from);
                let to = last
                    + document.source.text().get(*last..).map_or(0, |rest| {
                        // An escaped character has more than one in the file.
                        rest.chars().next().map_or(0, char::len_utf8)
                    });
                document.mark(&mut place, *from..to.max(*from));
            } else {
                document.mark(&mut place, value);
            }
        }
        Place {
            journey: Some(script.journey.clone()),
            script: Some(ScriptPlace {
                name: script.def.name.clone(),
                line: at.map(|(line, _)| line),
                column: at.map(|(_, column)| column),
            }),
            ..place
        }
    }

    /// The place of a span of a script's text.
    pub(super) fn script_span(&self, script: &Script, span: Span) -> Place {
        let length = script.def.source.get(span.range()).unwrap_or_default().chars().count();
        self.script_place(script, Some(script.at(span)), length)
    }

    /// The place of another member of a script's object, such as `language`.
    pub(super) fn script_member(&self, script: &Script, member: &str) -> Place {
        let path: Vec<Segment<'_>> =
            script.path.iter().map(String::as_str).chain([member]).map(segment).collect();
        let name = script.def.name.clone();
        Place {
            journey: Some(script.journey.clone()),
            script: Some(ScriptPlace { name, line: None, column: None }),
            ..self.place(script.document, &path, false)
        }
    }
}

/// The index of the character at a line and column.
fn offset(source: &str, (line, column): (u32, u32)) -> usize {
    let before: usize =
        source.split('\n').take(line.saturating_sub(1) as usize).map(|line| line.chars().count() + 1).sum();
    before + column.saturating_sub(1) as usize
}

fn may_check(code: &Code) -> bool {
    const SIGNS: [&str; 13] = [
        "identifieduser",
        "identifiedagent",
        "httpclient",
        "verif",
        "validat",
        "authenticat",
        "password",
        "jwt",
        "signature",
        "certificate",
        "existingsession",
        "webauthn",
        "require",
    ];
    let script = code.script();
    script.tokens().iter().filter(|token| token.kind != TokenKind::End).any(|token| {
        let text = script.slice(token.span).to_lowercase();
        SIGNS.iter().any(|sign| text.contains(sign))
    })
}
