//! Whether a document fits its schema: every fault with its place, in one pass, and never a value.

use std::fmt::Write;

use crate::date::Date;
use crate::finding::{Finding, Severity};
use crate::policy::data::{Document, Field, FieldKind, Part};
use crate::policy::Policy;
use crate::value::Value;

/// The most items of a list.
pub const MAX_ITEMS: usize = 5_000;
/// The longest text of a field, in bytes.
pub const MAX_TEXT: usize = 100_000;
/// The most fields of a part, with those that it does not have.
const MAX_FIELDS: usize = 100;
/// The most faults that are told one by one.
const MAX_FAULTS: usize = 1_000;

/// The faults of a document's form, and the document without what could not be used where there is any.
pub(super) struct Fit {
    pub findings: Vec<Finding>,
    pub usable: Option<Value>,
}

/// A place, kept as steps back to the document: it is written out only where there is a fault.
#[derive(Clone, Copy)]
enum Path<'a> {
    Top,
    Field(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Self::Top => {}
            Self::Field(before, name) => {
                before.write(out);
                out.push('/');
                out.push_str(name);
            }
            Self::Item(before, at) => {
                before.write(out);
                // Writing to a string does not fail.
                let _ = write!(out, "/{at}");
            }
        }
    }
}

struct Reader<'p> {
    policy: &'p Policy,
    document: &'p Document,
    findings: Vec<Finding>,
    /// Something cannot be used.
    unusable: bool,
    faults: usize,
}

/// Compares a document with its schema.
pub(super) fn fit(policy: &Policy, document: &Document, value: &Value) -> Fit {
    let mut reader = Reader { policy, document, findings: Vec::new(), unusable: false, faults: 0 };
    if let Some(root) = document.parts.first() {
        reader.part(root, value, &Path::Top);
    }
    if reader.faults > MAX_FAULTS {
        let finding = policy.finding("too_many_faults", Severity::Error, "", &[]);
        reader.findings.push(finding);
    }
    let usable =
        (reader.unusable).then(|| document.parts.first().map_or(Value::Null, |root| reader.usable(root, value)));
    Fit { findings: reader.findings, usable }
}

/// Why a value cannot be the answer of a field that is neither a list nor a part.
fn fault(document: &Document, field: &Field, value: &Value) -> Option<&'static str> {
    match (field.kind, value) {
        (_, Value::Null) | (FieldKind::Flag, Value::Bool(_)) => None,
        (FieldKind::Text, Value::Text(text)) => (text.len() > MAX_TEXT).then_some("text_too_long"),
        (FieldKind::Date, Value::Text(text)) => Date::parse_iso(text).is_none().then_some("impossible_date"),
        (FieldKind::Choice, Value::Text(text)) => {
            (!choices(document, field).iter().any(|c| c == text)).then_some("unknown_value")
        }
        _ => Some("wrong_type"),
    }
}

fn choices<'d>(document: &'d Document, field: &Field) -> &'d [crate::policy::data::Text] {
    document.choices.iter().find(|c| c.name == field.of).map_or(&[], |c| &c.values)
}

fn part_of<'d>(document: &'d Document, field: &Field) -> Option<&'d Part> {
    document.parts.iter().find(|p| field.kind == FieldKind::Part && p.name == field.of)
}

fn repeated(fields: &[(String, Value)], at: usize, key: &str) -> bool {
    fields.iter().enumerate().any(|(other, (name, _))| other != at && name == key)
}

impl<'p> Reader<'p> {
    fn note(&mut self, code: &'static str, severity: Severity, path: &Path, args: &[(&str, &str)]) {
        self.unusable |= severity == Severity::Error;
        self.faults = self.faults.saturating_add(1);
        if self.faults > MAX_FAULTS {
            return;
        }
        let mut place = String::new();
        path.write(&mut place);
        let mut finding = self.policy.finding(code, severity, &place, args);
        finding.citation = self.document.schema.to_string();
        self.findings.push(finding);
    }

    fn part(&mut self, part: &'p Part, value: &Value, path: &Path) {
        if self.faults > MAX_FAULTS {
            // Nothing more is told; what cannot be used is found once more where it is left out.
            self.unusable = true;
            return;
        }
        let fields = match value {
            Value::Null if !matches!(path, Path::Top) => return,
            Value::Map(fields) if fields.len() > MAX_FIELDS => {
                return self.note("too_many_fields", Severity::Error, path, &[]);
            }
            Value::Map(fields) => fields,
            _ => return self.note("wrong_type", Severity::Error, path, &[]),
        };
        for (at, (key, value)) in fields.iter().enumerate() {
            let Some(field) = part.fields.iter().find(|f| f.name == *key) else {
                // The key itself may be a value that slipped: it is not repeated.
                match nearest(part, key) {
                    Some(near) => self.note("unknown_field_near", Severity::Warning, path, &[("near", near)]),
                    None => self.note("unknown_field", Severity::Warning, path, &[]),
                }
                continue;
            };
            let here = Path::Field(path, &field.name);
            if repeated(fields, at, key) {
                // Two answers are no answer.
                self.note("repeated_field", Severity::Error, &here, &[]);
            } else {
                self.field(field, value, &here);
            }
        }
    }

    fn field(&mut self, field: &'p Field, value: &Value, path: &Path) {
        match value {
            Value::Null => {}
            Value::List(items) if field.list && items.len() > MAX_ITEMS => {
                self.note("list_too_long", Severity::Error, path, &[]);
            }
            Value::List(items) if field.list => {
                for (at, item) in items.iter().enumerate() {
                    let here = Path::Item(path, at);
                    match item {
                        // A field may have no answer yet; a list has the items that it has.
                        Value::Null => self.note("wrong_type", Severity::Error, &here, &[]),
                        item => self.answer(field, item, &here),
                    }
                }
            }
            _ if field.list => self.note("wrong_type", Severity::Error, path, &[]),
            _ => self.answer(field, value, path),
        }
    }

    fn answer(&mut self, field: &'p Field, value: &Value, path: &Path) {
        if let Some(part) = part_of(self.document, field) {
            return self.part(part, value, path);
        }
        match fault(self.document, field, value) {
            None => {}
            Some("unknown_value") => {
                let words: Vec<String> = choices(self.document, field).iter().map(|c| format!("`{c}`")).collect();
                self.note("unknown_value", Severity::Error, path, &[("choices", &words.join(", "))]);
            }
            Some(code) => self.note(code, Severity::Error, path, &[]),
        }
    }

    /// The part without what could not be used, which then counts as not answered.
    fn usable(&self, part: &Part, value: &Value) -> Value {
        let Value::Map(fields) = value else { return Value::Null };
        if fields.len() > MAX_FIELDS {
            return Value::Null;
        }
        let mut kept = Vec::new();
        for (at, (key, value)) in fields.iter().enumerate() {
            let Some(field) = part.fields.iter().find(|f| f.name == *key && !repeated(fields, at, key)) else {
                continue;
            };
            let value = match value {
                Value::List(items) if field.list && items.len() <= MAX_ITEMS => {
                    Value::List(items.iter().map(|item| self.usable_answer(field, item)).collect())
                }
                _ if field.list => continue,
                _ => self.usable_answer(field, value),
            };
            kept.push((key.clone(), value));
        }
        Value::Map(kept)
    }

    fn usable_answer(&self, field: &Field, value: &Value) -> Value {
        match part_of(self.document, field) {
            Some(part) => self.usable(part, value),
            None if fault(self.document, field, value).is_none() => value.clone(),
            None => Value::Null,
        }
    }
}

/// The field whose name is a few slips away, if there is one.
fn nearest<'p>(part: &'p Part, key: &str) -> Option<&'p str> {
    let near = part.fields.iter().map(|f| (distance(key, &f.name), f.name.as_ref())).min_by_key(|(d, _)| *d)?;
    // In a short name a slip or two make another word.
    let allowed = match key.len() {
        0..=5 => 1,
        6..=10 => 2,
        _ => 3,
    };
    (near.0 <= allowed).then_some(near.1)
}

/// How many letters have to be put in, taken out or changed. Names that differ much in length are far apart.
fn distance(a: &str, b: &str) -> usize {
    if a.len().abs_diff(b.len()) > 3 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, x) in a.bytes().enumerate() {
        let mut corner = at;
        let mut left = at.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let changed = corner.saturating_add(usize::from(!x.eq_ignore_ascii_case(&y)));
            corner = *cell;
            left = changed.min(left.saturating_add(1)).min(corner.saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}
