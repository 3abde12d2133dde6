"""What a rule of order says of two coverages, and of one that stands outside the order."""

from attrs import frozen


@frozen
class Ruling:
    """One of two coverages pays before the other, by a rule. Where the two share equally, `shared`."""

    first: str
    second: str
    rule: str
    shared: bool = False


@frozen
class Apart:
    """A coverage that stands outside the order, by a rule, which also says how it pays instead."""

    coverage: str
    rule: str
