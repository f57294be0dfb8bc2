//! The numbers as a bar chart, and as a page that holds the chart and its tables.
//!
//! Both stand alone: no scripts, no style sheets, nothing fetched. The chart reads in black and white: what is now is
//! solid, and what was before is an outline.

use std::fmt::Write;

use crate::policy::Policy;
use crate::themes::text::Words;
use crate::themes::{Area, Count, ThemeCount, Themes};

/// The numbers of the drawing, in its own units.
const WIDTH: u32 = 760;
const BARS_LEFT: u32 = 260;
const BARS_WIDTH: u32 = 420;
const BAR: u32 = 14;
const GAP: u32 = 14;
const HEAD: u32 = 68;
const LEGEND: u32 = 28;
/// The characters of a name that fit on a line beside the bars, and the lines.
const NAME_LINE: usize = 34;
const NAME_LINES: usize = 2;

impl Policy {
    /// A bar chart of the region's themes as SVG, the most frequent first; empty where nothing was counted.
    ///
    /// It has a title and a description for those who do not see it; put its table beside it
    /// ([`themes_html`](Self::themes_html) does).
    #[must_use]
    pub fn themes_svg(&self, themes: &Themes) -> String {
        let w = Words { policy: self, themes };
        themes.region.as_ref().map(|area| chart(&w, area)).unwrap_or_default()
    }

    /// The chart and the tables as one page of HTML.
    #[must_use]
    pub fn themes_html(&self, themes: &Themes) -> String {
        let w = Words { policy: self, themes };
        let title = escape(&w.words("chart_title", &[]));
        let mut page = format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        );
        let mut line = |text: String| {
            page.push_str(&text);
            page.push('\n');
        };
        line(format!("<p>{}: {}</p>", escape(&w.words("caption", &[])), escape(&w.period())));
        if let Some(p) = themes.previous_period {
            let words = w.words("previous", &[("from", &p.from.to_string()), ("to", &p.to.to_string())]);
            line(format!("<p>{}</p>", escape(&words)));
        }
        if let Some(area) = &themes.region {
            let name = w.words("region", &[]);
            line(format!("<h2>{}</h2>", escape(&name)));
            line(format!("<figure>\n{}</figure>", chart(&w, area)));
            line(table(&w, area, &name));
        } else {
            line(format!("<p>{}</p>", escape(&w.words("nothing", &[]))));
        }
        for unit in &themes.units {
            let name = unit.unit.clone().unwrap_or_else(|| w.words("no_unit", &[]));
            line(format!("<h2>{}</h2>", escape(&name)));
            line(table(&w, &unit.area, &name));
        }
        let mut list = |heading: &str, items: Vec<String>| {
            if !items.is_empty() {
                let items: String = items.iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
                line(format!("<h2>{}</h2>\n<ul>\n{items}</ul>", escape(&w.words(heading, &[]))));
            }
        };
        list("regional", themes.regional_look.iter().map(|id| themes.name(id).to_owned()).collect());
        let place = |path: &str| if path.is_empty() { String::new() } else { format!(" ({path})") };
        list("findings", themes.findings.iter().map(|f| format!("{}{}", f.message, place(&f.path))).collect());
        let sources = themes.measures.iter().map(|m| {
            let certainty = m.certainty.map(crate::citation::Certainty::as_str).unwrap_or_default();
            let citation = m.citation.as_deref().unwrap_or_default();
            w.words(
                "source",
                &[("name", &m.name), ("words", &m.words), ("certainty", certainty), ("citation", citation)],
            )
        });
        list("sources", sources.collect());
        let policy = [("id", themes.policy.id.as_str()), ("version", themes.policy.version.as_str())];
        line(format!("<p>{}</p>\n</main>\n</body>\n</html>", escape(&w.words("policy", &policy))));
        page
    }
}

const STYLE: &str =
    "body{font-family:sans-serif;line-height:1.5;margin:0 auto;max-width:50rem;padding:1rem;color:#111;\
background:#fff}figure{margin:0}svg{max-width:100%;height:auto}table{border-collapse:collapse;margin:1rem 0}\
caption{text-align:left;font-weight:bold;padding-bottom:.3rem}th,td{border:1px solid #767676;padding:.3rem .6rem;\
text-align:left;vertical-align:top;overflow-wrap:break-word}td.n{text-align:right}\
@media print{h2{break-after:avoid}table,figure{break-inside:avoid}}";

/// An area's numbers with a caption, and headings for columns and rows.
fn table(w: &Words, area: &Area, name: &str) -> String {
    let (columns, rows) = w.rows(area);
    let caption = format!("{}: {name}", w.words("caption", &[]));
    let mut html = format!("<table>\n<caption>{}</caption>\n<thead><tr>", escape(&caption));
    for column in &columns {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(column));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in &rows {
        html.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let cell = escape(cell);
            let _ = match at {
                0 => write!(html, "<th scope=\"row\">{cell}</th>"),
                1 | 2 => write!(html, "<td class=\"n\">{cell}</td>"),
                _ => write!(html, "<td>{cell}</td>"),
            };
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>");
    if let Some(rate) = &area.rate {
        let words = w.words("share", &[("per_cent", &rate.per_cent), ("caseload", &rate.caseload.to_string())]);
        let _ = write!(html, "\n<p>{}</p>", escape(&words));
    }
    html
}

fn chart(w: &Words, area: &Area) -> String {
    let compares = w.compares();
    let mut rows: Vec<&ThemeCount> = area.themes.iter().collect();
    // What is not shown stands last, in the order of the list: its place says nothing.
    let number = |count: Option<Count>| match count {
        Some(Count::Shown(number)) => Some(number),
        _ => None,
    };
    crate::order::sort(&mut rows, |a, b| {
        let key = |t: &ThemeCount| number(Some(t.count));
        key(b).cmp(&key(a))
    });
    let most =
        rows.iter().flat_map(|t| [number(Some(t.count)), number(t.previous)]).flatten().max().unwrap_or(0).max(1);
    let each = if compares { BAR.saturating_mul(2) } else { BAR.saturating_add(4) };
    let step = each.saturating_add(GAP);
    let top = if compares { HEAD.saturating_add(LEGEND) } else { HEAD };
    let rows_number = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let bottom = rows_number.saturating_mul(step).saturating_add(top);
    let height = bottom.saturating_add(GAP);
    let title = escape(&w.words("chart_title", &[]));
    let desc = escape(&w.words(if compares { "chart_desc_pair" } else { "chart_desc" }, &[]));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"sfo-themes-title sfo-themes-desc\" font-family=\"sans-serif\" font-size=\"13\" \
         fill=\"#111\">\n<title id=\"sfo-themes-title\">{title}</title>\n<desc id=\"sfo-themes-desc\">{desc}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"16\" y=\"28\" font-size=\"17\" font-weight=\"bold\">{title}</text>\n"
    );
    let region = format!("{}: {}", w.words("region", &[]), w.period());
    text(&mut svg, 16, 48, "", &region);
    if compares {
        legend(w, &mut svg);
    }
    let mut y = top;
    for theme in rows {
        let name = wrapped(w.themes.name(&theme.theme));
        let lines = u32::try_from(name.len()).unwrap_or(1);
        // The middle of the lines stands at the middle of the bars.
        let middle = y.saturating_add(each / 2);
        let mut line = middle.saturating_add(5).saturating_sub(lines.saturating_sub(1).saturating_mul(8));
        for part in &name {
            text(&mut svg, BARS_LEFT.saturating_sub(12), line, " text-anchor=\"end\"", part);
            line = line.saturating_add(16);
        }
        let thick = if compares { BAR } else { each };
        bar(w, &mut svg, y, thick, theme.count, most, "fill=\"#111\" stroke=\"#111\"");
        if let Some(previous) = theme.previous {
            bar(w, &mut svg, y.saturating_add(BAR), BAR, previous, most, "fill=\"#fff\" stroke=\"#111\"");
        }
        y = y.saturating_add(step);
    }
    let start = top.saturating_sub(6);
    let _ = write!(
        svg,
        "<path d=\"M{BARS_LEFT} {start}V{bottom}\" stroke=\"#111\" stroke-width=\"1.5\" fill=\"none\"/>\n</svg>\n"
    );
    svg
}

fn legend(w: &Words, svg: &mut String) {
    let mark = |svg: &mut String, x: u32, fill: &str| {
        let _ = writeln!(svg, "<rect x=\"{x}\" y=\"63\" width=\"22\" height=\"12\" fill=\"{fill}\" stroke=\"#111\"/>");
    };
    mark(svg, BARS_LEFT, "#111");
    text(svg, BARS_LEFT.saturating_add(30), 74, "", &w.words("chart_now", &[]));
    mark(svg, BARS_LEFT.saturating_add(130), "#fff");
    text(svg, BARS_LEFT.saturating_add(160), 74, "", &w.words("column_before", &[]));
}

/// A bar with its number at the end, or the words that it is not shown.
fn bar(w: &Words, svg: &mut String, y: u32, thick: u32, count: Count, most: u32, look: &str) {
    let mut x = BARS_LEFT.saturating_add(6);
    let mut slant = " font-style=\"italic\"";
    if let Count::Shown(number) = count {
        slant = "";
        let length = u64::from(number).saturating_mul(u64::from(BARS_WIDTH)).checked_div(u64::from(most));
        let length = length.and_then(|length| u32::try_from(length).ok()).unwrap_or(BARS_WIDTH);
        if number > 0 {
            // A number that is not zero shows, however small beside the others.
            let length = length.max(2);
            let thin = thick.saturating_sub(2);
            let _ = writeln!(svg, "<rect x=\"{BARS_LEFT}\" y=\"{y}\" width=\"{length}\" height=\"{thin}\" {look}/>");
            x = x.saturating_add(length);
        }
    }
    let base = y.saturating_add(thick / 2).saturating_add(4);
    text(svg, x, base, slant, &w.count(Some(count)));
}

fn text(svg: &mut String, x: u32, y: u32, attributes: &str, words: &str) {
    let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\"{attributes}>{}</text>", escape(words));
}

/// A name in lines that fit, the last one cut short where it does not.
fn wrapped(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.len();
        let Some(line) = lines.last_mut() else { continue };
        let length = line.chars().count().saturating_add(word.chars().count()).saturating_add(1);
        if line.is_empty() || length <= NAME_LINE {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        } else if last < NAME_LINES {
            lines.push(word.to_owned());
        } else {
            line.push('…');
            break;
        }
    }
    for line in &mut lines {
        if line.chars().count() > NAME_LINE.saturating_add(1) {
            *line = line.chars().take(NAME_LINE.saturating_sub(1)).chain(['…']).collect();
        }
    }
    lines
}

/// Text as it may stand in XML and HTML, in an attribute too; what XML does not allow becomes a space.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
