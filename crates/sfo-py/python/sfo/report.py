"""The report of a check as one page of HTML: no script, no network, small numbers and values left out.

The page is for people who were not there: counts by outcome, certainty and tier, which facts to fetch first, what was
found of the dates, what failed and why, codes that nobody knows, and how far the data answers each entry's condition.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from sfo import _sfo
from sfo.errors import OptionsError

__all__ = ["LEAST_SUPPRESS_BELOW", "to_html", "write_html"]

LEAST_SUPPRESS_BELOW = 3
"""The least number below which numbers can be left out: below it, what is left out could only be one thing."""

_MOST_SUPPRESS_BELOW = 1000

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; }
h1, h2 { line-height: 1.2; overflow-wrap: break-word; }
a { color: #0b4a99; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid #1b1b1b; outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
.lead { border-left: 0.4rem solid #1b1b1b; padding: 0.25rem 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; list-style: none; padding: 0; }
nav a { display: block; padding: 0.25rem 0; }
section { margin: 2rem 0; }
.pair { display: grid; gap: 1.5rem; align-items: start; }
.pair { grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.pair > * { min-width: 0; }
svg { display: block; width: 100%; max-width: 26rem; height: auto; }
svg text { font: 14px system-ui, sans-serif; fill: #1b1b1b; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0 0 1rem; }
caption { text-align: left; font-weight: bold; padding: 0.25rem 0; }
th, td { border: 1px solid #767676; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
thead th { background: #f0f0f0; }
tbody th { font-weight: normal; }
td.number, th.number { text-align: right; }
td.number { white-space: nowrap; }
code { font-size: 0.95em; }
.wide { min-width: 42rem; }
footer { border-top: 1px solid #767676; padding-top: 0.5rem; overflow-wrap: anywhere; }
@media print {
  body { max-width: none; padding: 0 1px; font-size: 9pt; }
  .skip, nav { display: none; }
  .scroll { overflow: visible; }
  .wide { min-width: 0; }
  thead { display: table-header-group; }
  tr, svg, .chart { break-inside: avoid; }
  svg { max-width: 16rem; }
  h2, caption { break-after: avoid; }
  section { margin: 1rem 0; }
}
"""

_NOT_SHOWN = "not shown"

_FILLS = ("#1d5fa8", "#fff", "#8a8a8a")
"""Yes, no and unknown of a bar in parts: dark, outlined and grey, so that they differ without colour too."""

Cell = str | int | None
"""A text, a number, or ``None`` for a number that is left out."""


def _words(name: object) -> str:
    text = str(name).replace("_", " ")
    return text[:1].upper() + text[1:]


def _number(value: Cell) -> str:
    if isinstance(value, str):
        return escape(value)
    return _NOT_SHOWN if value is None else f"{value:,}"


class _Hider:
    """Leaves out small numbers, and those from which they could be worked out."""

    def __init__(self, below: int | None) -> None:
        self.below = below
        self.hid = False

    def row(self, numbers: Iterable[int]) -> tuple[list[int | None], bool]:
        """The numbers of a row that may be shown, and whether their total must not be."""
        given = list(numbers)
        if self.below is None:
            return list(given), False
        cells, total = _sfo.suppressed_row(given, self.below)
        self.hid |= total or any(cells)
        return [None if hidden else number for number, hidden in zip(given, cells, strict=True)], total


def _bars(name: str, rows: Sequence[tuple[str, int | None]]) -> str:
    """Bars with their names above them; a number that is left out has no bar, so that none can be read off."""
    most = max((number for _, number in rows if number is not None), default=0)
    height = 42 * len(rows) + 4
    parts = [_svg(name, height, "A bar for each line of the table beside it, with its number.")]
    for at, (label, number) in enumerate(rows):
        top = 42 * at
        parts.append(f'<text x="0" y="{top + 14}">{escape(_cut(label, 44))}</text>')
        width = 0 if not number or not most else max(1, round(240 * number / most))
        if width:
            parts.append(f'<rect x="0" y="{top + 19}" width="{width}" height="16" fill="{_FILLS[0]}"/>')
        parts.append(f'<text x="{width + 6 if width else 0}" y="{top + 32}">{_number(number)}</text>')
    return "".join(parts) + "</svg>"


def _stacks(name: str, rows: Sequence[tuple[str, Sequence[int | None]]]) -> str:
    """Bars in parts, yes, no and unknown; where a part is left out there is no bar."""
    height = 40 * len(rows) + 28
    words = (
        "A bar for each entry: dark for yes, outlined for no, grey for unknown. The table beside it has the numbers."
    )
    parts = [_svg(name, height, words)]
    for at, label in enumerate(("yes", "no", "unknown")):
        side = 90 * at
        parts.append(f'<rect x="{side + 1}" y="3" width="14" height="14" fill="{_FILLS[at]}" stroke="#1b1b1b"/>')
        parts.append(f'<text x="{side + 20}" y="15">{label}</text>')
    for at, (label, numbers) in enumerate(rows):
        top = 40 * at + 28
        parts.append(f'<text x="0" y="{top + 13}">{escape(_cut(label, 44))}</text>')
        shown = [number for number in numbers if number is not None]
        total = sum(shown)
        if len(shown) < len(numbers) or not total:
            parts.append(f'<text x="0" y="{top + 30}">{_NOT_SHOWN if len(shown) < len(numbers) else "no rows"}</text>')
            continue
        left = 1.0
        for fill, number in zip(_FILLS, shown, strict=True):
            width = 318 * number / total
            if number:
                place = f'x="{left:.1f}" y="{top + 18}" width="{width:.1f}" height="14"'
                parts.append(f'<rect {place} fill="{fill}" stroke="#1b1b1b"/>')
            left += width
    return "".join(parts) + "</svg>"


def _svg(name: str, height: int, words: str) -> str:
    return (
        f'<svg viewBox="0 0 320 {height}" role="img" aria-labelledby="{name}-t {name}-d" focusable="false">'
        f'<title id="{name}-t">{escape(_TITLES[name])}</title><desc id="{name}-d">{escape(words)}</desc>'
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], numbers: int) -> str:
    """A table; so many of its last columns are numbers, and the first of a row names it."""
    caption = escape(_TITLES[name])
    first = len(heads) - numbers
    wide = ' class="wide"' if len(heads) > 4 else ""
    marks = ["" if at < first else ' class="number"' for at in range(len(heads))]
    head = "".join(f'<th scope="col"{mark}>{escape(one)}</th>' for mark, one in zip(marks, heads, strict=True))
    body = []
    for row in rows:
        cells = [f'<th scope="row">{_shown(row[0])}</th>']
        cells += [f"<td>{_shown(one)}</td>" for one in row[1:first]]
        cells += [f'<td class="number">{_number(one)}</td>' for one in row[first:]]
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}, table">'
        f"<table{wide}><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _shown(cell: Cell) -> str:
    """A text, in which names in backticks are code."""
    parts = escape("" if cell is None else str(cell)).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


_TITLES = {
    "outcomes": "Rows by outcome",
    "certainty": "Rows by certainty",
    "tiers": "Rows by tier",
    "missing": "Facts that would settle most rows",
    "dates": "Dates",
    "failures": "What failed, by cause",
    "unrecognised": "Codes that were not recognised",
    "coverage": "How far the data answers each condition",
}

_INTRO = {
    "outcomes": "What the rules say of each row. “Needs information” is not a no: it depends on what is not known.",
    "certainty": "How sure the weakest step is on which the outcome of a row rests.",
    "tiers": "The tier of the entry under which a row falls or may fall.",
    "missing": "Fetch these first. A row may stand under several facts.",
    "dates": "The order of day and month in each column, and what shows it.",
    "failures": "What is wrong with rows, and what to do. A row may stand under several causes.",
    "unrecognised": "Nothing is said of these rows, and they are never a no. What is near is a guess, not a decision.",
    "coverage": "Of the rows that may fall under an entry with a condition: whether it is met, not met, or not known.",
}


def _masked(code: object, show_values: bool) -> str:
    """A code, or only its shape: what slipped into the column may be of a case."""
    text = str(code)
    if show_values:
        return f"`{text}`"
    shape = "".join(c if c in " -/." else "A" if c.isalpha() else "9" if c.isdigit() else "?" for c in text)
    return f"`{_cut(shape, 12)}`"


class _Page:
    """The parts of the page."""

    def __init__(self, summary: Mapping[str, Any], below: int | None, show_values: bool) -> None:
        self.summary = summary
        self.hider = _Hider(below)
        self.show_values = show_values
        self.rows = int(summary["rows"])
        self.parts: list[tuple[str, str]] = []
        # The parts of all rows: where one of their totals must not be shown, the others would give it away.
        partitions = {
            "outcomes": ("Outcome", dict(summary["by_outcome"])),
            "certainty": ("Certainty", dict(summary["by_certainty"])),
            "tiers": ("Tier", dict(summary["by_tier"])),
        }
        hidden_total = False
        shown = {}
        for name, (head, counts) in partitions.items():
            rest = self.rows - sum(counts.values())
            lines = [("none" if key in (None, "") else key, number) for key, number in counts.items()]
            if rest > 0:
                lines.append(("none", rest))
            numbers, total = self.hider.row(number for _, number in lines)
            hidden_total |= total
            shown[name] = (head, [(_words(key), number) for (key, _), number in zip(lines, numbers, strict=True)])
        self.total: int | None = None if hidden_total else self.rows
        for name, (head, lines) in shown.items():
            if hidden_total:
                lines = [(label, 0 if number == 0 else None) for label, number in lines]
            self.chart(name, _bars(name, lines), _table(name, [head, "Rows"], lines, 1))

    def section(self, name: str, contents: str) -> None:
        self.parts.append((name, contents))

    def chart(self, name: str, chart: str, table: str) -> None:
        self.section(name, f'<div class="pair"><div class="chart">{chart}</div>{table}</div>')

    def nothing(self, name: str, words: str) -> None:
        self.section(name, f"<p>{escape(words)}</p>")

    def missing(self) -> None:
        facts = sorted(self.summary["missing_facts"], key=lambda one: (-one["rows_it_would_settle"], one["fact"]))
        if not facts:
            return self.nothing("missing", "No row waits for a fact.")
        numbers, _ = self.hider.row(one["rows_it_would_settle"] for one in facts)
        bars = [(_words(one["fact"]), number) for one, number in zip(facts, numbers, strict=True)]
        rows = [(f"`{one['fact']}`", one["question"], number) for one, number in zip(facts, numbers, strict=True)]
        heads = ["Fact", "Question", "Rows it would settle"]
        self.chart("missing", _bars("missing", bars), _table("missing", heads, rows, 1))
        return None

    def dates(self) -> None:
        if not self.summary["date_audit"]:
            return self.nothing("dates", "No column gives a date.")
        rows: list[Sequence[Cell]] = []
        for one in self.summary["date_audit"]:
            evidence = dict(one["evidence"])
            numbers, _ = self.hider.row(int(number) for number in evidence.values())
            said = "; ".join(f"{_words(key).lower()} {_number(n)}" for key, n in zip(evidence, numbers, strict=True))
            rows.append((f"`{one['column']}`", _words(one["order"] or "not settled").replace("-", " "), said))
        self.section("dates", _table("dates", ["Column", "Order", "Evidence, in rows"], rows, 0))
        return None

    def failures(self) -> None:
        causes = sorted(self.summary["failures_by_rule"], key=lambda one: (-one["rows"], one["rule"]))
        if not causes:
            return self.nothing("failures", "Nothing failed.")
        numbers, _ = self.hider.row(one["rows"] for one in causes)
        bars = [(_words(str(one["rule"]).removeprefix("finding.")), n) for one, n in zip(causes, numbers, strict=True)]
        rows = [
            (f"`{one['rule']}`", _words(one["severity"]), one["message"], one.get("fix") or "", number)
            for one, number in zip(causes, numbers, strict=True)
        ]
        heads = ["Rule", "Severity", "What is wrong", "What to do", "Rows"]
        self.section(
            "failures", f'<div class="chart">{_bars("failures", bars)}</div>{_table("failures", heads, rows, 1)}'
        )
        return None

    def unrecognised(self) -> None:
        codes = sorted(self.summary["unrecognised"], key=lambda one: (-one["rows"], str(one["code"])))
        if not codes:
            return self.nothing("unrecognised", "Every code was recognised.")
        numbers, _ = self.hider.row(one["rows"] for one in codes)
        rows = [
            (
                _masked(one["code"], self.show_values),
                ", ".join(f"`{near}`" for near in one.get("suggestions") or ()) or "none",
                number,
            )
            for one, number in zip(codes, numbers, strict=True)
        ]
        self.section("unrecognised", _table("unrecognised", ["Code", "Near it", "Rows"], rows, 1))
        return None

    def coverage(self) -> None:
        stacks, rows = [], []
        for one in self.summary["condition_coverage"]:
            numbers, total = self.hider.row([one["true"], one["false"], one["unknown"]])
            if total:
                numbers = [0 if number == 0 else None for number in numbers]
            stacks.append((f"{one['entry']}. {one['title']}", numbers))
            rows.append((f"{one['entry']}. {one['title']}", *numbers))
        if not rows:
            return self.nothing("coverage", "No row may fall under an entry with a condition.")
        heads = ["Entry", "Yes", "No", "Unknown"]
        self.chart("coverage", _stacks("coverage", stacks), _table("coverage", heads, rows, 3))
        return None

    def html(self, title: str) -> str:
        for part in (self.missing, self.dates, self.failures, self.unrecognised, self.coverage):
            part()
        policy = self.summary["policy"]
        rows = (
            "The rows were" if self.total is None else "1 row was" if self.total == 1 else f"{self.total:,} rows were"
        )
        lead = [f"{rows} checked against the policy {policy['id']}, version {policy['version']}."]
        if self.hider.below is not None:
            lead.append(
                f"Numbers from 1 to {self.hider.below - 1}, and others of the same table from which they could"
                f" be worked out, are {_NOT_SHOWN}. That does not help against somebody who sets tables beside each"
                " other or knows single rows."
            )
        if not self.show_values:
            lead.append("No value of a row stands on this page.")
        links = "".join(f'<li><a href="#{name}">{escape(_TITLES[name])}</a></li>' for name, _ in self.parts)
        sections = "".join(
            f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{escape(_TITLES[name])}</h2>'
            f"<p>{escape(_INTRO[name])}</p>{contents}</section>\n"
            for name, contents in self.parts
        )
        return (
            '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
            '<a class="skip" href="#main">Skip to the contents</a>\n'
            f"<header><h1>{escape(title)}</h1></header>\n"
            f'<nav aria-label="Contents"><ul>{links}</ul></nav>\n<main id="main">\n'
            f'<div class="lead">{"".join(f"<p>{escape(line)}</p>" for line in lead)}</div>\n{sections}</main>\n'
            f"<footer><p>Policy {escape(policy['id'])}, version {escape(policy['version'])}, "
            f"<code>{escape(policy['digest'])}</code>. It supports a reviewer and does not replace one.</p></footer>\n"
            "</body>\n</html>\n"
        )


def to_html(
    result: Any,
    *,
    suppress_below: int | None = 5,
    show_values: bool = False,
    title: str = "What the check of offences found",
) -> str:
    """The report as a text of HTML; ``result`` is what a check gave, or its ``summary()``.

    Numbers from 1 to one below ``suppress_below`` are left out, and with them those of the same table from which they
    could be worked out; ``None`` shows all. Codes that were not recognised are shown by their shape alone, unless
    ``show_values``.

    Raises :class:`sfo.OptionsError` where ``suppress_below`` is below 3, for then what is left out could only be one
    thing.
    """
    if suppress_below is not None and not LEAST_SUPPRESS_BELOW <= suppress_below <= _MOST_SUPPRESS_BELOW:
        message = f"`suppress_below` is from {LEAST_SUPPRESS_BELOW} to {_MOST_SUPPRESS_BELOW}, or None"
        raise OptionsError(message, "option_range")
    summary = result if isinstance(result, Mapping) else result.summary()
    return _Page(summary, suppress_below, show_values).html(title)


def write_html(
    result: Any, path: str | os.PathLike[str], *, suppress_below: int | None = 5, show_values: bool = False
) -> None:
    """Writes the report as one file of HTML that needs nothing else: see :func:`to_html`."""
    text = to_html(result, suppress_below=suppress_below, show_values=show_values)
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
