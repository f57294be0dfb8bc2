//! The policy made ready for deciding: names become numbers, conditions become bit tests, lists are sorted.
//!
//! Built once for a policy. Everything that can be inconsistent in a policy is found here, save in its calendar.

use crate::citation::Certainty;
use crate::condition::{Condition, Inside};
use crate::date::Date;
use crate::eligibility::section::{parse_sections, Section};
use crate::eligibility::text::{normalise, title_key, StatuteNames};
use crate::error::{Error, ErrorKind};
use crate::policy::data::{CodeGroup, EventKind, FactType, Implied, PolicyData, Text, Tier};

/// True-or-false facts that a policy may have; their completions are enumerated.
pub const MAX_FACTS: usize = 16;
/// Entries that a policy may have.
pub const MAX_ENTRIES: usize = 128;
/// The greatest number of a limit, in its unit.
pub const MAX_LIMIT: u16 = 1000;
const MAX_CONDITION_DEPTH: usize = 16;
const MAX_CODES: usize = 200_000;
const MAX_CLAUSES: usize = 1024;

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

impl Row {
    /// A row that says nothing else than its reading.
    const fn of(reading: Reading, source: RowSource) -> Self {
        Self { reading, alternatives: false, other: false, involvement: None, carrier: false, source }
    }
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

#[derive(Default)]
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
    pub names: StatuteNames,
}

/// A code of at most eight bytes as one number.
pub(crate) fn code_key(code: &str) -> Option<u64> {
    if code.is_empty() || code.len() > 8 {
        return None;
    }
    Some(code.bytes().fold(0_u64, |key, byte| (key << 8) | u64::from(byte)))
}

/// A place in a policy: a list, and which of its items.
#[derive(Clone, Copy)]
struct Place(&'static str, Option<usize>);

fn bit(index: usize) -> FactSet {
    u32::try_from(index).ok().and_then(|i| 1_u32.checked_shl(i)).unwrap_or(0)
}

pub(crate) fn entry_bit(index: usize) -> EntrySet {
    u32::try_from(index).ok().and_then(|i| 1_u128.checked_shl(i)).unwrap_or(0)
}

#[inline(never)]
fn fault(kind: ErrorKind, Place(list, at): Place, message: &'static str) -> Error {
    let code = match kind {
        ErrorKind::TooLarge => "policy_too_large",
        _ => "policy_inconsistent",
    };
    let path = match at {
        Some(at) => format!("/{list}/{at}"),
        None => format!("/{list}"),
    };
    Error::new(kind, code, path, message)
}

/// Reads the parts of a policy. The first fault is kept and the reading goes on, so that no step has a way out of its own.
struct Builder<'a> {
    data: &'a PolicyData,
    facts: Vec<usize>,
    fault: Option<Error>,
}

impl Builder<'_> {
    fn inconsistent(&mut self, place: Place, message: &'static str) {
        self.fault.get_or_insert_with(|| fault(ErrorKind::Inconsistent, place, message));
    }

    fn too_large(&mut self, place: Place, message: &'static str) {
        self.fault.get_or_insert_with(|| fault(ErrorKind::TooLarge, place, message));
    }

    /// What was found, or a fault.
    fn found(&mut self, found: Option<usize>, place: Place, message: &'static str) -> usize {
        if found.is_none() {
            self.inconsistent(place, message);
        }
        found.unwrap_or(0)
    }

    fn known_fact(&self, name: &str) -> Option<usize> {
        self.facts.iter().position(|&at| self.data.facts.get(at).is_some_and(|f| f.name == name))
    }

    #[inline(never)]
    fn fact(&mut self, name: &str, place: Place) -> FactSet {
        let at = self.known_fact(name);
        bit(self.found(
            at,
            place,
            "a fact is not in the policy's list of true-or-false facts; add it there or correct its name",
        ))
    }

    #[inline(never)]
    fn known(&mut self, implied: &[Implied], place: Place) -> Known {
        let mut known = Known::default();
        for one in implied {
            let fact = self.fact(&one.fact, place);
            if one.value {
                known.yes |= fact;
            } else {
                known.no |= fact;
            }
        }
        if known.conflict() != 0 {
            self.inconsistent(place, "a fact is implied both true and false; keep one");
        }
        known
    }

    fn entry(&mut self, number: u16, place: Place) -> usize {
        let at = self.data.entries.iter().position(|e| e.number == number);
        self.found(at, place, "an entry number is not in the list; correct it")
    }

    #[inline(never)]
    fn entries(&mut self, numbers: &[u16], place: Place) -> EntrySet {
        numbers.iter().fold(0, |set, number| set | entry_bit(self.entry(*number, place)))
    }

    #[inline(never)]
    fn involvement(&mut self, id: &str, place: Place) -> u8 {
        let at = self.data.involvements.iter().position(|i| i.id == id);
        let at = self.found(at, place, "an involvement is not in the policy; correct its id");
        u8::try_from(at).unwrap_or(u8::MAX)
    }

    fn involvement_of(&mut self, id: Option<&Text>, place: Place) -> Option<u8> {
        id.map(|id| self.involvement(id, place))
    }

    fn other_edition(&mut self, id: Option<&Text>, place: Place) -> Option<u8> {
        let id = id?;
        let at = self.data.other_editions.iter().position(|o| o.id == *id);
        u8::try_from(self.found(at, place, "an other edition is not in the policy; correct its id")).ok()
    }

    #[inline(never)]
    fn statute(&mut self, id: &str, place: Place) -> usize {
        let at = self.data.statutes.iter().position(|s| s.id == id);
        self.found(at, place, "a statute is not in the policy; correct its id")
    }

    #[inline(never)]
    fn section(&mut self, text: &str, place: Place) -> Option<Section> {
        let section = parse_sections(text).and_then(crate::eligibility::section::Sections::into_single);
        if section.is_none() {
            self.inconsistent(place, "a section is not of the form `9(1)(b)`; correct it");
        }
        section
    }

    /// The condition, or its opposite, as clauses.
    fn clauses(&mut self, condition: &Condition, holds: bool, place: Place) -> Vec<Clause> {
        let (list, conjunction, holds) = match condition {
            Condition::Fact(name) => {
                let fact = self.fact(name, place);
                return vec![if holds { Clause { yes: fact, no: 0 } } else { Clause { yes: 0, no: fact } }];
            }
            Condition::All { all } => (all, holds, holds),
            Condition::Any { any } => (any, !holds, holds),
            Condition::Not { not: Inside(inner) } => (inner, !holds, !holds),
            // A place of a document: `check_places` refuses it.
            _ => return Vec::new(),
        };
        if !conjunction {
            return list.iter().flat_map(|one| self.clauses(one, holds, place)).collect();
        }
        let mut product = vec![Clause { yes: 0, no: 0 }];
        for one in list.iter() {
            let right = self.clauses(one, holds, place);
            let mut next = Vec::new();
            for a in &product {
                for b in &right {
                    let clause = Clause { yes: a.yes | b.yes, no: a.no | b.no };
                    if clause.yes & clause.no == 0 {
                        next.push(clause);
                    }
                }
            }
            if next.len() > MAX_CLAUSES {
                self.too_large(place, "a condition has too many alternatives; write it more simply");
                next.truncate(1);
            }
            product = next;
        }
        product
    }

    fn code_rows(
        &mut self,
        groups: &[CodeGroup],
        list: &'static str,
        source: fn(usize) -> RowSource,
    ) -> Vec<(u64, Row)> {
        let mut rows = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let place = Place(list, Some(at));
            let row = Row {
                reading: Reading {
                    entries: self.entries(&group.entries, place),
                    implied: self.known(&group.implies, place),
                    certainty: group.certainty,
                    other_edition: self.other_edition(group.other_edition.as_ref(), place),
                },
                alternatives: group.alternatives,
                other: group.other,
                involvement: self.involvement_of(group.involvement.as_ref(), place),
                carrier: group.carrier,
                source: source(at),
            };
            for code in group.codes.iter() {
                match code_key(code) {
                    Some(key) => rows.push((key, row)),
                    None => self.inconsistent(place, "a code has not one to eight characters; correct it"),
                }
            }
        }
        crate::order::sort(&mut rows, |a, b| a.0.cmp(&b.0));
        if rows.len() > MAX_CODES {
            self.too_large(Place(list, None), "there are too many codes; the bound is 200,000");
        }
        if rows.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a == b)) {
            self.inconsistent(Place(list, None), "a code stands in two groups; keep one");
        }
        rows
    }

    fn entry_indexes(&mut self) -> Vec<EntryIndex> {
        let data = self.data;
        let victim_under_13 = self.known_fact("victim_under_13").map(bit);
        let mut indexes = Vec::new();
        for (at, entry) in data.entries.iter().enumerate() {
            let place = Place("entries", Some(at));
            let mut relevant = 0;
            let clauses = match &entry.condition {
                Some(condition) if condition.depth() > MAX_CONDITION_DEPTH => {
                    self.too_large(place, "a condition is nested too deeply; the bound is 16");
                    Vec::new()
                }
                Some(condition) => {
                    condition.visit_facts(&mut |name| relevant |= self.fact(name, place));
                    self.clauses(condition, true, place)
                }
                None => vec![Clause { yes: 0, no: 0 }],
            };
            if entry.tier == Tier::AutomaticIfVictimUnder13 || entry.if_victim_under_13.is_some() {
                match victim_under_13 {
                    Some(fact) => relevant |= fact,
                    None => self.inconsistent(place, "an entry asks whether the victim is under 13, and `victim_under_13` is not among the facts; add it"),
                }
            }
            if let Some(fails) = &entry.when_condition_fails {
                self.entry(fails.see_entry, place);
            }
            indexes.push(EntryIndex {
                clauses,
                relevant,
                tier: entry.tier,
                certainty: entry.certainty,
                if_victim_under_13: entry.if_victim_under_13,
                condition_fails: entry.when_condition_fails.as_ref().map(|fails| fails.certainty),
                breadth: entry.sections.len(),
            });
        }
        indexes
    }

    fn statute_indexes(&mut self) -> Vec<StatuteIndex> {
        let data = self.data;
        let mut statutes: Vec<StatuteIndex> =
            data.statutes.iter().map(|_| StatuteIndex { rows: Vec::new(), whole: None, listed: false }).collect();
        for (at, entry) in data.entries.iter().enumerate() {
            let place = Place("entries", Some(at));
            let statute = self.statute(&entry.statute, place);
            let carrier = data.statutes.get(statute).is_some_and(|s| s.carrier);
            let Some(index) = statutes.get_mut(statute) else { continue };
            index.listed |= !carrier;
            for text in entry.sections.iter() {
                let Some(section) = self.section(text, place) else { continue };
                if let Some(same) = index.rows.iter_mut().find(|r| r.section == section) {
                    same.row.reading.entries |= entry_bit(at);
                } else {
                    let reading = Reading { entries: entry_bit(at), ..Reading::another_offence(Certainty::Settled) };
                    index.rows.push(SectionRow { section, with: None, row: Row::of(reading, RowSource::Entry(at)) });
                }
            }
        }
        for (at, provision) in data.provisions.iter().enumerate() {
            let place = Place("provisions", Some(at));
            let statute = self.statute(&provision.statute, place);
            let with = provision.with.as_ref().and_then(|text| self.section(text, place));
            let Some(section) = self.section(&provision.section, place) else { continue };
            let reading = Reading {
                entries: self.entries(&provision.entries, place),
                implied: self.known(&provision.implies, place),
                certainty: provision.certainty,
                other_edition: None,
            };
            let row = Row { other: provision.other, ..Row::of(reading, RowSource::Provision(at)) };
            let Some(index) = statutes.get_mut(statute) else { continue };
            index.listed = true;
            index.rows.retain(|r| r.section != section || r.with != with);
            index.rows.push(SectionRow { section, with, row });
        }
        for (at, edition) in data.other_editions.iter().enumerate() {
            let place = Place("other_editions", Some(at));
            let reading =
                Reading { other_edition: u8::try_from(at).ok(), ..Reading::another_offence(edition.certainty) };
            let row = Row::of(reading, RowSource::OtherEdition(at));
            for range in edition.provisions.iter() {
                let statute = self.statute(&range.statute, place);
                let Some(index) = statutes.get_mut(statute) else { continue };
                if range.sections.is_empty() {
                    index.whole = Some(row);
                }
                for text in range.sections.iter() {
                    let Some(section) = self.section(text, place) else { continue };
                    index.rows.push(SectionRow { section, with: None, row });
                }
            }
        }
        statutes
    }

    fn carriers(&mut self) -> Vec<Carrier> {
        let mut carriers = Vec::new();
        for (at, involvement) in self.data.involvements.iter().enumerate() {
            let place = Place("involvements", Some(at));
            for range in involvement.carriers.iter() {
                carriers.push(Carrier {
                    statute: self.statute(&range.statute, place),
                    sections: range.sections.iter().filter_map(|s| self.section(s, place)).collect(),
                    involvement: u8::try_from(at).unwrap_or(u8::MAX),
                });
            }
        }
        carriers
    }

    fn becomes(&mut self) -> Vec<(EntrySet, u32, u8)> {
        let mut becomes = Vec::new();
        for (at, one) in self.data.becomes.iter().enumerate() {
            let place = Place("becomes", Some(at));
            let forms =
                one.involvements.iter().fold(0, |forms, id| forms | bit(usize::from(self.involvement(id, place))));
            let target = self.entry(one.entry, place);
            becomes.push((self.entries(&one.entries, place), forms, u8::try_from(target).unwrap_or(0)));
        }
        becomes
    }

    fn titles(&mut self) -> Vec<(String, Row)> {
        let data = self.data;
        let mut titles = Titles(Vec::new());
        for (at, title) in data.titles.iter().enumerate() {
            let place = Place("titles", Some(at));
            let reading = Reading {
                entries: self.entries(&title.entries, place),
                implied: self.known(&title.implies, place),
                certainty: title.certainty,
                other_edition: None,
            };
            let row = Row {
                alternatives: title.alternatives,
                other: title.other,
                involvement: self.involvement_of(title.involvement.as_ref(), place),
                ..Row::of(reading, RowSource::Title(at))
            };
            for words in title.words.iter() {
                titles.add(words, row);
            }
        }
        for (at, entry) in data.entries.iter().enumerate() {
            let implied = self.known(&entry.title_implies, Place("entries", Some(at)));
            let reading = Reading { entries: entry_bit(at), implied, ..Reading::another_offence(Certainty::Settled) };
            titles.add(&entry.title, Row::of(reading, RowSource::Entry(at)));
        }
        crate::order::sort(&mut titles.0, |a, b| a.0.cmp(&b.0));
        titles.0
    }

    fn lives(&mut self) -> Vec<Life> {
        let mut lives = Vec::new();
        for (at, event) in self.data.events.iter().enumerate() {
            let entries = self.entries(&event.entries, Place("events", Some(at)));
            let (from, to) = match event.kind {
                EventKind::Begins => (event.date, None),
                EventKind::Ends => (None, event.date),
                EventKind::Changes => (None, None),
            };
            if entries != 0 && (from.is_some() || to.is_some()) {
                lives.push(Life { entries, from, to, event: at });
            }
        }
        lives
    }

    /// The multi-agency criteria ask only what a case can answer, and themes have one code each.
    #[cfg(feature = "load")]
    fn check_multi_agency(&mut self) {
        let agency = &self.data.multi_agency;
        let place = Place("multi_agency", None);
        let rows = agency.offences.iter().filter_map(|o| o.condition.as_ref());
        let screens = agency.screens.iter().map(|s| &s.condition);
        for condition in core::iter::once(&agency.condition).chain(screens).chain(rows) {
            let mut unknown = false;
            condition.visit_facts(&mut |name| {
                unknown |= !agency.questions.iter().any(|q| q.name == name)
                    && !agency.offences.iter().any(|o| o.offence == name);
            });
            if unknown || condition.depth() > MAX_CONDITION_DEPTH || asks_places(condition) {
                self.inconsistent(place, "a condition names no question and no offence of the list; correct its name");
            }
        }
        for question in agency.questions.iter() {
            for name in question.implied_by.iter() {
                self.fact(name, place);
            }
        }
        for row in agency.offences.iter() {
            self.entries(&row.entries, place);
            self.entries(&row.said_by, place);
            for form in row.involvements.iter() {
                self.involvement(form, place);
            }
        }
        let themes = &self.data.themes;
        if themes.iter().enumerate().any(|(at, one)| themes.iter().take(at).any(|other| other.id == one.id)) {
            self.inconsistent(Place("themes", None), "two themes have one id; give each its own");
        }
    }

    /// Entries and criteria ask what a case can answer.
    #[cfg(feature = "load")]
    fn check_places(&mut self) {
        for (at, entry) in self.data.entries.iter().enumerate() {
            if entry.condition.as_ref().is_some_and(asks_places) {
                self.inconsistent(Place("entries", Some(at)), "a condition asks for a place; ask for a fact");
            }
        }
        let criteria = &self.data.criteria;
        if core::iter::once(&criteria.always).chain(criteria.routes.iter().map(|r| &r.condition)).any(asks_places) {
            self.inconsistent(Place("criteria", None), "a condition asks for a place; ask for a criterion");
        }
    }

    fn check_criteria(&mut self) {
        let criteria = &self.data.criteria;
        for condition in core::iter::once(&criteria.always).chain(criteria.routes.iter().map(|r| &r.condition)) {
            let mut unknown = false;
            condition.visit_facts(&mut |name| unknown |= !crate::eligibility::review::CRITERIA.contains(&name));
            if unknown || condition.depth() > MAX_CONDITION_DEPTH {
                self.inconsistent(
                    Place("criteria", None),
                    "a condition names a criterion that cannot be worked out; correct its name",
                );
            }
        }
    }
}

/// Whether a condition asks for places of a document, which a case does not have.
#[cfg(feature = "load")]
fn asks_places(condition: &Condition) -> bool {
    match condition {
        Condition::Fact(_) => false,
        Condition::All { .. } | Condition::Any { .. } | Condition::Not { .. } => {
            condition.parts().iter().any(asks_places)
        }
        _ => true,
    }
}

/// Deadlines that a policy may have.
#[cfg(feature = "load")]
const MAX_DEADLINES: usize = 500;

/// Finds what is inconsistent in the events, the deadlines and the orders. A packed policy was checked when it was packed.
///
/// Their ids are the policy's own and are named.
#[cfg(feature = "load")]
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
            let message = "there are too many events, deadlines or orders; the bound is 500";
            return Err(Error::new(ErrorKind::TooLarge, "policy_too_large", path, message));
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

/// The words by which offences go, without what does not tell one from another.
struct Titles(Vec<(String, Row)>);

impl Titles {
    fn add(&mut self, words: &str, row: Row) {
        let key = title_key(&normalise(words));
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, same)) if same.source == row.source => {}
            Some((_, same)) => same.reading.entries |= row.reading.entries,
            None => self.0.push((key, row)),
        }
    }
}

impl Index {
    pub(crate) fn new(data: &PolicyData) -> Result<Self, Error> {
        let booleans = data.facts.iter().enumerate().filter(|(_, f)| f.fact_type == FactType::Boolean);
        let mut b = Builder { data, facts: booleans.map(|(at, _)| at).collect(), fault: None };
        if b.facts.len() > MAX_FACTS {
            b.too_large(Place("facts", None), "there are too many true-or-false facts; the bound is 16");
        }
        if data.entries.len() > MAX_ENTRIES {
            b.too_large(Place("entries", None), "there are too many entries; the bound is 128");
        }
        if data.entries.windows(2).any(|w| matches!(w, [a, b] if a.number >= b.number)) {
            b.inconsistent(Place("entries", None), "entry numbers do not rise; put the entries in order");
        }
        // What follows takes the bounds for granted.
        if let Some(fault) = b.fault {
            return Err(fault);
        }
        // What a part asks was checked when the policy that it was packed from was made.
        #[cfg(feature = "load")]
        {
            check_deadlines(data)?;
            crate::policy::documents::check(data)?;
            b.check_multi_agency();
            b.check_places();
        }
        b.check_criteria();
        let mut statute_prefixes = Vec::new();
        for (at, statute) in data.statutes.iter().enumerate() {
            statute_prefixes.extend(statute.prefixes.iter().filter_map(|p| code_key(p)).map(|key| (key, at)));
        }
        let mut prefixes: Vec<u64> = data.known_prefixes.iter().filter_map(code_key).collect();
        crate::order::sort(&mut prefixes, Ord::cmp);
        let index = Self {
            entries: b.entry_indexes(),
            statutes: b.statute_indexes(),
            carriers: b.carriers(),
            becomes: b.becomes(),
            principal: b.involvement("principal", Place("involvements", None)),
            codes: b.code_rows(&data.codes, "codes", RowSource::Code),
            home_office: b.code_rows(&data.home_office_codes, "home_office_codes", RowSource::HomeOffice),
            titles: b.titles(),
            prefixes,
            statute_prefixes,
            lives: b.lives(),
            victim_under_13: b.known_fact("victim_under_13").and_then(|at| u8::try_from(at).ok()),
            facts: b.facts,
            names: StatuteNames::new(data.statutes.iter().enumerate().flat_map(|(at, statute)| {
                let aliases = statute.aliases.iter().map(move |alias| (at, alias.as_ref()));
                std::iter::once((at, statute.title.as_ref())).chain(aliases)
            })),
        };
        match b.fault {
            Some(fault) => Err(fault),
            None => Ok(index),
        }
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
