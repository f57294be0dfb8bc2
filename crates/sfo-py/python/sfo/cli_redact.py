"""``sfo redact``: a copy of a file for a reader, with its log and a page to look through."""

from __future__ import annotations

import codecs
import contextlib
import json
import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Annotated, Any

import typer

import sfo
from sfo.redaction import LogEntry, Redactor
from sfo.word import pdf

__all__ = ["attach"]

_WHOLE = 64 << 20
"""The largest file, in bytes, that is read as a whole; a larger text goes through as a stream."""

_PART = 1 << 20


class CannotRun(sfo.SfoError):
    """Nothing could be run; the message is the sentence to print."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "cannot_run")


class _Outputs:
    """Files that are written under other names, and get their own all together at the end; or never."""

    def __init__(self, sources: list[Path]) -> None:
        self._sources = sources
        self._parts: list[tuple[Path, Path]] = []

    def open(self, target: Path, what: str) -> IO[bytes]:
        """A file to write to, beside where it will stand."""
        real = Path(os.path.realpath(target))
        if any(real.exists() and source.exists() and os.path.samefile(real, source) for source in self._sources):
            raise CannotRun(f"`{what}` is one of the files that are read; name another")
        if any(real == other for _, other in self._parts):
            raise CannotRun(f"`{what}` names the same file as another output; name another")
        if real.exists() and not stat.S_ISREG(real.stat().st_mode):
            raise CannotRun(f"`{what}` is not a file that can be replaced; name another")
        part = real.with_name(f".{real.name}.{os.getpid()}.part")
        # Nobody else reads it: the log and the page hold what the copy does not.
        file = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._parts.append((part, real))
        return file

    def keep(self) -> None:
        """Gives every file its own name."""
        for part, real in self._parts:
            part.replace(real)
        self._parts.clear()

    def drop(self) -> None:
        """Leaves nothing behind."""
        for part, _ in self._parts:
            part.unlink(missing_ok=True)


def _fields(entry: LogEntry) -> dict[str, Any]:
    """An entry without what was hidden."""
    return {key: value for key, value in asdict(entry).items() if key != "removed"}


class _Log:
    """The log as JSON, written entry by entry, so that it is not held in memory."""

    def __init__(self, file: IO[bytes] | None, head: dict[str, Any]) -> None:
        self._file = file
        self._first = True
        self.referred: list[LogEntry] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.write(json.dumps(head, ensure_ascii=False)[:-1] + ',"log":[')

    def write(self, text: str) -> None:
        if self._file is not None:
            self._file.write(text.encode("utf-8"))

    def entry(self, entry: LogEntry) -> None:
        self.counts[entry.category, entry.action] += 1
        self.write(("" if self._first else ",") + "\n" + json.dumps(_fields(entry), ensure_ascii=False))
        self._first = False

    def refer(self, entry: LogEntry) -> None:
        if len(self.referred) < _MOST_REFERRED:
            self.referred.append(entry)
        self.counts[entry.category, entry.action] += 1

    def end(self, more: dict[str, Any]) -> None:
        tail = json.dumps({"referred": [_fields(entry) for entry in self.referred], **more}, ensure_ascii=False)
        self.write("\n]," + tail[1:] + "\n")


_MOST_REFERRED = 100_000


def _decoded(file: IO[bytes], name: str) -> Iterator[str]:
    """The text of a file, part by part."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    while True:
        part = file.read(_PART)
        try:
            text = decoder.decode(part, final=not part)
        except UnicodeDecodeError:
            raise CannotRun(f"`{name}` is not text in UTF-8; save it in that encoding") from None
        if text:
            yield text
        if not part:
            return


def _text(source: Path, redactor: Redactor, out: IO[bytes], log: _Log, preview: Path | None) -> sfo.Redaction | None:
    """Redacts a text file: as a whole where that is small enough, and otherwise as a stream."""
    with source.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size <= _WHOLE:
            whole = "".join(_decoded(file, source.name))
            return _done(redactor.redact(whole), out, log)
        if preview is not None:
            raise CannotRun("a preview is made of files up to 64 MB; divide the file, or leave `--preview` out")
        for part in redactor.stream(_decoded(file, source.name), log=log.entry, referred=log.refer):
            out.write(part.encode("utf-8"))
    return None


def _done(redaction: sfo.Redaction, out: IO[bytes], log: _Log) -> sfo.Redaction:
    out.write(redaction.text.encode("utf-8"))
    _note(redaction, log)
    return redaction


def _note(redaction: sfo.Redaction, log: _Log) -> None:
    for entry in redaction.log:
        log.entry(entry)
    for entry in redaction.referred:
        log.refer(entry)


def _review(source: Path, redactor: Redactor, out: IO[bytes], log: _Log) -> sfo.Redaction:
    with source.open("rb") as file:
        if os.fstat(file.fileno()).st_size > _WHOLE:
            raise CannotRun("the review is larger than 64 MB; shorten it")
        text = "".join(_decoded(file, source.name)).removeprefix("\ufeff")
    return _done(redactor.redact_review(text), out, log)


def _word(source: Path, redactor: Redactor, out: IO[bytes], log: _Log) -> tuple[sfo.Redaction, dict[str, int]]:
    made = redactor.redact_word(source)
    out.write(made.document)
    _note(made.redaction, log)
    return made.redaction, dict(made.removed)


def _key(file: Path | None) -> bytes | None:
    if file is None:
        return None
    with file.open("rb") as stream:
        return stream.read(1 << 10).strip()


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _say(log: _Log, redaction: sfo.Redaction | None, removed: dict[str, int]) -> None:
    """What was done, by counts and places: no value of the text."""
    lines = ["sfo: hidden, by category"]
    for (category, action), count in sorted(log.counts.items()):
        if action != "refer":
            lines.append(f"  {category + ': ' + action:<34}{count:>9,}")
    if len(lines) == 1:
        lines = ["sfo: nothing was hidden"]
    for name, count in removed.items():
        lines.append(f"sfo: left out: {name} ({count:,})")
    referred = sum(count for (_, action), count in log.counts.items() if action == "refer")
    if referred:
        lines.append(f"sfo: {_count(referred, 'place')} for a person to decide, in the copy as in the file")
        for entry in log.referred[:20]:
            lines.append(f"  line {entry.line:,}{' of ' + entry.pointer if entry.pointer else ''}: {entry.category}")
        if referred > 20:
            lines.append(f"  and {referred - 20:,} more; `--log` has all of them")
    if redaction is not None:
        lines += [f"sfo: {finding.path}: {finding.message}" for finding in redaction.findings]
    print("\n".join(lines), file=sys.stderr)


def attach(app: typer.Typer, one_sentence: Callable[[], contextlib.AbstractContextManager[None]]) -> None:
    """Gives the command to the command line."""

    @app.command()
    def redact(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="Text, Markdown, a review (.json) or Word (.docx).")],
        audience: Annotated[str, typer.Option(metavar="WHO", help="Who reads the copy, such as victim or workshop.")],
        people: Annotated[Path, typer.Option(metavar="PEOPLE.csv", help="The people of the case: name, role, ...")],
        output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT", help="Where to write the copy.")],
        reader: Annotated[
            list[str] | None,
            typer.Option(metavar="NAME", help="Somebody of the list who reads this copy. May be repeated."),
        ] = None,
        operator: Annotated[str, typer.Option(metavar="HOW", help="label, mask or remove.")] = "label",
        key: Annotated[
            Path | None, typer.Option(metavar="FILE", help="A secret of 16 to 64 bytes: the same labels in every file.")
        ] = None,
        log: Annotated[Path | None, typer.Option(metavar="LOG.json", help="Where to write what was done.")] = None,
        preview: Annotated[
            Path | None, typer.Option(metavar="PREVIEW.html", help="Where to write a page to look through.")
        ] = None,
    ) -> None:
        """Write a copy of a file for a reader, without what that reader may not see.

        The copy is verified before it is kept; where anything fails, nothing is written. Ends with 1 where places are
        left for a person to decide. The log holds no words of the file; the preview holds all of it.
        """
        with one_sentence():
            outputs = _Outputs([file, people, *([key] if key else [])])
            try:
                told, redaction, removed = _run(
                    file, audience, people, output, reader or [], operator, key, log, preview, outputs
                )
                outputs.keep()
            finally:
                outputs.drop()
        _say(told, redaction, removed)
        if any(action == "refer" for _, action in told.counts):
            raise typer.Exit(1)


def _run(
    file: Path,
    audience: str,
    people: Path,
    output: Path,
    reader: list[str],
    operator: Any,
    key: Path | None,
    log: Path | None,
    preview: Path | None,
    outputs: _Outputs,
) -> tuple[_Log, sfo.Redaction | None, dict[str, int]]:
    kind = file.suffix.lower()
    if kind == ".pdf":
        raise pdf()
    if kind in (".doc", ".docm", ".dotx", ".dotm", ".rtf", ".odt", ".htm", ".html", ".xlsx", ".pptx", ".msg", ".eml"):
        raise CannotRun(f"a file of the kind `{kind}` is not redacted; save it as `.docx` or as text")
    policy = sfo.Policy.builtin()
    redactor = policy.redactor(
        audience=audience,
        people=people,
        reader=reader,
        operator=operator,
        key=_key(key),
    )
    removed: dict[str, int] = {}
    with contextlib.ExitStack() as files:
        out = files.enter_context(outputs.open(output, "--output"))
        log_file = files.enter_context(outputs.open(log, "--log")) if log else None
        page = files.enter_context(outputs.open(preview, "--preview")) if preview else None
        head = {"policy": {"id": policy.id, "version": policy.version, "digest": policy.digest}, "audience": audience}
        told = _Log(log_file, head)
        redaction: sfo.Redaction | None
        if kind == ".json":
            redaction = _review(file, redactor, out, told)
        elif kind == ".docx":
            redaction, removed = _word(file, redactor, out, told)
        else:
            redaction = _text(file, redactor, out, told, preview)
        counts = [
            {"category": category, "action": action, "count": count}
            for (category, action), count in sorted(told.counts.items())
        ]
        told.end({"counts": counts, "left_out": removed})
        if page is not None and redaction is not None:
            page.write(redaction.to_html().encode("utf-8"))
    return told, redaction, removed
