//! What a table comes to: counts of its rows, and what is wrong with which of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;

use crate::citation::Certainty;
use crate::eligibility::decide::Outcome;
use crate::finding::Severity;
use crate::policy::data::Tier;
use crate::policy::{Policy, PolicyId};
use crate::truth::Truth;

use super::plan::{Plan, Standing};
use super::{Answer, Checked};

/// One kind of failure, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The column that it comes from, as its place in the table; none where it comes from the row as a whole.
    pub column: Option<usize>,
    /// The rule that was broken.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// Every failure of a table, the first row first.
pub struct Failures {
    /// The rows, counted from 0. A row stands once for each of its failures.
    pub rows: Vec<u64>,
    /// For each of them, which of the kinds it is.
    pub which: Vec<u32>,
    /// The kinds, each unlike the others.
    pub kinds: Vec<Failure>,
}

/// The words of a finding, parted into what is wrong and what to do.
fn parted(message: &str) -> (&str, &str) {
    message.rsplit_once("; ").unwrap_or((message, ""))
}

/// A message without what stands in backticks.
fn without_names(message: &str) -> String {
    let parts = message.split('`').enumerate();
    parts.map(|(place, part)| if place % 2 == 0 { part } else { "…" }).collect()
}

/// The shape of the code with which a message starts.
fn shape_of(message: &str) -> String {
    let code = message.strip_prefix('`').and_then(|rest| rest.split_once('`')).map_or("", |(code, _)| code);
    let shape = |letter: char| if letter.is_ascii_digit() { '9' } else { 'A' };
    code.chars().take(8).map(shape).collect()
}

impl Checked {
    /// Every failure of the rows. What the sources leave open is none.
    #[must_use]
    pub fn failures(&self, policy: &Policy, plan: &Plan) -> Failures {
        let mut kinds: Vec<Failure> = Vec::new();
        let mut places: HashMap<(Option<usize>, &'static str, &str), u32> = HashMap::new();
        let mut by_answer: Vec<Vec<u32>> = vec![Vec::new()];
        for answer in &self.answers {
            let mut own: Vec<u32> = Vec::new();
            for finding in answer.failures() {
                let column = plan.column_of(policy, &finding.path);
                let next = u32::try_from(kinds.len()).unwrap_or(u32::MAX);
                let place = *places.entry((column, finding.code, &finding.message)).or_insert(next);
                if place == next {
                    let (message, fix) = parted(&finding.message);
                    kinds.push(Failure {
                        column,
                        rule: finding.code,
                        severity: finding.severity,
                        message: message.to_owned(),
                        fix: fix.to_owned(),
                    });
                }
                if !own.contains(&place) {
                    own.push(place);
                }
            }
            by_answer.push(own);
        }
        let (mut rows, mut which) = (Vec::new(), Vec::new());
        for (row, answer) in (0_u64..).zip(&self.rows) {
            let own = usize::try_from(*answer).ok().and_then(|at| by_answer.get(at));
            for place in own.into_iter().flatten() {
                rows.push(row);
                which.push(*place);
            }
        }
        Failures { rows, which, kinds }
    }
}

/// Rows with one thing in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingFact {
    /// The fact, or `offence` or `section`.
    pub fact: String,
    /// The question to ask for it; none where it is not a fact of the policy.
    pub question: Option<String>,
    /// Rows whose outcome depends on it.
    pub rows: u64,
    /// Rows that have a definite outcome once it is known, whatever it is.
    pub rows_it_would_settle: u64,
}

/// Failures of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailuresByRule {
    /// The rule.
    pub rule: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// Rows that have it.
    pub rows: u64,
    /// What is wrong. Where it is said in unlike words, a `…` stands for what differs.
    pub message: String,
    /// What to do; empty where that goes without saying.
    pub fix: String,
}

/// Rows whose offence was not understood, for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotUnderstood {
    /// How many.
    pub rows: u64,
    /// The shape of the code that was written, with `A` for a letter and `9` for a digit; empty where none was read.
    pub code: String,
    /// The finding that says why; empty where there is none.
    pub rule: &'static str,
    /// The entries that may have been meant, number and title, the likeliest first.
    pub suggestions: Vec<String>,
}

/// How often a condition was seen met, not met and open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The entry.
    pub entry: u16,
    /// Its title.
    pub title: String,
    /// Rows in which its condition is met.
    #[serde(rename = "true")]
    pub yes: u64,
    /// Rows in which it is not.
    #[serde(rename = "false")]
    pub no: u64,
    /// Rows in which nobody knows.
    pub unknown: u64,
}

/// What a table comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Its rows.
    pub rows: u64,
    /// Rows by outcome; all five are there, in their order.
    pub by_outcome: Counts,
    /// Rows that are valid, unknown and invalid.
    pub by_standing: Counts,
    /// Rows by the certainty of their outcome.
    pub by_certainty: Counts,
    /// Rows by the tier of their entry; `none` where no entry is named.
    pub by_tier: Counts,
    /// Rows by whether a review is required.
    pub by_review_required: Counts,
    /// What is not known, the fact that would settle the most rows first.
    pub missing_facts: Vec<MissingFact>,
    /// Failures by their rule, the most frequent first.
    pub failures_by_rule: Vec<FailuresByRule>,
    /// Rows whose offence was not understood, the most frequent reason first.
    pub unrecognised: Vec<NotUnderstood>,
    /// Every entry with a condition, in the order of the list.
    pub condition_coverage: Vec<Coverage>,
    /// The policy by which it was decided.
    pub policy: PolicyId,
}

/// Counts by name, in an order of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts(pub Vec<(&'static str, u64)>);

impl Serialize for Counts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, count)| (name, count)))
    }
}

impl Counts {
    fn of(names: &[&'static str]) -> Self {
        Self(names.iter().map(|name| (*name, 0)).collect())
    }

    fn add(&mut self, name: &str, rows: u64) {
        if let Some((_, count)) = self.0.iter_mut().find(|(other, _)| *other == name) {
            *count = count.saturating_add(rows);
        }
    }
}

/// Counts of the rows of any number of tables, by their answers.
#[derive(Default)]
pub struct Totals {
    counts: HashMap<Arc<Answer>, u64>,
}

const OUTCOMES: [Outcome; 5] =
    [Outcome::Automatic, Outcome::Qualifying, Outcome::NotQualifying, Outcome::NeedsInformation, Outcome::Unrecognised];
const TIERS: [Tier; 3] = [Tier::Automatic, Tier::AutomaticIfVictimUnder13, Tier::Qualifying];

fn most_first<T>(items: &mut [T], rows: impl Fn(&T) -> u64) {
    crate::order::sort(items, |a, b| rows(b).cmp(&rows(a)));
}

fn more(count: &mut u64, rows: u64) {
    *count = count.saturating_add(rows);
}

impl Totals {
    /// Adds the rows of a table.
    pub fn add(&mut self, checked: &Checked) {
        for (rows, answer) in checked.counts().into_iter().skip(1).zip(&checked.answers) {
            if rows > 0 {
                more(self.counts.entry(Arc::clone(answer)).or_insert(0), rows);
            }
        }
    }

    /// What all the rows come to.
    #[must_use]
    pub fn summary(&self, policy: &Policy) -> Summary {
        let certainties = [Certainty::Settled, Certainty::Inferred, Certainty::Unresolved];
        let mut by_outcome = Counts::of(&OUTCOMES.map(Outcome::as_str));
        let mut by_standing =
            Counts::of(&[Standing::Valid, Standing::Unknown, Standing::Invalid].map(Standing::as_str));
        let mut by_certainty = Counts::of(&certainties.map(Certainty::as_str));
        let mut by_tier = Counts::of(&TIERS.map(Tier::as_str));
        by_tier.0.push(("none", 0));
        let mut by_review_required = Counts::of(&[Truth::Yes, Truth::No, Truth::Unknown].map(Truth::as_str));
        let mut missing: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        let mut failures: BTreeMap<(Severity, &'static str), (u64, Vec<&str>)> = BTreeMap::new();
        let mut unrecognised: BTreeMap<(&'static str, String, &[u16]), u64> = BTreeMap::new();
        let conditional = policy.data().entries.iter().filter(|entry| entry.condition.is_some());
        let mut coverage: Vec<Coverage> = conditional
            .map(|entry| Coverage { entry: entry.number, title: entry.title.to_string(), yes: 0, no: 0, unknown: 0 })
            .collect();
        let mut all = 0;
        for (answer, rows) in &self.counts {
            let rows = *rows;
            more(&mut all, rows);
            by_outcome.add(answer.outcome.as_str(), rows);
            by_standing.add(answer.standing().as_str(), rows);
            by_certainty.add(answer.certainty.as_str(), rows);
            by_tier.add(answer.tier.map_or("none", Tier::as_str), rows);
            by_review_required.add(answer.review_required.as_str(), rows);
            for fact in &answer.missing {
                let (open, settled) = missing.entry(fact).or_default();
                more(open, rows);
                if answer.missing.len() == 1 && answer.outcome == Outcome::NeedsInformation {
                    more(settled, rows);
                }
            }
            let mut own: Vec<&'static str> = Vec::new();
            for finding in answer.failures() {
                let (count, messages) = failures.entry((finding.severity, finding.code)).or_default();
                if !own.contains(&finding.code) {
                    own.push(finding.code);
                    more(count, rows);
                }
                // Two are enough to know that they differ.
                if messages.len() < 2 && !messages.contains(&finding.message.as_str()) {
                    messages.push(&finding.message);
                }
            }
            if answer.outcome == Outcome::Unrecognised {
                let why = answer.findings.iter().find(|f| !f.candidates.is_empty()).or(answer.findings.first());
                let why = why.map_or(("", String::new(), [].as_slice()), |f| {
                    (f.code, shape_of(&f.message), f.candidates.as_slice())
                });
                more(unrecognised.entry(why).or_insert(0), rows);
            }
            for (number, truth) in &answer.conditions {
                let Some(seen) = coverage.iter_mut().find(|one| one.entry == *number) else { continue };
                more(
                    match truth {
                        Truth::Yes => &mut seen.yes,
                        Truth::No => &mut seen.no,
                        Truth::Unknown => &mut seen.unknown,
                    },
                    rows,
                );
            }
        }
        let mut missing_facts: Vec<MissingFact> = missing
            .into_iter()
            .map(|(fact, (rows, rows_it_would_settle))| MissingFact {
                fact: fact.to_owned(),
                question: policy.data().facts.iter().find(|f| f.name == fact).map(|f| f.question.to_string()),
                rows,
                rows_it_would_settle,
            })
            .collect();
        most_first(&mut missing_facts, |one| one.rows);
        most_first(&mut missing_facts, |one| one.rows_it_would_settle);
        let mut failures_by_rule: Vec<FailuresByRule> = failures
            .into_iter()
            .map(|((severity, rule), (rows, messages))| {
                let words = match messages.as_slice() {
                    [one] => (*one).to_owned(),
                    several => several.first().map(|one| without_names(one)).unwrap_or_default(),
                };
                let (message, fix) = parted(&words);
                FailuresByRule { rule, severity, rows, message: message.to_owned(), fix: fix.to_owned() }
            })
            .collect();
        most_first(&mut failures_by_rule, |one| one.rows);
        let named = |number: &u16| {
            let entry = policy.data().entries.iter().find(|entry| entry.number == *number)?;
            Some(format!("{}. {}", entry.number, entry.title))
        };
        let mut not_understood: Vec<NotUnderstood> = unrecognised
            .into_iter()
            .map(|((rule, code, candidates), rows)| NotUnderstood {
                rows,
                code,
                rule,
                suggestions: candidates.iter().filter_map(named).collect(),
            })
            .collect();
        most_first(&mut not_understood, |one| one.rows);
        Summary {
            rows: all,
            by_outcome,
            by_standing,
            by_certainty,
            by_tier,
            by_review_required,
            missing_facts,
            failures_by_rule,
            unrecognised: not_understood,
            condition_coverage: coverage,
            policy: policy.policy_id(),
        }
    }

    /// The summary as JSON.
    #[must_use]
    pub fn to_json(&self, policy: &Policy) -> String {
        // Every key is a text, so writing to a string does not fail.
        serde_json::to_string(&self.summary(policy)).unwrap_or_default()
    }
}
