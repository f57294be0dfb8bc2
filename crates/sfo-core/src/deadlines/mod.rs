//! Deadlines and order: what is due when, and what came late or out of order?
//!
//! The days of a case are read (`record`), each rule of the policy and each target of the caller is judged (`judge`),
//! and the answers make a [`Timeline`]. It can be explained as text, and with the feature `render` drawn as a picture
//! or written as an iCalendar file.
//!
//! There is no clock: the day on which the question is asked is `as_of`, and comes from the caller.

mod explain;
#[cfg(feature = "render")]
mod ics;
mod judge;
mod record;
#[cfg(all(test, feature = "schema"))]
mod schema_tests;
#[cfg(feature = "render")]
mod svg;
mod targets;

use serde::Serialize;

pub use record::{CaseDates, Extension, Moment, MAX_EVENTS, MAX_EXTENSIONS};
pub use targets::{Target, Targets, MAX_TARGETS, MAX_TARGETS_BYTES};

use crate::calendar::{Calendar, WorkingDays, MAX_CALENDAR_BYTES, MAX_NAME};
use crate::citation::Certainty;
use crate::date::Date;
use crate::error::{Error, ErrorKind};
use crate::finding::Finding;
use crate::policy::data::{DeadlineKind, Strength, Unit};
use crate::policy::{Policy, PolicyId};
use crate::truth::Truth;
use crate::value::{Reader, Value};

/// The most rules that a caller can ask for by their ids.
const MAX_RULES: usize = 1000;
/// The longest options, in bytes of JSON: they may hold a calendar and targets.
pub const MAX_OPTIONS_BYTES: usize = MAX_CALENDAR_BYTES + MAX_TARGETS_BYTES;

/// How a rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was kept: done by its last day, in its order, or within its window.
    Met,
    /// It was done after its last day, out of its order, or outside its window.
    Late,
    /// It is to be done, and its last day, where it has one, has not passed.
    Due,
    /// It has not been done, though its last day has passed or what should follow it has happened.
    Overdue,
    /// What it is counted from, or comes before, has not happened yet.
    Waiting,
    /// It does not apply to the case, or no longer does.
    NotApplicable,
    /// It cannot be told; `missing` says what has to be known.
    Unknown,
}

impl Status {
    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Late => "late",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Waiting => "waiting",
            Self::NotApplicable => "not_applicable",
            Self::Unknown => "unknown",
        }
    }

    /// Whether something was not done in time or in order, or still is not.
    #[must_use]
    pub const fn is_missed(self) -> bool {
        matches!(self, Self::Late | Self::Overdue)
    }
}

/// Who sets the measure of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RuleSource {
    /// The policy.
    Policy,
    /// A target of the caller's organisation.
    Target,
}

/// A length of time.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// How many; negative where it runs backwards.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub n: i32,
    /// Of what.
    pub unit: Unit,
}

/// A day that was not counted.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Skipped {
    /// The day.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub date: Date,
    /// Why: the day of the week, or the name of the holiday.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub why: String,
}

/// How one rule stands in a case.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleResult {
    /// The id of the rule: the policy's, or that of a target that is a rule of its own.
    pub rule: String,
    /// What it asks.
    pub title: String,
    /// What it asks of its two events.
    pub kind: DeadlineKind,
    /// Who sets its measure.
    pub source: RuleSource,
    /// The id of the target that does, where it is a target.
    pub target: Option<String>,
    /// How strongly it is asked for.
    pub strength: Strength,
    /// How it stands.
    pub status: Status,
    /// The name of its event.
    pub event: String,
    /// The name of the event that it is counted from or compared with.
    pub trigger: String,
    /// The day of the event, where it has happened.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub done: Option<Date>,
    /// The day of the trigger, where it has happened.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub triggered: Option<Date>,
    /// The last day, without extensions; for a window the day on which it closes.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub due: Option<Date>,
    /// The last day with the extensions recorded.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub extended_to: Option<Date>,
    /// How late it is: counted from the last day, or for an order the time by which it was missed. In working days
    /// where the limit is, save where none has passed yet.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub late_by: Option<Span>,
    /// The time from the trigger to the event, or to `as_of` while the event has not happened.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub elapsed: Option<Span>,
    /// How many working days were counted to the last day; none where the limit is not in working days.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub counted: Option<i32>,
    /// The days between the trigger and the last day that were not counted, or that the last day was moved over.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub skipped: Vec<Skipped>,
    /// Whether a day that was counted or passed over lies in a year whose holidays are not announced yet.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub projected: bool,
    /// What has to be known: names of events, `as_of`, or `target` where nobody sets a number.
    pub missing: Vec<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: String,
    /// Why it stands so, in words. There is no date among them.
    pub text: String,
}

impl RuleResult {
    /// The last day that holds: the one extended to, or the one without extensions.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        self.extended_to.or(self.due)
    }
}

/// The next thing that is due.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Next {
    /// The id of its rule.
    pub rule: String,
    /// The name of the event that has to happen.
    pub event: String,
    /// Its last day, extensions counted.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub due: Date,
}

/// An event and its day.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DatedEvent {
    /// The name of the event.
    pub event: String,
    /// Its day, or the first of its days.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    pub date: Date,
    /// The last of its days, where they are more than one.
    #[cfg_attr(feature = "schema", schemars(extend("x-sensitive" = true)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// The answer to "what is due when, and what came late or out of order?", rule by rule, explained and cited.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Timeline {
    /// The day on which the question is asked.
    pub as_of: Option<Date>,
    /// The title of the targets that were judged by, where there were any.
    pub targets: Option<String>,
    /// The title of the calendar by which working days were counted.
    pub calendar: String,
    /// The events that have a day, the earliest first.
    pub events: Vec<DatedEvent>,
    /// Every rule of the policy in its order, and then the rules that targets add; or those that were asked for.
    pub rules: Vec<RuleResult>,
    /// Of what is due and has a last day, the first.
    pub next: Option<Next>,
    /// What is wrong with the record, or came late or out of order. The rule of a finding is `deadline.` and its id,
    /// or `target.` and the id of the target that sets its measure, or `order.` and the id of an order of the facts.
    pub findings: Vec<Finding>,
    /// The policy.
    pub policy: PolicyId,
}

macro_rules! hidden_debug {
    ($($type:ident),*) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(..)"))
            }
        }
    )*};
}
hidden_debug!(Span, Skipped, RuleResult, Next, DatedEvent, Timeline);

impl Timeline {
    /// Whether a rule was missed: see [`Status::is_missed`].
    #[must_use]
    pub fn has_missed(&self) -> bool {
        self.rules.iter().any(|rule| rule.status.is_missed())
    }

    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every key is a text and no map has another key, so writing to a string does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The answer of one rule, by its id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&RuleResult> {
        self.rules.iter().find(|rule| rule.rule == id)
    }
}

/// What a caller sets beside the case.
#[derive(Clone, Default)]
pub struct Options {
    /// The day on which the question is asked.
    pub as_of: Option<Date>,
    /// The organisation's own numbers.
    pub targets: Option<Targets>,
    /// Another calendar than the policy's.
    pub calendar: Option<WorkingDays>,
    /// The ids of the rules to judge; none judges them all.
    pub rules: Option<Vec<String>>,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Options(..)")
    }
}

impl Options {
    /// Reads options from JSON: `{"as_of": "2024-06-03", "targets": {...}, "calendar": {...}, "rules": ["..."]}`. Each
    /// may be left out or `null`.
    ///
    /// # Errors
    ///
    /// Where the text is not of that shape, the targets are for another policy, the calendar is not in order, or a rule
    /// is not among the policy's and the targets'.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::deadlines::Options;
    /// use sfo_core::Policy;
    ///
    /// let error = Options::from_json(Policy::builtin(), r#"{"as_of": "today"}"#).unwrap_err();
    /// assert_eq!((error.code(), error.path()), ("options_malformed", "/as_of"));
    /// ```
    pub fn from_json(policy: &Policy, json: &str) -> Result<Self, Error> {
        let reader = Reader { malformed: "options_malformed", too_large: "options_too_large" };
        if json.len() > MAX_OPTIONS_BYTES {
            return Err(Error::new(
                ErrorKind::TooLarge,
                "options_too_large",
                "",
                "the options are longer than their bound; shorten the calendar or the targets",
            ));
        }
        let value: Value = serde_json::from_str(json).map_err(|_| reader.fault("", "the options are not JSON"))?;
        let mut options = Self::default();
        let mut ids = Vec::new();
        for (key, value, path) in reader.object(&value, "")? {
            match (key, value) {
                ("as_of" | "targets" | "calendar" | "rules", Value::Null) => {}
                ("as_of", _) => options.as_of = Some(reader.date(value, &path)?),
                ("targets", _) => options.targets = Some(Targets::from_value(policy, value, &path)?),
                ("calendar", _) => {
                    options.calendar = Some(WorkingDays::of(&Calendar::from_value(value, &path)?)?);
                }
                ("rules", _) => {
                    for (id, path) in reader.list(value, &path, MAX_RULES)? {
                        ids.push((reader.text(id, &path, MAX_NAME)?, path));
                    }
                    options.rules = Some(ids.iter().map(|(id, _)| id.clone()).collect());
                }
                _ => return Err(reader.unknown("", "as_of, targets, calendar, rules")),
            }
        }
        for (id, path) in ids {
            let targets = options.targets.iter().flat_map(|targets| &targets.targets);
            let mut known = policy.data().deadlines.iter().map(|rule| rule.id.as_ref());
            if !known.any(|known| known == id) && !targets.filter(|t| t.rule.is_none()).any(|t| t.id == id) {
                let message = "there is no rule with this id; see the list of deadlines of the policy and the targets";
                return Err(Error::new(ErrorKind::Inconsistent, "unknown_deadline", path, message));
            }
        }
        Ok(options)
    }
}

/// What a timeline is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// The canonical JSON.
    Json,
    /// Plain text, for a person to read.
    Text,
    /// An iCalendar file.
    #[cfg(feature = "render")]
    Ics,
    /// A picture.
    #[cfg(feature = "render")]
    Svg,
}

/// Whether each order of the policy is kept of which the case states the events: every deadline of the kind `before` or
/// `after` with both of its events, and every order of the facts with two of its events or more.
pub(crate) fn orders<'p>(policy: &'p Policy, case: &CaseDates) -> Vec<(&'p str, Truth)> {
    judge::order_verdicts(policy, case)
}

/// The schema of a timeline, as the canonical JSON has it, under a policy.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema(policy: &Policy) -> schemars::Schema {
    crate::policy::schema::of_output::<Timeline>(policy)
}

impl Policy {
    /// Judges every rule about the days of a case.
    ///
    /// It never fails: what is wrong with the case is among the findings, and the other rules still answer.
    /// `as_of` is the day on which the question is asked: without it nothing is due or overdue by a date, and an event
    /// after it counts as not having happened yet. Without `targets` only the policy's own numbers judge; without
    /// `calendar` the policy's counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::date::Date;
    /// use sfo_core::deadlines::{CaseDates, Status};
    /// use sfo_core::Policy;
    ///
    /// let day = |text| Date::parse_iso(text).unwrap();
    /// let case = CaseDates::new().on("notified", day("2024-03-06"));
    /// let timeline = Policy::builtin().deadlines(&case, Some(day("2024-05-01")), None, None);
    /// let review = timeline.rule("full-review-within-three-months").unwrap();
    /// assert_eq!((review.status, review.due), (Status::Due, Some(day("2024-06-06"))));
    /// assert_eq!(timeline.next.unwrap().event, "review_completed");
    /// ```
    #[must_use]
    pub fn deadlines(
        &self,
        case: &CaseDates,
        as_of: Option<Date>,
        targets: Option<&Targets>,
        calendar: Option<&WorkingDays>,
    ) -> Timeline {
        judge::timeline(self, case, as_of, targets, calendar.unwrap_or_else(|| self.working_days()), None)
    }

    /// Judges the rules about the days of a case that the options name: see [`deadlines`](Self::deadlines).
    #[must_use]
    pub fn deadlines_with(&self, case: &CaseDates, options: &Options) -> Timeline {
        let days = options.calendar.as_ref().unwrap_or_else(|| self.working_days());
        judge::timeline(self, case, options.as_of, options.targets.as_ref(), days, options.rules.as_deref())
    }

    /// Judges a case given as the canonical JSON under options given as JSON, and returns the timeline as the canonical
    /// JSON.
    ///
    /// # Errors
    ///
    /// Where the options are at fault: see [`Options::from_json`]. The case never is.
    pub fn deadlines_json(&self, case: &str, options: &str) -> Result<String, Error> {
        self.deadlines_as(case, options, Format::Json)
    }

    /// The same in any of the formats.
    ///
    /// # Errors
    ///
    /// Where the options are at fault: see [`Options::from_json`].
    pub fn deadlines_as(&self, case: &str, options: &str, format: Format) -> Result<String, Error> {
        let options = Options::from_json(self, options)?;
        let case = CaseDates::from_json(self, case);
        let timeline = self.deadlines_with(&case, &options);
        Ok(match format {
            Format::Json => timeline.to_json(),
            Format::Text => self.explain_timeline(&timeline),
            #[cfg(feature = "render")]
            Format::Ics => self.timeline_to_ics(&timeline),
            #[cfg(feature = "render")]
            Format::Svg => self.timeline_to_svg(&timeline),
        })
    }
}
