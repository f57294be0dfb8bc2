//! Whether anything that was to be hidden still stands in a redacted text.
//!
//! It does not ask the matcher that redacted: the text is squeezed to its letters and digits, and every form of everybody
//! who is hidden is compared at every word. So a fault in the one does not hide itself in the other.

use std::ops::Range;

use super::fold::Folded;
use super::people::{Form, FormKind};
use super::words::{self, packed, Lookup, Word};

/// The most words in which a form can be written.
const MAX_PIECES: usize = 40;

/// How what was to be hidden stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeakForm {
    /// As it is usually written, but perhaps for case.
    Plain,
    /// With other letters, marks, hidden characters, tags or encodings, which make it look the same.
    Disguised,
    /// In pieces.
    Pieces,
    /// By its form as an identifier.
    Identifier,
}

/// A form, squeezed.
struct Needle {
    letters: Vec<u8>,
    /// Where its words end, among its letters.
    breaks: Vec<usize>,
    form: u32,
    kind: FormKind,
    /// It is told from a word by a capital alone.
    needs_capital: bool,
}

/// The letters by which a needle is looked up; one of fewer is looked up by two.
const LONG: usize = 6;
const SHORT: usize = 2;

/// Everything that must not stand in a text.
pub(super) struct Verifier {
    needles: Vec<Needle>,
    /// The needles of six letters or more, by their first six.
    long: Lookup<u32>,
    /// The others, by their first two.
    short: Lookup<u32>,
}

/// A number for the first letters of eight.
#[inline]
fn beginning(eight: u64, letters: usize) -> u64 {
    let others = 8_usize.saturating_sub(letters);
    let eight = eight << (others << 3);
    let number = eight.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    number ^ number >> 29
}

#[derive(Default)]
pub(super) struct Buffers {
    folded: Folded,
    words: Vec<Word>,
    at_signs: Vec<usize>,
    squeezed: Vec<u8>,
}

/// What stands in a text: a form, or an identifier of the policy, by its place in its list.
#[derive(Clone, Copy)]
pub(super) enum Survivor {
    Form(u32),
    Identifier(usize),
}

/// What stands in the text, in bytes of the text as given.
pub(super) struct Found {
    pub at: Range<usize>,
    pub what: Survivor,
    pub how: LeakForm,
}

/// Whether a stretch touches one of those that are exempt, which are in order.
pub(super) fn is_exempt(exempt: &[Range<usize>], at: &Range<usize>) -> bool {
    let later = exempt.get(exempt.partition_point(|e| e.end <= at.start)..).unwrap_or_default();
    later.first().is_some_and(|e| e.start < at.end)
}

impl Buffers {
    /// The identifiers of the text that was last looked through.
    pub(super) fn identifiers(
        &self,
        text: &str,
        identifiers: &super::Identifiers,
        mut each: impl FnMut(Range<usize>, usize, super::Confidence),
    ) {
        let mut hits = Vec::new();
        let capital = |at: usize| self.folded.is_capital(text, at);
        for (at, _) in self.words.iter().enumerate().filter(|(_, word)| word.has_digit()) {
            identifiers.at_word(self.folded.bytes(), &self.words, at, &capital, &mut hits);
        }
        hits.extend(self.at_signs.iter().filter_map(|at| identifiers.at_sign(self.folded.bytes(), *at)));
        for hit in hits {
            each(self.folded.original(&hit.at), hit.identifier, hit.confidence);
        }
    }
}

/// The letters and digits of folded text without what parts them, and room after them.
fn squeeze(bytes: &[u8], words: &[Word], squeezed: &mut Vec<u8>) {
    const ROOM: usize = 8;
    squeezed.clear();
    squeezed.resize(bytes.len().saturating_add(ROOM), 0);
    let mut end = 0_usize;
    for word in words {
        let next = end.saturating_add(word.len());
        let eight = bytes.get(word.start()..).and_then(|rest| rest.first_chunk::<8>());
        // Eight bytes are copied at once; the next word is written over those that are too many.
        match (eight, squeezed.get_mut(end..).and_then(|rest| rest.first_chunk_mut::<8>())) {
            (Some(eight), Some(to)) if word.len() <= 8 => *to = *eight,
            _ => {
                let own = bytes.get(word.start()..word.end()).unwrap_or_default();
                if let Some(to) = squeezed.get_mut(end..next) {
                    to.copy_from_slice(own);
                }
            }
        }
        end = next;
    }
    squeezed.truncate(end);
}

impl Verifier {
    /// `hidden` says of a form whether it must not stand in the text; `needs_capital` whether a capital alone makes it
    /// a name.
    pub(super) fn new(forms: &[Form], hidden: impl Fn(usize) -> bool, needs_capital: impl Fn(&Form) -> bool) -> Self {
        let mut needles = Vec::new();
        for (at, form) in forms.iter().enumerate() {
            if !hidden(at) || form.kind == FormKind::Initials {
                continue;
            }
            let mut letters = Vec::new();
            let mut breaks = Vec::new();
            for word in &form.words {
                letters.extend_from_slice(word.as_bytes());
                breaks.push(letters.len());
            }
            if letters.len() >= 2 {
                let form_number = u32::try_from(at).unwrap_or(u32::MAX);
                let needs_capital = needs_capital(form);
                needles.push(Needle { letters, breaks, form: form_number, kind: form.kind, needs_capital });
            }
        }
        let (mut long, mut short) = (Vec::new(), Vec::new());
        for (needle, number) in needles.iter().zip(0..) {
            let eight = packed(&needle.letters);
            if needle.letters.len() >= LONG {
                long.push((beginning(eight, LONG), number));
            } else {
                short.push((beginning(eight, SHORT), number));
            }
        }
        Self { needles, long: Lookup::new(long), short: Lookup::new(short) }
    }

    /// Every form that stands in the text and begins outside the exempt stretches, which are in order.
    pub(super) fn find(&self, text: &str, exempt: &[Range<usize>], buffers: &mut Buffers, found: &mut Vec<Found>) {
        let Buffers { folded, words, at_signs, squeezed } = buffers;
        folded.fill(text);
        words::split(folded.bytes(), words, at_signs);
        squeeze(folded.bytes(), words, squeezed);
        let mut begin = 0_usize;
        for (at, word) in words.iter().enumerate() {
            let here = squeezed.get(begin..).unwrap_or_default();
            begin = begin.saturating_add(word.len());
            let eight = packed(here);
            let (six, two) = (beginning(eight, LONG), beginning(eight, SHORT));
            if !(self.long.may_have(six) | self.short.may_have(two)) {
                continue;
            }
            for number in self.long.get(six).chain(self.short.get(two)) {
                let Some(needle) = usize::try_from(*number).ok().and_then(|n| self.needles.get(n)) else { continue };
                if !here.starts_with(&needle.letters) {
                    continue;
                }
                let text_at = |at: usize| folded.original(&words.get(at).map_or(0..0, |w| w.start()..w.end()));
                let Some((last, how)) = self.stands(needle, at, words, folded, text) else { continue };
                let range = text_at(at).start..text_at(last).end;
                if !is_exempt(exempt, &range) {
                    found.push(Found { at: range, what: Survivor::Form(needle.form), how });
                }
            }
        }
    }

    /// Whether the letters of a needle are a name where they stand: they end with a word, and what parts them is what parts
    /// a name, or a disguise.
    fn stands(
        &self,
        needle: &Needle,
        at: usize,
        words: &[Word],
        folded: &Folded,
        text: &str,
    ) -> Option<(usize, LeakForm)> {
        let mut length = 0_usize;
        let mut last = at;
        let mut by_words = true;
        let mut letters_only = true;
        let mut marks_only = true;
        for place in at..at.saturating_add(MAX_PIECES) {
            let word = words.get(place)?;
            length = length.saturating_add(word.len());
            letters_only &= word.len() == 1;
            last = place;
            if length >= needle.letters.len() {
                break;
            }
            let next = words.get(place.saturating_add(1))?;
            let gap = folded.bytes().get(word.end()..next.start()).unwrap_or_default();
            let lines = gap.iter().filter(|b| **b == b'\n').count();
            if gap.len() > 14 || lines > 1 {
                return None;
            }
            // The letter of a possessive is of no name.
            if gap == b"'" && next.len() == 1 && folded.bytes().get(next.start()) == Some(&b's') {
                return None;
            }
            let own_break = needle.breaks.contains(&length);
            let parts = match needle.kind {
                FormKind::Address => !gap.contains(&b';'),
                FormKind::DateOfBirth | FormKind::Identifier => gap.len() <= 3,
                kind => gap.iter().enumerate().all(|(at, b)| match b {
                    b',' => kind == FormKind::Reversed,
                    b'.' => word.len() == 1 || gap.get(at.saturating_add(1)).is_none(),
                    b'"' | b'(' | b')' | b':' | b';' | b'?' | b'!' | b'|' | b'#' | b'=' | b'&' | b'[' | b']' => false,
                    _ => true,
                }),
            };
            by_words &= own_break && parts;
            let hyphenated = matches!(gap, [b'-', b'\n'] | [b'-', b'\r', b'\n']);
            let mark =
                |b: &u8| matches!(b, b'-' | b'.' | b'\'' | b'_' | b'*' | b'/' | b',' | b'+' | b'~' | b'`' | b'^');
            marks_only &= hyphenated || (gap.len() <= 2 && gap.iter().all(mark)) || (own_break && parts);
            letters_only &= gap.len() <= 3;
        }
        if length != needle.letters.len() {
            return None;
        }
        let start = words.get(at)?.start();
        let end = words.get(last)?.end();
        let original = folded.original(&(start..end));
        let given = text.get(original).unwrap_or_default();
        let plain = given.is_ascii() && !given.contains(['<', '&', '%']);
        let one_word = last == at;
        let capital = folded.is_capital(text, start);
        let how = if by_words || one_word {
            if plain {
                LeakForm::Plain
            } else {
                LeakForm::Disguised
            }
        } else if (letters_only || marks_only) && needle.letters.len() >= 4 {
            LeakForm::Pieces
        } else {
            return None;
        };
        // A word that is also a name is one by its capital, and then only where no sentence begins; the matcher refers
        // what is left, and no text is clean of words.
        if needle.needs_capital && needle.breaks.len() == 1 && !(capital && how == LeakForm::Disguised) {
            return None;
        }
        if !capital && needle.breaks.len() == 1 && (needle.kind == FormKind::Part || needle.letters.len() < 3) {
            return None;
        }
        Some((last, how))
    }
}
