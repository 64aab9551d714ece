"""The sentence of each finding, by code. ``{names}`` are facts of the finding. A test walks all codes of the rules."""

from enum import StrEnum


class Check(StrEnum):
    """The checks the hint lists while something is dragged, in its order."""

    PLACE = "place"
    NURSES = "nurses"
    PHARMACY = "pharmacy"
    WINDOW = "window"
    LEAVING = "leaving"
    OTHER = "other"


PORT = {
    "port-vesicant-no-vein": "{drug} burns outside the vein and no vein is usable",
    "port-library-recommends": "The regimen library recommends a port",
    "port-library-considers": "The regimen library says to consider a port",
    "port-vesicant-cycles": "{drug}, a vesicant, for {cycles} cycles (limit {limit})",
    "port-vesicant-long": "{drug}, a vesicant, runs {minutes} min (limit {limit})",
    "port-vesicant-infusion": "{drug}, a vesicant, runs {minutes} min (from {limit} on)",
    "port-weekly-doses": "{doses} weekly infusions (limit {limit})",
    "port-long-course": "Infusions over {days} days, more than {months} months",
    "port-middle-course": "Infusions over {days} days, more than {months} months",
    "port-open-course": "Infusions without a planned end, likely more than {months} months",
    "port-diva-high": "Veins: A-DIVA score {score}, high risk",
    "port-diva-moderate": "Veins: A-DIVA score {score}, moderate risk",
    "port-failed-cannulations": "{attempts} failed attempts at one visit",
    "port-extravasation-before": "Extravasation before",
    "port-both-arms": "Axillary surgery on both sides",
    "port-wish": "The patient wants a port",
    "port-no-infusion": "Nothing is given into a vein",
    "port-no-criterion": "No criterion for a port is met",
    "port-not-usable-yet": "The port may be used from {usable_from} on",
    "port-wound-fresh": "Port placed on {inserted}: {drug} waits {days} days",
    "port-side": "Implant on the {side}",
    "port-side-doctor": "The doctor chooses the side",
    "arm-neither": "Neither arm is used: axillary surgery on both sides",
    "arm-not-used": "The {side} arm is not used: axillary surgery",
    "arm-lymphoedema": "Lymphoedema: the {side} arm is not used",
}
PORT_STORY = {
    "port-wait-platelets": "Platelets {value} on {taken}: wait until they are {limit} or more",
    "port-wait-neutrophils": "Neutrophils {value} on {taken}: wait until they are {limit} or more",
    "port-wait-inr": "INR {value} on {taken}: wait until it is {limit} or less",
    "port-wait-fever": "Temperature {value} °C on {taken}: wait until it is below {limit} °C",
    "port-wait-nadir": "Day {days} after cytotoxic drugs of {last}: counts are lowest on days {least} to {most}",
    "port-wait-healing": "{drug} was given {days} days before, on {last}: the wound needs {limit} days",
    "port-blood-missing": "{analyte} not known: take blood before the insertion",
    "port-blood-again": "{analyte} of {taken} serve {hours} h: take blood again before the insertion",
    "port-ask-anticoagulation": "Ask about anticoagulants: a therapeutic dose is paused first",
    "port-ready-after-first": "{drug} is due on {first}, and the port can be used from {ready} only",
    "port-lead-too-short": "{drug} is due on {first}: a port takes {least} working days or more, usable from {ready}",
    "port-lead-tight": "{drug} is due on {first}: a port takes {least} to {most} working days, so plan it today",
    "port-earlier-trouble": "Earlier port, {on}: {what}; choose the vein and the day with that in mind",
    "port-ask-removal": "No drug through the port since {last}, {months} months or more: ask whether it can come out",
    "vesicant-before-port": "{drug} burns outside the vein, and the port may be used from {usable_from} on",
    "vesicant-no-access": "STOP: {drug} burns outside the vein, with no port to use and no vein checked today",
    "vesicant-port-not-ready": "STOP: {drug} burns outside the vein, and the port may be used from {usable_from} on",
}
REACTIONS = {
    "reaction-longer-next": "Reaction to {drug}, grade {grade}: plan a longer session next time",
    "reaction-doctor-first": "Reaction to {drug}, grade {grade}: a doctor decides before it is given again",
    "reaction-never-again": "Reaction to {drug}, grade {grade}: it is not given again",
    "reaction-admission": "Observe at least {hours} h and plan an admission: the reaction may come back",
    "reaction-chair-short": "To be watched until {until}, but the chair is hers until {ends}: find another place",
    "chair-not-free-reaction": "Reaction in {chair} at {at}: it is needed until {until}, after the start at {start}",
    "chair-after-reaction": "Reaction in {chair} at {at}: it is needed until {until}",
}
LEAVING = {
    "leave-after-closing": "Leaves at {leave}, after closing at {closes}",
    "leave-margin": "Leaves at {leave}, less than {margin} min before closing at {closes}",
    "first-trastuzumab-late": "First {drug} starts at {start}, less than {hours} h before closing at {closes}",
    "first-dose-late": "{drug}, an early dose, starts at {start}, less than {hours} h before closing at {closes}",
    "no-driving-alone": "{drug}: no driving that day, and the patient comes alone",
    "no-driving-escort": "{drug}: no driving that day, ask who takes the patient home",
    "no-driving": "{drug}: no driving that day",
    "first-night-alone": "Nobody at home the first night",
    "first-night-ask": "Ask who is at home the first night",
    "telephone-missing": "No telephone number to be reached at home",
    "travel-very-long": "{minutes} min to get home (limit {limit})",
    "travel-long": "{minutes} min to get home (more than {limit})",
    "severe-reaction-before": "Earlier infusion reaction of grade {grade}",
    "ecog-high": "ECOG {ecog}",
    "old-alone": "{age} years old and living alone",
    "factor-delirium": "Delirium before",
    "factor-diabetes-steroids": "Diabetes with steroids: glucose checks at home",
    "factor-heart-failure": "Heart failure",
    "factor-home-oxygen": "Oxygen at home",
    "factor-other": "Risk at home: {factor}",
}
GOING_HOME = {
    "leaving-unchecked": "Not checked before leaving: {checks}",
    "help-earlier-start": "An earlier start helps: {start} on {chair} is free",
    "help-subcutaneous": "{form} under the skin instead of {drug} would be shorter",
    "help-two-days": "The {drugs} infusions could be spread over two days",
    "help-bed": "A day bed and an admission can be asked for in time",
}
DATES = {
    "day-moved": "Moved from {ideal} to {planned}: {why}",
    "no-open-day-in-window": "No open day between {earliest} and {latest}",
    "no-free-place-in-window": "No free place for {minutes} min between {earliest} and {latest}",
    "outside-window": "Outside its window, {earliest} to {latest}",
    "too-close": "Too close to the dose before: not before {not_before}",
    "loading-again": "{drug}: loading dose again, {days} days since the last",
    "closed-day": "The unit is closed on {day}: {why}",
    "start-on-closed-day": "The unit is closed on {day}: {why}. The first day moves.",
    "treatment-day-stays": "This treatment day is {state} and stays where it is",
}
PLACES = {
    "chair-taken": "Overlaps {patient}, {from} to {until}",
    "patient-already-booked": "The patient is already in {chair} from {from} to {until}",
    "chair-blocked": "Blocked until {until}: {label}",
    "chair-out-of-use": "{chair} is out of use since {since}",
    "unit-closed": "The unit is closed on {day} {why}",
    "outside-hours": "Open from {opens} to {closes}",
    "too-long-for-closing": "Too long: ends at {ends}, the unit closes at {closes}",
    "wrong-chair-kind": "This needs {needed}, and this is {kind}",
    "shorter-than-regimen": "{minutes} min, the regimen needs {needed} min",
    "session-not-movable": "The session is {status} and stays where it is",
    "starts-in-past": "Starts at {start}, which is past",
}
LOADS = {
    "nurse-starts": "Nurse starts {used}, limit {limit} in 15 min",
    "nurse-load": "Nurse load {used}, limit {limit}",
    "pharmacy-load": "Pharmacy {used} preparations, limit {limit} in 30 min",
}
LEAVING_LATE = {
    "leaves-too-late": "Leaves at {leaves}, later than {latest}",
    "high-risk-late-start": "{drug}, risk of a reaction, starts at {start}, less than {hours} h before closing",
}
RISKS = {"high-risk-out-of-sight": "{drug}, risk of a reaction: better a chair in sight of the nurses"}
COURSES = {
    "regimen-disabled": "{regimen} is switched off in the library",
    "setting-not-in-regimen": "{regimen} is not given in this setting: {setting}",
    "patient-deceased": "The patient died on {day}",
    "same-regimen-active": "{regimen} is already running since {since}",
    "not-an-extra": "{regimen} belongs to a course and cannot be booked alone",
    "status-not-legal": "The session is {status}: {to} cannot follow",
}
TESTS = {
    "test-result-overdue": "{test} was due on {due}, {days} d ago: ask the laboratory",
    "test-biopsy-not-recorded": "The biopsy for {test} was planned for {planned} and is not recorded",
    "test-biopsy-not-planned": "{test}, asked for on {asked}, has no day for its biopsy after {limit} days",
    "test-not-sent": "{test}: nothing was sent since {since}, more than {limit} days",
}
DOSES = {
    "height-missing": "No height is recorded: the dose cannot be worked out",
    "weight-missing": "No weight is recorded: the dose cannot be worked out",
    "creatinine-missing": "No creatinine is recorded: a dose by AUC cannot be worked out",
    "height-implausible": "A height of {value} cm is unusual (expected {low} to {high}): check it",
    "weight-implausible": "A weight of {value} kg is unusual (expected {low} to {high}): check it",
    "creatinine-implausible": "A creatinine of {value} µmol/L is unusual (expected {low} to {high}): check the unit",
    "bsa-implausible": "A body surface of {value} m² is unusual (expected {low} to {high}): check height and weight",
    "bsa-large": "The body surface is {bsa} m², above {limit}: the full dose is advised, check it",
    "bsa-capped": "The body surface is {bsa} m², the dose follows {cap} m²: the unit caps it",
    "weight-old": "The weight of {day} is {days} days old on the day of the dose (limit {limit}): weigh again",
    "weight-changed": "The weight is {now} kg, {change} % away from the {before} kg of {day}: prescribe anew",
    "creatinine-old": "The creatinine of {day} is {days} days old on the day of the dose (valid {hours} h): test again",
    "creatinine-moved": "The creatinine moved by {change} %, from {before} on {day} to {now} µmol/L: work out anew",
    "creatinine-floored": "A creatinine of {found} µmol/L counts as {used}, the unit's lowest",
    "gfr-adjusted-weight": "The renal function follows the adjusted weight, {kg} kg: BMI {limit} or more",
    "gfr-capped": "The estimated GFR of {found} mL/min counts as {used}",
    "sex-for-gfr": "The sex is neither female nor male: the lower renal function, that of a woman, was taken",
    "dose-capped": "{drug}: {uncapped} mg by the formula, at most {cap} mg are given at once",
    "dose-reduced": "{drug}: reduced from {planned} to {used}",
    "dose-never-reduced": "{drug} is never reduced: it is given, put off or stopped",
    "dose-level-unknown": "{drug} has no reduction level {level} below this dose",
    "band-not-used": "The nearest band, {band} mg, is {deviation} % off (limit {limit} %): the exact dose stands",
    "lifetime-review": "So far {total} mg/m² {counted} {drug}, above {limit}: have the heart reviewed",
    "lifetime-warn": "So far {total} mg/m² {counted} {drug}, above the warning limit of {limit}",
    "lifetime-hard": "So far {total} mg/m² {counted} {drug}, above the highest lifetime dose of {limit}",
    "lifetime-plan-review": "With the plan {total} mg/m² {counted} {drug}, above {limit}: plan a heart review",
    "lifetime-plan-warn": "With the plan {total} mg/m² {counted} {drug}, above the warning limit of {limit}",
    "lifetime-plan-hard": "With the plan {total} mg/m² {counted} {drug}, above the highest lifetime dose of {limit}",
}
GATES = {
    "gate-outside": "{analyte} {value} {unit}, needs {bound}",
    "gate-outside-dose": "{analyte} {value} {unit}, needs {bound}: {percent} % of the dose",
    "gate-outside-advice": "{analyte} {value} {unit}, needs {bound}: {advice}",
    "gate-outside-upper": "{analyte} {value} {unit}, {times} times the upper limit, needs {bound}",
    "gate-outside-upper-dose": "{analyte} {times} times the upper limit, needs {bound}: {percent} % of the dose",
    "gate-outside-upper-advice": "{analyte} {times} times the upper limit, needs {bound}: {advice}",
    "gate-together": "Too high together: {figures}",
    "gate-moved": "{analyte} {before} to {value}, moved by {percent} %: work the dose out again",
    "gate-missing": "{analyte} is missing",
    "gate-too-old": "{analyte} of {taken} is too old: {hours} h, allowed {limit} h",
    "gate-weight-missing": "The weight is missing, so the clearance is not known",
    "gate-first-missing": "{analyte} is not known and is asked for before the first dose",
    "gate-first-too-old": "{analyte} of {taken} is too old for a first dose",
    "gate-answer": "{analyte}: {answer}",
    "gate-toxicity": "{term} grade {grade} by CTCAE {ctcae}",
    "gate-ecog": "ECOG {ecog}, at most {most}",
    "gate-weight": "Weight {before} to {value} kg, {percent} %: work the dose out again",
    "lvef-missing": "No ejection fraction is known",
    "lvef-due": "Ejection fraction of {taken}: the next was due on {due}",
    "lvef-overdue": "Ejection fraction of {taken} is too old: the next was due on {due}",
    "lvef-watch": "Ejection fraction {value} %, a fall of {fall} points: watch it",
    "lvef-repeat": "Ejection fraction {value} %, a fall of {fall} points: repeat within {weeks} weeks",
    "lvef-hold": "Ejection fraction {value} %, a fall of {fall} points: hold, repeat within {weeks} weeks",
    "lvef-stop": "Ejection fraction {value} %, a fall of {fall} points: stop",
}
VERSIONS = {
    "version-in-use-already": "This is in use already, word for word",
    "version-signed-by-you": "You signed this version: somebody else signs second",
    "version-written-by-you": "You wrote this version: the second signature is of somebody else",
    "version-being-written": "Another version of this regimen is being written",
    "version-changed-since": "Another version of the regimen is in use by now",
}
FITS = {
    "need-setting": "Given in the setting {wanted}",
    "need-her2": "HER2 {wanted}",
    "need-receptor": "{name} {wanted}",
    "need-hormone-receptors": "Hormone receptors {wanted}",
    "need-altered": "{genes} altered",
    "need-germline": "{genes} pathogenic in the germline",
    "need-stage": "Stage {wanted}",
    "need-nodes": "Nodes {wanted}",
    "need-answer": "{analyte}: {wanted}",
    "need-at-least": "{analyte} at least {limit}",
    "need-at-most": "{analyte} at most {limit}",
    "need-below": "{analyte} below {limit}",
    "need-ecog": "ECOG at most {limit}",
    "need-age": "At least {limit} years old",
    "need-clearance": "Creatinine clearance at least {limit} mL/min",
    "need-before-menopause": "Before menopause",
    "need-after-menopause": "After menopause, or with ovarian suppression",
    "need-not-pregnant": "Pregnancy excluded",
    "need-earlier": "Earlier lines{where} with {what}: at least {least}",
    "need-earlier-within": "Earlier lines{where} with {what}: at least {least}, in the last {days} days",
    "need-not-after": "No progression before under {what}",
    "need-endocrine": "Endocrine resistance: {wanted}",
    "need-beside": "Given beside {what}",
    "need-ask": "{question}",
    "need-not-repeated": "{regimen} has not failed before",
    "need-not-twice": "{drug} is not given by another course at the same time",
    "need-one-antibody": "No other antibody to {target} at the same time",
    "need-no-allergy": "No allergy to these drugs",
    "need-no-allergy-to": "No allergy to {drug}",
    "regimen-does-not-fit": "{regimen} does not fit: {found}",
    "regimen-contraindicated": "{regimen} is contraindicated: {found}",
}
TUMOUR = {
    "receptor-lost": "{name} lost: {before} on {before_day}, {value} in {specimen} on {day}",
    "receptor-gained": "{name} gained: {before} on {before_day}, {value} in {specimen} on {day}",
    "her2-lost": "HER2 lost: {before} on {before_day}, now {now} ({value}) in {specimen} on {day}",
    "her2-lower": "HER2 lower: {before} on {before_day}, now {now} ({value}) in {specimen} on {day}",
    "her2-gained": "HER2 gained: {before} on {before_day}, now {now} ({value}) in {specimen} on {day}",
    "endocrine-naive": "No endocrine therapy so far",
    "endocrine-sensitive": "No sign of resistance to endocrine therapy, last {line} from {started}",
    "endocrine-primary-adjuvant": (
        "Primary endocrine resistance: back on {day}, within 2 years of endocrine therapy begun on {started}"
    ),
    "endocrine-primary-metastatic": "Primary endocrine resistance: {line} from {started} failed by {day}, in 6 months",
    "endocrine-secondary-adjuvant": (
        "Secondary endocrine resistance: back on {day}, under or within 12 months of endocrine therapy from {started}"
    ),
    "endocrine-secondary-metastatic": "Secondary endocrine resistance: {line} from {started} failed on {day}",
}
WORDS: dict[str, str] = {
    **PORT,
    **PORT_STORY,
    **REACTIONS,
    **LEAVING,
    **GOING_HOME,
    **DATES,
    **PLACES,
    **LOADS,
    **LEAVING_LATE,
    **RISKS,
    **COURSES,
    **TESTS,
    **DOSES,
    **GATES,
    **VERSIONS,
    **FITS,
    **TUMOUR,
}
PLAIN = {
    "chair-taken": "The chair is taken at that time",
    "patient-already-booked": "The patient is already booked at that time",
    "chair-blocked": "The chair is blocked at that time",
    "closed-day": "The unit is closed that day",
    "unit-closed": "The unit is closed that day",
    "outside-hours": "Outside the opening hours",
    "outside-window": "Outside its window",
    "wrong-chair-kind": "Another kind of chair is needed",
    "no-open-day-in-window": "No open day in its window",
}
"""What is said when the facts are not known: the guards of the database name only the code."""
CHECKS: dict[str, Check] = {
    **dict.fromkeys(PLACES, Check.PLACE),
    **dict.fromkeys(LEAVING, Check.LEAVING),
    **dict.fromkeys(LEAVING_LATE, Check.LEAVING),
    **dict.fromkeys(DATES, Check.WINDOW),
    "too-long-for-closing": Check.LEAVING,
    "starts-in-past": Check.OTHER,
    "nurse-starts": Check.NURSES,
    "nurse-load": Check.NURSES,
    "pharmacy-load": Check.PHARMACY,
}
"""Which check of the hint a code belongs to; codes that are not here stand alone."""
