//! From a run to a scenario: what was done becomes steps, how it stands becomes expectations.
//! What somebody typed as a secret is not in it.

use std::sync::Arc;

use indexmap::IndexMap;

use super::answer_value::AnswerValue;
use super::answers::{Secrets, field_named, owner_of, prompt_of};
use super::model::{Scenario, Side, VERSION};
use super::play::play;
use super::snapshot::expectations;
use super::step::{Fault, LinkChoice, RestartWhat, Step};
use crate::drive::{BACKCHANNEL, MAIN, Run, newest_link};
use crate::engine::{Action, ClientId, World};
use crate::page::{Answer, Ask, AskKind, Callback};
use crate::value::{MASK, Redactor, Secret, Value};

/// The scenario of a run so far. It holds when it is played: where a stand-in for a secret does not
/// do the same as what was typed, it expects what the stand-in does, and its description says so.
/// `journeys` is the folder that the journeys came from; `None` for the shipped ones.
pub fn record(run: &Run, journeys: Option<String>) -> Scenario {
    let mut scenario = Scenario {
        version: Some(VERSION),
        description: Some("Saved from a session.".into()),
        journeys,
        journey: Some(run.journey().clone()),
        seed: Some(run.seed()),
        steps: Recorder::new(run).steps(run),
        expect: expectations(run.world(), run.log().iter()),
        ..Scenario::default()
    };
    let Ok(played) = play(run.program(), &scenario, Secrets::default()) else { return scenario };
    if !played.failed.is_empty() {
        scenario.expect = expectations(&played.world, played.events.iter());
        scenario.description = Some(
            "Saved from a session. The stand-ins for what was typed as a secret do something else.".into(),
        );
    }
    scenario
}

/// Goes through the actions of a run once more, to see each page as its person saw it.
struct Recorder {
    world: World,
    journey: Arc<str>,
    secrets: Secrets,
    /// What no text may contain.
    hidden: Redactor,
    /// Whether requests stay in flight, as far as the actions tell.
    paused: bool,
    steps: Vec<Step>,
}

impl Recorder {
    fn new(run: &Run) -> Self {
        let world = run.fresh_world();
        let mut hidden = Redactor::default();
        let users = world.identities().users().map(|user| &user.password);
        let agents = world.identities().agents().map(|agent| &agent.password);
        // A password of a few letters is in many a text.
        users
            .chain(agents)
            .filter(|secret| secret.expose().len() >= 6)
            .for_each(|secret| hidden.learn(secret));
        for action in run.actions() {
            let Action::Submit { answers, .. } = action else { continue };
            for (_, answer) in answers {
                match answer {
                    Answer::Secret(secret) => hidden.learn(secret),
                    Answer::Fields(fields) => {
                        fields
                            .iter()
                            .for_each(|(_, value)| value.for_each_secret(&mut |secret| hidden.learn(secret)));
                    }
                    Answer::Text(_) | Answer::Select(_) => {}
                }
            }
        }
        let journey = run.journey().clone();
        Self { world, journey, secrets: Secrets::default(), hidden, paused: false, steps: Vec::new() }
    }

    fn steps(mut self, run: &Run) -> Vec<Step> {
        let actions: Vec<&Action> = run.actions().iter().collect();
        let mut rest = self.beginning(&actions);
        while let Some((action, after)) = rest.split_first() {
            let taken = self.one(action, after.first().copied());
            rest = after.get(taken..).unwrap_or_default();
        }
        self.steps
    }

    /// Every run begins by opening its journey: that is no step.
    fn beginning<'a, 'b>(&mut self, actions: &'b [&'a Action]) -> &'b [&'a Action] {
        let mut count = 0;
        if let Some(first @ Action::Start { client: MAIN, .. }) = actions.first() {
            self.apply(first);
            count = 1;
            if let Some(settle @ Action::Settle) = actions.get(1) {
                self.apply(settle);
                count = 2;
            }
        }
        actions.get(count..).unwrap_or_default()
    }

    fn apply(&mut self, action: &Action) {
        // It was done once in a world like this one.
        let _ = self.world.apply(action);
    }

    /// Records one action; returns how many of those after it belong to it.
    fn one(&mut self, action: &Action, next: Option<&Action>) -> usize {
        match action {
            Action::Settle => {
                self.push(Step { pause: Some(false), ..Step::default() });
                self.paused = false;
                self.apply(action);
                0
            }
            Action::Visit => {
                self.visit();
                self.apply(action);
                0
            }
            Action::AdvanceUnsettled { .. } => {
                self.visit();
                self.apply(action);
                match next {
                    Some(visit @ Action::Visit) => {
                        self.apply(visit);
                        1
                    }
                    _ => 0,
                }
            }
            Action::Advance { to } => {
                let now = self.world.now();
                let skip = !self.world.in_flight() && *to > now && self.world.next_wake() == Some(*to);
                let wait = (!skip).then(|| to.since(now).0);
                self.push(Step { skip: skip.then_some(1), wait, ..Step::default() });
                self.apply(action);
                0
            }
            Action::Start { .. }
            | Action::Open { .. }
            | Action::Submit { .. }
            | Action::Close { .. }
            | Action::FailStore { .. } => self.record_user_action(action, next),
        }
    }

    /// One more node that was visited by itself: the clock stands still then.
    fn visit(&mut self) {
        self.paused = true;
        if let Some(Step { step: Some(count), .. }) = self.steps.last_mut() {
            *count += 1;
        } else {
            self.push(Step { step: Some(1), ..Step::default() });
        }
    }

    /// What somebody did: with what it set off, or, where the clock stood still, without.
    fn record_user_action(&mut self, action: &Action, next: Option<&Action>) -> usize {
        let step = self.step(action);
        self.apply(action);
        let settles = matches!(next, Some(Action::Settle));
        if !self.paused && !settles && self.world.in_flight() {
            self.push(Step { pause: Some(true), ..Step::default() });
            self.paused = true;
        }
        self.push(step);
        if self.paused || !settles {
            return 0;
        }
        self.apply(&Action::Settle);
        1
    }

    fn push(&mut self, step: Step) {
        self.steps.push(step);
    }

    fn step(&mut self, action: &Action) -> Step {
        match action {
            Action::Start { client, journey } if *client == MAIN && *journey == self.journey => {
                Step { restart: Some(RestartWhat::Main), ..Step::default() }
            }
            Action::Start { client, journey } => {
                Step { side: Some(Side::of(*client)), start: Some(journey.clone()), ..Step::default() }
            }
            Action::Open { client, link } => {
                let newest = newest_link(&self.world).is_some_and(|newest| newest == *link);
                let link = if newest { LinkChoice::Newest(true) } else { LinkChoice::Link(link.clone()) };
                let side = (*client != BACKCHANNEL).then(|| Side::of(*client));
                Step { side, open_link: Some(link), ..Step::default() }
            }
            Action::Close { client } => {
                Step { side: Some(Side::of(*client)), close_tab: true, ..Step::default() }
            }
            Action::FailStore { failing } => {
                let fault = if *failing { Fault::StoreFails } else { Fault::StoreWorks };
                Step { fault: Some(fault), ..Step::default() }
            }
            Action::Submit { client, answers } => self.submit(*client, answers),
            Action::Visit | Action::Settle | Action::Advance { .. } | Action::AdvanceUnsettled { .. } => {
                Step::default()
            }
        }
    }

    fn submit(&mut self, client: ClientId, answers: &[(usize, Answer)]) -> Step {
        let page = self.world.client(client).and_then(|client| client.page.clone());
        let callbacks = page.map(|page| page.callbacks.clone()).unwrap_or_default();
        let mut step = Step { side: Some(Side::of(client)), ..Step::default() };
        let mut given = IndexMap::new();
        for (index, answer) in answers {
            let Some(callback) = callbacks.get(*index) else { continue };
            if step.press.is_none()
                && let Some(button) = button(&callbacks, *index, answer)
            {
                step.press = Some(button);
                continue;
            }
            given.insert(field_key(&callbacks, *index), self.value(callback, answer));
        }
        step.resubmit = given.is_empty() && step.press.is_none();
        step.answer = (!given.is_empty()).then_some(given);
        step
    }

    fn value(&mut self, callback: &Callback, answer: &Answer) -> AnswerValue {
        match answer {
            // A field for plain text takes no secret when it is played; a mask is what it can have.
            Answer::Text(text) if self.hidden.taints(text) => AnswerValue::Text(MASK.into()),
            Answer::Text(text) => AnswerValue::Text(text.clone()),
            Answer::Secret(secret) => self.secret(callback, secret),
            Answer::Select(picked) => match (callback.ask(), &picked[..]) {
                (ask, [one]) if ask.is_field() => option(&ask, *one),
                (_, [one]) => AnswerValue::Index(*one),
                _ => AnswerValue::Indices(picked.clone()),
            },
            Answer::Fields(fields) => {
                let masked = |(name, value): &(Arc<str>, Value)| (name.clone(), value.to_masked_json());
                AnswerValue::Fields { fields: fields.iter().map(masked).collect() }
            }
        }
    }

    /// Whose password it is, or a name for it. The empty text is no secret.
    fn secret(&mut self, callback: &Callback, secret: &Secret) -> AnswerValue {
        if secret.is_empty() {
            return AnswerValue::Text("".into());
        }
        if let Some(password_of) = owner_of(self.world.identities(), secret) {
            return AnswerValue::PasswordOf { password_of };
        }
        let prompt = prompt_of(callback).map_or("secret", AsRef::as_ref);
        AnswerValue::Prompt { prompt: self.secrets.name(prompt, secret) }
    }
}

/// How a step names a callback: by its prompt, unless that names another one.
pub fn field_key(callbacks: &[Callback], index: usize) -> String {
    match callbacks.get(index).and_then(prompt_of) {
        Some(prompt) if !prompt.is_empty() && field_named(callbacks, prompt) == Some(index) => {
            prompt.to_string()
        }
        _ => format!("#{}", index + 1),
    }
}

/// An option by its text, or by its index where another one has that text.
fn option(ask: &Ask<'_>, index: i64) -> AnswerValue {
    let text = usize::try_from(index).ok().and_then(|index| ask.name_of_option(index));
    text.map_or(AnswerValue::Index(index), |text| AnswerValue::Text(text.clone()))
}

/// A pressed button, where `press` would find that one.
fn button(callbacks: &[Callback], index: usize, answer: &Answer) -> Option<AnswerValue> {
    let ask = callbacks.get(index)?.ask();
    let Answer::Select(picked) = answer else { return None };
    let [one] = picked[..] else { return None };
    let value = (ask.kind == AskKind::Buttons).then(|| option(&ask, one))?;
    let found = super::answers::press(callbacks, &value).ok()?;
    let pressed = usize::try_from(one).ok()?;
    (found == (index, pressed) && value != AnswerValue::Text("".into())).then_some(value)
}
