"""Checks of documents, multi-agency criteria and learning themes: the shared vectors, the API and the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Ran

import sfo

Run = Callable[..., Ran]
POLICY = sfo.Policy.builtin()


def vectors(module: str) -> list[Any]:
    """Every vector of a module, with its input as it is written: a dict would lose a key that stands twice."""
    found = []
    for file in sorted((ROOT / "tests/vectors" / module).glob("*.json")):
        text = file.read_text(encoding="utf-8")
        inputs = [line[10:-1] for line in text.splitlines() if line.startswith(' "input": ')]
        for vector, raw in zip(json.loads(text), inputs, strict=True):
            vector["raw"] = vector["input"] if isinstance(vector["input"], str) else raw
            found.append(pytest.param(file.stem, vector, id=f"{file.stem}: {vector['name']}"))
    return found


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


CHECKS: dict[str, Callable[[Any], sfo.Report]] = {
    "review": POLICY.check_review,
    "self_assessment": POLICY.check_self_assessment,
    "victim_disclosure": POLICY.check_victim_disclosure,
}


@pytest.mark.parametrize(("kind", "vector"), vectors("review"))
def test_every_check_of_a_document(kind: str, vector: Any) -> None:
    assert CHECKS[kind](vector["raw"]).to_json() == written(vector["expect"])
    given = vector["input"]
    if isinstance(given, dict):
        assert CHECKS[kind](given).to_json() == CHECKS[kind](written(given)).to_json()


@pytest.mark.parametrize(("_", "vector"), vectors("multi_agency"))
def test_every_multi_agency_vector(_: str, vector: Any) -> None:
    assert POLICY.multi_agency(vector["raw"]).to_json() == written(vector["expect"])
    given = vector["input"]
    if isinstance(given, dict):
        assert POLICY.multi_agency(given).to_json() == POLICY.multi_agency(written(given)).to_json()


@pytest.mark.parametrize(("_", "vector"), vectors("themes"))
def test_every_theme_vector(_: str, vector: Any) -> None:
    options = vector.get("options", {})
    text = options if isinstance(options, str) else written(options)
    assert POLICY._core.themes(vector["raw"], text).to_json() == written(vector["expect"])
    given = vector["input"]
    if isinstance(given, dict) and isinstance(options, dict):
        counted = POLICY._core.themes(written(given), text).to_json()
        assert sfo.themes(given, **options).to_json() == counted


@pytest.mark.parametrize("name", ["complete", "poor", "half-written"])
def test_an_example_shows_its_findings_and_none_of_its_values(name: str) -> None:
    text = (ROOT / f"examples/review-{name}.json").read_text(encoding="utf-8")
    report = POLICY.check_review(text)
    assert report.ready == (name == "complete")
    assert sum(sum(by.values()) for by in report.counts.values()) == len(report.checks)
    assert repr(report) == f"<Report review {'ready' if report.ready else 'not ready'}>"
    page = report.to_html()
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<h1") == 1
    assert "<script" not in page
    reference = json.loads(text)["case_summary"]["reference"]
    assert all(reference not in said for said in (page, report.to_sheet(), report.explain(), report.to_json()))


def test_what_cannot_be_read_is_a_finding() -> None:
    deep: Any = []
    for _ in range(80):
        deep = [deep]
    assert POLICY.check_review({"case_summary": deep}).findings[0].code == "document_too_deep"
    assert POLICY.check_review("[" * 200).findings[0].code == "document_too_deep"
    assert POLICY.check_review({"case_summary": "x" * (9 << 20)}).findings[0].code == "document_too_large"
    assert sfo.themes("not JSON").findings[0].code == "malformed_codings"


@pytest.mark.parametrize(("form", "method"), [("--json", "to_json"), ("--html", "to_html"), ("--text", "explain")])
def test_the_command_line_checks_a_review(run: Run, form: str, method: str) -> None:
    file = ROOT / "examples/review-poor.json"
    ran = run("review", str(file), form)
    assert ran.status == 1, ran.err
    report = POLICY.check_review(file.read_text(encoding="utf-8"))
    assert ran.out.strip() == getattr(report, method)().strip()
    assert run("review", str(ROOT / "examples/review-complete.json")).status == 0


def test_the_command_line_checks_a_service(run: Run) -> None:
    ran = run("review", str(ROOT / "examples/self-assessment.json"), "--document", "self-assessment", "--sheet")
    assert ran.status == 1
    assert ran.out.startswith("<!DOCTYPE html>")


def test_the_command_line_counts_themes(run: Run, tmp_path: Path) -> None:
    codings = tmp_path / "codings.json"
    codings.write_text('{"codings": [{"review": "a", "date": "2024-03-01", "themes": ["enforcement"]}]}')
    ran = run("themes", str(codings), "--from", "2024-01-01", "--to", "2024-12-31", "--csv")
    assert (ran.status, ran.err) == (0, "")
    assert "enforcement" in ran.out


def region(counted: sfo.Themes) -> dict[str, int]:
    return {theme["theme"]: theme["count"] for theme in counted.to_dict()["region"]["themes"] if theme["count"]}


ROWS = [
    {"review": 1, "date": "2024-03-01", "unit": "North", "theme": "enforcement", "level": "team"},
    {"review": 1, "date": "2024-03-01", "unit": "North", "theme": "recording", "level": None},
    {"review": 2, "date": "2024-06-01", "unit": None, "theme": None, "level": None},
]


@pytest.mark.parametrize("frame", ["pandas", "polars", "pyarrow"])
def test_a_frame_of_codings_counts_as_the_rows_do(frame: str) -> None:
    columns = {name: [row[name] for row in ROWS] for name in ROWS[0]}
    made: Any
    if frame == "pyarrow":
        made = pytest.importorskip("pyarrow").table(columns)
    else:
        made = pytest.importorskip(frame).DataFrame(columns)
    counted = sfo.themes(made, period={"from": "2024-01-01", "to": "2024-12-31"}, by="unit")
    assert region(counted) == {"enforcement": 1, "recording": 1}
    assert counted.to_dict()["region"]["reviews"] == 2
    assert [unit["unit"] for unit in counted.to_dict()["units"]] == ["North", None]
    assert [finding.code for finding in counted.findings] == ["no_themes"]
    with pytest.raises(sfo.CodingsError, match="neither a column"):
        sfo.themes(made[["review", "date"]] if frame != "pyarrow" else made.select(["review"]))


def test_several_themes_in_a_cell_and_whole_reviews_in_a_list() -> None:
    frame = pytest.importorskip("pandas").DataFrame({"review": ["a"], "themes": ["enforcement; recording;"]})
    assert region(sfo.themes(frame)) == {"enforcement": 1, "recording": 1}
    complete = json.loads((ROOT / "examples/review-complete.json").read_text(encoding="utf-8"))
    assert region(sfo.themes([complete])) == {"address-checks": 1, "review-after-events": 1}


def test_the_command_line_counts_a_table_with_a_services_own_themes(run: Run) -> None:
    arguments = ("themes", str(ROOT / "examples/codings.csv"), "--from", "2024-01-01", "--to", "2024-12-31", "--json")
    ran = run(*arguments, "--themes", str(ROOT / "examples/themes.toml"))
    assert ran.status == 0
    assert ran.err == f"sfo: 1 column of `{ROOT / 'examples/codings.csv'}` not used\n"
    answer = json.loads(ran.out)
    counts = {theme["theme"]: theme for theme in answer["region"]["themes"]}
    assert answer["region"]["reviews"] == 3
    assert (counts["late-referral"]["count"], counts["late-referral"]["change"]) == (1, "new")
    assert (counts["enforcement"]["count"], counts["enforcement"]["previous"]) == (2, 2)
    # Without them the code is unknown, which is said with its line.
    ran = run(*arguments)
    assert "sfo: line 8 of " in ran.err
    assert "late-referral" not in ran.err


def test_the_command_line_counts_reviews_of_several_files_and_kinds(run: Run, tmp_path: Path) -> None:
    names = [str(ROOT / f"examples/review-{name}.json") for name in ("complete", "half-written")]
    listed = tmp_path / "codings.json"
    listed.write_text('{"codings": [{"review": "a", "themes": ["enforcement", "plugh"]}]}')
    ran = run("themes", *names, str(listed), "--json")
    assert json.loads(ran.out)["region"]["reviews"] == 2, "the two are one case at two times"
    assert f"sfo: `{listed}`: " in ran.err
    assert "plugh" not in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1 has neither"),
        ("review,unit\na,b\n", "line 1 has neither"),
        ("review,theme,theme\n", "line 1 has a column twice"),
        ("review,theme\na,enforcement\n\nb,recording,Quillfeather\n", "line 4 has 3 cells"),
        ('review,theme\na,"enforcement\n', "line 2 is not CSV"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(run: Run, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "codings.csv"
    file.write_text(text)
    ran = run("themes", str(file))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "Quillfeather" not in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("own.toml", "[[themes]]\nid = late\n", "line 2 of"),
        ("own.json", '{"themes":\n', "is not JSON"),
        ("own.json", '{"theme": []}', "is not a list of `themes`"),
    ],
)
def test_own_themes_that_cannot_be_read_are_one_sentence(
    run: Run, tmp_path: Path, name: str, text: str, said: str
) -> None:
    file = tmp_path / name
    file.write_text(text)
    ran = run("themes", str(ROOT / "examples/codings.csv"), "--themes", str(file))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "nothere.json"),
        ("review", str(ROOT / "examples/review-poor.json"), "--json", "--html"),
        ("review", str(ROOT / "examples/review-poor.json"), "--document", "letter"),
        ("themes", "nothere.json"),
        ("themes", str(ROOT / "examples/review-poor.json"), "--from", "2024-01-01"),
    ],
)
def test_what_cannot_run_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.err.startswith("sfo: ")
    assert ran.err.count("\n") == 1
