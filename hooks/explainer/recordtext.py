"""Text of records, made safe for the page that shows it.

In: the Markdown of a record's field. Out: Markdown that can hold emphasis,
links, citations and paragraphs, but no HTML, no attribute but ``lang``, no
heading, block or definition. Links, written from the language's root, are
turned to the page that shows them.
"""

from __future__ import annotations

import re

from . import address

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_LANG = re.compile(r"\{lang=([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]+)*)\}")
_BLOCK = re.compile(r"(?m)^([ \t]*)(#{1,6}(?=\s)|!!!|\?\?\?|///|:(?=\s)|\[[^\]\n]+\]:|={3,}|-{3,}|>)")
_LINK = re.compile(r"(?<=\]\()([^\s():]+?\.md(?:#[^\s()]*)?)(?=[\s)])")
_HELD = "\x02{}\x03"


def safe(text: str, page: str) -> str:
    """Return ``text`` as harmless Markdown for the page named ``page``."""
    held: list[str] = []

    def hold(part: str) -> str:
        held.append(part)
        return _HELD.format(len(held) - 1)

    text = text.replace("\x02", "").replace("\x03", "")
    text = _CODE.sub(lambda m: hold(m[0]), text)
    text = _LANG.sub(lambda m: hold(m[0]), text)
    text = text.replace("<", "&lt;").replace("{", "&#123;")
    text = _BLOCK.sub(lambda m: m[1] + "\\" + m[2] if m[2][0] in "#!>[-" else m[1] + "&#8203;" + m[2], text)
    text = re.sub(r"(?m)^ {4,}(?=\S)", "", text)  # an indented line would be code
    text = _LINK.sub(lambda m: address.relative(page, m[1]), text)
    return re.sub("\x02(\\d+)\x03", lambda m: held[int(m[1])], text)


def inline(text: str, page: str) -> str:
    """Return ``safe`` text on one line, for headings, table cells and list items."""
    return re.sub(r"\s+", " ", safe(text, page)).replace("|", "&#124;").strip()


_MD_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_CITE = re.compile(r"\s*\[@[^\[\]]*\]")


def plain(text: str) -> str:
    """Return the words alone: no citation, no link, no mark; for metadata and exports."""
    text = _CITE.sub("", text)
    text = _MD_LINK.sub(r"\1", text)
    text = re.sub(r"\{[^{}\n]*\}", "", text)
    text = re.sub(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)|`", "", text)
    return re.sub(r"\s+", " ", text).strip()
