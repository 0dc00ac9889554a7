//! Scenarios: a session written down as steps and expectations, in JSON, and played in a world.
//!
//! A scenario holds no secret. A password is the one of a named user of the realm, or a named
//! prompt that gets a stand-in.

mod answer_value;
mod answers;
mod check;
mod expect;
mod lines;
mod model;
mod names;
mod play;
mod realm;
mod record;
mod recording;
mod schema;
mod snapshot;
mod step;
mod target;
mod write;

#[cfg(test)]
mod tests;

pub use answer_value::AnswerValue;
pub use answers::{Secrets, StepError, field_named, owner_of, prompt_of};
pub use check::Finding;
pub use expect::{
    AsksExpectation, EndExpectation, EndKindName, Expectation, LogExpectation, NeverExpectation,
    NodeExpectation, OutcomeExpectation, ReadsExpectation, StateExpectation, StateScope,
    TransactionExpectation, TransactionFacts,
};
pub use lines::{DirectionName, EventLine, KindLine, Line, NodeLine, RuleLine, SideLine};
pub use model::{Scenario, Side, read};
pub use names::{check_names, place_of_journey, place_of_step};
pub use play::{Failed, Played, Player, play};
pub use realm::{RealmOverride, UserOverride, UserStatusName, with_overrides};
pub use record::{field_key, record};
pub use recording::{FORMAT, Recording, is_recording, read_recording};
pub use schema::schema;
pub use step::{Fault, LinkChoice, RestartWhat, Step};
pub use target::{Target, side_named};
pub use write::to_text;
