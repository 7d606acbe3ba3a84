"""RIS, as Zotero writes it; parsed by rispy.

The meaning of tags depends on the type: that of Zotero's own translator, RIS.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import Any

import rispy

from explainer.desk import incoming
from explainer.desk.incoming import NAME_FIELDS, ImportedSource

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
_EXCEPTIONS = {
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
_BY_TYPE = {(tag, kind): key for (tag, kinds), key in _EXCEPTIONS.items() for kind in kinds}


_ALL_TAGS = [first + second for first in ascii_uppercase for second in ascii_uppercase + digits]


class _Tags(dict[str, str]):
    """Every tag under its own name, unknown ones too."""

    def __missing__(self, tag: str) -> str:
        return tag


def read(text: str, file: str) -> Iterator[ImportedSource | str]:
    """Yield the references of a text, or what is wrong with it."""
    line = 1
    text = re.sub(r"^([A-Z][A-Z0-9]) -(?: |$)", r"\1  - ", text, flags=re.MULTILINE)
    for part in re.split(r"^(?=TY  -)", text.replace("\r\n", "\n"), flags=re.MULTILINE):
        if part.startswith("TY"):
            reference = re.sub(r"\n(?![A-Z][A-Z0-9]  -)", " ", part)  # a line that goes on
            if entries := rispy.loads(
                reference, mapping=_Tags(), list_tags=_ALL_TAGS, delimiter_tags_mapping={}
            ):
                yield _to_source(entries[0], f"{file}:{line}")
            else:
                yield f"{file}:{line}: a reference that does not end; expected «ER  - »"
        line += part.count("\n")


def _to_source(entry: dict[str, Any], origin: str) -> ImportedSource:
    tags = dict(entry)
    type_ = str(tags.pop("TY"))
    source, kind = ImportedSource(origin), _TYPES.get(type_.upper(), "")
    source.set_field("type", kind or "document")
    if not kind:
        source.set_aside("TY", type_)
    last_pages = tags.pop("EP", [""])
    if any(map(incoming.parse_date, tags.get("DA", ()))):
        tags.pop("PY", None)  # the year alone, again
    for tag, values in tags.items():
        key = _BY_TYPE.get((tag, kind), _TAGS.get(tag, ""))
        if tag == "IS" and not kind.startswith("article"):
            key = "number"
        if key in NAME_FIELDS:
            source.set_field(key, [_parse_name(value) for value in values if value])
            continue
        if tag in ("KW", "N1"):
            values = ["; ".join(values)]
        for value in values:
            value = incoming.parse_pages(value, last_pages[0]) if key == "page" else value
            source.set_parsed_field(key, value if tag == "UR" else incoming.plain_words(value), tag)
    if "SP" not in tags:
        source.set_aside("EP", last_pages[0])
    for tag in ("JO", "JA", "J2"):  # abbreviations: better than nothing
        if tag in tags and "container-title" not in source.values:
            source.set_field("container-title", tags[tag][0])
            source.unplaced = [(name, value) for name, value in source.unplaced if name != tag]
    return source


def _parse_name(text: str) -> dict[str, str]:
    """Return a name such as «van Dyke, Ann, Jr.»; one without a comma is a body's."""
    family, *rest = (part.strip() for part in text.split(","))
    if not rest:
        return {"literal": family}
    match = re.match(r"(?:[a-zß-ÿ'’]+\s+)*", family)
    particle = match[0] if match else ""
    given, suffix = [*rest, ""][:2]
    name = {
        "family": family[len(particle) :], "given": given,
        "non-dropping-particle": particle.strip(), "suffix": suffix,
    }  # fmt: skip
    return {key: value for key, value in name.items() if value}
