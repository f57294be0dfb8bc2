//! The shared vectors of redaction: what a person expects is written by hand in `tests/vectors/redaction.toml`; this
//! checks it and writes the whole answer beside it for the runners in three languages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{json, Value};
use sfo_core::Policy;

use crate::vector_files::VectorFiles;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    /// The people of every vector that has no options of its own, as JSON.
    people: String,
    vector: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    file: String,
    name: String,
    cites: String,
    text: Option<String>,
    /// A review as JSON, in place of a text.
    review: Option<String>,
    #[serde(default = "workshop")]
    audience: String,
    /// Members to add to the options.
    more: Option<String>,
    /// The options whole.
    options: Option<String>,
    gives: Option<String>,
    /// Everything that is left to a person, as category and finder.
    referred: Option<Vec<String>>,
    /// Everything that is found, as code and path.
    findings: Option<Vec<String>>,
    error: Option<String>,
}

fn workshop() -> String {
    "workshop".to_owned()
}

/// Every file of vectors with its contents. Fails where an answer is not what its vector expects.
pub fn files(root: &Path, policy: &Policy) -> Result<Vec<(PathBuf, String)>> {
    let path = root.join("tests/vectors/redaction.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let Vectors { people, vector: vectors } = toml::from_str(&text)?;
    let mut written = VectorFiles::default();
    let mut names = BTreeSet::new();
    let mut faults = Vec::new();
    for vector in &vectors {
        if !names.insert(&vector.name) {
            faults.push(format!("two vectors are named “{}”", vector.name));
        }
        let options = vector.options.clone().unwrap_or_else(|| {
            let more = vector.more.as_deref().map(|more| format!(",{more}")).unwrap_or_default();
            format!("{{\"audience\":\"{}\",\"people\":{people}{more}}}", vector.audience)
        });
        let (input, answer) = match (&vector.text, &vector.review) {
            (Some(text), None) => (Value::from(text.as_str()).to_string(), policy.redact_json(text, &options)),
            (None, Some(review)) => (review.clone(), policy.redact_review_json(review, &options)),
            _ => anyhow::bail!("{}: give a text or a review", vector.name),
        };
        let (key, output) = match answer {
            Ok(redaction) => ("expect", redaction.to_json()),
            Err(error) => ("error", json!({ "code": error.code(), "path": error.path() }).to_string()),
        };
        for fault in vector.faults(key, &serde_json::from_str(&output)?) {
            faults.push(format!("{}: {fault}", vector.name));
        }
        written.push(&vector.file, (&vector.name, &vector.cites), &input, &options, (key, &output));
    }
    anyhow::ensure!(faults.is_empty(), "{} vectors do not hold:\n- {}", faults.len(), faults.join("\n- "));
    Ok(written.written(root, "redaction"))
}

impl Vector {
    fn faults(&self, key: &str, output: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let mut same = |what: &str, expected: &Value, found: &Value| {
            if expected != found {
                faults.push(format!("{what} is {found}, expected {expected}"));
            }
        };
        let pair = |value: &Value, one: &str, other: &str| {
            format!("{} {}", value[one].as_str().unwrap_or_default(), value[other].as_str().unwrap_or_default())
        };
        let all = |member: &str, one: &str, other: &str| -> Value {
            output[member].as_array().into_iter().flatten().map(|value| pair(value, one, other)).collect()
        };
        let found = if key == "error" { pair(output, "code", "path") } else { "none".to_owned() };
        same("the error", &self.error.as_deref().unwrap_or("none").into(), &found.into());
        if key == "error" {
            return faults;
        }
        if let Some(gives) = &self.gives {
            same("the text", &gives.as_str().into(), &output["text"]);
        }
        if let Some(referred) = &self.referred {
            same("what is referred", &json!(referred), &all("referred", "category", "found_by"));
        }
        if let Some(findings) = &self.findings {
            same("the findings", &json!(findings), &all("findings", "code", "path"));
        }
        faults
    }
}
