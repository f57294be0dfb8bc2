//! What was kept and what was hidden, side by side, as one page for somebody senior who samples copies. It needs nothing
//! else: no script, no network. It holds everything that the copy does not, and says so.

use serde_json::Value;

use crate::error::Error;
use crate::policy::data::RedactionAction;
use crate::policy::Policy;

use super::people::READER;
use super::{LogEntry, Redaction};

const STYLE: &str = "
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto; padding: 1rem; max-width: 90rem; }
h1, h2 { line-height: 1.2; }
.warning { border: 0.3rem solid #b10e1e; padding: 0.5rem 1rem; font-weight: bold; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; }
caption { text-align: left; font-weight: bold; padding: 0.5rem 0; overflow-wrap: anywhere; }
th, td { border: 1px solid #767676; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
thead th { background: #f0f0f0; }
td.number { text-align: right; }
.text { table-layout: fixed; min-width: 50rem; }
.text th:first-child { width: 4rem; }
.text td { white-space: pre-wrap; overflow-wrap: anywhere; }
del { background: #f6d7d2; color: #1b1b1b; }
ins { background: #cce2d8; color: #1b1b1b; text-decoration: none; border-bottom: 2px solid #005a30; }
mark { background: #fff7bf; color: #1b1b1b; border-bottom: 2px dashed #1b1b1b; }
.odd { border: 1px solid #b10e1e; font-size: 0.8em; }
@media print { body { max-width: none; padding: 0; font-size: 9pt; } .scroll { overflow: visible; } .text { min-width: 0; } }
";

/// A stretch of a text, in characters, and the element round it with its title.
struct Stretch {
    start: usize,
    end: usize,
    element: &'static str,
    title: String,
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        push(&mut safe, letter);
    }
    safe
}

/// A character as HTML. What cannot be seen, or turns the letters round, is shown by its number.
fn push(safe: &mut String, letter: char) {
    match letter {
        '&' => safe.push_str("&amp;"),
        '<' => safe.push_str("&lt;"),
        '>' => safe.push_str("&gt;"),
        '"' => safe.push_str("&quot;"),
        '\t' => safe.push('\t'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
            safe.push_str(&format!("<span class=\"odd\">U+{:04X}</span>", u32::from(letter)));
        }
        control if control.is_control() => {
            safe.push_str(&format!("<span class=\"odd\">U+{:04X}</span>", u32::from(control)));
        }
        other => safe.push(other),
    }
}

/// The lines of a text, with its stretches marked. The stretches are in order and do not overlap.
fn lines(text: &str, stretches: &[Stretch]) -> Vec<String> {
    let mut done = Vec::new();
    let mut line = String::new();
    let mut left = stretches.iter().peekable();
    let mut open: Option<&Stretch> = None;
    let begin = |line: &mut String, stretch: &Stretch| {
        line.push_str(&format!("<{} title=\"{}\">", stretch.element, escape(&stretch.title)));
    };
    let end = |line: &mut String, stretch: &Stretch| line.push_str(&format!("</{}>", stretch.element));
    for (at, letter) in text.chars().enumerate() {
        if let Some(stretch) = open.filter(|stretch| at >= stretch.end) {
            end(&mut line, stretch);
            open = None;
        }
        if open.is_none() {
            if let Some(stretch) = left.next_if(|stretch| at >= stretch.start) {
                if at < stretch.end {
                    begin(&mut line, stretch);
                    open = Some(stretch);
                }
            }
        }
        if letter == '\n' {
            // A line is a cell of its own, so the mark is ended and begun again.
            if let Some(stretch) = open {
                end(&mut line, stretch);
            }
            done.push(std::mem::take(&mut line));
            if let Some(stretch) = open {
                begin(&mut line, stretch);
            }
        } else {
            push(&mut line, letter);
        }
    }
    if let Some(stretch) = open {
        end(&mut line, stretch);
    }
    if !line.is_empty() {
        done.push(line);
    }
    done
}

struct Page<'p> {
    policy: &'p Policy,
    html: String,
}

impl Page<'_> {
    fn words(&self, key: &str) -> String {
        escape(&self.policy.words(&format!("redaction.{key}"), &[]))
    }

    fn push(&mut self, html: &str) {
        self.html.push_str(html);
        self.html.push('\n');
    }

    fn heads(&mut self, class: &str, caption: &str, heads: &[&str]) {
        let cells: String = heads.iter().map(|key| format!("<th scope=\"col\">{}</th>", self.words(key))).collect();
        self.push(&format!("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table class=\"{class}\"><caption>{caption}</caption><thead><tr>{cells}</tr></thead><tbody>"));
    }

    fn open(&mut self, redaction: &Redaction) {
        let title = self.words("preview_title");
        self.push(&format!("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>"));
        let (warning, legend) = (self.words("preview_warning"), self.words("preview_legend"));
        self.push(&format!("<p class=\"warning\">{warning}</p>\n<p>{legend}</p>"));
        let caption = self.words("preview_counts");
        self.heads("counts", &caption, &["preview_category", "preview_action", "preview_count"]);
        for count in &redaction.counts {
            let action = self.words(&format!("preview_{}", count.action.as_str()));
            let category = self.category(&count.category);
            self.push(&format!(
                "<tr><td>{category}</td><td>{action}</td><td class=\"number\">{}</td></tr>",
                count.count
            ));
        }
        self.push("</tbody></table></div>");
    }

    fn category(&self, id: &str) -> String {
        let categories = &self.policy.data().redaction.categories;
        escape(categories.iter().find(|category| category.id == id).map_or(id, |category| &category.label))
    }

    /// One text, before and after, line by line.
    fn text(&mut self, caption: &str, before: &str, after: &str, redaction: &Redaction, pointer: &str) {
        let mut entries: Vec<&LogEntry> =
            redaction.log.iter().chain(&redaction.referred).filter(|entry| entry.pointer == pointer).collect();
        crate::order::sort(&mut entries, |a, b| a.start.cmp(&b.start));
        let stretch = |entry: &LogEntry, start: usize, end: usize, hidden: &'static str| Stretch {
            start,
            end,
            element: if entry.action == RedactionAction::Refer { "mark" } else { hidden },
            title: format!("{}: {} ({})", self.category(&entry.category), entry.reason, entry.found_by),
        };
        let was: Vec<Stretch> = entries.iter().map(|e| stretch(e, e.start, e.end, "del")).collect();
        let is: Vec<Stretch> = entries.iter().map(|e| stretch(e, e.output_start, e.output_end, "ins")).collect();
        let (was, is) = (lines(before, &was), lines(after, &is));
        self.heads("text", caption, &["preview_line", "preview_before", "preview_after"]);
        let blank = String::new();
        for at in 0..was.len().max(is.len()) {
            let (left, right) = (was.get(at).unwrap_or(&blank), is.get(at).unwrap_or(&blank));
            self.push(&format!(
                "<tr><th scope=\"row\">{}</th><td>{left}</td><td>{right}</td></tr>",
                at.saturating_add(1)
            ));
        }
        self.push("</tbody></table></div>");
    }

    /// Every text of a document, with its place.
    fn walk(&mut self, before: &Value, after: &Value, redaction: &Redaction, pointer: &str) {
        match (before, after) {
            (Value::String(was), Value::String(is)) => self.text(&escape(pointer), was, is, redaction, pointer),
            (Value::Object(was), Value::Object(is)) => {
                for (key, value) in was {
                    let inner = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                    self.walk(value, is.get(key).unwrap_or(&Value::Null), redaction, &inner);
                }
            }
            (Value::Array(was), Value::Array(is)) => {
                for (at, (value, other)) in was.iter().zip(is).enumerate() {
                    self.walk(value, other, redaction, &format!("{pointer}/{at}"));
                }
            }
            _ => {}
        }
    }

    fn close(mut self) -> String {
        self.push("</main>\n</body>\n</html>");
        self.html
    }
}

impl Policy {
    /// A page of HTML with a text before and after, for somebody who looks through copies. `text` is what was redacted.
    /// It is as sensitive as that, and says so.
    #[must_use]
    pub fn redaction_html(&self, text: &str, redaction: &Redaction) -> String {
        let mut page = Page { policy: self, html: String::new() };
        page.open(redaction);
        let caption = page.words("preview_text");
        page.text(&caption, text, &redaction.text, redaction, "");
        page.close()
    }

    /// The same of a review, given as JSON: each of its texts by itself.
    ///
    /// # Errors
    ///
    /// Where the review is not JSON.
    pub fn review_redaction_html(&self, review: &str, redaction: &Redaction) -> Result<String, Error> {
        let parsed = |json: &str| {
            serde_json::from_str(json).map_err(|_| READER.fault("", "the document is not JSON; give an object"))
        };
        let (before, after): (Value, Value) = (parsed(review)?, parsed(&redaction.text)?);
        let mut page = Page { policy: self, html: String::new() };
        page.open(redaction);
        page.walk(&before, &after, redaction, "");
        Ok(page.close())
    }
}
