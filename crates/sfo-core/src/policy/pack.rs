//! The policy as a few bytes: what the module for the web loads in place of the table.
//!
//! A table of constants is quick to start and large: every text costs a pointer and a length, and every list and
//! choice its place. Here each text stands once, numbers take the bytes that they need, and codes stand as
//! steps from the code before. One list of fields serves writing and reading, so the two cannot drift apart.

use std::borrow::Cow;

use crate::calendar::{Calendar, Counting, Holiday, NonWorkingDay};
use crate::citation::{Certainty, Citation};
use crate::condition::{Answer, Condition, Inside};
use crate::date::Date;
#[cfg(feature = "packed")]
use crate::error::{Error, ErrorKind};
use crate::policy::data::Part as DocumentPart;
use crate::policy::data::*;

/// A byte below this is a step to the next code of a list; one from here on begins a code in full.
const STEPS: u8 = 0x80;

/// What a packed policy begins with: the name of the form, and its version.
const FORM: &[u8] = b"sfo policy 2\n";

/// The texts of a policy, each once and on a line of its own, and everything else as numbers.
#[cfg(feature = "load")]
#[derive(Default)]
struct Packed {
    texts: Vec<String>,
    /// Counts, choices, steps, and the places of texts among those seen before.
    numbers: Vec<u8>,
}

/// What is asked of a policy, and so which of its lists are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whether a charge qualifies.
    Eligibility,
    /// What is due when.
    Deadlines,
    /// What a document still lacks; of a review also whether its days are in order.
    Review,
    /// Whether other agencies should take part in a review, and which other reviews may overlap.
    MultiAgency,
    /// Which learning comes back.
    Themes,
    /// What may be read by whom.
    Redaction,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 6] =
        [Self::Eligibility, Self::Deadlines, Self::Review, Self::MultiAgency, Self::Themes, Self::Redaction];

    /// The name of the part in the names of files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eligibility => "eligibility",
            Self::Deadlines => "deadlines",
            Self::Review => "review",
            Self::MultiAgency => "multi_agency",
            Self::Themes => "themes",
            Self::Redaction => "redaction",
        }
    }

    /// Whether an offence can be recognised under the part.
    #[cfg(feature = "packed")]
    #[inline]
    pub(crate) const fn names_offences(self) -> bool {
        matches!(self, Self::Eligibility | Self::MultiAgency)
    }
}

/// Some lists of a policy: the parts that keep them, and how the others go without.
#[cfg(feature = "load")]
type Kept = (&'static [Part], fn(&mut PolicyData));

/// Which part keeps which lists. What stands on no line is kept by every part.
#[cfg(feature = "load")]
const KEPT: [Kept; 9] = [
    (&[Part::Eligibility, Part::MultiAgency], |data| {
        data.statutes = Cow::default();
        data.other_editions = Cow::default();
        data.events = Cow::default();
        data.entries = Cow::default();
        data.provisions = Cow::default();
        data.titles = Cow::default();
        data.becomes = Cow::default();
        data.codes = Cow::default();
        data.home_office_codes = Cow::default();
        data.known_prefixes = CodeList(Cow::default());
    }),
    // What a case is read by.
    (&[Part::Eligibility, Part::MultiAgency, Part::Deadlines], |data| {
        data.facts = Cow::default();
        data.involvements = Cow::default();
        data.criteria.criteria = Cow::default();
        data.criteria.always = ASKS_NOTHING;
        data.criteria.routes = Cow::default();
    }),
    (&[Part::Deadlines, Part::Review], |data| {
        data.case_events = Cow::default();
        data.deadlines = Cow::default();
        data.orders = Cow::default();
    }),
    (&[Part::Review, Part::Redaction], |data| data.documents = Cow::default()),
    // Which of a review's fields hold free text is asked of its shape alone.
    (&[Part::Review], |data| {
        for document in data.documents.to_mut() {
            document.checks = Cow::default();
        }
    }),
    (&[Part::Redaction], |data| data.redaction = RedactionRules::default()),
    (&[Part::Themes], |data| {
        data.themes = Cow::default();
        data.theme_measures = Cow::default();
    }),
    (&[Part::MultiAgency], |data| {
        data.multi_agency.proposal = Cow::default();
        data.multi_agency.condition = ASKS_NOTHING;
        data.multi_agency.offences = Cow::default();
        data.multi_agency.screens = Cow::default();
        // A case may answer the questions all the same, so their names are known wherever charges are read.
        for question in data.multi_agency.questions.to_mut() {
            question.question = Cow::default();
            question.help = Cow::default();
            question.implied_by = Cow::default();
            question.derives = None;
            question.certainty = Certainty::Settled;
            question.citation = Citation { source: Cow::default(), locator: Cow::default() };
        }
    }),
    (&[Part::Eligibility, Part::MultiAgency], |data| data.multi_agency.questions = Cow::default()),
];

/// Which part keeps the words whose codes begin so. The words that begin otherwise are kept by none.
#[cfg(feature = "load")]
const KEPT_WORDS: [(&str, &[Part]); 12] = [
    ("finding.", &Part::ALL),
    ("step.", &[Part::Eligibility, Part::MultiAgency]),
    ("explain.", &[Part::Eligibility, Part::MultiAgency]),
    // A timeline told as text has these of a decision's.
    ("explain.findings", &[Part::Deadlines]),
    ("explain.policy", &[Part::Deadlines]),
    ("deadline.", &[Part::Deadlines, Part::Review]),
    ("order.", &[Part::Deadlines, Part::Review]),
    ("review.", &[Part::Review]),
    ("multi_agency.", &[Part::MultiAgency]),
    ("themes.", &[Part::Themes]),
    ("redaction.", &[Part::Redaction]),
    // Audits are asked of the whole policy.
    ("audit.", &[]),
];

/// A condition that holds always.
#[cfg(feature = "load")]
const ASKS_NOTHING: Condition = Condition::All { all: Cow::Borrowed(&[]) };

#[cfg(feature = "load")]
impl Part {
    /// The policy without the lists and the words that only other parts ask.
    fn of(self, data: &PolicyData) -> PolicyData {
        let mut part = data.clone();
        for (parts, go_without) in KEPT {
            if !parts.contains(&self) {
                go_without(&mut part);
            }
        }
        let kept = |code: &str| KEPT_WORDS.iter().any(|(begins, by)| code.starts_with(begins) && by.contains(&self));
        part.messages.to_mut().retain(|message| kept(&message.code));
        part
    }
}

/// Writes a part of a policy as a few bytes: the name of the form, the name of the part and the digest of the whole policy,
/// each on a line, a sum over what follows, how many bytes the numbers take, the numbers, and the texts.
#[cfg(feature = "load")]
#[must_use]
pub fn pack(data: &PolicyData, part: Part) -> Vec<u8> {
    let mut packed = Packed::default();
    part.of(data).pack(&mut packed);
    // A policy is bounded to 16 MiB.
    let length = u32::try_from(packed.numbers.len()).unwrap_or(u32::MAX);
    let contents = [&length.to_le_bytes()[..], &packed.numbers, &packed.texts()].concat();
    let digest = crate::policy::digest(data);
    let name = part.as_str().as_bytes();
    [FORM, name, b"\n", digest.as_bytes(), b"\n", &sum(&contents).to_le_bytes(), &contents].concat()
}

/// A sum over all bytes in their order (FNV-1a): it finds damage, and is no defence against forgery.
fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(feature = "load")]
impl Packed {
    /// The texts, one a line, with the commonest pair of bytes again and again replaced by a byte that is free.
    ///
    /// That halves them, is undone by a few lines, and leaves what brotli needs to halve them again. The rules
    /// stand first: how many, and for each the byte and the pair that it stands for.
    fn texts(&self) -> Vec<u8> {
        // A line break within a text would read as two texts. The test of this module would say so.
        let mut texts = self.texts.join("\n").into_bytes();
        let free: Vec<u8> = (0..=u8::MAX).filter(|byte| !texts.contains(byte)).collect();
        let mut rules = Vec::new();
        for symbol in free.iter().copied().take(usize::from(u8::MAX)) {
            let mut counts = std::collections::BTreeMap::new();
            for pair in texts.windows(2) {
                let count = counts.entry(pair.to_vec()).or_insert(0_u32);
                *count = count.saturating_add(1);
            }
            let Some((pair, _)) = counts.into_iter().filter(|(_, n)| *n > 4).max_by_key(|(_, n)| *n) else { break };
            let mut shorter = Vec::with_capacity(texts.len());
            let mut rest = texts.as_slice();
            while let Some((first, after)) = rest.split_first() {
                if let Some(after) = rest.strip_prefix(pair.as_slice()) {
                    shorter.push(symbol);
                    rest = after;
                } else {
                    shorter.push(*first);
                    rest = after;
                }
            }
            texts = shorter;
            rules.push([vec![symbol], pair].concat());
        }
        let mut all = Vec::from_iter(u8::try_from(rules.len()));
        all.extend(rules.concat());
        all.extend(texts);
        all
    }

    fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.numbers.extend(u8::try_from(number & 0x7f | 0x80));
            number >>= 7;
        }
        self.numbers.extend(u8::try_from(number));
    }

    fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).unwrap_or(u32::MAX));
    }
}

/// Reads a part of a packed policy, and the digest of the whole.
#[cfg(feature = "packed")]
pub(crate) fn unpack(bytes: &[u8], part: Part) -> Result<(PolicyData, String), Error> {
    // An answer from lists that are not there would read as "not on the list" or "nothing is due".
    parts(bytes, part).ok_or_else(|| {
        Error::new(
            ErrorKind::Malformed,
            "policy_malformed",
            "",
            "the packed policy is damaged, of another version, or the part for another question; use the one that came with this library",
        )
    })
}

#[cfg(feature = "packed")]
fn parts(bytes: &[u8], part: Part) -> Option<(PolicyData, String)> {
    let rest = bytes.strip_prefix(FORM)?.strip_prefix(part.as_str().as_bytes())?.strip_prefix(b"\n")?;
    let (digest, rest) = rest.split_at_checked(rest.iter().position(|b| *b == b'\n')?)?;
    let (sum_given, contents) = rest.strip_prefix(b"\n")?.split_first_chunk()?;
    if u64::from_le_bytes(*sum_given) != sum(contents) {
        return None;
    }
    let (length, rest) = contents.split_first_chunk()?;
    let (numbers, texts) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    let mut reader =
        Reader { texts: expand(texts).split('\n'), seen: Vec::new(), numbers: numbers.iter(), foreign: false };
    let data = Pack::unpack(&mut reader);
    if reader.foreign {
        return None;
    }
    Some((data, String::from_utf8(digest.to_vec()).ok()?))
}

/// The texts as they were before their pairs were replaced. They are kept as long as the program.
#[cfg(feature = "packed")]
fn expand(packed: &[u8]) -> &'static str {
    let (count, rest) = packed.split_first().unwrap_or((&0, &[]));
    let (rules, texts) = rest.split_at_checked(usize::from(*count).wrapping_mul(3)).unwrap_or_default();
    let mut pairs = [None; 256];
    for rule in rules.chunks_exact(3) {
        if let [symbol, first, second] = rule {
            if let Some(pair) = pairs.get_mut(usize::from(*symbol)) {
                *pair = Some((*first, *second));
            }
        }
    }
    let mut bytes = Vec::new();
    // A pair is of bytes of the text and of symbols that were given before, so the stack runs empty.
    let mut stack = Vec::new();
    for byte in texts {
        stack.push(*byte);
        while let Some(byte) = stack.pop() {
            match pairs.get(usize::from(byte)).copied().flatten() {
                Some((first, second)) => stack.extend([second, first]),
                None => bytes.push(byte),
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_default().leak()
}

#[cfg(feature = "packed")]
struct Reader<'a> {
    texts: std::str::Split<'static, char>,
    seen: Vec<&'static str>,
    numbers: std::slice::Iter<'a, u8>,
    /// A list was found that this build does not read.
    foreign: bool,
}

#[cfg(feature = "packed")]
impl Reader<'_> {
    #[inline(never)]
    fn byte(&mut self) -> u8 {
        // After the end everything is zero, so every list ends.
        self.numbers.next().copied().unwrap_or(0)
    }

    fn more(&self) -> bool {
        !self.numbers.as_slice().is_empty()
    }

    #[inline(never)]
    fn number(&mut self) -> u32 {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            number |= u32::from(byte & 0x7f).wrapping_shl(shift);
            shift = shift.wrapping_add(7);
            if byte < 0x80 {
                return number;
            }
        }
    }

    /// A list that this build has no code to read: it must be empty, or the bytes are of a part for another build.
    #[inline(never)]
    fn none(&mut self) {
        if self.number() != 0 {
            self.foreign = true;
            self.numbers = [].iter();
        }
    }

    #[inline(never)]
    fn text(&mut self) -> &'static str {
        // Zero is a text that was not seen before.
        match usize::try_from(self.number()).ok().and_then(|at| at.checked_sub(1)) {
            Some(at) => self.seen.get(at).copied().unwrap_or_default(),
            None => {
                let text = self.texts.next().unwrap_or_default();
                self.seen.push(text);
                text
            }
        }
    }
}

/// What is written as texts and numbers.
trait Pack: Sized {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed);
    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self;
}

impl Pack for Text {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        match packed.texts.iter().position(|t| t == self) {
            Some(at) => packed.count(at.saturating_add(1)),
            None => {
                packed.number(0);
                packed.texts.push(self.to_string());
            }
        }
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        Cow::Borrowed(reader.text())
    }
}

impl Pack for u16 {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        packed.number(u32::from(*self));
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        Self::try_from(reader.number()).unwrap_or_default()
    }
}

impl Pack for i32 {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        packed.number(u32::from_ne_bytes(self.to_ne_bytes()));
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        Self::from_ne_bytes(reader.number().to_ne_bytes())
    }
}

impl Pack for bool {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        packed.number(u32::from(*self));
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        reader.byte() != 0
    }
}

impl Pack for Date {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        self.days().pack(packed);
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        Self::from_days(Pack::unpack(reader))
    }
}

impl<T: Pack + Clone> Pack for List<T> {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        packed.count(self.len());
        for one in self.iter() {
            one.pack(packed);
        }
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        let mut list = Vec::new();
        for _ in 0..reader.number() {
            // Every item takes a byte at least, so a count past the end stops there.
            if !reader.more() {
                break;
            }
            list.push(T::unpack(reader));
        }
        Self::Owned(list)
    }
}

impl<T: Pack> Pack for Option<T> {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        self.is_some().pack(packed);
        if let Some(value) = self {
            value.pack(packed);
        }
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        if reader.byte() == 0 {
            None
        } else {
            Some(T::unpack(reader))
        }
    }
}

impl Pack for Inside {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        self.0.pack(packed);
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        Self(Pack::unpack(reader))
    }
}

impl Pack for Answer {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        match self {
            Self::Flag(flag) => packed.number(u32::from(*flag)),
            Self::Choice(choice) => {
                packed.number(2);
                choice.pack(packed);
            }
        }
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        match reader.byte() {
            0 => Self::Flag(false),
            1 => Self::Flag(true),
            _ => Self::Choice(Pack::unpack(reader)),
        }
    }
}

/// Every kind of condition by its number, with what it holds: a kind that is added and not written here does not
/// compile. Only checks of documents ask for places, so only a build with their feature reads those kinds.
macro_rules! pack_condition {
    ($($number:literal $variant:ident { $($field:ident),* } $(if $feature:literal)?)*) => {
        impl Pack for Condition {
            #[cfg(feature = "load")]
            fn pack(&self, packed: &mut Packed) {
                match self {
                    Self::Fact(name) => {
                        packed.number(0);
                        name.pack(packed);
                    }
                    $(Self::$variant { $($field),* } => {
                        packed.number($number);
                        $($field.pack(packed);)*
                    })*
                }
            }

            #[cfg(feature = "packed")]
            fn unpack(reader: &mut Reader) -> Self {
                match reader.byte() {
                    $($number $(if cfg!(feature = $feature))? => Self::$variant { $($field: Pack::unpack(reader)),* },)*
                    _ => Self::Fact(Pack::unpack(reader)),
                }
            }
        }
    };
}
pack_condition! {
    1 All { all }
    2 Any { any }
    3 Not { not }
    4 Answered { answered } if "review"
    5 Is { place, is } if "review"
    6 OneOf { place, one_of } if "review"
    7 AtLeast { place, at_least } if "review"
    8 InOrder { in_order } if "review"
    9 Every { every, that } if "review"
    10 Some { some, that } if "review"
}

/// The number that three last characters of a code are, where they are digits, and what stands before them.
fn serial(code: &str) -> Option<(&str, u16)> {
    let (head, tail) = code.split_at_checked(code.len().checked_sub(3)?)?;
    let digits = tail.bytes().all(|b| b.is_ascii_digit());
    Some((head, tail.parse().ok().filter(|_| digits)?))
}

/// A code is a step from the one before, which differs in its last three digits, or stands in full.
impl Pack for CodeList {
    #[cfg(feature = "load")]
    fn pack(&self, packed: &mut Packed) {
        let mut before = "";
        for code in self.iter() {
            let step = match (serial(before), serial(code)) {
                (Some((head, from)), Some((same, to))) if head == same => to
                    .checked_sub(from)
                    .and_then(|step| u8::try_from(step).ok())
                    .filter(|step| (1..STEPS).contains(step)),
                _ => None,
            };
            match step {
                Some(step) => packed.numbers.push(step),
                None => {
                    let shared = before.bytes().zip(code.bytes()).take_while(|(a, b)| a == b).count();
                    let rest = code.bytes().skip(shared);
                    // Codes have at most eight characters.
                    packed.numbers.extend(u8::try_from(shared << 4 | rest.len() | 0x80));
                    packed.numbers.extend(rest);
                }
            }
            before = code;
        }
        packed.number(0);
    }

    #[cfg(feature = "packed")]
    fn unpack(reader: &mut Reader) -> Self {
        let mut list = String::new();
        let mut code = String::new();
        loop {
            match reader.byte() {
                0 => return Self(Cow::Owned(list)),
                step @ 1..STEPS => {
                    if let Some((head, number)) = serial(&code) {
                        let number = number.wrapping_add(u16::from(step));
                        let at = head.len();
                        code.truncate(at);
                        for unit in [100, 10, 1] {
                            code.extend(char::from_digit(
                                u32::from(number.checked_div(unit).unwrap_or(0).wrapping_rem(10)),
                                10,
                            ));
                        }
                    }
                }
                full => {
                    code.truncate(usize::from(full >> 4 & 7));
                    for _ in 0..full & 15 {
                        code.push(char::from(reader.byte()));
                    }
                }
            }
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(&code);
        }
    }
}

/// A choice is its place among the variants.
macro_rules! pack_enum {
    ($($type:ident { $first:ident $(, $variant:ident)* })*) => {$(
        impl Pack for $type {
            #[cfg(feature = "load")]
            fn pack(&self, packed: &mut Packed) {
                // A variant that is added and not listed does not compile.
                match self { Self::$first $(| Self::$variant)* => {} }
                packed.count([Self::$first $(, Self::$variant)*].iter().position(|v| v == self).unwrap_or(0));
            }

            #[cfg(feature = "packed")]
            fn unpack(reader: &mut Reader) -> Self {
                [Self::$first $(, Self::$variant)*].get(usize::from(reader.byte())).copied().unwrap_or(Self::$first)
            }
        }
    )*};
}
pack_enum! {
    Certainty { Settled, Inferred, Unresolved }
    Tier { Automatic, AutomaticIfVictimUnder13, Qualifying }
    Group { Violent, Sexual }
    FactType { Boolean, Number }
    EventKind { Begins, Ends, Changes }
    DeadlineKind { Within, Before, After, Promptly, Window }
    Unit { WorkingDays, Days, Months }
    Strength { Consider, Should, Must }
    Counting { ExcludingStart, IncludingBoth }
    NonWorkingDay { Stays, Next, Previous }
    FieldKind { Text, Flag, Date, Choice, Part }
    RedactionAction { Keep, Refer, Pseudonymise, Redact }
    IdentifierCheck {
        None, NhsNumber, NationalInsurance, PoliceNationalComputer, CriminalRecordsOffice, ArrestSummons, Postcode,
        VehicleRegistration, Telephone, CalendarDay
    }
    IdentifierContext { None, LabelOrGrouping, Label }
    Standard { AnalysisOfPractice, OverallJudgements, Learning, VictimsAndTheirFamilies, None }
}

/// A field that a feature reads is empty without it, and the code to read it is left out.
#[cfg(feature = "packed")]
macro_rules! unpacked {
    ($reader:ident) => {
        Pack::unpack($reader)
    };
    ($reader:ident $feature:literal) => {
        if cfg!(feature = $feature) {
            Pack::unpack($reader)
        } else {
            $reader.none();
            Default::default()
        }
    };
}

/// Every field, by name: a field that is added and not written here does not compile.
macro_rules! pack_struct {
    ($($type:ident { $($field:ident $(if $feature:literal)?),* $(,)? })*) => {$(
        impl Pack for $type {
            #[cfg(feature = "load")]
            fn pack(&self, packed: &mut Packed) {
                let Self { $($field),* } = self;
                $($field.pack(packed);)*
            }

            #[cfg(feature = "packed")]
            #[inline(never)]
            fn unpack(reader: &mut Reader) -> Self {
                Self { $($field: unpacked!(reader $($feature)?)),* }
            }
        }
    )*};
}
pack_struct! {
    Implied { fact, value }
    Source { id, title, publisher, edition, address, read, licence }
    Derivation { fact, when_below }
    Fact {
        name, fact_type, question, help, sensitive, says_true, says_false, unit, minimum, maximum, derives, citation,
    }
    Statute { id, title, aliases, prefixes, carrier }
    ProvisionRange { statute, sections }
    OtherEdition { id, words, provisions, certainty, citation }
    Event { provision, entries, kind, date, year, words, certainty, citation }
    WhenConditionFails { certainty, see_entry, words }
    Entry {
        number, group, title, statute, sections, caveat, condition, title_implies, tier, certainty, tier_basis,
        if_victim_under_13, when_condition_fails, quirk, citation,
    }
    Provision { statute, section, with, entries, implies, other, certainty, reason, citation }
    Title { words, entries, implies, involvement, alternatives, other, certainty, reason, citation }
    Involvement {
        id, name, suffix, words, carriers, from, to, listed_certainty, tier_certainty, basis, citation,
    }
    Becomes { entries, involvements, entry, citation }
    CodeGroup {
        codes, entries, implies, involvement, alternatives, other, carrier, other_edition, certainty, reason, section, citation,
    }
    Criterion { name, question, asks, certainty, basis, citation }
    Route { id, condition }
    Criteria {
        window_working_days, risk_levels_for_review, risk_levels, supervision_kinds, criteria if "cases", always,
        routes if "cases",
    }
    CaseEvent { name, words, phase, field, appointed, stops, citation }
    Deadline {
        id, title, kind, event, trigger, opens, n, unit, counting, non_working_day, extendable, strength, certainty, basis,
        fix, citation,
    }
    EventOrder { id, events, basis, citation }
    Field { name, kind, list, of }
    DocumentPart { name, fields }
    Choices { name, values }
    Check { id, section, standard, strength, when, requires, message, fix, certainty, citation }
    StatedEvent { name, field }
    Document { id, schema, parts, choices, events, checks }
    Audience { id, title, words, reader_roles, certainty, citation }
    RedactionCategory { id, label, words, citation }
    PersonRole { id, label, category }
    RedactionRule { id, audiences, categories, action, reason, certainty, citation }
    Identifier { id, name, category, pattern, grouping, check, context, labels, certainty, citation }
    SensitiveTerms { category, terms, citation }
    RedactionRules {
        audiences if "redaction", categories if "redaction", roles if "redaction", rules if "redaction",
        identifiers if "redaction", terms if "redaction", titles if "redaction", role_words if "redaction", particles if "redaction",
        common_words if "redaction", months if "redaction", street_words if "redaction",
    }
    Message { code, words }
    Citation { source, locator }
    Holiday { day, name, projected }
    Calendar { title, published_from, published_to, projected_to, holidays }
    PolicyData {
        id, title, version, published, in_force_from, in_force_to, summary, sources, facts if "cases",
        statutes if "offences", other_editions if "offences", events if "offences", entries if "offences",
        provisions if "offences", titles if "offences", involvements if "cases", becomes if "offences", criteria,
        case_events if "deadlines", deadlines if "deadlines", orders if "deadlines", codes if "offences",
        home_office_codes if "offences", known_prefixes if "offences", calendar, documents if "documents", messages,
        multi_agency, themes if "themes", theme_measures if "themes", redaction,
    }
    DerivedFrom { fact, when_below }
    AgencyQuestion { name, question, help, implied_by, derives, certainty, citation }
    AgencyOffence { offence, title, entries, involvements, condition, asks, said_by, certainty, basis, citation }
    Screen { id, title, question, condition, text, certainty, basis, citation }
    AgencyCriteria {
        proposal, condition, certainty, citation, questions if "offences", offences if "multi_agency",
        screens if "multi_agency",
    }
    Theme { id, name, words, certainty, citation }
}

#[cfg(all(test, feature = "load", feature = "packed"))]
mod tests {
    #![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

    use super::Part;
    use crate::deadlines::Format;

    /// A part as it is published: packing takes long.
    fn read(part: Part) -> Vec<u8> {
        let name = format!("{}/../../rules/dist/hmip-2020-09.{}.bin", env!("CARGO_MANIFEST_DIR"), part.as_str());
        std::fs::read(name).expect("the part is generated")
    }

    fn policy(part: Part) -> crate::Policy {
        crate::Policy::from_packed(&read(part), part).expect("the part is whole")
    }

    #[test]
    fn the_packed_parts_are_of_the_published_policy() {
        let bundle = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/dist/hmip-2020-09.json"));
        let published = crate::Policy::from_json(bundle).expect("the bundle is a policy");
        for part in Part::ALL {
            let packed = read(part);
            assert!(super::pack(published.data(), part) == packed);
            let unpacked = crate::Policy::from_packed(&packed, part).expect("the part is whole");
            assert!(*unpacked.data() == part.of(published.data()));
            assert_eq!(unpacked.digest(), published.digest());
        }
    }

    #[test]
    fn every_word_is_kept_by_some_part() {
        for message in crate::Policy::builtin().data().messages.iter() {
            let kept = super::KEPT_WORDS.iter().any(|(begins, _)| message.code.starts_with(begins));
            assert!(kept, "`{}` begins as no line of `KEPT_WORDS` says", message.code);
        }
    }

    #[test]
    fn a_part_is_taken_for_no_other() {
        for part in Part::ALL {
            let packed = read(part);
            for other in Part::ALL.into_iter().filter(|other| *other != part) {
                let error = crate::Policy::from_packed(&packed, other).expect_err("it is another part");
                assert_eq!((error.code(), error.path()), ("policy_malformed", ""), "{part:?} as {other:?}");
            }
        }
    }

    #[test]
    fn the_part_for_deadlines_recognises_no_offence_and_judges_as_the_whole() {
        let builtin = crate::Policy::builtin();
        let case = r#"{"events": {"notified": "2024-03-06"}, "offence_date": "2024-03-01"}"#;
        let options = r#"{"as_of": "2024-05-01"}"#;
        let part = policy(Part::Deadlines);
        for format in [Format::Json, Format::Text, Format::Ics, Format::Svg] {
            let judged = |policy: &crate::Policy| policy.deadlines_as(case, options, format).expect("in order");
            assert_eq!(judged(&part), judged(builtin));
        }
        for text in ["Robbery", "Robbery, contrary to section 8(1) of the Theft Act 1968", "TH68023"] {
            let case = serde_json::json!({ "offence": { "text": text, "statute": text, "code": text, "entry": 22 } });
            let decision = part.assess(&crate::Case::from_json(&part, &case.to_string()));
            assert_eq!(decision.outcome, crate::Outcome::Unrecognised, "{text}");
        }
    }

    /// What is written for people has every word that it has under the whole policy.
    #[test]
    fn the_other_parts_answer_as_the_whole() {
        let builtin = crate::Policy::builtin();
        let part = policy(Part::Review);
        for (kind, example) in [
            ("review", include_str!("../../../../examples/review-poor.json")),
            ("self_assessment", include_str!("../../../../examples/self-assessment.json")),
            ("victim_disclosure", include_str!("../../../../examples/victim-disclosure.json")),
        ] {
            let written = |policy: &crate::Policy| {
                let report = policy.check_document_json(kind, example);
                [
                    report.to_json(),
                    policy.report_text(&report),
                    policy.report_html(&report),
                    policy.report_sheet(&report),
                ]
            };
            assert!(written(&part) == written(builtin), "{kind}");
        }

        let part = policy(Part::MultiAgency);
        let case = r#"{"offence": {"text": "Sexual assault"}, "facts": {"victim_age": 12}, "multi_agency": {}}"#;
        let written = |policy: &crate::Policy| {
            let answer = policy.multi_agency(&crate::Case::from_json(policy, case));
            [answer.to_json(), policy.explain_multi_agency(&answer)]
        };
        assert_eq!(written(&part), written(builtin));

        let part = policy(Part::Themes);
        let codings =
            r#"{"codings": [{"review": "a", "date": "2024-03-01", "unit": "North", "themes": ["enforcement"]}]}"#;
        let options =
            r#"{"period": {"from": "2024-01-01", "to": "2024-12-31"}, "by": "unit", "caseload": {"region": 9}}"#;
        let written = |policy: &crate::Policy| {
            let codings = crate::themes::Codings::from_json(policy, codings);
            let themes = policy.themes(&codings, &crate::themes::ThemeOptions::from_json(policy, options));
            let table = themes.table().to_csv();
            [
                themes.to_json(),
                policy.themes_text(&themes),
                table,
                policy.themes_svg(&themes),
                policy.themes_html(&themes),
            ]
        };
        assert_eq!(written(&part), written(builtin));
    }

    #[test]
    fn a_packed_policy_that_contradicts_itself_is_refused() {
        let mut data = crate::Policy::builtin().data().clone();
        data.entries.to_mut().reverse();
        let part = super::pack(&data, Part::Eligibility);
        let error = crate::Policy::from_packed(&part, Part::Eligibility).expect_err("out of order");
        assert_eq!((error.code(), error.path()), ("policy_inconsistent", "/entries"));
        let mut data = crate::Policy::builtin().data().clone();
        data.calendar.holidays.to_mut().reverse();
        for part in [Part::MultiAgency, Part::Themes] {
            let error = crate::Policy::from_packed(&super::pack(&data, part), part).expect_err("out of order");
            assert_eq!((error.code(), error.path()), ("policy_inconsistent", "/calendar"));
        }
    }

    #[test]
    fn damage_is_told() {
        let part = Part::Eligibility;
        let packed = read(part);
        let before = super::FORM.len() + part.as_str().len() + 1;
        for at in (0..packed.len()).step_by(997) {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x40;
            // A digest that is damaged is another policy's; nothing else may pass.
            let digest = before..before + 71;
            assert!(digest.contains(&at) || crate::Policy::from_packed(&damaged, part).is_err(), "byte {at}");
            assert!(crate::Policy::from_packed(&packed[..at], part).is_err(), "cut at {at}");
        }
    }
}
