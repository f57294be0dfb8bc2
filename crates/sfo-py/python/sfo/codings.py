"""Codings of learning themes from tables: a data frame, a list of rows, or a CSV file.

What a coding means is the core's to say. Here a table only becomes the list of codings that the core reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from sfo.errors import CodingsError

__all__ = ["CsvCodings", "codings_of"]

COLUMNS = ("review", "date", "unit", "theme", "themes")
"""The columns that are read, by the names that the fields have in ``docs/schemas/codings.schema.json``."""

_SEVERAL = ";"
"""What parts the themes of one cell."""


def _cell(column: str, value: Any) -> Any:
    """A cell of a frame as the core reads it: nothing where the frame says so, and an id that is a number as text."""
    if value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value):
        return None
    if column in ("review", "unit") and isinstance(value, (int, float)) and not isinstance(value, bool):
        # A column of whole numbers with a gap is one of floats.
        return str(int(value)) if value == int(value) else str(value)
    if column == "themes":
        if isinstance(value, str):
            return [code for code in value.split(_SEVERAL) if code.strip()]
        # An array of a cell, as PyArrow and Polars hand it to pandas.
        listed: Any = getattr(value, "tolist", None)
        return value if listed is None else listed()
    return value


def _records(table: Any) -> Iterator[dict[str, Any]] | None:
    """The rows of a frame of Polars, PyArrow or pandas; nothing where it is none."""
    names = getattr(table, "column_names", None) or getattr(table, "columns", None)
    if names is None:
        return None
    taken = [name for name in names if name in COLUMNS]
    if "theme" not in taken and "themes" not in taken:
        raise CodingsError("the table has neither a column `theme` nor `themes`; name one so", "codings_malformed")
    rows: list[dict[str, Any]]
    if hasattr(table, "to_dicts"):
        rows = table.select(taken).to_dicts()
    elif hasattr(table, "to_pylist"):
        rows = table.select(taken).to_pylist()
    else:
        rows = table[taken].to_dict("records")
    return ({name: _cell(name, value) for name, value in row.items()} for row in rows)


def codings_of(given: Mapping[str, Any] | str | Iterable[Mapping[str, Any]] | Any) -> Mapping[str, Any] | str:
    """What the core reads: a mapping or JSON text as it is, a frame or a list of rows as ``{"codings": [...]}``."""
    if isinstance(given, (str, Mapping)):
        return cast("Mapping[str, Any] | str", given)
    rows = _records(given)
    if rows is None and not isinstance(given, Iterable):
        message = "the codings are a mapping, JSON text, a data frame, or a list of rows; give one of these"
        raise CodingsError(message, "codings_malformed")
    return {"codings": list(given if rows is None else rows)}


class CsvCodings:
    """Codings from CSV with a header.

    Raises :class:`sfo.CodingsError`, which names the line and never a value, where it is not a table with a theme.
    """

    rows: list[dict[str, Any]]
    """The codings."""
    lines: list[int]
    """The line on which each begins."""
    ignored: list[str]
    """The columns that are not read."""

    def __init__(self, text: str) -> None:
        # Imported here, so that the library stays light for those who have no tables.
        import csv
        import io

        self.rows, self.lines, self.ignored = [], [], []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        try:
            header = [name.strip() for name in next(reader, [])]
            self._check(header)
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    self._row(header, cells, line)
                line = reader.line_num + 1
        except csv.Error:
            raise CodingsError(f"line {line} is not CSV; correct its quotation marks", "codings_malformed") from None

    def _check(self, header: list[str]) -> None:
        if "theme" not in header and "themes" not in header:
            message = "line 1 has neither a column `theme` nor `themes`; it must be a header with one of them"
            raise CodingsError(message, "codings_malformed")
        if any(header.count(name) > 1 for name in COLUMNS):
            raise CodingsError("line 1 has a column twice; name it once", "codings_malformed")
        self.ignored = [name for name in header if name not in COLUMNS]

    def _row(self, header: list[str], cells: list[str], line: int) -> None:
        if len(cells) != len(header):
            message = f"line {line} has {len(cells)} cells and the header has {len(header)}; correct it"
            raise CodingsError(message, "codings_malformed")
        row = zip(header, cells, strict=True)
        self.rows.append({name: _cell(name, cell) for name, cell in row if name in COLUMNS})
        self.lines.append(line)
