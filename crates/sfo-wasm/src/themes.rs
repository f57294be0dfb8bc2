//! Which learning comes back, how often, and where?

use sfo_core::themes::{Codings, ThemeOptions, MAX_CODINGS_BYTES};
use sfo_core::value::MAX_CASE_BYTES;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{length, policy};

/// Counts codings given as JSON, under options given as JSON. `format` is `json`, `text`, `csv`, `html` or `svg`.
#[wasm_bindgen]
#[must_use]
pub fn themes_as(codings: &str, options: &str, format: &str) -> String {
    let policy = policy();
    let themes = policy.themes(&Codings::from_json(policy, codings), &ThemeOptions::from_json(policy, options));
    match format {
        "text" => policy.themes_text(&themes),
        "csv" => themes.table().to_csv(),
        "html" => policy.themes_html(&themes),
        "svg" => policy.themes_svg(&themes),
        _ => themes.to_json(),
    }
}

/// The longest list of codings that is read, in bytes. A caller can cut a longer text to one byte more, and get the same
/// finding without handing all of it over.
#[wasm_bindgen]
#[must_use]
pub fn longest_codings() -> u32 {
    length(MAX_CODINGS_BYTES)
}

/// The longest options that are read, in bytes.
#[wasm_bindgen]
#[must_use]
pub fn longest_options() -> u32 {
    length(MAX_CASE_BYTES)
}
