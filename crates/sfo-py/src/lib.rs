//! The Python package `sfo`: a thin binding over `sfo-core`.
//!
//! This crate converts Python values to the core's and hands on. It decides nothing about policy.

mod arrow;
mod redaction;
mod table;
mod working_days;

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDict, PyList, PyMapping, PyString, PyTuple};
use sfo_core::audit::{AuditOptions, CodeTable, MAX_TABLE_BYTES};
use sfo_core::deadlines::{CaseDates, Options};
use sfo_core::multi_agency::MultiAgencyAnswer;
use sfo_core::review::{MAX_DEPTH, MAX_DOCUMENT_BYTES};
use sfo_core::themes::{Codings, ThemeOptions, MAX_CODINGS_BYTES};
use sfo_core::truth::Truth;
use sfo_core::value::{Value, MAX_CASE_BYTES};
use sfo_core::Case;

use crate::redaction::{Redaction, Redactor, Stream};
use crate::table::{Checked, Plan, Table, Totals};
use crate::working_days::WorkingDays;

/// How much of a Python value is taken in: what the core would read of its JSON.
#[derive(Clone, Copy)]
struct Bounds {
    size: usize,
    depth: usize,
}

/// The canonical form of a case needs five levels.
const CASE: Bounds = Bounds { size: MAX_CASE_BYTES, depth: 32 };
const DOCUMENT: Bounds = Bounds { size: MAX_DOCUMENT_BYTES, depth: MAX_DEPTH };
const CODINGS: Bounds = Bounds { size: MAX_CODINGS_BYTES, depth: MAX_DEPTH };
const TABLE: Bounds = Bounds { size: MAX_TABLE_BYTES, depth: 8 };

/// Why a Python value could not be converted.
enum Failure {
    /// Nested deeper than the bound.
    TooDeep,
    /// More values and characters than the bound.
    TooLarge,
    /// Python raised while it was read.
    Raised(PyErr),
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

/// Converts Python values and counts what it has taken in, so that a small object that holds itself many times
/// over cannot grow without bound.
struct Converter {
    left: usize,
    depth: usize,
}

impl Converter {
    fn take(&mut self, size: usize) -> Result<(), Failure> {
        self.left = self.left.checked_sub(size).ok_or(Failure::TooLarge)?;
        Ok(())
    }

    fn text(&mut self, text: &Bound<'_, PyString>) -> Result<String, Failure> {
        // Half of a surrogate pair is not a character: it is replaced, as a decoder would.
        let text = text.to_string_lossy();
        self.take(text.len())?;
        Ok(text.into_owned())
    }

    fn list<'py>(&mut self, items: impl Iterator<Item = Bound<'py, PyAny>>, depth: usize) -> Result<Value, Failure> {
        items.map(|item| self.value(&item, depth)).collect::<Result<_, _>>().map(Value::List)
    }

    fn entry(
        &mut self,
        key: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
        depth: usize,
    ) -> Result<(String, Value), Failure> {
        // A key that is not a text names no field: the empty name is one that the core reports.
        let key = match key.cast::<PyString>() {
            Ok(key) => self.text(key)?,
            Err(_) => String::new(),
        };
        Ok((key, self.value(value, depth)?))
    }

    fn value(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> Result<Value, Failure> {
        if depth >= self.depth {
            return Err(Failure::TooDeep);
        }
        self.take(1)?;
        let inner = depth + 1;
        if value.is_none() {
            return Ok(Value::Null);
        }
        if let Ok(truth) = value.extract::<bool>() {
            return Ok(Value::Bool(truth));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return self.text(text).map(Value::Text);
        }
        if let Ok(map) = value.cast::<PyDict>() {
            return map.iter().map(|(k, v)| self.entry(&k, &v, inner)).collect::<Result<_, _>>().map(Value::Map);
        }
        if let Ok(list) = value.cast::<PyList>() {
            return self.list(list.iter(), inner);
        }
        if let Ok(tuple) = value.cast::<PyTuple>() {
            return self.list(tuple.iter(), inner);
        }
        if let Ok(date) = value.cast::<PyDate>() {
            // A moment counts as its day.
            let text: String = date.call_method0("isoformat")?.extract()?;
            return Ok(Value::Text(text.chars().take(10).collect()));
        }
        if let Ok(map) = value.cast::<PyMapping>() {
            return map
                .items()?
                .iter()
                .map(|pair| {
                    let (key, value) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
                    self.entry(&key, &value, inner)
                })
                .collect::<Result<_, _>>()
                .map(Value::Map);
        }
        match value.extract::<f64>() {
            // What tables put where they have no value.
            Ok(number) if number.is_nan() => Ok(Value::Null),
            Ok(number) => Ok(Value::Number(number)),
            Err(error) if error.is_instance_of::<PyOverflowError>(value.py()) => Ok(Value::Number(f64::INFINITY)),
            // No field takes an empty list, so the core reports a value of the wrong kind.
            Err(_) => Ok(Value::List(Vec::new())),
        }
    }
}

/// Reads what is given as Python values or as JSON text, by the readers of the core for a text and for a value.
fn read<C>(
    given: &Bound<'_, PyAny>,
    bounds: Bounds,
    from_json: impl FnOnce(&str) -> C,
    from_value: impl FnOnce(&Value) -> C,
) -> PyResult<C> {
    if let Ok(text) = given.cast::<PyString>() {
        return Ok(from_json(&text.to_string_lossy()));
    }
    match (Converter { left: bounds.size, depth: bounds.depth }).value(given, 0) {
        Ok(value) => Ok(from_value(&value)),
        // The core reports what is past its bounds; text past a bound is how to tell it.
        Err(Failure::TooDeep) => Ok(from_json(&["[".repeat(bounds.depth + 1), "]".repeat(bounds.depth + 1)].concat())),
        Err(Failure::TooLarge) => Ok(from_json(&" ".repeat(bounds.size + 1))),
        Err(Failure::Raised(error)) => Err(error),
    }
}

/// Reads a case.
fn read_case<C>(
    case: &Bound<'_, PyAny>,
    from_json: impl FnOnce(&str) -> C,
    from_value: impl FnOnce(&Value) -> C,
) -> PyResult<C> {
    read(case, CASE, from_json, from_value)
}

/// An error of the core as an exception of this name. Exceptions are defined in Python, where their types can be
/// described.
fn raised(py: Python<'_>, class: &str, error: &sfo_core::Error) -> PyErr {
    let made = py
        .import("sfo.errors")
        .and_then(|module| module.getattr(class))
        .and_then(|class| class.call1((error.to_string(), error.code(), error.path())));
    made.map_or_else(|error| error, PyErr::from_value)
}

fn known(truth: Truth) -> Option<bool> {
    match truth {
        Truth::Yes => Some(true),
        Truth::No => Some(false),
        Truth::Unknown => None,
    }
}

/// One edition of the rules.
#[pyclass(frozen, module = "sfo._sfo")]
pub(crate) struct Policy {
    pub(crate) inner: sfo_core::Policy,
}

#[pymethods]
impl Policy {
    /// The policy `hmip-2020-09`, compiled in.
    #[staticmethod]
    fn builtin() -> Self {
        Self { inner: sfo_core::Policy::builtin().clone() }
    }

    /// Reads a policy from its canonical JSON.
    #[staticmethod]
    fn from_json(text: &Bound<'_, PyString>) -> PyResult<Self> {
        let inner = sfo_core::Policy::from_json(&text.to_string_lossy())
            .map_err(|error| raised(text.py(), "PolicyError", &error))?;
        Ok(Self { inner })
    }

    /// The id of the policy.
    #[getter]
    fn id(&self) -> &str {
        &self.inner.data().id
    }

    /// The version of this encoding of the policy.
    #[getter]
    fn version(&self) -> &str {
        &self.inner.data().version
    }

    /// `sha256:` and the digest of the canonical JSON.
    #[getter]
    fn digest(&self) -> &str {
        self.inner.digest()
    }

    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// Decides a case given as a dict, or as JSON text.
    fn assess(&self, case: &Bound<'_, PyAny>) -> PyResult<Decision> {
        let policy = &self.inner;
        let case = read_case(case, |json| Case::from_json(policy, json), |value| Case::from_value(policy, value))?;
        Ok(Decision { inner: policy.assess(&case), policy: policy.clone() })
    }

    /// Judges the rules about the days of a case. `options` is JSON; a calendar that is made already stands beside it.
    #[pyo3(signature = (case, options, calendar=None))]
    fn deadlines(
        &self,
        case: &Bound<'_, PyAny>,
        options: &Bound<'_, PyString>,
        calendar: Option<&WorkingDays>,
    ) -> PyResult<Timeline> {
        let policy = &self.inner;
        let mut options = Options::from_json(policy, &options.to_string_lossy())
            .map_err(|error| raised(case.py(), "OptionsError", &error))?;
        if let Some(calendar) = calendar {
            options.calendar = Some(calendar.inner.clone());
        }
        let case =
            read_case(case, |json| CaseDates::from_json(policy, json), |value| CaseDates::from_value(policy, value))?;
        Ok(Timeline { inner: policy.deadlines_with(&case, &options), policy: policy.clone() })
    }

    /// Checks a document: `review`, `self_assessment` or `victim_disclosure`.
    fn check_document(&self, kind: &str, document: &Bound<'_, PyAny>) -> PyResult<Report> {
        let policy = &self.inner;
        let inner = read(
            document,
            DOCUMENT,
            |json| policy.check_document_json(kind, json),
            |value| policy.check_document(kind, value),
        )?;
        Ok(Report { inner, policy: policy.clone() })
    }

    /// Asks the multi-agency criteria of a case.
    fn multi_agency(&self, case: &Bound<'_, PyAny>) -> PyResult<MultiAgency> {
        let policy = &self.inner;
        let case = read_case(case, |json| Case::from_json(policy, json), |value| Case::from_value(policy, value))?;
        Ok(MultiAgency { inner: policy.multi_agency(&case), policy: policy.clone() })
    }

    /// Counts learning themes.
    fn themes(&self, codings: &Bound<'_, PyAny>, options: &Bound<'_, PyAny>) -> PyResult<Themes> {
        let policy = &self.inner;
        let codings = read(
            codings,
            CODINGS,
            |json| Codings::from_json(policy, json),
            |value| Codings::from_value(policy, value),
        )?;
        let options = read(
            options,
            CASE,
            |json| ThemeOptions::from_json(policy, json),
            |value| ThemeOptions::from_value(policy, value),
        )?;
        Ok(Themes { inner: policy.themes(&codings, &options), policy: policy.clone() })
    }

    /// Makes ready to redact, by options as JSON.
    fn redactor(&self, options: &Bound<'_, PyString>) -> PyResult<Redactor> {
        Redactor::new(&self.inner, options)
    }

    /// Audits a table of codes.
    fn audit(&self, table: &Bound<'_, PyAny>, options: &Bound<'_, PyAny>) -> PyResult<Audit> {
        let policy = &self.inner;
        let table = read(
            table,
            TABLE,
            |json| CodeTable::from_json(policy, json),
            |value| CodeTable::from_value(policy, value),
        )?;
        let options = read(
            options,
            CASE,
            |json| AuditOptions::from_json(policy, json),
            |value| AuditOptions::from_value(policy, value),
        )?;
        Ok(Audit { inner: policy.audit(&table, &options), policy: policy.clone() })
    }

    /// What changed from this policy to another.
    fn diff(&self, after: &Self) -> RulesDiff {
        RulesDiff { inner: self.inner.diff(&after.inner), policy: self.inner.clone() }
    }

    /// Every fault of the policy, in words.
    fn lint(&self) -> Vec<String> {
        self.inner.lint()
    }

    /// The JSON Schema of this name under the policy; none where there is no such name.
    fn schema(&self, name: &str) -> Option<String> {
        sfo_core::schema::json(&self.inner, name)
    }

    /// The fields that a column can give: of each its name, its place in a case, its kind, and whether it names the offence.
    fn fields(&self) -> Vec<table::Field> {
        let fields = sfo_core::eligibility::table::fields(&self.inner);
        fields.into_iter().map(|field| (field.name, field.path, field.kind.as_str(), field.names_offence)).collect()
    }

    /// A plan: of each column used the field, the column's place, its kind where not the field's, and the order of its
    /// dates.
    fn plan(&self, py: Python<'_>, uses: Vec<(String, usize, Option<String>, Option<String>)>) -> PyResult<Plan> {
        Plan::new(py, &self.inner, uses)
    }

    /// The working days of the policy's calendar.
    fn working_days(&self) -> WorkingDays {
        WorkingDays { inner: self.inner.working_days().clone() }
    }
}

/// The answer to "does this charge qualify?".
#[pyclass(frozen, module = "sfo._sfo")]
pub(crate) struct Decision {
    pub(crate) inner: sfo_core::Decision,
    pub(crate) policy: sfo_core::Policy,
}

#[pymethods]
impl Decision {
    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The decision as plain text.
    fn explain(&self) -> String {
        self.policy.explain(&self.inner)
    }

    /// Why the outcome is what it is, as one line.
    #[getter]
    fn reason(&self) -> String {
        self.inner.reason()
    }

    /// Where the steps of the reason come from, as one line.
    #[getter]
    fn citation(&self) -> String {
        self.inner.citation()
    }

    /// Whether the charge is listed; none where nobody can say yet.
    #[getter]
    fn is_listed(&self) -> Option<bool> {
        known(self.inner.is_listed())
    }

    /// Whether a review is automatic for the charge's tier; none where nobody can say yet.
    #[getter]
    fn is_automatic(&self) -> Option<bool> {
        known(self.inner.is_automatic())
    }

    /// Whether the charge is listed, with an answer given for what is not known.
    #[pyo3(signature = (*, treat_unknown_as))]
    fn is_flagged(&self, treat_unknown_as: bool) -> bool {
        self.inner.is_flagged(treat_unknown_as)
    }

    /// The decisions of all charges, in order; only for a case with a list of charges.
    fn charges(&self) -> Vec<Self> {
        self.inner.charges.iter().map(|inner| Self { inner: inner.clone(), policy: self.policy.clone() }).collect()
    }
}

/// The answer to "what is due when, and what came late or out of order?".
#[pyclass(frozen, module = "sfo._sfo")]
struct Timeline {
    inner: sfo_core::Timeline,
    policy: sfo_core::Policy,
}

#[pymethods]
impl Timeline {
    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The timeline as plain text.
    fn explain(&self) -> String {
        self.policy.explain_timeline(&self.inner)
    }

    /// Whether something was not done in time or in order, or still is not.
    #[getter]
    fn has_missed(&self) -> bool {
        self.inner.has_missed()
    }

    /// The timeline as an iCalendar file.
    fn to_ics(&self) -> String {
        self.policy.timeline_to_ics(&self.inner)
    }

    /// The timeline as a picture.
    fn to_svg(&self) -> String {
        self.policy.timeline_to_svg(&self.inner)
    }
}

/// What a document still lacks.
#[pyclass(frozen, module = "sfo._sfo")]
struct Report {
    inner: sfo_core::review::Report,
    policy: sfo_core::Policy,
}

#[pymethods]
impl Report {
    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The report as plain text.
    fn explain(&self) -> String {
        self.policy.report_text(&self.inner)
    }

    /// The report as a page.
    fn to_html(&self) -> String {
        self.policy.report_html(&self.inner)
    }

    /// A sheet to print, with every question and room for an answer.
    fn to_sheet(&self) -> String {
        self.policy.report_sheet(&self.inner)
    }
}

/// The answer of the multi-agency criteria.
#[pyclass(frozen, module = "sfo._sfo")]
struct MultiAgency {
    inner: MultiAgencyAnswer,
    policy: sfo_core::Policy,
}

#[pymethods]
impl MultiAgency {
    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The answer as plain text.
    fn explain(&self) -> String {
        self.policy.explain_multi_agency(&self.inner)
    }
}

/// Learning themes, counted.
#[pyclass(frozen, module = "sfo._sfo")]
struct Themes {
    inner: sfo_core::themes::Themes,
    policy: sfo_core::Policy,
}

#[pymethods]
impl Themes {
    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The counts as plain text.
    fn explain(&self) -> String {
        self.policy.themes_text(&self.inner)
    }

    /// The counts as CSV, a line for each unit and theme.
    fn to_csv(&self) -> String {
        self.inner.table().to_csv()
    }

    /// The counts as a chart.
    fn to_svg(&self) -> String {
        self.policy.themes_svg(&self.inner)
    }

    /// The chart with its table, as a page.
    fn to_html(&self) -> String {
        self.policy.themes_html(&self.inner)
    }
}

/// A table of codes, audited.
#[pyclass(frozen, module = "sfo._sfo")]
struct Audit {
    inner: sfo_core::Audit,
    policy: sfo_core::Policy,
}

#[pymethods]
impl Audit {
    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The audit as plain text.
    fn explain(&self) -> String {
        self.policy.audit_text(&self.inner)
    }

    /// Whether the table says what the policy says and lacks nothing.
    #[getter]
    fn is_clean(&self) -> bool {
        self.inner.is_clean()
    }

    /// What the table and the policy say of a record: the table's answer, the policy's, and whether they differ.
    fn effect(&self, code: Option<&str>, decision: &Decision) -> (Option<&'static str>, &'static str, bool) {
        let effect = self.inner.effect(code, &decision.inner);
        (effect.before.map(sfo_core::audit::Claim::as_str), effect.after.as_str(), effect.changed)
    }
}

/// What changed between two policies.
#[pyclass(frozen, module = "sfo._sfo")]
struct RulesDiff {
    inner: sfo_core::audit::RulesDiff,
    policy: sfo_core::Policy,
}

#[pymethods]
impl RulesDiff {
    /// The canonical JSON.
    fn to_json(&self) -> String {
        self.inner.to_json()
    }

    /// The difference as plain text.
    fn explain(&self) -> String {
        self.policy.diff_text(&self.inner)
    }
}

/// What of a row of numbers must not be shown: of each number, and of their total.
#[pyfunction]
fn suppressed_row(row: Vec<u32>, below: u16) -> (Vec<bool>, bool) {
    sfo_core::themes::suppressed_row(&row, below)
}

/// The names of the JSON Schemas.
#[pyfunction]
fn schema_names() -> Vec<&'static str> {
    sfo_core::schema::NAMES.to_vec()
}

/// The compiled part of the package `sfo`.
#[pymodule(gil_used = false)]
fn _sfo(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Policy>()?;
    module.add_class::<Decision>()?;
    module.add_class::<Timeline>()?;
    module.add_class::<WorkingDays>()?;
    module.add_class::<Report>()?;
    module.add_class::<MultiAgency>()?;
    module.add_class::<Themes>()?;
    module.add_class::<Redactor>()?;
    module.add_class::<Redaction>()?;
    module.add_class::<Stream>()?;
    module.add_class::<Audit>()?;
    module.add_class::<RulesDiff>()?;
    module.add_function(wrap_pyfunction!(suppressed_row, module)?)?;
    module.add_function(wrap_pyfunction!(schema_names, module)?)?;
    module.add_class::<Plan>()?;
    module.add_class::<Checked>()?;
    module.add_class::<Totals>()?;
    module.add_class::<Table>()?;
    module.add("OUTPUT_COLUMNS", table::COLUMNS.to_vec())
}
