"""Workbooks of Excel, by openpyxl: read as rows of texts, and written."""

from __future__ import annotations

import datetime
import importlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sfo.errors import ExportError

__all__ = ["read", "text_of", "write"]

MAX_ROWS = 1_048_576
"""The most rows of a sheet, its header among them."""

# Characters that a workbook cannot hold.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _openpyxl() -> Any:
    try:
        return importlib.import_module("openpyxl")
    except ImportError:
        raise ExportError(
            'workbooks of Excel need an extra; install it with `pip install "sfo-rules[excel]"`', "no_openpyxl"
        ) from None


def text_of(value: object) -> str:
    """A cell as the text that a CSV file would have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.time() else value.date().isoformat()
    return str(value)


def read(path: str | Path) -> Iterator[list[str]]:
    """The rows of the first sheet as texts, the header first. A date of Excel is written from the year down."""
    openpyxl = _openpyxl()
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError:
        raise
    except Exception:
        raise ExportError(
            "the file is no workbook that can be read; save it as .xlsx or as CSV", "wrong_format"
        ) from None
    try:
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [text_of(value) for value in row]
    finally:
        book.close()


def write(path: str | Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> None:
    """Writes sheets. No text becomes a formula."""
    openpyxl = _openpyxl()
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows):
            if number >= MAX_ROWS:
                raise ExportError(
                    "a sheet of Excel holds 1,048,576 rows; write CSV or Parquet instead", "too_many_rows"
                )
            cells = []
            for value in row:
                if isinstance(value, str):
                    cell = openpyxl.cell.WriteOnlyCell(sheet, _NO_TEXT.sub("\ufffd", value)[:32_767])
                    # A text that starts like a formula stays a text.
                    cell.data_type = "s"
                    cells.append(cell)
                elif isinstance(value, datetime.datetime) and value.tzinfo is not None:
                    cells.append(value.replace(tzinfo=None))
                elif value is None or isinstance(value, (bool, int, float, datetime.date, datetime.time)):
                    cells.append(value)
                else:
                    cells.append(str(value))
            sheet.append(cells)
    book.save(path)
