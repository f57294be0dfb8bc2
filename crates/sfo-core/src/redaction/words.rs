//! Folded text as words, and lists of words in which one can be looked up fast.

/// Classes of bytes: what parts words is zero.
const OTHER: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;

const CLASSES: [u8; 256] = classes();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "worked out when compiling, within the array"
)]
const fn classes() -> [u8; 256] {
    let mut all = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        all[byte] = match byte as u8 {
            b'a'..=b'z' | 0x80.. => LETTER,
            b'0'..=b'9' => DIGIT,
            _ => OTHER,
        };
        byte += 1;
    }
    all
}

#[inline]
pub(super) fn class(byte: u8) -> u8 {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

#[inline]
pub(super) fn is_word(byte: u8) -> bool {
    class(byte) != OTHER
}

/// A run of letters and digits.
#[derive(Clone, Copy)]
pub(super) struct Word {
    pub hash: u64,
    start: u32,
    /// The end, and two bits for what is in it. A window is far shorter than what is left.
    end_and_holds: u32,
}

const HOLDS_DIGIT: u32 = 1;
const HOLDS_LETTER: u32 = 2;

impl Word {
    #[inline]
    fn new(start: usize, end: usize, hash: u64, has_digit: bool, has_letter: bool) -> Self {
        let holds = u32::from(has_letter) << 1 | u32::from(has_digit);
        Self { hash, start: start as u32, end_and_holds: (end as u32) << 2 | holds }
    }

    #[inline]
    pub(super) const fn start(self) -> usize {
        self.start as usize
    }

    #[inline]
    pub(super) const fn end(self) -> usize {
        (self.end_and_holds >> 2) as usize
    }

    #[inline]
    pub(super) const fn has_digit(self) -> bool {
        self.end_and_holds & HOLDS_DIGIT != 0
    }

    #[inline]
    pub(super) const fn has_letter(self) -> bool {
        self.end_and_holds & HOLDS_LETTER != 0
    }

    #[inline]
    pub(super) const fn len(self) -> usize {
        self.end().saturating_sub(self.start())
    }
}

/// The bit of each of eight bytes that ASCII leaves free.
const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// The high bits of the digits among eight bytes.
#[inline]
const fn digits_of(eight: u64) -> u64 {
    let low = eight & !HIGH;
    at_least(low, b'0') & !at_least(low, b':') & !eight & HIGH
}

/// The high bit of each byte of eight, all below 128, that is at least `least`.
#[inline]
const fn at_least(eight: u64, least: u8) -> u64 {
    eight.wrapping_add(ONES.wrapping_mul(0x80_u64.wrapping_sub(least as u64)))
}

/// A bit for each of 64 bytes of folded text: whether it is of a word; and whether one of them is an at sign.
#[inline]
fn within_words(block: &[u8; 64]) -> (u64, bool) {
    // Byte by byte without a branch, so that many are looked at in one instruction.
    let mut marks = [0_u8; 64];
    for (mark, byte) in marks.iter_mut().zip(block) {
        let letter = byte.wrapping_sub(b'a') < 26 || *byte >= 0x80;
        *mark = u8::from(letter | (byte.wrapping_sub(b'0') < 10));
    }
    let eights = marks.chunks_exact(8).rev();
    let within = eights.fold(0, |all, eight| all << 8 | packed(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56);
    (within, block.iter().fold(false, |any, byte| any | (*byte == b'@')))
}

/// Up to eight bytes as a number, the first one lowest.
#[inline]
pub(super) fn packed(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

#[inline]
const fn mixed(number: u64, eight: u64) -> u64 {
    (number ^ eight).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[inline]
const fn finished(number: u64) -> u64 {
    number ^ number >> 29
}

/// A number for a word, the same for the same bytes. Words of up to eight bytes have numbers of their own.
#[inline]
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let length = bytes.len() as u64;
    match bytes.last_chunk::<8>() {
        // Eight at a time, and the last eight, which may be among them.
        Some(last) => {
            let eights = bytes.chunks_exact(8).map(packed).chain(std::iter::once(u64::from_le_bytes(*last)));
            finished(eights.skip(usize::from(bytes.len() == 8)).fold(length, mixed))
        }
        None => finished(mixed(length, packed(bytes))),
    }
}

/// A number for two words one after the other.
#[inline]
pub(super) const fn pair(first: u64, second: u64) -> u64 {
    finished(mixed(first.rotate_left(23), second))
}

/// Fills a list with the words of folded text and one with the places of its at signs.
pub(super) fn split(bytes: &[u8], words: &mut Vec<Word>, at_signs: &mut Vec<usize>) {
    words.clear();
    at_signs.clear();
    let mut start = 0_usize;
    let mut open = false;
    let mut base = 0_usize;
    // Sixty-four bytes at a time: a bit for each, and only where a word begins or ends is there something to do.
    for block in bytes.chunks(64) {
        let (within, has_sign) = match block.first_chunk::<64>() {
            Some(block) => within_words(block),
            None => {
                let mut last = [0; 64];
                last.iter_mut().zip(block).for_each(|(to, byte)| *to = *byte);
                within_words(&last)
            }
        };
        let mut edges = within ^ (within << 1 | u64::from(open));
        while edges != 0 {
            let at = base.wrapping_add(edges.trailing_zeros() as usize);
            edges &= edges.wrapping_sub(1);
            if open {
                words.push(word(bytes, start, at));
            } else {
                start = at;
            }
            open = !open;
        }
        if has_sign {
            let signs = block.iter().enumerate().filter(|(_, byte)| **byte == b'@');
            at_signs.extend(signs.map(|(at, _)| base.saturating_add(at)));
        }
        base = base.saturating_add(block.len());
    }
    if open {
        words.push(word(bytes, start, bytes.len()));
    }
}

#[inline]
fn word(bytes: &[u8], start: usize, end: usize) -> Word {
    let length = end.saturating_sub(start);
    // Eight bytes are read at once where that many are there; what follows the word is cut off.
    if let Some(eight) = bytes.get(start..).and_then(|rest| rest.first_chunk::<8>()).filter(|_| length <= 8) {
        let keep = u64::MAX >> (64_u32.wrapping_sub((length as u32) << 3) & 63);
        let packed = u64::from_le_bytes(*eight) & keep;
        let digits = digits_of(packed);
        let number = finished(mixed(length as u64, packed));
        return Word::new(start, end, number, digits != 0, digits != HIGH & keep);
    }
    let own = bytes.get(start..end).unwrap_or_default();
    let eights = own.chunks_exact(8).map(packed).chain(own.last_chunk::<8>().map(|last| u64::from_le_bytes(*last)));
    let (any, all) = eights.map(digits_of).fold((0, HIGH), |(any, all), digits| (any | digits, all & digits));
    if length >= 8 {
        return Word::new(start, end, hash(own), any != 0, all != HIGH);
    }
    // At the very end of the text.
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    Word::new(start, end, hash(own), own.iter().any(is_digit), !own.iter().all(is_digit))
}

/// A set of word numbers with something for each: most words are told apart by one bit.
pub(super) struct Lookup<T> {
    /// A bit for the first bits of each number.
    filter: Vec<u64>,
    /// How far a number is moved to leave those bits.
    filter_shift: u32,
    /// Sorted by number.
    rows: Vec<(u64, T)>,
    /// Where the rows of the numbers with these first bits begin.
    begins: Vec<u32>,
}

const BEGIN_BITS: u32 = 13;
/// Bits of the filter for each row: one word in as many that is not there passes it.
const BITS_OF_ROW: usize = 16;
/// The fewest and the most bits of a filter, as powers of two: more than these do not stay near the processor.
const FILTER_BITS: std::ops::RangeInclusive<u32> = 8..=18;

impl<T> Lookup<T> {
    pub(super) fn new(mut rows: Vec<(u64, T)>) -> Self {
        crate::order::sort(&mut rows, |a, b| a.0.cmp(&b.0));
        let bits = rows.len().saturating_mul(BITS_OF_ROW).checked_ilog2().unwrap_or(0);
        let bits = bits.clamp(*FILTER_BITS.start(), *FILTER_BITS.end());
        let filter_shift = 64_u32.saturating_sub(bits);
        let mut filter = vec![0_u64; 1 << bits.saturating_sub(6)];
        for (number, _) in &rows {
            let bit = number >> filter_shift;
            if let Some(cell) = usize::try_from(bit >> 6).ok().and_then(|at| filter.get_mut(at)) {
                *cell |= 1 << (bit & 63);
            }
        }
        let begins = (0..=1_u64 << BEGIN_BITS)
            .map(|first| rows.partition_point(|(number, _)| number >> (64 - BEGIN_BITS) < first))
            .map(|place| u32::try_from(place).unwrap_or(u32::MAX))
            .collect();
        Self { filter, filter_shift, rows, begins }
    }

    /// Whether a word of this number may be here; most that are not are told apart.
    #[inline]
    pub(super) fn may_have(&self, number: u64) -> bool {
        let bit = number >> self.filter_shift;
        self.filter.get((bit >> 6) as usize).is_some_and(|cell| cell >> (bit & 63) & 1 != 0)
    }

    /// Everything for the words of this number.
    #[inline]
    pub(super) fn get(&self, number: u64) -> impl Iterator<Item = &T> {
        let rows = if self.may_have(number) { self.rows_about(number) } else { &[] };
        rows.iter().filter(move |row| row.0 == number).map(|row| &row.1)
    }

    /// The rows of the numbers with the same first bits.
    fn rows_about(&self, number: u64) -> &[(u64, T)] {
        let first = (number >> (64 - BEGIN_BITS)) as usize;
        let begin =
            |at: usize| self.begins.get(at).and_then(|place| usize::try_from(*place).ok()).unwrap_or(usize::MAX);
        self.rows.get(begin(first)..begin(first.saturating_add(1))).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test")]

    use super::{hash, split};

    #[test]
    fn a_word_has_the_same_number_wherever_it_stands() {
        let text = "a short word, and one of more than eight letters: professionally. 12345678 x";
        let (mut words, mut at_signs) = (Vec::new(), Vec::new());
        split(text.as_bytes(), &mut words, &mut at_signs);
        for word in &words {
            assert_eq!(word.hash, hash(text.as_bytes().get(word.start()..word.end()).unwrap()));
        }
        assert_eq!(words.len(), 13);
    }
}
