//! A document is redacted text by text; everything else of it stays byte for byte.

use crate::error::{Error, ErrorKind};
use crate::policy::data::{Document, FieldKind, Part};
use crate::value::Value;

use super::people::READER;
use super::stream::Rest;
use super::{LogEntry, Redaction, Redactor};

/// The longest document, in bytes of JSON.
const MAX_DOCUMENT: usize = 64 << 20;
/// The deepest that a document nests.
const MAX_DEPTH: usize = 100;

/// Where a value stands, and what the schema has there.
struct Level<'d> {
    pointer: String,
    /// The key that was read last.
    key: Option<String>,
    part: Option<&'d Part>,
    /// An array, with the number of the next item; otherwise an object.
    item: Option<usize>,
    /// What the items of an array, or the value of the key that was read, are.
    field: Option<&'d crate::policy::data::Field>,
}

impl Redactor {
    /// Redacts the free texts of a review, given as JSON. Keys, numbers, days and choices stay, and so does the form of the
    /// JSON; each entry of the log has the JSON Pointer of its text.
    ///
    /// # Errors
    ///
    /// Where it is not JSON, is longer than 64 MiB or nests too deep, or something that was to be hidden still stands in it,
    /// which may be in a key.
    pub fn redact_review(&self, review: &str) -> Result<Redaction, Error> {
        let documents = &self.inner.policy.data().documents;
        let document = documents.iter().find(|d| d.id == "review");
        self.redact_document(document, review)
    }

    fn redact_document(&self, document: Option<&Document>, json: &str) -> Result<Redaction, Error> {
        if json.len() > MAX_DOCUMENT {
            let message = "the document is longer than 64 MiB; shorten it";
            return Err(Error::new(ErrorKind::TooLarge, "redaction_too_large", "", message));
        }
        if serde_json::from_str::<Value>(json).is_err() {
            return Err(READER.fault("", "the document is not JSON, or nests too deep; give an object"));
        }
        let first = self.walk(document, json)?;
        let (out, rest) = if first.1.unsettled.is_empty() {
            first
        } else {
            let options = &self.inner.options;
            Self::new(&self.inner.policy, options, &first.1.unsettled)?.walk(document, json)?
        };
        Ok(self.redaction(out, rest))
    }

    /// Copies the document, with its texts redacted. It is JSON: that was tried before.
    fn walk(&self, document: Option<&Document>, json: &str) -> Result<(String, Rest), Error> {
        let bytes = json.as_bytes();
        let mut out = String::with_capacity(json.len());
        let mut rest = Rest::default();
        let mut hidden = Vec::new();
        let mut levels: Vec<Level> = Vec::new();
        let root = document.and_then(|d| d.parts.first());
        let mut at = 0_usize;
        let mut copied = 0_usize;
        let mut is_key = false;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'{' | b'[' => {
                    let level = match levels.last() {
                        None => Level {
                            pointer: String::new(),
                            key: None,
                            part: root,
                            item: (*byte == b'[').then_some(0),
                            field: None,
                        },
                        Some(above) => Level {
                            pointer: pointer_of(above),
                            key: None,
                            part: above.field.and_then(|f| part_of(document, f)),
                            item: (*byte == b'[').then_some(0),
                            field: if *byte == b'[' { above.field } else { None },
                        },
                    };
                    if levels.len() >= MAX_DEPTH {
                        return Err(READER.fault("", "the document nests too deep; give a review as the schema has it"));
                    }
                    is_key = *byte == b'{';
                    levels.push(level);
                }
                b'}' | b']' => {
                    levels.pop();
                    is_key = false;
                }
                b',' => {
                    if let Some(level) = levels.last_mut() {
                        level.item = level.item.map(|n| n.saturating_add(1));
                        is_key = level.item.is_none();
                    }
                }
                b':' => is_key = false,
                b'"' => {
                    let end = string_end(bytes, at);
                    let quoted = json.get(at..end).unwrap_or_default();
                    let text: String = serde_json::from_str(quoted).unwrap_or_default();
                    if is_key {
                        if let Some(level) = levels.last_mut() {
                            level.field = level.part.and_then(|p| p.fields.iter().find(|f| f.name == text));
                            level.key = Some(text.replace('~', "~0").replace('/', "~1"));
                        }
                        self.no_leak(&text)?;
                    } else if !stays(document, levels.last().and_then(|l| l.field), &text) {
                        let pointer = levels.last().map(pointer_of).unwrap_or_default();
                        let mut redacted = String::new();
                        let mut stream = self.stream();
                        stream.push(&text, &mut redacted)?;
                        let mut one = stream.finish_document(&mut redacted, &mut hidden)?;
                        for entry in one.log.iter_mut().chain(&mut one.referred) {
                            entry.pointer.clone_from(&pointer);
                        }
                        rest.add(one);
                        if redacted != text {
                            out.push_str(json.get(copied..at).unwrap_or_default());
                            out.push_str(&serde_json::to_string(&redacted).unwrap_or_default());
                            copied = end;
                        }
                    }
                    at = end;
                    continue;
                }
                _ => {}
            }
            at = at.saturating_add(1);
        }
        out.push_str(json.get(copied..).unwrap_or_default());
        rest.settle(&hidden);
        Ok((out, rest))
    }

    /// A key of a document is not redacted, so nothing may stand in it.
    fn no_leak(&self, key: &str) -> Result<(), Error> {
        if self.verify(key).is_empty() {
            return Ok(());
        }
        let message = "a key of the document holds what is to be hidden; put it in a text under a key of the schema";
        Err(Error::new(ErrorKind::Leak, "redaction_leak", "", message))
    }
}

/// The JSON Pointer of the value that comes next.
fn pointer_of(level: &Level) -> String {
    match (level.item, &level.key) {
        (Some(item), _) => format!("{}/{item}", level.pointer),
        (None, Some(key)) => format!("{}/{key}", level.pointer),
        (None, None) => level.pointer.clone(),
    }
}

fn part_of<'d>(document: Option<&'d Document>, field: &crate::policy::data::Field) -> Option<&'d Part> {
    document?.parts.iter().find(|p| field.kind == FieldKind::Part && p.name == field.of)
}

/// Whether a text is a day or a choice that the schema has there.
fn stays(document: Option<&Document>, field: Option<&crate::policy::data::Field>, text: &str) -> bool {
    let (Some(document), Some(field)) = (document, field) else { return false };
    match field.kind {
        FieldKind::Date => crate::date::Date::parse_iso(text).is_some(),
        FieldKind::Choice => {
            document.choices.iter().any(|c| c.name == field.of && c.values.iter().any(|value| value == text))
        }
        _ => false,
    }
}

/// The place after the closing quotation mark.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start.saturating_add(1);
    while let Some(byte) = bytes.get(at) {
        at = at.saturating_add(1);
        match byte {
            b'\\' => at = at.saturating_add(1),
            b'"' => break,
            _ => {}
        }
    }
    at
}

impl Rest {
    fn add(&mut self, other: Self) {
        let Self { log, referred, own_labels, unsettled } = other;
        self.log.extend::<Vec<LogEntry>>(log);
        self.referred.extend(referred);
        self.own_labels = self.own_labels.saturating_add(own_labels);
        self.unsettled.extend(unsettled);
    }
}
