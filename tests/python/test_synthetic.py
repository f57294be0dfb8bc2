"""Synthetic exports: what is in them, their answer keys, and the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from conftest import Ran

import sfo
from sfo.synthetic import COLUMNS, KEY_COLUMNS, NEAR_MISSES, generate

Run = Callable[..., Ran]
LISTED = {"automatic", "qualifying"}


def test_the_same_seed_gives_the_same_export_and_another_gives_another() -> None:
    one, again, other = generate(300, 4), generate(300, 4), generate(300, 5)
    assert one == again
    assert one.to_csv() != other.to_csv()
    assert len(one.rows) == len(one.key) == 300
    assert [row["row"] for row in one.key] == list(range(1, 301))


def test_the_pairs_of_near_misses_differ_in_one_thing_and_in_their_answers() -> None:
    made = generate(400, 9, near_misses=1)
    pairs = list(zip(made.key[::2], made.key[1::2], made.rows[::2], made.rows[1::2], strict=True))
    assert {hit["near_miss"] for hit, *_ in pairs} == set(NEAR_MISSES)
    for hit, miss, row, other in pairs:
        assert hit["near_miss"] == miss["near_miss"]
        assert sum(row[column] != other[column] for column in COLUMNS) == 1
        kind = hit["near_miss"]
        assert hit["outcome"] in LISTED, hit
        expected = {
            "firearm": {"outcome": "not_qualifying"},
            "age": {"outcome": "qualifying"},
            "suffix": {"outcome": "unrecognised"},
            "slip": {"outcome": "unrecognised"},
            "window": {"outcome": hit["outcome"], "review_required": "no"},
        }[kind]
        assert {name: miss[name] for name in expected} == expected, miss
        assert hit["review_required"] == "yes", hit


def test_the_key_says_what_went_wrong_and_is_what_a_check_gives(run: Run, tmp_path: Path) -> None:
    ran = run("generate", "--rows", "500", "--seed", "3", "-o", "made.csv", "--key", "key.csv")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    made = generate(500, 3)
    assert (tmp_path / "made.csv").read_text(encoding="utf-8") == made.to_csv()
    with (tmp_path / "key.csv").open(encoding="utf-8", newline="") as file:
        key = list(csv.DictReader(file))
    assert tuple(key[0]) == KEY_COLUMNS
    checked = run("check", "made.csv", "--dates", "day-first")
    assert [(row["sfo_outcome"], row["sfo_missing"], row["sfo_review_required"]) for row in checked.rows] == [
        (row["outcome"], row["missing"], row["review_required"]) for row in key
    ]
    assert sum(bool(row["changed"]) for row in key) > 20
    assert all(set(row["changed"].split(";")) <= {*COLUMNS, ""} for row in key)


def test_nothing_goes_wrong_with_a_near_miss() -> None:
    key = generate(200, 1, near_misses=0.5).key
    assert all(not row["changed"] and row["outcome"] == row["meant_outcome"] for row in key if row["near_miss"])


def test_the_formats_hold_the_same_rows(run: Run, tmp_path: Path) -> None:
    made = generate(50, 2)
    assert json.loads(run("generate", "--rows", "50", "--seed", "2", "--format", "json").out) == list(made.rows)
    assert run("generate", "--rows", "50", "--seed", "2", "--format", "parquet", "-o", "made.parquet").status == 0
    assert pq.read_table(tmp_path / "made.parquet").to_pylist() == list(made.rows)


@pytest.mark.parametrize(("rows", "share"), [(0, 0.1), (1_000_001, 0.1), (10, -0.1), (10, 1.1)])
def test_numbers_out_of_range_are_refused(rows: int, share: float) -> None:
    with pytest.raises(sfo.OptionsError):
        generate(rows, near_misses=share)


def test_a_single_row() -> None:
    assert len(generate(1, 0).rows) == 1
