"""Every decision of the vectors fits the published schema, by an independent validator."""

import json
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]


def test_every_decision_fits_its_schema() -> None:
    schema = json.loads((ROOT / "docs/schemas/decision.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    checked = 0
    for file in (ROOT / "tests/vectors/eligibility").glob("*.json"):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            # The paths alone: an error of the validator shows the values.
            assert not [e.json_path for e in validator.iter_errors(vector["expect"])], vector["name"]
            checked += 1
    assert checked >= 150
