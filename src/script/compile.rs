//! Compiling a script without running it.

use rquickjs::context::EvalOptions;
use rquickjs::{CatchResultExt, CaughtError, Context, Runtime, Value};

use super::api::ScriptError;
use super::code::Code;
use super::error_location::numbers;
use super::language::NodeKind;
use super::outline::BIG_INTEGER;
use super::sandbox::{Intrinsics, STACK_BYTES, big_integer};

/// A script of a few megabytes must compile.
const MEMORY_BYTES: usize = 256 << 20;

/// Compiles a script without running it.
///
/// # Errors
/// What is no JavaScript in it, with line and column within the script.
pub fn syntax(name: &str, source: &str) -> Result<(), ScriptError> {
    let (place, message) = match compile(source) {
        Some(wrong) => wrong,
        None => match big_integer(source) {
            Some(place) => (Some(place), BIG_INTEGER.to_owned()),
            None => return Ok(()),
        },
    };
    let (line, column) = place.unzip();
    Err(ScriptError { script: name.into(), line, column, message })
}

/// What the compiler says, with line and column.
///
/// The engine has no switch for compiling only. A first line that throws does: the whole text is
/// compiled before any of it runs.
fn compile(source: &str) -> Option<(Option<(u32, u32)>, String)> {
    let context = Runtime::new().and_then(|runtime| {
        runtime.set_memory_limit(MEMORY_BYTES);
        runtime.set_max_stack_size(STACK_BYTES);
        Context::custom::<Intrinsics>(&runtime)
    });
    let context = match context {
        Ok(context) => context,
        Err(error) => return Some((None, format!("the engine did not start: {error}"))),
    };
    context.with(|ctx| {
        let mut options = EvalOptions::default();
        // The first line takes the place of a directive.
        options.strict = is_strict(source);
        options.filename = Some("script".to_owned());
        let text = format!("throw 0;\n{source}");
        match ctx.eval_with_options::<Value<'_>, _>(text, options).catch(&ctx) {
            // The 0 of the first line: everything else has compiled.
            Ok(_) | Err(CaughtError::Value(_)) => None,
            Err(CaughtError::Exception(exception)) => {
                let said = exception.message().unwrap_or_else(|| "it does not compile".to_owned());
                let said = match said.as_str() {
                    "Maximum call stack size exceeded" | "stack overflow" => {
                        "it is nested too deep".to_owned()
                    }
                    _ => said,
                };
                let stack = exception.stack().unwrap_or_default();
                Some((stack.lines().find_map(numbers).and_then(|place| within(source, place)), said))
            }
            Err(CaughtError::Error(error)) => Some((None, error.to_string())),
        }
    })
}

/// From a place in what was compiled to one in the script: the first line is not its own, and the
/// engine counts bytes where people count characters.
fn within(source: &str, (line, column): (Option<u32>, Option<u32>)) -> Option<(u32, u32)> {
    let line = line?.saturating_sub(1).max(1);
    let column = column.unwrap_or(1);
    let text = source.split('\n').nth(line as usize - 1).unwrap_or("");
    let before = text.char_indices().take_while(|(at, _)| *at + 1 < column as usize).count();
    Some((line, u32::try_from(before + 1).unwrap_or(column)))
}

/// Whether the text begins with the directive, among others.
fn is_strict(source: &str) -> bool {
    let code = Code::read(source);
    let script = code.script();
    let NodeKind::Script(statements) = script.kind(script.root()) else { return false };
    statements
        .iter()
        .map_while(|statement| match script.kind(*statement) {
            NodeKind::Expression(value) if matches!(script.kind(*value), NodeKind::String(_)) => Some(*value),
            _ => None,
        })
        .any(|text| matches!(script.slice(script.span(text)), "'use strict'" | "\"use strict\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_compiled_without_being_run() {
        for good in [
            "",
            "outcome = 'x'",
            "while (true) {}",
            "throw 1",
            "// c\nwith (a) { b() }",
            "let outcome = 1; function f() {}",
            "var x = `a${b}`; x => x",
        ] {
            assert_eq!(syntax("s", good), Ok(()), "{good}");
        }
        for (bad, line, column) in [
            ("outcome = ;", 1, 11),
            ("var a = 1;\nif (a {\n}", 2, 7),
            ("'é'; )", 1, 6),
            ("return 1;", 1, 1),
            ("// c\n'use strict';\nwith (a) {}", 3, 1),
            ("for each (var x in y) {}", 1, 5),
            ("var a = 5;\nvar b = 7n;", 2, 9),
        ] {
            let Err(error) = syntax("s", bad) else { panic!("{bad}") };
            assert_eq!((error.line, error.column), (Some(line), Some(column)), "{bad}: {error}");
        }
        for deep in ["(".repeat(200_000), "[".repeat(200_000), "\0".to_owned()] {
            assert!(syntax("s", &deep).is_err());
        }
    }
}
