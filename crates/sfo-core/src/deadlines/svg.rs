//! The timeline as a picture (SVG), for print and screen: shapes and dashes tell one status from another, not colour.
//!
//! The words of each row stand in a column of their own, so none can fall over another. The picture has no script and
//! no reference to anything outside itself.

use std::fmt::Write;

use crate::date::Date;
use crate::deadlines::{RuleResult, Status, Timeline};
use crate::policy::Policy;

const WIDTH: i32 = 1000;
/// Where the words of a row begin, and the most characters of a line of them.
const WORDS_LEFT: i32 = 24;
const WORDS_LINE: usize = 48;
/// Where the status stands, and the most characters of a line of it.
const STATUS_LEFT: i32 = 372;
const STATUS_LINE: usize = 22;
/// The plot.
const PLOT_LEFT: i32 = 545;
const PLOT_RIGHT: i32 = 975;
const LINE_HEIGHT: i32 = 16;
const ROW_SPACE: i32 = 12;
/// The days of the scale have a label at each of so many steps.
const STEPS: i32 = 3;

/// One row of the picture.
struct Row {
    words: Vec<String>,
    status: Vec<String>,
    marks: String,
}

/// Where days stand across the plot.
#[derive(Clone, Copy)]
struct Scale {
    first: Date,
    days: i32,
}

impl Scale {
    fn at(self, date: Date) -> i32 {
        let width = PLOT_RIGHT.saturating_sub(PLOT_LEFT);
        let along = self.first.days_between(date).clamp(0, self.days);
        // A few thousand years are about a million days, times a width of a few hundred.
        PLOT_LEFT.saturating_add(along.saturating_mul(width).checked_div(self.days).unwrap_or(0))
    }

    fn step(self, step: i32) -> Date {
        let days = i64::from(self.days).saturating_mul(i64::from(step)).checked_div(i64::from(STEPS)).unwrap_or(0);
        i32::try_from(days).ok().and_then(|days| self.first.add_days(days)).unwrap_or(self.first)
    }
}

impl Policy {
    /// The timeline as a picture (SVG): the events, and each rule that has a day, with a scale of days.
    ///
    /// It is readable in black and white: each status has its shape, its kind of line and its word. It has a title and a
    /// description for those who do not see it. The dates of the case stand in it, for the caller asks for them.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::{CaseDates, Policy};
    ///
    /// let policy = Policy::builtin();
    /// let picture = policy.timeline_to_svg(&policy.deadlines(&CaseDates::new(), None, None, None));
    /// assert!(picture.starts_with("<svg ") && picture.contains("role=\"img\""));
    /// ```
    #[must_use]
    pub fn timeline_to_svg(&self, timeline: &Timeline) -> String {
        let shown: Vec<&RuleResult> = timeline.rules.iter().filter(|rule| is_shown(rule)).collect();
        let days = timeline
            .events
            .iter()
            .flat_map(|event| [Some(event.date), event.to])
            .chain(shown.iter().flat_map(|rule| [rule.due, rule.extended_to]))
            .chain([timeline.as_of])
            .flatten();
        let scale = days
            .clone()
            .min()
            .zip(days.max())
            .map(|(first, last)| Scale { first, days: first.days_between(last).max(STEPS) });

        let mut body = String::new();
        let mut y = 40;
        self.heading(&mut body, &mut y, "svg_title", true);
        if let Some(scale) = scale {
            self.scale(&mut body, timeline, scale, y);
            y = y.saturating_add(34);
        }
        let top = y;
        if !timeline.events.is_empty() {
            self.heading(&mut body, &mut y, "events", false);
            for event in &timeline.events {
                let words = self.data().case_events.iter().find(|e| e.name == event.event);
                let words = words.map(|e| first_upper(&e.words)).unwrap_or_default();
                let to = event.to.map(|to| format!(" – {to}")).unwrap_or_default();
                let mut marks = String::new();
                if let Some(scale) = scale {
                    let x = scale.at(event.date);
                    if let Some(to) = event.to {
                        line(&mut marks, x, scale.at(to), "");
                    }
                    let _ = write!(marks, "<rect x=\"{}\" y=\"-5\" width=\"4\" height=\"10\"/>", x.saturating_sub(2));
                }
                row(
                    &mut body,
                    &mut y,
                    &Row { words: wrap(&words, WORDS_LINE), status: vec![format!("{}{to}", event.date)], marks },
                );
            }
        }
        for status in [Status::Overdue, Status::Due, Status::Late, Status::Unknown, Status::Met] {
            let rules: Vec<&&RuleResult> = shown.iter().filter(|rule| rule.status == status).collect();
            if rules.is_empty() {
                continue;
            }
            y = y.saturating_add(8);
            self.heading(&mut body, &mut y, &format!("status_{}", status.as_str()), false);
            for rule in rules {
                let mut states = Vec::new();
                if let Some(date) = rule.last_day() {
                    states.push(self.words("deadline.svg_by", &[("date", &date.to_string())]));
                }
                let late = self.late_words(rule);
                if !late.is_empty() {
                    states.extend(wrap(&self.words("deadline.svg_late", &[("length", &late)]), STATUS_LINE));
                }
                let marks = scale.map(|scale| marks(rule, timeline.as_of, scale)).unwrap_or_default();
                row(&mut body, &mut y, &Row { words: wrap(&rule.title, WORDS_LINE), status: states, marks });
            }
        }
        if let Some((as_of, scale)) = timeline.as_of.zip(scale) {
            let x = scale.at(as_of);
            let _ = write!(
                body,
                "<line x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{y}\" stroke=\"#000\" stroke-dasharray=\"2 4\"/>"
            );
        }
        y = y.saturating_add(12);
        self.legend(&mut body, &mut y);
        let hidden = timeline.rules.len().saturating_sub(shown.len()).to_string();
        let rest = self.words("deadline.svg_rest", &[("n", &hidden)]);
        text(&mut body, WORDS_LEFT, y, &rest, "");
        let height = y.saturating_add(24);
        self.frame(timeline, &body, height)
    }

    fn frame(&self, timeline: &Timeline, body: &str, height: i32) -> String {
        let title = escaped(&self.words("deadline.svg_title", &[]));
        let description = escaped(&self.explain_timeline(timeline));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"sfo-title sfo-desc\" \
             width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             font-family=\"Arial, Helvetica, sans-serif\" font-size=\"13\">\n\
             <title id=\"sfo-title\">{title}</title>\n<desc id=\"sfo-desc\">{description}</desc>\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n{body}\n</svg>\n"
        )
    }

    fn heading(&self, body: &mut String, y: &mut i32, code: &str, large: bool) {
        let style = if large { " font-size=\"18\" font-weight=\"bold\"" } else { " font-weight=\"bold\"" };
        text(body, WORDS_LEFT, *y, &self.words(&format!("deadline.{code}"), &[]), style);
        *y = y.saturating_add(26);
    }

    /// The scale of days, and the word over the day of the question.
    fn scale(&self, body: &mut String, timeline: &Timeline, scale: Scale, y: i32) {
        for step in 0..=STEPS {
            let date = scale.step(step);
            let x = scale.at(date);
            // The labels at the ends stay within the picture.
            let anchor = match step {
                0 => "start",
                STEPS => "end",
                _ => "middle",
            };
            text(body, x, y, &date.to_string(), &format!(" font-size=\"12\" text-anchor=\"{anchor}\""));
            let _ = write!(
                body,
                "<line x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\" stroke=\"#000\"/>",
                y.saturating_add(6),
                y.saturating_add(14)
            );
        }
        line_at(body, PLOT_LEFT, PLOT_RIGHT, y.saturating_add(10), "");
        if let Some(as_of) = timeline.as_of {
            let x = scale.at(as_of);
            let anchor = if x > PLOT_LEFT.saturating_add(PLOT_RIGHT).wrapping_div(2) { "end" } else { "start" };
            let words = self.words("deadline.as_of", &[("date", &as_of.to_string())]);
            text(
                body,
                x,
                y.saturating_add(28),
                words.trim_end_matches('.'),
                &format!(" font-size=\"12\" text-anchor=\"{anchor}\""),
            );
        }
    }

    /// The shape of each status beside its word.
    fn legend(&self, body: &mut String, y: &mut i32) {
        let mut x = WORDS_LEFT.saturating_add(8);
        for status in [Status::Overdue, Status::Due, Status::Late, Status::Unknown, Status::Met] {
            let _ = write!(body, "<g transform=\"translate({x} {})\">{}</g>", y.saturating_sub(4), shape(status, 0));
            let words = self.status_words(status);
            text(body, x.saturating_add(14), *y, &words, "");
            x = x.saturating_add(180);
        }
        *y = y.saturating_add(26);
    }
}

/// Whether a rule has a place on the scale.
fn is_shown(rule: &RuleResult) -> bool {
    match rule.status {
        Status::Met | Status::Late | Status::Due | Status::Overdue => true,
        Status::Unknown => rule.due.is_some() || rule.done.is_some(),
        Status::Waiting | Status::NotApplicable => false,
    }
}

/// The marks of a rule: a line from its trigger to its last day or to what happened, and the shape of its status.
fn marks(rule: &RuleResult, as_of: Option<Date>, scale: Scale) -> String {
    let mut marks = String::new();
    let last = rule.last_day();
    let end = match rule.status {
        Status::Due => last.or(as_of),
        Status::Overdue => as_of.or(last),
        _ => rule.done.or(last),
    };
    let (Some(end), start) = (end.or(rule.triggered), rule.triggered) else { return marks };
    let dashes = match rule.status {
        Status::Met => "",
        Status::Late => " stroke-dasharray=\"10 3\"",
        Status::Overdue => " stroke-dasharray=\"5 3\"",
        Status::Due => " stroke-dasharray=\"2 3\"",
        _ => " stroke-dasharray=\"1 5\"",
    };
    if let Some(start) = start {
        line(&mut marks, scale.at(start), scale.at(end), dashes);
    }
    if let Some(last) = last {
        let x = scale.at(last);
        let _ = write!(marks, "<line x1=\"{x}\" x2=\"{x}\" y1=\"-8\" y2=\"8\" stroke=\"#000\" stroke-width=\"2\"/>");
    }
    marks.push_str(&shape(rule.status, scale.at(end)));
    marks
}

/// The shape of a status: a filled disc for met, a filled square for late, a ring for due, a triangle for overdue, a cross for unknown.
fn shape(status: Status, x: i32) -> String {
    let style = "stroke=\"#000\" stroke-width=\"2\"";
    let at = |dx: i32| x.saturating_add(dx);
    match status {
        Status::Met => format!("<circle cx=\"{x}\" cy=\"0\" r=\"5\" fill=\"#000\" {style}/>"),
        Status::Late => {
            format!("<rect x=\"{}\" y=\"-5\" width=\"10\" height=\"10\" fill=\"#000\" {style}/>", at(-5))
        }
        Status::Due => format!("<circle cx=\"{x}\" cy=\"0\" r=\"5\" fill=\"#fff\" {style}/>"),
        Status::Overdue => {
            format!("<path d=\"M{} 6L{x} -7L{} 6Z\" fill=\"#fff\" {style}/>", at(-7), at(7))
        }
        _ => format!("<path d=\"M{} -5L{} 5M{} 5L{} -5\" fill=\"none\" {style}/>", at(-5), at(5), at(-5), at(5)),
    }
}

fn line(out: &mut String, from: i32, to: i32, dashes: &str) {
    line_at(out, from, to, 0, dashes);
}

fn line_at(out: &mut String, from: i32, to: i32, y: i32, dashes: &str) {
    let _ = write!(out, "<line x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#000\"{dashes}/>");
}

fn row(body: &mut String, y: &mut i32, row: &Row) {
    let lines = row.words.len().max(row.status.len()).max(1);
    for (words, left) in [(&row.words, WORDS_LEFT), (&row.status, STATUS_LEFT)] {
        let mut here = *y;
        for words in words {
            text(body, left, here, words, "");
            here = here.saturating_add(LINE_HEIGHT);
        }
    }
    let height = i32::try_from(lines).unwrap_or(1).saturating_mul(LINE_HEIGHT);
    let middle = y.saturating_add(height.wrapping_div(2)).saturating_sub(12);
    let _ = writeln!(body, "<g transform=\"translate(0 {middle})\">{}</g>", row.marks);
    *y = y.saturating_add(height).saturating_add(ROW_SPACE);
    let rule = y.saturating_sub(ROW_SPACE.wrapping_div(2)).saturating_sub(11);
    let _ =
        writeln!(body, "<line x1=\"{WORDS_LEFT}\" x2=\"{PLOT_RIGHT}\" y1=\"{rule}\" y2=\"{rule}\" stroke=\"#ccc\"/>");
}

fn text(out: &mut String, x: i32, y: i32, words: &str, style: &str) {
    let _ = writeln!(out, "<text x=\"{x}\" y=\"{y}\"{style}>{}</text>", escaped(words));
}

/// Lines of at most so many characters. A word longer than a line is cut.
fn wrap(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let mut rest: Vec<char> = word.chars().collect();
        while !rest.is_empty() {
            let part: String = rest.drain(..rest.len().min(most)).collect();
            match lines.last_mut() {
                Some(line) if line.chars().count().saturating_add(part.chars().count()) < most => {
                    line.push(' ');
                    line.push_str(&part);
                }
                _ => lines.push(part),
            }
        }
    }
    lines
}

fn first_upper(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A text as XML writes it. Control characters have no place in it, save the line break.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
