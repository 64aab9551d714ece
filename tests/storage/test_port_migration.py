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


def test_the_last_access_of_each_port_becomes_the_first_line_of_its_log():
    spec = importlib.util.spec_from_file_location("step", paths.migrations() / "versions/0007_ports_and_reactions.py")
    assert spec is not None and spec.loader is not None
    step = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(step)
    engine = create_engine("sqlite://")
    metadata.create_all(engine, tables=[one for one in metadata.sorted_tables if one not in NEW])
    used, never = date(2026, 11, 3), None
    with engine.begin() as connection:
        for number, last in enumerate((used, never), start=1):
            connection.execute(tables.patients.insert().values(id=number, **patient_values(f"H {number}")))
            values = {"side": Side.LEFT, "inserted": date(2026, 9, 2), "usable_from": date(2026, 9, 3)}
            connection.execute(tables.ports.insert().values(patient_id=number, last_access=last, **values))
        with Operations.context(MigrationContext.configure(connection)):
            step.upgrade()
        (line,) = connection.execute(tables.port_events.select()).all()
    assert (line.port_id, line.patient_id, line.day, line.kind.value) == (1, 1, used, "access")
    engine.dispose()
