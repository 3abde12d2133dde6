"""A scenario class with lists within lists, for tests; run as a program it prints a page with its form."""

from typing import Annotated

from attrs import frozen

from calculators.declaration import (
    Ask,
    Choice,
    Count,
    Identifier,
    Money,
    Part,
    Reference,
    Rows,
    Text,
    YesNo,
    read,
    typed_texts,
)
from calculators.presentation.form import form_of
from calculators.presentation.html import environment


@frozen
class Limit:
    """A row of an inner list that other rows beside it refer to."""

    id: Annotated[str, Ask(Identifier(fresh="limit-#"), "Limit")]
    visits: Annotated[int, Ask(Count(1, 99), "Visits")]


@frozen
class Term:
    """A row of an inner list, with a reference to a list beside it and one to a list of the whole scenario."""

    service: Annotated[str, Ask(Choice({"physical": "Physical therapy", "speech": "Speech therapy"}), "Service")]
    limit: Annotated[str, Ask(Reference("plan.limits", fresh="limit-0"), "Counts under")]
    agreed_by: Annotated[str, Ask(Reference("holders", fresh="holder-0"), "Agreed by")]
    copay: Annotated[int | None, Ask(Money(), "Copay")] = None
    covered: Annotated[bool, Ask(YesNo(), "Covered")] = True


@frozen
class Plan:
    """A group with lists, which a row may lack."""

    id: Annotated[str, Ask(Identifier(), "Plan")]
    name: Annotated[str, Ask(Text(), "Name of the plan")]
    terms: Annotated[tuple[Term, ...], Rows("Terms", one="Term", least=1, most=3, folded=True)]
    limits: Annotated[tuple[Limit, ...], Rows("Limits", one="Limit", least=0, most=2)] = ()


@frozen
class Holder:
    """A row of an outer list."""

    id: Annotated[str, Ask(Identifier(fresh="holder-#"), "Holder")]
    name: Annotated[str, Ask(Text(), "Name")]
    works: Annotated[bool, Ask(YesNo(), "Works")] = False
    plan: Annotated[Plan | None, Part("Their plan")] = None


@frozen
class Holders:
    """Two lists of holders: one that a form folds, row by row, and one that stands open."""

    holders: Annotated[tuple[Holder, ...], Rows("Holders", one="Holder", least=1, most=4, folded=True)]
    guests: Annotated[tuple[Holder, ...], Rows("Guests", one="Guest", least=0, most=4)] = ()


def term(service: str, limit: str, **more: object) -> dict[str, object]:
    """Return a written term."""
    return {"service": service, "limit": limit, "agreed_by": "ann"} | more


EXAMPLE = {
    "holders": [
        {"id": "ann", "name": "Ann", "works": True},
        {
            "id": "ben",
            "name": "Ben",
            "plan": {
                "id": "gold",
                "name": "Gold",
                "terms": [
                    term("physical", "few", copay="40.00"),
                    term("speech", "many", covered=False),
                ],
                "limits": [{"id": "few", "visits": 20}, {"id": "many", "visits": 60}],
            },
        },
    ],
    "guests": [
        {
            "id": "cleo",
            "name": "Cleo",
            "works": True,
            "plan": {
                "id": "guests-1-plan",
                "name": "Silver",
                "terms": [term("speech", "one")],
                "limits": [{"id": "one", "visits": 1}],
            },
        },
        {"id": "dan", "name": "Dan"},
    ],
}

PAGE = """<!doctype html>
<html lang="en">
<title>Holders</title>
{% from "presentation/form.html.j2" import items %}
<section class="ah-calculator" id="h" data-calculator="holders">
  <p data-status></p>
  <form>
    <select data-example-choice><option data-fields="{{ fields | tojson | forceescape }}">Example</option></select>
    {{ items("h", form, "") }}
    <button type="button" data-action="load-example">Put it in the form</button>
    <button type="button" data-action="undo">Undo</button>
  </form>
  <div data-errors hidden></div>
  <output data-result data-state="example">Result</output>
</section>
"""


def page() -> str:
    """Return a page with the form of the example, drawn by the project's own templates."""
    texts = typed_texts(read(EXAMPLE, Holders))
    return environment().from_string(PAGE).render(form=form_of(Holders, texts), fields=texts)


if __name__ == "__main__":
    print(page())
