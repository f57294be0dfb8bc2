//! The shared vectors of a module.

use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
pub struct Vector {
    pub name: String,
    pub cites: String,
    pub input: Box<RawValue>,
    pub options: Option<Box<RawValue>>,
    pub expect: Box<RawValue>,
}

pub fn vectors(module: &str) -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(module);
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .flat_map(|path| serde_json::from_str::<Vec<Vector>>(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

/// Fails with every vector whose answer is not the bytes that stand in it.
pub fn hold(module: &str, least: usize, answer: &dyn Fn(&str, &str) -> String) {
    let vectors = vectors(module);
    assert!(vectors.len() >= least, "only {} vectors", vectors.len());
    let mut failed = Vec::new();
    for vector in &vectors {
        assert!(!vector.cites.is_empty(), "“{}” cites nothing", vector.name);
        let options = vector.options.as_ref().map(|options| options.get()).unwrap_or_default();
        if answer(vector.input.get(), options) != vector.expect.get() {
            failed.push(vector.name.as_str());
        }
    }
    assert!(failed.is_empty(), "these vectors do not hold: {failed:#?}");
}
