"""Scenarios at random, in the canonical form: every one of them is valid."""

from datetime import date, timedelta

from hypothesis import strategies as st

SERVICES = ("physical_therapy", "occupational_therapy", "laboratory")


def written(cents):
    return f"{cents // 100}.{cents % 100:02d}"


money = st.integers(0, 60_000).map(written)
small_money = st.integers(0, 9_000).map(written)
rates = st.sampled_from(["0", "0.10", "0.125", "0.20", "0.3333", "0.50", "1"])
answers = st.sampled_from([True, False, {"unknown": True}])


@st.composite
def terms(draw, service):
    made = {"service": service, "covered": draw(st.booleans() | st.just(True))}
    shares = draw(st.sampled_from(["copay", "coinsurance", "both"]))
    if shares != "coinsurance":
        made["copay"] = draw(small_money)
    if shares != "copay":
        made["coinsurance"] = draw(rates)
    orders = ["not_applied", "first", "after_copay"] if "copay" in made else ["not_applied", "first"]
    order = draw(st.sampled_from(orders))
    if order != "not_applied":
        made["deductible"] = order
    if order == "first":
        made["copay_when_visit_meets_deductible"] = draw(answers)
    return made


@st.composite
def courses(draw, starts, service):
    allowed = draw(st.integers(0, 30_000))
    made = {
        "person": "me",
        "service": service,
        "visits": draw(st.integers(0, 20)),
        "first_visit": (starts + timedelta(days=draw(st.integers(0, 60)))).isoformat(),
        "frequency": draw(st.sampled_from(["5_a_week", "2_a_week", "1_a_week"])),
        "allowed": written(allowed),
    }
    if draw(st.booleans()):
        made["billed"] = written(allowed + draw(st.integers(0, 10_000)))
    return made


@st.composite
def limits(draw, number):
    return {
        "id": f"limit-{number}",
        "quantity": draw(st.integers(0, 30)),
        "services": sorted(draw(st.sets(st.sampled_from(SERVICES), min_size=1)), key=SERVICES.index),
        "per": draw(st.sampled_from(["plan_year", "calendar_year"])),
        "used": draw(st.integers(1, 12)),
    }


@st.composite
def scenarios(draw):
    starts = date(2026, draw(st.integers(1, 12)), 1)
    return {
        "calculator": "annual-cost",
        "version": 1,
        "people": [{"id": "me"}],
        "care": [
            draw(courses(starts, service))
            for service in draw(st.lists(st.sampled_from(SERVICES), min_size=1, max_size=4))
        ],
        "plan": {
            "id": "plan",
            "name": draw(st.text("abcÄ<&\"'=", min_size=1, max_size=8)),
            "starts": starts.isoformat(),
            "terms": [draw(terms(service)) for service in SERVICES],
            "limits": [draw(limits(number)) for number in range(draw(st.integers(0, 2)))],
            "deductible": {"person": draw(money)},
            "out_of_pocket_maximum": {"person": draw(money | st.just("none"))},
            "premium": {
                "amount": draw(money),
                "every": draw(st.sampled_from(["month", "year"])),
                "employer_pays": "0.00",
            },
        },
    }
