"""Money is integer cents, rates are integer hundredths of a percent; nothing here is ever a float."""

type Cents = int
type Rate = int

CENTS_A_DOLLAR = 100
WHOLE: Rate = 10_000


def part_of(amount: Cents, part: int, whole: int) -> Cents:
    """Return an amount's part of a whole number of parts, the half cent rounded up."""
    return (amount * part * 2 + whole) // (whole * 2)


def share_of(amount: Cents, rate: Rate) -> Cents:
    """Return a rate's share of an amount, the half cent rounded up."""
    return (amount * rate + WHOLE // 2) // WHOLE
