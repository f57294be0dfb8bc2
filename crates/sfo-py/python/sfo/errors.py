"""What can go wrong: a policy, a calendar, targets or an export that cannot be read, and days that none covers.

Judging a record never raises. What is wrong with a record is a finding on its decision.
"""

from __future__ import annotations

__all__ = [
    "CalendarError",
    "CheckError",
    "CodingsError",
    "DocumentError",
    "ExportError",
    "FrameError",
    "OptionsError",
    "OutsideCalendarError",
    "PolicyError",
    "RedactionError",
    "SfoError",
    "UnknownEntryError",
]


class SfoError(Exception):
    """The one root of this package's exceptions.

    ``code`` is stable and is for programs. ``path`` is the place, as a JSON Pointer or a column name; it is empty
    for the whole. The message never holds a value of a case.

    >>> error = SfoError("the policy is not readable", "policy_malformed")
    >>> error.code, error.path, str(error)
    ('policy_malformed', '', 'the policy is not readable')
    """

    code: str
    path: str

    def __init__(self, message: str, code: str, path: str = "") -> None:
        # All the arguments stand in `args`, so that the exception can be pickled.
        super().__init__(message, code, path)
        self.code = code
        self.path = path

    def __str__(self) -> str:
        return str(self.args[0])


class PolicyError(SfoError):
    """A policy that cannot be loaded.

    >>> import sfo
    >>> try:
    ...     sfo.Policy.from_json("{}")
    ... except sfo.PolicyError as error:
    ...     print(error.code)
    policy_malformed
    """


class UnknownEntryError(SfoError, LookupError):
    """A number that no entry of the policy has.

    >>> import sfo
    >>> try:
    ...     sfo.Policy.builtin().entry(77)
    ... except sfo.UnknownEntryError as error:
    ...     print(error)
    the policy has no entry with this number
    """


class OptionsError(SfoError, ValueError):
    """What is set beside a case cannot be used: the day asked about, targets, a calendar, or a choice of rules.

    >>> import sfo
    >>> try:
    ...     sfo.Policy.builtin().deadlines({}, as_of="today")
    ... except sfo.OptionsError as error:
    ...     print(error.code, error.path)
    options_malformed /as_of
    """


class CalendarError(SfoError, ValueError):
    """A calendar that cannot be loaded.

    >>> import sfo
    >>> try:
    ...     sfo.Calendar.from_dict({"title": "Ours"})
    ... except sfo.CalendarError as error:
    ...     print(error.code)
    calendar_malformed
    """


class OutsideCalendarError(CalendarError):
    """Days that the calendar does not cover, or that need a day that it does not cover.

    ``count`` says how many, and ``first`` at which position of a column the first of them stands, counted from 0; it
    is ``None`` for a single day.

    >>> import datetime, sfo
    >>> try:
    ...     sfo.working_days.add(datetime.date(1999, 1, 1), 1)
    ... except sfo.OutsideCalendarError as error:
    ...     print(error.code, error.count)
    outside_calendar 1
    """

    count: int
    first: int | None

    def __init__(self, message: str, code: str, path: str = "", count: int = 1, first: int | None = None) -> None:
        super().__init__(message, code, path)
        self.count = count
        self.first = first


class CodingsError(SfoError, ValueError):
    """Codings of learning themes that are not a table with a theme.

    >>> import sfo
    >>> try:
    ...     sfo.themes(7)
    ... except sfo.CodingsError as error:
    ...     print(error.code)
    codings_malformed
    """


class ExportError(SfoError):
    """An export that cannot be read as a whole: its encoding, its header, its dates or its length of line."""


class DocumentError(SfoError):
    """A document that cannot be redacted: it has a password or macros, it is damaged, or it is of another kind.

    No part of a copy is made then. The message says what to do.
    """


class RedactionError(SfoError, ValueError):
    """A text that is not redacted: an audience, a person or a text that cannot be used, or something survived.

    ``code`` is ``redaction_leak`` where something that was to be hidden still stood in the redacted text. No text is
    given back then, and none stands in the error.

    >>> import sfo
    >>> try:
    ...     sfo.Policy.builtin().redact("A text.", audience="victim", people=[{"name": "", "role": "child"}])
    ... except sfo.RedactionError as error:
    ...     print(error.code, error.path)
    redaction_malformed /people/0/name
    """


class FrameError(SfoError, ValueError):
    """A table that cannot be checked as a whole: its columns, what they hold, or the order of its dates.

    ``path`` is the name of the column, where there is one.

    >>> import sfo
    >>> try:
    ...     sfo.Policy.builtin().check([1, 2])
    ... except sfo.FrameError as error:
    ...     print(error.code)
    no_frame
    """


class CheckError(SfoError):
    """Rows of a table that could not be used as they stand, raised by ``Result.raise_for_errors``.

    ``rows`` says how many, and ``rules`` how many rows broke each rule.
    """

    rows: int
    rules: dict[str, int]

    def __init__(
        self, message: str, code: str, path: str = "", rows: int = 0, rules: dict[str, int] | None = None
    ) -> None:
        super().__init__(message, code, path)
        self.rows = rows
        self.rules = {} if rules is None else rules
