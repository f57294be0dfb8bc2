"""The example export is what its generator makes."""

import runpy
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
GENERATOR = EXAMPLES / "make_court_export.py"
EXPORT = EXAMPLES / "court-export.csv"


def test_the_example_export_is_what_its_generator_makes() -> None:
    generator = runpy.run_path(str(GENERATOR))
    made = generator["make"](rows=20480, seed=2020)
    assert made.encode() == EXPORT.read_bytes()


def test_the_generator_writes_the_same_bytes_from_the_command_line(tmp_path: Path) -> None:
    written = tmp_path / "again.csv"
    arguments = ["--rows", "20480", "--seed", "2020", "-o", str(written)]
    subprocess.run([sys.executable, str(GENERATOR), *arguments], check=True)
    assert written.read_bytes() == EXPORT.read_bytes()


def test_the_example_export_has_its_size_and_line_ends() -> None:
    data = EXPORT.read_bytes()
    assert data.count(b"\n") == 20_481
    assert b"\r" not in data
    assert len(data) < 4_000_000


def test_another_seed_makes_another_export_of_the_rows_asked_for() -> None:
    make = runpy.run_path(str(GENERATOR))["make"]
    assert make(rows=1000, seed=1) != make(rows=1000, seed=2)
    assert make(rows=1000, seed=1).count("\n") == 1001
