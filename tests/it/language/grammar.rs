//! Which scripts the engine compiles, and what it says of the others.

use journey_sim::script::language::{LanguageLevel, Position, Script};

use super::{rows, said};

#[test]
fn every_script_of_the_table_is_taken_or_refused_as_the_engine_does() {
    let mut wrong = Vec::new();
    for row in rows() {
        for (level, expected) in LanguageLevel::ALL.into_iter().zip(&row.said) {
            let found = said(&row.script, level);
            if found != *expected {
                wrong.push(format!("{:?} at {level:?}: {found} instead of {expected}", row.script));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn going_on_after_the_first_complaint_does_not_change_it() {
    for row in rows() {
        for level in LanguageLevel::ALL {
            let strict = Script::parse(&row.script, level).err();
            assert_eq!(Script::read(&row.script, level).error, strict, "{:?} at {level:?}", row.script);
        }
    }
}

/// Where a complaint points: at what is wrong, also where the engine only knows its line, or not even that.
#[test]
fn a_complaint_points_at_what_is_wrong() {
    for (script, line, column, engine_line) in [
        ("a = 1;\nfoo bar", 2, 5, 2),
        ("é = 'ü'; b c", 1, 12, 1),
        ("if (a", 1, 6, 1),
        ("if (a\n\n", 2, 1, 2),
        ("var s = 'abc\nd'", 1, 9, 1),
        ("try {\n}\nx", 3, 1, 3),
        ("const k = 1;\n{ const k = 2 }", 2, 9, 2),
        ("a;\n\n1 = 2", 3, 1, 1),
        ("a;\nx = /(/", 2, 5, 0),
        ("a;\nlet [b] = c, b = 1; b b", 2, 23, 2),
    ] {
        let error = Script::parse(script, LanguageLevel::Es6).unwrap_err();
        assert_eq!(
            (error.position, error.engine_line),
            (Position { line, column }, engine_line),
            "{script:?}"
        );
    }
}
