//! The description of a case against the reader.

#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use super::*;
use crate::date::Date;
use crate::eligibility::case::{self, Case};

fn day(date: Date) -> IsoDate {
    let (year, month, day) = date.to_ymd();
    IsoDate(format!("{year:04}-{month:02}-{day:02}"))
}

fn step(step: case::Step) -> Option<ProceedingStep> {
    match step {
        case::Step::Unknown => None,
        case::Step::No => Some(ProceedingStep::Taken(false)),
        case::Step::Yes(None) => Some(ProceedingStep::Taken(true)),
        case::Step::Yes(Some(date)) => Some(ProceedingStep::Day(day(date))),
    }
}

/// What was read, as the description has it. A field that the reader has and this does not take does not compile.
fn written(case: &Case) -> CaseForm {
    let Case {
        charges,
        single,
        supervision: case::Supervision { kind, start, end },
        charged,
        first_court_appearance,
        risk_of_serious_harm,
        public_interest,
        multi_agency,
        findings: _,
    } = case;
    let circumstances = Circumstances {
        supervision: Some(Supervision {
            kind: kind.clone(),
            start: start.map(day),
            end: match *end {
                case::SupervisionEnd::Unknown => None,
                case::SupervisionEnd::Ongoing => Some(SupervisionEnd::Ongoing(Ongoing::Ongoing)),
                case::SupervisionEnd::On(date) => Some(SupervisionEnd::Day(day(date))),
            },
        }),
        proceedings: Some(Proceedings {
            charged: step(*charged),
            first_court_appearance: step(*first_court_appearance),
        }),
        risk_of_serious_harm: risk_of_serious_harm.clone(),
        public_interest: Some(*public_interest),
        multi_agency: Some(multi_agency.iter().cloned().collect()),
        // Another question reads these, and its tests hold them.
        events: None,
        extensions: None,
    };
    let mut charges: Vec<Charge> = charges.iter().map(written_charge).collect();
    if *single {
        CaseForm::Single(Box::new(SingleCase { charge: charges.remove(0), circumstances }))
    } else {
        CaseForm::Several(Box::new(CaseWithCharges { charges, circumstances }))
    }
}

fn written_charge(charge: &case::Charge) -> Charge {
    let case::Charge { offence, involvement, facts, offence_date, findings: _ } = charge;
    let case::Offence { entry, statute, section, code, ho_code, text } = offence.clone();
    Charge {
        offence: Some(Offence { entry, statute, section, code, ho_code, text }),
        involvement: involvement.clone(),
        facts: Some(
            facts
                .iter()
                .map(|(name, value)| {
                    (
                        name.clone(),
                        match value {
                            case::FactValue::Boolean(value) => Value::from(*value),
                            case::FactValue::Number(value) => Value::from(*value),
                        },
                    )
                })
                .collect(),
        ),
        offence_date: offence_date.map(|range| {
            if range.from == range.to {
                OffenceDate::Day(day(range.from))
            } else {
                OffenceDate::Range(DateRange { from: day(range.from), to: day(range.to) })
            }
        }),
    }
}

fn inputs() -> Vec<String> {
    let vectors = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let mut inputs = Vec::new();
    for folder in ["eligibility", "multi_agency"] {
        for file in std::fs::read_dir(vectors.join(folder)).unwrap() {
            let vectors: Vec<BTreeMap<String, Value>> =
                serde_json::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
            inputs.extend(vectors.iter().map(|v| v["input"].to_string()));
        }
    }
    inputs
}

/// The names of all fields and facts in a schema.
fn names(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(properties) = map.get("properties").and_then(Value::as_object) {
                found.extend(properties.keys().cloned());
            }
            map.values().for_each(|v| names(v, found));
        }
        Value::Array(list) => list.iter().for_each(|v| names(v, found)),
        _ => {}
    }
}

#[test]
fn what_is_read_can_be_written_and_reads_the_same() {
    let policy = Policy::builtin();
    let mut described = BTreeSet::new();
    let mut schema = case(policy).to_value();
    // Another question reads the events and the extensions, and its tests hold them.
    for name in ["Events", "Extension"] {
        schema["$defs"].as_object_mut().unwrap().remove(name).unwrap();
    }
    names(&schema, &mut described);
    for name in ["events", "extensions"] {
        assert!(described.remove(name));
    }
    let mut seen = BTreeSet::new();
    let mut checked = 0;
    for input in inputs() {
        let mut read = Case::from_json(policy, &input);
        let json = serde_json::to_value(written(&read)).unwrap();
        let mut again = Case::from_json(policy, &json.to_string());
        assert_eq!(again.findings, [], "what is written has a fault of form");
        // What was wrong with the first form is gone from the second, with its findings.
        read.findings.clear();
        for charge in read.charges.iter_mut().chain(&mut again.charges) {
            charge.findings.clear();
        }
        if read.charges.iter().all(|charge| {
            let mut names: Vec<_> = charge.facts.iter().map(|f| &f.0).collect();
            names.sort();
            names.windows(2).all(|pair| pair[0] != pair[1])
        }) {
            for charge in &mut read.charges {
                charge.facts.sort_by(|a, b| a.0.cmp(&b.0));
            }
            read.multi_agency.sort();
            assert!(read == again, "a case does not read back as it was");
            checked += 1;
        }
        keys(&json, &mut seen);
    }
    assert!(checked > 150);
    // The vectors use every field and fact that the schema has, and the schema has every one that they use.
    assert_eq!(described, seen);
}

/// The names of all fields and facts in a case.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.keys().cloned());
            map.values().for_each(|v| keys(v, found));
        }
        Value::Array(list) => list.iter().for_each(|v| keys(v, found)),
        _ => {}
    }
}
