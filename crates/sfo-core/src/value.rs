//! A record as it arrives: JSON of any shape, with repeated keys kept so that they can be reported.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::date::Date;
use crate::error::{Error, ErrorKind};

/// The longest case, in bytes of JSON, whichever question reads it.
pub const MAX_CASE_BYTES: usize = 1 << 20;

/// The most events of a case.
pub const MAX_EVENTS: usize = 200;
/// The most extensions of a case.
pub const MAX_EXTENSIONS: usize = 100;

/// The fields of a case at its top, whichever question reads them.
pub const CASE_FIELDS: [&str; 12] = [
    "offence",
    "involvement",
    "facts",
    "offence_date",
    "supervision",
    "proceedings",
    "risk_of_serious_harm",
    "public_interest",
    "charges",
    "events",
    "extensions",
    "multi_agency",
];

/// A JSON value of a record. Its `Debug` names the kind only: the contents are a case's.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// `null`, or nothing given.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, its keys in the order given, repeats included.
    Map(Vec<(String, Value)>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Bool(_) => "Bool(..)",
            Self::Number(_) => "Number(..)",
            Self::Text(_) => "Text(..)",
            Self::List(_) => "List(..)",
            Self::Map(_) => "Map(..)",
        })
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of a case are ages and entries; past 2^53 none is valid")]
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "numbers of a case are ages and entries; past 2^53 none is valid")]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Value::Map(entries))
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Reads documents that a caller sets up, such as a calendar. Unlike a case they are refused at the first fault, with
/// the path of the place. No value is repeated.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    /// The code of the error where the document is not of its shape.
    pub malformed: &'static str,
    /// The code of the error where a bound is passed.
    pub too_large: &'static str,
}

/// A part of a document and its path.
type Part<'v> = (&'v Value, String);

impl Reader {
    pub(crate) fn fault(&self, path: &str, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::Malformed, self.malformed, path, message)
    }

    /// A key that the document does not have. The key itself may be a value that slipped, and is not repeated.
    pub(crate) fn unknown(&self, path: &str, known: &str) -> Error {
        self.fault(path, format!("there is a field here that is not known; the fields are: {known}"))
    }

    fn large(&self, path: &str, bound: usize, what: &str) -> Error {
        Error::new(ErrorKind::TooLarge, self.too_large, path, format!("this is longer than {bound} {what}; shorten it"))
    }

    /// The fields of an object, each once, with their paths.
    pub(crate) fn object<'v>(&self, value: &'v Value, path: &str) -> Result<Vec<(&'v str, &'v Value, String)>, Error> {
        let Value::Map(fields) = value else { return Err(self.fault(path, "this is not an object; give one")) };
        if fields.len() > 64 {
            return Err(self.large(path, 64, "fields"));
        }
        let mut all: Vec<(&str, &Value, String)> = Vec::new();
        for (key, value) in fields {
            if all.iter().any(|(other, ..)| other == key) {
                return Err(self.fault(path, "a field stands here more than once; keep one"));
            }
            all.push((key.as_str(), value, format!("{path}/{key}")));
        }
        Ok(all)
    }

    pub(crate) fn list<'v>(&self, value: &'v Value, path: &str, bound: usize) -> Result<Vec<Part<'v>>, Error> {
        let Value::List(items) = value else { return Err(self.fault(path, "this is not a list; give one")) };
        if items.len() > bound {
            return Err(self.large(path, bound, "items"));
        }
        Ok(items.iter().enumerate().map(|(at, item)| (item, format!("{path}/{at}"))).collect())
    }

    pub(crate) fn text(&self, value: &Value, path: &str, bound: usize) -> Result<String, Error> {
        match value {
            Value::Text(text) if text.chars().count() > bound => Err(self.large(path, bound, "characters")),
            Value::Text(text) if !text.trim().is_empty() => Ok(text.trim().to_owned()),
            _ => Err(self.fault(path, "this is not a text, or is empty; give one")),
        }
    }

    pub(crate) fn boolean(&self, value: &Value, path: &str) -> Result<bool, Error> {
        match value {
            Value::Bool(value) => Ok(*value),
            _ => Err(self.fault(path, "this is not true or false; give one of them")),
        }
    }

    pub(crate) fn number(&self, value: &Value, path: &str, least: u16, most: u16) -> Result<u16, Error> {
        let number = match value {
            Value::Number(number) => (least..=most).find(|n| (f64::from(*n) - number).abs() < f64::EPSILON),
            _ => None,
        };
        number.ok_or_else(|| self.fault(path, format!("this is not a whole number from {least} to {most}; give one")))
    }

    pub(crate) fn date(&self, value: &Value, path: &str) -> Result<Date, Error> {
        let date = match value {
            Value::Text(text) => Date::parse_iso(text),
            _ => None,
        };
        date.ok_or_else(|| self.fault(path, "this is not a date; give it as YYYY-MM-DD"))
    }

    /// One of the names that `T` knows.
    pub(crate) fn choice<T: Copy>(&self, value: &Value, path: &str, choices: &[(&str, T)]) -> Result<T, Error> {
        let found = match value {
            Value::Text(text) => choices.iter().find(|(name, _)| name == text),
            _ => None,
        };
        found.map(|(_, choice)| *choice).ok_or_else(|| {
            let names: Vec<String> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
            self.fault(path, format!("this is not an allowed value; use one of {}", names.join(", ")))
        })
    }
}
