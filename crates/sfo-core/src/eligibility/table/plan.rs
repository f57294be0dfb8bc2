//! Which column gives which field of a case, and what a row comes to.

use std::ops::Range;

use crate::date::{Date, DateRange};
use crate::eligibility::case::{Case, Supervision, SupervisionEnd, MAX_FIELD};
use crate::error::{Error, ErrorKind};
use crate::policy::data::{FactType, Text};
use crate::policy::index::FactSet;
use crate::policy::Policy;
use crate::truth::Truth;
use crate::value::Value;

use super::cell::{read, DateOrder, Kind, Said};
use super::column::{pack, Bits, Column, Keys, Values, LONG};
use super::memo::Key;
use super::Batch;

/// What a row is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It was read whole, and has a definite outcome.
    Valid,
    /// It was read whole, and something has to be known for a definite outcome.
    Unknown,
    /// Part of it could not be used.
    Invalid,
}

impl Standing {
    /// `valid`, `unknown` or `invalid`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Unknown => "unknown",
            Self::Invalid => "invalid",
        }
    }
}

/// A field that a column can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Code,
    Statute,
    Section,
    Text,
    HomeOfficeCode,
    Entry,
    Involvement,
    OffenceDate,
    OffenceDateFrom,
    OffenceDateTo,
    SupervisionKind,
    SupervisionStart,
    SupervisionEnd,
    Charged,
    Appeared,
    Risk,
    PublicInterest,
}

/// The fields, in the order in which a case has them, the place of each in a case, and how it is read.
const FIELDS: [(Slot, &str, &str, Kind); 17] = [
    (Slot::Code, "offence_code", "/offence/code", Kind::Text),
    (Slot::Statute, "statute", "/offence/statute", Kind::Text),
    (Slot::Section, "section", "/offence/section", Kind::Section),
    (Slot::Text, "offence_text", "/offence/text", Kind::Text),
    (Slot::HomeOfficeCode, "ho_code", "/offence/ho_code", Kind::Text),
    (Slot::Entry, "entry", "/offence/entry", Kind::Number),
    (Slot::Involvement, "involvement", "/involvement", Kind::Word),
    (Slot::OffenceDate, "offence_date", "/offence_date", Kind::Day),
    (Slot::OffenceDateFrom, "offence_date_from", "/offence_date/from", Kind::Day),
    (Slot::OffenceDateTo, "offence_date_to", "/offence_date/to", Kind::Day),
    (Slot::SupervisionKind, "supervision_kind", "/supervision/kind", Kind::Word),
    (Slot::SupervisionStart, "supervision_start", "/supervision/start", Kind::Day),
    (Slot::SupervisionEnd, "supervision_end", "/supervision/end", Kind::End),
    (Slot::Charged, "charged", "/proceedings/charged", Kind::Step),
    (Slot::Appeared, "first_court_appearance", "/proceedings/first_court_appearance", Kind::Step),
    (Slot::Risk, "risk_of_serious_harm", "/risk_of_serious_harm", Kind::Word),
    (Slot::PublicInterest, "public_interest", "/public_interest", Kind::Truth),
];

/// A field that a column can give under a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, which is the name of its column where that is not said otherwise.
    pub name: String,
    /// Its place in a case.
    pub path: String,
    /// How a cell is read.
    pub kind: Kind,
    /// Whether it names the offence.
    pub names_offence: bool,
}

/// Every field that a column can give under a policy: those of a case, and the facts.
#[must_use]
pub fn fields(policy: &Policy) -> Vec<Field> {
    let of_case = FIELDS.iter().map(|(_, name, path, kind)| Field {
        name: (*name).to_owned(),
        path: (*path).to_owned(),
        kind: *kind,
        names_offence: path.starts_with("/offence/"),
    });
    let facts = policy.data().facts.iter().map(|fact| Field {
        name: fact.name.to_string(),
        path: format!("/facts/{}", fact.name),
        kind: match fact.fact_type {
            FactType::Boolean => Kind::Truth,
            FactType::Number => Kind::Number,
        },
        names_offence: false,
    });
    of_case.chain(facts).collect()
}

/// One column used for one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The name of the field.
    pub field: String,
    /// The place of the column in the parts of the table.
    pub column: usize,
    /// How its cells are read where not as the field's are.
    pub kind: Option<Kind>,
    /// The order in which it writes dates.
    pub order: DateOrder,
}

impl Use {
    /// A column for a field, with dates from the year down.
    #[must_use]
    pub fn new(field: impl Into<String>, column: usize) -> Self {
        Self { field: field.into(), column, kind: None, order: DateOrder::Iso }
    }
}

#[derive(Clone, Copy)]
enum Target {
    Slot(Slot),
    /// A fact that is true or false, as its bit.
    Truth(FactSet),
    /// A fact that is a number, by its place in the policy, and the fact that follows from it.
    Number(usize, FactSet),
}

struct Planned {
    target: Target,
    column: usize,
    kind: Kind,
    order: DateOrder,
    path: String,
}

/// Which columns give which fields of a case.
pub struct Plan {
    uses: Vec<Planned>,
    /// The days on which what is said of an offence date can change.
    turns: Vec<Date>,
}

/// Every subset of a set of facts.
pub(super) fn subsets(set: FactSet) -> impl Iterator<Item = FactSet> {
    crate::eligibility::decide::each_completion(set)
}

impl Plan {
    /// A plan for tables under a policy.
    ///
    /// # Errors
    ///
    /// Where a field is not one that a column can give, or is given twice.
    pub fn new(policy: &Policy, uses: Vec<Use>) -> Result<Self, Error> {
        let known = fields(policy);
        let fault = |path: &str, message: &str| {
            Error::new(ErrorKind::Inconsistent, "plan_inconsistent", path.to_owned(), message.to_owned())
        };
        let mut planned: Vec<(usize, Planned)> = Vec::new();
        for one in uses {
            let found = known.iter().enumerate().find(|(_, field)| field.name == one.field);
            let Some((place, field)) = found else {
                return Err(fault(
                    "",
                    "a column is used for a field that a case does not have; see the list of fields",
                ));
            };
            if planned.iter().any(|(other, _)| *other == place) {
                return Err(fault(&field.path, "two columns are used for one field; keep one"));
            }
            let target = match FIELDS.get(place) {
                Some((slot, ..)) => Target::Slot(*slot),
                None => {
                    let at = place.saturating_sub(FIELDS.len());
                    let fact = policy.data().facts.get(at);
                    match (fact, policy.fact_bit(&field.name)) {
                        (_, Some(bit)) => Target::Truth(bit),
                        (fact, None) => {
                            let derived = fact.and_then(|fact| fact.derives.as_ref());
                            Target::Number(at, derived.and_then(|d| policy.fact_bit(&d.fact)).unwrap_or(0))
                        }
                    }
                }
            };
            let kind = one.kind.unwrap_or(field.kind);
            let path = field.path.clone();
            planned.push((place, Planned { target, column: one.column, kind, order: one.order, path }));
        }
        // In one order whatever the order of the columns, so that what is found of a row is told in that order.
        crate::order::sort(&mut planned, |a, b| a.0.cmp(&b.0));
        let mut turns = Vec::new();
        let lives = policy.index().lives.iter().map(|life| (life.from, life.to));
        let forms = policy.data().involvements.iter().map(|form| (form.from, form.to));
        for (from, to) in lives.chain(forms) {
            turns.extend(from);
            turns.extend(to.and_then(|to| to.add_days(1)));
        }
        crate::order::sort(&mut turns, Ord::cmp);
        turns.dedup();
        Ok(Self { uses: planned.into_iter().map(|(_, planned)| planned).collect(), turns })
    }

    /// The columns used, each with the order of its dates, where these are of the kinds that have one.
    pub fn dated(&self) -> impl Iterator<Item = (usize, Kind)> + '_ {
        self.uses.iter().filter(|one| one.kind.is_dated()).map(|one| (one.column, one.kind))
    }

    /// The column that a place in a case comes from, where one does.
    #[must_use]
    pub fn column_of(&self, policy: &Policy, path: &str) -> Option<usize> {
        let fact = path.strip_prefix("/facts/").and_then(|name| policy.fact_bit(name));
        let exact = self.uses.iter().find(|one| one.path == path);
        // A fact may follow from a number; and what is wrong with a whole is shown at the first of its parts.
        let by_fact = || self.uses.iter().find(|one| matches!(one.target, Target::Number(_, bit) if Some(bit) == fact));
        let inside = |one: &&Planned| one.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let part = || self.uses.iter().filter(|_| !path.is_empty()).find(inside);
        exact.or_else(by_fact).or_else(part).map(|one| one.column)
    }

    /// A column whose layout is not one that its field can take: its place, the field's path and what it holds.
    #[must_use]
    pub fn unfit(&self, batch: &Batch<'_>) -> Option<(usize, &str, &'static str)> {
        self.uses.iter().find_map(|one| {
            let column = batch.columns.get(one.column)?;
            unfit(one.kind, column).map(|holds| (one.column, one.path.as_str(), holds))
        })
    }

    fn said<'a>(one: &Planned, batch: &'a Batch<'_>, row: usize) -> Said<'a> {
        match batch.columns.get(one.column) {
            Some(column) => read(column.cell(row), one.kind, one.order),
            None => Said::Nothing,
        }
    }

    /// The case that a row states.
    #[must_use]
    pub fn case(&self, policy: &Policy, batch: &Batch<'_>, row: usize) -> Case {
        Case::from_value(policy, &self.value(batch, row))
    }

    /// The case that a row states, as the reader of cases takes it.
    #[must_use]
    pub fn value(&self, batch: &Batch<'_>, row: usize) -> Value {
        let mut case: Vec<(String, Value)> = Vec::new();
        for one in &self.uses {
            let Some(value) = Self::said(one, batch, row).into_value() else { continue };
            let mut steps = one.path.split('/').skip(1);
            let (Some(outer), inner) = (steps.next(), steps.next()) else { continue };
            let place = case.iter().position(|(name, _)| name == outer);
            match (inner, place.and_then(|at| case.get_mut(at))) {
                (Some(inner), Some((_, Value::Map(fields)))) => fields.push((inner.to_owned(), value)),
                (Some(inner), None) => case.push((outer.to_owned(), Value::Map(vec![(inner.to_owned(), value)]))),
                (None, None) => case.push((outer.to_owned(), value)),
                // A whole date stands where its range would: the whole date is what the row states.
                (_, Some(_)) => {}
            }
        }
        Value::Map(case)
    }

    /// The column of codes, where a code alone names the offence and beside it stand only facts that are bits.
    pub(super) fn code_alone<'b, 'a>(&self, batch: &'b Batch<'a>) -> Option<&'b Column<'a>> {
        let mut codes = None;
        for one in &self.uses {
            let column = batch.columns.get(one.column)?;
            match (one.target, &column.values) {
                (Target::Slot(Slot::Code), _) => codes = Some(column),
                (Target::Truth(_), Values::Truths(_)) | (_, Values::Nothing) => {}
                _ => return None,
            }
        }
        codes
    }

    /// The code of a row as it stands, where it alone names the offence and is a number.
    pub(super) fn raw_code(&self, batch: &Batch<'_>, row: usize) -> Option<u64> {
        let column = self.code_alone(batch)?;
        if !column.is_present(row) {
            return None;
        }
        let key = match &column.values {
            Values::Text(texts) => texts.key(row),
            Values::LargeText(texts) => texts.key(row),
            Values::Views(views) => views.key(row),
            Values::Loose(texts) => texts.key(row),
            Values::Dictionary { .. } => match column.cell(row) {
                super::column::Cell::Text(text) => pack(text.as_bytes()),
                _ => LONG,
            },
            _ => LONG,
        };
        (key != LONG).then_some(key)
    }

    /// The facts of a run of rows, which are all bits: those known to be true, and above them those known not to be.
    pub(super) fn states(&self, batch: &Batch<'_>, rows: Range<usize>, states: &mut Vec<u32>) {
        let facts: Vec<(u32, Bits<'_>, Option<Bits<'_>>)> = self
            .uses
            .iter()
            .filter_map(|one| {
                let column = batch.columns.get(one.column)?;
                match (one.target, &column.values) {
                    (Target::Truth(bit), Values::Truths(bits)) => Some((bit.trailing_zeros(), *bits, column.present)),
                    _ => None,
                }
            })
            .collect();
        // For each half of the facts, the bits of eight rows: one byte a fact, and turned round one byte a row.
        let groups = rows.len().div_ceil(8);
        let mut turned = [const { Vec::new() }; 4];
        for half in 0..2 {
            let mut values = vec![[0; 8]; groups];
            let mut there = vec![[0; 8]; groups];
            for (place, bits, present) in facts.iter().filter(|(place, ..)| place >> 3 == half) {
                let place = usize::try_from(place & 7).unwrap_or(0);
                bits.put(rows.start, place, &mut values);
                match present {
                    Some(present) => present.put(rows.start, place, &mut there),
                    None => there.iter_mut().filter_map(|group| group.get_mut(place)).for_each(|byte| *byte = 0xFF),
                }
            }
            let both = || values.iter().zip(&there).map(|(v, p)| (u64::from_le_bytes(*v), u64::from_le_bytes(*p)));
            let [yes, more_yes, no, more_no] = &mut turned;
            let (yes, no) = if half == 0 { (yes, no) } else { (more_yes, more_no) };
            yes.extend(both().map(|(value, present)| turn(value & present).to_le_bytes()));
            no.extend(both().map(|(value, present)| turn(!value & present).to_le_bytes()));
        }
        let [yes, more_yes, no, more_no] = &turned;
        states.clear();
        states.reserve(groups.saturating_mul(8));
        for (((yes, more_yes), no), more_no) in yes.iter().zip(more_yes).zip(no).zip(more_no) {
            let rows = yes.iter().zip(more_yes).zip(no).zip(more_no);
            states.extend(rows.map(|(((a, b), c), d)| u32::from_le_bytes([*a, *b, *c, *d])));
        }
        states.truncate(rows.len());
    }

    /// Everything of a row on which its answer can depend.
    pub(super) fn key(&self, policy: &Policy, batch: &Batch<'_>, row: usize, key: &mut Key) {
        key.code = 0;
        key.naming.clear();
        key.rest.clear();
        let (mut yes, mut no): (FactSet, FactSet) = (0, 0);
        let mut days = Days::default();
        for one in &self.uses {
            let said = Self::said(one, batch, row);
            if said == Said::Nothing {
                continue;
            }
            match one.target {
                Target::Slot(slot) => rest_of_slot(policy, slot, said, key, &mut days),
                Target::Truth(bit) => match said {
                    Said::Truth(true) => yes |= bit,
                    Said::Truth(false) => no |= bit,
                    _ => fault(&mut key.rest, FACT, one),
                },
                Target::Number(at, bit) => {
                    let fact = policy.data().facts.get(at);
                    let least = f64::from(fact.and_then(|f| f.minimum).unwrap_or(0));
                    let most = f64::from(fact.and_then(|f| f.maximum).unwrap_or(u16::MAX));
                    match (said, fact.and_then(|f| f.derives.as_ref())) {
                        (Said::Number(number), Some(derived)) if (least..=most).contains(&number) => {
                            if number < f64::from(derived.when_below) {
                                yes |= bit;
                            } else {
                                no |= bit;
                            }
                        }
                        (Said::Number(number), _) if (least..=most).contains(&number) => {}
                        (Said::Number(_), _) => fault(&mut key.rest, RANGE, one),
                        _ => fault(&mut key.rest, FACT, one),
                    }
                }
            }
        }
        let conflict = yes & no;
        if conflict != 0 {
            key.rest.push(CONFLICT);
            key.rest.extend(conflict.to_le_bytes());
        }
        key.state = (yes & !conflict) | (no & !conflict) << 16;
        days.write(policy, self, &mut key.rest);
        // An offence of which nothing is said has the number 0, and needs no bytes.
        if !key.naming.is_empty() {
            key.code = LONG;
        }
    }
}

/// What the bytes of the rest of a key stand for, each followed by what is said of it.
const FACT: u8 = 1;
const RANGE: u8 = 2;
const CONFLICT: u8 = 3;
const WORD: u8 = 4;
const STEP: u8 = 5;
const INTEREST: u8 = 6;
const DAY: u8 = 7;
const TURNS: u8 = 8;
const WINDOW: u8 = 9;

/// The fact itself stands there, not its place in the plan, which another plan has elsewhere.
fn fault(rest: &mut Vec<u8>, what: u8, one: &Planned) {
    rest.push(what);
    rest.extend(one.path.len().to_le_bytes());
    rest.extend(one.path.as_bytes());
}

/// Eight bytes of eight bits turned round: the first bits of all bytes become the first byte.
const fn turn(bits: u64) -> u64 {
    let mut bits = bits;
    let mut part = (bits ^ (bits >> 7)) & 0x00AA_00AA_00AA_00AA;
    bits ^= part ^ (part << 7);
    part = (bits ^ (bits >> 14)) & 0x0000_CCCC_0000_CCCC;
    bits ^= part ^ (part << 14);
    part = (bits ^ (bits >> 28)) & 0x0000_0000_F0F0_F0F0;
    bits ^ part ^ (part << 28)
}

/// The days of a row.
#[derive(Default)]
struct Days {
    whole: Option<Option<Date>>,
    from: Option<Option<Date>>,
    to: Option<Option<Date>>,
    start: Option<Option<Date>>,
    end: Option<Option<SupervisionEnd>>,
}

fn rest_of_slot(policy: &Policy, slot: Slot, said: Said<'_>, key: &mut Key, days: &mut Days) {
    let date = |said: Said<'_>| match said {
        Said::Day(day) => Some(Some(day)),
        _ => Some(None),
    };
    let criteria = &policy.data().criteria;
    match slot {
        Slot::Code => {
            if let Said::Text(text) = &said {
                key.code = pack(text.as_bytes());
                if key.code == LONG {
                    name(&mut key.naming, slot, &said);
                }
            } else {
                name(&mut key.naming, slot, &said);
            }
        }
        Slot::Statute | Slot::Section | Slot::Text | Slot::HomeOfficeCode | Slot::Entry | Slot::Involvement => {
            // A code that was a number stands before the other ways.
            if key.code != 0 && key.code != LONG {
                key.naming.push(0xFE);
                key.naming.extend(key.code.to_le_bytes());
                key.code = LONG;
            }
            name(&mut key.naming, slot, &said);
        }
        Slot::OffenceDate => days.whole = date(said),
        Slot::OffenceDateFrom => days.from = date(said),
        Slot::OffenceDateTo => days.to = date(said),
        Slot::SupervisionStart => days.start = date(said),
        Slot::SupervisionEnd => {
            days.end = Some(match said {
                Said::Day(day) => Some(SupervisionEnd::On(day)),
                Said::Ongoing => Some(SupervisionEnd::Ongoing),
                _ => None,
            });
        }
        Slot::SupervisionKind => {
            let place = place_of(&said, &criteria.supervision_kinds);
            // Which kind it is decides nothing.
            if place >= FAULTY {
                key.rest.extend([WORD, 0, place]);
            }
        }
        Slot::Risk => {
            let place = place_of(&said, &criteria.risk_levels);
            let level = criteria.risk_levels.get(usize::from(place));
            let high = level.is_some_and(|level| criteria.risk_levels_for_review.contains(level));
            key.rest.extend([WORD, 1, if place >= FAULTY { place } else { u8::from(high) }]);
        }
        Slot::Charged | Slot::Appeared => {
            let step = match said {
                Said::Truth(false) => 0,
                Said::Truth(true) | Said::Day(_) => 1,
                _ => FAULTY,
            };
            key.rest.extend([STEP, u8::from(slot == Slot::Charged), step]);
        }
        Slot::PublicInterest => match said {
            // Not to assert it is what leaving it out is.
            Said::Truth(false) => {}
            Said::Truth(true) => key.rest.extend([INTEREST, 1]),
            _ => key.rest.extend([INTEREST, FAULTY]),
        },
    }
}

/// From here on, a byte stands for a fault.
const FAULTY: u8 = 254;

/// The place of a word in a list of the policy.
fn place_of(said: &Said<'_>, list: &[Text]) -> u8 {
    let Said::Text(text) = said else { return FAULTY };
    if text.chars().count() > MAX_FIELD {
        return FAULTY.saturating_add(1);
    }
    list.iter().position(|word| *word == **text).and_then(|at| u8::try_from(at).ok()).unwrap_or(FAULTY).min(FAULTY)
}

/// Adds one way of naming the offence.
fn name(naming: &mut Vec<u8>, slot: Slot, said: &Said<'_>) {
    let tag = FIELDS.iter().position(|(other, ..)| *other == slot).and_then(|at| u8::try_from(at).ok()).unwrap_or(0);
    naming.push(tag);
    match said {
        Said::Text(text) => {
            naming.push(1);
            naming.extend(text.len().to_le_bytes());
            naming.extend(text.as_bytes());
        }
        Said::Number(number) => {
            naming.push(2);
            naming.extend(number.to_bits().to_le_bytes());
        }
        _ => naming.push(3),
    }
}

impl Days {
    /// Writes what the days come to: which of them could not be used, where the offence stands between the days on
    /// which the law turned, and where in the window.
    fn write(&self, policy: &Policy, plan: &Plan, rest: &mut Vec<u8>) {
        let faulty = |day: Option<Option<Date>>| u8::from(day == Some(None));
        let mut faults = faulty(self.start) << 1 | u8::from(self.end == Some(None)) << 2;
        let mut offence = None;
        if let Some(whole) = self.whole {
            faults |= faulty(self.whole);
            offence = whole.map(|day| DateRange { from: day, to: day });
        } else if self.from.is_some() || self.to.is_some() {
            match (self.from.flatten(), self.to.flatten()) {
                (Some(from), Some(to)) if from <= to => offence = Some(DateRange { from, to }),
                (Some(_), Some(_)) => faults |= 1 << 3,
                (from, to) => {
                    faults |= faulty(self.from) << 4 | faulty(self.to) << 5;
                    faults |= u8::from(from.is_none()) << 6 | u8::from(to.is_none()) << 7;
                }
            }
        }
        let mut supervision = Supervision {
            kind: None,
            start: self.start.flatten(),
            end: self.end.flatten().unwrap_or(SupervisionEnd::Unknown),
        };
        let reversed =
            matches!((supervision.start, supervision.end), (Some(start), SupervisionEnd::On(end)) if end < start);
        if reversed {
            supervision.start = None;
            supervision.end = SupervisionEnd::Unknown;
        }
        if faults != 0 || reversed {
            rest.extend([DAY, faults, u8::from(reversed)]);
        }
        let Some(offence) = offence else { return };
        let turned = |day: Date| u16::try_from(plan.turns.partition_point(|turn| *turn <= day)).unwrap_or(u16::MAX);
        rest.push(TURNS);
        rest.extend(turned(offence.from).to_le_bytes());
        rest.extend(turned(offence.to).to_le_bytes());
        let window = policy.window(&supervision, offence);
        let truth = |truth: Truth| match truth {
            Truth::No => 0_u8,
            Truth::Yes => 1,
            Truth::Unknown => 2,
        };
        rest.push(WINDOW);
        rest.extend([
            truth(window.after_start),
            truth(window.before_close),
            u8::from(window.projected) | u8::from(window.outside) << 1,
            // Which of the days is not known decides what is said of a range that lies across the edge.
            u8::from(supervision.start.is_none())
                | u8::from(supervision.end == SupervisionEnd::Unknown) << 1
                | u8::from(offence.from < offence.to) << 2,
        ]);
    }
}

/// What a column holds that a field of this kind cannot take.
fn unfit(kind: Kind, column: &Column<'_>) -> Option<&'static str> {
    let (holds, fits) = match &column.values {
        Values::Nothing | Values::Text(_) | Values::LargeText(_) | Values::Views(_) | Values::Loose(_) => return None,
        Values::Dictionary { values, .. } => return unfit(kind, values),
        Values::Truths(_) => ("true and false", matches!(kind, Kind::Truth | Kind::Step)),
        Values::Whole(_) => ("whole numbers", matches!(kind, Kind::Section | Kind::Number | Kind::Truth | Kind::Step)),
        Values::Float(_) | Values::Double(_) | Values::Decimal { .. } => {
            ("numbers", matches!(kind, Kind::Section | Kind::Number | Kind::Truth | Kind::Step))
        }
        Values::Days(_) => ("dates", kind.is_dated()),
        Values::Moments { .. } => ("moments in time", kind.is_dated()),
    };
    (!fits).then_some(holds)
}
