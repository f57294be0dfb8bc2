"""DuckDB: functions of SQL that decide, and rows that are not known stay so.

>>> import duckdb, sfo.duckdb
>>> con = duckdb.connect()
>>> sfo.duckdb.register(con)
>>> con.sql("select sfo_check({offence_code: 'TH68023', firearm_used: NULL::boolean}).sfo_outcome").fetchall()
[('needs_information',)]
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from sfo.columns import DATED, FRAME, OUTPUT_COLUMNS, choose, fields_of, planned
from sfo.dates import DateOrder
from sfo.errors import FrameError
from sfo.policy import Policy

if TYPE_CHECKING:
    import duckdb

__all__ = ["register"]


def register(con: duckdb.DuckDBPyConnection, policy: Policy | None = None) -> None:
    """Registers ``sfo_check(row)`` with a connection.

    ``row`` is a STRUCT whose fields bear the names of the fields and facts of a case: a table's own row under its alias
    (``select sfo_check(t) from export t``), or one made for the purpose (``{offence_code: code, firearm_used: gun}``).
    The answer is a STRUCT of the ``sfo_`` columns. Texts that are dates are read from the year down; cast others with
    ``strptime``. NULL is not known, and a row that is NULL says nothing.
    """
    pa: Any = importlib.import_module("pyarrow")
    from duckdb import sqltypes as types

    policy = policy or Policy.builtin()
    fields = fields_of(policy)

    def decide(column: Any) -> Any:
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
        if not pa.types.is_struct(column.type):
            raise FrameError("`sfo_check` takes a STRUCT, such as {offence_code: code}", "no_frame")
        # A row that is NULL has fields that are NULL.
        parts = column.flatten()
        table = pa.table(parts, names=[column.type.field(at).name for at in range(column.type.num_fields)])
        chosen = choose(table.column_names, fields, {}, FRAME)
        orders = {use.column: DateOrder.ISO for use in chosen.uses if use.kind in DATED}
        used = list(dict.fromkeys(use.column for use in chosen.uses))
        uses = [use._replace(at=used.index(use.column)) for use in chosen.uses]
        checked = policy._core.plan(planned(uses, orders)).check(table.select(used), 1)
        answers = pa.table(checked.table(list(OUTPUT_COLUMNS))).unify_dictionaries().combine_chunks()
        plain = [
            part.cast(pa.large_string()) if pa.types.is_dictionary(part.type) else part
            for part in (answers[name].combine_chunks() for name in OUTPUT_COLUMNS)
        ]
        return pa.StructArray.from_arrays(plain, names=list(OUTPUT_COLUMNS))

    shape = {name: types.SMALLINT if name == "sfo_entry" else types.VARCHAR for name in OUTPUT_COLUMNS}
    # What stands in the types of the function differs from one version of DuckDB to the next.
    create: Any = con.create_function
    # Without its null_handling, no row with a NULL would be asked about.
    create("sfo_check", decide, None, con.struct_type(shape), type="arrow", null_handling="special")
