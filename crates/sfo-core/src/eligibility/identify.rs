//! Which offence a charge names: each way that is given, and what they say together.

use crate::citation::{Certainty, Citation};
use crate::eligibility::case::{Charge, Offence};
use crate::eligibility::decide::{each_entry, Form};
use crate::eligibility::section::{parse_sections, Section, SectionGroup, Sections};
use crate::eligibility::text::{contains_words, normalise, read, replace_words, similarity, title_key, Named};
use crate::eligibility::trace::Step;
use crate::finding::{Finding, Severity};
use crate::policy::index::{EntrySet, Known, Reading, Row, RowSource, SectionRow, StatuteIndex};
use crate::policy::Policy;

/// Titles less alike than this are not offered as candidates.
const NEAR_TITLE: u32 = 450;
/// Candidates offered for a title or a code that was not understood.
const MAX_CANDIDATES: usize = 3;

/// What a charge names, as far as it was understood.
pub(crate) struct Identified {
    /// Every reading that is possible; empty where nothing was understood.
    pub readings: Vec<Reading>,
    /// Nothing names the offence itself, though what carries it was understood.
    pub carried_only: bool,
    /// What would tell the readings apart.
    pub ask: &'static str,
    pub involvement: u8,
    pub form: Form,
    pub steps: Vec<Step>,
    pub findings: Vec<Finding>,
}

/// What one way of naming the offence gives.
#[derive(Default)]
struct Way {
    readings: Vec<Reading>,
    involvements: Vec<u8>,
    carried: bool,
    section_missing: bool,
    from_words: bool,
}

struct Identifier<'a> {
    policy: &'a Policy,
    path: &'a str,
    steps: Vec<Step>,
    findings: Vec<Finding>,
}

impl Policy {
    pub(crate) fn identify(&self, charge: &Charge, path: &str) -> Identified {
        let mut identifier = Identifier { policy: self, path, steps: Vec::new(), findings: Vec::new() };
        let mut identified = identifier.run(charge);
        // Where nothing is listed, not to be on the list says nothing.
        if self.data().entries.is_empty() {
            identified.readings.clear();
        }
        identified
    }

    /// Listed codes one slip of the keyboard away, with their entries.
    pub(crate) fn near_codes(&self, base: &str) -> Vec<(String, EntrySet)> {
        self.index()
            .code_keys()
            .filter(|(_, row)| row.reading.entries != 0)
            .filter_map(|(key, row)| {
                let bytes: Vec<u8> = key.to_be_bytes().into_iter().skip_while(|b| *b == 0).collect();
                let code = String::from_utf8(bytes).ok()?;
                (code.len() == 7 && one_slip(&code, base)).then_some((code, row.reading.entries))
            })
            .take(MAX_CANDIDATES)
            .collect()
    }
}

fn push_reading(readings: &mut Vec<Reading>, reading: Reading) {
    if !readings.contains(&reading) {
        readings.push(reading);
    }
}

/// The readings of a row: all its entries together, or one for each where it says that it is one of them, and
/// another offence beside them where it says that it may be one.
fn row_readings(row: &Row) -> Vec<Reading> {
    let mut readings = if row.alternatives {
        let entries = each_entry(row.reading.entries);
        entries.map(|at| Reading { entries: crate::policy::index::entry_bit(at), ..row.reading }).collect()
    } else {
        vec![row.reading]
    };
    if row.other && row.reading.entries != 0 {
        readings.push(Reading::another_offence(row.reading.certainty));
    }
    readings
}

/// One reading that both sides allow, where there is one.
fn agree(a: &Reading, b: &Reading) -> Option<Reading> {
    let entries = a.entries & b.entries;
    let both_other = a.entries == 0 && b.entries == 0;
    (entries != 0 || both_other).then_some(Reading {
        entries,
        implied: a.implied.union(b.implied),
        certainty: a.certainty.max(b.certainty),
        other_edition: a.other_edition.or(b.other_edition),
    })
}

impl Identifier<'_> {
    fn run(&mut self, charge: &Charge) -> Identified {
        let offence = &charge.offence;
        let mut ways = Vec::new();
        if let Some(number) = offence.entry {
            ways.extend(self.entry(number));
        }
        if let Some(code) = &offence.code {
            ways.extend(self.code(code));
        }
        if let Some(code) = &offence.ho_code {
            ways.extend(self.home_office_code(code));
        }
        self.provision_fields(offence, &mut ways);
        if let Some(text) = &offence.text {
            self.text(text, &mut ways);
        }
        if *offence == Offence::default() {
            self.note("no_offence", Severity::Error, "/offence", &[]);
        }

        let mut readings: Vec<Reading> = Vec::new();
        let mut disagree = false;
        let mut ask = "section";
        for way in ways.iter().filter(|w| !w.readings.is_empty()) {
            if readings.is_empty() {
                readings.clone_from(&way.readings);
            } else {
                let mut joint = Vec::new();
                for a in &readings {
                    for b in &way.readings {
                        if let Some(reading) = agree(a, b) {
                            push_reading(&mut joint, reading);
                        }
                    }
                }
                if joint.is_empty() {
                    disagree = true;
                    for reading in &way.readings {
                        push_reading(&mut readings, *reading);
                    }
                } else {
                    readings = joint;
                }
            }
            if !way.section_missing {
                ask = "offence";
            }
        }
        if disagree {
            self.note("ways_disagree", Severity::Warning, "/offence", &[]);
        }
        for reading in &readings {
            let edition = reading.other_edition.and_then(|at| self.policy.data().other_editions.get(usize::from(at)));
            if let Some(edition) = edition {
                self.finding_of(
                    "other_edition",
                    Severity::Warning,
                    "/offence",
                    &edition.citation,
                    &[("words", &edition.words)],
                );
            }
        }

        let involvement = self.involvement(charge, &ways, &readings);
        let (certainty, citation) = match self.policy.data().involvements.get(usize::from(involvement)) {
            Some(form) if involvement != self.policy.index().principal => (
                form.listed_certainty.max(form.tier_certainty),
                Some((form.id.clone(), form.name.clone(), form.citation.clone())),
            ),
            _ => (Certainty::Settled, None),
        };
        if let Some((id, name, citation)) = citation {
            self.steps.push(Step {
                rule: format!("involvement.{id}"),
                question: self.policy.words("step.involvement.question", &[]),
                answer: name.to_string(),
                effect: self.policy.words("step.involvement.effect", &[]),
                certainty,
                citation: citation.to_string(),
            });
        }
        Identified {
            carried_only: readings.is_empty() && ways.iter().any(|w| w.carried),
            readings,
            ask,
            involvement,
            form: Form { id: involvement, certainty },
            steps: std::mem::take(&mut self.steps),
            findings: std::mem::take(&mut self.findings),
        }
    }

    fn note(&mut self, code: &'static str, severity: Severity, place: &str, args: &[(&str, &str)]) {
        let finding = self.policy.finding(code, severity, &format!("{}{place}", self.path), args);
        self.findings.push(finding);
    }

    fn finding_of(
        &mut self,
        code: &'static str,
        severity: Severity,
        place: &str,
        citation: &Citation,
        args: &[(&str, &str)],
    ) {
        self.note(code, severity, place, args);
        if let Some(finding) = self.findings.last_mut() {
            finding.citation = citation.to_string();
        }
    }

    /// Records how a way of naming the offence was understood.
    fn step(&mut self, kind: &str, named: &str, rule: String, readings: &[Reading], citation: &Citation) {
        let (answer, effect) = self.describe(readings);
        let certainty = readings.iter().map(|r| r.certainty).max().unwrap_or(Certainty::Settled);
        self.steps.push(Step {
            rule,
            question: self.policy.words(&format!("step.{kind}.question"), &[("named", named)]),
            answer,
            effect,
            certainty,
            citation: citation.to_string(),
        });
    }

    fn describe(&self, readings: &[Reading]) -> (String, String) {
        let entries: EntrySet = readings.iter().fold(0, |set, r| set | r.entries);
        let numbers = self.numbers(entries);
        let other = readings.iter().any(|r| r.entries == 0);
        match (entries == 0, other) {
            _ if readings.is_empty() => ("perhaps".to_owned(), self.policy.words("step.named.carried", &[])),
            (true, _) => ("no".to_owned(), self.policy.words("step.named.another", &[])),
            (false, false) if numbers.len() == 1 => {
                ("yes".to_owned(), self.policy.words("step.named.entry", &[("entries", &join_numbers(&numbers))]))
            }
            (false, false) => {
                ("yes".to_owned(), self.policy.words("step.named.entries", &[("entries", &join_numbers(&numbers))]))
            }
            (false, true) => {
                ("perhaps".to_owned(), self.policy.words("step.named.perhaps", &[("entries", &join_numbers(&numbers))]))
            }
        }
    }

    fn numbers(&self, set: EntrySet) -> Vec<u16> {
        each_entry(set).filter_map(|at| self.policy.data().entries.get(at)).map(|e| e.number).collect()
    }

    fn row_citation(&self, source: RowSource) -> (String, Citation) {
        let data = self.policy.data();
        let found = match source {
            RowSource::Entry(at) => data.entries.get(at).map(|e| (format!("entry.{}", e.number), e.citation.clone())),
            RowSource::Provision(at) => {
                data.provisions.get(at).map(|p| (format!("provision.{}.{}", p.statute, p.section), p.citation.clone()))
            }
            RowSource::OtherEdition(at) => {
                data.other_editions.get(at).map(|o| (format!("other_edition.{}", o.id), o.citation.clone()))
            }
            RowSource::Title(at) => data.titles.get(at).map(|t| ("title".to_owned(), t.citation.clone())),
            RowSource::Code(at) => data.codes.get(at).map(|c| ("code".to_owned(), c.citation.clone())),
            RowSource::HomeOffice(at) => {
                data.home_office_codes.get(at).map(|c| ("home_office_code".to_owned(), c.citation.clone()))
            }
        };
        found.unwrap_or_else(|| ("entry".to_owned(), self.policy.list_citation()))
    }

    fn entry(&mut self, number: u16) -> Option<Way> {
        let Some(at) = self.policy.data().entries.iter().position(|e| e.number == number) else {
            self.note("unknown_entry", Severity::Error, "/offence/entry", &[]);
            return None;
        };
        let reading = Reading {
            entries: crate::policy::index::entry_bit(at),
            implied: Known::default(),
            certainty: Certainty::Settled,
            other_edition: None,
        };
        let (rule, citation) = self.row_citation(RowSource::Entry(at));
        self.step("entry_number", &number.to_string(), rule, &[reading], &citation);
        Some(Way { readings: vec![reading], ..Way::default() })
    }

    fn code(&mut self, written: &str) -> Option<Way> {
        let code: String =
            written.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_ascii_uppercase();
        if !well_formed_code(&code) {
            self.note("malformed_code", Severity::Error, "/offence/code", &[]);
            return None;
        }
        let index = self.policy.index();
        let (base, suffix) = code.split_at_checked(7).unwrap_or((&code, ""));
        let mut involvements = Vec::new();
        let found = index.code(&code).or_else(|| {
            let row = index.code(base)?;
            let form = self.policy.data().involvements.iter().position(|i| i.suffix.as_deref() == Some(suffix))?;
            involvements.extend(u8::try_from(form).ok());
            Some(row)
        });
        if let Some(row) = found {
            if involvements.is_empty() {
                involvements.extend(row.involvement);
            }
            if row.carrier {
                let (rule, citation) = self.row_citation(row.source);
                self.step("code", &code, format!("{rule}.{base}"), &[], &citation);
                return Some(Way { involvements, carried: true, ..Way::default() });
            }
            let readings = row_readings(row);
            let (rule, citation) = self.row_citation(row.source);
            self.step("code", &code, format!("{rule}.{base}"), &readings, &citation);
            return Some(Way { readings, involvements, ..Way::default() });
        }
        if index.code(base).is_some() {
            self.note("unknown_suffix", Severity::Error, "/offence/code", &[("code", &code)]);
            return None;
        }
        let near = self.policy.near_codes(base);
        let prefix = base.get(..4).unwrap_or_default();
        let listed = index
            .prefix_statute(prefix)
            .and_then(|at| index.statutes.get(at))
            .is_some_and(|s| s.listed || s.whole.is_some() || !s.rows.is_empty());
        let understood = !listed && index.known_prefix(prefix);
        let finding = match (understood, near.is_empty()) {
            (true, true) => None,
            (true, false) => Some(("near_code", Severity::Note)),
            (false, true) => Some(("unknown_code", Severity::Error)),
            (false, false) => Some(("mistyped_code", Severity::Error)),
        };
        if let Some((name, severity)) = finding {
            let codes = near.iter().map(|(code, _)| format!("`{code}`")).collect::<Vec<_>>().join(", ");
            self.note(name, severity, "/offence/code", &[("code", &code), ("near", &codes)]);
            let entries = near.iter().fold(0, |set, (_, e)| set | e);
            let numbers = self.numbers(entries);
            if let Some(finding) = self.findings.last_mut() {
                finding.candidates = numbers;
            }
        }
        if !understood {
            return None;
        }
        let reading = Reading::another_offence(Certainty::Inferred);
        let citation = self.policy.code_citation();
        self.step("code", &code, format!("known_prefix.{prefix}"), &[reading], &citation);
        Some(Way { readings: vec![reading], ..Way::default() })
    }

    fn home_office_code(&mut self, written: &str) -> Option<Way> {
        let digits: String = match written.split_once('/') {
            Some((class, subclass)) => format!("{:0>3}{:0>2}", class.trim(), subclass.trim()),
            None => written.chars().filter(|c| !c.is_whitespace() && *c != '-').collect(),
        };
        if digits.len() != 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            self.note("malformed_ho_code", Severity::Error, "/offence/ho_code", &[]);
            return None;
        }
        let Some(row) = self.policy.index().home_office_code(&digits) else {
            self.note("unknown_ho_code", Severity::Error, "/offence/ho_code", &[("code", &digits)]);
            return None;
        };
        // A row that says only in what form an offence was committed has no reading of which.
        let readings = if row.carrier { Vec::new() } else { row_readings(row) };
        let (rule, citation) = self.row_citation(row.source);
        let involvements = row.involvement.into_iter().collect();
        self.step("ho_code", &digits, format!("{rule}.{digits}"), &readings, &citation);
        Some(Way { readings, involvements, carried: row.carrier, ..Way::default() })
    }

    fn provision_fields(&mut self, offence: &Offence, ways: &mut Vec<Way>) {
        let field = offence.section.as_deref().and_then(|text| {
            let sections = parse_sections(text);
            if sections.is_none() {
                self.note("malformed_section", Severity::Error, "/offence/section", &[]);
            }
            sections
        });
        let Some(statute) = &offence.statute else {
            if offence.section.is_some() {
                self.note("section_without_statute", Severity::Error, "/offence/section", &[]);
            }
            return;
        };
        let words = read(statute, self.policy.statute_names());
        if words.mentions.is_empty() || self.holds_title(&words.unsure) {
            self.note("unknown_statute", Severity::Error, "/offence/statute", &[]);
            return;
        }
        self.mentions(&words.mentions, field.as_ref(), "/offence/statute", ways);
    }

    fn mentions(
        &mut self,
        mentions: &[crate::eligibility::text::Mention],
        field: Option<&Sections>,
        place: &str,
        ways: &mut Vec<Way>,
    ) {
        let listed = mentions.iter().any(|m| matches!(m.named, Named::Known(at) if !self.carries(at, m.sections.as_ref().or(field)).is_empty() || self.is_listed(at)));
        for mention in mentions {
            let sections = mention.sections.as_ref().or(field);
            match &mention.named {
                Named::Known(at) => ways.extend(self.provision(*at, sections)),
                // An Act beside a listed one is about penalty or procedure, not another offence.
                Named::OtherAct if listed => {}
                Named::OtherAct => {
                    let reading = Reading::another_offence(Certainty::Inferred);
                    let citation = self.policy.list_citation();
                    self.step("other_act", "", "other_act".to_owned(), &[reading], &citation);
                    ways.push(Way { readings: vec![reading], ..Way::default() });
                }
                Named::Near(statutes) => {
                    let names = statutes
                        .iter()
                        .filter_map(|at| self.policy.data().statutes.get(*at))
                        .map(|s| format!("`{}`", s.title))
                        .collect::<Vec<_>>()
                        .join(", ");
                    self.note("near_statute", Severity::Error, place, &[("names", &names)]);
                }
            }
        }
    }

    fn is_listed(&self, statute: usize) -> bool {
        self.policy.index().statutes.get(statute).is_some_and(|s| s.listed)
    }

    /// The forms that a carrier provision sets; none where it is not one.
    fn carries(&self, statute: usize, sections: Option<&Sections>) -> Vec<u8> {
        self.policy
            .index()
            .carriers
            .iter()
            .filter(|c| c.statute == statute)
            .filter(|c| {
                sections.is_none_or(|s| s.iter().any(|one| c.sections.iter().any(|carrier| carrier.is_prefix_of(one))))
            })
            .map(|c| c.involvement)
            .collect()
    }

    fn provision(&mut self, statute: usize, sections: Option<&Sections>) -> Option<Way> {
        let policy = self.policy;
        let index = policy.index().statutes.get(statute)?;
        let data = policy.data().statutes.get(statute)?;
        let involvements = self.carries(statute, sections);
        let named = sections.map_or_else(|| data.title.to_string(), |s| format!("s.{s} of the {}", data.title));
        if !involvements.is_empty() {
            self.step("provision", &named, format!("carrier.{}", data.id), &[], &policy.list_citation());
            return Some(Way { involvements, carried: true, ..Way::default() });
        }
        let sections =
            sections.filter(|s| !s.is_parts_and_schedules() || s.iter().any(|one| find_row(index, one, &[]).is_some()));
        let mut readings = Vec::new();
        let mut source = None;
        let mut section_missing = false;
        if let Some(sections) = sections {
            for group in &sections.0 {
                let (mut found, mut rows) = group_readings(index, group);
                if let (None, Some(whole)) = (rows, &index.whole) {
                    (found, rows) = (row_readings(whole), Some(whole.source));
                }
                source = source.or(rows);
                for reading in found {
                    push_reading(&mut readings, reading);
                }
            }
        } else if let Some(row) = &index.whole {
            source = Some(row.source);
            readings = row_readings(row);
        } else if index.rows.is_empty() {
            if index.listed {
                // The common law has no sections: it carries the offence, and the words or the code name it.
                self.step("provision", &named, format!("carrier.{}", data.id), &[], &policy.list_citation());
                return Some(Way { carried: true, ..Way::default() });
            }
            readings.push(Reading::another_offence(Certainty::Inferred));
        } else {
            section_missing = index.listed;
            for row in &index.rows {
                for reading in row_readings(&row.row) {
                    push_reading(&mut readings, reading);
                }
            }
            push_reading(&mut readings, Reading::another_offence(Certainty::Inferred));
        }
        let (rule, citation) = source.map_or_else(
            || (format!("statute.{}", data.id), policy.list_citation()),
            |source| self.row_citation(source),
        );
        self.step("provision", &named, rule, &readings, &citation);
        Some(Way { readings, section_missing, ..Way::default() })
    }

    fn text(&mut self, text: &str, ways: &mut Vec<Way>) {
        let policy = self.policy;
        let charge = read(text, policy.statute_names());
        let before = ways.len();
        if !self.holds_title(&charge.unsure) {
            self.mentions(&charge.mentions, None, "/offence/text", ways);
        }
        let words = normalise(text);
        let mut implied = Known::default();
        for (at, fact) in policy.index().facts.iter().filter_map(|at| policy.data().facts.get(*at)).enumerate() {
            let bit = u32::try_from(at).ok().and_then(|at| 1_u32.checked_shl(at)).unwrap_or(0);
            // Words that deny a fact often hold the words that state it.
            if fact.says_false.iter().any(|said| contains_words(&words, said)) {
                implied.no |= bit;
            } else if fact.says_true.iter().any(|said| contains_words(&words, said)) {
                implied.yes |= bit;
            }
        }
        let mut involvements = Vec::new();
        let row = self.title_row(&charge.title, &mut involvements);
        if let Some(row) = row {
            involvements.extend(row.involvement);
            let readings = row_readings(&row);
            let (rule, citation) = self.row_citation(row.source);
            self.step("title", "", rule, &readings, &citation);
            ways.push(Way { readings, ..Way::default() });
        } else if ways.len() == before {
            self.near_title(&charge.title);
        }
        for way in ways.iter_mut().skip(before) {
            for reading in way.readings.iter_mut().filter(|r| r.entries != 0) {
                reading.implied = reading.implied.union(implied);
            }
        }
        let row_words = row.is_some_and(|r| r.involvement.is_some());
        ways.push(Way { involvements, from_words: !row_words, ..Way::default() });
    }

    /// The row of a whole title, with the form that its leading words state taken off.
    fn title_row(&self, title: &str, involvements: &mut Vec<u8>) -> Option<Row> {
        let titles = &self.policy.index().titles;
        let whole = |words: &str| {
            let key = title_key(words);
            titles
                .binary_search_by(|(known, _)| known.as_str().cmp(&key))
                .ok()
                .and_then(|at| titles.get(at))
                .map(|(_, row)| *row)
        };
        // Less one statement of a fact, and only then less all of them: "under 13" can be part of the name.
        let lookup = |words: &str| {
            whole(words).or_else(|| {
                let said = self.fact_words(words);
                let mut without_all = words.to_owned();
                for phrase in &said {
                    let without = whole(&replace_words(words, phrase, ""));
                    if without.is_some() {
                        return without;
                    }
                    without_all = replace_words(&without_all, phrase, "");
                }
                if said.len() > 1 {
                    whole(&without_all)
                } else {
                    None
                }
            })
        };
        if let Some(row) = whole(title) {
            return Some(row);
        }
        let mut rest = title;
        loop {
            let stripped = self
                .policy
                .data()
                .involvements
                .iter()
                .enumerate()
                .flat_map(|(at, form)| form.words.iter().map(move |words| (at, words)))
                .filter_map(|(at, words)| {
                    let after = rest.strip_prefix(words.as_ref())?.strip_prefix(' ')?;
                    Some((words.len(), at, after))
                })
                .max_by_key(|(length, _, _)| *length);
            let Some((_, at, after)) = stripped else { break };
            involvements.extend(u8::try_from(at).ok());
            rest = without_filler(after);
            if let Some(row) = lookup(rest) {
                return Some(row);
            }
        }
        lookup(rest)
    }

    /// Whether words that may belong to an offence or to an Act's name hold a listed title.
    fn holds_title(&self, unsure: &str) -> bool {
        let key = title_key(unsure);
        !key.is_empty() && self.policy.index().titles.iter().any(|(title, _)| contains_words(&key, title))
    }

    /// The words of a title that state a fact ("robbery with a firearm" is a robbery), the longest first.
    fn fact_words(&self, title: &str) -> Vec<&str> {
        let facts = self.policy.index().facts.iter().filter_map(|at| self.policy.data().facts.get(*at));
        let phrases = facts.flat_map(|f| f.says_false.iter().chain(f.says_true.iter())).map(AsRef::as_ref);
        let mut said: Vec<&str> = phrases.filter(|phrase| contains_words(title, phrase)).collect();
        crate::order::sort(&mut said, |a, b| b.len().cmp(&a.len()));
        said
    }

    /// Offers the titles that are most like words that were not understood; decides nothing.
    fn near_title(&mut self, title: &str) {
        let key = title_key(title);
        let length = key.chars().count();
        let mut ranked: Vec<(u32, EntrySet)> = self
            .policy
            .index()
            .titles
            .iter()
            .filter(|(known, _)| best_likeness(known.chars().count(), length) >= NEAR_TITLE)
            .map(|(known, row)| (similarity(known, &key), row.reading.entries))
            .filter(|(score, _)| *score >= NEAR_TITLE)
            .collect();
        crate::order::sort(&mut ranked, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut candidates: Vec<u16> = Vec::new();
        for (_, set) in ranked {
            for number in self.numbers(set) {
                if !candidates.contains(&number) && candidates.len() < MAX_CANDIDATES {
                    candidates.push(number);
                }
            }
        }
        let code = if candidates.is_empty() { "unknown_text" } else { "near_text" };
        self.note(code, Severity::Error, "/offence/text", &[("entries", &join_numbers(&candidates))]);
        if let Some(finding) = self.findings.last_mut() {
            finding.candidates = candidates;
        }
    }

    fn involvement(&mut self, charge: &Charge, ways: &[Way], readings: &[Reading]) -> u8 {
        let principal = self.policy.index().principal;
        let stated = charge.involvement.as_ref().and_then(|id| {
            self.policy.data().involvements.iter().position(|i| i.id == *id).and_then(|at| u8::try_from(at).ok())
        });
        if charge.involvement.is_some() && stated.is_none() {
            let forms =
                self.policy.data().involvements.iter().map(|i| format!("`{}`", i.id)).collect::<Vec<_>>().join(", ");
            self.note("unknown_involvement", Severity::Error, "/involvement", &[("choices", &forms)]);
        }
        let entries = readings.iter().fold(0, |set, r| set | r.entries);
        let mut named: Vec<u8> = Vec::new();
        for way in ways {
            // A Home Office or CJS group may carry several; the first stands, the others are said below.
            for form in &way.involvements {
                if way.from_words && self.own_words(entries, *form) {
                    continue;
                }
                if !named.contains(form) {
                    named.push(*form);
                }
            }
        }
        let implied = named.first().copied();
        match (stated, implied) {
            (Some(stated), Some(implied)) => {
                if stated != implied {
                    self.note("involvement_conflict", Severity::Warning, "/involvement", &[]);
                }
                if stated == principal {
                    implied
                } else {
                    stated
                }
            }
            (Some(stated), None) => stated,
            (None, Some(implied)) => implied,
            (None, None) => principal,
        }
    }

    /// Whether every entry's own title has the form's words: "attempting to choke" is not an attempt at entry 7.
    fn own_words(&self, entries: EntrySet, form: u8) -> bool {
        let Some(form) = self.policy.data().involvements.get(usize::from(form)) else { return false };
        entries != 0
            && each_entry(entries).filter_map(|at| self.policy.data().entries.get(at)).all(|entry| {
                let title = normalise(&entry.title);
                form.words.iter().any(|words| contains_words(&title, words))
            })
    }
}

/// The most that texts of these lengths can be alike, by which most titles need no closer look.
fn best_likeness(a: usize, b: usize) -> u32 {
    let best = a.min(b).saturating_mul(2000).checked_div(a.saturating_add(b)).unwrap_or(0);
    u32::try_from(best).unwrap_or(u32::MAX)
}

fn without_filler(words: &str) -> &str {
    let mut rest = words;
    loop {
        let next = ["to commit ", "to ", "commit ", "the ", "an ", "a ", "offence of ", "of ", "and "]
            .iter()
            .find_map(|filler| rest.strip_prefix(filler));
        match next {
            Some(shorter) => rest = shorter,
            None => return rest,
        }
    }
}

fn join_numbers(numbers: &[u16]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The row for one section: charged-together rows first, then the longest that contains it.
fn find_row<'i>(index: &'i StatuteIndex, section: &Section, together: &[Section]) -> Option<&'i SectionRow> {
    index
        .rows
        .iter()
        .filter(|r| r.section.is_prefix_of(section))
        .filter(|r| r.with.as_ref().is_none_or(|with| together.iter().any(|t| with.is_prefix_of(t))))
        .max_by_key(|r| (r.with.is_some(), r.section.parts().len()))
}

/// What sections charged together give.
fn group_readings(index: &StatuteIndex, group: &SectionGroup) -> (Vec<Reading>, Option<RowSource>) {
    let rows: Vec<(&Section, &SectionRow)> =
        group.0.iter().filter_map(|s| find_row(index, s, &group.0).map(|row| (s, row))).collect();
    // A section that another is charged with says nothing of its own.
    let partner = |s: &Section| rows.iter().any(|(_, r)| r.with.as_ref().is_some_and(|with| with.is_prefix_of(s)));
    let mut found: Vec<Row> = rows.iter().filter(|(s, _)| !partner(s)).map(|(_, r)| r.row).collect();
    if found.is_empty() {
        // A section less precise than the rows: "8" where the list has 8(1).
        let mut within: Option<Row> = None;
        for row in index.rows.iter().filter(|r| r.with.is_none() && group.0.iter().any(|s| s.is_prefix_of(&r.section)))
        {
            match &mut within {
                Some(joint) => {
                    joint.reading.entries |= row.row.reading.entries;
                    joint.reading.implied = Known::default();
                }
                None => within = Some(Row { other: true, ..row.row }),
            }
        }
        if let Some(mut row) = within {
            row.reading.certainty = row.reading.certainty.max(Certainty::Inferred);
            found.push(row);
        }
    }
    let listed: Vec<&Row> = found.iter().filter(|r| r.reading.entries != 0).collect();
    let Some((first, others)) = listed.split_first() else {
        return match found.first() {
            Some(row) => (row_readings(row), Some(row.source)),
            None => (vec![Reading::another_offence(Certainty::Inferred)], None),
        };
    };
    let mut joint = **first;
    for row in others {
        let shared = joint.reading.entries & row.reading.entries;
        joint.reading.entries = if shared == 0 { joint.reading.entries | row.reading.entries } else { shared };
        joint.reading.implied = joint.reading.implied.union(row.reading.implied);
        joint.reading.certainty = joint.reading.certainty.max(row.reading.certainty);
        joint.other &= row.other;
    }
    (row_readings(&joint), Some(joint.source))
}

/// Whether the text has the form of a CJS code: two letters, two digits (or the common law's four letters),
/// three more characters that end in digits, and at most one suffix letter.
fn well_formed_code(code: &str) -> bool {
    let bytes = code.as_bytes();
    let (head, tail) = match bytes {
        [a, b, c, d, rest @ ..] => ([*a, *b, *c, *d], rest),
        _ => return false,
    };
    let letters = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_uppercase);
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let [a, b, c, d] = head;
    let head_fits = letters(&[a, b]) && (digits(&[c, d]) || letters(&[c, d]));
    let tail_fits = match tail {
        [x, y, z] => x.is_ascii_alphanumeric() && digits(&[*y, *z]),
        [x, y, z, s] => x.is_ascii_alphanumeric() && digits(&[*y, *z]) && s.is_ascii_uppercase(),
        _ => false,
    };
    head_fits && tail_fits
}

/// Whether one replaced character, or two neighbours exchanged, makes one code of the other.
fn one_slip(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let differ: Vec<(usize, u8, u8)> =
        a.bytes().zip(b.bytes()).enumerate().filter(|(_, (x, y))| x != y).map(|(at, (x, y))| (at, x, y)).collect();
    match differ.as_slice() {
        [_] => true,
        [(i, a1, b1), (j, a2, b2)] => i.saturating_add(1) == *j && a1 == b2 && a2 == b1,
        _ => false,
    }
}
