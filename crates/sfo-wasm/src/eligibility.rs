//! Does this charge qualify?

use sfo_core::eligibility::case::MAX_CASE_BYTES;
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

/// The entries of Appendix 1, in order, as a JSON array.
#[wasm_bindgen]
#[must_use]
pub fn entries_json() -> String {
    // Every key is a text and every number is finite, so writing to a string does not fail.
    serde_json::to_string(&policy().data().entries).unwrap_or_default()
}

/// The facts that a case can state, in the order of a form, as a JSON array.
#[wasm_bindgen]
#[must_use]
pub fn facts_json() -> String {
    // As above.
    serde_json::to_string(&policy().data().facts).unwrap_or_default()
}

/// The longest case that is read, in bytes. A caller can cut a longer text to one byte more, and get the same
/// finding without handing all of it over.
#[wasm_bindgen]
#[must_use]
pub fn longest_case() -> u32 {
    u32::try_from(MAX_CASE_BYTES).unwrap_or(u32::MAX)
}
