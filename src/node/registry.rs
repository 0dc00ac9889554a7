//! The list of node types.

use super::api::NodeType;
use super::role::{Role, role};
use super::settings::Meaning;
use super::{
    backchannel_init, backchannel_notification, backchannel_status, collect, config_provider, data_store,
    decision, message, page, platform, polling_wait, scripted_decision, utilities,
};
use crate::journey::NodeDef;

static ALL: &[&dyn NodeType] = &[
    &backchannel_init::BackchannelInit,
    &backchannel_notification::CAPITAL,
    &backchannel_notification::PLAIN,
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

/// The node type as which a Configuration Provider behaves. One that is configured to be a provider
/// itself behaves as nothing that is known.
pub fn provided(node: &NodeDef) -> Option<&'static dyn NodeType> {
    provided_name(node).and_then(find).filter(|kind| kind.role() != Role::Provider)
}

/// The name of the node type as which a node is configured to behave; `None` for all but a
/// Configuration Provider.
pub fn provided_name(node: &NodeDef) -> Option<&str> {
    find(&node.node_type)?.setting(Meaning::NodeType)?.own_text(node)
}

/// The node type as which a node behaves: of a Configuration Provider the configured one.
pub fn acting(node: &NodeDef) -> Option<&'static dyn NodeType> {
    match find(&node.node_type) {
        Some(kind) if kind.role() == Role::Provider => provided(node),
        kind => kind,
    }
}

/// What a node is for; of a Configuration Provider, what the configured type is for.
pub fn acting_role(node: &NodeDef) -> Role {
    match role(&node.node_type) {
        Role::Provider => provided(node).map_or(Role::Unknown, |kind| kind.role()),
        role => role,
    }
}
