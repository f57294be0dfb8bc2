"""Decisions: what was decided of a case, why, and what is missing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from sfo import _sfo

__all__ = [
    "Certainty",
    "Decision",
    "Finding",
    "Outcome",
    "PolicyId",
    "Required",
    "Review",
    "Severity",
    "Step",
    "Tier",
    "WouldChange",
]

Outcome = Literal["automatic", "qualifying", "not_qualifying", "needs_information", "unrecognised"]
"""What was decided. ``unrecognised`` and ``needs_information`` are never "no"."""
Tier = Literal["automatic", "automatic_if_victim_under_13", "qualifying"]
"""What an entry makes of a review by itself."""
Certainty = Literal["settled", "inferred", "unresolved"]
"""How sure the sources are, from the surest to the least sure."""
Severity = Literal["note", "warning", "error"]
"""How serious a finding is; ``error`` means that part of the record could not be used."""
Required = Literal["yes", "no", "unknown"]
"""Whether a review is required."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a record, or worth saying of it. No value of the case stands in it."""

    code: str
    """The stable code, for programs."""
    severity: Severity
    path: str
    """The JSON Pointer of the place in the case; empty for the case as a whole."""
    rule: str
    citation: str
    """Where the rule comes from; empty where the finding is about the form of the record."""
    message: str
    """What is wrong and what to do."""
    candidates: tuple[int, ...] = ()
    """Entries that may have been meant, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a decision. Its repr leaves out the answer, which may be a fact of the case."""

    rule: str
    question: str = field(repr=False)
    answer: str = field(repr=False)
    effect: str = field(repr=False)
    certainty: Certainty
    citation: str


@dataclass(frozen=True, slots=True)
class WouldChange:
    """A single fact whose other value would give another outcome. Its repr leaves out that value."""

    fact: str
    value: bool = field(repr=False)
    outcome: Outcome = field(repr=False)


@dataclass(frozen=True, slots=True)
class Review:
    """Whether a review of the case is required."""

    required: Required
    route: str | None
    """Why it is required; ``None`` where it is not, or is not known to be."""
    missing: tuple[str, ...]
    """What has to be known for an answer."""


@dataclass(frozen=True, slots=True)
class PolicyId:
    """The policy by which a decision was made."""

    id: str
    version: str
    digest: str
    """``sha256:`` and the digest of the policy's canonical JSON."""


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
    _parsed: dict[str, Any] | None

    def __init__(self, core: _sfo.Decision) -> None:
        self._core = core
        self._parsed = None

    @property
    def _data(self) -> dict[str, Any]:
        if self._parsed is None:
            self._parsed = self.to_dict()
        return self._parsed

    @property
    def outcome(self) -> Outcome:
        """What was decided."""
        outcome: Outcome = self._data["outcome"]
        return outcome

    @property
    def possible(self) -> tuple[Outcome, ...]:
        """The definite outcomes that are possible, the strongest first."""
        return tuple(self._data["possible"])

    @property
    def entry(self) -> int | None:
        """The number of the entry of Appendix 1 that applies or may apply, if there is one."""
        entry: int | None = self._data["entry"]
        return entry

    @property
    def also_listed_as(self) -> tuple[int, ...]:
        """Other entries that apply or may apply."""
        return tuple(self._data["also_listed_as"])

    @property
    def tier(self) -> Tier | None:
        """The tier of the entry."""
        tier: Tier | None = self._data["tier"]
        return tier

    @property
    def involvement(self) -> str:
        """The form in which the offence is charged."""
        involvement: str = self._data["involvement"]
        return involvement

    @property
    def certainty(self) -> Certainty:
        """How sure the weakest step is on which the outcome rests."""
        certainty: Certainty = self._data["certainty"]
        return certainty

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be known for a definite outcome."""
        return tuple(self._data["missing"])

    @property
    def ask_first(self) -> tuple[str, ...]:
        """The same, in the order in which a form should ask."""
        return tuple(self._data["ask_first"])

    @property
    def would_change(self) -> tuple[WouldChange, ...]:
        """Single facts whose other value would give another outcome."""
        return tuple(WouldChange(**change) for change in self._data["would_change"])

    @property
    def review(self) -> Review:
        """Whether a review is required."""
        review = self._data["review"]
        return Review(review["required"], review["route"], tuple(review["missing"]))

    @property
    def trace(self) -> tuple[Step, ...]:
        """How the decision was reached, step by step."""
        return tuple(Step(**step) for step in self._data["trace"])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the record, or worth saying of it."""
        return tuple(
            Finding(**{**finding, "candidates": tuple(finding.get("candidates", ()))})
            for finding in self._data["findings"]
        )

    @property
    def policy(self) -> PolicyId:
        """The policy by which the decision was made."""
        return PolicyId(**self._data["policy"])

    @property
    def charge(self) -> int | None:
        """The place in the list of charges of the one that decides; only for a case with a list of charges."""
        charge: int | None = self._data.get("charge")
        return charge

    @property
    def charges(self) -> tuple[Decision, ...]:
        """The decisions of all charges, in order; only for a case with a list of charges."""
        return tuple(Decision(core) for core in self._core.charges())

    def is_flagged(self, *, treat_unknown_as: bool) -> bool:
        """The deliberate way down to yes or no: whether the charge is listed.

        ``treat_unknown_as`` is the answer where nobody can say yet, and has to be given.

        >>> import sfo
        >>> unclear = sfo.Policy.builtin().assess({"offence": {"code": "TH68023"}})
        >>> unclear.is_flagged(treat_unknown_as=True), unclear.is_flagged(treat_unknown_as=False)
        (True, False)
        """
        return self._core.is_flagged(treat_unknown_as=treat_unknown_as)

    def to_dict(self) -> dict[str, Any]:
        """The canonical JSON as a dict of its own, its keys in order."""
        decision: dict[str, Any] = json.loads(self.to_json())
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
