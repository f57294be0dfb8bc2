//! The audit of a table of codes and the difference of two policies: the shared vectors, what people read, and laws.

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
use sfo_core::audit::{Audit, AuditOptions, Claim, CodeTable, RuleChangeKind, Verdict};
use sfo_core::{Case, Outcome, Policy};

fn audit(table: &str, options: &str) -> Audit {
    let policy = Policy::builtin();
    policy.audit(&CodeTable::from_json(policy, table), &AuditOptions::from_json(policy, options))
}

#[test]
fn every_vector_gives_the_same_bytes() {
    let policy = Policy::builtin();
    let loaded = Policy::from_json(&policy.to_json()).unwrap();
    common::hold("audit", 25, &|input, options| {
        let output = policy.audit_json(input, options);
        assert_eq!(output, loaded.audit_json(input, options));
        output
    });
}

#[test]
fn every_verdict_and_every_fault_of_form_stands_in_a_vector() {
    let mut seen = BTreeSet::new();
    for vector in common::vectors("audit") {
        let answer: serde_json::Value = serde_json::from_str(vector.expect.get()).unwrap();
        for row in answer["rows"].as_array().unwrap() {
            seen.insert(row["verdict"].as_str().unwrap().to_owned());
            seen.extend(row["form"].as_array().unwrap().iter().map(|f| f.as_str().unwrap().to_owned()));
        }
    }
    for name in [
        "agrees",
        "misses",
        "over_reaches",
        "cannot_carry_caveat",
        "wrong_form",
        "not_recognised",
        "no_code",
        "lower_case",
        "spaces",
        "truncated",
        "malformed",
        "unknown_suffix",
        "unknown_value",
        "contradicted",
        "repeated",
        "suffix_never_asked",
        "suffixes_missing",
    ] {
        assert!(seen.contains(name), "no vector has `{name}`");
    }
}

const TABLE: &str = r#"{"table": [
    {"code": "COML025", "value": "Y"}, {"code": "TH68023", "value": "Y"}, {"code": "TH68010", "value": "Y"},
    {"code": "SX03013", "value": "N"}, {"code": "cd71050", "value": "Y"}, {"code": "TH6823", "value": "Y"},
    {"code": "TH68203", "value": "Y"}, {"code": "SX56001", "value": "Y"}, {"code": "not a code at all", "value": "N"}
]}"#;

#[test]
fn what_people_read() {
    let audit = audit(TABLE, r#"{"suffixes": "cut", "list_missing": false}"#);
    insta::assert_snapshot!(Policy::builtin().audit_text(&audit));
}

/// A table that says of every code of the policy what the policy says where nothing is known.
#[test]
fn the_policys_own_table_agrees_as_far_as_a_table_can() {
    let policy = Policy::builtin();
    let codes = policy.data().codes.iter().flat_map(|group| group.codes.iter()).filter(|code| code.len() == 7);
    let rows: Vec<String> = codes
        .map(|code| {
            let decision = policy.assess(&Case::new().code(code));
            format!(r#"{{"code":"{code}","value":{}}}"#, decision.is_flagged(true))
        })
        .collect();
    let audit = audit(&format!(r#"{{"table":[{}]}}"#, rows.join(",")), r#"{"suffixes":"cut"}"#);
    let totals = audit.totals;
    assert_eq!((totals.misses, totals.over_reaches, totals.wrong_form, totals.not_recognised), (0, 0, 0, 0));
    assert_eq!((totals.missing_codes, totals.missing_forms), (0, 0));
    assert_eq!(totals.agrees + totals.cannot_carry_caveat, totals.rows);
    assert!(totals.cannot_carry_caveat > 50);
    assert!(!audit.is_clean());
}

#[test]
fn a_record_changes_where_the_policy_says_otherwise() {
    let policy = Policy::builtin();
    let audit = audit(r#"{"table":[{"code":"TH68023","value":true},{"code":"TH68010","value":false}]}"#, "");
    let effect = |code: &str, case: Case| audit.effect(Some(code), &policy.assess(&case.code(code)));
    // A robbery without a firearm was taken for listed.
    let robbery = effect("TH68023", Case::new().fact("firearm_used", false));
    assert_eq!((robbery.before, robbery.after, robbery.changed), (Some(Claim::Listed), Outcome::NotQualifying, true));
    assert!(!effect("TH68023", Case::new().fact("firearm_used", true)).changed);
    // An attempt finds no row, which is taken for a no.
    let attempt = effect("TH68023A", Case::new().fact("firearm_used", true));
    assert_eq!((attempt.before, attempt.after, attempt.changed), (None, Outcome::Qualifying, true));
    assert!(!effect("TH68010", Case::new()).changed);
    // What nobody can say yet is another answer than yes or no, and so is what nobody understood.
    assert!(effect("TH68023", Case::new()).changed);
    assert!(audit.effect(None, &policy.assess(&Case::new())).changed);
}

#[test]
fn what_changed_between_two_policies() {
    let policy = Policy::builtin();
    let mut data = policy.data().clone();
    data.criteria.window_working_days = 20;
    data.entries.to_mut()[21].tier = sfo_core::policy::data::Tier::Automatic;
    data.entries.to_mut()[21].condition = None;
    let deadlines = data.deadlines.to_mut();
    let gone = deadlines.remove(0);
    deadlines[0].strength = sfo_core::policy::data::Strength::Consider;
    let groups = data.codes.to_mut();
    let at = groups.iter().position(|g| g.codes.iter().any(|code| code == "TH68010")).unwrap();
    let mut moved = groups[at].clone();
    groups[at].codes =
        groups[at].codes.iter().filter(|code| *code != "TH68010").map(str::to_owned).collect::<Vec<_>>().into();
    moved.codes = vec!["TH68010".to_owned()].into();
    moved.entries = vec![22].into();
    groups.push(moved);
    let checks = data.documents.to_mut()[0].checks.to_mut();
    checks[0].fix = "Ask the reviewer.".into();
    let other = Policy::from_data(data).unwrap();
    let diff = policy.diff(&other);
    assert!(!diff.same);
    let found: Vec<(&str, RuleChangeKind)> = diff.changes.iter().map(|c| (c.part.as_str(), c.change)).collect();
    assert!(found.contains(&("criteria", RuleChangeKind::Changed)));
    assert!(found.contains(&("checks", RuleChangeKind::Changed)));
    assert!(diff.changes.iter().any(|c| c.id == gone.id && c.change == RuleChangeKind::Removed));
    assert_eq!(diff.changes.len(), 5);
    assert_eq!(diff.codes.len(), 1);
    assert_eq!(
        (&diff.codes[0].codes[..], diff.codes[0].change),
        (&["TH68010".to_owned()][..], RuleChangeKind::Changed)
    );
    assert!(policy.diff(policy).same);
    // The other way round what is gone is new.
    let back = other.diff(policy);
    assert!(back.changes.iter().any(|c| c.id == gone.id && c.change == RuleChangeKind::Added));
    let text = policy.diff_text(&diff);
    // The digest of the altered policy stands nowhere in the text.
    insta::assert_snapshot!(text);
}

/// Nothing that a policy says can change without being told: every list, and every field of a thing in it.
#[test]
fn every_part_of_a_policy_is_compared() {
    let policy = Policy::builtin();
    let whole: serde_json::Value = serde_json::from_str(&policy.to_json()).unwrap();
    for part in whole.as_object().unwrap().keys() {
        let mut other = whole.clone();
        match &mut other[part] {
            serde_json::Value::Array(list) if part != "entries" && part != "involvements" && part != "facts" => {
                list.pop();
            }
            serde_json::Value::String(text) => text.push('x'),
            _ => continue,
        }
        // Some parts cannot go without the policy contradicting itself.
        let Ok(other) = Policy::from_json(&other.to_string()) else { continue };
        assert!(!policy.diff(&other).same, "{part}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    /// A row is agreed with only where every charge with its code gets the answer that the row gives.
    #[test]
    fn who_agrees_is_right_whatever_the_facts(
        at in any::<prop::sample::Index>(),
        value in prop::sample::select(vec!["true", "false", "\"automatic\"", "\"qualifying\""]),
        facts in proptest::collection::vec(any::<Option<bool>>(), 9),
    ) {
        let policy = Policy::builtin();
        let codes: Vec<&str> = policy.data().codes.iter().flat_map(|group| group.codes.iter()).collect();
        let code = codes[at.index(codes.len())];
        let audit = audit(&format!(r#"{{"table":[{{"code":"{code}","value":{value}}}]}}"#), r#"{"list_missing":false}"#);
        let row = &audit.rows[0];
        let names = policy.data().facts.iter().filter(|f| f.derives.is_none()).map(|f| f.name.to_string());
        let case = names.zip(&facts).fold(Case::new().code(code), |case, (name, value)| match value {
            Some(value) => case.fact(name, *value),
            None => case,
        });
        let decision = policy.assess(&case);
        prop_assume!(!decision.findings.iter().any(|f| f.code == "fact_conflict"));
        match (row.verdict, decision.outcome) {
            (Verdict::Agrees | Verdict::Misses | Verdict::OverReaches, Outcome::NeedsInformation) => {
                prop_assert!(matches!(row.says, Some(Claim::Listed | Claim::NotListed | Claim::Automatic)));
            }
            (Verdict::Agrees, _) => prop_assert!(!audit.effect(Some(code), &decision).changed),
            (Verdict::Misses | Verdict::OverReaches, _) => prop_assert!(audit.effect(Some(code), &decision).changed),
            _ => {}
        }
    }

    #[test]
    fn any_text_is_answered(table in ".{0,200}", options in ".{0,60}") {
        let output = Policy::builtin().audit_json(&table, &options);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
    }

    #[test]
    fn what_is_no_code_is_repeated_nowhere(age in 1000_u32..9999) {
        let mark = format!("Zzyx{age}qqv Invented");
        let audit = audit(&format!(r#"{{"table":[{{"code":"{mark}","value":"{mark}"}}]}}"#), r#"{"list_missing":false}"#);
        let said = format!("{}{}{audit:?}", audit.to_json(), Policy::builtin().audit_text(&audit));
        prop_assert!(!said.contains("Zzyx"));
    }
}
