//! The learning themes: the shared vectors, what people read and see, and laws.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use proptest::prelude::*;
use sfo_core::date::{Date, DateRange};
use sfo_core::themes::{Coding, Codings, Count, ThemeOptions, Themes, MAX_CODINGS, MAX_FINDINGS};
use sfo_core::Policy;

#[test]
fn every_vector_gives_the_same_bytes() {
    let policy = Policy::builtin();
    let loaded = Policy::from_json(&policy.to_json()).unwrap();
    common::hold("themes", 25, &|input, options| {
        let output = policy.themes_json(input, options);
        assert_eq!(output, loaded.themes_json(input, options));
        output
    });
}

#[test]
fn a_review_document_can_be_counted() {
    let review = include_str!("../../../examples/review-complete.json");
    let codings = format!("{{\"codings\": [{review}]}}");
    let options = r#"{"period": {"from": "2024-04-01", "to": "2025-03-31"}}"#;
    let answer = Policy::builtin().themes_json(&codings, options);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["findings"], serde_json::json!([]));
    assert_eq!(answer["region"]["reviews"], 1);
    let counted: Vec<&str> = answer["region"]["themes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|theme| theme["count"] == 1)
        .map(|theme| theme["theme"].as_str().unwrap())
        .collect();
    assert_eq!(counted, ["address-checks", "review-after-events"]);
}

const CODINGS: &str = r#"{"codings": [
    {"review": "r01", "date": "2024-05-02", "unit": "Northern unit", "themes": ["enforcement", "recording"]},
    {"review": "r02", "date": "2024-06-11", "unit": "Northern unit", "themes": ["enforcement", "management-oversight"]},
    {"review": "r03", "date": "2024-07-30", "unit": "Coast & country", "themes": ["enforcement", "recording", "self-disclosure"]},
    {"review": "r04", "date": "2024-10-01", "unit": "Coast & country", "themes": ["assessment-and-planning", "recording"]},
    {"review": "r05", "date": "2025-01-15", "unit": "Northern unit", "themes": ["enforcement", "self-disclosure"]},
    {"review": "r06", "date": "2025-02-20", "unit": null, "themes": ["housing-moves"]},
    {"review": "r07", "date": "2023-05-02", "unit": "Northern unit", "themes": ["enforcement", "address-checks"]},
    {"review": "r08", "date": "2023-08-14", "unit": "Coast & country", "themes": ["recording", "address-checks"]},
    {"review": "r09", "date": "2023-11-21", "unit": "Coast & country", "themes": ["recording", "not-a-theme"]},
    {"review": "r10", "date": "2024-02-27", "unit": "Northern unit", "themes": ["recording", "self-disclosure", "recording"]}
]}"#;

const OPTIONS: &str = r#"{"period": {"from": "2024-04-01", "to": "2025-03-31"}, "by": "unit",
    "caseload": {"region": 2400, "units": {"Northern unit": 1100}},
    "extra_themes": [{"id": "housing-moves", "name": "Moves between hostels, approved premises and other places to live"}]}"#;

fn worked_out(codings: &str, options: &str) -> Themes {
    let policy = Policy::builtin();
    policy.themes(&Codings::from_json(policy, codings), &ThemeOptions::from_json(policy, options))
}

#[test]
fn the_text_of_two_years() {
    insta::assert_snapshot!(Policy::builtin().themes_text(&worked_out(CODINGS, OPTIONS)));
}

#[test]
fn the_text_with_small_numbers_suppressed() {
    let options = OPTIONS.replacen('{', r#"{"suppress_below": 3, "#, 1);
    insta::assert_snapshot!(Policy::builtin().themes_text(&worked_out(CODINGS, &options)));
}

#[test]
fn the_text_where_nothing_was_counted() {
    insta::assert_snapshot!(Policy::builtin().themes_text(&worked_out("[]", "")));
}

#[test]
fn the_rows_as_csv() {
    let codings = r#"{"codings": [{"unit": "=cmd, \"x\"", "themes": ["recording"]}]}"#;
    insta::assert_snapshot!(worked_out(codings, r#"{"by": "unit"}"#).table().to_csv());
}

#[cfg(feature = "render")]
mod render {
    use super::*;

    #[test]
    fn the_chart_of_two_years() {
        insta::assert_snapshot!(Policy::builtin().themes_svg(&worked_out(CODINGS, OPTIONS)));
    }

    #[test]
    fn the_chart_of_one_period_with_small_numbers_suppressed() {
        insta::assert_snapshot!(Policy::builtin().themes_svg(&worked_out(CODINGS, r#"{"suppress_below": 3}"#)));
    }

    #[test]
    fn the_page() {
        let page = Policy::builtin().themes_html(&worked_out(CODINGS, OPTIONS));
        assert_eq!(page.matches("<h1>").count(), 1);
        assert!(!page.contains("<script") && !page.contains("href") && !page.contains("src="));
        assert_eq!(page.matches("<table>").count(), page.matches("<caption>").count());
        insta::assert_snapshot!(page);
    }

    #[test]
    fn names_are_escaped() {
        let name = r#"<script>alert(1)</script>"#;
        let codings = format!(r#"{{"codings": [{{"unit": "{name}", "themes": ["a"]}}]}}"#);
        let options = format!(r#"{{"by": "unit", "extra_themes": [{{"id": "a", "name": "{name}"}}]}}"#);
        let themes = worked_out(&codings, &options);
        assert!(themes.to_json().contains("<script>"));
        for text in [Policy::builtin().themes_svg(&themes), Policy::builtin().themes_html(&themes)] {
            assert!(text.contains("&lt;script&gt;") && !text.contains("<script"));
        }
    }
}

#[test]
fn past_a_bound_nothing_is_counted_and_the_bound_is_named() {
    let many = vec!["{}"; MAX_CODINGS + 1].join(",");
    let long = format!(r#"{{"codings":[],"x":"{}"}}"#, "x".repeat(17 << 20));
    let themes = vec![r#""enforcement""#; 201].join(",");
    let units: Vec<String> = (0..501).map(|at| format!(r#"{{"unit":"u{at}","themes":["recording"]}}"#)).collect();
    for (codings, options, code) in [
        (format!(r#"{{"codings":[{many}]}}"#), "", "too_many_codings"),
        (long, "", "codings_too_large"),
        (format!(r#"{{"codings":[{{"themes":[{themes}]}}]}}"#), "", "too_many_themes"),
        (format!(r#"{{"codings":[{}]}}"#, units.join(",")), r#"{"by":"unit"}"#, "too_many_units"),
        ("[".repeat(100_000), "", "malformed_codings"),
    ] {
        let result = worked_out(&codings, options);
        assert_eq!(result.findings.iter().map(|f| f.code).collect::<Vec<_>>(), [code]);
        assert!(result.region.is_none_or(|region| region.reviews == Count::Shown(0)));
    }
    let faults = vec!["7"; 3000].join(",");
    let result = worked_out(&format!(r#"{{"codings":[{faults}]}}"#), "");
    assert_eq!(result.findings.len(), MAX_FINDINGS + 1);
    assert_eq!(result.findings.last().unwrap().code, "too_many_findings");
}

#[derive(Clone, Debug)]
struct Row {
    review: Option<u8>,
    date: Option<i32>,
    unit: Option<u8>,
    themes: Vec<usize>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        proptest::option::of(0_u8..40),
        proptest::option::of(19_400_i32..20_200),
        proptest::option::of(0_u8..4),
        proptest::collection::vec(0_usize..9, 0..4),
    );
    proptest::collection::vec(row.prop_map(|(review, date, unit, themes)| Row { review, date, unit, themes }), 0..40)
}

fn codings(rows: &[Row]) -> Codings {
    let ids: Vec<String> = Policy::builtin().data().themes.iter().map(|t| t.id.to_string()).collect();
    let one = |row: &Row| {
        let themes: Vec<&str> = row.themes.iter().map(|at| ids[*at].as_str()).collect();
        let mut coding = Coding::new("", &themes);
        coding.review = row.review.map(|id| format!("r{id}"));
        coding.date = row.date.map(Date::from_days);
        coding.unit = row.unit.map(|unit| format!("u{unit}"));
        coding
    };
    Codings::from(rows.iter().map(one).collect::<Vec<_>>())
}

fn options(suppress_below: Option<u16>) -> ThemeOptions {
    let period = DateRange::new(Date::from_days(19_820), Date::from_days(20_180));
    ThemeOptions { period, by_unit: true, suppress_below, ..ThemeOptions::default() }
}

fn shown(count: Count) -> Option<u32> {
    match count {
        Count::Shown(number) => Some(number),
        Count::Suppressed => None,
    }
}

/// A row of a result: the region's number, and each unit's.
type Line = (Count, Vec<Count>);

fn lines(themes: &Themes) -> Vec<Line> {
    let region = themes.region.as_ref().unwrap();
    let mut lines = vec![
        (region.reviews, themes.units.iter().map(|u| u.area.reviews).collect()),
        (region.previous_reviews.unwrap(), themes.units.iter().map(|u| u.area.previous_reviews.unwrap()).collect()),
    ];
    for (at, theme) in region.themes.iter().enumerate() {
        lines.push((theme.count, themes.units.iter().map(|u| u.area.themes[at].count).collect()));
        let previous = themes.units.iter().map(|u| u.area.themes[at].previous.unwrap()).collect();
        lines.push((theme.previous.unwrap(), previous));
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn counts_add_up(rows in rows()) {
        let themes = Policy::builtin().themes(&codings(&rows), &options(None));
        for (total, units) in lines(&themes) {
            prop_assert_eq!(shown(total).unwrap(), units.iter().map(|n| shown(*n).unwrap()).sum::<u32>());
        }
        for area in themes.region.iter().chain(themes.units.iter().map(|u| &u.area)) {
            for count in &area.themes {
                prop_assert!(shown(count.count) <= shown(area.reviews));
            }
            prop_assert!(area.top.windows(2).all(|w| w[0].count >= w[1].count && w[0].rank <= w[1].rank));
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(
        (rows, mixed) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        suppress in any::<bool>(),
    ) {
        let options = options(suppress.then_some(4));
        let numbers = |rows: &[Row]| {
            let mut themes = Policy::builtin().themes(&codings(rows), &options);
            themes.findings.clear();
            themes.to_json()
        };
        prop_assert_eq!(numbers(&rows), numbers(&mixed));
    }

    #[test]
    fn what_is_not_shown_cannot_be_added_up(rows in rows(), below in 3_u16..8) {
        let policy = Policy::builtin();
        let all = policy.themes(&codings(&rows), &options(None));
        let themes = policy.themes(&codings(&rows), &options(Some(below)));
        for ((total, units), (true_total, true_units)) in lines(&themes).iter().zip(lines(&all)) {
            for (shown_as, true_count) in units.iter().chain([total]).zip(true_units.iter().chain([&true_total])) {
                match shown(*shown_as) {
                    Some(number) => {
                        prop_assert_eq!(Some(number), shown(*true_count));
                        prop_assert!(number == 0 || number >= u32::from(below));
                    }
                    None => prop_assert!(shown(*true_count) > Some(0)),
                }
            }
            // One number alone is never left for who subtracts the others from the total.
            let hidden = units.iter().chain([total]).filter(|n| shown(**n).is_none()).count();
            prop_assert!(hidden != 1, "one number of a row is not shown");
        }
        for area in themes.region.iter().chain(themes.units.iter().map(|u| &u.area)) {
            for count in &area.themes {
                let known = shown(count.count).is_some() && shown(count.previous.unwrap()).is_some();
                prop_assert_eq!(count.recurring.is_some(), known);
                prop_assert!(known || !area.top.iter().any(|t| t.theme == count.theme) || shown(count.count).is_some());
            }
        }
    }

    #[test]
    fn any_text_is_answered(text in ".{0,300}", options in ".{0,60}") {
        let output = Policy::builtin().themes_json(&text, &options);
        prop_assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
    }

    #[test]
    fn names_stand_in_no_finding(age in 1000_u32..9999, place in 0_usize..6) {
        let mark = format!("Zzyx{age}qqv");
        let (codings, options) = match place {
            0 => (format!(r#"{{"codings":[{{"review":"{mark}","themes":["x"],"unit":7}}]}}"#), String::new()),
            1 => (format!(r#"{{"codings":[{{"review":"a","themes":["{mark}"]}}]}}"#), String::new()),
            2 => (format!(r#"{{"codings":[{{"{mark}":"a"}}]}}"#), String::new()),
            3 => (format!(r#"{{"codings":[{{"review":"a","date":"{mark}"}}]}}"#), String::new()),
            4 => (format!(r#"{{"codings":[{{"unit":"{mark}"}}]}}"#), r#"{"by":"unit"}"#.to_owned()),
            _ => (r#"{"codings":[]}"#.to_owned(), format!(r#"{{"{mark}":1,"caseload":{{"units":{{"{mark}":0}}}}}}"#)),
        };
        let policy = Policy::builtin();
        let read = Codings::from_json(policy, &codings);
        let asked = ThemeOptions::from_json(policy, &options);
        let themes = policy.themes(&read, &asked);
        let debug = format!("{read:?}{asked:?}{themes:?}{:?}", themes.findings);
        prop_assert!(!debug.contains("Zzyx"));
        // Only a unit, and only where it was asked for.
        prop_assert_eq!(themes.to_json().contains("Zzyx"), place == 4);
    }
}
