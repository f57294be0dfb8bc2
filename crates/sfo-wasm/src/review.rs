//! What does a document still lack?

use sfo_core::review::MAX_DOCUMENT_BYTES;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{length, policy};

/// Checks a document given as JSON. `kind` is `review`, `self_assessment` or `victim_disclosure`; `format` is `json`,
/// `text`, `html` or `sheet`.
#[wasm_bindgen]
#[must_use]
pub fn check_as(kind: &str, document: &str, format: &str) -> String {
    let policy = policy();
    let report = policy.check_document_json(kind, document);
    match format {
        "text" => policy.report_text(&report),
        "html" => policy.report_html(&report),
        "sheet" => policy.report_sheet(&report),
        _ => report.to_json(),
    }
}

/// The longest document that is read, in bytes. A caller can cut a longer text to one byte more, and get the same
/// finding without handing all of it over.
#[wasm_bindgen]
#[must_use]
pub fn longest_document() -> u32 {
    length(MAX_DOCUMENT_BYTES)
}
