//! Learning themes: which learning comes back, how often, and where?
//!
//! The input is a table of codings, or the reviews themselves; the output is how many reviews have each theme, the
//! most frequent, the change on the year before, and the same for each unit. Small numbers can be suppressed, and with
//! them what would give them away (see [`ThemeOptions::suppress_below`]).
//!
//! # What is counted
//!
//! A review counts once for a theme, however often it is coded so. In a whole review the themes are those for which it was
//! coded and those of its areas for improvement. Rows with the same review id are one review; rows
//! without an id are a review each. The same review with two dates or two units is not counted, and a finding says so.
//!
//! # Change
//!
//! With a period, each number is compared with that of the same days a year before: `up`, `down` or `same` where the
//! theme stands in both; `new` where only in the period; `gone` where only in the year before; `absent` where in
//! neither; `suppressed` where one of the numbers is not shown. A theme that stands in both is `recurring`, and where
//! that is so of the whole region, it merits a regional look. 29 February goes with 28 February of another year, and a
//! period that ends on the last day of February is compared with one that does.
//!
//! A unit's name and a review's id are the caller's. Names of units stand in results because they were asked for;
//! neither stands in findings or `Debug`.

mod read;
#[cfg(feature = "render")]
mod render;
#[cfg(feature = "schema")]
pub mod schema;
mod suppress;
mod text;

use serde::Serialize;

pub use read::{
    LEAST_SUPPRESS_BELOW, MAX_ADDED_THEMES, MAX_CODINGS, MAX_CODINGS_BYTES, MAX_FIELD, MAX_FINDINGS, MAX_THEMES,
};

use crate::citation::Certainty;
use crate::date::{Date, DateRange};
use crate::eligibility::PolicyId;
use crate::finding::{Finding, Severity};
use crate::order::sort;
use crate::policy::Policy;
use suppress::{hide, Hidden, Table};
pub use text::ThemeTable;

/// What of a row of numbers must not be shown: a number from 1 to one below `below`, and those from which it could be
/// worked out. The first part says so of each number, the second of their total.
///
/// This is for a row that stands alone. Rows that say something of one another need more, as the counts of themes do.
///
/// # Examples
///
/// ```
/// use sfo_core::themes::suppressed_row;
///
/// assert_eq!(suppressed_row(&[40, 2, 7, 0], 5), (vec![false, true, true, false], false));
/// assert_eq!(suppressed_row(&[2, 0], 5), (vec![true, false], true));
/// ```
#[must_use]
pub fn suppressed_row(row: &[u32], below: u16) -> (Vec<bool>, bool) {
    let hidden = suppress::hide_row(row, u32::from(below.max(LEAST_SUPPRESS_BELOW)), &|_| true);
    (hidden.cells, hidden.total)
}

/// The most units that are counted.
pub const MAX_UNITS: usize = 500;

/// A review with its themes, or a part of it.
#[derive(Clone, Default, PartialEq)]
pub struct Coding {
    /// The review, by an id that means something to the caller alone.
    pub review: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Its unit.
    pub unit: Option<String>,
    /// The codes of its themes, each with its place in the input for findings.
    pub themes: Vec<(String, String)>,
    at: usize,
}

impl Coding {
    /// A coding of a review; the codes are those of the policy's themes or of added ones.
    #[must_use]
    pub fn new(review: impl Into<String>, themes: &[&str]) -> Self {
        let themes = themes.iter().map(|theme| ((*theme).to_owned(), "/codings".to_owned())).collect();
        Self { review: Some(review.into()), themes, ..Self::default() }
    }

    /// With its date.
    #[must_use]
    pub const fn on(mut self, date: Date) -> Self {
        self.date = Some(date);
        self
    }

    /// With its unit.
    #[must_use]
    pub fn of(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }
}

/// A table of codings.
#[derive(Clone, Default, PartialEq)]
pub struct Codings {
    rows: Vec<Coding>,
    refused: bool,
    findings: Vec<Finding>,
}

impl From<Vec<Coding>> for Codings {
    fn from(rows: Vec<Coding>) -> Self {
        Self { rows, ..Self::default() }
    }
}

/// A theme that a service adds to those of the policy.
#[derive(Clone, PartialEq, Eq)]
pub struct AddedTheme {
    /// The code: small letters, digits and single hyphens.
    pub id: String,
    /// The name in tables and charts.
    pub name: String,
    /// What it means.
    pub words: String,
}

/// What to work out.
#[derive(Clone, PartialEq, Eq)]
pub struct ThemeOptions {
    /// The days whose reviews are counted; without it, all reviews, and no comparison.
    pub period: Option<DateRange>,
    /// Whether each unit is counted beside the region.
    pub by_unit: bool,
    /// How many of the most frequent themes are named.
    pub top: u16,
    /// Numbers from 1 to one below this are not shown, nor is any from which they could be worked out: of the numbers
    /// of a theme, and of all reviews, the smallest go with them, and the total where that is not enough. At least 3,
    /// for below that what is not shown could only be one thing. Zero is shown. It does not help against somebody who
    /// knows single reviews or has the numbers of another period from elsewhere.
    pub suppress_below: Option<u16>,
    /// Themes beside those of the policy.
    pub extra_themes: Vec<AddedTheme>,
    /// The caseload of the region, for the share that reviews have of it.
    pub caseload: Option<u32>,
    /// The caseloads of units, by name.
    pub unit_caseloads: Vec<(String, u32)>,
    /// What was wrong with the options as they were read; an error among them keeps everything from being counted.
    pub findings: Vec<Finding>,
}

impl Default for ThemeOptions {
    fn default() -> Self {
        Self {
            period: None,
            by_unit: false,
            // The guide's snapshot names five.
            top: 5,
            suppress_below: None,
            extra_themes: Vec::new(),
            caseload: None,
            unit_caseloads: Vec::new(),
            findings: Vec::new(),
        }
    }
}

/// A number of reviews, or that it is not shown. In JSON a number, or `"suppressed"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The number.
    Shown(u32),
    /// It is not shown.
    Suppressed,
}

impl Serialize for Count {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Shown(number) => serializer.serialize_u32(*number),
            Self::Suppressed => serializer.serialize_str("suppressed"),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Count {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Count".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A number of reviews, or that it is not shown.",
            "anyOf": [{ "type": "integer", "minimum": 0 }, { "const": "suppressed" }]
        })
    }
}

/// How a theme changed on the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// In both, and in more reviews now.
    Up,
    /// In both, and in fewer reviews now.
    Down,
    /// In both, and in as many.
    Same,
    /// Only now.
    New,
    /// Only then.
    Gone,
    /// In neither.
    Absent,
    /// One of the numbers is not shown.
    Suppressed,
}

impl Change {
    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Same => "same",
            Self::New => "new",
            Self::Gone => "gone",
            Self::Absent => "absent",
            Self::Suppressed => "suppressed",
        }
    }

    const fn of(now: Count, before: Count) -> Self {
        match (now, before) {
            (Count::Suppressed, _) | (_, Count::Suppressed) => Self::Suppressed,
            (Count::Shown(0), Count::Shown(0)) => Self::Absent,
            (Count::Shown(_), Count::Shown(0)) => Self::New,
            (Count::Shown(0), Count::Shown(_)) => Self::Gone,
            (Count::Shown(now), Count::Shown(before)) if now > before => Self::Up,
            (Count::Shown(now), Count::Shown(before)) if now < before => Self::Down,
            (Count::Shown(_), Count::Shown(_)) => Self::Same,
        }
    }
}

/// A theme by which reviews were counted, or a measure that was worked out.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThemeInfo {
    /// The code.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it means.
    pub words: String,
    /// How sure the source is; none for a theme that the caller added.
    pub certainty: Option<Certainty>,
    /// Where it comes from; none for a theme that the caller added.
    pub citation: Option<String>,
}

/// How many reviews have a theme.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThemeCount {
    /// The code of the theme.
    pub theme: String,
    /// Reviews with it in the period.
    pub count: Count,
    /// Reviews with it in the year before; none where nothing is compared.
    pub previous: Option<Count>,
    /// How that changed; none where nothing is compared.
    pub change: Option<Change>,
    /// Whether it stands in both; none where nothing is compared or a number is not shown.
    pub recurring: Option<bool>,
}

/// One of the most frequent themes.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopTheme {
    /// Its rank from 1; themes with as many reviews have one rank, and the next is left out.
    pub rank: usize,
    /// The code of the theme.
    pub theme: String,
    /// Reviews with it.
    pub count: u32,
    /// Whether another theme has as many.
    pub tied: bool,
}

/// Reviews as a share of the caseload that the caller gave.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rate {
    /// The caseload given.
    pub caseload: u32,
    /// The share in per cent, rounded half up to two places.
    pub per_cent: String,
}

/// The numbers of the region or of a unit.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Area {
    /// Reviews in the period, with themes and without.
    pub reviews: Count,
    /// Reviews in the year before; none where nothing is compared.
    pub previous_reviews: Option<Count>,
    /// Reviews as a share of the caseload; none where no caseload is given or the number is not shown.
    pub rate: Option<Rate>,
    /// Every theme in the order of the list.
    pub themes: Vec<ThemeCount>,
    /// The most frequent, among the numbers that are shown.
    pub top: Vec<TopTheme>,
}

/// The numbers of a unit.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitArea {
    /// The unit, as the caller names it; none for reviews without one.
    pub unit: Option<String>,
    /// Its numbers.
    #[serde(flatten)]
    pub area: Area,
}

/// What the codings say of the learning: counts, the most frequent themes, and change.
///
/// Its `Debug` says nothing of units or reviews.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Themes {
    /// The days whose reviews are counted; none for all reviews given.
    pub period: Option<DateRange>,
    /// The same days of the year before; none where nothing is compared.
    pub previous_period: Option<DateRange>,
    /// `unit` where each unit is counted.
    pub by: Option<String>,
    /// Numbers from 1 to one below this are not shown.
    pub suppress_below: Option<u16>,
    /// The themes, those of the policy first.
    pub themes: Vec<ThemeInfo>,
    /// The numbers of the whole region; none where a fault kept everything from being counted.
    pub region: Option<Area>,
    /// The numbers of each unit, in the order of their names.
    pub units: Vec<UnitArea>,
    /// The codes of the themes that merit a regional look: those that stand in both years, in the whole region.
    pub regional_look: Vec<String>,
    /// What was worked out, and where the guide asks for it.
    pub measures: Vec<ThemeInfo>,
    /// What is wrong with the codings or the options, or worth saying.
    pub findings: Vec<Finding>,
    /// The policy whose themes were counted.
    pub policy: PolicyId,
}

macro_rules! hidden_debug {
    ($($type:ident),*) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(..)"))
            }
        }
    )*};
}
hidden_debug!(Coding, Codings, AddedTheme, ThemeOptions, ThemeInfo, ThemeCount, TopTheme, Rate, Area, UnitArea, Themes);

impl Themes {
    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every key is a text and no map has another key, so writing to a string does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The name of a theme, by its code.
    fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.themes.iter().find(|theme| theme.id == id).map_or(id, |theme| &theme.name)
    }
}

/// A review put together from its rows.
struct Review {
    date: Option<Date>,
    unit: Option<String>,
    /// By their places in the list, sorted, each once.
    themes: Vec<usize>,
}

impl Policy {
    /// Counts reviews by learning theme.
    ///
    /// It never fails: what is wrong with the codings is among the findings. The order of the rows does not matter.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::themes::{Codings, Count, Coding, ThemeOptions};
    /// use sfo_core::Policy;
    ///
    /// let codings = Codings::from(vec![
    ///     Coding::new("first", &["enforcement", "recording"]),
    ///     Coding::new("second", &["enforcement"]),
    /// ]);
    /// let themes = Policy::builtin().themes(&codings, &ThemeOptions::default());
    /// let region = themes.region.unwrap();
    /// assert_eq!(region.reviews, Count::Shown(2));
    /// assert_eq!((region.top[0].theme.as_str(), region.top[0].count), ("enforcement", 2));
    /// ```
    #[must_use]
    pub fn themes(&self, codings: &Codings, options: &ThemeOptions) -> Themes {
        let mut findings = Vec::new();
        for finding in &options.findings {
            findings.push(Finding { path: format!("/options{}", finding.path), ..finding.clone() });
        }
        let faulty = codings.refused || options.findings.iter().any(|f| f.severity == Severity::Error);
        findings.extend(codings.findings.iter().cloned());
        let mut themes = self.without_numbers(options);
        if !faulty {
            self.count(codings, options, &mut themes, &mut findings);
        }
        themes.findings = findings;
        themes
    }

    /// Counts codings given as JSON, with options given as JSON, and returns the result as the canonical JSON.
    #[must_use]
    pub fn themes_json(&self, input: &str, options: &str) -> String {
        self.themes(&Codings::from_json(self, input), &ThemeOptions::from_json(self, options)).to_json()
    }

    fn without_numbers(&self, options: &ThemeOptions) -> Themes {
        let info = |theme: &crate::policy::data::Theme| ThemeInfo {
            id: theme.id.to_string(),
            name: theme.name.to_string(),
            words: theme.words.to_string(),
            certainty: Some(theme.certainty),
            citation: Some(theme.citation.to_string()),
        };
        let added = options.extra_themes.iter().map(|theme| ThemeInfo {
            id: theme.id.clone(),
            name: theme.name.clone(),
            words: theme.words.clone(),
            certainty: None,
            citation: None,
        });
        let has_rate = options.caseload.is_some() || !options.unit_caseloads.is_empty();
        let worked_out = |id: &str| match id {
            "unit" => options.by_unit,
            "change" | "recurring" => options.period.is_some(),
            "rate" => has_rate,
            _ => true,
        };
        Themes {
            period: options.period,
            previous_period: options.period.and_then(year_before),
            by: options.by_unit.then(|| "unit".to_owned()),
            suppress_below: options.suppress_below,
            themes: self.data().themes.iter().map(info).chain(added).collect(),
            region: None,
            units: Vec::new(),
            regional_look: Vec::new(),
            measures: self.data().theme_measures.iter().filter(|m| worked_out(&m.id)).map(info).collect(),
            findings: Vec::new(),
            policy: self.policy_id(),
        }
    }

    fn count(&self, codings: &Codings, options: &ThemeOptions, themes: &mut Themes, findings: &mut Vec<Finding>) {
        if options.period.is_some() && themes.previous_period.is_none() {
            read::note(self, findings, "period_too_long", Severity::Note, "/options/period", &[]);
        }
        let reviews = self.put_together(codings, &themes.themes, options.period.is_some(), findings);
        let within = |review: &&Review, period: Option<DateRange>| {
            period.is_none_or(|period| review.date.is_some_and(|date| period.contains(date)))
        };
        let now: Vec<&Review> = reviews.iter().filter(|r| within(r, options.period)).collect();
        let before: Option<Vec<&Review>> =
            themes.previous_period.map(|period| reviews.iter().filter(|r| within(r, Some(period))).collect());

        let mut units: Vec<Option<&str>> = Vec::new();
        if options.by_unit {
            let mut all: Vec<Option<&str>> =
                now.iter().chain(before.iter().flatten()).map(|review| review.unit.as_deref()).collect();
            // Reviews without a unit come last.
            sort(&mut all, |a, b| (a.is_none(), a).cmp(&(b.is_none(), b)));
            all.dedup();
            if all.len() > MAX_UNITS {
                read::note(self, findings, "too_many_units", Severity::Error, "/codings", &[]);
                return;
            }
            units = all;
        }
        let number = themes.themes.len();
        let now = Numbers::new(&now, &units, number, options);
        let before = before.map(|before| Numbers::new(&before, &units, number, options));
        if let Some(below) =
            options.suppress_below.filter(|_| now.hides() || before.as_ref().is_some_and(Numbers::hides))
        {
            let below = below.to_string();
            read::note(self, findings, "themes_suppressed", Severity::Note, "", &[("below", &below)]);
        }

        let region = area(&themes.themes, &now, before.as_ref(), None, options.top, options.caseload);
        themes.regional_look =
            region.themes.iter().filter(|t| t.recurring == Some(true)).map(|t| t.theme.clone()).collect();
        themes.region = Some(region);
        themes.units = units
            .iter()
            .enumerate()
            .map(|(at, unit)| {
                let mut caseloads = options.unit_caseloads.iter().filter(|(name, _)| Some(name.as_str()) == *unit);
                let caseload = caseloads.next().map(|(_, number)| *number);
                UnitArea {
                    unit: unit.map(str::to_owned),
                    area: area(&themes.themes, &now, before.as_ref(), Some(at), options.top, caseload),
                }
            })
            .collect();
    }

    /// One review for each id. Rows that do not agree on the date or the unit are left out.
    fn put_together(
        &self,
        codings: &Codings,
        themes: &[ThemeInfo],
        dated: bool,
        findings: &mut Vec<Finding>,
    ) -> Vec<Review> {
        let mut ids: Vec<(&str, usize)> =
            themes.iter().enumerate().map(|(at, theme)| (theme.id.as_str(), at)).collect();
        sort(&mut ids, Ord::cmp);
        let place = |code: &str| ids.binary_search_by(|(id, _)| (*id).cmp(code)).ok().and_then(|at| ids.get(at));
        for coding in &codings.rows {
            for (code, path) in coding.themes.iter().filter(|(code, _)| place(code).is_none()) {
                let _ = code;
                read::note(self, findings, "unknown_theme", Severity::Warning, path, &[]);
            }
        }
        let mut rows: Vec<&Coding> = codings.rows.iter().collect();
        sort(&mut rows, |a, b| a.review.cmp(&b.review));
        let mut reviews = Vec::new();
        let same = |a: &&Coding, b: &&Coding| a.review.is_some() && a.review == b.review;
        for rows in rows.chunk_by(same) {
            let (mut date, mut unit) = (None, None);
            let mut conflict = false;
            let mut places = Vec::new();
            for row in rows {
                conflict |= row.date.is_some_and(|new| *date.get_or_insert(new) != new);
                conflict |= row.unit.as_ref().is_some_and(|new| *unit.get_or_insert(new) != new);
                places.extend(row.themes.iter().filter_map(|(code, _)| place(code)).map(|(_, at)| *at));
            }
            let here = rows.iter().map(|row| row.at).min().unwrap_or_default();
            let here = format!("/codings/{here}");
            if conflict {
                read::note(self, findings, "coding_conflict", Severity::Error, &here, &[]);
                continue;
            }
            if dated && date.is_none() {
                read::note(self, findings, "coding_undated", Severity::Warning, &here, &[]);
                continue;
            }
            sort(&mut places, Ord::cmp);
            places.dedup();
            reviews.push(Review { date, unit: unit.cloned(), themes: places });
        }
        reviews
    }
}

/// The same days of the year before; `None` where they run into the period, or before the first day there is.
fn year_before(period: DateRange) -> Option<DateRange> {
    let back = |date: Date| {
        let (year, month, day) = date.to_ymd();
        let year = year.checked_sub(1)?;
        Date::from_ymd(year, month, day).or_else(|| Date::from_ymd(year, month, 28))
    };
    let from = back(period.from)?;
    let mut to = back(period.to)?;
    // The last day of February goes with the last day of February, unless that is in the period.
    let (year, month, _) = to.to_ymd();
    if period.to.add_days(1).is_some_and(|next| next.to_ymd().1 != month) {
        let last = Date::from_ymd(year, month, 29).filter(|day| month == 2 && *day < period.from);
        to = last.unwrap_or(to);
    }
    DateRange::new(from, to).filter(|before| before.to < period.from)
}

/// The numbers of one period, with what of them is not shown.
struct Numbers {
    table: Table,
    reviews: Hidden,
    themes: Vec<Hidden>,
}

impl Numbers {
    fn new(reviews: &[&Review], units: &[Option<&str>], themes: usize, options: &ThemeOptions) -> Self {
        // Without units, the region is the one unit that there is.
        let width = units.len().max(1);
        let mut table = Table { reviews: vec![0; width], themes: vec![vec![0; width]; themes] };
        for review in reviews {
            let at = if units.is_empty() {
                Some(0)
            } else {
                let unit = review.unit.as_deref();
                units.binary_search_by(|u| (u.is_none(), *u).cmp(&(unit.is_none(), unit))).ok()
            };
            let add = |row: &mut Vec<u32>| {
                if let Some(cell) = at.and_then(|at| row.get_mut(at)) {
                    *cell = cell.saturating_add(1);
                }
            };
            add(&mut table.reviews);
            for theme in &review.themes {
                table.themes.get_mut(*theme).into_iter().for_each(add);
            }
        }
        match options.suppress_below {
            Some(below) => {
                let hidden = hide(&table, u32::from(below.max(LEAST_SUPPRESS_BELOW)));
                Self { table, reviews: hidden.reviews, themes: hidden.themes }
            }
            None => {
                let shown = Hidden { cells: vec![false; width], total: false };
                Self { table, reviews: shown.clone(), themes: vec![shown; themes] }
            }
        }
    }

    fn hides(&self) -> bool {
        std::iter::once(&self.reviews).chain(&self.themes).any(|row| row.total || row.cells.contains(&true))
    }

    /// The number of a unit, or the total.
    fn number(row: Option<&Vec<u32>>, hidden: Option<&Hidden>, unit: Option<usize>) -> Count {
        let (Some(row), Some(hidden)) = (row, hidden) else { return Count::Suppressed };
        match unit {
            _ if unit.map_or(hidden.total, |at| hidden.cells.get(at) != Some(&false)) => Count::Suppressed,
            Some(at) => row.get(at).map_or(Count::Suppressed, |n| Count::Shown(*n)),
            None => Count::Shown(row.iter().fold(0, |sum, n| sum.saturating_add(*n))),
        }
    }

    fn reviews(&self, unit: Option<usize>) -> Count {
        Self::number(Some(&self.table.reviews), Some(&self.reviews), unit)
    }

    fn theme(&self, at: usize, unit: Option<usize>) -> Count {
        Self::number(self.table.themes.get(at), self.themes.get(at), unit)
    }
}

fn area(
    themes: &[ThemeInfo],
    now: &Numbers,
    before: Option<&Numbers>,
    unit: Option<usize>,
    top: u16,
    caseload: Option<u32>,
) -> Area {
    let counts: Vec<ThemeCount> = themes
        .iter()
        .enumerate()
        .map(|(at, theme)| {
            let count = now.theme(at, unit);
            let previous = before.map(|before| before.theme(at, unit));
            let change = previous.map(|previous| Change::of(count, previous));
            ThemeCount {
                theme: theme.id.clone(),
                count,
                previous,
                change,
                recurring: match change {
                    None | Some(Change::Suppressed) => None,
                    Some(change) => Some(matches!(change, Change::Up | Change::Down | Change::Same)),
                },
            }
        })
        .collect();
    let reviews = now.reviews(unit);
    let rate = match (reviews, caseload) {
        (Count::Shown(reviews), Some(caseload)) => rate(reviews, caseload),
        _ => None,
    };
    let top = most_frequent(&counts, usize::from(top));
    Area { reviews, previous_reviews: before.map(|before| before.reviews(unit)), rate, themes: counts, top }
}

/// The themes with the most reviews, with those that tie with the last.
fn most_frequent(counts: &[ThemeCount], top: usize) -> Vec<TopTheme> {
    let mut all: Vec<(u32, &str)> = counts
        .iter()
        .filter_map(|count| match count.count {
            Count::Shown(number) if number > 0 => Some((number, count.theme.as_str())),
            _ => None,
        })
        .collect();
    // What is equal stays in the order of the list.
    sort(&mut all, |a, b| b.0.cmp(&a.0));
    let mut named = Vec::new();
    for (number, theme) in &all {
        let rank = all.iter().filter(|(other, _)| other > number).count().saturating_add(1);
        if rank > top {
            break;
        }
        let tied = all.iter().filter(|(other, _)| other == number).count() > 1;
        named.push(TopTheme { rank, theme: (*theme).to_owned(), count: *number, tied });
    }
    named
}

/// A share in per cent with two places, rounded half up.
fn rate(reviews: u32, caseload: u32) -> Option<Rate> {
    let half = u64::from(caseload).checked_div(2)?;
    let hundredths = u64::from(reviews).saturating_mul(10_000).saturating_add(half).checked_div(u64::from(caseload))?;
    let per_cent = format!("{}.{:02}", hundredths.checked_div(100)?, hundredths.checked_rem(100)?);
    Some(Rate { caseload, per_cent })
}
