//! The timeline as plain text, for a person to read.

use crate::date::Date;
use crate::deadlines::{RuleResult, RuleSource, Span, Status, Timeline};
use crate::policy::data::{Strength, Unit};
use crate::policy::Policy;

/// The order in which the text tells how rules stand: what wants attention first.
const ORDER: [Status; 7] =
    [Status::Overdue, Status::Due, Status::Late, Status::Unknown, Status::Met, Status::Waiting, Status::NotApplicable];

struct Page<'p> {
    policy: &'p Policy,
    text: String,
}

impl Policy {
    /// The timeline as plain text: what is overdue, due and late, why, by which days, and where each rule comes from.
    ///
    /// The dates of the case stand in it, for the caller asks for them.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::{CaseDates, Policy};
    ///
    /// let policy = Policy::builtin();
    /// let text = policy.explain_timeline(&policy.deadlines(&CaseDates::new(), None, None, None));
    /// assert!(text.starts_with("No day lies ahead"));
    /// ```
    #[must_use]
    pub fn explain_timeline(&self, timeline: &Timeline) -> String {
        let mut page = Page { policy: self, text: String::new() };
        page.timeline(timeline);
        page.text
    }

    /// A status as a heading.
    pub(super) fn status_words(&self, status: Status) -> String {
        self.words(&format!("deadline.status_{}", status.as_str()), &[])
    }

    /// How long something is late or took, in words.
    fn length(&self, span: Span) -> String {
        self.span_words(span.n, span.unit)
    }

    /// By how much a rule is late, in words; empty where it is not.
    #[cfg(feature = "render")]
    pub(super) fn late_words(&self, rule: &RuleResult) -> String {
        rule.late_by.map(|span| self.length(span)).unwrap_or_default()
    }
}

impl Page<'_> {
    fn words(&self, code: &str, args: &[(&str, &str)]) -> String {
        self.policy.words(&format!("deadline.{code}"), args)
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn item(&mut self, code: &str, args: &[(&str, &str)]) {
        let words = self.words(code, args);
        self.line(&words);
    }

    fn timeline(&mut self, timeline: &Timeline) {
        let title = |id: &str| timeline.rule(id).map(|rule| rule.title.clone()).unwrap_or_default();
        match &timeline.next {
            Some(next) => self.item("next", &[("title", &title(&next.rule)), ("date", &next.due.to_string())]),
            None => self.item("next_none", &[]),
        }
        match timeline.as_of {
            Some(as_of) => self.item("as_of", &[("date", &as_of.to_string())]),
            None => self.item("as_of_none", &[]),
        }
        if let Some(targets) = &timeline.targets {
            self.item("targets", &[("title", targets)]);
        }
        if !timeline.events.is_empty() {
            self.line("");
            self.item("events", &[]);
            for dated in &timeline.events {
                let event = self.policy.data().case_events.iter().find(|event| event.name == dated.event);
                let words = event.map(|event| event.words.to_string()).unwrap_or_default();
                let to = dated.to.map(|to| self.words("event_to", &[("date", &to.to_string())])).unwrap_or_default();
                self.line(&format!("- {}{to}: {words}", dated.date));
            }
        }
        for status in ORDER {
            let rules: Vec<&RuleResult> = timeline.rules.iter().filter(|rule| rule.status == status).collect();
            if rules.is_empty() {
                continue;
            }
            self.line("");
            let heading = self.policy.status_words(status);
            self.line(&heading);
            for rule in rules {
                if matches!(status, Status::Waiting | Status::NotApplicable) {
                    self.line(&format!("- {}", rule.title));
                } else {
                    self.rule(rule);
                }
            }
        }
        if !timeline.findings.is_empty() {
            self.line("");
            let heading = self.policy.words("explain.findings", &[]);
            self.line(&heading);
            for finding in &timeline.findings {
                let place = if finding.path.is_empty() { String::new() } else { format!(" ({})", finding.path) };
                self.line(&format!("- {}{place}", finding.message));
            }
        }
        self.line("");
        let args = [("id", timeline.policy.id.as_str()), ("version", &timeline.policy.version)];
        let policy = self.policy.words("explain.policy", &args);
        self.line(&policy);
    }

    fn rule(&mut self, rule: &RuleResult) {
        self.line(&format!("- {}.", rule.title));
        let mut why = rule.text.clone();
        let mut add = |page: &Self, code: &str, args: &[(&str, &str)]| {
            why.push(' ');
            why.push_str(&page.words(code, args));
        };
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        match (rule.due, rule.extended_to) {
            (Some(_), Some(_)) => {
                add(self, "last_day_extended", &[("date", &day(rule.due)), ("to", &day(rule.extended_to))]);
            }
            (Some(_), None) => add(self, "last_day", &[("date", &day(rule.due))]),
            _ => {}
        }
        if let Some(span) = rule.late_by {
            add(self, "late_by", &[("length", &self.policy.length(span))]);
        }
        if let Some(span) = rule.elapsed.filter(|span| span.unit == Unit::WorkingDays && rule.late_by.is_none()) {
            add(self, "elapsed", &[("length", &self.policy.length(span))]);
        }
        if !rule.skipped.is_empty() {
            let days: Vec<String> = rule.skipped.iter().map(|day| format!("{} {}", day.date, day.why)).collect();
            add(self, "skipped", &[("days", &days.join(", "))]);
        }
        if rule.projected {
            add(self, "projected", &[]);
        }
        self.line(&format!("  {why}"));
        let strength = match rule.strength {
            Strength::Must => "must",
            Strength::Should => "should",
            Strength::Consider => "consider",
        };
        let target = match (&rule.target, rule.source) {
            (Some(id), RuleSource::Target) => format!("; {}", self.words("by_target", &[("id", id)])),
            _ => String::new(),
        };
        self.line(&format!("  [{strength}; {}; {}{target}]", rule.certainty.as_str(), rule.citation));
    }
}
