//! What can be known of the schemas only when all of them are there: cycles, sharing, tags.

use crate::schema::{
    error::SchemaError,
    limits::{MAX_IN_PLACE_DEPTH, MAX_IN_PLACE_WORK},
    location::Location,
    node::{InPlace, Node, NodeId, Nodes},
};

pub(super) fn finish(
    nodes: &mut Nodes,
    locations: &[Location],
    root: NodeId,
) -> Result<(), SchemaError> {
    let in_place: Vec<Vec<NodeId>> = nodes.0.iter().map(in_place_of).collect();
    bound_in_place(&in_place, locations)?;
    mark_shared(nodes, &in_place, root);
    find_tags(nodes);
    Ok(())
}

fn in_place_of(node: &Node) -> Vec<NodeId> {
    match node {
        Node::Rules(rules) => rules.in_place.iter().flat_map(InPlace::nodes).collect(),
        Node::Always | Node::Never => Vec::new(),
    }
}

/// Applying schemas to the same value must come to an end, and soon: leaves first, each schema gets its depth and its
/// work from those that it applies; what is left over at the end is a cycle, or leads to one.
fn bound_in_place(in_place: &[Vec<NodeId>], locations: &[Location]) -> Result<(), SchemaError> {
    let mut waiting_for: Vec<usize> = in_place.iter().map(Vec::len).collect();
    let mut appliers: Vec<Vec<usize>> = vec![Vec::new(); in_place.len()];
    for (applier, applied) in in_place.iter().enumerate() {
        for id in applied {
            appliers[id.index()].push(applier);
        }
    }
    let mut depth = vec![1_usize; in_place.len()];
    let mut work = vec![1_u64; in_place.len()];
    let mut ready: Vec<usize> =
        (0..in_place.len()).filter(|&node| waiting_for[node] == 0).collect();
    let mut settled = 0;
    while let Some(node) = ready.pop() {
        settled += 1;
        if depth[node] > MAX_IN_PLACE_DEPTH || work[node] > MAX_IN_PLACE_WORK {
            return Err(SchemaError::TooDeep { at: locations[node].as_str().to_owned() });
        }
        for &applier in &appliers[node] {
            depth[applier] = depth[applier].max(depth[node] + 1);
            work[applier] = work[applier].saturating_add(work[node]);
            waiting_for[applier] -= 1;
            if waiting_for[applier] == 0 {
                ready.push(applier);
            }
        }
    }
    if settled == in_place.len() {
        return Ok(());
    }
    Err(SchemaError::Cyclic { at: locations[on_cycle(in_place, &waiting_for)].as_str().to_owned() })
}

/// Every schema that still waits applies another one that does, so a walk of that length has entered a cycle.
fn on_cycle(in_place: &[Vec<NodeId>], waiting_for: &[usize]) -> usize {
    let waits = |node: &usize| waiting_for[*node] > 0;
    let mut at = (0..in_place.len()).find(waits).unwrap_or(0);
    for _ in 0..in_place.len() {
        at = in_place[at].iter().map(|id| id.index()).find(waits).unwrap_or(at);
    }
    at
}

fn mark_shared(nodes: &mut Nodes, in_place: &[Vec<NodeId>], root: NodeId) {
    let mut mentions = vec![0_usize; nodes.0.len()];
    mentions[root.index()] += 1;
    for (node, in_place) in nodes.0.iter().zip(in_place) {
        let children = match node {
            Node::Rules(rules) => rules.children(),
            Node::Always | Node::Never => Vec::new(),
        };
        for id in in_place.iter().chain(&children) {
            mentions[id.index()] += 1;
        }
    }
    for (node, mentions) in nodes.0.iter_mut().zip(mentions) {
        if let Node::Rules(rules) = node {
            // Without subschemas, to evaluate again is cheaper than to remember.
            let deep = !rules.in_place.is_empty() || !rules.children().is_empty();
            rules.shared = deep && mentions > 1;
            rules.forks = rules.may_fork();
        }
    }
}

fn find_tags(nodes: &mut Nodes) {
    let has_choices: Vec<bool> = nodes
        .0
        .iter()
        .map(|node| matches!(node, Node::Rules(rules) if rules.choices.is_some()))
        .collect();
    for node in &mut nodes.0 {
        if let Node::Rules(rules) = node
            && let Some(object) = &mut rules.object
        {
            object.tags = (0..object.properties.len())
                .filter(|&index| has_choices[object.properties[index].1.index()])
                .collect();
        }
    }
}
