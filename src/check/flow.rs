//! What a journey can have done before it comes to a node: the facts that hold on some way from
//! the start, through inner journeys and back.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::graph::{Edge, NodeView, Target, View};
use super::project::Project;
use super::transfer::transferred;
use crate::node::{JourneyUse, Role};
use crate::program::Link;

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
type Seen<'p> = HashMap<(Point, State), Option<(usize, State, &'p str)>>;

/// A journey that is entered in a state.
type Entered = (usize, State);

/// The facts of all journeys.
pub(super) struct Flow<'p, 'a> {
    project: &'p Project<'a>,
    /// For each journey, how it ends for each state in which it is entered.
    ends: Vec<BTreeMap<State, Ends>>,
    /// The journeys that are started by a client or a link.
    pub(super) roots: Vec<usize>,
}

impl<'p, 'a> Flow<'p, 'a> {
    /// Follows all ways. Inner journeys are followed with the facts of those who enter them.
    pub(super) fn of(project: &'p Project<'a>) -> Self {
        let ends = vec![BTreeMap::new(); project.views.len()];
        let mut flow = Self { project, ends, roots: roots(project) };
        let mut ways = Ways::default();
        for root in flow.roots.clone() {
            flow.settle(root, &mut ways);
        }
        // Journeys that only enter one another.
        for index in 0..project.views.len() {
            if !project.views[index].inner_only && flow.ends[index].is_empty() {
                flow.roots.push(index);
                flow.settle(index, &mut ways);
            }
        }
        flow
    }

    /// Finds how a journey ends, and every one that it enters. Each node is looked at once for each
    /// state in which its journey is entered and it is reached.
    fn settle(&mut self, root: usize, ways: &mut Ways) {
        self.enter((root, 0), ways);
        while let Some((key, at, state)) = ways.open.pop() {
            let view = &self.project.views[key.0];
            match at {
                Point::Node(index) => {
                    let node = &view.nodes[index];
                    let Some(inner) = self.inner(node) else {
                        for (edge, next) in ways_of(node) {
                            ways.add(key, next, self.after(view, node, edge, state));
                        }
                        continue;
                    };
                    self.enter((inner, state), ways);
                    ways.callers.entry((inner, state)).or_default().push((key, index));
                    let ends = self.ends(inner, state);
                    for (edge, next) in ways_of(node) {
                        for after in each(ends.left_by(&edge.id, state)) {
                            ways.add(key, next, after);
                        }
                    }
                }
                end => {
                    let ended = self.ends[key.0].entry(key.1).or_default();
                    let one = match end {
                        Point::Success => Ends { success: bit(state), failure: 0 },
                        _ => Ends { success: 0, failure: bit(state) },
                    };
                    *ended =
                        Ends { success: ended.success | one.success, failure: ended.failure | one.failure };
                    for (caller, index) in ways.callers.get(&key).cloned().unwrap_or_default() {
                        for (edge, next) in ways_of(&self.project.views[caller.0].nodes[index]) {
                            for after in each(one.left_by(&edge.id, key.1)) {
                                ways.add(caller, next, after);
                            }
                        }
                    }
                }
            }
        }
    }

    fn enter(&mut self, key: Entered, ways: &mut Ways) {
        self.ends[key.0].entry(key.1).or_default();
        if let Some(entry) = point(&self.project.views[key.0].entry) {
            ways.add(key, entry, key.1);
        }
    }

    fn ends(&self, journey: usize, start: State) -> Ends {
        self.ends[journey].get(&start).copied().unwrap_or_default()
    }

    /// The journey that a node enters.
    fn inner(&self, node: &NodeView) -> Option<usize> {
        enters(node)?.index.map(|index| index as usize)
    }

    /// The states in which some way comes to each node of a journey.
    pub(super) fn states(&self, view: usize) -> Vec<Vec<State>> {
        let mut found: Vec<States> = vec![0; self.project.views[view].nodes.len()];
        for start in self.starts(view) {
            self.walk(view, start, &mut |point, state| {
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
        self.starts(view).find_map(|start| {
            let (seen, found) = self.walk(view, start, &mut wanted);
            found.map(|(at, state)| steps(&seen, at, state))
        })
    }

    /// The ends of the shortest ways to every node that is reached in a state that is wanted of it.
    pub(super) fn ways(&self, view: usize, wanted: impl Fn(usize, State) -> bool) -> HashMap<usize, Steps> {
        let mut ways = HashMap::new();
        for start in self.starts(view) {
            let mut found: Vec<(usize, State)> = Vec::new();
            let (seen, _) = self.walk(view, start, &mut |point, state| {
                if let Point::Node(node) = point
                    && wanted(node, state)
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

    fn starts(&self, view: usize) -> impl Iterator<Item = State> {
        self.ends[view].keys().copied()
    }

    /// Walks breadth first from a journey's start until `stop`; answers where it has been, and where it
    /// was told to stop.
    fn walk(
        &self,
        view: usize,
        start: State,
        stop: &mut dyn FnMut(Point, State) -> bool,
    ) -> (Seen<'_>, Option<(Point, State)>) {
        let journey = &self.project.views[view];
        let mut seen: Seen<'_> = HashMap::new();
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
            let node = &journey.nodes[index];
            let inner = self.inner(node).map(|inner| self.ends(inner, state));
            for (edge, next) in ways_of(node) {
                let after = match &inner {
                    Some(ends) => ends.left_by(&edge.id, state),
                    None => bit(self.after(journey, node, edge, state)),
                };
                for after in each(after) {
                    seen.entry((next, after)).or_insert_with(|| {
                        open.push_back((next, after));
                        Some((index, state, edge.id.as_ref()))
                    });
                }
            }
        }
        (seen, None)
    }

    /// The state in which a node that enters no journey that is here is left by an outcome.
    fn after(&self, view: &View, node: &NodeView, edge: &Edge, state: State) -> State {
        if enters_some(node) {
            state | ANYTHING
        } else {
            state | transferred(self.project, view, node, &edge.id)
        }
    }
}

/// The ways that are left to follow.
#[derive(Default)]
struct Ways {
    seen: HashSet<(Entered, Point, State)>,
    open: Vec<(Entered, Point, State)>,
    /// Who has entered a journey in a state, at which of its nodes.
    callers: HashMap<Entered, Vec<(Entered, usize)>>,
}

impl Ways {
    fn add(&mut self, key: Entered, at: Point, state: State) {
        if self.seen.insert((key, at, state)) {
            self.open.push((key, at, state));
        }
    }
}

impl Ends {
    /// The states in which the node that entered the journey in a state is left by an outcome.
    fn left_by(self, outcome: &str, entered: State) -> States {
        match outcome {
            "true" => self.success,
            "false" => self.failure,
            _ => self.failure | bit(entered),
        }
    }
}

/// The edges that can be followed, each with where it leads.
fn ways_of(node: &NodeView) -> impl Iterator<Item = (&Edge, Point)> {
    node.ways().filter_map(|edge| Some((edge, point(&edge.target)?)))
}

/// Whether a node enters another journey.
fn enters_some(node: &NodeView) -> bool {
    node.role() == Role::Inner
}

/// The journey that a node enters, where its name is known.
fn enters(node: &NodeView) -> Option<&Link> {
    node.links.first().filter(|_| enters_some(node))
}

fn bit(state: State) -> States {
    1 << (state & 63)
}

fn each(states: States) -> impl Iterator<Item = State> {
    (0..64).filter(move |state| states & bit(*state) != 0)
}

fn point(target: &Target) -> Option<Point> {
    match target {
        Target::Node(index) => Some(Point::Node(*index as usize)),
        Target::Success => Some(Point::Success),
        Target::Failure => Some(Point::Failure),
        Target::Missing(_) | Target::NotWired => None,
    }
}

/// The last steps of the way to a point.
fn steps(seen: &Seen<'_>, at: Point, state: State) -> Steps {
    let mut steps = Vec::new();
    let mut here = (at, state);
    while let Some(Some((node, before, outcome))) = seen.get(&here).filter(|_| steps.len() <= MAX_STEPS) {
        steps.push((*node, (*outcome).to_owned()));
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
            let named = |link: &Link| link.index.map(|index| index as usize);
            entered.extend(enters(node).and_then(named).filter(|inner| *inner != index));
            linked.extend(
                node.links.iter().filter(|link| link.how == JourneyUse::Backchannel).filter_map(named),
            );
        }
    }
    let is_root = |index: &usize| {
        linked.contains(index) || (!project.views[*index].inner_only && !entered.contains(index))
    };
    (0..project.views.len()).filter(is_root).collect()
}
