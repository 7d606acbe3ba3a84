"""Attribute lists: ``{#id .class lang=fr}`` after what they belong to.

In: a tree. Out: the same tree with the attributes in place, and faults. A list
stands right after an inline element, at the end of a heading or of a cell, or on
the line after a block: ``{: .no-fact }`` (the form is Python-Markdown's,
https://python-markdown.github.io/extensions/attr_list/). It gives an id, classes
and languages, nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from explainer.read.rules import Rule
from explainer.read.tree import HEADINGS, Element, Node

_LIST = r"\{:?[ ]*([^}\n ][^}\n]*?)[ ]*\}"
_INLINE = re.compile(rf"^{_LIST}")
_AT_END = re.compile(rf"[ ]+{_LIST}[ ]*$")
_LINE = re.compile(rf"(?:^|\n)[ ]*{_LIST}[ ]*$")
_WHOLE = re.compile(rf"^[ ]*{_LIST}[ ]*$")
_PART = re.compile(
    r"#(?P<id>[^\s}=]+)|\.(?P<class>[^\s}=]+)"
    r"|(?P<key>[\w-]+)=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s}]*))"
)
_INLINE_OWNERS = frozenset({"em", "strong", "a", "code", "img"})
_LINE_OWNERS = frozenset({*HEADINGS, "td", "th", "dt", "dd"})
LANGUAGE_ATTRIBUTES = frozenset({"lang", "hreflang"})

Report = Callable[[int, Rule, str], None]


def attach_lists(blocks: list[Node], report: Report, *, languages_only: bool = False) -> None:
    """Move every attribute list of ``blocks`` to its element; ``report`` takes what is malformed.

    ``languages_only``: for texts of records, where a list other than ``{lang=…}`` is plain text.
    """
    for block in blocks:
        if not isinstance(block, str):
            _Attacher(report, languages_only).visit(block)


class _Attacher:
    def __init__(self, report: Report, languages_only: bool) -> None:
        self.report = report
        self.languages_only = languages_only

    def visit(self, element: Element) -> None:
        if element.tag in ("pre", "code"):
            return
        children = element.children
        for i, child in enumerate(children):
            if isinstance(child, str):
                continue
            self.visit(child)
            after = children[i + 1] if i + 1 < len(children) else None
            if child.tag not in _INLINE_OWNERS or not isinstance(after, str) or after[:1] != "{":
                continue
            match = _INLINE.match(after)
            if match and self._apply(child, match[1], element.offset):
                children[i + 1] = after[match.end() :]
        if not self.languages_only:
            self._attach_to_block(element)

    def _attach_to_block(self, element: Element) -> None:
        if element.tag == "table":
            self._attach_to_table(element)
            return
        place = _last_text(element)
        if place < 0:
            return
        text = element.children[place]
        assert isinstance(text, str)
        form = _AT_END if element.tag in _LINE_OWNERS else _LINE
        if element.tag not in {"p", "li", *_LINE_OWNERS}:
            return
        match = form.search(text) or (_LINE.search(text) if element.tag == "dd" else None)
        if match and place and form is _LINE and text[match.start()] != "\n":
            return  # right after an element that takes no list, such as a citation
        # A paragraph that is nothing but a list belongs to no block: `leftovers` reports it.
        alone = match and not match.start() and len(element.children) == 1
        if match and not alone and self._apply(element, match[1], element.offset):
            element.children[place] = text[: match.start()].rstrip()

    def _attach_to_table(self, table: Element) -> None:
        """Take the attributes of a last row that is nothing but a list, and remove the row."""
        bodies = [part for part in table.elements() if part.tag == "tbody"]
        rows = list(bodies[0].elements()) if bodies else []
        if not rows:
            return
        cells = [cell.text_content() for cell in rows[-1].elements()]
        match = _WHOLE.match(cells[0]) if cells and not any(cells[1:]) else None
        if match and self._apply(table, match[1], rows[-1].offset):
            bodies[0].children.remove(rows[-1])

    def _apply(self, element: Element, inside: str, at: int) -> bool:
        """Set an element's attributes; return whether the text in braces was an attribute list."""
        attributes: list[tuple[str, str]] = []
        end = 0
        for part in _PART.finditer(inside):
            if inside[end : part.start()].strip():
                break
            end = part.end()
            if part["key"]:
                value = next(v for v in part.group("double", "single", "bare") if v is not None)
                attributes.append((part["key"], value))
            else:
                attributes.append(("id", part["id"]) if part["id"] else ("class", part["class"]))
        whole = not inside[end:].strip()
        if self.languages_only and not (
            whole and attributes and attributes[0][0] == "lang" and len(attributes) == 1
        ):
            return False
        if not whole or not attributes:
            if not self.languages_only:
                message = f"«{{{inside}}}» is no attribute list; expected {{#id}}, {{.class}} or {{lang=fr}}"
                self.report(at, "attribute-list", message)
            return False
        for key, value in attributes:
            if key == "class":
                classes = f"{element.attributes.get('class', '')} {value}"
                element.attributes["class"] = classes.strip()
            elif key == "id" or key in LANGUAGE_ATTRIBUTES:
                element.attributes[key] = value
            else:
                message = f"the attribute «{key}» is not used here; expected an id, a class or lang"
                self.report(at, "attribute-list", message)
        return True


def _last_text(element: Element) -> int:
    """Return the index of the last text child before any inner block; -1 if there is none."""
    last = -1
    for i, child in enumerate(element.children):
        if isinstance(child, str):
            last = i if child.strip() else last
        elif child.tag in ("ul", "ol", "p", "dl", "pre", "blockquote", "table"):
            break
        else:
            last = -1
    return last
