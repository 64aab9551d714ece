"""When a port was last used: recorded by hand, or by an infusion through it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dayhospital.clinical.port_use import port_use
from dayhospital.domain.regimen import Route
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from tests.ui.board import sample

BASE = next(one for one in sample.board_day().sessions if one.treatment.doses)
PORT = sample.PORT if hasattr(sample, "PORT") else None
