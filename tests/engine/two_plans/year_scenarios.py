"""Years of visits through several payers, made from as little as each needs."""

from order_scenarios import plan

SERVICE = "physical_therapy"
IN = {"in_network": True}
STANDARD = {"method": "standard", "counts_unpaid_visits": True, "maximum_counts": "as_if_alone"}


def money(dollars):
    return f"{dollars:.2f}"


def terms(*, deductible=0, maximum=None, limit=None, premium=0, **shares):
    """A plan's year. Shares: `copay` in dollars, `coinsurance` as it is written."""
    shares = {name: money(value) if isinstance(value, int) else value for name, value in shares.items()}
    limits = {"id": "visits", "quantity": limit, "services": [SERVICE], "per": "plan_year"}
    return {
        "id": "plan",
        "name": "Plan",
        "starts": "2026-01-01",
        "market": "large_group",
        "deductible": {"person": money(deductible)},
        "out_of_pocket_maximum": {"person": "none" if maximum is None else money(maximum)},
        "premium": {"amount": money(premium), "every": "month", "employer_pays": "0.00"},
        "terms": [{"service": SERVICE, "deductible": "first", **shares}],
        "limits": [] if limit is None else [limits],
    }


def payer(identifier, kind="employer", holder="patient", *, of, year, **beside):
    return plan(identifier, kind, holder, plan=year, beside={"in_network": True, **STANDARD, **beside}, **of)


def own(year, **of):
    return payer("own", of=of, year=year)


def spouses(year, **beside):
    return payer("spouses", holder="spouse", of={}, year=year, **beside)


def program(kind, year):
    return {"id": kind, "kind": kind, "plan": year, "beside": {"in_network": True}}


def care(visits, **rest):
    course = {"person": "me", "service": SERVICE, "visits": visits, "first_visit": "2026-01-05"}
    shown = {"frequency": "1_a_week", "allowed": "100.00", "unpaid_visits": "contract_rate"}
    return {"care": [{**course, **shown, **rest}]}
