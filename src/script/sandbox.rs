//! The embedded engine, its limits, and the context that is kept between runs.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use rquickjs::context::{EvalOptions, intrinsic};
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Object, Persistent, Runtime, Value};

use super::directory::Host;
use super::glue;
use super::place::Failure;
use crate::journey::ScriptDef;

const MEMORY_BYTES: usize = 32 << 20;
const STACK_BYTES: usize = 512 << 10;
/// How often the engine may ask whether to go on; it asks after a fixed amount of work (10 000
/// calls or backward jumps, to which the bindings add the length of what long-running built-ins
/// work on), so the same script ends at the same place. About 100 ms at most.
const BUDGET: u32 = 400;
/// Only for work the engine does not count.
const BACKSTOP: Duration = Duration::from_millis(250);
const MOST_JOBS: usize = 10_000;

const TIME_TEXT: &str = "the script ran too long and was stopped";
const MEMORY_TEXT: &str = "the script used too much memory and was stopped";

// No Performance (a clock), no WeakRef (shows when memory is collected), no DOMException.
type Intrinsics = (
    intrinsic::Date,
    intrinsic::Eval,
    intrinsic::RegExpCompiler,
    intrinsic::RegExp,
    intrinsic::Json,
    intrinsic::Proxy,
    intrinsic::MapSet,
    intrinsic::TypedArrays,
    intrinsic::Promise,
);

thread_local! {
    static KEPT: RefCell<Option<Engine>> = const { RefCell::new(None) };
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
    static WATCH: Cell<(u32, Option<Instant>)> = const { Cell::new((0, None)) };
}

fn start_watch() {
    WATCH.set((0, Instant::now().checked_add(BACKSTOP)));
}

fn must_stop() -> bool {
    let (ticks, end) = WATCH.get();
    WATCH.set((ticks.saturating_add(1), end));
    ticks >= BUDGET || end.is_some_and(|end| Instant::now() >= end)
}

fn exhausted() -> bool {
    let (ticks, end) = WATCH.get();
    ticks > BUDGET || end.is_some_and(|end| Instant::now() >= end)
}

/// How a run ended.
pub(super) struct Ended {
    /// What the bindings recorded, as JSON; `None` when not even that could be had.
    pub(super) effects: Option<String>,
    /// Why it did not end normally.
    pub(super) failure: Option<Failure>,
}

/// A context with the bindings evaluated in it. The functions go before the context does.
struct Engine {
    begin: Persistent<Function<'static>>,
    evaluate: Persistent<Function<'static>>,
    end: Persistent<Function<'static>>,
    reset: Persistent<Function<'static>>,
    context: Context,
}

fn host_call(op: String, args: String) -> String {
    HOST.with(|slot| match slot.try_borrow_mut() {
        Ok(mut slot) => match slot.as_mut() {
            Some(host) => host.answer(&op, &args),
            None => r#"{"error":"no run is under way"}"#.to_owned(),
        },
        Err(_) => r#"{"error":"the simulator is busy"}"#.to_owned(),
    })
}

impl Engine {
    fn new(keep: bool) -> rquickjs::Result<Self> {
        let runtime = Runtime::new()?;
        runtime.set_memory_limit(MEMORY_BYTES);
        runtime.set_max_stack_size(STACK_BYTES);
        let context = Context::custom::<Intrinsics>(&runtime)?;
        let parts = context.with(|ctx| -> rquickjs::Result<_> {
            let mut options = EvalOptions::default();
            options.filename = Some(glue::NAME.to_owned());
            let glue: Function<'_> = ctx.eval_with_options(glue::SOURCE, options)?;
            let host = Function::new(ctx.clone(), host_call)?;
            let made: Object<'_> = glue.call((host, keep))?;
            let part = |name: &str| -> rquickjs::Result<_> {
                Ok(Persistent::save(&ctx, made.get::<_, Function<'_>>(name)?))
            };
            Ok((part("begin")?, part("evaluate")?, part("end")?, part("reset")?))
        });
        let (begin, evaluate, end, reset) = parts?;
        runtime.set_interrupt_handler(Some(Box::new(must_stop)));
        Ok(Self { begin, evaluate, end, reset, context })
    }

    /// Runs a script; `true` when the engine may be used again.
    fn run(&self, script: &ScriptDef, inputs: &str, fresh: bool) -> (Ended, bool) {
        self.context.with(|ctx| {
            start_watch();
            let ran = self.begin.clone().restore(&ctx).and_then(|begin| begin.call::<_, ()>((inputs,)));
            let ran = ran.and_then(|()| {
                if fresh {
                    let mut options = EvalOptions::default();
                    options.strict = false;
                    options.filename = Some("script".to_owned());
                    ctx.eval_with_options::<Value<'_>, _>(script.source.as_ref(), options).map(|_| ())
                } else {
                    self.evaluate.clone().restore(&ctx)?.call::<_, ()>((script.source.as_ref(),))
                }
            });
            let mut failure = ran.catch(&ctx).err().map(|error| failure(&error));
            let mut jobs = 0;
            while jobs < MOST_JOBS && ctx.execute_pending_job() {
                jobs += 1;
            }
            let quiet = jobs < MOST_JOBS && (jobs == 0 || !exhausted());
            if !quiet && failure.is_none() {
                failure = Some(Failure { message: TIME_TEXT.to_owned(), stack: String::new() });
            }
            start_watch();
            let (effects, end_failure) = self.collect(&ctx, failure.is_none());
            failure = failure.or(end_failure);
            start_watch();
            let clean = self.reset.clone().restore(&ctx).and_then(|reset| reset.call::<_, bool>(()));
            let clean = clean.catch(&ctx).unwrap_or(false);
            let stopped = failure.as_ref().is_some_and(|failure| failure.stopped());
            (Ended { effects, failure }, clean && quiet && !stopped)
        })
    }

    fn collect(&self, ctx: &Ctx<'_>, ended: bool) -> (Option<String>, Option<Failure>) {
        let call = |ended: bool| {
            let end = self.end.clone().restore(ctx)?;
            end.call::<_, String>((ended,))
        };
        match call(ended).catch(ctx) {
            Ok(text) => (Some(text), None),
            Err(error) => {
                let failure = failure(&error);
                // The outcome cannot be had, for instance because it contains itself; the rest can.
                (if ended { call(false).catch(ctx).ok() } else { None }, Some(failure))
            }
        }
    }
}

impl Failure {
    fn stopped(&self) -> bool {
        self.message == TIME_TEXT || self.message == MEMORY_TEXT
    }
}

fn failure(error: &CaughtError<'_>) -> Failure {
    match error {
        CaughtError::Exception(exception) => {
            let name = exception.as_object().get::<_, String>("name").unwrap_or_else(|_| "Error".to_owned());
            let said = exception.message().unwrap_or_default();
            let message = match (name.as_str(), said.as_str()) {
                ("InternalError", "interrupted") => TIME_TEXT.to_owned(),
                ("InternalError", "out of memory") => MEMORY_TEXT.to_owned(),
                (_, "Maximum call stack size exceeded" | "stack overflow") => {
                    "the script calls itself too deep (stack overflow)".to_owned()
                }
                ("InternalError", "string too long") => "a text of the script grew too long".to_owned(),
                ("", said) => said.to_owned(),
                (name, "") => name.to_owned(),
                (name, said) => format!("{name}: {said}"),
            };
            Failure { message, stack: exception.stack().unwrap_or_default() }
        }
        CaughtError::Value(value) => {
            let message = match value.as_string().map(|text| text.to_string()) {
                Some(Ok(text)) => text,
                _ if value.is_null() => MEMORY_TEXT.to_owned(),
                _ => value
                    .ctx()
                    .json_stringify(value.clone())
                    .ok()
                    .flatten()
                    .and_then(|text| text.to_string().ok())
                    .unwrap_or_else(|| "a value that is no error was thrown".to_owned()),
            };
            Failure { message, stack: String::new() }
        }
        CaughtError::Error(rquickjs::Error::Allocation) => {
            Failure { message: MEMORY_TEXT.to_owned(), stack: String::new() }
        }
        CaughtError::Error(error) => Failure { message: error.to_string(), stack: String::new() },
    }
}

/// Whether a script may change what is shared between runs, or means something else in a kept
/// context: it then gets a context of its own, thrown away afterwards.
fn wants_fresh(source: &str) -> bool {
    const SIGNS: [&str; 9] = [
        "prototype",
        "__proto__",
        "defineProperty",
        "defineProperties",
        "setPrototypeOf",
        "Object.assign",
        "__define",
        "use strict",
        "globalThis",
    ];
    SIGNS.iter().any(|sign| source.contains(sign)) || declares_result(source)
}

/// `let outcome` and `const config` are no properties of the global object.
fn declares_result(source: &str) -> bool {
    let mut words =
        source.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').filter(|w| !w.is_empty());
    let mut before = "";
    words.any(|word| {
        let hit = match before {
            "let" | "const" => matches!(word, "outcome" | "config"),
            // A function cannot be declared over a binding's accessor in the kept context.
            "function" => glue::binds(word),
            _ => false,
        };
        before = word;
        hit
    })
}

pub(super) fn evaluate(script: &ScriptDef, inputs: &str, host: Host) -> (Ended, Host) {
    let fallback = host.clone();
    let fresh = wants_fresh(&script.source);
    HOST.with(|slot| *slot.borrow_mut() = Some(host));
    let kept = if fresh { None } else { KEPT.with(|slot| slot.borrow_mut().take()) };
    let engine = match kept {
        Some(engine) => Ok(engine),
        None => Engine::new(!fresh),
    };
    let ended = match engine {
        Ok(engine) => {
            let (ended, again) = engine.run(script, inputs, fresh);
            if again && !fresh {
                KEPT.with(|slot| *slot.borrow_mut() = Some(engine));
            }
            ended
        }
        Err(error) => Ended {
            effects: None,
            failure: Some(Failure {
                message: format!("the engine did not start: {error}"),
                stack: String::new(),
            }),
        },
    };
    let host = HOST.with(|slot| slot.borrow_mut().take()).unwrap_or(fallback);
    (ended, host)
}
