"""Plain and business words for what offices do: words that a question and a stated duty use for the same matter.

Hand-made and general; a word may stand in several groups. What they lack, vectors of words may still tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from retrieval.language import content_terms

_GROUPS = (
    "press media journalist reporter newspaper broadcaster interview",
    "visit visitor tour excursion",
    "privacy protection confidentiality",
    "pay payment reimbursement disbursement invoice money payout settlement",
    "grant subsidy aid funding bonus",
    "label labelling packaging wording",
    "intern internship trainee placement apprentice",
    "complain complaint grievance ombudsman objection unhappy dissatisfied",
    "rent let lease tenancy tenant landlord",
    "buyer purchaser importer customer",
    "booth stand pavilion stall",
    "fair exhibition expo show",
    "hire hiring recruit recruitment vacancy job employment staffing",
    "founder founding startup entrepreneur incubator incubation",
    "tax levy taxation",
    "permit permission licence license approval authorisation authorization clearance",
    "fee charge price tariff",
    "equipment instrument machine apparatus device",
    "repair maintenance fix fault breakdown broken",
    "password login account portal",
    "supplier vendor subcontractor supply delivery",
    "patent invention trademark",
    "foreign overseas abroad international global",
    "invest investor investment venture capital",
    "site land plot premises location",
    "lab laboratory labs",
    "accident incident emergency injury hurt injured",
    "waste rubbish garbage refuse litter",
    "sewage sewer wastewater drainage",
    "train training course class lesson workshop seminar education",
    "elderly senior pensioner aged",
    "child kid daycare nursery childcare",
    "farm farmer farming agriculture crop",
    "fish fishery fisheries fishing fisherman aquaculture",
    "ship vessel boat shipbuilding shipyard",
    "port harbour harbor quay berth dock",
    "car vehicle automobile automotive cab taxi",
    "bus coach transit transport",
    "herb herbal herbs botanical",
    "medicine medicinal drug pharmaceutical pharma medication",
    "money budget finance financial",
    "loan credit lending guarantee",
    "contract agreement",
    "statistics figures data numbers",
    "register registry registration list enrol enroll",
    "survey poll questionnaire",
    "apply application applicant applying",
    "export exporter exporting",
    "import importer importing customs",
    "certificate certification certified",
    "translate translation interpreter interpreting",
    "calibrate calibration adjust adjusted measuring",
    "book booking reserve reservation reserving",
    "mentor mentoring coach coaching",
    "company firm business enterprise",
    "factory plant manufacturing manufacturer",
    "university college academic",
    "safety safe hazard danger",
    "pipe pipeline pipework",
    "environment environmental pollution emission emissions",
    "energy power electricity",
    "computer it software system network server",
    "building construction builder architecture",
    "road street highway pavement",
    "tourism tourist travel sightseeing",
    "culture cultural art arts",
    "scholarship fellowship stipend",
    "law legal lawyer attorney",
    "procurement tender bidding bid purchasing",
    "residence resident inhabitant citizen",
    "health medical hospital clinic",
)


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _GROUPS:
        stems = {stem for word in group.split() for stem in content_terms(word)}
        for stem in stems:
            found.setdefault(stem, set()).update(stems - {stem})
    return {stem: frozenset(others) for stem, others in found.items()}


def kindred(stem: str) -> frozenset[str]:
    """The stems of words that offices and those who ask for them use for the same matter; without `stem` itself."""
    return _groups().get(stem, frozenset())
