"""What reviews lack and what is learnt from them: checks of documents, multi-agency criteria and learning themes."""

from __future__ import annotations

import json
from typing import Any, Generic, TypeVar

from sfo import _sfo
from sfo.decision import _fields
from sfo.types import (
    CheckCountsDict,
    Finding,
    JudgedCheckDict,
    MultiAgencyAnswerDict,
    ReportDict,
    ScreenAnswerDict,
    ThemesDict,
)

__all__ = ["MultiAgency", "Report", "Themes"]

_Core = TypeVar("_Core", _sfo.MultiAgency, _sfo.Report, _sfo.Themes)


class _Answer(Generic[_Core]):
    """An answer of the core. It does not change."""

    __slots__ = ("_core", "_parsed")

    _core: _Core
    _parsed: dict[str, Any] | None

    def __init__(self, core: _Core) -> None:
        self._core = core
        self._parsed = None

    @property
    def _data(self) -> dict[str, Any]:
        parsed = self._parsed
        if parsed is None:
            parsed = self._parsed = json.loads(self.to_json())
        return parsed

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with what was given, or worth saying of it."""
        return tuple(Finding(**_fields(finding)) for finding in self._data["findings"])

    def to_json(self) -> str:
        """The canonical JSON."""
        return self._core.to_json()

    def explain(self) -> str:
        """The answer as plain text."""
        return self._core.explain()


class Report(_Answer[_sfo.Report]):
    """What a document still lacks. Made by :meth:`sfo.Policy.check_review` and its like.

    Each check is `met`, `not_met`, `open` or `not_applicable`. No value of the document stands in it.

    >>> import sfo
    >>> report = sfo.Policy.builtin().check_review({})
    >>> report
    <Report review not ready>
    >>> report.ready, report.counts["must"]["met"]
    (False, 0)
    """

    __slots__ = ()

    @property
    def ready(self) -> bool:
        """Whether everything that is required is met and the document could be read."""
        ready: bool = self._data["ready"]
        return ready

    @property
    def readiness(self) -> str:
        """The same in words."""
        readiness: str = self._data["readiness"]
        return readiness

    @property
    def counts(self) -> CheckCountsDict:
        """How many checks there are, by strength and status."""
        return self.to_dict()["counts"]

    @property
    def checks(self) -> tuple[JudgedCheckDict, ...]:
        """Every check, in the order of the policy, as the canonical JSON has it."""
        return tuple(self.to_dict()["checks"])

    def to_dict(self) -> ReportDict:
        """The canonical JSON as a dict of its own, its keys in order."""
        answer: ReportDict = json.loads(self.to_json())
        return answer

    def to_html(self) -> str:
        """The report as a page that needs nothing else."""
        return self._core.to_html()

    def to_sheet(self) -> str:
        """A sheet to print, with every question and room for an answer, as a page."""
        return self._core.to_sheet()

    def __repr__(self) -> str:
        return f"<Report {self._data['document']} {'ready' if self.ready else 'not ready'}>"


class MultiAgency(_Answer[_sfo.MultiAgency]):
    """Whether a case meets the guide's proposal for a multi-agency review. Made by :meth:`sfo.Policy.multi_agency`.

    >>> import sfo
    >>> answer = sfo.Policy.builtin().multi_agency({"offence": {"entry": 1}, "multi_agency": {"mappa_managed": True}})
    >>> answer.criterion, answer.missing
    ('unknown', ('convicted',))
    """

    __slots__ = ()

    @property
    def criterion(self) -> str:
        """``met``, ``not_met`` or ``unknown``. The criterion is a proposal of the guide."""
        criterion: str = self._data["criterion"]
        return criterion

    @property
    def missing(self) -> tuple[str, ...]:
        """What has to be known for an answer."""
        return tuple(self._data["missing"])

    @property
    def screens(self) -> tuple[ScreenAnswerDict, ...]:
        """Other reviews that may overlap, as the canonical JSON has them."""
        return tuple(self.to_dict()["screens"])

    def to_dict(self) -> MultiAgencyAnswerDict:
        """The canonical JSON as a dict of its own, its keys in order."""
        answer: MultiAgencyAnswerDict = json.loads(self.to_json())
        return answer

    def __repr__(self) -> str:
        return f"<MultiAgency {self.criterion}>"


class Themes(_Answer[_sfo.Themes]):
    """Learning themes, counted. Made by :func:`sfo.themes` and :meth:`sfo.Policy.themes`.

    >>> import sfo
    >>> counted = sfo.themes({"codings": [{"review": "a", "themes": ["enforcement"]}]})
    >>> counted.to_dict()["region"]["reviews"]
    1
    """

    __slots__ = ()

    def to_dict(self) -> ThemesDict:
        """The canonical JSON as a dict of its own, its keys in order."""
        answer: ThemesDict = json.loads(self.to_json())
        return answer

    def to_csv(self) -> str:
        """The counts as CSV, a line for each unit and theme."""
        return self._core.to_csv()

    def to_svg(self) -> str:
        """The counts as a bar chart."""
        return self._core.to_svg()

    def to_html(self) -> str:
        """The chart with its table, as a page that needs nothing else."""
        return self._core.to_html()

    def __repr__(self) -> str:
        return "<Themes>"
