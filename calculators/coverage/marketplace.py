"""Rows of the federal marketplace's benefit files, read as terms and limits and written back.

The files ("Benefits and Cost Sharing", one row for each benefit of each plan) say cost sharing in pairs of cells, a
copay and a coinsurance for each network, and limits partly in cells, partly in free text. The tables below are the
whole grammar, and each serves both ways: a cell or sentence is read by any of its spellings and written by the first.
docs/decisions/marketplace-rows.md says how cells that disagree are read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from attrs import evolve, frozen

from calculators.coverage.limits import MOST_QUANTITY, VisitLimit
from calculators.coverage.money import WHOLE, Cents, Rate
from calculators.coverage.services import SERVICES, THERAPIES
from calculators.coverage.terms import Terms
from calculators.declaration import UNKNOWN, Unknown
from calculators.declaration.kinds import LONGEST_IDENTIFIER

# ---- Which benefit a row is about

OTHER_REHABILITATION = (
    "cardiac_rehabilitation",
    "pulmonary_rehabilitation",
    "respiratory_therapy",
    "cognitive_therapy",
    "massage_therapy",
    "audiology",
    "behavior_analysis",
    "mental_health",
)


@frozen
class Benefit:
    """A benefit of the files: its names, the first of which is written; its services; for which kind of care it is.

    `may_include`: further services that are part of it where the row's text names them.
    """

    id: str
    names: tuple[str, ...]
    services: tuple[str, ...]
    care_kind: str = "both"
    may_include: tuple[str, ...] = ()


BENEFITS = (
    Benefit("acupuncture", ("Acupuncture",), ("acupuncture",)),
    Benefit(
        "cardiac_rehabilitation",
        (
            "Cardiac Rehabilitation",
            "Outpatient Rehabilitation Services - Cardiac rehabilitation therapy",
            "Outpatient Rehabilitation Services - Cardiac rehbilitation therapy",
        ),
        ("cardiac_rehabilitation",),
    ),
    Benefit("chiropractic", ("Chiropractic Care",), ("chiropractic",)),
    Benefit("habilitation", ("Habilitation Services",), THERAPIES, "habilitative", OTHER_REHABILITATION),
    Benefit(
        "habilitative_speech",
        ("Habilitative Speech Therapy", "Habilitative Speech Therapy (Non-Autism Related"),
        ("speech_therapy",),
        "habilitative",
    ),
    Benefit("hearing_aids", ("Hearing Aids",), ("hearing_aid",)),
    Benefit("hearing_exams", ("Hearing and Speech Exams",), ("audiology",)),
    Benefit(
        "aural_therapy",
        ("Outpatient Rehabilitation Services - Post-cochlear implant aural therapy",),
        ("audiology",),
    ),
    Benefit(
        "inpatient_rehabilitation",
        ("Inpatient Rehabilitation Facilities - Inpatient Services",),
        ("inpatient_rehabilitation",),
    ),
    Benefit(
        "inpatient_rehabilitation_physician",
        ("Inpatient Rehabilitation Facilities-Physician Fees",),
        ("inpatient_physician",),
    ),
    Benefit("mental_health_other", ("Mental Health Other",), ("mental_health",)),
    Benefit("mental_health", ("Mental/Behavioral Health Outpatient Services",), ("mental_health",)),
    Benefit("dietitian", ("Nutritional Counseling",), ("dietitian",)),
    Benefit(
        "rehabilitation", ("Outpatient Rehabilitation Services",), THERAPIES, "rehabilitative", OTHER_REHABILITATION
    ),
    Benefit(
        "rehabilitative_physical_occupational",
        ("Rehabilitative Occupational and Rehabilitative Physical Therapy",),
        ("physical_therapy", "occupational_therapy"),
        "rehabilitative",
    ),
    Benefit("rehabilitative_speech", ("Rehabilitative Speech Therapy",), ("speech_therapy",), "rehabilitative"),
    # Benefits of the same files that are not therapy.
    Benefit("primary_care", ("Primary Care Visit to Treat an Injury or Illness",), ("primary_care",)),
    Benefit("specialist", ("Specialist Visit",), ("specialist",)),
    Benefit("preventive_care", ("Preventive Care/Screening/Immunization",), ("preventive_care",)),
    Benefit("urgent_care", ("Urgent Care Centers or Facilities",), ("urgent_care",)),
    Benefit("emergency", ("Emergency Room Services",), ("emergency",)),
    Benefit("ambulance", ("Emergency Transportation/Ambulance",), ("ambulance",)),
    Benefit("laboratory", ("Laboratory Outpatient and Professional Services",), ("laboratory",)),
    Benefit("imaging", ("X-rays and Diagnostic Imaging",), ("x_ray", "ultrasound")),
    Benefit("advanced_imaging", ("Imaging (CT/PET Scans, MRIs)",), ("advanced_imaging",)),
    Benefit(
        "outpatient_facility", ("Outpatient Facility Fee (e.g., Ambulatory Surgery Center)",), ("outpatient_facility",)
    ),
    Benefit("outpatient_surgery", ("Outpatient Surgery Physician/Surgical Services",), ("outpatient_surgery",)),
    Benefit("inpatient", ("Inpatient Hospital Services (e.g., Hospital Stay)",), ("inpatient",)),
    Benefit("inpatient_physician", ("Inpatient Physician and Surgical Services",), ("inpatient_physician",)),
    Benefit("skilled_nursing", ("Skilled Nursing Facility",), ("skilled_nursing",)),
    Benefit("home_health", ("Home Health Care Services",), ("home_health",)),
    Benefit("maternity", ("Prenatal and Postnatal Care",), ("maternity",)),
    Benefit("equipment", ("Durable Medical Equipment",), ("equipment",)),
    Benefit("drug_tier_1", ("Generic Drugs",), ("drug_tier_1",)),
    Benefit("drug_tier_2", ("Preferred Brand Drugs",), ("drug_tier_2",)),
    Benefit("drug_tier_3", ("Non-Preferred Brand Drugs",), ("drug_tier_3",)),
    Benefit("drug_tier_4", ("Specialty Drugs",), ("drug_tier_4",)),
)

# ---- Cost cells

# The copay and the coinsurance cell of each network, and the cell that says whether the deductible applies there.
COST_CELLS = {
    "in": ("CopayInnTier1", "CoinsInnTier1", "IsSubjToDedTier1"),
    "tier_2": ("CopayInnTier2", "CoinsInnTier2", "IsSubjToDedTier2"),
    "out": ("CopayOutofNet", "CoinsOutofNet", ""),
}
EXCLUDED_FROM_MAXIMUM = {"in": "IsExclFromInnMOOP", "tier_2": "IsExclFromInnMOOP", "out": "IsExclFromOonMOOP"}

# How a cell is spelled, and what it says of the deductible; "" if it says nothing. The first spelling is written.
COST_FORMS = (
    ("Not Applicable", ""),
    ("", ""),
    ("No Charge", "plain"),
    ("No Charge after deductible", "after"),
    ("{money}", "plain"),
    ("{money} Copay", "plain"),
    ("{money} Copay after deductible", "after"),
    ("{money} Copay before deductible", "before"),
    ("{money} Copay with deductible", "with"),
    ("{money} Copay per {per}", "plain"),
    ("{money} Copay per {per} after deductible", "after"),
    ("{money} Copay per {per} before deductible", "before"),
    ("{money} Copay per {per} with deductible", "with"),
    ("{percent}", "plain"),
    ("{percent} Coinsurance", "plain"),
    ("{percent} Coinsurance after deductible", "after"),
)
COPAY_PER = (("Day", "day"), ("Stay", "stay"))

# What a copay and a coinsurance together say of the deductible's place; any other pair leaves it unknown.
PLACES = {
    ("plain", "plain"): "not_applied",
    ("plain", ""): "not_applied",
    ("", "plain"): "not_applied",
    ("after", "after"): "first",
    ("after", ""): "first",
    ("", "after"): "first",
    ("before", "after"): "after_copay",
    ("before", ""): "after_copay",
}
UNKNOWN_PLACE = ("with", "after")

# ---- Limits

# A unit in the cell LimitUnit and in a sentence. The first spelling is written.
CELL_UNITS = (
    ("Visit(s)", "visit"),
    ("Treatment(s)", "visit"),
    ("Days", "day"),
    ("Hours", "hour"),
    ("Item(s)", "unit"),
    ("Dollars", "dollar"),
)
TEXT_UNITS = (
    ("visits", "visit"),
    ("visit", "visit"),
    ("visits/days", "visit"),
    ("sessions", "visit"),
    ("days", "day"),
    ("day", "day"),
    ("hours", "hour"),
    ("items", "unit"),
    ("item", "unit"),
    ("hearing aids", "unit"),
    ("hearing aid", "unit"),
    ("aid", "unit"),
    ("units", "unit"),
    ("unit", "unit"),
    ("dollars", "dollar"),
)
# A period likewise. In these files "benefit period" is the plan's year; a cell cannot say "calendar year".
CELL_PERIODS = (
    ("Year", "plan_year"),
    ("Benefit Period", "plan_year"),
    ("Week", "week"),
    ("Month", "month"),
    ("6 Months", "six_months"),
    ("2 Years", "two_years"),
    ("3 Years", "three_years"),
    ("Lifetime", "lifetime"),
    ("Stay", "stay"),
    ("Admission", "stay"),
    ("Episode", "episode"),
    ("Year", "calendar_year"),
    ("Year", "rolling_12_months"),
)
TEXT_PERIODS = (
    ("per year", "plan_year"),
    ("per benefit period", "plan_year"),
    ("per benefit year", "plan_year"),
    ("per plan year", "plan_year"),
    ("per calendar year", "calendar_year"),
    ("per 12 months", "rolling_12_months"),
    ("per week", "week"),
    ("per month", "month"),
    ("per 6 months", "six_months"),
    ("per 2 years", "two_years"),
    ("every 24 months", "two_years"),
    ("per 3 years", "three_years"),
    ("every 3 years", "three_years"),
    ("every three years", "three_years"),
    ("within 3 years", "three_years"),
    ("every 36 months", "three_years"),
    ("in a thirty-six (36) month period", "three_years"),
    ("per stay", "stay"),
    ("per condition", "condition"),
    ("per episode", "episode"),
    ("per lifetime", "lifetime"),
)
KINDS_IN_IDS = {"rehabilitative": "rehab", "habilitative": "hab"}
NUMBERS = {"one": 1, "two": 2, "three": 3}

# Services as free text names them; the first spelling is written and gives a limit its id. All others: SERVICES.
SERVICE_NAMES = {
    "physical_therapy": ("PT", "physical therapy", "physical therapies", "physical"),
    "occupational_therapy": ("OT", "occupational therapy", "occupational therapies", "occupational"),
    "speech_therapy": (
        "ST",
        "speech therapy",
        "speech therapies",
        "speech and language therapy",
        "speech/language pathology therapy",
        "speech",
    ),
    "cognitive_therapy": ("cognitive therapy", "cognitive"),
    "audiology": ("audiology", "post-cochlear implant aural therapy"),
    "chiropractic": (
        "chiropractic",
        "chiropractic care",
        "chiropractic services",
        "chiropractic manipulation therapy",
        "chiropractic/manipulation therapy",
        "chiro",
    ),
    "osteopathic_manipulation": ("osteopathic manipulation", "osteopathic"),
    "acupuncture": ("acupuncture",),
    "massage_therapy": ("massage therapy", "massage therapies", "massage"),
    "cardiac_rehabilitation": ("cardiac rehabilitation", "cardiac rehab", "cardiac"),
    "pulmonary_rehabilitation": (
        "pulmonary rehabilitation",
        "pulmonary rehab",
        "pulmonary therapy",
        "pulmonary",
    ),
    "respiratory_therapy": ("respiratory therapy", "respiratory therapies"),
    "behavior_analysis": ("applied behavioral analysis", "applied behavior analysis"),
    "mental_health": ("mental health visits", "mental/behavioral health outpatient services"),
    "home_health": ("home health care", "home health care services"),
}
# Names of several services at once, and the kinds of care they bring in.
GROUPS = {
    "outpatient rehabilitation services": (),
    "other therapies": (),
    "rehabilitation": ("rehabilitative",),
    "habilitation": ("habilitative",),
}


@frozen
class Saying:
    """A sentence, or part of one, that free text uses, and what it means.

    In `text`, {n}, {most}, {unit}, {period} and {services} stand for what they say, {next} for "4th" and the like,
    {words} for anything, and what is in brackets may be absent. `each`: every service named has the quantity for
    itself; else the services named in one place share it. `per_ear`: twice the quantity for both ears, so that it is a
    range. `partly`: it says more than terms and limits hold, so the sentence is kept as well.
    """

    text: str
    means: str = "limit"
    each: bool = False
    unit: str = ""
    per_ear: bool = False
    kinds_together: bool = False
    partly: bool = False


# The first that fits is read, the first that can say it is written.
SAYINGS = (
    Saying("{n} {unit}[ {period}] for {services}"),
    Saying("{n} {unit}[ {period}] combined for {services}"),
    Saying("{n} to {most} {unit}[ {period}] for {services}"),
    Saying("Precertification required after {n} {unit}[ {period}] for {services}", means="review"),
    Saying("Precertification required after {n} {unit}[ {period}]", means="review"),
    Saying("Benefit limits are shared between rehabilitation and habilitation services", means="kinds_together"),
    Saying("Limits do not apply if the diagnosis is mental health, SUD or autism", means="mental_health_exempt"),
    Saying(
        "Copay first {n} visits; beginning with {next} visit, Deductible and Coinsurance apply", means="first_copay"
    ),
    Saying(
        "The Covered Person will receive {n} visits per calendar year with no cost-sharing before visits will be "
        "subject to deductible and coinsurance",
        means="first_free",
    ),
    Saying("{services} have no visit limit", means="unlimited"),
    # Shared by the services named.
    Saying("{n} combined {unit} {period} for {services}"),
    Saying("Combined {n} {unit} limit for {services}"),
    Saying("[Separate ]{n} {unit} limit for {services}"),
    Saying("{n} {services} {unit} {period}"),
    Saying("{n} {unit} {period} {services}[ combined]"),
    Saying("Coverage is limited to {n} {unit} {period} for {services}"),
    Saying("Coverage is limited to {n} {unit} {period} {services} combined"),
    Saying("Coverage is limited to {n} {unit}; {services} combined"),
    Saying("{services} limited to {n} combined {unit} {period}"),
    Saying("{services} is limited to {n} {unit}[ {period}]"),
    Saying("{services} have a combined {n} {unit} {period}"),
    Saying("{services} are limited to a combined maximum benefit of {n} {unit} {period}"),
    Saying("{services} are limited to a maximum benefit of {n} {unit} {period}"),
    Saying("{services} services are limited to an aggregate maximum of {n} {unit} {period}"),
    Saying("[Limited to: ]{services}[ combined] maximum of {n} {unit} {period}"),
    Saying("{services} visit limit is {n} total combined {unit} between these services {period}"),
    Saying("{services} performed by {words}, {n} {unit} {period} total"),
    Saying("and clinical therapeutic intervention {words} {services}, provided by {words}, {n} {unit} {period}"),
    # For each of them.
    Saying("[Separate ]{n} {unit} limit each for {services}", each=True),
    Saying("{n} {unit} limit each for {services} (combined), {services} and {services}"),
    Saying("[Limit includes ]{n} {unit} each[ for] {services}", each=True),
    Saying("{n} {unit} maximum each service {services}", each=True),
    Saying("{services} limited to {n} {unit} {period} each", each=True),
    Saying("{services} are each limited to a maximum benefit of {n} {unit} {period}", each=True),
    Saying("{services} performed by {words}, {n} {unit} {period} each service", each=True),
    Saying(
        "Rehabilitative and habilitative benefits are subject to a combined allowance of {n} {unit} "
        "for each {services}",
        each=True,
        kinds_together=True,
    ),
    Saying("{n} {unit} {period} per therapy type", each=True),
    Saying("Limited to {n} {unit} per therapy type {period}", each=True),
    # For the row's own services.
    Saying("Limited to {n} {unit} {period}"),
    Saying("Up to {n} {unit} {period}"),
    Saying("${n} maximum {period}", unit="dollar"),
    Saying("Combined limit of {n} {unit} per Member {period}"),
    Saying("Additional {n} {unit} for {words}", means="additional", partly=True),
    # Hearing aids.
    Saying("{n} {unit} per ear {period}", per_ear=True),
    Saying("${n}/ear {period}", unit="dollar", per_ear=True),
    Saying("{n} {unit} {period} only for {words}", partly=True),
    Saying("{n} {unit} ({words}) per ear {period}", per_ear=True, partly=True),
    Saying("{n} {unit} per person, per ear, {period}, {words}", per_ear=True, partly=True),
    Saying("{n} {unit} per ear {period}; {words}", per_ear=True, partly=True),
    Saying("{n} {unit} per hearing impaired ear, {words}", per_ear=True, partly=True),
    Saying("Coverage is limited to {n} {unit} per ear {period} for {words}", per_ear=True, partly=True),
    Saying("Coverage is limited to {n} {unit} per hearing impaired ear {words} {period}", per_ear=True, partly=True),
    Saying("This Benefit is limited to {n} {unit}, per ear, {period}", per_ear=True),
    Saying("{words} limited to {n} per ear {period}", unit="unit", per_ear=True, partly=True),
    # Which services share the limit that the cells say.
    Saying("Combined benefit limit applies for {services}", means="services"),
    Saying("Includes {services}", means="services"),
    Saying("Limit combined with {services}", means="services"),
    Saying("Combined with {services} limitation", means="services"),
    # Both kinds of care under one limit.
    Saying("All benefit limits are shared between rehabilitation and habilitation services", means="kinds_together"),
    Saying("Visit limits are shared between rehabilitation and habilitation services", means="kinds_together"),
    Saying(
        "Benefit limits are shared between rehabilitation and non-autism habilitation services",
        means="kinds_together",
        partly=True,
    ),
    Saying("Any limits for habilitation and rehabilitation services are combined", means="kinds_together"),
    Saying("Visit limit combined with Rehabilitation Services", means="kinds_together"),
    Saying("Limits combined with Habilitation Services", means="kinds_together"),
    Saying(
        "[Limitation and Exclusions apply: ]Rehabilitation and Habilitation limits are combined", means="kinds_together"
    ),
    Saying("Habilitative and Rehabilitative Services are aggregate", means="kinds_together"),
    Saying("Visit limits do not apply to mental health diagnoses", means="mental_health_exempt"),
    Saying("Mental health diagnosis exempt", means="mental_health_exempt"),
)
# Only in the text that explains, not among the exclusions: services that stand alone are part of the benefit.
SERVICES_ALONE = Saying("{services}", means="services")

# Asides within a sentence, and whether they say that both kinds of care come under one limit.
ASIDES = (
    (", rehabilitation & habilitation combined", True),
    (" combined habilitative/rehabilitative", True),
    (" (combined with habilitation visits/sessions)", True),
    (", regardless of whether habilitative or rehabilitative", True),
    (", whether for rehabilitation or habilitative purposes,", True),
    (" (Habilitative Services for PT/OT/ST are in combination with Rehabilitative Services)", True),
    (", Inpatient and Outpatient combined,", False),
    (" per covered person", False),
)
# Where a sentence is cut if it is no saying as a whole; every part must then be one.
JOINTS = (r";\s*", r",?\s+and\s+(?=\d)", r",\s+(?=\d)")

# ---- What a row says


class UnreadableCell(ValueError):
    """A cell that the grammar cannot read: `cell` is its column, `text` what stands there."""

    def __init__(self, cell: str, text: str) -> None:
        super().__init__(f"{cell}: {text!r}")
        self.cell = cell
        self.text = text


class UnsayableRow(ValueError):
    """Terms or limits that a row of these files cannot say: `what` names the field or benefit."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@frozen
class BenefitRow:
    """What one row says: terms by service and network, and limits.

    `benefit` is the id of a `Benefit`. `cells_say`: the id of the limit that the limit cells repeat, `sum` where they
    hold the sum of all, or nothing where they are empty or free text overrides them. `also_says` and `excludes`: what
    the row explains and excludes beyond its terms and limits, sentence by sentence, in its own words.
    """

    benefit: str
    terms: tuple[Terms, ...]
    limits: tuple[VisitLimit, ...] = ()
    cells_say: str = ""
    also_says: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@frozen
class _Statement:
    """A saying found in a row's text. `groups`: the services named in each place."""

    saying: Saying
    groups: tuple[tuple[str, ...], ...]
    quantity: int = 0
    most: int | None = None
    unit: str = ""
    per: str = ""

    @property
    def high(self) -> int | None:
        """The most that its quantity may mean, where that is a range."""
        return 2 * self.quantity if self.saying.per_ear else self.most


@frozen
class _Quantity:
    """What the limit cells say."""

    quantity: int
    unit: str
    per: str


@frozen
class _Half:
    """What one cost cell says."""

    place: str
    copay: Cents = 0
    rate: Rate = 0
    per: str = "visit"


# ---- Both ways


def _read_by(table: Iterable[tuple[str, str]], text: str) -> str | None:
    return next((meaning for spelling, meaning in table if spelling.lower() == text.lower()), None)


def _written_by(table: Iterable[tuple[str, str]], meaning: object) -> str | None:
    return next((spelling for spelling, known in table if known == meaning), None)


def _any_of(spellings: Iterable[str]) -> str:
    """Return a pattern for any of several spellings, the longest first."""
    return "(?:" + "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True)) + ")"


def _names(service: str) -> tuple[str, ...]:
    return SERVICE_NAMES.get(service, (SERVICES[service],))


_SERVICE = rf"\b{_any_of([*(name for service in SERVICES for name in _names(service)), *GROUPS])}(?!\w)"
_BETWEEN = r"\s*(?:,\s*(?:and|or)\s|,|/|\s&\s|\s(?:and/or|and|or)\s)\s*"
_STANDS_FOR = {
    "n": rf"(?:\d[\d,]*|{_any_of(NUMBERS)})",
    "most": r"\d[\d,]*",
    "next": r"\d+(?:st|nd|rd|th)",
    "unit": _any_of(spelling for spelling, _ in TEXT_UNITS),
    "period": _any_of(spelling for spelling, _ in TEXT_PERIODS),
    "services": rf"{_SERVICE}(?:{_BETWEEN}{_SERVICE})*",
    "words": r"[^;]+?",
    "money": r"\$\d[\d,]*(?:\.\d{1,2})?",
    "percent": r"\d{1,3}(?:\.\d{1,2})?%",
    "per": _any_of(spelling for spelling, _ in COPAY_PER),
}
_IN_TEMPLATE = re.compile(r"(\{\w+\}|\[|\])")


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Return the pattern of a template, with a group for each place, such as `services_0` and `services_1`."""
    pattern, seen = "", dict.fromkeys(_STANDS_FOR, 0)
    for part in _IN_TEMPLATE.split(template):
        if part in {"[", "]"}:
            pattern += {"[": "(?:", "]": ")?"}[part]
        elif _IN_TEMPLATE.fullmatch(part):
            name = part[1:-1]
            pattern += f"(?P<{name}_{seen[name]}>{_STANDS_FOR[name]})"
            seen[name] += 1
        else:
            pattern += re.escape(part)
    return re.compile(pattern, re.IGNORECASE)


def _filled(template: str, **values: str) -> str:
    """Fill a template; what is in brackets is left out where nothing is given for it."""

    def bracketed(match: re.Match[str]) -> str:
        return match[1] if all(name in values for name in re.findall(r"\{(\w+)\}", match[1])) else ""

    return re.sub(r"\[([^\]]*)\]", bracketed, template).format(**values)


def _number(text: str) -> int:
    return NUMBERS.get(text.lower()) or int(text.replace(",", ""))


def _hundredths(text: str) -> int:
    """Return the hundredths of a number with up to two places: cents of dollars, hundredths of a percent."""
    whole, _, rest = text.strip("$%").replace(",", "").partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def _as_number(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


# ---- Reading


def read_row(row: Mapping[str, str]) -> BenefitRow:
    """Read a row of a benefit file, given by column; raises `UnreadableCell`.

    Columns that a year's file does not have count as empty.
    """
    benefit = _benefit(row)
    explained, also_says = _read_text(row, "Explanation", (*SAYINGS, SERVICES_ALONE))
    excluded, excludes = _read_text(row, "Exclusions", SAYINGS)
    statements = (*explained, *excluded)
    named = {service for statement in statements for group in statement.groups for service in group}
    services = (*benefit.services, *(service for service in benefit.may_include if service in named))
    said = _read_terms(row, benefit.services[0])
    if any(found.saying.means == "first_copay" for found in statements) and all(each.copay is None for each in said):
        raise UnreadableCell("CopayInnTier1", _cell(row, "CopayInnTier1"))
    terms = tuple(
        evolve(each, service=service, care_kind=benefit.care_kind)
        for service in services
        for each in _first_visits(said, statements)
    )
    limits, cells_say = _read_limits(row, benefit, statements)
    return BenefitRow(benefit.id, terms, limits, cells_say, also_says, excludes)


def _cell(row: Mapping[str, str], name: str) -> str:
    """Return what stands in a cell, blanks made even."""
    return " ".join((row.get(name) or "").split())


def _benefit(row: Mapping[str, str]) -> Benefit:
    name = _cell(row, "BenefitName")
    for benefit in BENEFITS:
        if name.lower() in (known.lower() for known in benefit.names):
            return benefit
    raise UnreadableCell("BenefitName", name)


def _read_terms(row: Mapping[str, str], service: str) -> tuple[Terms, ...]:
    """Read the cost cells of every network that the row has terms for."""
    covered = _cell(row, "IsCovered").lower()
    if covered == "not covered":
        return tuple(
            Terms(service, network, covered=False, counts_toward_maximum=_read_counts(row, network))
            for network in ("in", "out")
        )
    if covered not in {"covered", ""}:
        raise UnreadableCell("IsCovered", covered)
    found = tuple(terms for network in COST_CELLS if (terms := _read_pair(row, network, service)) is not None)
    if not found or found[0].network != "in":
        raise UnreadableCell("CopayInnTier1", _cell(row, "CopayInnTier1"))
    return found


def _read_half(row: Mapping[str, str], cell: str) -> _Half:
    text = _cell(row, cell)
    for form, place in COST_FORMS:
        found = _pattern(form).fullmatch(text)
        said = found.groupdict() if found else {}
        rate = _hundredths(said.get("percent_0") or "0")
        if found and rate <= WHOLE:
            return _Half(
                place,
                _hundredths(said.get("money_0") or "0"),
                rate,
                _read_by(COPAY_PER, said.get("per_0") or "") or "visit",
            )
    raise UnreadableCell(cell, text)


def _read_pair(row: Mapping[str, str], network: str, service: str) -> Terms | None:
    """Read a copay and a coinsurance cell together; None where both say nothing.

    A dollar amount in the coinsurance column is a copay, and a percentage in the copay column a coinsurance. Beside a
    share that is not nothing, "No Charge", "$0" and "0%" say nothing.
    """
    copay_cell, rate_cell, deductible_cell = COST_CELLS[network]
    halves = (_read_half(row, copay_cell), _read_half(row, rate_cell))
    if not any(half.place for half in halves):
        return None
    copays = [half for half in halves if half.copay]
    rates = [half for half in halves if half.rate]
    if len(copays) > 1:
        raise UnreadableCell(rate_cell, _cell(row, rate_cell))
    if len(rates) > 1:
        raise UnreadableCell(copay_cell, _cell(row, copay_cell))
    counts = _read_counts(row, network)
    if network == "out" and not copays and rates and (rates[0].rate, rates[0].place) == (WHOLE, "plain"):
        return Terms(service, network, covered=False, counts_toward_maximum=counts)
    copay = copays[0] if copays else None
    rate = rates[0] if rates else None
    deductible = _read_place(copay, rate, [half for half in halves if not half.copay and not half.rate])
    if deductible == "not_applied" and deductible_cell and _cell(row, deductible_cell).lower() == "yes":
        deductible = "first" if copays or rates else UNKNOWN
    return Terms(
        service,
        network,
        deductible=deductible,
        copay=copay.copay if copay is not None else None,
        copay_per=copay.per if copay is not None else "visit",
        coinsurance=rate.rate if rate is not None else None if copays else 0,
        counts_toward_maximum=counts,
    )


def _read_place(copay: _Half | None, rate: _Half | None, nothing: Sequence[_Half]) -> str | Unknown:
    """Read the deductible's place from both halves.

    `nothing`: halves that ask for no money; of these only "after deductible" is heard.
    """
    if copay is None and rate is None:
        return "not_applied" if {half.place for half in nothing} <= {"", "plain"} else "first"
    spare = "after" if any(half.place == "after" for half in nothing) else ""
    places = (spare if copay is None else copay.place, spare if rate is None else rate.place)
    return PLACES.get(places, UNKNOWN)


def _read_counts(row: Mapping[str, str], network: str) -> bool | Unknown:
    cell = EXCLUDED_FROM_MAXIMUM[network]
    excluded = _cell(row, cell).lower()
    if excluded not in {"yes", "no", ""}:
        raise UnreadableCell(cell, excluded)
    return UNKNOWN if not excluded else excluded == "no"


def _first_visits(terms: Sequence[Terms], statements: Sequence[_Statement]) -> tuple[Terms, ...]:
    """Give the first visits in network the terms of their own that the text says, and the later ones theirs."""
    first = next((found for found in statements if found.saying.means in {"first_copay", "first_free"}), None)
    if first is None:
        return tuple(terms)
    found: list[Terms] = []
    for each in terms:
        if each.network == "out" or (first.saying.means == "first_copay" and each.copay is None):
            found.append(each)
        elif first.saying.means == "first_copay":
            found.append(evolve(each, deductible="not_applied", coinsurance=None))
            later = evolve(each, deductible="first", copay=None, coinsurance=each.coinsurance or 0)
            found.append(evolve(later, from_visit=first.quantity + 1))
        else:
            found.append(evolve(each, deductible="not_applied", copay=None, coinsurance=0))
            found.append(evolve(each, from_visit=first.quantity + 1))
    return tuple(found)


# ---- Free text


def _sentences(text: str) -> list[str]:
    return [sentence.removesuffix(".") for sentence in re.split(r"(?<=\.)\s+", text) if sentence.strip(". ")]


def _read_text(
    row: Mapping[str, str], column: str, sayings: Sequence[Saying]
) -> tuple[tuple[_Statement, ...], tuple[str, ...]]:
    """Read the sentences of a text; return what they say of limits and terms, and the sentences to be kept."""
    statements: list[_Statement] = []
    kept: list[str] = []
    for sentence in _sentences(_cell(row, column)):
        found = _read_sentence(sentence, sayings)
        if any((statement.high or statement.quantity) > MOST_QUANTITY for statement in found):
            raise UnreadableCell(column, sentence)
        statements += found
        if not found or any(statement.saying.partly for statement in found):
            kept.append(sentence)
    return tuple(statements), tuple(kept)


def _read_sentence(sentence: str, sayings: Sequence[Saying]) -> tuple[_Statement, ...]:
    together = False
    for aside, kinds_together in ASIDES:
        shorter = re.sub(re.escape(aside), "", sentence, flags=re.IGNORECASE)
        together = together or (kinds_together and shorter != sentence)
        sentence = shorter
    found = _read_parts(sentence.strip(" ,"), sayings)
    if found and together:
        found = (*found, _Statement(Saying(sentence, means="kinds_together"), ()))
    return found


def _read_parts(text: str, sayings: Sequence[Saying]) -> tuple[_Statement, ...]:
    """Read a sentence as a whole, or else in parts, each of which must be a saying."""
    for saying in sayings:
        match = _pattern(saying.text).fullmatch(text)
        if match:
            return _statement(saying, match.groupdict())
    for joint in JOINTS:
        parts = re.split(joint, text)
        if len(parts) > 1:
            found = [_read_parts(part, sayings) for part in parts]
            if all(found):
                return tuple(statement for part in found for statement in part)
    return ()


def _statement(saying: Saying, said: Mapping[str, str | None]) -> tuple[_Statement, ...]:
    named = [_services_named(text) for place, text in said.items() if place.startswith("services") and text]
    kinds = {kind for _, found in named for kind in found}
    statement = _Statement(
        saying,
        tuple(services for services, _ in named),
        _number(said.get("n_0") or "0"),
        _number(said["most_0"] or "") if "most_0" in said else None,
        saying.unit or _read_by(TEXT_UNITS, said.get("unit_0") or "") or "",
        _read_by(TEXT_PERIODS, said.get("period_0") or "") or "",
    )
    if saying.kinds_together or len(kinds) > 1:
        return (statement, _Statement(Saying(saying.text, means="kinds_together"), ()))
    return (statement,)


def _services_named(text: str) -> tuple[tuple[str, ...], set[str]]:
    """Return the services of a list, and the kinds of care that it names."""
    services: list[str] = []
    kinds: set[str] = set()
    for name in re.findall(_SERVICE, text, re.IGNORECASE):
        if name.lower() in GROUPS:
            services += THERAPIES
            kinds.update(GROUPS[name.lower()])
        else:
            services += [
                service for service in SERVICES if name.lower() in (known.lower() for known in _names(service))
            ]
    return _in_order(services), kinds


def _in_order(services: Iterable[str]) -> tuple[str, ...]:
    """Return services, each once, in the order of `SERVICES`: the same limit then reads the same in every row."""
    return tuple(sorted(set(services), key=list(SERVICES).index))


# ---- Limits


def _read_quantity(row: Mapping[str, str]) -> _Quantity | None:
    """Read the limit cells; None where they name no quantity."""
    limited, quantity, unit = (_cell(row, name) for name in ("QuantLimitOnSvc", "LimitQty", "LimitUnit"))
    if limited.lower() not in {"yes", "no", ""}:
        raise UnreadableCell("QuantLimitOnSvc", limited)
    if not quantity or (limited.lower() == "no" and not quantity.strip("0.")):
        return None
    number = re.fullmatch(r"(\d[\d,]*)(?:\.0+)?", quantity)
    if not number or _number(number[1]) > MOST_QUANTITY:
        raise UnreadableCell("LimitQty", quantity)
    of, _, period = unit.partition(" per ")
    known_unit, known_period = _read_by(CELL_UNITS, of), _read_by(CELL_PERIODS, period)
    if known_unit is None or known_period is None:
        raise UnreadableCell("LimitUnit", unit)
    return _Quantity(_number(number[1]), known_unit, known_period)


def _read_limits(
    row: Mapping[str, str], benefit: Benefit, statements: Sequence[_Statement]
) -> tuple[tuple[VisitLimit, ...], str]:
    """Return the row's limits, the free text before the cells, and what the cells say of them.

    A limit whose services the text names goes by the text. The cells' own limit is for the benefit's services; it falls
    away where the text limits one of these, or where the cells only repeat a limit of the text or the sum of them.
    """
    cells = _read_quantity(row)
    named = [limit for found in statements for limit in _named_limits(found, cells)]
    own = _own_limits(benefit, statements, cells, {service for limit in named for service in limit.services})
    limits_own_services = any(set(limit.services) & set(benefit.services) for limit in named)
    if named and (limits_own_services or _cells_say(named, cells)):
        own = []
    if not own and not named and _cell(row, "QuantLimitOnSvc").lower() == "yes":
        raise UnreadableCell("LimitQty", "")
    limits = _with_ids(benefit, [*own, *named], statements)
    return limits, _cells_say(limits, cells)


def _named_limits(found: _Statement, cells: _Quantity | None) -> Iterator[VisitLimit]:
    """Yield the limits of services that a statement names."""
    if found.saying.means not in {"limit", "review"}:
        return
    for group in found.groups:
        for services in [(service,) for service in group] if found.saying.each else [group]:
            yield _limit(services, found, cells)


def _limit(services: tuple[str, ...], found: _Statement, cells: _Quantity | None) -> VisitLimit:
    return VisitLimit(
        id="",
        quantity=found.quantity if found.high is None else Unknown(found.quantity, found.high),
        unit=found.unit,
        services=services,
        per=found.per or (cells.per if cells else UNKNOWN),
        beyond="review" if found.saying.means == "review" else "hard",
    )


def _own_limits(
    benefit: Benefit, statements: Sequence[_Statement], cells: _Quantity | None, named: set[str]
) -> list[VisitLimit]:
    """Return the limit of the benefit's own services: the text's where it has one, else that of the cells."""
    shared = [service for found in statements if found.saying.means == "services" for service in found.groups[0]]
    services = tuple(each for each in _in_order((*benefit.services, *shared)) if each not in named)
    said = [found for found in statements if found.saying.means in {"limit", "review"} and not found.groups]
    more = sum(found.quantity for found in statements if found.saying.means == "additional")
    if not services:
        return []
    if said:
        each = any(found.saying.each for found in said)
        return [
            _limit(group, found, cells)
            for found in _once(said)
            for group in ([(service,) for service in services] if each else [services])
        ]
    if cells is None:
        return []
    quantity = Unknown(cells.quantity, cells.quantity + more) if more else cells.quantity
    return [VisitLimit(id="", quantity=quantity, unit=cells.unit, services=services, per=cells.per)]


def _once(said: Sequence[_Statement]) -> Iterator[_Statement]:
    """Yield statements, each limit once: a text may say the same limit in other words."""
    seen = set()
    for found in said:
        key = (found.quantity, found.saying.per_ear, found.unit, found.saying.means)
        if key not in seen:
            seen.add(key)
            yield found


def _with_ids(
    benefit: Benefit, limits: Sequence[VisitLimit], statements: Sequence[_Statement]
) -> tuple[VisitLimit, ...]:
    """Give limits their ids, their kind of care and what else the row says of all of them."""
    means = {found.saying.means for found in statements}
    kind = "both" if "kinds_together" in means else benefit.care_kind
    found: list[VisitLimit] = []
    for limit in limits:
        identifier = _limit_id(limit.services, limit.unit, kind)
        if any(other.id == identifier for other in found):
            identifier = f"{identifier[: LONGEST_IDENTIFIER - 3]}-{len(found) + 1}"
        exempt = True if "mental_health_exempt" in means else UNKNOWN
        found.append(evolve(limit, id=identifier, care_kind=kind, mental_health_exempt=exempt))
    return tuple(found)


def _limit_id(services: Sequence[str], unit: str, kind: str) -> str:
    """Return an id that says what is limited, so that the same limit has the same id in all rows of a plan."""
    names = [re.sub(r"\W+", "_", _names(service)[0].lower()).strip("_") for service in services]
    return "-".join([*([KINDS_IN_IDS[kind]] if kind in KINDS_IN_IDS else []), unit, *names])[:LONGEST_IDENTIFIER]


def _cells_say(limits: Sequence[VisitLimit], cells: _Quantity | None) -> str:
    if cells is None:
        return ""
    lows = [_low(limit) for limit in limits]
    for limit, low in zip(limits, lows, strict=True):
        period = _read_by(CELL_PERIODS, _written_by(CELL_PERIODS, limit.per) or "")
        if (low, limit.unit, period) == (cells.quantity, cells.unit, cells.per):
            return limit.id or "one"
    return "sum" if limits and sum(lows) == cells.quantity else ""


def _low(limit: VisitLimit) -> int:
    return limit.quantity.low or 0 if isinstance(limit.quantity, Unknown) else limit.quantity


# ---- Writing


def write_row(row: BenefitRow) -> dict[str, str]:
    """Write the cells of a row; raises `UnsayableRow` where they cannot say it.

    Whatever it writes, `read_row` reads as the same row. All free text stands in the column Explanation.
    """
    benefit = next((known for known in BENEFITS if known.id == row.benefit), None)
    if benefit is None:
        raise UnsayableRow(row.benefit)
    terms = [each for each in row.terms if each.service == benefit.services[0]]
    sentences = [*_write_first_visits(terms), *_write_limits(row, benefit), *row.also_says]
    cells = {
        "BenefitName": benefit.names[0],
        **_write_terms(terms),
        **_write_quantity(row),
        "Explanation": _as_text(sentences),
        "Exclusions": _as_text(row.excludes),
    }
    try:
        same = read_row(cells) == row
    except UnreadableCell as error:
        raise UnsayableRow(error.cell) from error
    if not same:
        raise UnsayableRow(row.benefit)
    return cells


def _as_text(sentences: Iterable[str]) -> str:
    return " ".join(f"{sentence}." for sentence in sentences)


def _write_terms(terms: Sequence[Terms]) -> dict[str, str]:
    cells = dict.fromkeys((name for names in COST_CELLS.values() for name in names if name), "")
    covered = any(each.covered is not False for each in terms)
    for network, (copay_cell, rate_cell, deductible_cell) in COST_CELLS.items():
        here = [each for each in terms if each.network == network]
        if not here:
            continue
        cells[EXCLUDED_FROM_MAXIMUM[network]] = _write_excluded(here[0].counts_toward_maximum)
        if covered:
            whole = _merged(here)
            cells[copay_cell], cells[rate_cell] = _write_pair(whole)
            if deductible_cell:
                cells[deductible_cell] = "No" if whole.deductible == "not_applied" else "Yes"
    return {**cells, "IsCovered": "Covered" if covered else "Not Covered"}


def _write_excluded(counts: bool | Unknown) -> str:
    if isinstance(counts, Unknown):
        return ""
    return "No" if counts else "Yes"


def _merged(terms: Sequence[Terms]) -> Terms:
    """Return the terms that the cells say: those of later visits, with the copay that only the first ones have."""
    first, last = terms[0], terms[-1]
    if first is last or first.copay is None:
        return last
    return evolve(last, copay=first.copay, copay_per=first.copay_per, deductible="after_copay")


def _write_pair(terms: Terms) -> tuple[str, str]:
    if terms.covered is False:
        return "Not Applicable", _write_half("plain", percent=f"{_as_number(WHOLE)}%")
    copay, rate = terms.copay or 0, terms.coinsurance or 0
    if isinstance(copay, Unknown) or isinstance(rate, Unknown):
        raise UnsayableRow("copay" if isinstance(copay, Unknown) else "coinsurance")
    if not copay and not rate:
        return "Not Applicable", _write_half("after" if terms.deductible == "first" else "plain")
    copay_place, rate_place = _written_place(terms.deductible)
    per = _written_by(COPAY_PER, terms.copay_per)
    money = {"money": f"${_as_number(copay)}"} | ({"per": per} if per else {})
    return (
        _write_half(copay_place, **money) if copay else "Not Applicable",
        _write_half(rate_place, percent=f"{_as_number(rate)}%") if rate else "Not Applicable",
    )


def _written_place(deductible: str | Unknown) -> tuple[str, str]:
    return next((pair for pair, place in PLACES.items() if place == deductible), UNKNOWN_PLACE)


def _write_half(place: str, **values: str) -> str:
    """Write a cost cell by the first form that says this of the deductible and holds these values."""
    for form, said in COST_FORMS:
        if said == place and set(re.findall(r"\{(\w+)\}", form)) == set(values):
            return _filled(form, **values)
    raise UnsayableRow("deductible")


def _write_first_visits(terms: Sequence[Terms]) -> Iterator[str]:
    later = next((each.from_visit for each in terms if each.from_visit > 1), None)
    if later is not None:
        means = "first_free" if terms[0].copay is None else "first_copay"
        ending = {2: "nd", 3: "rd"}.get(later, "th")
        yield _filled(_saying(means), n=str(later - 1), next=f"{later}{ending}")


def _saying(means: str) -> str:
    return next(saying.text for saying in SAYINGS if saying.means == means)


def _write_quantity(row: BenefitRow) -> dict[str, str]:
    if not row.cells_say:
        return {"QuantLimitOnSvc": "", "LimitQty": "", "LimitUnit": ""}
    said = next((limit for limit in row.limits if limit.id == row.cells_say), row.limits[0] if row.limits else None)
    if said is None:
        raise UnsayableRow("cells_say")
    quantity = sum(_low(limit) for limit in row.limits) if row.cells_say == "sum" else _low(said)
    unit, period = _written_by(CELL_UNITS, said.unit), _written_by(CELL_PERIODS, said.per)
    if unit is None or period is None:
        raise UnsayableRow("limits")
    return {"QuantLimitOnSvc": "Yes", "LimitQty": str(quantity), "LimitUnit": f"{unit} per {period}"}


def _write_limits(row: BenefitRow, benefit: Benefit) -> Iterator[str]:
    """Yield a sentence for each limit, unless the cells alone say it, and what holds for all of them."""
    plain = [
        limit
        for limit in row.limits
        if limit.id == row.cells_say
        and set(limit.services) == set(benefit.services)
        and isinstance(limit.quantity, int)
        and limit.beyond == "hard"
        and limit.per not in {"calendar_year", "rolling_12_months"}
    ]
    said = len(row.limits) > 1 or not plain
    if said:
        for limit in row.limits:
            yield _write_limit(limit)
    limited = {service for limit in row.limits for service in limit.services if said}
    included = [service for service in _in_order(each.service for each in row.terms) if service in benefit.may_include]
    if set(included) - limited:
        free = [service for service in included if service not in limited]
        yield _filled(_saying("unlimited"), services=", ".join(_names(service)[0] for service in free))
    if any(limit.care_kind != benefit.care_kind for limit in row.limits):
        yield _saying("kinds_together")
    if any(limit.mental_health_exempt is True for limit in row.limits):
        yield _saying("mental_health_exempt")


def _write_limit(limit: VisitLimit) -> str:
    low, high = (
        (limit.quantity.low, limit.quantity.high) if isinstance(limit.quantity, Unknown) else (limit.quantity, None)
    )
    values = {
        "n": str(low),
        "unit": _written_by(TEXT_UNITS, limit.unit) or limit.unit,
        "services": ", ".join(_names(service)[0] for service in limit.services),
    }
    period = _written_by(TEXT_PERIODS, limit.per)
    values |= {"period": period} if period else {}
    values |= {"most": str(high)} if high is not None else {}
    means = "review" if limit.beyond == "review" else "limit"
    combined = "combined" if len(limit.services) > 1 and high is None and means == "limit" else ""
    for saying in SAYINGS:
        places = set(re.findall(r"\{(\w+)\}", saying.text))
        if saying.means == means and places == set(values) | {"period"} and combined in saying.text:
            return _filled(saying.text, **values)
    raise UnsayableRow(limit.id)
