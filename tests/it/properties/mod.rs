//! What holds for whatever is done, typed or loaded.

mod hostile;
mod recording;
mod world;
