"""The published schemas hold what goes in and what comes out, by an independent validator."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from conftest import ROOT

import sfo

SHAPE = {
    "charge_outside_list",
    "date_range_open",
    "extension_incomplete",
    "impossible_date",
    "malformed_case",
    "no_charges",
    "text_too_long",
    "too_many_charges",
    "too_many_events",
    "too_many_extensions",
    "unknown_entry",
    "unknown_event",
    "unknown_event_near",
    "unknown_fact",
    "unknown_field",
    "unknown_involvement",
    "unknown_value",
    "value_out_of_range",
    "wrong_type",
}
"""The findings about the form of a case, which its schema shows too. Others need the rules, or more than JSON has."""

WRONG: list[Any] = [True, 7.5, "not one of these", [], {}, {"from": "2024-01-01"}, [[]], {"plugh": 1}]


def schema(name: str) -> jsonschema.Draft202012Validator:
    text = (ROOT / f"docs/schemas/{name}.schema.json").read_text(encoding="utf-8")
    loaded = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


CASE = schema("case")


def vectors(of: str = "eligibility") -> Iterator[dict[str, Any]]:
    for file in sorted((ROOT / "tests/vectors" / of).glob("*.json")):
        yield from json.loads(file.read_text(encoding="utf-8"))


def faults(validator: jsonschema.Draft202012Validator, value: Any) -> list[str]:
    """The paths alone: an error of the validator shows the values."""
    return [error.json_path for error in validator.iter_errors(value)]


def strict(value: Any) -> Any:
    """A case as the schema has it: the reader also drops white space and takes blanks for null."""
    if isinstance(value, dict):
        return {key: strict(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [strict(inner) for inner in value]
    return (value.strip() or None) if isinstance(value, str) else value


def shape(policy: sfo.Policy, case: Any) -> set[str]:
    """What both readers of a case find wrong with its form."""
    decision = policy.assess(case)
    found = {finding.code for one in (decision, *decision.charges) for finding in one.findings}
    found |= {finding.code for finding in policy.deadlines(case).findings}
    return found & SHAPE


def test_every_decision_fits_its_schema() -> None:
    validator = schema("decision")
    checked = 0
    for vector in vectors():
        assert not faults(validator, vector["expect"]), vector["name"]
        checked += 1
    assert checked >= 150


def test_a_decision_of_another_kind_does_not_fit(policy: sfo.Policy) -> None:
    validator = schema("decision")
    decision: Any = policy.assess({"offence": {"entry": 22}}).to_dict()
    assert not faults(validator, decision)
    for change in ({"outcome": "automatic"}, {"outcome": "perhaps"}, {"missing": ["plugh"]}, {"involvement": "plugh"}):
        assert faults(validator, {**decision, **change})
    del decision["entry"]
    assert faults(validator, decision)


def test_the_policy_fits_its_schemas(policy: sfo.Policy) -> None:
    for validator, items in ((schema("entry"), policy.entries()), (schema("fact"), policy.facts())):
        assert items
        for item in items:
            assert not faults(validator, item)


def test_a_case_fits_where_the_reader_finds_no_fault_of_form(policy: sfo.Policy) -> None:
    fit = unfit = 0
    for vector in vectors():
        given = strict(vector["input"])
        found = shape(policy, given if isinstance(given, dict) else json.dumps(given))
        assert bool(faults(CASE, given)) == bool(found), (vector["name"], found)
        fit += not found
        unfit += bool(found)
    assert fit >= 150
    assert unfit >= 15


def test_every_timeline_fits_its_schema() -> None:
    validator = schema("timeline")
    checked = 0
    for vector in vectors("deadlines"):
        if "expect" in vector:
            assert not faults(validator, vector["expect"]), vector["name"]
            checked += 1
    assert checked >= 200


def test_a_case_with_events_fits_where_the_reader_finds_no_fault_of_form(policy: sfo.Policy) -> None:
    fit = unfit = 0
    for vector in vectors("deadlines"):
        if not isinstance(vector["input"], dict):
            continue
        # A case says of which offence it is, for the reader of the offence.
        given = {"offence": {"entry": 22}, **strict(vector["input"])}
        if "charges" in given:
            del given["offence"]
        found = shape(policy, given)
        assert bool(faults(CASE, given)) == bool(found), (vector["name"], found)
        fit += not found
        unfit += bool(found)
    assert fit >= 150
    assert unfit >= 10


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


FULL: dict[str, Any] = {
    "offence": {
        "entry": 22,
        "statute": "Theft Act 1968",
        "section": "8(1)",
        "code": "TH68023",
        "ho_code": "03401",
        "text": "Robbery",
    },
    "involvement": "attempt",
    "facts": {},
    "offence_date": "2024-03-01",
    "supervision": {"kind": "licence", "start": "2023-06-01", "end": "ongoing"},
    "proceedings": {"charged": "2024-03-04", "first_court_appearance": True},
    "risk_of_serious_harm": "high",
    "public_interest": False,
    "events": {},
    "extensions": [{"rule": "full-review-within-three-months", "to": "2024-06-28", "recorded": "2024-05-20"}],
    "multi_agency": {},
}


PARTS = ("Offence", "Facts", "Events", "Supervision")


@pytest.mark.parametrize("listed", [False, True])
def test_every_field_of_the_schema_is_read_and_wrong_values_are_found(policy: sfo.Policy, listed: bool) -> None:
    full = copy.deepcopy(FULL)
    full["facts"] = {fact["name"]: 30 if fact["type"] == "number" else True for fact in policy.facts()}
    definitions = CASE.schema["$defs"]
    # Ways of saying when something happened, in turn.
    ways = ["2024-03-06", True, False, "not_applicable", None]
    full["events"] = {name: ways[at % len(ways)] for at, name in enumerate(definitions["Events"]["properties"])}
    full["multi_agency"] = dict.fromkeys(definitions["MultiAgencyFacts"]["properties"], True)
    for name, part in (("SingleCase", full), *((n, full[n.lower()]) for n in PARTS)):
        # The case has every field that the schema has.
        assert set(definitions[name]["properties"]) == set(part), name
    assert set(definitions["Proceedings"]["properties"]) == set(full["proceedings"])
    assert set(definitions["Extension"]["properties"]) == set(full["extensions"][0])
    if listed:
        own = {name: full.pop(name) for name in definitions["Charge"]["properties"]}
        full["charges"] = [{**own, "offence_date": {"from": "2024-03-01", "to": "2024-03-02"}}]
    assert not faults(CASE, full)
    assert not shape(policy, full)
    checked = 0
    for path in places(full):
        for wrong in [*WRONG, None]:
            case: Any = copy.deepcopy(full)
            if not path:
                continue
            place = case
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = wrong
            found = shape(policy, case)
            if wrong is None and path == ("charges", 0):
                # A charge that is null is read as one of which nothing is said.
                assert not found
                continue
            assert bool(faults(CASE, case)) == bool(found), (path, wrong, found)
            checked += 1
    assert checked > 200


@pytest.mark.parametrize(
    ("module", "name"), [("multi_agency", "multi-agency"), ("themes", "themes"), ("review", "report")]
)
def test_every_answer_fits_its_schema(module: str, name: str) -> None:
    validator = schema(name)
    checked = 0
    for vector in vectors(module):
        assert not faults(validator, vector["expect"]), vector["name"]
        without = {key: value for key, value in vector["expect"].items() if key != "findings"}
        assert faults(validator, without), vector["name"]
        checked += 1
    assert checked >= 25


CHECK_OF = {
    "review": sfo.Policy.check_review,
    "self_assessment": sfo.Policy.check_self_assessment,
    "victim_disclosure": sfo.Policy.check_victim_disclosure,
}
DOCUMENTS = {kind: schema(kind.replace("_", "-")) for kind in CHECK_OF}
EXAMPLES = {
    "review-complete": "review",
    "review-half-written": "review",
    "review-poor": "review",
    "self-assessment": "self_assessment",
    "victim-disclosure": "victim_disclosure",
}


def form(policy: sfo.Policy, kind: str, document: Any) -> dict[str, str]:
    """What the library finds wrong with the form of a document: places and codes."""
    given = document if isinstance(document, dict) else json.dumps(document)
    findings = CHECK_OF[kind](policy, given).findings
    return {finding.path: finding.code for finding in findings if not finding.code.startswith("check_")}


def pointers(validator: jsonschema.Draft202012Validator, value: Any) -> set[str]:
    """The JSON Pointers of the faults."""

    def inner(error: jsonschema.ValidationError) -> Iterator[str]:
        # Of a part that may be null, the faults are those of the part, which stands first.
        within = [one for one in error.context or () if one.schema_path[0] == 0]
        for one in within:
            yield from inner(one)
        if not within:
            yield "".join(f"/{step}" for step in error.absolute_path)

    return {pointer for error in validator.iter_errors(value) for pointer in inner(error)}


def test_a_document_fits_where_the_library_finds_no_fault_of_form(policy: sfo.Policy) -> None:
    for kind, validator in DOCUMENTS.items():
        checked = 0
        for vector in json.loads((ROOT / f"tests/vectors/review/{kind}.json").read_text(encoding="utf-8")):
            # What is read as a dict has no key twice, and the library is asked of the same.
            found = form(policy, kind, vector["input"])
            assert pointers(validator, vector["input"]) == set(found), vector["name"]
            checked += 1
        assert checked >= 5


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_fits_and_each_wrong_value_in_it_is_found_at_its_place(policy: sfo.Policy, name: str) -> None:
    kind = EXAMPLES[name]
    example = json.loads((ROOT / f"examples/{name}.json").read_text(encoding="utf-8"))
    validator = DOCUMENTS[kind]
    assert not faults(validator, example)
    assert not form(policy, kind, example)
    wrongs = [*WRONG, "2024-02-30", "x" * 100_001, None]
    checked = 0
    for at, path in enumerate(places(example)):
        if not path:
            continue
        # Each place in turn with three of the values: all of them come by each kind of field many times.
        for wrong in wrongs[at % 3 :: 3]:
            document = copy.deepcopy(example)
            place = document
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = wrong
            assert pointers(validator, document) == set(form(policy, kind, document)), (path, type(wrong))
            checked += 1
    assert checked > 100


def test_a_list_past_its_bound_does_not_fit(policy: sfo.Policy) -> None:
    document = {"action_plan": {"actions": [{}] * 10_000}}
    assert pointers(DOCUMENTS["review"], document) == set(form(policy, "review", document)) == {"/action_plan/actions"}
    assert form(policy, "review", {"action_plan": {"actions": [{}] * 5_000}}) == {}


def test_codings_and_options_fit_their_schemas() -> None:
    """What is counted without a finding fits, and what keeps everything from being counted does not."""
    read = {}
    for name in ("codings", "theme-options"):
        contents = json.loads((ROOT / f"docs/schemas/{name}.schema.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(contents)
        read[name] = jsonschema.Draft202012Validator(contents)
    # The schema does not hold what one value says of another.
    beyond = {"date_range_reversed", "option_theme"}
    for file in (ROOT / "tests/vectors/themes").glob("*.json"):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            codes = {finding["code"] for finding in vector["expect"]["findings"]}
            fits = read["codings"].is_valid(vector["input"])
            fits = fits and read["theme-options"].is_valid(vector.get("options", {}))
            if not codes:
                assert fits, vector["name"]
            if vector["expect"]["region"] is None and not codes & beyond:
                assert not fits, vector["name"]
