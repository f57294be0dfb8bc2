//! The engine equals the oracle: on every entry, every form and every combination of what may be known, and on
//! every CJS code that the rules list.
//!
//! A test collects what differs and shows the first few as cases in JSON, which can be given to the engine as
//! they stand; one wrong rule would otherwise hide the next.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

use oracle::{Decision, Facts, Rules, Truth};
use serde_json::{json, Value};
use sfo_core::{Case, Policy};

/// Offences of which a difference is shown; the rest are counted.
const SHOWN: usize = 12;

/// What differs: the first difference of each offence, since one wrong rule makes many.
#[derive(Default)]
struct Differences {
    count: usize,
    shown: BTreeMap<String, String>,
    compared: usize,
}

impl Differences {
    fn note(&mut self, case: &Value, words: impl FnOnce() -> String) {
        self.count += 1;
        self.shown.entry(case["offence"].to_string()).or_insert_with(|| format!("{case}\n  {}", words()));
    }

    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.compared += other.compared;
        for (offence, words) in other.shown {
            self.shown.entry(offence).or_insert(words);
        }
    }

    /// Fails where anything differs, or where fewer than `at_least` were compared: a loop over nothing agrees too.
    fn finish(self, at_least: usize) {
        let shown: Vec<&str> = self.shown.values().take(SHOWN).map(String::as_str).collect();
        assert!(
            self.count == 0,
            "{} of {} differ, over {} offences; the first of them:\n{}",
            self.count,
            self.compared,
            self.shown.len(),
            shown.join("\n")
        );
        assert!(self.compared >= at_least, "only {} were compared", self.compared);
    }
}

/// Every combination of yes, no and unknown over the facts named.
fn combinations(names: &[String]) -> Vec<Facts> {
    let mut all = vec![Facts::new()];
    for name in names {
        all = all
            .into_iter()
            .flat_map(|facts| {
                Truth::ALL.map(|truth| {
                    let mut facts = facts.clone();
                    facts.insert(name.clone(), truth);
                    facts
                })
            })
            .collect();
    }
    all
}

/// The facts with every other one unknown, true, false, and true and false by turns. A fact on which nothing
/// turns must not turn anything.
fn with_the_others(rules: &Rules, facts: &Facts) -> Vec<Facts> {
    let fillings: [fn(usize) -> Truth; 4] = [
        |_| Truth::Unknown,
        |_| Truth::Yes,
        |_| Truth::No,
        |place| if place % 2 == 0 { Truth::Yes } else { Truth::No },
    ];
    fillings
        .iter()
        .map(|filling| {
            let others = rules.facts.iter().enumerate().map(|(place, name)| (name.clone(), filling(place)));
            let mut all: Facts = others.collect();
            all.extend(facts.clone());
            all
        })
        .collect()
}

/// How a case names its offence.
#[derive(Clone, Copy)]
enum Named<'a> {
    Entry(u16),
    Code(&'a str),
}

/// The case for the engine. An unknown fact is left out, as most records do.
fn case(named: Named<'_>, involvement: Option<&str>, facts: &Facts) -> Case {
    let mut case = match named {
        Named::Entry(number) => Case::new().entry(number),
        Named::Code(code) => Case::new().code(code),
    };
    if let Some(id) = involvement {
        case = case.involvement(id);
    }
    for (name, truth) in facts {
        match truth {
            Truth::Yes => case = case.fact(name.as_str(), true),
            Truth::No => case = case.fact(name.as_str(), false),
            Truth::Unknown => {}
        }
    }
    case
}

/// The same case as JSON.
fn witness(named: Named<'_>, involvement: Option<&str>, facts: &Facts) -> Value {
    let offence = match named {
        Named::Entry(number) => json!({ "entry": number }),
        Named::Code(code) => json!({ "code": code }),
    };
    let facts: BTreeMap<&str, bool> = facts
        .iter()
        .filter(|(_, truth)| **truth != Truth::Unknown)
        .map(|(name, truth)| (name.as_str(), *truth == Truth::Yes))
        .collect();
    json!({ "offence": offence, "involvement": involvement, "facts": facts })
}

/// What the two are compared by, in words of their own.
fn in_words(outcome: &str, possible: &[&str], entry: Option<u16>, missing: &[String], certainty: &str) -> String {
    format!("{outcome} of {possible:?}, entry {entry:?}, missing {missing:?}, {certainty}")
}

fn oracle_says(decision: &Decision) -> String {
    let possible: Vec<&str> = decision.possible.iter().map(|outcome| outcome.as_str()).collect();
    in_words(decision.outcome.as_str(), &possible, decision.entry, &decision.missing, decision.certainty.as_str())
}

fn engine_says(decision: &sfo_core::Decision) -> String {
    let possible: Vec<&str> = decision.possible.iter().map(|outcome| outcome.as_str()).collect();
    in_words(decision.outcome.as_str(), &possible, decision.entry, &decision.missing, decision.certainty.as_str())
}

/// Assesses the case with the engine and compares all that the oracle decides.
fn compare(
    differences: &mut Differences,
    named: Named<'_>,
    involvement: Option<&str>,
    facts: &Facts,
    expected: &str,
) -> sfo_core::Decision {
    let decision = Policy::builtin().assess(&case(named, involvement, facts));
    let found = engine_says(&decision);
    differences.compared += 1;
    if found != expected {
        let case = witness(named, involvement, facts);
        differences.note(&case, || format!("oracle: {expected}\n  engine: {found}"));
    }
    decision
}

/// Does the work for each item on as many threads as there are processors.
fn on_all_processors<T: Sync>(items: &[T], work: impl Fn(&T, &mut Differences) + Sync) -> Differences {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let all = Mutex::new(Differences::default());
    thread::scope(|scope| {
        for first in 0..threads {
            let (all, work) = (&all, &work);
            scope.spawn(move || {
                let mut own = Differences::default();
                for item in items.iter().skip(first).step_by(threads) {
                    work(item, &mut own);
                }
                all.lock().unwrap().add(own);
            });
        }
    });
    all.into_inner().unwrap()
}

/// The engine decides by the table that the oracle read.
#[test]
fn the_engine_has_the_whole_table() {
    let rules = Rules::read();
    let data = Policy::builtin().data();
    assert_eq!(data.entries.len(), rules.entries.len());
    for (engine, oracle) in data.entries.iter().zip(&rules.entries) {
        assert_eq!(engine.number, oracle.number);
        assert_eq!(engine.title, oracle.title, "entry {}", oracle.number);
        assert_eq!(engine.sections.len(), oracle.sections, "entry {}", oracle.number);
        assert_eq!(engine.certainty.as_str(), oracle.certainty.as_str(), "entry {}", oracle.number);
    }
    let engine: Vec<&str> =
        data.facts.iter().map(|fact| &*fact.name).filter(|name| rules.facts.iter().any(|fact| fact == name)).collect();
    assert_eq!(engine, rules.facts);
    let forms: Vec<&str> = data.involvements.iter().map(|form| &*form.id).collect();
    assert_eq!(forms, rules.involvements.iter().map(|form| form.id.as_str()).collect::<Vec<_>>());
    let engine: Vec<&str> = data.codes.iter().flat_map(|row| row.codes.iter()).collect();
    let oracle: Vec<&str> = rules.codes.iter().flat_map(|row| &row.codes).map(String::as_str).collect();
    assert!(engine == oracle, "the engine has {} codes and the rules have {}", engine.len(), oracle.len());
}

/// Every entry with every combination over all facts, related to the entry or not.
#[test]
fn every_entry_with_every_combination_of_facts() {
    let rules = Rules::read();
    let policy = Policy::builtin();
    let states = combinations(&rules.facts);
    assert_eq!(states.len(), 19_683);
    let differences = on_all_processors(&states, |state, differences| {
        let known: Vec<(&str, sfo_core::truth::Truth)> = state
            .iter()
            .map(|(name, truth)| {
                let truth = match truth {
                    Truth::Yes => sfo_core::truth::Truth::Yes,
                    Truth::No => sfo_core::truth::Truth::No,
                    Truth::Unknown => sfo_core::truth::Truth::Unknown,
                };
                (name.as_str(), truth)
            })
            .collect();
        let facts = policy.facts(&known).expect("the engine knows every fact");
        for entry in &rules.entries {
            let expected = rules.decide_entry(entry.number, "principal", state).expect("the entry is there").outcome;
            let found = policy.outcome_of_entry(entry.number, facts).map(|outcome| outcome.as_str());
            differences.compared += 1;
            if found != Some(expected.as_str()) {
                let case = witness(Named::Entry(entry.number), None, state);
                differences.note(&case, || format!("oracle: {}\n  engine: {found:?}", expected.as_str()));
            }
        }
    });
    differences.finish(76 * 19_683);
}

/// Every entry in every form with every combination of the facts that matter to it, whole decisions; and every
/// condition is seen to hold, to fail and to be open.
#[test]
fn every_entry_in_every_form() {
    let rules = Rules::read();
    let mut seen: BTreeMap<u16, Vec<Truth>> = BTreeMap::new();
    let mut differences = Differences::default();
    for entry in &rules.entries {
        let number = entry.number;
        for relevant in combinations(&rules.facts_that_matter(&[number])) {
            for facts in with_the_others(&rules, &relevant) {
                let condition = rules.condition_of(number, &facts).expect("the entry is there");
                seen.entry(number).or_default().push(condition);
                for form in &rules.involvements {
                    let expected = rules.decide_entry(number, &form.id, &facts).expect("the entry is there");
                    let named = Named::Entry(number);
                    let found = compare(&mut differences, named, Some(&form.id), &facts, &oracle_says(&expected));
                    // The trace says of the condition what is so of it.
                    let rule = format!("entry.{number}");
                    let steps: Vec<&str> =
                        found.trace.iter().filter(|s| s.rule == rule).map(|s| s.answer.as_str()).collect();
                    if !steps.contains(&condition.as_str()) {
                        let case = witness(named, Some(&form.id), &facts);
                        let condition = condition.as_str();
                        differences.note(&case, || format!("condition: {condition}, in the trace {steps:?}"));
                    }
                }
            }
        }
    }
    differences.finish(76 * 6 * 4);

    let mut conditions = 0;
    for (number, truths) in seen {
        let entry = rules.entry(number).expect("the entry is there");
        let asks_nothing = matches!(&entry.condition, oracle::Condition::All(all) if all.is_empty());
        conditions += usize::from(!asks_nothing);
        for truth in Truth::ALL {
            let may_be = !asks_nothing || truth == Truth::Yes;
            let words = truth.as_str();
            assert_eq!(truths.contains(&truth), may_be, "the condition of entry {number} being {words}");
        }
    }
    assert_eq!(conditions, 11, "entries with a condition");
}

/// Whole decisions for every entry, every form and every combination over all facts: nine million of them, which
/// takes minutes. `make prove` runs it.
#[cfg(feature = "everything")]
#[test]
fn everything() {
    let rules = Rules::read();
    let states = combinations(&rules.facts);
    let differences = on_all_processors(&states, |state, differences| {
        for entry in &rules.entries {
            for form in &rules.involvements {
                let expected = rules.decide_entry(entry.number, &form.id, state).expect("the entry is there");
                let expected = oracle_says(&expected);
                compare(differences, Named::Entry(entry.number), Some(&form.id), state, &expected);
            }
        }
    });
    differences.finish(76 * 6 * 19_683);
}

/// Every code with every suffix and every combination of the facts that matter to its row.
#[test]
fn every_code_with_every_suffix() {
    let rules = Rules::read();
    assert!(!rules.codes.is_empty(), "codes.toml has no codes");
    let suffixes: Vec<&str> = rules.involvements.iter().filter_map(|form| form.suffix.as_deref()).collect();
    assert_eq!(suffixes.len(), 5);
    let differences = on_all_processors(&rules.codes, |row, differences| {
        // A fact that the codes imply matters too: the case may say the opposite.
        let mut names = rules.facts_that_matter(&row.entries);
        names.extend(row.implies.keys().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
        let relevant = combinations(&names);
        let states: Vec<Facts> = relevant.iter().flat_map(|facts| with_the_others(&rules, facts)).collect();
        // Codes of one row read alike, save one whose suffixed form has a row of its own; so the oracle is asked
        // once for a row, a suffix and a state (their place in the two lists below), unless there is such a row.
        let mut before: BTreeMap<(&str, usize, bool), String> = BTreeMap::new();
        for (place, base) in row.codes.iter().enumerate() {
            // No form has the letter Q: the code is not understood, and may not be taken for its base alone.
            let ends: Vec<&str> = match base.len() {
                7 => ["", "Q"].iter().chain(&suffixes).copied().collect(),
                _ => vec![""],
            };
            for end in ends {
                let code = format!("{base}{end}");
                let own_row =
                    base.len() != 7 || rules.codes.iter().any(|other| !end.is_empty() && other.codes.contains(&code));
                // One code of a row shows that the other facts do not matter, and that the case may state a form.
                let states = if place == 0 { &states } else { &relevant };
                for (at, state) in states.iter().enumerate() {
                    let ask = || oracle_says(&rules.decide_code(&code, None, state).expect("the code is there"));
                    let expected =
                        if own_row { ask() } else { before.entry((end, at, place == 0)).or_insert_with(ask).clone() };
                    compare(differences, Named::Code(&code), None, state, &expected);
                    if place == 0 {
                        for form in &rules.involvements {
                            let stated = Some(form.id.as_str());
                            let expected = rules.decide_code(&code, stated, state).expect("the code is there");
                            compare(differences, Named::Code(&code), stated, state, &oracle_says(&expected));
                        }
                    }
                }
            }
        }
    });
    let codes: usize = rules.codes.iter().map(|row| row.codes.len()).sum();
    differences.finish(codes);
}
