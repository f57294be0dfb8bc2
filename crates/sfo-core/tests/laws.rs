//! Laws that hold for every case.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use proptest::prelude::*;
use sfo_core::policy::data::FactType;
use sfo_core::{Case, Decision, Outcome, Policy};

fn codes() -> Vec<String> {
    let data = Policy::builtin().data();
    data.codes.iter().flat_map(|group| group.codes.iter().map(str::to_owned)).collect()
}

fn booleans() -> Vec<String> {
    let facts = &Policy::builtin().data().facts;
    facts.iter().filter(|f| f.fact_type == FactType::Boolean).map(|f| f.name.to_string()).collect()
}

/// How an offence is named, from one of the ways.
fn naming() -> impl Strategy<Value = Case> {
    let data = Policy::builtin().data();
    let titles: Vec<String> = data.entries.iter().map(|e| e.title.to_string()).collect();
    let provisions: Vec<(String, String)> = data
        .entries
        .iter()
        .filter_map(|e| {
            let statute = data.statutes.iter().find(|s| s.id == e.statute)?;
            Some((statute.title.to_string(), e.sections.first()?.to_string()))
        })
        .collect();
    prop_oneof![
        (1_u16..=76).prop_map(|n| Case::new().entry(n)),
        proptest::sample::select(codes()).prop_map(|c| Case::new().code(c)),
        proptest::sample::select(titles).prop_map(|t| Case::new().text(t)),
        proptest::sample::select(provisions.clone()).prop_map(|(act, s)| Case::new().provision(act, s)),
        // Two ways that mostly disagree.
        (proptest::sample::select(codes()), proptest::sample::select(provisions))
            .prop_map(|(code, (act, s))| Case::new().code(code).provision(act, s)),
    ]
}

fn with_facts(case: Case, facts: &[Option<bool>]) -> Case {
    booleans().into_iter().zip(facts).fold(case, |case, (name, value)| match value {
        Some(value) => case.fact(name, *value),
        None => case,
    })
}

fn definite(decision: &Decision) -> bool {
    matches!(decision.outcome, Outcome::Automatic | Outcome::Qualifying | Outcome::NotQualifying)
}

fn has_conflict(decision: &Decision) -> bool {
    decision.findings.iter().any(|f| f.code == "fact_conflict")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn learning_a_fact_never_turns_one_definite_outcome_into_another(
        case in naming(),
        facts in proptest::collection::vec(proptest::option::of(any::<bool>()), 9),
        learned in 0_usize..9,
        value in any::<bool>(),
    ) {
        let policy = Policy::builtin();
        let mut before = facts;
        before[learned] = None;
        let mut after = before.clone();
        after[learned] = Some(value);
        let before = policy.assess(&with_facts(case.clone(), &before));
        let after = policy.assess(&with_facts(case, &after));
        prop_assume!(has_conflict(&before) == has_conflict(&after));
        if definite(&before) {
            prop_assert_eq!(before.outcome, after.outcome);
        }
        prop_assert!(after.possible.iter().all(|o| before.possible.contains(o)));
    }

    #[test]
    fn missing_is_sound_and_minimal(
        case in naming(),
        facts in proptest::collection::vec(proptest::option::of(any::<bool>()), 9),
    ) {
        let policy = Policy::builtin();
        let names = booleans();
        let decision = policy.assess(&with_facts(case.clone(), &facts));
        prop_assume!(!has_conflict(&decision));
        prop_assert_eq!(decision.outcome == Outcome::NeedsInformation, !decision.missing.is_empty());
        let mut asked = decision.ask_first.clone();
        asked.sort();
        let mut missing = decision.missing.clone();
        missing.sort();
        prop_assert_eq!(asked, missing);

        // Every completion of the facts that nobody stated, by brute force.
        let open: Vec<usize> = (0..9).filter(|at| facts[*at].is_none()).collect();
        let outcome = |chosen: usize| {
            let mut all = facts.clone();
            for (place, at) in open.iter().enumerate() {
                all[*at] = Some(chosen & (1 << place) != 0);
            }
            let decision = policy.assess(&with_facts(case.clone(), &all));
            (!has_conflict(&decision)).then_some(decision.possible)
        };
        let all: Vec<_> = (0..1_usize << open.len()).map(outcome).collect();
        for (place, at) in open.iter().enumerate() {
            // Where the charge itself states the fact in one of its readings, no completion can be tried.
            if all.iter().any(Option::is_none) {
                continue;
            }
            let decides = (0..all.len()).any(|chosen| all[chosen] != all[chosen ^ (1 << place)]);
            let missing = decision.missing.contains(&names[*at]);
            // Which offence it is can be open too. Then a fact that decides under one reading is missing, though the
            // outcomes of all readings together may not show it.
            let open_offence = decision.missing.iter().any(|m| m == "offence" || m == "section");
            if decision.missing.iter().any(|m| m == "section") {
                continue;
            }
            prop_assert!(!decides || missing, "{} decides and is not missing", names[*at]);
            prop_assert!(!missing || decides || open_offence, "{} is missing and decides nothing", names[*at]);
        }
    }

    #[test]
    fn any_text_is_assessed(text in ".{0,400}") {
        let output = Policy::builtin().assess_json(&text);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
    }

    #[test]
    fn words_that_name_nothing_are_never_a_no(text in "[a-z]{3,9}( [a-z]{3,9}){0,4}") {
        let decision = Policy::builtin().assess(&Case::new().text(text));
        prop_assert_ne!(decision.outcome, Outcome::NotQualifying);
    }

    #[test]
    fn no_value_of_a_case_is_repeated(age in 1000_u32..9999, place in 0_usize..6) {
        // A value that can be told from everything that the library says by itself.
        let mark = format!("Zzyx{age}qqv");
        let input = match place {
            0 => format!(r#"{{"offence":{{"text":"{mark} contrary to section 8 of the Theft Act 1968"}}}}"#),
            1 => format!(r#"{{"offence":{{"code":"TH68023"}},"facts":{{"{mark}":true}}}}"#),
            2 => format!(r#"{{"offence":{{"code":"TH68023"}},"{mark}":1}}"#),
            3 => format!(r#"{{"offence":{{"code":"TH68023"}},"offence_date":"{mark}"}}"#),
            4 => format!(r#"{{"offence":{{"statute":"{mark}","section":"{mark}"}}}}"#),
            _ => format!(r#"{{"offence":{{"code":"TH68023"}},"risk_of_serious_harm":"{mark}"}}"#),
        };
        let policy = Policy::builtin();
        let case = Case::from_json(policy, &input);
        let debug = format!("{case:?}");
        prop_assert!(!debug.contains("Zzyx"));
        let decision = policy.assess(&case);
        let debug = format!("{decision:?}");
        prop_assert!(!debug.contains("Zzyx"));
        let json = decision.to_json().to_lowercase();
        prop_assert!(!json.contains("zzyx"));
        prop_assert!(!policy.explain(&decision).to_lowercase().contains("zzyx"));
    }
}

#[test]
fn the_loaded_policy_is_the_compiled_one() {
    let builtin = Policy::builtin();
    let loaded = Policy::from_json(&builtin.to_json()).unwrap();
    assert_eq!(loaded.digest(), builtin.digest());
    assert_eq!(loaded.data(), builtin.data());
}

#[test]
fn a_policy_that_contradicts_itself_is_refused() {
    let builtin = Policy::builtin();
    let json = builtin.to_json();
    for (from, to) in [
        (r#""condition":"firearm_used""#, r#""condition":"firearm_fired""#),
        (r#""number":2,"#, r#""number":1,"#),
        (r#""name":"involves_murder""#, r#""name":"involves_a_murder""#),
    ] {
        assert!(json.contains(from), "{from}");
        let error = Policy::from_json(&json.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.kind(), sfo_core::ErrorKind::Inconsistent, "{from}");
        assert!(!error.path().is_empty());
    }
}

#[test]
fn a_check_that_asks_for_what_is_not_there_is_refused_with_its_name() {
    let json = Policy::builtin().to_json();
    for (from, to, place) in [
        (
            r#""place":"/judgements/decisions_analysed""#,
            r#""place":"/judgements/decisions_weighed""#,
            "/judgements/decisions_weighed",
        ),
        (r#""place":"/judgements/decisions_analysed""#, r#""place":"/judgements/reasons""#, "/judgements/reasons"),
        (r#""place":"/judgements/decisions_analysed","is":true"#, r#""in_order":"no-such-order""#, "no-such-order"),
        (
            r#""place":"/judgements/decisions_analysed","is":true"#,
            r#""in_order":"full-review-within-three-months""#,
            "full-review-within-three-months",
        ),
        (
            r#""place":"/judgements/decisions_analysed","is":true"#,
            r#""in_order":"victim-wish-before-disclosure""#,
            "victim-wish-before-disclosure",
        ),
        (r#""place":"/judgements/decisions_analysed","is":true"#, r#""in_order":"supervision""#, "supervision"),
        (
            r#""place":"/judgements/decisions_analysed","is":true"#,
            r#""every":"/action_plan/actions","that":{"answered":"cost"}"#,
            "cost",
        ),
        (
            r#""place":"/judgements/decisions_analysed","is":true"#,
            r#""place":"/report/narrative","at_least":1"#,
            "/report/narrative",
        ),
    ] {
        assert!(json.contains(from), "{from}");
        let error = Policy::from_json(&json.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.kind(), sfo_core::ErrorKind::Inconsistent, "{to}");
        let message = error.to_string();
        assert!(message.contains("decisions-analysed") && message.contains(place), "{message}");
        assert!(error.path().starts_with("/documents/0/checks/"), "{}", error.path());
    }
    // An event that a document states is one of the deadlines, and its field is there and holds a day.
    let stated = r#"{"name":"files_read","field":"/chronology/files_read_on"}"#;
    assert!(json.contains(stated));
    for wrong in [
        r#"{"name":"files_burnt","field":"/chronology/files_read_on"}"#,
        r#"{"name":"files_read","field":"/chronology/files_lost_on"}"#,
        r#"{"name":"files_read","field":"/chronology/files_read"}"#,
        r#"{"name":"files_read","field":"/chronology/completed_on"}"#,
        r#"{"name":"staff_approached","field":"/chronology/files_read_on"}"#,
    ] {
        let error = Policy::from_json(&json.replacen(stated, wrong, 1)).unwrap_err();
        assert_eq!((error.kind(), error.path()), (sfo_core::ErrorKind::Inconsistent, "/documents/0"), "{wrong}");
    }
    // A condition has one test, not two.
    let two = json.replacen(r#""is":true"#, r#""is":true,"at_least":1"#, 1);
    assert_eq!(Policy::from_json(&two).unwrap_err().kind(), sfo_core::ErrorKind::Malformed);
    let fact = json.replacen(r#""condition":"firearm_used""#, r#""condition":{"answered":"/report"}"#, 1);
    assert_eq!(Policy::from_json(&fact).unwrap_err().kind(), sfo_core::ErrorKind::Inconsistent);
}
