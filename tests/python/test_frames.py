"""Frames of every library: the same answers as the command line gives, the same kind back, nothing lost or changed."""

from __future__ import annotations

import csv
import datetime
import decimal
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT

import sfo
from sfo.dates import Evidence

EXAMPLE = ROOT / "examples" / "court-export.csv"
MAPPING = {
    "statute": "offence_act",
    "firearm_used": "firearm",
    "risk_of_serious_harm": "risk_level",
    "first_court_appearance": "hearing_day",
    "charged": "hearing_day",
}
ROWS = 3_000

ROBBERY = {"offence_code": ["TH68023", "TH68023", "TH68023", None], "firearm_used": [True, False, None, True]}
OUTCOMES = ["qualifying", "not_qualifying", "needs_information", "unrecognised"]

Make = Callable[[dict[str, list[Any]]], Any]


def through_duckdb(data: dict[str, list[Any]]) -> Any:
    return duckdb.from_arrow(pa.table(data))


MAKERS: dict[str, Make] = {
    "pandas": pd.DataFrame,
    "pandas, old texts": lambda data: pd.DataFrame({name: pd.Series(v, dtype=object) for name, v in data.items()}),
    "polars": pl.DataFrame,
    "polars, lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": through_duckdb,
}


@pytest.fixture(params=sorted(MAKERS))
def make(request: pytest.FixtureRequest) -> Make:
    return MAKERS[request.param]


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows of any frame as dicts, None where there is no value."""
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.to_arrow_table()
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pd.DataFrame):
        frame = frame.astype(object).where(frame.notna(), None)
    rows: list[dict[str, Any]] = nw.from_native(frame, eager_only=True).rows(named=True)  # type: ignore[assignment]
    return rows


def column(frame: Any, name: str) -> list[Any]:
    return [row[name] for row in rows_of(frame)]


def test_every_kind_comes_back_with_its_rows_in_order(policy: sfo.Policy, make: Make) -> None:
    frame = make(ROBBERY)
    result = policy.check(frame)
    assert type(result.frame) is type(frame)
    assert column(result.frame, "sfo_outcome") == OUTCOMES
    assert column(result.frame, "sfo_entry") == [22, None, 22, None]
    assert column(result.frame, "sfo_missing") == ["", "", "firearm_used", "offence"]
    assert column(result.frame, "offence_code") == ROBBERY["offence_code"]
    assert list(rows_of(result.frame)[0]) == [*ROBBERY, *sfo.OUTPUT_COLUMNS]
    for name, rows in (("valid", [0, 1]), ("unknown", [2]), ("invalid", [3])):
        part = getattr(result, name)
        assert type(part) is type(frame)
        assert column(part, "sfo_outcome") == [OUTCOMES[row] for row in rows]
    assert type(result.failures) is type(frame)
    assert rows_of(result.failures) == [
        {
            "row": 3, "column": "offence_code", "rule": "no_offence", "severity": "error",
            "message": "no offence is named", "fix": "give a code, an Act and section, or the words of the charge",
        }
    ]  # fmt: skip


def test_the_input_is_not_changed(policy: sfo.Policy, make: Make) -> None:
    frame = make(ROBBERY)
    before = rows_of(frame)
    policy.check(frame).frame  # noqa: B018
    assert rows_of(frame) == before
    assert list(before[0]) == list(ROBBERY)


def example_rows() -> list[dict[str, str]]:
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        return [row for row, _ in zip(csv.DictReader(file), range(ROWS), strict=False)]


@pytest.fixture(scope="session")
def from_command_line(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    from sfo.export import Export

    path = tmp_path_factory.mktemp("example") / "export.csv"
    rows = example_rows()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    export = Export(sfo.Policy.builtin(), path)
    found = []
    for part in export.parts():
        found += [dict(zip(sfo.OUTPUT_COLUMNS, cells, strict=True)) for cells in part.columns]
    # The fast way and the whole decisions say the same.
    for row, cells in zip(export.rows(), found, strict=True):
        decision = row.decision
        assert cells["sfo_outcome"] == decision.outcome
        assert cells["sfo_reason"] == decision.reason
        assert cells["sfo_missing"] == ";".join(decision.missing)
        assert cells["sfo_review_required"] == decision.review.required
        assert (
            cells["sfo_findings"].split(";") == list(dict.fromkeys(code for code, _ in row.findings))
            or not row.findings
        )
    return found


def as_cells(frame: Any) -> list[dict[str, str]]:
    return [
        {name: "" if row[name] is None else str(row[name]) for name in sfo.OUTPUT_COLUMNS} for row in rows_of(frame)
    ]


def test_the_example_is_answered_alike_by_all(
    policy: sfo.Policy, make: Make, from_command_line: list[dict[str, str]]
) -> None:
    rows = example_rows()
    frame = make({name: [row[name] for row in rows] for name in rows[0]})
    result = policy.check(frame, MAPPING)
    assert as_cells(result.frame) == from_command_line
    assert result.dates["offence_date"] == "day-first"
    summary = result.summary()
    assert summary["rows"] == ROWS == sum(summary["by_outcome"].values()) == sum(summary["by_standing"].values())


def test_days_and_numbers_say_what_texts_say(policy: sfo.Policy) -> None:
    day = datetime.date(2024, 3, 1)
    columns: dict[str, list[Any]] = {
        "offence_date": [
            pa.array([day, None]), pa.array([day, None], pa.date64()),
            pa.array([datetime.datetime(2024, 3, 1), None], pa.timestamp("ns")),
            pa.array([datetime.datetime(2024, 3, 1), None], pa.timestamp("s", "UTC")), pa.array(["2024-03-01", None]),
            pa.array(["2024-03-01", "not known"], pa.large_string()), pa.array(["2024-03-01", None], pa.string_view()),
            pa.array(["01/03/2024", None]).dictionary_encode(),
        ],
        "victim_age": [
            pa.array([12, None]), pa.array([12, None], pa.uint8()), pa.array([12.0, None]), pa.array([12.0, np.nan]),
            pa.array([decimal.Decimal("12.00"), None]), pa.array(["12", ""]), pa.array([12, None], pa.float32()),
        ],
        "firearm_used": [
            pa.array([True, None]), pa.array([1, None]), pa.array([1.0, None]), pa.array(["Y", " "]),
            pa.array(["yes", "unknown"]).dictionary_encode(),
        ],
    }  # fmt: skip
    age = [
        e["number"] for e in policy.entries() if e["tier"] == "automatic_if_victim_under_13" and "condition" not in e
    ]
    groups = policy.to_dict()["codes"]
    under_13 = next(
        g["codes"][0] for g in groups if g["entries"] and set(g["entries"]) <= set(age) and not g["implies"]
    )
    base = {
        "offence_code": pa.array([under_13, "TH68023"]), "supervision_start": pa.array(["2023-06-01"] * 2),
        "supervision_end": pa.array(["ongoing"] * 2), "charged": pa.array([True, True]),
        "first_court_appearance": pa.array(["Y", "N"]), "risk_of_serious_harm": pa.array(["Very high", "low"]),
        "victim_age": columns["victim_age"][0], "firearm_used": pa.array([True, None]),
        "offence_date": columns["offence_date"][0],
    }  # fmt: skip
    expected = policy.check(pa.table(base)).frame.select(list(sfo.OUTPUT_COLUMNS)).to_pylist()
    assert [row["sfo_outcome"] for row in expected] == ["automatic", "needs_information"]
    for name, arrays in columns.items():
        for array in arrays:
            dates = {"offence_date": "day-first"} if "01/03" in str(array) else None
            result = policy.check(pa.table({**base, name: array}), dates=dates)
            assert result.frame.select(list(sfo.OUTPUT_COLUMNS)).to_pylist() == expected, array.type


def test_the_day_of_a_moment_is_its_local_one(policy: sfo.Policy) -> None:
    moment = pd.Timestamp("2024-04-01 00:30", tz="Europe/London")
    base = {"entry": [1], "supervision_start": ["2024-04-01"], "supervision_end": ["ongoing"], "charged": [True],
            "first_court_appearance": [True]}  # fmt: skip
    for frame in (
        pd.DataFrame({**base, "offence_date": [moment]}),
        pl.DataFrame({**base, "offence_date": [moment.to_pydatetime()]}).with_columns(
            pl.col("offence_date").dt.convert_time_zone("Europe/London")
        ),
        pa.table({**base, "offence_date": pa.array([moment])}),
    ):
        assert column(policy.check(frame).frame, "sfo_review_required") == ["yes"]


NESTED: list[tuple[Any, str]] = [
    (pa.array([["TH68023"]]), "lists"),
    (pa.array([b"TH68023"]), "bytes"),
    (pa.array([{"a": 1}]), "several values"),
    (pa.array([1]), "whole numbers"),
    (pa.array([datetime.time(1)]), "times of day"),
    (pa.array([datetime.timedelta(1)]), "lengths of time"),
    (pa.RunEndEncodedArray.from_arrays(pa.array([1], pa.int32()), pa.array(["x"])), "runs"),
    (pa.array([decimal.Decimal("1")], pa.decimal256(40, 0)), "decimal numbers"),
    (pa.array([1.0], pa.float16()), "16 bits"),
]


@pytest.mark.parametrize(("array", "word"), NESTED)
def test_a_column_that_cannot_be_read_is_refused_by_name(policy: sfo.Policy, array: pa.Array, word: str) -> None:
    with pytest.raises(sfo.FrameError, match=f"`offence_code`.*{word}") as raised:
        policy.check(pa.table({"offence_code": array}))
    assert raised.value.path == "offence_code"
    # Where it is not used, it is none of our business.
    assert column(policy.check(pa.table({"entry": pa.array([1]), "other": array})).frame, "sfo_entry") == [1]


def test_every_field_refuses_what_it_cannot_take(policy: sfo.Policy) -> None:
    for name, values in (("firearm_used", [datetime.date(2024, 1, 1)]), ("victim_age", [True]), ("statute", [1.5]),
                         ("supervision_end", [1]), ("risk_of_serious_harm", [2])):  # fmt: skip
        with pytest.raises(sfo.FrameError, match=f"`{name}`"):
            policy.check(pa.table({"entry": [1], name: pa.array(values)}))


# Bad input


def test_a_mixed_column(policy: sfo.Policy) -> None:
    frame = pd.DataFrame({"offence_code": pd.Series(["TH68023", 23, None], dtype=object)})
    with pytest.raises(sfo.FrameError, match="`offence_code` holds values of several kinds") as raised:
        policy.check(frame)
    assert "23," not in str(raised.value)


def test_an_index_that_is_not_unique(policy: sfo.Policy) -> None:
    frame = pd.DataFrame(ROBBERY, index=["a", "a", "b", "a"])
    result = policy.check(frame, row_id="offence_code")
    assert list(result.frame.index) == ["a", "a", "b", "a"]
    assert list(result.frame["sfo_outcome"]) == OUTCOMES
    assert list(result.valid.index) == ["a", "a"]
    assert len(result.failures) == 1


def test_the_ways_of_pandas_to_say_nothing(policy: sfo.Policy) -> None:
    frame = pd.DataFrame(
        {
            "offence_code": ["TH68023"] * 3,
            "firearm_used": pd.Series([pd.NA, True, False], dtype="boolean"),
            "victim_age": [np.nan, 12.0, 14.0],
            "offence_date": [pd.NaT, pd.Timestamp("2024-03-01"), None],
        }
    )
    result = policy.check(frame)
    assert list(result.frame["sfo_outcome"]) == ["needs_information", "qualifying", "not_qualifying"]
    assert len(result.failures) == 0
    objects = frame.astype({"firearm_used": object, "victim_age": object})
    assert list(policy.check(objects).frame["sfo_outcome"]) == list(result.frame["sfo_outcome"])


def test_names_of_columns(policy: sfo.Policy) -> None:
    twice = pd.DataFrame([["TH68023", "x", "y"]], columns=["offence_code", "crn", "crn"])
    with pytest.raises(sfo.FrameError, match="more than one column `crn`"):
        policy.check(twice)
    with pytest.raises(sfo.FrameError, match="names alike"):
        policy.check(pl.DataFrame({"OFFENCE CODE": ["TH68023"], "Offence Code": ["TH68023"]}))
    with pytest.raises(sfo.FrameError, match="have to be texts"):
        policy.check(pd.DataFrame([["TH68023"]]))
    with pytest.raises(sfo.FrameError, match="`sfo_outcome`"):
        policy.check(pl.DataFrame({"offence_code": ["TH68023"], "sfo_outcome": ["x"]}))
    with pytest.raises(sfo.FrameError, match="no column names an offence"):
        policy.check(pl.DataFrame({"crn": ["x"]}))
    for mapping in ({"offence_cde": "a"}, {"offence_code": "absent"}):
        with pytest.raises(sfo.FrameError, match="`columns`"):
            policy.check(pl.DataFrame({"a": ["TH68023"]}), mapping)
    with pytest.raises(sfo.FrameError, match="defendant"):
        policy.check(pl.DataFrame({"entry": [1], "dob": ["x"]}), {"victim_age": "dob"})


def test_what_is_no_table(policy: sfo.Policy) -> None:
    for given in ([1], None, "offence_code", pl.Series(["TH68023"])):
        with pytest.raises((sfo.FrameError, TypeError)):
            policy.check(given)


def test_no_rows(policy: sfo.Policy, make: Make) -> None:
    frame = pl.DataFrame(schema={"offence_code": pl.String, "firearm_used": pl.Boolean})
    empty = {"offence_code": pa.array([], pa.string()), "firearm_used": pa.array([], pa.bool_())}
    for given in (frame, pa.table(empty), pa.table(empty).to_pandas(), duckdb.from_arrow(pa.table(empty))):
        result = policy.check(given)
        assert rows_of(result.frame) == []
        assert result.summary()["rows"] == 0
        assert rows_of(result.failures) == []


def test_slices_and_parts(policy: sfo.Policy) -> None:
    """Columns whose memory starts within that of another, and tables in several parts."""
    table = pa.table(
        {"offence_code": ["x", *ROBBERY["offence_code"]] * 50, "firearm_used": [None, *ROBBERY["firearm_used"]] * 50}
    )
    for start in (1, 3, 9, 17):
        part = table.slice(start, 101)
        expected = policy.check(pa.concat_tables([part]).combine_chunks()).frame["sfo_outcome"].to_pylist()
        assert policy.check(part).frame["sfo_outcome"].to_pylist() == expected
        assert policy.check(pl.from_arrow(part)).frame["sfo_outcome"].to_list() == expected
    batches = pa.concat_tables([table.slice(0, 7), table.slice(7, 100), table.slice(107)])
    assert (
        policy.check(batches).frame["sfo_outcome"].to_pylist() == policy.check(table).frame["sfo_outcome"].to_pylist()
    )
    reader = table.to_reader(max_chunksize=13)
    assert policy.check(reader).frame["sfo_outcome"].to_pylist() == policy.check(table).frame["sfo_outcome"].to_pylist()
    assert policy.check(table.to_batches()[0]).frame.num_rows == table.num_rows


def test_any_number_of_threads(policy: sfo.Policy) -> None:
    codes = [code for group in policy.to_dict()["codes"] for code in group["codes"]]
    frame = pl.DataFrame(
        {"offence_code": codes * 40, "firearm_used": ([True, None, False] * len(codes) * 14)[: len(codes) * 40]}
    )
    one = policy.check(frame, threads=1).frame
    assert one.equals(policy.check(frame, threads=2).frame)
    assert one.equals(policy.check(frame).frame)


# Dates


@pytest.mark.parametrize(
    ("values", "code"),
    [(["03/04/2024"], "date_order_unclear"), (["25/12/2023", "12/25/2023"], "date_order_mixed")],
)
def test_an_order_that_the_column_does_not_show(policy: sfo.Policy, values: list[str], code: str) -> None:
    frame = pl.DataFrame({"entry": [1] * len(values), "offence_date": values})
    with pytest.raises(sfo.FrameError, match=r"dates=\{.offence_date.") as raised:
        policy.check(frame)
    assert raised.value.code == code
    assert not any(value in str(raised.value) for value in values)
    for dates in ("day-first", {"offence_date": "day-first"}):
        assert policy.check(frame, dates=dates).dates == {"offence_date": "day-first"}
    for dates in ("Plugh", {"entry": "iso"}, {"absent": "iso"}):
        with pytest.raises(sfo.FrameError):
            policy.check(frame, dates=dates)


def test_one_bad_date_is_one_failure(policy: sfo.Policy) -> None:
    frame = pl.DataFrame(
        {
            "entry": [1, 1, 1],
            "offence_date_from": ["2024-02-30", "2024-03-01", "2024-03-05"],
            "offence_date_to": ["2024-03-01", "2024-03-02", "2024-03-01"],
            "hearing": ["2024-03-40", "2024-03-04", "2024-03-04"],
        }
    )
    failures = policy.check(frame, {"charged": "hearing", "first_court_appearance": "hearing"}, row_id="entry").failures
    found = failures.select("row", "row_id", "column", "rule").rows()
    assert found == [
        (0, 1, "offence_date_from", "impossible_date"),
        (0, 1, "hearing", "impossible_date"),
        (2, 1, "offence_date_from", "date_range_reversed"),
    ]


# Result


def test_the_summary(policy: sfo.Policy) -> None:
    frame = pl.DataFrame(
        {
            "offence_code": ["TH68023", "TH68023", "TH68023", "TH6802", "TH68932", None],
            "firearm_used": ["Y", None, "maybe", "N", "N", "N"],
            "offence_date": ["25/12/2023", "01/02/2024", "31/02/2024", None, None, None],
        }
    )
    result = policy.check(frame)
    summary = result.summary()
    assert list(summary) == [
        "rows", "by_outcome", "by_standing", "by_certainty", "by_tier", "by_review_required", "missing_facts",
        "failures_by_rule", "unrecognised", "condition_coverage", "date_audit", "policy",
    ]  # fmt: skip
    assert summary["rows"] == 6
    assert list(summary["by_outcome"]) == [
        "automatic",
        "qualifying",
        "not_qualifying",
        "needs_information",
        "unrecognised",
    ]
    assert result.counts() == summary["by_outcome"]
    assert sum(summary["by_tier"].values()) == sum(summary["by_certainty"].values()) == 6
    fact = next(one for one in summary["missing_facts"] if one["fact"] == "firearm_used")
    assert fact == {
        "fact": "firearm_used",
        "question": "Was a firearm, real or imitation, used?",
        "rows": 2,
        "rows_it_would_settle": 2,
    }
    evidence = Evidence(day_first=1, either=1, unreadable=1, blank=3)._asdict()
    assert summary["date_audit"] == [{"column": "offence_date", "order": "day-first", "evidence": evidence}]
    rules = {one["rule"]: one["rows"] for one in summary["failures_by_rule"]}
    assert rules["wrong_type"] == rules["impossible_date"] == rules["malformed_code"] == rules["no_offence"] == 1
    wrong = next(one for one in summary["failures_by_rule"] if one["rule"] == "wrong_type")
    assert wrong["severity"] == "error"
    assert wrong["message"] == "this value is not of the kind that the field takes"
    assert wrong["fix"] == "compare it with the schema"
    suggested = [one for one in summary["unrecognised"] if one["suggestions"]]
    assert suggested
    assert all(set(one) == {"rows", "code", "rule", "suggestions"} for one in suggested)
    assert all(one.split(".")[0].isdigit() for one in suggested[0]["suggestions"])
    assert suggested[0]["code"] == "AA99999"
    robbery = next(one for one in summary["condition_coverage"] if one["entry"] == 22)
    assert (robbery["true"], robbery["false"], robbery["unknown"]) == (1, 0, 2)
    conditional = [entry["number"] for entry in policy.entries() if "condition" in entry]
    assert [one["entry"] for one in summary["condition_coverage"]] == conditional
    assert summary["policy"] == {"id": policy.id, "version": policy.version, "digest": policy.digest}
    text = json.dumps(summary)
    for value in ("maybe", "31/02", "TH6802", "2024-0"):
        assert value not in text


def test_raise_for_errors(policy: sfo.Policy) -> None:
    policy.check(pl.DataFrame(ROBBERY)[:3]).raise_for_errors()
    with pytest.raises(sfo.CheckError, match="1 of 4 rows") as raised:
        policy.check(pl.DataFrame(ROBBERY)).raise_for_errors()
    assert (raised.value.rows, raised.value.rules) == (1, {"no_offence": 1})


def test_groups(policy: sfo.Policy, make: Make) -> None:
    """The strongest charge of each person, as of the charges of a case."""
    frame = make(
        {
            "crn": ["b", "a", "b", None, "a", None, "b"],
            "offence_code": ["ZZ1", "TH68023", "TH68023", "TH68023", "COML025", "COML025", "TH68023"],
            "firearm_used": [None, True, False, None, None, None, None],
        }
    )
    groups = rows_of(policy.check(frame, group_by="crn").groups)
    assert [(g["crn"], g["rows"], g["row"], g["sfo_outcome"]) for g in groups] == [
        ("b", 3, 6, "needs_information"),
        ("a", 2, 4, "automatic"),
        (None, 1, 3, "needs_information"),
        (None, 1, 5, "automatic"),
    ]
    charges = [{"offence": {"code": "TH68023"}, "facts": {"firearm_used": True}}, {"offence": {"code": "COML025"}}]
    decision = policy.assess({"charges": charges})
    assert (decision.outcome, decision.review.required) == (groups[1]["sfo_outcome"], groups[1]["sfo_review_required"])
    with pytest.raises(sfo.FrameError, match="group_by"):
        policy.check(frame).groups  # noqa: B018
    with pytest.raises(sfo.FrameError, match="`absent`"):
        policy.check(frame, group_by="absent")


def test_answers_without_the_frame(policy: sfo.Policy) -> None:
    result = policy.check(pl.DataFrame(ROBBERY))
    assert pl.DataFrame(result.answers("sfo_entry", "sfo_outcome"))["sfo_outcome"].to_list() == OUTCOMES
    assert pa.table(result.answers()).column_names == list(sfo.OUTPUT_COLUMNS)
    with pytest.raises(sfo.FrameError):
        result.answers("sfo_secret")


def test_a_workbook(policy: sfo.Policy, make: Make, tmp_path: Path) -> None:
    frame = make({"offence_code": ["TH68023", None], "note": ["=1+1", "a\x00b"]})
    path = tmp_path / "out.xlsx"
    policy.check(frame).write_excel(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["rows", "failures", "counts"]
    rows = list(book["rows"].iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["offence_code", "note", "sfo_outcome"]
    assert (rows[1][1].value, rows[1][1].data_type) == ("=1+1", "s")
    assert rows[2][1].value == "a\ufffdb"
    assert [cell.value for cell in list(book["failures"].iter_rows())[1]][:2] == [1, "offence_code"]


# Columns


def test_columns_are_proposed_and_not_applied(policy: sfo.Policy, make: Make, tmp_path: Path) -> None:
    rows = example_rows()
    frame = make({name: [row[name] for row in rows] for name in rows[0]})
    suggestion = sfo.suggest_columns(frame)
    assert dict(suggestion.columns) == {
        "offence_code": "offence_code", "statute": "offence_act", "offence_date": "offence_date",
        "victim_age": "victim_age", "firearm_used": "firearm", "supervision_start": "supervision_start",
        "supervision_end": "supervision_end", "risk_of_serious_harm": "risk_level",
        "first_court_appearance": "hearing_day", "charged": "hearing_day",
    }  # fmt: skip
    assert suggestion.dates["offence_date"] == "day-first"
    code = next(one for one in suggestion.evidence if one.field == "offence_code")
    assert 900 < code.fits <= code.of <= 1000
    # Nothing of it is in force before it is given.
    assert "firearm_used" not in policy.check(frame).columns
    given = policy.check(frame, suggestion)
    suggestion.save(tmp_path / "columns.toml")
    loaded = sfo.load_columns(tmp_path / "columns.toml")
    assert (dict(loaded.columns), dict(loaded.dates)) == (dict(suggestion.columns), dict(suggestion.dates))
    assert as_cells(policy.check(frame, loaded).frame) == as_cells(given.frame)


def test_columns_are_proposed_by_what_is_in_them() -> None:
    frame = pl.DataFrame(
        {
            "Main Offence Code": ["TH68023", "SX03001"], "victim_age": ["Xyzzy", "Plugh"], "dob": ["01/02/1980"] * 2,
            "Charged": ["03/04/2024", None],
        }
    )  # fmt: skip
    suggestion = sfo.suggest_columns(frame)
    assert dict(suggestion.columns) == {"offence_code": "Main Offence Code", "charged": "Charged"}
    assert suggestion.unclear == ("Charged",)
    age = next(one for one in suggestion.evidence if one.field == "victim_age")
    assert (age.fits, age.of) == (0, 2)
    assert "Xyzzy" not in repr(suggestion)


@pytest.mark.parametrize("text", ["columns = 1", "[columns]\nentry = 1", "[other]", "Plugh", "\xff"])
def test_a_mapping_that_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "columns.toml"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(sfo.FrameError, match="TOML"):
        sfo.load_columns(path)


def test_names_that_toml_has_to_quote(tmp_path: Path) -> None:
    suggestion = sfo.Suggestion({"entry": 'a "b"\n= [c] é'}, {'a "b"\n= [c] é': "iso"})
    suggestion.save(tmp_path / "columns.toml")
    assert sfo.load_columns(tmp_path / "columns.toml") == suggestion
