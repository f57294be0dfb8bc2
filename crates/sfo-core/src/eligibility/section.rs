//! Sections as people write them: `8(1)`, `s.9(1)(a) and (2)`, `articles 4 to 8`, `9 or 10 and 13`.
//!
//! This module says only what the words name. What a section means is another module's question.
//!
//! How a list is read:
//!
//! - "and", "&", "with", "read with" and "together with" join sections that are charged together;
//!   "or", "/" and "and/or" join alternatives.
//! - A comma takes the meaning of the next connective ("9, 10 or 13" are alternatives), failing that
//!   of the one before it, and means "and" where the list has none.
//! - Where "or" comes first, "and" distributes over it: "9 or 10 and 13" is 9 with 13, or 10 with 13.
//!   Where "and" comes first it binds tighter: "9 and 13 or 10 and 13" is 9 with 13, or 10 with 13.
//! - A range ("4 to 8", "(a) to (c)", "44-46") is a list of alternatives.
//! - A bracket that stands where a section is due goes on with the section before it, at its own level:
//!   "9(1)(a), (b), (c)(ii) and (2)" names 9(1)(a), 9(1)(b), 9(1)(c)(ii) and 9(2).

use std::cmp::Ordering;
use std::fmt;

/// The most sections that one expression may name.
pub const MAX_SECTIONS: usize = 32;
/// The longest text, in characters, that [`parse_sections`] reads.
pub const MAX_SECTION_TEXT: usize = 200;
/// The most bracketed parts that one section may have.
const MAX_PARTS: usize = 8;

// ---------------------------------------------------------------------------------------------------------
// Words and marks

/// What kind of thing a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, lower case, accents folded.
    Word,
    /// ASCII digits.
    Number,
    Open,
    Close,
    /// A comma or a semicolon.
    Comma,
    Dot,
    Slash,
    Dash,
    /// A colon.
    Colon,
    /// Any other mark.
    Other,
}

/// A word, a number or a mark of the text. Its text may be a case's, so it has no `Debug`.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The letters or digits; empty for a mark.
    pub(super) text: String,
    /// Nothing stood between this token and the one before it.
    pub(super) glued: bool,
}

impl Token {
    /// Whether it has letters or digits.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number)
    }
}

/// What one character is, once it has been folded.
enum Folded {
    /// Nothing at all: apostrophes, invisible characters, combining accents.
    Nothing,
    Space,
    Letter(char),
    Letters(&'static str),
    Digit(char),
    Mark(Kind),
    /// A sign that stands for a word.
    Sign(&'static str),
}

/// Folds one lower-case character.
fn fold(c: char) -> Folded {
    match c {
        'a'..='z' => Folded::Letter(c),
        '0'..='9' => Folded::Digit(c),
        '\'' | '`' | '\u{b4}' | '\u{2018}'..='\u{201b}' | '\u{2032}' | '\u{2bc}' | '\u{2bb}' | '\u{ff07}' => {
            Folded::Nothing
        }
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
            Folded::Nothing
        }
        '\u{300}'..='\u{36f}' => Folded::Nothing,
        '(' | '[' | '{' => Folded::Mark(Kind::Open),
        ')' | ']' | '}' => Folded::Mark(Kind::Close),
        ',' | ';' => Folded::Mark(Kind::Comma),
        '.' => Folded::Mark(Kind::Dot),
        '/' | '\\' | '\u{2044}' => Folded::Mark(Kind::Slash),
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Folded::Mark(Kind::Dash),
        ':' => Folded::Mark(Kind::Colon),
        '&' => Folded::Sign("and"),
        '\u{a7}' => Folded::Sign("section"),
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => Folded::Letter('a'),
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => Folded::Letter('c'),
        'ď' | 'đ' | 'ð' => Folded::Letter('d'),
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => Folded::Letter('e'),
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => Folded::Letter('g'),
        'ĥ' | 'ħ' => Folded::Letter('h'),
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => Folded::Letter('i'),
        'ĵ' => Folded::Letter('j'),
        'ķ' => Folded::Letter('k'),
        'ĺ' | 'ļ' | 'ľ' | 'ł' => Folded::Letter('l'),
        'ñ' | 'ń' | 'ņ' | 'ň' => Folded::Letter('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => Folded::Letter('o'),
        'ŕ' | 'ŗ' | 'ř' => Folded::Letter('r'),
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => Folded::Letter('s'),
        'ţ' | 'ť' | 'ŧ' | 'ț' => Folded::Letter('t'),
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => Folded::Letter('u'),
        'ŵ' => Folded::Letter('w'),
        'ý' | 'ÿ' | 'ŷ' => Folded::Letter('y'),
        'ź' | 'ż' | 'ž' => Folded::Letter('z'),
        'æ' => Folded::Letters("ae"),
        'œ' => Folded::Letters("oe"),
        'ß' => Folded::Letters("ss"),
        'þ' => Folded::Letters("th"),
        '\u{fb00}' => Folded::Letters("ff"),
        '\u{fb01}' => Folded::Letters("fi"),
        '\u{fb02}' => Folded::Letters("fl"),
        '\u{fb03}' => Folded::Letters("ffi"),
        '\u{fb04}' => Folded::Letters("ffl"),
        // The full-width forms of the ASCII characters lie a fixed way above them.
        '\u{ff01}'..='\u{ff5e}' => match u32::from(c).checked_sub(0xfee0).and_then(char::from_u32) {
            Some(narrow) => fold(narrow.to_ascii_lowercase()),
            None => Folded::Mark(Kind::Other),
        },
        _ if c.is_whitespace() || c.is_control() => Folded::Space,
        // Letters of other alphabets, by and large. The exact table would be larger than the rest of this file.
        '\u{100}'..='\u{1fff}' | '\u{2c00}'..='\u{d7ff}' => Folded::Letter(c),
        _ => Folded::Mark(Kind::Other),
    }
}

/// The lower case of the Latin letters that names in these islands and their neighbours are written with.
fn lower(c: char) -> char {
    let code = u32::from(c);
    let lower = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => code.saturating_add(0x20),
        // In these blocks a capital stands before its small letter, on an even place or on an odd one.
        'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ș'..='ț' => code | 1,
        'Ĺ'..='ň' | 'Ź'..='ž' => code.saturating_add(code & 1),
        'Ÿ' => 0xff,
        _ => code,
    };
    char::from_u32(lower).unwrap_or(c)
}

/// Gathers tokens one character at a time.
struct Builder {
    tokens: Vec<Token>,
    text: String,
    kind: Kind,
    glued: bool,
    next_glued: bool,
}

impl Builder {
    fn end_text(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.tokens.push(Token { kind: self.kind, text, glued: self.glued });
            self.next_glued = true;
        }
    }

    fn space(&mut self) {
        self.end_text();
        self.next_glued = false;
    }

    fn add(&mut self, kind: Kind, c: char) {
        if self.text.is_empty() || self.kind != kind {
            self.end_text();
            self.kind = kind;
            self.glued = self.next_glued;
        }
        self.text.push(c);
    }

    fn mark(&mut self, kind: Kind) {
        self.end_text();
        self.tokens.push(Token { kind, text: String::new(), glued: self.next_glued });
        self.next_glued = true;
    }

    fn sign(&mut self, word: &str) {
        self.space();
        self.tokens.push(Token { kind: Kind::Word, text: word.to_owned(), glued: false });
    }
}

/// Splits a text into words, numbers and marks: lower case, accents folded, apostrophes dropped.
///
/// Letters and digits are split ("SOA2003" is "soa" and "2003", glued), "&" is the word "and", "§" the word
/// "section", and letters with a dot after each ("S.O.A.") are one word.
pub(super) fn tokenise(text: &str) -> Vec<Token> {
    let mut builder =
        Builder { tokens: Vec::new(), text: String::new(), kind: Kind::Word, glued: false, next_glued: false };
    for c in text.chars() {
        match fold(lower(c)) {
            Folded::Nothing => {}
            Folded::Space => builder.space(),
            Folded::Letter(letter) => builder.add(Kind::Word, letter),
            Folded::Letters(letters) => letters.chars().for_each(|letter| builder.add(Kind::Word, letter)),
            Folded::Digit(digit) => builder.add(Kind::Number, digit),
            Folded::Mark(kind) => builder.mark(kind),
            Folded::Sign(word) => builder.sign(word),
        }
    }
    builder.end_text();
    join_initials(builder.tokens)
}

/// Joins "s", ".", "o", ".", "a", "." to "soa".
fn join_initials(tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    let mut loosen = false;
    while let Some(token) = tokens.get(at) {
        let mut token = token.clone();
        if loosen {
            token.glued = false;
            loosen = false;
        }
        let mut end = after(at);
        if is_initial(&tokens, at) && !(token.glued && joined.last().is_some_and(|t| t.kind != Kind::Open)) {
            let mut letters = 1_usize;
            let mut last = after(at);
            while is_glued(&tokens, last, Kind::Dot)
                && is_glued(&tokens, after(last), Kind::Word)
                && is_initial(&tokens, after(last))
            {
                if let Some(next) = tokens.get(after(last)) {
                    token.text.push_str(&next.text);
                }
                letters = letters.saturating_add(1);
                last = after(after(last));
            }
            if letters > 1 {
                end = last;
                if is_glued(&tokens, end, Kind::Dot) {
                    end = after(end);
                    loosen = true;
                }
            } else if let Some(original) = tokens.get(at) {
                token.text.clone_from(&original.text);
            }
        }
        joined.push(token);
        at = end;
    }
    joined
}

/// Whether the token is one letter, and no digit follows without a space.
fn is_initial(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == Kind::Word && t.text.chars().count() == 1)
        && !is_glued(tokens, after(at), Kind::Number)
}

fn is_glued(tokens: &[Token], at: usize, kind: Kind) -> bool {
    tokens.get(at).is_some_and(|t| t.kind == kind && t.glued)
}

/// The place after this one.
pub(super) const fn after(at: usize) -> usize {
    at.saturating_add(1)
}

/// The kind of the token at a place.
pub(super) fn kind_at(tokens: &[Token], at: usize) -> Option<Kind> {
    tokens.get(at).map(|t| t.kind)
}

/// The word at a place, where it is a word.
pub(super) fn word_at(tokens: &[Token], at: usize) -> Option<&str> {
    tokens.get(at).filter(|t| t.kind == Kind::Word).map(|t| t.text.as_str())
}

// ---------------------------------------------------------------------------------------------------------
// Sections

/// One section, article or regulation, down to the part that is named: `9(1)(b)`.
///
/// Sections sort as a lawyer would: 2 before 10, 3 before 3A.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Section {
    number: String,
    parts: Vec<String>,
}

impl Section {
    /// Reads one section ("9(1)(b)", "s.3A", "article 4"); `None` where the text is not just one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        parse_sections(text)?.into_single()
    }

    /// The number with its letters in capitals ("3A"); a Part or a Schedule bears its word ("Part II", "Sch 1").
    #[must_use]
    pub fn number(&self) -> &str {
        &self.number
    }

    /// What stands in brackets after the number, in lower case: "1", "b", "ii".
    #[must_use]
    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    /// Whether the other section is this one or lies within it: 9(1) is a prefix of 9(1)(b), 3 is not one of 3A.
    #[must_use]
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        self.number == other.number && other.parts.starts_with(&self.parts)
    }

    /// Whether it is a Part or a Schedule of the Act, which by itself creates no offence.
    #[must_use]
    pub fn is_part_or_schedule(&self) -> bool {
        self.number.starts_with("Part ") || self.number.starts_with("Sch ")
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        self.parts.iter().try_for_each(|part| write!(f, "({part})"))
    }
}

/// Compares "3A" with "10": by the leading number, then by what follows.
fn natural(a: &str, b: &str) -> Ordering {
    fn key(text: &str) -> (Option<u64>, &str) {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = text.strip_suffix(rest).unwrap_or_default();
        (digits.parse().ok(), rest)
    }
    let (number_a, rest_a) = key(a);
    let (number_b, rest_b) = key(b);
    match (number_a, number_b) {
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        _ => number_a.cmp(&number_b).then_with(|| rest_a.cmp(rest_b)).then_with(|| a.cmp(b)),
    }
}

impl Ord for Section {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(&self.number, &other.number).then_with(|| {
            self.parts
                .iter()
                .zip(&other.parts)
                .map(|(a, b)| natural(a, b))
                .find(|order| order.is_ne())
                .unwrap_or_else(|| self.parts.len().cmp(&other.parts.len()))
        })
    }
}

impl PartialOrd for Section {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Sections charged together, in the order written and each once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SectionGroup(pub Vec<Section>);

impl fmt::Display for SectionGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, section) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" and ")?;
            }
            section.fmt(f)?;
        }
        Ok(())
    }
}

/// Alternatives, each of them sections charged together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sections(pub Vec<SectionGroup>);

impl Sections {
    /// Every section named, in order, with repeats.
    pub fn iter(&self) -> impl Iterator<Item = &Section> {
        self.0.iter().flat_map(|group| &group.0)
    }

    /// The one section named, where it is one.
    #[must_use]
    pub fn into_single(self) -> Option<Section> {
        let mut groups = self.0.into_iter();
        let mut sections = groups.next()?.0.into_iter();
        let section = sections.next()?;
        (sections.next().is_none() && groups.next().is_none()).then_some(section)
    }

    /// Whether it names Parts and Schedules only, which by themselves create no offence.
    #[must_use]
    pub fn is_parts_and_schedules(&self) -> bool {
        self.iter().all(Section::is_part_or_schedule)
    }

    /// Both charged together: each alternative of this with each of the other. `None` past the bound.
    #[must_use]
    pub fn together_with(&self, other: &Self) -> Option<Self> {
        multiply(&self.0, &other.0).map(Self)
    }
}

impl fmt::Display for Sections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, group) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(" or ")?;
            }
            group.fmt(f)?;
        }
        Ok(())
    }
}

/// Every pairing of two lists of groups.
fn multiply(left: &[SectionGroup], right: &[SectionGroup]) -> Option<Vec<SectionGroup>> {
    let mut product: Vec<SectionGroup> = Vec::new();
    let mut count = 0_usize;
    for a in left {
        for b in right {
            let mut group = a.clone();
            for section in &b.0 {
                if !group.0.contains(section) {
                    group.0.push(section.clone());
                }
            }
            if !product.contains(&group) {
                count = count.saturating_add(group.0.len());
                if count > MAX_SECTIONS {
                    return None;
                }
                product.push(group);
            }
        }
    }
    Some(product)
}

/// Reads a section as people write it, the whole of the text: "8(1)", "s.8 (1)", "ss 1 and 2",
/// "section 9(1)(a) and (2)", "9 or 10 and 13", "articles 4 to 8", "Part II".
///
/// `None` where any of the text is left over, past [`MAX_SECTION_TEXT`] characters, or past [`MAX_SECTIONS`].
/// So "s.9(1)(a) and (2)" gives 9(1)(a) and 9(2).
#[must_use]
pub fn parse_sections(text: &str) -> Option<Sections> {
    if text.chars().count() > MAX_SECTION_TEXT {
        return None;
    }
    let tokens = tokenise(text);
    let run = parse_run(&tokens, 0)?;
    let stops = tokens.get(run.end..)?;
    if stops.iter().all(|t| t.kind == Kind::Dot) {
        run.sections
    } else {
        None
    }
}

// ---------------------------------------------------------------------------------------------------------
// The grammar

/// What a word before a number says that the number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Section,
    /// An article, a regulation or a rule.
    Article,
    /// A subsection or a paragraph.
    Detail,
    Part,
    Schedule,
}

/// A section expression found among tokens.
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
    /// `None` where there were too many to hold.
    pub(super) sections: Option<Sections>,
    /// The word that it begins with, if any.
    pub(super) marker: Option<Marker>,
    /// Its first section has a bracket or a letter, or a word before it.
    pub(super) strong: bool,
    /// It has a range of bare numbers.
    pub(super) bare_range: bool,
    /// The last place where a separator (first) leads to a word like "section" (second).
    pub(super) split: Option<(usize, usize)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    First,
    And,
    Or,
    Comma,
}

struct Term {
    options: Vec<Section>,
    end: usize,
    marker: Option<Marker>,
    plural: bool,
    /// A number and nothing else.
    bare: bool,
}

struct Item {
    join: Join,
    term: Term,
    /// Where the separator before it began.
    from: usize,
    plural: bool,
    bare_range: bool,
}

/// Reads a section expression that begins exactly at this place, as far as it goes.
pub(super) fn parse_run(tokens: &[Token], start: usize) -> Option<Run> {
    let mut items: Vec<Item> = Vec::new();
    let mut at = start;
    let mut from = start;
    let mut join = Join::First;
    let mut plural = false;
    let mut too_many = false;
    let mut split = None;
    loop {
        let previous = items.last().and_then(|item| item.term.options.last());
        let Some(mut term) = parse_term(tokens, at, previous) else {
            break;
        };
        if term.marker.is_some() {
            plural = term.plural;
            if join != Join::First {
                split = Some((from, at));
            }
        }
        let bare_range = extend_range(tokens, &mut term);
        at = term.end;
        if items.len() < MAX_SECTIONS {
            items.push(Item { join, term, from, plural, bare_range });
        } else {
            // Read to the end of the list, so that none of it is taken for something else, but keep none of it.
            too_many = true;
            if let Some(item) = items.last_mut() {
                item.term.end = at;
            }
        }
        let Some((next_join, next)) = separator(tokens, at) else {
            break;
        };
        from = at;
        join = next_join;
        at = next;
    }
    // A bare number at the end that goes on into other words ("and 13 year old") is no section.
    while let Some(last) = items.last() {
        let doubtful = last.term.bare && last.term.marker.is_none() && !last.plural;
        if doubtful && !may_follow_bare(tokens, last.term.end) {
            items.pop();
        } else {
            break;
        }
    }
    let end = items.last()?.term.end;
    let first = items.first()?;
    let marker = first.term.marker;
    let strong = marker.is_some() || !first.term.bare;
    let bare_range = items.iter().any(|item| item.bare_range);
    let split = split.filter(|(before, _)| *before < end && items.iter().any(|item| item.from == *before));
    let sections = if too_many { None } else { resolve(items) };
    Some(Run { start, end, sections, marker, strong, bare_range, split })
}

/// Whether what stands here leaves the bare number before it a section.
fn may_follow_bare(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return true;
    };
    match token.kind {
        Kind::Word => match token.text.as_str() {
            "of" | "contrary" | "under" | "the" | "as" | "with" => true,
            "and" => !matches!(
                word_at(tokens, after(at)),
                Some("over" | "under" | "above" | "below" | "older" | "younger" | "upwards" | "more" | "less")
            ),
            _ => false,
        },
        // 12/03/2020, 1.2, 2-3
        Kind::Slash | Kind::Dash | Kind::Dot => !is_glued(tokens, after(at), Kind::Number),
        Kind::Number | Kind::Open => false,
        Kind::Close | Kind::Comma | Kind::Colon | Kind::Other => true,
    }
}

/// Reads what joins two sections.
fn separator(tokens: &[Token], at: usize) -> Option<(Join, usize)> {
    let next = after(at);
    match kind_at(tokens, at)? {
        Kind::Comma => match connective(tokens, next) {
            Some(found) => Some(found),
            None => Some((Join::Comma, next)),
        },
        Kind::Slash => Some((Join::Or, next)),
        Kind::Word => connective(tokens, at),
        _ => None,
    }
}

fn connective(tokens: &[Token], at: usize) -> Option<(Join, usize)> {
    let one = after(at);
    let two = after(one);
    let three = after(two);
    match (word_at(tokens, at)?, word_at(tokens, one), word_at(tokens, two)) {
        ("and", None, Some("or")) if kind_at(tokens, one) == Some(Kind::Slash) => Some((Join::Or, three)),
        ("and", ..) => Some((Join::And, one)),
        ("or", ..) => Some((Join::Or, one)),
        ("with", ..) => Some((Join::And, one)),
        ("read" | "together", Some("with"), _) => Some((Join::And, two)),
        // "section 17(2) of, and Schedule 6 to, the Firearms Act 1968"
        ("of" | "to", Some("and"), _) => Some((Join::And, two)),
        ("of" | "to", None, Some("and")) if kind_at(tokens, one) == Some(Kind::Comma) => Some((Join::And, three)),
        _ => None,
    }
}

/// Reads the end of a range, and says whether it was a range of bare numbers.
fn extend_range(tokens: &[Token], term: &mut Term) -> bool {
    let is_range = match kind_at(tokens, term.end) {
        Some(Kind::Dash) => true,
        Some(Kind::Word) => matches!(word_at(tokens, term.end), Some("to" | "through")),
        _ => false,
    };
    let (true, [from]) = (is_range, term.options.as_slice()) else {
        return false;
    };
    let Some(last) = parse_term(tokens, after(term.end), Some(from)) else {
        return false;
    };
    if last.bare && !term.plural && !may_follow_bare(tokens, last.end) && separator(tokens, last.end).is_none() {
        return false;
    }
    let Some(options) = last.options.first().and_then(|to| expand(from, to)) else {
        return false;
    };
    let bare = term.bare && last.bare && term.marker.is_none();
    term.options = options;
    term.end = last.end;
    term.bare = term.bare && last.bare;
    bare
}

/// Every section from one to the other, where only the last step of the two differs.
fn expand(from: &Section, to: &Section) -> Option<Vec<Section>> {
    let (last_from, head_from) = match from.parts.split_last() {
        Some((last, head)) => (last, Some(head)),
        None => (&from.number, None),
    };
    let (last_to, head_to) = match to.parts.split_last() {
        Some((last, head)) => (last, Some(head)),
        None => (&to.number, None),
    };
    if head_from != head_to || (head_from.is_some() && from.number != to.number) {
        return None;
    }
    steps(last_from, last_to)?
        .into_iter()
        .map(|step| match head_from {
            None => Some(Section { number: step, parts: Vec::new() }),
            Some(head) => {
                let mut parts = head.to_vec();
                parts.push(step);
                Some(Section { number: from.number.clone(), parts })
            }
        })
        .collect()
}

/// The numbers or single letters from one to the other.
fn steps(from: &str, to: &str) -> Option<Vec<String>> {
    if let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>()) {
        let more = usize::try_from(to.checked_sub(from)?).ok()?;
        return (more > 0 && more < MAX_SECTIONS).then(|| (from..=to).map(|n| n.to_string()).collect());
    }
    let mut letters = from.chars().chain(to.chars());
    match (letters.next(), letters.next(), letters.next()) {
        (Some(from), Some(to), None) if from.is_ascii_lowercase() && to.is_ascii_lowercase() && from < to => {
            Some((from..=to).map(String::from).collect())
        }
        _ => None,
    }
}

/// Reads a word like "section", "ss." or "art", and says whether it is a plural.
pub(super) fn marker_at(tokens: &[Token], at: usize) -> Option<(Marker, bool, usize)> {
    let mut end = after(at);
    let (marker, plural) = match word_at(tokens, at)? {
        "s" | "sec" | "sect" | "section" => (Marker::Section, false),
        "ss" | "secs" | "sects" | "sections" => (Marker::Section, true),
        "art" | "article" | "reg" | "regulation" | "rule" => (Marker::Article, false),
        "arts" | "articles" | "regs" | "regulations" | "rules" => (Marker::Article, true),
        "subsection" | "subs" | "subsec" | "subsect" | "para" | "paragraph" => (Marker::Detail, false),
        "subsections" | "subsecs" | "paras" | "paragraphs" => (Marker::Detail, true),
        "sub" => {
            if kind_at(tokens, end) == Some(Kind::Dash) {
                end = after(end);
            }
            let plural = match word_at(tokens, end)? {
                "section" | "s" => false,
                "sections" | "ss" => true,
                _ => return None,
            };
            end = after(end);
            (Marker::Detail, plural)
        }
        "part" | "pt" => (Marker::Part, false),
        "sch" | "schd" | "sched" | "schedule" | "schedules" => (Marker::Schedule, false),
        _ => return None,
    };
    if kind_at(tokens, end) == Some(Kind::Dot) {
        end = after(end);
    }
    Some((marker, plural, end))
}

/// Reads one section, or what goes on with the one before it.
fn parse_term(tokens: &[Token], at: usize, previous: Option<&Section>) -> Option<Term> {
    let Some((marker, plural, mut next)) = marker_at(tokens, at) else {
        if kind_at(tokens, at)? == Kind::Open {
            let (parts, end) = groups(tokens, at);
            let section = go_on(previous?, parts)?;
            return Some(Term { options: vec![section], end, marker: None, plural: false, bare: false });
        }
        let (section, end, bare) = numbered(tokens, at)?;
        return Some(Term { options: vec![section], end, marker: None, plural: false, bare });
    };
    // "section (2)" in a list goes on with the section before it.
    if matches!(marker, Marker::Section | Marker::Article) && kind_at(tokens, next) != Some(Kind::Open) {
        let (section, end, bare) = numbered(tokens, next)?;
        return Some(Term { options: vec![section], end, marker: Some(marker), plural, bare });
    }
    let (section, end) = match marker {
        Marker::Section | Marker::Article => {
            let (parts, end) = groups(tokens, next);
            (go_on(previous?, parts)?, end)
        }
        Marker::Detail => detail(tokens, next, previous)?,
        Marker::Schedule => {
            let (number, mut end) = labelled(tokens, next, "Sch")?;
            let (mut parts, groups_end) = groups(tokens, end);
            end = groups_end;
            let mut inner = end;
            if kind_at(tokens, inner) == Some(Kind::Comma) {
                inner = after(inner);
            }
            if let Some((Marker::Detail, _, inner)) = marker_at(tokens, inner) {
                if let Some((more, inner_end)) = detail_value(tokens, inner) {
                    parts.extend(more);
                    end = inner_end;
                }
            }
            (Section { number, parts: bounded(parts)? }, end)
        }
        Marker::Part => {
            let (number, end) = labelled(tokens, next, "Part")?;
            // "Part II (articles 4 to 8)": the articles say it all.
            next = end;
            let bracket = kind_at(tokens, next) == Some(Kind::Open);
            if bracket || kind_at(tokens, next) == Some(Kind::Comma) {
                next = after(next);
            }
            if let Some((Marker::Section | Marker::Article, ..)) = marker_at(tokens, next) {
                if let Some(mut term) = parse_term(tokens, next, None) {
                    extend_range(tokens, &mut term);
                    let closed = kind_at(tokens, term.end) == Some(Kind::Close);
                    if bracket && closed {
                        term.end = after(term.end);
                    }
                    if closed || !bracket {
                        return Some(term);
                    }
                }
            }
            (Section { number, parts: Vec::new() }, end)
        }
    };
    Some(Term { options: vec![section], end, marker: Some(marker), plural, bare: false })
}

/// Reads what follows "subsection" or "paragraph": a part of the section before, or "(1) of section 8".
fn detail(tokens: &[Token], at: usize, previous: Option<&Section>) -> Option<(Section, usize)> {
    let (parts, end) = detail_value(tokens, at)?;
    let mut inner: Vec<Vec<String>> = vec![parts.clone()];
    let mut next = end;
    while inner.len() <= MAX_PARTS && matches!(word_at(tokens, next), Some("of" | "to")) {
        match marker_at(tokens, after(next)) {
            Some((Marker::Detail, _, value)) => {
                let Some((more, value_end)) = detail_value(tokens, value) else {
                    break;
                };
                inner.push(more);
                next = value_end;
            }
            Some((marker, _, value)) => {
                let (mut section, section_end) = match marker {
                    Marker::Schedule => {
                        let (number, end) = labelled(tokens, value, "Sch")?;
                        (Section { number, parts: Vec::new() }, end)
                    }
                    Marker::Part => break,
                    Marker::Section | Marker::Article | Marker::Detail => {
                        numbered(tokens, value).map(|(section, end, _)| (section, end))?
                    }
                };
                section.parts.extend(inner.into_iter().rev().flatten());
                section.parts = bounded(section.parts)?;
                return Some((section, section_end));
            }
            None => break,
        }
    }
    Some((go_on(previous?, parts)?, end))
}

/// The parts after "subsection" or "paragraph": "(1)(b)" or "3(b)".
fn detail_value(tokens: &[Token], at: usize) -> Option<(Vec<String>, usize)> {
    let (parts, end) = groups(tokens, at);
    if !parts.is_empty() {
        return Some((parts, end));
    }
    let (section, end, _) = numbered(tokens, at)?;
    // As long as a number in brackets can be.
    if section.number.chars().filter(char::is_ascii_digit).count() > 3 {
        return None;
    }
    let mut parts = vec![section.number.to_ascii_lowercase()];
    parts.extend(section.parts);
    Some((parts, end))
}

/// A number or a Roman numeral after "Part" or "Schedule".
fn labelled(tokens: &[Token], at: usize, label: &str) -> Option<(String, usize)> {
    if let Some((number, end, _)) = number(tokens, at) {
        return Some((format!("{label} {number}"), end));
    }
    let roman = word_at(tokens, at).filter(|word| is_roman(word))?;
    Some((format!("{label} {}", roman.to_ascii_uppercase()), after(at)))
}

/// A number with its brackets, and whether it has neither bracket nor letter.
fn numbered(tokens: &[Token], at: usize) -> Option<(Section, usize, bool)> {
    let (number, end, lettered) = number(tokens, at)?;
    let (parts, end) = groups(tokens, end);
    let bare = parts.is_empty() && !lettered;
    Some((Section { number, parts: bounded(parts)? }, end, bare))
}

fn bounded(parts: Vec<String>) -> Option<Vec<String>> {
    (parts.len() <= MAX_PARTS).then_some(parts)
}

/// A section's number with its letters, and whether it has letters.
fn number(tokens: &[Token], at: usize) -> Option<(String, usize, bool)> {
    let token = tokens.get(at).filter(|t| t.kind == Kind::Number)?;
    let digits = token.text.as_str();
    if digits.len() > 4 || digits.starts_with('0') || is_year(digits) {
        return None;
    }
    let end = after(at);
    // "1.2" is not a section of any Act.
    if is_glued(tokens, end, Kind::Dot) && is_glued(tokens, after(end), Kind::Number) {
        return None;
    }
    let Some(letters) = tokens.get(end).filter(|t| t.kind == Kind::Word && t.glued) else {
        return Some((digits.to_owned(), end, false));
    };
    match letters.text.as_str() {
        "st" | "nd" | "rd" | "th" => None,
        "or" | "to" | "of" | "in" | "by" | "as" | "at" | "on" | "an" | "is" | "it" | "ss" => {
            Some((digits.to_owned(), end, false))
        }
        text if text.len() <= 2 && text.chars().all(|c| c.is_ascii_lowercase()) => {
            if is_glued(tokens, after(end), Kind::Number) {
                return None;
            }
            // "13s" is more often an age than a section.
            Some((format!("{digits}{}", text.to_ascii_uppercase()), after(end), text != "s"))
        }
        _ => Some((digits.to_owned(), end, false)),
    }
}

/// Whether digits are a year that an Act may bear.
pub(super) fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.parse::<u32>().is_ok_and(|year| (1800..=2100).contains(&year))
}

/// What stands in brackets here, one bracket after another; a letter may lose its bracket: "9(1)a".
fn groups(tokens: &[Token], start: usize) -> (Vec<String>, usize) {
    let mut parts = Vec::new();
    let mut at = start;
    while kind_at(tokens, at) == Some(Kind::Open) {
        let Some((part, end)) = bracketed(tokens, after(at)) else {
            break;
        };
        if kind_at(tokens, end) != Some(Kind::Close) || parts.len() > MAX_PARTS {
            break;
        }
        parts.push(part);
        at = after(end);
    }
    if let (false, Some(token)) = (parts.is_empty(), tokens.get(at)) {
        let ends = !tokens.get(after(at)).is_some_and(|t| t.glued && t.is_text());
        if token.kind == Kind::Word && token.glued && ends && is_letter_part(&token.text) {
            parts.push(token.text.clone());
            at = after(at);
        }
    }
    (parts, at)
}

/// What one bracket holds: "1", "2a", "b", "za", "iii".
fn bracketed(tokens: &[Token], at: usize) -> Option<(String, usize)> {
    let token = tokens.get(at)?;
    match token.kind {
        Kind::Number if token.text.len() <= 3 && !token.text.starts_with('0') => {
            let end = after(at);
            match tokens.get(end) {
                Some(next) if next.glued && next.kind == Kind::Word => {
                    let is_suffix = next.text.len() <= 2 && next.text.chars().all(|c| c.is_ascii_lowercase());
                    is_suffix.then(|| (format!("{}{}", token.text, next.text), after(end)))
                }
                _ => Some((token.text.clone(), end)),
            }
        }
        Kind::Word if is_letter_part(&token.text) => Some((token.text.clone(), after(at))),
        _ => None,
    }
}

fn is_letter_part(text: &str) -> bool {
    if !text.chars().all(|c| c.is_ascii_lowercase()) {
        return false;
    }
    match text.len() {
        0 => false,
        1 => true,
        2 => !matches!(
            text,
            "as" | "by"
                | "of"
                | "or"
                | "to"
                | "in"
                | "at"
                | "on"
                | "is"
                | "it"
                | "no"
                | "an"
                | "we"
                | "he"
                | "be"
                | "me"
                | "my"
                | "up"
                | "us"
                | "so"
                | "do"
                | "go"
                | "if"
                | "ex"
                | "re"
                | "vs"
                | "uk"
                | "eu"
                | "ni"
                | "gb"
        ),
        _ => is_roman(text),
    }
}

/// Whether letters are a Roman numeral of the size that parts bear.
fn is_roman(text: &str) -> bool {
    !text.is_empty() && text.len() <= 6 && text.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

fn is_digits(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The section that "(2)" or "(b)" names after another: the same down to the level of its first part.
///
/// A Part of an Act is divided into sections, not into subsections, so nothing goes on with it.
fn go_on(previous: &Section, parts: Vec<String>) -> Option<Section> {
    if previous.number.starts_with("Part ") {
        return None;
    }
    let first = parts.first()?;
    let letter_level = usize::from(previous.parts.first().is_some_and(|part| is_digits(part)));
    let roman_level = letter_level.saturating_add(1);
    let level = if is_digits(first) {
        0
    } else if is_roman(first) && follows_roman(previous.parts.get(roman_level), first) {
        roman_level
    } else if is_roman(first) && first.len() > 1 && previous.parts.len() >= roman_level {
        // "(c) and (ii)"
        roman_level
    } else {
        letter_level
    };
    let mut all: Vec<String> = previous.parts.iter().take(level).cloned().collect();
    all.extend(parts);
    Some(Section { number: previous.number.clone(), parts: bounded(all)? })
}

/// Whether the numeral goes on with the one before it rather than being the letter i, v or x.
fn follows_roman(before: Option<&String>, part: &str) -> bool {
    before.is_some_and(|before| is_roman(before) && before != part)
}

/// The alternatives that a list names.
fn resolve(mut items: Vec<Item>) -> Option<Sections> {
    // A comma means what the next connective means, failing that the one before, failing that "and".
    let mut ahead = Join::First;
    for item in items.iter_mut().rev() {
        match item.join {
            Join::Comma if ahead != Join::First => item.join = ahead,
            Join::And | Join::Or => ahead = item.join,
            Join::First | Join::Comma => {}
        }
    }
    let mut behind = Join::And;
    for item in &mut items {
        match item.join {
            Join::Comma => item.join = behind,
            Join::And | Join::Or => behind = item.join,
            Join::First => {}
        }
    }
    let or_first = items.iter().find(|item| item.join != Join::First).is_some_and(|item| item.join == Join::Or);
    let groups = if or_first {
        // Or binds tighter: each "and" multiplies by the alternatives gathered.
        let mut done: Option<Vec<SectionGroup>> = None;
        let mut gathered: Vec<SectionGroup> = Vec::new();
        for item in items {
            if item.join == Join::And {
                done = Some(times(done, std::mem::take(&mut gathered))?);
            }
            gathered.extend(item.term.options.into_iter().map(|section| SectionGroup(vec![section])));
        }
        times(done, gathered)?
    } else {
        let mut alternatives: Vec<SectionGroup> = Vec::new();
        let mut together: Option<Vec<SectionGroup>> = None;
        for item in items {
            if item.join == Join::Or {
                alternatives.extend(together.take().unwrap_or_default());
            }
            let options = item.term.options.into_iter().map(|section| SectionGroup(vec![section])).collect();
            together = Some(times(together, options)?);
        }
        alternatives.extend(together.unwrap_or_default());
        alternatives
    };
    // Each alternative once, and within the bound.
    let mut unique: Vec<SectionGroup> = Vec::new();
    let mut count = 0_usize;
    for group in groups {
        if !unique.contains(&group) {
            count = count.saturating_add(group.0.len());
            unique.push(group);
        }
    }
    // A section named again makes alternatives of unequal length. What is charged together then stands first: "9 or 4
    // and 9" would be read as (9 or 4) and 9.
    if unique.first().is_some_and(|group| group.0.len() == 1) {
        if let Some(together) = unique.iter().position(|group| group.0.len() > 1) {
            let group = unique.remove(together);
            unique.insert(0, group);
        }
    }
    (count > 0 && count <= MAX_SECTIONS).then_some(Sections(unique))
}

fn times(left: Option<Vec<SectionGroup>>, right: Vec<SectionGroup>) -> Option<Vec<SectionGroup>> {
    match left {
        Some(left) => multiply(&left, &right),
        None => Some(right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        parse_sections(text).map_or_else(|| "none".to_owned(), |sections| sections.to_string())
    }

    #[test]
    fn reads_what_people_write() {
        let cases = [
            ("9(1), subsection 519", "9(1) and 9(519)"),
            ("9(1), subsection 5119", "none"),
            ("Part 4 and (a)", "none"),
            ("Schedule 4 and (a)", "Sch 4 and Sch 4(a)"),
            ("9/4 & 9/4 & 9", "9 and 4 or 9 or 4 and 9"),
            ("9 or 4 and 9", "4 and 9 or 9"),
            ("8(1)", "8(1)"),
            ("8", "8"),
            ("s.8(1)", "8(1)"),
            ("S. 8(1)", "8(1)"),
            ("s 8 (1)", "8(1)"),
            ("s8(1)", "8(1)"),
            ("s8(1).", "8(1)"),
            ("sec 8", "8"),
            ("Sect. 8", "8"),
            ("Section8(1)", "8(1)"),
            ("SECTION 8 ( 1 )", "8(1)"),
            ("§8(1)", "8(1)"),
            ("\u{a7}\u{a7} 1 and 2", "none"),
            ("s.8\u{a0}(1)", "8(1)"),
            ("s.8[1]", "8(1)"),
            ("8(1)", "8(1)"),
            ("ss 1 and 2", "1 and 2"),
            ("ss. 1 & 2", "1 and 2"),
            ("s.s. 1 and 2", "1 and 2"),
            ("section 9(1)(a) and (2)", "9(1)(a) and 9(2)"),
            ("9(1)(a) and 9(2)", "9(1)(a) and 9(2)"),
            ("s.9(1)(a) and s.9(2)", "9(1)(a) and 9(2)"),
            ("s.9(1)(a) and section (2)", "9(1)(a) and 9(2)"),
            ("section 9(1)(a) and subsection (2)", "9(1)(a) and 9(2)"),
            ("section 9(1)(a) and sub-section (2)", "9(1)(a) and 9(2)"),
            ("sections 1(2) and 1(3)", "1(2) and 1(3)"),
            ("1(1), 1(3) and 4", "1(1) and 1(3) and 4"),
            ("1(1), (3) and 4", "1(1) and 1(3) and 4"),
            ("113(1), and (4)", "113(1) and 113(4)"),
            ("1 or 2", "1 or 2"),
            ("51 or 52", "51 or 52"),
            ("4 or 4A", "4 or 4A"),
            ("1/2", "1 or 2"),
            ("8/10", "8 or 10"),
            ("9 and/or 10", "9 or 10"),
            ("9, 10 or 13", "9 or 10 or 13"),
            ("9, 10 and 13", "9 and 10 and 13"),
            ("9, 10", "9 and 10"),
            ("9; 10", "9 and 10"),
            ("1 or 2, 3", "1 or 2 or 3"),
            ("9 with 13", "9 and 13"),
            ("9 read with 13", "9 and 13"),
            ("9 or 10 and 13", "9 and 13 or 10 and 13"),
            ("9 and 13 or 10 and 13", "9 and 13 or 10 and 13"),
            ("1 and 2 or 3", "1 and 2 or 3"),
            ("9 or 10 and 13 or 14", "9 and 13 or 9 and 14 or 10 and 13 or 10 and 14"),
            ("9 and 9", "9"),
            ("9(1)(a), (b), (c)(ii) and (2)", "9(1)(a) and 9(1)(b) and 9(1)(c)(ii) and 9(2)"),
            ("47(1)(a), (b), (c)(i), (4)(a) and (6)", "47(1)(a) and 47(1)(b) and 47(1)(c)(i) and 47(4)(a) and 47(6)"),
            ("11(1)(a), (b), (c), (d)(i) and 13", "11(1)(a) and 11(1)(b) and 11(1)(c) and 11(1)(d)(i) and 13"),
            ("1(1)(c)(i), (ii) and (iii)", "1(1)(c)(i) and 1(1)(c)(ii) and 1(1)(c)(iii)"),
            ("1(1)(h) or (i)", "1(1)(h) or 1(1)(i)"),
            ("1(a) and (b)", "1(a) and 1(b)"),
            ("12A(1) and (2)(b)", "12A(1) and 12A(2)(b)"),
            ("4A(1)(a)(b)(ii) and (5)", "4A(1)(a)(b)(ii) and 4A(5)"),
            ("160(1), (2A) and (3)", "160(1) and 160(2a) and 160(3)"),
            ("1(2a)", "1(2a)"),
            ("29(1)(ba) and (2)", "29(1)(ba) and 29(2)"),
            ("9(1)b", "9(1)(b)"),
            ("3A", "3A"),
            ("3a", "3A"),
            ("3ZC", "3ZC"),
            ("s.75A(1)(b) and (5)", "75A(1)(b) and 75A(5)"),
            ("303ZA(1)", "303ZA(1)"),
            ("354(1) and (4)", "354(1) and 354(4)"),
            ("art 4", "4"),
            ("Art. 4", "4"),
            ("article 4", "4"),
            ("articles 4 to 8", "4 or 5 or 6 or 7 or 8"),
            ("arts 4-8", "4 or 5 or 6 or 7 or 8"),
            ("ss.44 \u{2013} 46", "44 or 45 or 46"),
            ("s.1(a) to (c)", "1(a) or 1(b) or 1(c)"),
            ("s.9(1)-(3)", "9(1) or 9(2) or 9(3)"),
            ("Part II (articles 4 to 8)", "4 or 5 or 6 or 7 or 8"),
            ("Part 1, section 4", "4"),
            ("reg 4", "4"),
            ("regulation 4(1)", "4(1)"),
            ("Part II", "Part II"),
            ("part 2", "Part 2"),
            ("sch 1", "Sch 1"),
            ("Schedule 1, paragraph 3(b)", "Sch 1(3)(b)"),
            ("paragraph 3 of Schedule 1", "Sch 1(3)"),
            ("section 17(2) and Schedule 6", "17(2) and Sch 6"),
            ("section 17(2) of and Schedule 6", "17(2) and Sch 6"),
            ("subsection (1) of section 8", "8(1)"),
            ("paragraph (b) of subsection (1) of section 9", "9(1)(b)"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_section() {
        let cases = [
            "",
            " ",
            "(",
            "()",
            "(1)",
            "s",
            "s.",
            "section",
            "1.2",
            "s.1.2",
            "8(",
            "8(1",
            "8(1))",
            "8(1) Theft Act",
            "13th",
            "1968",
            "2003",
            "12345",
            "08",
            "0",
            "eight",
            "8 (robbery)",
            "and 8",
            "8 and",
            "8 9",
            "8,",
            "4 to 2",
            "1 to 999",
            "to",
            "9(1)(a) and (",
            "3A1",
            "s.8 - robbery",
            "\u{0668}",
            "8(1)(2)(3)(4)(5)(6)(7)(8)(9)(10)(11)",
        ];
        for text in cases {
            assert_eq!(shown(text), "none", "{text}");
        }
    }

    #[test]
    fn holds_its_bounds() {
        let list = |n: usize| (1..=n).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
        assert!(parse_sections(&list(32)).is_some());
        assert!(parse_sections(&list(33)).is_none());
        assert!(parse_sections(&"9".repeat(201)).is_none());
        assert!(parse_sections(&format!("s.8{}", " ".repeat(300))).is_none());
        // The product of the alternatives is bounded too.
        assert!(parse_sections("1 to 9 and 11 to 19").is_none());
        assert!(parse_sections("1 to 4 and 11 to 14").is_some());
    }

    #[test]
    fn a_letter_makes_another_section() {
        let section = |text: &str| Section::parse(text);
        let (three, three_a) = (section("3"), section("3A"));
        assert_ne!(three, three_a);
        let prefix = |a: &str, b: &str| matches!((section(a), section(b)), (Some(a), Some(b)) if a.is_prefix_of(&b));
        assert!(prefix("9", "9(1)(b)"));
        assert!(prefix("9(1)", "9(1)(b)"));
        assert!(prefix("9(1)(b)", "9(1)(b)"));
        assert!(!prefix("9(1)(b)", "9(1)"));
        assert!(!prefix("3", "3A"));
        assert!(!prefix("9(1)", "9(10)"));
        assert!(section("1 and 2").is_none());
    }

    #[test]
    fn sorts_as_a_lawyer_would() {
        let mut sections: Vec<Section> = ["10", "3A", "9(2)", "9(10)", "3", "Part II", "9", "3ZA", "9(2)(a)"]
            .into_iter()
            .filter_map(Section::parse)
            .collect();
        sections.sort();
        let shown: Vec<String> = sections.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["3", "3A", "3ZA", "9", "9(2)", "9(2)(a)", "9(10)", "10", "Part II"]);
    }

    #[test]
    fn shown_sections_read_back() {
        for text in ["9(1)(a), (b) and (2)", "9 or 10 and 13", "4 to 8", "Part II", "sch 1", "3ZC", "1 and 2 or 3"] {
            let once = shown(text);
            assert_eq!(shown(&once), once);
        }
    }
}
