//! Every published JSON Schema by its name, as `docs/schemas/` has them.

use schemars::Schema;

use crate::policy::Policy;
use crate::review::documents::{self, Review, SelfAssessment, VictimDisclosure};
use crate::{audit, deadlines, eligibility, multi_agency, policy as of_policy, themes};

/// The names: those of the files without `.schema.json`.
pub const NAMES: [&str; 17] = [
    "audit",
    "audit-options",
    "case",
    "code-table",
    "codings",
    "decision",
    "entry",
    "fact",
    "multi-agency",
    "report",
    "review",
    "rules-diff",
    "self-assessment",
    "theme-options",
    "themes",
    "timeline",
    "victim-disclosure",
];

/// The schema of this name, under a policy: the names of facts, forms and levels are the policy's. `None` for a name that
/// is not among [`NAMES`].
///
/// # Examples
///
/// ```
/// use sfo_core::{schema, Policy};
///
/// let policy = Policy::builtin();
/// assert!(schema::NAMES.iter().all(|name| schema::of(policy, name).is_some()));
/// ```
#[must_use]
pub fn of(policy: &Policy, name: &str) -> Option<Schema> {
    Some(match name {
        "audit" => audit::schema::audit(policy),
        "audit-options" => audit::schema::options(policy),
        "case" => eligibility::schema::case(policy),
        "code-table" => audit::schema::table(policy),
        "codings" => themes::schema::codings(policy),
        "decision" => eligibility::schema::decision(policy),
        "entry" => of_policy::schema::entry(policy),
        "fact" => of_policy::schema::fact(policy),
        "multi-agency" => multi_agency::schema(policy),
        "report" => crate::review::schema(policy),
        "review" => documents::schema::<Review>(),
        "rules-diff" => audit::schema::diff(policy),
        "self-assessment" => documents::schema::<SelfAssessment>(),
        "theme-options" => themes::schema::options(policy),
        "themes" => themes::schema::themes(policy),
        "timeline" => deadlines::schema(policy),
        "victim-disclosure" => documents::schema::<VictimDisclosure>(),
        _ => return None,
    })
}

/// The same as JSON.
#[must_use]
pub fn json(policy: &Policy, name: &str) -> Option<String> {
    // Every key is a text, so writing to a string does not fail.
    of(policy, name).map(|schema| serde_json::to_string(&schema).unwrap_or_default())
}
