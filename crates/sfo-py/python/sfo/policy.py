"""Policies: one edition of the rules, compiled in or loaded."""

from __future__ import annotations

import copy
import datetime
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

from sfo import _sfo
from sfo.decision import Decision
from sfo.errors import OptionsError, UnknownEntryError

if TYPE_CHECKING:
    from sfo.audit import Audit, RulesDiff
    from sfo.columns import Suggestion
    from sfo.frames import Result
    from sfo.learning import MultiAgency, Report, Themes
    from sfo.redaction import Leak, Operator, People, Redaction, Redactor, WordRedaction
    from sfo.timeline import Calendar, Targets, Timeline
    from sfo.types import Case, Citation, CodingsInput, Entry, ReviewDocument, SelfAssessment, VictimDisclosure
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

    def check_review(self, review: ReviewDocument | Mapping[str, Any] | str) -> Report:
        """Checks a review: what does it still lack, and which paragraph asks for it?

        ``review`` is a mapping, of which :class:`sfo.types.ReviewDocument` is the type, or JSON text. What was not
        answered is ``open`` and never a no. Nothing in a review makes this raise.

        >>> import sfo
        >>> sfo.Policy.builtin().check_review("not JSON").findings[0].code
        'malformed_document'
        """
        from sfo.learning import Report

        return Report(self._core.check_document("review", review))

    def check_self_assessment(self, answers: SelfAssessment | Mapping[str, Any] | str) -> Report:
        """Checks a service's answers about how it learns: see ``docs/schemas/self-assessment.schema.json``."""
        from sfo.learning import Report

        return Report(self._core.check_document("self_assessment", answers))

    def check_victim_disclosure(self, disclosure: VictimDisclosure | Mapping[str, Any] | str) -> Report:
        """Checks how a review is told to a victim or a family: see ``docs/schemas/victim-disclosure.schema.json``."""
        from sfo.learning import Report

        return Report(self._core.check_document("victim_disclosure", disclosure))

    def multi_agency(self, case: Case | Mapping[str, Any] | str) -> MultiAgency:
        """Asks of a case whether it meets the guide's proposal for a multi-agency review, and which others may overlap.

        ``case`` is what :meth:`assess` takes, with what is known besides under ``multi_agency``.
        """
        from sfo.learning import MultiAgency

        return MultiAgency(self._core.multi_agency(case))

    def themes(self, codings: CodingsInput | Mapping[str, Any] | str | Iterable[Mapping[str, Any]] | Any, **options: Any) -> Themes:
        """Counts learning themes: how often each stands in reviews, the most frequent, and the change on a year ago.

        ``codings`` is ``{"codings": [...]}`` as a mapping or as JSON text, or the list alone. Each item is a mapping
        with ``review``, ``date``, ``unit`` and ``themes`` or ``theme``, or a whole review, whose themes are those for
        which it was coded and those of its areas for improvement; ``docs/schemas/codings.schema.json`` has the fields.
        A data frame of pandas or Polars and a table of PyArrow do as well: their columns of these names are read, and a
        text under ``themes`` may name several with a semicolon between them.

        The options, ``period``, ``by``, ``top``, ``suppress_below``, ``extra_themes`` and ``caseload``, are those of
        ``docs/schemas/theme-options.schema.json``. ``extra_themes`` are a service's own, each with ``id``, ``name`` and
        ``words``. What is wrong with either is among the findings; raises :class:`sfo.CodingsError` where ``codings``
        is none of these, or a table without a theme.

        >>> import sfo
        >>> rows = [{"review": "a", "theme": "enforcement"}, {"review": "a", "theme": "late-referral"}]
        >>> counted = sfo.themes(rows, extra_themes=[{"id": "late-referral", "name": "Late referral"}])
        >>> [top["theme"] for top in counted.to_dict()["region"]["top"]]
        ['enforcement', 'late-referral']
        """
        from sfo.codings import codings_of
        from sfo.learning import Themes

        return Themes(self._core.themes(codings_of(codings), options))

    def redactor(
        self,
        *,
        audience: str,
        people: People = (),
        reader: str | Iterable[str] = (),
        operator: Operator = "label",
        key: bytes | None = None,
        include_removed: bool = False,
    ) -> Redactor:
        """Makes ready to redact many texts for the same audience and people.

        ``audience`` is the id of one of the policy's, such as ``victim`` or ``workshop``. ``people`` are rows of
        ``name``, ``role``, ``aliases``, ``relation``, ``date_of_birth``, ``address`` and ``identifiers``, as mappings
        or dataclass instances, or the path of a CSV file. ``reader`` names those of them who read this copy: their own
        data is not hidden from them. ``operator`` is ``label``, ``mask`` or ``remove``. A secret ``key`` of 16 to
        64 bytes gives a person the same label over documents with different lists. With ``include_removed`` the log
        holds what was hidden and is as sensitive as the text.

        Raises :class:`sfo.RedactionError` where one of these cannot be used; no value stands in the error.
        """
        from sfo.redaction import Redactor
        from sfo.redaction import options as redaction_options

        given = redaction_options(audience, people, reader, operator, key, include_removed)
        return Redactor(self._core.redactor(given))

    def redact(
        self,
        text_or_review: str | Mapping[str, Any],
        *,
        audience: str,
        people: People = (),
        reader: str | Iterable[str] = (),
        operator: Operator = "label",
        key: bytes | None = None,
        include_removed: bool = False,
    ) -> Redaction:
        """Redacts a text, or the free texts of a review given as a mapping, for an audience.

        The options are those of :meth:`redactor`. What comes back was verified: where something that was to be hidden
        still stands in it, :class:`sfo.RedactionError` is raised with the code ``redaction_leak``, and no text is given
        back. What is only perhaps a name, or has to be weighed, is in ``referred``: it stays, and a person decides.

        >>> import sfo
        >>> people = [{"name": "Harriet Varley-Thornquist", "role": "probation_officer"}]
        >>> text = "Ms Varley-Thornquist rang 07700 900123."
        >>> redaction = sfo.Policy.builtin().redact(text, audience="victim", people=people)
        >>> redaction.text
        'Probation Officer 1 rang [redacted: contact details].'
        >>> redaction.counts
        {'staff': {'pseudonymise': 1}, 'contact': {'redact': 1}}
        """
        ready = self.redactor(
            audience=audience, people=people, reader=reader, operator=operator, key=key, include_removed=include_removed
        )
        return ready.redact(text_or_review)

    def redact_word(
        self,
        source: bytes | str | os.PathLike[str] | IO[bytes],
        *,
        audience: str,
        people: People = (),
        reader: str | Iterable[str] = (),
        operator: Operator = "label",
        key: bytes | None = None,
        include_removed: bool = False,
    ) -> WordRedaction:
        """Redacts a Word file (``.docx``), which is built anew: see :mod:`sfo.word`.

        Raises :class:`sfo.DocumentError` where the file cannot be read. Needs the extra ``docx``.
        """
        ready = self.redactor(
            audience=audience, people=people, reader=reader, operator=operator, key=key, include_removed=include_removed
        )
        return ready.redact_word(source)

    def verify(
        self, text: str, *, audience: str, people: People = (), reader: str | Iterable[str] = ()
    ) -> tuple[Leak, ...]:
        """What should be hidden from the audience and stands in a text: see :meth:`sfo.Redactor.verify`."""
        return self.redactor(audience=audience, people=people, reader=reader).verify(text)

    def audit(
        self,
        table: Any,
        *,
        words: Mapping[str, bool | str] | None = None,
        suffixes: str = "kept",
        list_missing: bool = True,
    ) -> Audit:
        """Audits a table of offence codes, such as services join to their records: does it say what the policy says?

        ``table`` is a mapping of code to yes or no or to a tier, pairs of them, or a frame with those two columns.
        ``words`` says what the table's own words mean: true, false, ``listed``, ``not_listed`` or a tier.
        ``suffixes`` is ``cut`` where the suffix of a record's code is cut off before the table is asked. What the
        table lacks is only counted where ``list_missing`` is false.

        Each row is judged by its code alone, with nothing known of the charge. What is wrong with it is said of it.

        >>> import sfo
        >>> audit = sfo.Policy.builtin().audit({"TH68023": "Y"}, suffixes="cut")
        >>> audit.rows[0].verdict, audit.rows[0].missing
        ('cannot_carry_caveat', ('firearm_used',))
        """
        from sfo.audit import Audit, table_json

        options = {"words": None if words is None else dict(words), "suffixes": suffixes, "list_missing": list_missing}
        return Audit(self._core.audit(table_json(table), options), self.assess)

    def diff(self, after: Policy) -> RulesDiff:
        """What changed from this policy to another: entries, tiers, conditions, codes, checks, deadlines and more."""
        from sfo.audit import RulesDiff

        return RulesDiff(self._core.diff(after._core), self.assess, after.assess)

    def lint(self) -> tuple[str, ...]:
        """Every fault of the policy, in words: what loading it does not refuse, each with a witness.

        >>> import sfo
        >>> sfo.Policy.builtin().lint()
        ()
        """
        return tuple(self._core.lint())

    def schema(self, name: str) -> dict[str, Any]:
        """The JSON Schema of this name under the policy, such as ``case``; :func:`sfo.schema_names` has the names.

        Raises :class:`sfo.OptionsError` where there is none.

        >>> import sfo
        >>> sfo.Policy.builtin().schema("case")["title"]
        'Case'
        """
        text = self._core.schema(name)
        if text is None:
            names = ", ".join(f"`{known}`" for known in _sfo.schema_names())
            raise OptionsError(f"there is no schema of this name; the schemas are {names}", "unknown_schema")
        schema: dict[str, Any] = json.loads(text)
        return schema

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


def themes(codings: CodingsInput | Mapping[str, Any] | str | Iterable[Mapping[str, Any]] | Any, **options: Any) -> Themes:
    """Counts learning themes by the policy compiled in: see :meth:`Policy.themes`."""
    return Policy.builtin().themes(codings, **options)
