//! Tables: every row has the answer that its case has alone, whatever was decided before it and in whatever layout its
//! columns lie.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::num::NonZeroUsize;

use proptest::prelude::*;
use proptest::sample::select;
use sfo_core::eligibility::table::column::{Bits, Column, Texts, Values, Views, Whole};
use sfo_core::eligibility::table::{fields, Answer, Batch, DateOrder, Kind, Plan, Use};
use sfo_core::policy::data::FactType;
use sfo_core::truth::Truth;
use sfo_core::{Case, Policy};

const TRUTHS: [Option<bool>; 3] = [None, Some(true), Some(false)];

fn booleans(policy: &Policy) -> Vec<String> {
    policy.data().facts.iter().filter(|f| f.fact_type == FactType::Boolean).map(|f| f.name.to_string()).collect()
}

/// A policy of which no table has been asked.
fn fresh() -> Policy {
    Policy::from_json(&Policy::builtin().to_json()).unwrap()
}

/// Bits and the memory that they lie in, after some bits that are not theirs.
struct BitColumn {
    values: Vec<u8>,
    present: Vec<u8>,
    offset: usize,
}

impl BitColumn {
    fn new(truths: &[Option<bool>], offset: usize) -> Self {
        let mut bits = Self { values: vec![0xA5; 1], present: vec![0x5A; 1], offset };
        bits.values.resize((truths.len() + offset) / 8 + 2, 0);
        bits.present.resize((truths.len() + offset) / 8 + 2, 0);
        for (at, truth) in truths.iter().enumerate() {
            let at = at + offset;
            let set = |bytes: &mut Vec<u8>, on: bool| {
                bytes[at / 8] = bytes[at / 8] & !(1 << (at % 8)) | u8::from(on) << (at % 8);
            };
            // What stands where there is no value is anything.
            set(&mut bits.values, truth.unwrap_or(at % 3 == 0));
            set(&mut bits.present, truth.is_some());
        }
        bits
    }

    fn column(&self) -> Column<'_> {
        Column {
            present: Some(Bits::new(&self.present, self.offset)),
            values: Values::Truths(Bits::new(&self.values, self.offset)),
        }
    }
}

/// Texts in every layout, each with its memory.
struct TextColumn {
    offsets: Vec<i32>,
    large: Vec<i64>,
    bytes: Vec<u8>,
    views: Vec<[u8; 16]>,
    present: Vec<u8>,
    keys: Vec<i16>,
    texts: Vec<Option<String>>,
}

impl TextColumn {
    fn new(texts: &[Option<String>]) -> Self {
        let mut new = Self {
            offsets: vec![0],
            large: vec![0],
            bytes: Vec::new(),
            views: Vec::new(),
            present: vec![0; texts.len() / 8 + 1],
            keys: (0..texts.len()).map(|at| i16::try_from(at).unwrap()).collect(),
            texts: texts.to_vec(),
        };
        for (at, text) in texts.iter().enumerate() {
            let bytes = text.as_deref().unwrap_or_default().as_bytes();
            let mut view = [0; 16];
            view[..4].copy_from_slice(&u32::try_from(bytes.len()).unwrap().to_le_bytes());
            if bytes.len() <= 12 {
                view[4..4 + bytes.len()].copy_from_slice(bytes);
            } else {
                view[4..8].copy_from_slice(&bytes[..4]);
                view[12..].copy_from_slice(&u32::try_from(new.bytes.len()).unwrap().to_le_bytes());
            }
            new.views.push(view);
            new.bytes.extend(bytes);
            new.offsets.push(i32::try_from(new.bytes.len()).unwrap());
            new.large.push(i64::try_from(new.bytes.len()).unwrap());
            new.present[at / 8] |= u8::from(text.is_some()) << (at % 8);
        }
        new
    }

    fn column(&self, layout: usize) -> Column<'_> {
        let text = || Values::Text(Texts { offsets: &self.offsets, bytes: &self.bytes });
        let large = || Values::LargeText(Texts { offsets: &self.large, bytes: &self.bytes });
        let views = || Values::Views(Views { views: &self.views, buffers: vec![&self.bytes] });
        let present = || Some(Bits::new(&self.present, 0));
        let dictionary = |values| Values::Dictionary {
            keys: Whole::I16(&self.keys),
            values: Box::new(Column { present: present(), values }),
        };
        match layout % 7 {
            0 => Column { present: present(), values: text() },
            1 => Column { present: present(), values: large() },
            2 => Column { present: present(), values: views() },
            3 => Column { present: None, values: dictionary(text()) },
            4 => Column { present: None, values: dictionary(large()) },
            5 => Column { present: None, values: dictionary(views()) },
            _ => Column { present: None, values: Values::Loose(self.texts.iter().map(Option::as_deref).collect()) },
        }
    }
}

#[track_caller]
fn same(policy: &Policy, given: &Answer, case: &Case, about: &str) {
    let expected = Answer::of(policy, &policy.assess(case));
    assert!(*given == expected, "{about}: {given:?} is not {expected:?}");
}

/// Every code that the policy has, in every form that its suffix can give it, with every combination of the facts that
/// matter to it, and the facts that do not matter unknown, all true, all false, and mixed.
#[test]
fn every_code_with_every_combination_of_its_facts() {
    let policy = fresh();
    let names = booleans(&policy);
    let suffixes: Vec<String> =
        policy.data().involvements.iter().filter_map(|i| i.suffix.as_ref().map(ToString::to_string)).collect();
    let mut rows: Vec<(String, Vec<Option<bool>>)> = Vec::new();
    for group in policy.data().codes.iter() {
        let relevant: Vec<&str> = {
            let entries = policy.data().entries.iter().filter(|e| group.entries.contains(&e.number));
            let mut relevant: Vec<&str> = group.implies.iter().map(|i| i.fact.as_ref()).collect();
            for entry in entries {
                if let Some(condition) = &entry.condition {
                    condition.visit_facts(&mut |name| relevant.push(name));
                }
                relevant.push("victim_under_13");
            }
            relevant.sort_unstable();
            relevant.dedup();
            relevant
        };
        let combinations = 3_usize.pow(u32::try_from(relevant.len()).unwrap());
        for (place, code) in group.codes.iter().enumerate() {
            let written = if place % 2 == 0 || code.len() != 7 {
                code.to_owned()
            } else {
                format!("{code}{}", suffixes[place % suffixes.len()])
            };
            for combination in 0..combinations {
                for others in 0..4 {
                    let mut facts: Vec<Option<bool>> = (0..names.len())
                        .map(|at| TRUTHS[if others == 3 { (place + combination + at * 7) % 3 } else { others }])
                        .collect();
                    let mut left = combination;
                    for name in &relevant {
                        facts[names.iter().position(|n| n == name).unwrap()] = TRUTHS[left % 3];
                        left /= 3;
                    }
                    rows.push((written.clone(), facts));
                }
            }
        }
    }
    let codes = TextColumn::new(&rows.iter().map(|(code, _)| Some(code.clone())).take(30_000).collect::<Vec<_>>());
    rows.truncate(30_000);
    let facts: Vec<BitColumn> = (0..names.len())
        .map(|at| BitColumn::new(&rows.iter().map(|(_, facts)| facts[at]).collect::<Vec<_>>(), at))
        .collect();
    assert!(rows.len() > 15_000 && rows.len() < 30_000, "{} rows", rows.len());
    let mut uses = vec![Use::new("offence_code", 0)];
    uses.extend(names.iter().enumerate().map(|(at, name)| Use::new(name.clone(), at + 1)));
    let plan = Plan::new(&policy, uses).unwrap();
    // In every layout once all is known already, and in the first before anything is.
    for layout in 0..7 {
        let mut columns = vec![codes.column(layout)];
        columns.extend(facts.iter().map(BitColumn::column));
        let checked = policy.check_table(&plan, &[Batch { rows: rows.len(), columns }], NonZeroUsize::new(2));
        assert_eq!(checked.rows.len(), rows.len());
        for (at, (code, facts)) in rows.iter().enumerate() {
            let case = names.iter().zip(facts).fold(Case::new().code(code.clone()), |case, (name, fact)| match fact {
                Some(value) => case.fact(name.clone(), *value),
                None => case,
            });
            if layout == 0 || at % 50 == layout {
                same(&policy, checked.answer(at).unwrap(), &case, code);
            }
        }
    }
}

/// One code of every group with every combination of all facts: the facts that are said not to matter do not.
#[test]
fn one_code_of_every_group_with_every_combination_of_all_facts() {
    let policy = Policy::builtin();
    let names = booleans(policy);
    let combinations = 3_usize.pow(u32::try_from(names.len()).unwrap());
    let truth = |combination: usize, at: usize| TRUTHS[combination / 3_usize.pow(u32::try_from(at).unwrap()) % 3];
    let facts: Vec<BitColumn> = (0..names.len())
        .map(|at| BitColumn::new(&(0..combinations).map(|c| truth(c, at)).collect::<Vec<_>>(), 0))
        .collect();
    let known: Vec<_> = (0..combinations)
        .map(|c| {
            let values = names.iter().enumerate().map(|(at, name)| (name.as_str(), Truth::from(truth(c, at))));
            policy.facts(&values.collect::<Vec<_>>()).unwrap()
        })
        .collect();
    let mut uses = vec![Use::new("offence_code", 0)];
    uses.extend(names.iter().enumerate().map(|(at, name)| Use::new(name.clone(), at + 1)));
    let plan = Plan::new(policy, uses).unwrap();
    let keys = vec![0_u8; combinations];
    for group in policy.data().codes.iter() {
        let code = group.codes.iter().next().unwrap();
        let offsets = [0, i32::try_from(code.len()).unwrap()];
        let values = Values::Text(Texts { offsets: &offsets, bytes: code.as_bytes() });
        let values = Box::new(Column { present: None, values });
        let codes = Column { present: None, values: Values::Dictionary { keys: Whole::U8(&keys), values } };
        let mut columns = vec![codes];
        columns.extend(facts.iter().map(BitColumn::column));
        let checked = policy.check_table(&plan, &[Batch { rows: combinations, columns }], None);
        for (at, facts) in known.iter().enumerate() {
            assert_eq!(checked.answer(at).map(|a| a.outcome), policy.outcome_of_code(code, *facts), "{code} {at}");
        }
    }
}

fn words(words: &'static [&'static str]) -> BoxedStrategy<Option<String>> {
    prop_oneof![1 => Just(None), 4 => select(words).prop_map(|word| Some(word.to_owned()))].boxed()
}

/// What a column of a field may hold, good and bad.
fn cell(name: &str, kind: Kind) -> BoxedStrategy<Option<String>> {
    match (name, kind) {
        ("offence_code", _) => words(&[
            "TH68023",
            "TH68023A",
            " th68023 ",
            "TH68024",
            "SX03009",
            "COML025",
            "TH6802",
            "TH68023Z",
            "ZZ99999",
            "",
            " ",
            "TH68023 and more",
            "\0TH68",
            "SX03001",
            "é",
            "CD71015",
            "OF61102",
            "OF61016",
            "CL77004",
        ]),
        ("statute", _) => {
            words(&["Theft Act 1968", "Sexual Offences Act 2003", "Criminal Damage Act 1971", "No Act", " "])
        }
        ("section", _) => words(&["8(1)", "9", "1(2)", "8", "?", "3A"]),
        ("offence_text", _) => words(&["Robbery", "Murder", "Attempted murder", "nothing of the kind", "Rape"]),
        ("ho_code", _) => words(&["034/01", "03401", "1", "999/99"]),
        ("entry", _) => words(&["1", "22", "22.0", "77", "x", "58"]),
        ("involvement", _) => words(&["attempt", "Conspiracy", "principal", "encourage or assist", "?", "x"]),
        ("supervision_kind", _) => words(&["Licence", "community-order", "x"]),
        ("risk_of_serious_harm", _) => words(&["low", "High", "very high", "not assessed", "x", "unknown"]),
        (_, Kind::Truth) => words(&["Y", "n", "true", "0", "maybe", "not known"]),
        (_, Kind::Number) => words(&["12", "13", "12.5", "-1", "400", "n/k"]),
        _ => words(&[
            "2024-03-01",
            "2024-03-05",
            "2023-01-01",
            "2008-09-30",
            "2008-10-01",
            "1950-01-01",
            "2039-12-30",
            "2026-12-20",
            "2004-05-01",
            "2024-02-30",
            "ongoing",
            "yes",
            "N",
            "03/04/2024",
            "2024-04-30T10:00",
        ]),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    /// Whatever columns there are and whatever they hold, and however often it is asked.
    #[test]
    fn every_row_has_the_answer_of_its_case(
        chosen in proptest::collection::vec(any::<bool>(), 28),
        layout in 0_usize..7,
        rows in proptest::collection::vec(
            fields(Policy::builtin()).iter().map(|field| cell(&field.name, field.kind)).collect::<Vec<_>>(),
            1..60,
        ),
        begun in any::<bool>(),
        again in any::<bool>(),
    ) {
        let fresh = fresh();
        let policy = if again { Policy::builtin() } else { &fresh };
        let fields = fields(policy);
        let mut uses = Vec::new();
        let mut memory = Vec::new();
        for (at, field) in fields.iter().enumerate().filter(|(at, _)| chosen[*at]) {
            let mut one = Use::new(field.name.clone(), memory.len());
            one.order = if at % 5 == 0 { DateOrder::DayFirst } else { DateOrder::Iso };
            one.kind = (begun && field.name == "charged").then_some(Kind::Begun);
            uses.push(one);
            memory.push(TextColumn::new(&rows.iter().map(|row| row[at].clone()).collect::<Vec<_>>()));
        }
        // The order of the columns does not matter.
        uses.reverse();
        let plan = Plan::new(policy, uses).unwrap();
        for layout in [layout, layout + 3] {
            let columns = memory.iter().map(|texts| texts.column(layout)).collect();
            let batch = Batch { rows: rows.len(), columns };
            let checked = policy.check_table(&plan, std::slice::from_ref(&batch), NonZeroUsize::new(2));
            for at in 0..rows.len() {
                let expected = Answer::of(policy, &policy.assess(&plan.case(policy, &batch, at)));
                prop_assert_eq!(checked.answer(at).unwrap(), &expected, "{:?}", plan.value(&batch, at));
                let found = expected.failures().map(|f| plan.column_of(policy, &f.path));
                prop_assert!(found.count() <= expected.findings.len());
            }
        }
    }

    /// Values that are not texts say what the texts of the same values say.
    #[test]
    fn values_of_other_kinds_are_read(
        codes in proptest::collection::vec(select(vec!["TH68023", "SX03009", "SX03005", "COML026"]), 1..40),
        ages in proptest::collection::vec(proptest::option::of(0_u8..20), 40),
        firearm in proptest::collection::vec(proptest::option::of(0_u8..3), 40),
        days in proptest::collection::vec(proptest::option::of(19_000_i32..20_000), 40),
    ) {
        let policy = Policy::builtin();
        let uses = ["offence_code", "victim_age", "firearm_used", "offence_date", "supervision_end"];
        let uses = uses.iter().enumerate().map(|(at, name)| Use::new(*name, at)).collect();
        let plan = Plan::new(policy, uses).unwrap();
        let rows = codes.len();
        let texts = |values: Vec<Option<String>>| TextColumn::new(&values[..rows]);
        let code = texts(codes.iter().map(|code| Some((*code).to_owned())).collect());
        let age = texts(ages.iter().map(|age| age.map(|age| age.to_string())).collect());
        let gun = texts(firearm.iter().map(|gun| gun.map(|gun| gun.to_string())).collect());
        let day = texts(days.iter().map(|day| day.map(|day| sfo_core::date::Date::from_days(day).to_string())).collect());
        let as_text = [&code, &age, &gun, &day, &day].iter().map(|texts| texts.column(0)).collect();
        let expected = policy.check_table(&plan, &[Batch { rows, columns: as_text }], None);

        let present = |truths: Vec<bool>| BitColumn::new(&truths.into_iter().map(Some).collect::<Vec<_>>(), 0).values;
        let (has_age, has_gun) = (present(ages.iter().map(Option::is_some).collect()), present(firearm.iter().map(Option::is_some).collect()));
        let has_day = present(days.iter().map(Option::is_some).collect());
        let numbers: Vec<f64> = ages.iter().map(|age| age.map_or(f64::NAN, f64::from)).collect();
        let whole: Vec<u8> = ages.iter().map(|age| age.unwrap_or(9)).collect();
        let decimals: Vec<[u8; 16]> = whole.iter().map(|age| (i128::from(*age) * 100).to_le_bytes()).collect();
        let guns: Vec<i64> = firearm.iter().map(|gun| i64::from(gun.unwrap_or(1))).collect();
        let at: Vec<i32> = days.iter().map(|day| day.unwrap_or(0)).collect();
        let moments: Vec<i64> = at.iter().map(|day| i64::from(*day) * 86_400_000 + 3_600_000).collect();
        let bits = |bytes| Some(Bits::new(bytes, 0));
        for ages in 0..3 {
            let values = match ages {
                0 => Column { present: None, values: Values::Double(&numbers) },
                1 => Column { present: bits(&has_age), values: Values::Whole(Whole::U8(&whole)) },
                _ => Column { present: bits(&has_age), values: Values::Decimal { values: &decimals, scale: 2 } },
            };
            let columns = vec![
                code.column(2),
                values,
                Column { present: bits(&has_gun), values: Values::Whole(Whole::I64(&guns)) },
                Column { present: bits(&has_day), values: Values::Days(&at) },
                Column { present: bits(&has_day), values: Values::Moments { values: &moments, per_day: 86_400_000 } },
            ];
            let batch = Batch { rows, columns };
            prop_assert!(plan.unfit(&batch).is_none());
            let checked = policy.check_table(&plan, &[batch], None);
            for row in 0..rows {
                prop_assert_eq!(checked.answer(row), expected.answer(row));
            }
        }
    }
}

#[test]
fn a_column_that_its_field_cannot_take_is_named() {
    let policy = Policy::builtin();
    let plan = Plan::new(policy, vec![Use::new("offence_code", 0), Use::new("victim_age", 1)]).unwrap();
    let whole = || Column { present: None, values: Values::Whole(Whole::U8(&[1])) };
    let days = || Column { present: None, values: Values::Days(&[1]) };
    let none = || Column { present: None, values: Values::Nothing };
    let unfit = |first, second| {
        let batch = Batch { rows: 1, columns: vec![first, second] };
        plan.unfit(&batch).map(|(column, path, holds)| (column, path.to_owned(), holds))
    };
    assert_eq!(unfit(whole(), whole()), Some((0, "/offence/code".to_owned(), "whole numbers")));
    assert_eq!(unfit(none(), days()), Some((1, "/facts/victim_age".to_owned(), "dates")));
    assert_eq!(unfit(none(), whole()), None);
}

#[test]
fn a_plan_names_fields_that_there_are_and_each_once() {
    let policy = Policy::builtin();
    for (uses, code) in [
        (vec![Use::new("offence_cde", 0)], "plan_inconsistent"),
        (vec![Use::new("entry", 0), Use::new("entry", 1)], "plan_inconsistent"),
    ] {
        assert_eq!(Plan::new(policy, uses).err().unwrap().code(), code);
    }
}

/// A failure stands at the column that its place in the case comes from.
#[test]
fn failures_find_their_columns() {
    let policy = Policy::builtin();
    let uses = ["crn_code", "offence_code", "victim_age", "offence_date_from", "supervision_end"];
    let uses = uses.iter().enumerate().skip(1).map(|(at, name)| Use::new(*name, at)).collect();
    let plan = Plan::new(policy, uses).unwrap();
    for (path, column) in [
        ("/offence/code", Some(1)),
        ("/offence", Some(1)),
        ("/facts/victim_under_13", Some(2)),
        ("/facts/firearm_used", None),
        ("/offence_date", Some(3)),
        ("/supervision/end", Some(4)),
        ("", None),
    ] {
        assert_eq!(plan.column_of(policy, path), column, "{path}");
    }
}

/// Whatever is forgotten between, answers stay the same.
#[test]
fn many_namings_are_not_kept_for_ever() {
    let policy = fresh();
    let plan = Plan::new(&policy, vec![Use::new("offence_code", 0)]).unwrap();
    let texts: Vec<Option<String>> = (0..100_200).map(|at| Some(format!("no code {at}"))).collect();
    for rows in [&texts[..], &texts[..50]] {
        let values = Values::Loose(rows.iter().map(Option::as_deref).collect());
        let batch = Batch { rows: rows.len(), columns: vec![Column { present: None, values }] };
        let checked = policy.check_table(&plan, &[batch], None);
        assert!((0..rows.len()).all(|row| checked.answer(row).is_some()));
        assert_eq!(checked.counts().iter().sum::<u64>(), u64::try_from(rows.len()).unwrap());
        assert_eq!(checked.answers.len(), 1);
    }
}
