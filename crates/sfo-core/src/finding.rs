//! Findings: what is wrong with a record, or worth saying of it.

use serde::Serialize;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing to put right.
    Note,
    /// A person should look at it.
    Warning,
    /// Part of the record could not be used as it stands.
    Error,
}

/// One thing wrong with a record, or worth saying of it.
///
/// The message never holds a value of the case, save codes, statutes and sections, which identify nobody.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The stable code of the finding, for programs.
    pub code: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// The JSON Pointer of the place in the case; empty for the case as a whole.
    pub path: String,
    /// The rule that it comes from.
    pub rule: String,
    /// Where that rule comes from; empty where the finding is about the record's form.
    pub citation: String,
    /// What is wrong and what to do, in words.
    pub message: String,
    /// Entries that may have been meant, the likeliest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<u16>,
}
