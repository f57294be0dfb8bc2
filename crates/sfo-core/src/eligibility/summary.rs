//! The decision in one line, for a column of a table: why, and where that comes from.

use crate::eligibility::{Decision, Step};

impl Decision {
    /// Why the outcome is what it is, as one line: what followed at each step about the offence, or what was found
    /// wrong where there was no step.
    ///
    /// No value of the case stands in it save codes, statutes and sections: the steps about facts and criteria, which
    /// answer from the case, are left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::{Case, Policy};
    ///
    /// let decision = Policy::builtin().assess(&Case::new().entry(1));
    /// assert!(decision.reason().ends_with("A review is automatic."));
    /// assert!(decision.citation().starts_with("guide: Appendix 1"));
    /// ```
    #[must_use]
    pub fn reason(&self) -> String {
        let mut reason = Line::new(" ");
        for step in &self.trace {
            if self.tells(step) {
                reason.add(&step.effect);
            }
        }
        if reason.text.is_empty() {
            reason = Line::new("; ");
            for finding in &self.findings {
                reason.add(&finding.message);
            }
        }
        reason.text
    }

    /// Where the steps of [`reason`](Self::reason) come from, each source and place once, parted by semicolons;
    /// empty where there was no step.
    #[must_use]
    pub fn citation(&self) -> String {
        let mut citation = Line::new("; ");
        for step in &self.trace {
            if self.tells(step) {
                citation.add(&step.citation);
            }
        }
        citation.text
    }

    /// Whether a step is about the offence and, where several entries were looked at, about the one that the decision
    /// names; where it names none of them, about none, unless nothing else is left.
    fn tells(&self, step: &Step) -> bool {
        let about = |step: &Step| !step.rule.starts_with("fact.") && !step.rule.starts_with("criteria.");
        let entry = |step: &Step| step.rule.strip_prefix("entry.").map(str::parse::<u16>);
        let chosen = |step: &Step| about(step) && entry(step).is_none_or(|number| number.ok() == self.entry);
        let mut entries = self.trace.iter().filter_map(entry);
        let first = entries.next();
        // Attempted murder is entry 2 by way of entry 1: the one entry looked at tells why, whichever is named.
        let several = entries.any(|other| Some(other) != first);
        about(step) && (!several || chosen(step) || !self.trace.iter().any(chosen))
    }
}

/// Parts put together, each of them once.
struct Line<'p> {
    text: String,
    parts: Vec<&'p str>,
    between: &'static str,
}

impl<'p> Line<'p> {
    const fn new(between: &'static str) -> Self {
        Self { text: String::new(), parts: Vec::new(), between }
    }

    fn add(&mut self, part: &'p str) {
        if self.parts.contains(&part) {
            return;
        }
        if !self.parts.is_empty() {
            self.text.push_str(self.between);
        }
        self.text.push_str(part);
        self.parts.push(part);
    }
}
