//! Whole tables: the decision of every row, by looking up what was decided before.
//!
//! There is no second set of rules here. A row is the case that it states, and a row unlike any before is
//! [assessed](crate::Policy::assess); what came of it is kept under everything of the row on which an answer can
//! depend: how the offence is named, the facts that matter to it, and what the days, the proceedings and the risk come
//! to. A CJS code of at most eight bytes is one number, and the facts that matter to it make a small table that is read
//! by one multiplication, so that most rows cost a few memory reads.

pub mod cell;
pub mod column;
mod memo;
mod plan;
mod totals;

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread;

pub use cell::{DateOrder, Evidence, Kind};
use column::{Column, Keys, Values, Whole};
pub use memo::Answer;
pub(crate) use memo::Memo;
use memo::{Branch, Key};
pub use plan::{fields, Field, Plan, Standing, Use};
pub use totals::{Counts, Coverage, Failure, Failures, FailuresByRule, MissingFact, NotUnderstood, Summary, Totals};

use crate::policy::Policy;

/// Rows that are worked on at a time: their answers stay in the cache.
const CHUNK: usize = 1 << 15;

/// A part of a table.
pub struct Batch<'a> {
    /// How many rows it has.
    pub rows: usize,
    /// Its columns, each of at least so many rows.
    pub columns: Vec<Column<'a>>,
}

/// What was decided of every row of a table.
pub struct Checked {
    /// For each row, which of the answers is its own.
    pub rows: Vec<u32>,
    /// The answers, each unlike the others.
    pub answers: Vec<Arc<Answer>>,
}

/// What is known already, shared by all who ask one policy.
#[derive(Default)]
pub(crate) struct Known(Mutex<Arc<RwLock<Memo>>>);

impl Known {
    fn now(&self) -> Arc<RwLock<Memo>> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Starts afresh where too much is kept. Whoever is at work goes on with what there was.
    fn tidy(&self, used: &RwLock<Memo>) {
        if used.read().unwrap_or_else(PoisonError::into_inner).is_large() {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
        }
    }
}

/// A run of rows of one batch.
struct Job<'t, 'a> {
    batch: &'t Batch<'a>,
    rows: Range<usize>,
    out: &'t mut [u32],
    /// For a column of codes that is a dictionary, what each of its values is as a number.
    dictionary: Option<&'t [u64]>,
}

/// What a thread works with.
#[derive(Default)]
struct Scratch {
    states: Vec<u32>,
    branches: Vec<Branch>,
    misses: Vec<usize>,
}

impl Policy {
    /// Decides every row of a table.
    ///
    /// The answers are those that [`assess`](Self::assess) gives to the cases that the rows state. No more than
    /// `threads` threads work on it; `None` takes as many as there are cores.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::eligibility::table::column::{Bits, Column, Texts, Values};
    /// use sfo_core::eligibility::table::{Batch, Plan, Use};
    /// use sfo_core::{Outcome, Policy};
    ///
    /// let policy = Policy::builtin();
    /// let plan = Plan::new(policy, vec![Use::new("offence_code", 0), Use::new("firearm_used", 1)]).unwrap();
    /// // Two robberies; of the second nobody knows whether a firearm was used.
    /// let codes = Texts { offsets: &[0_i32, 7, 14], bytes: b"TH68023TH68023" };
    /// let codes = Column { present: None, values: Values::Text(codes) };
    /// let firearm = Column { present: Some(Bits::new(&[0b01], 0)), values: Values::Truths(Bits::new(&[0b01], 0)) };
    /// let checked = policy.check_table(&plan, &[Batch { rows: 2, columns: vec![codes, firearm] }], None);
    /// let outcomes: Vec<_> = (0..2).filter_map(|row| checked.answer(row)).map(|answer| answer.outcome).collect();
    /// assert_eq!(outcomes, [Outcome::Qualifying, Outcome::NeedsInformation]);
    /// ```
    #[must_use]
    pub fn check_table(&self, plan: &Plan, batches: &[Batch<'_>], threads: Option<NonZeroUsize>) -> Checked {
        let known = self.known().now();
        let mut rows = vec![0; batches.iter().map(|batch| batch.rows).sum()];
        let dictionaries: Vec<Option<Vec<u64>>> = batches.iter().map(|batch| dictionary_keys(plan, batch)).collect();
        let mut jobs = Vec::new();
        let mut rest = rows.as_mut_slice();
        for (batch, dictionary) in batches.iter().zip(&dictionaries) {
            let mut from = 0;
            while from < batch.rows {
                let to = from.saturating_add(CHUNK).min(batch.rows);
                let (out, later) = rest.split_at_mut_checked(to.saturating_sub(from)).unwrap_or_default();
                jobs.push(Job { batch, rows: from..to, out, dictionary: dictionary.as_deref() });
                (rest, from) = (later, to);
            }
        }
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let helpers = threads.unwrap_or_else(cores).get().min(jobs.len()).saturating_sub(1);
        let jobs = Mutex::new(jobs.into_iter());
        let work = || {
            let mut scratch = Scratch::default();
            loop {
                let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
                let Some(job) = job else { return };
                self.check_rows(plan, job, &known, &mut scratch);
            }
        };
        thread::scope(|scope| {
            for _ in 0..helpers {
                // Where no thread can be had, this one does all of it.
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        let answers = known.read().unwrap_or_else(PoisonError::into_inner).answers();
        self.known().tidy(&known);
        Checked { rows, answers }
    }

    fn check_rows(&self, plan: &Plan, job: Job<'_, '_>, known: &RwLock<Memo>, scratch: &mut Scratch) {
        let Job { batch, rows, out, dictionary } = job;
        scratch.misses.clear();
        {
            let memo = known.read().unwrap_or_else(PoisonError::into_inner);
            match plan.code_alone(batch) {
                Some(codes) => quickly(&memo, plan, batch, codes, dictionary, rows.clone(), out, scratch),
                None => {
                    let mut key = Key::default();
                    for (row, out) in rows.clone().zip(out.iter_mut()) {
                        plan.key(self, batch, row, &mut key);
                        *out = memo.find(&key);
                        if *out == 0 {
                            scratch.misses.push(row);
                        }
                    }
                }
            }
        }
        if scratch.misses.is_empty() {
            return;
        }
        let mut key = Key::default();
        for row in scratch.misses.drain(..) {
            plan.key(self, batch, row, &mut key);
            let found = known.read().unwrap_or_else(PoisonError::into_inner).find(&key);
            let answer = if found == 0 {
                // Others may read while the decision is made.
                let case = plan.case(self, batch, row);
                let answer = Answer::of(self, &self.assess(&case));
                let mask = self.facts_that_matter(&case);
                known.write().unwrap_or_else(PoisonError::into_inner).keep(&key, mask, answer)
            } else {
                found
            };
            // The same code written with spaces round it is found at once the next time.
            if let Some(raw) = plan.raw_code(batch, row).filter(|raw| *raw != key.code()) {
                known.write().unwrap_or_else(PoisonError::into_inner).also(raw, &key);
            }
            if let Some(out) = out.get_mut(row.wrapping_sub(rows.start)) {
                *out = answer;
            }
        }
    }
}

impl Checked {
    /// The answer to one row.
    #[must_use]
    pub fn answer(&self, row: usize) -> Option<&Answer> {
        let place = usize::try_from(*self.rows.get(row)?).ok()?;
        self.answers.get(place.checked_sub(1)?).map(AsRef::as_ref)
    }

    /// How many rows have each answer, by the numbers that stand in `rows`.
    #[must_use]
    pub fn counts(&self) -> Vec<u64> {
        let mut counts = vec![0_u64; self.answers.len().saturating_add(1)];
        for row in &self.rows {
            if let Some(count) = usize::try_from(*row).ok().and_then(|at| counts.get_mut(at)) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }
}

/// What the values of a dictionary of codes are as numbers, where the rows can be looked up by them.
fn dictionary_keys(plan: &Plan, batch: &Batch<'_>) -> Option<Vec<u64>> {
    let Values::Dictionary { values, .. } = &plan.code_alone(batch)?.values else { return None };
    let length = match &values.values {
        Values::Text(texts) => texts.offsets.len().saturating_sub(1),
        Values::LargeText(texts) => texts.offsets.len().saturating_sub(1),
        Values::Views(views) => views.views.len(),
        _ => return None,
    };
    let key = |at| match &values.values {
        _ if !values.is_present(at) => 0,
        Values::Text(texts) => texts.key(at),
        Values::LargeText(texts) => texts.key(at),
        Values::Views(views) => views.key(at),
        _ => column::LONG,
    };
    Some((0..length).map(key).collect())
}

/// Looks up rows that name their offence by a code alone and state facts alone.
#[allow(clippy::too_many_arguments)] // one call, which would only be taken apart again
fn quickly(
    memo: &Memo,
    plan: &Plan,
    batch: &Batch<'_>,
    codes: &Column<'_>,
    dictionary: Option<&[u64]>,
    rows: Range<usize>,
    out: &mut [u32],
    scratch: &mut Scratch,
) {
    plan.states(batch, rows.clone(), &mut scratch.states);
    if let (Values::Dictionary { keys, .. }, Some(dictionary)) = (&codes.values, dictionary) {
        scratch.branches.clear();
        scratch.branches.extend(dictionary.iter().map(|key| memo.branch_of_code(*key)));
        let none = memo.branch_of_code(0);
        macro_rules! by_place {
            ($places:expr) => {
                each(memo, rows, &scratch.states, out, &mut scratch.misses, |row| {
                    let place = $places.get(row).and_then(|place| usize::try_from(*place).ok());
                    match place.and_then(|place| scratch.branches.get(place)) {
                        Some(branch) if codes.is_present(row) => *branch,
                        _ if codes.is_present(row) => Branch::NONE,
                        _ => none,
                    }
                })
            };
        }
        match keys {
            Whole::I8(places) => by_place!(places),
            Whole::I16(places) => by_place!(places),
            Whole::I32(places) => by_place!(places),
            Whole::I64(places) => by_place!(places),
            Whole::U8(places) => by_place!(places),
            Whole::U16(places) => by_place!(places),
            Whole::U32(places) => by_place!(places),
            Whole::U64(places) => by_place!(places),
        }
        return;
    }
    macro_rules! by_key {
        ($layout:expr) => {
            match codes.present {
                None => each(memo, rows, &scratch.states, out, &mut scratch.misses, |row| {
                    memo.branch_of_code($layout.key(row))
                }),
                Some(present) => each(memo, rows, &scratch.states, out, &mut scratch.misses, |row| {
                    memo.branch_of_code(if present.get(row) { $layout.key(row) } else { 0 })
                }),
            }
        };
    }
    match &codes.values {
        Values::Text(texts) => by_key!(texts),
        Values::LargeText(texts) => by_key!(texts),
        Values::Views(views) => by_key!(views),
        Values::Loose(texts) => by_key!(texts),
        _ => scratch.misses.extend(rows),
    }
}

#[inline]
fn each(
    memo: &Memo,
    rows: Range<usize>,
    states: &[u32],
    out: &mut [u32],
    misses: &mut Vec<usize>,
    branch: impl Fn(usize) -> Branch,
) {
    for ((row, state), out) in rows.zip(states).zip(out) {
        *out = memo.answer_in(branch(row), *state);
        if *out == 0 {
            misses.push(row);
        }
    }
}
