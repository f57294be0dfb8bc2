"""The stub of the compiled module says what the module has, and the package's types hold."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import mypy.api

import sfo
import sfo.decision
from sfo import _sfo

STUB = Path(sfo.__file__).with_name("_sfo.pyi")


def public(names: object) -> set[str]:
    return {name for name in names if not name.startswith("_")}  # type: ignore[attr-defined]


def stub() -> dict[str, dict[str, ast.FunctionDef]]:
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    return {
        node.name: {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


def test_the_stub_stands_beside_the_module() -> None:
    assert STUB.is_file()
    assert STUB.with_name("py.typed").is_file()


def test_classes() -> None:
    assert set(stub()) == {name for name, item in vars(_sfo).items() if inspect.isclass(item)}


def test_members() -> None:
    for name, members in stub().items():
        assert public(members) == public(vars(getattr(_sfo, name))), name


def test_parameters() -> None:
    for name, members in stub().items():
        for member in public(members):
            node = members[member]
            found = inspect.getattr_static(getattr(_sfo, name), member)
            decorators = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
            if "property" in decorators:
                assert inspect.isgetsetdescriptor(found), (name, member)
                continue
            real = inspect.signature(getattr(getattr(_sfo, name), member)).parameters
            assert [p for p in real if p != "self"] == [
                a.arg for a in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs] if a.arg != "self"
            ], (name, member)
            assert {p for p, what in real.items() if what.kind is what.KEYWORD_ONLY} == {
                a.arg for a in node.args.kwonlyargs
            }, (name, member)


def test_every_public_name_is_there_and_documented() -> None:
    for name in sfo.__all__:
        item = getattr(sfo, name)
        assert name == "__version__" or inspect.getdoc(item), name


def test_decision_has_a_property_for_each_key() -> None:
    case = {"charges": [{"offence": {"entry": 1}}, {"offence": {"entry": 22}}]}
    decision = sfo.Policy.builtin().assess(case)
    for key in decision.to_dict():
        assert isinstance(inspect.getattr_static(sfo.Decision, key), property), key
        assert getattr(decision, key) is not NotImplemented


def test_timeline_has_a_property_for_each_key() -> None:
    timeline = sfo.Policy.builtin().deadlines({"events": {"notified": "2024-03-06"}}, "2024-03-07")
    for key in timeline.to_dict():
        assert isinstance(inspect.getattr_static(sfo.Timeline, key), property), key
        assert getattr(timeline, key) is not NotImplemented
    for rule, given in zip(timeline.rules, timeline.to_dict()["rules"], strict=True):
        assert [field.name for field in dataclasses.fields(rule)] == list(given)


def test_nothing_is_decided_here(policy: sfo.Policy) -> None:
    """Decisions about policy are the core's: no comparison in the package names an outcome, a tier or an entry."""
    words = {*get_args(sfo.decision.Outcome), *get_args(sfo.decision.Tier), *get_args(sfo.decision.Certainty)}
    words |= {fact["name"] for fact in policy.facts()}
    for file in Path(sfo.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.Compare, ast.Match)):
                said = {item.value for item in ast.walk(node) if isinstance(item, ast.Constant)}
                assert not said & words, (file.name, node.lineno)


def test_the_types_hold() -> None:
    out, err, status = mypy.api.run(["--strict", "--cache-dir", os.devnull, str(Path(sfo.__file__).parent)])
    assert status == 0, out + err


def test_stubtest_holds() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "sfo._sfo"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_second_type_checker_holds() -> None:
    package = str(Path(sfo.__file__).parent)
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, package]
    done = subprocess.run(command, cwd=Path(package).parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


PROGRAM = """
import datetime

import sfo
from sfo.types import Charge, DecisionDict, FactDescription, ReportDict, ReviewDocument, SelfAssessment, ThemesDict

case: sfo.Case = {
    "offence": {"code": "TH68023A", "entry": None},
    "facts": {"firearm_used": True, "victim_age": 12.5},
    "offence_date": {"from": "2024-03-01", "to": datetime.date(2024, 3, 2)},
    "supervision": {"end": "ongoing"},
}
charge: Charge = {"involvement": "attempt"}
dated: sfo.Case = {
    "events": {"notified": datetime.date(2024, 3, 6), "convicted": "not_applicable"},
    "extensions": [{"rule": "full-review-within-three-months", "to": "2024-06-28"}],
}
late: datetime.date | None = sfo.Policy.builtin().deadlines(dated, "2024-06-03").rules[0].due
one: datetime.date = sfo.working_days.add(datetime.date(2024, 3, 6), 1)
several: sfo.Case = {"charges": (charge, {}), "risk_of_serious_harm": "high"}
decision: DecisionDict = sfo.Policy.builtin().assess(several).to_dict()
facts: list[FactDescription] = sfo.Policy.builtin().facts()
lines: list[str] = [decision["outcome"], facts[0]["question"], sfo.Policy.builtin().assess(case).reason]
outcome = sfo.Policy.builtin().assess(case).outcome
if outcome == "automatic":
    lines.append(outcome)
review: ReviewDocument = {
    "case_summary": {"supervision_kind": "licence", "charged_on": datetime.date(2024, 3, 4), "mappa_managed": None},
    "action_plan": {"actions": ({"what": "Check addresses", "due": "2024-09-01"},)},
}
service: SelfAssessment = {"reviews": {"reflection_encouraged": {"standing": "partly"}}}
report: ReportDict = sfo.Policy.builtin().check_review(review).to_dict()
lines.extend([report["checks"][0]["status"], report["findings"][0]["message"]])
counted: ThemesDict = sfo.themes({"codings": [{"review": "a", "themes": ["enforcement"]}]}).to_dict()

a: sfo.Case = {"facts": {"firearm": True}}  # wrong
b: sfo.Case = {"involvement": "attempted"}  # wrong
c: sfo.Case = {"offence": {"entry": "22"}}  # wrong
d: sfo.Case = {"charges": [], "offence": {"entry": 1}}  # wrong
e: str = decision["entry"]  # wrong
f: sfo.Case = {"supervision": {"end": "never mind", "kind": "licenced"}}  # wrong
g: sfo.Case = {"events": {"notifed": "2024-03-06"}}  # wrong
h: sfo.Case = {"events": {"notified": {"from": "2024-03-06", "to": "2024-03-07"}}}  # wrong
i: int = sfo.working_days.add(datetime.date(2024, 3, 6), 1)  # wrong
j: ReviewDocument = {"actions": []}  # wrong
k: ReviewDocument = {"chronology": {"produced": "yes"}}  # wrong
l: SelfAssessment = {"reviews": {"reflection_encouraged": {"standing": "perhaps"}}}  # wrong
m: int = report["checks"][0]["status"]  # wrong
if outcome == "perhaps":  # wrong
    pass
"""


def test_a_type_checker_finds_mistakes_in_a_case(tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    out, err, _ = mypy.api.run(["--strict", "--cache-dir", os.devnull, "--no-error-summary", str(file)])
    found = {int(line.split(":")[1]) for line in out.splitlines() if ": error: " in line}
    wrong = {at for at, line in enumerate(PROGRAM.splitlines(), start=1) if line.endswith("# wrong")}
    assert found == wrong, out + err


def test_importing_is_light() -> None:
    """Nothing of the command line, and no network or tables, is loaded by the library itself."""
    program = "import sys, sfo; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"typer", "rich", "click", "csv", "asyncio", "socket", "pydantic", "tomllib"} & set(done.stdout.split())
    assert not {"numpy", "pandas", "polars", "pyarrow", "narwhals", "duckdb", "pyspark"} & set(done.stdout.split())
