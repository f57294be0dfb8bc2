//! The multi-agency criteria: the shared vectors, what people read, and laws.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::BTreeSet;

use proptest::prelude::*;
use sfo_core::multi_agency::Criterion;
use sfo_core::{Case, Policy};

#[test]
fn every_vector_gives_the_same_bytes() {
    let policy = Policy::builtin();
    let loaded = Policy::from_json(&policy.to_json()).unwrap();
    common::hold("multi_agency", 30, &|input, _| {
        let output = policy.multi_agency_json(input);
        assert_eq!(output, loaded.multi_agency_json(input));
        output
    });
}

#[test]
fn every_answer_and_every_result_of_a_screen_stands_in_a_vector() {
    let mut seen = BTreeSet::new();
    for vector in common::vectors("multi_agency") {
        let answer: serde_json::Value = serde_json::from_str(vector.expect.get()).unwrap();
        seen.insert(answer["criterion"].as_str().unwrap().to_owned());
        for screen in answer["screens"].as_array().unwrap() {
            seen.insert(format!("{} {}", screen["screen"].as_str().unwrap(), screen["result"].as_str().unwrap()));
        }
    }
    let screens = &Policy::builtin().data().multi_agency.screens;
    for screen in screens.iter() {
        for result in ["yes", "no", "unknown"] {
            assert!(seen.contains(&format!("{} {result}", screen.id)), "{} is never {result}", screen.id);
        }
    }
    assert!(["met", "not_met", "unknown"].iter().all(|c| seen.contains(*c)));
}

#[test]
fn a_case_may_have_the_member_when_it_is_assessed() {
    let policy = Policy::builtin();
    let with = r#"{"offence":{"entry":1},"multi_agency":{"mappa_managed":true,"convicted":null}}"#;
    assert_eq!(policy.assess_json(with), policy.assess_json(r#"{"offence":{"entry":1}}"#));
}

fn explained(json: &str) -> String {
    let policy = Policy::builtin();
    policy.explain_multi_agency(&policy.multi_agency(&Case::from_json(policy, json)))
}

#[test]
fn a_murder_in_the_home() {
    insta::assert_snapshot!(explained(
        r#"{"offence": {"code": "COML025"},
            "multi_agency": {"mappa_managed": true, "convicted": true, "death_domestic": true}}"#
    ));
}

#[test]
fn assault_by_penetration_of_which_little_is_known() {
    insta::assert_snapshot!(explained(r#"{"offence": {"entry": 53}, "multi_agency": {"mappa_managed": true}}"#));
}

#[test]
fn an_offence_that_the_proposal_leaves_open() {
    insta::assert_snapshot!(explained(
        r#"{"offence": {"entry": 58}, "multi_agency": {"mappa_managed": true, "convicted": true}}"#
    ));
}

fn questions() -> Vec<String> {
    Policy::builtin().data().multi_agency.questions.iter().map(|q| q.name.to_string()).collect()
}

fn case(entry: u16, form: usize, answers: &[Option<bool>]) -> Case {
    let forms = &Policy::builtin().data().involvements;
    let case = Case::new().entry(entry).involvement(forms[form % forms.len()].id.to_string());
    questions().into_iter().zip(answers).fold(case, |case, (name, answer)| match answer {
        Some(answer) => case.multi_agency(name, *answer),
        None => case,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn an_answer_never_turns_one_definite_result_into_another(
        entry in 1_u16..=76,
        form in 0_usize..6,
        answers in proptest::collection::vec(proptest::option::of(any::<bool>()), 4),
        learned in 0_usize..4,
        value in any::<bool>(),
    ) {
        let policy = Policy::builtin();
        let (mut before, mut after) = (answers.clone(), answers);
        before[learned] = None;
        after[learned] = Some(value);
        let before = policy.multi_agency(&case(entry, form, &before));
        let after = policy.multi_agency(&case(entry, form, &after));
        prop_assume!(!after.findings.iter().any(|f| f.code == "fact_conflict"));
        if before.criterion != Criterion::Unknown {
            prop_assert_eq!(before.criterion, after.criterion);
        }
        if after.criterion != before.criterion {
            prop_assert!(before.missing.contains(&questions()[learned]));
        }
        prop_assert!(after.proposal);
        // A definite answer asks for nothing, and an open one says what is missing or what the sources leave open.
        let says = !after.missing.is_empty() || after.findings.iter().any(|f| f.code == "multi_agency_open");
        prop_assert_eq!(after.criterion == Criterion::Unknown, says);
    }

    #[test]
    fn no_value_of_a_case_is_repeated(age in 1000_u32..9999, place in 0_usize..3) {
        let mark = format!("Zzyx{age}qqv");
        let input = match place {
            0 => format!(r#"{{"offence":{{"entry":1}},"multi_agency":{{"{mark}":true}}}}"#),
            1 => format!(r#"{{"offence":{{"entry":1}},"multi_agency":{{"convicted":"{mark}"}}}}"#),
            _ => format!(r#"{{"offence":{{"text":"{mark}"}},"multi_agency":"{mark}"}}"#),
        };
        let policy = Policy::builtin();
        let answer = policy.multi_agency(&Case::from_json(policy, &input));
        prop_assert!(!answer.to_json().contains("Zzyx"));
        prop_assert!(!policy.explain_multi_agency(&answer).contains("Zzyx"));
        let debug = format!("{answer:?}");
        prop_assert!(!debug.contains("Zzyx"));
    }
}
