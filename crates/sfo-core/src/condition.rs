//! The condition language: what a rule asks of the facts.
//!
//! A condition is a fact, or conditions joined by `all`, `any` and `not`. The same connectives serve the
//! entries of the offence table and the criteria for a review.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::truth::Truth;

/// What a rule asks of the facts.
///
/// In rule files and JSON a fact stands as its name, and the connectives as tables with one key.
///
/// # Examples
///
/// ```
/// use sfo_core::condition::Condition;
/// use sfo_core::truth::Truth;
///
/// let condition: Condition = serde_json::from_str(r#"{"all": ["death_caused", {"not": "by_fire"}]}"#)?;
/// let answer = condition.evaluate(&|fact| if fact == "by_fire" { Truth::Yes } else { Truth::Unknown });
/// assert_eq!(answer, Truth::No);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Condition {
    /// The named fact is true.
    Fact(Cow<'static, str>),
    /// Every one holds; an empty list always holds.
    All {
        /// The conditions that must all hold.
        all: Cow<'static, [Condition]>,
    },
    /// At least one holds; an empty list never holds.
    Any {
        /// The conditions of which one must hold.
        any: Cow<'static, [Condition]>,
    },
    /// The condition inside does not hold.
    Not {
        /// The condition that must not hold.
        #[cfg_attr(feature = "schema", schemars(with = "Condition"))]
        not: Negated,
    },
}

/// The one condition inside a `not`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Condition", into = "Condition")]
pub struct Negated(pub Cow<'static, [Condition]>);

impl From<Condition> for Negated {
    fn from(condition: Condition) -> Self {
        Self(Cow::Owned(vec![condition]))
    }
}

impl From<Negated> for Condition {
    fn from(negated: Negated) -> Self {
        // A `Negated` made by the loader or the generator holds exactly one condition.
        negated.0.first().cloned().unwrap_or(Self::All { all: Cow::Borrowed(&[]) })
    }
}

impl Condition {
    /// The truth of the condition where `value` gives the truth of a named fact.
    pub fn evaluate<F>(&self, value: &F) -> Truth
    where
        F: Fn(&str) -> Truth,
    {
        match self {
            Self::Fact(name) => value(name),
            Self::All { all } => all.iter().fold(Truth::Yes, |so_far, one| so_far.and(one.evaluate(value))),
            Self::Any { any } => any.iter().fold(Truth::No, |so_far, one| so_far.or(one.evaluate(value))),
            Self::Not { not } => not.0.iter().fold(Truth::Yes, |so_far, one| so_far.and(one.evaluate(value))).negate(),
        }
    }

    /// Calls `visit` with the name of every fact that the condition mentions, in order, repeats included.
    pub fn visit_facts<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        match self {
            Self::Fact(name) => visit(name),
            Self::All { all: inner } | Self::Any { any: inner } | Self::Not { not: Negated(inner) } => {
                for one in inner.iter() {
                    one.visit_facts(visit);
                }
            }
        }
    }

    /// How many connectives stand inside one another; a bare fact is 1.
    #[must_use]
    pub fn depth(&self) -> usize {
        match self {
            Self::Fact(_) => 1,
            Self::All { all: inner } | Self::Any { any: inner } | Self::Not { not: Negated(inner) } => {
                inner.iter().map(Self::depth).max().unwrap_or(0).saturating_add(1)
            }
        }
    }
}
