"""Working days: for single dates, and for whole columns of NumPy, pandas, Polars and PyArrow.

A working day is a day that is not a Saturday, a Sunday or a holiday of the calendar: the bank holidays of England and
Wales from 2012 to 2040 unless another is given. A column comes back as its own kind, with its index and its name;
what is missing stays missing. A moment counts as its day.

>>> import datetime, sfo
>>> sfo.working_days.add(datetime.date(2024, 3, 15), 28)
datetime.date(2024, 4, 26)
>>> sfo.working_days.between(datetime.date(2024, 3, 28), datetime.date(2024, 4, 2))
1

A day outside the calendar raises :class:`sfo.OutsideCalendarError`, which says how many there are and where the first
stands; with ``errors="null"`` it has no answer instead. Columns need NumPy; nothing else is loaded that the caller has
not loaded.
"""

from __future__ import annotations

import datetime
import functools
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, overload

from sfo import _sfo
from sfo.errors import OutsideCalendarError

if TYPE_CHECKING:
    from sfo.timeline import Calendar

__all__ = ["add", "between", "is_working_day", "projected"]

Start: TypeAlias = Literal["stays", "next", "previous"]
Counting: TypeAlias = Literal["excluding_start", "including_both"]
Errors: TypeAlias = Literal["raise", "null"]

_MISSING = -(2**63)
_MISSING_NARROW = -(2**31)
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_PER_DAY = {"D": 1, "h": 24, "m": 1440, "s": 86_400, "ms": 86_400 * 10**3, "us": 86_400 * 10**6, "ns": 86_400 * 10**9}
"""How many of a unit are a day, by the names that NumPy has for units."""

_Answers: TypeAlias = Callable[[Any, bool], Any]
"""Makes a column of the caller's kind of a NumPy array, and of whether something in it is missing."""


class _Column:
    """A column of a caller: its numbers, and how answers go back into one of its kind."""

    __slots__ = ("dates", "numbers", "per_day", "truths", "values")

    def __init__(self, values: Any, per_day: int, dates: _Answers, numbers: _Answers, truths: _Answers) -> None:
        self.values = values
        self.per_day = per_day
        self.dates = dates
        self.numbers = numbers
        self.truths = truths


def _refuse(what: str) -> TypeError:
    return TypeError(f"{what}; give dates, or a column of dates of NumPy, pandas, Polars or PyArrow")


def _numpy(values: Any) -> _Column:
    import numpy as np

    if values.dtype.kind != "M":
        raise _refuse("the array does not hold dates (datetime64)")
    unit, step = np.datetime_data(values.dtype)
    if unit not in _PER_DAY or step != 1:
        raise _refuse("the array counts neither days nor a part of them")
    dtype, shape = values.dtype.newbyteorder("="), values.shape
    # No copy, where the array is one stretch of memory already.
    flat = np.ascontiguousarray(values, dtype=dtype).reshape(-1).view(np.int64)

    def numbers(out: Any, missing: bool) -> Any:
        if missing:
            out = np.where(out == _MISSING, np.nan, out)
        return out.reshape(shape)

    def truths(out: Any, missing: bool) -> Any:
        truth = out == 1
        if missing:
            truth = truth.astype(object)
            truth[out == _MISSING] = None
        return truth.reshape(shape)

    return _Column(flat, _PER_DAY[unit], lambda out, _: out.view(dtype).reshape(shape), numbers, truths)


def _pandas(values: Any, pd: Any) -> _Column:
    import numpy as np

    make: Callable[[Any], Any]
    if isinstance(values, pd.Series):
        make = functools.partial(pd.Series, index=values.index, name=values.name)
    else:
        make = functools.partial(pd.Index, name=values.name)
    dtype = values.dtype
    if isinstance(dtype, pd.DatetimeTZDtype):
        raise _refuse("the column has a time zone; take the day there first, with `.dt.tz_localize(None)`")
    if isinstance(dtype, pd.ArrowDtype):
        # Pandas has loaded it for the column.
        pa: Any = sys.modules["pyarrow"]
        inner = _arrow(values.array.__arrow_array__(), pa)

        def back(answers: _Answers) -> _Answers:
            return lambda out, missing: make(pd.array(answers(out, missing), dtype=_arrow_dtype(answers)))

        def _arrow_dtype(answers: _Answers) -> Any:
            if answers is inner.dates:
                return dtype
            return pd.ArrowDtype(pa.int64() if answers is inner.numbers else pa.bool_())

        return _Column(inner.values, inner.per_day, back(inner.dates), back(inner.numbers), back(inner.truths))
    if getattr(dtype, "kind", "") != "M":
        raise _refuse("the column does not hold dates; make it one with `pandas.to_datetime`")
    column = _numpy(values.to_numpy())
    return _Column(
        column.values,
        column.per_day,
        lambda out, missing: make(column.dates(out, missing)),
        lambda out, _: make(pd.arrays.IntegerArray(np.where(out == _MISSING, 0, out), out == _MISSING)),
        lambda out, _: make(pd.arrays.BooleanArray(out == 1, out == _MISSING)),
    )


def _polars(values: Any, pl: Any) -> _Column:
    dtype = values.dtype
    if dtype == pl.Date:
        per_day, gap = 1, _MISSING_NARROW
    elif dtype == pl.Datetime and dtype.time_zone is None:
        per_day, gap = _PER_DAY[dtype.time_unit], _MISSING
    else:
        raise _refuse("the series does not hold dates without a time zone")
    whole = values.to_physical()
    if whole.null_count():
        whole = whole.fill_null(gap)

    def series(out: Any, missing: bool, gap: int) -> Any:
        made = pl.Series(values.name, out)
        return made.set(made == gap, None) if missing else made

    return _Column(
        whole.to_numpy(),
        per_day,
        lambda out, missing: series(out, missing, gap).cast(dtype),
        lambda out, missing: series(out, missing, _MISSING),
        lambda out, missing: series(out, missing, _MISSING) == 1,
    )


def _arrow(values: Any, pa: Any) -> _Column:
    kind = values.type
    if pa.types.is_date32(kind):
        per_day, physical, gap = 1, pa.int32(), _MISSING_NARROW
    elif pa.types.is_date64(kind):
        per_day, physical, gap = _PER_DAY["ms"], pa.int64(), _MISSING
    elif pa.types.is_timestamp(kind) and kind.tz is None:
        per_day, physical, gap = _PER_DAY[kind.unit], pa.int64(), _MISSING
    else:
        raise _refuse("the array does not hold dates without a time zone")
    chunked = isinstance(values, pa.ChunkedArray)
    whole = values.combine_chunks() if chunked else values
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], kind)
    flat = whole.view(physical)
    if flat.null_count:
        flat = flat.fill_null(gap)

    def array(out: Any, missing: bool, gap: int, kind: Any) -> Any:
        made = pa.array(out, mask=out == gap if missing else None)
        made = made.cast(kind) if kind == pa.bool_() else made.view(kind)
        return pa.chunked_array([made]) if chunked else made

    return _Column(
        flat.to_numpy(zero_copy_only=False),
        per_day,
        lambda out, missing: array(out, missing, gap, kind),
        lambda out, missing: array(out, missing, _MISSING, pa.int64()),
        lambda out, missing: array(out, missing, _MISSING, pa.bool_()),
    )


def _single(day: datetime.date) -> _Column:
    """A single day, as a column of one row."""

    def date(out: Any, missing: bool) -> Any:
        return None if missing else datetime.date.fromordinal(out[0] + _EPOCH)

    return _Column(
        memoryview((day.toordinal() - _EPOCH).to_bytes(8, sys.byteorder, signed=True)).cast("q"),
        1,
        date,
        lambda out, missing: None if missing else out[0],
        lambda out, missing: None if missing else out[0] == 1,
    )


def _column(values: Any) -> _Column:
    # A caller's column is of a library that the caller has loaded.
    if (pd := sys.modules.get("pandas")) and isinstance(values, (pd.Series, pd.DatetimeIndex)):
        return _pandas(values, pd)
    if (pl := sys.modules.get("polars")) and isinstance(values, pl.Series):
        return _polars(values, pl)
    if (pa := sys.modules.get("pyarrow")) and isinstance(values, (pa.Array, pa.ChunkedArray)):
        return _arrow(values, pa)
    if (np := sys.modules.get("numpy")) and isinstance(values, (np.ndarray, np.datetime64)):
        column = _numpy(np.asarray(values))
        if isinstance(values, np.ndarray):
            return column
        return _Column(
            column.values,
            column.per_day,
            lambda out, missing: column.dates(out, missing)[()],
            lambda out, missing: column.numbers(out, missing)[()],
            lambda out, missing: column.truths(out, missing)[()],
        )
    if isinstance(values, datetime.date) and hasattr(values, "toordinal"):
        try:
            return _single(values)
        except ValueError:
            # The moment of pandas that is none.
            raise _refuse("a single day is missing") from None
    raise _refuse(f"`{type(values).__name__}` holds no dates that are understood")


def _room(column: _Column, rows: int, *, dates: bool) -> Any:
    """Where answers go: days as the column has them, or numbers."""
    if isinstance(column.values, memoryview) and rows == 1:
        return memoryview(bytearray(8)).cast("q")
    import numpy as np

    return np.empty(rows, column.values.dtype if dates and not isinstance(column.values, memoryview) else np.int64)


@functools.cache
def _builtin() -> _sfo.WorkingDays:
    return _sfo.Policy.builtin().working_days()


def _days(calendar: Calendar | None) -> _sfo.WorkingDays:
    return _builtin() if calendar is None else calendar._core


def _checked(counts: tuple[int, int, int | None], rows: int, single: bool, days: _sfo.WorkingDays, errors: str) -> bool:
    """Whether something has no answer. Raises where the calendar does not cover it, unless nulls are asked for."""
    missing, outside, first = counts
    if errors not in ("raise", "null"):
        raise ValueError("`errors` is `raise` or `null`")
    if not outside or errors == "null":
        return bool(missing or outside)
    years = f"the calendar's years {days.years[0]} to {days.years[2]}"
    if single:
        raise OutsideCalendarError(
            f"the date, or its answer, is outside {years}; load a calendar that covers it", "outside_calendar"
        )
    raise OutsideCalendarError(
        f"{outside:,} of {rows:,} rows need a day outside {years}, the first at position {first:,}; load a calendar "
        'that covers them, or ask for `errors="null"`',
        "outside_calendar",
        f"/{first}",
        outside,
        first,
    )


@overload
def add(
    dates: datetime.date, n: int, start: Start = ..., *, calendar: Calendar | None = ..., errors: Literal["raise"] = ...
) -> datetime.date: ...
@overload
def add(dates: Any, n: int, start: Start = ..., *, calendar: Calendar | None = ..., errors: Errors = ...) -> Any: ...
def add(
    dates: Any, n: int, start: Start = "stays", *, calendar: Calendar | None = None, errors: Errors = "raise"
) -> Any:
    """The ``n``-th working day after each date, or before it where ``n`` is negative.

    A date itself is not counted. ``start`` says what becomes of one that is not a working day before counting begins:
    it ``stays``, or the ``next`` or ``previous`` working day stands for it.

    >>> import numpy, sfo
    >>> sfo.working_days.add(numpy.array(["2024-03-28", "NaT"], "datetime64[D]"), 1)
    array(['2024-04-02',        'NaT'], dtype='datetime64[D]')
    """
    column, days = _column(dates), _days(calendar)
    out = _room(column, len(column.values), dates=True)
    counts = days.add(column.values, column.per_day, n, start, out)
    return column.dates(out, _checked(counts, len(out), isinstance(out, memoryview), days, errors))


@overload
def between(
    a: datetime.date,
    b: datetime.date,
    counting: Counting = ...,
    *,
    calendar: Calendar | None = ...,
    errors: Literal["raise"] = ...,
) -> int: ...
@overload
def between(
    a: Any, b: Any, counting: Counting = ..., *, calendar: Calendar | None = ..., errors: Errors = ...
) -> Any: ...
def between(
    a: Any,
    b: Any,
    counting: Counting = "excluding_start",
    *,
    calendar: Calendar | None = None,
    errors: Errors = "raise",
) -> Any:
    """How many working days lie between dates; negative where ``b`` is before ``a``.

    With ``excluding_start`` the earlier date is not counted and the later is; with ``including_both`` both are. Each
    of the two is a column or a single date; the numbers come back as the kind of the first that is a column: whole
    numbers, in pandas ``Int64``. NumPy has no missing whole number, so there the numbers are floats where one is
    missing.

    >>> import datetime, sfo
    >>> sfo.working_days.between(datetime.date(2024, 3, 28), datetime.date(2024, 4, 2), "including_both")
    2
    """
    starts, ends, days = _column(a), _column(b), _days(calendar)
    kind, other = (ends, starts) if isinstance(starts.values, memoryview) else (starts, ends)
    rows = len(kind.values)
    if not isinstance(other.values, memoryview):
        if len(other.values) != rows:
            raise ValueError("the two columns are not of one length")
        index = getattr(a, "index", None), getattr(b, "index", None)
        if all(hasattr(one, "equals") for one in index) and not index[0].equals(index[1]):  # type: ignore[union-attr]
            raise ValueError("the two columns have different indexes; align them first")
    out = _room(kind, rows, dates=False)
    counts = days.between(starts.values, starts.per_day, ends.values, ends.per_day, counting, out)
    return kind.numbers(out, _checked(counts, rows, isinstance(out, memoryview), days, errors))


@overload
def is_working_day(
    dates: datetime.date, *, calendar: Calendar | None = ..., errors: Literal["raise"] = ...
) -> bool: ...
@overload
def is_working_day(dates: Any, *, calendar: Calendar | None = ..., errors: Errors = ...) -> Any: ...
def is_working_day(dates: Any, *, calendar: Calendar | None = None, errors: Errors = "raise") -> Any:
    """Whether each date is a working day.

    >>> import datetime, sfo
    >>> sfo.working_days.is_working_day(datetime.date(2024, 3, 29))
    False
    """
    column, days = _column(dates), _days(calendar)
    out = _room(column, len(column.values), dates=False)
    counts = days.between(column.values, column.per_day, column.values, column.per_day, "including_both", out)
    return column.truths(out, _checked(counts, len(out), isinstance(out, memoryview), days, errors))


@overload
def projected(dates: datetime.date, *, calendar: Calendar | None = ..., errors: Literal["raise"] = ...) -> bool: ...
@overload
def projected(dates: Any, *, calendar: Calendar | None = ..., errors: Errors = ...) -> Any: ...
def projected(dates: Any, *, calendar: Calendar | None = None, errors: Errors = "raise") -> Any:
    """Whether each date lies in a year whose holidays nobody has announced yet, so that they are worked out.

    An answer rests on such a year where the later of its two ends lies in one.

    >>> import datetime, sfo
    >>> sfo.working_days.projected(sfo.working_days.add(datetime.date(2028, 12, 27), 10))
    True
    """
    column, days = _column(dates), _days(calendar)
    out = _room(column, len(column.values), dates=False)
    counts = days.projected(column.values, column.per_day, out)
    return column.truths(out, _checked(counts, len(out), isinstance(out, memoryview), days, errors))
