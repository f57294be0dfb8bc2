//! Multi-agency criteria: should this case be reviewed together with other agencies?
//!
//! What is asked is a proposal of the guide, not a rule in force, and every answer says so. The offence comes from
//! [`eligibility`](crate::eligibility); what else is asked stands in the case under `multi_agency`. Beside the
//! criterion, screens say whether another kind of review may overlap.

mod explain;

use serde::Serialize;

use crate::citation::Certainty;
use crate::condition::Condition;
use crate::eligibility::{Case, Charge, FactValue, Named, NamedReading, PolicyId, Step};
use crate::finding::{Finding, Severity};
use crate::policy::data::{AgencyCriteria, AgencyOffence, AgencyQuestion};
use crate::policy::Policy;
use crate::truth::Truth;

/// Whether the criterion is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// The case is one that the proposal names.
    Met,
    /// It is not.
    NotMet,
    /// It depends on what is not known, or on what the sources leave open.
    Unknown,
}

impl Criterion {
    /// `met`, `not_met` or `unknown`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Unknown => "unknown",
        }
    }
}

impl From<Truth> for Criterion {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::Yes => Self::Met,
            Truth::No => Self::NotMet,
            Truth::Unknown => Self::Unknown,
        }
    }
}

/// Whether another kind of review may overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScreenAnswer {
    /// The other review, by the id of its screen.
    pub screen: String,
    /// Whether the case looks like one for it.
    pub result: Truth,
    /// What has to be known for an answer.
    pub missing: Vec<String>,
    /// What to do.
    pub text: String,
    /// How sure the screen's source is.
    pub certainty: Certainty,
    /// Where the screen comes from.
    pub citation: String,
}

/// The answer to "is this a case for a multi-agency review, as the guide proposes?", explained and cited.
///
/// Its `Debug` says nothing of the case.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MultiAgencyAnswer {
    /// Always true: the criterion is a proposal of the guide and obliges nobody.
    pub proposal: bool,
    /// Whether the criterion is met.
    pub criterion: Criterion,
    /// How sure the weakest step is on which that rests.
    pub certainty: Certainty,
    /// Where the criterion comes from.
    pub citation: String,
    /// What has to be known for an answer.
    pub missing: Vec<String>,
    /// Whether other kinds of review may overlap.
    pub screens: Vec<ScreenAnswer>,
    /// How the answer was reached.
    pub trace: Vec<Step>,
    /// What is wrong with the record, or worth saying of it.
    pub findings: Vec<Finding>,
    /// The policy by which it was made.
    pub policy: PolicyId,
}

impl std::fmt::Debug for MultiAgencyAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MultiAgencyAnswer").field("criterion", &self.criterion).finish_non_exhaustive()
    }
}

impl MultiAgencyAnswer {
    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every key is a text and no map has another key, so writing to a string does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// One way of understanding a charge, with the answers to the questions.
struct Context {
    /// In the order of the policy's questions.
    answers: Vec<Truth>,
    /// The entries and whether their conditions are met; `None` where no offence was understood.
    entries: Option<Vec<(u16, Truth)>>,
    certainty: Certainty,
}

/// A charge in every way in which it can be understood.
struct Reading {
    contexts: Vec<Context>,
    involvement: String,
    ask: &'static str,
}

/// What is taken for granted to see whether it matters.
#[derive(Clone, Copy)]
enum Assumed<'a> {
    Nothing,
    Question(&'a str, bool),
    /// Every offence, or one of them, is or is not the one named.
    Offence(Option<&'a str>, bool),
}

/// The schema of an answer, as the canonical JSON has it, under a policy.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema(policy: &Policy) -> schemars::Schema {
    crate::policy::schema::of_output::<MultiAgencyAnswer>(policy)
}

impl Policy {
    /// Whether a case meets the guide's proposed criterion for a multi-agency review, and which other reviews may
    /// overlap with it.
    ///
    /// It never fails: what is wrong with the case is among the findings. Of a case with several charges, one is
    /// enough.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::multi_agency::Criterion;
    /// use sfo_core::{Case, Policy};
    ///
    /// let policy = Policy::builtin();
    /// let case = Case::new().entry(1).multi_agency("mappa_managed", true);
    /// let answer = policy.multi_agency(&case);
    /// assert!(answer.proposal);
    /// assert_eq!(answer.criterion, Criterion::Unknown);
    /// assert_eq!(answer.missing, ["convicted"]);
    ///
    /// let answer = policy.multi_agency(&case.multi_agency("convicted", true));
    /// assert_eq!(answer.criterion, Criterion::Met);
    /// ```
    #[must_use]
    pub fn multi_agency(&self, case: &Case) -> MultiAgencyAnswer {
        let criteria = &self.data().multi_agency;
        let mut findings = case.findings.clone();
        let mut trace = Vec::new();
        let mut charges = Vec::new();
        for (at, charge) in case.charges.iter().enumerate() {
            let path = if case.single { String::new() } else { format!("/charges/{at}") };
            let mut named = self.named(charge, &path);
            findings.append(&mut named.findings);
            trace.append(&mut named.steps);
            let reading = self.reading(case, charge, named, &mut findings);
            self.trace_offences(&reading, &mut trace);
            charges.push(reading);
        }
        self.trace_questions(&charges, &mut trace);

        let (truth, missing) = judge(criteria, &criteria.condition, &charges);
        if truth == Truth::Unknown {
            for row in criteria.offences.iter().filter(|row| row.asks.is_empty()) {
                if open_row_decides(criteria, &criteria.condition, &charges, row) {
                    let args: [(&str, &str); 2] = [("title", &row.title), ("words", &row.basis)];
                    let mut finding = self.finding("multi_agency_open", Severity::Warning, "", &args);
                    finding.rule = format!("multi_agency.{}", row.offence);
                    finding.citation = row.citation.to_string();
                    findings.push(finding);
                }
            }
        }
        let screens = criteria
            .screens
            .iter()
            .map(|screen| {
                let (result, missing) = judge(criteria, &screen.condition, &charges);
                let text = match result {
                    Truth::Yes => screen.text.to_string(),
                    Truth::No => self.words("multi_agency.screen_no", &[]),
                    Truth::Unknown => self.words("multi_agency.screen_unknown", &[]),
                };
                ScreenAnswer {
                    screen: screen.id.to_string(),
                    result,
                    missing,
                    text,
                    certainty: screen.certainty,
                    citation: screen.citation.to_string(),
                }
            })
            .collect();
        MultiAgencyAnswer {
            proposal: true,
            criterion: truth.into(),
            certainty: certainty(criteria, truth, &charges),
            citation: criteria.citation.to_string(),
            missing,
            screens,
            trace,
            findings,
            policy: self.policy_id(),
        }
    }

    /// Answers for a case given as the canonical JSON, as the canonical JSON.
    #[must_use]
    pub fn multi_agency_json(&self, json: &str) -> String {
        self.multi_agency(&Case::from_json(self, json)).to_json()
    }

    fn reading(&self, case: &Case, charge: &Charge, named: Named, findings: &mut Vec<Finding>) -> Reading {
        let questions = &self.data().multi_agency.questions;
        let mut conflicts = Vec::new();
        // The list has a line that holds two offences, each of which has a line of its own.
        let said_better = |reading: &&NamedReading| {
            self.data().multi_agency.offences.iter().any(|row| {
                let among = |reading: &NamedReading, numbers: &[u16]| {
                    reading.entries.iter().filter(|(number, _)| numbers.contains(number)).count()
                };
                !reading.entries.is_empty()
                    && among(reading, &row.entries) == reading.entries.len()
                    && named.readings.iter().any(|other| among(other, &row.said_by) > 0)
            })
        };
        let mut contexts: Vec<Context> = named
            .readings
            .iter()
            .filter(|reading| !said_better(reading))
            .map(|reading| Context {
                answers: questions
                    .iter()
                    .map(|question| self.answer_of(case, charge, Some(reading), question, &mut conflicts))
                    .collect(),
                entries: Some(reading.entries.clone()),
                certainty: reading.certainty,
            })
            .collect();
        if contexts.is_empty() {
            contexts.push(Context {
                answers: questions
                    .iter()
                    .map(|question| self.answer_of(case, charge, None, question, &mut conflicts))
                    .collect(),
                entries: None,
                certainty: Certainty::Unresolved,
            });
        }
        for question in questions.iter().filter(|q| conflicts.contains(&q.name.as_ref())) {
            let path = format!("/multi_agency/{}", question.name);
            let finding =
                self.finding("fact_conflict", Severity::Warning, &path, &[("question", question.question.as_ref())]);
            // A case with several charges has one answer, which may conflict with itself.
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        Reading { contexts, involvement: named.involvement, ask: named.ask }
    }

    /// The answer to a question: what the case says, and what follows from the facts of the charge.
    fn answer_of<'p>(
        &'p self,
        case: &Case,
        charge: &Charge,
        reading: Option<&NamedReading>,
        question: &'p AgencyQuestion,
        conflicts: &mut Vec<&'p str>,
    ) -> Truth {
        let mut said = (false, false);
        for (_, answer) in case.multi_agency.iter().filter(|(name, _)| *name == question.name) {
            said = (said.0 || *answer, said.1 || !*answer);
        }
        let implied_by = question.implied_by.iter();
        let implied = reading.is_some_and(|r| implied_by.clone().any(|fact| self.fact_in(r, fact) == Truth::Yes));
        let mut follows = (implied, false);
        if let Some(from) = &question.derives {
            for (_, value) in charge.facts.iter().filter(|(name, _)| *name == from.fact) {
                if let FactValue::Number(number) = value {
                    let below = *number < f64::from(from.when_below);
                    follows = (follows.0 || below, follows.1 || !below);
                }
            }
        }
        // Of several charges each has its own facts, and the case's one answer is about any of them.
        if case.single || follows == (false, false) {
            follows = (follows.0 || said.0, follows.1 || said.1);
        }
        match follows {
            (true, true) => {
                conflicts.push(&question.name);
                Truth::Unknown
            }
            (true, false) => Truth::Yes,
            (false, true) => Truth::No,
            (false, false) => Truth::Unknown,
        }
    }

    /// One step for each row of the offences named that the charge falls under or may fall under, or one that says
    /// that there is none.
    fn trace_offences(&self, charge: &Reading, trace: &mut Vec<Step>) {
        let criteria = &self.data().multi_agency;
        if charge.contexts.iter().any(|c| c.entries.is_none()) {
            return;
        }
        let mut some = false;
        for row in criteria.offences.iter() {
            let falls = join(charge.contexts.iter().map(|c| applies(criteria, charge, c, row, Assumed::Nothing)));
            if falls == Truth::No {
                continue;
            }
            some = true;
            let question = self.words("step.multi_agency.offence", &[("title", &row.title)]);
            let open = row.certainty == Certainty::Unresolved;
            trace.push(Step {
                rule: format!("multi_agency.{}", row.offence),
                question,
                answer: if open { Truth::Unknown } else { falls }.as_str().to_owned(),
                effect: row.basis.to_string(),
                certainty: row.certainty,
                citation: row.citation.to_string(),
            });
        }
        if !some {
            trace.push(Step {
                rule: "multi_agency.offence".to_owned(),
                question: self.words("step.multi_agency.offences", &[]),
                answer: Truth::No.as_str().to_owned(),
                effect: self.words("step.multi_agency.no_offence", &[]),
                certainty: Certainty::Inferred,
                citation: criteria.citation.to_string(),
            });
        }
    }

    /// One step for each question that the criterion or a row that may apply asks.
    fn trace_questions(&self, charges: &[Reading], trace: &mut Vec<Step>) {
        let criteria = &self.data().multi_agency;
        let mut asked: Vec<&str> = Vec::new();
        let mut ask = |condition: &'_ Condition| {
            condition.visit_facts(&mut |name| {
                asked.extend(criteria.questions.iter().map(|q| q.name.as_ref()).filter(|q| *q == name));
            });
        };
        ask(&criteria.condition);
        for row in criteria.offences.iter() {
            let with = |charge: &Reading, c: &Context| entry_applies(charge, c, row) != Truth::No;
            if charges.iter().any(|charge| charge.contexts.iter().any(|c| c.entries.is_some() && with(charge, c))) {
                row.condition.iter().for_each(&mut ask);
            }
        }
        for (at, question) in criteria.questions.iter().enumerate().filter(|(_, q)| asked.contains(&q.name.as_ref())) {
            let answers = charges.iter().flat_map(|charge| &charge.contexts);
            let answer = join(answers.map(|c| c.answers.get(at).copied().unwrap_or(Truth::Unknown)));
            let effect = if answer == Truth::Unknown { "step.multi_agency.unknown" } else { "step.fact.stated" };
            trace.push(Step {
                rule: format!("multi_agency.{}", question.name),
                question: question.question.to_string(),
                answer: answer.as_str().to_owned(),
                effect: self.words(effect, &[]),
                certainty: question.certainty,
                citation: question.citation.to_string(),
            });
        }
    }
}

/// What all agree on; unlike ones give unknown.
fn join(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut joint = None;
    for truth in truths {
        match joint {
            None => joint = Some(truth),
            Some(same) if same == truth => {}
            Some(_) => return Truth::Unknown,
        }
    }
    joint.unwrap_or(Truth::Unknown)
}

/// Whether a row is about the entry and the form of the charge, whatever it asks besides.
fn entry_applies(charge: &Reading, context: &Context, row: &AgencyOffence) -> Truth {
    if !row.involvements.iter().any(|form| *form == charge.involvement) {
        return Truth::No;
    }
    let entries = context.entries.iter().flatten().filter(|(number, _)| row.entries.contains(number));
    entries.fold(Truth::No, |so_far, (_, holds)| so_far.or(*holds))
}

/// Whether a charge falls under a row, however sure the row is.
fn applies(
    criteria: &AgencyCriteria,
    charge: &Reading,
    context: &Context,
    row: &AgencyOffence,
    assumed: Assumed,
) -> Truth {
    let asked = row.condition.as_ref().map_or(Truth::Yes, |condition| {
        condition.evaluate(&|name| question_value(criteria, context, name, assumed).unwrap_or(Truth::Unknown))
    });
    entry_applies(charge, context, row).and(asked)
}

fn question_value(criteria: &AgencyCriteria, context: &Context, name: &str, assumed: Assumed) -> Option<Truth> {
    let at = criteria.questions.iter().position(|q| q.name == name)?;
    match assumed {
        Assumed::Question(question, value) if question == name => Some(value.into()),
        _ => context.answers.get(at).copied(),
    }
}

/// What a condition gives for one way of understanding a charge.
fn evaluate(
    criteria: &AgencyCriteria,
    condition: &Condition,
    charge: &Reading,
    context: &Context,
    assumed: Assumed,
) -> Truth {
    condition.evaluate(&|name| {
        if let Some(truth) = question_value(criteria, context, name, assumed) {
            return truth;
        }
        match assumed {
            Assumed::Offence(None, value) => return value.into(),
            Assumed::Offence(Some(offence), value) if offence == name => return value.into(),
            _ => {}
        }
        if context.entries.is_none() {
            return Truth::Unknown;
        }
        criteria.offences.iter().filter(|row| row.offence == name).fold(Truth::No, |so_far, row| {
            let one = applies(criteria, charge, context, row, assumed);
            // What the sources leave open is never a yes.
            let open = row.certainty == Certainty::Unresolved && one == Truth::Yes;
            so_far.or(if open { Truth::Unknown } else { one })
        })
    })
}

/// What a condition gives for a case: one charge is enough.
fn overall(criteria: &AgencyCriteria, condition: &Condition, charges: &[Reading], assumed: Assumed) -> Truth {
    charges.iter().fold(Truth::No, |so_far, charge| so_far.or(of_charge(criteria, condition, charge, assumed)))
}

fn of_charge(criteria: &AgencyCriteria, condition: &Condition, charge: &Reading, assumed: Assumed) -> Truth {
    join(charge.contexts.iter().map(|context| evaluate(criteria, condition, charge, context, assumed)))
}

/// What a condition gives, and what has to be known where that is unknown.
fn judge(criteria: &AgencyCriteria, condition: &Condition, charges: &[Reading]) -> (Truth, Vec<String>) {
    let truth = overall(criteria, condition, charges, Assumed::Nothing);
    let mut missing: Vec<String> = Vec::new();
    if truth != Truth::Unknown {
        return (truth, missing);
    }
    let differs = |charge: &Reading, with: Assumed, without: Assumed| {
        of_charge(criteria, condition, charge, with) != of_charge(criteria, condition, charge, without)
    };
    let mut add = |name: &str| {
        if !missing.iter().any(|m| m == name) {
            missing.push(name.to_owned());
        }
    };
    for charge in charges {
        let matters = differs(charge, Assumed::Offence(None, true), Assumed::Offence(None, false));
        let mut each = charge.contexts.iter().map(|c| evaluate(criteria, condition, charge, c, Assumed::Nothing));
        let first = each.next();
        let unread = charge.contexts.iter().any(|c| c.entries.is_none());
        if matters && (unread || each.any(|other| Some(other) != first)) {
            add(if unread { "offence" } else { charge.ask });
        }
    }
    for row in criteria.offences.iter().filter(|row| open_row_decides(criteria, condition, charges, row)) {
        row.asks.iter().for_each(|ask| add(ask));
    }
    for (at, question) in criteria.questions.iter().enumerate() {
        let with = |value| Assumed::Question(&question.name, value);
        // What is known already is not asked, though its other value would decide.
        let open = |charge: &Reading| charge.contexts.iter().any(|c| c.answers.get(at) == Some(&Truth::Unknown));
        if charges.iter().any(|charge| open(charge) && differs(charge, with(true), with(false))) {
            add(&question.name);
        }
    }
    (truth, missing)
}

/// Whether a row that the sources leave open may apply to a charge, and would decide.
fn open_row_decides(
    criteria: &AgencyCriteria,
    condition: &Condition,
    charges: &[Reading],
    row: &AgencyOffence,
) -> bool {
    row.certainty == Certainty::Unresolved
        && charges.iter().any(|charge| {
            let of = |value| of_charge(criteria, condition, charge, Assumed::Offence(Some(&row.offence), value));
            let may =
                |c: &Context| c.entries.is_some() && applies(criteria, charge, c, row, Assumed::Nothing) != Truth::No;
            of_charge(criteria, condition, charge, Assumed::Nothing) == Truth::Unknown
                && charge.contexts.iter().any(may)
                && of(true) != of(false)
        })
}

/// How sure the weakest step is on which the answer rests.
fn certainty(criteria: &AgencyCriteria, truth: Truth, charges: &[Reading]) -> Certainty {
    let of_readings =
        |charge: &Reading| charge.contexts.iter().map(|c| c.certainty).fold(criteria.certainty, std::cmp::Ord::max);
    match truth {
        Truth::Yes => {
            // It rests on the surest of the charges that meet the criterion, and there on the surest row.
            let met = charges
                .iter()
                .filter(|charge| of_charge(criteria, &criteria.condition, charge, Assumed::Nothing) == Truth::Yes);
            met.map(|charge| {
                let rows = charge.contexts.iter().map(|context| {
                    let rows = criteria.offences.iter().filter(|row| {
                        row.certainty != Certainty::Unresolved
                            && applies(criteria, charge, context, row, Assumed::Nothing) == Truth::Yes
                    });
                    rows.map(|row| row.certainty).min().unwrap_or(Certainty::Settled)
                });
                rows.fold(of_readings(charge), std::cmp::Ord::max)
            })
            .min()
            .unwrap_or(criteria.certainty)
        }
        // Whatever the offence, the answer is no.
        Truth::No if overall(criteria, &criteria.condition, charges, Assumed::Offence(None, true)) == Truth::No => {
            criteria.certainty
        }
        Truth::No => charges.iter().map(of_readings).fold(Certainty::Inferred, std::cmp::Ord::max),
        Truth::Unknown => charges
            .iter()
            .flat_map(|charge| charge.contexts.iter().map(move |context| (charge, context)))
            .map(|(charge, context)| {
                let rows = criteria.offences.iter();
                let may = |row: &&AgencyOffence| {
                    context.entries.is_some() && applies(criteria, charge, context, row, Assumed::Nothing) != Truth::No
                };
                rows.filter(may).map(|row| row.certainty).fold(context.certainty, std::cmp::Ord::max)
            })
            .fold(criteria.certainty, std::cmp::Ord::max),
    }
}
