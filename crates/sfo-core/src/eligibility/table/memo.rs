//! What was decided before, and where it stands.

use std::collections::HashMap;
use std::sync::Arc;

use crate::citation::Certainty;
use crate::eligibility::decide::Outcome;
use crate::eligibility::Decision;
use crate::finding::{Finding, Severity};
use crate::policy::data::Tier;
use crate::policy::index::FactSet;
use crate::policy::Policy;
use crate::truth::Truth;

use super::column::LONG;
use super::plan::Standing;

/// Namings and answers that are kept from one table to the next.
const MAX_KEPT: usize = 100_000;

/// Facts whose answers stand in a table of their own; more would make it large.
const MAX_TABLED: u32 = 5;

/// What a table says of a row: the parts of a decision that stand in columns.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Answer {
    /// The outcome.
    pub outcome: Outcome,
    /// The definite outcomes that are possible.
    pub possible: Vec<Outcome>,
    /// The entry that applies or may apply.
    pub entry: Option<u16>,
    /// Its tier.
    pub tier: Option<Tier>,
    /// The form in which the offence is charged.
    pub involvement: String,
    /// How sure the weakest step is.
    pub certainty: Certainty,
    /// What has to be known for a definite outcome.
    pub missing: Vec<String>,
    /// Whether a review is required.
    pub review_required: Truth,
    /// Why, in one line.
    pub reason: String,
    /// Where that comes from, in one line.
    pub citation: String,
    /// What is wrong with the row, or worth saying of it.
    pub findings: Vec<Finding>,
    /// The entries with a condition that were looked at, and whether it is met.
    pub conditions: Vec<(u16, Truth)>,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("outcome", &self.outcome).field("entry", &self.entry).finish_non_exhaustive()
    }
}

impl Answer {
    /// The parts of a decision that stand in columns.
    #[must_use]
    pub fn of(policy: &Policy, decision: &Decision) -> Self {
        let conditional =
            |number: u16| policy.data().entries.iter().any(|entry| entry.number == number && entry.condition.is_some());
        let conditions = decision.trace.iter().filter_map(|step| {
            let number = step.rule.strip_prefix("entry.")?.parse().ok().filter(|number| conditional(*number))?;
            let truths = [Truth::Yes, Truth::No, Truth::Unknown];
            truths.into_iter().find(|truth| truth.as_str() == step.answer).map(|truth| (number, truth))
        });
        Self {
            outcome: decision.outcome,
            possible: decision.possible.clone(),
            entry: decision.entry,
            tier: decision.tier,
            involvement: decision.involvement.clone(),
            certainty: decision.certainty,
            missing: decision.missing.clone(),
            review_required: decision.review.required,
            reason: decision.reason(),
            citation: decision.citation(),
            findings: decision.findings.clone(),
            conditions: conditions.collect(),
        }
    }

    /// What the row is worth.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Standing::Invalid;
        }
        match self.outcome {
            Outcome::Automatic | Outcome::Qualifying | Outcome::NotQualifying => Standing::Valid,
            Outcome::NeedsInformation | Outcome::Unrecognised => Standing::Unknown,
        }
    }

    /// The order in which one charge of several decides, the strongest greatest, as for the charges of a case.
    #[must_use]
    pub fn rank(&self) -> u8 {
        let required = crate::eligibility::required_rank(self.review_required);
        self.outcome.strength().saturating_mul(4).saturating_add(required)
    }

    /// What is wrong with the row itself: what the sources leave open, which has a source to cite, is no failure of it.
    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| match finding.severity {
            Severity::Error => true,
            Severity::Warning => finding.citation.is_empty(),
            Severity::Note => false,
        })
    }
}

/// Everything of a row on which its answer can depend.
#[derive(Default)]
pub(crate) struct Key {
    /// A code that alone names the offence, as a number; `LONG` where the offence is named otherwise.
    pub(super) code: u64,
    /// How the offence is named, where not by a code that is a number.
    pub(super) naming: Vec<u8>,
    /// The facts known to be true, and above them those known to be false.
    pub(super) state: u32,
    /// Everything else, coded; empty where nothing else is said.
    pub(super) rest: Vec<u8>,
}

impl Key {
    pub(super) const fn code(&self) -> u64 {
        self.code
    }
}

/// Where the answers to one naming stand, by the facts that matter to it.
#[derive(Clone, Copy)]
pub(crate) struct Branch {
    /// The facts that matter, in both halves.
    mask: u32,
    /// By what the facts are multiplied, so that each combination of them has a place of its own.
    factor: u32,
    shift: u32,
    /// The first place.
    base: u32,
}

impl Branch {
    /// Nothing is known here.
    pub(super) const NONE: Self = Self { mask: 0, factor: 0, shift: 32, base: u32::MAX };

    #[inline]
    fn place(self, state: u32) -> usize {
        let product = u64::from((state & self.mask).wrapping_mul(self.factor));
        let place = u64::from(self.base).wrapping_add(product.wrapping_shr(self.shift));
        usize::try_from(place).unwrap_or(usize::MAX)
    }
}

/// A table from numbers to numbers above 0.
#[derive(Default)]
struct Numbers {
    places: Vec<(u64, u32)>,
    /// How far a product is shifted so that as many bits are left as there are places.
    shift: u32,
    used: usize,
}

impl Numbers {
    #[inline]
    fn start(&self, key: u64) -> usize {
        // Only the highest bits of a product depend on all bits of the key.
        usize::try_from(key.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_shr(self.shift)).unwrap_or(usize::MAX)
    }

    /// 0 where the key is not there.
    #[inline]
    fn get(&self, key: u64) -> u32 {
        let mut at = self.start(key);
        loop {
            match self.places.get(at) {
                Some((there, value)) if *there == key || *value == 0 => return *value,
                Some(_) => at = at.wrapping_add(1) & self.places.len().wrapping_sub(1),
                None => return 0,
            }
        }
    }

    fn insert(&mut self, key: u64, value: u32) {
        if self.used.saturating_mul(3) >= self.places.len() {
            let larger = vec![(0, 0); self.places.len().saturating_mul(2).max(1024)];
            self.shift = u64::BITS.saturating_sub(larger.len().trailing_zeros());
            self.used = 0;
            for (key, value) in std::mem::replace(&mut self.places, larger) {
                if value != 0 {
                    self.put(key, value);
                }
            }
        }
        self.put(key, value);
    }

    fn put(&mut self, key: u64, value: u32) {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = self.start(key);
        while let Some(place) = self.places.get_mut(at) {
            if place.1 == 0 {
                self.used = self.used.saturating_add(1);
            } else if place.0 != key {
                at = at.wrapping_add(1) & mask;
                continue;
            }
            *place = (key, value);
            return;
        }
    }
}

/// What was decided before. Numbers of namings and answers start at 1; 0 is none.
#[derive(Default)]
pub(crate) struct Memo {
    codes: Numbers,
    namings: HashMap<Box<[u8]>, u32>,
    rests: HashMap<Box<[u8]>, u32>,
    /// The branch of each naming where nothing but facts is said beside it.
    plain: Vec<Branch>,
    /// The branches of namings together with something else, and which they are.
    others: Vec<Branch>,
    pairs: Numbers,
    /// The answers of all branches.
    places: Vec<u32>,
    /// The answers of namings to which many facts matter.
    wide: HashMap<(u32, u32, u32), u32>,
    factors: HashMap<u32, (u32, u32, usize)>,
    answers: Vec<Arc<Answer>>,
    numbers: HashMap<Arc<Answer>, u32>,
}

fn at<T: Copy>(list: &[T], number: u32) -> Option<T> {
    list.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
}

fn number_of<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

fn pair(naming: u32, rest: u32) -> u64 {
    u64::from(naming) << 32 | u64::from(rest)
}

impl Memo {
    pub(super) fn is_large(&self) -> bool {
        [self.plain.len(), self.answers.len(), self.rests.len(), self.others.len(), self.wide.len()]
            .into_iter()
            .any(|count| count > MAX_KEPT)
    }

    pub(super) fn answers(&self) -> Vec<Arc<Answer>> {
        self.answers.clone()
    }

    #[inline]
    pub(super) fn branch_of_code(&self, code: u64) -> Branch {
        at(&self.plain, self.codes.get(code)).unwrap_or(Branch::NONE)
    }

    #[inline]
    pub(super) fn answer_in(&self, branch: Branch, state: u32) -> u32 {
        self.places.get(branch.place(state)).copied().unwrap_or(0)
    }

    fn naming(&self, key: &Key) -> u32 {
        if key.code == LONG {
            self.namings.get(key.naming.as_slice()).copied().unwrap_or(0)
        } else {
            self.codes.get(key.code)
        }
    }

    /// The number of the answer, or 0.
    pub(super) fn find(&self, key: &Key) -> u32 {
        let naming = self.naming(key);
        if naming == 0 {
            return 0;
        }
        let (branch, rest) = if key.rest.is_empty() {
            (at(&self.plain, naming), 0)
        } else {
            let Some(rest) = self.rests.get(key.rest.as_slice()).copied() else { return 0 };
            (at(&self.others, self.pairs.get(pair(naming, rest))), rest)
        };
        let Some(branch) = branch else { return 0 };
        if branch.base == u32::MAX {
            return self.wide.get(&(naming, rest, key.state & branch.mask)).copied().unwrap_or(0);
        }
        self.answer_in(branch, key.state)
    }

    /// Keeps an answer, and gives its number.
    pub(super) fn keep(&mut self, key: &Key, facts: FactSet, answer: Answer) -> u32 {
        let mut naming = self.naming(key);
        if naming == 0 {
            let branch = self.branch(facts);
            self.plain.push(branch);
            naming = number_of(&self.plain);
            if key.code == LONG {
                self.namings.insert(key.naming.clone().into_boxed_slice(), naming);
            } else {
                self.codes.insert(key.code, naming);
            }
        }
        let mut rest = 0;
        let mut branch = at(&self.plain, naming);
        if !key.rest.is_empty() {
            let next = u32::try_from(self.rests.len()).unwrap_or(u32::MAX).saturating_add(1);
            rest = *self.rests.entry(key.rest.clone().into_boxed_slice()).or_insert(next);
            let number = self.pairs.get(pair(naming, rest));
            branch = at(&self.others, number);
            if number == 0 {
                let new = self.branch(facts);
                self.others.push(new);
                self.pairs.insert(pair(naming, rest), number_of(&self.others));
                branch = Some(new);
            }
        }
        let next = number_of(&self.answers).saturating_add(1);
        let answer = Arc::new(answer);
        let number = *self.numbers.entry(Arc::clone(&answer)).or_insert(next);
        if number == next {
            self.answers.push(answer);
        }
        match branch {
            Some(branch) if branch.base == u32::MAX => {
                self.wide.insert((naming, rest, key.state & branch.mask), number);
            }
            Some(branch) => {
                if let Some(place) = self.places.get_mut(branch.place(key.state)) {
                    *place = number;
                }
            }
            None => {}
        }
        number
    }

    /// Lets another way to write a code stand for the same naming.
    pub(super) fn also(&mut self, code: u64, key: &Key) {
        let naming = self.naming(key);
        if naming != 0 && code != LONG {
            self.codes.insert(code, naming);
        }
    }

    /// Room for the answers of a naming to which these facts matter.
    fn branch(&mut self, facts: FactSet) -> Branch {
        let mask = facts & 0xFFFF | facts << 16;
        if facts.count_ones() > MAX_TABLED {
            return Branch { mask, ..Branch::NONE };
        }
        let (factor, shift, size) = *self.factors.entry(facts).or_insert_with(|| factor_of(facts));
        let base = number_of(&self.places);
        self.places.resize(self.places.len().saturating_add(size), 0);
        Branch { mask, factor, shift, base }
    }
}

/// A number by which every combination of the facts, each known to be so, known not to be so or not known, comes to a
/// place of its own; how far the product is shifted, and how many places there are.
fn factor_of(facts: FactSet) -> (u32, u32, usize) {
    let states: Vec<u32> = super::plan::subsets(facts)
        .flat_map(|yes| super::plan::subsets(facts & !yes).map(move |no| yes | no << 16))
        .collect();
    let mut bits = usize::BITS.saturating_sub(states.len().saturating_sub(1).leading_zeros());
    let mut factor = 0x9E37_79B1_u32;
    loop {
        let size = 1_usize.checked_shl(bits).unwrap_or(usize::MAX);
        for _ in 0..200 {
            let mut taken = vec![false; size];
            let branch = Branch { mask: u32::MAX, factor, shift: 32_u32.saturating_sub(bits), base: 0 };
            let alone = states
                .iter()
                .all(|state| taken.get_mut(branch.place(*state)).is_some_and(|taken| !std::mem::replace(taken, true)));
            if alone {
                return (factor, branch.shift, size);
            }
            factor = factor.wrapping_mul(0x0019_660D).wrapping_add(0x3C6E_F35F) | 1;
        }
        bits = bits.saturating_add(1);
    }
}
