//! A text in parts: windows of it are searched with what stands before and after them, and what is redacted is verified in
//! the same way. Where the parts of a caller end makes no difference, and memory does not grow with the text.

use std::ops::Range;

use crate::error::{Error, ErrorKind};
use crate::policy::data::RedactionAction;

use super::matcher::{self, What};
use super::resolve::{resolve, span, Span};
use super::verify::{self, LeakForm};
use super::{fold, Confidence, Leak, LogEntry, Operator, Redactor};

/// What is redacted at once, in bytes.
const WINDOW: usize = 48 << 10;
/// What is seen of the text before a window: further than anything reaches that decides on a find.
const BEFORE: usize = 1 << 10;
/// What is seen of the text after a window.
const AFTER: usize = 2 << 10;
/// The end of what was verified that is looked at again together with what follows.
const OVERLAP: usize = 1 << 10;
/// Identifiers that are remembered, to be found again where they stand without a label.
const MAX_REMEMBERED: usize = 10_000;
/// What stands for what is hidden under [`Operator::Mask`].
const MASK: &str = "\u{2588}\u{2588}\u{2588}\u{2588}\u{2588}";

/// A text that is redacted part by part.
///
/// # Examples
///
/// ```
/// use sfo_core::redaction::{Person, RedactOptions};
/// use sfo_core::Policy;
///
/// let options = RedactOptions::new("workshop").person(Person::new("Alder Quillfeather", "offender"));
/// let mut stream = Policy::builtin().redactor(&options)?.stream();
/// let mut text = String::new();
/// stream.push("Mr Quill", &mut text)?;
/// stream.push("feather was seen.", &mut text)?;
/// let rest = stream.finish(&mut text)?;
/// assert_eq!(text, "Supervised Person 1 was seen.");
/// assert_eq!(rest.log.len(), 1);
/// # Ok::<(), sfo_core::Error>(())
/// ```
pub struct Stream {
    redactor: Redactor,
    /// What was not yet redacted, after the end of what was.
    buffer: String,
    /// How much of the buffer was redacted.
    done: usize,
    buffers: matcher::Buffers,
    position: Position,
    log: Vec<LogEntry>,
    referred: Vec<LogEntry>,
    own_labels: usize,
    hidden: Vec<Vec<String>>,
    perhaps: Vec<Vec<String>>,
    /// Stretches of what was written in this window that stay by decision.
    exempt: Vec<Range<usize>>,
    /// `None` where nothing is handed out.
    check: Option<Check>,
}

impl std::fmt::Debug for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").finish_non_exhaustive()
    }
}

/// Characters and lines up to the place that was reached.
#[derive(Clone, Copy, Default)]
struct Position {
    input: usize,
    output: usize,
    lines: usize,
}

/// What a stream leaves beside the text.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rest {
    /// What was hidden since the log was last taken, in the order of the text.
    pub log: Vec<LogEntry>,
    /// What stays and a person decides on.
    pub referred: Vec<LogEntry>,
    /// Labels that stood in the text as given.
    pub own_labels: usize,
    /// Identifiers that were hidden in one place and, without their label, only referred in another.
    pub(super) unsettled: Vec<Vec<String>>,
}

impl Rest {
    /// How many identifiers were hidden in one place and only referred in another, where they have no label: a text that
    /// comes in parts is not gone through twice.
    #[must_use]
    pub fn unsettled(&self) -> usize {
        self.unsettled.len()
    }

    /// Keeps of the identifiers that were only referred those that were hidden elsewhere.
    pub(super) fn settle(&mut self, hidden: &[Vec<String>]) {
        let hidden: std::collections::BTreeSet<String> = hidden.iter().map(|words| words.concat()).collect();
        self.unsettled.retain(|words| hidden.contains(&words.concat()));
    }
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rest")
            .field("hidden", &self.log.len())
            .field("referred", &self.referred.len())
            .finish_non_exhaustive()
    }
}

/// The redacted text on its way through the verifier.
#[derive(Default)]
struct Check {
    buffers: verify::Buffers,
    found: Vec<verify::Found>,
    text: String,
    /// Stretches that stay by decision or by referral, in order.
    exempt: Vec<Range<usize>>,
    /// Finds before this place were judged already.
    judged: usize,
}

fn characters(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count()
}

/// The last place at or before `at` where a character begins.
fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

impl Stream {
    pub(super) fn new(redactor: Redactor) -> Self {
        Self {
            redactor,
            buffer: String::new(),
            done: 0,
            buffers: matcher::Buffers::default(),
            position: Position::default(),
            log: Vec::new(),
            referred: Vec::new(),
            own_labels: 0,
            hidden: Vec::new(),
            perhaps: Vec::new(),
            exempt: Vec::new(),
            check: Some(Check::default()),
        }
    }

    /// A stream that keeps the log and hands out no text.
    pub(super) fn that_writes_nothing(redactor: Redactor) -> Self {
        Self { check: None, ..Self::new(redactor) }
    }

    /// Takes a part of the text, and writes what is ready of the redacted text.
    ///
    /// # Errors
    ///
    /// Where something that was to be hidden still stands in the redacted text. What was written before is then not to be
    /// used.
    pub fn push(&mut self, part: &str, out: &mut String) -> Result<(), Error> {
        let mut rest = part;
        loop {
            let room = self.done.saturating_add(WINDOW).saturating_add(AFTER).saturating_sub(self.buffer.len());
            if rest.len() < room {
                self.buffer.push_str(rest);
                return Ok(());
            }
            let take = (room..rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap_or(rest.len());
            let (now, later) = rest.split_at_checked(take).unwrap_or((rest, ""));
            self.buffer.push_str(now);
            rest = later;
            self.window(false, out)?;
        }
    }

    /// Ends the text: writes what is left, and gives the log.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push).
    pub fn finish(self, out: &mut String) -> Result<Rest, Error> {
        let mut hidden = Vec::new();
        let mut rest = self.finish_document(out, &mut hidden)?;
        rest.settle(&hidden);
        Ok(rest)
    }

    /// Ends one of several texts: identifiers that were hidden are added to those of the others, and those that were only
    /// referred wait for them.
    pub(super) fn finish_document(mut self, out: &mut String, hidden: &mut Vec<Vec<String>>) -> Result<Rest, Error> {
        self.window(true, out)?;
        hidden.append(&mut self.hidden);
        Ok(Rest { log: self.log, referred: self.referred, own_labels: self.own_labels, unsettled: self.perhaps })
    }

    /// Takes the log of what was redacted so far out of the stream, so that it need not be held in memory.
    pub fn take_log(&mut self) -> Vec<LogEntry> {
        std::mem::take(&mut self.log)
    }

    /// Takes out what was referred so far, in the same way.
    pub fn take_referred(&mut self) -> Vec<LogEntry> {
        std::mem::take(&mut self.referred)
    }

    /// Redacts the buffer up to the end of the window, or all of it.
    fn window(&mut self, last: bool, out: &mut String) -> Result<(), Error> {
        let inner = std::sync::Arc::clone(&self.redactor.inner);
        let text = std::mem::take(&mut self.buffer);
        let mut buffers = std::mem::take(&mut self.buffers);
        inner.matcher.find(inner.policy.identifiers()?, &text, &mut buffers);
        let spans: Vec<Span> =
            buffers.finds.iter().filter_map(|find| span(&inner, find, buffers.folded.original(&find.at))).collect();
        self.buffers = buffers;
        let end = if last { text.len() } else { end_of_window(&text, self.done, &spans) };
        let spans = resolve(&inner, &text, spans);

        let from = out.len();
        let mut at = self.done;
        for span in spans {
            if span.at.end <= at || span.at.start >= end {
                continue;
            }
            // What reaches in from before was begun by the window before, save where it saw more of the text than this one.
            let begin = span.at.start.max(at);
            self.copy(text.get(at..begin).unwrap_or_default(), out);
            let stop = span.at.end.min(text.len());
            self.take(&text, begin..stop, &span, out);
            at = stop;
        }
        let end = end.max(at);
        self.copy(text.get(at..end).unwrap_or_default(), out);

        let keep = boundary(&text, end.saturating_sub(BEFORE));
        self.done = end.saturating_sub(keep);
        self.buffer = text;
        self.buffer.drain(..keep);
        let Some(check) = &mut self.check else {
            self.exempt.clear();
            out.truncate(from);
            return Ok(());
        };
        let written = out.get(from..).unwrap_or_default();
        let exempt = self.exempt.drain(..).map(|r| r.start.saturating_sub(from)..r.end.saturating_sub(from));
        check.push(&self.redactor, written, exempt, last)
    }

    fn copy(&mut self, text: &str, out: &mut String) {
        out.push_str(text);
        let count = characters(text);
        self.position.input = self.position.input.saturating_add(count);
        self.position.output = self.position.output.saturating_add(count);
        self.position.lines = self.position.lines.saturating_add(text.bytes().filter(|b| *b == b'\n').count());
    }

    /// Writes what stands in the place of a span, and logs it.
    fn take(&mut self, text: &str, range: Range<usize>, span: &Span, out: &mut String) {
        let given = text.get(range).unwrap_or_default();
        let action = span.decision.action;
        if span.what == What::Label {
            self.own_labels = self.own_labels.saturating_add(1);
        }
        if !action.hides() {
            self.exempt.push(out.len()..out.len().saturating_add(given.len()));
            let entry = (action == RedactionAction::Refer).then(|| self.entry(given, span, characters(given)));
            if let Some(entry) = entry {
                if matches!(span.what, What::Identifier(_)) && self.perhaps.len() < MAX_REMEMBERED {
                    self.perhaps.push(super::people::words_of(&fold::folded(given)));
                }
                self.referred.push(entry);
            }
            self.copy(given, out);
            return;
        }
        if matches!(span.what, What::Identifier(_)) && self.hidden.len() < MAX_REMEMBERED {
            self.hidden.push(super::people::words_of(&fold::folded(given)));
        }
        let label = match self.redactor.inner.options.operator {
            Operator::Label => span.decision.label.as_str(),
            Operator::Mask => MASK,
            Operator::Remove => "",
        };
        let mut instead = label.to_owned();
        kept_inside(given, &mut instead);
        let length = characters(&instead);
        let entry = self.entry(given, span, length);
        self.log.push(entry);
        // Our own label is not somebody's name, whatever the names are.
        self.exempt.push(out.len()..out.len().saturating_add(instead.len()));
        out.push_str(&instead);
        self.position.input = self.position.input.saturating_add(characters(given));
        self.position.output = self.position.output.saturating_add(length);
        self.position.lines = self.position.lines.saturating_add(given.bytes().filter(|b| *b == b'\n').count());
    }

    fn entry(&self, given: &str, span: &Span, output_length: usize) -> LogEntry {
        let inner = &self.redactor.inner;
        let rules = &inner.policy.data().redaction;
        let rule = rules.rules.get(span.decision.rule);
        let found_by = match span.what {
            What::Form(_) if span.decision.people.len() > 1 => "ambiguous_person".to_owned(),
            What::Form(_) => "person".to_owned(),
            What::Identifier(number) => {
                let identifier = usize::try_from(number).ok().and_then(|n| rules.identifiers.get(n));
                format!("identifier.{}", identifier.map(|i| i.id.as_ref()).unwrap_or_default())
            }
            What::Address => "address".to_owned(),
            What::Term(_) => "term".to_owned(),
            What::Undeclared => "undeclared_name".to_owned(),
            What::Label => "label".to_owned(),
        };
        let person = match span.decision.people.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        LogEntry {
            pointer: String::new(),
            start: self.position.input,
            end: self.position.input.saturating_add(characters(given)),
            output_start: self.position.output,
            output_end: self.position.output.saturating_add(output_length),
            line: self.position.lines.saturating_add(1),
            category: rules.categories.get(span.decision.category).map(|c| c.id.to_string()).unwrap_or_default(),
            action: span.decision.action,
            found_by,
            why: span.why,
            confidence: span.confidence,
            rule: rule.map(|r| r.id.to_string()).unwrap_or_default(),
            reason: rule.map(|r| r.reason.to_string()).unwrap_or_default(),
            certainty: rule.map(|r| r.certainty.as_str()).unwrap_or_default(),
            citation: rule.map(|r| r.citation.to_string()).unwrap_or_default(),
            person,
            removed: (inner.options.include_removed && span.decision.action.hides()).then(|| given.to_owned()),
        }
    }
}

/// Line breaks, tags and marks of emphasis within what is hidden stay, or the structure would break.
fn kept_inside(given: &str, instead: &mut String) {
    let mut rest = given;
    while let Some(c) = rest.chars().next() {
        if let Some(tag) = fold::tag(rest).and_then(|(length, _)| rest.get(..length)) {
            instead.push_str(tag);
            rest = rest.get(tag.len()..).unwrap_or_default();
            continue;
        }
        if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '*' | '`' | '|') {
            instead.push(c);
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
}

impl Check {
    /// Takes what was written and the stretches of it that stay by decision, and judges what has enough about it.
    fn push(
        &mut self,
        redactor: &Redactor,
        written: &str,
        exempt: impl Iterator<Item = Range<usize>>,
        last: bool,
    ) -> Result<(), Error> {
        let base = self.text.len();
        self.text.push_str(written);
        self.exempt.extend(exempt.map(|r| r.start.saturating_add(base)..r.end.saturating_add(base)));
        let until = if last { usize::MAX } else { self.text.len().saturating_sub(OVERLAP / 2) };
        self.found.clear();
        survivors(redactor, &self.text, &self.exempt, &mut self.buffers, &mut self.found);
        let judged = self.judged;
        let leaks = self.found.iter().filter(|f| f.at.start >= judged && f.at.start < until).count();
        if leaks > 0 {
            let message = format!(
                "the redacted text still holds what was to be hidden, in {leaks} places, and is not handed out; declare the \
                 aliases of the people, and report the form in which it is written"
            );
            return Err(Error::new(ErrorKind::Leak, "redaction_leak", "", message));
        }
        let keep = boundary(&self.text, self.text.len().saturating_sub(OVERLAP));
        self.judged = until.min(self.text.len()).saturating_sub(keep);
        self.text.drain(..keep);
        self.exempt.retain(|r| r.end > keep);
        for range in &mut self.exempt {
            *range = range.start.saturating_sub(keep)..range.end.saturating_sub(keep);
        }
        Ok(())
    }
}

/// Where the window can end: between words, and within no find.
fn end_of_window(text: &str, done: usize, spans: &[Span]) -> usize {
    let wanted = boundary(text, done.saturating_add(WINDOW));
    let within = |at: usize| spans.iter().filter(|s| s.at.start < at && at < s.at.end).map(|s| s.at.start).min();
    let least = done.saturating_add(WINDOW / 2);
    let mut at = wanted;
    while at > least {
        if text.as_bytes().get(at.saturating_sub(1)).is_some_and(|byte| matches!(byte, b' ' | b'\n')) {
            match within(at) {
                None => return at,
                Some(start) => at = start.saturating_add(1),
            }
        }
        at = at.saturating_sub(1);
    }
    // No space for half a window: a find that begins here is finished with this window all the same.
    wanted
}

/// What should not stand in a text and does, outside the exempt stretches, which are in order.
fn survivors(
    redactor: &Redactor,
    text: &str,
    exempt: &[Range<usize>],
    buffers: &mut verify::Buffers,
    found: &mut Vec<verify::Found>,
) {
    let inner = &redactor.inner;
    inner.verifier.find(text, exempt, buffers, found);
    let Ok(identifiers) = inner.policy.identifiers() else { return };
    buffers.identifiers(text, identifiers, |at, number, confidence| {
        let hides = inner.identifiers.get(number).is_some_and(|d| d.action.hides());
        if hides && confidence > Confidence::Low && !verify::is_exempt(exempt, &at) {
            found.push(verify::Found { at, what: verify::Survivor::Identifier(number), how: LeakForm::Identifier });
        }
    });
}

/// What stands in a text that somebody has redacted and should not.
pub(super) fn verify_whole(redactor: &Redactor, text: &str) -> Vec<Leak> {
    let mut buffers = (matcher::Buffers::default(), verify::Buffers::default());
    let mut leaks: Vec<Leak> = Vec::new();
    let mut from = 0_usize;
    while from < text.len() {
        let begin = boundary(text, from.saturating_sub(BEFORE));
        let end = boundary(text, from.saturating_add(WINDOW).saturating_add(AFTER));
        let seen = text.get(begin..end).unwrap_or_default();
        let done = from.saturating_sub(begin);
        let until = verify_window(redactor, seen, done, end == text.len(), begin, &mut buffers, &mut leaks);
        from = begin.saturating_add(until.max(done.saturating_add(1)));
    }
    // From bytes to characters, in one walk.
    let (mut at, mut count) = (0_usize, 0_usize);
    for leak in &mut leaks {
        count = count.saturating_add(characters(text.get(at..leak.start).unwrap_or_default()));
        at = leak.start;
        leak.end = count.saturating_add(characters(text.get(leak.start..leak.end).unwrap_or_default()));
        leak.start = count;
    }
    leaks
}

/// Adds what begins in a window after `done`, in order, and gives the end of what was looked at. Places are counted from
/// `base`.
fn verify_window(
    redactor: &Redactor,
    text: &str,
    done: usize,
    last: bool,
    base: usize,
    buffers: &mut (matcher::Buffers, verify::Buffers),
    leaks: &mut Vec<Leak>,
) -> usize {
    let inner = &redactor.inner;
    let Ok(identifiers) = inner.policy.identifiers() else { return text.len() };
    let (matcher, verifier) = buffers;
    inner.matcher.find(identifiers, text, matcher);
    let finds = matcher.finds.iter();
    let spans: Vec<Span> = finds.filter_map(|find| span(inner, find, matcher.folded.original(&find.at))).collect();
    let until = if last { text.len() } else { end_of_window(text, done, &spans) };
    let spans = resolve(inner, text, spans);
    let exempt: Vec<Range<usize>> = spans.iter().filter(|s| !s.decision.action.hides()).map(|s| s.at.clone()).collect();
    let mut found = Vec::new();
    survivors(redactor, text, &exempt, verifier, &mut found);

    let category = |at: usize| inner.policy.data().redaction.categories.get(at).map(|c| c.id.to_string());
    let leak = |at: &Range<usize>, decision: &super::Decision, how: LeakForm| Leak {
        start: at.start.saturating_add(base),
        end: at.end.saturating_add(base),
        category: category(decision.category).unwrap_or_default(),
        how,
        person: match decision.people.as_slice() {
            [one] => Some(*one),
            _ => None,
        },
    };
    let here = |at: &Range<usize>| done <= at.start && at.start < until;
    let mut new: Vec<Leak> = Vec::new();
    for span in spans.iter().filter(|s| s.decision.action.hides() && here(&s.at)) {
        let given = text.get(span.at.clone()).unwrap_or_default();
        let how = match (span.what, span.why) {
            (What::Identifier(_), _) => LeakForm::Identifier,
            (_, super::Why::Pieces) => LeakForm::Pieces,
            _ if given.is_ascii() && !given.contains(['<', '&', '%']) => LeakForm::Plain,
            _ => LeakForm::Disguised,
        };
        new.push(leak(&span.at, &span.decision, how));
    }
    for one in found.iter().filter(|one| here(&one.at)) {
        let decision = match one.what {
            verify::Survivor::Form(number) => usize::try_from(number).ok().and_then(|n| inner.forms.get(n)),
            verify::Survivor::Identifier(number) => inner.identifiers.get(number),
        };
        let Some(one) = decision.map(|decision| leak(&one.at, decision, one.how)) else { continue };
        let overlaps = |other: &Leak| other.start < one.end && one.start < other.end;
        if !new.iter().chain(leaks.last()).any(overlaps) {
            new.push(one);
        }
    }
    crate::order::sort(&mut new, |a, b| a.start.cmp(&b.start));
    leaks.append(&mut new);
    until
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test")]

    use super::{survivors, verify};
    use crate::redaction::{Person, RedactOptions};
    use crate::Policy;

    /// What the matcher would have hidden is handed to the verifier as it stands: each has to see it without the other.
    #[test]
    fn the_verifier_sees_without_the_matcher() {
        let person = Person::new("Alder Quillfeather", "offender");
        let redactor =
            Policy::builtin().redactor(&RedactOptions::new("workshop").person(person)).expect("the options hold");
        let found = |text: &str| {
            let mut found = Vec::new();
            survivors(&redactor, text, &[], &mut verify::Buffers::default(), &mut found);
            found.len()
        };
        for text in [
            "Quillfeather",
            "quillfeather's",
            "QUILLFEATHER",
            "Q\u{200B}uillfeather",
            "Qui\u{AD}llfeather",
            "Quillf\u{435}ather",
            "Q\u{FC}illfeather",
            "Quill<b>feather</b>",
            "%51uillfeather",
            "&#81;uillfeather",
            "Q u i l l f e a t h e r",
            "Quill.feather",
            "Quill-\nfeather",
            "alderquillfeather",
            "Alder",
            "X123456",
            "07700 900123",
            "a@example.org",
        ] {
            assert!(found(&format!("It was {text} again.")) > 0, "{text}");
        }
        for text in ["Supervised Person 1", "a quill and a feather", "older", "28 working days", "quill feathers"] {
            assert_eq!(found(&format!("It was {text} again.")), 0, "{text}");
        }
    }
}
