//! The bodies of the fuzz targets: plain functions of bytes, which panic where a promise is broken.

use sfo_core::date::Date;
use sfo_core::eligibility::section::parse_sections;
use sfo_core::{Case, Policy};

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

/// Every target by its name.
pub const TARGETS: [(&str, fn(&[u8])); 6] = [
    ("load_policy", load_policy),
    ("assess", assess),
    ("review", review),
    ("charge_text", charge_text),
    ("section", section),
    ("date", date),
];
