"""DuckDB and Spark give the answers that frames give."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT

import sfo
import sfo.duckdb
import sfo.spark

EXAMPLE = ROOT / "examples" / "court-export.csv"
MAPPING = {
    "statute": "offence_act",
    "firearm_used": "firearm",
    "risk_of_serious_harm": "risk_level",
    "first_court_appearance": "hearing_day",
    "charged": "hearing_day",
}


@pytest.fixture(scope="module")
def example() -> pl.DataFrame:
    """The example export as texts, a blank cell a blank text."""
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pl.DataFrame({name: [row[name] for row in rows] for name in rows[0]})


@pytest.fixture(scope="module")
def expected(example: pl.DataFrame) -> list[tuple[Any, ...]]:
    answers = pl.DataFrame(sfo.Policy.builtin().check(example, MAPPING).answers())
    return answers.with_columns(pl.exclude("sfo_entry").cast(pl.String)).rows()


def test_duckdb_gives_the_answers_of_frames(example: pl.DataFrame, expected: list[tuple[Any, ...]]) -> None:
    con = duckdb.connect()
    sfo.duckdb.register(con)
    con.register("export", example.with_row_index("place").to_arrow())

    def day(column: str) -> str:
        # What is no date stays as it is, so that it is a finding.
        return f"coalesce(strftime(try_strptime(trim({column}), '%d/%m/%Y'), '%Y-%m-%d'), {column})"

    answers = con.sql(
        f"""
        select unnest(sfo_check({{
            offence_code: offence_code, statute: offence_act, firearm_used: firearm, victim_age: victim_age,
            offence_date: {day("offence_date")}, supervision_start: {day("supervision_start")},
            supervision_end: {day("supervision_end")}, charged: {day("hearing_day")},
            first_court_appearance: {day("hearing_day")}, risk_of_serious_harm: risk_level
        }})) from export order by place
        """
    )
    assert answers.columns == list(sfo.OUTPUT_COLUMNS)
    found = answers.fetchall()
    assert found == expected
    assert {outcome for outcome, *_ in found} >= {"automatic", "qualifying", "not_qualifying", "needs_information"}


def test_duckdb_keeps_what_is_not_known() -> None:
    con = duckdb.connect()
    sfo.duckdb.register(con)
    rows = (
        "(values ('TH68023', true), ('TH68023', NULL), (NULL, NULL), ('COML025', NULL)) t(offence_code, firearm_used)"
    )
    assert con.sql(f"select sfo_check(t).sfo_outcome from {rows}").fetchall() == [
        ("qualifying",), ("needs_information",), ("unrecognised",), ("automatic",),
    ]  # fmt: skip
    # Every row of a group that is not known is counted as such.
    counted = con.sql(f"select sfo_check(t).sfo_outcome as outcome, count(*) from {rows} group by outcome").fetchall()
    assert sum(count for _, count in counted) == 4
    with pytest.raises(duckdb.Error, match="STRUCT"):
        con.sql("select sfo_check('TH68023')").fetchall()


def test_duckdb_with_another_policy() -> None:
    data = sfo.Policy.builtin().to_dict()
    data["version"] = "9.9.9"
    con = duckdb.connect()
    sfo.duckdb.register(con, sfo.Policy.from_json(json.dumps(data)))
    assert con.sql("select sfo_check({entry: 1}).sfo_outcome").fetchall() == [("automatic",)]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    # A local session needs no name that the network knows.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.host", "127.0.0.1").getOrCreate()
    yield session
    session.stop()


def test_spark_gives_the_answers_of_frames(spark: Any, example: pl.DataFrame, expected: list[tuple[Any, ...]]) -> None:
    frame = spark.createDataFrame(example.to_arrow().cast(pa.schema([(name, pa.string()) for name in example.columns])))
    checked = sfo.spark.check(frame, MAPPING)
    assert checked.columns == [*example.columns, *sfo.OUTPUT_COLUMNS]
    rows = checked.collect()
    assert [tuple(row)[: len(example.columns)] for row in rows] == example.rows()
    assert [tuple(row)[len(example.columns) :] for row in rows] == expected
    # Nothing is moved between the workers.
    assert "Exchange" not in checked._jdf.queryExecution().executedPlan().toString()


def test_spark_asks_for_the_order_of_dates(spark: Any) -> None:
    frame = spark.createDataFrame([(1, "03/04/2024"), (2, None)], "entry int, offence_date string")
    with pytest.raises(sfo.FrameError, match="offence_date"):
        sfo.spark.check(frame)
    rows = sfo.spark.check(frame, dates="day-first").select("sfo_outcome", "sfo_entry").collect()
    assert [tuple(row) for row in rows] == [("automatic", 1), tuple(rows[1])]
    with pytest.raises(sfo.FrameError, match=r"sfo\.spark"):
        sfo.Policy.builtin().check(frame)
