//! The case: what a caller says of a charge, or of a person's charges.
//!
//! A case is made in Rust with the builder methods, or read from the canonical JSON. Reading never fails: what
//! cannot be used is a finding, and counts as not known.

use std::fmt;

use crate::date::{Date, DateRange};
use crate::finding::{Finding, Severity};
use crate::policy::Policy;
use crate::value::{Value, MAX_CASE_BYTES};

/// The most charges of a case.
pub const MAX_CHARGES: usize = 500;
/// The longest text of a field other than `text`, in characters.
pub const MAX_FIELD: usize = 200;

/// How a charge names its offence; one or more ways.
#[derive(Clone, Default, PartialEq)]
pub struct Offence {
    /// The number of an entry of Appendix 1.
    pub entry: Option<u16>,
    /// The Act, as written.
    pub statute: Option<String>,
    /// The section, as written.
    pub section: Option<String>,
    /// The CJS offence code.
    pub code: Option<String>,
    /// The Home Office offence code.
    pub ho_code: Option<String>,
    /// The words of the charge.
    pub text: Option<String>,
}

/// A fact as stated: true or false, or a number.
#[derive(Clone, Copy, PartialEq)]
pub enum FactValue {
    /// True or false.
    Boolean(bool),
    /// A number, in the unit that the policy names.
    Number(f64),
}

impl From<bool> for FactValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<u16> for FactValue {
    fn from(value: u16) -> Self {
        Self::Number(f64::from(value))
    }
}

/// One alleged offence.
#[derive(Clone, Default, PartialEq)]
pub struct Charge {
    /// How the offence is named.
    pub offence: Offence,
    /// The id of the form in which it is charged; `None` where nobody says.
    pub involvement: Option<String>,
    /// The facts stated, by name. A name may stand more than once.
    pub facts: Vec<(String, FactValue)>,
    /// When it was committed: a day, or a range of days.
    pub offence_date: Option<DateRange>,
    pub(crate) findings: Vec<Finding>,
}

/// When supervision ended.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum SupervisionEnd {
    /// Nobody says.
    #[default]
    Unknown,
    /// It has not ended.
    Ongoing,
    /// Its last day.
    On(Date),
}

/// The supervision during or after which the offence is alleged.
#[derive(Clone, Default, PartialEq)]
pub struct Supervision {
    /// The kind, by its id in the policy.
    pub kind: Option<String>,
    /// Its first day.
    pub start: Option<Date>,
    /// Its last day.
    pub end: SupervisionEnd,
}

/// Whether a step of the proceedings has been taken.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Step {
    /// Nobody says.
    #[default]
    Unknown,
    /// It has not.
    No,
    /// It has; the day may not be known.
    Yes(Option<Date>),
}

/// A charge, or a person's charges, with what they share.
///
/// Its `Debug` shows no value of the case.
#[derive(Clone, Default, PartialEq)]
pub struct Case {
    /// The charges.
    pub charges: Vec<Charge>,
    /// Whether the case was given as one charge without a list of charges.
    pub single: bool,
    /// The supervision.
    pub supervision: Supervision,
    /// Whether the person has been charged.
    pub charged: Step,
    /// Whether the person has appeared in court on the charge.
    pub first_court_appearance: Step,
    /// The highest risk of serious harm in the current supervision period, by its id in the policy.
    pub risk_of_serious_harm: Option<String>,
    /// The caller asserts public-interest reasons for a review.
    pub public_interest: bool,
    /// Answers to the questions of the multi-agency criteria, by name. A name may stand more than once.
    pub multi_agency: Vec<(String, bool)>,
    pub(crate) findings: Vec<Finding>,
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
hidden_debug!(Offence, FactValue, Charge, SupervisionEnd, Supervision, Step, Case);

impl Case {
    /// A case with one charge of which nothing is said yet.
    #[must_use]
    pub fn new() -> Self {
        Self { charges: vec![Charge::default()], single: true, ..Self::default() }
    }

    fn with_charge(mut self, change: impl FnOnce(&mut Charge)) -> Self {
        if let Some(charge) = self.charges.first_mut() {
            change(charge);
        }
        self
    }

    /// Names the offence by its entry in Appendix 1.
    #[must_use]
    pub fn entry(self, number: u16) -> Self {
        self.with_charge(|c| c.offence.entry = Some(number))
    }

    /// Names the offence by its CJS code.
    #[must_use]
    pub fn code(self, code: impl Into<String>) -> Self {
        self.with_charge(|c| c.offence.code = Some(code.into()))
    }

    /// Names the offence by its Act and section.
    #[must_use]
    pub fn provision(self, statute: impl Into<String>, section: impl Into<String>) -> Self {
        self.with_charge(|c| {
            c.offence.statute = Some(statute.into());
            c.offence.section = Some(section.into());
        })
    }

    /// Names the offence by the words of the charge.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with_charge(|c| c.offence.text = Some(text.into()))
    }

    /// States the form in which it is charged.
    #[must_use]
    pub fn involvement(self, id: impl Into<String>) -> Self {
        self.with_charge(|c| c.involvement = Some(id.into()))
    }

    /// States a fact.
    #[must_use]
    pub fn fact(self, name: impl Into<String>, value: impl Into<FactValue>) -> Self {
        self.with_charge(|c| c.facts.push((name.into(), value.into())))
    }

    /// Answers a question of the multi-agency criteria.
    #[must_use]
    pub fn multi_agency(mut self, name: impl Into<String>, value: bool) -> Self {
        self.multi_agency.push((name.into(), value));
        self
    }

    /// Reads the canonical JSON.
    ///
    /// Nothing fails: text that is not JSON gives a case in which nothing is known and a finding that says so.
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

    /// A case in which nothing is known, with the finding of this code.
    fn unreadable(policy: &Policy, code: &'static str) -> Self {
        let mut case = Self::new();
        case.findings.push(policy.finding(code, Severity::Error, "", &[]));
        case
    }

    /// Reads a case from a value that a binding has converted.
    #[must_use]
    pub fn from_value(policy: &Policy, value: &Value) -> Self {
        let Value::Map(fields) = value else { return Self::unreadable(policy, "malformed_case") };
        let mut reader = Reader { policy, findings: Vec::new() };
        let mut case = Self::default();
        let mut shared = Charge::default();
        let mut list = None;
        reader.fields(fields, "", |reader, key, value, path| {
            match key {
                "charges" => list = Some(value),
                "supervision" => case.supervision = reader.supervision(value, path),
                "proceedings" => {
                    reader.object(value, path, |reader, key, value, path| {
                        match key {
                            "charged" => case.charged = reader.step(value, path),
                            "first_court_appearance" => case.first_court_appearance = reader.step(value, path),
                            _ => return false,
                        }
                        true
                    });
                }
                "risk_of_serious_harm" => {
                    case.risk_of_serious_harm =
                        reader.one_of(value, path, &policy.data().criteria.risk_levels, "unknown_value");
                }
                // The days of a case are another question's: see `deadlines`.
                "events" | "extensions" => {}
                "public_interest" => case.public_interest = reader.boolean(value, path) == Some(true),
                "multi_agency" => reader.object(value, path, |reader, key, value, path| {
                    let known = policy.data().multi_agency.questions.iter().any(|q| q.name == key);
                    if known {
                        let answer = reader.boolean(value, path);
                        case.multi_agency.extend(answer.map(|answer| (key.to_owned(), answer)));
                    }
                    known
                }),
                _ => return reader.charge_field(&mut shared, key, value, path),
            }
            true
        });
        if let (Some(start), SupervisionEnd::On(end)) = (case.supervision.start, case.supervision.end) {
            if end < start {
                reader.note("supervision_reversed", Severity::Error, "/supervision/end");
                case.supervision.start = None;
                case.supervision.end = SupervisionEnd::Unknown;
            }
        }
        match list {
            None => {
                case.single = true;
                case.charges.push(shared);
            }
            Some(Value::List(items)) => {
                if shared != Charge::default() {
                    reader.note("charge_outside_list", Severity::Error, "/charges");
                    case.charges.push(shared);
                }
                if items.len() > MAX_CHARGES {
                    reader.note("too_many_charges", Severity::Error, "/charges");
                }
                for (at, item) in items.iter().take(MAX_CHARGES).enumerate() {
                    let mut inner = Reader { policy, findings: Vec::new() };
                    let mut charge = Charge::default();
                    inner.object(item, &format!("/charges/{at}"), |reader, key, value, path| {
                        reader.charge_field(&mut charge, key, value, path)
                    });
                    charge.findings = inner.findings;
                    case.charges.push(charge);
                }
                if case.charges.is_empty() {
                    reader.note("no_charges", Severity::Error, "/charges");
                    case.charges.push(Charge::default());
                }
            }
            Some(_) => {
                reader.note("wrong_type", Severity::Error, "/charges");
                case.charges.push(shared);
            }
        }
        case.findings = reader.findings;
        case
    }
}

struct Reader<'p> {
    policy: &'p Policy,
    findings: Vec<Finding>,
}

/// A key as part of a JSON Pointer, shortened; keys that are not of the format are not repeated.
fn pointer(path: &str, key: &str) -> String {
    format!("{path}/{key}")
}

impl Reader<'_> {
    fn note(&mut self, code: &'static str, severity: Severity, path: &str) {
        let finding = self.policy.finding(code, severity, path, &[]);
        self.findings.push(finding);
    }

    fn wrong_type(&mut self, path: &str) {
        self.note("wrong_type", Severity::Error, path);
    }

    /// Hands each field on; `false` from `take` is a field that the format does not have.
    fn fields<'v>(
        &mut self,
        fields: &'v [(String, Value)],
        path: &str,
        mut take: impl FnMut(&mut Self, &str, &'v Value, &str) -> bool,
    ) {
        for (key, value) in fields {
            let here = pointer(path, key);
            if !take(self, key, value, &here) {
                // The key itself may be a value that slipped: it is not repeated.
                self.note("unknown_field", Severity::Warning, path);
            } else if fields.iter().filter(|(other, _)| other == key).count() > 1 && path != "/facts" {
                self.note("repeated_field", Severity::Warning, &here);
            }
        }
    }

    fn object<'v>(&mut self, value: &'v Value, path: &str, take: impl FnMut(&mut Self, &str, &'v Value, &str) -> bool) {
        match value {
            Value::Null => {}
            Value::Map(fields) => self.fields(fields, path, take),
            _ => self.wrong_type(path),
        }
    }

    fn text(&mut self, value: &Value, path: &str, bound: usize) -> Option<String> {
        match value {
            Value::Null => None,
            Value::Text(text) if text.chars().count() > bound => {
                self.note("text_too_long", Severity::Error, path);
                None
            }
            Value::Text(text) if text.trim().is_empty() => None,
            Value::Text(text) => Some(text.trim().to_owned()),
            _ => {
                self.wrong_type(path);
                None
            }
        }
    }

    fn boolean(&mut self, value: &Value, path: &str) -> Option<bool> {
        match value {
            Value::Null => None,
            Value::Bool(value) => Some(*value),
            _ => {
                self.wrong_type(path);
                None
            }
        }
    }

    fn one_of(
        &mut self,
        value: &Value,
        path: &str,
        allowed: &[crate::policy::data::Text],
        code: &'static str,
    ) -> Option<String> {
        let text = self.text(value, path, MAX_FIELD)?;
        if allowed.iter().any(|a| *a == text) {
            return Some(text);
        }
        let choices = allowed.iter().map(|a| format!("`{a}`")).collect::<Vec<_>>().join(", ");
        let finding = self.policy.finding(code, Severity::Error, path, &[("choices", &choices)]);
        self.findings.push(finding);
        None
    }

    fn date(&mut self, value: &Value, path: &str) -> Option<Date> {
        let text = self.text(value, path, MAX_FIELD)?;
        let date = Date::parse_iso(&text);
        if date.is_none() {
            self.note("impossible_date", Severity::Error, path);
        }
        date
    }

    fn step(&mut self, value: &Value, path: &str) -> Step {
        match value {
            Value::Null => Step::Unknown,
            Value::Bool(true) => Step::Yes(None),
            Value::Bool(false) => Step::No,
            _ => self.date(value, path).map_or(Step::Unknown, |date| Step::Yes(Some(date))),
        }
    }

    fn supervision(&mut self, value: &Value, path: &str) -> Supervision {
        let mut supervision = Supervision::default();
        let kinds = &self.policy.data().criteria.supervision_kinds;
        self.object(value, path, |reader, key, value, path| {
            match key {
                "kind" => supervision.kind = reader.one_of(value, path, kinds, "unknown_value"),
                "start" => supervision.start = reader.date(value, path),
                "end" => {
                    supervision.end = match value {
                        Value::Text(text) if text == "ongoing" => SupervisionEnd::Ongoing,
                        other => reader.date(other, path).map_or(SupervisionEnd::Unknown, SupervisionEnd::On),
                    };
                }
                _ => return false,
            }
            true
        });
        supervision
    }

    fn charge_field(&mut self, charge: &mut Charge, key: &str, value: &Value, path: &str) -> bool {
        match key {
            "offence" => self.object(value, path, |reader, key, value, path| {
                let offence = &mut charge.offence;
                match key {
                    "entry" => offence.entry = reader.entry(value, path),
                    "statute" => offence.statute = reader.text(value, path, MAX_FIELD),
                    "section" => offence.section = reader.text(value, path, MAX_FIELD),
                    "code" => offence.code = reader.text(value, path, MAX_FIELD),
                    "ho_code" => offence.ho_code = reader.text(value, path, MAX_FIELD),
                    "text" => offence.text = reader.text(value, path, super::text::MAX_TEXT),
                    _ => return false,
                }
                true
            }),
            "involvement" => {
                let ids: Vec<_> = self.policy.data().involvements.iter().map(|i| i.id.clone()).collect();
                charge.involvement = self.one_of(value, path, &ids, "unknown_involvement");
            }
            "facts" => self.facts(charge, value, path),
            "offence_date" => charge.offence_date = self.date_range(value, path),
            _ => return false,
        }
        true
    }

    fn entry(&mut self, value: &Value, path: &str) -> Option<u16> {
        let number = match value {
            Value::Null => return None,
            Value::Number(number) => self
                .policy
                .data()
                .entries
                .iter()
                .map(|e| e.number)
                .find(|n| (f64::from(*n) - number).abs() < f64::EPSILON),
            _ => {
                self.wrong_type(path);
                return None;
            }
        };
        if number.is_none() {
            self.note("unknown_entry", Severity::Error, path);
        }
        number
    }

    fn facts(&mut self, charge: &mut Charge, value: &Value, path: &str) {
        let Value::Map(fields) = value else {
            if *value != Value::Null {
                self.wrong_type(path);
            }
            return;
        };
        for (name, value) in fields {
            let Some(fact) = self.policy.data().facts.iter().find(|f| f.name == *name) else {
                self.note("unknown_fact", Severity::Warning, path);
                continue;
            };
            let here = pointer(path, &fact.name);
            match (fact.fact_type, value) {
                (_, Value::Null) => {}
                (crate::policy::data::FactType::Boolean, Value::Bool(b)) => {
                    charge.facts.push((name.clone(), FactValue::Boolean(*b)));
                }
                (crate::policy::data::FactType::Number, Value::Number(n)) => {
                    let least = f64::from(fact.minimum.unwrap_or(0));
                    let most = f64::from(fact.maximum.unwrap_or(u16::MAX));
                    if (least..=most).contains(n) {
                        charge.facts.push((name.clone(), FactValue::Number(*n)));
                    } else {
                        self.note("value_out_of_range", Severity::Error, &here);
                    }
                }
                _ => self.wrong_type(&here),
            }
        }
    }

    fn date_range(&mut self, value: &Value, path: &str) -> Option<DateRange> {
        let Value::Map(_) = value else {
            return self.date(value, path).map(|day| DateRange { from: day, to: day });
        };
        let (mut from, mut to) = (None, None);
        let mut faulty = false;
        self.object(value, path, |reader, key, value, path| {
            let before = reader.findings.len();
            match key {
                "from" => from = reader.date(value, path),
                "to" => to = reader.date(value, path),
                _ => return false,
            }
            faulty |= reader.findings.len() > before;
            true
        });
        match (from, to) {
            (Some(from), Some(to)) if from <= to => Some(DateRange { from, to }),
            (Some(_), Some(_)) => {
                self.note("date_range_reversed", Severity::Error, path);
                None
            }
            _ => {
                // One bad date is one finding: that it leaves the range open goes without saying.
                if !faulty {
                    self.note("date_range_open", Severity::Error, path);
                }
                None
            }
        }
    }
}
