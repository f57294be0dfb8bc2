//! Text as it is searched: in lower case, without accents, look-alikes, hidden characters, tags and encodings, with a
//! way back to the places of the text as it was given.

use std::ops::Range;

/// The longest tag that is taken for one, in bytes.
const MAX_TAG: usize = 256;

/// Tags between which a word goes on. Every other tag parts words.
const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "code", "em", "font", "i", "ins", "mark", "s", "small", "span", "strong", "sub",
    "sup", "tt", "u", "wbr",
];

/// A stretch of folded text and the stretch of the given text that it stands for.
#[derive(Clone, Copy)]
struct Piece {
    folded: usize,
    original: usize,
    original_end: usize,
    /// Byte for byte the same, save for case.
    same: bool,
}

/// Folded text. Only one is made for a text: it is filled again for each window.
#[derive(Default)]
pub(super) struct Folded {
    bytes: Vec<u8>,
    pieces: Vec<Piece>,
}

impl Folded {
    /// Folds a text.
    pub(super) fn fill(&mut self, text: &str) {
        self.bytes.clear();
        self.pieces.clear();
        self.bytes.reserve(text.len());
        let bytes = text.as_bytes();
        let mut at = 0_usize;
        let mut plain_from = 0_usize;
        while let Some(rest) = bytes.get(at..) {
            // Blocks of ordinary text are looked at as a whole, which is many times as fast.
            if let Some(block) = rest.first_chunk::<64>() {
                if !block.iter().fold(false, |any, byte| any | is_special(*byte)) {
                    at = at.saturating_add(64);
                    continue;
                }
            }
            let Some(step) = rest.iter().take(64).position(|byte| is_special(*byte)) else {
                if rest.len() <= 64 {
                    break;
                }
                at = at.saturating_add(64);
                continue;
            };
            at = at.saturating_add(step);
            let special = text.get(at..).and_then(decode);
            let Some(special) = special else {
                // An ampersand, a per cent or a less-than sign that is just that.
                at = at.saturating_add(1);
                continue;
            };
            self.plain(bytes, plain_from..at);
            let end = at.saturating_add(special.length);
            self.pieces.push(Piece { folded: self.bytes.len(), original: at, original_end: end, same: false });
            special.push(&mut self.bytes);
            at = end;
            plain_from = end;
        }
        self.plain(bytes, plain_from..bytes.len());
    }

    fn plain(&mut self, bytes: &[u8], range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            folded: self.bytes.len(),
            original: range.start,
            original_end: range.end,
            same: true,
        });
        let from = self.bytes.len();
        self.bytes.extend_from_slice(bytes.get(range).unwrap_or_default());
        if let Some(new) = self.bytes.get_mut(from..) {
            new.make_ascii_lowercase();
        }
    }

    /// The folded bytes. What is not ASCII in them is a letter that has no fold.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn piece(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.folded <= at);
        after.checked_sub(1).and_then(|place| self.pieces.get(place))
    }

    /// Where a folded place begins in the given text.
    pub(super) fn start(&self, at: usize) -> usize {
        self.piece(at).map_or(0, |piece| {
            if piece.same {
                piece.original.saturating_add(at.saturating_sub(piece.folded))
            } else {
                piece.original
            }
        })
    }

    /// The stretch of the given text for a stretch of folded text.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.start(range.start);
        let end = range.end.checked_sub(1).and_then(|last| self.piece(last).map(|piece| (last, piece))).map_or(
            start,
            |(last, piece)| {
                if piece.same {
                    piece.original.saturating_add(last.saturating_sub(piece.folded)).saturating_add(1)
                } else {
                    piece.original_end
                }
            },
        );
        start..end.max(start)
    }

    /// Whether the letter at a folded place is a capital in the given text.
    pub(super) fn is_capital(&self, text: &str, at: usize) -> bool {
        let Some(piece) = self.piece(at) else { return false };
        if piece.same {
            let original = piece.original.saturating_add(at.saturating_sub(piece.folded));
            return text.as_bytes().get(original).is_some_and(u8::is_ascii_uppercase);
        }
        let Some(given) = text.get(piece.original..piece.original_end) else { return false };
        decoded_char(given).is_some_and(|c| c.is_uppercase() || matches!(c, '\u{1D400}'..='\u{1D419}' | '\u{24B6}'..='\u{24CF}'))
    }
}

#[inline]
fn is_special(byte: u8) -> bool {
    byte >= 0x80 || byte == b'&' || byte == b'%' || byte == b'<'
}

/// The character that an encoding stands for, or the first one of a text.
fn decoded_char(given: &str) -> Option<char> {
    match given.as_bytes().first()? {
        b'&' => entity(given).map(|(c, _)| c),
        b'%' => percent(given).map(|(c, _)| c),
        _ => given.chars().next(),
    }
}

/// What a special place of a text folds to.
struct Special {
    length: usize,
    fold: Fold,
}

enum Fold {
    Nothing,
    Ascii(&'static str),
    Byte(u8),
    Other(char),
}

impl Special {
    fn push(&self, out: &mut Vec<u8>) {
        match self.fold {
            Fold::Nothing => {}
            Fold::Ascii(text) => out.extend_from_slice(text.as_bytes()),
            Fold::Byte(byte) => out.push(byte),
            Fold::Other(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// What stands at the beginning of a text, if it is more than the byte that it is.
fn decode(text: &str) -> Option<Special> {
    match text.as_bytes().first()? {
        b'&' => entity(text).map(|(c, length)| Special { length, fold: fold_char(c) }),
        b'%' => percent(text).map(|(c, length)| Special { length, fold: fold_char(c) }),
        b'<' => tag(text).map(|(length, inline)| Special {
            length,
            fold: if inline { Fold::Nothing } else { Fold::Byte(b' ') },
        }),
        _ => text.chars().next().map(|c| Special { length: c.len_utf8(), fold: fold_char(c) }),
    }
}

/// The length of the tag at the beginning of a text, and whether a word goes on past it.
pub(super) fn tag(text: &str) -> Option<(usize, bool)> {
    let inside = text.strip_prefix('<')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') {
        return None;
    }
    let close = inside.bytes().take(MAX_TAG).position(|byte| byte == b'>' || byte == b'<')?;
    if inside.as_bytes().get(close) != Some(&b'>') {
        return None;
    }
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    // A comment hides nothing from a reader of the source, and parts no word for a reader of the page.
    let inline = name.is_empty() || INLINE_TAGS.contains(&name.as_str());
    Some((close.saturating_add(2), inline))
}

/// The character of an HTML entity at the beginning of a text, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let inside = text.strip_prefix('&')?;
    if let Some(number) = inside.strip_prefix('#') {
        let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3_usize),
            None => (number, 10, 2_usize),
        };
        let count = digits.bytes().take(7).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..count)?, radix).ok()?;
        let closed = usize::from(digits.as_bytes().get(count) == Some(&b';'));
        return Some((char::from_u32(code)?, before.saturating_add(count).saturating_add(closed)));
    }
    let count = inside.bytes().take(10).take_while(u8::is_ascii_alphanumeric).count();
    let name = inside.get(..count)?;
    if inside.as_bytes().get(count) != Some(&b';') {
        return None;
    }
    Some((named(name)?, count.saturating_add(2)))
}

fn named(name: &str) -> Option<char> {
    const NAMES: &[(&str, char)] = &[
        ("amp", '&'), ("apos", '\''), ("gt", '>'), ("lt", '<'), ("quot", '"'), ("nbsp", ' '), ("ensp", ' '), ("emsp", ' '),
        ("thinsp", ' '), ("shy", '\u{AD}'), ("zwj", '\u{200D}'), ("zwnj", '\u{200C}'), ("lrm", '\u{200E}'),
        ("rlm", '\u{200F}'), ("rsquo", '\''), ("lsquo", '\''), ("sbquo", '\''), ("prime", '\''), ("hyphen", '-'),
        ("dash", '-'), ("ndash", '-'), ("mdash", '-'), ("minus", '-'), ("period", '.'), ("comma", ','), ("commat", '@'),
        ("lowbar", '_'), ("sol", '/'), ("num", '#'), ("plus", '+'), ("NewLine", '\n'), ("Tab", '\t'), ("szlig", 'ß'),
        ("aelig", 'æ'), ("AElig", 'Æ'), ("oelig", 'œ'), ("OElig", 'Œ'), ("eth", 'ð'), ("thorn", 'þ'),
    ];
    if let Some((_, c)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    // A letter with a mark, such as `eacute`: the mark is dropped in any case.
    let mut letters = name.chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    let marks =
        ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "caron", "slash", "macr", "breve", "ogon", "dot", "strok"];
    marks.contains(&letters.as_str()).then_some(letter)
}

/// The character of percent-encoded bytes at the beginning of a text, and their length.
fn percent(text: &str) -> Option<(char, usize)> {
    let byte = |at: usize| {
        let triple = text.get(at..at.checked_add(3)?)?;
        u8::from_str_radix(triple.strip_prefix('%').filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?, 16).ok()
    };
    let first = byte(0)?;
    let count = match first {
        0..=0x7f => 1_usize,
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = (0..count).map(|at| byte(at.saturating_mul(3))).collect();
    let bytes = bytes?;
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((c, count.saturating_mul(3)))
}

/// First and last character of a stretch, and what each of them folds to.
type Row = (u32, u32, &'static str);

/// Letters with marks, by the letter that is left without them.
const LATIN: &[Row] = &[
    (0xC0, 0xC5, "a"), (0xC6, 0xC6, "ae"), (0xC7, 0xC7, "c"), (0xC8, 0xCB, "e"), (0xCC, 0xCF, "i"), (0xD0, 0xD0, "d"),
    (0xD1, 0xD1, "n"), (0xD2, 0xD6, "o"), (0xD8, 0xD8, "o"), (0xD9, 0xDC, "u"), (0xDD, 0xDD, "y"), (0xDE, 0xDE, "th"),
    (0xDF, 0xDF, "ss"), (0xE0, 0xE5, "a"), (0xE6, 0xE6, "ae"), (0xE7, 0xE7, "c"), (0xE8, 0xEB, "e"), (0xEC, 0xEF, "i"),
    (0xF0, 0xF0, "d"), (0xF1, 0xF1, "n"), (0xF2, 0xF6, "o"), (0xF8, 0xF8, "o"), (0xF9, 0xFC, "u"), (0xFD, 0xFD, "y"),
    (0xFE, 0xFE, "th"), (0xFF, 0xFF, "y"), (0x100, 0x105, "a"), (0x106, 0x10D, "c"), (0x10E, 0x111, "d"),
    (0x112, 0x11B, "e"), (0x11C, 0x123, "g"), (0x124, 0x127, "h"), (0x128, 0x131, "i"), (0x132, 0x133, "ij"),
    (0x134, 0x135, "j"), (0x136, 0x138, "k"), (0x139, 0x142, "l"), (0x143, 0x14B, "n"), (0x14C, 0x151, "o"),
    (0x152, 0x153, "oe"), (0x154, 0x159, "r"), (0x15A, 0x161, "s"), (0x162, 0x167, "t"), (0x168, 0x173, "u"),
    (0x174, 0x175, "w"), (0x176, 0x178, "y"), (0x179, 0x17E, "z"), (0x17F, 0x17F, "s"), (0x180, 0x183, "b"),
    (0x187, 0x188, "c"), (0x189, 0x18C, "d"), (0x191, 0x192, "f"), (0x197, 0x197, "i"), (0x198, 0x199, "k"),
    (0x19A, 0x19A, "l"), (0x19D, 0x19E, "n"), (0x1A0, 0x1A1, "o"), (0x1AF, 0x1B0, "u"), (0x1B3, 0x1B4, "y"),
    (0x1B5, 0x1B6, "z"), (0x1CD, 0x1CE, "a"), (0x1CF, 0x1D0, "i"), (0x1D1, 0x1D2, "o"), (0x1D3, 0x1DC, "u"),
    (0x1DE, 0x1E1, "a"), (0x1E4, 0x1E7, "g"), (0x1E8, 0x1E9, "k"), (0x1EA, 0x1ED, "o"), (0x1F0, 0x1F0, "j"),
    (0x1F4, 0x1F5, "g"), (0x1F8, 0x1F9, "n"), (0x1FA, 0x1FB, "a"), (0x1FE, 0x1FF, "o"), (0x200, 0x203, "a"),
    (0x204, 0x207, "e"), (0x208, 0x20B, "i"), (0x20C, 0x20F, "o"), (0x210, 0x213, "r"), (0x214, 0x217, "u"),
    (0x218, 0x219, "s"), (0x21A, 0x21B, "t"), (0x21E, 0x21F, "h"), (0x226, 0x227, "a"), (0x228, 0x229, "e"),
    (0x22A, 0x231, "o"), (0x232, 0x233, "y"), (0x251, 0x251, "a"), (0x261, 0x261, "g"), (0x26A, 0x26A, "i"),
    (0x1E00, 0x1E01, "a"), (0x1E02, 0x1E07, "b"), (0x1E08, 0x1E09, "c"), (0x1E0A, 0x1E13, "d"), (0x1E14, 0x1E1D, "e"),
    (0x1E1E, 0x1E1F, "f"), (0x1E20, 0x1E21, "g"), (0x1E22, 0x1E2B, "h"), (0x1E2C, 0x1E2F, "i"), (0x1E30, 0x1E35, "k"),
    (0x1E36, 0x1E3D, "l"), (0x1E3E, 0x1E43, "m"), (0x1E44, 0x1E4B, "n"), (0x1E4C, 0x1E53, "o"), (0x1E54, 0x1E57, "p"),
    (0x1E58, 0x1E5F, "r"), (0x1E60, 0x1E69, "s"), (0x1E6A, 0x1E71, "t"), (0x1E72, 0x1E7B, "u"), (0x1E7C, 0x1E7F, "v"),
    (0x1E80, 0x1E89, "w"), (0x1E8A, 0x1E8D, "x"), (0x1E8E, 0x1E8F, "y"), (0x1E90, 0x1E95, "z"), (0x1E96, 0x1E96, "h"),
    (0x1E97, 0x1E97, "t"), (0x1E98, 0x1E98, "w"), (0x1E99, 0x1E99, "y"), (0x1E9A, 0x1E9A, "a"), (0x1E9E, 0x1E9E, "ss"),
    (0x1EA0, 0x1EB7, "a"), (0x1EB8, 0x1EC7, "e"), (0x1EC8, 0x1ECB, "i"), (0x1ECC, 0x1EE3, "o"), (0x1EE4, 0x1EF1, "u"),
    (0x1EF2, 0x1EF9, "y"), (0xFB00, 0xFB00, "ff"), (0xFB01, 0xFB01, "fi"), (0xFB02, 0xFB02, "fl"),
];

/// Letters of other alphabets that look like Latin ones.
const LOOK_ALIKES: &[(char, &str)] = &[
    ('Α', "a"), ('Β', "b"), ('Ε', "e"), ('Ζ', "z"), ('Η', "h"), ('Ι', "i"), ('Κ', "k"), ('Μ', "m"), ('Ν', "n"), ('Ο', "o"),
    ('Ρ', "p"), ('Τ', "t"), ('Υ', "y"), ('Χ', "x"), ('α', "a"), ('β', "b"), ('γ', "y"), ('ε', "e"), ('η', "n"), ('ι', "i"),
    ('κ', "k"), ('ν', "v"), ('ο', "o"), ('ρ', "p"), ('σ', "o"), ('τ', "t"), ('υ', "u"), ('χ', "x"), ('ω', "w"), ('ϲ', "c"),
    ('ϳ', "j"), ('Ѕ', "s"), ('І', "i"), ('Ј', "j"), ('А', "a"), ('В', "b"), ('Е', "e"), ('К', "k"), ('М', "m"), ('Н', "h"),
    ('О', "o"), ('Р', "p"), ('С', "c"), ('Т', "t"), ('У', "y"), ('Х', "x"), ('а', "a"), ('в', "b"), ('е', "e"), ('к', "k"),
    ('м', "m"), ('н', "h"), ('о', "o"), ('р', "p"), ('с', "c"), ('т', "t"), ('у', "y"), ('х', "x"), ('ѕ', "s"), ('і', "i"),
    ('ј', "j"), ('ѵ', "v"), ('Ѵ', "v"), ('һ', "h"), ('Һ', "h"), ('ӏ', "l"), ('Ӏ', "l"), ('ԁ', "d"), ('Ԁ', "d"), ('ԍ', "g"),
    ('ԛ', "q"), ('Ԛ', "q"), ('ԝ', "w"), ('Ԝ', "w"), ('ѐ', "e"), ('ё', "e"), ('ї', "i"), ('՝', "'"), ('օ', "o"), ('ո', "n"),
    ('ս', "u"), ('հ', "h"), ('ց', "g"), ('գ', "q"), ('ℓ', "l"), ('ℎ', "h"), ('ℊ', "g"), ('ℯ', "e"), ('ℴ', "o"), ('K', "k"),
    ('Å', "a"), ('ꞌ', "'"),
];

fn fold_char(c: char) -> Fold {
    let code = u32::from(c);
    match c {
        '\0'..='\x7f' => Fold::Byte(u8::try_from(code).unwrap_or(b' ').to_ascii_lowercase()),
        // Hidden: soft hyphens, joiners, marks of direction, variation selectors, tags, and marks on letters.
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' | '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' => Fold::Nothing,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' | '\u{2800}' => Fold::Byte(b' '),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Fold::Byte(b'\n'),
        '\u{2018}'..='\u{201B}' | '\u{2BC}' | '\u{2BB}' | '\u{2B9}' | '\u{2032}' | '\u{B4}' | '\u{FF07}' => Fold::Byte(b'\''),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{2043}' => Fold::Byte(b'-'),
        '\u{FF01}'..='\u{FF5E}' => {
            let ascii = code.saturating_sub(0xFEE0);
            Fold::Byte(u8::try_from(ascii).unwrap_or(b' ').to_ascii_lowercase())
        }
        // Alphabets for formulas, each of twice 26 letters, and their digits.
        '\u{1D400}'..='\u{1D6A3}' => letter(code.saturating_sub(0x1D400).wrapping_rem(52).wrapping_rem(26)),
        '\u{1D7CE}'..='\u{1D7FF}' => digit(code.saturating_sub(0x1D7CE).wrapping_rem(10)),
        '\u{249C}'..='\u{24B5}' => letter(code.saturating_sub(0x249C)),
        '\u{24B6}'..='\u{24CF}' => letter(code.saturating_sub(0x24B6)),
        '\u{24D0}'..='\u{24E9}' => letter(code.saturating_sub(0x24D0)),
        '\u{1F130}'..='\u{1F149}' => letter(code.saturating_sub(0x1F130)),
        '\u{1F150}'..='\u{1F169}' => letter(code.saturating_sub(0x1F150)),
        '\u{1F170}'..='\u{1F189}' => letter(code.saturating_sub(0x1F170)),
        '\u{660}'..='\u{669}' => digit(code.saturating_sub(0x660)),
        '\u{6F0}'..='\u{6F9}' => digit(code.saturating_sub(0x6F0)),
        '\u{966}'..='\u{96F}' => digit(code.saturating_sub(0x966)),
        '\u{2080}'..='\u{2089}' => digit(code.saturating_sub(0x2080)),
        '\u{B9}' => digit(1),
        '\u{B2}' => digit(2),
        '\u{B3}' => digit(3),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => digit(code.saturating_sub(0x2070)),
        _ => {
            let after = LATIN.partition_point(|(first, ..)| *first <= code);
            let row = after.checked_sub(1).and_then(|place| LATIN.get(place)).filter(|(_, last, _)| code <= *last);
            if let Some((.., fold)) = row {
                return Fold::Ascii(fold);
            }
            if let Some((_, fold)) = LOOK_ALIKES.iter().find(|(alike, _)| *alike == c) {
                return Fold::Ascii(fold);
            }
            // Another letter or digit is part of a word; everything else parts words and is no plain gap in a name.
            if c.is_alphanumeric() {
                Fold::Other(c.to_lowercase().next().unwrap_or(c))
            } else {
                Fold::Byte(b'#')
            }
        }
    }
}

fn letter(place: u32) -> Fold {
    Fold::Byte(u8::try_from(place).unwrap_or(0).wrapping_rem(26).wrapping_add(b'a'))
}

fn digit(place: u32) -> Fold {
    Fold::Byte(u8::try_from(place).unwrap_or(0).wrapping_rem(10).wrapping_add(b'0'))
}

/// A short text folded by itself: a name, a label, an alias.
pub(super) fn folded(text: &str) -> String {
    let mut all = Folded::default();
    all.fill(text);
    String::from_utf8_lossy(&all.bytes).into_owned()
}
