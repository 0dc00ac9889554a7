//! Recursive descent over the grammar of the engine. Where it looks ahead, and in which order it complains, is the
//! engine's: the first complaint is what a person is told.

mod comprehension;
mod declaration;
mod deferred;
mod expression;
mod function;
mod jump;
mod later;
mod loops;
mod object;
mod pattern;
mod primary;
mod recover;
mod statement;

use super::Limits;
use super::error::SyntaxErrorKind;
use super::level::LanguageLevel;
use super::lexer::{Fault, Lexer, Scan};
use super::scope::{ScopeKind, ScopeStack, SymbolKind};
use super::span::{Span, offset};
use super::token::{Comment, Token, TokenKind};
use super::tree::{Node, NodeId, NodeKind};
use deferred::Deferred;
use function::FunctionState;

const NO_E4X: &str = "E4X is not simulated";

/// The script is refused; the parser holds the reason.
#[derive(Debug)]
pub(crate) struct Refusal;

pub(crate) type Parse<T> = Result<T, Refusal>;

/// A fault and up to where the engine had read when it complained.
#[derive(Debug)]
pub(crate) struct Complaint {
    pub(crate) fault: Fault,
    /// None where the engine has forgotten the place.
    pub(crate) read_to: Option<u32>,
}

pub(crate) struct Parser<'t> {
    lexer: Lexer<'t>,
    level: LanguageLevel,
    /// Whether to go on after a complaint.
    goes_on: bool,
    ahead: Option<Token>,
    /// The token after that, where a name may be a label.
    after_ahead: Option<Token>,
    tokens: Vec<Token>,
    nodes: Vec<Node>,
    depths: Vec<u16>,
    scopes: ScopeStack,
    functions: Vec<FunctionState>,
    /// Inside the head of a `for`, where `in` is no operator.
    in_for_start: bool,
    /// Inside a pattern of a declaration.
    in_pattern: bool,
    nesting: u32,
    complaint: Option<Complaint>,
    deferred: Deferred,
}

/// What the parser made of a text.
pub(crate) struct Parsed {
    pub(crate) nodes: Vec<Node>,
    pub(crate) root: NodeId,
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) scopes: ScopeStack,
    pub(crate) complaint: Option<Complaint>,
}

/// Reads the text to its end, or where `goes_on` is false to the first complaint.
pub(crate) fn parse(text: &str, level: LanguageLevel, goes_on: bool) -> Parsed {
    let mut parser = Parser {
        lexer: Lexer::new(text, level),
        level,
        goes_on,
        ahead: None,
        after_ahead: None,
        tokens: Vec::new(),
        nodes: Vec::new(),
        depths: Vec::new(),
        scopes: ScopeStack::default(),
        functions: Vec::new(),
        in_for_start: false,
        in_pattern: false,
        nesting: 0,
        complaint: None,
        deferred: Deferred::default(),
    };
    let scope = parser.scopes.push(ScopeKind::Script);
    parser.functions.push(FunctionState::default());
    let body = parser.script_body();
    let end = offset(text.len());
    parser.depths.clear();
    parser.nodes.push(Node { span: Span::new(0, end), kind: NodeKind::Script(body.into()) });
    let root = NodeId(offset(parser.nodes.len() - 1));
    parser.scopes.own(scope, root);
    parser.check_deferred();
    Parsed {
        nodes: parser.nodes,
        root,
        tokens: parser.tokens,
        comments: parser.lexer.comments,
        scopes: parser.scopes,
        complaint: parser.complaint,
    }
}

impl<'t> Parser<'t> {
    fn text(&self, span: Span) -> &'t str {
        self.lexer.text.get(span.range()).unwrap_or_default()
    }

    // Tokens

    fn scan<T>(&mut self, scanned: Scan<T>) -> Parse<T> {
        scanned.map_err(|fault| {
            self.note(*fault);
            Refusal
        })
    }

    fn peek_token(&mut self) -> Parse<Token> {
        if let Some(token) = self.ahead {
            return Ok(token);
        }
        let scanned = self.lexer.token();
        let token = self.scan(scanned)?;
        self.ahead = Some(token);
        Ok(token)
    }

    fn peek(&mut self) -> Parse<TokenKind> {
        Ok(self.peek_token()?.kind)
    }

    /// The next token where it stands on the same line, else none.
    fn peek_on_line(&mut self) -> Parse<Option<TokenKind>> {
        let token = self.peek_token()?;
        Ok((!token.after_line_end).then_some(token.kind))
    }

    fn next(&mut self) -> Parse<Token> {
        let token = self.peek_token()?;
        self.ahead = self.after_ahead.take();
        self.tokens.push(token);
        Ok(token)
    }

    fn take(&mut self, wanted: TokenKind) -> Parse<Option<Token>> {
        if self.peek()? != wanted {
            return Ok(None);
        }
        self.next().map(Some)
    }

    fn takes(&mut self, wanted: TokenKind) -> Parse<bool> {
        Ok(self.take(wanted)?.is_some())
    }

    fn expect(&mut self, wanted: TokenKind, words: &str) -> Parse<Token> {
        match self.take(wanted)? {
            Some(token) => Ok(token),
            None => self.stop(words),
        }
    }

    /// The place where the text has been read up to: the start of the next token.
    fn here(&mut self) -> Parse<Span> {
        Ok(self.peek_token()?.span)
    }

    fn last_span(&self) -> Span {
        self.tokens.last().map_or(Span::new(0, 0), |token| token.span)
    }

    fn since(&self, start: Span) -> Span {
        start.to(self.last_span())
    }

    // Complaints

    fn note(&mut self, fault: Fault) {
        if self.complaint.is_none() {
            self.complaint = Some(Complaint { fault, read_to: Some(self.lexer.offset()) });
        }
    }

    fn complain(&mut self, kind: SyntaxErrorKind, span: Span, words: impl Into<String>) -> Parse<()> {
        self.note(Fault { message: words.into(), span, kind });
        if self.goes_on { Ok(()) } else { Err(Refusal) }
    }

    /// Refuses what stands here; goes on behind it where everything is to be read.
    fn refuse(&mut self, words: impl Into<String>) -> Parse<()> {
        let span = self.ahead.map_or_else(|| self.last_span(), |token| token.span);
        self.complain(SyntaxErrorKind::Grammar, span, words)
    }

    fn refuse_at(&mut self, span: Span, words: impl Into<String>) -> Parse<()> {
        self.complain(SyntaxErrorKind::Grammar, span, words)
    }

    /// Refuses what stands here; there is no sense in going on.
    fn stop<T>(&mut self, words: impl Into<String>) -> Parse<T> {
        self.refuse(words)?;
        Err(Refusal)
    }

    fn stop_at_e4x<T>(&mut self, span: Span) -> Parse<T> {
        self.complain(SyntaxErrorKind::E4x, span, NO_E4X)?;
        Err(Refusal)
    }

    // Nodes

    fn node(&mut self, span: Span, kind: NodeKind) -> Parse<NodeId> {
        let mut depth = 0;
        kind.each_child(|child| {
            depth = depth.max(self.depths.get(child.0 as usize).copied().unwrap_or_default());
        });
        if u32::from(depth) >= Limits::DEPTH || self.nodes.len() >= Limits::NODES {
            return self.limit(span);
        }
        let id = NodeId(offset(self.nodes.len()));
        self.nodes.push(Node { span, kind });
        self.depths.push(depth + 1);
        Ok(id)
    }

    fn kind(&self, id: NodeId) -> &NodeKind {
        self.nodes.get(id.0 as usize).map_or(&NodeKind::Empty, |node| &node.kind)
    }

    fn span(&self, id: NodeId) -> Span {
        self.nodes.get(id.0 as usize).map_or(Span::new(0, 0), |node| node.span)
    }

    fn limit<T>(&mut self, span: Span) -> Parse<T> {
        self.note(Fault {
            message: "Too deep recursion while parsing".to_owned(),
            span,
            kind: SyntaxErrorKind::Limit,
        });
        Err(Refusal)
    }

    /// One level further in.
    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        if self.nesting >= Limits::NESTING {
            let span = self.here()?;
            return self.limit(span);
        }
        self.nesting += 1;
        let result = read(self);
        self.nesting -= 1;
        result
    }

    // Scopes

    fn scoped(&mut self, kind: ScopeKind, read: impl FnOnce(&mut Self) -> Parse<NodeId>) -> Parse<NodeId> {
        let scope = self.scopes.push(kind);
        let result = read(self);
        self.scopes.pop();
        if let Ok(node) = result {
            self.scopes.own(scope, node);
        }
        result
    }

    fn declare(&mut self, kind: SymbolKind, name: NodeId) -> Parse<()> {
        let NodeKind::Name(text) = self.kind(name) else { return Ok(()) };
        let text = text.clone();
        let scope = self.scopes.current();
        if let Err(words) = self.scopes.declare(kind, &text, name, scope, self.in_for_start) {
            self.refuse_at(self.span(name), words)?;
            self.scopes.add(scope, kind, &text, name);
        }
        Ok(())
    }

    fn is_strict(&self) -> bool {
        self.lexer.is_strict
    }
}
