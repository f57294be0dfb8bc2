//! The files of vectors as the runners in three languages read them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Vectors by the name of their file, each written out.
#[derive(Default)]
pub struct VectorFiles {
    by_file: BTreeMap<String, Vec<String>>,
}

impl VectorFiles {
    /// Adds a vector whose input, options and answer are JSON as it stands: an engine gets it byte for byte. `key` is
    /// `expect` or `error`.
    pub fn push(
        &mut self,
        file: &str,
        (name, cites): (&str, &str),
        input: &str,
        options: &str,
        (key, output): (&str, &str),
    ) {
        self.by_file.entry(file.to_owned()).or_default().push(format!(
            "{{\"name\": {}, \"cites\": {},\n \"input\": {input},\n \"options\": {options},\n \"{key}\": {output}}}",
            Value::from(name),
            Value::from(cites),
        ));
    }

    /// Every file of a module with its contents.
    pub fn written(self, root: &Path, module: &str) -> Vec<(PathBuf, String)> {
        let folder = root.join("tests/vectors").join(module);
        let file = |(file, vectors): (String, Vec<String>)| {
            (folder.join(format!("{file}.json")), format!("[\n{}\n]\n", vectors.join(",\n")))
        };
        self.by_file.into_iter().map(file).collect()
    }
}
