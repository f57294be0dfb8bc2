"""The command line: ``sfo offence`` for a charge, ``sfo check`` for an export, ``sfo deadlines`` for a case's days,
``sfo redact`` for a copy of a file.

Exit status: 0; 1 where a record has a finding of severity ``error``, or a rule about days was missed; 2
where nothing could be run, with one sentence on standard error and nothing written.
"""

from __future__ import annotations

import csv
import datetime
import gc
import importlib
import io
import json
import os
import re
import stat
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any, get_args

import sfo
from sfo import _sfo
from sfo.codings import CsvCodings
from sfo.decision import Outcome
from sfo.export import BLANK, NO, OUTPUT_COLUMNS, YES, Export, Part, Row, _pyarrow, open_export
from sfo.frames import summary_of

try:
    import typer

    from sfo.cli_redact import attach
except ImportError:  # The library stands without its command line.
    sys.exit('sfo: the command line needs an extra; install it with `pip install "sfo-rules[cli]"`')

__all__ = ["app", "main"]

# Plain errors: a traceback with local variables would show the values of a case.
app = typer.Typer(
    name="sfo",
    help="Rules and decisions for Serious Further Offence reviews in England and Wales.",
    add_completion=False,
    pretty_exceptions_enable=False,
)

_CODE = re.compile(r"(?=.*\d)[A-Za-z]{2}[A-Za-z0-9]{5,6}", re.ASCII)
"""A single word that can only be a CJS offence code."""


class CannotRun(Exception):
    """Nothing could be run; the message is the sentence to print."""


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except (CannotRun, sfo.SfoError) as error:
        print(f"sfo: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    except BrokenPipeError:
        # Whoever read the output has enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(2) from None
    except OSError as error:
        place = f" `{error.filename}`" if error.filename else ""
        print(f"sfo: cannot read or write{place}: {(error.strerror or 'it failed').lower()}", file=sys.stderr)
        raise typer.Exit(2) from None


def _version(wanted: bool) -> None:
    if wanted:
        policy = sfo.Policy.builtin()
        print(f"sfo {sfo.__version__} (policy {policy.id}, version {policy.version})")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")] = False,
) -> None:
    """Rules and decisions for Serious Further Offence reviews in England and Wales.

    They say what the rules say and how sure the sources are; they support a reviewer and do not replace one.
    """


def _facts(given: list[str]) -> dict[str, object]:
    facts: dict[str, object] = {}
    for item in given:
        name, equals, text = item.partition("=")
        name, word = name.strip(), text.strip().lower()
        if not equals or name in facts:
            raise CannotRun("`--fact` takes NAME=VALUE, each name once")
        # The name says whether a digit is an age or a yes: a number is a number here.
        try:
            facts[name] = None if word in BLANK else float(word)
        except ValueError:
            if word not in YES | NO:
                raise CannotRun("the value of `--fact` is yes, no, unknown or a number") from None
            facts[name] = word in YES
    return facts


@app.command()
def offence(
    charge: Annotated[
        str | None, typer.Argument(metavar="CHARGE", help="The words of the charge with its Act, or a CJS code.")
    ] = None,
    code: Annotated[str | None, typer.Option(help="The CJS offence code.")] = None,
    entry: Annotated[int | None, typer.Option(help="The number of the entry in Appendix 1.")] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A fact: yes, no, unknown or a number. May be repeated."),
    ] = None,
    involvement: Annotated[str | None, typer.Option(help="The form in which it is charged, such as attempt.")] = None,
    offence_date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="When it was committed.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the canonical JSON.")] = False,
) -> None:
    """Say whether one charged offence qualifies, why, and what is missing.

    Example: sfo offence "Theft Act 1968 s.8(1)" --fact firearm_used=yes
    """
    with _one_sentence():
        named: dict[str, object] = {"code": code, "entry": entry}
        if charge is not None:
            way = "code" if code is None and _CODE.fullmatch(charge.strip()) else "text"
            named[way] = charge
        if all(value is None for value in named.values()):
            raise CannotRun("name an offence: the words of the charge with its Act, `--code` or `--entry`")
        case: dict[str, Any] = {
            "offence": named,
            "involvement": involvement,
            "facts": _facts(fact or []),
            "offence_date": offence_date,
        }
        decision = sfo.Policy.builtin().assess(case)
        _utf8(sys.stdout)
        print(decision.to_json() if as_json else decision.explain().rstrip("\n"))
        sys.stdout.flush()
    if any(finding.severity == "error" for finding in decision.findings):
        raise typer.Exit(1)


def _utf8(stream: Any) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", newline="")


@contextmanager
def _output(target: Path | None, *sources: Path | str, binary: bool = False) -> Iterator[IO[Any]]:
    """Where to write: all of it or none, where that is a file."""
    text: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": ""}
    if target is None:
        _utf8(sys.stdout)
        yield sys.stdout
        sys.stdout.flush()
        return
    real = Path(os.path.realpath(target))
    if real.exists() and any(source != "-" and os.path.samefile(real, source) for source in sources):
        raise CannotRun("the output is the input; name another file with `-o`")
    if real.exists() and not stat.S_ISREG(real.stat().st_mode):
        # A pipe or a device cannot be replaced; a folder says so itself.
        with real.open("wb" if binary else "w", **text) as file:
            yield file
        return
    part = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        with part.open("xb" if binary else "x", **text) as file:
            yield file
        part.replace(real)
    finally:
        part.unlink(missing_ok=True)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _say_plan(export: Export) -> None:
    for use in export.plan.uses:
        order = export.plan.orders.get(use.column)
        dates = f" (dates {order})" if order else ""
        _say(f"sfo: column `{use.column}` is used for {use.field}{dates}")
    if export.plan.ignored:
        _say("sfo: not used: " + ", ".join(f"`{column}`" for column in export.plan.ignored))
    for column in export.plan.never_used:
        _say(f"sfo: never used: `{column}`, which is the defendant's")


class _Lines:
    """Keeps what is written, each call by itself."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.write = self.written.append


def _format(form: str | None, as_json: bool, output: Path | None) -> str:
    """In which form to write."""
    by_name = {".parquet": "parquet", ".xlsx": "xlsx"}.get(output.suffix.lower() if output else "", "csv")
    wanted = (form or ("json" if as_json else by_name)).strip().lower()
    if wanted not in ("json", *_WRITERS):
        raise CannotRun("`--format` is csv, json, parquet or xlsx")
    if as_json and wanted != "json":
        raise CannotRun("choose one of `--json` and `--format`")
    if wanted in ("parquet", "xlsx") and output is None:
        raise CannotRun(f"`--format {wanted}` needs a file; name it with `-o`")
    return wanted


@contextmanager
def _progress(export: Export) -> Iterator[Callable[[int], None]]:
    """Tells on standard error how far long work is, where a person looks on."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    # The console keeps to NO_COLOR by itself.
    bar = Progress(
        TextColumn("rows"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True),
        transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("rows", total=export.records)
        yield lambda rows: bar.advance(task, rows)


@contextmanager
def _csv(out: Any, export: Export) -> Iterator[Callable[[Part], None]]:
    """Writes parts as CSV."""
    if export.has_bom:
        out.write("\ufeff")
    lines = _Lines()
    # What stands in the end of a line is quoted in a cell: both characters, whichever end the file has.
    own = csv.writer(lines, delimiter=export.separator, lineterminator="\r\n")
    tails: dict[tuple[str, ...], str] = {}

    def tail(added: tuple[str, ...]) -> str:
        # What was decided of many rows is written out once.
        if added not in tails:
            text = io.StringIO(newline="")
            csv.writer(text, delimiter=export.separator, lineterminator=export.line_end).writerow(added)
            tails[added] = export.separator + text.getvalue()
        return tails[added]

    separator, between = export.separator, len(export.header) - 1

    def written(cells: list[str]) -> str:
        # Most rows have nothing to quote, and need not be looked at letter by letter.
        line = separator.join(cells)
        if not line or line.count(separator) != between or '"' in line or "\n" in line or "\r" in line:
            own.writerow(cells)
            return lines.written.pop()[:-2]
        return line

    def write(part: Part) -> None:
        out.writelines([written(cells) + tail(added) for cells, added in zip(part.rows, part.columns, strict=True)])

    csv.writer(out, delimiter=export.separator, lineterminator=export.line_end).writerow(
        [*export.header, *OUTPUT_COLUMNS]
    )
    yield write


@contextmanager
def _parquet(out: Any, export: Export) -> Iterator[Callable[[Part], None]]:
    """Writes parts as Parquet, every column of the export as it was read."""
    pyarrow, parquet = _pyarrow()
    names = [*export.header, *OUTPUT_COLUMNS]
    entry = len(export.header) + OUTPUT_COLUMNS.index("sfo_entry")
    types = [pyarrow.int16() if at == entry else pyarrow.string() for at in range(len(names))]
    schema = pyarrow.schema(list(zip(names, types, strict=True)))
    with parquet.ParquetWriter(out, schema) as writer:

        def write(part: Part) -> None:
            columns: list[Any] = [*map(list, zip(*part.rows, strict=True)), *map(list, zip(*part.columns, strict=True))]
            columns[entry] = [int(number) if number else None for number in columns[entry]]
            arrays = [pyarrow.array(column, kind) for column, kind in zip(columns, types, strict=True)]
            writer.write_table(pyarrow.table(arrays, schema=schema))

        yield write


@contextmanager
def _xlsx(out: Any, export: Export) -> Iterator[Callable[[Part], None]]:
    """Writes parts as a workbook."""
    from sfo.excel import write

    rows: list[Sequence[Any]] = [[*export.header, *OUTPUT_COLUMNS]]
    yield lambda part: rows.extend([*cells, *added] for cells, added in zip(part.rows, part.columns, strict=True))
    write(out, {"rows": rows})


_WRITERS = {"csv": _csv, "parquet": _parquet, "xlsx": _xlsx}


def _line(row: Row) -> str:
    """A row's decision as one line of JSON, with the decision's own bytes."""
    form = json.dumps({"row": row.number, "row_findings": list(row.faults)}, separators=(",", ":"))
    return f'{form[:-1]},"decision":{row.decision.to_json()}}}\n'


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The export: CSV with a header, or .xlsx, or .parquet.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format", metavar="FORM", help="csv, json, parquet or xlsx. [default: by the name of OUT, or csv]"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON lines, as --format json.")] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NAME", help="Take column NAME for FIELD; FIELD= takes none. May be repeated."),
    ] = None,
    dates: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ORDER",
            help="day-first, month-first or iso; COLUMN=ORDER for one column. Else each column must show its order.",
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="REPORT.html", help="Write a report as a page as well.")
    ] = None,
    sep: Annotated[str, typer.Option(help="What parts the columns: one character, or tab.")] = ",",
    encoding: Annotated[str, typer.Option(help="The encoding of the file.")] = "utf-8",
) -> None:
    """Check every row of an export and add the sfo_ columns.

    Says on standard error which columns were used, and ends with counts. Every row is kept, in its order.
    """
    outcomes: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    errors = 0
    with _one_sentence():
        wanted = _format(form, as_json, output)
        # Rows come and go by the million and none holds itself: looking for that takes a fifth of the time.
        gc.disable()
        policy = sfo.Policy.builtin()
        export = open_export(policy, file, columns=column or (), dates=dates or (), separator=sep, encoding=encoding)
        with _output(output, file, binary=wanted in ("parquet", "xlsx")) as out:
            _say_plan(export)
            totals = _sfo.Totals()
            with _progress(export) as told:
                if wanted == "json":
                    for row in export.rows():
                        out.write(_line(row))
                        outcomes[row.decision.outcome] += 1
                        findings.update({code for code, _ in row.findings})
                        errors += any(severity == "error" for _, severity in row.findings)
                        told(1)
                else:
                    with _WRITERS[wanted](out, export) as write:
                        for part in export.parts():
                            write(part)
                            totals.add(part.checked)
                            outcomes.update(added[0] for added in part.columns)
                            findings.update(part.findings)
                            errors += part.errors
                            told(len(part.rows))
        if report is not None:
            if wanted == "json":
                raise CannotRun("`--report` goes with every format but json")
            evidence, orders = export.plan.evidence, export.plan.orders
            summary = summary_of(totals.summary(policy._core), orders, evidence)
            importlib.import_module("sfo.report").write_html(summary, report)
    _say(f"sfo: {_count(outcomes.total(), 'row')}")
    for outcome in get_args(Outcome):
        _say(f"  {outcome:<34}{outcomes[outcome]:>9,}")
    if findings:
        _say("sfo: findings, by the rows that have them")
        for code, count in sorted(findings.items(), key=lambda item: (-item[1], item[0])):
            _say(f"  {code:<34}{count:>9,}")
    if export.blank_lines:
        _say(f"sfo: {_count(export.blank_lines, 'blank line')} left out")
    if errors:
        _say(f"sfo: {_count(errors, 'row')} with a finding of severity error")
        raise typer.Exit(1)


_MOST = 1 << 20
"""The most bytes that are read of a case, which is its bound in the core, and of what is set beside one."""


_MOST_DOCUMENT = 8 << 20
"""The same of a review and its like."""


_MOST_CODINGS = 16 << 20
"""The same of codings."""


_MOST_LOCATED = 20
"""The most findings of which it is said on standard error where they are."""


def _read(file: str, most: int = _MOST) -> str:
    """A file as text, or standard input where it is named `-`."""
    if file == "-":
        raw = sys.stdin.buffer.read(most + 2)
    else:
        with Path(file).open("rb") as stream:
            raw = stream.read(most + 2)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        if len(raw) > most:
            # It may be cut within a character: the core says that it is too long.
            return raw.decode("utf-8-sig", "replace")
        place = "standard input" if file == "-" else f"`{file}`"
        raise CannotRun(f"{place} is not text in UTF-8; save it in that encoding") from None


@app.command()
def deadlines(
    file: Annotated[str, typer.Argument(metavar="CASE.json", help="The case as JSON; - reads standard input.")],
    as_of: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day on which the question is asked. [default: today]")
    ] = None,
    targets: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The organisation's own numbers, as TOML or JSON.")
    ] = None,
    calendar: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="Another calendar than that of England and Wales.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the canonical JSON.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="Write text, as without any of these.")] = False,
    as_ics: Annotated[bool, typer.Option("--ics", help="Write an iCalendar file.")] = False,
    as_svg: Annotated[bool, typer.Option("--svg", help="Write a picture.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output.")
    ] = None,
) -> None:
    """Say what is due when in a case, and what came late or out of order.

    Without --as-of the question is asked of today; what is written says of which day. Ends with 1 where something is
    late or overdue, or part of the case could not be used.
    """
    with _one_sentence():
        if as_json + as_text + as_ics + as_svg > 1:
            raise CannotRun("choose one of `--json`, `--text`, `--ics` and `--svg`")
        read_targets = sfo.Targets.from_toml if targets and targets.suffix.lower() == ".toml" else sfo.Targets.from_json
        timeline = sfo.Policy.builtin().deadlines(
            _read(file),
            datetime.date.today() if as_of is None else as_of,
            read_targets(targets) if targets else None,
            sfo.Calendar.from_json(calendar) if calendar else None,
        )
        if as_json:
            text = timeline.to_json() + "\n"
        elif as_ics:
            text = timeline.to_ics()
        else:
            text = (timeline.to_svg() if as_svg else timeline.explain()).rstrip("\n") + "\n"
        with _output(output, file) as out:
            out.write(text)
    if timeline.has_missed or any(finding.severity == "error" for finding in timeline.findings):
        raise typer.Exit(1)


_DOCUMENTS = {
    "review": sfo.Policy.check_review,
    "self-assessment": sfo.Policy.check_self_assessment,
    "victim-disclosure": sfo.Policy.check_victim_disclosure,
}


@app.command()
def review(
    file: Annotated[str, typer.Argument(metavar="FILE.json", help="The document as JSON; - reads standard input.")],
    document: Annotated[
        str, typer.Option(metavar="KIND", help="review, self-assessment or victim-disclosure.")
    ] = "review",
    as_json: Annotated[bool, typer.Option("--json", help="Write the canonical JSON.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="Write text, as without any of these.")] = False,
    as_html: Annotated[bool, typer.Option("--html", help="Write a page.")] = False,
    as_sheet: Annotated[bool, typer.Option("--sheet", help="Write a page to print, with room for answers.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output.")
    ] = None,
) -> None:
    """Say what a review still lacks, and where the guide asks for it.

    Ends with 1 where the document is not ready.
    """
    with _one_sentence():
        if as_json + as_text + as_html + as_sheet > 1:
            raise CannotRun("choose one of `--json`, `--text`, `--html` and `--sheet`")
        if document not in _DOCUMENTS:
            raise CannotRun("`--document` is `review`, `self-assessment` or `victim-disclosure`")
        report = _DOCUMENTS[document](sfo.Policy.builtin(), _read(file, _MOST_DOCUMENT))
        if as_json:
            text = report.to_json()
        elif as_html:
            text = report.to_html()
        else:
            text = report.to_sheet() if as_sheet else report.explain()
        with _output(output, file) as out:
            out.write(text.rstrip("\n") + "\n")
    if not report.ready:
        raise typer.Exit(1)


class _Codings:
    """The codings of several files as one JSON text, and where each of them is from."""

    text: str
    places: list[tuple[str, int | None]]

    def __init__(self, files: list[str]) -> None:
        self.places = []
        parts = []
        for file in files:
            text = _read(file, _MOST_CODINGS)
            name = "standard input" if file == "-" else f"`{file}`"
            if len(text.encode()) > _MOST_CODINGS:
                raise CannotRun(f"{name} is longer than 16 MiB; give it in parts, each with whole periods")
            is_table = text.lstrip()[:1] not in ("{", "[") if file == "-" else file.lower().endswith(".csv")
            parts.append(self._table(text, name) if is_table else self._json(text, name))
        self.text = f'{{"codings":[{",".join(part for part in parts if part)}]}}'

    def _table(self, text: str, name: str) -> str:
        try:
            table = CsvCodings(text)
        except sfo.CodingsError as error:
            raise CannotRun(f"{name} cannot be read: {error}") from None
        if table.ignored:
            _say(f"sfo: {_count(len(table.ignored), 'column')} of {name} not used")
        self.places += [(name, line) for line in table.lines]
        return json.dumps(table.rows)[1:-1]

    def _json(self, text: str, name: str) -> str:
        """The items of a list, of `codings`, or the one that a review is, as they are written."""
        try:
            value = json.loads(text)
        except json.JSONDecodeError as error:
            raise CannotRun(f"line {error.lineno} of {name} is not JSON; correct it") from None
        except RecursionError:
            raise CannotRun(f"{name} is nested too deeply; correct it") from None
        if isinstance(value, dict) and "codings" in value:
            value = value["codings"]
            text = json.dumps(value)
        if isinstance(value, dict):
            self.places.append((name, None))
            return text
        if not isinstance(value, list):
            raise CannotRun(f"{name} has neither codings nor a review; see docs/schemas/codings.schema.json")
        self.places += [(name, None)] * len(value)
        return text.strip()[1:-1].strip()

    def say(self, findings: tuple[sfo.Finding, ...]) -> None:
        """Says on standard error where the codings with a finding are, in their own files."""
        pointers = [(finding, finding.path.split("/")) for finding in findings]
        located = [(f, self.places[int(steps[2])]) for f, steps in pointers if steps[1:2] == ["codings"] and steps[2:]]
        if all(line is None for _, (_, line) in located) and len({name for name, _ in self.places}) < 2:
            # The places in the findings are those of the file.
            return
        for finding, (name, line) in located[:_MOST_LOCATED]:
            _say(f"sfo: {name if line is None else f'line {line} of {name}'}: {finding.message}")
        if len(located) > _MOST_LOCATED:
            _say(f"sfo: and {len(located) - _MOST_LOCATED:,} more")


def _own_themes(file: Path) -> list[Any]:
    """A service's own themes, from TOML or JSON."""
    text = _read(str(file))
    try:
        data = tomllib.loads(text) if file.suffix.lower() == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or next(iter(re.findall(r"at line (\d+)", str(error))), None)
        kind = "TOML" if file.suffix.lower() == ".toml" else "JSON"
        raise CannotRun(f"{f'line {line} of ' if line else ''}`{file}` is not {kind}; correct it") from None
    if not isinstance(data, dict) or set(data) != {"themes"} or not isinstance(data["themes"], list):
        raise CannotRun(f"`{file}` is not a list of `themes` and nothing else; compare it with examples/themes.toml")
    return data["themes"]


@app.command()
def themes(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Codings as CSV or JSON, or reviews as JSON; - reads standard input."),
    ],
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day counted.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day counted.")] = None,
    by_unit: Annotated[bool, typer.Option("--by-unit", help="Count each unit too.")] = False,
    suppress_below: Annotated[
        int | None, typer.Option(metavar="N", help="Show no number from 1 to below N, nor what gives it away.")
    ] = None,
    own: Annotated[
        Path | None, typer.Option("--themes", metavar="FILE", help="The service's own themes, as TOML or JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the canonical JSON.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="Write text, as without any of these.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write a table.")] = False,
    as_svg: Annotated[bool, typer.Option("--svg", help="Write a chart.")] = False,
    as_html: Annotated[bool, typer.Option("--html", help="Write a page with the chart and its table.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output.")
    ] = None,
) -> None:
    """Count the learning themes of reviews.

    A CSV has a header with the columns review, date (YYYY-MM-DD), unit, and theme or themes; several themes in one cell
    have a semicolon between them. Ends with 1 where something could not be counted.
    """
    with _one_sentence():
        if as_json + as_text + as_csv + as_svg + as_html > 1:
            raise CannotRun("choose one of `--json`, `--text`, `--csv`, `--svg` and `--html`")
        if (first is None) != (last is None):
            raise CannotRun("a period needs both `--from` and `--to`")
        options: dict[str, Any] = {"suppress_below": suppress_below, "by": "unit" if by_unit else None}
        if first is not None:
            options["period"] = {"from": first, "to": last}
        if own is not None:
            options["extra_themes"] = _own_themes(own)
        codings = _Codings(files)
        counted = sfo.themes(codings.text, **options)
        codings.say(counted.findings)
        if as_json:
            text = counted.to_json()
        elif as_csv:
            text = counted.to_csv()
        elif as_svg:
            text = counted.to_svg()
        else:
            text = counted.to_html() if as_html else counted.explain()
        with _output(output, *files) as out:
            out.write(text.rstrip("\n") + "\n")
    if any(finding.severity == "error" for finding in counted.findings):
        raise typer.Exit(1)


def _attach() -> None:
    """Takes in the commands that stand in files of their own."""
    from sfo import cli_audit, cli_rules

    app.command()(cli_audit.audit)
    app.command()(cli_rules.generate)
    app.add_typer(cli_rules.app)


_attach()
attach(app, _one_sentence)

# Older versions of typer take these from click and newer ones have their own; by way of a public name both are found.
_UsageError: Any = typer.BadParameter.__mro__[1]


def _usage(error: Any) -> str:
    """What is wrong with the command line, in one sentence. What was typed may be of a case, so it is not repeated."""
    context = error.ctx
    kind = type(error).__name__
    whole: Any = typer.main.get_command(app)
    command: Any = context.command if context else whole
    param: Any = getattr(error, "param", None)
    option = getattr(error, "option_name", None)
    if param is None and option is not None:
        # The parser knows the option and not whose it is.
        params = [p for one in (command, whole, *whole.commands.values()) for p in one.params]
        param = next((p for p in params if option in p.opts), None)
    name = "" if param is None else param.metavar if param.param_type_name == "argument" else param.opts[0]
    if kind == "NoSuchOption":
        near = " or ".join(f"`{one}`" for one in error.possibilities or ())
        sentence = "there is no such option" + (f" (it may be {near})" if near else "")
    elif kind == "MissingParameter":
        sentence = f"`{name}` is not given"
    elif kind == "BadOptionUsage" and param is not None:
        sentence = f"`{name}` takes no value" if param.is_flag else f"`{name}` needs a value"
    elif kind == "BadParameter" and param is not None:
        sentence = f"the value of `{name}` is not of the kind that it takes"
    elif hasattr(command, "commands"):
        sentence = "name a command, " + " or ".join(f"`{one}`" for one in command.commands)
    else:
        sentence = "there are more arguments than the command takes; put words with spaces in quotation marks"
    return f"{sentence}; see `{context.command_path if context else 'sfo'} --help`"


def main() -> None:
    """Runs the command line."""
    try:
        status = app(prog_name="sfo", standalone_mode=False)
    except _UsageError as error:
        print(f"sfo: {_usage(error)}", file=sys.stderr)
        status = 2
    except typer.Abort:
        status = 130
    sys.exit(status)
