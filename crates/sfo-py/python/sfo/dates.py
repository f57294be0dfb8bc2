"""Dates of a table: the order of day, month and year, shown by a whole column or asked for.

``03/04/2024`` is a day in March or in April. Which one is never decided for a value by itself: a column shows its
order by the values that only one order can read, or the caller says. The values are read in the core.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sfo.errors import ExportError, SfoError

__all__ = ["DateOrder", "Evidence"]


class DateOrder(StrEnum):
    """The order in which a column writes its dates."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    ISO = "iso"


class Evidence(NamedTuple):
    """What the values of one column show of its order: how many of them can be read in which order.

    >>> Evidence(either=1, day_first=1).order("offence_date")
    <DateOrder.DAY_FIRST: 'day-first'>
    """

    day_first: int = 0
    """Dates with the day first, and in no other order."""
    month_first: int = 0
    """Dates with the month first, and in no other order."""
    iso: int = 0
    """Dates with the year first."""
    either: int = 0
    """Another day with the day first than with the month first."""
    alike: int = 0
    """The same day in both."""
    days: int = 0
    """Dates already, and no texts."""
    unreadable: int = 0
    """No date in any order."""
    blank: int = 0
    """Nothing."""

    def add(self, other: Evidence) -> Evidence:
        """Two parts of a column together."""
        return Evidence(*(a + b for a, b in zip(self, other, strict=True)))

    def order(self, column: str, error: type[SfoError] = ExportError, how: str = "`dates`") -> DateOrder:
        """The order that the column shows; an error where it shows none, or more than one.

        >>> try:
        ...     Evidence(either=1).order("offence_date")
        ... except ExportError as error:
        ...     print(error.code)
        date_order_unclear
        """
        only = [order for order, shown in zip(DateOrder, self, strict=False) if shown]
        if len(only) > 1 or (self.iso and (self.either or self.alike)):
            raise error(
                f"the dates in column `{column}` are not all written in one order; say which to read with {how}, "
                "`month-first` or `iso`, and dates in another order count as unknown",
                "date_order_mixed",
                column,
            )
        if only:
            return only[0]
        if self.either:
            raise error(
                f"the dates in column `{column}` do not show whether the day or the month comes first; say it with "
                f"{how} or `month-first`",
                "date_order_unclear",
                column,
            )
        # Nothing in the column reads differently in another order.
        return DateOrder.DAY_FIRST
