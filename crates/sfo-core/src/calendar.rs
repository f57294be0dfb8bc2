//! Working days: which days count, and counting them.
//!
//! A [`Calendar`] is the data: the holidays and the years that they cover. [`WorkingDays`] is made from it once and
//! answers each question in the same short time, however many days are counted.
//!
//! [`WorkingDays::add_to_all`] and [`WorkingDays::between_all`] do the same for whole columns of dates.
//!
//! A working day is a day that is not a Saturday, a Sunday or a holiday of the calendar. Outside the calendar's
//! years there is an error, never a guess. Where a day that was counted lies in a year that nobody has announced
//! yet, the answer says `projected`.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::error::{Error, ErrorKind};
use crate::value::{Reader, Value};

/// The longest calendar, in bytes of JSON.
pub const MAX_CALENDAR_BYTES: usize = 1 << 20;
/// The most holidays of a calendar that is loaded.
pub const MAX_HOLIDAYS: usize = 5_000;
/// The longest title of a calendar and the longest name of a holiday, in characters.
pub const MAX_NAME: usize = 200;
/// The most years that a calendar may cover. Its days are then fewer than 65,536.
const MAX_YEARS: u16 = 150;

/// One holiday.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day, as the number of days since 1 January 1970. In JSON it is `date`, as `YYYY-MM-DD`.
    #[serde(rename = "date", with = "iso_day")]
    pub day: i32,
    /// Its name.
    pub name: Cow<'static, str>,
    /// Whether it is worked out and not announced.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub projected: bool,
}

impl Holiday {
    /// The day.
    #[must_use]
    pub const fn date(&self) -> Date {
        Date::from_days(self.day)
    }
}

mod iso_day {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::date::Date;

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
    pub(super) fn serialize<S: Serializer>(day: &i32, serializer: S) -> Result<S::Ok, S::Error> {
        Date::from_days(*day).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i32, D::Error> {
        Date::deserialize(deserializer).map(Date::days)
    }
}

/// The holidays of a place, and the years for which they are known.
///
/// The calendar that is compiled in and one that is loaded from JSON are both of this type.
///
/// # Examples
///
/// ```
/// use sfo_core::calendar::{Calendar, WorkingDays};
/// use sfo_core::date::Date;
///
/// let calendar: Calendar = serde_json::from_str(
///     r#"{"title": "A short calendar", "published_from": 2024, "published_to": 2024, "projected_to": 2024,
///         "holidays": [{"date": "2024-12-25", "name": "Christmas Day"},
///                      {"date": "2024-12-26", "name": "Boxing Day"}]}"#,
/// )
/// .unwrap();
/// let days = WorkingDays::new(&calendar).unwrap();
/// let christmas_eve = Date::from_ymd(2024, 12, 24).unwrap();
/// assert_eq!(days.add_working_days(christmas_eve, 1).unwrap().date, Date::from_ymd(2024, 12, 27).unwrap());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// What it is the calendar of.
    pub title: Cow<'static, str>,
    /// The first year covered. All its holidays have been announced.
    pub published_from: u16,
    /// The last year whose holidays have been announced.
    pub published_to: u16,
    /// The last year covered. The holidays of the years after `published_to` are worked out.
    pub projected_to: u16,
    /// The holidays, in order, each once.
    pub holidays: Cow<'static, [Holiday]>,
}

impl Calendar {
    /// A calendar of constant data, for use in constants. [`WorkingDays::new`] checks it.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::borrow::Cow;
    ///
    /// use sfo_core::calendar::{Calendar, Holiday};
    ///
    /// static HOLIDAYS: [Holiday; 1] =
    ///     [Holiday { day: 20_082, name: Cow::Borrowed("Christmas Day"), projected: false }];
    /// static CALENDAR: Calendar = Calendar::from_static("A short calendar", 2024, 2024, 2024, &HOLIDAYS);
    /// assert_eq!(CALENDAR.holidays[0].date().to_string(), "2024-12-25");
    /// ```
    #[must_use]
    pub const fn from_static(
        title: &'static str,
        published_from: u16,
        published_to: u16,
        projected_to: u16,
        holidays: &'static [Holiday],
    ) -> Self {
        Self {
            title: Cow::Borrowed(title),
            published_from,
            published_to,
            projected_to,
            holidays: Cow::Borrowed(holidays),
        }
    }

    /// Reads a calendar from JSON, and checks it: the fields of this type, and for each holiday its `date`, its
    /// `name` and whether it is `projected`.
    ///
    /// # Errors
    ///
    /// Where the text is too long, is not of that shape, or the calendar is not in order. The path of the error
    /// names the place.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::calendar::Calendar;
    ///
    /// let error = Calendar::from_json(
    ///     r#"{"title": "Ours", "published_from": 2024, "published_to": 2024, "projected_to": 2024,
    ///         "holidays": [{"date": "2024-02-30", "name": "No such day"}]}"#,
    /// )
    /// .unwrap_err();
    /// assert_eq!((error.code(), error.path()), ("calendar_malformed", "/holidays/0/date"));
    /// ```
    pub fn from_json(json: &str) -> Result<Self, Error> {
        if json.len() > MAX_CALENDAR_BYTES {
            return Err(Error::new(
                ErrorKind::TooLarge,
                "calendar_too_large",
                "",
                "the calendar is longer than 1 MiB; give fewer years or shorter names",
            ));
        }
        let value: Value = serde_json::from_str(json).map_err(|error| {
            let message = format!(
                "the calendar is not JSON at line {}, column {}; correct it there",
                error.line(),
                error.column()
            );
            Error::new(ErrorKind::Malformed, "calendar_malformed", "", message)
        })?;
        Self::from_value(&value, "")
    }

    /// Reads a calendar from a value that stands at `path` of a document, and checks it.
    pub(crate) fn from_value(value: &Value, path: &str) -> Result<Self, Error> {
        let reader = Reader { malformed: "calendar_malformed", too_large: "calendar_too_large" };
        let (mut title, mut holidays) = (None, None);
        let mut years = [None; 3];
        for (key, value, here) in reader.object(value, path)? {
            let year = || reader.number(value, &here, 1, 9999);
            match key {
                "title" => title = Some(reader.text(value, &here, MAX_NAME)?),
                "published_from" => years[0] = Some(year()?),
                "published_to" => years[1] = Some(year()?),
                "projected_to" => years[2] = Some(year()?),
                "holidays" => holidays = Some(reader.list(value, &here, MAX_HOLIDAYS)?),
                _ => return Err(reader.unknown(path, "title, published_from, published_to, projected_to, holidays")),
            }
        }
        let (Some(title), [Some(published_from), Some(published_to), Some(projected_to)], Some(list)) =
            (title, years, holidays)
        else {
            return Err(reader.fault(
                path,
                "a calendar needs `title`, `published_from`, `published_to`, `projected_to` and `holidays`; add what is missing",
            ));
        };
        let mut holidays = Vec::new();
        for (value, here) in list {
            let (mut date, mut name, mut projected) = (None, None, false);
            for (key, value, there) in reader.object(value, &here)? {
                match key {
                    "date" => date = Some(reader.date(value, &there)?),
                    "name" => name = Some(reader.text(value, &there, MAX_NAME)?),
                    "projected" => projected = reader.boolean(value, &there)?,
                    _ => return Err(reader.unknown(&here, "date, name, projected")),
                }
            }
            let (Some(date), Some(name)) = (date, name) else {
                return Err(reader.fault(&here, "a holiday needs `date` and `name`; add what is missing"));
            };
            holidays.push(Holiday { day: date.days(), name: name.into(), projected });
        }
        let calendar =
            Self { title: title.into(), published_from, published_to, projected_to, holidays: holidays.into() };
        match WorkingDays::new(&calendar) {
            Ok(_) => Ok(calendar),
            Err(error) => {
                let place = match error {
                    CalendarError::Order { index } | CalendarError::Projected { index } => {
                        format!("{path}/holidays/{index}")
                    }
                    _ => path.to_owned(),
                };
                Err(Error::new(ErrorKind::Inconsistent, "calendar_inconsistent", place, error.to_string()))
            }
        }
    }

    /// The years covered, projected ones included.
    #[must_use]
    pub const fn years(&self) -> RangeInclusive<u16> {
        self.published_from..=self.projected_to
    }

    /// The holiday on that day.
    #[must_use]
    pub fn holiday_on(&self, date: Date) -> Option<&Holiday> {
        self.holidays_between(date, date).first()
    }

    /// The holidays from the first day to the last, both included; none where the last is before the first.
    ///
    /// Weekend days that the calendar does not list are not among them.
    #[must_use]
    pub fn holidays_between(&self, first: Date, last: Date) -> &[Holiday] {
        let start = self.holidays.partition_point(|holiday| holiday.day < first.days());
        let end = self.holidays.partition_point(|holiday| holiday.day <= last.days());
        self.holidays.get(start..end).unwrap_or_default()
    }
}

/// Why a calendar does not answer, or cannot be used.
///
/// No message shows the date that was asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// A date, or a day that would have to be counted, is not in the calendar's years.
    #[error("date is outside the calendar's years {first} to {last}; load a calendar that covers it")]
    Outside {
        /// The first year covered.
        first: u16,
        /// The last year covered.
        last: u16,
    },
    /// The years of the calendar are not in order.
    #[error(
        "the calendar's years are wrong; `published_from`, `published_to`, `projected_to` must rise, from 1 to 9999"
    )]
    Years,
    /// The calendar covers more than 150 years.
    #[error("the calendar covers more than {MAX_YEARS} years; load a shorter one")]
    TooLong,
    /// A holiday is out of order, there twice, or not in the calendar's years.
    #[error(
        "holiday {index} of the calendar is out of order, twice there or outside its years; sort and correct them"
    )]
    Order {
        /// Which holiday, counted from 0.
        index: usize,
    },
    /// A holiday of a published year is marked as projected.
    #[error("holiday {index} of the calendar is projected in a published year; correct the holiday or `published_to`")]
    Projected {
        /// Which holiday, counted from 0.
        index: usize,
    },
    /// A year that the calendar claims to cover has no holiday.
    #[error("the calendar has no holiday in {year}; add the year's holidays or do not claim to cover it")]
    EmptyYear {
        /// The year.
        year: u16,
    },
}

/// How the days between two dates are counted. In JSON `excluding_start` or `including_both`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// The start is not counted and the end is: from Monday to Tuesday is one day. This is the counting of
    /// [`WorkingDays::add_working_days`].
    ExcludingStart,
    /// The start and the end are both counted: from Monday to Tuesday is two days.
    IncludingBoth,
}

/// What becomes of a day that is not a working day: one from which days are counted, or a last day. In JSON
/// `stays`, `next` or `previous`.
///
/// A day that is a working day is never moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NonWorkingDay {
    /// It stays as it is: one working day after a Saturday is the Monday.
    #[default]
    Stays,
    /// The next working day stands for it: one working day after a Saturday is the Tuesday.
    Next,
    /// The working day before stands for it: one working day after a Saturday is the Monday, and one before it is
    /// the Thursday.
    Previous,
}

/// A number of days since 1 January 1970, as columns hold it: 32 bits in Arrow and Polars, 64 in NumPy.
pub trait DayNumber: Copy + PartialEq {
    /// What stands for no date: the least number, as in NumPy.
    const MISSING: Self;
    /// How many days it is after the day `first`, where that is a place in a table.
    fn place(self, first: i32) -> usize;
    /// The day that is `place` days after the day `first`.
    fn at(first: i32, place: u16) -> Self;
}

impl DayNumber for i32 {
    const MISSING: Self = Self::MIN;

    #[inline]
    fn place(self, first: i32) -> usize {
        usize::try_from(i64::from(self).wrapping_sub(i64::from(first))).unwrap_or(usize::MAX)
    }

    #[inline]
    fn at(first: i32, place: u16) -> Self {
        first.wrapping_add(Self::from(place))
    }
}

impl DayNumber for i64 {
    const MISSING: Self = Self::MIN;

    #[inline]
    fn place(self, first: i32) -> usize {
        // What wraps is so large that no table has it.
        usize::try_from(self.wrapping_sub(Self::from(first))).unwrap_or(usize::MAX)
    }

    #[inline]
    fn at(first: i32, place: u16) -> Self {
        Self::from(first).wrapping_add(Self::from(place))
    }
}

/// What became of the rows of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// How many had no date to begin with.
    pub missing: usize,
    /// How many have no answer because the calendar does not cover a day that they need.
    pub outside: usize,
    /// The first row among those.
    pub first_outside: Option<usize>,
    /// How many answers rest on a projected year.
    pub projected: usize,
}

impl Rows {
    /// What became of the rows of two parts of a column, of which the first has `before` rows.
    #[must_use]
    pub fn and(self, before: usize, next: Self) -> Self {
        Self {
            missing: self.missing.saturating_add(next.missing),
            outside: self.outside.saturating_add(next.outside),
            first_outside: self.first_outside.or(next.first_outside.map(|at| at.saturating_add(before))),
            projected: self.projected.saturating_add(next.projected),
        }
    }
}

/// A day that was reached by counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CountedDay {
    /// The day.
    pub date: Date,
    /// Whether a day that was counted or passed over lies in a projected year.
    pub projected: bool,
}

/// A number of working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayCount {
    /// How many; negative where the end is before the start.
    pub days: i32,
    /// Whether a day that was counted or passed over lies in a projected year.
    pub projected: bool,
}

/// The working days of a calendar, ready for counting.
///
/// It has a table of a few bytes for each day covered. Every question is answered by looking up, not by walking.
#[derive(Clone, PartialEq, Eq)]
pub struct WorkingDays {
    calendar: Calendar,
    years: (u16, u16),
    first_day: i32,
    /// The place, among the days covered, of the first day of the projected years.
    projected_from: usize,
    /// For each day covered, how many working days come before it; and, last, how many there are.
    before: Box<[u16]>,
    /// The place of each working day among the days covered.
    places: Box<[u16]>,
}

impl std::fmt::Debug for WorkingDays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WorkingDays({} to {})", self.years.0, self.years.1)
    }
}

impl WorkingDays {
    /// Makes the tables of a calendar, and checks it.
    ///
    /// # Errors
    ///
    /// Where the calendar's years or holidays are not in order, a covered year has no holiday, or it covers more
    /// than 150 years.
    pub fn new(calendar: &Calendar) -> Result<Self, CalendarError> {
        let Calendar { published_from, published_to, projected_to, .. } = *calendar;
        if published_from > published_to || published_to > projected_to {
            return Err(CalendarError::Years);
        }
        if projected_to.saturating_sub(published_from) >= MAX_YEARS {
            return Err(CalendarError::TooLong);
        }
        let new_year = |year: u16| Date::from_ymd(i32::from(year), 1, 1).ok_or(CalendarError::Years);
        let first = new_year(published_from)?;
        let last = Date::from_ymd(i32::from(projected_to), 12, 31).ok_or(CalendarError::Years)?;
        let last_published = Date::from_ymd(i32::from(published_to), 12, 31).ok_or(CalendarError::Years)?;
        check_holidays(calendar, first, last, last_published)?;

        let mut before = Vec::new();
        let mut places = Vec::new();
        let mut holidays = calendar.holidays.iter().map(|holiday| holiday.day).peekable();
        for (place, day) in (0_u16..).zip(first.days()..=last.days()) {
            before.push(u16::try_from(places.len()).unwrap_or(u16::MAX));
            let holiday = holidays.next_if_eq(&day).is_some();
            if !holiday && !Date::from_days(day).weekday().is_weekend() {
                places.push(place);
            }
        }
        before.push(u16::try_from(places.len()).unwrap_or(u16::MAX));
        let published_days = first.days_between(last_published).saturating_add(1);
        Ok(Self {
            calendar: calendar.clone(),
            years: (published_from, projected_to),
            first_day: first.days(),
            projected_from: usize::try_from(published_days).unwrap_or(0),
            before: before.into_boxed_slice(),
            places: places.into_boxed_slice(),
        })
    }

    /// Reads a calendar from JSON, and makes its tables: see [`Calendar::from_json`].
    ///
    /// # Errors
    ///
    /// Where the calendar cannot be read or is not in order.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        Self::of(&Calendar::from_json(json)?)
    }

    pub(crate) fn of(calendar: &Calendar) -> Result<Self, Error> {
        Self::new(calendar)
            .map_err(|error| Error::new(ErrorKind::Inconsistent, "calendar_inconsistent", "", error.to_string()))
    }

    /// The calendar that they are made of.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Whether the day is a working day.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Outside`] where the calendar does not cover the day.
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        let place = self.place(date)?;
        Ok(self.before_place(place)? < self.before_place(place.saturating_add(1))?)
    }

    /// Whether the day lies in a year whose holidays nobody has announced yet.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Outside`] where the calendar does not cover the day.
    pub fn is_projected(&self, date: Date) -> Result<bool, CalendarError> {
        Ok(self.place(date)? >= self.projected_from)
    }

    /// The `n`-th working day after the date, or before it where `n` is negative.
    ///
    /// The date itself is not counted, and need not be a working day. With `n` 0 the answer is the date itself,
    /// working day or not.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Outside`] where the calendar does not cover the date or the answer.
    ///
    /// # Examples
    ///
    /// The 28th working day after Friday 15 March 2024, over Good Friday and Easter Monday:
    ///
    /// ```
    /// # use sfo_core::calendar::{Calendar, WorkingDays};
    /// # let calendar: Calendar = serde_json::from_str(
    /// #     r#"{"title": "", "published_from": 2024, "published_to": 2024, "projected_to": 2024, "holidays": [
    /// #         {"date": "2024-03-29", "name": "Good Friday"}, {"date": "2024-04-01", "name": "Easter Monday"}]}"#,
    /// # )
    /// # .unwrap();
    /// # let days = WorkingDays::new(&calendar).unwrap();
    /// use sfo_core::date::Date;
    ///
    /// let end = Date::from_ymd(2024, 3, 15).unwrap();
    /// let last = days.add_working_days(end, 28).unwrap();
    /// assert_eq!(last.date.to_string(), "2024-04-26");
    /// assert!(!last.projected);
    /// ```
    pub fn add_working_days(&self, date: Date, n: i32) -> Result<CountedDay, CalendarError> {
        let start = self.place(date)?;
        let steps = usize::try_from(n.unsigned_abs()).map_err(|_| self.outside())?;
        // `furthest` is the latest day that was counted or passed over.
        let (reached, furthest) = match n.signum() {
            1 => {
                // The working days up to and with the start, and then `n` more; places are counted from 0.
                let counted = self.before_place(start.saturating_add(1))?;
                let reached = self.nth(counted.saturating_add(steps).checked_sub(1))?;
                (reached, Some(reached))
            }
            -1 => (self.nth(self.before_place(start)?.checked_sub(steps))?, start.checked_sub(1)),
            _ => (start, None),
        };
        Ok(CountedDay {
            date: self.date_at(reached)?,
            projected: furthest.is_some_and(|place| place >= self.projected_from),
        })
    }

    /// The day itself where it is a working day; otherwise the day that stands for it.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Outside`] where the calendar does not cover the day or the answer.
    ///
    /// # Examples
    ///
    /// ```
    /// # use sfo_core::calendar::{Calendar, WorkingDays};
    /// # let calendar: Calendar = serde_json::from_str(
    /// #     r#"{"title": "", "published_from": 2024, "published_to": 2024, "projected_to": 2024, "holidays": [
    /// #         {"date": "2024-03-29", "name": "Good Friday"}, {"date": "2024-04-01", "name": "Easter Monday"}]}"#,
    /// # )
    /// # .unwrap();
    /// # let days = WorkingDays::new(&calendar).unwrap();
    /// use sfo_core::calendar::NonWorkingDay;
    /// use sfo_core::date::Date;
    ///
    /// let good_friday = Date::from_ymd(2024, 3, 29).unwrap();
    /// let moved = |rule| days.working_day_for(good_friday, rule).unwrap().date.to_string();
    /// assert_eq!(moved(NonWorkingDay::Stays), "2024-03-29");
    /// assert_eq!(moved(NonWorkingDay::Next), "2024-04-02");
    /// assert_eq!(moved(NonWorkingDay::Previous), "2024-03-28");
    /// ```
    pub fn working_day_for(&self, date: Date, rule: NonWorkingDay) -> Result<CountedDay, CalendarError> {
        let place = self.place(date)?;
        if rule == NonWorkingDay::Stays {
            return Ok(CountedDay { date, projected: false });
        }
        // Whether the day is a working day was asked, so its year counts whatever the answer.
        let projected = place >= self.projected_from;
        if self.is_working_day(date)? {
            return Ok(CountedDay { date, projected });
        }
        let moved = self.add_working_days(date, if rule == NonWorkingDay::Next { 1 } else { -1 })?;
        Ok(CountedDay { date: moved.date, projected: moved.projected || projected })
    }

    /// The `n`-th working day after the date, where what becomes of a start that is not a working day is named.
    ///
    /// With [`NonWorkingDay::Stays`] it is [`add_working_days`](Self::add_working_days). Otherwise the start is first
    /// moved, which with `n` 0 is the answer.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Outside`] where the calendar does not cover the date or the answer.
    pub fn add_working_days_from(&self, date: Date, n: i32, start: NonWorkingDay) -> Result<CountedDay, CalendarError> {
        let from = self.working_day_for(date, start)?;
        let reached = self.add_working_days(from.date, n)?;
        Ok(CountedDay { date: reached.date, projected: reached.projected || from.projected })
    }

    /// Adds `n` working days to every date of a column, as
    /// [`add_working_days_from`](Self::add_working_days_from) does to one.
    ///
    /// `out` takes an answer for each date, and [`DayNumber::MISSING`] where there is none: where the date is
    /// missing itself, and where the calendar does not cover the date or the answer. The two are counted apart. Where
    /// one of the slices is longer, its rest is left alone.
    ///
    /// The answers are worked out once for every day that the calendar covers and then looked up.
    ///
    /// # Examples
    ///
    /// ```
    /// # use sfo_core::calendar::{Calendar, WorkingDays};
    /// # let calendar: Calendar = serde_json::from_str(
    /// #     r#"{"title": "", "published_from": 2024, "published_to": 2024, "projected_to": 2024, "holidays": [
    /// #         {"date": "2024-03-29", "name": "Good Friday"}, {"date": "2024-04-01", "name": "Easter Monday"}]}"#,
    /// # )
    /// # .unwrap();
    /// # let days = WorkingDays::new(&calendar).unwrap();
    /// use sfo_core::calendar::NonWorkingDay;
    ///
    /// // 28 March 2024, no date, and a day of 1970.
    /// let dates = [19_810_i32, i32::MIN, 0];
    /// let mut out = [0; 3];
    /// let rows = days.add_to_all(&dates, 1, NonWorkingDay::Stays, &mut out);
    /// assert_eq!(out, [19_815, i32::MIN, i32::MIN]);
    /// assert_eq!((rows.missing, rows.outside, rows.first_outside), (1, 1, Some(2)));
    /// ```
    pub fn add_to_all<D: DayNumber>(&self, dates: &[D], n: i32, start: NonWorkingDay, out: &mut [D]) -> Rows {
        self.adder(n, start).add_to_all(dates, out)
    }

    /// The addition of `n` working days, worked out for every day that the calendar covers: for a column that comes in
    /// parts.
    #[must_use]
    pub fn adder(&self, n: i32, start: NonWorkingDay) -> Adder {
        let (table, projected_from) = self.sums(n, start);
        Adder { table, projected_from, first_day: self.first_day }
    }

    /// For each day covered, the place of the answer, or `u16::MAX`; and the first place whose answer is projected.
    fn sums(&self, n: i32, start: NonWorkingDay) -> (Vec<u16>, usize) {
        let mut projected = usize::MAX;
        let table = (0..self.before.len().saturating_sub(1))
            .map(|place| {
                let answer = self.date_at(place).and_then(|date| self.add_working_days_from(date, n, start)).ok();
                let Some(answer) = answer else { return u16::MAX };
                // Answers rise with their dates, and so does how far they look ahead.
                if answer.projected {
                    projected = projected.min(place);
                }
                self.place(answer.date).ok().and_then(|place| u16::try_from(place).ok()).unwrap_or(u16::MAX)
            })
            .collect();
        (table, projected)
    }

    /// Counts the working days between the dates of two columns, as
    /// [`working_days_between`](Self::working_days_between) does between two dates.
    ///
    /// `out` takes a number for each pair, and `i32::MIN` where there is none: where a date is missing, and where the
    /// calendar does not cover one. The two are counted apart. Where one of the slices is longer, its rest is left
    /// alone.
    pub fn between_all<D: DayNumber>(&self, starts: &[D], ends: &[D], counting: Counting, out: &mut [i32]) -> Rows {
        let (before, first) = (&*self.before, self.first_day);
        let days = before.len().saturating_sub(1);
        let both = usize::from(counting == Counting::IncludingBoth);
        let mut unanswered = 0_usize;
        let mut projected = 0_usize;
        // Columns run forwards and backwards in no order, so nothing but what has no answer is a branch.
        for ((start, end), out) in starts.iter().zip(ends).zip(&mut *out) {
            let (from, to) = (start.place(first), end.place(first));
            let forward = usize::from(to >= from);
            // The counts before the first day that is counted and after the last, by the way in which they run.
            let low = before.get(from.wrapping_add(forward ^ both));
            let high = before.get(to.wrapping_add(forward));
            let (true, true, Some(low), Some(high)) = (from < days, to < days, low, high) else {
                *out = i32::MIN;
                unanswered = unanswered.wrapping_add(1);
                continue;
            };
            // None of these counts is above 65,535.
            *out = i32::from(*high).wrapping_sub(i32::from(*low));
            // The last day that is counted or passed over: the later one, save where it is the start that is not.
            let last = from.max(to).wrapping_sub((forward | both) ^ 1);
            let counted = usize::from(from != to) | both;
            projected = projected.wrapping_add(counted & usize::from(last >= self.projected_from));
        }
        let missing = |(start, end): (&D, &D)| *start == D::MISSING || *end == D::MISSING;
        let rows = starts.iter().zip(ends).zip(out).map(|(pair, out)| (missing(pair), *out == i32::MIN));
        Rows { projected, ..unanswered_rows(unanswered, rows) }
    }

    /// How many working days lie between two dates.
    ///
    /// Where the end is before the start, the days are counted backwards and the number is negative: with
    /// [`Counting::ExcludingStart`] the later day is then the one not counted, so that what
    /// [`add_working_days`](Self::add_working_days) steps is what this counts.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Outside`] where the calendar does not cover both dates.
    ///
    /// # Examples
    ///
    /// ```
    /// # use sfo_core::calendar::{Calendar, WorkingDays};
    /// # let calendar: Calendar = serde_json::from_str(
    /// #     r#"{"title": "", "published_from": 2024, "published_to": 2024, "projected_to": 2024, "holidays": [
    /// #         {"date": "2024-03-29", "name": "Good Friday"}, {"date": "2024-04-01", "name": "Easter Monday"}]}"#,
    /// # )
    /// # .unwrap();
    /// # let days = WorkingDays::new(&calendar).unwrap();
    /// use sfo_core::calendar::Counting;
    /// use sfo_core::date::Date;
    ///
    /// let thursday = Date::from_ymd(2024, 3, 28).unwrap();
    /// let tuesday = Date::from_ymd(2024, 4, 2).unwrap();
    /// let count = |counting| days.working_days_between(thursday, tuesday, counting).unwrap().days;
    /// assert_eq!(count(Counting::ExcludingStart), 1);
    /// assert_eq!(count(Counting::IncludingBoth), 2);
    /// ```
    pub fn working_days_between(&self, start: Date, end: Date, counting: Counting) -> Result<DayCount, CalendarError> {
        let (start, end) = (self.place(start)?, self.place(end)?);
        let backwards = end < start;
        // The days counted, from `low` up to but not with `high`.
        let (low, high) = match (counting, backwards) {
            (Counting::ExcludingStart, false) => (start.saturating_add(1), end.saturating_add(1)),
            (Counting::ExcludingStart, true) => (end, start),
            (Counting::IncludingBoth, false) => (start, end.saturating_add(1)),
            (Counting::IncludingBoth, true) => (end, start.saturating_add(1)),
        };
        let number = self.before_place(high)?.saturating_sub(self.before_place(low)?);
        let number = i32::try_from(number).map_err(|_| self.outside())?;
        Ok(DayCount {
            days: if backwards { number.saturating_neg() } else { number },
            projected: low < high && high > self.projected_from,
        })
    }

    const fn outside(&self) -> CalendarError {
        CalendarError::Outside { first: self.years.0, last: self.years.1 }
    }

    /// The place of a day among the days covered.
    fn place(&self, date: Date) -> Result<usize, CalendarError> {
        let place = usize::try_from(date.days().saturating_sub(self.first_day)).ok();
        // The table has one count more than there are days.
        place.filter(|place| place.saturating_add(1) < self.before.len()).ok_or_else(|| self.outside())
    }

    fn before_place(&self, place: usize) -> Result<usize, CalendarError> {
        self.before.get(place).map(|count| usize::from(*count)).ok_or_else(|| self.outside())
    }

    fn nth(&self, index: Option<usize>) -> Result<usize, CalendarError> {
        let place = index.and_then(|index| self.places.get(index));
        place.map(|place| usize::from(*place)).ok_or_else(|| self.outside())
    }

    fn date_at(&self, place: usize) -> Result<Date, CalendarError> {
        let place = i32::try_from(place).map_err(|_| self.outside())?;
        Ok(Date::from_days(self.first_day.saturating_add(place)))
    }
}

/// An addition of working days, ready for columns. Made by [`WorkingDays::adder`].
pub struct Adder {
    /// For each day covered, the place of the answer, or `u16::MAX`.
    table: Vec<u16>,
    /// The first place whose answer is projected.
    projected_from: usize,
    first_day: i32,
}

impl Adder {
    /// Adds to every date of a column, or of a part of one: see [`WorkingDays::add_to_all`].
    pub fn add_to_all<D: DayNumber>(&self, dates: &[D], out: &mut [D]) -> Rows {
        let (table, first, projected_from) = (self.table.as_slice(), self.first_day, self.projected_from);
        let mut unanswered = 0_usize;
        let mut projected = 0_usize;
        for (date, out) in dates.iter().zip(&mut *out) {
            let place = date.place(first);
            let sum = table.get(place).copied().unwrap_or(u16::MAX);
            let answered = sum != u16::MAX;
            *out = if answered { D::at(first, sum) } else { D::MISSING };
            unanswered = unanswered.wrapping_add(usize::from(!answered));
            projected = projected.wrapping_add(usize::from(answered) & usize::from(place >= projected_from));
        }
        let rows = dates.iter().zip(out).map(|(date, out)| (*date == D::MISSING, *out == D::MISSING));
        Rows { projected, ..unanswered_rows(unanswered, rows) }
    }
}

/// Tells the rows that had no date from those outside the calendar. Nothing is walked where every row has an answer.
fn unanswered_rows(unanswered: usize, rows: impl Iterator<Item = (bool, bool)>) -> Rows {
    let mut counts = Rows::default();
    if unanswered > 0 {
        for (at, (missing, unanswered)) in rows.enumerate() {
            if missing {
                counts.missing = counts.missing.saturating_add(1);
            } else if unanswered {
                counts.outside = counts.outside.saturating_add(1);
                counts.first_outside = counts.first_outside.or(Some(at));
            }
        }
    }
    counts
}

/// Checks that the holidays are in order, in the years covered and in each of them.
fn check_holidays(calendar: &Calendar, first: Date, last: Date, last_published: Date) -> Result<(), CalendarError> {
    let mut previous = None;
    let mut expected = calendar.years();
    let mut year_seen = None;
    for (index, holiday) in calendar.holidays.iter().enumerate() {
        let in_order = previous.is_none_or(|previous| previous < holiday.day);
        if !in_order || holiday.day < first.days() || holiday.day > last.days() {
            return Err(CalendarError::Order { index });
        }
        if holiday.projected && holiday.day <= last_published.days() {
            return Err(CalendarError::Projected { index });
        }
        previous = Some(holiday.day);
        let year = holiday.date().year();
        if year_seen != Some(year) {
            year_seen = Some(year);
            match expected.next() {
                Some(next) if i32::from(next) != year => return Err(CalendarError::EmptyYear { year: next }),
                _ => {}
            }
        }
    }
    expected.next().map_or(Ok(()), |year| Err(CalendarError::EmptyYear { year }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        Date::parse_iso(text).unwrap()
    }

    fn holiday(text: &str, projected: bool) -> Holiday {
        Holiday { day: day(text).days(), name: Cow::Borrowed("a holiday"), projected }
    }

    fn calendar(years: (u16, u16, u16), holidays: Vec<Holiday>) -> Calendar {
        let mut calendar = Calendar::from_static("a calendar", years.0, years.1, years.2, &[]);
        calendar.holidays = Cow::Owned(holidays);
        calendar
    }

    /// Published 2022 and 2023, projected 2024.
    fn short() -> Calendar {
        let published = "2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 \
            2022-12-26 2022-12-27 2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-08 2023-05-29 \
            2023-08-28 2023-12-25 2023-12-26";
        let projected = "2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27 2024-08-26 2024-12-25 2024-12-26";
        let mut holidays: Vec<Holiday> = published.split(' ').map(|text| holiday(text, false)).collect();
        holidays.extend(projected.split(' ').map(|text| holiday(text, true)));
        calendar((2022, 2023, 2024), holidays)
    }

    fn index() -> WorkingDays {
        WorkingDays::new(&short()).unwrap()
    }

    fn check(from: &str, n: i32, expected: &str, projected: bool) {
        let reached = index().add_working_days(day(from), n).unwrap();
        assert_eq!((reached.date.to_string().as_str(), reached.projected), (expected, projected), "{from} and {n}");
    }

    #[test]
    fn the_start_is_not_counted_and_need_not_be_a_working_day() {
        check("2022-12-23", 1, "2022-12-28", false);
        check("2022-12-24", 1, "2022-12-28", false);
        check("2022-12-27", 1, "2022-12-28", false);
        check("2022-12-28", -1, "2022-12-23", false);
        check("2022-12-25", 0, "2022-12-25", false);
    }

    #[test]
    fn twenty_eight_working_days_over_extra_holidays() {
        // 2, 3 June 2022 are holidays; 30 May is not.
        check("2022-05-06", 28, "2022-06-17", false);
        // 19 September 2022 is a holiday.
        check("2022-08-26", 28, "2022-10-07", false);
        // 8 May 2023 is a holiday.
        check("2023-04-28", 28, "2023-06-12", false);
    }

    #[test]
    fn a_count_into_a_projected_year_says_so() {
        check("2023-12-28", 1, "2023-12-29", false);
        check("2023-12-29", 1, "2024-01-02", true);
        // Backwards from 2024: 1 January 2024 is passed over.
        check("2024-01-02", -1, "2023-12-29", true);
        // The start is not counted, so nothing of 2024 is.
        check("2024-01-01", -1, "2023-12-29", false);
        check("2024-06-03", 0, "2024-06-03", false);
        assert_eq!(index().is_projected(day("2023-12-31")), Ok(false));
        assert_eq!(index().is_projected(day("2024-01-01")), Ok(true));
        let between = |a, b, counting| index().working_days_between(day(a), day(b), counting).unwrap().projected;
        assert!(!between("2023-12-28", "2023-12-31", Counting::IncludingBoth));
        assert!(between("2023-12-28", "2024-01-01", Counting::ExcludingStart));
        assert!(!between("2024-01-01", "2023-12-28", Counting::ExcludingStart));
        assert!(between("2024-01-01", "2023-12-28", Counting::IncludingBoth));
        assert!(!between("2024-01-03", "2024-01-03", Counting::ExcludingStart));
    }

    #[test]
    fn outside_the_years_is_an_error_without_the_date() {
        let days = index();
        let outside = CalendarError::Outside { first: 2022, last: 2024 };
        assert_eq!(days.is_working_day(day("2021-12-31")), Err(outside));
        assert_eq!(days.is_working_day(day("2025-01-01")), Err(outside));
        assert_eq!(days.is_projected(Date::MIN), Err(outside));
        assert_eq!(days.add_working_days(day("2021-12-31"), 1), Err(outside));
        assert_eq!(days.add_working_days(day("2024-12-31"), 1), Err(outside));
        assert_eq!(days.add_working_days(day("2022-01-04"), -1), Err(outside));
        assert_eq!(days.add_working_days(day("2022-01-04"), i32::MIN), Err(outside));
        assert_eq!(days.add_working_days(day("2022-01-04"), i32::MAX), Err(outside));
        assert_eq!(days.add_working_days(Date::MAX, 0), Err(outside));
        assert_eq!(days.working_days_between(day("2022-01-04"), Date::MAX, Counting::IncludingBoth), Err(outside));
        assert_eq!(
            outside.to_string(),
            "date is outside the calendar's years 2022 to 2024; load a calendar that covers it"
        );
    }

    #[test]
    fn a_column_in_parts_answers_as_a_whole_one() {
        let (days, first) = (index(), day("2021-12-20").days());
        let dates: Vec<i64> = (0..900).map(|at| if at == 40 { i64::MIN } else { i64::from(first + at) }).collect();
        let (mut whole, mut parts) = (vec![0; dates.len()], vec![0; dates.len()]);
        let expected = days.add_to_all(&dates, 3, NonWorkingDay::Next, &mut whole);
        let adder = days.adder(3, NonWorkingDay::Next);
        let (mut rows, mut before) = (Rows::default(), 0);
        for (dates, out) in dates.chunks(7).zip(parts.chunks_mut(7)) {
            rows = rows.and(before, adder.add_to_all(dates, out));
            before += dates.len();
        }
        assert_eq!((rows, parts), (expected, whole));
        assert_eq!((rows.missing, rows.first_outside), (1, Some(0)));
    }

    #[test]
    fn a_calendar_at_fault_is_refused() {
        let check = |years, holidays| WorkingDays::new(&calendar(years, holidays)).unwrap_err();
        let one = || vec![holiday("2022-06-02", false)];
        assert_eq!(check((2023, 2022, 2024), one()), CalendarError::Years);
        assert_eq!(check((2022, 2024, 2023), one()), CalendarError::Years);
        assert_eq!(check((0, 0, 0), vec![]), CalendarError::Years);
        assert_eq!(check((9999, 10_000, 10_000), vec![]), CalendarError::Years);
        assert_eq!(check((1900, 2022, 2050), one()), CalendarError::TooLong);
        assert_eq!(check((0, 0, u16::MAX), one()), CalendarError::TooLong);
        assert_eq!(check((2021, 2021, 2021), one()), CalendarError::Order { index: 0 });
        assert_eq!(check((2022, 2023, 2023), one()), CalendarError::EmptyYear { year: 2023 });
        assert_eq!(check((2021, 2022, 2022), one()), CalendarError::EmptyYear { year: 2021 });
        assert_eq!(check((2022, 2022, 2022), vec![]), CalendarError::EmptyYear { year: 2022 });
        assert_eq!(check((2022, 2022, 2022), [one(), one()].concat()), CalendarError::Order { index: 1 });
        let unsorted = vec![holiday("2022-06-03", false), holiday("2022-06-02", false)];
        assert_eq!(check((2022, 2022, 2022), unsorted), CalendarError::Order { index: 1 });
        assert_eq!(check((2022, 2022, 2022), vec![holiday("2022-06-02", true)]), CalendarError::Projected { index: 0 });
        let wild = vec![Holiday { day: i32::MAX, name: Cow::Borrowed(""), projected: false }];
        assert_eq!(check((2022, 2022, 2022), wild), CalendarError::Order { index: 0 });
    }

    #[test]
    fn the_longest_calendar_fits_its_tables() {
        let holidays = (1901..=2050).map(|year| holiday(&format!("{year}-12-25"), false)).collect();
        let days = WorkingDays::new(&calendar((1901, 2050, 2050), holidays)).unwrap();
        let whole = days.working_days_between(day("1901-01-01"), day("2050-12-31"), Counting::IncludingBoth);
        assert!((39_000..39_200).contains(&whole.unwrap().days));
    }

    #[test]
    fn holidays_are_found_by_day_and_by_range() {
        let calendar = short();
        assert!(calendar.holiday_on(day("2022-09-19")).is_some());
        assert!(calendar.holiday_on(day("2022-09-20")).is_none());
        assert_eq!(calendar.holidays_between(day("2022-06-01"), day("2022-06-03")).len(), 2);
        assert_eq!(calendar.holidays_between(day("2022-06-03"), day("2022-06-02")).len(), 0);
        assert_eq!(calendar.holidays_between(day("2022-06-03"), day("2022-01-01")).len(), 0);
    }

    #[test]
    fn json_reads_back_and_refuses_what_it_does_not_know() {
        let text = serde_json::to_string(&short()).unwrap();
        assert!(text.contains(r#"{"date":"2024-01-01","name":"a holiday","projected":true}"#));
        assert!(text.contains(r#"{"date":"2022-01-03","name":"a holiday"}"#));
        assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), short());
        assert!(serde_json::from_str::<Holiday>(r#"{"date":"2024-02-30","name":""}"#).is_err());
        assert!(serde_json::from_str::<Holiday>(r#"{"date":"2024-02-29","name":"","x":1}"#).is_err());
    }

    // The slow way: walk day by day.

    fn works(calendar: &Calendar, date: Date) -> bool {
        !date.weekday().is_weekend() && calendar.holidays.iter().all(|holiday| holiday.day != date.days())
    }

    fn covered(calendar: &Calendar, date: Date) -> bool {
        calendar.years().any(|year| i32::from(year) == date.year())
    }

    fn is_projected(calendar: &Calendar, date: Date) -> bool {
        date.year() > i32::from(calendar.published_to)
    }

    fn add_by_walking(calendar: &Calendar, date: Date, n: i32) -> Option<(i32, bool)> {
        let (mut at, mut left, mut projected) = (date, n, false);
        while left != 0 {
            at = at.add_days(n.signum()).filter(|at| covered(calendar, *at))?;
            projected |= is_projected(calendar, at);
            if works(calendar, at) {
                left -= n.signum();
            }
        }
        Some((at.days(), projected))
    }

    fn count_by_walking(calendar: &Calendar, start: Date, end: Date, counting: Counting) -> (i32, bool) {
        let (low, high) = (start.min(end).days(), start.max(end).days());
        let counted: Vec<Date> = (low..=high)
            .map(Date::from_days)
            .filter(|date| counting == Counting::IncludingBoth || *date != start)
            .collect();
        let number = counted.iter().filter(|date| works(calendar, **date)).count();
        let number = i32::try_from(number).unwrap();
        (if end < start { -number } else { number }, counted.iter().any(|date| is_projected(calendar, *date)))
    }

    prop_compose! {
        /// A calendar of up to four years with any days for holidays.
        fn any_calendar()(from in 2000..2030_u16, published in 0..2_u16, projected in 0..3_u16)(
            years in Just((from, from + published, from + published + projected)),
            // One at least in each year, and up to forty more.
            fixed in prop::collection::vec(0..365_i32, usize::from(published + projected) + 1),
            more in prop::collection::vec(0..365_i32 * i32::from(published + projected + 1), 0..40),
        ) -> Calendar {
            let first = Date::from_ymd(i32::from(years.0), 1, 1).unwrap().days();
            let new_year = |year: u16| Date::from_ymd(i32::from(year), 1, 1).unwrap().days();
            let mut all: Vec<i32> = (years.0..).zip(fixed).map(|(year, offset)| new_year(year) + offset).collect();
            all.extend(more.into_iter().map(|offset| first + offset));
            all.sort_unstable();
            all.dedup();
            let holidays = all
                .into_iter()
                .map(|day| Holiday {
                    day,
                    name: Cow::Borrowed("a holiday"),
                    projected: Date::from_days(day).year() > i32::from(years.1),
                })
                .collect();
            calendar(years, holidays)
        }
    }

    prop_compose! {
        /// A calendar and two of its days.
        fn calendar_and_days()(calendar in any_calendar())(
            first in 0..day_count(&calendar), second in 0..day_count(&calendar), calendar in Just(calendar),
        ) -> (Calendar, Date, Date) {
            let start = Date::from_ymd(i32::from(calendar.published_from), 1, 1).unwrap();
            (calendar, start.add_days(first).unwrap(), start.add_days(second).unwrap())
        }
    }

    fn day_count(calendar: &Calendar) -> i32 {
        let first = Date::from_ymd(i32::from(calendar.published_from), 1, 1).unwrap();
        first.days_between(Date::from_ymd(i32::from(calendar.projected_to) + 1, 1, 1).unwrap())
    }

    proptest! {
        #[test]
        fn adding_agrees_with_walking((calendar, date, _) in calendar_and_days(), n in -400..400_i32) {
            let days = WorkingDays::new(&calendar).unwrap();
            let found = days.add_working_days(date, n).ok().map(|day| (day.date.days(), day.projected));
            prop_assert_eq!(found, add_by_walking(&calendar, date, n));
        }

        #[test]
        fn counting_agrees_with_walking((calendar, start, end) in calendar_and_days()) {
            let days = WorkingDays::new(&calendar).unwrap();
            prop_assert_eq!(days.is_working_day(start).unwrap(), works(&calendar, start));
            for counting in [Counting::ExcludingStart, Counting::IncludingBoth] {
                let found = days.working_days_between(start, end, counting).unwrap();
                prop_assert_eq!((found.days, found.projected), count_by_walking(&calendar, start, end, counting));
            }
        }

        #[test]
        fn counting_undoes_adding((calendar, date, _) in calendar_and_days(), n in -300..300_i32) {
            let days = WorkingDays::new(&calendar).unwrap();
            if let Ok(reached) = days.add_working_days(date, n) {
                let count = days.working_days_between(date, reached.date, Counting::ExcludingStart).unwrap();
                prop_assert_eq!(count.days, n);
                prop_assert_eq!(count.projected, reached.projected);
            }
        }

        #[test]
        fn no_day_and_no_number_breaks_it(days in any::<i32>(), other in any::<i32>(), n in any::<i32>()) {
            let (index, date) = (index(), Date::from_days(days));
            let _ = index.add_working_days(date, n);
            let _ = index.working_days_between(date, Date::from_days(other), Counting::IncludingBoth);
        }
    }
}
