"""What every table shares: constraint names, ids, aware UTC times, words for states."""

import uuid
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import uuid_utils
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_id() -> uuid.UUID:
    """This will make a UUIDv7: ids made later sort later, which keeps indexes small and rows in order."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


@lru_cache(maxsize=10_000)
def _id_of(read: bytes | None) -> uuid.UUID | None:
    """This will make an id of what SQLite keeps. Nearly every row names a clinic, and most somebody just read."""
    return None if read is None else uuid.UUID(bytes=read)


class _SixteenBytes(sa.LargeBinary):
    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401 - SQLAlchemy's own signature
        """This will have ids read by one call each, as there are half a dozen of them in a row."""
        del dialect, coltype
        return _id_of


class Id(TypeDecorator[uuid.UUID]):
    """A UUID: native on PostgreSQL, 16 bytes on SQLite (4 x faster to insert than text, facts/ENGINE.md 5)."""

    impl = sa.LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """This will pick the engine's own type."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.UUID(as_uuid=True))
        return dialect.type_descriptor(_SixteenBytes(16))

    def process_bind_param(self, value: uuid.UUID | None, dialect: Dialect) -> Any:  # noqa: ANN401 - the driver's own type
        """This will hand the driver what it stores."""
        if value is None or dialect.name == "postgresql":
            return value
        return value.bytes


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Goes in aware, comes out aware in UTC; a naive one is refused, because nobody knows when it is."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """This will store UTC.

        Raises:
            ValueError: The value has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """This will give back aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(kind: type[StrEnum]) -> sa.Enum:
    """This will give a column type that holds one of the enum's words, checked by the database."""
    return sa.Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def partial_index(name: str, *columns: str, where: str) -> sa.Index:
    """This will give an index over the rows that fit a condition only; a query must say it literally to use it."""
    return sa.Index(name, *columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))


Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this name from the class
        uuid.UUID: Id(),
        datetime: UtcDateTime(),
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
        str: sa.Text(),
    }

    def __repr__(self) -> str:
        """Safe outside a session: says the table and the id, and loads nothing."""
        return f"<{type(self).__name__} {self.__dict__.get('id', '?')}>"


class ClinicTable(Base):
    """A table whose rows belong to one clinic each. The session's scope (store/scope.py) hides those of every other."""

    __abstract__ = True

    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"))


class ClinicRow(ClinicTable):
    """A clinic's row as nearly all are: with an id of its own, and found by its clinic."""

    __abstract__ = True

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    clinic_id: Mapped[uuid.UUID] = mapped_column(sa.ForeignKey("clinic.id"), index=True)


class DueRow(ClinicRow):
    """A row that is also work: claimed under a lease, tried so often, ended once (store/due_work.py)."""

    __abstract__ = True

    if TYPE_CHECKING:
        state: Mapped[Any]  # each table's own words; one of them says that the row waits

    lease_until: Mapped[datetime | None]  # nobody else may take it before
    attempts: Mapped[int] = mapped_column(default=0)  # how often it was claimed
    settled_at: Mapped[datetime | None]
