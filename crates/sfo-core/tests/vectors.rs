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
