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
