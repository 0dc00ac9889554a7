//! The list of node types.

use super::api::NodeType;
use super::{
    backchannel_init, backchannel_notification, backchannel_status, collect, config_provider, data_store,
    decision, message, page, platform, polling_wait, scripted_decision, utilities,
};

static ALL: &[&dyn NodeType] = &[
    &backchannel_init::BackchannelInit,
    &backchannel_notification::BackchannelNotification("BackChannelNotificationNode"),
    &backchannel_notification::BackchannelNotification("BackchannelNotificationNode"),
    &backchannel_status::BackchannelStatus,
    &collect::PasswordCollector,
    &collect::UsernameCollector,
    &config_provider::ConfigProvider,
    &data_store::DataStoreDecision,
    &decision::IdentityStoreDecision,
    &message::Message,
    &page::PageType,
    &platform::DisplayUserName,
    &platform::ValidatedPassword,
    &platform::ValidatedUsername,
    &polling_wait::PollingWait,
    &scripted_decision::ScriptedDecision,
    &utilities::InnerTreeEvaluator,
    &utilities::SetSessionProperties,
];

/// Every node type the simulator knows.
pub fn all() -> &'static [&'static dyn NodeType] {
    ALL
}

/// The node type with a name, as exports spell it.
pub fn find(name: &str) -> Option<&'static dyn NodeType> {
    all().iter().copied().find(|kind| kind.name() == name)
}

/// Whether two outcome ids agree in letters and digits, ignoring case. Rule `engine.outcome-spelling`.
pub fn same_outcome(one: &str, other: &str) -> bool {
    let folded = |text: &'_ str| -> Vec<char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    folded(one) == folded(other)
}
