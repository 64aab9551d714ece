"""A lively day on the board, by hand: 22 rows, about 80 sessions, everybody in it invented (plants and birds)."""

from datetime import date, datetime, time, timedelta

from dayhospital.domain.board import BoardDay, BoardSession, DueDay, PatientFacts, Treatment
from dayhospital.domain.course import Dose, Segment, SegmentKind
from dayhospital.domain.hospital import Block, BlockKind, Chair, ChairKind, Nurse, Shift, UnitSettings
from dayhospital.domain.patient import Access, Allergy, AllergyStatus, Home, PatientLabel, Port, Sex, Side
from dayhospital.domain.regimen import Place, PortDefault, Setting
from dayhospital.domain.session import Status, StatusEvent
from dayhospital.domain.span import Span, Window
from dayhospital.ui.board.look import CardFlags, Delay, LeaveMark, PortMark

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 11, 20)
DRUGS = {
    "paclitaxel": "PACLitaxel",
    "docetaxel": "DOCEtaxel",
    "carboplatin": "CARBOplatin",
    "epirubicin": "EPIrubicin",
    "cyclophosphamide": "Cyclophosphamide",
    "trastuzumab": "Trastuzumab",
    "pertuzumab": "Pertuzumab",
    "phesgo": "Pertuzumab-trastuzumab SC",
    "pembrolizumab": "Pembrolizumab",
    "t-dxd": "Trastuzumab deruxtecan (T-DXd)",
    "sacituzumab": "Sacituzumab govitecan",
    "fulvestrant": "Fulvestrant",
    "zoledronic": "Zoledronic acid",
    "red-cells": "Red cells",
}
"""Tall-man names by drug id."""

# Colour group, short, name, and the stretches: P premedication, O observation, F flush, else a drug.
RECIPES: dict[str, tuple[str, str, str, tuple[tuple[str, int], ...]]] = {
    "wpac": ("TX", "wPAC", "PACLitaxel weekly", (("P", 30), ("paclitaxel", 60), ("O", 15))),
    "doc": ("TX", "DOC", "DOCEtaxel", (("P", 30), ("docetaxel", 60), ("O", 15))),
    "pcb": (
        "TX",
        "P-Cb",
        "PACLitaxel-CARBOplatin weekly",
        (("P", 30), ("paclitaxel", 60), ("carboplatin", 60), ("O", 15)),
    ),
    "ec": (
        "AN",
        "EC",
        "EPIrubicin-cyclophosphamide",
        (("P", 30), ("epirubicin", 20), ("cyclophosphamide", 40), ("O", 10)),
    ),
    "tchp": (
        "H2",
        "TCHP",
        "TCHP",
        (("P", 30), ("pertuzumab", 60), ("trastuzumab", 90), ("docetaxel", 60), ("carboplatin", 60), ("F", 30)),
    ),
    "phesgo": ("H2", "Phesgo", "Phesgo SC", (("phesgo", 10), ("O", 15))),
    "kntc": (
        "IO",
        "KN-TC",
        "KEYNOTE-522 pembro-TC",
        (("P", 30), ("pembrolizumab", 30), ("paclitaxel", 60), ("carboplatin", 60), ("O", 15)),
    ),
    "knec": (
        "IO",
        "KN-EC",
        "KEYNOTE-522 pembro-EC",
        (("P", 30), ("pembrolizumab", 30), ("epirubicin", 20), ("cyclophosphamide", 40)),
    ),
    "pembro": ("IO", "Pembro", "Pembrolizumab", (("pembrolizumab", 30), ("O", 15))),
    "tdxd": ("AD", "T-DXd", "Trastuzumab deruxtecan", (("P", 30), ("t-dxd", 90), ("O", 30))),
    "sg": ("AD", "SG", "Sacituzumab govitecan", (("P", 45), ("sacituzumab", 60), ("O", 45))),
    "fulv": ("EN", "Fulv", "Fulvestrant", (("fulvestrant", 15),)),
    "zol": ("BN", "Zol", "Zoledronic acid", (("zoledronic", 20), ("F", 10))),
    "cells": ("SU", "Cells", "Red cells ×2, Hb 7.1", (("red-cells", 200),)),
    "talk": ("SU", "Talk", "Teaching talk", (("P", 30),)),
}

CHAIRS = tuple(
    Chair(number, name, kind, bay, number)
    for number, (name, kind, bay) in enumerate(
        [(f"A{n}", ChairKind.CHAIR, "Bay A") for n in range(1, 9)]
        + [(f"B{n}", ChairKind.CHAIR, "Bay B") for n in range(1, 9)]
        + [(f"Bed {n}", ChairKind.BED, "Beds") for n in range(1, 5)]
        + [(f"Inj {n}", ChairKind.INJECTION_ROOM, "Rooms") for n in range(1, 3)],
        start=1,
    )
)
CHAIR = {chair.name: chair for chair in CHAIRS}
NURSES = (
    ("Els Veldkers", "EV", "A1;A2;A3"),
    ("Tom Mosterd", "TM", "A4;A5;A6;A7"),
    ("Saskia Kweek", "SK", "A8;B1;B2;B3"),
    ("Lieve Den", "LD", "B4;B5;B6"),
    ("Joost Olm", "JO", "B7;B8;Bed 1;Bed 2"),
    ("Rita Berk", "RB", "Bed 3;Bed 4"),
    ("Hanna Ceder", "HC", "Inj 1;Inj 2"),
)

# chair | start | minutes | SURNAME, Given | recipe | label | status | flags
# Flags: p port, ! port missing, c leaves on conditions, d doctor decides, n overnight, h hold, x fixed, = homonym.
ROWS = """
A1|07:45|105|Waterwilg, Ans|wpac|C4D1|left|p
A1|09:45|225|Van Merelbosch, Griet|tchp|C3D1|in_treatment|p
A1|14:00|105|Lijsterbes, Noor|wpac|C2D8|confirmed|=
A1|16:00|100|Ooievaarsbek, Mia|ec|C2D1|go_awaited|p
A2|08:00|195|De Wielewaal, Iris|kntc|C2D1|left|p
A2|11:30|100|Kamperfoelie, Rosa|ec|C1D1|arrived|p
A2|13:30|195|Benzwaluw, Samira|kntc|C1D1|confirmed|p
A3|07:30|330|Sperwerhof, Hanne|tchp|C1D1|in_treatment|pc
A3|13:45|75|Zonnedauwkruid, Ria|sg|C2D8|confirmed|
A3|15:15|105|Kievitsbloem, Jo|wpac|C9D1|confirmed|
A4|08:15|100|Hazelhoen, Paula|ec|C4D1|left|p
A4|10:15|105|Morgenster, Lut|wpac|C7D1|in_treatment|p
A4|12:30|150|Nachtegale, Linde|tdxd|C1D1|confirmed|p
A4|15:15|100|Du Rossignolet, Fée|ec|C1D1|go_awaited|!
A5|07:30|105|Appelvink, Greta|wpac|C3D1|left|
A5|09:30|150|Klapekster, Dina|sg|C2D1|in_treatment|p
A5|13:15|105|Windekinde, Ada|doc|C2D1|confirmed|px
A5|15:30|30|Koolmees, Iet|zol|C3D1|booked|
A6|13:15|225|Meerkoetsen, Tine|tchp|C5D1|confirmed|p
A7|08:30|130|Fonteinkruid, Bo|knec|C6D1|left|p
A7|11:00|75|Roodborsthof, Vera|tdxd|C4D1|booked|
A7|12:45|105|Çınarbahçe, Elif|wpac|C5D1|arrived|
A7|14:45|105|Bellefleur, Odile|doc|C4D1|confirmed|p
A8|09:00|60|Waterhoenders, An|pembro|C8D1|left|
A8|10:30|100|Van Wolkenvalkensteyn, Ilse|ec|C3D1|in_treatment|
A8|13:00|195|Jaskółkówna, Zofia|kntc|C3D1|confirmed|p
B1|07:45|100|Regenwulp, Trees|ec|C2D1|left|p
B1|10:00|195|Maretak, Femke|kntc|C4D1|in_treatment|p
B1|14:00|100|Dennenkruisbek, Lore|ec|C4D1|released|ph
B2|08:00|75|Zilverplevier, Ina|tdxd|C6D1|left|
B2|09:45|105|Goudsbloem, Mia|wpac|C11D1|observation|
B2|11:45|105|Lavendelaer, Eva|wpac|C1D1|released|
B2|14:15|225|Du Mésangier, Élise|tchp|C2D1|confirmed|p
B3|08:30|225|Vlinderstruik, Katrien|tchp|C6D1|in_treatment|p
B3|13:00|105|Lijsterbes, Nel|doc|C3D1|confirmed|=
B3|15:15|45|Sneeuwgors, Dora|pembro|C2D1|confirmed|
B4|07:30|105|Bosuilen, Marie|wpac|C6D1|left|
B4|09:30|30|Heggenmus, Ada|zol|C2D1|left|
B4|10:30|330|Ooievaers, Kaat|tchp|C1D1|in_treatment|p
B5|09:15|100|Zeewinde, Fleur|ec|C3D1|left|p
B5|11:15|165|Kastanjelaer, Hilde|pcb|C3D8|arrived|
B5|14:30|105|Ribesse, Ines|wpac|C10D1|confirmed|p
B6|08:00|105|Duinroosen, Cato|doc|C1D1|left|
B6|10:15|75|Fazantier, Roos|tdxd|C3D1|observation|
B6|12:00|130|Moerbeyen, Yara|knec|C7D1|confirmed|p
B6|14:45|75|Abendrothkelch, Uta|sg|C3D1|confirmed|
B7|08:45|105|Zwanenbloem, Lea|wpac|C2D1|left|p
B7|11:00|45|Grutto, Thea|pembro|C5D1|in_treatment|
B7|12:15|100|Korenbloem, Sien|ec|C2D1|go_awaited|p
B7|15:00|150|Misteldrossel, Ute|sg|C4D8|confirmed|p
B8|07:30|195|Boterbloemen, Lies|kntc|C3D1|left|p
B8|11:30|105|Olmenhove, Bea|wpac|C8D1|confirmed|
B8|13:45|100|Egelantier, Cleo|ec|C1D1|confirmed|
Bed 1|08:00|225|Vuurdoorn, Simonne|cells||in_treatment|
Bed 1|13:00|330|Wilgenroosje, Ann-Sofie|tchp|C1D1|confirmed|p
Bed 2|09:00|255|Klaverjans, Monique|sg|C1D1|in_treatment|p
Bed 2|14:15|195|Tormentilla, Gerda|kntc|C1D1|confirmed|pc
Bed 3|08:30|285|Ganzerik, Bernadette|doc|C2D1|in_treatment|p
Bed 3|14:15|60|Pimpernel, Jet|talk||booked|
Bed 4|12:30|225|Wolfsmelk, Irène|cells||arrived|pn
Inj 1|08:00|15|Alant, Tess|fulv|C3D1|left|
Inj 1|08:20|20|Brem, Jana|fulv|C2D1|left|
Inj 1|08:45|25|Dille, Cor|phesgo|C7D1|left|
Inj 1|09:30|15|Engelwortel, Pia|zol|C1D1|left|
Inj 1|09:50|25|Framboos, Mien|phesgo|C3D1|left|
Inj 1|10:45|15|Gagel, Sara|fulv|C6D1|no_show|
Inj 1|11:10|25|Hop, Rika|phesgo|C11D1|in_treatment|
Inj 1|11:45|20|Iep, Nora|fulv|C1D15|arrived|
Inj 1|13:15|45|Jeneverbes, Lot|phesgo|C1D1|confirmed|
Inj 1|14:15|15|Kervel, Bets|fulv|C9D1|booked|
Inj 1|14:45|15|Linde, Els|fulv|C4D1|booked|
Inj 1|15:30|25|Munt, Vic|phesgo|C5D1|confirmed|
Inj 1|16:15|15|Netel, Fien|zol|C4D1|booked|
Inj 2|08:30|45|Olijf, Puck|talk||left|
Inj 2|09:30|15|Peen, Door|fulv|C8D1|left|
Inj 2|10:00|45|Rapunzel, Lin|talk||left|
Inj 2|11:00|15|Salie, Oda|fulv|C2D1|left|
Inj 2|11:30|45|Tijm, Eef|talk||arrived|
Inj 2|13:30|45|Venkel, Nel|talk||booked|
Inj 2|14:30|15|Wouw, Gea|fulv|C3D1|booked|
Inj 2|15:00|15|Zegge, Ank|fulv|C5D1|booked|
"""

# SURNAME, Given | recipe | label | minutes | earliest, ideal, latest in days from today | flags
DUE = """
Steenanjer, Lore|ec|C3D1|100|-3 -2 -1|p
Wikkelgors, Amber|tchp|C1D1|330|0 1 2|p
Sperwerkruid, Nel|wpac|C8D1|105|-2 -1 0|p
Bosanemoonse, Katja|phesgo|C6D1|25|-1 1 4|
Fluitekruid, Marit|kntc|C4D1|195|2 3 6|p
Goudhaantje, Rikke|tdxd|C6D1|75|3 6 9|p
Helmkruidt, Joëlle|zol|C12D1|30|-4 10 24|
Van Boomvalkenburghe-Mierlo, Anne-Charlotte|pcb|C2D1|165|1 2 3|p
Rietzanger, Bo|wpac|C3D1|105|2 3 4|
Tapuit, Ciska|sg|C5D1|150|4 5 8|p
"""


def at(text: str, day: date = DAY) -> datetime:
    """Return a moment of the day from ``"10:15"``."""
    return datetime.combine(day, time.fromisoformat(text))


def segments(recipe: str, minutes: int) -> tuple[Segment, ...]:
    """Return the recipe's stretches, scaled to the booked minutes."""
    parts = RECIPES[recipe][3]
    whole, start, found = sum(length for _, length in parts), 0, []
    kinds = {"P": SegmentKind.PREMEDICATION, "O": SegmentKind.OBSERVATION, "F": SegmentKind.FLUSH}
    for name, length in parts:
        scaled = max(1, round(length * minutes / whole))
        kind = kinds.get(name, SegmentKind.DRUG)
        found.append(Segment(kind, start, scaled, "" if name in kinds else name))
        start += scaled
    return tuple(found)


def treatment(number: int, recipe: str, label: str, minutes: int, window: Window | None = None) -> Treatment:
    colour, short, name, parts = RECIPES[recipe]
    cycle = int(label[1:].split("D", maxsplit=1)[0]) if label else 1
    doses = tuple(
        Dose(drug, 0, cycle, 1, max(cycle, 1), False, 100.0, "mg", "IV", Place.DAY_HOSPITAL)
        for drug, _ in parts
        if drug not in "POF"
    )
    injection = recipe in {"fulv", "phesgo"}
    return Treatment(
        course_id=number if label else None,
        treatment_day_id=number if label else None,
        regimen_id=recipe,
        regimen_name=name,
        short=short,
        colour=colour,
        setting=Setting.ADJUVANT if label else None,
        label=label,
        cycle=cycle,
        day=1,
        window=window,
        chair_kinds=(ChairKind.INJECTION_ROOM, ChairKind.CHAIR) if injection else (ChairKind.CHAIR, ChairKind.BED),
        doses=doses,
        segments=segments(recipe, minutes),
        chair_minutes=minutes,
        stay_minutes=minutes + 30,
        acuity=1 if injection else 3,
        course_doses=6,
    )


def facts(number: int, name: str, flags: str) -> PatientFacts:
    family, given = name.split(", ")
    allergies = (Allergy("penicillin", "anaphylaxis", True),) if number % 7 == 0 else ()
    return PatientFacts(
        label=PatientLabel(
            id=number,
            family_name=family,
            given_name=given,
            birth_date=date(1950, 1, 5) + timedelta(days=(number * 397) % 14000),
            sex=Sex.FEMALE,
            hospital_number=f"H {number:04d} {(number * 37) % 1000:03d}",
        ),
        allergy_status=AllergyStatus.KNOWN if allergies else AllergyStatus.NONE_KNOWN,
        allergies=allergies,
        ecog=1,
        earlier_reaction_grade=None,
        access=Access(),
        home=Home(),
        port=Port(Side.RIGHT, DAY - timedelta(days=90), DAY - timedelta(days=89)) if "p" in flags else None,
        tumour_side="left",
        port_default=PortDefault.CONSIDER,
    )


_REACHED = {
    Status.ARRIVED: 1,
    Status.GO_AWAITED: 2,
    Status.RELEASED: 3,
    Status.IN_TREATMENT: 4,
    Status.OBSERVATION: 5,
    Status.READY_TO_LEAVE: 6,
    Status.LEFT: 7,
}


def session(number: int, row: str) -> BoardSession:
    chair, start, minutes, name, recipe, label, status, flags = row.split("|")
    span = Span.lasting(at(start), int(minutes))
    state = Status(status)
    steps = _REACHED.get(state, 0)
    moments = [(Status.ARRIVED, -15), (Status.RELEASED, -5), (Status.IN_TREATMENT, 0)]
    events = tuple(
        StatusEvent(reached, span.start + timedelta(minutes=shift), "EV")
        for reached, shift in moments
        if _REACHED[reached] <= steps
    )
    return BoardSession(
        id=number,
        version=1,
        chair_id=CHAIR[chair].id,
        span=span,
        status=state,
        patient=facts(number, name, flags),
        treatment=treatment(number, recipe, label, int(minutes), Window(DAY - timedelta(2), DAY, DAY + timedelta(3))),
        events=events,
        hold_reason="platelets 68" if "h" in flags else "",
        fixed="x" in flags,
        homonym="=" in flags,
    )


def shifts() -> tuple[Shift, ...]:
    found = []
    for number, (name, initials, places) in enumerate(NURSES, 1):
        chairs = frozenset(CHAIR[place].id for place in places.split(";"))
        found.append(Shift(Nurse(number, name, initials), Span.on(DAY, time(7, 30), time(18, 30)), None, chairs))
    return tuple(found)


BLOCKS = (
    Block(
        1,
        CHAIR["A6"].id,
        Span.on(DAY, time(7, 15), time(13)),
        BlockKind.OUT_OF_SERVICE,
        "Chair out of service — motor repair",
    ),
    Block(2, CHAIR["Bed 4"].id, Span.on(DAY, time(7, 30), time(12)), BlockKind.RESERVED, "Held for same-day add-ons"),
    Block(3, CHAIR["Inj 1"].id, Span.on(DAY, time(12, 15), time(13)), BlockKind.BREAK, "Break"),
    Block(4, CHAIR["Inj 2"].id, Span.on(DAY, time(12, 15), time(13, 15)), BlockKind.BREAK, "Break"),
)
SESSION_FLAGS = {number: row.rsplit("|", 1)[1] for number, row in enumerate(ROWS.strip().splitlines(), 1)}


def board_day() -> BoardDay:
    """Return the day."""
    sessions = [session(number, row) for number, row in enumerate(ROWS.strip().splitlines(), 1)]
    return BoardDay(
        DAY, UnitSettings(), None, CHAIRS, shifts(), BLOCKS, tuple(sorted(sessions, key=lambda one: one.span.start))
    )


def flags_of(one: BoardSession) -> CardFlags:
    """Return the flags as written in the rows."""
    written = SESSION_FLAGS.get(one.id, "")
    port = PortMark.MISSING if "!" in written else PortMark.IN_PLACE if "p" in written else PortMark.NONE
    leave = {"c": LeaveMark.CONDITION, "d": LeaveMark.DOCTOR, "n": LeaveMark.OVERNIGHT}
    mark = next((found for letter, found in leave.items() if letter in written), LeaveMark.HOME)
    return CardFlags(port, mark, one.treatment.first_dose and one.treatment.colour not in ("SU", "EN"))


def delay_of(one: BoardSession, now: datetime) -> Delay:
    """Return who is late: one running over, one not seated yet."""
    if one.patient.label.family_name == "Sperwerhof":
        return Delay(over=30)
    late = int((now - one.span.start).total_seconds() // 60)
    waiting = one.status in (Status.BOOKED, Status.CONFIRMED)
    return Delay(late=late) if waiting and late > 0 else Delay()


def due_days() -> tuple[DueDay, ...]:
    """Return what is to be booked, most urgent first."""
    found = []
    for number, row in enumerate(DUE.strip().splitlines(), 501):
        name, recipe, label, minutes, days, flags = row.split("|")
        early, ideal, late = (DAY + timedelta(days=int(day)) for day in days.split())
        window = Window(early, ideal, late)
        patient = facts(number, name, flags)
        found.append(DueDay(patient, treatment(number, recipe, label, int(minutes), window), window, ideal, 1))
    return tuple(found)


def due_flags(due: DueDay) -> CardFlags:
    """Return the flags of a due day that need no rule."""
    port = PortMark.IN_PLACE if due.patient.port is not None else PortMark.NONE
    return CardFlags(port, first=due.treatment.first_dose)
