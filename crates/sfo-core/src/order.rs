//! One sort for every list.
//!
//! The library's sort is compiled anew for each type and each order, several kilobytes each time, and the module for
//! the web has no room for them. Here the places in a list are sorted, which are of one type, and the items put in
//! their places.

use std::cmp::Ordering;

/// Sorts a list; what is equal keeps its order.
pub(crate) fn sort<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut places: Vec<usize> = (0..items.len()).collect();
    sort_places(&mut places, &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for (to, from) in moves(&places) {
        items.swap(to, from);
    }
}

/// The exchanges that bring each item to its place, first place first.
fn moves(places: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    (0..places.len()).map(|to| {
        let mut from = to;
        // What stood at a place already filled has been moved to where that place's item came from.
        loop {
            from = places.get(from).copied().unwrap_or(to);
            if from >= to {
                return (to, from);
            }
        }
    })
}

/// Sorts by merging, runs of one at first, and keeps the order of what is equal.
#[inline(never)]
fn sort_places(places: &mut Vec<usize>, compare: &dyn Fn(usize, usize) -> Ordering) {
    let mut width = 1_usize;
    while width < places.len() {
        let mut merged = Vec::with_capacity(places.len());
        for pair in places.chunks(width.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            while let (Some((a, lefts)), Some((b, rights))) = (left.split_first(), right.split_first()) {
                if compare(*a, *b) == Ordering::Greater {
                    merged.push(*b);
                    right = rights;
                } else {
                    merged.push(*a);
                    left = lefts;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        *places = merged;
        width = width.saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_library_does(items in proptest::collection::vec((0_u8..8, any::<u8>()), 0..80)) {
            let mut ours = items.clone();
            super::sort(&mut ours, |a, b| a.0.cmp(&b.0));
            let mut theirs = items;
            theirs.sort_by_key(|a| a.0);
            prop_assert_eq!(ours, theirs);
        }
    }
}
