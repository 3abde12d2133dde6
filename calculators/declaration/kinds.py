"""The kinds of answer a calculator can ask for: how each is typed by a person, and how it is written in a scenario.

Every kind has two spellings. `read` and `write` are the canonical JSON form, strict, the only one that the command
line, links and files know. `read_typed` and `as_typed` are what people put into a form ("$1,500", "20 %").
Whatever cannot be read raises a `Refusal`, which carries an id and values; its sentence is in the catalogue.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Protocol, TypeIs

from attrs import frozen

type Json = Any

MOST_MONEY_DIGITS = 7
LONGEST_IDENTIFIER = 40


class Refusal(ValueError):
    """An answer that cannot be read: the id of the reason, and the values its sentence needs."""

    def __init__(self, reason: str, **values: str | int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


@frozen
class Unknown:
    """A fact nobody has told us yet: "I don't know", or, of a number, "somewhere from `low` to `high`"."""

    low: int | None = None
    high: int | None = None


UNKNOWN = Unknown()

# What people type for "I don't know".
DO_NOT_KNOW = ("?", "unknown", "i don’t know", "i don't know", "don’t know", "don't know")


class Kind(Protocol):
    """What every kind of answer can do. `control` names the form control that asks for it."""

    control: ClassVar[str]

    def read(self, given: Json) -> Any:
        """Read the canonical JSON value; raises `Refusal`."""

    def write(self, value: Any) -> Json:
        """Write the canonical JSON value."""

    def read_typed(self, typed: Any) -> Any:
        """Read what a person typed or picked; raises `Refusal`."""

    def as_typed(self, value: Any) -> str | list[str]:
        """Return the text (or the picked options) that stands in the form for this value."""

    def schema(self) -> dict[str, Json]:
        """Return the JSON Schema of the canonical value."""


def _string(given: Json, reason: str) -> str:
    if isinstance(given, float):
        raise Refusal("json.float")
    if not isinstance(given, str):
        raise Refusal(reason)
    return given


def money_as_written(cents: int) -> str:
    """Write cents the way scenarios and results do: `-120` becomes `"-1.20"`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


@frozen
class Money:
    """An amount in dollars, from 0 to 9,999,999.99, held as integer cents.

    With `none_allowed`, `"none"` says that the plan has no such amount; it is held as None.
    """

    none_allowed: bool = False
    control: ClassVar[str] = "text"
    _canonical: ClassVar[str] = rf"[0-9]{{1,{MOST_MONEY_DIGITS}}}\.[0-9]{{2}}"
    _typed: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.([0-9]*))?")

    def read(self, given: Json) -> int | None:
        text = _string(given, "money.written")
        if self.none_allowed and text == "none":
            return None
        if not re.fullmatch(self._canonical, text):
            raise Refusal("money.written")
        return int(text.replace(".", ""))

    def write(self, value: int | None) -> str:
        return "none" if value is None else money_as_written(value)

    def read_typed(self, typed: str) -> int | None:
        text = typed.strip()
        if self.none_allowed and text.lower() in ("none", "no maximum", "no limit"):
            return None
        bare = text.replace("$", "", 1).strip()
        if bare.startswith(("-", "\N{MINUS SIGN}")):
            raise Refusal("money.negative", typed=text)
        match = self._typed.fullmatch(bare)
        if not match or not any(match.groups()):
            raise Refusal("money.typed", typed=text)
        dollars, cents = match[1].replace(",", "") or "0", match[2] or ""
        if len(cents) > 2:
            raise Refusal("money.cents", typed=text)
        if len(dollars.lstrip("0")) > MOST_MONEY_DIGITS:
            raise Refusal("money.too_large", typed=text)
        return int(dollars) * 100 + int(cents.ljust(2, "0"))

    def as_typed(self, value: int | None) -> str:
        if value is None:
            return "none"
        dollars, cents = divmod(value, 100)
        return f"{dollars:,}.{cents:02d}" if cents else f"{dollars:,}"

    def schema(self) -> dict[str, Json]:
        pattern = f"{self._canonical}|none" if self.none_allowed else self._canonical
        return {"type": "string", "pattern": f"^({pattern})$"}


@frozen
class Rate:
    """A share from 0 to 1 with at most four decimals, typed as a percentage, held as hundredths of a percent."""

    control: ClassVar[str] = "text"
    _canonical: ClassVar[re.Pattern[str]] = re.compile(r"0(\.[0-9]{1,4})?|1(\.0{1,4})?")
    _typed: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]+)(?:\.([0-9]*))?")

    def read(self, given: Json) -> int:
        text = _string(given, "rate.written")
        if not self._canonical.fullmatch(text):
            raise Refusal("rate.written")
        whole, _, decimals = text.partition(".")
        return int(whole + decimals.ljust(4, "0"))

    def write(self, value: int) -> str:
        whole, decimals = divmod(value, 10_000)
        text = f"{decimals:04d}"
        return f"{whole}.{text[:2]}{text[2:].rstrip('0')}"

    def read_typed(self, typed: str) -> int:
        text = typed.strip()
        bare = text.removesuffix("%").strip()
        if bare.startswith(("-", "\N{MINUS SIGN}")):
            raise Refusal("rate.negative", typed=text)
        match = self._typed.fullmatch(bare)
        if not match:
            raise Refusal("rate.typed", typed=text)
        whole, decimals = int(match[1]), match[2] or ""
        if len(decimals) > 2:
            raise Refusal("rate.decimals", typed=text)
        value = whole * 100 + int(decimals.ljust(2, "0"))
        if value > 10_000:
            raise Refusal("rate.above_all", typed=text)
        if 0 < value < 100 and not text.endswith("%"):
            raise Refusal("rate.fraction", typed=text, percent=self.as_typed(value * 100))
        return value

    def as_typed(self, value: int) -> str:
        whole, hundredths = divmod(value, 100)
        return f"{whole}.{hundredths:02d}".rstrip("0") + "%" if hundredths else f"{whole}%"

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^({self._canonical.pattern})$"}


@frozen
class Count:
    """A whole number of things, within bounds that are part of the question."""

    least: int
    most: int
    control: ClassVar[str] = "text"

    def _within(self, value: int) -> int:
        if value < self.least:
            raise Refusal("count.too_small", least=self.least)
        if value > self.most:
            raise Refusal("count.too_large", most=self.most)
        return value

    def read(self, given: Json) -> int:
        if isinstance(given, float):
            raise Refusal("json.float")
        if not isinstance(given, int) or isinstance(given, bool):
            raise Refusal("count.written")
        return self._within(given)

    def write(self, value: int) -> int:
        return value

    def read_typed(self, typed: str) -> int:
        text = typed.strip()
        # Not raw: a name in the pattern itself would be looked up as it runs, and the fast start has no such tables.
        if re.fullmatch("[-\N{MINUS SIGN}]\\s*[0-9]+", text):
            raise Refusal("count.too_small", least=self.least)
        if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]+", text):
            raise Refusal("count.typed", typed=text)
        digits = text.replace(",", "").lstrip("0") or "0"
        # Longer than any bound: refused before Python is asked to turn a megabyte of digits into a number.
        return self._within(int(digits) if len(digits) <= len(str(self.most)) else self.most + 1)

    def as_typed(self, value: int) -> str:
        return str(value)

    def schema(self) -> dict[str, Json]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def day_as_typed(value: date) -> str:
    """Write a day as people in the United States type it: month/day/year."""
    return f"{value.month}/{value.day}/{value.year}"


def _month_named(word: str) -> int | None:
    """Return the number of the month that a word names; three letters of its name are enough, and needed."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word)), None)


@frozen
class Day:
    """A calendar day from the year `earliest`, the first of a century, to 2099."""

    earliest: int = 2000
    control: ClassVar[str] = "text"
    _iso: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
    _us: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]+)")
    _worded: ClassVar[re.Pattern[str]] = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]+)")

    def _day(self, year: int, month: int, day: int, typed: str) -> date:
        if not self.earliest <= year <= 2099:
            raise Refusal("date.year", typed=typed, earliest=self.earliest)
        try:
            return date(year, month, day)
        except ValueError:
            raise Refusal("date.no_such_day", typed=typed) from None

    def read(self, given: Json) -> date:
        text = _string(given, "date.written")
        match = self._iso.fullmatch(text)
        if not match:
            raise Refusal("date.written")
        return self._day(int(match[1]), int(match[2]), int(match[3]), text)

    def write(self, value: date) -> str:
        return value.isoformat()

    def read_typed(self, typed: str) -> date:
        text = " ".join(typed.lower().split())
        if match := self._iso.fullmatch(text):
            year, month, day = match.groups()
        elif match := self._us.fullmatch(text):
            month, day, year = match.groups()
        elif match := self._worded.fullmatch(text):
            named = _month_named(match[1])
            if named is None:
                raise Refusal("date.typed", typed=typed.strip())
            month, day, year = str(named), match[2], match[3]
        else:
            raise Refusal("date.typed", typed=typed.strip())
        if len(year) != 4:
            raise Refusal("date.short_year", typed=typed.strip())
        return self._day(int(year), int(month), int(day), typed.strip())

    def as_typed(self, value: date) -> str:
        return day_as_typed(value)

    def schema(self) -> dict[str, Json]:
        centuries = "|".join(str(century) for century in range(self.earliest // 100, 21))
        return {"type": "string", "format": "date", "pattern": f"^({centuries})[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}$"}


@frozen(order=True)
class DayOfYear:
    """A day of no certain year, such as a birthday; one is less than another that comes later in the calendar."""

    month: int
    day: int


@frozen
class MonthDay:
    """A day of the year without a year, February 29 among them, held as a `DayOfYear`.

    Not as a date in some leap year, which could be taken for a day on which something happened.
    """

    control: ClassVar[str] = "text"
    _written: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{2})-([0-9]{2})")
    _us: ClassVar[re.Pattern[str]] = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
    _worded: ClassVar[re.Pattern[str]] = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})")

    @staticmethod
    def _day(month: int, day: int, typed: str) -> DayOfYear:
        leap_year = 2000
        try:
            date(leap_year, month, day)
        except ValueError:
            raise Refusal("date.no_such_day", typed=typed) from None
        return DayOfYear(month, day)

    def read(self, given: Json) -> DayOfYear:
        text = _string(given, "date.month_day_written")
        match = self._written.fullmatch(text)
        if not match:
            raise Refusal("date.month_day_written")
        return self._day(int(match[1]), int(match[2]), text)

    def write(self, value: DayOfYear) -> str:
        return f"{value.month:02d}-{value.day:02d}"

    def read_typed(self, typed: str) -> DayOfYear:
        text = " ".join(typed.lower().split())
        if match := self._written.fullmatch(text) or self._us.fullmatch(text):
            month: int | None = int(match[1])
        elif match := self._worded.fullmatch(text):
            month = _month_named(match[1])
        else:
            month = None
        if match is None or month is None:
            raise Refusal("date.month_day_typed", typed=typed.strip())
        return self._day(month, int(match[2]), typed.strip())

    def as_typed(self, value: DayOfYear) -> str:
        return f"{value.month}/{value.day}"

    def schema(self) -> dict[str, Json]:
        to_29 = "0[1-9]|[12][0-9]"
        pattern = f"02-({to_29})|(0[469]|11)-({to_29}|30)|(0[13578]|1[02])-({to_29}|3[01])"
        return {"type": "string", "pattern": f"^({pattern})$"}


@frozen
class Choice:
    """One of several options; `options` maps each id to its English label."""

    options: Mapping[str, str]
    control: ClassVar[str] = "select"

    def read(self, given: Json) -> str:
        if not isinstance(given, str) or given not in self.options:
            raise Refusal("choice.written", options=", ".join(self.options))
        return given

    def write(self, value: str) -> str:
        return value

    def read_typed(self, typed: str) -> str:
        return self.read(typed)

    def as_typed(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Json]:
        return {"enum": list(self.options)}


@frozen
class Choices:
    """One or more of several options, kept in the order in which the question lists them."""

    options: Mapping[str, str]
    control: ClassVar[str] = "checkboxes"

    def read(self, given: Json) -> tuple[str, ...]:
        if not isinstance(given, list) or not given:
            raise Refusal("choices.written")
        picked = {Choice(self.options).read(item) for item in given}
        if len(picked) != len(given):
            raise Refusal("choices.twice")
        return tuple(option for option in self.options if option in picked)

    def write(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def read_typed(self, typed: str | list[str]) -> tuple[str, ...]:
        return self.read([typed] if isinstance(typed, str) else typed)

    def as_typed(self, value: tuple[str, ...]) -> list[str]:
        return list(value)

    def schema(self) -> dict[str, Json]:
        return {"type": "array", "items": {"enum": list(self.options)}, "minItems": 1, "uniqueItems": True}


@frozen
class YesNo:
    """A yes or a no."""

    control: ClassVar[str] = "radios"
    options: ClassVar[Mapping[str, str]] = {"yes": "Yes", "no": "No"}

    def read(self, given: Json) -> bool:
        if not isinstance(given, bool):
            raise Refusal("yes_no.written")
        return given

    def write(self, value: bool) -> bool:
        return value

    def read_typed(self, typed: str) -> bool:
        if typed not in self.options:
            raise Refusal("yes_no.typed")
        return typed == "yes"

    def as_typed(self, value: bool) -> str:
        return "yes" if value else "no"

    def schema(self) -> dict[str, Json]:
        return {"type": "boolean"}


@frozen
class Text:
    """A short line of words, such as the name of a plan."""

    longest: int = 80
    control: ClassVar[str] = "text"
    # Half of a character, as a JSON file can spell it, is none: nothing could write it out again.
    _unprintable: ClassVar[str] = r"\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff"

    def read(self, given: Json) -> str:
        text = _string(given, "text.written")
        if not text or re.search(f"[{self._unprintable}]", text):
            raise Refusal("text.written")
        if len(text) > self.longest:
            raise Refusal("text.too_long", longest=self.longest)
        return text

    def write(self, value: str) -> str:
        return value

    def read_typed(self, typed: str) -> str:
        return self.read(" ".join(typed.split()))

    def as_typed(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^[^{self._unprintable}]{{1,{self.longest}}}$"}


@frozen
class Reference:
    """The id of a row of another list of the scenario, such as the person that care is for.

    `to` is the list's path: within the row in which the reference stands where there is such a list, else within the
    row around that, else in the scenario. `fresh` is the id that a form fills in where there is nothing to choose from.
    """

    to: str
    fresh: str
    control: ClassVar[str] = "reference"

    def read(self, given: Json) -> str:
        return Identifier().read(given)

    def write(self, value: str) -> str:
        return value

    def read_typed(self, typed: str) -> str:
        return self.read(typed)

    def as_typed(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Json]:
        return Identifier().schema()


@frozen
class Identifier:
    """The id by which one part of a scenario refers to another; a form carries it unseen.

    `fresh` is the id that a form gives to a new row; `#` in it stands for the row's number.
    """

    fresh: str = ""
    control: ClassVar[str] = "hidden"
    _pattern: ClassVar[str] = rf"[a-z][a-z0-9_-]{{0,{LONGEST_IDENTIFIER - 1}}}"

    def read(self, given: Json) -> str:
        text = _string(given, "identifier.written")
        if not re.fullmatch(self._pattern, text):
            raise Refusal("identifier.written")
        return text

    def write(self, value: str) -> str:
        return value

    def read_typed(self, typed: str) -> str:
        return self.read(typed)

    def as_typed(self, value: str) -> str:
        return value

    def schema(self) -> dict[str, Json]:
        return {"type": "string", "pattern": f"^{self._pattern}$"}


def is_number(kind: Kind) -> TypeIs[Money | Rate | Count]:
    """Whether answers of a kind are amounts, rates or counts, of which a range can be said."""
    return isinstance(kind, Money | Rate | Count)


def _ordered(low: int | None, high: int | None) -> Unknown:
    if low is None or high is None:
        raise Refusal("range.ends")
    if low > high:
        raise Refusal("range.order")
    return Unknown(low, high)


def read_unknown(given: Mapping[str, Json], kind: Money | Rate | Count) -> Unknown:
    """Read `{"unknown": true, "low": …, "high": …}`; both ends or neither. Raises `Refusal`."""
    ends = given.keys() - {"unknown"}
    if given.get("unknown") is not True or ends not in (set(), {"low", "high"}):
        raise Refusal("unknown.written")
    return _ordered(kind.read(given["low"]), kind.read(given["high"])) if ends else UNKNOWN


def write_unknown(value: Unknown, kind: Kind) -> dict[str, Json]:
    """Write an unknown answer in its canonical form."""
    if value.low is None or value.high is None:
        return {"unknown": True}
    return {"unknown": True, "low": kind.write(value.low), "high": kind.write(value.high)}


def unknown_typed(typed: str, kind: Kind) -> Unknown | None:
    """Read "?", or of a number "90 to 200", as typed or picked; None where it is neither. Raises `Refusal`."""
    text = " ".join(typed.lower().split())
    if text in DO_NOT_KNOW:
        return UNKNOWN
    if not is_number(kind):
        return None
    ends = re.fullmatch(r"(?:from |between )?([^a-z–]*?[0-9%.]) ?(?:to|and|-|–) ?([^a-z–-]+)", text)
    return _ordered(kind.read_typed(ends[1]), kind.read_typed(ends[2])) if ends else None


def unknown_as_typed(value: Unknown, kind: Kind) -> str:
    """Return the text, or the picked option, that stands in the form for an unknown answer."""
    if kind.control != "text":
        return "unknown"
    if value.low is None or value.high is None:
        return DO_NOT_KNOW[0]
    return f"{kind.as_typed(value.low)} to {kind.as_typed(value.high)}"
