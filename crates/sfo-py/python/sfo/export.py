"""Reading an export: a CSV file whose columns bear the names of fields and facts, or names that exports use.

What a cell and a case mean is decided in the core; a value that cannot be read is handed on as a value that cannot be
read, and the core says what is wrong with it.
"""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfo import _sfo
from sfo.columns import DATED, OUTPUT_COLUMNS, Use, Words, asked, choose, fields_of, mapping_of, planned, settle
from sfo.dates import DateOrder, Evidence
from sfo.decision import Decision
from sfo.errors import ExportError
from sfo.policy import Policy

if TYPE_CHECKING:
    from sfo.decision import Severity

__all__ = ["OUTPUT_COLUMNS", "Export", "Part", "Plan", "Row", "open_export"]

MAX_LINE = 1 << 20
"""The longest line and the longest record, in characters. A cell is bounded by the `csv` module."""

PART = 1 << 12
"""How many rows are read, decided and written at a time."""

_WORDS = Words(ExportError, "the file", "`--column`", "`--column offence_code=NAME`", "`--dates {}=day-first`")

YES = frozenset({"y", "yes", "true", "t", "1"})
NO = frozenset({"n", "no", "false", "f", "0"})
BLANK = frozenset({"", "unknown", "not known", "n/a", "null"})
"""Words of the command line; those of cells are read in the core."""


@dataclass(frozen=True)
class Plan:
    """Which column is used for which field, which are not, and the order of each column's dates."""

    uses: tuple[Use, ...]
    ignored: tuple[str, ...]
    never_used: tuple[str, ...]
    orders: Mapping[str, DateOrder]
    evidence: Mapping[str, Evidence]


def _mapping(given: Iterable[str]) -> Iterator[tuple[str, str]]:
    for item in given:
        name, equals, column = item.partition("=")
        # Without a column there is no such field, which the mapping says.
        yield (name.strip() if equals else "", column)


def _dates(given: Iterable[str]) -> Iterator[tuple[str | None, str]]:
    for item in given:
        column, equals, text = item.rpartition("=")
        yield (column if equals else None, text)


def _only(rows: list[list[str]], places: Iterable[int]) -> list[Sequence[str]]:
    """Some cells of every row."""
    wanted = list(places)
    if len(wanted) == 1:
        return [[row[wanted[0]]] for row in rows]
    return list(map(itemgetter(*wanted), rows))


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of an export in their order, and what was decided of them."""

    rows: list[list[str]]
    """The cells of each row, as many as the header has."""
    columns: list[tuple[str, ...]]
    """The cells of ``OUTPUT_COLUMNS`` for each row."""
    checked: _sfo.Checked
    findings: dict[str, int]
    """How many rows have each finding."""
    errors: int
    """How many rows have a finding of severity error."""


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
        self.records = 0
        """How many rows were read when it was opened."""
        self.has_bom = False
        self.line_end = "\n"
        with self._records() as records:
            self.header = next(records, [])
            if any("\0" in column for column in self.header):
                raise self._wrong_encoding()
            fields = fields_of(policy)
            mapping = mapping_of(_mapping(columns), fields, _WORDS)
            hint = "the first line must be the header; name the separator with `--sep`, or "
            chosen = choose(self.header, fields, mapping, _WORDS, export_names=True, hint=hint)
            whole, single = asked(_dates(dates), chosen.uses, _WORDS, "`--dates`")
            evidence = self._evidence(chosen.uses, records)
            orders = settle(chosen.uses, evidence, whole, single, _WORDS)
        by_column = {self.header[at]: shown for at, shown in evidence.items()}
        self.plan = Plan(chosen.uses, chosen.ignored, chosen.never_used, orders, by_column)
        self._used = list(dict.fromkeys(use.at for use in chosen.uses))
        uses = [use._replace(at=self._used.index(use.at)) for use in chosen.uses]
        self._plan = policy._core.plan(planned(uses, orders))

    def _wrong_encoding(self) -> ExportError:
        return ExportError(
            f"the file is not text in {self.encoding}; name its encoding, such as `--encoding cp1252` or "
            "`--encoding utf-16`",
            "wrong_encoding",
        )

    def _evidence(self, uses: tuple[Use, ...], records: Iterator[list[str]]) -> dict[int, Evidence]:
        """What the columns show of the order of their dates. Every record is read, whatever is needed of it."""
        dated = {use.at: use for use in uses if use.kind in DATED}
        # A column that is used twice is shown by its first use; its values are the same.
        plan = self.policy._core.plan([(use.field, at, use.kind, None) for at, (use) in enumerate(dated.values())])
        evidence = {at: Evidence() for at in dated}
        while part := list(islice(records, PART)):
            self.records += len(part)
            cells = [row for row in part if len(row) == len(self.header)]
            for at, shown in plan.evidence_of_rows(_only(cells, dated)) if dated else ():
                column = list(dated)[at]
                evidence[column] = evidence[column].add(Evidence(*shown))
        return evidence

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

    def _lines(self, file: io.TextIOWrapper, ended: list[bool]) -> Iterator[Iterable[str]]:
        """The lines of the file in blocks, so that no work is done for each of them."""
        rest = ""
        before = 0
        while block := file.read(MAX_LINE):
            # A line feed ends a line whichever way the file ends its lines.
            cut = block.rfind("\n") + 1
            if not cut and len(rest) + len(block) > MAX_LINE:
                cut = len(block)
            lines = io.StringIO(rest + block[:cut], newline="").readlines() if cut else []
            rest = block[cut:] if cut else rest + block
            for at, line in enumerate(lines if max(map(len, lines), default=0) > MAX_LINE else ()):
                if len(line.rstrip("\r\n")) > MAX_LINE:
                    raise ExportError(f"line {before + at + 1} is longer than 1 MiB", "line_too_long")
            before += len(lines)
            yield lines
        if len(rest.rstrip("\r\n")) > MAX_LINE:
            raise ExportError(f"line {before + 1} is longer than 1 MiB", "line_too_long")
        yield io.StringIO(rest, newline="").readlines()
        ended.append(True)

    def _split(self, file: io.TextIOWrapper) -> Iterator[list[str]]:
        ended: list[bool] = []
        line_num = 0

        def not_closed() -> ExportError:
            return ExportError(
                f"the record that begins at line {line_num + 1} does not end: a quotation mark is not closed, or a "
                "cell is too long",
                "record_not_closed",
            )

        first, blocks = "", self._lines(file, ended)
        for block in blocks:
            # The first block shows how the file ends its lines.
            lines = list(block)
            first = lines[0] if lines else ""
            blocks = chain([lines], blocks)
            break
        self.line_end = "\r\n" if first.endswith("\r\n") else "\n"
        reader = csv.reader(chain.from_iterable(blocks), delimiter=self.separator)
        self.blank_lines = 0
        columns = 0
        try:
            for cells in reader:
                if ended and reader.line_num - line_num > 1:
                    # The file ended inside a quotation, which has swallowed the lines since it was opened.
                    raise not_closed()
                columns = columns or len(cells)
                if cells or columns == 1:
                    yield cells or [""]
                elif columns:
                    self.blank_lines += 1
                line_num = reader.line_num
        except csv.Error:
            raise not_closed() from None

    def _whole(self, cells: list[str]) -> tuple[list[str], str]:
        """The cells of a row, as many as the header has, and what is wrong with their number."""
        width = len(self.header)
        if len(cells) == width:
            return cells, ""
        # Nobody can say which cell belongs to which column, so nothing is read from them.
        fault = "row_too_long" if len(cells) > width else "row_too_short"
        cells = cells + [""] * (width - len(cells))
        cells[width - 1 :] = [self.separator.join(cells[width - 1 :])]
        return cells, fault

    def rows(self) -> Iterator[Row]:
        """Every row in its order, with what was decided of it."""
        nothing = [""] * len(self.header)
        with self._records() as records:
            next(records, None)
            for number, cells in enumerate(records, start=1):
                whole, fault = self._whole(cells)
                [used] = _only([nothing if fault else whole], self._used)
                decision = Decision(self._plan.assess(used))
                yield Row(number, tuple(whole), decision, (fault,) if fault else ())

    def case(self, row: Row) -> dict[str, Any]:
        """The case that a row states, as :meth:`sfo.Policy.assess` takes it."""
        [used] = _only([[""] * len(self.header) if row.faults else list(row.cells)], self._used)
        return self._plan.case(used)

    def parts(self, threads: int | None = None) -> Iterator[Part]:
        """The rows in parts, decided together: the fast way where only the columns are wanted."""
        nothing = [""] * len(self.header)
        with self._records() as records:
            next(records, None)
            while read := list(islice(records, PART)):
                whole = [self._whole(cells) for cells in read]
                stated = [nothing if fault else cells for cells, fault in whole]
                checked = self._plan.check_rows(_only(stated, self._used), threads)
                numbers, answers, found = checked.cells()
                columns = [answers[number] for number in numbers]
                counts = [0] * len(answers)
                for number in numbers:
                    counts[number] += 1
                findings: dict[str, int] = {}
                errors = 0
                for count, codes in zip(counts, found, strict=True):
                    errors += count * any(severity == "error" for _, severity in codes)
                    for code in dict.fromkeys(code for code, _ in codes):
                        findings[code] = findings.get(code, 0) + count
                for at, (_, fault) in enumerate(whole):
                    if fault:
                        findings[fault] = findings.get(fault, 0) + 1
                        *rest, codes_found = columns[at]
                        columns[at] = (*rest, ";".join(filter(None, (fault, codes_found))))
                        errors += not any(severity == "error" for _, severity in found[numbers[at]])
                yield Part([cells for cells, _ in whole], columns, checked, findings, errors)


class Workbook(Export):
    """The first sheet of a workbook of Excel, read as the texts that CSV would have."""

    @contextmanager
    def _records(self) -> Iterator[Iterator[list[str]]]:
        from sfo.excel import read

        def records() -> Iterator[list[str]]:
            self.blank_lines = 0
            width = 0
            for cells in read(self.path):
                if not any(cells):
                    self.blank_lines += bool(width)
                    continue
                while cells and not cells[-1] and len(cells) > width:
                    cells.pop()
                width = width or len(cells)
                yield cells + [""] * (width - len(cells))

        yield records()


class ParquetFile(Export):
    """A file of Parquet, read as the texts that CSV would have."""

    @contextmanager
    def _records(self) -> Iterator[Iterator[list[str]]]:
        from sfo.excel import text_of

        pyarrow, parquet = _pyarrow()
        with self.path.open("rb") as raw:
            try:
                file = parquet.ParquetFile(raw)
            except pyarrow.ArrowException:
                raise ExportError("the file is no Parquet that can be read; save it again", "wrong_format") from None
            for column in file.schema_arrow:
                nested, binary = pyarrow.types.is_nested(column.type), pyarrow.types.is_binary(column.type)
                if nested or binary:
                    raise ExportError(
                        f"column `{column.name}` holds {'lists or several values' if nested else 'bytes'}, which "
                        "cannot be read; leave it out",
                        "unreadable_column",
                        column.name,
                    )

            def records() -> Iterator[list[str]]:
                yield file.schema_arrow.names
                for batch in file.iter_batches(PART):
                    columns = [column.to_pylist() for column in batch.columns]
                    yield from ([text_of(value) for value in row] for row in zip(*columns, strict=True))

            yield records()


def _pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ExportError(
            'Parquet needs an extra; install it with `pip install "sfo-rules[parquet]"`', "no_pyarrow"
        ) from None


def open_export(policy: Policy, path: str | Path, **options: Any) -> Export:
    """An export by its name: ``.xlsx`` and ``.xlsm`` are workbooks, ``.parquet`` is Parquet, and all else is CSV."""
    kinds: dict[str, type[Export]] = {".xlsx": Workbook, ".xlsm": Workbook, ".parquet": ParquetFile}
    return kinds.get(Path(path).suffix.lower(), Export)(policy, path, **options)
