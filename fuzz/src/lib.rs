//! The bodies of the fuzz targets: plain functions of bytes, which panic where a promise is broken.

use sfo_core::audit::{AuditOptions, CodeTable};
use sfo_core::calendar::Calendar;
use sfo_core::date::Date;
use sfo_core::deadlines::Format;
use sfo_core::eligibility::section::parse_sections;
use sfo_core::themes::{Codings, ThemeOptions};
use sfo_core::{Case, Policy, Targets};

/// Loading a policy: any bytes give a policy or an error, and a policy that loads can decide.
pub fn load_policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(policy) = Policy::from_json(text) {
        let _ = policy.assess(&Case::new().entry(1)).to_json();
    }
}

/// Assessing any bytes: the answer is JSON, and deterministic.
pub fn assess(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let policy = Policy::builtin();
    let output = policy.assess_json(&text);
    assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
    assert_eq!(output, policy.assess_json(&text));
}

/// Checking any bytes as each kind of document: the report is JSON, deterministic, and can be written out.
pub fn review(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let policy = Policy::builtin();
    for document in policy.data().documents.iter() {
        let report = policy.check_document_json(&document.id, &text);
        assert_eq!(report.checks.len(), document.checks.len());
        let output = report.to_json();
        assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
        assert_eq!(output, policy.check_document_json(&document.id, &text).to_json());
        let _ = (policy.report_text(&report), policy.report_html(&report));
    }
}

/// Reading the words of a charge.
pub fn charge_text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let short: String = text.chars().take(2000).collect();
    let policy = Policy::builtin();
    let decision = policy.assess(&Case::new().text(short));
    let _ = policy.explain(&decision);
}

/// Reading sections: what is read prints as itself.
pub fn section(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(sections) = parse_sections(&text) {
        let printed = sections.to_string();
        if printed.chars().count() <= 200 {
            assert_eq!(parse_sections(&printed).map(|s| s.to_string()), Some(printed));
        }
    }
}

/// Reading dates: what is read prints as it was written.
pub fn date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(date) = Date::parse_iso(&text) {
        assert_eq!(date.to_string(), text);
    }
}

/// Deadlines of any bytes, as a case and as options: the answer is JSON and deterministic, and every format is written.
pub fn deadlines(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let policy = Policy::builtin();
    // A line with a slash alone parts the case from the options.
    let (case, options) = text.split_once("\n/\n").unwrap_or((&text, "{}"));
    let _ = Targets::from_json(policy, options);
    let _ = Calendar::from_json(options);
    let answer = |options: &str, format| policy.deadlines_as(case, options, format);
    let options = if answer(options, Format::Json).is_ok() { options } else { "{}" };
    let output = answer(options, Format::Json).unwrap_or_default();
    assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
    assert_eq!(answer(options, Format::Json).unwrap_or_default(), output);
    for format in [Format::Text, Format::Svg] {
        assert!(answer(options, format).is_ok_and(|text| text.ends_with('\n')));
    }
    let file = answer(options, Format::Ics).unwrap_or_default();
    assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
}

/// Counting learning themes: options on the first line, codings after it. The answer is JSON and deterministic, and
/// no number below the bound is shown.
pub fn themes(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (options, codings) = text.split_once('\n').unwrap_or_default();
    let policy = Policy::builtin();
    let output = policy.themes_json(codings, options);
    let answer: serde_json::Value = serde_json::from_str(&output).expect("the answer is JSON");
    assert_eq!(output, policy.themes_json(codings, options));
    let themes = policy.themes(&Codings::from_json(policy, codings), &ThemeOptions::from_json(policy, options));
    if let Some(below) = answer["suppress_below"].as_u64() {
        for count in answer["region"]["themes"].as_array().into_iter().flatten() {
            assert!(count["count"].as_u64().is_none_or(|number| number == 0 || number >= below));
        }
    }
    let _ = (policy.themes_text(&themes), policy.themes_html(&themes), themes.table().to_csv());
}

/// Auditing a table: options on the first line, the table after it. The answer is JSON and deterministic, every row has
/// its verdict, and what is no code is not repeated.
pub fn audit(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (options, table) = text.split_once('\n').unwrap_or_default();
    let policy = Policy::builtin();
    let output = policy.audit_json(table, options);
    assert!(serde_json::from_str::<serde_json::Value>(&output).is_ok());
    assert_eq!(output, policy.audit_json(table, options));
    let audit = policy.audit(&CodeTable::from_json(policy, table), &AuditOptions::from_json(policy, options));
    let totals = audit.totals;
    let judged = [totals.agrees, totals.misses, totals.over_reaches, totals.cannot_carry_caveat, totals.wrong_form];
    assert_eq!(judged.iter().sum::<usize>() + totals.not_recognised, totals.rows);
    assert!(audit.rows.iter().all(|row| row.code.as_ref().is_none_or(|code| code.len() <= 12)));
    let _ = policy.audit_text(&audit);
}

/// Every target by its name.
pub const TARGETS: [(&str, fn(&[u8])); 9] = [
    ("load_policy", load_policy),
    ("assess", assess),
    ("review", review),
    ("charge_text", charge_text),
    ("section", section),
    ("date", date),
    ("deadlines", deadlines),
    ("themes", themes),
    ("audit", audit),
];
