//! An audit and a difference as plain text, for a person to read.

use crate::audit::{Audit, AuditedRow, FieldChange, RulesDiff, Verdict};
use crate::policy::Policy;

/// The longest part of a field that is shown of a difference, in characters.
const MAX_SHOWN: usize = 200;

impl Policy {
    /// An audit as plain text: how many rows have each verdict, then every row that the policy does not agree with and
    /// what the table lacks.
    #[must_use]
    pub fn audit_text(&self, audit: &Audit) -> String {
        let words = |code: &str, args: &[(&str, &str)]| self.words(&format!("audit.{code}"), args);
        let totals = &audit.totals;
        let mut lines = vec![words("title", &[("rows", &totals.rows.to_string())])];
        let counts = [
            ("count_agrees", totals.agrees),
            ("count_misses", totals.misses),
            ("count_over_reaches", totals.over_reaches),
            ("count_cannot_carry_caveat", totals.cannot_carry_caveat),
            ("count_wrong_form", totals.wrong_form),
            ("count_not_recognised", totals.not_recognised),
            ("count_unresolved", totals.unresolved),
            ("count_missing_codes", totals.missing_codes),
            ("count_missing_forms", totals.missing_forms),
        ];
        for (code, n) in counts {
            lines.push(format!("{n:>8}  {}", words(code, &[])));
        }
        for verdict in Verdict::ALL.into_iter().filter(|v| *v != Verdict::Agrees) {
            let rows: Vec<&AuditedRow> = audit.rows.iter().filter(|row| row.verdict == verdict).collect();
            if rows.is_empty() {
                continue;
            }
            lines.push(format!("\n{}", words(&format!("heading_{}", verdict.as_str()), &[])));
            for row in rows {
                let number = row.row.to_string();
                let code = row.code.clone().unwrap_or_else(|| words("no_code_shown", &[]));
                let head = words("row", &[("row", &number), ("code", &code)]);
                let says = row
                    .says
                    .map_or_else(|| words("says_nothing", &[]), |s| words(&format!("says_{}", s.as_str()), &[]));
                lines.push(format!("- {head} {says} {}", row.reason));
                lines.extend(row.notes.iter().map(|note| format!("  - {note}")));
                if !row.citation.is_empty() {
                    lines.push(format!("  [{}; {}]", row.certainty.as_str(), row.citation));
                }
            }
        }
        if !audit.missing_codes.is_empty() {
            lines.push(format!("\n{}", words("heading_missing_codes", &[])));
            for one in &audit.missing_codes {
                lines.push(format!("- {} ({}): {}", one.code, one.outcome.as_str(), one.reason));
                lines.push(format!("  [{}; {}]", one.certainty.as_str(), one.citation));
            }
        }
        if !audit.missing_forms.is_empty() {
            lines.push(format!("\n{}", words("heading_missing_forms", &[])));
            lines.extend(audit.missing_forms.iter().map(|one| format!("- {}: {}", one.code, one.suffixes.join(", "))));
        }
        if !audit.findings.is_empty() {
            lines.push(format!("\n{}", self.words("explain.findings", &[])));
            lines.extend(audit.findings.iter().map(|f| {
                let place = if f.path.is_empty() { String::new() } else { format!(" ({})", f.path) };
                format!("- {}{place}", f.message)
            }));
        }
        let policy = [("id", audit.policy.id.as_str()), ("version", audit.policy.version.as_str())];
        lines.push(format!("\n{}\n", self.words("explain.policy", &policy)));
        lines.join("\n")
    }

    /// A difference as plain text.
    #[must_use]
    pub fn diff_text(&self, diff: &RulesDiff) -> String {
        let words = |code: &str, args: &[(&str, &str)]| self.words(&format!("audit.{code}"), args);
        let name = |id: &crate::policy::PolicyId| format!("{} {}", id.id, id.version);
        let mut lines = vec![words("diff_title", &[("before", &name(&diff.before)), ("after", &name(&diff.after))])];
        if diff.same {
            lines.push(words("diff_same", &[]));
        }
        let mut part = "";
        for change in &diff.changes {
            if change.part != part {
                part = &change.part;
                lines.push(format!("\n{part}"));
            }
            let did = words(&format!("diff_{}", change.change.as_str()), &[]);
            let id = if change.id.is_empty() { part } else { &change.id };
            lines.push(format!("- {id}: {did}"));
            for FieldChange { field, before, after } in &change.fields {
                let shown =
                    |value: &Option<String>| value.as_deref().map_or_else(|| words("diff_nothing", &[]), clipped);
                lines.push(format!("  {field}: {} -> {}", shown(before), shown(after)));
            }
        }
        for change in &diff.codes {
            let did = words(&format!("diff_{}", change.change.as_str()), &[]);
            lines.push(format!("\n{} ({}): {did}", change.part, change.codes.len()));
            lines.push(format!("  {}", change.codes.join(" ")));
            let shown = |reading: &Option<super::CodeReading>| {
                reading.as_ref().map_or_else(|| words("diff_nothing", &[]), |reading| clipped(&reading.says))
            };
            lines.push(format!("  {} -> {}", shown(&change.before), shown(&change.after)));
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

fn clipped(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
