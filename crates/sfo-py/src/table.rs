//! Tables for Python: plans, what was decided of every row, and columns of answers.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBool, PyCapsule, PyDict, PyFloat, PyList, PyString, PyTuple};
use sfo_core::eligibility::table::column::{Column, Values};
use sfo_core::eligibility::table::{self, Answer, Batch, Checked as Core, DateOrder, Evidence, Kind, Use};

use crate::arrow::{stream, Given, Handed, Imported, Keys, Unreadable};
use crate::Decision;

/// The columns of answers, in their order.
pub(crate) const COLUMNS: [&str; 11] = [
    "sfo_outcome",
    "sfo_possible",
    "sfo_entry",
    "sfo_tier",
    "sfo_involvement",
    "sfo_certainty",
    "sfo_missing",
    "sfo_review_required",
    "sfo_reason",
    "sfo_citation",
    "sfo_findings",
];

const KINDS: [Kind; 9] =
    [Kind::Text, Kind::Section, Kind::Word, Kind::Truth, Kind::Number, Kind::Day, Kind::End, Kind::Step, Kind::Begun];

/// One column of answers: a text, which may be left out.
fn text_of(column: &str, answer: &Answer) -> Option<String> {
    let joined = |parts: Vec<&str>| Some(parts.join(";"));
    match column {
        "sfo_outcome" => Some(answer.outcome.as_str().to_owned()),
        "sfo_possible" => joined(answer.possible.iter().map(|outcome| outcome.as_str()).collect()),
        "sfo_entry" => answer.entry.map(|entry| entry.to_string()),
        "sfo_tier" => answer.tier.map(|tier| tier.as_str().to_owned()),
        "sfo_involvement" => Some(answer.involvement.clone()),
        "sfo_certainty" => Some(answer.certainty.as_str().to_owned()),
        "sfo_missing" => joined(answer.missing.iter().map(String::as_str).collect()),
        "sfo_review_required" => Some(answer.review_required.as_str().to_owned()),
        "sfo_reason" => Some(answer.reason.clone()),
        "sfo_citation" => Some(answer.citation.clone()),
        "sfo_findings" => joined(codes_of(answer)),
        "sfo_standing" => Some(answer.standing().as_str().to_owned()),
        _ => None,
    }
}

/// The codes of the findings, each once.
fn codes_of(answer: &Answer) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for finding in &answer.findings {
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    codes
}

fn severity_of(severity: sfo_core::finding::Severity) -> &'static str {
    use sfo_core::finding::Severity;
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Texts by the numbers that stand for them, as a dictionary without repeats.
fn dictionary(numbers: &[u32], texts: impl Iterator<Item = Option<String>>) -> Given {
    let mut list: Vec<String> = Vec::new();
    let mut places: HashMap<String, i32> = HashMap::new();
    let map: Vec<i32> = texts
        .map(|text| {
            text.map_or(-1, |text| {
                let next = i32::try_from(list.len()).unwrap_or(i32::MAX);
                *places.entry(text).or_insert_with_key(|text| {
                    list.push(text.clone());
                    next
                })
            })
        })
        .collect();
    fn mapped<T: Copy + TryFrom<i32>>(numbers: &[u32], map: &[i32]) -> Option<Vec<T>> {
        let narrow: Vec<T> = map.iter().map(|place| T::try_from(*place).ok()).collect::<Option<_>>()?;
        let last = *narrow.first()?;
        Some(numbers.iter().map(|number| narrow.get(*number as usize).copied().unwrap_or(last)).collect())
    }
    let keys = if list.len() <= 128 {
        mapped(numbers, &map).map(Keys::Narrow)
    } else if list.len() <= 32_768 {
        mapped(numbers, &map).map(Keys::Middle)
    } else {
        mapped(numbers, &map).map(Keys::Wide)
    };
    Given::Texts(keys.unwrap_or(Keys::Narrow(Vec::new())), list)
}

fn kind_of(name: &str) -> PyResult<Kind> {
    KINDS
        .into_iter()
        .find(|kind| kind.as_str() == name)
        .ok_or_else(|| PyValueError::new_err("there is no such kind of field"))
}

fn order_of(name: &str) -> PyResult<DateOrder> {
    match name {
        "day-first" => Ok(DateOrder::DayFirst),
        "month-first" => Ok(DateOrder::MonthFirst),
        "iso" => Ok(DateOrder::Iso),
        _ => Err(PyValueError::new_err("an order of dates is `day-first`, `month-first` or `iso`")),
    }
}

/// A field: its name, its place in a case, its kind, and whether it names the offence.
pub(crate) type Field = (String, String, &'static str, bool);

/// How many values show what of the order of dates: day first, month first, iso, either, alike, days, unreadable, blank.
type Shown = (u64, u64, u64, u64, u64, u64, u64, u64);

/// Which columns give which fields.
#[pyclass(frozen, module = "sfo._sfo")]
pub(crate) struct Plan {
    inner: Arc<table::Plan>,
    policy: sfo_core::Policy,
}

impl Plan {
    pub(crate) fn new(
        py: Python<'_>,
        policy: &sfo_core::Policy,
        uses: Vec<(String, usize, Option<String>, Option<String>)>,
    ) -> PyResult<Self> {
        let uses = uses.into_iter().map(|(field, column, kind, order)| {
            Ok(Use {
                kind: kind.as_deref().map(kind_of).transpose()?,
                order: order.as_deref().map_or(Ok(DateOrder::Iso), order_of)?,
                ..Use::new(field, column)
            })
        });
        let inner = table::Plan::new(policy, uses.collect::<PyResult<_>>()?)
            .map_err(|error| crate::raised(py, "OptionsError", &error))?;
        Ok(Self { inner: Arc::new(inner), policy: policy.clone() })
    }

    fn unreadable(py: Python<'_>, fault: &Unreadable) -> PyErr {
        let message = if fault.column.is_empty() {
            format!("what was handed over holds {}; give a table", fault.holds)
        } else {
            let Unreadable { column, holds } = fault;
            format!("column `{column}` holds {holds}, which cannot be read; make texts, numbers or dates of it")
        };
        raised(py, &message, "unreadable_column", &fault.column)
    }

    /// Works on the rows of a table while the interpreter goes on.
    fn over<T: Send>(&self, object: &Bound<'_, PyAny>, work: impl Fn(&[Batch<'_>]) -> T + Send + Sync) -> PyResult<T> {
        let py = object.py();
        let table = Imported::of(object)?;
        let batches = table.batches().map_err(|fault| Self::unreadable(py, &fault))?;
        for batch in &batches {
            if let Some((column, path, holds)) = self.inner.unfit(batch) {
                let column = table.names().get(column).cloned().unwrap_or_default();
                let field = path.rsplit('/').next().unwrap_or_default();
                let message =
                    format!("column `{column}` holds {holds}, which {field} does not take; name another column");
                return Err(raised(py, &message, "unfit_column", &column));
            }
        }
        Ok(py.detach(|| work(&batches)))
    }

    /// The same of rows of texts.
    fn over_rows<T: Send>(
        &self,
        py: Python<'_>,
        rows: &[Vec<PyBackedStr>],
        work: impl Fn(&[Batch<'_>]) -> T + Send + Sync,
    ) -> T {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let columns = (0..width).map(|at| Column {
            present: None,
            values: Values::Loose(rows.iter().map(|row| row.get(at).map(|text| &**text)).collect()),
        });
        let batches = [Batch { rows: rows.len(), columns: columns.collect() }];
        py.detach(|| work(&batches))
    }

    fn checked(&self, inner: Core) -> Checked {
        Checked { counts: OnceLock::new(), inner, plan: Arc::clone(&self.inner), policy: self.policy.clone() }
    }
}

/// An exception of the package about a table.
fn raised(py: Python<'_>, message: &str, code: &str, path: &str) -> PyErr {
    let made = py
        .import("sfo.errors")
        .and_then(|module| module.getattr("FrameError"))
        .and_then(|class| class.call1((message, code, path)));
    made.map_or_else(|error| error, PyErr::from_value)
}

fn evidence(plan: &table::Plan, batches: &[Batch<'_>]) -> Vec<(usize, Evidence)> {
    plan.dated()
        .map(|(at, kind)| {
            let mut shown = Evidence::default();
            for batch in batches {
                if let Some(column) = batch.columns.get(at) {
                    (0..batch.rows).for_each(|row| shown.add(column.cell(row), kind));
                }
            }
            (at, shown)
        })
        .collect()
}

fn shown(evidence: Vec<(usize, Evidence)>) -> Vec<(usize, Shown)> {
    let counts = |e: Evidence| (e.day_first, e.month_first, e.iso, e.either, e.alike, e.days, e.unreadable, e.blank);
    evidence.into_iter().map(|(column, evidence)| (column, counts(evidence))).collect()
}

#[pymethods]
impl Plan {
    /// Decides every row of a table that has the Arrow PyCapsule interface.
    #[pyo3(signature = (table, threads=None))]
    fn check(&self, table: &Bound<'_, PyAny>, threads: Option<usize>) -> PyResult<Checked> {
        let threads = threads.and_then(NonZeroUsize::new);
        let checked = self.over(table, |batches| self.policy.check_table(&self.inner, batches, threads))?;
        Ok(self.checked(checked))
    }

    /// Decides rows of texts.
    #[pyo3(signature = (rows, threads=None))]
    fn check_rows(&self, py: Python<'_>, rows: Vec<Vec<PyBackedStr>>, threads: Option<usize>) -> Checked {
        let threads = threads.and_then(NonZeroUsize::new);
        let checked = self.over_rows(py, &rows, |batches| self.policy.check_table(&self.inner, batches, threads));
        self.checked(checked)
    }

    /// What the columns of a table show of the order of their dates.
    fn evidence(&self, table: &Bound<'_, PyAny>) -> PyResult<Vec<(usize, Shown)>> {
        Ok(shown(self.over(table, |batches| evidence(&self.inner, batches))?))
    }

    /// The same of rows of texts.
    fn evidence_of_rows(&self, py: Python<'_>, rows: Vec<Vec<PyBackedStr>>) -> Vec<(usize, Shown)> {
        shown(self.over_rows(py, &rows, |batches| evidence(&self.inner, batches)))
    }

    /// The whole decision of one row of texts.
    fn assess(&self, row: Vec<PyBackedStr>) -> Decision {
        let columns = row.iter().map(|text| Column { present: None, values: Values::Loose(vec![Some(&**text)]) });
        let batch = Batch { rows: 1, columns: columns.collect() };
        let inner = self.policy.assess(&self.inner.case(&self.policy, &batch, 0));
        Decision { inner, policy: self.policy.clone() }
    }

    /// The case that one row of texts states.
    fn case(&self, py: Python<'_>, row: Vec<PyBackedStr>) -> PyResult<Py<PyAny>> {
        let columns = row.iter().map(|text| Column { present: None, values: Values::Loose(vec![Some(&**text)]) });
        let batch = Batch { rows: 1, columns: columns.collect() };
        stated(py, &self.inner.value(&batch, 0))
    }
}

/// A value of a case as Python has it.
fn stated(py: Python<'_>, value: &sfo_core::value::Value) -> PyResult<Py<PyAny>> {
    use sfo_core::value::Value;
    Ok(match value {
        Value::Null => py.None(),
        Value::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any().unbind(),
        Value::Number(number) => PyFloat::new(py, *number).into_any().unbind(),
        Value::Text(text) => PyString::new(py, text).into_any().unbind(),
        Value::List(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(stated(py, item)?)?;
            }
            list.into_any().unbind()
        }
        Value::Map(fields) => {
            let map = PyDict::new(py);
            for (key, item) in fields {
                map.set_item(key, stated(py, item)?)?;
            }
            map.into_any().unbind()
        }
    })
}

/// What was decided of every row.
#[pyclass(frozen, module = "sfo._sfo")]
pub(crate) struct Checked {
    inner: Core,
    counts: OnceLock<Vec<u64>>,
    plan: Arc<table::Plan>,
    policy: sfo_core::Policy,
}

impl Checked {
    /// How many rows have each answer.
    fn counts(&self) -> &[u64] {
        self.counts.get_or_init(|| self.inner.counts())
    }

    /// The answers, the first of which no row has.
    fn texts<'a>(&'a self, column: &'a str) -> impl Iterator<Item = Option<String>> + 'a {
        // An answer of an earlier table that no row here has does not go into the dictionary.
        let counts = self.counts().iter().skip(1);
        std::iter::once(None).chain(self.inner.answers.iter().zip(counts).map(move |(answer, rows)| {
            if *rows == 0 {
                None
            } else {
                text_of(column, answer)
            }
        }))
    }

    fn column(&self, name: &str) -> Given {
        let rows = &self.inner.rows;
        match name {
            "sfo_entry" => {
                let map: Vec<i16> = std::iter::once(-1)
                    .chain(self.inner.answers.iter().map(|a| a.entry.and_then(|e| i16::try_from(e).ok()).unwrap_or(-1)))
                    .collect();
                let numbers: Vec<i16> = rows.iter().map(|row| map.get(*row as usize).copied().unwrap_or(-1)).collect();
                let present = numbers
                    .chunks(8)
                    .map(|eight| eight.iter().rev().fold(0, |bits, number| bits << 1 | u8::from(*number >= 0)))
                    .collect();
                Given::Numbers(numbers, present)
            }
            "sfo_rank" => {
                let map: Vec<u8> =
                    std::iter::once(0).chain(self.inner.answers.iter().map(|answer| answer.rank())).collect();
                Given::Ranks(rows.iter().map(|row| map.get(*row as usize).copied().unwrap_or(0)).collect())
            }
            _ => dictionary(rows, self.texts(name)),
        }
    }
}

#[pymethods]
impl Checked {
    fn __len__(&self) -> usize {
        self.inner.rows.len()
    }

    /// Columns of answers as a table.
    fn table(&self, py: Python<'_>, columns: Vec<String>) -> Table {
        // One column after another for a small table; a large one is worth a thread for each.
        let few = self.inner.rows.len() < 100_000;
        let columns = py.detach(|| {
            self.counts();
            if few || columns.len() < 2 {
                return columns.into_iter().map(|name| (name.clone(), self.column(&name))).collect();
            }
            std::thread::scope(|scope| {
                let started: Vec<_> = columns
                    .iter()
                    .map(|name| std::thread::Builder::new().spawn_scoped(scope, || self.column(name)).ok())
                    .collect();
                let columns = columns.iter().zip(started);
                columns
                    .map(|(name, thread)| {
                        // Where no thread could be had, or it did not end well, this one does its work.
                        let done = thread.and_then(|thread| thread.join().ok());
                        (name.clone(), done.unwrap_or_else(|| self.column(name)))
                    })
                    .collect()
            })
        });
        Table { inner: Arc::new(Handed { columns, rows: self.inner.rows.len() }) }
    }

    /// Every failure as a table, with the names of the columns given.
    fn failures(&self, py: Python<'_>, columns: Vec<String>) -> Table {
        let inner = py.detach(|| {
            let found = self.inner.failures(&self.policy, &self.plan);
            let rows = found.rows.len();
            let list = |part: &dyn Fn(&table::Failure) -> Option<String>| {
                dictionary(&found.which, found.kinds.iter().map(part))
            };
            let column = list(&|kind| kind.column.and_then(|at| columns.get(at).cloned()));
            let parts = vec![
                ("column".to_owned(), column),
                ("rule".to_owned(), list(&|kind| Some(kind.rule.to_owned()))),
                ("severity".to_owned(), list(&|kind| Some(severity_of(kind.severity).to_owned()))),
                ("message".to_owned(), list(&|kind| Some(kind.message.clone()))),
                ("fix".to_owned(), list(&|kind| Some(kind.fix.clone()))),
            ];
            let mut all = vec![("row".to_owned(), Given::Rows(found.rows))];
            all.extend(parts);
            Handed { columns: all, rows }
        });
        Table { inner: Arc::new(inner) }
    }

    /// The answers as texts, which row has which, and for each answer its findings with their severities.
    #[allow(clippy::type_complexity)] // a list for each of the three, read at once
    fn cells<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Vec<u32>, Vec<Bound<'py, PyTuple>>, Vec<Vec<(&'static str, &'static str)>>)> {
        let counts = self.counts();
        let mut numbers = vec![u32::MAX; counts.len()];
        let (mut answers, mut findings) = (Vec::new(), Vec::new());
        for (at, answer) in self.inner.answers.iter().enumerate() {
            if counts.get(at + 1).is_some_and(|rows| *rows > 0) {
                numbers[at + 1] = u32::try_from(answers.len()).unwrap_or(u32::MAX);
                let texts = COLUMNS.map(|name| PyString::new(py, &text_of(name, answer).unwrap_or_default()));
                answers.push(PyTuple::new(py, texts)?);
                findings.push(answer.findings.iter().map(|f| (f.code, severity_of(f.severity))).collect());
            }
        }
        let rows = self.inner.rows.iter().map(|row| numbers[*row as usize]).collect();
        Ok((rows, answers, findings))
    }
}

/// Counts over any number of tables.
#[pyclass(frozen, module = "sfo._sfo")]
#[derive(Default)]
pub(crate) struct Totals {
    inner: Mutex<table::Totals>,
}

#[pymethods]
impl Totals {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Adds the rows of a table.
    fn add(&self, checked: &Checked) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).add(&checked.inner);
    }

    /// What all the rows come to, as JSON.
    fn summary(&self, policy: &crate::Policy) -> String {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).to_json(&policy.inner)
    }
}

/// A table of answers.
#[pyclass(frozen, module = "sfo._sfo")]
pub(crate) struct Table {
    inner: Arc<Handed>,
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.inner.rows
    }

    /// The table by the Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // Another schema may be asked for, and need not be given.
        let _ = requested_schema;
        stream(py, &self.inner)
    }
}
