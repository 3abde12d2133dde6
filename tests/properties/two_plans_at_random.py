"""Bills and years under two and three coverages at random, in the canonical form: every one of them is valid.

The order of payers is decided by the coverages themselves, with the patient's own plan from work first.
"""

from datetime import date

from hypothesis import strategies as st
from scenarios_at_random import UNKNOWN, amounts, answered, seldom, written, yes_no

from calculators.catalogue import CALCULATORS
from calculators.two_plans.methods import METHODS
from calculators.two_plans.payment import (
    AFTER_REFUSAL,
    ALLOWABLE,
    BILLED_UP_TO,
    DENIALS,
    MAXIMUM_COUNTS,
    MEDICARE_TESTS,
)

TWO_PLANS = CALCULATORS["two-plans"]
SERVICE = "physical_therapy"
DAY = date(2026, 1, 5)
RATES = ["0.00", "0.10", "0.20", "0.3333", "0.50", "1.00"]
PRICE = 10_000

LARGE = {"employer_size": "100_or_more", "order_rules": True}
WHO = {
    "own": {"kind": "employer", "holder": "patient", **LARGE},
    "former": {"kind": "retiree", "holder": "patient", "order_rules": True},
    "spouses": {"kind": "employer", "holder": "spouse", **LARGE},
    "tricare": {"kind": "tricare"},
}
PROGRAMS = {kind: {"kind": kind} for kind in ("medicare", "medicaid", "champva", "ihs")}


def compute(made):
    return TWO_PLANS.compute(TWO_PLANS.read(made))


@st.composite
def shares(draw):
    """A copay, a coinsurance or both."""
    made = {}
    which = draw(st.sampled_from(["copay", "coinsurance", "both"]))
    if which != "coinsurance":
        made["copay"] = written(draw(amounts(8_000)))
    if which != "copay":
        made["coinsurance"] = draw(st.sampled_from(RATES))
    return made


@st.composite
def plans(draw, *, all_covered):
    rows = []
    for network in ("in",) if all_covered else ("in", "out"):
        row = {"service": SERVICE, "network": network, **draw(shares())}
        places = ["first", "not_applied", "after_copay"] if "copay" in row else ["first", "not_applied"]
        row |= {"deductible": draw(st.sampled_from(places)), "copay_when_visit_meets_deductible": draw(yes_no)}
        row["covered"] = all_covered or seldom(draw, True, False)
        rows.append(row)
    limit = {"id": "visits", "quantity": draw(st.integers(0, 6)), "services": [SERVICE], "per": "plan_year"}
    maximum = seldom(draw, written(draw(amounts(60_000))), "none")
    return {
        "id": "plan",
        "name": "Plan",
        "starts": "2026-01-01",
        "market": "large_group",
        "deductible": {"person": written(draw(amounts(30_000)))},
        "out_of_pocket_maximum": {"person": maximum},
        "out_of_network": {
            "deductible": written(draw(amounts(30_000))),
            "maximum": maximum,
            "accumulation": draw(st.sampled_from(["separate", "joined", "in_counts_out"])),
        },
        "premium": {"amount": written(draw(amounts(5_000))), "every": "month", "employer_pays": "0.00"},
        "terms": rows,
        "limits": [limit | {"deductible_visits_count": draw(yes_no)}] if draw(yes_no) else [],
    }


@st.composite
def besides(draw, *, methods, one_price):
    return {
        "method": draw(st.sampled_from(methods)),
        "in_network": one_price or seldom(draw, True, True, False),
        "counts_unpaid_visits": draw(yes_no),
        "maximum_counts": "as_if_alone" if one_price else draw(st.sampled_from(sorted(MAXIMUM_COUNTS))),
        "pays_as_if_medicare": False,
    }


@st.composite
def bills(draw, charge, *, one_price):
    """What a coverage says about a bill, with what it has paid where it has decided already."""
    allowed = PRICE if one_price else draw(st.integers(0, charge))
    made = {"allowed": written(allowed), **draw(shares()), "copay_when_visit_meets_deductible": draw(yes_no)}
    made["deductible_left"] = written(seldom(draw, 0, draw(amounts(20_000))))
    if seldom(draw, False, True):
        made["maximum_left"] = written(draw(amounts(20_000)))
    if not one_price:
        made["denied"] = seldom(draw, "no", "no", *(denial for denial in DENIALS if denial != "no"))
    return made


@st.composite
def two_plans(draw, *, one_price=False, methods=METHODS, programs=False):
    """Several coverages and their bill or year, in which nothing is unknown. `one_price`: in all, covered, in network.

    `programs`: Medicare and others are among them.
    """
    about_bill = draw(yes_no)
    who_else = {**WHO, **PROGRAMS} if programs else WHO
    others = draw(st.lists(st.sampled_from(sorted(who_else.keys() - {"own"})), min_size=1, max_size=2, unique=True))
    billed = PRICE + draw(amounts(8_000))
    coverages = []
    for who in ("own", *others):
        beside = draw(besides(methods=methods, one_price=one_price))
        coverage = {"id": who, **who_else[who], "beside": beside}
        if about_bill:
            coverage["bill"] = draw(bills(billed, one_price=one_price))
        else:
            coverage["plan"] = draw(plans(all_covered=one_price))
            if not one_price and draw(yes_no):
                beside["allowed"] = written(draw(st.integers(0, billed)))
        coverages.append(coverage)
    unpaid_visits = "contract_rate" if one_price else draw(st.sampled_from(["contract_rate", "charge", "write_off"]))
    said = {"unpaid_visits": unpaid_visits, "balance_billed": draw(yes_no)}
    made = {
        "calculator": "two-plans",
        "version": 1,
        "people": [{"id": "me"}],
        "day": DAY.isoformat(),
        "cause": "illness",
        "born": "1950-05-20",
        "medicare": {"enrolled": "a_and_b", "reason": "age"},
        "coverages": draw(st.permutations(coverages)),
        "clinic": {
            "allowable": draw(st.sampled_from(sorted(ALLOWABLE))),
            "billed_up_to": draw(st.sampled_from(sorted(BILLED_UP_TO))),
            "after_refusal": draw(st.sampled_from(sorted(AFTER_REFUSAL))),
            "next_covers_necessity": draw(yes_no),
            "medicare_test": draw(st.sampled_from(sorted(MEDICARE_TESTS))),
            "takes_assignment": draw(yes_no),
            "takes_medicaid": draw(yes_no),
        },
    }
    if about_bill:
        return made | {"bill": {"charge": written(billed), "service": SERVICE, **said}}
    course = {
        "person": "me",
        "service": SERVICE,
        "visits": draw(st.integers(0, 8)),
        "first_visit": DAY.isoformat(),
        "frequency": draw(st.sampled_from(["daily", "2_a_week"])),
        "allowed": written(PRICE),
        "authorization": "in_order" if one_price else seldom(draw, "in_order", "in_order", "in_order", "missing"),
        **said,
    }
    return made | {"care": [course | {"billed": written(billed)} if draw(yes_no) else course]}


MAY_BE_UNKNOWN = ("allowable", "billed_up_to", "after_refusal", "next_covers_necessity")


@st.composite
def half_known(draw, *, most):
    """The same with some of its choices taken away, and perhaps one price."""
    made = draw(two_plans())
    beside = [
        f"coverages.{number}.beside.{name}"
        for number in range(len(made["coverages"]))
        for name in ("method", "method", "in_network", "counts_unpaid_visits", "maximum_counts")
    ]
    paths = sorted({*beside, *(f"clinic.{name}" for name in MAY_BE_UNKNOWN)})
    picked = draw(st.lists(st.sampled_from(paths), min_size=1, max_size=most, unique=True))
    unknown = dict.fromkeys(picked, UNKNOWN)
    if draw(yes_no):
        low, high = sorted(draw(st.tuples(amounts(PRICE), amounts(PRICE))))
        price = "coverages.0.bill.allowed" if "bill" in made else "coverages.0.beside.allowed"
        unknown[price] = {"unknown": True, "low": written(low), "high": written(high)}
    return answered(made, unknown)
