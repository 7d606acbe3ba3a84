"""Inline patterns for Python-Markdown: citations, harmless HTML tags, addresses in <…>.

In: a text inside a block. Out: elements that ``conversion`` turns into those of the tree.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from html.entities import html5
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import (
    InlineProcessor,
    LinkInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import AtomicString

from explainer.read import private

_MARK = f"[{chr(private.PLACES)}-{chr(private.PLACES + private.MAX_PLACES)}]"
# The elements of HTML that prose may hold: inline ones that load nothing and run nothing.
INLINE_HTML = frozenset({
    "abbr", "b", "bdi", "del", "dfn", "i", "ins", "kbd", "mark", "q", "s", "samp", "small",
    "sub", "sup", "time", "u", "var",
})  # fmt: skip
_ENTITY = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]*));")
_BRACKET = re.compile(r"[\[\]]")
MAX_TARGET_LENGTH = 2000  # characters of a link's address and title
_VALUES = {"dir": re.compile("ltr|rtl|auto"), "datetime": re.compile(r"-?[\dPT].*")}
_FORMS = {"dir": "ltr, rtl or auto", "datetime": "a date such as 2020-12-21"}
_EXPECTED = {
    "cite": "*words*",
    "a": "[words](page.md)",
    "img": "![what it shows](../assets/name.svg)",
}
_ATTRIBUTES = frozenset({"lang", "title", "datetime", "dir"})
_ATTRIBUTE = re.compile(r"\s+([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")


def decode_entities(text: str) -> str:
    """Return a text with its entities decoded: only those with a «;», as in CommonMark 6.2.

    ``html.unescape`` reads «&section=2» of an address as «§ion=2».
    """
    return _ENTITY.sub(lambda m: html.unescape(m[0]) if m[1] or f"{m[2]};" in html5 else m[0], text)


class _Pattern(InlineProcessor):
    """Base of the patterns: a regular expression ``form``, and what a match becomes."""

    form = ""

    def __init__(self, md: Markdown) -> None:
        super().__init__(self.form, md)

    def make_element(self, m: re.Match[str]) -> ET.Element:
        """Return the element that replaces a match."""
        raise NotImplementedError

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        """Return the element, and the start and end of what it replaces."""
        return self.make_element(m), m.start(0), m.end(0)


class Citations(_Pattern):
    """``[@id, p. 1; @other]`` → an element ``cite-group`` with what stands in the brackets."""

    form = rf"\[(?P<mark>{_MARK}?)(?=@)(?P<inside>[^\[\]]*)\]"

    def make_element(self, m: re.Match[str]) -> ET.Element:
        """Return the ``cite-group`` element."""
        return ET.Element("cite-group", {"mark": m["mark"], "cited": decode_entities(m["inside"])})


class Breaks(SubstituteTagInlineProcessor):
    """A backslash at the end of a line → an element ``br``."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"(?<!\\)\\\n", "br")
        self.md = md


class Addresses(_Pattern):
    """``<https://x.org/>`` and ``<name@host>`` → a link that shows its address."""

    form = (
        rf"<(?P<mark>{_MARK}?)(?P<address>(?:[A-Za-z][A-Za-z0-9+.-]*:)[^\s<>]+"
        r"|[^\s<>!@/]+@[^\s<>@]+\.[^\s<>@]+)>"
    )

    def make_element(self, m: re.Match[str]) -> ET.Element:
        """Return the link."""
        address = private.strip_place_marks(self.unescape(m["address"]))[0]
        href = address if ":" in address else f"mailto:{address}"
        element = ET.Element("a", {"href": href + m["mark"]})
        element.text = AtomicString(address)
        return element


class Tags(_Pattern):
    """An HTML tag → an element ``tag``, which ``html_pairs`` pairs with its other end or refuses."""

    form = rf"<(?P<mark>{_MARK}?)(?P<tag>/?[a-zA-Z][\w:-]*(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"

    def make_element(self, m: re.Match[str]) -> ET.Element:
        """Return the ``tag`` element, which holds the tag as typed."""
        raw = f"<{private.strip_place_marks(self.unescape(m['tag']))[0]}>"
        return ET.Element("tag", {"raw": raw, "mark": m["mark"]})


def read_tag(raw: str) -> tuple[str, bool, dict[str, str], str]:
    """Return a tag's name, whether it closes, its attributes, and what is wrong with it or ``""``."""
    name = re.match(r"</?([a-zA-Z][\w:-]*)", raw)
    assert name
    tag, closing = name[1].lower(), raw.startswith("</")
    if tag not in INLINE_HTML and tag != "br":
        return tag, closing, {}, f"is not used here; expected {_EXPECTED.get(tag, 'Markdown')}"
    attributes: dict[str, str] = {}
    for part in _ATTRIBUTE.finditer(raw, name.end()):
        key = part[1].lower()
        if key not in _ATTRIBUTES:
            return tag, closing, {}, f"has «{key}»; expected lang or title at most"
        value = decode_entities(next((v for v in part.groups()[1:] if v is not None), ""))
        if key in _VALUES and not _VALUES[key].fullmatch(value):
            message = f"has «{value}», which no browser knows; expected {_FORMS[key]}"
            return tag, closing, {}, message
        attributes[key] = value
    return tag, closing, attributes, ""


class Links(LinkInlineProcessor):
    """``[words](address)``, wherever it stands."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(r"\[", md)


class Brackets:
    """Finds the closing bracket of a link's text in linear time.

    Python-Markdown scans the rest of the text anew for each bracket and each address.
    """

    def __init__(self) -> None:
        self.data = ""
        self.ends: dict[int, int] = {}

    def install(self, pattern: LinkInlineProcessor) -> None:
        """Replace the bracket search of one of Python-Markdown's link patterns by this one."""
        link = pattern.getLink
        pattern.getText = self.find_text  # type: ignore[method-assign]
        pattern.getLink = lambda data, index: link(data[: index + MAX_TARGET_LENGTH], index)  # type: ignore[method-assign]

    def find_text(self, data: str, index: int) -> tuple[str, int, bool]:
        """Return the text of the bracket opened before ``index``, its end, whether it is closed."""
        if data is not self.data:
            self.data, self.ends = data, {}
            opened: list[int] = []
            for match in _BRACKET.finditer(data):
                if match[0] == "[":
                    opened.append(match.end())
                elif opened:
                    self.ends[opened.pop()] = match.start()
        end = self.ends.get(index)
        return (data[index:end], end + 1, True) if end is not None else ("", index, False)


class References(dict[str, Any]):
    """The link definitions of a text (``[name]: address``), looked up without place marks."""

    def __setitem__(self, key: str, value: Any) -> None:
        self.setdefault(key, value)  # the first definition of a name counts, as in CommonMark 4.7

    def __contains__(self, key: object) -> bool:
        return super().__contains__(private.strip_place_marks(str(key))[0])

    def __getitem__(self, key: str) -> Any:
        return super().__getitem__(private.strip_place_marks(key)[0])
