"""Dates of an export: the order of day, month and year, shown by a whole column or asked for.

``03/04/2024`` is a day in March or in April. Which one is never decided for a value by itself: a column shows its
order by the values that only one order can read, or the caller says.
"""

from __future__ import annotations

import datetime
import re
from enum import StrEnum

from sfo.errors import ExportError

__all__ = ["DateOrder", "Evidence", "read"]


class DateOrder(StrEnum):
    """The order in which a column writes its dates."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    ISO = "iso"


# A time of day may follow; the day is what counts.
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})" + _TIME, re.ASCII)


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def read(text: str, order: DateOrder) -> datetime.date | None:
    """The day that a text gives in this order; ``None`` where it gives none.

    Years have four digits. ``/``, ``-`` and ``.`` may part the numbers.

    >>> read("03/04/2024", DateOrder.DAY_FIRST)
    datetime.date(2024, 4, 3)
    >>> read("03/04/2024", DateOrder.MONTH_FIRST)
    datetime.date(2024, 3, 4)
    >>> read("31/02/2024", DateOrder.DAY_FIRST) is None
    True
    """
    if order is DateOrder.ISO:
        match = _YEAR_FIRST.fullmatch(text)
        return match and _day(match[1], match[3], match[4])
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    day, month = (match[1], match[3]) if order is DateOrder.DAY_FIRST else (match[3], match[1])
    return _day(match[4], month, day)


class Evidence:
    """What the values of one column show of its order.

    >>> evidence = Evidence()
    >>> for text in ["03/04/2024", "25/12/2023", "", "not known"]:
    ...     evidence.add(text)
    >>> evidence.order("offence_date")
    <DateOrder.DAY_FIRST: 'day-first'>
    """

    __slots__ = ("_alike", "_either", "_only")

    def __init__(self) -> None:
        # Orders that alone can read a value; whether a value reads differently, or alike, in two orders.
        self._only: set[DateOrder] = set()
        self._either = False
        self._alike = False

    def add(self, text: str) -> None:
        """Takes in one value. What is no date in any order shows nothing."""
        days = {order: day for order in DateOrder if (day := read(text, order)) is not None}
        if len(days) == 1:
            self._only.update(days)
        elif days:
            differ = len(set(days.values())) > 1
            self._either |= differ
            self._alike |= not differ

    def order(self, column: str) -> DateOrder:
        """The order that the column shows; :class:`sfo.ExportError` where it shows none, or more than one.

        >>> evidence = Evidence()
        >>> evidence.add("03/04/2024")
        >>> try:
        ...     evidence.order("offence_date")
        ... except ExportError as error:
        ...     print(error.code)
        date_order_unclear
        """
        if len(self._only) > 1 or (DateOrder.ISO in self._only and (self._either or self._alike)):
            raise ExportError(
                f"the dates in column `{column}` are not all written in one order; say which to read with "
                f"`--dates {column}=day-first`, `month-first` or `iso`, and dates in another order count as unknown",
                "date_order_mixed",
                column,
            )
        if self._only:
            return next(iter(self._only))
        if self._either:
            raise ExportError(
                f"the dates in column `{column}` do not show whether the day or the month comes first; say it with "
                f"`--dates {column}=day-first` or `--dates {column}=month-first`",
                "date_order_unclear",
                column,
            )
        # Nothing in the column reads differently in another order.
        return DateOrder.DAY_FIRST
