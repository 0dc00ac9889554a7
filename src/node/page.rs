//! Page node.

use std::borrow::Cow;
use std::sync::Arc;

use super::api::{Build, BuildError, Inputs, Node, NodeError, NodeType, OutcomeDef, Step, Visit};
use super::config::{Config, Localised};
use super::declaration::{Blocks, Declaration, KeyName, Outcomes, Proof, StateKey};
use super::outcome::outcomes_in_export;
use super::registry;
use super::role::{Role, role};
use super::settings::{Meaning, Setting};
use super::why::{Decision, Why};
use crate::journey::NodeDef;
use crate::page::{Callback, Page};
use crate::value::{Object, Rule, Source, Value};

const SRC: Source = Source::Src("PageNode");
/// Where the page remembers which child sent which callback.
const MAPPING: &str = "pageNodeCallbacks";

const EMPTY: Rule = Rule::new("page.empty", "A page with no children throws.", SRC);
const CHILD: Rule = Rule::new(
    "page.child",
    "A child that is missing, unusable, a Page or an Inner Tree Evaluator makes the page throw.",
    SRC,
);
const METADATA: Rule =
    Rule::new("page.only-metadata", "A page whose children send only metadata callbacks throws.", SRC);
const LAST: Rule = Rule::new(
    "page.last-outcome",
    "When no child sends callbacks the last child's outcome is the page's.",
    SRC,
);
const CHILDREN: Rule = Rule::new(
    "page.children",
    "Its children run in order and all their callbacks are one page; on return each child gets its own callbacks and all run again.",
    SRC,
);

const LAST_PREFIXED: Rule = Rule::new(
    "page.outcome-of-child",
    "A page whose export spells its outcomes <child id>-<outcome> (page version 2.0) has the last child's outcomes under these ids.",
    Source::Assumed("the form is that of real exports; what other children's outcomes do is not documented"),
);

const CHILDREN_LIST: Setting = Setting::children("nodes", "Nodes");
const HEADER: Setting = Setting::localised("pageHeader", "Page Header", None);
const DESCRIPTION: Setting = Setting::localised("pageDescription", "Page Description", None);
const STAGE: Setting = Setting::text("stage", "Stage");

const DECLARATION: Declaration = Declaration {
    name: "PageNode",
    label: "Page node",
    role: Role::Page,
    rules: &[
        EMPTY,
        CHILD,
        METADATA,
        LAST,
        LAST_PREFIXED,
        CHILDREN,
        Rule::new(
            "page.mapping",
            "Which child sent which callback is kept in shared state pageNodeCallbacks until the page is left.",
            SRC,
        ),
    ],
    settings: &[CHILDREN_LIST, HEADER, DESCRIPTION, STAGE],
    keys: &[StateKey::read_shared(KeyName::Fixed(MAPPING)), StateKey::shared(KeyName::Fixed(MAPPING))],
    outcomes: Outcomes::OfLastChild,
    proof: Proof::OfChildren,
    blocks: Blocks::Sends,
};

/// The type.
#[derive(Debug)]
pub(super) struct PageType;

#[derive(Debug)]
struct Child {
    id: Arc<str>,
    name: Arc<str>,
    node: Result<Arc<dyn Node>, String>,
}

#[derive(Debug)]
struct Pages {
    children: Vec<Child>,
    header: Localised,
    description: Localised,
    stage: Option<Arc<str>>,
    /// What outcome ids start with. Rule `page.outcome-of-child`.
    prefix: Option<Arc<str>>,
}

/// The start of the outcome ids, where the export has them as `<child id>-<outcome>`.
fn prefix(build: &Build<'_>) -> Option<Arc<str>> {
    let (last, _) = children(build).pop()?;
    let prefix = format!("{last}-");
    let declared = build.node.declared_outcomes.iter().map(|(id, _)| id);
    let mut ids = build.node.connections.keys().chain(declared);
    ids.any(|id| !last.is_empty() && id.starts_with(&prefix)).then(|| prefix.into())
}

/// The children that a page lists: id and node, where the journey has one. None of any other node.
pub(super) fn children<'a>(build: &Build<'a>) -> Vec<(Arc<str>, Option<&'a Arc<NodeDef>>)> {
    let listed = registry::find(&build.node.node_type).and_then(|kind| kind.setting(Meaning::Children));
    let node = |id: &str| build.journey.inner_nodes.get(id).or_else(|| build.journey.nodes.get(id));
    let ids = listed.map(|setting| Config::of(build).child_ids(setting)).unwrap_or_default();
    ids.into_iter().map(|id| (id.clone(), node(&id))).collect()
}

fn build_child(build: &Build<'_>, node: Option<&Arc<NodeDef>>, id: &str) -> Result<Arc<dyn Node>, String> {
    let node = node.ok_or_else(|| format!("its child {id} is not in the export's innerNodes"))?;
    if !role(&node.node_type).may_stand_on_page() {
        return Err(format!("Illegal child node type: {}", node.node_type));
    }
    let kind = registry::find(&node.node_type).ok_or_else(|| {
        format!("the simulator does not know the node type {} of its child", node.node_type)
    })?;
    kind.build(&Build { node, ..*build }).map_err(|error| format!("child {}: {error}", node.display_name))
}

impl NodeType for PageType {
    fn declaration(&self) -> &'static Declaration {
        &DECLARATION
    }

    fn build(&self, build: &Build<'_>) -> Result<Arc<dyn Node>, BuildError> {
        let config = Config::of(build);
        let children = children(build)
            .into_iter()
            .map(|(id, node)| Child {
                name: node.map_or_else(|| id.clone(), |node| node.display_name.clone()),
                node: build_child(build, node, &id),
                id,
            })
            .collect();
        Ok(Arc::new(Pages {
            children,
            header: config.localised(&HEADER)?,
            description: config.localised(&DESCRIPTION)?,
            stage: config.text(&STAGE)?,
            prefix: prefix(build),
        }))
    }
}

/// The outcomes of the last child, as the page names them.
pub(super) fn outcomes(build: &Build<'_>) -> Vec<OutcomeDef> {
    let last = children(build).pop().and_then(|(_, node)| node);
    match last.and_then(|node| Some((node, registry::find(&node.node_type)?))) {
        Some((node, kind)) if kind.role() != Role::Page => {
            let mut outcomes = kind.outcomes(&Build { node, ..*build });
            if let Some(prefix) = prefix(build) {
                for outcome in &mut outcomes {
                    outcome.id = format!("{prefix}{}", outcome.id).into();
                }
            }
            outcomes
        }
        _ => outcomes_in_export(build.node),
    }
}

impl Node for Pages {
    fn visit(&self, visit: &mut Visit<'_>) -> Result<Step, NodeError> {
        if self.children.is_empty() {
            return Err(NodeError::new(&EMPTY, "This page has no nodes in it, so cannot proceed"));
        }
        let answers = self.answers(visit);
        let mut page = Vec::new();
        let mut unresolved = false;
        let mut last = None;
        for (child, callbacks) in self.children.iter().zip(&answers) {
            let node = child.node.as_ref().map_err(|reason| NodeError::new(&CHILD, reason.clone()))?;
            let index = last.as_ref().map_or(0, |(index, _)| index + 1);
            let step = node.visit(&mut visit.child(&child.id, &child.name, callbacks))?;
            match &step {
                Step::Send(sent) => {
                    unresolved |= !sent.callbacks.iter().all(Callback::is_metadata);
                    page.extend(sent.callbacks.iter().map(|callback| (index, callback.clone())));
                }
                // A child that is done keeps its answered callbacks on the page for the others.
                _ => page.extend(callbacks.iter().map(|callback| (index, callback.clone()))),
            }
            last = Some((index, step));
        }
        match last {
            Some((_, Step::Send(_))) if !unresolved => {
                Err(NodeError::new(&METADATA, "No outcome and only metadata callbacks found"))
            }
            Some((_, Step::GoTo { outcome, .. })) if !unresolved => {
                visit.state.shared.remove(MAPPING);
                let (outcome, rule) = self.own(outcome);
                Ok(Step::GoTo { outcome, rule })
            }
            _ => Ok(Step::Send(self.send(visit, page))),
        }
    }

    fn explain(&self, visit: &Visit<'_>) -> Why {
        let answers = self.answers(visit);
        visit.try_out(|visit| {
            let mut asking: Option<(Arc<str>, Why)> = None;
            let mut last = None;
            for (child, callbacks) in self.children.iter().zip(&answers) {
                let node = match &child.node {
                    Ok(node) => node,
                    Err(reason) => return Why::throws(&CHILD, reason),
                };
                let mut visit = visit.child(&child.id, &child.name, callbacks);
                let why = node.explain(&visit);
                let asks = match node.visit(&mut visit) {
                    Err(error) => return Why::throws(error.rule, error.message),
                    Ok(Step::Send(sent)) => !sent.callbacks.iter().all(Callback::is_metadata),
                    Ok(_) => false,
                };
                if asks && asking.is_none() {
                    asking = Some((child.name.clone(), why.clone()));
                }
                last = Some((child.name.clone(), why));
            }
            match (asking, last) {
                (_, None) => Why::throws(&EMPTY, "the page has no children"),
                (Some((name, asks)), Some((_, last))) => {
                    let mut why =
                        Why::sends(&CHILDREN, format!("its child {name} asks: {}", asks.because.text));
                    let not =
                        format!("the last child's outcome counts only when no child asks, and {name} does");
                    let taken = if let Decision::Outcome(id) = last.came { Some(id) } else { None };
                    for id in taken.into_iter().chain(last.not.into_iter().map(|(id, _)| id)) {
                        let (id, rule) = self.own(id);
                        why = why.not(id, rule, &not);
                    }
                    Why { facts: asks.facts, ..why }
                }
                (None, Some((name, last))) => match last.came {
                    Decision::Outcome(id) => {
                        let text = format!("{}; {name} is the last child, and none asks", last.because.text);
                        let (id, rule) = self.own(id);
                        let not = last.not.into_iter().map(|(id, reason)| (self.own(id).0, reason)).collect();
                        Why { not, facts: last.facts, ..Why::outcome(id, rule, text) }
                    }
                    _ => Why::throws(&METADATA, "its children sent only metadata callbacks"),
                },
            }
        })
    }

    fn inputs(&self) -> Inputs {
        let mut keys = Vec::new();
        for node in self.children.iter().filter_map(|child| child.node.as_ref().ok()) {
            match node.inputs() {
                Inputs::All => return Inputs::All,
                Inputs::Keys(more) => keys.extend(more),
            }
        }
        Inputs::Keys(keys)
    }
}

impl Pages {
    /// What an outcome of the last child is called here, and the rule by which it is the page's.
    fn own(&self, outcome: Cow<'static, str>) -> (Cow<'static, str>, &'static Rule) {
        match &self.prefix {
            Some(prefix) => (format!("{prefix}{outcome}").into(), &LAST_PREFIXED),
            None => (outcome, &LAST),
        }
    }

    /// What came back for each child.
    fn answers(&self, visit: &Visit<'_>) -> Vec<Vec<Callback>> {
        let mapping = visit.state.shared.get(MAPPING).and_then(Value::as_object);
        let returned = |child: usize| -> Vec<Callback> {
            let Some(mapping) = mapping else { return Vec::new() };
            let own = |index: usize| {
                mapping.get(index.to_string().as_str()).and_then(Value::as_i64) == i64::try_from(child).ok()
            };
            let callbacks = visit.callbacks.iter().enumerate();
            callbacks.filter(|(index, _)| own(*index)).map(|(_, callback)| callback.clone()).collect()
        };
        (0..self.children.len()).map(returned).collect()
    }

    fn send(&self, visit: &mut Visit<'_>, callbacks: Vec<(i64, Callback)>) -> Page {
        let mapping: Object = callbacks
            .iter()
            .enumerate()
            .map(|(index, (child, _))| (Arc::from(index.to_string()), Value::from(*child)))
            .collect();
        visit.state.put_shared(MAPPING, mapping);
        Page {
            header: self.header.choose_in_realm(visit),
            description: self.description.choose_in_realm(visit),
            stage: self.stage.clone(),
            has_callback_ids: true,
            callbacks: callbacks.into_iter().map(|(_, callback)| callback).collect(),
        }
    }
}
