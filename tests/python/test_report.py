"""The report of a check as a page: a snapshot, small numbers, values, and bad input."""

from __future__ import annotations

import copy
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

import sfo
from sfo import _sfo
from sfo.report import to_html, write_html

SUMMARY: dict[str, Any] = json.loads((ROOT / "tests/python/data/summary.json").read_text(encoding="utf-8"))
SNAPSHOT = ROOT / "tests/python/data/report.html"
"""`tests/browser/report.mjs` looks at this page in a browser. To write it anew, delete it and run this file."""


class Result:
    """What a check gives, as far as the report asks."""

    def summary(self) -> dict[str, Any]:
        return SUMMARY


class Reader(HTMLParser):
    """The cells of each table, by caption, and the tags that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.open: list[str] = []
        self.caption = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("meta", "rect"):
            self.open.append(tag)
        if tag == "caption":
            self.caption = ""
        if tag == "tr":
            self.tables.setdefault(self.caption, []).append([])
        if tag in ("td", "th"):
            self.tables[self.caption][-1].append("")

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        assert tag == "rect"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "caption" in self.open:
            self.caption += data
        elif {"td", "th"} & set(self.open):
            self.tables[self.caption][-1][-1] += data


def read(page: str) -> dict[str, list[list[str]]]:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return {name: rows[1:] for name, rows in reader.tables.items()}


def test_the_page_is_the_snapshot(tmp_path: Path) -> None:
    write_html(Result(), tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(page, encoding="utf-8", newline="\n")
    assert page == SNAPSHOT.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [tmp_path / "report.html"]


def test_the_page_needs_nothing_else() -> None:
    page = to_html(SUMMARY)
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert "@import" not in page
    assert "url(" not in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    used = " ".join(re.findall(r'aria-labelledby="([^"]+)"', page)).split() + re.findall(r'href="#([^"]+)"', page)
    assert set(used) <= set(ids)


def test_every_chart_has_its_table() -> None:
    page = to_html(SUMMARY, suppress_below=None)
    tables = read(page)
    for title in re.findall(r"<svg[^>]*><title[^>]*>([^<]+)</title>", page):
        assert tables[title]
    assert tables["Rows by outcome"][0] == ["Automatic", "431"]
    assert tables["Rows by tier"][-1] == ["None", "19,226"]
    # The facts that settle most rows come first.
    facts = [row[0] for row in tables["Facts that would settle most rows"]]
    assert facts == ["firearm_used", "victim_under_13", "penetration"]


def test_small_numbers_are_left_out_and_none_can_be_added_up() -> None:
    tables = read(to_html(SUMMARY))
    shown = [cell for rows in tables.values() for row in rows for cell in row[1:]]
    assert not {"1", "2", "3", "4"} & set(shown)
    assert tables["Facts that would settle most rows"][1][2] == "not shown"
    coverage = {row[0].split(".")[0]: row[1:] for row in tables["How far the data answers each condition"]}
    assert coverage["17"] == ["not shown", "not shown", "0"]
    assert coverage["22"] == ["51", "194", "121"]
    assert coverage["42"] == ["not shown", "0", "0"]


@pytest.mark.parametrize("below", [3, 5, 10])
def test_one_number_alone_is_never_left_out_of_what_adds_up(below: int) -> None:
    for numbers in itertools.product([0, 1, 2, 4, 9, 30], repeat=3):
        cells, total = _sfo.suppressed_row(list(numbers), below)
        for number, hidden in zip(numbers, cells, strict=True):
            assert hidden or number == 0 or number >= below
        assert sum(cells) != 1 or total
        assert all(not hidden or number for number, hidden in zip(numbers, cells, strict=True))


def summary(outcomes: dict[str, int], certainty: dict[str, int]) -> dict[str, Any]:
    small = copy.deepcopy(SUMMARY)
    small.update(
        rows=sum(outcomes.values()), by_outcome=outcomes, by_certainty=certainty, by_tier={},
        missing_facts=[], date_audit=[], failures_by_rule=[], unrecognised=[], condition_coverage=[],
    )  # fmt: skip
    return small


def test_a_total_that_must_not_be_shown_is_shown_nowhere() -> None:
    page = to_html(summary({"automatic": 3, "qualifying": 3}, {"settled": 6}))
    tables = read(page)
    assert {row[1] for row in tables["Rows by certainty"]} == {"not shown"}
    assert {row[1] for row in tables["Rows by outcome"]} == {"not shown"}
    assert "The rows were checked" in page
    assert ">6<" not in page


def test_what_is_not_there_is_said() -> None:
    page = to_html(summary({"automatic": 60}, {"settled": 60}))
    said = ("No row waits for a fact.", "No column gives a date.", "Nothing failed.", "Every code was recognised.")
    assert all(words in page for words in said)
    assert read(to_html(summary({}, {})))["Rows by outcome"] == []


def test_values_stand_on_the_page_only_where_that_is_asked() -> None:
    page = to_html(SUMMARY)
    assert "Zyxwvut" not in page
    assert "Sx0301" not in page
    shown = to_html(SUMMARY, show_values=True)
    assert "Zyxwvut Invented" in shown
    # And then as text.
    assert "Sx0301&lt;3&gt;" in shown


def test_nothing_of_the_input_becomes_markup() -> None:
    nasty = copy.deepcopy(SUMMARY)
    nasty["condition_coverage"][0]["title"] = "<img src=x>&\"'"
    nasty["failures_by_rule"][0].update(message="<b>`<i>`</b>", rule="<u>")
    nasty["unrecognised"][0].update(code="<script>", suggestions=["<s>"])
    nasty["policy"]["id"] = "<p onclick=x>"
    nasty["date_audit"][0]["column"] = "</td>"
    for show in (False, True):
        page = to_html(nasty, show_values=show)
        assert not re.search(r"<(?:img|b>|i>|u>|script|s>|p on)", page)
        read(page)


@pytest.mark.parametrize("below", [2, 0, -1, 1001])
def test_a_bound_that_hides_nothing_is_refused(below: int) -> None:
    with pytest.raises(sfo.OptionsError):
        to_html(SUMMARY, suppress_below=below)
