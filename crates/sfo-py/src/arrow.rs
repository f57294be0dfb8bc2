//! Tables by the Arrow C data interface: the one file of this package with `unsafe` in it.
//!
//! What comes in is read in place. The interface is a promise of whoever hands a table over: that the pointers lead to
//! as many values as the layout and the length say, that nobody writes to them, and that they stay until they are
//! released. Everything that can be checked is, and every column becomes slices whose life is that of the array that
//! they lie in, so that nothing behind this file can go wrong by a pointer. What goes out is kept alive by the structure
//! that is handed on, until its release.

#![allow(unsafe_code)]

use std::ffi::{c_char, c_int, c_void, CStr, CString};
use std::ptr::{null, null_mut};
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use sfo_core::eligibility::table::column::{Bits, Column, Texts, Values, Views, Whole};
use sfo_core::eligibility::table::Batch;

const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";
const STREAM: &CStr = c"arrow_array_stream";

/// The columns whose layout cannot be read are nested; so deep and no deeper are those that can.
const MAX_DEPTH: usize = 4;

const NULLABLE: i64 = 2;

#[repr(C)]
struct ArrowSchema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *mut *mut ArrowSchema,
    dictionary: *mut ArrowSchema,
    release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    private_data: *mut c_void,
}

#[repr(C)]
struct ArrowArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut ArrowArray,
    dictionary: *mut ArrowArray,
    release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    private_data: *mut c_void,
}

#[repr(C)]
struct ArrowArrayStream {
    get_schema: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowSchema) -> c_int>,
    get_next: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowArray) -> c_int>,
    get_last_error: Option<unsafe extern "C" fn(*mut ArrowArrayStream) -> *const c_char>,
    release: Option<unsafe extern "C" fn(*mut ArrowArrayStream)>,
    private_data: *mut c_void,
}

macro_rules! released {
    ($type:ident { $($field:ident: $empty:expr),* $(,)? }) => {
        impl $type {
            /// One that is released, which needs no release.
            const fn empty() -> Self {
                Self { $($field: $empty),* }
            }
        }

        // SAFETY: the interface lets a structure be moved to, and released on, another thread.
        unsafe impl Send for $type {}
        // SAFETY: what is behind a shared structure is only read; only its one owner releases it.
        unsafe impl Sync for $type {}

        impl Drop for $type {
            fn drop(&mut self) {
                if let Some(release) = self.release {
                    // SAFETY: a structure whose `release` is set has not been released, and this is its one owner.
                    unsafe { release(self) }
                }
            }
        }
    };
}
released!(ArrowSchema {
    format: null(),
    name: null(),
    metadata: null(),
    flags: 0,
    n_children: 0,
    children: null_mut(),
    dictionary: null_mut(),
    release: None,
    private_data: null_mut(),
});
released!(ArrowArray {
    length: 0,
    null_count: 0,
    offset: 0,
    n_buffers: 0,
    n_children: 0,
    buffers: null_mut(),
    children: null_mut(),
    dictionary: null_mut(),
    release: None,
    private_data: null_mut(),
});
released!(ArrowArrayStream {
    get_schema: None,
    get_next: None,
    get_last_error: None,
    release: None,
    private_data: null_mut(),
});

/// A table that was handed over.
pub(crate) struct Imported {
    schema: ArrowSchema,
    arrays: Vec<ArrowArray>,
}

/// A column that cannot be read: its name, and what it holds.
pub(crate) struct Unreadable {
    pub column: String,
    pub holds: String,
}

/// Takes a structure out of its capsule, which is left with one that is released.
fn take<T>(capsule: &Bound<'_, PyAny>, name: &CStr, empty: T) -> PyResult<T> {
    let pointer = capsule.cast::<PyCapsule>()?.pointer_checked(Some(name))?.cast::<T>();
    // SAFETY: a capsule of this name holds such a structure, which whoever gets the capsule may move out, leaving one
    // that needs no release. The interpreter's lock is held, so nobody else does at the same time.
    Ok(unsafe { pointer.replace(empty) })
}

impl Imported {
    /// Takes over a table from an object with the Arrow PyCapsule interface.
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if object.hasattr("__arrow_c_stream__")? {
            let capsule = object.call_method0("__arrow_c_stream__")?;
            return Self::of_stream(take(&capsule, STREAM, ArrowArrayStream::empty())?);
        }
        if object.hasattr("__arrow_c_array__")? {
            let (schema, array) =
                object.call_method0("__arrow_c_array__")?.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
            return Ok(Self {
                schema: take(&schema, SCHEMA, ArrowSchema::empty())?,
                arrays: vec![take(&array, ARRAY, ArrowArray::empty())?],
            });
        }
        Err(PyTypeError::new_err("a table has the method `__arrow_c_stream__` or `__arrow_c_array__`"))
    }

    fn of_stream(mut stream: ArrowArrayStream) -> PyResult<Self> {
        let mut this = Self { schema: ArrowSchema::empty(), arrays: Vec::new() };
        let (Some(get_schema), Some(get_next)) = (stream.get_schema, stream.get_next) else {
            return Err(PyTypeError::new_err("the stream of the table was used before; make it again"));
        };
        // SAFETY: the stream is not released and the schema is one that may be written to.
        if unsafe { get_schema(&mut stream, &mut this.schema) } != 0 {
            return Err(failed(&mut stream));
        }
        loop {
            let mut array = ArrowArray::empty();
            // SAFETY: as above.
            if unsafe { get_next(&mut stream, &mut array) } != 0 {
                return Err(failed(&mut stream));
            }
            if array.release.is_none() {
                return Ok(this);
            }
            this.arrays.push(array);
        }
    }

    fn columns(&self) -> Vec<&ArrowSchema> {
        children(self.schema.children, self.schema.n_children)
    }

    /// The names of the columns.
    pub(crate) fn names(&self) -> Vec<String> {
        self.columns().into_iter().map(|column| text(column.name)).collect()
    }

    /// The parts of the table.
    pub(crate) fn batches(&self) -> Result<Vec<Batch<'_>>, Unreadable> {
        let whole = |holds: &str| Unreadable { column: String::new(), holds: holds.to_owned() };
        if text(self.schema.format) != "+s" {
            return Err(whole("no table"));
        }
        let schemas = self.columns();
        self.arrays
            .iter()
            .map(|array| {
                let arrays = children(array.children, array.n_children);
                let (Ok(rows), Ok(offset)) = (usize::try_from(array.length), usize::try_from(array.offset)) else {
                    return Err(whole("a length below nought"));
                };
                // What lies under a row that is null as a whole is anything.
                let present = bits(array, 0, offset, rows).map_err(|holds| whole(&holds))?;
                if present.is_some_and(|present| (0..rows).any(|row| !present.get(row))) {
                    return Err(whole("rows that are null as a whole"));
                }
                if arrays.len() != schemas.len() {
                    return Err(whole("parts with other columns than the whole"));
                }
                let columns = schemas.iter().zip(arrays).map(|(schema, array)| {
                    column(schema, array, offset, rows, 0)
                        .map_err(|holds| Unreadable { column: text(schema.name), holds })
                });
                Ok(Batch { rows, columns: columns.collect::<Result<_, _>>()? })
            })
            .collect()
    }
}

fn failed(stream: &mut ArrowArrayStream) -> PyErr {
    let words = stream.get_last_error.map_or_else(String::new, |last| {
        // SAFETY: the last call failed, so the stream may be asked why; the text stays until the next call.
        text(unsafe { last(stream) })
    });
    // What the producer says may hold a value of a row, so only the first words that name the kind are kept.
    let kind: String = words.chars().take_while(char::is_ascii_alphabetic).collect();
    PyTypeError::new_err(format!("the table could not be handed over ({kind})"))
}

/// A text that ends with a zero.
fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: a pointer that is not null leads to a text that ends with a zero and stays as long as its structure.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

/// What a structure holds inside.
fn children<'a, T>(pointer: *mut *mut T, count: i64) -> Vec<&'a T> {
    let count = usize::try_from(count).unwrap_or(0);
    if pointer.is_null() || count == 0 {
        return Vec::new();
    }
    // SAFETY: `count` pointers stand there, each to a structure that lives as long as the one that it is inside of.
    let list = unsafe { std::slice::from_raw_parts(pointer, count) };
    // SAFETY: as above; a null pointer is left out.
    list.iter().filter_map(|child| unsafe { child.as_ref() }).collect()
}

/// The values of one buffer, from the first of the array's own.
fn values<T>(array: &ArrowArray, buffer: usize, from: usize, count: usize) -> Result<&[T], String> {
    let missing = || "a layout without its values".to_owned();
    let there = usize::try_from(array.n_buffers).unwrap_or(0);
    if buffer >= there || array.buffers.is_null() {
        return Err(missing());
    }
    if count == 0 {
        return Ok(&[]);
    }
    // SAFETY: there are more than `buffer` buffers.
    let pointer = unsafe { *array.buffers.add(buffer) }.cast::<T>();
    if pointer.is_null() {
        return Err(missing());
    }
    if !pointer.is_aligned() {
        return Err("values that do not lie where the processor can read them; copy the table first".to_owned());
    }
    from.checked_add(count).and_then(|all| all.checked_mul(size_of::<T>().max(1))).ok_or_else(missing)?;
    // SAFETY: the buffer has at least `from + count` values of the type that the layout names, it is aligned, and it is
    // only read while the array lives.
    Ok(unsafe { std::slice::from_raw_parts(pointer.add(from), count) })
}

/// The bits of one buffer. A buffer that may be left out has all bits set.
fn bits(array: &ArrowArray, buffer: usize, from: usize, count: usize) -> Result<Option<Bits<'_>>, String> {
    let there = usize::try_from(array.n_buffers).unwrap_or(0);
    // SAFETY: there are more than `buffer` buffers where the first test holds.
    if buffer >= there || array.buffers.is_null() || unsafe { *array.buffers.add(buffer) }.is_null() {
        return Ok(None);
    }
    Ok(Some(Bits::new(values::<u8>(array, buffer, 0, (from + count).div_ceil(8))?, from)))
}

/// One column as slices of the memory that it lies in.
fn column<'a>(
    schema: &ArrowSchema,
    array: &'a ArrowArray,
    skipped: usize,
    rows: usize,
    depth: usize,
) -> Result<Column<'a>, String> {
    let negative = |_| "a length below nought".to_owned();
    let from = usize::try_from(array.offset).map_err(negative)?.checked_add(skipped).ok_or("too many rows")?;
    if usize::try_from(array.length).map_err(negative)? < skipped.saturating_add(rows) {
        return Err("fewer rows than the table".to_owned());
    }
    if rows == 0 {
        // Of no rows, the memory may be left out.
        return Ok(Column { present: None, values: Values::Nothing });
    }
    let format = text(schema.format);
    // SAFETY: a dictionary that is not null lives as long as the structure that it belongs to.
    let dictionary = unsafe { (schema.dictionary.as_ref(), array.dictionary.as_ref()) };
    let moments = |per_second: i64| -> Result<Values<'a>, String> {
        let zone = format.split_once(':').map_or("", |(_, zone)| zone);
        if !matches!(zone, "" | "UTC" | "Etc/UTC" | "+00:00" | "Z") {
            return Err("moments with a time zone, whose day depends on it; take their local time first".to_owned());
        }
        Ok(Values::Moments { values: values(array, 1, from, rows)?, per_day: 86_400 * per_second })
    };
    let read = match (format.as_str(), dictionary) {
        (keys, (Some(schema), Some(list))) => {
            if depth >= MAX_DEPTH {
                return Err("dictionaries inside one another".to_owned());
            }
            let length = usize::try_from(list.length).map_err(negative)?;
            let values = Box::new(column(schema, list, 0, length, depth + 1)?);
            let keys = whole(keys, array, from, rows)?.ok_or("a dictionary without whole numbers")?;
            Values::Dictionary { keys, values }
        }
        ("n", _) => Values::Nothing,
        ("b", _) => match bits(array, 1, from, rows)? {
            Some(bits) => Values::Truths(bits),
            None => return Err("a layout without its values".to_owned()),
        },
        ("u", _) => {
            let offsets: &[i32] = values(array, 1, from, rows + 1)?;
            let end = offsets.last().map_or(0, |end| usize::try_from(*end).unwrap_or(0));
            Values::Text(Texts { offsets, bytes: values(array, 2, 0, end)? })
        }
        ("U", _) => {
            let offsets: &[i64] = values(array, 1, from, rows + 1)?;
            let end = offsets.last().map_or(0, |end| usize::try_from(*end).unwrap_or(0));
            Values::LargeText(Texts { offsets, bytes: values(array, 2, 0, end)? })
        }
        ("vu", _) => {
            let views = values(array, 1, from, rows)?;
            // The last buffer says how long those between are.
            let last = usize::try_from(array.n_buffers).unwrap_or(0).saturating_sub(1);
            let count = last.saturating_sub(2);
            let sizes: &[i64] = values(array, last, 0, count)?;
            let long = sizes
                .iter()
                .enumerate()
                .map(|(at, size)| values(array, at + 2, 0, usize::try_from(*size).map_err(negative)?));
            Values::Views(Views { views, buffers: long.collect::<Result<_, _>>()? })
        }
        ("f", _) => Values::Float(values(array, 1, from, rows)?),
        ("g", _) => Values::Double(values(array, 1, from, rows)?),
        ("tdD", _) => Values::Days(values(array, 1, from, rows)?),
        ("tdm", _) => moments(1_000)?,
        (format, _) if format.starts_with("tss:") => moments(1)?,
        (format, _) if format.starts_with("tsm:") => moments(1_000)?,
        (format, _) if format.starts_with("tsu:") => moments(1_000_000)?,
        (format, _) if format.starts_with("tsn:") => moments(1_000_000_000)?,
        (format, _) if format.starts_with("d:") => {
            let mut parts = format[2..].split(',');
            let (_, scale, width) = (parts.next(), parts.next(), parts.next());
            if width.is_some_and(|width| width != "128") {
                return Err("decimal numbers of another width than 128 bits".to_owned());
            }
            let scale = scale.and_then(|scale| scale.parse().ok()).ok_or("decimal numbers without a scale")?;
            Values::Decimal { values: values(array, 1, from, rows)?, scale }
        }
        (format, _) => match whole(format, array, from, rows)? {
            Some(numbers) => Values::Whole(numbers),
            None => return Err(named(format).to_owned()),
        },
    };
    let present = if array.null_count == 0 { None } else { bits(array, 0, from, rows)? };
    Ok(Column { present, values: read })
}

fn whole<'a>(format: &str, array: &'a ArrowArray, from: usize, rows: usize) -> Result<Option<Whole<'a>>, String> {
    Ok(Some(match format {
        "c" => Whole::I8(values(array, 1, from, rows)?),
        "C" => Whole::U8(values(array, 1, from, rows)?),
        "s" => Whole::I16(values(array, 1, from, rows)?),
        "S" => Whole::U16(values(array, 1, from, rows)?),
        "i" => Whole::I32(values(array, 1, from, rows)?),
        "I" => Whole::U32(values(array, 1, from, rows)?),
        "l" => Whole::I64(values(array, 1, from, rows)?),
        "L" => Whole::U64(values(array, 1, from, rows)?),
        _ => return Ok(None),
    }))
}

/// What a layout that is not read holds.
fn named(format: &str) -> &'static str {
    match format.as_bytes() {
        [b'e', ..] => "numbers of 16 bits",
        [b'z' | b'Z', ..] | [b'v', b'z', ..] => "bytes",
        [b'w', ..] => "bytes of one length",
        [b't', b't', ..] => "times of day",
        [b't', b'D' | b'i', ..] => "lengths of time",
        [b'+', b'r', ..] => "runs of equal values",
        [b'+', b's', ..] => "several values each",
        [b'+', b'l' | b'L' | b'w' | b'v', ..] => "lists",
        [b'+', b'm', ..] => "maps",
        [b'+', b'u', ..] => "values of several kinds",
        _ => "values of a kind that is not read here",
    }
}

/// A column that is handed on.
pub(crate) enum Given {
    /// Places in a list of texts; -1 where there is none.
    Texts(Keys, Vec<String>),
    /// Numbers, and which rows have one.
    Numbers(Vec<i16>, Vec<u8>),
    /// Whole numbers.
    Rows(Vec<u64>),
    /// Small whole numbers.
    Ranks(Vec<u8>),
}

/// The places of a dictionary, as narrow as they can be. They have a sign, since not every reader takes them without.
pub(crate) enum Keys {
    Narrow(Vec<i8>),
    Middle(Vec<i16>),
    Wide(Vec<i32>),
}

/// A table that is handed on.
pub(crate) struct Handed {
    pub columns: Vec<(String, Given)>,
    pub rows: usize,
}

/// What a structure that is handed on keeps alive.
struct Kept {
    buffers: Vec<*const c_void>,
    children: Vec<*mut ArrowArray>,
    _table: Arc<Handed>,
    _texts: Option<(Vec<i64>, Vec<u8>)>,
    _present: Option<Vec<u8>>,
}

struct KeptSchema {
    _format: CString,
    _name: CString,
    children: Vec<*mut ArrowSchema>,
}

unsafe extern "C" fn release_array(array: *mut ArrowArray) {
    // SAFETY: whoever releases gives the structure made here, once.
    let Some(array) = (unsafe { array.as_mut() }) else { return };
    if array.release.take().is_none() {
        return;
    }
    if !array.dictionary.is_null() {
        // SAFETY: it was made by `Box::into_raw` in `array_of`, and its consumer may have moved it out, which leaves it
        // released.
        drop(unsafe { Box::from_raw(array.dictionary) });
    }
    // SAFETY: it was made by `Box::into_raw` in `array_of`.
    let kept = unsafe { Box::from_raw(array.private_data.cast::<Kept>()) };
    for child in &kept.children {
        // SAFETY: as the dictionary.
        drop(unsafe { Box::from_raw(*child) });
    }
}

unsafe extern "C" fn release_schema(schema: *mut ArrowSchema) {
    // SAFETY: whoever releases gives the structure made here, once.
    let Some(schema) = (unsafe { schema.as_mut() }) else { return };
    if schema.release.take().is_none() {
        return;
    }
    if !schema.dictionary.is_null() {
        // SAFETY: it was made by `Box::into_raw` in `schema_of`.
        drop(unsafe { Box::from_raw(schema.dictionary) });
    }
    // SAFETY: it was made by `Box::into_raw` in `schema_of`.
    let kept = unsafe { Box::from_raw(schema.private_data.cast::<KeptSchema>()) };
    for child in &kept.children {
        // SAFETY: as the dictionary.
        drop(unsafe { Box::from_raw(*child) });
    }
}

fn schema_of(format: &str, name: &str, children: Vec<ArrowSchema>, dictionary: Option<ArrowSchema>) -> ArrowSchema {
    let format = CString::new(format).unwrap_or_default();
    let name = CString::new(name.replace('\0', "")).unwrap_or_default();
    let children: Vec<*mut ArrowSchema> = children.into_iter().map(|child| Box::into_raw(Box::new(child))).collect();
    let mut schema = ArrowSchema::empty();
    schema.format = format.as_ptr();
    schema.name = name.as_ptr();
    schema.flags = NULLABLE;
    schema.n_children = i64::try_from(children.len()).unwrap_or(0);
    schema.dictionary = dictionary.map_or(null_mut(), |dictionary| Box::into_raw(Box::new(dictionary)));
    schema.release = Some(release_schema);
    let mut kept = Box::new(KeptSchema { _format: format, _name: name, children });
    schema.children = kept.children.as_mut_ptr();
    schema.private_data = Box::into_raw(kept).cast();
    schema
}

#[derive(Default)]
struct Parts {
    children: Vec<ArrowArray>,
    dictionary: Option<ArrowArray>,
    texts: Option<(Vec<i64>, Vec<u8>)>,
    present: Option<Vec<u8>>,
}

/// An array whose values lie in the table, or in `parts`.
fn array_of(table: &Arc<Handed>, length: usize, nulls: usize, values: *const c_void, parts: Parts) -> ArrowArray {
    let Parts { children, dictionary, texts, present } = parts;
    let mut array = ArrowArray::empty();
    array.length = i64::try_from(length).unwrap_or(0);
    array.null_count = i64::try_from(nulls).unwrap_or(0);
    let children: Vec<*mut ArrowArray> = children.into_iter().map(|child| Box::into_raw(Box::new(child))).collect();
    array.n_children = i64::try_from(children.len()).unwrap_or(0);
    array.dictionary = dictionary.map_or(null_mut(), |dictionary| Box::into_raw(Box::new(dictionary)));
    let present_at = present.as_ref().map_or(null(), |bits| bits.as_ptr().cast());
    let mut buffers = vec![present_at];
    match &texts {
        Some((offsets, bytes)) => buffers.extend([offsets.as_ptr().cast(), bytes.as_ptr().cast::<c_void>()]),
        None if !values.is_null() => buffers.push(values),
        None => {}
    }
    array.n_buffers = i64::try_from(buffers.len()).unwrap_or(0);
    let mut kept = Box::new(Kept { buffers, children, _table: Arc::clone(table), _texts: texts, _present: present });
    array.buffers = kept.buffers.as_mut_ptr();
    array.children = kept.children.as_mut_ptr();
    array.release = Some(release_array);
    array.private_data = Box::into_raw(kept).cast();
    array
}

/// Which of the places are not -1, as bits, and how many are.
fn present_of<T: Copy + Into<i64>>(keys: &[T]) -> (Option<Vec<u8>>, usize) {
    let nulls = keys.iter().filter(|key| (**key).into() < 0).count();
    if nulls == 0 {
        return (None, 0);
    }
    let mut bits = vec![0; keys.len().div_ceil(8)];
    for (at, key) in keys.iter().enumerate() {
        if (*key).into() >= 0 {
            bits[at / 8] |= 1 << (at % 8);
        }
    }
    (Some(bits), nulls)
}

impl Given {
    fn schema(&self, name: &str) -> ArrowSchema {
        match self {
            Self::Texts(keys, _) => {
                let format = match keys {
                    Keys::Narrow(_) => "c",
                    Keys::Middle(_) => "s",
                    Keys::Wide(_) => "i",
                };
                schema_of(format, name, Vec::new(), Some(schema_of("U", "", Vec::new(), None)))
            }
            Self::Numbers(..) => schema_of("s", name, Vec::new(), None),
            Self::Rows(_) => schema_of("L", name, Vec::new(), None),
            Self::Ranks(_) => schema_of("C", name, Vec::new(), None),
        }
    }

    fn array(&self, table: &Arc<Handed>) -> ArrowArray {
        let rows = table.rows;
        match self {
            Self::Texts(keys, list) => {
                let mut texts = (vec![0_i64], Vec::new());
                for text in list {
                    texts.1.extend(text.as_bytes());
                    texts.0.push(i64::try_from(texts.1.len()).unwrap_or(i64::MAX));
                }
                let parts = Parts { texts: Some(texts), ..Parts::default() };
                let dictionary = Some(array_of(table, list.len(), 0, null(), parts));
                let ((present, nulls), at) = match keys {
                    Keys::Narrow(keys) => (present_of(keys), keys.as_ptr().cast()),
                    Keys::Middle(keys) => (present_of(keys), keys.as_ptr().cast()),
                    Keys::Wide(keys) => (present_of(keys), keys.as_ptr().cast()),
                };
                array_of(table, rows, nulls, at, Parts { dictionary, present, ..Parts::default() })
            }
            Self::Numbers(numbers, present) => {
                let set: u32 = present.iter().map(|byte| byte.count_ones()).sum();
                let nulls = rows.saturating_sub(usize::try_from(set).unwrap_or(0));
                let parts = Parts { present: Some(present.clone()), ..Parts::default() };
                array_of(table, rows, nulls, numbers.as_ptr().cast(), parts)
            }
            Self::Rows(numbers) => array_of(table, rows, 0, numbers.as_ptr().cast(), Parts::default()),
            Self::Ranks(numbers) => array_of(table, rows, 0, numbers.as_ptr().cast(), Parts::default()),
        }
    }
}

/// A stream that gives the table once.
struct Streamed {
    table: Arc<Handed>,
    done: bool,
}

unsafe extern "C" fn stream_schema(stream: *mut ArrowArrayStream, out: *mut ArrowSchema) -> c_int {
    // SAFETY: a consumer calls with the stream made here, which is not released, and with room for a schema.
    unsafe {
        let streamed = &*(*stream).private_data.cast::<Streamed>();
        let columns = streamed.table.columns.iter().map(|(name, column)| column.schema(name)).collect();
        out.write(schema_of("+s", "", columns, None));
    }
    0
}

unsafe extern "C" fn stream_next(stream: *mut ArrowArrayStream, out: *mut ArrowArray) -> c_int {
    // SAFETY: a consumer calls with the stream made here, which is not released, from one thread at a time, and with
    // room for an array.
    unsafe {
        let streamed = &mut *(*stream).private_data.cast::<Streamed>();
        if std::mem::replace(&mut streamed.done, true) {
            out.write(ArrowArray::empty());
            return 0;
        }
        let table = &streamed.table;
        let children = table.columns.iter().map(|(_, column)| column.array(table)).collect();
        let parts = Parts { children, ..Parts::default() };
        out.write(array_of(table, table.rows, 0, null(), parts));
    }
    0
}

unsafe extern "C" fn stream_error(_: *mut ArrowArrayStream) -> *const c_char {
    null()
}

unsafe extern "C" fn release_stream(stream: *mut ArrowArrayStream) {
    // SAFETY: whoever releases gives the stream made here, once; its data was made by `Box::into_raw`.
    if let Some(stream) = unsafe { stream.as_mut() } {
        if stream.release.take().is_some() {
            drop(unsafe { Box::from_raw(stream.private_data.cast::<Streamed>()) });
        }
    }
}

/// The capsule of a stream of the table.
pub(crate) fn stream<'py>(py: Python<'py>, table: &Arc<Handed>) -> PyResult<Bound<'py, PyCapsule>> {
    let mut stream = ArrowArrayStream::empty();
    stream.get_schema = Some(stream_schema);
    stream.get_next = Some(stream_next);
    stream.get_last_error = Some(stream_error);
    stream.release = Some(release_stream);
    stream.private_data = Box::into_raw(Box::new(Streamed { table: Arc::clone(table), done: false })).cast();
    PyCapsule::new_with_value(py, stream, STREAM)
}
