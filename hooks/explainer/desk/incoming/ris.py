"""RIS, as Zotero writes it; read by rispy.

Tags mean other things from type to type: those of Zotero's own translator, RIS.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import Any

import rispy

from explainer.desk import incoming
from explainer.desk.incoming import NAMES, Found

_TYPES = {
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book",
    "CHAP": "chapter", "ECHAP": "chapter", "CASE": "legal_case", "LEGAL": "legal_case",
    "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "DICT": "entry-encyclopedia", "ENCYC": "entry-encyclopedia", "ICOMM": "post",
    "PCOMM": "personal_communication", "MPCT": "motion_picture", "VIDEO": "motion_picture",
    "SOUND": "broadcast", "HEAR": "hearing", "JOUR": "article-journal", "EJOUR": "article-journal",
    "MGZN": "article-magazine", "NEWS": "article-newspaper", "MANSCPT": "manuscript",
    "UNPB": "manuscript", "SLIDE": "speech", "RPRT": "report", "GOVDOC": "report",
    "STAT": "legislation", "THES": "thesis", "ELEC": "webpage", "GEN": "document",
    "DATA": "dataset", "STAND": "standard",
}  # fmt: skip
# Tag → key of a record; "" if none holds it.
_TAGS = {
    "TI": "title", "T1": "title", "AU": "author", "A1": "author", "ED": "editor", "A4": "translator",
    "A2": "editor", "T2": "container-title", "JF": "container-title", "BT": "container-title",
    "T3": "collection-title", "VL": "volume", "IS": "issue", "SP": "page", "PB": "publisher",
    "CY": "publisher-place", "ET": "edition", "LA": "language", "M3": "genre", "SE": "section",
    "SV": "number", "SN": "ISBN", "DO": "DOI", "UR": "URL", "N1": "note", "DA": "issued",
    "PY": "issued", "Y1": "issued", "Y2": "accessed",
}  # fmt: skip
_LAW = ("bill", "hearing", "legislation")
# (tag, CSL types) → key, where it differs.
_OTHERS = {
    ("A2", ("legal_case",)): "container-title",
    ("A2", ("book", "bill", "speech", "personal_communication", "post", "broadcast")): "",
    ("A3", ("book",)): "editor",
    ("A4", ("legal_case", "paper-conference", "motion_picture")): "",
    ("T2", ("paper-conference", "speech")): "event",
    ("T2", ("hearing",)): "committee",
    ("T2", ("report", "software", "book")): "collection-title",
    ("T3", ("bill", "hearing")): "authority",
    ("C1", ("paper-conference",)): "publisher-place",
    ("C3", ("paper-conference",)): "container-title",
    ("PB", ("legal_case",)): "authority",
    ("ET", (*_LAW, "software")): "",
    ("M1", _LAW): "number",
    ("SN", ("article-journal", "article-magazine", "article-newspaper")): "ISSN",
    ("SN", ("report",)): "number",
    ("SP", ("book", "thesis", "manuscript", "motion_picture")): "",
}  # fmt: skip
_BY_TYPE = {(tag, kind): key for (tag, kinds), key in _OTHERS.items() for kind in kinds}


_ALL = [first + second for first in ascii_uppercase for second in ascii_uppercase + digits]


class _Tags(dict[str, str]):
    """Every tag under its own name, unknown ones too."""

    def __missing__(self, tag: str) -> str:
        return tag


def read(text: str, file: str) -> Iterator[Found | str]:
    """Yield the references of a text, or what is wrong with it."""
    line = 1
    text = re.sub(r"^([A-Z][A-Z0-9]) -(?: |$)", r"\1  - ", text, flags=re.MULTILINE)
    for part in re.split(r"^(?=TY  -)", text.replace("\r\n", "\n"), flags=re.MULTILINE):
        if part.startswith("TY"):
            whole = re.sub(r"\n(?![A-Z][A-Z0-9]  -)", " ", part)  # a line that goes on
            if made := rispy.loads(
                whole, mapping=_Tags(), list_tags=_ALL, delimiter_tags_mapping={}
            ):
                yield _found(made[0], f"{file}:{line}")
            else:
                yield f"{file}:{line}: a reference that does not end; expected «ER  - »"
        line += part.count("\n")


def _found(entry: dict[str, Any], where: str) -> Found:
    given = dict(entry)
    named = str(given.pop("TY"))
    made, kind = Found(where), _TYPES.get(named.upper(), "")
    made.put("type", kind or "document")
    if not kind:
        made.leave("TY", named)
    ends = given.pop("EP", [""])
    if any(map(incoming.date, given.get("DA", ()))):
        given.pop("PY", None)  # the year alone, again
    for tag, values in given.items():
        key = _BY_TYPE.get((tag, kind), _TAGS.get(tag, ""))
        if tag == "IS" and not kind.startswith("article"):
            key = "number"
        if key in NAMES:
            made.put(key, [_name(value) for value in values if value])
            continue
        if tag in ("KW", "N1"):
            values = ["; ".join(values)]
        for value in values:
            value = incoming.pages(value, ends[0]) if key == "page" else value
            made.take(key, value if tag == "UR" else incoming.words(value), tag)
    if "SP" not in given:
        made.leave("EP", ends[0])
    for tag in ("JO", "JA", "J2"):  # abbreviations: better than nothing
        if tag in given and "container-title" not in made.values:
            made.put("container-title", given[tag][0])
            made.left = [(name, value) for name, value in made.left if name != tag]
    return made


def _name(text: str) -> dict[str, str]:
    """Return a name: «van Dyke, Ann, Jr.»; one without a comma is that of a body."""
    family, *rest = (part.strip() for part in text.split(","))
    if not rest:
        return {"literal": family}
    particle = re.match(r"(?:[a-zß-ÿ'’]+\s+)*", family)
    von = particle[0] if particle else ""
    given, suffix = [*rest, ""][:2]
    name = {
        "family": family[len(von) :], "given": given,
        "non-dropping-particle": von.strip(), "suffix": suffix,
    }  # fmt: skip
    return {key: value for key, value in name.items() if value}
