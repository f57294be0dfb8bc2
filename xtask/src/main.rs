//! Tasks of the house: generate the tables from `rules/`, lint the rules.

mod deadline_vectors;
mod documents;
mod emit;
mod pointers;
mod redaction_vectors;
mod review_vectors;
mod rules;
mod types;
mod vector_files;
mod vectors;
mod wasm;

use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use sfo_core::policy::pack::{pack, Part};

const USAGE: &str = "usage: cargo xtask gen [--check] | lint | explain CASE | wasm | size";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["gen"] => generate(false),
        ["gen", "--check"] => generate(true),
        ["wasm"] => wasm::build(&root()),
        ["size"] => wasm::size(&root()),
        ["lint"] => lint(&rules::load(&root())?),
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

/// Fails with every fault that the rules have.
fn lint(policy: &sfo_core::Policy) -> Result<()> {
    let faults = policy.lint();
    anyhow::ensure!(faults.is_empty(), "the rules have {} faults:\n- {}", faults.len(), faults.join("\n- "));
    Ok(())
}

/// Writes every generated file, or, checking, names those that differ from what would be written.
fn generate(check: bool) -> Result<()> {
    let root = root();
    let policy = rules::load(&root)?;
    lint(&policy)?;
    let data = policy.data();
    let generated = root.join("crates/sfo-core/src/generated");
    let mut outputs = vec![
        (generated.join("policy.rs"), emit::policy_table(data)),
        (generated.join("policy.digest"), policy.digest().to_owned()),
        (root.join(format!("rules/dist/{}.json", data.id)), format!("{}\n", policy.to_json())),
    ];
    outputs.extend(described(&root, &policy)?);
    outputs.extend(vectors::files(&root, &policy)?);
    outputs.extend(deadline_vectors::files(&root, &policy)?);
    outputs.extend(pointers::files(&root, "multi_agency", &|input, _| policy.multi_agency_json(input))?);
    outputs.extend(pointers::files(&root, "themes", &|input, options| policy.themes_json(input, options))?);
    outputs.extend(pointers::files(&root, "audit", &|input, options| policy.audit_json(input, options))?);
    outputs.extend(review_vectors::files(&root, &policy)?);
    outputs.extend(redaction_vectors::files(&root, &policy)?);
    let mut outputs: Vec<(PathBuf, Vec<u8>)> = outputs.into_iter().map(|(path, text)| (path, text.into())).collect();
    for part in Part::ALL {
        outputs.push((root.join(format!("rules/dist/{}.{}.bin", data.id, part.as_str())), pack(data, part)));
    }
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

/// The schemas of what goes in and comes out, and the types of other languages that are made from them.
fn described(root: &Path, policy: &sfo_core::Policy) -> Result<Vec<(PathBuf, String)>> {
    use sfo_core::{eligibility, policy as of_policy};
    let of = |name, origin, schema: schemars::Schema| (name, origin, as_named as fn(&str) -> String, schema.to_value());
    let [review, self_assessment, victim_disclosure] = documents::kinds();
    let schemas = [
        of("case", types::Origin::Case, eligibility::schema::case(policy)),
        of("decision", types::Origin::Decision, eligibility::schema::decision(policy)),
        of("timeline", types::Origin::Decision, sfo_core::deadlines::schema(policy)),
        of("multi-agency", types::Origin::Answer, sfo_core::multi_agency::schema(policy)),
        of("codings", types::Origin::Case, sfo_core::themes::schema::codings(policy)),
        of("theme-options", types::Origin::Case, sfo_core::themes::schema::options(policy)),
        of("themes", types::Origin::Answer, sfo_core::themes::schema::themes(policy)),
        ("review", types::Origin::Case, of_review, serde_json::to_value(review.schema)?),
        ("self-assessment", types::Origin::Case, of_self_assessment, serde_json::to_value(self_assessment.schema)?),
        (
            "victim-disclosure",
            types::Origin::Case,
            of_victim_disclosure,
            serde_json::to_value(victim_disclosure.schema)?,
        ),
        ("report", types::Origin::Answer, of_report, serde_json::to_value(sfo_core::review::schema(policy))?),
        of("code-table", types::Origin::Case, sfo_core::audit::schema::table(policy)),
        of("audit-options", types::Origin::Case, sfo_core::audit::schema::options(policy)),
        of("audit", types::Origin::Decision, sfo_core::audit::schema::audit(policy)),
        of("rules-diff", types::Origin::Decision, sfo_core::audit::schema::diff(policy)),
        of("entry", types::Origin::Policy, of_policy::schema::entry(policy)),
        of("fact", types::Origin::Policy, of_policy::schema::fact(policy)),
    ];
    let sources: Vec<_> = schemas
        .iter()
        .map(|(_, origin, called, schema)| types::Source { origin: *origin, schema, called: *called })
        .collect();
    let types = types::Types::of(&sources)?;
    let mut outputs = vec![
        (root.join("crates/sfo-wasm/js/types.d.ts"), types::typescript(&types)?),
        (root.join("crates/sfo-py/python/sfo/types.py"), types::python(&types)?),
    ];
    for (name, _, _, schema) in &schemas {
        let path = root.join(format!("docs/schemas/{name}.schema.json"));
        outputs.push((path, format!("{}\n", serde_json::to_string_pretty(schema)?)));
    }
    Ok(outputs)
}

fn as_named(name: &str) -> String {
    name.to_owned()
}

/// The parts of a document have plain names, such as `Answer`, which among all types need the document's.
fn of_review(name: &str) -> String {
    // A decision has a `Review` too.
    format!("Review{}", if name == "Review" { "Document" } else { name })
}

fn of_self_assessment(name: &str) -> String {
    if name == "SelfAssessment" {
        name.to_owned()
    } else {
        format!("SelfAssessment{name}")
    }
}

fn of_victim_disclosure(name: &str) -> String {
    if name == "VictimDisclosure" {
        name.to_owned()
    } else {
        format!("VictimDisclosure{name}")
    }
}

/// A timeline has a `Status` and the themes have a `Count` too.
fn of_report(name: &str) -> String {
    match name {
        "Status" | "Count" | "Counts" => format!("Check{name}"),
        "Judged" => "JudgedCheck".to_owned(),
        _ => name.to_owned(),
    }
}
