//! Where a rule comes from, and how sure that source is.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How sure the sources are of a statement. The order is from the surest to the least sure.
///
/// # Examples
///
/// ```
/// use sfo_core::citation::Certainty;
///
/// // A decision is as sure as the least sure of its steps.
/// assert_eq!(Certainty::Settled.max(Certainty::Inferred), Certainty::Inferred);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The source says it.
    Settled,
    /// It follows from a named source.
    Inferred,
    /// The sources do not settle it.
    Unresolved,
}

impl Certainty {
    /// `settled`, `inferred` or `unresolved`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Inferred => "inferred",
            Self::Unresolved => "unresolved",
        }
    }
}

/// A source and the place in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The id of a source of the policy.
    pub source: Cow<'static, str>,
    /// The heading, entry number, section or address within the source.
    pub locator: Cow<'static, str>,
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.locator)
    }
}
