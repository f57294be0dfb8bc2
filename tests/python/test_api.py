"""The Python API: what goes in, what comes out, and that nothing of a case slips."""

from __future__ import annotations

import copy
import datetime
import doctest
import importlib
import json
import pickle
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import sfo

ROBBERY: dict[str, Any] = {
    "offence": {"code": "TH68023A"},
    "involvement": None,
    "facts": {"firearm_used": True, "victim_age": None},
    "offence_date": "2024-03-01",
    "supervision": {"kind": "licence", "start": "2023-06-01", "end": "ongoing"},
    "proceedings": {"charged": "2024-03-04", "first_court_appearance": "2024-03-05"},
    "risk_of_serious_harm": "high",
}


def codes(decision: sfo.Decision) -> list[str]:
    return [finding.code for finding in decision.findings]


def test_decision_is_typed(policy: sfo.Policy) -> None:
    decision = policy.assess(ROBBERY)
    assert decision.outcome == "qualifying"
    assert decision.possible == ("qualifying",)
    assert (decision.entry, decision.also_listed_as, decision.tier) == (22, (), "qualifying")
    assert decision.involvement == "attempt"
    assert decision.missing == decision.ask_first == ()
    assert decision.would_change == (sfo.WouldChange("firearm_used", False, "not_qualifying"),)
    assert decision.review == sfo.Review("yes", "risk", ())
    assert all(isinstance(step, sfo.Step) for step in decision.trace)
    assert decision.findings == ()
    assert decision.policy == sfo.PolicyId(policy.id, policy.version, policy.digest)
    assert decision.charge is None
    assert decision.charges == ()


def test_to_dict_is_the_json_and_a_copy(policy: sfo.Policy) -> None:
    decision = policy.assess(ROBBERY)
    assert json.dumps(decision.to_dict(), separators=(",", ":"), ensure_ascii=False) == decision.to_json()
    decision.to_dict()["possible"].clear()
    assert decision.possible == ("qualifying",)


def test_text_and_dict_decide_alike(policy: sfo.Policy) -> None:
    assert policy.assess(json.dumps(ROBBERY)) == policy.assess(ROBBERY)
    assert hash(policy.assess(json.dumps(ROBBERY))) == hash(policy.assess(ROBBERY))
    assert policy.assess(ROBBERY) != policy.assess({})


def test_python_values(policy: sfo.Policy) -> None:
    case = {
        **ROBBERY,
        "offence_date": datetime.date(2024, 3, 1),
        "facts": {"firearm_used": True, "victim_age": float("nan")},
        "proceedings": {
            "charged": datetime.datetime(2024, 3, 4, 23, 59),
            "first_court_appearance": datetime.date(2024, 3, 5),
        },
    }
    assert policy.assess(case) == policy.assess(ROBBERY)


def test_a_mapping_and_a_tuple_will_do(policy: sfo.Policy) -> None:
    class Record(Mapping[str, Any]):
        def __init__(self, **fields: Any) -> None:
            self.fields = fields

        def __getitem__(self, key: str) -> Any:
            return self.fields[key]

        def __iter__(self) -> Iterator[str]:
            return iter(self.fields)

        def __len__(self) -> int:
            return len(self.fields)

    case = Record(charges=(Record(offence=Record(entry=1)), {"offence": {"entry": 22}}))
    decision = policy.assess(case)
    assert decision.outcome == "automatic"
    assert decision.charge == 0
    assert [charge.outcome for charge in decision.charges] == ["automatic", "needs_information"]
    assert decision.charges[1].explain()


def nest(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def holds_itself() -> Any:
    loop: dict[str, Any] = {}
    loop["offence"] = loop
    return loop


def many_times_over() -> Any:
    value: Any = ["x"] * 10
    for _ in range(25):
        value = [value, value]
    return {"offence": value}


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (None, "malformed_case"),
        (7, "malformed_case"),
        ([], "malformed_case"),
        (object(), "malformed_case"),
        ("", "malformed_case"),
        ("[]", "malformed_case"),
        ('{"offence":', "malformed_case"),
        (b"{}", "malformed_case"),
        ({"offence": 7}, "wrong_type"),
        ({"offence": object()}, "wrong_type"),
        ({"offence": {"code": object()}}, "wrong_type"),
        ({"offence": {"entry": 10**400}}, "unknown_entry"),
        ({"facts": {"victim_age": 10**400}}, "value_out_of_range"),
        ({"facts": {"victim_age": float("-inf")}}, "value_out_of_range"),
        ({"facts": {"victim_age": True}}, "wrong_type"),
        ({"facts": {"firearm_used": 1}}, "wrong_type"),
        ({"facts": {13: True}}, "unknown_fact"),
        ({13: True}, "unknown_field"),
        ({"offence_date": "2024-02-30"}, "impossible_date"),
        ({"offence_date": datetime.time(1, 2)}, "wrong_type"),
        ({"offence": {"text": "\ud800"}}, "unknown_text"),
        ({"\ud800": 1}, "unknown_field"),
        ({"offence": nest(1000)}, "malformed_case"),
        (holds_itself(), "malformed_case"),
        (many_times_over(), "case_too_large"),
        ({"offence": {"text": "x" * (1 << 20)}}, "case_too_large"),
        (" " * (1 << 20) + "{}", "case_too_large"),
        ({"offence": {"code": "TH6802"}}, "malformed_code"),
    ],
)
def test_a_bad_case_is_a_finding_and_never_no(policy: sfo.Policy, case: Any, code: str) -> None:
    decision = policy.assess(case)
    assert code in codes(decision)
    assert decision.outcome in ("unrecognised", "needs_information")
    assert decision.is_flagged(treat_unknown_as=True)
    assert not decision.is_flagged(treat_unknown_as=False)


def test_what_a_case_raises_comes_through(policy: sfo.Policy) -> None:
    class Broken(Mapping[str, Any]):
        def __getitem__(self, key: str) -> Any:
            raise RuntimeError("the store is gone")

        def __iter__(self) -> Iterator[str]:
            return iter(["offence"])

        def __len__(self) -> int:
            return 1

    with pytest.raises(RuntimeError, match="the store is gone"):
        policy.assess(Broken())


def test_is_flagged_asks_for_its_keyword(policy: sfo.Policy) -> None:
    decision = policy.assess(ROBBERY)
    assert decision.is_flagged(treat_unknown_as=False)
    with pytest.raises(TypeError):
        decision.is_flagged()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        decision.is_flagged(True)  # type: ignore[misc]


def test_reprs_show_nothing_of_the_case(policy: sfo.Policy) -> None:
    case = {
        **ROBBERY,
        "offence": {"text": "Robbery of Wilhelmina Q. at 7 Tanner Row"},
        "facts": {"victim_age": 11, "surname": "Wilhelmina"},
        "Wilhelmina": "Tanner",
        "offence_date": "1999-12-31x",
    }
    decision = policy.assess(case)
    shown = repr(decision) + repr(decision.findings) + repr(decision.trace) + repr(decision.would_change)
    for value in ("Wilhelmina", "Tanner", "1999", "12-31", "2024-03"):
        assert value not in shown, value
        assert value not in decision.to_json(), value
    # The answers of a trace are facts, and so is the other value of one; the reprs leave them out.
    assert all("answer" not in repr(step) for step in decision.trace)
    changes = policy.assess(ROBBERY).would_change
    assert changes
    assert "value" not in repr(changes)


def test_repr(policy: sfo.Policy) -> None:
    assert (
        repr(policy.assess({"offence": {"entry": 22}})) == "<Decision needs_information entry=22 missing=firearm_used>"
    )
    assert repr(policy.assess(ROBBERY)) == "<Decision qualifying entry=22>"
    assert repr(policy.assess({"charges": [{"offence": {"entry": 1}}] * 3})) == "<Decision automatic entry=1 charges=3>"
    assert repr(policy) == f"<Policy hmip-2020-09 version={policy.version}>"


def test_entries(policy: sfo.Policy) -> None:
    entries = policy.entries()
    assert [entry["number"] for entry in entries] == list(range(1, 77))
    entries[0]["title"] = "changed"
    assert policy.entry(1)["title"] != "changed"
    policy.entry(1)["sections"].append("changed")
    assert policy.entry(1) == policy.entries()[0]


@pytest.mark.parametrize("number", [0, -1, 77, 10**30])
def test_no_such_entry(policy: sfo.Policy, number: int) -> None:
    with pytest.raises(sfo.UnknownEntryError) as raised:
        policy.entry(number)
    assert raised.value.code == "unknown_entry"


def test_facts(policy: sfo.Policy) -> None:
    facts = {fact["name"]: fact for fact in policy.facts()}
    assert list(facts)[-1] == "victim_age"
    assert {"name", "type", "question", "help", "sensitive"} <= set(facts["firearm_used"])
    facts["firearm_used"]["question"] = "changed"
    assert "changed" not in [fact["question"] for fact in policy.facts()]
    assert facts["victim_age"]["unit"] == "years"
    assert facts["victim_under_13"]["sensitive"] is True


def test_loading_a_policy(policy: sfo.Policy) -> None:
    loaded = sfo.Policy.from_json(policy.to_json())
    assert loaded == policy
    assert hash(loaded) == hash(policy)
    assert loaded.assess(ROBBERY) == policy.assess(ROBBERY)
    assert loaded != ROBBERY


@pytest.mark.parametrize("text", ["", "{}", "[]", "\ud800", '{"id": 7}'])
def test_a_policy_that_cannot_be_loaded(text: str) -> None:
    with pytest.raises(sfo.PolicyError) as raised:
        sfo.Policy.from_json(text)
    assert raised.value.code == "policy_malformed"
    assert isinstance(raised.value, sfo.SfoError)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (again.code, again.path, str(again)) == (raised.value.code, raised.value.path, str(raised.value))


def test_a_policy_that_contradicts_itself(policy: sfo.Policy) -> None:
    data = policy.to_dict()
    data["entries"][0]["statute"] = "no-such-act"
    with pytest.raises(sfo.PolicyError) as raised:
        sfo.Policy.from_json(json.dumps(data))
    assert raised.value.code
    assert raised.value.path


def test_a_policy_too_large() -> None:
    with pytest.raises(sfo.PolicyError) as raised:
        sfo.Policy.from_json(" " * ((16 << 20) + 1))
    assert raised.value.code == "policy_too_large"


def test_copies(policy: sfo.Policy) -> None:
    assert pickle.loads(pickle.dumps(policy)) == policy
    decision = policy.assess(ROBBERY)
    assert copy.copy(decision) is copy.deepcopy(decision) is decision


def modules() -> list[str]:
    """All but the module that runs and the one that is compiled."""
    return ["sfo", *(f"sfo.{m.name}" for m in pkgutil.iter_modules(sfo.__path__) if not m.name.startswith("_"))]


@pytest.mark.parametrize("module", modules())
def test_examples_in_docstrings(module: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(module))
    assert failed == 0
