//! What is to be done, as an iCalendar file (RFC 5545): one all-day event for each last day that is still open.
//!
//! Nothing of the case stands in it but the last days themselves: no names, no other dates.

use crate::date::Date;
use crate::deadlines::{RuleResult, Status, Timeline};
use crate::policy::Policy;

/// The most bytes of a line, without its end.
const LINE: usize = 75;

impl Policy {
    /// The last days that are still open, as an iCalendar file: those of what is due or overdue, and, without an
    /// `as_of`, of what is not recorded as done.
    ///
    /// There is no clock, so `as_of` is the time at which each event was made, or 1 January 1970 without one. The same
    /// rule with the same last day has the same id, so a file that is loaded again replaces what it gave.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::date::Date;
    /// use sfo_core::{CaseDates, Policy};
    ///
    /// let policy = Policy::builtin();
    /// let day = |text| Date::parse_iso(text).unwrap();
    /// let case = CaseDates::new().on("notified", day("2024-03-06"));
    /// let file = policy.timeline_to_ics(&policy.deadlines(&case, Some(day("2024-05-01")), None, None));
    /// assert!(file.contains("\r\nDTSTART;VALUE=DATE:20240606\r\n"));
    /// ```
    #[must_use]
    pub fn timeline_to_ics(&self, timeline: &Timeline) -> String {
        let mut file = File::default();
        file.line("BEGIN:VCALENDAR");
        file.line("VERSION:2.0");
        file.line(concat!("PRODID:-//sfo-rules//sfo ", env!("CARGO_PKG_VERSION"), "//EN"));
        file.line("CALSCALE:GREGORIAN");
        file.line("METHOD:PUBLISH");
        for rule in &timeline.rules {
            let open = match rule.status {
                Status::Due | Status::Overdue => true,
                Status::Unknown => rule.missing.iter().any(|name| name == "as_of"),
                _ => false,
            };
            if let Some(date) = rule.last_day().filter(|_| open) {
                self.event(&mut file, timeline, rule, date);
            }
        }
        file.line("END:VCALENDAR");
        file.text
    }

    fn event(&self, file: &mut File, timeline: &Timeline, rule: &RuleResult, date: Date) {
        let status = self.status_words(rule.status);
        let description = self.words(
            "deadline.ics_description",
            &[
                ("text", &rule.text),
                ("citation", &rule.citation),
                ("certainty", rule.certainty.as_str()),
                ("policy", &timeline.policy.id),
            ],
        );
        let made = timeline.as_of.unwrap_or(Date::from_days(0));
        file.line("BEGIN:VEVENT");
        file.line(&format!("UID:{}.{}.{}@sfo-rules", rule.rule, compact(date), timeline.policy.id));
        file.line(&format!("DTSTAMP:{}T000000Z", compact(made)));
        file.line(&format!("DTSTART;VALUE=DATE:{}", compact(date)));
        // An all-day event ends before the day after it.
        if let Some(next) = date.add_days(1) {
            file.line(&format!("DTEND;VALUE=DATE:{}", compact(next)));
        }
        file.line(&format!("SUMMARY:{}", escaped(&format!("{status}: {}", rule.title))));
        file.line(&format!("DESCRIPTION:{}", escaped(&description)));
        file.line("STATUS:CONFIRMED");
        file.line("TRANSP:TRANSPARENT");
        file.line("END:VEVENT");
    }
}

fn compact(date: Date) -> String {
    let (year, month, day) = date.to_ymd();
    format!("{year:04}{month:02}{day:02}")
}

/// A text as iCalendar writes it. Control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    /// Writes a line, folded so that none is longer than 75 bytes: what goes on begins with a space.
    fn line(&mut self, line: &str) {
        let mut used = 0_usize;
        for c in line.chars() {
            let length = c.len_utf8();
            if used.saturating_add(length) > LINE {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(c);
            used = used.saturating_add(length);
        }
        self.text.push_str("\r\n");
    }
}
