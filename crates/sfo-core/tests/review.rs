//! What holds for every document that is checked, and what people read of the reports.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::path::Path;

use proptest::prelude::*;
use serde_json::{json, Value};
use sfo_core::finding::Severity;
use sfo_core::policy::data::Strength;
use sfo_core::review::Status;
use sfo_core::{Policy, Report};

fn example(name: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn check(kind: &str, document: &Value) -> Report {
    Policy::builtin().check_document_json(kind, &document.to_string())
}

/// The pointers of every answer of a document, whole lists among them.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, inner)| places(inner, &format!("{path}/{key}"), found)),
        Value::Array(items) => {
            found.push(path.to_owned());
            items.iter().enumerate().for_each(|(at, inner)| places(inner, &format!("{path}/{at}"), found));
        }
        Value::Null => {}
        _ => found.push(path.to_owned()),
    }
}

const EXAMPLES: [(&str, &str); 5] = [
    ("review", "review-complete.json"),
    ("review", "review-poor.json"),
    ("review", "review-half-written.json"),
    ("self_assessment", "self-assessment.json"),
    ("victim_disclosure", "victim-disclosure.json"),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn an_answer_settles_and_never_unsettles(
        example_at in 0_usize..EXAMPLES.len(),
        opened in proptest::collection::vec(any::<prop::sample::Index>(), 1..40),
        answered in any::<prop::sample::Index>(),
        turned in any::<bool>(),
    ) {
        let (kind, name) = EXAMPLES[example_at];
        let whole = example(name);
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        let mut before = whole.clone();
        let mut open: Vec<&String> = Vec::new();
        for at in opened {
            let place = at.get(&all);
            // A place within a list that is open already is gone.
            if let Some(value) = before.pointer_mut(place) {
                *value = Value::Null;
                open.push(place);
            }
        }
        let place = answered.get(&open);
        let mut answer = whole.pointer(place).unwrap().clone();
        if let (true, Value::Bool(flag)) = (turned, &answer) {
            answer = Value::Bool(!flag);
        }
        let mut after = before.clone();
        prop_assume!(after.pointer(place).is_some());
        *after.pointer_mut(place).unwrap() = answer;
        let (before, after) = (check(kind, &before), check(kind, &after));
        for (one, other) in before.checks.iter().zip(&after.checks) {
            if one.status != Status::Open {
                prop_assert_eq!(one.status, other.status, "{} after an answer at {}", &one.id, place);
            }
        }
    }

    #[test]
    fn no_value_of_a_document_is_repeated(example_at in 0_usize..EXAMPLES.len(), at in any::<prop::sample::Index>(), key in any::<bool>()) {
        let (kind, name) = EXAMPLES[example_at];
        let mut document = example(name);
        let mut all = Vec::new();
        places(&document, "", &mut all);
        for place in &all {
            if let Some(text @ Value::String(_)) = document.pointer_mut(place) {
                *text = json!("Zzyx 1979-12-31 qqv");
            }
        }
        // A value of the wrong kind, and a key that is a value.
        let place = at.get(&all);
        let (parent, _) = place.rsplit_once('/').unwrap();
        match document.pointer_mut(if key { parent } else { place }) {
            Some(Value::Object(fields)) => {
                fields.insert("Zzyx-Key".to_owned(), json!(1979));
            }
            Some(value) => *value = json!({"Zzyx": ["Zzyx"]}),
            None => {}
        }
        let policy = Policy::builtin();
        let report = check(kind, &document);
        for output in [
            report.to_json(),
            format!("{report:?}"),
            policy.report_text(&report),
            policy.report_html(&report),
            policy.report_sheet(&report),
        ] {
            prop_assert!(!output.to_lowercase().contains("zzyx") && !output.contains("1979"));
        }
    }

    #[test]
    fn any_text_is_checked(text in ".{0,200}") {
        let output = Policy::builtin().check_review_json(&text);
        prop_assert!(serde_json::from_str::<Value>(&output).is_ok());
    }
}

#[test]
fn the_examples_are_what_their_names_say() {
    let complete = check("review", &example("review-complete.json"));
    assert!(complete.ready && complete.findings.is_empty());
    assert!(complete.checks.iter().all(|c| c.status == Status::Met));
    let poor = check("review", &example("review-poor.json"));
    assert!(!poor.ready && poor.unmet_musts.contains(&"no-task-for-another-agency".into()));
    let half = check("review", &example("review-half-written.json"));
    assert!(!half.ready && half.unmet_musts.is_empty() && !half.open_musts.is_empty());
    for (kind, name) in EXAMPLES {
        let report = check(kind, &example(name));
        assert!(report.findings.iter().all(|f| f.code.starts_with("check_")), "{name} has faults of form");
    }
}

#[test]
fn advice_is_never_an_error() {
    for (kind, name) in EXAMPLES {
        let report = check(kind, &example(name));
        for finding in report.findings {
            let judged = report.checks.iter().find(|c| c.id == finding.rule).unwrap();
            assert!(!finding.citation.is_empty());
            match judged.strength {
                Strength::Must => {}
                Strength::Should => assert_ne!(finding.severity, Severity::Error),
                Strength::Consider => {
                    assert_eq!(finding.severity, Severity::Note);
                    assert!(finding.code.ends_with("suggestion"), "{}", finding.code);
                }
            }
        }
    }
}

fn faults(json: &str) -> Vec<(String, &'static str)> {
    let report = Policy::builtin().check_document_json("review", json);
    assert!(!report.ready);
    report.findings.into_iter().filter(|f| !f.code.starts_with("check_")).map(|f| (f.path, f.code)).collect()
}

#[test]
fn past_a_bound_is_an_error_that_names_it() {
    let large = format!(r#"{{"judgements":{{"reasons":"{}"}}}}"#, "a".repeat(10 << 20));
    assert_eq!(faults(&large), [(String::new(), "document_too_large")]);
    let deep = format!("{}{}", "[".repeat(65), "]".repeat(65));
    assert_eq!(faults(&deep), [(String::new(), "document_too_deep")]);
    let brackets = format!(r#"{{"judgements":{{"reasons":"\"{}"}}}}"#, "[".repeat(100));
    assert_eq!(faults(&brackets), []);
    assert_eq!(faults("{"), [(String::new(), "malformed_document")]);
    let actions = |n: usize| json!({"action_plan": {"actions": vec![json!({"owner": "x"}); n]}}).to_string();
    assert_eq!(faults(&actions(10_000)), [("/action_plan/actions".to_owned(), "list_too_long")]);
    assert_eq!(faults(&actions(5_000)), []);
    let long = json!({"judgements": {"reasons": "a".repeat(100_001)}}).to_string();
    assert_eq!(faults(&long), [("/judgements/reasons".to_owned(), "text_too_long")]);
    let many: serde_json::Map<String, Value> = (0..300).map(|n| (format!("k{n}"), Value::Null)).collect();
    assert_eq!(faults(&Value::Object(many).to_string()), [(String::new(), "too_many_fields")]);
    let wrong = json!({"action_plan": {"actions": vec![json!({"due": "never"}); 2_000]}}).to_string();
    let told = faults(&wrong);
    assert_eq!(told.len(), 1_001);
    assert_eq!(told.last().unwrap().1, "too_many_faults");
    // What could not be told is still not used.
    let mut mixed = vec![json!({"due": "never"}); 2_000];
    mixed.push(json!({"owner": 7}));
    let report = check("review", &json!({"action_plan": {"actions": mixed}}));
    let owners = report.checks.iter().find(|c| c.id == "actions-have-owner-and-time").unwrap();
    assert_eq!(owners.status, Status::Open);
    let message = Policy::builtin().check_review_json(&large);
    assert!(message.contains("8 MiB"));
    let unknown = Policy::builtin().check_document_json("recipe", "{}");
    assert!(!unknown.ready && unknown.findings[0].code == "unknown_document");
}

#[test]
fn the_checks_point_to_what_is_wanting() {
    let report = check("review", &example("review-poor.json"));
    let paths = |id: &str| report.checks.iter().find(|c| c.id == id).unwrap().paths.clone();
    assert_eq!(
        paths("actions-have-owner-and-time"),
        ["/action_plan/actions/0/understood_by_team_manager", "/action_plan/actions/1/owner"]
    );
    assert_eq!(paths("plan-not-practitioners-alone"), ["/action_plan/actions"]);
    assert_eq!(
        paths("findings-discussed-before-they-stand"),
        ["/staff_engagement/staff/0/findings_concern_them", "/staff_engagement/staff/0/findings_discussed"]
    );
}

#[test]
fn the_text_of_a_poor_review() {
    insta::assert_snapshot!(without_version(
        &Policy::builtin().report_text(&check("review", &example("review-poor.json")))
    ));
}

#[test]
fn the_text_of_a_half_written_review() {
    insta::assert_snapshot!(without_version(
        &Policy::builtin().report_text(&check("review", &example("review-half-written.json")))
    ));
}

#[test]
fn the_page_of_a_victim_disclosure_with_faults() {
    let document = json!({"eligibility": {"entitled": true, "convicted_on": "2025-02-30"}, "wish": {"asked": false, "wants_cpy": true}});
    insta::assert_snapshot!(without_version(&Policy::builtin().report_html(&check("victim_disclosure", &document))));
}

#[test]
fn the_sheet_of_a_self_assessment() {
    insta::assert_snapshot!(without_version(
        &Policy::builtin().report_sheet(&check("self_assessment", &example("self-assessment.json")))
    ));
}

/// A snapshot does not change with the version alone.
fn without_version(text: &str) -> String {
    text.replace(&format!("version {}", Policy::builtin().data().version), "version X")
}

#[test]
fn a_page_stands_by_itself_and_has_its_landmarks() {
    let policy = Policy::builtin();
    for (kind, name) in EXAMPLES {
        let report = check(kind, &example(name));
        for page in [policy.report_html(&report), policy.report_sheet(&report)] {
            for never in ["<script", "http:", "https:", "src=", "@import", "url("] {
                assert!(!page.contains(never), "{never}");
            }
            for once in ["<h1>", "<main>", "<header>", "<footer>", "lang=\"en-GB\"", "@media print"] {
                assert_eq!(page.matches(once).count(), 1, "{once}");
            }
            assert_eq!(page.matches("<table ").count(), page.matches("<caption>").count());
            assert_eq!(page.matches("<th ").count(), page.matches("scope=\"").count());
            assert_eq!(page.matches("<tr").count(), page.matches("</tr>").count());
        }
    }
}
