"""The columns of the tables and how they are named; :mod:`tables` and :mod:`clinical_tables` are made of them."""

from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, MetaData, Table, Text
from sqlalchemy.sql.schema import SchemaItem

from dayhospital.storage.types import Choice

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *items: SchemaItem) -> Table:
    """Return a table people change. AUTOINCREMENT: an id seen in a window never comes to mean another row."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("version", Integer, nullable=False, default=1),
        *items,
        sqlite_autoincrement=True,
    )


def to(table: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    """Return the column that points to a row of another table: ``patient_id`` for ``patients``."""
    return Column(f"{table.removesuffix('s')}_id", ForeignKey(f"{table}.id"), nullable=nullable, index=index)


def words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


def flag(name: str, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=default)


def count(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, default=default)


def choice(name: str, members: type[StrEnum], default: StrEnum | None = None) -> Column[StrEnum]:
    return Column(name, Choice(members), nullable=False, default=default)


def one_of(column: str, members: type[StrEnum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in members)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def between(column: str, lowest: int, highest: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {lowest} AND {highest}", name=column)
