//! The shared vectors, byte for byte.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use sfo_core::{Case, Outcome, Policy};

#[derive(Deserialize)]
struct Vector {
    name: String,
    cites: String,
    input: Box<RawValue>,
    expect: Box<RawValue>,
}

fn vectors() -> Vec<Vector> {
    vectors_of("eligibility")
}

fn vectors_of(module: &str) -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(module);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .flat_map(|path| serde_json::from_str::<Vec<Vector>>(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

#[test]
fn every_vector_gives_the_same_bytes() {
    let policy = Policy::builtin();
    let loaded = Policy::from_json(&policy.to_json()).unwrap();
    let vectors = vectors();
    assert!(vectors.len() >= 150, "only {} vectors", vectors.len());
    let mut failed = Vec::new();
    for vector in &vectors {
        assert!(!vector.cites.is_empty(), "“{}” cites nothing", vector.name);
        let output = policy.assess_json(vector.input.get());
        if output != vector.expect.get() || output != loaded.assess_json(vector.input.get()) {
            failed.push(vector.name.as_str());
        }
    }
    assert!(failed.is_empty(), "these vectors do not hold: {failed:#?}");
}

#[test]
fn every_reason_is_the_same() {
    let policy = Policy::builtin();
    let vectors = vectors_of("reason");
    assert_eq!(vectors.len(), self::vectors().len());
    for vector in &vectors {
        let decision = policy.assess(&Case::from_json(policy, vector.input.get()));
        let said = serde_json::json!({"reason": decision.reason(), "citation": decision.citation()});
        assert_eq!(said, serde_json::from_str::<serde_json::Value>(vector.expect.get()).unwrap(), "{}", vector.name);
        assert!(!decision.reason().is_empty(), "{}", vector.name);
        assert_eq!(decision.citation().is_empty(), decision.outcome == Outcome::Unrecognised, "{}", vector.name);
    }
}

#[test]
fn the_vectors_name_every_entry() {
    let named: BTreeSet<u64> = vectors()
        .iter()
        .filter_map(|v| serde_json::from_str::<serde_json::Value>(v.expect.get()).unwrap()["entry"].as_u64())
        .collect();
    let silent: Vec<u64> = (1..=76).filter(|n| !named.contains(n)).collect();
    // Entry 46 is the combined form of 52 and 53, and is named only where both sections are charged.
    assert!(silent.is_empty(), "no vector names the entries {silent:?}");
}

#[test]
fn every_vector_of_the_checks_gives_the_same_bytes() {
    let policy = Policy::builtin();
    let loaded = Policy::from_json(&policy.to_json()).unwrap();
    let mut failed = Vec::new();
    for document in policy.data().documents.iter() {
        let file = format!("../../tests/vectors/review/{}.json", document.id);
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let vectors: Vec<Vector> = serde_json::from_str(&text).unwrap();
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for vector in vectors {
            assert!(!vector.cites.is_empty(), "“{}” cites nothing", vector.name);
            let input = vector.input.get();
            let output = policy.check_document_json(&document.id, input);
            if output.to_json() != vector.expect.get() || output != loaded.check_document_json(&document.id, input) {
                failed.push(vector.name);
            }
            seen.extend(output.checks.iter().map(|c| (c.id.to_string(), c.status.as_str().to_owned())));
        }
        for check in document.checks.iter() {
            for status in ["met", "not_met", "open"] {
                let shown = seen.contains(&(check.id.to_string(), status.to_owned()));
                assert!(shown, "no vector shows the check `{}` as {status}", check.id);
            }
            if check.when.is_none() {
                let never = seen.contains(&(check.id.to_string(), "not_applicable".to_owned()));
                assert!(!never, "`{}` always applies", check.id);
            }
        }
    }
    assert!(failed.is_empty(), "these vectors do not hold: {failed:#?}");
}
