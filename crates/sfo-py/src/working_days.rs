//! Working days for Python: single days and columns, as numbers of days since 1 January 1970.

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyMemoryView, PySlice, PyString};
use sfo_core::calendar::{Counting, NonWorkingDay, Rows};
use sfo_core::date::Date;

/// How many rows are taken at a time: few enough for the caches, and so many that other threads of Python, which run
/// while a part is worked out, are not asked for their turn often.
const PART: usize = 1 << 16;

/// What stands for no date or no number in a column.
const MISSING: i64 = i64::MIN;

/// The working days of a calendar.
#[pyclass(frozen, module = "sfo._sfo")]
pub(crate) struct WorkingDays {
    pub(crate) inner: sfo_core::calendar::WorkingDays,
}

/// A column of dates or numbers, of 32 or of 64 bits, and how many of its units are a day.
struct Column<'py> {
    memory: Bound<'py, PyMemoryView>,
    wide: bool,
    per_day: i64,
    rows: usize,
    /// Where the parts of a column of 32 bits are copied to.
    narrow: Vec<i32>,
}

impl<'py> Column<'py> {
    fn of(value: &Bound<'py, PyAny>, per_day: i64) -> PyResult<Self> {
        if per_day < 1 {
            return Err(PyValueError::new_err("a day has at least one unit"));
        }
        let memory = PyMemoryView::from(value)?;
        let wide = PyBuffer::<i64>::get(&memory).is_ok();
        let rows = if wide { memory.len()? } else { PyBuffer::<i32>::get(&memory)?.item_count() };
        Ok(Self { memory, wide, per_day, rows, narrow: Vec::new() })
    }

    /// The view of a part, by which Python copies it.
    fn part(&self, from: usize, rows: usize) -> PyResult<Bound<'py, PyAny>> {
        let place = |at: usize| isize::try_from(at).map_err(|_| PyValueError::new_err("the column is too long"));
        let slice = PySlice::new(self.memory.py(), place(from)?, place(from.saturating_add(rows))?, 1);
        self.memory.get_item(slice)
    }

    /// Reads a part as days. A column of one row stands for one of any length.
    fn read(&mut self, from: usize, rows: usize, part: &mut Vec<i64>) -> PyResult<()> {
        let py = self.memory.py();
        let (from, read) = if self.rows == 1 { (0, 1) } else { (from, rows) };
        let view = self.part(from, read)?;
        part.resize(read, 0);
        if self.wide {
            PyBuffer::<i64>::get(&view)?.copy_to_slice(py, part)?;
        } else {
            self.narrow.resize(read, 0);
            PyBuffer::<i32>::get(&view)?.copy_to_slice(py, &mut self.narrow)?;
            for (day, value) in part.iter_mut().zip(&self.narrow) {
                *day = if *value == i32::MIN { MISSING } else { i64::from(*value) };
            }
        }
        if self.per_day > 1 {
            for day in part.iter_mut().filter(|day| **day != MISSING) {
                *day = day.div_euclid(self.per_day);
            }
        }
        if let [one] = **part {
            part.resize(rows, one);
        }
        Ok(())
    }

    /// Writes a part.
    fn write(&mut self, from: usize, part: &mut [i64]) -> PyResult<()> {
        let py = self.memory.py();
        let view = self.part(from, part.len())?;
        if self.per_day > 1 {
            for day in part.iter_mut().filter(|day| **day != MISSING) {
                *day = day.saturating_mul(self.per_day);
            }
        }
        if self.wide {
            return PyBuffer::<i64>::get(&view)?.copy_from_slice(py, part);
        }
        self.narrow.clear();
        self.narrow.extend(part.iter().map(|value| i32::try_from(*value).unwrap_or(i32::MIN)));
        PyBuffer::<i32>::get(&view)?.copy_from_slice(py, &self.narrow)
    }
}

/// Works over columns part by part. What other threads of Python may write to is copied before they run again, so that
/// nothing is read while it changes.
fn over<'py, const N: usize>(
    py: Python<'py>,
    columns: [(&Bound<'py, PyAny>, i64); N],
    out: (&Bound<'py, PyAny>, i64),
    work: impl Fn([&[i64]; N], &mut [i64]) -> Rows + Sync,
) -> PyResult<(usize, usize, Option<usize>)> {
    let mut out = Column::of(out.0, out.1)?;
    let mut read = Vec::new();
    for (column, per_day) in columns {
        let column = Column::of(column, per_day)?;
        if column.rows != out.rows && column.rows != 1 {
            return Err(PyValueError::new_err("the columns are not of one length"));
        }
        read.push(column);
    }
    let mut parts: [Vec<i64>; N] = std::array::from_fn(|_| Vec::new());
    let mut answers = vec![0; out.rows.min(PART)];
    let (mut rows, mut from) = (Rows::default(), 0);
    while from < out.rows {
        let count = (out.rows - from).min(PART);
        answers.truncate(count);
        for (column, part) in read.iter_mut().zip(&mut parts) {
            column.read(from, count, part)?;
        }
        let given = parts.each_ref().map(Vec::as_slice);
        let next = py.detach(|| work(given, &mut answers));
        rows = rows.and(from, next);
        out.write(from, &mut answers)?;
        from += count;
    }
    Ok((rows.missing, rows.outside, rows.first_outside))
}

fn start_of(word: &str) -> PyResult<NonWorkingDay> {
    match word {
        "stays" => Ok(NonWorkingDay::Stays),
        "next" => Ok(NonWorkingDay::Next),
        "previous" => Ok(NonWorkingDay::Previous),
        _ => Err(PyValueError::new_err("`start` is `stays`, `next` or `previous`")),
    }
}

fn counting_of(word: &str) -> PyResult<Counting> {
    match word {
        "excluding_start" => Ok(Counting::ExcludingStart),
        "including_both" => Ok(Counting::IncludingBoth),
        _ => Err(PyValueError::new_err("`counting` is `excluding_start` or `including_both`")),
    }
}

#[pymethods]
impl WorkingDays {
    /// Reads a calendar from JSON.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyString>) -> PyResult<Self> {
        let inner = sfo_core::calendar::WorkingDays::from_json(&text.to_string_lossy())
            .map_err(|error| crate::raised(text.py(), "CalendarError", &error))?;
        Ok(Self { inner })
    }

    /// What it is the calendar of.
    #[getter]
    fn title(&self) -> &str {
        &self.inner.calendar().title
    }

    /// The first year covered, the last that is announced, and the last covered.
    #[getter]
    fn years(&self) -> (u16, u16, u16) {
        let calendar = self.inner.calendar();
        (calendar.published_from, calendar.published_to, calendar.projected_to)
    }

    /// Adds working days to a column of dates. Gives how many have no date, how many are outside, and which is the
    /// first of these.
    #[pyo3(signature = (dates, per_day, n, start, out))]
    fn add(
        &self,
        py: Python<'_>,
        dates: &Bound<'_, PyAny>,
        per_day: i64,
        n: i32,
        start: &str,
        out: &Bound<'_, PyAny>,
    ) -> PyResult<(usize, usize, Option<usize>)> {
        let adder = self.inner.adder(n, start_of(start)?);
        over(py, [(dates, per_day)], (out, per_day), |[dates], out| adder.add_to_all(dates, out))
    }

    /// Counts the working days between the dates of two columns.
    #[pyo3(signature = (starts, per_start, ends, per_end, counting, out))]
    #[allow(clippy::too_many_arguments)] // two columns, each with its unit
    fn between(
        &self,
        py: Python<'_>,
        starts: &Bound<'_, PyAny>,
        per_start: i64,
        ends: &Bound<'_, PyAny>,
        per_end: i64,
        counting: &str,
        out: &Bound<'_, PyAny>,
    ) -> PyResult<(usize, usize, Option<usize>)> {
        let counting = counting_of(counting)?;
        over(py, [(starts, per_start), (ends, per_end)], (out, 1), |[starts, ends], out| {
            let mut numbers = vec![0; out.len()];
            let rows = self.inner.between_all(starts, ends, counting, &mut numbers);
            for (out, number) in out.iter_mut().zip(numbers) {
                *out = if number == i32::MIN { MISSING } else { i64::from(number) };
            }
            rows
        })
    }

    /// Whether each date of a column lies in a projected year, as 0 or 1.
    #[pyo3(signature = (dates, per_day, out))]
    fn projected(
        &self,
        py: Python<'_>,
        dates: &Bound<'_, PyAny>,
        per_day: i64,
        out: &Bound<'_, PyAny>,
    ) -> PyResult<(usize, usize, Option<usize>)> {
        over(py, [(dates, per_day)], (out, 1), |[dates], out| {
            let mut rows = Rows::default();
            for (at, (date, out)) in dates.iter().zip(out).enumerate() {
                let day = i32::try_from(*date).ok().map(Date::from_days);
                let answer = day.and_then(|day| self.inner.is_projected(day).ok());
                *out = answer.map_or(MISSING, i64::from);
                if *date == MISSING {
                    rows.missing += 1;
                } else if answer.is_none() {
                    rows.outside += 1;
                    rows.first_outside = rows.first_outside.or(Some(at));
                }
            }
            rows
        })
    }
}
