"""Policies: one edition of the rules, compiled in or loaded."""

from __future__ import annotations

import copy
import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sfo import _sfo
from sfo.decision import Decision
from sfo.errors import OptionsError, UnknownEntryError

if TYPE_CHECKING:
    from sfo.columns import Suggestion
    from sfo.frames import Result
    from sfo.learning import MultiAgency, Report, Themes
    from sfo.timeline import Calendar, Targets, Timeline
    from sfo.types import Case, Citation, Entry
    from sfo.types import FactDescription as Fact

__all__ = ["Case", "Citation", "Entry", "Fact", "Policy", "themes"]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # As in `sfo.decision`.
        if name in __all__:
            from sfo import types

            return getattr(types, "FactDescription" if name == "Fact" else name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _plain(value: object) -> object:
    """What a value that JSON does not have is written as."""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


class Policy:
    """One edition of the rules: immutable, with a version and a digest.

    >>> import sfo
    >>> policy = sfo.Policy.builtin()
    >>> policy.id
    'hmip-2020-09'
    >>> policy.assess({"offence": {"code": "TH68023A"}, "facts": {"firearm_used": True}})
    <Decision qualifying entry=22>
    """

    __slots__ = ("_core", "_parsed")

    _core: _sfo.Policy
    _parsed: dict[str, Any] | None

    def __init__(self, core: _sfo.Policy) -> None:
        self._core = core
        self._parsed = None

    @classmethod
    def builtin(cls) -> Policy:
        """The policy ``hmip-2020-09``, compiled in."""
        return cls(_sfo.Policy.builtin())

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """Reads a policy from its canonical JSON, as ``rules/dist/`` has it, and checks it.

        Raises :class:`sfo.PolicyError` where the text is too long, is not a policy, or contradicts itself.

        >>> import sfo
        >>> builtin = sfo.Policy.builtin()
        >>> sfo.Policy.from_json(builtin.to_json()) == builtin
        True
        """
        return cls(_sfo.Policy.from_json(text))

    @property
    def _data(self) -> dict[str, Any]:
        parsed: dict[str, Any] = self._parsed or json.loads(self.to_json())
        self._parsed = parsed
        return parsed

    @property
    def id(self) -> str:
        """The id of the policy, such as ``hmip-2020-09``."""
        return self._core.id

    @property
    def version(self) -> str:
        """The version of this encoding of the policy."""
        return self._core.version

    @property
    def digest(self) -> str:
        """``sha256:`` and the digest of the canonical JSON."""
        return self._core.digest

    def assess(self, case: Case | Mapping[str, Any] | str) -> Decision:
        """Decides a case: does it qualify, is a review required, and what is missing?

        ``case`` is the canonical form as a mapping, of which :data:`sfo.Case` is the type, or as JSON text. A day is a
        text ``YYYY-MM-DD`` or a :class:`datetime.date`; ``None`` and the float NaN mean that nobody knows; ages are
        whole years. Nothing in a case makes this raise: what is wrong with it is among the decision's findings.

        >>> import sfo
        >>> policy = sfo.Policy.builtin()
        >>> policy.assess({
        ...     "offence": {"statute": "Theft Act 1968", "section": "8(1)"},
        ...     "facts": {"firearm_used": True},
        ... }).outcome
        'qualifying'
        >>> policy.assess("not JSON").findings[0].code
        'malformed_case'
        """
        return Decision(self._core.assess(case))

    def check(
        self,
        frame: Any,
        columns: Mapping[str, str | None] | Suggestion | None = None,
        dates: str | Mapping[str, str] | None = None,
        row_id: str | None = None,
        group_by: str | Sequence[str] | None = None,
        *,
        threads: int | None = None,
    ) -> Result:
        """Checks every row of a table: a frame of pandas, Polars, PyArrow or DuckDB, or anything with the Arrow
        PyCapsule interface. The answers are those that :meth:`assess` gives to the cases that the rows state.

        A column that bears the name of a field or a fact is taken for it, without regard to case and with spaces as
        underscores; ``columns`` names others, as a dict from the field to the column (None takes none), or as what
        :func:`sfo.suggest_columns` proposed. ``dates`` is ``day-first``, ``month-first`` or ``iso``, for all columns of
        texts or as a dict for single ones; without it every such column has to show its order. ``row_id`` names a
        column to stand beside each failure, and ``group_by`` those by which ``groups`` takes the strongest outcome.
        ``threads`` is how many work on it; without it as many as there are cores.

        A value that cannot be read counts as unknown and is a failure of its row. Raises :class:`sfo.FrameError` where
        the table as a whole cannot be checked.

        >>> import polars as pl, sfo
        >>> frame = pl.DataFrame({"Code": ["TH68023A", "nothing"], "Gun": ["Y", "N"]})
        >>> result = sfo.Policy.builtin().check(frame, {"offence_code": "Code", "firearm_used": "Gun"})
        >>> result.failures.select("row", "column", "rule").rows()
        [(1, 'Code', 'malformed_code')]
        """
        from sfo.frames import check

        return check(self, frame, columns, dates, row_id, group_by, threads)

    def check_review(self, review: Mapping[str, Any] | str) -> Report:
        """Checks a review: what does it still lack, and which paragraph asks for it?

        ``review`` is a mapping, or JSON text; ``docs/schemas/review.schema.json`` has its fields. What was not answered
        is ``open`` and never a no. Nothing in a review makes this raise.

        >>> import sfo
        >>> sfo.Policy.builtin().check_review("not JSON").findings[0].code
        'malformed_document'
        """
        from sfo.learning import Report

        return Report(self._core.check_document("review", review))

    def check_self_assessment(self, answers: Mapping[str, Any] | str) -> Report:
        """Checks a service's answers about how it learns: see ``docs/schemas/self-assessment.schema.json``."""
        from sfo.learning import Report

        return Report(self._core.check_document("self_assessment", answers))

    def check_victim_disclosure(self, disclosure: Mapping[str, Any] | str) -> Report:
        """Checks how a review is told to a victim or a family: see ``docs/schemas/victim-disclosure.schema.json``."""
        from sfo.learning import Report

        return Report(self._core.check_document("victim_disclosure", disclosure))

    def multi_agency(self, case: Case | Mapping[str, Any] | str) -> MultiAgency:
        """Asks of a case whether it meets the guide's proposal for a multi-agency review, and which others may overlap.

        ``case`` is what :meth:`assess` takes, with what is known besides under ``multi_agency``.
        """
        from sfo.learning import MultiAgency

        return MultiAgency(self._core.multi_agency(case))

    def themes(self, codings: Mapping[str, Any] | str, **options: Any) -> Themes:
        """Counts learning themes: how often each stands in reviews, the most frequent, and the change on a year ago.

        ``codings`` is ``{"codings": [...]}``, each with ``review``, ``date``, ``unit`` and ``themes``, or a whole
        review; ``docs/schemas/codings.schema.json`` has the fields. The options, ``period``, ``by``, ``top``,
        ``suppress_below``, ``extra_themes`` and ``caseload``, are those of ``docs/schemas/theme-options.schema.json``.
        What is wrong with either is among the findings.
        """
        from sfo.learning import Themes

        return Themes(self._core.themes(codings, options))

    def deadlines(
        self,
        case: Case | Mapping[str, Any] | str,
        as_of: datetime.date | str | None = None,
        targets: Targets | Mapping[str, Any] | None = None,
        calendar: Calendar | Mapping[str, Any] | None = None,
        rules: Iterable[str] | None = None,
    ) -> Timeline:
        """Judges the days of a case: what is due when, and what came late or out of order?

        ``case`` is what :meth:`assess` takes; its ``events`` and ``extensions`` are read here, and the fields that
        state an event, such as ``proceedings.charged``. ``as_of`` is the day on which the question is asked, a date or
        a text ``YYYY-MM-DD``: without it nothing is due or overdue by a date. ``targets`` are an organisation's own
        numbers, ``calendar`` another calendar than the policy's, and ``rules`` the ids of the rules to judge.

        Nothing in a case makes this raise: what is wrong with it is among the findings, and the other rules still
        answer. Raises :class:`sfo.OptionsError` where what stands beside the case cannot be used.

        >>> import sfo
        >>> timeline = sfo.Policy.builtin().deadlines({"events": {"notified": "2024-03-06"}}, as_of="2024-05-01")
        >>> timeline.rule("full-review-within-three-months").due
        datetime.date(2024, 6, 6)
        >>> timeline.next.event
        'review_completed'
        """
        from sfo.timeline import Calendar, Targets, Timeline

        options = {
            "as_of": as_of,
            "targets": targets.to_dict() if isinstance(targets, Targets) else targets,
            "calendar": None if isinstance(calendar, Calendar) else calendar,
            "rules": rules if rules is None or isinstance(rules, str) else list(rules),
        }
        try:
            text = json.dumps(options, default=_plain)
        except (TypeError, ValueError, RecursionError):
            message = "the targets and the calendar hold texts, numbers, dates, lists and dicts only; correct them"
            raise OptionsError(message, "options_malformed") from None
        ready = calendar._core if isinstance(calendar, Calendar) else None
        return Timeline(self._core.deadlines(case, text, ready))

    def calendar(self) -> Calendar:
        """The calendar of the policy: the bank holidays by which its working days are counted.

        >>> import sfo
        >>> sfo.Policy.builtin().calendar()
        <Calendar Bank holidays in England and Wales, 2012 to 2040>
        """
        from sfo.timeline import Calendar

        return Calendar(self._core.working_days(), copy.deepcopy(self._data["calendar"]))

    def entries(self) -> list[Entry]:
        """The entries of Appendix 1, in its order.

        >>> import sfo
        >>> len(sfo.Policy.builtin().entries())
        76
        """
        entries: list[Entry] = copy.deepcopy(self._data["entries"])
        return entries

    def entry(self, number: int) -> Entry:
        """The entry with this number in Appendix 1.

        Raises :class:`sfo.UnknownEntryError` where there is none.

        >>> import sfo
        >>> sfo.Policy.builtin().entry(22)["sections"]
        ['8(1)']
        """
        for entry in self._data["entries"]:
            if entry["number"] == number:
                found: Entry = copy.deepcopy(entry)
                return found
        raise UnknownEntryError("the policy has no entry with this number", "unknown_entry", "/entries")

    def facts(self) -> list[Fact]:
        """The facts that a case can state, in the order of a form, each with the question to ask for it.

        >>> import sfo
        >>> [fact["type"] for fact in sfo.Policy.builtin().facts() if fact["name"] == "victim_age"]
        ['number']
        """
        facts: list[Fact] = copy.deepcopy(self._data["facts"])
        return facts

    def to_dict(self) -> dict[str, Any]:
        """The whole policy as a dict of its own."""
        policy: dict[str, Any] = json.loads(self.to_json())
        return policy

    def to_json(self) -> str:
        """The canonical JSON, from which the digest is made."""
        return self._core.to_json()

    def __repr__(self) -> str:
        return f"<Policy {self.id} version={self.version}>"

    def __eq__(self, other: object) -> bool:
        return self.digest == other.digest if isinstance(other, Policy) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[Callable[[str], Policy], tuple[str]]:
        return type(self).from_json, (self.to_json(),)


def themes(codings: Mapping[str, Any] | str, **options: Any) -> Themes:
    """Counts learning themes by the policy compiled in: see :meth:`Policy.themes`."""
    return Policy.builtin().themes(codings, **options)
