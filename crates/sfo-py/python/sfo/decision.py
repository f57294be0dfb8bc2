"""Decisions: what was decided of a case, why, and what is missing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sfo import _sfo

if TYPE_CHECKING:
    from sfo.types import (
        Certainty,
        DecisionDict,
        DefiniteOutcome,
        Finding,
        Involvement,
        Missing,
        Outcome,
        PolicyId,
        Review,
        Severity,
        Step,
        Tier,
        WouldChange,
    )

__all__ = [
    "Certainty",
    "Decision",
    "Finding",
    "Outcome",
    "PolicyId",
    "Review",
    "Severity",
    "Step",
    "Tier",
    "WouldChange",
]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # The types take longer to make than all else together, so they are made when one is asked for.
        if name in __all__:
            from sfo import types

            return getattr(types, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _fields(record: Any) -> dict[str, Any]:
    """The fields of a part of an answer, its lists as tuples, which do not change."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}


class Decision:
    """What was decided of a case. Made by :meth:`sfo.Policy.assess`; it does not change.

    >>> import sfo
    >>> decision = sfo.Policy.builtin().assess({"offence": {"code": "TH68023"}})
    >>> decision
    <Decision needs_information entry=22 missing=firearm_used>
    >>> decision.possible
    ('qualifying', 'not_qualifying')
    >>> decision.review.required
    'unknown'
    """

    __slots__ = ("_core", "_parsed")

    _core: _sfo.Decision
    _parsed: DecisionDict | None

    def __init__(self, core: _sfo.Decision) -> None:
        self._core = core
        self._parsed = None

    @property
    def _data(self) -> DecisionDict:
        if self._parsed is None:
            self._parsed = self.to_dict()
        return self._parsed

    @property
    def outcome(self) -> Outcome:
        """What was decided."""
        return self._data["outcome"]

    @property
    def possible(self) -> tuple[DefiniteOutcome, ...]:
        """The definite outcomes that are possible, the strongest first."""
        return tuple(self._data["possible"])

    @property
    def entry(self) -> int | None:
        """The number of the entry of Appendix 1 that applies or may apply, if there is one."""
        return self._data["entry"]

    @property
    def also_listed_as(self) -> tuple[int, ...]:
        """Other entries that apply or may apply."""
        return tuple(self._data["also_listed_as"])

    @property
    def tier(self) -> Tier | None:
        """The tier of the entry."""
        return self._data["tier"]

    @property
    def involvement(self) -> Involvement:
        """The form in which the offence is charged."""
        return self._data["involvement"]

    @property
    def certainty(self) -> Certainty:
        """How sure the weakest step is on which the outcome rests."""
        return self._data["certainty"]

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What has to be known for a definite outcome."""
        return tuple(self._data["missing"])

    @property
    def ask_first(self) -> tuple[Missing, ...]:
        """The same, in the order in which a form should ask."""
        return tuple(self._data["ask_first"])

    @property
    def would_change(self) -> tuple[WouldChange, ...]:
        """Single facts whose other value would give another outcome."""
        from sfo.types import WouldChange

        return tuple(WouldChange(**_fields(change)) for change in self._data["would_change"])

    @property
    def review(self) -> Review:
        """Whether a review is required."""
        from sfo.types import Review

        return Review(**_fields(self._data["review"]))

    @property
    def trace(self) -> tuple[Step, ...]:
        """How the decision was reached, step by step."""
        from sfo.types import Step

        return tuple(Step(**_fields(step)) for step in self._data["trace"])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the record, or worth saying of it."""
        from sfo.types import Finding

        return tuple(Finding(**_fields(finding)) for finding in self._data["findings"])

    @property
    def policy(self) -> PolicyId:
        """The policy by which the decision was made."""
        from sfo.types import PolicyId

        return PolicyId(**_fields(self._data["policy"]))

    @property
    def charge(self) -> int | None:
        """The place in the list of charges of the one that decides; only for a case with a list of charges."""
        return self._data.get("charge")

    @property
    def charges(self) -> tuple[Decision, ...]:
        """The decisions of all charges, in order; only for a case with a list of charges."""
        return tuple(Decision(core) for core in self._core.charges())

    @property
    def reason(self) -> str:
        """Why the outcome is what it is, in one line, for a column of a table.

        No value of the case stands in it save codes, statutes and sections.

        >>> import sfo
        >>> sfo.Policy.builtin().assess({"offence": {"code": "TH68023"}}).reason.split(". ")[0]
        'It falls under entry 22, as far as its condition is met'
        """
        return self._core.reason

    @property
    def citation(self) -> str:
        """Where the steps of ``reason`` come from, in one line; empty where nothing was understood."""
        return self._core.citation

    @property
    def is_listed(self) -> bool | None:
        """Whether the charge is listed; ``None`` where nobody can say yet, or nothing was understood.

        >>> import sfo
        >>> policy = sfo.Policy.builtin()
        >>> [policy.assess({"offence": {"code": code}}).is_listed for code in ("COML025", "TH68010", "TH68023")]
        [True, False, None]
        """
        return self._core.is_listed

    @property
    def is_automatic(self) -> bool | None:
        """Whether a review is automatic for the charge's tier; ``None`` where nobody can say yet."""
        return self._core.is_automatic

    def is_flagged(self, *, treat_unknown_as: bool) -> bool:
        """The deliberate way down to yes or no: whether the charge is listed.

        ``treat_unknown_as`` is the answer where nobody can say yet, and has to be given.

        >>> import sfo
        >>> unclear = sfo.Policy.builtin().assess({"offence": {"code": "TH68023"}})
        >>> unclear.is_flagged(treat_unknown_as=True), unclear.is_flagged(treat_unknown_as=False)
        (True, False)
        """
        return self._core.is_flagged(treat_unknown_as=treat_unknown_as)

    def to_dict(self) -> DecisionDict:
        """The canonical JSON as a dict of its own, its keys in order."""
        decision: DecisionDict = json.loads(self.to_json())
        return decision

    def to_json(self) -> str:
        """The canonical JSON: the same bytes in Rust, Python and JavaScript."""
        return self._core.to_json()

    def explain(self) -> str:
        """The decision as plain text, for a person to read.

        The text answers from the facts of the case, so treat it as you treat the case.

        >>> import sfo
        >>> decision = sfo.Policy.builtin().assess({"offence": {"code": "TH68023"}})
        >>> print(decision.explain().splitlines()[0])
        Needs information: the answer depends on what is not known.
        """
        return self._core.explain()

    def __repr__(self) -> str:
        parts = [
            f"entry={self.entry}" if self.entry is not None else "",
            f"missing={','.join(self.missing)}" if self.missing else "",
            f"findings={len(self.findings)}" if self.findings else "",
            f"charges={len(self._data['charges'])}" if "charges" in self._data else "",
        ]
        return f"<Decision {' '.join([self.outcome, *filter(None, parts)])}>"

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Decision) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __copy__(self) -> Decision:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Decision:
        return self
