//! A second evaluator of the offence table, to compare the engine with.
//!
//! It reads `rules/hmip-2020-09/*.toml` by itself and shares no code with the engine: a mistake made in both
//! would have to be made twice. It is written to be plainly right, so it is slow: it makes every world that
//! agrees with what is known, decides in each of them as if nothing were unknown, and looks at what came out.
//! It decides an entry number or a CJS code that the rules list; it reads no titles, sections or dates.
//!
//! A rule file that it cannot read stops it with a panic: it is a tool of the tests, and a wrong rule is a failed test.

mod rules;

use std::collections::BTreeMap;

pub use rules::{Becomes, CodeRow, Condition, Entry, Involvement, Rules, Tier};
use serde::Deserialize;

/// How sure the sources are, from the surest to the least sure; the greater of two is the weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The source says it.
    Settled,
    /// It follows from a named source.
    Inferred,
    /// The sources do not settle it.
    Unresolved,
}

impl Certainty {
    /// The name in rule files and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Inferred => "inferred",
            Self::Unresolved => "unresolved",
        }
    }
}

/// What a charge comes to. The order is that of `possible`: the strongest definite outcome first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Listed, and a review is automatic.
    Automatic,
    /// Listed.
    Qualifying,
    /// Not listed.
    NotQualifying,
    /// More than one definite outcome is possible.
    NeedsInformation,
    /// The offence was not understood.
    Unrecognised,
}

impl Outcome {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Qualifying => "qualifying",
            Self::NotQualifying => "not_qualifying",
            Self::NeedsInformation => "needs_information",
            Self::Unrecognised => "unrecognised",
        }
    }
}

/// What is known of a fact, or whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// Nobody has said.
    Unknown,
}

impl Truth {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// The name in a trace.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// What is stated of the true-or-false facts, by name. A fact that is not here is unknown.
pub type Facts = BTreeMap<String, Truth>;

/// What the oracle decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The outcome.
    pub outcome: Outcome,
    /// The definite outcomes that are possible, the strongest first.
    pub possible: Vec<Outcome>,
    /// The number of the entry named.
    pub entry: Option<u16>,
    /// What would have to be known: `offence`, then facts in the order of the rules.
    pub missing: Vec<String>,
    /// The weakest step on which the outcome rests.
    pub certainty: Certainty,
}

/// One way in which a charge can be understood.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Entry numbers; none is an offence outside the table.
    pub entries: Vec<u16>,
    /// What naming the offence says of the facts.
    pub implies: BTreeMap<String, bool>,
    /// How sure the reading is.
    pub certainty: Certainty,
}

/// A value for every fact, in the order of the rules.
type World = Vec<bool>;

/// What one reading comes to in one world.
struct InWorld {
    outcome: Outcome,
    certainty: Certainty,
    /// The numbers of the entries that give the outcome.
    entries: Vec<u16>,
}

impl Rules {
    /// Decides a charge that gives the number of an entry; `None` for a number that the list does not have.
    pub fn decide_entry(&self, number: u16, involvement: &str, facts: &Facts) -> Option<Decision> {
        self.entry(number)?;
        // That an entry is on the list is settled, and its number says nothing of the facts.
        let reading = Reading { entries: vec![number], implies: BTreeMap::new(), certainty: Certainty::Settled };
        Some(self.decide(&[reading], self.involvement(involvement), facts))
    }

    /// Decides a charge that gives a CJS code, with the form that the case states, if any; `None` for a code
    /// whose base is not in the rules, of which the oracle knows nothing.
    pub fn decide_code(&self, code: &str, stated: Option<&str>, facts: &Facts) -> Option<Decision> {
        let is_listed = |wanted: &str| self.codes.iter().find(|row| row.codes.iter().any(|c| c == wanted));
        let base: String = code.chars().take(7).collect();
        let suffix: String = code.chars().skip(7).collect();
        let (row, implied) = if let Some(row) = is_listed(code) {
            // The whole code has a row of its own: its suffix is part of the row, and means what the row says.
            (row, row.involvement.clone())
        } else {
            let row = is_listed(&base)?;
            let form = self.involvements.iter().find(|form| form.suffix.as_deref() == Some(&*suffix));
            let Some(form) = form else { return Some(without_offence(Outcome::Unrecognised)) };
            (row, Some(form.id.clone()))
        };
        if row.carrier {
            return Some(without_offence(Outcome::NeedsInformation));
        }
        // "Principal" is what a case says when it says nothing special, so a form in the code stands against it.
        let form = match stated {
            Some(stated) if stated != "principal" => stated.to_owned(),
            _ => implied.unwrap_or_else(|| "principal".to_owned()),
        };
        Some(self.decide(&row.readings(), self.involvement(&form), facts))
    }

    /// Decides over every reading and every world that agrees with what is known.
    pub fn decide(&self, readings: &[Reading], form: &Involvement, stated: &Facts) -> Decision {
        let mut outcomes: Vec<Outcome> = Vec::new();
        let mut certainties: Vec<Certainty> = Vec::new();
        let mut naming: Vec<(Outcome, u16)> = Vec::new();
        let mut missing_facts = vec![false; self.facts.len()];

        for reading in readings {
            let known = self.known(reading, stated);
            let worlds = worlds_that_agree(&known);
            let mut outcome_in: Vec<Option<Outcome>> = vec![None; 1 << self.facts.len()];
            for world in &worlds {
                let here = self.in_world(reading, form, world);
                if let Some(place) = outcome_in.get_mut(number_of(world)) {
                    *place = Some(here.outcome);
                }
                outcomes.push(here.outcome);
                certainties.push(here.certainty);
                naming.extend(here.entries.iter().map(|number| (here.outcome, *number)));
            }
            // A fact is missing where two worlds that differ in it alone come to different outcomes.
            for world in &worlds {
                for (fact, missing) in missing_facts.iter_mut().enumerate().filter(|(fact, _)| known[*fact].is_none()) {
                    let mut other = world.clone();
                    other[fact] = !other[fact];
                    *missing |= outcome_in[number_of(world)] != outcome_in[number_of(&other)];
                }
            }
        }

        let mut missing = Vec::new();
        if self.offence_matters(readings, form, stated) {
            missing.push("offence".to_owned());
        }
        for (name, is_missing) in self.facts.iter().zip(missing_facts) {
            if is_missing {
                missing.push(name.clone());
            }
        }

        let mut possible = outcomes;
        possible.sort();
        possible.dedup();
        let outcome = match possible.as_slice() {
            [one] => *one,
            _ => Outcome::NeedsInformation,
        };
        let certainty = certainties.into_iter().max().unwrap_or(Certainty::Settled);
        // Where the charge is one of several entries, none is named: an entry is named that every listed reading has.
        naming.retain(|(_, number)| {
            readings.iter().filter(|r| !r.entries.is_empty()).all(|r| r.entries.contains(number))
        });
        Decision { outcome, possible, entry: self.named(&naming, form), missing, certainty }
    }

    /// Whether the condition of an entry holds, with what is stated: so, not so, or so in some worlds only.
    pub fn condition_of(&self, number: u16, stated: &Facts) -> Option<Truth> {
        let entry = self.entry(number)?;
        let silent = Reading { entries: vec![number], implies: BTreeMap::new(), certainty: Certainty::Settled };
        let worlds = worlds_that_agree(&self.known(&silent, stated));
        let holding = worlds.iter().filter(|world| entry.condition.holds(world)).count();
        Some(match holding {
            0 => Truth::No,
            all if all == worlds.len() => Truth::Yes,
            _ => Truth::Unknown,
        })
    }

    /// The names of the facts that can matter to these entries, in the order of the rules.
    pub fn facts_that_matter(&self, numbers: &[u16]) -> Vec<String> {
        let mut matters = vec![false; self.facts.len()];
        for entry in numbers.iter().filter_map(|number| self.entry(*number)) {
            entry.condition.mark_facts(&mut matters);
            if entry.tier == Tier::AutomaticIfVictimUnder13 || entry.if_victim_under_13.is_some() {
                matters[self.place_of("victim_under_13")] = true;
            }
        }
        self.facts.iter().zip(matters).filter(|(_, matters)| *matters).map(|(name, _)| name.clone()).collect()
    }

    /// What is known of each fact from the case and the reading. A fact that one says is so and the other is
    /// not is unknown: neither is believed over the other.
    fn known(&self, reading: &Reading, stated: &Facts) -> Vec<Option<bool>> {
        for name in stated.keys() {
            assert!(self.facts.contains(name), "`{name}` is not a fact of the rules");
        }
        let know = |name: &String| {
            let said = match stated.get(name) {
                Some(Truth::Yes) => Some(true),
                Some(Truth::No) => Some(false),
                Some(Truth::Unknown) | None => None,
            };
            match (said, reading.implies.get(name).copied()) {
                (Some(said), Some(implied)) if said != implied => None,
                (said, implied) => said.or(implied),
            }
        };
        self.facts.iter().map(know).collect()
    }

    /// What a reading comes to where every fact has a value.
    fn in_world(&self, reading: &Reading, form: &Involvement, world: &World) -> InWorld {
        let entries: Vec<&Entry> = reading.entries.iter().filter_map(|number| self.entry(*number)).collect();
        let victim_under_13 = world[self.place_of("victim_under_13")];

        // Every entry whose condition holds, with what it gives and how sure that is.
        let mut given: Vec<(Outcome, Certainty, u16)> = Vec::new();
        for entry in entries.iter().filter(|entry| entry.condition.holds(world)) {
            let outcome = match entry.tier {
                Tier::Automatic => Outcome::Automatic,
                Tier::AutomaticIfVictimUnder13 if victim_under_13 => Outcome::Automatic,
                Tier::AutomaticIfVictimUnder13 | Tier::Qualifying => Outcome::Qualifying,
            };
            let mut certainty = entry.certainty;
            if victim_under_13 {
                certainty = certainty.max(entry.if_victim_under_13.unwrap_or(Certainty::Settled));
            }
            given.push((outcome, certainty, entry.number));
        }

        // `Outcome` sorts the strongest first, so the strongest is the least.
        let Some(strongest) = given.iter().map(|(outcome, ..)| *outcome).min() else {
            // Nothing applies. Some entries leave open what becomes of conduct that fails their condition.
            let fails = entries.iter().filter_map(|entry| entry.when_condition_fails).max();
            let certainty = reading.certainty.max(fails.unwrap_or(Certainty::Settled));
            return InWorld { outcome: Outcome::NotQualifying, certainty, entries: Vec::new() };
        };
        given.retain(|(outcome, ..)| *outcome == strongest);
        // Where two entries give the same outcome one of them would do, so it rests on the surer.
        let tier = given.iter().map(|(_, certainty, _)| *certainty).min().unwrap_or(Certainty::Settled);
        InWorld {
            outcome: strongest,
            certainty: reading.certainty.max(form.certainty()).max(tier),
            entries: given.iter().map(|(.., number)| *number).collect(),
        }
    }

    /// Whether which of the readings is the right one decides the outcome: in some world, each reading adding
    /// what it implies, two of them come to different outcomes.
    fn offence_matters(&self, readings: &[Reading], form: &Involvement, stated: &Facts) -> bool {
        if readings.len() < 2 {
            return false;
        }
        let nothing_known = vec![None; self.facts.len()];
        worlds_that_agree(&nothing_known).iter().any(|world| {
            let outcomes: Vec<Outcome> = readings
                .iter()
                .map(|reading| {
                    let known = self.known(reading, stated);
                    let world = known.iter().zip(world).map(|(known, value)| known.unwrap_or(*value)).collect();
                    self.in_world(reading, form, &world).outcome
                })
                .collect();
            outcomes.iter().any(|outcome| *outcome != outcomes[0])
        })
    }

    /// The entry named: of those that give the strongest possible outcome the one that cites the fewest
    /// sections, then the lowest number; and the entry that takes it in, where this form of it is listed by itself.
    fn named(&self, naming: &[(Outcome, u16)], form: &Involvement) -> Option<u16> {
        let strongest = naming.iter().map(|(outcome, _)| *outcome).min()?;
        let number = naming
            .iter()
            .filter(|(outcome, _)| *outcome == strongest)
            .map(|(_, number)| *number)
            .min_by_key(|number| (self.entry(*number).map(|entry| entry.sections), *number))?;
        let taken_in = self
            .becomes
            .iter()
            .find(|becomes| becomes.entries.contains(&number) && becomes.involvements.contains(&form.id));
        Some(taken_in.map_or(number, |becomes| becomes.entry))
    }
}

impl CodeRow {
    /// The readings of the row: what it says, and another offence where it may be one.
    pub fn readings(&self) -> Vec<Reading> {
        let listed =
            Reading { entries: self.entries.clone(), implies: self.implies.clone(), certainty: self.certainty };
        let mut readings = if self.alternatives {
            self.entries.iter().map(|entry| Reading { entries: vec![*entry], ..listed.clone() }).collect()
        } else {
            vec![listed]
        };
        if self.other && !self.entries.is_empty() {
            readings.push(Reading { entries: Vec::new(), implies: BTreeMap::new(), certainty: self.certainty });
        }
        readings
    }
}

/// The decision where the offence is not known, because nothing was understood or because only the part in it
/// was named: anything is possible, and nothing is sure.
fn without_offence(outcome: Outcome) -> Decision {
    Decision {
        outcome,
        possible: vec![Outcome::Automatic, Outcome::Qualifying, Outcome::NotQualifying],
        entry: None,
        missing: vec!["offence".to_owned()],
        certainty: Certainty::Unresolved,
    }
}

/// Every world in which what is known is so.
fn worlds_that_agree(known: &[Option<bool>]) -> Vec<World> {
    let mut worlds: Vec<World> = vec![Vec::new()];
    for fact in known {
        let values = fact.map_or(vec![false, true], |value| vec![value]);
        let mut longer = Vec::new();
        for world in &worlds {
            for value in &values {
                let mut world = world.clone();
                world.push(*value);
                longer.push(world);
            }
        }
        worlds = longer;
    }
    worlds
}

/// A number for a world, the facts read as binary digits: a place to keep what was found there.
fn number_of(world: &World) -> usize {
    world.iter().fold(0, |number, value| number * 2 + usize::from(*value))
}
