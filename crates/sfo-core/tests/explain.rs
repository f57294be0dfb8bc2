//! What people read: the explanation of a decision, as a snapshot.

use sfo_core::{Case, Policy};

fn explained(json: &str) -> String {
    let policy = Policy::builtin();
    policy.explain(&policy.assess(&Case::from_json(policy, json)))
}

#[test]
fn an_attempted_robbery_with_a_firearm() {
    insta::assert_snapshot!(explained(
        r#"{"offence": {"code": "TH68023A"}, "facts": {"firearm_used": true}, "offence_date": "2024-03-01",
            "supervision": {"kind": "licence", "start": "2023-06-01", "end": "ongoing"},
            "proceedings": {"charged": "2024-03-04", "first_court_appearance": "2024-03-05"},
            "risk_of_serious_harm": "high"}"#
    ));
}

#[test]
fn a_robbery_of_which_little_is_known() {
    insta::assert_snapshot!(explained(
        r#"{"offence": {"text": "Robbery, contrary to section 8(1) of the Theft Act 1968"}}"#
    ));
}

#[test]
fn a_terrorism_charge_is_never_a_bare_no() {
    insta::assert_snapshot!(explained(r#"{"offence": {"statute": "Terrorism Act 2000", "section": "57"}}"#));
}

#[test]
fn words_that_are_not_understood() {
    insta::assert_snapshot!(explained(r#"{"offence": {"text": "agravated burglery"}}"#));
}

#[test]
fn statements_that_conflict() {
    insta::assert_snapshot!(explained(
        r#"{"offence": {"statute": "Sexual Offences Act 2003", "section": "9"},
            "facts": {"victim_under_13": true, "victim_age": 15}}"#
    ));
}

#[test]
fn a_case_with_two_charges() {
    insta::assert_snapshot!(explained(
        r#"{"charges": [{"offence": {"code": "TH68010"}}, {"offence": {"code": "COML025"}}],
            "offence_date": null, "risk_of_serious_harm": "low"}"#
    ));
}
