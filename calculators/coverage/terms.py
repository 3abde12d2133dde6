"""What a plan says about one service: covered or not, the place of the deductible, copay, coinsurance."""

from functools import cached_property
from typing import Annotated

from attrs import frozen

from calculators.coverage.money import Cents, Rate
from calculators.coverage.services import SERVICES
from calculators.declaration import UNKNOWN, Ask, Choice, Count, Money, Unknown, YesNo
from calculators.declaration import Rate as RateKind

MOST_VISITS = 366

NETWORKS = {"in": "In network", "tier_2": "In network, second tier", "out": "Out of network"}

SITES = {
    "office": "A practice or office",
    "freestanding": "A free-standing center or laboratory",
    "hospital": "A hospital’s outpatient department",
    "surgery_center": "A surgery center",
    "home": "Home",
    "telehealth": "By video or phone",
}

# Where federal law protects care by someone out of network.
FACILITIES = ("hospital", "surgery_center")

CARE_KINDS = {
    "rehabilitative": "Rehabilitative: to get back what was lost",
    "habilitative": "Habilitative: to learn or keep a skill",
}


@frozen
class Terms:
    """What the plan says about one service in one network.

    Several rows may be about one service: by network, by place, by kind of care, from a certain visit on. A visit goes
    by the row that fits it most closely.
    """

    service: Annotated[str, Ask(Choice(SERVICES), "Service")]
    network: Annotated[str, Ask(Choice(NETWORKS), "In which network", detail=True)] = "in"
    covered: Annotated[bool | Unknown, Ask(YesNo(), "Does the plan cover it?", unknown_allowed=True)] = True
    deductible: Annotated[
        str | Unknown,
        Ask(
            Choice(
                {
                    "not_applied": "No, the deductible does not apply",
                    "first": "Yes, the deductible comes first",
                    "after_copay": "Yes, after the copay",
                }
            ),
            "Does the deductible apply to this service?",
            where="Summary of benefits: the row for this service, its limitations, or “Are there services covered "
            "before you meet your deductible?”",
            unknown_allowed=True,
        ),
    ] = "not_applied"
    copay: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Copay",
            help="A fixed amount. Leave it empty if there is no copay.",
            unit="USD",
            unknown_allowed=True,
        ),
    ] = None
    coinsurance: Annotated[
        Rate | Unknown | None,
        Ask(
            RateKind(),
            "Coinsurance: your share",
            help="A percentage of the price, such as 20%. Leave it empty if there is none.",
            unknown_allowed=True,
        ),
    ] = None
    copay_when_visit_meets_deductible: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "On the visit that meets the deductible, is the copay due as well?",
            help="It matters only where the deductible comes first and a copay follows. Few booklets say it: "
            "“I don’t know” gives you a range.",
            unknown_allowed=True,
        ),
    ] = UNKNOWN
    copay_per: Annotated[
        str,
        Ask(
            Choice(
                {"visit": "visit", "day": "day", "stay": "stay or admission", "unit": "unit (15 minutes, item, fill)"}
            ),
            "The copay is for each",
            detail=True,
        ),
    ] = "visit"
    copay_most: Annotated[
        Cents | None,
        Ask(
            Money(),
            "Most that copays can add up to in one visit or stay",
            help="Such as $750 where a hospital stay costs $250 a day for at most three days.",
            unit="USD",
            detail=True,
        ),
    ] = None
    coinsurance_most: Annotated[
        Cents | None,
        Ask(
            Money(),
            "Most that the coinsurance can be for one visit or fill",
            unit="USD",
            detail=True,
        ),
    ] = None
    evaluation_copay: Annotated[
        Cents | Unknown | None,
        Ask(
            Money(),
            "Copay of an evaluation visit, if it is another",
            unit="USD",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None
    care_kind: Annotated[
        str,
        Ask(Choice({"both": "Both kinds of care", **CARE_KINDS}), "For which kind of care", detail=True),
    ] = "both"
    site: Annotated[
        str,
        Ask(Choice({"any": "Any place", **SITES}), "For which place", detail=True),
    ] = "any"
    from_visit: Annotated[
        int,
        Ask(
            Count(1, MOST_VISITS),
            "From which visit on",
            help="1, unless other terms hold for the first visits of the plan year.",
            unit="visits",
            detail=True,
        ),
    ] = 1
    counts_toward_maximum: Annotated[
        bool | Unknown,
        Ask(
            YesNo(),
            "Does what you pay count toward the out-of-pocket maximum?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = True
    authorization: Annotated[
        bool | Unknown | None,
        Ask(
            YesNo(),
            "Does the plan want to approve it beforehand?",
            help="“Prior authorization”, “precertification”.",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None
    referral: Annotated[
        bool | Unknown | None,
        Ask(
            YesNo(),
            "Does the plan want a referral from a doctor?",
            unknown_allowed=True,
            detail=True,
        ),
    ] = None

    @cached_property
    def key(self) -> str:
        """What tells this row from the plan's others: the service, and what else it is for."""
        parts = [self.service]
        parts += [self.network] if self.network != "in" else []
        parts += [self.site] if self.site != "any" else []
        parts += [self.care_kind] if self.care_kind != "both" else []
        parts += [f"from_visit_{self.from_visit}"] if self.from_visit > 1 else []
        return "/".join(parts)
