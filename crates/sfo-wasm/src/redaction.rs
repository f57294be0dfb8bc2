//! What may a reader see, and does the redacted text leak anything?

use sfo_core::redaction::{RedactOptions, Redactor};
use sfo_core::Error;
use wasm_bindgen::prelude::{wasm_bindgen, JsValue};

use crate::policy;

/// Redacts a text, or a review given as JSON (`kind` is `review`), under options given as JSON.
///
/// # Errors
///
/// Where the options or the review cannot be used, or something survived: the code, the path and the message, one a line.
#[wasm_bindgen]
pub fn redact_as(kind: &str, text: &str, options: &str) -> Result<String, JsValue> {
    let redaction = redactor(options).and_then(|redactor| match kind {
        "review" => redactor.redact_review(text),
        _ => redactor.redact(text),
    });
    redaction.map(|redaction| redaction.to_json()).map_err(|error| lines(&error))
}

/// Looks for what should be hidden in a text, under options given as JSON.
///
/// # Errors
///
/// Where the options cannot be used: the code, the path and the message, one a line.
#[wasm_bindgen]
pub fn verify_redacted(text: &str, options: &str) -> Result<String, JsValue> {
    let redactor = redactor(options).map_err(|error| lines(&error))?;
    Ok(serde_json::to_string(&redactor.verify(text)).unwrap_or_default())
}

fn redactor(options: &str) -> Result<Redactor, Error> {
    policy().redactor(&RedactOptions::from_json(options)?)
}

fn lines(error: &Error) -> JsValue {
    JsValue::from_str(&format!("{}\n{}\n{error}", error.code(), error.path()))
}
