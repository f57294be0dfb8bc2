"""What the tests share."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import sfo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def policy() -> sfo.Policy:
    return sfo.Policy.builtin()


class Ran:
    """What a run of the command line gave."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8")
        self.err = done.stderr.decode("utf-8")

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ran]:
    """Runs `sfo` in a folder of its own."""

    def go(*arguments: str | Path) -> Ran:
        command = [sys.executable, "-m", "sfo", *map(str, arguments)]
        environment = {**os.environ, "TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "200"}
        return Ran(subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False))

    return go


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Writes an export."""

    def write(text: str | bytes, name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
