//! Going on after a complaint: the rest of a script is still worth reading. What is refused is skipped to the end of
//! its statement, unless it is one of the constructs of `later.rs`.

use super::{Parse, Parser};
use crate::script::language::token::{Token, TokenKind as T};
use crate::script::language::tree::NodeId;

impl Parser<'_> {
    /// Reads a statement; where it is refused and all is to be read, skips the rest of it.
    pub(super) fn recovering(
        &mut self,
        read: impl FnOnce(&mut Self) -> Parse<NodeId>,
    ) -> Parse<Option<NodeId>> {
        let (scopes, functions, nesting) = (self.scopes.depth(), self.functions.len(), self.nesting);
        let (tokens, was_strict) = (self.tokens.len(), self.is_strict());
        match read(self) {
            Ok(statement) => Ok(Some(statement)),
            Err(_) if self.goes_on => {
                self.scopes.truncate(scopes);
                self.functions.truncate(functions);
                self.nesting = nesting;
                self.lexer.is_strict = was_strict;
                self.in_for_start = false;
                self.in_pattern = false;
                self.skip_statement(self.tokens.len() > tokens);
                Ok(None)
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn skip_statement(&mut self, has_moved: bool) {
        let mut has_moved = has_moved;
        let mut depth = 0_u32;
        loop {
            let Ok(token) = self.peek_token() else {
                has_moved = true;
                continue;
            };
            match token.kind {
                T::End => return,
                _ if depth == 0 && has_moved && token.after_line_end => return,
                T::RightBrace if depth == 0 => return,
                T::LeftBrace | T::LeftParen | T::LeftBracket | T::DotParen => depth += 1,
                T::RightBrace | T::RightParen | T::RightBracket => depth = depth.saturating_sub(1),
                T::Backtick => {
                    // The template and its holes; a hole that is refused ends it.
                    has_moved = true;
                    self.template(true).map(drop).unwrap_or_default();
                    continue;
                }
                T::Slash | T::SlashAssign if self.tokens.last().is_none_or(precedes_value) => {
                    has_moved = true;
                    let tokens = self.tokens.len();
                    self.primary().map(drop).unwrap_or_default();
                    if self.tokens.len() > tokens {
                        continue;
                    }
                }
                _ => {}
            }
            has_moved = true;
            let ended = depth == 0 && token.kind == T::Semicolon;
            if self.next().is_err() || ended {
                return;
            }
        }
    }

    /// Notes what the engine says of what comes next, which is read in another way afterwards.
    pub(super) fn rehearse(&mut self, read: impl FnOnce(&mut Self) -> Parse<NodeId>) {
        if self.complaint.is_some() {
            return;
        }
        let (lexer, ahead, after) = (self.lexer.clone(), self.ahead, self.after_ahead);
        let (tokens, nodes, scopes) = (self.tokens.len(), self.nodes.len(), self.scopes.clone());
        let (functions, nesting) = (self.functions.len(), self.nesting);
        self.goes_on = false;
        let result = read(self);
        self.goes_on = true;
        if result.is_ok() {
            self.refuse("invalid property id").unwrap_or_default();
        }
        (self.lexer, self.ahead, self.after_ahead) = (lexer, ahead, after);
        self.tokens.truncate(tokens);
        self.nodes.truncate(nodes);
        self.depths.truncate(nodes);
        self.functions.truncate(functions);
        (self.scopes, self.nesting) = (scopes, nesting);
    }
}

/// Whether a `/` after this token begins a regular expression.
fn precedes_value(token: &Token) -> bool {
    !matches!(
        token.kind,
        T::Name
            | T::Number
            | T::BigInt
            | T::String
            | T::RegExp
            | T::RightParen
            | T::RightBracket
            | T::RightBrace
            | T::Backtick
            | T::This
            | T::Null
            | T::True
            | T::False
            | T::Reserved
            | T::Increment
            | T::Decrement
    )
}
