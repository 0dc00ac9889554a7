//! Groups of nodes that lead to one another.

/// For each of `count` nodes, the number of its group: of those that it leads to and that lead back to
/// it (its strongly connected component). Source: R. Tarjan, 1972; here without recursion.
pub(super) fn groups(count: usize, next: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let mut group = vec![NONE; count];
    let mut number = vec![NONE; count];
    let mut lowest = vec![NONE; count];
    let (mut numbers, mut groups) = (0, 0);
    let mut open = Vec::new();
    for root in 0..count {
        if number[root] != NONE {
            continue;
        }
        let mut walk: Vec<(usize, std::vec::IntoIter<usize>)> = Vec::new();
        let mut entered = Some(root);
        loop {
            if let Some(at) = entered.take() {
                number[at] = numbers;
                lowest[at] = numbers;
                numbers += 1;
                open.push(at);
                walk.push((at, next(at).into_iter()));
            }
            let Some((at, rest)) = walk.last_mut() else { break };
            let at = *at;
            match rest.next() {
                Some(to) if number[to] == NONE => entered = Some(to),
                Some(to) if group[to] == NONE => lowest[at] = lowest[at].min(number[to]),
                Some(_) => {}
                None => {
                    walk.pop();
                    if let Some((before, _)) = walk.last() {
                        lowest[*before] = lowest[*before].min(lowest[at]);
                    }
                    if lowest[at] == number[at] {
                        while let Some(member) = open.pop() {
                            group[member] = groups;
                            if member == at {
                                break;
                            }
                        }
                        groups += 1;
                    }
                }
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn those_that_lead_to_one_another_are_one_group() {
        // 0 <-> 1 -> 2 -> 3 -> 4 -> 2, 5 alone, 6 to itself.
        let next = [vec![1], vec![0, 2], vec![3], vec![4], vec![2], vec![0], vec![6, 5]];
        let found = groups(7, |at| next[at].clone());
        let same = |one: usize, other: usize| found[one] == found[other];
        assert!(same(0, 1) && same(2, 3) && same(3, 4));
        for (one, other) in [(1, 2), (4, 5), (0, 5), (5, 6), (0, 6)] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_long_chain_and_a_long_ring_need_no_deep_stack() {
        let chain = groups(50_000, |at| if at + 1 < 50_000 { vec![at + 1] } else { Vec::new() });
        assert_eq!(chain.iter().collect::<std::collections::HashSet<_>>().len(), 50_000);
        assert!(groups(50_000, |at| vec![(at + 1) % 50_000]).iter().all(|group| *group == 0));
    }
}
