"""What a payer that is not first pays: one function a method. All amounts are cents.

Booklets use the same names for different methods, so each is told by its formula. `normal` is what the plan would pay
if it were alone, after its own deductible, copay and coinsurance; `paid_before` what all earlier payers paid.
"""

from collections.abc import Sequence

from calculators.coverage.step import Step

METHODS = ("standard", "reserve", "maintenance_of_benefits", "carve_out")


def left_of(whole: Step, paid_before: Step) -> Step:
    """What earlier payers left of an amount. Never below 0."""
    return Step("coordination.left_of", max(0, whole.amount - paid_before.amount), (whole, paid_before))


def _least(rule: str, tests: Sequence[Step]) -> Step:
    return Step(rule, min(test.amount for test in tests), tuple(tests))


def standard(normal: Step, allowable: Step, paid_before: Step) -> Step:
    """The plan's normal benefit, but no more than what earlier payers left of the allowable expense.

    Source: Ala. Admin. Code 482-1-128-.07. Leaves out the reserve (see `with_reserve`).
    """
    return _least("coordination.standard", (normal, left_of(allowable, paid_before)))


def with_reserve(normal: Step, reserve: Step, allowable: Step, paid_before: Step) -> Step:
    """As `standard`, but what the plan saved on earlier claims of the year may pay what would else be left.

    Source: 50 Ill. Adm. Code 2009.50; WAC 284-51-195(1); LAC 37:XIII.309.
    """
    available = Step("coordination.normal_and_reserve", normal.amount + reserve.amount, (normal, reserve))
    return _least("coordination.reserve", (available, left_of(allowable, paid_before)))


def maintenance_of_benefits(normal: Step, benefit_on_rest: Step) -> Step:
    """The plan's own deductible, copay and coinsurance, applied to what earlier payers left; never above normal.

    `benefit_on_rest`: what the plan pays of the amount left. Source: our reading of plans' terms, not a regulation.
    """
    return _least("coordination.maintenance_of_benefits", (normal, benefit_on_rest))


def carve_out(normal: Step, paid_before: Step) -> Step:
    """The plan's normal benefit less everything paid before; also called non-duplication.

    Source: our reading of plans' terms, not a regulation.
    """
    return Step("coordination.carve_out", max(0, normal.amount - paid_before.amount), (normal, paid_before))


def medicare_by_fee_schedule(charge: Step, alone: Step, fee: Step, first_allowed: Step, paid_before: Step) -> Step:
    """Medicare after another payer, for services paid by fee schedule, such as therapy: the lowest of three.

    The charge, or the lower amount that must be accepted, less what was paid; what Medicare would pay alone; the higher
    of Medicare's fee and the first plan's allowed amount, less what was paid. Source: 42 CFR 411.33(a).
    """
    higher = Step("coordination.higher_allowed", max(fee.amount, first_allowed.amount), (fee, first_allowed))
    return _least("msp.fee_schedule", (left_of(charge, paid_before), alone, left_of(higher, paid_before)))


def medicare_institutional(charge: Step, own_parts: Step, gross: Step, paid_before: Step) -> Step:
    """Medicare after another payer, for services of a hospital or other institution: the lowest of four.

    `own_parts`: Medicare's deductible and coinsurance; `gross`: its amount before them; `charge`: the charges, or the
    lower amount that must be accepted. Source: 42 CFR 411.33(e).
    """
    return _least(
        "msp.institutional",
        (
            left_of(gross, own_parts),
            left_of(gross, paid_before),
            left_of(charge, paid_before),
            left_of(charge, own_parts),
        ),
    )


def medicaid_lower_of(rate: Step, owed: Step, paid_before: Step, copay: Step) -> Step:
    """Medicaid tops up to its own rate, or to what is owed in all where that is lower; often nothing.

    Its rate includes its own copay, which the patient pays. Source: 42 CFR 433.139(d), 447.20(a).
    """
    base = _least("coordination.lower_of", (rate, owed))
    left = left_of(left_of(base, paid_before), copay)
    return Step("medicaid.lower_of", left.amount, (left,))


def fills_what_is_left(rule: str, normal: Step, owed: Step, paid_before: Step) -> Step:
    """A program that pays what is left to the patient, at most what it would pay alone: TRICARE and CHAMPVA.

    Source: 32 CFR 199.8(d)(1); 10 USC 1086(d)(3); 38 USC 1781(d).
    """
    return _least(rule, (normal, left_of(owed, paid_before)))


def equal_share(normal: Step, allowable: Step, sharers: Step) -> Step:
    """The plans share the allowable expense equally, and none pays more than alone. The odd cent stays unpaid.

    Source: NAIC model 120, section 6D(6), not opened.
    """
    share = Step("coordination.share", allowable.amount // sharers.amount, (allowable, sharers))
    return _least("coordination.equal_share", (normal, share))


def medicare_ceiling(own_parts: Step, paid_before: Step) -> Step:
    """The most a patient owes where Medicare is second and the claim is assigned.

    What Medicare's deductible and coinsurance exceed the first payer's payment by. Source: 42 CFR 411.35(c).
    """
    left = left_of(own_parts, paid_before)
    return Step("msp.patient_ceiling", left.amount, (left,))


def medicaid_ceiling(copay: Step, rate: Step, paid_before: Step) -> Step:
    """The most a patient with Medicaid owes a provider who takes Medicaid: its copay, or what is left of its rate.

    Source: 42 USC 1396a(a)(25)(C); 42 CFR 447.20.
    """
    return _least("medicaid.patient_ceiling", (copay, left_of(rate, paid_before)))
