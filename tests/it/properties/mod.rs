//! What holds for whatever is done, typed or loaded.

mod hostile;
mod inputs;
mod recording;
mod world;
