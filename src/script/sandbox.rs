//! The embedded engine, its limits, and the context that is kept between runs.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use rquickjs::context::{EvalOptions, intrinsic};
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Object, Persistent, Runtime, Value};

use super::bindings;
use super::error_location::Failure;
use super::host::Host;
use super::outline::{BIG_INTEGER, Outline};
use crate::journey::ScriptDef;

const MEMORY_BYTES: usize = 32 << 20;
pub(super) const STACK_BYTES: usize = 512 << 10;
/// How often the engine may ask whether to go on; it asks after a fixed amount of work (10 000
/// calls or backward jumps, to which the bindings add the length of what long-running built-ins
/// work on), so the same script ends at the same place. About 100 ms at most.
const BUDGET: u32 = 400;
/// Processor time; only for work the engine does not count.
const BACKSTOP: Duration = Duration::from_millis(250);
const MAX_JOBS: usize = 10_000;

const TIME_TEXT: &str = "the script ran too long and was stopped";
const MEMORY_TEXT: &str = "the script used too much memory and was stopped";

// No Performance (a clock), no WeakRef (shows when memory is collected), no DOMException.
pub(super) type Intrinsics = (
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
    static WATCH: Cell<Watch> = const { Cell::new(Watch { ticks: 0, budget: 0, end: None }) };
}

/// How long a script may still run.
#[derive(Clone, Copy)]
struct Watch {
    ticks: u32,
    budget: u32,
    /// When the thread's processor time has reached the backstop; set at the first tick, since most
    /// scripts end before it.
    end: Option<Duration>,
}

fn start_watch(budget: u32) {
    WATCH.set(Watch { ticks: 0, budget, end: None });
}

fn must_stop() -> bool {
    let mut watch = WATCH.get();
    let now = processor_time();
    let end = *watch.end.get_or_insert_with(|| now.saturating_add(BACKSTOP));
    let stop = watch.ticks >= watch.budget || now >= end;
    watch.ticks = watch.ticks.saturating_add(1);
    WATCH.set(watch);
    stop
}

fn exhausted() -> bool {
    let watch = WATCH.get();
    watch.ticks > watch.budget || watch.end.is_some_and(|end| processor_time() >= end)
}

/// The processor time of this thread: a busy machine takes none of a script's.
#[cfg(unix)]
fn processor_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    let whole = u64::try_from(spent.tv_sec).unwrap_or_default();
    Duration::from_secs(whole) + Duration::from_nanos(u64::try_from(spent.tv_nsec).unwrap_or_default())
}

/// Where there is no such clock, the time that passes.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

/// How a run ended.
pub(super) struct Ended {
    /// What the bindings recorded, as JSON; `None` when not even that could be had.
    pub(super) effects: Option<String>,
    /// Why it did not end normally.
    pub(super) failure: Option<Failure>,
    /// How much of the budget it had used.
    ticks: u32,
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
            options.filename = Some(bindings::NAME.to_owned());
            let bindings: Function<'_> = ctx.eval_with_options(bindings::SOURCE, options)?;
            let host = Function::new(ctx.clone(), host_call)?;
            let made: Object<'_> = bindings.call((host, keep))?;
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
    fn run(&self, script: &ScriptDef, inputs: &str, fresh: bool, budget: u32) -> (Ended, bool) {
        self.context.with(|ctx| {
            start_watch(budget);
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
            let ticks = WATCH.get().ticks;
            let mut failure = ran.catch(&ctx).err().map(|error| failure(script, &error));
            let mut jobs = 0;
            while jobs < MAX_JOBS && ctx.execute_pending_job() {
                jobs += 1;
            }
            let quiet = jobs < MAX_JOBS && (jobs == 0 || !exhausted());
            if !quiet && failure.is_none() {
                failure = Some(stopped(TIME_TEXT, String::new()));
            }
            start_watch(BUDGET);
            let (effects, end_failure) = self.collect(script, &ctx, failure.is_none());
            failure = failure.or(end_failure);
            start_watch(BUDGET);
            let clean = self.reset.clone().restore(&ctx).and_then(|reset| reset.call::<_, bool>(()));
            let clean = clean.catch(&ctx).unwrap_or(false);
            let stopped = failure.as_ref().is_some_and(|failure| failure.limit);
            (Ended { effects, failure, ticks }, clean && quiet && !stopped)
        })
    }

    fn collect(&self, script: &ScriptDef, ctx: &Ctx<'_>, ended: bool) -> (Option<String>, Option<Failure>) {
        let call = |ended: bool| {
            let end = self.end.clone().restore(ctx)?;
            end.call::<_, String>((ended,))
        };
        match call(ended).catch(ctx) {
            Ok(text) => (Some(text), None),
            Err(error) => {
                let failure = failure(script, &error);
                // The outcome cannot be had, for instance because it contains itself; the rest can.
                (if ended { call(false).catch(ctx).ok() } else { None }, Some(failure))
            }
        }
    }
}

fn stopped(message: &str, stack: String) -> Failure {
    Failure { limit: true, ..Failure::new(message, stack) }
}

fn failure(script: &ScriptDef, error: &CaughtError<'_>) -> Failure {
    match error {
        CaughtError::Exception(exception) => {
            let name = exception.as_object().get::<_, String>("name").unwrap_or_else(|_| "Error".to_owned());
            let said = exception.message().unwrap_or_default();
            let stack = exception.stack().unwrap_or_default();
            match (name.as_str(), said.as_str()) {
                ("InternalError", "interrupted") => stopped(TIME_TEXT, stack),
                ("InternalError", "out of memory") => stopped(MEMORY_TEXT, stack),
                (_, "Maximum call stack size exceeded" | "stack overflow") => {
                    Failure::new("the script calls itself too deep (stack overflow)", stack)
                }
                ("InternalError", "string too long") => {
                    Failure::new("a text of the script grew too long", stack)
                }
                ("", said) => Failure::new(said, stack),
                (name, "") => Failure::new(name, stack),
                (name, said) => Failure::new(format!("{name}: {said}"), stack),
            }
        }
        CaughtError::Value(value) => {
            let none = String::new();
            match value.as_string().map(|text| text.to_string()) {
                Some(Ok(text)) => Failure::new(text, none),
                // The engine throws null when there is no memory left for an error.
                _ if value.is_null() && !Outline::of(&script.source).throws_values() => {
                    stopped(MEMORY_TEXT, none)
                }
                _ => Failure::new(thrown(value), none),
            }
        }
        CaughtError::Error(rquickjs::Error::Allocation) => stopped(MEMORY_TEXT, String::new()),
        CaughtError::Error(error) => Failure::new(error.to_string(), String::new()),
    }
}

/// A thrown value that is no error and no text.
fn thrown(value: &Value<'_>) -> String {
    let text = value.ctx().json_stringify(value.clone()).ok().flatten();
    let text = text.and_then(|text| text.to_string().ok());
    text.map_or_else(|| "a value that is no error was thrown".to_owned(), |text| format!("{text} was thrown"))
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
            "function" => bindings::binds(word),
            _ => false,
        };
        before = word;
        hit
    })
}

/// Rule `script.big-integer`. Most scripts have no letter n behind a digit, and need no closer look.
pub(super) fn big_integer(source: &str) -> Option<(u32, u32)> {
    let maybe = source.as_bytes().windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'n')
        || source.contains("0x")
        || source.contains("0X");
    if maybe { Outline::of(source).big_integer(source) } else { None }
}

/// Runs a script.
pub(super) fn evaluate(script: &ScriptDef, inputs: &str, host: Host) -> (Ended, Host) {
    let before = host.clone();
    let (mut ended, host) = once(script, inputs, host, BUDGET);
    // With its memory gone the engine could not say where. The work counted until then leads to the
    // same place again.
    if let Some(failure) = ended.failure.as_mut().filter(|failure| failure.limit && failure.stack.is_empty())
        && ended.ticks > 0
        && let (Ended { failure: Some(again), .. }, _) = once(script, inputs, before, ended.ticks - 1)
    {
        failure.stack = again.stack;
    }
    (ended, host)
}

fn once(script: &ScriptDef, inputs: &str, host: Host, budget: u32) -> (Ended, Host) {
    if let Some((line, column)) = big_integer(&script.source) {
        let place = format!("    at <eval> (script:{line}:{column})");
        let failure = Some(Failure::new(BIG_INTEGER, place));
        return (Ended { effects: None, failure, ticks: 0 }, host);
    }
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
            let (ended, again) = engine.run(script, inputs, fresh, budget);
            if again && !fresh {
                KEPT.with(|slot| *slot.borrow_mut() = Some(engine));
            }
            ended
        }
        Err(error) => Ended {
            effects: None,
            failure: Some(Failure::new(format!("the engine did not start: {error}"), String::new())),
            ticks: 0,
        },
    };
    let host = HOST.with(|slot| slot.borrow_mut().take()).unwrap_or(fallback);
    (ended, host)
}
