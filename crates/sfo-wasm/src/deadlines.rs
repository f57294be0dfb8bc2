//! What is due when, and what came late or out of order?

use sfo_core::deadlines::{Format, MAX_OPTIONS_BYTES};
use sfo_core::Error;
use wasm_bindgen::prelude::{wasm_bindgen, JsValue};

use crate::{length, policy};

/// Judges the days of a case given as the canonical JSON, under options given as JSON. `format` is `json`, `text`, `ics`
/// or `svg`.
///
/// # Errors
///
/// Where the options cannot be used: the code, the path and the message, one a line.
#[wasm_bindgen]
pub fn deadlines_as(case: &str, options: &str, format: &str) -> Result<String, JsValue> {
    let format = match format {
        "text" => Format::Text,
        "ics" => Format::Ics,
        "svg" => Format::Svg,
        _ => Format::Json,
    };
    policy().deadlines_as(case, options, format).map_err(|error| lines(&error))
}

/// The longest options that are read, in bytes; see [`longest_case`](crate::longest_case).
#[wasm_bindgen]
#[must_use]
pub fn longest_options() -> u32 {
    length(MAX_OPTIONS_BYTES)
}

fn lines(error: &Error) -> JsValue {
    JsValue::from_str(&format!("{}\n{}\n{error}", error.code(), error.path()))
}
