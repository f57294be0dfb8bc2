//! The decision as plain text, for a person to read.

use crate::eligibility::{Decision, Step};
use crate::policy::Policy;
use crate::truth::Truth;

struct Page<'p> {
    policy: &'p Policy,
    text: String,
}

impl Policy {
    /// The decision as plain text: the outcome, why, what is missing and where each rule comes from.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::{Case, Policy};
    ///
    /// let policy = Policy::builtin();
    /// let text = policy.explain(&policy.assess(&Case::new().entry(22)));
    /// assert!(text.starts_with("Needs information"));
    /// ```
    #[must_use]
    pub fn explain(&self, decision: &Decision) -> String {
        let mut page = Page { policy: self, text: String::new() };
        page.decision(decision);
        if !decision.charges.is_empty() {
            for (at, charge) in decision.charges.iter().enumerate() {
                let headline = page.words(charge.outcome.as_str(), &[]);
                let number = at.saturating_add(1).to_string();
                page.line("");
                page.item("charge", &[("number", &number), ("headline", &headline)]);
            }
        }
        page.line("");
        page.item("policy", &[("id", &decision.policy.id), ("version", &decision.policy.version)]);
        page.text
    }
}

impl Page<'_> {
    fn words(&self, code: &str, args: &[(&str, &str)]) -> String {
        self.policy.words(&format!("explain.{code}"), args)
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn item(&mut self, code: &str, args: &[(&str, &str)]) {
        let words = self.words(code, args);
        self.line(&words);
    }

    fn heading(&mut self, code: &str) {
        self.line("");
        self.item(code, &[]);
    }

    fn decision(&mut self, decision: &Decision) {
        self.item(decision.outcome.as_str(), &[]);
        if let Some(entry) = decision.entry.and_then(|n| self.policy.data().entries.iter().find(|e| e.number == n)) {
            self.item("entry", &[("entry", &entry.number.to_string()), ("title", &entry.title)]);
        }
        if decision.possible.len() > 1 {
            let outcomes =
                decision.possible.iter().map(|o| o.as_str().replace('_', " ")).collect::<Vec<_>>().join(", ");
            self.item("possible", &[("outcomes", &outcomes)]);
        }
        let certainty = self.words(&format!("certainty_{}", decision.certainty.as_str()), &[]);
        self.item("certainty", &[("certainty", &certainty)]);
        let route = decision.review.route.as_deref().unwrap_or_default().replace('_', " ");
        let code = match decision.review.required {
            Truth::Yes => "review_yes",
            Truth::No => "review_no",
            Truth::Unknown => "review_unknown",
        };
        self.item(code, &[("route", &route)]);

        let mut missing = decision.ask_first.clone();
        for name in &decision.review.missing {
            if !missing.contains(name) {
                missing.push(name.clone());
            }
        }
        if !missing.is_empty() {
            self.heading("missing");
            for name in missing {
                let question = self.question(&name);
                self.line(&format!("- {question}"));
            }
        }
        if !decision.would_change.is_empty() {
            self.heading("changes");
            for change in &decision.would_change {
                let question = self.question(&change.fact);
                let outcome = change.outcome.as_str().replace('_', " ");
                let value = self.words(if change.value { "yes" } else { "no" }, &[]);
                let words = self.words("change", &[("outcome", &outcome), ("value", &value), ("question", &question)]);
                self.line(&format!("- {words}"));
            }
        }
        self.heading("steps");
        for (at, step) in decision.trace.iter().enumerate() {
            self.step(at.saturating_add(1), step);
        }
        if !decision.findings.is_empty() {
            self.heading("findings");
            for finding in &decision.findings {
                let place = if finding.path.is_empty() { String::new() } else { format!(" ({})", finding.path) };
                self.line(&format!("- {}{place}", finding.message));
            }
        }
    }

    fn step(&mut self, number: usize, step: &Step) {
        let answer = match step.answer.as_str() {
            "yes" | "no" | "unknown" | "perhaps" => self.words(&step.answer, &[]),
            other => other.to_owned(),
        };
        let certainty = step.certainty.as_str();
        self.line(&format!("{number}. {} {answer}. {}", step.question, step.effect));
        self.line(&format!("   [{certainty}; {}]", step.citation));
    }

    /// The question that asks for a fact or for a place in the case.
    fn question(&self, name: &str) -> String {
        if let Some(fact) = self.policy.data().facts.iter().find(|f| f.name == name) {
            return fact.question.to_string();
        }
        let code = format!("ask.{name}");
        let words = self.words(&code, &[]);
        if words.ends_with(&code) {
            name.to_owned()
        } else {
            words
        }
    }
}
