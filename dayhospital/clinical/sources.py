"""Where the rules come from: every source key a finding may carry, with one line of our own about it.

The regimen library has keys of its own (``resources/sources.yaml``); these are the sources of the rules in code.
"""

from collections.abc import Mapping
from types import MappingProxyType

from dayhospital.errors import NotFound

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "mosteller-1987": "Simplified calculation of body surface area: Mosteller, letter of 1987.",
        "du-bois-1916": "Body surface from height and weight: Du Bois and Du Bois, 1916.",
        "devine-1974": "Ideal body weight: Devine, 1974; adjusted weight takes four tenths of what is above it.",
        "cockcroft-gault-1976": "Creatinine clearance from age, weight and creatinine: Cockcroft and Gault, 1976.",
        "calvert-1989": "Carboplatin dose from renal function and target AUC: Calvert and others, 1989.",
        "fda-carboplatin-2010": "FDA advice of 2010: estimated GFR counts up to 125 mL/min for carboplatin.",
        "nice-ktt22": "NICE key therapeutic topic 22 on dose banding: within 6 % for cytotoxics, 10 % for biologicals.",
        "asco-dosing-2021": "ASCO guideline of 2012, updated 2021: obese adults get the full dose by actual weight.",
        "bc-cancer-brajac": "BC Cancer, protocol summary BRAJAC (2014): heart review above 400 mg/m² of doxorubicin.",
        "unit": "The unit's own rule or setting.",
        "library": "The record of the regimen library, as signed by the unit.",
        "practice": "General oncology nursing and medical practice; no single document. To be confirmed by the unit.",
        "esmo-eons-extravasation": "ESMO and EONS guideline on extravasation: five classes of tissue damage.",
        "eviq-extravasation": "eviQ clinical resource on extravasation: classes of drugs, care of the vein.",
        "gavecelt-vadexpert": "GAVeCeLT expert system on access: port for infrequent use beyond 4 to 6 months.",
        "a-diva-2019": "Modified A-DIVA scale, 2019: five items, one point each, for difficult intravenous access.",
        "wjso-port-side-2014": "World J Surg Oncol 2014: ports on the healthy side, internal jugular vein.",
        "port-wound-bevacizumab": "Label caution on wound healing under bevacizumab; a fresh port waits up to 7 days.",
        "port-insertion-limits": "Usual limits of interventional radiology before a port; no single document.",
        "port-lead-time": "Usual wait from asking for a port to its insertion, 3 to 10 working days; practice.",
        "ctcae-infusion-reaction": "CTCAE version 5, infusion related reaction: grades 1 to 4.",
        "reaction-observation": "Observation of 6 to 12 h after a severe reaction or adrenaline: biphasic course.",
        "jco-op-port-flush-2022": "JCO Oncology Practice 2022, 1,059 patients: flush every 12 weeks as safe as 4 to 8.",
        "infusion-reaction-classes": "Classes of infusion-reaction risk by drug and exposure; high ones start early.",
        "first-watch-label": "EU labels that want a first infusion watched for hours (intravenous trastuzumab: 6 h).",
        "price-brunt-2018": "Price and Brunt, Eur J Hosp Pharm 2018: 94 first trastuzumab infusions, no late reaction.",
        "paclitaxel-ethanol": "Breath-alcohol study of solvent paclitaxel, 30 patients: advises not to drive.",
        "premed-f1": "PREMED-F1 trial: cetirizine makes less drowsy than diphenhydramine as premedication.",
        "asco-cap-2020-er": "ASCO and CAP guideline on ER and PR, 2020: positive from 1 % of nuclei on.",
        "eso-esmo-abc": "ESO-ESMO consensus on advanced breast cancer: primary and secondary endocrine resistance.",
        "menopause-age": "Menopause counts as reached from the age of 60 on; below it somebody records the status.",
        "asco-cap-2023": "ASCO and CAP guideline on HER2 testing in breast cancer, 2023 update.",
        "asco-cap-er-2020": "ASCO and CAP guideline on ER and PR testing in breast cancer, 2020: positive from 1 %.",
    }
)


def describe(key: str) -> str:
    """Return the line about a source.

    Raises:
        NotFound: If no rule source has this key.
    """
    try:
        return SOURCES[key]
    except KeyError:
        raise NotFound(f"No source is known by the key {key!r}: please report this.") from None
