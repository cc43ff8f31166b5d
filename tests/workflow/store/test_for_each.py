"""One statement over many rows: each row gets its own values, converted as the columns ask, and what all share."""

import uuid
from datetime import UTC, datetime, timedelta, timezone

import sqlalchemy as sa

from workflow.store.base import Id, UtcDateTime
from workflow.store.for_each import run_for_each

TABLE = sa.Table(
    "thing",
    sa.MetaData(),
    sa.Column("id", Id(), primary_key=True),
    sa.Column("word", sa.Text()),
    sa.Column("times", sa.Integer()),
    sa.Column("at", UtcDateTime()),
)
NOON = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=7)))
CHANGE = (
    sa.update(TABLE)
    .where(TABLE.c.id == sa.bindparam("id_of_each", type_=Id()))
    .values(
        word=sa.func.coalesce(TABLE.c.word, sa.bindparam("word_of_each", type_=sa.Text())),
        times=TABLE.c.times + 1,
        at=sa.bindparam("now", type_=UtcDateTime()),
    )
)


def test_each_row_gets_its_own_values_and_what_all_share() -> None:
    ids = [uuid.UUID(int=number) for number in range(3)]
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.create(connection)
        rows = [
            {"id": one, "word": word, "times": 1} for one, word in zip(ids, (None, "kept", None), strict=True)
        ]
        connection.execute(sa.insert(TABLE), rows)
        for _ in range(2):  # the second time it is compiled already
            run_for_each(
                connection,
                CHANGE,
                {"id_of_each": ids[:2], "word_of_each": ["first", "second"]},
                same={"now": NOON},
            )
        found = connection.execute(sa.select(TABLE).order_by(TABLE.c.id)).all()

    assert [tuple(row) for row in found] == [
        (ids[0], "first", 3, NOON.astimezone(UTC)),
        (ids[1], "kept", 3, NOON.astimezone(UTC)),
        (ids[2], None, 1, None),
    ]
