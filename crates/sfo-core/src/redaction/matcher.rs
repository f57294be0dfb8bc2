//! Where in a text the people of a case, identifiers, addresses and words that a person should look at stand.

use std::ops::Range;

use crate::policy::data::RedactionRules;

use super::fold::{folded, Folded};
use super::identifiers::{self, Identifiers};
use super::people::{words_of, Form, FormKind};
use super::words::{self, hash, pair, Lookup, Word};
use super::{Confidence, Why};

/// The most bytes between two words of a name.
const MAX_GAP: usize = 14;
/// The most words that are read as one.
const MAX_JOINED: usize = 24;
/// The shortest word that is read out of pieces or of digits for letters.
const LEAST_JOINED: usize = 4;

/// What was found. Forms are by their place in the matcher's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Form(u32),
    Identifier(u32),
    /// A street with its number, and perhaps what follows up to the postcode.
    Address,
    Term(u32),
    /// A title and a name that is nobody's who is declared.
    Undeclared,
    /// A label that stands for somebody or something already.
    Label,
}

/// A find in folded text.
#[derive(Clone)]
pub(super) struct Find {
    pub at: Range<usize>,
    pub what: What,
    pub confidence: Confidence,
    pub why: Why,
}

/// What a word may begin.
#[derive(Clone, Copy)]
enum Trigger {
    Form(u32),
    Term(u32),
    Title,
    Street,
    /// The label of an identifier, by its place in the list of labels.
    Label(u32),
    /// Our own label, by its place in the list of them.
    Own(u32),
}

/// The forms of all declared people and the words of the policy, ready to be looked for.
pub(super) struct Matcher {
    /// By the first word, of what has one word.
    lookup: Lookup<Trigger>,
    /// By the first two words, of what has more.
    pairs: Lookup<Trigger>,
    /// The numbers of words that are forms by themselves: what is read out of pieces is looked up here.
    single: Lookup<u32>,
    pub forms: Vec<Form>,
    terms: Vec<(Vec<String>, u32)>,
    labels: Vec<(Vec<String>, usize)>,
    own: Vec<Vec<String>>,
    common: Vec<String>,
    months: Vec<String>,
    titles: Vec<String>,
    role_words: Vec<String>,
}

/// Lists that are filled again for each window.
#[derive(Default)]
pub(super) struct Buffers {
    pub folded: Folded,
    words: Vec<Word>,
    at_signs: Vec<usize>,
    identifiers: Vec<identifiers::Hit>,
    pub finds: Vec<Find>,
}

/// A text, its folded form and its words.
#[derive(Clone, Copy)]
struct Place<'a> {
    text: &'a str,
    folded: &'a Folded,
    words: &'a [Word],
}

impl Place<'_> {
    fn bytes(&self) -> &[u8] {
        self.folded.bytes()
    }

    fn word(&self, at: usize) -> &[u8] {
        self.words.get(at).and_then(|w| self.bytes().get(w.start()..w.end())).unwrap_or_default()
    }

    fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1)
    }

    /// What stands between a word and the next one.
    fn gap(&self, at: usize) -> &[u8] {
        match (self.words.get(at), self.words.get(at.saturating_add(1))) {
            (Some(one), Some(next)) => self.bytes().get(one.end()..next.start()).unwrap_or_default(),
            _ => &[],
        }
    }

    fn is_capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|w| self.folded.is_capital(self.text, w.start()))
    }

    fn all_capitals(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|w| (w.start()..w.end()).all(|place| self.folded.is_capital(self.text, place)))
    }

    /// One letter with its point, which ends no sentence. A digit's does.
    fn is_initial(&self, at: usize) -> bool {
        matches!(self.word(at), [letter] if letter.is_ascii_alphabetic()) && self.gap(at).starts_with(b".")
    }

    /// Whether a sentence, a line, a cell or a quotation begins at a word.
    fn begins_sentence(&self, at: usize) -> bool {
        let start = self.words.get(at).map_or(0, |w| w.start());
        let before = self.bytes().get(start.saturating_sub(8)..start).unwrap_or_default();
        let mark = before.iter().rev().find(|b| **b != b' ' && **b != b'\t');
        match mark {
            None => before.len() < 8,
            Some(b'.') => !self.before(at).is_some_and(|before| self.is_initial(before)),
            Some(mark) => {
                matches!(mark, b'!' | b'?' | b':' | b'\n' | b'\r' | b'#' | b'"' | b'(' | b'|' | b'>' | b'*' | b'-')
            }
        }
    }
}

impl Matcher {
    pub(super) fn new(rules: &RedactionRules, identifiers: &Identifiers, forms: Vec<Form>, own: &[String]) -> Self {
        let fold = |list: &[crate::policy::data::Text]| {
            let mut list: Vec<String> = list.iter().map(|word| folded(word)).collect();
            crate::order::sort(&mut list, Ord::cmp);
            list
        };
        let mut terms = Vec::new();
        for (at, row) in rules.terms.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            terms.extend(row.terms.iter().map(|term| (words_of(&folded(term)), at)));
        }
        let labels: Vec<(Vec<String>, usize)> =
            identifiers.leading_labels().map(|(at, label)| (words_of(label), at)).collect();
        let own: Vec<Vec<String>> = own.iter().map(|label| words_of(&folded(label))).collect();

        let mut rows: Vec<(u64, Trigger)> = Vec::new();
        let mut pairs: Vec<(u64, Trigger)> = Vec::new();
        let mut single = Vec::new();
        // By two words where there are two: the days of dates of birth begin with numbers that stand everywhere.
        let mut trigger = |words: &[String], trigger: Trigger| match words {
            [] => {}
            [one] => rows.push((hash(one.as_bytes()), trigger)),
            [one, two, ..] => pairs.push((pair(hash(one.as_bytes()), hash(two.as_bytes())), trigger)),
        };
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for (at, form) in forms.iter().enumerate() {
            trigger(&form.words, Trigger::Form(number(at)));
            if let [one] = form.words.as_slice() {
                if one.chars().count() >= LEAST_JOINED {
                    single.push((hash(one.as_bytes()), number(at)));
                }
            }
        }
        for (at, (words, _)) in terms.iter().enumerate() {
            trigger(words, Trigger::Term(number(at)));
        }
        for (at, (words, _)) in labels.iter().enumerate() {
            trigger(words, Trigger::Label(number(at)));
        }
        for (at, words) in own.iter().enumerate() {
            trigger(words, Trigger::Own(number(at)));
        }
        for title in rules.titles.iter() {
            trigger(&[folded(title)], Trigger::Title);
        }
        for word in rules.street_words.iter() {
            trigger(&[folded(word)], Trigger::Street);
        }
        Self {
            lookup: Lookup::new(rows),
            pairs: Lookup::new(pairs),
            single: Lookup::new(single),
            forms,
            terms,
            labels,
            own,
            common: fold(&rules.common_words),
            months: fold(&rules.months),
            titles: fold(&rules.titles),
            role_words: fold(&rules.role_words),
        }
    }

    /// Fills the buffers with what stands in a text.
    pub(super) fn find(&self, identifiers: &Identifiers, text: &str, buffers: &mut Buffers) {
        let Buffers { folded, words, at_signs, identifiers: hits, finds } = buffers;
        folded.fill(text);
        words::split(folded.bytes(), words, at_signs);
        finds.clear();
        hits.clear();
        let place = Place { text, folded, words };
        let capital = |at: usize| place.folded.is_capital(place.text, at);
        for (at, word) in words.iter().enumerate() {
            // Most words are told apart at once: they are in no list, hold no digit and have one space after them.
            let next = words.get(at.saturating_add(1));
            let listed = self.lookup.may_have(word.hash)
                | next.is_some_and(|next| self.pairs.may_have(pair(word.hash, next.hash)));
            let spaced = next.is_some_and(|next| next.start().wrapping_sub(word.end()) == 1)
                & (place.bytes().get(word.end()) == Some(&b' '));
            if listed | word.has_digit() | (word.len() == 1) | !spaced {
                self.at_word(&place, at, identifiers, &capital, hits, finds);
            }
        }
        hits.extend(at_signs.iter().filter_map(|at| identifiers.at_sign(place.bytes(), *at)));
        finds.extend(hits.drain(..).map(|hit| Find {
            at: hit.at,
            what: What::Identifier(u32::try_from(hit.identifier).unwrap_or(u32::MAX)),
            confidence: hit.confidence,
            why: hit.why,
        }));
    }

    /// Looks at one word and at what goes on from it.
    fn at_word(
        &self,
        place: &Place,
        at: usize,
        identifiers: &Identifiers,
        capital: &dyn Fn(usize) -> bool,
        hits: &mut Vec<identifiers::Hit>,
        finds: &mut Vec<Find>,
    ) {
        let Some(word) = place.words.get(at) else { return };
        for trigger in self.lookup.get(word.hash) {
            self.begin(place, at, *trigger, identifiers, finds);
        }
        if let Some(next) = place.words.get(at.saturating_add(1)) {
            for trigger in self.pairs.get(pair(word.hash, next.hash)) {
                self.begin(place, at, *trigger, identifiers, finds);
            }
        }
        if word.has_digit() {
            identifiers.at_word(place.bytes(), place.words, at, capital, hits);
            if word.has_letter() {
                self.digits_for_letters(place, at, finds);
            }
        }
        self.pieces(place, at, finds);
    }

    fn begin(&self, place: &Place, at: usize, trigger: Trigger, identifiers: &Identifiers, finds: &mut Vec<Find>) {
        match trigger {
            Trigger::Form(number) => self.form(place, at, number, finds),
            Trigger::Term(number) => {
                let Some((words, row)) = usize::try_from(number).ok().and_then(|n| self.terms.get(n)) else { return };
                if let Some(last) = follow(place, at, words, |_, gap, _| gap.len() <= 2) {
                    finds.extend(find(place, at, last, What::Term(*row), Confidence::Low, Why::Term));
                }
            }
            Trigger::Label(number) => {
                let Some((words, identifier)) = usize::try_from(number).ok().and_then(|n| self.labels.get(n)) else {
                    return;
                };
                let Some(last) = follow(place, at, words, |_, gap, _| gap.len() <= 2) else { return };
                let Some(end) = place.words.get(last).map(|w| w.end()) else { return };
                let hit = identifiers.after_label(place.bytes(), place.words, last.saturating_add(1), end, *identifier);
                finds.extend(hit.map(|hit| Find {
                    at: hit.at,
                    what: What::Identifier(u32::try_from(hit.identifier).unwrap_or(u32::MAX)),
                    confidence: hit.confidence,
                    why: hit.why,
                }));
            }
            Trigger::Own(number) => {
                let Some(words) = usize::try_from(number).ok().and_then(|n| self.own.get(n)) else { return };
                self.own_label(place, at, words, finds);
            }
            Trigger::Title => self.undeclared(place, at, finds),
            Trigger::Street => self.street(place, at, finds),
        }
    }

    /// A form of a person, from its first word on.
    fn form(&self, place: &Place, at: usize, number: u32, finds: &mut Vec<Find>) {
        let Some(form) = usize::try_from(number).ok().and_then(|n| self.forms.get(n)) else { return };
        let kind = form.kind;
        // The letter of a possessive is nobody's initial.
        let possessive =
            |gap: &[u8], number: usize| gap.contains(&b'\'') && form.words.get(number).is_some_and(|word| word == "s");
        let may = |word: &[u8], gap: &[u8], number| may_part(kind, word, gap) && !possessive(gap, number);
        let Some(last) = follow(place, at, &form.words, may) else { return };
        let (confidence, why) = match kind {
            FormKind::Full | FormKind::Reversed => (Confidence::High, Why::FullName),
            FormKind::Address | FormKind::DateOfBirth | FormKind::Identifier => (Confidence::High, Why::Declared),
            FormKind::Initials => {
                let capitals = (at..=last).all(|word| place.is_capital(word));
                let pointed = place.words.get(last).and_then(|w| place.bytes().get(w.end())) == Some(&b'.');
                if !capitals || !pointed || last == at {
                    return;
                }
                (Confidence::Medium, Why::Initials)
            }
            FormKind::Surname | FormKind::Given | FormKind::Alias | FormKind::Part => {
                match self.evidence(place, at, last, kind) {
                    Some(found) => found,
                    None => return,
                }
            }
        };
        let first = match kind {
            FormKind::Full | FormKind::Surname | FormKind::Given | FormKind::Alias | FormKind::Part => {
                self.title_before(place, at).unwrap_or(at)
            }
            _ => at,
        };
        finds.extend(find(place, first, last, What::Form(number), confidence, why));
    }

    /// How sure it is that one word, or a surname of several, is the person's name here.
    fn evidence(&self, place: &Place, at: usize, last: usize, kind: FormKind) -> Option<(Confidence, Why)> {
        let capital = place.is_capital(at);
        if self.title_before(place, at).is_some() {
            return Some((Confidence::High, Why::Title));
        }
        let word = place.word(at);
        let common = at == last && self.is_common(word);
        let month = at == last && is_in(&self.months, word);
        if !capital && (common || month || kind == FormKind::Part || word.len() < 3) {
            return None;
        }
        if month {
            // A capital is no evidence: a month has one too.
            return (!self.is_dated(place, at)).then_some((Confidence::Low, Why::Month));
        }
        if common {
            let begins = place.begins_sentence(at) || (place.all_capitals(at) && word.len() > 1);
            return Some(if begins { (Confidence::Low, Why::CommonWord) } else { (Confidence::Medium, Why::Capital) });
        }
        Some(if capital { (Confidence::High, Why::Name) } else { (Confidence::Medium, Why::Name) })
    }

    fn is_common(&self, word: &[u8]) -> bool {
        is_in(&self.common, word)
    }

    /// A month beside a day or a year, or after a word that goes with a time, is a month.
    fn is_dated(&self, place: &Place, at: usize) -> bool {
        let digits = |at: Option<usize>| at.and_then(|at| place.words.get(at)).is_some_and(|w| w.has_digit());
        let before = place.before(at);
        let times: [&[u8]; 16] = [
            b"in", b"of", b"since", b"by", b"until", b"till", b"during", b"early", b"late", b"mid", b"last", b"this",
            b"next", b"from", b"to", b"and",
        ];
        digits(before) || digits(Some(at.saturating_add(1))) || before.is_some_and(|b| times.contains(&place.word(b)))
    }

    /// The place of a title that stands directly before a word.
    fn title_before(&self, place: &Place, at: usize) -> Option<usize> {
        let before = place.before(at)?;
        let gap = place.gap(before);
        let near = matches!(gap, b" " | b". " | b"." | b"\n" | b".\n" | b"  ");
        let word = place.word(before);
        let title = is_in(&self.titles, word) || (is_in(&self.role_words, word) && place.is_capital(before));
        (near && title).then_some(before)
    }

    /// A title and a name that nobody declared.
    fn undeclared(&self, place: &Place, at: usize, finds: &mut Vec<Find>) {
        let next = at.saturating_add(1);
        let near = matches!(place.gap(at), b" " | b". " | b"\n");
        let named = place.words.get(next).is_some_and(|w| !w.has_digit() && w.len() > 1) && place.is_capital(next);
        if near && named && place.is_capital(at) {
            finds.extend(find(place, at, next, What::Undeclared, Confidence::Low, Why::Title));
        }
    }

    /// One of our own labels: it is not looked into, or a second run would not leave it as it is.
    fn own_label(&self, place: &Place, at: usize, words: &[String], finds: &mut Vec<Find>) {
        let Some(last) = follow(place, at, words, |_, gap, _| gap == b" " || gap == b": ") else { return };
        let start = place.words.get(at).map_or(0, |w| w.start());
        let end = place.words.get(last).map_or(0, |w| w.end());
        let bytes = place.bytes();
        if words.first().is_some_and(|word| word == "redacted") {
            let closed =
                bytes.get(end) == Some(&b']') && start.checked_sub(1).and_then(|b| bytes.get(b)) == Some(&b'[');
            if closed {
                let at = start.saturating_sub(1)..end.saturating_add(1);
                finds.push(Find { at, what: What::Label, confidence: Confidence::High, why: Why::Label });
            }
            return;
        }
        let next = last.saturating_add(1);
        let numbered = place.gap(last) == b" " && place.words.get(next).is_some_and(|w| w.has_digit() && w.len() <= 9);
        if numbered && place.is_capital(at) {
            finds.extend(find(place, at, next, What::Label, Confidence::High, Why::Label));
        }
    }

    /// A street with a number before it, written with capitals.
    fn street(&self, place: &Place, at: usize, finds: &mut Vec<Find>) {
        let mut first = at;
        for _ in 0..5 {
            let Some(before) = place.before(first) else { return };
            let Some(word) = place.words.get(before) else { return };
            let gap = place.gap(before);
            if word.has_digit() {
                let near = matches!(gap, b" " | b", " | b"," | b"\n");
                let house = word.len() <= 5 && place.word(before).first().is_some_and(u8::is_ascii_digit);
                let ordinal = [&b"st"[..], b"nd", b"rd", b"th"].iter().any(|end| place.word(before).ends_with(end));
                if near && house && !ordinal && first < at {
                    let found = find(place, flat(place, before), at, What::Address, Confidence::High, Why::Form);
                    finds.extend(found);
                }
                return;
            }
            if !matches!(gap, b" " | b"'" | b"-" | b"\n") || !(place.is_capital(before) || word.len() == 1) {
                return;
            }
            first = before;
        }
    }

    /// A word that is written in pieces: by its letters, or with marks in it. The gap of a name that is written as usual is
    /// no such mark.
    fn pieces(&self, place: &Place, at: usize, finds: &mut Vec<Find>) {
        let Some(first) = place.words.get(at) else { return };
        let gap = place.gap(at);
        if !(tight(gap) || (first.len() == 1 && spaced(gap))) {
            return;
        }
        // Where the word before belongs to the same pieces, they were looked at from there; a form may begin here as well.
        let mut joined = place.word(at).to_vec();
        let mut place_of = at;
        for _ in 0..MAX_JOINED {
            let gap = place.gap(place_of);
            let next = place_of.saturating_add(1);
            let Some(word) = place.words.get(next) else { return };
            // The letter of a possessive is no piece of a name.
            if gap == b"'" && place.word(next) == b"s" {
                return;
            }
            let by_letters = word.len() == 1 && place.words.get(place_of).is_some_and(|w| w.len() == 1) && spaced(gap);
            if !(tight(gap) || by_letters) || joined.len() > 64 {
                return;
            }
            joined.extend_from_slice(place.word(next));
            place_of = next;
            if joined.len() >= LEAST_JOINED {
                self.joined(place, at, next, &joined, Why::Pieces, finds);
            }
        }
    }

    /// A word in which digits may stand for letters.
    fn digits_for_letters(&self, place: &Place, at: usize, finds: &mut Vec<Find>) {
        let word = place.word(at);
        if word.len() < LEAST_JOINED || word.len() > 40 {
            return;
        }
        for one in [b'l', b'i'] {
            let letters: Vec<u8> = word
                .iter()
                .map(|byte| match byte {
                    b'0' => b'o',
                    b'1' => one,
                    b'3' => b'e',
                    b'4' => b'a',
                    b'5' => b's',
                    b'7' => b't',
                    b'8' => b'b',
                    other => *other,
                })
                .collect();
            self.joined(place, at, at, &letters, Why::LookAlike, finds);
        }
    }

    fn joined(&self, place: &Place, at: usize, last: usize, joined: &[u8], why: Why, finds: &mut Vec<Find>) {
        for number in self.single.get(hash(joined)) {
            let form = usize::try_from(*number).ok().and_then(|n| self.forms.get(n));
            let Some(form) = form.filter(|form| form.words.first().is_some_and(|w| w.as_bytes() == joined)) else {
                continue;
            };
            let needs_capital = form.kind == FormKind::Part || is_in(&self.common, joined);
            if needs_capital && !place.is_capital(at) {
                continue;
            }
            finds.extend(find(place, at, last, What::Form(*number), Confidence::Medium, why));
        }
    }
}

/// The word with which the flat before a house begins; the house itself where there is none.
fn flat(place: &Place, house: usize) -> usize {
    let is_flat = |at: usize| {
        matches!(place.word(at), b"flat" | b"unit" | b"room" | b"apartment") && matches!(place.gap(at), b" " | b"\n")
    };
    let Some(before) = place.before(house) else { return house };
    if is_flat(before) {
        return before;
    }
    let numbered = place.word(before).len() <= 4 && matches!(place.gap(before), b", " | b" " | b"," | b"\n" | b",\n");
    match place.before(before) {
        Some(first) if numbered && is_flat(first) => first,
        _ => house,
    }
}

fn is_in(sorted: &[String], word: &[u8]) -> bool {
    sorted.binary_search_by(|known| known.as_bytes().cmp(word)).is_ok()
}

/// Marks within a word, without a space: a hyphen at the end of a line among them.
fn tight(gap: &[u8]) -> bool {
    match gap {
        [] => false,
        [b'-', b'\n'] | [b'-', b'\r', b'\n'] => true,
        _ => {
            gap.len() <= 2
                && gap
                    .iter()
                    .all(|b| matches!(b, b'-' | b'.' | b'\'' | b'_' | b'*' | b'/' | b',' | b'+' | b'~' | b'`' | b'^'))
        }
    }
}

/// What may stand between letters that are written apart.
fn spaced(gap: &[u8]) -> bool {
    !gap.is_empty() && gap.len() <= 3 && gap.iter().filter(|b| **b == b'\n').count() <= 1
}

/// What may stand between two words of a form.
fn may_part(kind: FormKind, word: &[u8], gap: &[u8]) -> bool {
    if gap.len() > MAX_GAP || gap.iter().filter(|b| **b == b'\n').count() > 1 {
        return false;
    }
    match kind {
        FormKind::Initials => matches!(gap, b"." | b". "),
        FormKind::Address => !gap.contains(&b';'),
        FormKind::DateOfBirth | FormKind::Identifier => gap.len() <= 3,
        _ => gap.iter().enumerate().all(|(at, byte)| match byte {
            b' ' | b'\n' | b'\r' | b'\t' | b'-' | b'\'' | b'_' | b'*' | b'>' | b'`' | b'~' | b'+' | b'/' => true,
            b',' => kind == FormKind::Reversed,
            // A point ends a sentence, unless it is of an initial or has no space after it.
            b'.' => word.len() == 1 || gap.get(at.saturating_add(1)).is_none(),
            _ => false,
        }),
    }
}

/// The last word of a form that begins at a word.
fn follow(place: &Place, at: usize, words: &[String], may: impl Fn(&[u8], &[u8], usize) -> bool) -> Option<usize> {
    let mut here = at;
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            let before = here;
            here = here.saturating_add(1);
            if !may(place.word(before), place.gap(before), number) {
                return None;
            }
        }
        if place.word(here) != word.as_bytes() {
            return None;
        }
    }
    Some(here)
}

fn find(place: &Place, first: usize, last: usize, what: What, confidence: Confidence, why: Why) -> Option<Find> {
    let start = place.words.get(first)?.start();
    let end = place.words.get(last)?.end();
    Some(Find { at: start..end, what, confidence, why })
}
