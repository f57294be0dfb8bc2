//! Should other agencies take part in a review, and which other reviews may overlap?

use sfo_core::Case;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::policy;

/// Asks the multi-agency criteria of a case given as the canonical JSON. `format` is `json` or `text`.
#[wasm_bindgen]
#[must_use]
pub fn multi_agency_as(case: &str, format: &str) -> String {
    let policy = policy();
    let answer = policy.multi_agency(&Case::from_json(policy, case));
    match format {
        "text" => policy.explain_multi_agency(&answer),
        _ => answer.to_json(),
    }
}
