//! What a journey can have done before it comes to a node: the facts that hold on some way from
//! the start, through inner journeys and back.

use std::collections::{HashMap, HashSet, VecDeque};

use super::graph::{NodeView, Target, View, Wire};
use super::project::Project;
use super::transfer::transferred;

/// Facts, as bits. A set of facts is a state.
pub(super) type State = u8;
/// A Backchannel Initialize has made a transaction.
pub(super) const INITIALIZED: State = 1;
/// A credential has been checked, or may have been.
pub(super) const CHECKED: State = 2;
/// A Backchannel Status took Success without Record Journey Session Info.
pub(super) const SESSION_LOST: State = 4;
/// A Backchannel Status took Success with Record Journey Session Info.
pub(super) const SESSION_KEPT: State = 8;
/// A Backchannel Status ran without writing `backchannel-transactionData`.
pub(super) const DATA_LOST: State = 16;
/// A Backchannel Status ran that writes `backchannel-transactionData`.
pub(super) const DATA_KEPT: State = 32;
/// What a journey that is not here may have done.
const ANYTHING: State = INITIALIZED | CHECKED | SESSION_KEPT | DATA_KEPT;

/// A set of states: one bit for each of the 64.
type States = u64;

/// Where a way can stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Point {
    /// At a node.
    Node(usize),
    /// At Success.
    Success,
    /// At Failure.
    Failure,
}

/// How many steps of a way messages tell.
pub(super) const MAX_STEPS: usize = 6;

/// How the ways through a journey end that begin in some state.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ends {
    success: States,
    failure: States,
}

/// The last steps of a way: nodes, and the outcome by which each is left.
pub(super) type Steps = Vec<(usize, String)>;

/// Where a walk has been, and from which node, in which state and by which outcome it came there.
type Seen = HashMap<(Point, State), Option<(usize, State, String)>>;

/// The facts of all journeys.
pub(super) struct Flow<'p, 'a> {
    project: &'p Project<'a>,
    /// For each journey and state in which it is entered, how it ends.
    ends: HashMap<(usize, State), Ends>,
    /// The journeys that are started by a client or a link.
    pub(super) roots: Vec<usize>,
}

impl<'p, 'a> Flow<'p, 'a> {
    /// Follows all ways. Inner journeys are followed with the facts of those who enter them.
    pub(super) fn of(project: &'p Project<'a>) -> Self {
        let mut flow = Self { project, ends: HashMap::new(), roots: roots(project) };
        flow.settle(flow.roots.clone());
        // Journeys that only enter one another.
        for index in 0..project.views.len() {
            if !project.views[index].inner_only && !flow.ends.keys().any(|(known, _)| *known == index) {
                flow.roots.push(index);
                flow.settle(vec![index]);
            }
        }
        flow
    }

    fn settle(&mut self, roots: Vec<usize>) {
        for root in roots {
            self.ends.entry((root, 0)).or_default();
        }
        loop {
            let mut changed = false;
            let keys: Vec<(usize, State)> = self.ends.keys().copied().collect();
            for (view, state) in keys {
                let mut ends = Ends::default();
                let mut entered = HashSet::new();
                self.walk(view, state, &mut entered, &mut |point, state| {
                    match point {
                        Point::Success => ends.success |= bit(state),
                        Point::Failure => ends.failure |= bit(state),
                        Point::Node(_) => {}
                    }
                    false
                });
                for key in entered {
                    changed |=
                        self.ends.insert(key, self.ends.get(&key).copied().unwrap_or_default()).is_none();
                }
                changed |= self.ends.insert((view, state), ends) != Some(ends);
            }
            if !changed {
                return;
            }
        }
    }

    /// The states in which some way comes to each node of a journey.
    pub(super) fn states(&self, view: usize) -> Vec<Vec<State>> {
        let mut found: Vec<States> = vec![0; self.project.views[view].nodes.len()];
        for start in self.starts(view) {
            self.walk(view, start, &mut HashSet::new(), &mut |point, state| {
                if let Point::Node(node) = point {
                    found[node] |= bit(state);
                }
                false
            });
        }
        found.into_iter().map(|states| each(states).collect()).collect()
    }

    /// The end of the shortest way from a journey's start to a point in a state that is wanted.
    pub(super) fn way(&self, view: usize, mut wanted: impl FnMut(Point, State) -> bool) -> Option<Steps> {
        self.starts(view).into_iter().find_map(|start| {
            let (seen, found) = self.walk(view, start, &mut HashSet::new(), &mut wanted);
            found.map(|(at, state)| steps(&seen, at, state))
        })
    }

    /// The ends of the shortest ways to every node that is reached in a state that is wanted.
    pub(super) fn ways(&self, view: usize, wanted: impl Fn(State) -> bool) -> HashMap<usize, Steps> {
        let mut ways = HashMap::new();
        for start in self.starts(view) {
            let mut found: Vec<(usize, State)> = Vec::new();
            let (seen, _) = self.walk(view, start, &mut HashSet::new(), &mut |point, state| {
                if let Point::Node(node) = point
                    && wanted(state)
                {
                    found.push((node, state));
                }
                false
            });
            for (node, state) in found {
                ways.entry(node).or_insert_with(|| steps(&seen, Point::Node(node), state));
            }
        }
        ways
    }

    fn starts(&self, view: usize) -> Vec<State> {
        let mut starts: Vec<State> =
            self.ends.keys().filter(|(known, _)| *known == view).map(|(_, state)| *state).collect();
        starts.sort_unstable();
        starts
    }

    /// Walks breadth first from a journey's start until `stop`; answers where it has been, and where it
    /// was told to stop.
    fn walk(
        &self,
        view: usize,
        start: State,
        entered: &mut HashSet<(usize, State)>,
        stop: &mut dyn FnMut(Point, State) -> bool,
    ) -> (Seen, Option<(Point, State)>) {
        let journey = &self.project.views[view];
        let mut seen: Seen = HashMap::new();
        let mut open = VecDeque::new();
        if let Some(point) = point(&journey.entry) {
            seen.insert((point, start), None);
            open.push_back((point, start));
        }
        while let Some((at, state)) = open.pop_front() {
            if stop(at, state) {
                return (seen, Some((at, state)));
            }
            let Point::Node(index) = at else { continue };
            for (wire, target) in journey.nodes[index].ways() {
                let Some(next) = point(target) else { continue };
                for after in self.after(journey, &journey.nodes[index], wire, state, entered) {
                    seen.entry((next, after)).or_insert_with(|| {
                        open.push_back((next, after));
                        Some((index, state, wire.outcome.to_string()))
                    });
                }
            }
        }
        (seen, None)
    }

    /// The states in which a node can be left by an outcome.
    fn after(
        &self,
        view: &View,
        node: &NodeView,
        wire: &Wire,
        state: State,
        entered: &mut HashSet<(usize, State)>,
    ) -> Vec<State> {
        if node.acts_as() != "InnerTreeEvaluatorNode" {
            return vec![state | transferred(self.project, view, node, &wire.outcome)];
        }
        let Some(inner) = node.text("tree").and_then(|tree| self.project.journey(tree)) else {
            return vec![state | ANYTHING];
        };
        entered.insert((inner, state));
        let ends = self.ends.get(&(inner, state)).copied().unwrap_or_default();
        match wire.outcome.as_ref() {
            "true" => each(ends.success).collect(),
            "false" => each(ends.failure).collect(),
            _ => each(ends.failure | bit(state)).collect(),
        }
    }
}

fn bit(state: State) -> States {
    1 << (state & 63)
}

fn each(states: States) -> impl Iterator<Item = State> {
    (0..64).filter(move |state| states & bit(*state) != 0)
}

fn point(target: &Target) -> Option<Point> {
    match target {
        Target::Node(index) => Some(Point::Node(*index)),
        Target::Success => Some(Point::Success),
        Target::Failure => Some(Point::Failure),
        Target::Missing(_) => None,
    }
}

/// The last steps of the way to a point.
fn steps(seen: &Seen, at: Point, state: State) -> Steps {
    let mut steps = Vec::new();
    let mut here = (at, state);
    while let Some(Some((node, before, outcome))) = seen.get(&here).filter(|_| steps.len() <= MAX_STEPS) {
        steps.push((*node, outcome.clone()));
        here = (Point::Node(*node), *before);
    }
    steps.reverse();
    steps
}

/// The journeys that are not entered from another one, and those that a link starts.
fn roots(project: &Project<'_>) -> Vec<usize> {
    let mut entered = HashSet::new();
    let mut linked = HashSet::new();
    for (index, view) in project.views.iter().enumerate() {
        for node in &view.nodes {
            let Some(tree) = node.text("tree").and_then(|tree| project.journey(tree)) else { continue };
            match node.acts_as() {
                "InnerTreeEvaluatorNode" if tree != index => entered.insert(tree),
                "BackChannelInitNode" => linked.insert(tree),
                _ => false,
            };
        }
    }
    let is_root = |index: &usize| {
        linked.contains(index) || (!project.views[*index].inner_only && !entered.contains(index))
    };
    (0..project.views.len()).filter(is_root).collect()
}
