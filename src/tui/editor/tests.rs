use proptest::prelude::*;

use super::*;

fn after(text: &str, edits: &[Edit]) -> (String, usize) {
    let mut editor = Editor::new(text);
    for edit in edits {
        editor.edit(*edit);
    }
    (editor.text().to_owned(), editor.cursor)
}

#[test]
fn moves_and_deletes_by_grapheme() {
    assert_eq!(after("xe\u{301}", &[Edit::Backspace]), ("x".into(), 1));
    assert_eq!(after("a👩‍👩‍👧b", &[Edit::Left, Edit::Backspace]), ("ab".into(), 1));
    assert_eq!(after("日本語", &[Edit::Left, Edit::Left, Edit::Delete]), ("日語".into(), 3));
    assert_eq!(after("日本", &[Edit::Home, Edit::Right]).1, 3);
}

#[test]
fn words_and_lines_go_as_in_a_shell() {
    assert_eq!(after("one two  three", &[Edit::DeleteWord]), ("one two  ".into(), 9));
    assert_eq!(after("one two  ", &[Edit::DeleteWord]), ("one ".into(), 4));
    assert_eq!(after("one two", &[Edit::Home, Edit::DeleteWordRight]), (" two".into(), 0));
    assert_eq!(after("one two", &[Edit::WordLeft, Edit::KillStart]), ("two".into(), 0));
    assert_eq!(after("one two", &[Edit::WordLeft, Edit::KillEnd]), ("one ".into(), 4));
    assert_eq!(after("one two", &[Edit::WordLeft, Edit::WordLeft, Edit::WordRight]).1, 3);
}

#[test]
fn a_pasted_line_end_stays_out() {
    let mut editor = Editor::default();
    assert_eq!(editor.insert("a\r\nb\x1b"), LeftOut { controls: 3, cut: false, kept: 2 });
    assert_eq!(editor.text(), "ab");
}

#[test]
fn a_field_takes_no_megabytes() {
    let mut editor = Editor::new("ab");
    assert!(editor.insert(&"é".repeat(LIMIT)).cut);
    assert!(editor.text().len() <= LIMIT && editor.text().len() > LIMIT - 2);
    assert_eq!(editor.insert("x"), LeftOut { controls: 0, cut: editor.text().len() == LIMIT, kept: 0 });
}

#[test]
fn what_was_killed_comes_back() {
    assert_eq!(after("one two", &[Edit::DeleteWord, Edit::Home, Edit::Yank]), ("twoone ".into(), 3));
    assert_eq!(after("one two", &[Edit::KillStart, Edit::KillStart, Edit::Yank]).0, "one two");
    assert_eq!(after("one", &[Edit::Backspace, Edit::Yank]).0, "on");
}

#[test]
fn a_click_puts_the_cursor_where_it_points() {
    let pointed = |text: &str, columns: usize, column: usize, mask: bool| {
        let mut editor = Editor::new(text);
        editor.point(columns, column, mask);
        editor.cursor
    };
    assert_eq!(pointed("abcdef", 10, 2, false), 2);
    assert_eq!(pointed("abcdef", 10, 9, false), 6);
    assert_eq!(pointed("日本語", 10, 3, false), 3);
    assert_eq!(pointed("日本語", 10, 2, true), 6);
    assert_eq!(pointed("abcdefgh", 5, 0, false), 4);
}

#[test]
fn the_window_follows_the_cursor() {
    let editor = Editor::new("abcdefgh");
    assert_eq!((editor.window(5, false).0.as_str(), editor.window(5, false).1), ("efgh", 4));
    let wide = Editor::new("日本語");
    assert_eq!((wide.window(5, false).0.as_str(), wide.window(5, false).1), ("本語", 4));
    let secret = Editor::new("pä日");
    assert_eq!((secret.window(9, true).0.as_str(), secret.window(9, true).1), ("***", 3));
}

#[test]
fn debug_does_not_show_the_text() {
    assert_eq!(format!("{:?}", Editor::new("hunter2")), "Editor");
}

fn edits() -> impl Strategy<Value = Edit> {
    prop::sample::select(vec![
        Edit::Left,
        Edit::Right,
        Edit::WordLeft,
        Edit::WordRight,
        Edit::Home,
        Edit::End,
        Edit::Backspace,
        Edit::Delete,
        Edit::DeleteWord,
        Edit::DeleteWordRight,
        Edit::KillStart,
        Edit::KillEnd,
        Edit::Yank,
    ])
}

fn holds(steps: &[(Edit, &str)], columns: usize) -> Result<(), TestCaseError> {
    let mut editor = Editor::default();
    for (edit, text) in steps {
        editor.insert(text);
        editor.edit(*edit);
        let whole: Vec<&str> = editor.text().graphemes(true).collect();
        let split: Vec<&str> = editor.text()[..editor.cursor]
            .graphemes(true)
            .chain(editor.text()[editor.cursor..].graphemes(true))
            .collect();
        prop_assert_eq!(whole, split);
        let (shown, column) = editor.window(columns, false);
        prop_assert!(width(&shown) <= columns.max(1));
        prop_assert!(column < columns.max(1));
        editor.point(columns, column, false);
        let ends: Vec<usize> = editor.text().grapheme_indices(true).map(|(at, _)| at).collect();
        prop_assert!(editor.cursor == editor.text().len() || ends.contains(&editor.cursor));
    }
    Ok(())
}

#[test]
fn the_cursor_stands_between_graphemes_where_it_once_did_not() {
    holds(&[(Edit::WordLeft, " \u{1133e}")], 0).unwrap();
    holds(&[(Edit::End, "\u{ac00}\u{fffc}A\u{1a1e}a"), (Edit::Right, " A")], 6).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_cursor_always_stands_between_graphemes(
        steps in prop::collection::vec((edits(), any::<String>()), 0..20),
        columns in 0usize..30,
    ) {
        let steps: Vec<(Edit, &str)> = steps.iter().map(|(edit, text)| (*edit, text.as_str())).collect();
        holds(&steps, columns)?;
    }
}
