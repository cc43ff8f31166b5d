"""One statement over many rows, where the database has no arrays (SQLite)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Compiled


def run_for_each(
    connection: sa.Connection,
    statement: sa.Update,
    of_each: Mapping[str, Sequence[Any]],
    *,
    same: Mapping[str, object],
) -> None:
    """This will run a statement once for each row of these columns.

    Handed rows, SQLAlchemy puts the parameters of each together by itself, which costs more than the writing. Here the
    driver gets them as tuples, column by column.

    Args:
        connection: To SQLite.
        statement: Kept by whoever asks, so that it is compiled once.
        of_each: The values of each parameter that each row has of its own.
        same: The values of those that all rows share.
    """
    compiled = _compiled(statement, connection.dialect)
    rows = zip(*_columns(compiled, connection.dialect, of_each, same), strict=False)
    connection.exec_driver_sql(str(compiled), list(rows))


@lru_cache(maxsize=100)
def _compiled(statement: sa.Update, dialect: sa.Dialect) -> Compiled:
    return statement.compile(dialect=dialect)


def _columns(
    compiled: Any,  # noqa: ANN401 - SQLAlchemy names no type that has all three
    dialect: sa.Dialect,
    of_each: Mapping[str, Sequence[Any]],
    same: Mapping[str, object],
) -> Iterator[Iterable[Any]]:
    """This will give the values for each place of the statement, as the driver takes them."""
    told = compiled.construct_params({**dict.fromkeys(of_each), **same})
    for name in compiled.positiontup:
        process = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
        if name not in of_each:
            yield repeat(process(told[name]) if process else told[name])
        else:
            yield map(process, of_each[name]) if process else of_each[name]
