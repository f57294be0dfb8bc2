"""Working days in Python: single days and columns of four kinds, against counting day by day and other calendars."""

from __future__ import annotations

import datetime
import json
import pickle
import random
import threading
from collections.abc import Callable
from typing import Any

import govuk_bank_holidays.bank_holidays
import holidays
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT

import sfo
from sfo import working_days

Day = datetime.date | None

ONE = datetime.timedelta(days=1)
FIRST, LAST = datetime.date(2012, 1, 1), datetime.date(2040, 12, 31)
CALENDAR = json.loads((ROOT / "rules/dist/hmip-2020-09.json").read_text(encoding="utf-8"))["calendar"]
HOLIDAYS = {datetime.date.fromisoformat(holiday["date"]) for holiday in CALENDAR["holidays"]}
SOME = 400


def works(day: datetime.date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def walked(day: Day, n: int, start: str) -> Day:
    """Adding by walking from day to day."""
    if day is None or not FIRST <= day <= LAST:
        return None
    step = ONE if start == "next" else -ONE
    while start != "stays" and not works(day):
        day += step
        if not FIRST <= day <= LAST:
            return None
    left = abs(n)
    while left:
        day += ONE if n > 0 else -ONE
        if not FIRST <= day <= LAST:
            return None
        left -= works(day)
    return day


def counted(a: Day, b: Day, counting: str) -> int | None:
    """Counting day by day."""
    if a is None or b is None or not (FIRST <= a <= LAST and FIRST <= b <= LAST):
        return None
    low, high = min(a, b), max(a, b)
    days = [low + ONE * at for at in range((high - low).days + 1)]
    number = sum(works(day) for day in days if counting == "including_both" or day != a)
    return number if b >= a else -number


def some_days(seed: int) -> list[Day]:
    """Days of every year, some missing and some that the calendar does not cover."""
    chance = random.Random(seed)
    span = (LAST - FIRST).days
    days: list[Day] = [FIRST + ONE * chance.randrange(span + 1) for _ in range(SOME)]
    days += [FIRST, LAST, None, FIRST - ONE, LAST + ONE, datetime.date(1, 1, 1), None, datetime.date(2024, 2, 29)]
    chance.shuffle(days)
    return days


def near(seed: int, days: list[Day]) -> list[Day]:
    """Days not far from others, so that counting them takes no long time."""
    chance = random.Random(seed)
    return [day and max(FIRST, min(LAST, day)) + ONE * chance.randrange(-60, 0) for day in days]


def as_numpy(days: list[Day]) -> Any:
    return np.array(days, "datetime64[D]")


def as_pandas(days: list[Day]) -> Any:
    index = [f"row {at}" for at in range(len(days))]
    return pd.Series(np.array(days, "datetime64[s]"), index=index, name="a name")


def as_pandas_arrow(days: list[Day]) -> Any:
    return pd.Series(pd.array(pa.array(days, pa.date32()), pd.ArrowDtype(pa.date32())), name="a name")


def as_polars(days: list[Day]) -> Any:
    return pl.Series("a name", days, pl.Date)


def as_arrow(days: list[Day]) -> Any:
    return pa.array(days, pa.date32())


def as_wide_arrow(days: list[Day]) -> Any:
    return pa.array(days, pa.date64())


def as_chunks(days: list[Day]) -> Any:
    return pa.chunked_array([pa.array(days[:7], pa.date32()), pa.array(days[7:], pa.date32())])


def plain(column: Any) -> list[Any]:
    """What stands in a column, as Python has it."""
    if isinstance(column, pd.Series):
        column = column.astype(object)
        return [
            None if pd.isna(one) else one.date() if isinstance(one, datetime.datetime) else one
            for one in column.tolist()
        ]
    if isinstance(column, np.ndarray):
        if column.dtype.kind == "M":
            column = column.astype("datetime64[D]")
        return [None if one != one else one for one in column.tolist()]
    return column.to_list() if isinstance(column, pl.Series) else column.to_pylist()


KINDS = [as_numpy, as_pandas, as_pandas_arrow, as_polars, as_arrow, as_wide_arrow, as_chunks]
every_kind = pytest.mark.parametrize("make", KINDS)
Make = Callable[[list[Day]], Any]


def test_single_days_agree_with_walking() -> None:
    for day in some_days(1)[:150]:
        if day is None:
            continue
        for n in (-30, -1, 0, 1, 28):
            for start in ("stays", "next", "previous"):
                expected = walked(day, n, start)
                assert working_days.add(day, n, start, errors="null") == expected
        covered = FIRST <= day <= LAST
        assert working_days.is_working_day(day, errors="null") == (works(day) if covered else None)
        assert working_days.projected(day, errors="null") == (day.year > 2028 if covered else None)


@every_kind
@pytest.mark.parametrize(("n", "start"), [(28, "stays"), (-10, "next"), (1, "previous"), (0, "next"), (0, "stays")])
def test_adding_agrees_with_walking(make: Make, n: int, start: Any) -> None:
    days = some_days(n)
    column = make(days)
    found = working_days.add(column, n, start, errors="null")
    assert plain(found) == [walked(day, n, start) for day in days]
    assert type(found) is type(column)
    assert getattr(found, "dtype", None) == getattr(column, "dtype", None)
    assert getattr(found, "type", None) == getattr(column, "type", None)
    assert getattr(found, "name", None) == getattr(column, "name", None)
    if isinstance(column, pd.Series):
        assert found.index.equals(column.index)
    # What was given stands as it was.
    assert plain(column) == plain(make(days))


@every_kind
@pytest.mark.parametrize("counting", ["excluding_start", "including_both"])
def test_counting_agrees_with_counting_day_by_day(make: Make, counting: Any) -> None:
    starts = some_days(3)
    for ends in (near(4, starts), list(reversed(near(4, list(reversed(starts)))))):
        found = working_days.between(make(starts), make(ends), counting, errors="null")
        assert plain(found) == [counted(a, b, counting) for a, b in zip(starts, ends, strict=True)]
    one = datetime.date(2026, 5, 1)
    few = [day for day in starts if day is None or abs((day - one).days) < 900] or [one]
    assert plain(working_days.between(make(few), one, counting)) == [counted(day, one, counting) for day in few]
    assert plain(working_days.between(one, make(few), counting)) == [counted(one, day, counting) for day in few]


@every_kind
def test_columns_of_truths(make: Make) -> None:
    days = some_days(5)
    covered = [None if day is None or not FIRST <= day <= LAST else day for day in days]
    assert plain(working_days.is_working_day(make(days), errors="null")) == [day and works(day) for day in covered]
    found = plain(working_days.projected(make(days), errors="null"))
    assert found == [day and day.year > 2028 for day in covered]


@every_kind
def test_empty_and_whole_columns(make: Make) -> None:
    assert plain(working_days.add(make([]), 1)) == []
    assert plain(working_days.between(make([]), make([]))) == []
    whole = [datetime.date(2024, 3, 28), datetime.date(2024, 4, 2)]
    assert plain(working_days.add(make(whole), 1)) == [datetime.date(2024, 4, 2), datetime.date(2024, 4, 3)]
    numbers = working_days.between(make(whole), make(whole[::-1]))
    assert plain(numbers) == [1, -1]
    assert plain(working_days.add(make([None]), 1)) == [None]


@every_kind
def test_a_day_outside_is_an_error_that_shows_no_day(make: Make) -> None:
    days = [
        datetime.date(2024, 3, 28),
        None,
        datetime.date(1987, 6, 5),
        datetime.date(2024, 1, 2),
        datetime.date(1986, 5, 4),
    ]
    for run in (
        lambda: working_days.add(make(days), 1),
        lambda: working_days.between(make(days), make(days)),
        lambda: working_days.is_working_day(make(days)),
        lambda: working_days.projected(make(days)),
    ):
        with pytest.raises(sfo.OutsideCalendarError) as raised:
            run()
        error = raised.value
        assert (error.code, error.count, error.first, error.path) == ("outside_calendar", 2, 2, "/2")
        assert "2 of 5 rows" in str(error)
        assert "1987" not in str(error)
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.count, again.first) == (str(error), 2, 2)


def test_a_single_day_outside() -> None:
    with pytest.raises(sfo.OutsideCalendarError) as raised:
        working_days.add(datetime.date(2040, 12, 31), 1)
    assert (raised.value.count, raised.value.first) == (1, None)
    assert working_days.add(datetime.date(2040, 12, 31), 1, errors="null") is None


def test_moments_count_as_their_day() -> None:
    moment = datetime.datetime(2024, 3, 28, 23, 59)
    assert working_days.add(moment, 1) == datetime.date(2024, 4, 2)
    for unit in ("h", "m", "s", "ms", "us", "ns"):
        column = np.array(["2024-03-28T23", "NaT", "1969-12-31T23"], f"datetime64[{unit}]")
        found = working_days.add(column, 1, errors="null")
        assert found.dtype == column.dtype
        assert np.array_equal(found, np.array(["2024-04-02", "NaT", "NaT"], column.dtype), equal_nan=True)
    series = pl.Series([moment, None])
    assert working_days.add(series, 1).to_list() == [datetime.datetime(2024, 4, 2), None]
    stamps = pd.Series(pd.array([moment, None], dtype="timestamp[us][pyarrow]"))
    assert str(working_days.add(stamps, 1).dtype) == "timestamp[us][pyarrow]"
    assert working_days.add(pd.Timestamp(moment), 1) == datetime.date(2024, 4, 2)


def test_arrays_of_every_layout() -> None:
    days = np.arange("2024-01-01", "2024-03-01", dtype="datetime64[D]").reshape(6, 10)
    whole = working_days.add(days, 3)
    assert whole.shape == days.shape
    assert np.array_equal(working_days.add(days.T, 3), whole.T)
    assert np.array_equal(working_days.add(days[::2, ::-1], 3), whole[::2, ::-1])
    assert np.array_equal(working_days.add(days.astype(">M8[D]"), 3), whole)
    frozen = days.copy()
    frozen.flags.writeable = False
    assert np.array_equal(working_days.add(frozen, 3), whole)
    assert working_days.add(days[0, 0], 3) == whole[0, 0]
    sliced = pa.array(days.ravel())[5:20]
    assert working_days.add(sliced, 3).to_pylist() == whole.ravel()[5:20].tolist()
    joined = pl.concat([pl.Series(days[0]), pl.Series(days[1])], rechunk=False)
    assert working_days.add(joined, 3).to_list() == whole[:2].ravel().tolist()


def test_a_column_of_many_parts() -> None:
    """Longer than what is taken at a time, with what is outside in a later part."""
    days = np.datetime64("2012-01-02") + np.random.default_rng(7).integers(0, 10_000, 1_000_003)
    calendar = np.busdaycalendar(holidays=sorted(HOLIDAYS))
    found = working_days.add(days, 10, "next")
    assert np.array_equal(found, np.busday_offset(days, 10, roll="forward", busdaycal=calendar))
    ends = days[::-1]
    forward = days <= ends
    counts = np.busday_count(days + 1, ends + 1, busdaycal=calendar)
    assert np.array_equal(working_days.between(days, ends)[forward], counts[forward])
    days[700_001] = np.datetime64("1999-01-01")
    with pytest.raises(sfo.OutsideCalendarError) as raised:
        working_days.add(days, 10)
    assert raised.value.first == 700_001


def test_an_index_of_pandas() -> None:
    index = pd.DatetimeIndex(["2024-03-28", None], name="when")
    found = working_days.add(index, 1)
    assert isinstance(found, pd.DatetimeIndex)
    assert (found.name, found[0], found.isna().tolist()) == ("when", pd.Timestamp("2024-04-02"), [False, True])


def test_another_calendar() -> None:
    calendar = sfo.Calendar.from_dict(
        {
            "title": "A closed office",
            "published_from": 2024,
            "published_to": 2024,
            "projected_to": 2025,
            "holidays": [
                {"date": "2024-03-27", "name": "Closed"},
                {"date": "2025-01-01", "name": "New Year's Day", "projected": True},
            ],
        }
    )
    day = datetime.date(2024, 3, 26)
    assert working_days.add(day, 1, calendar=calendar) == datetime.date(2024, 3, 28)
    assert working_days.between(day, datetime.date(2024, 3, 28), calendar=calendar) == 1
    assert working_days.is_working_day(datetime.date(2024, 3, 29), calendar=calendar)
    assert working_days.projected(datetime.date(2025, 3, 29), calendar=calendar)
    with pytest.raises(sfo.OutsideCalendarError, match="2024 to 2025"):
        working_days.add(datetime.date(2023, 3, 26), 1, calendar=calendar)


@pytest.mark.parametrize(
    "values",
    [
        None, 7, "2024-03-28", [datetime.date(2024, 3, 28)], pd.NaT, datetime.time(1),
        np.array([1, 2]), np.array(["2024-03"], "datetime64[M]"), np.array(["2024-03-28"]),
        pd.Series([1, 2]), pd.Series(pd.to_datetime(["2024-03-28"])).dt.tz_localize("Europe/London"),
        pd.Series([datetime.date(2024, 3, 28)], dtype=object),
        pl.Series([1]), pl.Series([datetime.datetime(2024, 3, 28)]).dt.replace_time_zone("Europe/London"),
        pa.array([1]), pa.array([datetime.datetime(2024, 3, 28)], pa.timestamp("us", "Europe/London")),
    ],
)  # fmt: skip
def test_what_holds_no_dates_is_refused(values: Any) -> None:
    with pytest.raises(TypeError) as raised:
        working_days.add(values, 1)
    assert "2024" not in str(raised.value)


def test_words_and_lengths_at_fault_are_refused() -> None:
    day, days = datetime.date(2024, 3, 28), as_numpy([datetime.date(2024, 3, 28)] * 3)
    for run in (
        lambda: working_days.add(day, 1, "sideways"),  # type: ignore[call-overload]
        lambda: working_days.between(day, day, "both"),  # type: ignore[call-overload]
        lambda: working_days.add(day, 1, errors="ignore"),  # type: ignore[call-overload]
        lambda: working_days.between(days, days[:2]),
        lambda: working_days.between(as_pandas([day] * 2), as_pandas([day] * 3)[1:]),
        lambda: working_days.between(as_pandas([day] * 2), as_pandas([day] * 3)),
    ):
        with pytest.raises(ValueError, match=r"is `|length|index"):
            run()


def test_other_threads_run_meanwhile() -> None:
    days = np.full(3_000_000, np.datetime64("2024-03-28"))
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda: answers.append(working_days.add(days, 1))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 3
    assert all((answer == np.datetime64("2024-04-02")).all() for answer in answers)


def weekdays() -> list[datetime.date]:
    days = [FIRST + ONE * at for at in range((datetime.date(2028, 12, 31) - FIRST).days + 1)]
    return [day for day in days if day.weekday() < 5]


def test_every_weekday_is_as_the_package_holidays_has_it() -> None:
    theirs = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
    days = weekdays()
    ours = working_days.is_working_day(as_numpy(list(days)))
    assert len(days) > 4400
    assert [day for day, working in zip(days, ours, strict=True) if working == (day in theirs)] == []


def test_every_weekday_is_as_the_government_has_it() -> None:
    # What comes with the package, and nothing from the network.
    source = govuk_bank_holidays.bank_holidays.BankHolidays(use_cached_holidays=True)
    listed = {item["date"] for item in source.get_holidays(division=source.ENGLAND_AND_WALES)}
    years = {day.year for day in listed}
    days = [day for day in weekdays() if day.year in years]
    assert len(days) > 1500
    ours = working_days.is_working_day(as_numpy(list(days)))
    assert [day for day, working in zip(days, ours, strict=True) if working == (day in listed)] == []
