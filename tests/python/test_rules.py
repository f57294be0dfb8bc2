"""The rules as lists, single rules, schemas, CSV and SQL; the SQL is held to the policy row by row in DuckDB."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from conftest import ROOT, Ran

import sfo
from sfo import rules
from sfo.sql import VIEW_COLUMNS, export_sql, table_columns

Run = Callable[..., Ran]
POLICY = sfo.Policy.builtin()
DATA = POLICY.to_dict()
FACTS = [fact["name"] for fact in DATA["facts"] if fact["type"] == "boolean"]
ODD = [
    None, "", "  ", "th68023", "TH-68023a", "TH 68023", "TH68023AA", "ZZ99001", "AF06999", "AF06999A", "AF069",
    "AF06X99", "AF06XX9", "TH68999", "coml025b", "\u017fX03013", "TH\x1c68023", "TH\u00a068023", "\u0442\u043d68023",
    "TH68023'", "AF06999a", "AF069991", "\u00c0F06999", "12345", "AF0699\uff19", "TH68023\n",
]  # fmt: skip


def cases() -> list[tuple[str | None, dict[str, bool | None], float | None]]:
    """Every code in every form, and what is none, with facts drawn by a seed."""
    draw = random.Random(11)
    codes = [code for group in DATA["codes"] for code in group["codes"]]
    written = [code + suffix for code in codes for suffix in (["", *"ABCEIX"] if len(code) == 7 else [""])]
    ages = [None, None, 5, 12, 13, 40, 200, -1, 12.5]
    return [
        (code, {fact: draw.choice([None, True, False]) for fact in FACTS}, draw.choice(ages))
        for code in [*written, *ODD * 4]
    ]


def test_duckdb_gives_the_outcomes_caveats_and_unknowns_of_the_policy() -> None:
    rows = cases()
    table = pa.table({
        "id": pa.array(range(len(rows)), pa.int32()),
        "offence_code": pa.array([code for code, _, _ in rows], pa.string()),
        "victim_age": pa.array([age for _, _, age in rows], pa.float64()),
        **{fact: pa.array([facts[fact] for _, facts, _ in rows], pa.bool_()) for fact in FACTS},
    })  # fmt: skip
    with duckdb.connect() as con:
        con.register("given", table)
        con.execute("CREATE TABLE charges AS SELECT * FROM given")
        con.execute(export_sql(POLICY))
        # Making it again replaces it.
        con.execute(export_sql(POLICY))
        found = con.execute(f"SELECT id, {', '.join(VIEW_COLUMNS)} FROM sfo_charges ORDER BY id").fetchall()
    assert [row[0] for row in found] == list(range(len(rows)))
    caveats = {entry["number"]: entry.get("caveat") for entry in DATA["entries"]}
    listed: set[bool | None] = set()
    for (at, _, *row), (code, facts, age) in zip(found, rows, strict=True):
        decision = POLICY.assess({"offence": {"code": code}, "facts": {**facts, "victim_age": age}})
        possible = set(decision.possible)
        listed.add(row[2])
        assert row == [
            decision.outcome,
            ";".join(decision.possible),
            {True: None if len(possible) > 1 else False, False: True}["not_qualifying" in possible],
            {True: None if len(possible) > 1 else True, False: False}["automatic" in possible],
            decision.entry,
            decision.tier,
            decision.involvement,
            decision.certainty,
            ";".join(decision.missing),
            None if decision.entry is None else caveats[decision.entry],
            "hmip-2020-09 1.0.0",
        ], (at, code)
    assert listed == {True, False, None}


def test_a_table_may_have_fewer_columns_and_another_name() -> None:
    with duckdb.connect() as con:
        con.execute("CREATE SCHEMA court")
        con.execute("CREATE TABLE court.cases (ref INTEGER, offence_code VARCHAR, victim_age INTEGER)")
        con.execute("INSERT INTO court.cases VALUES (1, 'SX03236', 12), (2, 'SX03236', 13), (3, 'SX03236', NULL)")
        con.execute(export_sql(POLICY, table="court.cases", columns=["offence_code", "victim_age"]))
        found = con.execute("SELECT ref, sfo_outcome, sfo_automatic FROM court.sfo_cases ORDER BY ref").fetchall()
    assert found == [(1, "automatic", True), (2, "qualifying", False), (3, "needs_information", None)]


def test_every_statement_is_short_enough_for_athena() -> None:
    text = export_sql(POLICY)
    assert all(len(statement.encode()) < 262_144 for statement in text.split(";\n"))
    assert text == export_sql(sfo.Policy.from_json(POLICY.to_json()))


@pytest.mark.parametrize(
    ("table", "columns"),
    [("a; DROP TABLE b", None), ("a.b.c.d", None), ("", None), ("t", ["victim_age"]), ("t", ["offence_code", "dob"])],
)
def test_what_cannot_be_named_is_refused(table: str, columns: list[str] | None) -> None:
    with pytest.raises(sfo.OptionsError):
        export_sql(POLICY, table=table, columns=columns)


def test_the_codes_as_csv_are_the_policys() -> None:
    found = list(csv.DictReader(io.StringIO(rules.export_csv(POLICY))))
    assert len(found) == sum(len(group["codes"]) for group in DATA["codes"])
    for row in random.Random(3).sample(found, 100):
        decision = POLICY.assess({"offence": {"code": row["code"]}})
        assert (row["outcome"], row["missing"]) == (decision.outcome, ";".join(decision.missing))
        assert row["reason"] == decision.reason


def test_every_rule_is_listed_found_and_shown() -> None:
    listed = rules.listed(POLICY)
    assert {rule.kind for rule in listed} == set(rules.KINDS)
    assert all(rule.citation and rule.title for rule in listed)
    shown = [rule for rule in listed if rule.kind != "code"]
    codes = [rule for rule in listed if rule.kind == "code"]
    for rule in [*shown, *random.Random(5).sample(codes, 60)]:
        # `rule in` would be true of another with the same name.
        assert rule in rules.find(POLICY, f"{rule.kind}.{rule.id}")
        text = rules.show(POLICY, rule)
        assert rule.citation in text
        assert "{" not in text, rule.id


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("firearm_used", "firearm used"),
        ({"all": ["a_b", {"not": "c"}]}, "a b and not (c)"),
        ({"any": ["a", {"all": ["b", "c"]}, "d"]}, "a; (b and c); or d"),
        ({"place": "/x", "is": True}, "`/x` is yes"),
        ({"place": "/x", "one_of": ["a", "b"]}, "`/x` is a or b"),
        ({"place": "/x", "at_least": 2}, "`/x` has at least 2"),
        ({"in_order": "a-before-b"}, "the days are in the order of `a-before-b`"),
        ({"every": "/x", "that": {"answered": "y"}}, "of every item of `/x`: `y` is answered"),
        ({"all": []}, "nothing"),
    ],
)
def test_conditions_in_words(condition: Any, words: str) -> None:
    assert rules.condition_words(condition) == words


def test_the_schemas_are_those_of_the_documentation() -> None:
    names = sorted(path.name.removesuffix(".schema.json") for path in (ROOT / "docs/schemas").glob("*.json"))
    assert sorted(sfo.schema_names()) == names
    for name in names:
        file = (ROOT / f"docs/schemas/{name}.schema.json").read_text(encoding="utf-8")
        assert POLICY.schema(name) == json.loads(file), name
    with pytest.raises(sfo.OptionsError):
        POLICY.schema("nothere")


def test_lint_finds_the_fault_of_a_policy() -> None:
    assert POLICY.lint() == ()
    data = POLICY.to_dict()
    data["entries"][0]["citation"]["locator"] = " "
    data["entries"][21]["condition"] = {"all": ["firearm_used", {"not": "firearm_used"}]}
    data["redaction"]["rules"][0]["categories"] = ["offender", "health", "weather"]
    faults = sfo.Policy.from_json(json.dumps(data)).lint()
    assert "what `victim` sees of `health` stands in 2 rules, not in one" in faults
    assert any("category `weather`, which there is not" in fault for fault in faults)
    assert "entry 1 cites no place within its source" in faults
    assert any(fault.startswith("entry 22 is dead") for fault in faults)


def test_the_command_line_lists_and_shows(run: Run) -> None:
    ran = run("rules", "list", "--kind", "entry", "--tier", "automatic")
    assert ran.status == 0
    assert len(ran.out.splitlines()) == 1 + sum(entry["tier"] == "automatic" for entry in DATA["entries"])
    found = json.loads(run("rules", "list", "--entry", "22", "--json").out)
    assert {rule["kind"] for rule in found} == {"code"}
    assert "TH68023" in {rule["id"] for rule in found}
    assert run("rules", "list", "--text", "nothing has this").out.count("\n") == 1
    assert run("rules", "show", "22").out.startswith("entry 22: Robbery")
    assert json.loads(run("rules", "show", "th68023", "--json").out)[0]["rule"]["entries"] == [22]
    assert run("rules", "schema").out.split() == list(sfo.schema_names())
    assert json.loads(run("rules", "schema", "case").out) == POLICY.schema("case")


def test_the_command_line_exports(run: Run, tmp_path: Path) -> None:
    assert run("rules", "export").out.rstrip("\n") == POLICY.to_json()
    assert run("rules", "export", "--format", "csv").out == rules.export_csv(POLICY)
    assert run("rules", "export", "--format", "sql", "--table", "x", "-o", "out.sql").status == 0
    assert (tmp_path / "out.sql").read_text(encoding="utf-8") == export_sql(POLICY, table="x")


def test_the_command_line_lints(run: Run, export: Callable[..., Path]) -> None:
    assert run("rules", "lint").status == 0
    data = POLICY.to_dict()
    data["entries"][0]["citation"]["locator"] = ""
    ran = run("rules", "lint", export(json.dumps(data), "policy.json"))
    assert (ran.status, ran.out) == (1, "entry 1 cites no place within its source\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("rules",),
        ("rules", "list", "--kind", "nothing"),
        ("rules", "show", "nothing"),
        ("rules", "schema", "nothing"),
        ("rules", "export", "--format", "xml"),
        ("rules", "export", "--format", "sql", "--table", "a b"),
        ("rules", "lint", "nothere.json"),
        ("rules", "list", "--nothing"),
        ("generate", "--rows", "0"),
        ("generate", "--near-misses", "2"),
        ("generate", "--format", "xml"),
        ("generate", "--format", "parquet"),
    ],
)
def test_what_cannot_run_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("sfo: ")
    assert ran.err.count("\n") == 1


def test_the_columns_of_a_table_are_the_code_and_the_facts() -> None:
    assert set(table_columns(POLICY)) == {"offence_code", "victim_age", *FACTS}
