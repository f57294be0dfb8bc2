"""Timelines: what is due when, and what came late or out of order; and what is set beside a case for one."""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter
from collections.abc import Mapping
from typing import Any, get_args

from sfo import _sfo
from sfo.decision import _fields
from sfo.errors import CalendarError, OptionsError
from sfo.types import (
    DatedEvent,
    DatedEventDict,
    Finding,
    Next,
    PolicyId,
    RuleResult,
    RuleResultDict,
    Skipped,
    Span,
    SpanDict,
    Status,
    TimelineDict,
)

__all__ = ["Calendar", "DatedEvent", "Next", "RuleResult", "Skipped", "Span", "Targets", "Timeline"]


def _day(text: str | None) -> datetime.date | None:
    return None if text is None else datetime.date.fromisoformat(text)


def _span(span: SpanDict | None) -> Span | None:
    return None if span is None else Span(**span)


def _rule(rule: RuleResultDict) -> RuleResult:
    fields: dict[str, Any] = {
        **rule,
        **{name: _day(rule[name]) for name in ("done", "triggered", "due", "extended_to")},
        "late_by": _span(rule["late_by"]),
        "elapsed": _span(rule["elapsed"]),
        "skipped": tuple(Skipped(datetime.date.fromisoformat(day["date"]), day["why"]) for day in rule["skipped"]),
        "missing": tuple(rule["missing"]),
    }
    return RuleResult(**fields)


def _event(event: DatedEventDict) -> DatedEvent:
    return DatedEvent(event["event"], datetime.date.fromisoformat(event["date"]), _day(event.get("to")))


def _text_of(source: str | os.PathLike[str], is_text: bool) -> str:
    """The text given, or that of the file named."""
    if isinstance(source, str) and is_text:
        return source
    with open(source, encoding="utf-8-sig") as file:
        return file.read()


class Timeline:
    """What is due when, and what came late or out of order. Made by :meth:`sfo.Policy.deadlines`; it does not change.

    The repr counts the rules by their status and shows no day.

    >>> import sfo
    >>> case = {"events": {"notified": "2024-03-06", "review_completed": "2024-07-01"}}
    >>> timeline = sfo.Policy.builtin().deadlines(case, as_of="2024-07-02", rules=["full-review-within-three-months"])
    >>> timeline
    <Timeline late=1 findings=1>
    >>> timeline.rules[0].due, timeline.rules[0].done
    (datetime.date(2024, 6, 6), datetime.date(2024, 7, 1))
    """

    __slots__ = ("_core", "_parsed")

    _core: _sfo.Timeline
    _parsed: TimelineDict | None

    def __init__(self, core: _sfo.Timeline) -> None:
        self._core = core
        self._parsed = None

    @property
    def _data(self) -> TimelineDict:
        if self._parsed is None:
            self._parsed = self.to_dict()
        return self._parsed

    @property
    def as_of(self) -> datetime.date | None:
        """The day on which the question is asked."""
        return _day(self._data["as_of"])

    @property
    def targets(self) -> str | None:
        """The title of the targets that were judged by, where there were any."""
        return self._data["targets"]

    @property
    def calendar(self) -> str:
        """The title of the calendar by which working days were counted."""
        return self._data["calendar"]

    @property
    def events(self) -> tuple[DatedEvent, ...]:
        """The events that have a day, the earliest first."""
        return tuple(_event(event) for event in self._data["events"])

    @property
    def rules(self) -> tuple[RuleResult, ...]:
        """Every rule of the policy in its order, and then those that targets add; or those that were asked for."""
        return tuple(_rule(rule) for rule in self._data["rules"])

    def rule(self, id: str) -> RuleResult | None:
        """The answer of one rule, by its id; ``None`` where the timeline does not have it."""
        return next((_rule(rule) for rule in self._data["rules"] if rule["rule"] == id), None)

    @property
    def has_missed(self) -> bool:
        """Whether something was not done in time or in order, or still is not: a rule that is `late` or `overdue`."""
        return self._core.has_missed

    @property
    def next(self) -> Next | None:
        """Of what is due and has a last day, the first."""
        found = self._data["next"]
        return found and Next(found["rule"], found["event"], datetime.date.fromisoformat(found["due"]))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the record, or came late or out of order."""
        return tuple(Finding(**_fields(finding)) for finding in self._data["findings"])

    @property
    def policy(self) -> PolicyId:
        """The policy by which the days were judged."""
        return PolicyId(**self._data["policy"])

    def to_dict(self) -> TimelineDict:
        """The canonical JSON as a dict of its own, its keys in order."""
        timeline: TimelineDict = json.loads(self.to_json())
        return timeline

    def to_json(self) -> str:
        """The canonical JSON: the same bytes in Rust, Python and JavaScript."""
        return self._core.to_json()

    def explain(self) -> str:
        """The timeline as plain text, for a person to read. Days of the case stand in it.

        >>> import sfo
        >>> timeline = sfo.Policy.builtin().deadlines({"events": {"notified": "2024-03-06"}}, as_of="2024-05-01")
        >>> print(timeline.explain().splitlines()[0])
        Next, by 2024-06-06: The full review is complete within three months of notification.
        """
        return self._core.explain()

    def to_ics(self) -> str:
        """The last days as an iCalendar file (RFC 5545). Its lines end with CRLF."""
        return self._core.to_ics()

    def to_svg(self) -> str:
        """The timeline as a picture (SVG), which reads in black and white and has a text alternative."""
        return self._core.to_svg()

    def __repr__(self) -> str:
        counts = Counter(rule["status"] for rule in self._data["rules"])
        parts = [f"{status}={counts[status]}" for status in get_args(Status) if counts[status]]
        if self._data["findings"]:
            parts.append(f"findings={len(self._data['findings'])}")
        return f"<{' '.join(['Timeline', *parts])}>"

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Timeline) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __copy__(self) -> Timeline:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Timeline:
        return self


class Targets:
    """An organisation's own numbers beside a policy, as ``examples/targets.toml`` has them.

    They are checked against the policy where they are used, and refused there beside another.

    >>> import sfo
    >>> targets = sfo.Targets.from_toml('''
    ... extends = "hmip-2020-09"
    ... title = "An example"
    ... [[targets]]
    ... id = "notify-soon"
    ... rule = "notification-promptly"
    ... n = 4
    ... ''')
    >>> case = {"proceedings": {"first_court_appearance": "2024-03-05"}}
    >>> timeline = sfo.Policy.builtin().deadlines(case, "2024-03-06", targets)
    >>> timeline.rule("notification-promptly").due
    datetime.date(2024, 3, 11)
    """

    __slots__ = ("_data",)

    _data: dict[str, Any]

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = dict(data)

    @classmethod
    def from_toml(cls, source: str | os.PathLike[str]) -> Targets:
        """Reads targets from TOML: the text, where it has more than one line, or the file of that name.

        Raises :class:`sfo.OptionsError` where it is not TOML, and :class:`OSError` where there is no such file.
        """
        import re
        import tomllib

        try:
            return cls(tomllib.loads(_text_of(source, "\n" in str(source))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            place = (
                re.search(r"at line \d+, column \d+", str(error))
                if isinstance(error, tomllib.TOMLDecodeError)
                else None
            )
            raise OptionsError(
                f"the targets are not TOML{f' {place[0]}' if place else ''}; correct them", "targets_malformed"
            ) from None

    @classmethod
    def from_json(cls, source: str | os.PathLike[str]) -> Targets:
        """Reads targets from JSON: the text, where it has a brace, or the file of that name.

        Raises :class:`sfo.OptionsError` where it is not a JSON object, and :class:`OSError` where there is no such
        file.
        """
        try:
            data = json.loads(_text_of(source, "{" in str(source)))
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            raise OptionsError("the targets are not a JSON object; correct them", "targets_malformed")
        return cls(data)

    def to_dict(self) -> dict[str, Any]:
        """The targets as they were read."""
        return dict(self._data)

    def __repr__(self) -> str:
        return "<Targets>"


class Calendar:
    """The holidays of a place, and the years for which they are known.

    >>> import datetime, sfo
    >>> calendar = sfo.Calendar.from_dict({
    ...     "title": "Ours", "published_from": 2024, "published_to": 2024, "projected_to": 2024,
    ...     "holidays": [{"date": datetime.date(2024, 12, 25), "name": "Christmas Day"}],
    ... })
    >>> calendar
    <Calendar Ours, 2024 to 2024>
    >>> sfo.working_days.add(datetime.date(2024, 12, 24), 1, calendar=calendar)
    datetime.date(2024, 12, 26)
    """

    __slots__ = ("_core", "_data")

    _core: _sfo.WorkingDays
    _data: dict[str, Any]

    def __init__(self, core: _sfo.WorkingDays, data: dict[str, Any]) -> None:
        self._core = core
        self._data = data

    @classmethod
    def from_json(cls, source: str | os.PathLike[str]) -> Calendar:
        """Reads a calendar from JSON: the text, where it has a brace, or the file of that name.

        It has ``title``; ``published_from`` and ``published_to``, the years whose holidays are announced;
        ``projected_to``, the last year covered; and ``holidays``, each with ``date``, ``name`` and, where it is worked
        out and not announced, ``projected``. Raises :class:`sfo.CalendarError` where it is not of that shape or not in
        order, and :class:`OSError` where there is no such file.
        """
        try:
            text = _text_of(source, "{" in str(source))
        except UnicodeDecodeError:
            raise CalendarError("the calendar is not text in UTF-8; correct it", "calendar_malformed") from None
        # The core checks it first, and names the place of a fault.
        return cls(_sfo.WorkingDays.from_json(text), json.loads(text))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Calendar:
        """Reads a calendar from the same as a dict, its dates as texts or :class:`datetime.date`."""
        try:
            text = json.dumps(dict(data), default=lambda value: value.isoformat()[:10])
        except (TypeError, ValueError, AttributeError, RecursionError):
            message = "a calendar holds texts, numbers, dates and lists only; correct it"
            raise CalendarError(message, "calendar_malformed") from None
        return cls.from_json(text)

    @property
    def title(self) -> str:
        """What it is the calendar of."""
        return self._core.title

    @property
    def years(self) -> range:
        """The years covered, projected ones included."""
        first, _, last = self._core.years
        return range(first, last + 1)

    @property
    def published_to(self) -> int:
        """The last year whose holidays have been announced; those after it are worked out."""
        return self._core.years[1]

    def to_dict(self) -> dict[str, Any]:
        """The calendar as a dict of its own."""
        calendar: dict[str, Any] = json.loads(json.dumps(self._data))
        return calendar

    def __repr__(self) -> str:
        return f"<Calendar {self.title}, {self.years[0]} to {self.years[-1]}>"
