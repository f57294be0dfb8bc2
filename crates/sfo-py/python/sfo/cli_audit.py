"""``sfo audit``: a table of offence codes against the policy."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

import sfo
from sfo import cli
from sfo.export import Export

__all__ = ["audit", "records_of"]

_MOST_TABLE = 16 << 20
"""The most bytes that are read of a table, which is its bound in the core."""

_CODE_COLUMNS = ("offence_code", "code", "cjs_code", "cjs_offence_code")
"""Headers that say that a column has codes, without regard to case and spaces."""


def records_of(
    policy: sfo.Policy,
    path: Path,
    row_id: str | None,
    columns: list[str] | None,
    dates: list[str] | None,
    separator: str,
    encoding: str,
) -> tuple[Iterable[str] | None, Iterator[Any]]:
    """The cases of an export, and what names them."""
    export = Export(policy, path, columns=columns or (), dates=dates or (), separator=separator, encoding=encoding)
    if row_id is not None and row_id not in export.header:
        raise cli.CannotRun(f"the export has no column `{row_id}`, which `--row-id` names")
    rows = list(export.rows())
    ids = None if row_id is None else [row.cells[export.header.index(row_id)] for row in rows]
    return ids, (export.case(row) for row in rows)


def _named(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


def _pairs(text: str, separator: str, code: str | None, value: str | None) -> list[tuple[str, str]]:
    """The codes of a file with what it says of each."""
    rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=separator) if row]
    if not rows:
        raise cli.CannotRun("the table is empty; give a CSV file with a header")
    header = rows[0]

    def place(name: str, option: str) -> int:
        if header.count(name) != 1:
            raise cli.CannotRun(f"the table has not one column `{name}`, which `{option}` names")
        return header.index(name)

    if code is not None:
        codes = place(code, "--code")
    else:
        likely = [at for at, name in enumerate(header) if _named(name) in _CODE_COLUMNS]
        if len(likely) != 1:
            raise cli.CannotRun("the table has no column `offence_code`; name that of the codes with `--code`")
        codes = likely[0]
    if value is not None:
        values = place(value, "--value")
    else:
        others = [at for at in range(len(header)) if at != codes]
        if len(others) != 1:
            raise cli.CannotRun("the table has more than one column beside the codes; name what it says with `--value`")
        values = others[0]
    return [(row[codes] if codes < len(row) else "", row[values] if values < len(row) else "") for row in rows[1:]]


def _words(given: list[str]) -> dict[str, bool | str]:
    words: dict[str, bool | str] = {}
    for item in given:
        word, equals, meaning = item.partition("=")
        if not equals:
            raise cli.CannotRun("`--word` takes WORD=MEANING, such as `--word SFO=listed`")
        words[word.strip()] = meaning.strip()
    return words


def audit(
    file: Annotated[
        str, typer.Argument(metavar="TABLE.csv", help="The table: CSV with a header; - reads standard input.")
    ],
    code: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with the codes.")] = None,
    value: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column with what it says of them.")] = None,
    word: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD=MEANING", help="What a word means: listed, not_listed or a tier. May be repeated."),
    ] = None,
    suffixes: Annotated[
        str, typer.Option(metavar="HOW", help="cut where a record's suffix is cut off before the table is asked.")
    ] = "kept",
    data: Annotated[Path | None, typer.Option(metavar="EXPORT.csv", help="Say which of these cases change.")] = None,
    row_id: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that names a case.")] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="FIELD=NAME", help="As for `sfo check`.")] = None,
    dates: Annotated[list[str] | None, typer.Option(metavar="ORDER", help="As for `sfo check`.")] = None,
    sep: Annotated[str, typer.Option(help="What parts the columns: one character, or tab.")] = ",",
    encoding: Annotated[str, typer.Option(help="The encoding of the export.")] = "utf-8",
    missing: Annotated[bool, typer.Option(help="List the codes that the table lacks; else only count them.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Write the canonical JSON.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output.")
    ] = None,
) -> None:
    """Say where a table of offence codes agrees with the policy, and where it misses, over-reaches or cannot say.

    Ends with 1 where it does not agree throughout. With --data it says which of your own cases change.
    """
    with cli._one_sentence():
        policy = sfo.Policy.builtin()
        separator = {"tab": "\t", "\\t": "\t"}.get(sep, sep)
        if len(separator) != 1 or separator in '"\r\n ':
            raise cli.CannotRun("`--sep` takes one character, or `tab`")
        if suffixes not in ("kept", "cut"):
            raise cli.CannotRun("`--suffixes` is kept or cut")
        try:
            table = _pairs(cli._read(file, _MOST_TABLE), separator, code, value)
        except csv.Error:
            raise cli.CannotRun("the table is not CSV; check its quotation marks") from None
        audited = policy.audit(table, words=_words(word or []), suffixes=suffixes, list_missing=missing)
        errors = [finding.message for finding in audited.findings if finding.severity == "error"]
        if errors:
            raise cli.CannotRun(errors[0])
        effect = None
        if data is not None:
            ids, cases = records_of(policy, data, row_id, column, dates, sep, encoding)
            effect = audited.effect(cases, ids)
        if as_json:
            text = audited.to_json()
            if effect is not None:
                also = json.dumps(effect.to_dict(), ensure_ascii=False, separators=(",", ":"))
                text = f'{text[:-1]},"effect":{also}}}'
        else:
            text = audited.explain() + ("" if effect is None else "\n" + effect.explain())
        with cli._output(output, file) as out:
            out.write(text.rstrip("\n") + "\n")
    if not audited.is_clean or (effect is not None and effect.changed):
        raise typer.Exit(1)
