"""What is unknown is a range whose ends are reached, with the questions that move it most first; by hand."""

from copy import deepcopy

import pytest
from scenarios import ANNUAL_COST, UNKNOWN, computed, course, dollars, household, limit, messages_of, person, scenario


def between(low, high):
    return {**UNKNOWN, "low": low, "high": high}


def put_back(made, answers):
    """The scenario with answers written where the result says they stand."""
    made = deepcopy(made)
    for path, answer in answers.items():
        *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        place = made
        for part in way:
            place = place[part]
        place[last] = answer
    return made


def written(made):
    scenario = ANNUAL_COST.read(made)
    return ANNUAL_COST.show.result_json(scenario, ANNUAL_COST.compute(scenario))


def reached(made, name="patient_pays"):
    """The ends of a figure in dollars; each must be what comes out when its answers are put back into the scenario."""
    figure = written(made)["figures"][name]
    if "value" in figure:
        return float(figure["value"])
    for end in ("low", "high"):
        again = written(put_back(made, figure[f"{end}_answers"]))["figures"][name]
        assert again["value"] == figure[end]
    return float(figure["low"]), float(figure["high"])


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        # 40 visits with a copay of 30 to 50.
        (scenario(terms={"copay": between("30.00", "50.00")}), (1200, 2000)),
        # 40 visits at 10 % to 30 % of 150.
        (scenario(terms={"coinsurance": between("0.10", "0.30")}), (600, 1800)),
        # 20 % of 40 visits at 90 to 200.
        (scenario(care={"allowed": between("90.00", "200.00")}, terms={"coinsurance": "0.20"}), (720, 1600)),
        # A deductible of 300 to 600, then 20 % of the other 5,700 to 5,400.
        (
            scenario(
                terms={"deductible": "first", "coinsurance": "0.20"},
                deductible={"person": between("300.00", "600.00")},
            ),
            (1440, 1680),
        ),
        # 40 visits: 20 to 30 of them covered at 40, the others 150 each.
        (scenario(limits=[limit(20) | {"quantity": between(20, 30)}]), (1200 + 1500, 800 + 3000)),
        # A maximum of 500 to 700 with 1,600 of copays.
        (scenario(out_of_pocket_maximum={"person": between("500.00", "700.00")}), (500, 700)),
        # An evaluation at 40 to 60, and two visits at 40.
        (
            scenario(
                care={"visits": 3, "evaluation_allowed": "150.00"},
                terms={"copay": "40.00", "evaluation_copay": between("40.00", "60.00")},
            ),
            (120, 140),
        ),
        # Both ends are the same number: nothing is open.
        (scenario(terms={"copay": between("40.00", "40.00")}), 1600),
    ],
)
def test_a_number_between_two_bounds(made, ends):
    assert reached(made) == ends


def test_an_end_that_neither_bound_gives():
    # Three visits of 150, copay 40, none on the visit that meets the deductible. A deductible of 290: 150, 140, 40 are
    # 330. Of 300: 150, 150, 40 are 340, the most. Of 300.01: 150, 150, 0.01, the least. Of 310: 310.
    made = scenario(
        care={"visits": 3},
        terms={"deductible": "first", "copay": "40.00", "copay_when_visit_meets_deductible": False},
        deductible={"person": between("290.00", "310.00")},
    )
    assert reached(made) == (300.01, 340)


def test_an_end_between_the_bounds_of_a_price():
    # Two visits, deductible 200, copay 40, none on the visit that meets it. At 90: 90 and 90. At 100: 100, 100. At
    # 199.99: all of it and 0.01. At 200 the first visit meets it and the second takes 40: 240. So the most is at 200,
    # and at 210 it is still 240; the least at 90.
    made = scenario(
        care={"visits": 2, "allowed": between("90.00", "210.00")},
        terms={"deductible": "first", "copay": "40.00", "copay_when_visit_meets_deductible": False},
        deductible=person("200.00"),
    )
    assert reached(made) == (180, 240)


def test_a_lower_end_within_two_unknown_numbers():
    # As above with the copay between 35 and 45: least at 300.01, where no copay is due; most 300 and 45.
    made = scenario(
        care={"visits": 3},
        terms={
            "deductible": "first",
            "copay": between("35.00", "45.00"),
            "copay_when_visit_meets_deductible": False,
        },
        deductible={"person": between("290.00", "310.00")},
    )
    assert reached(made) == (300.01, 345)


def test_two_unknowns_are_ranked_by_what_they_are_worth():
    # 10 visits: the copay 30 to 50 is worth 200, the premium is known, and one copay on the meeting visit at most 50.
    made = scenario(
        care={"visits": 13, "allowed": "100.00"},
        terms={
            "deductible": "first",
            "copay": between("30.00", "50.00"),
            "copay_when_visit_meets_deductible": UNKNOWN,
        },
        deductible=person("250.00"),
    )
    # Low: 250 and 10 × 30. High: 250, 50 on the third visit, and 10 × 50.
    assert reached(made) == (550, 800)
    result = computed(made)
    assert [(question.id, question.worth) for question in result.questions] == [
        ("plan.terms.copay", 22000),
        ("plan.terms.copay_when_visit_meets_deductible", 5000),
    ]


def test_a_number_without_bounds_leaves_only_the_premium_and_names_what_is_missing():
    made = scenario(
        terms={"deductible": "first", "coinsurance": "0.20"},
        deductible={"person": UNKNOWN},
        out_of_pocket_maximum={"person": UNKNOWN},
        premium={"amount": "50.00", "every": "month", "employer_pays": "0.00"},
    )
    result = computed(made)
    assert result.outcome == "undecided"
    assert list(result.undecided) == ["plan.deductible.person", "plan.out_of_pocket_maximum.person"]
    assert [(question.fact, question.worth) for question in result.questions] == [
        ("plan.deductible.person", None),
        ("plan.out_of_pocket_maximum.person", None),
    ]
    assert list(result.low.figures) == ["premium"]
    assert dollars(result, "premium") == 600
    assert not result.too_many_unknowns
    assert "unknowns.undecided" in messages_of(result)


def test_a_share_without_bounds_lies_between_nothing_and_all():
    assert reached(scenario(care={"visits": 2}, terms={"coinsurance": UNKNOWN})) == (0, 300)


def test_a_limit_without_a_number_lies_between_none_and_all():
    # From every visit over the limit, 600, to none, 160.
    assert reached(scenario(care={"visits": 4}, limits=[limit(0) | {"quantity": UNKNOWN}])) == (160, 600)


def test_too_many_unknowns_are_named():
    # Thirteen services, each with an unknown way to count: more than 4,096 ways.
    services = [
        "audiology",
        "chiropractic",
        "acupuncture",
        "massage_therapy",
        "dietitian",
        "cardiac_rehabilitation",
        "pulmonary_rehabilitation",
        "respiratory_therapy",
        "behavior_analysis",
        "mental_health",
        "advanced_imaging",
        "x_ray",
        "ultrasound",
    ]
    made = household(
        [course(service) for service in services],
        [{"service": service, "copay": "10.00", "covered": UNKNOWN} for service in services],
    )
    result = computed(made)
    assert (result.outcome, result.too_many_unknowns) == ("undecided", True)
    assert "unknowns.too_many" in messages_of(result)
    assert list(result.undecided) == sorted(f"plan.terms.{service}.covered" for service in services)


def test_what_only_a_bad_year_meets_leaves_the_expected_year_decided():
    # Only from the fifth visit on the copay is unknown, and no bounds are given; a bad year has eight visits.
    made = scenario(care={"visits": 4})
    made["plan"]["terms"].append({"service": "physical_therapy", "from_visit": 5, "copay": UNKNOWN})
    result = computed(made)
    assert (result.outcome, dollars(result, "patient_pays")) == ("decided", 160)
    assert not [name for name in result.names if name.startswith("outlook.bad")]
    assert dollars(result, "outlook.good.patient_pays") == 80


def test_two_courses_of_one_day_have_questions_of_their_own():
    # Knee at 90 to 100 and shoulder at 10 to 20, on the same days: 110 at most 120, never 180.
    care = [
        course("physical_therapy", condition="knee", allowed=between("90.00", "100.00")),
        course("physical_therapy", condition="shoulder", allowed=between("10.00", "20.00")),
    ]
    made = household(care, [{"service": "physical_therapy", "coinsurance": "1"}])
    assert reached(made) == (100, 120)
    assert [question.worth for question in computed(made).questions] == [1000, 1000]


def test_nothing_unknown_is_one_run():
    result = computed(scenario(market="large_group"))
    assert (result.outcome, len(result.runs), result.questions) == ("decided", 1, ())


def test_every_kind_of_unknown_at_once():
    # Covered at 40 or not at 150; billed as preventive at 0 or not.
    made = scenario(
        care={"visits": 1, "preventive": UNKNOWN, "unpaid_visits": UNKNOWN},
        terms={"copay": "40.00", "covered": UNKNOWN},
    )
    made["plan"]["terms"].append({"service": "preventive_care", "coinsurance": "0"})
    assert reached(made) == (0, 150)


@pytest.mark.parametrize(
    ("prices", "said"), [([between("90.00", "200.00")], False), ([between("90.00", "200.00")] * 2, True)]
)
def test_several_unknown_numbers_are_said_to_be_searched_only_so_far(prices, said):
    services = ("physical_therapy", "occupational_therapy")
    made = scenario(terms={"coinsurance": "0.20"})
    made["care"] = [course(service, visits=5, allowed=price) for service, price in zip(services, prices, strict=False)]
    made["plan"]["terms"] = [{"service": service, "coinsurance": "0.20"} for service in services]
    # 5 visits at 20 % of 90 to 200 each.
    assert reached(made) == (90.0 * len(prices), 200.0 * len(prices))
    assert ("unknowns.several" in {message.id for message in computed(made).messages}) == said
