"""Measures redaction over the corpus, and writes ``docs/redaction-accuracy.md``.

python tests/corpus/redaction_accuracy.py             print what was missed
python tests/corpus/redaction_accuracy.py --write     write the page
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import redaction_corpus as corpus

import sfo

PAGE = Path(__file__).resolve().parents[2] / "docs" / "redaction-accuracy.md"
SHARED = Path(__file__).with_name("page.json")
AUDIENCE = "workshop"
"""The audience from whom everybody is hidden."""
PLAIN_SEEDS = range(1, 11)
HOSTILE_SEEDS = range(1, 19)
"""As many as there are disguises, so that everything is disguised in every way once."""
PROSE_WORDS = 200_000

HIDDEN, REFERRED, REFUSED, SURVIVED = "hidden", "referred", "refused", "survived"


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    planted: corpus.Planted
    what: str
    false: int
    """How many places of the piece were hidden where nothing was planted."""
    text: str
    seed: int


def _covered(text: str, planted: corpus.Planted, entries: Iterable[sfo.LogEntry]) -> bool:
    places = [(entry.start, entry.end) for entry in entries if entry.start < planted.end and entry.end > planted.start]
    # A tag within a name stays; its own letters are not the name's.
    words = re.sub(r"<[^>]*>", lambda tag: " " * len(tag[0]), text[planted.start : planted.end])
    letters = (at for at, letter in enumerate(words, planted.start) if letter.isalnum())
    return bool(places) and all(any(start <= at < end for start, end in places) for at in letters)


def judge(redactor: sfo.Redactor, text: str, planted: corpus.Planted, seed: int = 0) -> Outcome:
    """What became of one thing in its piece of text."""
    try:
        redaction = redactor.redact(text)
    except sfo.RedactionError:
        return Outcome(planted, REFUSED, 0, text, seed)
    false = sum(entry.end <= planted.start or entry.start >= planted.end for entry in redaction.log)
    what = SURVIVED
    if _covered(text, planted, redaction.log):
        what = HIDDEN
    elif _covered(text, planted, (*redaction.log, *redaction.referred)):
        what = REFERRED
    return Outcome(planted, what, false, text, seed)


def outcomes(hostile: bool) -> Iterator[Outcome]:
    """Everything that is planted, each in its piece of text."""
    redactor = sfo.Policy.builtin().redactor(
        audience=AUDIENCE, people=[person.row() for person in corpus.CAST], include_removed=False
    )
    for seed in HOSTILE_SEEDS if hostile else PLAIN_SEEDS:
        for text, planted in corpus.document(seed, hostile=hostile).pieces:
            yield judge(redactor, text, planted, seed)


def false_in_prose(words: int = PROSE_WORDS) -> tuple[int, int, list[sfo.LogEntry]]:
    """Words of prose with nothing planted, and what was hidden in it with the same people declared."""
    redactor = sfo.Policy.builtin().redactor(audience=AUDIENCE, people=[p.row() for p in corpus.people(200)])
    text = corpus.prose(7, words)
    log = redactor.redact(text).log
    return len(text.split()), len(log), list(log)


def _table(title: str, rows: dict[str, list[Outcome]]) -> list[str]:
    lines = [
        f"| {title} | planted | hidden | referred | refused | survived | recall | precision |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, found in rows.items():
        count = Counter(outcome.what for outcome in found)
        false = sum(outcome.false for outcome in found)
        safe = len(found) - count[SURVIVED]
        shown = count[HIDDEN]
        precision = f"{shown / (shown + false):.3f}" if shown + false else "-"
        lines.append(
            f"| {name} | {len(found):,} | {shown:,} | {count[REFERRED]:,} | {count[REFUSED]:,} | {count[SURVIVED]:,} "
            f"| {safe / len(found):.3f} | {precision} |"
        )
    return [*lines, ""]


def _by(found: Iterable[Outcome], key: str) -> dict[str, list[Outcome]]:
    rows: dict[str, list[Outcome]] = {}
    for outcome in found:
        rows.setdefault(getattr(outcome.planted, key), []).append(outcome)
    return dict(sorted(rows.items()))


def page() -> str:
    """The page, from a run."""
    plain, hostile = list(outcomes(False)), list(outcomes(True))
    words, false, _ = false_in_prose()
    lines = [
        "# How well redaction finds what it should",
        "",
        "Measured over the corpus of `tests/corpus`, whose names and numbers are invented, by",
        "`python tests/corpus/redaction_accuracy.py --write`; a test holds this page to a new run. The audience is",
        f"`{AUDIENCE}`, from whom everybody is hidden. It says how the library does on these forms, and is no promise",
        "about any other text: a person looks through a copy before it is shared.",
        "",
        "*Hidden*: all of it is gone. *Referred*: it stays, and is listed for a person to decide. *Refused*: the",
        "redaction found by itself that something survived, and gave no text. *Survived*: some of it stands in the",
        "text that came back and nobody was told. Recall is the share that did not survive; precision the share of",
        "what was hidden that was planted.",
        "",
        "## Plain forms",
        "",
        *_table("kind", {**_by(plain, "kind"), "all": plain}),
        "## Hostile forms, by kind",
        "",
        *_table("kind", {**_by(hostile, "kind"), "all": hostile}),
        "## Hostile forms, by disguise",
        "",
        *_table("disguise", {**_by(hostile, "disguise"), "all": hostile}),
        "## Prose with nothing planted",
        "",
        f"{false:,} places were hidden in {words:,} words, with 200 people declared, which is",
        f"{false / words * 10_000:.2f} in 10,000.",
        "",
    ]
    return "\n".join(lines)


def shared() -> str:
    """A short document of the corpus with its people and what becomes of it, for the tests in other languages."""
    made = corpus.document(40)
    text = "".join(piece for piece, _ in list(made.pieces)[:60])
    redaction = sfo.Policy.builtin().redact(text, audience=AUDIENCE, people=made.rows)
    page = {"text": text, "people": made.rows, "redacted": redaction.text}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure redaction over the corpus.")
    parser.add_argument("--write", action="store_true", help="Write the page.")
    parser.add_argument("--hostile", action="store_true", help="Print what was missed in disguise.")
    chosen = parser.parse_args()
    if chosen.write:
        PAGE.write_text(page(), encoding="utf-8")
        SHARED.write_text(shared(), encoding="utf-8")
        return 0
    for outcome in outcomes(chosen.hostile):
        if outcome.what != HIDDEN or outcome.false:
            planted = outcome.planted
            around = outcome.text[max(0, planted.start - 30) : planted.end + 15]
            words = outcome.text[planted.start : planted.end]
            print(
                outcome.what, outcome.false, planted.kind, planted.form, planted.disguise, ascii(words), ascii(around)
            )
    words, false, log = false_in_prose()
    print(f"{false} hidden in {words} words of prose", Counter(entry.found_by for entry in log))
    return 0


if __name__ == "__main__":
    sys.exit(main())
