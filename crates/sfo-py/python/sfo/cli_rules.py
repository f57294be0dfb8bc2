"""``sfo rules``: what the policy says, and what changed between two policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

import sfo
from sfo import cli, rules
from sfo.cli_audit import records_of

__all__ = ["app"]

app = typer.Typer(name="rules", help="Look up, check, compare and export the rules.", no_args_is_help=False)

_MOST_POLICY = 16 << 20
"""The most bytes that are read of a policy, which is its bound in the core."""

_PolicyFile = Annotated[
    str,
    typer.Option("--policy", metavar="POLICY", help="A policy as canonical JSON, as rules/dist/ has it, or builtin."),
]
_Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output.")
]
_Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


def _policy(name: str) -> sfo.Policy:
    return sfo.Policy.builtin() if name == "builtin" else sfo.Policy.from_json(cli._read(name, _MOST_POLICY))


def _write(text: str, output: Path | None, source: str = "") -> None:
    with cli._output(output, source or "-") as out:
        out.write(text.rstrip("\n") + "\n")


def _json(rows: list[rules.Rule]) -> str:
    return json.dumps([rule.to_dict() for rule in rows], ensure_ascii=False, indent=2)


def _table(rows: list[rules.Rule]) -> str:
    heads = ("kind", "id", "strength", "certainty", "title")
    cells = [heads, *((r.kind, r.id, r.strength, r.certainty, r.title) for r in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(heads) - 1)]
    return "\n".join("  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]]) for row in cells)


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Option(metavar="KIND", help=", ".join(rules.KINDS) + ".")] = None,
    strength: Annotated[
        str | None, typer.Option("--strength", "--tier", metavar="WORD", help="Only this tier or strength.")
    ] = None,
    certainty: Annotated[str | None, typer.Option(metavar="WORD", help="settled, inferred or unresolved.")] = None,
    source: Annotated[str | None, typer.Option(metavar="ID", help="Only what cites this source.")] = None,
    entry: Annotated[int | None, typer.Option(metavar="N", help="Only codes of this entry.")] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Only what has these words in its title.")] = None,
    policy: _PolicyFile = "builtin",
    as_json: _Json = False,
    output: _Output = None,
) -> None:
    """List the rules; without --kind all but the codes.

    Example: sfo rules list --kind entry --tier automatic
    """
    with cli._one_sentence():
        if kind is None and entry is not None:
            kind = "code"
        found = [
            rule
            for rule in rules.listed(_policy(policy), kind)
            if (kind is not None or rule.kind != "code")
            and strength in (None, rule.strength)
            and certainty in (None, rule.certainty)
            and (source is None or rule.citation.startswith(f"{source}:"))
            and (entry is None or entry in rule.data.get("entries", ()))
            and (text is None or text.casefold() in rule.title.casefold())
        ]
        _write(_json(found) if as_json else _table(found), output)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="An entry's number, a code, or an id; KIND.ID where several have it.")
    ],
    policy: _PolicyFile = "builtin",
    as_json: _Json = False,
) -> None:
    """Show one rule: what it asks, how strongly, how sure that is, and where it comes from.

    Example: sfo rules show 22
    """
    with cli._one_sentence():
        loaded = _policy(policy)
        found = rules.find(loaded, name)
        if not found:
            raise cli.CannotRun(
                "there is no rule of this name; `sfo rules list` has them, with `--kind code` for codes"
            )
        _write(_json(found) if as_json else "\n".join(rules.show(loaded, rule) for rule in found), None)


@app.command()
def lint(
    policy: Annotated[str, typer.Argument(metavar="[POLICY.json]", help="A policy, or builtin.")] = "builtin",
    as_json: _Json = False,
) -> None:
    """Look for faults that loading a policy does not refuse: rules without a citation, dead entries, double codes.

    Ends with 1 where there is one.
    """
    with cli._one_sentence():
        loaded = _policy(policy)
        faults = loaded.lint()
        if as_json:
            _write(json.dumps(list(faults), ensure_ascii=False), None)
        else:
            none = f"{loaded.id}, version {loaded.version}: no faults"
            _write("\n".join(faults) if faults else none, None)
    if faults:
        raise typer.Exit(1)


@app.command()
def schema(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Such as case or decision.")] = None,
    policy: _PolicyFile = "builtin",
    output: _Output = None,
) -> None:
    """Print a JSON Schema, or without a name the names of all.

    Example: sfo rules schema case
    """
    with cli._one_sentence():
        if name is None:
            _write("\n".join(sfo.schema_names()), output)
        else:
            _write(json.dumps(_policy(policy).schema(name), ensure_ascii=False, indent=2), output)


@app.command()
def export(
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="csv, json or sql.")] = "json",
    table: Annotated[str, typer.Option(metavar="NAME", help="sql: the table that the view reads.")] = "charges",
    columns: Annotated[
        str | None,
        typer.Option(metavar="NAME,NAME", help="sql: the columns that it has; else offence_code and all facts."),
    ] = None,
    policy: _PolicyFile = "builtin",
    output: _Output = None,
) -> None:
    """Write the rules as a table of codes (csv), as the canonical JSON, or as SQL.

    The SQL makes four tables and a view over yours that has the same outcomes, caveats and unknowns, for DuckDB,
    PostgreSQL and Athena.
    """
    with cli._one_sentence():
        loaded = _policy(policy)
        if form == "json":
            text = loaded.to_json()
        elif form == "csv":
            text = rules.export_csv(loaded)
        elif form == "sql":
            chosen = None if columns is None else [name.strip() for name in columns.split(",")]
            text = rules.export_sql(loaded, table=table, columns=chosen)
        else:
            raise cli.CannotRun("`--format` is csv, json or sql")
        _write(text, output, policy)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="OLD", help="A policy as canonical JSON, or builtin.")],
    after: Annotated[str, typer.Argument(metavar="NEW", help="Another.")],
    data: Annotated[Path | None, typer.Option(metavar="EXPORT.csv", help="Say which of these cases change.")] = None,
    row_id: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that names a case.")] = None,
    column: Annotated[list[str] | None, typer.Option(metavar="FIELD=NAME", help="As for `sfo check`.")] = None,
    dates: Annotated[list[str] | None, typer.Option(metavar="ORDER", help="As for `sfo check`.")] = None,
    sep: Annotated[str, typer.Option(help="What parts the columns of the export.")] = ",",
    encoding: Annotated[str, typer.Option(help="The encoding of the export.")] = "utf-8",
    as_json: _Json = False,
    output: _Output = None,
) -> None:
    """Say what changed from one policy to another, and with --data which cases of an export change.

    Ends with 1 where something changed.
    """
    with cli._one_sentence():
        old, new = _policy(before), _policy(after)
        changed = old.diff(new)
        effect = None
        if data is not None:
            ids, cases = records_of(new, data, row_id, column, dates, sep, encoding)
            effect = changed.effect(cases, ids)
        if as_json:
            whole: dict[str, Any] = dict(changed.to_dict())
            if effect is not None:
                whole["effect"] = effect.to_dict()
            text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        else:
            text = changed.explain() + ("" if effect is None else "\n" + effect.explain())
        _write(text, output, before)
    if not changed.same:
        raise typer.Exit(1)


def generate(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT", help="Where to write; else standard output.")
    ] = None,
    rows: Annotated[int, typer.Option(metavar="N", help="How many rows, at most 1,000,000.")] = 1000,
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed gives the same rows.")] = 0,
    near_misses: Annotated[float, typer.Option(metavar="SHARE", help="The share of near misses, from 0 to 1.")] = 0.1,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="csv, json or parquet.")] = "csv",
    key: Annotated[Path | None, typer.Option(metavar="KEY.csv", help="Where to write the answer key.")] = None,
) -> None:
    """Make a synthetic export with the dirt that exports have, and an answer key. Nobody in it exists.

    Example: sfo generate --rows 500 --seed 7 -o made.csv --key key.csv
    """
    from sfo import synthetic

    with cli._one_sentence():
        if form not in ("csv", "json", "parquet"):
            raise cli.CannotRun("`--format` is csv, json or parquet")
        if form == "parquet" and output is None:
            raise cli.CannotRun("Parquet is no text; name a file with `-o`")
        made = synthetic.generate(rows, seed, near_misses=near_misses)
        if form == "parquet" and output is not None:
            made.to_parquet(output)
        else:
            _write(made.to_csv() if form == "csv" else made.to_json(), output)
        if key is not None:
            _write(made.key_csv(), key)
