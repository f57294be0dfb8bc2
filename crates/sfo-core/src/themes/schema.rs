//! The shapes of the input, for its JSON Schema. The reader takes them as they come and says what is wrong; these types
//! only describe them.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::date::{Date, DateRange};
use crate::policy::schema::{of_input, of_output};
use crate::policy::Policy;
use crate::themes::Themes;

/// The schema of codings.
#[must_use]
pub fn codings(policy: &Policy) -> schemars::Schema {
    of_input::<CodingsInput>(policy)
}

/// The schema of the options.
#[must_use]
pub fn options(policy: &Policy) -> schemars::Schema {
    of_input::<ThemeOptionsInput>(policy)
}

/// The schema of counted themes, as the canonical JSON has them.
#[must_use]
pub fn themes(policy: &Policy) -> schemars::Schema {
    of_output::<Themes>(policy)
}

/// A table of codings.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CodingsInput {
    /// The codings, at most 100,000. Each may also be a whole review: its themes are those of `/learning/themes` and of
    /// `/learning/improvements`, each once, and its `/case_summary/reference`, `/report/completed_on` and
    /// `/case_summary/delivery_unit` stand in where it has no `review`, `date` or `unit`.
    #[schemars(length(max = 100_000))]
    pub codings: Vec<CodingInput>,
}

/// A review with its themes, or a part of it. Rows with one review id are one review.
#[derive(JsonSchema)]
pub struct CodingInput {
    /// The review, by an id that means something to the caller alone.
    #[schemars(length(max = 200))]
    pub review: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Its unit.
    #[schemars(length(max = 200))]
    pub unit: Option<String>,
    /// The codes of its themes.
    #[schemars(length(max = 200))]
    pub themes: Option<Vec<ThemeInput>>,
    /// The code of one theme, for a table with a row for each.
    pub theme: Option<String>,
    /// Of a whole review: its learning.
    pub learning: Option<LearningInput>,
}

/// The learning of a whole review, as far as it is read here.
#[derive(JsonSchema)]
pub struct LearningInput {
    /// The codes of its themes.
    #[schemars(length(max = 200))]
    pub themes: Option<Vec<ThemeInput>>,
    /// The areas for improvement, each with the code of its theme.
    #[schemars(length(max = 200))]
    pub improvements: Option<Vec<ImprovementInput>>,
}

/// An area for improvement, as far as it is read here.
#[derive(JsonSchema)]
pub struct ImprovementInput {
    /// The code of its theme.
    pub theme: Option<String>,
}

/// A theme: its code, or an object that has it.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub enum ThemeInput {
    /// The code.
    Code(String),
    /// An object with the code.
    Object {
        /// The code.
        theme: String,
    },
}

/// What to work out from codings.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ThemeOptionsInput {
    /// The days whose reviews are counted; without it all reviews, and nothing is compared.
    pub period: Option<DateRange>,
    /// `unit` to count each unit as well.
    pub by: Option<By>,
    /// How many of the most frequent themes are named; five where it is left out.
    #[schemars(range(min = 1, max = 1000))]
    pub top: Option<u16>,
    /// Numbers from 1 to one below this are not shown, nor is any from which they could be worked out.
    #[schemars(range(min = 3, max = 1000))]
    pub suppress_below: Option<u16>,
    /// Themes beside those of the policy.
    #[schemars(length(max = 200))]
    pub extra_themes: Option<Vec<AddedThemeInput>>,
    /// Caseloads, for the share that reviews have of them.
    pub caseload: Option<CaseloadInput>,
}

/// How numbers are broken down.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum By {
    /// By unit.
    Unit,
}

/// A theme that a service adds.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AddedThemeInput {
    /// The code.
    #[schemars(length(max = 64), regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub id: String,
    /// The name in tables and charts.
    #[schemars(length(max = 200))]
    pub name: Option<String>,
    /// What it means.
    #[schemars(length(max = 200))]
    pub words: Option<String>,
}

/// Caseloads: how many people were under supervision.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CaseloadInput {
    /// Of the whole region.
    #[schemars(range(min = 1, max = 100_000_000))]
    pub region: Option<u32>,
    /// Of units, by name.
    pub units: Option<BTreeMap<String, u32>>,
}
