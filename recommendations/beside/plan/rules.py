"""Rules of law and standards worth a look before work leaves: checks for a lawyer or a certificate, never advice.

Which of them stand in a plan depends on the country its people named beside the report and on what they answered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy

from assessments.edition import flow
from assessments.edition.flow import Signal
from assessments.edition.sourcing_models import Column
from recommendations.beside.brief.questions import models_of, works_of
from recommendations.engine import PartnerPlace
from recommendations.models import Plan, Report

# The answer to “Which industry are you in?” that DORA may concern; every edition has it under this key.
FINANCE: Final = "finance"
INDUSTRY: Final = "industry"
# The answer that several kinds of delicate information meet: details of people are nearly always among them.
SEVERAL: Final = "several"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was said: `country` beside the report, all else in it and about work that leaves.

    `is_near` where the partner must be in the country.
    """

    country: str
    industry: str
    models: frozenset[str]
    has_people: bool
    has_secrets: bool
    is_near: bool


class LegalCheck(NamedTuple):
    """`applies` says when it is worth a look; `source` names title, publisher and date, found at `address`."""

    key: str
    applies: Callable[[Facts], bool]
    title: Any
    check: Any
    source: Any
    address: str


RULES: Final = (
    LegalCheck(
        "gdpr_28",
        lambda facts: facts.country in (Plan.Country.EU, Plan.Country.UK) and facts.has_people,
        gettext_lazy("GDPR, Article 28: the contract with whoever handles personal data for you"),
        gettext_lazy(
            "Check that it says what is handled, how long and why, that they act on your written instructions only, who of "
            "theirs is bound to secrecy, which firms stand behind them, and that everything comes back or is deleted."
        ),
        gettext_lazy(
            "Regulation (EU) 2016/679, Official Journal of the European Union, 4 May 2016; in the United Kingdom the same article of the UK GDPR"
        ),
        "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    ),
    LegalCheck(
        "gdpr_transfers",
        lambda facts: facts.country in (Plan.Country.EU, Plan.Country.UK) and facts.has_people and not facts.is_near,
        gettext_lazy("GDPR, Chapter V: personal data that leaves for another country"),
        gettext_lazy(
            "Check from where people of theirs can see the data, backups and help at night included, and on which ground "
            "of Articles 44 to 49 it may go there."
        ),
        gettext_lazy("Regulation (EU) 2016/679, Official Journal of the European Union, 4 May 2016"),
        "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
    ),
    LegalCheck(
        "dora_30",
        lambda facts: facts.country == Plan.Country.EU and facts.industry == FINANCE and Column.ITO in facts.models,
        gettext_lazy("DORA, Article 30: contracts of financial firms on information technology"),
        gettext_lazy(
            "Check whether your firm falls under it, and then that the contract names places of data, levels of service, "
            "help in an incident, rights of audit and access, and how you leave."
        ),
        gettext_lazy("Regulation (EU) 2022/2554, Official Journal of the European Union, 27 December 2022"),
        "https://eur-lex.europa.eu/eli/reg/2022/2554/oj",
    ),
    LegalCheck(
        "dpdp_8",
        lambda facts: facts.country == Plan.Country.INDIA and facts.has_people,
        gettext_lazy("DPDP Act, section 8: what you answer for when a processor handles personal data"),
        gettext_lazy(
            "Check that there is a valid contract with whoever handles it, that both sides protect it, and who tells the "
            "Board and the people concerned of a breach. The Act comes into force in steps: ask which of them have been taken."
        ),
        gettext_lazy(
            "The Digital Personal Data Protection Act, 2023 (No. 22 of 2023), Gazette of India, 11 August 2023"
        ),
        "https://www.meity.gov.in/",
    ),
    LegalCheck(
        "iso_27001",
        lambda facts: Column.ITO in facts.models or facts.has_people or facts.has_secrets,
        gettext_lazy("ISO/IEC 27001 and SOC 2: what a certificate covers"),
        gettext_lazy(
            "Check that its scope names the service, the sites and the people that would work for you, its dates, and for "
            "SOC 2 that it is of type 2. A certificate of another part of the firm says nothing about yours."
        ),
        gettext_lazy(
            "ISO/IEC 27001:2022, International Organization for Standardization, October 2022; SOC 2, American Institute of Certified Public Accountants"
        ),
        "https://www.iso.org/standard/27001",
    ),
)


def facts_of(report: Report, country: str) -> Facts:
    """Read the facts out of a report, for the country its people named beside it."""
    models = models_of(report)
    works = {work.key: work for model in models for work in works_of(report, model)}
    results = {result["key"]: result for result in report.data["result"]["functions"]}
    return Facts(
        country=country,
        industry=report.data["inputs"]["answers"].get(INDUSTRY, ""),
        models=frozenset(models),
        has_people=any(
            Signal.PERSONAL_DATA in work.signals or work.answers.get("data") == SEVERAL for work in works.values()
        ),
        has_secrets=any(Signal.OWN_SECRETS in work.signals for work in works.values()),
        is_near=all(results[key]["location"]["place"] == PartnerPlace.ONSHORE for key in works),
    )


def fitting_rules(facts: Facts) -> Iterator[LegalCheck]:
    """Give the rules worth a look; none where the country or the industry was not said, or nothing leaves."""
    if facts.country and facts.industry not in ("", *flow.BLANKS) and facts.models:
        yield from (rule for rule in RULES if rule.applies(facts))
