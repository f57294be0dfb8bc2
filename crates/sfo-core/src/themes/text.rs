//! The numbers as a table: as text for a person to read, as rows, and as CSV.

use crate::policy::Policy;
use crate::themes::{Area, Change, Count, Themes};

/// A table of numbers: its columns, and its rows of as many texts.
#[derive(Clone, PartialEq, Eq)]
pub struct ThemeTable {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

impl std::fmt::Debug for ThemeTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ThemeTable(..)")
    }
}

impl ThemeTable {
    /// The table as CSV (RFC 4180), with a line for the columns.
    ///
    /// A text that a spreadsheet would take for a formula gets an apostrophe before it.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut csv = String::new();
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            for (at, cell) in row.iter().enumerate() {
                if at > 0 {
                    csv.push(',');
                }
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                let cell = if formula { format!("'{cell}") } else { cell.clone() };
                if cell.contains([',', '"', '\n', '\r']) {
                    csv.push('"');
                    csv.push_str(&cell.replace('"', "\"\""));
                    csv.push('"');
                } else {
                    csv.push_str(&cell);
                }
            }
            csv.push_str("\r\n");
        }
        csv
    }
}

impl Themes {
    /// One row for each area and theme, the region first, for a data frame or a spreadsheet.
    ///
    /// The columns are `area` (`region` or `unit`), `unit`, `theme`, `reviews_with_theme`, `reviews_with_theme_before`,
    /// `change`, `recurring`, `reviews` and `reviews_before`. What is not known is empty; what is not shown is
    /// `suppressed`.
    #[must_use]
    pub fn table(&self) -> ThemeTable {
        let columns = [
            "area",
            "unit",
            "theme",
            "reviews_with_theme",
            "reviews_with_theme_before",
            "change",
            "recurring",
            "reviews",
            "reviews_before",
        ];
        let mut rows = Vec::new();
        let areas = self.region.iter().map(|area| ("region", "", area));
        let units = self.units.iter().map(|unit| ("unit", unit.unit.as_deref().unwrap_or_default(), &unit.area));
        for (kind, name, area) in areas.chain(units) {
            for count in &area.themes {
                rows.push(vec![
                    kind.to_owned(),
                    name.to_owned(),
                    count.theme.clone(),
                    plain(Some(count.count)),
                    plain(count.previous),
                    count.change.map(Change::as_str).unwrap_or_default().to_owned(),
                    count.recurring.map(|recurring| recurring.to_string()).unwrap_or_default(),
                    plain(Some(area.reviews)),
                    plain(area.previous_reviews),
                ]);
            }
        }
        ThemeTable { columns: columns.map(str::to_owned).to_vec(), rows }
    }
}

fn plain(count: Option<Count>) -> String {
    match count {
        None => String::new(),
        Some(Count::Shown(number)) => number.to_string(),
        Some(Count::Suppressed) => "suppressed".to_owned(),
    }
}

/// Writes the words of numbers.
pub(super) struct Words<'a> {
    pub policy: &'a Policy,
    pub themes: &'a Themes,
}

impl Words<'_> {
    pub(super) fn words(&self, code: &str, args: &[(&str, &str)]) -> String {
        self.policy.words(&format!("themes.{code}"), args)
    }

    pub(super) fn count(&self, count: Option<Count>) -> String {
        match count {
            None => self.words("none", &[]),
            Some(Count::Shown(number)) => number.to_string(),
            Some(Count::Suppressed) => self.words("suppressed", &[]),
        }
    }

    pub(super) fn change(&self, change: Option<Change>) -> String {
        match change {
            None => self.words("none", &[]),
            Some(change) => self.words(&format!("change_{}", change.as_str()), &[]),
        }
    }

    pub(super) fn period(&self) -> String {
        match self.themes.period {
            None => self.words("all_reviews", &[]),
            Some(p) => self.words("period", &[("from", &p.from.to_string()), ("to", &p.to.to_string())]),
        }
    }

    pub(super) fn compares(&self) -> bool {
        self.themes.previous_period.is_some()
    }

    /// The columns of an area's table, and its rows, the reviews last.
    pub(super) fn rows(&self, area: &Area) -> (Vec<String>, Vec<Vec<String>>) {
        let compares = self.compares();
        let shorten = |mut row: Vec<String>| {
            row.truncate(if compares { 4 } else { 2 });
            row
        };
        let columns = ["column_theme", "column_now", "column_before", "column_change"].map(|c| self.words(c, &[]));
        let mut rows: Vec<Vec<String>> = area
            .themes
            .iter()
            .map(|t| {
                let name = self.themes.name(&t.theme).to_owned();
                shorten(vec![name, self.count(Some(t.count)), self.count(t.previous), self.change(t.change)])
            })
            .collect();
        let reviews = self.words("reviews", &[]);
        let none = self.words("none", &[]);
        rows.push(shorten(vec![reviews, self.count(Some(area.reviews)), self.count(area.previous_reviews), none]));
        (shorten(columns.to_vec()), rows)
    }
}

impl Policy {
    /// The numbers as plain text: a table for the region and for each unit, the most frequent themes, those that merit
    /// a regional look, and where each measure comes from.
    #[must_use]
    pub fn themes_text(&self, themes: &Themes) -> String {
        let w = Words { policy: self, themes };
        let mut lines = vec![format!("{}: {}", w.words("caption", &[]), w.period())];
        if let Some(p) = themes.previous_period {
            lines.push(w.words("previous", &[("from", &p.from.to_string()), ("to", &p.to.to_string())]));
        }
        if themes.region.is_none() {
            lines.push(w.words("nothing", &[]));
        }
        let region = themes.region.iter().map(|area| (w.words("region", &[]), area));
        let units = themes.units.iter().map(|unit| {
            let name = unit.unit.as_deref().map(one_line);
            (name.unwrap_or_else(|| w.words("no_unit", &[])), &unit.area)
        });
        for (name, area) in region.chain(units) {
            lines.extend([String::new(), name]);
            let (columns, rows) = w.rows(area);
            lines.extend(aligned(&columns, &rows));
            if let Some(rate) = &area.rate {
                let caseload = rate.caseload.to_string();
                lines.push(w.words("share", &[("per_cent", &rate.per_cent), ("caseload", &caseload)]));
            }
            if !area.top.is_empty() {
                lines.push(w.words("top", &[]));
            }
            for top in &area.top {
                let name = themes.name(&top.theme);
                let name = if top.tied { w.words("tied", &[("theme", name)]) } else { name.to_owned() };
                let args = [("rank", top.rank.to_string()), ("theme", name), ("count", top.count.to_string())];
                let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                lines.push(w.words("top_line", &args));
            }
        }
        if !themes.regional_look.is_empty() {
            lines.extend([String::new(), w.words("regional", &[])]);
            lines.extend(themes.regional_look.iter().map(|id| format!("- {}", themes.name(id))));
        }
        if !themes.findings.is_empty() {
            lines.extend([String::new(), w.words("findings", &[])]);
            for finding in &themes.findings {
                let place = if finding.path.is_empty() { String::new() } else { format!(" ({})", finding.path) };
                lines.push(format!("- {}{place}", finding.message));
            }
        }
        lines.extend([String::new(), w.words("sources", &[])]);
        for m in &themes.measures {
            let certainty = m.certainty.map(crate::citation::Certainty::as_str).unwrap_or_default();
            let citation = m.citation.as_deref().unwrap_or_default();
            let args =
                [("name", m.name.as_str()), ("words", &m.words), ("certainty", certainty), ("citation", citation)];
            lines.push(format!("- {}", w.words("source", &args)));
        }
        let policy = [("id", themes.policy.id.as_str()), ("version", themes.policy.version.as_str())];
        lines.extend([String::new(), w.words("policy", &policy), String::new()]);
        lines.join("\n")
    }
}

/// A caller's name on one line, without what could move the cursor.
fn one_line(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Columns side by side, numbers to the right.
fn aligned(columns: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let all = || std::iter::once(columns).chain(rows.iter().map(Vec::as_slice));
    let width = |at: usize| all().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |row: &[String]| {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
            let room = " ".repeat(width.saturating_sub(cell.chars().count()));
            let cell = one_line(cell);
            if at == 1 || at == 2 {
                format!("{room}{cell}")
            } else {
                format!("{cell}{room}")
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all().map(line).collect()
}
