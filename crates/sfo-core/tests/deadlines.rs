//! Deadlines: the shared vectors byte for byte, laws that hold for every case, and what people read.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;
use sfo_core::calendar::{Counting, NonWorkingDay, WorkingDays};
use sfo_core::date::Date;
use sfo_core::deadlines::{Format, Moment, Options, Status, Timeline};
use sfo_core::value::CASE_FIELDS;
use sfo_core::{Case, CaseDates, ErrorKind, Policy, Targets};

fn day(text: &str) -> Date {
    Date::parse_iso(text).unwrap()
}

// The vectors.

#[derive(Deserialize)]
struct Vector {
    name: String,
    cites: String,
    input: Box<RawValue>,
    options: Box<RawValue>,
    expect: Option<Box<RawValue>>,
    error: Option<Fault>,
}

#[derive(Deserialize, PartialEq)]
struct Fault {
    code: String,
    path: String,
}

fn vectors() -> Vec<Vector> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/deadlines");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .flat_map(|path| serde_json::from_str::<Vec<Vector>>(&std::fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

/// The text of a case; a vector in which the text itself matters holds it as a text.
fn case_of(input: &RawValue) -> String {
    serde_json::from_str(input.get()).unwrap_or_else(|_| input.get().to_owned())
}

#[test]
fn every_vector_gives_the_same_bytes() {
    let policy = Policy::builtin();
    let loaded = Policy::from_json(&policy.to_json()).unwrap();
    let vectors = vectors();
    assert!(vectors.len() >= 200, "only {} vectors", vectors.len());
    let mut failed = Vec::new();
    for vector in &vectors {
        assert!(!vector.cites.is_empty(), "“{}” cites nothing", vector.name);
        let case = case_of(&vector.input);
        for policy in [policy, &loaded] {
            let holds = match policy.deadlines_json(&case, vector.options.get()) {
                Ok(output) => vector.expect.as_ref().is_some_and(|expect| output == expect.get()),
                Err(error) => {
                    vector.error == Some(Fault { code: error.code().to_owned(), path: error.path().to_owned() })
                }
            };
            if !holds {
                failed.push(vector.name.as_str());
            }
        }
    }
    assert!(failed.is_empty(), "these vectors do not hold: {failed:#?}");
}

#[test]
fn the_vectors_judge_every_rule_and_show_every_status() {
    let mut judged = BTreeSet::new();
    let mut statuses = BTreeSet::new();
    for vector in vectors().iter().filter_map(|v| v.expect.as_ref()) {
        let output: serde_json::Value = serde_json::from_str(vector.get()).unwrap();
        for rule in output["rules"].as_array().unwrap() {
            let status = rule["status"].as_str().unwrap().to_owned();
            if status != "waiting" {
                judged.insert(rule["rule"].as_str().unwrap().to_owned());
            }
            statuses.insert(status);
        }
    }
    let rules = Policy::builtin().data().deadlines.iter().map(|rule| rule.id.to_string());
    let silent: Vec<String> = rules.filter(|id| !judged.contains(id)).collect();
    assert!(silent.is_empty(), "no vector judges {silent:?}");
    assert_eq!(statuses.len(), 7, "{statuses:?}");
}

// The columns.

/// The day reached by walking.
fn walk(days: &WorkingDays, start: Date, n: i32) -> Option<Date> {
    let mut day = start;
    let mut left = n;
    while left != 0 {
        day = day.add_days(n.signum())?;
        left -= if days.is_working_day(day).ok()? { n.signum() } else { 0 };
    }
    Some(day)
}

/// The working days passed by walking from the day after the start to the end.
fn passed(days: &WorkingDays, start: Date, end: Date) -> i32 {
    let mut count = 0;
    let mut day = start;
    while day < end {
        day = day.add_days(1).unwrap();
        count += i32::from(days.is_working_day(day).unwrap());
    }
    count
}

#[test]
fn the_whole_coverage_agrees_with_one_day_at_a_time() {
    let days = Policy::builtin().working_days();
    let first = day("2012-01-01").days();
    let last = day("2040-12-31").days();
    let dates: Vec<i64> = (i64::from(first) - 5..=i64::from(last) + 5).collect();
    for start in [NonWorkingDay::Stays, NonWorkingDay::Next, NonWorkingDay::Previous] {
        for n in [-300, -28, -1, 0, 1, 5, 28, 300] {
            let mut out = vec![0_i64; dates.len()];
            let rows = days.add_to_all(&dates, n, start, &mut out);
            let mut projected = 0;
            let mut outside = 0;
            for (date, out) in dates.iter().zip(&out) {
                let one = days.add_working_days_from(Date::from_days(i32::try_from(*date).unwrap()), n, start);
                match one {
                    Ok(one) => {
                        assert_eq!(*out, i64::from(one.date.days()));
                        projected += usize::from(one.projected);
                    }
                    Err(_) => {
                        assert_eq!(*out, i64::MIN);
                        outside += 1;
                    }
                }
            }
            assert_eq!((rows.outside, rows.projected, rows.missing), (outside, projected, 0), "{n} {start:?}");
            assert_eq!(rows.first_outside, Some(0));
        }
    }
}

fn any_start() -> impl Strategy<Value = NonWorkingDay> {
    proptest::sample::select(vec![NonWorkingDay::Stays, NonWorkingDay::Next, NonWorkingDay::Previous])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn adding_to_a_column_agrees_with_walking(
        dates in proptest::collection::vec(prop_oneof![9 => 15_000_i32..26_500, 1 => any::<i32>()], 0..40),
        n in -60_i32..60,
        start in any_start(),
    ) {
        let days = Policy::builtin().working_days();
        let mut narrow = vec![0_i32; dates.len()];
        let rows = days.add_to_all(&dates, n, start, &mut narrow);
        let wide: Vec<i64> = dates.iter().map(|d| if *d == i32::MIN { i64::MIN } else { i64::from(*d) }).collect();
        let mut out = vec![0_i64; dates.len()];
        prop_assert_eq!(rows, days.add_to_all(&wide, n, start, &mut out));
        let mut unanswered = 0;
        for ((date, narrow), wide) in dates.iter().zip(&narrow).zip(&out) {
            prop_assert_eq!(*wide, if *narrow == i32::MIN { i64::MIN } else { i64::from(*narrow) });
            let date = Date::from_days(*date).days() == *date;
            unanswered += usize::from(*narrow == i32::MIN);
            prop_assert!(date || *narrow == i32::MIN);
        }
        prop_assert_eq!(unanswered, rows.missing + rows.outside);
        for (date, out) in dates.iter().zip(&narrow).filter(|(_, out)| **out != i32::MIN) {
            let mut from = Date::from_days(*date);
            while start != NonWorkingDay::Stays && !days.is_working_day(from).unwrap() {
                from = from.add_days(if start == NonWorkingDay::Next { 1 } else { -1 }).unwrap();
            }
            prop_assert_eq!(walk(days, from, n).map(Date::days), Some(*out));
        }
    }

    #[test]
    fn counting_between_columns_agrees_with_walking(
        pairs in proptest::collection::vec((15_800_i32..25_500, -400_i32..400), 1..20),
        holes in proptest::collection::vec(any::<bool>(), 20),
    ) {
        let days = Policy::builtin().working_days();
        let starts: Vec<i32> = pairs.iter().zip(&holes).map(|((a, _), hole)| if *hole { i32::MIN } else { *a }).collect();
        let ends: Vec<i32> = pairs.iter().map(|(a, length)| a + length).collect();
        for counting in [Counting::ExcludingStart, Counting::IncludingBoth] {
            let mut out = vec![0; pairs.len()];
            let rows = days.between_all(&starts, &ends, counting, &mut out);
            let mut projected = 0;
            for ((start, end), out) in starts.iter().zip(&ends).zip(&out) {
                if *start == i32::MIN {
                    prop_assert_eq!(*out, i32::MIN);
                    continue;
                }
                let (a, b) = (Date::from_days(*start), Date::from_days(*end));
                let one = days.working_days_between(a, b, counting).unwrap();
                prop_assert_eq!(*out, one.days);
                projected += usize::from(one.projected);
                if counting == Counting::ExcludingStart && a <= b {
                    prop_assert_eq!(*out, passed(days, a, b));
                }
            }
            prop_assert_eq!(rows.projected, projected);
            prop_assert_eq!(rows.missing, starts.iter().filter(|d| **d == i32::MIN).count());
            prop_assert_eq!(rows.outside, 0);
        }
    }
}

#[test]
fn columns_of_unlike_length_and_wild_days_do_no_harm() {
    let days = Policy::builtin().working_days();
    let mut out = [7_i64; 3];
    let wild = [i64::MAX, i64::MIN + 1, i64::MIN, 19_810];
    let rows = days.add_to_all(&wild, i32::MAX, NonWorkingDay::Next, &mut out);
    assert_eq!((rows.missing, rows.outside, rows.first_outside), (1, 2, Some(0)));
    assert_eq!(out, [i64::MIN; 3]);
    let mut out = [7_i32; 1];
    let rows = days.between_all(&wild, &[0, 0], Counting::IncludingBoth, &mut out);
    assert_eq!((out, rows.outside), ([i32::MIN], 1));
}

// The engine.

/// Cases with days near one another, so that every order of two occurs.
fn case() -> impl Strategy<Value = CaseDates> {
    let names: Vec<String> = Policy::builtin().data().case_events.iter().map(|e| e.name.to_string()).collect();
    let moment = prop_oneof![
        8 => (19_700_i32..19_790).prop_map(|d| Moment::On(Date::from_days(d).into())),
        1 => Just(Moment::Unknown),
        1 => Just(Moment::NotYet),
        1 => Just(Moment::NotApplicable),
        1 => Just(Moment::Undated),
    ];
    proptest::collection::vec((proptest::sample::select(names), moment), 0..30).prop_map(|events| {
        let mut seen = BTreeSet::new();
        events
            .into_iter()
            .filter(|(name, _)| seen.insert(name.clone()))
            .fold(CaseDates::new(), |case, (name, moment)| case.event(name, moment))
    })
}

fn judged(case: &CaseDates, as_of: Option<i32>) -> Timeline {
    Policy::builtin().deadlines(case, as_of.map(Date::from_days), None, None)
}

/// Unfolds a file and gives its lines, checking what RFC 5545 asks of each.
fn unfolded(file: &str) -> Vec<String> {
    assert!(file.ends_with("\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    for line in file.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
    }
    file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_answer_is_consistent(case in case(), as_of in proptest::option::of(19_690_i32..19_900)) {
        let timeline = judged(&case, as_of);
        prop_assert_eq!(&timeline, &judged(&case, as_of));
        prop_assert_eq!(timeline.rules.len(), Policy::builtin().data().deadlines.len());
        for rule in &timeline.rules {
            prop_assert_eq!(rule.status == Status::Unknown, !rule.missing.is_empty(), "{}", rule.rule);
            prop_assert!(!rule.text.is_empty() && !rule.text.contains("deadline."), "{}", rule.text);
            if rule.late_by.is_some() {
                prop_assert!(matches!(rule.status, Status::Late | Status::Overdue));
                prop_assert!(rule.late_by.is_some_and(|span| span.n > 0));
            }
            if rule.status == Status::Due {
                prop_assert!(rule.last_day().is_none_or(|last| as_of.is_none_or(|as_of| as_of <= last.days())));
            }
        }
        let next = timeline.next.as_ref().map(|next| next.due);
        let due = timeline.rules.iter().filter(|rule| rule.status == Status::Due).filter_map(|rule| rule.last_day());
        prop_assert_eq!(next, due.min());
        // Each thing that is late or overdue has its finding, and nothing else has one.
        let late = timeline.rules.iter().filter(|r| matches!(r.status, Status::Late | Status::Overdue)).count();
        let found = timeline.findings.iter().filter(|f| f.rule.starts_with("deadline.")).count();
        prop_assert_eq!(late, found);
    }

    #[test]
    fn later_only_more_is_overdue(case in case(), as_of in 19_800_i32..19_850, more in 1_i32..100) {
        // Once every event of the record has happened, time alone turns what is due into what is overdue.
        let (now, then) = (judged(&case, Some(as_of)), judged(&case, Some(as_of + more)));
        for (now, then) in now.rules.iter().zip(&then.rules) {
            let due = now.status == Status::Due && then.status == Status::Overdue;
            prop_assert!(now.status == then.status || due, "{}", now.rule);
        }
    }

    #[test]
    fn the_calendar_file_reads_back(case in case(), as_of in proptest::option::of(19_690_i32..19_900)) {
        let policy = Policy::builtin();
        let timeline = judged(&case, as_of);
        let lines = unfolded(&policy.timeline_to_ics(&timeline));
        prop_assert_eq!(&lines[0], "BEGIN:VCALENDAR");
        prop_assert_eq!(lines.last().map(String::as_str), Some("END:VCALENDAR"));
        let value = |line: &str, name: &str| line.strip_prefix(name).map(str::to_owned);
        let starts: Vec<String> = lines.iter().filter_map(|l| value(l, "DTSTART;VALUE=DATE:")).collect();
        let ids: BTreeSet<String> = lines.iter().filter_map(|l| value(l, "UID:")).collect();
        let open: Vec<String> = timeline
            .rules
            .iter()
            .filter(|rule| {
                matches!(rule.status, Status::Due | Status::Overdue) || rule.missing.iter().any(|m| m == "as_of")
            })
            .filter_map(|rule| rule.last_day())
            .map(|date| date.to_string().replace('-', ""))
            .collect();
        prop_assert_eq!(ids.len(), starts.len());
        prop_assert_eq!(starts, open);
        for name in ["DTSTAMP:", "SUMMARY:", "DESCRIPTION:", "DTEND;VALUE=DATE:"] {
            prop_assert_eq!(lines.iter().filter(|l| l.starts_with(name)).count(), ids.len());
        }
    }

    #[test]
    fn every_case_can_be_told_and_drawn(case in case(), as_of in proptest::option::of(19_690_i32..19_900)) {
        let policy = Policy::builtin();
        let timeline = judged(&case, as_of);
        prop_assert!(policy.explain_timeline(&timeline).ends_with(".\n"));
        let picture = policy.timeline_to_svg(&timeline);
        prop_assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>\n"));
        prop_assert_eq!(picture.matches("<text").count(), picture.matches("</text>").count());
        prop_assert!(!picture.contains("<script") && !picture.contains("href"));
    }

    #[test]
    fn any_text_is_answered(text in ".{0,300}", options in ".{0,80}") {
        let output = Policy::builtin().deadlines_json(&text, "{}").unwrap();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
        let _ = Policy::builtin().deadlines_json("{}", &options);
    }

    #[test]
    fn no_value_of_a_case_is_repeated(age in 1000_u32..9999, place in 0_usize..7) {
        let mark = format!("Zzyx{age}qqv");
        let input = match place {
            0 => format!(r#"{{"events":{{"{mark}":"2024-03-06"}}}}"#),
            1 => format!(r#"{{"events":{{"notified":"{mark}"}}}}"#),
            2 => format!(r#"{{"{mark}":1}}"#),
            3 => format!(r#"{{"extensions":[{{"rule":"{mark}","to":"2024-03-06"}}]}}"#),
            4 => format!(r#"{{"extensions":[{{"{mark}":"x"}}]}}"#),
            5 => format!(r#"{{"proceedings":{{"charged":"{mark}"}}}}"#),
            _ => format!(r#"{{"charges":[{{"offence_date":"{mark}"}}]}}"#),
        };
        let policy = Policy::builtin();
        let case = CaseDates::from_json(policy, &input);
        let timeline = policy.deadlines(&case, None, None, None);
        let told = format!("{case:?}{timeline:?}{}{}", timeline.to_json(), policy.explain_timeline(&timeline));
        prop_assert!(!told.to_lowercase().contains("zzyx"));
    }

    #[test]
    fn no_day_of_a_case_stands_in_a_finding_or_a_text(case in case(), as_of in 19_690_i32..19_900) {
        let timeline = judged(&case, Some(as_of));
        let mut told: Vec<&str> = timeline.findings.iter().map(|f| f.message.as_str()).collect();
        told.extend(timeline.rules.iter().map(|rule| rule.text.as_str()));
        for words in told {
            prop_assert!(!words.contains("202"), "{}", words);
        }
        prop_assert_eq!(format!("{timeline:?}"), "Timeline(..)");
    }
}

#[test]
fn assessing_a_case_knows_the_fields_that_deadlines_read() {
    let policy = Policy::builtin();
    for field in CASE_FIELDS {
        let json = format!(r#"{{"{field}": null}}"#);
        let decision = policy.assess(&Case::from_json(policy, &json));
        assert!(decision.findings.iter().all(|f| f.code != "unknown_field"), "{field}");
        let timeline = policy.deadlines(&CaseDates::from_json(policy, &json), None, None, None);
        assert!(timeline.findings.is_empty(), "{field}");
    }
    let full = r#"{"offence": {"code": "TH68023A"}, "events": {"notified": "2024-03-06"}, "extensions": []}"#;
    let plain = r#"{"offence": {"code": "TH68023A"}}"#;
    assert_eq!(policy.assess_json(full), policy.assess_json(plain));
}

#[test]
fn the_window_is_the_one_that_eligibility_counts() {
    let policy = Policy::builtin();
    for offence in 19_750..19_850 {
        let case = format!(
            r#"{{"offence": {{"entry": 1}}, "offence_date": "{}", "supervision": {{"start": "2023-06-01",
                "end": "2024-03-15"}}, "proceedings": {{"charged": true, "first_court_appearance": true}}}}"#,
            Date::from_days(offence)
        );
        let required = policy.assess(&Case::from_json(policy, &case)).review.required;
        let timeline = policy.deadlines(&CaseDates::from_json(policy, &case), None, None, None);
        let window = timeline.rule("offence-within-supervision-window").unwrap();
        assert_eq!(required == sfo_core::truth::Truth::Yes, window.status == Status::Met, "{offence}");
    }
}

#[test]
fn a_record_past_its_bounds_says_so() {
    let policy = Policy::builtin();
    let many = |n: usize| (0..n).map(|i| format!(r#""x{i}": null"#)).collect::<Vec<_>>().join(",");
    let codes = |json: &str| -> BTreeSet<&str> {
        policy
            .deadlines(&CaseDates::from_json(policy, json), None, None, None)
            .findings
            .iter()
            .map(|f| f.code)
            .collect()
    };
    assert!(codes(&format!(r#"{{"events": {{{}}}}}"#, many(201))).contains("too_many_events"));
    assert!(codes(&format!(r#"{{"extensions": [{}]}}"#, vec!["{}"; 101].join(","))).contains("too_many_extensions"));
    assert!(codes(&" ".repeat((1 << 20) + 1)).contains("case_too_large"));
    let again = vec![r#""events": {"notified": "2024-03-06"}"#; 20_000].join(",");
    assert_eq!(codes(&format!("{{{again}}}")), BTreeSet::from(["repeated_field"]));
    let options = |json: &str| Options::from_json(policy, json).unwrap_err();
    assert_eq!(options(&" ".repeat(2 << 20)).kind(), ErrorKind::TooLarge);
    assert_eq!(Targets::from_json(policy, &" ".repeat(1 << 19)).unwrap_err().kind(), ErrorKind::TooLarge);
    assert_eq!(WorkingDays::from_json(&" ".repeat(2 << 20)).unwrap_err().kind(), ErrorKind::TooLarge);
    let list = vec![r#"{"date": "2024-01-01", "name": "x"}"#; 5001].join(",");
    let calendar = format!(
        r#"{{"title": "x", "published_from": 2024, "published_to": 2024, "projected_to": 2024, "holidays": [{list}]}}"#
    );
    let error = WorkingDays::from_json(&calendar).unwrap_err();
    assert_eq!((error.code(), error.path()), ("calendar_too_large", "/holidays"));
}

#[test]
fn the_calendar_of_the_policy_reads_back() {
    let policy = Policy::builtin();
    let json = serde_json::to_string(&policy.data().calendar).unwrap();
    assert!(WorkingDays::from_json(&json).unwrap() == *policy.working_days());
}

#[test]
fn targets_for_another_policy_are_not_used() {
    let policy = Policy::builtin();
    let json = policy.to_json().replacen(r#""id":"hmip-2020-09""#, r#""id":"hmip-2030-01""#, 1);
    let other = Policy::from_json(&json).unwrap();
    let targets = Targets::from_json(
        policy,
        r#"{"extends": "hmip-2020-09", "title": "x", "targets": [{"id": "a", "rule": "notification-promptly", "n": 1}]}"#,
    )
    .unwrap();
    let timeline = other.deadlines(&CaseDates::new(), None, Some(&targets), None);
    assert_eq!(timeline.findings[0].code, "targets_of_another_policy");
    assert_eq!(timeline.targets, None);
}

#[test]
fn a_policy_with_deadlines_at_fault_is_refused() {
    let json = Policy::builtin().to_json();
    for (from, to, path) in [
        (r#""event":"early_look_completed""#, r#""event":"early_look_finished""#, "/deadlines/"),
        (r#""trigger":"notified","#, r#""trigger":"told","#, "/deadlines/"),
        (r#""opens":"supervision_started""#, r#""opens":"supervision_begun""#, "/deadlines/"),
        (r#""id":"notification-promptly""#, r#""id":"early-look-before-full-review""#, "/deadlines/"),
        (r#""n":3,"#, "", "/deadlines/"),
        (r#""n":3,"#, r#""n":3000,"#, "/deadlines/"),
        (r#""unit":"months","#, "", "/deadlines/"),
        (r#""name":"convicted","#, r#""name":"charged","#, "/case_events/"),
        (r#""events":["offence","charged""#, r#""events":["offense","charged""#, "/orders/"),
    ] {
        assert!(json.contains(from), "{from}");
        let error = Policy::from_json(&json.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Inconsistent, "{from}");
        assert!(error.path().starts_with(path), "{from}: {}", error.path());
    }
}

// What people read.

const CASE: &str = r#"{"offence_date": "2024-02-28",
    "supervision": {"kind": "licence", "start": "2023-06-01", "end": "2024-01-31"},
    "proceedings": {"charged": "2024-03-04", "first_court_appearance": "2024-03-05"},
    "events": {"head_informed": "2024-03-05", "notified": "2024-03-07", "early_look_allocated": "2024-03-07",
        "early_look_completed": "2024-03-20", "early_look_checked": "2024-03-22", "early_look_shared": "2024-03-21",
        "files_read": "2024-04-02", "staff_approached": "2024-04-03", "staff_invited": "2024-04-03",
        "interviews_started": "2024-04-15", "enquiry_answer_due": "2024-06-10", "convicted": null},
    "extensions": [{"rule": "full-review-within-three-months", "to": "2024-06-28", "recorded": "2024-05-20"}]}"#;
const OPTIONS: &str = r#"{"as_of": "2024-06-03", "targets": {"extends": "hmip-2020-09", "title": "An example",
    "targets": [{"id": "notify-in-time", "rule": "notification-promptly", "n": 1}]}}"#;

fn written(format: Format) -> String {
    Policy::builtin().deadlines_as(CASE, OPTIONS, format).unwrap()
}

#[test]
fn a_timeline_as_text() {
    insta::assert_snapshot!(written(Format::Text));
}

#[test]
fn a_timeline_as_a_calendar_file() {
    insta::assert_snapshot!(written(Format::Ics));
}

#[test]
fn a_timeline_as_a_picture() {
    insta::assert_snapshot!(written(Format::Svg));
}
