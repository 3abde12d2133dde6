"""A result's ledger as CSV, for a spreadsheet."""

import csv
import io

from calculators.coverage.accumulators import deductible_of, out_of_pocket_of
from calculators.coverage.adjudication import PATIENT_PARTS
from calculators.coverage.result import Result
from calculators.declaration import money_as_written

# A cell that starts with one of these is a formula to a spreadsheet; an apostrophe keeps it a text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def as_csv(result: Result, plan_name: str) -> str:
    """Return the ledger, one line a visit; in a range both ends, told apart by the column `end`."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    ranged = result.low is not result.high
    table.writerow(
        [
            "plan",
            *(["end"] if ranged else []),
            "visit",
            "date",
            "person",
            "service",
            "network",
            "charge",
            "allowed",
            *PATIENT_PARTS,
            "patient_pays",
            "plan_paid",
            "write_off",
            "deductible_so_far",
            "out_of_pocket_so_far",
        ]
    )
    for end, run in (("low", result.low), ("high", result.high)) if ranged else (("", result.low),):
        for number, line in enumerate(run.lines, 1):
            amounts = (
                line.charge,
                line.allowed.amount,
                *(line.part(name).amount for name in PATIENT_PARTS),
                line.patient_pays,
                line.plan_paid.amount,
                line.write_off.amount,
                line.after.used(deductible_of("in", line.visit.person)).amount,
                line.after.used(out_of_pocket_of("in", line.visit.person)).amount,
            )
            table.writerow(
                [
                    safe_cell(plan_name),
                    *([end] if ranged else []),
                    number,
                    line.visit.date.isoformat(),
                    safe_cell(line.visit.person),
                    line.visit.service,
                    line.visit.course.network,
                    *map(money_as_written, amounts),
                ]
            )
    return text.getvalue()
