//! The words of a charge: which Acts they name, with which sections, and what is left as the offence's title.
//!
//! This module says only what the words name. Nothing here knows what an Act, a section or a title means, and
//! nothing that is merely like a name is taken for it: see [`Named::Near`] and [`ChargeText::unsure`].

use std::fmt;

use super::section::{
    after, is_year, kind_at, marker_at, parse_run, tokenise, word_at, Kind, Marker, Run, Sections, Token,
};

/// The longest charge, in characters, that a caller should hand to [`read`].
pub const MAX_TEXT: usize = 2000;

/// The most words that an Act's name is looked for in.
const MAX_NAME_WORDS: usize = 16;

/// Folds a text for comparison: lower case, accents folded, apostrophes dropped, every other mark a single space.
///
/// "&" becomes "and", "§" becomes "section", and initials lose their dots ("G.B.H." is "gbh").
#[must_use]
pub fn normalise(text: &str) -> String {
    join(tokenise(text).iter())
}

/// Joins words and numbers with single spaces, save where nothing stood between them.
fn join<'a>(tokens: impl Iterator<Item = &'a Token>) -> String {
    let mut out = String::new();
    let mut after_text = false;
    for token in tokens {
        if token.is_text() {
            if !(out.is_empty() || after_text && token.glued) {
                out.push(' ');
            }
            out.push_str(&token.text);
        }
        after_text = token.is_text();
    }
    out
}

/// The words by which titles are compared: those of a normalised text less the small words that people put in or
/// leave out, with one spelling for what is often written in two ways.
///
/// "rape of a girl aged under thirteen" and "rape girl under 13" have the same key.
#[must_use]
pub fn title_key(normalised: &str) -> String {
    const SMALL: [&str; 14] =
        ["a", "an", "the", "of", "aged", "age", "any", "his", "her", "their", "years", "or", "and", "etc"];
    let mut text = normalised.to_owned();
    for (long, short) in
        [("grievous bodily harm", "gbh"), ("w i", "with intent"), ("thirteen", "13"), ("sixteen", "16")]
    {
        text = replace_words(&text, long, short);
    }
    text.split(' ').filter(|word| !word.is_empty() && !SMALL.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Whether the words of the needle stand in the haystack, whole and in a row. Both must be normalised.
///
/// An empty needle stands nowhere.
#[must_use]
pub fn contains_words(haystack: &str, needle: &str) -> bool {
    find_words(haystack, needle).is_some()
}

/// What stands before and after the words of the needle, at the first place where they stand whole and in a row.
fn find_words<'a>(haystack: &'a str, needle: &str) -> Option<(&'a str, &'a str)> {
    let mut rest = haystack;
    loop {
        if let Some(after) = rest.strip_prefix(needle).filter(|_| !needle.is_empty()) {
            if after.is_empty() || after.starts_with(' ') {
                let before = haystack.len().checked_sub(rest.len()).and_then(|end| haystack.get(..end));
                return Some((before.unwrap_or_default(), after));
            }
        }
        (_, rest) = rest.split_once(' ')?;
    }
}

/// Puts other words, or none, in place of these wherever they stand whole and in a row.
#[must_use]
pub(crate) fn replace_words(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = find_words(rest, from) {
        for words in [before.trim_end(), to] {
            push_words(&mut out, words);
        }
        rest = after.trim_start();
    }
    push_words(&mut out, rest);
    out
}

fn push_words(out: &mut String, words: &str) {
    if !out.is_empty() && !words.is_empty() {
        out.push(' ');
    }
    out.push_str(words);
}

/// How alike two normalised texts are, from 0 (nothing in common) to 1000 (equal).
///
/// It is the Dice coefficient of the runs of three characters, so a slip of the keyboard costs little and the order
/// of the words not much. For ranking candidates, never for a decision.
#[must_use]
pub fn similarity(a: &str, b: &str) -> u32 {
    if a == b {
        return 1000;
    }
    let (left, right) = (trigrams(a), trigrams(b));
    let total = left.len().saturating_add(right.len());
    let (mut lefts, mut rights) = (left.iter().peekable(), right.iter().peekable());
    let mut shared = 0_usize;
    while let (Some(x), Some(y)) = (lefts.peek(), rights.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => {
                lefts.next();
            }
            std::cmp::Ordering::Greater => {
                rights.next();
            }
            std::cmp::Ordering::Equal => {
                shared = shared.saturating_add(1);
                lefts.next();
                rights.next();
            }
        }
    }
    let score = shared.saturating_mul(2000).checked_div(total).unwrap_or(0);
    // Texts that are not equal never score as if they were.
    u32::try_from(score).unwrap_or(0).min(999)
}

/// The runs of three characters of a text with a space on either side, sorted.
fn trigrams(text: &str) -> Vec<[char; 3]> {
    if text.is_empty() {
        return Vec::new();
    }
    let chars: Vec<char> = std::iter::once(' ').chain(text.chars()).chain(std::iter::once(' ')).collect();
    let mut runs: Vec<[char; 3]> = chars.windows(3).filter_map(|run| <[char; 3]>::try_from(run).ok()).collect();
    crate::order::sort(&mut runs, Ord::cmp);
    runs
}

// ---------------------------------------------------------------------------------------------------------
// Names of statutes

/// The names by which statutes are known, ready to be found in a text.
#[derive(Clone, Debug, Default)]
pub struct StatuteNames {
    names: Vec<Name>,
    /// The names that begin with a word, longest first.
    by_first: ByWord,
    /// The full titles by their words without the year.
    yearless: ByWord,
    by_year: ByWord,
}

/// Names by one of their words, in the order of the words.
#[derive(Clone, Debug, Default)]
struct ByWord(Vec<(String, Vec<usize>)>);

impl ByWord {
    fn place(&self, word: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(word))
    }

    fn get(&self, word: &str) -> Option<&[usize]> {
        self.place(word).ok().and_then(|at| self.0.get(at)).map(|(_, names)| names.as_slice())
    }

    #[inline(never)]
    fn add(&mut self, word: &str, name: usize) {
        let at = self.place(word).unwrap_or_else(|at| {
            self.0.insert(at, (word.to_owned(), Vec::new()));
            at
        });
        if let Some((_, names)) = self.0.get_mut(at) {
            names.push(name);
        }
    }
}

#[derive(Clone, Debug)]
struct Name {
    statute: usize,
    words: Vec<String>,
    /// It ends with a word like "Act", or is a single word like "PACE": a year after it makes another Act.
    takes_year: bool,
}

impl StatuteNames {
    /// Takes each statute's index with each of its names: its title and its aliases, one pair a name.
    ///
    /// Names are compared word by word, so case, marks and a space before the year do not matter. Where two statutes have the same name, the first holds it.
    pub fn new<'a>(names: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let mut all = Self::default();
        for (statute, name) in names {
            let words: Vec<String> = tokenise(name).into_iter().filter(Token::is_text).map(|t| t.text).collect();
            let (Some(first), Some(last)) = (words.first(), words.last()) else {
                continue;
            };
            let index = all.names.len();
            all.by_first.add(first, index);
            if is_year(last) && words.len() > 2 {
                all.by_year.add(last, index);
                let act = words.iter().rev().nth(1);
                if act.is_some_and(|word| is_act_word(word)) {
                    all.yearless.add(first, index);
                }
            }
            let takes_year = is_act_word(last) || words.len() == 1 && !is_year(last);
            all.names.push(Name { statute, words, takes_year });
        }
        let mut by_first = std::mem::take(&mut all.by_first);
        for (_, indexes) in &mut by_first.0 {
            crate::order::sort(indexes, |a, b| all.length(*b).cmp(&all.length(*a)));
        }
        all.by_first = by_first;
        all
    }

    fn length(&self, index: usize) -> usize {
        self.names.get(index).map_or(0, |name| name.words.len())
    }

    /// The longest name that begins at this place.
    fn at(&self, tokens: &[Token], start: usize) -> Option<(&Name, usize)> {
        let candidates = self.by_first.get(&tokens.get(start)?.text)?;
        candidates.iter().find_map(|index| {
            let name = self.names.get(*index)?;
            Some((name, words_at(tokens, start, &name.words)?))
        })
    }

    /// The statutes whose title without its year begins at this place; the longest.
    fn yearless_at(&self, tokens: &[Token], start: usize) -> Option<(Vec<usize>, usize)> {
        let candidates = self.yearless.get(&tokens.get(start)?.text)?;
        let mut best: Option<(Vec<usize>, usize)> = None;
        for index in candidates {
            let Some(name) = self.names.get(*index) else {
                continue;
            };
            let Some((_, words)) = name.words.split_last() else {
                continue;
            };
            let Some(end) = words_at(tokens, start, words) else {
                continue;
            };
            match &mut best {
                Some((statutes, best_end)) if *best_end == end => {
                    if !statutes.contains(&name.statute) {
                        statutes.push(name.statute);
                    }
                }
                Some((_, best_end)) if *best_end > end => {}
                _ => best = Some((vec![name.statute], end)),
            }
        }
        best
    }

    /// The statutes of this year whose title is like the words before it, where those words begin, and whether they are
    /// the title but for its small words.
    fn like_before(&self, tokens: &[Token], year: usize, floor: usize) -> Option<(Vec<usize>, usize, bool)> {
        let candidates = self.by_year.get(&tokens.get(year)?.text)?;
        let mut best: Option<(Vec<usize>, usize, u32)> = None;
        for index in candidates {
            let Some(name) = self.names.get(*index) else {
                continue;
            };
            if name.words.len() < 3 {
                continue;
            }
            let Some((start, slips)) = like_back(tokens, year, floor, &name.words) else {
                continue;
            };
            match &mut best {
                Some((statutes, best_start, best_slips)) if (*best_slips, *best_start) == (slips, start) => {
                    if !statutes.contains(&name.statute) {
                        statutes.push(name.statute);
                    }
                }
                Some((_, best_start, best_slips)) if (*best_slips, *best_start) < (slips, start) => {}
                _ => best = Some((vec![name.statute], start, slips)),
            }
        }
        best.map(|(statutes, start, slips)| (statutes, start, slips == 0))
    }
}

fn is_act_word(word: &str) -> bool {
    matches!(word, "act" | "order" | "regulations" | "regulation" | "measure" | "rules")
}

fn is_small_word(word: &str) -> bool {
    matches!(word, "the" | "of" | "and" | "to" | "in" | "for" | "on" | "by" | "with" | "a" | "an" | "from")
}

/// A mark that may stand between the words of a name.
fn may_part_words(kind: Kind) -> bool {
    matches!(kind, Kind::Comma | Kind::Dot | Kind::Dash | Kind::Open | Kind::Close)
}

/// Where the words end, if they stand here in a row with no more than two marks between any two.
fn words_at(tokens: &[Token], start: usize, words: &[String]) -> Option<usize> {
    let mut at = start;
    let mut before: Option<&str> = None;
    for word in words {
        if before.is_some() {
            let mut marks = 0_u8;
            while marks < 2 && kind_at(tokens, at).is_some_and(may_part_words) {
                at = after(at);
                marks = marks.saturating_add(1);
            }
            // "Theft Act of 1968"
            if is_year(word) && before.is_some_and(is_act_word) && word_at(tokens, at) == Some("of") {
                at = after(at);
            }
        }
        let token = tokens.get(at).filter(|t| t.is_text() && t.text == *word)?;
        before = Some(token.text.as_str());
        at = after(at);
    }
    Some(at)
}

/// Where a name begins that ends with this year, its words compared backwards without the small ones, and how many
/// slips it has.
fn like_back(tokens: &[Token], year: usize, floor: usize, words: &[String]) -> Option<(usize, u32)> {
    let mut at = year;
    let mut slips = 0_u32;
    for word in words.iter().rev().skip(1).filter(|word| !is_small_word(word)) {
        loop {
            at = at.checked_sub(1).filter(|at| *at >= floor)?;
            let token = tokens.get(at)?;
            if token.is_text() {
                if is_small_word(&token.text) {
                    continue;
                }
                slips = slips.saturating_add(slips_between(&token.text, word)?);
                break;
            }
            if !may_part_words(token.kind) {
                return None;
            }
        }
    }
    Some((at, slips))
}

/// How many letters are wrong, missing, added or changed about between two words; `None` where they are not alike.
fn slips_between(a: &str, b: &str) -> Option<u32> {
    if a == b {
        return Some(0);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let allowed = match a.len().max(b.len()) {
        0..=3 => return None,
        4..=7 => 1,
        8..=24 => 2,
        _ => return None,
    };
    if a.len().abs_diff(b.len()) > 2 {
        return None;
    }
    // The distance of optimal string alignment, a row at a time.
    let mut two_ago: Vec<u32> = Vec::new();
    let mut last: Vec<u32> = (0_u32..).take(after(b.len())).collect();
    let mut before_a: Option<char> = None;
    for x in &a {
        let mut row = vec![last.first()?.saturating_add(1)];
        let mut before_b: Option<char> = None;
        for (column, y) in b.iter().enumerate() {
            let change = last.get(column)?.saturating_add(u32::from(x != y));
            let remove = last.get(after(column))?.saturating_add(1);
            let add = row.get(column)?.saturating_add(1);
            let mut cost = change.min(remove).min(add);
            if before_a == Some(*y) && before_b == Some(*x) {
                if let Some(swap) = column.checked_sub(1).and_then(|c| two_ago.get(c)) {
                    cost = cost.min(swap.saturating_add(1));
                }
            }
            row.push(cost);
            before_b = Some(*y);
        }
        two_ago = std::mem::replace(&mut last, row);
        before_a = Some(*x);
    }
    last.last().copied().filter(|slips| *slips <= allowed)
}

// ---------------------------------------------------------------------------------------------------------
// What a charge says

/// What a charge's words name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// The statute with this index.
    Known(usize),
    /// An Act, Order, Regulations, Measure or Rules with its year that is not among the names.
    OtherAct,
    /// Words that are like the titles of these statutes and are none: a slip of the keyboard, or no year.
    /// It decides nothing; it is for a finding.
    Near(Vec<usize>),
}

/// One statute that a charge names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The statute.
    pub named: Named,
    /// Its sections; `None` where there are none, or more than can be held.
    pub sections: Option<Sections>,
}

/// What a charge's words name. Its `Debug` shows counts only, for the words are a case's.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ChargeText {
    /// The statutes, in the order written. A statute named twice with the same sections, or once without, stands once.
    pub mentions: Vec<Mention>,
    /// The normalised words left over when statutes, sections and the words that connect them are taken away.
    pub title: String,
    /// Sections that no Act goes with ("s.20 wounding").
    pub unattached: Vec<Sections>,
    /// Normalised words before "Act" and a year of which nobody can say where the offence ends and the Act's name
    /// begins ("manslaughter homicide act 1957"); empty where that is clear. They are not in the title. An
    /// [`OtherAct`](Named::OtherAct) stands among the mentions for them.
    pub unsure: String,
}

impl fmt::Debug for ChargeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |text: &str| text.split_whitespace().count();
        f.debug_struct("ChargeText")
            .field("mentions", &self.mentions.len())
            .field("title_words", &count(&self.title))
            .field("unattached", &self.unattached.len())
            .field("unsure_words", &count(&self.unsure))
            .finish()
    }
}

/// Where a statute's name stands.
struct Span {
    start: usize,
    end: usize,
    named: Named,
    unsure: bool,
}

/// Reads a charge: "Robbery, contrary to section 8(1) of the Theft Act 1968".
///
/// A section belongs to the Act that it stands next to, before it or after it. A bare number is a section only next to an
/// Act, and not where it reads as an age. Time grows with the length of the text; the caller holds it to [`MAX_TEXT`].
#[must_use]
pub fn read(text: &str, names: &StatuteNames) -> ChargeText {
    let tokens = tokenise(text);
    let spans = find_statutes(&tokens, names);
    let runs = find_runs(&tokens, &spans);
    let owners = assign(&tokens, &spans, &runs);
    build(&tokens, &spans, runs, &owners)
}

// ---------------------------------------------------------------------------------------------------------
// Statutes

fn find_statutes(tokens: &[Token], names: &StatuteNames) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let found = statute_at(tokens, at, names);
        at = found.as_ref().map_or(after(at), |span| span.end);
        spans.extend(found);
    }
    find_by_year(tokens, names, spans)
}

/// A known name, or a known title without its year, that begins here.
fn statute_at(tokens: &[Token], start: usize, names: &StatuteNames) -> Option<Span> {
    if let Some((name, end)) = names.at(tokens, start) {
        return Some(match year_after(tokens, end).filter(|_| name.takes_year) {
            // "Theft Act" is known, "Theft Act 1978" is another.
            Some(end) => Span { start, end, named: Named::OtherAct, unsure: false },
            None => Span { start, end, named: Named::Known(name.statute), unsure: false },
        });
    }
    let (statutes, end) = names.yearless_at(tokens, start)?;
    Some(match year_after(tokens, end) {
        Some(end) => Span { start, end, named: Named::OtherAct, unsure: false },
        None => Span { start, end, named: Named::Near(statutes), unsure: false },
    })
}

/// Where a year ends that follows here: "1978", ", 1978", "of 1978", "(Northern Ireland) 1969".
fn year_after(tokens: &[Token], start: usize) -> Option<usize> {
    let mut at = start;
    if kind_at(tokens, at) == Some(Kind::Open) {
        let mut end = after(at);
        let mut words = 0_u8;
        while word_at(tokens, end).is_some() && words < 4 {
            end = after(end);
            words = words.saturating_add(1);
        }
        if words == 0 || kind_at(tokens, end) != Some(Kind::Close) {
            return None;
        }
        at = after(end);
    } else if kind_at(tokens, at) == Some(Kind::Comma) || word_at(tokens, at) == Some("of") {
        at = after(at);
    }
    is_act_year(tokens, at).then(|| after(at))
}

/// Whether a year that an Act may bear stands here, and not a number like 1739/2005.
fn is_act_year(tokens: &[Token], at: usize) -> bool {
    let next = after(at);
    tokens.get(at).is_some_and(|token| {
        token.kind == Kind::Number
            && token.text.len() == 4
            && token.text.parse::<u32>().is_ok_and(|year| (1200..=2100).contains(&year))
    }) && !(kind_at(tokens, next) == Some(Kind::Slash) && kind_at(tokens, after(next)) == Some(Kind::Number))
}

/// Adds the statutes that only their year gives away: a title with a slip in it, and Acts that are not known.
fn find_by_year(tokens: &[Token], names: &StatuteNames, known: Vec<Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut known = known.into_iter().peekable();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(span) = known.next_if(|span| span.start <= at) {
            at = span.end;
            spans.push(span);
            continue;
        }
        if is_act_year(tokens, at) {
            let floor = spans.last().map_or(0, |span| span.end);
            if let Some((statutes, start, exact)) = names.like_before(tokens, at, floor) {
                let named = match statutes.as_slice() {
                    [statute] if exact => Named::Known(*statute),
                    _ => Named::Near(statutes),
                };
                spans.push(Span { start, end: after(at), named, unsure: false });
            } else {
                spans.extend(other_act(tokens, at, floor));
            }
        }
        at = after(at);
    }
    spans.extend(known);
    spans
}

/// An Act that is not known, whose year stands here.
fn other_act(tokens: &[Token], year: usize, floor: usize) -> Option<Span> {
    let act = act_word_before(tokens, year, floor)?;
    let is_act = word_at(tokens, act) == Some("act");
    let before = act.checked_sub(1).and_then(|at| word_at(tokens, at));
    if matches!(
        before,
        None | Some(
            "sexual"
                | "indecent"
                | "lewd"
                | "unlawful"
                | "terrorist"
                | "an"
                | "a"
                | "the"
                | "this"
                | "that"
                | "said"
                | "any"
                | "such"
                | "same"
        )
    ) && (before.is_some() || act == floor)
    {
        return None;
    }
    let end = after(year);
    let (start, sure, legal) = name_start(tokens, act, floor);
    if start >= act {
        return None;
    }
    // "Order 2019" and the like are Acts only where the words around say so.
    let section_after = marker_at(tokens, skip_marks(tokens, end)).is_some();
    if !is_act && !legal && !section_after {
        return None;
    }
    Some(Span { start, end, named: Named::OtherAct, unsure: !sure })
}

/// Where the word "Act" or the like stands before a year: "Act 1971", "Act, 1971", "Act (Northern Ireland) 1969".
fn act_word_before(tokens: &[Token], year: usize, floor: usize) -> Option<usize> {
    let mut at = year.checked_sub(1)?;
    if kind_at(tokens, at) == Some(Kind::Close) {
        let mut words = 0_u8;
        loop {
            at = at.checked_sub(1)?;
            if kind_at(tokens, at) == Some(Kind::Open) {
                break;
            }
            word_at(tokens, at)?;
            words = words.saturating_add(1);
            if words > 4 {
                return None;
            }
        }
        at = at.checked_sub(1)?;
    } else if kind_at(tokens, at) == Some(Kind::Comma) || word_at(tokens, at) == Some("of") {
        at = at.checked_sub(1)?;
    }
    (at >= floor && word_at(tokens, at).is_some_and(is_act_word)).then_some(at)
}

/// Where an unknown Act's name begins, whether that is sure, and whether the words before it cite law.
fn name_start(tokens: &[Token], act: usize, floor: usize) -> (usize, bool, bool) {
    let mut at = act;
    let mut words = 0_usize;
    let mut comma: Option<usize> = None;
    let mut the: Option<usize> = None;
    // The place after the boundary, and what kind of boundary it is.
    let (boundary, cites, hard) = loop {
        let Some(before) = at.checked_sub(1).filter(|before| *before >= floor) else {
            break (at, floor > 0 && at == floor, false);
        };
        if words > MAX_NAME_WORDS {
            break (at, false, false);
        }
        let Some(token) = tokens.get(before) else {
            break (at, false, false);
        };
        match token.kind {
            Kind::Number => break (at, true, false),
            Kind::Word => {
                let previous = before.checked_sub(1);
                let after_number = previous.is_some_and(|p| kind_at(tokens, p) == Some(Kind::Number));
                if token.glued && after_number {
                    break (at, true, false);
                }
                let earlier = previous.and_then(|p| word_at(tokens, p));
                if (token.text == "to" && earlier == Some("contrary")) || is_contravention(tokens, before) {
                    break (at, true, true);
                }
                if REFERENCES.iter().any(|words| ends_with(tokens, at, words).is_some()) {
                    break (at, true, true);
                }
                if token.text == "under" && !word_at(tokens, at).is_some_and(is_age_word) {
                    break (at, true, true);
                }
                if token.text == "the" && the.is_none() && matches!(earlier, Some("of" | "to" | "in" | "against")) {
                    the = Some(at);
                }
                words = words.saturating_add(1);
            }
            Kind::Close => {
                if closes_part(tokens, before) {
                    break (at, true, false);
                }
            }
            Kind::Comma => comma = comma.or(Some(at)),
            Kind::Dash => {
                // "Anti-social" is one word, " - " parts two things.
                let tight = token.glued && tokens.get(at).is_some_and(|t| t.glued);
                if !tight {
                    break (at, false, true);
                }
            }
            Kind::Colon => break (at, false, true),
            Kind::Open | Kind::Dot | Kind::Slash | Kind::Other => {}
        }
        at = before;
    };
    // "of the", "to the": what comes after is the name, commas and all.
    let start = skip_links(tokens, boundary, act);
    if hard || (cites && start > boundary && word_between(tokens, boundary, start)) {
        return (start, true, cites);
    }
    if let Some(comma) = comma.map(|comma| skip_links(tokens, comma, act)).filter(|comma| *comma < act) {
        return (comma, true, cites);
    }
    if let Some(the) = the.filter(|the| *the < act) {
        return (the, true, cites);
    }
    (skip_links(tokens, boundary, act), false, cites)
}

/// Words after which "under" speaks of an age or a state and not of an Act.
fn is_age_word(word: &str) -> bool {
    matches!(
        word,
        "ten"
            | "eleven"
            | "twelve"
            | "thirteen"
            | "fourteen"
            | "fifteen"
            | "sixteen"
            | "seventeen"
            | "eighteen"
            | "age"
            | "influence"
    )
}

fn is_contravention(tokens: &[Token], of: usize) -> bool {
    word_at(tokens, of) == Some("of") && of.checked_sub(1).and_then(|at| word_at(tokens, at)) == Some("contravention")
}

fn word_between(tokens: &[Token], start: usize, end: usize) -> bool {
    (start..end).any(|at| word_at(tokens, at).is_some())
}

/// Whether the bracket that closes here holds a part of a section rather than words of a name.
fn closes_part(tokens: &[Token], close: usize) -> bool {
    let Some(at) = close.checked_sub(1) else {
        return false;
    };
    match tokens.get(at) {
        Some(token) if token.kind == Kind::Number => true,
        Some(token) if token.kind == Kind::Word => {
            let open = at.checked_sub(1).map(|open| kind_at(tokens, open));
            let number_first = open == Some(Some(Kind::Number));
            let alone = open == Some(Some(Kind::Open));
            number_first || alone && (token.text.len() == 1 || token.text.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
        }
        _ => false,
    }
}

/// The first place from here that is neither a mark nor a word like "of" or "the".
fn skip_links(tokens: &[Token], start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end {
        match tokens.get(at) {
            Some(token) if !token.is_text() => at = after(at),
            Some(token) if is_link(&token.text) || matches!(token.text.as_str(), "and" | "or") => at = after(at),
            _ => break,
        }
    }
    at
}

fn skip_marks(tokens: &[Token], start: usize) -> usize {
    let mut at = start;
    while tokens.get(at).is_some_and(|t| !t.is_text()) {
        at = after(at);
    }
    at
}

fn is_link(word: &str) -> bool {
    matches!(word, "of" | "the" | "under" | "to" | "in" | "from" | "contrary" | "said")
}

// ---------------------------------------------------------------------------------------------------------
// Sections

/// What stands between a section and an Act.
#[derive(Clone, Copy, Default)]
struct Link {
    of: bool,
    and: bool,
    mark: bool,
    open: bool,
    dash: bool,
}

/// The most tokens that may stand between a section and its Act.
const MAX_LINK: usize = 8;

/// Reads what stands between two places, where it is only marks and connecting words.
fn link(tokens: &[Token], from: usize, to: usize) -> Option<Link> {
    let mut found = Link::default();
    if to < from || to.saturating_sub(from) > MAX_LINK {
        return None;
    }
    for token in tokens.get(from..to)? {
        match token.kind {
            Kind::Comma | Kind::Colon | Kind::Dot => found.mark = true,
            Kind::Dash => {
                found.mark = true;
                found.dash = true;
            }
            Kind::Open => {
                found.mark = true;
                found.open = true;
            }
            Kind::Close => {}
            Kind::Word => match token.text.as_str() {
                "of" | "under" => found.of = true,
                "and" => found.and = true,
                "the" | "to" | "in" | "from" | "contrary" | "said" | "as" | "amended" | "at" | "aforesaid" => {}
                _ => return None,
            },
            Kind::Number | Kind::Slash | Kind::Other => return None,
        }
    }
    Some(found)
}

/// The section expressions outside the statutes' names.
fn find_runs(tokens: &[Token], spans: &[Span]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut spans = spans.iter().peekable();
    let mut before: Option<&Span> = None;
    let mut at = 0;
    while at < tokens.len() {
        if let Some(span) = spans.next_if(|span| span.start <= at) {
            at = span.end.max(at);
            before = Some(span);
            continue;
        }
        let next = spans.peek().copied();
        let limit = next.map_or(tokens.len(), |span| span.start);
        let view = tokens.get(..limit).unwrap_or_default();
        let marked = marker_at(view, at).is_some();
        let number = kind_at(view, at) == Some(Kind::Number);
        let run = if marked || number { parse_run(view, at) } else { None };
        match run {
            Some(run) if marked || stands_as_section(tokens, &run, before, next) => {
                at = run.end;
                runs.push(run);
            }
            _ => at = after(at),
        }
    }
    runs
}

/// Whether numbers without the word "section" are one: next to an Act, and not an age.
fn stands_as_section(tokens: &[Token], run: &Run, before: Option<&Span>, next: Option<&Span>) -> bool {
    let previous = run.start.checked_sub(1).and_then(|at| tokens.get(at));
    if let Some(token) = previous {
        // "v2", "1.2"
        if tokens.get(run.start).is_some_and(|t| t.glued) && matches!(token.kind, Kind::Word | Kind::Dot | Kind::Other)
        {
            let is_after_act = before.is_some_and(|span| span.end == run.start);
            if !is_after_act {
                return false;
            }
        }
    }
    if let Some(between) = before.and_then(|span| link(tokens, span.end, run.start)) {
        if !between.and && (run.strong || !(run.bare_range || between.dash || between.open)) {
            return true;
        }
    }
    let Some(between) = next.and_then(|span| link(tokens, run.end, span.start)) else {
        return false;
    };
    if between.and {
        return false;
    }
    if run.strong {
        return true;
    }
    let word = previous.filter(|t| t.is_text()).map(|t| t.text.as_str());
    if between.of {
        return !matches!(word, Some("under" | "aged" | "age" | "over" | "than" | "below" | "above" | "is" | "was"));
    }
    let contrary =
        word == Some("to") && run.start.checked_sub(2).and_then(|at| word_at(tokens, at)) == Some("contrary");
    !run.bare_range && !between.mark && (word.is_none() || contrary)
}

/// A section expression, or a piece of one, with the statute that it belongs to.
struct Owned {
    statute: usize,
    start: usize,
    end: usize,
    sections: Option<Sections>,
}

fn assign(tokens: &[Token], spans: &[Span], runs: &[Run]) -> Vec<Owned> {
    let mut owned: Vec<Owned> = Vec::new();
    let mut has_before = false;
    // The gaps between statutes, with the last run before the statute and the first after it.
    for (gap, window) in gaps(spans, runs).windows(2).enumerate() {
        let [here, following] = window else { continue };
        if let (0, Some(run), Some(span)) = (gap, here.last.and_then(|i| runs.get(i)), spans.first()) {
            if link(tokens, run.end, span.start).is_some_and(|l| !l.and) {
                owned.push(whole(0, run));
                has_before = true;
            }
        }
        let Some(span) = spans.get(gap) else { continue };
        let next = after(gap);
        let next_span = spans.get(next);
        let first = following.first.and_then(|i| runs.get(i));
        let last = following.last.and_then(|i| runs.get(i));
        let link_after = first.and_then(|run| link(tokens, span.end, run.start));
        let link_before = last.zip(next_span).and_then(|(run, s)| link(tokens, run.end, s.start)).filter(|l| !l.and);
        let contested = following.first == following.last;
        let mut next_has_before = false;
        match (first, last, link_after, link_before) {
            (Some(run), _, Some(to_this), Some(to_next)) if contested => {
                let next_has_after = next_has_own(tokens, spans, runs, next);
                if has_before || to_this.and {
                    owned.push(whole(next, run));
                    next_has_before = true;
                } else if let Some((head, tail)) =
                    run.split.filter(|_| !next_has_after).and_then(|s| cut(tokens, run, s))
                {
                    owned.push(whole(gap, &head));
                    owned.push(whole(next, &tail));
                    next_has_before = true;
                } else if to_next.of || (!next_has_after && to_this.mark && !to_next.mark) {
                    owned.push(whole(next, run));
                    next_has_before = true;
                } else {
                    owned.push(whole(gap, run));
                }
            }
            _ => {
                if let (Some(run), Some(to_this)) = (first, link_after) {
                    let marked = run.marker.is_some();
                    if !to_this.and || marked && !has_before {
                        owned.push(whole(gap, run));
                    }
                }
                if let (Some(run), Some(_)) = (last, link_before) {
                    owned.push(whole(next, run));
                    next_has_before = true;
                }
            }
        }
        has_before = next_has_before;
    }
    owned
}

/// Whether a statute has a section after it that no statute claims from the other side.
fn next_has_own(tokens: &[Token], spans: &[Span], runs: &[Run], statute: usize) -> bool {
    let Some(span) = spans.get(statute) else {
        return false;
    };
    let following = spans.get(after(statute));
    let limit = following.map_or(tokens.len(), |s| s.start);
    let from = runs.partition_point(|run| run.start < span.end);
    let Some(run) = runs.get(from).filter(|run| run.start < limit) else {
        return false;
    };
    let linked = link(tokens, span.end, run.start).is_some_and(|l| !l.and);
    let claimed = following.is_some_and(|s| link(tokens, run.end, s.start).is_some_and(|l| !l.and));
    linked && !claimed
}

#[derive(Clone, Copy, Default)]
struct Gap {
    first: Option<usize>,
    last: Option<usize>,
}

/// The runs before the first statute, between each two, and after the last.
fn gaps(spans: &[Span], runs: &[Run]) -> Vec<Gap> {
    let mut all = Vec::with_capacity(after(spans.len()));
    let mut gap = Gap::default();
    let mut runs = runs.iter().enumerate().peekable();
    for span in spans {
        while let Some((index, _)) = runs.next_if(|(_, run)| run.start < span.start) {
            gap.first = gap.first.or(Some(index));
            gap.last = Some(index);
        }
        all.push(std::mem::take(&mut gap));
    }
    for (index, _) in runs {
        gap.first = gap.first.or(Some(index));
        gap.last = Some(index);
    }
    all.push(gap);
    all
}

fn whole(statute: usize, run: &Run) -> Owned {
    Owned { statute, start: run.start, end: run.end, sections: run.sections.clone() }
}

/// Cuts a run in two before its last "section".
fn cut(tokens: &[Token], run: &Run, (before, from): (usize, usize)) -> Option<(Run, Run)> {
    let head = parse_run(tokens.get(..before)?, run.start)?;
    let tail = parse_run(tokens.get(..run.end)?, from)?;
    (head.end == before && tail.end == run.end).then_some((head, tail))
}

// ---------------------------------------------------------------------------------------------------------
// Putting it together

/// Words before a section or a statute that only connect it, longest first.
const LEADS: &[&[&str]] = &[
    &["within", "the", "meaning", "of"],
    &["an", "offence", "contrary", "to"],
    &["in", "contravention", "of"],
    &["in", "violation", "of"],
    &["in", "breach", "of"],
    &["by", "virtue", "of"],
    &["as", "amended", "by"],
    &["as", "substituted", "by"],
    &["as", "inserted", "by"],
    &["as", "extended", "by"],
    &["as", "defined", "in"],
    &["as", "defined", "by"],
    &["offence", "contrary", "to"],
    &["an", "offence", "under"],
    &["an", "offence", "against"],
    &["contravention", "of"],
    &["breach", "of"],
    &["pursuant", "to"],
    &["contrary", "to"],
    &["offence", "under"],
    &["contra"],
    &["contrary"],
    &["under"],
    &["against"],
    &["of"],
    &["the"],
    &["to"],
    &["in"],
    &["at"],
    &["by"],
    &["per"],
    &["said"],
];

/// Words before a statute that make it a reference and not the law that the charge is under.
const REFERENCES: &[&[&str]] = &[
    &["amended", "by"],
    &["substituted", "by"],
    &["inserted", "by"],
    &["extended", "by"],
    &["repealed", "by"],
    &["defined", "in"],
    &["defined", "by"],
    &["meaning", "of"],
];

fn build(tokens: &[Token], spans: &[Span], runs: Vec<Run>, owners: &[Owned]) -> ChargeText {
    let mut removed = vec![false; tokens.len()];
    let mut mentions: Vec<Mention> = Vec::new();
    let mut unsure: Vec<String> = Vec::new();
    for (index, span) in spans.iter().enumerate() {
        remove(&mut removed, span.start, span.end);
        let mut start = span.start;
        let mut sections: Option<Sections> = None;
        let mut overflow = false;
        for owned in owners.iter().filter(|owned| owned.statute == index) {
            remove(&mut removed, owned.start, owned.end);
            start = start.min(owned.start);
            let all = match (&sections, &owned.sections) {
                (None, Some(more)) => Some(more.clone()),
                (Some(some), Some(more)) => some.together_with(more),
                (_, None) => None,
            };
            overflow |= all.is_none();
            sections = all;
        }
        if span.unsure {
            unsure.push(join(tokens.get(span.start..span.end).unwrap_or_default().iter()));
        }
        let start = skip_back(tokens, start, &["the", "of", "said", "section"]);
        let is_reference = REFERENCES.iter().any(|words| ends_with(tokens, start, words).is_some());
        if !is_reference {
            let sections = sections.filter(|_| !overflow);
            add_mention(&mut mentions, Mention { named: span.named.clone(), sections });
        }
    }

    // Sections that stand by no statute.
    let mut loose: Vec<(bool, Sections)> = Vec::new();
    for run in runs {
        let is_owned = owners.iter().any(|owned| owned.start < run.end && run.start < owned.end);
        if is_owned || run.marker != Some(Marker::Section) {
            continue;
        }
        let cited = cites(tokens, run.start);
        let ends = tokens.get(run.end).is_none_or(|t| !t.is_text());
        if let (Some(sections), true) = (run.sections, cited || ends) {
            remove(&mut removed, run.start, run.end);
            loose.push((cited, sections));
        }
    }
    let mut unattached: Vec<Sections> = Vec::new();
    let mut wanting = mentions.iter_mut().filter(|m| m.sections.as_ref().is_none_or(Sections::is_parts_and_schedules));
    match (loose.as_slice(), wanting.next(), wanting.next()) {
        ([(true, sections)], Some(mention), None) => mention.sections = Some(sections.clone()),
        _ => unattached.extend(loose.into_iter().map(|(_, sections)| sections)),
    }

    remove_connecting(tokens, &mut removed);
    ChargeText { mentions, title: title(tokens, &removed), unattached, unsure: unsure.join(" ") }
}

fn remove(removed: &mut [bool], start: usize, end: usize) {
    for flag in removed.iter_mut().take(end).skip(start) {
        *flag = true;
    }
}

/// Whether a section stands here as the law that the charge cites: at the start, after a mark, after "contrary to".
fn cites(tokens: &[Token], start: usize) -> bool {
    let Some(previous) = start.checked_sub(1) else {
        return true;
    };
    kind_at(tokens, previous).is_some_and(|kind| !matches!(kind, Kind::Word | Kind::Number | Kind::Slash))
        || [&["contrary", "to"][..], &["in", "contravention", "of"], &["in", "breach", "of"]]
            .iter()
            .any(|words| ends_with(tokens, start, words).is_some())
}

/// Adds a mention unless it says no more than one before; one without sections yields to one with.
fn add_mention(mentions: &mut Vec<Mention>, mention: Mention) {
    fn is_thin(mention: &Mention) -> bool {
        mention.sections.as_ref().is_none_or(Sections::is_parts_and_schedules)
    }
    let same: Option<&mut Mention> =
        mentions.iter_mut().find(|m| m.named == mention.named && matches!(m.named, Named::Known(_) | Named::Near(_)));
    match same {
        Some(before) if is_thin(before) => {
            if !is_thin(&mention) || before.sections.is_none() {
                *before = mention;
            }
        }
        Some(_) if is_thin(&mention) => {}
        _ => {
            if !mentions.contains(&mention) {
                mentions.push(mention);
            }
        }
    }
}

/// Where the words begin, if they are the last before this place, marks aside.
fn ends_with(tokens: &[Token], end: usize, words: &[&str]) -> Option<usize> {
    let mut at = end;
    for word in words.iter().rev() {
        loop {
            at = at.checked_sub(1)?;
            match tokens.get(at) {
                Some(token) if token.is_text() => {
                    if token.text == *word {
                        break;
                    }
                    return None;
                }
                _ => {}
            }
        }
    }
    Some(at)
}

fn skip_back(tokens: &[Token], start: usize, words: &[&str]) -> usize {
    let mut at = start;
    while let Some(before) = at.checked_sub(1) {
        let Some(word) = word_at(tokens, before).filter(|word| words.contains(word)) else {
            break;
        };
        // "meaning of the": keep "of" for the phrase that ends with it.
        let ends_meaning = word == "of" && before.checked_sub(1).and_then(|p| word_at(tokens, p)) == Some("meaning");
        if ends_meaning {
            break;
        }
        at = before;
    }
    at
}

/// Removes the words that connect what has been removed to the rest.
fn remove_connecting(tokens: &[Token], removed: &mut [bool]) {
    // Between two things removed. Marks count as removed.
    let mut from: Option<usize> = None;
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at) else { break };
        if removed.get(at) == Some(&true) {
            if let Some(from) = from {
                remove(removed, from, at);
            }
            from = Some(after(at));
        } else if token.is_text() && !connects(&token.text) {
            from = None;
        }
    }
    // After it.
    for at in 0..tokens.len() {
        if removed.get(at) == Some(&true) {
            let as_at = skip_marks(tokens, after(at));
            let amended = after(as_at);
            if word_at(tokens, as_at) == Some("as") && word_at(tokens, amended) == Some("amended") {
                remove(removed, after(at), after(amended));
            }
            if word_at(tokens, as_at) == Some("thereof") {
                remove(removed, after(at), after(as_at));
            }
        }
    }
    // Before it, as often as any of the phrases fits.
    let mut at = tokens.len();
    while let Some(here) = at.checked_sub(1) {
        at = here;
        let is_removed = removed.get(here) == Some(&true);
        let begins = is_removed && here.checked_sub(1).is_none_or(|p| removed.get(p) == Some(&false));
        if begins {
            if let Some(start) = LEADS.iter().find_map(|words| ends_with(tokens, here, words)) {
                remove(removed, start, here);
            }
        }
    }
}

/// Words that stand between a section and an Act, or two Acts, and say nothing by themselves.
fn connects(word: &str) -> bool {
    is_link(word)
        || matches!(
            word,
            "and"
                | "or"
                | "with"
                | "read"
                | "together"
                | "as"
                | "amended"
                | "substituted"
                | "inserted"
                | "extended"
                | "by"
                | "virtue"
                | "conjunction"
                | "both"
                | "also"
                | "at"
                | "contra"
                | "contravention"
                | "defined"
                | "within"
                | "meaning"
                | "aforesaid"
        )
}

/// The words left, without connectives at either end.
fn title(tokens: &[Token], removed: &[bool]) -> String {
    let kept: Vec<Token> = tokens
        .iter()
        .zip(removed)
        .scan(false, |gap, (token, removed)| {
            let mut token = token.clone();
            token.glued &= !*gap;
            *gap = *removed;
            Some((token, *removed))
        })
        .filter(|(_, removed)| !removed)
        .map(|(token, _)| token)
        .collect();
    let text = join(kept.iter());
    let mut words: &str = &text;
    loop {
        let before = words;
        for lead in ["and ", "or ", "of ", "for "] {
            words = words.strip_prefix(lead).unwrap_or(words);
        }
        for tail in [" and", " or", " with"] {
            words = words.strip_suffix(tail).unwrap_or(words);
        }
        if words == before {
            break;
        }
    }
    match words {
        "and" | "or" | "of" | "for" | "with" | "offence" | "offences" | "an offence" | "as amended" => String::new(),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &[(usize, &str)] = &[
        (0, "Theft Act 1968"),
        (0, "TA 1968"),
        (1, "Sexual Offences Act 2003"),
        (1, "SOA 2003"),
        (2, "Sexual Offences Act 1956"),
        (2, "SOA 1956"),
        (3, "Criminal Attempts Act 1981"),
        (3, "CAA 1981"),
        (4, "Common law"),
        (5, "Offences Against the Person Act 1861"),
        (5, "OAPA 1861"),
        (5, "OAPA"),
        (6, "Domestic Violence, Crime and Victims Act 2004"),
        (6, "DVCVA 2004"),
        (7, "Infant Life (Preservation) Act 1929"),
        (8, "Channel Tunnel (Security) Order 1994"),
        (9, "Magistrates' Courts Act 1980"),
        (10, "Road Traffic Act 1988"),
        (10, "RTA 1988"),
        (11, "Firearms Act 1968"),
        (12, "Serious Crime Act 2007"),
        (13, "Criminal Damage Act 1971"),
        (13, "CDA 1971"),
        (14, "Aviation Security Act 1982"),
        (15, "Aviation and Maritime Security Act 1990"),
        (16, "Criminal Law Act 1977"),
        (17, "Infanticide Act 1938"),
        (18, "Criminal Justice Act 1988"),
    ];

    fn names() -> StatuteNames {
        StatuteNames::new(NAMES.iter().copied())
    }

    /// The title, then each mention: the index or "other" or "near", and its sections.
    fn shown(text: &str) -> String {
        let charge = read(text, &names());
        let mut out = charge.title;
        for mention in &charge.mentions {
            out.push_str(" | ");
            out.push_str(&match &mention.named {
                Named::Known(index) => index.to_string(),
                Named::OtherAct => "other".to_owned(),
                Named::Near(indexes) => format!("near {indexes:?}"),
            });
            if let Some(sections) = &mention.sections {
                out.push_str(&format!(": {sections}"));
            }
        }
        for sections in &charge.unattached {
            out.push_str(&format!(" | loose: {sections}"));
        }
        if !charge.unsure.is_empty() {
            out.push_str(&format!(" | unsure: {}", charge.unsure));
        }
        out.trim().to_owned()
    }

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(shown(text), *expected, "{text}");
        }
    }

    #[test]
    fn sections_before_the_act() {
        check(&[
            ("Robbery, contrary to section 8(1) of the Theft Act 1968", "robbery | 0: 8(1)"),
            ("ROBBERY CONTRARY TO SECTION 8(1) OF THE THEFT ACT 1968", "robbery | 0: 8(1)"),
            ("robbery contrary to section 8 (1) of the theft act 1968.", "robbery | 0: 8(1)"),
            ("Robbery contrary to s.8(1) of the Theft Act, 1968", "robbery | 0: 8(1)"),
            ("Robbery contrary to s 8(1) Theft Act of 1968", "robbery | 0: 8(1)"),
            ("section 8(1) of the Theft Act 1968", "| 0: 8(1)"),
            ("s.8Theft Act 1968", "| 0: 8"),
            ("s8TA1968", "| 0: 8"),
            ("s.9(1)(a) and s.9(2) Theft Act 1968", "| 0: 9(1)(a) and 9(2)"),
            ("Burglary contrary to section 9(1)(a) and (2) of the Theft Act 1968", "burglary | 0: 9(1)(a) and 9(2)"),
            ("8(1) Theft Act 1968", "| 0: 8(1)"),
            ("Robbery - 8(1) Theft Act 1968", "robbery | 0: 8(1)"),
            ("Robbery contrary to 8 Theft Act 1968", "robbery | 0: 8"),
            ("Robbery, 8 of the Theft Act 1968", "robbery | 0: 8"),
            ("Robbery under section 8, Theft Act 1968", "robbery | 0: 8"),
            ("Robbery (s.8(1), Theft Act 1968)", "robbery | 0: 8(1)"),
            ("Robbery in breach of section 8(1) of the Theft Act 1968 (as amended)", "robbery | 0: 8(1)"),
            (
                "Causing death by dangerous driving, contrary to s.1 RTA 1988",
                "causing death by dangerous driving | 10: 1",
            ),
            ("death by careless driving 3A RTA 1988", "death by careless driving | 10: 3A"),
            ("Rape, contrary to subsection (1) of section 1 of the Sexual Offences Act 2003", "rape | 1: 1(1)"),
            ("contrary to section 17(2) of and Schedule 6 to the Firearms Act 1968", "| 11: 17(2) and Sch 6"),
            ("contrary to articles 4 to 8 of the Channel Tunnel (Security) Order 1994", "| 8: 4 or 5 or 6 or 7 or 8"),
            ("art. 5 Channel Tunnel Security Order 1994", "| 8: 5"),
            ("Part II (articles 4 to 8) of the Channel Tunnel (Security) Order 1994", "| 8: 4 or 5 or 6 or 7 or 8"),
            ("§ 20 OAPA", "| 5: 20"),
        ]);
    }

    #[test]
    fn sections_after_the_act() {
        check(&[
            ("Theft Act 1968 s.8(1)", "| 0: 8(1)"),
            ("Theft Act 1968, section 8(1)", "| 0: 8(1)"),
            ("Theft Act 1968 (section 8(1))", "| 0: 8(1)"),
            ("Theft Act 1968 - s8", "| 0: 8"),
            ("TA 1968 8(1)", "| 0: 8(1)"),
            ("TA 1968, 8", "| 0: 8"),
            ("SOA 2003 s9", "| 1: 9"),
            ("SOA2003 s.9(1)(a)", "| 1: 9(1)(a)"),
            ("SOA2003s9", "| 1: 9"),
            ("S.O.A. 2003 s.9", "| 1: 9"),
            ("SOA 2003 s.9(1)(a), (b), (c)(ii) and (2)", "| 1: 9(1)(a) and 9(1)(b) and 9(1)(c)(ii) and 9(2)"),
            ("SOA 2003 ss. 9 or 10 and 13", "| 1: 9 and 13 or 10 and 13"),
            ("Rape - SOA 2003 s.1", "rape | 1: 1"),
            ("Rape - SOA 2003", "rape | 1"),
            ("Damaging aircraft - Aviation Security Act 1982", "damaging aircraft | 14"),
            ("Robbery, Theft Act 1968 (as amended), s.8(1)", "robbery | 0: 8(1)"),
            ("Robbery, Theft Act 1968 contrary to section 8(1)", "robbery | 0: 8(1)"),
            ("SOA 1956, section 1 - Rape", "rape | 2: 1"),
        ]);
    }

    #[test]
    fn several_statutes() {
        check(&[
            (
                "contrary to section 1(1) of the Criminal Attempts Act 1981 and section 8(1) Theft Act 1968",
                "| 3: 1(1) | 0: 8(1)",
            ),
            ("Attempted robbery, contrary to s.1(1) Criminal Attempts Act 1981", "attempted robbery | 3: 1(1)"),
            ("Attempt robbery S8(1) Theft Act 1968 and S1(1) Criminal Attempts Act 1981", "attempt robbery | 0: 8(1) | 3: 1(1)"),
            ("CAA 1981 s.1(1) and TA 1968 s.8(1)", "| 3: 1(1) | 0: 8(1)"),
            ("CAA 1981 s.1(1) TA 1968 s.8(1)", "| 3: 1(1) | 0: 8(1)"),
            ("s.1(1) CAA 1981 s.8(1) TA 1968", "| 3: 1(1) | 0: 8(1)"),
            ("CAA 1981 s.1(1) and s.8 Theft Act 1968", "| 3: 1(1) | 0: 8"),
            ("CAA 1981, section 8 of the Theft Act 1968", "| 3 | 0: 8"),
            ("section 8 Theft Act 1968; section 1 Criminal Attempts Act 1981", "| 0: 8 | 3: 1"),
            (
                "Causing death by dangerous driving, contrary to section 1 of the Road Traffic Act 1988 and Schedule 2 to the \
                 Road Traffic Offenders Act 1988",
                "causing death by dangerous driving | 10: 1 | other: Sch 2",
            ),
            (
                "section 8(1) of the Theft Act 1968 and sections 44 and 46 of the Serious Crime Act 2007",
                "| 0: 8(1) | 12: 44 and 46",
            ),
            ("Robbery - Theft Act 1968, contrary to section 8(1) of the Theft Act 1968", "robbery | 0: 8(1)"),
            ("Robbery (Theft Act 1968). Theft Act 1968", "robbery | 0"),
            ("section 1 of the Criminal Damage Act 1971 as amended by the Sentencing Act 2020", "| 13: 1"),
            ("section 1 of the Criminal Damage Act 1971 as amended by section 3 of the Sentencing Act 2020", "| 13: 1"),
        ]);
    }

    #[test]
    fn common_law() {
        check(&[
            ("Murder, contrary to common law", "murder | 4"),
            ("Murder contrary to Common Law", "murder | 4"),
            ("Kidnapping at common law", "kidnapping | 4"),
            ("Common law murder", "murder | 4"),
            ("False imprisonment (common law)", "false imprisonment | 4"),
            ("Common assault", "common assault"),
        ]);
    }

    #[test]
    fn numbers_in_titles_stay_there() {
        check(&[
            ("Rape of a child under 13 SOA 2003", "rape of a child under 13 | 1"),
            ("Rape of a child under 13, Sexual Offences Act 2003", "rape of a child under 13 | 1"),
            ("Rape of a child under 13 - SOA 2003 s.5", "rape of a child under 13 | 1: 5"),
            ("Rape of a child under 13 s.5 SOA 2003", "rape of a child under 13 | 1: 5"),
            ("Sexual activity with girl aged 13 to 15 Sexual Offences Act 2003", "sexual activity with girl aged 13 to 15 | 1"),
            ("Sexual activity with girl, 13 to 15, SOA 2003", "sexual activity with girl 13 to 15 | 1"),
            ("Rape of female 16 or over - SOA 2003", "rape of female 16 or over | 1"),
            ("Sexual Offences Act 2003 - 13 to 15 year old girl", "13 to 15 year old girl | 1"),
            ("SOA 2003 16 or over", "16 or over | 1"),
            ("SOA 2003 13 and over", "13 and over | 1"),
            ("Sexual assault of girls under 13s SOA 2003", "sexual assault of girls under 13s | 1"),
            ("Rape of a girl under 13, contrary to section 1(1) of the SOA 1956", "rape of a girl under 13 | 2: 1(1)"),
            ("Robbery x 2, Theft Act 1968", "robbery x 2 | 0"),
            ("Robbery s.8(1) Theft Act 1968 on 12/03/2020", "robbery on 12 03 2020 | 0: 8(1)"),
            ("Theft Act 1968 s.8 and 2 counts of theft", "and 2 counts of theft | 0: 8".trim_start_matches("and ")),
            ("section 9 and 13 year old girl", "and 13 year old girl | loose: 9".trim_start_matches("and ")),
            ("Intercourse with girl under thirteen", "intercourse with girl under thirteen"),
            ("Rape 1(1) SOA 2003", "rape | 1: 1(1)"),
            (
                "Possession of a firearm at the time of committing or being arrested for an offence specified in schedule 1 to \
                 that Act",
                "possession of a firearm at the time of committing or being arrested for an offence specified in schedule 1 to \
                 that act",
            ),
            ("took part in 3 robberies", "took part in 3 robberies"),
        ]);
    }

    #[test]
    fn acts_that_are_not_known() {
        check(&[
            (
                "Possessing drugs, contrary to section 5(2) of the Misuse of Drugs Act 1971",
                "possessing drugs | other: 5(2)",
            ),
            ("Possess cannabis - Misuse of Drugs Act 1971", "possess cannabis | other"),
            ("Possess cannabis, Misuse of Drugs Act, 1971 s.5", "possess cannabis | other: 5"),
            ("Misuse of Drugs Act 1971 s.5(3)", "| other: 5(3) | unsure: misuse of drugs act 1971"),
            ("Theft Act 1978", "| other"),
            ("s.3 Theft Act 1978", "| other: 3"),
            ("Making off, s.3 of the Theft Act (Northern Ireland) 1969", "making off | other: 3"),
            ("Sexual Offences Act 1967, s.1", "| other: 1"),
            ("contrary to section 76 of the Anti-social Behaviour, Crime and Policing Act 2014", "| other: 76"),
            ("Furnishing information under Water Industry Act 1991", "furnishing information | other"),
            ("Girl under thirteen Misuse Act 1971", "| other | unsure: girl under thirteen misuse act 1971"),
            (
                "Contravene article 5 of Commission Regulation 1739/2005",
                "contravene article 5 of commission regulation 1739 2005",
            ),
            ("Breach, contrary to section 363 of the Sentencing Act 2020", "breach | other: 363"),
            ("contrary to article 3 of the Criminal Damage (Northern Ireland) Order 1977", "| other: 3"),
            ("contrary to regulation 4 of the Working Time Regulations 1998", "| other: 4"),
            ("contrary to section 170 of the Data Protection Act 2018", "| other: 170"),
            ("contrary to the Treason Act 1351", "| other"),
            ("OAPA 1862 s.18", "| other: 18"),
            // What may be a listed offence is never swallowed unseen.
            ("Manslaughter Homicide Act 1957", "| other | unsure: manslaughter homicide act 1957"),
            ("s.3 Manslaughter Homicide Act 1957", "| other: 3 | unsure: manslaughter homicide act 1957"),
            ("Manslaughter, Homicide Act 1957", "manslaughter | other"),
            ("s.3, Manslaughter, Homicide Act 1957", "manslaughter | other: 3"),
            ("Manslaughter - s.2 Homicide Act 1957", "manslaughter | other: 2 | unsure: homicide act 1957"),
            ("Robbery Theft Act 1986", "robbery | other"),
            // No Acts at all.
            ("Breach of non-molestation order 2019", "breach of non molestation order 2019"),
            ("Causing a child to watch a sexual act 2019", "causing a child to watch a sexual act 2019"),
            ("Act 1968", "act 1968"),
            ("Robbery 1968", "robbery 1968"),
        ]);
    }

    #[test]
    fn names_that_are_nearly_known() {
        check(&[
            ("Robbery, contrary to section 8(1) of the Theft Act", "robbery | near [0]: 8(1)"),
            ("Rape, s.1 Sexual Offences Act", "rape | near [1, 2]: 1"),
            ("Rape, contrary to s.1 of the Sexual Offence Act 2003", "rape | near [1]: 1"),
            ("Rape, contrary to s.1 of the Sexual Offecnes Act 2003", "rape | near [1]: 1"),
            ("s.18 Offences Against the Persons Act 1861", "| near [5]: 18"),
            ("Rape Sexual Offense Act 2003", "rape | near [1]"),
            // Small words and marks do not count.
            ("s.18 Offences Against Person Act 1861", "| 5: 18"),
            ("s.5 Domestic Violence Crime & Victims Act 2004", "| 6: 5"),
            ("Infant Life Preservation Act 1929 s1", "| 7: 1"),
            ("s.44 Magistrates Courts Act 1980", "| 9: 44"),
            ("s.44 Magistrates\u{2019} Courts Act 1980", "| 9: 44"),
            ("Aviation & Maritime Security Act 1990 s.9", "| 15: 9"),
            // Another Act of the same year is another Act.
            ("contrary to section 7 of the Road Traffic Offenders Act 1988", "| other: 7"),
            ("contrary to section 3 of the Sexual Offences (Amendment) Act 2003", "| other: 3"),
        ]);
    }

    #[test]
    fn sections_without_an_act() {
        check(&[
            ("Robbery s.8(1)", "robbery | loose: 8(1)"),
            ("Section 20 GBH", "gbh | loose: 20"),
            ("s.18 wounding with intent, OAPA 1861", "wounding with intent | 5: 18"),
            ("Section 47 assault", "assault | loose: 47"),
            ("Wounding, contrary to section 20", "wounding | loose: 20"),
            ("Obstruct a person exercising section 77 powers", "obstruct a person exercising section 77 powers"),
            ("Robbery", "robbery"),
            ("", ""),
            (" - ", ""),
            ("s", "s"),
        ]);
    }

    #[test]
    fn the_longest_name_wins_and_words_are_whole() {
        let names =
            StatuteNames::new([(0, "Criminal Justice Act"), (1, "Criminal Justice Act 1988"), (2, "CJA"), (3, "")]);
        let named = |text: &str| read(text, &names).mentions.into_iter().map(|m| m.named).collect::<Vec<_>>();
        assert_eq!(named("Criminal Justice Act 1988"), [Named::Known(1)]);
        assert_eq!(named("Criminal Justice Act"), [Named::Known(0)]);
        assert_eq!(named("Criminal Justice Act 2003"), [Named::OtherAct]);
        assert_eq!(named("CJA"), [Named::Known(2)]);
        assert_eq!(named("CJA 2003"), [Named::OtherAct]);
        assert_eq!(named("CJAX"), []);
        assert_eq!(named("criminal justice"), []);
    }

    #[test]
    fn too_many_sections_are_not_held() {
        let list = (1..=60).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
        let charge = read(&format!("Rape, contrary to sections {list} of the SOA 2003"), &names());
        assert_eq!(charge.title, "rape");
        assert_eq!(charge.mentions, [Mention { named: Named::Known(1), sections: None }]);
    }

    #[test]
    fn normalises() {
        let cases = [
            ("Aviation Security Act 1982", "aviation security act 1982"),
            ("  Rape,  of a\tchild\u{a0}\u{2013} under\u{200b} 13! ", "rape of a child under 13"),
            ("girl's", "girls"),
            ("\u{2018}familial homicide\u{2019}", "familial homicide"),
            ("\u{201c}Robbery\u{201d}", "robbery"),
            ("Caf\u{e9} na\u{ef}ve \u{152}uvre cafe\u{301}", "cafe naive oeuvre cafe"),
            ("Aiding & abetting", "aiding and abetting"),
            ("G.B.H. with intent", "gbh with intent"),
            ("A-B/C", "a b c"),
            ("13-15", "13 15"),
            ("SOA2003", "soa2003"),
            ("\u{ff32}obbery", "robbery"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(normalise(text), expected, "{text}");
            assert_eq!(normalise(expected), expected, "{expected}");
        }
    }

    #[test]
    fn finds_whole_words() {
        assert!(contains_words("rape of a girl under 13", "girl under 13"));
        assert!(contains_words("rape", "rape"));
        assert!(!contains_words("rape of a girl under 130", "girl under 13"));
        assert!(!contains_words("attempted", "attempt"));
        assert!(!contains_words("rape", ""));
        assert!(!contains_words("", "rape"));
    }

    #[test]
    fn measures_likeness() {
        assert_eq!(similarity("robbery", "robbery"), 1000);
        assert_eq!(similarity("", ""), 1000);
        assert_eq!(similarity("", "robbery"), 0);
        assert_eq!(similarity("rape", "arson"), 0);
        assert!(similarity("robery", "robbery") > 600);
        assert!(similarity("robbery", "burglary") < 400);
        assert_eq!(
            similarity("assault by penetration", "asault by penetration"),
            similarity("asault by penetration", "assault by penetration")
        );
        assert!(similarity("a b a b a", "a b a b a b a") < 1000);
    }

    #[test]
    fn debug_shows_no_words() {
        let shown = format!("{:?}", read("Robbery of Jane, s.8, contrary to Misuse Act 1999", &names()));
        for word in ["robbery", "Robbery", "jane", "Jane", "isuse"] {
            assert!(!shown.contains(word), "{shown}");
        }
    }

    #[test]
    fn any_soup_of_words_is_read_in_reasonable_time() {
        const BITS: &[&str] = &[
            "s.",
            "ss",
            "section",
            "8",
            "(1)",
            "(",
            ")",
            "(b)",
            "3A",
            "and",
            "or",
            "of",
            "the",
            "to",
            "Theft Act",
            "1968",
            "Act",
            "TA 1968",
            "SOA 2003",
            ",",
            "-",
            "under",
            "13",
            "contrary to",
            "Part II",
            "sch",
            "para",
            "Misuse",
            "Order",
            "2019",
            ".",
            "/",
            "common law",
            "as amended by",
            "rape",
            " ",
            "\u{2019}",
            "\u{130}",
            "(ii)",
            "subsection",
        ];
        let names = names();
        let mut state = 1_u64;
        for _ in 0..3000 {
            let mut text = String::new();
            while text.chars().count() < 200 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let pick = usize::try_from(state >> 33).unwrap_or(0).checked_rem(BITS.len()).unwrap_or(0);
                text.push_str(BITS.get(pick).copied().unwrap_or_default());
                if state & 0x100_0000 != 0 {
                    text.push(' ');
                }
            }
            let charge = read(&text, &names);
            assert_eq!(normalise(&charge.title), charge.title);
        }
        let started = std::time::Instant::now();
        for bit in BITS {
            for text in [format!("{bit} ").repeat(2000), bit.repeat(2000), format!("{bit} Act 1999 ").repeat(2000)] {
                let charge = read(&text, &names);
                assert!(charge.mentions.len() <= text.len());
            }
        }
        assert!(started.elapsed().as_secs() < 60);
    }
}
