//! The trace: what was asked, what was answered, and what followed, step by step.

use serde::Serialize;

use crate::citation::Certainty;
use crate::finding::Finding;

/// One step on the way to a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// The rule that was applied.
    pub rule: String,
    /// What it asks.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub question: String,
    /// The answer: `yes`, `no`, `unknown`, `perhaps`, or a name.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub answer: String,
    /// What follows.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub effect: String,
    /// How sure the step is.
    pub certainty: Certainty,
    /// Where the rule comes from.
    pub citation: String,
}

/// What is written down on the way to a decision.
#[derive(Default)]
pub(crate) struct Record {
    pub trace: Vec<Step>,
    pub findings: Vec<Finding>,
}
