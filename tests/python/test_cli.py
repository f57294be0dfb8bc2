"""The command line: what it prints, how it ends, and that no value of a row reaches standard error."""

from __future__ import annotations

import csv
import datetime
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest
from conftest import ROOT

import sfo
from sfo.columns import EXPORT_NAMES, NEVER_USED, OUTPUT_COLUMNS, fields_of
from sfo.decision import Outcome

Run = Callable[..., Any]
Write = Callable[..., Path]

HEADER = (
    "offence_code,offence_title,offence_act,court_name,hearing_day,offence_date,crn,date_of_birth,victim_age,firearm,"
    "probation_status,supervision_start,supervision_end,risk_level"
)
ROWS = [
    "TH68023A,Attempted robbery,Theft Act 1968,Xyzzy Crown,05/03/2024,01/03/2024,X998877,25/12/1979,44,Y,Licence,"
    "01/06/2023,Ongoing,High",
    "TH68023,Robbery,Theft Act 1968,Xyzzy Crown,25/03/2024,13/03/2024,X998878,01/02/1985,,N,Licence,13/06/2023,,Low",
    "th68023 ,Robbery,Theft Act 1968,Xyzzy Crown,05/04/2024,31/02/2024,X998879,01/02/1985,Plugh,maybe,Licence,"
    "01/06/2023,20/02/2024,Very High",
    ",Something else,,Xyzzy Crown,,,X998880,,,,,,,",
]
EXPORT = "\n".join([HEADER, *ROWS]) + "\n"
VALUES = ("Xyzzy", "X99887", "1979", "Plugh", "maybe", "31/02", "2024", "2023", "Something", "Robbery", "Ongoing")


def quiet(error: str) -> bool:
    return not any(value in error for value in VALUES) and "Traceback" not in error


def refused(ran: Any, *words: str) -> None:
    """One sentence, nothing on standard output, exit 2."""
    assert ran.status == 2, ran.err
    assert ran.out == ""
    assert ran.err.startswith("sfo: ")
    assert len(ran.err.strip().splitlines()) == 1
    for word in words:
        assert word in ran.err
    assert quiet(ran.err)


# offence


def test_offence(run: Run) -> None:
    ran = run("offence", "Theft Act 1968 s.8(1)", "--fact", "firearm_used=yes", "--fact", "victim_age=12")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Qualifying")


def test_offence_json_is_the_canonical_json(run: Run, policy: sfo.Policy) -> None:
    ran = run("offence", "Theft Act 1968 s.8(1)", "--fact", "firearm_used=yes", "--fact", "victim_age=12", "--json")
    case = {"offence": {"text": "Theft Act 1968 s.8(1)"}, "facts": {"firearm_used": True, "victim_age": 12}}
    assert ran.out == policy.assess(case).to_json() + "\n"


@pytest.mark.parametrize("arguments", [["TH68023"], ["--code", "TH68023"], ["--entry", "22"], ["th68023"]])
def test_offence_named_otherwise(run: Run, arguments: list[str]) -> None:
    ran = run("offence", *arguments, "--json")
    decision = json.loads(ran.out)
    assert ran.status == 0
    assert (decision["outcome"], decision["entry"]) == ("needs_information", 22)


def test_offence_in_a_form_on_a_day(run: Run) -> None:
    ran = run("offence", "--entry", "22", "--involvement", "attempt", "--offence-date", "2024-03-01", "--json")
    assert json.loads(ran.out)["involvement"] == "attempt"
    assert ran.status == 0


def test_offence_with_an_error_finding(run: Run) -> None:
    ran = run("offence", "--entry", "22", "--offence-date", "2024-02-30", "--json")
    assert ran.status == 1
    assert [finding["code"] for finding in json.loads(ran.out)["findings"]] == ["impossible_date"]


@pytest.mark.parametrize(
    "arguments",
    [[], ["--fact", "firearm_used"], ["--entry", "22", "--fact", "firearm_used=Plugh"],
     ["--entry", "22", "--fact", "firearm_used=yes", "--fact", "firearm_used=no"]],
)  # fmt: skip
def test_offence_refused(run: Run, arguments: list[str]) -> None:
    refused(run("offence", *arguments))


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ([], "`offence` or `check` or `deadlines`"),
        (["Plugh"], "`offence` or `check` or `deadlines`"),
        (["--Plugh"], "no such option"),
        (["offence", "--Plugh"], "`sfo offence --help`"),
        (["offence", "--fct", "Plugh=yes"], "it may be `--fact`"),
        (["offence", "--entry", "Plugh"], "`--entry`"),
        (["offence", "--fact"], "`--fact` needs a value"),
        (["offence", "--json=Plugh"], "`--json` takes no value"),
        (["offence", "Robbery", "Plugh"], "more arguments"),
        (["check"], "`FILE` is not given"),
        (["check", "Plugh.csv", "--output"], "`--output` needs a value"),
        (["check", "Plugh.csv", "Plugh.csv"], "more arguments"),
    ],
)
def test_usage_errors_are_one_sentence(run: Run, arguments: list[str], word: str) -> None:
    """What was typed may be part of a case, so it is not said."""
    ran = run(*arguments)
    refused(ran, word)
    assert "Plugh" not in ran.err


def test_version_and_help(run: Run) -> None:
    assert sfo.__version__ in run("--version").out
    for arguments in (["--help"], ["offence", "--help"], ["check", "--help"], ["deadlines", "--help"]):
        assert run(*arguments).status == 0


# check


def test_check(run: Run, export: Write) -> None:
    ran = run("check", export(EXPORT))
    assert ran.status == 1
    assert quiet(ran.err)
    rows = ran.rows
    assert list(rows[0]) == [*HEADER.split(","), *OUTPUT_COLUMNS]
    assert [row["sfo_outcome"] for row in rows] == ["qualifying", "not_qualifying", "needs_information", "unrecognised"]
    first = rows[0]
    assert first["sfo_entry"] == "22"
    assert first["sfo_involvement"] == "attempt"
    assert first["sfo_review_required"] == "yes"
    assert first["sfo_possible"] == "qualifying"
    assert first["sfo_reason"]
    assert first["sfo_citation"]
    assert first["sfo_findings"] == ""
    assert rows[2]["sfo_missing"] == "firearm_used"
    assert set(rows[2]["sfo_findings"].split(";")) == {"wrong_type", "impossible_date"}
    assert rows[3]["sfo_findings"] == "no_offence"


def test_check_keeps_the_input(run: Run, export: Write) -> None:
    path = export(EXPORT)
    given = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    for before, after in zip(given, run("check", path).rows, strict=True):
        assert {name: after[name] for name in before} == before
        for name in ("sfo_reason", "sfo_citation", "sfo_findings"):
            assert quiet(after[name].replace("March 2024", ""))


def test_check_says_what_it_used(run: Run, export: Write) -> None:
    err = run("check", export(EXPORT)).err
    for line in (
        "column `offence_code` is used for offence_code",
        "column `offence_act` is used for statute",
        "column `firearm` is used for firearm_used",
        "column `risk_level` is used for risk_of_serious_harm",
        "column `hearing_day` is used for charged (dates day-first)",
        "column `hearing_day` is used for first_court_appearance (dates day-first)",
        "column `offence_date` is used for offence_date (dates day-first)",
        "not used: `offence_title`, `court_name`, `crn`, `probation_status`",
        "never used: `date_of_birth`, which is the defendant's",
    ):
        assert line in err


def test_check_counts(run: Run, export: Write) -> None:
    err = run("check", export(EXPORT)).err.split("sfo: 4 rows")[1].split()
    for outcome in ("qualifying", "not_qualifying", "needs_information", "unrecognised"):
        assert err[err.index(outcome) + 1] == "1"
    assert err[err.index("automatic") + 1] == "0"
    assert err[err.index("impossible_date") + 1] == "1"


def test_check_into_a_file(run: Run, export: Write, tmp_path: Path) -> None:
    path = export(EXPORT)
    ran = run("check", path, "-o", "out.csv")
    assert ran.out == ""
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == run("check", path).out
    assert sorted(item.name for item in tmp_path.iterdir()) == ["export.csv", "out.csv"]


def test_check_json_lines(run: Run, export: Write, policy: sfo.Policy) -> None:
    ran = run("check", export("offence_code,firearm\nTH68023,Y\nTH68023\n"), "--json")
    lines = ran.out.splitlines()
    decision = policy.assess({"offence": {"code": "TH68023"}, "facts": {"firearm_used": True}})
    assert lines[0] == f'{{"row":1,"row_findings":[],"decision":{decision.to_json()}}}'
    assert json.loads(lines[1])["row_findings"] == ["row_too_short"]
    assert ran.status == 1


def test_check_without_findings_ends_with_0(run: Run, export: Write) -> None:
    assert run("check", export("offence_code,firearm\nTH68023,Y\n")).status == 0


def test_exact_names(run: Run, export: Write, policy: sfo.Policy) -> None:
    columns = {
        "statute": "Theft Act 1968", "section": "8(1)", "offence_text": "Robbery", "involvement": "Attempt",
        "firearm_used": "true", "victim_age": "12.0", "offence_date": "2024-03-01", "supervision_kind": "Licence",
        "supervision_start": "2023-06-01", "supervision_end": "ongoing", "charged": "yes",
        "first_court_appearance": "2024-03-05T10:00:00", "risk_of_serious_harm": "not assessed",
        "public_interest": "no",
    }  # fmt: skip
    case = {
        "offence": {"statute": "Theft Act 1968", "section": "8(1)", "text": "Robbery"},
        "involvement": "attempt",
        "facts": {"firearm_used": True, "victim_age": 12},
        "offence_date": "2024-03-01",
        "supervision": {"kind": "licence", "start": "2023-06-01", "end": "ongoing"},
        "proceedings": {"charged": True, "first_court_appearance": "2024-03-05"},
        "risk_of_serious_harm": "not_assessed",
        "public_interest": False,
    }
    ran = run("check", export(f"{','.join(columns)}\n{','.join(columns.values())}\n"), "--json")
    assert ran.status == 0, ran.out
    assert ran.out == f'{{"row":1,"row_findings":[],"decision":{policy.assess(case).to_json()}}}\n'


def test_a_range_of_dates(run: Run, export: Write) -> None:
    text = "entry,Offence Date From,offence-date-to\n1,2024-03-01,2024-03-05\n1,2024-03-05,2024-03-01\n1,2024-03-01,\n"
    assert [row["sfo_findings"] for row in run("check", export(text)).rows] == [
        "",
        "date_range_reversed",
        "date_range_open",
    ]


def test_a_flag_overrides(run: Run, export: Write) -> None:
    text = "offence_code,offence_act,Alpha,firearm\nTH68023,Criminal Damage Act 1971,N,Y\n"
    ran = run("check", export(text), "--column", "firearm_used=Alpha", "--column", "statute=")
    assert ran.rows[0]["sfo_outcome"] == "not_qualifying"
    assert "column `Alpha` is used for firearm_used" in ran.err
    assert "not used: `offence_act`, `firearm`" in ran.err


def test_the_own_name_wins(run: Run, export: Write) -> None:
    ran = run("check", export("offence_code,firearm,firearm_used\nTH68023,N,Y\n"))
    assert ran.rows[0]["sfo_outcome"] == "qualifying"
    assert "not used: `firearm`" in ran.err


def test_a_title_is_used_when_asked_for(run: Run, export: Write) -> None:
    ran = run("check", export("offence_title,crn\nMurder,1\n"), "--column", "text=offence_title")
    assert ran.rows[0]["sfo_entry"] == "1"


def test_a_good_act_is_not_hidden_by_a_bad_code(run: Run, export: Write) -> None:
    row = run("check", export("offence_code,statute,section\nTH6802,Theft Act 1968,8(1)\n")).rows[0]
    assert row["sfo_outcome"] == "needs_information"
    assert "malformed_code" in row["sfo_findings"]


def test_the_defendants_birth_is_never_used(run: Run, export: Write) -> None:
    refused(run("check", export(EXPORT), "--column", "victim_age=date_of_birth"), "defendant")


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/2024", "25/12/2023"], "day-first"),
        (["03/04/2024", "12/25/2023"], "month-first"),
        (["2024-04-03", "2024-04-03T00:00:00", "2024/04/03 09:30"], "iso"),
        (["25.12.2023", "01-02-2024"], "day-first"),
        (["01/01/2024", "", "not known"], "day-first"),
    ],
)
def test_a_column_shows_its_order(run: Run, export: Write, values: list[str], order: str) -> None:
    rows = "".join(f"1,{value}\n" for value in values)
    assert f"(dates {order})" in run("check", export(f"entry,offence_date\n{rows}")).err


@pytest.mark.parametrize(
    "values",
    [
        ["03/04/2024"],
        ["03/04/2024", "31/02/2024", "99/99/2024", "25/12/24"],
        ["25/12/2023", "12/25/2023"],
        ["2024-04-03", "25/12/2023"],
        ["2024-04-03", "01/01/2024"],
        ["2024-04-03", "03/04/2024"],
    ],
)
def test_a_column_that_does_not_show_its_order(run: Run, export: Write, tmp_path: Path, values: list[str]) -> None:
    path = export("entry,offence_date\n" + "".join(f"1,{value}\n" for value in values))
    refused(run("check", path, "-o", "out.csv"), "`offence_date`", "--dates")
    assert [item.name for item in tmp_path.iterdir()] == ["export.csv"]
    assert run("check", path, "--dates", "day-first").status in (0, 1)
    assert "(dates iso)" in run("check", path, "--dates", "offence_date=iso").err


def test_dates_are_read_in_the_order_asked_for(run: Run, export: Write) -> None:
    text = (
        "entry,offence_date,supervision_start,supervision_end,charged,first_court_appearance\n"
        "1,03/04/2024,01/04/2024,05/04/2024,Y,Y\n"
    )
    assert run("check", export(text), "--dates", "day-first").rows[0]["sfo_review_required"] == "yes"
    reads = run("check", export(text), "--dates", "month-first", "--dates", "offence_date=day-first").rows[0]
    assert reads["sfo_review_required"] == "yes"
    reads = run("check", export(text), "--dates", "day-first", "--dates", "offence_date=month-first").rows[0]
    assert reads["sfo_review_required"] == "no"


@pytest.mark.parametrize("dates", ["Plugh", "crn=iso", "offence_code=iso", "=iso"])
def test_dates_refused(run: Run, export: Write, dates: str) -> None:
    refused(run("check", export(EXPORT), "--dates", dates), "--dates")


def test_a_bad_row_is_kept_and_stops_nothing(run: Run, export: Write) -> None:
    text = "offence_code,firearm\nTH68023,Y\nTH68023,N,Plugh,maybe\nTH68023\n\nTH68023,N\n"
    ran = run("check", export(text))
    assert ran.status == 1
    assert [row["sfo_outcome"] for row in ran.rows] == ["qualifying", "unrecognised", "unrecognised", "not_qualifying"]
    assert [row["firearm"] for row in ran.rows] == ["Y", "N,Plugh,maybe", "", "N"]
    assert ran.rows[1]["sfo_findings"].startswith("row_too_long")
    assert ran.rows[2]["sfo_findings"].startswith("row_too_short")
    assert "1 blank line left out" in ran.err
    assert quiet(ran.err)


def test_encodings(run: Run, export: Write) -> None:
    text = "offence_code,firearm,Zoë\nTH68023,Y,Zoë\n"
    plain = run("check", export(text))
    marked = run("check", export(b"\xef\xbb\xbf" + text.encode()))
    assert marked.out == "\ufeff" + plain.out
    for encoding in ("cp1252", "utf-16"):
        path = export(text.encode(encoding))
        refused(run("check", path), "--encoding")
        assert run("check", path, "--encoding", encoding).out == plain.out
    refused(run("check", export(text.encode("utf-16-le"))), "--encoding")
    refused(run("check", export(text), "--encoding", "Plugh-8"), "--encoding")


def test_a_wrong_byte_far_down_leaves_nothing(run: Run, export: Write, tmp_path: Path) -> None:
    path = export(b"offence_code,firearm\n" + b"TH68023,Y\n" * 20_000 + b"TH68023,\xff\n")
    refused(run("check", path, "-o", "out.csv"), "--encoding")
    refused(run("check", path), "--encoding")
    assert [item.name for item in tmp_path.iterdir()] == ["export.csv"]


def test_separators_and_line_ends(run: Run, export: Write) -> None:
    for name, sep in (("tab", "\t"), (";", ";")):
        ran = run("check", export(f"offence_code{sep}firearm\r\nTH68023{sep}Y\r\n"), "--sep", name)
        assert ran.out.splitlines()[0] == sep.join(["offence_code", "firearm", *OUTPUT_COLUMNS])
        assert ran.out.count("\r\n") == 2
    refused(run("check", export("offence_code;firearm\nTH68023;Y\n")), "--sep")
    refused(run("check", export(EXPORT), "--sep", "ab"), "--sep")


def test_a_quoted_line_break_is_one_row(run: Run, export: Write) -> None:
    ran = run("check", export('offence_code,notes,firearm\nTH68023,"one\n""two""",Y\nTH68023,5" nail,N\n'))
    assert [row["sfo_outcome"] for row in ran.rows] == ["qualifying", "not_qualifying"]
    assert [row["notes"] for row in ran.rows] == ['one\n"two"', '5" nail']


def test_a_file_with_one_column(run: Run, export: Write) -> None:
    ran = run("check", export("offence_code\nTH68023\n\nTH68023\n"))
    assert [row["sfo_outcome"] for row in ran.rows] == ["needs_information", "unrecognised", "needs_information"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "header"),
        ("\n\n", "header"),
        ("Xyzzy,Robbery,2024\nXyzzy,Robbery,2024\n", "offence_code"),
        ("crn,victim_age\nX998877,12\n", "offence_code"),
        ("offence_code,offence_code\nTH68023,TH68023\n", "rename"),
        ("OFFENCE CODE,Offence Code\nTH68023,TH68023\n", "rename"),
        ("offence_code,crn,crn\nTH68023,X998877,X998877\n", "`crn`"),
        ("offence_code,sfo_outcome\nTH68023,Xyzzy\n", "`sfo_outcome`"),
        ("offence_code,notes\nTH68023," + "x" * (1 << 20) + "\n", "line 2 is longer than 1 MiB"),
        ('offence_code,notes\nTH68023,Y\nTH68023,"Xyzzy\nTH68023,Y\nTH68023,Y\n', "begins at line 3"),
        ('offence_code,notes\nTH68023,"' + "Xyzzy\n" * 200_000 + "\n", "begins at line 2"),
        ("offence_code\0,notes\nTH68023,Y\n", "--encoding"),
    ],
)
def test_check_refused(run: Run, export: Write, tmp_path: Path, text: str, word: str) -> None:
    refused(run("check", export(text), "-o", "out.csv"), word)
    assert [item.name for item in tmp_path.iterdir()] == ["export.csv"]


@pytest.mark.parametrize("mapping", ["Plugh=crn", "firearm_used", "firearm_used=absent", "statute=crn;statute=crn"])
def test_mappings_refused(run: Run, export: Write, mapping: str) -> None:
    flags = [flag for item in mapping.split(";") for flag in ("--column", item)]
    refused(run("check", export(EXPORT), *flags), "--column")


def test_files_refused(run: Run, export: Write, tmp_path: Path) -> None:
    path = export(EXPORT)
    refused(run("check", "absent.csv"), "absent.csv")
    refused(run("check", tmp_path))
    refused(run("check", path, "-o", path), "the output is the input")
    refused(run("check", path, "-o", tmp_path / "absent" / "out.csv"))
    refused(run("check", path, "-o", tmp_path))
    assert path.read_text(encoding="utf-8") == EXPORT
    assert [item.name for item in tmp_path.iterdir()] == ["export.csv"]


def test_the_output_replaces_a_file_only_when_whole(run: Run, export: Write, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("as it was", encoding="utf-8")
    refused(run("check", export(b"offence_code\n\xff\n"), "-o", out))
    assert out.read_text(encoding="utf-8") == "as it was"
    assert run("check", export("offence_code\nTH68023\n"), "-o", out).status == 0
    assert out.read_text(encoding="utf-8").startswith("offence_code,sfo_outcome")


def test_a_device_is_written_to_and_not_replaced(run: Run, export: Write) -> None:
    null = Path("/dev/null")
    if not null.exists():
        pytest.skip("no such device here")
    assert run("check", export("offence_code\nTH68023\n"), "-o", null).status == 0
    assert null.is_char_device()


def test_whoever_reads_may_stop(export: Write) -> None:
    path = export("offence_code\n" + "TH68023\n" * 20_000)
    command = f"{shlex.quote(sys.executable)} -m sfo check {shlex.quote(str(path))} | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("offence_code,sfo_outcome")
    assert "Traceback" not in done.stderr
    assert "Error" not in done.stderr


def test_the_readme_names_every_column(policy: sfo.Policy) -> None:
    readme = (ROOT / "crates" / "sfo-py" / "README.md").read_text(encoding="utf-8")
    of_case = [name for name, field in fields_of(policy).items() if not field.path.startswith("/facts/")]
    for name in (*of_case, *EXPORT_NAMES, *NEVER_USED):
        assert f"`{name}`" in readme, name
    for targets in EXPORT_NAMES.values():
        for name, _ in targets:
            assert name in fields_of(policy)


def test_every_decision_has_a_short_reason(policy: sfo.Policy) -> None:
    for file in sorted((ROOT / "tests" / "vectors" / "eligibility").glob("*.json")):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            assert 0 < len(policy.assess(vector["input"]).reason) < 1000, vector["name"]


def test_the_example_export(run: Run, tmp_path: Path) -> None:
    example = ROOT / "examples" / "court-export.csv"
    ran = run("check", example, "-o", "out.csv")
    assert ran.status in (0, 1), ran.err
    with example.open(encoding="utf-8-sig", newline="") as before, (tmp_path / "out.csv").open(newline="") as after:
        given, checked = csv.reader(before), csv.reader(after)
        header = next(given)
        assert next(checked) == [*header, *OUTPUT_COLUMNS]
        count = 0
        for row, cells in zip(given, checked, strict=True):
            count += 1
            if len(row) == len(header):
                assert cells[: len(header)] == row
            assert cells[len(header)] in get_args(Outcome)
    assert count >= 20_000
    assert f"sfo: {count:,} rows" in ran.err
    # Counts and names of columns only: no reference number or date of anybody.
    assert not re.search(r"\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2}", ran.err)


# other files


def test_other_files_have_the_same_answers(run: Run, export: Write, tmp_path: Path) -> None:
    path = export(EXPORT)
    rows = list(csv.reader(EXPORT.splitlines()))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.append([None] * 3)
    book.save(tmp_path / "export.xlsx")
    columns = list(zip(*rows[1:], strict=True))
    pyarrow.parquet.write_table(pyarrow.table(list(map(list, columns)), names=rows[0]), tmp_path / "export.parquet")
    expected = run("check", path)
    for name in ("export.xlsx", "export.parquet"):
        ran = run("check", name)
        assert ran.status == expected.status, ran.err
        assert ran.out == expected.out
        assert quiet(ran.err)
        assert run("check", name, "--json").out == run("check", path, "--format", "json").out
    for name in ("out.xlsx", "out.parquet"):
        ran = run("check", path, "-o", name)
        assert ran.status == expected.status, ran.err
    read = openpyxl.load_workbook(tmp_path / "out.xlsx")["rows"].iter_rows(values_only=True)
    assert [["" if cell is None else cell for cell in row] for row in read] == list(
        csv.reader(expected.out.splitlines())
    )
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet")
    assert table.column("sfo_entry").to_pylist() == [22, None, 22, None]
    assert table.column("sfo_outcome").to_pylist() == [row["sfo_outcome"] for row in expected.rows]
    assert table.column("crn").to_pylist() == [row["crn"] for row in expected.rows]


def test_days_and_numbers_of_other_files(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["entry", "victim_age", "offence_date", "supervision_start", "supervision_end", "charged",
                        "first_court_appearance"])  # fmt: skip
    day = datetime.datetime(2024, 3, 1)
    book.active.append([1, 12.0, day, day, "ongoing", True, datetime.datetime(2024, 3, 5, 9, 30)])
    book.save(tmp_path / "days.xlsx")
    ran = run("check", "days.xlsx")
    assert ran.status == 0, ran.err
    assert ran.rows[0]["sfo_review_required"] == "yes"
    assert "offence_date (dates iso)" in ran.err


def test_other_files_refused(run: Run, export: Write, tmp_path: Path) -> None:
    path = export(EXPORT)
    refused(run("check", path, "--format", "Plugh"), "--format")
    refused(run("check", path, "--format", "parquet"), "-o")
    refused(run("check", path, "--json", "--format", "csv"), "--json")
    for name in ("wrong.xlsx", "wrong.parquet"):
        (tmp_path / name).write_text(EXPORT, encoding="utf-8")
        refused(run("check", name), "read")
    pyarrow.parquet.write_table(pyarrow.table({"entry": [1], "lists": [["Xyzzy"]]}), tmp_path / "lists.parquet")
    refused(run("check", "lists.parquet"), "`lists`")


def test_lines_in_blocks(run: Run, export: Write) -> None:
    """Lines and records are whole where a block ends within them."""
    note = "x" * 1000
    text = "offence_code,notes\r\n" + "".join(f'TH68023,"{note}\r\n{at}"\r\n' for at in range(3000))
    rows = run("check", export(text)).rows
    assert [row["notes"] for row in rows] == [f"{note}\r\n{at}" for at in range(3000)]
    assert run("check", export("offence_code\rTH68023\rTH68023")).rows[1]["sfo_outcome"] == "needs_information"
