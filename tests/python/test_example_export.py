"""The example export is what its generator makes."""

import runpy
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def test_the_example_export_is_what_its_generator_makes() -> None:
    generator = runpy.run_path(str(EXAMPLES / "make_court_export.py"))
    made = generator["make"](rows=20480, seed=2020)
    assert made.encode() == (EXAMPLES / "court-export.csv").read_bytes()
