//! What changed between two policies.
//!
//! The policies are compared as the canonical JSON has them, so that nothing that a policy says can change without being
//! told: lists item by item by what names an item, codes one by one. Codes whose reading changed alike are told together.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::order::sort;
use crate::policy::data::PolicyData;
use crate::policy::{Policy, PolicyId};

/// What happened to a part of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RuleChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
}

impl RuleChangeKind {
    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A field that says something else: a text as it is, anything else as JSON; none where it is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// What it said.
    pub before: Option<String>,
    /// What it says.
    pub after: Option<String>,
}

/// A part of a policy that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleChange {
    /// The list in which it stands, as the canonical JSON names it, such as `entries`, `deadlines` or `checks`.
    pub part: String,
    /// What names it there; empty for the policy itself.
    pub id: String,
    /// What happened to it.
    pub change: RuleChangeKind,
    /// The fields that say something else; none for what is new or gone.
    pub fields: Vec<FieldChange>,
}

/// How codes are read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CodeReading {
    /// The entries that they may be.
    pub entries: Vec<u16>,
    /// Everything that the policy says of them, as JSON.
    pub says: String,
}

/// Codes whose reading changed alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CodeChange {
    /// `codes` or `home_office_codes`.
    pub part: String,
    /// The codes, in order.
    pub codes: Vec<String>,
    /// What happened to them.
    pub change: RuleChangeKind,
    /// How they were read; none where they were not there.
    pub before: Option<CodeReading>,
    /// How they are read; none where they are gone.
    pub after: Option<CodeReading>,
}

/// The difference of two policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulesDiff {
    /// The one policy.
    pub before: PolicyId,
    /// The other.
    pub after: PolicyId,
    /// Whether they say the same.
    pub same: bool,
    /// What changed, save codes, in the order of the canonical JSON.
    pub changes: Vec<RuleChange>,
    /// What changed of codes.
    pub codes: Vec<CodeChange>,
}

impl RulesDiff {
    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every key is a text, so writing to a string does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Policy {
    /// What changed from this policy to another.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::Policy;
    ///
    /// let policy = Policy::builtin();
    /// let mut data = policy.data().clone();
    /// data.criteria.window_working_days = 20;
    /// let other = Policy::from_data(data).unwrap();
    /// let diff = policy.diff(&other);
    /// assert_eq!(diff.changes[0].part, "criteria");
    /// assert!(policy.diff(policy).same);
    /// ```
    #[must_use]
    pub fn diff(&self, after: &Self) -> RulesDiff {
        let mut diff = RulesDiff {
            before: self.policy_id(),
            after: after.policy_id(),
            same: true,
            changes: Vec::new(),
            codes: Vec::new(),
        };
        if self.digest() != after.digest() {
            diff.changes = changes(&items(self.data()), &items(after.data()));
            for part in CODES {
                diff.codes.append(&mut code_changes(
                    part,
                    &code_readings(self.data(), part),
                    &code_readings(after.data(), part),
                ));
            }
            diff.same = diff.changes.is_empty() && diff.codes.is_empty();
        }
        diff
    }
}

const CODES: [&str; 2] = ["codes", "home_office_codes"];

/// One thing that a policy says: the list in which it stands, its name there, and its fields.
struct Item {
    part: String,
    id: String,
    fields: Map<String, Value>,
}

/// Everything that a policy says save its codes, which are compared one by one.
fn items(data: &PolicyData) -> Vec<Item> {
    let mut pieces = Pieces::default();
    // By name, whether the JSON library was built to keep the order in which keys were written or not.
    let sorted = serde_json::to_value(data).map(|mut whole| {
        whole.sort_all_objects();
        whole
    });
    if let Ok(Value::Object(parts)) = sorted {
        for (part, value) in parts.into_iter().filter(|(part, _)| !CODES.contains(&part.as_str())) {
            pieces.take(&part, value);
        }
    }
    pieces.items.insert(0, Item { part: "policy".to_owned(), id: String::new(), fields: pieces.own });
    pieces.items
}

/// A policy taken to pieces.
#[derive(Default)]
struct Pieces {
    items: Vec<Item>,
    /// What the policy says of itself.
    own: Map<String, Value>,
    /// How often a name stands in a part: two things of one name are told apart by their order.
    seen: BTreeMap<(String, String), usize>,
}

impl Pieces {
    /// Takes a part to pieces: a list of things is one item each, and what a thing holds of such lists stands beside it.
    fn take(&mut self, part: &str, value: Value) {
        match value {
            Value::Array(list) if list.iter().any(Value::is_object) => {
                for one in list {
                    let Value::Object(mut fields) = one else { continue };
                    // The checks of a document are compared one by one.
                    if let Some(checks) = fields.remove("checks") {
                        self.take("checks", checks);
                    }
                    let mut id = name_of(&fields);
                    let again = self.seen.entry((part.to_owned(), id.clone())).or_default();
                    *again = again.saturating_add(1);
                    if *again > 1 {
                        id = format!("{id} #{again}");
                    }
                    self.items.push(Item { part: part.to_owned(), id, fields });
                }
            }
            // A document without checks has none to compare.
            Value::Array(list) if part == "checks" && list.is_empty() => {}
            Value::Object(mut fields) => {
                let lists: Vec<String> = fields
                    .iter()
                    .filter(|(_, v)| v.as_array().is_some_and(|list| list.iter().any(Value::is_object)))
                    .map(|(name, _)| name.clone())
                    .collect();
                let mut inner = Vec::new();
                for name in lists {
                    if let Some(list) = fields.remove(&name) {
                        inner.push((format!("{part}.{name}"), list));
                    }
                }
                self.items.push(Item { part: part.to_owned(), id: String::new(), fields });
                for (name, list) in inner {
                    self.take(&name, list);
                }
            }
            value => {
                self.own.insert(part.to_owned(), value);
            }
        }
    }
}

/// What names a thing in its list.
fn name_of(fields: &Map<String, Value>) -> String {
    const NAMES: [&[&str]; 9] = [
        &["id"],
        &["name"],
        &["number"],
        &["code"],
        &["offence", "title"],
        &["statute", "section", "with"],
        &["provision", "kind", "date", "year"],
        &["entry"],
        &["date"],
    ];
    let parts =
        |names: &[&str]| -> Vec<String> { names.iter().filter_map(|name| fields.get(*name)).map(plain).collect() };
    let named = NAMES.iter().find(|names| names.first().is_some_and(|first| fields.contains_key(*first)));
    match (named, fields.get("words").and_then(Value::as_array).and_then(|words| words.first())) {
        (Some(names), _) => parts(names).join(" "),
        (None, Some(first)) => plain(first),
        (None, None) => String::new(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn changes(before: &[Item], after: &[Item]) -> Vec<RuleChange> {
    fn by_name(items: &[Item]) -> BTreeMap<(&str, &str), &Item> {
        items.iter().map(|item| ((item.part.as_str(), item.id.as_str()), item)).collect()
    }
    let (old_names, new_names) = (by_name(before), by_name(after));
    let change =
        |item: &Item, change, fields| RuleChange { part: item.part.clone(), id: item.id.clone(), change, fields };
    let mut changes = Vec::new();
    for old in before {
        match new_names.get(&(old.part.as_str(), old.id.as_str())) {
            None => changes.push(change(old, RuleChangeKind::Removed, Vec::new())),
            Some(new) => {
                let fields = fields(&old.fields, &new.fields);
                if !fields.is_empty() {
                    changes.push(change(old, RuleChangeKind::Changed, fields));
                }
            }
        }
    }
    let added = after.iter().filter(|new| !old_names.contains_key(&(new.part.as_str(), new.id.as_str())));
    changes.extend(added.map(|new| change(new, RuleChangeKind::Added, Vec::new())));
    changes
}

fn fields(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<FieldChange> {
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    names
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| FieldChange {
            field: name.clone(),
            before: before.get(name).map(plain),
            after: after.get(name).map(plain),
        })
        .collect()
}

/// Every code with its reading, in order.
fn code_readings(data: &PolicyData, part: &str) -> Vec<(String, CodeReading)> {
    let groups = if part == "codes" { &data.codes } else { &data.home_office_codes };
    let mut readings = Vec::new();
    for group in groups.iter() {
        let mut says = serde_json::to_value(group).unwrap_or_default();
        if let Some(fields) = says.as_object_mut() {
            fields.remove("codes");
        }
        says.sort_all_objects();
        let reading = CodeReading { entries: group.entries.to_vec(), says: says.to_string() };
        readings.extend(group.codes.iter().map(|code| (code.to_owned(), reading.clone())));
    }
    sort(&mut readings, |a, b| a.0.cmp(&b.0));
    readings
}

fn code_changes(part: &str, before: &[(String, CodeReading)], after: &[(String, CodeReading)]) -> Vec<CodeChange> {
    let find = |list: &[(String, CodeReading)], code: &str| {
        let at = list.binary_search_by(|(known, _)| known.as_str().cmp(code)).ok()?;
        list.get(at).map(|(_, reading)| reading.clone())
    };
    let mut codes: Vec<&str> = before.iter().chain(after).map(|(code, _)| code.as_str()).collect();
    sort(&mut codes, Ord::cmp);
    codes.dedup();
    let mut changes: Vec<CodeChange> = Vec::new();
    for code in codes {
        let (old, new) = (find(before, code), find(after, code));
        if old == new {
            continue;
        }
        if let Some(alike) = changes.iter_mut().find(|change| change.before == old && change.after == new) {
            alike.codes.push(code.to_owned());
            continue;
        }
        let change = match (&old, &new) {
            (None, _) => RuleChangeKind::Added,
            (_, None) => RuleChangeKind::Removed,
            _ => RuleChangeKind::Changed,
        };
        changes.push(CodeChange {
            part: part.to_owned(),
            codes: vec![code.to_owned()],
            change,
            before: old,
            after: new,
        });
    }
    changes
}
