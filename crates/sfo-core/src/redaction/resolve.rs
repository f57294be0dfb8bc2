//! Finds without overlap: which of them stand, by the precedence that the module's page states.

use std::ops::Range;

use crate::policy::data::RedactionAction;

use super::matcher::{Find, What};
use super::people::FormKind;
use super::{together, Confidence, Decision, Inner, Why};

/// The most bytes between a street and its postcode.
const MAX_ADDRESS_GAP: usize = 60;

/// A find with what becomes of it, by bytes of the text as given.
#[derive(Clone)]
pub(super) struct Span {
    pub at: Range<usize>,
    pub decision: Decision,
    pub what: What,
    pub confidence: Confidence,
    pub why: Why,
}

impl Span {
    fn length(&self) -> usize {
        self.at.end.saturating_sub(self.at.start)
    }

    /// What is decided first.
    const fn class(&self) -> u8 {
        match (self.what, self.decision.action) {
            (What::Label, _) => 0,
            (_, RedactionAction::Refer) => 2,
            _ => 1,
        }
    }
}

/// What becomes of a find where it stands.
pub(super) fn span(inner: &Inner, find: &Find, at: Range<usize>) -> Option<Span> {
    let get = |list: &[Decision], number: u32| usize::try_from(number).ok().and_then(|n| list.get(n)).cloned();
    let mut decision = match find.what {
        What::Form(number) => get(&inner.forms, number)?,
        What::Identifier(number) => get(&inner.identifiers, number)?,
        What::Term(number) => get(&inner.terms, number)?,
        What::Address => inner.address.clone(),
        What::Undeclared | What::Label => inner.undeclared.clone(),
    };
    match find.what {
        // Our own label stays, and is nothing to tell of.
        What::Label => decision.action = RedactionAction::Keep,
        // What is only perhaps a find is for a person to decide.
        _ if find.confidence == Confidence::Low && decision.action.hides() => decision.action = RedactionAction::Refer,
        _ => {}
    }
    Some(Span { at, decision, what: find.what, confidence: find.confidence, why: find.why })
}

/// The spans that stand, in the order of the text and without overlap.
pub(super) fn resolve(inner: &Inner, text: &str, mut spans: Vec<Span>) -> Vec<Span> {
    crate::order::sort(&mut spans, |a, b| a.at.start.cmp(&b.at.start).then(b.at.end.cmp(&a.at.end)));
    let mut out: Vec<Span> = Vec::new();
    let mut cluster: Vec<Span> = Vec::new();
    let mut end = 0;
    for span in spans {
        if !cluster.is_empty() && span.at.start >= end {
            settle(inner, text, &mut cluster, &mut out);
        }
        end = if cluster.is_empty() { span.at.end } else { span.at.end.max(end) };
        cluster.push(span);
    }
    settle(inner, text, &mut cluster, &mut out);
    joined(inner, text, out)
}

/// Settles spans that overlap, and empties them.
fn settle(inner: &Inner, text: &str, cluster: &mut Vec<Span>, out: &mut Vec<Span>) {
    if let [_] = cluster.as_slice() {
        out.append(cluster);
        return;
    }
    // Equal stretches that are names of several people are one find of all of them.
    let mut merged: Vec<Span> = Vec::new();
    for span in cluster.drain(..) {
        let same = merged
            .iter_mut()
            .find(|other| other.at == span.at && matches!((other.what, span.what), (What::Form(_), What::Form(_))));
        match same {
            Some(other) if other.decision.people != span.decision.people => {
                other.decision = together(&other.decision, &span.decision, &inner.people, &inner.somebody);
                other.confidence = other.confidence.min(span.confidence);
            }
            // The surer of two forms of the same person.
            Some(other) if span.decision.action > other.decision.action => *other = span,
            Some(_) => {}
            None => merged.push(span),
        }
    }
    crate::order::sort(&mut merged, |a, b| {
        a.class()
            .cmp(&b.class())
            .then(b.length().cmp(&a.length()))
            .then(b.decision.action.cmp(&a.decision.action))
            .then(a.at.start.cmp(&b.at.start))
    });
    let mut standing: Vec<Span> = Vec::new();
    for span in merged {
        let mut rest = span.at.clone();
        for other in &standing {
            if other.at.start <= rest.start && rest.start < other.at.end {
                rest.start = other.at.end;
            } else if other.at.start < rest.end && rest.end <= other.at.end {
                rest.end = other.at.start;
            } else if rest.start < other.at.start && other.at.end < rest.end {
                // A shorter one within it was decided first: the find is broken by it, and its longer side is looked at.
                let before = other.at.start.saturating_sub(rest.start);
                let after = rest.end.saturating_sub(other.at.end);
                if before >= after {
                    rest.end = other.at.start;
                } else {
                    rest.start = other.at.end;
                }
            }
            if rest.start >= rest.end {
                break;
            }
        }
        let whole = rest == span.at;
        let left = text.get(rest.clone()).is_some_and(|left| left.chars().any(char::is_alphanumeric));
        // What is left of a broken find is hidden all the same; it is nothing to keep or to look at.
        if whole || (left && span.decision.action.hides()) {
            let rest = if whole { rest } else { trimmed(text, rest) };
            standing.push(Span { at: rest, ..span });
        }
    }
    crate::order::sort(&mut standing, |a, b| a.at.start.cmp(&b.at.start));
    out.append(&mut standing);
}

/// A stretch without the spaces at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(inside) = text.get(range.clone()) else { return range };
    let start = range.start.saturating_add(inside.len().saturating_sub(inside.trim_start().len()));
    let end = range.end.saturating_sub(inside.len().saturating_sub(inside.trim_end().len()));
    start..end.max(start)
}

/// Two finds of the same person, and a street with its postcode, are one.
fn joined(inner: &Inner, text: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        if let Some(before) = out.last_mut() {
            let between = text.get(before.at.end..span.at.start).unwrap_or_default();
            let both_hide = before.decision.action.hides() && span.decision.action.hides();
            let same_person = before.decision.people == span.decision.people
                && !span.decision.people.is_empty()
                && before.decision.label == span.decision.label
                && named(inner, before)
                && named(inner, &span);
            let gap =
                !between.is_empty() && between.len() <= 2 && between.bytes().all(|b| matches!(b, b' ' | b'-' | b'.'));
            let address = before.decision.category == inner.address.category
                && span.decision.category == inner.address.category
                && goes_on(between);
            if both_hide && ((same_person && gap) || address) {
                before.at.end = span.at.end;
                before.confidence = before.confidence.max(span.confidence);
                continue;
            }
        }
        out.push(span);
    }
    out
}

fn named(inner: &Inner, span: &Span) -> bool {
    let What::Form(number) = span.what else { return false };
    let form = usize::try_from(number).ok().and_then(|n| inner.matcher.forms.get(n));
    form.is_some_and(|form| !matches!(form.kind, FormKind::Address | FormKind::DateOfBirth | FormKind::Identifier))
}

/// Whether an address goes on through what stands between its parts: places with capitals, parted by commas or lines.
fn goes_on(between: &str) -> bool {
    let lines = between.bytes().filter(|b| *b == b'\n').count();
    let plain = between.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | ',' | '\n' | '\r' | '-' | '\''));
    let capitals = between.split([' ', ',', '\n', '\r', '-']).filter(|word| !word.is_empty()).all(|word| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(word, "on" | "upon" | "by" | "le" | "under")
    });
    between.len() <= MAX_ADDRESS_GAP && lines <= 3 && plain && capitals
}
