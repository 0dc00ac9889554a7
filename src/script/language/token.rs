//! The tokens of a script.

use super::level::LanguageLevel;
use super::span::Span;

/// A token of the text, comments apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
    /// Whether a line ended between the token before and this one (a line that ends inside a comment of several
    /// lines does not count).
    pub after_line_end: bool,
}

/// A comment, kept for printers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// How it is written.
    pub kind: CommentKind,
    /// Where it stands, its marks included.
    pub span: Span,
}

/// How a comment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentKind {
    /// `// ..`
    Line,
    /// `/* .. */`
    Block,
    /// `<!-- ..` and, at the start of a line, `--> ..`: both go to the end of the line.
    Html,
}

macro_rules! token_kinds {
    (
        plain { $($plain:ident $plain_doc:literal),* $(,)? }
        keywords { $($keyword:ident $word:literal),* $(,)? }
        punctuators { $($mark:ident $text:literal),* $(,)? }
    ) => {
        /// What a token is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum TokenKind {
            $(#[doc = $plain_doc] $plain,)*
            $(#[doc = concat!("`", $word, "`")] $keyword,)*
            $(#[doc = concat!("`` ", $text, " ``")] $mark,)*
        }

        impl TokenKind {
            /// The text of a keyword or punctuator.
            pub fn text(self) -> Option<&'static str> {
                match self {
                    $(Self::$plain => None,)*
                    $(Self::$keyword => Some($word),)*
                    $(Self::$mark => Some($text),)*
                }
            }

            /// Whether it is a word that is no name.
            pub fn is_keyword(self) -> bool {
                matches!(self, $(Self::$keyword)|*)
            }

            fn keyword(word: &str) -> Option<Self> {
                Some(match word {
                    $($word => Self::$keyword,)*
                    _ => return None,
                })
            }
        }
    };
}

token_kinds! {
    plain {
        End "The end of the text.",
        Name "A name.",
        Reserved "A word that is reserved and has no use.",
        Number "A number.",
        BigInt "A number with `n`.",
        String "A text in quotes.",
        RegExp "A regular expression.",
        TemplateText "A piece of text of a template, without its marks.",
    }
    keywords {
        Break "break", Case "case", Catch "catch", Const "const", Continue "continue", Debugger "debugger",
        Default "default", Delete "delete", Do "do", Else "else", False "false", Finally "finally", For "for",
        Function "function", If "if", In "in", InstanceOf "instanceof", Let "let", New "new", Null "null",
        Return "return", Switch "switch", This "this", Throw "throw", True "true", Try "try",
        TypeOf "typeof", Var "var", Void "void", While "while", With "with", Yield "yield",
    }
    punctuators {
        Semicolon ";", Comma ",", LeftBrace "{", RightBrace "}", LeftParen "(", RightParen ")",
        LeftBracket "[", RightBracket "]", Dot ".", DotDot "..", DotParen ".(", Colon ":", ColonColon "::",
        Question "?", Arrow "=>", At "@", Backtick "`", TemplateHole "${",
        Assign "=", Equal "==", StrictEqual "===", Not "!", NotEqual "!=", StrictNotEqual "!==",
        Less "<", LessEqual "<=", ShiftLeft "<<", ShiftLeftAssign "<<=",
        Greater ">", GreaterEqual ">=", ShiftRight ">>", ShiftRightAssign ">>=",
        UnsignedShiftRight ">>>", UnsignedShiftRightAssign ">>>=",
        Plus "+", PlusAssign "+=", Increment "++", Minus "-", MinusAssign "-=", Decrement "--",
        Star "*", StarAssign "*=", Power "**", PowerAssign "**=", Slash "/", SlashAssign "/=",
        Percent "%", PercentAssign "%=", And "&", AndAssign "&=", AndAnd "&&",
        Or "|", OrAssign "|=", OrOr "||", Xor "^", XorAssign "^=", Tilde "~",
    }
}

impl TokenKind {
    /// What a word without escapes is at this level, in strict code or not.
    pub(crate) fn of_word(word: &str, level: LanguageLevel, strict: bool) -> Self {
        if !level.is_es6() {
            return match Self::keyword(word) {
                None | Some(Self::Let | Self::Yield) => Self::Name,
                Some(keyword) => keyword,
            };
        }
        match word {
            "await" | "class" | "enum" | "export" | "extends" | "import" | "super" => Self::Reserved,
            "implements" | "interface" | "package" | "private" | "protected" | "public" | "static"
                if strict =>
            {
                Self::Reserved
            }
            _ => Self::keyword(word).unwrap_or(Self::Name),
        }
    }

    /// Whether the engine counts a word among its keywords, those reserved for later included.
    pub(crate) fn is_word(word: &str, level: LanguageLevel, strict: bool) -> bool {
        if level.is_es6() {
            return Self::of_word(word, level, strict) != Self::Name;
        }
        Self::keyword(word).is_some() || RESERVED_ONCE.contains(&word)
    }
}

/// What version 0 has reserved and takes as names.
const RESERVED_ONCE: [&str; 31] = [
    "abstract",
    "boolean",
    "byte",
    "char",
    "class",
    "double",
    "enum",
    "export",
    "extends",
    "final",
    "float",
    "goto",
    "implements",
    "import",
    "int",
    "interface",
    "long",
    "native",
    "package",
    "private",
    "protected",
    "public",
    "short",
    "static",
    "super",
    "synchronized",
    "throws",
    "transient",
    "volatile",
    "let",
    "yield",
];
