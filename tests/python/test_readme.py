"""Every sample of every README and guide runs and prints what it says.

Samples in Python and the shell run here; those in JavaScript in `tests/js/readme.test.mjs`, and those in Rust as tests
of the documentation of `sfo-core`. A sample in anything else, or in nothing named, fails.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT

ELSEWHERE = {"js": "tests/js/readme.test.mjs", "rust": "crates/sfo-core/src/lib.rs"}
"""What runs the samples that do not run here. The JavaScript test reads the same files."""

_FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Sample(NamedTuple):
    file: Path
    line: int
    language: str
    text: str


def readmes() -> list[Path]:
    command = ["git", "ls-files", "*README.md", "docs/*.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split()
    if not names:
        # An unpacked archive has no list of its files.
        skip = {"node_modules", "target", ".venv"}
        found = (*ROOT.rglob("README.md"), *ROOT.glob("docs/*.md"))
        names = [str(p.relative_to(ROOT)) for p in found if not skip & set(p.parts)]
    return [ROOT / name for name in sorted(names)]


def samples() -> list[Sample]:
    found = []
    for file in readmes():
        text = file.read_text(encoding="utf-8")
        blocks = list(_FENCE.finditer(text))
        assert len(re.findall(r"^\s*(?:```|~~~)", text, re.MULTILINE)) == 2 * len(blocks), f"a fence in {file} is odd"
        for block in blocks:
            found.append(Sample(file, text.count("\n", 0, block.start()) + 1, block[1], block[2]))
    return found


def of(*languages: str) -> list[Any]:
    return [
        pytest.param(sample, id=f"{sample.file.relative_to(ROOT)}:{sample.line}")
        for sample in samples()
        if sample.language in languages
    ]


def test_every_sample_has_a_language_that_is_run() -> None:
    packages = {"crates/sfo-py/README.md", "crates/sfo-wasm/js/README.md"}
    assert {"README.md", "examples/README.md", "docs/audit.md", *packages} <= {
        str(file.relative_to(ROOT)) for file in readmes()
    }
    for sample in samples():
        place = f"{sample.file.relative_to(ROOT)}:{sample.line}"
        assert sample.language in {"python", "sh", "console", *ELSEWHERE}, f"{place} is not in a language that is run"
        if sample.language in ELSEWHERE:
            # The other runner names this file.
            runner = (ROOT / ELSEWHERE[sample.language]).read_text(encoding="utf-8")
            assert str(sample.file.relative_to(ROOT)) in runner, place


@pytest.mark.parametrize("sample", of("python"))
def test_python(sample: Sample) -> None:
    """A comment after an expression is its value; comments after a `print` are what it prints."""
    names: dict[str, Any] = {"__name__": "readme"}
    if sample.file.parent.name == "docs":
        # A guide goes on from sample to sample, as a notebook does.
        for earlier in samples():
            if earlier.file == sample.file and earlier.line < sample.line and earlier.language == "python":
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(earlier.text, names)
    lines = sample.text.splitlines()
    for node in ast.parse(sample.text).body:
        printed = io.StringIO()
        value: Any = None
        with contextlib.redirect_stdout(printed):
            if isinstance(node, ast.Expr):
                value = eval(compile(ast.Expression(node.value), str(sample.file), "eval"), names)
            else:
                exec(compile(ast.Module([node], []), str(sample.file), "exec"), names)
        end = node.end_lineno or 0
        behind = lines[end - 1].encode()[node.end_col_offset or 0 :].decode().strip()
        if behind:
            assert value == ast.literal_eval(behind.removeprefix("#").strip()), lines[end - 1]
            continue
        below = []
        while end < len(lines) and lines[end].startswith("#"):
            below.append(lines[end].removeprefix("#").strip())
            end += 1
        if below:
            assert printed.getvalue().split("\n")[: len(below)] == below, lines[end - 1]


def commands(sample: Sample) -> list[tuple[str, list[str]]]:
    """The commands of a sample, each with the lines that it prints where the sample shows them."""
    found: list[tuple[str, list[str]]] = []
    for line in sample.text.splitlines():
        if sample.language == "sh":
            found.append((line, []))
        elif line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return [(command, printed) for command, printed in found if command.strip()]


@pytest.mark.parametrize("sample", of("sh", "console"))
def test_shell(sample: Sample, tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    for name in (
        "case-deadlines.json",
        "code-table.csv",
        "codings.csv",
        "targets.toml",
        "themes.toml",
        "review-complete.json",
        "review-poor.json",
        "self-assessment.json",
        "redaction-notes.md",
        "redaction-people.csv",
    ):
        shutil.copy(ROOT / "examples" / name, tmp_path / "examples")
    with (ROOT / "examples/court-export.csv").open(encoding="utf-8", newline="") as source:
        # The first rows will do, under both names that the samples use.
        rows = [row for row, _ in zip(csv.reader(source), range(500), strict=False)]
    for name in ("examples/court-export.csv", "export.csv"):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(rows)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "TERM": "dumb"}
    assert commands(sample)
    for command, printed in commands(sample):
        program, *arguments = shlex.split(command, comments=True)
        folder = tmp_path
        if program == "make":
            # This test is itself one of the things that `make test` does, so that it can be made has to do here. Make
            # would run the recipe of `test` even so, for it calls make again; what it makes is `test-all`.
            folder, arguments = ROOT, ["--dry-run", *("test-all" if a == "test" else a for a in arguments)]
        assert shutil.which(program, path=path), command
        done = subprocess.run(
            [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        # 1 says that there are findings.
        assert done.returncode in (0, 1 if program == "sfo" else 0), command
        assert not printed or done.stdout.splitlines()[: len(printed)] == printed, command
        if "-o" in arguments:
            assert (tmp_path / arguments[arguments.index("-o") + 1]).stat().st_size > 0, command
