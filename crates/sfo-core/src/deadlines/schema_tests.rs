//! The description of the events and the extensions of a case against the reader.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{json, Value};

use super::record::{CaseDates, Moment};
use crate::date::Date;
use crate::eligibility::schema as case;
use crate::policy::schema::{self, DateRange, IsoDate, MomentOrRange, NotApplicable, Ongoing};
use crate::policy::Policy;

fn day(date: Date) -> IsoDate {
    IsoDate(date.to_string())
}

/// What was read of an event, as the description has it. A way that is not taken here does not compile.
fn written(moment: Moment, has_field: bool) -> Option<MomentOrRange> {
    let plain = |moment| Some(MomentOrRange::Moment(moment));
    match moment {
        Moment::NotRecorded | Moment::Unknown => None,
        Moment::NotYet if has_field => Some(MomentOrRange::Ongoing(Ongoing::Ongoing)),
        Moment::NotYet => plain(schema::Moment::Happened(false)),
        Moment::Undated => plain(schema::Moment::Happened(true)),
        Moment::NotApplicable => plain(schema::Moment::NotApplicable(NotApplicable::NotApplicable)),
        Moment::On(range) if range.from == range.to => plain(schema::Moment::Day(day(range.from))),
        Moment::On(range) => Some(MomentOrRange::Range(DateRange { from: day(range.from), to: day(range.to) })),
    }
}

/// The events stated as such, and the extensions, as the description has them.
fn described(policy: &Policy, case: &CaseDates) -> Value {
    let has_field = |name: &str| policy.data().case_events.iter().any(|e| e.name == name && e.field.is_some());
    let stated = case.statements.iter().filter(|s| s.path.starts_with("/events/"));
    let events: BTreeMap<String, Option<MomentOrRange>> =
        stated.map(|s| (s.name.clone(), written(s.moment, has_field(&s.name)))).collect();
    let extensions: Vec<case::Extension> = case
        .extensions
        .iter()
        .map(|e| case::Extension { rule: e.rule.clone(), to: day(e.to), recorded: e.recorded.map(day) })
        .collect();
    json!({"events": events, "extensions": extensions})
}

#[test]
fn what_is_read_can_be_written_and_reads_the_same() {
    let policy = Policy::builtin();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/deadlines");
    let (mut names, mut fields, mut checked) = (BTreeSet::new(), BTreeSet::new(), 0);
    for file in std::fs::read_dir(folder).unwrap() {
        let vectors: Vec<Value> =
            serde_json::from_str(&std::fs::read_to_string(file.unwrap().path()).unwrap()).unwrap();
        for vector in vectors {
            let input = vector["input"].as_str().map_or_else(|| vector["input"].to_string(), str::to_owned);
            let read = CaseDates::from_json(policy, &input);
            let json = described(policy, &read);
            let again = CaseDates::from_json(policy, &json.to_string());
            assert_eq!(again.findings, [], "what is written has a fault of form");
            // An event that stands twice in a text is written once: the last of it.
            assert_eq!(described(policy, &again), json);
            checked += 1;
            names.extend(json["events"].as_object().unwrap().keys().cloned());
            for extension in json["extensions"].as_array().unwrap() {
                fields.extend(extension.as_object().unwrap().keys().cloned());
            }
        }
    }
    assert!(checked > 200);
    let schema = case::case(policy).to_value();
    let keys = |name: &str| -> BTreeSet<String> {
        schema["$defs"][name]["properties"].as_object().unwrap().keys().cloned().collect()
    };
    // The vectors use every field of an extension, and only events that the description has.
    assert_eq!(keys("Extension"), fields);
    assert!(names.len() > 20 && names.is_subset(&keys("Events")));
}
