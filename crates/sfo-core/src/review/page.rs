//! A report as one page of HTML that needs nothing else: no script, no network, and it prints well.

use crate::policy::data::Standard;
use crate::policy::Policy;
use crate::review::{Judged, Report, Status};

const STYLE: &str = "
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto; padding: 1rem; max-width: 70rem; }
h1, h2 { line-height: 1.2; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
.readiness { border-left: 0.4rem solid #1b1b1b; padding: 0.5rem 1rem; font-weight: bold; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2rem; }
caption { text-align: left; font-weight: bold; padding: 0.5rem 0; }
th, td { border: 1px solid #767676; padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; }
thead th { background: #f0f0f0; }
tbody th { font-weight: normal; }
td.number { text-align: right; }
.checks, .sheet { table-layout: fixed; min-width: 50rem; }
.checks th:nth-child(1) { width: 33%; }
.checks th:nth-child(2) { width: 9%; }
.checks th:nth-child(3) { width: 13%; }
.checks th:nth-child(5) { width: 19%; }
.sheet th:nth-child(1) { width: 34%; }
.sheet th:nth-child(2) { width: 13%; }
.sheet th:nth-child(3) { width: 23%; }
.not_met .status { font-weight: bold; }
.shape { display: inline-block; width: 1.2em; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
.box { height: 3rem; }
footer { border-top: 1px solid #767676; }
@media print {
  body { max-width: none; padding: 0; font-size: 9pt; }
  .skip { display: none; }
  .scroll { overflow: visible; }
  .checks, .sheet { min-width: 0; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h2, caption { break-after: avoid; }
}
";

const STANDARDS: [Standard; 5] = [
    Standard::AnalysisOfPractice,
    Standard::OverallJudgements,
    Standard::Learning,
    Standard::VictimsAndTheirFamilies,
    Standard::None,
];

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Words in which names of fields stand in backticks.
fn code(text: &str) -> String {
    let safe = escape(text);
    let mut html = String::with_capacity(safe.len());
    for (at, part) in safe.split('`').enumerate() {
        if at > 0 {
            html.push_str(if at & 1 == 0 { "</code>" } else { "<code>" });
        }
        html.push_str(part);
    }
    html
}

struct Page<'p> {
    policy: &'p Policy,
    html: String,
}

impl Policy {
    /// A report as a page of HTML: self-contained, without scripts, to read and to print. It shows what is asked and
    /// where, and none of the document's answers.
    #[must_use]
    pub fn report_html(&self, report: &Report) -> String {
        let mut page = Page { policy: self, html: String::new() };
        page.open(report, "title", "page_lead");
        page.outstanding(report);
        page.counts(report);
        page.faults(report);
        page.push(&format!(
            "<section id=\"checks\" aria-labelledby=\"h-checks\">\n<h2 id=\"h-checks\">{}</h2>\n<p>{}</p>\n",
            page.words("all_checks"),
            page.words("sorted")
        ));
        for standard in STANDARDS {
            for section in report.sections() {
                let checks: Vec<&Judged> =
                    report.checks.iter().filter(|c| c.section == section && c.standard == standard).collect();
                if !checks.is_empty() {
                    let standard = page.words(&format!("standard_{}", standard.as_str()));
                    page.checks(report, &format!("{standard}: {}", escape(section)), &checks);
                }
            }
        }
        page.push("</section>\n");
        page.close(report)
    }

    /// The questions of a document as a sheet to print and fill in by hand, with what the report says of each.
    #[must_use]
    pub fn report_sheet(&self, report: &Report) -> String {
        let mut page = Page { policy: self, html: String::new() };
        page.open(report, "sheet_title", "sheet_lead");
        page.push(&format!(
            "<section id=\"checks\" aria-labelledby=\"h-checks\">\n<h2 id=\"h-checks\">{}</h2>\n",
            page.words("sheet_questions")
        ));
        for section in report.sections() {
            let heads = ["asks", "status", "sheet_answer", "sheet_action", "sheet_owner"];
            page.table("sheet", &escape(section), &heads);
            for check in report.checks.iter().filter(|c| c.section == section) {
                let row = format!(
                    "<tr class=\"{}\">\n<th scope=\"row\">{}</th>\n<td class=\"status\">{}</td>\n<td class=\"box\"></td><td class=\"box\"></td><td class=\"box\"></td>\n</tr>\n",
                    check.status.as_str(),
                    escape(&check.message),
                    page.status(report, check)
                );
                page.push(&row);
            }
            page.push("</tbody>\n</table>\n</div>\n");
        }
        page.push("</section>\n");
        page.close(report)
    }
}

impl Page<'_> {
    fn words(&self, code: &str) -> String {
        escape(&self.policy.review_words(code, &[]))
    }

    fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn open(&mut self, report: &Report, title: &str, lead: &str) {
        let document = self.policy.review_words(&format!("document_{}", report.document), &[]);
        let title = escape(&self.policy.review_words(title, &[("document", &document)]));
        let html = format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#checks\">{}</a>\n<header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n<main>\n<p class=\"readiness\">{}</p>\n",
            self.words("skip"),
            self.words(lead),
            escape(&report.readiness)
        );
        self.push(&html);
    }

    fn close(mut self, report: &Report) -> String {
        let args = [("id", report.policy.id.as_str()), ("version", report.policy.version.as_str())];
        let policy = escape(&self.policy.review_words("policy", &args));
        self.push(&format!("</main>\n<footer>\n<p>{policy}</p>\n</footer>\n</body>\n</html>\n"));
        self.html
    }

    /// Opens a table; a wide one scrolls by itself, and can be reached by keyboard for that.
    fn table(&mut self, class: &str, caption: &str, heads: &[&str]) {
        let cells: Vec<String> =
            heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", self.words(head))).collect();
        self.push(&format!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table class=\"{class}\">\n<caption>{caption}</caption>\n<thead>\n<tr>{}</tr>\n</thead>\n<tbody>\n",
            cells.concat()
        ));
    }

    fn outstanding(&mut self, report: &Report) {
        let items: Vec<String> = report
            .outstanding()
            .map(|check| format!("<li>{}: {}</li>\n", self.status(report, check), escape(&check.message)))
            .collect();
        if !items.is_empty() {
            let heading = self.words("outstanding");
            self.push(&format!("<h2>{heading}</h2>\n<ul>\n{}</ul>\n", items.concat()));
        }
    }

    fn counts(&mut self, report: &Report) {
        let caption = self.words("counts");
        self.table("counts", &caption, &["strength", "met", "not_met", "open", "not_applicable"]);
        for (strength, count) in report.rows() {
            let numbers = [count.met, count.not_met, count.open, count.not_applicable];
            let cells: Vec<String> = numbers.iter().map(|n| format!("<td class=\"number\">{n}</td>")).collect();
            let strength = self.words(strength);
            self.push(&format!("<tr><th scope=\"row\">{strength}</th>{}</tr>\n", cells.concat()));
        }
        self.push("</tbody>\n</table>\n</div>\n");
    }

    fn faults(&mut self, report: &Report) {
        if report.faults().next().is_none() {
            return;
        }
        let caption = self.words("faults");
        self.table("faults", &caption, &["fault_place", "fault"]);
        for fault in report.faults() {
            let place = if fault.path.is_empty() {
                self.words("whole")
            } else {
                format!("<code>{}</code>", escape(&fault.path))
            };
            self.push(&format!("<tr><th scope=\"row\">{place}</th><td>{}</td></tr>\n", code(&fault.message)));
        }
        self.push("</tbody>\n</table>\n</div>\n");
    }

    fn status(&self, report: &Report, check: &Judged) -> String {
        format!(
            "<span class=\"shape\" aria-hidden=\"true\">{}</span>{}",
            check.shape(),
            escape(&self.policy.standing_words(report, check))
        )
    }

    fn checks(&mut self, report: &Report, caption: &str, checks: &[&Judged]) {
        self.table("checks", caption, &["asks", "strength", "status", "fix", "citation"]);
        for check in checks {
            let wanting = matches!(check.status, Status::NotMet | Status::Open);
            let mut fix = String::new();
            if wanting {
                fix.push_str(&escape(&check.fix));
                let places: Vec<String> = check.paths.iter().map(|p| format!("<code>{}</code>", escape(p))).collect();
                if !places.is_empty() {
                    // The words stand around the places, which are marked as code.
                    let words = self.policy.review_words("places", &[("places", "\u{1}")]);
                    fix.push_str("<br>");
                    fix.push_str(&escape(&words).replace('\u{1}', &places.join(", ")));
                }
            }
            let row = format!(
                "<tr class=\"{}\">\n<th scope=\"row\">{}</th>\n<td>{}</td>\n<td class=\"status\">{}</td>\n<td>{fix}</td>\n<td>{} ({})</td>\n</tr>\n",
                check.status.as_str(),
                escape(&check.message),
                self.words(check.strength.as_str()),
                self.status(report, check),
                escape(&check.citation),
                self.words(check.certainty.as_str())
            );
            self.push(&row);
        }
        self.push("</tbody>\n</table>\n</div>\n");
    }
}
