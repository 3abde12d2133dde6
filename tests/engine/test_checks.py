"""A plan held against federal figures: a warning one cent past each figure, and none at it."""

import pytest
from scenarios import computed, course, household, limit, messages_of, scenario

from calculators.presentation.wording import message_text

# The figures themselves are tested in test_parameters.py: 2026 cap 10,600 and 21,200; HSA minimum deductible 1,700 and
# 3,400, maximum 8,500 and 17,000. 2027: minimum 1,750 and 3,500. Medicare 2026: therapy threshold 2,480, review 3,000;
# Advantage maximum 9,250.


def family_of_two(**plan):
    care = [course("specialist", person=person) for person in ("ann", "ben")]
    return computed(household(care, [{"service": "specialist", "deductible": "first", "coinsurance": "0.20"}], **plan))


def alone(**plan):
    return computed(scenario(terms={"deductible": "first", "coinsurance": "0.20"}, **plan))


def maximum(person, family=None, **rest):
    return {"person": person, **({} if family is None else {"family": family}), **rest}


@pytest.mark.parametrize(("amount", "warned"), [("10600.00", False), ("10600.01", True)])
def test_the_cap_for_one_person(amount, warned):
    assert (
        "cap.plan_above" in messages_of(alone(market="individual", out_of_pocket_maximum=maximum(amount)))
    ) == warned


@pytest.mark.parametrize(("amount", "warned"), [("21200.00", False), ("21200.01", True)])
def test_the_cap_for_a_family(amount, warned):
    result = family_of_two(market="large_group", out_of_pocket_maximum=maximum("9000.00", amount))
    assert ("cap.family_above" in messages_of(result)) == warned


def test_the_warning_names_figure_year_and_rule():
    result = alone(market="individual", out_of_pocket_maximum=maximum("10600.01"))
    (message,) = [message for message in result.messages if message.id == "cap.plan_above"]
    assert message.kind == "alert"
    assert (message.values["cap"].value, message.values["maximum"].value) == (1060000, 1060001)
    assert message.values["year"] == 2026
    assert message.rules == ("cost_sharing.annual_limit",)
    sentence = message_text(message)
    assert "$10,600" in sentence
    assert "WTW, July 2025" in sentence
    assert "secondary source" in sentence


def test_the_cap_of_the_year_in_which_the_plan_year_starts():
    # 12,000 in 2027.
    made = scenario(
        care={"first_visit": "2027-03-01", "visits": 1},
        starts="2027-03-01",
        market="large_group",
        out_of_pocket_maximum=maximum("12000.00"),
    )
    assert "cap.plan_above" not in messages_of(computed(made))


@pytest.mark.parametrize(
    "plan",
    [
        {"market": "large_group", "grandfathered": True},
        {"market": "retiree_only"},
        {"market": "medicare"},
        {"market": "tricare"},
        {"market": "short_term"},
        {"market": "health_sharing"},
    ],
)
def test_plans_without_the_cap(plan):
    result = alone(out_of_pocket_maximum=maximum("99999.00"), **plan)
    assert not [name for name in messages_of(result) if name.startswith("cap.")]


def test_an_unknown_market_is_held_against_the_cap():
    assert [name for name in messages_of(alone(out_of_pocket_maximum=maximum("10600.01"))) if name.startswith("cap.")]


def test_leeway_of_individual_bronze_plans_from_2027():
    given = {"out_of_pocket_maximum": maximum("13000.00"), "market": "individual", "level": "bronze"}
    care = {"first_visit": "2027-01-04", "visits": 1}
    made = scenario(care=care, starts="2027-01-01", **given)
    names = messages_of(computed(made))
    assert "cap.leeway" in names
    assert "cap.plan_above" not in names
    assert "cap.plan_above" in messages_of(computed(scenario(**given)))


def test_a_year_that_is_not_held_is_said_to_be_missing():
    made = scenario(care={"first_visit": "2031-01-06"}, starts="2031-01-01", out_of_pocket_maximum=maximum("99999.00"))
    names = messages_of(computed(made))
    assert "cap.not_loaded" in names
    assert "cap.plan_above" not in names


def hsa(result):
    return [name for name in messages_of(result) if name.startswith("hsa.")]


@pytest.mark.parametrize(("deductible", "warned"), [("1700.00", []), ("1699.99", ["hsa.deductible_below"])])
def test_the_least_deductible_for_a_health_savings_account(deductible, warned):
    result = alone(hsa_qualified=True, deductible={"person": deductible}, out_of_pocket_maximum=maximum("8000.00"))
    assert hsa(result) == warned


@pytest.mark.parametrize(("amount", "warned"), [("8500.00", []), ("8500.01", ["hsa.maximum_above"])])
def test_the_highest_maximum_for_a_health_savings_account(amount, warned):
    result = alone(hsa_qualified=True, deductible={"person": "1700.00"}, out_of_pocket_maximum=maximum(amount))
    assert hsa(result) == warned


@pytest.mark.parametrize(
    ("person", "family", "kind", "warned"),
    [
        ("3400.00", "6800.00", "embedded", []),
        ("3399.99", "6800.00", "embedded", ["hsa.embedded_below"]),
        ("1700.00", "3400.00", "aggregate", []),
        ("1700.00", "3399.99", "aggregate", ["hsa.deductible_below"]),
    ],
)
def test_a_familys_deductible_for_a_health_savings_account(person, family, kind, warned):
    result = family_of_two(
        hsa_qualified=True,
        deductible={"person": person, "family": family, "kind": kind},
        out_of_pocket_maximum=maximum("8000.00", "16000.00"),
    )
    assert hsa(result) == warned


@pytest.mark.parametrize(("amount", "warned"), [("17000.00", []), ("17000.01", ["hsa.maximum_above"])])
def test_a_familys_maximum_for_a_health_savings_account(amount, warned):
    result = family_of_two(
        hsa_qualified=True,
        deductible={"person": "3400.00", "family": "6800.00"},
        out_of_pocket_maximum=maximum("8000.00", amount),
    )
    assert hsa(result) == warned


@pytest.mark.parametrize(
    ("terms", "warned"),
    [
        ({"copay": "40.00"}, ["hsa.before_deductible"]),
        ({"deductible": "first", "copay": "40.00"}, []),
        ({"copay": "40.00", "covered": False}, []),
    ],
)
def test_care_before_the_deductible_ends_a_health_savings_account(terms, warned):
    made = scenario(terms=terms, hsa_qualified=True, deductible={"person": "1700.00"})
    assert hsa(computed(made)) == warned


def test_preventive_care_before_the_deductible_does_not():
    made = scenario(
        terms={"deductible": "first", "copay": "40.00"}, hsa_qualified=True, deductible={"person": "1700.00"}
    )
    made["plan"]["terms"].append({"service": "preventive_care", "copay": "0.00"})
    assert hsa(computed(made)) == []


@pytest.mark.parametrize(
    ("plan", "warned"),
    [
        ({"market": "individual", "level": "bronze"}, ["hsa.bronze"]),
        ({"market": "individual", "level": "catastrophic"}, ["hsa.bronze"]),
        ({"market": "small_group", "level": "bronze"}, ["hsa.deductible_below"]),
        ({"market": "individual", "level": "bronze", "starts": "2025-01-01"}, ["hsa.deductible_below"]),
    ],
)
def test_individual_bronze_plans_go_with_an_account_from_2026(plan, warned):
    care = {"first_visit": "2026-01-05" if "starts" not in plan else "2025-01-06"}
    made = scenario(
        care=care,
        terms={"deductible": "first", "copay": "40.00"},
        hsa_qualified=True,
        deductible={"person": "100.00"},
        **plan,
    )
    assert hsa(computed(made)) == warned


# Medicare: 30 visits of 100.01 pass 2,480 with the 25th (2,500.25) and 3,000 with the 30th (3,000.30).


def medicare(service="physical_therapy", price="100.01", visits=30, **plan):
    made = household(
        [course(service, visits=visits, allowed=price)],
        [{"service": service, "coinsurance": "0.20"}],
        **({"market": "medicare"} | plan),
    )
    return {message.id: message for message in computed(made).messages}


def test_medicares_therapy_threshold_and_review_with_their_days():
    messages = medicare()
    # Weekly from January 5: the 25th is on June 22, the 30th on July 27.
    assert messages["medicare.threshold"].values["date"].isoformat() == "2026-06-22"
    assert messages["medicare.review"].values["date"].isoformat() == "2026-07-27"
    assert messages["medicare.threshold"].values["threshold"].value == 248000


@pytest.mark.parametrize(("price", "told"), [("124.00", False), ("124.01", True)])
def test_the_threshold_is_passed_above_it_and_not_at_it(price, told):
    # 20 visits of 124 are just 2,480.
    assert ("medicare.threshold" in medicare(price=price, visits=20)) == told


def test_occupational_therapy_has_a_threshold_of_its_own():
    assert medicare("occupational_therapy")["medicare.threshold"].values["service"] == "occupational_therapy"


def test_physical_and_speech_therapy_share_a_threshold():
    made = household(
        [course("physical_therapy", visits=10), course("speech_therapy", visits=15)],
        [{"service": service, "coinsurance": "0.20"} for service in ("physical_therapy", "speech_therapy")],
        market="medicare",
    )
    assert "medicare.threshold" in messages_of(computed(made))


def test_medicare_has_no_visit_limit():
    assert "medicare.no_limit" in medicare(limits=[limit(20)])
    assert "medicare.no_limit" not in medicare()


def test_other_plans_have_no_threshold():
    assert "medicare.threshold" not in medicare(market="large_group")


@pytest.mark.parametrize(("amount", "warned"), [("9250.00", False), ("9250.01", True)])
def test_medicare_advantages_maximum(amount, warned):
    result = alone(market="medicare_advantage", out_of_pocket_maximum=maximum(amount))
    assert ("advantage.plan_above" in messages_of(result)) == warned
    assert "advantage.other_coverage" in messages_of(result)


# Limits


@pytest.mark.parametrize(
    ("market", "rest", "warned"),
    [
        ("individual", {}, True),
        ("small_group", {}, True),
        ("large_group", {}, False),
        ("self_funded", {}, False),
        ("medicaid", {}, False),
        ("individual", {"grandfathered": True}, False),
    ],
)
def test_one_limit_over_both_kinds_of_care(market, rest, warned):
    assert ("limit.both_kinds" in messages_of(alone(market=market, limits=[limit(20)], **rest))) == warned


def test_limits_of_one_kind_each_are_lawful():
    limits = [limit(20, care_kind="rehabilitative"), limit(20, care_kind="habilitative", id="other")]
    assert "limit.both_kinds" not in messages_of(alone(market="individual", limits=limits))


def test_a_limit_over_three_therapies_of_one_kind_is_lawful():
    limits = [limit(20, "physical_therapy", "occupational_therapy", "speech_therapy", care_kind="rehabilitative")]
    assert "limit.both_kinds" not in messages_of(alone(market="individual", limits=limits))


@pytest.mark.parametrize(
    ("market", "rest", "warned"),
    [
        ("individual", {}, True),
        ("large_group", {}, True),
        ("large_group", {"grandfathered": True}, True),
        ("individual", {"grandfathered": True}, False),
        ("medicare", {}, False),
        ("short_term", {}, False),
    ],
)
def test_limits_in_dollars(market, rest, warned):
    result = alone(market=market, limits=[limit(500, unit="dollar", care_kind="rehabilitative")], **rest)
    assert ("limit.dollars" in messages_of(result)) == warned
