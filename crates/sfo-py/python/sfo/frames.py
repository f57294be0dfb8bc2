"""Frames: every row of a table of pandas, Polars, PyArrow, DuckDB or another library, checked.

Only this module knows that there are such libraries. None is loaded that the caller has not loaded, save PyArrow, by
which pandas and DuckDB hand their columns over; Narwhals tells apart those that have no branch here. Rows go to the
core by the Arrow PyCapsule interface and come back by it.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfo import _sfo
from sfo.columns import (
    DATED,
    EXPORT_NAMES,
    FRAME,
    NEVER_USED,
    OUTPUT_COLUMNS,
    Suggested,
    Suggestion,
    Use,
    asked,
    choose,
    fields_of,
    mapping_of,
    plain_name,
    planned,
    settle,
)
from sfo.dates import DateOrder, Evidence
from sfo.errors import CheckError, FrameError

if TYPE_CHECKING:
    from sfo.policy import Policy

__all__ = ["Result", "check", "suggest_columns"]

_STANDING = "sfo_standing"
_RANK = "sfo_rank"


def _refuse(message: str, code: str, column: str = "") -> FrameError:
    return FrameError(message, code, column)


class _Frame:
    """A table of any library: its columns handed over to the core, and columns of the core handed back."""

    def __init__(self, given: Any) -> None:
        self.given = given
        self.lazy = False
        eager, self.kind = self._eager(given)
        self.native = eager
        names = list(eager.column_names if self.kind in ("pyarrow", "duckdb") else eager.columns)
        for name in names:
            if not isinstance(name, str):
                raise _refuse("the names of the columns have to be texts; rename those that are not", "column_names")
            if names.count(name) > 1:
                raise _refuse(f"the table has more than one column `{name}`; rename one", "duplicate_column", name)
        self.names: list[str] = names

    def _eager(self, given: Any) -> tuple[Any, str]:
        polars, pandas, duckdb = (sys.modules.get(name) for name in ("polars", "pandas", "duckdb"))
        arrow = sys.modules.get("pyarrow")
        if polars is not None:
            if isinstance(given, polars.LazyFrame):
                self.lazy = True
                return given.collect(), "polars"
            if isinstance(given, polars.DataFrame):
                return given, "polars"
        if pandas is not None and isinstance(given, pandas.DataFrame):
            _pyarrow()
            return given, "pandas"
        if arrow is not None and isinstance(given, arrow.Table):
            return given, "pyarrow"
        if duckdb is not None and isinstance(given, duckdb.DuckDBPyRelation):
            return _table(given.to_arrow_table()), "duckdb"
        if type(given).__module__.startswith("pyspark."):
            raise _refuse("a frame of Spark is checked with `sfo.spark.check`", "spark_frame")
        if hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__"):
            return _table(given), "pyarrow"
        import narwhals as nw

        try:
            frame: Any = nw.from_native(given)
        except TypeError:
            raise _refuse("this is no table; give a frame of pandas, Polars, PyArrow or DuckDB", "no_frame") from None
        # What no branch above knows comes as Arrow and goes back as Arrow.
        return _table((frame.collect() if isinstance(frame, nw.LazyFrame) else frame).to_arrow()), "pyarrow"

    def __len__(self) -> int:
        return int(self.native.num_rows if self.kind in ("pyarrow", "duckdb") else len(self.native))

    def handed_over(self, columns: Sequence[str]) -> Any:
        """These columns, by the Arrow PyCapsule interface."""
        if self.kind == "polars":
            import polars as pl

            local = [
                pl.col(name).dt.replace_time_zone(None)
                if getattr(self.native.schema[name], "time_zone", None)
                else name
                for name in columns
            ]
            return self.native.select(local)
        arrow = _pyarrow()
        parts = {}
        for name in columns:
            column = self.native[name]
            if self.kind == "pandas":
                try:
                    column = arrow.array(column, from_pandas=True)
                except (arrow.ArrowException, TypeError, ValueError, OverflowError):
                    raise _refuse(
                        f"column `{name}` holds values of several kinds; make one kind of them, such as texts",
                        "mixed_column",
                        name,
                    ) from None
            if arrow.types.is_timestamp(column.type) and column.type.tz:
                column = importlib.import_module("pyarrow.compute").local_timestamp(column)
            parts[name] = column
        return arrow.table(parts)

    def with_columns(self, added: _sfo.Table) -> Any:
        """The table with columns of the core after its own: a new one, of the same kind."""
        return self._as_given(self._joined(self.native, added))

    def _joined(self, native: Any, added: _sfo.Table) -> Any:
        new = self._own(added)
        if self.kind == "polars":
            return native.hstack(new)
        if self.kind == "pandas":
            out = native.copy(deep=False)
            for name in new.columns:
                out[name] = new[name].array
            return out
        for name in new.column_names:
            native = native.append_column(name, new[name])
        return native

    def _own(self, added: _sfo.Table) -> Any:
        """Columns of the core as a table of this library."""
        if self.kind == "polars":
            import polars as pl

            return pl.DataFrame(added)
        table = _table(added)
        if self.kind == "pandas":
            arrow, pandas = _pyarrow(), sys.modules["pandas"]
            numbers = {arrow.int16(): pandas.Int16Dtype(), arrow.uint64(): pandas.Int64Dtype()}
            return table.to_pandas(types_mapper=numbers.get)
        return table

    def _as_given(self, native: Any) -> Any:
        if self.lazy:
            return native.lazy()
        if self.kind == "duckdb":
            import duckdb

            return duckdb.from_arrow(native)
        return native

    def where(self, native: Any, mask: list[bool]) -> Any:
        """The rows of an eager table that are wanted."""
        if self.kind == "polars":
            return native.filter(mask)
        if self.kind == "pandas":
            return native[mask]
        return native.filter(_pyarrow().array(mask, type=_pyarrow().bool_()))

    def values(self, column: str) -> list[Any]:
        """A column as Python values, None where there is none."""
        values = self.native[column]
        if self.kind == "pandas":
            return [None if missing else value for value, missing in zip(values, values.isna(), strict=True)]
        found: list[Any] = values.to_list() if self.kind == "polars" else values.to_pylist()
        return found

    def taken(self, rows: Sequence[int], columns: Sequence[str]) -> Any:
        """Rows by their places, of some columns."""
        if self.kind == "polars":
            return self.native.select(columns)[rows]
        if self.kind == "pandas":
            return self.native[list(columns)].iloc[rows].reset_index(drop=True)
        return self.native.select(columns).take(_pyarrow().array(rows, type=_pyarrow().int64()))


def _pyarrow() -> Any:
    try:
        return importlib.import_module("pyarrow")
    except ImportError:
        raise _refuse(
            "pandas and DuckDB hand their columns over by PyArrow; install it with `pip install pyarrow`", "no_pyarrow"
        ) from None


def _table(given: Any) -> Any:
    """A table of PyArrow."""
    arrow = _pyarrow()
    if isinstance(given, arrow.Table):
        return given
    try:
        if hasattr(given, "__arrow_c_stream__"):
            return arrow.table(given)
        return arrow.Table.from_batches([arrow.record_batch(given)])
    except (arrow.ArrowException, TypeError, ValueError):
        raise _refuse("this is no table; give a frame of pandas, Polars, PyArrow or DuckDB", "no_frame") from None


class Result:
    """What was found of every row of a table. Made by :meth:`sfo.Policy.check`.

    The rows of the table keep their order, and the table itself is not changed.

    >>> import polars as pl, sfo
    >>> rows = pl.DataFrame({"offence_code": ["TH68023", "TH68023"], "firearm_used": [True, None]})
    >>> result = sfo.Policy.builtin().check(rows)
    >>> result.frame["sfo_outcome"].to_list()
    ['qualifying', 'needs_information']
    >>> result.counts()["needs_information"]
    1
    """

    def __init__(
        self,
        policy: Policy,
        frame: _Frame,
        checked: _sfo.Checked,
        uses: tuple[Use, ...],
        ignored: tuple[str, ...],
        orders: Mapping[str, DateOrder],
        evidence: Mapping[str, Evidence],
        row_id: str | None,
        group_by: tuple[str, ...],
    ) -> None:
        self.policy = policy
        """The policy by which it was decided."""
        self.columns = {use.field: use.column for use in uses}
        """Which column was used for which field."""
        self.ignored = ignored
        """The columns that were not used."""
        self.dates = {column: str(order) for column, order in orders.items()}
        """In which order the dates of which column were read."""
        self._frame = frame
        self._checked = checked
        self._evidence = evidence
        self._row_id = row_id
        self._group_by = group_by
        self._cache: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._checked)

    def __repr__(self) -> str:
        return f"<Result of {len(self):,} rows>"

    def answers(self, *names: str) -> _sfo.Table:
        """Some of the ``sfo_`` columns, all without a name given, as a table with the Arrow PyCapsule interface: for
        where the whole frame is not wanted."""
        unknown = [name for name in names if name not in OUTPUT_COLUMNS]
        if unknown:
            raise _refuse(
                "these are not names of columns that a check adds: see `sfo.OUTPUT_COLUMNS`", "unknown_column"
            )
        return self._checked.table(list(names or OUTPUT_COLUMNS))

    @property
    def _eager(self) -> Any:
        if "eager" not in self._cache:
            self._cache["eager"] = self._frame._joined(self._frame.native, self.answers())
        return self._cache["eager"]

    @property
    def frame(self) -> Any:
        """The table with the columns of the check after its own: of the same kind, its rows in the same order."""
        return self._frame._as_given(self._eager)

    def _of_standing(self, word: str) -> Any:
        if "standing" not in self._cache:
            table = self._checked.table([_STANDING])
            own = self._frame._own(table)
            column = own[_STANDING]
            self._cache["standing"] = column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()
        mask = [standing == word for standing in self._cache["standing"]]
        return self._frame._as_given(self._frame.where(self._eager, mask))

    @property
    def valid(self) -> Any:
        """The rows that were read whole and have a definite outcome."""
        return self._of_standing("valid")

    @property
    def unknown(self) -> Any:
        """The rows that were read whole and have no definite outcome."""
        return self._of_standing("unknown")

    @property
    def invalid(self) -> Any:
        """The rows part of which could not be used."""
        return self._of_standing("invalid")

    @property
    def failures(self) -> Any:
        """Every failure of every row: ``row`` (from 0), ``row_id`` where one was named, ``column``, ``rule``,
        ``severity``, ``message`` and ``fix``. One bad value is one failure. What the sources leave open is none: it
        stands in ``sfo_findings``."""
        table = self._checked.failures(list(dict.fromkeys(self.columns.values())))
        own = self._frame._own(table)
        if self._row_id is None:
            return self._frame._as_given(own)
        rows = own["row"]
        places = rows.to_pylist() if hasattr(rows, "to_pylist") else rows.to_list()
        ids = self._frame.taken(places, [self._row_id])
        if self._frame.kind == "polars":
            return self._frame._as_given(own.insert_column(1, ids[self._row_id].alias("row_id")))
        if self._frame.kind == "pandas":
            own.insert(1, "row_id", ids[self._row_id].array)
            return own
        return self._frame._as_given(own.add_column(1, "row_id", ids[self._row_id]))

    @property
    def groups(self) -> Any:
        """The strongest outcome of every group named by ``group_by``, in the order in which the groups first stand in
        the table: the columns of the group, ``rows``, ``row`` (of the strongest, from 0) and the ``sfo_`` columns of
        that row. Whether a review is required is the strongest answer of any row of the group. A row without a value
        for its group is a group of its own."""
        if not self._group_by:
            raise _refuse("no groups were asked for; give `group_by` to `check`", "no_groups")
        ranks = self._checked.table([_RANK])
        own = self._frame._own(ranks)[_RANK]
        rank = own.to_pylist() if hasattr(own, "to_pylist") else own.to_list()
        keys = list(zip(*(self._frame.values(name) for name in self._group_by), strict=True))
        best: dict[Any, list[int]] = {}
        for row, (key, strength) in enumerate(zip(keys, rank, strict=True)):
            place: Any = ("row", row) if None in key else ("key", key)
            # The last two bits of a rank say whether a review is required.
            group = best.setdefault(place, [row, 0, row, strength & 3])
            group[1] += 1
            if strength > rank[group[0]]:
                group[0] = row
            if strength & 3 > group[3]:
                group[2], group[3] = row, strength & 3
        rows = [group[0] for group in best.values()]
        required = [group[2] for group in best.values()]
        arrow = _pyarrow()
        answers = _table(self.answers())
        strongest = answers.take(arrow.array(rows, type=arrow.int64()))
        reviews = answers["sfo_review_required"].take(arrow.array(required, type=arrow.int64()))
        strongest = strongest.set_column(
            strongest.column_names.index("sfo_review_required"), "sfo_review_required", reviews
        )
        counts = {
            "rows": arrow.array([group[1] for group in best.values()]),
            "row": arrow.array(rows, type=arrow.int64()),
        }
        whole = arrow.table({**counts, **{name: strongest[name] for name in strongest.column_names}})
        groups = self._frame.taken(rows, list(self._group_by))
        return self._frame._as_given(self._frame._joined(groups, whole))

    def counts(self) -> dict[str, int]:
        """How many rows have each outcome; all five are there."""
        counts: dict[str, int] = self.summary()["by_outcome"]
        return counts

    def summary(self) -> dict[str, Any]:
        """What the table comes to, as a plain dict without a value of any row:

        - ``rows``: how many there are;
        - ``by_outcome``, ``by_standing`` (``valid``, ``unknown``, ``invalid``), ``by_certainty``, ``by_tier`` (``none``
          where no entry is named) and ``by_review_required``: dicts from a name to a number of rows;
        - ``missing_facts``: a list of ``fact``, ``question`` (None for ``offence`` and ``section``), ``rows`` whose
          outcome depends on it, and ``rows_it_would_settle`` by itself; the most of these first;
        - ``date_audit``: a list of ``column``, ``order`` and ``evidence``, the counts of
          :class:`sfo.dates.Evidence`;
        - ``failures_by_rule``: a list of ``rule``, ``severity``, ``rows``, ``message`` and ``fix``; where the words
          differ from row to row, a ``…`` stands for what differs;
        - ``unrecognised``: a list of ``rows``, ``code`` (its shape, such as ``AA99999``; empty where none was read),
          ``rule`` and ``suggestions``, each the number and the title of an entry;
        - ``condition_coverage``: for each entry with a condition ``entry``, ``title``, and in how many rows it was
          ``true``, ``false`` and ``unknown``;
        - ``policy``: ``id``, ``version`` and ``digest``.
        """
        if "summary" not in self._cache:
            totals = _sfo.Totals()
            totals.add(self._checked)
            self._cache["summary"] = totals.summary(self.policy._core)
        return summary_of(self._cache["summary"], self.dates, self._evidence)

    def raise_for_errors(self) -> None:
        """Raises :class:`sfo.CheckError` where part of a row could not be used."""
        summary = self.summary()
        rows = summary["by_standing"]["invalid"]
        if rows:
            rules = {one["rule"]: one["rows"] for one in summary["failures_by_rule"] if one["severity"] == "error"}
            told = ", ".join(f"{rule} in {count:,}" for rule, count in rules.items())
            raise CheckError(
                f"{rows:,} of {len(self):,} rows have something that could not be used ({told}); see `failures`",
                "invalid_rows",
                rows=rows,
                rules=rules,
            )

    def write_html(self, path: str | Path, **options: Any) -> None:
        """Writes a report as one page of HTML: see :func:`sfo.report.write_html`."""
        importlib.import_module("sfo.report").write_html(self, path, **options)

    def write_excel(self, path: str | Path) -> None:
        """Writes the table, its failures and its counts as a workbook, by openpyxl (``sfo-rules[excel]``)."""
        from sfo.excel import write

        summary = self.summary()
        counts = [["", "rows"], ["all", summary["rows"]]]
        for name in ("by_outcome", "by_standing", "by_certainty", "by_tier", "by_review_required"):
            counts += [[name, None], *([key, value] for key, value in summary[name].items())]
        write(path, {"rows": _sheet(self._eager), "failures": _sheet(_eager_of(self.failures)), "counts": counts})


def summary_of(text: str, orders: Mapping[str, str], evidence: Mapping[str, Evidence]) -> dict[str, Any]:
    """The summary of the core with the audit of the dates."""
    summary: dict[str, Any] = json.loads(text)
    audit = [
        {"column": column, "order": order, "evidence": evidence[column]._asdict() if column in evidence else None}
        for column, order in orders.items()
    ]
    policy = summary.pop("policy")
    return {**summary, "date_audit": audit, "policy": policy}


def _eager_of(frame: Any) -> Any:
    if hasattr(frame, "collect"):
        return frame.collect()
    return frame.to_arrow_table() if hasattr(frame, "to_arrow_table") else frame


def _sheet(frame: Any) -> Iterable[Sequence[Any]]:
    """The rows of an eager table with its header, as Python values."""
    if hasattr(frame, "iter_rows"):
        yield frame.columns
        yield from frame.iter_rows()
    elif hasattr(frame, "itertuples"):
        pd: Any = sys.modules["pandas"]
        yield list(frame.columns)
        for row in frame.itertuples(index=False, name=None):
            cells: list[Any] = [None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in row]
            # Numbers of NumPy are none of Python's.
            plain: list[Any] = [value.item() if hasattr(value, "item") else value for value in cells]
            yield plain
    else:
        yield frame.column_names
        for batch in frame.to_batches():
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def check(
    policy: Policy,
    given: Any,
    columns: Mapping[str, str | None] | Suggestion | None,
    dates: str | Mapping[str, str] | None,
    row_id: str | None,
    group_by: str | Sequence[str] | None,
    threads: int | None,
) -> Result:
    """See :meth:`sfo.Policy.check`."""
    frame = _Frame(given)
    fields = fields_of(policy)
    if isinstance(columns, Suggestion):
        dates = dates if isinstance(dates, str) else {**columns.dates, **(dates or {})}
        columns = dict(columns.columns)
    mapping = mapping_of((columns or {}).items(), fields, FRAME)
    chosen = choose(frame.names, fields, mapping, FRAME)
    groups = (group_by,) if isinstance(group_by, str) else tuple(group_by or ())
    for name, said in ((row_id, "row_id"), *((group, "group_by") for group in groups)):
        if name is not None and name not in frame.names:
            raise _refuse(f"the table has no column `{name}`, which `{said}` names", "missing_column", name)
    used = list(dict.fromkeys(use.column for use in chosen.uses))
    uses = tuple(use._replace(at=used.index(use.column)) for use in chosen.uses)
    table = frame.handed_over(used)
    wanted: list[tuple[str | None, str]] = [(None, dates)] if isinstance(dates, str) else [*(dates or {}).items()]
    whole, single = asked(wanted, uses, FRAME, "`dates`")
    evidence: dict[int, Evidence] = {}
    if any(use.kind in DATED for use in uses):
        plan = policy._core.plan(planned(uses, {}))
        evidence = {at: Evidence(*shown) for at, shown in plan.evidence(table)}
    orders = settle(uses, evidence, whole, single, FRAME)
    checked = policy._core.plan(planned(uses, orders)).check(table, threads)
    by_column = {used[at]: shown for at, shown in evidence.items()}
    ignored = (*chosen.ignored, *chosen.never_used)
    return Result(policy, frame, checked, uses, ignored, orders, by_column, row_id, groups)


def suggest_columns(given: Any, policy: Policy | None = None) -> Suggestion:
    """Proposes which column of a table gives which field, with the evidence, and applies nothing.

    A column is proposed for its name, or for a name that exports use, and where its values are of a kind that the field
    can take; the evidence says how many of the first thousand are. Give the answer to :meth:`sfo.Policy.check` as
    ``columns`` once it has been looked at, or save it with ``save`` and load it with :func:`sfo.load_columns`.

    >>> import polars as pl, sfo
    >>> frame = pl.DataFrame({"CJS Code": ["TH68023"], "Firearm": ["Y"], "Hearing Day": ["25/12/2023"]})
    >>> suggestion = sfo.suggest_columns(frame)
    >>> suggestion.columns["offence_code"], suggestion.dates
    ('CJS Code', {'Hearing Day': 'day-first'})
    """
    from sfo.policy import Policy as Policies

    policy = policy or Policies.builtin()
    frame = _Frame(given)
    fields = fields_of(policy)
    by_name = {plain_name(name): name for name in reversed(frame.names)}
    proposed: dict[str, tuple[str, str]] = {}
    for name in fields:
        if name in by_name and by_name[name] not in NEVER_USED:
            proposed[name] = (by_name[name], "the column has the name of the field")
    for column, targets in EXPORT_NAMES.items():
        for name, _ in targets:
            if column in by_name and name in fields and name not in proposed:
                proposed[name] = (by_name[column], "exports use this name for it")
    taken = {column for column, _ in proposed.values()}
    for name, column in by_name.items():
        if name in NEVER_USED or column in taken:
            continue
        # A name made of a field's words, such as `main_offence_code`; the longest such field has it.
        inside = [field for field in fields if len(field) > 6 and f"_{field}_" in f"_{name}_" and field not in proposed]
        if inside:
            field = max(inside, key=len)
            proposed[field] = (column, "the name of the column has that of the field in it")
            taken.add(column)
    evidence, columns, dates, unclear = [], {}, {}, []
    for name, (column, why) in sorted(proposed.items(), key=lambda item: frame.names.index(item[1][0])):
        fits, of, shown = _fit(policy, frame, name, column)
        evidence.append(Suggested(name, column, why, fits, of))
        if of and not fits:
            continue
        columns[name] = column
        if fields[name].kind in DATED and shown is not None:
            try:
                order = shown.order(column, FrameError)
            except FrameError:
                if column not in unclear:
                    unclear.append(column)
            else:
                if not shown.days:
                    dates[column] = str(order)
    return Suggestion(columns, dates, tuple(evidence), tuple(unclear))


def _fit(policy: Policy, frame: _Frame, name: str, column: str) -> tuple[int, int, Evidence | None]:
    """Of the first thousand values of a column, how many the field can take; how many there are; what they show of the
    order of dates."""
    head = _Frame(frame.taken(range(min(len(frame), 1000)), [column]))
    table = head.handed_over([column])
    try:
        shown = policy._core.plan([(name, 0, None, None)]).evidence(table)
        evidence = Evidence(*shown[0][1]) if shown else None
        order = None
        if evidence is not None:
            order = next((str(o) for o, count in zip(DateOrder, evidence, strict=False) if count), "day-first")
        checked = policy._core.plan([(name, 0, None, order)]).check(table)
    except FrameError:
        return 0, len(head), None
    bad = len({row for row, at in _rows(checked.failures([column])) if at == column})
    blank = sum(value is None or not str(value).strip() for value in head.values(column))
    return (
        max(0, len(head) - bad - (blank if fields_of(policy)[name].names_offence is False else 0)),
        len(head) - blank,
        evidence,
    )


def _rows(failures: _sfo.Table) -> list[tuple[int, str]]:
    table = _table(failures)
    return list(zip(table["row"].to_pylist(), table["column"].to_pylist(), strict=True))
