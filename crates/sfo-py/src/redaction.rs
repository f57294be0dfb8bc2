//! What may a reader see, and does the redacted text leak anything?

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyString;
use sfo_core::redaction::{LogEntry, RedactOptions};

use crate::raised;

fn failed(py: Python<'_>, error: &sfo_core::Error) -> PyErr {
    raised(py, "RedactionError", error)
}

/// A policy, an audience and the people of a case, made ready.
#[pyclass(frozen, module = "sfo._sfo")]
pub struct Redactor {
    inner: sfo_core::redaction::Redactor,
    policy: sfo_core::Policy,
}

impl Redactor {
    /// Makes ready what the options, as JSON, ask for.
    pub fn new(policy: &sfo_core::Policy, options: &Bound<'_, PyString>) -> PyResult<Self> {
        let made = RedactOptions::from_json(&options.to_string_lossy()).and_then(|options| policy.redactor(&options));
        made.map(|inner| Self { inner, policy: policy.clone() }).map_err(|error| failed(options.py(), &error))
    }
}

#[pymethods]
impl Redactor {
    /// Redacts a text.
    fn redact(&self, text: &Bound<'_, PyString>) -> PyResult<Redaction> {
        let py = text.py();
        let text = text.to_string_lossy();
        let inner = py.detach(|| self.inner.redact(&text)).map_err(|error| failed(py, &error))?;
        Ok(Redaction { inner })
    }

    /// What would be hidden and referred in a text, without the redacted text.
    fn inspect(&self, text: &Bound<'_, PyString>) -> PyResult<Redaction> {
        let py = text.py();
        let text = text.to_string_lossy();
        let inner = py.detach(|| self.inner.inspect(&text)).map_err(|error| failed(py, &error))?;
        Ok(Redaction { inner })
    }

    /// Redacts the free texts of a review, given as JSON.
    fn redact_review(&self, review: &Bound<'_, PyString>) -> PyResult<Redaction> {
        let py = review.py();
        let review = review.to_string_lossy();
        let inner = py.detach(|| self.inner.redact_review(&review)).map_err(|error| failed(py, &error))?;
        Ok(Redaction { inner })
    }

    /// A page with a text before and after.
    fn preview(&self, text: &Bound<'_, PyString>, redaction: &Redaction) -> String {
        self.policy.redaction_html(&text.to_string_lossy(), &redaction.inner)
    }

    /// A page with the texts of a review before and after.
    fn preview_review(&self, review: &Bound<'_, PyString>, redaction: &Redaction) -> PyResult<String> {
        self.policy
            .review_redaction_html(&review.to_string_lossy(), &redaction.inner)
            .map_err(|error| failed(review.py(), &error))
    }

    /// What should be hidden and stands in a text, as JSON.
    fn verify(&self, text: &Bound<'_, PyString>) -> String {
        let py = text.py();
        let text = text.to_string_lossy();
        let leaks = py.detach(|| self.inner.verify(&text));
        json(&leaks)
    }

    /// Begins to redact a text that comes in parts.
    fn stream(&self) -> Stream {
        Stream { inner: Mutex::new(Some(self.inner.stream())) }
    }
}

/// A redacted text with its log.
#[pyclass(frozen, module = "sfo._sfo")]
pub struct Redaction {
    inner: sfo_core::redaction::Redaction,
}

#[pymethods]
impl Redaction {
    /// The redacted text.
    #[getter]
    fn text(&self) -> &str {
        &self.inner.text
    }

    /// How many places were hidden, and how many were left to a person.
    #[getter]
    fn places(&self) -> (usize, usize) {
        (self.inner.log.len(), self.inner.referred.len())
    }

    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }
}

/// A text that is redacted part by part.
#[pyclass(frozen, module = "sfo._sfo")]
pub struct Stream {
    inner: Mutex<Option<sfo_core::redaction::Stream>>,
}

#[pymethods]
impl Stream {
    /// Takes a part of the text: what is ready of the redacted text, with what was hidden and referred since the last part,
    /// each as JSON.
    fn push(&self, part: &Bound<'_, PyString>) -> PyResult<(String, String, String)> {
        let py = part.py();
        let part = part.to_string_lossy();
        let mut out = String::new();
        let taken = py.detach(|| {
            let mut stream = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(stream) = stream.as_mut() else { return Ok((Vec::new(), Vec::new())) };
            stream.push(&part, &mut out).map(|()| (stream.take_log(), stream.take_referred()))
        });
        let (log, referred) = taken.map_err(|error| failed(py, &error))?;
        Ok((out, json(&log), json(&referred)))
    }

    /// Ends the text: the same of what is left.
    fn finish(&self, py: Python<'_>) -> PyResult<(String, String, String)> {
        let mut out = String::new();
        let stream = self.inner.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(stream) = stream else { return Ok((out, json::<LogEntry>(&[]), json::<LogEntry>(&[]))) };
        let rest = py.detach(|| stream.finish(&mut out)).map_err(|error| failed(py, &error))?;
        Ok((out, json(&rest.log), json(&rest.referred)))
    }
}

fn json<T: serde::Serialize>(values: &[T]) -> String {
    serde_json::to_string(values).unwrap_or_default()
}
