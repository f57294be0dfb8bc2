//! A report as plain text, for a person to read.

use crate::finding::Severity;
use crate::policy::data::Strength;
use crate::policy::Policy;
use crate::review::{Count, Judged, Report, Status};

impl Report {
    /// The headings of the report, in order.
    pub(super) fn sections(&self) -> Vec<&str> {
        let mut sections: Vec<&str> = Vec::new();
        for check in &self.checks {
            if !sections.contains(&check.section.as_ref()) {
                sections.push(&check.section);
            }
        }
        sections
    }

    /// The counts with the names of their strengths.
    pub(super) fn rows(&self) -> [(&'static str, Count); 3] {
        [("must", self.counts.must), ("should", self.counts.should), ("consider", self.counts.consider)]
    }

    /// The required checks that stand in the way of being ready.
    pub(super) fn outstanding(&self) -> impl Iterator<Item = &Judged> {
        let wanting = |c: &&Judged| matches!(c.status, Status::NotMet | Status::Open);
        self.checks.iter().filter(|c| c.strength == Strength::Must).filter(wanting)
    }

    /// The faults of the document's form, which stand before what the checks found.
    pub(super) fn faults(&self) -> impl Iterator<Item = &crate::finding::Finding> {
        self.findings.iter().filter(|f| !f.code.starts_with("check_"))
    }
}

impl Judged {
    /// A shape beside the word, so that a glance finds it without colour.
    pub(super) const fn shape(&self) -> &'static str {
        match (self.status, self.strength) {
            (Status::Met, _) => "✓",
            (Status::NotApplicable, _) => "–",
            (_, Strength::Consider) => "◇",
            (Status::NotMet, _) => "✗",
            (Status::Open, _) => "○",
        }
    }
}

impl Policy {
    pub(super) fn review_words(&self, code: &str, args: &[(&str, &str)]) -> String {
        self.words(&format!("review.{code}"), args)
    }

    /// The words for what a check found: advice that is not taken is a suggestion and no fault, and what a service has
    /// not in place is a gap.
    pub(super) fn standing_words(&self, report: &Report, check: &Judged) -> String {
        let questions = report.document == "self_assessment";
        let code = match (check.status, check.strength) {
            (Status::Met, _) if questions => "in_place",
            (Status::NotMet, _) if questions => "gap",
            (Status::NotMet, Strength::Consider) => "suggestion",
            (Status::Open, Strength::Consider) if !questions => "open_suggestion",
            (status, _) => status.as_str(),
        };
        self.review_words(code, &[])
    }

    /// A report as plain text: whether the document is ready, the counts, and each check under its heading.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::value::Value;
    /// use sfo_core::Policy;
    ///
    /// let policy = Policy::builtin();
    /// let text = policy.report_text(&policy.check_review(&Value::Map(Vec::new())));
    /// assert!(text.starts_with("Review: what it still lacks"));
    /// ```
    #[must_use]
    pub fn report_text(&self, report: &Report) -> String {
        let mut lines = Vec::new();
        let document = self.review_words(&format!("document_{}", report.document), &[]);
        lines.push(self.review_words("title", &[("document", &document)]));
        lines.push(report.readiness.clone());
        for check in report.outstanding() {
            lines.push(format!("- {}: {}", self.standing_words(report, check), check.message));
        }
        lines.push(String::new());
        lines.push(self.review_words("counts", &[]));
        for (strength, count) in report.rows() {
            let numbers = [
                ("met", count.met),
                ("not_met", count.not_met),
                ("open", count.open),
                ("not_applicable", count.not_applicable),
            ];
            let numbers: Vec<String> =
                numbers.iter().map(|(code, n)| format!("{n} {}", self.review_words(code, &[]))).collect();
            lines.push(format!("- {}: {}", self.review_words(strength, &[]), numbers.join(", ")));
        }
        let mut faults = report.faults().peekable();
        if faults.peek().is_some() {
            lines.push(String::new());
            lines.push(self.review_words("faults", &[]));
            for fault in faults {
                let place = if fault.path.is_empty() { self.review_words("whole", &[]) } else { fault.path.clone() };
                let mark = if fault.severity == Severity::Error { "✗" } else { "!" };
                lines.push(format!("{mark} {place}: {}", fault.message));
            }
        }
        for section in report.sections() {
            lines.push(String::new());
            lines.push(section.to_owned());
            for check in report.checks.iter().filter(|c| c.section == section) {
                let status = self.standing_words(report, check);
                let strength = self.review_words(check.strength.as_str(), &[]);
                lines.push(format!("{} {status} ({strength}): {}", check.shape(), check.message));
                if matches!(check.status, Status::NotMet | Status::Open) {
                    lines.push(format!("  {}", check.fix));
                    if !check.paths.is_empty() {
                        lines
                            .push(format!("  {}", self.review_words("places", &[("places", &check.paths.join(", "))])));
                    }
                    lines.push(format!("  [{}; {}]", self.review_words(check.certainty.as_str(), &[]), check.citation));
                }
            }
        }
        lines.push(String::new());
        let policy = &report.policy;
        lines.push(self.review_words("policy", &[("id", &policy.id), ("version", &policy.version)]));
        lines.push(String::new());
        lines.join("\n")
    }
}
