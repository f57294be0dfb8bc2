"""Redaction: the API, the command line, and what it finds of the corpus."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import os
import pickle
import random
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Ran

import sfo

sys.path.insert(0, str(ROOT / "tests" / "corpus"))
import redaction_accuracy as accuracy
import redaction_corpus as corpus

Run = Callable[..., Ran]
POLICY = sfo.Policy.builtin()
PEOPLE = [
    {"name": "Alder Quillfeather", "role": "offender", "aliases": ["Aldo"]},
    {"name": "Harriet Varley-Thornquist", "role": "probation_officer"},
    {"name": "Siân Prydderlow", "role": "victim", "date_of_birth": datetime.date(1991, 11, 2)},
]
TEXT = "Ms Varley-Thornquist saw Aldo.\nSiân Prydderlow (2 November 1991) rang 07700 900123.\nIt was May 2024.\n"


# What is found.


def test_every_plain_form_is_hidden() -> None:
    found: dict[tuple[str, str], set[str]] = {}
    for one in accuracy.outcomes(hostile=False):
        found.setdefault((one.planted.kind, one.planted.form), set()).add(one.what)
    assert {form: what for form, what in found.items() if what != {accuracy.HIDDEN}} == {}


def test_prose_with_nothing_planted_stays() -> None:
    words, false, log = accuracy.false_in_prose()
    assert false / words * 10_000 <= 2, Counter(entry.found_by for entry in log)


def test_the_page_of_the_accuracy_is_that_of_this_code() -> None:
    assert accuracy.PAGE.read_text(encoding="utf-8") == accuracy.page()
    assert accuracy.SHARED.read_text(encoding="utf-8") == accuracy.shared()


def test_whole_documents() -> None:
    """No planted word stands in the text, in the log, or in what is printed of either."""
    redactor = POLICY.redactor(audience="workshop", people=[person.row() for person in corpus.CAST])
    for seed in range(20, 24):
        made = corpus.document(seed)
        redaction = redactor.redact(made.text)
        assert not redactor.verify(redaction.text)
        # Idempotent, and the structure stays.
        again = redactor.redact(redaction.text)
        assert again.text == redaction.text
        assert not again.log
        written = json.dumps([dataclasses.asdict(entry) for entry in (*redaction.log, *redaction.referred)])
        for planted in made.planted:
            words = made.text[planted.start : planted.end]
            if len(words) > 4 and planted.form != "barrel_second":
                assert words not in written + repr(redaction) + repr(redaction.log), planted
        for entry in redaction.log:
            label = redaction.text[entry.output_start : entry.output_end]
            assert label.startswith(("[redacted: ", "Person")) or label.strip()[-1:].isdigit(), entry


def test_the_corpus_is_the_same_each_time() -> None:
    assert corpus.document(3) == corpus.document(3)
    assert corpus.document(3).text != corpus.document(4).text
    for hostile in (False, True):
        made = corpus.document(5, hostile=hostile)
        assert "".join(text for text, _ in made.pieces) == made.text
        assert all(made.text[one.start : one.end].strip() for one in made.planted)
        assert not hostile or {one.disguise for one in made.planted} == set(corpus.DISGUISES)
    numbers = corpus.document(1).planted
    assert {one.kind for one in numbers} >= set(corpus.KINDS)
    assert len({person.name for person in corpus.people(200)}) == 200


# The vectors.


def vectors() -> list[Any]:
    found = []
    for file in sorted((ROOT / "tests" / "vectors" / "redaction").glob("*.json")):
        for vector in json.loads(file.read_text(encoding="utf-8")):
            found.append(pytest.param(vector, id=f"{file.stem}: {vector['name']}"))
    return found


def test_there_are_vectors() -> None:
    assert len(vectors()) >= 50


@pytest.mark.parametrize("vector", vectors())
def test_every_vector(vector: dict[str, Any]) -> None:
    def answer() -> str:
        redactor = POLICY._core.redactor(json.dumps(vector["options"], ensure_ascii=False))
        given = vector["input"]
        redact = redactor.redact if isinstance(given, str) else redactor.redact_review
        return redact(given if isinstance(given, str) else written(given)).to_json()

    if "error" in vector:
        with pytest.raises(sfo.RedactionError) as caught:
            answer()
        assert {"code": caught.value.code, "path": caught.value.path} == vector["error"]
        return
    assert answer() == written(vector["expect"])
    options = dict(vector["options"])
    if "key" in options:
        options["key"] = bytes.fromhex(options["key"])
    assert POLICY.redact(vector["input"], **options).to_dict() == {
        # A review that goes in as a mapping is written anew, which makes no other difference.
        **vector["expect"],
        "text": POLICY.redact(vector["input"], **options).text,
    }


def written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# What is given back.


def test_a_text() -> None:
    redaction = POLICY.redact(TEXT, audience="workshop", people=PEOPLE)
    assert redaction.text == (
        "Probation Officer 1 saw Supervised Person 1.\n"
        "Victim 1 ([redacted: date of birth]) rang [redacted: contact details].\nIt was May 2024.\n"
    )
    assert redaction.counts["contact"] == {"redact": 1}
    assert [entry.line for entry in redaction.log] == [1, 1, 2, 2, 2]
    assert [entry.person for entry in redaction.log] == [1, 0, 2, 2, None]
    assert redaction.to_dict()["log"][0] == {
        key: value for key, value in dataclasses.asdict(redaction.log[0]).items() if key != "removed"
    }
    assert repr(redaction) == "<Redaction hidden=5 referred=0>"
    assert not POLICY.verify(redaction.text, audience="workshop", people=PEOPLE)


def test_a_reader_sees_what_is_their_own() -> None:
    redaction = POLICY.redact(TEXT, audience="victim", people=PEOPLE, reader="Siân Prydderlow")
    assert "Siân Prydderlow (2 November 1991)" in redaction.text
    assert "Varley" not in redaction.text


def test_a_review_keeps_its_form() -> None:
    review = {
        "case_summary": {"reference": "EXAMPLE-1", "supervision_start": datetime.date(2024, 5, 13)},
        "assessment": {"judgements_examined": True, "reasons": "Mr Quillfeather was not asked."},
    }
    redaction = POLICY.redact(review, audience="workshop", people=PEOPLE)
    assert redaction.review["assessment"] == {
        "judgements_examined": True,
        "reasons": "Supervised Person 1 was not asked.",
    }
    assert redaction.review["case_summary"]["supervision_start"] == "2024-05-13"
    assert redaction.log[0].pointer == "/assessment/reasons"
    text = json.dumps(review, default=str)
    assert POLICY.redactor(audience="workshop", people=PEOPLE).redact_review(text).review == redaction.review


def test_operators_and_keys() -> None:
    masked = POLICY.redact("Mr Quillfeather.", audience="workshop", people=PEOPLE, operator="mask").text
    assert masked == POLICY.redact("Ms Varley-Thornquist.", audience="workshop", people=PEOPLE, operator="mask").text
    assert (
        POLICY.redact("Seen: Mr Quillfeather.", audience="workshop", people=PEOPLE, operator="remove").text == "Seen: ."
    )
    keyed = [
        POLICY.redact("Mr Quillfeather.", audience="workshop", people=people, key=b"0123456789abcdef").text
        for people in (PEOPLE, PEOPLE[:1], [PEOPLE[1], PEOPLE[0]])
    ]
    assert len(set(keyed)) == 1
    assert "Quill" not in keyed[0]


def test_what_was_removed_is_in_the_log_only_where_it_is_asked_for() -> None:
    redaction = POLICY.redact(TEXT, audience="workshop", people=PEOPLE)
    assert all(entry.removed is None for entry in redaction.log)
    assert "Varley" not in redaction.to_json()
    asked = POLICY.redact(TEXT, audience="workshop", people=PEOPLE, include_removed=True)
    assert asked.log[0].removed == "Ms Varley-Thornquist"
    assert "Varley" not in repr(asked.log)


@dataclasses.dataclass
class Row:
    name: str
    role: str
    aliases: tuple[str, ...] = ()


def test_people_as_rows_of_several_kinds(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(
        "\ufeffName,Role,Aliases,Date of birth,identifiers\n"
        "Alder Quillfeather,offender,Aldo; Quill,1986-03-14,\n\n"
        '"Varley-Thornquist, Harriet",probation_officer,,,KZ/1;KZ/2\n',
        encoding="utf-8",
    )
    assert sfo.people_from_csv(file) == [
        {
            "name": "Alder Quillfeather",
            "role": "offender",
            "aliases": ["Aldo", "Quill"],
            "date_of_birth": "1986-03-14",
        },
        {"name": "Varley-Thornquist, Harriet", "role": "probation_officer", "identifiers": ["KZ/1", "KZ/2"]},
    ]
    rows = [Row("Alder Quillfeather", "offender", ("Aldo",)), Row("Harriet Varley-Thornquist", "probation_officer")]
    texts = {
        POLICY.redact("Aldo saw Ms Varley-Thornquist.", audience="workshop", people=people).text
        for people in (PEOPLE, rows, file, str(file), iter(rows))
    }
    assert texts == {"Supervised Person 1 saw Probation Officer 1."}


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({"audience": "everybody"}, "/audience"),
        ({"people": [{"role": "child"}]}, "/people/0/name"),
        ({"people": [{"name": " ", "role": "child"}]}, "/people/0/name"),
        ({"people": [{"name": "Zebedee Quince", "role": "friend"}]}, "/people/0/role"),
        ({"people": [{"name": "Zebedee Quince", "role": "child", "born": 1}]}, "/people/0/born"),
        (
            {"people": [{"name": "Zebedee Quince", "role": "child", "date_of_birth": "14/03/86"}]},
            "/people/0/date_of_birth",
        ),
        ({"people": {"name": "Zebedee Quince", "role": "child"}}, "/people"),
        ({"people": ["Zebedee Quince"]}, "/people/0"),
        ({"people": [{"name": "Zebedee Quince", "role": object()}]}, ""),
        ({"reader": "Zebedee Quince"}, "/reader/0"),
        ({"operator": "shred"}, "/operator"),
        ({"key": b"short"}, "/key"),
    ],
)
def test_what_cannot_be_used_is_said_without_a_value(options: dict[str, Any], path: str) -> None:
    with pytest.raises(sfo.RedactionError) as caught:
        POLICY.redact("Zebedee Quince.", **{"audience": "victim", "people": (), **options})
    assert caught.value.path == path
    assert not {"Zebedee", "Quince", "everybody", "14/03"} & set(str(caught.value).replace("`", " ").split())
    assert caught.value.__cause__ is None
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_one_letter_alias_is_a_finding() -> None:
    people = [{"name": "Alder Quillfeather", "role": "offender", "aliases": ["A"]}]
    findings = POLICY.redact("A text.", audience="workshop", people=people).findings
    assert [(finding.code, finding.path) for finding in findings] == [("alias_too_short", "/people/0/aliases/0")]


@pytest.mark.parametrize(
    "text", ["", "name,part\na,b\n", "name,role,name\na,b,c\n", "name,role\nQuince\n", 'name,role\n"Quince', "\0\n"]
)
def test_a_list_of_people_that_is_not_one(text: str) -> None:
    with pytest.raises(sfo.RedactionError) as caught:
        sfo.people_from_csv(io.StringIO(text))
    assert "Quince" not in str(caught.value)


def test_a_stream_gives_the_same_text_for_any_parts() -> None:
    made = corpus.document(30)
    redactor = POLICY.redactor(audience="workshop", people=made.rows)
    # A number that is hidden for its label is hidden elsewhere too where the text is given whole.
    text = "".join(piece for piece, one in made.pieces if one.form != "short_without_label") * 4
    whole = redactor.redact(text)
    rng = random.Random(1)
    for size in (1 << 16, 997, 64):
        parts, at = [], 0
        while at < len(text):
            step = rng.randint(1, 2 * size)
            parts.append(text[at : at + step])
            at += step
        log: list[sfo.LogEntry] = []
        stream = redactor.stream(parts, log=log.append)
        assert "".join(stream) == whole.text
        assert tuple(log) == whole.log
        assert list(stream) == []
    stream = redactor.stream(io.StringIO(text, newline=""))
    assert "".join(stream) == whole.text
    counted = {(category, action): n for category, by in whole.counts.items() for action, n in by.items()}
    assert stream.counts == counted


def test_verify_finds_what_survived() -> None:
    redactor = POLICY.redactor(audience="workshop", people=PEOPLE)
    for text in (
        "mr QUILLFEATHER", "Quíllfeäther", "Quill\u200bfeather", "Quill\u00adfeather", "Qu\u0456llfeather",
        "&#81;uillfeather", "%51uillfeather", "Quill<b>feather</b>", "Q u i l l f e a t h e r",
        "".join(chr(ord(c) + 0xFEE0) for c in "Quillfeather"), "Varley\u00a0Thornquist",
    ):  # fmt: skip
        leaks = redactor.verify(f"There was {text} then.")
        assert leaks, text
        assert all(0 <= leak.start < leak.end <= len(text) + 16 for leak in leaks)
    assert not redactor.verify("Supervised Person 1 met Probation Officer 1 in May.")


# On the command line.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = ["name,role,aliases,date_of_birth"]
    lines += ["Alder Quillfeather,offender,Aldo,", "Harriet Varley-Thornquist,probation_officer,,"]
    lines += ["Siân Prydderlow,victim,,1991-11-02"]
    (tmp_path / "people.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "notes.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_the_command_line_redacts_a_text(run: Run, folder: Path) -> None:
    ran = run(
        "redact", "notes.md", "--audience", "workshop", "--people", "people.csv", "-o", "out.md", "--log", "log.json"
    )
    assert (ran.status, ran.out) == (0, ""), ran.err
    expected = POLICY.redact(TEXT, audience="workshop", people=PEOPLE)
    assert (folder / "out.md").read_text(encoding="utf-8") == expected.text
    log = json.loads((folder / "log.json").read_text(encoding="utf-8"))
    assert [entry["category"] for entry in log["log"]] == [entry.category for entry in expected.log]
    assert "contact: redact" in ran.err
    assert not any(word in ran.err + json.dumps(log) for word in ("Quill", "Varley", "Pryd", "07700"))
    assert sorted(file.name for file in folder.iterdir()) == ["log.json", "notes.md", "out.md", "people.csv"]


def test_the_command_line_redacts_a_review(run: Run, folder: Path) -> None:
    (folder / "review.json").write_text('{"assessment": {"reasons": "Mr Quillfeather."}}')
    ran = run("redact", "review.json", "--audience", "workshop", "--people", "people.csv", "-o", "out.json")
    assert ran.status == 0, ran.err
    assert json.loads((folder / "out.json").read_text()) == {"assessment": {"reasons": "Supervised Person 1."}}


def test_the_command_line_says_what_is_left_to_a_person(run: Run, folder: Path) -> None:
    (folder / "people.csv").write_text("name,role\nWill Mayhewson,third_party\n")
    (folder / "notes.md").write_text("First line.\nHe met Mr Harding there.\n")
    ran = run("redact", "notes.md", "--audience", "workshop", "--people", "people.csv", "-o", "out.md")
    assert ran.status == 1, ran.err
    assert "1 place for a person to decide" in ran.err
    assert "line 2" in ran.err
    assert "Harding" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["notes.md", "-o", "notes.md"], "is one of the files that are read"),
        (["notes.md", "-o", "people.csv"], "is one of the files that are read"),
        (["notes.md", "-o", "out.md", "--log", "out.md"], "names the same file as another output"),
        (["bad.txt", "-o", "out.txt"], "is not text in UTF-8"),
        (["file.pdf", "-o", "out.pdf"], "a PDF is not redacted"),
        (["old.doc", "-o", "out.doc"], "save it as `.docx`"),
        (["none.txt", "-o", "out.txt"], "no such file"),
        (["bad.json", "-o", "out.json"], "not JSON"),
        (["notes.md", "-o", "no/out.md"], "no such file"),
    ],
)
def test_where_it_cannot_run_nothing_is_left(run: Run, folder: Path, arguments: list[str], sentence: str) -> None:
    (folder / "bad.txt").write_bytes(b"Mr Quillfeather \xff" * 100_000)
    (folder / "file.pdf").write_bytes(b"%PDF-1.7")
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "bad.json").write_text("{")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    ran = run("redact", *arguments, "--audience", "victim", "--people", "people.csv")
    assert ran.status == 2, ran.err
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_an_audience_that_there_is_not(run: Run, folder: Path) -> None:
    ran = run("redact", "notes.md", "--audience", "all", "--people", "people.csv", "-o", "out.md")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert "`victim`" in ran.err
    assert not (folder / "out.md").exists()


def test_a_large_file_goes_through_as_a_stream(run: Run, folder: Path) -> None:
    line = "Nothing was recorded of it in 2024. " * 2000
    with (folder / "large.txt").open("w", encoding="utf-8") as file:
        for _ in range(1000):
            file.write(line + "\n")
        file.write(TEXT)
    assert (folder / "large.txt").stat().st_size > 64 << 20
    ran = run(
        "redact", "large.txt", "--audience", "workshop", "--people", "people.csv", "-o", "out.txt", "--log", "l.json"
    )
    assert ran.status == 0, ran.err
    with (folder / "out.txt").open("rb") as file:
        file.seek(-200, os.SEEK_END)
        end = file.read().decode()
    assert end.endswith(POLICY.redact(TEXT, audience="workshop", people=PEOPLE).text)
    assert json.loads((folder / "l.json").read_text(encoding="utf-8"))["log"][-1]["line"] == 1002


def test_the_page_to_look_through(run: Run, folder: Path) -> None:
    arguments = ("--audience", "workshop", "--people", "people.csv", "-o", "out", "--preview", "page.html", "--log", "l.json")
    assert run("redact", "notes.md", *arguments).status == 0
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "This page holds the personal data" in page
    # Before and after, and why.
    assert ">Ms Varley-Thornquist</del>" in page
    assert ">Probation Officer 1</ins>" in page
    assert not any(one in page for one in ("<script", "http:", "https:", "src="))
    assert "Varley" not in (folder / "l.json").read_text(encoding="utf-8")
    assert (folder / "page.html").stat().st_mode & 0o077 == 0
    redaction = POLICY.redact("<b>&\u202eMr Quillfeather\nMr Harding", audience="workshop", people=PEOPLE)
    page = redaction.to_html()
    assert "&lt;b&gt;&amp;" in page
    assert "U+202E" in page
    assert "\u202e" not in page
    assert ">Mr Harding</mark>" in page
    review = {"assessment": {"reasons": "Mr Quillfeather.", "judgements_examined": True}}
    page = POLICY.redact(review, audience="workshop", people=PEOPLE).to_html()
    assert "<caption>/assessment/reasons</caption>" in page
    assert ">Supervised Person 1</ins>" in page
