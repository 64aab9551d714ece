"""What the tests of ports and of access share: a wish for a port, a port put in, counts of the day, and its log."""

from datetime import timedelta

from dayhospital.domain.patient import Side
from dayhospital.domain.result import Result
from dayhospital.domain.session import Status
from dayhospital.queries.patients import patient
from dayhospital.queries.ports import port_log, referral_of
from dayhospital.services.patients import RecordPort
from dayhospital.services.results import RecordResults
from tests.hospital import TODAY

REASON = "agreed with the surgeon"
TO_SEAT = (Status.ARRIVED, Status.RELEASED)


def wish(hospital, number=0):
    return hospital.desk.ask(lambda c: referral_of(c, hospital.patients[number]))


def log(hospital, number=0):
    return hospital.desk.ask(lambda c: port_log(c, hospital.patients[number]))


def last_access(hospital, number=0):
    return hospital.desk.ask(lambda c: patient(c, hospital.patients[number])).port.last_access


def put_in(hospital, days_ago=22, number=0, usable=1):
    day = TODAY - timedelta(days=days_ago)
    return hospital.do(RecordPort(hospital.patients[number], Side.RIGHT, day, day + timedelta(days=usable)))


def count(hospital, name, value):
    return Result(name, hospital.clock.local() - timedelta(hours=1), value)


def good_counts(hospital, platelets=200.0):
    counts = (count(hospital, "platelets", platelets), count(hospital, "neutrophils", 3.0))
    hospital.do(RecordResults(hospital.patients[0], counts))
