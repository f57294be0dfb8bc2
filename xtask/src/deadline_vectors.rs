//! The shared vectors of the deadlines: what a person expects is written by hand in `tests/vectors/deadlines.toml`; this
//! checks it and writes the whole timeline beside it for the runners in three languages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{json, Value};
use sfo_core::Policy;

use crate::vector_files::VectorFiles;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    vector: Vec<Vector>,
}

/// What is expected by hand. What is left out is not claimed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    file: String,
    name: String,
    cites: String,
    /// The case, as it goes to the engine.
    input: String,
    /// Whether the text of the case matters, as where a key stands twice; it is then written as a text.
    #[serde(default)]
    raw: bool,
    /// The options, as they go to the engine.
    #[serde(default = "no_options")]
    options: String,
    /// For a rule the expected members of its answer; a member of a member has a dot.
    #[serde(default)]
    rules: BTreeMap<String, BTreeMap<String, Value>>,
    /// Findings that must be among those found, as code and path.
    findings: Option<Vec<String>>,
    no_findings: Option<bool>,
    /// The rule that is due next; empty for none.
    next: Option<String>,
    /// The code and the path of the error of the options.
    error: Option<String>,
}

fn no_options() -> String {
    "{}".to_owned()
}

/// Every file of vectors with its contents. Fails where a timeline is not what its vector expects.
pub fn files(root: &Path, policy: &Policy) -> Result<Vec<(PathBuf, String)>> {
    let path = root.join("tests/vectors/deadlines.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let vectors: Vectors = toml::from_str(&text)?;
    let mut written = VectorFiles::default();
    let mut names = BTreeSet::new();
    let mut faults = Vec::new();
    for vector in &vectors.vector {
        if !names.insert(&vector.name) {
            faults.push(format!("two vectors are named “{}”", vector.name));
        }
        // Both go to the engine as they were written, for they may be at fault on purpose.
        let (key, output) = match policy.deadlines_json(&vector.input, &vector.options) {
            Ok(output) => ("expect", output),
            Err(error) => ("error", json!({ "code": error.code(), "path": error.path() }).to_string()),
        };
        for fault in vector.faults(key, &serde_json::from_str(&output)?) {
            faults.push(format!("{}: {fault}", vector.name));
        }
        let input = if vector.raw { Value::from(vector.input.as_str()).to_string() } else { vector.input.clone() };
        written.push(&vector.file, (&vector.name, &vector.cites), &input, &vector.options, (key, &output));
    }
    anyhow::ensure!(faults.is_empty(), "{} vectors do not hold:\n- {}", faults.len(), faults.join("\n- "));
    Ok(written.written(root, "deadlines"))
}

impl Vector {
    fn faults(&self, key: &str, output: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let mut same = |what: &str, expected: &Value, found: &Value| {
            if expected != found {
                faults.push(format!("{what} is {found}, expected {expected}"));
            }
        };
        let at = |finding: &Value| {
            format!("{} {}", finding["code"].as_str().unwrap_or_default(), finding["path"].as_str().unwrap_or_default())
        };
        if key == "error" || self.error.is_some() {
            let found = if key == "error" { at(output) } else { "no error".to_owned() };
            same("the error", &self.error.as_deref().unwrap_or("none").into(), &found.into());
            return faults;
        }
        let rules: Vec<&Value> = output["rules"].as_array().into_iter().flatten().collect();
        for (id, expected) in &self.rules {
            let Some(rule) = rules.iter().find(|rule| rule["rule"] == id.as_str()) else {
                same("the rules", &id.as_str().into(), &Value::Null);
                continue;
            };
            for (member, expected) in expected {
                let found = member.split('.').fold(*rule, |value, member| &value[member]);
                // A list of skipped days is expected as its days.
                let days: Value = found.as_array().into_iter().flatten().map(|day| day["date"].clone()).collect();
                let found = if member == "skipped" { &days } else { found };
                // TOML has no null.
                let none = Value::from("none");
                same(&format!("{id} {member}"), expected, if found.is_null() { &none } else { found });
            }
        }
        let found: Vec<String> = output["findings"].as_array().into_iter().flatten().map(at).collect();
        for expected in self.findings.iter().flatten() {
            if !found.contains(expected) {
                same("a finding", &expected.as_str().into(), &found.clone().into());
            }
        }
        if self.no_findings == Some(true) {
            same("the findings", &json!([]), &found.into());
        }
        if let Some(next) = &self.next {
            let found = output["next"]["rule"].as_str().unwrap_or_default();
            same("the next rule", &next.as_str().into(), &found.into());
        }
        faults
    }
}
