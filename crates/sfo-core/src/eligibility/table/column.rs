//! Columns as they lie in memory: the layouts of Apache Arrow, read in place and without a copy.

/// Bits packed into bytes, the lowest bit first.
#[derive(Clone, Copy)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Bits<'a> {
    /// Bits of which the first is the `offset`-th of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self { bytes, offset }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// One bit; past the end it is not set.
    #[must_use]
    pub fn get(&self, at: usize) -> bool {
        let at = at.saturating_add(self.offset);
        self.byte(at >> 3) >> (at & 7) & 1 == 1
    }

    /// Puts the bits of eight rows at a time, from row `from` on, at one place of each group.
    pub(crate) fn put(&self, from: usize, place: usize, groups: &mut [[u8; 8]]) {
        let at = from.saturating_add(self.offset);
        let bytes = self.bytes.get(at >> 3..).unwrap_or_default();
        let next = bytes.iter().skip(1).chain(std::iter::once(&0));
        for (group, (low, high)) in groups.iter_mut().zip(bytes.iter().zip(next)) {
            let [bits, _] = (u16::from_le_bytes([*low, *high]) >> (at & 7)).to_le_bytes();
            if let Some(slot) = group.get_mut(place) {
                *slot = bits;
            }
        }
    }
}

/// Whole numbers of any width.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "each is named as its type is")]
pub enum Whole<'a> {
    I8(&'a [i8]),
    I16(&'a [i16]),
    I32(&'a [i32]),
    I64(&'a [i64]),
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    U64(&'a [u64]),
}

impl Whole<'_> {
    /// One number; what does not fit stands as the greatest that does.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<i64> {
        match self {
            Self::I8(values) => values.get(at).map(|v| i64::from(*v)),
            Self::I16(values) => values.get(at).map(|v| i64::from(*v)),
            Self::I32(values) => values.get(at).map(|v| i64::from(*v)),
            Self::I64(values) => values.get(at).copied(),
            Self::U8(values) => values.get(at).map(|v| i64::from(*v)),
            Self::U16(values) => values.get(at).map(|v| i64::from(*v)),
            Self::U32(values) => values.get(at).map(|v| i64::from(*v)),
            Self::U64(values) => values.get(at).map(|v| i64::try_from(*v).unwrap_or(i64::MAX)),
        }
    }
}

/// Texts one after another, each from its own offset to the next.
pub struct Texts<'a, O> {
    /// One more offset than there are texts.
    pub offsets: &'a [O],
    /// The bytes of all texts.
    pub bytes: &'a [u8],
}

/// Texts by views: the length and, where it is at most twelve bytes, the text itself; otherwise where it stands.
pub struct Views<'a> {
    /// The views.
    pub views: &'a [[u8; 16]],
    /// The bytes of the long texts.
    pub buffers: Vec<&'a [u8]>,
}

/// The values of a column in one of the layouts that can be read.
pub enum Values<'a> {
    /// No row has a value.
    Nothing,
    /// True or false.
    Truths(Bits<'a>),
    /// Texts with offsets of 32 bits.
    Text(Texts<'a, i32>),
    /// Texts with offsets of 64 bits.
    LargeText(Texts<'a, i64>),
    /// Texts by views.
    Views(Views<'a>),
    /// Texts that lie anywhere.
    Loose(Vec<Option<&'a str>>),
    /// Whole numbers.
    Whole(Whole<'a>),
    /// Numbers of 32 bits.
    Float(&'a [f32]),
    /// Numbers of 64 bits.
    Double(&'a [f64]),
    /// Decimal numbers of 128 bits, to be divided by ten as often as `scale` says.
    Decimal {
        /// The numbers, the lowest byte first.
        values: &'a [[u8; 16]],
        /// How many digits stand after the point.
        scale: i8,
    },
    /// Days since 1 January 1970.
    Days(&'a [i32]),
    /// Moments since the start of 1 January 1970, of which each counts as its day.
    Moments {
        /// The moments.
        values: &'a [i64],
        /// How many of the unit are a day.
        per_day: i64,
    },
    /// Places in a list of values.
    Dictionary {
        /// The places.
        keys: Whole<'a>,
        /// The list.
        values: Box<Column<'a>>,
    },
}

/// A column of one part of a table.
pub struct Column<'a> {
    /// Which rows have a value; `None` where all have.
    pub present: Option<Bits<'a>>,
    /// The values.
    pub values: Values<'a>,
}

/// One value of a column.
#[derive(Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Missing,
    /// A value that is not what its layout says, such as a text that is not UTF-8.
    Broken,
    /// A text.
    Text(&'a str),
    /// True or false.
    Truth(bool),
    /// A number.
    Number(f64),
    /// A day, as the number of days since 1 January 1970.
    Day(i32),
}

fn text_cell(bytes: Option<&[u8]>) -> Cell<'_> {
    bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).map_or(Cell::Broken, Cell::Text)
}

#[allow(clippy::cast_precision_loss, reason = "no field takes a number so great that it would show")]
fn number_cell(number: Option<i64>) -> Cell<'static> {
    number.map_or(Cell::Broken, |number| Cell::Number(number as f64))
}

fn real_cell(number: Option<f64>) -> Cell<'static> {
    match number {
        // What tables put where they have no value.
        Some(number) if number.is_nan() => Cell::Missing,
        Some(number) => Cell::Number(number),
        None => Cell::Broken,
    }
}

impl<'a, O: Copy + TryInto<usize>> Texts<'a, O> {
    fn get(&self, at: usize) -> Option<&'a [u8]> {
        let start = (*self.offsets.get(at)?).try_into().ok()?;
        let end = (*self.offsets.get(at.saturating_add(1))?).try_into().ok()?;
        self.bytes.get(start..end)
    }
}

impl<'a> Views<'a> {
    fn get(&self, at: usize) -> Option<&'a [u8]> {
        let view = self.views.get(at)?;
        let &[a, b, c, d, _, _, _, _, e, f, g, h, i, j, k, l] = view;
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
        if length <= 12 {
            return view.get(4..)?.get(..length);
        }
        let buffer = self.buffers.get(usize::try_from(u32::from_le_bytes([e, f, g, h])).ok()?)?;
        let start = usize::try_from(u32::from_le_bytes([i, j, k, l])).ok()?;
        buffer.get(start..start.checked_add(length)?)
    }
}

impl Column<'_> {
    pub(crate) fn is_present(&self, at: usize) -> bool {
        self.present.is_none_or(|present| present.get(at))
    }

    /// The value of one row.
    #[must_use]
    pub fn cell(&self, at: usize) -> Cell<'_> {
        if !self.is_present(at) {
            return Cell::Missing;
        }
        match &self.values {
            Values::Nothing => Cell::Missing,
            Values::Truths(bits) => Cell::Truth(bits.get(at)),
            Values::Text(texts) => text_cell(texts.get(at)),
            Values::LargeText(texts) => text_cell(texts.get(at)),
            Values::Views(views) => text_cell(views.get(at)),
            Values::Loose(texts) => texts.get(at).map_or(Cell::Broken, |text| text.map_or(Cell::Missing, Cell::Text)),
            Values::Whole(whole) => number_cell(whole.get(at)),
            Values::Float(values) => real_cell(values.get(at).map(|v| f64::from(*v))),
            Values::Double(values) => real_cell(values.get(at).copied()),
            Values::Decimal { values, scale } => {
                #[allow(clippy::cast_precision_loss, reason = "an age has few digits")]
                let number = values.get(at).map(|bytes| i128::from_le_bytes(*bytes) as f64);
                // A division by a power of ten is exact where the quotient is a whole number.
                real_cell(number.map(|number| match *scale {
                    less if less < 0 => number * 10_f64.powi(i32::from(less).saturating_neg()),
                    scale => number / 10_f64.powi(i32::from(scale)),
                }))
            }
            Values::Days(values) => values.get(at).map_or(Cell::Broken, |day| Cell::Day(*day)),
            Values::Moments { values, per_day } => values
                .get(at)
                .and_then(|moment| moment.checked_div_euclid(*per_day))
                .map_or(Cell::Broken, |day| i32::try_from(day).map_or(Cell::Broken, Cell::Day)),
            Values::Dictionary { keys, values } => match keys.get(at).and_then(|key| usize::try_from(key).ok()) {
                Some(key) => values.cell(key),
                None => Cell::Broken,
            },
        }
    }
}

/// Texts of at most eight bytes as numbers, for one layout.
pub(crate) trait Keys {
    /// 0 where there is no text or an empty one; `LONG` for a text that is not a number here.
    fn key(&self, at: usize) -> u64;
}

/// Stands for a text that is longer than eight bytes, or starts with a byte of zeros.
pub(crate) const LONG: u64 = u64::MAX;

/// The first `length` bytes of eight, as a number of its own.
fn packed(eight: [u8; 8], length: usize) -> u64 {
    let unused = u32::try_from(8_usize.saturating_sub(length)).unwrap_or(0).saturating_mul(8);
    let key = u64::from_le_bytes(eight).checked_shl(unused).unwrap_or(0);
    // A shorter text leaves zeros below its first byte: were that zero too, two texts would have one number.
    if eight.first() == Some(&0) && length > 0 {
        LONG
    } else {
        key
    }
}

fn packed_text(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end.wrapping_sub(start);
    if length > 8 {
        return LONG;
    }
    let whole = bytes.get(start..).and_then(|rest| rest.first_chunk::<8>());
    match whole {
        Some(eight) => packed(*eight, length),
        // The last few texts.
        None => bytes.get(start..end).map_or(LONG, pack),
    }
}

/// A text of at most eight bytes as a number.
pub(crate) fn pack(text: &[u8]) -> u64 {
    let mut eight = [0; 8];
    for (to, from) in eight.iter_mut().zip(text) {
        *to = *from;
    }
    if text.len() > 8 {
        LONG
    } else {
        packed(eight, text.len())
    }
}

impl<O: Copy + TryInto<usize>> Keys for Texts<'_, O> {
    #[inline]
    fn key(&self, at: usize) -> u64 {
        let Some([start, end]) = self.offsets.get(at..).and_then(|rest| rest.first_chunk::<2>()) else { return LONG };
        match ((*start).try_into(), (*end).try_into()) {
            (Ok(start), Ok(end)) => packed_text(self.bytes, start, end),
            _ => LONG,
        }
    }
}

impl Keys for Views<'_> {
    #[inline]
    fn key(&self, at: usize) -> u64 {
        let Some(&[a, b, c, d, t0, t1, t2, t3, t4, t5, t6, t7, ..]) = self.views.get(at) else { return LONG };
        match u32::from_le_bytes([a, b, c, d]) {
            length @ 0..=8 => packed([t0, t1, t2, t3, t4, t5, t6, t7], usize::try_from(length).unwrap_or(0)),
            _ => LONG,
        }
    }
}

impl Keys for Vec<Option<&str>> {
    fn key(&self, at: usize) -> u64 {
        self.get(at).map_or(LONG, |text| text.map_or(0, |text| pack(text.as_bytes())))
    }
}
