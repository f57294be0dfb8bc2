//! Whether the checks of a policy ask for places that their documents have.

use crate::condition::{Answer, Condition, Inside};
use crate::error::{Error, ErrorKind};
use crate::policy::data::{Check, DeadlineKind, Document, Field, FieldKind, Part, PolicyData, Text};

const MAX_CONDITION_DEPTH: usize = 16;
const MAX_CHECKS: usize = 1000;

/// Fails at the first check that its document cannot answer.
pub(super) fn check(data: &PolicyData) -> Result<(), Error> {
    for (at, document) in data.documents.iter().enumerate() {
        let path = format!("/documents/{at}");
        if document.checks.len() > MAX_CHECKS {
            return Err(Error::new(
                ErrorKind::TooLarge,
                "policy_too_large",
                path,
                "a document has more than 1,000 checks; the bound is 1,000",
            ));
        }
        if let Some(fault) = shape_fault(document).or_else(|| events_fault(data, document)) {
            return Err(Error::new(ErrorKind::Inconsistent, "policy_inconsistent", path, fault));
        }
        for (number, one) in document.checks.iter().enumerate() {
            let twice = document.checks.iter().take(number).any(|other| other.id == one.id);
            let fault = if twice { Some("stands twice".to_owned()) } else { check_fault(data, document, one) };
            if let Some(fault) = fault {
                let message = format!("the check `{}` {fault}", one.id);
                let path = format!("{path}/checks/{number}");
                return Err(Error::new(ErrorKind::Inconsistent, "policy_inconsistent", path, message));
            }
        }
    }
    Ok(())
}

/// A part or a list of choices that a field names must be there, and no part may hold itself: reading goes as deep as the parts.
fn shape_fault(document: &Document) -> Option<String> {
    for (at, part) in document.parts.iter().enumerate() {
        for field in part.fields.iter() {
            let there = match field.kind {
                FieldKind::Part => document.parts.iter().skip(at.saturating_add(1)).any(|p| p.name == field.of),
                FieldKind::Choice => document.choices.iter().any(|c| c.name == field.of),
                _ => true,
            };
            if !there {
                return Some(format!(
                    "the field `{}` of `{}` is of `{}`, which does not stand after it",
                    field.name, part.name, field.of
                ));
            }
        }
    }
    document.parts.is_empty().then(|| format!("the document `{}` has no parts", document.id))
}

/// An event must be one of the deadlines, and its field must hold a day; neither may stand twice.
fn events_fault(data: &PolicyData, document: &Document) -> Option<String> {
    let top = Kind::whole(data, document)?;
    document.events.iter().enumerate().find_map(|(at, event)| {
        let what = if document.events.iter().take(at).any(|one| one.name == event.name || one.field == event.field) {
            "stands twice, or its field does"
        } else if !data.case_events.iter().any(|one| one.name == event.name) {
            "is not one of the deadlines"
        } else if !find(&top, &top, &event.field).is_some_and(|kind| kind.is(FieldKind::Date)) {
            "is stated by a field that the document does not have, or that holds no day"
        } else {
            return None;
        };
        Some(format!("the event `{}` {what}", event.name))
    })
}

/// An order must be one of the deadlines, and the document must state its events.
fn order_fault(data: &PolicyData, document: &Document, id: &str) -> Option<String> {
    let stated = |event: &Text| document.events.iter().any(|one| one.name == *event);
    let deadline = data.deadlines.iter().find(|rule| rule.id == id);
    let order = data.orders.iter().find(|order| order.id == id);
    let fault = match (deadline, order) {
        (None, None) => "which the deadlines do not have; correct the id",
        (Some(_), Some(_)) => "which is a deadline and an order of the facts; rename one of them",
        (Some(rule), None) if !matches!(rule.kind, DeadlineKind::Before | DeadlineKind::After) => {
            "which is a limit; ask for a deadline of the kind `before` or `after`"
        }
        (Some(rule), None) if !(stated(&rule.event) && stated(&rule.trigger)) => {
            "of whose events the document states not both; list the fields that do"
        }
        (None, Some(order)) if order.events.iter().filter(|event| stated(event)).count() < 2 => {
            "of whose events the document states fewer than two; list the fields that do"
        }
        _ => return None,
    };
    Some(format!("asks for the order `{id}`, {fault}"))
}

fn check_fault(data: &PolicyData, document: &Document, check: &Check) -> Option<String> {
    let top = Kind::whole(data, document)?;
    [check.when.as_ref(), Some(&check.requires)].into_iter().flatten().find_map(|condition| {
        if condition.depth() > MAX_CONDITION_DEPTH {
            return Some("is nested too deeply; the bound is 16".to_owned());
        }
        condition_fault(&top, &top, condition)
    })
}

/// What stands at a place of a document.
#[derive(Clone, Copy)]
struct Kind<'d> {
    data: &'d PolicyData,
    document: &'d Document,
    /// The field; none for the document itself.
    field: Option<&'d Field>,
    /// Its fields, where it is a part.
    part: Option<&'d Part>,
    /// One item of the list that the field holds.
    item: bool,
}

impl<'d> Kind<'d> {
    /// The document as a whole.
    fn whole(data: &'d PolicyData, document: &'d Document) -> Option<Self> {
        Some(Self { data, document, field: None, part: Some(document.parts.first()?), item: false })
    }

    fn is_list(&self) -> bool {
        self.field.is_some_and(|f| f.list) && !self.item
    }

    fn is(&self, kind: FieldKind) -> bool {
        !self.is_list() && self.field.is_some_and(|f| f.kind == kind)
    }

    /// One step further: a field of a part, or every item of a list.
    fn step(self, step: &str) -> Option<Self> {
        if step == "*" {
            return self.is_list().then_some(Self { item: true, ..self });
        }
        let part = self.part.filter(|_| !self.is_list())?;
        let field = part.fields.iter().find(|f| f.name == step)?;
        let part = self.document.parts.iter().find(|p| field.kind == FieldKind::Part && p.name == field.of);
        Some(Self { field: Some(field), part, item: false, ..self })
    }

    fn choices(&self) -> &'d [crate::policy::data::Text] {
        let name = self.field.map_or("", |f| &f.of);
        self.document.choices.iter().find(|c| c.name == name).map_or(&[], |c| &c.values)
    }
}

/// What stands at a place that is written from the document (`/a/b`) or from the item (`a/b`, or `.` itself).
fn find<'d>(top: &Kind<'d>, item: &Kind<'d>, place: &str) -> Option<Kind<'d>> {
    let (from, rest) = match place.strip_prefix('/') {
        Some(rest) => (*top, rest),
        None if place == "." => return Some(*item),
        None => (*item, place),
    };
    rest.split('/').try_fold(from, Kind::step)
}

fn condition_fault(top: &Kind, item: &Kind, condition: &Condition) -> Option<String> {
    let at = |place: &str| {
        find(top, item, place)
            .ok_or_else(|| format!("asks for `{place}`, which the document does not have; correct the place"))
    };
    let asks = |place: &str, fits: &dyn Fn(&Kind) -> bool, what: &str| match at(place) {
        Ok(kind) => (!fits(&kind)).then(|| format!("asks of `{place}` what only {what} can answer")),
        Err(fault) => Some(fault),
    };
    let one_of = |place: &str, choice: &str| {
        let there = at(place).ok()?.choices().iter().any(|c| c == choice);
        (!there).then(|| format!("asks whether `{place}` is `{choice}`, which is not one of its choices"))
    };
    match condition {
        Condition::Fact(name) => Some(format!("asks for the fact `{name}`; a check asks for places of a document")),
        Condition::Answered { answered } => at(answered).err(),
        Condition::Is { place, is: Answer::Flag(_) } => asks(place, &|kind| kind.is(FieldKind::Flag), "yes or no"),
        Condition::Is { place, is: Answer::Choice(choice) } => {
            asks(place, &|kind| kind.is(FieldKind::Choice), "a choice").or_else(|| one_of(place, choice))
        }
        Condition::OneOf { place, one_of: choices } => asks(place, &|kind| kind.is(FieldKind::Choice), "a choice")
            .or_else(|| choices.iter().find_map(|choice| one_of(place, choice))),
        Condition::AtLeast { place, .. } => asks(place, &|kind| kind.is_list(), "a list"),
        Condition::InOrder { in_order } => order_fault(top.data, top.document, in_order),
        Condition::Every { every: list, that: Inside(inner) } | Condition::Some { some: list, that: Inside(inner) } => {
            asks(list, &|kind| kind.is_list(), "a list").or_else(|| {
                let item = at(list).ok()?.step("*")?;
                inner.iter().find_map(|one| condition_fault(top, &item, one))
            })
        }
        _ => condition.parts().iter().find_map(|one| condition_fault(top, item, one)),
    }
}
