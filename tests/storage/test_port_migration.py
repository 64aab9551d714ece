"""The migration that brought the log of ports keeps what was known of their use."""

import importlib.util
from datetime import date

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine

from dayhospital import paths
from dayhospital.domain.patient import Side
from dayhospital.storage import tables
from dayhospital.storage.columns import metadata
from tests.storage.samples import patient_values

NEW = (tables.port_referrals, tables.port_events, tables.vein_checks, tables.reactions)


def step(name):
    """Return the module of a migration."""
    spec = importlib.util.spec_from_file_location(name, paths.migrations() / f"versions/{name}.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_last_access_of_each_port_becomes_the_first_line_of_its_log():
    steps = [step("0007_ports_and_reactions"), step("0012_needles")]
    engine = create_engine("sqlite://")
    metadata.create_all(engine, tables=[one for one in metadata.sorted_tables if one not in NEW])
    used, never = date(2026, 11, 3), None
    with engine.begin() as connection:
        for number, last in enumerate((used, never), start=1):
            connection.execute(tables.patients.insert().values(id=number, **patient_values(f"H {number}")))
            values = {"side": Side.LEFT, "inserted": date(2026, 9, 2), "usable_from": date(2026, 9, 3)}
            connection.execute(tables.ports.insert().values(patient_id=number, last_access=last, **values))
        with Operations.context(MigrationContext.configure(connection)):
            for one in steps:
                one.upgrade()
        (line,) = connection.execute(tables.port_events.select()).all()
    assert (line.port_id, line.patient_id, line.day, line.kind.value) == (1, 1, used, "access")
    assert (line.needle_gauge, line.needle_length_mm) == (None, None)
    engine.dispose()
