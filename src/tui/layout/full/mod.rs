//! What is shown over the panes.

pub(in super::super) mod rows;
pub(in super::super) mod why;
