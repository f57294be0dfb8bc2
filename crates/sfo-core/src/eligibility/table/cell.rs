//! What a cell of a table says: words for yes and no, numbers, and days in the order that a column writes them.

use std::borrow::Cow;

use crate::date::Date;
use crate::eligibility::table::column::Cell;
use crate::value::Value;

/// How a cell becomes a value of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text as it stands.
    Text,
    /// A text as it stands, or a whole number.
    Section,
    /// A word of a closed list; case, spaces and hyphens do not matter.
    Word,
    /// Yes or no.
    Truth,
    /// A number.
    Number,
    /// A day.
    Day,
    /// A day, or `ongoing`.
    End,
    /// A day, or yes or no.
    Step,
    /// A day, which shows that a step was taken on it or before.
    Begun,
}

impl Kind {
    /// The name by which a binding knows it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Section => "section",
            Self::Word => "word",
            Self::Truth => "boolean",
            Self::Number => "number",
            Self::Day => "date",
            Self::End => "end",
            Self::Step => "step",
            Self::Begun => "begun",
        }
    }

    /// Whether a cell can give a day.
    #[must_use]
    pub const fn is_dated(self) -> bool {
        matches!(self, Self::Day | Self::End | Self::Step | Self::Begun)
    }
}

/// The order in which a column writes its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2024.
    DayFirst,
    /// 12/31/2024.
    MonthFirst,
    /// 2024-12-31.
    #[default]
    Iso,
}

/// What a cell says.
#[derive(Clone, PartialEq)]
pub(crate) enum Said<'a> {
    Nothing,
    /// It says something that the field cannot take.
    Unreadable,
    Text(Cow<'a, str>),
    Truth(bool),
    Number(f64),
    Day(Date),
    Ongoing,
}

/// Stands in a case for a value that cannot be read: no field takes it, so that the case has a finding of it.
const UNREADABLE: &str = "unreadable";

const BLANK: [&str; 5] = ["", "unknown", "not known", "n/a", "null"];
const YES: [&str; 5] = ["y", "yes", "true", "t", "1"];
const NO: [&str; 5] = ["n", "no", "false", "f", "0"];

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Yes or no, where the text is a word for one of them.
fn truth(text: &str) -> Option<bool> {
    if is_one_of(text, &YES) {
        Some(true)
    } else {
        is_one_of(text, &NO).then_some(false)
    }
}

/// A word as the lists of the policy write it.
fn word(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            word.push(letter.to_ascii_lowercase());
        } else if !word.is_empty() && !word.ends_with('_') {
            word.push('_');
        }
    }
    if word.ends_with('_') {
        word.pop();
    }
    word
}

/// A number written with at most fifteen digits before the point and fifteen after it.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let fits = |digits: &str| (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (fits(whole) && part.is_none_or(fits)).then(|| text.parse().ok()).flatten()
}

/// The numbers at the start of a text, up to so many digits, and what follows them.
fn digits(text: &[u8], most: usize) -> Option<(u32, usize, &[u8])> {
    let count = text.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(count)?;
    let value =
        digits.iter().fold(0_u32, |sum, b| sum.saturating_mul(10).saturating_add(u32::from(b.saturating_sub(b'0'))));
    (count > 0).then_some((value, count, rest))
}

/// Whether what follows a date is nothing, or a time of day.
fn is_time(text: &[u8]) -> bool {
    let two = |text| digits(text, 2).filter(|(_, count, _)| *count == 2).map(|(_, _, rest)| rest);
    let inner = || {
        let [b'T' | b' ', rest @ ..] = text else { return None };
        let (_, _, rest) = digits(rest, 2)?;
        let [b':', rest @ ..] = rest else { return None };
        let mut rest = two(rest)?;
        if let [b':', seconds @ ..] = rest {
            rest = two(seconds)?;
            if let [b'.', parts @ ..] = rest {
                (_, _, rest) = digits(parts, 9)?;
            }
        }
        match rest {
            [] | [b'Z'] => Some(()),
            [b'+' | b'-', zone @ ..] => {
                let rest = two(zone)?;
                two(rest.strip_prefix(b":").unwrap_or(rest)).filter(|rest| rest.is_empty()).map(|_| ())
            }
            _ => None,
        }
    };
    text.is_empty() || inner().is_some()
}

/// The three numbers of a date, and whether the first of them is the year.
fn numbers(text: &str) -> Option<(bool, [u32; 3])> {
    let (first, length, rest) = digits(text.as_bytes(), 4)?;
    let year_first = length == 4;
    if length == 3 {
        return None;
    }
    let [separator @ (b'/' | b'.' | b'-'), rest @ ..] = rest else { return None };
    let (second, _, rest) = digits(rest, 2)?;
    let rest = rest.strip_prefix(&[*separator])?;
    let (third, length, rest) = digits(rest, if year_first { 2 } else { 4 })?;
    (is_time(rest) && (year_first || length == 4)).then_some((year_first, [first, second, third]))
}

fn day_of(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::from_ymd(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// The day that a text gives in this order; a time of day may follow it.
pub(crate) fn day(text: &str, order: DateOrder) -> Option<Date> {
    match (order, numbers(text)?) {
        (DateOrder::Iso, (true, [year, month, day])) => day_of(year, month, day),
        (DateOrder::DayFirst, (false, [day, month, year])) | (DateOrder::MonthFirst, (false, [month, day, year])) => {
            day_of(year, month, day)
        }
        _ => None,
    }
}

/// What the values of one column show of the order of its dates: how many of them can be read in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Read with the day first and in no other order.
    pub day_first: u64,
    /// Read with the month first and in no other order.
    pub month_first: u64,
    /// Read with the year first.
    pub iso: u64,
    /// Another day with the day first than with the month first.
    pub either: u64,
    /// The same day in both.
    pub alike: u64,
    /// A day already, and no text.
    pub days: u64,
    /// A text that is no date in any order.
    pub unreadable: u64,
    /// Nothing.
    pub blank: u64,
}

impl Evidence {
    /// Takes in one value of a column of this kind.
    pub fn add(&mut self, cell: Cell<'_>, kind: Kind) {
        let one = |count: &mut u64| *count = count.saturating_add(1);
        let text = match cell {
            Cell::Text(text) => text.trim(),
            Cell::Day(_) => return one(&mut self.days),
            Cell::Missing => return one(&mut self.blank),
            Cell::Broken | Cell::Truth(_) | Cell::Number(_) => return one(&mut self.unreadable),
        };
        let other = (kind == Kind::End && text.eq_ignore_ascii_case("ongoing"))
            || (kind == Kind::Step && truth(text).is_some());
        if other || is_one_of(text, &BLANK) {
            return one(&mut self.blank);
        }
        let read = |order| day(text, order);
        match (read(DateOrder::DayFirst), read(DateOrder::MonthFirst), read(DateOrder::Iso)) {
            (Some(a), Some(b), _) if a == b => one(&mut self.alike),
            (Some(_), Some(_), _) => one(&mut self.either),
            (Some(_), None, _) => one(&mut self.day_first),
            (None, Some(_), _) => one(&mut self.month_first),
            (None, None, Some(_)) => one(&mut self.iso),
            (None, None, None) => one(&mut self.unreadable),
        }
    }

    /// Two parts of a column together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            day_first: self.day_first.saturating_add(other.day_first),
            month_first: self.month_first.saturating_add(other.month_first),
            iso: self.iso.saturating_add(other.iso),
            either: self.either.saturating_add(other.either),
            alike: self.alike.saturating_add(other.alike),
            days: self.days.saturating_add(other.days),
            unreadable: self.unreadable.saturating_add(other.unreadable),
            blank: self.blank.saturating_add(other.blank),
        }
    }
}

/// Reads a cell as a value of this kind.
pub(crate) fn read(cell: Cell<'_>, kind: Kind, order: DateOrder) -> Said<'_> {
    match cell {
        Cell::Missing => Said::Nothing,
        Cell::Broken => Said::Unreadable,
        Cell::Text(text) => read_text(text.trim(), kind, order),
        Cell::Truth(value) if matches!(kind, Kind::Truth | Kind::Step) => Said::Truth(value),
        Cell::Number(value) if kind == Kind::Number => Said::Number(value),
        Cell::Number(value) if matches!(kind, Kind::Truth | Kind::Step) && (value == 0.0 || value == 1.0) => {
            Said::Truth(value == 1.0)
        }
        Cell::Number(value) if kind == Kind::Section && value.fract() == 0.0 => Said::Text(format!("{value}").into()),
        Cell::Day(_) if kind == Kind::Begun => Said::Truth(true),
        Cell::Day(day) if kind.is_dated() => {
            let date = Date::from_days(day);
            // A day past the first or the last stands for another.
            if date == Date::MIN || date == Date::MAX {
                Said::Unreadable
            } else {
                Said::Day(date)
            }
        }
        Cell::Truth(_) | Cell::Number(_) | Cell::Day(_) => Said::Unreadable,
    }
}

fn read_text(text: &str, kind: Kind, order: DateOrder) -> Said<'_> {
    if matches!(kind, Kind::Text | Kind::Section) {
        return if text.is_empty() { Said::Nothing } else { Said::Text(Cow::Borrowed(text)) };
    }
    if is_one_of(text, &BLANK) {
        return Said::Nothing;
    }
    let stated = match kind {
        Kind::Word => Some(word(text)).filter(|word| !word.is_empty()).map(|word| Said::Text(Cow::Owned(word))),
        Kind::Number => number(text).map(Said::Number),
        Kind::Truth => truth(text).map(Said::Truth),
        Kind::Step => truth(text).map(Said::Truth).or_else(|| day(text, order).map(Said::Day)),
        Kind::End if text.eq_ignore_ascii_case("ongoing") => Some(Said::Ongoing),
        // A value that is no date shows no step, and the column that says so has the finding.
        Kind::Begun => return day(text, order).map_or(Said::Nothing, |_| Said::Truth(true)),
        _ => day(text, order).map(Said::Day),
    };
    stated.unwrap_or(Said::Unreadable)
}

impl Said<'_> {
    /// The value as it stands in a case; none where nothing is said.
    pub(crate) fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::Nothing => return None,
            Self::Unreadable => Value::Text(UNREADABLE.to_owned()),
            Self::Text(text) => Value::Text(text.into_owned()),
            Self::Truth(value) => Value::Bool(value),
            Self::Number(value) => Value::Number(value),
            Self::Day(day) => Value::Text(day.to_string()),
            Self::Ongoing => Value::Text("ongoing".to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str, order: DateOrder) -> Option<String> {
        day(text, order).map(|day| day.to_string())
    }

    #[test]
    fn days_are_read_in_the_order_named() {
        let (april, march) = (Some("2024-04-03".to_owned()), Some("2024-03-04".to_owned()));
        for text in ["03/04/2024", "3/4/2024", "03.04.2024", "3-4-2024 09:30", "03/04/2024T23:59:59.5+01:00"] {
            assert_eq!(iso(text, DateOrder::DayFirst), april, "{text}");
            assert_eq!(iso(text, DateOrder::MonthFirst), march, "{text}");
            assert_eq!(iso(text, DateOrder::Iso), None, "{text}");
        }
        for text in ["2024-04-03", "2024/4/3", "2024.04.03T00:00Z", "2024-04-03 00:00:00+0100"] {
            assert_eq!(iso(text, DateOrder::Iso), april, "{text}");
            assert_eq!(iso(text, DateOrder::DayFirst), None, "{text}");
        }
        for text in [
            "31/02/2024",
            "03/04/24",
            "03/04-2024",
            "003/04/2024",
            "03/04/2024 9",
            "03/04/20245",
            "",
            "x",
            "2024-04-031",
            "03/04/2024 09:3",
        ] {
            assert_eq!(iso(text, DateOrder::DayFirst), None, "{text}");
            assert_eq!(iso(text, DateOrder::Iso), None, "{text}");
        }
    }

    #[test]
    fn numbers_and_words() {
        for (text, value) in [
            ("12", Some(12.0)),
            ("+12.50", Some(12.5)),
            ("-1", Some(-1.0)),
            ("1e3", None),
            ("1.", None),
            (".5", None),
            ("nan", None),
            ("1234567890123456", None),
        ] {
            assert_eq!(number(text), value, "{text}");
        }
        assert_eq!(word(" Very-High  risk! "), "very_high_risk");
        assert_eq!(word("?!"), "");
    }
}
