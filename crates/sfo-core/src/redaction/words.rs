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
    pub start: usize,
    pub end: usize,
    pub hash: u64,
    pub has_digit: bool,
    pub has_letter: bool,
}

impl Word {
    pub(super) const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }
}

/// A number for a word, the same for the same bytes. Words of up to eight bytes have numbers of their own.
#[inline]
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut number = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let packed = match chunk.first_chunk::<8>() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => chunk.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
        };
        number = (number ^ packed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    number ^ number >> 29
}

/// Fills a list with the words of folded text and one with the places of its at signs.
pub(super) fn split(bytes: &[u8], words: &mut Vec<Word>, at_signs: &mut Vec<usize>) {
    words.clear();
    at_signs.clear();
    let mut start = 0_usize;
    let mut seen = OTHER;
    for (at, byte) in bytes.iter().enumerate() {
        let class = class(*byte);
        if class != OTHER {
            if seen == OTHER {
                start = at;
            }
            seen |= class;
            continue;
        }
        if seen != OTHER {
            push(bytes, start, at, seen, words);
            seen = OTHER;
        }
        if *byte == b'@' {
            at_signs.push(at);
        }
    }
    if seen != OTHER {
        push(bytes, start, bytes.len(), seen, words);
    }
}

#[inline]
fn push(bytes: &[u8], start: usize, end: usize, seen: u8, words: &mut Vec<Word>) {
    // Eight bytes are read at once where that many are there; what follows the word is cut off.
    let length = end.saturating_sub(start);
    let number = match bytes.get(start..).and_then(|rest| rest.first_chunk::<8>()) {
        Some(eight) if length <= 8 => {
            let keep = u64::MAX >> 64_u32.saturating_sub(8_u32.saturating_mul(length as u32)).min(63);
            let packed = u64::from_le_bytes(*eight) & keep;
            let number = (length as u64 ^ packed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            number ^ number >> 29
        }
        _ => hash(bytes.get(start..end).unwrap_or_default()),
    };
    words.push(Word { start, end, hash: number, has_digit: seen & DIGIT != 0, has_letter: seen & LETTER != 0 });
}

/// A set of word numbers with something for each: most words are told apart by one bit.
pub(super) struct Lookup<T> {
    filter: Vec<u64>,
    /// Sorted by number.
    rows: Vec<(u64, T)>,
    /// Where the rows of the numbers with these first bits begin.
    begins: Vec<u32>,
}

const FILTER_BITS: u32 = 17;
const BEGIN_BITS: u32 = 12;

impl<T> Lookup<T> {
    pub(super) fn new(mut rows: Vec<(u64, T)>) -> Self {
        crate::order::sort(&mut rows, |a, b| a.0.cmp(&b.0));
        let mut filter = vec![0_u64; 1 << (FILTER_BITS - 6)];
        for (number, _) in &rows {
            let bit = number >> (64 - FILTER_BITS);
            if let Some(cell) = usize::try_from(bit >> 6).ok().and_then(|at| filter.get_mut(at)) {
                *cell |= 1 << (bit & 63);
            }
        }
        let begins = (0..=1_u64 << BEGIN_BITS)
            .map(|first| rows.partition_point(|(number, _)| number >> (64 - BEGIN_BITS) < first))
            .map(|place| u32::try_from(place).unwrap_or(u32::MAX))
            .collect();
        Self { filter, rows, begins }
    }

    /// Whether a word of this number may be here; most that are not are told apart.
    #[inline]
    pub(super) fn may_have(&self, number: u64) -> bool {
        let bit = number >> (64 - FILTER_BITS);
        self.filter.get((bit >> 6) as usize).is_some_and(|cell| cell >> (bit & 63) & 1 != 0)
    }

    /// Everything for the words of this number.
    pub(super) fn get(&self, number: u64) -> impl Iterator<Item = &T> {
        let first = (number >> (64 - BEGIN_BITS)) as usize;
        let begin =
            |at: usize| self.begins.get(at).and_then(|place| usize::try_from(*place).ok()).unwrap_or(usize::MAX);
        let rows = self.rows.get(begin(first)..begin(first.saturating_add(1))).unwrap_or_default();
        rows.iter().skip_while(move |row| row.0 < number).take_while(move |row| row.0 == number).map(|row| &row.1)
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
            assert_eq!(word.hash, hash(text.as_bytes().get(word.start..word.end).unwrap()));
        }
        assert_eq!(words.len(), 13);
    }
}
