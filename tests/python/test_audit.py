"""Audits of code tables and differences of policies: the shared vectors, frames, effects and the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT, Ran
from test_learning import vectors, written

import sfo

Run = Callable[..., Ran]
POLICY = sfo.Policy.builtin()


@pytest.mark.parametrize(("_", "vector"), vectors("audit"))
def test_every_audit_vector(_: str, vector: Any) -> None:
    options = vector.get("options", {})
    audit = POLICY._core.audit(vector["raw"], written(options))
    assert audit.to_json() == written(vector["expect"])
    assert POLICY._core.audit(vector["input"], options).to_json() == audit.to_json()
    rows = vector["input"].get("table", [])
    if not vector["expect"]["findings"]:
        pairs = [(row["code"], row["value"]) for row in rows]
        assert POLICY.audit(pairs, **options).to_json() == audit.to_json()


ROWS = {"TH68023": True, "COML025": True, "SX03013": False}


@pytest.mark.parametrize(
    "table",
    [
        ROWS,
        list(ROWS.items()),
        iter(ROWS.items()),
        pd.Series(ROWS),
        pd.DataFrame({"code": list(ROWS), "sfo": list(ROWS.values())}, index=[5, 5, 5]),
        pl.DataFrame({"code": list(ROWS), "sfo": list(ROWS.values())}),
        pa.table({"code": list(ROWS), "sfo": list(ROWS.values())}),
    ],
    ids=["dict", "pairs", "iterator", "series", "pandas", "polars", "arrow"],
)
def test_any_table_of_two_columns_will_do(table: Any) -> None:
    audit = POLICY.audit(table, suffixes="cut")
    assert [row.verdict for row in audit.rows] == ["cannot_carry_caveat", "agrees", "misses"]
    assert audit.to_json() == POLICY.audit(ROWS, suffixes="cut").to_json()
    assert audit.totals.missing_codes == len(audit.missing_codes) == 569


def test_what_a_frame_leaves_empty_is_no_answer() -> None:
    frame = pd.DataFrame({"code": ["TH68023", None, 68023], "sfo": [float("nan"), 1, 0]})
    before = frame.copy()
    audit = POLICY.audit(frame, suffixes="cut", list_missing=False)
    assert [row.form for row in audit.rows] == [("unknown_value",), ("no_code",), ("malformed",)]
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("table", [pd.DataFrame({"a": [1]}), ["TH68023"], [("a", 1, 2)], 7])
def test_what_is_no_table_is_refused(table: Any) -> None:
    with pytest.raises((sfo.OptionsError, TypeError)):
        POLICY.audit(table)


def test_options_that_cannot_be_used_are_a_finding() -> None:
    assert [f.code for f in POLICY.audit(ROWS, suffixes="dropped").findings] == ["audit_options"]
    assert [f.code for f in POLICY.audit(ROWS, words={"x": "perhaps"}).findings] == ["audit_options"]


def test_the_effect_on_records() -> None:
    audit = POLICY.audit({"TH68023": "Y", "TH68010": "N"})
    records: list[dict[str, Any]] = [
        {"offence": {"code": "TH68023"}, "facts": {"firearm_used": True}},
        {"offence": {"code": "TH68023"}, "facts": {"firearm_used": False}},
        {"offence": {"code": "TH68010"}},
        {"offence": {"code": "COML025"}},
        {"offence": {"text": "nobody understands this"}},
    ]
    effect = audit.effect(records, ids=["a", "b", "c", "d", "e"])
    assert (effect.rows, effect.changed) == (5, 3)
    assert [(case.row, case.row_id, case.before, case.after) for case in effect.cases] == [
        (2, "b", "listed", "not_qualifying"),
        (4, "d", "not_in_table", "automatic"),
        (5, "e", "not_in_table", "unrecognised"),
    ]
    assert effect.explain(most=1).splitlines()[-1] == "- and 2 more"
    assert effect.to_dict()["counts"][0] == {"before": "listed", "after": "not_qualifying", "rows": 1}
    assert "nobody understands" not in json.dumps(effect.to_dict())


@pytest.fixture
def other() -> sfo.Policy:
    data = POLICY.to_dict()
    data["entries"][21]["tier"] = "automatic"
    data["version"] = "2.0.0"
    return sfo.Policy.from_json(json.dumps(data))


def test_what_changed_between_policies(other: sfo.Policy) -> None:
    diff = POLICY.diff(other)
    assert repr(diff) == "<RulesDiff changes=2>"
    changed = {(one["part"], one["id"]): one["fields"] for one in diff.to_dict()["changes"]}
    assert changed["entries", "22"] == [{"field": "tier", "before": "qualifying", "after": "automatic"}]
    records = [{"offence": {"code": "TH68134"}}, {"offence": {"code": "COML025"}}]
    effect = diff.effect(records)
    assert [(case.row, case.before, case.after, case.changed) for case in effect.cases] == [
        (1, "qualifying", "automatic", ("outcome",))
    ]
    assert not POLICY.diff(POLICY).effect(records).cases


TABLE = "offence_code,sfo\nTH68023,Y\nCOML025,Y\nth68010,N\n"
DATA = "offence_code,firearm,crn\nTH68023,N,Z1\nTH68023,Y,Z2\nCOML025,,Z3\nSX03013,,Z4\n"


def test_the_command_line_audits_a_table(run: Run, export: Callable[..., Path]) -> None:
    table, data = export(TABLE, "table.csv"), export(DATA, "data.csv")
    ran = run("audit", table, "--suffixes", "cut", "--no-missing")
    assert (ran.status, ran.err) == (1, "")
    pairs = [("TH68023", "Y"), ("COML025", "Y"), ("th68010", "N")]
    assert ran.out.strip() == POLICY.audit(pairs, suffixes="cut", list_missing=False).explain().strip()
    ran = run("audit", table, "--suffixes", "cut", "--json", "--data", data, "--row-id", "crn")
    answer = json.loads(ran.out)
    assert [case["row_id"] for case in answer["effect"]["cases"]] == ["Z1", "Z4"]
    assert answer["totals"]["wrong_form"] == 1
    ran = run("audit", table, "--word", "Y=qualifying", "--word", "N=not_listed", "--json", "--no-missing")
    assert [row["says"] for row in json.loads(ran.out)["rows"]] == ["qualifying", "qualifying", "not_listed"]


def test_the_command_line_has_no_fault_to_find_in_a_table_that_agrees(run: Run, export: Callable[..., Path]) -> None:
    codes = [code for group in POLICY.to_dict()["codes"] for code in group["codes"] if len(code) == 7]
    decisions = {code: POLICY.assess({"offence": {"code": code}}) for code in codes}
    definite = {code: d for code, d in decisions.items() if d.outcome != "needs_information"}
    clear = {code: d.is_flagged(treat_unknown_as=True) for code, d in definite.items()}
    text = "code;is_sfo\n" + "".join(f"{code};{'yes' if listed else 'no'}\n" for code, listed in clear.items())
    ran = run("audit", export(text, "table.csv"), "--suffixes", "cut", "--sep", ";", "--json")
    answer = json.loads(ran.out)
    assert answer["totals"]["agrees"] == answer["totals"]["rows"] == len(clear)
    # What it lacks is what a table cannot say.
    assert ran.status == 1
    assert {code["outcome"] for code in answer["missing_codes"]} == {"needs_information"}


def test_the_command_line_compares_policies(run: Run, export: Callable[..., Path], other: sfo.Policy) -> None:
    new, data = export(other.to_json(), "new.json"), export("offence_code\nTH68134\nCOML025\n", "data.csv")
    assert run("rules", "diff", "builtin", "builtin").status == 0
    ran = run("rules", "diff", "builtin", new, "--data", data)
    assert ran.status == 1
    assert "  tier: qualifying -> automatic" in ran.out.splitlines()
    assert "1 of 2 cases changes." in ran.out.splitlines()
    answer = json.loads(run("rules", "diff", "builtin", new, "--data", data, "--json").out)
    assert answer["effect"]["changed"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "nothere.csv"),
        ("audit", "table.csv", "--code", "nothere"),
        ("audit", "table.csv", "--value", "nothere"),
        ("audit", "table.csv", "--word", "Y"),
        ("audit", "table.csv", "--word", "Y=perhaps"),
        ("audit", "table.csv", "--suffixes", "dropped"),
        ("audit", "table.csv", "--sep", "ab"),
        ("audit", "empty.csv"),
        ("audit", "three.csv"),
        ("audit", "table.csv", "--data", "table.csv", "--row-id", "nothere"),
        ("audit", str(ROOT / "examples/court-export.csv"), "-o", "out.txt"),
        ("rules", "diff", "builtin", "table.csv"),
        ("rules", "diff", "builtin", "nothere.json"),
    ],
)
def test_what_cannot_run_is_one_sentence(run: Run, export: Callable[..., Path], arguments: tuple[str, ...]) -> None:
    export(TABLE, "table.csv")
    export("", "empty.csv")
    export("code,a,b\nTH68023,Y,N\n", "three.csv")
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("sfo: ")
    assert ran.err.count("\n") == 1
