//! Redaction: the shared vectors, byte for byte, under the policy compiled in and the policy loaded.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use sfo_core::Policy;

#[derive(Deserialize)]
struct Vector {
    name: String,
    cites: String,
    input: Box<RawValue>,
    options: Box<RawValue>,
    expect: Option<Box<RawValue>>,
    error: Option<Fault>,
}

#[derive(Deserialize, PartialEq)]
struct Fault {
    code: String,
    path: String,
}

#[test]
fn every_vector_gives_the_same_bytes() {
    let builtin = Policy::builtin();
    let loaded = Policy::from_json(&builtin.to_json()).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/redaction");
    let mut held = 0;
    let mut failed = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for vector in serde_json::from_str::<Vec<Vector>>(&text).unwrap() {
            assert!(!vector.cites.is_empty(), "“{}” cites nothing", vector.name);
            for policy in [builtin, &loaded] {
                // A text is a text, and an object is a review.
                let answer = match serde_json::from_str::<String>(vector.input.get()) {
                    Ok(text) => policy.redact_json(&text, vector.options.get()),
                    Err(_) => policy.redact_review_json(vector.input.get(), vector.options.get()),
                };
                let holds = match answer {
                    Ok(redaction) => vector.expect.as_ref().is_some_and(|expect| redaction.to_json() == expect.get()),
                    Err(error) => {
                        vector.error == Some(Fault { code: error.code().to_owned(), path: error.path().to_owned() })
                    }
                };
                if !holds {
                    failed.push(vector.name.clone());
                }
            }
            held += 1;
        }
    }
    assert!(held >= 50, "only {held} vectors");
    assert!(failed.is_empty(), "these vectors do not hold: {failed:#?}");
}
