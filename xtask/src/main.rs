//! Tasks of the house: generate the tables from `rules/`, lint the rules.

mod documents;
mod emit;
mod lint;
mod review_vectors;
mod rules;
mod vectors;
mod wasm;

use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};

const USAGE: &str = "usage: cargo xtask gen [--check] | lint | explain CASE | wasm | size";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["gen"] => generate(false),
        ["gen", "--check"] => generate(true),
        ["wasm"] => wasm::build(&root()),
        ["size"] => wasm::size(&root()),
        ["lint"] => lint::run(&rules::load(&root())?),
        // What the rules as they stand in rules/ say of a case, before they are generated.
        ["explain", case] => {
            let policy = rules::load(&root())?;
            print!("{}", policy.explain(&policy.assess(&sfo_core::Case::from_json(&policy, case))));
            Ok(())
        }
        _ => bail!(USAGE),
    }
}

/// The root of the project: the folder above this crate.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Writes every generated file, or, checking, names those that differ from what would be written.
fn generate(check: bool) -> Result<()> {
    let root = root();
    let policy = rules::load(&root)?;
    lint::run(&policy)?;
    let data = policy.data();
    let generated = root.join("crates/sfo-core/src/generated");
    let mut outputs = vec![
        (generated.join("policy.rs"), emit::policy_table(data)),
        (generated.join("policy.digest"), policy.digest().to_owned()),
        (root.join(format!("rules/dist/{}.json", data.id)), format!("{}\n", policy.to_json())),
    ];
    outputs.push((
        root.join("docs/schemas/decision.schema.json"),
        format!("{}\n", serde_json::to_string_pretty(&schemars::schema_for!(sfo_core::Decision))?),
    ));
    outputs.push((
        root.join("docs/schemas/report.schema.json"),
        format!("{}\n", serde_json::to_string_pretty(&schemars::schema_for!(sfo_core::Report))?),
    ));
    for kind in documents::kinds() {
        outputs.push((
            root.join("docs/schemas").join(kind.schema_file),
            format!("{}\n", serde_json::to_string_pretty(&kind.schema)?),
        ));
    }
    outputs.extend(vectors::files(&root, &policy)?);
    outputs.extend(review_vectors::files(&root, &policy)?);
    let mut outputs: Vec<(PathBuf, Vec<u8>)> = outputs.into_iter().map(|(path, text)| (path, text.into())).collect();
    outputs.push((root.join(format!("rules/dist/{}.bin", data.id)), sfo_core::policy::pack::pack(data)));
    let mut stale = Vec::new();
    for (path, contents) in outputs {
        let now = std::fs::read(&path).unwrap_or_default();
        if now == contents {
            continue;
        }
        if check {
            stale.push(path.strip_prefix(&root).unwrap_or(&path).display().to_string());
        } else {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&path, contents).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    if !stale.is_empty() {
        bail!("not up to date with rules/: {}; run `cargo xtask gen` and commit", stale.join(", "));
    }
    Ok(())
}
