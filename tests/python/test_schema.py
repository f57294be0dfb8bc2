"""Every decision of the vectors fits the published schema, by an independent validator."""

import json
from pathlib import Path

import jsonschema
import pytest

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


@pytest.mark.parametrize(("module", "schema"), [("multi_agency", "multi-agency"), ("themes", "themes")])
def test_every_answer_fits_its_schema(module: str, schema: str) -> None:
    contents = json.loads((ROOT / f"docs/schemas/{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(contents)
    validator = jsonschema.Draft202012Validator(contents)
    checked = 0
    for file in (ROOT / "tests/vectors" / module).glob("*.json"):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            assert not [e.json_path for e in validator.iter_errors(vector["expect"])], vector["name"]
            checked += 1
    assert checked >= 25


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
