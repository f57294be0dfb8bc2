//! The days of a case: what a caller says of its events.
//!
//! Reading never fails: what cannot be used is a finding, and counts as not known.

use std::fmt;

use crate::date::{Date, DateRange};
use crate::finding::{Finding, Severity};
use crate::policy::data::CaseEvent;
use crate::policy::Policy;
use crate::value::{Value, CASE_FIELDS, MAX_CASE_BYTES};
pub use crate::value::{MAX_EVENTS, MAX_EXTENSIONS};

/// The longest name that is compared with the names of the policy.
const MAX_NAME: usize = 64;

/// When an event happened.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Moment {
    /// The record does not have it: so far as the record goes, it has not happened. In JSON it is left out.
    #[default]
    NotRecorded,
    /// It is not known whether or when it happened. In JSON `null`.
    Unknown,
    /// It has not happened. In JSON `false`, or `"ongoing"` for the end of supervision.
    NotYet,
    /// It does not arise in this case. In JSON `"not_applicable"`.
    NotApplicable,
    /// It happened, on a day that is not known. In JSON `true`.
    Undated,
    /// It happened, or is to happen, on a day or within a range of days. In JSON a date, or for the offence
    /// `{"from": ..., "to": ...}`.
    On(DateRange),
}

/// A later last day for a rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Extension {
    /// The id of the rule.
    pub rule: String,
    /// The new last day.
    pub to: Date,
    /// The day on which it was recorded, where that is known.
    pub recorded: Option<Date>,
    /// The place in the case.
    pub(super) path: String,
}

/// What a record says of one event.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub name: String,
    pub moment: Moment,
    pub path: String,
}

/// The days of a case.
///
/// Its `Debug` shows no value of the case.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CaseDates {
    pub(super) statements: Vec<Statement>,
    pub(super) extensions: Vec<Extension>,
    pub(super) findings: Vec<Finding>,
}

macro_rules! hidden_debug {
    ($($type:ident),*) => {$(
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($type), "(..)"))
            }
        }
    )*};
}
hidden_debug!(Moment, Extension, CaseDates);

impl CaseDates {
    /// A case of which no day is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// States an event by its name.
    #[must_use]
    pub fn event(mut self, name: impl Into<String>, moment: Moment) -> Self {
        let name = name.into();
        let path = format!("/events/{name}");
        self.statements.push(Statement { name, moment, path });
        self
    }

    /// States the day of an event.
    #[must_use]
    pub fn on(self, name: impl Into<String>, date: Date) -> Self {
        self.event(name, Moment::On(date.into()))
    }

    /// States an extension of a rule.
    #[must_use]
    pub fn extended(mut self, rule: impl Into<String>, to: Date, recorded: Option<Date>) -> Self {
        let path = format!("/extensions/{}", self.extensions.len());
        self.extensions.push(Extension { rule: rule.into(), to, recorded, path });
        self
    }

    /// Reads the days from the canonical JSON of a case: `events`, `extensions`, and the fields that state an event,
    /// such as `proceedings.charged` and `offence_date`.
    ///
    /// Nothing fails: text that is not JSON gives a case of which no day is known and a finding that says so.
    #[must_use]
    pub fn from_json(policy: &Policy, json: &str) -> Self {
        if json.len() > MAX_CASE_BYTES {
            return Self::unreadable(policy, "case_too_large");
        }
        match serde_json::from_str::<Value>(json) {
            Ok(value) => Self::from_value(policy, &value),
            Err(_) => Self::unreadable(policy, "malformed_case"),
        }
    }

    fn unreadable(policy: &Policy, code: &'static str) -> Self {
        Self { findings: vec![policy.finding(code, Severity::Error, "", &[])], ..Self::default() }
    }

    /// Reads the days from a value that a binding has converted.
    #[must_use]
    pub fn from_value(policy: &Policy, value: &Value) -> Self {
        let Value::Map(fields) = value else { return Self::unreadable(policy, "malformed_case") };
        let mut reader = Reader { policy, case: Self::default() };
        let (mut events, mut extensions) = (0_usize, 0_usize);
        for (key, value) in fields {
            // What stands more than once is read twice at most: that shows whether it agrees, and bounds the work.
            match key.as_str() {
                "events" => {
                    events = events.saturating_add(1);
                    if events <= 2 {
                        reader.events(value);
                    }
                }
                "extensions" => {
                    extensions = extensions.saturating_add(1);
                    if extensions <= 2 {
                        reader.extensions(value);
                    }
                }
                key if CASE_FIELDS.contains(&key) => {}
                // The key itself may be a value that slipped: it is not repeated.
                _ => {
                    if !reader.case.findings.iter().any(|f| f.code == "unknown_field" && f.path.is_empty()) {
                        reader.note("unknown_field", Severity::Warning, "");
                    }
                }
            }
        }
        for (count, path) in [(events, "/events"), (extensions, "/extensions")] {
            if count > 1 {
                reader.note("repeated_field", Severity::Warning, path);
            }
        }
        for event in policy.data().case_events.iter() {
            if let Some(field) = &event.field {
                reader.field(event, field, fields);
            }
        }
        reader.case
    }
}

struct Reader<'p> {
    policy: &'p Policy,
    case: CaseDates,
}

/// The value at a place below an object; the last one where a key stands twice.
fn at_pointer<'v>(fields: &'v [(String, Value)], pointer: &str) -> Option<&'v Value> {
    let (key, rest) = match pointer.strip_prefix('/')?.split_once('/') {
        Some((key, _)) => (key, pointer.get(key.len().saturating_add(1)..)),
        None => (pointer.strip_prefix('/')?, None),
    };
    let value = fields.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)?;
    match (rest, value) {
        (None, value) => Some(value),
        (Some(rest), Value::Map(inner)) => at_pointer(inner, rest),
        _ => None,
    }
}

impl Reader<'_> {
    fn note(&mut self, code: &'static str, severity: Severity, path: &str) {
        let finding = self.policy.finding(code, severity, path, &[]);
        self.case.findings.push(finding);
    }

    fn state(&mut self, name: &str, moment: Moment, path: String) {
        self.case.statements.push(Statement { name: name.to_owned(), moment, path });
    }

    fn events(&mut self, value: &Value) {
        let fields = match value {
            Value::Null => return,
            Value::Map(fields) => fields,
            _ => return self.note("wrong_type", Severity::Error, "/events"),
        };
        if fields.len() > MAX_EVENTS {
            self.note("too_many_events", Severity::Error, "/events");
        }
        for (name, value) in fields.iter().take(MAX_EVENTS) {
            let event = self.policy.data().case_events.iter().find(|event| event.name == *name);
            let Some(event) = event else {
                self.unknown_event(name);
                continue;
            };
            let path = format!("/events/{name}");
            let moment = self.moment(value, &path, event.field.is_some());
            self.state(name, moment, path);
        }
    }

    fn unknown_event(&mut self, name: &str) {
        let finding = unknown_event(self.policy, name);
        self.case.findings.push(finding);
    }

    /// Reads an event from its own field of the case, and from the same field of each charge.
    fn field(&mut self, event: &CaseEvent, field: &str, fields: &[(String, Value)]) {
        let mut read = Vec::new();
        if let Some(value) = at_pointer(fields, field) {
            read.push(self.moment(value, field, true));
        }
        if let Some(Value::List(charges)) = at_pointer(fields, "/charges") {
            let before = read.len();
            let mut silent = false;
            for (at, charge) in charges.iter().take(MAX_EVENTS).enumerate() {
                let value = match charge {
                    Value::Map(inner) => at_pointer(inner, field),
                    _ => None,
                };
                match value {
                    Some(value) => read.push(self.moment(value, &format!("/charges/{at}{field}"), true)),
                    None => silent = true,
                }
            }
            // What is known of some charges does not speak for one without its day.
            if silent && read.len() > before {
                read.push(Moment::Unknown);
            }
        }
        let mut joint: Option<Moment> = None;
        for moment in read {
            joint = Some(match (joint, moment) {
                (None, moment) => moment,
                (Some(Moment::On(a)), Moment::On(b)) => {
                    Moment::On(DateRange { from: a.from.min(b.from), to: a.to.max(b.to) })
                }
                (Some(before), moment) if before == moment => moment,
                _ => Moment::Unknown,
            });
        }
        if let Some(moment) = joint {
            self.state(&event.name, moment, field.to_owned());
        }
    }

    /// What a value says of an event. One that has a field of its own may be a range, or may not have ended.
    fn moment(&mut self, value: &Value, path: &str, has_field: bool) -> Moment {
        match value {
            Value::Null => Moment::Unknown,
            Value::Bool(true) => Moment::Undated,
            Value::Bool(false) => Moment::NotYet,
            Value::Text(text) => match text.trim() {
                "" => Moment::Unknown,
                "not_applicable" => Moment::NotApplicable,
                "ongoing" if has_field => Moment::NotYet,
                _ => self.date(value, path).map_or(Moment::Unknown, |date| Moment::On(date.into())),
            },
            Value::Map(inner) if has_field => {
                let end = |name: &str| inner.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value);
                let from = end("from").and_then(|value| self.date(value, &format!("{path}/from")));
                let to = end("to").and_then(|value| self.date(value, &format!("{path}/to")));
                match (from, to) {
                    (Some(from), Some(to)) => DateRange::new(from, to).map_or_else(
                        || {
                            self.note("date_range_reversed", Severity::Error, path);
                            Moment::Unknown
                        },
                        Moment::On,
                    ),
                    _ => {
                        self.note("date_range_open", Severity::Error, path);
                        Moment::Unknown
                    }
                }
            }
            _ => {
                self.note("wrong_type", Severity::Error, path);
                Moment::Unknown
            }
        }
    }

    fn date(&mut self, value: &Value, path: &str) -> Option<Date> {
        let date = match value {
            Value::Null => return None,
            Value::Text(text) => Date::parse_iso(text.trim()),
            _ => {
                self.note("wrong_type", Severity::Error, path);
                return None;
            }
        };
        if date.is_none() {
            self.note("impossible_date", Severity::Error, path);
        }
        date
    }

    fn extensions(&mut self, value: &Value) {
        let items = match value {
            Value::Null => return,
            Value::List(items) => items,
            _ => return self.note("wrong_type", Severity::Error, "/extensions"),
        };
        if items.len() > MAX_EXTENSIONS {
            self.note("too_many_extensions", Severity::Error, "/extensions");
        }
        for (at, item) in items.iter().take(MAX_EXTENSIONS).enumerate() {
            let path = format!("/extensions/{at}");
            let Value::Map(fields) = item else {
                self.note("wrong_type", Severity::Error, &path);
                continue;
            };
            let (mut rule, mut to, mut recorded) = (None, None, None);
            let mut unknown = false;
            for (key, value) in fields {
                let here = format!("{path}/{key}");
                match (key.as_str(), value) {
                    ("rule", Value::Text(text)) => rule = Some(text.trim().to_owned()),
                    ("rule", Value::Null) => {}
                    ("rule", _) => self.note("wrong_type", Severity::Error, &here),
                    ("to", _) => to = self.date(value, &here),
                    ("recorded", _) => recorded = self.date(value, &here),
                    _ => unknown = true,
                }
            }
            if unknown {
                self.note("unknown_field", Severity::Warning, &path);
            }
            match (rule, to) {
                (Some(rule), Some(to)) => self.case.extensions.push(Extension { rule, to, recorded, path }),
                _ => self.note("extension_incomplete", Severity::Error, &path),
            }
        }
    }
}

/// The finding for an event that the policy does not have. It names the nearest one that the policy has, and never
/// the name given, which may be a value that slipped.
pub(super) fn unknown_event(policy: &Policy, name: &str) -> Finding {
    match nearest(policy, name) {
        Some(near) => policy.finding("unknown_event_near", Severity::Warning, "/events", &[("near", near)]),
        None => policy.finding("unknown_event", Severity::Warning, "/events", &[]),
    }
}

/// The event whose name is a few slips of the keyboard away.
fn nearest<'p>(policy: &'p Policy, name: &str) -> Option<&'p str> {
    if name.len() > MAX_NAME {
        return None;
    }
    let plain: Vec<char> =
        name.trim().to_lowercase().chars().map(|c| if c == ' ' || c == '-' { '_' } else { c }).collect();
    let bound = plain.len().checked_div(4)?.min(3);
    policy
        .data()
        .case_events
        .iter()
        .map(|event| (distance(&plain, &event.name), event.name.as_ref()))
        .filter(|(distance, _)| *distance <= bound)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many letters have to be put in, taken out or changed to make one name of the other.
fn distance(a: &[char], b: &str) -> usize {
    let mut row: Vec<usize> = (0..=a.len()).collect();
    for (line, letter) in b.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line.saturating_add(1);
        let mut next = vec![left];
        for (old, other) in row.iter().skip(1).zip(a) {
            let change = diagonal.saturating_add(usize::from(*other != letter));
            left = change.min(old.saturating_add(1)).min(left.saturating_add(1));
            next.push(left);
            diagonal = *old;
        }
        row = next;
    }
    row.last().copied().unwrap_or(usize::MAX)
}
