"""Columns: which column of a table gives which field of a case, and in which order it writes its dates."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sfo import _sfo
from sfo.dates import DateOrder, Evidence
from sfo.errors import FrameError, SfoError

if TYPE_CHECKING:
    from sfo.policy import Policy

__all__ = ["OUTPUT_COLUMNS", "Column", "Fields", "Suggestion", "Use", "Words", "choose", "load_columns", "settle"]

OUTPUT_COLUMNS: tuple[str, ...] = tuple(_sfo.OUTPUT_COLUMNS)
"""The columns that a check adds. Several values in one cell are parted by semicolons."""

DATED = frozenset({"date", "end", "step", "begun"})
"""The kinds of fields that a cell can give a day for."""

SHORT_NAMES = {"code": "offence_code", "text": "offence_text"}
"""Other names of fields in a mapping, as the canonical form has them."""

EXPORT_NAMES: dict[str, tuple[tuple[str, str | None], ...]] = {
    "cjs_code": (("offence_code", None),),
    "cjs_offence_code": (("offence_code", None),),
    "offence_act": (("statute", None),),
    "offence_section": (("section", None),),
    "firearm": (("firearm_used", None),),
    "risk_level": (("risk_of_serious_harm", None),),
    "rosh_level": (("risk_of_serious_harm", None),),
    # A day in court shows the charge as well, though not the day of it.
    "hearing_day": (("first_court_appearance", None), ("charged", "begun")),
}
"""Names that exports use, and the fields that they stand for unless a column has the field's own name."""

NEVER_USED = frozenset({"date_of_birth", "dob"})
"""The defendant's, so they say nothing of a victim."""

_NOT_WORD = re.compile(r"[^a-z0-9]+", re.ASCII)


def plain_name(text: str) -> str:
    """A name of a column without what does not matter in it."""
    return _NOT_WORD.sub("_", text.strip().lower()).strip("_")


class Column(NamedTuple):
    """A field that a column can give: its place in a case, how it is read, and whether it names the offence."""

    path: str
    kind: str
    names_offence: bool


Fields = dict[str, Column]


def fields_of(policy: Policy) -> Fields:
    """Every field that a column can give under this policy."""
    return {name: Column(path, kind, names_offence) for name, path, kind, names_offence in policy._core.fields()}


class Use(NamedTuple):
    """One column used for one field."""

    field: str
    column: str
    at: int
    kind: str


@dataclass(frozen=True)
class Words:
    """How a caller says what is asked for, so that a message can tell."""

    error: type[SfoError]
    table: str
    columns: str
    one_column: str
    dates: str

    def say(self, message: str, code: str, path: str = "") -> SfoError:
        """The error."""
        return self.error(message, code, path)


FRAME = Words(FrameError, "the table", "`columns`", 'columns={"offence_code": "NAME"}', 'dates={{"{}": "day-first"}}')


@dataclass(frozen=True)
class Chosen:
    """Which column is used for which field, and which are not."""

    uses: tuple[Use, ...]
    ignored: tuple[str, ...]
    never_used: tuple[str, ...]


def mapping_of(given: Iterable[tuple[str, str | None]], fields: Fields, words: Words) -> dict[str, str | None]:
    """A mapping from fields to columns, checked."""
    mapping: dict[str, str | None] = {}
    for given_name, column in given:
        name = SHORT_NAMES.get(given_name, given_name)
        if name not in fields:
            known = ", ".join(fields)
            raise words.say(
                f"{words.columns} takes a field or a fact and the name of its column: {known}", "bad_mapping"
            )
        if name in mapping:
            raise words.say(f"{words.columns} gives {name} more than once; keep one", "bad_mapping", name)
        mapping[name] = column
    return mapping


def choose(
    header: Sequence[str],
    fields: Fields,
    mapping: Mapping[str, str | None],
    words: Words,
    *,
    export_names: bool = False,
    hint: str = "",
) -> Chosen:
    """Which column is used for which field: what the mapping says, then a column with the field's own name, then, where
    that is asked for, names that exports use."""
    places: dict[str, list[int]] = {}
    for at, column in enumerate(header):
        places.setdefault(plain_name(column), []).append(at)

    def place(column: str) -> int:
        exact = [at for at, name in enumerate(header) if name == column]
        found = exact or places.get(plain_name(column), [])
        if len(found) > 1:
            raise words.say(
                f"two columns of {words.table} have the same name, or names alike but for case and spaces; rename one",
                "duplicate_column",
            )
        return found[0] if found else -1

    chosen: dict[str, tuple[int, str | None]] = {}
    for name, wanted in mapping.items():
        if not wanted:
            continue
        at = place(wanted)
        if at < 0:
            raise words.say(
                f"{words.table} has no column `{wanted}`, which {words.columns} names", "missing_column", name
            )
        if plain_name(header[at]) in NEVER_USED:
            raise words.say(
                f"column `{wanted}` holds the defendant's date of birth, which answers nothing about an offence",
                "never_used",
                name,
            )
        chosen[name] = (at, None)
    for name in fields:
        if name not in mapping and name in places:
            chosen[name] = (place(name), None)
    for column, targets in EXPORT_NAMES.items() if export_names else ():
        for name, kind in targets:
            if name in fields and name not in mapping and name not in chosen and column in places:
                chosen[name] = (place(column), kind)

    if not any(fields[name].names_offence for name in chosen):
        # The header is not repeated: in a file without one, it is a row.
        naming = ", ".join(name for name, field in fields.items() if field.names_offence)
        raise words.say(
            f"no column names an offence ({naming}); {hint}name a column with {words.one_column}", "missing_column"
        )
    for name in (column for column in header if column.strip()):
        if sum(other == name for other in header) > 1:
            raise words.say(f"{words.table} has more than one column `{name}`; rename one", "duplicate_column", name)
    for name in OUTPUT_COLUMNS:
        if name in places:
            raise words.say(f"{words.table} already has the column `{name}`; remove it first", "duplicate_column", name)

    uses = tuple(
        Use(name, header[at], at, kind or fields[name].kind)
        for name, (at, kind) in sorted(chosen.items(), key=lambda item: (item[1][0], item[0]))
    )
    used = {use.at for use in uses}
    rest = [column for at, column in enumerate(header) if at not in used and column.strip()]
    return Chosen(
        uses,
        ignored=tuple(column for column in rest if plain_name(column) not in NEVER_USED),
        never_used=tuple(column for column in rest if plain_name(column) in NEVER_USED),
    )


def asked(
    given: Iterable[tuple[str | None, str]], uses: Iterable[Use], words: Words, flag: str
) -> tuple[DateOrder | None, dict[str, DateOrder]]:
    """The order of dates asked for all columns, and those asked for single ones."""
    whole: DateOrder | None = None
    single: dict[str, DateOrder] = {}
    dated = [use for use in uses if use.kind in DATED]
    columns = {use.column for use in dated}
    by_field = {use.field: use.column for use in dated}
    for column, text in given:
        try:
            order = DateOrder(text.strip())
        except (ValueError, AttributeError):
            raise words.say(
                f"{flag} takes day-first, month-first or iso, for all columns or for one", "bad_dates"
            ) from None
        if column is None:
            whole = order
        elif column in columns or column in by_field:
            single[column if column in columns else by_field[column]] = order
        else:
            raise words.say(f"{flag} names column `{column}`, which gives no date", "bad_dates", column)
    return whole, single


def settle(
    uses: Iterable[Use],
    evidence: Mapping[int, Evidence],
    whole: DateOrder | None,
    single: Mapping[str, DateOrder],
    words: Words,
) -> dict[str, DateOrder]:
    """The order of the dates of every column: what was asked for, or what the column shows."""
    orders: dict[str, DateOrder] = {}
    for use in uses:
        if use.kind in DATED and use.column not in orders:
            if use.column in single:
                orders[use.column] = single[use.column]
            elif whole is not None:
                orders[use.column] = whole
            else:
                shown = evidence.get(use.at, Evidence())
                orders[use.column] = shown.order(use.column, words.error, words.dates.format(use.column))
    return orders


def planned(uses: Iterable[Use], orders: Mapping[str, DateOrder]) -> list[tuple[str, int, str, str | None]]:
    """The uses as the compiled part takes them."""
    return [(use.field, use.at, use.kind, orders.get(use.column)) for use in uses]


@dataclass(frozen=True)
class Suggested:
    """One column that may give a field, and why."""

    field: str
    column: str
    why: str
    """What speaks for it."""
    fits: int
    """Of the values looked at, those that the field can take."""
    of: int
    """The values looked at; blanks are none."""


@dataclass(frozen=True)
class Suggestion:
    """A mapping that was proposed, with its evidence, or loaded from a file. Nothing is applied until it is given to
    :meth:`sfo.Policy.check` as ``columns``.

    >>> suggestion = Suggestion({"offence_code": "Code"}, {"offence_date": "day-first"})
    >>> print(suggestion.to_toml())
    [columns]
    "offence_code" = "Code"
    <BLANKLINE>
    [dates]
    "offence_date" = "day-first"
    <BLANKLINE>
    """

    columns: Mapping[str, str]
    """The field or fact, and its column."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """The column, and the order of its dates, where the column shows it."""
    evidence: tuple[Suggested, ...] = ()
    """Why, for each column."""
    unclear: tuple[str, ...] = ()
    """Columns of dates that do not show their order: say it with ``dates``."""

    def to_toml(self) -> str:
        """As TOML. A text of JSON is one of TOML."""

        def table(name: str, of: Mapping[str, str]) -> str:
            # TOML writes no lone surrogate, and neither has a column's name one.
            lines = (
                f"{json.dumps(k, ensure_ascii=False)} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in of.items()
            )
            return f"[{name}]\n{''.join(lines)}"

        return "\n".join([table("columns", self.columns), table("dates", self.dates)])

    def save(self, path: str | Path) -> None:
        """Writes it as TOML, to be read and corrected, and loaded with :func:`sfo.load_columns`."""
        Path(path).write_text(self.to_toml(), encoding="utf-8")


def load_columns(path: str | Path) -> Suggestion:
    """Reads a mapping from TOML: a table ``columns`` of fields and their columns, and a table ``dates`` of columns and
    the order of their dates. Raises :class:`sfo.FrameError` where the file is not of this form.
    """
    import tomllib

    wrong = FrameError(
        "the mapping is TOML with the tables `columns` and `dates`, of texts only; correct it", "bad_mapping"
    )
    try:
        data: dict[str, Any] = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise wrong from None
    tables = [data.pop(name, {}) for name in ("columns", "dates")]
    if data or not all(isinstance(t, dict) and all(isinstance(v, str) for v in t.values()) for t in tables):
        raise wrong
    return Suggestion(*tables)
