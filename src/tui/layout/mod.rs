//! Where everything on the screen is, and what stands there.

pub(super) mod areas;
pub(super) mod full;
pub(super) mod sheet;
