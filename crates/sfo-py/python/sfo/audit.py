"""Audits of code tables, and what changed between two policies, each with the effect on a caller's own records."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sfo import _sfo
from sfo.decision import Decision, _fields
from sfo.errors import OptionsError
from sfo.types import AuditDict, AuditedRow, AuditTotals, Finding, MissingCode, MissingForms, RulesDiffDict
from sfo.types import Outcome as OutcomeName

__all__ = ["Audit", "ChangedCase", "Effect", "RulesDiff", "pairs", "table_json"]


def pairs(table: Any) -> Iterator[tuple[object, object]]:
    """The codes of a table, each with what it says: of a mapping, of pairs, or of a frame with two columns.

    Raises :class:`sfo.OptionsError` where a frame has not two columns.

    >>> list(pairs({"TH68023": True}))
    [('TH68023', True)]
    """
    columns = getattr(table, "columns", None)
    if columns is not None and not isinstance(table, Mapping):
        if len(columns) != 2:
            raise OptionsError("a table has two columns, the code and what it says; choose them", "table_columns")
        for name in ("iter_rows", "itertuples", "fetchall"):
            rows: Any = getattr(table, name, None)
            if rows is not None:
                # pandas would give its index and a tuple with names.
                found = rows(index=False, name=None) if hasattr(table, "itertuples") else rows()
                yield from ((code, value) for code, value in found)
                return
        if hasattr(table, "to_pydict"):
            yield from zip(*table.to_pydict().values(), strict=True)
            return
    items: Any = getattr(table, "items", None)
    for pair in table if items is None else items():
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            raise OptionsError("a table is a mapping of code to what it says, or pairs of them", "table_rows")
        yield pair[0], pair[1]


def _cell(value: object) -> object:
    """What a cell of a frame says, as JSON has it."""
    if value is None or isinstance(value, bool | int | float | str):
        # Tables put NaN where they have nothing.
        return None if value != value else value
    item = getattr(value, "item", None)
    return item() if callable(item) else None


def _code(value: object) -> str | None:
    value = _cell(value)
    # A code that is a number has lost its letters; as a text it is seen to be malformed.
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A record whose answer changes. It holds no value of the case."""

    row: int
    """Its place among the records, from 1."""
    row_id: str | None
    """What the caller names it, where the caller does."""
    before: str
    """What was said of it."""
    after: OutcomeName
    """What the policy says of it."""
    entry: int | None
    """The entry that the policy names."""
    changed: tuple[str, ...]
    """What changes: ``outcome``, ``entry`` or ``review``."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes in a caller's own records."""

    rows: int
    """How many records there are."""
    cases: tuple[ChangedCase, ...]
    """Those whose answer changes."""

    @property
    def changed(self) -> int:
        """How many change."""
        return len(self.cases)

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """How many change from what to what, the most first."""
        counts = Counter((case.before, case.after) for case in self.cases)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def to_dict(self) -> dict[str, Any]:
        """The effect as a dict of its own."""
        return {
            "rows": self.rows,
            "changed": self.changed,
            "counts": [{"before": a, "after": b, "rows": rows} for (a, b), rows in self.counts.items()],
            "cases": [
                {
                    "row": case.row,
                    "row_id": case.row_id,
                    "before": case.before,
                    "after": case.after,
                    "entry": case.entry,
                    "changed": list(case.changed),
                }
                for case in self.cases
            ],
        }

    def explain(self, most: int = 50) -> str:
        """The effect as plain text, with at most so many of the records."""
        if not self.cases:
            return f"None of {self.rows:,} cases changes.\n"
        verb = "changes" if self.changed == 1 else "change"
        lines = [f"{self.changed:,} of {self.rows:,} cases {verb}."]
        for (before, after), rows in self.counts.items():
            lines.append(f"{rows:>8,}  {before} -> {after}")
        lines.append("")
        for case in self.cases[:most]:
            name = f"row {case.row:,}" if case.row_id is None else f"row {case.row:,} ({case.row_id})"
            entry = "" if case.entry is None else f", entry {case.entry}"
            also = "" if "outcome" in case.changed else f" ({' and '.join(case.changed)})"
            lines.append(f"- {name}: {case.before} -> {case.after}{entry}{also}")
        if self.changed > most:
            lines.append(f"- and {self.changed - most:,} more")
        return "\n".join(lines) + "\n"


Records = Iterable[Mapping[str, Any]]
"""Cases as :meth:`sfo.Policy.assess` takes them."""


def _effect(
    records: Records, ids: Iterable[object] | None, judge: Callable[[Mapping[str, Any]], tuple[Any, ...] | None]
) -> Effect:
    names = None if ids is None else iter(ids)
    rows = 0
    cases = []
    for record in records:
        rows += 1
        name = None if names is None else next(names, None)
        found = judge(record)
        if found is not None:
            cases.append(ChangedCase(rows, None if name is None else str(name), *found))
    return Effect(rows, tuple(cases))


class Audit:
    """A table of codes, audited: row by row what the policy makes of it. Made by :meth:`sfo.Policy.audit`.

    >>> import sfo
    >>> audit = sfo.Policy.builtin().audit({"TH68023": True, "TH68010": True})
    >>> audit
    <Audit rows=2 agrees=0>
    >>> [row.verdict for row in audit.rows]
    ['cannot_carry_caveat', 'over_reaches']
    """

    __slots__ = ("_assess", "_core", "_parsed")

    def __init__(self, core: _sfo.Audit, assess: Callable[[Any], Decision]) -> None:
        self._core = core
        self._assess = assess
        self._parsed: AuditDict | None = None

    @property
    def _data(self) -> AuditDict:
        if self._parsed is None:
            self._parsed = self.to_dict()
        return self._parsed

    @property
    def totals(self) -> AuditTotals:
        """How many rows have each verdict, and how much the table lacks."""
        return AuditTotals(**_fields(self._data["totals"]))

    @property
    def rows(self) -> tuple[AuditedRow, ...]:
        """Every row, in the order of the table."""
        return tuple(AuditedRow(**_fields(row)) for row in self._data["rows"])

    @property
    def missing_codes(self) -> tuple[MissingCode, ...]:
        """The listed codes that the table lacks."""
        return tuple(MissingCode(**_fields(code)) for code in self._data["missing_codes"])

    @property
    def missing_forms(self) -> tuple[MissingForms, ...]:
        """The listed codes of the table that have no row for an attempt or another form."""
        return tuple(MissingForms(**_fields(code)) for code in self._data["missing_forms"])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with what was given."""
        return tuple(Finding(**_fields(finding)) for finding in self._data["findings"])

    @property
    def is_clean(self) -> bool:
        """Whether the table says what the policy says, as far as a table can, and lacks nothing."""
        return self._core.is_clean

    def effect(self, records: Records, ids: Iterable[object] | None = None) -> Effect:
        """Which of the caller's own records get another answer from the policy than from the table.

        ``records`` are cases as :meth:`sfo.Policy.assess` takes them, each with its code under ``offence``; ``ids``
        are the caller's names of them, in the same order. A code that the table lacks was a no. Where the policy
        cannot say yet, that is another answer than the table's yes or no.

        >>> import sfo
        >>> audit = sfo.Policy.builtin().audit({"TH68023": True})
        >>> robbery = {"offence": {"code": "TH68023"}, "facts": {"firearm_used": False}}
        >>> print(audit.effect([robbery]).explain().splitlines()[0])
        1 of 1 cases changes.
        """

        def judge(record: Mapping[str, Any]) -> tuple[Any, ...] | None:
            decision = self._assess(record)
            offence = record.get("offence")
            code = offence.get("code") if isinstance(offence, Mapping) else None
            before, after, changed = self._core.effect(code if isinstance(code, str) else None, decision._core)
            return (before or "not_in_table", after, decision.entry, ("outcome",)) if changed else None

        return _effect(records, ids, judge)

    def to_dict(self) -> AuditDict:
        """The canonical JSON as a dict of its own, its keys in order."""
        audit: AuditDict = json.loads(self.to_json())
        return audit

    def to_json(self) -> str:
        """The canonical JSON."""
        return self._core.to_json()

    def explain(self) -> str:
        """The audit as plain text."""
        return self._core.explain()

    def __repr__(self) -> str:
        totals = self._data["totals"]
        return f"<Audit rows={totals['rows']} agrees={totals['agrees']}>"


class RulesDiff:
    """What changed from one policy to another. Made by :meth:`sfo.Policy.diff`.

    >>> import sfo
    >>> policy = sfo.Policy.builtin()
    >>> policy.diff(policy)
    <RulesDiff same>
    """

    __slots__ = ("_after", "_before", "_core", "_parsed")

    def __init__(
        self, core: _sfo.RulesDiff, before: Callable[[Any], Decision], after: Callable[[Any], Decision]
    ) -> None:
        self._core = core
        self._before = before
        self._after = after
        self._parsed: RulesDiffDict | None = None

    @property
    def _data(self) -> RulesDiffDict:
        if self._parsed is None:
            self._parsed = self.to_dict()
        return self._parsed

    @property
    def same(self) -> bool:
        """Whether the two policies say the same."""
        return self._data["same"]

    def effect(self, records: Records, ids: Iterable[object] | None = None) -> Effect:
        """Which of the caller's own records get another outcome, entry or review from the one policy than the other.

        ``records`` are cases as :meth:`sfo.Policy.assess` takes them; ``ids`` are the caller's names of them.
        """

        def judge(record: Mapping[str, Any]) -> tuple[Any, ...] | None:
            old, new = self._before(record), self._after(record)
            same = {
                "outcome": old.outcome == new.outcome,
                "entry": old.entry == new.entry,
                "review": old.review.required == new.review.required,
            }
            changed = tuple(name for name, as_before in same.items() if not as_before)
            return (old.outcome, new.outcome, new.entry, changed) if changed else None

        return _effect(records, ids, judge)

    def to_dict(self) -> RulesDiffDict:
        """The canonical JSON as a dict of its own, its keys in order."""
        diff: RulesDiffDict = json.loads(self.to_json())
        return diff

    def to_json(self) -> str:
        """The canonical JSON."""
        return self._core.to_json()

    def explain(self) -> str:
        """The difference as plain text."""
        return self._core.explain()

    def __repr__(self) -> str:
        data = self._data
        changes = len(data["changes"]) + len(data["codes"])
        return "<RulesDiff same>" if data["same"] else f"<RulesDiff changes={changes}>"


def table_json(table: Any) -> dict[str, Any]:
    """A table as the core reads it."""
    return {"table": [{"code": _code(code), "value": _cell(value)} for code, value in pairs(table)]}
