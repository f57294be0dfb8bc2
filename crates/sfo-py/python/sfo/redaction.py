"""Redaction: what a reader may see of a text, a review or a Word file, with a log of where, by which rule and why."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias

from sfo import _sfo
from sfo.decision import _fields
from sfo.errors import RedactionError
from sfo.types import Finding

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = [
    "Leak",
    "LogEntry",
    "Operator",
    "People",
    "RedactedStream",
    "Redaction",
    "Redactor",
    "WordRedaction",
    "people_from_csv",
]

Operator: TypeAlias = Literal["label", "mask", "remove"]
"""What stands in the place of what is hidden: a label, a mask of fixed length, or nothing."""

People: TypeAlias = "Iterable[Mapping[str, Any] | DataclassInstance] | str | os.PathLike[str]"
"""The people of a case: rows of ``name``, ``role``, ``aliases``, ``relation``, ``date_of_birth``, ``address`` and
``identifiers``, as mappings or instances of a dataclass; or the path of a CSV file with these columns."""

_COLUMNS = ("name", "role", "aliases", "relation", "date_of_birth", "address", "identifiers")
_LISTS = ("aliases", "identifiers")
_MOST_LIST = 16 << 20
"""The most characters of a list of people."""


@dataclasses.dataclass(frozen=True, slots=True)
class LogEntry:
    """One place that was hidden, or that a person has to decide on. What stood there is not in it, unless asked for."""

    pointer: str
    """The JSON Pointer of the text in a review; empty for a text by itself."""
    start: int
    """Where it begins in the text as given, in characters from 0."""
    end: int
    output_start: int
    """Where what stands in its place begins in the redacted text."""
    output_end: int
    line: int
    """The line of the text as given, from 1."""
    category: str
    action: str
    """``redact``, ``pseudonymise`` or ``refer``."""
    found_by: str
    """``person``, ``identifier.nhs_number`` and so on."""
    why: str
    confidence: str
    rule: str
    """The id of the policy's rule, with its reason, certainty and citation."""
    reason: str
    certainty: str
    citation: str
    person: int | None = None
    """The position in the list of people of whom it is."""
    removed: str | None = dataclasses.field(default=None, repr=False)
    """What was hidden; only with ``include_removed``."""


@dataclasses.dataclass(frozen=True, slots=True)
class Leak:
    """Something that should be hidden and stands in a text: where, and how; never what."""

    start: int
    end: int
    category: str
    how: str
    person: int | None = None


def _entries(raw: Iterable[Mapping[str, Any]]) -> tuple[LogEntry, ...]:
    return tuple(LogEntry(**entry) for entry in raw)


class Redaction:
    """A redacted text. Made by :meth:`sfo.Policy.redact`; it does not change, and its repr shows none of the text.

    >>> import sfo
    >>> people = [{"name": "Alder Quillfeather", "role": "offender"}]
    >>> redaction = sfo.Policy.builtin().redact("Mr Quillfeather was seen.", audience="workshop", people=people)
    >>> redaction
    <Redaction hidden=1 referred=0>
    >>> redaction.text
    'Supervised Person 1 was seen.'
    """

    __slots__ = ("_core", "_parsed", "_preview")

    _core: _sfo.Redaction
    _parsed: dict[str, Any] | None
    _preview: Callable[[_sfo.Redaction], str]

    def __init__(self, core: _sfo.Redaction, preview: Callable[[_sfo.Redaction], str]) -> None:
        self._core = core
        self._parsed = None
        self._preview = preview

    @property
    def _data(self) -> dict[str, Any]:
        if self._parsed is None:
            self._parsed = self.to_dict()
        return self._parsed

    @property
    def text(self) -> str:
        """The redacted text; for a review, its JSON."""
        return self._core.text

    @property
    def review(self) -> dict[str, Any]:
        """The redacted review as a dict of its own."""
        review: dict[str, Any] = json.loads(self.text)
        return review

    @property
    def log(self) -> tuple[LogEntry, ...]:
        """What was hidden, in the order of the text."""
        return _entries(self._data["log"])

    @property
    def referred(self) -> tuple[LogEntry, ...]:
        """What stays and a person has to decide on."""
        return _entries(self._data["referred"])

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How often something became of a category: by category, then by action."""
        counts: dict[str, dict[str, int]] = {}
        for count in self._data["counts"]:
            counts.setdefault(count["category"], {})[count["action"]] = count["count"]
        return counts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is worth saying of the people and the options."""
        return tuple(Finding(**_fields(finding)) for finding in self._data["findings"])

    def to_dict(self) -> dict[str, Any]:
        """The canonical JSON as a dict of its own, its keys in order."""
        redaction: dict[str, Any] = json.loads(self.to_json())
        return redaction

    def to_json(self) -> str:
        """The canonical JSON."""
        return self._core.to_json()

    def to_html(self) -> str:
        """A page with the text before and after, for somebody who looks through copies: as sensitive as the text."""
        return self._preview(self._core)

    def __repr__(self) -> str:
        hidden, referred = self._core.places
        return f"<Redaction hidden={hidden} referred={referred}>"


@dataclasses.dataclass(frozen=True, slots=True)
class WordRedaction:
    """A Word file, built anew. Made by :meth:`sfo.Policy.redact_word`."""

    document: bytes = dataclasses.field(repr=False)
    """The new file."""
    redaction: Redaction
    """What was done to the text of all of it: a line for each paragraph."""
    removed: Mapping[str, int]
    """What was left out beside the text, by name, and how often."""


class RedactedStream(Iterator[str]):
    """A text that is redacted part by part: an iterator over the parts of the redacted text.

    Any parts of a text give the same text. ``counts`` is complete at the end. Where one part raises
    :class:`sfo.RedactionError`, those before it are not to be used.
    """

    __slots__ = ("_core", "_log", "_parts", "_referred", "counts")

    counts: Counter[tuple[str, str]]
    """How often something became of a category, by category and action."""

    def __init__(
        self,
        core: _sfo.Stream,
        parts: Iterable[str],
        log: Callable[[LogEntry], object] | None,
        referred: Callable[[LogEntry], object] | None,
    ) -> None:
        self._core = core
        self._parts: Iterator[str] | None = iter(parts)
        self._log = log
        self._referred = referred
        self.counts = Counter()

    def __next__(self) -> str:
        while self._parts is not None:
            part = next(self._parts, None)
            if part is None:
                self._parts = None
                taken = self._core.finish()
            else:
                taken = self._core.push(part)
            text = self._note(*taken)
            if text:
                return text
        raise StopIteration

    def _note(self, text: str, log: str, referred: str) -> str:
        for raw, tell in ((log, self._log), (referred, self._referred)):
            for entry in json.loads(raw):
                self.counts[entry["category"], entry["action"]] += 1
                if tell is not None:
                    tell(LogEntry(**entry))
        return text

    def __repr__(self) -> str:
        return f"<RedactedStream {'open' if self._parts else 'ended'}>"


class Redactor:
    """A policy, an audience and the people of a case, made ready: made once and used for many texts.

    Made by :meth:`sfo.Policy.redactor`.

    >>> import sfo
    >>> people = [{"name": "Alder Quillfeather", "role": "offender"}]
    >>> redactor = sfo.Policy.builtin().redactor(audience="workshop", people=people)
    >>> "".join(redactor.stream(["Mr Quill", "feather was seen."]))
    'Supervised Person 1 was seen.'
    >>> redactor.verify("Mr QUILLFEATHER was seen.")[0].how
    'plain'
    """

    __slots__ = ("_core",)

    _core: _sfo.Redactor

    def __init__(self, core: _sfo.Redactor) -> None:
        self._core = core

    def redact(self, text_or_review: str | Mapping[str, Any]) -> Redaction:
        """Redacts a text, or a review as a mapping: see :meth:`sfo.Policy.redact`."""
        if isinstance(text_or_review, str):
            return self._redact(text_or_review)
        return self.redact_review(text_or_review)

    def redact_review(self, review: Mapping[str, Any] | str) -> Redaction:
        """Redacts a review as a mapping or as JSON text."""
        text = review if isinstance(review, str) else _written(review, "the review")
        return Redaction(self._core.redact_review(text), lambda done: self._core.preview_review(text, done))

    def _redact(self, text: str) -> Redaction:
        return Redaction(self._core.redact(text), lambda done: self._core.preview(text, done))

    def inspect(self, text: str) -> Redaction:
        """What would be hidden and referred in a text, without the redacted text, which is empty: for counting over many
        texts. Nothing is handed out, so nothing is verified, and it takes half the time.

        >>> import sfo
        >>> people = [{"name": "Alder Quillfeather", "role": "offender"}]
        >>> redactor = sfo.Policy.builtin().redactor(audience="workshop", people=people)
        >>> [entry.category for entry in redactor.inspect("Mr Quillfeather was seen.").log]
        ['offender']
        """
        return Redaction(self._core.inspect(text), lambda _: self._core.preview(text, self._core.redact(text)))

    def stream(
        self,
        parts: Iterable[str] | IO[str],
        *,
        log: Callable[[LogEntry], object] | None = None,
        referred: Callable[[LogEntry], object] | None = None,
    ) -> RedactedStream:
        """Redacts a text of any length, given in parts or as an open text file. Memory does not grow with it.

        ``log`` and ``referred`` are called with each entry as it comes. A number that is hidden for its label in one
        place and stands elsewhere without one is only referred there: a text that comes in parts is not gone through
        twice.
        """
        read = getattr(parts, "read", None)
        return RedactedStream(self._core.stream(), _read(read) if read else parts, log, referred)

    def verify(self, text: str) -> tuple[Leak, ...]:
        """What should be hidden and stands in a text that somebody redacted, through case, accents, spaces, hidden
        characters, look-alike letters, encodings and tags. What is only perhaps a name is let pass."""
        return tuple(Leak(**leak) for leak in json.loads(self._core.verify(text)))

    def redact_word(self, source: bytes | str | os.PathLike[str] | IO[bytes]) -> WordRedaction:
        """Redacts a Word file (``.docx``), which is built anew: see :mod:`sfo.word`. Needs the extra ``docx``."""
        from sfo import word

        if isinstance(source, bytes):
            raw = source
        elif isinstance(source, (str, os.PathLike)):
            with open(source, "rb") as file:
                raw = file.read(word.MOST_FILE + 1)
        else:
            raw = source.read(word.MOST_FILE + 1)
        done: list[Redaction] = []

        def redact(text: str) -> tuple[str, Iterable[word.Edit]]:
            redaction = self._redact(text)
            done.append(redaction)
            output = redaction.text
            return output, [
                word.Edit(entry.start, entry.end, output[entry.output_start : entry.output_end])
                for entry in redaction.log
            ]

        rebuilt = word.rebuild(raw, redact, lambda text: bool(self.verify(text)))
        return WordRedaction(rebuilt.document, done[0], rebuilt.removed)

    def __repr__(self) -> str:
        return "<Redactor>"


def _read(read: Callable[[int], str]) -> Iterator[str]:
    while part := read(1 << 18):
        yield part


def _plain(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (tuple, set, frozenset)):
        return list(value)
    raise TypeError


def _written(value: object, what: str) -> str:
    try:
        return json.dumps(value, default=_plain, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        message = f"{what} holds something other than texts, numbers, dates, lists and dicts; correct it"
        raise RedactionError(message, "redaction_malformed") from None


def _rows(people: People) -> list[object]:
    if isinstance(people, (str, os.PathLike)):
        return list(people_from_csv(people))
    if isinstance(people, Mapping):
        message = "the people are a list of rows, and one row was given; put it in a list"
        raise RedactionError(message, "redaction_malformed", "/people")
    rows: list[object] = []
    for number, person in enumerate(people):
        if isinstance(person, Mapping):
            rows.append(dict(person))
        elif dataclasses.is_dataclass(person) and not isinstance(person, type):
            rows.append({item.name: getattr(person, item.name) for item in dataclasses.fields(person)})
        else:
            message = "a person is a mapping or an instance of a dataclass; give one"
            raise RedactionError(message, "redaction_malformed", f"/people/{number}")
    return rows


def options(
    audience: str,
    people: People,
    reader: str | Iterable[str],
    operator: Operator,
    key: bytes | None,
    include_removed: bool,
) -> str:
    """The options of the core, as JSON."""
    given = {
        "audience": audience,
        "people": _rows(people),
        "reader": [reader] if isinstance(reader, str) else list(reader),
        "operator": operator,
        "key": key if key is None else bytes(key).hex(),
        "include_removed": include_removed,
    }
    return _written(given, "the list of people")


def people_from_csv(source: str | os.PathLike[str] | IO[str]) -> list[dict[str, Any]]:
    """Reads people from CSV with a header: a path, or an open text file.

    The columns are ``name``, ``role``, ``aliases``, ``relation``, ``date_of_birth`` (``YYYY-MM-DD``), ``address`` and
    ``identifiers``; ``name`` and ``role`` are needed. Several aliases or identifiers in one cell are parted by ``;``.
    Raises :class:`sfo.RedactionError` where it cannot be read; no value stands in the error.

    >>> import io, sfo
    >>> sfo.people_from_csv(io.StringIO("name,role,aliases\\nAlder Quillfeather,offender,Aldo; Quill\\n"))
    [{'name': 'Alder Quillfeather', 'role': 'offender', 'aliases': ['Aldo', 'Quill']}]
    """
    import csv

    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            raw = file.read(4 * _MOST_LIST + 1)
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = "the list of people is not text in UTF-8; save it in that encoding"
            raise RedactionError(message, "redaction_malformed", "/people") from None
    else:
        text = source.read(_MOST_LIST + 1)
    if len(text) > _MOST_LIST:
        message = "the list of people is longer than 16 million characters; declare those of this case"
        raise RedactionError(message, "redaction_too_large", "/people")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        message = "the list of people is not CSV; save it as CSV with a header"
        raise RedactionError(message, "redaction_malformed", "/people") from None
    header = [name.strip().lower().replace(" ", "_") for name in rows[0]] if rows else []
    if "name" not in header or "role" not in header:
        message = "the list of people has no columns `name` and `role`; give it a header with them"
        raise RedactionError(message, "redaction_malformed", "/people")
    if len(set(header)) != len(header) or not set(header) <= set(_COLUMNS):
        known = ", ".join(f"`{name}`" for name in _COLUMNS)
        message = f"the list of people has a column that is not known, or one twice; its columns are {known}"
        raise RedactionError(message, "redaction_malformed", "/people")
    people: list[dict[str, Any]] = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            message = f"row {number} of the list of people has more or fewer cells than the header; correct it"
            raise RedactionError(message, "redaction_malformed", f"/people/{len(people)}")
        person: dict[str, Any] = {}
        for name, cell in zip(header, row, strict=True):
            if name in _LISTS:
                listed = [item.strip() for item in cell.split(";") if item.strip()]
                if listed:
                    person[name] = listed
            elif cell.strip() or name in ("name", "role"):
                person[name] = cell.strip()
        people.append(person)
    return people
