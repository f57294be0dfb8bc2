"""The offence rules as SQL: tables and a view that give the same outcomes, caveats and unknowns as the policy.

What is written is made by asking the policy: each group of codes in each form, with every yes, no and unknown of the
facts that it depends on. Nothing is decided here. The text keeps to what DuckDB, PostgreSQL and Athena (Trino) have in
common.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sfo.errors import OptionsError

if TYPE_CHECKING:
    from sfo.decision import Decision
    from sfo.policy import Policy

__all__ = ["VIEW_COLUMNS", "export_sql", "table_columns"]

VIEW_COLUMNS = (
    "sfo_code",
    "sfo_outcome",
    "sfo_possible",
    "sfo_listed",
    "sfo_automatic",
    "sfo_entry",
    "sfo_tier",
    "sfo_involvement",
    "sfo_certainty",
    "sfo_missing",
    "sfo_caveat",
    "sfo_policy",
)
"""The columns that the view adds. `sfo_code` is the code as it was read; `sfo_listed` and
`sfo_automatic` are NULL where nobody can say yet."""

_ANSWERS = VIEW_COLUMNS[1:-1]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}(?:\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}", re.ASCII)

_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_SPACES = (9, 10, 11, 12, 13, 133, 160, 5760, *range(8192, 8203), 8232, 8233, 8239, 8287, 12288)
"""What the core takes for white space in a code, beside the space itself."""

_UNKNOWN = {None: "u", True: "y", False: "n"}

_PAGE = 100
"""Rows of a table on one line."""


def table_columns(policy: Policy) -> tuple[str, ...]:
    """The columns that the view reads: the code, a CJS offence code with or without its suffix, and the facts.

    >>> import sfo
    >>> table_columns(sfo.Policy.builtin())[:3]
    ('offence_code', 'victim_under_13', 'firearm_used')
    """
    return ("offence_code", *(fact["name"] for fact in policy.facts()))


def _text(value: str | None) -> str:
    return "CAST(NULL AS VARCHAR)" if value is None else "'" + value.replace("'", "''") + "'"


def _truth(value: bool | None) -> str:
    return "CAST(NULL AS BOOLEAN)" if value is None else "TRUE" if value else "FALSE"


def _number(value: int | None) -> str:
    return "CAST(NULL AS INTEGER)" if value is None else str(value)


def _create(name: str, columns: Sequence[str], rows: Iterable[str]) -> Iterator[str]:
    yield f"DROP TABLE IF EXISTS {name};\n"
    yield f"CREATE TABLE {name} AS SELECT * FROM (VALUES\n"
    written = [f"({row})" for row in rows]
    lines = [", ".join(written[at : at + _PAGE]) for at in range(0, len(written), _PAGE)]
    yield ",\n".join(lines)
    yield f"\n) AS v ({', '.join(columns)});\n\n"


class _Answers:
    """The different answers, each with a number."""

    def __init__(self, policy: Policy) -> None:
        self.numbers: dict[str, int] = {}
        self.caveats = {entry["number"]: entry.get("caveat") for entry in policy.entries()}

    def number(self, decision: Decision) -> int:
        row = ", ".join([
            _text(decision.outcome),
            _text(";".join(decision.possible)),
            _truth(decision.is_listed),
            _truth(decision.is_automatic),
            _number(decision.entry),
            _text(decision.tier),
            _text(decision.involvement),
            _text(decision.certainty),
            _text(";".join(decision.missing)),
            _text(None if decision.entry is None else self.caveats[decision.entry]),
        ])  # fmt: skip
        return self.numbers.setdefault(row, len(self.numbers) + 1)

    def rows(self) -> Iterator[str]:
        for row, number in self.numbers.items():
            yield f"{number}, {row}"


class _Tables:
    """What the tables hold."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        data = policy.to_dict()
        self.facts = [fact["name"] for fact in data["facts"] if fact["type"] == "boolean"]
        self.answers = _Answers(policy)
        self.unread = self.answers.number(policy.assess({"offence": {}}))
        suffixes = ["", *(form["suffix"] for form in data["involvements"] if form.get("suffix"))]
        self.codes: list[str] = []
        self.rules: list[str] = []
        readings: dict[tuple[str, tuple[str, ...]], int] = {}
        known = {code for group in data["codes"] for code in group["codes"]}
        for group in data["codes"]:
            for whole in (False, True):
                # A code of eight characters reads otherwise than its base and suffix, and stands for itself.
                codes = [code for code in group["codes"] if (len(code) == 8) is whole]
                if not codes:
                    continue
                asks, rules = self.reading(codes, [""] if whole else suffixes, known)
                if (asks, rules) not in readings:
                    readings[asks, rules] = len(readings) + 1
                    self.rules.extend(f"{len(readings)}, {rule}" for rule in rules)
                self.codes.extend(f"'{code}', {readings[asks, rules]}, '{asks}'" for code in codes)
        self.codes.sort()
        self.prefixes = sorted(self.other_acts(data["known_prefixes"], known))

    def reading(self, codes: list[str], suffixes: list[str], known: set[str]) -> tuple[str, tuple[str, ...]]:
        """What codes that read alike depend on, and what follows from each form and each answer to that."""
        asked = self.policy.assess({"offence": {"code": codes[0]}})
        depends = {step.rule.removeprefix("fact.") for step in asked.trace if step.rule.startswith("fact.")}
        asks = "".join("y" if fact in depends else "-" for fact in self.facts)
        names = [fact for fact in self.facts if fact in depends]
        rules = []
        for suffix in suffixes:
            # A code that stands for itself with this suffix says nothing of the others.
            written = next((code + suffix for code in codes if not suffix or code + suffix not in known), None)
            if written is None:
                continue
            for values in itertools.product((None, True, False), repeat=len(names)):
                facts = dict(zip(names, values, strict=True))
                key = "".join(_UNKNOWN[facts[fact]] if fact in facts else "-" for fact in self.facts)
                decision = self.policy.assess({"offence": {"code": written}, "facts": facts})
                rules.append(f"'{suffix}', '{key}', {self.answers.number(decision)}")
        return asks, tuple(rules)

    def other_acts(self, prefixes: list[str], known: set[str]) -> Iterator[str]:
        """The prefixes of which any well-formed code is understood, though it is not among the codes."""
        for prefix in prefixes:
            free = (f"{prefix}{number:03}" for number in range(1000))
            code = next((code for code in free if code not in known), None)
            if code is not None:
                answer = self.answers.number(self.policy.assess({"offence": {"code": code}}))
                if answer != self.unread:
                    yield f"'{prefix}', {answer}"


def _identifier(name: str) -> str:
    if not _IDENTIFIER.fullmatch(name):
        raise OptionsError("a table is named by letters, digits and underscores, parted by full stops", "table_name")
    return name


def _stated(policy: Policy, columns: Sequence[str]) -> list[str]:
    """For each true-or-false fact, what a row states of it: two statements that conflict state nothing."""
    facts = policy.facts()
    stated = []
    for fact in facts:
        if fact["type"] != "boolean":
            continue
        says = [f"c.{fact['name']}"] if fact["name"] in columns else []
        for number in facts:
            derives = number.get("derives")
            if derives is None or derives["fact"] != fact["name"] or number["name"] not in columns:
                continue
            name = f"c.{number['name']}"
            least, most = number.get("minimum", 0), number.get("maximum", 65535)
            says.append(f"(CASE WHEN {name} BETWEEN {least} AND {most} THEN {name} < {derives['when_below']} END)")
        if not says:
            stated.append("CAST(NULL AS BOOLEAN)")
        elif len(says) == 1:
            stated.append(says[0])
        else:
            one, other = says
            stated.append(
                f"CASE WHEN {one} IS NULL THEN {other} WHEN {other} IS NULL OR {one} = {other} THEN {one} END"
            )
    return stated


def export_sql(policy: Policy, *, table: str = "charges", columns: Iterable[str] | None = None) -> str:
    """The rules as SQL for DuckDB, PostgreSQL and Athena: four tables, and a view over ``table``.

    ``table`` has a row for each charge, with the columns of :func:`table_columns`, or those of them that ``columns``
    names: ``offence_code`` a text, the facts true, false or NULL where nobody knows, ``victim_age`` a number. The view
    is named after the table, with ``sfo_`` before it, and has its columns and :data:`VIEW_COLUMNS`.

    The form is that of the code's suffix. Dates, supervision and risk are not looked at, so whether a review is
    required is not said. Where a column states a fact twice, or a code and a column conflict, the fact is unknown.

    Raises :class:`sfo.OptionsError` where the table or a column cannot be named so.

    >>> import sfo
    >>> text = export_sql(sfo.Policy.builtin(), table="court.charges")
    >>> text.splitlines()[-1]
    'SELECT * FROM court.sfo_charges LIMIT 0;'
    """
    known = table_columns(policy)
    chosen = known if columns is None else tuple(columns)
    if "offence_code" not in chosen or not set(chosen) <= set(known):
        raise OptionsError("the columns are `offence_code` and facts: " + ", ".join(known), "table_columns")
    schema, _, name = _identifier(table).rpartition(".")
    place = f"{schema}." if schema else ""
    tables = _Tables(policy)
    parts = [
        f"-- The rules of {policy.id}, version {policy.version}, as SQL ({policy.digest}).\n"
        "-- Made by `sfo rules export --format sql`; do not correct it here.\n"
        "-- For DuckDB, PostgreSQL and Athena (Trino). Athena runs one statement at a time.\n\n"
        f"DROP VIEW IF EXISTS {place}sfo_{name};\n"
    ]
    parts += _create(f"{place}sfo_codes", ["code", "reading", "asks"], tables.codes)
    parts += _create(f"{place}sfo_rules", ["reading", "suffix", "facts", "answer"], tables.rules)
    parts += _create(f"{place}sfo_prefixes", ["prefix", "answer"], tables.prefixes)
    names = [column.removeprefix("sfo_") for column in _ANSWERS]
    parts += _create(f"{place}sfo_answers", ["answer", *names], tables.answers.rows())
    parts.append(_view(policy, tables, table, place, name, chosen))
    return "".join(parts)


def _view(policy: Policy, tables: _Tables, table: str, place: str, name: str, columns: Sequence[str]) -> str:
    spaces = " || ".join(f"CHR({space})" for space in _SPACES)
    digits, capitals = "0123456789", _LETTERS.upper()

    def among(at: int, characters: str) -> str:
        return f"POSITION(SUBSTR(c.sfo_code, {at}, 1) IN '{characters}') > 0"

    key = "\n    || ".join(
        f"CASE WHEN SUBSTR(COALESCE(x.asks, b.asks), {at}, 1) = '-' THEN '-'"
        f" WHEN ({says}) THEN 'y' WHEN NOT ({says}) THEN 'n' ELSE 'u' END"
        for at, says in enumerate(_stated(policy, columns), start=1)
    )
    added = ", ".join(f"a.{column.removeprefix('sfo_')} AS {column}" for column in _ANSWERS)
    return f"""CREATE VIEW {place}sfo_{name} AS
SELECT c.*, {added}, {_text(f"{policy.id} {policy.version}")} AS sfo_policy
FROM (
  -- The code in capitals, without spaces and hyphens.
  SELECT t.*, TRANSLATE(t.offence_code, '{_LETTERS}- ' || {spaces}, '{capitals}') AS sfo_code
  FROM {table} t
) c
-- A code of eight characters that reads otherwise than its base and suffix.
LEFT JOIN {place}sfo_codes x ON LENGTH(c.sfo_code) = 8 AND x.code = c.sfo_code
LEFT JOIN {place}sfo_codes b ON x.code IS NULL AND b.code = SUBSTR(c.sfo_code, 1, 7)
LEFT JOIN {place}sfo_rules r ON r.reading = COALESCE(x.reading, b.reading)
  AND r.suffix = CASE WHEN x.code IS NULL THEN SUBSTR(c.sfo_code, 8) ELSE '' END
  -- Yes, no or unknown of each fact that the code depends on.
  AND r.facts = {key}
-- A well-formed code of an Act that is not listed.
LEFT JOIN {place}sfo_prefixes p ON x.code IS NULL AND b.code IS NULL AND p.prefix = SUBSTR(c.sfo_code, 1, 4)
  AND {among(5, capitals + digits)}
  AND {among(6, digits)}
  AND {among(7, digits)}
  AND (LENGTH(c.sfo_code) = 7 OR LENGTH(c.sfo_code) = 8 AND {among(8, capitals)})
-- What is not understood is unrecognised, and never a no.
LEFT JOIN {place}sfo_answers a ON a.answer = COALESCE(r.answer, p.answer, {tables.unread});

SELECT * FROM {place}sfo_{name} LIMIT 0;
"""
