"""What a page may not do: run code, load from another host, nest links.

In: the parsed tree. Out: the same tree without event handlers, inline styles
or unsafe addresses; an image of another host becomes a link to it, so that
reading never tells anyone else; a link to a known source says its language.
Words are never lost. Runs first, on what people wrote; later passes add only
what is ours.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape

from explainer.check.pages import SAFE_SCHEMES
from explainer.make.rendering.context import HasContext

CODE_OPEN, CODE_CLOSE = "\ue022", "\ue023"
_ADDRESSES = frozenset({"href", "src", "xlink:href", "cite", "data"})
# Attributes that hold code, style, addresses in a form of their own, or that send data.
_NEVER = frozenset(
    {"style", "srcdoc", "srcset", "imagesrcset", "formaction", "action", "ping", "poster"}
    | {"background", "manifest", "autofocus", "http-equiv"}
)
_STASHED = re.compile("\x02(?:wzxhzdk:([0-9]+)|([0-9]+)|amp)\x03")
# Browsers drop these before they read a scheme (WHATWG URL, basic URL parser).
_DROPPED = re.compile(r"[\x00-\x20\x7f-\x9f]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


class CodePattern(InlineProcessor):
    """Code of a record: ``recordtext`` marks it off and spells it as entities."""

    needs = (CODE_OPEN,)

    def __init__(self, md: Markdown) -> None:
        super().__init__(f"{CODE_OPEN}([^{CODE_OPEN}{CODE_CLOSE}]*){CODE_CLOSE}", md)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        """Return the element, and where what it replaces starts and ends."""
        element = ET.Element("code")
        element.text = AtomicString(code_escape(html.unescape(m[1])))
        return element, m.start(0), m.end(0)


class Safety(Treeprocessor):
    """Drops what attributes could smuggle in, and says the language of known addresses."""

    def __init__(self, md: Markdown, extension: HasContext) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: ET.Element) -> None:
        """Make every element under ``root`` harmless."""
        language, hreflangs = self.extension.context.language, self.extension.context.hreflangs
        for element in root.iter():
            if element.attrib:
                self._attributes(element)
            if element.tag == "a":
                spoken = hreflangs.get(html.unescape(element.get("href", "")))
                if spoken and spoken != language:
                    element.set("hreflang", spoken)
                if len(element):
                    _unnest(element)
            elif element.tag == "img":
                _keep_here(element)

    def _attributes(self, element: ET.Element) -> None:
        for name, value in list(element.attrib.items()):
            lower = name.lower()
            if lower.startswith("on") or lower in _NEVER:
                del element.attrib[name]
                continue
            if value is None:  # «{hidden}»: an attribute without a value
                continue
            plain = self._decoded(value) if "\x02" in value else value
            if plain != value and "\x02amp\x03" not in value:
                # A stashed entity or tag would come back, in the attribute, after every check.
                element.set(name, plain)
            if lower in _ADDRESSES and not is_safe(plain):
                del element.attrib[name]

    def _decoded(self, value: str) -> str:
        blocks = self.md.htmlStash.rawHtmlBlocks

        def restore(match: re.Match[str]) -> str:
            if match[1]:
                number = int(match[1])
                return str(blocks[number]) if number < len(blocks) else ""
            return chr(int(match[2])) if match[2] else "&"

        return _STASHED.sub(restore, value)


def scheme_of(address: str) -> str:
    """Return the scheme a browser reads in an attribute's value; ``""`` if there is none."""
    match = _SCHEME.match(_DROPPED.sub("", html.unescape(address)).lower())
    return match[1] if match else ""


def is_safe(address: str) -> bool:
    """Tell whether an address has no scheme, or one that cannot run code."""
    return scheme_of(address) in {"", *SAFE_SCHEMES}


def _unnest(link: ET.Element) -> None:
    """Keep the words of a link inside a link, which HTML does not allow."""
    for inner in link.iter("a"):
        if inner is not link:
            inner.tag = "span"
            inner.attrib = {k: v for k, v in inner.attrib.items() if k in ("lang", "class", "id")}


def _keep_here(image: ET.Element) -> None:
    """Turn an image of another host, or of no address, into a link or words."""
    source = image.get("src", "")
    plain = _DROPPED.sub("", html.unescape(source)).replace("\\", "/")
    if source and not scheme_of(source) and not plain.startswith("//"):
        return
    alternative = image.get("alt") or plain
    image.attrib = {k: v for k, v in image.attrib.items() if k in ("lang", "class", "id", "title")}
    image.tag = "a" if source else "span"
    if source:
        image.set("href", source)
    image.text = AtomicString(alternative)
