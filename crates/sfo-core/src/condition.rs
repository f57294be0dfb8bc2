//! The condition language: what a rule asks of the facts of a case, or of the places in a document.
//!
//! A condition is a leaf, or conditions joined by `all`, `any`, `not`, `every` and `some`. A leaf is a fact, or a test
//! of a place in a document. The same connectives and the same truth serve the entries of the offence table, the
//! criteria for a review, and the checks of a review.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::truth::Truth;

/// The conditions of a `not`, a `that`, an `all` or an `any`.
type Conditions = Cow<'static, [Condition]>;

/// What a rule asks of the facts, or of a document.
///
/// In rule files and JSON a fact stands as its name, and everything else as tables. A place is written like a
/// JSON Pointer: `/action_plan/actions`. Within `that` it is written without the first slash and starts at the
/// item, which is itself `.`. A `*` stands for every item of a list: the test must hold for each.
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
#[serde(untagged, deny_unknown_fields)]
pub enum Condition {
    /// The named fact is true.
    Fact(Cow<'static, str>),
    /// Every one holds; an empty list always holds.
    All {
        /// The conditions that must all hold.
        all: Conditions,
    },
    /// At least one holds; an empty list never holds.
    Any {
        /// The conditions of which one must hold.
        any: Conditions,
    },
    /// The condition inside does not hold.
    Not {
        /// The condition that must not hold.
        #[cfg_attr(feature = "schema", schemars(with = "Condition"))]
        not: Inside,
    },
    /// The place holds something: a text with more than white space, or a list with an item. What is `null` or left
    /// out is not known.
    Answered {
        /// The place.
        answered: Cow<'static, str>,
    },
    /// The place holds this answer.
    Is {
        /// The place.
        place: Cow<'static, str>,
        /// The answer.
        is: Answer,
    },
    /// The place holds one of these answers.
    OneOf {
        /// The place.
        place: Cow<'static, str>,
        /// The answers.
        one_of: Cow<'static, [Cow<'static, str>]>,
    },
    /// The list at the place has at least so many items.
    AtLeast {
        /// The place.
        place: Cow<'static, str>,
        /// The fewest items.
        at_least: u16,
    },
    /// The days that the document states keep an order of the policy's deadlines.
    InOrder {
        /// The id of a deadline of the kind `before` or `after`, or of an order that lies in the facts.
        in_order: Cow<'static, str>,
    },
    /// Every item of the list meets the condition; an empty list does.
    Every {
        /// The place of the list.
        every: Cow<'static, str>,
        /// What each item must meet.
        #[cfg_attr(feature = "schema", schemars(with = "Condition"))]
        that: Inside,
    },
    /// At least one item of the list meets the condition; an empty list does not.
    Some {
        /// The place of the list.
        some: Cow<'static, str>,
        /// What one item must meet.
        #[cfg_attr(feature = "schema", schemars(with = "Condition"))]
        that: Inside,
    },
}

/// An answer that a place can hold: yes or no, or one of the choices of its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(inline))]
#[serde(untagged)]
pub enum Answer {
    /// `true` or `false`.
    Flag(bool),
    /// A choice.
    Choice(Cow<'static, str>),
}

/// The one condition inside a `not` or a `that`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Condition", into = "Condition")]
pub struct Inside(pub Conditions);

impl From<Condition> for Inside {
    fn from(condition: Condition) -> Self {
        Self(Cow::Owned(vec![condition]))
    }
}

impl From<Inside> for Condition {
    fn from(inside: Inside) -> Self {
        // One made by the loader or the generator holds exactly one condition.
        inside.0.first().cloned().unwrap_or(Self::All { all: Cow::Borrowed(&[]) })
    }
}

/// What the leaves of conditions are asked of: the facts of a case, or a document.
pub(crate) trait Leaves: Sized {
    /// The truth of a fact.
    fn fact(&self, name: &str) -> Truth;

    /// The truth of a test of a place.
    fn place(&self, leaf: &Condition) -> Truth {
        let _ = leaf;
        Truth::Unknown
    }

    /// Hands each item of the list at the place to `visit`, until it gives `false`. `false` where there is no list.
    fn each(&self, list: &str, visit: &mut dyn FnMut(&Self) -> bool) -> bool {
        let _ = (list, visit);
        false
    }
}

struct Facts<'f, F>(&'f F);

impl<F: Fn(&str) -> Truth> Leaves for Facts<'_, F> {
    fn fact(&self, name: &str) -> Truth {
        (self.0)(name)
    }
}

impl Condition {
    /// The truth of the condition where `value` gives the truth of a named fact. Places of a document are not known.
    pub fn evaluate<F>(&self, value: &F) -> Truth
    where
        F: Fn(&str) -> Truth,
    {
        self.evaluate_with(&Facts(value))
    }

    /// The truth of the condition over its leaves: the one evaluator of every rule.
    pub(crate) fn evaluate_with<L: Leaves>(&self, leaves: &L) -> Truth {
        let quantified = |list: &str, that: &Inside, holds: Truth| {
            let mut so_far = holds;
            let that = Condition::inside(that);
            let there = leaves.each(list, &mut |item| {
                let one = that.map_or(Truth::Yes, |that| that.evaluate_with(item));
                so_far = if holds == Truth::Yes { so_far.and(one) } else { so_far.or(one) };
                so_far == holds || so_far == Truth::Unknown
            });
            if there {
                so_far
            } else {
                Truth::Unknown
            }
        };
        match self {
            Self::Fact(name) => leaves.fact(name),
            Self::All { all } => all.iter().fold(Truth::Yes, |so_far, one| so_far.and(one.evaluate_with(leaves))),
            Self::Any { any } => any.iter().fold(Truth::No, |so_far, one| so_far.or(one.evaluate_with(leaves))),
            Self::Not { not } => Self::inside(not).map_or(Truth::Yes, |one| one.evaluate_with(leaves)).negate(),
            Self::Every { every, that } => quantified(every, that, Truth::Yes),
            Self::Some { some, that } => quantified(some, that, Truth::No),
            _ => leaves.place(self),
        }
    }

    /// The condition inside a `not` or a `that`.
    pub(crate) fn inside(inside: &Inside) -> Option<&Self> {
        inside.0.first()
    }

    /// Calls `visit` with the name of every fact that the condition mentions, in order, repeats included.
    pub fn visit_facts<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        if let Self::Fact(name) = self {
            visit(name);
        }
        for one in self.parts() {
            one.visit_facts(visit);
        }
    }

    /// The conditions that this one is made of.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All { all: inner }
            | Self::Any { any: inner }
            | Self::Not { not: Inside(inner) }
            | Self::Every { that: Inside(inner), .. }
            | Self::Some { that: Inside(inner), .. } => inner,
            _ => &[],
        }
    }

    /// How many connectives stand inside one another; a bare leaf is 1.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.parts().iter().map(Self::depth).max().unwrap_or(0).saturating_add(1)
    }
}
