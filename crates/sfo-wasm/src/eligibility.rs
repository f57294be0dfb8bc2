//! Does this charge qualify?

use sfo_core::Case;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::policy;

/// Decides a case given as the canonical JSON and returns the decision as the canonical JSON.
#[wasm_bindgen]
#[must_use]
pub fn assess_json(case: &str) -> String {
    policy().assess_json(case)
}

/// Decides a case given as the canonical JSON and returns the decision as plain text.
#[wasm_bindgen]
#[must_use]
pub fn explain_json(case: &str) -> String {
    let policy = policy();
    policy.explain(&policy.assess(&Case::from_json(policy, case)))
}

/// Decides a case given as the canonical JSON and returns the reason as one line, or where it comes from.
#[wasm_bindgen]
#[must_use]
pub fn reason_json(case: &str, citation: bool) -> String {
    let policy = policy();
    let decision = policy.assess(&Case::from_json(policy, case));
    if citation {
        decision.citation()
    } else {
        decision.reason()
    }
}
