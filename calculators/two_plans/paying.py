"""Each coverage made ready to decide visits as if it were alone: from its plan, or from what it says about one bill."""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import evolve, frozen

from calculators.coverage.accumulators import Accumulators
from calculators.coverage.adjudication import Line, adjudicate
from calculators.coverage.care import PlannedCare, UsedBefore, Visit
from calculators.coverage.in_force import InForce, in_force
from calculators.coverage.money import Cents
from calculators.coverage.plan import Deductible, OutOfNetwork, OutOfPocketMaximum, Plan, Premium
from calculators.coverage.step import Step
from calculators.coverage.terms import Terms
from calculators.coverage.unknowns import Answers, settle, settle_number
from calculators.declaration import Unknown
from calculators.two_plans.coverages import Coverage
from calculators.two_plans.payment import Bill, BillTerms
from calculators.two_plans.scenario import TwoPlans
from calculators.two_plans.shares import with_shares

# Denials that a plan gives because it does not cover the visit, and those for rules that were not kept.
NOT_COVERED = ("limit", "not_covered", "necessity")
RULES_NOT_KEPT = ("authorization", "network")


@frozen
class Payer:
    """A coverage that can decide visits. `inside`, `outside`: the visits as it sees them in and out of its network.

    `stated`: what its explanation of benefits says that it paid. `denied`: why it refused, or `no`. `assignment`: of
    Original Medicare, whether the clinic accepts its price, which stands in place of a contract.
    """

    coverage: Coverage
    plan: InForce
    inside: Sequence[Visit]
    outside: Sequence[Visit]
    stated: Cents | Unknown | None = None
    denied: str = "no"
    assignment: bool | Unknown | None = None

    @property
    def id(self) -> str:
        """The coverage's id."""
        return self.coverage.id

    def in_network(self, answers: Answers) -> bool:
        """Whether the clinic has a contract with it, or accepts Original Medicare's price."""
        beside = self.coverage.beside
        if self.assignment is not None:
            return settle(self.assignment, "clinic.takes_assignment", answers)
        return settle(beside.in_network, f"coverages.{self.id}.beside.in_network", answers)

    def visit(self, number: int, answers: Answers, *, rules_kept: bool = False) -> Visit:
        """Return a visit as this coverage sees it: at its own price, in or out of its network.

        `rules_kept`: as if its approval were in order.
        """
        visit = (self.inside if self.in_network(answers) else self.outside)[number]
        if rules_kept and visit.course.authorization != "in_order":
            return evolve(visit, course=evolve(visit.course, authorization="in_order"))
        return visit

    def alone(self, number: int, before: Accumulators, answers: Answers, *, rules_kept: bool = False) -> Line:
        """Decide a visit as if this were the only coverage."""
        return adjudicate(self.visit(number, answers, rules_kept=rules_kept), self.plan, before, answers)

    def after_first(self, number: int, before: Accumulators, answers: Answers) -> Line:
        """Decide a visit alone, as a payer that is not first: an approval that lacks is the first plan's affair."""
        return self.alone(number, before, answers, rules_kept=self.denied == "no")

    def on_rest(self, number: int, rest: Step, before: Accumulators, answers: Answers) -> Line:
        """Decide what earlier payers left of a visit, as if that were its whole price."""
        visit = self.visit(number, answers, rules_kept=self.denied == "no")
        return adjudicate(evolve(visit, price=rest.amount), self.plan, before, answers)

    def paid_first(self, alone: Line, answers: Answers) -> Step:
        """What it pays when it is first: what its explanation says, or what its terms give."""
        return alone.plan_paid if self.stated is None else self.has_paid(self.stated, answers)

    def has_paid(self, stated: Cents | Unknown, answers: Answers) -> Step:
        """What its explanation of benefits says that it paid. Cents."""
        return Step("given.paid", settle_number(stated, f"coverages.{self.id}.bill.paid", answers))


def _seen(
    visits: Sequence[Visit], network: str, price: Cents | Unknown | None, fact: str, denied: str
) -> Sequence[Visit]:
    """Return visits in one network, at a coverage's own price where it has one, and refused where it has refused."""
    courses: dict[str, PlannedCare] = {}
    seen = []
    for visit in visits:
        course = courses.get(visit.course.key)
        if course is None:
            course = evolve(visit.course, network=network)
            if denied in (*RULES_NOT_KEPT, "late"):
                unpaid = "write_off" if denied == "late" else course.unpaid_visits
                course = evolve(course, authorization="missing", unpaid_visits=unpaid)
            courses[visit.course.key] = course
        seen.append(
            evolve(visit, course=course) if price is None else evolve(visit, course=course, price=price, fact=fact)
        )
    return seen


def _payer(  # noqa: PLR0913, PLR0917 - all that a payer is made of
    coverage: Coverage,
    plan: InForce,
    visits: Sequence[Visit],
    price: Cents | Unknown | None,
    fact: str,
    scenario: TwoPlans,
) -> Payer:
    bill = coverage.bill if scenario.bill is not None else None
    denied = bill.denied if bill else "no"
    inside, outside = (_seen(visits, network, price, fact, denied) for network in ("in", "out"))
    stated = bill.paid if bill else None
    return Payer(coverage, plan, inside, outside, stated, denied, assignment_of(coverage, scenario))


def is_original_medicare(coverage: Coverage, scenario: TwoPlans) -> bool:
    """Whether a coverage is Medicare itself, which has a price for everybody, and not a Medicare Advantage plan."""
    return coverage.kind == "medicare" and scenario.medicare.enrolled != "advantage"


def assignment_of(coverage: Coverage, scenario: TwoPlans) -> bool | Unknown | None:
    """Return whether a clinic accepts Original Medicare's price; None for every other coverage.

    Where that was not said, but that it has a contract with Medicare was: by that it accepts the price.
    """
    if not is_original_medicare(coverage, scenario):
        return None
    said = scenario.clinic.takes_assignment
    return coverage.beside.in_network if isinstance(said, Unknown) else said


def _plan_of(bill: Bill, terms: BillTerms, day: date, identifier: str) -> Plan:
    """Return what a coverage says about one bill as a plan whose amounts are what is left of them."""
    said = Terms(
        service=bill.service,
        covered=terms.denied not in NOT_COVERED,
        deductible="first",
        copay=terms.copay,
        coinsurance=terms.coinsurance,
        copay_when_visit_meets_deductible=terms.copay_when_visit_meets_deductible,
    )
    return Plan(
        id=identifier,
        name=identifier,
        starts=day,
        deductible=Deductible(terms.deductible_left),
        out_of_pocket_maximum=OutOfPocketMaximum(terms.maximum_left),
        premium=Premium(0, "year", 0),
        terms=(said, evolve(said, network="out")),
        out_of_network=OutOfNetwork(terms.deductible_left, terms.maximum_left, accumulation="joined"),
    )


def bill_visit(bill: Bill, terms: BillTerms, day: date, person: str) -> Visit:
    """Return the visit of a bill, at the price of one coverage."""
    course = PlannedCare(
        person=person,
        service=bill.service,
        visits=1,
        first_visit=day,
        frequency="1_a_week",
        allowed=terms.allowed,
        billed=bill.charge,
        unpaid_visits=bill.unpaid_visits,
        balance_billed=bill.balance_billed,
    )
    return Visit(day, course, bill.service, False, False, terms.allowed, "bill.allowed")


def payers_of_bill(scenario: TwoPlans, bill: Bill, visit: Visit) -> Iterator[Payer]:
    """Yield each coverage that says something about the bill."""
    for coverage in scenario.coverages:
        if coverage.bill is None:
            continue
        terms = with_shares(coverage.bill, coverage, scenario)
        path = f"coverages.{coverage.id}.bill"
        plan = in_force(_plan_of(bill, terms, visit.date, coverage.id), [visit], path=path)
        yield _payer(coverage, plan, [visit], terms.allowed, f"{path}.allowed", scenario)


def plan_for_year(coverage: Coverage, plan: Plan, scenario: TwoPlans) -> Plan:
    """Return a plan with terms for a clinic with which it has no contract, too: Original Medicare has only one kind."""
    if not is_original_medicare(coverage, scenario):
        return plan.with_out_of_network()
    inside = [terms for terms in plan.terms if terms.network == "in"]
    outside = [evolve(terms, network="out") for terms in inside]
    alike = OutOfNetwork(plan.deductible.person, plan.out_of_pocket_maximum.person, accumulation="joined")
    return evolve(plan, terms=(*inside, *outside), out_of_network=alike)


def payers_of_year(scenario: TwoPlans, visits: Sequence[Visit]) -> Iterator[Payer]:
    """Yield each coverage whose plan is known."""
    for coverage in scenario.coverages:
        if coverage.plan is None:
            continue
        path = f"coverages.{coverage.id}"
        beside = coverage.beside
        used = UsedBefore(scenario.people[0].id, beside.deductible_used, beside.maximum_used)
        own = plan_for_year(coverage, coverage.plan, scenario)
        plan = in_force(own, visits, path=f"{path}.plan", used_before=[used])
        yield _payer(coverage, plan, visits, beside.allowed, f"{path}.beside.allowed", scenario)
