"""Types of bibliographic fields: names with a language, EDTF dates, DOIs, ISBNs, ISSNs.

In: plain values of YAML. Out: typed values, or errors worded for contributors.
``source`` uses them.
"""

from __future__ import annotations

import calendar
import re
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from explainer.model.fields import NOT_A_TEXT, number_as_text, value_error

LANGUAGE = r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*"
_LANGUAGE = re.compile(LANGUAGE)


class Name(str):
    """A title, or the name of a journal, publisher, court …, with its language.

    Written ``The Courier``, in the language of the source (``language`` is ``""`` then), or
    ``{en: The Courier}``.
    """

    language: str

    def __new__(cls, text: str, language: str = "") -> Name:  # noqa: D102
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __repr__(self) -> str:
        return f"Name({str(self)!r}, {self.language!r})"

    def __eq__(self, other: object) -> bool:
        language = getattr(other, "language", self.language)
        return str.__eq__(self, other) is True and self.language == language

    __hash__ = str.__hash__

    @property
    def file_value(self) -> Any:
        """The value as it is written in a file."""
        return {self.language: str(self)} if self.language else str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(lambda name: name.file_value)
        return core_schema.no_info_plain_validator_function(cls._validate, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, __: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        words = {"type": "string", "minLength": 1}
        named = {
            "type": "object",
            "patternProperties": {f"^{LANGUAGE}$": words},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {"anyOf": [words, named]}

    @classmethod
    def _validate(cls, value: Any) -> Name:
        if isinstance(value, cls):
            return value
        language = ""
        if isinstance(value, dict):
            if len(value) != 1 or not _LANGUAGE.fullmatch(str(next(iter(value)))):
                raise value_error("value-form", "expected a name, or its language and it: {en: …}")
            language, value = next(iter(value.items()))
        if not isinstance(value, str):
            raise value_error("text-quotes", NOT_A_TEXT)
        if not value.strip():
            raise value_error("value-empty", "the text is empty")
        return cls(value.strip(), language)


_DATE = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")
SEASONS = range(21, 25)  # of EDTF: spring, summer, autumn, winter
_FORMS = (
    "expected an ISO 8601 date: 2020, 2020-12 or 2020-12-21; or of EDTF 2020-12/2021-02 (from, to), "
    "2020~ (about), 2020-21 to 2020-24 (spring to winter), -0043 (44 BC)"
)


def parse_edtf(value: str) -> list[tuple[list[int], bool]] | None:
    """Return (year, month or season, day; about) of each end of an EDTF date, or ``None``.

    Of EDTF (https://www.loc.gov/standards/datetime/): level 0 without times, and of level 1 seasons,
    ``~`` and years before 0.
    """
    ends = []
    for part in value.split("/"):
        match = _DATE.fullmatch(part)
        if not match:
            return None
        year, month, day = (int(match[i] or 0) for i in (1, 2, 3))
        if month and not (1 <= month <= 12 or month in SEASONS and not day) or match[3] == "00":
            return None
        if match[2] == "00" or day > (calendar.monthrange(max(year, 4), month)[1] if day else 0):
            return None
        numbers = [int(n) for n in match.groups()[:3] if n]
        ends.append((numbers, bool(match[4])))
    return ends if len(ends) < 3 else None


def _validate_edtf(value: Any) -> str:
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    ends = parse_edtf(text)
    if ends is None:
        raise value_error("date-form", f"{value} is not a date; {_FORMS}")
    if len(ends) == 2 and ends[1][0] < ends[0][0][: len(ends[1][0])]:
        raise value_error("date-order", f"{text} goes backwards")
    return text


# The DOI Handbook, 2.2, and what Crossref recommends: https://www.crossref.org/documentation/
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[-._;()/:<>\[\]+A-Za-z0-9]*[-_()/<>\[\]+A-Za-z0-9]")


def _validate_doi(value: str) -> str:
    if _DOI.fullmatch(value):
        return value
    found = _DOI.search(value)
    typed = found and ("doi.org/" in value or found[0] == value.rstrip(".,;:"))
    hint = f"; did you mean «{found[0]}»?" if found and typed else ""
    message = f"«{value}» is no DOI; expected the DOI alone, such as 10.1000/182{hint}"
    raise value_error("value-form", message)


def _has_valid_check_digit(digits: str) -> bool:
    """Tell whether the check digit of an ISSN or of an old ISBN is right; ``X`` is ten."""
    values = (10 if digit == "X" else int(digit) for digit in digits)
    total = sum(weight * n for weight, n in zip(range(len(digits), 0, -1), values, strict=True))
    return total % 11 == 0


def _validate_issn(value: str) -> str:
    if re.fullmatch(r"\d{4}-\d{3}[\dXx]", value) and _has_valid_check_digit(
        value.replace("-", "").upper()
    ):
        return value
    raise value_error("value-form", f"«{value}» is no ISSN; expected one such as 0017-8063")


def _validate_isbn(value: str) -> str:
    digits = value.replace("-", "").replace(" ", "").upper()
    if re.fullmatch(r"\d{9}[\dX]", digits) and _has_valid_check_digit(digits):
        return value
    if re.fullmatch(r"97[89]\d{10}", digits):
        total = sum((1 + 2 * (i % 2)) * int(d) for i, d in enumerate(digits))
        if total % 10 == 0:
            return value
    raise value_error("value-form", f"«{value}» is no ISBN; expected one such as 978-0-226-28705-8")


VagueDate = Annotated[
    str,
    BeforeValidator(_validate_edtf),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^-?\d{4}[-/~\d]*$"}),
]
Doi = Annotated[
    str,
    AfterValidator(_validate_doi),
    WithJsonSchema({"type": "string", "pattern": f"^{_DOI.pattern}$"}),
]
Issn = Annotated[str, AfterValidator(_validate_issn)]
Isbn = Annotated[str, AfterValidator(_validate_isbn)]
Number = Annotated[
    str,
    BeforeValidator(number_as_text),
    WithJsonSchema({"type": ["string", "integer"], "minLength": 1}),
]
