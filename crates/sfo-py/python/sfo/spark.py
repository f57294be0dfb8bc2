"""Spark: every row of a frame that lies on many machines, checked where it lies.

The policy goes to every worker once, no row moves between them, and the rows keep their partitions and their order.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sfo.columns import (
    DATED,
    FRAME,
    OUTPUT_COLUMNS,
    Suggestion,
    asked,
    choose,
    fields_of,
    mapping_of,
    planned,
    settle,
)
from sfo.dates import Evidence
from sfo.policy import Policy

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["check"]

_POLICIES: dict[str, Policy] = {}
"""The policies that a worker has read, by their digests."""


def _policy(digest: str, text: str) -> Policy:
    if digest not in _POLICIES:
        builtin = Policy.builtin()
        _POLICIES[digest] = builtin if builtin.digest == digest else Policy.from_json(text)
    return _POLICIES[digest]


def check(
    frame: DataFrame,
    columns: Mapping[str, str | None] | Suggestion | None = None,
    dates: str | Mapping[str, str] | None = None,
    policy: Policy | None = None,
) -> DataFrame:
    """Checks every row of a frame of Spark and gives it back with the ``sfo_`` columns.

    ``columns`` and ``dates`` are what :meth:`sfo.Policy.check` takes. A column of texts that are dates is read from
    beginning to end for its order, which runs the frame once, unless ``dates`` gives it. Otherwise nothing runs before
    the answer is asked for.
    """
    from pyspark.sql.types import ShortType, StringType, StructField, StructType

    policy = policy or Policy.builtin()
    fields = fields_of(policy)
    if isinstance(columns, Suggestion):
        dates = dates if isinstance(dates, str) else {**columns.dates, **(dates or {})}
        columns = dict(columns.columns)
    chosen = choose(frame.columns, fields, mapping_of((columns or {}).items(), fields, FRAME), FRAME)
    used = list(dict.fromkeys(use.column for use in chosen.uses))
    uses = tuple(use._replace(at=used.index(use.column)) for use in chosen.uses)
    said: list[tuple[str | None, str]] = [(None, dates)] if isinstance(dates, str) else [*(dates or {}).items()]
    whole, single = asked(said, uses, FRAME, "`dates`")
    texts = {field.name for field in frame.schema.fields if field.dataType.typeName() in ("string", "char", "varchar")}
    open_columns = [
        column
        for column in used
        if column in texts and whole is None and column not in single
        and any(use.column == column and use.kind in DATED for use in uses)
    ]  # fmt: skip
    context = frame.sparkSession.sparkContext
    shared = context.broadcast(policy.to_json())
    digest = policy.digest

    evidence: dict[int, Evidence] = {}
    if open_columns:
        asking = [use._replace(at=open_columns.index(use.column)) for use in uses if use.column in open_columns]
        asking_plan = planned(asking, {})

        def show(batches: Iterable[Any]) -> Iterator[Any]:
            pa: Any = importlib.import_module("pyarrow")

            plan = _policy(digest, shared.value)._core.plan(asking_plan)
            for batch in batches:
                for at, shown in plan.evidence(batch):
                    yield pa.RecordBatch.from_pydict(
                        {"at": [at], **{name: [count] for name, count in Evidence(*shown)._asdict().items()}}
                    )

        shape = "at long, " + ", ".join(f"{name} long" for name in Evidence._fields)
        seen: dict[int, Evidence] = {}
        for row in frame.select(*(f"`{name}`" for name in open_columns)).mapInArrow(show, shape).collect():
            at, *counts = row
            seen[at] = seen.get(at, Evidence()).add(Evidence(*counts))
        evidence = {used.index(open_columns[at]): shown for at, shown in seen.items()}
    orders = settle(uses, evidence, whole, single, FRAME)
    plan_of_all = planned(uses, orders)

    def decide(batches: Iterable[Any]) -> Iterator[Any]:
        pa: Any = importlib.import_module("pyarrow")

        plan = _policy(digest, shared.value)._core.plan(plan_of_all)
        for batch in batches:
            table = pa.table({name: _local(batch.column(name)) for name in used})
            answers = pa.table(plan.check(table, 1).table(list(OUTPUT_COLUMNS)))
            added = [
                part.cast(pa.string()) if pa.types.is_dictionary(part.type) else part
                for part in (answers[name].combine_chunks() for name in OUTPUT_COLUMNS)
            ]
            yield pa.RecordBatch.from_arrays([*batch.columns, *added], names=[*batch.schema.names, *OUTPUT_COLUMNS])

    added = [StructField(name, ShortType() if name == "sfo_entry" else StringType()) for name in OUTPUT_COLUMNS]
    return frame.mapInArrow(decide, StructType([*frame.schema.fields, *added]))


def _local(column: Any) -> Any:
    """A column whose moments are those of their own place."""
    pa: Any = importlib.import_module("pyarrow")
    if pa.types.is_timestamp(column.type) and column.type.tz:
        return importlib.import_module("pyarrow.compute").local_timestamp(column)
    return column
