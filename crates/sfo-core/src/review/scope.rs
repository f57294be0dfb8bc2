//! What a condition finds at the places of a document, and which places are to blame where it does not hold.

use crate::condition::{Answer, Condition, Leaves};
use crate::review::order::Orders;
use crate::truth::Truth;
use crate::value::Value;

/// The most places that a check names.
const MAX_PATHS: usize = 20;

const NOTHING: &Value = &Value::Null;

/// A document, and the item of a list at which a condition is asked.
#[derive(Clone, Copy)]
pub(super) struct Scope<'v> {
    root: &'v Value,
    item: &'v Value,
    orders: &'v Orders<'v>,
}

/// The value of a field; what is left out is not known.
fn field<'v>(value: &'v Value, name: &str) -> &'v Value {
    match value {
        Value::Map(fields) => fields.iter().find(|(key, _)| key == name).map_or(NOTHING, |(_, value)| value),
        _ => NOTHING,
    }
}

pub(super) fn walk<'v>(from: &'v Value, path: &str) -> &'v Value {
    if path.is_empty() {
        return from;
    }
    path.split('/').fold(from, field)
}

/// A place before and after its first `*`.
fn star(place: &str) -> Option<(&str, &str)> {
    match place.split_once("/*/") {
        Some(parts) => Some(parts),
        None => place.strip_suffix("/*").map(|list| (list, ".")),
    }
}

impl<'v> Scope<'v> {
    pub(super) const fn of(document: &'v Value, orders: &'v Orders<'v>) -> Self {
        Self { root: document, item: document, orders }
    }

    /// The value at a place without `*`.
    fn at(&self, place: &str) -> &'v Value {
        match place.strip_prefix('/') {
            Some(rest) => walk(self.root, rest),
            None if place == "." => self.item,
            None => walk(self.item, place),
        }
    }

    fn items(&self, list: &str) -> Option<&'v [Value]> {
        match self.at(list) {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    const fn with(self, item: &'v Value) -> Self {
        Self { item, ..self }
    }

    /// The truth of a test of what stands at a place without `*`.
    fn test(&self, leaf: &Condition, place: &str) -> Truth {
        let value = self.at(place);
        Truth::from(match (leaf, value) {
            (Condition::Answered { .. }, Value::Text(text)) => Some(!text.trim().is_empty()),
            (Condition::Answered { .. }, Value::List(items)) => Some(!items.is_empty()),
            (Condition::Answered { .. }, other) => (*other != Value::Null).then_some(true),
            (Condition::Is { is: Answer::Flag(flag), .. }, Value::Bool(given)) => Some(flag == given),
            (Condition::Is { is: Answer::Choice(choice), .. }, Value::Text(given)) => Some(choice == given),
            (Condition::OneOf { one_of, .. }, Value::Text(given)) => Some(one_of.iter().any(|c| c == given)),
            (Condition::AtLeast { at_least, .. }, Value::List(items)) => Some(items.len() >= usize::from(*at_least)),
            _ => None,
        })
    }

    fn test_each(&self, leaf: &Condition, place: &str) -> Truth {
        let Some((list, rest)) = star(place) else { return self.test(leaf, place) };
        self.items(list).map_or(Truth::Unknown, |items| {
            items.iter().fold(Truth::Yes, |so_far, item| so_far.and(self.with(item).test_each(leaf, rest)))
        })
    }
}

impl Leaves for Scope<'_> {
    fn fact(&self, _name: &str) -> Truth {
        // A check that asks for a fact is refused when the policy is made.
        Truth::Unknown
    }

    fn place(&self, leaf: &Condition) -> Truth {
        if let Condition::InOrder { in_order } = leaf {
            return self.orders.verdict(in_order);
        }
        place_of(leaf).map_or(Truth::Unknown, |place| self.test_each(leaf, place))
    }

    fn each(&self, list: &str, visit: &mut dyn FnMut(&Self) -> bool) -> bool {
        let items = self.items(list);
        let _ = items.into_iter().flatten().all(|item| visit(&self.with(item)));
        items.is_some()
    }
}

/// The place that a leaf tests.
fn place_of(leaf: &Condition) -> Option<&str> {
    match leaf {
        Condition::Answered { answered: place }
        | Condition::Is { place, .. }
        | Condition::OneOf { place, .. }
        | Condition::AtLeast { place, .. } => Some(place),
        _ => None,
    }
}

/// The places that are to blame where a condition does not hold, or cannot be judged.
pub(super) struct Blame {
    /// What the places to blame give: `no`, or `unknown` where it cannot be judged.
    pub status: Truth,
    /// Their JSON Pointers.
    pub paths: Vec<String>,
}

impl Blame {
    /// Gathers the places below a condition that should hold, or should not.
    pub(super) fn gather(&mut self, condition: &Condition, scope: Scope, path: &str, holds: bool) {
        let truth = condition.evaluate_with(&scope);
        let truth = if holds { truth } else { truth.negate() };
        if truth == Truth::Yes {
            return;
        }
        let (list, universal) = match condition {
            Condition::Not { .. } => {
                condition.parts().iter().for_each(|one| self.gather(one, scope, path, !holds));
                return;
            }
            Condition::Every { every, .. } => (every, holds),
            Condition::Some { some, .. } => (some, !holds),
            Condition::All { .. } | Condition::Any { .. } => {
                condition.parts().iter().for_each(|one| self.gather(one, scope, path, holds));
                return;
            }
            _ => {
                if truth == self.status {
                    self.leaf(condition, scope, path, holds);
                }
                return;
            }
        };
        let here = pointer(path, list);
        match scope.items(list) {
            // That no item will do is a fault of the list.
            Some(items) if universal || (truth == Truth::Unknown && !items.is_empty()) => {
                for (at, item) in items.iter().enumerate() {
                    let here = format!("{here}/{at}");
                    condition.parts().iter().for_each(|one| self.gather(one, scope.with(item), &here, holds));
                }
            }
            _ if truth == self.status => self.push(here),
            _ => {}
        }
    }

    fn leaf(&mut self, leaf: &Condition, scope: Scope, path: &str, holds: bool) {
        if let Condition::InOrder { in_order } = leaf {
            // A day that is there is not to blame for one that is not.
            let dated = self.status == Truth::No;
            scope.orders.places(in_order, dated).for_each(|place| self.push(place.to_owned()));
        } else if let Some(place) = place_of(leaf) {
            self.places(leaf, place, scope, path, holds);
        }
    }

    fn places(&mut self, leaf: &Condition, place: &str, scope: Scope, path: &str, holds: bool) {
        let Some((list, rest)) = star(place) else {
            return self.push(pointer(path, place));
        };
        let here = pointer(path, list);
        let Some(items) = scope.items(list) else { return self.push(here) };
        for (at, item) in items.iter().enumerate() {
            let inner = scope.with(item);
            let truth = inner.test_each(leaf, rest);
            if (if holds { truth } else { truth.negate() }) == self.status {
                self.places(leaf, rest, inner, &format!("{here}/{at}"), holds);
            }
        }
    }

    fn push(&mut self, path: String) {
        if self.paths.len() < MAX_PATHS && !self.paths.contains(&path) {
            self.paths.push(path);
        }
    }
}

/// The JSON Pointer of a place that is written from the document or from the item at `path`.
fn pointer(path: &str, place: &str) -> String {
    if place.starts_with('/') {
        place.to_owned()
    } else if place == "." {
        path.to_owned()
    } else {
        format!("{path}/{place}")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test")]

    use super::*;

    const DOCUMENT: &str = r#"{"done": true, "kind": "a", "words": " ", 
        "none": [], "items": [{"kind": "a"}, {"kind": null}],
        "all": [{"kind": "a"}, {"kind": "b"}], "names": ["x", ""],
        "report": {"completed_on": "2025-02-10", "submitted_on": "2025-02-09"}, "quality_assurance": {"national_on": "2025-02-08"},
        "early_look": {"completed_on": "2024-11-27", "shared_on": "2024-11-27"}}"#;

    fn asked(condition: &str) -> (Truth, Vec<String>) {
        let condition: Condition = serde_json::from_str(condition).expect("a condition");
        let document: Value = serde_json::from_str(DOCUMENT).expect("a document");
        let policy = crate::Policy::builtin();
        let review = policy.data().documents.iter().find(|d| d.id == "review").expect("a kind of document");
        let orders = Orders::of(policy, review, &document);
        let scope = Scope::of(&document, &orders);
        let status = condition.evaluate_with(&scope);
        let mut blame = Blame { status, paths: Vec::new() };
        blame.gather(&condition, scope, "", true);
        (status, blame.paths)
    }

    #[test]
    fn every_test_of_a_place_is_seen_to_hold_to_fail_and_to_be_open() {
        for (condition, truth) in [
            (r#"{"answered": "/kind"}"#, Truth::Yes),
            (r#"{"answered": "/words"}"#, Truth::No),
            (r#"{"answered": "/none"}"#, Truth::No),
            (r#"{"answered": "/gone"}"#, Truth::Unknown),
            (r#"{"place": "/done", "is": true}"#, Truth::Yes),
            (r#"{"place": "/done", "is": false}"#, Truth::No),
            (r#"{"place": "/kind", "is": true}"#, Truth::Unknown),
            (r#"{"place": "/kind", "is": "a"}"#, Truth::Yes),
            (r#"{"place": "/kind", "one_of": ["b", "c"]}"#, Truth::No),
            (r#"{"place": "/gone", "one_of": ["b"]}"#, Truth::Unknown),
            (r#"{"place": "/items", "at_least": 2}"#, Truth::Yes),
            (r#"{"place": "/items", "at_least": 3}"#, Truth::No),
            (r#"{"place": "/gone", "at_least": 0}"#, Truth::Unknown),
            (r#"{"in_order": "early-look-before-full-review"}"#, Truth::Yes),
            (r#"{"in_order": "quality-assurance-after-submission"}"#, Truth::No),
            (r#"{"in_order": "review-discussed-before-issue"}"#, Truth::Unknown),
            (r#"{"in_order": "early-look"}"#, Truth::Yes),
            (r#"{"in_order": "review"}"#, Truth::No),
            (r#"{"in_order": "issue"}"#, Truth::Unknown),
            (r#"{"in_order": "no-such-order"}"#, Truth::Unknown),
            (r#"{"place": "/items/*/kind", "is": "a"}"#, Truth::Unknown),
            (r#"{"place": "/all/*/kind", "is": "a"}"#, Truth::No),
            (r#"{"answered": "/names/*"}"#, Truth::No),
            (r#"{"answered": "/none/*"}"#, Truth::Yes),
            (r#"{"every": "/items", "that": {"place": "kind", "is": "a"}}"#, Truth::Unknown),
            (r#"{"every": "/none", "that": {"place": "kind", "is": "a"}}"#, Truth::Yes),
            (r#"{"some": "/items", "that": {"place": "kind", "is": "a"}}"#, Truth::Yes),
            (r#"{"some": "/items", "that": {"place": "kind", "is": "b"}}"#, Truth::Unknown),
            (r#"{"some": "/none", "that": {"place": "kind", "is": "a"}}"#, Truth::No),
            (r#"{"some": "/gone", "that": {"answered": "kind"}}"#, Truth::Unknown),
            (r#"{"not": {"some": "/gone", "that": {"answered": "kind"}}}"#, Truth::Unknown),
            (r#"{"some": "/names", "that": {"answered": "."}}"#, Truth::Yes),
            (r#""by_fire""#, Truth::Unknown),
        ] {
            assert_eq!(asked(condition).0, truth, "{condition}");
        }
    }

    #[test]
    fn the_places_to_blame_are_those_that_an_answer_would_change() {
        for (condition, paths) in [
            (r#"{"all": [{"answered": "/kind"}, {"answered": "/words"}, {"answered": "/gone"}]}"#, &["/words"][..]),
            (r#"{"any": [{"answered": "/words"}, {"answered": "/gone"}]}"#, &["/gone"]),
            (r#"{"in_order": "early-look-before-full-review"}"#, &[]),
            (
                r#"{"in_order": "quality-assurance-after-submission"}"#,
                &["/quality_assurance/national_on", "/report/submitted_on"],
            ),
            (r#"{"not": {"in_order": "early-look"}}"#, &["/early_look/shared_on", "/early_look/completed_on"]),
            (r#"{"in_order": "review"}"#, &["/report/submitted_on", "/report/completed_on"]),
            (r#"{"in_order": "issue"}"#, &["/report/issued_on"]),
            (r#"{"every": "/items", "that": {"place": "kind", "is": "a"}}"#, &["/items/1/kind"]),
            (r#"{"some": "/all", "that": {"place": "kind", "is": "c"}}"#, &["/all"]),
            (r#"{"not": {"some": "/all", "that": {"place": "kind", "is": "b"}}}"#, &["/all/1/kind"]),
            (r#"{"answered": "/names/*"}"#, &["/names/1"]),
            (r#"{"answered": "/gone/*/name"}"#, &["/gone"]),
        ] {
            assert_eq!(asked(condition).1, paths, "{condition}");
        }
    }
}
