"""Policies: one edition of the rules, compiled in or loaded."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from typing import Any

from sfo import _sfo
from sfo.decision import Decision
from sfo.errors import UnknownEntryError
from sfo.types import Case, Citation, Entry
from sfo.types import FactDescription as Fact

__all__ = ["Case", "Citation", "Entry", "Fact", "Policy"]


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
        if self._parsed is None:
            self._parsed = json.loads(self.to_json())
        return self._parsed

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
