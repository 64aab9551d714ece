"""What people do with metastatic sites: say which there are, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dayhospital.domain.metastasis import MetastaticSite
from dayhospital.errors import Conflict, InvalidValue
from dayhospital.queries.metastases import metastases_of
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name, touch_sessions
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordMetastases(Command):
    """Say where a patient's cancer has spread to, each site with the day it was found.

    Sites that are not named any more are taken away. ``known`` are the sites that stood there when the form was opened:
    what somebody else entered since is not lost.
    """

    title: ClassVar[str] = "Record metastases"
    patient_id: int
    sites: Mapping[MetastaticSite, date]
    known: Mapping[MetastaticSite, date]

    def run(self, work: UnitOfWork) -> None:
        name = patient_name(work, self.patient_id)
        if any(found_on > work.clock.today() for found_on in self.sites.values()):
            raise InvalidValue("Metastases are entered once they were found. Nothing was saved; check the days.")
        there = {one.site: one for one in metastases_of(work.connection, self.patient_id)}
        if {site: one.found_on for site, one in there.items()} != dict(self.known):
            raise Conflict("Somebody else changed the metastases since you opened them. Nothing was saved; look again.")
        for site, one in there.items():
            if site not in self.sites:
                work.delete(tables.metastases, one.id)
        for site, found_on in self.sites.items():
            if site not in there:
                work.insert(tables.metastases, patient_id=self.patient_id, site=site, found_on=found_on)
            elif there[site].found_on != found_on:
                work.update(tables.metastases, there[site].id, found_on=found_on)
        touch_sessions(work, self.patient_id)
        work.say(f"Recorded {len(self.sites)} metastatic site(s) of {name}")
