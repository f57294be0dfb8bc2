"""Deadlines in Python: the vectors, what is set beside a case, the calendar file, the picture and the command line."""

from __future__ import annotations

import copy
import datetime
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
from conftest import ROOT

import sfo

Run = Callable[..., Any]

EXAMPLE = ROOT / "examples/case-deadlines.json"
TARGETS = ROOT / "examples/targets.toml"
FULL = "full-review-within-three-months"
CASE: dict[str, Any] = {"events": {"notified": "2024-03-06", "review_completed": "2024-07-01"}}
KNOWN = {"as_of", "targets", "calendar", "rules"}
SHORT: dict[str, Any] = {
    "title": "A short calendar",
    "published_from": 2024,
    "published_to": 2024,
    "projected_to": 2024,
    "holidays": [{"date": "2024-12-25", "name": "Christmas Day"}],
}


def vectors() -> list[Any]:
    found = []
    for file in sorted((ROOT / "tests/vectors/deadlines").glob("*.json")):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            found.append(pytest.param(vector, id=f"{file.stem}: {vector['name']}"))
    return found


def test_there_are_vectors() -> None:
    assert len(vectors()) >= 200


def judged(policy: sfo.Policy, case: Any, options: dict[str, Any]) -> sfo.Timeline:
    if set(options) <= KNOWN:
        return policy.deadlines(case, **options)
    # An option that nobody has can only be given as text.
    return sfo.Timeline(policy._core.deadlines(case, json.dumps(options)))


@pytest.mark.parametrize("vector", vectors())
def test_vector(policy: sfo.Policy, vector: dict[str, Any]) -> None:
    given, options = vector["input"], vector.get("options") or {}
    if "error" in vector:
        with pytest.raises(sfo.OptionsError) as raised:
            judged(policy, given, options)
        assert {"code": raised.value.code, "path": raised.value.path} == vector["error"]
        return
    expected = json.dumps(vector["expect"], separators=(",", ":"), ensure_ascii=False)
    assert judged(policy, given, options).to_json() == expected
    if not isinstance(given, str):
        # The same case as text takes the other way into the core.
        assert judged(policy, json.dumps(given), options).to_json() == expected


def test_timeline_is_typed(policy: sfo.Policy) -> None:
    timeline = policy.deadlines(CASE, datetime.date(2024, 7, 2))
    assert timeline.as_of == datetime.date(2024, 7, 2)
    assert timeline.targets is None
    assert timeline.events == (
        sfo.DatedEvent("notified", datetime.date(2024, 3, 6)),
        sfo.DatedEvent("review_completed", datetime.date(2024, 7, 1)),
    )
    rule = timeline.rule(FULL)
    assert rule is not None
    assert rule in timeline.rules
    assert (rule.status, rule.due, rule.done) == ("late", datetime.date(2024, 6, 6), datetime.date(2024, 7, 1))
    assert isinstance(rule.late_by, sfo.Span)
    assert timeline.rule("no-such-rule") is None
    assert any(finding.rule == f"deadline.{FULL}" for finding in timeline.findings)
    assert timeline.policy == sfo.PolicyId(policy.id, policy.version, policy.digest)
    assert json.dumps(timeline.to_dict(), separators=(",", ":"), ensure_ascii=False) == timeline.to_json()
    timeline.to_dict()["rules"].clear()
    assert timeline.rules
    assert copy.copy(timeline) is copy.deepcopy(timeline) is timeline
    assert timeline == policy.deadlines(json.dumps(CASE), "2024-07-02")
    assert hash(timeline) == hash(policy.deadlines(json.dumps(CASE), "2024-07-02"))
    assert timeline != policy.deadlines(CASE)
    assert timeline != CASE


def test_python_values(policy: sfo.Policy) -> None:
    case = {
        "events": {"notified": datetime.datetime(2024, 3, 6, 23, 59), "review_completed": datetime.date(2024, 7, 1)}
    }
    assert policy.deadlines(case, datetime.datetime(2024, 7, 2, 9)) == policy.deadlines(CASE, "2024-07-02")


def test_reprs_show_no_day_of_the_case(policy: sfo.Policy) -> None:
    timeline = policy.deadlines({**CASE, "offence_date": "1999-12-31x", "Wilhelmina": "Tanner"}, "2024-07-02")
    assert repr(policy.deadlines(CASE, "2024-07-02", rules=[FULL])) == "<Timeline late=1 findings=1>"
    parts = (
        timeline,
        timeline.rules,
        timeline.events,
        timeline.next,
        timeline.findings,
        sfo.Targets.from_toml(TARGETS),
    )
    shown = repr(parts)
    for value in ("2024-", "2024,", "1999", "datetime", "Wilhelmina", "Tanner", "skipped", "elapsed"):
        assert value not in shown, value


@pytest.mark.parametrize(
    "case", [None, 7, [], object(), "", "{", b"{}", {"events": 7}, {"extensions": {}}, {"events": {"x": 1}}]
)
def test_a_bad_case_is_a_finding(policy: sfo.Policy, case: Any) -> None:
    timeline = policy.deadlines(case, "2024-07-02")
    assert timeline.findings
    assert timeline.rules


# What is set beside a case


def test_targets_from_every_form(policy: sfo.Policy) -> None:
    import tomllib

    data = tomllib.loads(TARGETS.read_text(encoding="utf-8"))
    case = {"proceedings": {"first_court_appearance": "2024-03-05"}}
    expected = policy.deadlines(case, "2024-03-20", data)
    assert expected.targets == data["title"]
    rule = expected.rule("notification-promptly")
    assert rule is not None
    assert (rule.source, rule.status, rule.due) == ("target", "overdue", datetime.date(2024, 3, 8))
    for targets in (
        sfo.Targets.from_toml(TARGETS),
        sfo.Targets.from_toml(str(TARGETS)),
        sfo.Targets.from_toml(TARGETS.read_text(encoding="utf-8")),
        sfo.Targets.from_json(json.dumps(data)),
        sfo.Targets(data),
    ):
        assert policy.deadlines(case, "2024-03-20", targets) == expected
        assert targets.to_dict() == data


def test_a_calendar_from_every_form(policy: sfo.Policy, tmp_path: Path) -> None:
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps(SHORT), encoding="utf-8")
    expected = policy.deadlines(CASE, "2024-07-02", calendar=SHORT)
    assert expected.calendar == "A short calendar"
    for calendar in (sfo.Calendar.from_json(file), sfo.Calendar.from_json(str(file)), sfo.Calendar.from_dict(SHORT)):
        assert policy.deadlines(CASE, "2024-07-02", calendar=calendar) == expected
        assert (calendar.title, calendar.years, calendar.published_to) == ("A short calendar", range(2024, 2025), 2024)
        assert calendar.to_dict() == SHORT
    own = policy.calendar()
    assert own.years == range(2012, 2041)
    assert policy.deadlines(CASE, "2024-07-02", calendar=own) == policy.deadlines(CASE, "2024-07-02")


@pytest.mark.parametrize(
    ("options", "code", "path"),
    [
        ({"as_of": "2024-02-30"}, "options_malformed", "/as_of"),
        ({"as_of": 7}, "options_malformed", "/as_of"),
        ({"rules": ["no-such"]}, "unknown_deadline", "/rules/0"),
        ({"rules": FULL}, "options_malformed", "/rules"),
        (
            {"targets": {"extends": "another", "title": "t", "targets": []}},
            "targets_of_another_policy",
            "/targets/extends",
        ),
        ({"targets": {1: object()}}, "options_malformed", ""),
        ({"calendar": {"title": "Ours"}}, "calendar_malformed", "/calendar"),
        ({"calendar": {**SHORT, "projected_to": 2025}}, "calendar_inconsistent", "/calendar"),
    ],
)
def test_options_at_fault_are_refused(policy: sfo.Policy, options: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(sfo.OptionsError) as raised:
        policy.deadlines(CASE, **options)
    assert (raised.value.code, raised.value.path) == (code, path)
    assert isinstance(raised.value, ValueError)


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (sfo.Targets.from_toml, "extends = \n", "targets_malformed"),
        (sfo.Targets.from_json, "{", "targets_malformed"),
        (sfo.Calendar.from_json, "{", "calendar_malformed"),
        (sfo.Calendar.from_json, json.dumps({**SHORT, "holidays": []}), "calendar_inconsistent"),
        (sfo.Calendar.from_dict, {"title": object()}, "calendar_malformed"),
    ],
)
def test_what_cannot_be_read_is_refused(read: Callable[[Any], Any], text: Any, code: str) -> None:
    with pytest.raises(sfo.SfoError) as raised:
        read(text)
    assert raised.value.code == code


def test_a_fault_in_toml_names_its_place_and_nothing_else() -> None:
    with pytest.raises(sfo.OptionsError, match=r"at line 2, column 9; correct them$") as raised:
        sfo.Targets.from_toml('title = "Plugh"\nplugh = \n')
    assert "lugh" not in str(raised.value)


# The calendar file and the picture


def example(policy: sfo.Policy) -> sfo.Timeline:
    return policy.deadlines(EXAMPLE.read_text(encoding="utf-8"), "2024-06-10", sfo.Targets.from_toml(TARGETS))


def test_the_calendar_file_is_read_by_another_library(policy: sfo.Policy) -> None:
    timeline = example(policy)
    text = timeline.to_ics()
    assert text.replace("\r\n", "").count("\n") == 0
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = icalendar.Calendar.from_ical(text)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    events = list(calendar.walk("VEVENT"))
    assert events
    assert len({str(event["UID"]) for event in events}) == len(events)
    ids = {rule.rule: rule for rule in timeline.rules}
    for event in events:
        rule = ids[str(event["UID"]).split(".")[0]]
        last = rule.extended_to or rule.due
        assert last is not None
        assert event["DTSTART"].dt == last
        assert event["DTEND"].dt == last + datetime.timedelta(days=1)
        assert rule.title in str(event["SUMMARY"])
    assert timeline.next is not None
    assert timeline.next.due in {event["DTSTART"].dt for event in events}


def test_the_picture_has_a_text_alternative(policy: sfo.Policy) -> None:
    name = "{http://www.w3.org/2000/svg}"
    root = ElementTree.fromstring(example(policy).to_svg())
    assert (root.tag, root.get("role")) == (f"{name}svg", "img")
    title, words = root.find(f"{name}title"), root.find(f"{name}desc")
    assert title is not None
    assert words is not None
    assert title.text
    assert words.text
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert not [item for item in root.iter() if item.tag in (f"{name}script", f"{name}image", f"{name}foreignObject")]


# The command line


def test_the_command_writes_what_the_package_gives(run: Run, policy: sfo.Policy, tmp_path: Path) -> None:
    timeline = example(policy)
    arguments = ["deadlines", EXAMPLE, "--as-of", "2024-06-10", "--targets", TARGETS]
    for flags, expected in (
        ([], timeline.explain()),
        (["--text"], timeline.explain()),
        (["--json"], timeline.to_json() + "\n"),
        (["--ics"], timeline.to_ics()),
        (["--svg"], timeline.to_svg()),
    ):
        ran = run(*arguments, *flags)
        assert (ran.status, ran.err) == (1, "")
        assert ran.out == (expected if expected.endswith("\n") else expected + "\n")
        ran = run(*arguments, *flags, "-o", "out")
        assert (ran.status, ran.out, ran.err) == (1, "", "")
        assert (tmp_path / "out").read_bytes().decode() == (expected if expected.endswith("\n") else expected + "\n")


def test_the_command_reads_standard_input_and_asks_of_today(tmp_path: Path) -> None:
    days = {datetime.date.today()}
    done = subprocess.run(
        [sys.executable, "-m", "sfo", "deadlines", "-", "--json"], input=b"{}", capture_output=True, check=False
    )
    days.add(datetime.date.today())
    assert done.returncode == 0
    assert datetime.date.fromisoformat(json.loads(done.stdout)["as_of"]) in days
    done = subprocess.run(
        [sys.executable, "-m", "sfo", "deadlines", "-"], input=b"{}", capture_output=True, check=False
    )
    assert any(f"As of {day}" in done.stdout.decode() for day in days)


@pytest.mark.parametrize(
    ("case", "status"),
    [
        ({"events": {"notified": "2024-03-06"}}, 0),
        ({"events": {"early_look_shared": "2024-03-06", "early_look_checked": "2024-03-07"}}, 1),
        ({"events": {"notified": "2024-02-30"}}, 1),
        ({"events": 7}, 1),
    ],
)
def test_the_command_ends_with_1_for_what_is_missed_or_cannot_be_used(
    run: Run, export: Callable[..., Path], case: Any, status: int
) -> None:
    ran = run("deadlines", export(json.dumps(case), "case.json"), "--as-of", "2024-03-07")
    assert (ran.status, ran.err) == (status, "")
    assert ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["deadlines"], "`CASE.json` is not given"),
        (["deadlines", "no-such.json"], "`no-such.json`"),
        (["deadlines", EXAMPLE, "--as-of", "Plugh"], "YYYY-MM-DD"),
        (["deadlines", EXAMPLE, "--json", "--ics"], "choose one"),
        (["deadlines", EXAMPLE, "--targets", "no-such.toml"], "`no-such.toml`"),
        (["deadlines", EXAMPLE, "--targets", EXAMPLE], "targets"),
        (["deadlines", EXAMPLE, "--calendar", EXAMPLE], "title, published_from"),
        (["deadlines", "bytes.json"], "UTF-8"),
        (["deadlines", "bytes.json", "-o", "bytes.json"], "UTF-8"),
        (["deadlines", "case.json", "-o", "case.json"], "the output is the input"),
    ],
)
def test_the_command_refuses_in_one_sentence(
    run: Run, export: Callable[..., Path], tmp_path: Path, arguments: list[Any], words: str
) -> None:
    export(b"\xff\xfe{", "bytes.json")
    export("{}", "case.json")
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("sfo: ")
    assert len(ran.err.strip().splitlines()) == 1
    assert words in ran.err
    assert not any(value in ran.err for value in ("Plugh", "2024-0", "TH68023", "Traceback"))
    assert (tmp_path / "case.json").read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize(
    ("events", "as_of", "status", "missed"),
    [
        ({"review_completed": "2024-06-06"}, "2024-07-01", "met", False),
        ({"review_completed": "2024-06-07"}, "2024-07-01", "late", True),
        ({}, "2024-06-06", "due", False),
        ({}, "2024-06-07", "overdue", True),
        ({"review_completed": "not_applicable"}, "2024-07-01", "not_applicable", False),
        ({"review_completed": None}, "2024-07-01", "unknown", False),
    ],
)
def test_what_is_late_or_overdue_is_missed(events: dict[str, Any], as_of: str, status: str, missed: bool) -> None:
    rule = "full-review-within-three-months"
    case = {"events": {"notified": "2024-03-06", **events}}
    timeline = sfo.Policy.builtin().deadlines(case, as_of=as_of, rules=[rule])
    assert timeline.rules[0].status == status
    assert timeline.has_missed is missed
