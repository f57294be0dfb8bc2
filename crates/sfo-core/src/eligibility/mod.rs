//! Eligibility: does a charged offence qualify, is a review automatic, and which facts are missing?
//!
//! A charge is identified (`identify`), which gives the readings that are possible; the facts stated of it are
//! gathered; the outcome is decided over every reading and every completion of the unknown facts; and the
//! criteria say whether a review is required.

pub mod case;
pub(crate) mod decide;
mod explain;
mod identify;
pub(crate) mod review;
#[cfg(feature = "schema")]
pub mod schema;
pub mod section;
mod summary;
#[cfg(feature = "table")]
pub mod table;
pub mod text;
mod trace;

use serde::Serialize;

pub use case::{Case, Charge, FactValue, Offence, Step as Proceeding, Supervision, SupervisionEnd};
pub use decide::Outcome;
pub use review::Review;
use trace::Record;
pub use trace::Step;

use crate::citation::Certainty;
use crate::finding::{Finding, Severity};
use crate::policy::data::{FactType, Tier};
use crate::policy::index::{FactSet, Known, Reading};
use crate::policy::Policy;
pub use crate::policy::PolicyId;
use crate::truth::Truth;
use decide::{each_fact, Form, Verdict};
use identify::Identified;

/// A single fact whose other value would give another outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WouldChange {
    /// The name of the fact.
    #[cfg_attr(feature = "schema", schemars(with = "crate::policy::schema::BooleanFact"))]
    pub fact: String,
    /// The other value.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub value: bool,
    /// The outcome that it would give.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub outcome: Outcome,
}

/// The answer to "does this charge qualify?", explained and cited.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = schema::decision_kinds))]
pub struct Decision {
    /// The outcome.
    pub outcome: Outcome,
    /// The definite outcomes that are possible, the strongest first; all three where nothing was understood.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<decide::DefiniteOutcome>"))]
    pub possible: Vec<Outcome>,
    /// The entry that applies or may apply; none where the charge is on no entry, or on one of several.
    pub entry: Option<u16>,
    /// Other entries that apply or may apply.
    pub also_listed_as: Vec<u16>,
    /// The tier of the entry.
    pub tier: Option<Tier>,
    /// The form in which the offence is charged.
    #[cfg_attr(feature = "schema", schemars(with = "crate::policy::schema::Involvement"))]
    pub involvement: String,
    /// How sure the weakest step is on which the outcome rests.
    pub certainty: Certainty,
    /// What has to be known for a definite outcome.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::policy::schema::Missing>"))]
    pub missing: Vec<String>,
    /// The same, in the order in which a form should ask.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::policy::schema::Missing>"))]
    pub ask_first: Vec<String>,
    /// Single facts whose other value would give another outcome.
    pub would_change: Vec<WouldChange>,
    /// Whether a review is required.
    pub review: Review,
    /// How the decision was reached.
    pub trace: Vec<Step>,
    /// What is wrong with the record, or worth saying of it.
    pub findings: Vec<Finding>,
    /// The policy by which it was made.
    pub policy: PolicyId,
    /// The place in the list of charges of the one that decides; only for a case with a list of charges.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "usize"))]
    pub charge: Option<usize>,
    /// The decisions of all charges, in order; only for a case with a list of charges.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Decision>,
}

impl std::fmt::Debug for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A trace answers from the facts of a case; what stands here says nothing of them.
        f.debug_struct("Decision").field("outcome", &self.outcome).field("entry", &self.entry).finish_non_exhaustive()
    }
}

impl Decision {
    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every key is a text and no map has another key, so writing to a string does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether the charge is listed: unknown where nobody can say yet, or nothing was understood.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::truth::Truth;
    /// use sfo_core::{Case, Policy};
    ///
    /// let policy = Policy::builtin();
    /// // Listed whatever the age of the victim, and automatic only if it is under 13.
    /// let arranging = policy.assess(&Case::new().code("SX03047"));
    /// assert_eq!((arranging.is_listed(), arranging.is_automatic()), (Truth::Yes, Truth::Unknown));
    /// ```
    #[must_use]
    pub fn is_listed(&self) -> Truth {
        self.all_or_none(|outcome| outcome != Outcome::NotQualifying)
    }

    /// Whether a review is automatic for the charge's tier: unknown where nobody can say yet, or nothing was understood.
    #[must_use]
    pub fn is_automatic(&self) -> Truth {
        self.all_or_none(|outcome| outcome == Outcome::Automatic)
    }

    fn all_or_none(&self, so: impl Fn(Outcome) -> bool) -> Truth {
        let (yes, no) = (self.possible.iter().any(|o| so(*o)), self.possible.iter().any(|o| !so(*o)));
        match (yes, no) {
            (true, false) => Truth::Yes,
            (false, true) => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// The deliberate way down to yes or no, for those who have only that: whether the charge is listed, with
    /// `treat_unknown_as` standing for `needs_information` and `unrecognised`.
    #[must_use]
    pub const fn is_flagged(&self, treat_unknown_as: bool) -> bool {
        match self.outcome {
            Outcome::Automatic | Outcome::Qualifying => true,
            Outcome::NotQualifying => false,
            Outcome::NeedsInformation | Outcome::Unrecognised => treat_unknown_as,
        }
    }
}

/// What a charge may be, for another question that asks this one.
pub(crate) struct Named {
    /// One for each way in which the charge can be understood; none where nothing was.
    pub readings: Vec<NamedReading>,
    /// What would tell the readings apart.
    pub ask: &'static str,
    /// The id of the form in which the offence is charged.
    pub involvement: String,
    pub steps: Vec<Step>,
    pub findings: Vec<Finding>,
}

/// One way in which a charge can be understood.
pub(crate) struct NamedReading {
    /// The entries, and whether each one's condition is met; none is an offence off the list.
    pub entries: Vec<(u16, Truth)>,
    known: Known,
    pub certainty: Certainty,
}

/// The facts stated of a charge.
struct Stated {
    known: Known,
    conflict: FactSet,
}

impl Policy {
    /// Decides a case: does it qualify, is a review required, and what is missing?
    ///
    /// It never fails: what is wrong with the case is among the findings.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::eligibility::{Case, Outcome};
    /// use sfo_core::Policy;
    ///
    /// let policy = Policy::builtin();
    /// let robbery = Case::new().code("TH68023A");
    /// let decision = policy.assess(&robbery);
    /// assert_eq!(decision.outcome, Outcome::NeedsInformation);
    /// assert_eq!(decision.missing, ["firearm_used"]);
    ///
    /// let decision = policy.assess(&robbery.fact("firearm_used", true));
    /// assert_eq!(decision.outcome, Outcome::Qualifying);
    /// assert_eq!((decision.entry, decision.involvement.as_str()), (Some(22), "attempt"));
    /// ```
    #[must_use]
    pub fn assess(&self, case: &Case) -> Decision {
        if case.single {
            let mut decision = match case.charges.first() {
                Some(charge) => self.assess_charge(case, charge, ""),
                None => self.assess_charge(case, &Charge::default(), ""),
            };
            let mut findings = case.findings.clone();
            findings.append(&mut decision.findings);
            decision.findings = findings;
            return decision;
        }
        let decisions: Vec<Decision> = case
            .charges
            .iter()
            .enumerate()
            .map(|(at, charge)| self.assess_charge(case, charge, &format!("/charges/{at}")))
            .collect();
        let strongest = decisions
            .iter()
            .enumerate()
            .max_by_key(|(at, d)| (d.outcome.strength(), required_rank(d.review.required), core::cmp::Reverse(*at)));
        let Some((at, decision)) = strongest else {
            return self.assess_charge(case, &Charge::default(), "");
        };
        let mut joint = decision.clone();
        joint.charge = Some(at);
        joint.findings = case.findings.iter().chain(&decision.findings).cloned().collect();
        // A review that any charge requires is required of the case, whichever charge is the strongest.
        if let Some(most) = decisions.iter().max_by_key(|d| required_rank(d.review.required)) {
            if required_rank(most.review.required) > required_rank(joint.review.required) {
                joint.review = most.review.clone();
            }
        }
        joint.charges = decisions;
        joint
    }

    /// Decides a case given as the canonical JSON and returns the decision as the canonical JSON.
    #[must_use]
    pub fn assess_json(&self, json: &str) -> String {
        self.assess(&Case::from_json(self, json)).to_json()
    }

    /// What a charge may be. Entries are those of the offence itself, before one takes in a form of another.
    pub(crate) fn named(&self, charge: &Charge, path: &str) -> Named {
        let mut identified = self.identify(charge, path);
        let mut findings = charge.findings.clone();
        findings.append(&mut identified.findings);
        let stated = self.stated(charge, path, &mut findings);
        let readings = identified.readings.iter().map(|reading| {
            let known = stated.known.union(reading.implied).settled();
            let truth = |name: &str| self.truth_in(known, name);
            let entry = |at: usize| self.data().entries.get(at);
            NamedReading {
                entries: decide::each_entry(reading.entries)
                    .filter_map(entry)
                    .map(|e| (e.number, e.condition.as_ref().map_or(Truth::Yes, |c| c.evaluate(&truth))))
                    .collect(),
                known,
                certainty: reading.certainty,
            }
        });
        Named {
            readings: readings.collect(),
            ask: identified.ask,
            involvement: self.involvement_id(identified.involvement),
            steps: identified.steps,
            findings,
        }
    }

    fn truth_in(&self, known: Known, name: &str) -> Truth {
        let Some(bit) = self.fact_bit(name) else { return Truth::Unknown };
        match (known.yes & bit != 0, known.no & bit != 0) {
            (true, false) => Truth::Yes,
            (false, true) => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// The facts that can change what is said of a case with one charge: those that its readings ask about, and those
    /// that they state themselves.
    #[cfg(feature = "table")]
    pub(crate) fn facts_that_matter(&self, case: &Case) -> FactSet {
        let Some(charge) = case.charges.first() else { return 0 };
        self.identify(charge, "")
            .readings
            .iter()
            .fold(0, |set, reading| set | self.index().relevant(reading) | reading.implied.yes | reading.implied.no)
    }

    /// The truth of a fact in one reading of a charge.
    pub(crate) fn fact_in(&self, reading: &NamedReading, name: &str) -> Truth {
        self.truth_in(reading.known, name)
    }

    fn assess_charge(&self, case: &Case, charge: &Charge, path: &str) -> Decision {
        let mut record = Record { trace: Vec::new(), findings: charge.findings.clone() };
        let mut identified = self.identify(charge, path);
        record.trace.append(&mut identified.steps);
        record.findings.append(&mut identified.findings);
        let stated = self.stated(charge, path, &mut record.findings);

        if identified.readings.is_empty() {
            return self.without_offence(case, charge, &identified, &stated, path, record);
        }
        let verdict = self.index().decide(&identified.readings, stated.known, identified.form);
        for bit in each_fact(verdict.conflict & !stated.conflict) {
            if let Some(name) = self.fact_name(bit) {
                let question = self.fact_question(bit);
                record.findings.push(self.finding(
                    "fact_conflict",
                    Severity::Warning,
                    &format!("{path}/facts/{name}"),
                    &[("question", &question)],
                ));
            }
        }
        self.trace_facts(&identified, &stated, &mut record.trace);
        self.trace_entries(&identified, &stated, path, &mut record);
        let entries = verdict.also | verdict.entry.map_or(0, |at| crate::policy::index::entry_bit(usize::from(at)));
        self.lives(entries, charge.offence_date, identified.involvement, path, &mut record.findings);

        let outcome = verdict.possible.outcome();
        let mut missing: Vec<String> = Vec::new();
        if verdict.missing_offence {
            missing.push(identified.ask.to_owned());
        }
        // Without its section an Act may be any of its entries: what they ask of the facts comes after.
        if !(verdict.missing_offence && identified.ask == "section") {
            missing.extend(each_fact(verdict.missing).filter_map(|bit| self.fact_name(bit)));
        }
        let ask_first = self.ask_first(&identified, &stated, &verdict, &missing);
        let review = self.review(
            case,
            charge,
            (&identified.readings, stated.known, identified.form),
            identified.ask,
            path,
            &mut record,
        );
        let entry = verdict.entry.and_then(|at| self.data().entries.get(usize::from(at)));
        Decision {
            outcome,
            possible: verdict.possible.iter().collect(),
            entry: entry.map(|e| e.number),
            also_listed_as: decide::each_entry(verdict.also)
                .filter_map(|at| self.data().entries.get(at))
                .map(|e| e.number)
                .collect(),
            tier: entry.map(|e| e.tier),
            involvement: self.involvement_id(identified.involvement),
            certainty: verdict.certainty,
            missing,
            ask_first,
            would_change: self.would_change(&identified, &stated, outcome),
            review,
            trace: record.trace,
            findings: record.findings,
            policy: self.policy_id(),
            charge: None,
            charges: Vec::new(),
        }
    }

    /// The decision where no offence was understood, or only what carries one.
    fn without_offence(
        &self,
        case: &Case,
        charge: &Charge,
        identified: &Identified,
        stated: &Stated,
        path: &str,
        mut record: Record,
    ) -> Decision {
        let missing = vec!["offence".to_owned()];
        let review = self.review(case, charge, (&[], stated.known, identified.form), "offence", path, &mut record);
        let outcome = if identified.carried_only { Outcome::NeedsInformation } else { Outcome::Unrecognised };
        if identified.carried_only {
            record.findings.push(self.finding("carrier_only", Severity::Warning, &format!("{path}/offence"), &[]));
        }
        Decision {
            outcome,
            possible: vec![Outcome::Automatic, Outcome::Qualifying, Outcome::NotQualifying],
            entry: None,
            also_listed_as: Vec::new(),
            tier: None,
            involvement: self.involvement_id(identified.involvement),
            certainty: Certainty::Unresolved,
            ask_first: missing.clone(),
            missing,
            would_change: Vec::new(),
            review,
            trace: record.trace,
            findings: record.findings,
            policy: self.policy_id(),
            charge: None,
            charges: Vec::new(),
        }
    }

    /// Gathers the facts stated of a charge. Two statements that conflict leave the fact unknown.
    fn stated(&self, charge: &Charge, path: &str, findings: &mut Vec<Finding>) -> Stated {
        let mut said = Known::default();
        for (name, value) in &charge.facts {
            let Some(fact) = self.data().facts.iter().find(|f| f.name == *name) else {
                findings.push(self.finding("unknown_fact", Severity::Warning, &format!("{path}/facts"), &[]));
                continue;
            };
            let (target, truth) = match (fact.fact_type, value, &fact.derives) {
                (FactType::Boolean, FactValue::Boolean(truth), _) => (&fact.name, *truth),
                (FactType::Number, FactValue::Number(number), Some(derived)) => {
                    (&derived.fact, *number < f64::from(derived.when_below))
                }
                (FactType::Number, FactValue::Number(_), None) => continue,
                _ => {
                    let here = format!("{path}/facts/{}", fact.name);
                    findings.push(self.finding("wrong_type", Severity::Error, &here, &[]));
                    continue;
                }
            };
            let Some(bit) = self.fact_bit(target) else { continue };
            if truth {
                said.yes |= bit;
            } else {
                said.no |= bit;
            }
        }
        let conflict = said.conflict();
        for bit in each_fact(conflict) {
            if let Some(name) = self.fact_name(bit) {
                let question = self.fact_question(bit);
                let here = format!("{path}/facts/{name}");
                findings.push(self.finding("fact_conflict", Severity::Warning, &here, &[("question", &question)]));
            }
        }
        Stated { known: said.settled(), conflict }
    }

    /// One step for each fact that some reading asks about.
    fn trace_facts(&self, identified: &Identified, stated: &Stated, trace: &mut Vec<Step>) {
        let relevant = identified.readings.iter().fold(0, |set, r| set | self.index().relevant(r));
        for bit in each_fact(relevant) {
            let Some(fact) = self.fact_of(bit) else { continue };
            let implied_yes = identified.readings.iter().any(|r| r.implied.yes & bit != 0);
            let implied_no = identified.readings.iter().any(|r| r.implied.no & bit != 0);
            let said_yes = stated.known.yes & bit != 0;
            let said_no = stated.known.no & bit != 0;
            let (answer, effect) = match (said_yes || implied_yes, said_no || implied_no) {
                _ if stated.conflict & bit != 0 => (Truth::Unknown, "conflict"),
                (true, true) => (Truth::Unknown, "conflict"),
                (true, false) => (Truth::Yes, if said_yes { "stated" } else { "implied" }),
                (false, true) => (Truth::No, if said_no { "stated" } else { "implied" }),
                (false, false) => (Truth::Unknown, "unknown"),
            };
            trace.push(Step {
                rule: format!("fact.{}", fact.name),
                question: fact.question.to_string(),
                answer: answer.as_str().to_owned(),
                effect: self.words(&format!("step.fact.{effect}"), &[]),
                certainty: Certainty::Settled,
                citation: fact.citation.to_string(),
            });
        }
    }

    /// One step for each entry that some reading falls under, and the findings that entries bring.
    fn trace_entries(&self, identified: &Identified, stated: &Stated, path: &str, record: &mut Record) {
        let entries = identified.readings.iter().fold(0, |set, r| set | r.entries);
        for at in decide::each_entry(entries) {
            let (Some(entry), Some(index)) = (self.data().entries.get(at), self.index().entries.get(at)) else {
                continue;
            };
            let bit = crate::policy::index::entry_bit(at);
            let mut holds: Option<Truth> = None;
            let mut under_13 = Truth::No;
            for reading in identified.readings.iter().filter(|r| r.entries & bit != 0) {
                let known = stated.known.union(reading.implied).settled();
                let unknown = index.relevant & !(known.yes | known.no);
                for chosen in decide::each_completion(unknown) {
                    let now = Truth::from(index.holds(known.yes | chosen));
                    holds = Some(holds.map_or(now, |before| if before == now { now } else { Truth::Unknown }));
                }
                if let Some(age) = self.fact_bit("victim_under_13") {
                    under_13 = if known.no & age != 0 {
                        under_13
                    } else if known.yes & age != 0 {
                        Truth::Yes
                    } else {
                        Truth::Unknown
                    };
                }
            }
            let answer = holds.unwrap_or(Truth::Unknown);
            let number = entry.number.to_string();
            let key = format!("step.entry.{}.{}", entry.tier.as_str(), answer.as_str());
            let age_open = entry.if_victim_under_13.filter(|_| under_13 != Truth::No && answer != Truth::No);
            record.trace.push(Step {
                rule: format!("entry.{number}"),
                question: self.words("step.entry.question", &[("entry", &number), ("title", &entry.title)]),
                answer: answer.as_str().to_owned(),
                effect: match &entry.caveat {
                    Some(caveat) if entry.condition.is_some() => {
                        format!("{} {}", self.words(&key, &[]), self.words("step.entry.caveat", &[("caveat", caveat)]))
                    }
                    _ => self.words(&key, &[]),
                },
                certainty: if answer == Truth::No {
                    Certainty::Settled
                } else {
                    age_open.map_or(entry.certainty, |c| c.max(entry.certainty))
                },
                citation: entry.citation.to_string(),
            });
            let mut note = |code: &'static str, args: &[(&str, &str)]| {
                let mut finding = self.finding(code, Severity::Warning, &format!("{path}/offence"), args);
                finding.rule = format!("entry.{number}");
                finding.citation = entry.citation.to_string();
                record.findings.push(finding);
            };
            if answer != Truth::No && entry.certainty == Certainty::Unresolved {
                note("tier_unresolved", &[("entry", &number), ("words", &entry.tier_basis)]);
            }
            if age_open.is_some() {
                note("under_13_unresolved", &[("entry", &number)]);
            }
            if let Some(fails) = entry.when_condition_fails.as_ref().filter(|_| answer != Truth::Yes) {
                let see = fails.see_entry.to_string();
                note("see_entry", &[("entry", &number), ("see", &see), ("words", &fails.words)]);
            }
        }
    }

    /// The missing facts in the order in which a form should ask: the offence first, then by how many of the
    /// completions each would settle.
    fn ask_first(
        &self,
        identified: &Identified,
        stated: &Stated,
        verdict: &Verdict,
        missing: &[String],
    ) -> Vec<String> {
        let mut ranked: Vec<(usize, usize, String)> = Vec::new();
        for (place, name) in missing.iter().enumerate() {
            let left = self.fact_bit(name).map_or(0, |bit| {
                [Known { yes: bit, no: 0 }, Known { yes: 0, no: bit }]
                    .into_iter()
                    .map(|with| {
                        let known = stated.known.union(with);
                        let next = self.index().decide(&identified.readings, known, identified.form);
                        usize::try_from((next.missing & verdict.missing).count_ones()).unwrap_or(usize::MAX)
                    })
                    .sum()
            });
            ranked.push((left, place, name.clone()));
        }
        crate::order::sort(&mut ranked, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        ranked.into_iter().map(|(_, _, name)| name).collect()
    }

    fn would_change(&self, identified: &Identified, stated: &Stated, outcome: Outcome) -> Vec<WouldChange> {
        let relevant = identified.readings.iter().fold(0, |set, r| set | self.index().relevant(r));
        let mut changes = Vec::new();
        for bit in each_fact(relevant) {
            let said = identified.readings.iter().fold(stated.known, |known, r| known.union(r.implied));
            let value = match (said.yes & bit != 0, said.no & bit != 0) {
                (true, false) => false,
                (false, true) => true,
                _ => continue,
            };
            let readings: Vec<Reading> = identified
                .readings
                .iter()
                .map(|r| Reading { implied: Known { yes: r.implied.yes & !bit, no: r.implied.no & !bit }, ..*r })
                .collect();
            let mut known = Known { yes: stated.known.yes & !bit, no: stated.known.no & !bit };
            if value {
                known.yes |= bit;
            } else {
                known.no |= bit;
            }
            let other = self.index().decide(&readings, known, identified.form).possible.outcome();
            if let Some(fact) = self.fact_name(bit).filter(|_| other != outcome) {
                changes.push(WouldChange { fact, value, outcome: other });
            }
        }
        changes
    }

    fn involvement_id(&self, at: u8) -> String {
        self.data().involvements.get(usize::from(at)).map(|i| i.id.to_string()).unwrap_or_default()
    }

    /// The decision from typed facts, for hot paths: an entry, what is known of the facts, and no trace.
    ///
    /// `entry` is the number in Appendix 1; `None` comes back for a number that the list does not have. Facts
    /// are given as their names in the policy's list. Nothing is allocated.
    #[must_use]
    pub fn outcome_of_entry(&self, entry: u16, facts: Facts) -> Option<Outcome> {
        let at = self.data().entries.iter().position(|e| e.number == entry)?;
        let reading = Reading {
            entries: crate::policy::index::entry_bit(at),
            implied: Known::default(),
            certainty: Certainty::Settled,
            other_edition: None,
        };
        let form = Form { id: self.index().principal, certainty: Certainty::Settled };
        Some(self.index().decide(&[reading], facts.0.settled(), form).possible.outcome())
    }

    /// The decision of a CJS code from typed facts, for hot paths; `None` for a code that the policy does not have.
    /// A suffix letter that names a form does not change the outcome, and may be left on.
    #[must_use]
    pub fn outcome_of_code(&self, code: &str, facts: Facts) -> Option<Outcome> {
        let row = match self.index().code(code) {
            Some(row) => row,
            None => {
                let (base, suffix) = code.split_at_checked(7)?;
                self.data().involvements.iter().find(|form| form.suffix.as_deref() == Some(suffix))?;
                self.index().code(base)?
            }
        };
        if row.carrier {
            return Some(Outcome::NeedsInformation);
        }
        let form = Form { id: self.index().principal, certainty: Certainty::Settled };
        let known = facts.0.settled();
        let mut possible = decide::Possible::default();
        if row.alternatives {
            for at in decide::each_entry(row.reading.entries) {
                let one = Reading { entries: crate::policy::index::entry_bit(at), ..row.reading };
                possible.merge(self.index().decide(&[one], known, form).possible);
            }
        } else {
            possible.merge(self.index().decide(&[row.reading], known, form).possible);
        }
        if row.other {
            possible.add(Outcome::NotQualifying);
        }
        Some(possible.outcome())
    }

    /// The facts with these names and values; `None` where a name is not a true-or-false fact of the policy.
    #[must_use]
    pub fn facts(&self, values: &[(&str, Truth)]) -> Option<Facts> {
        let mut known = Known::default();
        for (name, truth) in values {
            let bit = self.fact_bit(name)?;
            match truth {
                Truth::Yes => known.yes |= bit,
                Truth::No => known.no |= bit,
                Truth::Unknown => {}
            }
        }
        Some(Facts(known))
    }
}

/// What is known of the facts of a charge, ready for many decisions under one policy.
#[derive(Clone, Copy, Default)]
pub struct Facts(Known);

impl std::fmt::Debug for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Facts(..)")
    }
}

const fn required_rank(required: Truth) -> u8 {
    match required {
        Truth::Yes => 2,
        Truth::Unknown => 1,
        Truth::No => 0,
    }
}
