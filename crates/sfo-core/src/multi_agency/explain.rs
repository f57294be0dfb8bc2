//! The answer as plain text, for a person to read.

use crate::multi_agency::MultiAgencyAnswer;
use crate::policy::Policy;

impl Policy {
    /// The answer on the multi-agency criteria as plain text: what it is, why, what is missing, what may overlap
    /// and where each rule comes from.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::{Case, Policy};
    ///
    /// let policy = Policy::builtin();
    /// let text = policy.explain_multi_agency(&policy.multi_agency(&Case::new().entry(1)));
    /// assert!(text.starts_with("Whether the case meets"));
    /// ```
    #[must_use]
    pub fn explain_multi_agency(&self, answer: &MultiAgencyAnswer) -> String {
        let criteria = &self.data().multi_agency;
        let words = |code: &str, args: &[(&str, &str)]| self.words(&format!("multi_agency.{code}"), args);
        let heading = |code: &str| format!("\n{}", self.words(&format!("explain.{code}"), &[]));
        let question = |name: &String| {
            let found = criteria.questions.iter().find(|q| q.name == *name).map(|q| q.question.to_string());
            found.unwrap_or_else(|| self.words(&format!("explain.ask.{name}"), &[]))
        };
        let mut lines = vec![words(answer.criterion.as_str(), &[]), criteria.proposal.to_string()];
        let certainty = self.words(&format!("explain.certainty_{}", answer.certainty.as_str()), &[]);
        lines.push(self.words("explain.certainty", &[("certainty", &certainty)]));
        if !answer.missing.is_empty() {
            lines.push(heading("missing"));
            lines.extend(answer.missing.iter().map(|name| format!("- {}", question(name))));
        }
        lines.push(format!("\n{}", words("screens", &[])));
        for screen in &answer.screens {
            let title = criteria.screens.iter().find(|s| s.id == screen.screen);
            let title = title.map_or(screen.screen.as_str(), |s| s.title.as_ref());
            let result = self.words(&format!("explain.{}", screen.result.as_str()), &[]);
            lines.push(format!("- {title}: {result}. {}", screen.text));
            lines.extend(screen.missing.iter().map(|name| format!("  - {}", question(name))));
            lines.push(format!("  [{}; {}]", screen.certainty.as_str(), screen.citation));
        }
        lines.push(heading("steps"));
        for (at, step) in answer.trace.iter().enumerate() {
            let said = match step.answer.as_str() {
                "yes" | "no" | "unknown" | "perhaps" => self.words(&format!("explain.{}", step.answer), &[]),
                other => other.to_owned(),
            };
            lines.push(format!("{}. {} {said}. {}", at.saturating_add(1), step.question, step.effect));
            lines.push(format!("   [{}; {}]", step.certainty.as_str(), step.citation));
        }
        if !answer.findings.is_empty() {
            lines.push(heading("findings"));
            for finding in &answer.findings {
                let place = if finding.path.is_empty() { String::new() } else { format!(" ({})", finding.path) };
                lines.push(format!("- {}{place}", finding.message));
            }
        }
        let policy = [("id", answer.policy.id.as_str()), ("version", answer.policy.version.as_str())];
        lines.push(format!("\n{}\n", self.words("explain.policy", &policy)));
        lines.join("\n")
    }
}
