//! Codings and options as they arrive.
//!
//! A fault in a coding is a finding, and the coding counts as far as it can be used. A fault in the options is a finding and
//! nothing is counted: numbers that were to be suppressed must not appear because a word was mistyped.

use crate::date::{Date, DateRange};
use crate::finding::{Finding, Severity};
use crate::policy::Policy;
use crate::themes::{AddedTheme, Coding, Codings, ThemeOptions};
use crate::value::Value;

/// The longest list of codings, in bytes of JSON.
pub const MAX_CODINGS_BYTES: usize = 16 << 20;
/// The most codings.
pub const MAX_CODINGS: usize = 100_000;
/// The most themes of one coding.
pub const MAX_THEMES: usize = 200;
/// The most themes that a caller can add.
pub const MAX_ADDED_THEMES: usize = 200;
/// The most findings that are listed.
pub const MAX_FINDINGS: usize = 1000;
/// The longest review id, unit or name of a theme, in characters.
pub const MAX_FIELD: usize = 200;
/// The longest code of a theme, in characters.
const MAX_THEME_ID: usize = 64;
/// The least number below which numbers can be suppressed: below it, what is not shown could only be one thing.
pub const LEAST_SUPPRESS_BELOW: u16 = 3;
const MOST_SUPPRESS_BELOW: u16 = 1000;
const MOST_TOP: u16 = 1000;
const MOST_CASELOAD: u32 = 100_000_000;

struct Reader<'p> {
    policy: &'p Policy,
    findings: Vec<Finding>,
    /// The code of a value of the wrong kind, and of a field that is not there.
    codes: (&'static str, &'static str),
}

impl Reader<'_> {
    fn note(&mut self, code: &'static str, severity: Severity, path: &str, args: &[(&str, &str)]) {
        note(self.policy, &mut self.findings, code, severity, path, args);
    }

    fn wrong(&mut self, path: &str) {
        self.note(self.codes.0, Severity::Error, path, &[]);
    }

    fn fields<'v>(
        &mut self,
        value: &'v Value,
        path: &str,
        take: &mut dyn FnMut(&mut Self, &str, &'v Value, &str) -> bool,
    ) {
        let Value::Map(fields) = value else {
            if *value != Value::Null {
                self.wrong(path);
            }
            return;
        };
        let mut names: Vec<&str> = Vec::new();
        for (key, value) in fields {
            let here = format!("{path}/{key}");
            if names.contains(&key.as_str()) {
                self.note("repeated_field", Severity::Error, &here, &[]);
            } else if take(self, key, value, &here) {
                names.push(key);
            } else {
                // The key itself may be a value that slipped: it is not repeated.
                self.note(self.codes.1, Severity::Error, path, &[]);
            }
        }
    }

    fn text(&mut self, value: &Value, path: &str) -> Option<String> {
        let text = match value {
            Value::Null => return None,
            Value::Text(text) => text.trim(),
            _ => {
                self.wrong(path);
                return None;
            }
        };
        if text.chars().count() > MAX_FIELD {
            self.note("text_too_long", Severity::Error, path, &[]);
            return None;
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn date(&mut self, value: &Value, path: &str) -> Option<Date> {
        let text = self.text(value, path)?;
        let date = Date::parse_iso(&text);
        if date.is_none() {
            self.note("impossible_date", Severity::Error, path, &[]);
        }
        date
    }

    fn whole(&mut self, value: &Value, path: &str, least: u32, most: u32) -> Option<u32> {
        match value {
            Value::Null => None,
            Value::Number(number) => {
                let whole = number.fract() == 0.0 && (f64::from(least)..=f64::from(most)).contains(number);
                if whole {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
                    return Some(*number as u32);
                }
                let args = [("least", least.to_string()), ("most", most.to_string())];
                let [least, most] = &args;
                self.note("option_range", Severity::Error, path, &[(least.0, &least.1), (most.0, &most.1)]);
                None
            }
            _ => {
                self.wrong(path);
                None
            }
        }
    }
}

/// Adds a finding while there is room for it.
pub(super) fn note(
    policy: &Policy,
    findings: &mut Vec<Finding>,
    code: &'static str,
    severity: Severity,
    path: &str,
    args: &[(&str, &str)],
) {
    match findings.len().cmp(&MAX_FINDINGS) {
        std::cmp::Ordering::Less => findings.push(policy.finding(code, severity, path, args)),
        std::cmp::Ordering::Equal => findings.push(policy.finding("too_many_findings", Severity::Warning, "", &[])),
        std::cmp::Ordering::Greater => {}
    }
}

impl Codings {
    /// Reads `{"codings": [...]}`. Each item is a coding, or a whole review: its themes are those of `/learning/themes`
    /// and those of the areas for improvement, `/learning/improvements/*/theme`, each once. Where a whole review has no
    /// `review`, `date` or `unit` beside its parts, they are its `/case_summary/reference`, `/report/completed_on` and
    /// `/case_summary/delivery_unit`.
    ///
    /// Nothing fails: what cannot be used is among the findings of the result.
    #[must_use]
    pub fn from_json(policy: &Policy, json: &str) -> Self {
        if json.len() > MAX_CODINGS_BYTES {
            return Self::refused(policy, "codings_too_large", "");
        }
        match serde_json::from_str::<Value>(json) {
            Ok(value) => Self::from_value(policy, &value),
            Err(_) => Self::refused(policy, "malformed_codings", ""),
        }
    }

    /// Reads codings from a value that a binding has converted.
    #[must_use]
    pub fn from_value(policy: &Policy, value: &Value) -> Self {
        let mut reader = Reader { policy, findings: Vec::new(), codes: ("coding_type", "coding_unknown_field") };
        let mut list = None;
        reader.fields(value, "", &mut |_, key, value, _| {
            let known = key == "codings";
            if let (true, Value::List(items)) = (known, value) {
                list = Some(items);
            }
            known
        });
        let Some(list) = list else { return Self::refused(policy, "malformed_codings", "") };
        if list.len() > MAX_CODINGS {
            return Self::refused(policy, "too_many_codings", "/codings");
        }
        let mut codings = Self::default();
        for (at, item) in list.iter().enumerate() {
            let path = format!("/codings/{at}");
            if let Value::Map(fields) = item {
                codings.rows.extend(coding(&mut reader, item, fields, &path, at));
            } else {
                reader.wrong(&path);
            }
        }
        codings.findings = reader.findings;
        codings
    }

    fn refused(policy: &Policy, code: &'static str, path: &str) -> Self {
        Self { refused: true, findings: vec![policy.finding(code, Severity::Error, path, &[])], ..Self::default() }
    }
}

/// One coding, unless it has more themes than the bound.
fn coding(reader: &mut Reader, item: &Value, fields: &[(String, Value)], path: &str, at: usize) -> Option<Coding> {
    // A review has many fields besides, which its own schema checks.
    let whole_review = fields.iter().any(|(key, _)| key == "learning");
    let mut coding = Coding { at, ..Coding::default() };
    let mut bounded = true;
    let (mut reference, mut completed, mut delivery_unit) = (None, None, None);
    reader.fields(item, path, &mut |reader, key, value, path| {
        match key {
            "review" => coding.review = reader.text(value, path),
            "date" => coding.date = reader.date(value, path),
            "unit" => coding.unit = reader.text(value, path),
            "theme" if !whole_review => {
                coding.themes.extend(reader.text(value, path).map(|code| (code, path.to_owned())));
            }
            "themes" if !whole_review => bounded = themes(reader, &mut coding, value, path),
            "learning" => reader.learning(&mut coding, &mut bounded, value, path),
            "case_summary" if whole_review => {
                inside(value, path, "reference", &mut |value, path| reference = reader.text(value, path));
                inside(value, path, "delivery_unit", &mut |value, path| delivery_unit = reader.text(value, path));
            }
            "report" if whole_review => {
                inside(value, path, "completed_on", &mut |value, path| completed = reader.date(value, path));
            }
            _ => return whole_review,
        }
        true
    });
    coding.review = coding.review.or(reference);
    coding.date = coding.date.or(completed);
    coding.unit = coding.unit.or(delivery_unit);
    if bounded && coding.themes.is_empty() {
        reader.note("no_themes", Severity::Note, path, &[]);
    }
    bounded.then_some(coding)
}

impl Reader<'_> {
    fn learning(&mut self, coding: &mut Coding, bounded: &mut bool, value: &Value, path: &str) {
        let Value::Map(fields) = value else {
            if *value != Value::Null {
                self.wrong(path);
            }
            return;
        };
        for (key, value) in fields.iter().filter(|(key, _)| key == "themes" || key == "improvements") {
            *bounded &= themes(self, coding, value, &format!("{path}/{key}"));
        }
    }
}

/// Hands on what stands under a key of a part of a review. What else is in the part, its own schema checks.
fn inside(part: &Value, path: &str, name: &str, take: &mut dyn FnMut(&Value, &str)) {
    if let Value::Map(fields) = part {
        for (_, value) in fields.iter().filter(|(key, _)| key == name) {
            take(value, &format!("{path}/{name}"));
        }
    }
}

/// Reads themes, each a code or an object with it under `theme`; false where there are more than the bound.
fn themes(reader: &mut Reader, coding: &mut Coding, value: &Value, path: &str) -> bool {
    let items = match value {
        Value::Null => return true,
        Value::List(items) => items,
        _ => {
            reader.wrong(path);
            return true;
        }
    };
    if items.len() > MAX_THEMES {
        reader.note("too_many_themes", Severity::Error, path, &[]);
        return false;
    }
    for (at, item) in items.iter().enumerate() {
        let mut here = format!("{path}/{at}");
        let mut code = item;
        if let Value::Map(fields) = item {
            here.push_str("/theme");
            code = fields.iter().find(|(key, _)| key == "theme").map_or(&Value::Null, |(_, value)| value);
        }
        if let Some(code) = reader.text(code, &here) {
            coding.themes.push((code, here));
        }
    }
    true
}

impl ThemeOptions {
    /// Reads the options; no text and `null` are no options.
    ///
    /// Nothing fails, and with a fault nothing is counted: the findings of the result say why.
    #[must_use]
    pub fn from_json(policy: &Policy, json: &str) -> Self {
        let refused = |code| Self { findings: vec![policy.finding(code, Severity::Error, "", &[])], ..Self::default() };
        if json.trim().is_empty() {
            return Self::default();
        }
        if json.len() > crate::value::MAX_CASE_BYTES {
            return refused("malformed_options");
        }
        match serde_json::from_str::<Value>(json) {
            Ok(value @ (Value::Map(_) | Value::Null)) => Self::from_value(policy, &value),
            _ => refused("malformed_options"),
        }
    }

    /// Reads the options from a value that a binding has converted.
    #[must_use]
    pub fn from_value(policy: &Policy, value: &Value) -> Self {
        let mut reader = Reader { policy, findings: Vec::new(), codes: ("option_type", "option_unknown") };
        let mut options = Self::default();
        reader.fields(value, "", &mut |reader, key, value, path| {
            match key {
                "period" => options.period = reader.period(value, path),
                "by" => match reader.text(value, path).as_deref() {
                    None => {}
                    Some("unit") => options.by_unit = true,
                    Some(_) => reader.note("unknown_value", Severity::Error, path, &[("choices", "`unit`")]),
                },
                "top" => {
                    let top = reader.whole(value, path, 1, u32::from(MOST_TOP));
                    options.top = top.and_then(|top| u16::try_from(top).ok()).unwrap_or(options.top);
                }
                "suppress_below" => {
                    let (least, most) = (u32::from(LEAST_SUPPRESS_BELOW), u32::from(MOST_SUPPRESS_BELOW));
                    options.suppress_below = reader.whole(value, path, least, most).and_then(|n| u16::try_from(n).ok());
                }
                "extra_themes" => reader.added_themes(&mut options, value, path),
                "caseload" => reader.caseload(&mut options, value, path),
                _ => return false,
            }
            true
        });
        options.findings = reader.findings;
        options
    }
}

impl Reader<'_> {
    fn period(&mut self, value: &Value, path: &str) -> Option<DateRange> {
        if *value == Value::Null {
            return None;
        }
        let (mut from, mut to) = (None, None);
        self.fields(value, path, &mut |reader, key, value, path| {
            match key {
                "from" => from = reader.date(value, path),
                "to" => to = reader.date(value, path),
                _ => return false,
            }
            true
        });
        match (from, to) {
            (Some(from), Some(to)) => {
                let period = DateRange::new(from, to);
                if period.is_none() {
                    self.note("date_range_reversed", Severity::Error, path, &[]);
                }
                period
            }
            _ => {
                self.note("date_range_open", Severity::Error, path, &[]);
                None
            }
        }
    }

    fn added_themes(&mut self, options: &mut ThemeOptions, value: &Value, path: &str) {
        let items = match value {
            Value::Null => return,
            Value::List(items) => items,
            _ => return self.wrong(path),
        };
        if items.len() > MAX_ADDED_THEMES {
            return self.note("too_many_extra_themes", Severity::Error, path, &[]);
        }
        for (at, item) in items.iter().enumerate() {
            let here = format!("{path}/{at}");
            let (mut id, mut name, mut words) = (None, None, None);
            self.fields(item, &here, &mut |reader, key, value, path| {
                match key {
                    "id" => id = reader.text(value, path),
                    "name" => name = reader.text(value, path),
                    "words" => words = reader.text(value, path),
                    _ => return false,
                }
                true
            });
            let known = |id: &str| {
                self.policy.data().themes.iter().any(|theme| theme.id == id)
                    || options.extra_themes.iter().any(|theme| theme.id == id)
            };
            match id.filter(|id| is_code(id) && !known(id)) {
                Some(id) => {
                    let name = name.unwrap_or_else(|| id.clone());
                    options.extra_themes.push(AddedTheme { id, name, words: words.unwrap_or_default() });
                }
                None => self.note("option_theme", Severity::Error, &format!("{here}/id"), &[]),
            }
        }
    }

    fn caseload(&mut self, options: &mut ThemeOptions, value: &Value, path: &str) {
        self.fields(value, path, &mut |reader, key, value, path| {
            match key {
                "region" => options.caseload = reader.whole(value, path, 1, MOST_CASELOAD),
                "units" => {
                    let Value::Map(units) = value else {
                        if *value != Value::Null {
                            reader.wrong(path);
                        }
                        return true;
                    };
                    for (unit, number) in units {
                        // The name of a unit is the caller's and stands in no finding.
                        let number = reader.whole(number, path, 1, MOST_CASELOAD);
                        options.unit_caseloads.extend(number.map(|number| (unit.trim().to_owned(), number)));
                    }
                }
                _ => return false,
            }
            true
        });
    }
}

/// Small letters and digits, in groups with single hyphens between them.
fn is_code(text: &str) -> bool {
    text.len() <= MAX_THEME_ID
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}
