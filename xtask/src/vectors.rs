//! The shared vectors: what a person expects of each case is written by hand in `tests/vectors/*.toml`; this
//! checks it and writes the whole decision beside it for the runners in three languages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use sfo_core::Policy;

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
    input: String,
    outcome: String,
    entry: Option<u16>,
    possible: Option<Vec<String>>,
    missing: Option<Vec<String>>,
    certainty: Option<String>,
    involvement: Option<String>,
    review: Option<String>,
    review_missing: Option<Vec<String>>,
    route: Option<String>,
    findings: Option<Vec<String>>,
    no_findings: Option<bool>,
    would_change: Option<Vec<String>>,
}

/// Every file of vectors with its contents. Fails where a decision is not what its vector expects.
pub fn files(root: &Path, policy: &Policy) -> Result<Vec<(PathBuf, String)>> {
    let path = root.join("tests/vectors/eligibility.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let vectors: Vectors = toml::from_str(&text)?;
    let mut by_file: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut reasons = Vec::new();
    let mut names = std::collections::BTreeSet::new();
    let mut faults = Vec::new();
    for vector in &vectors.vector {
        if !names.insert(&vector.name) {
            faults.push(format!("two vectors are named “{}”", vector.name));
        }
        // The input goes to the engine as it was written, for it may be malformed on purpose.
        let decided = policy.assess(&sfo_core::Case::from_json(policy, &vector.input));
        let output = decided.to_json();
        let decision: Value = serde_json::from_str(&output)?;
        for fault in vector.faults(&decision) {
            faults.push(format!("{}: {fault}", vector.name));
        }
        let input: Value = serde_json::from_str(&vector.input)
            .with_context(|| format!("the input of “{}” is not JSON", vector.name))?;
        reasons.push(format!(
            "{{\"name\": {}, \"cites\": {},\n \"input\": {input},\n \"expect\": {}}}",
            Value::from(vector.name.as_str()),
            Value::from(vector.cites.as_str()),
            serde_json::json!({"reason": decided.reason(), "citation": decided.citation()}),
        ));
        by_file.entry(vector.file.clone()).or_default().push(format!(
            "{{\"name\": {}, \"cites\": {},\n \"input\": {input},\n \"expect\": {output}}}",
            Value::from(vector.name.as_str()),
            Value::from(vector.cites.as_str()),
        ));
    }
    anyhow::ensure!(faults.is_empty(), "{} vectors do not hold:\n- {}", faults.len(), faults.join("\n- "));
    Ok(by_file
        .into_iter()
        .map(|(file, vectors)| {
            (root.join(format!("tests/vectors/eligibility/{file}.json")), format!("[\n{}\n]\n", vectors.join(",\n")))
        })
        // The same cases with the reason and its citation, which are not part of the canonical JSON.
        .chain([(root.join("tests/vectors/reason/reason.json"), format!("[\n{}\n]\n", reasons.join(",\n")))])
        .collect())
}

impl Vector {
    fn faults(&self, decision: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let mut same = |what: &str, expected: Value, found: &Value| {
            if expected != *found {
                faults.push(format!("{what} is {found}, expected {expected}"));
            }
        };
        let words = |list: &Vec<String>| Value::from(list.clone());
        let sorted = |value: &Value| {
            let mut list: Vec<String> =
                value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            list.sort();
            Value::from(list)
        };
        same("outcome", self.outcome.as_str().into(), &decision["outcome"]);
        if let Some(entry) = self.entry {
            same("entry", entry.into(), &decision["entry"]);
        }
        if let Some(possible) = &self.possible {
            same("possible", words(possible), &decision["possible"]);
        }
        if let Some(missing) = &self.missing {
            same("missing", sorted(&words(missing)), &sorted(&decision["missing"]));
        }
        if let Some(certainty) = &self.certainty {
            same("certainty", certainty.as_str().into(), &decision["certainty"]);
        }
        if let Some(involvement) = &self.involvement {
            same("involvement", involvement.as_str().into(), &decision["involvement"]);
        }
        if let Some(review) = &self.review {
            same("review", review.as_str().into(), &decision["review"]["required"]);
        }
        if let Some(missing) = &self.review_missing {
            same("review missing", sorted(&words(missing)), &sorted(&decision["review"]["missing"]));
        }
        if let Some(route) = &self.route {
            same("route", route.as_str().into(), &decision["review"]["route"]);
        }
        let mut codes: Vec<&str> = Vec::new();
        let charges = decision["charges"].as_array().into_iter().flatten();
        for one in std::iter::once(decision).chain(charges) {
            codes.extend(one["findings"].as_array().into_iter().flatten().filter_map(|f| f["code"].as_str()));
        }
        for code in self.findings.iter().flatten() {
            if !codes.contains(&code.as_str()) {
                same("findings", code.as_str().into(), &codes.clone().into());
            }
        }
        if self.no_findings == Some(true) {
            same("findings", Value::from(Vec::<String>::new()), &codes.into());
        }
        if let Some(facts) = &self.would_change {
            let found: Vec<&str> =
                decision["would_change"].as_array().into_iter().flatten().filter_map(|c| c["fact"].as_str()).collect();
            same("would_change", words(facts), &found.into());
        }
        faults
    }
}
