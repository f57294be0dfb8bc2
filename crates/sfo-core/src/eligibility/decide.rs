//! The decision over readings and completions: small numbers in, small numbers out, no allocation.

use serde::Serialize;

use crate::citation::Certainty;
use crate::policy::data::Tier;
use crate::policy::index::{entry_bit, EntrySet, FactSet, Index, Known, Reading};

/// What the rules say of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Listed, and a review is automatic.
    Automatic,
    /// Listed; the risk assessment decides on a review.
    Qualifying,
    /// Not on the list.
    NotQualifying,
    /// The answer depends on what is not known; `missing` says on what.
    NeedsInformation,
    /// The offence was not understood; nothing is said of it.
    Unrecognised,
}

impl Outcome {
    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Qualifying => "qualifying",
            Self::NotQualifying => "not_qualifying",
            Self::NeedsInformation => "needs_information",
            Self::Unrecognised => "unrecognised",
        }
    }

    /// The order of a case's charges, the strongest greatest. What is not understood stands above "no": a
    /// case is not cleared by a charge that nobody read.
    pub(crate) const fn strength(self) -> u8 {
        match self {
            Self::Automatic => 4,
            Self::Qualifying => 3,
            Self::NeedsInformation => 2,
            Self::Unrecognised => 1,
            Self::NotQualifying => 0,
        }
    }
}

/// The outcomes that decide something.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[allow(dead_code, reason = "only its schema is used")]
pub(crate) enum DefiniteOutcome {
    /// Listed, and a review is automatic.
    Automatic,
    /// Listed; the risk assessment decides on a review.
    Qualifying,
    /// Not on the list.
    NotQualifying,
}

/// The definite outcomes that are possible, one bit each.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Possible(u8);

impl Possible {
    const ORDER: [Outcome; 3] = [Outcome::Automatic, Outcome::Qualifying, Outcome::NotQualifying];

    const fn bit(outcome: Outcome) -> u8 {
        match outcome {
            Outcome::Automatic => 1,
            Outcome::Qualifying => 2,
            Outcome::NotQualifying => 4,
            Outcome::NeedsInformation | Outcome::Unrecognised => 0,
        }
    }

    pub(crate) fn add(&mut self, outcome: Outcome) {
        self.0 |= Self::bit(outcome);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) const fn contains(self, outcome: Outcome) -> bool {
        self.0 & Self::bit(outcome) != 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Outcome> {
        Self::ORDER.into_iter().filter(move |o| self.contains(*o))
    }

    pub(crate) fn outcome(self) -> Outcome {
        let mut all = self.iter();
        match (all.next(), all.next()) {
            (Some(one), None) => one,
            (None, _) => Outcome::Unrecognised,
            _ => Outcome::NeedsInformation,
        }
    }
}

/// What one completion of the facts gives, for one reading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer {
    pub outcome: Outcome,
    /// The weakest step that it rests on.
    pub certainty: Certainty,
    /// The entries that apply.
    pub entries: EntrySet,
    /// Those of them that give the outcome.
    pub leading: EntrySet,
    /// The tier, or that the conduct is outside the list, is not settled by the sources.
    pub tier_unresolved: bool,
}

/// The decision over all readings and completions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub possible: Possible,
    pub certainty: Certainty,
    /// The facts on which the outcome still depends.
    pub missing: FactSet,
    /// Which offence it is still decides the outcome.
    pub missing_offence: bool,
    /// The entry named, as its place in the list.
    pub entry: Option<u8>,
    /// Other entries that may apply.
    pub also: EntrySet,
    /// Facts on which a reading says one thing and the case another.
    pub conflict: FactSet,
}

/// A secondary or inchoate form, as far as the decision needs it.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    pub id: u8,
    pub certainty: Certainty,
}

pub(crate) fn each_entry(set: EntrySet) -> impl Iterator<Item = usize> {
    let mut rest = set;
    core::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let at = rest.trailing_zeros();
        rest &= rest.wrapping_sub(1);
        usize::try_from(at).ok()
    })
}

pub(crate) fn each_fact(set: FactSet) -> impl Iterator<Item = FactSet> {
    let mut rest = set;
    core::iter::from_fn(move || {
        if rest == 0 {
            return None;
        }
        let lowest = rest & rest.wrapping_neg();
        rest &= !lowest;
        Some(lowest)
    })
}

/// Every subset of `set`, the empty one first.
pub(crate) fn each_completion(set: FactSet) -> impl Iterator<Item = FactSet> {
    let mut next = Some(0);
    core::iter::from_fn(move || {
        let now = next?;
        next = if now == set { None } else { Some(now.wrapping_sub(set) & set) };
        Some(now)
    })
}

impl Index {
    fn under_13(&self, facts_true: FactSet) -> bool {
        self.victim_under_13.and_then(|at| 1_u32.checked_shl(u32::from(at))).is_some_and(|bit| facts_true & bit != 0)
    }

    /// The facts that can change what a reading gives.
    pub(crate) fn relevant(&self, reading: &Reading) -> FactSet {
        each_entry(reading.entries).filter_map(|at| self.entries.get(at)).fold(0, |set, e| set | e.relevant)
    }

    /// What one reading gives where every fact is known; `facts_true` holds those that are true.
    pub(crate) fn answer(&self, reading: &Reading, form: Form, facts_true: FactSet) -> Answer {
        let mut best: Option<(Outcome, Certainty, bool)> = None;
        let mut applies: EntrySet = 0;
        let mut leading: EntrySet = 0;
        let mut fails = reading.certainty;
        let mut fails_unresolved = reading.certainty == Certainty::Unresolved;
        for at in each_entry(reading.entries) {
            let Some(entry) = self.entries.get(at) else { continue };
            if !entry.holds(facts_true) {
                if let Some(certainty) = entry.condition_fails {
                    fails = fails.max(certainty);
                    fails_unresolved |= certainty == Certainty::Unresolved;
                }
                continue;
            }
            applies |= entry_bit(at);
            let under_13 = self.under_13(facts_true);
            let outcome = match entry.tier {
                Tier::Automatic => Outcome::Automatic,
                Tier::AutomaticIfVictimUnder13 if under_13 => Outcome::Automatic,
                Tier::AutomaticIfVictimUnder13 | Tier::Qualifying => Outcome::Qualifying,
            };
            let tier = match entry.if_victim_under_13 {
                Some(certainty) if under_13 => entry.certainty.max(certainty),
                _ => entry.certainty,
            };
            let certainty = tier.max(reading.certainty).max(form.certainty);
            let unresolved = tier == Certainty::Unresolved;
            match best {
                Some((o, _, _)) if o.strength() > outcome.strength() => {}
                Some((o, _, _)) if o == outcome => leading |= entry_bit(at),
                _ => leading = entry_bit(at),
            }
            best = match best {
                Some((o, c, u)) if o.strength() > outcome.strength() => Some((o, c, u)),
                // Two entries give the same outcome: it rests on the surer of them.
                Some((o, c, u)) if o == outcome => Some((o, c.min(certainty), u && unresolved)),
                _ => Some((outcome, certainty, unresolved)),
            };
        }
        match best {
            Some((outcome, certainty, tier_unresolved)) => {
                Answer { outcome, certainty, entries: applies, leading, tier_unresolved }
            }
            None => Answer {
                outcome: Outcome::NotQualifying,
                certainty: fails,
                entries: 0,
                leading: 0,
                tier_unresolved: fails_unresolved,
            },
        }
    }

    /// The decision over `readings`, with the facts stated of the charge.
    pub(crate) fn decide(&self, readings: &[Reading], stated: Known, form: Form) -> Verdict {
        let mut verdict = Verdict {
            possible: Possible::default(),
            certainty: Certainty::Settled,
            missing: 0,
            missing_offence: false,
            entry: None,
            also: 0,
            conflict: 0,
        };
        // The entry named must be common to all readings that are on the list.
        let common = readings.iter().filter(|r| r.entries != 0).fold(EntrySet::MAX, |set, r| set & r.entries);
        let mut strongest = 0_u8;
        let mut leading: EntrySet = 0;
        let mut seen: EntrySet = 0;
        for reading in readings {
            let said = stated.union(reading.implied);
            verdict.conflict |= said.conflict();
            let known = said.settled();
            let unknown = self.relevant(reading) & !(known.yes | known.no);
            for chosen in each_completion(unknown) {
                let facts_true = known.yes | chosen;
                let answer = self.answer(reading, form, facts_true);
                verdict.possible.add(answer.outcome);
                verdict.certainty = verdict.certainty.max(answer.certainty);
                seen |= answer.entries;
                let strength = answer.outcome.strength();
                if answer.leading & common != 0 && strength >= strongest {
                    if strength > strongest {
                        leading = 0;
                    }
                    strongest = strength;
                    leading |= answer.leading & common;
                }
                for fact in each_fact(unknown & !verdict.missing) {
                    if self.answer(reading, form, facts_true ^ fact).outcome != answer.outcome {
                        verdict.missing |= fact;
                    }
                }
            }
        }
        if readings.len() > 1 {
            verdict.missing_offence = self.readings_differ(readings, stated, form);
        }
        verdict.entry = self.most_specific(leading);
        if let Some(entry) = verdict.entry {
            verdict.also = seen & common & !entry_bit(usize::from(entry));
            verdict.entry = Some(self.taken_in(entry, form.id));
        }
        verdict
    }

    /// Whether some completion of the facts gives different outcomes for different readings.
    fn readings_differ(&self, readings: &[Reading], stated: Known, form: Form) -> bool {
        let mut unknown = 0;
        for reading in readings {
            let known = stated.union(reading.implied).settled();
            unknown |= self.relevant(reading) & !(known.yes | known.no);
        }
        each_completion(unknown).any(|chosen| {
            let mut first = None;
            readings.iter().any(|reading| {
                let known = stated.union(reading.implied).settled();
                let facts_true = known.yes | (chosen & !known.no);
                let outcome = self.answer(reading, form, facts_true).outcome;
                *first.get_or_insert(outcome) != outcome
            })
        })
    }

    fn most_specific(&self, set: EntrySet) -> Option<u8> {
        each_entry(set)
            .min_by_key(|at| self.entries.get(*at).map_or(usize::MAX, |e| e.breadth))
            .and_then(|at| u8::try_from(at).ok())
    }

    /// The entry that takes in this form of `entry`, or `entry` itself.
    fn taken_in(&self, entry: u8, form: u8) -> u8 {
        let form_bit = 1_u32.checked_shl(u32::from(form)).unwrap_or(0);
        self.becomes
            .iter()
            .find(|(from, forms, _)| from & entry_bit(usize::from(entry)) != 0 && forms & form_bit != 0)
            .map_or(entry, |(_, _, to)| *to)
    }
}
