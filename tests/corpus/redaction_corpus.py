"""Prose of probation reviews with people and identifiers planted in it, and a key that says where they stand.

Everything comes from a seed. Nobody in it exists: the names are made up, the telephone numbers are of the ranges that
are kept for drama, and the check letters are worked out here and not by the library that is tested.

    corpus.prose(seed, words=10_000)          nothing planted
    corpus.document(seed)                     people and identifiers as records have them
    corpus.document(seed, hostile=True)       the same, disguised
    corpus.people(count)                      a list of declared people of any length

A file of the plain kind: ``python tests/corpus/redaction_corpus.py --seed 1 --hostile``.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Person:
    """One declared person, as a row of a list has them."""

    name: str
    role: str
    aliases: tuple[str, ...] = ()
    relation: str | None = None
    date_of_birth: str | None = None
    address: str | None = None
    identifiers: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """The row as the library takes it."""
        row = {**dataclasses.asdict(self), "aliases": list(self.aliases), "identifiers": list(self.identifiers)}
        return {key: value for key, value in row.items() if value not in (None, [])}


@dataclasses.dataclass(frozen=True, slots=True)
class Planted:
    """One thing that must not survive: ``text[start:end]`` of the document."""

    start: int
    end: int
    kind: str
    """``name``, or the kind of identifier."""
    form: str
    """How it is written, such as ``title_surname``."""
    disguise: str | None = None
    """How it is hidden, of :data:`DISGUISES`; ``None`` for a plain form."""
    person: int | None = None
    """Whose it is: the position in the list of people."""


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    text: str
    planted: tuple[Planted, ...]
    people: tuple[Person, ...]
    begins: tuple[int, ...]
    """Where the piece of text begins that holds each of the planted, with some ordinary sentences before it."""

    @property
    def pieces(self) -> Iterator[tuple[str, Planted]]:
        """Each of the planted by itself, in its piece of the text."""
        for planted, start, end in zip(self.planted, self.begins, (*self.begins[1:], len(self.text)), strict=True):
            moved = dataclasses.replace(planted, start=planted.start - start, end=planted.end - start)
            yield self.text[start:end], moved

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [person.row() for person in self.people]


CAST = (
    Person("Alder James Quillfeather", "offender", ("Aldo",), date_of_birth="1986-03-14",
           address="17 Larkspur Road, Nettlecombe", identifiers=("KZ/88213",)),
    Person("Harriet Varley-Thornquist", "probation_officer"),
    Person("Dermot O'Darrow", "senior_probation_officer"),
    Person("Fiona McTavenor", "other_staff"),
    Person("Siân Prydderlow", "victim", date_of_birth="1991-11-02", address="Flat 3, 42 Hollowmere Close, Wexcombe"),
    Person("Zoë Ünverdal", "child", relation="daughter of the victim", date_of_birth="2015-06-30"),
    Person("Łukasz Brzezowik", "third_party", ("Lukey",), relation="partner of the offender"),
    Person("Pieter van der Holmwick", "other_professional"),
    Person("Adaeze Okonforu", "victim_family", relation="mother of the victim"),
    Person("Rose Winterbourne-Achebe", "other_staff"),
    Person("Will Mayhewson", "third_party"),
    Person("Grace Youngblade", "other_professional"),
    Person("Ciarán Ó Dúbhlainn", "third_party"),
    Person("Jonas Pethericks", "probation_officer"),
    Person("Thu Thuỷ Phamren", "other_staff"),
)  # fmt: skip
"""The people that documents are about. Three of their first names are also words, and stand in the prose as words."""

WORDS_TOO = frozenset({"rose", "will", "grace"})

_FIRST = (
    "Alun Bethan Callum Dilys Edwin Farida Gethin Hanneke Imran Jocasta Kerensa Lowri Magnus Nerys Osian Perpetua "
    "Quentin Rhiannon Saffron Tobias Ulrika Verity Wilfred Ximena Yusuf Zinnia"
).split()
_HEAD = "Ald Bram Crov Dun Eld Fen Garth Hexl Ilm Jorv Keld Lind Morv Nant Ost Penr Quorn Ravel Skel Thorn".split()
_TAIL = "aby acre adine agill ambrey antle aspry athwick ingsole owfield".split()


def people(count: int) -> list[Person]:
    """A list of any length: first the people of the documents, then others who stand nowhere."""
    found = list(CAST[:count])
    roles = ("probation_officer", "other_staff", "other_professional", "third_party", "victim_family", "child")
    for number in range(count - len(found)):
        surname = _HEAD[number % len(_HEAD)] + _TAIL[number // len(_HEAD) % len(_TAIL)]
        found.append(Person(f"{_FIRST[number % len(_FIRST)]} {surname}", roles[number % len(roles)]))
    return found


# Ordinary prose. A slot in braces is filled with something that a record really has and that is nobody's.

_SENTENCES = """
The order was made on {date} and ran for {months} months, with {days} days of rehabilitation activity.
An assessment was completed within {few} working days of sentence and reviewed on {date}.
He was charged under section {section} of the {act} and appeared before {court} on {weekday} {date}.
The plan of {month} {year} had {few} objectives, of which {few} were met.
Contact was weekly until {month} {year} and then fell to once in {days} days.
The risk of serious harm was assessed as high in {financial} and as medium in the year before.
The score rose from {percent} to {percent} between the {ordinal} and the {ordinal} review.
Of {days} appointments {few} were missed, and the reasons for {few} of them were accepted.
It is hard to see how a home visit at {time} could have told the team more than the call at {time} did.
The team had {few} vacancies in {month}, and each officer held about {days} cases against a target of {days}.
A fine of {sum} and costs of {sum} were outstanding when supervision began.
The meeting of {date} lasted {minutes} minutes and was attended by {few} agencies.
At MAPPA Level {level} the case was heard {few} times, on the last occasion in {month} {year}.
Paragraph {clause} of the instruction asks for a review within {days} working days.
The referral was sent at {time} on {date} and acknowledged {few} days later.
Nobody asked why the address had changed, and the change was not recorded until {weekday}.
Children's services closed the case in {month}, and the reason for that will need to be understood.
The young people's panel met in May and again in June, and the mark it left on practice was small.
There is reason to hope that the new guidance will be followed, for the unit may not be given a grace period again.
A white envelope with a brown label was found, and a bill for {sum} lay under it.
The Crown Court at {place} passed a sentence of {months} months on {date}.
In {year} the inspection rated {percent} of the sampled assessments as sufficient.
Supervision took place in the King's Lynn office on {few} of {days} occasions.
The enforcement letter went out on {iso}, {days} days after the first failure.
Records show version {version} of the plan, and the notes of page {few} to page {days} are missing.
He was {age} at the time and had {few} previous convictions for {few} offences, the first in {year}.
She told the officer that rent of {sum} a month took more than half of what she earned.
Oversight was recorded {few} times in {months} months, and on {date} with actions.
The Domestic Abuse Act 2021 had come into force by then, and the policy of {month} {year} says so.
Table {few} sets out {days} contacts, {percent} of them in the office.
The programme has {days} sessions of {minutes} minutes; he had done {few} by {date}.
A check of the police database on {weekday}, {date}, gave nothing new.
The allegation of {year} was not followed up, although paragraph {clause} of the framework says that it should be.
The group work started at {time} and ended at {time}, which left {minutes} minutes for questions.
The guidance is plain: where the level may change, the manager will be told on the same day.
Between {date} and {date} the unit lost {few} officers and gained {few}.
Learning from earlier reviews was discussed at a team day in {place} in {month}.
The drug test of {date} was positive, and the one of {date} was negative.
Curfew ran from {time} to {time} on {days} nights.
The Head of Service agreed {few} actions, the last due by the end of {month} {year}.
The office in {place} serves about {thousand} people, and the nearest hospital is {days} miles away.
Unpaid work of {hours} hours was ordered, and {days} hours stood at the end of {month}.
The sentence plan was signed on {short} and countersigned {few} days after.
The panel asked for {few} further reports: one by {weekday}, the others by {ordinal} {month}.
It was agreed that the Senior Probation Officer would sample {percent} of the cases of the team.
His employment ended on {short}; he had earned about {sum} a week there since {month} {year}.
No agency had the whole picture, and each thought that another held it.
On balance the practice was sufficient, with one exception that is described in section {few} below.
""".strip().splitlines()

_HEADINGS = (
    "Assessment of risk", "Implementation of the order", "Management oversight", "Working with others",
    "What was known by May", "Learning and next steps", "Early look", "The period from release to recall",
)  # fmt: skip
_COURTS = (
    "Wexcombe Magistrates' Court",
    "the Crown Court at Nettlecombe",
    "Ashmere Magistrates' Court",
    "the Court of Appeal",
)
_ACTS = (
    "Theft Act 1968", "Sexual Offences Act 2003", "Offences against the Person Act 1861", "Criminal Justice Act 2003",
    "Criminal Damage Act 1971", "Road Traffic Act 1988",
)  # fmt: skip
_PLACES = ("Nettlecombe", "Wexcombe", "Ashmere", "Upper Hallow", "Port Sallen")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def _day(rng: random.Random, first: int = 2018, last: int = 2024) -> datetime.date:
    start = datetime.date(first, 1, 1)
    return start + datetime.timedelta(days=rng.randrange((datetime.date(last, 12, 31) - start).days))


def _words_date(day: datetime.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _ordinal(number: int) -> str:
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _short(day: datetime.date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


_SLOTS: dict[str, Callable[[random.Random], str]] = {
    "date": lambda rng: _words_date(_day(rng)),
    "iso": lambda rng: _day(rng).isoformat(),
    "short": lambda rng: _short(_day(rng)),
    "month": lambda rng: rng.choice(MONTHS),
    "year": lambda rng: str(rng.randint(2009, 2024)),
    "financial": lambda rng: (lambda year: f"{year}/{(year + 1) % 100:02}")(rng.randint(2015, 2023)),
    "weekday": lambda rng: rng.choice(_WEEKDAYS),
    "time": lambda rng: rng.choice(("9.30am", "14:05", "4pm", "10:15", "half past 6", "7.45 p.m.", "19:00")),
    "section": lambda rng: rng.choice(("18", "20", "8(1)", "9(1)(b)", "47", "1", "3ZC", "5(2)(a)")),
    "act": lambda rng: rng.choice(_ACTS),
    "court": lambda rng: rng.choice(_COURTS),
    "place": lambda rng: rng.choice(_PLACES),
    "sum": lambda rng: rng.choice(
        (f"£{rng.randint(20, 950)}", f"£{rng.randint(1, 9)},{rng.randint(100, 999)}", f"£{rng.randint(60, 500)}.50")
    ),
    "percent": lambda rng: rng.choice((f"{rng.randint(4, 98)}%", f"{rng.randint(4, 98)} per cent")),
    "few": lambda rng: str(rng.randint(2, 9)),
    "days": lambda rng: str(rng.randint(10, 60)),
    "months": lambda rng: str(rng.choice((6, 12, 18, 24, 36))),
    "minutes": lambda rng: str(rng.choice((20, 45, 60, 90))),
    "hours": lambda rng: str(rng.choice((40, 80, 120, 180, 240))),
    "level": lambda rng: str(rng.randint(1, 3)),
    "age": lambda rng: str(rng.randint(18, 61)),
    "ordinal": lambda rng: _ordinal(rng.randint(1, 28)),
    "clause": lambda rng: f"{rng.randint(1, 9)}.{rng.randint(1, 29)}",
    "version": lambda rng: f"{rng.randint(1, 4)}.{rng.randint(0, 9)}.{rng.randint(0, 12)}",
    "thousand": lambda rng: f"{rng.randint(2, 240)},{rng.randint(0, 9)}00",
}


def _sentence(rng: random.Random) -> str:
    parts = rng.choice(_SENTENCES).split("{")
    said = [parts[0]]
    for part in parts[1:]:
        slot, _, rest = part.partition("}")
        said += [_SLOTS[slot](rng), rest]
    return "".join(said)


def prose(seed: int, words: int) -> str:
    """Prose in which nothing is planted: at least so many words."""
    return "".join(blocks(seed, words))


def blocks(seed: int, words: int) -> Iterator[str]:
    """The same, paragraph by paragraph, for texts that are not held as a whole."""
    rng = random.Random(f"prose {seed}")
    while words > 0:
        paragraph = " ".join(_sentence(rng) for _ in range(rng.randint(2, 6)))
        if rng.random() < 0.1:
            paragraph = f"## {rng.choice(_HEADINGS)}\n\n{paragraph}"
        elif rng.random() < 0.05:
            paragraph = f"| when | what |\n|---|---|\n| {_SLOTS['date'](rng)} | {_sentence(rng)} |"
        elif rng.random() < 0.08:
            paragraph = "\n".join(f"- {_sentence(rng)}" for _ in range(rng.randint(2, 4)))
        words -= len(paragraph.split())
        yield paragraph + "\n\n"


# Identifiers, each with its check worked out from what is published of it.

_CHECK = "ZABCDEFGHJKLMNPQRTUVWXY"
_PLATE = "ABCDEFGHJKLMNOPRSTUVWXY"
_END = "BCDFGHJKLMNPRTVWXYZ"
"""Letters of which no word is made, for no plate has one."""


def _digits(rng: random.Random, count: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(count))


def _letters(rng: random.Random, count: int, of: str = "ABCDEFGHJKLMNPRSTUVWXYZ") -> str:
    return "".join(rng.choice(of) for _ in range(count))


def _nhs(rng: random.Random) -> str:
    while True:
        nine = "9" + _digits(rng, 8)
        left = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(nine)) % 11
        if left != 10:
            return nine + str(left % 11)


def _pnc(rng: random.Random) -> tuple[str, str, str]:
    year, serial = rng.randint(1980, 2023), rng.randint(1000, 999_999)
    letter = _CHECK[int(f"{year % 100:02}{serial:07}") % 23]
    return f"{year}/{serial:07}{letter}", f"{year % 100:02}/{serial}{letter}", f"{year}{serial:07}{letter}"


def _cro(rng: random.Random) -> str:
    year, serial = rng.randint(60, 99), rng.randint(1, 999_999)
    return f"{serial:06}/{year:02}{_CHECK[int(f'{year:02}{serial:06}') % 23]}"


def _cro_short(rng: random.Random) -> str:
    year, serial = rng.randint(50, 94), rng.randint(1, 99_999)
    return f"SF{year:02}/{serial}{_CHECK[int(f'{year:02}{serial}') % 23]}"


def _asn(rng: random.Random) -> tuple[str, str]:
    year, force, unit, system = rng.randint(10, 23), rng.randint(1, 60), _digits(rng, 2), rng.randint(1, 9)
    serial = rng.randint(1, 99_999)
    letter = _CHECK[int(f"{force:02}{system:02}{year:02}{serial:011}") % 23]
    long = f"{year:02}/{force:02}{unit}/{system:02}/{serial:011}{letter}"
    return long, long.replace("/", "")


def _nino(rng: random.Random) -> str:
    while True:
        prefix = _letters(rng, 1, "ABCEGHJKLMNOPRSTWXYZ") + _letters(rng, 1, "ABCEGHJKLMNPRSTWXYZ")
        if prefix not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
            return prefix + _digits(rng, 6) + rng.choice("ABCD")


def _postcode(rng: random.Random) -> str:
    area = rng.choice(("LS", "B", "NR", "SE", "EX", "YO", "M", "CF"))
    return f"{area}{rng.randint(2, 38)} {rng.randrange(10)}{_letters(rng, 2, 'ABDEFGHJLNPQRSTUWXYZ')}"


_STREETS = ("Larkspur Road", "Hollowmere Close", "St Brannock's Avenue", "Cinder Lane", "Old Tannery Street",
            "Marigold Crescent", "Quarry Way", "Elmthwaite Drive")  # fmt: skip


def _spaced(text: str, *sizes: int) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return " ".join(parts)


def _plate(rng: random.Random) -> str:
    return rng.choice((
        f"{_letters(rng, 2, _PLATE)}{rng.randint(2, 24):02} {_letters(rng, 3, _END)}",
        f"{rng.choice('ABCDEFGHJKLMNPRSTVWXY')}{rng.randint(21, 999)} {_letters(rng, 3, _END)}",
        f"{_letters(rng, 3, _END)} {rng.randint(21, 999)}{rng.choice('ABCDEFGHJKLMNPRSTVWXY')}",
    ))  # fmt: skip


_Made = tuple[str, str, str]
"""The form, the sentence with `{}` where the identifier stands, and the identifier."""


def _identifiers(rng: random.Random) -> dict[str, list[_Made]]:
    """Every kind in every plain form."""
    nhs, pnc, asn, nino = _nhs(rng), _pnc(rng), _asn(rng), _nino(rng)
    street, number, postcode = rng.choice(_STREETS), rng.randint(2, 180), _postcode(rng)
    birth = _day(rng, 1950, 2005)
    drama, line, last = rng.randrange(1000), rng.randrange(1000), rng.randrange(1000)
    return {
        "crn": [
            ("labelled", "The case is held under CRN {} on the system.", _letters(rng, 1) + _digits(rng, 6)),
            ("labelled_colon", "CRN: {}", _letters(rng, 1) + _digits(rng, 6)),
            ("lower_label", "Under crn {} nothing was found.", (_letters(rng, 1) + _digits(rng, 6)).lower()),
        ],
        "prison_number": [
            ("labelled", "His prison number {} was wrong in the letter.", f"A{_digits(rng, 4)}{_letters(rng, 2)}"),
            ("noms_label", "NOMS no. {}", f"A{_digits(rng, 4)}{_letters(rng, 2)}"),
            ("in_brackets", "He was received that day (prison no {}).", f"G{_digits(rng, 4)}{_letters(rng, 2)}"),
        ],
        "pnc_id": [
            ("long", "A check against PNC {} was made.", pnc[0]),
            ("short", "The police quoted PNC {} in their reply.", pnc[1]),
            ("short_without_label", "The police quoted {} in their reply.", pnc[1]),
            ("no_slash", "PNC ID: {}", pnc[2]),
        ],
        "cro_number": [
            ("long", "CRO {} was attached.", _cro(rng)),
            ("short_file", "The CRO number is {}.", _cro_short(rng)),
        ],
        "asn": [
            ("slashes", "The arrest was recorded as {} by the force.", asn[0]),
            ("no_slash", "ASN {}", asn[1]),
        ],
        "urn": [
            (
                "labelled", "The case URN is {} in both courts.",
                f"{_digits(rng, 2)}{_letters(rng, 2)}{_digits(rng, 5)}{rng.randint(15, 24)}",
            ),
            ("digits", "URN: {}", f"{_digits(rng, 2)}{_letters(rng, 1)}1{_digits(rng, 5)}{rng.randint(15, 24)}"),
        ],
        "nhs_number": [
            ("grouped", "The discharge letter for {} came late.", _spaced(nhs, 3, 3, 4)),
            ("labelled", "NHS number {} was on the form.", nhs),
            ("labelled_no", "NHS no: {}", _spaced(_nhs(rng), 3, 3, 4)),
            ("hyphens", "The NHS number was {} throughout.", _spaced(_nhs(rng), 3, 3, 4).replace(" ", "-")),
        ],
        "national_insurance_number": [
            ("joined", "Her National Insurance number {} was used for the claim.", nino),
            ("pairs", "The claim of {} was refused.", _spaced(_nino(rng), 2, 2, 2, 2, 1)),
            ("label_ni", "NINO: {}", _nino(rng)),
        ],
        "postcode": [
            ("spaced", "He had moved to {} by then.", postcode),
            ("joined", "Post was sent to {} and came back.", _postcode(rng).replace(" ", "")),
            ("after_town", "They lived in Wexcombe, {}, for a year.", _postcode(rng)),
        ],
        "address": [
            ("with_postcode", "The visit was to {} and found nobody in.",
             f"{number} {street}, Wexcombe, {_postcode(rng)}"),
            ("street", "A neighbour at {} called the police.", f"{rng.randint(2, 180)} {rng.choice(_STREETS)}"),
            ("flat", "He slept at {} most nights.",
             f"Flat {rng.randint(1, 9)}, {rng.randint(2, 180)} {rng.choice(_STREETS)}"),
            ("lines", "The letter was addressed to\n{}\nand was returned.",
             f"{rng.randint(2, 180)}b {rng.choice(_STREETS)}\nNettlecombe\n{_postcode(rng)}"),
        ],
        "vehicle_registration": [
            ("labelled", "The car, registration {}, was seen outside.", _plate(rng)),
            ("vrm", "VRM {}", _plate(rng).replace(" ", "")),
            ("bare_current", "A van with the plate {} was parked there.",
             f"{_letters(rng, 2, _PLATE)}{rng.randint(2, 24):02} {_letters(rng, 3, _END)}"),
        ],
        "telephone": [
            ("mobile", "She rang {} twice.", f"07700 900{drama:03}"),
            ("mobile_joined", "The number {} was no longer in use.", f"07700900{drama:03}"),
            ("international", "A call from {} was not returned.", f"+44 7700 900{line:03}"),
            ("international_joined", "Mobile: {}", f"+447700900{line:03}"),
            ("london", "The duty line is {} out of hours.", f"020 7946 0{last:03}"),
            ("brackets", "Telephone {} for the hostel.", f"(0113) 496 0{last:03}"),
            ("trunk_zero", "He gave {} as his contact.", f"+44 (0)117 496 0{last:03}"),
            ("hyphens", "Tel: {}", f"01632-960{last:03}"),
        ],
        "email": [
            ("plain", "An email to {} was not answered.", f"quilla{last}@example.org"),
            ("dotted", "Write to {} first.", f"a.resident+{drama}@mail.example.co.uk"),
            ("upper", "E-mail: {}", f"Desk{line}@Example.COM"),
        ],
        "date_of_birth": [
            ("dob", "DOB {} on the referral.", _short(birth)),
            ("words", "His date of birth, {}, was recorded wrongly.", _words_date(birth)),
            ("born", "She was born on {} in Port Sallen.", _words_date(_day(rng, 1950, 2005))),
            ("dotted_label", "d.o.b.: {}", (lambda d: f"{d.day}.{d.month}.{d.year % 100:02}")(_day(rng, 1950, 1999))),
            ("iso", "Date of birth: {}", _day(rng, 1950, 2005).isoformat()),
            ("ordinal", "He was born on the {}.",
             (lambda d: f"{_ordinal(d.day)} of {MONTHS[d.month - 1]} {d.year}")(_day(rng, 1950, 2005))),
        ],
        "oasys_id": [("labelled", "OASys ID {} was completed late.", _digits(rng, 7))],
        "visor_id": [("labelled", "ViSOR reference {} was not opened.", f"{_digits(rng, 2)}/{_digits(rng, 7)}")],
    }  # fmt: skip


KINDS = tuple(_identifiers(random.Random(0)))


# People in plain forms.

_TITLES = ("Mr", "Ms", "Mrs.", "Dr", "Miss", "PC", "DC")

_ABOUT = (
    "{} said that nothing had changed.",
    "The officer rang {} on the same day.",
    "It was {} who told the panel in {month} that the plan had failed.",
    "On {date} a call was made to {}.",
    "Neither the manager nor {} was told; section {section} of the policy asks for it.",
    "According to {}, there were {few} visits.",
    "The note (seen by {}) has no date.",
)
_OWNED = (
    "{} account was not tested.",
    "Nobody checked {} address after {month} {year}.",
    "It was {} view that the risk had fallen by {percent}.",
)


def _forms(person: Person, rng: random.Random) -> list[tuple[str, str, bool]]:
    """The form, the words with what must go in brackets, and whether something owned has to follow."""
    parts = person.name.split()
    at = next((n for n, part in enumerate(parts[:-1]) if n and part in ("van", "Ó")), len(parts) - 1)
    first, surname = parts[0], " ".join(parts[at:])
    initial, title = first[0], rng.choice(_TITLES)
    own = "'" if surname.endswith("s") else "'s"
    forms = [
        ("full_name", person.name, False),
        ("first_surname", f"{first} {surname}", False),
        ("surname", surname, False),
        ("title_surname", f"{title} [{surname}]", False),
        ("title_full_name", f"{title} [{first} {surname}]", False),
        ("initial_surname", f"{initial} {surname}", False),
        ("initial_dot_surname", f"{initial}. {surname}", False),
        ("title_initial_surname", f"Mr [{initial}. {surname}]", False),
        ("surname_comma_first", f"{surname}, {first}", False),
        ("surname_initial", f"{surname} {initial}", False),
        ("capitals", f"{first} {surname}".upper(), False),
        ("surname_capitals", surname.upper(), False),
        ("surname_capitals_first", f"{surname.upper()}, {first}", False),
        ("possessive", f"[{surname}]'s", True),
        ("possessive_curly", f"[{first} {surname}]\u2019s", True),
        ("possessive_plain", f"{title} [{surname}]{own}", True),
        ("line_break", f"{first}\n{surname}", False),
        ("quoted", f"“[{first} {surname}]”", False),
        ("hyphen_behind", f"[{surname}]-led", False),
    ]
    if first.lower() not in WORDS_TOO:
        forms += [("first_name", first, False), ("first_possessive", f"[{first}]'s", True)]
    if "-" in surname:
        one, two = surname.split("-")
        forms += [
            ("barrel_first", one, False), ("barrel_second", f"Ms [{two}]", False),
            ("barrel_spaced", f"{first} {one} {two}", False), ("barrel_dash", f"{first} {one}\u2013{two}", False),
        ]  # fmt: skip
    if "'" in surname:
        forms += [("curly_apostrophe", surname.replace("'", "\u2019"), False),
                  ("no_apostrophe", f"{first} {surname.replace(chr(39), '')}", False)]  # fmt: skip
    if surname.startswith("Mc"):
        forms += [("mac_space", f"{first} Mc {surname[2:]}", False), ("mac_lower", surname.capitalize(), False)]
    if len(parts) > 2 and at == 2:
        forms.append(("middle_initial", f"{first} {parts[1][0]}. {surname}", False))
        forms.append(("two_initials", f"{initial}{parts[1][0]} {surname}", False))
    if at < len(parts) - 1:
        forms.append(("last_part", f"Mr [{parts[-1]}]", False))
    plain = _without_accents(f"{first} {surname}")
    if plain != f"{first} {surname}":
        forms.append(("accents_left_out", plain, False))
    forms += [("alias", alias, False) for alias in person.aliases]
    return forms


def _declared(person: Person) -> list[_Made]:
    """What is declared of a person beside the name, in plain forms, with the kind in place of the sentence's form."""
    found: list[_Made] = []
    if person.date_of_birth:
        day = datetime.date.fromisoformat(person.date_of_birth)
        found += [
            ("declared_date_of_birth", "The form had {} on it.", _words_date(day)),
            ("declared_date_of_birth", "The two entries, one with {}, were joined.", _short(day)),
            ("declared_date_of_birth", "In the export it stands as {} and no more.", day.isoformat()),
        ]
    if person.address:
        found += [
            ("declared_address", "He was told to stay away from {} at night.", person.address),
            ("declared_address", "The letter went to\n{}\nby post.", person.address.replace(", ", "\n")),
        ]
    found += [("declared_identifier", "The file {} was lost.", text) for text in person.identifiers]
    return found


# Disguises.


def _without_accents(text: str) -> str:
    bare = {"Ł": "L", "ł": "l", "Ø": "O", "ø": "o"}
    split = unicodedata.normalize("NFD", text)
    return "".join(bare.get(c, c) for c in split if not unicodedata.combining(c))


def _inside(text: str, rng: random.Random, put: Callable[[], str], most: int = 3) -> str:
    """Something put between two letters or digits, once or more."""
    places = [at for at in range(1, len(text)) if text[at - 1].isalnum() and text[at].isalnum()]
    chosen = sorted(rng.sample(places, min(len(places), rng.randint(1, most))), reverse=True)
    for at in chosen:
        text = text[:at] + put() + text[at:]
    return text


_LOOK_ALIKE = str.maketrans("AaBCcEeHIijKMOoPpsTXxy", "\u0410\u0430\u0412\u0421\u0441\u0415\u0435\u041d\u0406\u0456\u0458\u041a\u039c\u039f\u043e\u0420\u0440\u0455\u03a4\u0425\u0445\u0443")  # fmt: skip  # noqa: E501


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _mathematical(text: str) -> str:
    found = []
    for c in text:
        if "A" <= c <= "Z":
            c = chr(0x1D400 + ord(c) - ord("A"))
        elif "a" <= c <= "z":
            c = chr(0x1D41A + ord(c) - ord("a"))
        elif "0" <= c <= "9":
            c = chr(0x1D7CE + ord(c) - ord("0"))
        found.append(c)
    return "".join(found)


def _each(text: str, rng: random.Random, write: Callable[[str], str], share: float) -> str:
    found = [write(c) if c.isalnum() and rng.random() < share else c for c in text]
    if "".join(found) == text:
        at = next(n for n, c in enumerate(text) if c.isalnum())
        found[at] = write(text[at])
    return "".join(found)


def _accented(text: str, rng: random.Random) -> str:
    return _each(text, rng, lambda c: unicodedata.normalize("NFC", c + "\u0301") if c in "aeiouAEIOUnsNS" else c, 0.6)


def _percent(c: str) -> str:
    return "".join(f"%{byte:02X}" for byte in c.encode())


_NAMED = {"é": "&eacute;", "á": "&aacute;", "â": "&acirc;", "ë": "&euml;", "Ü": "&Uuml;", "Ó": "&Oacute;"}


def _entity(rng: random.Random) -> Callable[[str], str]:
    return lambda c: _NAMED.get(c) or rng.choice((f"&#{ord(c)};", f"&#x{ord(c):x};", f"&#{ord(c):05};"))


def _halves(text: str, rng: random.Random, left: str, right: str = "") -> str:
    """What stands between two parts of one word, and behind the second."""
    places = [at for at in range(1, len(text)) if text[at - 1].isalnum() and text[at].isalnum()]
    at = rng.choice(places)
    end = next((n for n in range(at, len(text)) if not text[n].isalnum()), len(text))
    return text[:at] + left + text[at:end] + right + text[end:]


DISGUISES: dict[str, Callable[[str, random.Random], str]] = {
    "case": lambda text, rng: rng.choice((text.lower(), text.swapcase(), _each(text, rng, str.upper, 0.5))),
    "accents_added": _accented,
    "accents_decomposed": lambda text, rng: unicodedata.normalize("NFD", _accented(text, rng)),
    "spaces_between_letters": lambda text, rng: " ".join(text.replace(" ", "")),
    "wide_spaces": lambda text, rng: text.replace(" ", rng.choice(("  ", "\u00a0", "\u2009", "\u3000", "\t"))),
    "punctuation": lambda text, rng: text.replace(" ", rng.choice(("_", ".", " - ", "/", "+"))),
    "markdown": lambda text, rng: _halves(text, rng, *rng.choice((("**", "**"), ("*", "*"), ("\\", "")))),
    "zero_width": lambda text, rng: _inside(text, rng, lambda: rng.choice("\u200b\u200c\u200d\u2060\ufeff")),
    "bidirectional": lambda text, rng: _inside(text, rng, lambda: rng.choice("\u200e\u200f\u202a\u202c\u2066\u2069")),
    "look_alike": lambda text, rng: text.translate(_LOOK_ALIKE),
    "full_width": lambda text, rng: _wide(text),
    "mathematical": lambda text, rng: _mathematical(text),
    "entities": lambda text, rng: _each(text, rng, _entity(rng), 0.5),
    "percent": lambda text, rng: _each(text, rng, _percent, 0.4).replace(" ", "%20"),
    "soft_hyphen": lambda text, rng: _inside(text, rng, lambda: rng.choice(("\u00ad", "&shy;"))),
    "tags": lambda text, rng: _halves(
        text, rng, *rng.choice((("<b>", "</b>"), ('<span class="x">', "</span>"), ("<wbr>", ""), ("<!-- -->", "")))
    ),
    "line_break": lambda text, rng: text.replace(" ", "\n") if " " in text else _halves(text, rng, "-\n"),
    "twice_encoded": lambda text, rng: _each(text, rng, lambda c: f"&amp;#{ord(c)};", 0.3),
}
"""Ways to hide a name or an identifier from a search, by what they do."""


class _Writer:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.parts: list[str] = []
        self.length = 0
        self.planted: list[Planted] = []

    def write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def plant(self, template: str, words: str, kind: str, form: str, disguise: str | None, person: int | None) -> None:
        before, _, after = template.partition("{}")
        self.write(self._filled(before))
        start = self.length
        self.write(words)
        self.planted.append(Planted(start, self.length, kind, form, disguise, person))
        self.write(self._filled(after))

    def _filled(self, text: str) -> str:
        first, *others = text.split("{")
        for part in others:
            slot, _, rest = part.partition("}")
            first += _SLOTS[slot](self.rng) + rest
        return first


def _plants(rng: random.Random) -> Iterator[tuple[str, str, str, str, int | None]]:
    """Everything that there is to plant: sentence, words, kind, form and person."""
    for number, person in enumerate(CAST):
        for form, words, owned in _forms(person, rng):
            before, words, after = re.fullmatch(r"(.*?\[|)(.*?)(\].*|)", words, re.DOTALL).groups()  # type: ignore[union-attr]
            sentence = rng.choice(_OWNED if owned else _ABOUT)
            yield sentence.replace("{}", f"{before[:-1]}{{}}{after[1:]}"), words, "name", form, number
        for kind, sentence, words in _declared(person):
            yield sentence, words, kind, "declared", number
    for kind, made in _identifiers(rng).items():
        for form, sentence, words in made:
            yield sentence, words, kind, form, None


def document(seed: int, *, hostile: bool = False) -> Document:
    """Every form of every person and every identifier once, in prose; disguised where that is asked for."""
    rng = random.Random(f"document {seed} {hostile}")
    plants = list(_plants(rng))
    rng.shuffle(plants)
    writer = _Writer(rng)
    names = list(DISGUISES)
    begins = []
    for count, (sentence, words, kind, form, person) in enumerate(plants):
        disguise = None
        if hostile:
            disguise = names[(count + seed) % len(names)]
            hidden = DISGUISES[disguise](words, rng)
            if hidden == words:
                # Nothing there to hide in that way.
                disguise, hidden = "zero_width", DISGUISES["zero_width"](words, rng)
            words = hidden
        begins.append(writer.length)
        for _ in range(rng.randint(0, 2)):
            writer.write(_sentence(rng) + " ")
        writer.plant(sentence, words, kind, form, disguise, person)
        alone = sentence.endswith("{}") or rng.random() < 0.2
        writer.write("\n\n" if alone else " ")
    return Document("".join(writer.parts), tuple(writer.planted), CAST, tuple(begins))


def main() -> int:
    parser = argparse.ArgumentParser(description="Write a document of the corpus, with its key, as JSON.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hostile", action="store_true")
    chosen = parser.parse_args()
    made = document(chosen.seed, hostile=chosen.hostile)
    json.dump({"text": made.text, "people": made.rows, "key": [dataclasses.asdict(one) for one in made.planted]},
              sys.stdout, ensure_ascii=False, indent=1)  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
