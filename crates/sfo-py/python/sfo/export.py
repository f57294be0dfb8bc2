"""Reading an export: a CSV file whose columns bear the names of fields and facts, or names that exports use.

Here text becomes a case and a decision becomes columns. What a case means is decided in the core; a value that
cannot be read is handed on as a value that cannot be read, and the core says what is wrong with it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from sfo.dates import DateOrder, Evidence, read
from sfo.decision import Decision, Severity
from sfo.errors import ExportError
from sfo.policy import Policy

__all__ = ["OUTPUT_COLUMNS", "Export", "Plan", "Row", "Use", "columns_of"]

MAX_LINE = 1 << 20
"""The longest line and the longest record, in characters. A cell is bounded by the `csv` module."""

OUTPUT_COLUMNS = (
    "sfo_outcome",
    "sfo_possible",
    "sfo_entry",
    "sfo_tier",
    "sfo_involvement",
    "sfo_certainty",
    "sfo_missing",
    "sfo_review_required",
    "sfo_reason",
    "sfo_citation",
    "sfo_findings",
)
"""The columns that a check adds. Several values in one cell are parted by semicolons."""


class Kind(Enum):
    """How a cell becomes a value of a case."""

    TEXT = "text"
    WORD = "word"
    BOOLEAN = "boolean"
    NUMBER = "number"
    DATE = "date"
    END = "end"
    STEP = "step"
    BEGUN = "begun"


DATED = frozenset({Kind.DATE, Kind.END, Kind.STEP, Kind.BEGUN})

FIELDS: dict[str, tuple[tuple[str, ...], Kind]] = {
    "offence_code": (("offence", "code"), Kind.TEXT),
    "statute": (("offence", "statute"), Kind.TEXT),
    "section": (("offence", "section"), Kind.TEXT),
    "offence_text": (("offence", "text"), Kind.TEXT),
    "ho_code": (("offence", "ho_code"), Kind.TEXT),
    "entry": (("offence", "entry"), Kind.NUMBER),
    "involvement": (("involvement",), Kind.WORD),
    "offence_date": (("offence_date",), Kind.DATE),
    "offence_date_from": (("offence_date", "from"), Kind.DATE),
    "offence_date_to": (("offence_date", "to"), Kind.DATE),
    "supervision_kind": (("supervision", "kind"), Kind.WORD),
    "supervision_start": (("supervision", "start"), Kind.DATE),
    "supervision_end": (("supervision", "end"), Kind.END),
    "charged": (("proceedings", "charged"), Kind.STEP),
    "first_court_appearance": (("proceedings", "first_court_appearance"), Kind.STEP),
    "risk_of_serious_harm": (("risk_of_serious_harm",), Kind.WORD),
    "public_interest": (("public_interest",), Kind.BOOLEAN),
}
"""The fields that a column can give, where each stands in a case, and how it is read. The facts come on top."""

OFFENCE_FIELDS = ("offence_code", "statute", "section", "offence_text", "ho_code", "entry")

SHORT_NAMES = {"code": "offence_code", "text": "offence_text"}
"""Other names of fields in a mapping, as the canonical form has them."""

EXPORT_NAMES: dict[str, tuple[tuple[str, Kind | None], ...]] = {
    "cjs_code": (("offence_code", None),),
    "cjs_offence_code": (("offence_code", None),),
    "offence_act": (("statute", None),),
    "offence_section": (("section", None),),
    "firearm": (("firearm_used", None),),
    "risk_level": (("risk_of_serious_harm", None),),
    "rosh_level": (("risk_of_serious_harm", None),),
    # A day in court shows the charge as well, though not the day of it.
    "hearing_day": (("first_court_appearance", None), ("charged", Kind.BEGUN)),
}
"""Names that exports use, and the fields that they stand for unless a column has the field's own name."""

NEVER_USED = frozenset({"date_of_birth", "dob"})
"""The defendant's, so they say nothing of a victim."""

YES = frozenset({"y", "yes", "true", "t", "1"})
NO = frozenset({"n", "no", "false", "f", "0"})
BLANK = frozenset({"", "unknown", "not known", "n/a", "null"})

UNREADABLE = "unreadable"
"""Stands in a case for a value that cannot be read: no field takes it, so the core makes a finding of it."""

_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_NOT_WORD = re.compile(r"[^a-z0-9]+", re.ASCII)


def _name(text: str) -> str:
    return _NOT_WORD.sub("_", text.strip().lower()).strip("_")


class Use(NamedTuple):
    """One column used for one field."""

    field: str
    column: str
    at: int
    path: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True)
class Plan:
    """Which column is used for which field, which are not, and the order of each column's dates."""

    uses: tuple[Use, ...]
    ignored: tuple[str, ...]
    never_used: tuple[str, ...]
    orders: Mapping[str, DateOrder] = field(default_factory=dict)

    def case(self, cells: Sequence[str]) -> dict[str, Any]:
        """The case that a row states."""
        case: dict[str, Any] = {}
        for use in self.uses:
            value = _value(cells[use.at].strip(), use, self.orders)
            if value is None:
                continue
            place = case
            for step in use.path[:-1]:
                inner = place.setdefault(step, {})
                if not isinstance(inner, dict):
                    # A whole date stands where its range would: the whole date is what the row states.
                    break
                place = inner
            else:
                place[use.path[-1]] = value
        return case


def _value(text: str, use: Use, orders: Mapping[str, DateOrder]) -> object:
    """What a cell states: ``None`` where it states nothing, ``UNREADABLE`` where it cannot be read."""
    if use.kind is Kind.TEXT:
        return text or None
    word = text.lower()
    if word in BLANK:
        return None
    if use.kind is Kind.WORD:
        return _name(text) or UNREADABLE
    if use.kind is Kind.NUMBER:
        return float(text) if _NUMBER.fullmatch(text) else UNREADABLE
    truth = True if word in YES else False if word in NO else None
    if use.kind is Kind.BOOLEAN or (use.kind is Kind.STEP and truth is not None):
        return UNREADABLE if truth is None else truth
    if use.kind is Kind.END and word == "ongoing":
        return word
    day = read(text, orders.get(use.column, DateOrder.ISO))
    if use.kind is Kind.BEGUN:
        return True if day else None
    return day.isoformat() if day else UNREADABLE


def fields_of(policy: Policy) -> dict[str, tuple[tuple[str, ...], Kind]]:
    """Every field that a column can give under this policy."""
    fields = dict(FIELDS)
    for fact in policy.facts():
        fields[fact["name"]] = (("facts", fact["name"]), Kind(fact["type"]))
    return fields


def _mapping(given: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for item in given:
        name, equals, column = item.partition("=")
        name = SHORT_NAMES.get(name.strip(), name.strip())
        if not equals or name not in known:
            raise ExportError(
                "`--column` takes FIELD=NAME, where FIELD is a field or a fact: " + ", ".join(known), "bad_mapping"
            )
        if name in mapping:
            raise ExportError(f"`--column` gives {name} more than once; keep one", "bad_mapping", name)
        mapping[name] = column
    return mapping


def _plan(header: Sequence[str], policy: Policy, given: Iterable[str]) -> Plan:
    fields = fields_of(policy)
    mapping = _mapping(given, fields)
    places: dict[str, list[int]] = {}
    for at, column in enumerate(header):
        places.setdefault(_name(column), []).append(at)

    def place(column: str) -> int:
        exact = [at for at, name in enumerate(header) if name == column]
        found = exact or places.get(_name(column), [])
        if len(found) > 1:
            raise ExportError(
                "two columns of the file have the same name, or names alike but for case and spaces; rename one",
                "duplicate_column",
            )
        return found[0] if found else -1

    # What the flags say, then a column with the field's own name, then names that exports use.
    chosen: dict[str, tuple[int, Kind | None]] = {}
    for name, column in mapping.items():
        if not column:
            continue
        at = place(column)
        if at < 0:
            raise ExportError(f"the file has no column `{column}`, which `--column` names", "missing_column", name)
        if _name(header[at]) in NEVER_USED:
            raise ExportError(
                f"column `{column}` holds the defendant's date of birth, which answers nothing about an offence",
                "never_used",
                name,
            )
        chosen[name] = (at, None)
    for name in fields:
        if name not in mapping and name in places:
            chosen[name] = (place(name), None)
    for column, targets in EXPORT_NAMES.items():
        for name, kind in targets:
            if name in fields and name not in mapping and name not in chosen and column in places:
                chosen[name] = (place(column), kind)

    if not any(name in chosen for name in OFFENCE_FIELDS):
        # The header is not repeated: in a file without one, it is a row.
        raise ExportError(
            "no column names an offence (offence_code, statute, section, offence_text, ho_code or entry); the first "
            "line must be the header; name a column with `--column offence_code=NAME`, or the separator with `--sep`",
            "missing_column",
        )
    for name in (column for column in header if column.strip()):
        if sum(other == name for other in header) > 1:
            raise ExportError(f"the file has more than one column `{name}`; rename one", "duplicate_column", name)
    for name in OUTPUT_COLUMNS:
        if name in places:
            raise ExportError(f"the file already has the column `{name}`; remove it first", "duplicate_column", name)

    uses = tuple(
        Use(name, header[at], at, fields[name][0], kind or fields[name][1])
        for name, (at, kind) in sorted(chosen.items(), key=lambda item: (item[1][0], item[0]))
    )
    used = {use.at for use in uses}
    rest = [column for at, column in enumerate(header) if at not in used and column.strip()]
    return Plan(
        uses,
        ignored=tuple(column for column in rest if _name(column) not in NEVER_USED),
        never_used=tuple(column for column in rest if _name(column) in NEVER_USED),
    )


def _orders(given: Iterable[str], plan: Plan) -> tuple[DateOrder | None, dict[str, DateOrder]]:
    """The order asked for all columns, and those asked for single ones."""
    whole: DateOrder | None = None
    single: dict[str, DateOrder] = {}
    columns = {use.column for use in plan.uses if use.kind in DATED}
    fields = {use.field: use.column for use in plan.uses if use.kind in DATED}
    for item in given:
        column, equals, text = item.rpartition("=")
        try:
            order = DateOrder(text.strip())
        except ValueError:
            raise ExportError(
                "`--dates` takes day-first, month-first or iso, or COLUMN= before one of them", "bad_dates"
            ) from None
        if not equals:
            whole = order
        elif column in columns or column in fields:
            single[column if column in columns else fields[column]] = order
        else:
            raise ExportError(f"`--dates` names column `{column}`, which gives no date", "bad_dates", column)
    return whole, single


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an export, and what was decided of it."""

    number: int
    """The place among the rows, from 1; the header is not counted."""
    cells: tuple[str, ...]
    """As many as the header has."""
    decision: Decision
    faults: tuple[str, ...]
    """What is wrong with the row's form."""

    @property
    def findings(self) -> tuple[tuple[str, Severity], ...]:
        """The codes and severities of everything found, the row's form first."""
        form: list[tuple[str, Severity]] = [(code, "error") for code in self.faults]
        return (*form, *((finding.code, finding.severity) for finding in self.decision.findings))


def columns_of(row: Row) -> tuple[str, ...]:
    """The cells of ``OUTPUT_COLUMNS``. The reason holds no value of the case save codes, statutes and sections."""
    decision = row.decision
    return (
        decision.outcome,
        ";".join(decision.possible),
        "" if decision.entry is None else str(decision.entry),
        decision.tier or "",
        decision.involvement,
        decision.certainty,
        ";".join(decision.missing),
        decision.review.required,
        decision.reason,
        decision.citation,
        ";".join(dict.fromkeys(code for code, _ in row.findings)),
    )


class Export:
    """A CSV export: opened, its columns found and the order of its dates settled, ready to be checked.

    Opening reads the whole file once, so that what makes it unreadable shows before anything is written, and
    keeps none of it. Raises :class:`sfo.ExportError` where the file cannot be read as a whole.

    >>> import os, sfo, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = os.path.join(folder, "export.csv")
    ...     _ = open(file, "w").write("offence_code,firearm\\nTH68023,Y\\nTH68023,N\\n")
    ...     export = Export(sfo.Policy.builtin(), file)
    ...     [row.decision.outcome for row in export.rows()]
    ['qualifying', 'not_qualifying']
    """

    def __init__(
        self,
        policy: Policy,
        path: str | Path,
        *,
        columns: Iterable[str] = (),
        dates: Iterable[str] = (),
        separator: str = ",",
        encoding: str = "utf-8",
    ) -> None:
        self.policy = policy
        self.path = Path(path)
        self.separator = {"tab": "\t", "\\t": "\t"}.get(separator, separator)
        if len(self.separator) != 1 or self.separator in '"\r\n ':
            raise ExportError("`--sep` takes one character, or `tab`", "bad_separator")
        self.encoding = encoding
        self.blank_lines = 0
        self.has_bom = False
        self.line_end = "\n"
        with self._records() as records:
            self.header = next(records, [])
            if any("\0" in column for column in self.header):
                raise self._wrong_encoding()
            plan = _plan(self.header, policy, columns)
            orders = self._date_orders(plan, dates, records)
        self.plan = Plan(plan.uses, plan.ignored, plan.never_used, orders)

    def _wrong_encoding(self) -> ExportError:
        return ExportError(
            f"the file is not text in {self.encoding}; name its encoding, such as `--encoding cp1252` or "
            "`--encoding utf-16`",
            "wrong_encoding",
        )

    def _date_orders(self, plan: Plan, dates: Iterable[str], records: Iterator[list[str]]) -> dict[str, DateOrder]:
        whole, orders = _orders(dates, plan)
        dated = {use.column: use.at for use in plan.uses if use.kind in DATED}
        for column in dated:
            if whole is not None:
                orders.setdefault(column, whole)
        evidence = {column: Evidence() for column in dated if column not in orders}
        for cells in records:
            if len(cells) == len(self.header):
                for column, shown in evidence.items():
                    shown.add(cells[dated[column]].strip())
        return {**orders, **{column: shown.order(column) for column, shown in evidence.items()}}

    @contextmanager
    def _records(self) -> Iterator[Iterator[list[str]]]:
        """The records of the file, the header first, with every bound kept."""
        with self.path.open("rb") as raw:
            self.has_bom = raw.read(3) == b"\xef\xbb\xbf"
        encoding = "utf-8-sig" if self.encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else self.encoding
        try:
            with self.path.open(encoding=encoding, newline="") as file:
                yield self._split(file)
        except UnicodeError:
            raise self._wrong_encoding() from None
        except LookupError as error:
            if isinstance(error, (KeyError, IndexError)):
                raise
            raise ExportError("`--encoding` names an encoding that is not known", "unknown_encoding") from None

    def _split(self, file: io.TextIOWrapper) -> Iterator[list[str]]:
        record: list[str] = []
        ended = False

        def lines() -> Iterator[str]:
            nonlocal ended
            size = 0
            while line := file.readline(MAX_LINE + 2):
                if len(line.rstrip("\r\n")) > MAX_LINE:
                    raise ExportError(f"line {reader.line_num + 1} is longer than 1 MiB", "line_too_long")
                size = size + len(line) if record else len(line)
                record.append(line)
                if size > MAX_LINE + 2:
                    raise not_closed()
                yield line
            ended = True

        def not_closed() -> ExportError:
            start = max(1, reader.line_num - len(record) + 1)
            return ExportError(
                f"the record that begins at line {start} does not end: a quotation mark is not closed, or a cell is "
                "too long",
                "record_not_closed",
            )

        reader = csv.reader(lines(), delimiter=self.separator)
        self.blank_lines = 0
        columns = 0
        try:
            for cells in reader:
                if ended and len(record) > 1:
                    # The file ended inside a quotation, which has swallowed the lines since it was opened.
                    raise not_closed()
                if not columns:
                    columns = len(cells)
                    self.line_end = "\r\n" if record and record[-1].endswith("\r\n") else "\n"
                if cells or columns == 1:
                    yield cells or [""]
                elif columns:
                    self.blank_lines += 1
                record.clear()
        except csv.Error:
            raise not_closed() from None

    def rows(self) -> Iterator[Row]:
        """Every row in its order, with what was decided of it."""
        width = len(self.header)
        with self._records() as records:
            next(records, None)
            for number, cells in enumerate(records, start=1):
                if len(cells) == width:
                    yield Row(number, tuple(cells), self.policy.assess(self.plan.case(cells)), ())
                    continue
                # Nobody can say which cell belongs to which column, so nothing is read from them.
                fault = "row_too_long" if len(cells) > width else "row_too_short"
                cells = cells + [""] * (width - len(cells))
                cells[width - 1 :] = [self.separator.join(cells[width - 1 :])]
                yield Row(number, tuple(cells), self.policy.assess({}), (fault,))
