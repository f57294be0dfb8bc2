//! The shape of a policy: what `rules/` says, as one document.
//!
//! Compiled in, the document is a constant; loaded, it comes from the canonical JSON. Both are these types.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Counting, NonWorkingDay};
use crate::citation::{Certainty, Citation};
use crate::condition::Condition;

/// Words of the policy.
pub type Text = Cow<'static, str>;
/// A list of the policy.
pub type List<T> = Cow<'static, [T]>;

/// A value that a charge, a title or a code states of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Implied {
    /// The name of the fact.
    #[cfg_attr(feature = "schema", schemars(with = "crate::policy::schema::BooleanFact"))]
    pub fact: Text,
    /// What is stated of it.
    pub value: bool,
}

/// A source that the policy cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The id by which citations name it.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Who published it.
    pub publisher: Text,
    /// Its edition or date.
    pub edition: Text,
    /// Its public address; empty where it has none.
    pub address: Text,
    /// How it was read.
    pub read: Text,
    /// The licence of what is quoted from it.
    pub licence: Text,
}

/// How a number gives a true-or-false fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Derivation {
    /// The fact that the number settles.
    #[cfg_attr(feature = "schema", schemars(with = "crate::policy::schema::BooleanFact"))]
    pub fact: Text,
    /// The fact is true below this number, and false at or above it.
    pub when_below: u16,
}

/// Whether a fact is true or false, or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FactType {
    /// True, false or unknown.
    Boolean,
    /// A number, or unknown.
    Number,
}

/// Something that is true, false or unknown of a charge, and the question to ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "FactDescription", transform = crate::policy::schema::fact_kinds)
)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The name in cases, columns and conditions.
    #[cfg_attr(feature = "schema", schemars(with = "crate::policy::schema::AnyFact"))]
    pub name: Text,
    /// Whether it is true or false, or a number.
    #[serde(rename = "type")]
    pub fact_type: FactType,
    /// The question that a form asks.
    pub question: Text,
    /// How to find the answer.
    pub help: Text,
    /// Whether the answer is about a victim or otherwise sensitive.
    pub sensitive: bool,
    /// Words of a charge that say that it is true.
    #[serde(default)]
    pub says_true: List<Text>,
    /// Words of a charge that say that it is false.
    #[serde(default)]
    pub says_false: List<Text>,
    /// The unit of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The least number that can be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u16>,
    /// The greatest number that can be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<u16>,
    /// The fact that a number settles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derives: Option<Derivation>,
    /// Where it comes from.
    pub citation: Citation,
}

/// An Act, an Order or the common law, and how people write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statute {
    /// The id by which entries name it.
    pub id: Text,
    /// Its title with its year.
    pub title: Text,
    /// Other ways in which people write it.
    #[serde(default)]
    pub aliases: List<Text>,
    /// The prefixes of its CJS offence codes.
    #[serde(default)]
    pub prefixes: List<Text>,
    /// Whether it only makes secondary or inchoate forms of other offences.
    #[serde(default)]
    pub carrier: bool,
}

/// An Act and some of its sections; no sections means the whole Act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionRange {
    /// The id of the statute.
    pub statute: Text,
    /// Its sections; empty for all.
    #[serde(default)]
    pub sections: List<Text>,
}

/// Conduct that an earlier or a later list has and this one has not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherEdition {
    /// The id by which codes name it.
    pub id: Text,
    /// What the other statements say.
    pub words: Text,
    /// The provisions that are of it.
    #[serde(default)]
    pub provisions: List<ProvisionRange>,
    /// How sure the sources are that the conduct is outside this list.
    pub certainty: Certainty,
    /// Where that comes from.
    pub citation: Citation,
}

/// What happened to a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// It came into force; the date is its first day.
    Begins,
    /// It went out of force; the date is its last day.
    Ends,
    /// It was renamed, widened or otherwise changed, or is worth knowing.
    Changes,
}

/// One event in the life of a provision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The provision, in words.
    pub provision: Text,
    /// The entries that stand on it.
    #[serde(default)]
    pub entries: List<u16>,
    /// What happened.
    pub kind: EventKind,
    /// The day, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<crate::date::Date>,
    /// The year, where only that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// What happened, in words.
    pub words: Text,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: Citation,
}

/// What the charge must be for a review, by an entry alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A review is automatic.
    Automatic,
    /// A review is automatic where the victim is under 13; otherwise the entry is qualifying.
    #[serde(rename = "automatic_if_victim_under_13")]
    AutomaticIfVictimUnder13,
    /// The offence qualifies; the risk assessment decides on a review.
    Qualifying,
}

impl Tier {
    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::AutomaticIfVictimUnder13 => "automatic_if_victim_under_13",
            Self::Qualifying => "qualifying",
        }
    }
}

/// The part of Appendix 1 in which an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Violent serious offences.
    Violent,
    /// Sexual serious offences.
    Sexual,
}

/// What to say where an entry's condition fails and the source leaves the conduct open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhenConditionFails {
    /// How sure the sources are that the conduct is then outside the list.
    pub certainty: Certainty,
    /// The entry to look at.
    pub see_entry: u16,
    /// Why.
    pub words: Text,
}

/// One line of Appendix 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its number in the order of Appendix 1, from 1.
    pub number: u16,
    /// The part of the list.
    pub group: Group,
    /// The offence, word for word as the list names it.
    pub title: Text,
    /// The id of its statute.
    pub statute: Text,
    /// The sections or articles, as the list cites them.
    #[serde(default)]
    pub sections: List<Text>,
    /// The list's own caveat, word for word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caveat: Option<Text>,
    /// What the entry asks of the facts; none asks nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What the entry's own title says of the facts.
    #[serde(default)]
    pub title_implies: List<Implied>,
    /// The tier.
    pub tier: Tier,
    /// How sure the tier is. That the entry is listed is settled.
    pub certainty: Certainty,
    /// Why the tier is what it is.
    pub tier_basis: Text,
    /// How sure the tier is where the victim is under 13 and the list does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub if_victim_under_13: Option<Certainty>,
    /// What to say where the condition fails and the source leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_condition_fails: Option<WhenConditionFails>,
    /// What is odd about the line in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quirk: Option<Text>,
    /// Where it stands.
    pub citation: Citation,
}

/// A section that reads otherwise than "the entry that cites it".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// The id of the statute.
    pub statute: Text,
    /// The section.
    pub section: Text,
    /// Only where that section is charged together with this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<Text>,
    /// The entries that it may be; none means another offence.
    #[serde(default)]
    pub entries: List<u16>,
    /// What the section says of the facts.
    #[serde(default)]
    pub implies: List<Implied>,
    /// Whether it may also be an offence outside the list.
    #[serde(default)]
    pub other: bool,
    /// How sure that reading is.
    pub certainty: Certainty,
    /// Why.
    pub reason: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// Words that people use for an offence without naming its Act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// The words, in lower case without punctuation.
    pub words: List<Text>,
    /// The entries that they may mean.
    pub entries: List<u16>,
    /// What they say of the facts.
    #[serde(default)]
    pub implies: List<Implied>,
    /// The secondary or inchoate form that they state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub involvement: Option<Text>,
    /// Whether they mean one of the entries, not known which; otherwise they fall under all of them.
    #[serde(default)]
    pub alternatives: bool,
    /// Whether they may also mean an offence outside the list.
    #[serde(default)]
    pub other: bool,
    /// How sure that reading is.
    pub certainty: Certainty,
    /// Why.
    pub reason: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// A part in an offence: the principal's, or a secondary or inchoate form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Involvement {
    /// The name in cases and columns.
    pub id: Text,
    /// The name in words.
    pub name: Text,
    /// The suffix letter of a CJS offence code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<Text>,
    /// How a charge says it, in lower case.
    #[serde(default)]
    pub words: List<Text>,
    /// The provisions that only carry this form.
    #[serde(default)]
    pub carriers: List<ProvisionRange>,
    /// The first day on which the form could be charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<crate::date::Date>,
    /// The last day on which conduct could be charged in this form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<crate::date::Date>,
    /// How sure it is that this form of a listed offence is listed.
    pub listed_certainty: Certainty,
    /// How sure it is that its tier is the offence's.
    pub tier_certainty: Certainty,
    /// Why.
    pub basis: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// An entry that takes in certain forms of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Becomes {
    /// The entries of the offence itself.
    pub entries: List<u16>,
    /// The forms that are taken in.
    pub involvements: List<Text>,
    /// The entry that takes them in.
    pub entry: u16,
    /// Where it comes from.
    pub citation: Citation,
}

/// Codes, held as one text so that a table of thousands stays small; in JSON a list.
///
/// # Examples
///
/// ```
/// use sfo_core::policy::data::CodeList;
///
/// let codes: CodeList = serde_json::from_str(r#"["TH68023", "TH68025"]"#)?;
/// assert_eq!(codes.iter().collect::<Vec<_>>(), ["TH68023", "TH68025"]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub struct CodeList(pub Text);

impl CodeList {
    /// The codes in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|code| !code.is_empty())
    }
}

impl From<Vec<String>> for CodeList {
    fn from(codes: Vec<String>) -> Self {
        Self(codes.join(" ").into())
    }
}

impl From<CodeList> for Vec<String> {
    fn from(codes: CodeList) -> Self {
        codes.iter().map(str::to_owned).collect()
    }
}

/// CJS or Home Office codes that read alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeGroup {
    /// The codes: seven-character bases, or eight characters where a code reads otherwise than its base and
    /// suffix; five digits for Home Office codes.
    pub codes: CodeList,
    /// The entries that they may be; none means another offence.
    #[serde(default)]
    pub entries: List<u16>,
    /// What they say of the facts.
    #[serde(default)]
    pub implies: List<Implied>,
    /// The form that an unsuffixed code states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub involvement: Option<Text>,
    /// Whether they may also be an offence outside the list.
    #[serde(default)]
    pub other: bool,
    /// Whether they are one of the entries, not known which; otherwise they fall under all of them.
    #[serde(default)]
    pub alternatives: bool,
    /// Whether they say only in what form an offence was committed, not which offence.
    #[serde(default)]
    pub carrier: bool,
    /// The earlier or later list that has the conduct.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_edition: Option<Text>,
    /// How sure that reading is.
    pub certainty: Certainty,
    /// Why.
    pub reason: Text,
    /// The section, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<Text>,
    /// Where it comes from.
    pub citation: Citation,
}

/// A rule for when a review is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// The fact about the case that the rule settles.
    pub name: Text,
    /// The question that it asks.
    pub question: Text,
    /// What a form has to ask for.
    #[serde(default)]
    pub asks: List<Text>,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Why.
    pub basis: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// One way to a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Its name in decisions.
    pub id: Text,
    /// What it asks of the criteria.
    pub condition: Condition,
}

/// When a review is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// The working days after the end of supervision within which an offence still counts.
    pub window_working_days: u16,
    /// The levels of risk that lead to a review of a qualifying offence.
    pub risk_levels_for_review: List<Text>,
    /// Every level of risk that a case can state.
    pub risk_levels: List<Text>,
    /// Every kind of supervision that a case can state.
    pub supervision_kinds: List<Text>,
    /// The criteria.
    pub criteria: List<Criterion>,
    /// What must hold whichever the route.
    pub always: Condition,
    /// The ways to a review, the first that holds named.
    pub routes: List<Route>,
}

/// Something that happens in a case on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseEvent {
    /// The name in cases and rules.
    pub name: Text,
    /// What happens, as the end of "the day on which ...".
    pub words: Text,
    /// The part of a timeline in which it stands; the parts are in the order in which they first appear.
    pub phase: Text,
    /// The JSON Pointer of the place in a case that also states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Text>,
    /// Whether it is a day that is set beforehand, and may lie ahead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub appointed: bool,
    /// Whether nothing that is still open is due after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stops: bool,
    /// Where it comes from.
    pub citation: Citation,
}

/// What a rule asks of an event and its trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// The event follows its trigger within a number of units.
    Within,
    /// The event does not come after its trigger.
    Before,
    /// The event does not come before its trigger.
    After,
    /// The event follows its trigger without delay, and the source gives no number.
    Promptly,
    /// The event falls no later than a number of units after its trigger, which says whether rules apply at all.
    Window,
}

impl DeadlineKind {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Before => "before",
            Self::After => "after",
            Self::Promptly => "promptly",
            Self::Window => "window",
        }
    }

    /// Whether it needs a number.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Within | Self::Window)
    }
}

/// What a number of a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Days that are working days of the calendar.
    WorkingDays,
    /// Days of every kind.
    Days,
    /// Months, to the day with the same number or the last day of a shorter month.
    Months,
}

/// How strongly the source asks for something. The order is from the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Practice worth considering.
    Consider,
    /// It should be done.
    Should,
    /// It must be done.
    Must,
}

impl Strength {
    /// `must`, `should` or `consider`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Consider => "consider",
        }
    }
}

/// One rule about when something is due, or what comes before what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Its id.
    pub id: Text,
    /// What it asks, in a sentence without a full stop.
    pub title: Text,
    /// What it asks of the two events.
    pub kind: DeadlineKind,
    /// The name of the event.
    pub event: Text,
    /// The name of the event that it is counted from or compared with.
    pub trigger: Text,
    /// For a window: the name of the event before which it is not open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Text>,
    /// The number of units of a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u16>,
    /// The unit of a limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// How a limit is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counting: Option<Counting>,
    /// What becomes of a last day that is not a working day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_working_day: Option<NonWorkingDay>,
    /// Whether a recorded extension moves the last day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub extendable: bool,
    /// How strongly the source asks for it.
    pub strength: Strength,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Why it is read so.
    pub basis: Text,
    /// What to do where it was not kept.
    pub fix: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// The number from which an answer follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DerivedFrom {
    /// The fact that is a number.
    pub fact: Text,
    /// The answer is yes below this number, and no at or above it.
    pub when_below: u16,
}

/// A question of the multi-agency criteria.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyQuestion {
    /// The name in cases and conditions.
    pub name: Text,
    /// The question that a form asks.
    pub question: Text,
    /// How to find the answer.
    pub help: Text,
    /// Facts of the charge that, where true, answer yes.
    #[serde(default)]
    pub implied_by: List<Text>,
    /// The number that answers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub derives: Option<DerivedFrom>,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: Citation,
}

/// Events whose order lies in the facts: dates against it contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventOrder {
    /// Its id.
    pub id: Text,
    /// The names of the events, the earliest first.
    pub events: List<Text>,
    /// Why.
    pub basis: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// What an offence that the multi-agency criteria name is in Appendix 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyOffence {
    /// The offence, by the name that conditions give it. Several rows may share it.
    pub offence: Text,
    /// What this row is, in words.
    pub title: Text,
    /// The entries.
    pub entries: List<u16>,
    /// The forms in which it is charged.
    pub involvements: List<Text>,
    /// What is asked besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// What has to be known for an answer, where the entry alone does not give one.
    #[serde(default)]
    pub asks: List<Text>,
    /// Entries that say the same more exactly: where the charge may be one of them, what this row is about is not
    /// another possibility beside it.
    #[serde(default)]
    pub said_by: List<u16>,
    /// How sure it is. An unresolved row never gives yes.
    pub certainty: Certainty,
    /// Why.
    pub basis: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// A look at whether another kind of review overlaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// Its name in answers.
    pub id: Text,
    /// The other review.
    pub title: Text,
    /// What is asked.
    pub question: Text,
    /// When the other review may be held.
    pub condition: Condition,
    /// What to do where it may be.
    pub text: Text,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Why.
    pub basis: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// When a review should be made together with other agencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyCriteria {
    /// What the criteria are: words that say that they are a proposal.
    pub proposal: Text,
    /// What they ask, by the names of questions and offences.
    pub condition: Condition,
    /// How sure it is that the source says so.
    pub certainty: Certainty,
    /// Where they come from.
    pub citation: Citation,
    /// The questions.
    pub questions: List<AgencyQuestion>,
    /// The offences named.
    pub offences: List<AgencyOffence>,
    /// The screens for overlap.
    pub screens: List<Screen>,
}

/// A theme by which the learning of reviews is coded, or a measure that is worked out from such codings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// The code.
    pub id: Text,
    /// The name in tables and charts.
    pub name: Text,
    /// What it means.
    pub words: Text,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: Citation,
}

/// What kind of answer a field of a document takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Words.
    Text,
    /// Yes or no.
    Flag,
    /// A day.
    Date,
    /// One of the choices of a list.
    Choice,
    /// A part with fields of its own.
    Part,
}

/// A field of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name.
    pub name: Text,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Whether it takes a list of them.
    #[serde(default)]
    pub list: bool,
    /// The name of its choices or of its part; empty where it has none.
    #[serde(default)]
    pub of: Text,
}

/// A part of a document: the fields that it can have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name.
    pub name: Text,
    /// Its fields.
    pub fields: List<Field>,
}

/// The answers that a field can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choices {
    /// The name of the list.
    pub name: Text,
    /// The answers.
    pub values: List<Text>,
}

/// The inspectorate's quality standard under which a check is sorted. It is a heading, never a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Standard {
    /// Analysis of practice.
    AnalysisOfPractice,
    /// Overall judgements.
    OverallJudgements,
    /// Learning.
    Learning,
    /// Victims and their families.
    VictimsAndTheirFamilies,
    /// None of the four.
    None,
}

impl Standard {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AnalysisOfPractice => "analysis_of_practice",
            Self::OverallJudgements => "overall_judgements",
            Self::Learning => "learning",
            Self::VictimsAndTheirFamilies => "victims_and_their_families",
            Self::None => "none",
        }
    }
}

/// One thing that the source asks of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Its id.
    pub id: Text,
    /// The heading under which it stands in a report.
    pub section: Text,
    /// The standard under which it is sorted.
    pub standard: Standard,
    /// How strongly the source asks for it.
    pub strength: Strength,
    /// When it applies; none is always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What it requires.
    pub requires: Condition,
    /// What is asked, in words.
    pub message: Text,
    /// How to put it right.
    pub fix: Text,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: Citation,
}

/// The field of a document that states the day of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedEvent {
    /// The name of the event, among those of the deadlines.
    pub name: Text,
    /// The place of its day.
    pub field: Text,
}

/// A kind of document: what it can hold, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its id, such as `review`.
    pub id: Text,
    /// The file of its published schema.
    pub schema: Text,
    /// Its parts, the whole first.
    pub parts: List<Part>,
    /// The choices of its fields.
    pub choices: List<Choices>,
    /// The events whose days it states.
    #[serde(default)]
    pub events: List<StatedEvent>,
    /// What is asked of it.
    pub checks: List<Check>,
}

/// What becomes of something that is recognised in a text. The order is from the least to the most that is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RedactionAction {
    /// It stays.
    Keep,
    /// It stays, and a person is asked to decide.
    Refer,
    /// A label that is the same for the same person throughout stands in its place.
    Pseudonymise,
    /// The name of its category stands in its place.
    Redact,
}

impl RedactionAction {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Refer => "refer",
            Self::Pseudonymise => "pseudonymise",
            Self::Redact => "redact",
        }
    }

    /// Whether what is recognised does not stand in the text any more.
    #[must_use]
    pub const fn hides(self) -> bool {
        matches!(self, Self::Pseudonymise | Self::Redact)
    }
}

/// Who reads a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// The name in calls.
    pub id: Text,
    /// The name in words.
    pub title: Text,
    /// Who they are, and what copy they get.
    pub words: Text,
    /// The roles of which a reader of this copy can be: nobody's own data is hidden from themselves.
    #[serde(default)]
    pub reader_roles: List<Text>,
    /// How sure the source is that they get a copy.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: Citation,
}

/// A kind of information about people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedactionCategory {
    /// The name in logs and rules.
    pub id: Text,
    /// What stands in the brackets in its place.
    pub label: Text,
    /// What it is.
    pub words: Text,
    /// Where it comes from.
    pub citation: Citation,
}

/// The part that a declared person has in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRole {
    /// The name in lists of people.
    pub id: Text,
    /// The pseudonym without its number.
    pub label: Text,
    /// The category.
    pub category: Text,
}

/// What some readers see of some categories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedactionRule {
    /// Its id.
    pub id: Text,
    /// The audiences.
    pub audiences: List<Text>,
    /// The categories.
    pub categories: List<Text>,
    /// What becomes of it.
    pub action: RedactionAction,
    /// Why.
    pub reason: Text,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: Citation,
}

/// What is worked out from an identifier to see whether it can be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierCheck {
    /// The form is all that there is.
    None,
    /// Weights 10 to 2 and a check digit, modulo 11.
    NhsNumber,
    /// Letters that are not given out.
    NationalInsurance,
    /// A check letter over year and serial.
    PoliceNationalComputer,
    /// A check letter over year and serial, in either of its forms.
    CriminalRecordsOffice,
    /// A check letter over force, system, year and serial.
    ArrestSummons,
    /// Letters by their place.
    Postcode,
    /// Letters and ages that are given out.
    VehicleRegistration,
    /// The number of digits and how they begin.
    Telephone,
    /// A day that is in the calendar.
    CalendarDay,
}

/// What an identifier needs beside its form before it is taken for one without a person's look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierContext {
    /// Nothing.
    None,
    /// A label before it, or the grouping in which it is usually written.
    LabelOrGrouping,
    /// A label before it: without one it is not looked at.
    Label,
}

/// An identifier of a person and how it is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// The name in logs.
    pub id: Text,
    /// The name in words.
    pub name: Text,
    /// Its category.
    pub category: Text,
    /// Its form, as a regular expression over text in lower case without accents.
    pub pattern: Text,
    /// The grouping that counts as context, as a regular expression; none where no grouping does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grouping: Option<Text>,
    /// What is worked out from it.
    pub check: IdentifierCheck,
    /// What it needs beside its form.
    pub context: IdentifierContext,
    /// The words that stand before it and say what it is.
    #[serde(default)]
    pub labels: List<Text>,
    /// How sure its form is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: Citation,
}

/// Words beside which a passage may be of a category that nobody can recognise by its form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensitiveTerms {
    /// The category.
    pub category: Text,
    /// The words, in lower case.
    pub terms: List<Text>,
    /// Where it comes from.
    pub citation: Citation,
}

/// What may be read by whom, and how people and identifiers are recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedactionRules {
    /// The readers.
    pub audiences: List<Audience>,
    /// The kinds of information.
    pub categories: List<RedactionCategory>,
    /// The parts that people have.
    pub roles: List<PersonRole>,
    /// What is seen of what.
    pub rules: List<RedactionRule>,
    /// The identifiers, the one that is taken where two fit first.
    pub identifiers: List<Identifier>,
    /// Words that a person should look at.
    pub terms: List<SensitiveTerms>,
    /// Titles before a name, in lower case.
    pub titles: List<Text>,
    /// Ranks and posts before a name, in lower case.
    pub role_words: List<Text>,
    /// Words that belong to the surname after them, in lower case.
    pub particles: List<Text>,
    /// Names that are also words, in lower case.
    pub common_words: List<Text>,
    /// Names that are also months, in lower case.
    pub months: List<Text>,
    /// Words that end the name of a street, in lower case.
    pub street_words: List<Text>,
}

/// The words for one code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// The code.
    pub code: Text,
    /// The words, with places such as `{entry}`.
    pub words: Text,
}

/// One edition of the rules, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyData {
    /// Its id, such as `hmip-2020-09`.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// The version of this encoding of it.
    pub version: Text,
    /// When its source was published, as a year and month.
    pub published: Text,
    /// From when it is in force, as a year and month.
    pub in_force_from: Text,
    /// Until when, where that is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_to: Option<Text>,
    /// What it covers.
    pub summary: Text,
    /// What it cites.
    pub sources: List<Source>,
    /// The closed list of facts.
    pub facts: List<Fact>,
    /// The statutes.
    pub statutes: List<Statute>,
    /// What earlier and later lists have.
    pub other_editions: List<OtherEdition>,
    /// The lives of the provisions.
    pub events: List<Event>,
    /// The entries of Appendix 1.
    pub entries: List<Entry>,
    /// The sections that read otherwise.
    pub provisions: List<Provision>,
    /// Words for offences.
    pub titles: List<Title>,
    /// The principal's part and the secondary and inchoate forms.
    pub involvements: List<Involvement>,
    /// Entries that take in certain forms of others.
    pub becomes: List<Becomes>,
    /// When a review is needed.
    pub criteria: Criteria,
    /// What happens in a case on a day, in the order of a timeline.
    pub case_events: List<CaseEvent>,
    /// What is due when, and what comes before what.
    pub deadlines: List<Deadline>,
    /// The orders that lie in the facts.
    pub orders: List<EventOrder>,
    /// The CJS offence codes.
    pub codes: List<CodeGroup>,
    /// The Home Office codes.
    pub home_office_codes: List<CodeGroup>,
    /// The prefixes of all Acts that have CJS codes.
    pub known_prefixes: CodeList,
    /// The working days that the window counts.
    pub calendar: Calendar,
    /// The documents that can be checked.
    #[serde(default)]
    pub documents: List<Document>,
    /// The words.
    pub messages: List<Message>,
    /// When a review should be made together with other agencies.
    pub multi_agency: AgencyCriteria,
    /// The learning themes.
    pub themes: List<Theme>,
    /// What is worked out from codings by theme.
    pub theme_measures: List<Theme>,
    /// What may be read by whom.
    pub redaction: RedactionRules,
}
