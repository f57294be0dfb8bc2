//! Days of the calendar, without times or time zones.
//!
//! The dates of a case are about victims and offenders, so `Debug` does not show them. `Display` does: write a
//! date with `{}` only where the caller asks for it.

use std::fmt;

use jiff::civil;
use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const EPOCH: civil::Date = civil::date(1970, 1, 1);
const FIRST_DAY: i32 = -719_162;
const LAST_DAY: i32 = 2_932_896;
const HOURS_IN_DAY: i64 = 24;

/// A day from 1 January of the year 1 to 31 December 9999, in the Gregorian calendar throughout.
///
/// It is kept as the number of days since 1 January 1970.
///
/// # Examples
///
/// ```
/// use sfo_core::date::{Date, Weekday};
///
/// let date = Date::parse_iso("2024-02-29").unwrap();
/// assert_eq!(date.to_ymd(), (2024, 2, 29));
/// assert_eq!(date.weekday(), Weekday::Thursday);
/// assert_eq!(date.to_string(), "2024-02-29");
/// // The value of a case stays out of logs.
/// assert_eq!(format!("{date:?}"), "Date(..)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// Whether it is a Saturday or a Sunday.
    #[must_use]
    pub const fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }
}

impl Date {
    /// 1 January of the year 1.
    pub const MIN: Self = Self(FIRST_DAY);
    /// 31 December 9999.
    pub const MAX: Self = Self(LAST_DAY);

    /// The day that is so many days after 1 January 1970 (before it, where negative).
    ///
    /// A number past the first or last day gives that day.
    #[must_use]
    pub const fn from_days(days: i32) -> Self {
        if days < FIRST_DAY {
            Self::MIN
        } else if days > LAST_DAY {
            Self::MAX
        } else {
            Self(days)
        }
    }

    /// The number of days since 1 January 1970.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The day of that year, month and day of the month; `None` where there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::date::Date;
    ///
    /// assert!(Date::from_ymd(2024, 2, 29).is_some());
    /// assert!(Date::from_ymd(2023, 2, 29).is_none());
    /// ```
    #[must_use]
    pub fn from_ymd(year: i32, month: u8, day: u8) -> Option<Self> {
        let date = civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let hours = EPOCH.duration_until(date.ok()?).as_hours();
        Self::in_range(i32::try_from(hours.div_euclid(HOURS_IN_DAY)).ok()?)
    }

    /// Reads `YYYY-MM-DD`, exactly: ten characters, ASCII digits, no spaces; `None` for anything else and for
    /// a day that does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::date::Date;
    ///
    /// assert!(Date::parse_iso("2024-03-01").is_some());
    /// for wrong in ["2024-3-1", "01/03/2024", "2024-03-01T00:00", " 2024-03-01", "2024-13-01"] {
    ///     assert!(Date::parse_iso(wrong).is_none());
    /// }
    /// ```
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
        let year = number(&[y1, y2, y3, y4])?;
        let month = number(&[m1, m2])?;
        let day = number(&[d1, d2])?;
        Self::from_ymd(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The year, the month (1 to 12) and the day of the month (1 to 31).
    #[must_use]
    pub fn to_ymd(self) -> (i32, u8, u8) {
        let hours = i64::from(self.0).saturating_mul(HOURS_IN_DAY);
        let date = EPOCH.saturating_add(SignedDuration::from_hours(hours));
        (i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.to_ymd().0
    }

    /// The day that is so many days later (earlier, where negative); `None` past the first or last day.
    #[must_use]
    pub fn add_days(self, days: i32) -> Option<Self> {
        self.0.checked_add(days).and_then(Self::in_range)
    }

    /// The day so many months later (earlier, where negative) with the same number, or the last day of a month that
    /// is shorter; `None` past the first or last day.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::date::Date;
    ///
    /// let day = |text| Date::parse_iso(text).unwrap();
    /// assert_eq!(day("2024-11-30").add_months(3), Some(day("2025-02-28")));
    /// assert_eq!(day("2024-02-29").add_months(12), Some(day("2025-02-28")));
    /// assert_eq!(day("2024-03-31").add_months(-1), Some(day("2024-02-29")));
    /// ```
    #[must_use]
    pub fn add_months(self, months: i32) -> Option<Self> {
        let (year, month, day) = self.to_ymd();
        let total = year.checked_mul(12)?.checked_add(i32::from(month))?.checked_sub(1)?.checked_add(months)?;
        let month = u8::try_from(total.rem_euclid(12)).ok()?.checked_add(1)?;
        let year = total.div_euclid(12);
        // The last days of a month, where it is shorter, are the next ones tried.
        (28..=day).rev().chain([day]).find_map(|day| Self::from_ymd(year, month, day))
    }

    /// How many days `later` is after this day; negative where it is before.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::date::Date;
    ///
    /// let first = Date::from_ymd(2024, 2, 28).unwrap();
    /// let second = Date::from_ymd(2024, 3, 1).unwrap();
    /// assert_eq!(first.days_between(second), 2);
    /// ```
    #[must_use]
    pub const fn days_between(self, later: Self) -> i32 {
        // Neither number is larger than three million, so this never saturates.
        later.0.saturating_sub(self.0)
    }

    /// The day of the week.
    #[must_use]
    pub const fn weekday(self) -> Weekday {
        // Day 0 was a Thursday.
        match self.0.rem_euclid(7) {
            0 => Weekday::Thursday,
            1 => Weekday::Friday,
            2 => Weekday::Saturday,
            3 => Weekday::Sunday,
            4 => Weekday::Monday,
            5 => Weekday::Tuesday,
            _ => Weekday::Wednesday,
        }
    }

    fn in_range(days: i32) -> Option<Self> {
        (FIRST_DAY..=LAST_DAY).contains(&days).then_some(Self(days))
    }
}

/// Reads up to four ASCII digits.
fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |sum, digit| {
        let digit = char::from(*digit).to_digit(10)?;
        sum.checked_mul(10)?.checked_add(u16::try_from(digit).ok()?)
    })
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Date(..)")
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The deserializer's own error would show the value.
        String::deserialize(deserializer)
            .ok()
            .and_then(|text| Self::parse_iso(&text))
            .ok_or_else(|| serde::de::Error::custom("not a date; write it as YYYY-MM-DD"))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
    }
}

/// A run of days, first and last included.
///
/// # Examples
///
/// ```
/// use sfo_core::date::{Date, DateRange};
///
/// let from = Date::from_ymd(2024, 3, 1).unwrap();
/// let to = Date::from_ymd(2024, 3, 31).unwrap();
/// let march = DateRange::new(from, to).unwrap();
/// assert!(march.contains(to));
/// assert!(DateRange::new(to, from).is_none());
/// assert_eq!(format!("{march:?}"), "DateRange(..)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Period"))]
pub struct DateRange {
    /// The first day.
    pub from: Date,
    /// The last day, not before the first.
    pub to: Date,
}

impl DateRange {
    /// The days from `from` to `to`; `None` where `to` is before `from`.
    #[must_use]
    pub fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// Whether the day is one of them.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }
}

impl From<Date> for DateRange {
    fn from(day: Date) -> Self {
        Self { from: day, to: day }
    }
}

impl fmt::Debug for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DateRange(..)")
    }
}

impl<'de> Deserialize<'de> for DateRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Ends {
            from: Date,
            to: Date,
        }
        let ends = Ends::deserialize(deserializer)?;
        Self::new(ends.from, ends.to)
            .ok_or_else(|| serde::de::Error::custom("`to` is before `from`; give the first day and then the last"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Counts days by walking from 1 January 1970, month by month.
    fn walk(year: i32, month: u8, day: u8) -> i32 {
        let leap = |y: i32| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
        let year_length = |y: i32| if leap(y) { 366 } else { 365 };
        let years: i32 = if year >= 1970 {
            (1970..year).map(year_length).sum()
        } else {
            -(year..1970).map(year_length).sum::<i32>()
        };
        let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let months: i32 = lengths.iter().take(usize::from(month) - 1).sum();
        years + months + i32::from(day) - 1
    }

    #[test]
    fn every_day_reads_back_and_follows_the_one_before() {
        let mut expected = FIRST_DAY;
        for year in 1..=9999_i32 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(date) = Date::from_ymd(year, month, day) else {
                        assert!(day > 28, "{year}-{month}-{day}");
                        continue;
                    };
                    assert_eq!(date.days(), expected);
                    assert_eq!(date.to_ymd(), (year, month, day));
                    expected += 1;
                }
            }
        }
        assert_eq!(expected, LAST_DAY + 1);
    }

    #[test]
    fn the_ends_hold() {
        assert_eq!(Date::MIN.to_string(), "0001-01-01");
        assert_eq!(Date::MAX.to_string(), "9999-12-31");
        assert_eq!(Date::MIN.add_days(-1), None);
        assert_eq!(Date::MAX.add_days(1), None);
        assert_eq!(Date::MAX.add_days(i32::MAX), None);
        assert_eq!(Date::from_days(i32::MIN), Date::MIN);
        assert_eq!(Date::from_days(i32::MAX), Date::MAX);
        assert_eq!(Date::from_ymd(0, 12, 31), None);
        assert_eq!(Date::from_ymd(10_000, 1, 1), None);
        assert_eq!(Date::from_ymd(i32::MIN, 1, 1), None);
        assert_eq!(Date::from_ymd(2024, u8::MAX, 1), None);
    }

    #[test]
    fn weekdays() {
        assert_eq!(Date::from_ymd(1970, 1, 1).unwrap().weekday(), Weekday::Thursday);
        assert_eq!(Date::from_ymd(2022, 9, 19).unwrap().weekday(), Weekday::Monday);
        assert_eq!(Date::MIN.weekday(), Weekday::Monday);
        assert_eq!(Date::from_ymd(1969, 12, 28).unwrap().weekday(), Weekday::Sunday);
    }

    #[test]
    fn only_the_exact_form_is_read() {
        let wrong = "2024 2024-02-30 2023-02-29 1900-02-29 0000-01-01 2024-00-10 2024-01-00 2024-1-01 \
            02024-01-01 +024-01-01 -024-01-01 2024/01/01 2024-01-1x ２０２４-01-01 20240101 \
            2024-W01-1 2024-001 ٢٠٢٤-01-01";
        for text in wrong.split(' ').chain(["", "2024-01-01 ", " 2024-01-01"]) {
            assert_eq!(Date::parse_iso(text), None, "{text}");
        }
        assert_eq!(Date::parse_iso("2000-02-29"), Date::from_ymd(2000, 2, 29));
    }

    #[test]
    fn json_is_the_iso_text_and_errors_show_no_value() {
        let date = Date::from_ymd(2024, 3, 1).unwrap();
        assert_eq!(serde_json::to_string(&date).unwrap(), "\"2024-03-01\"");
        assert_eq!(serde_json::from_str::<Date>("\"2024-03-01\"").unwrap(), date);
        for wrong in ["\"2024-03-41\"", "20240341", "[20240341]", "true"] {
            let message = serde_json::from_str::<Date>(wrong).unwrap_err().to_string();
            assert!(message.starts_with("not a date; write it as YYYY-MM-DD"), "{message}");
            assert!(!message.contains("41"), "{message}");
        }
        let range: DateRange = serde_json::from_str(r#"{"from":"2024-03-01","to":"2024-03-02"}"#).unwrap();
        assert_eq!(serde_json::to_string(&range).unwrap(), r#"{"from":"2024-03-01","to":"2024-03-02"}"#);
        assert!(serde_json::from_str::<DateRange>(r#"{"from":"2024-03-02","to":"2024-03-01"}"#).is_err());
    }

    proptest! {
        #[test]
        fn the_number_agrees_with_walking(year in 1..=9999_i32, month in 1..=12_u8, day in 1..=28_u8) {
            prop_assert_eq!(Date::from_ymd(year, month, day).unwrap().days(), walk(year, month, day));
        }

        #[test]
        fn text_reads_back(days in FIRST_DAY..=LAST_DAY) {
            let date = Date::from_days(days);
            prop_assert_eq!(Date::parse_iso(&date.to_string()), Some(date));
        }

        #[test]
        fn no_text_breaks_the_reader(text in any::<String>()) {
            if let Some(date) = Date::parse_iso(&text) {
                prop_assert_eq!(date.to_string(), text);
            }
        }

        #[test]
        fn order_and_distance_agree(a in FIRST_DAY..=LAST_DAY, b in FIRST_DAY..=LAST_DAY) {
            let (first, second) = (Date::from_days(a), Date::from_days(b));
            prop_assert_eq!(first.add_days(first.days_between(second)), Some(second));
            prop_assert_eq!(first < second, first.to_ymd() < second.to_ymd());
        }
    }
}
