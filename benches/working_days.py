"""Working days by the column, side by side with what analysts use today, on one machine in one run.

    python benches/working_days.py

Adds working days to five million dates of 2012 to 2039, in no order and in order, with the same holidays each time, and
checks that the answers are equal before it prints the medians. NumPy is needed; pandas and Polars are timed where they
are installed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import sfo

ROWS = 5_000_000
GOAL = 25
"""How many times as fast as `numpy.busday_offset` it has to be."""


def median(run: Callable[[], Any], times: int) -> float:
    """The median of some runs, in seconds, after one that does not count."""
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def line(what: str, seconds: float, against: float | None = None) -> None:
    ratio = f"{against / seconds:8.1f} times as fast" if against else ""
    print(f"  {what:<44}{seconds * 1000:10.1f} ms{ratio}", flush=True)


def main() -> int:
    holidays = [holiday["date"] for holiday in sfo.Policy.builtin().calendar().to_dict()["holidays"]]
    numpy_calendar = np.busdaycalendar(holidays=holidays)
    shuffled = np.datetime64("2012-01-01") + np.random.default_rng(20240603).integers(0, 365 * 28, ROWS)
    least = {}
    for name, dates in (("in no order", shuffled), ("in order", np.sort(shuffled))):
        for n in (1, 10, 28):

            def theirs(dates: Any = dates, n: int = n) -> Any:
                return np.busday_offset(dates, n, roll="forward", busdaycal=numpy_calendar)

            def ours(dates: Any = dates, n: int = n) -> Any:
                return sfo.working_days.add(dates, n, "next")

            if not np.array_equal(theirs(), ours()):
                print("the answers differ", file=sys.stderr)
                return 1
            print(f"{ROWS:,} dates {name}, {n} working days on")
            before = median(theirs, 3)
            after = median(ours, 9)
            line("numpy.busday_offset", before)
            line("sfo.working_days.add, NumPy datetime64[D]", after, before)
            least[name] = min(least.get(name, before / after), before / after)

    print(f"{ROWS:,} dates in no order, other columns, 10 working days on")
    moments = shuffled.astype("datetime64[ns]")
    line("sfo.working_days.add, NumPy datetime64[ns]", median(lambda: sfo.working_days.add(moments, 10, "next"), 5))
    try:
        import pandas as pd
    except ImportError:
        print("  pandas is not installed")
    else:
        column = pd.Series(moments)
        line("sfo.working_days.add, pandas", median(lambda: sfo.working_days.add(column, 10, "next"), 5))
        few = column.head(100_000)
        offset = pd.offsets.CustomBusinessDay(10, holidays=holidays)
        import warnings

        with warnings.catch_warnings():
            # It says itself that it is not vectorised.
            warnings.simplefilter("ignore")
            taken = median(lambda: few + offset, 1)
        line("pandas CustomBusinessDay, 100,000 dates only", taken)
    try:
        import polars as pl
    except ImportError:
        print("  Polars is not installed")
    else:
        series = pl.Series(shuffled)
        line("sfo.working_days.add, Polars", median(lambda: sfo.working_days.add(series, 10, "next"), 5))
    # Dates in order, which an export seldom has, are the best case of NumPy: its search goes the same way each time.
    shown = ", ".join(f"{ratio:.1f} times for dates {name}" for name, ratio in least.items())
    print(f"numpy.busday_offset takes at least {shown}; the goal is {GOAL} for dates in no order")
    return 0 if least["in no order"] >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
