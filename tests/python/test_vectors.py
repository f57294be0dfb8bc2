"""The vectors that all languages run, byte for byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT

import sfo


def vectors() -> list[Any]:
    found = []
    for file in sorted((ROOT / "tests" / "vectors" / "eligibility").glob("*.json")):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            found.append(pytest.param(vector, id=f"{file.stem}: {vector['name']}"))
    return found


def test_there_are_vectors() -> None:
    assert len(vectors()) >= 150


@pytest.mark.parametrize("vector", vectors())
def test_vector(policy: sfo.Policy, vector: dict[str, Any]) -> None:
    expected = json.dumps(vector["expect"], separators=(",", ":"), ensure_ascii=False)
    given = vector["input"]
    assert policy.assess(given).to_json() == expected
    if not isinstance(given, str):
        # The same case as text takes the other way into the core.
        assert policy.assess(json.dumps(given)).to_json() == expected


def test_every_reason_is_the_same(policy: sfo.Policy) -> None:
    reasons = json.loads((ROOT / "tests/vectors/reason/reason.json").read_text(encoding="utf-8"))
    assert len(reasons) == len(vectors())
    for vector in reasons:
        decision = policy.assess(vector["input"])
        assert {"reason": decision.reason, "citation": decision.citation} == vector["expect"], vector["name"]


@pytest.mark.parametrize("vector", vectors()[:40])
def test_a_loaded_policy_answers_alike(policy: sfo.Policy, vector: dict[str, Any]) -> None:
    global _loaded
    _loaded = _loaded or sfo.Policy.from_json(policy.to_json())
    assert _loaded.assess(vector["input"]).to_json() == policy.assess(vector["input"]).to_json()


_loaded: sfo.Policy | None = None
