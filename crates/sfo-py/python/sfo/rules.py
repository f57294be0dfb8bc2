"""What a policy says, as lists, single rules and tables: for people who look something up. Nothing is decided here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sfo.errors import OptionsError
from sfo.sql import export_sql, table_columns

if TYPE_CHECKING:
    from sfo.policy import Policy

__all__ = [
    "CODE_COLUMNS",
    "KINDS",
    "Rule",
    "condition_words",
    "export_csv",
    "export_sql",
    "find",
    "listed",
    "table_columns",
]

KINDS = ("entry", "fact", "involvement", "criterion", "code", "deadline", "check", "theme")
"""The kinds of rules that can be listed and shown."""

CODE_COLUMNS = (
    "code",
    "outcome",
    "possible",
    "missing",
    "entry",
    "tier",
    "involvement",
    "certainty",
    "reason",
    "citation",
)
"""The columns of :func:`export_csv`, for a charge of which only the code is known."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a policy."""

    kind: str
    """One of :data:`KINDS`."""
    id: str
    """What names it among its kind."""
    title: str
    """What it is or asks, in words."""
    strength: str
    """Its tier or its strength; empty where it has neither."""
    certainty: str
    """How sure the source is; empty where nothing rests on it."""
    citation: str
    """Where it comes from."""
    data: Mapping[str, Any] = field(repr=False)
    """All of it, as the canonical JSON has it."""

    def to_dict(self) -> dict[str, Any]:
        """The rule as a dict of its own."""
        names = ("kind", "id", "title", "strength", "certainty", "citation")
        return {**{name: getattr(self, name) for name in names}, "rule": dict(self.data)}


def _cited(citation: Mapping[str, str]) -> str:
    return f"{citation['source']}: {citation['locator']}"


def _made(kind: str, name: object, title: str, data: Mapping[str, Any], strength: str = "") -> Rule:
    certainty = data.get("certainty") or data.get("tier_certainty") or ""
    return Rule(kind, str(name), title, strength, certainty, _cited(data["citation"]), data)


def _codes(data: Mapping[str, Any]) -> Iterator[Rule]:
    for part in ("codes", "home_office_codes"):
        for group in data[part]:
            for code in group["codes"]:
                yield _made("code", code, group["reason"], {**group, "codes": [code], "list": part})


def listed(policy: Policy, kind: str | None = None) -> list[Rule]:
    """The rules of a policy, those of one kind or all, in the policy's order.

    Raises :class:`sfo.OptionsError` where there is no such kind.

    >>> import sfo
    >>> len(listed(sfo.Policy.builtin(), "entry"))
    76
    """
    if kind is not None and kind not in KINDS:
        raise OptionsError("the kinds of rules are " + ", ".join(KINDS), "unknown_kind")
    data = policy.to_dict()
    rules: list[Rule] = []

    def wants(one: str) -> bool:
        return kind in (None, one)

    if wants("entry"):
        rules += [_made("entry", one["number"], one["title"], one, one["tier"]) for one in data["entries"]]
    if wants("fact"):
        rules += [_made("fact", one["name"], one["question"], one) for one in data["facts"]]
    if wants("involvement"):
        rules += [_made("involvement", one["id"], one["name"], one) for one in data["involvements"]]
    if wants("criterion"):
        rules += [_made("criterion", one["name"], one["question"], one) for one in data["criteria"]["criteria"]]
    if wants("code"):
        rules += _codes(data)
    if wants("deadline"):
        rules += [_made("deadline", one["id"], one["title"], one, one["strength"]) for one in data["deadlines"]]
    if wants("check"):
        for document in data["documents"]:
            checks = [{**check, "document": document["id"]} for check in document["checks"]]
            rules += [_made("check", one["id"], one["message"], one, one["strength"]) for one in checks]
    if wants("theme"):
        rules += [_made("theme", one["id"], one["name"], one) for one in (*data["themes"], *data["theme_measures"])]
    return rules


def find(policy: Policy, name: str) -> list[Rule]:
    """The rules of this name: an entry by its number, a code, or an id. `kind.name` finds that of one kind.

    >>> import sfo
    >>> [rule.title for rule in find(sfo.Policy.builtin(), "22")]
    ['Robbery or assault with intent to rob']
    """
    name = name.strip()
    kind, dot, rest = name.partition(".")
    if dot and kind in KINDS:
        return [rule for rule in listed(policy, kind) if rule.id.lower() == rest.lower()]
    return [rule for rule in listed(policy) if rule.id.lower() == name.lower()]


def _joined(words: list[str], by: str) -> str:
    if len(words) > 2:
        return "; ".join(words[:-1]) + f"; {by} {words[-1]}"
    return f" {by} ".join(words)


def condition_words(condition: Any) -> str:
    """A condition in words: facts by their names, places of a document in backticks.

    >>> condition_words({"all": ["death_caused", {"not": "by_fire"}]})
    'death caused and not (by fire)'
    """
    if isinstance(condition, str):
        return condition.replace("_", " ")
    for name, by, none in (("all", "and", "nothing"), ("any", "or", "what never holds")):
        if name in condition:
            parts = [condition_words(one) for one in condition[name]]
            compound = [isinstance(one, dict) and bool({"all", "any"} & set(one)) for one in condition[name]]
            parts = [f"({words})" if inner else words for words, inner in zip(parts, compound, strict=True)]
            return _joined(parts, by) if parts else none
    if "not" in condition:
        return f"not ({condition_words(condition['not'])})"
    if "answered" in condition:
        return f"`{condition['answered']}` is answered"
    for name, words in (("every", "every item of"), ("some", "some item of")):
        if name in condition:
            return f"of {words} `{condition[name]}`: {condition_words(condition['that'])}"
    if "in_order" in condition:
        return f"the days are in the order of `{condition['in_order']}`"
    place = f"`{condition['place']}`"
    if "is" in condition:
        value = {True: "yes", False: "no"}.get(condition["is"], condition["is"])
        return f"{place} is {value}"
    if "one_of" in condition:
        return f"{place} is {' or '.join(condition['one_of'])}"
    return f"{place} has at least {condition['at_least']}"


def _asked(condition: Any) -> list[str]:
    """The facts that a condition names."""
    if isinstance(condition, str):
        return [condition]
    inner = [*condition.get("all", ()), *condition.get("any", ()), *filter(None, [condition.get("not")])]
    return [name for one in inner for name in _asked(one)]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')} {_value(one)}" for name, one in value.items())
    return str(value)


_TOLD_OTHERWISE = frozenset(
    {"title", "message", "question", "name", "id", "number", "citation", "certainty", "condition", "requires", "when"}
    | {"says_true", "says_false", "codes", "reason", "words", "sensitive", "title_implies", "implies"}
)
"""The fields of rules that :func:`show` tells in words of its own, or not at all."""


def show(policy: Policy, rule: Rule) -> str:
    """A rule as text: what it asks, how strongly, how sure that is, where it comes from, and what leads to it.

    >>> import sfo
    >>> policy = sfo.Policy.builtin()
    >>> print(show(policy, find(policy, "22")[0]).splitlines()[0])
    entry 22: Robbery or assault with intent to rob
    """
    data = policy.to_dict()
    lines = [f"{rule.kind} {rule.id}: {rule.title}"]

    def say(name: str, value: Any) -> None:
        if value not in (None, "", [], {}):
            lines.append(f"  {name}: {_value(value)}")

    one = rule.data
    skip = set(_TOLD_OTHERWISE)
    questions = {fact["name"]: fact["question"] for fact in data["facts"]}
    for name in ("condition", "requires", "when"):
        if name in one:
            say(name, condition_words(one[name]))
    if rule.kind == "entry" and "condition" in one:
        for fact in dict.fromkeys(_asked(one["condition"])):
            say("asks", f"{fact}: {questions[fact]}")
    if "statute" in one:
        title = next(statute["title"] for statute in data["statutes"] if statute["id"] == one["statute"])
        say("statute", title)
        skip.add("statute")
    for implied in (*one.get("title_implies", ()), *one.get("implies", ())):
        say("says of the charge", f"{implied['fact']} is {_value(implied['value'])}")
    for name, value in one.items():
        if name not in skip and value is not False:
            say(name.replace("_", " "), value)
    say("certainty", rule.certainty)
    say("citation", rule.citation)
    if rule.kind == "theme":
        say("meaning", one["words"])
    if rule.kind == "entry":
        codes = [code for group in data["codes"] if one["number"] in group["entries"] for code in group["codes"]]
        say(f"codes ({len(codes)})", codes)
    if rule.kind == "fact":
        asking = [entry for entry in data["entries"] if rule.id in _asked(entry.get("condition", {}))]
        say("entries", [entry["number"] for entry in asking])
    if rule.kind == "code":
        decision = policy.assess({"offence": {"code": rule.id} if one["list"] == "codes" else {"ho_code": rule.id}})
        say("outcome", decision.outcome)
        say("missing", list(decision.missing))
    return "\n".join(lines) + "\n"


def export_csv(policy: Policy) -> str:
    """Every CJS code of the policy, with what it says of a charge of which only the code is known.

    Several values in one cell are parted by semicolons. A code with a suffix reads as its base in another form.

    >>> import sfo
    >>> export_csv(sfo.Policy.builtin()).splitlines()[0].split(",")[:3]
    ['code', 'outcome', 'possible']
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CODE_COLUMNS)
    for code in sorted(code for group in policy.to_dict()["codes"] for code in group["codes"]):
        decision = policy.assess({"offence": {"code": code}})
        writer.writerow([
            code, decision.outcome, ";".join(decision.possible), ";".join(decision.missing), decision.entry or "",
            decision.tier or "", decision.involvement, decision.certainty, decision.reason, decision.citation,
        ])  # fmt: skip
    return out.getvalue()
