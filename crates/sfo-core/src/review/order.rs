//! Whether the days of a document are in order. The deadlines decide that; here it is only said which fields of the
//! document state which events.

use crate::date::Date;
use crate::deadlines::{self, CaseDates, Moment};
use crate::policy::data::{Document, PolicyData, Text};
use crate::policy::Policy;
use crate::review::scope::walk;
use crate::truth::Truth;
use crate::value::Value;

/// The events whose days a document states, and what the deadlines say of their order.
#[derive(Default)]
pub(super) struct Orders<'d> {
    data: Option<&'d PolicyData>,
    stated: Vec<Stated<'d>>,
    verdicts: Vec<(&'d str, Truth)>,
}

struct Stated<'d> {
    event: &'d str,
    field: &'d str,
    dated: bool,
}

impl<'d> Orders<'d> {
    pub(super) fn of(policy: &'d Policy, document: &'d Document, value: &Value) -> Self {
        let mut stated = Vec::with_capacity(document.events.len());
        let mut case = CaseDates::new();
        for event in document.events.iter() {
            let day = match walk(value, event.field.strip_prefix('/').unwrap_or_default()) {
                Value::Text(text) => Date::parse_iso(text),
                _ => None,
            };
            // What was not answered may have happened or not.
            case = case.event(event.name.as_ref(), day.map_or(Moment::Unknown, |day| Moment::On(day.into())));
            stated.push(Stated { event: &event.name, field: &event.field, dated: day.is_some() });
        }
        let verdicts = if stated.is_empty() { Vec::new() } else { deadlines::orders(policy, &case) };
        Self { data: Some(policy.data()), stated, verdicts }
    }

    /// Whether an order is kept.
    pub(super) fn verdict(&self, id: &str) -> Truth {
        self.verdicts.iter().find(|(order, _)| *order == id).map_or(Truth::Unknown, |(_, truth)| *truth)
    }

    /// The fields that state the events of an order, the event that it is about first: those that hold a day, or those
    /// that do not.
    pub(super) fn places(&self, id: &str, dated: bool) -> impl Iterator<Item = &'d str> + '_ {
        let deadline = self.data.and_then(|data| data.deadlines.iter().find(|rule| rule.id == id));
        let order = self.data.and_then(|data| data.orders.iter().find(|order| order.id == id));
        let two = deadline.into_iter().flat_map(|rule| [&rule.event, &rule.trigger]);
        // Of an order of the facts the last one is about to have come too early.
        let all = order.into_iter().flat_map(|order| order.events.iter().rev());
        two.chain(all).filter_map(move |event: &Text| {
            self.stated.iter().find(|one| one.event == event && one.dated == dated).map(|one| one.field)
        })
    }
}
