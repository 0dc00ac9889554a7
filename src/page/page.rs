//! Pages.

use std::sync::Arc;

use super::callback::Callback;

/// Callbacks for the client, with what frames them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The callbacks in order.
    pub callbacks: Vec<Callback>,
    /// Page header.
    pub header: Option<Arc<str>>,
    /// Page description.
    pub description: Option<Arc<str>>,
    /// The stage: a name that the client's own pages may go by.
    pub stage: Option<Arc<str>>,
    /// Whether its callbacks go out with ids, their places from 0, as those of a Page node do.
    pub has_callback_ids: bool,
}
