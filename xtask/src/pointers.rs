//! Vectors whose expectations are places in the answer: what a person expects is written by hand in
//! `tests/vectors/<module>.toml`, as JSON Pointers with their values; this checks it and writes the whole answer beside
//! it for the runners.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    vector: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    file: String,
    name: String,
    cites: String,
    input: String,
    options: Option<String>,
    /// Places in the answer and what stands there; `"(absent)"` where nothing does.
    expect: BTreeMap<String, Value>,
    /// The codes of all findings, in order; left out, there is none.
    #[serde(default)]
    findings: Vec<String>,
}

/// Every file of a module's vectors with its contents. Fails where an answer is not what its vector expects.
pub fn files(root: &Path, module: &str, answer: &dyn Fn(&str, &str) -> String) -> Result<Vec<(PathBuf, String)>> {
    let path = root.join(format!("tests/vectors/{module}.toml"));
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let vectors: Vectors = toml::from_str(&text)?;
    let mut by_file: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut names = BTreeSet::new();
    let mut faults = Vec::new();
    for vector in &vectors.vector {
        let name = &vector.name;
        if !names.insert(name) {
            faults.push(format!("two vectors are named “{name}”"));
        }
        if vector.cites.trim().is_empty() || vector.expect.is_empty() {
            faults.push(format!("{name}: it cites nothing, or expects nothing"));
        }
        // The input goes to the engine as it was written, for it may be malformed on purpose.
        let output = answer(&vector.input, vector.options.as_deref().unwrap_or_default());
        let found: Value = serde_json::from_str(&output)?;
        for (place, expected) in &vector.expect {
            let absent = Value::from("(absent)");
            let value = found.pointer(place).unwrap_or(&absent);
            // TOML has no null.
            let value = if value.is_null() { &Value::from("(null)") } else { value };
            if value != expected {
                faults.push(format!("{name}: {place} is {value}, expected {expected}"));
            }
        }
        let codes: Vec<&str> =
            found["findings"].as_array().into_iter().flatten().filter_map(|f| f["code"].as_str()).collect();
        if codes != vector.findings {
            faults.push(format!("{name}: the findings are {codes:?}, expected {:?}", vector.findings));
        }
        let json = |text: &str| -> Result<Value> {
            serde_json::from_str(text).with_context(|| format!("the input or the options of “{name}” are not JSON"))
        };
        let input = json(&vector.input)?;
        let options = match &vector.options {
            Some(options) => format!("\n \"options\": {},", json(options)?),
            None => String::new(),
        };
        by_file.entry(&vector.file).or_default().push(format!(
            "{{\"name\": {}, \"cites\": {},\n \"input\": {input},{options}\n \"expect\": {output}}}",
            Value::from(name.as_str()),
            Value::from(vector.cites.as_str()),
        ));
    }
    anyhow::ensure!(faults.is_empty(), "{} vectors of {module} do not hold:\n- {}", faults.len(), faults.join("\n- "));
    Ok(by_file
        .into_iter()
        .map(|(file, vectors)| {
            (root.join(format!("tests/vectors/{module}/{file}.json")), format!("[\n{}\n]\n", vectors.join(",\n")))
        })
        .collect())
}
