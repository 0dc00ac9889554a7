//! Which characters stand where, as Java says it: the engine asks Java.

use unicode_general_category::{GeneralCategory as Category, get_general_category};

/// White space, line ends apart.
pub(crate) fn is_space(character: char) -> bool {
    match character {
        '\t' | '\u{b}' | '\u{c}' | ' ' | '\u{a0}' | '\u{feff}' => true,
        _ => !character.is_ascii() && get_general_category(character) == Category::SpaceSeparator,
    }
}

/// Characters that the engine reads over as if they were not there.
pub(crate) fn is_ignored(character: char) -> bool {
    !character.is_ascii() && character != '\u{feff}' && get_general_category(character) == Category::Format
}

pub(crate) fn starts_name(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic() || matches!(character, '$' | '_');
    }
    u32::from(character) <= 0xffff
        && matches!(
            get_general_category(character),
            Category::UppercaseLetter
                | Category::LowercaseLetter
                | Category::TitlecaseLetter
                | Category::ModifierLetter
                | Category::OtherLetter
                | Category::LetterNumber
                | Category::CurrencySymbol
                | Category::ConnectorPunctuation
        )
}

pub(crate) fn continues_name(character: char) -> bool {
    if starts_name(character) || character.is_ascii_digit() {
        return true;
    }
    match u32::from(character) {
        0x00..=0x08 | 0x0e..=0x1b | 0x7f..=0x9f => true,
        0x00..=0xffff => matches!(
            get_general_category(character),
            Category::DecimalNumber | Category::SpacingMark | Category::NonspacingMark
        ),
        _ => false,
    }
}
