//! Answers from the command line. No message quotes a value: it may be a password typed by mistake.

use std::path::Path;

use crate::cli::exit::Failure;
use crate::cli::files::{ANSWER, read_text};
use crate::scenario::{Side, side_named};

/// What is answered.
#[derive(Clone)]
pub(super) enum Value {
    /// A text from the command line: never a password.
    Text(String),
    /// The password of a user of the realm.
    PasswordOf(String),
    /// A text from a file or the environment.
    Hidden(String),
}

/// One answer.
pub(super) struct Answer {
    pub side: Side,
    pub prompt: String,
    pub value: Value,
    pub used: bool,
}

/// One button.
pub(super) struct Press {
    pub side: Side,
    pub button: String,
    pub used: bool,
}

/// All of them, in their order.
pub(super) struct SuppliedAnswers {
    pub answers: Vec<Answer>,
    pub presses: Vec<Press>,
}

impl SuppliedAnswers {
    /// Reads the options.
    pub(super) fn read(answers: &[String], presses: &[String]) -> Result<Self, Failure> {
        let answers = answers.iter().map(|text| answer(text)).collect::<Result<_, _>>()?;
        let presses = presses.iter().map(|text| press(text)).collect::<Result<_, _>>()?;
        Ok(Self { answers, presses })
    }

    /// Whether anything for a side is left.
    pub(super) fn left_for(&self, side: Side) -> bool {
        self.answers.iter().any(|answer| answer.side == side && !answer.used)
            || self.presses.iter().any(|press| press.side == side && !press.used)
    }

    /// What nobody asked for.
    pub(super) fn unused(&self) -> Vec<String> {
        let answers = self.answers.iter().filter(|answer| !answer.used);
        let presses = self.presses.iter().filter(|press| !press.used);
        let answers = answers.map(|answer| format!("--answer {}:{}", answer.side.name(), answer.prompt));
        answers
            .chain(presses.map(|press| format!("--press {}:{}", press.side.name(), press.button)))
            .collect()
    }
}

/// `--answer` has another form. What was given is not repeated.
fn form(help: &str) -> Failure {
    Failure::usage("--answer has another form").with_help(help)
}

/// `SIDE:rest`.
fn side<'t>(option: &str, text: &'t str) -> Result<(Side, &'t str), Failure> {
    let found = text.split_once(':').and_then(|(side, rest)| Some((side_named(side.trim())?, rest)));
    found.ok_or_else(|| {
        Failure::usage(format!("--{option}: it must begin with main: or backchannel:"))
            .with_help(format!("write it as in --{option} 'main:User name=demo'"))
    })
}

/// `PROMPT=VALUE`, the prompt in double quotes or not.
fn prompt_and_value(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (prompt, rest) = quoted.split_once('"')?;
        return Some((prompt.to_owned(), rest.strip_prefix('=')?));
    }
    text.split_once('=').map(|(prompt, value)| (prompt.to_owned(), value))
}

fn answer(text: &str) -> Result<Answer, Failure> {
    let (side, rest) = side("answer", text)?;
    let (prompt, value) = prompt_and_value(rest)
        .filter(|(prompt, _)| !prompt.is_empty())
        .ok_or_else(|| form("write SIDE:PROMPT=VALUE, as in --answer 'main:User to authenticate=demo'"))?;
    Ok(Answer { side, value: read_value(&prompt, value)?, prompt, used: false })
}

fn press(text: &str) -> Result<Press, Failure> {
    let (side, button) = side("press", text)?;
    let button = button.trim_matches('"');
    if button.is_empty() {
        return Err(Failure::usage("--press names no button")
            .with_help("write SIDE:BUTTON, as in --press 'main:Stop'"));
    }
    Ok(Press { side, button: button.to_owned(), used: false })
}

/// The secrets of a scenario's named prompts: `NAME=@env:..` or `NAME=@file:..`.
pub(super) fn named(answers: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let mut out = Vec::new();
    for text in answers {
        let (name, value) = prompt_and_value(text)
            .filter(|(name, _)| !name.is_empty())
            .ok_or_else(|| form("with a scenario write NAME=@env:VARIABLE or NAME=@file:PATH"))?;
        match read_value(&name, value)? {
            Value::Hidden(secret) => out.push((name, secret)),
            _ => {
                return Err(Failure::usage(format!(
                    "--answer \"{name}\": a secret is never on the command line"
                ))
                .with_help("it comes from @env:VARIABLE or @file:PATH"));
            }
        }
    }
    Ok(out)
}

fn read_value(prompt: &str, value: &str) -> Result<Value, Failure> {
    let Some(source) = value.strip_prefix('@') else { return Ok(Value::Text(value.to_owned())) };
    if source.starts_with('@') {
        return Ok(Value::Text(source.to_owned()));
    }
    match source.split_once(':') {
        Some(("user", name)) if !name.is_empty() => Ok(Value::PasswordOf(name.to_owned())),
        Some(("env", name)) if !name.is_empty() => match std::env::var(name) {
            Ok(text) => Ok(Value::Hidden(text)),
            Err(_) => Err(Failure::usage(format!(
                "--answer \"{prompt}\": the environment has no text variable {name}"
            ))
            .with_help("set it, or name another")),
        },
        Some(("file", path)) if !path.is_empty() => read_file(Path::new(path)).map(Value::Hidden),
        _ => Err(Failure::usage(format!(
            "--answer \"{prompt}\": after @ comes user:NAME, env:NAME or file:PATH"
        ))
        .with_help("write @@ for a text that begins with @")),
    }
}

fn read_file(path: &Path) -> Result<String, Failure> {
    let text = read_text(path, &ANSWER)?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_may_be_quoted_and_values_may_hold_equal_signs() {
        let given = SuppliedAnswers::read(
            &["main:\"a=b\"=c=d".into(), "bc:Password=@user:demo".into(), "main:x=@@home".into()],
            &["main:Try again".into()],
        );
        let given = given.unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(given.answers[0].prompt, "a=b");
        assert!(matches!(&given.answers[0].value, Value::Text(text) if text == "c=d"));
        assert!(matches!(&given.answers[1].value, Value::PasswordOf(name) if name == "demo"));
        assert!(matches!(&given.answers[2].value, Value::Text(text) if text == "@home"));
        assert_eq!(given.presses[0].button, "Try again");
        assert_eq!(given.unused().len(), 4);
    }

    #[test]
    fn no_message_quotes_a_value() {
        for text in ["hush-4711", "left:Password=hush-4711", "main:=hush-4711", "main:Password=@hush-4711"] {
            let failure = SuppliedAnswers::read(&[text.into()], &[]).err().map(|failure| failure.to_string());
            let failure = failure.unwrap_or_else(|| panic!("{text} is accepted"));
            assert!(!failure.contains("hush"), "{failure}");
        }
        let failure = named(&["a password=hush-4711".into()]).err().map(|failure| failure.to_string());
        assert!(failure.is_some_and(|failure| failure.contains("@env") && !failure.contains("hush")));
    }
}
