"""Scenarios at random, in the canonical form: every one of them is valid.

`scenarios` leaves nothing unknown. `unknowns` takes some of what it says away again, so that the scenario it began with
is one way in which the unknown facts can turn out.
"""

import re
from copy import deepcopy
from datetime import date, timedelta

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from calculators.catalogue import CALCULATORS
from calculators.coverage.care import CYCLES
from calculators.coverage.limits import PERIODS, UNITS
from calculators.coverage.terms import CARE_KINDS, SITES
from calculators.declaration import Ask, Choice, Unknown
from calculators.declaration.asking import asks_by_path

ANNUAL_COST = CALCULATORS["annual-cost"]
ASKS = asks_by_path(ANNUAL_COST.scenario)

UNKNOWN = {"unknown": True}
NAMES = ("A", "Ä <x-y>ß</x-y>", '"><img src=x onerror=y>', "'&amp;", "=1+1", "{{ 7 }}")
SERVICES = (
    "physical_therapy",
    "occupational_therapy",
    "speech_therapy",
    "mental_health",
    "laboratory",
    "primary_care",
    "inpatient",
    "drug_tier_2",
    "emergency",
    "ambulance",
)
COUNTED = ["deductible", "copay", "coinsurance"]

# A question whose answer changes which rules hold, and is no fact of the ledger.
NO_FACTS = ("market", "grandfathered", "terms.authorization", "terms.referral")


def compute(made):
    return ANNUAL_COST.compute(ANNUAL_COST.read(made))


def sized(examples):
    """How many examples a property is tried on; generating and computing may take as long as the machine needs."""
    return settings(
        max_examples=examples,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def written(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def cents(money):
    return int(money.replace(".", ""))


def rate_written(hundredths):
    return f"{hundredths // 10_000}.{hundredths % 10_000:04d}"


def rate(text):
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(4, "0"))


def amounts(most):
    """Amounts in cents: round ones often, so that ends meet; and any."""
    return st.one_of(st.integers(0, most // 1000).map(lambda tens: tens * 1000), st.integers(0, most))


def pool_of(network):
    return "out" if network == "out" else "in"


def seldom(draw, often, *others):
    """The first value mostly, one of the others now and then."""
    return draw(st.sampled_from((often,) * 3 * len(others) + others))


yes_no = st.booleans()


@st.composite
def terms_rows(draw, service, network, **where):
    """One row of terms. `where`: the place, kind of care and first visit that it is for."""
    made = {"service": service, "network": network, **where}
    made["covered"] = seldom(draw, True, True, False)
    shares = draw(st.sampled_from(["copay", "coinsurance", "both"]))
    if shares != "coinsurance":
        made["copay"] = written(draw(amounts(8_000)))
        made["copay_per"] = seldom(draw, "visit", "day", "stay", "unit")
        if draw(yes_no):
            made["evaluation_copay"] = written(draw(amounts(8_000)))
        if seldom(draw, False, True):
            made["copay_most"] = written(draw(amounts(16_000)))
    if shares != "copay":
        made["coinsurance"] = draw(st.sampled_from(["0.00", "0.10", "0.1250", "0.20", "0.3333", "0.50", "1.00"]))
        if seldom(draw, False, True):
            made["coinsurance_most"] = written(draw(amounts(8_000)))
    places = ["first", "not_applied", "after_copay"] if "copay" in made else ["first", "not_applied"]
    made["deductible"] = draw(st.sampled_from(places))
    made["copay_when_visit_meets_deductible"] = draw(yes_no)
    made["counts_toward_maximum"] = seldom(draw, True, False)
    return made


@st.composite
def terms_lists(draw, care):
    """Terms for everything that the care needs, and some rows that fit a part of it more closely."""
    wanted = {}
    for course in care:
        services = [course["service"]]
        services += ["outpatient_facility"] if "facility_fee" in course else []
        services += ["preventive_care"] if course["preventive"] else []
        for service in services:
            networks = wanted.setdefault(service, {})
            networks["in" if course["network"] == "tier_2" else course["network"]] = course
            emergency = course["emergency"] or course["service"] == "emergency"
            if emergency or course["site"] in ("hospital", "surgery_center") or seldom(draw, True, False):
                networks.setdefault("in", course)
    rows = []
    for service, networks in wanted.items():
        for network, course in networks.items():
            rows.append(draw(terms_rows(service, network)))
            more = draw(st.sampled_from(["", "", "", "site", "care_kind", "from_visit", "tier_2"]))
            if more == "site":
                rows.append(draw(terms_rows(service, network, site=course["site"])))
            elif more == "care_kind":
                rows.append(draw(terms_rows(service, network, care_kind=course["care_kind"])))
            elif more == "from_visit":
                rows.append(draw(terms_rows(service, network, from_visit=draw(st.integers(2, 4)))))
            elif more == "tier_2" and network == "in":
                rows.append(draw(terms_rows(service, "tier_2")))
    return rows


@st.composite
def limits_lists(draw, care, *, family, fixed):
    """Limits on the care; `fixed`: what each of them has, where at least one is wanted."""
    services = sorted({course["service"] for course in care})
    made, claimed = [], set()
    for number in range(draw(st.integers(1 if fixed else 0, 2))):
        limit = {
            "id": f"limit-{number}",
            "quantity": draw(st.integers(0, 8)),
            "unit": seldom(draw, "visit", *(unit for unit in UNITS if unit != "visit")),
            "services": sorted(draw(st.sets(st.sampled_from(services), min_size=1, max_size=3))),
            "per": seldom(draw, "plan_year", *(per for per in PERIODS if per != "plan_year")),
            "care_kind": seldom(draw, "both", *CARE_KINDS),
            "networks": seldom(draw, "shared", "separate", "in", "out"),
            "same_day_counts_once": draw(yes_no),
            "evaluation_counts": draw(yes_no),
            "deductible_visits_count": draw(yes_no),
            "telehealth_counts": draw(yes_no),
            "beyond": seldom(draw, "hard", "review"),
            "more_approved": draw(yes_no),
            "mental_health_exempt": draw(yes_no),
        }
        limit |= fixed or {}
        if limit["unit"] == "dollar":
            limit["quantity"] = draw(st.integers(0, 500))
        if not family:
            limit["used"] = seldom(draw, 0, 1, 2)
        if seldom(draw, False, True):
            limit["family_quantity"] = draw(st.integers(0, 12))
        claims = {
            (service, *(limit[name] for name in ("unit", "per", "care_kind", "networks")))
            for service in limit["services"]
        }
        if not claims & claimed:
            claimed |= claims
            made.append(limit)
    return made


@st.composite
def plans(draw, care, starts, *, identifier="plan", family=False, limits=None):  # noqa: PLR0913
    person, maximum = draw(amounts(60_000)), draw(amounts(90_000))
    deductible = {"person": written(person), "kind": "embedded"}
    out_of_pocket = {"person": seldom(draw, written(maximum), "none"), "kind": "embedded", "person_cap": draw(yes_no)}
    out_of_pocket["counts"] = seldom(draw, COUNTED, COUNTED[1:], COUNTED[:1], COUNTED[:2])
    for group, amount in ((deductible, person), (out_of_pocket, maximum)):
        if draw(yes_no):
            group["family"] = written(amount + draw(amounts(60_000)))
            group["kind"] = seldom(draw, "embedded", "aggregate")
    made = {
        "id": identifier,
        "name": draw(st.sampled_from(NAMES)),
        "starts": starts.isoformat(),
        "market": seldom(draw, "large_group", "medicare", "individual", UNKNOWN),
        "terms": draw(terms_lists(care)),
        "limits": draw(limits_lists(care, family=family, fixed=limits)),
        "deductible": deductible,
        "out_of_pocket_maximum": out_of_pocket,
        "premium": {
            "amount": written(10_000 + draw(amounts(30_000))),
            "every": draw(st.sampled_from(["month", "half_month", "two_weeks", "week", "quarter", "year"])),
            "employer_pays": written(draw(amounts(10_000))),
            "surcharge": written(draw(st.sampled_from([0, 2_500]))),
        },
        "one_copay_a_day": draw(yes_no),
        "surprise_bills_protected": draw(yes_no),
        "account_money": written(draw(st.sampled_from([0, 50_000]))),
    }
    if any(course["network"] == "out" for course in care) or seldom(draw, False, True):
        person, maximum = draw(amounts(60_000)), draw(amounts(90_000))
        made["out_of_network"] = {
            "deductible": written(person),
            "maximum": seldom(draw, written(maximum), "none"),
            "accumulation": draw(st.sampled_from(["separate", "joined", "in_counts_out"])),
        }
        if seldom(draw, False, True):
            made["out_of_network"]["maximum_accumulation"] = draw(st.sampled_from(["separate", "joined"]))
        in_families = "kind" in deductible or "kind" in out_of_pocket
        if in_families or draw(yes_no):
            made["out_of_network"]["family_deductible"] = written(person + draw(amounts(60_000)))
            made["out_of_network"]["family_maximum"] = written(maximum + draw(amounts(90_000)))
    if seldom(draw, False, True):
        made["special_deductibles"] = [
            {
                "id": "special-0",
                "services": [care[0]["service"]],
                "person": written(draw(amounts(20_000))),
                "within_general": draw(yes_no),
            }
        ]
        # It is asked for only where the deductible applies at all.
        for row in made["terms"]:
            if row["service"] == care[0]["service"]:
                row["deductible"] = "first"
        if draw(yes_no):
            made["special_deductibles"][0]["family"] = written(draw(amounts(30_000)))
    return made


@st.composite
def courses(draw, people, services, first_day, last_day):
    service = draw(st.sampled_from(services))
    allowed = draw(amounts(25_000))
    frequency = draw(st.sampled_from(sorted(CYCLES)))
    length, days = CYCLES[frequency]
    first = min(first_day + timedelta(days=draw(st.sampled_from([0, 0, 1, 7, 30, 90]))), last_day)
    visits = draw(st.integers(0, 6))
    while visits and first + timedelta(days=(visits - 1) // len(days) * length + days[-1]) > last_day:
        visits -= 1
    made = {
        "person": draw(st.sampled_from(people)),
        "service": service,
        "visits": visits,
        "first_visit": first.isoformat(),
        "frequency": frequency,
        "allowed": written(allowed),
        "unpaid_visits": draw(st.sampled_from(["contract_rate", "charge", "write_off"])),
        "network": seldom(draw, "in", "out", "tier_2"),
        "site": seldom(draw, "office", *(site for site in SITES if site != "office")),
        "care_kind": draw(st.sampled_from(sorted(CARE_KINDS))),
        "preventive": seldom(draw, False, True),
        "authorization": seldom(draw, "in_order", "in_order", "missing"),
        "billed_as": draw(st.sampled_from(["physical", "mental_health"])),
        "limit_exempt": seldom(draw, False, True),
        "condition": draw(st.sampled_from(["knee", "back", NAMES[1]])),
        "emergency": seldom(draw, False, True),
        "facility_in_network": draw(yes_no),
        "consent_signed": draw(yes_no),
        "balance_billed": draw(yes_no),
    }
    if draw(yes_no):
        made["billed"] = written(allowed + draw(amounts(10_000)))
    if seldom(draw, False, True):
        made["evaluation_allowed"] = written(draw(amounts(25_000)))
    if seldom(draw, False, True):
        made["facility_fee"] = written(draw(amounts(25_000)))
    if service == "inpatient" and seldom(draw, True, False):
        made["days"] = draw(st.sampled_from([2, 3, 4, 5]))
    elif seldom(draw, False, True):
        made["units"] = draw(st.integers(2, 4))
    return made


def _told_apart(care):
    """The courses without those that nothing but what is paid for them tells from another."""
    told = ("person", "service", "first_visit", "frequency", "visits", "network", "site", "care_kind", "condition")
    kept = {}
    for course in care:
        kept.setdefault(tuple(course[name] for name in told), course)
    return list(kept.values())


def deductible_of(plan, network):
    """A person's deductible in a network."""
    inside = plan["deductible"]["person"]
    return plan.get("out_of_network", {}).get("deductible", inside) if network == "out" else inside


@st.composite
def scenarios(draw, most_people=4, *, change=True, services=SERVICES, limits=None):
    """A household's year in which nothing is unknown, save perhaps the kind of coverage."""
    starts = date(2026, draw(st.integers(1, 12)), draw(st.sampled_from([1, 1, 15])))
    ends = starts.replace(year=2027) - timedelta(days=1)
    covered = {}
    if seldom(draw, False, True):
        covered["covered_from"] = (starts + timedelta(days=draw(st.integers(0, 100)))).isoformat()
    if seldom(draw, False, True):
        covered["covered_until"] = (ends - timedelta(days=draw(st.integers(0, 200)))).isoformat()
    first_day = date.fromisoformat(covered.get("covered_from", starts.isoformat()))
    last_day = date.fromisoformat(covered.get("covered_until", ends.isoformat()))

    people = ["me", "kid", "spouse", "zoe"][: draw(st.integers(1, most_people))]
    family = len(people) > 1
    services = draw(st.lists(st.sampled_from(services), min_size=1, max_size=3, unique=True))
    course = courses(people, services, first_day, last_day)
    care = _told_apart([draw(course) for _ in range(draw(st.integers(1, 4)))])
    plan = draw(plans(care, starts, family=family, limits=limits)) | covered
    made = {
        "calculator": "annual-cost",
        "version": 1,
        "people": [{"id": person} for person in people],
        "care": care,
        "plan": plan,
        "used_before": [],
        "visits_used": [],
        "outlook": {"good": draw(st.integers(0, 100)), "bad": draw(st.integers(100, 250))},
    }
    if draw(yes_no):
        made["people"][0]["name"] = draw(st.sampled_from(NAMES))
    for person in people:
        if seldom(draw, False, True):
            network = seldom(draw, "in", "out", "tier_2")
            paid = min(draw(amounts(20_000)), cents(deductible_of(plan, network)))
            made["used_before"].append(
                {
                    "person": person,
                    "network": network,
                    "deductible": written(paid),
                    "out_of_pocket": written(paid + draw(amounts(20_000))),
                }
            )
        for limit in plan["limits"]:
            if seldom(draw, False, True):
                limit.pop("used", None)
                made["visits_used"].append({"person": person, "limit": limit["id"], "used": draw(st.integers(0, 4))})
    if change and last_day > first_day and seldom(draw, False, True):
        since = min(first_day + timedelta(days=draw(st.integers(1, 120))), last_day)
        new = draw(plans(care, draw(st.sampled_from([since, starts])), identifier="new", family=family))
        for limit in new["limits"]:
            limit.pop("used", None)
        plan.pop("covered_until", None)
        made["change"] = {"since": since.isoformat(), "plan": new, "credits_earlier": draw(yes_no)}
    return made


def ask_at(path):
    """The question at a path of a scenario."""
    return ASKS.get(".".join(part for part in path.split(".") if not part.isdigit()))


def leaves(made, path=""):
    """Every answer of a scenario by its path."""
    for key, value in made.items() if isinstance(made, dict) else enumerate(made):
        here = f"{path}.{key}" if path else str(key)
        rows = isinstance(value, list) and here.rsplit(".", 1)[-1] not in ("services", "counts")
        if rows or (isinstance(value, dict) and value.get("unknown") is not True):
            yield from leaves(value, here)
        else:
            yield here, value


def holder_of(made, path):
    """The object that a path's answer stands in, and the answer's key there."""
    *groups, name = path.split(".")
    for group in groups:
        made = made[int(group)] if isinstance(made, list) else made.setdefault(group, {})
    return made, name


def answered(made, answers):
    """A copy of a scenario with these answers in it, by path."""
    copy = deepcopy(made)
    for path, value in answers.items():
        holder, name = holder_of(copy, path)
        holder[name] = value
    return copy


def _within(made, path):
    """Between which bounds an amount can be unknown without contradicting another answer. In the kind's own unit."""
    holder, name = holder_of(made, path)
    above = {
        "person": "family",
        "deductible": "family_deductible",
        "maximum": "family_maximum",
        "allowed": "billed",
    }.get(name)
    below = {"family": "person", "family_deductible": "deductible", "family_maximum": "maximum"}.get(name)
    if path.startswith("used_before."):
        most = {"deductible": holder["out_of_pocket"], "out_of_pocket": "9999.99"}[name]
        least = {"deductible": "0.00", "out_of_pocket": holder["deductible"]}[name]
        ends = least if isinstance(least, str) else least["high"], most if isinstance(most, str) else most["low"]
        return ends if name == "out_of_pocket" else (ends[0], min(ends[1], _least_deductible(made, holder), key=cents))
    special = ".special_deductibles." in path
    least = holder[below] if below in holder and not special and holder[below] != "none" else "0.00"
    most = holder[above] if above in holder and not special and "used_before" not in path else "9999.99"
    return [value if isinstance(value, str) else "0.00" for value in (least, most)]


def _least_deductible(made, row):
    """What the deductible toward which a row was paid is at least."""
    amount = deductible_of(made["plan"], row["network"])
    return amount if isinstance(amount, str) else amount["low"]


def _paid_toward(made, path):
    """The most that one person paid before toward the deductible at a path, where it is one of the first plan."""
    pools = {"plan.deductible.person": ("in", "tier_2"), "plan.out_of_network.deductible": ("out",)}.get(path, ())
    rows = [row["deductible"] for row in made["used_before"] if row["network"] in pools]
    return max((cents(paid if isinstance(paid, str) else paid["high"]) for paid in rows), default=0)


def _may_turn_out(made, path):
    """Whether an answer may be taken away so that every other answer in its place agrees with the rest."""
    holder, name = holder_of(made, path)
    if any(path.endswith(question) for question in NO_FACTS) or _said_by_a_special_deductible(made, path):
        return False
    match name:
        case "preventive":
            # Otherwise the plan needs terms for preventive care.
            return holder[name]
        case "unpaid_visits":
            return holder[name] in options_of(made, path)
        case "kind":
            return "family" in holder
        case "networks" | "per":
            # Two limits on one service must differ in one of these.
            return len(limits_beside(made, path)) == 1 and holder[name] in options_of(made, path)
    return True


def _said_by_a_special_deductible(made, path):
    """Whether a deductible for certain services says that one applies to the service at whose terms a path ends."""
    if not re.search(r"\.terms\.[0-9]+\.deductible$", path):
        return False
    plan = holder_of(made, f"{path.rpartition('.terms.')[0]}.id")[0]
    service = holder_of(made, path)[0]["service"]
    return any(service in one["services"] for one in plan.get("special_deductibles", []))


def limits_beside(made, path):
    """The limits of the plan in which a limit's answer stands."""
    return holder_of(made, path.rsplit(".", 2)[0])[0]["limits"]


def is_number(ask):
    return hasattr(ask.kind, "write") and ask.kind.control == "text"


@st.composite
def unknowns(draw, made, *, choices, numbers):
    """The scenario with some answers taken away; of numbers a range is left, in which the answer lies."""
    candidates = {False: [], True: []}
    for path, value in leaves(made):
        ask = ask_at(path)
        if (
            isinstance(ask, Ask)
            and ask.unknown_allowed
            and value not in (UNKNOWN, "none")
            and _may_turn_out(made, path)
        ):
            candidates[is_number(ask)].append(path)
    picked = draw(st.lists(st.sampled_from(candidates[False]), max_size=choices, unique=True))
    if candidates[True] and numbers:
        picked += draw(st.lists(st.sampled_from(candidates[True]), max_size=numbers, unique=True))
    made = deepcopy(made)
    for path in picked:
        holder, name = holder_of(made, path)
        holder[name] = draw(_ranges(made, path, holder[name])) if path in candidates[True] else dict(UNKNOWN)
    return made


@st.composite
def half_known(draw, *, choices, numbers):
    """A scenario in which nothing is unknown, and the same with some answers taken away."""
    made = draw(scenarios(3))
    return made, draw(unknowns(made, choices=choices, numbers=numbers))


@st.composite
def edited(draw, made):
    """A scenario with one course of its care changed, as somebody would who tries what else may come; or none."""
    made = deepcopy(made)
    care = made["care"]
    course = draw(st.sampled_from(care))
    match draw(st.sampled_from(["more", "fewer", "fewer", "price", "gone", "one more", "later"])):
        case "more":
            course["visits"] += draw(st.integers(1, 4))
        case "fewer":
            course["visits"] = draw(st.integers(0, course["visits"]))
        case "price":
            course["allowed"] = written(draw(amounts(25_000)))
            course.pop("billed", None)
        case "gone":
            care.remove(course)
        case "one more":
            care.append({**course, "visits": draw(st.integers(0, 3)), "condition": "hip"})
        case "later":
            course["first_visit"] = (date.fromisoformat(course["first_visit"]) + timedelta(days=1)).isoformat()
    return made


@st.composite
def _ranges(draw, made, path, value):
    kind = ask_at(path).kind
    width = st.one_of(st.integers(0, 3), st.integers(0, 20_000))
    if isinstance(value, int):
        low = max(kind.least, value - draw(st.integers(0, 4)))
        return {"unknown": True, "low": low, "high": min(kind.most, value + draw(st.integers(0, 4)))}
    if name_is_rate(path):
        low, high = (max(0, rate(value) - draw(width)), min(10_000, rate(value) + draw(width)))
        return {"unknown": True, "low": kind.write(low), "high": kind.write(high)}
    least, most = _within(made, path)
    low = max(min(cents(least), cents(value)), cents(value) - draw(width), _paid_toward(made, path))
    high = min(max(cents(most), cents(value)), cents(value) + draw(width))
    return {"unknown": True, "low": written(low), "high": written(high)}


def name_is_rate(path):
    return path.endswith("coinsurance")


def options_of(made, path):
    """Every answer that a question with options can have here."""
    holder, name = holder_of(made, path)
    if name == "unpaid_visits" and holder["network"] == "out":
        # There is no contract, so that the full charge is taken for granted.
        return ["charge"]
    if name == "networks" and len({pool_of(course["network"]) for course in made["care"]}) == 1:
        # Where all care is in one network, a limit of unknown reach is taken to be about that one.
        return ["shared", "separate"]
    kind = ask_at(path).kind
    if not isinstance(kind, Choice):
        return [True, False]
    return [option for option in kind.options if option != "after_copay" or "copay" in holder]


@st.composite
def resolutions(draw, made):
    """One way in which everything unknown in a scenario can turn out."""
    answers = {}
    for path, value in leaves(made):
        if not isinstance(value, dict) or any(path.endswith(name) for name in NO_FACTS):
            continue
        if "low" not in value:
            answers[path] = draw(st.sampled_from(options_of(made, path)))
        elif isinstance(value["low"], int):
            answers[path] = draw(st.integers(value["low"], value["high"]))
        elif name_is_rate(path):
            answers[path] = ask_at(path).kind.write(draw(st.integers(rate(value["low"]), rate(value["high"]))))
        else:
            answers[path] = written(draw(st.integers(cents(value["low"]), cents(value["high"]))))
    return answered(made, answers)


def unknown_in(value):
    """Every field of a scenario object that is unknown, save the kind of coverage."""
    if attrs.has(type(value)) and not isinstance(value, Unknown):
        for field in attrs.fields(type(value)):
            inner = getattr(value, field.name)
            if isinstance(inner, Unknown) and field.name not in NO_FACTS:
                yield field.name
            yield from unknown_in(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from unknown_in(inner)
