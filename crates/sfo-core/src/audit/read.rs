//! Tables and options as they arrive.
//!
//! A fault in a row is said of the row. A fault in the options is a finding and nothing is audited: a table whose words were
//! taken for others would be judged for what it does not say.

use crate::audit::{AuditOptions, Claim, CodeTable, Suffixes, TableRow};
use crate::finding::Severity;
use crate::policy::Policy;
use crate::value::Value;

/// The longest table, in bytes of JSON.
pub const MAX_TABLE_BYTES: usize = 16 << 20;
/// The most rows of a table.
pub const MAX_TABLE_ROWS: usize = 100_000;
/// The most words whose meaning the options can give.
pub const MAX_TABLE_WORDS: usize = 100;
/// The longest code of a row, in bytes; what is longer is no code.
const MAX_CODE: usize = 64;
/// The longest word of a row, in bytes.
const MAX_WORD: usize = 100;

impl CodeTable {
    /// Reads a table from JSON: `{"table": [{"code": ..., "value": ...}]}`.
    ///
    /// Nothing fails: a table that cannot be read has no rows, and a finding says why.
    #[must_use]
    pub fn from_json(policy: &Policy, json: &str) -> Self {
        if json.len() > MAX_TABLE_BYTES {
            return Self::refused(policy, "table_too_large", "");
        }
        match serde_json::from_str::<Value>(json) {
            Ok(value) => Self::from_value(policy, &value),
            Err(_) => Self::refused(policy, "malformed_table", ""),
        }
    }

    /// Reads a table from a value that a binding has converted.
    #[must_use]
    pub fn from_value(policy: &Policy, value: &Value) -> Self {
        let list = match value {
            Value::Map(fields) => match fields.as_slice() {
                [(key, Value::List(items))] if key == "table" => items,
                _ => return Self::refused(policy, "malformed_table", ""),
            },
            _ => return Self::refused(policy, "malformed_table", ""),
        };
        if list.len() > MAX_TABLE_ROWS {
            return Self::refused(policy, "too_many_table_rows", "/table");
        }
        let mut table = Self::default();
        for (at, item) in list.iter().enumerate() {
            let path = format!("/table/{at}");
            let Value::Map(fields) = item else {
                return Self::refused(policy, "table_row", &path);
            };
            let mut row = TableRow { code: None, value: Value::Null };
            let mut seen: Vec<&str> = Vec::new();
            for (key, value) in fields {
                match (key.as_str(), value) {
                    // A number is a code that lost its letters: it is shown to be malformed.
                    (name, _) if seen.contains(&name) => return Self::refused(policy, "table_row", &path),
                    ("code", Value::Text(text)) => row.code = Some(clipped(text)).filter(|t| !t.trim().is_empty()),
                    ("code", Value::Null) => {}
                    ("value", value) => row.value = value.clone(),
                    _ => return Self::refused(policy, "table_row", &path),
                }
                seen.push(key);
            }
            table.rows.push(row);
        }
        table
    }

    fn refused(policy: &Policy, code: &'static str, path: &str) -> Self {
        Self { refused: true, findings: vec![policy.finding(code, Severity::Error, path, &[])], ..Self::default() }
    }
}

/// A code is short; of what is longer the beginning is enough to see that it is none.
fn clipped(text: &str) -> String {
    text.char_indices().take_while(|(at, _)| *at < MAX_CODE).map(|(_, c)| c).collect()
}

/// A claim by its name, or by the words that tables commonly have.
fn common(word: &str) -> Option<Claim> {
    match word {
        "true" | "t" | "yes" | "y" | "1" => Some(Claim::Listed),
        "false" | "f" | "no" | "n" | "0" | "not_qualifying" => Some(Claim::NotListed),
        _ => Claim::ALL.into_iter().find(|claim| claim.as_str() == word),
    }
}

fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

impl AuditOptions {
    /// What a value of the table says.
    pub(super) fn claim(&self, value: &Value) -> Option<Claim> {
        let word = match value {
            Value::Bool(truth) => return Some(if *truth { Claim::Listed } else { Claim::NotListed }),
            Value::Number(number) if *number == 1.0 => "1".to_owned(),
            Value::Number(number) if *number == 0.0 => "0".to_owned(),
            Value::Text(text) if text.len() <= MAX_WORD => folded(text),
            _ => return None,
        };
        let own = self.words.iter().find(|(own, _)| *own == word).map(|(_, claim)| *claim);
        own.or_else(|| common(&word))
    }

    /// Reads the options; no text and `null` are no options.
    ///
    /// Nothing fails, and with a fault nothing is audited: the findings of the result say why.
    #[must_use]
    pub fn from_json(policy: &Policy, json: &str) -> Self {
        if json.trim().is_empty() {
            return Self::default();
        }
        if json.len() > crate::value::MAX_CASE_BYTES {
            return Self::refused(policy, "");
        }
        match serde_json::from_str::<Value>(json) {
            Ok(value) => Self::from_value(policy, &value),
            Err(_) => Self::refused(policy, ""),
        }
    }

    /// Reads the options from a value that a binding has converted.
    #[must_use]
    pub fn from_value(policy: &Policy, value: &Value) -> Self {
        let mut options = Self::default();
        let fields = match value {
            Value::Null => return options,
            Value::Map(fields) => fields,
            _ => return Self::refused(policy, ""),
        };
        for (at, (key, value)) in fields.iter().enumerate() {
            let repeated = fields.iter().take(at).any(|(other, _)| other == key);
            match (key.as_str(), value) {
                _ if repeated => return Self::refused(policy, ""),
                (_, Value::Null) => {}
                ("suffixes", Value::Text(text)) if text == "kept" => options.suffixes = Suffixes::Kept,
                ("suffixes", Value::Text(text)) if text == "cut" => options.suffixes = Suffixes::Cut,
                ("list_missing", Value::Bool(list)) => options.list_missing = *list,
                ("words", Value::Map(words)) if words.len() <= MAX_TABLE_WORDS => {
                    for (word, meaning) in words {
                        let claim = match meaning {
                            Value::Bool(true) => Some(Claim::Listed),
                            Value::Bool(false) => Some(Claim::NotListed),
                            Value::Text(text) => common(&folded(text)),
                            _ => None,
                        };
                        let word = folded(word);
                        match claim {
                            Some(claim) if !options.words.iter().any(|(other, _)| *other == word) => {
                                options.words.push((word, claim));
                            }
                            _ => return Self::refused(policy, "/words"),
                        }
                    }
                }
                ("suffixes", _) => return Self::refused(policy, "/suffixes"),
                ("list_missing", _) => return Self::refused(policy, "/list_missing"),
                ("words", _) => return Self::refused(policy, "/words"),
                _ => return Self::refused(policy, ""),
            }
        }
        options
    }

    fn refused(policy: &Policy, path: &str) -> Self {
        let finding = policy.finding("audit_options", Severity::Error, path, &[]);
        Self { findings: vec![finding], ..Self::default() }
    }
}
