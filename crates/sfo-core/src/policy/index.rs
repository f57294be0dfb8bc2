//! The policy made ready for deciding: names become numbers, conditions become bit tests, lists are sorted.
//!
//! Built once for a policy. Everything that can be inconsistent in a policy is found here.

use crate::calendar::WorkingDays;
use crate::citation::Certainty;
use crate::condition::{Condition, Negated};
use crate::date::Date;
use crate::eligibility::section::{parse_sections, Section};
use crate::eligibility::text::{normalise, title_key};
use crate::error::{Error, ErrorKind};
use crate::policy::data::{EventKind, FactType, Implied, PolicyData, Tier};

/// True-or-false facts that a policy may have; their completions are enumerated.
pub const MAX_FACTS: usize = 16;
/// Entries that a policy may have.
pub const MAX_ENTRIES: usize = 128;
/// The greatest number of a limit, in its unit.
pub const MAX_LIMIT: u16 = 1000;
const MAX_CONDITION_DEPTH: usize = 16;
const MAX_CODES: usize = 200_000;

/// A set of true-or-false facts, one bit a fact.
pub(crate) type FactSet = u32;
/// A set of entries, one bit an entry in list order.
pub(crate) type EntrySet = u128;

/// Facts known to be true and facts known to be false.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Known {
    pub yes: FactSet,
    pub no: FactSet,
}

impl Known {
    pub(crate) const fn union(self, other: Self) -> Self {
        Self { yes: self.yes | other.yes, no: self.no | other.no }
    }

    pub(crate) const fn conflict(self) -> FactSet {
        self.yes & self.no
    }

    /// What remains when facts said to be both true and false become unknown.
    pub(crate) const fn settled(self) -> Self {
        let conflict = self.conflict();
        Self { yes: self.yes & !conflict, no: self.no & !conflict }
    }
}

/// One way in which a charge can be understood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The entries that it falls under; none is another offence.
    pub entries: EntrySet,
    /// What naming the offence says of the facts.
    pub implied: Known,
    /// How sure the reading is.
    pub certainty: Certainty,
    /// The other edition that has the conduct.
    pub other_edition: Option<u8>,
}

impl Reading {
    pub(crate) const fn another_offence(certainty: Certainty) -> Self {
        Self { entries: 0, implied: Known { yes: 0, no: 0 }, certainty, other_edition: None }
    }
}

/// The readings of one row of the policy, and where the row stands.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub reading: Reading,
    /// It is one of the entries, not known which.
    pub alternatives: bool,
    /// It may also be an offence outside the list.
    pub other: bool,
    pub involvement: Option<u8>,
    /// It says only in what form an offence was committed, not which.
    pub carrier: bool,
    pub source: RowSource,
}

/// Where a row of the policy stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowSource {
    Entry(usize),
    Provision(usize),
    OtherEdition(usize),
    Title(usize),
    Code(usize),
    HomeOffice(usize),
}

/// A condition as bit tests: it holds where one clause does.
#[derive(Clone, Copy)]
pub(crate) struct Clause {
    yes: FactSet,
    no: FactSet,
}

pub(crate) struct EntryIndex {
    clauses: Vec<Clause>,
    /// The facts that can change its outcome or its certainty.
    pub relevant: FactSet,
    pub tier: Tier,
    pub certainty: Certainty,
    pub if_victim_under_13: Option<Certainty>,
    pub condition_fails: Option<Certainty>,
    /// Sections cited: the fewer, the more specific.
    pub breadth: usize,
}

impl EntryIndex {
    pub(crate) fn holds(&self, facts_true: FactSet) -> bool {
        self.clauses.iter().any(|c| c.yes & !facts_true == 0 && c.no & facts_true == 0)
    }
}

pub(crate) struct SectionRow {
    pub section: Section,
    pub with: Option<Section>,
    pub row: Row,
}

pub(crate) struct StatuteIndex {
    pub rows: Vec<SectionRow>,
    /// The row of a statute that has no sections: the common law stays `None`.
    pub whole: Option<Row>,
    pub listed: bool,
}

pub(crate) struct Carrier {
    pub statute: usize,
    pub sections: Vec<Section>,
    pub involvement: u8,
}

pub(crate) struct Life {
    pub entries: EntrySet,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub event: usize,
}

pub(crate) struct Index {
    pub facts: Vec<usize>,
    pub victim_under_13: Option<u8>,
    pub entries: Vec<EntryIndex>,
    pub statutes: Vec<StatuteIndex>,
    pub carriers: Vec<Carrier>,
    pub becomes: Vec<(EntrySet, u32, u8)>,
    pub principal: u8,
    codes: Vec<(u64, Row)>,
    home_office: Vec<(u64, Row)>,
    pub titles: Vec<(String, Row)>,
    prefixes: Vec<u64>,
    pub statute_prefixes: Vec<(u64, usize)>,
    pub lives: Vec<Life>,
    pub days: WorkingDays,
}

/// A code of at most eight bytes as one number.
pub(crate) fn code_key(code: &str) -> Option<u64> {
    if code.is_empty() || code.len() > 8 {
        return None;
    }
    Some(code.bytes().fold(0_u64, |key, byte| (key << 8) | u64::from(byte)))
}

fn inconsistent(path: String, message: &'static str) -> Error {
    Error::new(ErrorKind::Inconsistent, "policy_inconsistent", path, message)
}

fn too_large(path: &str, message: &'static str) -> Error {
    Error::new(ErrorKind::TooLarge, "policy_too_large", path, message)
}

fn bit(index: usize) -> FactSet {
    u32::try_from(index).ok().and_then(|i| 1_u32.checked_shl(i)).unwrap_or(0)
}

pub(crate) fn entry_bit(index: usize) -> EntrySet {
    u32::try_from(index).ok().and_then(|i| 1_u128.checked_shl(i)).unwrap_or(0)
}

struct Builder<'a> {
    data: &'a PolicyData,
    facts: Vec<usize>,
}

impl Builder<'_> {
    fn fact(&self, name: &str, path: &str) -> Result<FactSet, Error> {
        self.facts.iter().position(|&at| self.data.facts.get(at).is_some_and(|f| f.name == name)).map(bit).ok_or_else(
            || {
                inconsistent(
                    path.to_owned(),
                    "a fact is not in the policy's list of true-or-false facts; add it there or correct its name",
                )
            },
        )
    }

    fn known(&self, implied: &[Implied], path: &str) -> Result<Known, Error> {
        let mut known = Known::default();
        for one in implied {
            let fact = self.fact(&one.fact, path)?;
            if one.value {
                known.yes |= fact;
            } else {
                known.no |= fact;
            }
        }
        if known.conflict() != 0 {
            return Err(inconsistent(path.to_owned(), "a fact is implied both true and false; keep one"));
        }
        Ok(known)
    }

    fn entries(&self, numbers: &[u16], path: &str) -> Result<EntrySet, Error> {
        let mut set = 0;
        for number in numbers {
            let at = self
                .data
                .entries
                .iter()
                .position(|e| e.number == *number)
                .ok_or_else(|| inconsistent(path.to_owned(), "an entry number is not in the list; correct it"))?;
            set |= entry_bit(at);
        }
        Ok(set)
    }

    fn involvement(&self, id: &str, path: &str) -> Result<u8, Error> {
        self.data
            .involvements
            .iter()
            .position(|i| i.id == id)
            .and_then(|at| u8::try_from(at).ok())
            .ok_or_else(|| inconsistent(path.to_owned(), "an involvement is not in the policy; correct its id"))
    }

    fn statute(&self, id: &str, path: &str) -> Result<usize, Error> {
        self.data
            .statutes
            .iter()
            .position(|s| s.id == id)
            .ok_or_else(|| inconsistent(path.to_owned(), "a statute is not in the policy; correct its id"))
    }

    fn section(text: &str, path: &str) -> Result<Section, Error> {
        parse_sections(text)
            .and_then(crate::eligibility::section::Sections::into_single)
            .ok_or_else(|| inconsistent(path.to_owned(), "a section is not of the form `9(1)(b)`; correct it"))
    }

    /// The condition, or its opposite, as clauses.
    fn clauses(&self, condition: &Condition, holds: bool, path: &str) -> Result<Vec<Clause>, Error> {
        let conjunction = |list: &[Condition], holds: bool| -> Result<Vec<Clause>, Error> {
            let mut product = vec![Clause { yes: 0, no: 0 }];
            for one in list {
                let right = self.clauses(one, holds, path)?;
                let mut next = Vec::new();
                for a in &product {
                    for b in &right {
                        let clause = Clause { yes: a.yes | b.yes, no: a.no | b.no };
                        if clause.yes & clause.no == 0 {
                            next.push(clause);
                        }
                    }
                }
                if next.len() > 1024 {
                    return Err(too_large(path, "a condition has too many alternatives; write it more simply"));
                }
                product = next;
            }
            Ok(product)
        };
        let disjunction = |list: &[Condition], holds: bool| -> Result<Vec<Clause>, Error> {
            let mut sum = Vec::new();
            for one in list {
                sum.extend(self.clauses(one, holds, path)?);
            }
            Ok(sum)
        };
        match (condition, holds) {
            (Condition::Fact(name), true) => Ok(vec![Clause { yes: self.fact(name, path)?, no: 0 }]),
            (Condition::Fact(name), false) => Ok(vec![Clause { yes: 0, no: self.fact(name, path)? }]),
            (Condition::All { all }, true) => conjunction(all, true),
            (Condition::All { all }, false) => disjunction(all, false),
            (Condition::Any { any }, true) => disjunction(any, true),
            (Condition::Any { any }, false) => conjunction(any, false),
            (Condition::Not { not: Negated(inner) }, true) => disjunction(inner, false),
            (Condition::Not { not: Negated(inner) }, false) => conjunction(inner, true),
        }
    }

    fn code_rows(
        &self,
        groups: &[crate::policy::data::CodeGroup],
        name: &str,
        source: fn(usize) -> RowSource,
    ) -> Result<Vec<(u64, Row)>, Error> {
        let mut rows = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let path = format!("/{name}/{at}");
            let other_edition = match &group.other_edition {
                Some(id) => Some(
                    self.data
                        .other_editions
                        .iter()
                        .position(|o| o.id == *id)
                        .and_then(|at| u8::try_from(at).ok())
                        .ok_or_else(|| {
                            inconsistent(path.clone(), "an other edition is not in the policy; correct its id")
                        })?,
                ),
                None => None,
            };
            let involvement = match &group.involvement {
                Some(id) => Some(self.involvement(id, &path)?),
                None => None,
            };
            let row = Row {
                reading: Reading {
                    entries: self.entries(&group.entries, &path)?,
                    implied: self.known(&group.implies, &path)?,
                    certainty: group.certainty,
                    other_edition,
                },
                alternatives: group.alternatives,
                other: group.other,
                involvement,
                carrier: group.carrier,
                source: source(at),
            };
            for code in group.codes.iter() {
                let key = code_key(code)
                    .ok_or_else(|| inconsistent(path.clone(), "a code has not one to eight characters; correct it"))?;
                rows.push((key, row));
            }
        }
        crate::order::sort(&mut rows, |a, b| a.0.cmp(&b.0));
        if rows.len() > MAX_CODES {
            return Err(too_large(&format!("/{name}"), "there are too many codes; the bound is 200,000"));
        }
        if rows.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a == b)) {
            return Err(inconsistent(format!("/{name}"), "a code stands in two groups; keep one"));
        }
        Ok(rows)
    }
}

/// Deadlines that a policy may have.
const MAX_DEADLINES: usize = 500;

/// Finds what is inconsistent in the events, the deadlines and the orders. Their ids are the policy's own and are named.
fn check_deadlines(data: &PolicyData) -> Result<(), Error> {
    let fault =
        |path: String, message: String| Err(Error::new(ErrorKind::Inconsistent, "policy_inconsistent", path, message));
    let lists = [
        ("/case_events", data.case_events.len()),
        ("/deadlines", data.deadlines.len()),
        ("/orders", data.orders.len()),
    ];
    for (path, length) in lists {
        if length > MAX_DEADLINES {
            return Err(too_large(path, "there are too many events, deadlines or orders; the bound is 500"));
        }
    }
    let known = |name: &str| data.case_events.iter().any(|event| event.name == name);
    for (at, event) in data.case_events.iter().enumerate() {
        if data.case_events.iter().take(at).any(|other| other.name == event.name) {
            return fault(format!("/case_events/{at}"), format!("the event `{}` stands twice; keep one", event.name));
        }
    }
    for (at, rule) in data.deadlines.iter().enumerate() {
        let (path, id) = (format!("/deadlines/{at}"), &rule.id);
        for name in [&rule.event, &rule.trigger].into_iter().chain(&rule.opens) {
            if !known(name) {
                return fault(
                    path,
                    format!("the deadline `{id}` names the event `{name}`, which is not among the events; add it there or correct its name"),
                );
            }
        }
        if rule.event == rule.trigger {
            return fault(path, format!("the deadline `{id}` is counted from its own event; name another trigger"));
        }
        if data.deadlines.iter().take(at).any(|other| other.id == *id) {
            return fault(path, format!("two deadlines have the id `{id}`; name one of them anew"));
        }
        let numbers = [rule.n.is_some(), rule.unit.is_some(), rule.counting.is_some(), rule.non_working_day.is_some()];
        if numbers != [rule.kind.is_counted(); 4] {
            return fault(
                path,
                format!("the deadline `{id}` needs `n`, `unit`, `counting` and `non_working_day` if it is within a time or a window, and none of them otherwise"),
            );
        }
        if rule.n.is_some_and(|n| n > MAX_LIMIT) {
            return fault(path, format!("the number of the deadline `{id}` is above {MAX_LIMIT}; correct it"));
        }
    }
    for (at, order) in data.orders.iter().enumerate() {
        let unknown = order.events.iter().find(|name| !known(name));
        if let Some(name) = unknown {
            return fault(
                format!("/orders/{at}"),
                format!("the order `{}` names the event `{name}`, which is not among the events; add it there or correct its name", order.id),
            );
        }
    }
    Ok(())
}

impl Index {
    #[expect(clippy::too_many_lines, reason = "one pass over the policy, in the order of its parts")]
    pub(crate) fn new(data: &PolicyData) -> Result<Self, Error> {
        let facts: Vec<usize> =
            data.facts.iter().enumerate().filter(|(_, f)| f.fact_type == FactType::Boolean).map(|(at, _)| at).collect();
        if facts.len() > MAX_FACTS {
            return Err(too_large("/facts", "there are too many true-or-false facts; the bound is 16"));
        }
        if data.entries.len() > MAX_ENTRIES {
            return Err(too_large("/entries", "there are too many entries; the bound is 128"));
        }
        if data.entries.windows(2).any(|w| matches!(w, [a, b] if a.number >= b.number)) {
            return Err(inconsistent("/entries".to_owned(), "entry numbers do not rise; put the entries in order"));
        }
        let b = Builder { data, facts };
        let victim_under_13 = b.fact("victim_under_13", "/facts").ok();

        let mut entries = Vec::new();
        let mut statutes: Vec<StatuteIndex> =
            data.statutes.iter().map(|_| StatuteIndex { rows: Vec::new(), whole: None, listed: false }).collect();
        for (at, entry) in data.entries.iter().enumerate() {
            let path = format!("/entries/{at}");
            let (clauses, mut relevant) = match &entry.condition {
                Some(condition) => {
                    if condition.depth() > MAX_CONDITION_DEPTH {
                        return Err(too_large(&path, "a condition is nested too deeply; the bound is 16"));
                    }
                    let mut relevant = 0;
                    let mut missing = None;
                    condition.visit_facts(&mut |name| match b.fact(name, &path) {
                        Ok(fact) => relevant |= fact,
                        Err(error) => missing = Some(error),
                    });
                    if let Some(error) = missing {
                        return Err(error);
                    }
                    (b.clauses(condition, true, &path)?, relevant)
                }
                None => (vec![Clause { yes: 0, no: 0 }], 0),
            };
            let asks_age = entry.tier == Tier::AutomaticIfVictimUnder13 || entry.if_victim_under_13.is_some();
            if asks_age {
                relevant |= victim_under_13
                    .ok_or_else(|| inconsistent(path.clone(), "an entry asks whether the victim is under 13, and `victim_under_13` is not among the facts; add it"))?;
            }
            let condition_fails = match &entry.when_condition_fails {
                Some(fails) => {
                    b.entries(&[fails.see_entry], &path)?;
                    Some(fails.certainty)
                }
                None => None,
            };
            b.known(&entry.title_implies, &path)?;
            entries.push(EntryIndex {
                clauses,
                relevant,
                tier: entry.tier,
                certainty: entry.certainty,
                if_victim_under_13: entry.if_victim_under_13,
                condition_fails,
                breadth: entry.sections.len(),
            });
            let statute = b.statute(&entry.statute, &path)?;
            let carrier = data.statutes.get(statute).is_some_and(|s| s.carrier);
            let Some(index) = statutes.get_mut(statute) else { continue };
            if !carrier {
                index.listed = true;
            }
            for text in entry.sections.iter() {
                let section = Builder::section(text, &path)?;
                if let Some(same) = index.rows.iter_mut().find(|r| r.section == section) {
                    same.row.reading.entries |= entry_bit(at);
                } else {
                    let reading = Reading {
                        entries: entry_bit(at),
                        implied: Known::default(),
                        certainty: Certainty::Settled,
                        other_edition: None,
                    };
                    let row = Row {
                        reading,
                        alternatives: false,
                        other: false,
                        involvement: None,
                        carrier: false,
                        source: RowSource::Entry(at),
                    };
                    index.rows.push(SectionRow { section, with: None, row });
                }
            }
        }

        for (at, provision) in data.provisions.iter().enumerate() {
            let path = format!("/provisions/{at}");
            let statute = b.statute(&provision.statute, &path)?;
            let section = Builder::section(&provision.section, &path)?;
            let with = match &provision.with {
                Some(text) => Some(Builder::section(text, &path)?),
                None => None,
            };
            let row = Row {
                reading: Reading {
                    entries: b.entries(&provision.entries, &path)?,
                    implied: b.known(&provision.implies, &path)?,
                    certainty: provision.certainty,
                    other_edition: None,
                },
                alternatives: false,
                other: provision.other,
                involvement: None,
                carrier: false,
                source: RowSource::Provision(at),
            };
            let Some(index) = statutes.get_mut(statute) else { continue };
            index.listed = true;
            index.rows.retain(|r| r.section != section || r.with != with);
            index.rows.push(SectionRow { section, with, row });
        }

        for (at, edition) in data.other_editions.iter().enumerate() {
            let path = format!("/other_editions/{at}");
            let row = Row {
                reading: Reading {
                    entries: 0,
                    implied: Known::default(),
                    certainty: edition.certainty,
                    other_edition: u8::try_from(at).ok(),
                },
                alternatives: false,
                other: false,
                involvement: None,
                carrier: false,
                source: RowSource::OtherEdition(at),
            };
            for range in edition.provisions.iter() {
                let statute = b.statute(&range.statute, &path)?;
                let Some(index) = statutes.get_mut(statute) else { continue };
                if range.sections.is_empty() {
                    index.whole = Some(row);
                }
                for text in range.sections.iter() {
                    index.rows.push(SectionRow { section: Builder::section(text, &path)?, with: None, row });
                }
            }
        }

        let mut carriers = Vec::new();
        for (at, involvement) in data.involvements.iter().enumerate() {
            let path = format!("/involvements/{at}");
            for range in involvement.carriers.iter() {
                let sections = range.sections.iter().map(|s| Builder::section(s, &path)).collect::<Result<_, _>>()?;
                carriers.push(Carrier {
                    statute: b.statute(&range.statute, &path)?,
                    sections,
                    involvement: b.involvement(&involvement.id, &path)?,
                });
            }
        }
        let mut becomes = Vec::new();
        for (at, one) in data.becomes.iter().enumerate() {
            let path = format!("/becomes/{at}");
            let mut forms = 0_u32;
            for id in one.involvements.iter() {
                forms |= bit(usize::from(b.involvement(id, &path)?));
            }
            b.entries(&[one.entry], &path)?;
            let target = data.entries.iter().position(|e| e.number == one.entry).unwrap_or(0);
            becomes.push((b.entries(&one.entries, &path)?, forms, u8::try_from(target).unwrap_or(0)));
        }

        let mut titles: Vec<(String, Row)> = Vec::new();
        let mut add_title = |words: String, row: Row| {
            if let Some((_, same)) = titles.iter_mut().find(|(known, _)| *known == words) {
                if row.source == same.source {
                    return;
                }
                same.reading.entries |= row.reading.entries;
            } else {
                titles.push((words, row));
            }
        };
        for (at, title) in data.titles.iter().enumerate() {
            let path = format!("/titles/{at}");
            let involvement = match &title.involvement {
                Some(id) => Some(b.involvement(id, &path)?),
                None => None,
            };
            let row = Row {
                reading: Reading {
                    entries: b.entries(&title.entries, &path)?,
                    implied: b.known(&title.implies, &path)?,
                    certainty: title.certainty,
                    other_edition: None,
                },
                alternatives: title.alternatives,
                other: title.other,
                involvement,
                carrier: false,
                source: RowSource::Title(at),
            };
            for words in title.words.iter() {
                add_title(title_key(&normalise(words)), row);
            }
        }
        for (at, entry) in data.entries.iter().enumerate() {
            let reading = Reading {
                entries: entry_bit(at),
                implied: b.known(&entry.title_implies, "/entries")?,
                certainty: Certainty::Settled,
                other_edition: None,
            };
            add_title(
                title_key(&normalise(&entry.title)),
                Row {
                    reading,
                    alternatives: false,
                    other: false,
                    involvement: None,
                    carrier: false,
                    source: RowSource::Entry(at),
                },
            );
        }
        crate::order::sort(&mut titles, |a, b| a.0.cmp(&b.0));

        let mut statute_prefixes = Vec::new();
        for (at, statute) in data.statutes.iter().enumerate() {
            for prefix in statute.prefixes.iter() {
                statute_prefixes.extend(code_key(prefix).map(|key| (key, at)));
            }
        }
        let mut prefixes: Vec<u64> = data.known_prefixes.iter().filter_map(code_key).collect();
        crate::order::sort(&mut prefixes, Ord::cmp);

        let mut lives = Vec::new();
        for (at, event) in data.events.iter().enumerate() {
            let set = b.entries(&event.entries, &format!("/events/{at}"))?;
            let (from, to) = match event.kind {
                EventKind::Begins => (event.date, None),
                EventKind::Ends => (None, event.date),
                EventKind::Changes => (None, None),
            };
            if set != 0 && (from.is_some() || to.is_some()) {
                lives.push(Life { entries: set, from, to, event: at });
            }
        }

        for condition in
            core::iter::once(&data.criteria.always).chain(data.criteria.routes.iter().map(|r| &r.condition))
        {
            let mut unknown = false;
            condition.visit_facts(&mut |name| unknown |= !crate::eligibility::review::CRITERIA.contains(&name));
            if unknown || condition.depth() > MAX_CONDITION_DEPTH {
                return Err(inconsistent(
                    "/criteria".to_owned(),
                    "a condition names a criterion that cannot be worked out; correct its name",
                ));
            }
        }

        check_deadlines(data)?;

        Ok(Self {
            principal: b.involvement("principal", "/involvements")?,
            codes: b.code_rows(&data.codes, "codes", RowSource::Code)?,
            home_office: b.code_rows(&data.home_office_codes, "home_office_codes", RowSource::HomeOffice)?,
            victim_under_13: victim_under_13.and_then(|bit| u8::try_from(bit.trailing_zeros()).ok()),
            facts: b.facts,
            entries,
            statutes,
            carriers,
            becomes,
            titles,
            prefixes,
            statute_prefixes,
            lives,
            days: WorkingDays::new(&data.calendar)
                .map_err(|_| inconsistent("/calendar".to_owned(), "the calendar is not in order; sort its days"))?,
        })
    }

    pub(crate) fn code(&self, code: &str) -> Option<&Row> {
        find(&self.codes, code_key(code)?)
    }

    pub(crate) fn home_office_code(&self, code: &str) -> Option<&Row> {
        find(&self.home_office, code_key(code)?)
    }

    pub(crate) fn known_prefix(&self, prefix: &str) -> bool {
        code_key(prefix).is_some_and(|key| self.prefixes.binary_search(&key).is_ok())
    }

    pub(crate) fn prefix_statute(&self, prefix: &str) -> Option<usize> {
        let key = code_key(prefix)?;
        self.statute_prefixes.iter().find(|(p, _)| *p == key).map(|(_, at)| *at)
    }

    /// All CJS codes, in order, as numbers.
    pub(crate) fn code_keys(&self) -> impl Iterator<Item = (u64, &Row)> {
        self.codes.iter().map(|(key, row)| (*key, row))
    }
}

fn find(rows: &[(u64, Row)], key: u64) -> Option<&Row> {
    rows.binary_search_by_key(&key, |(k, _)| *k).ok().and_then(|at| rows.get(at)).map(|(_, row)| row)
}
