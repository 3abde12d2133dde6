"""A year of visits through several payers, by hand: what each pays, visit by visit."""

from functools import partial

import pytest
from order_scenarios import medicare, plan, scenario
from year_scenarios import IN, SERVICE, care, own, payer, program, spouses, terms

from calculators.catalogue import CALCULATORS
from calculators.coverage.outcomes import every_outcome
from calculators.declaration import read
from calculators.two_plans.problems import problems
from calculators.two_plans.scenario import TwoPlans
from calculators.two_plans.year import claims_of, coordinated


def lines_of(*coverages, day="2026-01-05", **rest):
    """The lines of the only way in which the year can turn out."""
    claims = claims_of(scenario(*coverages, day=day, **rest))
    ways = every_outcome(partial(coordinated, claims), lambda lines: {"left": sum(line.left.amount for line in lines)})
    told = [said(outcome.lines) for outcome in ways.outcomes]
    assert all(way == told[0] for way in told)
    return ways.outcomes[0].lines


def said(lines):
    """Of each visit who paid what, from the first payer on, and what is left, in dollars."""
    for line in lines:
        assert sum(share.paid.amount for share in line.shares) + line.left.amount + line.write_off.amount == line.charge
    return [
        ({share.coverage: share.paid.amount / 100 for share in line.shares}, line.left.amount / 100) for line in lines
    ]


def year(*coverages, **rest):
    return said(lines_of(*coverages, **rest))


def counted(lines, coverage, name):
    """What a coverage has counted after each visit, in dollars."""
    return [line.after[coverage].used((name, "in", "me")).amount / 100 for line in lines]


def test_a_limit_of_each_plan():
    first, second = terms(coinsurance="0.20", limit=20), terms(copay=30, limit=15)
    assert year(own(first), spouses(second), **care(30)) == [
        # The second plan's benefit alone is 70, and the first one leaves 20.
        *[({"own": 80, "spouses": 20}, 0)] * 15,
        # Its 15 visits are used up, then also the first plan's 20.
        *[({"own": 80, "spouses": 0}, 20)] * 5,
        *[({"own": 0, "spouses": 0}, 100)] * 10,
    ]


@pytest.mark.parametrize(
    ("counts_unpaid_visits", "after_20"),
    # 70 less 80 is nothing, in the first 20 visits. If these do not count, the second plan has its 15 visits still.
    [(True, ({"own": 0, "spouses": 0}, 100)), (False, ({"own": 0, "spouses": 70}, 30))],
)
def test_whether_visits_count_for_which_the_second_plan_pays_nothing(counts_unpaid_visits, after_20):
    first, second = terms(coinsurance="0.20", limit=20), terms(copay=30, limit=15)
    beside = spouses(second, method="carve_out", counts_unpaid_visits=counts_unpaid_visits)
    assert year(own(first), beside, **care(30)) == [*[({"own": 80, "spouses": 0}, 20)] * 20, *[after_20] * 10]


def test_past_the_employer_plan_s_limit_medicare_pays_as_if_it_were_alone():
    first = own(terms(coinsurance="0.50", limit=20), employer_size="100_or_more")
    aged = {"born": "1950-05-20", **medicare("age"), "clinic": {"takes_assignment": True}}
    assert year(first, program("medicare", terms(coinsurance="0.20")), **aged, **care(25)) == [
        *[({"own": 50, "medicare": 50}, 0)] * 20,
        *[({"own": 0, "medicare": 80}, 20)] * 5,
    ]


@pytest.mark.parametrize(
    ("method", "pays", "credited"),
    [
        # 100, then 50 of the deductible of 150; after it the whole benefit of 100, up to the 50 left.
        ("standard", [0, 50, 50, 50], [100, 150, 150, 150]),
        # Of each 50 that the first plan leaves.
        ("maintenance_of_benefits", [0, 0, 0, 50], [50, 100, 150, 150]),
    ],
)
def test_how_much_of_a_visit_counts_toward_the_second_plan_s_deductible(method, pays, credited):
    beside = spouses(terms(deductible=150, coinsurance="0.00"), method=method)
    lines = lines_of(own(terms(coinsurance="0.50")), beside, **care(4))
    assert said(lines) == [({"own": 50, "spouses": paid}, 50 - paid) for paid in pays]
    assert counted(lines, "spouses", "deductible") == credited


@pytest.mark.parametrize(
    ("maximum_counts", "pays", "toward_maximum"),
    [
        # Alone it would leave 50 a visit: after two visits the maximum of 100 is met.
        ("as_if_alone", [50, 50, 80, 80], [50, 100, 100, 100]),
        # 30 a visit are left. Of the third it would leave 40 alone, for 60 is counted; of the fourth 20.
        ("what_is_left", [50, 50, 60, 80], [30, 60, 80, 80]),
    ],
)
def test_what_counts_toward_the_second_plan_s_maximum(maximum_counts, pays, toward_maximum):
    beside = spouses(terms(coinsurance="0.50", maximum=100), maximum_counts=maximum_counts)
    lines = lines_of(own(terms(coinsurance="0.80")), beside, **care(4))
    assert said(lines) == [({"own": 20, "spouses": paid}, 80 - paid) for paid in pays]
    assert counted(lines, "spouses", "out_of_pocket") == toward_maximum


def test_from_the_month_of_the_65th_birthday_on_medicare_pays_first():
    retiree = payer("old-job", "retiree", of={}, year=terms(coinsurance="0.20"))
    told = {"born": "1961-04-20", **medicare("age"), **care(5, first_visit="2026-03-16")}
    lines = lines_of(retiree, program("medicare", terms(coinsurance="0.20")), **told)
    assert [line.visit.date.isoformat() for line in lines[2:4]] == ["2026-03-30", "2026-04-06"]
    assert said(lines) == [*[({"old-job": 80}, 20)] * 3, *[({"medicare": 80, "old-job": 20}, 0)] * 2]
    assert [list(paid) for paid, _ in said(lines)][3:] == [["medicare", "old-job"]] * 2


def test_once_the_job_has_ended_its_cobra_pays_second():
    ending = {"since": "2015-01-01", "job_ends": "2026-01-18", "after_job": "cobra"}
    old = payer("old-job", of=ending, year=terms(coinsurance="0.20"))
    new = payer("new-job", of={"since": "2020-01-01"}, year=terms(copay=30))
    found = year(new, old, **care(4))
    assert found == [
        *[({"old-job": 80, "new-job": 20}, 0)] * 2,
        *[({"new-job": 70, "old-job": 30}, 0)] * 2,
    ]
    assert [next(iter(paid)) for paid, _ in found] == ["old-job"] * 2 + ["new-job"] * 2


def test_what_a_plan_saved_pays_for_later_visits_of_the_year():
    # Alone 60 a visit. It saves 40 twice, pays 100 twice, then has saved nothing more: 300, as alone.
    found = year(own(terms(coinsurance="0.20", limit=2)), spouses(terms(copay=40), method="reserve"), **care(5))
    assert [paid["spouses"] for paid, _ in found] == [20, 20, 100, 100, 60]
    assert [left for _, left in found] == [0, 0, 0, 0, 40]


@pytest.mark.parametrize(("premium", "visit"), [(10, 3), (12.50, 4), (20, None)])
def test_from_which_visit_on_a_second_plan_has_saved_more_than_its_premium(premium, visit):
    # It saves 50 a visit. In a year its premium is 120, 150 or 240; four visits save 200.
    beside = spouses(terms(copay=0, premium=premium))
    result = CALCULATORS["two-plans"].compute(
        scenario(own(terms(coinsurance="0.50")), beside, day="2026-01-05", **care(4))
    )
    name = "pays_for_itself.spouses"
    assert {run.figures[name].value for run in result.money.outlook if name in run.figures} == ({visit} - {None})
    # Without the own plan nothing would be left either: it saves nothing.
    assert "pays_for_itself.own" not in result.money.names


def test_medicaid_pays_no_more_than_it_would_alone():
    # The first plan pays for one visit of 100. Medicaid's rate is 60, its copay 4, and it covers two visits itself.
    medicaid = program("medicaid", terms(copay=4, limit=2))
    medicaid["beside"] |= {"allowed": "60.00"}
    told = {"clinic": {"takes_medicaid": True, "billed_up_to": "first"}, **care(3)}
    assert year(own(terms(coinsurance="0.50", limit=1)), medicaid, **told) == [
        # 10 are left of Medicaid's rate, of which its copay of 4 is the patient's; 40 of the bill nobody asks for.
        ({"own": 50, "medicaid": 6}, 4),
        # Its rate less its copay.
        ({"own": 0, "medicaid": 56}, 4),
        # Neither covers the third: what Medicaid lets a patient owe is about what it covers.
        ({"own": 0, "medicaid": 0}, 100),
    ]


@pytest.mark.parametrize(("covers", "pays", "left"), [(True, 80, 20), (False, 0, 100)])
def test_what_medicare_refuses_too_has_no_ceiling(covers, pays, left):
    first = plan("own", employer_size="100_or_more", bill={"allowed": "100.00", "denied": "necessity"}, beside=IN)
    second = {"id": "medicare", "kind": "medicare", "bill": {"allowed": "100.00", "coinsurance": "0.20"}, "beside": IN}
    told = {
        "born": "1950-05-20",
        **medicare("age"),
        "clinic": {"next_covers_necessity": covers, "takes_assignment": True},
        "bill": {"charge": "100.00", "unpaid_visits": "contract_rate"},
    }
    assert year(first, second, **told) == [({"own": 0, "medicare": pays}, left)]


def test_three_payers():
    first, second = terms(coinsurance="0.60"), terms(coinsurance="0.70")
    last = program("tricare", terms(coinsurance="0.90"))
    # 40; 30 of the 60 left; 10 of the 30 left.
    assert year(own(first), spouses(second), last, **care(2)) == [({"own": 40, "spouses": 30, "tricare": 10}, 20)] * 2


@pytest.mark.parametrize(
    ("after_refusal", "unpaid_visits", "pays", "left"),
    [
        # Alone the second plan pays 70; beside a first plan that would have paid 80 it pays the other 20.
        ("pays_normally", "contract_rate", 70, 30),
        ("pays_normally", "write_off", 70, 0),
        ("as_if_paid", "contract_rate", 20, 80),
        ("as_if_paid", "write_off", 20, 0),
    ],
)
def test_an_approval_that_the_first_plan_misses_is_not_missed_by_the_second(after_refusal, unpaid_visits, pays, left):
    told = care(2, authorization="missing", unpaid_visits=unpaid_visits)
    first, second = own(terms(coinsurance="0.20")), spouses(terms(copay=30))
    found = year(first, second, clinic={"after_refusal": after_refusal}, **told)
    assert found == [({"own": 0, "spouses": pays}, left)] * 2


@pytest.mark.parametrize("other", [{"allowed": "60.00"}, {"authorization": "missing"}, {"network": "out"}])
def test_two_courses_that_nothing_tells_apart_are_refused(other):
    (course,) = care(2)["care"]
    coverages = [own(terms(copay=30)), spouses(terms(copay=30))]
    told = {"people": [{"id": "me"}], "day": "2026-01-05", "coverages": coverages, "care": [course, course | other]}
    (problem,) = problems(read(told, TwoPlans))
    assert (problem.path, problem.reason) == ("care.1.service", "care.twice")


@pytest.mark.parametrize(("billed", "charge", "write_off"), [({}, 100, 0), ({"billed": "150.00"}, 150, 50)])
def test_the_charge_is_no_lower_than_any_price(billed, charge, write_off):
    # The first plan pays 30 of its own 60; the second one, by its own price of 100, could pay 100 and pays the 70 left.
    first = payer("own", of={}, year=terms(coinsurance="0.50"), allowed="60.00")
    clinic = {"clinic": {"allowable": "own", "billed_up_to": "first"}}
    (line,) = lines_of(first, spouses(terms(copay=0)), **clinic, **care(1, **billed))
    assert said([line]) == [({"own": 30, "spouses": 70}, 0)]
    assert (line.charge / 100, line.write_off.amount / 100) == (charge, write_off)


OUTSIDE = {"service": SERVICE, "network": "out", "coinsurance": "0.40"}


@pytest.mark.parametrize(
    ("in_network", "amounts", "reasons"),
    [
        (True, {}, []),
        (False, {}, ["coverage.out_of_network.missing"]),
        ({"unknown": True}, {}, ["coverage.out_of_network.missing"]),
        (False, {"out_of_network": {"deductible": "0.00", "maximum": "none"}}, []),
    ],
)
def test_terms_out_of_network_need_amounts_where_the_clinic_may_be_out_of_it(in_network, amounts, reasons):
    second = terms(copay=30) | amounts
    second["terms"] = [*second["terms"], OUTSIDE]
    coverages = [own(terms(copay=30)), spouses(second, in_network=in_network)]
    found = problems(read({"people": [{"id": "me"}], "day": "2026-01-05", "coverages": coverages, **care(2)}, TwoPlans))
    assert [(problem.path, problem.reason) for problem in found] == [
        ("coverages.1.plan.terms", reason) for reason in reasons
    ]
