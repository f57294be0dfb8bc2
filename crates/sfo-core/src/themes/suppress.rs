//! Small numbers that are not shown, and the others that would give them away.
//!
//! A table has a row of reviews and a row for each theme, and in each a number for every unit and their total. Zero is
//! shown. A number from 1 to one below the bound is not. Then, row by row:
//!
//! 1. A total below the bound is not shown, nor is any number in its row that is not zero.
//! 2. While the numbers that are not shown are all alike, or some can be worked out, the smallest number of those that are
//!    shown goes too, and with it every other that is the same.
//! 3. Where none is left, the total goes.
//!
//! What is left out is so always the smallest numbers of the row, at least two of them unlike or the total with them.
//! Exchange two that are unlike and the same row is published: nobody can tell which is which, not even somebody who
//! knows these rules.
//!
//! Rows say something of one another: a unit has no more reviews with a theme than it has reviews. So step 2 also asks
//! that every number that is not shown could be another with all that is shown as it is. For the row of reviews, one of
//! the units must have a review to spare beside its most frequent theme; for a theme, one number must be able to rise
//! where another falls.

/// The numbers of a period.
pub(super) struct Table {
    /// Reviews, by unit.
    pub reviews: Vec<u32>,
    /// Reviews with each theme, by unit.
    pub themes: Vec<Vec<u32>>,
}

/// What of a row is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    pub cells: Vec<bool>,
    pub total: bool,
}

/// What of a table is not shown.
pub(super) struct HiddenTable {
    pub reviews: Hidden,
    pub themes: Vec<Hidden>,
}

/// What must not be shown of the table; `below` is at least 3.
pub(super) fn hide(table: &Table, below: u32) -> HiddenTable {
    // Whether a unit could have one review less, for all that its themes say.
    let spare = |unit: usize| {
        let themes = table.themes.iter().filter_map(|row| row.get(unit)).copied().max().unwrap_or(0);
        table.reviews.get(unit).is_some_and(|reviews| *reviews > themes.max(1))
    };
    // Then it could be another unit's, and every number that is not shown could be another.
    let reviews =
        hide_row(&table.reviews, below, &|cells| cells.iter().enumerate().any(|(unit, hidden)| *hidden && spare(unit)));
    let themes = table
        .themes
        .iter()
        .map(|row| {
            let up = |unit: usize, n: u32| {
                let hidden = |unit: usize| reviews.cells.get(unit) == Some(&true);
                table.reviews.get(unit).is_some_and(|most| n < *most)
                    || hidden(unit)
                        && (reviews.total
                            || (0..reviews.cells.len()).any(|other| other != unit && hidden(other) && spare(other)))
            };
            hide_row(row, below, &|cells| movable(row, cells, &up))
        })
        .collect();
    HiddenTable { reviews, themes }
}

/// What is not shown of a row, where `safe` says whether what is not shown could be otherwise with the same total.
pub(super) fn hide_row(row: &[u32], below: u32, safe: &dyn Fn(&[bool]) -> bool) -> Hidden {
    let total = row.iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
    let mut cells: Vec<bool> = row.iter().map(|n| *n > 0 && *n < below).collect();
    if !cells.contains(&true) {
        return Hidden { cells, total: false };
    }
    if total < below {
        return Hidden { cells: row.iter().map(|n| *n > 0).collect(), total: true };
    }
    loop {
        if unlike(row, &cells) && safe(&cells) {
            return Hidden { cells, total: false };
        }
        let shown = row.iter().zip(&cells).filter(|(n, hidden)| **n > 0 && !**hidden);
        let Some(next) = shown.map(|(n, _)| *n).min() else {
            return Hidden { cells, total: true };
        };
        for (n, hidden) in row.iter().zip(&mut cells) {
            *hidden |= *n == next;
        }
    }
}

/// Whether each number that is not shown could be one more or one less, with another that is not shown making up for it.
/// `up` says whether a unit's number could be one more; it could be one less where it is not 1, for zero would be shown.
fn movable(row: &[u32], cells: &[bool], up: &dyn Fn(usize, u32) -> bool) -> bool {
    let hidden = || row.iter().zip(cells).enumerate().filter(|(_, (_, hidden))| **hidden).map(|(at, (n, _))| (at, *n));
    hidden().all(|(at, n)| {
        let others = || hidden().filter(|(other, _)| *other != at);
        n > 1 && others().any(|(other, m)| up(other, m)) || up(at, n) && others().any(|(_, m)| m > 1)
    })
}

/// Whether two of the numbers that are not shown differ.
fn unlike(row: &[u32], cells: &[bool]) -> bool {
    let mut hidden = row.iter().zip(cells).filter(|(_, hidden)| **hidden).map(|(n, _)| n);
    let first = hidden.next();
    hidden.any(|n| Some(n) != first)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "a test")]

    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const BELOW: u32 = 3;

    /// Every list of so many numbers up to `most`.
    fn lists(length: usize, most: u32) -> Vec<Vec<u32>> {
        (0..length).fold(vec![Vec::new()], |lists, _| {
            lists.iter().flat_map(|list| (0..=most).map(move |n| [list.as_slice(), &[n]].concat())).collect()
        })
    }

    fn published(row: &[u32], hidden: &Hidden) -> Vec<Option<u32>> {
        let cells = row.iter().zip(&hidden.cells).map(|(n, hidden)| (!hidden).then_some(*n));
        cells.chain([(!hidden.total).then_some(row.iter().sum())]).collect()
    }

    /// Somebody who knows the rules tries every row and keeps those that are published alike.
    #[test]
    fn who_knows_the_rules_learns_no_number_of_a_row() {
        for (units, most) in [(1, 12), (2, 12), (3, 9), (4, 6)] {
            let mut alike: BTreeMap<Vec<Option<u32>>, Vec<Vec<u32>>> = BTreeMap::new();
            for row in lists(units, most) {
                let hidden = hide_row(&row, BELOW, &|_| true);
                for (n, hidden) in row.iter().zip(&hidden.cells) {
                    assert!(*hidden || *n == 0 || *n >= BELOW, "{row:?}");
                }
                alike.entry(published(&row, &hidden)).or_default().push(row);
            }
            for (published, rows) in alike {
                for unit in (0..units).filter(|unit| published[*unit].is_none()) {
                    assert!(rows.iter().any(|row| row[unit] != rows[0][unit]), "{published:?} gives away {rows:?}");
                }
            }
        }
    }

    type Published = Vec<Vec<Option<u32>>>;

    /// Every table of so many themes, with what is published of it.
    fn tables(units: usize, most: u32, themes: usize) -> Vec<(Vec<Vec<u32>>, Published)> {
        let rows = lists(units, most);
        let mut all: Vec<Vec<Vec<u32>>> = rows.iter().map(|reviews| vec![reviews.clone()]).collect();
        for _ in 0..themes {
            let mut longer = Vec::new();
            for table in &all {
                let fits = |row: &&Vec<u32>| row.iter().zip(&table[0]).all(|(n, most)| n <= most);
                longer
                    .extend(rows.iter().filter(fits).map(|row| [table.as_slice(), std::slice::from_ref(row)].concat()));
            }
            all = longer;
        }
        let with_published = |all: Vec<Vec<u32>>| {
            let hidden = hide(&Table { reviews: all[0].clone(), themes: all[1..].to_vec() }, BELOW);
            let hidden = [&hidden.reviews].into_iter().chain(&hidden.themes);
            let seen = all.iter().zip(hidden).map(|(row, hidden)| published(row, hidden)).collect();
            (all, seen)
        };
        all.into_iter().map(with_published).collect()
    }

    /// Somebody adds up, and knows that a unit has no more reviews with a theme than it has reviews.
    #[test]
    fn adding_up_gives_no_number_of_a_table() {
        for (units, most, themes) in [(2, 6, 2), (3, 5, 1)] {
            let tables = tables(units, most, themes);
            // What agrees with the numbers shown; a number that is not shown is known not to be zero.
            let agrees = |table: &[Vec<u32>], seen: &Published| {
                table.iter().zip(seen).all(|(row, seen)| {
                    row.iter().zip(seen).all(|(n, seen)| seen.map_or(*n > 0, |seen| seen == *n))
                        && seen[units].is_none_or(|total| total == row.iter().sum::<u32>())
                })
            };
            // Away from the edge of what is tried.
            let inner = |table: &[Vec<u32>]| table.iter().flatten().all(|n| *n + 1 < most);
            let tried: BTreeSet<&Published> =
                tables.iter().filter(|(table, _)| inner(table)).map(|(_, seen)| seen).collect();
            for seen in tried.into_iter().filter(|seen| seen.iter().flatten().any(Option::is_none)) {
                let fitting: Vec<_> = tables.iter().filter(|(table, _)| agrees(table, seen)).map(|(t, _)| t).collect();
                for row in 0..=themes {
                    for unit in (0..units).filter(|unit| seen[row][*unit].is_none()) {
                        assert!(fitting.iter().any(|t| t[row][unit] != fitting[0][row][unit]), "{seen:?}");
                    }
                }
            }
        }
    }
}
