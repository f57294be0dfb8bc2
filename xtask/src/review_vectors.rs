//! The vectors of the checks: what each edit of a document does is written by hand in `tests/vectors/review.toml`; this
//! checks it and writes the whole reports for the runners.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;
use sfo_core::Policy;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vectors {
    base: Vec<Base>,
    case: Vec<Case>,
    #[serde(default)]
    vector: Vec<Vector>,
}

/// A document that meets every check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Base {
    document: String,
    name: String,
    cites: String,
    file: String,
}

/// What makes a check not met, and what leaves it open.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    document: String,
    check: String,
    #[serde(default = "first")]
    group: usize,
    not_met: BTreeMap<String, Value>,
    open: BTreeMap<String, Value>,
}

const fn first() -> usize {
    1
}

/// A document by itself, for what no edit of a base shows. What is left out is not claimed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    document: String,
    name: String,
    cites: String,
    input: String,
    /// The faults of form as `path code`, complete.
    faults: Vec<String>,
    #[serde(default)]
    statuses: BTreeMap<String, String>,
    ready: bool,
    /// The places to which a check points.
    #[serde(default)]
    paths: BTreeMap<String, Vec<String>>,
}

struct Run<'p> {
    policy: &'p Policy,
    faults: Vec<String>,
    names: BTreeSet<String>,
    by_document: BTreeMap<String, Vec<String>>,
}

/// Every file of vectors with its contents. Fails where a report is not what its vector expects, and where a check has
/// no vector that meets it, none that does not, or none that leaves it open.
pub fn files(root: &Path, policy: &Policy) -> Result<Vec<(PathBuf, String)>> {
    let path = root.join("tests/vectors/review.toml");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let vectors: Vectors = toml::from_str(&text)?;
    let mut run = Run { policy, faults: Vec::new(), names: BTreeSet::new(), by_document: BTreeMap::new() };
    for base in &vectors.base {
        let text =
            std::fs::read_to_string(root.join(&base.file)).with_context(|| format!("cannot read {}", base.file))?;
        let document: Value = serde_json::from_str(&text)?;
        run.base(base, &document, &vectors.case)?;
    }
    for vector in &vectors.vector {
        run.vector(vector)?;
    }
    for case in vectors.case.iter().filter(|c| !vectors.base.iter().any(|b| b.document == c.document)) {
        run.faults.push(format!("the case of `{}` has no base", case.check));
    }
    anyhow::ensure!(run.faults.is_empty(), "{} vectors do not hold:\n- {}", run.faults.len(), run.faults.join("\n- "));
    Ok(run
        .by_document
        .into_iter()
        .map(|(document, vectors)| {
            (root.join(format!("tests/vectors/review/{document}.json")), format!("[\n{}\n]\n", vectors.join(",\n")))
        })
        .collect())
}

impl Run<'_> {
    fn base(&mut self, base: &Base, document: &Value, cases: &[Case]) -> Result<()> {
        let checks = self.policy.data().documents.iter().find(|d| d.id == base.document.as_str());
        let checks: Vec<String> =
            checks.into_iter().flat_map(|d| d.checks.iter()).map(|check| check.id.to_string()).collect();
        let all_met: BTreeMap<String, String> = checks.iter().map(|check| (check.clone(), "met".to_owned())).collect();
        self.add(&base.document, &base.name, &base.cites, document, &all_met, Some(&[]))?;
        let cases: Vec<&Case> = cases.iter().filter(|c| c.document == base.document).collect();
        for check in &checks {
            match cases.iter().filter(|c| c.check == *check).count() {
                1 => {}
                0 => self.faults.push(format!("the check `{check}` has no vectors")),
                _ => self.faults.push(format!("the check `{check}` has vectors twice")),
            }
        }
        for case in cases.iter().filter(|c| !checks.contains(&c.check)) {
            self.faults.push(format!("there is no check `{}`", case.check));
        }
        let groups: BTreeSet<usize> = cases.iter().map(|c| c.group).collect();
        for group in groups {
            for status in ["not_met", "open"] {
                let mut edited = document.clone();
                let mut expected = BTreeMap::new();
                for case in cases.iter().filter(|c| c.group == group) {
                    let edits = if status == "open" { &case.open } else { &case.not_met };
                    for (pointer, answer) in edits {
                        put(&mut edited, pointer, answer)
                            .with_context(|| format!("the vectors of `{}`", case.check))?;
                    }
                    expected.insert(case.check.clone(), status.to_owned());
                }
                let words = if status == "open" { "left open" } else { "not met" };
                let name = format!("{}: {words}, group {group}", base.name);
                self.add(&base.document, &name, &base.cites, &edited, &expected, Some(&[]))?;
            }
        }
        // Nothing answered: nothing is met, and nothing is held against anybody.
        let name = format!("{}: nothing answered", base.document);
        let empty = Value::Object(serde_json::Map::new());
        let report = self.add(&base.document, &name, &base.cites, &empty, &BTreeMap::new(), Some(&[]))?;
        for check in report["checks"].as_array().into_iter().flatten().filter(|c| c["status"] == "not_met") {
            self.faults.push(format!("{name}: `{}` is not met", check["id"]));
        }
        Ok(())
    }

    fn vector(&mut self, vector: &Vector) -> Result<()> {
        let input: Value = serde_json::from_str(&vector.input)
            .with_context(|| format!("the input of “{}” is not JSON", vector.name))?;
        let faults: Vec<&str> = vector.faults.iter().map(String::as_str).collect();
        let output = self.report(&vector.document, &vector.input)?;
        let report = self.put(vector, &input, &output, &vector.statuses, Some(&faults))?;
        if report["ready"] != vector.ready {
            self.faults.push(format!("{}: ready is {}", vector.name, report["ready"]));
        }
        for (check, paths) in &vector.paths {
            let found = report["checks"].as_array().into_iter().flatten().find(|c| c["id"] == check.as_str());
            let found = found.map_or(Value::Null, |c| c["paths"].clone());
            if found != Value::from(paths.clone()) {
                self.faults.push(format!("{}: `{check}` points to {found}", vector.name));
            }
        }
        Ok(())
    }

    fn report(&self, document: &str, input: &str) -> Result<String> {
        Ok(match document {
            "review" => self.policy.check_review_json(input),
            "self_assessment" => self.policy.check_self_assessment_json(input),
            "victim_disclosure" => self.policy.check_victim_disclosure_json(input),
            other => anyhow::bail!("there is no document `{other}`"),
        })
    }

    fn add(
        &mut self,
        document: &str,
        name: &str,
        cites: &str,
        input: &Value,
        statuses: &BTreeMap<String, String>,
        faults: Option<&[&str]>,
    ) -> Result<Value> {
        let vector = Vector {
            document: document.to_owned(),
            name: name.to_owned(),
            cites: cites.to_owned(),
            input: String::new(),
            faults: Vec::new(),
            statuses: BTreeMap::new(),
            ready: false,
            paths: BTreeMap::new(),
        };
        let output = self.report(document, &input.to_string())?;
        self.put(&vector, input, &output, statuses, faults)
    }

    /// Compares a report with what is expected of it, and keeps it.
    fn put(
        &mut self,
        vector: &Vector,
        input: &Value,
        output: &str,
        statuses: &BTreeMap<String, String>,
        faults: Option<&[&str]>,
    ) -> Result<Value> {
        let name = &vector.name;
        if !self.names.insert(name.clone()) {
            self.faults.push(format!("two vectors are named “{name}”"));
        }
        let report: Value = serde_json::from_str(output)?;
        for (check, status) in statuses {
            let found = report["checks"].as_array().into_iter().flatten().find(|c| c["id"] == check.as_str());
            let found = found.map_or("no check", |c| c["status"].as_str().unwrap_or_default());
            if found != status {
                self.faults.push(format!("{name}: `{check}` is {found}, expected {status}"));
            }
        }
        if let Some(expected) = faults {
            let found: Vec<String> = report["findings"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|f| (f["path"].as_str().unwrap_or_default(), f["code"].as_str().unwrap_or_default()))
                .filter(|(_, code)| !code.starts_with("check_"))
                .map(|(path, code)| format!("{path} {code}"))
                .collect();
            if found != expected {
                self.faults.push(format!("{name}: the faults are {found:?}, expected {expected:?}"));
            }
        }
        self.by_document.entry(vector.document.clone()).or_default().push(format!(
            "{{\"name\": {}, \"cites\": {},\n \"input\": {},\n \"expect\": {output}}}",
            Value::from(name.as_str()),
            Value::from(vector.cites.as_str()),
            // What is malformed on purpose, such as a repeated key, goes on as it was written.
            if vector.input.is_empty() { input.to_string() } else { vector.input.clone() },
        ));
        Ok(report)
    }
}

/// Puts an answer at a place that the document has, or at a new field of a part that it has.
fn put(document: &mut Value, pointer: &str, answer: &Value) -> Result<()> {
    let (parent, name) = pointer.rsplit_once('/').context("an edit needs a JSON Pointer")?;
    let parent = document.pointer_mut(parent).with_context(|| format!("there is no `{parent}`"))?;
    let answer = if *answer == serde_json::json!({ "open": true }) { Value::Null } else { answer.clone() };
    match parent {
        Value::Object(fields) => {
            fields.insert(name.to_owned(), answer);
        }
        Value::Array(items) => *items.get_mut(name.parse::<usize>()?).context("there is no such item")? = answer,
        _ => anyhow::bail!("`{pointer}` is not a place"),
    }
    Ok(())
}
