//! The shapes of the input, for its JSON Schema. The reader takes them as they come and says what is wrong; these types
//! only describe them.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::audit::{Audit, RulesDiff, Suffixes};
use crate::policy::schema::{of_input, of_output};
use crate::policy::Policy;

/// The schema of a table of codes.
#[must_use]
pub fn table(policy: &Policy) -> schemars::Schema {
    of_input::<CodeTableInput>(policy)
}

/// The schema of the options.
#[must_use]
pub fn options(policy: &Policy) -> schemars::Schema {
    of_input::<AuditOptionsInput>(policy)
}

/// The schema of an audited table, as the canonical JSON has it.
#[must_use]
pub fn audit(policy: &Policy) -> schemars::Schema {
    of_output::<Audit>(policy)
}

/// The schema of the difference of two policies, as the canonical JSON has it.
#[must_use]
pub fn diff(policy: &Policy) -> schemars::Schema {
    of_output::<RulesDiff>(policy)
}

/// A table of codes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CodeTableInput {
    /// The rows, at most 100,000.
    #[schemars(length(max = 100_000))]
    pub table: Vec<CodeTableRow>,
}

/// A row of a table of codes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CodeTableRow {
    /// The code, as it is written.
    pub code: Option<String>,
    /// What the row says of it.
    pub value: Option<ClaimInput>,
}

/// Whether a code is on the list, or its tier; a word as `words` of the options explains it.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum ClaimInput {
    /// Whether it is on the list.
    Flag(bool),
    /// 1 or 0, for yes or no.
    Number(f64),
    /// A tier, yes or no in words, or a word of the table's own.
    Word(String),
}

/// How a table is to be read.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AuditOptionsInput {
    /// What the table's own words mean: `listed`, `not_listed`, `automatic`, `automatic_if_victim_under_13` or
    /// `qualifying`; true and false are the first two. At most 100.
    pub words: Option<BTreeMap<String, MeaningInput>>,
    /// `cut` where the suffix of a record's code is cut off before the table is asked.
    pub suffixes: Option<Suffixes>,
    /// Whether what the table lacks is listed, as where this is left out, or only counted.
    pub list_missing: Option<bool>,
}

/// What a word of a table means.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum MeaningInput {
    /// Whether it says that a code is on the list.
    Flag(bool),
    /// The name of what it says.
    Name(String),
}
