"""Redaction beside Microsoft Presidio's pattern recognisers, on the same text, on one machine in one run.

    python benches/redaction.py

Presidio gets its recognisers of patterns for this country and a list of the names, and no language model; it only
looks, while ours looks, writes the text anew with a log, and verifies it. Then the stream up to 1 GB, whose text is
made on the way: its time has to grow with the text and its memory not at all. Needs presidio-analyzer, which is no
requirement of anything else.
"""

from __future__ import annotations

import itertools
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "corpus"))
import redaction_corpus as corpus

PEOPLE = 200
MB = 1_000_000
STREAMED = (64, 256, 1024)
"""How many megabytes go through the stream."""


def text_of(size: int) -> str:
    """Prose with ordinary numbers and capitals, in which people and identifiers stand here and there."""
    parts: list[str] = []
    length = 0
    for number, block in enumerate(corpus.blocks(1, sys.maxsize)):
        if number % 200 == 0:
            pieces = [piece for piece, _ in corpus.document(number // 200).pieces]
        elif number % 10 == 0:
            block += pieces[number % len(pieces)]
        parts.append(block)
        length += len(block)
        if length >= size:
            return "".join(parts)[:size]
    raise AssertionError


def median(run: Callable[[], Any], times: int) -> float:
    """The median of some runs, in seconds, after one that does not count."""
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def presidio(names: list[str]) -> Callable[[str], int] | None:
    """Presidio's pattern recognisers, each asked by itself, as its engine does."""
    try:
        import tldextract
        from presidio_analyzer import PatternRecognizer
        from presidio_analyzer import predefined_recognizers as known
    except ImportError:
        return None
    # It would fetch a list of domains otherwise; it has one with it.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    wanted = (
        "EmailRecognizer", "IpRecognizer", "NhsRecognizer", "UkNinoRecognizer", "UkPassportRecognizer",
        "UkPostcodeRecognizer", "UkVehicleRegistrationRecognizer", "UkDrivingLicenceRecognizer", "UrlRecognizer",
        "DateRecognizer", "PhoneRecognizer",
    )  # fmt: skip
    recognisers: list[Any] = [getattr(known, name)() for name in wanted if hasattr(known, name)]
    recognisers.append(PatternRecognizer(supported_entity="PERSON", deny_list=names))

    def look(text: str) -> int:
        found = [one.analyze(text, one.supported_entities, None) or [] for one in recognisers]
        return sum(map(len, found))

    print(f"  Presidio: {', '.join(type(one).__name__ for one in recognisers)}")
    return look


def line(what: str, size: int, seconds: float) -> float:
    speed = size / MB / seconds
    print(f"  {what:<44}{speed:10.2f} MB/s", flush=True)
    return speed


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def parts(size: int, block: str) -> Iterator[str]:
    """A text of this size, part by part: a block over and over, cut at other places each time."""
    left = size
    for number in itertools.count():
        at = number * 7919 % 1000
        part = block[at:] + block[:at]
        if left <= len(part):
            yield part[:left]
            return
        yield part
        left -= len(part)


def main() -> int:
    people = corpus.people(PEOPLE)
    rows = [person.row() for person in people]
    redactor = sfo.Policy.builtin().redactor(audience="workshop", people=rows)
    text = text_of(MB)
    print(f"{len(text.encode()) / MB:.1f} MB of prose, {PEOPLE} declared people")
    hidden = len(redactor.redact(text).log)
    ours = line(
        f"sfo: redacted and verified, {hidden:,} places", len(text.encode()), median(lambda: redactor.redact(text), 9)
    )
    line("sfo: looked at only", len(text.encode()), median(lambda: redactor.inspect(text), 9))
    look = presidio([name for person in people for name in (person.name, person.name.split()[-1])])
    if look is None:
        print("  Presidio is not installed: pip install presidio-analyzer")
    else:
        found = look(text)
        theirs = line(f"Presidio: looked at, {found:,} places", len(text.encode()), median(lambda: look(text), 3))
        print(f"  {ours / theirs:.0f} times as fast")
    large = text_of(16 * MB)
    line("sfo: 16 MB, redacted and verified", len(large.encode()), median(lambda: redactor.redact(large), 3))
    line("sfo: 16 MB, looked at only", len(large.encode()), median(lambda: redactor.inspect(large), 3))

    block = text_of(4 * MB)
    print("as a stream, counts only")
    before = peak()
    for megabytes in STREAMED:
        start = time.perf_counter()
        stream = redactor.stream(parts(megabytes * MB, block))
        written = sum(len(part) for part in stream)
        seconds = time.perf_counter() - start
        line(f"sfo: {megabytes:,} MB, {sum(stream.counts.values()):,} places", megabytes * MB, seconds)
        print(f"  {'':<44}{seconds:10.1f} s, peak memory {peak():.0f} MB ({peak() - before:+.0f} MB)")
        if not written:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
