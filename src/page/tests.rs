use std::sync::Arc;

use super::{Answer, AnswerError, AskKind, Callback, Confirmation, MessageType, OptionType};
use crate::value::{Secret, Value};

fn texts(list: &[&str]) -> Vec<Arc<str>> {
    list.iter().map(|text| Arc::from(*text)).collect()
}

fn choice(multiple: bool) -> Callback {
    let choices = texts(&["red", "green", "Green "]);
    Callback::Choice { prompt: "Colour".into(), choices, default: 1, multiple, selected: vec![1] }
}

fn confirmation(default: i64) -> Callback {
    let options = texts(&["Yes", "No"]);
    Callback::Confirmation(Confirmation {
        prompt: "Sure?".into(),
        ..Confirmation::new(MessageType::Information, options, default)
    })
}

fn consent() -> Callback {
    Callback::Other {
        name: "ConsentMappingCallback".into(),
        output: vec![("message".into(), Value::from("Share?"))],
        input: vec![("value".into(), Value::from(false))],
    }
}

#[test]
fn every_type_says_how_it_is_answered() {
    let name = Callback::Name { prompt: "Who?".into(), value: "demo".into() };
    let password = Callback::Password { prompt: "Password".into(), echo: false, value: Secret::new("x") };
    let told = Callback::TextOutput {
        message_type: MessageType::Warning,
        message: "Careful".into(),
        suspended: false,
    };
    let wait = Callback::PollingWait { wait_ms: 5000, message: "Wait".into() };
    let hidden = Callback::hidden("h".into(), "v".into());
    let table = [
        (name, AskKind::Text, Some("Who?"), true, true),
        (password, AskKind::Secret, Some("Password"), true, false),
        (choice(false), AskKind::Choice, Some("Colour"), true, true),
        (choice(true), AskKind::MultiChoice, Some("Colour"), true, true),
        (confirmation(1), AskKind::Buttons, Some("Sure?"), false, true),
        (confirmation(7), AskKind::Buttons, Some("Sure?"), false, false),
        (hidden, AskKind::Text, Some("h"), false, true),
        (consent(), AskKind::Fields, Some("ConsentMappingCallback"), false, false),
        (told, AskKind::Nothing, None, false, false),
        (wait, AskKind::Nothing, None, false, false),
    ];
    for (callback, kind, prompt, is_field, has_default) in table {
        let ask = callback.ask();
        let said = (ask.kind, ask.prompt.map(AsRef::as_ref), ask.is_field(), ask.has_default());
        assert_eq!(said, (kind, prompt, is_field, has_default), "{callback:?}");
    }
}

#[test]
fn an_answer_goes_in_or_is_refused_with_the_reason_and_changes_nothing() {
    let select = |picked: &[i64]| Answer::Select(picked.to_vec());
    let fields = |name: &str| Answer::Fields(vec![(name.into(), Value::from(true))]);
    let wrong_kind = |name: &str| Err(AnswerError::WrongKind(name.into()));
    let table = [
        (choice(false), select(&[2]), Ok(())),
        (choice(false), select(&[3]), Err(AnswerError::OutOfRange(3))),
        (choice(false), select(&[-1]), Err(AnswerError::OutOfRange(3))),
        (choice(false), select(&[0, 1]), Err(AnswerError::NotOne)),
        (choice(false), select(&[]), Err(AnswerError::NotOne)),
        (choice(false), Answer::Text("red".into()), wrong_kind("ChoiceCallback")),
        (choice(true), select(&[0, 2]), Ok(())),
        (choice(true), select(&[]), Ok(())),
        (confirmation(1), select(&[1]), Ok(())),
        (confirmation(1), select(&[2]), Err(AnswerError::OutOfRange(2))),
        (confirmation(1), select(&[0, 1]), Err(AnswerError::NotOne)),
        (consent(), fields("value"), Ok(())),
        (consent(), fields("other"), Err(AnswerError::NoSuchField("other".into()))),
        (consent(), select(&[0]), wrong_kind("ConsentMappingCallback")),
    ];
    for (before, answer, wanted) in table {
        let mut callback = before.clone();
        assert_eq!(callback.accept(&answer), wanted, "{answer:?} to {before:?}");
        assert_eq!(callback == before, wanted.is_err(), "{answer:?} to {before:?}");
    }
}

#[test]
fn predefined_buttons_are_answered_by_the_constants_of_the_jdk() {
    let sets = [
        (OptionType::YesNo, 1, "Yes 0, No 1", Some(1)),
        (OptionType::YesNoCancel, 2, "Yes 0, No 1, Cancel 2", Some(2)),
        (OptionType::OkCancel, 3, "OK 3, Cancel 2", Some(0)),
        (OptionType::OkCancel, 0, "OK 3, Cancel 2", None),
    ];
    for (set, default, wanted, proposed) in sets {
        let built = Confirmation::of_type(MessageType::Information, set, default);
        let callback = Callback::Confirmation(built.clone());
        let numbers = built.options.iter().enumerate().map(|(option, text)| {
            let mut pressed = callback.clone();
            pressed.accept(&Answer::Select(vec![option as i64])).unwrap();
            let Callback::Confirmation(pressed) = pressed else { panic!("{pressed:?}") };
            format!("{text} {}", pressed.selected)
        });
        assert_eq!(numbers.collect::<Vec<_>>().join(", "), wanted);
        assert_eq!(callback.ask().default, proposed, "{set:?} {default}");
    }
}

/// Outside of pages, nodes and the bridge to scripts nobody asks which type a callback is.
#[test]
fn the_types_of_callbacks_are_told_apart_in_four_places_only() {
    fn search(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                search(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let names = text.match_indices("Callback::").filter_map(|(at, _)| {
                    let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
                    before.then(|| text[at + "Callback::".len()..].chars().next()).flatten()
                });
                if names.into_iter().any(char::is_uppercase) {
                    found.push(path.to_string_lossy().replace('\\', "/"));
                }
            }
        }
    }
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    search(&source, &mut found);
    let allowed = ["/src/page/", "/src/node/", "/src/script/callbacks.rs", "tests.rs"];
    found.retain(|path| !allowed.iter().any(|part| path.contains(part)));
    assert!(found.is_empty(), "these name a type of callback: {found:?}; ask Callback::ask or tells instead");
}

#[test]
fn an_option_is_named_by_its_text() {
    let callback = choice(false);
    let ask = callback.ask();
    assert_eq!(ask.option_named("Green "), Some(2));
    assert_eq!(ask.option_named(" GREEN"), Some(1));
    assert_eq!(ask.option_named("blue"), None);
    assert_eq!(ask.name_of_option(1).map(AsRef::as_ref), Some("green"));
    assert_eq!(ask.name_of_option(3), None);
}
