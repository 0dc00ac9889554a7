//! The operators of expressions.

use super::token::TokenKind;

macro_rules! operators {
    ($(#[$doc:meta])* $name:ident { $($operator:ident $text:literal $token:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $operator,)*
        }

        impl $name {
            /// The operator as it is written.
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$operator => $text,)*
                }
            }

            pub(crate) fn of(token: TokenKind) -> Option<Self> {
                match token {
                    $(TokenKind::$token => Some(Self::$operator),)*
                    _ => None,
                }
            }
        }
    };
}

operators! {
    /// Between two operands.
    BinaryOperator {
        Or "||" OrOr, And "&&" AndAnd, BitOr "|" Or, BitXor "^" Xor, BitAnd "&" And,
        Equal "==" Equal, NotEqual "!=" NotEqual, StrictEqual "===" StrictEqual,
        StrictNotEqual "!==" StrictNotEqual,
        In "in" In, InstanceOf "instanceof" InstanceOf, Less "<" Less, LessEqual "<=" LessEqual,
        Greater ">" Greater, GreaterEqual ">=" GreaterEqual,
        ShiftLeft "<<" ShiftLeft, ShiftRight ">>" ShiftRight, UnsignedShiftRight ">>>" UnsignedShiftRight,
        Add "+" Plus, Subtract "-" Minus, Multiply "*" Star, Divide "/" Slash, Remainder "%" Percent,
        Power "**" Power,
    }
}

operators! {
    /// Before one operand.
    UnaryOperator {
        Not "!" Not, BitNot "~" Tilde, Plus "+" Plus, Minus "-" Minus, TypeOf "typeof" TypeOf,
        Void "void" Void, Delete "delete" Delete,
    }
}

operators! {
    /// Changes its operand by one.
    UpdateOperator { Increment "++" Increment, Decrement "--" Decrement }
}

operators! {
    /// Changes its target.
    AssignOperator {
        Assign "=" Assign, Or "|=" OrAssign, Xor "^=" XorAssign, And "&=" AndAssign,
        ShiftLeft "<<=" ShiftLeftAssign, ShiftRight ">>=" ShiftRightAssign,
        UnsignedShiftRight ">>>=" UnsignedShiftRightAssign, Add "+=" PlusAssign, Subtract "-=" MinusAssign,
        Multiply "*=" StarAssign, Divide "/=" SlashAssign, Remainder "%=" PercentAssign,
        Power "**=" PowerAssign,
    }
}

impl UnaryOperator {
    /// The name that the engine gives it in its complaints.
    pub(crate) fn engine_name(self) -> &'static str {
        self.text()
    }
}

/// Precedence of a binary operator: the larger the tighter. `**` is apart: it leans to the right.
impl BinaryOperator {
    pub(crate) fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::BitOr => 3,
            Self::BitXor => 4,
            Self::BitAnd => 5,
            Self::Equal | Self::NotEqual | Self::StrictEqual | Self::StrictNotEqual => 6,
            Self::In
            | Self::InstanceOf
            | Self::Less
            | Self::LessEqual
            | Self::Greater
            | Self::GreaterEqual => 7,
            Self::ShiftLeft | Self::ShiftRight | Self::UnsignedShiftRight => 8,
            Self::Add | Self::Subtract => 9,
            Self::Multiply | Self::Divide | Self::Remainder => 10,
            Self::Power => 11,
        }
    }
}
