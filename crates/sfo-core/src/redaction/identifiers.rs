//! Identifiers of people: their forms, what is worked out from them, and what stands beside them.
//!
//! Forms are tried only where a digit or an at sign stands, and only over a short stretch, so the time is in proportion
//! to the length of the text whatever it holds.

use std::ops::Range;

use crate::date::Date;
use crate::error::{Error, ErrorKind};
use crate::policy::data::{IdentifierCheck, IdentifierContext, RedactionRules};

use super::words::{class, is_word, Word};
use super::{Confidence, Why};

#[cfg(feature = "regex")]
use regex::Regex;
#[cfg(not(feature = "regex"))]
use regex_lite::Regex;

/// How far an identifier can reach, in bytes.
const REACH: usize = 128;
/// How far before an identifier its label is looked for, in bytes.
const LABEL_REACH: usize = 48;
/// Digits that the shortest identifier without letters or a label has.
const FEWEST_DIGITS: u32 = 6;
/// What the remainder of a number modulo 23 picks.
const CHECK_LETTERS: &[u8; 23] = b"zabcdefghjklmnpqrtuvwxy";
/// Words that may stand between a label and its identifier.
const BETWEEN: [&str; 9] = ["is", "was", "on", "number", "no", "of", "ref", "id", "the"];

struct Form {
    pattern: Regex,
    grouping: Option<Regex>,
    check: IdentifierCheck,
    context: IdentifierContext,
    labels: Vec<String>,
}

/// The identifiers of a policy, ready to be looked for.
pub(crate) struct Identifiers {
    forms: Vec<Form>,
    /// All forms that need no label, at once: most numbers have none of them.
    #[cfg(feature = "regex")]
    any: regex::RegexSet,
}

/// An identifier that was found in folded text.
pub(super) struct Hit {
    pub at: Range<usize>,
    /// Its place in the policy's list.
    pub identifier: usize,
    pub confidence: Confidence,
    pub why: Why,
}

fn anchored(pattern: &str) -> Option<Regex> {
    Regex::new(&format!("^(?:{pattern})")).ok()
}

impl Identifiers {
    pub(crate) fn new(rules: &RedactionRules) -> Result<Self, Error> {
        let mut forms = Vec::new();
        for (at, identifier) in rules.identifiers.iter().enumerate() {
            let grouping = identifier.grouping.as_deref().map(anchored);
            let (Some(pattern), Some(grouping)) =
                (anchored(&identifier.pattern), grouping.map_or(Some(None), |g| g.map(Some)))
            else {
                return Err(Error::new(
                    ErrorKind::Inconsistent,
                    "policy_inconsistent",
                    format!("/redaction/identifiers/{at}/pattern"),
                    format!("the form of `{}` is not a regular expression; correct it", identifier.id),
                ));
            };
            forms.push(Form {
                pattern,
                grouping,
                check: identifier.check,
                context: identifier.context,
                labels: identifier.labels.iter().map(|label| super::fold::folded(label)).collect(),
            });
        }
        Ok(Self {
            #[cfg(feature = "regex")]
            any: any_of(rules)?,
            forms,
        })
    }

    /// Whether one of the forms that need no label may stand at the beginning of a text.
    #[cfg_attr(not(feature = "regex"), expect(clippy::unused_self, reason = "the smaller engine has no sets of forms"))]
    fn may_fit(&self, text: &str) -> bool {
        #[cfg(feature = "regex")]
        return self.any.is_match(text);
        #[cfg(not(feature = "regex"))]
        return !text.is_empty();
    }

    /// The labels without which an identifier is not looked at, with the place of the identifier.
    pub(super) fn leading_labels(&self) -> impl Iterator<Item = (usize, &str)> {
        let labelled = self.forms.iter().enumerate().filter(|(_, form)| form.context == IdentifierContext::Label);
        labelled.flat_map(|(at, form)| form.labels.iter().map(move |label| (at, label.as_str())))
    }

    /// Looks at a word with a digit in it, and at what stands about it.
    pub(super) fn at_word(
        &self,
        bytes: &[u8],
        words: &[Word],
        at: usize,
        capital: &dyn Fn(usize) -> bool,
        hits: &mut Vec<Hit>,
    ) {
        let Some(word) = words.get(at) else { return };
        if !word.has_letter() && digits_from(bytes, words, at) < FEWEST_DIGITS {
            return;
        }
        let mut found: Option<Hit> = None;
        let mut try_at = |start: usize| {
            if hits.last().is_none_or(|hit| start >= hit.at.end) {
                self.try_at(bytes, start, capital, &mut found);
            }
        };
        // A number may go on from letters before it, or from a sign.
        let before = at.checked_sub(1).and_then(|place| words.get(place));
        let close = |b: &&Word| word.start().saturating_sub(b.end()) == 1 && b.len() <= 3 && !b.has_digit();
        if let Some(before) = before.filter(close) {
            try_at(before.start());
        }
        let sign = word.start().checked_sub(1).filter(|place| matches!(bytes.get(*place), Some(b'+' | b'(')));
        if let Some(sign) = sign {
            try_at(sign);
        }
        try_at(word.start());
        hits.extend(found);
    }

    fn try_at(&self, bytes: &[u8], start: usize, capital: &dyn Fn(usize) -> bool, found: &mut Option<Hit>) {
        let stretch = bytes.get(start..start.saturating_add(REACH).min(bytes.len())).unwrap_or_default();
        let Some(text) = text_of(stretch).filter(|text| self.may_fit(text)) else { return };
        for (identifier, form) in self.forms.iter().enumerate() {
            if form.context == IdentifierContext::Label {
                continue;
            }
            let Some(hit) = self.fits(bytes, text, start, identifier, form, capital) else { continue };
            if found.as_ref().is_none_or(|before| before.confidence < hit.confidence) {
                *found = Some(hit);
            }
        }
    }

    fn fits(
        &self,
        bytes: &[u8],
        text: &str,
        start: usize,
        identifier: usize,
        form: &Form,
        capital: &dyn Fn(usize) -> bool,
    ) -> Option<Hit> {
        let (number, checked) = longest(form, text)?;
        let after = start.saturating_add(number.len());
        let capitals = || {
            let letters = number.bytes().enumerate().filter(|(_, b)| class(*b) == 1);
            letters.map(|(at, _)| start.saturating_add(at)).all(capital)
        };
        let labelled = has_label(bytes, start, &form.labels);
        let grouped = form
            .grouping
            .as_ref()
            .is_some_and(|grouping| grouping.find(number).is_some_and(|found| found.end() == number.len()));
        let hit = |confidence, why| Some(Hit { at: start..after, identifier, confidence, why });
        // Registrations and postcodes look like words and numbers unless they are in capitals.
        if form.check == IdentifierCheck::VehicleRegistration && !labelled && !capitals() {
            return None;
        }
        match (form.context, checked, labelled) {
            (_, Some(false), false) => None,
            (_, Some(false), true) => hit(Confidence::Medium, Why::Label),
            (_, Some(true), true) => hit(Confidence::High, Why::Checksum),
            (_, None, true) => hit(Confidence::High, Why::Label),
            (IdentifierContext::LabelOrGrouping, checked, false) => match (checked, grouped, form.grouping.is_some()) {
                (Some(true), true, _) => hit(Confidence::High, Why::Checksum),
                (None, true, _) => hit(Confidence::Medium, Why::Grouping),
                // Nobody writes such a form by chance where it has no other grouping.
                (Some(true), false, false) => hit(Confidence::High, Why::Checksum),
                _ => hit(Confidence::Low, Why::Form),
            },
            (_, Some(true), false) => hit(Confidence::High, Why::Checksum),
            (_, None, false) => hit(Confidence::High, Why::Form),
        }
    }

    /// Looks past a label for the identifier that it names.
    pub(super) fn after_label(
        &self,
        bytes: &[u8],
        words: &[Word],
        next: usize,
        label_end: usize,
        identifier: usize,
    ) -> Option<Hit> {
        let form = self.forms.get(identifier)?;
        let mut place = next;
        let mut from = label_end;
        for _ in 0..4 {
            let word = words.get(place)?;
            let gap = bytes.get(from..word.start())?;
            if gap.len() > 12 || gap.iter().filter(|b| **b == b'\n').count() > 1 {
                return None;
            }
            let text = std::str::from_utf8(bytes.get(word.start()..word.end())?).ok()?;
            if BETWEEN.contains(&text) {
                from = word.end();
                place = place.saturating_add(1);
                continue;
            }
            let start = word.start();
            let stretch = text_of(bytes.get(start..start.saturating_add(REACH).min(bytes.len()))?)?;
            let (number, checked) = longest(form, stretch)?;
            let after = start.saturating_add(number.len());
            return (checked != Some(false)).then_some(Hit {
                at: start..after,
                identifier,
                confidence: Confidence::High,
                why: Why::Label,
            });
        }
        None
    }

    /// Looks at what stands about an at sign.
    pub(super) fn at_sign(&self, bytes: &[u8], at: usize) -> Option<Hit> {
        let local =
            |byte: &u8| is_word(*byte) && byte.is_ascii() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'\'' | b'-');
        let before = bytes.get(at.saturating_sub(64)..at)?.iter().rev().take_while(|byte| local(byte)).count();
        let mut start = at.saturating_sub(before);
        // A mark before the address is not of it.
        while start < at && bytes.get(start).is_some_and(|byte| !is_word(*byte)) {
            start = start.saturating_add(1);
        }
        let text = text_of(bytes.get(start..start.saturating_add(320).min(bytes.len()))?)?;
        let (identifier, form) = self.forms.iter().enumerate().find(|(_, form)| {
            form.pattern.find(text).is_some_and(|found| text.get(..found.end()).is_some_and(|t| t.contains('@')))
        })?;
        let end = form.pattern.find(text)?.end();
        Some(Hit { at: start..start.saturating_add(end), identifier, confidence: Confidence::High, why: Why::Form })
    }
}

#[cfg(feature = "regex")]
fn any_of(rules: &RedactionRules) -> Result<regex::RegexSet, Error> {
    let unlabelled = rules.identifiers.iter().filter(|i| i.context != IdentifierContext::Label);
    regex::RegexSet::new(unlabelled.map(|i| format!("^(?:{})", i.pattern))).map_err(|_| {
        let message = "the forms of the identifiers are too large together; make them shorter";
        Error::new(ErrorKind::Inconsistent, "policy_inconsistent", "/redaction/identifiers", message)
    })
}

/// The longest beginning of a text that has the form and in which what is worked out holds; else the longest that has the
/// form. Two numbers one after the other can look like one that is too long.
fn longest<'t>(form: &Form, text: &'t str) -> Option<(&'t str, Option<bool>)> {
    let mut first = None;
    let mut rest = text;
    for _ in 0..6 {
        let Some(found) = form.pattern.find(rest) else { break };
        let number = text.get(..found.end())?;
        if !text.as_bytes().get(found.end()).copied().is_some_and(is_word) {
            let checked = check(form.check, number);
            if checked != Some(false) {
                return Some((number, checked));
            }
            first = first.or(Some((number, checked)));
        }
        // Shorter by what stands after the last mark.
        rest = text.get(..number.bytes().rposition(|byte| !is_word(byte))?)?;
    }
    first
}

/// The longest beginning of the bytes that is text.
fn text_of(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok(),
    }
}

/// Digits in a row from a word on, where at most one mark or space parts them.
fn digits_from(bytes: &[u8], words: &[Word], at: usize) -> u32 {
    let mut digits = 0_u32;
    let mut end = None;
    for word in words.iter().skip(at).take(8) {
        let close = end.is_none_or(|end: usize| {
            let gap = bytes.get(end..word.start()).unwrap_or_default();
            matches!(gap, [b' ' | b'-' | b'/' | b'.' | b')'] | [b')', b' '] | [b' ', b'('])
        });
        if !close || !word.has_digit() {
            break;
        }
        digits = digits.saturating_add(u32::try_from(word.len()).unwrap_or(u32::MAX));
        end = Some(word.end());
    }
    digits
}

/// Whether one of the labels stands before a place, with at most a mark or a joining word between.
fn has_label(bytes: &[u8], start: usize, labels: &[String]) -> bool {
    if labels.is_empty() {
        return false;
    }
    let mut before = bytes.get(start.saturating_sub(LABEL_REACH)..start).unwrap_or_default();
    for _ in 0..4 {
        while let Some((last, rest)) = before.split_last() {
            if is_word(*last) || *last == b'\n' {
                break;
            }
            before = rest;
        }
        let ends = |words: &str| {
            before.strip_suffix(words.as_bytes()).is_some_and(|rest| !rest.last().copied().is_some_and(is_word))
        };
        if labels.iter().any(|label| ends(label.trim_end_matches('.'))) {
            return true;
        }
        let Some(between) = BETWEEN.iter().find(|word| ends(word)) else { return false };
        before = before.get(..before.len().saturating_sub(between.len())).unwrap_or_default();
    }
    false
}

/// Whether what is worked out from an identifier holds; `None` where nothing can be worked out.
fn check(kind: IdentifierCheck, text: &str) -> Option<bool> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|b| b.wrapping_sub(b'0')).collect();
    match kind {
        IdentifierCheck::None => None,
        IdentifierCheck::NhsNumber => Some(nhs_number(&digits)),
        IdentifierCheck::NationalInsurance => Some(national_insurance(text)),
        IdentifierCheck::PoliceNationalComputer => Some(police_national_computer(text)),
        IdentifierCheck::CriminalRecordsOffice => Some(criminal_records_office(text)),
        IdentifierCheck::ArrestSummons => Some(arrest_summons(text)),
        IdentifierCheck::Postcode => Some(postcode(text)),
        IdentifierCheck::VehicleRegistration => None,
        IdentifierCheck::Telephone => Some(telephone(text)),
        IdentifierCheck::CalendarDay => Some(calendar_day(text)),
    }
}

fn nhs_number(digits: &[u8]) -> bool {
    let Some((last, first)) = digits.split_last().filter(|(_, first)| first.len() == 9) else { return false };
    let sum: u32 = first.iter().zip((2..=10_u32).rev()).map(|(d, weight)| u32::from(*d).saturating_mul(weight)).sum();
    let expected = match 11_u32.saturating_sub(sum.wrapping_rem(11)) {
        11 => 0,
        10 => return false,
        other => other,
    };
    expected == u32::from(*last)
}

fn national_insurance(text: &str) -> bool {
    const NOT_GIVEN: [&str; 7] = ["bg", "gb", "kn", "nk", "nt", "tn", "zz"];
    !NOT_GIVEN.iter().any(|prefix| text.starts_with(prefix))
}

/// The letter that the remainder of a number of these digits picks is the letter given.
fn check_letter(digits: impl Iterator<Item = u8>, letter: u8) -> bool {
    let remainder =
        digits.fold(0_u32, |all, digit| all.wrapping_mul(10).wrapping_add(u32::from(digit)).wrapping_rem(23));
    usize::try_from(remainder).ok().and_then(|at| CHECK_LETTERS.get(at)) == Some(&letter)
}

fn numbers(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().filter(u8::is_ascii_digit).map(|byte| byte.wrapping_sub(b'0'))
}

/// The last two digits of a year, and a serial with noughts before it up to a length.
fn year_and_serial(year: &str, serial: &str, length: usize, letter: u8) -> bool {
    let two = year.len().saturating_sub(2);
    let noughts = std::iter::repeat_n(0, length.saturating_sub(serial.len()));
    check_letter(numbers(year.get(two..).unwrap_or_default()).chain(noughts).chain(numbers(serial)), letter)
}

fn police_national_computer(text: &str) -> bool {
    let Some(letter) = text.bytes().last() else { return false };
    let number = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    let (year, serial) = match number.split_once(['/', ' ']) {
        Some(parts) => parts,
        None => number.split_at_checked(number.len().saturating_sub(7)).unwrap_or_default(),
    };
    year_and_serial(year, serial, 7, letter)
}

fn criminal_records_office(text: &str) -> bool {
    let Some(letter) = text.bytes().last() else { return false };
    let number = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    let Some((first, second)) = number.split_once('/') else { return false };
    match first.strip_prefix("sf") {
        Some(year) => year_and_serial(year, second, 0, letter),
        None => year_and_serial(second, first, 6, letter),
    }
}

fn arrest_summons(text: &str) -> bool {
    let Some(letter) = text.bytes().last() else { return false };
    let number = text.get(..text.len().saturating_sub(1)).unwrap_or_default();
    let parts: Vec<&str> = number.split('/').collect();
    let (year, force, system, serial) = match parts.as_slice() {
        [year, unit, system, serial] => (*year, unit.get(..2), *system, *serial),
        [whole] => {
            let part = |range: Range<usize>| whole.get(range).unwrap_or_default();
            (part(0..2), whole.get(2..4), part(6..8), part(8..19))
        }
        _ => return false,
    };
    let pad = |text: &str, length: usize| std::iter::repeat_n(0, length.saturating_sub(text.len()));
    let digits = numbers(force.unwrap_or_default())
        .chain(pad(system, 2))
        .chain(numbers(system))
        .chain(numbers(year))
        .chain(pad(serial, 11))
        .chain(numbers(serial));
    check_letter(digits, letter)
}

/// "The 6 2nd": the letters of an ordinal are no postcode's.
fn postcode(text: &str) -> bool {
    !["st", "nd", "rd", "th"].iter().any(|ordinal| text.ends_with(ordinal) && text.contains(' '))
}

fn telephone(text: &str) -> bool {
    let national: String = text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let abroad = text.trim_start_matches('(').starts_with('+') || national.starts_with("0044");
    let national = if abroad {
        national.trim_start_matches("00").strip_prefix("44").unwrap_or_default()
    } else {
        national.strip_prefix('0').unwrap_or_default()
    };
    matches!(national.len(), 9 | 10)
        && matches!(national.bytes().next(), Some(b'1' | b'2' | b'3' | b'5' | b'7' | b'8' | b'9'))
}

/// A day that is in the calendar: day first, or the year first.
fn calendar_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u16>().ok();
    let month = |text: &str| {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        match text.get(..3).and_then(|first| MONTHS.iter().position(|month| *month == first)) {
            Some(at) => u16::try_from(at.saturating_add(1)).ok(),
            None => number(text),
        }
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| *part != "of").collect();
    let [first, second, third] = parts.as_slice() else { return false };
    let (year, month, day) = if first.len() == 4 && first.bytes().all(|b| b.is_ascii_digit()) {
        (number(first), month(second), number(third))
    } else if first.bytes().next().is_some_and(|b| b.is_ascii_alphabetic()) {
        (number(third), month(first), number(second))
    } else {
        (number(third), month(second), number(first))
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
    let year = if year < 100 { year.saturating_add(2000) } else { year };
    let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else { return false };
    Date::from_ymd(i32::from(year), month, day).is_some()
}

#[cfg(all(test, feature = "regex"))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use once_cell::sync::Lazy;
    use proptest::prelude::*;

    use super::anchored;
    use crate::Policy;

    /// Every form and grouping of the policy, compiled by both engines.
    static FORMS: Lazy<Vec<(regex::Regex, regex_lite::Regex)>> = Lazy::new(|| {
        let identifiers = Policy::builtin().data().redaction.identifiers.iter();
        let patterns = identifiers.flat_map(|i| std::iter::once(i.pattern.as_ref()).chain(i.grouping.as_deref()));
        let both =
            |pattern: &str| (anchored(pattern).unwrap(), regex_lite::Regex::new(&format!("^(?:{pattern})")).unwrap());
        patterns.map(both).collect()
    });

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        /// The engine for the web finds what the other one finds.
        #[test]
        fn both_engines_find_the_same(
            text in "[a-z0-9/ .+()@-]{0,24}",
            number in "[a-z]{0,2}[0-9]{2,4}[ /-]?[0-9]{3,7}[ -]?[a-z0-9]{0,6}",
        ) {
            for (one, other) in FORMS.iter() {
                for text in [&text, &number] {
                    prop_assert_eq!(one.find(text).map(|m| m.end()), other.find(text).map(|m| m.end()), "{}", one);
                }
            }
        }
    }
}
